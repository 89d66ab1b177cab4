"""How a field is declared: its type by annotation, all else about it by one `Asked`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict

from agreementgen.interview.values import Day, Line, Text, YesNo, Zone

__all__ = [
    "AGENDAS",
    "AGREEMENT",
    "EVERYWHERE",
    "MINOR",
    "NOWHERE",
    "PERSONAL",
    "SKILLS",
    "Asked",
    "CoMentor",
    "Contact",
    "Guardian",
    "LeadMentor",
    "Mentee",
    "Mentor",
    "NotedSection",
    "Person",
    "Section",
]

AGREEMENT = frozenset({"agreement"})
PERSONAL = frozenset({"agenda-1-mentee", "agenda-1-mentor"})
SKILLS = frozenset({"skills"})
AGENDAS = PERSONAL | {"agenda-1-shared"}
EVERYWHERE = AGREEMENT | AGENDAS
NOWHERE: frozenset[str] = frozenset()
MINOR = "minor"
"""A case that a field is required for, beside the kinds of mentoring: one of the people is under 18."""
MINORS = frozenset({MINOR})


@dataclass(frozen=True, slots=True)
class Asked:
    """All that is said of a field beside its type; its words stand in `questions.yaml` under its full key.

    Attributes:
        printed_in: The documents a given answer is found in.
        required: Never defaulted; unanswered, it blocks the final version.
        required_for: Cases for which it is required, where it is not for all: kinds of mentoring, or `MINOR`.
        only_for: Cases in which it is put to a pair at all; empty for those of `required_for`, else for all.
        default: What stands where nothing was said, as it would be typed; a kind may give another one.
        twelve: Which of the twelve questions it belongs to, 1 to 12; 13 and 14 for those that some cases
            add; 0 for none.
        by: Who is asked: `both`, a person id, `self` (each for their own), or `program`.
        per_person: The answer is a map from person id to a value of the field's type.
        most: Longest list that makes sense; 0 where there is no limit.
        can_be_open: Whether `to discuss` is an answer; names and settings are not discussed.
    """

    printed_in: frozenset[str] = AGREEMENT
    required: bool = False
    required_for: frozenset[str] = frozenset()
    only_for: frozenset[str] = frozenset()
    default: str | None = None
    twelve: int = 0
    by: str = "both"
    per_person: bool = False
    most: int = 0
    can_be_open: bool = True

    def is_required(self, case: Collection[str]) -> bool:
        """Tell whether a pair cannot be final without it; `case` is their kind, and `MINOR` where one is a minor."""
        return self.required or not self.required_for.isdisjoint(case)

    def is_for(self, case: Collection[str]) -> bool:
        """Tell whether it is put to pairs of this case, and not only to others."""
        cases = self.only_for or self.required_for
        return not cases or not cases.isdisjoint(case)


class Section(BaseModel):
    """A group of fields; an answer that was not given, or is still open, is `None`."""

    # Built once, as parts of the whole that is read: so no section builds itself, and a default is made unread.
    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, populate_by_name=True, defer_build=True
    )


class NotedSection(Section):
    """A section with room for "it depends"."""

    note: Annotated[Text | None, Asked()] = None


_OWN = Asked(by="self", can_be_open=False)


class Contact(Section):
    """Someone outside the pair: a coordinator, or a person both trust. Text alone is the name."""

    name: Annotated[Line | None, Asked(can_be_open=False)] = None
    email: Annotated[Line | None, Asked(can_be_open=False)] = None
    phone: Annotated[Line | None, Asked(can_be_open=False)] = None


class Person(Section):
    """One of the pair, as they want to be printed. Text alone is the name."""

    name: Annotated[Line | None, Asked(EVERYWHERE | SKILLS, required=True, twelve=1, by="self", can_be_open=False)] = (
        None
    )
    preferred_name: Annotated[Line | None, Asked(EVERYWHERE | SKILLS, by="self", can_be_open=False)] = None
    pronouns: Annotated[Line | None, _OWN] = None
    title: Annotated[Line | None, _OWN] = None
    organization: Annotated[Line | None, _OWN] = None
    email: Annotated[Line | None, _OWN] = None
    phone: Annotated[Line | None, _OWN] = None
    time_zone: Annotated[Zone | None, Asked(EVERYWHERE, by="self", can_be_open=False)] = None
    language: Annotated[Line | None, Asked(AGENDAS, by="self", can_be_open=False)] = None


_UNDER_AGE = Asked(EVERYWHERE, by="self", can_be_open=False)


class Mentee(Person):
    """The one whom it is for."""

    minor: Annotated[YesNo | None, _UNDER_AGE] = None


class Mentor(Person):
    """A mentor; of several, the first one leads."""

    minor: Annotated[YesNo | None, _UNDER_AGE] = None
    covers: Annotated[Line | None, Asked(can_be_open=False)] = None
    screened_on: Annotated[Day | None, Asked(required_for=MINORS, twelve=14, by="self", can_be_open=False)] = None


class LeadMentor(Mentor):
    """The mentor, or the first one of several; one who is still to be named has no name yet."""

    to_be_named: Annotated[YesNo | None, Asked(EVERYWHERE, by="program", can_be_open=False)] = None


class CoMentor(Mentor):
    """A further mentor, where there is one."""

    name: Annotated[Line | None, Asked(by="self", can_be_open=False)] = None
    preferred_name: Annotated[Line | None, _OWN] = None
    time_zone: Annotated[Zone | None, _OWN] = None
    language: Annotated[Line | None, _OWN] = None
    screened_on: Annotated[Day | None, _OWN] = None


class Guardian(Person):
    """Who says yes for a minor: a parent, or whoever takes a parent's place."""

    name: Annotated[Line | None, Asked(required_for=MINORS, twelve=13, by="self", can_be_open=False)] = None
    preferred_name: Annotated[Line | None, _OWN] = None
    relationship: Annotated[Line | None, Asked(only_for=MINORS, twelve=13, by="self", can_be_open=False)] = None
    time_zone: Annotated[Zone | None, _OWN] = None
    language: Annotated[Line | None, _OWN] = None
