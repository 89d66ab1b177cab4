"""What is loaded, started and set for a task: counts, which a slow machine cannot change."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import agreementgen.interview
import agreementgen.typeset
from agreementgen.typeset import engine

from .conftest import ROOT, settled

HEAVY = {
    "pydantic",
    "jinja2",
    "weasyprint",
    "yaml",
    "babel",
    "PIL",
    "fontTools",
    "pydyf",
    "cffi",
    "pyhanko",
    "cryptography",
}
WATCHED = """
import json, sys
started = []
sys.addaudithook(lambda event, args: started.append(event) if event in {events} else None)
sys.argv = ["agreementgen", *{arguments!r}]
try:
    {action}
except SystemExit:
    pass
print("\\n" + json.dumps([len(started), sorted(sys.modules)]))
"""
WORKPLACE = ROOT / "examples" / "workplace.yaml"
EVENTS = {"subprocess.Popen", "os.posix_spawn", "os.fork", "os.exec", "os.system"}


def watched(*arguments: str, action: str = "from agreementgen.cli import main; main()") -> tuple[int, set[str]]:
    """Run something in a fresh process; give how many others it started, and the modules it loaded."""
    script = WATCHED.format(events=EVENTS, arguments=list(arguments), action=action)
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    count, modules = json.loads(done.stdout.splitlines()[-1])
    return count, set(modules)


def test_help_loads_nothing_heavy() -> None:
    started, modules = watched("--help")
    assert started == 0
    assert modules & HEAVY == set()


def test_check_loads_nothing_that_sets_pages() -> None:
    started, modules = watched("check", str(WORKPLACE))
    assert started == 0
    assert modules & HEAVY <= {"pydantic", "yaml", "babel"}
    # Of babel, only the plurals; also where a date is said, for this example has ended.
    assert "babel.dates" not in modules
    # With nothing open there is nothing to put into the words of an agreement.
    assert modules & {f"agreementgen.{name}" for name in ("agreement", "documents", "typeset.html")} == set()


def test_check_loads_nothing_that_compares_settles_or_writes() -> None:
    _, modules = watched("check", str(WORKPLACE))
    ours = {name.removeprefix("agreementgen.interview.") for name in modules if name.startswith("agreementgen")}
    writers = {"comparing", "editing", "joining", "merging", "openblock", "private", "schema", "settle", "writer"}
    assert ours & {*writers, "agreementgen.typeset.logos"} == set()
    assert len(ours) <= 62


def test_check_builds_the_sections_that_are_answered_and_no_other() -> None:
    watched(
        action=f"from agreementgen.cli.app import run; run(['check', {str(WORKPLACE)!r}]); "
        "from agreementgen.interview.fields import base; "
        "sections = {*base.Section.__subclasses__(), *base.NotedSection.__subclasses__()}; "
        "built = {each.__name__ for each in sections if each.__pydantic_complete__}; "
        "assert {'Answers', 'People', 'Term'} <= built, built; assert len(built) <= 10, built"
    )


def test_check_reads_few_of_all_the_words() -> None:
    watched(
        action="import yaml; load, read = yaml.load, []; "
        "yaml.load = lambda text, Loader: read.append(len(text)) or load(text, Loader); "
        f"from agreementgen.cli.app import run; run(['check', {str(WORKPLACE)!r}]); "
        "assert 1_000 < sum(read) < 20_000, sum(read)"
    )


def test_a_name_that_a_package_lends_is_never_that_of_one_of_its_modules() -> None:
    # Once the module is loaded, its name would mean the module.
    for package in (agreementgen, agreementgen.interview, agreementgen.typeset):
        modules = {path.stem for path in Path(str(package.__file__)).parent.glob("*")}
        assert set(package.__all__) & modules == set()


def test_no_plugin_of_others_reads_along_in_the_answers() -> None:
    watched(
        "--help",
        action="import os; from agreementgen.cli import main\n    try: main()\n    except SystemExit: pass\n"
        "    assert os.environ['PYDANTIC_DISABLE_PLUGINS'] == '__all__'",
    )


UNNEEDED = {
    "weasyprint",
    "pyhanko",
    "cryptography",
    "pypdfium2",
    "pikepdf",
    "openpyxl",
    "jsonschema",
    "watchfiles",
    "questionary",
    "fontTools",
}


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["check", str(WORKPLACE)],
        ["schema"],
        ["new", "-"],
        ["completion", "bash"],
        *(
            [name, "--help"]
            for name in ("ask", "check", "completion", "doctor", "key", "new", "schema", "settle", "sign", "verify")
        ),
    ],
    ids=" ".join,
)
def test_what_sets_no_page_loads_nothing_that_does(arguments: list[str]) -> None:
    started, modules = watched(*arguments)
    assert started == 0
    assert modules & UNNEEDED == set()


def test_completing_a_command_loads_no_more_than_the_help() -> None:
    action = (
        "import os; os.environ.update(_AGREEMENTGEN_COMPLETE='bash_complete', COMP_WORDS='agreementgen r', "
        "COMP_CWORD='1'); from agreementgen.cli import main; main()"
    )
    started, modules = watched(action=action)
    assert started == 0
    assert modules & HEAVY == set()


def test_render_starts_no_other_process_and_leaves_the_font_tools_alone(tmp_path: Path) -> None:
    started, modules = watched("render", str(WORKPLACE), "-o", str(tmp_path))
    assert list(tmp_path.glob("*/*.pdf"))
    assert started == 0
    assert modules & {"fontTools.subset", "fontTools.varLib.instancer", "fontTools.otlLib"} == set()


def test_the_font_tools_are_there_when_they_are_needed() -> None:
    action = (
        "from agreementgen.typeset.engine import load; fonts = load().pdf.fonts; "
        "print(fonts.subset.Options().hinting); assert callable(fonts.instantiateVariableFont); "
        "import fontTools.subset; assert fonts.subset.Subsetter is fontTools.subset.Subsetter"
    )
    _, modules = watched(action=action)
    assert "fontTools.subset" in modules


def test_a_second_kit_parses_nothing_and_sets_each_document_once(monkeypatch: pytest.MonkeyPatch) -> None:
    interview = settled()
    agreementgen.kit(interview)
    weasyprint = engine.load()
    counted: list[str] = []

    def counting(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def counted_call(*args: object, **named: object) -> Any:
            counted.append(name)
            return function(*args, **named)

        return counted_call

    monkeypatch.setattr(weasyprint.document, "layout_document", counting("layout", weasyprint.document.layout_document))
    for what in (weasyprint.HTML, weasyprint.CSS):
        monkeypatch.setattr(what, "__init__", counting(what.__name__, what.__init__))
    kit = agreementgen.kit(interview)
    assert counted == ["layout"] * sum(document.form == "pdf" for document in kit)


def test_lists_of_glyphs_of_any_length_are_one_type() -> None:
    interface = engine.load().pdf.fonts.ffi
    lists = [interface.new(f"unsigned int[{length}]", list(range(length))) for length in (3, 5)]
    assert [list(made) for made in lists] == [[0, 1, 2], [0, 1, 2, 3, 4]]
    assert interface.typeof(lists[0]) == interface.typeof(lists[1])
    assert len(interface.new("unsigned int[4]")) == 4
