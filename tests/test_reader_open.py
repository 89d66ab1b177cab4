"""The `open:` block: its shapes, its states, and what it refuses."""

from __future__ import annotations

from datetime import date

import pytest

from agreementgen.errors import Code
from agreementgen.interview import State
from agreementgen.interview.values import Cadence

from .test_reader import interview, problem, said


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("{}", State.TO_DISCUSS),
        ("", State.TO_DISCUSS),
        ("to discuss", State.TO_DISCUSS),
        ("{mentee: }", State.TO_DISCUSS),
        ("{decide_by: }", State.TO_DISCUSS),
        ("{mentee: monthly}", State.ONE_SIDED),
        ("{mentee: monthly, mentor: to discuss}", State.TO_DISCUSS),
        ("{mentee: monthly, mentor: weekly}", State.DIFFERS),
        ("{decide_by: 2026-01-15}", State.LATER),
    ],
)
def test_the_shape_of_an_open_question_gives_its_state(text: str, state: State) -> None:
    assert said(f"open:\n  meetings.cadence: {text}") == {"meetings.cadence": state}


def test_views_are_read_by_the_type_of_the_question() -> None:
    views = (
        interview("open: {meetings.cadence: {mentee: every month, mentor: 2x a month}}")
        .standings["meetings.cadence"]
        .views
    )
    assert views == {"mentee": Cadence(1), "mentor": Cadence(1, times=2)}


def test_views_on_goals_are_read_like_goals() -> None:
    text = "open: {goals: {mentee: [Ship it, {title: Rest, by: 2026-03}], mentor: Hire}}"
    views = interview(text).standings["goals"].views
    assert [goal.title for goal in views["mentee"]] == ["Ship it", "Rest"]
    assert [goal.title for goal in views["mentor"]] == ["Hire"]


def test_a_view_may_be_none_where_the_answer_may() -> None:
    views = (
        interview("open: {boundaries.off_limits: {mentee: none, mentor: [pay]}}")
        .standings["boundaries.off_limits"]
        .views
    )
    assert views == {"mentee": (), "mentor": ("pay",)}


def test_not_sure_is_no_view() -> None:
    text = "open: {relationship.mentor_has_say: {mentee: none, mentor: not sure}}"
    assert said(text) == {"relationship.mentor_has_say": State.ONE_SIDED}


def test_a_part_of_a_goal_is_called_by_the_words_of_its_title() -> None:
    text = "goals: [Run a launch review, Rest]\nopen: {goals.run-a-launch-review.by: {decide_by: 2026-01-15}}"
    read = interview(text)
    assert read.state("goals.run-a-launch-review.by") == State.LATER
    assert read.standings["goals.run-a-launch-review.by"].decide_by == date(2026, 1, 15)


def test_one_persons_answer_can_be_open_by_itself() -> None:
    text = "feedback: {preference: {mentee: direct}}\nopen: {feedback.preference.mentor: {}}"
    assert said(text)["feedback.preference.mentor"] == State.TO_DISCUSS


@pytest.mark.parametrize("text", ["open:", "open: {}", "open: none"])
def test_an_empty_open_block_says_nothing(text: str) -> None:
    assert said(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "open: maybe",
        "open: [meetings.cadence]",
        "open: {meetings.cadence: monthly}",
        "open: {meetings.cadence: [a]}",
    ],
)
def test_another_shape_of_an_open_question_is_refused_with_the_right_ones(text: str) -> None:
    found = problem(text)
    assert found.code == Code.OPEN_SHAPE
    assert "{decide_by: 2026-01-15}" in found.help


@pytest.mark.parametrize(
    ("key", "offer"),
    [
        ("meetings.cadense", 'did you mean "meetings.cadence"?'),
        ("cadence", 'did you mean "meetings.cadence"?'),
        ("meetings", "write the full key of a question, such as meetings.cadence"),
        ("goals.rest", 'did you mean "goals.rest.by"?'),
        ("goals.test.by", 'did you mean "goals.rest.by"?'),
        ("goals.0.by", None),
        ("goals.*.by", None),
        ("feedback.preference.nobody", 'did you mean "feedback.preference"?'),
        ("open", None),
        ("''", None),
    ],
)
def test_an_open_question_that_there_is_not_is_refused(key: str, offer: str | None) -> None:
    found = problem(f"goals: [Rest]\nopen:\n  {key}: {{}}\n")
    assert (found.code, found.line, found.column) == (Code.UNKNOWN_KEY, 3, 3)
    assert offer is None or found.help == offer


@pytest.mark.parametrize(
    ("body", "key", "line"),
    [
        ("meetings: {cadence: monthly}", "meetings.cadence", 1),
        ("meetings: {cadence: to discuss}", "meetings.cadence", 1),
        ("meetings: to discuss", "meetings.cadence", 1),
        ("meetings: {place: none}", "meetings.place", 1),
        ("goals:\n- Rest", "goals", 1),
        ("goals:\n- title: Rest\n  by: 2026-02", "goals.rest.by", 3),
        ("goals:\n- title: Rest\n  by: to discuss", "goals.rest.by", 3),
        ("feedback:\n  preference:\n    mentee: direct", "feedback.preference", 3),
        ("feedback:\n  preference:\n    mentee: direct", "feedback.preference.mentee", 3),
    ],
)
def test_what_is_settled_and_open_at_once_is_reported_with_both_lines(body: str, key: str, line: int) -> None:
    found = problem(f"{body}\nopen:\n  {key}: {{}}\n")
    assert (found.code, found.key, found.line) == (Code.SETTLED_AND_OPEN, key, body.count("\n") + 3)
    assert f"line {line} " in found.message


@pytest.mark.parametrize(
    ("view", "code", "column"),
    [
        ("{mentee: biweekly}", Code.CADENCE_AMBIGUOUS, 30),
        ("{mentee: {a: b}}", Code.TEXT_EXPECTED, 30),
        ("{mentr: monthly}", Code.PERSON_UNKNOWN, 22),
        ("{decide_by: 15/01/2026}", Code.DATE_NOT_ISO, 33),
        ("{decide_by: soon}", Code.DATE_UNREADABLE, 33),
        ("{mentee: none}", Code.NONE_NOT_POSSIBLE, 30),
        ("{mentee: monthly, mentor: every month}", Code.SAME_VIEWS, 3),
    ],
)
def test_a_view_that_cannot_be_read_is_reported_at_its_own_place(view: str, code: Code, column: int) -> None:
    found = problem(f"open:\n  meetings.cadence: {view}\n")
    assert (found.code, found.line, found.column) == (code, 2, column)
    assert found.key.startswith("meetings.cadence")


def test_names_and_settings_cannot_stand_under_open() -> None:
    assert problem("open: {people.mentee.name: {}}").code == Code.CANNOT_BE_OPEN


def test_what_is_put_off_may_keep_what_each_has_said() -> None:
    views = "{mentee: weekly, decide_by: 2026-01-15, mentor: every month}"
    standing = interview(f"open: {{meetings.cadence: {views}}}").standings["meetings.cadence"]
    assert (standing.state, standing.decide_by) == (State.LATER, date(2026, 1, 15))
    assert set(standing.views) == {"mentee", "mentor"}
