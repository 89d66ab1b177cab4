"""CSV as spreadsheets and form tools write it → `Table`: comma, semicolon or tab; UTF-8, UTF-16, or Windows letters."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator

from agreementgen.cohort.table import Row, Table
from agreementgen.errors import Code, Problem
from agreementgen.locales import Locale

__all__ = ["delimiter_of", "read_delimited", "text_of"]

DELIMITERS = ",;\t"
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
LONGEST_CELL = 1 << 20


def read_delimited(data: bytes, file: str, locale: Locale) -> Table:
    """Read a CSV file.

    The delimiter is the one that parts the first line into most columns; a first line `sep=;`, which Excel writes,
    says it. Rows are counted as a spreadsheet counts them, so that a line break inside a cell moves nothing.
    """
    whole = Table(file, "", ())
    text, is_guessed = text_of(data)
    notes = [whole.problem(Code.ROSTER_ENCODING, 0, 0, locale)] if is_guessed else []
    delimiter = delimiter_of(text)
    rows = []
    for number, cells in _records(text, delimiter, whole, notes, locale):
        kept = {column: cell for column, each in enumerate(cells, start=1) if (cell := each.strip())}
        if kept:
            rows.append(Row(number, kept))
    return Table(file, "", tuple(rows), notes=tuple(notes))


def text_of(data: bytes) -> tuple[str, bool]:
    """Decode a text file; `True` with it where it is no Unicode, and was taken for what Windows writes in the West."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), False
    try:
        return data.decode("utf-8"), False
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), True


def delimiter_of(text: str) -> str:
    """Give the sign that parts the cells, by the first line that holds anything."""
    lines = (line for line in text.splitlines() if line.strip())
    first = next(lines, "")
    if first[:4].lower() == "sep=" and len(first) == 5:
        return first[4]
    heads = [first, *(line for line, _ in zip(lines, range(12), strict=False))]
    return max(DELIMITERS, key=lambda sign: max((len(_cells_of(line, sign)) for line in heads), default=0))


def _cells_of(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])


def _records(
    text: str, delimiter: str, table: Table, notes: list[Problem], locale: Locale
) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            notes.append(table.problem(Code.ROSTER_UNREADABLE, number, 0, locale, reason=str(error)))
            continue
        if number == 1 and len(text) > 4 and text[:4].lower() == "sep=":
            continue
        yield number, cells
