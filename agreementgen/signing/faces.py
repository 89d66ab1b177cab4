"""Font files → what a stamp is set in: which characters each has, and the same as a signature can embed it."""

from __future__ import annotations

import io
import re
import struct
from functools import lru_cache
from pathlib import Path
from typing import Any

from agreementgen.errors import FileError
from agreementgen.locales import load_locale
from agreementgen.renewal.apart import BROKEN
from agreementgen.typeset.fonts import face_files

__all__ = ["bundled", "characters_in", "embeddable"]

UNITS = 1000
"""To the em, as PDF counts widths (ISO 32000-1, 9.7.4.3); pyHanko writes them as the font has them."""

NEEDED = ("OS/2", "hhea", "post")
"""Tables that every font has (OpenType 1.9, "Required tables"), and that a PDF's description of it is made from."""


def bundled(stack: str, weight: int, style: str) -> tuple[bytes, ...]:
    """Give the bundled faces of a stack, in fallback order."""
    return tuple(_content(file) for file in face_files(stack, weight=weight, style=style))


@lru_cache(maxsize=32)
def _content(file: Path) -> bytes:
    return file.read_bytes()


@lru_cache(maxsize=32)
def characters_in(face: bytes) -> frozenset[int]:
    """Name the characters that a face has a shape for, by code point."""
    from fontTools.ttLib import TTFont

    with TTFont(io.BytesIO(face), lazy=True) as font:
        return frozenset(font.getBestCmap())


def embeddable(face: bytes, text: str) -> bytes:
    """Give a face as it can be embedded: of one weight, in thousandths of an em, and with a name.

    Args:
        face: The font file.
        text: The characters that are drawn in it; others may be left out.

    Raises:
        FileError: It is broken somewhere behind its list of characters.
    """
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(io.BytesIO(face)) as font:
            return _fitted(font, text)
    except (TTLibError, struct.error, EOFError, *BROKEN) as error:
        raise FileError(load_locale("en").signing("sign.bad_font", text=text)) from error


def _fitted(font: Any, text: str) -> bytes:
    from fontTools import subset
    from fontTools.ttLib.scaleUpem import scale_upem
    from fontTools.varLib import instancer

    options = subset.Options(layout_features=["*"], notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text)
    subsetter.subset(font)
    if "fvar" in font:
        more = {"downgradeCFF2": True} if "CFF2" in font else {}
        axes = {axis.axisTag: None for axis in font["fvar"].axes}
        font = instancer.instantiateVariableFont(font, axes, **more)
    if font["head"].unitsPerEm != UNITS:
        scale_upem(font, UNITS)
    names = font["name"]
    # The PDF calls it by its PostScript name, which a font may lack, or have with signs that no PDF can have.
    name = re.sub(r"[^A-Za-z0-9-]", "", names.getDebugName(6) or "") or "AGOwn"
    names.names = [each for each in names.names if each.nameID != 6]
    names.setName(name, 6, 3, 1, 0x409)
    font.getGlyphSet()  # fails where there are names of shapes, and no shapes
    for table in NEEDED:
        font[table]
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
