"""What is seen in a signature field: a few lines of text, drawn to fit, as a PDF appearance.

The fonts are embedded, since a signature must not cost the file its standards: pyHanko's own stamp would set Courier
and embed nothing.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from agreementgen.signing.faces import bundled, characters_in, embeddable

__all__ = ["Line", "drawn", "shapeless", "stamp_style"]

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


def stamp_style(lines: Sequence[Line], own: Sequence[bytes] = ()) -> Any:
    """Give lines as a stamp style of pyHanko; `own` as for `drawn`."""
    from pyhanko.stamp import BaseStampStyle

    class Style(BaseStampStyle):
        def create_stamp(self, writer: Any, box: Any, text_params: Any) -> Any:
            return drawn(lines, writer, box.width, box.height, own)

    return Style(border_width=0)


def drawn(lines: Sequence[Line], writer: Any, width: float, height: float, own: Sequence[bytes] = ()) -> Any:
    """Draw lines into a box, one below the other, and give them as an appearance.

    Args:
        lines: What to draw; all characters must be settable.
        writer: The file that is being added to.
        width: Of the box, in points.
        height: Of the box.
        own: Font files that come after the bundled ones.

    Raises:
        FileError: One of the font files is broken.
    """
    from pyhanko.pdf_utils.content import AppearanceContent, ResourceType
    from pyhanko.pdf_utils.generic import pdf_name
    from pyhanko.pdf_utils.layout import BoxConstraints

    fonts = _Fonts(writer, lines, own)
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


def shapeless(line: Line, own: Sequence[bytes] = ()) -> str:
    """Give the characters of a line that no font has a shape for, each once, by code point."""
    faces = _faces(line, own)
    return "".join(sorted({each for each in line.text if not any(ord(each) in characters_in(face) for face in faces)}))


def _faces(line: Line, own: Sequence[bytes]) -> tuple[bytes, ...]:
    return *bundled(line.stack, line.weight, line.style), *own


@dataclass(frozen=True, slots=True)
class _Piece:
    font: str
    operators: bytes
    advance: float


class _Fonts:
    """The fonts of one stamp: each is opened when a character needs it, and only what it drew is embedded."""

    def __init__(self, writer: Any, lines: Sequence[Line], own: Sequence[bytes]) -> None:
        self.writer = writer
        self.stretches = {line: _stretches(line, own) for line in lines}
        self.opened: dict[bytes, tuple[str, Any]] = {}

    def shaped(self, line: Line) -> list[_Piece]:
        """Shape a line in stretches of one font each."""
        return [self._piece(face, text) for face, text in self.stretches[line]]

    def resources(self) -> list[tuple[str, Any]]:
        """Give each font by name."""
        return [(name, engine.as_resource()) for name, engine in self.opened.values()]

    def _piece(self, face: bytes, text: str) -> _Piece:
        from pyhanko.pdf_utils.font.opentype import GlyphAccumulator

        if face not in self.opened:
            letters = {
                each for stretches in self.stretches.values() for one, text in stretches if one is face for each in text
            }
            fitted = embeddable(face, "".join(sorted(letters)))
            engine = GlyphAccumulator(self.writer, io.BytesIO(fitted), font_size=1)
            self.opened[face] = f"AG{len(self.opened)}", engine
        name, engine = self.opened[face]
        result = engine.shape(text)
        return _Piece(name, result.graphics_ops, result.x_advance)


def _stretches(line: Line, own: Sequence[bytes]) -> list[tuple[bytes, str]]:
    """Split a line where its font changes."""
    faces = _faces(line, own)
    found: list[tuple[bytes, str]] = []
    for character in line.text:
        # A space or a mark stays with what it follows, so that words are shaped as they belong together.
        first = (found[-1][0],) if found and not character.isalnum() else ()
        face: bytes = next(face for face in (*first, *faces) if ord(character) in characters_in(face))
        if found and found[-1][0] is face:
            found[-1] = face, found[-1][1] + character
        else:
            found.append((face, character))
    return found
