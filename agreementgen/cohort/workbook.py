"""XLSX → `Table`: one sheet, every cell as the text that the person sees in it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from agreementgen.cohort.table import Row, Table
from agreementgen.errors import Code, FileError, Problem
from agreementgen.locales import Locale

__all__ = ["read_workbook", "sheets_of"]

MOST_BYTES = 512 << 20
"""Of a workbook unpacked: a zip file can say little and hold more than any memory."""
ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"}


def read_workbook(data: bytes, file: str, locale: Locale, sheet: str = "") -> Table:
    """Read one sheet of a workbook.

    Args:
        data: The file's bytes.
        file: Its name, as problems show it.
        locale: Whose words the problems take.
        sheet: The sheet wanted; where none is named, the first that can be seen and is not our sheet of notes.

    Raises:
        FileError: It is no workbook that can be read, or has no such sheet.
    """
    books = _opened(data, file)
    try:
        chosen = _chosen(books, file, sheet)
        table = Table(file, chosen.title, ())
        notes = list(_hidden(books, table, sheet, locale))
        written = _Written(data, chosen.title, books.sheetnames)
        rows = tuple(_rows(chosen, table, written, notes, locale))
        notes += [table.problem(Code.CELLS_MERGED, 0, 0, locale, cells=found) for found in written.merged()]
    finally:
        books.close()
    return Table(file, chosen.title, rows, notes=tuple(notes))


def sheets_of(data: bytes, file: str) -> tuple[str, ...]:
    """Name the sheets of a workbook that can be seen.

    Raises:
        FileError: It is no workbook that can be read.
    """
    books = _opened(data, file)
    try:
        return tuple(each.title for each in books.worksheets if each.sheet_state == "visible")
    finally:
        books.close()


def _opened(data: bytes, file: str, *, formulas: bool = False) -> Any:
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(each.file_size for each in packed.infolist()) > MOST_BYTES:
                raise FileError(f'"{file}" unpacks to more than {MOST_BYTES >> 20} MB. Is it a roster?')
        return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=not formulas)
    except FileError:
        raise
    # What a broken workbook makes the library raise is of any kind.
    except Exception as error:
        raise FileError(
            f'"{file}" is no Excel workbook that can be read. Open it in a spreadsheet, and save it as .xlsx or CSV.'
        ) from error


def _chosen(books: Any, file: str, sheet: str) -> Any:
    seen = [each for each in books.worksheets if each.sheet_state == "visible"]
    if not sheet:
        if not seen:
            raise FileError(f'"{file}" has no sheet that can be seen.')
        return seen[0]
    for each in books.worksheets:
        if each.title.casefold() == sheet.casefold():
            return each
    names = ", ".join(f'"{each.title}"' for each in seen)
    raise FileError(f'"{file}" has no sheet "{sheet}". There is: {names}.')


def _hidden(books: Any, table: Table, sheet: str, locale: Locale) -> Iterator[Problem]:
    hidden = [each.title for each in books.worksheets if each.sheet_state != "visible" and each.title != table.sheet]
    if hidden:
        names = locale.joined([f"“{name}”" for name in hidden])
        yield table.problem(Code.SHEETS_HIDDEN, 0, 0, locale, sheets=names)


class _Written:
    """What a sheet's own text tells that reading its values does not: formulas, and cells that were merged."""

    def __init__(self, data: bytes, title: str, titles: list[str]) -> None:
        self.data, self.title = data, title
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = [name for name in packed.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
            # Most files name their sheets in this order; where one does not, too much is looked at, not too little.
            exact = f"xl/worksheets/sheet{titles.index(title) + 1}.xml"
            self.texts = [packed.read(name) for name in ([exact] if exact in names else names)]
        self._formulas: dict[tuple[int, int], bool] | None = None

    def merged(self) -> Iterator[str]:
        """Give the merged areas, such as `A2:A4`, at most eight."""
        for text in self.texts:
            found = re.findall(rb'<mergeCell ref="([A-Z0-9:]{1,20})"', text)
            yield from (each.decode() for each in found[:8])

    def has_formula(self, row: int, column: int) -> bool:
        """Tell whether a cell without a value holds a formula: the program that wrote it has not reckoned it."""
        if not any(b"<f>" in text or b"<f " in text for text in self.texts):
            return False
        if self._formulas is None:
            books = _opened(self.data, "", formulas=True)
            self._formulas = {
                (cell.row, cell.column): True
                for cells in books[self.title].iter_rows()
                for cell in cells
                if isinstance(cell.value, str) and cell.value.startswith("=")
            }
            books.close()
        return (row, column) in self._formulas


def _rows(sheet: Any, table: Table, written: _Written, notes: list[Problem], locale: Locale) -> Iterator[Row]:
    sheet.reset_dimensions()
    for cells in sheet.iter_rows():
        kept: dict[int, str] = {}
        number = 0
        for cell in cells:
            if cell.value is None:
                continue
            number, column = cell.row, cell.column
            text = _text(cell)
            if text in ERRORS:
                notes.append(table.problem(Code.CELL_ERROR, number, column, locale, value=text))
            elif text:
                kept[column] = text
        for cell in cells:
            at = (getattr(cell, "row", None), getattr(cell, "column", None))
            if cell.value is None and at[0] and at[1] and written.has_formula(at[0], at[1]):
                notes.append(table.problem(Code.CELL_FORMULA, at[0], at[1], locale))
        if kept:
            yield Row(number, kept)


def _text(cell: Any) -> str:
    """Give what the person sees: dates year first, `00000` keeps its zeros, a whole number has no point."""
    value, shown = cell.value, cell.number_format or ""
    match value:
        case str():
            return value.strip()
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.date().isoformat() if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case time():
            return f"{value:%H:%M}"
        case int() | float():
            whole = int(value) if value == int(value) else None
            if whole is not None and re.fullmatch(r"0+", shown):
                return f"{whole:0{len(shown)}d}"
            return str(whole) if whole is not None else f"{value:.10g}"
    return str(value).strip()
