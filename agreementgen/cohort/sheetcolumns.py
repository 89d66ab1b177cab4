"""A kind of mentoring and a program → the columns of the sheet that a coordinator fills in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from agreementgen.interview import Layer
from agreementgen.interview.fields import PERSON_IDS, people_for
from agreementgen.interview.headings import PAIR_ID, short_of
from agreementgen.locales import Locale
from agreementgen.typeset.asked import Asked, Item, Rows, asked_of

__all__ = ["SheetColumn", "settled_of", "sheet_columns"]

PREFERENCE = "feedback.preference"
GOALS = 2
"""So many goals have columns; for more of them, columns can be added."""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column.

    Attributes:
        name: Its header: a short name, else the full key.
        key: The full key that it answers, or `pair_id`.
        ask: The question.
        example: An answer as it may be typed.
        choices: The answers there are, as they may be typed; none where any text will do.
        is_one_of: Whether nothing but one of the choices is an answer.
        is_needed: Whether an agreement cannot be final without it.
    """

    name: str
    key: str
    ask: str
    example: str = ""
    choices: tuple[str, ...] = ()
    is_one_of: bool = False
    is_needed: bool = False


def sheet_columns(kind: str, locale: Locale, program: Layer) -> tuple[SheetColumn, ...]:
    """Give the columns: who the two are, and each of the twelve questions that the program has not answered.

    Args:
        kind: The kind of mentoring.
        locale: Whose short names and questions.
        program: What the program gives; what it has answered has no column, locked or not.
    """
    return tuple(_columns(kind, asked_of(kind, locale, program=program), locale))


def settled_of(kind: str, locale: Locale, program: Layer) -> tuple[tuple[str, str, str, bool], ...]:
    """Give what the program has answered: column, question, answer in words, and whether no pair can change it."""
    asked = asked_of(kind, locale, program=program)
    items = [item for group in asked.twelve for item in group.items if item.given]
    return tuple((_name(item.key, locale), item.label, item.given, item.is_locked) for item in items)


def _columns(kind: str, asked: Asked, locale: Locale) -> Iterator[SheetColumn]:
    words = locale.roster
    yield SheetColumn(PAIR_ID, PAIR_ID, words("sheet.pair_id.ask"), words("sheet.pair_id.example"))
    for item in (item for group in asked.twelve for item in group.items if not item.given):
        if isinstance(item, Rows):
            for number in range(1, GOALS + 1):
                yield from _entry(item, number, kind, locale)
        elif item.key == "relationship.kind":
            yield _column(item, item.key, kind, locale, example=kind, is_needed=True)
        else:
            yield _column(item, item.key, kind, locale)
            if item.key == f"{PREFERENCE}.facilitator":
                # In a group everyone has a say, and the form asks each in a page of their own.
                for person in (id_ for id_ in people_for(kind) if id_.startswith("member-")):
                    key = f"{PREFERENCE}.{person}"
                    yield replace(_column(item, key, kind, locale), ask=locale.question(PREFERENCE).ask)
        if item.key.endswith(".name"):
            mail = item.key.replace(".name", ".email")
            ask = locale.question(mail).ask
            person = mail.split(".")[1]
            example = words(f"sheet.mail.{person}") if person in PERSON_IDS else f"{person}@example.org"
            yield SheetColumn(_name(mail, locale), mail, ask, example)


def _entry(rows: Rows, number: int, kind: str, locale: Locale) -> Iterator[SheetColumn]:
    """Give the columns of one entry of a list; only the first has an example, and is needed."""
    for item in rows.items:
        key = f"{rows.key}.{number}.{item.key}"
        is_first = number == 1
        is_needed = is_first and item is rows.items[0] and kind in item.required_for
        yield _column(item, key, kind, locale, example=item.example if is_first else "", is_needed=is_needed)


def _column(
    item: Item, key: str, kind: str, locale: Locale, *, example: str | None = None, is_needed: bool | None = None
) -> SheetColumn:
    choices = [choice.value for choice in item.choices]
    if example is None:
        offered = item.offer[kind].value if kind in item.offer else ""
        example = item.example or offered or next(iter(choices), "")
    if item.type == "cadence":
        choices = _rhythms(locale)
    if item.field.asked.can_be_open and choices:
        choices.append(locale.roster("sheet.to_discuss"))
    is_needed = kind in item.required_for if is_needed is None else is_needed
    ask = item.ask
    if item.person:
        ask = locale.roster("sheet.of_person", ask=ask, person=locale.label(f"pair.people.{item.person}"))
    return SheetColumn(_name(key, locale), key, ask, example, tuple(choices), item.type == "choice", is_needed)


def _rhythms(locale: Locale) -> list[str]:
    listed = locale.rosters["sheet"]
    found = listed["rhythms"] if isinstance(listed, dict) else []
    return [str(each) for each in found] if isinstance(found, list) else []


def _name(key: str, locale: Locale) -> str:
    return short_of(key, locale) or key
