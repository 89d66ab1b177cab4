"""The rows that failed, as the sheet they came in: the coordinator mends them there, with the reason beside each."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from agreementgen.cohort.columns import Layout
from agreementgen.cohort.delimited import delimiter_of, records, text_of
from agreementgen.cohort.manifest import csv_text
from agreementgen.cohort.table import Row, Table
from agreementgen.locales import Locale

__all__ = ["sheet_back"]


def sheet_back(table: Table, data: bytes, layout: Layout, reasons: Mapping[int, str], locale: Locale) -> bytes:
    """Write a roster's own header, and only the rows that failed, each with its reason in a further column.

    Args:
        table: The roster as it was read.
        data: Its bytes.
        layout: Where its header ends, and which rows hold pairs; what else is there, such as help, is left out.
        reasons: Why each failed, by the number of its row.
        locale: Whose words the further column's header is.

    Returns:
        A file of the same form: CSV with the same delimiter (UTF-8 with a BOM), XLSX, or JSON Lines.
    """
    if table.by_line:
        return _lines(data, reasons)
    header = [row for row in table.rows if row.number <= layout.header]
    failed = [row for row in layout.rows if row.number in reasons]
    width = max((column for row in table.rows for column in row.cells), default=0) + 1
    head = locale.roster("failed.reason")
    if table.sheet:
        return _workbook(table, data, [row.number for row in header], failed, reasons, width, head)
    text, _ = text_of(data)
    kept = {row.number for row in (*header, *failed)}
    delimiter = delimiter_of(text)
    written = []
    for record in records(text, delimiter):
        if record.number in kept:
            last = reasons.get(record.number, head if record.number == header[-1].number else "")
            written.append([*record.cells, *[""] * (width - 1 - len(record.cells)), last])
    return csv_text(written, delimiter).encode("utf-8")


def _lines(data: bytes, reasons: Mapping[int, str]) -> bytes:
    text, _ = text_of(data)
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        if number in reasons:
            try:
                said: Any = json.loads(line)
            except ValueError:
                said = {"line": line}
            found.append(json.dumps({**said, "failed": reasons[number]}, ensure_ascii=False))
    return "".join(f"{line}\n" for line in found).encode("utf-8")


def _workbook(
    table: Table,
    data: bytes,
    header: Sequence[int],
    failed: Sequence[Row],
    reasons: Mapping[int, str],
    width: int,
    head: str,
) -> bytes:
    import openpyxl

    books = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    source = books[table.sheet]
    made = openpyxl.Workbook()
    sheet: Any = made.active
    sheet.title = table.sheet
    numbers = [*header, *(row.number for row in failed)]
    for target, number in enumerate(numbers, start=1):
        for cell in source[number]:
            if cell.value is not None:
                copy = sheet.cell(target, cell.column, cell.value)
                copy.number_format = cell.number_format
                if isinstance(cell.value, str):
                    # Whatever it begins with: this is text, and no formula.
                    copy.data_type = "s"
        last = reasons.get(number, head if header and number == header[-1] else "")
        if last:
            sheet.cell(target, width, last).data_type = "s"
    for letter, column in source.column_dimensions.items():
        sheet.column_dimensions[letter].width = column.width
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
