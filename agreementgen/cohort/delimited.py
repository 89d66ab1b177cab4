"""CSV as spreadsheets and form tools write it → `Table`: comma, semicolon or tab; UTF-8, UTF-16, or Windows letters."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from agreementgen.cohort.table import Row, Table
from agreementgen.errors import Code
from agreementgen.locales import Locale

__all__ = ["Record", "delimiter_of", "read_delimited", "records", "text_of", "wide_encoding"]

DELIMITERS = ",;\t"
LONGEST_CELL = 16 << 20
"""Only to stop at a quote that is never closed; what is too long for an answer, its reader says."""
LOOK_AT = 40


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a CSV file.

    Attributes:
        number: Its number as a spreadsheet counts rows, from 1.
        cells: Its cells; of a row that cannot be read, its first line as it stands.
        fault: Why it cannot be read: `open_quote` or `behind_quote`; empty where it can.
    """

    number: int
    cells: Sequence[str]
    fault: str = ""


def read_delimited(data: bytes, file: str, locale: Locale) -> Table:
    """Read a CSV file.

    The delimiter is the one by which most rows have equally many cells; a first line `sep=;`, which Excel writes, says
    it. Rows are counted as a spreadsheet counts them, so that a line break inside a cell moves nothing. A row that
    cannot be read is there without a cell, and costs no other one.
    """
    whole = Table(file, "", ())
    text, is_guessed = text_of(data)
    notes = [whole.problem(Code.ROSTER_ENCODING, 0, 0, locale)] if is_guessed else []
    rows = []
    for record in records(text, delimiter_of(text)):
        kept = {column: cell for column, each in enumerate(record.cells, start=1) if (cell := each.strip())}
        if record.fault:
            reason = locale.roster(f"unreadable.{record.fault}")
            notes.append(whole.problem(Code.ROSTER_UNREADABLE, record.number, 0, locale, reason=reason))
            rows.append(Row(record.number, {}))
        elif kept:
            rows.append(Row(record.number, kept))
    return Table(file, "", tuple(rows), notes=tuple(notes))


def text_of(data: bytes) -> tuple[str, bool]:
    """Decode a text file; `True` with it where it is no Unicode, and was taken for what Windows writes in the West."""
    if wide := wide_encoding(data):
        return data.decode(wide, "replace"), False
    try:
        return data.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        return data.removeprefix(codecs.BOM_UTF8).decode("cp1252", "replace"), True


def wide_encoding(data: bytes) -> str:
    """Name the encoding of a text of two bytes a letter, marked or not; empty for any other file."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    first, second = data[:4000:2], data[1:4000:2]
    for encoding, high, low in (("utf-16-le", second, first), ("utf-16-be", first, second)):
        # Signs between cells and line ends have a zero for their higher byte in every language.
        if high.count(0) > 2 + len(high) // 10 and not low.count(0):
            return encoding
    return ""


def delimiter_of(text: str) -> str:
    """Give the sign that parts the cells, by what it makes of the first rows."""
    line = text[:7].splitlines()[0] if text else ""
    if _says_delimiter(line):
        return line[4]
    head = "".join(islice(io.StringIO(text, newline=None), LOOK_AT))
    return max(DELIMITERS, key=lambda sign: _evenness(head, sign))


def records(text: str, delimiter: str) -> Iterator[Record]:
    """Give every row of a CSV file; after one that cannot be read, go on with the line below its first."""
    csv.field_size_limit(LONGEST_CELL)
    lines = list(io.StringIO(text, newline=""))
    first = 1 if lines and _says_delimiter(lines[0]) else 0
    number = 0
    while first < len(lines):
        reader = csv.reader(_from(lines, first), delimiter=delimiter, strict=True)
        while True:
            begin = first + reader.line_num
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                number += 1
                # The library's own words name no quote; a field too long for it is one that was never closed.
                fault = "behind_quote" if "expected after" in str(error) else "open_quote"
                yield Record(number, [lines[begin].rstrip("\r\n")], fault)
                first = begin + 1
                break
            number += 1
            yield Record(number, cells)


def _from(lines: Sequence[str], first: int) -> Iterator[str]:
    return (lines[number] for number in range(first, len(lines)))


def _says_delimiter(line: str) -> bool:
    said = line.rstrip("\r\n")
    return said[:4].lower() == "sep=" and len(said) == 5


def _evenness(text: str, delimiter: str) -> tuple[int, int]:
    """Give how many rows have the most common number of cells, two at least, and that number."""
    counts = Counter(len(cells) for cells in csv.reader(io.StringIO(text), delimiter=delimiter) if len(cells) > 1)
    return max(((often, size) for size, often in counts.items()), default=(0, 0))
