"""The printed words are easy to read, promise nothing that nobody can keep, and hold nothing that is not language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agreementgen import resources
from agreementgen.agreement import MEETINGS, compose_agenda, compose_skills, copies_for
from agreementgen.agreement.kinds import load_kind
from agreementgen.agreement.text import runs_of
from agreementgen.documents import pages
from agreementgen.interview import Interview, kinds

from .conftest import INTERVIEWS, example, settled
from .readability import grade, sentences, syllables, words
from .test_golden import words as page_words
from .wording import CLAUSES, LOCALE, clause_file, compose, faults, lines, own_words, printed, words_of

FOLDER = "locales/en"
EASY, HARDEST, LONGEST = 8, 12, 25
"""Grade of an agreement, grade of one clause alone, words of a sentence."""

# Counted by hand: words, sentences and syllables of each.
COUNTED = [
    ("The cat sat on the mat.", 6, 1, 6),
    ("We made a table. It is able to stand alone.", 10, 2, 13),
    ("The mentee’s e-mail came at once.\nNobody wanted it (really).", 10, 2, 17),
    ("“Time moved on,” she said. “Who closed the boxes?” Voices rose!", 11, 3, 13),
]


@pytest.mark.parametrize(("text", "count", "stops", "spoken"), COUNTED)
def test_the_grade_is_that_of_a_count_by_hand(text: str, count: int, stops: int, spoken: int) -> None:
    assert len(words(text)) == count
    assert len(sentences(text)) == stops
    assert sum(map(syllables, words(text))) == spoken
    assert grade(text) == pytest.approx(0.39 * count / stops + 11.8 * spoken / count - 15.59)


def test_a_hard_sentence_has_a_hard_grade() -> None:
    """The sentence that is often cited for these formulas: 13 words, 24 syllables by ear at the least."""
    text = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."
    assert 11 < grade(text) < 15


@pytest.mark.parametrize("path", INTERVIEWS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_whole_agreement_can_be_read_after_eight_years_of_school(path: Path) -> None:
    page = page_words(pages(example(path), ["agreement"], source=False)["agreement"])
    assert len(words(page)) > 500
    assert grade(page) <= EASY


def own(name: str) -> Iterator[str]:
    """Give our own words of each variant of a clause, one paragraph or item a line, with "it" for an answer."""
    for _, blocks in printed(name):
        if blocks:
            yield "\n".join(own_words(runs, "it") for block in blocks for runs in runs_of(block))


@pytest.mark.parametrize("name", CLAUSES)
def test_each_variant_of_a_clause_can_be_reached_and_printed(name: str) -> None:
    several = clause_file(name)["variants"]
    assert isinstance(several, list)
    assert {number for number, _ in printed(name)} - {None} == set(range(len(several)))


@pytest.mark.parametrize("name", CLAUSES)
def test_no_variant_of_a_clause_is_hard_alone_and_none_of_its_sentences_is_long(name: str) -> None:
    for text in own(name):
        assert grade(text) <= HARDEST, text
        for sentence in sentences(text):
            assert len(words(sentence)) <= LONGEST, sentence


@pytest.mark.parametrize("name", CLAUSES)
def test_no_variant_of_a_clause_prints_what_must_never_be_printed(name: str) -> None:
    for _, blocks in printed(name):
        for line in words_of(blocks):
            assert faults(line) == [], line


@pytest.mark.parametrize("name", CLAUSES)
def test_a_result_is_named_only_where_it_is_not_promised(name: str) -> None:
    for text in own(name):
        for sentence in sentences(text):
            if re.search(r"\b(?:promotion|grade|job|admission|investment)\b", sentence):
                assert "promises no promotion" in sentence


@pytest.mark.parametrize(
    "line",
    [
        "We hereby agree.",
        "The mentor shall listen.",
        "This is legally binding.",
        "We guarantee it.",
        "It is guaranteed.",
        "Guaranteeing nothing.",
        "The mentee indemnifies the mentor.",
        "An indemnity is due.",
        "Nobody is liable.",
        "Liability is limited.",
        "Kept in a compliant way.",
        "In compliance with it.",
        "The mentor is always available.",
        "We waive it.",
        "The mentee will get a job.",
        "It is strictly confidential.",
        "It ensures success.",
        "We meet every_two_weeks.",
        "We meet None.",
        "It is null.",
        "Photos: True",
        "{{ mentee }} comes.",
        "Ada and .",
        "We write by .",
        "We write by.",
        "Twice  spaced.",
        "Ada ().",
        "Ada, .",
        "It ends..",
        "Say “” aloud.",
        "-",
        "",
    ],
)
def test_what_must_never_be_printed_is_found(line: str) -> None:
    assert faults(line)


@pytest.mark.parametrize("line", ["Marshall is reliable.", "A snake-case.", "Ada (Truelove) comes.", "At 5 p.m."])
def test_what_only_looks_like_it_is_left_alone(line: str) -> None:
    assert faults(line) == []


def texts(node: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Give every text of a file of words, with its place."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in ("when", "source", "id", "note", "like"):
                yield from texts(value, f"{path}.{key}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from texts(value, f"{path}.{number}")
    elif isinstance(node, str):
        yield path, node


PRINTED = [
    f"{FOLDER}/{folder}{name}.yaml"
    for kind in ("", "group/")
    for folder, names in {
        f"{kind}agendas/": resources.names(f"{FOLDER}/{kind}agendas", ".yaml"),
        f"{kind}clauses/": resources.names(f"{FOLDER}/{kind}clauses", ".yaml"),
        kind: ("calendar",) if kind else ("facts", "calendar"),
    }.items()
    for name in names
]


@pytest.mark.parametrize("file", PRINTED)
def test_no_text_of_an_outline_a_calendar_or_a_clause_has_such_words_as_it_is_written(file: str) -> None:
    found = list(texts(resources.read_data(file)))
    assert found
    for place, text in found:
        for line in re.sub(r"\{[{%].*?[}%]\}|\{\w+\}", "it", text).splitlines():
            if words(line):
                assert faults(line.strip(" -")) == [], (place, line)


@pytest.mark.parametrize("file", PRINTED)
def test_no_sentence_follows_a_quoted_answer_that_may_be_without_a_full_stop(file: str) -> None:
    for place, text in texts(resources.read_data(file)):
        assert not re.search(r"\}\}”[ \n](?!\n)\s*[A-Z]", text), (place, text)


@pytest.mark.parametrize("path", INTERVIEWS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_outline_of_an_example_prints_what_must_never_be_printed(path: Path) -> None:
    spoken = example(path)
    for meeting in MEETINGS:
        for copy in copies_for(spoken) if meeting == "first" else ("shared",):
            found = list(outline(spoken, meeting, copy))
            assert len(found) > 20
            for line in found:
                assert faults(line) == [], line


def outline(spoken: Interview, meeting: str, copy: str) -> Iterator[str]:
    """Give every line of an outline."""
    agenda = compose_agenda(spoken, LOCALE, compose(spoken), copy, meeting=meeting)
    yield from lines(agenda)


def test_no_skills_plan_prints_what_must_never_be_printed() -> None:
    plans = [compose_skills(example(path), LOCALE) for path in INTERVIEWS if path.stem == "academic"]
    for line in lines(*plans):
        assert faults(line) == [], line


@pytest.mark.parametrize("missed", [1, 2])
def test_one_missed_meeting_is_no_row_of_meetings(missed: int) -> None:
    said = {1: "If we miss a meeting, we", 2: "If we miss 2 meetings in a row, we"}[missed]
    spoken = settled(meetings=f"{{cadence: weekly, length: 30, format: phone, missed_in_a_row: {missed}}}")
    assert said in "\n".join(line for clause in compose(spoken).clauses for line in words_of(clause.blocks))


@pytest.mark.parametrize(
    ("every", "said"), [("1 month", "every month."), ("3 months", "every 3 months."), ("1 week", "every week.")]
)
def test_mentors_who_all_meet_do_so_in_plain_words(every: str, said: str) -> None:
    spoken = settled(
        people="{mentee: Ada, mentor: [Ben, {name: Cy, covers: methods}]}",
        feedback="{preference: {mentee: direct, mentor-2: direct}}",
        team=f"{{joint_meeting_every: {every}}}",
    )
    assert f"We all meet together {said}" in "\n".join(
        line for clause in compose(spoken).clauses for line in words_of(clause.blocks)
    )


@pytest.mark.parametrize("meeting", ["first", "closing"])
def test_a_purpose_without_a_full_stop_does_not_run_into_the_next_sentence(meeting: str) -> None:
    spoken = settled(purpose="Better launches")
    found = list(outline(spoken, meeting, "shared"))
    assert any(line.endswith("“x”") for line in found)
    assert not any("“x” " in line and not line.startswith("Then take the goal") for line in found)


def test_the_words_of_every_kind_are_tried() -> None:
    tried = {name.rpartition("/")[2] for name in CLAUSES}
    assert tried >= {name for kind in kinds() for ids in load_kind(kind).clauses for name in ids}
