"""What is asked → the rules by which an answer is read, as data that a page can check by."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any

from agreementgen.interview import Layer, asking, typed
from agreementgen.interview.dates import zone_names
from agreementgen.interview.fields import FIELDS, SHORT_FORMS, section_of
from agreementgen.interview.log import FORBIDDEN
from agreementgen.interview.plain import folded, spelled
from agreementgen.interview.values import DurationIn, Number
from agreementgen.interview.written import in_one_line
from agreementgen.locales import Locale, fold
from agreementgen.typeset.asked import NO_PROGRAM, Asked, Item, Rows, ordered, reader_of

__all__ = ["rule", "rules"]


def rule(item: Item, locale: Locale) -> dict[str, Any]:
    """Say by which rules an answer is read, as data: what the page checks, and in which file an answer goes."""
    asked = item.field.asked
    said: dict[str, Any] = {
        "key": item.key,
        "type": item.type,
        "label": item.label,
        "ask": item.ask,
        "required": list(item.required_for),
        "blocks": asked.required,
        "defaulted": bool(asked.default),
        "open": asked.can_be_open,
        "none": item.field.none_is_read,
        "many": item.field.is_list,
        "most": asked.most,
        "example": locale.question(item.field.key).example if item.field.key in FIELDS else item.example,
    }
    if item.choices:
        spellings = spelled(locale, "yes_no" if typed.is_yes_no(item.field) else "values")
        said["values"] = {
            choice.value: sorted(map(fold, spellings.get(fold(choice.value), []))) for choice in item.choices
        }
    if number := reader_of(item.field, Number):
        said |= {"least": number.least, "most_number": number.most}
    if duration := reader_of(item.field, DurationIn):
        said |= {
            "units": list(duration.units),
            "least": duration.least,
            "longest": duration.most,
            "in_minutes": duration.in_minutes,
            "can_be_none": duration.none,
            "length": duration.example(locale),
            "units_in_words": duration.units_in_words(locale),
            "most_in_words": locale.count(duration.most, duration.units[0]),
            "least_in_words": {unit: locale.count(duration.least, unit) for unit in spelled(locale, "units")},
        }
    return said


def rules(asked: Asked, locale: Locale, program: Layer = NO_PROGRAM) -> dict[str, Any]:
    """Give what the page knows of the answers and of the words they are made of, to be written as JSON.

    Under `given` stands what the program answers, by full key as it may be typed; what it locks is not among the
    answers, and has its rules under `settled`.
    """

    def of(item: Item | Rows) -> dict[str, Any]:
        if isinstance(item, Item):
            return rule(item, locale)
        parts = [rule(part, locale) for part in (*item.items, *item.more)]
        section = section_of(item.field.type)
        assert section is not None
        named, example = item.items[0].kinds, parts[0]["example"]
        whole = Item(item.key, "rows", item.field, item.label, item.ask, example=example, kinds=named)
        return rule(whole, locale) | {
            "name": item.name,
            "short": SHORT_FORMS[section],
            "items": parts,
        }

    words = {name: spelled(locale, name) for name in ("numbers", "units", "cadence")}
    everything = ordered(asked)
    known = [item for item in everything if item.key in asking.NEEDLESS and not item.is_locked]
    return {
        "person": asked.person,
        "kind": asked.kind,
        "answers": [of(item) for item in everything if not item.is_locked],
        "settled": {item.key: of(item) for item in everything if item.is_locked},
        "given": {
            item.key: in_one_line(item.key, program.given[item.key].value, locale)
            for item in everything
            if item.key in program.given
        },
        "private": [of(item) for item in asked.private],
        "shorts": {f"people.{asked.person}": f"people.{asked.person}.name", "purpose": "purpose.statement"},
        "needless": {
            item.key: {"beside": asking.NEEDLESS[item.key][0], "values": sorted(asking.NEEDLESS[item.key][1])}
            for item in known
        },
        "none": sorted({"none", *map(fold, spelled(locale, "values").get("none", []))}),
        "unknown": sorted(folded(locale.spellings["unknown"])),
        **{name: {key: list(said) for key, said in table.items()} for name, table in words.items()},
        "zones": list(zone_names()),
        "forbidden": _as_javascript(FORBIDDEN.pattern),
        "characters": _characters(),
        "months": [locale.babel.months["format"]["wide"][number] for number in range(1, 13)],
        "day": locale.label("dates.day"),
        "between": locale.label("lists.between"),
        "or": locale.label("lists.or"),
    }


def _as_javascript(pattern: str) -> str:
    """Write a set of characters as JavaScript writes it, in letters that can be seen."""
    return "".join(sign if sign in "[]-|" else f"\\u{{{ord(sign):x}}}" for sign in pattern)


@lru_cache(maxsize=1)
def _characters() -> dict[str, str]:
    """Name those characters that are refused and have a name, by code point."""
    spots = (*range(0x2066), *range(0x2066, 0x2070), *range(0xFFF0, 0x10000), *range(0xE0000, 0xE0080))
    found = {spot: unicodedata.name(chr(spot), "").lower() for spot in spots if refused(chr(spot))}
    return {f"{spot:04X}": name for spot, name in found.items() if name}


def refused(character: str) -> bool:
    """Tell whether a character is refused by itself, or where it stands without its like."""
    return bool(FORBIDDEN.match(character)) or "\u2066" <= character <= "\u2069"
