"""Interview → `SkillsPlan`: what the mentee wants to learn, on a page of its own and without any rating of today."""

from __future__ import annotations

from dataclasses import dataclass

from agreementgen.agreement.phrases import in_words
from agreementgen.agreement.scene import scene_of
from agreementgen.agreement.text import Runs
from agreementgen.interview.fields import FIELDS, Answers
from agreementgen.interview.model import Interview
from agreementgen.locales import Locale

__all__ = ["SkillRow", "SkillsPlan", "compose_skills", "has_skills"]


@dataclass(frozen=True, slots=True)
class SkillRow:
    """One skill; what was not said is empty, and a place to write."""

    name: Runs
    target: Runs
    how: Runs
    by: Runs


@dataclass(frozen=True, slots=True)
class SkillsPlan:
    """The mentee's skills plan in finished words.

    Attributes:
        strengths: One entry each; empty where none were named.
        plans: Heading and text of where the mentee wants to go, as far as it was said.
    """

    mentee: Runs
    mentor: Runs
    strengths: tuple[Runs, ...]
    rows: tuple[SkillRow, ...]
    plans: tuple[tuple[str, Runs], ...]


def has_skills(answers: Answers) -> bool:
    """Tell whether anything was said that belongs on the plan."""
    return bool(answers.skills or answers.strengths or answers.career.short or answers.career.long)


def compose_skills(interview: Interview, locale: Locale) -> SkillsPlan:
    """Compose the skills plan of one pair; what is still open stands as a place to write, named by its topic."""
    scene = scene_of(interview, locale)
    answers = interview.answers

    def row(number: int) -> SkillRow:
        skill = (answers.skills or ())[number]
        parts = ("name", "target", "how", "by")
        return SkillRow(*(in_words(getattr(skill, part), FIELDS[f"skills.*.{part}"], locale).runs for part in parts))

    said = ((locale.label(f"skills.{name}"), scene.shown[f"career.{name}"].runs) for name in ("short", "long"))
    more = ((locale.label("skills.more"), scene.shown["career.note"].runs),)
    return SkillsPlan(
        scene.shown["mentee"].runs,
        scene.shown["mentor"].runs,
        tuple(in_words(each, FIELDS["strengths"], locale).runs for each in answers.strengths or ()),
        tuple(row(number) for number in range(len(answers.skills or ()))),
        tuple((title, runs) for title, runs in (*said, *more) if runs),
    )
