"""Interview → what still keeps it from being final, as problems with place and reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agreementgen.errors import Code, Problem
from agreementgen.interview.fields import ANSWERING_IDS, FIELDS, MINOR
from agreementgen.interview.log import ProblemLog
from agreementgen.interview.model import Interview, Standing, State, person_of, question_key
from agreementgen.interview.reach import texts_of
from agreementgen.locales import Locale

__all__ = ["is_for_minors", "urgency", "what_blocks", "who_holds"]

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
    locale = locale.of_kind(interview.answers.relationship.kind)
    hides = interview.reveal == "topic_only"
    locale = locale.of_kind(interview.kind)
    # The line holds the views, too.
    log = ProblemLog(interview.file, locale, "" if hides else text)
    if hides:
        words = None
    names = [person_of(interview.answers, id_).name for id_ in interview.minors]
    young = locale.joined([name or locale.label("people.somebody") for name in names])
    for key, standing in interview.blocking():
        question = locale.question(question_key(key))
        code = Code.MINOR_LACKS if standing.state is State.UNANSWERED and is_for_minors(key) else CODES[standing.state]
        views = f" ({_views(key, standing, locale, words)})" if words and standing.views else ""
        log.add(
            code,
            standing.place,
            key=key,
            full=key,
            topic=_topic(key, question.label, interview, locale),
            ask=question.ask,
            views=views,
            young=young,
        )
    return tuple(log.problems)


def is_for_minors(key: str) -> bool:
    """Tell whether an answer, by full key, must be given only because somebody is under 18."""
    # A further mentor need not be there; one who is has been screened.
    return key.endswith(".screened_on") or MINOR in FIELDS[question_key(key)].asked.required_for


def _topic(key: str, label: str, interview: Interview, locale: Locale) -> str:
    """Name the topic; where several people answer it, and it is asked of each in a group, whose answer it is."""
    person = key.rpartition(".")[2]
    if interview.is_pair or key == question_key(key) or not FIELDS[question_key(key)].asked.per_person:
        return label
    name = person_of(interview.answers, person).name or locale.label(f"pair.people.{person}")
    return locale.label("pair.topic_of", topic=label, name=name)


def urgency(key: str, state: State) -> int:
    """Rank an open answer among what people have to talk about; 0 where it is not open.

    First who decides what and a duty to report; then what they see differently, what only one has answered, and what
    is left to discuss, not answered or put off; of each, what must be answered goes first.
    """
    order = (State.DIFFERS, State.ONE_SIDED, State.TO_DISCUSS)
    state = State.TO_DISCUSS if state in (State.UNANSWERED, State.LATER) else state
    if state not in order:
        return 0
    if key.startswith(("relationship.mentor_has_say", "relationship.overlap_note", "confidentiality.reporter")):
        return 1
    return 2 + 2 * order.index(state) + (0 if FIELDS[question_key(key)].asked.required else 1)


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
