"""Pages of one skeleton are parsed, and their styles looked up, once; only their words are filled in for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import Any

from agreementgen.typeset.memory import Kept, memory_of
from agreementgen.typeset.sites import sites
from agreementgen.typeset.skeleton import LOOKED_AT, VARYING, Words, taken_apart
from agreementgen.typeset.typefaces import Typefaces

__all__ = ["Frames"]

MANY = 16
"""As many skeletons as all documents of a kit have; each is a tree that takes about half a megabyte."""


class Frames:
    """Parsed pages to fill in, by their skeletons, for one stylesheet.

    Args:
        weasyprint: The engine.
        font_config: Its fonts.
        css: The one stylesheet.
        fetcher: What a page may load.
        stylesheet: The stylesheet as text.
        tiled: Whether pages are laid with tiles.
    """

    def __init__(
        self, weasyprint: Any, font_config: Any, css: Any, fetcher: Any, stylesheet: str, *, tiled: bool
    ) -> None:
        self._engine = weasyprint
        self._fonts, self._css, self._fetcher = font_config, css, fetcher
        self._kept, self._tiled = Kept(MANY), tiled
        # A rule that looks at what varies would have to be asked anew for every page.
        self._can = not LOOKED_AT.search(stylesheet)

    def render(self, page: str, **options: Any) -> Any:
        """Lay out a page, as `HTML.render` of the engine does."""
        apart = taken_apart(page) if self._can else None
        if apart is None:
            return self._laid_out(_Frame(self._parsed(page), tiled=self._tiled), options)
        skeleton, words = apart
        frame: _Frame | None = self._kept.get(skeleton)
        if frame is None:
            frame = _Frame(self._parsed(page), tiled=self._tiled)
            if frame.says(words):
                self._kept.keep(skeleton, frame)
        else:
            frame.say(words)
        return self._laid_out(frame, options)

    def _parsed(self, page: str) -> Any:
        return self._engine.HTML(string=page, url_fetcher=self._fetcher)

    def _laid_out(self, frame: _Frame, options: dict[str, Any]) -> Any:
        every = {**self._engine.DEFAULT_OPTIONS, **options, "stylesheets": [self._css]}
        framed = _framed_document(self._engine.document)
        return framed._render(frame, self._fonts, frame.counter_style, {}, every)


class _Frame:
    """A parsed page, the places of its words, and its styles once they have been looked up.

    For the engine it is the page itself: whatever else that is asked is answered by the parsed page.
    """

    def __init__(self, html: Any, *, tiled: bool) -> None:
        from weasyprint.css.counters import CounterStyle

        self._html = html
        self.wrapper_element = _Asked(html.wrapper_element)
        self.style_for: Any = None
        self.counter_style = CounterStyle()
        self._texts = list(_texts(html.etree_element))
        self._attributes = list(_attributes(html.etree_element))
        self._tiled = tiled

    def __getattr__(self, name: str) -> Any:
        return getattr(self._html, name)

    def styled(self, style_for: Any) -> None:
        """Keep the styles that have been looked up, and find the places for tiles by them."""
        self.style_for = style_for
        if self._tiled:
            style_for.sites = sites(self._html.etree_element, style_for, self._texts)
            style_for.texts = self._said()

    def says(self, words: Words) -> bool:
        """Tell whether the page says these words, in this order: if so, each place is the place of its word."""
        return (
            self._said() == words.texts and tuple(each.get(name) for each, name in self._attributes) == words.attributes
        )

    def say(self, words: Words) -> None:
        """Put other words in the places of those that it says."""
        for (element, part), text in zip(self._texts, words.texts, strict=True):
            setattr(element, part, text)
        if self.style_for:
            self.style_for.texts = words.texts
        for (element, name), said in zip(self._attributes, words.attributes, strict=True):
            element.set(name, said)

    def _said(self) -> tuple[str, ...]:
        return tuple(getattr(element, part) for element, part in self._texts)


class _Asked:
    """The elements of a page, that are searched once."""

    def __init__(self, elements: Any) -> None:
        self._elements = elements
        self._found: dict[tuple[str, ...], list[Any]] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._elements, name)

    def query_all(self, *selectors: str) -> list[Any]:
        """Give the elements that a selector matches."""
        if selectors not in self._found:
            self._found[selectors] = list(self._elements.query_all(*selectors))
        return self._found[selectors]


def _texts(element: Any) -> Iterator[tuple[Any, str]]:
    """List where the texts of a tree stand that are not blank, in the order in which they are read: element, part."""
    if element.text and not element.text.isspace():
        yield element, "text"
    for child in element:
        yield from _texts(child)
        if child.tail and not child.tail.isspace():
            yield child, "tail"


def _attributes(root: Any) -> Iterator[tuple[Any, str]]:
    return ((element, name) for element in root.iter() for name, _ in element.items() if name in VARYING)


@lru_cache(maxsize=1)
def _framed_document(document: Any) -> Any:
    class FramedDocument(document.Document):  # type: ignore[misc]  # WeasyPrint has no annotations
        """A document whose styles are those that its frame has, and whose fonts have been read before."""

        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            if memory := memory_of(self.font_config):
                self.fonts = Typefaces(memory.fonts)

        @classmethod
        def _build_layout_context(
            cls, html: _Frame, font_config: Any, counter_style: Any, color_profiles: Any, options: Any
        ) -> Any:
            if html.style_for is None:
                context = super()._build_layout_context(html, font_config, counter_style, color_profiles, options)
                html.styled(context.style_for)
                return context
            images: Callable[..., Any] = partial(
                document.original_get_image_from_uri,
                cache={} if options["cache"] is None else options["cache"],
                url_fetcher=html.url_fetcher,
                options=options,
            )
            return document.LayoutContext(
                html.style_for, images, font_config, counter_style, document.TargetCollector()
            )

    return FramedDocument
