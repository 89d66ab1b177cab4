"""The interview that a command is given: a file, or standard input for "-"."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from agreementgen.disk import read_bytes
from agreementgen.errors import FileError
from agreementgen.locales import load_locale
from agreementgen.opening import Opened, open_pair
from agreementgen.resources import Templates

__all__ = ["open_given", "refuse_same"]


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


def refuse_same(output: Path, *files: Path) -> None:
    """Refuse to write over what is read, which is the only place that an agreement may be kept in.

    Raises:
        FileError: `output` is one of `files`.
    """
    if output.exists() and any(file.exists() and output.samefile(file) for file in files):
        raise FileError(load_locale("en").renewal("same_file", file=output))
