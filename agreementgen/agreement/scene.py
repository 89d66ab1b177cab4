"""Interview → what every key says in words."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from math import ceil
from typing import Any

from agreementgen.agreement.phrases import (
    ABSENT,
    GIVEN,
    UNDECIDED,
    Shown,
    at_moment,
    contact_in_words,
    day_in_words,
    every,
    in_words,
    joined,
)
from agreementgen.agreement.text import Run, RunKind, Runs, plain
from agreementgen.interview.fields import ANSWERING_IDS, FIELDS, Section
from agreementgen.interview.layers import kinds, lineage
from agreementgen.interview.model import Interview, State, is_to_be_named, person_of, question_key
from agreementgen.interview.reach import answer_at
from agreementgen.interview.schedule import Schedule, sign_by
from agreementgen.interview.values import Duration
from agreementgen.locales import Locale, fold

__all__ = ["Scene", "scene_of"]

STANDING_EXCEPTIONS = ("harm", "law", "safeguarding")
EACH = (
    "also_agreed", "boundaries.conflicts", "boundaries.off_limits", "boundaries.sensitive", "commitments.both",
    "commitments.everyone", "commitments.mentee", "commitments.mentor", "entrepreneurship.competing_ventures",
    "entrepreneurship.interests", "goals", "initial_topics", "mentor_goals", "peer.referral_list",
    "relationship.mentor_role_words", "research.milestones", "reverse.topics", "youth.approved_channels",
    "youth.places",
)  # fmt: skip
"""Lists that a clause may go through, one line an item."""
RESEARCH_DETAILS = tuple(
    f"research.{name}"
    for name in (
        "data_ownership", "working_hours", "leave_notice", "lab_duties", "funding_note", "conferences",
        "ai_tools_policy", "second_mentor",
    )
)  # fmt: skip
"""What is printed under its topic, line by line."""


class Scene:
    """One interview in the words of one locale, by key; everything that is composed is composed from here.

    Args:
        interview: The interview.
        locale: Whose words to take; those of the interview's kind go before the rest.
        below: A scene of the same interview and locale that has all keys but the further ones.
        extra: These further keys with their words, such as the copy an agenda is for; there are no dots in them.
    """

    def __init__(
        self,
        interview: Interview,
        locale: Locale,
        below: Scene | None = None,
        extra: Mapping[str, Shown] | None = None,
    ) -> None:
        self.interview = interview
        self.locale = locale.of_kind(interview.kind)
        self._below = below
        self._extra = dict(extra or {})

    def with_extra(self, extra: Mapping[str, Shown]) -> Scene:
        """Give the same scene with further keys; what this one has in words already is not put into words again."""
        return Scene(self.interview, self.locale, self, extra)

    @cached_property
    def schedule(self) -> Schedule:
        """The dates of this pair."""
        return self.interview.schedule

    @cached_property
    def shown(self) -> MutableMapping[str, Shown]:
        """Every key that is no part of a list, in words; derived ones among them."""
        if self._below:
            return ChainMap(self._extra, self._below.shown)
        found = {key: self._show(key) for key, field in FIELDS.items() if "*" not in key and not field.asked.per_person}
        for key, field in FIELDS.items():
            if field.asked.per_person:
                found |= {f"{key}.{person}": self._show(f"{key}.{person}") for person in ANSWERING_IDS}
        return found | dict(self._derived())

    @cached_property
    def tree(self) -> dict[str, Any]:
        """The same, nested at the dots, so that a clause can say `{{ meetings.cadence }}`."""
        if self._below:
            return {**self._below.tree, **self._extra}
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
        if self._below:
            return self._below.each
        answers, locale = self.interview.answers, self.locale

        def items(key: str, values: tuple[str, ...] | None) -> list[Shown]:
            return [in_words(value, FIELDS[key], locale) for value in values or ()]

        found: dict[str, Any] = {"exceptions": [self._exception(name) for name in self.exceptions]}
        for key in EACH:
            *branches, leaf = key.split(".")
            branch = found
            for part in branches:
                branch = branch.setdefault(part, {})
            branch[leaf] = items(key, answer_at(self.interview.answers, key))
        found["feedback"] = {}
        found["feedback"]["others"] = [
            self._preference(person)
            for person in self.interview.people
            if person not in self.interview.partners and self.shown[f"feedback.preference.{person}"].runs
        ]
        found["covering"] = [
            self._mentor(person) for person in self.interview.mentors if self.shown[f"people.{person}.covers"].runs
        ]
        found["people"] = [{"name": self.shown[person]} for person in self.interview.people]
        found["preferences"] = [self._preference(person) for person in self.interview.people]
        found["reporters"] = [self._reporter(person) for person in self.interview.people]
        found["research_details"] = [
            {"label": self.locale.question(key).label, "text": self.shown[key]} for key in self._research_details
        ]
        found["policies"] = [self._item("program.policies", policy) for policy in answers.program.policies or ()]
        found["resources"] = [self._item("resources", resource) for resource in answers.resources or ()]
        return found

    def _exception(self, name: str) -> Shown:
        """Give one exception in words; what the program hears is what it says it wants to hear."""
        reporting = self.interview.answers.program.reporting
        if name == "program_aggregate" and reporting:
            return Shown((Run(self.locale.value("program.reporting", reporting)),), name)
        return in_words(name, FIELDS["confidentiality.exceptions"], self.locale)

    def _preference(self, person: str) -> dict[str, Shown]:
        """Give one person's name with how they like to hear things."""
        return {"name": self.shown[person], "likes": self.shown[f"feedback.preference.{person}"]}

    def _mentor(self, person: str) -> dict[str, Shown]:
        return {"name": self.shown[person], "covers": self.shown[f"people.{person}.covers"]}

    def _reporter(self, person: str) -> dict[str, Shown]:
        return {"name": self.shown[person], "duty": self.shown[f"confidentiality.reporter.{person}"]}

    def names_of(self, people: Sequence[str]) -> Runs:
        """Give several people's names in one line, by person id."""
        return joined([self.shown[person].runs for person in people], self.locale)

    def _item(self, key: str, section: Section) -> dict[str, Shown]:
        """Give the parts of one item of a list in words, by name."""
        names = type(section).model_fields
        return {name: in_words(getattr(section, name), FIELDS[f"{key}.*.{name}"], self.locale) for name in names}

    @property
    def _research_details(self) -> tuple[str, ...]:
        return tuple(key for key in RESEARCH_DETAILS if self.shown[key].runs)

    @property
    def sign_by(self) -> date | None:
        """The day by which a program wants the agreement signed: so long after the first meeting."""
        return sign_by(self.interview.answers)

    @property
    def _has_program(self) -> bool:
        program = self.interview.answers.program
        return bool(program.name or program.coordinator.name)

    @property
    def exceptions(self) -> tuple[str, ...]:
        """Name what can never stay secret, and what the pair or program added to it.

        The first three always stand, whatever anyone chooses. A report to a program needs a program, and `strict`
        leaves it out.
        """
        answers = self.interview.answers
        chosen = answers.confidentiality.exceptions or ()
        reporting = answers.program.reporting
        reports = self._has_program and answers.confidentiality.level != "strict" and reporting != "none"
        return (*STANDING_EXCEPTIONS, *(name for name in chosen if name != "program_aggregate" or reports))

    def _show(self, key: str) -> Shown:
        if (state := self.interview.state(key)) in _OPEN:
            return self.blank(key, state)
        value = answer_at(self.interview.answers, key)
        if value is None and key == "goals" and any(other.startswith("goals.") for other in self.interview.standings):
            # Each of the two has named some, and none of these is settled.
            return self.blank(key)
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
        yield from self._derived_from_people()
        for person in ANSWERING_IDS:
            yield person, self._called(person)
        if is_to_be_named(answers):
            yield "mentor", Shown((Run(locale.label("people.the_mentor")),), GIVEN)
            if self.interview.state("people.mentor.name") is None:
                yield "people.mentor.name", Shown((Run(locale.label("people.to_be_named")),), GIVEN)
        for key, day in {
            "dates.mid_point": schedule.mid_point,
            "dates.first_check": schedule.first_check,
            "dates.last_meeting": schedule.meetings[-1] if len(schedule.meetings) > 1 else None,
            "dates.next_meeting": schedule.meetings[1] if len(schedule.meetings) > 1 else None,
        }.items():
            yield key, day_in_words(day, locale)
        brief = day_in_words(schedule.mid_point, locale, "brief")
        if (state := self.interview.state("review.mid_point")) in _OPEN:
            brief = self.blank("review.mid_point", state)
            yield "dates.mid_point", brief
        yield "brief.mid_point", brief
        end = schedule.end
        missing = "term.length" if answers.term.start else "term.start"
        yield "dates.end", Shown((Run(locale.day(end)),), GIVEN) if end else self.blank(missing)
        first = self._show("meetings.first")
        if first.token == GIVEN and (moment := answers.meetings.first):
            first = Shown((Run(at_moment(locale.day(moment.day, "brief"), moment, locale)),), GIVEN)
        yield "brief.first", first
        missed = answers.meetings.missed_in_a_row
        yield "missed.meetings", Shown((Run(locale.count(missed, "missed")),), GIVEN) if missed else Shown((), ABSENT)
        length = answers.meetings.length
        if schedule.planned and length:
            meetings = locale.count(schedule.planned, "meeting")
            yield "effort.meetings", Shown((Run(meetings),), GIVEN)
            yield "effort.time", Shown((Run(locale.hours(schedule.planned * length.minutes)),), GIVEN)
        else:
            yield "effort.meetings", Shown((), ABSENT)
            yield "effort.time", Shown((), ABSENT)
        yield "joint.rhythm", _rhythm(answers.team.joint_meeting_every, locale)
        yield "again.rhythm", _rhythm(answers.review.every, locale)
        copies = answers.signatures.copies
        counted = (Run(locale.count(copies, "copy")),) if copies else ()
        yield "signed.copies", Shown(counted, {None: ABSENT, 1: "one"}.get(copies, "several"))
        kind = self._show("relationship.kind")
        if kind.token in kinds(locale.templates):
            # A kind of one's own has the words of those it is like.
            yield "relationship.kind", replace(kind, tokens=lineage(kind.token, locale.templates))
        goals = self.interview.standings.get("goals")
        yield "goals_by", Shown((), GIVEN if goals and goals.decide_by else ABSENT)
        trial = answers.term.trial_meetings
        yield "trial.meetings", Shown((Run(locale.count(trial, "meeting")),), GIVEN) if trial else Shown((), ABSENT)
        zones = {person_of(answers, person).time_zone for person in self.interview.partners}
        yield "zones", Shown((), "differ" if len(zones - {None}) > 1 else "same")
        yield from self._derived_from_lists()
        yield from self._derived_for_group()
        yield "dates.sign_by", day_in_words(self.sign_by, locale)

    def _derived_from_people(self) -> Iterator[tuple[str, Shown]]:
        """Give what follows from who there is."""
        interview, answers, locale = self.interview, self.interview.answers, self.locale
        for name, contact in {
            "coordinator": answers.program.coordinator,
            "alternate": answers.program.alternate_contact,
            "safeguarding_lead": answers.program.safeguarding_lead,
            "line_manager": answers.people.line_manager,
            "third_person": answers.problems.third_person,
        }.items():
            yield f"contact.{name}", contact_in_words(contact, locale)
        yield "contact.guardian", contact_in_words(answers.people.guardian, locale)
        yield "mentors", Shown((), "several" if len(interview.mentors) > 1 else "one")
        likes = (answers.feedback.preference or {}).keys() - set(interview.partners)
        yield "others", Shown((), "some" if likes else "none")
        yield "minors", Shown((), "some" if interview.minors else "none")
        yield "young", self._names(interview.minors)
        pair = self._names(("mentee", *interview.mentors))
        if not interview.is_pair:
            lead = plain(self._show("people.facilitator.name").runs)
            pair = Shown((Run(locale.label("people.led_by", name=lead)),), GIVEN)
        yield "pair", pair

    def _names(self, people: tuple[str, ...]) -> Shown:
        """Give the full names of some people in one phrase; a name that is still missing is a place for it.

        Whoever is named later has none, and is left out.
        """
        known = (self._show(f"people.{id_}.name").runs for id_ in people)
        names = joined([runs for runs in known if runs], self.locale)
        return Shown(names, GIVEN if names else ABSENT)

    def _derived_for_group(self) -> Iterator[tuple[str, Shown]]:
        """Give what only a group speaks of: its names, and how often each of them comes."""
        locale, group, planned = self.locale, self.interview.answers.group, self.schedule.planned
        called = [] if self.interview.is_pair else [self._called(id_).runs for id_ in self.interview.people]
        names = joined([runs for runs in called if runs], locale)
        yield "everyone", Shown(names, GIVEN if names else ABSENT)
        share, missed = group.attendance_min, group.missed_limit
        words = ""
        if share and planned:
            words = locale.label("group.of_planned", count=ceil(planned * share / 100), planned=planned)
        elif share:
            words = locale.label("group.share", share=share)
        yield "attendance", Shown((Run(words),), GIVEN) if words else Shown((), ABSENT)
        yield "missed.limit", Shown((Run(locale.count(missed, "missed")),), GIVEN) if missed else Shown((), ABSENT)

    def _called(self, person: str) -> Shown:
        """Give what somebody is called in everyday life, by person id."""
        preferred = person_of(self.interview.answers, person).preferred_name
        shown = in_words(preferred, FIELDS["people.mentee.name"], self.locale)
        return shown if shown.runs else self._show(f"people.{person}.name")

    def _derived_from_lists(self) -> Iterator[tuple[str, Shown]]:
        """Give what follows from lists of answers."""
        locale, answers = self.locale, self.interview.answers
        for who in ("mentee", "mentor", "both", "everyone"):
            promises = getattr(answers.commitments, who) or ()
            known = all(locale.has_value(f"commitments.{who}", fold(text)) for text in promises)
            yield f"promises.{who}", Shown((), "library" if known else "own")
        has_say = answers.relationship.mentor_has_say
        roles = [
            locale.value("relationship.not_roles", role)
            for role in answers.relationship.not_roles or ()
            if role != "line_manager" or has_say == "none"
        ]
        yield "roles.not", Shown((Run(locale.joined(roles, "or")),), GIVEN) if roles else Shown((), ABSENT)
        least = answers.meetings.minimum_meetings
        yield "minimum.times", Shown((Run(locale.count(least, "time")),), GIVEN) if least else Shown((), ABSENT)
        noted = answers.working_together.power_note
        has_power = has_say in ("some", "direct") if noted is None else noted
        yield "power", Shown((), "yes" if has_power else "no")
        yield "has_program", Shown((), "yes" if self._has_program else "no")
        said = any(self._show(key).runs for key in RESEARCH_DETAILS)
        yield "research_details", Shown((), GIVEN if said else ABSENT)


_OPEN = {State.UNANSWERED, State.TO_DISCUSS, State.ONE_SIDED, State.DIFFERS, State.LATER}


def _rhythm(apart: Duration | None, locale: Locale) -> Shown:
    return Shown((Run(every(apart.amount, apart.unit, locale)),), GIVEN) if apart else Shown((), ABSENT)


_latest: list[Scene] = []


def scene_of(interview: Interview, locale: Locale) -> Scene:
    """Give the scene of an interview; the one of before, where a paper of the same interview was composed last."""
    for scene in _latest:
        if scene.interview is interview and scene.locale is locale.of_kind(interview.kind):
            return scene
    # What was made is given, and not what is kept then: another thread may have put the scene of its own pair there.
    made = Scene(interview, locale)
    _latest[:] = [made]
    return made
