"""Every clause in every variant that its conditions can reach, for tests that read its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Any

from agreementgen import resources
from agreementgen.agreement import compose_agreement
from agreementgen.agreement.clauses import Wording, wording_of
from agreementgen.agreement.compose import Agreement
from agreementgen.agreement.scene import Scene
from agreementgen.agreement.text import Block, Run, RunKind, Runs, plain, runs_of
from agreementgen.interview import Interview, kinds, read_interview
from agreementgen.locales import load_locale

from .answers import ALL_KEYS, GROUP_KEYS, Answers, base, samples, text

LOCALE = load_locale("en")
CLAUSES = [
    *resources.names("locales/en/clauses", ".yaml"),
    *(f"{kind}/{name}" for kind in kinds() for name in resources.names(f"locales/en/{kind}/clauses", ".yaml")),
]
"""Every clause file; one that only a kind of mentoring has, or has in its own words, by that kind and its name."""
UNSAID = re.compile(
    r"\b(?:hereby|hereto|herein|shall|legally[ -]binding|guarant(?:ee|or)\w*|indemni\w+|liab(?:le|ilit\w+)"
    r"|complian(?:t|ce)|non-complian\w+|always available|waive\w*|governing law|governed by|jurisdiction|arbitrat\w*"
    r"|in consideration of|sever(?:able|ability)|warrant(?:s|ed|y|ies)?|enforceable|(?:electronic|e-)signature"
    r"|will (?:get|receive|be (?:promoted|admitted|hired|published))|ensur(?:e|es|ed|ing)|strictly confidential"
    r"|absolute(?:ly)?|privileged?|nothing ever leaves)\b",
    re.IGNORECASE,
)
"""Words of law, and promises of results or of full secrecy, which nobody can keep: never ours to print."""
RAW = re.compile(r"\bNone\b|\bnull\b|\bTrue\b|\bFalse\b|\{\{|\}\}|\{%|[^\W_]_[^\W_]")
"""What a program calls things, such as `every_two_weeks`."""
DANGLING = re.compile(
    r"\s[.,;:?!](?!\w)|  |\.\.|,\s*[.,;]|\(\s*\)|\b(?:and|or|of|by|the|a)\s*[.,;:](?!\w)|[“(]\s|\s[”)]|“”|^\W*$"
)
"""What is left of a sentence when an answer that it waits for is not there."""


def split(name: str) -> tuple[str, str]:
    """Give the kind of mentoring that a clause file is for, and the id of the clause."""
    kind, _, bare = name.rpartition("/")
    return kind or "workplace", bare


def clause_file(name: str) -> Any:
    kind, bare = split(name)
    return LOCALE.of_kind(kind).clause(bare)


def faults(line: str) -> list[str]:
    """Give what must never stand in a printed line of ours; a line to write on counts as a word."""
    line = line.replace("________", "x")
    return [found[0] for pattern in (UNSAID, RAW, DANGLING) for found in pattern.finditer(line)]


def words_of(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Give the lines of blocks as they are printed: one a paragraph, one an item of a list."""
    for block in blocks:
        yield from map(plain, runs_of(block))


def own_words(runs: Runs, instead: str) -> str:
    """Give our words alone, with `instead` for a person's answer and for a place that is still open."""
    return "".join(run.text if run.kind is RunKind.TEXT else instead for run in runs)


def clause_text(agreement: Agreement) -> str:
    """Give all clauses of an agreement, one paragraph or item a line."""
    return "\n".join(line for clause in agreement.clauses for line in words_of(clause.blocks))


def compose(spoken: Interview) -> Agreement:
    return compose_agreement(spoken, LOCALE)


def lines(value: Any) -> Iterator[str]:
    """Give the lines of something composed, with "x" for an answer: each text of its own, each tuple of runs as one."""
    if isinstance(value, str):
        yield from [value] if value else []
    elif isinstance(value, tuple) and value and isinstance(value[0], Run):
        yield own_words(value, "x") if any(run.text for run in value) else "x"
    elif isinstance(value, tuple):
        for part in value:
            yield from lines(part)
    elif hasattr(value, "__slots__"):
        for name in value.__slots__:
            if name not in ("id", "ids", "key", "meeting", "copy"):
                yield from lines(getattr(value, name))


def variants() -> list[tuple[str, int, dict[str, Any]]]:
    """Name every variant of every clause."""
    found = []
    for name in CLAUSES:
        for number, variant in enumerate(clause_file(name)["variants"]):
            found.append((name, number, variant))
    return found


