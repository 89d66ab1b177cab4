"""`Agreement`, `Agenda` → HTML → PDF."""

from agreementgen.typeset.html import agenda_html, agreement_html
from agreementgen.typeset.pdf import Look, engine_versions, render_pdf

__all__ = ["Look", "agenda_html", "agreement_html", "engine_versions", "render_pdf"]
