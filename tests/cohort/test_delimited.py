"""CSV as spreadsheets and form tools write it: every sign, every encoding, every way to be broken."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path

import pytest

from agreementgen.errors import FileError

from ..conftest import Outcome
from .opened import csv_roster, interviews, looked, names, wrong
from .rosters import cells_of

PAIR = [("Ada Okafor", "Ben Lind")]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_sign_between_cells_and_the_line_ends_are_found(tmp_path: Path, sign: str, end: str) -> None:
    lines = [
        sign.join(cells) for cells in (["pair_id", "mentee_name", "mentor_name"], ["P1", "Ada Okafor", "Ben Lind"])
    ]
    assert names(csv_roster(tmp_path, end.join(lines) + end)) == PAIR


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
    ],
)
def test_names_with_accents_are_right_in_every_unicode_encoding(tmp_path: Path, encoding: str, mark: bytes) -> None:
    text = "mentee_name\tmentor_name\nÉlodie Müller\tŁukasz Ødegård\n"
    roster = csv_roster(tmp_path, mark + text.encode(encoding))
    assert names(roster) == [("Élodie Müller", "Łukasz Ødegård")]
    assert not roster.notes


def test_a_file_of_an_old_excel_is_read_with_a_warning_about_its_letters(tmp_path: Path) -> None:
    roster = csv_roster(tmp_path, "mentee_name;mentor_name\nÉlodie Müller;Zoë “Z” Ibáñez\n", "cp1252")
    assert names(roster) == [("Élodie Müller", "Zoë “Z” Ibáñez")]
    assert [str(note.code) for note in roster.notes] == ["AG401"]


def test_bytes_that_are_no_letters_at_all_are_reported_at_their_cell(tmp_path: Path) -> None:
    # 0x81 is no letter of Windows.
    roster = csv_roster(tmp_path, b"mentee_name,mentor_name\nAda,Ben\nB\xe9a\x81,Cy\n")
    assert wrong(roster) == [("AG011", "cell A3")]


@pytest.mark.parametrize("sign", [";", "|", "\t"])
def test_the_line_that_excel_reads_the_sign_from_is_no_row(tmp_path: Path, sign: str) -> None:
    text = f"sep={sign}\r\nmentee_name{sign}mentor_name\r\nAda Okafor{sign}Ben Lind\r\nCy{sign}\r\n"
    roster = csv_roster(tmp_path, "\ufeff" + text)
    assert [pair.where for pair in roster.pairs()] == ["row 2", "row 3"]
    assert wrong(roster) == [("AG420", "cell B3")]


def test_titles_above_the_header_count_as_rows_and_are_no_pairs(tmp_path: Path) -> None:
    text = 'Our cohort,,\n"Spring, 2026",,\n\npair_id,mentee_name,mentor_name\nP1,Ada,Ben\n\nP2,Cy,\n'
    roster = csv_roster(tmp_path, text)
    assert wrong(roster) == [("AG420", "cell C7")]


def test_quotes_commas_and_line_ends_in_cells_are_part_of_the_answer(tmp_path: Path) -> None:
    head = "mentee_name,mentor_name,purpose,off_limits\n"
    text = head + '"Okafor, Ada","Ben ""Benny"" Lind","One,\r\ntwo.","pay; ""x"""\nCy,,,\n'
    roster = csv_roster(tmp_path, text)
    first = next(iter(roster.pairs())).interview
    assert first is not None
    answers = first.answers
    assert (answers.people.mentee.name, answers.people.mentor.name) == ("Okafor, Ada", 'Ben "Benny" Lind')
    assert answers.purpose.statement == "One,\ntwo."
    assert answers.boundaries.off_limits == ("pay", '"x"')
    # The line end in the second row's cell moves no row below it.
    assert wrong(roster) == [("AG420", "cell B3")]


def test_a_quote_that_is_not_closed_costs_its_own_row_only(tmp_path: Path) -> None:
    text = 'mentee_name,mentor_name\nAda,Ben\n"Cy,Dee\nEva,Finn\n"Gus ""G""",Hal\n"Ida,Jo\nKim,Lou\n'
    roster = csv_roster(tmp_path, text)
    assert wrong(roster) == [("AG402", "row 3"), ("AG402", "row 6")]
    assert [pair.names["mentee"] for pair in looked(roster).good] == ["Ada", "Eva", 'Gus "G"', "Kim"]


def test_text_behind_a_closing_quote_is_reported_and_not_joined(tmp_path: Path) -> None:
    roster = csv_roster(tmp_path, 'mentee_name,mentor_name\n"Ada" B,Ben\nCy,Dee\n')
    assert wrong(roster) == [("AG402", "row 2")]


