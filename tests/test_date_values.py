"""Days, months, moments and zones: what each accepts, and how each refuses."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from agreementgen.errors import Code, Problem
from agreementgen.interview import read_interview
from agreementgen.interview.values import DayOrMonth, Moment

from .test_values import refusal, value


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2025-12-01", date(2025, 12, 1)), ("2024-02-29", date(2024, 2, 29)), ("'2199-12-31'", date(2199, 12, 31))],
)
def test_a_day_is_written_year_first(text: str, expected: date) -> None:
    assert value("term.start", text) == expected


@pytest.mark.parametrize(
    "text", ["05/04/2026", "5/4/2026", "5.4.2026", "05-04-2026", "5. 4. 2026", "5/4/26", "5.4.26."]
)
def test_a_date_that_could_be_two_days_is_refused_with_both(text: str) -> None:
    problem = refusal("term.start", text)
    assert problem.code == Code.DATE_NOT_ISO
    assert problem.help == "write 2026-04-05 (5 April 2026) or 2026-05-04 (4 May 2026)"


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("13/04/2026", "2026-04-13 (13 April 2026)"),
        ("04/13/2026", "2026-04-13 (13 April 2026)"),
        ("5/5/2026", "2026-05-05 (5 May 2026)"),
        ("2026/04/05", "2026-04-05 (5 April 2026)"),
        ("2026.4.5", "2026-04-05 (5 April 2026)"),
        ("2026-4-5", "2026-04-05 (5 April 2026)"),
    ],
)
def test_a_date_that_can_be_one_day_only_is_refused_with_that(text: str, only: str) -> None:
    problem = refusal("term.start", text)
    assert problem.code == Code.DATE_NOT_ISO
    assert problem.help == f"write {only}"


def test_a_short_year_by_hyphens_may_stand_first_or_last() -> None:
    assert refusal("term.start", "26-04-05").help == "write 2005-04-26 (26 April 2005) or 2026-04-05 (5 April 2026)"


@pytest.mark.parametrize("text", ["2026-02-30", "2025-02-29", "2026-13-01", "31/02/2026", "99/99/2026", "32/01/2026"])
def test_a_day_that_the_calendar_does_not_have_is_called_that(text: str) -> None:
    problem = refusal("term.start", text)
    assert problem.code == Code.DATE_IMPOSSIBLE
    assert text in problem.message


@pytest.mark.parametrize("text", ["tomorrow", "1 April 2026", "2026-04", "20260405", "15:00", "５/４/２０２６", "2026"])
def test_what_is_no_date_in_figures_is_refused_with_an_example(text: str) -> None:
    problem = refusal("term.start", text)
    assert problem.code == Code.DATE_UNREADABLE
    assert "2026-04-05" in problem.help


@pytest.mark.parametrize("text", ["0026-04-05", "9999-12-31", "0000-01-01"])
def test_a_year_that_must_be_a_slip_is_refused(text: str) -> None:
    assert refusal("term.start", text).code == Code.NUMBER_OUT_OF_RANGE


def goal_by(text: str) -> tuple[Any, tuple[Problem, ...]]:
    reading = read_interview(f"goals:\n  - title: Ship it\n    by: {text}\n".encode())
    if reading.interview and reading.interview.answers.goals:
        return reading.interview.answers.goals[0].by, ()
    return None, reading.problems


def test_a_goal_is_due_on_a_day_or_in_a_month() -> None:
    assert goal_by("2026-02-28")[0] == DayOrMonth(2026, 2, 28)
    assert goal_by("2026-02")[0] == DayOrMonth(2026, 2)
    assert DayOrMonth(2026, 2).last == date(2026, 2, 28)
    assert DayOrMonth(2024, 2).last == date(2024, 2, 29)
    assert DayOrMonth(2026, 12).last == date(2026, 12, 31)
    assert DayOrMonth(2026, 2, 3).last == date(2026, 2, 3)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-13", Code.DATE_IMPOSSIBLE),
        ("2026-00", Code.DATE_IMPOSSIBLE),
        ("2026-02-30", Code.DATE_IMPOSSIBLE),
        ("April", Code.DATE_UNREADABLE),
        ("04/2026", Code.DATE_UNREADABLE),
        ("05/04/2026", Code.DATE_NOT_ISO),
        ("0206-02", Code.NUMBER_OUT_OF_RANGE),
    ],
)
def test_what_is_neither_day_nor_month_is_refused_at_the_goal_by_its_name(text: str, code: Code) -> None:
    (problem,) = goal_by(text)[1]
    assert (problem.code, problem.key, problem.line, problem.column) == (code, "goals.ship-it.by", 3, 9)


# Moments


@pytest.mark.parametrize(
    "text",
    [
        "2025-12-03 15:00",
        "2025-12-03T15:00",
        "2025-12-03t15:00",
        "2025-12-03, 15:00",
        "2025-12-03   15.00",
        "2025-12-03 15:00:00",
    ],
)
def test_a_moment_is_a_day_and_a_time_with_or_without_t(text: str) -> None:
    assert value("meetings.first", text) == Moment(date(2025, 12, 3), time(15, 0))


def test_a_moment_may_be_a_day_alone() -> None:
    assert value("meetings.first", "2025-12-03") == Moment(date(2025, 12, 3))


def test_a_moment_may_be_at_midnight() -> None:
    assert value("meetings.first", "2025-12-03 00:00") == Moment(date(2025, 12, 3), time(0))


@pytest.mark.parametrize(
    ("text", "offer"),
    [
        ("2025-12-03 3pm", "2025-12-03 15:00"),
        ("2025-12-03 3 p.m.", "2025-12-03 15:00"),
        ("2025-12-03 12:30 am", "2025-12-03 00:30"),
        ("2025-12-03 15h", "2025-12-03 15:00"),
        ("2025-12-03 15h30", "2025-12-03 15:30"),
        ("2025-12-03 at 9:45", "2025-12-03 09:45"),
        ("2025-12-03 24:00", "2025-12-03 15:00"),
        ("2025-12-03 15:60", "2025-12-03 15:00"),
        ("2025-12-03 15:00:30", "2025-12-03 15:00"),
        ("2025-12-03 noon", "2025-12-03 15:00"),
        ("2025-12-03T15:00Z", "2025-12-03 15:00"),
        ("2025-12-03 15:00 CET", "2025-12-03 15:00"),
    ],
)
def test_a_time_that_cannot_be_read_is_offered_as_it_should_be(text: str, offer: str) -> None:
    problem = refusal("meetings.first", text)
    assert problem.code == Code.TIME_UNREADABLE
    assert problem.help.endswith(offer)
    assert text[10:].strip(" T") in problem.message


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("03/12/2025 15:00", Code.DATE_NOT_ISO),
        ("2025-02-30 15:00", Code.DATE_IMPOSSIBLE),
        ("15:00", Code.DATE_UNREADABLE),
        ("next Wednesday 15:00", Code.DATE_UNREADABLE),
        ("3 December 2025 15:00", Code.DATE_UNREADABLE),
    ],
)
def test_a_moment_with_a_wrong_day_is_refused_for_its_day(text: str, code: Code) -> None:
    assert refusal("meetings.first", text).code == code


@pytest.mark.parametrize(
    ("text", "offer"),
    [
        ("13/1/2027 15:00", "2027-01-13 15:00 (13 January 2027)"),
        ("1/20/2027 3:00 PM", "2027-01-20 15:00 (20 January 2027)"),
        ("1/20/2027 3:00:00 PM", "2027-01-20 15:00 (20 January 2027)"),
        ("13.1.2027 14 Uhr", "2027-01-13 14:00 (13 January 2027)"),
        ("1/2/2027 9:30", "2027-01-02 09:30 (2 January 2027) or 2027-02-01 09:30 (1 February 2027)"),
        ("13/1/2027 noon", "2027-01-13 (13 January 2027)"),
    ],
)
def test_a_moment_in_another_order_is_offered_with_its_time(text: str, offer: str) -> None:
    assert refusal("meetings.first", text).help == f"write {offer}"


# Zones


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Europe/Lisbon", "Europe/Lisbon"),
        ("europe/lisbon", "Europe/Lisbon"),
        ("America/New York", "America/New_York"),
        ("utc", "UTC"),
    ],
)
def test_a_zone_is_read_by_its_full_name(text: str, expected: str) -> None:
    assert value("meetings.time_zone", text) == expected


@pytest.mark.parametrize(
    ("text", "offer"),
    [
        ("Lisbon", "Europe/Lisbon"),
        ("New York", "America/New_York"),
        ("new-york", "America/New_York"),
        ("London, UK", "Europe/London"),
        ("Europe/Pariss", "Europe/Paris"),
        ("Berln", "Europe/Berlin"),
        ("Kolkata", "Asia/Kolkata"),
    ],
)
def test_a_city_alone_is_offered_with_its_full_name(text: str, offer: str) -> None:
    problem = refusal("meetings.time_zone", text)
    assert problem.code == Code.ZONE_UNKNOWN
    assert problem.help.endswith(f"such as {offer}")


@pytest.mark.parametrize("text", ["GMT+1", "CET", "+01:00", "x", "Portugal"])
def test_a_zone_that_is_no_city_is_never_offered_a_wrong_one(text: str) -> None:
    assert refusal("meetings.time_zone", text).help.endswith("such as Europe/Lisbon")
