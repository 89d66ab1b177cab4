"""A full key → the typed answer under it, whatever group, list or person it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from agreementgen.interview.body import slug_of
from agreementgen.interview.fields import SHORT_FORMS, Answers, Section

__all__ = ["answer_at", "texts_of", "title_of"]


def title_of(item: Section) -> str:
    """Give the text by which an item of a list, or a person, is called; empty where it has none."""
    return getattr(item, SHORT_FORMS[type(item)]) or ""


def answer_at(answers: Answers, key: str) -> Any:
    """Give the typed answer under a full key, `None` where there is none: `answer_at(answers, "goals.say-no.by")`.

    An entry of a list is called by the slug of its title, an answer per person by the person's id.
    """
    found: Any = answers
    for part in key.split("."):
        if isinstance(found, tuple):
            found = next((item for item in found if slug_of(title_of(item)) == part), None)
        elif isinstance(found, dict):
            found = found.get(part)
        else:
            found = getattr(found, "schema_version" if part == "schema" else part.replace("-", "_"), None)
    return found


def texts_of(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Give every text under a key with its full key, in the order of the questions: ("goals.say-no.measure", "…").

    Each text of a list has the list's key. What each person answers for themself holds no texts.
    """
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, Section):
        for name, info in type(value).model_fields.items():
            yield from texts_of(getattr(value, name), f"{key}.{info.alias or name}".lstrip("."))
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_of(item, f"{key}.{slug_of(title_of(item))}" if isinstance(item, Section) else key)
