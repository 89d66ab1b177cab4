"""The page of a program: what it begins with is shown and can be changed, what it locks is shown and is not asked."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import agreementgen
from agreementgen.interview import Interview, State
from agreementgen.opening import open_pair

from ..conftest import EXAMPLES
from .conftest import TWELVE, Form, Run

PROGRAM = """
program: {name: "Bridge <2026> & more", organization: Northwind, cohort: spring of 2026,
  coordinator: {name: Leila Haddad, email: leila@northwind.example, phone: 555 0100}}
defaults:
  relationship: {kind: academic}
  meetings: {cadence: every 2 weeks, length: 45 minutes, format: video}
  confidentiality: {exceptions: none}
  goals: [{title: Write the plan, measure: read by two, by: 2026-05}, Give a talk]
  term: {length: 3 months}
locked:
  confidentiality: {level: strict}
  boundaries: {gifts: token only}
  communication: {also_ok: [chat, phone]}
branding: {colour: "#767676", logo: logo.svg, logo_alt: Northwind}
"""
OWN = ("people.mentor.name", "relationship.mentor_has_say", "purpose.statement", "communication.channel")
LATE = {"term.start": "2026-01-01", "meetings.first": "2026-05-01"}
Open = Callable[..., Form]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder of a program, where nobody's answers are."""
    home = tmp_path / "office of the program"
    home.mkdir()
    shutil.copy(EXAMPLES / "bridge" / "logo.svg", home)
    (home / "bridge.yaml").write_text(PROGRAM, encoding="utf-8")
    return home


@pytest.fixture
def opened(browser: Any, run: Run, home: Path, tmp_path: Path) -> Iterator[Open]:
    """Make a program's page with the command, and open it."""
    contexts, forms = [], []

    def call(*options: str, program: str = "", **looks: Any) -> Form:
        if program:
            (home / "bridge.yaml").write_text(program, encoding="utf-8")
        path = tmp_path / "mentor.html"
        made = run(
            "new", "--form", path, "--as", "mentor", "--program", home / "bridge.yaml", "--force", "-q", *options
        )
        assert made.code == 0, made.err
        contexts.append(browser.new_context(accept_downloads=True, reduced_motion="reduce", **looks))
        forms.append(Form(contexts[-1].new_page()).open(path))
        return forms[-1]

    yield call
    for form in forms:
        assert form.errors == []
        assert all(url.startswith(("file:", "data:", "blob:")) for url in form.requests)
    for context in contexts:
        context.close()


def answers(*keys: str) -> dict[str, Any]:
    return {key: TWELVE[key] for key in keys}


def together(text: str, home: Path, run: Run) -> Interview:
    """Check what a page saved beside nothing, with its program, and read the two."""
    downloads = home.parent / "downloads"
    downloads.mkdir(exist_ok=True)
    path = downloads / "mentor.yaml"
    path.write_text(text, encoding="utf-8")
    checked = run("check", path, "--program", home / "bridge.yaml")
    assert (checked.code, "error[" in checked.out + checked.err) == (0, False), checked
    return open_pair(path.read_bytes(), "mentor.yaml", downloads, home / "bridge.yaml").interview


def test_what_is_kept_is_not_written_and_stands_as_the_programs(opened: Open, home: Path, run: Run) -> None:
    page = opened()
    page.put(answers(*OWN))
    text = page.saved()
    tree = yaml.load(text, Loader=yaml.BaseLoader)
    assert set(tree) == {"schema", "answered_by", "people", "relationship", "purpose", "communication"}
    assert "kind" not in tree["relationship"]
    assert text.startswith("# From the page of Bridge <2026> & more.")
    assert "--program bridge.yaml\n" in text.partition("schema")[0]
    interview = together(text, home, run)
    blank = open_pair(b"answered_by: mentor\n", "x", home, home / "bridge.yaml").interview
    assert interview.from_program == blank.from_program
    assert {"relationship.kind", "meetings.cadence", "goals", "confidentiality.level"} <= set(interview.from_program)
    assert interview.state("meetings.length") is State.AGREED
    assert interview.answers.goals is not None
    assert [goal.title for goal in interview.answers.goals] == ["Write the plan", "Give a talk"]


