"""The fonts of a document, read once for all documents that are set with them.

The engine reads the tables of a font for every document, and asks Pango for its name at every run of glyphs. Here it
asks once for each font of Pango, and each document gets a copy: nothing has been used of it yet.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any

from agreementgen.typeset.memory import Kept

__all__ = ["Typefaces", "holder", "install"]


class Typefaces(dict[Any, Any]):
    """The fonts that a document uses, by their keys.

    Args:
        known: What is known of the fonts of Pango, by their addresses.

    Attributes:
        held: The fonts of Pango that they are made of, by the same keys, kept alive.
    """

    def __init__(self, known: Kept) -> None:
        super().__init__()
        self.known = known
        self.held: dict[Any, Any] = {}


def holder(weasyprint: Any) -> Callable[[Any], Any]:
    """Give what keeps a font of Pango alive as long as its result."""
    ffi, gobject = weasyprint.text.ffi.ffi, weasyprint.text.ffi.gobject
    ffi.cdef("gpointer g_object_ref(gpointer object);")
    return lambda pango_font: ffi.gc(ffi.cast("PangoFont *", gobject.g_object_ref(pango_font)), gobject.g_object_unref)


def install(weasyprint: Any, held: Callable[[Any], Any]) -> None:
    """Teach a freshly loaded engine to copy fonts that are known.

    Args:
        weasyprint: The engine.
        held: Keeps a font of Pango alive as long as its result, so that no other one gets its address.
    """
    stream_class, ffi = weasyprint.pdf.stream.Stream, weasyprint.text.ffi.ffi
    add_font = stream_class.add_font

    def add_known_font(stream: Any, pango_font: Any) -> Any:
        fonts = stream._fonts
        if not isinstance(fonts, Typefaces):
            return add_font(stream, pango_font)
        address = int(ffi.cast("uintptr_t", pango_font))
        found = fonts.known.get(address)
        if found is None:
            key, description, size = weasyprint.text.fonts.get_pango_font_key(pango_font)
            unused = weasyprint.pdf.fonts.Font(pango_font, description, size)
            found = held(pango_font), key, size, unused
            fonts.known.keep(address, found)
        kept, key, size, unused = found
        if key not in fonts:
            fonts[key], fonts.held[key] = font, _ = copy(unused), kept
            font.widths, font.to_unicode, font.missing, font.variations = {}, {}, {}, dict(unused.variations)
        return fonts[key], size

    stream_class.add_font = add_known_font
