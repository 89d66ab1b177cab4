"""Where each answer of an interview comes from, in words and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from agreementgen.cli import console
from agreementgen.interview import Interview
from agreementgen.interview.reach import answer_at
from agreementgen.locales import Locale

__all__ = ["origins_as_json", "told_origins"]


def told_origins(interview: Interview, locale: Locale) -> Iterator[str]:
    """Tell of each answer what it is and where it comes from, one a line."""
    yield locale.label("origins.head")
    for key in interview.standings:
        words = _words(interview, key, locale).replace("\n", " ")
        yield locale.label("origins.line", full=key, words=words, origin=_origin(interview, key, locale))


def origins_as_json(interview: Interview, locale: Locale) -> list[dict[str, Any]]:
    """Give the same for programs; what is still open has no value and no origin."""
    found = []
    for key in interview.standings:
        origin = interview.origins.get(key)
        found.append(
            {
                "key": key,
                "value": _words(interview, key, locale) if origin else None,
                "from": origin.source if origin else None,
                "name": origin.name or None if origin else None,
                "line": origin.line or None if origin else None,
                "locked": bool(origin and origin.is_locked),
            }
        )
    return found


def _words(interview: Interview, key: str, locale: Locale) -> str:
    if key not in interview.origins:
        return locale.label("origins.open")
    return console.in_words(key, answer_at(interview.answers, key), locale)


def _origin(interview: Interview, key: str, locale: Locale) -> str:
    origin = interview.origins.get(key)
    if origin is None:
        standing = interview.standings[key]
        line = standing.place.line if standing.place else 0
        return locale.label("origins.pair" if line else "origins.nowhere", line=line)
    name = origin.source
    if name == "program" and origin.is_locked:
        name = "program_locked"
    elif name in ("pair", "program") and not origin.line:
        name += "_somewhere"
    return locale.label(f"origins.{name}", name=origin.name, line=origin.line)
