"""The text of one answer → a typed value: durations, cadences, days, times, choices.

Every type reads what people write (`every 2 weeks`, `1.5 h`, `Gentle first`) and refuses what could mean two things.
A refusal is a `PydanticCustomError` whose type is one of our codes, so that its words come from the locale.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args

from pydantic import GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from agreementgen.errors import Code
from agreementgen.interview.colours import hex_of
from agreementgen.interview.dates import Day, DayOrMonth, Moment, MonthOrDay, Start, Zone
from agreementgen.interview.plain import (
    ReadBy,
    accepted,
    amount_in,
    cut,
    is_none,
    line_in,
    locale_of,
    meant,
    nearest,
    refuse,
    spelled,
    text_in,
)
from agreementgen.locales import Locale, available, fold

__all__ = [
    "Cadence",
    "CadenceText",
    "Choice",
    "ColourText",
    "Day",
    "DayOrMonth",
    "Duration",
    "DurationIn",
    "KindName",
    "LanguageTag",
    "Line",
    "Moment",
    "MonthOrDay",
    "Number",
    "Start",
    "Text",
    "Unit",
    "YesNo",
    "Zone",
]

Unit = Literal["minute", "hour", "day", "working_day", "week", "month", "year", "meeting"]

MINUTES: Mapping[str, int] = {"minute": 1, "hour": 60, "day": 1440, "week": 10080}
ABOUT_DAYS: Mapping[str, float] = {
    **{unit: minutes / 1440 for unit, minutes in MINUTES.items()},
    **{"working_day": 1.4, "month": 30.4, "year": 365, "meeting": 1},
}
"""Only to tell a slip from an answer: a term of 120 years, a reply within 150 weeks."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time as it was put: 3 working days, 24 hours. An amount of 0 is a spoken "none"."""

    amount: int
    unit: Unit

    @property
    def is_none(self) -> bool:
        """Tell whether the person said `none`."""
        return self.amount == 0

    @property
    def minutes(self) -> int:
        """Give the length in whole minutes.

        Raises:
            ValueError: Working days, months, years and meetings have no fixed length.
        """
        if self.unit not in MINUTES:
            raise ValueError(f"a {self.unit} has no fixed number of minutes")
        return self.amount * MINUTES[self.unit]


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often two people meet.

    Attributes:
        every: Number of units between meetings; 0 is "as needed".
        unit: `week` or `month`.
        times: Meetings in one unit; 2 only for "twice a month".
        day: Day of the month for "monthly on the 15th", else `None`: the same weekday of the month as the first.
    """

    every: int
    unit: Literal["week", "month"] = "month"
    times: int = 1
    day: int | None = None


Text = Annotated[str, ReadBy(text_in)]
"""Free text: a newline is a line break, a blank line a paragraph, every other character itself."""
Line = Annotated[str, ReadBy(line_in)]
"""Free text on one line: names, titles, addresses."""


class _Choice:
    """Reads a listed value in any accepted spelling; put on a `Literal`."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        allowed = tuple(str(value) for value in get_args(source))

        def read(value: object, info: ValidationInfo) -> str:
            return _chosen(line_in(value, info), allowed, locale_of(info))

        return core_schema.with_info_plain_validator_function(read)


Choice = _Choice()


def _chosen(text: str, allowed: tuple[str, ...], locale: Locale) -> str:
    wanted = fold(text)
    if wanted in allowed:
        return wanted
    for value in allowed:
        if wanted in accepted(locale, "values", value):
            return value
    raise not_a_choice(text, allowed, locale)


def not_a_choice(text: str, allowed: tuple[str, ...], locale: Locale) -> PydanticCustomError:
    """Give the refusal of a text that is none of the listed values, with the nearest of them if one is near."""
    near = nearest(fold(text), allowed)
    advice = f"{locale.label('advice.did_you_mean', name=near.replace('_', ' '))} " if near else ""
    return refuse(Code.NOT_A_CHOICE, value=cut(text), allowed=", ".join(offered(allowed)), advice=advice)


def offered(allowed: tuple[str, ...]) -> tuple[str, ...]:
    """Give listed values as they may be typed; to who may have a say, "not sure" is an answer, too."""
    further = ("not sure",) if allowed == ("none", "some", "direct") else ()
    return (*(value.replace("_", " ") for value in allowed), *further)


