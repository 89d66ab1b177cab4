"""The guided interview at a pipe, and the answers to its twelve questions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from agreementgen.interview import Interview, read_interview
from agreementgen.locales import load_locale

from ..conftest import Outcome

Run = Callable[..., Outcome]
ENGLISH = load_locale("en")
TWELVE = (
    ("printed", "Amara Diallo; Jon Reyes"),
    ("What kind", "workplace"),
    ("any say", "none"),
    ("In one sentence", "By March, Amara will be ready to lead a product launch."),
    ("Goal 1", "Run a launch review; review held with three teams; 2026-02"),
    ("Goal 2", ""),
    ("How often", "every month; 60 minutes"),
    ("How do you meet", "3; 2025-12-03 15:00"),
    ("reach each other", "email; 3 working days"),
    ("What stays", "1"),
    ("get feedback", "1; 6"),
    ("off limits", "none"),
    ("When does it start", "2025-12-01; usual"),
    ("More?", ""),
)
LINES = "".join(f"{line}\n" for _, line in TWELVE)


def read(path: Path) -> Interview:
    reading = read_interview(path.read_bytes(), locale=ENGLISH)
    assert reading.interview is not None, "\n".join(map(str, reading.problems))
    return reading.interview


@pytest.fixture
def ask(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Ask in an empty folder, with lines from a pipe."""
    monkeypatch.chdir(tmp_path)

    def call(lines: str, *arguments: str) -> Outcome:
        return run("ask", *arguments, stdin=lines.encode())

    return call
