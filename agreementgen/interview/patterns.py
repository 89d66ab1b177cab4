"""The types of answers → JSON Schema: what each type reads, as patterns that Python and editors understand alike.

A pattern here never refuses what the type reads. Case-insensitive letters are written out, since the patterns of JSON
Schema have no flags; only what ECMA 262 (with `u`) and Python share is used.
"""

from __future__ import annotations

import typing
from collections.abc import Iterable
from typing import Any

from agreementgen.interview.dates import Day, MonthOrDay, Start, Zone, zone_names
from agreementgen.interview.fields import Field
from agreementgen.interview.layers import kinds
from agreementgen.interview.plain import spelled
from agreementgen.interview.values import (
    CadenceText,
    ColourText,
    DurationIn,
    KindName,
    LanguageTag,
    Line,
    Number,
    Text,
    Unit,
    YesNo,
)
from agreementgen.locales import Locale, available, fold

__all__ = ["DEFINITIONS", "Patterns", "Schema", "any_case", "either", "whole"]

Schema = dict[str, Any]
BETWEEN = r"[\s_\u2010-\u2015-]+"
FRACTION_ZERO = "(?:[.,]0{1,3})?"
# The decimals of an amount that come out whole in the next finer unit: 1.5 h is 90 minutes, 0.25 years 3 months.
FRACTIONS: dict[str, str] = {"hour": "[.,](?:[0-9]|[0-9][05]|[0-9][05]0)", "year": "[.,](?:250?|50{0,2}|750?|0{1,3})"}
WITH_HALVES = frozenset(FRACTIONS)
DAYS = {31: "0[13578]|1[02]", 30: "0[469]|11"}
LEAP = "(?:(?:19|20|21)(?:0[48]|[2468][048]|[13579][26])|2000)"

_MONTH = "(?:19|20|21)[0-9]{2}-(?:0[1-9]|1[0-2])"
_DAY = (
    f"(?:(?:19|20|21)[0-9]{{2}}-(?:(?:{DAYS[31]})-(?:0[1-9]|[12][0-9]|3[01])"
    f"|(?:{DAYS[30]})-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))|{LEAP}-02-29)"
)
_CLOCK = "(?:[01]?[0-9]|2[0-3])[:.][0-5][0-9](?::00)?"
WORDS = ["string", "number", "boolean"]
"""What an editor takes a text for that was typed without quotes: `2026`, `3.10`, `true`."""


def whole(text: str) -> str:
    """Anchor a pattern, with space allowed around it."""
    return rf"^\s*(?:{text})\s*$"


DEFINITIONS: dict[str, Schema] = {
    "day": {"type": "string", "pattern": whole(_DAY)},
    "month_or_day": {"type": "string", "pattern": whole(f"{_DAY}|{_MONTH}")},
    "moment": {"type": "string", "pattern": whole(rf"{_DAY}(?:(?:[Tt]|,?\s+){_CLOCK})?")},
    "colour": {"type": WORDS, "pattern": whole("#?(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})")},
}
"""The types that are the same in every language."""


def any_case(text: str) -> str:
    """Give the pattern of a spelling: case does not matter, and space, hyphen and underscore are the same."""
    return "".join(BETWEEN if char == "_" else _letter(char) for char in fold(text))


def _letter(char: str) -> str:
    forms = sorted({char, char.upper(), char.lower()})
    if len(forms) > 1 and all(len(form) == 1 for form in forms):
        return f"[{''.join(forms)}]"
    return f"\\{char}" if char in r"^$\.*+?()[]{}|/" else char


def either(words: Iterable[str]) -> str:
    """Give the pattern of any of some spellings."""
    return "|".join(dict.fromkeys(map(any_case, words)))


def _digits(low: str, high: str) -> str:
    """Give the pattern of the numbers between two of the same length."""
    if low == high:
        return low
    rest = len(low) - 1
    if not rest:
        return f"[{low}-{high}]"
    if low[0] == high[0]:
        return low[0] + f"(?:{_digits(low[1:], high[1:])})"
    parts = [f"{low[0]}(?:{_digits(low[1:], '9' * rest)})"]
    if int(high[0]) - int(low[0]) > 1:
        parts.append(f"[{int(low[0]) + 1}-{int(high[0]) - 1}][0-9]{{{rest}}}")
    return "|".join([*parts, f"{high[0]}(?:{_digits('0' * rest, high[1:])})"])


def _between(low: int, high: int) -> str:
    """Give the pattern of the whole numbers from one to another, with zeros before them or not."""
    lengths = range(len(str(low)), len(str(high)) + 1)
    parts = [_digits(str(max(low, 10 ** (n - 1) if n > 1 else 0)), str(min(high, 10**n - 1))) for n in lengths]
    return f"0*(?:{'|'.join(parts)})"


