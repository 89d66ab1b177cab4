"""What peers, reverse mentoring, ventures and open projects settle, each for its own kind; any pair may answer it."""

from typing import Annotated, Literal

from agreementgen.interview.fields.base import EVERYWHERE, GROUP, Asked, NotedSection
from agreementgen.interview.values import Choice, Duration, DurationIn, Line, Text, YesNo

__all__ = ["Entrepreneurship", "OpenSource", "Peer", "Reverse"]

Turns = Annotated[Literal["half_each", "meeting_by_meeting", "as_it_comes"], Choice]
Leads = Annotated[Literal["mentor", "mentee", "both"], Choice]
Paper = Annotated[Literal["none", "separate_written_agreement"], Choice]
Investing = Annotated[Literal["declare_and_pause", "none_while_mentoring"], Choice]
Rights = Annotated[Literal["founder_keeps", "separate_written_agreement"], Choice]
Review = Annotated[Duration, DurationIn("day", "working_day", "hour", "week", most=72)]


class Peer(NotedSection):
    """How two people of equal standing share the time, and where their help ends."""

    not_in = GROUP

    turns: Annotated[Turns | None, Asked(EVERYWHERE)] = None
    swap_roles: Annotated[YesNo | None, Asked()] = None
    referral_list: Annotated[tuple[Text, ...] | None, Asked()] = None
    not_tutoring_for_marks: Annotated[YesNo | None, Asked()] = None


class Reverse(NotedSection):
    """How someone junior mentors someone senior, and who sees to it that this does no harm."""

    not_in = GROUP

    topics: Annotated[tuple[Text, ...] | None, Asked(EVERYWHERE)] = None
    who_leads: Annotated[Leads | None, Asked()] = None
    named_protector: Annotated[Line | None, Asked()] = None


class Entrepreneurship(NotedSection):
    """Where a mentor of founders may gain or lose by what they decide, and whose the venture is."""

    not_in = GROUP

    interests: Annotated[tuple[Text, ...] | None, Asked(required_for=frozenset({"entrepreneurship"}), twelve=13)] = None
    equity: Annotated[Paper | None, Asked()] = None
    competing_ventures: Annotated[tuple[Text, ...] | None, Asked()] = None
    investment_interest: Annotated[Investing | None, Asked()] = None
    ip: Annotated[Rights | None, Asked()] = None
    nda: Annotated[Paper | None, Asked()] = None
    program_to_notify: Annotated[Line | None, Asked()] = None


class OpenSource(NotedSection):
    """How two people work on a project that everyone can read."""

    not_in = GROUP

    project: Annotated[Line | None, Asked()] = None
    public_channel_first: Annotated[YesNo | None, Asked(EVERYWHERE)] = None
    review_turnaround: Annotated[Review | None, Asked()] = None
    weekly_time: Annotated[Text | None, Asked()] = None
    mid_evaluation: Annotated[Text | None, Asked()] = None
    code_of_conduct_url: Annotated[Line | None, Asked()] = None
