"""The header of a roster → which question each column answers: by key, by short name, by the question's own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from agreementgen.cohort.table import Row, Table, letters
from agreementgen.errors import Code, Level, Problem
from agreementgen.interview import kinds
from agreementgen.interview.answer import covers
from agreementgen.interview.fields import FIELDS
from agreementgen.interview.headings import CO_MENTORS, LEFT_OUT, PAIR_ID, Known, said_advice, words_of
from agreementgen.interview.model import wholes_of
from agreementgen.interview.written import scalar
from agreementgen.locales import Locale, fold

__all__ = ["Column", "Layout", "lay_out", "mapping_lines"]

LOOK_AT = 15
"""So many rows may stand above the header: a title, a date, a note to the team."""
NAMES = ("people.mentee.name", "people.mentor.name")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a roster.

    Attributes:
        number: Its number from 1.
        name: Its header.
        target: The full key that it answers, with numbers from 1 for entries of lists (`goals.1.title`), `pair_id`,
            `co_mentors`, or `none`; empty where nobody knows.
        how: By what it was known: `program`, `key`, `short`, `question`, `tool`, or nothing.
        proposal: What an unknown one may be; empty where nothing is near.
        is_part: Whether it holds one of several choices of the question in the column before it.
    """

    number: int
    name: str
    target: str
    how: str = ""
    proposal: str = ""
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the answers stand in a table.

    Attributes:
        columns: Every column that has a header.
        rows: The rows that hold pairs.
        tool: The form tool whose export it is; empty for none that is known.
        problems: Columns nobody knows, columns that are there twice or missing, and such as have no name.
        by_target: The number of the column that answers each key.
        person: Whose own answers it holds, by person id; empty for a table of pairs.
        notes: Cells that may have lost a zero at their start.
        faults: By the number of a row, what of it cannot be read: all of it, a cell, or a cell beyond all columns.
        header: The number of the last row of the header; 0 where there is none.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    tool: str = ""
    problems: tuple[Problem, ...] = ()
    by_target: Mapping[str, int] = field(default_factory=dict)
    faults: Mapping[int, Sequence[Problem]] = field(default_factory=dict)
    notes: tuple[Problem, ...] = ()
    person: str = ""
    header: int = 0

    def number_of(self, key: str) -> int:
        """Give the number of the column that answers a full key, or the whole that it is a part of; 0 for none."""
        return next((self.by_target[whole] for whole in wholes_of(key) if whole in self.by_target), 0)


def lay_out(table: Table, given: Mapping[str, str], locale: Locale, person: str = "") -> Layout:
    """Find the header of a table, and what its columns are.

    Args:
        table: The sheet.
        given: What the program says of columns: the header's text → a key, a short name, or `none`.
        locale: Whose questions, short names and form tools are known.
        person: Whose own answers the whole table holds, by person id; empty for a table of pairs.
    """
    known = Known(given, locale, person)
    tool, start = _tool(table.rows, locale)
    start = start if tool else _header(table.rows, known)
    if not table.rows:
        return Layout((), (), problems=(table.problem(Code.ROSTER_EMPTY, 0, 0, locale),))
    header, *rest = table.rows[start:]
    more, rows = _second_headers(rest, tool, locale)
    columns = tuple(_columns(header, more, known, tool, locale))
    found = [*_faults(columns, table, header.number, given, locale), *_missing(columns, table, locale, person)]
    slipped = list(_slipped(columns, rows, table, locale))
    found += _nameless(slipped, len(rows))
    # What stands above the header may have been the header.
    found += (note for note in table.notes if note.code is Code.ROSTER_UNREADABLE and note.line < header.number)
    faults: dict[int, list[Problem]] = {}
    for line, problem in [*((note.line, note) for note in table.notes if note.code.level is Level.ERROR), *slipped]:
        faults.setdefault(line, []).append(problem)
    if not rows and not found:
        found.append(table.problem(Code.ROSTER_EMPTY, 0, 0, locale))
    by_target: dict[str, int] = {}
    for column in columns:
        by_target.setdefault(column.target, column.number)
    numbers = tuple(_numbers(columns, rows, table, locale))
    last = (more[-1] if more else header).number
    return Layout(columns, rows, tool, tuple(found), by_target, faults, numbers, person, last)


