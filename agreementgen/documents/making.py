"""What was asked for → the documents of one pair, here or in a process of their own."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from agreementgen import confinement
from agreementgen.agreement import answer_in_words
from agreementgen.documents.document import FORMS, Document
from agreementgen.documents.makers import DEFAULT_KIT, DOCUMENTS, MAKERS, Page
from agreementgen.documents.press import Press, by_person, locale_of
from agreementgen.errors import NothingError, NotReadyError
from agreementgen.interview import Interview, Private, what_blocks
from agreementgen.locales import Locale

if TYPE_CHECKING:
    from agreementgen.typeset import Look

__all__ = ["documents_for", "kit", "made_apart", "pages"]


def documents_for(interview: Interview) -> tuple[str, ...]:
    """Name every document that this interview has something for, in the order of `DOCUMENTS`."""
    return tuple(name for name, maker in MAKERS.items() if not maker.lacks(interview))


def kit(
    interview: Interview,
    documents: Iterable[str] | None = None,
    *,
    final: bool = False,
    form: str = "pdf",
    engine: str = "auto",
    look: Look | None = None,
    source: bool = True,
    epoch: int | None = None,
    private: Iterable[Private] = (),
) -> tuple[Document, ...]:
    """Make the documents of one pair.

    Args:
        interview: The pair's interview.
        documents: Names of the documents wanted; they come in the order of `DOCUMENTS`, each once. Where none are
            given, those of `DEFAULT_KIT` that this interview has something for; `documents_for` names all of them.
        final: Refuse while anything is still open; without it, an unsettled interview gives a draft.
        form: `pdf`, or `html` for one self-contained page with the same words; a document of another form, such as a
            calendar, stays what it is.
        engine: `auto`, or `full` to set each page as if it were the first; the bytes are the same.
        look: Theme, logo, colour and fonts; paper, reading size and direction follow from the interview.
        source: Whether the agreement carries the interview it was made from, and prints its fingerprint.
        epoch: `SOURCE_DATE_EPOCH`, seconds since 1970, for the metadata where the interview has no `document.date`.
        private: What either wrote for themself; it is on that person's copy of the first meeting, and nowhere else.

    Where the interview was read with templates of one's own, all is made in a process with little memory and time.

    Returns:
        The documents. The same interview and versions give the same bytes, on any day and any machine.

    Raises:
        NotReadyError: `final` was asked for and something is open; it names each open answer.
        NothingError: The interview has nothing for a document that was asked for.
        InterviewError: A character in an answer has no shape in any font; it names character and answer.
        ValueError: There is no document or form of that name, or two private files are for one copy.
        TemplateError: A clause, document or theme is at fault.
        EngineError: The PDF engine is missing or broken.
    """
    if form not in FORMS:
        raise ValueError(f"there is no form {form}")
    locale = locale_of(interview)
    names = _usual(interview) if documents is None else _in_order(documents)
    if final and not interview.is_settled:
        raise NotReadyError(
            what_blocks(interview, locale, words=lambda key, value: answer_in_words(key, value, locale))
        )
    if documents is not None:
        _refuse_nothing(names, interview, locale)
    when = _date_of(interview, epoch)
    order = _Order(interview, tuple(names), form, engine, look, source, when, tuple(by_person(private).values()))
    return _confined(order) if interview.templates.has_own else _made(order)


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be made: what `kit` was asked for, when all that can be refused has been."""

    interview: Interview
    names: tuple[str, ...]
    form: str
    engine: str
    look: Look | None
    source: bool
    when: datetime | None
    private: tuple[Private, ...]


def _made(order: _Order) -> tuple[Document, ...]:
    locale = locale_of(order.interview)
    press = Press(
        order.interview,
        locale,
        order.look,
        order.source,
        private=order.private,
        form=order.form,
        engine=order.engine,
        when=order.when,
    )
    return tuple(MAKERS[name].make(name, press) for name in order.names)


def _confined(order: _Order) -> tuple[Document, ...]:
    answer = confinement.work_on(f"{__name__}:made_apart", pickle.dumps(order))
    head, _, body = answer.partition(b"\n")
    documents = []
    for name, size, *facts in json.loads(head):
        data, body = body[:size], body[size:]
        documents.append(Document(name, data, *facts))
    return tuple(documents)


def made_apart(payload: bytes) -> bytes:
    """Make the documents of an order that was sent to another process; `kit` has sent it, and reads the answer."""
    documents = _made(pickle.loads(payload))
    head = [[each.name, len(each.data), each.is_draft, each.version, each.form] for each in documents]
    return b"\n".join([json.dumps(head).encode(), b"".join(each.data for each in documents)])


def pages(interview: Interview, documents: Iterable[str] | None = None, *, source: bool = True) -> dict[str, str]:
    """Set the documents of one pair as HTML for the engine, by name, in the order of `DOCUMENTS`.

    Those of `DEFAULT_KIT` where none are named; what is no page, such as a calendar, is left out.

    Raises:
        NothingError: The interview has nothing for a document that was asked for.
        ValueError: There is no document of a name.
        TemplateError: A clause or document is at fault.
    """
    locale = locale_of(interview)
    names = _usual(interview) if documents is None else _in_order(documents)
    if documents is not None:
        _refuse_nothing(names, interview, locale)
    press = Press(interview, locale, None, source)
    makers = ((name, MAKERS[name]) for name in names)
    return {name: maker.page(press) for name, maker in makers if isinstance(maker, Page)}


def _usual(interview: Interview) -> list[str]:
    return [name for name in DEFAULT_KIT if not MAKERS[name].lacks(interview)]


def _refuse_nothing(names: Iterable[str], interview: Interview, locale: Locale) -> None:
    reasons = {name: reason for name in names if (reason := MAKERS[name].lacks(interview))}
    if not reasons:
        return
    planned = locale.count(interview.schedule.planned or 0, "meeting")
    said = [f'"{name}" ({locale.label(f"nothing.{reason}", meetings=planned)})' for name, reason in reasons.items()]
    raise NothingError(
        f"This interview has nothing for {', '.join(said)}. Leave it out, or take all that there is with --docs all."
    )


def _in_order(documents: Iterable[str]) -> list[str]:
    wanted = set(documents)
    if unknown := wanted - set(DOCUMENTS):
        raise ValueError(f"there is no document {', '.join(sorted(unknown))}")
    return [name for name in DOCUMENTS if name in wanted]


def _date_of(interview: Interview, epoch: int | None) -> datetime | None:
    """Give the date for the metadata: never today, so that the bytes are the same on any day."""
    answers = interview.answers
    if answers.document.date:
        return datetime.combine(answers.document.date, time(), UTC)
    if epoch is not None:
        return datetime.fromtimestamp(epoch, UTC)
    return datetime.combine(answers.term.start, time(), UTC) if answers.term.start else None
