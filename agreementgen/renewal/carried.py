"""A PDF on disk → the interview that it carries; the reading itself happens in a process of its own."""

from __future__ import annotations

import json
from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path

from agreementgen.confinement import Limits, work_on
from agreementgen.disk import read_bytes
from agreementgen.errors import FileError, TemplateError
from agreementgen.interview import migrated, shape_of
from agreementgen.interview.fields.document import NEWEST_SCHEMA
from agreementgen.interview.log import FORBIDDEN
from agreementgen.locales import load_locale

__all__ = ["Carried", "carried", "is_pdf", "read_small"]

MOST_BYTES = 32 << 20
"""An agreement has a tenth of a megabyte, and a hundredth more for each signature."""
LIMITS = Limits(megabytes=450, seconds=6, patience=30)
TARGET, READY = "agreementgen.renewal.apart:unpacked", "agreementgen.renewal.apart:load"


@dataclass(frozen=True, slots=True)
class Carried:
    """An interview that an agreement carries.

    Attributes:
        data: The interview as it is attached, byte for byte; its SHA-256 is the fingerprint that the agreement prints.
        revisions: How many revisions the file has: one for each signature that something came after, and the whole.
    """

    data: bytes
    revisions: int

    @property
    def newest(self) -> bytes:
        """Give the interview in the newest shape of file."""
        return migrated(self.data)


def is_pdf(data: bytes) -> bool:
    """Tell whether a file is a PDF; readers look for the mark in the first 1024 bytes (ISO 32000-1, annex H)."""
    return b"%PDF-" in data[:1024]


def read_small(path: Path) -> bytes:
    """Read a file that is an interview or an agreement; one far too large for either is not opened.

    Raises:
        FileError: It is missing, a folder, unreadable, empty or too large.
    """
    locale = load_locale("en")
    if path.is_dir():
        raise FileError(locale.renewal("carried.folder", file=path))
    if not path.exists():
        raise FileError(locale.renewal("carried.missing", file=path))
    if (size := path.stat().st_size) > MOST_BYTES:
        raise FileError(locale.renewal("carried.too_large", file=path, size=size >> 20, most=MOST_BYTES >> 20))
    data = read_bytes(path)
    if not data:
        raise FileError(locale.renewal("carried.empty", file=path))
    return data


def carried(data: bytes, file: str, revision: int = 0) -> Carried:
    """Take out of a PDF the interview that it carries.

    Args:
        data: The PDF.
        file: Its name, for messages.
        revision: Which revision, from 1; 0 for the whole file.

    Raises:
        FileError: It is no PDF, broken, locked, built to take too much memory or time, or not one of ours; it carries
            no interview, or none that can be read here; it has no such revision.
    """
    locale = load_locale("en")

    def refused(why: str, **words: object) -> FileError:
        return FileError(locale.renewal("carried.line", file=file, words=locale.renewal(f"carried.{why}", **words)))

    if not is_pdf(data):
        raise refused("no_pdf")
    try:
        found = json.loads(work_on(TARGET, data, LIMITS, ready=READY))
    except TemplateError:
        raise refused("hostile") from None
    except FileError as error:
        raise FileError(locale.renewal("carried.line", file=file, words=error)) from None
    count = len(found["revisions"])
    if revision > count:
        raise refused("no_revision" if count > 1 else "one_revision", number=revision, count=count)
    packed = found["revisions"][(revision or count) - 1]
    if packed is None:
        raise refused("without" if found["is_ours"] else "foreign")
    interview = b64decode(packed)
    try:
        shape = shape_of(interview)
        if FORBIDDEN.search(interview.decode("utf-8")):
            raise ValueError
    except ValueError:
        raise refused("unreadable") from None
    if shape > NEWEST_SCHEMA:
        raise refused("newer", version=shape, known=NEWEST_SCHEMA)
    return Carried(interview, count)
