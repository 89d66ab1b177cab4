"""A key that is known, but not where it was written → the full keys it may be meant for."""

from __future__ import annotations

from itertools import islice

from agreementgen.interview.fields import FIELDS
from agreementgen.interview.model import wholes_of

__all__ = ["places_of"]


def places_of(name: str) -> tuple[str, ...]:
    """Give the full keys that end in a name, at most three: `level` → `confidentiality.level`."""
    wholes = (key for field in FIELDS for key in reversed(wholes_of(field)))
    full = (key for key in wholes if key.rpartition(".")[2] == name and "*" not in key)
    return tuple(islice(dict.fromkeys(full), 3))
