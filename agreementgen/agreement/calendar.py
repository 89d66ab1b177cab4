"""Interview → one calendar file (iCalendar, RFC 5545): every meeting and review that has a date."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from agreementgen import __version__
from agreementgen.agreement.agenda import USUAL_LENGTH
from agreementgen.agreement.compose import Agreement, kind_of
from agreementgen.agreement.occasions import FIRST
from agreementgen.agreement.phrases import ABSENT, UNDECIDED
from agreementgen.agreement.scene import Scene, scene_of
from agreementgen.agreement.text import plain
from agreementgen.interview.fields import Answers
from agreementgen.interview.model import Interview, person_of
from agreementgen.interview.schedule import Schedule, last_talk
from agreementgen.locales import Locale

if TYPE_CHECKING:
    from icalendar import Event

__all__ = ["compose_calendar", "has_dates"]

MADE_BY = f"-//agreementgen//agreementgen {__version__}//EN"
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Entry:
    """What happens on one day.

    Attributes:
        number: The meeting's place in the series, from 1; 0 where there is no meeting on this day.
        reviews: Names of the reviews that fall on this day, as in `calendar.yaml`, in the order of the mentoring.
    """

    day: date
    number: int
    reviews: tuple[str, ...]


def has_dates(answers: Answers, schedule: Schedule) -> bool:
    """Tell whether there is anything to put into a calendar."""
    return any(True for _ in _entries(answers, schedule))


def compose_calendar(
    interview: Interview, locale: Locale, agreement: Agreement, *, when: datetime | None = None
) -> bytes | None:
    """Compose the calendar of one pair, as the bytes of an `.ics` file: UTF-8, CRLF, lines of at most 75 octets.

    Each meeting is an event of its own, as is the day of a review or of the end where no meeting is held on it; one on
    the day of a meeting is that meeting's event, with another title. There is no recurrence rule: none that every
    calendar understands says "the same weekday of the month, and the last where there is no fifth", and a pair can
    move a single event. What is still open has no event.

    A meeting begins at its time on the wall clock of `meetings.time_zone`, else of the mentee's or the facilitator's
    zone, and is written in
    UTC: 15:00 stays 15:00 when the clocks change. Outlook reads a local time whose zone is named but not defined an
    hour off. A time that the clocks leave out is taken with the offset before the gap, one that comes twice is the
    first of the two (RFC 5545, 3.3.5). Without any zone the times float: they are the local time of whoever reads
    them. Without a time of day, the whole day is meant. A meeting without a length is as long as on its agenda, and
    its length is time that passes: 60 minutes are 60 minutes also while the clocks change, and across midnight.

    Args:
        interview: The pair's interview.
        locale: Whose words to take.
        agreement: The pair's agreement, for its id and version. From the id and the number of the meeting comes each
            event's UID, so that a moved series moves the events it has made before; from the version the SEQUENCE.
        when: When the file counts as made, with a zone: the date in the metadata of the other documents. A fixed day
            where there is none, never today; so the same interview gives the same bytes, on any day and any machine
            that knows the same time zones.

    Returns:
        The file; `None` where there is nothing to put into it, as `has_dates` tells beforehand.

    Raises:
        TemplateError: The words of the calendar are at fault.
    """
    from icalendar import Calendar, vText

    scene = scene_of(interview, locale)
    entries = tuple(_entries(interview.answers, scene.schedule))
    if not entries:
        return None
    maker = _Maker(scene, agreement, when or NO_DATE, max(entry.number for entry in entries))
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", MADE_BY)
    calendar.add("calscale", "GREGORIAN")
    # No METHOD: it makes the file a message between calendars (RFC 5545, 3.7.2). PUBLISH then asks for an ORGANIZER
    # (RFC 5546, 3.2.1), whose events others may not change; servers refuse to store it (RFC 4791, 4.1); and of a
    # REQUEST Outlook takes one event only (github.com/markuspoerschke/iCal/issues/117). Where there is none, Outlook
    # reads the file as it would with PUBLISH (MS-STANOICAL, V0078).
    # As text, since the library does not escape the names it does not know.
    calendar.add("x-wr-calname", vText(maker.name))
    for entry in entries:
        calendar.add_component(maker.event(entry))
    data: bytes = calendar.to_ical()
    return data


def _entries(answers: Answers, schedule: Schedule) -> Iterator[_Entry]:
    """Give each day on which something is due, in order: the days that the agreement and the outlines print."""
    first = answers.meetings.first
    # A rhythm that is "as needed", or still open, leaves the first meeting alone.
    meetings = schedule.meetings or ((first.day,) if first else ())
    closing = last_talk(answers, schedule)
    due = {
        "first_check": schedule.first_check,
        "mid_point": schedule.mid_point,
        "closing": closing,
        "end": None if closing else schedule.end,
    }
    numbers = {day: number for number, day in enumerate(meetings, 1)}
    for day in sorted({*numbers, *filter(None, due.values())}):
        yield _Entry(day, numbers.get(day, 0), tuple(name for name, its_day in due.items() if its_day == day))


class _Maker:
    """Makes the events of one pair; `total` is the number of meetings."""

    def __init__(self, scene: Scene, agreement: Agreement, when: datetime, total: int) -> None:
        answers = scene.interview.answers
        self.scene, self.agreement, self.when, self.total = scene, agreement, when, total
        self.words = scene.locale.calendar
        self.clock = answers.meetings.first.clock if answers.meetings.first else None
        zone = answers.meetings.time_zone or person_of(answers, scene.interview.core[0]).time_zone
        self.zone = ZoneInfo(zone) if zone else None
        self.minutes = answers.meetings.length.minutes if answers.meetings.length else USUAL_LENGTH
        self.first = kind_of(scene.interview).agendas[FIRST].lasts or self.minutes
        shown = scene.shown
        self.names = (
            {}
            if any(shown[f"people.{person}.name"].token in _MISSING for person in scene.interview.core)
            else {person: plain(shown[person].runs) for person in scene.interview.core}
        )

    @property
    def name(self) -> str:
        """The calendar's name."""
        return self.words("name", **self.names) if self.names else self.words("name_open")

    def event(self, entry: _Entry) -> Event:
        """Make the event of one day."""
        from icalendar import Event, vText

        event = Event()
        begin, end = self._span(entry)
        event.add("uid", self._uid(entry))
        event.add("sequence", self.agreement.version - 1)
        event.add("dtstamp", self.when.astimezone(UTC))
        event.add("dtstart", begin)
        event.add("dtend", end)
        event.add("summary", vText(self._title(entry)))
        event.add("description", vText("\n\n".join(self._paragraphs(entry))))
        if entry.number and (place := self._place()):
            event.add("location", vText(place))
        # A day without a time keeps nobody from other meetings.
        event.add("transp", "OPAQUE" if isinstance(begin, datetime) else "TRANSPARENT")
        if self.scene.interview.answers.relationship.visibility == "private":
            # Colleagues who share a calendar then see that the time is taken, and no names.
            event.add("class", "PRIVATE")
        return event

    def _span(self, entry: _Entry) -> tuple[date, date]:
        """Give begin and end; of a whole day, the end is the day after (RFC 5545, 3.6.1)."""
        if not entry.number or self.clock is None:
            return entry.day, entry.day + timedelta(days=1)
        begin = datetime.combine(entry.day, self.clock, self.zone)
        if self.zone:
            begin = begin.astimezone(UTC)
        return begin, begin + timedelta(minutes=self.first if entry.number == 1 else self.minutes)

    def _uid(self, entry: _Entry) -> str:
        """Name the event by a UUID (RFC 7986, 5.3): a document's id may be any text."""
        name = f"meeting-{entry.number}" if entry.number else entry.reviews[0]
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"agreementgen:{self.agreement.id}:{name}"))

    def _title(self, entry: _Entry) -> str:
        title = self.words(f"title.{_kind(entry)}")
        if entry.reviews:
            reviews = self.scene.locale.joined([self.words(f"reviews.{name}.title") for name in entry.reviews])
            title = self.words("title.with_reviews", title=title, reviews=reviews)
        return self.words("title.with_names", title=title, **self.names) if self.names else title

    def _paragraphs(self, entry: _Entry) -> list[str]:
        found = []
        if entry.number and self.total > 1:
            found.append(self.words("about.number", number=entry.number, total=self.total))
        if entry.number and self.clock is None:
            found.append(self.words("about.no_clock"))
        if entry.number and "closing" not in entry.reviews:
            found.append(self.words(f"about.{_kind(entry)}"))
        # Two reviews on one day may ask the same: it is asked once.
        return list(dict.fromkeys([*found, *(self.words(f"reviews.{name}.text") for name in entry.reviews)]))

    def _place(self) -> str:
        """Give the place alone where one is named, so that a map or a call can be opened from it; else the form."""
        place, form = self.scene.shown["meetings.place"], self.scene.shown["meetings.format"]
        if place.token not in _MISSING:
            return plain(place.runs)
        return "" if form.token in _MISSING else self.words("where", format=plain(form.runs))


_MISSING = {ABSENT, UNDECIDED}


def _kind(entry: _Entry) -> str:
    return "first" if entry.number == 1 else "meeting" if entry.number else "day"
