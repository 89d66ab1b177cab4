"""Interview → what still keeps it from being final, as problems with place and reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agreementgen.errors import Code, Problem
from agreementgen.interview.fields import PERSON_IDS
from agreementgen.interview.log import ProblemLog
from agreementgen.interview.model import Interview, Standing, State, question_key
from agreementgen.locales import Locale

__all__ = ["what_blocks"]

CODES = {
    State.UNANSWERED: Code.UNANSWERED,
    State.TO_DISCUSS: Code.TO_DISCUSS,
    State.ONE_SIDED: Code.ONE_SIDED,
    State.DIFFERS: Code.DIFFERS,
}


def what_blocks(
    interview: Interview, locale: Locale, text: str = "", *, words: Callable[[str, Any], str] | None = None
) -> tuple[Problem, ...]:
    """Give one problem for each answer that is still open, in the order of the questions.

    Args:
        interview: The interview.
        locale: Whose words the messages take.
        text: The file's text, to show the lines; may be left out.
        words: Puts a view on a key into words; without it, views are not shown.
    """
    log = ProblemLog(interview.file, locale, text)
    for key, standing in interview.blocking():
        question = locale.question(question_key(key))
        views = _views(key, standing, locale, words) if words else ""
        log.add(CODES[standing.state], standing.place, key=key, topic=question.label, ask=question.ask, views=views)
    return tuple(log.problems)


def _views(key: str, standing: Standing, locale: Locale, words: Callable[[str, Any], str]) -> str:
    said = [f"{person}: {words(key, standing.views[person])}" for person in PERSON_IDS if person in standing.views]
    return "; ".join(said)
