"""Interview → what a good coordinator would point out, as codes and typed values; `telling` has the words.

Nothing here is a mistake. A warning is worth a change, a nudge is worth a talk and is an item of the first outline, a
note is worth knowing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from agreementgen.errors import Code
from agreementgen.interview.body import slug_of
from agreementgen.interview.fields import (
    FIELDS,
    MENTOR_IDS,
    Contact,
    Goal,
    Person,
)
from agreementgen.interview.health import HealthWords
from agreementgen.interview.model import Interview, State, person_of, question_key
from agreementgen.interview.reach import texts_of
from agreementgen.interview.readiness import is_for_minors
from agreementgen.interview.schedule import after
from agreementgen.interview.values import Duration
from agreementgen.locales import Locale

__all__ = ["Advice", "Topic", "advice_on", "nudges"]

MOST_GOALS = 3
TOPICS = ("boundaries.off_limits", "boundaries.sensitive")
"""Where a topic is named so that it is left alone, or treated with care: health may be one."""


class Topic(str):
    """A full key that is called by its topic."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing worth a thought.

    Attributes:
        code: What it is, with its level.
        key: Full key of the answer it is about.
        near: Keys to show the place of, the first that is in the file; that of the answer itself where there are none.
        words: Typed values for its words: dates, durations, names.
        quote: The part of a longer text that is meant.
    """

    code: Code
    key: str
    near: tuple[str, ...] = ()
    words: Mapping[str, Any] = field(default_factory=dict)
    quote: str = ""


def advice_on(interview: Interview, locale: Locale, today: date | None = None) -> tuple[Advice, ...]:
    """Give everything that is worth a thought; an answer that is still open gets no advice.

    Args:
        interview: The interview.
        locale: Whose words tell that a text speaks of somebody's health.
        today: The day by which dates are past; without it no date is.
    """
    return (
        *_young(interview),
        *_authority(interview),
        *_goals(interview),
        *_dates(interview),
        *(_past(interview, today) if today else ()),
        *_health(interview, locale),
        *_two_parts(interview),
        *nudges(interview),
        *_notes(interview),
    )


def nudges(interview: Interview) -> tuple[Advice, ...]:
    """Give what nobody has to answer and both had better talk about: the outlines ask for it."""
    return (*_lacking(interview), *_reporters(interview), *_third_person(interview))


def _young(interview: Interview) -> Iterator[Advice]:
    """Miss who and what protects a minor, in the draft already."""
    missing = [
        key for key, standing in interview.blocking() if standing.state is State.UNANSWERED and is_for_minors(key)
    ]
    if missing:
        names = tuple(person_of(interview.answers, id_).name or "" for id_ in interview.minors)
        words = {"young": names, "topics": tuple(Topic(key) for key in missing)}
        yield Advice(Code.MINOR_UNPROTECTED, missing[0], words=words)


def _authority(interview: Interview) -> Iterator[Advice]:
    """Advise another mentor where this one decides about the mentee, and no other is named."""
    answers = interview.answers
    others = [*(person_of(answers, id_).name for id_ in MENTOR_IDS[1:]), answers.research.second_mentor]
    if answers.relationship.mentor_has_say == "direct" and not any(others):
        yield Advice(Code.MENTOR_DECIDES, "relationship.mentor_has_say")


def _goals(interview: Interview) -> Iterator[Advice]:
    """Look at how many goals there are, and whether the mentoring lasts until each is to be reached."""
    goals, start, end = interview.answers.goals or (), interview.answers.term.start, interview.schedule.end
    if len(goals) > MOST_GOALS:
        yield Advice(Code.MANY_GOALS, "goals", (f"{_key(goals[MOST_GOALS])}.title",), {"count": len(goals)})
    for goal in goals:
        if not (goal.by and start and end):
            continue
        first = goal.by.last if goal.by.day else goal.by.last.replace(day=1)
        if goal.by.last < start or first > end:
            run = {"title": goal.title, "by": goal.by, "start": start, "end": end}
            yield Advice(Code.GOAL_OUTSIDE_TERM, f"{_key(goal)}.by", words=run)


def _dates(interview: Interview) -> Iterator[Advice]:
    """Look at the first meeting; one after the end is an error, since there would be no meeting at all."""
    first, start = interview.answers.meetings.first, interview.answers.term.start
    if first and start and first.day < start:
        yield Advice(Code.FIRST_BEFORE_START, "meetings.first", words={"day": first.day, "start": start})


def _past(interview: Interview, today: date) -> Iterator[Advice]:
    """Name the last of end, middle and start that has passed: the others have passed with it.

    As long as the agreement may still be signed, so many days after the first meeting, a start in the past is how it
    is planned: the two meet, settle what was open, and sign.
    """
    answers, schedule = interview.answers, interview.schedule
    start, first, wait = answers.term.start, answers.meetings.first, answers.program.sign_by
    to_sign = after(first.day, wait) if first and wait else None
    if schedule.end and schedule.end < today:
        yield Advice(Code.END_PAST, "term.end", ("term.end", "term.length", "term.start"), {"end": schedule.end})
    elif start and schedule.mid_point and schedule.mid_point < today:
        words = {"day": schedule.mid_point, "start": start}
        yield Advice(Code.MIDDLE_PAST, "review.mid_point", ("review.mid_point", "term.start"), words)
    elif start and start < today and not (to_sign and today <= to_sign):
        yield Advice(Code.START_PAST, "term.start", words={"start": start})


def _health(interview: Interview, locale: Locale) -> Iterator[Advice]:
    """Find what speaks of somebody's health in free texts that are printed, once for each answer."""
    answers = interview.answers
    people = [person_of(answers, id_) for id_ in interview.people]
    words = HealthWords(locale, [name for person in people for name in (person.name, person.preferred_name) if name])
    seen: set[str] = set()
    for key, text in texts_of(answers):
        declared = FIELDS[question_key(key)]
        if not (declared.item_is_text and declared.asked.printed_in) or key in (*TOPICS, *seen):
            continue
        if quote := words.find(text):
            seen.add(key)
            yield Advice(Code.ABOUT_HEALTH, key, words={"words": quote}, quote=quote)


