"""The public API does in a few lines what the command does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import agreementgen
from agreementgen.errors import Code, Exit, FileError

from .conftest import EXAMPLES, ROOT, SETTLED


def test_load_kit_and_save_make_a_pairs_files(tmp_path: Path) -> None:
    interview = agreementgen.load(EXAMPLES / "workplace.yaml")
    documents = agreementgen.kit(interview, ["agreement"], final=True)
    written = agreementgen.save_kit(documents, interview, tmp_path)
    assert [path.name for path in written.paths] == ["Amara-Diallo-Jon-Reyes-agreement.pdf"]


def test_loads_raises_all_problems_at_once() -> None:
    with pytest.raises(agreementgen.InterviewError) as error:
        agreementgen.loads("people: {mentee: {nmae: x}}\nterm: {start: soon}\n", "mine.yaml")
    assert [problem.code for problem in error.value.problems] == [Code.UNKNOWN_KEY, Code.DATE_UNREADABLE]
    assert "mine.yaml:2:15: error[AG105]: term.start" in str(error.value)


def test_a_missing_file_is_a_file_error_with_exit_code_2() -> None:
    with pytest.raises(FileError) as error:
        agreementgen.load("no-such-file.yaml")
    assert error.value.exit_code == Exit.USAGE


def test_every_public_name_exists_and_has_a_docstring() -> None:
    for name in agreementgen.__all__:
        assert getattr(agreementgen, name).__doc__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        agreementgen.nothing  # noqa: B018 - the attribute is asked for on purpose


def test_importing_the_package_loads_nothing_else() -> None:
    code = "import sys, agreementgen; print(sorted(n for n in sys.modules if n.startswith('agreementgen')))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "['agreementgen']\n"


def test_text_that_came_with_lone_surrogates_is_reported_and_never_crashes() -> None:
    with pytest.raises(agreementgen.InterviewError):
        agreementgen.loads(SETTLED + "also_agreed: ['\ud800']\n")
