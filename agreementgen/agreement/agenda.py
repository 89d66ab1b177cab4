"""Interview → `Agenda` of one meeting: what is open comes first, timed to the minute, in the copies it is for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from agreementgen.agreement.clauses import fill_line
from agreementgen.agreement.compose import Agreement, kind_of
from agreementgen.agreement.occasions import FIRST, Occasion, occasion, trial_sheet
from agreementgen.agreement.open_items import OpenItem, open_items
from agreementgen.agreement.phrases import ABSENT, GIVEN, Shown, in_words
from agreementgen.agreement.scene import Scene, scene_of
from agreementgen.agreement.text import Block, Paragraph, Run, RunKind, Runs, plain
from agreementgen.agreement.timing import share_time
from agreementgen.agreement.wordbook import Wordbook, named
from agreementgen.interview.fields import FIELDS, MEMBER_IDS, Goal
from agreementgen.interview.model import Interview, State, person_of
from agreementgen.interview.private import PRIVATE_KEYS, Private
from agreementgen.locales import Locale
from agreementgen.resources import Data

__all__ = ["COPIES", "Agenda", "GoalLines", "OpenItem", "Slot", "compose_agenda", "copies_for", "copy_of"]

COPIES = ("mentee", "mentor", "members", "facilitator", "shared")
"""The copies of the first meeting's outline; `copies_for` says which of them there are."""
MOST_ITEMS = 5
"""More open items than this do not fit one meeting; the rest is for the next one."""
USUAL_LENGTH = 60


@dataclass(frozen=True, slots=True)
class GoalLines:
    """One goal with lines to write on."""

    title: Runs
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """One block of the meeting.

    Attributes:
        clock: When it begins, in words; empty where no time of day is known.
        minutes: How long it is, whole minutes.
        items: What is to be settled in this block.
        later: Topics there is no time for, under their heading; they are for another time.
        goals: Goals to go through in this block.
        asides: What one person alone is told, each with whom; nobody is named on a copy that is that person's own.
    """

    id: str
    clock: str
    minutes: int
    title: str
    blocks: tuple[Block, ...]
    items: tuple[OpenItem, ...]
    later: tuple[str, tuple[Runs, ...]]
    goals: tuple[GoalLines, ...]
    asides: tuple[tuple[Runs, Runs], ...]

    @property
    def is_silent(self) -> bool:
        """Tell whether there is nothing to do in it, so that its time is better used elsewhere."""
        return not (self.blocks or self.items or self.goals)


@dataclass(frozen=True, slots=True)
class Agenda:
    """The outline of one meeting in finished words; the slots' minutes add up to `length_minutes`.

    Attributes:
        private: What the holder of this copy wrote for their own eyes, each with its label.
    """

    meeting: str
    copy: str
    title: str
    label: Runs
    where: tuple[Runs, ...]
    before: tuple[str, tuple[Runs, ...]]
    slots: tuple[Slot, ...]
    after: tuple[str, tuple[Runs, ...]]
    notes: tuple[Runs, ...]
    private: tuple[tuple[str, Runs], ...]
    footer: Runs
    length_minutes: int


def compose_agenda(
    interview: Interview,
    locale: Locale,
    agreement: Agreement,
    copy: str,
    *,
    meeting: str = FIRST,
    private: Private | None = None,
) -> Agenda:
    """Compose the agenda of one meeting.

    Args:
        interview: The pair's interview.
        locale: Whose words to take.
        agreement: The pair's agreement, for the numbers of its clauses.
        copy: One of the kind's copies, such as `mentee` and `mentor`, or `shared`; the first meeting's shared copy has
            times and topics only, those of the others a prompt for each of them.
        meeting: One of `MEETINGS`.
        private: What one person wrote for themself; it is on that person's copy of the first meeting and on no other.

    Raises:
        TemplateError: The words or the time plan of the agenda are at fault.
    """
    kind = kind_of(interview)
    plan = kind.agendas[meeting]
    length = interview.answers.meetings.length
    minutes = plan.lasts or (length.minutes if length else USUAL_LENGTH)
    scene = scene_of(interview, locale)
    locale = scene.locale
    own = private if private and meeting == FIRST and copy_of(private.person) == copy else None
    when = occasion(interview.answers, scene.schedule, meeting)
    book = Wordbook(scene.with_extra(_extra(scene, agreement, copy, when, own)), meeting)
    maker = _Maker(book, copy, when, minutes, kind.copies)
    drawn = {name: maker.slot(name) for name in plan.blocks}
    plan = plan.without([name for name, slot in drawn.items() if slot.is_silent])
    shares = share_time(plan, minutes)
    left_out = [name for name in share_time(plan, USUAL_LENGTH) if name not in shares]
    return Agenda(
        meeting=meeting,
        copy=copy,
        title=book.text("title"),
        label=book.line("copies", copy),
        where=tuple(maker.where()),
        before=maker.tasks("before"),
        slots=tuple(maker.timed(drawn, shares)),
        after=maker.tasks("after"),
        notes=maker.notes(left_out),
        private=tuple(_private(own, locale)) if own else (),
        footer=maker.footer(),
        length_minutes=minutes,
    )


