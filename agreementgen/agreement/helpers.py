"""Interview → who helps the mentee with what, and how everyone is reached; for the map and the contact card."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from agreementgen.agreement.compose import Agreement
from agreementgen.agreement.phrases import in_words
from agreementgen.agreement.scene import Scene, scene_of
from agreementgen.agreement.sheets import Sheet
from agreementgen.agreement.text import Run, RunKind, Runs, runs_of
from agreementgen.interview.fields import FIELDS, Contact
from agreementgen.interview.model import Interview, person_of
from agreementgen.locales import Locale

__all__ = ["CoveredGoal", "Helper", "TeamMap", "compose_contacts", "compose_map", "has_map"]


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody who helps.

    Attributes:
        part: The part they play, in words.
        ways: How to reach them, as far as it was given.
        covers: What they help with, as far as it was said.
        say: What say they have over the mentee, or as the head of the column asks; empty where nobody was asked.
    """

    name: Runs
    part: str
    ways: tuple[Runs, ...] = ()
    covers: Runs = ()
    say: Runs = ()


@dataclass(frozen=True, slots=True)
class CoveredGoal:
    """One goal, with what was said about the help for it, each under its label."""

    title: Runs
    help: tuple[tuple[str, Runs], ...]


@dataclass(frozen=True, slots=True)
class TeamMap:
    """Goals and people, to be put together by hand.

    Attributes:
        mentors: Those whose help with a goal can be ticked.
        others: Who else is there.
    """

    goals: tuple[CoveredGoal, ...]
    mentors: tuple[Helper, ...]
    others: tuple[Helper, ...]


def has_map(interview: Interview) -> bool:
    """Tell whether there is a goal, or anybody beside the two, to put on a map."""
    answers = interview.answers
    outside = (answers.people.line_manager, answers.program.coordinator, answers.problems.third_person)
    named = any(contact.name for contact in outside) or len(interview.people) > 2
    return bool(interview.minors or named or answers.goals or answers.resources or answers.research.second_mentor)


def compose_map(interview: Interview, locale: Locale, agreement: Agreement, sheet: Sheet) -> TeamMap:
    """Put goals and people on a map; who covers which goal is ticked by hand, since no answer says it for sure."""
    scene, answers = scene_of(interview, locale), interview.answers
    goals = []
    for goal in answers.goals or ():
        said = ((name, in_words(getattr(goal, name), FIELDS[f"goals.*.{name}"], locale).runs) for name in HELP)
        helped = tuple((sheet.words[name], runs) for name, runs in said if runs)
        goals.append(CoveredGoal((Run(goal.title or "", RunKind.ANSWER),), helped))
    stands = tuple(run for block in sheet.part("say").blocks for line in runs_of(block) for run in line)
    mentors = []
    for party in (each for each in agreement.parties if each.id in interview.mentors):
        say = stands if party.id == interview.mentors[0] else ()
        mentors.append(Helper(party.name, party.role, covers=scene.shown[f"people.{party.id}.covers"].runs, say=say))
    return TeamMap(tuple(goals), tuple(mentors), tuple(_merged(_others(scene, sheet), locale)))


HELP = ("mentor_help", "resources")
"""Parts of a goal that tell who or what helps with it."""


def _merged(helpers: Iterator[Helper], locale: Locale) -> Iterator[Helper]:
    """Give everyone once, with all that they help with."""
    found: dict[Runs, Helper] = {}
    for each in helpers:
        first = found.get(each.name)
        if first is None:
            found[each.name] = each
            continue
        between = (Run(locale.label("lists.between")),) if first.covers and each.covers else ()
        covers = (*first.covers, *between, *each.covers)
        found[each.name] = replace(first, covers=covers, part=first.part or each.part)
    yield from found.values()


def _others(scene: Scene, sheet: Sheet) -> Iterator[Helper]:
    answers, words = scene.interview.answers, sheet.words
    if second := answers.research.second_mentor:
        yield Helper((Run(second, RunKind.ANSWER),), words["second_mentor"])
    if name := answers.people.guardian.name:
        yield Helper((Run(name, RunKind.ANSWER),), scene.locale.label("roles.guardian"), say=(Run(words["direct"]),))
    if name := answers.people.line_manager.name:
        stands = (Run(words["manager_say"]),) if words["manager_say"] else ()
        yield Helper((Run(name, RunKind.ANSWER),), words["manager"], say=stands)
    if name := answers.problems.third_person.name:
        yield Helper((Run(name, RunKind.ANSWER),), words["third_person"], covers=(Run(words["stuck"]),))
    if name := answers.program.coordinator.name:
        yield Helper(
            (Run(name, RunKind.ANSWER),), scene.locale.label("roles.coordinator"), covers=(Run(words["program"]),)
        )
    for resource in answers.resources or ():
        if resource.who:
            yield Helper((Run(resource.who, RunKind.ANSWER),), "", covers=(Run(resource.need or "", RunKind.ANSWER),))


def compose_contacts(interview: Interview, agreement: Agreement, sheet: Sheet) -> tuple[tuple[Helper, ...], ...]:
    """Gather how everyone is reached, as far as it was given: the people themselves, then who else helps."""
    answers = interview.answers
    own = []
    for party in (each for each in agreement.parties if each.id in interview.people):
        person = person_of(answers, party.id)
        own.append(Helper(party.name, party.role, _ways(person.email, person.phone)))
    others: tuple[tuple[str, Contact], ...] = (
        ("coordinator", answers.program.coordinator),
        ("alternate", answers.program.alternate_contact),
        ("third_person", answers.problems.third_person),
        ("safeguarding_lead", answers.program.safeguarding_lead),
    )
    helpers = tuple(
        Helper((Run(contact.name, RunKind.ANSWER),), sheet.words[name], _ways(contact.email, contact.phone))
        for name, contact in others
        if contact.name
    )
    return (tuple(own), helpers)


def _ways(*ways: str | None) -> tuple[Runs, ...]:
    return tuple((Run(way, RunKind.ANSWER),) for way in ways if way)
