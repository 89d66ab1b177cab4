"""An organisation’s folder, laid over the shipped one."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import agreementgen
from agreementgen import confinement
from agreementgen.documents import made_apart
from agreementgen.interview import Interview
from agreementgen.resources import SHIPPED
from agreementgen.tailoring.check import look_apart

from ..conftest import EXAMPLES

WORKPLACE = EXAMPLES / "workplace.yaml"
CLAUSES = "locales/en/clauses"
FREEDOM = f"{CLAUSES}/freedom.yaml"
HEAD = "id: freedom\nsource: Legal office\ntitle: Free to speak\nvariants:\n"
Lay = Callable[..., Path]


@pytest.fixture
def lay(tmp_path: Path) -> Lay:
    """Give a way to write files into a folder of one's own: `lay({path: text})`."""

    def write(files: dict[str, str | bytes]) -> Path:
        for name, content in files.items():
            file = tmp_path / "own" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path / "own"

    return write


def changed(name: str, before: str, after: str) -> str:
    """Give a shipped file with a change."""
    text = SHIPPED.read_text(name)
    assert before in text
    return text.replace(before, after)


def changed_at(name: str, before: str, after: str, below: int = 0) -> tuple[str, str, int]:
    """Give a shipped file's name, its text with a change, and the line of the change, or one so many lines below."""
    return name, changed(name, before, after), 1 + SHIPPED.read_text(name).split(before)[0].count("\n") + below


def read_with(folder: Path, path: Path = WORKPLACE) -> Interview:
    return agreementgen.load(path, templates=folder)


def faults_in(folder: Path) -> list[str]:
    """Look at the files of a folder here, without the process that `check_folder` starts for it."""
    found: list[str] = json.loads(look_apart(str(folder).encode()))
    return found


@pytest.fixture
def server() -> Iterator[tuple[int, list[bytes]]]:
    """Listen on a port of this machine, and note who comes."""
    came: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        done = threading.Event()

        def answer() -> None:
            while not done.is_set():
                try:
                    caller, _ = listening.accept()
                except TimeoutError:
                    continue
                came.append(caller.recv(100))
                caller.close()

        thread = threading.Thread(target=answer)
        thread.start()
        yield listening.getsockname()[1], came
        done.set()
        thread.join()


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make documents here, without the walls of a process of their own: what keeps them must hold without those."""
    monkeypatch.setattr(confinement, "work_on", lambda target, payload: made_apart(payload))
