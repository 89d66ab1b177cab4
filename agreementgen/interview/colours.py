"""A colour as typed → `#rrggbb`, with enough contrast to be read on white paper, or on a dark screen."""

from __future__ import annotations

import re

__all__ = ["LEAST_CONTRAST", "contrast_on_white", "darkened", "hex_of", "lightened"]

WHITE = "#ffffff"
LEAST_CONTRAST = 4.5
"""For text of normal size (WCAG 2.2, 1.4.3)."""


def hex_of(text: str) -> str | None:
    """Read `#125b50`, `125B50` or `#15b`; `None` for anything else."""
    match = re.fullmatch(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})", text.strip())
    if not match:
        return None
    digits = match[1].lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def contrast_on_white(colour: str) -> float:
    """Give the contrast of a colour `#rrggbb` to white, from 1 to 21 (WCAG 2.2, relative luminance)."""
    return _contrast(WHITE, colour)


def _contrast(lighter: str, darker: str) -> float:
    return (_luminance(lighter) + 0.05) / (_luminance(darker) + 0.05)


def _luminance(colour: str) -> float:
    parts = [part / 255 for part in _parts(colour)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> list[int]:
    return [int(colour[index : index + 2], 16) for index in (1, 3, 5)]


def darkened(colour: str, ground: str = WHITE) -> str:
    """Give the lightest darker tone of a colour that can be read on a light ground."""
    for share in range(100, -1, -1):
        tone = "#" + "".join(f"{part * share // 100:02x}" for part in _parts(colour))
        if _contrast(ground, tone) >= LEAST_CONTRAST:
            return tone
    return "#000000"


def lightened(colour: str, ground: str) -> str:
    """Give the darkest lighter tone of a colour that can be read on a dark ground."""
    for share in range(101):
        tone = "#" + "".join(f"{part + (255 - part) * share // 100:02x}" for part in _parts(colour))
        if _contrast(tone, ground) >= LEAST_CONTRAST:
            return tone
    return WHITE
