"""Interview → `Agreement`: every word, number and date of it, and no layout."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from agreementgen.agreement.clauses import Wording, fill, wording_of
from agreementgen.agreement.kinds import Kind, load_kind
from agreementgen.agreement.own import own_wording
from agreementgen.agreement.parties import Party, Signer, party_of, present, signers_of
from agreementgen.agreement.phrases import in_words
from agreementgen.agreement.scene import Scene, scene_of
from agreementgen.agreement.text import Block, Paragraph, Run, RunKind, Runs, plain, runs_of
from agreementgen.errors import TemplateError
from agreementgen.interview.body import slug_of
from agreementgen.interview.fields import FIELDS, Goal
from agreementgen.interview.layers import kinds
from agreementgen.interview.model import Interview, OwnClauses, State, person_of
from agreementgen.locales import Locale
from agreementgen.resources import Data, Place

__all__ = ["Agreement", "Clause", "Fact", "GoalRow", "Party", "Signer", "compose_agreement", "document_id"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry of the strip of facts."""

    label: str
    runs: Runs


@dataclass(frozen=True, slots=True)
class GoalRow:
    """One goal; an empty `measure` or `by` is a place to write."""

    number: int
    title: Runs
    details: tuple[tuple[str, tuple[Runs, ...]], ...]
    measure: Runs
    by: Runs


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered clause, made of one or more clause files."""

    number: int
    ids: tuple[str, ...]
    title: str
    blocks: tuple[Block, ...]

    @property
    def is_long(self) -> bool:
        """Tell whether it may break over two pages; short ones are kept whole."""
        texts = (run.text for block in self.blocks for runs in runs_of(block) for run in runs)
        return sum(map(len, texts)) > LONG_CLAUSE


@dataclass(frozen=True, slots=True)
class Agreement:
    """A mentoring agreement in finished words.

    Attributes:
        open_count: How many answers are still open; 0 for a final agreement.
        spoken: Number of the clause whose exceptions are said aloud.
        names: The mentee's name and the mentors', as in "Ada and Ben"; of a group, the facilitator's.
        initials: How many people put their initials under the exceptions.
        purpose_blocks: What belongs to the purpose beside the sentence: success, the mentor's hopes, notes.
    """

    id: str
    version: int
    language: str
    direction: str
    paper: str
    title: str
    eyebrow: tuple[str, ...]
    names: str
    parties: tuple[Party, ...]
    parties_note: tuple[Block, ...]
    purpose: Runs
    purpose_blocks: tuple[tuple[str, tuple[Block, ...]], ...]
    facts: tuple[Fact, ...]
    goals: tuple[GoalRow, ...]
    goals_blocks: tuple[Block, ...]
    clauses: tuple[Clause, ...]
    spoken: int
    initials: int
    signers: tuple[Signer, ...]
    date: date | None
    supersedes: str
    open_count: int

    @property
    def is_draft(self) -> bool:
        """Tell whether anything is still open."""
        return self.open_count > 0


LONG_CLAUSE = 300
"""Characters; about five lines. Longer clauses may break over two pages, so that no page ends half empty."""

# A region writes on its own paper; everyone else on A4.
LETTER = frozenset({"en-US", "es-US", "fr-CA", "en-CA"})


def compose_agreement(interview: Interview, locale: Locale) -> Agreement:
    """Compose the agreement of one pair.

    Raises:
        TemplateError: A clause, label or kind file is at fault.
    """
    scene = scene_of(interview, locale)
    kind, locale = kind_of(interview), scene.locale
    answers = interview.answers
    document, program = answers.document, answers.program
    clauses = _clauses(scene, kind)
    return Agreement(
        id=document_id(interview),
        version=interview.version,
        language=locale.tag,
        direction=locale.direction,
        paper=document.paper or ("letter" if locale.tag in LETTER else "a4"),
        title=document.title or locale.label("agreement.title"),
        eyebrow=tuple(
            filter(None, (_kind_label(interview, locale), program.name, program.cohort, program.organization))
        ),
        names=plain(scene.shown["pair"].runs),
        parties=tuple(party_of(person, scene, kind) for person in present(kind.parties, scene)),
        parties_note=_note("people", scene),
        purpose=scene.shown["purpose.statement"].runs,
        purpose_blocks=tuple(_purpose_blocks(scene)),
        facts=tuple(_facts(scene, kind)),
        goals=tuple(_goal(number, goal, scene) for number, goal in enumerate(answers.goals or (), 1)),
        goals_blocks=tuple(
            block
            for name in kind.goals
            for block in wording_of(locale.clause(name), scene, _clause_file(name, locale)).blocks
        ),
        clauses=clauses,
        spoken=spoken_number(clauses, kind),
        initials=len(list(present(kind.initials, scene))),
        signers=tuple(signers_of(scene, kind)),
        date=document.date,
        supersedes=document.supersedes or "",
        open_count=len(tuple(interview.blocking())),
    )


def kind_of(interview: Interview) -> Kind:
    """Load the kind of an interview; one that has not said its kind is composed as the first there is."""
    return load_kind(interview.answers.relationship.kind or _usual_kind(interview), interview.templates)


def _usual_kind(interview: Interview) -> str:
    known = kinds(interview.templates)
    return "workplace" if "workplace" in known else known[0]


def document_id(interview: Interview, pair_id: str = "") -> str:
    """Give the document's id: what `document.id` says, else a short hash of the names: `7c41-09ae-b2d3`.

    In a roster that has them, the pair id is part of it, so that two pairs of like names are told apart.

    Dates are no part of it, so that a moved date keeps the id.
    """
    if interview.answers.document.id:
        return interview.answers.document.id
    if not interview.is_pair:
        people = [person_of(interview.answers, id_).name for id_ in interview.core]
    else:
        # Who was named after the rest had signed is no part of the id, so that it stays what it was.
        pair = interview.answers.people
        people = [pair.mentee.name, "" if pair.mentor.to_be_named else pair.mentor.name]
    names = "\n".join(" ".join((name or "").split()) for name in people)
    names += f"\n{pair_id}" if pair_id else ""
    digest = hashlib.sha256(unicodedata.normalize("NFC", names).encode()).hexdigest()
    return "-".join((digest[:4], digest[4:8], digest[8:12]))


def spoken_number(clauses: tuple[Clause, ...], kind: Kind) -> int:
    """Give the number of the clause whose exceptions are said aloud.

    Raises:
        TemplateError: The kind names a clause that it does not print.
    """
    for clause in clauses:
        if kind.spoken in clause.ids:
            return clause.number
    raise TemplateError(f'The kind "{kind.name}" does not print the clause "{kind.spoken}".')


def _kind_label(interview: Interview, locale: Locale) -> str:
    kind = interview.answers.relationship.kind
    return locale.value("relationship.kind", kind) if kind else ""


def _purpose_blocks(scene: Scene) -> list[tuple[str, tuple[Block, ...]]]:
    locale = scene.locale
    found: list[tuple[str, tuple[Block, ...]]] = []
    for name in ("success", "mentor_hopes"):
        runs = scene.shown[f"purpose.{name}"].runs
        if runs:
            found.append((locale.label(f"agreement.{name}"), (Paragraph(runs),)))
    if note := _note("purpose", scene):
        found.append(("", note))
    return found


def _note(section: str, scene: Scene) -> tuple[Block, ...]:
    """Give a section's `note:`, if it has one."""
    if scene.shown[f"{section}.note"].runs:
        return fill(f"{{{{ {section}.note }}}}", scene, f"{section}.note")
    return ()


