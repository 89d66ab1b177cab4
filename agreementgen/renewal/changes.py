"""Two interviews → what is different in the second, answer by answer: for the two who lived by the first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from agreementgen.agreement import document_id, view_in_words
from agreementgen.interview import Interview, OwnClauses, State, question_key
from agreementgen.interview.body import slug_of
from agreementgen.interview.comparing import topic_of, typed
from agreementgen.interview.fields import FIELDS, SHORT_FORMS, Field, Section, section_of
from agreementgen.interview.likeness import matched, means_the_same
from agreementgen.interview.model import rank
from agreementgen.interview.reach import answer_at, title_of
from agreementgen.locales import Locale, fold

__all__ = ["Change", "Kind", "changes"]

BOOKKEEPING = frozenset({"schema", "answered_by", "document.id", "document.version", "document.supersedes"})
"""What says which file or version it is, and nothing of what the two agree on."""
LISTS = tuple(key for key, field in FIELDS.items() if field.is_list and section_of(field.type))
"""Lists whose entries are matched by their title: goals, skills, policies."""


class Kind(StrEnum):
    """In which way something is different."""

    CHANGED = "changed"
    ADDED = "added"
    DROPPED = "dropped"
    RENAMED = "renamed"
    OPENED = "opened"
    SETTLED = "settled"
    LATER = "later"
    VIEWS = "views"
    WORDING = "wording"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    Attributes:
        kind: In which way; `wording` is for what means the same in other words.
        key: Full key, as the second file has it; of what only the first one has, and of a title, as that has it. Of
            printed words, `clauses.<id>` for a program's own clause, and `clauses` for ours.
        topic: What it is about, in words.
        before: The typed answer of the first, as it may be typed; `None` for none.
        after: The same of the second.
        says: All of it in one sentence.
        words: The two answers in words.
    """

    kind: Kind
    key: str
    topic: str
    before: Any
    after: Any
    says: str
    words: tuple[str, str] = ("", "")


def changes(old: Interview, new: Interview, locale: Locale, wording: tuple[str, str] = ("", "")) -> tuple[Change, ...]:
    """Tell what is different in `new`, in the order of the questions; what is only worded differently comes last.

    Answers go by their meaning, and entries of lists by their titles, whatever their order. A default that stands is an
    answer like any other: who signs, signs it.

    Args:
        old: What was agreed.
        new: What is to be agreed.
        locale: Whose words it takes.
        wording: Hashes of the words that either is printed with; where one is not known, words are not compared.
    """
    found = list(_Differ(old, new, locale).all())
    in_order = sorted(found, key=lambda each: (each.kind is Kind.WORDING, rank(each.key)))
    return (*in_order, *_of_words(old, new, locale, wording))


@dataclass(frozen=True, slots=True)
class _Stands:
    """How one answer stands: its value, or that it is open."""

    value: Any = None
    state: State = State.AGREED
    more: Any = None

    @property
    def is_open(self) -> bool:
        return self.state not in (State.AGREED, State.DEFAULTED)