def test_what_is_changed_is_written_and_goes_before_the_program(opened: Open, home: Path, run: Run) -> None:
    page = opened()
    own = {
        "relationship.kind": "workplace",
        "meetings.cadence": "every month",
        "meetings.format": "phone",
        "goals.1.title": "Another goal",
        "confidentiality.exceptions": ["program aggregate"],
        "term.length": "to discuss",
    }
    page.put(own)
    page.page.check('[id="a-term.length-talk"]')
    interview = together(page.saved(), home, run)
    assert set(own) - {"goals.1.title"} <= set(interview.standings)
    assert not {*own, "goals"} & set(interview.from_program)
    assert interview.state("term.length") is State.TO_DISCUSS
    assert interview.answers.meetings.format == "phone"


def test_what_is_locked_is_shown_with_the_programs_name_and_cannot_be_changed(opened: Open) -> None:
    page = opened()
    page.open_all()
    for key, words in {
        "confidentiality.level": "private in every way",
        "boundaries.gifts": "small gifts only",
        "communication.also_ok": "chat and the phone",
    }.items():
        shown = page.page.locator(f'[data-settled="{key}"]')
        assert "Settled by Bridge <2026> & more for all of its pairs" in shown.inner_text()
        assert words.split()[0] in shown.inner_text()
        assert shown.locator("input, textarea, select, button").count() == 0
        assert page.page.locator(f'[name="{key}"], [name="{key}?"]').count() == 0
        assert key.partition(".")[2] not in page.page.evaluate("interview()")


def test_what_the_program_answers_is_not_told_as_missing(opened: Open) -> None:
    page = opened()
    missing = page.page.evaluate("missing().map(({ key }) => key)")
    assert "people.mentor.name" in missing
    assert "research.authorship_rule" in missing
    assert not {"goals", "meetings.cadence", "term.length", "confidentiality.level", "relationship.kind"} & {*missing}
    assert page.page.is_hidden('[data-answer="meetings.place"]')
    page.put({"meetings.format": "in person"})
    assert page.page.is_visible('[data-answer="meetings.place"]')


def test_each_default_is_marked_where_it_can_be_changed(opened: Open) -> None:
    page = opened()
    name = "Bridge <2026> & more"
    cadence = page.page.locator('[data-answer="meetings.cadence"]')
    assert f"{name} begins with: every 2 weeks" in cadence.inner_text()
    assert cadence.locator("input").first.get_attribute("placeholder") == "every 2 weeks"
    assert cadence.locator("[data-offer]").count() == 0
    video = page.page.locator('[data-answer="meetings.format"] input:checked')
    assert video.locator("xpath=..").inner_text() == f"As {name} has it: by video"
    assert "begins with: Write the plan; Give a talk" in page.page.inner_text('[data-list="goals"]')
    assert "begins with: nothing" in page.page.locator('[data-answer="confidentiality.exceptions"]').text_content()


@pytest.mark.parametrize(
    ("said", "told_there"),
    [
        ("include: bridge.yaml\npurpose: A plan.\nconfidentiality: {level: Strict}\n", ""),
        ("purpose: A plan.\ncommunication: {also_ok: [phone, chat]}\n", "settled this"),
        ("purpose: A plan.\ncommunication: {also_ok: [chat, phone]}\nboundaries: {gifts: }\n", ""),
        (
            "purpose: A plan.\nconfidentiality: {level: standard}\n",
            "Bridge <2026> & more has settled this for all of its pairs, and the file says something else: "
            "confidentiality.level: standard",
        ),
    ],
)
def test_an_earlier_file_says_of_what_is_locked_what_the_program_says(
    opened: Open, tmp_path: Path, said: str, told_there: str
) -> None:
    path = tmp_path / "earlier.yaml"
    path.write_text(f"schema: 1\nanswered_by: mentor\n{said}", encoding="utf-8")
    page = opened()
    page.load(path)
    assert told_there in page.page.inner_text("#not-loaded")
    assert bool(told_there) == page.page.is_visible("#not-loaded")
    assert page.answers() == ({} if told_there else {"purpose.statement": "A plan."})


def test_a_starter_of_the_program_is_loaded(opened: Open, run: Run, home: Path) -> None:
    path = home / "starter.yaml"
    assert run("new", path, "--as", "mentor", "--program", home / "bridge.yaml", "--no-input").code == 0
    text = path.read_text(encoding="utf-8")
    assert "include: bridge.yaml" in text
    path.write_text(text.replace("mentor_has_say:", "mentor_has_say: none"), encoding="utf-8")
    page = opened()
    page.load(path)
    assert page.page.is_hidden("#not-loaded"), page.page.inner_text("#not-loaded")
    assert page.answers() == {"relationship.kind": "academic", "relationship.mentor_has_say": "none"}


