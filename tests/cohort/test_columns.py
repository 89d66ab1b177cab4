"""Which question each column answers: by key, by short name, by its words, by the program; and what stops all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from agreementgen.interview.fields import FIELDS
from agreementgen.interview.headings import target_of

from ..conftest import Outcome
from .opened import EN, csv_roster, interviews, opened, wrong

Run = Callable[..., Outcome]
HEAD = "mentee_name,mentor_name"


def targets(folder: Path, header: str, **options: object) -> dict[str, tuple[str, str]]:
    """Give target and how it was known by a header's name."""
    width = header.count(",")
    roster = csv_roster(folder, f"{header}\nAda{',x' * width}\n", **options)
    return {column.name: (column.target, column.how) for column in roster.tables[0][1].columns}


def test_keys_short_names_and_words_are_known_whatever_their_case(tmp_path: Path) -> None:
    found = targets(
        tmp_path,
        "People.Mentee.Name,MENTOR NAME,feedback.preference.mentor,Goal 1,goal1-by,goals.2.by,Milestone 3,"
        '"How soon is a reply fair?",Which short name?,first meeting',
    )
    assert found == {
        "People.Mentee.Name": ("people.mentee.name", "key"),
        "MENTOR NAME": ("people.mentor.name", "short"),
        "feedback.preference.mentor": ("feedback.preference.mentor", "key"),
        "Goal 1": ("goals.1.title", "short"),
        "goal1-by": ("goals.1.by", "short"),
        "goals.2.by": ("goals.2.by", "key"),
        "Milestone 3": ("research.milestones.3", "short"),
        "How soon is a reply fair?": ("communication.reply", "question"),
        "Which short name?": ("", ""),
        "first meeting": ("meetings.first", "short"),
    }


def test_every_short_name_stands_for_a_question_that_there_is() -> None:
    listed = EN.rosters["columns"]
    assert isinstance(listed, dict)
    for name in listed:
        assert target_of(name.replace("#", "2"), EN), name


def test_every_full_key_is_the_name_of_a_column() -> None:
    for key in (key for key in FIELDS if "*" not in key and not FIELDS[key].asked.per_person):
        assert target_of(key, EN) == key


def test_a_section_is_no_column_but_a_person_is_by_name(tmp_path: Path) -> None:
    assert target_of("people.mentee", EN) == "people.mentee.name"
    assert target_of("meetings", EN) == ""
    assert target_of("goals.1", EN) == "goals.1.title"


def test_the_program_says_what_a_column_is_or_that_it_is_none(tmp_path: Path) -> None:
    columns = {"Junior": "mentee_name", "senior ": "people.mentor.name", "T-shirt size": "none", "Purpose": "none"}
    roster = csv_roster(tmp_path, "Junior,Senior,T-shirt  size,purpose\nAda,Ben,XL,secret\n", columns=columns)
    (interview,) = interviews(roster)
    assert interview.answers.people.mentor.name == "Ben"
    assert interview.answers.purpose.statement is None


def test_what_the_program_says_of_a_column_must_be_a_question(tmp_path: Path) -> None:
    roster = csv_roster(tmp_path, f"{HEAD},Size\nAda,Ben,XL\n", columns={"Size": "meetings.lenght"})
    (problem,) = roster.problems
    assert (problem.code, problem.cell) == ("AG407", "cell C1")
    assert "meetings.lenght" in problem.message
    assert "meetings.length" in problem.help


def test_a_column_that_nobody_knows_stops_all_with_a_proposal_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(f"{HEAD},How often do you two meet?,Shoe size\nAda,Ben,weekly,44\n", encoding="utf-8")
    outcome = run("batch", path, "-o", tmp_path / "cohort")
    assert outcome.code == 2
    assert "cell C1: error[AG404]" in outcome.err
    assert '"How often do you two meet?": meetings.cadence' in outcome.err
    assert '"Shoe size": none' in outcome.err
    assert "--columns" in outcome.err
    assert not (tmp_path / "cohort").exists()


@pytest.mark.parametrize(
    ("header", "second"),
    [
        ("mentee_name,mentor_name,people.mentee.name", "C"),
        ("mentee_name,mentor_name,cadence,How often do you meet?", "D"),
        ("mentee_name,mentor_name,goal1,Goals.1.Title", "D"),
        ("mentee_name,mentor_name,goals,goal2_by", "D"),
        ("mentee_name,mentor_name,goal1_by,goals", "D"),
        ("mentee_name,mentor_name,research.milestones,milestone1", "D"),
        ("mentee_name,mentor_name,co_mentors,people.mentor-2.name", "D"),
        ("mentee_name,mentor_name,pair_id,Pair ID", "D"),
    ],
)
def test_two_columns_for_one_question_stop_all(tmp_path: Path, header: str, second: str) -> None:
    roster = csv_roster(tmp_path, f"{header}\nAda,Ben,x,y\n")
    assert [(str(problem.code), problem.cell) for problem in roster.problems] == [("AG405", f"cell {second}1")]


def test_columns_that_are_left_out_may_be_many(tmp_path: Path) -> None:
    assert interviews(csv_roster(tmp_path, f"{HEAD},a,b\nAda,Ben,x,y\n", columns={"a": "none", "b": "none"}))


