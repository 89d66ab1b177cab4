"""A picture file of a program → a `Logo` that is safe to set: checked, small, and the same on every machine."""

from __future__ import annotations

import io
import re
import warnings
from xml.etree import ElementTree

from agreementgen.errors import FileError
from agreementgen.typeset.look import Logo

__all__ = ["checked_logo"]

MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 16_000_000
WIDEST = 1200
"""Pixels across; at 60 mm that is more than any printer shows."""
MOST_USES = 12
NUMBER = r"[+-]?(?:\d{1,9}\.?\d*|\.\d+)"
SVG = "{http://www.w3.org/2000/svg}"
# Shapes, paths and text; nothing that can reach outside the file.
DRAWING = frozenset(
    "svg g path rect circle ellipse line polyline polygon defs linearGradient radialGradient stop title desc use symbol"  # noqa: SIM905
    " clipPath mask text tspan".split()
)


def checked_logo(data: bytes, name: str, alt: str) -> Logo:
    """Check a logo, and bring it into the form in which it is set.

    PNG and JPEG are decoded and written anew, so that nothing but the picture is left. An SVG may draw, and do nothing
    else: no scripts, no styles from elsewhere, no addresses.

    Args:
        data: The file.
        name: Its name, for messages.
        alt: What it shows, for people who cannot see it.

    Raises:
        FileError: It is too large, no such picture, or asks for something outside itself.
    """
    if len(data) > MOST_BYTES:
        raise FileError(f'The logo "{name}" has {len(data) // 1024} KB; {MOST_BYTES // 1024} KB is the most.')
    if b"<svg" in data[:4096]:
        return Logo(_drawing(data, name), "image/svg+xml", alt)
    return Logo(_picture(data, name), "image/png", alt)


def _picture(data: bytes, name: str) -> bytes:
    from PIL import Image, ImageFile, UnidentifiedImageError

    bombs = Image.DecompressionBombWarning, Image.DecompressionBombError
    # WeasyPrint, once loaded, makes Pillow accept pictures that break off.
    accepts_torn, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise FileError(f'The logo "{name}" has more than {MOST_PIXELS // 1_000_000} million pixels.')
                image.load()
                has_alpha = "A" in image.getbands() or "transparency" in image.info
                picture = image.convert("RGBA" if has_alpha else "RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, *bombs) as error:
        raise FileError(f'The logo "{name}" is no PNG, JPEG or SVG that can be read.') from error
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = accepts_torn
    if picture.width > WIDEST:
        picture = picture.resize((WIDEST, max(1, picture.height * WIDEST // picture.width)), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def _is_box(text: str) -> bool:
    """Tell whether a text is four numbers, as SVG writes where a drawing begins and how large it is."""
    return bool(re.fullmatch(rf"\s*{NUMBER}(?:(?:\s*,\s*|\s+){NUMBER}){{3}}\s*", text))


def _drawing(data: bytes, name: str) -> bytes:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        # An entity can grow without end, and a document type can name a file.
        raise FileError(f'The logo "{name}" has a document type. Save it as plain SVG.')
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise FileError(f'The logo "{name}" is no valid SVG: {error}.') from error
    for element in root.iter():
        box = element.get("viewBox", "")
        if box.strip() and not _is_box(box):
            raise FileError(
                f'The logo "{name}" has a viewBox that cannot be read: "{box[:40]}". '
                'Four numbers belong there, such as viewBox="0 0 120 40".'
            )
    if sum(element.tag == f"{SVG}use" for element in root.iter()) > MOST_USES:
        # Each may stand for a group of others, and so on: a few lines make a drawing without end.
        raise FileError(f'The logo "{name}" repeats its parts more than {MOST_USES} times. Save it as plain paths.')
    for element in root.iter():
        tag = str(element.tag).removeprefix(SVG)
        if tag not in DRAWING:
            raise FileError(f'The logo "{name}" holds <{tag}>. Save it as plain SVG: shapes, paths and text.')
        for attribute, value in element.attrib.items():
            plain = attribute.rsplit("}", 1)[-1]
            if plain.lower().startswith("on") or (plain == "href" and not value.startswith("#")):
                raise FileError(f'The logo "{name}" asks for something outside itself ({plain}). Save it as plain SVG.')
            if "url(" in value.replace(" ", "") and "url(#" not in value.replace(" ", ""):
                raise FileError(f'The logo "{name}" asks for a file. Save it as plain SVG.')
    return data
