"""One answer put into a text: it reads as it was meant, and nothing else has changed."""

from __future__ import annotations

import re

import pytest

from agreementgen.interview import kinds, read_interview, starter
from agreementgen.interview.editing import NoPlaceError, Value, top_keys, with_answer
from agreementgen.interview.fields import Field
from agreementgen.interview.reach import answer_at
from agreementgen.locales import load_locale

from .answers import keys_in, samples
from .conftest import INTERVIEWS, SETTLED

ENGLISH = load_locale("en")
TEXTS = {
    "nothing": "",
    "settled": SETTLED,
    **{f"starter of {kind}": starter(kind, ENGLISH) for kind in kinds()},
    **{path.name: path.read_text(encoding="utf-8") for path in INTERVIEWS if "include" not in path.read_text()},
}
WHOLLY = ("nothing", "settled")
"""Texts on which every field is tried; on the longer ones, which take longer to read, every ninth is."""


def plain(kind: str) -> dict[str, Field]:
    return {k: field for k, field in keys_in(kind).items() if "*" not in k and k not in ("schema", "answered_by")}


PLAIN = plain("workplace")


def notes(text: str) -> list[str]:
    """Give everything behind a `#` that begins a note, in order."""
    return re.findall(r"(?:^|[ \t])#[^\n]*", text, flags=re.MULTILINE)


@pytest.mark.parametrize("name", TEXTS)
def test_a_field_can_be_answered_and_reads_as_it_was_typed_with_all_notes_kept(name: str) -> None:
    assert PLAIN
    text, step = TEXTS[name], 1 if name in WHOLLY else 9
    fields = plain("group") if name.startswith("group") or name.endswith("group") else PLAIN
    for key, field in [*fields.items()][::step]:
        if re.search(r"people\.(mentor-[345]|member-[4-8])", key) or key in top_keys(text, "open"):
            continue
        value = str(samples(field)[-1])
        new = with_answer(text, key, value)
        assert [note.strip() for note in notes(new)] == [note.strip() for note in notes(text)], key
        lines = new.split("\n")
        kept = [line for line in text.split("\n") if line in lines]
        assert len(kept) >= len(text.split("\n")) - 2, key
        reading = read_interview(new.encode(), locale=ENGLISH)
        apart = ("AG117", "AG125", "AG126", "AG129", "AG139")
        about = [problem for problem in reading.problems if problem.code not in apart]
        assert about == [], key


def test_all_fields_answered_one_after_the_other_give_one_interview_without_a_problem() -> None:
    text = TEXTS["starter of academic"]
    for key, field in PLAIN.items():
        if key != "term.end" and not key.startswith("people.mentor-") and key != "review.mid_point":
            # With somebody under 18, as with all fields answered there is, a night away is no answer.
            text = with_answer(text, key, "no" if key == "boundaries.overnight" else str(samples(field)[0]))
    text = with_answer(text, "goals", {"title": "Run a launch review", "by": "2026-02"}, add=True)
    reading = read_interview(text.encode(), locale=ENGLISH)
    assert reading.problems == ()
    assert reading.interview is not None
    assert reading.interview.is_settled


SIGNS = """
a: b|# note|say #1|- dash|'|"|it's "so"|{a}|[a|a, b|\\|yes|0123|?|山|*x|&y|!z|%d|@e|`f|> h|null|~|a\tb|é|…|x:|: x|=|<<
"""
HARD = [*SIGNS.strip("\n").split("|"), "| g", "two\nlines"]


@pytest.mark.parametrize("said", HARD)
@pytest.mark.parametrize("around", ["purpose: x # n\n", "purpose:\n", "purpose: {success: y}\n", "schema: 1\n", ""])
def test_a_text_reads_as_it_was_typed_whatever_signs_are_in_it(said: str, around: str) -> None:
    for key in ("purpose.statement", "purpose.note"):
        new = with_answer(around, key, said)
        reading = read_interview(new.encode(), locale=ENGLISH)
        if said == "?":
            assert [problem.code for problem in reading.problems] == ["AG136"]
            continue
        assert reading.problems == (), new
        assert reading.interview is not None
        assert answer_at(reading.interview.answers, key) == said


@pytest.mark.parametrize(
    ("before", "key", "value", "after"),
    [
        ("people:\n  mentee:     # n\n", "people.mentee.name", "Ada", "people:\n  mentee: Ada  # n\n"),
        ("people:\n  mentee:          # n\n", "people.mentee.name", "Ada", "people:\n  mentee: Ada      # n\n"),
        ("term:\n  length: 1 y\n", "term.start", "2026-01-01", "term:\n  start: 2026-01-01\n  length: 1 y\n"),
        ("term: {start: 2026-01-01}\n", "term.length", "1 y", "term: {start: 2026-01-01, length: 1 y}\n"),
        ("a: 1\r\nterm:\r\n", "term.length", "1 y", "a: 1\r\nterm:\r\n  length: 1 y\r\n"),
        ("purpose: old # n\n", "purpose.statement", "new", "purpose: new # n\n"),
        ("goals:\n  - One # n\n", "goals.one.by", "2026-01", "goals:\n  - title: One # n\n    by: 2026-01\n"),
        ("schema: 1\nterm: {}", "purpose.statement", "x", "schema: 1\npurpose: x\nterm: {}"),
        ("people: {mentor: [A, {name: B}]}\n", "people.mentor.name", "x", "people: {mentor: [x, {name: B}]}\n"),
    ],
)
def test_an_answer_goes_to_its_place(before: str, key: str, value: str, after: str) -> None:
    assert with_answer(before, key, value) == after


@pytest.mark.parametrize(
    ("before", "key", "value", "after"),
    [
        ("boundaries: {off_limits: a}\n", "boundaries.off_limits", "b", "boundaries: {off_limits: [a, b]}\n"),
        ("goals:\n- One\n\nterm:\n", "goals", {"title": "Two"}, "goals:\n- One\n- title: Two\n\nterm:\n"),
        ("goals:\n  - title: # n\n    by:\n", "goals", {"title": "A"}, "goals:\n  - title: A # n\n    by:\n"),
    ],
)
def test_one_more_item_comes_last(before: str, key: str, value: Value, after: str) -> None:
    assert with_answer(before, key, value, add=True) == after


def test_an_answer_of_one_person_leaves_the_others_open() -> None:
    before, mine = "feedback: {preference: to discuss}\n", "mentor: direct, mentee: to discuss"
    assert with_answer(before, "feedback.preference.mentor", "direct") == f"feedback: {{preference: {{{mine}}}}}\n"


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("goals: [One]\n", "goals.two.by", "2026-01"),
        ("goals: [One]\n", "goals", "to discuss"),
        ("- a list\n", "term.start", "2026-01-01"),
        ("feedback: to discuss\n", "feedback.direction", "both ways"),
    ],
)
def test_what_has_no_place_is_refused_and_named(text: str, key: str, value: str) -> None:
    with pytest.raises(NoPlaceError, match=key):
        with_answer(text, key, value)
