"""The sheets of a kit: one page each, in easy words, with room to write, and nothing on them that is not theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from agreementgen import resources
from agreementgen.agreement import compose_agreement, compose_sheet
from agreementgen.documents import documents_for, kit, pages
from agreementgen.interview import Interview
from agreementgen.typeset import Look, render_pdf

from .answers import ALL_KEYS, Answers, base, interview
from .conftest import EXAMPLES, HARDLY_ANYTHING, INTERVIEWS, PAIRWISE, example, pdf_text, read, settled, squeezed
from .readability import grade, sentences
from .readability import words as words_in
from .standards import problems
from .test_golden import words as page_words
from .wording import LOCALE, faults, lines

SHEETS = (
    "summary",
    "guide-mentee",
    "guide-mentor",
    "request",
    "reflection",
    "map",
    "checkin",
    "midpoint",
    "closing",
    "addendum",
    "amendment",
    "expectations",
    "contacts",
)
MOST_FILLED = {name: example(EXAMPLES / f"{name}.yaml") for name in ("workplace-rich", "academic", "unsettled")}


def words(spoken: Interview, name: str) -> str:
    return page_words(pages(spoken, [name], source=False)[name])


def there(spoken: Interview) -> list[str]:
    return [name for name in documents_for(spoken) if name in SHEETS]


# Pages.


@pytest.mark.parametrize("name", MOST_FILLED)
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_every_sheet_is_one_page_and_keeps_both_standards(name: str, paper: str) -> None:
    for document in kit(MOST_FILLED[name], there(MOST_FILLED[name]), look=Look(paper=paper)):
        assert len(PdfDocument(document.data)) == 1, document.name
        assert problems(document.data, has_source=False) == [], document.name


@pytest.mark.parametrize(("theme", "paper", "size"), PAIRWISE[1:])
def test_every_sheet_in_every_look_keeps_both_standards(theme: str, paper: str, size: str) -> None:
    text = (EXAMPLES / "workplace-rich.yaml").read_text(encoding="utf-8")
    spoken = read(f"document: {{reading_size: {size}}}\n{text}")
    for document in kit(spoken, there(spoken), look=Look(theme=theme, paper=paper)):
        assert problems(document.data, has_source=False) == [], document.name
        assert len(PdfDocument(document.data)) <= (1 if size == "normal" else 3), document.name


LONG = "wort " * 30 + "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
NAME = "Wolfeschlegelsteinhausenbergerdorff " * 3
LENGTHY = {
    "people": f"{{mentee: {NAME}, mentor: [Ben Lind, {{name: Cy Moss, covers: {LONG}}}]}}",
    "purpose": f"{{statement: {LONG}, why_this_mentor: {LONG} too}}",
    "goals": f"[{{title: {LONG} alpha, measure: {LONG} beta, mentor_help: {LONG} gamma}}, Beta, Gamma, Delta, Epsilon]",
    "boundaries": f"{{off_limits: [{LONG} delta]}}",
    "commitments": f"{{mentee: [{LONG} epsilon], mentor: [{LONG} zeta], both: [{LONG} eta]}}",
    "feedback": "{preference: {mentee: direct, mentor: direct, mentor-2: direct}}",
    "communication": f"{{channel: email, reply: 3 working days, urgent: {LONG} theta, hours: {LONG} iota}}",
    "problems": f"{{third_person: {{name: {LONG} kappa, email: {'x' * 200}}}}}",
    "resources": f"[{{need: {LONG} lambda, who: {LONG} mu}}]",
}


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_the_longest_answers_lose_nothing_and_move_nothing_off_the_page(direction: str) -> None:
    spoken = settled(**LENGTHY)
    printed = pages(spoken, there(spoken))
    for name, html in printed.items():
        turned = html.replace('dir="ltr"', f'dir="{direction}"', 1)
        data = render_pdf(turned, Look(direction=direction))
        assert problems(data, has_source=False) == [], name
        text = squeezed(pdf_text(data))
        wanted = squeezed(unescape(re.sub("<[^>]*>", "", html.split("<body", 1)[1].split(">", 1)[1])))
        assert len(text) >= 0.97 * len(wanted.split("<footer")[0]) - 400, name
        for word in ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "theta", "kappa", "lambda", "x" * 40):
            assert (word in wanted) == (word in text), (name, word)


def test_a_line_to_write_on_has_eight_millimetres_at_least() -> None:
    css = resources.read_text("themes/sheets.css")
    heights = [float(found) for found in re.findall(r"\.ruled[^{}]*\{[^}]*?height: ([\d.]+)mm", css)]
    assert len(heights) >= 2
    assert min(heights) >= 8


JOINS = settled(people="{mentee: Ada Okafor, mentor: {name: Ben Lind, to_be_named: yes}}")
"""A pair whose mentor was named after the others had signed."""


@pytest.mark.parametrize("name", SHEETS)
def test_the_html_twin_of_a_sheet_has_its_words(name: str) -> None:
    spoken = JOINS if name == "addendum" else MOST_FILLED["academic"]
    (twin,) = kit(spoken, [name], form="html")
    body = squeezed(page_words(twin.data.decode()))
    for line in words(spoken, name).splitlines():
        assert squeezed(line) in body


# Words.


def composed(spoken: Interview, name: str) -> Iterator[str]:
    sheet = compose_sheet(spoken, LOCALE, compose_agreement(spoken, LOCALE), name)
    yield from lines((sheet.title, sheet.eyebrow, sheet.footer))
    yield from lines((*(part.points for part in sheet.parts), *(part.blocks for part in sheet.parts)))
    yield from (line for part in sheet.parts for row in part.rows for line in lines((row.label, row.text)))


@pytest.mark.parametrize("path", INTERVIEWS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_sheet_prints_what_must_never_be_printed_and_all_can_be_read_by_everyone(path: Path) -> None:
    spoken = example(path)
    for name in there(spoken):
        found = list(composed(spoken, name))
        assert found
        for line in found:
            assert faults(line) == [], (name, line)
            for sentence in sentences(line):
                assert len(words_in(sentence)) <= 25, sentence
        assert grade("\n".join(found)) <= 8, name


@pytest.mark.parametrize("name", SHEETS)
def test_whatever_is_open_a_sheet_is_complete(name: str) -> None:
    # Every fourth question for each sheet, so that each is open on three of them.
    for key, field in [*ALL_KEYS.items()][SHEETS.index(name) % 4 :: 4]:
        if field.asked.can_be_open and "*" not in key and name not in ("addendum", "amendment"):
            answers: Answers = {k: v for k, v in base().items() if k != key} | {"open": {key: {}}}
            printed = words(interview(answers), name)
            assert "None" not in printed, key
            assert not re.search(r"\{\{|[a-z]_[a-z]", printed), key


def test_a_sheet_can_be_made_of_hardly_anything() -> None:
    spoken = settled(**HARDLY_ANYTHING)
    found = there(spoken)
    assert {"summary", "guide-mentee", "guide-mentor", "request", "contacts"} <= set(found)
    for name in found:
        assert len(words(spoken, name)) > 100


def test_what_is_open_is_a_marked_place_on_every_sheet_that_would_print_it() -> None:
    spoken = settled(communication="{channel: to discuss}")
    for name in ("summary", "guide-mentee", "guide-mentor", "checkin", "contacts"):
        page = pages(spoken, [name])[name]
        assert '<span class="blank">How soon a reply is fair</span>' in page, name
    assert "still open" in words(spoken, "summary")
    assert "still open" not in words(settled(), "summary")
