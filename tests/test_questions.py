"""The blank question sheet: every question of the kind with room for an answer, and nobody's answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest

from agreementgen import resources
from agreementgen.documents import STRUCTURE, Document, kit, pages
from agreementgen.locales import load_locale
from agreementgen.typeset.asked import asked_of

from .conftest import EXAMPLES, INTERVIEWS, ROOT, Outcome, example, pdf_text, read, settled, squeezed
from .standards import problems
from .test_html import seen

ENGLISH = load_locale("en")
KINDS = {"workplace": "workplace.yaml", "academic": "academic.yaml", "youth": "youth.yaml"}
LAST = {"workplace": 12, "academic": 13, "youth": 14}


@lru_cache(maxsize=4)
def sheet(kind: str) -> Document:
    (made,) = kit(example(ROOT / "examples" / KINDS[kind]), ["questions"])
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_every_question_of_the_kind_is_printed_with_why_and_with_its_choices(kind: str) -> None:
    text = squeezed(pdf_text(sheet(kind).data))
    asked = asked_of(kind, ENGLISH)
    assert [group.number for group in asked.twelve] == list(range(1, LAST[kind] + 1))
    for group in asked.twelve:
        for item in group.items:
            assert squeezed(item.ask) in text, item.key
            assert squeezed(item.why) in text, item.key
            for choice in getattr(item, "choices", ()):
                assert squeezed(choice.words) in text, choice


@pytest.mark.parametrize("kind", KINDS)
def test_the_sheet_conforms_as_every_other_document_does(kind: str) -> None:
    assert problems(sheet(kind).data) == []
    assert (sheet(kind).is_draft, sheet(kind).form) == (False, "pdf")


def test_it_takes_two_pages_and_a_thirteenth_question_a_third() -> None:
    assert pdf_text(sheet("workplace").data).count("\f") + 1 == 2
    for kind in ("academic", "youth"):
        assert pdf_text(sheet(kind).data).count("\f") + 1 == 3


def test_nothing_that_the_pair_has_answered_is_on_it() -> None:
    mine = settled(purpose="A sentence of our own.", people="{mentee: Zora Quill, mentor: Ymir Voss}")
    page = seen(pages(mine, ["questions"])["questions"])
    for answer in ("A sentence of our own", "Zora", "Quill", "Ymir", "Chair a practice meeting"):
        assert answer not in page
    assert (
        page.split("Questions for")[1] == seen(pages(settled(), ["questions"])["questions"]).split("Questions for")[1]
    )


def test_an_interview_without_a_kind_has_the_sheet_that_new_would_ask() -> None:
    page = pages(read("people: {mentee: Ada}\n"), ["questions"])["questions"]
    assert "Workplace mentoring · to fill in by hand" in page


def test_every_question_has_room_for_an_answer() -> None:
    page = pages(settled(), ["questions"])["questions"]
    for block in page.split('<section class="question">')[1:]:
        assert 'class="writing"' in block or 'class="box"' in block.split('<div class="answer">')[1]


def test_the_fingerprint_of_an_agreement_follows_no_other_document() -> None:
    root = resources.folder("templates")
    there = {path.relative_to(root).as_posix() for path in (root / "documents").rglob("*") if path.is_file()}
    counted = {name for name in there if name.startswith(STRUCTURE)}
    assert counted == {"documents/agreement.html", "documents/layout/page.html"}
    assert {"documents/questions.html", "documents/form/form.html"} <= there


def test_the_sheet_is_there_for_every_example() -> None:
    assert INTERVIEWS
    for path in INTERVIEWS:
        assert "questions" in pages(example(path), ["questions"])


@pytest.mark.parametrize(("name", "begin"), [("sheet.pdf", b"%PDF-"), ("sheet.html", b"<!doctype html>")])
def test_a_sheet_needs_no_interview(run: Callable[..., Outcome], tmp_path: Path, name: str, begin: bytes) -> None:
    path = tmp_path / name
    made = run("new", "--sheet", path, "--kind", "academic", "--program", EXAMPLES / "bridge" / "program.yaml")
    assert (made.code, made.out) == (0, f"{path}\n")
    assert path.read_bytes()[: len(begin)].lower() == begin.lower()
    assert "answer it with a pen" in made.err
    assert run("new", "--sheet", path).code == 2
    assert [each.name for each in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("arguments", "told_there"),
    [
        (["a.yaml", "--sheet", "a.pdf"], "a file of its own"),
        (["--sheet", "a.pdf", "--form", "a.html", "--as", "mentor"], "a file of its own"),
        (["--sheet", "a.pdf", "--as", "mentor"], "room for both"),
        (["--sheet", "a.yaml"], "Let it end in .pdf"),
    ],
)
def test_a_sheet_beside_anything_else_is_refused(
    run: Callable[..., Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], told_there: str
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = run("new", *arguments)
    assert outcome.code == 2
    assert told_there in outcome.err
    assert list(tmp_path.iterdir()) == []


def test_what_comes_after_a_sheet_is_to_answer_it(run: Callable[..., Outcome], tmp_path: Path) -> None:
    path = tmp_path / "pair.yaml"
    path.write_text("relationship: {kind: workplace}\n", encoding="utf-8")
    outcome = run("render", path, "--docs", "questions", "--format", "html", "-o", tmp_path)
    assert (
        f"Next: print the sheet and answer it with a pen; then write the answers down with: agreementgen ask {path}"
        in outcome.err
    )
    assert "draft" not in outcome.err
