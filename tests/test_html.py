"""HTML holds the words once, escaped once, and documents hold no words of their own."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from agreementgen import resources
from agreementgen.documents import DOCUMENTS, pages
from agreementgen.typeset import html as html_module

from .conftest import settled

TEMPLATES = resources.names("documents", ".html")


class Text(HTMLParser):
    """Gathers what a reader sees."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def seen(page: str) -> str:
    parser = Text()
    parser.feed(page)
    return "".join(parser.found)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_document_template_holds_no_human_words(name: str) -> None:
    source = resources.read_text(f"documents/{name}.html")
    without_code = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", source, flags=re.DOTALL)
    assert re.sub(r"[\s·:;()#]+", "", seen(without_code)) == ""
    assert not re.search(r'(alt|title|aria-label)="[^"{]+"', source)


def test_there_is_a_template_for_every_document() -> None:
    assert set(TEMPLATES) == {
        "agreement", "agenda", "skills", "questions", "talk", "summary", "guide", "request", "reflection", "map",
        "review", "addendum", "amendment", "expectations", "contacts",
    }  # fmt: skip


@pytest.mark.parametrize(
    "answer",
    [
        'A & B <select> it\'s "so"',
        "{{ 7*7 }}{% if %}",
        "<script>alert(1)</script>",
        "&amp; &#39; &apos;",
        "O'Brien, L’viv, 50 % off, a_b*c*",
    ],
)
def test_every_answer_is_found_again_character_by_character(answer: str) -> None:
    quoted = answer.replace("'", "''")
    page = pages(settled(also_agreed=f"['{quoted}']"), ["agreement"])["agreement"]
    assert answer in seen(page)
    assert "<script>alert" not in page


def test_a_newline_is_a_line_break_and_an_ampersand_beside_it_stays() -> None:
    purpose = '"one & two\\nthree < four"'
    page = pages(settled(purpose=purpose), ["agreement"])["agreement"]
    assert "one &amp; two<br>three &lt; four" in page


def test_names_are_isolated_from_the_words_around_them() -> None:
    found = pages(settled(people="{mentee: מיכל לוי, mentor: Ben}"))
    assert "<bdi>מיכל לוי</bdi>" in found["agreement"]
    assert all("<bdi>מיכל לוי</bdi>" in page for page in found.values())


def test_every_document_says_its_language_direction_and_title() -> None:
    for name, page in pages(settled()).items():
        assert '<html lang="en" dir="ltr">' in page, name
        assert re.search(r"<title>[^<]{10,}</title>", page)


def test_headings_begin_with_one_h1_and_skip_no_level() -> None:
    for page in pages(settled(program="{name: Bridge, coordinator: Lea}")).values():
        levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_space_before_an_answer_is_a_box_of_its_own() -> None:
    page = pages(settled(program="{coordinator: Lea Roth}"), ["agreement"])["agreement"]
    assert "each other and<span> </span><bdi>Lea Roth</bdi> at once." in page


def test_documents_come_in_their_own_order_each_once() -> None:
    assert tuple(pages(settled(), ["agenda-1-shared", "agreement", "agreement"])) == ("agreement", "agenda-1-shared")


def test_an_unknown_document_is_named() -> None:
    with pytest.raises(ValueError, match="agenda-9"):
        pages(settled(), ["agenda-9"])


def test_only_one_place_makes_markup() -> None:
    assert set(html_module.__all__) - {"document_fault"} == {
        "rendered",
        "shipped_page",
        "standalone_page",
        "wordings_html",
    }
    assert DOCUMENTS[0] == "agreement"


@pytest.mark.parametrize("word", ["sofia.reis@ferrand-waterworks.example", "x" * 300])
def test_a_bracket_stays_with_its_word_as_long_as_the_word_fits_a_line(word: str) -> None:
    spoken = settled(problems=f"{{third_person: {{name: Ruth Amsel, email: {word}}}}}".replace("email: x", "phone: x"))
    page = pages(spoken, ["agreement"])["agreement"]
    (around,) = re.findall(rf"(.{{6}})<bdi>{word}</bdi>(.{{5}})", page)
    assert (around[0].endswith("("), around[1] != "<wbr>") == ((True, True) if len(word) < 50 else (False, False))
