"""A key's password: from a file, the environment or a prompt; never from the command line, and never shown."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from agreementgen.cli import console
from agreementgen.errors import FileError
from agreementgen.locales import load_locale

__all__ = ["new_password", "password_file_option", "password_of"]

VARIABLE = "AGREEMENTGEN_KEY_PASSWORD"
F = TypeVar("F", bound=Callable[..., Any])


def password_file_option(function: F) -> F:
    """Add `--password-file FILE`."""
    return click.option(
        "--password-file",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help=f"A file with the key's password. Without it, {VARIABLE} is taken, or you are asked.",
    )(function)


def password_of(key: Path, file: Path | None) -> str:
    """Give the password of a key; empty where there is none to be had.

    Raises:
        FileError: The file cannot be read.
    """
    given = _given(file)
    if given is None and console.can_ask():
        words = load_locale("en").signing("key.prompt", file=key)
        return str(click.prompt(words, hide_input=True, default="", show_default=False, err=True))
    return given or ""


def new_password(file: Path | None) -> str:
    """Give the password for a new key; at a terminal it is asked for twice.

    Raises:
        FileError: The file cannot be read, or nobody is there to be asked.
    """
    given = _given(file)
    if given is None and console.can_ask():
        words = load_locale("en").signing("key.prompt_new")
        return str(click.prompt(words, hide_input=True, confirmation_prompt=True, err=True))
    if given is None:
        raise FileError(load_locale("en").signing("key.no_terminal"))
    return given


def _given(file: Path | None) -> str | None:
    if file is None:
        return os.environ.get(VARIABLE)
    from agreementgen.renewal import read_small

    try:
        # An editor ends the last line; the password ends before that.
        return read_small(file).decode("utf-8-sig").removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        raise FileError(load_locale("en").signing("key.password_not_text", file=file)) from None
