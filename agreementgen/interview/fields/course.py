"""How long it lasts, when it is looked at again, how it ends, and who helps."""

from typing import Annotated, Literal

from agreementgen.interview.fields.base import EVERYWHERE, Asked, Contact, NotedSection, Section
from agreementgen.interview.values import Choice, Day, Duration, DurationIn, Line, Number, YesNo

__all__ = ["Amendments", "Exit", "Problems", "Review", "Signatures", "Term"]

TermLength = Annotated[Duration, DurationIn("month", "week", "year", most=120)]
FirstCheck = Annotated[Duration, DurationIn("week", "month", "day", most=26)]
ExitNotice = Annotated[Duration, DurationIn("week", "day", "working_day", "month", most=31, none=True)]
Renewal = Annotated[Literal["by_new_agreement", "automatic_once", "none"], Choice]
ClosingTalk = Annotated[Literal["offered", "expected", "not_needed"], Choice]
Tell = Annotated[Literal["coordinator", "facilitator", "nobody"], Choice]
FirstStep = Annotated[Literal["talk_within_two_weeks", "write", "coordinator_first"], Choice]
Amend = Annotated[Literal["new_version_signed", "initialled_note", "email_ok"], Choice]
Ends = Annotated[Literal["on_the_last_day", "when_the_goals_are_reached", "open_with_reviews"], Choice]
Again = Annotated[Duration, DurationIn("month", "week", "year", most=24)]
Method = Annotated[Literal["by_hand", "typed_name"], Choice]
After = Annotated[Literal["talk_at_closing", "informal_contact_ok", "clean_end"], Choice]
Signer = Annotated[
    Literal[
        "mentee", "guardian", "mentor", "mentor_2", "mentor_3", "mentor_4", "mentor_5", "line_manager", "coordinator"
    ],
    Choice,
]


class Term(NotedSection):
    """From when until when; either a length or an end."""

    start: Annotated[Day | None, Asked(required=True, twelve=12)] = None
    length: Annotated[TermLength | None, Asked(required=True, twelve=12)] = None
    end: Annotated[Day | None, Asked()] = None
    ends: Annotated[Ends | None, Asked(default="on the last day")] = None
    trial_meetings: Annotated[Annotated[int, Number(0, 9)] | None, Asked(EVERYWHERE, default="2")] = None
    renewal: Annotated[Renewal | None, Asked(default="by new agreement")] = None
    after: Annotated[After | None, Asked(default="talk at closing")] = None


class Review(NotedSection):
    """When the two look at the agreement again."""

    first_check: Annotated[FirstCheck | None, Asked(default="4 weeks")] = None
    mid_point: Annotated[Day | None, Asked()] = None
    every: Annotated[Again | None, Asked()] = None
    closing: Annotated[YesNo | None, Asked(default="yes")] = None
    survey_url: Annotated[Line | None, Asked(by="program", can_be_open=False)] = None


class Exit(NotedSection):
    """How either may end it, without blame."""

    notice: Annotated[ExitNotice | None, Asked(default="none")] = None
    closing_talk: Annotated[ClosingTalk | None, Asked(default="offered")] = None
    tell: Annotated[Tell | None, Asked(default="coordinator", group_values=frozenset({"facilitator"}))] = None


class Problems(NotedSection):
    """What to do when something is not right, and who helps."""

    first_step: Annotated[FirstStep | None, Asked(default="talk within two weeks")] = None
    third_person: Contact = Contact.model_construct()


class Amendments(NotedSection):
    """How the agreement itself is changed."""

    how: Annotated[Amend | None, Asked(default="new version signed")] = None


class Signatures(Section):
    """Who signs, by person id, in order; how, and how many copies."""

    signers: Annotated[tuple[Signer, ...] | None, Asked(by="program", can_be_open=False)] = None
    copies: Annotated[Annotated[int, Number(1, 9)] | None, Asked(by="program", can_be_open=False)] = None
    method: Annotated[Method | None, Asked(by="program", can_be_open=False)] = None
