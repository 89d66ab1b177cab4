"""Two answers → whether they mean the same: `fortnightly` and `every 2 weeks`, 1 h and 60 minutes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from agreementgen.interview.fields import Section
from agreementgen.interview.model import question_key
from agreementgen.interview.values import MINUTES, Duration
from agreementgen.locales import fold

__all__ = ["matched", "means_the_same"]

IN_ORDER = frozenset({"goals.*.steps", "research.milestones", "signatures.signers"})
"""Lists in which it matters what comes first."""
LIKE = 0.7
"""From here on two titles name one goal: "Run a launch review", "Run the launch reviews"."""
LONGEST_LIKENESS = 200
"""So much of two titles is compared: the effort grows with the square of it."""
_QUOTES = str.maketrans("’‘“”", "''\"\"")


def means_the_same(key: str, one: Any, other: Any) -> bool:
    """Tell whether two typed answers to a question mean the same; `None` is a spoken "none".

    Lengths of time are the same if they are equally long and their units have a fixed length: 24 hours are a day, but
    a month is not four weeks, and no number of days is a number of working days.
    """
    question = question_key(key)
    return bool(_meaning(question, one) == _meaning(question, other))


def _meaning(key: str, value: Any) -> Any:
    match value:
        case Duration():
            return _length(value)
        case tuple():
            parts = [_meaning(key, item) for item in value]
            return tuple(parts) if key in IN_ORDER else frozenset(parts)
        case None:
            return frozenset()
        case str():
            # Entries of the library of promises are listed values, and spelled like them.
            return fold(_plain(value)) if key.startswith("commitments.") else _plain(value)
        case Section():
            return tuple((name, _meaning(f"{key}.{name}", part)) for name, part in value)
        case _:
            return value


def _length(value: Duration) -> tuple[str, int]:
    if value.is_none:
        return "none", 0
    if value.unit in MINUTES:
        return "minute", value.minutes
    return ("month", 12 * value.amount) if value.unit == "year" else (value.unit, value.amount)


def _plain(text: str) -> str:
    """Make spellings of a free text equal: spaces, case, the kind of quotes, and a full stop at the end."""
    return re.sub(r"\s+", " ", text).strip().casefold().translate(_QUOTES).rstrip(". ")


def matched(titles: Mapping[str, Sequence[str]], only_equal: bool) -> list[dict[str, int]]:
    """Find the entries of several lists that are one: those whose titles are most alike, whatever their position.

    Args:
        titles: The titles of each person's list.
        only_equal: Take only titles for one that differ in nothing but case, spaces and a full stop.

    Returns:
        Groups of one entry a person: person id to position. In the order of the first list, what it lacks comes last.
    """
    groups: list[dict[str, int]] = []
    for person, names in titles.items():
        close = [
            (_likeness(name, titles[other][place]), number, index)
            for number, group in enumerate(groups)
            for other, place in list(group.items())[:1]
            for index, name in enumerate(names)
        ]
        left = dict.fromkeys(range(len(names)))
        for likeness, number, index in sorted(close, key=lambda found: (-found[0], found[1], found[2])):
            if likeness >= (1 if only_equal else LIKE) and index in left and person not in groups[number]:
                groups[number][person] = index
                del left[index]
        groups += [{person: index} for index in left]
    return groups


def _likeness(one: str, other: str) -> float:
    from difflib import SequenceMatcher

    one, other = _plain(one), _plain(other)
    if one == other:
        return 1.0
    one, other = one[:LONGEST_LIKENESS], other[:LONGEST_LIKENESS]
    # The order of the two changes what the matcher finds, and must not change what is found.
    return min(0.99, SequenceMatcher(None, min(one, other), max(one, other), autojunk=False).ratio())
