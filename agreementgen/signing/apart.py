"""PDF bytes → facts, in a process of its own: whoever sends a PDF may have built it to harm the program that reads it.

`reading.py` sends the bytes and reads the answer. Nothing here judges anything.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from base64 import b64decode
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from agreementgen.errors import FileError
from agreementgen.files import SIGNED_BY_TYPING, agreement_id, form_fields, is_ours
from agreementgen.locales import load_locale
from agreementgen.renewal.apart import BROKEN, interview_in
from agreementgen.signing.facts import Breach, Certificate, Facts, Field, Revision, Signature
from agreementgen.signing.keys import common_name
from agreementgen.signing.pdfreader import open_reader

__all__ = ["TAMPERED", "close", "load", "look", "text_and_source", "texts", "tooltips"]

MOST_PAGES = 60
MOST_SIGNATURES = 20
PAINTS = {"Tj", "TJ", "'", '"', "Do", "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh", "Tm", "Td", "cm", "re"}
TAMPERED = "tampered: "
"""How the message begins of a file that was signed and cannot be read any more."""
_loop: list[Any] = []


def load() -> None:
    """Load what reading needs, and open what the confined process may not open any more."""
    import asyncio
    from importlib import import_module

    for name in ("pikepdf", "pypdfium2", "pyhanko.sign.validation", "cryptography.x509"):
        import_module(name)
    _loop.append(asyncio.new_event_loop())


def close() -> None:
    """Undo `load`, where the process goes on."""
    _loop.pop().close()


def look(payload: bytes) -> bytes:
    """Read one PDF: a line of JSON with the trusted certificates, then the file; gives the facts as JSON.

    Raises:
        FileError: It is broken, locked, or cannot be read for another reason.
    """
    head, _, data = payload.partition(b"\n")
    trusted = [b64decode(each) for each in json.loads(head)]
    return _facts(data, trusted).as_json()


def text_and_source(data: bytes) -> tuple[list[str], bytes | None]:
    """Give the text of each page of a PDF that we have just made, and the interview in it."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        return _page_texts(data), interview_in(pdf)