def _facts(scene: Scene, kind: Kind) -> list[Fact]:
    file, words = scene.locale.file("facts.yaml"), scene.locale.table("facts")
    found = []
    for name in kind.facts:
        wording = wording_of(_mapping(words, name, file), scene, Place(scene.locale.templates, file, (name,)))
        if wording.blocks and isinstance(paragraph := wording.blocks[0], Paragraph):
            found.append(Fact(wording.title, paragraph.runs))
    return found


def _mapping(data: object, name: str, file: str) -> dict[str, Data]:
    found = data.get(name) if isinstance(data, Mapping) else None
    if not isinstance(found, dict):
        raise TemplateError(f'"{file}" has no "{name}".')
    return found


def _goal(number: int, goal: Goal, scene: Scene) -> GoalRow:
    locale = scene.locale
    base = f"goals.{slug_of(goal.title or '')}"

    def part(name: str, value: object) -> Runs:
        key = f"{base}.{name}"
        state = scene.interview.state(key)
        if state not in (None, State.AGREED):
            return scene.blank(key, state).runs
        return in_words(value, FIELDS[f"goals.*.{name}"], locale).runs

    details: list[tuple[str, tuple[Runs, ...]]] = []
    steps = tuple((Run(step, RunKind.ANSWER),) for step in goal.steps or ())
    if steps:
        details.append((locale.label("agreement.first_step" if len(steps) == 1 else "agreement.next_steps"), steps))
    for name in ("mentor_help", "resources", "obstacle", "owner"):
        if runs := part(name, getattr(goal, name)):
            details.append((locale.label(f"agreement.{name}"), (runs,)))
    return GoalRow(
        number, part("title", goal.title), tuple(details), part("measure", goal.measure), part("by", goal.by)
    )


