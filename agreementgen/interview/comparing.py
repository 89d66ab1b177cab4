"""People's interviews → how each answer stands between them: the seven states, key by key.

Only what the two typed is compared, never a default; and what is compared is the meaning, not the spelling:
"fortnightly" is "every 2 weeks". Everyone speaks for themself, so names and answers per person are joined.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agreementgen.errors import Code, InterviewError
from agreementgen.interview.answer import covers
from agreementgen.interview.body import slug_of
from agreementgen.interview.canonical import as_typed
from agreementgen.interview.fields import ANSWERING_IDS, FIELDS, core_of, kind_of, people_for
from agreementgen.interview.joining import HIDDEN, TITLED, Compared, Joiner, Notice, Side
from agreementgen.interview.log import ProblemLog
from agreementgen.interview.model import Interview, State, question_key, rank
from agreementgen.interview.reach import title_of
from agreementgen.interview.readiness import urgency
from agreementgen.locales import Locale

__all__ = ["Comparison", "TalkItem", "compare", "sides_of", "talk", "topic", "topic_of", "typed"]


@dataclass(frozen=True, slots=True)
class TalkItem:
    """One thing to talk about, in words but for the views: those are typed, for `answer_in_words`.

    Attributes:
        views: Who said what, by person id, in the order of the people; empty where only the topic is shown.
    """

    key: str
    state: State
    topic: str
    opening: str
    views: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All answers, in the order of the questions, and what was decided on the way.

    Attributes:
        sides: Whose files were compared, in the order of the people.
        hides: Whether only topics may be shown, never who said what.
    """

    sides: tuple[Side, ...]
    items: tuple[Compared, ...]
    notices: tuple[Notice, ...]
    hides: bool

    @property
    def kind(self) -> str | None:
        """The kind of mentoring, as far as anybody has said it."""
        said = (side.interview.kind or kind_of(side.person) for side in self.sides)
        return next(filter(None, said), None)

    def of(self, *states: State) -> tuple[Compared, ...]:
        """Give the items in one of `states`, in the order of the questions."""
        return tuple(item for item in self.items if item.state in states)

    def views(self, item: Compared) -> dict[str, Any]:
        """Give who said what, as it may be typed and as far as it may be shown; in the order of the people."""
        said = {} if self.hides else item.views
        return {person: typed(said[person]) for person in ANSWERING_IDS if person in said}

    def as_json(self) -> dict[str, list[Any]]:
        """Give the result for programs: keys by state; with the views, as they may be typed, where there are any."""
        found: dict[str, list[Any]] = {}
        for state in ("agreed", "differs", "one_sided", "to_discuss", "unanswered", "defaulted", "later"):
            items = self.of(State(state))
            shows = state in ("differs", "one_sided")
            found[state] = [{"key": item.key, **self.views(item)} if shows else item.key for item in items]
        return found


def typed(value: Any) -> Any:
    """Give a typed answer as it may be typed; `None` is a spoken "none"."""
    return "none" if value is None else as_typed(value)


def sides_of(interviews: Sequence[Interview], locale: Locale, *, as_two: bool = False) -> tuple[Side, ...]:
    """Tell whose file each one is: `answered_by:` says it, else the place on the command line.

    Args:
        interviews: What was read, in the order of the command line.
        locale: Whose words a refusal takes.
        as_two: Take two files of one person for those of two.

    Returns:
        One side a file, in the order of the people.

    Raises:
        InterviewError: Two files are by one person; in a pair, none is by the mentee, or none by the mentor.
    """
    people = [each.written_by for each in interviews]
    kind = next(filter(None, (each.kind or kind_of(each.written_by) for each in interviews)), None)
    core, known = core_of(kind), people_for(kind)
    for number, person in enumerate(people):
        if not person:
            free = [id_ for id_ in (*known[number : number + 1], *known) if id_ not in people]
            people[number] = free[0]
    if as_two and len(people) == 2 and people[0] == people[1]:
        people = [*core[:2]]
    found = []
    for number, person in enumerate(people):
        log = ProblemLog(interviews[number].file, locale)
        standing = interviews[number].standings.get("answered_by")
        place = standing.place if standing else None
        if person in people[:number]:
            other = interviews[people.index(person)].file
            log.add(Code.SAME_AUTHOR, place, key="answered_by", person=person, other=other)
        elif "mentee" in core and number < 2 and not set(core) <= set(people):
            missing = next(id_ for id_ in core if id_ not in people)
            log.add(Code.AUTHOR_MISSING, place, key="answered_by", person=person, missing=missing)
        found += log.problems
    if found:
        raise InterviewError(found)
    order = sorted(range(len(people)), key=lambda number: ANSWERING_IDS.index(people[number]))
    return tuple(Side(people[number], interviews[number]) for number in order)


