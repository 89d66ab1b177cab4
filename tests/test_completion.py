"""The Tab key: the script is one that the shell takes, and it completes what there is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from agreementgen.interview.fields import ANSWERING_IDS

from .conftest import ROOT, Outcome

Run = Callable[..., Outcome]
BASH = shutil.which("bash")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_goes_to_standard_output_and_where_to_put_it_does_not(run: Run, shell: str) -> None:
    outcome = run("completion", shell)
    assert outcome.code == 0
    assert "_AGREEMENTGEN_COMPLETE" in outcome.out
    assert f"agreementgen completion {shell} -q >" in outcome.err
    quiet = run("completion", shell, "-q")
    assert (quiet.out, quiet.err) == (outcome.out, "")


def test_another_shell_is_refused_with_those_there_are(run: Run) -> None:
    outcome = run("completion", "cmd")
    assert (outcome.code, outcome.out) == (2, "")
    assert "'bash', 'zsh', 'fish'" in outcome.err


def completed(folder: Path, *words: str) -> list[str]:
    """Press Tab behind some words in a bash that has read the script; give what is offered."""
    programs = folder / "bin"
    programs.mkdir(exist_ok=True)
    command = programs / "agreementgen"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m agreementgen "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    script = """
        set -e
        agreementgen completion bash -q > script.bash
        . ./script.bash
        COMP_WORDS=("agreementgen" "$@")
        COMP_CWORD=$#
        compopt() { :; }
        complete -p agreementgen > registered
        _agreementgen_completion agreementgen
        printf '%s\\n' "${COMPREPLY[@]}"
    """
    assert BASH is not None
    done = subprocess.run(
        [BASH, "--norc", "-c", script, "bash", *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "_agreementgen_completion" in (folder / "registered").read_text(encoding="utf-8")
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.skipif(BASH is None, reason="there is no bash")
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["rend"], ["render"]),
        (["c"], ["check", "compare", "completion"]),
        (["render", "x.yaml", "--docs", "agenda-1-men"], ["agenda-1-mentee", "agenda-1-mentor"]),
        (["render", "x.yaml", "--docs", "agreement,cal"], ["agreement,calendar"]),
        (["render", "x.yaml", "--docs", "calendar,cal"], []),
        (["render", "--wat"], ["--watch"]),
        (["new", "--as", ""], list(ANSWERING_IDS)),
        (["ask", "--as", "mentor-"], ["mentor-2", "mentor-3", "mentor-4", "mentor-5"]),
        (["new", "--kind", "ac"], ["academic"]),
        (["completion", "z"], ["zsh"]),
    ],
    ids=lambda value: " ".join(value),
)
def test_bash_completes(tmp_path: Path, words: list[str], offered: list[str]) -> None:
    assert completed(tmp_path, *words) == offered
