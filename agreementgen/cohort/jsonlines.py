"""JSON Lines → `Table`: an object a line, its keys the columns; what is nested is named by its full key."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from agreementgen.cohort.delimited import text_of
from agreementgen.cohort.table import BETWEEN, Row, Table
from agreementgen.errors import Code
from agreementgen.locales import Locale

__all__ = ["read_json_lines"]


def read_json_lines(data: bytes, file: str, locale: Locale) -> Table:
    """Read a file of JSON objects, one a line.

    A list of texts is one cell; an entry of a list of groups is a column by its number from 1:
    `goals.1.title`. The header is a row of its own with number 0.
    """
    table = Table(file, "", (), by_line=True)
    text, is_guessed = text_of(data)
    notes = [table.problem(Code.ROSTER_ENCODING, 0, 0, locale)] if is_guessed else []
    columns: dict[str, int] = {}
    rows = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line, object_pairs_hook=_once)
            reason = "" if isinstance(found, dict) else locale.roster("no_object")
        except (ValueError, RecursionError) as error:
            reason = locale.roster("key_twice", name=error.args[0]) if isinstance(error, _KeyTwice) else str(error)
        if reason:
            notes.append(table.problem(Code.ROSTER_UNREADABLE, number, 0, locale, reason=reason))
            rows.append(Row(number, {}))
            continue
        cells = {columns.setdefault(name, len(columns) + 1): text for name, text in _flat(found)}
        rows.append(Row(number, cells))
    header = Row(0, {column: name for name, column in columns.items()})
    return Table(file, "", (header, *rows) if rows else (), by_line=True, notes=tuple(notes))


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        for number, inner in enumerate(value, start=1):
            yield from _flat(inner, f"{name}.{number}")
    else:
        items = value if isinstance(value, list) else [value]
        texts = [text for item in items if item is not None and (text := _text(item))]
        if texts:
            yield name, "".join(f"{text}{BETWEEN}" for text in texts) if isinstance(value, list) else texts[0]


def _text(value: Any) -> str:
    text = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    return text.replace(BETWEEN, "\ufffd").strip()


class _KeyTwice(ValueError):
    """An object has two values under one key."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _KeyTwice(next(name for name in names if names.count(name) > 1))
    return found
