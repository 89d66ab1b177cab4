"""Kind ← program ← pair ← command line: which answer stands where several give one, and where each value comes from.

A kind's default is text as it would be typed and is read like an answer. Required answers are never defaulted by a
kind; a program may give them, and then they count as agreed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from agreementgen.errors import TemplateError
from agreementgen.interview.fields import FIELDS, MINOR
from agreementgen.interview.model import wholes_of
from agreementgen.resources import SHIPPED, Data, Templates

__all__ = [
    "case_of_kind",
    "clause_ids",
    "defaults_by_field",
    "defaults_of",
    "kind_file",
    "kinds",
    "lineage",
    "of_kind",
    "standing_clauses",
    "suggestions_of",
]


MERGED = {"suggest": 9, "defaults": 9, "agendas": 1, "signers": 1}
"""What a kind has from the one it is `like`, where it does not say it itself, and so many levels down."""


@lru_cache(maxsize=64)
def kinds(templates: Templates = SHIPPED) -> tuple[str, ...]:
    """Name the kinds of mentoring there is a kind file for, sorted."""
    return templates.names("kinds", ".yaml")


def lineage(name: str, templates: Templates = SHIPPED) -> tuple[str, ...]:
    """Name a kind and those that it is `like`, the nearest first.

    Raises:
        TemplateError: One of them is like itself, or like a kind that there is not.
    """
    found = [name]
    while isinstance(base := templates.read_data(f"kinds/{found[-1]}.yaml").get("like"), str):
        if base in found or base not in kinds(templates):
            raise TemplateError(f'The kind file "kinds/{found[-1]}.yaml" cannot be like "{base}".')
        found.append(base)
    return tuple(found)


@lru_cache(maxsize=64)
def kind_file(name: str, templates: Templates = SHIPPED) -> Mapping[str, Data]:
    """Give what a kind file says, laid over what it is `like`.

    Suggestions and defaults are taken over answer by answer, outlines meeting by meeting, signers one by one, all else
    as a whole. An empty text takes a suggestion or default away.

    Raises:
        TemplateError: It is like itself, or like a kind that there is not.
    """
    found: dict[str, Data] = {}
    for each in reversed(lineage(name, templates)):
        own = templates.read_data(f"kinds/{each}.yaml")
        merged = {part: _laid_over(found.get(part, {}), own.get(part, {}), depth) for part, depth in MERGED.items()}
        found |= own | merged
    return found


def _laid_over(base: Data, own: Data, depth: int) -> Data:
    if not depth or not isinstance(base, dict) or not isinstance(own, dict):
        return own
    return base | {key: _laid_over(base.get(key, {}), value, depth - 1) for key, value in own.items()}


@lru_cache(maxsize=64)
def defaults_of(kind: str | None, templates: Templates = SHIPPED) -> Mapping[str, str]:
    """Give the default of every optional field that has one, by full key.

    Args:
        kind: Name of the kind; its file may give other defaults. `None` or an unknown one: the fields' own alone.
        templates: Whose kinds.
    """
    own = {
        key: field.asked.default
        for key, field in FIELDS.items()
        if field.asked.default and not field.asked.required and field.fits(kind)
    }
    both = {**own, **of_kind(kind, templates)}
    return MappingProxyType({key: text for key, text in both.items() if text})


@lru_cache(maxsize=64)
def defaults_by_field(kind: str | None, templates: Templates = SHIPPED) -> Mapping[str, tuple[str, ...]]:
    """Give the keys of the defaults of each field that has any: its own, or one of each person who answers."""
    found: dict[str, tuple[str, ...]] = {}
    for each in defaults_of(kind, templates):
        for key in wholes_of(each):
            found[key] = (*found.get(key, ()), each)
    return MappingProxyType(found)


@lru_cache(maxsize=64)
def of_kind(kind: str | None, templates: Templates = SHIPPED) -> Mapping[str, str]:
    """Give the defaults that a kind's own file gives, by full key; an empty one takes the field's own away."""
    return MappingProxyType(dict(_flat(_kind(kind, templates).get("defaults", {}))))


def case_of_kind(kind: str | None, templates: Templates = SHIPPED) -> frozenset[str]:
    """Give what decides which fields are required in a kind, as long as nobody has answered: `Interview.case`."""
    has_minor = any(key.endswith(".minor") and text == "yes" for key, text in of_kind(kind, templates).items())
    return frozenset(({kind} if kind else set()) | ({MINOR} if has_minor else set()))


def suggestions_of(kind: str | None, templates: Templates = SHIPPED) -> dict[str, str]:
    """Give what `new` suggests for required fields, by full key; it never stands without being chosen."""
    suggested = _flat(_kind(kind, templates).get("suggest", {}))
    return {key: text for key, text in suggested if text}


@lru_cache(maxsize=8)
def clause_ids(templates: Templates = SHIPPED) -> frozenset[str]:
    """Name every numbered clause that any kind prints."""
    lines = (line for kind in kinds(templates) for line in _listed(_kind(kind, templates).get("clauses")))
    return frozenset(name for line in lines for name in _listed(line) if isinstance(name, str))


@lru_cache(maxsize=8)
def standing_clauses(templates: Templates = SHIPPED) -> frozenset[str]:
    """Name the clauses that no program can leave out."""
    lists = (_listed(_kind(kind, templates).get("always")) for kind in kinds(templates))
    return frozenset(name for names in lists for name in names if isinstance(name, str))


def _listed(data: Data | None) -> list[Data]:
    return data if isinstance(data, list) else []


def _kind(kind: str | None, templates: Templates) -> Mapping[str, Data]:
    return kind_file(kind, templates) if kind and kind in kinds(templates) else {}


def _flat(data: Data, prefix: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _flat(value, f"{prefix}.{key}" if prefix else key)
    elif isinstance(data, str):
        yield prefix, data
