"""How a field is declared: its type by annotation, all else about it by one `Asked`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict

from agreementgen.interview.values import Line, Text, Zone

__all__ = [
    "AGENDAS",
    "AGREEMENT",
    "EVERYWHERE",
    "NOWHERE",
    "PERSONAL",
    "SKILLS",
    "Asked",
    "CoMentor",
    "Contact",
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


@dataclass(frozen=True, slots=True)
class Asked:
    """All that is said of a field beside its type; its words stand in `questions.yaml` under its full key.

    Attributes:
        printed_in: The documents a given answer is found in.
        required: Never defaulted; unanswered, it blocks the final version.
        required_for: Kinds for which it is required, where it is not for all.
        default: What stands where nothing was said, as it would be typed; a kind may give another one.
        twelve: Which of the twelve questions it belongs to, 1 to 12; 13 for one that some kinds add; 0 for none.
        by: Who is asked: `both`, a person id, `self` (each for their own), or `program`.
        per_person: The answer is a map from person id to a value of the field's type.
        most: Longest list that makes sense; 0 where there is no limit.
        can_be_open: Whether `to discuss` is an answer; names and settings are not discussed.
    """

    printed_in: frozenset[str] = AGREEMENT
    required: bool = False
    required_for: frozenset[str] = frozenset()
    default: str | None = None
    twelve: int = 0
    by: str = "both"
    per_person: bool = False
    most: int = 0
    can_be_open: bool = True

    def is_required(self, kind: str | None) -> bool:
        """Tell whether a pair of this kind cannot be final without it."""
        return self.required or kind in self.required_for

    def is_for(self, kind: str | None) -> bool:
        """Tell whether it is put to pairs of this kind, and not only to others."""
        return not self.required_for or kind in self.required_for


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


class Mentor(Person):
    """A mentor; of several, the first one leads."""

    covers: Annotated[Line | None, Asked(can_be_open=False)] = None


class CoMentor(Mentor):
    """A further mentor, where there is one."""

    name: Annotated[Line | None, Asked(by="self", can_be_open=False)] = None
    preferred_name: Annotated[Line | None, _OWN] = None
    time_zone: Annotated[Zone | None, _OWN] = None
    language: Annotated[Line | None, _OWN] = None
