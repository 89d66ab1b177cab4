"""`render --watch`: a real process, real files; every step is waited for by what it shows, never by the clock."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue

import pytest

from .conftest import ROOT, Outcome, pdf_text, settled_text

Run = Callable[..., Outcome]
WAITING = "Watching "


class Watcher:
    """A running `render --watch`; both its streams are read as one."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "agreementgen", "render", "--watch", *arguments],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        self.lines: Queue[str] = Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line)

    def shown_until(self, text: str) -> str:
        """Give all lines up to one that holds a text."""
        shown = ""
        while True:
            try:
                line = self.lines.get(timeout=120)
            except Empty:
                raise AssertionError(f"{text!r} is not shown: {shown}") from None
            shown += line
            if text in line:
                return shown

    def shown_after(self, text: str) -> str:
        """Give what the next time shows that shows a text, up to the end of that time.

        A save may be seen as two changes on a slow machine; then the kit is made twice, which is fine.
        """
        return self.shown_until(text) + self.shown_until(WAITING)


@contextmanager
def watching(folder: Path, *arguments: str) -> Iterator[Watcher]:
    watcher = Watcher(folder, *arguments)
    try:
        yield watcher
    finally:
        watcher.process.kill()
        watcher.process.wait()
        watcher.reader.join()
        if watcher.process.stdout:
            watcher.process.stdout.close()


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    path = tmp_path / "pair.yaml"
    path.write_text(settled_text(include="looks/program.yaml"), encoding="utf-8")
    (tmp_path / "looks").mkdir()
    (tmp_path / "looks" / "program.yaml").write_text("program: {name: Bridge}\n", encoding="utf-8")
    return path


def renamed_into(path: Path, text: str) -> None:
    """Save as many editors do: to another file, which then takes the place of the old one."""
    other = path.with_name(f".{path.name}.swp")
    other.write_text(text, encoding="utf-8")
    other.replace(path)


def agreement(folder: Path) -> str:
    (found,) = (folder / "out").glob("*/*-agreement.pdf")
    return " ".join(pdf_text(found.read_bytes()).split())


def test_each_change_of_any_file_makes_the_kit_again_and_ctrl_c_ends_it(pair: Path) -> None:
    folder = pair.parent
    text = pair.read_text(encoding="utf-8")
    with watching(folder, "pair.yaml", "-o", "out", "--docs", "agreement") as watcher:
        first = watcher.shown_until(WAITING)
        assert "-agreement.pdf" in first
        assert "Watching 2 files. Ctrl-C ends it." in first
        assert "chair a board meeting" in agreement(folder)

        renamed_into(pair, text.replace("chair a board meeting", "lead the choir"))
        watcher.shown_after("Replaced")
        assert "lead the choir" in agreement(folder)

        # A second time, since the file that is watched is now another one.
        renamed_into(pair, text.replace("chair a board meeting", "run the fair"))
        watcher.shown_after("Replaced")
        assert "run the fair" in agreement(folder)

        (folder / "looks" / "program.yaml").write_text("program: {name: Northern Bridge}\n", encoding="utf-8")
        watcher.shown_after("Replaced")
        assert "Northern Bridge" in agreement(folder)

        watcher.process.send_signal(signal.SIGINT)
        assert watcher.process.wait(60) == 130


def test_a_broken_file_is_told_and_the_old_kit_stays_until_it_is_mended(pair: Path) -> None:
    folder = pair.parent
    text = pair.read_text(encoding="utf-8")
    with watching(folder, "pair.yaml", "-o", "out", "--docs", "agreement") as watcher:
        watcher.shown_until(WAITING)
        (path,) = (folder / "out").glob("*/*-agreement.pdf")
        before = path.read_bytes()

        pair.write_text(text.replace("2026-03", "03/2026"), encoding="utf-8")
        shown = watcher.shown_after("error[AG105]")
        assert "pair.yaml:" in shown
        assert path.read_bytes() == before

        # While the interview is broken it cannot say which program it belongs to; that one is watched all the same.
        pair.unlink()
        watcher.shown_after("There is no file")
        assert path.read_bytes() == before

        (folder / "looks" / "program.yaml").write_text("program: {nmae: Bridge}\n", encoding="utf-8")
        watcher.shown_after("There is no file")

        pair.write_text(text, encoding="utf-8")
        watcher.shown_after("error[AG101]")
        assert path.read_bytes() == before

        (folder / "looks" / "program.yaml").write_text("program: {name: Mended}\n", encoding="utf-8")
        watcher.shown_after("Replaced")
        assert "Mended" in agreement(folder)


def test_a_private_file_and_a_logo_are_watched_too(pair: Path) -> None:
    folder = pair.parent
    logo = folder / "looks" / "logo.svg"
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10"/></svg>'
    logo.write_text(svg, encoding="utf-8")
    (folder / "looks" / "program.yaml").write_text(
        "program: {name: Bridge}\nbranding: {logo: logo.svg, logo_alt: Bridge}\n", encoding="utf-8"
    )
    own = folder / "own.yaml"
    own.write_text("answered_by: mentee\nprivate: {concerns: The first word.}\n", encoding="utf-8")
    arguments = ("pair.yaml", "--private", "own.yaml", "-o", "out", "--docs", "agenda-1-mentee", "--format", "html")
    with watching(folder, *arguments) as watcher:
        assert "Watching 4 files" in watcher.shown_until(WAITING)
        (page,) = (folder / "out").glob("*/*.html")
        assert "The first word." in page.read_text(encoding="utf-8")
        renamed_into(own, "answered_by: mentee\nprivate: {concerns: Another word.}\n")
        watcher.shown_after("Replaced")
        assert "Another word." in page.read_text(encoding="utf-8")
        logo.unlink()
        watcher.shown_after("error: ")
        logo.write_text(svg.replace("rect", "rect fill='#123456'"), encoding="utf-8")
        watcher.shown_after("Replaced")


def test_without_the_library_it_says_how_to_get_it(run: Run, pair: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    outcome = run("render", pair, "--watch", "-n")
    assert (outcome.code, outcome.out) == (2, "")
    assert "pip install watchfiles" in outcome.err


def test_standard_input_cannot_be_watched(run: Run, tmp_path: Path) -> None:
    outcome = run("render", "-", "--watch", "-o", tmp_path)
    assert (outcome.code, outcome.out) == (2, "")
    assert "cannot be watched" in outcome.err
