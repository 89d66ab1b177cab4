"""Finished text: paragraphs and lists of runs. Plain words, so that PDF, HTML, calendar and JSON can share them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Block", "Items", "Paragraph", "Run", "RunKind", "Runs", "plain", "runs_of"]


class RunKind(StrEnum):
    """What a run is: our own words, a person's own words, or a place that is still open."""

    TEXT = "text"
    ANSWER = "answer"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one kind.

    A person's answer stands apart from our words, so that its direction is its own and nothing in it is ever read as
    structure. For a blank, `text` names what is missing. `mark` is how it is said: `strong`, `stressed`, or neither.
    """

    text: str
    kind: RunKind = RunKind.TEXT
    mark: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Items:
    """A list without order."""

    items: tuple[Runs, ...]


Block = Paragraph | Items


def runs_of(block: Block) -> tuple[Runs, ...]:
    """Give the lines of a block: one of a paragraph, one an item of a list."""
    return (block.runs,) if isinstance(block, Paragraph) else block.items


def plain(runs: Iterable[Run]) -> str:
    """Give runs as plain text; a blank becomes a line to write on."""
    return "".join("________" if run.kind is RunKind.BLANK else run.text for run in runs)
