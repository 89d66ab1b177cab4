"""What a run leaves for the coordinator beside the kits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from agreementgen.cohort.manifest import FAILED, Entry, manifest_csv, to_lines
from agreementgen.cohort.outfolder import LINES, CohortFolder
from agreementgen.cohort.roster import Roster
from agreementgen.cohort.sheetback import sheet_back
from agreementgen.errors import FileError
from agreementgen.locales import Locale

__all__ = ["write_reports"]

MANIFEST = "manifest.csv"
FAILED_ROWS = "failed"


def write_reports(
    place: CohortFolder, roster: Roster, entries: Sequence[Entry], locale: Locale, *, print_ready: bool = False
) -> tuple[Path, ...]:
    """Write the manifest, the rows that failed, and all that tells of the whole cohort; give the files' paths.

    Raises:
        FileError: A file cannot be written, such as one that is open in a spreadsheet.
    """
    written = [
        place.write(MANIFEST, manifest_csv(entries, locale).encode("utf-8")),
        place.write(LINES, to_lines(entries).encode("utf-8")),
    ]
    written += _failed_rows(place, roster, entries, locale)
    return tuple(written)


def _failed_rows(place: CohortFolder, roster: Roster, entries: Sequence[Entry], locale: Locale) -> Iterator[Path]:
    """Give the coordinator's own sheets back, with the rows that failed; a folder of files needs none."""
    for number, (table, layout) in enumerate(roster.tables):
        suffix = ".jsonl" if table.by_line else (".xlsx" if table.sheet else ".csv")
        name = f"{FAILED_ROWS}{f'-{number + 1}' if number else ''}{suffix}"
        reasons = {entry.line: "\n".join(entry.reasons) for entry in entries if entry.status == FAILED and entry.line}
        if number:
            # The second sheet's rows are told by the pair, not by the row.
            continue
        if reasons:
            back = sheet_back(table, roster.contents[number], layout.rows, reasons, locale)
            yield place.write(name, back)
        else:
            try:
                (place.place / name).unlink(missing_ok=True)
            except OSError as error:
                raise FileError(f'"{place.place / name}" cannot be taken away: {error.strerror}.') from error
