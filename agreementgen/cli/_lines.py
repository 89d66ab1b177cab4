"""A person at the keyboard, or a pipe, line by line; the talk itself goes to standard error."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Sequence
from typing import Any

import click

from agreementgen.interview import typed
from agreementgen.locales import Locale

__all__ = ["ENDING", "EnoughError", "HungUp", "Lines", "ignore_signals"]


ENDING = tuple(getattr(signal, name) for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name))
"""Signals by which a terminal that is closed, or a system that goes down, ends a program; Windows has no SIGHUP."""


def ignore_signals() -> None:
    """End without being disturbed."""
    with contextlib.suppress(ValueError):
        for number in (*ENDING, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)


class EnoughError(Exception):
    """The lines to read are at their end: Ctrl-D, or the end of what was piped in."""


class HungUp(KeyboardInterrupt):
    """The terminal is gone, so that nothing can be said any more."""


def _can_edit() -> bool:
    """Tell whether a line can be edited while it is typed: in a locale without UTF-8, readline spoils other letters."""
    from importlib.util import find_spec
    from locale import LC_CTYPE, setlocale

    if not find_spec("readline") or "utf" not in setlocale(LC_CTYPE).casefold():
        return False
    import readline

    # A line that is typed at one question is no answer to another.
    readline.set_auto_history(False)
    return True


class Lines:
    """What a person types, line by line; the talk itself goes to standard error."""

    def __init__(self, plain: bool, locale: Locale) -> None:
        self.locale = locale
        self.at_terminal = sys.stdin.isatty()
        self.with_arrows = not plain and self.at_terminal and sys.stdout.isatty() and sys.stderr.isatty()
        self.can_edit = self.with_arrows and _can_edit()

    def say(self, text: str) -> None:
        """Say one line or several."""
        click.echo(text.rstrip("\n"), err=True)

    def read(self, prompt: str) -> str:
        """Read one line; one that is not in UTF-8 is asked for again.

        Raises:
            EnoughError: There is none.
        """
        while True:
            try:
                return self._read(prompt)
            except UnicodeDecodeError:
                click.echo(err=True)
                self.say(self.locale.label("ask.not_utf8"))

    def _read(self, prompt: str) -> str:
        try:
            if self.can_edit:
                return typed.cleaned(input(prompt))
            click.echo(prompt, nl=False, err=True)
            data = sys.stdin.buffer.readline()
        except EOFError:
            data = b""
        except OSError as error:
            # A second word of the same news must not come in between.
            ignore_signals()
            raise HungUp from error
        if not data:
            click.echo(err=True)
            raise EnoughError
        line = typed.cleaned(data.decode("utf-8"))
        if not self.at_terminal:
            # A terminal shows what is typed; a log shall show it, too.
            self.say(line)
        return line

    def choose(self, prompt: str, known: Sequence[str], *, can_be_open: bool) -> str:
        """Read a line, or let one of a list be picked by arrow keys where that can be done; Enter is for later."""
        picker = self._picker() if self.with_arrows and known else None
        if picker is None:
            return self.read(prompt)
        later, to_discuss = self.locale.label("ask.for_later"), self.locale.label("ask.open")
        listed = [later, *known, *([to_discuss] if can_be_open else [])]
        try:
            question = picker.select(prompt, choices=listed, instruction=" ")
            # A list knows no Ctrl-D by itself; everywhere else it ends what is asked.
            question.application.key_bindings.add("c-d", eager=True)(lambda event: event.app.exit(exception=EOFError()))
            picked = question.unsafe_ask()
        except EOFError:
            raise EnoughError from None
        return "" if picked == later else str(picked)

    def _picker(self) -> Any:
        from importlib import import_module

        try:
            return import_module("questionary")
        except ImportError:
            return None
