"""Broken interviews, one kind of mistake a file: exactly what `check --final` says about each."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from agreementgen.cli.app import run
from agreementgen.errors import Code, Exit, Level

BROKEN = Path(__file__).parent / "broken"
FILES = sorted(BROKEN.glob("*.yaml"))
ELSEWHERE = {
    Code.PRIVATE_OF_NOBODY: "it is in a private file; test_private has it",
    Code.FILE_TOO_LARGE: "its file would be of 256 KB; test_yamltext has it",
    Code.TOO_MANY_VALUES: "its file would hold ten thousand values; test_yamltext has it",
    Code.TEXT_TOO_LONG: "its text would have twenty thousand characters; test_yamltext has it",
    Code.SAME_AUTHOR: "it is between two files; test_compare has it",
    Code.AUTHOR_MISSING: "it is between two files; test_compare has it",
    Code.IDS_DIFFER: "it is between two files; test_merge has it",
    Code.SCHEMAS_DIFFER: "it is between two files; test_merge has it",
    Code.PROGRAMS_DIFFER: "it is between two files; test_merge has it",
    Code.NOT_OPEN: "it is said of what is to be settled; test_settle has it",
    Code.VIEW_MISSING: "it is said of what is to be settled; test_settle has it",
    Code.VIEW_HIDDEN: "it is said of what is to be settled; test_settle has it",
    Code.NOT_OF_THE_PAIR: "it is said of what is to be settled; test_settle has it",
    Code.VALUE_EXPECTED: "it is said of what is to be settled; test_settle has it",
    Code.MINOR_LACKS: "it is an answer that is missing; test_minors has it",
    Code.NO_GLYPH: "it is found when pages are set; check sets none",
    **{code: "it is in a roster; tests/cohort has it" for code in Code if code.startswith("AG4")},
    **{code: "it is advice and no mistake; test_advice has it" for code in Code if code.level is not Level.ERROR},
}
del ELSEWHERE[Code.COLUMN_KEY]

BEFORE = "1764547200"
"""1 December 2025, when the mentoring of each of these files still lies ahead."""

Check = Callable[[Path], tuple[int, str]]


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Check:
    def call(path: Path) -> tuple[int, str]:
        monkeypatch.chdir(BROKEN)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", BEFORE)
        code = run(["check", "--final", path.name])
        return code, capsys.readouterr().out

    return call


def test_there_are_many_kinds_of_broken_files() -> None:
    assert len(FILES) >= 60


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_broken_file_is_told_what_is_wrong_with_it(path: Path, check: Check, request: pytest.FixtureRequest) -> None:
    code, told = check(path)
    # What is wrong with a clause is nothing that a pair could mend.
    assert code == (Exit.TEMPLATE if path.stem == "clause-files" else Exit.FINDINGS)
    expected = path.with_suffix(".txt")
    if request.config.getoption("--update-golden"):
        expected.write_text(told, encoding="utf-8", newline="\n")
    assert expected.is_file(), f"there is no {expected.name}; run with --update-golden"
    assert told == expected.read_text(encoding="utf-8")


def test_no_expected_text_is_without_its_file() -> None:
    assert {path.stem for path in BROKEN.glob("*.txt")} == {path.stem for path in FILES}


def test_every_problem_that_check_can_find_is_shown() -> None:
    told = "".join(path.read_text(encoding="utf-8") for path in BROKEN.glob("*.txt"))
    shown = set(re.findall(r"error\[(AG\d+)\]", told))
    assert shown == {code.value for code in Code} - {code.value for code in ELSEWHERE}


def test_ten_mistakes_give_exactly_ten_problems_in_one_run(check: Check) -> None:
    _, told = check(BROKEN / "ten-mistakes.yaml")
    found = re.findall(r"^ten-mistakes\.yaml:(\d+):(\d+): error\[(AG\d+)\]", told, re.MULTILINE)
    assert [(int(line), int(column), Code(code)) for line, column, code in found] == [
        (4, 39, Code.ZONE_UNKNOWN),
        (7, 19, Code.NOT_A_CHOICE),
        (8, 50, Code.COLON_NEEDS_QUOTES),
        (11, 5, Code.UNKNOWN_KEY),
        (12, 9, Code.DATE_NOT_ISO),
        (14, 12, Code.CADENCE_AMBIGUOUS),
        (15, 11, Code.DURATION_UNREADABLE),
        (16, 10, Code.TIME_UNREADABLE),
        (20, 3, Code.KEY_TWICE),
        (22, 24, Code.PER_PERSON_EXPECTED),
    ]
