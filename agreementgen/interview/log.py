"""Where and what → `Problem`: gathers the problems of one file, with their words from the locale."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agreementgen.errors import Code, Problem
from agreementgen.locales import Locale

__all__ = ["FORBIDDEN", "Place", "ProblemLog"]

# Controls but tab and line ends, bidi overrides and embeddings, invisible operators, tags, surrogates, private use,
# noncharacters: none of them can be seen in a text field, and some make a name look like another one, or speak to the
# terminal. Isolates (U+2066 to U+2069) are no part of it: word processors paste them in pairs.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2061-\u2065\u206a-\u206f\ufff9-\ufffc\ufffe\uffff\ue000-\uf8ff"
    "\ud800-\udfff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)


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

    Attributes:
        judged: Lines, counted from 1, whose syntax had to be mended by a guess: what the guess means is not judged too.
        left_out: Rows, counted from 0, that could not be read at all.
        moved: By line, from which column on it was moved in memory, and by how many columns to the right.
    """

    def __init__(self, file: str, locale: Locale, text: str = "") -> None:
        self.file = file
        self.locale = locale
        self.lines: list[str] = []
        self.problems: list[Problem] = []
        self.judged: set[int] = set()
        self.left_out: set[int] = set()
        self.moved: dict[int, tuple[int, int]] = {}
        self.show(text)

    def show(self, text: str) -> None:
        """Set the text that places refer to."""
        self.lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def add(self, code: Code, place: Place | None, key: str = "", **values: object) -> None:
        """Add one problem; `values` fill the placeholders of its words."""
        spot = place or Place(0, 0)
        if spot.line in self.judged:
            return
        begin, by = self.moved.get(spot.line, (0, 0))
        column = max(1, spot.column - by) if by and spot.column >= begin else spot.column
        shown = {name: _visible(str(value)) for name, value in values.items()}
        self.problems.append(
            Problem(
                code=code,
                file=self.file,
                line=spot.line,
                column=column,
                key=_visible(key),
                message=self.locale.problem(code, "message", shown),
                help=self.locale.problem(code, "help", shown),
                source=FORBIDDEN.sub("\ufffd", self._line(spot.line)[: column + 150]),
                width=max(1, spot.width),
            )
        )

    def _line(self, number: int) -> str:
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def ordered(self) -> tuple[Problem, ...]:
        """Give the problems in the order of the file, each once; those without a place come last."""
        once = dict.fromkeys(self.problems)
        return tuple(sorted(once, key=lambda p: (p.line or 10**9, p.column, p.code)))


def _visible(text: str) -> str:
    """Keep what a person wrote from breaking or disguising the message around it."""
    return FORBIDDEN.sub("\ufffd", text if len(text) <= 300 else f"{text[:299]}…").replace("\n", " ")
