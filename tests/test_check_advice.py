"""Advice as `check` prints it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from .conftest import settled_text
from .test_advice import BEFORE, EPOCH, MEET, Run, has_say, told


@pytest.fixture
def warned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH[BEFORE])
    path = tmp_path / "interview.yaml"
    path.write_text(settled_text(relationship=has_say("direct")), encoding="utf-8")
    return path


def test_check_prints_a_warning_as_it_prints_an_error_and_the_rest_in_short(run: Run, warned: Path) -> None:
    outcome = run("check", warned)
    assert outcome.code == 0
    lines = outcome.out.splitlines()
    assert lines[0] == f"{warned}: no problems, nothing is open."
    assert lines[1].startswith(f"{warned}:2:33: warning[AG301]: relationship.mentor_has_say: the mentor decides")
    assert lines[2].startswith("    2 | relationship: {kind: workplace, mentor_has_say: direct")
    assert lines[3] == " " * (8 + 32) + "^" * len("mentor_has_say")
    assert lines[4].startswith("  help: if you can, find one more mentor")
    assert lines[5] == "Worth a talk:"
    assert lines[6].endswith("[problems.third_person, not in the file, AG312]")
    assert lines[8] == "Good to know:"
    assert "about 6 meetings, 6 hours in all, plus preparation" in lines[9]
    assert len(lines) == 10


@pytest.mark.parametrize(
    ("options", "code", "is_told"),
    [((), 0, True), (("-q",), 0, False), (("--strict",), 1, True), (("--strict", "-q"), 1, True)],
)
def test_only_strict_fails_on_a_warning_and_then_quiet_shows_it_too(
    options: tuple[str, ...], code: int, is_told: bool, run: Run, warned: Path
) -> None:
    outcome = run("check", warned, *options)
    assert outcome.code == code
    assert ("warning[AG301]" in outcome.out) == is_told
    assert ("Good to know" in outcome.out) == ("-q" not in options)


def test_strict_passes_over_nudges_and_notes(run: Run, warned: Path) -> None:
    warned.write_text(settled_text(goals="[Say no]"), encoding="utf-8")
    assert "Worth a talk:" in run("check", warned).out
    assert run("check", warned, "--strict", "--final").code == 0


def test_json_gives_advice_with_its_level_and_none_beside_problems(run: Run, warned: Path) -> None:
    found = told(run, warned)
    assert [(each["level"], each["code"]) for each in found] == [
        ("warning", "AG301"),
        ("nudge", "AG312"),
        ("note", "AG314"),
    ]
    assert set(found[0]) == {"level", "code", "line", "column", "key", "message", "help"}
    warned.write_text(settled_text(relationship=has_say("direct"), term="{start: soon}"), encoding="utf-8")
    assert told(run, warned) == []
    outcome = run("check", warned)
    assert outcome.code == 1
    assert "warning" not in outcome.out + outcome.err


def test_today_is_the_day_that_the_environment_sets(run: Run, warned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "AG308" not in run("check", warned).out
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH[date(2026, 2, 15)])
    assert "AG308" in run("check", warned).out
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    outcome = run("check", warned)
    assert (outcome.code, outcome.out) == (2, "")
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    warned.write_text(
        settled_text(term="{start: 2001-01-01, length: 6 months}", meetings=f"{{{MEET}}}"), encoding="utf-8"
    )
    assert "AG310" in run("check", warned).out