def _two_parts(interview: Interview) -> Iterator[Advice]:
    """Find the mentor among those whom the mentee would turn to about the mentor.

    With somebody else to turn to, a mentor may coordinate the program. A mentor who is the mentee's manager as well
    decides about the mentee: nothing is said where the pair says so.
    """
    answers = interview.answers
    mentors = [(id_, person_of(answers, id_)) for id_ in interview.people if id_ == "facilitator" or id_ in MENTOR_IDS]
    helpers = {
        "program.coordinator": answers.program.coordinator,
        "people.line_manager": answers.people.line_manager,
        "problems.third_person": answers.problems.third_person,
    }
    found = [(key, id_, one) for key, one in helpers.items() for id_, mentor in mentors if _is_same(one, mentor)]
    caught = {key for key, *_ in found}
    has_help = any(helpers[key].name and key not in caught for key in ("problems.third_person", "program.coordinator"))
    for key, id_, helper in found:
        if key == "people.line_manager":
            if answers.relationship.mentor_has_say == "direct":
                continue
        elif has_help:
            continue
        words = {"name": helper.name or helper.email, "part": key.rpartition(".")[2]}
        yield Advice(
            Code.MENTOR_IN_TWO_PARTS, f"{key}.name", (f"{key}.name", f"{key}.email", f"people.{id_}.name"), words
        )


def _is_same(one: Contact, other: Person) -> bool:
    pairs = ((one.name, other.name), (one.email, other.email))
    return any(a and b and _plain(a) == _plain(b) for a, b in pairs)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _lacking(interview: Interview) -> Iterator[Advice]:
    """Find goals that say nothing, not even "none", about by what, or by when, they are reached."""
    for goal in interview.answers.goals or ():
        for part, code in (("measure", Code.GOAL_WITHOUT_MEASURE), ("by", Code.GOAL_WITHOUT_DATE)):
            key = f"{_key(goal)}.{part}"
            if getattr(goal, part) is None and key not in interview.standings:
                yield Advice(code, key, (f"{_key(goal)}.title",), {"title": goal.title})


def _reporters(interview: Interview) -> Iterator[Advice]:
    """Find who does not know whether they must report what they hear; it weighs most with students and with minors."""
    said = interview.answers.confidentiality.reporter or {}
    if interview.answers.relationship.kind != "academic" and not interview.minors:
        return
    for id_ in interview.people:
        if said.get(id_) == "unknown":
            words = {"name": person_of(interview.answers, id_).name or id_, "person": id_}
            yield Advice(Code.REPORTER_UNKNOWN, f"confidentiality.reporter.{id_}", words=words)


def _third_person(interview: Interview) -> Iterator[Advice]:
    """Miss somebody to turn to, unless the two said that they want none."""
    answers = interview.answers
    named = answers.program.coordinator.name or answers.problems.third_person.name
    if not named and "problems.third_person.name" not in interview.standings:
        yield Advice(Code.NO_THIRD_PERSON, "problems.third_person")


def _notes(interview: Interview) -> Iterator[Advice]:
    """Tell what a strict secret leaves out, and how much time the whole takes."""
    answers, planned = interview.answers, interview.schedule.planned
    if answers.confidentiality.level == "strict":
        yield Advice(Code.STRICT_HAS_LIMITS, "confidentiality.level")
    if planned and answers.meetings.length:
        time = Duration(planned * answers.meetings.length.minutes, "minute")
        yield Advice(
            Code.TIME_ASKED, "meetings.cadence", words={"meetings": Duration(planned, "meeting"), "time": time}
        )


def _key(goal: Goal) -> str:
    return f"goals.{slug_of(goal.title or '')}"
