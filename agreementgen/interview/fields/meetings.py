"""When and how the people meet, and what happens between meetings."""

from typing import Annotated, Literal

from agreementgen.interview.fields.base import AGREEMENT, EVERYWHERE, GROUP, PERSONAL, Asked, NotedSection
from agreementgen.interview.values import (
    CadenceText,
    Choice,
    Duration,
    DurationIn,
    Line,
    Number,
    Start,
    Text,
    YesNo,
    Zone,
)

__all__ = ["Communication", "Meetings"]

Length = Annotated[Duration, DurationIn("minute", "hour", least=15, most=180, in_minutes=True)]
Format = Annotated[Literal["mixed", "in_person", "video", "phone", "text_chat"], Choice]
Scheduler = Annotated[Literal["mentee", "mentor", "alternate", "coordinator", "guardian", "facilitator"], Choice]
Costs = Annotated[Literal["each_pays_own", "program_pays", "no_cost_activities"], Choice]
AgendaOwner = Annotated[Literal["mentee", "both", "mentor", "alternate", "facilitator", "everyone"], Choice]
NotesOwner = Annotated[Literal["mentee", "mentor", "alternate", "facilitator", "none"], Choice]
Consent = Annotated[Literal["none", "with_consent_each_time"], Choice]
Channel = Annotated[Literal["email", "chat", "text", "phone", "platform"], Choice]
SocialMedia = Annotated[Literal["professional_networks_only", "none", "fine"], Choice]
Between = Annotated[Literal["brief_questions_ok", "any_time", "only_to_schedule"], Choice]
Lead = Annotated[Duration, DurationIn("hour", "day", "working_day", "week", most=168)]
Notice = Annotated[Duration, DurationIn("hour", "day", "working_day", "week", most=168, none=True)]
Wait = Annotated[Duration, DurationIn("minute", "hour", most=120, in_minutes=True)]
NewDate = Annotated[Duration, DurationIn("day", "working_day", "week", most=90)]
Reply = Annotated[Duration, DurationIn("working_day", "day", "hour", "week", most=20)]

PAIR = frozenset({"mentee", "mentor"})
LEAD = frozenset({"facilitator"})


class Meetings(NotedSection):
    """The meetings: rhythm, length, form, and the small rules that keep them going."""

    cadence: Annotated[CadenceText | None, Asked(EVERYWHERE, required=True, twelve=6)] = None
    length: Annotated[Length | None, Asked(EVERYWHERE, required=True, twelve=6)] = None
    format: Annotated[Format | None, Asked(EVERYWHERE, required=True, twelve=7)] = None
    place: Annotated[Line | None, Asked(EVERYWHERE, twelve=7)] = None
    first: Annotated[Start | None, Asked(EVERYWHERE, twelve=7)] = None
    time_zone: Annotated[Zone | None, Asked(EVERYWHERE, can_be_open=False)] = None
    minimum_meetings: Annotated[Annotated[int, Number(1, 99)] | None, Asked()] = None
    scheduler: Annotated[
        Scheduler | None, Asked(default="mentee", pair_values=PAIR | {"guardian"}, group_values=LEAD)
    ] = None
    agenda_owner: Annotated[
        AgendaOwner | None,
        Asked(AGREEMENT | PERSONAL, default="mentee", pair_values=PAIR | {"both"}, group_values=LEAD | {"everyone"}),
    ] = None
    agenda_lead: Annotated[Lead | None, Asked(AGREEMENT | PERSONAL, default="24 hours")] = None
    material_lead: Annotated[Lead | None, Asked()] = None
    notes_owner: Annotated[
        NotesOwner | None, Asked(AGREEMENT | PERSONAL, default="mentee", pair_values=PAIR, group_values=LEAD)
    ] = None
    cancel_notice: Annotated[Notice | None, Asked(default="24 hours")] = None
    wait: Annotated[Wait | None, Asked(default="15 minutes")] = None
    reschedule_within: Annotated[NewDate | None, Asked(default="7 days")] = None
    missed_in_a_row: Annotated[Annotated[int, Number(1, 9)] | None, Asked(default="2", not_in=GROUP)] = None
    recording: Annotated[Consent | None, Asked(default="none")] = None
    ai_notetaker: Annotated[Consent | None, Asked(default="none")] = None
    costs: Annotated[Costs | None, Asked(default="each pays own")] = None


class Communication(NotedSection):
    """Between meetings: how to reach each other, and how soon a reply is fair."""

    channel: Annotated[Channel | None, Asked(required=True, twelve=8)] = None
    reply: Annotated[Reply | None, Asked(required=True, twelve=8)] = None
    also_ok: Annotated[tuple[Channel, ...] | None, Asked()] = None
    not_ok: Annotated[tuple[Channel, ...] | None, Asked()] = None
    hours: Annotated[Line | None, Asked()] = None
    urgent: Annotated[Text | None, Asked()] = None
    between_meetings: Annotated[Between | None, Asked(default="brief questions ok")] = None
    absence_notice: Annotated[YesNo | None, Asked(default="yes")] = None
    social_media: Annotated[SocialMedia | None, Asked(default="professional networks only")] = None