class Patterns:
    """The types in the spellings of one locale."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale

    @property
    def none(self) -> str:
        """The spellings of `none`."""
        return either(["none", *spelled(self.locale, "values").get("none", [])])

    @property
    def unknown(self) -> str:
        """The spellings of an answer that nobody has yet, which is refused whatever was asked."""
        known = self.locale.spellings["unknown"]
        return either(map(str, known))

    def of(self, field: Field) -> Schema:
        """Give the schema of one value of a field, apart from what it can be instead: empty, `none`, open.

        Raises:
            TypeError: The type is none that is known here.
        """
        kind = field.item
        simple = {Day: "day", MonthOrDay: "month_or_day", Start: "moment", Zone: "zone", CadenceText: "cadence"}
        for known, name in {**simple, ColourText: "colour", Text: "text", Line: "line"}.items():
            if kind == known:
                return {"$ref": f"#/$defs/{name}"}
        if kind == YesNo:
            words = spelled(self.locale, "yes_no")
            spellings = [each for listed in words.values() for each in listed]
            return _either({"enum": list(words)}, {"type": ["string", "boolean"], "pattern": whole(either(spellings))})
        if kind == KindName:
            return self._listed(field, kinds(), {})
        if kind == LanguageTag:
            known_tags = "|".join("".join(map(_letter, tag)) for tag in available())
            return {"type": "string", "pattern": whole(f"(?:{known_tags})(?:[-_][A-Za-z0-9]{{2,8}})*")}
        if field.is_choice:
            return self._listed(field, field.values, spelled(self.locale, "values"))
        for part in typing.get_args(kind):
            if isinstance(part, Number):
                return self.number(part)
            if isinstance(part, DurationIn):
                return self._duration(part)
        raise TypeError(f"{field.key}: no JSON Schema is known for {kind}")

    def definitions(self) -> dict[str, Schema]:
        """Give the types that many fields share."""
        names = list(zone_names())
        states = f"{either(['none', 'to discuss'])}|{self.unknown}"
        free = {"type": WORDS, "not": {"type": "string", "pattern": whole(states)}}
        item = {"type": WORDS, "not": {"type": "string", "pattern": whole(either(["none", "to discuss"]))}}
        return {
            **DEFINITIONS,
            "text": {**free, "pattern": r"\S"},
            "line": {**free, "pattern": r"^\s*\S[^\n]*\s*$"},
            "item": {**item, "pattern": r"\S"},
            "item_line": {**item, "pattern": r"^\s*\S[^\n]*\s*$"},
            "cadence": {"type": "string", "pattern": whole(self._cadence())},
            "zone": _either({"enum": names}, {"type": "string", "pattern": whole("|".join(map(_zone, names)))}),
        }

    def _listed(self, field: Field, values: tuple[str, ...], spellings: Any) -> Schema:
        accepted = [each for value in values for each in (value, *spellings.get(value, []))]
        one, shown = either(accepted), [value.replace("_", " ") for value in values]
        if field.is_list:
            # Listed values never hold a comma, so one text may hold several of them.
            one = rf"(?:[,;]\s*)*(?:{one})(?:\s*[,;]\s*(?:{one})?)*"
        known: Schema = {"enum": shown}
        if all(self.locale.has_value(field.key, value) for value in values):
            known["enumDescriptions"] = [self.locale.value(field.key, value) for value in values]
        return _either(known, {"type": ["string", "boolean"], "pattern": whole(one)})

    def number(self, number: Number, most: int = 0) -> Schema:
        """Give the schema of a whole number; `most` is a narrower limit than that of the type."""
        most = most or number.most
        texts = [_between(number.least, most) + FRACTION_ZERO]
        whole_words = [(amount, words) for amount, words in self._words() if amount == int(amount)]
        texts += [either(words) for amount, words in whole_words if number.least <= amount <= most]
        texts += [self.none] if number.none else []
        return _either(
            {"type": "integer", "minimum": number.least, "maximum": most},
            {"type": "string", "pattern": whole("|".join(texts))},
        )

    def _words(self) -> list[tuple[float, list[str]]]:
        return [(float(number), words) for number, words in spelled(self.locale, "numbers").items()]

    def _duration(self, duration: DurationIn) -> Schema:
        bare, *_ = duration.units
        texts = [self._amounts(duration, bare)]
        for unit in duration.units:
            names = either(spelled(self.locale, "units")[unit])
            texts.append(rf"(?:{self._amounts(duration, unit)})[\s-]*(?:{names})")
        if duration.none:
            names = either(name for listed in spelled(self.locale, "units").values() for name in listed)
            texts += [self.none, rf"0+{FRACTION_ZERO}(?:[\s-]*(?:{names}))?"]
        amounts = duration.whole_amounts(bare)
        least = 0 if duration.none or bare in WITH_HALVES else amounts.start
        return _either(
            {"type": "number", "minimum": least, "maximum": amounts.stop - 0.001},
            {"type": "string", "pattern": whole(f"(?:{'|'.join(texts)})\\.?")},
        )

    def _amounts(self, duration: DurationIn, unit: Unit) -> str:
        fits = duration.whole_amounts(unit)
        parts = [_between(fits.start, fits.stop - 1) + FRACTION_ZERO] if fits else []
        if unit in WITH_HALVES:
            parts.append(_between(0, fits.stop - 1) + FRACTIONS[unit])
        for number, words in self._words():
            if number in fits or (number == 0.5 and unit in WITH_HALVES):
                parts.append(either(words))
        return "|".join(parts)

    def _cadence(self) -> str:
        words = spelled(self.locale, "cadence")
        named = [name for name in words if name not in ("ambiguous", "every", "on_day", "ordinals")]
        numbers = either(each for n, listed in self._words() if n == int(n) for each in listed)
        units = either(name for unit in ("week", "month") for name in spelled(self.locale, "units")[unit])
        some = _between(1, 52) + FRACTION_ZERO
        parts = [
            either(each for name in named for each in (name, *words[name])),
            f"(?:{either(words['every'])}){BETWEEN}(?:{some}|{numbers}){BETWEEN}(?:{units})",
            f"(?:{either(['monthly', *words['monthly']])}),?{BETWEEN}(?:{either(words['on_day'])}){BETWEEN}"
            f"(?:0?[1-9]|[12][0-9]|3[01])(?:{either(words['ordinals'])})?",
        ]
        return f"(?:{'|'.join(parts)})\\.?"


def _zone(name: str) -> str:
    return "".join("[_ ]" if char == "_" else _letter(char.lower()) for char in name)


def _either(*schemas: Schema) -> Schema:
    return {"anyOf": list(schemas)}
