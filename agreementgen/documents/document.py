"""What a finished document is."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FORMS", "Document"]

FORMS = ("pdf", "html")
"""The forms that a page can be made in."""


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
