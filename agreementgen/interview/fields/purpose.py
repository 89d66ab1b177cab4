"""What the mentoring is, what it is for, and the goals."""

from __future__ import annotations

from typing import Annotated, Literal

from agreementgen.interview.fields.base import EVERYWHERE, Asked, NotedSection, Section
from agreementgen.interview.values import Choice, KindName, Line, MonthOrDay, Text

__all__ = ["Goal", "Purpose", "Relationship"]

HasSay = Annotated[Literal["none", "some", "direct"], Choice]
Visibility = Annotated[Literal["open", "private"], Choice]


class Relationship(NotedSection):
    """The kind of mentoring, and whether it stays outside the chain of command."""

    kind: Annotated[KindName | None, Asked(EVERYWHERE, required=True, twelve=2, by="program", can_be_open=False)] = None
    mentor_has_say: Annotated[HasSay | None, Asked(EVERYWHERE, required=True, twelve=3)] = None
    overlap_note: Annotated[Text | None, Asked()] = None
    visibility: Annotated[Visibility | None, Asked(default="open")] = None


class Purpose(NotedSection):
    """The one sentence both can say the same way. Text alone is the statement."""

    statement: Annotated[Text | None, Asked(EVERYWHERE, required=True, twelve=4)] = None
    success: Annotated[Text | None, Asked()] = None
    mentor_hopes: Annotated[Text | None, Asked(by="mentor")] = None


class Goal(Section):
    """One thing to reach. Text alone is the title."""

    title: Annotated[Line | None, Asked(EVERYWHERE, required=True, twelve=5, can_be_open=False)] = None
    measure: Annotated[Text | None, Asked(twelve=5)] = None
    by: Annotated[MonthOrDay | None, Asked(twelve=5)] = None
    steps: Annotated[tuple[Text, ...] | None, Asked()] = None
    mentor_help: Annotated[Text | None, Asked()] = None
