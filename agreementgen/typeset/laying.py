"""Tiles are laid: what is made of an element, where it lies, and where a page breaks (see `tiles.py`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from math import inf
from typing import Any

from weasyprint.css.targets import TargetCollector
from weasyprint.formatting_structure import boxes, build
from weasyprint.layout import background, block
from weasyprint.layout.absolute import absolute_layout

from agreementgen.typeset.memory import LENGTHS
from agreementgen.typeset.painting import paint_ground, paint_words
from agreementgen.typeset.replay import recorded
from agreementgen.typeset.sites import OFTEN
from agreementgen.typeset.tiles import UNFIT, BlockTile, Laid, OtherTile, Tile

__all__ = ["install"]

LATER = 24.0
"""CSS pixels above the end of a page within which the engine lays out a tile itself: it counts some paddings twice."""
BLOCKS = (boxes.BlockLevelBox, boxes.TableRowGroupBox, boxes.TableRowBox)
"""What a break may be before or after."""

# As the engine has them.
element_to_box, lay_out = build.element_to_box, block.block_level_layout


class _Area(boxes.PageBox):  # type: ignore[misc]
    """The page that the marks of a list are placed on: as wide as what they are in, and as high as you like."""

    def __init__(self, within: Any) -> None:
        self.style, self.width, self.height, self._x = within.style, within.width, 0, within.content_box_x()

    def content_box_x(self) -> Any:
        return self._x

    def content_box_y(self) -> float:
        return 0


def install() -> None:
    """Teach the engine to lay tiles, where the styles of a page say where they are."""
    build.element_to_box = _box_or_tile
    block.block_level_layout = _lay_out_or_tile
    block._add_break_values = lambda box, side: _break_values(box, side)[:: -1 if side == "after" else 1]
    block.find_earlier_page_break = partial(_find_earlier, block.find_earlier_page_break)


def _box_or_tile(element: Any, style_for: Any, *rest: Any, **named: Any) -> Any:
    """Give the boxes of an element, as `element_to_box` does."""
    here = getattr(style_for, "sites", None)
    if not here or (site := here.get(element)) is None:
        return element_to_box(element, style_for, *rest, **named)
    style = style_for(element)
    images, base_url, _, counter_style = rest[:4]

    def built() -> Any:
        inner = element_to_box(element, style_for, images, base_url, TargetCollector(), counter_style, [])
        parent = boxes.BlockBox(site.parent.tag, style_for(site.parent), site.parent, inner)
        parent.process_whitespace()
        parent.process_text_transform()
        (whole,) = build.create_anonymous_boxes(parent).children
        return whole

    # A table is laid out within a block.
    kind = OtherTile if style["display"][1] in ("flex", "grid") else BlockTile
    return [kind(site, element, style, style_for.texts[site.words], built)]


def _lay_out_or_tile(
    context: Any,
    box: Any,
    bottom_space: Any,
    skip_stack: Any,
    containing_block: Any,
    page_is_empty: bool = True,
    absolute_boxes: Any = None,
    fixed_boxes: Any = None,
    adjoining_margins: Any = None,
    *rest: Any,
    **named: Any,
) -> Any:
    """Lay out a box, as `block_level_layout` does."""
    if isinstance(box, Tile):
        if skip_stack is None and containing_block.height == "auto" and not any(rest) and not _beside(context, box):
            at_top = context.current_page > 1 and page_is_empty
            forced = at_top and context.forced_break
            width, direction = containing_block.width, containing_block.style["direction"]
            margins = tuple(adjoining_margins or ())
            where = (box.position_x, width, direction, margins, at_top, forced)
            laid, its_boxes = _laid(context, box, containing_block, where)
            if laid is not UNFIT and not context.overflows_page(bottom_space, box.position_y + laid.extent + LATER):
                placed = box.copy()
                placed.__dict__.update(laid.lengths)
                placed.laid, placed.boxes, placed.position_y = laid, its_boxes, box.position_y + laid.y
                placed.again = lambda: _lay_apart(context, box.built(), containing_block, where)[0]
                return placed, None, dict(laid.next_page), list(laid.margins), False, None
        whole = box.whole
        whole.position_x, whole.position_y = box.position_x, box.position_y
        box = whole
    return lay_out(
        context,
        box,
        bottom_space,
        skip_stack,
        containing_block,
        page_is_empty,
        absolute_boxes,
        fixed_boxes,
        adjoining_margins,
        *rest,
        **named,
    )


def _beside(context: Any, box: Any) -> bool:
    """Tell whether something floats beside a box, or has been broken off before it."""
    return bool(context.broken_out_of_flow) or any(
        shape.position_y + shape.margin_height() > box.position_y for shape in context.excluded_shapes
    )


def _laid(context: Any, tile: Tile, within: Any, where: tuple[Any, ...]) -> tuple[Any, Any]:
    """Give the laid out tile, `UNFIT` for one that has to be laid out on its page; and its boxes, if it needs them."""
    found = tile.memory.tiles.get((*tile.key, where))
    if found is UNFIT or (found is not None and found.replay not in (None, UNFIT)):
        return found, None
    box, resume_at, next_page, margins, through, _ = _lay_apart(context, tile.built(), within, where)
    if found is None:
        found = UNFIT
        if box is not None and resume_at is None and not through:
            lengths = {name: getattr(box, name) for name in (*LENGTHS, "position_x")}
            found = Laid(lengths, box.position_y, _extent(box), tuple(margins), next_page)
        tile.memory.tiles.keep((*tile.key, where), found)
    elif found.replay is None and found.came < OFTEN:
        found.came += 1
    elif found.replay is None:
        background.layout_box_backgrounds(None, box, None)
        found.replay = recorded(box, paint_ground, paint_words) or UNFIT
        # What has been recorded has its numbers, and its parts may be tiles that are painted once.
        box = None if found.replay is not UNFIT else _lay_apart(context, tile.built(), within, where)[0]
    return found, box


def _lay_apart(context: Any, whole: Any, within: Any, where: tuple[Any, ...]) -> Any:
    """Lay out a tile at the top of an endless page, as `block_level_layout` does."""
    x, _, _, margins, at_top, forced = where
    whole.position_x, whole.position_y = x, 0
    marks: list[Any] = []
    with _endless_page(context, at_top, forced):
        result = lay_out(context, whole, 0, None, within, at_top, marks, [], list(margins))
        for mark in marks:
            absolute_layout(context, mark, _Area(within), [], 0, None)
    return result


@contextmanager
def _endless_page(context: Any, at_top: bool, forced: bool) -> Iterator[None]:
    before = context.page_bottom, context.current_page, context.forced_break
    context.page_bottom, context.current_page, context.forced_break = inf, 2 if at_top else 1, forced
    context.create_block_formatting_context(object())
    try:
        yield
    finally:
        context.finish_block_formatting_context()
        context.page_bottom, context.current_page, context.forced_break = before


def _extent(box: Any) -> float:
    """Give how far down something in a box reaches that may have to go to the next page."""

    def bottom(each: Any) -> Any:
        if isinstance(each, Tile):
            return each.position_y - each.laid.y + each.laid.extent
        if isinstance(each, BLOCKS):
            spaces = each.padding_bottom + each.border_bottom_width + max(0, each.margin_bottom)
            return each.border_box_y() + each.border_height() + spaces
        return each.position_y + each.height

    inner = (each for each in box.descendants() if isinstance(each, (*BLOCKS, boxes.LineBox, boxes.TableCellBox)))
    return float(max(map(bottom, inner)))


def _break_values(box: Any, side: str) -> list[Any]:
    """Give what a box and the outermost boxes in it say of a break, from outside to inside."""
    values: list[Any] = []
    while isinstance(box, BLOCKS) and (box.is_in_normal_flow() or box.is_floated()):
        if isinstance(box, Tile):
            kept = box.memory.breaks.get((box.key[0], side))
            if kept is None:
                kept = _break_values(box.whole, side)
                box.memory.breaks.keep((box.key[0], side), kept)
            return [*values, *kept]
        values.append(box.style[f"break_{side}"])
        if not box.children:
            break
        box = box.children[-1 if side == "after" else 0]
    return values


def _find_earlier(find: Any, context: Any, children: Any, *lists: Any) -> Any:
    """Find an earlier break, as `find_earlier_page_break` does, with the tiles opened that it could be in."""
    after = None
    for number in reversed(range(len(children))):
        child = children[number]
        if child.is_in_normal_flow():
            if after is not None and not block.avoid_page_break(block.block_level_page_break(child, after), context):
                break
            after = child
            if isinstance(child, BlockTile) and not block.avoid_page_break(child.style["break_inside"], context):
                children = [*children[:number], child.open(), *children[number + 1 :]]
    return find(context, children, *lists)
