"""Field declarations and an interview → the question that comes next.

Nothing here knows of a terminal: `cli/ask.py` shows the questions, and `typed.py` reads what is answered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from agreementgen.interview.body import slug_of
from agreementgen.interview.fields import (
    FIELDS,
    GUARDIAN_ID,
    MINOR,
    Field,
    core_of,
    kind_in,
    kind_of,
    people_for,
    section_of,
)
from agreementgen.interview.layers import defaults_of, suggestions_of
from agreementgen.interview.model import BLOCKING, Interview, State, question_key
from agreementgen.interview.reach import answer_at
from agreementgen.interview.written import in_one_line
from agreementgen.locales import Locale
from agreementgen.resources import SHIPPED, Templates

__all__ = [
    "LACKING",
    "LAST",
    "NEEDLESS",
    "PRIVATELY",
    "SETTINGS",
    "Part",
    "Question",
    "field_of",
    "further",
    "is_asked_of",
    "is_kept",
    "is_needless",
    "is_suggested",
    "is_theirs",
    "needed",
    "number_of",
    "open_questions",
    "people_at_once",
    "person_in",
    "private_path",
    "sections",
    "twelve",
    "unlocked",
    "usual",
    "usual_for",
]

SETTINGS = ("schema", "answered_by", "reveal", "share_scores", "document", "program", "signatures")
"""Sections that no interview asks for."""
PRIVATELY = ("most_wanted", "concerns", "tell_me_straight", "access_needs", "working_style")
"""What each person is asked for their own eyes, in order."""
NEEDLESS: Mapping[str, tuple[str, frozenset[str]]] = {
    "meetings.place": ("meetings.format", frozenset({"video", "phone", "text_chat"}))
}
"""Questions that have no point beside some answers to another one."""
LAST = max(field.asked.twelve for field in FIELDS.values())
"""The number of the last question that a case can add."""
LACKING = (None, State.UNANSWERED, State.DEFAULTED)
"""How a question stands that nobody has answered yet."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is asked: its full key, as in `feedback.preference.mentor`, and its field."""

    key: str
    field: Field

    @property
    def is_text(self) -> bool:
        """Tell whether any words are an answer."""
        return self.field.item_is_text

    @property
    def person(self) -> str:
        """Whose own answer it is, by person id; empty where it is for both."""
        name = self.key.removeprefix(f"{self.field.key}.")
        return name if self.field.asked.per_person and name != self.key else ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it is put to a person; the answers to its parts may be typed on one line.

    Attributes:
        number: Its number among the twelve, 13 for one that a kind adds, 0 for any other.
        parts: What it asks for; those that must be answered come first.
        list_of: Key of the list to which each line adds one item; empty where there is no list.
    """

    number: int
    parts: tuple[Part, ...]
    list_of: str = ""


def is_asked_of(field: Field, person: str = "", kind: str | None = None) -> bool:
    """Tell whether a field is asked of one person, by person id, in a kind of mentoring; of anyone where none is named.

    Everyone speaks for themself. What a program settles is not asked, but for the kind of mentoring.
    """
    top, *rest = field.key.split(".")
    if not field.fits(kind := kind_of(person, kind)):
        return False
    if top in SETTINGS or field.asked.by == "program":
        return bool(field.asked.twelve)
    if top == "people" and rest[0] != "note":
        # A guardian who writes no file of their own is named in the mentee's.
        is_named_here = rest[0] == GUARDIAN_ID and bool(field.asked.twelve) and person in ("", "mentee")
        return is_named_here or (rest[0] == person if person else rest[0] in people_at_once(kind))
    return not person or field.asked.by not in core_of(kind) or field.asked.by == person


def people_at_once(kind: str | None) -> tuple[str, ...]:
    """Name whom one may speak for who fills in everything alone: the mentee and the mentor, or everyone of a group."""
    core = core_of(kind)
    return core if "mentee" in core else people_for(kind)


def is_theirs(key: str, person: str = "", kind: str | None = None) -> bool:
    """Tell whether an answer, by full key, is one person's to give; anyone's where none is named."""
    return is_asked_of(field_of(key), person, kind) and (not person or person_in(key) in ("", person))


def number_of(field: Field, case: Collection[str], person: str = "") -> int:
    """Give a field's number among the questions that everyone in a case answers; 0 for none of them.

    A further mentor's own name is the first question, too.
    """
    if field.key == f"people.{person}.name":
        return 1
    return field.asked.twelve if field.is_for(_case(case, person)) else 0


def _case(case: Collection[str], person: str) -> frozenset[str]:
    """Add the kind of mentoring to a case, where it follows from who is asked."""
    kind = kind_of(person, kind_in(case))
    return frozenset({*case, kind} if kind else case)


def twelve(case: Collection[str], person: str = "", people: Sequence[str] = ()) -> tuple[Question, ...]:
    """Give the questions that everyone in a case answers, in order.

    Args:
        case: The kind of mentoring, as far as it is known, and `MINOR` where one of the people is a minor.
        person: Who is asked; without it, the questions are those for all of them.
        people: Who answers what each answers alone, where nobody is named; those who must be there, if it is empty.
    """
    kind = kind_of(person, kind_in(case))
    numbered: dict[int, list[Field]] = {}
    for field in FIELDS.values():
        if (number := number_of(field, case, person)) and is_asked_of(field, person, kind):
            numbered.setdefault(number, []).append(field.of_kind(kind))
    people = (person,) if person else people or core_of(kind)
    return tuple(_question(number, fields, people) for number, fields in sorted(numbered.items()))


def _question(number: int, fields: Sequence[Field], people: Sequence[str]) -> Question:
    lists = [field.key for field in fields if section_of(field.type) or (field.is_list and field.item_is_text)]
    parts = [part for field in fields if not section_of(field.type) for part in _parts(field, people)]
    return Question(number, tuple(parts), lists[0] if lists else "")


def _parts(field: Field, people: Sequence[str]) -> Iterator[Part]:
    if not field.asked.per_person:
        yield Part(field.key, field)
    else:
        yield from (Part(f"{field.key}.{id_}", field) for id_ in people)


def _answering(interview: Interview, person: str) -> Sequence[str]:
    """Name who is asked what each answers alone."""
    return (person,) if person else interview.partners


def sections(person: str = "", kind: str | None = None) -> tuple[str, ...]:
    """Name the sections that hold questions for a person, in order."""
    names = (key.split(".")[0] for key, field in FIELDS.items() if is_asked_of(field, person, kind))
    return tuple(name for name in dict.fromkeys(names) if name not in SETTINGS)


def further(section: str, interview: Interview, person: str = "", *, again: bool = False) -> tuple[Question, ...]:
    """Give the questions of one section, one a field; "it depends" comes last.

    Args:
        section: Its name.
        interview: What is known already.
        person: Who is asked.
        again: Ask for what is answered, too.
    """
    found: list[Question] = []
    people, kind = _answering(interview, person), interview.kind
    known = (field.of_kind(kind) for field in FIELDS.values())
    for field in sorted(known, key=lambda field: field.key.endswith(".note")):
        if field.key.split(".")[0] != section or not is_asked_of(field, person, kind):
            continue
        if MINOR in (field.asked.only_for or field.asked.required_for) and MINOR not in interview.case:
            continue
        if section_of(field.type):
            items = [inner for key, inner in FIELDS.items() if key.startswith(f"{field.key}.*.")]
            if field.key == "goals":
                items = [inner for inner in items if inner.asked.twelve]
                found += [each for each in _about_goals(interview) if each.parts[0].field.fits(kind)]
            found.append(Question(0, tuple(Part(inner.key, inner) for inner in items), field.key))
        elif "*" not in field.key:
            a_list = field.key if field.is_list and field.item_is_text else ""
            found += [Question(0, (part,), a_list) for part in _parts(field, people)]
    found = [question for question in found if unlocked(question.parts, interview)]
    return tuple(question for question in found if again or needed(question, interview, optional=True))


def _about_goals(interview: Interview) -> Iterator[Question]:
    for goal in interview.answers.goals or ():
        for key, field in FIELDS.items():
            if key.startswith("goals.*.") and not key.endswith(".title"):
                part = Part(key.replace("*", slug_of(goal.title or "")), field)
                yield Question(0, (part,), part.key if field.is_list else "")


def open_questions(interview: Interview, apart: frozenset[str], person: str = "") -> tuple[Question, ...]:
    """Give one question for each answer that keeps the agreement from being final.

    Args:
        interview: The interview.
        apart: Keys that stand under `open:`, which are settled together and not asked here.
        person: Who is asked.
    """
    found = []
    for key, standing in interview.standings.items():
        field = field_of(key).of_kind(interview.kind)
        if standing.state not in BLOCKING or key in apart or not is_asked_of(field, person, interview.kind):
            continue
        if section_of(field.type):
            items = (inner for inner in FIELDS.values() if inner.key.startswith(f"{key}.*.") and inner.asked.twelve)
            found.append(Question(0, tuple(Part(inner.key, inner) for inner in items), key))
        else:
            parts = tuple(_parts(field, _answering(interview, person))) if key == field.key else (Part(key, field),)
            mine = tuple(part for part in parts if not person or part.person in ("", person))
            found += [Question(0, mine, key if field.is_list and field.item_is_text else "")] if mine else []
    return tuple(found)


def needed(question: Question, interview: Interview, *, optional: bool = False) -> tuple[Part, ...]:
    """Give the parts of a question that have no answer yet; none where all that must be answered is.

    Args:
        question: The question.
        interview: What is known already.
        optional: Count what has a default, or need not be answered, as well.
    """
    if question.list_of:
        key = question.parts[0].key if "*" not in question.parts[0].key else question.list_of
        return question.parts if _state(interview, key) in LACKING else ()
    lacking = tuple(part for part in question.parts if _state(interview, part.key) in LACKING)
    lacking = tuple(part for part in lacking if not is_needless(part, interview))
    # The own name of a further mentor or member is asked for, although nobody needs one.
    must = [
        part
        for part in lacking
        if part.field.is_required(interview.case) or _names_further(part, question, interview.kind)
    ]
    if interview.is_pair:
        # Where each is asked for their own answer, the first one's, the mentee's, is needed.
        first = {part.field.key: part for part in reversed(question.parts)}
        must = [part for part in must if first[part.field.key] is part or not part.person]
    return lacking if must or optional else ()


def _names_further(part: Part, question: Question, kind: str | None) -> bool:
    """Tell whether it is the own name of somebody beyond those who must be there."""
    further = (f"people.{id_}.name" for id_ in people_for(kind) if id_ not in core_of(kind))
    return len(question.parts) == 1 and part.key in further


def is_needless(part: Part, interview: Interview) -> bool:
    """Tell whether a part has no point beside what is answered already: a place, where the two meet by video."""
    if part.key not in NEEDLESS:
        return False
    key, values = NEEDLESS[part.key]
    section, name = key.split(".")
    return getattr(getattr(interview.answers, section), name) in values


def _state(interview: Interview, key: str) -> State | None:
    """Give how a key stands; a group that is there says nothing about what may be missing in it."""
    if _is_programs(key, interview):
        return State.DEFAULTED
    if key in interview.standings:
        return interview.standings[key].state
    parent = interview.state(key)
    return None if parent is State.AGREED else parent


def field_of(key: str) -> Field:
    """Give the field that a full key asks for."""
    return FIELDS[question_key(key)]


def person_in(key: str) -> str:
    """Name the person whose own answer a full key is; empty where it is for both."""
    field = field_of(key)
    if key.startswith("people."):
        return key.split(".")[1]
    return key.rpartition(".")[2] if field.asked.per_person and key != field.key else ""


def usual(part: Part, interview: Interview, locale: Locale) -> str:
    """Give what stands if nobody changes it, or what a kind suggests, as it may be typed; empty where nothing does.

    What the program begins with goes before what is usual for the kind.
    """
    kind = interview.answers.relationship.kind
    if _is_programs(part.key, interview):
        return in_one_line(part.key, answer_at(interview.answers, part.key), locale)
    return usual_for(part, kind, interview.templates)


def usual_for(part: Part, kind: str | None, templates: Templates = SHIPPED) -> str:
    """Give what a kind suggests for a part, or what stands by default, as it may be typed; empty where nothing does."""
    return suggestions_of(kind, templates).get(part.key) or defaults_of(kind, templates).get(part.key, "")


def is_suggested(part: Part, kind: str | None, templates: Templates = SHIPPED) -> bool:
    """Tell whether what is usual for a part is only a suggestion of its kind, and never stands by itself."""
    return part.key in suggestions_of(kind, templates)


def _is_programs(key: str, interview: Interview) -> bool:
    """Tell whether an answer is what the program begins with, and the pair may change it."""
    return key in interview.from_program and not interview.is_locked(key)


def is_kept(part: Part, interview: Interview) -> bool:
    """Tell whether something stands although nobody has answered: a default, or what the program begins with."""
    return interview.state(part.key) is State.DEFAULTED or _is_programs(part.key, interview)


def unlocked(parts: Sequence[Part], interview: Interview) -> tuple[Part, ...]:
    """Give the parts that the program lets the pair answer."""
    return tuple(part for part in parts if not interview.is_locked(part.key.replace(".*", "")))


def private_path(path: Path) -> Path:
    """Name the file beside an interview for what is private: `amara.yaml` → `amara.private.yaml`."""
    return path.with_name(f"{path.stem}.private.yaml")
