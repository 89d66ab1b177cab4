"""Plans held against a calendar that is walked day by day, and against two other libraries."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from dateutil.rrule import DAILY, FR, MO, MONTHLY, TH, TU, WE, WEEKLY, rrule
from dateutil.rrule import weekday as rule_weekday

from agreementgen.agreement.scene import Scene
from agreementgen.interview import Interview
from agreementgen.interview.schedule import after, end_of, meeting_days, plan
from agreementgen.interview.values import Cadence, Duration, Moment
from agreementgen.locales import load_locale

from .test_schedule import interviewed

CASES = 12_000
CHUNKS = 6


@dataclass(frozen=True)
class Walked:
    """One day, as counting the days one after the other gives it: no formula of the code under test in it."""

    day: date
    month: int  # counted on from the first month of the walk
    weekday: int
    nth: int  # which Monday, Tuesday … of its month
    is_last_nth: bool
    is_last: bool


def walk(begin: date, end: date) -> Iterator[Walked]:
    month, seen = 0, [0] * 7
    day = begin
    while day < end:
        seen[day.weekday()] += 1
        following, week_later = day + timedelta(days=1), day + timedelta(days=7)
        is_last = following.month != day.month
        yield Walked(day, month, day.weekday(), seen[day.weekday()], week_later.month != day.month, is_last)
        if is_last:
            month, seen = month + 1, [0] * 7
        day = following


CALENDAR = list(walk(date(1995, 1, 1), date(2035, 1, 1)))
"""Forty years with ten leap years, 2000 among them."""


def at(day: date) -> int:
    return (day - CALENDAR[0].day).days


def walked(first: date, cadence: Cadence, until: date) -> list[date]:
    """Give a series by looking at every single day."""
    begin = CALENDAR[at(first)]
    found = []
    for number, that in enumerate(CALENDAR[at(first) : at(until) + 1]):
        if cadence.unit == "week":
            hit = number % (7 * cadence.every) == 0
        elif (that.month - begin.month) % cadence.every:
            hit = False
        elif cadence.day and that.month == begin.month:
            hit = number == 0
        elif cadence.day:
            hit = that.day.day == cadence.day or (that.is_last and that.day.day < cadence.day)
        else:
            hit = that.weekday == begin.weekday and (
                that.nth == begin.nth or (begin.nth == 5 and that.nth == 4 and that.is_last_nth)
            )
        if hit:
            found.append(that.day)
    if cadence.times == 2:
        found = sorted({*found, *(day + timedelta(days=14) for day in found)})
    return [day for day in found if day <= until]


def ruled(first: date, cadence: Cadence, until: date) -> list[date]:
    """Give a series by the recurrence rules of RFC 5545, as dateutil reads them."""
    weekday = first.weekday()
    if cadence.unit == "week":
        rules = [rrule(WEEKLY, interval=cadence.every, dtstart=first, until=until)]
    elif cadence.day:
        # The 31st, or the last day where there is none: the earlier of the two in each month.
        beyond = first.replace(day=1) + relativedelta(months=cadence.every)
        rule = rrule(
            MONTHLY, interval=cadence.every, dtstart=beyond, until=until, bymonthday=(cadence.day, -1), bysetpos=1
        )
        rules = [[first] if first <= until else [], rule]
    else:
        nth = (first.day + 6) // 7
        which = rule_weekday(weekday, nth if nth < 5 else -1)
        rule = rrule(MONTHLY, interval=cadence.every, dtstart=first, until=until, byweekday=which)
        rules = [rule, [day + timedelta(days=14) for day in rule]] if cadence.times == 2 else [rule]
    found = {day if type(day) is date else day.date() for rule in rules for day in rule}
    return sorted(day for day in found if day <= until)


def some_day(chance: random.Random) -> date:
    """Choose a day; every other one is at the end of a month, where months differ."""
    day = date(1996, 1, 1) + timedelta(days=chance.randrange(11_000))
    return CALENDAR[at(day)].day if chance.random() < 0.5 else day + relativedelta(day=chance.choice([28, 29, 30, 31]))


def some_cadence(chance: random.Random) -> Cadence:
    return chance.choice(
        [
            Cadence(chance.randint(1, 9), "week"),
            Cadence(1, "month"),
            Cadence(chance.randint(2, 12), "month"),
            Cadence(1, "month", times=2),
            Cadence(1, "month", day=chance.randint(1, 31)),
            Cadence(1, "month", day=31),
        ]
    )


def some_length(chance: random.Random, *units: str) -> Duration:
    unit = chance.choice(units)
    most = {"year": 3, "month": 30, "week": 99, "working_day": 30}
    return Duration(chance.randint(1, most.get(unit, 200)), unit)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(CHUNKS))
def test_every_series_is_the_one_that_a_walk_and_the_recurrence_rules_give(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(CASES // CHUNKS):
        first, cadence = some_day(chance), some_cadence(chance)
        until = first + timedelta(days=chance.choice([-1, 0, chance.randrange(60), chance.randrange(900)]))
        found = list(meeting_days(first, cadence, until))
        assert found == walked(first, cadence, until), (first, cadence, until)
        assert found == ruled(first, cadence, until), (first, cadence, until)
        assert found == sorted(set(found))


@pytest.mark.parametrize("seed", range(CHUNKS))
def test_a_length_later_is_the_day_that_a_walk_and_dateutil_give(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(CASES // CHUNKS):
        day, length = some_day(chance), some_length(chance, "day", "week", "month", "year", "working_day", "hour")
        assert after(day, length) == walked_after(day, length) == ruled_after(day, length), (day, length)


def walked_after(day: date, length: Duration) -> date:
    begin = CALENDAR[at(day)]
    onward = CALENDAR[at(day) :]
    match length.unit:
        case "hour":
            return day
        case "working_day":
            return [that.day for that in onward[1:] if that.weekday < 5][length.amount - 1]
        case "month" | "year":
            month = begin.month + length.amount * (12 if length.unit == "year" else 1)
            in_month = (that for that in onward if that.month == month)
            return next(that.day for that in in_month if that.day.day == day.day or that.is_last)
        case _:
            return onward[length.amount * (7 if length.unit == "week" else 1)].day


def ruled_after(day: date, length: Duration) -> date:
    match length.unit:
        case "hour":
            return day
        case "working_day":
            days = rrule(DAILY, byweekday=(MO, TU, WE, TH, FR), dtstart=day + timedelta(days=1), count=length.amount)
            return days[length.amount - 1].date()
        case unit:
            return day + relativedelta(**{f"{unit}s": length.amount})  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(CHUNKS))
def test_a_term_is_as_many_whole_months_as_it_says(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(CASES // CHUNKS):
        start, length = some_day(chance), some_length(chance, "month", "year")
        months = length.amount * (12 if length.unit == "year" else 1)
        end = end_of(start, length)
        following = end + timedelta(days=1)
        anew = start + relativedelta(months=months)
        # It begins anew on the same day of the month; where there is none, on the first of the month after.
        assert following == (anew if anew.day == start.day else anew + timedelta(days=1)), (start, length)
        assert following.day == (start.day if anew.day == start.day else 1)
        assert end_of(start, Duration(months, "month")) == end


BLANK = interviewed("start: 2026-01-01", "length: 60 minutes")


def answered(
    start: date, length: Duration, first: date, cadence: Cadence, check: Duration, minutes: int = 60
) -> Interview:
    """Give an interview without reading one, so that there is time for thousands."""
    answers = BLANK.answers
    parts = {
        "term": answers.term.model_copy(update={"start": start, "length": length}),
        "meetings": answers.meetings.model_copy(
            update={"first": Moment(first), "cadence": cadence, "length": Duration(minutes, "minute")}
        ),
        "review": answers.review.model_copy(update={"first_check": check}),
    }
    return replace(BLANK, answers=answers.model_copy(update=parts))


@pytest.mark.parametrize("seed", range(CHUNKS))
def test_twelve_monthly_meetings_of_a_year_stay_twelve_wherever_it_begins(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(CASES // CHUNKS):
        start = some_day(chance)
        # The first meeting is in the month in which the term begins.
        last = next(that.day for that in CALENDAR[at(start) :] if that.is_last)
        first = start + timedelta(days=chance.randint(0, (last - start).days))
        cadence = chance.choice(
            [Cadence(1), Cadence(3), Cadence(1, day=31), Cadence(1, day=chance.randint(1, 31)), Cadence(1, times=2)]
        )
        schedule = plan(answered(start, Duration(1, "year"), first, cadence, Duration(4, "week")).answers)
        told = (start, first, cadence)
        if cadence.times == 2:
            # A first meeting late in its month leaves that month one meeting, and the last month of the term another.
            assert len(schedule.meetings) in (23, 24), told
            continue
        assert len(schedule.meetings) == schedule.planned == 12 // cadence.every, told
        assert len({(day.year, day.month) for day in schedule.meetings}) == len(schedule.meetings), told


@pytest.mark.parametrize("seed", range(CHUNKS))
def test_plans_are_those_that_a_walk_gives(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(CASES // CHUNKS // 4):
        start, cadence = some_day(chance), some_cadence(chance)
        length, check = some_length(chance, "month", "week"), Duration(chance.randint(1, 26), "week")
        end = end_of(start, length)
        # A first meeting after the end is refused.
        first = start + timedelta(days=chance.randint(0, min(40, (end - start).days)))
        schedule = plan(answered(start, length, first, cadence, check).answers)
        told = (start, first, length, cadence, check)
        term = [that.day for that in CALENDAR[at(start) : at(end) + 1]]
        assert schedule.end == term[-1], told
        meetings = walked(first, cadence, term[-1])
        if cadence.unit == "month":
            # Each stretch of so many months that the term begins has room for one meeting, or for two.
            begun = 0
            while start + relativedelta(months=begun * cadence.every) <= term[-1]:
                begun += 1
            # A stretch from the 31st that the month cuts to its last day begins with the day after.
            begun -= start + relativedelta(months=(begun - 1) * cadence.every) == term[-1] and term[-1].day < start.day
            meetings = meetings[: begun * cadence.times]
        assert list(schedule.meetings) == meetings, told
        assert schedule.planned == len(meetings) > 0, told
        # As many days of the term lie before the middle as behind it; of two middle days it is the earlier.
        assert schedule.mid_point == closest(term[(len(term) - 1) // 2], meetings), told
        assert schedule.first_check == closest(first + timedelta(weeks=check.amount), meetings[1:]), told


def test_the_hours_in_words_are_those_of_all_meetings_to_the_nearest_half_hour() -> None:
    chance = random.Random(7)
    locale = load_locale("en")
    for _ in range(100):
        minutes, months = chance.randint(15, 180), chance.randint(1, 24)
        interview = answered(
            date(2026, 1, 1), Duration(months, "month"), date(2026, 1, 7), Cadence(1), Duration(4, "week"), minutes
        )
        effort = Scene(interview, locale).shown["effort.time"].runs[0].text
        assert abs(half_hours(effort) * 30 - months * minutes) <= 15, (effort, months, minutes)


def closest(day: date, days: list[date]) -> date:
    """Walk away from a day, one day back and one forth, until there is a meeting."""
    for distance in range(5000 if days else 0):
        for other in (day - timedelta(days=distance), day + timedelta(days=distance)):
            if other in days:
                return other
    return day


def half_hours(words: str) -> int:
    if words == "half an hour":
        return 1
    number = int(words.split()[0])
    return 2 * number + ("and a half" in words)
