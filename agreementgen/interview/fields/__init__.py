"""Every field of the interview, declared once: `Answers` is the whole, `FIELDS` lists each field by its full key."""

from __future__ import annotations

import types
import typing
from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Annotated, Any

from pydantic import Field as Alias
from pydantic.fields import FieldInfo

from agreementgen.interview.fields.base import (
    AGENDAS,
    AGREEMENT,
    GROUP,
    MINOR,
    NOWHERE,
    SKILLS,
    Asked,
    CoMentor,
    Contact,
    Facilitator,
    FurtherMember,
    Guardian,
    LeadMentor,
    Member,
    Mentee,
    Mentor,
    Part,
    Person,
    Section,
)
from agreementgen.interview.fields.course import Amendments, Exit, Problems, Review, Signatures, Term
from agreementgen.interview.fields.document import AnsweredBy, Document, Reveal, Schema
from agreementgen.interview.fields.group import Group
from agreementgen.interview.fields.meetings import Communication, Meetings
from agreementgen.interview.fields.ofkind import Entrepreneurship, OpenSource, Peer, Reverse
from agreementgen.interview.fields.people import Manager, People, Policy, Program, Protector
from agreementgen.interview.fields.program import Branding, ProgramFile
from agreementgen.interview.fields.purpose import Career, Commitments, Goal, Purpose, Relationship, Resource, Skill
from agreementgen.interview.fields.research import Expectations, Research, Team
from agreementgen.interview.fields.trust import Boundaries, Confidentiality, Data, Feedback, WorkingTogether
from agreementgen.interview.fields.youth import Youth
from agreementgen.interview.values import Line, Text, YesNo

__all__ = [
    "AGREEMENT",
    "ANSWERING_IDS",
    "FIELDS",
    "GUARDIAN_ID",
    "LISTED_IDS",
    "MEMBER_IDS",
    "MENTOR_IDS",
    "MINOR",
    "PERSON_IDS",
    "PROGRAM_FIELDS",
    "SHORT_FORMS",
    "Answers",
    "Branding",
    "CoMentor",
    "Contact",
    "Field",
    "Goal",
    "Guardian",
    "LeadMentor",
    "Mentee",
    "Mentor",
    "People",
    "Person",
    "ProgramFile",
    "Section",
    "annotations_of",
    "core_of",
    "kind_in",
    "kind_of",
    "people_for",
    "section_of",
]

PERSON_IDS = ("mentee", "mentor")
"""The two of a pair; in a group there are members and a facilitator instead."""
MENTOR_IDS = ("mentor", "mentor-2", "mentor-3", "mentor-4", "mentor-5")
"""The mentors a pair may have; the first one leads."""
GUARDIAN_ID = "guardian"
"""Who says yes for a minor."""
MEMBER_IDS = tuple(f"member-{number}" for number in range(1, 9))
"""The members a group may have."""
LISTED_IDS = {"mentor": MENTOR_IDS, "members": MEMBER_IDS}
"""What the items of a list of people are called, by the list's name in a file."""
ANSWERING_IDS = ("mentee", *MENTOR_IDS, GUARDIAN_ID, "facilitator", *MEMBER_IDS)
"""Whoever may answer for themself; `Interview.people` says which of them there are."""


