"""What readers get of a PDF: those who see it, those who copy its words, and those who hear its tags."""

from __future__ import annotations

import io
import re
from itertools import zip_longest
from typing import Any

import pikepdf
import pypdfium2
from PIL import ImageChops


def differences(one: bytes, other: bytes) -> list[str]:
    """Say in what two PDFs differ for a reader: in the pictures of their pages at 100 dpi, their words, their tags."""
    if one == other:
        return []
    pages = zip_longest(pypdfium2.PdfDocument(one), pypdfium2.PdfDocument(other))
    found = [f"{what} of page {number}" for number, twins in enumerate(pages, 1) for what in _of_a_page(*twins)]
    return [*found, "tags"] if tree(one) != tree(other) else found


def _of_a_page(one: Any, other: Any) -> list[str]:
    if None in (one, other):
        return ["there is none"]
    pictures = (page.render(scale=100 / 72, grayscale=True).to_pil() for page in (one, other))
    # A hairline whose place is rounded in the sixth decimal differs by a shade or two in 255.
    picture = ["picture"] if ImageChops.difference(*pictures).getextrema()[1] > 2 else []
    # The engine paints the marks of all lists of a page last, a tile those of its own.
    texts = (page.get_textpage().get_text_bounded().replace("•", " ") for page in (one, other))
    words, other_words = (sorted(text.split()) for text in texts)
    return [*picture, "words"] if words != other_words else picture


def tree(data: bytes) -> Any:
    """Give the tags of a PDF, one in another, each with what it says of itself and with the glyphs that it holds."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        shown = {page.objgen: marked(page) for page in pdf.pages}

        def walk(element: Any) -> Any:
            if element.get("/Type") == "/OBJR":
                return "an annotation"
            kids = element.K if isinstance(element.K, pikepdf.Array) else [element.K]
            held = [shown[element.Pg.objgen].get(kid) if isinstance(kid, int) else walk(kid) for kid in kids]
            said = sorted(
                # The head of a column has the number of an object for its name.
                (name, re.sub(r"\d+-\d+-\d+", "a head", repr(value)))
                for name, value in element.items()
                if name not in ("/K", "/P", "/Pg", "/ID")
            )
            return (said, held)

        return walk(pdf.Root.StructTreeRoot.K[0])


def marked(page: Any) -> dict[int, str]:
    """Give the glyphs of each marked content of a page."""
    found: dict[int, str] = {}
    inside: list[int | None] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC":
                inside.append(int(operands[1].MCID) if "/MCID" in operands[1] else None)
            case "BMC":
                inside.append(None)
            case "EMC":
                inside.pop()
            case "TJ" if inside and inside[-1] is not None:
                found[inside[-1]] = found.get(inside[-1], "") + repr(operands[0])
    return found
