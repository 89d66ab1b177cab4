"""A kind of mentoring → every wording it can print, each with its condition in plain words; for who approves them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from agreementgen.agreement.kinds import load_kind
from agreementgen.errors import TemplateError
from agreementgen.interview.layers import lineage
from agreementgen.interview.model import question_key
from agreementgen.locales import Locale
from agreementgen.resources import Data, Place

__all__ = ["Entry", "Part", "Variant", "Wordings", "all_wordings"]

LONGEST = 20_000
"""Characters of one wording with its placeholders; ten pages of print."""
KIND = "relationship.kind"


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording.

    Attributes:
        when: Its condition in words.
        lines: Paragraphs and items, each as pieces of text; every other piece, from the second, is a placeholder.
            An item begins with a dash.
        title: Its own title, where it has one.
    """

    when: str
    lines: tuple[tuple[str, ...], ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One clause file, or one fact.

    Attributes:
        file: Its path as a person knows it.
        is_own: Whether it is no shipped one.
        note: What is printed after it, in words; empty for nothing.
    """

    id: str
    title: str
    source: str
    file: str
    is_own: bool
    variants: tuple[Variant, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What prints as one: a clause, made of one or more files, or a heading with its entries."""

    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Wordings:
    """Every wording of a kind, in the order of the page."""

    title: str
    lede: str
    note: str
    language: str
    direction: str
    parts: tuple[Part, ...]


def all_wordings(kind: str, locale: Locale) -> Wordings:
    """Gather every wording that an agreement of a kind can print.

    Raises:
        TemplateError: There is no such kind, or a file of it is at fault.
    """
    locale = locale.of_kind(kind)
    plan, words = load_kind(kind, locale.templates), locale.wordings
    facts_file, facts = locale.file("facts.yaml"), locale.table("facts")
    of_kind = lineage(kind, locale.templates)
    parts = [
        Part(
            words("facts"), tuple(_entry(name, facts.get(name, {}), facts_file, locale, of_kind) for name in plan.facts)
        ),
        Part(words("goals"), tuple(_clause(name, locale, of_kind) for name in plan.goals)),
    ]
    for number, ids in enumerate(plan.clauses, 1):
        parts.append(Part(words("clause", number=number), tuple(_clause(name, locale, of_kind) for name in ids)))
    name = locale.value("relationship.kind", kind) if locale.has_value("relationship.kind", kind) else kind
    return Wordings(words("title", kind=name), words("lede"), words("note"), locale.tag, locale.direction, tuple(parts))


def _clause(name: str, locale: Locale, of_kind: tuple[str, ...]) -> Entry:
    file = locale.file(f"clauses/{name}.yaml")
    return _entry(name, locale.clause(name), file, locale, of_kind)  # type: ignore[arg-type]


def _entry(name: str, data: Data, file: str, locale: Locale, of_kind: tuple[str, ...]) -> Entry:
    held: dict[str, Any] = data if isinstance(data, dict) else {}
    variants = [each for each in held.get("variants", ()) if isinstance(each, dict) and _is_for(of_kind, each)]
    if any(len(str(each.get("text", ""))) > LONGEST for each in variants):
        raise TemplateError(f"{Place(locale.templates, file)}: a wording may have {LONGEST:,} characters at most.")
    return Entry(
        name,
        str(held.get("title", "")),
        str(held.get("source", "")),
        locale.templates.shown(file),
        file in locale.templates.own,
        tuple(
            Variant(
                _condition(each.get("when", {}), locale, is_only=len(variants) == 1),
                tuple(_lines(str(each.get("text", "")), locale)),
                str(each.get("title", "")),
            )
            for each in variants
        ),
        locale.wordings("section_note") if "note" in held else "",
    )


def _is_for(of_kind: tuple[str, ...], variant: dict[str, Any]) -> bool:
    """Tell whether a wording is for this kind of mentoring, or one that it is like, and not for others alone."""
    when = variant.get("when", {})
    wanted = when.get(KIND, of_kind) if isinstance(when, dict) else of_kind
    return not {*([wanted] if isinstance(wanted, str) else wanted)}.isdisjoint(of_kind)


def _condition(when: Data, locale: Locale, *, is_only: bool) -> str:
    words = locale.wordings
    if not when or not isinstance(when, dict):
        return words("always") if is_only else words("otherwise")
    when = {key: wanted for key, wanted in when.items() if key != KIND}
    if not when:
        return words("always")
    said = [words("is", topic=_topic(key, locale), values=_values(key, wanted, locale)) for key, wanted in when.items()]
    return words("when", conditions=words("and").join(said))


def _topic(key: str, locale: Locale) -> str:
    """Give a key in words: what is asked, or what is worked out of it."""
    if said := _known(f"keys.{key.replace('.', '_')}", locale):
        return said
    try:
        asked = question_key(key)
    except KeyError:
        return key.rpartition(".")[2].replace("_", " ")
    label, person = locale.question(asked).label, key.rpartition(".")[2]
    if asked != key and locale.has_label(f"roles.{person}"):
        return locale.wordings("person", topic=label, person=locale.label(f"roles.{person}"))
    return label


def _values(key: str, wanted: Data, locale: Locale) -> str:
    tokens = [str(each) for each in wanted] if isinstance(wanted, list) else [str(wanted)]
    try:
        asked = question_key(key)
    except KeyError:
        asked = key
    said = []
    for token in tokens:
        if locale.has_value(asked, token):
            said.append(locale.wordings("quoted", words=locale.value(asked, token)))
        else:
            said.append(_known(f"tokens.{token}", locale) or token.replace("_", " "))
    return locale.joined(said, "or")


def _known(key: str, locale: Locale) -> str:
    section, name = key.split(".")
    held = locale.table("wordings").get(section)
    found = held.get(name, "") if isinstance(held, dict) else ""
    return found if isinstance(found, str) else ""


LOOP = re.compile(r"\{%-?\s*for\s+(\w+)\s+in\s+each\.([\w.]+)\s*-?%\}")
FILLED = re.compile(r"\{\{-?\s*(.*?)\s*-?\}\}|\{%-?\s*(.*?)\s*-?%\}")


def _lines(text: str, locale: Locale) -> Iterator[tuple[str, ...]]:
    """Part a text into paragraphs and items, with its placeholders in words."""
    lists = {name: _topic(key, locale) for name, key in LOOP.findall(text)}
    plain = re.sub(r"\{%-?\s*endfor\s*-?%\}", "", LOOP.sub("", text))
    for paragraph in re.split(r"\n\s*\n", plain.strip()):
        prose: list[str] = []
        for line in filter(None, (line.strip() for line in paragraph.split("\n"))):
            if line.startswith("- "):
                if prose:
                    yield _pieces(" ".join(prose), lists, locale)
                    prose = []
                yield _pieces(line, lists, locale)
            else:
                prose.append(line)
        if prose:
            yield _pieces(" ".join(prose), lists, locale)


def _pieces(line: str, lists: dict[str, str], locale: Locale) -> tuple[str, ...]:
    found, end = [], 0
    for match in FILLED.finditer(line):
        found += [line[end : match.start()], _placeholder(match[1] or match[2], lists, locale)]
        end = match.end()
    return (*found, line[end:])


def _placeholder(asked: str, lists: dict[str, str], locale: Locale) -> str:
    root, _, rest = asked.partition(".")
    if root in lists:
        listed = locale.wordings("each", list=lists[root])
        return locale.wordings("person", topic=listed, person=rest.replace("_", " ")) if rest else listed
    return _topic(asked, locale) if re.fullmatch(r"[\w.-]+", asked) else asked
