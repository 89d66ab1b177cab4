"""How a tile was painted and tagged, to be painted and tagged again in another place of another document.

Its drawing is kept as bytes with gaps for the numbers of its marked contents, its part of the tag tree as bytes with
gaps for the numbers of objects. A font of the engine has of each glyph the width at the size at which a document first
needs it, and kerning is written relative to that: so where a document has other widths, a drawing is not used.

It is imported by `tiles.py` alone, when WeasyPrint has been loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import pydyf
import weasyprint.anchors
from weasyprint.pdf import tags
from weasyprint.pdf.stream import Stream

from agreementgen.typeset import finisher
from agreementgen.typeset.memory import memory_of
from agreementgen.typeset.typefaces import Typefaces

__all__ = ["Replay", "recorded", "tell"]

MCID, OWN, PARENT, PAGE = range(4)
"""What a gap in the tags is numbered by."""


@dataclass(frozen=True, slots=True)
class _Font:
    key: Any
    pango_font: Any
    widths: dict[int, float]
    texts: dict[int, str]


@dataclass(frozen=True, slots=True)
class Replay:
    """What is told to the stream of a page, and to the tree of its tags.

    Attributes:
        ground: The drawing of its backgrounds and borders.
        ground_states: The states of its graphics, by their names.
        pieces: The drawing of its words; between each two of them comes the number of a marked content.
        states: The states of its graphics.
        fonts: What it takes of each font.
        tags: The objects of its tags, with gaps, NUL between them.
        gaps: What comes into the gaps, object by object: by what it is numbered, and its distance from the first of
            these.
        marked: Which object each marked content belongs to.
        tops: Which objects are children of what the tile is in.
        bookmarks: As the engine has them.
    """

    ground: tuple[bytes, ...]
    ground_states: dict[str, Any]
    pieces: tuple[bytes, ...]
    states: dict[str, Any]
    fonts: tuple[_Font, ...]
    tags: bytes
    gaps: tuple[tuple[tuple[int, int], ...], ...]
    marked: tuple[int, ...]
    tops: tuple[int, ...]
    bookmarks: tuple[Any, ...]

    def paint_ground(self, stream: Any, moved: tuple[float, float]) -> None:
        """Paint backgrounds and borders into the stream of a page."""
        _set_states(stream, self.ground_states)
        tell(stream, self.ground, moved)

    def paint_words(self, stream: Any, tile: Any, moved: tuple[float, float]) -> bool:
        """Paint lines into the stream of a page; do nothing and tell `False` where a font has other widths."""
        fonts = stream._fonts
        for used in self.fonts:
            known = fonts[used.key].widths if used.key in fonts else {}
            if not known.items() >= used.widths.items() and any(
                known.get(glyph, width) != width for glyph, width in used.widths.items()
            ):
                return False
        for used in self.fonts:
            font = fonts[used.key] if used.key in fonts else stream.add_font(used.pango_font)[0]
            for glyph, width in used.widths.items():
                if glyph not in font.widths:
                    font.widths[glyph], font.to_unicode[glyph] = width, used.texts[glyph]
        _set_states(stream, self.states)
        number = len(stream._tags)
        start, *rest = self.pieces
        told = [start]
        for count, piece in enumerate(rest):
            stream._tags[tile, count] = number + count
            told += (_Mark(b"<</MCID %d>>" % (number + count)), piece)
        tell(stream, told if start else (), moved)
        tile.first_mark = number
        return True

    def tag(self, tile: Any, parent: Any, pdf: Any, page: int, nums: dict[int, bytes], tags: Any) -> list[Any]:
        """Add the tags to a PDF, and give those that are children of what the tile is in."""
        first = len(pdf.objects)
        bases = (tile.first_mark, first, parent.number, int(pdf.page_references[page].split()[0]))
        numbers = [[bases[base] + distance for base, distance in gaps] for gaps in self.gaps]
        written = self.tags % tuple(chain.from_iterable(numbers))
        objects = [finisher.Written(data) for data in written.split(b"\0")] if self.gaps else []
        if isinstance(pdf, _Apart):
            pdf.inner.extend(zip(objects, self.tags.split(b"\0"), self.gaps, numbers, strict=True))
        for each in objects:
            pdf.add_object(each)
        for count, own in enumerate(self.marked):
            del tags[tile, count]
            nums[tile.first_mark + count] = objects[own].reference
        return [objects[own] for own in self.tops]


def _set_states(stream: Any, states: Mapping[str, Any]) -> None:
    for name, state in states.items():
        stream._resources["ExtGState"].setdefault(name, state)


def tell(stream: Any, told: Sequence[Any], moved: tuple[float, float]) -> None:
    """Tell a stream what was told to another, in another place."""
    if told:
        stream.stream += (b"q\n1 0 0 1 %s %s cm" % tuple(map(_number, moved)), *told, b"Q")


class _Mark(bytes):
    """The number of a marked content, as it is written."""


class _Apart:
    """A tag tree of its own, that tiles within a tile are tagged in.

    Attributes:
        inner: Of each object of such a tile its object, its bytes with gaps, and what comes into these: by what it is
            numbered, and its number here.
    """

    def __init__(self, pdf: Any) -> None:
        self._pdf = pdf
        # pydyf puts them together each time.
        self.page_references = pdf.page_references
        self.inner: list[tuple[Any, bytes, Any, Any]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pdf, name)


def _number(value: float) -> bytes:
    return f"{value:f}".rstrip("0").rstrip(".").encode()


def recorded(box: Any, paint_ground: Callable[..., None], paint_words: Callable[..., None]) -> Replay | None:
    """Paint the laid out boxes of a tile, and tag them, once for all times.

    Args:
        box: The boxes.
        paint_ground: Paints their backgrounds and borders: into a stream, on a page, of these boxes.
        paint_words: Paints their lines.

    Returns:
        `None` for what is more than paint: it uses pictures or the like, which are objects of the PDF, or lacks a
        character, which is told each time.
    """
    memory = memory_of(box.style.font_config)
    assert memory is not None
    fonts = Typefaces(memory.fonts)
    resources: dict[str, Any] = {name: {} for name in ("ExtGState", "XObject", "Pattern", "Shading")}
    resources["ColorSpace"] = None
    images: dict[Any, Any] = {}
    marks: dict[Any, Any] = {}
    ground = Stream(fonts, None, resources, images, marks, {}, None)
    paint_ground(ground, None, box)
    ground_states, resources["ExtGState"] = resources["ExtGState"], {}
    paint_words(words := ground.clone(), None, box)
    states = resources.pop("ExtGState")
    if (
        images
        or any(resources.values())
        or any(name[0] not in "aA" for name in (*ground_states, *states))
        or any(font.missing or font.bitmap or font.png or font.svg or font.colr for font in fonts.values())
    ):
        return None
    bookmarks: list[Any] = []
    weasyprint.anchors.gather_anchors(box, {}, [], bookmarks, {None: []})
    written, gaps, owners, tops = _tagged(box, marks)
    return Replay(
        _pieces(ground.stream) if ground.stream else (),
        ground_states,
        _pieces(words.stream),
        states,
        tuple(_Font(key, fonts.held[key], font.widths, font.to_unicode) for key, font in fonts.items()),
        written,
        gaps,
        owners,
        tops,
        tuple(bookmarks),
    )


def _pieces(told: list[Any]) -> tuple[bytes, ...]:
    """Give a drawing in pieces, without the numbers of its marked contents."""
    pieces: list[list[bytes]] = [[]]
    for each in told:
        if isinstance(each, (pydyf.Dictionary, _Mark)):
            pieces.append([])
        else:
            pieces[-1].append(pydyf._to_bytes(each))
    return tuple(b"\n".join(piece) for piece in pieces)


def _tagged(box: Any, marks: Any) -> Any:
    """Tag a box in a PDF of its own, and give its tags with gaps."""
    whole = pydyf.PDF()
    whole.add_page(pydyf.Dictionary())
    pdf = _Apart(whole)
    parent = pydyf.Dictionary({"S": "/Document", "K": pydyf.Array()})
    pdf.add_object(parent)
    first = len(pdf.objects)
    nums: dict[int, bytes] = {}
    tops = [element.number - first for element in tags._build_box_tree(box, parent, pdf, 0, nums, [], marks)]
    finisher.repair_tags(pdf)
    own = {each.reference: each.number - first for each in pdf.objects[first:]}
    inner = {id(each): rest for each, *rest in pdf.inner}
    gaps: list[tuple[int, int]] = []

    def with_gaps(name: str, value: Any) -> bytes:
        if name == "P":
            gaps.append((PARENT, 0) if value == parent.reference else (OWN, own[value]))
            return b"%d 0 R"
        if name == "Pg":
            gaps.append((PAGE, 0))
            return b"%d 0 R"
        if name == "K":
            gaps.extend((MCID, each) if isinstance(each, int) else (OWN, own[each]) for each in value)
            return b"[" + b" ".join(b"%d" if isinstance(each, int) else b"%d 0 R" for each in value) + b"]"
        said: bytes = pydyf._to_bytes(value)
        return said.replace(b"%", b"%%")

    written, all_gaps = [], []
    for each in pdf.objects[first:]:
        gaps.clear()
        if id(each) in inner:
            data, bases, numbers = inner[id(each)]
            for (base, _), number in zip(bases, numbers, strict=True):
                if base in (OWN, PARENT):
                    gaps.append((PARENT, 0) if number == parent.number else (OWN, number - first))
                else:
                    gaps.append((base, number if base == MCID else 0))
        else:
            said = (b"/%s %s" % (name.encode(), with_gaps(name, value)) for name, value in each.items())
            data = b"<<" + b"".join(said) + b">>"
        written.append(data)
        all_gaps.append(tuple(gaps))
    owners = tuple(own[nums[mark]] for mark in sorted(nums))
    return b"\0".join(written), tuple(all_gaps), owners, tuple(tops)
