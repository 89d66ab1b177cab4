"""The interview as the floors above see it: typed answers, and how each of them stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from agreementgen.interview.fields import (
    ANSWERING_IDS,
    FIELDS,
    MEMBER_IDS,
    MENTOR_IDS,
    MINOR,
    Answers,
    Contact,
    Mentee,
    Mentor,
    Person,
    core_of,
    people_for,
)
from agreementgen.interview.log import Place
from agreementgen.interview.schedule import Schedule, plan
from agreementgen.resources import SHIPPED, Templates

__all__ = [
    "BLOCKING",
    "Interview",
    "Origin",
    "OwnClause",
    "OwnClauses",
    "Standing",
    "State",
    "case_of",
    "is_to_be_named",
    "minors_in",
    "must_say",
    "person_of",
    "question_key",
    "rank",
    "wholes_of",
]


class State(StrEnum):
    """How an answer stands; these names and no others, in code and in JSON."""

    AGREED = "agreed"
    DEFAULTED = "defaulted"
    UNANSWERED = "unanswered"
    TO_DISCUSS = "to_discuss"
    ONE_SIDED = "one_sided"
    DIFFERS = "differs"
    LATER = "later"


BLOCKING = frozenset({State.UNANSWERED, State.TO_DISCUSS, State.ONE_SIDED, State.DIFFERS})
"""States that keep an agreement from becoming final."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one answer stands.

    Attributes:
        state: Its state.
        place: Where it is written; for a missing answer its section, else the end of nothing: `None`.
        views: What each person said, typed, by person id; only for `one_sided` and `differs`.
        decide_by: The day by which a `later` answer is decided.
    """

    state: State
    place: Place | None = None
    views: Mapping[str, Any] = field(default_factory=dict)
    decide_by: date | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from.

    Attributes:
        source: `pair`, `program`, `kind`, `field`, or `set` for the command line.
        name: The file of the pair or of the program, or the kind of mentoring; empty where it is not known any more.
        line: The line in that file, counted from 1; 0 for none.
        is_locked: Whether the program keeps it from being changed.
    """

    source: str
    name: str = ""
    line: int = 0
    is_locked: bool = False


