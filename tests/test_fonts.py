"""Only bundled fonts reach a page, whatever the machine has, and a character without a shape is an error."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from agreementgen.documents import kit
from agreementgen.errors import Code, FileError, InterviewError
from agreementgen.opening import with_fonts
from agreementgen.typeset import Look, render_pdf
from agreementgen.typeset.fonts import families, folder

from .conftest import EXAMPLES, ROOT, Outcome, pdf_text, settled, settled_text
from .standards import problems

# One name or word in each script that is promised, in the composed and in the taken-apart form where both are typed.
PROMISED = {
    "Vietnamese": "Nguyễn Thị Phương",
    "Greek": "Ἀλέξανδρος Παπαδόπουλος",
    "Cyrillic": "Олена Їжакевич Ғабит",
    "Polish": "Łukasz Żółć",
    "Hebrew": "מִיכַל לֵוִי",
    "Arabic": "محمد عبد الله",
    "Persian": "پگاه گیلانی",
    "Hindi": "प्रिया शर्मा",
    "Emoji": "🚀 👩‍🔬 👍🏽 ❤️",
    "Signs": "≤ ≥ ≠ → ✓ ☐ ★ € ₹ “so” – …",
}


def font(path: Path, text: str, name: str = "Test") -> Path:
    """Make a small TrueType font with a box for each character."""
    names = [".notdef", *(f"uni{ord(character):04X}" for character in text)]
    pen = TTGlyphPen(None)
    for step, point in enumerate([(50, 0), (50, 700), (750, 700), (750, 0)]):
        (pen.moveTo if step == 0 else pen.lineTo)(point)
    pen.closePath()
    box = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(character): f"uni{ord(character):04X}" for character in text})
    builder.setupGlyf(dict.fromkeys(names, box))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (800, 50)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": name, "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)
    return path


@pytest.mark.parametrize("script", PROMISED)
def test_each_promised_script_is_printed(script: str) -> None:
    (document,) = kit(settled(also_agreed=f"['{PROMISED[script]}']"), ["agreement"])
    assert problems(document.data) == []


@pytest.mark.parametrize("script", ["Vietnamese", "Greek", "Cyrillic", "Polish", "Signs"])
def test_text_in_these_scripts_is_read_out_again_as_it_was_typed(script: str) -> None:
    (document,) = kit(settled(also_agreed=f"['{PROMISED[script]}']"), ["agreement"])
    assert PROMISED[script] in pdf_text(document.data)


def test_digits_beside_an_emoji_stay_in_the_text_font() -> None:
    (document,) = kit(settled(also_agreed="['10 👍 20']"), ["agreement"])
    assert "10 👍 20" in pdf_text(document.data)
    with TTFont(folder() / "AGEmoji-Regular.ttf") as emoji:
        assert not set(map(ord, "0123456789#*")) & set(emoji.getBestCmap())


def test_a_keycap_and_a_sign_asked_for_as_emoji_come_from_no_heading_font() -> None:
    page = '<html lang="en"><head><title>T</title></head><body><p>1️⃣ 2 ▶️ ©️ 👍</p></body></html>'
    with pikepdf.open(io.BytesIO(render_pdf(page, Look()))) as pdf:
        fonts = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/FontName" in thing]
        names = {str(font.FontName).split("+")[1] for font in fonts}
    assert names == {"AG-Text", "AG-Emoji"}


def test_a_character_without_a_shape_names_itself_its_code_point_and_its_answer() -> None:
    spoken = settled(people="{mentee: 山田 花子, mentor: Ben}", goals="[{title: 目標 A, measure: x}]")
    with pytest.raises(InterviewError) as error:
        kit(spoken)
    found = [(problem.code, problem.key, problem.message.split('"')[1]) for problem in error.value.problems]
    assert (Code.NO_GLYPH, "people.mentee.name", "山") in found
    assert (Code.NO_GLYPH, "goals.目標-a.title", "標") in found
    assert "U+5C71" in str(error.value)


def test_the_command_writes_nothing_where_a_shape_is_missing(run: Callable[..., Outcome], tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(settled_text(people="{mentee: 山田, mentor: Ben}"), encoding="utf-8")
    outcome = run("render", path, "-o", tmp_path / "out")
    assert (outcome.code, outcome.out) == (1, "")
    assert "U+5C71" in outcome.err
    assert "--font" in outcome.err
    assert not (tmp_path / "out").exists()


def test_a_given_font_prints_what_the_bundled_ones_lack(run: Callable[..., Outcome], tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(settled_text(people="{mentee: 山田, mentor: Ben}"), encoding="utf-8")
    own = font(tmp_path / "own.ttf", " 山田")
    outcome = run("render", path, "-o", tmp_path, "--font", own, "--docs", "agreement")
    assert outcome.code == 0
    data = Path(outcome.out.strip()).read_bytes()
    assert problems(data) == []
    assert "山田" in pdf_text(data)


def test_a_given_font_never_takes_the_place_of_a_bundled_one(tmp_path: Path) -> None:
    plain = kit(settled(), ["agreement"])[0].data
    own = font(tmp_path / "own.ttf", "abcdeADB0123", name="AG Text")
    assert kit(settled(), ["agreement"], look=with_fonts(Look(), [own]))[0].data == plain


@pytest.mark.parametrize("content", [b"no font at all", b"wOF2aaaa", b""])
def test_a_file_that_is_no_font_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.ttf"
    path.write_bytes(content)
    with pytest.raises(FileError, match="no TrueType or OpenType"):
        with_fonts(Look(), [path])


def test_a_font_that_is_damaged_is_an_error_and_no_crash(run: Callable[..., Outcome], tmp_path: Path) -> None:
    path = tmp_path / "x.ttf"
    path.write_bytes(b"\x00\x01\x00\x00" + b"\xff" * 400)
    interview = tmp_path / "x.yaml"
    interview.write_text(settled_text(), encoding="utf-8")
    outcome = run("render", interview, "-o", tmp_path / "out", "--font", path)
    assert outcome.code == 2
    assert "x.ttf" in outcome.err


@pytest.mark.parametrize("machine", ["no fonts", "other fonts"])
def test_the_fonts_of_the_machine_change_no_byte(machine: str, tmp_path: Path) -> None:
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    if machine == "other fonts":
        font(fonts / "sans.ttf", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ👍山田", name="AG Text")
    config = tmp_path / "fonts.conf"
    config.write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig><dir>{fonts}</dir>'
        f"<cachedir>{tmp_path / 'cache'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    code = (
        "import sys, hashlib, agreementgen\n"
        "made = agreementgen.kit(agreementgen.load(sys.argv[1]))\n"
        "print([hashlib.sha256(document.data).hexdigest() for document in made])"
    )
    command = [sys.executable, "-c", code, str(EXAMPLES / "workplace.yaml")]
    results = []
    for extra in ({}, {"FONTCONFIG_FILE": str(config), "XDG_DATA_HOME": str(fonts)}):
        environment = os.environ | {"PYTHONPATH": str(ROOT)} | extra
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        results.append(done.stdout)
    assert results[0] == results[1]


def test_every_bundled_font_has_its_licence_beside_it() -> None:
    assert len(families()) == 8
    assert len(list((folder() / "licences").glob("*.txt"))) == len(families())


@pytest.mark.parametrize("path", sorted(folder().glob("*.ttf")), ids=lambda path: path.stem)
def test_no_bundled_font_bears_a_name_that_is_reserved(path: Path) -> None:
    with TTFont(path) as loaded:
        assert "fvar" not in loaded
        for record in loaded["name"].names:
            if record.nameID in (1, 3, 4, 6, 16):
                assert str(record).split(";")[-1].startswith("AG")
