"""Kind ← pair: which default stands where a pair said nothing.

A default is text as it would be typed and is read like an answer. Required answers are never defaulted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from agreementgen.interview.fields import FIELDS
from agreementgen.resources import SHIPPED, Data, Templates

__all__ = ["defaults_of", "kinds", "suggestions_of"]


def kinds(templates: Templates = SHIPPED) -> tuple[str, ...]:
    """Name the kinds of mentoring there is a kind file for, sorted."""
    return templates.names("kinds", ".yaml")


def defaults_of(kind: str | None, templates: Templates = SHIPPED) -> dict[str, str]:
    """Give the default of every optional field that has one, by full key.

    Args:
        kind: Name of the kind; its file may give other defaults. `None` or an unknown one: the fields' own alone.
        templates: Whose kinds.
    """
    own = {
        key: field.asked.default for key, field in FIELDS.items() if field.asked.default and not field.asked.required
    }
    return own | dict(_flat(_kind(kind, templates).get("defaults", {})))


def suggestions_of(kind: str | None, templates: Templates = SHIPPED) -> dict[str, str]:
    """Give what `new` suggests for required fields, by full key; it never stands without being chosen."""
    return dict(_flat(_kind(kind, templates).get("suggest", {})))


def _kind(kind: str | None, templates: Templates) -> Mapping[str, Data]:
    return templates.read_data(f"kinds/{kind}.yaml") if kind in kinds(templates) else {}


def _flat(data: Data, prefix: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _flat(value, f"{prefix}.{key}" if prefix else key)
    elif isinstance(data, str):
        yield prefix, data
