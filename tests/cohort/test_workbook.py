"""XLSX: every cell as the text that the person sees in it, and every odd file told in words."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from agreementgen.errors import FileError

from .opened import interviews, looked, names, opened, workbook, wrong, xlsx_roster

HEADER = ["pair_id", "mentee_name", "mentor_name"]
PAIR = ["P1", "Ada", "Ben"]


def patched(made: openpyxl.Workbook, path: Path, part: str, *changes: tuple[str, str]) -> Path:
    """Write a workbook, with words in one of its parts changed: what the library itself never writes."""
    target = io.BytesIO()
    made.save(target)
    with zipfile.ZipFile(target) as packed, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name in packed.namelist():
            text = packed.read(name)
            if name == part:
                for before, after in changes:
                    assert before.encode() in text
                    text = text.replace(before.encode(), after.encode())
            out.writestr(name, text)
    return path


def answer(tmp_path: Path, column: str, value: Any, form: str = "General") -> Any:
    """Give the interview of a pair with one more cell."""
    made = workbook([[*HEADER, column], [*PAIR, value]])
    made.active["D2"].number_format = form  # type: ignore[index]
    (interview,) = interviews(xlsx_roster(tmp_path, made))
    return interview.answers


def test_the_first_sheet_that_can_be_seen_is_read_and_hidden_ones_are_named(tmp_path: Path) -> None:
    made = workbook([HEADER, PAIR])
    for title, state in (("Old", "hidden"), ("Lists", "veryHidden")):
        made.create_sheet(title, 0).sheet_state = state
    made.create_sheet("Notes", 3)
    roster = xlsx_roster(tmp_path, made)
    assert names(roster) == [("Ada", "Ben")]
    (note,) = roster.notes
    assert note.code == "AG413"
    assert "“Lists” and “Old”" in note.message


def test_a_sheet_can_be_chosen_and_a_wrong_choice_names_those_there_are(tmp_path: Path) -> None:
    made = workbook([["notes"]], "Notes")
    for row in (HEADER, PAIR):
        (made["Pairs"] if "Pairs" in made.sheetnames else made.create_sheet("Pairs")).append(row)
    assert names(xlsx_roster(tmp_path, made, sheet="pairs")) == [("Ada", "Ben")]
    with pytest.raises(FileError, match=r'no sheet "Paris".*"Notes", "Pairs"'):
        xlsx_roster(tmp_path, made, sheet="Paris")


def test_a_sheet_of_a_hidden_kind_can_be_chosen(tmp_path: Path) -> None:
    made = workbook([["notes"]], "Notes")
    hidden = made.create_sheet("Pairs")
    hidden.append(HEADER)
    hidden.append(PAIR)
    hidden.sheet_state = "hidden"
    assert names(xlsx_roster(tmp_path, made, sheet="Pairs")) == [("Ada", "Ben")]


def test_places_name_sheet_and_cell_as_they_are_seen(tmp_path: Path) -> None:
    rows = [["Spring cohort"], [], HEADER, PAIR, [], ["P2", "Cy"]]
    assert wrong(xlsx_roster(tmp_path, workbook(rows, "Our pairs"))) == [("AG420", "sheet Our pairs, cell C6")]


@pytest.mark.parametrize(
    ("column", "value", "form", "expected"),
    [
        ("start", datetime(2027, 1, 4), "dd/mm/yyyy", "2027-01-04"),
        ("start", date(2027, 1, 4), "yyyy-mm-dd", "2027-01-04"),
        ("goals.1.by", datetime(2027, 3, 1), "mmm yyyy", "2027-03"),
        ("goals.1.by", datetime(2027, 3, 1), "dd mmm yyyy", "2027-03-01"),
        ("first_meeting", datetime(2027, 1, 6, 15, 30), "dd/mm/yyyy hh:mm", "2027-01-06 15:30"),
        ("communication.hours", time(9, 5), "hh:mm", "09:05"),
        ("mentee_phone", 1067, "00000", "01067"),
        ("mentee_phone", 301234567, "0000 000 000", "0301 234 567"),
        ("mentee_phone", 301234567, "0000\\-000\\-000", "0301-234-567"),
        ("mentee_title", 12.0, "General", "12"),
        ("mentee_title", 0.1 + 0.2, "General", "0.3"),
        ("mentee_title", 0.5, "0%", "50%"),
        ("mentee_title", 0.125, "0.0%", "12.5%"),
        ("mentee_title", 491701234567890, "General", "491701234567890"),
        ("mentee_title", True, "General", "yes"),
        ("mentee_title", False, "General", "no"),
        ("mentee_title", "=SUM(A1)", "@", "=SUM(A1)"),
        ("mentee_title", "007", "@", "007"),
        ("mentee_title", " spaced ", "General", "spaced"),
    ],
)
def test_a_cell_is_the_text_that_is_seen_in_it(
    tmp_path: Path, column: str, value: Any, form: str, expected: str
) -> None:
    made = workbook([[*HEADER, column], [*PAIR, value]])
    cell = made.active["D2"]  # type: ignore[index]
    cell.number_format = form
    if isinstance(value, str):
        cell.data_type = "s"
    table, _ = xlsx_roster(tmp_path, made).tables[0]
    assert table.rows[1].cells[4] == expected


def test_a_formula_counts_by_its_value_and_without_one_is_the_rows_fault(tmp_path: Path) -> None:
    made = workbook([HEADER, ["P1", "Ada", '=CONCATENATE("Be","n")'], ["P2", "Cy", '=CONCATENATE("De","e")']])
    change = ('<f>CONCATENATE("Be","n")</f><v', '<f>CONCATENATE("Be","n")</f><v>Ben</v><v')
    kind = ('<c r="C2">', '<c r="C2" t="str">')
    roster = opened(patched(made, tmp_path / "roster.xlsx", "xl/worksheets/sheet1.xml", change, kind))
    assert wrong(roster) == [("AG409", "sheet Pairs, cell C3")]
    assert [pair.names["mentor"] for pair in looked(roster).good] == ["Ben"]


def test_a_cell_that_shows_an_error_is_the_rows_fault(tmp_path: Path) -> None:
    made = workbook([[*HEADER, "purpose"], [*PAIR, "#REF!"], ["P2", "Cy", "Dee", "fine"]])
    made.active["D2"].data_type = "e"  # type: ignore[index]
    assert wrong(xlsx_roster(tmp_path, made)) == [("AG410", "sheet Pairs, cell D2")]


def test_merged_cells_are_named(tmp_path: Path) -> None:
    made = workbook([HEADER, PAIR, ["P2", "Cy", None]])
    made.active.merge_cells("C2:C3")  # type: ignore[union-attr]
    roster = xlsx_roster(tmp_path, made)
    assert [(str(note.code), "C2:C3" in note.message) for note in roster.notes] == [("AG412", True)]
    assert wrong(roster) == [("AG420", "sheet Pairs, cell C3")]


def test_a_phone_number_that_is_a_number_is_pointed_out(tmp_path: Path) -> None:
    rows = [[*HEADER, "mentee_phone"], [*PAIR, 301234567], ["P2", "Cy", "Dee", "030 1234567"]]
    (note,) = looked(xlsx_roster(tmp_path, workbook(rows))).notes
    assert (note.code, note.cell) == ("AG411", "sheet Pairs, cell D2")
    assert "301234567" in note.message


def test_ids_that_are_numbers_are_pointed_out_only_beside_ids_that_begin_with_zero(tmp_path: Path) -> None:
    plain = [HEADER, [1, "Ada", "Ben"], [12, "Cy", "Dee"]]
    assert not looked(xlsx_roster(tmp_path, workbook(plain))).notes
    mixed = [HEADER, ["007", "Ada", "Ben"], [12, "Cy", "Dee"]]
    (note,) = looked(xlsx_roster(tmp_path, workbook(mixed))).notes
    assert (note.code, note.cell) == ("AG411", "sheet Pairs, cell A3")


def test_many_empty_cells_with_borders_cost_no_time(tmp_path: Path) -> None:
    made = workbook([HEADER, *([f"P{n}", f"Ada {n}", f"Ben {n}"] for n in range(3000))])
    sheet: Any = made.active
    for row in range(1, 3001):
        for column in range(4, 8):
            sheet.cell(row, column).number_format = "@"
    sheet["Z1"] = "=1+1"
    roster = xlsx_roster(tmp_path, made, columns={"Z": "none"})
    assert len(roster.tables[0][0].rows) == 3001


ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("roster.xlsx", ENCRYPTED, "password"),
        ("roster.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Excel"),
        ("roster.xlsx", b"PK\x03\x04 broken", "can be read"),
        ("roster.xlsx", b"mentee_name,mentor_name\nAda,Ben\n", "no Excel workbook"),
        ("roster.xlsx", b"", "no Excel workbook"),
        ("roster.pdf", b"%PDF-1.7 \x00", "no text file"),
    ],
)
def test_what_is_no_workbook_is_refused_with_words(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(FileError, match=words):
        opened(path)


def zipped(path: Path, **parts: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in parts.items():
            out.writestr(name, data)
    return path


def test_a_sheet_of_libreoffice_is_refused_by_its_name(tmp_path: Path) -> None:
    path = zipped(tmp_path / "roster.ods", mimetype=b"application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(FileError, match=r"\.ods.*save it as \.xlsx"):
        opened(path)


def test_a_workbook_that_unpacks_to_more_than_any_roster_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out, out.open("xl/worksheets/sheet1.xml", "w") as sheet:
        for _ in range(300):
            sheet.write(b" " * (1 << 20))
    with pytest.raises(FileError, match="unpacks to more than"):
        opened(path)


def test_a_broken_sheet_inside_a_sound_workbook_is_refused_with_words(tmp_path: Path) -> None:
    path = patched(workbook([HEADER, PAIR]), tmp_path / "roster.xlsx", "xl/worksheets/sheet1.xml", ("<row", "<<row"))
    with pytest.raises(FileError, match="can be read"):
        opened(path)


def test_sheets_that_are_not_in_the_order_of_their_files_are_found(tmp_path: Path) -> None:
    made = workbook([["notes"]], "Notes")
    pairs = made.create_sheet("Pairs")
    for row in (HEADER, ["P1", "Ada", "=A1"]):
        pairs.append(row)
    swapped = [('name="Notes"', 'name="X"'), ('name="Pairs"', 'name="Notes"'), ('name="X"', 'name="Pairs"')]
    ids = [('r:id="rId1"', 'r:id="rIdX"'), ('r:id="rId2"', 'r:id="rId1"'), ('r:id="rIdX"', 'r:id="rId2"')]
    roster = opened(patched(made, tmp_path / "roster.xlsx", "xl/workbook.xml", *swapped, *ids))
    assert wrong(roster) == [("AG409", "sheet Pairs, cell C2")]
