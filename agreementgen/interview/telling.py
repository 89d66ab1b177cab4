"""Advice → problems with a level below error: their words, and the line that each is about."""

from __future__ import annotations

from datetime import date
from typing import Any

from agreementgen.errors import Code, Level, Problem
from agreementgen.interview.advice import Advice, Topic, advice_on
from agreementgen.interview.log import Place, ProblemLog
from agreementgen.interview.model import Interview, question_key
from agreementgen.interview.values import DayOrMonth, Duration
from agreementgen.locales import Locale

__all__ = ["advise", "said"]

EXAMPLES = {
    Code.GOAL_WITHOUT_MEASURE: "goals.*.measure",
    Code.GOAL_WITHOUT_DATE: "goals.*.by",
    Code.NO_THIRD_PERSON: "problems.third_person.name",
}
"""Whose example shows what to write; for a date, the last month of the pair's own time is better."""
LEVELS = tuple(Level)


def advise(interview: Interview, locale: Locale, text: str = "", *, today: date | None = None) -> tuple[Problem, ...]:
    """Give what is worth a thought in words: warnings, then nudges, then notes, each in the order of the file.

    Args:
        interview: An interview without problems.
        locale: Whose words the messages take.
        text: The file's text, to show the lines; may be left out.
        today: The day by which dates are past; without it no date is.
    """
    locale = locale.of_kind(interview.kind)
    log = ProblemLog(interview.file, locale, text)
    for each in advice_on(interview, locale, today):
        words = {name: _said(value, locale) for name, value in each.words.items()}
        if "young" in words:
            words["young"] = words["young"] or locale.label("people.somebody")
        if each.code in EXAMPLES:
            words["example"] = locale.question(EXAMPLES[each.code]).example
        if each.code is Code.GOAL_WITHOUT_DATE and (end := interview.schedule.end):
            words["example"] = f"{end:%Y-%m}"
        if part := words.get("part"):
            words |= {"part": locale.label(f"advice.parts.{part}"), "advice": locale.label(f"advice.instead_of.{part}")}
        log.add(each.code, _place(each, interview, log), key=each.key, **words)
    return tuple(sorted(log.ordered(), key=lambda problem: LEVELS.index(problem.code.level)))


def _said(value: Any, locale: Locale) -> str:
    if isinstance(value, Duration) and value.unit == "minute":
        return locale.hours(value.amount)
    return said(value, locale)


def said(value: object, locale: Locale) -> str:
    """Put a length of time, a date, a topic or several of these into words; any other value is its own text."""
    match value:
        case tuple():
            return locale.joined([said(each, locale) for each in value])
        case Topic():
            return locale.question(question_key(value)).label
        case Duration():
            return locale.count(value.amount, value.unit)
        case DayOrMonth():
            return locale.day(value.last, "day" if value.day else "month")
        case date():
            return locale.day(value)
        case _:
            return str(value)


def _place(advice: Advice, interview: Interview, log: ProblemLog) -> Place | None:
    """Give the place of what is meant; `None` where it stands in another file or in none."""
    standings = (interview.standings.get(key) for key in advice.near or (advice.key,))
    place = next((each.place for each in standings if each and each.place and each.place.line), None)
    if place is None or not advice.quote:
        return place
    # A longer text has the place of its key; the words that are meant come behind it, if no line break parts them.
    for number, line in enumerate(log.lines[place.line - 1 :], place.line):
        column = line.find(advice.quote, place.column if number == place.line else 0)
        if column >= 0:
            return Place(number, column + 1, len(advice.quote))
    return place
