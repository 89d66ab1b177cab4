"""Rosters of every form for tests of what is read from them; nothing is rendered."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from agreementgen.cohort import Preflight, Roster, look_over, open_roster
from agreementgen.interview import Interview, Layer
from agreementgen.locales import load_locale
from agreementgen.opening import OpenedProgram

EN = load_locale("en")
NAMES = "mentee_name,mentor_name"


def opened(*paths: Path, columns: Mapping[str, str] | None = None, most: int = 0, **options: Any) -> Roster:
    """Open a roster with what a program says of its columns, and of how many mentees a mentor has."""
    return open_roster(paths, OpenedProgram(Layer(), columns=columns or {}, most_mentees=most), EN, **options)


def csv_roster(folder: Path, text: str | bytes, encoding: str = "utf-8", **options: Any) -> Roster:
    """Open a text of a CSV file."""
    path = folder / "roster.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return opened(path, **options)


def workbook(rows: Sequence[Sequence[Any]], title: str = "Pairs") -> openpyxl.Workbook:
    """Make a workbook of one sheet."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    return made


def xlsx_roster(folder: Path, made: openpyxl.Workbook, **options: Any) -> Roster:
    """Open a workbook that is written first."""
    target = io.BytesIO()
    made.save(target)
    path = folder / "roster.xlsx"
    path.write_bytes(target.getvalue())
    return opened(path, **options)


def interviews(roster: Roster) -> list[Interview]:
    """Give the interviews of a roster that must be without problems."""
    assert not roster.problems, "\n".join(map(str, roster.problems))
    found = list(roster.pairs())
    assert not [problem for pair in found for problem in pair.problems], [str(p) for q in found for p in q.problems]
    return [pair.interview for pair in found if pair.interview]


def names(roster: Roster) -> list[tuple[str | None, str | None]]:
    """Give the names of each pair."""
    people = (interview.answers.people for interview in interviews(roster))
    return [(each.mentee.name, each.mentor.name) for each in people]


def wrong(roster: Roster, *, final: bool = False) -> list[tuple[str, str]]:
    """Give code and place of all that is wrong with rows."""
    return [(str(problem.code), problem.cell) for problem in looked(roster, final=final).problems]


def looked(roster: Roster, *, final: bool = False) -> Preflight:
    """Look over a roster whose columns are all known."""
    assert not roster.problems, "\n".join(map(str, roster.problems))
    return look_over(roster, final=final)
