"""Rosters of every form → the pairs in them: one roster of pairs, two of what each of them answered, or a folder."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from agreementgen.cohort.columns import Layout, lay_out
from agreementgen.cohort.delimited import read_delimited, wide_encoding
from agreementgen.cohort.headings import PAIR_ID
from agreementgen.cohort.jsonlines import read_json_lines
from agreementgen.cohort.rows import Pair, pair_from_row, with_id
from agreementgen.cohort.table import Table
from agreementgen.cohort.workbook import read_workbook
from agreementgen.errors import Code, FileError, Level, Problem
from agreementgen.files import read_bytes
from agreementgen.interview import Interview, compare, merged, read_interview
from agreementgen.interview.joining import Side
from agreementgen.locales import Locale
from agreementgen.opening import OpenedProgram, open_pair
from agreementgen.resources import SHIPPED, Templates

__all__ = ["Roster", "open_roster"]

PERSONS = ("mentee", "mentor")
SHEETS = (".xlsx", ".xlsm")
LINES = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class Roster:
    """A roster that has been opened.

    Attributes:
        files: The names of its files.
        program: What the program gives.
        locale: Whose spellings are accepted and whose words its problems take.
        tables: Its sheets with what their columns are; none for a folder.
        contents: The bytes of each.
        paths: The files of a folder, in order; none for a sheet.
        templates: Whose words and kinds.
    """

    files: tuple[str, ...]
    program: OpenedProgram
    locale: Locale
    tables: tuple[tuple[Table, Layout], ...] = ()
    contents: tuple[bytes, ...] = ()
    paths: tuple[Path, ...] = ()
    templates: Templates = SHIPPED

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the columns: nothing can be made while there is anything."""
        return tuple(problem for _, layout in self.tables for problem in layout.problems)

    @property
    def notes(self) -> tuple[Problem, ...]:
        """What was odd about the files, and keeps nothing from being made."""
        of_files = (note for table, _ in self.tables for note in table.notes if note.code.level is not Level.ERROR)
        return (*of_files, *(note for _, layout in self.tables for note in layout.notes))

    def __len__(self) -> int:
        return len(self.paths) or len({key for key, _ in self._keyed()})

    def pairs(self) -> Iterator[Pair]:
        """Read every pair, one after the other, in the order of the roster; again each time."""
        if self.paths:
            yield from map(self._from_file, range(1, len(self.paths) + 1))
        elif len(self.tables) == 1:
            table, layout = self.tables[0]
            for number, row in enumerate(layout.rows, start=1):
                yield pair_from_row(row, number, table, layout, self.program.layer, self.locale)
        else:
            yield from self._joined()

    def at_its_cell(self, problem: Problem, line: int) -> Problem:
        """Give a problem the place of its answer: the cell it is, or would be, in, else the row; a file's own stays."""
        if not self.tables or not line:
            return problem
        table, layout = self.tables[0]
        column = layout.number_of(problem.key)
        return table.placed(replace(problem, line=line, column=column), self.locale)

    def problem(self, code: Code, where: str, line: int, key: str = "", **words: object) -> Problem:
        """Make a problem of a row, or of its cell that answers a key; of the file `where` is, for a folder."""
        if self.tables:
            table, layout = self.tables[0]
            return table.problem(code, line, layout.number_of(key), self.locale, key, **words)
        said = {name: str(word) for name, word in words.items()}
        message, help_ = (self.locale.problem(code, part, said) for part in ("message", "help"))
        return Problem(code, where, 0, 0, key, message, help_)

    def _from_file(self, number: int) -> Pair:
        path = self.paths[number - 1]
        opened = open_pair(read_bytes(path), str(path), path.parent, templates=self.templates)
        reading = opened.reading
        return Pair(number, str(path), path.stem, reading.interview, reading.problems)

    def _keyed(self) -> Iterator[tuple[object, int]]:
        for side, (_, layout) in enumerate(self.tables):
            for index, row in enumerate(layout.rows):
                pair_id = row.cells.get(layout.number_of(PAIR_ID), "")
                yield ((pair_id.casefold() or (side, index)) if len(self.tables) > 1 else index), side

    def _joined(self) -> Iterator[Pair]:
        """Put what the mentees and what the mentors answered together, by pair id, in the order of the mentees."""
        rows: dict[object, list[Pair]] = {}
        for (table, layout), person in zip(self.tables, PERSONS, strict=True):
            for index, row in enumerate(layout.rows):
                pair_id = row.cells.get(layout.number_of(PAIR_ID), "").casefold()
                # Without a pair id a row stands alone, and is told so.
                key: object = pair_id or (person, index)
                rows.setdefault(key, []).append(
                    pair_from_row(row, 0, table, layout, self.program.layer, self.locale, person)
                )
        for number, sides in enumerate(rows.values(), start=1):
            yield self._together(number, sides)

    def _together(self, number: int, sides: Sequence[Pair]) -> Pair:
        first = sides[0]
        problems = [problem for side in sides for problem in side.problems]
        where = self.locale.joined([side.where for side in sides])
        spoken = [side.interview for side in sides if side.interview]
        persons = [interview.written_by for interview in spoken]
        if not problems and sorted(persons) != sorted(PERSONS):
            problems.append(self._lone(first, persons))
        interview = None if problems else self._merged(spoken, first.pair_id)
        return Pair(number, where, first.pair_id, interview, tuple(problems), first.row)

    def _lone(self, pair: Pair, persons: Sequence[str]) -> Problem:
        table = next(
            table for (table, _), person in zip(self.tables, PERSONS, strict=True) if person in (*persons, PERSONS[0])
        )
        row = pair.row.number if pair.row else 0
        if len(set(persons)) < len(persons):
            words = {"other": pair.where}
            return table.problem(Code.PAIR_TWICE, row, 0, self.locale, **words)
        person = self.locale.label(f"pair.people.{persons[0]}")
        return table.problem(Code.SIDE_MISSING, row, 0, self.locale, person=person)

    def _merged(self, spoken: Sequence[Interview], pair_id: str) -> Interview | None:
        order = sorted(spoken, key=lambda interview: PERSONS.index(interview.written_by))
        sides = tuple(Side(interview.written_by, interview) for interview in order)
        text = merged(compare(sides), self.locale)
        file = self.locale.joined(self.files)
        made = read_interview(text.encode(), file, program=self.program.layer, locale=self.locale).interview
        return with_id(replace(made, file=file), pair_id) if made else None


