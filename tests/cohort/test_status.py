"""`batch status`: who has signed by key, who by typing a name, and whose signature is still missing."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from agreementgen.locales import load_locale
from agreementgen.signing import Signing, make_key, open_key, sign_by_key, sign_by_typing

from ..conftest import EXAMPLES, Outcome
from .rosters import roster, row

Run = Callable[..., Outcome]
NAMES = {"mentee": "Ada Okafor 1", "mentor": "Ben Lind 1"}
NOW = datetime.now(UTC)


def order(person: str) -> Signing:
    return Signing(person, NAMES[person], person.capitalize(), NOW, load_locale("en"))


def by_key(data: bytes, person: str) -> bytes:
    key = open_key(make_key(NAMES[person], "correct horse", NOW).secret, "key.p12", "correct horse", NOW)
    return sign_by_key(data, order(person), key)


def by_typing(data: bytes, person: str) -> bytes:
    return sign_by_typing(data, order(person), NAMES[person])


@pytest.fixture
def cohort(run: Run, tmp_path: Path) -> Path:
    """Make the agreement of one pair, and a folder for what comes back."""
    sheet = roster(tmp_path / "roster.csv", [row(1)])
    made = run("batch", sheet, "-o", tmp_path / "cohort", "--docs", "agreement", "--final", "--jobs", "1")
    assert made.code == 0
    (tmp_path / "inbox").mkdir()
    return tmp_path / "cohort"


def standing(run: Run, cohort: Path) -> tuple[dict[str, list[str]], str]:
    """Tell how the one pair stands, as data and in words."""
    asked = ("batch", "status", cohort, "--returned", cohort.parent / "inbox")
    [found] = json.loads(run(*asked, "--format", "json").out)
    return found, run(*asked).out.splitlines()[-1]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes that are files")
def test_nobody_waits_for_a_pipe_among_what_came_back(run: Run, cohort: Path) -> None:
    os.mkfifo(cohort.parent / "inbox" / "a.pdf")
    found, _ = standing(run, cohort)
    assert found["step"] == "final"


def test_a_typed_name_counts_and_is_told_apart_from_a_signature_by_key(run: Run, cohort: Path) -> None:
    (agreement,) = cohort.rglob("*-agreement.pdf")
    data, inbox = agreement.read_bytes(), cohort.parent / "inbox"
    found, line = standing(run, cohort)
    assert (found["step"], found["signed"], found["typed"]) == ("final", [], [])

    (inbox / "scan 1.pdf").write_bytes(by_typing(data, "mentee"))
    found, line = standing(run, cohort)
    assert (found["step"], found["signed"], found["typed"]) == ("partly", ["mentee"], ["mentee"])
    assert found["unsigned"] == ["mentor"]
    assert line.endswith("partly signed, missing: Ben Lind 1; by a typed name: Ada Okafor 1")

    (inbox / "scan 2.pdf").write_bytes(by_key(data, "mentor"))
    found, line = standing(run, cohort)
    assert (found["step"], found["typed"]) == ("signed", ["mentee"])
    assert line.endswith("  signed; by a typed name: Ada Okafor 1")
    assert [Path(path).name for path in found["files"]] == ["scan 1.pdf", "scan 2.pdf"]


def test_who_has_not_signed_is_told_with_the_day_and_the_oldest_comes_first(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {"confidentiality": "", "minutes": ""}
    rows = [row(1, **given), row(2, **given, first_meeting="2027-01-04 15:00"), row(3, **given, cadence="to discuss")]
    sheet, out = roster(tmp_path / "roster.csv", rows), tmp_path / "cohort"
    program = EXAMPLES / "bridge" / "program.yaml"
    assert run("batch", sheet, "--program", program, "-o", out, "--docs", "calendar", "--jobs", "1").code == 0
    # The program wants it signed two weeks after the first meeting.
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(datetime(2027, 1, 19, 12, tzinfo=UTC).timestamp())))
    lines = run("batch", "status", out).out.splitlines()[1:]
    assert lines[0].endswith("Ada Okafor 2 and Ben Lind 2  not signed; was to be signed by 18 January 2027")
    assert lines[1].endswith("Ada Okafor 1 and Ben Lind 1  not signed; to be signed by 20 January 2027")
    assert lines[2].endswith("Ada Okafor 3 and Ben Lind 3  draft; to be signed by 20 January 2027")
    found = json.loads(run("batch", "status", out, "--format", "json").out)
    assert [each["sign_by"] for each in found] == ["2027-01-20", "2027-01-18", "2027-01-20"]


def test_who_has_also_signed_by_key_has_not_only_typed(run: Run, cohort: Path) -> None:
    (agreement,) = cohort.rglob("*-agreement.pdf")
    data, inbox = agreement.read_bytes(), cohort.parent / "inbox"
    (inbox / "a typed.pdf").write_bytes(by_typing(data, "mentee"))
    (inbox / "b key.pdf").write_bytes(by_key(data, "mentee"))
    found, line = standing(run, cohort)
    assert (found["signed"], found["typed"]) == (["mentee"], [])
    assert "typed" not in line
    assert [Path(path).name for path in found["files"]] == ["b key.pdf"]


def test_what_came_back_and_belongs_to_no_pair_is_named(run: Run, cohort: Path, tmp_path: Path) -> None:
    (agreement,) = cohort.rglob("*-agreement.pdf")
    other = roster(tmp_path / "other.csv", [row(2)])
    assert run("batch", other, "-o", tmp_path / "other", "--docs", "agreement", "--final", "--jobs", "1").code == 0
    (elsewhere,) = (tmp_path / "other").rglob("*-agreement.pdf")
    inbox = tmp_path / "inbox"
    (inbox / "old mentor.pdf").write_bytes(elsewhere.read_bytes())
    (inbox / "photo.pdf").write_bytes(b"no PDF at all")
    (inbox / "SCAN.PDF").write_bytes(by_typing(agreement.read_bytes(), "mentee"))
    told = run("batch", "status", cohort, "--returned", inbox)
    [line] = [line for line in told.err.splitlines() if "no pair" in line]
    assert f"{inbox / 'old mentor.pdf'}, {inbox / 'photo.pdf'}." in line
    assert "SCAN" not in line
    assert "partly signed" in told.out
    assert "no pair" not in run("batch", "status", cohort, "--returned", inbox / "SCAN.PDF").err


def test_a_signed_file_beside_the_first_or_anywhere_in_the_cohorts_folder_is_found(run: Run, cohort: Path) -> None:
    (agreement,) = cohort.rglob("*-agreement.pdf")
    data = agreement.read_bytes()
    # As sign calls it where no name is given.
    agreement.with_name(f"{agreement.stem}-signed-mentee.pdf").write_bytes(by_typing(data, "mentee"))
    (cohort / "returned").mkdir()
    (cohort / "returned" / "from Ben.pdf").write_bytes(by_key(data, "mentor"))
    [found] = json.loads(run("batch", "status", cohort, "--format", "json").out)
    assert (found["step"], found["signed"]) == ("signed", ["mentee", "mentor"])


def test_when_all_have_signed_nobody_is_to_be_asked_and_a_folder_that_was_named_is_not_asked_for(
    run: Run, cohort: Path
) -> None:
    (agreement,) = cohort.rglob("*-agreement.pdf")
    data, inbox = agreement.read_bytes(), cohort.parent / "inbox"
    assert "--returned DIR" in run("batch", "status", cohort).err
    (inbox / "one.pdf").write_bytes(by_typing(data, "mentee"))
    half = run("batch", "status", cohort, "--returned", inbox).err
    assert "ask those who have not signed" in half
    assert "--returned" not in half
    (inbox / "two.pdf").write_bytes(by_key(data, "mentor"))
    assert "ask those" not in run("batch", "status", cohort, "--returned", inbox).err
