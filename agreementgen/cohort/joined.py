"""What mentees and what mentors answered, in a roster each → which rows belong together, by their pair id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from agreementgen.cohort.columns import Layout
from agreementgen.cohort.table import Row
from agreementgen.interview.headings import PAIR_ID

__all__ = ["PERSONS", "Joined", "joined"]

PERSONS = ("mentee", "mentor")
"""Whose own answers the first of two rosters holds, and whose the second."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The rows of one pair.

    Attributes:
        pair_id: What both rosters call it; empty where a row has none.
        rows: The mentee's row and the mentor's, `None` for the one that is missing.
        earlier: The row of the same roster that has the pair id already; `None` where it has no other.
    """

    pair_id: str
    rows: tuple[Row | None, Row | None]
    earlier: Row | None = None


def joined(layouts: Sequence[Layout]) -> Iterator[Joined]:
    """Give the pairs of two rosters: those of the mentees in their order, then what only the mentors have."""
    mentees, mentors = (tuple(_with_ids(layout)) for layout in layouts)
    first_mentees, first_mentors = _firsts(mentees), _firsts(mentors)
    for pair_id, row in mentees:
        first = first_mentees.get(pair_id.casefold(), row)
        partner = first_mentors.get(pair_id.casefold()) if first is row else None
        yield Joined(pair_id, (row, partner), None if first is row else first)
    for pair_id, row in mentors:
        first = first_mentors.get(pair_id.casefold(), row)
        if first is not row or pair_id.casefold() not in first_mentees:
            yield Joined(pair_id, (None, row), None if first is row else first)


def _with_ids(layout: Layout) -> Iterator[tuple[str, Row]]:
    column = layout.number_of(PAIR_ID)
    return ((row.cells.get(column, ""), row) for row in layout.rows)


def _firsts(rows: Sequence[tuple[str, Row]]) -> Mapping[str, Row]:
    """Give the first row of each pair id, whatever its capitals."""
    return {pair_id.casefold(): row for pair_id, row in reversed(rows) if pair_id}
