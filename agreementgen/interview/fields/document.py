"""What the paper itself is called, numbered and set on."""

from typing import Annotated, Literal

from agreementgen.interview.fields.base import NOWHERE, Asked, Section
from agreementgen.interview.values import Choice, Day, LanguageTag, Line, Number

__all__ = ["NEWEST_SCHEMA", "AnsweredBy", "Document", "Members", "Paper", "Reveal", "Schema"]

NEWEST_SCHEMA = 1
"""The shape of file that is read here; a file of a newer one says so, and is refused."""

Reveal = Annotated[Literal["both", "topic_only"], Choice]
Paper = Annotated[Literal["a4", "letter"], Choice]
Schema = Annotated[int, Number(1, 999)]
Members = Literal["member_1", "member_2", "member_3", "member_4", "member_5", "member_6", "member_7", "member_8"]
AnsweredBy = Annotated[
    Literal["mentee", "mentor", "mentor_2", "mentor_3", "mentor_4", "mentor_5", "guardian", "facilitator", Members],
    Choice,
]


class Document(Section):
    """Settings and marks of the printed agreement."""

    title: Annotated[Line | None, Asked(by="program", can_be_open=False)] = None
    id: Annotated[Line | None, Asked(by="program", can_be_open=False)] = None
    version: Annotated[Annotated[int, Number(1, 99)] | None, Asked(default="1", by="program", can_be_open=False)] = None
    supersedes: Annotated[Line | None, Asked(by="program", can_be_open=False)] = None
    date: Annotated[Day | None, Asked(can_be_open=False)] = None
    language: Annotated[LanguageTag | None, Asked(NOWHERE, default="en", can_be_open=False)] = None
    reading_size: Annotated[
        Annotated[Literal["normal", "large"], Choice] | None, Asked(NOWHERE, default="normal", can_be_open=False)
    ] = None
    paper: Annotated[Paper | None, Asked(NOWHERE, by="program", can_be_open=False)] = None
