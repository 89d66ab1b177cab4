"""The text of one answer → a typed value: durations, cadences, days, times, choices.

Every type reads what people write (`every 2 weeks`, `1.5 h`, `Gentle first`) and refuses what could mean two things.
A refusal is a `PydanticCustomError` whose type is one of our codes, so that its words come from the locale.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from typing import Annotated, Any, Literal, get_args

from pydantic import GetCoreSchemaHandler, PlainValidator, ValidationInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from agreementgen.errors import Code
from agreementgen.locales import Locale, fold

__all__ = [
    "Cadence",
    "CadenceText",
    "Choice",
    "Day",
    "DayOrMonth",
    "Duration",
    "DurationIn",
    "KindName",
    "Line",
    "Moment",
    "MonthOrDay",
    "Number",
    "Start",
    "Text",
    "Unit",
    "WebAddress",
    "YesNo",
    "Zone",
]

Unit = Literal["minute", "hour", "day", "working_day", "week", "month", "year", "meeting"]

MINUTES: Mapping[str, int] = {"minute": 1, "hour": 60, "day": 1440, "week": 10080}


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


@dataclass(frozen=True, slots=True)
class DayOrMonth:
    """A day, or a month as a whole where `day` is `None`."""

    year: int
    month: int
    day: int | None = None

    @property
    def last(self) -> date:
        """Give the day itself, or the month's last day."""
        if self.day is not None:
            return date(self.year, self.month, self.day)
        following = date(self.year + self.month // 12, self.month % 12 + 1, 1)
        return date.fromordinal(following.toordinal() - 1)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, with the time of day on the wall clock where one was given."""

    day: date
    clock: time | None = None


def _refuse(code: Code, **values: object) -> PydanticCustomError:
    return PydanticCustomError(code, "{code}", {"code": str(code), **{k: str(v) for k, v in values.items()}})


def _locale(info: ValidationInfo) -> Locale:
    locale: Locale = (info.context or {})["locale"]
    return locale


def _text(value: object, info: ValidationInfo) -> str:
    if not isinstance(value, str):
        raise _refuse(Code.TEXT_EXPECTED)
    # Letters typed as base and accent are the same letters; fonts and file names want the composed form.
    return unicodedata.normalize("NFC", value).strip()


def _line(value: object, info: ValidationInfo) -> str:
    text = _text(value, info)
    if "\n" in text:
        raise _refuse(Code.ONE_LINE_ONLY)
    return text


Text = Annotated[str, PlainValidator(_text)]
"""Free text: a newline is a line break, a blank line a paragraph, every other character itself."""
Line = Annotated[str, PlainValidator(_line)]
"""Free text on one line: names, titles, addresses."""


class _Choice:
    """Reads a listed value in any accepted spelling; put on a `Literal`."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        allowed = tuple(str(value) for value in get_args(source))

        def read(value: object, info: ValidationInfo) -> str:
            return _chosen(_line(value, info), allowed, _locale(info))

        return core_schema.with_info_plain_validator_function(read)


Choice = _Choice()


def _chosen(text: str, allowed: tuple[str, ...], locale: Locale) -> str:
    wanted = fold(text)
    if wanted in allowed:
        return wanted
    spellings = locale.spellings["values"]
    for value in allowed:
        if isinstance(spellings, dict) and wanted in _folded(spellings.get(value, [])):
            return value
    shown = ", ".join(value.replace("_", " ") for value in allowed)
    raise _refuse(Code.NOT_A_CHOICE, value=_cut(text), allowed=shown, nearest=nearest(wanted, allowed, shown))


def nearest(word: str, known: tuple[str, ...], otherwise: str) -> str:
    """Give the known word closest to a misspelled one, with spaces for underscores; `otherwise` where none is close."""
    from difflib import get_close_matches

    close = get_close_matches(word, known, n=1, cutoff=0.6)
    return close[0].replace("_", " ") if close else otherwise


def _folded(words: Any) -> set[str]:
    return {fold(word) for word in words}


def _cut(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _yes_no(value: object, info: ValidationInfo) -> bool:
    text = _line(value, info)
    words = _locale(info).spellings["yes_no"]
    for answer, spelled in words.items() if isinstance(words, dict) else ():
        if fold(text) in _folded(spelled):
            return answer == "yes"
    raise _refuse(Code.YES_NO_UNREADABLE, value=_cut(text))


YesNo = Annotated[bool, PlainValidator(_yes_no)]


class Number:
    """Reads a whole number between `least` and `most`."""

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most, self.none = least, most, least == 0

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self._read)

    def _read(self, value: object, info: ValidationInfo) -> int:
        text = _line(value, info)
        number = 0 if self.none and fold(text) == "none" else _amount(text, _locale(info))
        if number is None or number != int(number):
            raise _refuse(Code.NUMBER_UNREADABLE, value=_cut(text), least=self.least, most=self.most)
        if not self.least <= number <= self.most:
            raise _refuse(Code.NUMBER_OUT_OF_RANGE, value=_cut(text), least=self.least, most=self.most)
        return int(number)


def _amount(text: str, locale: Locale) -> float | None:
    """Read a number in digits (`1.5`, `1,5`) or as a word up to twelve; `None` where it is neither."""
    if re.fullmatch(r"[0-9]{1,6}([.,][0-9]{1,3})?", text):
        return float(text.replace(",", "."))
    for number, spelled in _section(locale, "numbers").items():
        if fold(text) in _folded(spelled):
            return float(number)
    return None


def _section(locale: Locale, name: str) -> Mapping[str, Any]:
    found = locale.spellings[name]
    assert isinstance(found, dict)
    return found


class DurationIn:
    """Reads a duration in one of `units`; a bare number takes the first of them.

    Args:
        units: Units that make sense for the field.
        least: Smallest amount, in minutes where `in_minutes`, else in the unit given.
        most: Largest amount, likewise.
        in_minutes: Turn the answer into whole minutes (`1.5 h` → 90 minutes).
        none: Whether `none` is an answer.
    """

    def __init__(
        self, *units: Unit, least: int = 1, most: int = 999, in_minutes: bool = False, none: bool = False
    ) -> None:
        self.units, self.least, self.most, self.in_minutes, self.none = units, least, most, in_minutes, none

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self._read)

    def _read(self, value: object, info: ValidationInfo) -> Duration:
        text, locale = _line(value, info), _locale(info)
        if self.none and fold(text) in _folded(_section(locale, "values").get("none", [])) | {"none"}:
            return Duration(0, self.units[0])
        amount, unit = self._parts(text, locale)
        if amount is None or unit is None:
            raise _refuse(Code.DURATION_UNREADABLE, value=_cut(text), example=self._example(locale))
        if unit not in self.units:
            known = ", ".join(locale.count(2, name).split(maxsplit=1)[-1] for name in self.units)
            raise _refuse(Code.DURATION_UNIT, value=_cut(text), units=known, example=self._example(locale))
        if amount != int(amount):
            smaller: dict[Unit, tuple[int, Unit]] = {"hour": (60, "minute"), "week": (7, "day"), "year": (12, "month")}
            factor, finer = smaller.get(unit, (1, unit))
            amount, unit = amount * factor, finer
        if self.in_minutes:
            amount, unit = amount * MINUTES[unit], "minute"
        if amount != int(amount) or not self.least <= amount <= self.most:
            example = locale.count(self.least, unit), locale.count(self.most, unit)
            raise _refuse(Code.NUMBER_OUT_OF_RANGE, value=_cut(text), least=example[0], most=example[1])
        return Duration(int(amount), unit)

    def _parts(self, text: str, locale: Locale) -> tuple[float | None, Unit | None]:
        if (bare := _amount(text, locale)) is not None:
            return bare, self.units[0]
        match = re.fullmatch(r"([0-9.,]+|[^\W\d_]+)[\s\-]*(.+)", text)
        if not match:
            return None, None
        return _amount(match[1], locale), _unit(match[2], locale)

    def _example(self, locale: Locale) -> str:
        middle = {"minute": 60, "hour": 24, "working_day": 3, "day": 7, "week": 4, "month": 6}
        return locale.count(middle.get(self.units[0], 2), self.units[0])


