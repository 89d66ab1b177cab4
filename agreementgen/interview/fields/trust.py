"""What stays between the two, how they tell each other things, and where the limits are."""

from __future__ import annotations

from typing import Annotated, Literal

from agreementgen.interview.fields.base import Asked, NotedSection
from agreementgen.interview.values import Choice, Text, YesNo

__all__ = ["Boundaries", "Confidentiality", "Feedback"]

Level = Annotated[Literal["standard", "strict", "non_attribution", "open", "youth_limited"], Choice]
Exception_ = Annotated[
    Literal["policy_reporting", "program_aggregate", "manager_attendance", "mentor_supervision", "mentoring_team"],
    Choice,
]
ThirdParty = Annotated[Literal["existence_only", "nothing", "agreed_summary"], Choice]
Survives = Annotated[Literal["indefinitely", "two_years", "until_end"], Choice]
Direction = Annotated[Literal["both_ways", "mentor_to_mentee"], Choice]
Preference = Annotated[
    Literal["direct", "gentle_first", "questions_rather_than_verdicts", "in_writing", "in_the_moment", "time_to_think"],
    Choice,
]
When = Annotated[Literal["five_minutes_each_meeting", "mid_point", "on_request"], Choice]
Disagreement = Annotated[Literal["mentee_decides", "discuss_again", "seek_second_view"], Choice]
Gifts = Annotated[Literal["none", "token_only", "program_rule"], Choice]
References = Annotated[Literal["by_request_with_notice", "yes", "no"], Choice]


class Confidentiality(NotedSection):
    """How far what is said stays private; the standing exceptions can be added to, never taken away."""

    level: Annotated[Level | None, Asked(required=True, twelve=9)] = None
    exceptions: Annotated[tuple[Exception_, ...] | None, Asked(default="policy reporting, program aggregate")] = None
    ask_first: Annotated[YesNo | None, Asked(default="yes")] = None
    third_party_answer: Annotated[ThirdParty | None, Asked(default="existence only")] = None
    survives: Annotated[Survives | None, Asked(default="indefinitely")] = None


class Feedback(NotedSection):
    """How each of the two likes to hear things."""

    preference: Annotated[
        dict[str, tuple[Preference, ...]] | None, Asked(required=True, twelve=10, by="self", per_person=True)
    ] = None
    direction: Annotated[Direction | None, Asked(default="both ways")] = None
    when: Annotated[When | None, Asked(default="five minutes each meeting")] = None
    ask_permission: Annotated[YesNo | None, Asked(default="yes")] = None
    disagreement: Annotated[Disagreement | None, Asked(default="mentee decides")] = None


class Boundaries(NotedSection):
    """Topics and things that are kept out; either may decline any topic whatever is written here."""

    off_limits: Annotated[tuple[Text, ...] | None, Asked(required=True, twelve=11)] = None
    sensitive: Annotated[tuple[Text, ...] | None, Asked()] = None
    gifts: Annotated[Gifts | None, Asked(default="none")] = None
    references: Annotated[References | None, Asked(default="by request with notice")] = None
