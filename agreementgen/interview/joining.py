"""What each person's file says to each question → one answer, or what keeps the two from one.

Everyone speaks for themself: names, contacts and answers per person are taken from the person's own file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from agreementgen.interview.answer import TITLED, covers
from agreementgen.interview.body import slug_of
from agreementgen.interview.fields import FIELDS, SHORT_FORMS, Field, Section, core_of, kind_of
from agreementgen.interview.likeness import matched, means_the_same
from agreementgen.interview.log import Place
from agreementgen.interview.model import Interview, State, question_key
from agreementgen.interview.reach import answer_at, title_of
from agreementgen.interview.schedule import end_of

__all__ = ["HIDDEN", "TITLED", "Compared", "Joiner", "Notice", "Side"]

SETTINGS = frozenset({"schema", "answered_by", "reveal", "share_scores"})
"""What says how the files are read; `merge` makes one of the two, and there is nothing to talk about."""
HIDDEN = "another"
"""What an entry is called that only one of the two has, where who said what is not shown: its title would tell."""


@dataclass(frozen=True, slots=True)
class Side:
    """One person's file: the person's id, and what they answered."""

    person: str
    interview: Interview


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that was decided while joining, for the two to know; words stand under `pair.notice` by its `kind`.

    Attributes:
        kind: `dropped` (a word about the other's own answer), `name` (a name spelled in two ways), `borrowed` (a name
            that only the other has given), `title` (two titles taken for one goal).
        words: What fills the placeholders of its words.
    """

    kind: str
    key: str
    file: str
    line: int
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Compared:
    """How one answer stands between the people.

    Attributes:
        key: Full key; an entry that only one has is called by its list and its title: `goals.say-no`.
        state: One of the seven.
        value: The typed answer of an agreed one; `None` is a spoken "none".
        views: Who said what, by person id, for what is not agreed; `None` is a spoken "none".
        decide_by: The day of a `later` one.
        undecided: Who wants to talk about it first, by person id, where another has answered.
    """

    key: str
    state: State
    value: Any = None
    views: Mapping[str, Any] = field(default_factory=dict)
    decide_by: date | None = None
    undecided: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    """What one person's file says to one question."""

    value: Any = None
    is_open: bool = False
    decide_by: date | None = None


