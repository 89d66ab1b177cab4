"""What the mentoring is, what it is for, and the goals."""

from typing import Annotated, Literal

from agreementgen.interview.fields.base import (
    AGENDAS,
    EVERYWHERE,
    GROUP,
    PERSONAL,
    SKILLS,
    Asked,
    NotedSection,
    Section,
)
from agreementgen.interview.values import Choice, KindName, Line, MonthOrDay, Number, Text, YesNo

__all__ = ["Career", "Commitments", "Goal", "Purpose", "Relationship", "Resource", "Skill"]

HasSay = Annotated[Literal["none", "some", "direct"], Choice]
Visibility = Annotated[Literal["open", "private"], Choice]
Involvement = Annotated[Literal["none", "informed", "approves_time", "signs"], Choice]
Role = Annotated[
    Literal["sounding_board", "guide", "challenger", "role_model", "connector", "sponsor", "skills_coach", "navigator"],
    Choice,
]
NotRole = Annotated[
    Literal["line_manager", "therapist", "recruiter", "legal_adviser", "financial_adviser", "parent"], Choice
]
Scale = Annotated[int, Number(1, 5)]
Pay = Annotated[Literal["none", "stipend_from_program", "fee"], Choice]
Introductions = Annotated[Literal["on_request", "offered", "none"], Choice]
Owner = Annotated[Literal["mentee", "mentor", "both"], Choice]


class Relationship(NotedSection):
    """The kind of mentoring, and whether it stays outside the chain of command."""

    kind: Annotated[KindName | None, Asked(EVERYWHERE, required=True, twelve=2, by="program", can_be_open=False)] = None
    mentor_has_say: Annotated[HasSay | None, Asked(EVERYWHERE, required=True, twelve=3)] = None
    overlap_note: Annotated[Text | None, Asked()] = None
    visibility: Annotated[Visibility | None, Asked(default="open")] = None
    manager_involvement: Annotated[Involvement | None, Asked(default="none", not_in=GROUP)] = None
    mentor_role_words: Annotated[tuple[Role, ...] | None, Asked(not_in=GROUP)] = None
    not_roles: Annotated[
        tuple[NotRole, ...] | None,
        Asked(default="line manager, therapist, legal adviser", not_in=GROUP, can_be_open=False),
    ] = None
    style: Annotated[dict[str, Scale] | None, Asked(AGENDAS, by="self", per_person=True, not_in=GROUP)] = None
    pay: Annotated[Pay | None, Asked(default="none")] = None
    voluntary: Annotated[YesNo | None, Asked(default="yes")] = None


class Purpose(NotedSection):
    """The one sentence both can say the same way. Text alone is the statement."""

    statement: Annotated[Text | None, Asked(EVERYWHERE, required=True, twelve=4)] = None
    success: Annotated[Text | None, Asked()] = None
    mentor_hopes: Annotated[Text | None, Asked(by="mentor", not_in=GROUP)] = None
    why_this_mentor: Annotated[Text | None, Asked(PERSONAL, by="mentee", not_in=GROUP)] = None


class Goal(Section):
    """One thing to reach. Text alone is the title."""

    title: Annotated[Line | None, Asked(EVERYWHERE, required=True, twelve=5, can_be_open=False)] = None
    measure: Annotated[Text | None, Asked(twelve=5)] = None
    by: Annotated[MonthOrDay | None, Asked(twelve=5)] = None
    steps: Annotated[tuple[Text, ...] | None, Asked()] = None
    mentor_help: Annotated[Text | None, Asked(not_in=GROUP)] = None
    resources: Annotated[Text | None, Asked()] = None
    obstacle: Annotated[Text | None, Asked()] = None
    owner: Annotated[Owner | None, Asked(not_in=GROUP)] = None


class Commitments(NotedSection):
    """What each one promises: entries of the library, or own words."""

    mentee: Annotated[tuple[Text, ...] | None, Asked(most=6, not_in=GROUP)] = None
    mentor: Annotated[tuple[Text, ...] | None, Asked(most=6, not_in=GROUP)] = None
    both: Annotated[tuple[Text, ...] | None, Asked(most=6, not_in=GROUP)] = None
    everyone: Annotated[tuple[Text, ...] | None, Asked(most=6, only_in=GROUP)] = None
    introductions: Annotated[Introductions | None, Asked(default="on request", not_in=GROUP)] = None


class Resource(Section):
    """Something that is needed. Text alone is the need."""

    need: Annotated[Line | None, Asked(required=True, can_be_open=False)] = None
    who: Annotated[Line | None, Asked(can_be_open=False)] = None
    by: Annotated[MonthOrDay | None, Asked(can_be_open=False)] = None


class Skill(Section):
    """One line of the skills plan, from 1 (new to me) to 5 (I could teach it). Text alone is the name."""

    not_in = GROUP

    name: Annotated[Line | None, Asked(SKILLS, required=True, can_be_open=False)] = None
    target: Annotated[Scale | None, Asked(SKILLS, can_be_open=False)] = None
    how: Annotated[Line | None, Asked(SKILLS, can_be_open=False)] = None
    by: Annotated[MonthOrDay | None, Asked(SKILLS, can_be_open=False)] = None


class Career(Section):
    """Where the mentee wants to go."""

    not_in = GROUP

    note: Annotated[Text | None, Asked(SKILLS)] = None
    short: Annotated[Text | None, Asked(SKILLS, by="mentee")] = None
    long: Annotated[Text | None, Asked(SKILLS, by="mentee")] = None
