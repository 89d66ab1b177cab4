"""One answer apart from its file → its typed value: a view under `open:`, or what was typed behind `KEY=`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pydantic import TypeAdapter, ValidationError

from agreementgen.interview.body import Body, Path
from agreementgen.interview.elsewhere import places_of
from agreementgen.interview.fields import FIELDS, SHORT_FORMS, Field, section_of
from agreementgen.interview.log import Place, ProblemLog
from agreementgen.interview.model import question_key
from agreementgen.interview.plain import is_none, nearest
from agreementgen.interview.yamltext import Entry, Listing, Node, Scalar
from agreementgen.locales import Locale, fold

__all__ = [
    "TITLED",
    "covers",
    "key_advice",
    "node_of",
    "pieces_of",
    "read_answer",
    "read_view",
    "validated",
]

TITLED = tuple(key for key, each in FIELDS.items() if "." not in key and section_of(each.type))
"""Lists whose entries are called by a title: they are matched by it, never by their position."""


def covers(other: str, key: str) -> bool:
    """Tell whether a full key is another one or a part of it."""
    return other == key or key.startswith(f"{other}.")


def pieces_of(key: str, text: str, locale: Locale) -> list[str]:
    """Split a typed answer: listed values at commas and semicolons, free texts at semicolons and line breaks only."""
    field = FIELDS[question_key(key)]
    if not field.is_list or is_none(text, locale):
        return [text]
    splits = r"[;\r\n]" if field.item_is_text or key in TITLED else r"[,;\r\n]"
    return [part.strip() for part in re.split(splits, text) if part.strip()]


def node_of(key: str, text: str, locale: Locale) -> Node:
    """Give a typed answer as it would stand in a file."""
    pieces, nowhere = pieces_of(key, text, locale), Place(0, 0)
    if len(pieces) > 1:
        return Listing(tuple(Scalar(piece, nowhere) for piece in pieces), nowhere)
    return Scalar(text, nowhere)


def read_answer(node: Node, key: str, log: ProblemLog) -> Any:
    """Read one answer apart from its file, as a view under `open:` is read.

    Returns:
        The typed answer; `None` where it could not be read, which `log` then says, or where it leaves the answer open.
    """
    return read_view(Entry(key, node.place, node), FIELDS[question_key(key)], log, key)


def read_view(entry: Entry, field: Field, log: ProblemLog, key: str) -> Any:
    """Read one view by its field's type; what cannot be read is reported at its own place."""
    # An entry that only one of the two has is read like a list of that one entry.
    is_entry = "*" not in field.key and not field.asked.per_person
    root: Path = tuple((field.key if is_entry and not key.endswith("decide_by") else key).split("."))
    apart = Body(log, places={root: entry.place})
    node = entry.value
    says_none = isinstance(node, Scalar) and fold(node.text) == "none" and not field.none_is_read
    if isinstance(node, Scalar) and (not says_none or field.asked.required) and apart.takes_state(node, field, key):
        return None
    return validated(apart.plain(node, field, root), field, apart, root)


def validated(value: Any, field: Field, body: Body, path: Path) -> Any:
    """Read a value, still text, by its field's type; `None` where it cannot be read, which is reported."""
    if value is None:
        return None
    try:
        return TypeAdapter(field.type).validate_python(value, context={"locale": body.log.locale})
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            body.report(fault["type"], (*path, *fault["loc"]), fault.get("ctx", {}))
    return None


def key_advice(key: str, known: Iterable[str], locale: Locale) -> str:
    """Say what an unknown full key may have meant."""
    full = [each for each in places_of(key) if each in FIELDS]
    short = (f"{key}.{name}" for name in SHORT_FORMS.values() if f"{key}.{name}" in FIELDS)
    close = (
        next(short, "")
        or locale.joined(full, "or")
        or nearest(key, [*known, *(each for each in FIELDS if "*" not in each)])
    )
    return locale.label("advice.did_you_mean", name=close) if close else locale.label("advice.full_key")
