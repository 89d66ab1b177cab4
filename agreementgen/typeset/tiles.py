"""What stands right under the body of a page is laid out, painted and tagged once, wherever it comes again.

A clause, a block of an outline, a heading: each is a tile, and so is a paragraph in one of them. The pages of a cohort
have most of their tiles in common. A tile is laid out at the top of a page without an end, and moved to its place;
where it comes again, in whatever document, its drawing is. Where it does not fit on what is left of a page, or stands
beside what floats, the engine lays it out as ever, and breaks it. So pages break where they would break without tiles.
They look the same, too: the grounds of all tiles are painted before all of their words, as those of boxes are.

Of a tile nothing is kept but what its key says: its elements, their styles, its words, the width and the margins it
meets. Whether it is painted anew or again, the bytes are the same, so those of a document do not depend on what else a
process has made. They are not those of a document without tiles, for what is painted in a tile stands together.

It leans on internals of WeasyPrint, of the versions that `engine.py` knows; the tests compare pages with and without.
`laying.py` lays them, `painting.py` paints them; nobody but `engine.load` imports these, when WeasyPrint has been.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import background
from weasyprint.matrix import Matrix

from agreementgen.typeset.memory import memory_of
from agreementgen.typeset.replay import Replay, tell
from agreementgen.typeset.sites import Site

__all__ = ["UNFIT", "BlockTile", "Laid", "OtherTile", "Tile"]

UNFIT: Any = object()
"""What is remembered of a tile that has to be laid out on its page, or painted anew each time."""


@dataclass(slots=True)
class Laid:
    """A tile that was laid out.

    Attributes:
        lengths: Its lengths, as the engine has them, and where it begins from the left.
        y: Where it begins from the top.
        extent: How far down it reaches.
        margins: The margins that meet those of what follows.
        next_page: What it says of the next page.
        replay: How it is painted and tagged. `None` until it has come some times; `UNFIT` for what is more than paint.
        came: How many times it has come.
    """

    lengths: dict[str, Any]
    y: float
    extent: float
    margins: tuple[float, ...]
    next_page: dict[str, Any]
    replay: Any = None
    came: int = 1


class Tile(boxes.BlockLevelBox):  # type: ignore[misc]  # WeasyPrint has no annotations
    """What the engine has to do with a tile, before it is laid out and after; its children are its own affair.

    Args:
        site: Its place.
        element: Its element.
        style: Its style.
        words: What it says.
        built: Gives its boxes, before they are laid out.

    Attributes:
        laid: How it is laid out, when it is.
        again: Gives its laid out boxes, where they were laid out.
        boxes: These, when they are there.
        is_replayed: Whether its words have been painted from a recording.
    """

    laid: Laid
    again: Callable[[], Any]
    boxes: Any = None
    is_replayed = False

    def __init__(self, site: Site, element: Any, style: Any, words: tuple[str, ...], built: Callable[[], Any]) -> None:
        boxes.Box.__init__(self, element.tag, style, element)
        self.children = ()
        self.built = built
        self.memory: Any = memory_of(style.font_config)
        self.key = (site.shape, words)

    def copy_with_children(self, new_children: Any) -> Any:
        """Stay as it is: what is in a tile, the engine does not ask for."""
        return self.copy()

    def descendants(self, placeholders: bool = False) -> Iterator[Any]:
        """Give the tile alone."""
        yield self

    def page_values(self) -> tuple[Any, Any]:
        """Give the name of the page before and after; nothing in a tile has another."""
        return self.style["page"], self.style["page"]

    @property
    def whole(self) -> Any:
        """The boxes of the tile, before they are laid out, for the engine to lay out."""
        if "_whole" not in self.__dict__:
            self._whole = self.built()
        return self._whole

    @property
    def moved(self) -> tuple[float, float]:
        """How far the tile lies from where it was laid out."""
        return self.position_x - self.laid.lengths["position_x"], self.position_y - self.laid.y

    @property
    def painted(self) -> Any:
        """The laid out boxes, where they were laid out, ready to be painted."""
        if self.boxes is None:
            self.boxes = self.again()
        if not hasattr(self.boxes, "background"):
            background.layout_box_backgrounds(None, self.boxes, None)
        return self.boxes

    @property
    def replay(self) -> Replay | None:
        """How the tile is painted and tagged, where that has been recorded."""
        return None if self.laid.replay is UNFIT else self.laid.replay

    def paint(self, stream: Any, page: Any, layer: Callable[[Any, Any, Any], None]) -> None:
        """Paint one of the layers of the tile anew."""
        apart = stream.clone()
        apart._ctm_stack = [Matrix(1, 0, 0, 1, *self.moved) @ stream.ctm]
        layer(apart, page, self.painted)
        tell(stream, apart.stream, self.moved)

    def open(self) -> Any:
        """Give the laid out boxes of the tile in its place, as the engine has them."""
        opened = self.again()
        opened.translate(*self.moved)
        opened.index = self.index
        return opened


class BlockTile(Tile, boxes.BlockBox):  # type: ignore[misc]
    """A tile that is a block for the engine."""


class OtherTile(Tile):
    """A tile that is a flexible box or a grid."""