def copies_for(interview: Interview) -> tuple[str, ...]:
    """Name the copies of the first meeting's outline in this kind of mentoring; the shared one comes last."""
    return (*kind_of(interview).copies, COPIES[-1])


def copy_of(person: str) -> str:
    """Name the copy that a person takes, by person id; the members of a group have the same one."""
    return "members" if person in MEMBER_IDS else person


def _extra(scene: Scene, agreement: Agreement, copy: str, when: Occasion, own: Private | None) -> dict[str, Shown]:
    """Give the keys that only an agenda's words ask for."""
    interview, locale = scene.interview, scene.locale
    answers, days = interview.answers, scene.schedule.meetings
    known = [text for id_ in interview.partners if (text := person_of(answers, id_).language)]
    languages = [Run(text, RunKind.ANSWER) for text in dict.fromkeys(known)]
    mixed: list[Run] = []
    for run in languages:
        mixed += [Run(locale.label("lists.between")), run] if mixed else [run]
    following = days[when.number] if when.number and len(days) > when.number else None
    return {
        "copy": Shown((Run(copy),), copy),
        "holder": scene.shown[own.person] if own else Shown((Run(locale.label("agenda.any_member")),), GIVEN),
        "spoken": Shown((Run(str(agreement.spoken)),), GIVEN),
        "settled": _token("yes" if interview.is_settled else "no"),
        "languages": Shown(tuple(mixed), _alike(known)),
        "first_goal": in_words(answers.goals[0] if answers.goals else None, FIELDS["goals.*.title"], locale),
        "goals_are": _token("whole" if all(goal.measure and goal.by for goal in _goals(scene)) else "lacking"),
        "line": Shown((Run("", RunKind.BLANK),), GIVEN),
        "following": Shown((Run(locale.day(following, "weekday")),), GIVEN) if following else Shown((), ABSENT),
        "trial_ends": _token("here" if trial_sheet(answers, scene.schedule) == when.meeting else "elsewhere"),
    }


def _token(token: str) -> Shown:
    """Give a key that is only for choosing between variants."""
    return Shown((Run(""),), token)


def _alike(known: list[str]) -> str:
    """Tell how the persons' languages stand to each other."""
    if len(known) < 2:
        return "one" if known else ABSENT
    return "same" if len({text.casefold() for text in known}) == 1 else "differ"


def _goals(scene: Scene) -> tuple[Goal, ...]:
    return scene.interview.answers.goals or ()


def _private(own: Private, locale: Locale) -> Iterator[tuple[str, Runs]]:
    """Give what a person wrote for themself, with its labels."""
    for key in PRIVATE_KEYS:
        if text := own.texts.get(key):
            yield locale.label(f"private.{key}"), (Run(text, RunKind.ANSWER),)
    ratings: list[Run] = []
    for name, rating in own.skills.items():
        ratings += [Run(locale.label("lists.between"))] if ratings else []
        ratings += [Run(name, RunKind.ANSWER), Run(locale.label("private.rating", rating=rating))]
    if ratings:
        yield locale.label("private.skills"), tuple(ratings)


