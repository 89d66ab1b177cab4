"""What cannot be read is told with its place, all at once."""

from __future__ import annotations

import pytest

from agreementgen.errors import Code
from agreementgen.interview import read_interview

from .answers import base
from .answers import text as written
from .test_reader import interview, problem, problems


@pytest.mark.parametrize(
    ("text", "offer"),
    [
        ("meetings: {cadense: x}", "cadence"),
        ("meetings: {Cadence: x}", "cadence"),
        ("relationship: {mentor has say: x}", "mentor_has_say"),
        ("meeting: {}", "meetings"),
        ("Goals: [x]", "goals"),
        ("opne: {}", "open"),
    ],
)
def test_a_misspelled_key_is_reported_with_the_nearest_one(text: str, offer: str) -> None:
    found = problem(text)
    assert found.code == Code.UNKNOWN_KEY
    assert found.help == f'did you mean "{offer}"?'


@pytest.mark.parametrize(
    ("text", "key", "place"),
    [
        ("cadence: monthly", "cadence", "meetings.cadence"),
        ("meetings: {level: standard}", "meetings.level", "confidentiality.level"),
        ("mentee: Ada", "mentee", "people.mentee or commitments.mentee"),
        ("people: {goals: [x]}", "people.goals", "goals"),
        ("title: x", "title", "document.title, people.mentee.title or people.mentor.title"),
    ],
)
def test_a_right_key_in_the_wrong_section_is_told_its_place(text: str, key: str, place: str) -> None:
    found = problem(text)
    assert (found.code, found.key, found.help) == (Code.KEY_ELSEWHERE, key, f"its place is {place}")


def test_a_key_near_to_nothing_is_told_what_may_stand_there() -> None:
    found = problem("meetings: {xyzzy: 1}")
    assert found.help.startswith("what may stand here: note, cadence, length")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("meetings: monthly", Code.MAP_EXPECTED),
        ("people: [Ada, Ben]", Code.MAP_EXPECTED),
        ("people: {mentee: [Ada]}", Code.MAP_EXPECTED),
        ("meetings: {cadence: [monthly]}", Code.TEXT_EXPECTED),
        ("meetings: {cadence: {a: b}}", Code.TEXT_EXPECTED),
        ("schema: [1]", Code.TEXT_EXPECTED),
        ("boundaries: {off_limits: {a: b, c: d}}", Code.TEXT_EXPECTED),
        ("feedback: {preference: {mentee: [direct, [x]]}}", Code.TEXT_EXPECTED),
    ],
)
def test_an_answer_of_the_wrong_shape_is_refused(text: str, code: Code) -> None:
    assert problem(text).code == code


def test_a_wrong_value_in_a_list_is_reported_at_its_item() -> None:
    found = problem("confidentiality:\n  exceptions:\n    - policy reporting\n    - nope\n")
    assert (found.code, found.key, found.line, found.column) == (Code.NOT_A_CHOICE, "confidentiality.exceptions", 4, 7)


# Together


def test_an_end_before_the_start_is_reported_at_the_end() -> None:
    found = problem("term:\n  start: 2026-01-01\n  end: 2025-12-31\n  length: 6 months\n")
    assert (found.code, found.key, found.line, found.column) == (Code.END_BEFORE_START, "term.end", 3, 8)
    assert "1 January 2026" in found.message


def test_a_length_that_does_not_fit_the_end_is_reported_with_the_day_it_gives() -> None:
    found = problem("term: {start: 2025-12-01, length: 6 months, end: 2026-06-01}")
    assert found.code == Code.LENGTH_AND_END_DIFFER
    assert "2026-05-31" in found.help


def test_a_length_and_an_end_that_fit_are_fine() -> None:
    assert interview("term: {start: 2025-12-01, length: 6 months, end: 2026-05-31}")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("meetings: {first: 2026-07-01}", "meetings.first"),
        ("review: {mid_point: 2026-07-01}", "review.mid_point"),
        ("review: {mid_point: 2025-12-31}", "review.mid_point"),
    ],
)
def test_a_day_outside_the_term_is_reported_with_the_term(text: str, key: str) -> None:
    found = problem(f"{text}\nterm: {{start: 2026-01-01, length: 6 months}}")
    assert (found.code, found.key, found.line) == (Code.OUTSIDE_TERM, key, 1)
    assert "1 January 2026 to 30 June 2026" in found.help


def test_a_first_meeting_before_the_start_is_fine() -> None:
    assert interview("meetings: {first: 2025-12-20}\nterm: {start: 2026-01-01, length: 6 months}")


def test_a_newer_shape_is_refused() -> None:
    found = problem("schema: 2")
    assert (found.code, found.line, found.column) == (Code.SCHEMA_NEWER, 1, 9)


# All at once


def test_all_problems_are_told_at_once_in_the_order_of_the_file() -> None:
    found = problems(
        """
        schema: 2
        people: {mentee: [x], mentr: y}
        goals:
          - by: 2026-13
          - title: Rest: now
        meetings:
          cadense: monthly
          first: 05/04/2026 15:00
          length: 2 days
        communication: {reply: soon}
        term: {start: 2026-02-30}
        open:
          meetings.pace: {}
        """
    )
    assert [problem.line for problem in found] == [2, 3, 3, 5, 5, 6, 8, 9, 10, 11, 12, 14]
    assert [(problem.line, problem.column) for problem in found] == sorted((p.line, p.column) for p in found)


def test_a_list_with_one_bad_item_hides_no_other_problem() -> None:
    found = problems(
        "goals: [{title: A, by: x}, {title: B, by: y}]\nfeedback: {preference: {mentee: [x, y], mentor: z}}\n"
    )
    assert [problem.column for problem in found] == [24, 43, 34, 37, 49]


def test_nothing_is_made_of_a_file_with_a_problem() -> None:
    assert read_interview(b"people: {mentee: Ada}\nterm: {start: x}\n").interview is None


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("relationship.pay", "relationship: {kind: workplace, mentor_has_say: none, pay: fee}"),
        ("entrepreneurship.equity", "entrepreneurship: {equity: separate written agreement}"),
    ],
)
def test_nobody_is_paid_without_a_clause_of_the_programs_own(key: str, line: str) -> None:
    paid = {"relationship.pay": "fee", "entrepreneurship.equity": "separate_written_agreement"}
    with_a_clause = read_interview(written(base() | {key: paid[key]}).encode()).interview
    assert with_a_clause is not None
    assert with_a_clause.clauses.add
    found = problem(f"people: {{mentee: Ada, mentor: Ben}}\n{line}\n")
    assert (found.code, found.key, found.line) == (Code.TERMS_MISSING, key, 2)
    assert "clauses: {add: …}" in found.help
