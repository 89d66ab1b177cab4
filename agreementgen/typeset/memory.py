"""What the engine has worked out for one page, kept for the next: styles, lines and lengths.

The pages of a kit have most of their styles in common, and the kits of a cohort most of their lines. Laying them out
takes longest of all, and finds the same again and again. Here it is found once. Nothing is kept that depends on more
than what it is found by, so every byte is the one that the engine makes without a memory; the tests compare them.

It leans on internals of WeasyPrint, whose version is pinned in setup.cfg: `StyleFor`, `split_first_line`, and
`resolve_percentages`.
"""

from __future__ import annotations

import re
from functools import partial
from math import inf
from typing import Any

__all__ = ["Kept", "install", "memory_of", "remember"]

MANY_LINES = 4096
"""As many lines as some ten kits have, in a few megabytes."""
MANY_STYLES = 1024
MANY_TILES = 1024
"""As many as some ten kits have."""
MANY_FONTS = 128
"""Faces, each in some sizes."""
MANY_SIZES = 16
"""Sizes of what a box is in, of each style."""
SIDES = ("top", "right", "bottom", "left")
LENGTHS = (
    *(f"{what}_{side}" for what in ("margin", "padding") for side in SIDES),
    *(f"border_{side}_width" for side in SIDES),
    *(f"{least}{axis}" for least in ("", "min_", "max_") for axis in ("width", "height")),
)
"""What the engine works out for a box from its style and the size of what it is in."""
OF_THE_PAGE = re.compile(r"\d(?:[a-z]*\\|[sld]?v(?:w|h|i|b|min|max)\b)", re.I)
"""Lengths that are measured by the first page of each document, however they are spelled."""


class Kept:
    """Results by what they depend on: the latest ones, and those that have been asked for lately.

    Args:
        many: When as many have come in, those that have not been asked for since as many came in before are dropped.
    """

    def __init__(self, many: int) -> None:
        self._many = many
        self._new: dict[Any, Any] = {}
        self._old: dict[Any, Any] = {}

    def __len__(self) -> int:
        return len(self._new) + len(self._old)

    def get(self, key: Any) -> Any:
        """Give what was kept under a key, or `None`."""
        found = self._new.get(key)
        if found is None and (found := self._old.pop(key, None)) is not None:
            self.keep(key, found)
        return found

    def keep(self, key: Any, result: Any) -> None:
        """Keep a result; it must not be `None`."""
        if len(self._new) >= self._many:
            self._new, self._old = {}, self._new
        self._new[key] = result


class _Memory:
    """What is remembered for one stylesheet and its fonts."""

    def __init__(self) -> None:
        self.styles = Kept(MANY_STYLES)
        self.lines = Kept(MANY_LINES)
        self.shapes = Kept(MANY_TILES)
        self.tiles = Kept(MANY_TILES)
        self.breaks = Kept(MANY_TILES)
        self.fonts = Kept(MANY_FONTS)


def remember(font_config: Any, stylesheet: str) -> None:
    """Let all pages that are set with a font configuration, always in this one stylesheet, be set with a memory."""
    if not OF_THE_PAGE.search(stylesheet):
        font_config.memory = _Memory()


def memory_of(font_config: Any) -> _Memory | None:
    """Give the memory of all that is set with a font configuration; `None` where it has none."""
    memory: _Memory | None = getattr(font_config, "memory", None)
    return memory


def install(weasyprint: Any) -> None:
    """Teach a freshly loaded engine to remember, where a font configuration has been given a memory."""
    css, line_break = weasyprint.css, weasyprint.text.line_break
    css.StyleFor = _remembering_styles(css)
    split = partial(_split_first_line, line_break.split_first_line)
    for module in (weasyprint.layout.inline, weasyprint.layout.preferred):
        module.split_first_line = split
    percent, page = weasyprint.layout.percent, weasyprint.formatting_structure.boxes.PageBox
    resolve = partial(_resolve_percentages, percent.resolve_percentages, page)
    for name in ("percent", "inline", "page", "float", "grid", "absolute", "block", "column", "table"):
        getattr(weasyprint.layout, name).resolve_percentages = resolve
    build = weasyprint.formatting_structure.build
    build.set_viewport_overflow = partial(_set_viewport_overflow, build.set_viewport_overflow)


def _set_viewport_overflow(set_: Any, root: Any) -> Any:
    """Let the page take over what its root or body does with what flows over, and the style that is kept keep it."""
    for box in (root, *root.children):
        if box.style["overflow"] != "visible":
            box.style = box.style.copy()
    return set_(root)


