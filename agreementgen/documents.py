"""One `Interview` → all its documents as bytes."""

from __future__ import annotations

import hashlib
import json
import pickle
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from functools import partial
from typing import TYPE_CHECKING

from agreementgen import confinement
from agreementgen.agreement import (
    COPIES,
    Agreement,
    answer_in_words,
    compose_agenda,
    compose_agreement,
    compose_calendar,
    compose_skills,
    compose_talk,
    has_dates,
    has_open_items,
    has_skills,
    kind_of,
    why_none,
)
from agreementgen.errors import GlyphError, InterviewError, NothingError, NotReadyError, TemplateError
from agreementgen.interview import Interview, Private, canonical_yaml, what_blocks, who_holds, who_holds_privately
from agreementgen.locales import Locale, load_locale

if TYPE_CHECKING:
    from agreementgen.typeset import Look, Source

__all__ = ["DEFAULT_KIT", "DOCUMENTS", "FORMS", "PAGES", "Document", "documents_for", "kit", "pages"]

FORMS = ("pdf", "html")


@dataclass(frozen=True, slots=True)
class Document:
    """One finished document.

    Attributes:
        name: Its name, such as `agreement`.
        data: The file.
        is_draft: Whether it is to be signed and cannot be yet.
        version: Version of the agreement it belongs to, from 1.
        form: `pdf` or `html`, or a form of its own such as `ics`; it is also the ending of its name.
    """

    name: str
    data: bytes
    is_draft: bool
    version: int
    form: str = "pdf"


def documents_for(interview: Interview) -> tuple[str, ...]:
    """Name every document that this interview has something for, in the order of `DOCUMENTS`."""
    return tuple(name for name, maker in MAKERS.items() if not maker.lacks(interview))


