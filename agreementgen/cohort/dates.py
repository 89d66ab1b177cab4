"""What became of each pair → one calendar for the coordinator (iCalendar, RFC 5545).

One event for all pairs that have the same thing to do on one day: two hundred pairs that begin together are four
events to look at, and not eight hundred. The pairs are listed in the event.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from agreementgen import __version__
from agreementgen.cohort.mailing import Sender
from agreementgen.cohort.manifest import FAILED, Entry
from agreementgen.locales import Locale

if TYPE_CHECKING:
    from icalendar import Event

__all__ = ["cohort_calendar"]

MADE_BY = f"-//agreementgen//agreementgen {__version__}//EN"
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
"""Never today: the same cohort gives the same bytes."""
OCCASIONS = ("sign_by", "first_check", "half_way", "closing")
MOST_LISTED = 300


def cohort_calendar(entries: Iterable[Entry], sender: Sender, locale: Locale) -> bytes | None:
    """Make the calendar: by when pairs sign, when their first check is, when they are half way, and when they close.

    Each is a whole day. A pair without a closing meeting has its last day instead. What an event is called by (its UID)
    hangs on program, occasion and day, so that another run brings the lists in it up to date. A day that no pair has
    any more has no event, and what a calendar took in before stays there.

    Args:
        entries: The pairs, in the roster's order; what failed is left out.
        sender: The program.
        locale: Whose words to take.

    Returns:
        The file; `None` where no date of any pair is known.
    """
    from icalendar import Calendar, vText

    days: dict[tuple[date, int], list[Entry]] = {}
    for entry in entries:
        for number, occasion in enumerate(OCCASIONS):
            known = entry.dates.get(occasion) or (entry.dates.get("end") if occasion == "closing" else None)
            if known and entry.status != FAILED:
                days.setdefault((date.fromisoformat(known), number), []).append(entry)
    if not days:
        return None
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", MADE_BY)
    calendar.add("calscale", "GREGORIAN")
    program = sender.program or locale.roster("dates.no_program")
    calendar.add("x-wr-calname", vText(locale.roster("dates.name", program=program)))
    for (day, number), pairs in sorted(days.items(), key=lambda one: one[0]):
        calendar.add_component(_event(day, OCCASIONS[number], pairs, sender, locale))
    data: bytes = calendar.to_ical()
    return data


def _event(day: date, occasion: str, pairs: Sequence[Entry], sender: Sender, locale: Locale) -> Event:
    from icalendar import Event, vText

    words = locale.roster
    who = _names(pairs[0], locale) if len(pairs) == 1 else locale.count(len(pairs), "pair")
    listed = [f"- {_line(pair, locale)}" for pair in pairs[:MOST_LISTED]]
    if len(pairs) > MOST_LISTED:
        listed.append(words("dates.more", count=len(pairs) - MOST_LISTED))
    event = Event()
    # Of two cohorts without a program, each is told by its first pair.
    whose = sender.program or pairs[0].document_id
    event.add("uid", str(uuid.uuid5(uuid.NAMESPACE_URL, f"agreementgen:cohort:{whose}:{occasion}:{day}")))
    event.add("dtstamp", NO_DATE)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", vText(words(f"dates.title.{occasion}", pairs=who)))
    event.add("description", vText("\n".join([words(f"dates.text.{occasion}"), "", *listed])))
    event.add("transp", "TRANSPARENT")
    return event


def _line(pair: Entry, locale: Locale) -> str:
    names = _names(pair, locale)
    return f"{pair.pair_id}: {names}" if pair.pair_id else names


def _names(pair: Entry, locale: Locale) -> str:
    return locale.joined(list(pair.names.values()))