@pytest.mark.parametrize(
    ("program", "said", "name"),
    [
        ("defaults: {term: {length: 3 months}}", LATE, "meetings.first"),
        ("locked: {term: {length: 3 months}}", LATE, "meetings.first"),
        ("locked: {term: {end: 2026-01-31}}", {"term.start": "2026-02-01"}, "term.start"),
        ("defaults: {term: {start: 2026-03-01}}", {"term.end": "2026-02-01"}, "term.end"),
        ("defaults: {term: {length: 3 months}}", {"term.start": "2026-01-01", "term.end": "2026-12-31"}, ""),
    ],
)  # fmt: skip
def test_days_that_do_not_go_with_the_programs_are_told_before_they_are_saved(
    opened: Open, home: Path, program: str, said: dict[str, str], name: str
) -> None:
    page = opened(program=f"program: {{name: Bridge}}\n{program}\n")
    page.put(said)
    text = page.page.evaluate("interview()")
    problems = open_pair(text.encode(), "x", home, home / "bridge.yaml").reading.problems
    told = page.page.evaluate("[...faults()].map(([name, { text }]) => [name, text])")
    assert [each for each, _ in told] == ([name] if name else [])
    assert [text for _, text in told] == [f"{one.message}: {one.help.removesuffix('.')}." for one in problems]


def test_the_kind_is_the_programs_unless_another_is_asked_for(opened: Open) -> None:
    page = opened()
    assert page.page.evaluate("kindNow()") == "academic"
    assert "kind" not in page.page.evaluate("interview()")
    other = opened("--kind", "workplace")
    assert other.page.evaluate("kindNow()") == "workplace"
    assert "kind: workplace" in other.page.evaluate("interview()")
    kind = "relationship: {kind: academic}"
    locked = opened("--kind", "workplace", program=f"program: {{name: Bridge}}\nlocked: {{{kind}}}\n")
    assert locked.page.evaluate("kindNow()") == "academic"
    assert locked.page.locator('[name="relationship.kind"]').count() == 0


def test_the_page_bears_the_name_the_logo_and_the_colour_of_the_program(opened: Open) -> None:
    page = opened()
    assert page.page.inner_text(".host") == "Bridge <2026> & more\nNorthwind"
    assert page.page.evaluate("document.querySelector('.host img').naturalWidth") > 0
    assert page.page.get_attribute(".host img", "alt") == "Northwind"
    assert page.page.get_attribute(".steps a", "href") == "mailto:leila@northwind.example"
    assert "Leila Haddad, who coordinates your mentoring:" in page.page.inner_text(".steps")
    colour = "getComputedStyle(document.documentElement).getPropertyValue('--brand')"
    assert page.page.evaluate(colour) == "#707070"
    assert opened(color_scheme="dark").page.evaluate(colour) == "#8b8b8b"


def test_the_page_holds_nothing_of_the_program_that_it_does_not_show(opened: Open, home: Path, tmp_path: Path) -> None:
    opened()
    page = (tmp_path / "mentor.html").read_text(encoding="utf-8")
    for private in ("555 0100", "spring of 2026", "office of the program", str(home)):
        assert private not in page


def test_what_was_typed_for_one_program_is_not_found_in_the_page_of_another(opened: Open) -> None:
    first = opened().page.evaluate("asked.store")
    other = opened(program=PROGRAM.replace("& more", "& less")).page.evaluate("asked.store")
    assert first != other


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_use_the_page_of_a_program(opened: Open, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = opened(color_scheme=scheme, viewport={"width": 360, "height": 740})
    page.page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    found = Axe().run(page.page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]][:3]) for one in found] == []
    assert page.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_example_gives_a_page_and_the_next_step_names_its_program(run: Run, tmp_path: Path) -> None:
    program = EXAMPLES / "bridge" / "program.yaml"
    made = run("new", "--form", tmp_path / "mentor.html", "--as", "mentor", "--program", program)
    assert made.code == 0
    assert f"agreementgen check mentor.yaml --program {program}" in made.err
    assert agreementgen.load(EXAMPLES / "bridge" / "pair.yaml").is_locked("confidentiality.level")
