"""What was agreed → the text of the next version: all of it, but for what is new, and no date of the last round."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from agreementgen.agreement import document_id
from agreementgen.errors import FileError, InterviewError
from agreementgen.interview import Interview, State, question_key
from agreementgen.interview.answer import TITLED, covers, pieces_of
from agreementgen.interview.body import slug_of
from agreementgen.interview.editing import NoPlaceError
from agreementgen.interview.fields import FIELDS
from agreementgen.interview.given import OTHER_END
from agreementgen.interview.openblock import emptied, without
from agreementgen.interview.reach import answer_at, title_of
from agreementgen.interview.removing import without_item
from agreementgen.interview.typed import Answer, put
from agreementgen.interview.values import DayOrMonth
from agreementgen.locales import Locale, load_locale
from agreementgen.opening import Opened, open_pair
from agreementgen.renewal.changes import changes
from agreementgen.renewal.taken import Taken

__all__ = ["Order", "Renewed", "renewed"]

DAYS = ("term.start", "term.end", "meetings.first", "review.mid_point")
"""Days of a round: each round has its own."""
TO_DISCUSS = "to discuss"
NOTED = re.compile(r"^(?:defaulted|from_program|made_with):.*\n(?:[ \-].*\n?)*", re.MULTILINE)
"""What an agreement notes about the answers it carries; once it is signed, all of them are the pair's own."""


@dataclass(frozen=True, slots=True)
class Order:
    """What the next version shall be.

    Attributes:
        sets: New answers, as typed, by full key.
        done: Goals that are reached, by title or by the slug of it: they are left out.
        goals: Titles of new goals.
        is_amendment: Whether it changes an agreement in its time, which keeps its dates; else a new round begins.
        today: Goals whose day is past by then are to be confirmed.
    """

    sets: Mapping[str, str] = field(default_factory=dict)
    done: Sequence[str] = ()
    goals: Sequence[str] = ()
    is_amendment: bool = False
    today: date = date.min


@dataclass(frozen=True, slots=True)
class Renewed:
    """The next version: its text, and the same read."""

    text: str
    opened: Opened

    @property
    def interview(self) -> Interview:
        """Give the interview."""
        return self.opened.interview


def renewed(taken: Taken, order: Order, folder: Path, name: str, program: Path | None = None) -> Renewed:
    """Write the next version: it has the next number and the same id, and names what it replaces.

    Without an amendment, the days of the round and those of goals up to its end are left to discuss, unless they are
    set: a goal that is neither done nor dated later is proposed again. Notes and layout of a file stay.

    Args:
        taken: What was agreed.
        order: What is new.
        folder: Where the text will lie, for the program's file that it includes.
        name: What it will be called, for messages.
        program: The program's file, where the interview does not name it.

    Raises:
        InterviewError: An answer of `order.sets` has a problem, or the answers do not go together.
        FileError: There is no such goal to be done, or the text leaves no place for an answer.
    """
    old = taken.interview
    locale = load_locale("en", old.templates)
    if lists := [key for key in order.sets if key in TITLED]:
        raise FileError(locale.renewal("renew.whole_list", full=lists[0]))
    folder_of_old = Path(taken.file).parent
    meant = open_pair(taken.data, taken.file, folder_of_old, program, order.sets, templates=old.templates).interview
    text = NOTED.sub("", taken.data.decode("utf-8-sig"))
    gone = _done(order, old, locale)
    answers = [*_marks(taken, order, locale), *_open_days(order, old, gone), *_new(order, locale)]

    def read(text: str) -> Opened:
        return open_pair(text.encode(), name, folder, program, templates=old.templates)

    try:
        for number in sorted(gone, reverse=True):
            text = _without_goal(text, old, number)
        cleared = [OTHER_END[key] for key in order.sets if key in OTHER_END]
        if old.answers.document.date and "document.date" not in order.sets:
            cleared.append("document.date")
        for key in cleared:
            text = emptied(text, key)
        text, problems = put(text, answers, lambda text: read(text).reading.problems, interview=old, locale=locale)
    except NoPlaceError as error:
        raise FileError(locale.renewal("renew.no_place", file=taken.file, full=error.key)) from error
    if problems:
        raise InterviewError(problems)
    found = Renewed(text, read(text))
    _check(found.interview, meant, old, {*order.sets, *cleared, *(key for key, _, _ in answers)}, locale, taken.file)
    return found


