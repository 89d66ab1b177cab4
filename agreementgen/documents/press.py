"""What the documents of one pair have in common: agreement, look, source, and how a page becomes a file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from agreementgen.agreement import Agreement, compose_agreement, copy_of
from agreementgen.errors import GlyphError, InterviewError, TemplateError
from agreementgen.interview import Interview, Private, canonical_yaml, who_holds, who_holds_privately
from agreementgen.locales import Locale, load_locale

if TYPE_CHECKING:
    from agreementgen.typeset import Look, Source

__all__ = ["STRUCTURE", "Press", "by_person", "fingerprint_of", "locale_of", "wording_of"]

STRUCTURE = ("documents/agreement.html", "documents/layout")
"""The templates that an agreement is made with; its fingerprint follows these, and no other document's."""


class Press:
    """What the documents of one pair have in common.

    Args:
        interview: The pair's interview.
        locale: Whose words to take.
        look: Theme, logo, colour and fonts; paper, reading size and direction follow from the interview.
        has_source: Whether the agreement carries the interview it was made from.
        private: What either wrote for themself.
        form: `pdf` or `html`.
        engine: How pages are set, one of `ENGINES` of `typeset`.
        when: The date for the metadata.
    """

    def __init__(
        self,
        interview: Interview,
        locale: Locale,
        look: Look | None,
        has_source: bool,
        *,
        private: Iterable[Private] = (),
        form: str = "pdf",
        engine: str = "auto",
        when: datetime | None = None,
    ) -> None:
        from agreementgen.typeset import Look, Source

        self.interview = interview
        self.locale = locale
        self.form = form
        self.engine = engine
        self.when = when
        self.private = by_person(private)
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
            self.source = Source(_source(interview, locale, self.look), locale.label("agreement.source"))

    @cached_property
    def fingerprint(self) -> str:
        """The first digits of the hash of the interview that the agreement carries; empty where it carries none."""
        return _digits(self.source.data) if self.source else ""

    def typeset(self, html: str, source: Source | None) -> bytes:
        """Make the file of a page, in the form that was asked for."""
        from agreementgen.typeset import render_pdf, standalone_page

        try:
            if self.form == "html":
                return standalone_page(html, self.look).encode("utf-8")
            return render_pdf(html, self.look, when=self.when, source=source, engine=self.engine)
        except GlyphError as error:
            raise self._explained(error) from error

    def _explained(self, error: GlyphError) -> InterviewError | TemplateError:
        """Say in which answers the characters stand; where in none of them, the words of a template are at fault."""
        problems = who_holds(self.interview, error.characters, self.locale)
        for own in self.private.values():
            problems += who_holds_privately(own, error.characters, self.locale)
        return InterviewError(problems) if problems else TemplateError(str(error))


def by_person(private: Iterable[Private]) -> dict[str, Private]:
    """Sort private files by whose they are.

    Raises:
        ValueError: Two are for one copy, since they are of one person, or of two members of a group.
    """
    found: dict[str, Private] = {}
    for own in private:
        if own.person in found:
            raise ValueError(f"there are two private files of the {own.person}")
        if copy_of(own.person) in map(copy_of, found):
            raise ValueError("there are private files of two members; any outline is for one of them")
        found[own.person] = own
    return found


def _source(interview: Interview, locale: Locale, look: Look) -> bytes:
    """Give the interview as an agreement carries it; nothing is composed for it."""
    return canonical_yaml(interview, _made_with(interview, locale, look))


def _digits(source: bytes) -> str:
    return hashlib.sha256(source).hexdigest()[:12]


def _made_with(interview: Interview, locale: Locale, look: Look) -> dict[str, str]:
    """Give the hashes of the words and of the looks, so that a changed wording can be told from a changed text."""
    files = interview.templates
    return {
        "wording": wording_of(interview, locale),
        "theme": files.digest("themes/base.css", f"themes/{look.theme}", "fonts/fonts.yaml"),
    }


def wording_of(interview: Interview, locale: Locale) -> str:
    """Give the hash of the words that an agreement is made with: the same words and the same kind, the same hash."""
    kind = interview.answers.relationship.kind or "workplace"
    return interview.templates.digest(locale.folder, f"kinds/{kind}.yaml", *STRUCTURE)


def locale_of(interview: Interview) -> Locale:
    """Give the words that an interview is printed in: those of its language, as its kind of mentoring says them."""
    return load_locale(interview.answers.document.language or "en", interview.templates).of_kind(interview.kind)


def fingerprint_of(interview: Interview, look: Look | None = None) -> str:
    """Give the fingerprint that the agreement of an interview prints, made now with this look."""
    from agreementgen.typeset import Look

    locale = load_locale(interview.answers.document.language or "en", interview.templates)
    return _digits(_source(interview, locale, look or Look()))
