"""Exports of form tools run as they come, and with the mapping that `--columns` proposes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from agreementgen.cohort import mapping_lines
from agreementgen.interview import Interview, State

from ..conftest import ROOT, Outcome
from .opened import EN, csv_roster, interviews, opened

Run = Callable[..., Outcome]
FIXTURES = ROOT / "tests/data/rosters"
EXPORTS = {
    "google-forms.csv": "Google Forms",
    "microsoft-forms.xlsx": "Microsoft Forms",
    "surveymonkey.csv": "SurveyMonkey",
    "qualtrics.csv": "Qualtrics",
}


def looks_right(found: list[Interview]) -> None:
    """Every export holds what the same two pairs answered."""
    first, second = (interview.answers for interview in found)
    assert (first.people.mentee.name, first.people.mentor.name) == ("Élodie Nguyễn", "Tomás O’Neill")
    assert (first.purpose.statement or "").split("\n")[1] == "We both want that."
    assert [goal.title for goal in first.goals or ()] == ["Run a launch review", "Speak at the all-hands"]
    assert first.relationship.mentor_role_words == ("sounding_board", "challenger")
    assert first.boundaries.off_limits == ()
    assert first.meetings.first is not None
    assert first.meetings.first.day == date(2027, 1, 6)
    assert first.term.start == date(2027, 1, 4)
    assert [goal.title for goal in second.goals or ()] == ['Chair one "real" meeting']
    assert second.meetings.format == "in_person"
    assert second.boundaries.off_limits == ("salary", "family")
    assert found[1].state("relationship.mentor_has_say") is State.TO_DISCUSS


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_is_known_by_its_tool_and_runs_as_it_is(name: str) -> None:
    roster = opened(FIXTURES / name)
    assert roster.tables[0][1].tool == EXPORTS[name]
    assert not roster.notes
    looks_right(interviews(roster))


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_runs_with_the_mapping_that_is_proposed(run: Run, tmp_path: Path, name: str) -> None:
    shown = run("batch", FIXTURES / name, "--columns").out
    program = tmp_path / "program.yaml"
    program.write_text(f"schema: 1\n{shown[shown.index('columns:') :]}", encoding="utf-8")
    again = run("batch", FIXTURES / name, "--columns", "--program", program)
    assert again.code == 0
    assert "(by the program)" in again.out
    assert "(by the question's words)" not in again.out


def test_two_forms_of_one_cohort_are_one_roster_with_and_without_the_proposed_mapping(run: Run, tmp_path: Path) -> None:
    both = [FIXTURES / "google-forms-mentees.csv", FIXTURES / "google-forms-mentors.csv"]
    first, second = interviews(opened(*both))
    assert (first.answers.people.mentee.name, first.answers.people.mentor.name) == ("Élodie Nguyễn", "Tomás O’Neill")
    assert first.answers.feedback.preference == {"mentee": ("direct", "in_writing"), "mentor": ("time_to_think",)}
    assert first.state("meetings.cadence") is State.DIFFERS
    assert second.state("boundaries.off_limits") is State.DIFFERS
    shown = run("batch", *both, "--columns").out
    program = tmp_path / "program.yaml"
    program.write_text(f"schema: 1\n{shown[shown.index('columns:') :]}", encoding="utf-8")
    assert run("batch", *both, "--columns", "--program", program).code == 0


def test_what_a_tool_writes_of_its_own_can_be_asked_for(tmp_path: Path) -> None:
    text = "Timestamp,Email Address,mentee_name,mentor_name\nnow,ada@x.example,Ada,Ben\n"
    (interview,) = interviews(csv_roster(tmp_path, text, columns={"Email Address": "mentee_email"}))
    assert interview.answers.people.mentee.email == "ada@x.example"


def test_a_question_of_the_form_is_not_left_out_because_another_tool_has_such_a_column(tmp_path: Path) -> None:
    roster = csv_roster(tmp_path, "Timestamp,mentee_name,mentor_name,Status\nnow,Ada,Ben,new\n")
    assert [(str(problem.code), problem.cell) for problem in roster.problems] == [("AG404", "cell D1")]


def test_an_option_that_was_written_in_is_the_rows_fault_at_its_cell(tmp_path: Path) -> None:
    text = (
        (FIXTURES / "surveymonkey.csv").read_text(encoding="utf-8").replace("challenger,,,every", "challenger,,x,every")
    )
    roster = csv_roster(tmp_path, text)
    assert [(str(p.code), p.cell) for pair in roster.pairs() for p in pair.problems] == [("AG102", "cell T3")]


def test_a_guess_is_never_a_question_that_another_column_answers(tmp_path: Path) -> None:
    text = "mentee_name,How is your mentor called as it should be printed?\nAda,Ben\n"
    roster = csv_roster(tmp_path, text)
    lines = "\n".join(mapping_lines(roster.tables, EN))
    assert lines.count("people.mentee.name") == 2
