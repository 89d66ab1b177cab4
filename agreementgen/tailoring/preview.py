"""Every wording of a kind → text, for reading on a terminal or sending by mail."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from agreementgen.agreement import Wordings
from agreementgen.locales import Locale

__all__ = ["preview_text"]

WIDTH = 100


def preview_text(wordings: Wordings, locale: Locale) -> str:
    """Write every wording of a kind as plain text, clause by clause."""
    return "\n".join(_lines(wordings, locale)) + "\n"


def _lines(wordings: Wordings, locale: Locale) -> Iterator[str]:
    words = locale.wordings
    yield wordings.title
    for text in (wordings.lede, wordings.note):
        yield ""
        yield from textwrap.wrap(text, WIDTH)
    for part in wordings.parts:
        yield from ("", part.heading, "=" * len(part.heading))
        for entry in part.entries:
            yield from ("", entry.title or entry.id)
            about = [
                words("id", id=entry.id),
                *([words("own")] if entry.is_own else []),
                words("file", file=entry.file),
            ]
            yield "  " + " · ".join(about)
            if entry.source:
                yield "  " + words("source", source=entry.source)
            for variant in entry.variants:
                yield from ("", *textwrap.wrap(variant.when, WIDTH - 2, initial_indent="  ", subsequent_indent="  "))
                if variant.title:
                    yield f"    {variant.title}"
                for pieces in variant.lines:
                    filled = (words("placeholder", words=p) if n % 2 else p for n, p in enumerate(pieces))
                    yield from textwrap.wrap("".join(filled), WIDTH, initial_indent="    ", subsequent_indent="    ")
                if not variant.lines:
                    yield "    " + words("nothing")
            if entry.note:
                yield from ("", f"  {entry.note}")
