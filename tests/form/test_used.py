"""The page as people use it: by keyboard, by touch, in print, in the dark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from agreementgen.interview import kinds
from agreementgen.typeset import asked as asked_module

from .conftest import ENGLISH, PATIENCE, TWELVE, Form, reading

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is in the dev extra")


def test_goals_are_added_and_taken_out_one_by_one(form: Callable[..., Form]) -> None:
    page = form("mentor")
    add, rows = page.page.locator('[data-list="goals"] [data-add]'), page.page.locator('[data-list="goals"] .row')
    assert add.inner_text() == "One more: Goal"
    for number in range(2, 10):
        add.click()
        assert page.page.evaluate("document.activeElement.name") == f"goals.{number}.title"
    assert rows.count() == 9
    assert add.is_disabled()
    page.put({f"goals.{number}.title": f"Goal of mine {number}" for number in range(1, 10)})
    page.page.once("dialog", lambda dialog: dialog.accept())
    rows.nth(1).locator("[data-remove]").click()
    assert rows.count() == 8
    assert rows.nth(1).locator("> legend").inner_text() == "Goal 2"
    assert page.page.evaluate("document.activeElement.matches('[data-add]')")
    playwright.expect(page.page.locator("#said")).to_have_text("Taken out: Goal 2", timeout=PATIENCE)
    goals = yaml.load(page.saved(), Loader=yaml.BaseLoader)["goals"]
    assert [goal["title"] for goal in goals] == [f"Goal of mine {n}" for n in (1, 3, 4, 5, 6, 7, 8, 9)]


def test_none_and_let_us_talk_stand_alone(form: Callable[..., Form]) -> None:
    page = form("mentor")
    page.open_all()
    exceptions = page.page.locator('[data-answer="confidentiality.exceptions"] input')
    exceptions.nth(0).check()
    exceptions.nth(1).check()
    page.page.check('[id="a-confidentiality.exceptions-none"]')
    assert page.answers()["confidentiality.exceptions"] == ["none"]
    exceptions.nth(1).check()
    assert page.answers()["confidentiality.exceptions"] == ["program aggregate"]
    page.page.check('[id="a-confidentiality.exceptions-talk"]')
    assert page.answers()["confidentiality.exceptions"] == "to discuss"
    page.fill("meetings.place", "the café")
    page.page.check('[id="a-meetings.place-talk"]')
    assert page.page.is_disabled('[name="meetings.place"]')
    page.page.uncheck('[id="a-meetings.place-talk"]')
    assert page.answers()["meetings.place"] == "the café"


def test_what_is_usual_follows_the_kind_and_is_taken_by_a_button(form: Callable[..., Form]) -> None:
    page = form("mentor")
    offer = page.page.locator('[data-answer="meetings.cadence"] [data-offer]')
    assert offer.inner_text() == "Take what is usual: every month"
    page.page.check('[name="relationship.kind"][value="academic"]')
    assert offer.inner_text() == "Take what is usual: every two weeks"
    offer.click()
    assert page.answers()["meetings.cadence"] == "every two weeks"
    lines = page.page.evaluate("missing().map(({ key }) => key)")
    assert "research.authorship_rule" in lines
    page.page.check('[name="meetings.format"][value="video"]')
    assert page.page.is_hidden('[data-answer="meetings.place"]')
    page.page.check('[name="meetings.format"][value="in person"]')
    assert page.page.is_visible('[data-answer="meetings.place"]')


def test_it_is_filled_in_by_keyboard_alone(form: Callable[..., Form]) -> None:
    page = form("mentor", alone=True)
    keys = page.page.keyboard
    keys.press("Tab")
    assert page.page.evaluate("document.activeElement.className") == "skip"
    keys.press("Enter")
    assert page.page.evaluate("document.activeElement.id") == "questions"
    keys.press("Tab")
    keys.type("Jon Reyes")
    keys.press("Tab")
    keys.press("ArrowUp")
    keys.press("Tab")
    keys.press("ArrowDown")
    page.page.evaluate(
        "seen = []; onfocus = addEventListener('focusin', ({ target }) => seen.push(target.id || target.tagName))"
    )
    seen: list[str] = []
    while "save" not in seen and len(seen) < 200:
        keys.press("Tab")
        seen = page.page.evaluate("seen") if page.page.evaluate("document.activeElement.id") == "save" else [*seen, ""]
    assert seen[-1] == "save"
    assert "a-purpose.statement" in seen
    assert seen.count("SUMMARY") >= len(asked_module.asked_of("workplace", ENGLISH, "mentor").sections)
    with page.page.expect_download() as download:
        keys.press("Enter")
    answers = reading(Path(download.value.path()).read_text(encoding="utf-8")).answers
    assert (answers.people.mentor.name, answers.relationship.kind) == (
        "Jon Reyes",
        kinds()[kinds().index("workplace") - 1],
    )
    assert answers.relationship.mentor_has_say == "none"
    assert page.page.evaluate("[...document.querySelectorAll('[tabindex]')].every((one) => one.tabIndex < 1)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1200, 900), (360, 740)], ids=["desktop", "phone"])
def test_everyone_can_use_it(form: Callable[..., Form], scheme: Any, width: int, height: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = form("mentor")
    page.page.set_viewport_size({"width": width, "height": height})
    page.page.emulate_media(color_scheme=scheme)
    page.put(TWELVE | {"people.note": "Donaudampfschifffahrtsgesellschaft" * 9, "goals.1.title": "W" * 300})
    page.page.evaluate("['resources', 'skills'].forEach((key) => showRows(key, ['1']))")
    page.saved()
    page.fill("term.start", "5/4/26")
    page.page.click("#save")
    # Every section is looked at once; in the other looks, and for its colours, one of each way to answer.
    everything = (scheme, width) == ("light", 1200)
    sections = "details" if everything else "details.private, details[data-section=skills], .row details"
    page.page.evaluate("(chosen) => document.querySelectorAll(chosen).forEach((one) => (one.open = true))", sections)
    left_out = {"color-contrast": {"enabled": False}} if everything else {}
    found = Axe().run(page.page, options={"resultTypes": ["violations"], "rules": left_out}).response["violations"]
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]][:3]) for one in found] == []
    page.open_all()
    assert page.page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    page.page.set_viewport_size({"width": 1200, "height": 900})
    page.page.emulate_media(color_scheme="light")


def test_nothing_can_be_fetched_or_run_that_is_not_in_the_page(form: Callable[..., Form]) -> None:
    page = form("mentor")
    outcome = page.page.evaluate(
        """async () => {
            const tried = await fetch("http://localhost:9/").then(() => "fetched", () => "refused");
            const script = document.createElement("script");
            script.textContent = "window.isRun = true";
            document.body.append(script);
            return [tried, window.isRun || false];
        }"""
    )
    assert outcome == ["refused", False]
    assert len(page.errors) >= 1
    assert all("Content Security Policy" in error for error in page.errors)
    page.errors.clear()


def test_it_prints_what_was_answered_without_its_buttons(form: Callable[..., Form]) -> None:
    page = form("mentor")
    page.put(TWELVE | {"people.note": "We write to each other first."})
    page.page.emulate_media(media="print")
    page.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.page.is_visible('[name="people.note"]')
    assert page.page.is_hidden("#save")
    page.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.page.locator("details[open]").count() == 0
