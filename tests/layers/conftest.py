"""A pair that leaves to its program what can be left to it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

import agreementgen
from agreementgen.documents import pages
from agreementgen.errors import Code
from agreementgen.opening import open_pair

from ..conftest import Outcome, settled_text

Run = Callable[..., Outcome]
PROGRAM = """
program: {name: Bridge, coordinator: Leila Haddad}
defaults:
  meetings: {cadence: every 2 weeks, length: 45 minutes, format: phone}
  boundaries: {sensitive: none}
  term: {length: 3 months}
locked:
  confidentiality: {level: strict}
  boundaries: {gifts: token only}
"""
BADGE = """
id: badge
owner: Leila Haddad
reviewed_on: 2026-01-15
title: Badges
variants:
  - when: {meetings.format: in person, meetings.place: given}
    text: We wear a badge at {{ meetings.place }}.
  - text: |
      **{{ program.name }}** asks for *no badge*. See [the rules](https://bridge.example/badges).

      - {{ people.mentee.name }} asks <https://bridge.example>.
      - Nobody
        else does.
"""


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    """A pair that leaves to its program what can be left to it; `program.yaml` beside it is its program's file."""
    (tmp_path / "program.yaml").write_text(PROGRAM, encoding="utf-8")
    path = tmp_path / "pair.yaml"
    text = settled_text(meetings="{first: 2026-01-07 15:00}", confidentiality="", term="{start: 2026-01-01}")
    path.write_text("include: program.yaml\n" + text, encoding="utf-8")
    return path


def program(pair: Path, text: str, **words: str) -> None:
    """Write the program's file anew, and own clauses in files beside it."""
    (pair.parent / "program.yaml").write_text(text, encoding="utf-8")
    for name, clause in words.items():
        (pair.parent / f"{name}.yaml").write_text(clause, encoding="utf-8")


def add(pair: Path, text: str) -> None:
    pair.write_text(pair.read_text(encoding="utf-8") + text, encoding="utf-8")


def codes(pair: Path, **sets: str) -> list[tuple[Code, str, int]]:
    by_key = {key.replace("__", "."): text for key, text in sets.items()}
    reading = open_pair(pair.read_bytes(), str(pair), pair.parent, sets=by_key).reading
    return [(problem.code, problem.key, problem.line) for problem in reading.problems]


def attached(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (name,) = pdf.attachments
        return bytes(pdf.attachments[name].get_file().read_bytes())


def own(pair: Path, clauses: str, **words: str) -> Any:
    program(pair, PROGRAM + f"clauses: {clauses}\n", **words)
    return agreementgen.load(pair)


def printed(interview: Any) -> str:
    return pages(interview, ["agreement"], source=False)["agreement"]