def tooltips(data: bytes) -> dict[str, str]:
    """Give what each field of a PDF says of itself."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        return {name: field.tooltip for name, field in _fields(pdf)}


def texts(data: bytes) -> bytes:
    """Give what `text_and_source` does as JSON, for whoever calls it in another process."""
    pages, source = text_and_source(data)
    return json.dumps([pages, (source or b"").decode("utf-8")]).encode()


def _facts(data: bytes, trusted: list[bytes]) -> Facts:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            info, root = pdf.docinfo, pdf.Root
            about = {
                "is_ours": is_ours(pdf),
                "id": agreement_id(pdf),
                "title": str(info.get("/Title", "")),
                "language": str(root.get("/Lang", "")),
                "is_encrypted": bool(pdf.is_encrypted),
            }
        signatures = tuple(_signatures(data, trusted, about["is_encrypted"] is True))
        ends = dict.fromkeys([*(each.end for each in signatures if each.end < len(data)), len(data)])
        revisions = tuple(_revision(data[:end]) for end in ends if end == len(data) or _is_whole(data[:end]))
    except pikepdf.PasswordError:
        raise _unreadable(data, "locked") from None
    except (pikepdf.PdfError, *BROKEN) as error:
        raise _unreadable(data, "broken") from error
    return Facts(**about, signatures=signatures, revisions=revisions)  # type: ignore[arg-type]


def _unreadable(data: bytes, how: str) -> FileError:
    """Say why a file cannot be read; one that was signed and is not cut off has been meddled with."""
    was_signed = b"/ByteRange" in data
    is_cut = how == "broken" and b"%%EOF" not in data[-1024:]
    words = load_locale("en").signing(f"read.{how}")
    return FileError(f"{TAMPERED if was_signed and not is_cut else ''}{words}")


def _is_whole(data: bytes) -> bool:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False):
            return True
    except pikepdf.PdfError:
        return False


def _revision(data: bytes) -> Revision:
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        if len(pdf.pages) > MOST_PAGES:
            raise FileError(load_locale("en").signing("read.too_long", most=MOST_PAGES))
        fields = dict(_fields(pdf))
        interview = interview_in(pdf)
    return Revision(len(data), tuple(_page_texts(data)), fields, interview)


def _page_texts(data: bytes) -> list[str]:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    try:
        found = []
        for page in pdf:
            text = page.get_textpage()
            found.append(text.get_text_bounded())
            text.close()
            page.close()
        return found
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from error
    finally:
        pdf.close()


def _fields(pdf: Any) -> Iterator[tuple[str, Field]]:
    for field in form_fields(pdf):
        name, is_place = str(field.get("/T", "")), field.get("/FT") == "/Sig"
        value = field.get(SIGNED_BY_TYPING if is_place else "/V", "")
        yield (
            name,
            Field(name, str(field.get("/TU", "")), str(value), is_place and "/V" in field, _painted(field)),
        )


def _painted(field: Any) -> str:
    """Boil down what a field shows to one line: where nothing is painted, it is the same however that is written."""
    import pikepdf

    stream = field.get("/AP", {}).get("/N")
    if not isinstance(stream, pikepdf.Stream):
        return ""
    done = [(i.operands, str(i.operator)) for i in pikepdf.parse_content_stream(stream)]
    if not any(operator in PAINTS - {"Tm", "Td", "cm", "re"} for _, operator in done):
        return ""
    lines = [f"{[str(each) for each in operands]} {operator}" for operands, operator in done if operator in PAINTS]
    is_hidden = int(field.get("/F", 0)) & 0b100011
    box = [float(edge) for edge in (*field.get("/Rect", ()), *stream.get("/BBox", ()))]
    return hashlib.sha256("\n".join([*lines, str(is_hidden), str(box)]).encode()).hexdigest()


def _signatures(data: bytes, trusted: list[bytes], is_encrypted: bool) -> Iterator[Signature]:
    from pyhanko.pdf_utils.misc import PdfError

    if b"/ByteRange" not in data:
        return
    try:
        reader = open_reader(data)
        if is_encrypted:
            reader.decrypt("")
        found = [each for each in reader.embedded_signatures if each.sig_object_type == "/Sig"]
    except (PdfError, *BROKEN) as error:
        raise _unreadable(data, "broken") from error
    if len(found) > MOST_SIGNATURES:
        raise FileError(load_locale("en").signing("read.too_many", most=MOST_SIGNATURES))
    for each in found:
        yield _signature(each, data, trusted)


def _signature(embedded: Any, data: bytes, trusted: list[bytes]) -> Signature:
    span = [int(each) for each in embedded.byte_range]
    end = span[-2] + span[-1] if len(span) == 4 else 0
    certificate = _certificate(embedded)
    when = _when(embedded)
    breach, is_trusted = Breach.REWRITTEN, False
    if len(span) == 4 and span[0] == 0 and 0 < span[1] < span[2] <= end <= len(data):
        # What lies between the two parts is the signature itself, in hex, and nothing else.
        between = data[span[1] : span[2]]
        if re.fullmatch(rb"<[0-9A-Fa-f\s]*>", between):
            is_padded = _is_padded_with_nothing(between)
            breach, is_trusted = _breach(embedded, trusted, when) if is_padded else (Breach.FORGED, False)
    else:
        end = 0
    return Signature(str(embedded.field_name), certificate, when, end, breach, is_trusted)


def _is_padded_with_nothing(contents: bytes) -> bool:
    """Tell whether only zeros follow a signature in the room that was kept for it: nobody signs what stands there."""
    from asn1crypto import parser

    digits = re.sub(rb"[<>\s]", b"", contents).decode("ascii")
    packed = bytes.fromhex(digits + "0" * (len(digits) % 2))
    try:
        *_, head, content, tail = parser.parse(packed)
    except ValueError:
        # Some other signature than one in DER; what reads it will say.
        return True
    return not packed[len(head) + len(content) + len(tail) :].strip(b"\0")


def _breach(embedded: Any, trusted: list[bytes], when: datetime | None) -> tuple[Breach, bool]:
    from asn1crypto import x509
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.general import CMSExtractionError, SigningError
    from pyhanko.sign.validation import async_validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko_certvalidator import ValidationContext

    roots = [x509.Certificate.load(each) for each in trusted]
    # What was good when it signed stays so: a key that has run out since does not undo the signature.
    context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=when)
    uses = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)
    try:
        status = _loop[0].run_until_complete(async_validate_pdf_signature(embedded, context, key_usage_settings=uses))
    except (SignatureValidationError, SigningError, CMSExtractionError, PdfError, *BROKEN):
        return Breach.FORGED, False
    if not status.intact:
        return Breach.BYTES, False
    if not status.valid:
        return Breach.FORGED, False
    if status.modification_level == ModificationLevel.OTHER or status.docmdp_ok is False:
        return Breach.ADDED, bool(status.trusted)
    return Breach.NONE, bool(status.trusted)


def _certificate(embedded: Any) -> Certificate | None:
    from cryptography.x509 import load_der_x509_certificate

    try:
        der = embedded.signer_cert.dump()
        found = load_der_x509_certificate(der)
    except Exception:  # whatever a meddled certificate runs into, there is none that can be read
        return None
    return Certificate(
        name=common_name(found.subject),
        issuer=common_name(found.issuer),
        is_self_made=found.subject == found.issuer,
        begins=found.not_valid_before_utc,
        ends=found.not_valid_after_utc,
        fingerprint=hashlib.sha256(der).hexdigest(),
    )


def _when(embedded: Any) -> datetime | None:
    try:
        found = embedded.self_reported_timestamp
    except Exception:  # as above
        return None
    return found if isinstance(found, datetime) and found.tzinfo else None