def mapping_lines(layouts: Iterable[tuple[Table, Layout]], locale: Locale) -> Iterable[str]:
    """Show what each column was taken for, and how it is said in a program's file; unknown ones with a proposal."""
    for table, layout in layouts:
        tool = layout.tool or locale.roster("mapping.no_tool")
        yield locale.roster("mapping.head", file=table.file, tool=tool, rows=locale.count(len(layout.rows), "row"))
        for column in layout.columns:
            how = locale.roster(f"mapping.by.{column.how or 'nothing'}")
            target = column.target or locale.roster("mapping.unknown")
            yield f"  {letters(column.number):>3}  {column.name}  →  {target}  ({how})"
    yield ""
    yield f"# {locale.roster('mapping.write')}"
    yield "columns:"
    said: dict[str, tuple[str, str, str]] = {}
    for _, layout in layouts:
        for column in layout.columns:
            if not column.is_part:
                target = _for_all(column.target or column.proposal or LEFT_OUT, layout.person)
                note = "" if column.target else f"  # {locale.roster('mapping.guess')}"
                earlier = said.setdefault(words_of(column.name), (column.name, target, note))
                if earlier[1] != target:
                    # In each of two rosters it is another person's, and known as that.
                    said[words_of(column.name)] = ("", "", "")
    yield from (f"  {scalar(name)}: {scalar(target)}{note}" for name, target, note in said.values() if name)


def _for_all(target: str, person: str) -> str:
    """Give the key that one person's answer has in both of two rosters."""
    key = target.removesuffix(f".{person}")
    return key if person and key in FIELDS and FIELDS[key].asked.per_person else target


def _tools(locale: Locale) -> Mapping[str, Mapping[str, object]]:
    listed = locale.rosters["tools"]
    assert isinstance(listed, dict)
    return {name: each for name, each in listed.items() if isinstance(each, dict)}


def _tool(rows: Sequence[Row], locale: Locale) -> tuple[str, int]:
    """Tell whose export it is, by the columns that it always has, and at which row its header begins."""
    for index, row in enumerate(rows[:LOOK_AT]):
        names = {fold(text) for text in row.cells.values()}
        for tool, facts in _tools(locale).items():
            if {fold(mark) for mark in _listed(facts["marks"])} <= names:
                return tool, index
    return "", 0


def _listed(data: object) -> list[str]:
    return [str(item) for item in data] if isinstance(data, list) else []


def _header(rows: Sequence[Row], known: Known) -> int:
    """Find the row with most names that are known; where none has any, the first of at least two cells."""
    scores = [sum(bool(known.look_up([text])[0]) for text in row.cells.values()) for row in rows[:LOOK_AT]]
    if any(scores):
        return scores.index(max(scores))
    return next((index for index, row in enumerate(rows[:LOOK_AT]) if len(row.cells) > 1), 0)


def _second_headers(rows: Sequence[Row], tool: str, locale: Locale) -> tuple[Sequence[Row], tuple[Row, ...]]:
    """Part the further header rows that some tools write from the answers below them."""
    count = int(str(_tools(locale)[tool]["headers"])) - 1 if tool else 0
    return rows[:count], tuple(row for row in rows[count:] if not _is_ours(row, locale))


def _is_ours(row: Row, locale: Locale) -> bool:
    """Tell whether a row is what our own sheet explains itself with: its help, or its example as it was written.

    An example that bears another name is somebody's pair.
    """
    if not row.cells:
        return False
    first = fold(row.cells[min(row.cells)])
    if first == fold(locale.roster("sheet.marks.help")):
        return True
    cells = set(map(fold, row.cells.values()))
    return first == fold(locale.roster("sheet.marks.example")) and not cells.isdisjoint(_examples(locale))


@lru_cache(maxsize=8)
def _examples(locale: Locale) -> frozenset[str]:
    """Give the names that stand in our own examples, whatever the kind of mentoring."""
    asked = (NAMES[0], "people.facilitator.name", "people.member-1.name")
    named = (locale.of_kind(kind).question(key).example for kind in kinds(locale.templates) for key in asked)
    return frozenset(fold(name) for name in named if name)


def _columns(header: Row, more: Sequence[Row], known: Known, tool: str, locale: Locale) -> Iterable[Column]:
    facts = _tools(locale).get(tool, {})
    fillers = {fold(text) for text in _listed(facts.get("fillers"))}
    own = {fold(name) for name in (*_listed(facts.get("marks")), *_listed(facts.get("own")))}
    rows: list[tuple[int, list[str], bool]] = []
    before = ""
    for number in sorted({*header.cells, *(column for row in more for column in row.cells)}):
        first = header.cells.get(number, "")
        further = (text for row in more if (text := row.cells.get(number, "")) and not text.startswith("{"))
        plain = [_without(text, _listed(facts.get("endings"))) for text in further if fold(text) not in fillers]
        # One of several choices has the header of its question once, above the first.
        is_part = not first and bool(before) and not any(known.look_up(plain)[:1])
        before = first or before
        if names := [before] if is_part else list(filter(None, [first, *plain])):
            rows.append((number, names, is_part))
    found = {
        number: (LEFT_OUT, "tool", names[0])
        if not is_part and fold(names[0]) in own and not known.is_said(names)
        else known.look_up(names)
        for number, names, is_part in rows
    }
    taken = {target for target, _, _ in found.values()}
    for number, names, is_part in rows:
        target, how, name = found[number]
        proposal = "" if target else known.propose(names, taken)
        yield Column(number, name or max(names, key=len), target, how, proposal, is_part)


