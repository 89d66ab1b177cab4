"""The types of answers: what each accepts, and how each refuses."""

from __future__ import annotations

from typing import Any

import pytest

from agreementgen.errors import Code, Problem
from agreementgen.interview import read_interview
from agreementgen.interview.fields import FIELDS
from agreementgen.interview.values import Cadence, Duration


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


NEED_TERMS = {("relationship.pay", "fee"), ("entrepreneurship.equity", "separate_written_agreement")}


@pytest.mark.parametrize("key", [key for key, field in FIELDS.items() if field.is_choice and "*" not in key])
def test_every_listed_value_is_read_as_itself(key: str) -> None:
    field = FIELDS[key]
    for token in field.values:
        text = f"{{mentee: {token}}}" if field.asked.per_person else token.replace("_", " ")
        if (key, token) in NEED_TERMS:
            assert [problem.code for problem in answered(key, text)[1]] == [Code.TERMS_MISSING]
            continue
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


@pytest.mark.parametrize("text", ["buddies", "Workplce"])
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
