"""The pages in docs/reference/ are what tools/reference.py would write now, and leave out nothing that there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import click
import pytest

from agreementgen.cli.app import command
from agreementgen.errors import Code, Exit, Level
from agreementgen.interview.fields import FIELDS, PROGRAM_FIELDS
from agreementgen.interview.private import PRIVATE_FIELDS

from .conftest import ROOT

REFERENCE = ROOT / "docs" / "reference"
BY_HAND = {"exit-codes.md"}


def written_now() -> dict[str, str]:
    spec = spec_from_file_location("reference", ROOT / "tools" / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    made: dict[str, str] = module.pages()
    return made


PAGES = written_now()


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def test_there_is_no_page_that_nobody_writes() -> None:
    assert {path.name for path in REFERENCE.iterdir()} == PAGES.keys() | BY_HAND


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_reference_is_as_it_would_be_written_now(name: str) -> None:
    is_as_now = page(name) == PAGES[name]
    assert is_as_now, f"docs/reference/{name} is out of date; run: python tools/reference.py"


def commands(name: str, each: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield name, each
    if isinstance(each, click.Group):
        context = click.Context(each)
        for sub in each.list_commands(context):
            loaded = each.get_command(context, sub)
            assert loaded is not None
            yield from commands(f"{name} {sub}", loaded)


EVERY_COMMAND = dict(commands("agreementgen", command))


def test_there_are_commands_within_commands() -> None:
    assert {"agreementgen render", "agreementgen templates check"} <= EVERY_COMMAND.keys()


@pytest.mark.parametrize("name", EVERY_COMMAND)
def test_a_command_is_there_with_each_of_its_options(name: str) -> None:
    _, *sections = re.split(r"^## ", page("commands.md"), flags=re.MULTILINE)
    (section,) = (section for section in sections if section.startswith(f"{name}\n"))
    for parameter in EVERY_COMMAND[name].params:
        for option in parameter.opts if isinstance(parameter, click.Option) else ():
            assert re.search(rf"`{re.escape(option)}[` ]", section), option


def test_every_key_is_there() -> None:
    keys = page("keys.md").replace("\\", "")
    for key in {*FIELDS, *PROGRAM_FIELDS, *PRIVATE_FIELDS}:
        assert re.search(rf"^##+ {re.escape(key)}$|`{re.escape(key)}`", keys, flags=re.MULTILINE), key


def test_every_problem_code_is_there_with_its_level_and_no_other() -> None:
    listed = re.findall(r"^### (AG\d+)(?: \((\w+)\))?$", page("problems.md"), flags=re.MULTILINE)
    assert listed == [(code.value, "" if code.level is Level.ERROR else code.level.value) for code in Code]


@pytest.mark.parametrize("path", [ROOT / "README.md", REFERENCE / "exit-codes.md"], ids=lambda path: path.stem)
def test_every_exit_code_is_in_the_table_and_no_other(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    table = text.split("| exit code |")[1].split("\n\n")[0]
    codes = [int(code) for code in re.findall(r"^\| (\d+) \|", table, flags=re.MULTILINE)]
    assert codes == [int(code) for code in Exit]
