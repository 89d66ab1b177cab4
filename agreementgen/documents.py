"""One `Interview` → all its documents as bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from agreementgen import resources
from agreementgen.agreement import COPIES, Agreement, answer_in_words, compose_agenda, compose_agreement
from agreementgen.errors import GlyphError, InterviewError, NotReadyError, TemplateError
from agreementgen.interview import Interview, canonical_yaml, what_blocks, who_holds
from agreementgen.locales import Locale, load_locale

if TYPE_CHECKING:
    from agreementgen.typeset import Look, Source

__all__ = ["DOCUMENTS", "FORMS", "Document", "kit", "pages"]

AGENDAS = tuple(f"agenda-1-{copy}" for copy in COPIES)
DOCUMENTS = ("agreement", *AGENDAS)
"""Every document there is, by name, in the order in which a kit gives them."""
FORMS = ("pdf", "html")


@dataclass(frozen=True, slots=True)
class Document:
    """One finished document.

    Attributes:
        name: Its name, such as `agreement`.
        data: The file.
        is_draft: Whether it is to be signed and cannot be yet.
        version: Version of the agreement it belongs to, from 1.
        form: `pdf` or `html`, which is also the ending of its name.
    """

    name: str
    data: bytes
    is_draft: bool
    version: int
    form: str = "pdf"


def kit(
    interview: Interview,
    documents: Iterable[str] = DOCUMENTS,
    *,
    final: bool = False,
    form: str = "pdf",
    look: Look | None = None,
    source: bool = True,
    epoch: int | None = None,
) -> tuple[Document, ...]:
    """Make the documents of one pair.

    Args:
        interview: The pair's interview.
        documents: Names of the documents wanted; they come in the order of `DOCUMENTS`, each once.
        final: Refuse while anything is still open; without it, an unsettled interview gives a draft.
        form: `pdf`, or `html` for one self-contained page with the same words.
        look: Theme, logo, colour and fonts; paper, reading size and direction follow from the interview.
        source: Whether the agreement carries the interview it was made from, and prints its fingerprint.
        epoch: `SOURCE_DATE_EPOCH`, seconds since 1970, for the metadata where the interview has no `document.date`.

    Returns:
        The documents. The same interview and versions give the same bytes, on any day and any machine.

    Raises:
        NotReadyError: `final` was asked for and something is open; it names each open answer.
        InterviewError: A character in an answer has no shape in any font; it names character and answer.
        ValueError: There is no document or form of that name.
        TemplateError: A clause, document or theme is at fault.
        EngineError: The PDF engine is missing or broken.
    """
    from agreementgen.typeset import render_pdf, standalone_page

    if form not in FORMS:
        raise ValueError(f"there is no form {form}")
    locale = _locale_of(interview)
    if final and not interview.is_settled:
        raise NotReadyError(
            what_blocks(interview, locale, words=lambda key, value: answer_in_words(key, value, locale))
        )
    press = _Press(interview, locale, look, source)
    when = _date_of(interview, epoch)
    made = []
    for name in _in_order(documents):
        html = press.page(name)
        try:
            data = (
                render_pdf(html, press.look, when=when, source=press.source if name == "agreement" else None)
                if form == "pdf"
                else standalone_page(html, press.look).encode("utf-8")
            )
        except GlyphError as error:
            raise _explained(error, interview, locale) from error
        is_draft = name == "agreement" and press.agreement.is_draft
        made.append(Document(name, data, is_draft, press.agreement.version, form))
    return tuple(made)


def pages(interview: Interview, documents: Iterable[str] = DOCUMENTS, *, source: bool = True) -> dict[str, str]:
    """Set the documents of one pair as HTML for the engine, by name, in the order of `DOCUMENTS`.

    Raises:
        ValueError: There is no document of a name.
        TemplateError: A clause or document is at fault.
    """
    press = _Press(interview, _locale_of(interview), None, source)
    return {name: press.page(name) for name in _in_order(documents)}


class _Press:
    """What the documents of one pair have in common."""

    def __init__(self, interview: Interview, locale: Locale, look: Look | None, has_source: bool) -> None:
        from agreementgen.typeset import Look, Source

        self.interview = interview
        self.locale = locale
        self.agreement: Agreement = compose_agreement(interview, locale)
        base = look or Look()
        answers = interview.answers.document
        self.look: Look = replace(
            base,
            paper=answers.paper or base.paper or self.agreement.paper,
            reading_size=answers.reading_size or "normal",
            direction=locale.direction,
        )
        self.source: Source | None = None
        if has_source:
            data = canonical_yaml(interview, _made_with(interview, locale, self.look))
            self.source = Source(data, locale.label("agreement.source"))

    def page(self, name: str) -> str:
        """Set one document as HTML."""
        from agreementgen.typeset import agenda_html, agreement_html

        if name == "agreement":
            fingerprint = hashlib.sha256(self.source.data).hexdigest()[:12] if self.source else ""
            return agreement_html(self.agreement, self.locale, self.look, fingerprint)
        copy = name.removeprefix("agenda-1-")
        agenda = compose_agenda(self.interview, self.locale, self.agreement, copy)
        return agenda_html(agenda, self.agreement, self.locale, self.look)


def _in_order(documents: Iterable[str]) -> list[str]:
    wanted = set(documents)
    if unknown := wanted - set(DOCUMENTS):
        raise ValueError(f"there is no document {', '.join(sorted(unknown))}")
    return [name for name in DOCUMENTS if name in wanted]


def _locale_of(interview: Interview) -> Locale:
    return load_locale(interview.answers.document.language or "en")


def _made_with(interview: Interview, locale: Locale, look: Look) -> dict[str, str]:
    """Give the hashes of the words and of the looks, so that a changed wording can be told from a changed text."""
    kind = interview.answers.relationship.kind or "workplace"
    return {
        "wording": resources.digest(locale.folder, f"kinds/{kind}.yaml", "documents"),
        "theme": resources.digest("themes/base.css", f"themes/{look.theme}", "fonts/fonts.yaml"),
    }


def _explained(error: GlyphError, interview: Interview, locale: Locale) -> InterviewError | TemplateError:
    """Say in which answers the characters stand; where in none of them, the words of a template are at fault."""
    problems = who_holds(interview, error.characters, locale)
    return InterviewError(problems) if problems else TemplateError(str(error))


def _date_of(interview: Interview, epoch: int | None) -> datetime | None:
    """Give the date for the metadata: never today, so that the bytes are the same on any day."""
    answers = interview.answers
    if answers.document.date:
        return datetime.combine(answers.document.date, time(), UTC)
    if epoch is not None:
        return datetime.fromtimestamp(epoch, UTC)
    return datetime.combine(answers.term.start, time(), UTC) if answers.term.start else None
