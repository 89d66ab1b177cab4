"""JSON Lines, folders of interviews, and two rosters of what mentees and mentors answered themselves."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from agreementgen.cohort import Roster, open_roster
from agreementgen.errors import FileError
from agreementgen.interview import State
from agreementgen.opening import open_program

from ..conftest import settled_text
from .opened import EN, interviews, looked, names, opened, wrong


def lines(folder: Path, *objects: Any) -> Roster:
    """Open a file of JSON Lines; a text stands in it as it is."""
    path = folder / "roster.jsonl"
    texts = (each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in objects)
    path.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    return opened(path)


PEOPLE = {"people": {"mentee": "Ada", "mentor": "Ben"}}


def test_nested_objects_and_lists_are_read_by_their_keys(tmp_path: Path) -> None:
    said = {
        "pair_id": 7,
        "people": {"mentee": {"name": "Ada", "email": "ada@x.example"}, "mentor": "Ben"},
        "goals": [{"title": "One", "by": "2027-03", "steps": ["a", "b"]}, {"title": "Two"}],
        "boundaries": {"off_limits": ["pay", "family"]},
        "feedback": {"preference": {"mentee": ["direct"], "mentor": "in writing"}},
        "share_scores": True,
        "purpose": None,
        "term": {"length": 6},
    }
    (interview,) = interviews(lines(tmp_path, said))
    answers = interview.answers
    assert answers.people.mentee.email == "ada@x.example"
    assert [(goal.title, goal.steps) for goal in answers.goals or ()] == [("One", ("a", "b")), ("Two", None)]
    assert answers.boundaries.off_limits == ("pay", "family")
    assert answers.feedback.preference == {"mentee": ("direct",), "mentor": ("in_writing",)}
    assert answers.share_scores is True
    assert answers.term.length is not None


def test_short_names_are_keys_of_json_too(tmp_path: Path) -> None:
    assert names(lines(tmp_path, {"mentee_name": "Ada", "Mentor name": "Ben"})) == [("Ada", "Ben")]


@pytest.mark.parametrize(
    "broken",
    ['{"people": ', "[1, 2]", '"text"', '{"pair_id": "1", "pair_id": "2"}', "[" * 100_000, '{"a": 1} {"b": 2}', "{]"],
)
def test_a_line_that_cannot_be_read_costs_no_other_line(tmp_path: Path, broken: str) -> None:
    roster = lines(tmp_path, PEOPLE, broken, "", PEOPLE | {"pair_id": "P2"}, {"people": {"mentee": "Cy"}})
    assert wrong(roster) == [("AG402", "line 2"), ("AG420", "line 5")]
    assert len(looked(roster).good) == 2


def test_a_list_of_texts_keeps_the_semicolons_in_them(tmp_path: Path) -> None:
    (interview,) = interviews(lines(tmp_path, PEOPLE | {"boundaries": {"off_limits": ["pay; or rent", "family"]}}))
    assert interview.answers.boundaries.off_limits == ("pay; or rent", "family")


def test_a_json_file_that_is_a_list_is_refused_with_words(tmp_path: Path) -> None:
    (tmp_path / "roster.json").write_text(json.dumps([PEOPLE], indent=1), encoding="utf-8")
    with pytest.raises(FileError, match="one object a line"):
        opened(tmp_path / "roster.json")


def test_a_key_that_nobody_knows_stops_all(tmp_path: Path) -> None:
    roster = lines(tmp_path, PEOPLE, PEOPLE | {"meetings": {"lenght": 60}})
    assert [str(problem.code) for problem in roster.problems] == ["AG404"]
    assert "meetings.lenght" in roster.problems[0].message


def folder_of(path: Path, **texts: str) -> Path:
    path.mkdir()
    for name, text in texts.items():
        (path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return path


PROGRAM = "schema: 1\nprogram: {name: Bridge}\ndefaults: {meetings: {wait: 10 minutes}}\n"


def test_a_folder_of_interviews_is_a_roster_in_the_order_of_names(tmp_path: Path) -> None:
    broken = settled_text(meetings="{cadence: now and then}")
    folder = folder_of(
        tmp_path / "pairs", b=settled_text(), a=settled_text(people="{mentee: Cy, mentor: Di}"), c=broken
    )
    for beside in ("a.private.yaml", "program.yaml", "notes.txt"):
        (folder / beside).write_text("none of ours", encoding="utf-8")
    roster = opened(folder)
    found = list(roster.pairs())
    assert [Path(pair.where).name for pair in found] == ["a.yaml", "b.yaml", "c.yaml"]
    assert [bool(pair.problems) for pair in found] == [False, False, True]
    assert found[2].problems[0].file == str(folder / "c.yaml")
    assert found[2].problems[0].line


def test_an_interview_of_a_folder_may_name_its_own_program_and_else_takes_the_one_that_is_given(tmp_path: Path) -> None:
    own = f"include: program.yaml\n{settled_text()}"
    folder = folder_of(tmp_path / "pairs", a=own, b=settled_text(people="{mentee: Cy, mentor: Di}"))
    (folder / "program.yaml").write_text(PROGRAM, encoding="utf-8")
    (tmp_path / "given.yaml").write_text(PROGRAM.replace("10", "20").replace("Bridge", "Ladder"), encoding="utf-8")
    roster = open_roster((folder,), open_program(tmp_path / "given.yaml"), EN)
    first, second = interviews(roster)
    assert (first.answers.program.name, second.answers.program.name) == ("Bridge", "Ladder")


def test_a_file_of_a_folder_whose_program_is_broken_costs_no_other(tmp_path: Path) -> None:
    own = f"include: program.yaml\n{settled_text()}"
    folder = folder_of(tmp_path / "pairs", a=own, b=settled_text(people="{mentee: Cy, mentor: Di}"))
    (folder / "program.yaml").write_text(PROGRAM + "branding: {logo: none.svg, logo_alt: A}\n", encoding="utf-8")
    found = list(opened(folder).pairs())
    assert [bool(pair.problems) for pair in found] == [True, False]
    assert "none.svg" in found[0].problems[0].message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes that are files")
def test_a_pipe_or_a_device_in_a_folder_is_told_and_nobody_waits_for_it(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "pairs", a=settled_text())
    os.mkfifo(folder / "b.yaml")
    (folder / "c.yaml").symlink_to("/dev/zero")
    found = list(opened(folder).pairs())
    assert found[0].interview
    assert ["is a pipe or a device" in pair.problems[0].message for pair in found[1:]] == [True, True]


def test_an_empty_folder_is_refused_with_words(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no interview"):
        opened(tmp_path)


def both(folder: Path, mentees: str, mentors: str) -> Roster:
    """Open the two rosters of a cohort."""
    for name, text in (("mentees.csv", mentees), ("mentors.csv", mentors)):
        (folder / name).write_text(text, encoding="utf-8")
    return opened(folder / "mentees.csv", folder / "mentors.csv")


MENTEES = "pair_id,mentee_name,cadence,minutes,purpose,mentee_feedback\n"
MENTORS = "Pair ID,mentor_name,cadence,minutes,purpose,mentor_feedback\n"


def test_two_rosters_are_joined_by_pair_id_in_whatever_order(tmp_path: Path) -> None:
    roster = both(
        tmp_path,
        MENTEES + "P1,Ada,weekly,60,To chair.,direct\nP2,Cy,monthly,60,,\n",
        MENTORS + "p2,Dee,monthly,60,,\nP1,Ben,monthly,60,To chair.,in writing\n",
    )
    assert len(roster) == 2
    first, second = interviews(roster)
    assert (first.answers.people.mentee.name, first.answers.people.mentor.name) == ("Ada", "Ben")
    assert first.state("meetings.cadence") is State.DIFFERS
    assert set(first.standings["meetings.cadence"].views) == {"mentee", "mentor"}
    assert first.state("meetings.length") is State.AGREED
    assert first.answers.purpose.statement == "To chair."
    assert (second.answers.people.mentee.name, second.answers.people.mentor.name) == ("Cy", "Dee")
    assert second.state("meetings.cadence") is State.AGREED
    assert all(pair.is_draft for pair in looked(roster).good)


def test_who_said_what_stays_hidden_where_the_pair_wants_the_topic_alone(tmp_path: Path) -> None:
    roster = both(
        tmp_path,
        "pair_id,mentee_name,cadence,reveal\nP1,Ada,weekly,topic only\n",
        "pair_id,mentor_name,cadence,reveal\nP1,Ben,monthly,topic only\n",
    )
    (interview,) = interviews(roster)
    assert interview.reveal == "topic_only"
    assert interview.state("meetings.cadence") is State.TO_DISCUSS
    assert not interview.standings["meetings.cadence"].views


def told(roster: Roster) -> list[tuple[str, str, str]]:
    """Give code, file and place of all that is wrong with rows."""
    found = looked(roster).problems
    return [(str(problem.code), Path(problem.file).name, problem.cell) for problem in found]


def test_a_pair_that_is_in_one_roster_only_is_told_at_its_own_file(tmp_path: Path) -> None:
    roster = both(tmp_path, MENTEES + "P1,Ada,,,,\nP2,Cy,,,,\n", MENTORS + "P1,Ben,,,,\n,x,,,,\nP3,Dee,,,,\n")
    assert told(roster) == [
        ("AG425", "mentees.csv", "cell A3"),
        ("AG425", "mentors.csv", "cell A3"),
        ("AG425", "mentors.csv", "cell A4"),
    ]
    said = [problem.message for problem in looked(roster).problems]
    assert ["only the mentee" in said[0], "only the mentor" in said[1], "only the mentor" in said[2]] == [True] * 3


def test_a_pair_id_that_stands_twice_in_a_roster_is_told_at_the_second(tmp_path: Path) -> None:
    roster = both(tmp_path, MENTEES + "P1,Ada,,,,\nP1,Cy,,,,\n", MENTORS + "P1,Ben,,,,\n")
    assert told(roster) == [("AG421", "mentees.csv", "cell A3")]
    assert "row 2" in looked(roster).problems[0].message


def test_what_is_wrong_in_either_roster_is_told_at_its_own_cell(tmp_path: Path) -> None:
    roster = both(tmp_path, MENTEES + "P1,Ada,now and then,,,\n", MENTORS + "P1,,,lots,,\n")
    assert told(roster) == [
        ("AG108", "mentees.csv", "cell C2"),
        ("AG420", "mentors.csv", "cell B2"),
        ("AG107", "mentors.csv", "cell D2"),
    ]


def test_a_name_that_nobody_gave_is_told_at_the_roster_that_should_have_it(tmp_path: Path) -> None:
    roster = both(tmp_path, MENTEES + "P1,Ada,,,,\n", MENTORS + "P1,,weekly,,,\n")
    assert told(roster) == [("AG420", "mentors.csv", "cell B2")]


def test_two_rosters_without_a_column_of_pair_ids_stop_all(tmp_path: Path) -> None:
    roster = both(tmp_path, "mentee_name\nAda\n", "mentor_name\nBen\n")
    assert [(str(problem.code), Path(problem.file).name) for problem in roster.problems] == [
        ("AG426", "mentees.csv"),
        ("AG426", "mentors.csv"),
    ]


def test_what_is_open_is_told_at_its_cell_when_it_has_to_be_final(tmp_path: Path) -> None:
    roster = both(tmp_path, MENTEES + "P1,Ada,weekly,,,\n", MENTORS + "P1,Ben,monthly,,,\n")
    found = {problem.key: (Path(problem.file).name, problem.cell) for problem in looked(roster, final=True).problems}
    assert found["meetings.cadence"] == ("mentees.csv", "cell C2")
    assert found["feedback.preference.mentee"] == ("mentees.csv", "cell F2")
    assert found["confidentiality.level"] == ("mentees.csv", "row 2")


def test_mentors_that_answer_once_for_several_mentees_are_told_apart_by_pair(tmp_path: Path) -> None:
    roster = both(tmp_path, MENTEES + "P1,Ada,,,,\nP2,Cy,,,,\n", MENTORS + "P1,Ben,,,,\nP2,Ben,,,,\n")
    assert names(roster) == [("Ada", "Ben"), ("Cy", "Ben")]
