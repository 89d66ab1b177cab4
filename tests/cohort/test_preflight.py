"""Before the first page: all problems of all rows, rows that clash with each other, and names that try to get out."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from agreementgen.cohort import Preflight, look_over

from ..conftest import Outcome
from .opened import csv_roster, looked, wrong

Run = Callable[..., Outcome]
HEAD = "pair_id,mentee_name,mentor_name,mentee_email,mentor_email\n"


def over(folder: Path, *rows: str, head: str = HEAD, **options: object) -> Preflight:
    return looked(csv_roster(folder, head + "".join(f"{row}\n" for row in rows), **options))


def found(preflight: Preflight) -> list[tuple[str, str]]:
    return [(str(problem.code), problem.cell) for problem in preflight.problems]


def test_every_problem_of_every_row_is_told_in_order_at_its_cell(tmp_path: Path) -> None:
    head = "mentee_name,mentor_name,start,cadence,mentee_email,minutes\n"
    rows = ["Ada,,04/01/2027,now and then,,", "Cy,Dee,2027-01-04,weekly,,60", "Eva,Finn,2027-02-30,weekly,,900"]
    assert [place for _, place in found(over(tmp_path, *rows, head=head))] == [
        *("cell B2", "cell C2", "cell D2"),
        *("cell C4", "cell F4"),
    ]


def test_a_program_counts_for_every_row_and_problems_that_two_cells_make_are_told(tmp_path: Path) -> None:
    head = "mentee_name,mentor_name,start,end\n"
    assert found(over(tmp_path, "Ada,Ben,2027-05-01,2027-01-04", head=head)) == [("AG125", "cell D2")]


def test_the_same_two_people_without_ids_are_told_once_at_the_second_row(tmp_path: Path) -> None:
    preflight = over(tmp_path, ",Ada,Ben,,", ",Cy,Dee,,", ",ADA, Ben ,,", ",Ada,Dee,,")
    assert found(preflight) == [("AG421", "row 4")]
    assert "row 2" in preflight.problems[0].message
    assert len(preflight.good) == 3


def test_the_same_pair_id_is_told_whatever_its_capitals(tmp_path: Path) -> None:
    assert found(over(tmp_path, "P1,Ada,Ben,,", "p1,Cy,Dee,,")) == [("AG421", "row 3")]


def test_two_of_one_name_are_told_apart_by_their_ids(tmp_path: Path) -> None:
    preflight = over(tmp_path, "P1,Anna Müller,Ben,,", "P2,Anna Müller,Ben,,")
    assert not preflight.problems
    assert len({pair.folder for pair in preflight.good}) == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ada/Lee", "AdaLee"),
        ("Ada  Lee", "Ada\u00a0Lee"),
        ("ﬁn", "fin"),
        (unicodedata.normalize("NFC", "Zoë"), unicodedata.normalize("NFD", "Zoë")),
        ("straße", "STRASSE"),
        ("Ada", "Ada\u200b"),
        ("CON", "con"),
    ],
)
def test_names_whose_folders_would_be_one_on_some_system_are_told(tmp_path: Path, first: str, second: str) -> None:
    preflight = over(tmp_path, f",{first},Ben,,", f",{second},Ben,,")
    assert [code in ("AG421", "AG422") and place == "row 3" for code, place in found(preflight)] == [True]


def test_ids_that_differ_in_signs_alone_are_told(tmp_path: Path) -> None:
    assert found(over(tmp_path, "P/1,Ada,Ben,,", "P:1,Ada,Ben,,")) == [("AG422", "row 3")]


def test_one_address_with_two_names_is_pointed_out_and_stops_nothing(tmp_path: Path) -> None:
    rows = ("P1,Ada,Ben,ada@x.example,ben@x.example", "P2,Cy,Ben,ADA@x.example,ben@x.example", "P3,Di,Ben,,")
    preflight = over(tmp_path, *rows)
    (note,) = preflight.notes
    assert (note.code, note.cell) == ("AG423", "cell D3")
    assert "row 2" in note.message
    assert len(preflight.good) == 3


def test_an_address_that_no_letter_can_reach_is_pointed_out_and_stops_nothing(tmp_path: Path) -> None:
    rows = [
        "P1,Ada,Ben,ada at x.example,ben@x.example",
        "P2,Cy,Di,cy@x.example; cy@home.example,Di Lang <di@x.example>",
        "P3,Eva,Fay,eva@xexample,fay+news@sub.x.example",
        "P4,Gil,Hana,gil@bücher.example,hana@x.example",
    ]
    preflight = over(tmp_path, *rows)
    assert [(note.code, note.cell) for note in preflight.notes] == [
        ("AG427", f"cell {cell}") for cell in ("D2", "D3", "E3", "D4")
    ]
    assert '"ada at x.example"' in preflight.notes[0].message
    assert len(preflight.good) == 4


def test_a_mentor_with_more_mentees_than_the_program_has_agreed_to_is_pointed_out_once(tmp_path: Path) -> None:
    rows = [f"P{n},Ada {n},Ben,,ben@x.example" for n in range(5)] + ["P9,Eva,Ben,,other@x.example"]
    preflight = over(tmp_path, *rows, most=3)
    (note,) = preflight.notes
    assert (note.code, note.cell) == ("AG424", "cell C5")
    assert "Ben has 5 mentees" in note.message


HOSTILE = [
    "../../x",
    "..",
    "/etc/passwd",
    "C:\\Windows\\x",
    "a/b|c",
    "CON",
    "nul.txt",
    "x" * 300,
    "字" * 300,
    "=cmd|'/C calc'!A0",
    "+1",
    "@SUM(A1)",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "{% include 'x' %}",
    "$(rm -rf /)",
    "-rf",
    "a\tb",
    "name.",
    ".hidden",
    "🙂",
    "\u2066Ada\u2069",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_or_id_leads_out_of_the_cohorts_folder_and_the_name_is_kept(tmp_path: Path, name: str) -> None:
    cell = '"' + name.replace('"', '""') + '"'
    preflight = over(tmp_path, f"{cell},{cell},{cell},,")
    assert not preflight.problems
    (pair,) = preflight.good
    place = (tmp_path / "cohort" / pair.folder).resolve()
    assert place.parent == (tmp_path / "cohort").resolve()
    assert len(pair.folder.encode()) <= 250
    assert not pair.folder.startswith((".", "-"))
    assert not set(pair.folder) & set('/\\|<>:"?*\t')
    assert pair.names["mentee"] == " ".join(name.split())


@pytest.mark.parametrize("name", ["Ada \u202eneB", "Ada\u0007", "Ada\ue000", "a\u2066b"])
def test_a_name_that_disguises_itself_is_refused_at_its_cell(tmp_path: Path, name: str) -> None:
    assert found(over(tmp_path, f"P1,{name},Ben,,")) == [("AG011", "cell B2")]


def test_an_id_that_disguises_itself_is_refused_at_its_cell(tmp_path: Path) -> None:
    assert found(over(tmp_path, "P\u202e1,Ada,Ben,,")) == [("AG011", "cell A2")]


def test_ascii_names_are_compared_as_they_are_written(tmp_path: Path) -> None:
    roster = csv_roster(tmp_path, HEAD + ",Müller,Ben,,\n,Muller,Ben,,\n")
    good = [look_over(roster, final=False, ascii_names=ascii_names).good for ascii_names in (False, True)]
    assert [len(pairs) for pairs in good] == [2, 1]


def test_what_is_open_fails_a_row_only_when_it_has_to_be_final(tmp_path: Path) -> None:
    roster = csv_roster(tmp_path, "mentee_name,mentor_name,cadence\nAda,Ben,to discuss\n")
    assert wrong(roster) == []
    places = dict.fromkeys(place for _, place in wrong(roster, final=True))
    assert "cell C2" in places
    assert "row 2" in places


def test_a_youth_roster_takes_guardian_and_screening_from_its_columns(tmp_path: Path) -> None:
    head = "mentee_name,mentor_name,guardian_name,guardian_email,guardian_relationship,screened_on\n"
    roster = csv_roster(tmp_path, head + "Ada,Ben,Uma Okafor,uma@x.example,parent,2026-11-02\n")
    (pair,) = roster.pairs()
    assert pair.interview is not None
    assert pair.interview.answers.people.guardian.name == "Uma Okafor"
    assert pair.interview.answers.people.mentor.screened_on is not None


def test_a_dry_run_says_what_and_how_many_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("mentee_name,mentor_name\nAda,\nCy,\n", encoding="utf-8")
    outcome = run("batch", path, "-n")
    assert outcome.code == 3
    assert outcome.out.splitlines() == ["2 pairs: 0 can be made (0 of them in draft), 2 cannot."]
    assert outcome.err.count("error[AG420]") == 2
    assert list(tmp_path.iterdir()) == [path]


def test_a_cohort_of_a_thousand_is_looked_over_in_time_and_memory_that_grow_with_it(tmp_path: Path) -> None:
    rows = [f"P{n},Ada {n},Ben {n % 7},ada{n}@x.example,ben{n % 7}@x.example" for n in range(1000)]
    preflight = over(tmp_path, *rows)
    assert len(preflight.good) == 1000
    assert not preflight.notes
