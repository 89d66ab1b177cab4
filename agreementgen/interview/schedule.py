"""Start, cadence and length → dates; pure date arithmetic on the wall clock, no zone and no today."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice

from agreementgen.interview.fields import Answers
from agreementgen.interview.values import Cadence, Duration

__all__ = ["Schedule", "after", "end_of", "last_talk", "meeting_days", "plan", "sign_by"]

MONTHS_IN_WEEKS = 52 / 12


@dataclass(frozen=True, slots=True)
class Schedule:
    """The dates of one mentoring, as far as the answers give them.

    Attributes:
        end: Last day of the term; 6 months from 1 December end on 31 May.
        meetings: Days of all planned meetings, in order, one entry per meeting; empty where there is no first meeting
            or the cadence is "as needed". Those by the month are never more than the term has months.
        planned: How many meetings there will be, also where their days are not known; `None` for "as needed".
        first_check: The meeting nearest the first check, else the day itself.
        mid_point: The meeting nearest the middle, else the middle day.
    """

    end: date | None = None
    meetings: tuple[date, ...] = ()
    planned: int | None = None
    first_check: date | None = None
    mid_point: date | None = None


def plan(answers: Answers) -> Schedule:
    """Work out every date that the answers give; what they leave open stays `None`."""
    term, meetings, review = answers.term, answers.meetings, answers.review
    end = term.end or (end_of(term.start, term.length) if term.start and term.length else None)
    first = meetings.first.day if meetings.first else None
    days: tuple[date, ...] = ()
    if first and end and meetings.cadence:
        most = _most(min(first, term.start or first), end, meetings.cadence)
        days = tuple(islice(meeting_days(first, meetings.cadence, end), most))
    check = None
    if review.first_check and (counted_from := first or term.start):
        check = _nearest(after(counted_from, review.first_check), days[1:])
    middle = review.mid_point
    if middle is None and term.start and end:
        middle = _nearest(term.start + (end - term.start) // 2, days)
    planned = len(days) or (_expected(term.start, end, meetings.cadence) if term.start and end else None)
    return Schedule(end, days, planned, check, middle)


def sign_by(answers: Answers) -> date | None:
    """Give the day by which a program wants the agreement signed: so long after the first meeting."""
    first, program = answers.meetings.first, answers.program
    is_there = bool(program.name or program.coordinator.name)
    return after(first.day, program.sign_by) if first and program.sign_by and is_there else None


def last_talk(answers: Answers, schedule: Schedule) -> date | None:
    """Give the day of the meeting that closes the mentoring; `None` where none is known, or none is wanted."""
    return schedule.meetings[-1] if len(schedule.meetings) > 1 and answers.review.closing else None


def end_of(start: date, length: Duration) -> date:
    """Give the last day of a term: the day before the one that is `length` later.

    Six months from 31 August would begin anew on the 31st of February: they end with its last day.
    """
    later = after(start, length)
    return later if length.unit in ("month", "year") and later.day < start.day else later - timedelta(days=1)


def after(day: date, length: Duration) -> date:
    """Give the day that is `length` later; a day the month does not have becomes the month's last.

    Working days are counted Monday to Friday; holidays are not known. Hours and minutes do not move a day.
    """
    match length.unit:
        case "month":
            return _months_later(day, length.amount)
        case "year":
            return _months_later(day, 12 * length.amount)
        case "week":
            return day + timedelta(weeks=length.amount)
        case "working_day":
            for _ in range(length.amount):
                day += timedelta(days=3 if day.weekday() == 4 else 2 if day.weekday() == 5 else 1)
            return day
        case _:
            return day + timedelta(days=length.amount if length.unit == "day" else 0)


def meeting_days(first: date, cadence: Cadence, until: date) -> Iterator[date]:
    """Give the days of a series from `first` to `until`, both included.

    Every month means the same weekday of the month as the first meeting; where a month has no fifth one, its last is
    meant. Monthly on a day means that day, or the month's last where it is missing: twelve meetings stay twelve.
    "As needed" gives none; neither does an `until` before `first`.
    """
    for step in count() if cadence.every else ():
        day = _nth_meeting(first, cadence, step)
        if day > until:
            return
        yield day


def _nth_meeting(first: date, cadence: Cadence, step: int) -> date:
    if cadence.unit == "week":
        return first + timedelta(weeks=cadence.every * step)
    if cadence.times == 2:
        # Twice a month: the first meeting's weekday of the month, and two weeks later.
        months, half = divmod(step, 2)
        return _same_weekday(first, months) + timedelta(weeks=2 * half)
    if cadence.day:
        if step == 0:
            return first
        # One meeting a month: the first one is that of its month, on whatever day it is.
        month = _months_later(first.replace(day=1), cadence.every * step)
        return month.replace(day=min(cadence.day, _month_length(month.year, month.month)))
    return _same_weekday(first, cadence.every * step)


def _same_weekday(first: date, months: int) -> date:
    """Give the same weekday of the month `months` later: first Wednesday stays first Wednesday."""
    if months == 0:
        return first
    week = (first.day - 1) // 7
    month = _months_later(first.replace(day=1), months)
    day = 1 + (first.weekday() - month.weekday()) % 7 + 7 * week
    return month.replace(day=day if day <= _month_length(month.year, month.month) else day - 7)


def _months_later(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, _month_length(year, month + 1)))


def _month_length(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _most(start: date, end: date, cadence: Cadence) -> int | None:
    """Give how many meetings a term has room for where they are counted by the month; `None` where by the week.

    A year of monthly meetings has twelve. A thirteenth can fall on its last days, since the same weekday of the month
    comes a day earlier after a year: a term from Tuesday 20 January ends on the third Tuesday of the next January.
    """
    if cadence.unit != "month":
        return None
    # Whole months; one that is begun counts.
    months = (end.year - start.year) * 12 + end.month - start.month
    if end > end_of(start, Duration(months, "month")):
        months += 1
    return max(0, -(-months // cadence.every) * cadence.times) if cadence.every else 0


def _nearest(day: date, days: tuple[date, ...]) -> date:
    return min(days, key=lambda other: (abs(other - day), other)) if days else day


def _expected(start: date, end: date, cadence: Cadence | None) -> int | None:
    """Give about how many meetings fit a term when the first one is not fixed yet."""
    if cadence is None or cadence.every == 0:
        return None
    weeks = ((end - start).days + 1) / 7
    between = cadence.every * (1 if cadence.unit == "week" else MONTHS_IN_WEEKS) / cadence.times
    return max(1, round(weeks / between))
