"""What a PDF says of itself: its fields, its revisions and its signatures, as plain values.

They are gathered in a process of their own (`apart.py`) and judged in ours (`judging.py`), so they travel as JSON.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

__all__ = ["Breach", "Certificate", "Facts", "Field", "Revision", "Signature", "person_of_field"]


class Breach(StrEnum):
    """In which way a signature no longer holds, as far as the mathematics tell; empty where it holds."""

    NONE = ""
    REWRITTEN = "rewritten"
    BYTES = "bytes"
    FORGED = "forged"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate as it says of itself.

    Attributes:
        name: Whose it is (common name), or the whole subject where it has none.
        issuer: Who vouches for it, in the same way.
        is_self_made: Whether it vouches for itself.
        begins: First moment at which it is good.
        ends: Last one.
        fingerprint: SHA-256 of the certificate, in hex.
    """

    name: str
    issuer: str
    is_self_made: bool
    begins: datetime
    ends: datetime
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Field:
    """A signature or date field in one revision.

    Attributes:
        name: `sig_mentee`, `date_mentee` …
        tooltip: What a screen reader says of it; it holds the printed name.
        value: The text in it; of a signature field, the name that was typed into it.
        is_signed: Whether a signature by key stands in it.
        shown: What is painted in it, as drawing operators; differs whenever something else can be seen.
    """

    name: str
    tooltip: str
    value: str
    is_signed: bool
    shown: str


@dataclass(frozen=True, slots=True)
class Revision:
    """The file as it stood at one time.

    Attributes:
        end: How many bytes it has.
        pages: The text of each page, without what stands in fields.
        fields: By name.
        interview: The interview that is embedded; `None` where there is none.
    """

    end: int
    pages: tuple[str, ...]
    fields: dict[str, Field]
    interview: bytes | None


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature by key.

    Attributes:
        field: The field it stands in.
        certificate: What it was made with; `None` where that cannot be read.
        when: The time it bears, with a zone; `None` where it bears none. It is the signer's own clock's.
        end: How many bytes of the file it covers, from the start.
        breach: In which way it no longer holds.
        is_trusted: Whether a chain leads to one of the certificates that were given as trusted.
    """

    field: str
    certificate: Certificate | None
    when: datetime | None
    end: int
    breach: Breach
    is_trusted: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """All that was read of one PDF.

    Attributes:
        is_ours: Whether it says that we made it.
        id: Of the agreement; empty where the PDF does not name it.
        title: Of the document.
        language: Of the document, as a BCP 47 tag.
        is_encrypted: Whether it is locked, be it with an empty password.
        signatures: In the order in which they were made.
        revisions: What each signature covers, and last the file as it is now.
    """

    is_ours: bool
    id: str
    title: str
    language: str
    is_encrypted: bool
    signatures: tuple[Signature, ...]
    revisions: tuple[Revision, ...]

    @property
    def now(self) -> Revision:
        """The file as it is now."""
        return self.revisions[-1]

    @property
    def signers(self) -> tuple[str, ...]:
        """Whoever has a place to sign, by person id, in the order of the page."""
        return tuple(person for name in self.now.fields if (person := person_of_field(name)))

    def as_json(self) -> bytes:
        """Give it as JSON."""
        return json.dumps(asdict(self), default=_as_plain).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Facts:
        """Read what `as_json` gave."""
        found: dict[str, Any] = json.loads(data)
        found["signatures"] = tuple(_signature(each) for each in found["signatures"])
        found["revisions"] = tuple(_revision(each) for each in found["revisions"])
        return cls(**found)


def person_of_field(name: str) -> str:
    """Tell who signs in a field: `sig_line-manager` → `line-manager`; empty for a field of another kind."""
    return name.removeprefix("sig_") if name.startswith("sig_") else ""


def _as_plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return b64encode(value).decode()
    raise TypeError(type(value).__name__)


def _signature(found: dict[str, Any]) -> Signature:
    if certificate := found["certificate"]:
        times = {name: datetime.fromisoformat(certificate[name]) for name in ("begins", "ends")}
        found["certificate"] = Certificate(**{**certificate, **times})
    found["when"] = datetime.fromisoformat(found["when"]) if found["when"] else None
    return Signature(**{**found, "breach": Breach(found["breach"])})


def _revision(found: dict[str, Any]) -> Revision:
    found["interview"] = None if found["interview"] is None else b64decode(found["interview"])
    found["fields"] = {name: Field(**field) for name, field in found["fields"].items()}
    return Revision(**{**found, "pages": tuple(found["pages"])})
