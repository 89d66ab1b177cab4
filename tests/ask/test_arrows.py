"""Answers picked by arrow keys, on a real terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from agreementgen.interview import State, kinds

from ..terminals import terminal
from .conftest import read

pytest.importorskip("questionary", reason="questionary is in the dev extra")
DOWN = "\x1b[B"
WORKPLACE = kinds().index("workplace") + 1
"""Its number in the list of kinds."""
SEAT = {"LC_ALL": "C.UTF-8", "PROMPT_TOOLKIT_NO_CPR": "1"}
"""A seat whose screen does not say where its cursor is."""


def test_an_answer_is_picked_and_enter_alone_leaves_the_question_for_later(tmp_path: Path) -> None:
    with terminal(tmp_path, "ask", **SEAT) as seat:
        seat.answer(("printed", "Ada; Ben"))
        seat.wait_for("What kind", "» for later")
        seat.type(f"{DOWN * WORKPLACE}\r")
        seat.wait_for("any say", "» for later")
        seat.type("\r")
        seat.answer(("In one sentence", ""), ("Goal 1", ""), ("How often", ""))
        seat.wait_for("How do you meet", "> ")
        assert seat.interrupted() == 130
    interview = read(tmp_path / "interview.yaml")
    assert interview.answers.relationship.kind == "workplace"
    assert interview.state("relationship.mentor_has_say") is State.UNANSWERED
    assert "What you answered is in interview.yaml" in seat.shown


def test_to_discuss_is_one_of_the_answers(tmp_path: Path) -> None:
    (tmp_path / "interview.yaml").write_text(
        "people: {mentee: Ada, mentor: Ben}\nrelationship: {kind: workplace}\n", encoding="utf-8"
    )
    with terminal(tmp_path, "ask", **SEAT) as seat:
        seat.wait_for("any say", "» for later")
        seat.type(f"{DOWN * 5}\r")
        seat.wait_for("In one sentence")
        seat.type("\x04")
        assert seat.ended() == 0
    assert read(tmp_path / "interview.yaml").state("relationship.mentor_has_say") is State.TO_DISCUSS


@pytest.mark.parametrize(("key", "code"), [("\x03", 130), ("\x04", 0), (None, 130)])
def test_whoever_stops_at_a_list_keeps_every_answer(tmp_path: Path, key: str | None, code: int) -> None:
    with terminal(tmp_path, "ask", **SEAT) as seat:
        seat.answer(("printed", "Ada; Ben"))
        seat.wait_for("What kind", "» for later")
        if key:
            seat.type(key)
            assert seat.ended() == code
        else:
            assert seat.hang_up() == code
    assert "Traceback" not in seat.shown
    assert read(tmp_path / "interview.yaml").answers.people.mentor.name == "Ben"


def test_plainly_there_are_numbers_and_no_list(tmp_path: Path) -> None:
    with terminal(tmp_path, "ask", "--plain", **SEAT) as seat:
        seat.answer(("printed", "Ada; Ben"), (f"{WORKPLACE} workplace", str(WORKPLACE)))
        seat.wait_for("any say")
        seat.type("\x04")
        assert seat.ended() == 0
    assert "\x1b" not in seat.shown
    assert read(tmp_path / "interview.yaml").answers.relationship.kind == "workplace"
