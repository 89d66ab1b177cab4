"""Start, rhythm and length → dates, held against a calendar that is walked day by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from agreementgen.interview import Interview, read_interview
from agreementgen.interview.schedule import Schedule, after, end_of, meeting_days, plan
from agreementgen.interview.values import Cadence, Duration

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
