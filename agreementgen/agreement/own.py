"""A program's own clause → its wording: Markdown of a simple kind, held to what can be printed.

Answers are never Markdown: they are put back after the text has been split, so that nothing in them is structure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from agreementgen.agreement.clauses import Wording, marked, unmarked, wording_of
from agreementgen.agreement.phrases import ABSENT, GIVEN, UNDECIDED
from agreementgen.agreement.placeholders import PlaceholderError, known_names, placeholders
from agreementgen.agreement.scene import Scene, scene_of
from agreementgen.agreement.text import Block, Items, Paragraph, Run, Runs
from agreementgen.errors import Code, Problem, TemplateError
from agreementgen.interview.answer import key_advice
from agreementgen.interview.fields import FIELDS
from agreementgen.interview.log import Place, ProblemLog
from agreementgen.interview.model import Interview, OwnClause
from agreementgen.interview.plain import nearest
from agreementgen.interview.values import not_a_choice
from agreementgen.locales import Locale

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

__all__ = ["own_problems", "own_wording"]

REFUSED = {
    "heading_open": "heading",
    "fence": "code",
    "code_block": "code",
    "code_inline": "code",
    "html_block": "html",
    "html_inline": "html",
    "blockquote_open": "quotation",
    "hr": "rule",
    "ordered_list_open": "numbers",
    "image": "picture",
}
"""What Markdown has and a clause has not, by what `labels.yaml` calls it."""


def own_wording(clause: OwnClause, scene: Scene) -> Wording:
    """Choose and fill a clause in a program's own words.

    Raises:
        TemplateError: It holds what cannot be printed, or prints an answer that is absent.
    """
    name = clause.file or f"clauses: {clause.id}"
    wording = wording_of(clause.data, scene, name, partial(_split, scene=scene, name=name))
    return Wording(clause.id, wording.title, wording.blocks)


def own_problems(interview: Interview, locale: Locale) -> tuple[Problem, ...]:
    """Give what cannot be printed in the own clauses that an interview brings along, at its place in their files.

    An answer that may be left out has to be asked for by `when:`; what this interview has an answer to is there.
    """
    scene = scene_of(interview, locale)
    found: list[Problem] = []
    for clause in interview.clauses.all:
        log = ProblemLog(clause.file, locale, clause.source)
        for variant, place in zip(clause.data["variants"], clause.places, strict=True):
            when = variant.get("when", {})
            for key, wanted in when.items():
                if key not in scene.shown:
                    _unknown(key, place, scene, log)
                elif key in FIELDS and FIELDS[key].is_choice:
                    _check_choice(key, wanted, place, log)
            _check_placeholders(variant["text"], when, place, scene, log)
            for line, what in _refused(variant["text"]):
                log.add(Code.CLAUSE_MARKUP, _at(place, line, log), what=locale.label(f"clause_markup.{what}"))
        found += log.ordered()
    return tuple(found)


def _check_choice(key: str, wanted: str | list[str], place: Place, log: ProblemLog) -> None:
    """Report a value that no answer can have, so that the variant would never be printed."""
    allowed = (*FIELDS[key].values, "none", ABSENT, GIVEN, UNDECIDED)
    for value in wanted if isinstance(wanted, list) else [wanted]:
        if value not in allowed:
            refusal = not_a_choice(value, allowed, log.locale)
            words = {name: word for name, word in (refusal.context or {}).items() if name != "code"}
            log.add(Code.NOT_A_CHOICE, place, key=key, **words)


def _unknown(key: str, place: Place, scene: Scene, log: ProblemLog) -> None:
    log.add(Code.CLAUSE_KEY, place, name=key, advice=key_advice(key, scene.shown, log.locale))


def _check_placeholders(text: str, when: dict[str, Any], place: Place, scene: Scene, log: ProblemLog) -> None:
    try:
        asked = placeholders(text)
    except PlaceholderError as error:
        lines = text.split("\n")
        said = lines[min(error.line, len(lines)) - 1].strip()
        log.add(Code.CLAUSE_PLACEHOLDER, _at(place, error.line, log), text=said)
        return
    for each in asked:
        here = _at(place, each.line, log)
        if each.is_list:
            known = tuple(known_names(scene.each, "each."))
            if each.key not in known:
                close = nearest(each.key, known)
                advice = log.locale.label("advice.did_you_mean", name=close or known[0])
                log.add(Code.CLAUSE_KEY, here, name=each.key, advice=advice)
        elif each.key not in scene.shown:
            _unknown(each.key, here, scene, log)
        elif not scene.shown[each.key].runs and when.get(each.key, ABSENT) in (ABSENT, "none"):
            log.add(Code.CLAUSE_MAY_LACK, here, name=each.key)


def _at(place: Place, line: int, log: ProblemLog) -> Place:
    """Give the place of a line of a text, counted from 1, in the file that holds the text."""
    first = log.lines[place.line - 1] if 0 < place.line <= len(log.lines) else ""
    if first[place.column - 1 : place.column] not in ("|", ">"):
        return place
    number = place.line + line
    said = log.lines[number - 1] if number <= len(log.lines) else ""
    return Place(number, len(said) - len(said.lstrip()) + 1, max(1, len(said.strip())))


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    # Loaded when the first own clause is met: most pairs have none. Tags are looked for, so that they can be refused.
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": True})


def _refused(text: str) -> Iterator[tuple[int, str]]:
    """Give each thing that a clause cannot hold, with the line of the text it begins in, from 1."""
    # What is filled in is no Markdown; lines stay where they are.
    plain = re.sub(r"\{%.*?%\}", "", re.sub(r"\{\{.*?\}\}", "x", text))
    line = depth = 0
    for token in _markdown().parse(plain):
        line = token.map[0] + 1 if token.map else line
        depth += token.nesting if token.type.startswith("bullet_list") else 0
        if token.type in REFUSED:
            yield line, REFUSED[token.type]
        elif token.type == "bullet_list_open" and depth > 1:
            yield line, "nested"
        yield from ((line, REFUSED[inner.type]) for inner in token.children or () if inner.type in REFUSED)


def _split(text: str, scene: Scene, name: str) -> tuple[Block, ...]:
    """Fill a text and split it into paragraphs and lists."""
    try:
        placeholders(text)
    except PlaceholderError as error:
        raise TemplateError(
            f'"{name}": line {error.line} of a text is no placeholder that a clause can hold.'
        ) from error
    if refused := next(_refused(text), None):
        what = scene.locale.label(f"clause_markup.{refused[1]}")
        raise TemplateError(f'"{name}": {what} cannot be printed in a clause.')
    filled, answers = marked(text, scene, name)
    blocks: list[Block] = []
    items: list[Runs] | None = None
    for token in _markdown().parse(filled):
        if token.type == "bullet_list_open":
            items = []
        elif token.type == "bullet_list_close":
            blocks.append(Items(tuple(items or ())))
            items = None
        elif token.type == "inline":
            runs = tuple(_runs(token.children or [], answers))
            if items is None:
                blocks.append(Paragraph(runs))
            else:
                items.append(runs)
    return tuple(blocks)


def _runs(tokens: list[Token], answers: tuple[Run, ...]) -> Iterator[Run]:
    """Give the runs of one line: strong and stressed words, and links with their address behind them."""
    strong = stressed = 0
    begin, address, words = 0, "", ""
    for token in tokens:
        strong += token.nesting if token.type.startswith("strong") else 0
        stressed += token.nesting if token.type.startswith("em_") else 0
        mark = "strong" if strong else "stressed" if stressed else ""
        match token.type:
            case "text":
                words += token.content
                yield from unmarked(token.content, answers, mark)
            case "softbreak":
                yield Run(" ", mark=mark)
            case "hardbreak":
                yield Run("\n", mark=mark)
            case "link_open":
                begin, address = len(words), unquote(str(token.attrGet("href") or ""))
            case "link_close":
                if address.removeprefix("mailto:") != words[begin:]:
                    yield from unmarked(f" ({address})", answers, mark)
