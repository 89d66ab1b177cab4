"""A file on disk → its facts; the reading itself happens in a process of its own."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path

from agreementgen.confinement import Limits, work_on
from agreementgen.errors import AgreementError, Exit, FileError, TemplateError
from agreementgen.locales import load_locale
from agreementgen.renewal import is_pdf, read_small
from agreementgen.signing.apart import TAMPERED
from agreementgen.signing.facts import Facts

__all__ = ["MeddledError", "facts_of", "page_texts", "read_pdf"]

LIMITS = Limits(megabytes=480, seconds=8, patience=60)
"""Reading a usual agreement takes a quarter of that memory, and half a second."""
READY = "agreementgen.signing.apart:load"


class MeddledError(AgreementError):
    """A PDF was signed, and then changed so that it cannot even be read."""

    exit_code = Exit.FINDINGS


def read_pdf(path: Path) -> bytes:
    """Read a file that should be a PDF; one far too large for an agreement is not even opened.

    Raises:
        FileError: It is missing, a folder, unreadable, empty, too large, or no PDF.
    """
    data = read_small(path)
    if not is_pdf(data):
        raise FileError(load_locale("en").signing("read.no_pdf", file=path))
    return data


def facts_of(data: bytes, file: str, trusted: Sequence[bytes] = ()) -> Facts:
    """Read what a PDF says of itself.

    Args:
        data: The PDF.
        file: Its name, for messages.
        trusted: Certificates, DER, that a signer's may lead to.

    Raises:
        FileError: It is broken, locked, too large, or takes more memory or time than an agreement ever does.
        MeddledError: It was signed, and cannot be read any more.
    """
    head = json.dumps([b64encode(each).decode() for each in trusted]).encode()
    try:
        return Facts.from_json(work_on("agreementgen.signing.apart:look", head + b"\n" + data, LIMITS, ready=READY))
    except TemplateError:
        raise FileError(_named(file, load_locale("en").signing("read.hostile"))) from None
    except FileError as error:
        words = str(error)
        if words.startswith(TAMPERED):
            raise MeddledError(_named(file, words.removeprefix(TAMPERED))) from None
        raise FileError(_named(file, words)) from None


def page_texts(data: bytes) -> tuple[tuple[str, ...], bytes]:
    """Give the text of each page of a PDF that we have just made, read as `facts_of` reads it, and its interview."""
    pages, source = json.loads(work_on("agreementgen.signing.apart:texts", data, LIMITS, ready=READY))
    return tuple(pages), source.encode("utf-8")


def _named(file: str, words: str) -> str:
    return load_locale("en").signing("read.line", file=file, words=words)
