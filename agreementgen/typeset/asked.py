"""Field declarations and their words → what is asked, as plain data: for the page in a browser and for the sheet.

Which questions there are, `interview/asking.py` says, as it does for `ask`; nothing here decides that a second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as made_by
from typing import Any, ClassVar, TypeVar

from agreementgen.agreement import answer_in_words
from agreementgen.interview import Layer, asking, kinds, read_interview, typed
from agreementgen.interview.asking import Part, Question
from agreementgen.interview.dates import Day, MonthOrDay, Start, Zone
from agreementgen.interview.fields import FIELDS, Field, core_of, section_of
from agreementgen.interview.layers import case_of_kind
from agreementgen.interview.model import Interview, rank
from agreementgen.interview.private import HOLDERS, PRIVATE_FIELDS, PRIVATE_KEYS
from agreementgen.interview.values import CadenceText, DurationIn, Number, Text
from agreementgen.interview.written import in_one_line
from agreementgen.locales import Locale, fold

__all__ = ["Asked", "Choice", "Group", "Item", "Rows", "Section", "asked_of", "ordered", "reader_of"]

SCALE = 9
"""Numbers up to this one are picked, larger ones typed."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to pick: how it is written in a file, and what it is called on the page."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is asked.

    Attributes:
        key: Its full key, `feedback.preference.mentor`; in a row of a list the name alone, `title`.
        type: How it is answered: `text`, `line`, `lines`, `choice`, `choices`, `scale`, `number`, `duration`,
            `cadence`, `day`, `month`, `moment`, `zone`.
        field: The field it is an answer to.
        label: Its topic.
        ask: The question.
        why: What it is for; may be empty.
        example: An answer as it may be typed; empty where answers are picked.
        choices: The answers to pick from.
        usual: What stands where nothing is said, in words, by kind of mentoring.
        offer: What is suggested and never stands by itself, by kind.
        person: Whose own answer it is, by person id; empty where it is for both.
        kinds: The kinds of mentoring there are.
        given: What the program has answered, in words; empty where it has not.
        is_locked: Whether the pair cannot change that.
    """

    key: str
    type: str
    field: Field
    label: str
    ask: str
    why: str = ""
    example: str = ""
    choices: tuple[Choice, ...] = ()
    usual: Mapping[str, str] = made_by(default_factory=dict)
    offer: Mapping[str, Choice] = made_by(default_factory=dict)
    person: str = ""
    kinds: tuple[str, ...] = ()
    given: str = ""
    is_locked: bool = False

    @property
    def can_be_none(self) -> bool:
        """Tell whether "none of these" is an answer."""
        return self.type == "choices" and self.field.none_is_read

    @property
    def required_for(self) -> tuple[str, ...]:
        """Name the kinds whose agreement cannot be final without it."""
        return tuple(kind for kind in self.kinds if self.field.is_required(case_of_kind(kind)))


@dataclass(frozen=True, slots=True)
class Rows:
    """A list whose entries have parts of their own, such as goals; `items` before `more` are shown at once."""

    key: str
    field: Field
    label: str
    ask: str
    why: str
    name: str
    items: tuple[Item, ...]
    more: tuple[Item, ...] = ()
    given: str = ""
    is_locked: bool = False
    type: ClassVar[str] = "rows"


@dataclass(frozen=True, slots=True)
class Group:
    """One question: its number among the twelve or 0, and what it asks for."""

    number: int
    items: tuple[Item | Rows, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Further questions about one subject."""

    name: str
    title: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """All that one person, or both, are asked.

    Attributes:
        kind: Kind of mentoring that it was made for.
        person: Who is asked, by person id; empty for all.
        twelve: The questions that every pair answers.
        sections: All others.
        private: What is for that person's own eyes; empty for both.
    """

    kind: str
    person: str
    twelve: tuple[Group, ...]
    sections: tuple[Section, ...]
    private: tuple[Item, ...]


NO_PROGRAM = Layer()


def asked_of(kind: str, locale: Locale, person: str = "", program: Layer = NO_PROGRAM) -> Asked:
    """Gather what a person is asked in one kind of mentoring, in the order in which `ask` asks it.

    What the program has answered is marked as such. It takes the place of what is usual for the kind.
    """
    locale = locale.of_kind(kind)
    # Whoever fills in a sheet of a group answers for themself, whoever of them it is.
    own = () if "mentee" in core_of(kind) else core_of(kind)[:1]
    case = case_of_kind(kind, locale.templates)
    first = tuple(_group(question, locale, program) for question in asking.twelve(case, person, own))
    seen = {item.key for group in first for item in group.items}
    nothing = _nothing(kind, locale)
    sections = []
    for name in asking.sections(person, kind):
        questions = asking.further(name, nothing, person, again=True)
        groups = (_group(question, locale, program) for question in questions)
        left = tuple(group for group in groups if not {item.key for item in group.items} & seen)
        if left:
            sections.append(Section(name, locale.label(f"ask.sections.{name}"), left))
    private = tuple(_private(name, locale) for name in _private_names()) if person in HOLDERS else ()
    return Asked(kind, person, first, tuple(sections), private)


def _nothing(kind: str, locale: Locale) -> Interview:
    """Give an interview in which nothing is said but the kind."""
    interview = read_interview(f"relationship: {{kind: {kind}}}\n".encode(), locale=locale).interview
    assert interview is not None
    return interview


