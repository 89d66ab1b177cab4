"""The command on a real pseudo-terminal, for tests that type."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .conftest import ROOT

# The terminal becomes the controlling one, so that Ctrl-C and hanging up do what they do on a desk.
LAUNCH = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, "-m", "agreementgen", *sys.argv[1:]])
"""


class Terminal:
    """The command on a pseudo-terminal of its own."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        self.main, side = pty.openpty()
        variables = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", **environment}
        command_line = [sys.executable, "-c", LAUNCH, *arguments]
        self.process = subprocess.Popen(
            command_line, cwd=folder, env=variables, stdin=side, stdout=side, stderr=side, start_new_session=True
        )
        os.close(side)
        self.shown = ""
        self._seen = 0
        self._data = b""

    def wait_for(self, text: str, prompt: str = "> ") -> None:
        """Read on until something that was not waited for yet is shown, and the prompt behind it."""
        end = time.monotonic() + 60
        while not (
            found := re.compile(rf"{re.escape(text)}.*?{re.escape(prompt)}", re.DOTALL).search(self.shown, self._seen)
        ):
            assert time.monotonic() < end, f"{text!r} is not shown: {self.shown[self._seen :]!r}"
            self._read(0.2)
        self._seen = found.end()

    def type(self, text: str) -> None:
        os.write(self.main, text.encode())

    def answer(self, *pairs: tuple[str, str]) -> None:
        for shown, line in pairs:
            self.wait_for(shown)
            self.type(f"{line}\n")

    def ended(self) -> int:
        """Read to the end, and give the exit code."""
        while self._read(30):
            pass
        os.close(self.main)
        return self.process.wait(30)

    def interrupted(self) -> int:
        """Press Ctrl-C, as often as it takes, and give the exit code.

        One that comes while readline makes ready is kept until the next key (python/cpython, `readline_until_enter`).
        """
        while True:
            self.type("\x03")
            end = time.monotonic() + 2
            while time.monotonic() < end:
                self._read(0.1)
                if self.process.poll() is not None:
                    return self.ended()

    def hang_up(self) -> int:
        """Close the window."""
        os.close(self.main)
        return self.process.wait(30)

    def _read(self, seconds: float) -> bool:
        if not select.select([self.main], [], [], seconds)[0]:
            return False
        try:
            part = os.read(self.main, 65536)
        except OSError:
            return False
        self._data += part
        self.shown = self._data.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(part)


@contextmanager
def terminal(folder: Path, *arguments: str, **environment: str) -> Iterator[Terminal]:
    opened = Terminal(folder, *arguments, **environment)
    try:
        yield opened
    finally:
        if opened.process.poll() is None:
            opened.process.kill()
            opened.process.wait()