class Answers(Section):
    """All answers of one pair or group, in the order in which the questions are put."""

    schema_version: Annotated[Schema | None, Asked(NOWHERE, default="1", can_be_open=False)] = Alias(
        default=None, alias="schema"
    )
    answered_by: Annotated[AnsweredBy | None, Asked(NOWHERE, can_be_open=False)] = None
    reveal: Annotated[Reveal | None, Asked(AGENDAS, can_be_open=False)] = None
    share_scores: Annotated[YesNo | None, Asked(AGENDAS, default="no", can_be_open=False)] = None
    document: Part[Document] = Document.model_construct()
    program: Part[Program] = Program.model_construct()
    people: Part[People] = People.model_construct()
    relationship: Part[Relationship] = Relationship.model_construct()
    purpose: Part[Purpose] = Purpose.model_construct()
    goals: Annotated[tuple[Goal, ...] | None, Asked(required=True, twelve=5, most=9)] = None
    mentor_goals: Annotated[tuple[Text, ...] | None, Asked(by="mentor", not_in=GROUP)] = None
    initial_topics: Annotated[tuple[Text, ...] | None, Asked(AGREEMENT | AGENDAS)] = None
    commitments: Part[Commitments] = Commitments.model_construct()
    meetings: Part[Meetings] = Meetings.model_construct()
    communication: Part[Communication] = Communication.model_construct()
    confidentiality: Part[Confidentiality] = Confidentiality.model_construct()
    feedback: Part[Feedback] = Feedback.model_construct()
    boundaries: Part[Boundaries] = Boundaries.model_construct()
    working_together: Part[WorkingTogether] = WorkingTogether.model_construct()
    term: Part[Term] = Term.model_construct()
    review: Part[Review] = Review.model_construct()
    exit: Part[Exit] = Exit.model_construct()
    problems: Part[Problems] = Problems.model_construct()
    amendments: Part[Amendments] = Amendments.model_construct()
    team: Part[Team] = Team.model_construct()
    group: Part[Group] = Group.model_construct()
    research: Part[Research] = Research.model_construct()
    youth: Part[Youth] = Youth.model_construct()
    peer: Part[Peer] = Peer.model_construct()
    reverse: Part[Reverse] = Reverse.model_construct()
    entrepreneurship: Part[Entrepreneurship] = Entrepreneurship.model_construct()
    open_source: Part[OpenSource] = OpenSource.model_construct()
    expectations: Part[Expectations] = Expectations.model_construct()
    data: Part[Data] = Data.model_construct()
    resources: Annotated[tuple[Resource, ...] | None, Asked(most=9, can_be_open=False)] = None
    strengths: Annotated[tuple[Text, ...] | None, Asked(SKILLS, by="mentee", not_in=GROUP)] = None
    skills: Annotated[tuple[Skill, ...] | None, Asked(SKILLS, most=12, not_in=GROUP, can_be_open=False)] = None
    career: Part[Career] = Career.model_construct()
    signatures: Part[Signatures] = Signatures.model_construct()
    also_agreed: Annotated[tuple[Text, ...] | None, Asked()] = None


SHORT_FORMS: dict[type[Section], str] = {
    **dict.fromkeys(
        (Person, Mentee, Mentor, LeadMentor, CoMentor, Guardian, Member, Facilitator, FurtherMember), "name"
    ),
    **dict.fromkeys((Contact, Manager, Protector, Skill), "name"),
    **dict.fromkeys((Goal, Policy), "title"),
    Purpose: "statement",
    Resource: "need",
}
"""Sections that may be given as text alone, with the field that the text then is."""


@dataclass(frozen=True)
class Field:
    """One field: full key, declaration, type of its value, and the section it belongs to.

    The items of a list of sections have a `*` in their key: `goals.*.title`. Its listed values are those of `kind`, if
    it is given.
    """

    key: str
    asked: Asked
    type: Any
    section: type[Section]
    kind: str | None = None

    @cached_property
    def is_list(self) -> bool:
        """Tell whether several values make the answer."""
        return typing.get_origin(self.type) is tuple

    @cached_property
    def item(self) -> Any:
        """Give the type of one value of a list, or of the value itself."""
        return typing.get_args(self.type)[0] if self.is_list else self.type

    @cached_property
    def item_is_text(self) -> bool:
        """Tell whether one value is free text of the person's own."""
        return self.item in (Text, Line)

    @cached_property
    def is_choice(self) -> bool:
        """Tell whether a value is one of a fixed list."""
        return bool(self.values)

    @cached_property
    def values(self) -> tuple[str, ...]:
        """Give the listed values, in their order; empty for any other type."""
        first, *_ = *typing.get_args(self.item), None
        values = typing.get_args(first) if typing.get_origin(first) is typing.Literal else ()
        return tuple(value for value in values if self.asked.knows(value, self.kind))

    def fits(self, kind: str | None) -> bool:
        """Tell whether it may be answered in this kind of mentoring; while the kind is not known, anything may."""
        return kind is None or all(
            kind not in each.not_in and (not each.only_in or kind in each.only_in)
            for each in (self.section, self.asked)
        )

    def is_required(self, case: Collection[str]) -> bool:
        """Tell whether nothing is final without it; `case` is the kind, and `MINOR` where somebody is a minor."""
        return self.fits(kind_in(case)) and self.asked.is_required(case)

    def is_for(self, case: Collection[str]) -> bool:
        """Tell whether it is put to people of this case, and not only to others."""
        return self.fits(kind_in(case)) and self.asked.is_for(case)

    def of_kind(self, kind: str | None) -> Field:
        """Give the same field with the listed values that there are in a kind of mentoring."""
        return replace(self, kind=kind) if self.asked.pair_values or self.asked.group_values else self

    @cached_property
    def none_is_read(self) -> bool:
        """Tell whether `none` is left to the type: an answer there, or refused by naming the answers there are."""
        if self.is_list:
            return self.item_is_text or (not self.asked.required and section_of(self.type) is None)
        return (
            self.is_choice or self.type is YesNo or any(getattr(p, "none", False) for p in typing.get_args(self.type))
        )