def _clauses(scene: Scene, kind: Kind) -> tuple[Clause, ...]:
    """Choose, fill and number the clauses; a clause that prints nothing takes no number."""
    found: list[Clause] = []
    for ids in _order(scene.interview.clauses, kind):
        wordings: list[Wording] = []
        names: list[str] = []
        notes: list[Block] = []
        for name in ids:
            wording, section = _wording(name, scene)
            note = _note(section, scene) if section else ()
            if wording.blocks or note:
                wordings.append(wording)
                names.append(name)
            notes.extend(note)
        if wordings:
            # Notes come last, so that none parts two sentences of ours that go on from each other.
            blocks = (*_run_together(wordings), *notes)
            found.append(Clause(len(found) + 1, tuple(names), wordings[0].title, blocks))
    return tuple(found)


def _order(own: OwnClauses, kind: Kind) -> Iterator[tuple[str, ...]]:
    """Give the ids of each numbered clause; a program's further clauses have a number each."""
    for ids in kind.clauses:
        yield ids
        if kind.own_after in ids:
            yield from ((clause.id,) for clause in own.add)


def _wording(name: str, scene: Scene) -> tuple[Wording, str]:
    """Give a clause in the program's words or in ours, and the section whose note stands under it.

    A note is what the pair wrote: it is printed under the title of a clause that the program leaves out, too.
    """
    own = scene.interview.clauses
    if further := next((clause for clause in own.add if clause.id == name), None):
        return own_wording(further, scene), ""
    data = scene.locale.clause(name)
    section = str(data.get("note", ""))
    if name in own.drop:
        return Wording(name, str(data["title"]), ()), section
    if name in own.replace:
        return own_wording(own.replace[name], scene), section
    return wording_of(data, scene, _clause_file(name, scene.locale)), section


def _clause_file(name: str, locale: Locale) -> Place:
    return Place(locale.templates, locale.file(f"clauses/{name}.yaml"))


def _run_together(wordings: list[Wording]) -> tuple[Block, ...]:
    """Put the texts of one clause together: where our own prose meets our own prose, it goes on in one paragraph."""
    joined: list[Block] = []
    for first, *rest in (wording.blocks for wording in wordings if wording.blocks):
        before = joined[-1] if joined else None
        if isinstance(first, Paragraph) and isinstance(before, Paragraph) and _is_prose(first) and _is_prose(before):
            joined[-1] = Paragraph((*before.runs, Run(" "), *first.runs))
        else:
            joined.append(first)
        joined.extend(rest)
    return tuple(joined)


def _is_prose(paragraph: Paragraph) -> bool:
    last = paragraph.runs[-1]
    return last.kind is RunKind.TEXT and last.text.rstrip().endswith((".", "?", "!", "。"))
