"""XLSX → `Table`: one sheet, every cell as the text that the person sees in it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import cached_property
from typing import Any

from agreementgen.cohort.table import Row, Table
from agreementgen.errors import Code, FileError, Problem
from agreementgen.locales import Locale

__all__ = ["read_workbook", "sheets_of"]

MOST_BYTES = 256 << 20
"""Of a workbook unpacked: a zip file can say little and hold more than any memory."""
PLACES = re.compile(r'(?:0|\\.|"[^"]*"|[ ()/-])*0')
"""A form of numbers that writes every digit, also zeros at the start, and perhaps signs between them."""
SIGN = re.compile(r'(0)|\\(.)|"([^"]*)"|(.)')
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
        written = _Written(data, chosen)
        rows = tuple(_rows(chosen, table, written, notes, locale))
        notes += [table.problem(Code.CELLS_MERGED, 0, 0, locale, cells=found) for found in written.merged()]
    except FileError:
        raise
    # So is what it raises in the middle of a broken sheet.
    except Exception as error:
        raise FileError(_unreadable(file)) from error
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
        raise FileError(_unreadable(file)) from error


def _unreadable(file: str) -> str:
    return f'"{file}" is no Excel workbook that can be read. Open it in a spreadsheet, and save it as .xlsx or CSV.'


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

    def __init__(self, data: bytes, sheet: Any) -> None:
        self.data, self.title = data, sheet.title
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            # The number in the part's name is no order: a sheet that was moved keeps its part.
            self.text = packed.read(sheet._worksheet_path.removeprefix("/"))

    def merged(self) -> Iterator[str]:
        """Give the merged areas, such as `A2:A4`, at most eight."""
        found = re.findall(rb'<mergeCell ref="([A-Z0-9:]{1,20})"', self.text)
        return (each.decode() for each in found[:8])

    @cached_property
    def formulas(self) -> frozenset[tuple[int, int]]:
        """Row and column of every cell that holds a formula."""
        if b"<f>" not in self.text and b"<f " not in self.text:
            return frozenset()
        books = _opened(self.data, "", formulas=True)
        try:
            cells = (cell for row in books[self.title].iter_rows() for cell in row if cell.data_type == "f")
            return frozenset((cell.row, cell.column) for cell in cells)
        finally:
            books.close()


def _rows(sheet: Any, table: Table, written: _Written, notes: list[Problem], locale: Locale) -> Iterator[Row]:
    sheet.reset_dimensions()
    for cells in sheet.iter_rows():
        kept: dict[int, str] = {}
        numbers = set()
        found = len(notes)
        number = 0
        for cell in cells:
            # A cell that is not in the file at all has no place.
            number = getattr(cell, "row", number)
            if cell.value is None:
                if hasattr(cell, "column") and (number, cell.column) in written.formulas:
                    notes.append(table.problem(Code.CELL_FORMULA, number, cell.column, locale))
                continue
            text = _text(cell)
            if text in ERRORS:
                notes.append(table.problem(Code.CELL_ERROR, number, cell.column, locale, value=text))
            elif text:
                kept[cell.column] = text
                if isinstance(cell.value, int | float) and text == str(cell.value):
                    numbers.add(cell.column)
        if kept or len(notes) > found:
            yield Row(number, kept, frozenset(numbers))


def _text(cell: Any) -> str:
    """Give what the person sees: dates year first, `00000` keeps its zeros, a whole number has no point."""
    value, shown = cell.value, cell.number_format or ""
    match value:
        case str():
            return value.strip()
        case bool():
            return "yes" if value else "no"
        case datetime() if _is_month(shown):
            return f"{value:%Y-%m}"
        case datetime():
            return value.date().isoformat() if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case time():
            return f"{value:%H:%M}"
        case int() | float():
            if shown.endswith("%"):
                return f"{value * 100:.10g}%"
            if value != int(value):
                return f"{value:.10g}"
            return _in_places(int(value), shown) if value >= 0 and PLACES.fullmatch(shown) else str(int(value))
    return str(value).strip()


def _is_month(shown: str) -> bool:
    """Tell whether a form of dates shows month and year, and no day: `mmm yyyy`."""
    plain = re.sub(r'\[[^\]]*\]|"[^"]*"|\\.|;.*', "", shown).lower()
    return "y" in plain and "m" in plain and "d" not in plain


def _in_places(number: int, shown: str) -> str:
    """Put the digits of a whole number into the places of its form: 301234567 by `0000 000 000` → `0301 234 567`."""
    signs = [(place, quoted or escaped or sign) for place, escaped, quoted, sign in SIGN.findall(shown)]
    digits = f"{number:0{sum(bool(place) for place, _ in signs)}d}"
    # The first place takes all digits there are too many of.
    first = len(digits) - sum(bool(place) for place, _ in signs) + 1
    parts = iter([digits[:first], *digits[first:]])
    return "".join(next(parts) if place else sign for place, sign in signs)
