"""Interview → pairs of opposites to rate by hand; what was chosen is shown only where both agreed to that."""

from __future__ import annotations

from dataclasses import dataclass

from agreementgen.agreement.compose import kind_of
from agreementgen.agreement.open_items import SCALES
from agreementgen.agreement.scene import scene_of
from agreementgen.agreement.sheets import shares_scores
from agreementgen.agreement.text import Runs
from agreementgen.interview.fields import FIELDS
from agreementgen.interview.model import Interview
from agreementgen.interview.reach import answer_at
from agreementgen.locales import Locale

__all__ = ["ScaleRow", "compose_scales"]


@dataclass(frozen=True, slots=True)
class ScaleRow:
    """One pair of opposites.

    Attributes:
        low: What 1 stands for.
        high: What 5 stands for.
        chosen: Who chose which number; empty where that is not to be seen.
    """

    label: str
    low: str
    high: str
    chosen: tuple[tuple[Runs, str], ...]


def compose_scales(interview: Interview, locale: Locale) -> tuple[ScaleRow, ...]:
    """Give the pairs of opposites of a kind of mentoring, and any other that the pair has answered, in order."""
    scene = scene_of(interview, locale)
    wanted = {f"expectations.{name}" for name in kind_of(interview).scales} | {"relationship.style"}
    wanted = {key for key in wanted if FIELDS[key].fits(interview.kind)}
    answered = {key for key in SCALES if answer_at(interview.answers, key)}
    is_shared = shares_scores(interview)
    rows = []
    for key in SCALES:
        if key in wanted | answered:
            question = locale.question(key)
            found = answer_at(interview.answers, key) or {} if is_shared else {}
            chosen = tuple(
                (scene.shown[person].runs, str(found[person])) for person in interview.people if person in found
            )
            rows.append(ScaleRow(question.label, question.low, question.high, chosen))
    return tuple(rows)
