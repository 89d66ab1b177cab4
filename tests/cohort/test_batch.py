"""`batch`: one bad row stops no other, what is mended is made, and all is as if nothing had ever been wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ..conftest import Outcome
from .rosters import cells_of, contents, roster, row

Run = Callable[..., Outcome]

DOCS = ("--docs", "calendar")
"""Made without the engine: what is looked at here is which rows are made."""
SET = ("--docs", "agreement,calendar")
"""Pages as well; the outlines of all forty pairs would take most of a minute."""

FAULTS = {
    3: ({"mentor_name": ""}, "cell C6"),
    7: ({"start": "04/01/2027"}, "cell R10"),
    11: ({"cadence": "now and then"}, "cell I14"),
    13: ({"minutes": "600"}, "cell J16"),
    17: ({"months": "minus six"}, "cell S20"),
    22: ({"confidentiality": "secret"}, "cell O25"),
    28: ({"goal1_by": "2027-13"}, "cell H31"),
    31: ({"pair_id": "P030"}, "row 34"),
    39: ({"first_meeting": "2029-01-06 15:00"}, "cell L42"),
}
ABOVE = ("Our cohort of spring", "")
"""A title, and an empty line below it: the header is the third row."""


def forty(faults: bool = True) -> list[str]:
    return [row(n, **(FAULTS[n][0] if faults and n in FAULTS else {})) for n in range(1, 41)]


def test_of_forty_rows_with_nine_faults_thirty_one_are_made_and_redo_makes_the_rest_as_if_nothing_had_been(
    run: Run, tmp_path: Path
) -> None:
    sheet = roster(tmp_path / "roster.csv", forty(), above=ABOVE)
    first = run("batch", sheet, "-o", tmp_path / "cohort", *SET, "--jobs", "1")
    assert first.code == 3
    for made in ("*-agreement.pdf", "*-calendar.ics"):
        assert len(list((tmp_path / "cohort").glob(f"*/shared/{made}"))) == 31
    for where in (where for _, where in FAULTS.values()):
        assert f"{sheet}, {where}: error[AG" in first.err
    failed = cells_of(tmp_path / "cohort/failed.csv", ";")
    assert [cells[0] for cells in failed[2:]] == [f"P{n:03}" if n != 31 else "P030" for n in FAULTS]
    assert all("error[AG" in cells[-1] for cells in failed[2:])

    roster(sheet, forty(faults=False), above=ABOVE)
    again = run("batch", "redo", tmp_path / "cohort", "--jobs", "1")
    assert again.code == 0
    assert "9 kits made" in again.err
    assert "31 left unchanged" in again.err
    assert run("batch", sheet, "-o", tmp_path / "clean", *SET, "--jobs", "1").code == 0
    redone, clean = contents(tmp_path / "cohort"), contents(tmp_path / "clean")
    assert len(clean) == 40 * 3 + 6
    assert redone == clean


def test_a_dry_run_names_every_fault_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    sheet = roster(tmp_path / "roster.csv", forty(), above=ABOVE)
    told = run("batch", sheet, "-n", *DOCS)
    assert told.code == 3
    assert "40 pairs: 31 can be made (0 of them in draft), 9 cannot." in told.out
    for where in (where for _, where in FAULTS.values()):
        assert f"{sheet}, {where}: error[AG" in told.err
    assert [path.name for path in tmp_path.iterdir()] == ["roster.csv"]


def test_an_open_answer_makes_a_draft_and_with_final_a_failed_row_at_its_cell(run: Run, tmp_path: Path) -> None:
    sheet = roster(tmp_path / "roster.csv", [row(1), row(2, cadence="to discuss")])
    drafted = run("batch", sheet, "-o", tmp_path / "drafts", *DOCS)
    assert drafted.code == 0
    assert "2 kits made (1 of them in draft)" in drafted.err
    final = run("batch", sheet, "-o", tmp_path / "final", *DOCS, "--final")
    assert final.code == 3
    assert "cell I3: error[AG141]: meetings.cadence" in final.err
    assert [path.name for path in sorted((tmp_path / "final").glob("P*"))] == ["P001-Ada-Okafor-1-Ben-Lind-1"]


def test_a_column_that_nobody_knows_stops_all_before_anything_is_written(run: Run, tmp_path: Path) -> None:
    sheet = roster(tmp_path / "roster.csv", [row(1)])
    sheet.write_text(sheet.read_text(encoding="utf-8-sig").replace("cadence", "How often do you see each other?"))
    told = run("batch", sheet, "-o", tmp_path / "cohort")
    assert told.code == 2
    assert f"{sheet}, cell I1: error[AG404]" in told.err
    assert not (tmp_path / "cohort").exists()


def test_what_to_run_next_names_the_program_again(run: Run, tmp_path: Path) -> None:
    sheet, program = roster(tmp_path / "roster.csv", [row(1)]), tmp_path / "program.yaml"
    program.write_text("schema: 1\nprogram: {name: Bridge}\n", encoding="utf-8")
    made = run("batch", sheet, "--program", program, "-o", tmp_path / "cohort", *DOCS)
    assert f"look at {tmp_path / 'cohort'}/cohort.html" in made.err
    sheet.write_text(sheet.read_text(encoding="utf-8-sig").replace("cadence", "Shirt"), encoding="utf-8")
    told = run("batch", sheet, "--program", program, "-n")
    assert told.err.rstrip().endswith(f"agreementgen batch {sheet} --program {program} --columns")


def test_every_person_finds_their_own_copies_in_their_own_folder(run: Run, tmp_path: Path) -> None:
    sheet = roster(tmp_path / "roster.csv", [row(1)])
    assert run("batch", sheet, "-o", tmp_path / "cohort", "--final").code == 0
    name = "Ada-Okafor-1-Ben-Lind-1"
    found = sorted(path.relative_to(tmp_path / "cohort" / f"P001-{name}").as_posix() for path in tmp_path.rglob("Ada*"))
    assert found == [
        f"for-mentee/{name}-agenda-1-mentee.pdf",
        f"for-mentor/{name}-agenda-1-mentor.pdf",
        f"shared/{name}-agenda-1-shared.pdf",
        f"shared/{name}-agreement.pdf",
        f"shared/{name}-calendar.ics",
        f"shared/{name}-interview.yaml",
    ]
    entry = json.loads((tmp_path / "cohort/manifest.jsonl").read_text(encoding="utf-8"))
    assert entry["status"] == "final"
    assert {file["path"]: file["pages"] for file in entry["files"]}[f"P001-{name}/shared/{name}-agreement.pdf"] >= 2


def test_the_interview_beside_a_kit_makes_the_same_agreement(run: Run, tmp_path: Path) -> None:
    sheet = roster(tmp_path / "roster.csv", [row(1, goal1="Say = no; and *mean* it: {{ 7*7 }}", off_limits="my café")])
    assert run("batch", sheet, "-o", tmp_path / "cohort", *DOCS).code == 0
    pair = next((tmp_path / "cohort").glob("P001*/shared/*-interview.yaml"))
    assert run("check", pair, "--final").code == 0
    text = pair.read_text(encoding="utf-8")
    assert "Say = no; and *mean* it: {{ 7*7 }}" in text
    assert "my café" in text


def test_only_and_limit_choose_pairs_and_the_manifest_keeps_the_others(run: Run, tmp_path: Path) -> None:
    sheet = roster(tmp_path / "roster.csv", [row(n) for n in range(1, 5)])
    out = tmp_path / "cohort"
    assert run("batch", sheet, "-o", out, *DOCS, "--limit", "2").code == 0
    assert run("batch", sheet, "-o", out, *DOCS, "--only", "P003, Ada Okafor 4").code == 0
    lines = (out / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["pair_id"] for line in lines] == ["P001", "P002", "P003", "P004"]


def test_a_dry_run_of_only_some_pairs_speaks_of_no_others(run: Run, tmp_path: Path) -> None:
    sheet = roster(tmp_path / "roster.csv", [row(1, start="04/01/2027"), row(2), row(3, mentor_name="")])
    told = run("batch", sheet, "-n", *DOCS, "--only", "P002, P003")
    assert "2 pairs: 1 can be made" in told.out
    assert "cell C4: error[AG420]" in told.err
    assert "AG103" not in told.err
    assert run("batch", sheet, "-n", *DOCS, "--only", "P002").code == 0
    assert "1 pair: 0 can be made" in run("batch", sheet, "-n", *DOCS, "--limit", "1").out


def test_a_changed_row_is_made_again_and_an_unchanged_one_is_not_touched(run: Run, tmp_path: Path) -> None:
    sheet, out = roster(tmp_path / "roster.csv", [row(1), row(2)]), tmp_path / "cohort"
    assert run("batch", sheet, "-o", out, *DOCS).code == 0
    before = {path: path.stat().st_mtime_ns for path in out.glob("P*/*/*")}
    roster(sheet, [row(1), row(2, goal1="Chair two meetings")])
    again = run("batch", sheet, "-o", out, *DOCS, "--resume")
    assert "1 kit made" in again.err
    assert "1 left unchanged" in again.err
    changed = {path.parent.parent.name[:4] for path, stamp in before.items() if path.stat().st_mtime_ns != stamp}
    assert changed == {"P002"}


def test_a_file_that_was_lost_or_altered_is_made_again(run: Run, tmp_path: Path) -> None:
    sheet, out = roster(tmp_path / "roster.csv", [row(1), row(2)]), tmp_path / "cohort"
    assert run("batch", sheet, "-o", out, *DOCS).code == 0
    clean = contents(out)
    first, second = sorted(out.glob("P*/shared/*.ics"))
    first.unlink()
    second.write_bytes(second.read_bytes() + b"X-ADDED:1\r\n")
    assert "2 kits made" in run("batch", "redo", out).err
    assert contents(out) == clean


def test_what_a_pair_has_written_into_its_interview_is_never_overwritten(run: Run, tmp_path: Path) -> None:
    sheet, out = roster(tmp_path / "roster.csv", [row(1)]), tmp_path / "cohort"
    assert run("batch", sheet, "-o", out, *DOCS).code == 0
    pair = next(out.glob("P001*/shared/*-interview.yaml"))
    theirs = pair.read_text(encoding="utf-8") + "also_agreed: [We walk.]\n"
    pair.write_text(theirs, encoding="utf-8")
    roster(sheet, [row(1, goal1="Chair two meetings")])
    for more in ((), ("--force",)):
        assert run("batch", sheet, "-o", out, *DOCS, *more).code == 0
        assert pair.read_text(encoding="utf-8") == theirs


def test_a_mentor_replaced_in_the_middle_gets_a_folder_and_the_old_one_is_named_not_deleted(
    run: Run, tmp_path: Path
) -> None:
    sheet, out = roster(tmp_path / "roster.csv", [row(1)]), tmp_path / "cohort"
    assert run("batch", sheet, "-o", out, *DOCS).code == 0
    roster(sheet, [row(1, mentor_name="Cem Yilmaz")])
    assert run("batch", "redo", out).code == 0
    told = run("batch", "status", out)
    assert "Ada Okafor 1 and Cem Yilmaz" in told.out
    assert "P001-Ada-Okafor-1-Ben-Lind-1" in told.err
    assert len(list(out.glob("P001*"))) == 2


@pytest.mark.parametrize("name", ["../../evil", "CON", "a/b|c:d", "x" * 300, "=cmd()", "<b>{{ 7*7 }}", "\u202egro.x"])
def test_no_name_of_a_row_leads_out_of_the_folder_or_into_a_formula(run: Run, tmp_path: Path, name: str) -> None:
    sheet = roster(tmp_path / "roster.csv", [row(1, mentee_name=name, pair_id=name), row(2)])
    told = run("batch", sheet, "-o", tmp_path / "cohort", *DOCS)
    assert told.code in (0, 3)
    inside = {path for path in tmp_path.rglob("*") if path.is_relative_to(tmp_path / "cohort")}
    assert {path.name for path in set(tmp_path.rglob("*")) - inside} == {"roster.csv"}
    assert len(list((tmp_path / "cohort").glob("P002*/shared/*.ics"))) == 1
    for line in cells_of(tmp_path / "cohort/manifest.csv"):
        assert not any(cell.startswith(("=", "@", "+", "-")) for cell in line)
    if told.code == 0:
        lines = (tmp_path / "cohort/manifest.jsonl").read_text(encoding="utf-8").splitlines()
        assert json.loads(lines[0])["names"]["mentee"] == name


def test_which_pairs_have_written_in_their_own_interviews_is_told_until_the_roster_says_the_same(
    run: Run, tmp_path: Path
) -> None:
    sheet, out = roster(tmp_path / "roster.csv", [row(1), row(2)]), tmp_path / "cohort"
    assert "have written" not in run("batch", sheet, "-o", out, *DOCS).err
    own = next(out.glob("P001*/shared/*-interview.yaml"))
    own.write_text(own.read_text(encoding="utf-8").replace("Chair a practice", "Chair a real"), encoding="utf-8")
    # Told each time, also where the roster has not changed.
    for goal in ("Chair a practice meeting", "Chair two meetings", "Chair two meetings"):
        roster(sheet, [row(1, goal1=goal), row(2)])
        again = run("batch", "redo", out)
        assert again.code == 0
        [line] = [line for line in again.err.splitlines() if "have written" in line]
        assert line.endswith("made from your roster: P001.")
    roster(sheet, [row(1, goal1="Chair a real meeting"), row(2)])
    assert "have written" not in run("batch", "redo", out).err


def test_a_row_that_failed_once_does_not_leave_an_interview_behind_that_is_out_of_date(
    run: Run, tmp_path: Path
) -> None:
    sheet, out = roster(tmp_path / "roster.csv", [row(1)]), tmp_path / "cohort"
    assert run("batch", sheet, "-o", out, *DOCS).code == 0
    own = next(out.glob("P001*/shared/*-interview.yaml"))
    roster(sheet, [row(1, start="04/01/2027")])
    for _ in range(2):
        assert run("batch", "redo", out).code == 3
        # Its folder is not to be taken away for a slip in one cell.
        assert "No row belongs" not in run("batch", "status", out).err
    roster(sheet, [row(1, goal1="Chair two meetings")])
    again = run("batch", "redo", out)
    assert again.code == 0
    assert "have written" not in again.err
    assert "Chair two meetings" in own.read_text(encoding="utf-8")


def test_a_second_row_of_a_pair_that_fails_takes_nothing_away_from_the_first(run: Run, tmp_path: Path) -> None:
    sheet, out = roster(tmp_path / "roster.csv", [row(1), row(1)]), tmp_path / "cohort"
    assert run("batch", sheet, "-o", out, *DOCS).code == 3
    again = run("batch", "redo", out)
    assert "0 kits made (0 of them in draft), 1 left unchanged, 1 failed." in again.err