def _group(question: Question, locale: Locale, program: Layer) -> Group:
    rows = FIELDS.get(question.list_of)
    if rows is None or not section_of(rows.type):
        items = tuple(_given(_item(part, locale), program, locale) for part in question.parts)
        return Group(question.number, items)
    inner = [field for key, field in FIELDS.items() if key.startswith(f"{rows.key}.*.")]
    shown = [part.field for part in question.parts if part.field in inner]
    words = locale.question(rows.key)
    parts = {field.key: _item(Part(field.key, field), locale) for field in inner}
    whole = Rows(
        rows.key,
        rows,
        words.label,
        words.ask,
        words.why,
        parts[inner[0].key].label,
        tuple(parts[field.key] for field in shown),
        tuple(parts[field.key] for field in inner if field not in shown),
    )
    return Group(question.number, (_given(whole, program, locale),))


A = TypeVar("A", Item, Rows)


def _given(item: A, program: Layer, locale: Locale) -> A:
    """Mark what the program has answered."""
    given = program.given.get(item.key)
    if given is None:
        return item
    if isinstance(item, Rows):
        words = in_one_line(item.key, given.value, locale)
    else:
        words = answer_in_words(item.key, given.value, locale)
        item = replace(item, usual={}, offer={})
    return replace(item, given=words or locale.label("pair.nothing"), is_locked=given.is_locked)


def _item(part: Part, locale: Locale) -> Item:
    field, words = part.field, locale.question(part.field.key)
    kind_of_answer = type_of(field)
    picked = kind_of_answer in ("choice", "choices", "scale")
    files, named = locale.templates, kinds(locale.templates)
    known = {kind: text for kind in named if (text := asking.usual_for(part, kind, files))}
    offer = {kind: text for kind, text in known.items() if asking.is_suggested(part, kind, files)}
    return Item(
        key=part.key.rpartition(".")[2] if "*" in part.key else part.key,
        type=kind_of_answer,
        field=field,
        label=words.label,
        ask=words.ask,
        why=words.why,
        example="" if picked else words.example,
        choices=tuple(_choices(field, locale)),
        usual={kind: in_words(text, field, locale) for kind, text in known.items() if kind not in offer},
        offer={kind: Choice(text, in_words(text, field, locale)) for kind, text in offer.items()},
        person=part.person,
        kinds=named,
    )


def type_of(field: Field) -> str:
    """Name how a field is answered; `Item.type` lists the names."""
    if field.item_is_text:
        return "lines" if field.is_list else "text" if field.type == Text else "line"
    if field.is_list:
        return "choices"
    if typed.is_yes_no(field) or field.is_choice or field.key == "relationship.kind":
        return "choice"
    known = {"day": Day, "month": MonthOrDay, "moment": Start, "zone": Zone, "cadence": CadenceText}
    if name := next((name for name, one in known.items() if field.type == one), ""):
        return name
    if duration := reader_of(field, DurationIn):
        return "duration" if duration else ""
    number = reader_of(field, Number)
    assert number is not None, f"no way to ask for {field.key}"
    return "scale" if number.most <= SCALE else "number"


def reader_of(field: Field, of: type[Any]) -> Any:
    """Give what reads the values of a field, if it is of that class; else `None`."""
    return next((extra for extra in getattr(field.type, "__metadata__", ()) if isinstance(extra, of)), None)


def _choices(field: Field, locale: Locale) -> Iterable[Choice]:
    if typed.is_yes_no(field):
        return [Choice(answer, _capital(locale.label(answer))) for answer in ("yes", "no")]
    if number := reader_of(field, Number):
        return [Choice(str(n), str(n)) for n in range(number.least, number.most + 1)] if number.most <= SCALE else []
    values: Iterable[str] = field.values
    if field.key == "relationship.kind":
        # Who is asked as one of a pair cannot turn it into a group, nor the other way round.
        values = [kind for kind in kinds(locale.templates) if core_of(kind) == core_of(locale.kind or None)]
    return [Choice(value.replace("_", " "), _capital(locale.value(field.key, value))) for value in values]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def in_words(text: str, field: Field, locale: Locale) -> str:
    """Give an answer as it is typed in words: `policy reporting` → "what the rules at work oblige one of us to …"."""
    if typed.is_yes_no(field):
        return locale.label(fold(text))
    parts = [part.strip() for part in re.split("[,;]", text)] if field.is_list else [text]
    said = [locale.value(field.key, fold(p)) if locale.has_value(field.key, fold(p)) else p for p in parts]
    return "; ".join(said)


def _private_names() -> tuple[str, ...]:
    return (*asking.PRIVATELY, *(name for name in PRIVATE_KEYS if name not in asking.PRIVATELY))


def _private(name: str, locale: Locale) -> Item:
    place = "ask" if name in asking.PRIVATELY else "form"
    ask, why, example = (locale.label(f"{place}.privately.{name}.{part}") for part in ("ask", "why", "example"))
    field = PRIVATE_FIELDS[f"private.{name}"]
    label, named = locale.label(f"private.{name}"), kinds(locale.templates)
    return Item(f"private.{name}", "text", field, label, ask, why, example, kinds=named)


def ordered(asked: Asked) -> tuple[Item | Rows, ...]:
    """Give everything that is asked for the interview, in the order in which a file holds it."""
    groups = (*asked.twelve, *(group for section in asked.sections for group in section.groups))
    return tuple(sorted((item for group in groups for item in group.items), key=lambda item: rank(item.field.key)))
