"""One typed value → words of running text, and the token by which clauses choose their variant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from agreementgen.agreement.text import Run, RunKind, Runs, plain
from agreementgen.interview.fields import FIELDS, SHORT_FORMS, Contact, Field, Person, Section
from agreementgen.interview.model import question_key
from agreementgen.interview.reach import title_of
from agreementgen.interview.telling import said
from agreementgen.interview.values import Cadence, Duration, Moment
from agreementgen.locales import Locale, fold

__all__ = [
    "ABSENT",
    "GIVEN",
    "UNDECIDED",
    "Shown",
    "answer_in_words",
    "at_moment",
    "contact_in_words",
    "day_in_words",
    "every",
    "in_words",
    "joined",
    "view_in_words",
]

ABSENT = "absent"
GIVEN = "given"
UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Shown:
    """One key in words.

    Attributes:
        runs: Its words; empty where the answer is absent or none.
        token: The listed value, `yes` or `no`, `none`, else `given`, `absent` or `undecided`.
        tokens: Every listed value of an answer that holds several.
    """

    runs: Runs
    token: str
    tokens: tuple[str, ...] = ()


def in_words(value: Any, field: Field, locale: Locale) -> Shown:
    """Give a typed value in words of running text; listed values take the words of `labels.yaml` by the field's key."""
    if value is None:
        return Shown((), ABSENT)
    if value == () and locale.has_value(field.key, "none"):
        return Shown((Run(locale.value(field.key, "none")),), "none")
    if isinstance(value, tuple):
        return _several([in_words(item, field, locale) for item in value], locale)
    if field.is_choice:
        return Shown((Run(locale.value(field.key, value)),), value)
    if isinstance(value, bool):
        return Shown((Run(locale.label("yes" if value else "no")),), "yes" if value else "no")
    if isinstance(value, Section):
        return Shown((Run(title_of(value), RunKind.ANSWER),), GIVEN)
    if isinstance(value, Duration) and value.is_none:
        return Shown((Run(locale.value(field.key, "none")),), "none")
    if isinstance(value, str) and field.key.endswith("time_zone"):
        return Shown((Run(_city(value, locale)),), GIVEN)
    if isinstance(value, str) and locale.has_value(field.key, fold(value)):
        # A kind of mentoring, or an entry of the library of promises.
        return Shown((Run(locale.value(field.key, fold(value))),), fold(value))
    if isinstance(value, str):
        return Shown((Run(value, RunKind.ANSWER),), GIVEN)
    return Shown((Run(_phrase(value, locale)),), "none" if value == 0 else GIVEN)


def _phrase(value: object, locale: Locale) -> str:
    match value:
        case Cadence():
            return _cadence(value, locale)
        case Moment():
            return at_moment(locale.day(value.day, "weekday"), value, locale)
        case _:
            return said(value, locale)


def _cadence(cadence: Cadence, locale: Locale) -> str:
    if cadence.every == 0:
        return locale.label("cadence.as_needed")
    if cadence.day:
        return locale.label("cadence.on_day", day=locale.label(f"ordinals.{cadence.day}"))
    if cadence.times == 2:
        return locale.label("cadence.twice_a_month")
    return every(cadence.every, cadence.unit, locale)


def every(number: int, unit: str, locale: Locale) -> str:
    """Give a rhythm in words: "every 2 weeks"."""
    if number == 1 and locale.has_label(name := f"cadence.every_{unit}"):
        return locale.label(name)
    return locale.label("cadence.every", units=locale.count(number, unit))


def _several(parts: list[Shown], locale: Locale) -> Shown:
    if not parts:
        return Shown((), "none")
    return Shown(joined([part.runs for part in parts], locale), GIVEN, tuple(part.token for part in parts))


def joined(parts: Sequence[Runs], locale: Locale) -> Runs:
    """Put several answers into one phrase: "a, b and c"."""
    runs: list[Run] = []
    for index, part in enumerate(parts):
        if index:
            runs.append(Run(locale.label("lists.standard" if index == len(parts) - 1 else "lists.between")))
        runs.extend(part)
    return tuple(runs)


def day_in_words(day: date | None, locale: Locale, form: str = "weekday") -> Shown:
    """Give a day in one of the locale's forms, if there is one."""
    return Shown((Run(locale.day(day, form)),), GIVEN) if day else Shown((), ABSENT)


def at_moment(day: str, moment: Moment, locale: Locale) -> str:
    """Add the time of day to a day in words, where it is known."""
    return locale.label("moment", day=day, clock=locale.clock(moment.clock)) if moment.clock else day


def contact_in_words(contact: Contact | Person, locale: Locale) -> Shown:
    """Give a person's name, with how to reach them in brackets."""
    ways = [Run(way, RunKind.ANSWER) for way in (contact.email, contact.phone) if way]
    if not contact.name:
        return Shown((), ABSENT)
    runs = [Run(contact.name, RunKind.ANSWER)]
    for index, way in enumerate(ways):
        runs += [Run(locale.label("lists.between") if index else " ("), way]
    return Shown((*runs, Run(")")) if ways else tuple(runs), GIVEN)


def _city(zone: str, locale: Locale) -> str:
    from babel.dates import get_timezone_location

    return str(get_timezone_location(zone, locale=locale.babel, return_city=True))


def answer_in_words(key: str, value: Any, locale: Locale) -> str:
    """Give one typed answer in words, as messages and lists show it."""
    return plain(in_words(value, FIELDS[question_key(key)], locale).runs)


def view_in_words(key: str, value: Any, locale: Locale) -> str:
    """Put a person's typed answer into words; `None` is a spoken "none", and a goal is told with its parts."""
    if value is None or value == ():
        words = answer_in_words(key, (), locale) if value == () else ""
        return words or locale.label("pair.nothing")
    if isinstance(value, tuple) and value and isinstance(value[0], Section):
        return "; ".join(view_in_words(key, item, locale) for item in value)
    if not isinstance(value, Section):
        return answer_in_words(key, value, locale)
    short = SHORT_FORMS[type(value)]
    parts = []
    for name, part in value:
        full = f"{question_key(key)}.*.{name}"
        if part is not None and name != short and full in FIELDS:
            topic, words = locale.question(full).label, answer_in_words(full, part, locale)
            parts.append(locale.label("pair.entry_part", topic=topic, words=words))
    title = str(getattr(value, short))
    return locale.label("pair.entry", title=title, parts="; ".join(parts)) if parts else title
