"""A parsed page and its styles → the places where tiles may lie (see `tiles.py`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from agreementgen.typeset.memory import memory_of
from agreementgen.typeset.skeleton import VARYING

__all__ = ["OFTEN", "Site", "sites"]

OFTEN = 3
"""As many times as something comes in one kit. What comes more often is worth being recorded."""
TAGS = frozenset(
    (
        *("div", "section", "header", "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd"),
        *("table", "tbody", "tr", "td", "blockquote", "span", "bdi", "strong", "em", "b", "i", "small", "cite"),
    )
)
"""What may be in a tile; all others are pictures, links, fields and heads of tables, which are more than paint."""
ALONE: Mapping[str, tuple[Any, ...]] = {
    "anchor": (None,),
    "block_ellipsis": ("none",),
    "box_decoration_break": ("slice",),
    "column_count": ("auto",),
    "column_width": ("auto",),
    "continue": ("auto",),
    "counter_increment": ("auto", ()),
    "counter_set": ((),),
    "float": ("none",),
    "max_lines": ("none",),
    "opacity": (1,),
    "outline_style": ("none",),
    "overflow": ("visible",),
    "page": ("", "auto"),
    "position": ("static",),
    "string_set": ("none",),
    "transform": ((),),
}
"""What a style must say for its box to concern nobody outside of its tile."""
NESTS = ("div", "section", "header")
"""What may have tiles in it: how it is tagged does not depend on what it stands in."""
PSEUDOS = ("before", "after", "marker", "first-letter", "first-line")
PICTURES = ("border_image_source", "list_style_image", "mask_border_source")


class _Shape:
    """A tile without its words: its tags and styles. It is its own key, and keeps the styles that it is found by."""

    def __init__(self, styles: tuple[Any, ...]) -> None:
        self.styles = styles


@dataclass(frozen=True, slots=True)
class Site:
    """A place for a tile in the pages of one skeleton: its shape, and which of the page's texts are its words."""

    shape: _Shape
    parent: Any
    words: slice


def sites(html: Any, style_for: Any, texts: Iterable[tuple[Any, str]]) -> dict[Any, Site]:
    """Find the places for tiles in a parsed page.

    Args:
        html: The root element.
        style_for: Its styles.
        texts: Where the page has its texts, in order: element, and `text` or `tail`.
    """
    memory = memory_of(style_for.font_config)
    body = html.find("body")
    if memory is None or body is None or style_for(body)["display"] != ("block", "flow"):
        return {}
    numbers = {(element, part): number for number, (element, part) in enumerate(texts)}
    pseudos: dict[Any, list[tuple[str, Any]]] = {}
    for (element, pseudo), style in style_for._computed_styles.items():
        if pseudo in PSEUDOS:
            pseudos.setdefault(element, []).append((pseudo, style))
    found = {}

    def search(parent: Any) -> None:
        for element in parent:
            styles: list[Any] = []
            shape = _shape(element, style_for, pseudos, styles)
            if shape is not None:
                own = [numbers.get((each, "text")) for each in element.iter()]
                own += [numbers.get((each, "tail")) for each in element.iter() if each is not element]
                said = [number for number in own if number is not None]
                key = (shape, *map(id, styles))
                kept = memory.shapes.get(key)
                if kept is None:
                    kept = _Shape(tuple(styles))
                    memory.shapes.keep(key, kept)
                found[element] = Site(kept, parent, slice(min(said, default=0), max(said, default=-1) + 1))
            if len(element) > 1 and element.tag in NESTS and _gives_width(style_for(element)):
                search(element)

    search(body)
    return found


def _gives_width(style: Any) -> bool:
    """Tell whether a box tells what is in it how wide to be, and asks nothing of it, not even where its lines are."""
    match style["display"]:
        case ("block", "flow"):
            return bool(style["float"] == "none" and style["position"] == "static")
        case ("block", "table"):
            return bool(style["table_layout"] == "fixed" and style["width"] != "auto")
        case ("table-cell",):
            return style["vertical_align"] in ("top", "bottom")
    return False


def _shape(root: Any, style_for: Any, pseudos: Mapping[Any, Any], styles: list[Any]) -> tuple[Any, ...] | None:
    """Give the tags of what could be a tile, and list its styles; `None` where it is more than paint."""
    style = style_for(root)
    if style is None or style["display"][0] != "block":
        return None
    shape: list[Any] = []

    def walk(element: Any, in_list: bool) -> bool:
        if element.tag not in TAGS or (element.tag == "li" and not in_list):
            return False
        of_element = [(None, style_for(element)), *pseudos.get(element, ())]
        if not all(_is_alone(style) for _, style in of_element):
            return False
        styles.extend(style for _, style in of_element)
        said = tuple((name, value) for name, value in element.items() if name not in VARYING)
        shape.append((element.tag, said, *(pseudo for pseudo, _ in of_element), _blank(element.text)))
        for child in element:
            if not walk(child, in_list or element.tag in ("ul", "ol")):
                return False
            shape.append(_blank(child.tail))
        shape.append(None)
        return True

    return tuple(shape) if walk(root, in_list=False) else None


def _blank(text: str | None) -> str:
    """Give what stands between two tags as it is part of a skeleton."""
    return "\0" if text and not text.isspace() else text or ""


def _is_alone(style: Any) -> bool:
    content = style["content"]
    return (
        all(style[name] in allowed for name, allowed in ALONE.items())
        and all(style[name][0] == "none" for name in PICTURES)
        and all(kind == "none" for kind, _ in style["background_image"])
        and all(name == "list-item" for name, _ in style["counter_reset"])
        and (isinstance(content, str) or all(each[0] == "string" for each in content))
        and not any(style["display"][0].startswith(f"table-{part}-group") for part in ("header", "footer"))
    )
