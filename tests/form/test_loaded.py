"""What the page keeps, and what it takes from an earlier file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agreementgen.interview import read_private

from .conftest import ENGLISH, LINES, PATIENCE, TWELVE, Form, Run, mentee, reading

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is in the dev extra")


def test_what_was_typed_outlives_the_tab_until_it_is_cleared(form: Callable[..., Form], folder: Path) -> None:
    page = form("mentor", alone=True)
    page.page.click('[data-list="goals"] [data-add]')
    typed = TWELVE | {"goals.2.title": "A second one", "expectations.advice.mentor": "4", "private.concerns": "Time."}
    page.put(typed)
    before = page.answers()
    context = page.page.context
    page.page.close()
    again = Form(context.new_page()).open(folder / "mentor.html")
    assert again.answers() == before
    assert "stays in this browser" in again.page.inner_text("#kept")
    other = Form(context.new_page()).open(folder / "mentee.html")
    assert set(other.answers()) == {"relationship.kind"}
    again.page.once("dialog", lambda dialog: dialog.dismiss())
    again.page.click("#clear")
    assert again.answers() == before
    again.page.once("dialog", lambda dialog: dialog.accept())
    again.page.click("#clear")
    assert set(again.answers()) == {"relationship.kind"}
    again.page.reload()
    again.page.wait_for_selector("html.ready")
    assert set(again.answers()) == {"relationship.kind"}


def test_a_browser_that_keeps_nothing_says_so(browser: Any, folder: Path) -> None:
    context = browser.new_context()
    context.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"
    )
    page = Form(context.new_page()).open(folder / "mentor.html")
    assert page.page.is_visible("#not-kept")
    assert page.page.is_hidden("#kept")
    page.put(TWELVE)
    reading(page.saved())
    context.close()


def test_the_private_answers_go_into_a_file_of_their_own(form: Callable[..., Form]) -> None:
    page = form("mentee")
    page.put(mentee(TWELVE) | {"private.concerns": "That I talk: too much.", "private.languages": "Français"})
    assert "concerns" not in page.saved()
    page.page.click("details.private summary")
    with page.page.expect_download() as download:
        page.page.click("#save-private")
    assert download.value.suggested_filename == "mentee.private.yaml"
    own = read_private(Path(download.value.path()).read_bytes()).private
    assert own is not None
    assert (own.person, own.texts) == (
        "mentee",
        {"concerns": "That I talk: too much.", "languages": "Français"},
    )


STARTED = """
# A note of mine.
schema: 1
answered_by: mentor
people:
  mentor: "Jon \\"J\\" Reyes"   # a name