def _without(text: str, endings: Iterable[str]) -> str:
    """Take off what a tool writes behind a question."""
    for ending in endings:
        text = text.removesuffix(ending)
    return text


def _numbers(columns: Sequence[Column], rows: Sequence[Row], table: Table, locale: Locale) -> Iterable[Problem]:
    """Point out numbers where a zero at the start counts: telephone numbers, and ids beside others that have one."""
    for column in columns:
        is_id = column.target in (PAIR_ID, "document.id")
        if is_id and not any(row.cells.get(column.number, "").startswith("0") for row in rows):
            continue
        if is_id or column.target.endswith(".phone"):
            for row in rows:
                if column.number in row.numbers:
                    words = {"value": row.cells[column.number]}
                    yield table.problem(Code.CELL_NUMBER, row.number, column.number, locale, column.target, **words)


def _slipped(
    columns: Sequence[Column], rows: Sequence[Row], table: Table, locale: Locale
) -> Iterable[tuple[int, Problem]]:
    """Report every answer that stands in no column, with the number of its row."""
    named = {column.number for column in columns}
    for row in rows:
        for number in sorted(row.cells.keys() - named):
            words = {"value": row.cells[number][:60]}
            yield row.number, table.problem(Code.CELL_WITHOUT_COLUMN, row.number, number, locale, **words)


def _nameless(slipped: Sequence[tuple[int, Problem]], rows: int) -> Iterable[Problem]:
    """Give the first of each column without a name that more than half of the rows have: that is no row's own slip."""
    counts = Counter(problem.column for _, problem in slipped)
    first = {problem.column: problem for _, problem in reversed(slipped)}
    return (first[column] for column, count in sorted(counts.items()) if count > max(1, rows // 2))


def _faults(
    columns: Sequence[Column], table: Table, row: int, given: Mapping[str, str], locale: Locale
) -> Iterable[Problem]:
    seen: dict[str, Column] = {}
    for column in columns:
        if not column.target:
            said = next((said for name, said in given.items() if words_of(name) == words_of(column.name)), "")
            advice = locale.roster("propose" if column.proposal else "unknown", name=column.name, full=column.proposal)
            words = {"full": said, "advice": said_advice(said, locale) if column.how else advice}
            code = Code.COLUMN_KEY if column.how else Code.COLUMN_UNKNOWN
            yield table.problem(code, row, column.number, locale, name=column.name, **words)
        elif column.target != LEFT_OUT and not column.is_part:
            if earlier := next((each for target, each in seen.items() if _meet(target, column.target)), None):
                cells = locale.joined([letters(earlier.number), letters(column.number)])
                words = {"full": column.target, "cells": cells}
                yield table.problem(Code.COLUMN_TWICE, row, column.number, locale, column.target, **words)
            seen.setdefault(column.target, column)


def _meet(one: str, other: str) -> bool:
    """Tell whether two columns answer one question, or one of them a part of what the other does."""
    if CO_MENTORS in (one, other):
        return one == other or any(target.startswith("people.mentor-") for target in (one, other))
    return covers(one, other) or covers(other, one)


def _missing(columns: Sequence[Column], table: Table, locale: Locale, person: str) -> Iterable[Problem]:
    """Report columns without which no row can be a pair."""
    there = {column.target for column in columns}
    if person:
        if PAIR_ID not in there:
            yield table.problem(Code.PAIR_ID_MISSING, 0, 0, locale)
        needed: tuple[str, ...] = (f"people.{person}.name",)
    else:
        needed = () if any(target.startswith("people.facilitator") for target in there) else NAMES
    lacking = [key for key in needed if key not in there]
    if lacking:
        missing = locale.joined([locale.question(key).label for key in lacking])
        names = ", ".join(f"“{column.name}”" for column in columns)
        count = locale.count(len(columns), "column")
        yield table.problem(Code.COLUMN_MISSING, 0, 0, locale, missing=missing, names=names, count=count)
