"""An agreement and what is to be different → the amendment, filled in and ready to be signed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from agreementgen.agreement import compose_sheet, why_no_sheet
from agreementgen.documents.document import Document
from agreementgen.documents.press import Press
from agreementgen.errors import NothingError
from agreementgen.interview import Interview
from agreementgen.locales import load_locale

if TYPE_CHECKING:
    from agreementgen.typeset import Look

__all__ = ["amendment"]

NAME = "amendment"


def amendment(
    interview: Interview,
    rows: Sequence[tuple[str, str, str]],
    fingerprints: tuple[str, str],
    look: Look | None = None,
) -> Document:
    """Make the page by which a signed agreement is changed; those sign it who signed the agreement.

    Args:
        interview: What was agreed.
        rows: What each change is about, what it says now, and what it is changed to, in words.
        fingerprints: Of the agreement, and of the version with the changes in it.
        look: As for `kit`.

    Raises:
        NothingError: Something of the agreement is still open, so that there is nothing to amend.
        InterviewError: A character in an answer has no shape in any font.
    """
    from agreementgen.typeset import sheet_html

    locale = load_locale(interview.answers.document.language or "en", interview.templates)
    if reason := why_no_sheet(interview, NAME):
        raise NothingError(locale.label(f"nothing.{reason}"))
    press = Press(interview, locale, look, False)
    sheet = compose_sheet(interview, locale, press.agreement, NAME, fingerprints)
    html = sheet_html(sheet, press.agreement, locale, press.look, rows=tuple(rows))
    return Document(NAME, press.typeset(html, None), False, press.agreement.version + 1)
