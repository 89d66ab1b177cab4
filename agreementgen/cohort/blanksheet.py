"""The columns that a pair needs → the sheet to fill in: XLSX with lists to choose from, or CSV."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from agreementgen.cohort.manifest import csv_text
from agreementgen.cohort.sheetcolumns import SheetColumn
from agreementgen.cohort.table import letters
from agreementgen.locales import Locale

__all__ = ["blank_csv", "blank_workbook"]

ROWS = 2000
"""So many rows below the header have lists to choose from."""
LONGEST_LIST = 255
"""Characters of all answers that Excel takes in one list, with the commas between."""
LONGEST_PROMPT = 250
FIRST_PAIR = 4
WIDTHS = (30, 60, 40, 60)
"""Of the columns of the notes, in characters."""
LINE = 15
"""The height of one line, in points."""
FONT = "Calibri"
SOFT, TINT, BRAND = "566167", "EEF4F2", "125B50"
NO_DATE = datetime(2000, 1, 1)
"""When a workbook counts as made: never today."""


def blank_csv(columns: Sequence[SheetColumn], locale: Locale) -> str:
    """Write header, help and example as CSV for Excel."""
    return csv_text(_head(columns, locale))


def _head(columns: Sequence[SheetColumn], locale: Locale) -> tuple[list[str], list[str], list[str]]:
    """Give the three rows above the pairs: in the first column, a mark says what the last two are."""
    _, *further = columns
    marks = [locale.roster(f"sheet.marks.{name}") for name in ("help", "example")]
    return (
        [column.name for column in columns],
        [marks[0], *(_help(column, locale) for column in further)],
        [marks[1], *(column.example for column in further)],
    )


def _help(column: SheetColumn, locale: Locale) -> str:
    words = locale.roster
    said = words(f"sheet.{'needed' if column.is_needed else 'may_be_empty'}", ask=column.ask)
    if column.choices:
        listed = "one_of" if column.is_one_of else "several_of"
        return said if _is_rhythm(column) else words(f"sheet.{listed}", said=said, choices=", ".join(column.choices))
    return words("sheet.for_example", said=said, example=column.example) if column.example else said


def _is_rhythm(column: SheetColumn) -> bool:
    return column.key == "meetings.cadence"


def blank_workbook(
    columns: Sequence[SheetColumn], settled: Sequence[tuple[str, str, str, bool]], file: str, locale: Locale
) -> bytes:
    """Write the workbook: a sheet for the pairs, and one with notes.

    Args:
        columns: The columns; the first is the pair's id.
        settled: What the program has answered, as `settled_of` gives it.
        file: What the workbook is called, and the options that it is read with, for the notes.
        locale: Whose words to take.
    """
    import openpyxl

    book = openpyxl.Workbook()
    _fill_pairs(book.active, columns, locale)
    _fill_notes(book.create_sheet(locale.roster("sheet.notes")), columns, settled, file, locale)
    book.properties.created = NO_DATE
    book.properties.creator = "agreementgen"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill_pairs(sheet: Any, columns: Sequence[SheetColumn], locale: Locale) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    sheet.title = locale.roster("sheet.pairs")
    header, helps, example = _head(columns, locale)
    soft, top = Font(name=FONT, italic=True, color=SOFT), Alignment(wrap_text=True, vertical="top")
    looks = (
        (Font(name=FONT, bold=True, color="FFFFFF"), PatternFill("solid", fgColor=BRAND), Alignment(vertical="center")),
        (soft, PatternFill("solid", fgColor=TINT), top),
        (soft, PatternFill(), top),
    )
    for row, (texts, (font, fill, alignment)) in enumerate(zip((header, helps, example), looks, strict=True), start=1):
        for number, text in enumerate(texts, start=1):
            cell = sheet.cell(row, number, text or None)
            cell.font, cell.fill, cell.alignment, cell.number_format = font, fill, alignment, "@"
    for number, column in enumerate(columns, start=1):
        letter = letters(number)
        width = sheet.column_dimensions[letter]
        width.width, width.number_format = _width(column), "@"
        for row in range(FIRST_PAIR, FIRST_PAIR + 100):
            # Some programs heed the format of a cell only, and not that of its column.
            sheet.cell(row, number).number_format = "@"
        sheet.add_data_validation(_offered(column, f"{letter}{FIRST_PAIR}:{letter}{ROWS}", locale))
    sheet.row_dimensions[1].height = 22
    sheet.row_dimensions[2].height = 110
    sheet.freeze_panes = "B2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"


def _width(column: SheetColumn) -> int:
    longest = max((len(text) for text in (column.name, column.example, *column.choices)), default=0)
    return min(36, max(16, longest + 3))


def _offered(column: SheetColumn, cells: str, locale: Locale) -> Any:
    """Say the question where a cell of the column is chosen, and offer its answers."""
    from openpyxl.worksheet.datavalidation import DataValidation

    choices = ",".join(column.choices)
    rule = DataValidation(sqref=cells, allow_blank=True)
    if column.choices and len(choices) <= LONGEST_LIST:
        rule.type, rule.formula1 = "list", f'"{choices}"'
        # Of several answers, no program can be told that they are a list with commas.
        rule.showErrorMessage = column.is_one_of
        rule.error = locale.roster("sheet.not_listed")
    rule.promptTitle = column.name[:32]
    rule.prompt = column.ask[:LONGEST_PROMPT]
    rule.showInputMessage = True
    return rule


def _fill_notes(
    sheet: Any,
    columns: Sequence[SheetColumn],
    settled: Sequence[tuple[str, str, str, bool]],
    file: str,
    locale: Locale,
) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.properties import PageSetupProperties

    words = locale.roster
    top = Alignment(wrap_text=True, vertical="top")
    for row, cells in enumerate(_notes(columns, settled, file, locale), start=1):
        for number, text in enumerate(cells, start=1):
            cell = sheet.cell(row, number, text)
            cell.data_type, cell.number_format = "s", "@"
            # A line of its own runs on over the cells beside it.
            cell.alignment = top if len(cells) > 1 else Alignment(vertical="top")
            if cells[0] == words("sheet.table.name") or text == words("sheet.settled"):
                cell.font = Font(name=FONT, bold=True, color=BRAND)
        if len(cells) > 1:
            # Not every program finds out by itself how high a row has to be.
            lines = (1 + len(text) // (width - 4) for text, width in zip(cells, WIDTHS, strict=True))
            sheet.row_dimensions[row].height = LINE * max(lines)
    for number, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[letters(number)].width = width
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _notes(
    columns: Sequence[SheetColumn], settled: Sequence[tuple[str, str, str, bool]], file: str, locale: Locale
) -> Iterator[list[str]]:
    words = locale.roster
    sheet = locale.rosters["sheet"]
    about = sheet["about"] if isinstance(sheet, dict) else []
    for line in about if isinstance(about, list) else []:
        yield [str(line).replace("{file}", file)]
    if settled:
        yield [""]
        yield [words("sheet.settled")]
        for name, label, value, is_locked in settled:
            form = "settled_line" if is_locked else "settled_open"
            yield [words(f"sheet.{form}", name=name, label=label, value=value)]
    yield [""]
    yield [words(f"sheet.table.{name}") for name in ("name", "ask", "example", "choices")]
    for column in columns:
        yield [column.name, column.ask, column.example, ", ".join(column.choices)]
