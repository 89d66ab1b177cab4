"""HTML → PDF bytes: one document through WeasyPrint and our finish."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from agreementgen.errors import EngineError, FileError, GlyphError, TemplateError
from agreementgen.resources import Templates
from agreementgen.typeset import finisher, fonts, memory
from agreementgen.typeset.assets import closed_fetcher
from agreementgen.typeset.engine import is_known
from agreementgen.typeset.engine import load as loaded_engine
from agreementgen.typeset.frames import Frames
from agreementgen.typeset.look import Look, place_in_theme, stylesheet

__all__ = ["ENGINES", "Source", "check_theme", "render_pdf"]

ENGINES = ("auto", "full", "lines", "tiles")
"""How pages are set: `full` sets each as if it were the first; `lines` remembers styles and lines, and writes the same
bytes; `tiles` remembers what stands right under the body, too, and makes pages that look the same (see `tiles.py`).
`auto` is `tiles`, or `full` with a version of WeasyPrint that the others do not know."""

OPTIONS: dict[str, Any] = {"pdf_variant": "pdf/a-3a", "pdf_tags": True, "custom_metadata": True}
NOTDEF = ".notdef glyph rendered"
BREAKDOWNS = (AssertionError, AttributeError, LookupError, NotImplementedError, TypeError, ValueError, ArithmeticError)
"""What the engine raises at styles that it knows, and in this place did not expect."""
_ONE_AT_A_TIME = threading.RLock()
"""Threads have what is remembered in common, and the words of one pair may not come onto another's page."""
LOGO = "asset:/logo"


@dataclass(frozen=True, slots=True)
class Source:
    """The interview that a document is made from, to travel inside it."""

    data: bytes
    description: str
    name: str = "interview.yaml"


def render_pdf(
    html: str, look: Look, *, when: datetime | None = None, source: Source | None = None, engine: str = "auto"
) -> bytes:
    """Set one HTML document as PDF/A-3a and PDF/UA-1 in one file.

    Args:
        html: The whole document.
        look: Theme and paper.
        when: The document's date for its metadata; `None` leaves dates out. Never the clock's.
        source: What to attach, if anything.
        engine: One of `ENGINES`.

    Raises:
        ValueError: There is no such engine.
        GlyphError: No font has a shape for some character.
        EngineError: WeasyPrint or one of its libraries is missing, or is one that the faster engine does not know.
        TemplateError: Theme or document is at fault: the engine warned, or wanted a file that is not there.
    """
    weasyprint = loaded_engine()
    if when is not None:
        stamp = when.strftime("%Y-%m-%dT%H:%M:%SZ")
        dates = "".join(f'<meta name="dcterms.{name}" content="{stamp}">' for name in ("created", "modified"))
        html = html.replace("</head>", f"{dates}</head>", 1)
    with _ONE_AT_A_TIME, _faults_are_told_again(), _faults_are_told(look):
        document = _typesetter(look, _found(engine))(html, **OPTIONS)
        finisher.declare_both_standards(document)
        data: bytes = document.write_pdf(
            finisher=_finish,
            attachments=[_attachment(weasyprint, source, when)] if source else None,
            **OPTIONS,
        )
    return data


def check_theme(theme: str, templates: Templates) -> tuple[str, ...]:
    """Say all that the engine cannot read in a theme, each with file and line."""
    try:
        _typesetter(Look(theme=theme, templates=templates), _found("auto"))
    except TemplateError as error:
        return tuple(str(error).splitlines())
    return ()


def _found(engine: str) -> str:
    """Give the engine that is meant, by its own name."""
    if engine not in ENGINES:
        raise ValueError(f"there is no engine {engine}, only {', '.join(ENGINES)}")
    if engine == "full" or is_known():
        return "tiles" if engine == "auto" else engine
    if engine == "auto":
        return "full"
    raise EngineError(f'The engine "{engine}" does not know this version of WeasyPrint. Take "auto" or "full".')


def _finish(document: Any, pdf: Any) -> None:
    # What is missing is known only when everything has been painted.
    if missing := finisher.missing_characters(document):
        raise GlyphError(missing)
    finisher.finish(document, pdf, fonts.form_font())


def _attachment(weasyprint: Any, source: Source, when: datetime | None) -> Any:
    """Wrap the source for one document; an attachment can be used once only, and must have dates of ours."""
    epoch = when or datetime.fromtimestamp(0, UTC)
    fetcher = closed_fetcher({source.name: (source.data, "application/yaml")})
    return weasyprint.Attachment(
        url=f"asset:/{source.name}",
        url_fetcher=fetcher,
        name=source.name,
        description=source.description,
        created=epoch,
        modified=epoch,
        relationship="Source",
    )


