"""How a field is declared: its type by annotation, all else about it by one `Asked`."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from agreementgen.interview.values import Day, Line, Text, YesNo, Zone

__all__ = [
    "AGENDAS",
    "AGREEMENT",
    "EVERYWHERE",
    "GROUP",
    "MINOR",
    "NOWHERE",
    "PERSONAL",
    "SKILLS",
    "Asked",
    "CoMentor",
    "Contact",
    "Facilitator",
    "FurtherMember",
    "Guardian",
    "LeadMentor",
    "Member",
    "Mentee",
    "Mentor",
    "NotedSection",
    "Part",
    "Person",
    "Section",
]

AGREEMENT = frozenset({"agreement"})
PERSONAL = frozenset({"agenda-1-mentee", "agenda-1-mentor", "agenda-1-members", "agenda-1-facilitator"})
SKILLS = frozenset({"skills"})
AGENDAS = PERSONAL | {"agenda-1-shared"}
EVERYWHERE = AGREEMENT | AGENDAS
NOWHERE: frozenset[str] = frozenset()
MINOR = "minor"
"""A case that a field is required for, beside the kinds of mentoring: one of the people is under 18."""
MINORS = frozenset({MINOR})
GROUP = frozenset({"group"})
"""The kinds of mentoring in which several people meet as equals, with a facilitator and no pair."""


@dataclass(frozen=True, slots=True)
class Asked:
    """All that is said of a field beside its type; its words stand in `questions.yaml` under its full key.

    Attributes:
        printed_in: The documents a given answer is found in.
        required: Never defaulted; unanswered, it blocks the final version.
        required_for: Cases for which it is required, where it is not for all: kinds of mentoring, or `MINOR`.
        only_for: Cases in which it is put to a pair at all; empty for those of `required_for`, else for all.
        only_in: Kinds of mentoring in which it may be answered, where it may not in all; its section has such kinds of
            its own, and so for the next.
        not_in: Kinds in which it makes no sense, and may not be answered.
        pair_values: Listed values that only a pair knows, such as `mentee`.
        group_values: Listed values that only a group knows, such as `facilitator`.
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
    only_in: frozenset[str] = frozenset()
    not_in: frozenset[str] = frozenset()
    pair_values: frozenset[str] = frozenset()
    group_values: frozenset[str] = frozenset()
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

    def knows(self, value: str, kind: str | None) -> bool:
        """Tell whether a listed value is one in this kind of mentoring; while that is not known, any is."""
        return kind is None or value not in (self.pair_values if kind in GROUP else self.group_values)


class Section(BaseModel):
    """A group of fields; an answer that was not given, or is still open, is `None`."""

    # Built when the first is read: so a default is made unread.
    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, populate_by_name=True, defer_build=True
    )
    only_in: ClassVar[frozenset[str]] = frozenset()
    """Kinds of mentoring that it is for alone; empty for all."""
    not_in: ClassVar[frozenset[str]] = frozenset()
    """Kinds of mentoring that it makes no sense for."""


class _Part:
    """Reads a section apart from the whole that it is in, so that it is built once somebody has answered in it."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def read(value: object, info: ValidationInfo) -> Any:
            return source.model_validate(value, context=info.context)

        return core_schema.with_info_plain_validator_function(read)


S = TypeVar("S", bound=Section)
Part = Annotated[S, _Part()]
"""A section within another: most pairs leave most of them out, and each is slow to build."""


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
    """One of a pair, as they want to be printed. Text alone is the name."""

    not_in = GROUP

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


_SEEN = AGREEMENT | {"agenda-1-shared"}


class Member(Person):
    """One of a group, which takes two members at least."""

    only_in = GROUP
    not_in = frozenset()

    name: Annotated[Line | None, Asked(_SEEN, required_for=GROUP, twelve=1, by="self", can_be_open=False)] = None
    preferred_name: Annotated[Line | None, Asked(_SEEN, by="self", can_be_open=False)] = None
    time_zone: Annotated[Zone | None, _OWN] = None
    language: Annotated[Line | None, Asked(EVERYWHERE, by="self", can_be_open=False)] = None


class Facilitator(Member):
    """Whoever leads a group through its meetings."""

    name: Annotated[Line | None, Asked(EVERYWHERE, required_for=GROUP, twelve=1, by="self", can_be_open=False)] = None
    preferred_name: Annotated[Line | None, Asked(EVERYWHERE, by="self", can_be_open=False)] = None


class FurtherMember(Member):
    """A member beyond the first two."""

    name: Annotated[Line | None, Asked(_SEEN, twelve=1, by="self", can_be_open=False)] = None
