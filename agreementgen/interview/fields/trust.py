"""What stays among the people, how they tell each other things, and where the limits are."""

from typing import Annotated, Literal

from agreementgen.interview.fields.base import AGENDAS, AGREEMENT, GROUP, MINORS, PERSONAL, Asked, NotedSection
from agreementgen.interview.values import Choice, Duration, DurationIn, Text, YesNo

__all__ = ["Boundaries", "Confidentiality", "Data", "Feedback", "WorkingTogether"]

Level = Annotated[Literal["standard", "strict", "non_attribution", "open", "youth_limited"], Choice]
Exception_ = Annotated[
    Literal[
        "policy_reporting",
        "program_aggregate",
        "manager_attendance",
        "mentor_supervision",
        "mentoring_team",
        "facilitator_supervision",
    ],
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
Disagreement = Annotated[Literal["mentee_decides", "discuss_again", "seek_second_view", "each_decides"], Choice]
Gifts = Annotated[Literal["none", "token_only", "program_rule"], Choice]
Reporter = Annotated[Literal["unknown", "yes", "no"], Choice]
EmployerInformation = Annotated[Literal["follow_own_employer_rules", "separate_nda"], Choice]
NotesStorage = Annotated[Literal["each_keeps_own", "shared_folder", "program_system"], Choice]
AtEnd = Annotated[Literal["each_decides", "delete", "return"], Choice]
Turnaround = Annotated[Duration, DurationIn("working_day", "day", "week", most=60)]
Socials = Annotated[Literal["meals_and_coffee_ok", "program_events_only", "none"], Choice]
Recusal = Annotated[Literal["step_aside_and_say_so", "declare", "not_applicable"], Choice]
Consented = Annotated[Literal["no", "with_guardian_written_consent"], Choice]
Selling = Annotated[Literal["none", "declare"], Choice]
ThirdPeople = Annotated[Literal["by_agreement_each_time", "never"], Choice]
Difference = Annotated[Literal["invite", "skip", "wanted"], Choice]
Holder = Annotated[Literal["the_two_people", "program", "the_group"], Choice]
Keep = Annotated[Duration, DurationIn("month", "year", "week", "day", most=120)]
References = Annotated[Literal["by_request_with_notice", "yes", "no"], Choice]


class Confidentiality(NotedSection):
    """How far what is said stays private; the standing exceptions can be added to, never taken away."""

    level: Annotated[Level | None, Asked(required=True, twelve=9)] = None
    exceptions: Annotated[
        tuple[Exception_, ...] | None,
        Asked(
            default="policy reporting, program aggregate",
            pair_values=frozenset({"manager_attendance", "mentor_supervision", "mentoring_team"}),
            group_values=frozenset({"facilitator_supervision"}),
        ),
    ] = None
    ask_first: Annotated[YesNo | None, Asked(default="yes")] = None
    third_party_answer: Annotated[ThirdParty | None, Asked(default="existence only")] = None
    reporter: Annotated[dict[str, Reporter] | None, Asked(AGREEMENT | PERSONAL, by="self", per_person=True)] = None
    employer_information: Annotated[EmployerInformation | None, Asked()] = None
    survives: Annotated[Survives | None, Asked(default="indefinitely")] = None
    notes_storage: Annotated[NotesStorage | None, Asked(default="each keeps own")] = None
    at_end: Annotated[AtEnd | None, Asked(default="each decides")] = None


class Feedback(NotedSection):
    """How each one likes to hear things."""

    preference: Annotated[
        dict[str, tuple[Preference, ...]] | None, Asked(required=True, twelve=10, by="self", per_person=True)
    ] = None
    direction: Annotated[Direction | None, Asked(default="both ways", not_in=GROUP)] = None
    when: Annotated[When | None, Asked(default="five minutes each meeting")] = None
    ask_permission: Annotated[YesNo | None, Asked(default="yes")] = None
    draft_turnaround: Annotated[Turnaround | None, Asked()] = None
    disagreement: Annotated[
        Disagreement | None,
        Asked(
            default="mentee decides",
            pair_values=frozenset({"mentee_decides"}),
            group_values=frozenset({"each_decides"}),
        ),
    ] = None


class Boundaries(NotedSection):
    """Topics and things that are kept out; either may decline any topic whatever is written here."""

    off_limits: Annotated[tuple[Text, ...] | None, Asked(required=True, twelve=11)] = None
    sensitive: Annotated[tuple[Text, ...] | None, Asked()] = None
    gifts: Annotated[Gifts | None, Asked(default="none")] = None
    socials: Annotated[Socials | None, Asked(default="meals and coffee ok")] = None
    references: Annotated[References | None, Asked(default="by request with notice", not_in=GROUP)] = None
    decisions_recusal: Annotated[Recusal | None, Asked(default="step aside and say so")] = None
    selling: Annotated[Selling | None, Asked(default="none")] = None
    conflicts: Annotated[tuple[Text, ...] | None, Asked()] = None
    third_people: Annotated[ThirdPeople | None, Asked(default="by agreement each time")] = None
    transport: Annotated[Consented | None, Asked(required_for=MINORS, not_in=GROUP, twelve=13)] = None
    home_visits: Annotated[Consented | None, Asked(required_for=MINORS, not_in=GROUP, twelve=13)] = None
    overnight: Annotated[YesNo | None, Asked(by="program", not_in=GROUP, can_be_open=False)] = None


class WorkingTogether(NotedSection):
    """Difference and access; what is personal about it stands in a person's private file."""

    difference_conversation: Annotated[Difference | None, Asked(AGREEMENT | AGENDAS, default="invite")] = None
    power_note: Annotated[YesNo | None, Asked()] = None


class Data(NotedSection):
    """What is kept about the people, by whom, and for how long."""

    collected: Annotated[Text | None, Asked(by="program")] = None
    holder: Annotated[
        Holder | None,
        Asked(
            default="the two people",
            by="program",
            pair_values=frozenset({"the_two_people"}),
            group_values=frozenset({"the_group"}),
            can_be_open=False,
        ),
    ] = None
    keep: Annotated[Keep | None, Asked(default="12 months", by="program")] = None
    privacy_notice_url: Annotated[Text | None, Asked(by="program", can_be_open=False)] = None
    photo_consent: Annotated[YesNo | None, Asked(default="no")] = None
