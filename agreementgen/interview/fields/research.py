"""What only research needs to settle, and what several mentors settle among themselves."""

from typing import Annotated, Literal

from agreementgen.interview.fields.base import AGENDAS, GROUP, Asked, NotedSection
from agreementgen.interview.fields.purpose import Scale
from agreementgen.interview.values import Choice, Duration, DurationIn, Line, Text

__all__ = ["Expectations", "Research", "Team"]

Authorship = Annotated[Literal["field_norms_written_before_drafting", "icmje", "lab_policy_link"], Choice]
AuthorshipAt = Annotated[Literal["outline", "first_draft", "before_submission"], Choice]
Leaving = Annotated[Literal["decide_before_leaving", "mentee_keeps_own", "stays_with_the_group"], Choice]
LettersNotice = Annotated[Duration, DurationIn("week", "day", "working_day", "month", most=26)]
Sharing = Annotated[Literal["with_mentee_present_or_ok", "freely_about_the_work", "nothing"], Choice]
Conflicting = Annotated[Literal["mentee_decides_and_tells", "mentors_talk_first"], Choice]
Apart = Annotated[Duration, DurationIn("month", "week", most=24)]

Ratings = dict[str, Scale] | None
Rated = Annotated[Ratings, Asked(AGENDAS, by="self", per_person=True, can_be_open=False)]
OfPair = Annotated[Ratings, Asked(AGENDAS, by="self", per_person=True, not_in=GROUP, can_be_open=False)]
"""What only somebody who is a mentee or a mentor can rate."""


class Research(NotedSection):
    """Authorship, drafts, data and the working life of a research group."""

    authorship_rule: Annotated[Authorship | None, Asked(required_for=frozenset({"academic"}), twelve=13)] = None
    authorship_discussed_at: Annotated[AuthorshipAt | None, Asked()] = None
    data_ownership: Annotated[Text | None, Asked()] = None
    leaving_with_projects: Annotated[Leaving | None, Asked()] = None
    working_hours: Annotated[Text | None, Asked()] = None
    leave_notice: Annotated[Text | None, Asked()] = None
    funding_note: Annotated[Text | None, Asked()] = None
    conferences: Annotated[Text | None, Asked()] = None
    letters_notice: Annotated[LettersNotice | None, Asked()] = None
    lab_duties: Annotated[Text | None, Asked()] = None
    ai_tools_policy: Annotated[Text | None, Asked()] = None
    milestones: Annotated[tuple[Text, ...] | None, Asked()] = None
    second_mentor: Annotated[Line | None, Asked()] = None


class Team(NotedSection):
    """How several mentors work together."""

    not_in = GROUP

    share_among_mentors: Annotated[Sharing | None, Asked()] = None
    joint_meeting_every: Annotated[Apart | None, Asked()] = None
    conflicting_advice: Annotated[Conflicting | None, Asked()] = None


class Expectations(NotedSection):
    """Pairs of opposite statements that each person rates alone, 1 to 5: far apart is worth a talk, not a fault."""

    booking: OfPair = None
    topics: OfPair = None
    advice: OfPair = None
    personal: Rated = None
    reply_speed: Rated = None
    contact: OfPair = None
    bluntness: Rated = None
    introductions: OfPair = None
    tracking: OfPair = None
    afterwards: Rated = None
    research_topic: OfPair = None
    timetable: OfPair = None
    draft_review: OfPair = None
    authorship: OfPair = None
    hours: OfPair = None
    conferences: OfPair = None
