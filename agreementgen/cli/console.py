"""What people see: problems with their lines, notes, and the options every command shares. Results go to stdout."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from agreementgen.errors import Problem

__all__ = ["can_ask", "fail", "next_step", "note", "quiet_option", "show_problem", "use_utf8", "verbose_option"]

F = TypeVar("F", bound=Callable[..., Any])


def quiet_option(function: F) -> F:
    """Add `-q`: results and errors only."""
    return click.option("-q", "--quiet", is_flag=True, help="Print results and errors only.")(function)


def verbose_option(function: F) -> F:
    """Add `-v`: details where something goes wrong."""
    return click.option("-v", "--verbose", is_flag=True, expose_value=False, help="Print details of errors.")(function)


def use_utf8() -> None:
    """Write UTF-8 whatever the terminal's code page is, so that no name breaks a message."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def can_ask() -> bool:
    """Tell whether a person sits at the terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _styled(text: str, *, err: bool, **style: Any) -> str:
    stream = sys.stderr if err else sys.stdout
    in_colour = stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return click.style(text, **style) if in_colour else text


def note(text: str, *, quiet: bool = False) -> None:
    """Tell a person something beside the result."""
    if not quiet:
        click.echo(text, err=True)


def next_step(text: str, *, quiet: bool = False) -> None:
    """Say what to do next."""
    note(f"Next: {text}", quiet=quiet)


def fail(text: str) -> None:
    """Say what could not be done."""
    click.echo(_styled("error: ", err=True, fg="red", bold=True) + text, err=True)


def show_problem(problem: Problem, *, err: bool = False) -> None:
    """Print one problem: place, message, the line with a caret, and what to write instead."""
    head, _, rest = str(problem).partition(f"error[{problem.code}]")
    click.echo(head + _styled(f"error[{problem.code}]", err=err, fg="red", bold=True) + rest, err=err)
    if problem.source.strip():
        shown = problem.source.replace("\t", "→")
        gutter = f"{problem.line:>5} | "
        click.echo(gutter + shown, err=err)
        width = min(problem.width, max(1, len(shown) - problem.column + 1))
        click.echo(" " * (len(gutter) + problem.column - 1) + _styled("^" * width, err=err, fg="red"), err=err)
    click.echo(_styled("  help: ", err=err, fg="cyan") + problem.help, err=err)
