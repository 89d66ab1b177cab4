"""The types of answers: what each accepts, and how each refuses."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from agreementgen.errors import Code, Problem
from agreementgen.interview import read_interview
from agreementgen.interview.fields import FIELDS
from agreementgen.interview.values import Cadence, DayOrMonth, Duration, Moment


def answered(key: str, text: str) -> tuple[Any, tuple[Problem, ...]]:
    """Read an interview that answers one question, given by its full key, in quotes or as typed."""
    *sections, leaf = key.split(".")
    lines = [f"{'  ' * depth}{name}:" for depth, name in enumerate(sections)]
    lines.append(f"{'  ' * len(sections)}{leaf}: {text}")
    reading = read_interview(("\n".join(lines) + "\n").encode(), "x.yaml")
    value: Any = reading.interview.answers if reading.interview else None
    for part in key.split(".") if reading.interview else ():
        value = getattr(value, part)
    return value, reading.problems


def value(key: str, text: str) -> Any:
    found, problems = answered(key, text)
    assert problems == ()
    return found


def refusal(key: str, text: str) -> Problem:
    found, problems = answered(key, text)
    assert found is None
    (problem,) = problems
    assert problem.key == key
    assert problem.line == key.count(".") + 1
    return problem


def minutes(amount: int) -> Duration:
    return Duration(amount, "minute")


# Durations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("60 minutes", minutes(60)),
        ("60", minutes(60)),
        ("90 min", minutes(90)),
        ("90min", minutes(90)),
        ("1.5 h", minutes(90)),
        ("1,5 h", minutes(90)),
        ("1h", minutes(60)),
        ("an hour", minutes(60)),
        ("one-hour", minutes(60)),
        ("Half an hour", minutes(30)),
        ("half hour", minutes(30)),
        ("45 mins.", minutes(45)),
        ("15", minutes(15)),
        ("3 hours", minutes(180)),
    ],
)
def test_the_length_of_a_meeting_is_read_in_minutes(text: str, expected: Duration) -> None:
    assert value("meetings.length", text) == expected


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("communication.reply", "3 working days", Duration(3, "working_day")),
        ("communication.reply", "three working days", Duration(3, "working_day")),
        ("communication.reply", "3 Business-Days", Duration(3, "working_day")),
        ("communication.reply", "3", Duration(3, "working_day")),
        ("communication.reply", "a day", Duration(1, "day")),
        ("communication.reply", "24h", Duration(24, "hour")),
        ("communication.reply", "4 weeks", Duration(4, "week")),
        ("term.length", "6 months", Duration(6, "month")),
        ("term.length", "six months", Duration(6, "month")),
        ("term.length", "6", Duration(6, "month")),
        ("term.length", "half a year", Duration(6, "month")),
        ("term.length", "1.5 years", Duration(18, "month")),
        ("term.length", "2 weeks", Duration(2, "week")),
        ("term.length", "10 years", Duration(10, "year")),
        ("review.first_check", "30 days", Duration(30, "day")),
        ("review.first_check", "6 months", Duration(6, "month")),
        ("meetings.cancel_notice", "1 week", Duration(1, "week")),
        ("meetings.cancel_notice", "5 working days", Duration(5, "working_day")),
    ],
)
def test_a_duration_keeps_the_unit_in_which_it_was_put(key: str, text: str, expected: Duration) -> None:
    assert value(key, text) == expected


@pytest.mark.parametrize("text", ["none", "None", "nothing", "no", "0", "0 hours"])
def test_a_notice_may_be_none(text: str) -> None:
    assert value("meetings.cancel_notice", text).is_none


@pytest.mark.parametrize(
    ("key", "text", "code"),
    [
        ("meetings.length", "about an hour", Code.DURATION_UNREADABLE),
        ("meetings.length", "60 to 90 minutes", Code.DURATION_UNREADABLE),
        ("meetings.length", "90 seconds", Code.DURATION_UNREADABLE),
        ("meetings.length", "-5 minutes", Code.DURATION_UNREADABLE),
        ("meetings.length", "٦٠ minutes", Code.DURATION_UNREADABLE),
        ("meetings.length", "hour", Code.DURATION_UNREADABLE),
        ("meetings.length", "2 days", Code.DURATION_UNIT),
        ("communication.reply", "1 month", Code.DURATION_UNIT),
        ("term.length", "3 hours", Code.DURATION_UNIT),
        ("meetings.length", "0", Code.NUMBER_OUT_OF_RANGE),
        ("meetings.length", "0 minutes", Code.NUMBER_OUT_OF_RANGE),
        ("meetings.length", "14", Code.NUMBER_OUT_OF_RANGE),
        ("meetings.length", "4 hours", Code.NUMBER_OUT_OF_RANGE),
        ("meetings.length", "1000000 min", Code.NUMBER_OUT_OF_RANGE),
        ("term.length", "0 months", Code.NUMBER_OUT_OF_RANGE),
        ("term.length", "120 years", Code.NUMBER_OUT_OF_RANGE),
        ("communication.reply", "150 weeks", Code.NUMBER_OUT_OF_RANGE),
        ("communication.reply", "1.5 days", Code.NUMBER_UNREADABLE),
        ("term.length", "1.5 months", Code.NUMBER_UNREADABLE),
        ("term.length", "none", Code.NONE_NOT_POSSIBLE),
        ("meetings.wait", "none", Code.NONE_NOT_POSSIBLE),
    ],
)
def test_what_is_no_sensible_duration_is_refused_and_says_why(key: str, text: str, code: Code) -> None:
    assert refusal(key, text).code == code


def test_a_wrong_unit_is_told_with_the_right_ones_and_an_example() -> None:
    assert refusal("meetings.length", "2 days").help == "write it in minutes, hours, such as 60 minutes"


def test_a_duration_out_of_range_is_told_with_least_and_most() -> None:
    assert "15 minutes to 180 minutes" in refusal("meetings.length", "4 hours").help


# Cadences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("monthly", Cadence(1, "month")),
        ("Every Month", Cadence(1, "month")),
        ("every one month", Cadence(1, "month")),
        ("once per month", Cadence(1, "month")),
        ("weekly", Cadence(1, "week")),
        ("every week", Cadence(1, "week")),
        ("every 2 weeks", Cadence(2, "week")),
        ("every two weeks", Cadence(2, "week")),
        ("every-2-weeks", Cadence(2, "week")),
        ("every_two_weeks", Cadence(2, "week")),
        ("every  2\tweeks", Cadence(2, "week")),
        ("once every 2 weeks.", Cadence(2, "week")),
        ("fortnightly", Cadence(2, "week")),
        ("every other week", Cadence(2, "week")),
        ("every 2nd week", Cadence(2, "week")),
        ("every third week", Cadence(3, "week")),
        ("every 6 weeks", Cadence(6, "week")),
        ("every 52 weeks", Cadence(52, "week")),
        ("twice a month", Cadence(1, "month", times=2)),
        ("2x a month", Cadence(1, "month", times=2)),
        ("every other month", Cadence(2, "month")),
        ("every 2 months", Cadence(2, "month")),
        ("quarterly", Cadence(3, "month")),
        ("every three months", Cadence(3, "month")),
        ("as needed", Cadence(0)),
        ("when we need it", Cadence(0)),
        ("monthly on the 15th", Cadence(1, "month", day=15)),
        ("every month on the 1st", Cadence(1, "month", day=1)),
        ("Monthly, on the 31st", Cadence(1, "month", day=31)),
        ("monthly on day 15", Cadence(1, "month", day=15)),
        ("monthly on 15", Cadence(1, "month", day=15)),
    ],
)
def test_a_cadence_is_read_in_all_its_forms(text: str, expected: Cadence) -> None:
    assert value("meetings.cadence", text) == expected


@pytest.mark.parametrize("text", ["biweekly", "Bi-Weekly", "bi weekly", "bimonthly", "bi-monthly"])
def test_biweekly_and_bimonthly_are_refused_with_what_they_could_mean(text: str) -> None:
    problem = refusal("meetings.cadence", text)
    assert problem.code == Code.CADENCE_AMBIGUOUS
    for offer in ("every 2 weeks", "twice a month", "every 2 months"):
        assert offer in problem.help
        value("meetings.cadence", offer)


@pytest.mark.parametrize(
    "text",
    [
        "daily",
        "every day",
        "every 0 weeks",
        "every 53 weeks",
        "every 1.5 weeks",
        "every year",
        "2 weeks",
        "3",
        "often",
        "monthly on the 32nd",
        "monthly on the 0",
        "on the 15th",
        "first Wednesday of the month",
    ],
)
def test_what_is_no_cadence_is_refused(text: str) -> None:
    assert refusal("meetings.cadence", text).code == Code.CADENCE_UNREADABLE


def test_every_rhythm_that_the_refusal_offers_is_accepted() -> None:
    offers = refusal("meetings.cadence", "often").help.removeprefix("write for example: ")
    offers = offers.replace(" (on the weekday of the first meeting)", "")
    assert len([value("meetings.cadence", offer) for offer in offers.split(", ")]) == 6


# Days and months


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


# Yes and no, numbers, choices


@pytest.mark.parametrize("text", ["yes", "Yes", "YES", "y", "true", "on"])
def test_yes_is_yes_however_it_is_spelled(text: str) -> None:
    assert value("confidentiality.ask_first", text) is True


@pytest.mark.parametrize("text", ["no", "No", "NO", "n", "false", "off"])
def test_no_is_no_however_it_is_spelled(text: str) -> None:
    assert value("confidentiality.ask_first", text) is False


@pytest.mark.parametrize("text", ["maybe", "1", "0", "none", "yes please"])
def test_what_is_neither_yes_nor_no_is_refused(text: str) -> None:
    assert refusal("confidentiality.ask_first", text).code == Code.YES_NO_UNREADABLE


@pytest.mark.parametrize(("text", "expected"), [("2", 2), ("two", 2), ("2.0", 2), ("9", 9)])
def test_a_number_is_read_in_figures_or_as_a_word(text: str, expected: int) -> None:
    assert value("meetings.missed_in_a_row", text) == expected


@pytest.mark.parametrize("text", ["none", "nothing", "0"])
def test_a_number_that_may_be_nought_may_be_none(text: str) -> None:
    assert value("term.trial_meetings", text) == 0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0", Code.NUMBER_OUT_OF_RANGE),
        ("10", Code.NUMBER_OUT_OF_RANGE),
        ("1.5", Code.NUMBER_UNREADABLE),
        ("-1", Code.NUMBER_UNREADABLE),
        ("two or three", Code.NUMBER_UNREADABLE),
        ("none", Code.NONE_NOT_POSSIBLE),
    ],
)
def test_what_is_no_number_in_range_is_refused(text: str, code: Code) -> None:
    assert refusal("meetings.missed_in_a_row", text).code == code


@pytest.mark.parametrize("text", ["in_person", "in person", "In-Person", "IN PERSON", "in  person", "face to face"])
def test_a_choice_ignores_case_space_hyphen_and_underscore(text: str) -> None:
    assert value("meetings.format", text) == "in_person"


@pytest.mark.parametrize("key", [key for key, field in FIELDS.items() if field.is_choice and "*" not in key])
def test_every_listed_value_is_read_as_itself(key: str) -> None:
    field = FIELDS[key]
    for token in field.values:
        text = f"{{mentee: {token}}}" if field.asked.per_person else token.replace("_", " ")
        found = value(key, text)
        found = found["mentee"] if field.asked.per_person else found
        assert found == ((token,) if field.is_list else token)


def test_a_choice_nearly_spelled_is_offered_rightly() -> None:
    problem = refusal("meetings.format", "vidoe")
    assert problem.code == Code.NOT_A_CHOICE
    assert 'did you mean "video"?' in problem.help
    assert "possible are: mixed, in person, video, phone, text chat" in problem.help


@pytest.mark.parametrize("text", ["carrier pigeon", "video or phone", "~", "null"])
def test_a_choice_that_is_none_of_them_is_told_what_there_is_and_no_guess(text: str) -> None:
    problem = refusal("meetings.format", text)
    assert problem.code == Code.NOT_A_CHOICE
    assert problem.help.startswith("possible are: ")


def test_whether_the_mentor_has_a_say_is_never_guessed_from_a_yes() -> None:
    assert refusal("relationship.mentor_has_say", "yes").code == Code.NOT_A_CHOICE
    assert value("relationship.mentor_has_say", "no") == "none"


@pytest.mark.parametrize("text", ["peer", "Workplce"])
def test_an_unknown_kind_is_told_which_kinds_there_are(text: str) -> None:
    problem = refusal("relationship.kind", text)
    assert problem.code == Code.NOT_A_CHOICE
    assert "workplace" in problem.help


# Languages


@pytest.mark.parametrize(("text", "tag"), [("en", "en"), ("EN", "en"), ("en-gb", "en-GB"), ("en_US", "en-US")])
def test_a_language_may_have_a_region(text: str, tag: str) -> None:
    assert value("document.language", text) == tag


@pytest.mark.parametrize("text", ["xx", "English", "en-QQ", "en-", "'-'", "../en"])
def test_a_language_or_region_that_is_not_known_is_refused(text: str) -> None:
    assert refusal("document.language", text).code == Code.LANGUAGE_MISSING


# Texts


@pytest.mark.parametrize("text", ["NO", "null", "~", "0123", "10:30", "1_000", "3.10", "yes", "{{ x }}", "<b>A</b>"])
def test_a_text_stays_what_was_typed(text: str) -> None:
    assert value("people.mentee.name", f"'{text}'") == text


def test_letters_are_composed_and_space_around_a_text_is_dropped() -> None:
    assert value("people.mentee.name", "'  Zoe\u0308 Bo\u0308hm '") == "Zoë Böhm"


def test_a_text_keeps_its_lines_and_paragraphs() -> None:
    assert value("purpose.statement", "|\n    One.\n    Two.\n\n    Three.") == "One.\nTwo.\n\nThree."


def test_a_name_stands_on_one_line() -> None:
    assert refusal("people.mentee.name", '"Ada\\nOkafor"').code == Code.ONE_LINE_ONLY


def test_a_duration_in_minutes_can_be_asked_for_where_its_unit_has_a_fixed_length() -> None:
    assert Duration(2, "hour").minutes == 120
    with pytest.raises(ValueError, match="working_day"):
        _ = Duration(3, "working_day").minutes