def compare(sides: Sequence[Side]) -> Comparison:
    """Compare what people typed.

    Args:
        sides: At least the mentee's and the mentor's, or those of any two of a group, in the order of the people, as
            `sides_of` gives them.
    """
    hides = any(side.interview.reveal == "topic_only" for side in sides)
    joiner = Joiner(tuple(sides), hides)
    found = {item.key: item for item in joiner.items()}
    given = (key for side in sides for key in side.interview.from_program)
    silent = {
        key: Compared(key, State.DEFAULTED)
        for key in given
        if not key.startswith("program.") and not any(covers(k, key) or covers(key, k) for k in found)
    }
    for state in (State.UNANSWERED, State.DEFAULTED):
        for key in (key for side in sides for key in side.interview.keys(state)):
            has_length = key == "term.length" and "term.end" in found
            if not has_length and key not in silent and not any(covers(k, key) or covers(key, k) for k in found):
                silent[key] = Compared(key, state)
    items = sorted([*found.values(), *silent.values()], key=lambda item: rank(item.key))
    return Comparison(tuple(sides), tuple(items), tuple(joiner.notices), hides)


def talk(comparison: Comparison, locale: Locale) -> tuple[TalkItem, ...]:
    """Give what the two should talk about, most pressing first (ranked like the first outline).

    By `urgency`, and else in the order of the questions.
    """
    locale = locale.of_kind(_kind_of(side.interview for side in comparison.sides))
    ranked = sorted(enumerate(comparison.items), key=lambda pair: (urgency(pair[1].key, pair[1].state), pair[0]))
    found = []
    locale = locale.of_kind(comparison.kind)
    for _, item in ranked:
        if item.state in (State.AGREED, State.DEFAULTED):
            continue
        question = locale.question(question_key(item.key))
        views = {} if comparison.hides else {id_: item.views[id_] for id_ in ANSWERING_IDS if id_ in item.views}
        found.append(TalkItem(item.key, item.state, topic(item.key, comparison, locale), question.opening, views))
    return tuple(found)


def topic(key: str, comparison: Comparison, locale: Locale) -> str:
    """Name a topic, with the goal or the person it is about: "By when: Run a launch review"."""
    interviews = [side.interview for side in comparison.sides]
    return _topic(key, interviews, locale.of_kind(comparison.kind), hides=comparison.hides)


def topic_of(key: str, interview: Interview, locale: Locale) -> str:
    """Name a topic of a file that two made, as `topic` names it."""
    return _topic(key, [interview], locale.of_kind(interview.kind), hides=interview.reveal == "topic_only")


def _topic(key: str, interviews: Sequence[Interview], locale: Locale, *, hides: bool) -> str:
    label, parts = locale.of_kind(_kind_of(interviews)).question(question_key(key)).label, key.split(".")
    if parts[0] in TITLED and len(parts) > 1 and not (hides and parts[1].startswith(HIDDEN)):
        return locale.label("pair.topic_of", topic=label, name=_title(parts[0], parts[1], interviews))
    parent = FIELDS.get(key.rpartition(".")[0])
    if parent and parent.asked.per_person:
        return locale.label("pair.topic_of", topic=label, name=locale.label(f"pair.people.{parts[-1]}"))
    return label


def _kind_of(interviews: Iterable[Interview]) -> str | None:
    """Give the kind of mentoring that all who say one agree on."""
    said = {interview.answers.relationship.kind for interview in interviews} - {None}
    return said.pop() if len(said) == 1 else None


def _title(name: str, slug: str, interviews: Sequence[Interview]) -> str:
    for interview in interviews:
        views = [
            view for key, each in interview.standings.items() for view in each.views.values() if key == f"{name}.{slug}"
        ]
        lone = [item for view in views for item in (view if isinstance(view, tuple) else (view,))]
        for item in (*(getattr(interview.answers, name) or ()), *lone):
            if slug_of(title := title_of(item)) == slug:
                return title
    return slug