def _marks(taken: Taken, order: Order, locale: Locale) -> Iterator[Answer]:
    """Give what tells the next version from this one."""
    id_, version = document_id(taken.interview), taken.interview.version
    replaced = locale.renewal("renew.supersedes", id=id_, version=version, digits=taken.fingerprint)
    marks = {"document.id": id_, "document.version": str(version + 1), "document.supersedes": replaced}
    yield from ((key, text, False) for key, text in marks.items() if key not in order.sets)


def _done(order: Order, old: Interview, locale: Locale) -> list[int]:
    """Find the goals that are reached, by their numbers from 0."""
    slugs = [slug_of(title_of(goal)) for goal in old.answers.goals or ()]
    for said in order.done:
        if slug_of(said) not in slugs:
            names = "; ".join(title_of(goal) for goal in old.answers.goals or ()) or locale.label("pair.nothing")
            raise FileError(locale.renewal("renew.no_goal", said=said, names=names))
    return [slugs.index(slug_of(said)) for said in dict.fromkeys(order.done)]


def _without_goal(text: str, old: Interview, number: int) -> str:
    base = f"goals.{slug_of(title_of((old.answers.goals or ())[number]))}"
    for key in old.standings:
        if covers(base, key):
            text = without(text, key)
    return without_item(text, "goals", number)


def _open_days(order: Order, old: Interview, gone: Sequence[int]) -> Iterator[Answer]:
    """Give the days of the last round, as they are left to discuss; where a day cannot be open, it is taken away."""
    if order.is_amendment:
        return
    said = [key for key in DAYS if key not in order.sets and old.state(key) is State.AGREED]
    yield from ((key, TO_DISCUSS, False) for key in said if answer_at(old.answers, key) is not None)
    last = max(order.today, old.schedule.end or order.today)
    for name in TITLED:
        if f"{name}.*.by" not in FIELDS:
            continue
        can_be_open = FIELDS[f"{name}.*.by"].asked.can_be_open
        for number, item in enumerate(answer_at(old.answers, name) or ()):
            key = f"{name}.{slug_of(title_of(item))}.by"
            by: DayOrMonth | None = item.by
            is_open = old.state(key) not in (None, State.AGREED)
            if key in order.sets or is_open or (name == "goals" and number in gone):
                continue
            if can_be_open and (by is None or by.last <= last):
                yield key, TO_DISCUSS, False
            elif by is not None and by.last <= last:
                yield key, "none", False


def _new(order: Order, locale: Locale) -> Iterator[Answer]:
    for key, text in order.sets.items():
        pieces = pieces_of(key, text.strip(), locale)
        yield key, pieces if len(pieces) > 1 else pieces[0], False
    yield from (("goals", {"title": title}, True) for title in order.goals)


def _check(new: Interview, meant: Interview, old: Interview, touched: set[str], locale: Locale, file: str) -> None:
    """Look whether the text says what was asked for, and else what the old one said, but for defaults that follow."""
    for each in changes(old, new, locale):
        is_meant = any(covers(key, each.key) or covers(each.key, key) for key in touched)
        if not is_meant and not each.key.startswith("goals.") and new.state(each.key) is not State.DEFAULTED:
            raise FileError(locale.renewal("renew.no_place", file=file, full=each.key))
    for key in touched:
        if key in meant.standings and key not in ("document.id",) and question_key(key) not in TITLED:
            is_so = answer_at(new.answers, key) == answer_at(meant.answers, key)
            if not is_so and key in meant.origins and meant.origins[key].source == "set":
                raise FileError(locale.renewal("renew.no_place", file=file, full=key))