class _Differ:
    def __init__(self, old: Interview, new: Interview, locale: Locale) -> None:
        self.old, self.new, self.locale = old, new, locale

    def all(self) -> Iterator[Change]:
        ids = document_id(self.old), document_id(self.new)
        if ids[0] != ids[1]:
            yield self._change(Kind.CHANGED, "document.id", *ids)
        keys = dict.fromkeys((*self.new.standings, *self.old.standings))
        for key in keys:
            if key not in BOOKKEEPING and question_key(key).split(".*")[0] not in LISTS:
                yield from self._answer(key, key)
        for name in LISTS:
            yield from self._listed(name)

    def _answer(self, old_key: str, key: str) -> Iterator[Change]:
        before, after = _stands(self.old, old_key), _stands(self.new, key)
        if before.is_open and after.is_open:
            if after.state is State.LATER and before != after:
                yield self._change(Kind.LATER, key, None, None, day=self.locale.day(after.more[0]))
            elif before.more != after.more and before.state is not State.LATER:
                yield self._change(Kind.VIEWS, key, None, None)
        elif after.state is State.LATER:
            yield self._change(Kind.LATER, key, before.value, None, day=self.locale.day(after.more[0]))
        elif after.is_open:
            yield self._change(Kind.OPENED, key, before.value, None)
        elif before.is_open:
            yield self._change(Kind.SETTLED, key, None, after.value)
        elif before.value != after.value:
            yield from self._value(key, before.value, after.value)

    def _value(self, key: str, before: Any, after: Any) -> Iterator[Change]:
        said = [value is not None and value != () for value in (before, after)]
        if not any(said):
            return
        if means_the_same(key, before, after):
            yield self._change(Kind.WORDING, key, before, after)
        else:
            yield self._change(
                Kind.CHANGED if all(said) else Kind.ADDED if said[1] else Kind.DROPPED, key, before, after
            )

    def _listed(self, name: str) -> Iterator[Change]:
        """Compare two lists entry by entry; one that is open as a whole is compared as one answer."""
        if _stands(self.old, name).is_open or _stands(self.new, name).is_open:
            yield from self._answer(name, name)
            return
        lists = {"old": answer_at(self.old.answers, name) or (), "new": answer_at(self.new.answers, name) or ()}
        for group in matched({side: [title_of(item) for item in items] for side, items in lists.items()}, False):
            entries = {side: lists[side][place] for side, place in group.items()}
            keys = {side: f"{name}.{slug_of(title_of(item))}" for side, item in entries.items()}
            if len(entries) == 2:
                yield from self._entry(keys["old"], keys["new"], type(entries["new"]))
            elif "new" in entries:
                yield self._change(Kind.ADDED, keys["new"], None, entries["new"])
            else:
                yield self._change(Kind.DROPPED, keys["old"], entries["old"], None)

    def _entry(self, old_key: str, key: str, section: type[Section]) -> Iterator[Change]:
        for part in section.model_fields:
            for each in self._answer(f"{old_key}.{part}", f"{key}.{part}"):
                is_title = part == SHORT_FORMS[section] and each.kind is Kind.CHANGED
                if is_title:
                    each = self._change(Kind.RENAMED, f"{old_key}.{part}", each.before, each.after)
                yield each

    def _change(self, kind: Kind, key: str, before: Any, after: Any, **words: str) -> Change:
        side = self.old if kind in (Kind.DROPPED, Kind.RENAMED) else self.new
        topic = topic_of(key, side, self.locale)
        told = [_told(key, value, self.locale) for value in (before, after)]
        words |= {"topic": topic, "before": told[0], "after": told[1]}
        if isinstance(before or after, Section):
            words["topic"] = self.locale.question(question_key(key)).label
        own = self.locale.table("renewal")["says"]
        name = f"{question_key(key).replace('.*', '').replace('.', '_')}_{kind}"
        sentence = f"says.{name}" if isinstance(own, dict) and name in own else f"diff.{kind}"
        if kind is Kind.OPENED and _typed(before) is None:
            sentence = "diff.asked"
        return Change(
            kind, key, topic, _typed(before), _typed(after), self.locale.renewal(sentence, **words), (told[0], told[1])
        )


def _stands(interview: Interview, key: str) -> _Stands:
    state = interview.state(key) or State.AGREED
    standing = interview.standings.get(key)
    more = (standing.decide_by, dict(standing.views)) if standing and standing.state is state else None
    return _Stands(answer_at(interview.answers, key), state, more)


def _typed(value: Any) -> Any:
    return None if value is None or value == () else typed(value)


def _told(key: str, value: Any, locale: Locale) -> str:
    """Put an answer into words; what somebody wrote in their own stands in quotation marks."""
    field: Field = FIELDS[question_key(key)]
    if isinstance(value, tuple) and value and field.item_is_text:
        return locale.joined([_told(key, item, locale) for item in value])
    words = view_in_words(key, value, locale).replace("\n", " ").rstrip(".")
    is_own = isinstance(value, str) and field.item_is_text and not locale.has_value(field.key, fold(value))
    return locale.renewal("diff.quoted", words=words) if is_own else words


def _of_words(old: Interview, new: Interview, locale: Locale, wording: tuple[str, str]) -> Iterator[Change]:
    """Tell where the same answers are printed in other words."""
    ours, theirs = _clauses(old.clauses), _clauses(new.clauses)
    for id_ in dict.fromkeys((*theirs, *ours)):
        if ours.get(id_) != theirs.get(id_):
            title = (theirs.get(id_) or ours.get(id_) or {}).get("title") or str(locale.clause(id_)["title"])
            says = locale.renewal("diff.own_clause", title=title)
            yield Change(Kind.WORDING, f"clauses.{id_}", str(title), None, None, says)
    alike = all(
        getattr(old.answers, section) is None or one == other
        for section, one, other in (
            ("relationship", old.answers.relationship.kind, new.answers.relationship.kind),
            ("document", old.answers.document.language, new.answers.document.language),
        )
    )
    if alike and all(wording) and wording[0] != wording[1]:
        topic = locale.renewal("diff.words")
        yield Change(Kind.WORDING, "clauses", topic, None, None, locale.renewal("diff.clauses"))


def _clauses(own: OwnClauses) -> dict[str, dict[str, Any]]:
    """Give a program's own clauses by id: those it drops have no words."""
    found: dict[str, dict[str, Any]] = {id_: {} for id_ in own.drop}
    return found | {each.id: dict(each.data) for each in own.all}
