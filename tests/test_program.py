"""A program gives its pairs a name and looks, from its own folder and from nowhere else."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

import agreementgen
from agreementgen.documents import Document, kit
from agreementgen.errors import Code, FileError, InterviewError
from agreementgen.interview.colours import contrast_on_white, darkened, hex_of
from agreementgen.interview.program import is_inside
from agreementgen.typeset import checked_logo

from .conftest import EXAMPLES, SETTLED, Outcome, pdf_text
from .standards import problems

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10"/></svg>'

BOXES = (b"a b c d", b"0 0 10", b"0 0 nan 10", b"0 0 10 10px", b"0 0 1e400 1", b"0 0 10 10 10")


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    """A pair that includes a program, whose file each test writes."""
    path = tmp_path / "pair.yaml"
    path.write_text("include: program.yaml\n" + SETTLED, encoding="utf-8")
    return path


def write_program(pair: Path, text: str) -> Path:
    path = pair.parent / "program.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def picture(form: str = "PNG", mode: str = "RGBA", size: tuple[int, int] = (80, 40)) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, size, "green").save(buffer, form)
    return buffer.getvalue()


def agreement(pair: Path) -> Document:
    opened = agreementgen.open_file(pair)
    return kit(opened.interview, ["agreement"], look=opened.look)[0]


def test_the_program_fills_in_what_the_pair_left_out_and_the_pair_wins(pair: Path) -> None:
    write_program(pair, "program: {name: Bridge, organization: Northwind, coordinator: Leila Haddad}\n")
    pair.write_text(pair.read_text(encoding="utf-8") + "program: {name: Our own}\n", encoding="utf-8")
    interview = agreementgen.load(pair)
    assert interview.answers.program.name == "Our own"
    assert interview.answers.program.organization == "Northwind"
    assert interview.from_program == ("program.organization", "program.coordinator.name")
    assert "Leila Haddad" in pdf_text(agreement(pair).data)


def test_a_program_can_be_named_on_the_command_line_in_another_folder(
    run: Callable[..., Outcome], tmp_path: Path
) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    (folder / "program.yaml").write_text("program: {coordinator: Leila Haddad}\n", encoding="utf-8")
    pair = tmp_path / "pair.yaml"
    pair.write_text(SETTLED, encoding="utf-8")
    outcome = run("render", pair, "--program", folder / "program.yaml", "-o", tmp_path, "--docs", "agreement")
    assert outcome.code == 0
    assert "Leila Haddad" in pdf_text(Path(outcome.out.strip()).read_bytes())


def test_paper_theme_and_colour_are_the_programs(pair: Path) -> None:
    write_program(pair, 'branding: {paper: letter, theme: formal, colour: "#7a1020"}\n')
    document = agreement(pair)
    assert problems(document.data) == []
    with pikepdf.open(io.BytesIO(document.data)) as pdf:
        assert round(float(pdf.pages[0].MediaBox[2])) == 612
        painted = pdf.pages[0].Contents.read_bytes()
    assert b"0.478431 0.062745 0.12549 rg" in painted


def test_the_pairs_own_paper_wins_over_the_programs(pair: Path) -> None:
    write_program(pair, "branding: {paper: letter}\n")
    pair.write_text(pair.read_text(encoding="utf-8") + "document: {paper: a4}\n", encoding="utf-8")
    with pikepdf.open(io.BytesIO(agreement(pair).data)) as pdf:
        assert round(float(pdf.pages[0].MediaBox[2])) == 595


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("logo.svg", SVG),
        ("logo.png", picture()),
        ("logo.png", picture(mode="P")),
        ("logo.jpg", picture("JPEG", "RGB")),
        ("logo.jpg", picture("JPEG", "CMYK")),
        ("wide.png", picture(size=(4000, 300))),
    ],
)
def test_a_logo_is_set_with_its_words_and_keeps_both_standards(pair: Path, name: str, data: bytes) -> None:
    write_program(pair, f"branding: {{logo: {name}, logo_alt: Northwind}}\n")
    (pair.parent / name).write_bytes(data)
    document = agreement(pair)
    assert problems(document.data) == []
    with pikepdf.open(io.BytesIO(document.data)) as pdf:
        figures = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure"]
        assert [str(figure.Alt) for figure in figures] == ["Northwind"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"not a picture", "no PNG, JPEG or SVG"),
        (picture()[:60], "no PNG, JPEG or SVG"),
        (picture("GIF", "RGB"), "no PNG, JPEG or SVG"),
        (b"x" * (3 * 1024 * 1024), "KB is the most"),
        (SVG.replace(b"<rect", b"<script>x</script><rect"), "<script>"),
        (SVG.replace(b"<rect", b'<image href="file:///etc/passwd"/><rect'), "<image>"),
        (SVG.replace(b"<rect", b'<use href="http://example.org/x"/><rect'), "outside itself"),
        (SVG.replace(b"<rect", b'<rect onload="x()"'), "outside itself"),
        (SVG.replace(b"<rect", b'<rect fill="url(http://example.org/x)"'), "asks for a file"),
        (SVG.replace(b"<rect", b"<style>@import 'x'</style><rect"), "<style>"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG, "document type"),
        (SVG[:-3], "no valid SVG"),
        *((SVG.replace(b"0 0 10 10", box), "viewBox that cannot be read") for box in BOXES),
    ],
)
def test_a_logo_that_is_no_picture_or_reaches_outside_is_refused_in_words(data: bytes, said: str) -> None:
    with pytest.raises(FileError, match=said):
        checked_logo(data, "logo", "Northwind")


@pytest.mark.parametrize("box", [b"", b"0 0 10 10", b"-1.5,.5 , 10,10.", b"0 0 0 0"])
def test_a_logo_with_four_numbers_for_its_box_is_taken(box: bytes) -> None:
    assert checked_logo(SVG.replace(b"0 0 10 10", box), "logo", "x").media_type == "image/svg+xml"


def test_a_logo_that_cannot_be_drawn_is_told_as_the_logos_fault(pair: Path) -> None:
    (pair.parent / "logo.svg").write_bytes(SVG.replace(b"<rect", b'<rect opacity="x"'))
    write_program(pair, "branding: {logo: logo.svg, logo_alt: x}\n")
    with pytest.raises(FileError, match="The program's logo cannot be drawn"):
        agreement(pair)


@pytest.mark.parametrize(
    ("text", "code", "told_there"),
    [
        ("meetings: {cadence: weekly}", Code.PAIRS_ANSWER, "put meetings under defaults:"),
        ("level: strict", Code.PAIRS_ANSWER, "put confidentiality.level under defaults:"),
        ("people: {mentee: Ada}", Code.ONES_OWN, "in their own file"),
        ("id: 7", Code.ONES_OWN, "in their own file"),
        ("nonsense: 7", Code.UNKNOWN_KEY, "defaults, locked, clauses"),
    ],
)
def test_an_answer_of_the_pairs_beside_what_a_program_says_is_told_its_place(
    pair: Path, text: str, code: Code, told_there: str
) -> None:
    write_program(pair, f"program: {{name: Bridge}}\n{text}\n")
    with pytest.raises(InterviewError) as refusal:
        agreement(pair)
    (problem,) = refusal.value.problems
    assert (problem.code, problem.line) == (code, 2)
    assert told_there in problem.help


def test_a_huge_picture_is_refused_before_it_is_unpacked() -> None:
    buffer = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(buffer, "PNG")
    with pytest.raises(FileError, match=r"pixels|no PNG"):
        checked_logo(buffer.getvalue(), "logo", "x")


@pytest.mark.parametrize("name", ["../x.png", "/etc/passwd", "C:\\x.png", "\\\\server\\x", "a/../../x", "C:x"])
def test_a_name_that_leads_out_of_its_folder_is_known(name: str) -> None:
    assert not is_inside(name)
    assert is_inside("sub/x.png")


def test_a_link_that_leads_out_of_the_programs_folder_is_refused(pair: Path, tmp_path: Path) -> None:
    outside = tmp_path.parent / "outside.svg"
    outside.write_bytes(SVG)
    (pair.parent / "logo.svg").symlink_to(outside)
    write_program(pair, "branding: {logo: logo.svg, logo_alt: x}\n")
    with pytest.raises(FileError, match="leads out"):
        agreementgen.open_file(pair)


def test_a_link_that_leads_out_of_the_pairs_folder_is_not_included(pair: Path, tmp_path: Path) -> None:
    outside = tmp_path.parent / "program-outside.yaml"
    outside.write_text("program: {name: x}\n", encoding="utf-8")
    (pair.parent / "program.yaml").symlink_to(outside)
    with pytest.raises(InterviewError) as error:
        agreementgen.load(pair)
    assert [problem.code for problem in error.value.problems] == [Code.INCLUDE_MISSING]


def test_problems_of_the_program_show_the_programs_file_and_come_first(pair: Path) -> None:
    path = write_program(pair, "program: {name: x, nmae: y}\n")
    pair.write_text("include: program.yaml\npeople: {mentee: {nmae: x}}\n", encoding="utf-8")
    with pytest.raises(InterviewError) as error:
        agreementgen.load(pair)
    assert [(Path(p.file).name, p.line) for p in error.value.problems] == [(path.name, 1), (pair.name, 2)]


def test_a_missing_logo_is_named(pair: Path) -> None:
    write_program(pair, "branding: {logo: logo.svg, logo_alt: x}\n")
    with pytest.raises(FileError, match=r"logo\.svg"):
        agreementgen.open_file(pair)


@pytest.mark.parametrize(("text", "read"), [("#125B50", "#125b50"), ("125b50", "#125b50"), ("#15b", "#1155bb")])
def test_a_colour_is_read_in_the_forms_of_the_web(text: str, read: str) -> None:
    assert hex_of(text) == read


@pytest.mark.parametrize("text", ["green", "#12", "#12345g", "", "rgb(1,2,3)"])
def test_anything_else_is_no_colour(text: str) -> None:
    assert hex_of(text) is None


def test_contrast_is_that_of_the_web_guidelines() -> None:
    assert round(contrast_on_white("#000000"), 1) == 21
    assert round(contrast_on_white("#ffffff"), 1) == 1
    assert round(contrast_on_white("#767676"), 2) == 4.54


@pytest.mark.parametrize("colour", ["#ffff00", "#8fd0c0", "#ffffff", "#ff0000"])
def test_the_darker_tone_that_is_offered_can_be_read(colour: str) -> None:
    assert contrast_on_white(darkened(colour)) >= 4.5


def test_the_example_program_is_used_by_its_pair() -> None:
    opened = agreementgen.open_file(EXAMPLES / "bridge" / "pair.yaml")
    assert opened.look.colour == "#125b50"
    assert opened.look.logo_alt == "Northwind"
    assert opened.look.paper == "letter"


def test_a_program_file_of_a_newer_shape_is_refused(pair: Path) -> None:
    write_program(pair, "schema: 2\nprogram: {name: Bridge}\n")
    with pytest.raises(InterviewError) as refusal:
        agreement(pair)
    (problem,) = refusal.value.problems
    assert (problem.code, problem.line) == (Code.SCHEMA_NEWER, 1)


def test_a_drawing_that_repeats_itself_without_end_is_refused() -> None:
    parts = ['<g id="a0"><path d="M0 0h1"/></g>']
    parts += [f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, 8)]
    data = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{"".join(parts)}</svg>'.encode()
    with pytest.raises(FileError, match="repeats its parts"):
        checked_logo(data, "logo.svg", "Northwind")
