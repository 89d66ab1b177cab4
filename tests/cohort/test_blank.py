"""The sheet to fill in is read back as it is: its help and its example are no pairs, what it offers is understood."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from agreementgen.cohort import look_over, open_roster
from agreementgen.cohort.blanksheet import LONGEST_LIST, blank_workbook
from agreementgen.cohort.manifest import csv_text
from agreementgen.cohort.sheetcolumns import settled_of, sheet_columns
from agreementgen.interview import kinds
from agreementgen.interview.headings import short_of, target_of
from agreementgen.locales import load_locale
from agreementgen.opening import OpenedProgram, open_program

from ..conftest import EXAMPLES, Outcome
from .rosters import cells_of

Run = Callable[..., Outcome]
ENGLISH = load_locale("en")
PROGRAM = EXAMPLES / "bridge" / "program.yaml"


def book_of(path: Path) -> Any:
    return openpyxl.load_workbook(io.BytesIO(path.read_bytes()))


def names_of(path: Path) -> list[str]:
    return [cell.value for cell in book_of(path)["Pairs"][1]]


def filled(path: Path, *rows: dict[str, str]) -> Path:
    """Fill in pairs below the rows that the sheet comes with, as a person does."""
    book = book_of(path)
    sheet = book["Pairs"]
    names = [cell.value for cell in sheet[1]]
    for number, row in enumerate(rows, start=4):
        for name, text in row.items():
            sheet.cell(number, names.index(name) + 1).value = text
    book.save(path)
    return path


@pytest.mark.parametrize("kind", kinds())
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_its_example_is_a_pair_that_can_sign_once_its_mark_is_replaced(
    run: Run, tmp_path: Path, kind: str, ending: str
) -> None:
    path = tmp_path / f"roster.{ending}"
    assert run("batch", "template", "-o", path, "--kind", kind).code == 0
    empty = run("batch", path, "--dry-run")
    assert "there are no pairs in this file" in empty.err
    if ending == "csv":
        path.write_bytes(path.read_bytes().replace(b"(example)", b"007"))
    else:
        book = book_of(path)
        book["Pairs"]["A3"].value = "007"
        book.save(path)
    [pair] = look_over(open_roster([path], OpenedProgram(), ENGLISH), final=True).pairs
    assert (pair.pair_id, pair.problems, pair.is_draft) == ("007", (), False)
    assert pair.emails.keys() == pair.names.keys()


def test_an_example_with_another_name_is_somebodys_pair(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    assert run("batch", "template", "-o", path).code == 0
    path.write_text(path.read_text(encoding="utf-8").replace("(example),Amara Diallo", "(example),Ada Okafor"), "utf-8")
    [pair] = look_over(open_roster([path], OpenedProgram(), ENGLISH), final=False).pairs
    assert pair.names["mentee"] == "Ada Okafor"


def test_every_answer_that_it_offers_is_read(tmp_path: Path) -> None:
    columns = [each for each in sheet_columns("workplace", ENGLISH, OpenedProgram().layer) if each.choices]
    offered = [(column.name, choice) for column in columns for choice in column.choices]
    assert len(offered) > 30
    people = ["Ada Okafor", "Ben Lind", "Cleo Okafor"]
    rows = [
        [f"P{number}", *people, *(choice if column.name == name else "" for column in columns)]
        for number, (name, choice) in enumerate(offered)
    ]
    header = ["pair_id", "mentee_name", "mentor_name", "guardian_name", *(column.name for column in columns)]
    path = tmp_path / "roster.csv"
    path.write_text(csv_text([header, *rows]), "utf-8")
    pairs = look_over(open_roster([path], OpenedProgram(), ENGLISH), final=False).pairs
    assert [(offered[pair.number - 1], str(pair.problems[0])) for pair in pairs if pair.problems] == []


def test_what_the_program_has_answered_has_no_column_and_stands_in_the_notes(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    outcome = run("batch", "template", "-o", path, "--program", PROGRAM)
    assert outcome.code == 0
    assert f"agreementgen batch {path} --program {PROGRAM} --dry-run" in outcome.err
    assert any(f"batch roster.xlsx --program {PROGRAM} --dry-run" in str(c[0].value) for c in book_of(path)["Notes"])
    names = names_of(path)
    assert not {"cadence", "minutes", "format", "channel", "reply", "months", "confidentiality"} & set(names)
    assert {"pair_id", "mentee_name", "mentor_email", "goal1", "goal2_by", "start", "mentor_feedback"} <= set(names)
    notes = [cells[0].value for cells in book_of(path)["Notes"]]
    assert "How often we meet: every month (to change it for some pairs, add the column “cadence”)" in notes
    assert [line for line in notes if line and line.startswith("What stays between us")] == [
        "What stays between us: private, with named exceptions"
    ]
    layer = open_program(PROGRAM).layer
    assert {name for name, *_ in settled_of("workplace", ENGLISH, layer)}.isdisjoint(names)


def test_cells_are_text_lists_are_offered_and_the_header_stays_in_sight(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    assert run("batch", "template", "-o", path).code == 0
    sheet = book_of(path)["Pairs"]
    assert sheet.freeze_panes == "B2"
    assert all(cell.number_format == "@" for row in sheet["A2:AA40"] for cell in row)
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    names = names_of(path)
    assert len(rules) == len(names)
    lists = {rule.promptTitle: rule for rule in rules.values() if rule.type == "list"}
    assert set(lists) == {
        *("kind", "mentor_has_say", "cadence", "format", "channel", "confidentiality"),
        *("mentee_feedback", "mentor_feedback"),
    }
    assert lists["format"].formula1 == '"mixed,in person,video,phone,text chat,to discuss"'
    assert (lists["format"].showErrorMessage, lists["mentee_feedback"].showErrorMessage) == (True, False)
    assert all(len(rule.formula1) <= LONGEST_LIST + 2 for rule in lists.values())
    assert all(len(rule.prompt) <= LONGEST_LIST for rule in rules.values())


def test_a_pair_id_keeps_its_zeros_a_row_its_number_and_what_failed_comes_back_without_the_help(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "roster.xlsx"
    assert run("batch", "template", "-o", path).code == 0
    filled(path, {"pair_id": "007", "mentee_name": "Ada Okafor", "mentor_name": "Ben Lind", "start": "5/4/26"})
    outcome = run("batch", path, "-o", tmp_path / "cohort", "--docs", "calendar")
    assert outcome.code == 3
    assert "sheet Pairs, cell Z4" in outcome.err
    back = openpyxl.load_workbook(tmp_path / "cohort" / "failed.xlsx")["Pairs"]
    assert [[row[0].value, row[-1].value[:12]] for row in back] == [
        ["pair_id", ENGLISH.roster("failed.reason")[:12]],
        ["007", f"{path}"[:12]],
    ]
    # Mended there, it is a roster again.
    assert run("batch", tmp_path / "cohort" / "failed.xlsx", "--columns").code == 0


def test_short_names_and_what_they_stand_for_are_turned_into_each_other() -> None:
    for column in sheet_columns("academic", ENGLISH, OpenedProgram().layer):
        assert target_of(column.name, ENGLISH) == column.key
    assert short_of("goals.3.by", ENGLISH) == "goal3_by"
    assert short_of("exit.notice", ENGLISH) == ""
    # As one guesses them from the others.
    assert target_of("Mentee minor", ENGLISH) == "people.mentee.minor"
    assert target_of("mentor_screened_on", ENGLISH) == "people.mentor.screened_on"


def test_the_csv_has_the_same_columns_and_no_formula(run: Run, tmp_path: Path) -> None:
    for ending in ("csv", "xlsx"):
        assert run("batch", "template", "-o", tmp_path / f"roster.{ending}").code == 0
    header, helps, example = cells_of(tmp_path / "roster.csv")
    assert header == names_of(tmp_path / "roster.xlsx")
    assert (helps[0], example[0]) == ("(help)", "(example)")
    assert all(helps)


def test_a_sheet_of_this_name_is_never_overwritten_unasked_and_another_form_is_refused(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "roster.xlsx"
    path.write_bytes(b"mine")
    assert run("batch", "template", "-o", path).code == 2
    assert path.read_bytes() == b"mine"
    assert run("batch", "template", "-o", path, "--force").code == 0
    refused = run("batch", "template", "-o", tmp_path / "roster.ods")
    assert refused.code == 2
    assert "Let it end in .xlsx or .csv." in refused.err


def test_the_notes_speak_of_the_file_by_its_name() -> None:
    columns = sheet_columns("workplace", ENGLISH, OpenedProgram().layer)
    book = openpyxl.load_workbook(io.BytesIO(blank_workbook(columns, (), "spring.xlsx", ENGLISH)))
    assert any("agreementgen batch spring.xlsx --dry-run" in str(cells[0].value) for cells in book["Notes"])


def test_a_sheet_that_nobody_has_filled_in_is_told_to_be_filled_in(run: Run, tmp_path: Path) -> None:
    assert run("batch", "template", "-o", tmp_path / "roster.csv").code == 0
    told = run("batch", tmp_path / "roster.csv", "-n")
    assert told.code == 2
    assert "error[AG403]: there are no pairs in this file" in told.err
    assert "--columns" not in told.err
    assert f"Next: fill it in, then run: agreementgen batch {tmp_path}/roster.csv --dry-run" in told.err
