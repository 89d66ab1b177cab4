"""The house stands as it is drawn: floors, sizes, and what may be loaded when."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import ROOT

PACKAGE = ROOT / "agreementgen"
MODULES = sorted(PACKAGE.rglob("*.py"))
FLOORS = [
    {"errors"},
    {"disk"},
    {"lending"},
    {"resources"},
    {"locales"},
    {"interview"},
    {"agreement"},
    {"typeset"},
    {"confinement"},
    {"documents"},
    {"files"},
    {"opening"},
    {"renewal"},
    {"signing"},
    {"tailoring"},
    {"cohort"},
    {"cli"},
    {"__main__"},
]


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Name the rooms of the house that a module imports from, wherever in the file it does."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module] if node.module != "agreementgen" else [f"agreementgen.{a.name}" for a in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("agreementgen.")}
    return found - {"__version__"}


def test_every_room_stands_on_a_floor() -> None:
    assert len(MODULES) > 30
    assert {room(path) for path in MODULES} - {"__init__"} == set().union(*FLOORS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_lower_floors_or_its_own_package(path: Path) -> None:
    if path == PACKAGE / "__init__.py":
        pytest.skip("the public API loads every floor, when asked")
    level = next(number for number, floor in enumerate(FLOORS) if room(path) in floor)
    allowed = set().union(*FLOORS[:level]) | {room(path)}
    assert imported(path) <= allowed


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_has_one_subject_and_at_most_400_lines(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400
    assert ast.get_docstring(ast.parse(text))


def test_jinja_is_imported_in_two_places_only() -> None:
    users = {
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        if "import" in path.read_text() and uses(path, "jinja2")
    }
    assert users == {"agreement/placeholders.py", "typeset/html.py"}


def test_weasyprint_is_imported_in_the_typeset_room_only() -> None:
    assert {room(path) for path in MODULES if uses(path, "weasyprint")} == {"typeset"}


def uses(path: Path, package: str) -> bool:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        if any(name.split(".")[0] == package for name in names):
            return True
    return False


@pytest.mark.parametrize("arguments", [["--help"], ["check", str(ROOT / "examples" / "workplace.yaml")]])
def test_help_and_check_never_load_what_only_printing_needs(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom agreementgen.cli.app import run\n"
        f"assert run({arguments!r}) == 0\n"
        "heavy = {'weasyprint', 'pikepdf', 'fontTools', 'babel.dates', 'PIL', 'pyhanko', 'openpyxl'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    # A day before the example begins: to say that a date is past, it would have to be put into words.
    before = os.environ | {"SOURCE_DATE_EPOCH": "1764000000"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True, env=before
    )
    assert done.stderr.splitlines()[-1] == "[]"
