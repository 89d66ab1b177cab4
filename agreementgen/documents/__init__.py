"""One `Interview` → all its documents as bytes."""

from agreementgen.documents.amending import amendment
from agreementgen.documents.document import FORMS, Document
from agreementgen.documents.makers import DEFAULT_KIT, DOCUMENTS, PAGES
from agreementgen.documents.making import documents_for, kit, made_apart, pages
from agreementgen.documents.press import STRUCTURE, fingerprint_of, wording_of

__all__ = [
    "DEFAULT_KIT",
    "DOCUMENTS",
    "FORMS",
    "PAGES",
    "STRUCTURE",
    "Document",
    "amendment",
    "documents_for",
    "fingerprint_of",
    "kit",
    "made_apart",
    "pages",
    "wording_of",
]