class _Maker:
    """Puts the agenda's words together for one copy."""

    def __init__(self, book: Wordbook, copy: str, when: Occasion, minutes: int, copies: tuple[str, ...]) -> None:
        self.copies = copies
        self.book, self.copy, self.when, self.minutes = book, copy, when, minutes
        self.scene, self.locale = book.scene, book.scene.locale
        # What is open is put in the same words wherever it is talked about.
        self.items = open_items(Wordbook(book.scene, FIRST), copy) if "open" in book.at("blocks") else ()

    def where(self) -> Iterator[Runs]:
        """Give day, time, place and company."""
        shown, when = self.scene.shown, self.when
        if when.day and when.clock:
            end = (datetime.combine(when.day, when.clock) + timedelta(minutes=self.minutes)).time()
            span = self.locale.label("agenda.between", start=self.locale.clock(when.clock), end=self.locale.clock(end))
            yield (Run(self.locale.day(when.day, "weekday")),)
            yield (Run(span),)
            if shown["meetings.time_zone"].runs:
                yield shown["meetings.time_zone"].runs
        elif when.meeting == FIRST and shown["meetings.first"].runs:
            yield shown["meetings.first"].runs
        elif when.day:
            yield self._day(when.day)
        else:
            yield self.book.line("no_date")
        yield shown["meetings.format"].runs
        if shown["meetings.place"].runs:
            yield shown["meetings.place"].runs
        yield self.book.line("with", self.copy)

    def _day(self, day: date) -> Runs:
        words = Shown((Run(self.locale.day(day, "weekday")),), GIVEN)
        return self.book.having(day=words).line("near") if self.when.is_near else words.runs

    def tasks(self, part: str) -> tuple[str, tuple[Runs, ...]]:
        """Give the title and the tasks of this copy before or after the meeting."""
        return self.book.text(part, "title"), self.book.lines(part, self.copy)

    def slot(self, name: str) -> Slot:
        """Give what one block says; its time is found when all of them are known."""
        words: Mapping[str, Data] = self.book.at("blocks", name)
        path: tuple[str, ...] = ("blocks", name)
        is_open = name == "open"
        if is_open and self.scene.interview.is_settled and "settled" in words:
            path = (*path, "gaps" if self.items else "settled")
        wording = self.book.wording(*path)
        blocks = [*wording.blocks]
        if name == "terms" and (confirm := self._defaults()):
            blocks.append(Paragraph(confirm))
        if "also" in words:
            blocks += self.book.paragraphs("blocks", name, "also")
        items, later = self._items() if is_open else ((), ("", ()))
        goals = tuple(self._goals(name)) if "goals" in words else ()
        asides = tuple(self._asides(name, words))
        return Slot(name, "", 0, wording.title, tuple(blocks), items, later, goals, asides)

    def _items(self) -> tuple[tuple[OpenItem, ...], tuple[str, tuple[Runs, ...]]]:
        """Share the open items among the meetings: five for the first one, the next five for the second.

        What a goal lacks is asked for under the goals of the second meeting.
        """
        shown, rest = self.items[:MOST_ITEMS], self.items[MOST_ITEMS:]
        if self.when.meeting != FIRST:
            rest = tuple(item for item in rest if not item.is_about_a_goal)
            shown, rest = rest[:MOST_ITEMS], rest[MOST_ITEMS:]
        if not rest:
            return shown, ("", ())
        label = "later_rest" if self.when.meeting != FIRST else "later_meeting"
        if label == "later_meeting" and not self.scene.interview.is_settled:
            label = "later_unsigned"
        return shown, (self.locale.label(f"agenda.{label}"), tuple(item.topic for item in rest))

    def _goals(self, name: str) -> Iterator[GoalLines]:
        """Give the goals with their lines: those for each of them, and those for what one lacks."""
        lines: Mapping[str, Data] = self.book.at("blocks", name, "goals")
        for goal in _goals(self.scene):
            lacks = {"each", *(part for part in ("measure", "by") if getattr(goal, part) is None)}
            if found := tuple(str(text) for part, text in lines.items() if part in lacks):
                yield GoalLines((Run(goal.title or "", RunKind.ANSWER),), found)

    def _asides(self, name: str, words: Mapping[str, Data]) -> Iterator[tuple[Runs, Runs]]:
        """Give the prompts: one's own on a personal copy, all with whom they are for on a sheet for everyone."""
        if self.copy != "shared":
            people: tuple[str, ...] = (self.copy,)
        else:
            people = () if self.when.meeting == FIRST else self.copies
        for person in people:
            if person not in words:
                continue
            who = named("agenda.prompt", self.book.line("prompts", person), self.scene) if len(people) > 1 else ()
            for block in self.book.wording("blocks", name, person).blocks:
                if isinstance(block, Paragraph):
                    yield who, block.runs

    def timed(self, drawn: Mapping[str, Slot], shares: Mapping[str, int]) -> Iterator[Slot]:
        """Give the blocks there is time for, in order, with their times."""
        when, passed = self.when, 0
        begin = datetime.combine(when.day, when.clock) if when.day and when.clock else None
        for name, minutes in shares.items():
            clock = self.locale.clock((begin + timedelta(minutes=passed)).time()) if begin else ""
            yield replace(drawn[name], clock=clock, minutes=minutes)
            passed += minutes

    def _defaults(self) -> Runs:
        """Give the line that asks to confirm what nobody changed: what is usual, and what came from the program."""
        interview = self.scene.interview
        phrases = [
            plain(fill_line(text, self.scene, f"{self.book.file}: confirm.{key}"))
            for key, text in self.book.at("confirm").items()
            if interview.state(key) is State.DEFAULTED or key in interview.from_program
            if self.scene.shown[key].runs
        ]
        if not phrases:
            return ()
        said = Shown((Run(self.locale.joined(phrases)),), GIVEN)
        return self.book.having(defaults=said).line("defaults")

    def notes(self, left_out: list[str]) -> tuple[Runs, ...]:
        """Give the lines at the foot: what there was no time for, and what never to shorten."""
        found = []
        if left_out:
            titles = self.locale.joined([self.book.text("blocks", name, "title") for name in left_out])
            found.append(self.book.having(dropped=Shown((Run(titles),), GIVEN)).line("dropped"))
        return (*found, self.book.line("margin"))

    def footer(self) -> Runs:
        """Give the running foot line."""
        label = Shown(self.book.line("copies", self.copy), GIVEN)
        name = "footer" if self.copy == "shared" else "footer_personal"
        return self.book.having(label=label).line(name)
