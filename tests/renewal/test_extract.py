"""`extract`: out of an agreement comes the interview it was made from, and out of nothing else."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import pikepdf
import pytest

import agreementgen
from agreementgen.agreement import compose_agreement
from agreementgen.documents import kit
from agreementgen.interview import read_interview
from agreementgen.locales import load_locale

from ..conftest import EXAMPLES, INTERVIEWS, SETTLED, Outcome, pdf_text, settled, squeezed

Run = Callable[..., Outcome]


@pytest.fixture(scope="module")
def agreement() -> bytes:
    return kit(settled(), ["agreement"])[0].data


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None], **options: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(out, **options)  # type: ignore[arg-type]
    return out.getvalue()


def carrying(data: bytes, interview: bytes) -> bytes:
    """Put another interview into an agreement."""

    def attach(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["interview.yaml"] = pikepdf.AttachedFileSpec(pdf, interview, filename="interview.yaml")

    return changed(data, attach)


@pytest.mark.parametrize("path", INTERVIEWS, ids=lambda path: path.relative_to(EXAMPLES).as_posix())
def test_what_comes_out_of_an_agreement_makes_the_same_agreement(run: Run, tmp_path: Path, path: Path) -> None:
    opened = agreementgen.open_file(path)
    (before,) = kit(opened.interview, ["agreement"], look=opened.look)
    (tmp_path / "a.pdf").write_bytes(before.data)
    outcome = run("extract", tmp_path / "a.pdf", "-o", tmp_path / "out.yaml")
    assert (outcome.code, outcome.out) == (0, f"{tmp_path / 'out.yaml'}\n")
    digits = hashlib.sha256((tmp_path / "out.yaml").read_bytes()).hexdigest()[:12]
    assert f"fingerprint{digits}" in squeezed(pdf_text(before.data))
    assert digits in outcome.err
    back = agreementgen.open_file(tmp_path / "out.yaml")
    (after,) = kit(back.interview, ["agreement"], look=back.look)
    if opened.look == back.look:
        assert after.data == before.data
    else:
        # A program's logo and colour are not carried along; its words are.
        locale = load_locale(opened.interview.answers.document.language or "en")
        assert compose_agreement(back.interview, locale) == compose_agreement(opened.interview, locale)


def test_without_a_file_to_write_it_goes_to_standard_output(run: Run, tmp_path: Path, agreement: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(agreement)
    outcome = run("extract", tmp_path / "a.pdf")
    assert outcome.code == 0
    assert read_interview(outcome.out.encode()).problems == ()
    assert outcome.err == ""


def test_a_file_in_the_way_stays_unless_it_is_forced(run: Run, tmp_path: Path, agreement: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(agreement)
    (tmp_path / "mine.yaml").write_text("mine", encoding="utf-8")
    assert run("extract", tmp_path / "a.pdf", "-o", tmp_path / "mine.yaml").code == 2
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == "mine"
    assert run("extract", tmp_path / "a.pdf", "-o", tmp_path / "mine.yaml", "--force").code == 0


def test_the_agreement_itself_is_never_what_is_written(run: Run, tmp_path: Path, agreement: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(agreement)
    assert run("extract", tmp_path / "a.pdf", "-o", tmp_path / "a.pdf", "--force").code == 2
    assert (tmp_path / "a.pdf").read_bytes() == agreement


def deep(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        page.obj["/Deep"] = pikepdf.Dictionary()


def bomb(data: bytes) -> bytes:
    return carrying(data, b"schema: 1\n" + b"#" * (80 << 20))


def locked(data: bytes) -> bytes:
    return changed(data, deep, encryption=pikepdf.Encryption(owner="o", user="u", R=6))


FAULTS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "no file at all": (lambda data: b"", "is empty"),
    "a page of text": (lambda data: SETTLED.encode(), "is no PDF"),
    "half a file": (lambda data: data[: len(data) // 2], "broken or cut off"),
    "noise behind the mark": (lambda data: b"%PDF-1.7\n" + bytes(range(256)) * 50, "broken or cut off"),
    "a locked one": (locked, "locked by a password"),
    "an attachment that unfolds": (bomb, "broken or cut off"),
    "a text that is none": (lambda data: carrying(data, b"\xff\xfe\x00"), "Somebody has changed it"),
    "signs for the terminal": (lambda data: carrying(data, b"schema: 1\n# \x1b[2J\n"), "Somebody has changed it"),
    "a newer shape": (lambda data: carrying(data, b"schema: '7'\n"), "shape 7"),
    "a hundred megabytes": (lambda data: b"%PDF-1.7\n" + bytes(100 << 20), "100 MB"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_no_agreement_is_told_in_words_and_soon(run: Run, tmp_path: Path, agreement: bytes, name: str) -> None:
    make, said = FAULTS[name]
    (tmp_path / "a.pdf").write_bytes(make(agreement))
    begun = monotonic()
    outcome = run("extract", tmp_path / "a.pdf", "-o", tmp_path / "out.yaml")
    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err
    assert monotonic() - begun < 10
    assert not (tmp_path / "out.yaml").exists()


def test_a_paper_that_carries_nothing_says_why(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(kit(settled(), ["agreement"], source=False)[0].data)
    assert "--no-source" in run("extract", tmp_path / "a.pdf").err
    foreign = pikepdf.new()
    foreign.add_blank_page()
    foreign.save(tmp_path / "b.pdf")
    assert "was not made by agreementgen" in run("extract", tmp_path / "b.pdf").err


def test_a_missing_file_and_a_missing_revision_are_told(run: Run, tmp_path: Path, agreement: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(agreement)
    assert "There is no file" in run("extract", tmp_path / "b.pdf").err
    outcome = run("extract", tmp_path / "a.pdf", "--revision", "2")
    assert outcome.code == 2
    assert "only one" in outcome.err
    assert run("extract", tmp_path / "a.pdf", "--revision", "1").code == 0