def test_a_header_that_cannot_be_read_stops_all(tmp_path: Path) -> None:
    roster = csv_roster(tmp_path, '"mentee_name" x,mentor_name\nAda,Ben\n')
    assert "AG402" in [str(problem.code) for problem in roster.problems]


def test_a_cell_too_many_is_its_own_rows_fault(tmp_path: Path) -> None:
    roster = csv_roster(tmp_path, "mentee_name,mentor_name,purpose\nAda,Ben,By June, ready\nCy,Dee,ok\nEva,Finn,ok,,\n")
    assert wrong(roster) == [("AG408", "cell D2")]


def test_a_column_without_a_name_that_most_rows_have_stops_all_once(tmp_path: Path) -> None:
    roster = csv_roster(tmp_path, "mentee_name,mentor_name,\n" + "Ada,Ben,x\n" * 50)
    assert [(str(p.code), p.cell) for p in roster.problems] == [("AG408", "cell C2")]


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", "sep=;\n", "mentee_name,mentor_name\n", " , \n,,\n"])
def test_a_roster_without_a_pair_says_so(tmp_path: Path, text: str) -> None:
    assert "AG403" in [str(problem.code) for problem in csv_roster(tmp_path, text).problems]


def test_nul_bytes_are_refused_with_words(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no text file"):
        csv_roster(tmp_path, b"mentee_name,mentor_name\nAda\x00,Ben\n")


def test_what_nobody_can_see_in_a_cell_is_reported_there(tmp_path: Path) -> None:
    text = "mentee_name,mentor_name,purpose\nAda \u202egnp,Ben,x\nCy,Dee,a\x07b\nEva,Finn,\u2060ok\ufeff\n"
    roster = csv_roster(tmp_path, text)
    assert wrong(roster) == [("AG011", "cell A2"), ("AG011", "cell C3")]
    assert next(p for p in roster.pairs() if p.interview).interview.answers.purpose.statement == "ok"  # type: ignore[union-attr]


def test_a_cell_of_a_megabyte_is_refused_at_its_place(tmp_path: Path) -> None:
    roster = csv_roster(tmp_path, f"mentee_name,mentor_name,purpose\nAda,Ben,{'long ' * 220_000}\nCy,Dee,short\n")
    assert wrong(roster) == [("AG014", "cell C2")]


def test_a_wrong_sign_is_told_by_the_one_column_that_was_found(tmp_path: Path) -> None:
    roster = csv_roster(tmp_path, "mentee_name|mentor_name\nAda|Ben\n")
    found = {str(problem.code): problem.message for problem in roster.problems}
    assert "1 column found" in found["AG406"]
    assert "mentee_name|mentor_name" in found["AG406"]


def test_commas_in_answers_do_not_make_a_semicolon_file_one_of_commas(tmp_path: Path) -> None:
    text = "mentee_name;mentor_name;purpose\nAda;Ben;By June, Ada, Bea, Cy, and Dee, all, will be ready, we hope.\n"
    (interview,) = interviews(csv_roster(tmp_path, text))
    assert (interview.answers.purpose.statement or "").startswith("By June, Ada, Bea")


def test_semicolons_in_answers_do_not_make_a_comma_file_one_of_semicolons(tmp_path: Path) -> None:
    text = 'mentee_name,mentor_name,off_limits\nAda,Ben,"pay; family; health; politics; faith; votes"\n'
    (interview,) = interviews(csv_roster(tmp_path, text))
    assert len(interview.answers.boundaries.off_limits or ()) == 6


def test_a_file_of_open_quotes_is_read_in_time_that_grows_with_its_length(tmp_path: Path) -> None:
    roster = csv_roster(tmp_path, "mentee_name,mentor_name\n" + '"Ada,Ben\n' * 3000 + "Cy,Dee\n")
    assert len(wrong(roster)) == 3000


def test_a_row_that_cannot_be_read_comes_back_as_it_stands_with_its_reason(
    run: Callable[..., Outcome], tmp_path: Path
) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes(b'sep=;\r\nmentee_name;mentor_name;purpose\r\nAda;;x\r\n"Cy;Dee;y\r\nEva;;z\r\n')
    assert run("batch", path, "-o", tmp_path / "cohort").code == 3
    header, *failed = cells_of(tmp_path / "cohort/failed.csv", ";")
    assert header[:3] == ["mentee_name", "mentor_name", "purpose"]
    assert [(cells[0], cells[-1][cells[-1].index("error[") :][:12]) for cells in failed] == [
        ("Ada", "error[AG420]"),
        ('"Cy;Dee;y', "error[AG402]"),
        ("Eva", "error[AG420]"),
    ]