@lru_cache(maxsize=16)
def _typesetter(look: Look, engine: str) -> Callable[..., Any]:
    """Give what lays out a page; a theme is parsed once in a process, for all documents of a look."""
    weasyprint = loaded_engine()
    with fonts.private_fontconfig():
        font_config = weasyprint.text.fonts.FontConfiguration()
    assets = {f"font-{number}": (data, "font/ttf") for number, data in enumerate(look.fonts)}
    if look.logo:
        assets[LOGO.removeprefix("asset:/")] = look.logo.data, look.logo.media_type
    fetcher = closed_fetcher(assets)
    styles = stylesheet(look)
    with _faults_are_told(look, in_theme=True):
        css = weasyprint.CSS(string=styles, font_config=font_config, url_fetcher=fetcher)
    if engine == "full":

        def render(page: str, **options: Any) -> Any:
            html = weasyprint.HTML(string=page, url_fetcher=fetcher)
            return html.render(stylesheets=[css], font_config=font_config, **options)

        return render
    memory.remember(font_config, styles)
    return Frames(weasyprint, font_config, css, fetcher, styles, tiled=engine != "lines").render


@contextmanager
def _faults_are_told_again() -> Iterator[None]:
    """Forget all when a page is not finished: the engine warns once of what it remembers, and may be in the middle."""
    try:
        yield
    except GlyphError:
        raise
    except BaseException:
        _typesetter.cache_clear()
        raise


@contextmanager
def _faults_are_told(look: Look, *, in_theme: bool = False) -> Iterator[None]:
    """Turn all ways in which the engine takes a theme or a document amiss into errors with words."""
    with _breakdowns_are_faults(look), _warnings_are_faults(look, in_theme=in_theme), _addresses_are_faults(look):
        yield


@contextmanager
def _breakdowns_are_faults(look: Look) -> Iterator[None]:
    """Turn a breakdown of the engine into a fault of the organisation's own looks, where there are any."""
    try:
        yield
    except BREAKDOWNS as error:
        if not any(name.endswith((".css", ".html")) for name in look.templates.own):
            raise
        raise TemplateError(
            f'The theme "{look.theme}" or a document asks for something at which the PDF engine breaks down '
            f"({type(error).__name__}). Take out what you changed last, until it is gone."
        ) from error


@contextmanager
def _addresses_are_faults(look: Look) -> Iterator[None]:
    """Turn the engine's refusal to fetch anything into an error that says where the address stands."""
    try:
        yield
    except loaded_engine().urls.FatalURLFetchingError as error:
        said, files = str(error), look.templates
        where = f'The theme "{look.theme}" or a document'
        address = re.search(r'"([^"]+)"', said)
        for name in files.own if address else ():
            found = files.read_text(name).find(address[1]) if address and name.endswith((".css", ".html")) else -1
            if found >= 0:
                line = files.read_text(name)[:found].count("\n") + 1
                where = f"{files.shown(name)}:{line}: this"
        raise TemplateError(f"{where} wants a file that it may not have: {said}") from error


@contextmanager
def _warnings_are_faults(look: Look, *, in_theme: bool = False) -> Iterator[None]:
    """Turn what the engine logs into an error: it warns where a page would come out wrong.

    Args:
        look: Whose theme.
        in_theme: Whether the lines that it names are those of the stylesheet as a whole.
    """
    gathered = _Gather()
    logger = logging.getLogger("weasyprint")
    before = logger.handlers[:], logger.propagate
    logger.handlers, logger.propagate = [gathered], False
    try:
        yield
    finally:
        logger.handlers, logger.propagate = before
    # Missing characters are an error of their own, raised with all of them at once.
    messages = [message for message in gathered.messages if NOTDEF not in message]
    if messages:
        if LOGO in " ".join(messages):
            raise FileError(
                "The program's logo cannot be drawn: a part of it refers to itself, or has a number that is none. "
                "Save it anew as plain SVG, or as PNG."
            )
        told = dict.fromkeys(_placed(message, look) if in_theme else message for message in messages)
        raise TemplateError("\n".join(told) if in_theme else f'The theme "{look.theme}" is at fault: {"; ".join(told)}')


def _placed(message: str, look: Look) -> str:
    """Put the place in front of what the engine says of a line of the stylesheet."""
    line = re.search(r" at (\d+):\d+", message)
    said = re.sub(r" at (the )?\d+:\d+", "", message)
    return f"{place_in_theme(look, int(line[1]) if line else 0)}: {said}"


class _Gather(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())
