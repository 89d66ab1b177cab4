"""PDF bytes → the interviews that it carries, in a process of its own: whoever sends a PDF may have built it to harm.

`carried.py` sends the bytes and reads the answer. Nothing here judges anything.
"""

from __future__ import annotations

import io
import json
import zlib
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

from agreementgen.errors import FileError
from agreementgen.files import form_fields, is_ours
from agreementgen.locales import load_locale

__all__ = ["BROKEN", "interview_in", "load", "unpacked"]

SOURCE = "interview.yaml"
MOST_INTERVIEW = 1 << 18
"""As much as is read of an interview in a file, too."""
MOST_REVISIONS = 40
BROKEN = (
    *(ValueError, TypeError, LookupError, AttributeError, NotImplementedError, ArithmeticError, AssertionError),
    zlib.error,
)
"""What a library runs into where a file is not what it says it is."""


def load() -> None:
    """Load what reading needs, before memory is counted."""
    from importlib import import_module

    import_module("pikepdf")


def unpacked(data: bytes) -> bytes:
    """Give as JSON whether a PDF is one of ours, and per revision the interview in it, in base64, or null.

    A revision is what the file was when somebody had signed it; the last one is the whole file.

    Raises:
        FileError: It is broken, or locked by a password.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as pdf:
            ours = is_ours(pdf)
            ends = sorted({end for end in _ends(pdf) if 0 < end < len(data)})[:MOST_REVISIONS]
            last = interview_in(pdf)
        found = [*(_of_revision(data[:end]) for end in ends), last]
    except pikepdf.PasswordError:
        raise FileError(load_locale("en").renewal("carried.locked")) from None
    except (pikepdf.PdfError, *BROKEN) as error:
        raise FileError(load_locale("en").renewal("carried.broken")) from error
    texts = [None if each is None else b64encode(each).decode() for each in found]
    return json.dumps({"is_ours": ours, "revisions": texts}).encode()


def _ends(pdf: Any) -> Iterator[int]:
    """Give where each signature's own revision ends (ISO 32000-1, 12.8.1: the signed range reaches to its end)."""
    for field in form_fields(pdf):
        if field.get("/FT") == "/Sig" and "/V" in field:
            span = [int(each) for each in field["/V"].get("/ByteRange", ())]
            if len(span) == 4:
                yield span[2] + span[3]


def _of_revision(data: bytes) -> bytes | None:
    import pikepdf

    with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as pdf:
        return interview_in(pdf)


def interview_in(pdf: Any) -> bytes | None:
    """Unpack the attached interview with a bound on how large it may become; `None` where there is none.

    Raises:
        ValueError: It is larger than any interview, or is no stream that can be unpacked.
    """
    names = pdf.Root.get("/Names", {}).get("/EmbeddedFiles", {}).get("/Names", ())
    specs = (names[place] for place in range(1, len(names), 2))
    spec = next((each for each in specs if str(each.get("/UF", each.get("/F", ""))) == SOURCE), None)
    stream = spec.get("/EF", {}).get("/F") if spec is not None else None
    if stream is None:
        return None
    if str(stream.get("/Filter", "")) != "/FlateDecode" or "/DecodeParms" in stream:
        # Packed in another way, by another program: the process has no memory for one that unfolds too far.
        found = bytes(stream.read_bytes())
    else:
        found = zlib.decompressobj().decompress(bytes(stream.read_raw_bytes()), MOST_INTERVIEW + 1)
    if len(found) > MOST_INTERVIEW:
        raise ValueError(SOURCE)
    return found