def open_roster(
    paths: Sequence[Path], program: OpenedProgram, locale: Locale, *, sheet: str = "", data: bytes | None = None
) -> Roster:
    """Open a roster.

    Args:
        paths: One roster of pairs, or two: what the mentees answered, and what the mentors did. A folder of interview
            files is a roster as well.
        program: The program of all pairs.
        locale: Whose spellings are accepted.
        sheet: The sheet of a workbook; the first that can be seen where none is named.
        data: What came by standard input instead of the first file.

    Raises:
        FileError: A file cannot be read, a workbook has no such sheet, or a folder holds no interview.
    """
    names = tuple(str(path) for path in paths)
    if len(paths) == 1 and data is None and paths[0].is_dir():
        found = tuple(sorted(path for path in paths[0].iterdir() if _is_interview(path)))
        if not found:
            raise FileError(f'There is no interview (.yaml) in the folder "{paths[0]}".')
        return Roster(names, program, locale, paths=found, templates=locale.templates)
    tables, contents = [], []
    persons = PERSONS if len(paths) == len(PERSONS) else ("",)
    for path, person in zip(paths, persons, strict=True):
        content = read_bytes(path) if data is None else data
        contents.append(content)
        table = _table(content, path, locale, sheet)
        tables.append((table, lay_out(table, program.columns, locale, person)))
    return Roster(names, program, locale, tuple(tables), tuple(contents), templates=locale.templates)


def _is_interview(path: Path) -> bool:
    name = path.name
    return path.suffix in (".yaml", ".yml") and not name.endswith((".private.yaml", ".private.yml", "program.yaml"))


def _table(data: bytes, path: Path, locale: Locale, sheet: str) -> Table:
    """Read a table by what it is, whatever it is called."""
    is_old = data.startswith(b"\xd0\xcf\x11\xe0")
    if is_old and "EncryptedPackage".encode("utf-16-le") in data:
        raise FileError(f'"{path}" is protected by a password. Open it in a spreadsheet and save it without one.')
    if data.startswith(b"PK\x03\x04") or (path.suffix.lower() in SHEETS and not is_old):
        return read_workbook(data, str(path), locale, sheet)
    if path.suffix.lower() == ".xls" or is_old:
        raise FileError(f'"{path}" is an old Excel file. Open it in a spreadsheet and save it as .xlsx or CSV.')
    if path.suffix.lower() in LINES or data.removeprefix(BOM_UTF8).lstrip()[:1] == b"{":
        return read_json_lines(data, str(path), locale)
    if b"\x00" in data and not wide_encoding(data):
        raise FileError(f'"{path}" is no text file. A roster is CSV, .xlsx, JSON Lines, or a folder of interviews.')
    return read_delimited(data, str(path), locale)
