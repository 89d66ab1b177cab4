"""Rosters of every form → the pairs in them: one roster of pairs, two of what each of them answered, or a folder."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from agreementgen.cohort.columns import Layout, lay_out
from agreementgen.cohort.delimited import read_delimited, wide_encoding
from agreementgen.cohort.joined import PERSONS, Joined, joined
from agreementgen.cohort.jsonlines import read_json_lines
from agreementgen.cohort.rows import Pair, pair_from_row, with_id
from agreementgen.cohort.table import Row, Table
from agreementgen.cohort.workbook import read_workbook
from agreementgen.disk import read_bytes
from agreementgen.errors import Code, FileError, Level, Problem
from agreementgen.interview import Interview, compare, merged, read_interview
from agreementgen.interview.headings import PAIR_ID
from agreementgen.interview.joining import Side
from agreementgen.locales import Locale
from agreementgen.opening import OpenedProgram, open_pair
from agreementgen.resources import SHIPPED, Templates

__all__ = ["Roster", "open_roster"]

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
        joined: The pairs of two rosters; none for any other.
        partners: Of two rosters, the number of a mentor's row by that of the mentee's.
        templates: Whose words and kinds.
    """

    files: tuple[str, ...]
    program: OpenedProgram
    locale: Locale
    tables: tuple[tuple[Table, Layout], ...] = ()
    contents: tuple[bytes, ...] = ()
    paths: tuple[Path, ...] = ()
    joined: tuple[Joined, ...] = ()
    partners: Mapping[int, int] = field(default_factory=dict)
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
        return len(self.paths) or len(self.joined) or sum(len(layout.rows) for _, layout in self.tables)

    def pairs(self) -> Iterator[Pair]:
        """Read every pair, one after the other, in the order of the roster; again each time."""
        if self.paths:
            yield from map(self._from_file, range(1, len(self.paths) + 1))
        elif self.joined:
            yield from (self._together(number, pair) for number, pair in enumerate(self.joined, start=1))
        else:
            for table, layout in self.tables:
                for number, row in enumerate(layout.rows, start=1):
                    yield pair_from_row(row, number, table, layout, self.program.layer, self.locale)

    def lines_of(self, number: int, line: int) -> tuple[int, ...]:
        """Give the row of a pair in each sheet, by its number and its line; 0 where one of two has none of it."""
        if not self.joined:
            return (line,)
        return tuple(row.number if row else 0 for row in self.joined[number - 1].rows)

    def at_its_cell(self, problem: Problem, line: int) -> Problem:
        """Give a problem the place of its answer: the cell it is, or would be, in, else the row; a file's own stays."""
        if not self.tables or not line:
            return problem
        table, row, column = self._spot(line, problem.key)
        return table.placed(replace(problem, line=row, column=column), self.locale)

    def problem(self, code: Code, where: str, line: int, key: str = "", **words: object) -> Problem:
        """Make a problem of a row, or of its cell that answers a key; of the file `where` is, for a folder."""
        if self.tables:
            table, row, column = self._spot(line, key)
            return table.problem(code, row, column, self.locale, key, **words)
        said = {name: str(word) for name, word in words.items()}
        message, help_ = (self.locale.problem(code, part, said) for part in ("message", "help"))
        return Problem(code, where, 0, 0, key, message, help_)

    def _spot(self, line: int, key: str) -> tuple[Table, int, int]:
        """Find the answer of a pair by its line, which is that of the first roster: in whichever has its column."""
        for (table, layout), row in zip(self.tables, (line, self.partners.get(line, 0)), strict=False):
            if row and (column := layout.number_of(key)):
                return table, row, column
        return self.tables[0][0], line, 0

    def _from_file(self, number: int) -> Pair:
        path = self.paths[number - 1]
        try:
            if path.exists() and not (path.is_file() or path.is_dir()):
                raise FileError(f'"{path}" is a pipe or a device, and no file.')
            data = read_bytes(path)
            opened = open_pair(data, str(path), path.parent, otherwise=self.program.layer, templates=self.templates)
        except FileError as error:
            unreadable = self.problem(Code.ROSTER_UNREADABLE, str(path), 0, reason=str(error).rstrip("."))
            return Pair(number, str(path), path.stem, None, (unreadable,))
        reading = opened.reading
        return Pair(number, str(path), path.stem, reading.interview, reading.problems)

    def _together(self, number: int, pair: Joined) -> Pair:
        """Read what two people answered, and merge it; all that is wrong on either side is told there."""
        sides = [
            (table, row, pair_from_row(row, 0, table, layout, self.program.layer, self.locale, person))
            for (table, layout), row, person in zip(self.tables, pair.rows, PERSONS, strict=True)
            if row
        ]
        problems = [problem for _, _, side in sides for problem in side.problems]
        interview = None
        if pair.earlier or len(sides) < len(PERSONS):
            problems.append(self._lone(pair, *sides[0][:2]))
        elif not problems:
            interview, problems = self._merged([side.interview for _, _, side in sides if side.interview], pair)
        where = self.locale.joined([self._place_in(table, row) for table, row, _ in sides])
        return Pair(number, where, pair.pair_id, interview, tuple(problems), pair.rows[0])

    def _lone(self, pair: Joined, table: Table, row: Row) -> Problem:
        layout = next(layout for each, layout in self.tables if each is table)
        if pair.earlier:
            other = self._place_in(table, pair.earlier)
            return table.problem(Code.PAIR_TWICE, row.number, layout.number_of(PAIR_ID), self.locale, other=other)
        person = PERSONS[0] if pair.rows[0] else PERSONS[1]
        words = {"person": self.locale.label(f"pair.people.{person}")}
        return table.problem(Code.SIDE_MISSING, row.number, layout.number_of(PAIR_ID), self.locale, **words)

    def _place_in(self, table: Table, row: Row) -> str:
        spot = table.place(row.number, 0, self.locale)
        return self.locale.roster("places.of_file", spot=spot, file=Path(table.file).name)

    def _merged(self, spoken: Sequence[Interview], pair: Joined) -> tuple[Interview | None, list[Problem]]:
        sides = tuple(Side(interview.written_by, interview) for interview in spoken)
        text = merged(compare(sides), self.locale)
        file = self.locale.joined(self.files)
        reading = read_interview(text.encode(), file, program=self.program.layer, locale=self.locale)
        line = pair.rows[0].number if pair.rows[0] else 0
        if reading.interview is None:
            return None, [self.at_its_cell(problem, line) for problem in reading.problems]
        return with_id(replace(reading.interview, file=file), pair.pair_id), []


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
    if len(tables) < len(PERSONS):
        return Roster(names, program, locale, tuple(tables), tuple(contents), templates=locale.templates)
    pairs = tuple(joined([layout for _, layout in tables]))
    partners = {first.number: second.number for first, second in (pair.rows for pair in pairs) if first and second}
    return Roster(
        names, program, locale, tuple(tables), tuple(contents), (), pairs, partners, templates=locale.templates
    )


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
    if path.suffix.lower() == ".json" and data.removeprefix(BOM_UTF8).lstrip()[:1] == b"[":
        raise FileError(f'"{path}" is one JSON list. Write one object a line, without brackets around all (.jsonl).')
    if path.suffix.lower() in LINES or data.removeprefix(BOM_UTF8).lstrip()[:1] == b"{":
        return read_json_lines(data, str(path), locale)
    if b"\x00" in data and not wide_encoding(data):
        raise FileError(f'"{path}" is no text file. A roster is CSV, .xlsx, JSON Lines, or a folder of interviews.')
    return read_delimited(data, str(path), locale)
