"""Interview → `Agenda` of the first meeting: what is open comes first, timed to the minute, in three copies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from agreementgen.agreement.clauses import fill, fill_line, wording_of
from agreementgen.agreement.compose import Agreement, kind_of
from agreementgen.agreement.scene import ABSENT, GIVEN, Scene, Shown, in_words
from agreementgen.agreement.text import Block, Paragraph, Run, RunKind, Runs, plain
from agreementgen.agreement.timing import share_time
from agreementgen.errors import TemplateError
from agreementgen.interview.body import slug_of
from agreementgen.interview.fields import FIELDS, PERSON_IDS
from agreementgen.interview.model import Interview, State, question_key
from agreementgen.locales import Locale
from agreementgen.resources import Data

__all__ = ["COPIES", "Agenda", "OpenItem", "Slot", "compose_agenda"]

COPIES = ("mentee", "mentor", "shared")
MOST_ITEMS = 5
"""More open items than this do not fit one meeting; the rest is for the next one."""
USUAL_LENGTH = 60


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One thing to settle.

    Attributes:
        key: Full key of the answer; empty for a gap that no answer fills.
        views: Who said what, in the order of the people; none of them is marked as right.
    """

    key: str
    topic: Runs
    opening: Runs
    views: tuple[tuple[Runs, Runs], ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """One block of the meeting.

    Attributes:
        clock: When it begins, in words; empty where no time of day is known.
        minutes: How long it is, whole minutes.
        items: What is to be settled in this block.
        later: Topics there is no time for; they are for the next meeting.
        aside: What only the holder of this copy reads.
    """

    id: str
    clock: str
    minutes: int
    title: str
    blocks: tuple[Block, ...]
    items: tuple[OpenItem, ...]
    later: tuple[Runs, ...]
    aside: Runs


@dataclass(frozen=True, slots=True)
class Agenda:
    """The outline of one meeting in finished words; the slots' minutes add up to `length_minutes`."""

    copy: str
    title: str
    label: Runs
    where: tuple[Runs, ...]
    before: tuple[str, tuple[Runs, ...]]
    slots: tuple[Slot, ...]
    after: tuple[str, tuple[Runs, ...]]
    notes: tuple[Runs, ...]
    footer: Runs
    length_minutes: int


def compose_agenda(interview: Interview, locale: Locale, agreement: Agreement, copy: str) -> Agenda:
    """Compose the first meeting's agenda.

    Args:
        interview: The pair's interview.
        locale: Whose words to take.
        agreement: The pair's agreement, for the numbers of its clauses.
        copy: `mentee`, `mentor` or `shared`; the shared copy has times and topics only.

    Raises:
        TemplateError: The words or the time plan of the agenda are at fault.
    """
    words = locale.agenda("first")
    plan = kind_of(interview).agendas["first"]
    length = interview.answers.meetings.length
    minutes = length.minutes if length else USUAL_LENGTH
    shares = share_time(plan, minutes)
    scene = Scene(interview, locale).with_extra(_extra(interview, locale, agreement, copy))
    maker = _Maker(scene, words, copy)
    items = tuple(maker.items(_candidates(interview)))
    left_out = [name for name in share_time(plan, USUAL_LENGTH) if name not in shares]
    return Agenda(
        copy=copy,
        title=maker.text("title"),
        label=maker.line("copies", copy),
        where=maker.where(minutes),
        before=maker.tasks("before"),
        slots=tuple(maker.slots(shares, items)),
        after=maker.tasks("after"),
        notes=maker.notes(left_out),
        footer=maker.footer(),
        length_minutes=minutes,
    )


def _extra(interview: Interview, locale: Locale, agreement: Agreement, copy: str) -> dict[str, Shown]:
    """Give the keys that only an agenda's words ask for."""
    answers = interview.answers
    spoken = [(getattr(answers.people, person), person) for person in PERSON_IDS]
    known = [person.language for person, _ in spoken if person.language]
    languages = [Run(text, RunKind.ANSWER) for text in dict.fromkeys(known)]
    mixed: list[Run] = []
    for run in languages:
        mixed += [Run(locale.label("lists.between")), run] if mixed else [run]
    first_goal = in_words(answers.goals[0] if answers.goals else None, FIELDS["goals.*.title"], locale)
    return {
        "copy": Shown((Run(copy),), copy),
        "spoken": Shown((Run(str(agreement.spoken)),), GIVEN),
        "settled": Shown((Run(""),), "yes" if interview.is_settled else "no"),
        "languages": Shown(tuple(mixed), GIVEN if mixed else ABSENT),
        "first_goal": first_goal,
        "line": Shown((Run("", RunKind.BLANK),), GIVEN),
    }


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An item before it has words."""

    rank: int
    key: str
    gap: str = ""
    goal: str = ""


def _candidates(interview: Interview) -> list[_Candidate]:
    """Rank what is to be talked about: authority, differences with required ones first, the undecided, then gaps."""
    answers = interview.answers
    found: list[_Candidate] = []
    overlap_is_said = interview.state("relationship.overlap_note") in (None, State.AGREED)
    if answers.relationship.mentor_has_say in ("some", "direct") and overlap_is_said:
        found.append(_Candidate(0, "", "overlap"))
    for key, standing in interview.standings.items():
        required = FIELDS[question_key(key)].asked.required
        match standing.state:
            case State.DIFFERS | State.ONE_SIDED:
                rank = 1 if required else 2
            case State.TO_DISCUSS | State.UNANSWERED | State.LATER:
                rank = 3 if required else 4
            case _:
                continue
        found.append(_Candidate(0 if key == "relationship.mentor_has_say" else rank, key))
    for goal in answers.goals or ():
        base = f"goals.{slug_of(goal.title or '')}"
        states = {interview.state(f"{base}.{part}") for part in ("measure", "by")}
        if (goal.measure is None or goal.by is None) and states <= {None, State.AGREED}:
            found.append(_Candidate(5, "", "goal_measure", goal.title or ""))
    if not (answers.program.coordinator.name or answers.problems.third_person.name):
        found.append(_Candidate(6, "", "third_person"))
    if "mentor" not in (answers.feedback.preference or {}) and interview.state("feedback.preference.mentor") is None:
        found.append(_Candidate(6, "", "mentor_preference"))
    return sorted(found, key=lambda candidate: candidate.rank)


class _Maker:
    """Puts the agenda's words together for one copy."""

    def __init__(self, scene: Scene, words: Mapping[str, Data], copy: str) -> None:
        self.scene, self.words, self.copy = scene, words, copy
        self.file = f"{scene.locale.folder}/agendas/first.yaml"
        self.other = {"mentee": "mentor", "mentor": "mentee"}.get(copy, "")

    def text(self, *path: str) -> str:
        node = self._node(path)
        if not isinstance(node, str):
            raise TemplateError(f'"{self.file}": "{".".join(path)}" must be text.')
        return node

    def line(self, *path: str, scene: Scene | None = None) -> Runs:
        return fill_line(self.text(*path), scene or self.scene, f"{self.file}: {'.'.join(path)}")

    def _node(self, path: tuple[str, ...]) -> Any:
        node: Any = self.words
        for part in path:
            if not isinstance(node, dict) or part not in node:
                raise TemplateError(f'"{self.file}" has no "{".".join(path)}".')
            node = node[part]
        return node

    def where(self, minutes: int) -> tuple[Runs, ...]:
        """Give day, time, place and company."""
        shown, locale = self.scene.shown, self.scene.locale
        answers = self.scene.interview.answers
        first = answers.meetings.first
        parts: list[Runs] = [shown["meetings.first"].runs] if shown["meetings.first"].runs else [self.line("no_date")]
        if first and first.clock:
            end = (datetime.combine(first.day, first.clock) + timedelta(minutes=minutes)).time()
            span = locale.label("agenda.between", start=locale.clock(first.clock), end=locale.clock(end))
            parts = [(Run(locale.day(first.day, "weekday")),), (Run(span),)]
            if shown["meetings.time_zone"].runs:
                parts.append(shown["meetings.time_zone"].runs)
        parts.append(shown["meetings.format"].runs)
        if shown["meetings.place"].runs:
            parts.append(shown["meetings.place"].runs)
        return (*parts, self.line("with", self.copy))

    def tasks(self, part: str) -> tuple[str, tuple[Runs, ...]]:
        """Give the title and the tasks of this copy before or after the meeting."""
        found: list[Runs] = []
        for number, entry in enumerate(self._node((part, self.copy)), 1):
            wording = wording_of(entry, self.scene, f"{self.file}: {part}.{self.copy} {number}")
            found += [block.runs for block in wording.blocks if isinstance(block, Paragraph)]
        return self.text(part, "title"), tuple(found)

    def slots(self, shares: Mapping[str, int], items: tuple[OpenItem, ...]) -> Iterator[Slot]:
        """Give the blocks with their times."""
        first = self.scene.interview.answers.meetings.first
        begin = datetime.combine(first.day, first.clock) if first and first.clock else None
        passed = 0
        for name, minutes in shares.items():
            words = self._node(("blocks", name))
            is_open = name == "open"
            chosen = words
            if is_open and self.scene.interview.is_settled:
                chosen = words["gaps" if items else "settled"]
            wording = wording_of(chosen, self.scene, f"{self.file}: blocks.{name}")
            blocks = [*wording.blocks]
            if name == "terms" and (confirm := self._defaults()):
                blocks.append(Paragraph(confirm))
            aside: Runs = ()
            if self.copy in words:
                said = wording_of(words[self.copy], self.scene, f"{self.file}: blocks.{name}.{self.copy}")
                aside = next((b.runs for b in said.blocks if isinstance(b, Paragraph)), ())
            clock = self.scene.locale.clock((begin + timedelta(minutes=passed)).time()) if begin else ""
            now = items[:MOST_ITEMS] if is_open else ()
            later = tuple(item.topic for item in items[MOST_ITEMS:]) if is_open else ()
            yield Slot(name, clock, minutes, wording.title, tuple(blocks), now, later, aside)
            passed += minutes

    def _defaults(self) -> Runs:
        """Give the line that asks to confirm what nobody changed."""
        listed = self._node(("confirm",))
        phrases = [
            plain(fill_line(text, self.scene, f"{self.file}: confirm.{key}"))
            for key, text in listed.items()
            if self.scene.interview.state(key) is State.DEFAULTED and self.scene.shown[key].runs
        ]
        if not phrases:
            return ()
        said = self.scene.locale.joined(phrases)
        return self.line("defaults", scene=self.scene.with_extra({"defaults": Shown((Run(said),), GIVEN)}))

    def items(self, candidates: list[_Candidate]) -> Iterator[OpenItem]:
        """Give the open items their words."""
        for candidate in candidates:
            if candidate.gap:
                goal = Shown((Run(candidate.goal, RunKind.ANSWER),), GIVEN)
                scene = self.scene.with_extra({"goal": goal})
                topic = self.line("gaps", candidate.gap, "label", scene=scene)
                yield OpenItem("", topic, self.line("gaps", candidate.gap, "opening", scene=scene), ())
                continue
            question = self.scene.locale.question(question_key(candidate.key))
            standing = self.scene.interview.standings[candidate.key]
            label = self._topic(candidate.key, question.label)
            opening = fill(question.opening, self.scene, candidate.key)
            said = next((block.runs for block in opening if isinstance(block, Paragraph)), ())
            views = (
                () if self.scene.interview.reveal == "topic_only" else tuple(self._views(candidate.key, standing.views))
            )
            yield OpenItem(candidate.key, label, said, views)

    def _topic(self, key: str, label: str) -> Runs:
        """Name the topic, with the person or the goal it is about."""
        parts = key.split(".")
        if parts[-1] in PERSON_IDS and FIELDS.get(".".join(parts[:-1])):
            return (Run(f"{label}: "), *self.scene.shown[parts[-1]].runs)
        if parts[0] == "goals" and len(parts) == 3:
            titles = {slug_of(goal.title or ""): goal.title or "" for goal in self.scene.interview.answers.goals or ()}
            return (Run(f"{label}: "), Run(titles.get(parts[1], parts[1]), RunKind.ANSWER))
        return (Run(label),)

    def _views(self, key: str, views: Mapping[str, Any]) -> Iterator[tuple[Runs, Runs]]:
        locale = self.scene.locale
        if not views:
            return
        for person in PERSON_IDS:
            if person == self.copy:
                who: Runs = (Run(locale.label("agenda.wrote_self")),)
            else:
                before, _, behind = locale.label("agenda.wrote_other", name="\0").partition("\0")
                name = self.scene.shown[person].runs
                who = tuple(run for run in (Run(before), *name, Run(behind)) if run.text)
            said = in_words(views.get(person), FIELDS[question_key(key)], locale).runs
            yield who, said or (Run(locale.label("agenda.nothing_said")),)

    def notes(self, left_out: list[str]) -> tuple[Runs, ...]:
        """Give the lines at the foot: what there was no time for, and what never to shorten."""
        found = []
        if left_out:
            titles = self.scene.locale.joined([self.text("blocks", name, "title") for name in left_out])
            scene = self.scene.with_extra({"dropped": Shown((Run(titles),), GIVEN)})
            found.append(self.line("dropped", scene=scene))
        return (*found, self.line("margin"))

    def footer(self) -> Runs:
        """Give the running foot line."""
        label = Shown(self.line("copies", self.copy), GIVEN)
        name = "footer" if self.copy == "shared" else "footer_personal"
        return self.line(name, scene=self.scene.with_extra({"label": label}))
