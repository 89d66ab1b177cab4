"""Interview → what still keeps it from being final, as problems with place and reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agreementgen.errors import Code, Problem
from agreementgen.interview.fields import ANSWERING_IDS
from agreementgen.interview.log import ProblemLog
from agreementgen.interview.model import Interview, Standing, State, question_key
from agreementgen.interview.reach import texts_of
from agreementgen.locales import Locale

__all__ = ["what_blocks", "who_holds"]

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
    if interview.reveal == "topic_only":
        words = None
    for key, standing in interview.blocking():
        question = locale.question(question_key(key))
        views = f" ({_views(key, standing, locale, words)})" if words and standing.views else ""
        log.add(CODES[standing.state], standing.place, key=key, topic=question.label, ask=question.ask, views=views)
    return tuple(log.problems)


def _views(key: str, standing: Standing, locale: Locale, words: Callable[[str, Any], str]) -> str:
    said = [f"{person}: {words(key, standing.views[person])}" for person in ANSWERING_IDS if person in standing.views]
    return "; ".join(said)


def who_holds(interview: Interview, characters: str, locale: Locale) -> tuple[Problem, ...]:
    """Give one problem for each character without a shape and each answer that holds it."""
    log = ProblemLog(interview.file, locale)
    for key, text in texts_of(interview.answers):
        for character in dict.fromkeys(text):
            if character in characters:
                standing = interview.standings.get(key)
                point = f"U+{ord(character):04X}"
                log.add(Code.NO_GLYPH, standing.place if standing else None, key=key, character=character, point=point)
    return log.ordered()
