"""Which meeting an outline is for → its number and day, or why this pair has none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from agreementgen.agreement.kinds import Kind
from agreementgen.interview.fields import Answers
from agreementgen.interview.model import is_to_be_named
from agreementgen.interview.schedule import Schedule

__all__ = ["FIRST", "MEETINGS", "Occasion", "occasion", "trial_sheet", "why_none"]

FIRST = "first"
MEETINGS = (FIRST, "second", "third", "mid", "closing", "regular")
"""The meetings there are outlines for, in their order; `regular` is any meeting that has none of its own."""
NUMBERED = {FIRST: 1, "second": 2, "third": 3}
LEAST = NUMBERED | {"mid": 3, "closing": 2, "regular": 1}
"""How many meetings there must be for one to be the third, the middle, or the last of several."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """One meeting, as far as it is known beforehand.

    Attributes:
        meeting: One of `MEETINGS`.
        number: Which meeting of the series it is, from 1; `None` where that is not known.
        day: Its day; `None` for a day that is still to be written in.
        clock: When it begins; `None` where no time is known, or the day is not that of a planned meeting.
        is_near: Whether `day` only says about when.
    """

    meeting: str
    number: int | None = None
    day: date | None = None
    clock: time | None = None
    is_near: bool = False


def occasion(answers: Answers, schedule: Schedule, meeting: str) -> Occasion:
    """Give number and day of a meeting, as the schedule has them.

    The last meeting is near the end of the term, and the middle one near its middle day, where the days of the
    meetings are not known.
    """
    days = schedule.meetings
    first = answers.meetings.first
    number = NUMBERED.get(meeting)
    day: date | None = None
    match meeting:
        case "mid":
            day = schedule.mid_point
            number = days.index(day) + 1 if day in days else None
        case "closing":
            day = days[-1] if days else schedule.end
            number = len(days) or schedule.planned
        case "first":
            day = first.day if first else None
        case _ if number and len(days) >= number:
            day = days[number - 1]
    is_planned = day is not None and (meeting == FIRST or day in days)
    is_near = day is not None and not is_planned and day != answers.review.mid_point
    return Occasion(meeting, number, day, first.clock if first and is_planned else None, is_near)


def why_none(answers: Answers, schedule: Schedule, kind: Kind, meeting: str) -> str:
    """Say why there is no such meeting: `mentor`, `plan`, `closing` or `too_few`; empty where there is one.

    Where the number of meetings is not known, such as for "as needed", there may be as many as anyone likes.
    """
    if is_to_be_named(answers):
        return "mentor"
    if meeting not in kind.agendas:
        return "plan"
    if meeting == "closing" and getattr(answers.review, "closing", None) is False:
        return "closing"
    return "too_few" if schedule.planned is not None and schedule.planned < LEAST[meeting] else ""


def trial_sheet(answers: Answers, schedule: Schedule) -> str:
    """Name the meeting on whose outline the try-out ends; empty where there is no try-out, or no such meeting."""
    last = answers.term.trial_meetings
    if not last or (schedule.planned is not None and schedule.planned < last):
        return ""
    if found := next((meeting for meeting, number in NUMBERED.items() if number == last), ""):
        return found
    numbered = (occasion(answers, schedule, meeting) for meeting in ("mid", "closing"))
    return next((each.meeting for each in numbered if each.number == last), "regular")