@pytest.mark.parametrize("header", ["mentee_name,purpose", "purpose,cadence"])
def test_a_roster_without_a_column_of_names_says_which_and_what_was_found(tmp_path: Path, header: str) -> None:
    (problem,) = csv_roster(tmp_path, f"{header}\nx,y\n").problems
    assert problem.code == "AG406"
    assert "Mentor’s name" in problem.message
    assert f"2 columns found: “{header.split(',')[0]}”" in problem.message


def test_an_answer_of_each_person_wants_to_know_whose_it_is(tmp_path: Path) -> None:
    asked = "How does each of you like to get feedback?"
    roster = csv_roster(tmp_path, f"{HEAD},{asked}\nAda,Ben,direct\n")
    (problem,) = roster.problems
    assert problem.code == "AG404"
    assert f'"{asked}": feedback.preference.mentee' in problem.help


def test_goals_with_gaps_in_their_numbers_are_goals_in_order(tmp_path: Path) -> None:
    text = f"{HEAD},goal1,goal3,goal3_by,goal10\nAda,Ben,First,Third,2027-05,Tenth\nCy,Dee,,,2027-06,\n"
    roster = csv_roster(tmp_path, text)
    first, second = roster.pairs()
    assert first.interview is not None
    assert [goal.title for goal in first.interview.answers.goals or ()] == ["First", "Third", "Tenth"]
    assert [(str(p.code), p.cell) for p in second.problems] == [("AG123", "cell E3")]


def test_a_cell_of_several_mentors_names_each_with_what_they_cover(tmp_path: Path) -> None:
    roster = csv_roster(tmp_path, f"{HEAD},co_mentors\nAda,Ben,Cy: methods; Dee\nEva,Finn,A;B;C;D;E\n")
    first, second = roster.pairs()
    assert first.interview is not None
    assert first.interview.answers.people.mentor_2.covers == "methods"
    assert first.interview.answers.people.mentor_3.name == "Dee"
    assert [(str(problem.code), problem.cell) for problem in second.problems] == [("AG122", "cell C3")]


def test_states_and_lists_are_read_in_cells_as_in_files(tmp_path: Path) -> None:
    text = f"{HEAD},purpose,off_limits,relationship.mentor_has_say,relationship.not_roles\n"
    text += 'Ada,Ben,to discuss,none,not sure,"therapist, recruiter"\n'
    (interview,) = interviews(csv_roster(tmp_path, text))
    assert str(interview.state("purpose.statement")) == "to_discuss"
    assert interview.answers.boundaries.off_limits == ()
    assert interview.answers.relationship.not_roles == ("therapist", "recruiter")


def test_the_mapping_is_shown_with_how_each_column_was_known(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(f"{HEAD},How often do you meet?,How long is one meeting?,Size\nAda,Ben,weekly,60,XL\n", "utf-8")
    outcome = run("batch", path, "--columns")
    assert outcome.code == 2
    lines = outcome.out.splitlines()
    assert "    A  mentee_name  →  people.mentee.name  (by its short name)" in lines
    assert "    C  How often do you meet?  →  meetings.cadence  (by the question's words)" in lines
    assert '  "How long is one meeting?": meetings.length  # a guess: look whether it is right' in lines


def test_a_proposed_mapping_put_into_the_program_makes_the_roster_right(run: Run, tmp_path: Path) -> None:
    path, program = tmp_path / "roster.csv", tmp_path / "program.yaml"
    path.write_text(f'{HEAD},"How long, then: is a #1 ""meeting""?\nYes",Size\nAda,Ben,60,XL\n', "utf-8")
    shown = run("batch", path, "--columns").out
    program.write_text(f"schema: 1\n{shown[shown.index('columns:') :]}", encoding="utf-8")
    assert run("batch", path, "--columns", "--program", program).code == 0
    assert run("batch", path, "-n", "--program", program).code == 0


def test_a_header_of_many_odd_names_is_looked_through_in_time(tmp_path: Path) -> None:
    header = ",".join(f"Question number {n} of the long form about {n * 7} things" for n in range(400))
    roster = csv_roster(tmp_path, f"{HEAD},{header}\nAda,Ben{',x' * 400}\n")
    assert len(roster.problems) == 400


def test_a_broken_date_is_told_at_its_cell_with_both_readings(tmp_path: Path) -> None:
    assert wrong(csv_roster(tmp_path, f"{HEAD},start\nAda,Ben,04/01/2027\n")) == [("AG103", "cell C2")]


def test_standard_input_is_a_roster_of_any_form(run: Run, tmp_path: Path) -> None:
    table = "\ufeffmentee_name;mentor_name\nAda;Ben\n".encode()
    lines = b'{"people": {"mentee": "Ada", "mentor": "Ben"}}\n'
    for data in (table, lines):
        outcome = run("batch", "-", "--columns", stdin=data)
        assert outcome.code == 0
        assert outcome.out.startswith("-: no form tool's export, 1 row of pairs")


def test_a_table_of_another_person_is_read_by_that_persons_names(tmp_path: Path) -> None:
    for name, who in (("a.csv", "Ada"), ("b.csv", "Ben")):
        (tmp_path / name).write_text(f"pair_id,name,e-mail,feedback.preference\nP1,{who},x@y.example,direct\n", "utf-8")
    roster = opened(tmp_path / "a.csv", tmp_path / "b.csv")
    (interview,) = interviews(roster)
    assert (interview.answers.people.mentee.name, interview.answers.people.mentor.name) == ("Ada", "Ben")
    assert set(interview.answers.feedback.preference or {}) == {"mentee", "mentor"}
