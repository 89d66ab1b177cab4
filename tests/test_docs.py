"""What README and guides say is so: every command line, option, key and example in them is run or looked up."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
import yaml
from babel.plural import PluralRule

from agreementgen.cli.app import command
from agreementgen.documents import DOCUMENTS
from agreementgen.interview import State, read_interview, read_private
from agreementgen.interview.private import PRIVATE_KEYS

from .conftest import EXAMPLES, ROOT, Outcome
from .test_architecture import FLOORS

DOCS = ROOT / "docs"
GUIDES = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]
PAGES = [*GUIDES, *sorted((DOCS / "reference").glob("*.md"))]
of_guides = pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
of_pages = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)


def text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def blocks(language: str, page: str) -> list[str]:
    found = re.findall(rf"^( *)```(?:{language})\n(.*?)^ *```", page, flags=re.DOTALL | re.MULTILINE)
    return ["\n".join(line.removeprefix(indent) for line in body.splitlines()) for indent, body in found]


def options(each: click.Command) -> Iterator[str]:
    for parameter in each.params:
        yield from parameter.opts if isinstance(parameter, click.Option) else ()
    if isinstance(each, click.Group):
        context = click.Context(each)
        for name in each.list_commands(context):
            loaded = each.get_command(context, name)
            assert loaded is not None
            yield from options(loaded)


def test_there_is_a_guide_for_everyone() -> None:
    readers = {"README", "pairs", "coordinators", "own-words", "translators", "developers"}
    assert readers <= {path.stem for path in GUIDES}


def test_the_readme_is_one_screen_to_the_first_pdf() -> None:
    lines = GUIDES[0].read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 85
    assert lines.index("$ agreementgen render interview.yaml -o out") <= 40


@of_pages
def test_every_option_that_a_page_names_exists(path: Path) -> None:
    named = set(re.findall(r"`(--[a-z-]+)", path.read_text(encoding="utf-8")))
    assert named <= {*options(command), "--help"}


def test_every_document_and_every_state_is_named() -> None:
    for name in DOCUMENTS:
        assert re.search(rf"^\|.*`{name}`.* \| \w", text("documents.md"), flags=re.MULTILINE), name
    for state in State:
        row = rf"^\| {str(state).replace('_', '[- ]')} \|"
        assert re.search(row, text("interview.md"), flags=re.MULTILINE), state


def _follow(line: str, run: Callable[..., Outcome]) -> str:
    """Run one line such as `$ agreementgen check a.yaml    # exit 1`, and give what it printed."""
    call, _, expected = line.removeprefix("$ ").partition("# exit ")
    program, *arguments = shlex.split(call)
    if program == "mv":
        shutil.move(*arguments)
        return ""
    assert program == "agreementgen"
    outcome = run(*arguments)
    assert outcome.code == int(expected or 0), f"{line}\n{outcome.err}"
    return outcome.out + outcome.err


@of_guides
def test_whoever_follows_a_guide_line_by_line_sees_what_it_shows(
    path: Path, run: Callable[..., Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    # Pages for the screen are made in a tenth of the time, from the same words; PDFs are tried elsewhere.
    monkeypatch.setenv("AGREEMENTGEN_RENDER_FORMAT", "html")
    # A reader is asked for it.
    monkeypatch.setenv("AGREEMENTGEN_KEY_PASSWORD", "correct horse")
    page, printed = path.read_text(encoding="utf-8"), ""
    assert blocks("console", page)
    for block in blocks("console|text|yaml", page):
        if file := re.match(r"# ([\w./-]+\.yaml)\n", block):
            # What the reader is told to write stands under the name of its file.
            (tmp_path / file[1]).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / file[1]).write_text(block + "\n", encoding="utf-8")
        elif block.startswith("$ "):
            printed = "".join(_follow(line, run) for line in block.splitlines())
        elif block not in blocks("yaml", page):
            for line in block.splitlines():
                assert line in printed, line


@of_guides
def test_the_yaml_of_a_guide_can_be_read(path: Path) -> None:
    for block in blocks("yaml", path.read_text(encoding="utf-8")):
        assert isinstance(yaml.load(block, Loader=yaml.BaseLoader), dict)


def test_the_examples_in_the_guides_are_those_that_come_along() -> None:
    interview, opened = blocks("yaml", text("interview.md"))
    program, clause = blocks("yaml", text("coordinators.md"))
    for shown, name in ((interview, "workplace"), (program, "bridge/program"), (clause, "bridge/words/data")):
        example = (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8")
        assert yaml.load(shown + "\n", Loader=yaml.BaseLoader) == yaml.load(example, Loader=yaml.BaseLoader)
    reading = read_interview((interview.replace("reply: 3 working days", "note: x") + "\n" + opened).encode())
    assert reading.problems == ()


def test_the_private_file_of_the_guide_has_every_key() -> None:
    (private,) = blocks("yaml", text("pairs.md"))
    own = read_private(private.encode()).private
    assert own is not None
    assert set(own.texts) == set(PRIVATE_KEYS)


def test_the_plural_forms_that_translators_are_shown_are_those_of_the_cldr() -> None:
    from babel import Locale

    shown = yaml.safe_load(blocks("yaml", text("translators.md"))[-1])
    rule, polish = PluralRule(shown["plurals"]), Locale("pl").plural_form
    assert [rule(number) for number in range(201)] == [polish(number) for number in range(201)]
    assert set(shown["counted"]["week"]) == {*shown["plurals"], "other"}


def test_the_python_in_the_guide_runs(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    (code,) = blocks("python", text("developers.md"))
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "Amara-Diallo-Jon-Reyes-agreement.pdf\n"


@of_guides
def test_every_file_that_a_guide_speaks_of_exists(path: Path) -> None:
    rooms = "interview|agreement|typeset|tailoring|cli|templates|examples|tests|tools|benchmarks"
    for name in re.findall(rf"`((?:{rooms})/[\w./-]*)", path.read_text(encoding="utf-8")):
        if "NAME" not in name:
            assert (ROOT / name).exists() or (ROOT / "agreementgen" / name).exists(), name


def test_developers_are_shown_every_floor_in_its_order() -> None:
    table = text("developers.md").split("| floor |")[1].split("\n\n")[0]
    shown = re.findall(r"`(\w+)(?:\.py|/)`", "".join(re.findall(r"^\| (`.*?) \|", table, flags=re.MULTILINE)))
    assert shown == [room for floor in FLOORS for room in sorted(floor) if room != "__main__"]


@of_guides
def test_the_shell_lines_of_a_guide_call_what_exists(path: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for line in "\n".join(blocks("sh", path.read_text(encoding="utf-8"))).splitlines():
        program, target, *_ = line.split()
        if program == "make":
            assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), line
        elif program == "python":
            assert (ROOT / target).is_file(), line
        else:
            assert line == "pip install ."


@pytest.mark.parametrize("page", [ROOT / "CHANGELOG.md", *PAGES], ids=lambda page: page.name)
def test_the_project_speaks_of_itself_alone(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert not {"session", "issue"} & set(re.findall(r"\w+", text))
    for path in re.findall(r"(?:\.\./)+[\w./-]*\b", text):
        there = (page.parent / path).resolve()
        # The files of a program stand where a coordinator puts them; a folder is ours.
        is_known = there.exists() or there.suffix in (".yaml", ".png")
        assert there.is_relative_to(ROOT.resolve()), path
        assert is_known, path