class Joiner:
    """Joins what the sides say, key by key."""

    def __init__(self, sides: tuple[Side, ...], hides: bool) -> None:
        self.sides, self.hides = sides, hides
        # A pair agrees when the mentee and the mentor do; a group, when everyone does whose file is there.
        kinds = (kind_of(side.person, side.interview.kind) for side in sides)
        core = core_of(next(filter(None, kinds), None))
        self.is_pair = "mentee" in core
        self.quorum = {*core} if self.is_pair else {side.person for side in sides}
        self.said = {side.person: dict(_typed_by(side)) for side in sides}
        self.notices: list[Notice] = []
        self._even_out_the_end()

    def items(self) -> Iterator[Compared]:
        """Give what anybody said, joined."""
        yield from self._settings()
        for name in TITLED:
            yield from self._listed(name)
        keys = dict.fromkeys(key for said in self.said.values() for key in said)
        for key in keys:
            if key.split(".")[0] in TITLED or key in SETTINGS or key.startswith("program.policies."):
                continue
            said = {person: answers[key] for person, answers in self.said.items() if key in answers}
            owner = _owner(key)
            joined = self._own(key, owner, said) if owner else self._join(key, said)
            if joined:
                yield joined

    def _settings(self) -> Iterator[Compared]:
        """Show who said what only if nobody minds, and ratings only if everybody agrees."""
        if self.hides or any("reveal" in said for said in self.said.values()):
            yield Compared("reveal", State.AGREED, "topic_only" if self.hides else "both")
        shares = [said["share_scores"].value for said in self.said.values() if "share_scores" in said]
        if shares:
            yield Compared("share_scores", State.AGREED, len(shares) == len(self.sides) and all(shares))

    def _own(self, key: str, owner: str, said: Mapping[str, _Said]) -> Compared | None:
        """Take what somebody says of themself; a word of another about it counts only where nothing else names them."""
        is_name = key.startswith("people.") and key.endswith(".name")
        takes = owner if owner in said else None
        if takes is None and (is_name or owner not in self.said):
            takes = next(iter(said))
        for person, each in said.items():
            if person == takes:
                continue
            if takes and not each.is_open and means_the_same(key, each.value, said[takes].value):
                continue
            words = {"person": owner}
            if is_name and takes:
                words |= {"own": str(said[takes].value), "other": str(each.value)}
            self._note("name" if is_name else "dropped", key, person, words)
        if takes is None:
            return None
        if takes != owner and owner in self.said:
            self._note("borrowed", key, takes, {"person": owner, "own": str(said[takes].value)})
        one = said[takes]
        if one.decide_by:
            return Compared(key, State.LATER, decide_by=one.decide_by)
        return Compared(key, State.TO_DISCUSS) if one.is_open else Compared(key, State.AGREED, one.value)

    def _join(self, key: str, said: Mapping[str, _Said]) -> Compared:
        asked = FIELDS[question_key(key)].asked
        answers = {person: each.value for person, each in said.items() if not each.is_open}
        if answers and any(side.interview.is_locked(key) for side in self.sides):
            # Whoever says it says what the program says; there is nothing to talk about.
            return Compared(key, State.AGREED, next(iter(answers.values())))
        if asked.by in answers:
            for person, value in answers.items():
                if not means_the_same(key, value, answers[asked.by]):
                    self._note("dropped", key, person, {"person": asked.by})
            return Compared(key, State.AGREED, answers[asked.by])
        # Of equal views one is enough, and who is first in the order of the people is named; where a group differs,
        # it counts how many see it in which way.
        views: dict[str, Any] = {}
        for person, value in answers.items():
            if not any(means_the_same(key, value, other) for other in views.values()):
                views[person] = value
        if len(views) > 1 and not self.is_pair:
            views = dict(answers)
        days = [each.decide_by for each in said.values() if each.decide_by]
        if len(answers) < len(said) and not (days and not answers):
            undecided = tuple(person for person, each in said.items() if each.is_open) if answers else ()
            return Compared(key, State.TO_DISCUSS, views=views, undecided=undecided)
        if not answers:
            return Compared(key, State.LATER, decide_by=min(days))
        if len(views) > 1:
            return Compared(key, State.DIFFERS, views=views)
        is_known = asked.by == "program" or key.startswith("document.")
        if is_known or self.quorum <= set(answers):
            return Compared(key, State.AGREED, next(iter(views.values())))
        return Compared(key, State.ONE_SIDED, views=views)

    def _listed(self, name: str) -> Iterator[Compared]:
        """Join a list of goals, resources or skills: entries with like titles are one."""
        said = {person: answers[name] for person, answers in self.said.items() if name in answers}
        lists = {person: each.value for person, each in said.items() if isinstance(each.value, tuple) and each.value}
        if not self.quorum <= set(lists):
            if said:
                yield self._join(name, said)
            return
        hidden = 0
        groups = matched({person: [title_of(item) for item in items] for person, items in lists.items()}, self.hides)
        if any(self.quorum <= set(group) for group in groups):
            yield Compared(name, State.AGREED)
        for group in groups:
            entries = {person: lists[person][index] for person, index in group.items()}
            slugs = {person: slug_of(title_of(item)) for person, item in entries.items()}
            slug = next(iter(slugs.values()))
            if self.quorum <= set(entries):
                yield from self._entry(name, slug, slugs, entries)
                continue
            if self.hides:
                hidden += 1
                slug = HIDDEN if hidden == 1 else f"{HIDDEN}-{hidden}"
            yield Compared(f"{name}.{slug}", State.ONE_SIDED, views=dict(list(entries.items())[:1]))

    def _entry(
        self, name: str, slug: str, slugs: Mapping[str, str], entries: Mapping[str, Section]
    ) -> Iterator[Compared]:
        """Join one entry that both have."""
        short = SHORT_FORMS[type(next(iter(entries.values())))]
        for part in type(next(iter(entries.values()))).model_fields:
            keys = {person: f"{name}.{own}.{part}" for person, own in slugs.items()}
            said = {person: self.said[person][key] for person, key in keys.items() if key in self.said[person]}
            if said:
                joined = self._join(f"{name}.{slug}.{part}", said)
                yield joined
                if part == short and joined.state is State.DIFFERS:
                    words = [str(each) for each in joined.views.values()]
                    self._note("title", joined.key, list(entries)[1], {"own": words[0], "other": words[1]})

    def _even_out_the_end(self) -> None:
        """Where one gives a length and the other an end, compare the last days that these mean."""
        ends = {}
        for person, said in self.said.items():
            start, length, end = (said.get(f"term.{name}", _Said()).value for name in ("start", "length", "end"))
            if end or (start and length):
                ends[person] = end or end_of(start, length)
        by_end = {person for person, said in self.said.items() if "term.end" in said and "term.length" not in said}
        by_length = {person for person, said in self.said.items() if "term.length" in said and "term.end" not in said}
        if not by_end or not by_length or not (by_end | by_length) <= set(ends):
            return
        for person in by_length:
            self.said[person]["term.end"] = _Said(ends[person])
            del self.said[person]["term.length"]

    def _note(self, kind: str, key: str, person: str, words: Mapping[str, str]) -> None:
        interview = next(side.interview for side in self.sides if side.person == person)
        standing = interview.standings.get(key)
        place = standing.place if standing and standing.place else Place(0, 0)
        self.notices.append(Notice(kind, key, interview.file, place.line, words))


def _typed_by(side: Side) -> Iterator[tuple[str, _Said]]:
    """Give what a person's own file says, by full key; what a program or a default says is not theirs."""
    interview = side.interview
    for key, standing in interview.standings.items():
        if any(covers(each, key) for each in interview.from_program):
            continue
        if standing.state is State.AGREED:
            yield key, _Said(answer_at(interview.answers, key))
        elif standing.state is State.LATER:
            yield key, _Said(is_open=True, decide_by=standing.decide_by)
        elif side.person in standing.views:
            yield key, _Said(standing.views[side.person])
        elif standing.state not in (State.DEFAULTED, State.UNANSWERED):
            yield key, _Said(is_open=True)


def _owner(key: str) -> str | None:
    """Name the person who alone can answer; `None` where it is a matter for both."""
    asked: Field = FIELDS[question_key(key)]
    if asked.asked.per_person:
        return key.rpartition(".")[2]
    return key.split(".")[1] if asked.asked.by == "self" and key.startswith("people.") else None
