"""Start, rhythm and length → dates, held against a calendar that is walked day by day."""

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
from agreementgen.interview import Interview, read_interview
from agreementgen.interview.schedule import Schedule, after, end_of, meeting_days, plan
from agreementgen.interview.values import Cadence, Duration, Moment
from agreementgen.locales import load_locale

EVERY_MONTH = Cadence(1)


def interviewed(term: str = "", meetings: str = "", review: str = "") -> Interview:
    text = f"term: {{{term}}}\nmeetings: {{{meetings}}}\nreview: {{{review}}}\n"
    reading = read_interview(text.encode())
    assert reading.interview is not None, reading.problems
    return reading.interview


def planned(term: str = "", meetings: str = "", review: str = "") -> Schedule:
    return plan(interviewed(term, meetings, review).answers)


def days(first: str, cadence: Cadence, until: str) -> list[str]:
    return [day.isoformat() for day in meeting_days(date.fromisoformat(first), cadence, date.fromisoformat(until))]


# Ends


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2025-12-01", Duration(6, "month"), "2026-05-31"),
        ("2025-12-15", Duration(6, "month"), "2026-06-14"),
        ("2025-12-01", Duration(1, "year"), "2026-11-30"),
        ("2024-02-29", Duration(1, "year"), "2025-02-28"),
        ("2024-02-29", Duration(4, "year"), "2028-02-28"),
        ("2025-08-31", Duration(6, "month"), "2026-02-28"),
        ("2023-08-31", Duration(6, "month"), "2024-02-29"),
        ("2025-12-31", Duration(1, "month"), "2026-01-30"),
        ("2025-12-01", Duration(26, "week"), "2026-05-31"),
        ("2025-12-01", Duration(13, "month"), "2026-12-31"),
    ],
)
def test_a_term_ends_on_the_day_before_it_would_begin_anew(start: str, length: Duration, end: str) -> None:
    assert end_of(date.fromisoformat(start), length) == date.fromisoformat(end)


def test_an_end_that_is_given_stands() -> None:
    assert planned("start: 2025-12-01, end: 2026-04-10").end == date(2026, 4, 10)


def test_without_a_length_there_is_no_end() -> None:
    assert planned("start: 2025-12-01", "first: 2025-12-03, cadence: monthly") == Schedule(
        first_check=date(2025, 12, 31)
    )


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2026-01-07", 3, "2026-01-12"),  # Wednesday to Monday
        ("2026-01-09", 1, "2026-01-12"),  # Friday
        ("2026-01-10", 1, "2026-01-12"),  # Saturday
        ("2026-01-11", 1, "2026-01-12"),  # Sunday
    ],
)
def test_working_days_are_monday_to_friday(day: str, count: int, expected: str) -> None:
    assert after(date.fromisoformat(day), Duration(count, "working_day")) == date.fromisoformat(expected)


def test_hours_do_not_move_a_day() -> None:
    assert after(date(2026, 1, 7), Duration(30, "hour")) == date(2026, 1, 7)


# Series


def test_every_month_is_the_same_weekday_of_the_month() -> None:
    assert days("2025-12-03", EVERY_MONTH, "2026-03-31") == ["2025-12-03", "2026-01-07", "2026-02-04", "2026-03-04"]


def test_a_fifth_weekday_means_the_last() -> None:
    assert days("2025-12-31", EVERY_MONTH, "2026-04-30") == [
        "2025-12-31",
        "2026-01-28",
        "2026-02-25",
        "2026-03-25",
        "2026-04-29",
    ]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (29, ["2026-01-29", "2026-02-28", "2026-03-29", "2026-04-29"]),
        (30, ["2026-01-30", "2026-02-28", "2026-03-30", "2026-04-30"]),
        (31, ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]),
    ],
)
def test_a_day_that_a_month_does_not_have_is_its_last(number: int, expected: list[str]) -> None:
    assert days(expected[0], Cadence(1, day=number), "2026-04-30") == expected


def test_the_29th_of_february_is_met_in_a_leap_year() -> None:
    assert days("2028-01-31", Cadence(1, day=31), "2028-03-01") == ["2028-01-31", "2028-02-29"]


@pytest.mark.parametrize("first", ["2025-12-01", "2025-12-03", "2025-12-29", "2025-12-31"])
@pytest.mark.parametrize("cadence", [EVERY_MONTH, Cadence(1, day=1), Cadence(1, day=15), Cadence(1, day=31)])
def test_twelve_monthly_meetings_stay_twelve(first: str, cadence: Cadence) -> None:
    found = days(first, cadence, "2026-11-30")
    assert len({day[:7] for day in found}) == len(found) == 12


def test_monthly_on_a_day_keeps_the_first_meeting_wherever_it_is() -> None:
    assert days("2025-12-03", Cadence(1, day=15), "2026-02-28") == ["2025-12-03", "2026-01-15", "2026-02-15"]


def test_twice_a_month_is_two_weeks_apart_in_every_month() -> None:
    assert days("2026-01-07", Cadence(1, times=2), "2026-03-31") == [
        "2026-01-07",
        "2026-01-21",
        "2026-02-04",
        "2026-02-18",
        "2026-03-04",
        "2026-03-18",
    ]


