"""What is pasted along is told once and read past; what only looks like it is an answer like any other."""

from __future__ import annotations

import pytest

from agreementgen.interview import read_interview

NBSP = "\u00a0"


def codes(text: str | bytes) -> list[str]:
    data = text if isinstance(text, bytes) else text.encode()
    return [str(problem.code) for problem in read_interview(data).problems]


def statement(text: str) -> str | None:
    reading = read_interview(text.encode())
    assert reading.problems == ()
    assert reading.interview is not None
    return reading.interview.answers.purpose.statement


@pytest.mark.parametrize(
    "text",
    [
        "purpose: |\n  • one\n  – two\n  > three\n  ```\n",
        "purpose: >-\n  ``` \n  • one\n",
        "purpose: we want\n  – to lead\n  • to rest\n",
        f"purpose: a{NBSP}b {NBSP}c\n",
        f"purpose: |\n  {NBSP}mentee: said so\n",
        "purpose: 'note：this'\n",
        "purpose: say {{ this }} aloud\n",
        '# > a note\n# > and another\n# > and one more\npurpose: "{{ x }}"\n',
        "purpose: a\u200bb\n",
        "purpose: 10 > 5\n",
    ],
)
def test_an_answer_may_hold_any_of_these_signs(text: str) -> None:
    assert statement(text)


def test_line_separators_are_line_ends_where_there_are_no_others() -> None:
    assert statement("people:\u2028  mentee: Ada\u2028purpose: Lead\u2028") == "Lead"
    assert statement("people: {mentee: Ada}\npurpose: Lead\u2028and rest\n") == "Lead\nand rest"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"people:\n{NBSP}mentee: Ada\n{NBSP}mentor: Ben\n", ["AG028"]),
        (f"purpose:{NBSP}Lead\n", ["AG028"]),
        ("people:\n\u3000mentee: Ada\n", ["AG028"]),
        ("goals:\n  • Lead\n  • Rest\n", ["AG029", "AG029"]),
        ("goals:\n  — title: Lead\n    by: 2026-03\n", ["AG029"]),
        ("purpose：Lead\n", ["AG029"]),
        ("~~~\npurpose: Lead\n~~~\n", ["AG030", "AG030"]),
        ("> purpose: Lead\n> people:\n>   mentee: Ada\n", ["AG030"]),
        (">purpose: Lead\n>people:\n>  mentee: Ada\n", ["AG030"]),
        (b"%PDF-1.4", ["AG031"]),
        (b"{\\rtf1 people: x}", ["AG031"]),
        (b"\n\n<html>", ["AG031"]),
        ("purpose: Lead".encode("utf-16"), ["AG032"]),
        ("purpose: Lead".encode("utf-16-be"), ["AG032"]),
        ("purpose: Lead".encode("utf-32"), ["AG032"]),
        ("purpose: {{ purpose }}\n", ["AG006"]),
        ("people: {mentee: {{ a }}, mentor: Ben}\n", ["AG006"]),
    ],
)
def test_what_was_pasted_along_is_all_that_is_told(text: str | bytes, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize("before", ["\ufeff", "\u2060", "\u200b"])
def test_signs_that_cannot_be_seen_at_the_start_of_a_line_change_nothing(before: str) -> None:
    assert statement(f"people:\n{before}  mentee: Ada\npurpose{before}: Lead\n") == "Lead"