def _yes_no(value: object, info: ValidationInfo) -> bool:
    text = line_in(value, info)
    answer = meant(locale_of(info), "yes_no").get(fold(text))
    if answer is None:
        raise refuse(Code.YES_NO_UNREADABLE, value=cut(text))
    return answer == "yes"


YesNo = Annotated[bool, ReadBy(_yes_no)]


class Number(ReadBy):
    """Reads a whole number between `least` and `most`."""

    def __init__(self, least: int, most: int) -> None:
        super().__init__(self._number)
        self.least, self.most, self.none = least, most, least == 0

    def _number(self, value: object, info: ValidationInfo) -> int:
        text = line_in(value, info)
        number = 0 if self.none and is_none(text, locale_of(info)) else amount_in(text, locale_of(info))
        if number is None or number != int(number):
            raise refuse(Code.NUMBER_UNREADABLE, value=cut(text), least=self.least, most=self.most)
        if not self.least <= number <= self.most:
            raise refuse(Code.NUMBER_OUT_OF_RANGE, value=cut(text), least=self.least, most=self.most)
        return int(number)


class DurationIn(ReadBy):
    """Reads a duration in one of `units`; a bare number takes the first of them.

    Args:
        units: Units that make sense for the field.
        most: Longest that makes sense, in the first unit; other units are compared by their usual length.
        least: Shortest, in minutes, where `in_minutes`; else it is one of whatever unit was written.
        in_minutes: Turn the answer into whole minutes (`1.5 h` → 90 minutes).
        none: Whether `none` is an answer.
    """

    def __init__(self, *units: Unit, most: int, least: int = 1, in_minutes: bool = False, none: bool = False) -> None:
        super().__init__(self._duration)
        self.units, self.least, self.most, self.in_minutes, self.none = units, least, most, in_minutes, none

    @property
    def longest(self) -> float:
        """Give the longest that makes sense, in days, with a little room for units that do not fit into each other."""
        return self.most * ABOUT_DAYS[self.units[0]] * 1.02

    def whole_amounts(self, unit: Unit) -> range:
        """Give the whole amounts of a unit that are read: 15 to 180 minutes."""
        least = -(-self.least // MINUTES[unit]) if self.in_minutes else 1
        return range(least, int(self.longest / ABOUT_DAYS[unit]) + 1)

    def _duration(self, value: object, info: ValidationInfo) -> Duration:
        text, locale = line_in(value, info), locale_of(info)
        amount, unit = self._parts(text, locale)
        if self.none and (amount == 0 or is_none(text, locale)):
            return Duration(0, self.units[0])
        if amount is None or unit is None:
            raise refuse(Code.DURATION_UNREADABLE, value=cut(text), example=self.example(locale))
        if unit not in self.units:
            units = self.units_in_words(locale)
            raise refuse(Code.DURATION_UNIT, value=cut(text), units=units, example=self.example(locale))
        if self.in_minutes:
            amount, unit = amount * MINUTES[unit], "minute"
        elif amount != int(amount):
            smaller: dict[Unit, tuple[int, Unit]] = {"hour": (60, "minute"), "week": (7, "day"), "year": (12, "month")}
            factor, finer = smaller.get(unit, (1, unit))
            amount, unit = amount * factor, finer
        fits = (self.least if self.in_minutes else 0) <= amount and 0 < amount * ABOUT_DAYS[unit] <= self.longest
        if not fits or amount != int(amount):
            code = Code.NUMBER_UNREADABLE if fits else Code.NUMBER_OUT_OF_RANGE
            least, most = locale.count(self.least, unit), locale.count(self.most, self.units[0])
            raise refuse(code, value=cut(text), least=least, most=most)
        return Duration(int(amount), unit)

    def _parts(self, text: str, locale: Locale) -> tuple[float | None, Unit | None]:
        if (bare := amount_in(text, locale)) is not None:
            return bare, self.units[0]
        text = text.removesuffix(".")
        # The number may be two words: half an hour.
        for match in (re.fullmatch(r"([0-9.,]+|[^\W\d_]+)[\s\-]*(.+)", text), re.fullmatch(r"(\S+ \S+) (.+)", text)):
            if match and (amount := amount_in(match[1], locale)) is not None and (unit := _unit(match[2], locale)):
                return amount, unit
        return None, None

    def units_in_words(self, locale: Locale) -> str:
        """Name the units that make sense: "weeks, months, days"."""
        return ", ".join(locale.count(2, name).split(maxsplit=1)[-1] for name in self.units)

    def example(self, locale: Locale) -> str:
        """Give an answer that makes sense: "4 weeks"."""
        middle = {"minute": 60, "hour": 24, "working_day": 3, "day": 7, "week": 4, "month": 6}
        return locale.count(middle.get(self.units[0], 2), self.units[0])


def _unit(text: str, locale: Locale) -> Unit | None:
    # The test of the locale holds the units to `Unit`.
    return meant(locale, "units").get(fold(text))  # type: ignore[return-value]


def _cadence(value: object, info: ValidationInfo) -> Cadence:
    text, locale = line_in(value, info), locale_of(info)
    words = spelled(locale, "cadence")
    wanted = fold(text.removesuffix("."))
    if wanted in accepted(locale, "cadence", "ambiguous"):
        raise refuse(Code.CADENCE_AMBIGUOUS, value=cut(text))
    named = {
        "as_needed": Cadence(0),
        "weekly": Cadence(1, "week"),
        "every_two_weeks": Cadence(2, "week"),
        "every_three_weeks": Cadence(3, "week"),
        "every_two_months": Cadence(2, "month"),
        "twice_a_month": Cadence(1, "month", times=2),
        "monthly": Cadence(1, "month"),
        "quarterly": Cadence(3, "month"),
    }
    for name, cadence in named.items():
        if wanted == name or wanted in accepted(locale, "cadence", name):
            return cadence
    every = "|".join(map(re.escape, words["every"]))
    ordinals = "|".join(map(re.escape, words["ordinals"]))
    plain = wanted.replace("_", " ")
    if match := re.fullmatch(rf"(?:{every}) (\S+) (\S+)", plain):
        amount, unit = amount_in(match[1], locale), _unit(match[2], locale)
        if amount and amount == int(amount) and unit in ("week", "month") and amount <= 52:
            return Cadence(int(amount), unit)
    monthly = "|".join(re.escape(word) for word in ["monthly", *words["monthly"]])
    on_day = "|".join(map(re.escape, words["on_day"]))
    match = re.fullmatch(rf"(?:{monthly}),? (?:{on_day}) ([0-9]{{1,2}})(?:{ordinals})?", plain)
    if match and 1 <= int(match[1]) <= 31:
        return Cadence(1, "month", day=int(match[1]))
    raise refuse(Code.CADENCE_UNREADABLE, value=cut(text))


def _name_of_kind(value: object, info: ValidationInfo) -> str:
    return fold(line_in(value, info))


def _language_tag(value: object, info: ValidationInfo) -> str:
    """Read a language with, perhaps, a region; whether there are words for it, and dates, the locales know."""
    text, known = line_in(value, info), available(locale_of(info).templates)
    language, *rest = re.split("[-_]", text)
    tag = "-".join([language.lower(), *(part.upper() if len(part) == 2 else part.title() for part in rest)])
    if language.lower() not in known or (rest and not _has_dates(tag)):
        raise refuse(Code.LANGUAGE_MISSING, value=cut(text), known=", ".join(known))
    return tag


def _has_dates(tag: str) -> bool:
    from babel import Locale as BabelLocale
    from babel import UnknownLocaleError

    try:
        BabelLocale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return False
    return True


KindName = Annotated[str, ReadBy(_name_of_kind)]
"""The name of a kind file; which kinds there are, the reader knows."""
LanguageTag = Annotated[str, ReadBy(_language_tag)]


def _colour(value: object, info: ValidationInfo) -> str:
    text = line_in(value, info)
    colour = hex_of(text)
    if colour is None:
        raise refuse(Code.COLOUR_UNREADABLE, value=text)
    return colour


ColourText = Annotated[str, ReadBy(_colour)]
CadenceText = Annotated[Cadence, ReadBy(_cadence)]