def kit(
    interview: Interview,
    documents: Iterable[str] | None = None,
    *,
    final: bool = False,
    form: str = "pdf",
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
        ValueError: There is no document or form of that name, or two private files are of one person.
        TemplateError: A clause, document or theme is at fault.
        EngineError: The PDF engine is missing or broken.
    """
    if form not in FORMS:
        raise ValueError(f"there is no form {form}")
    locale = _locale_of(interview)
    names = _usual(interview) if documents is None else _in_order(documents)
    if final and not interview.is_settled:
        raise NotReadyError(
            what_blocks(interview, locale, words=lambda key, value: answer_in_words(key, value, locale))
        )
    if documents is not None:
        _refuse_nothing(names, interview, locale)
    when = _date_of(interview, epoch)
    order = _Order(interview, tuple(names), form, look, source, when, tuple(_by_person(private).values()))
    return _confined(order) if interview.templates.has_own else _made(order)


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be made: what `kit` was asked for, when all that can be refused has been."""

    interview: Interview
    names: tuple[str, ...]
    form: str
    look: Look | None
    source: bool
    when: datetime | None
    private: tuple[Private, ...]


def _made(order: _Order) -> tuple[Document, ...]:
    locale = _locale_of(order.interview)
    press = _Press(
        order.interview, locale, order.look, order.source, private=order.private, form=order.form, when=order.when
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
    locale = _locale_of(interview)
    names = _usual(interview) if documents is None else _in_order(documents)
    if documents is not None:
        _refuse_nothing(names, interview, locale)
    press = _Press(interview, locale, None, source)
    makers = ((name, MAKERS[name]) for name in names)
    return {name: maker.page(press) for name, maker in makers if isinstance(maker, _Page)}


class _Press:
    """What the documents of one pair have in common."""

    def __init__(
        self,
        interview: Interview,
        locale: Locale,
        look: Look | None,
        has_source: bool,
        *,
        private: Iterable[Private] = (),
        form: str = "pdf",
        when: datetime | None = None,
    ) -> None:
        from agreementgen.typeset import Look, Source

        self.interview = interview
        self.locale = locale
        self.form = form
        self.when = when
        self.private = _by_person(private)
        self.agreement: Agreement = compose_agreement(interview, locale)
        base = look or Look()
        answers = interview.answers.document
        self.look: Look = replace(
            base,
            paper=answers.paper or base.paper or self.agreement.paper,
            reading_size=answers.reading_size or "normal",
            direction=locale.direction,
            templates=interview.templates,
        )
        self.source: Source | None = None
        if has_source:
            data = canonical_yaml(interview, _made_with(interview, locale, self.look))
            self.source = Source(data, locale.label("agreement.source"))

    def typeset(self, html: str, source: Source | None) -> bytes:
        """Make the file of a page, in the form that was asked for."""
        from agreementgen.typeset import render_pdf, standalone_page

        try:
            if self.form == "html":
                return standalone_page(html, self.look).encode("utf-8")
            return render_pdf(html, self.look, when=self.when, source=source)
        except GlyphError as error:
            raise self._explained(error) from error

    def _explained(self, error: GlyphError) -> InterviewError | TemplateError:
        """Say in which answers the characters stand; where in none of them, the words of a template are at fault."""
        problems = who_holds(self.interview, error.characters, self.locale)
        for own in self.private.values():
            problems += who_holds_privately(own, error.characters, self.locale)
        return InterviewError(problems) if problems else TemplateError(str(error))


def _never(interview: Interview) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class _Page:
    """A document that is set as a page.

    Attributes:
        page: Sets it as HTML for the engine.
        lacks: Says why an interview has nothing for it, by a label under `nothing`; empty where it has.
        is_signed: Whether it is to be signed, and so may be a draft and carries the interview.
    """

    page: Callable[[_Press], str]
    lacks: Callable[[Interview], str] = _never
    is_signed: bool = False

    def make(self, name: str, press: _Press) -> Document:
        data = press.typeset(self.page(press), press.source if self.is_signed else None)
        return Document(name, data, self.is_signed and press.agreement.is_draft, press.agreement.version, press.form)


@dataclass(frozen=True, slots=True)
class _File:
    """A document of a form of its own, whatever form was asked for.

    Attributes:
        data: Makes its bytes.
        form: The ending of its name, such as `ics`.
        lacks: As for a page.
    """

    data: Callable[[_Press], bytes]
    form: str
    lacks: Callable[[Interview], str] = _never

    def make(self, name: str, press: _Press) -> Document:
        return Document(name, self.data(press), False, press.agreement.version, self.form)


def _agreement(press: _Press) -> str:
    from agreementgen.typeset import agreement_html

    fingerprint = hashlib.sha256(press.source.data).hexdigest()[:12] if press.source else ""
    return agreement_html(press.agreement, press.locale, press.look, fingerprint)


def _agenda(press: _Press, meeting: str, copy: str) -> str:
    from agreementgen.typeset import agenda_html

    own = press.private.get(copy)
    agenda = compose_agenda(press.interview, press.locale, press.agreement, copy, meeting=meeting, private=own)
    return agenda_html(agenda, press.agreement, press.locale, press.look)


def _calendar(press: _Press) -> bytes:
    return compose_calendar(press.interview, press.locale, press.agreement, when=press.when) or b""


def _has_no_dates(interview: Interview) -> str:
    return "" if has_dates(interview.answers, interview.schedule) else "dates"


def _skills(press: _Press) -> str:
    from agreementgen.typeset import skills_html

    return skills_html(compose_skills(press.interview, press.locale), press.agreement, press.locale, press.look)


def _talk(press: _Press) -> str:
    from agreementgen.typeset import talk_html

    return talk_html(compose_talk(press.interview, press.locale), press.agreement, press.locale, press.look)


def _questions(press: _Press) -> str:
    from agreementgen.typeset import questions_html

    return questions_html(kind_of(press.interview).name, press.agreement, press.locale, press.look)


def _outline(meeting: str, copy: str = "shared") -> _Page:
    def lacks(interview: Interview) -> str:
        return why_none(interview.answers, interview.schedule, kind_of(interview), meeting)

    return _Page(partial(_agenda, meeting=meeting, copy=copy), lacks)


MAKERS: Mapping[str, _Page | _File] = {
    "agreement": _Page(_agreement, is_signed=True),
    **{f"agenda-1-{copy}": _outline("first", copy) for copy in COPIES},
    "agenda-2": _outline("second"),
    "agenda-3": _outline("third"),
    "agenda-mid": _outline("mid"),
    "agenda-closing": _outline("closing"),
    "agenda-regular": _outline("regular"),
    "calendar": _File(_calendar, "ics", _has_no_dates),
    "talk": _Page(_talk, lambda interview: "" if has_open_items(interview) else "talk"),
    "skills": _Page(_skills, lambda interview: "" if has_skills(interview.answers) else "skills"),
    "questions": _Page(_questions),
}
"""How each document is made. A new one is one entry here."""
STRUCTURE = ("documents/agreement.html", "documents/layout")
"""The templates that an agreement is made with; its fingerprint follows these, and no other document's."""
DOCUMENTS = tuple(MAKERS)
"""Every document there is, by name, in the order in which a kit gives them."""
PAGES = tuple(name for name, maker in MAKERS.items() if isinstance(maker, _Page))
"""Those that are set as pages; the rest has a form of its own."""
DEFAULT_KIT = ("agreement", *(f"agenda-1-{copy}" for copy in COPIES), "calendar")
"""What is made where nobody says which documents: those of these that the interview has something for."""


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


def _by_person(private: Iterable[Private]) -> dict[str, Private]:
    found: dict[str, Private] = {}
    for own in private:
        if own.person in found:
            raise ValueError(f"there are two private files of the {own.person}")
        found[own.person] = own
    return found


def _in_order(documents: Iterable[str]) -> list[str]:
    wanted = set(documents)
    if unknown := wanted - set(DOCUMENTS):
        raise ValueError(f"there is no document {', '.join(sorted(unknown))}")
    return [name for name in DOCUMENTS if name in wanted]


def _locale_of(interview: Interview) -> Locale:
    return load_locale(interview.answers.document.language or "en", interview.templates)


def _made_with(interview: Interview, locale: Locale, look: Look) -> dict[str, str]:
    """Give the hashes of the words and of the looks, so that a changed wording can be told from a changed text."""
    kind = interview.answers.relationship.kind or "workplace"
    files = interview.templates
    return {
        "wording": files.digest(locale.folder, f"kinds/{kind}.yaml", *STRUCTURE),
        "theme": files.digest("themes/base.css", f"themes/{look.theme}", "fonts/fonts.yaml"),
    }


def _date_of(interview: Interview, epoch: int | None) -> datetime | None:
    """Give the date for the metadata: never today, so that the bytes are the same on any day."""
    answers = interview.answers
    if answers.document.date:
        return datetime.combine(answers.document.date, time(), UTC)
    if epoch is not None:
        return datetime.fromtimestamp(epoch, UTC)
    return datetime.combine(answers.term.start, time(), UTC) if answers.term.start else None
