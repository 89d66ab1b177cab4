"""What a run leaves for the coordinator beside the kits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from agreementgen.cohort.dates import cohort_calendar
from agreementgen.cohort.kitfiles import agreement_of
from agreementgen.cohort.mailing import Sender, mail_csv, sender_of
from agreementgen.cohort.manifest import DRAFT, FAILED, Entry, manifest_csv, to_lines
from agreementgen.cohort.outfolder import LINES, PRINT_READY, CohortFolder
from agreementgen.cohort.roster import Roster
from agreementgen.cohort.sheetback import sheet_back
from agreementgen.locales import Locale

__all__ = ["write_reports"]

MANIFEST = "manifest.csv"
PAGE = "cohort.html"
MAIL = "mail.csv"
CALENDAR = "cohort.ics"
FAILED_ROWS = ("failed", "failed-mentors")
"""What the sheets of rows that failed are called; the second is the mentors' own roster, where there are two."""


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
    sender = sender_of(roster)
    written += _for_the_coordinator(place, entries, sender, locale)
    if print_ready:
        written += _print_ready(place, entries, sender, locale)
    return tuple(written)


def _for_the_coordinator(
    place: CohortFolder, entries: Sequence[Entry], sender: Sender, locale: Locale
) -> Iterator[Path]:
    from agreementgen.cohort.page import cohort_html

    yield place.write(PAGE, cohort_html(entries, sender, locale).encode("utf-8"))
    yield place.write(MAIL, mail_csv(entries, sender, locale).encode("utf-8"))
    if (calendar := cohort_calendar(entries, sender, locale)) is None:
        place.take_away(CALENDAR)
    else:
        yield place.write(CALENDAR, calendar)


def _print_ready(place: CohortFolder, entries: Sequence[Entry], sender: Sender, locale: Locale) -> Iterator[Path]:
    """Bind all agreements that there are, drafts among them, in the roster's order."""
    from agreementgen.cohort.binding import Leaf, bind

    words = locale.roster
    leaves = []
    for entry in entries:
        file, id_ = agreement_of(entry), entry.pair_id or str(entry.number)
        # What somebody has taken away is not printed; the next run makes it again.
        if file and (place.place / file.path).is_file():
            name = words("print_ready.mark", names=locale.joined(list(entry.names.values())), id=id_)
            name = words("print_ready.draft", name=name) if entry.status == DRAFT else name
            leaves.append(Leaf(place.place / file.path, name, words("print_ready.label", id=id_)))
    if not leaves:
        place.take_away(PRINT_READY)
        return
    title = words("print_ready.title", program=sender.program or words("print_ready.no_program"))
    yield place.write_with(PRINT_READY, lambda out: bind(leaves, out, title))


def _failed_rows(place: CohortFolder, roster: Roster, entries: Sequence[Entry], locale: Locale) -> Iterator[Path]:
    """Give the coordinator's own sheets back, with the rows whose pairs failed; a folder of files needs none."""
    failed = [entry for entry in entries if entry.status == FAILED]
    for number, ((table, layout), data) in enumerate(zip(roster.tables, roster.contents, strict=True)):
        name = FAILED_ROWS[number] + (".jsonl" if table.by_line else (".xlsx" if table.sheet else ".csv"))
        rows = {roster.lines_of(entry.number, entry.line)[number]: "\n".join(entry.reasons) for entry in failed}
        if reasons := {row: said for row, said in rows.items() if row}:
            yield place.write(name, sheet_back(table, data, layout, reasons, locale))
        else:
            place.take_away(name)
