"""Which documents there are for a pair, and which are made where some are named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from agreementgen.documents import DEFAULT_KIT, DOCUMENTS, documents_for, kit, pages
from agreementgen.errors import NothingError

from .conftest import SETTLED, Outcome, settled
from .test_later import MEET

OF_A_GROUP = {"agenda-1-members", "agenda-1-facilitator"}
OF_A_PAIR = [name for name in DOCUMENTS if name not in OF_A_GROUP]
THIRD = {"agenda-3", "agenda-mid", "midpoint"}
"""What there is only where three meetings are planned."""


@pytest.mark.parametrize(
    ("term", "first", "missing"),
    [
        (
            "1 month",
            "2026-01-07 15:00",
            {"agenda-2", "agenda-3", "agenda-mid", "agenda-closing", "midpoint", "closing"},
        ),
        ("2 months", "2026-01-07 15:00", {"agenda-3", "agenda-mid", "midpoint"}),
        ("2 months", "", {"agenda-3", "agenda-mid", "midpoint"}),
        ("3 months", "2026-01-07 15:00", set()),
    ],
)
def test_there_is_nothing_for_a_meeting_that_is_not_planned(term: str, first: str, missing: set[str]) -> None:
    spoken = settled(meetings=f"{{{MEET}, first: {first}}}", term=f"{{start: 2026-01-01, length: {term}}}")
    assert set(OF_A_PAIR) - set(documents_for(spoken)) == missing | {"addendum", "skills", "talk"}
    for name in missing:
        with pytest.raises(NothingError, match=f'"{name}"'):
            kit(spoken, [name])


def test_meetings_as_needed_may_be_as_many_as_anyone_likes() -> None:
    spoken = settled(meetings="{cadence: as needed, length: 60, format: phone, first: 2026-01-07}")
    assert {*documents_for(spoken), "addendum", "skills", "talk"} == set(OF_A_PAIR)


def test_a_pair_that_wants_no_closing_has_no_outline_for_it() -> None:
    spoken = settled(review="{closing: no}")
    assert "agenda-closing" not in documents_for(spoken)
    with pytest.raises(NothingError, match=r"review\.closing"):
        pages(spoken, ["agenda-closing"])


def test_without_names_the_default_kit_is_made_and_names_come_in_one_order() -> None:
    assert [*pages(settled()), "calendar"] == [name for name in DEFAULT_KIT if name in OF_A_PAIR]
    assert tuple(pages(settled(), ["agenda-3", "agenda-2", "agenda-2"])) == ("agenda-2", "agenda-3")
    assert set(DEFAULT_KIT) < set(DOCUMENTS)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "interview.yaml"
    path.write_text(SETTLED, encoding="utf-8")
    return path


def test_all_makes_every_document_there_is_something_for(run: Callable[..., Outcome], file: Path) -> None:
    outcome = run("render", file, "--docs", "all", "--format", "html")
    assert outcome.code == 0
    assert len(outcome.out.splitlines()) == len(OF_A_PAIR) - 3
    short = SETTLED.replace("length: 6 months", "length: 2 months").replace("by: 2026-03", "by: 2026-02")
    file.write_text(short, encoding="utf-8")
    outcome = run("render", file, "--docs", "ALL", "--format", "html", "--dry-run")
    assert (outcome.code, outcome.out) == (0, "")
    assert f"{len(OF_A_PAIR) - 6} documents" in outcome.err
    outcome = run("render", file, "--docs", "agenda-3", "--dry-run")
    assert (outcome.code, outcome.out) == (1, "")
    assert '"agenda-3" (2 meetings planned)' in outcome.err
    assert "--docs all" in outcome.err


def test_named_documents_alone_are_made(run: Callable[..., Outcome], file: Path) -> None:
    outcome = run("render", file, "--docs", "agenda-closing, agenda-mid", "--format", "html")
    assert [path.rpartition("Lind-")[2] for path in outcome.out.splitlines()] == [
        "agenda-mid.html",
        "agenda-closing.html",
    ]
    outcome = run("render", file, "--format", "html", "-n")
    assert f"{len(set(DEFAULT_KIT) & set(OF_A_PAIR))} documents" in outcome.err
