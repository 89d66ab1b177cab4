"""The starter: read without a problem, nothing answered but what it must know, every default true."""

from __future__ import annotations

import re

import pytest

from agreementgen.interview import Interview, State, kinds, question_key, read_interview, starter
from agreementgen.interview.fields import FIELDS, core_of
from agreementgen.interview.layers import case_of_kind, defaults_of
from agreementgen.interview.model import person_of
from agreementgen.locales import load_locale

ENGLISH = load_locale("en")
KINDS = kinds()


def test_there_are_kinds() -> None:
    assert KINDS


def read(text: str) -> Interview:
    reading = read_interview(text.encode(), "starter.yaml")
    assert reading.interview is not None, "\n".join(map(str, reading.problems))
    return reading.interview


def uncommented(text: str) -> str:
    """Take the # from before each commented default, as a person would; a key without a value stays a note."""
    return re.sub(r"^( *)#([a-z_]+:( +[^#\s].*)?)$", r"\1\2", text, flags=re.MULTILINE)


@pytest.mark.parametrize("kind", KINDS)
def test_a_starter_is_read_without_a_problem_and_answers_its_kind_alone(kind: str) -> None:
    interview = read(starter(kind, ENGLISH))
    assert interview.keys(State.AGREED) == ("schema", "relationship.kind")
    assert interview.answers.relationship.kind == kind


@pytest.mark.parametrize("kind", KINDS)
def test_a_starter_leaves_exactly_the_required_questions_open(kind: str) -> None:
    unanswered = {question_key(key) for key in read(starter(kind, ENGLISH)).keys(State.UNANSWERED)}
    required = {key for key, field in FIELDS.items() if "*" not in key and field.is_required(case_of_kind(kind))}
    assert unanswered == required - {"relationship.kind"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_starter_with_every_default_uncommented_is_read_and_changes_nothing(kind: str) -> None:
    plain, answered = starter(kind, ENGLISH), uncommented(starter(kind, ENGLISH))
    assert answered != plain
    before, after = read(plain), read(answered)
    shown = {
        key
        for key in defaults_of(kind)
        if key.split(".")[0] not in ("schema", "reveal", "share_scores", "document", "program", "signatures")
        and not key.endswith(".minor")
    }
    assert shown
    for key in shown:
        assert after.state(key) == State.AGREED
        assert value(after, key) == value(before, key)


def value(interview: Interview, key: str) -> object:
    found: object = interview.answers
    for part in key.split("."):
        found = found[part] if isinstance(found, dict) else getattr(found, part)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_starter_asks_the_twelve_questions_in_order(kind: str) -> None:
    numbers = [int(number) for number in re.findall(r"^ *# (\d+)\. ", starter(kind, ENGLISH), re.MULTILINE)]
    assert numbers == sorted(numbers)
    further = {field.asked.twelve for field in FIELDS.values() if kind in field.asked.required_for}
    assert set(numbers) == set(range(1, 13)) | further


@pytest.mark.parametrize("kind", KINDS)
def test_a_starter_has_every_question_that_a_pair_answers(kind: str) -> None:
    text = starter(kind, ENGLISH)
    for key, field in FIELDS.items():
        leaf = key.rpartition(".")[2]
        is_asked = field.asked.twelve and (not field.asked.required_for or kind in field.asked.required_for)
        if is_asked and leaf not in ("name", "statement"):
            assert re.search(rf"^\s*(- )?{leaf}:", text, re.MULTILINE), key


@pytest.mark.parametrize("kind", KINDS)
def test_no_line_of_a_starter_is_longer_than_a_screen(kind: str) -> None:
    longest = max(starter(kind, ENGLISH).split("\n"), key=len)
    assert len(longest) <= 140, longest


@pytest.mark.parametrize("kind", KINDS)
def test_a_starter_has_no_tab_no_trailing_space_and_one_newline_at_its_end(kind: str) -> None:
    text = starter(kind, ENGLISH)
    assert "\t" not in text
    assert not re.search(r" $", text, re.MULTILINE)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@pytest.mark.parametrize("kind", KINDS)
def test_every_suggestion_and_example_of_the_twelve_is_itself_an_answer(kind: str) -> None:
    """Fill in what each note of the starter offers: "usual: 60 minutes", "for example: Amara"."""
    lines: list[str] = []
    offered = ""
    for line in starter(kind, ENGLISH).split("\n"):
        match = re.match(r"(\s*(?:- )?[a-z_]+:) +# (?:for example|usual): (.+)", line)
        offer = match[2].split(" (")[0] if match else ""
        quoted = offer if offer.startswith("[") else f"'{offer.replace(chr(39), chr(39) * 2)}'"
        choice = re.match(r" +# one or more of: (.+?),", line)
        lines.append(f"{match[1]} {quoted}" if match else line)
        if line.strip().rstrip(":") in core_of(kind):
            lines[-1] += f" {offered}"
        offered = choice[1] if choice else offered
    assert not [key for key in read("\n".join(lines)).keys(State.UNANSWERED)]


def test_a_further_mentor_is_asked_for_their_name_first() -> None:
    text = starter("workplace", ENGLISH, "mentor-2")
    assert "# 1. What is the mentor’s name" in text
    reading = read_interview(text.replace("  mentor-2: ", "  mentor-2: Tom Adeyemi").encode())
    assert reading.interview is not None
    assert person_of(reading.interview.answers, "mentor-2").name == "Tom Adeyemi"
    assert reading.interview.answers.answered_by in ("mentor-2", "mentor_2")