SETUPS: dict[tuple[str, str], Answers] = {
    ("zones", "differ"): {"people.mentee.time_zone": "Asia/Tokyo", "people.mentor.time_zone": "Europe/Berlin"},
    ("zones", "same"): {},
    ("others", "some"): {"people.guardian.name": "Ines Prado", "feedback.preference.guardian": "direct"},
    ("program.safeguarding_lead.name", "given"): {"program.safeguarding_lead.name": "Rosa Lind"},
    ("program.safeguarding_lead.name", "undecided"): {"people.mentee.minor": "yes"},
    ("minors", "some"): {"people.mentee.minor": "yes"},
    ("mentors", "several"): {
        "people.mentor-2.name": "Cy Moss",
        "people.mentor-2.covers": "methods",
        "feedback.preference.mentor-2": "direct",
    },
    ("power", "yes"): {"working_together.power_note": "yes"},
    ("roles.not", "absent"): {"relationship.not_roles": "none"},
    ("has_program", "yes"): {"program.name": "Bridge"},
    ("dates.sign_by", "given"): {"program.name": "Bridge"},
    ("research_details", "given"): {"research.funding_note": "A grant"},
    ("promises.mentee", "own"): {"commitments.mentee": ["our own words"]},
    ("promises.mentor", "own"): {"commitments.mentor": ["our own words"]},
    ("promises.both", "own"): {"commitments.both": ["our own words"]},
    ("policies", "given"): {"program.policies.*.title": "Code", "program.policies.*.url": "a.example"},
    ("resources", "given"): {"resources.*.need": "A course"},
    ("program.policies", "given"): {"program.policies.*.title": "Code", "program.policies.*.url": "a.example"},
    ("dates.first_check", "absent"): {"review.first_check": "to discuss"},
    ("dates.mid_point", "absent"): {"term.length": "to discuss"},
    ("feedback.preference.mentee", "undecided"): {"feedback.preference.mentee": "to discuss"},
    ("feedback.preference.mentee", "absent"): {"feedback.preference.mentee": None, "answered_by": "mentor"},
    ("feedback.preference.mentee", "asked elsewhere"): {"feedback.preference.mentee": None, "answered_by": "mentor_2"},
    ("signed.copies", "one"): {"signatures.copies": "1"},
    ("signed.copies", "several"): {"signatures.copies": "3"},
    ("term.length", "absent"): {"term.length": None, "term.end": "2026-06-30"},
    ("goals_by", "given"): {
        "goals.*.title": None,
        "goals.*.measure": None,
        "goals.*.by": None,
        "open": {"goals": {"decide_by": "2026-02-01"}},
    },
    ("goals", "undecided"): {"goals.*.title": None, "goals.*.measure": None, "goals.*.by": None, "goals": "to discuss"},
}


GROUP_SETUPS: dict[tuple[str, str], Answers] = {
    ("zones", "differ"): {"people.facilitator.time_zone": "Asia/Tokyo", "people.member-1.time_zone": "Europe/Berlin"},
    ("zones", "differ among the members"): {
        "people.member-1.time_zone": "Asia/Tokyo",
        "people.member-2.time_zone": "Europe/Berlin",
    },
    ("zones", "same"): {},
    ("promises.everyone", "own"): {"commitments.everyone": ["our own words"]},
}


def settings_for(name: str) -> Iterator[Answers]:
    """Go through every combination of what a clause's conditions ask about."""
    asked: dict[str, set[str]] = {}
    kind, _ = split(name)
    setups, known = (SETUPS | GROUP_SETUPS, GROUP_KEYS) if kind == "group" else (SETUPS, ALL_KEYS)
    for variant in clause_file(name)["variants"]:
        for key, wanted in variant.get("when", {}).items():
            asked.setdefault(key, set()).update(wanted if isinstance(wanted, list) else [wanted])
    options = []
    for key in asked:
        if any(key == other for other, _ in setups):
            options.append([{}, *(setup for (other, _), setup in setups.items() if other == key)])
            continue
        field = known[key]
        if key == "relationship.kind":
            options.append([{key: kind} for kind in ("workplace", *sorted(asked[key]))])
            continue
        values = dict.fromkeys([None, "to discuss", "none", *(field.values or samples(field))])
        options.append([{key: value} for value in values if value != "to discuss" or field.asked.can_be_open])
    for choice in product(*options):
        answers = base(kind) | {"relationship.kind": kind}
        for part in choice:
            answers |= part
        yield {key: value for key, value in answers.items() if value is not None}


@cache
def printed(name: str) -> tuple[tuple[int | None, tuple[Block, ...]], ...]:
    """Fill a clause for every setting: the number of the variant with its blocks.

    The number is `None` where choosing needed an answer that is open, so that a line to write on took its place.
    """
    several: list[Any] = clause_file(name)["variants"]
    marked: list[Any] = [{**variant, "title": str(number)} for number, variant in enumerate(several)]
    found: list[Wording] = []
    for answers in settings_for(name):
        reading = read_interview(text(answers).encode())
        if reading.interview is not None:
            found.append(wording_of({"variants": marked}, Scene(reading.interview, LOCALE), name))
    return tuple((int(wording.title) if wording.title else None, wording.blocks) for wording in found)
