"""A key that is known, but not where it was written → the full keys it may be meant for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from agreementgen.interview.fields import FIELDS

__all__ = ["places_of"]


def places_of(name: str) -> tuple[str, ...]:
    """Give the full keys that end in a name, at most three: `level` → `confidentiality.level`."""
    full = (key for field in FIELDS for key in _parents(field) if key.rpartition(".")[2] == name and "*" not in key)
    return tuple(islice(dict.fromkeys(full), 3))


def _parents(key: str) -> Iterator[str]:
    parts = key.split(".")
    return (".".join(parts[:n]) for n in range(1, len(parts) + 1))
