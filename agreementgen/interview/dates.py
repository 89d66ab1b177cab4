"""The text of one answer → a day, a month, a time on the wall clock, or a time zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from typing import Annotated

from pydantic import ValidationInfo

from agreementgen.errors import Code
from agreementgen.interview.plain import ReadBy, cut, line_in, locale_of, nearest, refuse
from agreementgen.locales import fold

__all__ = ["Day", "DayOrMonth", "Moment", "MonthOrDay", "Start", "Zone", "zone_names"]

YEARS = (1900, 2199)
EXAMPLES = {"day": "2026-04-05", "month": "2026-04", "moment": "2026-04-05 15:00"}


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


def _iso_day(text: str, example: str = EXAMPLES["day"], clock: time | None = None) -> date:
    """Read `2026-02-28`; an impossible day, another order, and words are told apart for the message.

    Where a time of day stands beside it, what the message offers has that, too.
    """
    if match := re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", text):
        _check_year(text, int(match[1]))
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            raise refuse(Code.DATE_IMPOSSIBLE, value=text, example=example) from None
    match = re.fullmatch(r"([0-9]{1,4})[./\-\s]+([0-9]{1,2})[./\-\s]+([0-9]{1,4})\.?", text)
    if match and (readings := _readings(*(int(part) for part in match.groups()), by_hyphens="-" in text)):
        offered = "|".join(day.isoformat() for day in readings)
        raise refuse(Code.DATE_NOT_ISO, value=text, readings=offered, clock=f" {clock:%H:%M}" if clock else "")
    raise refuse(Code.DATE_IMPOSSIBLE if match else Code.DATE_UNREADABLE, value=cut(text), example=example)


def _check_year(text: str, year: int) -> None:
    if not YEARS[0] <= year <= YEARS[1]:
        raise refuse(Code.NUMBER_OUT_OF_RANGE, value=text, least=f"{YEARS[0]}-01-01", most=f"{YEARS[1]}-12-31")


def _readings(one: int, two: int, three: int, *, by_hyphens: bool) -> list[date]:
    """Give each day that a date in figures could mean: `05/04/2026` has two."""
    orders = [(one, two, three)] if one > 31 else [(three, two, one), (three, one, two)]
    if by_hyphens and three <= 31:
        orders.append((one, two, three))
    days = []
    for year, month, day in orders:
        try:
            read = date(year + 2000 if year < 100 else year, month, day)
        except ValueError:
            continue
        if YEARS[0] <= read.year <= YEARS[1]:
            days.append(read)
    return sorted(set(days))


def _day(value: object, info: ValidationInfo) -> date:
    return _iso_day(line_in(value, info))


def _day_or_month(value: object, info: ValidationInfo) -> DayOrMonth:
    text = line_in(value, info)
    example = locale_of(info).joined([EXAMPLES["month"], EXAMPLES["day"]], "or")
    if match := re.fullmatch(r"([0-9]{4})-([0-9]{2})", text):
        _check_year(text, int(match[1]))
        if not 1 <= int(match[2]) <= 12:
            raise refuse(Code.DATE_IMPOSSIBLE, value=text, example=example)
        return DayOrMonth(int(match[1]), int(match[2]))
    day = _iso_day(text, example)
    return DayOrMonth(day.year, day.month, day.day)


def _moment(value: object, info: ValidationInfo) -> Moment:
    text = line_in(value, info)
    if not (match := re.fullmatch(r"([0-9][0-9./\-]{5,})(?:[Tt]|,?\s+)(\S.*)", text)):
        return Moment(_iso_day(text, EXAMPLES["moment"]))
    likely = _likely_clock(match[2])
    day = _iso_day(match[1], EXAMPLES["moment"], likely)
    clock = re.fullmatch(r"([0-9]{1,2})[:.]([0-9]{2})(?::00)?", match[2])
    try:
        if clock:
            return Moment(day, time(int(clock[1]), int(clock[2])))
    except ValueError:
        pass
    raise refuse(Code.TIME_UNREADABLE, value=cut(match[2]), example=f"{day} {likely or time(15):%H:%M}")


def _likely_clock(text: str) -> time | None:
    """Give the time that was most likely meant, for a message: `3pm` is 15:00, and `noon` nobody knows."""
    match = re.search(r"([0-9]{1,2})(?:[:.h]([0-5][0-9])(?::[0-5][0-9])?)?\s*(?:([ap])\.?m\b)?", text.casefold())
    hour = int(match[1]) if match else 24
    if match and match[3] and hour <= 12:
        hour = hour % 12 + (12 if match[3] == "p" else 0)
    return time(hour, int(match[2] or 0)) if match and hour < 24 else None


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    from zoneinfo import available_timezones

    return {name.casefold(): name for name in sorted(available_timezones()) if "/" in name or name in ("UTC", "GMT")}


def zone_names() -> tuple[str, ...]:
    """Name the time zones that can be an answer, sorted."""
    return tuple(_zones().values())


def _zone(value: object, info: ValidationInfo) -> str:
    text = line_in(value, info)
    known = _zones()
    if (name := known.get(text.casefold().replace(" ", "_"))) is not None:
        return name
    # Names with the sign of `Etc/GMT+1` mean the opposite of what they seem to say, so they are never offered.
    offered = [name for name in known.values() if "/" in name and not name.startswith("Etc/")]
    cities = {fold(name.rpartition("/")[2]): name for name in offered}
    city = fold(text.replace("/", " ").split(",")[0])
    near = cities.get(city)
    if near is None and len(text) > 4:  # shorter ones, such as CET, are near to anything
        whole = nearest(text.casefold(), [name.casefold() for name in offered])
        near = known.get(whole) or cities.get(nearest(city, cities, 0.8))
    raise refuse(Code.ZONE_UNKNOWN, value=cut(text), nearest=near or "Europe/Lisbon")


Day = Annotated[date, ReadBy(_day)]
MonthOrDay = Annotated[DayOrMonth, ReadBy(_day_or_month)]
Start = Annotated[Moment, ReadBy(_moment)]
Zone = Annotated[str, ReadBy(_zone)]
