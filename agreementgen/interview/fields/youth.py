"""What only a match with a young person needs to settle."""

from typing import Annotated, Literal

from agreementgen.interview.fields.base import Asked, NotedSection
from agreementgen.interview.values import CadenceText, Choice, Duration, DurationIn, Text, YesNo

__all__ = ["Youth"]

Right = Annotated[Literal["see_logs", "sit_in", "change_mentor", "end_at_once"], Choice]
Seen = Annotated[Literal["visible_and_interruptible", "second_adult_present"], Choice]
Consent = Annotated[Literal["each_time", "program_list"], Choice]
Sheet = Annotated[Literal["separate", "none"], Choice]
Company = Annotated[Literal["coordinator_and_guardian", "coordinator", "nobody"], Choice]
Visit = Annotated[Duration, DurationIn("hour", "minute", most=12)]


class Youth(NotedSection):
    """Safety, places, rides, costs and the grown-ups around a young person."""

    first_meeting_with: Annotated[Company | None, Asked()] = None
    coordinator_contact: Annotated[CadenceText | None, Asked()] = None
    guardian_rights: Annotated[tuple[Right, ...] | None, Asked()] = None
    activities_consent: Annotated[Consent | None, Asked()] = None
    places: Annotated[tuple[Text, ...] | None, Asked()] = None
    two_adult_rule: Annotated[Seen | None, Asked()] = None
    visit_length: Annotated[Visit | None, Asked()] = None
    approved_channels: Annotated[tuple[Text, ...] | None, Asked()] = None
    costs: Annotated[Text | None, Asked()] = None
    log: Annotated[YesNo | None, Asked()] = None
    emergency_sheet: Annotated[Sheet | None, Asked()] = None
    mentee_assent: Annotated[YesNo | None, Asked()] = None