def section_of(annotation: Any) -> type[Section] | None:
    """Give the section a field holds, itself or as the items of a list; `None` for a plain value."""
    return _section_of(typing.cast("Hashable", annotation))


@lru_cache(maxsize=256)
def annotations_of(section: type[Section]) -> Mapping[str, Any]:
    """Give what a section holds, by its keys."""
    return {info.alias or name: info.annotation for name, info in section.model_fields.items()}


@lru_cache(maxsize=2048)
def _section_of(annotation: Hashable) -> type[Section] | None:
    if isinstance(annotation, type) and issubclass(annotation, Section):
        return annotation
    return next(filter(None, map(section_of, typing.get_args(annotation))), None)


def _without_none(annotation: Any) -> Any:
    if typing.get_origin(annotation) in (types.UnionType, typing.Union):
        return next(part for part in typing.get_args(annotation) if part is not type(None))
    return annotation


def _walk(section: type[Section], prefix: str) -> Iterator[Field]:
    for name, info in section.model_fields.items():
        key = prefix + (info.alias or name)
        inner = section_of(info.annotation)
        if asked := _asked(info):
            kind = _without_none(info.annotation)
            if asked.per_person:
                kind = typing.get_args(kind)[1]
            yield Field(key, asked, kind, section)
        if inner:
            yield from _walk(inner, f"{key}.*." if asked else f"{key}.")


def _asked(info: FieldInfo) -> Asked | None:
    return next((extra for extra in info.metadata if isinstance(extra, Asked)), None)


def kind_in(case: Collection[str]) -> str | None:
    """Give the kind of mentoring in a case; `None` while that is not known."""
    return next((each for each in case if each != MINOR), None)


@lru_cache(maxsize=64)
def people_for(kind: str | None) -> tuple[str, ...]:
    """Name who may answer for themself in a kind of mentoring, by person id, in their order."""
    return tuple(id_ for id_ in ANSWERING_IDS if FIELDS[f"people.{id_}.name"].fits(kind))


def kind_of(person: str, kind: str | None = None) -> str | None:
    """Give the kind of mentoring, as far as it is known: only a group has members and a facilitator."""
    return kind or (next(iter(FIELDS[f"people.{person}.name"].section.only_in), None) if person else None)


@lru_cache(maxsize=64)
def core_of(kind: str | None) -> tuple[str, ...]:
    """Name those without whom there is no agreement of a kind, by person id: the mentee and the mentor of a pair."""
    return tuple(id_ for id_ in ANSWERING_IDS if FIELDS[f"people.{id_}.name"].is_required({kind} if kind else ()))


FIELDS: dict[str, Field] = {field.key: field for field in _walk(Answers, "")}
PROGRAM_FIELDS: dict[str, Field] = {field.key: field for field in _walk(ProgramFile, "")}