def _split_first_line(
    split: Any,
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> Any:
    """Break the first line off a text as the engine does, once for each text, style and width."""
    memory = memory_of(style.font_config)
    key = (text, id(style), max_width, justification_spacing, is_line_start, minimum)
    if memory and (found := memory.lines.get(key)):
        return found[0]
    line = split(text, style, context, max_width, justification_spacing, is_line_start, minimum)
    if memory:
        # A style is the same object wherever it is the same; it is kept too, so that no other one gets its number.
        memory.lines.keep(key, (line, style))
    return line


def _resolve_percentages(resolve: Any, page_box: type, box: Any, containing_block: Any) -> None:
    """Give a box the lengths that follow from its style and from the size of what it is in, once for each of these."""
    style = box.style
    if (
        memory_of(style.font_config) is None
        or isinstance(box, page_box)
        # What collapses has been given widths of borders before.
        or style["border_collapse"] == "collapse"
    ):
        resolve(box, containing_block)
        return
    within = (
        containing_block if isinstance(containing_block, tuple) else (containing_block.width, containing_block.height)
    )
    lengths = style.__dict__.setdefault("lengths", {})
    found = lengths.get(within)
    if found is None:
        resolve(box, containing_block)
        if len(lengths) < MANY_SIZES:
            lengths[within] = {name: getattr(box, name) for name in LENGTHS}
    else:
        box.__dict__.update(found)


def _remembering_styles(css: Any) -> type:
    class RememberingStyles(css.StyleFor):  # type: ignore[misc]  # WeasyPrint has no annotations
        """Styles that are computed once for all elements, of any document, to which the same rules apply.

        Two elements have one style when their parents have one, and the same selectors match them.
        """

        def __init__(
            self, html: Any, sheets: Any, presentational_hints: bool, font_config: Any, target_collector: Any
        ) -> None:
            memory = memory_of(font_config)
            own_sizes = (said for element in html.etree_element.iter() for said in element.attrib.values())
            if memory is None or presentational_hints or any(map(OF_THE_PAGE.search, own_sizes)):
                super().__init__(html, sheets, presentational_hints, font_config, target_collector)
                return
            self._cascaded_styles: dict[Any, Any] = {}
            self._computed_styles: dict[Any, Any] = {}
            computed = self._computed_styles
            self._sheets, self.font_config = sheets, font_config
            self.initial_page_sizes = {"box": None, "area": None}
            root = html.etree_element
            attributes: dict[Any, list[Any]] = {}
            for specificity, element, declarations, base_url in css.find_style_attributes(root, False, html.base_url):
                rules = css.preprocess_declarations(base_url, declarations)
                attributes.setdefault(element, []).append((specificity, list(rules)))
            by_sheet = tuple(id(sheet) for sheet, *_ in sheets)
            for node in html.wrapper_element.iter_subtree():
                element = node.etree_element
                parent = computed[node.parent.etree_element, None] if node.parent else None
                matched = [
                    (sheet, origin, of_sheet, selector)
                    for sheet, origin, of_sheet in sheets
                    for selector in sheet.matcher.match(node)
                ]
                own = tuple(element.items()) if element in attributes else None
                key = (by_sheet, id(parent), own, *((id(each[3][3][0]), *each[3][:3]) for each in matched))
                found = memory.styles.get(key)
                if found is None:
                    cascaded = self._cascade(attributes.get(element, ()), matched)
                    main = self._computed(cascaded.get(None, {}), parent, None, computed.get((root, None)), html)
                    of_root = computed.get((root, None), main)
                    pseudo = {
                        name: self._computed(rules, main, name, of_root, html)
                        for name, rules in cascaded.items()
                        if name
                    }
                    # With all that its key names by number, which nothing else may get meanwhile.
                    found = (main, pseudo, parent, matched, sheets)
                    memory.styles.keep(key, found)
                main, pseudo = found[:2]
                computed[element, None] = main
                computed.update({(element, name): style for name, style in pseudo.items()})
                if target_collector and main["anchor"]:
                    target_collector.collect_anchor(main["anchor"])

        def set_computed_styles(self, element: Any, parent: Any, pseudo_type: Any = None, **named: Any) -> None:
            """Set the style of a page or of one of its margins, the same for all pages with the same declarations."""
            memory = memory_of(self.font_config)
            if memory is None or not isinstance(element, tuple):
                super().set_computed_styles(element, parent, pseudo_type=pseudo_type, **named)
                return
            cascaded, above = self._cascaded_styles.get((element, pseudo_type), {}), self._computed_styles[parent, None]
            said = [value for value, _ in cascaded.values()]
            key = (id(above), pseudo_type, *zip(cascaded, map(id, said), strict=True))
            found = memory.styles.get(key)
            if found is None:
                super().set_computed_styles(element, parent, pseudo_type=pseudo_type, **named)
                found = (self._computed_styles[element, pseudo_type], above, said)
                memory.styles.keep(key, found)
            self._computed_styles[element, pseudo_type] = found[0]

        def _cascade(self, attributes: Any, matched: Any) -> dict[Any, dict[str, Any]]:
            """Give the strongest declaration of each property, by pseudo-element."""
            cascaded: dict[Any, dict[str, Any]] = {}

            def declare(pseudo: Any, declarations: Any, origin: str, layer: float, specificity: object) -> None:
                style = cascaded.setdefault(pseudo, {})
                for name, values, importance in declarations:
                    weight = (css.declaration_precedence(origin, importance), layer, specificity)
                    if name not in style or style[name][1] <= weight:
                        style[name] = values, weight

            for specificity, rules in attributes:
                declare(None, rules, "author", inf, specificity)
            for sheet, origin, of_sheet, (specificity, _, pseudo, (declarations, layer)) in matched:
                order = inf if layer is None else sheet.layers.index(layer)
                declare(pseudo, declarations, origin, order, of_sheet or specificity)
            return cascaded

        def _computed(self, cascaded: Any, parent: Any, pseudo: Any, root: Any, html: Any) -> Any:
            # Before the root has a style, nothing has one but the initial values.
            of_root = css.InitialStyle(self.font_config) if root is None else root
            return css.ComputedStyle(
                parent, cascaded, pseudo, of_root, html.base_url, self.font_config, self.initial_page_sizes
            )

    return RememberingStyles
