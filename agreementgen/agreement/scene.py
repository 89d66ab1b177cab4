"""Interview → what every key says in words, and the token by which clauses choose their variant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from agreementgen.agreement.text import Run, RunKind, Runs, plain
from agreementgen.interview.fields import FIELDS, PERSON_IDS, Contact, Field, Goal
from agreementgen.interview.model import Interview, State, question_key
from agreementgen.interview.schedule import Schedule, plan
from agreementgen.interview.values import Cadence, DayOrMonth, Duration, Moment
from agreementgen.locales import Locale

__all__ = ["ABSENT", "GIVEN", "UNDECIDED", "Scene", "Shown", "answer_in_words", "in_words"]

ABSENT = "absent"
GIVEN = "given"
STANDING_EXCEPTIONS = ("harm", "law", "safeguarding")
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


class Scene:
    """One interview in the words of one locale, by key; everything that is composed is composed from here.

    Args:
        interview: The interview.
        locale: Whose words to take.
        extra: Further keys with their words, such as the copy an agenda is for.
    """

    def __init__(self, interview: Interview, locale: Locale, extra: Mapping[str, Shown] | None = None) -> None:
        self.interview = interview
        self.locale = locale
        self.extra = dict(extra or {})

    def with_extra(self, extra: Mapping[str, Shown]) -> Scene:
        """Give the same scene with further keys."""
        scene = Scene(self.interview, self.locale, {**self.extra, **extra})
        return scene

    @cached_property
    def schedule(self) -> Schedule:
        """The dates of this pair."""
        return plan(self.interview.answers)

    @cached_property
    def shown(self) -> Mapping[str, Shown]:
        """Every key that is no part of a list, in words; derived ones among them."""
        found = {key: self._show(key) for key, field in FIELDS.items() if "*" not in key and not field.asked.per_person}
        for key, field in FIELDS.items():
            if field.asked.per_person:
                found |= {f"{key}.{person}": self._show(f"{key}.{person}") for person in PERSON_IDS}
        found |= dict(self._derived())
        return found | self.extra

    @cached_property
    def tree(self) -> dict[str, Any]:
        """The same, nested at the dots, so that a clause can say `{{ meetings.cadence }}`."""
        tree: dict[str, Any] = {}
        for key, shown in self.shown.items():
            *branches, leaf = key.split(".")
            branch = tree
            for part in branches:
                branch = branch.setdefault(part, {})
            branch[leaf] = shown
        return tree | {"each": self.each}

    @cached_property
    def each(self) -> dict[str, Any]:
        """The items of each list, for clauses that print one line an item: `each.boundaries.off_limits`."""
        answers, locale = self.interview.answers, self.locale

        def items(key: str, values: tuple[str, ...] | None) -> list[Shown]:
            return [in_words(value, FIELDS[key], locale) for value in values or ()]

        return {
            "exceptions": items("confidentiality.exceptions", self.exceptions),
            "also_agreed": items("also_agreed", answers.also_agreed),
            "boundaries": {
                "off_limits": items("boundaries.off_limits", answers.boundaries.off_limits),
                "sensitive": items("boundaries.sensitive", answers.boundaries.sensitive),
            },
        }

    @property
    def exceptions(self) -> tuple[str, ...]:
        """Name what can never stay secret, and what the pair or program added to it.

        The first three always stand, whatever anyone chooses. A report to a program needs a program, and `strict`
        leaves it out.
        """
        answers = self.interview.answers
        chosen = answers.confidentiality.exceptions or ()
        has_program = bool(answers.program.name or answers.program.coordinator.name)
        reports = has_program and answers.confidentiality.level != "strict"
        return (*STANDING_EXCEPTIONS, *(name for name in chosen if name != "program_aggregate" or reports))

    def _show(self, key: str) -> Shown:
        if (state := self.interview.state(key)) in _OPEN:
            return self.blank(key, state)
        value = value_at(self.interview, key)
        field = FIELDS.get(key) or FIELDS[key.rpartition(".")[0]]
        return in_words(value, field, self.locale)

    def blank(self, key: str, state: State | None = None) -> Shown:
        """Give the place for an answer that is still open: its topic, and the day it is decided by where one is set."""
        standing = self.interview.standings.get(key)
        label = self.locale.question(question_key(key)).label
        if standing and state is State.LATER and standing.decide_by:
            day = self.locale.day(standing.decide_by)
            label = self.locale.label("open.later", topic=label, day=day)
        return Shown((Run(label, RunKind.BLANK),), UNDECIDED)

    def _derived(self) -> Iterator[tuple[str, Shown]]:
        """Give keys that no one answers, worked out from those that are."""
        locale, schedule, answers = self.locale, self.schedule, self.interview.answers
        for person in PERSON_IDS:
            preferred = in_words(getattr(answers.people, person).preferred_name, FIELDS["people.mentee.name"], locale)
            yield person, preferred if preferred.runs else self._show(f"people.{person}.name")
        for key, day in {
            "dates.mid_point": schedule.mid_point,
            "dates.first_check": schedule.first_check,
            "dates.last_meeting": schedule.meetings[-1] if len(schedule.meetings) > 1 else None,
            "dates.next_meeting": schedule.meetings[1] if len(schedule.meetings) > 1 else None,
        }.items():
            yield key, _day(day, locale)
        end = schedule.end
        missing = "term.length" if answers.term.start else "term.start"
        yield "dates.end", Shown((Run(locale.day(end)),), GIVEN) if end else self.blank(missing)
        yield "brief.mid_point", _day(schedule.mid_point, locale, "brief")
        first = self._show("meetings.first")
        if first.token == GIVEN and (moment := answers.meetings.first):
            first = Shown((Run(_at(locale.day(moment.day, "brief"), moment, locale)),), GIVEN)
        yield "brief.first", first
        missed = answers.meetings.missed_in_a_row
        yield "missed.meetings", Shown((Run(locale.count(missed, "meeting")),), GIVEN) if missed else Shown((), ABSENT)
        length = answers.meetings.length
        if schedule.planned and length:
            meetings = locale.count(schedule.planned, "meeting")
            yield "effort.meetings", Shown((Run(meetings),), GIVEN)
            yield "effort.time", Shown((Run(_hours(schedule.planned * length.minutes, locale)),), GIVEN)
        else:
            yield "effort.meetings", Shown((), ABSENT)
            yield "effort.time", Shown((), ABSENT)
        trial = answers.term.trial_meetings
        yield "trial.meetings", Shown((Run(locale.count(trial, "meeting")),), GIVEN) if trial else Shown((), ABSENT)
        yield "contact.coordinator", _contact(answers.program.coordinator, locale)
        yield "contact.third_person", _contact(answers.problems.third_person, locale)
        zones = {getattr(answers.people, person).time_zone for person in PERSON_IDS}
        yield "zones", Shown((), "differ" if len(zones - {None}) > 1 else "same")


_OPEN = {State.UNANSWERED, State.TO_DISCUSS, State.ONE_SIDED, State.DIFFERS, State.LATER}


def value_at(interview: Interview, key: str) -> Any:
    """Give the typed value of a full key, `None` where there is none: `feedback.preference.mentee`."""
    value: Any = interview.answers
    for part in key.split("."):
        name = "schema_version" if part == "schema" else part
        value = value.get(name) if isinstance(value, dict) else getattr(value, name, None)
    return value


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
    if isinstance(value, Goal):
        return Shown((Run(value.title or "", RunKind.ANSWER),), GIVEN)
    if isinstance(value, Duration) and value.is_none:
        return Shown((Run(locale.value(field.key, "none")),), "none")
    if isinstance(value, str) and field.key.endswith("time_zone"):
        return Shown((Run(_city(value, locale)),), GIVEN)
    if isinstance(value, str) and field.key == "relationship.kind":
        return Shown((Run(locale.value(field.key, value)),), value)
    if isinstance(value, str):
        return Shown((Run(value, RunKind.ANSWER),), GIVEN)
    return Shown((Run(_phrase(value, locale)),), "none" if value == 0 else GIVEN)


def _phrase(value: object, locale: Locale) -> str:
    match value:
        case Duration():
            return locale.count(value.amount, value.unit)
        case Cadence():
            return _cadence(value, locale)
        case Moment():
            return _at(locale.day(value.day, "weekday"), value, locale)
        case DayOrMonth():
            return locale.day(value.last, "day" if value.day else "month")
        case date():
            return locale.day(value)
        case _:
            return str(value)


def _cadence(cadence: Cadence, locale: Locale) -> str:
    if cadence.every == 0:
        return locale.label("cadence.as_needed")
    if cadence.day:
        return locale.label("cadence.on_day", day=locale.label(f"ordinals.{cadence.day}"))
    if cadence.times == 2:
        return locale.label("cadence.twice_a_month")
    if cadence.every == 1:
        return locale.label(f"cadence.every_{cadence.unit}")
    return locale.label("cadence.every", units=locale.count(cadence.every, cadence.unit))


def _several(parts: list[Shown], locale: Locale) -> Shown:
    if not parts:
        return Shown((), "none")
    runs: list[Run] = []
    for index, part in enumerate(parts):
        if index:
            runs.append(Run(locale.label("lists.standard" if index == len(parts) - 1 else "lists.between")))
        runs.extend(part.runs)
    return Shown(tuple(runs), GIVEN, tuple(part.token for part in parts))


def _day(day: date | None, locale: Locale, form: str = "weekday") -> Shown:
    return Shown((Run(locale.day(day, form)),), GIVEN) if day else Shown((), ABSENT)


def _at(day: str, moment: Moment, locale: Locale) -> str:
    return locale.label("moment", day=day, clock=locale.clock(moment.clock)) if moment.clock else day


def _contact(contact: Contact, locale: Locale) -> Shown:
    """Give a person's name, with how to reach them in brackets."""
    ways = [Run(way, RunKind.ANSWER) for way in (contact.email, contact.phone) if way]
    if not contact.name:
        return Shown((), ABSENT)
    runs = [Run(contact.name, RunKind.ANSWER)]
    for index, way in enumerate(ways):
        runs += [Run(locale.label("lists.between") if index else " ("), way]
    return Shown((*runs, Run(")")) if ways else tuple(runs), GIVEN)


def _hours(minutes: int, locale: Locale) -> str:
    """Give a total time, to the nearest half hour in words: 270 minutes → "4 and a half hours"."""
    hours, rest = divmod(round(minutes / 30), 2)
    if hours == 0:
        return locale.label("time.half_hour")
    return locale.label("time.and_a_half", hours=hours) if rest else locale.count(hours, "hour")


def _city(zone: str, locale: Locale) -> str:
    from babel.dates import get_timezone_location

    return str(get_timezone_location(zone, locale=locale.babel, return_city=True))


def answer_in_words(key: str, value: Any, locale: Locale) -> str:
    """Give one typed answer in words, as messages and lists show it."""
    return plain(in_words(value, FIELDS[question_key(key)], locale).runs)
