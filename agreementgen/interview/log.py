"""Where and what → `Problem`: gathers the problems of one file, with their words from the locale."""

from __future__ import annotations

from dataclasses import dataclass

from agreementgen.errors import Code, Problem
from agreementgen.locales import Locale

__all__ = ["Place", "ProblemLog"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file: line and column counted from 1, in characters; `width` characters are meant."""

    line: int
    column: int
    width: int = 1


class ProblemLog:
    """Gathers problems of one file; nothing is raised until the reader has seen everything.

    Args:
        file: The file's name as the person gave it.
        text: Its text, to show the line a problem stands in; may be set later.
        locale: Whose words the messages take.
    """

    def __init__(self, file: str, locale: Locale, text: str = "") -> None:
        self.file = file
        self.locale = locale
        self.lines: list[str] = []
        self.problems: list[Problem] = []
        self.show(text)

    def show(self, text: str) -> None:
        """Set the text that places refer to."""
        self.lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def add(self, code: Code, place: Place | None, *, key: str = "", **values: object) -> None:
        """Add one problem; `values` fill the placeholders of its words."""
        spot = place or Place(0, 0)
        self.problems.append(
            Problem(
                code=code,
                file=self.file,
                line=spot.line,
                column=spot.column,
                key=key,
                message=self.locale.problem(code, "message", values),
                help=self.locale.problem(code, "help", values),
                source=self.lines[spot.line - 1] if 0 < spot.line <= len(self.lines) else "",
                width=max(1, spot.width),
            )
        )

    def ordered(self) -> tuple[Problem, ...]:
        """Give the problems in the order of the file, each once; those without a place come last."""
        once = dict.fromkeys(self.problems)
        return tuple(sorted(once, key=lambda p: (p.line or 10**9, p.column, p.code)))
