"""A roster as its reader sees it: named columns, and rows counted as the spreadsheet counts them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from agreementgen.errors import Code, Problem
from agreementgen.locales import Locale

__all__ = ["BETWEEN", "Row", "Table", "letters"]


BETWEEN = "\x1e"
"""Stands behind each text of a list in a cell, where the file itself knows lists."""


def letters(column: int) -> str:
    """Name a column as spreadsheets do: 1 → A, 27 → AA."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a roster.

    Attributes:
        number: Its number as the spreadsheet, or an editor, shows it, from 1.
        cells: The text of each cell by column, counted from 1; empty cells are left out.
        numbers: The columns of cells that are numbers to the spreadsheet, and keep no zero at their start.
    """

    number: int
    cells: Mapping[int, str]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of a roster, as it was found.

    Attributes:
        file: Its file's name, as problems show it.
        sheet: The sheet's name; empty where a file has none.
        rows: All rows that hold anything, titles and header among them.
        by_line: Whether its places are lines of a text rather than cells of a sheet.
        notes: What was odd about the file: warnings, and cells that cannot be read.
    """

    file: str
    sheet: str
    rows: tuple[Row, ...]
    by_line: bool = False
    notes: tuple[Problem, ...] = ()

    def place(self, row: int, column: int, locale: Locale) -> str:
        """Name a place as a person looks for it: `sheet Pairs, cell F12`; the row alone for column 0."""
        if self.by_line:
            return locale.roster("places.line", line=row)
        cell = locale.roster("places.cell", cell=f"{letters(column)}{row}") if column else ""
        spot = cell or locale.roster("places.row", row=row)
        return locale.roster("places.sheet", sheet=self.sheet, spot=spot) if self.sheet else spot

    def problem(self, code: Code, row: int, column: int, locale: Locale, key: str = "", **values: object) -> Problem:
        """Make a problem of one of its cells; of the file as a whole for row 0."""
        words = {name: str(value) for name, value in values.items()}
        made = Problem(
            code,
            self.file,
            row,
            column,
            key,
            locale.problem(code, "message", words),
            locale.problem(code, "help", words),
        )
        return self.placed(made, locale)

    def placed(self, problem: Problem, locale: Locale) -> Problem:
        """Tell a problem's place, which is a row and a column here, as a cell."""
        cell = self.place(problem.line, problem.column, locale) if problem.line else ""
        return replace(problem, file=self.file, cell=cell, source="", width=1)