def _unit(text: str, locale: Locale) -> Unit | None:
    for unit, spelled in _section(locale, "units").items():
        if fold(text) in _folded(spelled):
            return unit  # type: ignore[return-value]  # the test of the locale holds the units to `Unit`
    return None


def _cadence(value: object, info: ValidationInfo) -> Cadence:
    text, locale = _line(value, info), _locale(info)
    words = _section(locale, "cadence")
    wanted = fold(text)
    if wanted in _folded(words["ambiguous"]):
        raise _refuse(Code.CADENCE_AMBIGUOUS, value=_cut(text))
    named = {
        "as_needed": Cadence(0),
        "weekly": Cadence(1, "week"),
        "every_two_weeks": Cadence(2, "week"),
        "every_three_weeks": Cadence(3, "week"),
        "twice_a_month": Cadence(1, "month", times=2),
        "monthly": Cadence(1, "month"),
        "quarterly": Cadence(3, "month"),
    }
    for name, cadence in named.items():
        if wanted == name or wanted in _folded(words[name]):
            return cadence
    every = "|".join(map(re.escape, words["every"]))
    ordinals = "|".join(map(re.escape, words["ordinals"]))
    plain = " ".join(text.casefold().split())
    if match := re.fullmatch(rf"(?:{every}) (\S+) (\S+)", plain):
        amount, unit = _amount(match[1], locale), _unit(match[2], locale)
        if amount and amount == int(amount) and unit in ("week", "month") and amount <= 52:
            return Cadence(int(amount), unit)
    monthly = "|".join(re.escape(word) for word in ["monthly", *words["monthly"]])
    on_day = "|".join(map(re.escape, words["on_day"]))
    match = re.fullmatch(rf"(?:{monthly}),? (?:{on_day}) ([0-9]{{1,2}})(?:{ordinals})?", plain)
    if match and 1 <= int(match[1]) <= 31:
        return Cadence(1, "month", day=int(match[1]))
    raise _refuse(Code.CADENCE_UNREADABLE, value=_cut(text))


