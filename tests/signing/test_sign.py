"""`sign`: what it writes, what it refuses in which words, and that it never harms the file it is given."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest

from agreementgen.documents import kit
from agreementgen.signing import sign_by_typing

from ..conftest import Outcome, settled
from ..standards import problems
from ..test_fonts import font
from .conftest import NAMES, NOW, PASSWORD, Stages, order, own_key, shown_in, typed, unsigned

Run = Callable[..., Outcome]


def test_the_signed_file_stands_beside_the_other_which_stays_as_it_is(run: Run, home: Path) -> None:
    outcome = run("sign", "a.pdf", "--as", "mentee", "--key", "mentee.p12")
    assert outcome.code == 0, outcome.err
    assert outcome.out == "a-signed-mentee.pdf\n"
    assert "Ada Okafor has signed by key." in outcome.err
    assert "this machine’s own clock" in outcome.err
    assert "Next: pass a-signed-mentee.pdf on to Ben Lind" in outcome.err
    assert (home / "a.pdf").read_bytes() == unsigned()
    with pikepdf.open(home / "a-signed-mentee.pdf") as pdf:
        (field,) = (each for each in pdf.Root.AcroForm.Fields if str(each.T) == "sig_mentee")
        assert str(field.V.SubFilter) == "/ETSI.CAdES.detached"
    assert PASSWORD not in outcome.out + outcome.err


def test_a_typed_name_says_what_it_is_worth(run: Run, home: Path) -> None:
    outcome = run("sign", "a.pdf", "--as", "mentee", "--typed", "Ada Okafor", "-o", "typed.pdf")
    assert (outcome.code, outcome.out) == (0, "typed.pdf\n")
    assert "anyone can type it, and nothing protects the file" in outcome.err


def test_when_the_last_one_has_signed_it_says_so(run: Run, stages: Stages, home: Path) -> None:
    (home / "b.pdf").write_bytes(stages.mentor)
    outcome = run("sign", "b.pdf", "--as", "coordinator", "--key", "coordinator.p12")
    assert "Next: everyone has signed." in outcome.err


def test_the_password_comes_from_a_file_or_the_environment(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AGREEMENTGEN_KEY_PASSWORD")
    (home / "password.txt").write_text(f"{PASSWORD}\r\n", encoding="utf-8")
    call = ("sign", "a.pdf", "--as", "mentee", "--key", "mentee.p12")
    assert run(*call, "--password-file", "password.txt").code == 0
    refused = run(*call, "-o", "other.pdf")
    assert refused.code == 2
    assert "AGREEMENTGEN_KEY_PASSWORD" in refused.err


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_at_a_terminal_the_password_is_asked_for_and_not_shown(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ..terminals import Terminal

    monkeypatch.delenv("AGREEMENTGEN_KEY_PASSWORD")
    terminal = Terminal(home, "sign", "a.pdf", "--as", "mentee", "--key", "mentee.p12")
    terminal.wait_for("Password of mentee.p12", ": ")
    terminal.type(f"{PASSWORD}\n")
    assert terminal.ended() == 0
    assert "Ada Okafor has signed by key." in terminal.shown
    assert PASSWORD not in terminal.shown


REFUSED: dict[str, tuple[tuple[str, ...], str]] = {
    "with nothing": (("--as", "mentee"), "There is nothing to sign with"),
    "with two things": (("--as", "mentee", "--key", "mentee.p12", "--typed", "Ada"), "not with both"),
    "with no name": (("--as", "mentee", "--typed", " "), "The name to type is empty"),
    "as somebody who is not there": (
        ("--as", "line-manager", "--typed", "Ada"),
        "These do: mentee, mentor, coordinator",
    ),
    "as a person misspelled": (("--as", "mente", "--typed", "Ada"), 'Did you mean "mentee"?'),
    "with no key in the file": (("--as", "mentee", "--key", "mentee.crt"), "is no key in a PKCS#12 file"),
    "with a key that is not there": (("--as", "mentee", "--key", "none.p12"), 'no file "none.p12"'),
    "with an empty key": (("--as", "mentee", "--key", "empty.p12"), '"empty.p12" is empty'),
    "with a folder": (("--as", "mentee", "--key", "."), "is a folder"),
    "with a key cut off": (("--as", "mentee", "--key", "cut.p12"), "PKCS#12"),
    "with a wrong password": (("--as", "mentee", "--key", "mentee.p12", "--password-file", "wrong"), "is wrong"),
    "with a key that has run out": (("--as", "mentee", "--key", "late.p12"), "has run out: it was good until"),
    "with a key from the future": (("--as", "mentee", "--key", "early.p12"), "is not good before"),
    "into the same file": (("--as", "mentee", "--typed", "Ada", "-o", "a.pdf", "--force"), "stays as it is"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_signed_is_refused_in_words_and_nothing_is_written(run: Run, home: Path, name: str) -> None:
    arguments, words = REFUSED[name]
    (home / "wrong").write_text("not it", encoding="utf-8")
    (home / "empty.p12").write_bytes(b"")
    (home / "cut.p12").write_bytes((home / "mentee.p12").read_bytes()[:-200])
    year = timedelta(days=365)
    (home / "late.p12").write_bytes(own_key("Ada Okafor", NOW - 2 * year, NOW - year))
    (home / "early.p12").write_bytes(own_key("Ada Okafor", NOW + year, NOW + 2 * year))
    before = {path.name: path.read_bytes() for path in home.iterdir()}
    outcome = run("sign", "a.pdf", *arguments)
    assert outcome.code == 2
    assert words in outcome.err
    assert outcome.out == ""
    assert "not it" not in outcome.err
    assert PASSWORD not in outcome.err
    assert {path.name: path.read_bytes() for path in home.iterdir()} == before


def test_nobody_signs_twice(run: Run, stages: Stages, home: Path) -> None:
    for name, data in (("key.pdf", stages.mentee), ("typed.pdf", typed(unsigned(), "mentee"))):
        (home / name).write_bytes(data)
        for how in (("--key", "mentee.p12"), ("--typed", "Ada Okafor")):
            outcome = run("sign", name, "--as", "mentee", *how)
            assert outcome.code == 2
            assert "Ada Okafor has signed already. Nothing was written." in outcome.err


def test_no_name_is_typed_after_somebody_signed_by_key(run: Run, stages: Stages, home: Path) -> None:
    (home / "b.pdf").write_bytes(stages.mentee)
    outcome = run("sign", "b.pdf", "--as", "mentor", "--typed", "Ben Lind")
    assert outcome.code == 2
    assert "Ada Okafor signed this file by key." in outcome.err
    assert "looks like a forgery" in outcome.err
    assert 'agreementgen key new --name "Ben Lind"' in outcome.err
    assert "then Ada Okafor can sign that one" in outcome.err
    assert not (home / "b-signed-mentor.pdf").exists()


def test_a_draft_has_no_place_to_sign(run: Run, home: Path) -> None:
    (draft,) = kit(settled(communication="{channel: email}"), ["agreement"])
    (home / "draft.pdf").write_bytes(draft.data)
    outcome = run("sign", "draft.pdf", "--as", "mentee", "--typed", "Ada Okafor")
    assert outcome.code == 2
    assert "agreementgen render FILE --final" in outcome.err


def test_another_name_than_the_printed_one_is_said_and_no_more(run: Run, home: Path) -> None:
    outcome = run("sign", "a.pdf", "--as", "mentee", "--key", "mentor.p12")
    assert outcome.code == 0
    assert 'the certificate says "Ben Lind", and the agreement says "Ada Okafor"' in outcome.err
    assert "Note:" not in run("sign", "a.pdf", "--as", "mentee", "--typed", "ada  okafor", "-o", "b.pdf").err


@pytest.mark.parametrize("by", ["key", "typed"])
def test_a_signed_file_is_never_overwritten(run: Run, stages: Stages, home: Path, by: str) -> None:
    data = stages.mentee if by == "key" else typed(unsigned(), "mentee")
    (home / "signed.pdf").write_bytes(data)
    for call in (
        ("sign", "a.pdf", "--as", "mentor", "--typed", "Ben Lind", "-o", "signed.pdf"),
        ("key", "new", "--name", "Ada", "--out", "signed.pdf"),
        ("schema", "-o", "signed.pdf"),
        ("new", "signed.pdf"),
    ):
        outcome = run(*call, "--force")
        assert outcome.code == 2, call
        assert "bears a signature and is never overwritten" in outcome.err
        assert (home / "signed.pdf").read_bytes() == data


def test_another_file_in_the_way_needs_force(run: Run, home: Path) -> None:
    (home / "a-signed-mentee.pdf").write_text("notes", encoding="utf-8")
    call = ("sign", "a.pdf", "--as", "mentee", "--typed", "Ada Okafor")
    assert run(*call).code == 2
    assert (home / "a-signed-mentee.pdf").read_text(encoding="utf-8") == "notes"
    assert run(*call, "--force").code == 0


def test_a_file_without_its_interview_is_signed_as_well(run: Run, home: Path) -> None:
    (document,) = kit(settled(), ["agreement"], source=False)
    (home / "b.pdf").write_bytes(document.data)
    assert run("sign", "b.pdf", "--as", "mentee", "--key", "mentee.p12").code == 0
    outcome = run("verify", "b-signed-mentee.pdf")
    assert outcome.code == 0
    assert "carries no interview" in outcome.out


def test_a_new_key_is_for_its_owner_alone_and_says_what_it_is_worth(run: Run, home: Path) -> None:
    outcome = run("key", "new", "--name", NAMES["mentee"], "--out", "own.p12")
    assert (outcome.code, outcome.out) == (0, "own.p12\nown.crt\n")
    assert "anyone can make one in any name" in outcome.err
    assert (home / "own.p12").stat().st_mode & 0o077 == 0
    assert PASSWORD not in outcome.err
    assert run("key", "new", "--name", NAMES["mentee"], "--out", "own.p12").code == 2
    assert run("sign", "a.pdf", "--as", "mentee", "--key", "own.p12").code == 0


@pytest.mark.parametrize("name", ["", " ", "x" * 65])
def test_a_key_needs_a_name(run: Run, home: Path, name: str) -> None:
    assert run("key", "new", "--name", name, "--out", "own.p12").code == 2
    assert not (home / "own.p12").exists()


def test_a_key_needs_a_password(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for password, words in (("", "The password is empty"), (None, "A password is needed")):
        if password is None:
            monkeypatch.delenv("AGREEMENTGEN_KEY_PASSWORD")
        else:
            monkeypatch.setenv("AGREEMENTGEN_KEY_PASSWORD", password)
        outcome = run("key", "new", "--name", "Ada Okafor", "--out", "own.p12")
        assert outcome.code == 2
        assert words in outcome.err
    assert not (home / "own.p12").exists()


@pytest.fixture
def far(home: Path) -> Path:
    """An agreement of somebody whose letters no bundled font has, and a font that has them."""
    from agreementgen.opening import with_fonts
    from agreementgen.typeset import Look

    own = font(home / "own.ttf", " 山田")
    interview = settled(people="{mentee: 山田, mentor: Ben}")
    (document,) = kit(interview, ["agreement"], look=with_fonts(Look(), [own]), final=True)
    (home / "far.pdf").write_bytes(document.data)
    return home


@pytest.mark.parametrize("how", [("--key", "mentee.p12"), ("--typed", "山田")])
def test_a_given_font_puts_a_name_into_the_stamp_that_the_bundled_ones_lack(
    run: Run, far: Path, how: tuple[str, str]
) -> None:
    outcome = run("sign", "far.pdf", "--as", "mentee", *how, "--font", "own.ttf", "-o", "signed.pdf")
    assert outcome.code == 0, outcome.err
    assert "No font" not in outcome.err
    data = (far / "signed.pdf").read_bytes()
    assert "山田" in shown_in(data, "sig_mentee")
    assert problems(data, has_source=True) == []
    assert run("verify", "signed.pdf").code == 0


def test_without_a_font_for_it_a_name_is_not_typed_and_a_key_signs_without_it(run: Run, far: Path) -> None:
    refused = run("sign", "far.pdf", "--as", "mentee", "--typed", "山田", "-o", "signed.pdf")
    assert (refused.code, refused.out) == (1, "")
    assert "No font has the characters U+5C71, U+7530. Give one that does with --font FILE." in refused.err
    assert not (far / "signed.pdf").exists()
    outcome = run("sign", "far.pdf", "--as", "mentee", "--key", "mentee.p12", "-o", "signed.pdf")
    assert outcome.code == 0
    assert "U+5C71, U+7530. Give one that does with --font FILE. The stamp was made without the name" in outcome.err


def test_a_font_of_any_make_is_fitted_to_what_a_stamp_embeds(tmp_path: Path) -> None:
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.scaleUpem import scale_upem

    with TTFont(font(tmp_path / "own.ttf", " 山田")) as own:
        scale_upem(own, 2048)
        own["name"].setName("山 (bad)/name", 6, 3, 1, 0x409)
        own.save(tmp_path / "wide.ttf")
    order_ = replace(order("mentee"), name="山田", fonts=((tmp_path / "wide.ttf").read_bytes(),))
    data = sign_by_typing(unsigned(), order_, "山田")
    assert problems(data, has_source=True) == []
    assert "山田" in shown_in(data, "sig_mentee")


def test_signs_and_pictures_in_a_name_are_seen_in_the_stamp() -> None:
    data = sign_by_typing(unsigned(), replace(order("mentee"), name="Zoë ★ 🌱"), "Zoë ★ 🌱")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (field,) = (each for each in pdf.Root.AcroForm.Fields if str(each.T) == "sig_mentee")
        fonts = {str(each.BaseFont).partition("+")[2] for each in field.AP.N.Resources.Font.values()}
    assert {name.partition("-")[0] for name in fonts} >= {"AGHead", "AGEmoji", "AGSymbols"}
    assert problems(data, has_source=True) == []


BAD_FONTS = {"no font": b"no font at all", "cut off": b"\x00\x01\x00\x00" + b"\xff" * 400}


@pytest.mark.parametrize("name", BAD_FONTS)
def test_a_file_that_is_no_font_is_refused_as_in_rendering(run: Run, home: Path, name: str) -> None:
    (home / "x.ttf").write_bytes(BAD_FONTS[name])
    outcome = run("sign", "a.pdf", "--as", "mentee", "--typed", "Ada Okafor", "--font", "x.ttf")
    assert outcome.code == 2
    assert '"x.ttf" is no TrueType or OpenType font (.ttf or .otf) that can be read.' in outcome.err


@pytest.mark.parametrize("table", ["glyf", "post"])
def test_a_font_that_is_broken_inside_is_told_in_words(run: Run, far: Path, table: str) -> None:
    from fontTools.ttLib import TTFont

    with TTFont(far / "own.ttf") as own:
        del own[table]
        own.save(far / "broken.ttf")
    outcome = run("sign", "far.pdf", "--as", "mentee", "--typed", "山田", "--font", "broken.ttf", "-o", "signed.pdf")
    assert outcome.code == 2
    assert "One of the fonts is damaged" in outcome.err
    assert not (far / "signed.pdf").exists()
