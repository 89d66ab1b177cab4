"""What became of each pair, as lines of JSON for programs, and as a sheet for people."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from agreementgen.locales import Locale

__all__ = ["DRAFT", "FAILED", "FINAL", "Entry", "File", "csv_text", "defused", "from_lines", "manifest_csv", "to_lines"]

FINAL, DRAFT, FAILED = "final", "draft", "failed"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
PLAIN_NUMBER = frozenset("0123456789 .,()/-+")


@dataclass(frozen=True, slots=True)
class File:
    """One file of a kit: where it is below the cohort's folder, its SHA-256, and its pages (0 where it has none)."""

    path: str
    sha256: str
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one pair.

    Attributes:
        number: Its number in the roster's order, from 1.
        where: Its place in the roster, as a person looks for it.
        line: The number of its row; 0 where it is a file of its own.
        pair_id: What the roster calls it.
        document_id: The id printed on its agreement.
        names: Names of its people, by person id.
        folder: Its folder below the cohort's.
        status: `final`, `draft` or `failed`.
        files: Its files.
        key: A hash of all that its files depend on; while it is the same, they need not be made again.
        reasons: Why it failed, one a problem, each with its place.
        warnings: What may be wrong with it.
        differs: How many answers the two still see differently, or have not settled.
        dates: What falls on which day, as far as it is known: `start`, `first` (the first meeting), `sign_by`,
            `first_check`, `half_way`, `closing` (the last meeting) and `end`.
        open: How many answers keep it from being final.
        emails: Addresses of its people, by person id.
        minors: Who of its people is under 18, by person id.
    """

    number: int
    where: str
    line: int
    pair_id: str
    document_id: str
    names: Mapping[str, str]
    folder: str
    status: str
    files: tuple[File, ...] = ()
    key: str = ""
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    differs: int = 0
    dates: Mapping[str, str] = field(default_factory=dict)
    open: int = 0
    emails: Mapping[str, str] = field(default_factory=dict)
    minors: tuple[str, ...] = ()

    @property
    def pages(self) -> int:
        """How many pages all its files have."""
        return sum(file.pages for file in self.files)


def to_lines(entries: Iterable[Entry]) -> str:
    """Write entries as JSON Lines: the same entries give the same bytes."""
    return "".join(json.dumps(asdict(entry), ensure_ascii=False) + "\n" for entry in entries)


def from_lines(text: str) -> list[Entry]:
    """Read entries; a line that was cut off when a run was ended, and what comes from elsewhere, is left out."""
    found = []
    for line in text.splitlines():
        try:
            data: dict[str, Any] = json.loads(line)
            data["files"] = tuple(File(**each) for each in data["files"])
            data |= {name: tuple(data.get(name, ())) for name in ("reasons", "warnings", "minors")}
            found.append(Entry(**data))
        except (ValueError, TypeError, KeyError, AttributeError):
            continue
    return found


def manifest_csv(entries: Iterable[Entry], locale: Locale) -> str:
    """Write entries as a sheet, a row a pair."""
    columns = ("row", "pair_id", "document_id", "mentee", "mentor", "status", "pages", "files", "sha256", "reasons")
    header = [*(locale.roster(f"manifest.{name}") for name in columns), locale.roster("manifest.warnings")]
    rows = [header]
    for entry in entries:
        people = [] if {"mentee", "mentor"} & entry.names.keys() else list(entry.names.values())
        first, last = (people[0], "; ".join(people[1:])) if people else ("", "")
        rows.append(
            [
                entry.where,
                entry.pair_id,
                entry.document_id,
                entry.names.get("mentee", first),
                entry.names.get("mentor", last),
                locale.roster(f"status.{entry.status}"),
                str(entry.pages),
                "\n".join(file.path for file in entry.files),
                "\n".join(file.sha256 for file in entry.files),
                "\n".join(entry.reasons),
                "\n".join(entry.warnings),
            ]
        )
    return csv_text(rows)


def csv_text(rows: Iterable[Iterable[str]], delimiter: str = ",") -> str:
    """Write CSV as Excel opens it: with a BOM, and with nothing in it that a spreadsheet would reckon."""
    out = io.StringIO(newline="")
    out.write("\ufeff")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([defused(cell) for cell in row] for row in rows)
    return out.getvalue()


def defused(text: str) -> str:
    """Write a cell so that a spreadsheet takes it for text: what begins like a formula gets an apostrophe before it.

    A number with a sign, such as a telephone number, is none (OWASP, "CSV Injection").
    """
    bare = text.lstrip(" \u00a0")
    if bare.startswith(FORMULA) and not (set(bare) <= PLAIN_NUMBER and bare[:1] in "+-"):
        return f"'{text}"
    return text
