"""`Agreement`, `Agenda` → HTML → PDF."""

from agreementgen.typeset.engine import engine_versions, library_versions
from agreementgen.typeset.form import form_html
from agreementgen.typeset.html import (
    agenda_html,
    agreement_html,
    document_fault,
    questions_html,
    skills_html,
    standalone_page,
    talk_html,
    wordings_html,
)
from agreementgen.typeset.logos import checked_logo
from agreementgen.typeset.look import Logo, Look, themes
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
    "skills_html",
    "standalone_page",
    "talk_html",
    "themes",
    "wordings_html",
]
