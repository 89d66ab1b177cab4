"""`Agreement`, `Agenda` → HTML → PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreementgen.lending import lender

if TYPE_CHECKING:
    from agreementgen.typeset.engine import engine_versions, library_versions
    from agreementgen.typeset.form import form_html
    from agreementgen.typeset.html import document_fault, standalone_page, wordings_html
    from agreementgen.typeset.logos import checked_logo
    from agreementgen.typeset.look import Logo, Look, themes
    from agreementgen.typeset.pages import (
        agenda_html,
        agreement_html,
        questions_html,
        sheet_html,
        skills_html,
        talk_html,
    )
    from agreementgen.typeset.pdf import Source, check_theme, render_pdf

__all__ = [
    "Logo",
    "Look",
    "Source",
    "agenda_html",
    "agreement_html",
    "check_theme",
    "checked_logo",
    "document_fault",
    "engine_versions",
    "form_html",
    "library_versions",
    "questions_html",
    "render_pdf",
    "sheet_html",
    "skills_html",
    "standalone_page",
    "talk_html",
    "themes",
    "wordings_html",
]

# Who reads an interview needs only its look: what sets pages is loaded when it is first asked for.
__getattr__ = lender(
    __name__,
    {
        "Logo": "look",
        "Look": "look",
        "Source": "pdf",
        "agenda_html": "pages",
        "agreement_html": "pages",
        "check_theme": "pdf",
        "checked_logo": "logos",
        "document_fault": "html",
        "engine_versions": "engine",
        "form_html": "form",
        "library_versions": "engine",
        "questions_html": "pages",
        "render_pdf": "pdf",
        "sheet_html": "pages",
        "skills_html": "pages",
        "standalone_page": "html",
        "talk_html": "pages",
        "themes": "look",
        "wordings_html": "html",
    },
)