relationship: {kind: workplace, mentor_has_say: Not at all}
"""


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("purpose: By March, it's done # by then\n", {"purpose.statement": "By March, it's done"}),
        ("people: {mentor: Jon}\n", {"people.mentor.name": "Jon"}),
        (
            "goals:\n- title: One\n  steps: [a, 'b''s']\n-   title: Two\n    by:\n- Three\n",
            {"goals": [{"title": "One", "steps": ["a", "b's"]}, {"title": "Two"}, {"title": "Three"}]},
        ),
        ("goals: to discuss\nterm: {start: to discuss}\n", {"goals": "to discuss", "term.start": "to discuss"}),
        (
            'meetings:\n  format: Online\n  wait: "15 minutes"\n',
            {"meetings.format": "video", "meetings.wait": "15 minutes"},
        ),
        (
            "feedback: {preference: {mentor: [straight, in writing]}}\n",
            {"feedback.preference.mentor": ["direct", "in writing"]},
        ),
        (
            "confidentiality: {ask_first: NO, exceptions: none}\n",
            {"confidentiality.ask_first": "no", "confidentiality.exceptions": ["none"]},
        ),
        (
            'boundaries:\n  off_limits:\n  - pay\n  - "family: all of it"\n',
            {"boundaries.off_limits": ["pay", "family: all of it"]},
        ),
        ("expectations: {advice: {mentor: 4}}\n", {"expectations.advice.mentor": "4"}),
        ("meetings: {first: 2025-12-03 15:00}\n", {"meetings.first": "2025-12-03 15:00"}),
    ],
    ids=lambda part: part[:20] if isinstance(part, str) else "",
)
def test_an_earlier_file_is_read_as_check_reads_it(
    form: Callable[..., Form], tmp_path: Path, text: str, answers: dict[str, Any]
) -> None:
    path = tmp_path / "mentor.yaml"
    path.write_text(f"schema: 1\nanswered_by: mentor\n{text}", encoding="utf-8")
    page = form("mentor")
    page.load(path)
    assert page.page.is_hidden("#not-loaded"), page.page.inner_text("#not-loaded")
    assert page.answers() == answers
    assert reading(page.page.evaluate("interview()")).answers == reading(path.read_text(encoding="utf-8")).answers


@pytest.mark.parametrize(("person", "kind"), [("mentee", "workplace"), ("mentor", "academic")])
def test_a_starter_and_what_ask_wrote_are_loaded(
    form: Callable[..., Form], run: Run, tmp_path: Path, person: str, kind: str
) -> None:
    path = tmp_path / "own.yaml"
    assert run("new", path, "--as", person, "--kind", kind, "--no-input").code == 0
    assert run("ask", path, "--as", person, "--plain", stdin=LINES.replace("\nworkplace\n", "\n").encode()).code == 0
    page = form(person)
    page.load(path)
    assert page.page.is_hidden("#not-loaded"), page.page.inner_text("#not-loaded")
    assert reading(page.page.evaluate("interview()")).answers == reading(path.read_text(encoding="utf-8")).answers


@pytest.mark.parametrize(
    ("text", "told_there"),
    [
        ("answered_by: mentee\npurpose: x\n", "somebody else: mentee"),
        (
            "answered_by: mentor\nmeetings: {format: carrier pigeon}\n",
            "no place for this: meetings.format: carrier pigeon",
        ),
        ("answered_by: mentor\npeople: {mentee: Amara}\n", "no place for this: people.mentee: Amara"),
        ("answered_by: mentor\nopen: {goals: {}}\n", "There are no answers in this file."),
        ("purpose: >\n  folded\n", "Line 1 is written in a way that this page cannot read: purpose: >"),
        ("purpose: one\n  two\n", "Line 2"),
        ("purpose: a\npurpose: b\n", "Line 2"),
        ("purpose: &a b\n", "Line 1"),
        ("just text\n", "Line 1"),
        ("goals: [a, b\n", "Line 1"),
        ("\tpurpose: a\n", "Line 1"),
        ("purpose: 'a' b\n", "Line 1"),
        ("purpose: a: b\n", "Line 1"),
        ("schema: 2\npurpose: a\n", "newer agreementgen (schema 2"),
        ("", "There are no answers in this file."),
        ("# nothing\n", "There are no answers in this file."),
        ("purpose: x\n" * 40000, "too large"),
        ("goals: {title: [a, b]}\n", "no place for this: goals"),
        ("__proto__: {a: b}\n", "no place for this: __proto__.a: b"),
    ],
    ids=lambda text: text[:24],
)
def test_what_cannot_be_loaded_is_told_and_what_was_typed_stays(
    form: Callable[..., Form], tmp_path: Path, text: str, told_there: str
) -> None:
    path = tmp_path / "other.yaml"
    path.write_text(text, encoding="utf-8")
    page = form("mentor")
    page.put(TWELVE)
    before = page.answers()
    page.load(path)
    assert told_there in page.page.inner_text("#not-loaded")
    assert page.page.evaluate("document.activeElement.id") == "not-loaded"
    assert page.answers() == before


def test_loading_over_what_was_typed_asks_first(form: Callable[..., Form], tmp_path: Path) -> None:
    path = tmp_path / "mentor.yaml"
    path.write_text("purpose: Another one.\n", encoding="utf-8")
    page = form("mentor")
    page.put(TWELVE)
    before = page.answers()
    asked: list[str] = []

    def refuse(dialog: Any) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.page.once("dialog", refuse)
    page.page.set_input_files("#load", path)
    playwright.expect(page.page.locator("#load")).to_have_value("", timeout=PATIENCE)
    assert asked == [ENGLISH.label("form.load_sure")]
    assert page.answers() == before
    page.page.once("dialog", lambda dialog: dialog.accept())
    page.load(path)
    assert page.answers()["purpose.statement"] == "Another one."
    assert "goals" not in page.answers()
