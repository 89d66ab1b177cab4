"""Tiles are painted and tagged, anew or as they were before (see `tiles.py`)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

import weasyprint.anchors
from weasyprint import draw, stacking
from weasyprint.formatting_structure import boxes
from weasyprint.layout import background
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf import tags

from agreementgen.typeset import finisher
from agreementgen.typeset.tiles import Tile

__all__ = ["install", "paint_ground", "paint_words"]

RADII = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
GROUNDLESS = {"background": None} | dict.fromkeys(RADII, (0, 0))


def install() -> None:
    """Teach the engine to paint and tag tiles."""
    weasyprint.anchors.gather_anchors = partial(_gather, weasyprint.anchors.gather_anchors)
    background.layout_box_backgrounds = partial(_backgrounds, background.layout_box_backgrounds)
    stacking._dispatch = partial(_dispatch, stacking._dispatch)
    draw.draw_background = partial(_draw_ground, draw.draw_background)
    draw.draw_border = partial(_draw_border, draw.draw_border)
    draw.draw_block_level = partial(_draw_blocks, draw.draw_block_level)
    tags._build_box_tree = partial(_tag, tags._build_box_tree)


def _gather(gather: Any, box: Any, anchors: Any, links: Any, bookmarks: Any, forms: Any, *above: Any) -> None:
    """List the bookmarks of a box, as `gather_anchors` does; a tile has no more than these."""
    if not isinstance(box, Tile):
        gather(box, anchors, links, bookmarks, forms, *above)
        return
    marks: Any = []
    if box.replay:
        marks = box.replay.bookmarks
    else:
        gather(box.painted, {}, [], marks, {None: []})
    across, down = box.moved
    bookmarks.extend((level, label, (x + across, y + down), state) for level, label, (x, y), state in marks)


def _backgrounds(lay: Any, page: Any, box: Any, images: Any, layout_children: bool = True, style: Any = None) -> None:
    """Lay out the backgrounds of a box and those in it, as `layout_box_backgrounds` does."""
    if isinstance(box, Tile):
        # It is asked for when the grounds of all boxes are painted.
        box.background = box
    elif layout_children and style is None and box is not page and _has_no_ground(box.style):
        # What is placed elsewhere stands behind what keeps its place.
        vars(box._box if isinstance(box, AbsolutePlaceholder) else box).update(GROUNDLESS)
        for child in box.all_children():
            _backgrounds(lay, page, child, images)
    else:
        lay(page, box, images, layout_children, style)


def _has_no_ground(style: Any) -> bool:
    """Tell whether a style gives a box no background, no shadow, and no round corners."""
    known = style.__dict__.get("has_no_ground")
    if known is None:
        color = style["background_color"]
        known = style.has_no_ground = bool(
            all(style[name][0] == "none" for name in ("border_image_source", "mask_border_source"))
            and all(kind == "none" for kind, _ in style["background_image"])
            and (color if color != "currentcolor" else style["color"]).alpha == 0
            and not style["box_shadow"]
            and all((0, "px") in style[name] for name in RADII)
        )
    return bool(known)


def _dispatch(dispatch: Any, box: Any, page: Any, contexts: Any, blocks: Any, floats: Any, cells: Any) -> Any:
    """Find out when a box is painted, as `_dispatch` does."""
    if isinstance(box, Tile):
        blocks.append(box)
        cells[box] = {}
        return box
    return dispatch(box, page, contexts, blocks, floats, cells)


def paint_ground(stream: Any, page: Any, box: Any) -> None:
    """Paint the backgrounds and borders of laid out boxes (CSS 2.1, appendix E, point 4)."""
    context = stacking.StackingContext.from_box(box, page)
    for each in (context.box, *context.block_level_boxes):
        if isinstance(each, boxes.TableBox):
            draw.draw_table(stream, each)
        else:
            draw.draw_background(stream, each.background)
            draw.draw_border(stream, each)


def paint_words(stream: Any, page: Any, box: Any) -> None:
    """Paint the lines of laid out boxes, and the marks of their lists (points 7 and 8)."""
    context = stacking.StackingContext.from_box(box, page)
    draw.draw_block_level(page, stream, {context.box: context.blocks_and_cells})
    for mark in context.zero_z_contexts:
        draw.draw_stacking_context(stream, mark)


def _draw_ground(draw_background: Any, stream: Any, of: Any, *rest: Any, **named: Any) -> None:
    if not isinstance(of, Tile):
        draw_background(stream, of, *rest, **named)
    elif of.replay:
        of.replay.paint_ground(stream, of.moved)
    else:
        of.paint(stream, None, paint_ground)


def _draw_border(draw_border: Any, stream: Any, box: Any) -> None:
    if not isinstance(box, Tile):
        draw_border(stream, box)


def _draw_blocks(draw_block_level: Any, page: Any, stream: Any, blocks: Any) -> None:
    for each, inner in blocks.items():
        if not isinstance(each, Tile):
            draw_block_level(page, stream, {each: inner})
            continue
        each.is_replayed = bool(each.replay and each.replay.paint_words(stream, each, each.moved))
        if not each.is_replayed:
            each.paint(stream, page, paint_words)


def _tag(build_box_tree: Any, box: Any, parent: Any, pdf: Any, page: Any, nums: Any, *rest: Any) -> Iterable[Any]:
    """Tag a box, as `_build_box_tree` does."""
    if not isinstance(box, Tile):
        tree: Iterable[Any] = build_box_tree(box, parent, pdf, page, nums, *rest)
        return tree
    if box.is_replayed and box.replay:
        return box.replay.tag(box, parent, pdf, page, nums, rest[-1])
    first = len(pdf.objects)
    elements = list(build_box_tree(box.painted, parent, pdf, page, nums, *rest))
    finisher.repair_tags(pdf, first)
    return elements
