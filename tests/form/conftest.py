"""A form in a browser as people use it, and one pair's answers to put into it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from agreementgen.cli.app import run as run_command
from agreementgen.interview import Interview, read_interview
from agreementgen.locales import load_locale
from agreementgen.typeset.form import form_html

from ..conftest import Outcome

Run = Callable[..., Outcome]
ENGLISH = load_locale("en")
NAMES = ("mentee", "mentor")
PATIENCE = 20_000
"""Milliseconds until what was waited for is given up; far more than it ever takes."""


def page_of(person: str, kind: str = "workplace", file: str = "") -> str:
    return form_html(kind, person, file or f"{person}.yaml", ENGLISH)


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Hold the forms of both, made by the command."""
    place = tmp_path_factory.mktemp("forms")
    for person in NAMES:
        assert run_command(["new", "--form", str(place / f"{person}.html"), "--as", person, "-q"]) == 0
    return place


@dataclass
class Form:
    """An open form, and all that went over its wires."""

    page: Any
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, path: Path) -> Form:
        self.page.set_default_timeout(PATIENCE)
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda message: self.errors.append(message.text))
        self.page.goto(path.as_uri())
        self.page.wait_for_selector("html.ready")
        return self

    def put(self, answers: dict[str, Any]) -> None:
        """Put in answers as the controls hold them, and tell the page, as typing would."""
        self.page.evaluate(
            """(said) => {
                for (const [name, value] of Object.entries(said)) {
                    const [key, row, part] = items[name] ? [name] : name.split(".");
                    const rule = row ? items[key].items.find((one) => one.key === part) : items[key];
                    setValue(name, rule, value);
                    const control = controls(name).find((one) => one.checked) || controls(name)[0];
                    control.dispatchEvent(new Event("input", { bubbles: true }));
                }
            }""",
            answers,
        )

    def saved(self, button: str = "#save") -> str:
        with self.page.expect_download() as download:
            self.page.click(button)
        return Path(download.value.path()).read_text(encoding="utf-8")

    def fill(self, name: str, text: str) -> None:
        self.page.fill(f'[name="{name}"]', text)
        self.page.dispatch_event(f'[name="{name}"]', "change")

    def error(self, name: str) -> str:
        shown: str = self.page.inner_text(f'[data-answer="{name}"] .error')
        return shown

    def load(self, path: Path) -> None:
        self.page.set_input_files("#load", path)
        self.page.wait_for_selector("#loaded:not(:empty), #not-loaded:not([hidden])")

    def answers(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate("answers(Object.values(items))")
        return found

    def open_all(self) -> None:
        self.page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")


@pytest.fixture(scope="module")
def shared(browser: Any, folder: Path) -> Iterator[Callable[[str], Form]]:
    """Open each person's form once; whoever takes it finds it empty."""
    context = browser.new_context(accept_downloads=True, reduced_motion="reduce")
    there: dict[str, Form] = {}

    def opened(person: str) -> Form:
        if person not in there:
            there[person] = Form(context.new_page()).open(folder / f"{person}.html")
        # A page behind another one draws seldom, and what waits for it to be still waits long.
        there[person].page.bring_to_front()
        there[person].page.evaluate(
            "empty(); localStorage.clear(); for (const one of document.querySelectorAll('details')) one.open = false"
        )
        return there[person]

    yield opened
    context.close()


@pytest.fixture
def form(browser: Any, folder: Path, shared: Callable[[str], Form]) -> Iterator[Callable[..., Form]]:
    """Give an empty form; one of its own where `alone`, or where it is to look in some way."""
    contexts = []
    forms = []

    def opened(person: str = "mentor", *, alone: bool = False, **looks: Any) -> Form:
        if alone or looks:
            contexts.append(browser.new_context(accept_downloads=True, reduced_motion="reduce", **looks))
            forms.append(Form(contexts[-1].new_page()).open(folder / f"{person}.html"))
        else:
            forms.append(shared(person))
        return forms[-1]

    yield opened
    for one in forms:
        # Nothing is fetched but the page itself and the empty picture of its tab, and what was saved.
        assert all(re.match(r"file:|data:,$|blob:", url) for url in one.requests), one.requests
        assert one.errors == []
    for context in contexts:
        context.close()


def reading(text: str) -> Interview:
    found = read_interview(text.encode())
    assert found.problems == ()
    assert found.interview is not None
    return found.interview


TWELVE = {
    "people.mentor.name": "Jon Reyes",
    "relationship.kind": "workplace",
    "relationship.mentor_has_say": "none",
    "purpose.statement": "By March, Amara will be ready to lead a product launch.",
    "goals.1.title": "Run a launch review",
    "goals.1.measure": "review held with three teams: two of them ours",
    "goals.1.by": "2026-02",
    "meetings.cadence": "every month",
    "meetings.length": "60 minutes",
    "meetings.format": "video",
    "meetings.first": "2025-12-03 15:00",
    "communication.channel": "email",
    "communication.reply": "3 working days",
    "confidentiality.level": "standard",
    "feedback.preference.mentor": ["direct", "time to think"],
    "boundaries.off_limits": ["none"],
    "term.start": "2025-12-01",
    "term.length": "6 months",
}
LINES = """Jon Reyes
workplace
none
By March, Amara will be ready to lead a product launch.
Run a launch review; review held with three teams: two of them ours; 2026-02

every month; 60 minutes
3; 2025-12-03 15:00
email; 3 working days
1
1, 6
none
2025-12-01; 6 months


"""


def mentee(answers: dict[str, Any]) -> dict[str, Any]:
    """Give the same answers as the mentee's."""
    return {
        key.replace(".mentor.name", ".mentee.name").replace("e.mentor", "e.mentee"): v for key, v in answers.items()
    }
