"""The page that asks in a browser: used as people use it, and what it saves read as `check` reads it."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from agreementgen.cli.app import run as run_command
from agreementgen.errors import Code
from agreementgen.interview import Interview, read_interview, read_private
from agreementgen.interview.log import FORBIDDEN
from agreementgen.locales import load_locale
from agreementgen.typeset import asked as asked_module
from agreementgen.typeset.form import CODES, FOLDER, SCRIPTS, WORDS, form_html
from agreementgen.typeset.rules import rule

from .answers import samples
from .conftest import EXAMPLES, ROOT, Outcome

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is in the dev extra")

Run = Callable[..., Outcome]
ENGLISH = load_locale("en")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
NAMES = ("mentee", "mentor")
PATIENCE = 20_000
"""Milliseconds until what was waited for is given up; far more than it ever takes."""


def page_of(person: str, kind: str = "workplace", file: str = "") -> str:
    own = file or f"{person}.yaml"
    return form_html(kind, person, own, own.replace(".yaml", ".private.yaml"), ENGLISH)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        assert not os.environ.get("CI"), "where all tests run there is a Chromium: see tools/system-libraries.sh"
        pytest.skip("there is no Chromium on this machine")
    with playwright.sync_playwright() as engine:
        # Root, as in containers, may not use the sandbox; nothing but our own page is opened.
        opened = engine.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
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
2
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


@pytest.mark.parametrize("person", NAMES)
def test_what_it_saves_says_what_ask_would_have_written(
    form: Callable[..., Form], run: Run, tmp_path: Path, person: str
) -> None:
    page = form(person)
    page.put(TWELVE if person == "mentor" else mentee(TWELVE))
    (tmp_path / "form.yaml").write_text(page.saved(), encoding="utf-8")
    checked = run("check", tmp_path / "form.yaml")
    assert checked.code == 0
    assert "error[" not in checked.out + checked.err
    assert run("ask", tmp_path / "ask.yaml", "--as", person, "--plain", stdin=LINES.encode()).code == 0
    by_form, by_ask = (reading((tmp_path / name).read_text(encoding="utf-8")) for name in ("form.yaml", "ask.yaml"))
    assert by_form.answers == by_ask.answers
    assert {key: one.state for key, one in by_form.standings.items()} == {
        key: one.state for key, one in by_ask.standings.items()
    }


def test_everything_that_ask_asks_is_asked_and_nothing_else() -> None:
    from agreementgen.interview import asking

    for kind in ("workplace", "academic"):
        for person in NAMES:
            asked = asked_module.asked_of(kind, ENGLISH, person)
            found = {item.key for item in asked_module.ordered(asked)}
            nothing = reading("schema: 1\n")
            wanted = {part.key for question in asking.twelve(kind, person) for part in question.parts}
            for name in asking.sections(person):
                wanted |= {p.key for q in asking.further(name, nothing, person, again=True) for p in q.parts}
            assert found == {re.sub(r"\.\*\..*", "", key) for key in wanted}
            assert [item.key for item in asked.private][: len(asking.PRIVATELY)] == [
                f"private.{name}" for name in asking.PRIVATELY
            ]
            other = NAMES[1 - NAMES.index(person)]
            assert not [key for key in found if key.startswith(f"people.{other}") or key.endswith(f".{other}")] or all(
                key.startswith("commitments.") for key in found if key.endswith(f".{other}")
            )


def every_answer(person: str) -> dict[str, Any]:
    """Answer all that is asked of a person, each in a way of its own."""
    found: dict[str, Any] = {}
    for item in asked_module.ordered(asked_module.asked_of("academic", ENGLISH, person)):
        if isinstance(item, asked_module.Rows):
            for part in (*item.items, *item.more):
                found[f"{item.key}.1.{part.key}"] = answer_to(part)
        else:
            found[item.key] = answer_to(item)
    return found | {"term.end": "2026-05-31", "review.mid_point": "2026-03-01", "relationship.kind": "academic"}


def answer_to(item: asked_module.Item) -> Any:
    if item.choices:
        values = [choice.value for choice in item.choices]
        return values if item.type == "choices" else values[-1]
    texts = samples(item.field)
    return texts[-1:] if item.type == "lines" else {"month": "2026-03", "term.end": ""}.get(item.type, texts[-1])


@pytest.mark.parametrize("person", NAMES)
def test_every_answer_reaches_the_file_and_comes_back_from_it(
    form: Callable[..., Form], tmp_path: Path, person: str
) -> None:
    page = form(person)
    # A list of skills or needs begins without an entry.
    page.page.evaluate("['resources', 'skills'].forEach((key) => showRows(key, ['1']))")
    answers = every_answer(person)
    page.put(answers)
    text = page.saved()
    interview = reading(text)
    tree = yaml.load(text, Loader=yaml.BaseLoader)
    for key in answers:
        branch: Any = tree
        for part in key.split("."):
            branch = branch[0] if part == "1" else branch[part]
        assert branch, key
    assert interview.answers.answered_by == person
    path = tmp_path / "again.yaml"
    path.write_text(text, encoding="utf-8")
    again = form(person)
    again.load(path)
    assert again.page.inner_text("#loaded") == "Loaded: again.yaml"
    assert again.saved() == text


HOSTILE = [
    *(
        "no",
        "NO",
        "true",
        "~",
        "null",
        "0123",
        "1e3",
        "10:30",
        "3.10",
        "2026-04-05",
        "- a",
        "-",
        "? a",
        ": a",
        "a: b",
        "a:",
    ),
    *(
        "# a",
        "a # b",
        "a #b",
        "#",
        "'a'",
        '"a"',
        'a "b" c',
        "it’s 'so'",
        "\\",
        "\\n",
        "a\\",
        "&a",
        "*a",
        "!a",
        "|",
        ">",
    ),
    *("@a", "`a`", "%a", "{a: b}", "[a, b]", "{", "]", ",", "a,b", "---", "...", "--- a", "=", "<<", "a\tb", "\ta\t"),
    *(
        "🦊",
        "👩🏽‍🚀 and 🏳️‍🌈",
        "İstanbul ß",
        "e\u0301",
        "שלום",
        "\u2067שלום\u2069 and",
        "ありがとう",
        "a\u00a0b",
        "a\u2028b",
    ),
    *("</script><script>alert(1)</script>", "<!-- a", "{{ 7 * 7 }}", "${a}", "&amp;", "%row%", "a" * 300, "x " * 200),
    *(
        "__proto__",
        "constructor",
        "toString",
        "a\ufeffb",
        "a\u2060b",
        "null byte? no",
        "0",
        "-1",
        ".5",
        "1,5",
        "y",
        "n",
    ),
]


def told(text: str) -> str:
    """Give a text as every reader of an interview reads it."""
    import unicodedata

    plain = re.sub("[\ufeff\u2060]", "", text).replace("\u2028", "\n")
    return unicodedata.normalize("NFC", plain).strip()


def test_every_text_comes_out_of_the_file_as_it_was_typed(form: Callable[..., Form]) -> None:
    page = form("mentee")
    typed = [
        {
            "purpose.statement": text,
            "goals.1.title": title_of(text),
            "people.note": text,
            "also_agreed": [f"a {text}", "and more"],
            "purpose.success": f"First\n\n  {text}\nlast",
            "private.concerns": text,
        }
        for text in HOSTILE
    ]
    files = page.page.evaluate(
        """(typed) => typed.map((said) => {
            for (const [name, value] of Object.entries(said)) {
                setValue(name, items[name] || items.goals.items.find(({ key }) => key === "title"), value);
            }
            return [interview(), privately(), fromYaml(interview()), faults().size];
        })""",
        typed,
    )
    for text, (written, own_file, read_again, wrong) in zip(HOSTILE, files, strict=True):
        interview = reading(written).answers
        assert interview.purpose.statement == interview.people.note == told(text), text
        assert interview.goals is not None
        assert interview.goals[0].title == told(title_of(text))
        assert interview.purpose.success == told(f"First\n\n  {text}\nlast")
        lines = [line.strip() for line in told(f"a {text}").split("\n")]
        assert interview.also_agreed == (*lines, "and more")
        own = read_private(own_file.encode()).private
        assert own is not None
        assert own.texts == {"concerns": told(text)}, text
        assert read_again == yaml.load(written, Loader=yaml.BaseLoader), text
        assert wrong == 0, text


def title_of(text: str) -> str:
    return f"x{text}"[:200].split("\u2028")[0]


def test_any_characters_at_all_are_either_read_or_named(form: Callable[..., Form]) -> None:
    chance = random.Random(20)
    signs = (
        "ab1-–:#'\"\\,[]{}&*!|>%@`?~ \t\n\r\x00\x1b\x7f\x85\u200b\u202e\u2066\u2069\ue000\ufeff\ufffd🦊é\u0301\u2028"
    )
    texts = ["".join(chance.choices(signs, k=chance.randint(1, 12))) for _ in range(400)]
    page = form("mentee")
    results = page.page.evaluate(
        """(texts) => texts.map((text) => {
            setValue("people.note", items["people.note"], text);
            const wrong = fault("people.note", items["people.note"]);
            return [wrong && say(wrong), interview()];
        })""",
        texts,
    )
    refused = 0
    for text, (wrong, written) in zip(texts, results, strict=True):
        found = read_interview(written.encode("utf-8", "replace"))
        if wrong is None:
            assert found.problems == (), (text, written)
        else:
            refused += 1
            assert FORBIDDEN.search(text) or re.search("[\u2066\u2069]", text) or text.strip() in ("?", "??"), (
                text,
                wrong,
            )
    assert 50 < refused < 350


TRIED = {
    "day": (
        "2026-04-05|05/04/2026|5.4.2026|2026-02-30|2026-13-01|1850-01-01|13/13/13|05-04-26|tomorrow|"
        "2026-4-5|none|31/12/99"
    ),
    "month": "2026-04|2026-13|2026-04-05|04/2026|April|2026-00|1800-01|5.4.2026|spring",
    "moment": (
        "2026-04-05 15:00|2026-04-05T15:00|2026-04-05, 9.30|2026-04-05 3pm|2026-04-05 25:00|"
        "05/04/2026 15:00|soon|2026-04-05|2026-04-05 9:30:00|2026-04-05 noon"
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
    assert run("ask", path, "--as", person, "--plain", stdin=LINES.replace("\n2\n", "\n").encode()).code == 0
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
    assert (answers.people.mentor.name, answers.relationship.kind) == ("Jon Reyes", "academic")
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


def test_the_same_form_has_the_same_bytes_and_no_name_ends_its_data() -> None:
    assert page_of("mentor") == page_of("mentor")
    page = page_of("mentor", file="<!--<script>'\".yaml")
    data = re.search(r'<script type="application/json" id="asked">(.*?)</script>', page, re.DOTALL)
    assert data is not None
    assert json.loads(data[1])["file"] == "<!--<script>'\".yaml"
    assert page.count("<!--") == 0


def test_template_and_scripts_hold_no_words_and_use_those_that_are_handed_over() -> None:
    sources = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "templates" / FOLDER).iterdir()}
    assert set(sources) == {"form.html", "form.css", *SCRIPTS}
    html = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", sources["form.html"], flags=re.DOTALL)
    assert re.sub(r"<[^>]*>|\s", "", html) == ""
    scripts = "".join(sources[name] for name in SCRIPTS)
    used = set(re.findall(r'word\(\s*(?:\w+ \? )?"(\w+)"', scripts)) | {"problem", "saved"}
    assert used == set(WORDS)
    assert set(re.findall(r"AG\d{3}", scripts)) == set(CODES)


@pytest.mark.parametrize(
    ("arguments", "told_there"),
    [
        (["--form", "a.html"], "A form asks one person."),
        (["a.yaml", "--form", "a.html", "--as", "mentor"], "A form is a file of its own."),
        (["--form", "a.yaml", "--as", "mentor"], "Let it end in .html"),
    ],
)
def test_a_form_of_nobody_or_beside_a_starter_is_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], told_there: str
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = run("new", *arguments)
    assert outcome.code == 2
    assert told_there in outcome.err
    assert list(tmp_path.iterdir()) == []


def test_a_form_is_written_once_and_named(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mentor.html"
    outcome = run("new", "--form", path, "--as", "mentor", "--kind", "academic")
    assert (outcome.code, outcome.out) == (0, f"{path}\n")
    assert "agreementgen check mentor.yaml" in outcome.err
    assert run("new", "--form", path, "--as", "mentor").code == 2
    assert EXAMPLES.is_dir()
