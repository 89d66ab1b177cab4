"""An agreement and what is to be different → the amendment, filled in and ready to be signed."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreementgen import confinement
from agreementgen.agreement import compose_sheet, why_no_sheet
from agreementgen.documents.document import Document
from agreementgen.documents.press import Press, locale_of
from agreementgen.errors import NothingError
from agreementgen.interview import Interview

if TYPE_CHECKING:
    from agreementgen.typeset import Look

__all__ = ["amended_apart", "amendment"]

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

    Where the interview was read with templates of one's own, it is made in a process with little memory and time.

    Raises:
        NothingError: Something of the agreement is still open, so that there is nothing to amend.
        InterviewError: A character in an answer has no shape in any font.
    """
    if reason := why_no_sheet(interview, NAME):
        raise NothingError(locale_of(interview).label(f"nothing.{reason}"))
    order = _Order(interview, tuple(rows), fingerprints, look)
    if interview.templates.has_own:
        data = confinement.work_on(f"{__name__}:amended_apart", pickle.dumps(order))
    else:
        data = _made(order)
    return Document(NAME, data, False, interview.version + 1)


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be made, when all that can be refused has been."""

    interview: Interview
    rows: tuple[tuple[str, str, str], ...]
    fingerprints: tuple[str, str]
    look: Look | None


def amended_apart(payload: bytes) -> bytes:
    """Make the page of an order that was sent to another process; `amendment` has sent it, and takes what comes."""
    return _made(pickle.loads(payload))


def _made(order: _Order) -> bytes:
    from agreementgen.typeset import sheet_html

    locale = locale_of(order.interview)
    press = Press(order.interview, locale, order.look, False)
    sheet = compose_sheet(order.interview, locale, press.agreement, NAME, order.fingerprints)
    return press.typeset(sheet_html(sheet, press.agreement, locale, press.look, rows=order.rows), None)