def _iso_day(text: str) -> date:
    """Read `2026-02-28`; an impossible day, another order, and words are told apart for the message."""
    if match := re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", text):
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            raise _refuse(Code.DATE_IMPOSSIBLE, value=text) from None
    readings = _readings(text)
    if readings:
        raise _refuse(Code.DATE_NOT_ISO, value=text, readings="|".join(day.isoformat() for day in readings))
    raise _refuse(Code.DATE_UNREADABLE, value=_cut(text))


def _readings(text: str) -> list[date]:
    """Give each day that a date in figures could mean: `05/04/2026` has two."""
    match = re.fullmatch(r"([0-9]{1,4})[./\-\s]+([0-9]{1,2})[./\-\s]+([0-9]{1,4})\.?", text)
    if not match:
        return []
    one, two, three = (int(part) for part in match.groups())
    orders = [(one, two, three)] if one > 31 else [(three, two, one), (three, one, two)]
    days = []
    for year, month, day in orders:
        try:
            days.append(date(year + 2000 if year < 100 else year, month, day))
        except ValueError:
            continue
    return sorted(set(days))


def _day(value: object, info: ValidationInfo) -> date:
    return _iso_day(_line(value, info))


def _day_or_month(value: object, info: ValidationInfo) -> DayOrMonth:
    text = _line(value, info)
    if match := re.fullmatch(r"([0-9]{4})-([0-9]{2})", text):
        if not 1 <= int(match[2]) <= 12:
            raise _refuse(Code.DATE_IMPOSSIBLE, value=text)
        return DayOrMonth(int(match[1]), int(match[2]))
    day = _iso_day(text)
    return DayOrMonth(day.year, day.month, day.day)


def _moment(value: object, info: ValidationInfo) -> Moment:
    text = _line(value, info)
    match = re.fullmatch(r"(\S+?)(?:T|\s+)([0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2})?)\s*", text)
    if not match:
        if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T\s]+\S", text):
            raise _refuse(Code.TIME_UNREADABLE, value=_cut(text[10:].strip(" T")))
        return Moment(_iso_day(text))
    hour, minute, *_ = (int(part) for part in re.split("[:.]", match[2]))
    day = _iso_day(match[1])
    if hour > 23 or minute > 59:
        raise _refuse(Code.TIME_UNREADABLE, value=match[2])
    return Moment(day, time(hour, minute))


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    from zoneinfo import available_timezones

    return {name.casefold(): name for name in available_timezones() if "/" in name or name in ("UTC", "GMT")}


def _zone(value: object, info: ValidationInfo) -> str:
    text = _line(value, info)
    known = _zones()
    if (name := known.get(text.casefold().replace(" ", "_"))) is not None:
        return name
    city = fold(text)
    cities = [name for name in known.values() if fold(name.rsplit("/", 1)[-1]) == city]
    hint = cities[0] if len(cities) == 1 else nearest(text.casefold(), tuple(known), "Europe/Lisbon")
    raise _refuse(Code.ZONE_UNKNOWN, value=_cut(text), nearest=known.get(hint.casefold(), hint))


def _web(value: object, info: ValidationInfo) -> str:
    text = _line(value, info)
    if not re.fullmatch(r"https?://[^\s]+", text):
        raise _refuse(Code.WEB_ADDRESS, value=_cut(text))
    return text


def _name_of_kind(value: object, info: ValidationInfo) -> str:
    return fold(_line(value, info))


KindName = Annotated[str, PlainValidator(_name_of_kind)]
"""The name of a kind file; which kinds there are, the reader knows."""
CadenceText = Annotated[Cadence, PlainValidator(_cadence)]
Day = Annotated[date, PlainValidator(_day)]
MonthOrDay = Annotated[DayOrMonth, PlainValidator(_day_or_month)]
Start = Annotated[Moment, PlainValidator(_moment)]
Zone = Annotated[str, PlainValidator(_zone)]
WebAddress = Annotated[str, PlainValidator(_web)]
