"""The line "Next: …" can be typed as it stands, also where a file's name holds a space."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from agreementgen.cli import console

from .conftest import SETTLED, Outcome

Run = Callable[..., Outcome]
HOME = "Ada & Ben's files"
COMMANDS = {
    "new": ("new", "fresh.yaml"),
    "form": ("new", "--form", "Jon's page.html", "--as", "mentor"),
    "check": ("check", "pair.yaml"),
    "check one": ("check", "own pair.yaml"),
    "compare": ("compare", "own pair.yaml", "other pair.yaml"),
    "merge": ("merge", "own pair.yaml", "other pair.yaml", "-o", "both.yaml"),
    "settle": ("settle", "pair.yaml", "communication.reply=2 working days"),
    "render": ("render", "pair.yaml", "--format", "html", "-o", "out"),
    "schema": ("schema", "-o", "my schema.json"),
    "ask": ("ask", "pair.yaml"),
    "eject": ("templates", "eject", "words", "locales/en/labels.yaml"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_next_step_is_a_command_line_that_names_the_same_files(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    home = tmp_path / HOME
    home.mkdir()
    open_one = SETTLED.replace(", reply: 3 working days", "")
    (home / "pair.yaml").write_text(open_one, encoding="utf-8")
    for person in ("own", "other"):
        text = f"answered_by: {'mentee' if person == 'own' else 'mentor'}\n{open_one}"
        (home / f"{person} pair.yaml").write_text(
            text.replace("feedback: {preference: {mentee: direct, mentor: time to think}}\n", ""), encoding="utf-8"
        )
    monkeypatch.chdir(tmp_path)
    words = [
        str(Path(HOME) / word) if word in ("out", "words") or ("." in word and not {*"=/"} & {*word}) else word
        for word in COMMANDS[name]
    ]
    outcome = run(*words)
    assert outcome.code in (0, 1), outcome.err
    command = outcome.err.rpartition("Next: ")[2].rpartition("agreementgen ")[2]
    named = [word for word in shlex.split(command) if HOME in word or "Jon" in word]
    assert named
    if name == "form":
        assert named == ["Jon's page.yaml"]
    else:
        assert set(named) <= {*words}


def test_on_windows_a_name_with_a_space_stands_in_double_quotes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agreementgen.cli.console.os.name", "nt")
    said = console.on_command_line("C:\\My files\\a.yaml", "José.yaml", "a&b.yaml", 'purpose=a "b"')
    assert said == '"C:\\My files\\a.yaml" José.yaml "a&b.yaml" "purpose=a \\"b\\""'