@pytest.mark.parametrize("number", [1, 2, 3, 5])
def test_every_so_many_weeks_keeps_the_weekday(number: int) -> None:
    found = days("2026-01-07", Cadence(number, "week"), "2026-06-30")
    assert found[:2] == ["2026-01-07", (date(2026, 1, 7) + timedelta(weeks=number)).isoformat()]
    assert len(found) == 174 // (7 * number) + 1


def test_the_last_day_of_the_term_is_part_of_it_and_the_next_is_not() -> None:
    assert days("2026-01-07", Cadence(1, "week"), "2026-01-14") == ["2026-01-07", "2026-01-14"]
    assert days("2026-01-07", Cadence(1, "week"), "2026-01-13") == ["2026-01-07"]
    assert days("2026-01-07", EVERY_MONTH, "2026-01-06") == []


# Plans


def test_as_needed_has_no_dates_and_no_number() -> None:
    schedule = planned("start: 2025-12-01, length: 6 months", "first: 2025-12-03, cadence: as needed")
    assert (schedule.meetings, schedule.planned) == ((), None)


def test_without_a_first_meeting_there_are_no_days_but_a_number() -> None:
    schedule = planned("start: 2025-12-01, length: 6 months", "cadence: every 2 weeks")
    assert (schedule.meetings, schedule.planned) == ((), 13)


@pytest.mark.parametrize(
    ("cadence", "number"),
    [("monthly", 12), ("weekly", 52), ("twice a month", 24), ("quarterly", 4), ("every 3 weeks", 17)],
)
def test_a_year_has_as_many_meetings_as_one_expects(cadence: str, number: int) -> None:
    assert planned("start: 2026-01-01, length: 1 year", f"cadence: {cadence}").planned == number


def test_the_mid_point_is_the_meeting_nearest_the_middle() -> None:
    schedule = planned("start: 2025-12-01, length: 6 months", "first: 2025-12-03, cadence: monthly")
    assert schedule.meetings[-1] == date(2026, 5, 6)
    assert schedule.mid_point == date(2026, 3, 4)


def test_the_mid_point_without_meetings_is_the_middle_day() -> None:
    assert planned("start: 2026-01-01, end: 2026-01-31").mid_point == date(2026, 1, 16)


def test_a_mid_point_that_is_given_stands() -> None:
    text = "start: 2025-12-01, length: 6 months"
    assert planned(text, "first: 2025-12-03, cadence: monthly", "mid_point: 2026-02-11").mid_point == date(2026, 2, 11)


def test_the_first_check_counts_from_the_first_meeting_and_falls_on_a_meeting() -> None:
    schedule = planned("start: 2025-12-01, length: 6 months", "first: 2025-12-10, cadence: monthly")
    assert schedule.first_check == date(2026, 1, 14)


def test_the_first_check_counts_from_the_start_where_there_is_no_first_meeting() -> None:
    assert planned("start: 2025-12-01, length: 6 months").first_check == date(2025, 12, 29)


def test_the_first_check_is_never_the_first_meeting_itself() -> None:
    schedule = planned(
        "start: 2026-01-01, length: 2 months", "first: 2026-02-20, cadence: monthly", "first_check: 1 week"
    )
    assert schedule.meetings == (date(2026, 2, 20),)
    assert schedule.first_check == date(2026, 2, 27)


@pytest.mark.parametrize("start", ["2026-01-20", "2026-01-31", "2025-12-03", "2024-02-29", "2026-08-31", "2027-03-01"])
@pytest.mark.parametrize(
    ("cadence", "number"), [("monthly", 12), ("monthly on the 15th", 12), ("twice a month", 24), ("quarterly", 4)]
)
def test_a_year_from_the_first_meeting_on_has_as_many_meetings_as_one_expects(
    start: str, cadence: str, number: int
) -> None:
    # The third Tuesday of January 2026 is the 20th, of January 2027 the 19th: still in the term, and one too many.
    schedule = planned(f"start: {start}, length: 1 year", f"first: {start}, cadence: {cadence}")
    assert len(schedule.meetings) == schedule.planned == number


def test_an_end_on_the_same_day_as_that_of_a_length_gives_the_same_meetings() -> None:
    by_length = planned("start: 2026-01-20, length: 12 months", "first: 2026-01-20, cadence: monthly")
    by_end = planned("start: 2026-01-20, end: 2027-01-19", "first: 2026-01-20, cadence: monthly")
    assert by_length == by_end
    a_day_more = planned("start: 2026-01-20, end: 2027-01-20", "first: 2026-01-20, cadence: monthly")
    assert a_day_more.meetings == (*by_length.meetings, date(2027, 1, 19))


def test_a_first_meeting_before_the_term_takes_no_meeting_from_its_end() -> None:
    schedule = planned("start: 2026-01-20, length: 12 months", "first: 2025-11-19, cadence: monthly")
    assert (len(schedule.meetings), schedule.meetings[-1]) == (14, date(2026, 12, 16))


def test_a_first_meeting_after_an_end_without_a_start_gives_no_series() -> None:
    assert planned("end: 2026-01-31", "first: 2026-06-03, cadence: monthly").meetings == ()


def test_a_long_series_is_not_cut_short() -> None:
    assert days("1900-01-03", Cadence(1, "week"), "2199-12-31")[-1] == "2199-12-25"


def test_as_needed_has_no_series() -> None:
    assert days("2026-01-07", Cadence(0), "2026-12-31") == []


# A calendar walked day by day, and the recurrence rules of dateutil

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
