"""A full key → the typed answer under it, whatever group, list or person it belongs to."""

from __future__ import annotations

from typing import Any

from agreementgen.interview.body import slug_of
from agreementgen.interview.fields import SHORT_FORMS, Answers, Section

__all__ = ["answer_at", "title_of"]


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
