"""Rosters of a youth program: a mentor who is named later, a guardian who is not known yet, and what each is told."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from ..conftest import Outcome
from .rosters import cells_of

Run = Callable[..., Outcome]
HEADER = "pair_id,kind,mentee_name,guardian_name,guardian_email,mentor_name,mentor_email\n"
QUICK = ("--docs", "agreement", "--format", "html", "--jobs", "1")


def made(run: Run, folder: Path, rows: str, *options: str) -> Outcome:
    """Make the kits of a roster into `folder/cohort`."""
    (folder / "roster.csv").write_text(HEADER + rows, encoding="utf-8")
    return run("batch", folder / "roster.csv", "-o", folder / "cohort", *QUICK, *options)


def letters(folder: Path) -> dict[str, str]:
    """Give the text of each letter, by the name of whom it is for."""
    with (folder / "cohort/mail.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["name"]: row["text"] for row in csv.DictReader(file)}


@pytest.mark.parametrize("said", ["TBD", "to be named", "To be announced"])
def test_a_family_can_have_its_papers_before_the_mentor_is_named(run: Run, tmp_path: Path, said: str) -> None:
    assert made(run, tmp_path, f"Y1,youth,Maya,Elena,elena@x.example,{said},\n").code == 0
    [page] = (tmp_path / "cohort").glob("*/shared/*.html")
    text = page.read_text(encoding="utf-8")
    assert "to be named later" in text
    assert f">{said}<" not in text
    assert list(letters(tmp_path)) == ["Elena and Maya"]
    header, pair = cells_of(tmp_path / "cohort/manifest.csv")
    assert dict(zip(header, pair, strict=True))["Mentor"] == ""


def test_what_is_left_unchanged_names_its_people_in_the_same_order_as_before(run: Run, tmp_path: Path) -> None:
    assert made(run, tmp_path, "Y1,youth,Maya,Elena,elena@x.example,Ben,\n").code == 0
    first = {path.name: path.read_bytes() for path in (tmp_path / "cohort").iterdir() if path.is_file()}
    again = run("batch", "redo", tmp_path / "cohort")
    assert "1 left unchanged" in again.err
    assert {path.name: path.read_bytes() for path in (tmp_path / "cohort").iterdir() if path.is_file()} == first
    assert "Maya, Ben and Elena" in run("batch", "status", tmp_path / "cohort").out


def test_where_no_other_is_named_a_letter_speaks_of_none(run: Run, tmp_path: Path) -> None:
    made(run, tmp_path, "Y1,youth,Maya,Elena,elena@x.example,TBD,\n")
    (text,) = letters(tmp_path).values()
    assert "your mentoring agreement. " in text
    assert "with ." not in text
    assert "  " not in text


def test_among_adults_a_mentor_who_is_named_later_is_a_row_without_a_name(run: Run, tmp_path: Path) -> None:
    told = made(run, tmp_path, "P1,workplace,Ada,,,TBD,\n")
    assert told.code == 3
    assert "cell F2: error[AG420]: people.mentor.name" in told.err


def test_a_guardian_who_is_not_known_yet_makes_a_draft_and_with_final_a_failed_row(run: Run, tmp_path: Path) -> None:
    drafted = made(run, tmp_path, "Y1,youth,Maya,,,Ben,ben@x.example\n")
    assert drafted.code == 0, drafted.err
    assert "1 kit made (1 of them in draft)" in drafted.err
    assert list(letters(tmp_path)) == ["parent or guardian of Maya", "Ben"]
    final = made(run, tmp_path, "Y1,youth,Maya,,,Ben,ben@x.example\n", "--final")
    assert final.code == 3
    assert "cell D2: error[AG144]: people.guardian.name" in final.err
