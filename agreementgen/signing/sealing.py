"""A final agreement and a key, or a typed name → the same file with one signature more.

Everything is added behind what is there (ISO 32000-1, 7.5.6), so that earlier signatures keep what they cover.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from agreementgen.files import SIGNED_BY_TYPING
from agreementgen.locales import Locale
from agreementgen.signing.keys import Key
from agreementgen.signing.stamp import Line, drawn, shapeless, stamp_style

__all__ = ["Signing", "shapeless_in", "sign_by_key", "sign_by_typing", "zone_of"]

USUAL_HEIGHT = 27.8
"""Points of a field in the usual print; in large print it is higher, and so is what stands in it."""
DATE_SIZE = 10
"""Points, as the form's own style for dates has it (`typeset/finisher.py`)."""


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs, where and when.

    Attributes:
        person: By id, such as `mentee`.
        name: As printed.
        capacity: In which they sign; empty where it is not known.
        when: With the zone of the signer's own clock.
        locale: The words of the agreement.
        fonts: Font files for the stamp, after the bundled ones.
    """

    person: str
    name: str
    capacity: str
    when: datetime
    locale: Locale
    fonts: tuple[bytes, ...] = ()

    @property
    def words(self) -> dict[str, str]:
        """Name and time as a stamp says them."""
        return {
            "name": self.name,
            "capacity": self.capacity,
            "day": self.locale.day(self.when.date()),
            "clock": self.locale.clock(self.when.time()),
            "zone": zone_of(self.when),
        }


def zone_of(when: datetime) -> str:
    """Name a zone by its distance from UTC: `UTC+01:00`."""
    offset = when.strftime("%z")
    return "UTC" if offset in ("+0000", "") else f"UTC{offset[:3]}:{offset[3:5]}"


def shapeless_in(name: str, fonts: Sequence[bytes] = ()) -> str:
    """Give the characters of a name that no stamp can show: neither a bundled font nor one of `fonts` has them."""
    return shapeless(Line(name, 1, style="italic", stack="head"), fonts)


def sign_by_key(data: bytes, signing: Signing, key: Key) -> bytes:
    """Put a signature by key into a person's field (PAdES B-B, ETSI EN 319 142-1), with a stamp to be seen.

    Args:
        data: The agreement; its field must be free.
        signing: Who signs, and when.
        key: What with.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    _fill_date(writer, signing)
    meta = PdfSignatureMetadata(
        field_name=f"sig_{signing.person}",
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=signing.name,
        reason=signing.locale.signing("stamp.reason"),
    )
    signer = PdfSigner(meta, key.signer, stamp_style=stamp_style(_stamp_by_key(signing, key), signing.fonts))
    with ThreadPoolExecutor(1) as aside:
        # pyHanko opens an event loop of its own, which it cannot where the caller has one running.
        signed = aside.submit(signer.sign_pdf, writer, existing_fields_only=True).result()
    return bytes(signed.getvalue())


def sign_by_typing(data: bytes, signing: Signing, typed: str) -> bytes:
    """Put a typed name into a person's field: `/s/ Name`, seen and read aloud, and protected by nothing.

    Args:
        data: The agreement; its field must be free, and nobody may have signed by key yet. After that, a place for a
            signature may change in one way only, by a signature (ISO 32000-1, 12.8.2.2.2); what else is drawn into it,
            readers take for a forgery. A text field for the name beside it would be filled in unharmed, but
            by anyone, and each reader and service would show it as a second place to sign.
        signing: Who signs, and when.
        typed: The name, as typed.
    """
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    field = _field(writer, f"sig_{signing.person}")
    width, height = _size(field)
    words = signing.words
    below = "typed_on" if signing.capacity else "typed_only"
    lines = [
        Line(signing.locale.signing("stamp.typed", **{**words, "name": typed}), 13, style="italic", stack="head"),
        Line(signing.locale.signing(f"stamp.{below}", **words), 6.4, is_soft=True),
    ]
    drawn(_settable(lines, signing), writer, width, height, signing.fonts).apply_appearance(field)
    tooltip = signing.locale.signing("stamp.typed_tooltip", tooltip=field["/TU"], name=typed)
    field["/TU"] = generic.TextStringObject(tooltip)
    field[SIGNED_BY_TYPING] = generic.TextStringObject(typed)
    writer.update_container(field)
    _fill_date(writer, signing)
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def _stamp_by_key(signing: Signing, key: Key) -> list[Line]:
    words = signing.words
    title = "name_capacity" if signing.capacity else "name"
    made = "self_made" if key.is_self_made else "certificate"
    return _settable(
        [
            Line(signing.locale.signing(f"stamp.{title}", **words), 8.4, weight=600),
            Line(signing.locale.signing("stamp.time", **words), 6.4, is_soft=True),
            Line(signing.locale.signing(f"stamp.{made}", name=key.name, issuer=key.issuer), 6.4, is_soft=True),
        ],
        signing,
    )


def _settable(lines: list[Line], signing: Signing) -> list[Line]:
    """Leave out a line in letters that no font has: the name is printed beside the field anyway."""
    return [line for line in lines if not shapeless(line, signing.fonts)]


def _field(writer: Any, name: str) -> Any:
    for reference in writer.root["/AcroForm"]["/Fields"]:
        if str(reference.get_object().get("/T", "")) == name:
            return reference.get_object()
    return None


def _size(field: Any) -> tuple[float, float]:
    left, bottom, right, top = (float(each) for each in field["/Rect"])
    return abs(right - left), abs(top - bottom)


def _fill_date(writer: Any, signing: Signing) -> None:
    """Write the day into the person's date field, unless somebody has."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.generic import pdf_name

    field = _field(writer, f"date_{signing.person}")
    if field is None or str(field.get("/V", "")):
        return
    text = signing.locale.day(signing.when.date())
    # The form's own font has the letters of one code page; a day in others is written in figures.
    if text.encode("cp1252", "replace").decode("cp1252") != text or len(text) > int(field.get("/MaxLen", len(text))):
        text = signing.when.date().isoformat()
    width, height = _size(field)
    escaped = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    size = DATE_SIZE * max(1.0, min(1.4, height / USUAL_HEIGHT))
    place = f"/AGF {size:.2f} Tf 0 g 2 {(height - size) / 2 + size * 0.22:.2f} Td".encode()
    entries = {
        pdf_name("/Type"): pdf_name("/XObject"),
        pdf_name("/Subtype"): pdf_name("/Form"),
        pdf_name("/BBox"): generic.ArrayObject(map(generic.FloatObject, (0, 0, width, height))),
        pdf_name("/Resources"): writer.root["/AcroForm"].raw_get("/DR"),
    }
    painted = b"/Tx BMC q BT " + place + b" (" + escaped + b") Tj ET Q EMC"
    appearance = writer.add_object(generic.StreamObject(entries, stream_data=painted))
    field["/V"] = generic.TextStringObject(text)
    field["/AP"] = generic.DictionaryObject({pdf_name("/N"): appearance})  # type: ignore[no-untyped-call]
    writer.update_container(field)