@dataclass(frozen=True, slots=True)
class OwnClause:
    """A clause in a program's own words.

    Attributes:
        id: The id of the shipped clause that it replaces, or its own.
        data: The clause as its file gives it: `{title:, owner:, reviewed_on:, variants: [{when:, text:}, …]}`.
        file: Name of the file that it was read from, as problems show it.
        places: Where each variant's text begins in that file.
        source: The text of that file, to show its lines.
    """

    id: str
    data: Mapping[str, Any]
    file: str = ""
    places: tuple[Place, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class OwnClauses:
    """What a program changes about the clauses.

    Attributes:
        drop: Ids of the shipped clauses that are not printed.
        replace: Own clauses by the id of the shipped one whose place they take.
        add: Further clauses, in order.
    """

    drop: tuple[str, ...] = ()
    replace: Mapping[str, OwnClause] = field(default_factory=dict)
    add: tuple[OwnClause, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.drop or self.replace or self.add)

    @property
    def all(self) -> tuple[OwnClause, ...]:
        """Give every own clause."""
        return (*self.replace.values(), *self.add)


@dataclass(frozen=True, slots=True)
class Interview:
    """The interview of a pair or a group: what they said, what stands by default, and what is still open.

    Attributes:
        answers: Typed answers with the defaults filled in; `None` where nothing stands, or something is open.
        standings: By full key, in the order of the questions. A key that is missing was left out and has no default.
        file: Name of the file it was read from.
        from_program: Keys whose answers came from the program's file.
        origins: Where the value of each key comes from; what is open has none.
        clauses: What the program changes about the clauses.
        templates: Whose kinds gave the defaults, and whose words it is put into.
    """

    answers: Answers
    standings: Mapping[str, Standing]
    file: str = "interview.yaml"
    from_program: tuple[str, ...] = ()
    origins: Mapping[str, Origin] = field(default_factory=dict)
    clauses: OwnClauses = OwnClauses()
    templates: Templates = SHIPPED

    def state(self, key: str) -> State | None:
        """Give the state of a full key; an open parent opens its parts; `None` for what was left out."""
        return next((self.standings[whole].state for whole in wholes_of(key) if whole in self.standings), None)

    def blocking(self) -> Iterator[tuple[str, Standing]]:
        """Give what keeps the agreement from being final, in the order of the questions."""
        return ((key, standing) for key, standing in self.standings.items() if standing.state in BLOCKING)

    @property
    def version(self) -> int:
        """The version of the agreement, from 1."""
        return self.answers.document.version or 1

    @property
    def is_settled(self) -> bool:
        """Tell whether nothing blocks the final version."""
        return not any(True for _ in self.blocking())

    @property
    def reveal(self) -> str:
        """Whether outlines show who said what (`both`), or the topic alone (`topic_only`).

        Where the mentor decides about the mentee, who said what stays hidden unless the pair wants it otherwise.
        """
        usual = "topic_only" if self.answers.relationship.mentor_has_say == "direct" else "both"
        return self.answers.reveal or usual

    @property
    def written_by(self) -> str:
        """Name who wrote the file, by person id; empty where it is not said, or both did."""
        return (self.answers.answered_by or "").replace("_", "-")

    @property
    def people(self) -> tuple[str, ...]:
        """Name who may answer for themself, by person id: those who must be there, and whoever else is named."""
        known = people_for(self.kind)
        return tuple(id_ for id_ in known if id_ in self.core or person_of(self.answers, id_).name)

    @property
    def kind(self) -> str | None:
        """The kind of mentoring; `None` while that is not said."""
        return self.answers.relationship.kind

    @property
    def core(self) -> tuple[str, ...]:
        """Name those without whom there is no agreement, by person id."""
        return core_of(self.kind)

    @property
    def is_pair(self) -> bool:
        """Tell whether it is between a mentee and a mentor, perhaps with further mentors, and not among a group."""
        return "mentee" in self.core

    @property
    def partners(self) -> tuple[str, ...]:
        """Name whose talk the meetings are, by person id: the mentee and the first mentor, or everyone of a group."""
        return self.core if self.is_pair else self.people

    @property
    def mentors(self) -> tuple[str, ...]:
        """Name the mentors by person id; the first one leads."""
        return tuple(id_ for id_ in self.people if id_ in MENTOR_IDS)

    @property
    def members(self) -> tuple[str, ...]:
        """Name the members of a group by person id."""
        return tuple(id_ for id_ in self.people if id_ in MEMBER_IDS)

    def contact(self, id_: str) -> Contact:
        """Give somebody who answers nothing for themself: `coordinator`, or `line-manager`."""
        return self.answers.program.coordinator if id_ == "coordinator" else self.answers.people.line_manager

    @property
    def minors(self) -> tuple[str, ...]:
        """Name who is under 18, by person id."""
        return minors_in(self.answers)

    @property
    def case(self) -> frozenset[str]:
        """Give what decides which fields are required: the kind, and `MINOR` where somebody is one."""
        return case_of(self.answers)

    @property
    def schedule(self) -> Schedule:
        """Work out the dates of this pair; a middle that is still open is none, whatever could be reckoned for it."""
        reckoned = plan(self.answers)
        is_open = self.state("review.mid_point") not in (None, State.AGREED)
        return replace(reckoned, mid_point=None) if is_open else reckoned

    def is_locked(self, key: str) -> bool:
        """Tell whether the program keeps an answer from being changed; of a locked list, every part is."""
        return next((self.origins[whole].is_locked for whole in wholes_of(key) if whole in self.origins), False)

    def keys(self, *states: State) -> tuple[str, ...]:
        """Give the keys in one of `states`, in the order of the questions."""
        return tuple(key for key, standing in self.standings.items() if standing.state in states)


def person_of(answers: Answers, id_: str) -> Person:
    """Give a person by id: `person_of(answers, "mentor-2")`."""
    found: Person = getattr(answers.people, id_.replace("-", "_"))
    return found


def minors_in(answers: Answers) -> tuple[str, ...]:
    """Name who is under 18, by person id."""
    people = ((id_, person_of(answers, id_)) for id_ in ANSWERING_IDS)
    return tuple(id_ for id_, person in people if isinstance(person, Mentee | Mentor) and person.minor)


def case_of(answers: Answers) -> frozenset[str]:
    """Give what decides which fields are required, as `Interview.case` does."""
    kind = answers.relationship.kind
    return frozenset(({kind} if kind else set()) | ({MINOR} if minors_in(answers) else set()))


def is_to_be_named(answers: Answers) -> bool:
    """Tell whether the mentor is named later."""
    mentor = answers.people.mentor
    return bool(mentor.to_be_named and not mentor.name)


def must_say(answers: Answers) -> tuple[str, ...]:
    """Name who must say for themself what each person is asked: the mentee, or the members of a group.

    In a file of one person it is that person.
    """
    if answers.answered_by:
        return (answers.answered_by.replace("_", "-"),)
    core = core_of(answers.relationship.kind)
    if "mentee" in core:
        return ("mentee",)
    return tuple(id_ for id_ in MEMBER_IDS if id_ in core or person_of(answers, id_).name)


def question_key(key: str) -> str:
    """Give the key that a field is declared under.

    `goals.run-a-review.by` → `goals.*.by`, `feedback.preference.mentor` → `feedback.preference`; a whole entry, such as
    a goal that only one of the two has, is asked for by its list: `goals.run-a-review` → `goals`.

    Raises:
        KeyError: There is no such field.
    """
    if key in FIELDS:
        return key
    parts = key.split(".")
    for index in range(1, len(parts)):
        starred = ".".join([*parts[:index], "*", *parts[index + 1 :]])
        if starred in FIELDS:
            return starred
    if (parent := FIELDS.get(key.rpartition(".")[0])) and parent.asked.per_person:
        return parent.key
    if len(parts) == 2 and any(name.startswith(f"{parts[0]}.*.") for name in FIELDS):
        return parts[0]
    raise KeyError(key)


@lru_cache(maxsize=4096)
def wholes_of(key: str) -> tuple[str, ...]:
    """Give a full key and everything that it is a part of: `a.b.c`, `a.b`, `a`; nothing for no key."""
    parts = key.split(".") if key else []
    return tuple(".".join(parts[:length]) for length in range(len(parts), 0, -1))


_RANK = {key: number for number, key in enumerate(FIELDS)}


def rank(key: str) -> int:
    """Give the place of a full key in the order of the questions, from 0.

    Raises:
        KeyError: There is no such field.
    """
    return _RANK[key] if key in _RANK else _RANK[question_key(key)]
