"""What the page refuses, and what it says is missing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from agreementgen.errors import Code
from agreementgen.interview import read_interview
from agreementgen.typeset import asked as asked_module
from agreementgen.typeset.rules import rule

from .conftest import ENGLISH, PATIENCE, TWELVE, Form, reading

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is in the dev extra")

TRIED = {
    "day": (
        "2026-04-05|05/04/2026|5.4.2026|2026-02-30|2026-13-01|1850-01-01|13/13/13|05-04-26|tomorrow|"
        "2026-4-5|none|31/12/99"
    ),
    "month": "2026-04|2026-13|2026-04-05|04/2026|April|2026-00|1800-01|5.4.2026|spring",
    "moment": (
        "2026-04-05 15:00|2026-04-05T15:00|2026-04-05, 9.30|2026-04-05 3pm|2026-04-05 25:00|"
        "05/04/2026 15:00|5/4/2026 3:00:00 PM|5/4/2026 noon|soon|2026-04-05|2026-04-05 9:30:00|2026-04-05 noon"
    ),
    "duration": (
        "3 working days|3|1.5 h|90 min|half an hour|an hour|two weeks|3 years|a while|1,5 weeks|0|"
        "none|0 days|500 days|24 hours|10 meetings|6 months|1.5 months|2.5 years|3 working days.|"
        "-1 days|12 Weeks|1 d|0.3 h"
    ),
    "cadence": (
        "every month|monthly|weekly|every 2 weeks|fortnightly|biweekly|monthly on the 15th|"
        "monthly on the 32nd|every 3 months|every 60 weeks|twice a month|as needed|now and then|"
        "every two weeks|once a month|every month on the 3rd|each week.|quarterly|every 2 days|"
        "Every Month"
    ),
    "zone": "Europe/Lisbon|europe/lisbon|Lisbon|CET|UTC|Europe/Nowhere|America/New York|Mars",
    "number": "4|0|100|four|1.5|99|many",
}
STATES = ("to discuss", "To-Discuss", "none", "nothing", "tbd", "?", "don't know", "not sure")


def rules_alone(item: asked_module.Item) -> dict[str, Any]:
    words = ("key", "label", "ask", "example")
    return {name: said for name, said in rule(item, ENGLISH).items() if name not in words}


def test_the_page_refuses_what_check_refuses_in_the_same_words(form: Callable[..., Form]) -> None:
    page = form("mentor")
    asked = asked_module.asked_of("workplace", ENGLISH, "mentor")
    typed = [item for item in asked_module.ordered(asked) if isinstance(item, asked_module.Item) and not item.choices]
    # One of those that are read by the same rules.
    items = {json.dumps(rules_alone(item), sort_keys=True): item for item in typed}.values()
    cases = []
    for item in items:
        tried = TRIED.get(item.type, "A word of our own")
        cases += [(item.key, text) for text in (*tried.split("|"), *STATES)]
    results = page.page.evaluate(
        """(cases) => cases.map(([key, text]) => {
            const item = items[key];
            const value = item.type === "lines" ? [text] : text;
            const wrong = check(item, value);
            return [wrong && say(wrong), toYaml(treeOf({ [key]: value }))];
        })""",
        cases,
    )
    assert len(results) > 300
    said, seen = 0, set()
    for (key, text), (wrong, written) in zip(cases, results, strict=True):
        found = read_interview(f"schema: 1\n{written}".encode()).problems
        expected = [f"{one.message}: {one.help.removesuffix('.')}." for one in found]
        if key.endswith("time_zone") and expected and wrong:
            # The page looks for a city of that name only; `check` looks for names that are nearly the same, too.
            wrong, expected = wrong[:40], [expected[0][:40]]
        assert ([wrong] if wrong else []) == expected, (key, text)
        said += bool(wrong)
        seen |= {one.code for one in found}
    assert said > 120
    assert {Code.DATE_NOT_ISO, Code.DURATION_UNIT, Code.CADENCE_AMBIGUOUS, Code.NOT_KNOWN_YET} <= seen


@pytest.mark.parametrize(
    "answers",
    [
        {"term.start": "2026-01-31", "term.length": "1 month", "term.end": "2026-02-28"},
        {"term.start": "2026-01-31", "term.length": "1 month", "term.end": "2026-02-27"},
        {"term.start": "2025-12-01", "term.length": "6 months", "term.end": "2026-05-31"},
        {"term.start": "2024-02-29", "term.length": "1 year", "term.end": "2025-02-28"},
        {"term.start": "2026-01-01", "term.length": "26 weeks", "term.end": "2026-07-02"},
        {"term.start": "2026-01-01", "term.end": "2025-12-31"},
        {"term.start": "2026-01-01", "term.length": "2 months", "meetings.first": "2026-03-01 10:00"},
        {"term.start": "2026-01-01", "term.length": "2 months", "meetings.first": "2025-12-01 10:00"},
        {"term.start": "2026-01-01", "term.length": "2 months", "review.mid_point": "2025-12-31"},
        {"term.start": "to discuss", "term.length": "2 months", "review.mid_point": "2025-12-31"},
        {"goals.1.title": "C++ at work!", "goals.2.title": "c++  AT work"},
        {"goals.1.title": "C++ at work", "goals.2.title": "C at work"},
        {"goals.1.measure": "held"},
        {"boundaries.off_limits": ["pay", "none"]},
        {"boundaries.off_limits": ["nothing"]},
        {"commitments.both": list("abcdefg")},
    ],
    ids=str,
)
def test_what_only_several_answers_get_wrong_is_found_as_check_finds_it(
    form: Callable[..., Form], answers: dict[str, Any]
) -> None:
    page = form("mentor")
    page.page.evaluate("showRows('goals', ['1', '2'])")
    page.put(answers)
    found = page.page.evaluate("[...faults().values()].map(({ text }) => text)")
    problems = read_interview(page.page.evaluate("interview()").encode()).problems
    assert len(found) == len(problems)
    for text, problem in zip(found, problems, strict=True):
        if problem.code not in (Code.TITLE_TWICE, Code.TITLE_MISSING):
            assert text == f"{problem.message}: {problem.help.removesuffix('.')}."


def test_a_wrong_answer_is_told_at_once_and_keeps_the_file_back(form: Callable[..., Form]) -> None:
    page = form("mentor")
    page.put(TWELVE)
    page.fill("term.start", "05/04/2026")
    told_here = page.error("term.start")
    assert '"05/04/2026" is not written year first: write 2026-04-05 (5 April 2026)' in told_here
    control = page.page.locator('[name="term.start"]')
    assert control.get_attribute("aria-invalid") == "true"
    described = control.get_attribute("aria-describedby")
    assert described is not None
    assert "a-term.start-error" in described.split()
    playwright.expect(page.page.locator("#said")).to_contain_text("Start: ", timeout=PATIENCE)
    downloads: list[Any] = []
    page.page.on("download", lambda download: downloads.append(download))
    page.page.click("#save")
    assert page.page.evaluate("document.activeElement.id") == "to-mend"
    assert page.page.get_attribute("#to-mend", "role") == "alert"
    page.page.click("#to-mend a")
    assert page.page.evaluate("document.activeElement.name") == "term.start"
    assert downloads == []
    page.fill("term.start", "2025-12-01")
    assert page.error("term.start") == ""
    assert control.get_attribute("aria-invalid") is None
    assert "start: 2025-12-01" in page.saved()
    assert page.page.is_hidden("#to-mend")


def test_what_is_missing_is_named_and_saved_all_the_same(form: Callable[..., Form]) -> None:
    page = form("mentor")
    page.put({"people.mentor.name": "Jon", "meetings.cadence": "to discuss"})
    page.page.check('[id="talk-goals"]')
    text = page.saved()
    assert yaml.load(text, Loader=yaml.BaseLoader) == {
        "schema": "1",
        "answered_by": "mentor",
        "people": {"mentor": {"name": "Jon"}},
        "relationship": {"kind": "workplace"},
        "goals": "to discuss",
        "meetings": {"cadence": "to discuss"},
    }
    reading(text)
    lines = page.page.locator("#unanswered li").all_inner_texts()
    assert "How long each time" in lines
    assert "Goals" not in lines
    page.page.click("#unanswered li:first-child a")
    assert page.page.evaluate("document.activeElement.name") == "relationship.mentor_has_say"
