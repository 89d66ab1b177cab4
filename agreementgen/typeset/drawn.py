"""Lines of text as they were drawn once, to be drawn again without being shaped again.

A line whose layout is remembered (see `memory.py`) comes again on the pages of other pairs. Its glyphs, their kerning
and its fonts are then known; only its place and its colour are not. It leans on the same internals of WeasyPrint, whose
version is pinned: `draw_text`, `draw_first_line`, and the fonts of a stream.

A font of the engine keeps of each glyph the width at the size at which the document first needs it, and kerning is
written relative to that. So a drawing is only used again where the document has these very widths, or none yet that it
would find otherwise: then the bytes are those of a line that is drawn anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import Any

from agreementgen.typeset.memory import memory_of

__all__ = ["install"]

SHOWN = re.compile(r"<([0-9a-f]+)>")
DIGITS = 4
"""Hexadecimal digits of a glyph's number in what is shown."""


@dataclass(frozen=True, slots=True)
class _Used:
    """What a line takes of one font: each glyph with its width, and with its text where the line was its first use."""

    key: Any
    pango_font: Any
    glyphs: tuple[tuple[int, float, str | None], ...]


@dataclass(frozen=True, slots=True)
class _Drawing:
    """How a line was drawn: in which style, by what the stream was told, and with which fonts."""

    style: Any
    steps: tuple[tuple[str, tuple[Any, ...]], ...]
    fonts: tuple[_Used, ...]


def install(weasyprint: Any, held: Callable[[Any], Any]) -> None:
    """Teach a freshly loaded engine to draw remembered lines again; `held` keeps fonts alive."""
    text = weasyprint.draw.text
    draw_text, draw_first_line = text.draw_text, text.draw_first_line

    def recording_first_line(stream: Any, box: Any, overflow: str, ellipsis: Any, matrix: Any) -> Any:
        layout = box.pango_layout
        if not _is_plain(box, overflow, ellipsis):
            return draw_first_line(stream, box, overflow, ellipsis, matrix)
        recorder = _Recorder(stream, weasyprint.text.fonts.get_pango_font_key, held)
        emojis = draw_first_line(recorder, box, overflow, ellipsis, matrix)
        layout.drawn = None if emojis else recorder.drawing(box.style)
        return emojis

    def draw_remembered_text(stream: Any, box: Any, offset: float, overflow: str, ellipsis: Any) -> None:
        drawing: _Drawing | None = getattr(box.pango_layout, "drawn", None)
        if (
            drawing is None
            or drawing.style is not box.style
            or not _is_plain(box, overflow, ellipsis)
            or not _takes_the_same(stream, drawing)
        ):
            if ellipsis != "none":
                # The end of what is cut off is written into the layout, which other pages have in common.
                box.pango_layout = copy(box.pango_layout)
            draw_text(stream, box, offset, overflow, ellipsis)
            return
        stream.set_color(box.style["color"])
        stream.begin_text()
        for step, said in drawing.steps:
            if step == "set_text_matrix":
                said = (1, 0, 0, -1, box.position_x, box.position_y + box.baseline)
            getattr(stream, step)(*said)
        stream.end_text()

    text.draw_first_line = recording_first_line
    weasyprint.draw.draw_text = draw_remembered_text


def _is_plain(box: Any, overflow: str, ellipsis: Any) -> bool:
    """Tell whether nothing but its place and colour decides how a line is drawn."""
    style = box.style
    return (
        memory_of(style.font_config) is not None
        and style["visibility"] == "visible"
        and style["text_decoration_line"] == "none"
        and overflow != "ellipsis"
        and ellipsis == "none"
        and box.text == box.pango_layout.text
    )


def _takes_the_same(stream: Any, drawing: _Drawing) -> bool:
    """Take up the fonts of a drawing as drawing it anew would; tell of `False`, and do nothing, where it would not."""
    fonts = stream._fonts
    for used in drawing.fonts:
        widths = fonts[used.key].widths if used.key in fonts else {}
        for glyph, width, text in used.glyphs:
            has = widths.get(glyph)
            if has != width and (has is not None or text is None):
                return False
    for used in drawing.fonts:
        font = fonts[used.key] if used.key in fonts else stream.add_font(used.pango_font)[0]
        for glyph, width, text in used.glyphs:
            if glyph not in font.widths:
                font.widths[glyph], font.to_unicode[glyph] = width, text
    return True


class _Recorder:
    """A stream that hands on what it is told, and keeps it."""

    def __init__(self, stream: Any, key_of: Any, held: Any) -> None:
        self._stream, self._key_of, self._held = stream, key_of, held
        self._steps: list[tuple[str, tuple[Any, ...]]] = []
        self._fonts: dict[str, tuple[Any, Any, int]] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def add_font(self, pango_font: Any) -> Any:
        font, size = self._stream.add_font(pango_font)
        if font.hash not in self._fonts:
            self._fonts[font.hash] = (font, self._held(pango_font), len(font.widths))
        return font, size

    def _told(self, step: str, *said: Any) -> None:
        self._steps.append((step, said))
        getattr(self._stream, step)(*said)

    def set_text_matrix(self, *said: Any) -> None:
        self._told("set_text_matrix", *said)

    def set_font_size(self, *said: Any) -> None:
        self._told("set_font_size", *said)

    def show_text(self, *said: Any) -> None:
        self._told("show_text", *said)

    def set_text_rise(self, *said: Any) -> None:
        self._told("set_text_rise", *said)

    def drawing(self, style: Any) -> _Drawing | None:
        """Give what was drawn; `None` where a font has pictures, or lacks a character, which is told each time."""
        glyphs: dict[str, dict[int, None]] = {name: {} for name in self._fonts}
        now = ""
        for step, said in self._steps:
            if step == "set_font_size":
                now = said[0]
            elif step == "show_text":
                for shown in SHOWN.findall(said[0]):
                    glyphs[now].update({int(shown[n : n + DIGITS], 16): None for n in range(0, len(shown), DIGITS)})
        used = []
        for name, (font, pango_font, before) in self._fonts.items():
            if font.bitmap or font.png or font.svg or font.colr or any(g >= font.glyph_count for g in glyphs[name]):
                return None
            new = set(list(font.widths)[before:])
            parts = ((g, font.widths[g], font.to_unicode[g] if g in new else None) for g in glyphs[name])
            used.append(_Used(self._key_of(pango_font)[0], pango_font, tuple(parts)))
        return _Drawing(style, tuple(self._steps), tuple(used))
