"""Who the two are, and the program they belong to."""

from typing import Annotated, Literal

from pydantic import Field as Alias

from agreementgen.interview.fields.base import (
    GROUP,
    MINORS,
    NOWHERE,
    Asked,
    CoMentor,
    Contact,
    Facilitator,
    FurtherMember,
    Guardian,
    LeadMentor,
    Member,
    Mentee,
    NotedSection,
    Part,
    Section,
)
from agreementgen.interview.values import Choice, Duration, DurationIn, Line, Number, YesNo

__all__ = ["Manager", "People", "Policy", "Program"]

Reporting = Annotated[Literal["aggregate", "attendance_only", "none", "progress_summary"], Choice]
SignBy = Annotated[Duration, DurationIn("day", "week", "working_day", "month", most=92)]


class Manager(Contact):
    """The manager of a mentee."""

    not_in = GROUP


class People(NotedSection):
    """The people of a pair or of a group, by person id.

    In a file, `mentor` may be a list; its further items are `mentor-2` and so on. The members of a group are a list
    `members`, or `member-1` and so on.
    """

    mentee: Part[Mentee] = Mentee.model_construct()
    mentor: Part[LeadMentor] = LeadMentor.model_construct()
    mentor_2: Part[CoMentor] = Alias(default=CoMentor.model_construct(), alias="mentor-2")
    mentor_3: Part[CoMentor] = Alias(default=CoMentor.model_construct(), alias="mentor-3")
    mentor_4: Part[CoMentor] = Alias(default=CoMentor.model_construct(), alias="mentor-4")
    mentor_5: Part[CoMentor] = Alias(default=CoMentor.model_construct(), alias="mentor-5")
    guardian: Part[Guardian] = Guardian.model_construct()
    facilitator: Part[Facilitator] = Facilitator.model_construct()
    member_1: Part[Member] = Alias(default=Member.model_construct(), alias="member-1")
    member_2: Part[Member] = Alias(default=Member.model_construct(), alias="member-2")
    member_3: Part[FurtherMember] = Alias(default=FurtherMember.model_construct(), alias="member-3")
    member_4: Part[FurtherMember] = Alias(default=FurtherMember.model_construct(), alias="member-4")
    member_5: Part[FurtherMember] = Alias(default=FurtherMember.model_construct(), alias="member-5")
    member_6: Part[FurtherMember] = Alias(default=FurtherMember.model_construct(), alias="member-6")
    member_7: Part[FurtherMember] = Alias(default=FurtherMember.model_construct(), alias="member-7")
    member_8: Part[FurtherMember] = Alias(default=FurtherMember.model_construct(), alias="member-8")
    line_manager: Part[Manager] = Manager.model_construct()


class Protector(Contact):
    """Somebody of the program who has to be known where one of the people is a minor."""

    name: Annotated[Line | None, Asked(required_for=MINORS, twelve=14, can_be_open=False)] = None


class Policy(Section):
    """Rules that apply, and where to read them. Text alone is the title."""

    title: Annotated[Line | None, Asked(required=True, by="program", can_be_open=False)] = None
    url: Annotated[Line | None, Asked(by="program", can_be_open=False)] = None


class Program(NotedSection):
    """The program a pair belongs to, where there is one."""

    name: Annotated[Line | None, Asked(by="program", can_be_open=False)] = None
    organization: Annotated[Line | None, Asked(by="program", can_be_open=False)] = None
    cohort: Annotated[Line | None, Asked(by="program", can_be_open=False)] = None
    coordinator: Part[Protector] = Protector.model_construct()
    safeguarding_lead: Part[Protector] = Protector.model_construct()
    alternate_contact: Part[Contact] = Contact.model_construct()
    policies: Annotated[tuple[Policy, ...] | None, Asked(by="program", most=9, can_be_open=False)] = None
    policy_precedence: Annotated[YesNo | None, Asked(default="yes", by="program", can_be_open=False)] = None
    reporting: Annotated[Reporting | None, Asked(default="aggregate", by="program", can_be_open=False)] = None
    max_mentees: Annotated[Annotated[int, Number(1, 999)] | None, Asked(NOWHERE, by="program", can_be_open=False)] = (
        None
    )
    sign_by: Annotated[SignBy | None, Asked(default="14 days", by="program", can_be_open=False)] = None
