"""What the README says is so: every command, option, exit code and example in it is run or looked up."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
import yaml

from agreementgen.cli.app import command
from agreementgen.documents import DOCUMENTS
from agreementgen.errors import Code, Exit, Level
from agreementgen.interview import State, read_interview, read_private
from agreementgen.interview.private import PRIVATE_KEYS

from .conftest import EXAMPLES, ROOT, Outcome

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTEXT = click.Context(command)
COMMANDS = {name: command.get_command(CONTEXT, name) for name in command.list_commands(CONTEXT)}


GUIDES = sorted((ROOT / "docs").glob("*.md"))


def blocks(language: str, page: str = README) -> list[str]:
    found = re.findall(rf"^( *)```(?:{language})\n(.*?)^ *```", page, flags=re.DOTALL | re.MULTILINE)
    return ["\n".join(line.removeprefix(indent) for line in body.splitlines()) for indent, body in found]


def test_every_command_and_every_option_is_in_the_readme() -> None:
    assert COMMANDS
    for name, loaded in COMMANDS.items():
        assert loaded is not None
        assert f"agreementgen {name}" in README
        for parameter in loaded.params:
            for option in parameter.opts if isinstance(parameter, click.Option) else ():
                assert re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", README), f"{name} {option}"


def test_every_option_in_the_readme_exists() -> None:
    known = {option for loaded in COMMANDS.values() if loaded for p in loaded.params for option in p.opts}
    known |= {"--version", "--help", "-h"}
    assert set(re.findall(r"`(--[a-z-]+)", README)) <= known


def test_every_exit_code_is_in_the_table_and_no_other() -> None:
    table = README.split("| exit code |")[1].split("\n\n")[0]
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", table, flags=re.MULTILINE)} == {
        int(code) for code in Exit
    }


def test_every_advice_is_in_the_table_with_its_level() -> None:
    table = README.split("| code | level | says |")[1].split("\n\n")[0]
    assert re.findall(r"^\| (AG\d+) \| (\w+) \|", table, flags=re.MULTILINE) == [
        (code.value, code.level.value) for code in Code if code.level is not Level.ERROR
    ]


def test_every_document_and_every_state_is_named() -> None:
    for name in DOCUMENTS:
        assert f"`{name}`" in README
    for state in State:
        assert re.search(rf"^\| {str(state).replace('_', '[- ]')} \|", README, flags=re.MULTILINE)


def test_every_command_line_in_the_readme_ends_as_it_says(
    run: Callable[..., Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    # Pages for the screen are made in a tenth of the time, from the same words; PDFs are tried elsewhere.
    monkeypatch.setenv("AGREEMENTGEN_RENDER_FORMAT", "html")
    lines = [line for block in blocks("console") for line in block.splitlines()]
    assert len(lines) >= 6
    for line in lines:
        _follow(line, run)


def _follow(line: str, run: Callable[..., Outcome]) -> str:
    """Run one line such as `$ agreementgen check a.yaml    # exit 1`, and give what it printed."""
    call, _, expected = line.removeprefix("$ ").partition("# exit ")
    program, *arguments = shlex.split(call)
    assert program == "agreementgen"
    outcome = run(*arguments)
    assert outcome.code == int(expected or 0), f"{line}\n{outcome.err}"
    return outcome.out + outcome.err


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_whoever_follows_a_guide_line_by_line_sees_what_it_shows(
    path: Path, run: Callable[..., Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AGREEMENTGEN_RENDER_FORMAT", "html")
    page, printed = path.read_text(encoding="utf-8"), ""
    assert blocks("console", page)
    for block in blocks("console|text|yaml", page):
        if file := re.match(r"# ([\w./-]+\.yaml)\n", block):
            # What the reader is told to write stands under the name of its file.
            (tmp_path / file[1]).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / file[1]).write_text(block, encoding="utf-8")
        elif block.startswith("$ "):
            printed = "".join(_follow(line, run) for line in block.splitlines())
        else:
            for line in block.splitlines():
                assert line in printed, line


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_every_file_that_a_guide_names_exists(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


def test_the_interview_in_the_readme_is_the_example() -> None:
    shown, opened, private, program = blocks("yaml")
    example = (EXAMPLES / "workplace.yaml").read_text(encoding="utf-8")
    loaded = yaml.load(example, Loader=yaml.BaseLoader)
    assert loaded.pop("schema") == "1"
    assert yaml.load(shown, Loader=yaml.BaseLoader) == loaded
    reading = read_interview((shown.replace("reply: 3 working days", "note: x") + "\n" + opened).encode())
    assert reading.problems == ()
    own = read_private(private.encode()).private
    assert own is not None
    assert set(own.texts) == set(PRIVATE_KEYS)
    example = yaml.load((EXAMPLES / "bridge" / "program.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert example.pop("schema") == "1"
    assert yaml.load(program, Loader=yaml.BaseLoader) == example


def test_the_python_in_the_readme_runs(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    (code,) = blocks("python")
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "Amara-Diallo-Jon-Reyes-agreement.pdf\n"


def test_every_file_that_the_readme_names_exists() -> None:
    for target in re.findall(r'(?:src="|\]\()([^")#:]+)["\)]', README):
        assert (ROOT / target).exists(), target
    for name in re.findall(r"`((?:interview|agreement|typeset|templates|examples)/[\w./-]*)`", README):
        assert (ROOT / name).exists() or (ROOT / "agreementgen" / name).exists(), name


def test_the_make_targets_of_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for block in blocks("sh"):
        for line in block.splitlines():
            program, target = line.split()
            assert program == "make"
            assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE)


@pytest.mark.parametrize("word", ["session", "issue", "../shared"])
def test_the_project_speaks_of_itself_alone(word: str) -> None:
    pages = [ROOT / "CHANGELOG.md", *GUIDES]
    assert word not in README + "".join(page.read_text(encoding="utf-8") for page in pages)
