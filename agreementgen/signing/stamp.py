"""What is seen in a signature field: a few lines of text in bundled fonts, drawn to fit, as a PDF appearance.

The fonts are embedded, since a signature must not cost the file its standards: pyHanko's own stamp would set Courier
and embed nothing.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from agreementgen.typeset.fonts import face_files

__all__ = ["Line", "drawn", "is_settable", "stamp_style"]

LEADING = 1.16
DESCENT = 0.26
"""Share of a line's size that lies below its letters' feet."""
MOST_GROWTH = 1.5
INSET = 1.5
"""Points between the edge of a field and its text."""
SOFT, DARK = "0.36 0.40 0.42", "0.10 0.13 0.15"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a stamp.

    Attributes:
        text: What it says.
        size: Its size in points, where it fits; a line too long is set smaller.
        weight: 400 or 600.
        style: `normal` or `italic`.
        stack: `text` or `head`.
        is_soft: Whether it stands back.
    """

    text: str
    size: float
    weight: int = 400
    style: str = "normal"
    stack: str = "text"
    is_soft: bool = False


def stamp_style(lines: Sequence[Line]) -> Any:
    """Give lines as a stamp style of pyHanko."""
    from pyhanko.stamp import BaseStampStyle

    class Style(BaseStampStyle):
        def create_stamp(self, writer: Any, box: Any, text_params: Any) -> Any:
            return drawn(lines, writer, box.width, box.height)

    return Style(border_width=0)


def drawn(lines: Sequence[Line], writer: Any, width: float, height: float) -> Any:
    """Draw lines into a box, one below the other, and give them as an appearance.

    Args:
        lines: What to draw; all characters must be settable.
        writer: The file that is being added to.
        width: Of the box, in points.
        height: Of the box.
    """
    from pyhanko.pdf_utils.content import AppearanceContent, ResourceType
    from pyhanko.pdf_utils.generic import pdf_name
    from pyhanko.pdf_utils.layout import BoxConstraints

    fonts = _Fonts(writer)
    shaped = [fonts.shaped(line) for line in lines]
    natural = sum(line.size * LEADING for line in lines) or 1
    widths = [line.size * sum(piece.advance for piece in pieces) for line, pieces in zip(lines, shaped, strict=True)]
    # Larger where there is room, as in large print; a single line too long is set smaller by itself.
    scale = min((height - INSET) / natural, max(1.0, (width - 2 * INSET) / max(widths, default=1)), MOST_GROWTH)
    commands, top = [b"q"], (height + natural * scale) / 2
    for line, pieces in zip(lines, shaped, strict=True):
        size = line.size * scale
        top -= size * LEADING
        size *= min(1.0, (width - 2 * INSET) / max(size * sum(piece.advance for piece in pieces), 0.01))
        commands.append(f"BT {SOFT if line.is_soft else DARK} rg".encode())
        left = INSET
        for piece in pieces:
            # The run was shaped at size 1: the matrix makes it as large as it shall be, offsets of marks and all.
            place = f"{size:.3f} 0 0 {size:.3f} {left:.2f} {top + size * DESCENT:.2f} Tm"
            commands.append(f"/{piece.font} 1 Tf {place}".encode() + b" " + piece.operators)
            left += piece.advance * size
        commands.append(b"ET")
    commands.append(b"Q")

    class Stamp(AppearanceContent):
        def render(self) -> bytes:
            return b"\n".join(commands)

    stamp = Stamp(writer=writer, box=BoxConstraints(width=width, height=height))
    for name, reference in fonts.resources():
        stamp.set_resource(ResourceType.FONT, pdf_name(f"/{name}"), reference)
    return stamp


def is_settable(line: Line) -> bool:
    """Tell whether there is a font with each character of a line."""
    known = [_characters(file) for file in _files(line)]
    return all(any(ord(character) in each for each in known) for character in line.text)


@lru_cache(maxsize=32)
def _characters(file: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap())


@lru_cache(maxsize=32)
def _units(file: Path) -> int:
    from fontTools.ttLib import TTFont

    with TTFont(file, lazy=True) as font:
        return int(font["head"].unitsPerEm)


def _files(line: Line) -> tuple[Path, ...]:
    # pyHanko writes the widths of glyphs as the font has them, and PDF counts in thousandths (ISO 32000-1, 9.7.4.3).
    files = face_files(line.stack, weight=line.weight, style=line.style)
    return tuple(file for file in files if _units(file) == 1000)


@dataclass(frozen=True, slots=True)
class _Piece:
    font: str
    operators: bytes
    advance: float


class _Fonts:
    """The fonts of one stamp: each is opened when a character needs it, and only what it drew is embedded."""

    def __init__(self, writer: Any) -> None:
        self.writer = writer
        self.opened: dict[Path, tuple[str, Any]] = {}

    def shaped(self, line: Line) -> list[_Piece]:
        """Shape a line in stretches of one font each."""
        stretches: list[tuple[Path, str]] = []
        for character in line.text:
            before = stretches[-1] if stretches else None
            file = self._file_for(character, line, before[0] if before else None)
            if before and before[0] == file:
                stretches[-1] = file, before[1] + character
            else:
                stretches.append((file, character))
        return [self._piece(file, text) for file, text in stretches]

    def resources(self) -> list[tuple[str, Any]]:
        """Give each font by name."""
        return [(name, engine.as_resource()) for name, engine in self.opened.values()]

    def _piece(self, file: Path, text: str) -> _Piece:
        from pyhanko.pdf_utils.font.opentype import GlyphAccumulator

        if file not in self.opened:
            engine = GlyphAccumulator(self.writer, io.BytesIO(file.read_bytes()), font_size=1)
            self.opened[file] = f"AG{len(self.opened)}", engine
        name, engine = self.opened[file]
        result = engine.shape(text)
        return _Piece(name, result.graphics_ops, result.x_advance)

    @staticmethod
    def _file_for(character: str, line: Line, before: Path | None) -> Path:
        # A space or a mark stays with what it follows, so that words are shaped as they belong together.
        first = (before,) if before and not character.isalnum() else ()
        found: Path = next(file for file in (*first, *_files(line)) if ord(character) in _characters(file))
        return found
