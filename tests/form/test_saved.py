"""What the page saves, read as `check` reads it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from agreementgen.interview import read_interview, read_private
from agreementgen.interview.log import FORBIDDEN
from agreementgen.typeset import asked as asked_module

from ..answers import samples
from .conftest import ENGLISH, LINES, NAMES, TWELVE, Form, Run, mentee, reading


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
            nothing = reading(f"schema: 1\nrelationship: {{kind: {kind}}}\n")
            wanted = {part.key for question in asking.twelve(kind, person) for part in question.parts}
            for name in asking.sections(person, kind):
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
        # A fee and an agreement about shares need terms in a program's own clause.
        needing_terms = ("fee", "separate written agreement")
        values = [choice.value for choice in item.choices if choice.value not in needing_terms]
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
