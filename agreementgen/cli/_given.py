"""The interview that a command is given: a file, or standard input for "-"."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from agreementgen.files import read_bytes
from agreementgen.opening import Opened, open_pair
from agreementgen.resources import Templates

__all__ = ["open_given"]


def open_given(file: Path, program: Path | None, sets: Mapping[str, str], templates: Templates) -> Opened:
    """Open an interview with what the command line says beside it; one from standard input includes from here.

    Raises:
        FileError: It, or a file that it needs, cannot be read.
    """
    if str(file) == "-":
        data, name, folder = sys.stdin.buffer.read(), "<stdin>", Path()
    else:
        data, name, folder = read_bytes(file), str(file), file.parent
    return open_pair(data, name, folder, program, sets, templates=templates)
