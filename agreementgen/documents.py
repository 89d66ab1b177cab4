"""One `Interview` → all its documents as bytes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time

from agreementgen.agreement import COPIES, answer_in_words, compose_agenda, compose_agreement
from agreementgen.errors import NotReadyError
from agreementgen.interview import Interview, what_blocks
from agreementgen.locales import Locale, load_locale

__all__ = ["DOCUMENTS", "Document", "kit", "pages"]

AGENDAS = tuple(f"agenda-1-{copy}" for copy in COPIES)
DOCUMENTS = ("agreement", *AGENDAS)
"""Every document there is, by name, in the order in which a kit gives them."""


@dataclass(frozen=True, slots=True)
class Document:
    """One finished document.

    Attributes:
        name: Its name, such as `agreement`.
        data: The PDF.
        is_draft: Whether it is to be signed and cannot be yet.
        version: Version of the agreement it belongs to, from 1.
    """

    name: str
    data: bytes
    is_draft: bool
    version: int


def kit(
    interview: Interview, documents: Iterable[str] = DOCUMENTS, *, final: bool = False, epoch: int | None = None
) -> tuple[Document, ...]:
    """Make the documents of one pair.

    Args:
        interview: The pair's interview.
        documents: Names of the documents wanted; they come in the order of `DOCUMENTS`, each once.
        final: Refuse while anything is still open; without it, an unsettled interview gives a draft.
        epoch: `SOURCE_DATE_EPOCH`, seconds since 1970, for the metadata where the interview has no `document.date`.

    Returns:
        The documents. The same interview and versions give the same bytes, on any day and any machine.

    Raises:
        NotReadyError: `final` was asked for and something is open; it names each open answer.
        ValueError: There is no document of a name.
        TemplateError: A clause, document or theme is at fault.
        EngineError: The PDF engine is missing or broken.
    """
    from agreementgen.typeset import Look, render_pdf

    locale = _locale_of(interview)
    if final and not interview.is_settled:
        words = lambda key, value: answer_in_words(key, value, locale)  # noqa: E731 - named for the argument
        raise NotReadyError(what_blocks(interview, locale, words=words))
    agreement = compose_agreement(interview, locale)
    look = Look(paper=agreement.paper)
    when = _date_of(interview, epoch)
    made = []
    for name, html in pages(interview, documents).items():
        is_draft = name == "agreement" and agreement.is_draft
        made.append(Document(name, render_pdf(html, look, when=when), is_draft, agreement.version))
    return tuple(made)


def pages(interview: Interview, documents: Iterable[str] = DOCUMENTS) -> dict[str, str]:
    """Set the documents of one pair as HTML, by name, in the order of `DOCUMENTS`.

    Raises:
        ValueError: There is no document of a name.
        TemplateError: A clause or document is at fault.
    """
    from agreementgen.typeset import agenda_html, agreement_html

    wanted = set(documents)
    if unknown := wanted - set(DOCUMENTS):
        raise ValueError(f"there is no document {', '.join(sorted(unknown))}")
    locale = _locale_of(interview)
    agreement = compose_agreement(interview, locale)
    found = {}
    for name in (name for name in DOCUMENTS if name in wanted):
        if name == "agreement":
            found[name] = agreement_html(agreement, locale)
        else:
            agenda = compose_agenda(interview, locale, agreement, name.removeprefix("agenda-1-"))
            found[name] = agenda_html(agenda, agreement, locale)
    return found


def _locale_of(interview: Interview) -> Locale:
    return load_locale(interview.answers.document.language or "en")


def _date_of(interview: Interview, epoch: int | None) -> datetime | None:
    """Give the date for the metadata: never today, so that the bytes are the same on any day."""
    answers = interview.answers
    if answers.document.date:
        return datetime.combine(answers.document.date, time(), UTC)
    if epoch is not None:
        return datetime.fromtimestamp(epoch, UTC)
    return datetime.combine(answers.term.start, time(), UTC) if answers.term.start else None
