"""What people see: problems with their lines, notes, and the options every command shares. Results go to stdout."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from agreementgen.errors import Problem

if TYPE_CHECKING:
    # The help needs none of what these load.
    from agreementgen.interview import Notice
    from agreementgen.locales import Locale

__all__ = [
    "can_ask",
    "fail",
    "in_words",
    "next_step",
    "note",
    "quiet_option",
    "show_notices",
    "show_problem",
    "templates_option",
    "use_utf8",
    "verbose_option",
]

F = TypeVar("F", bound=Callable[..., Any])


def quiet_option(function: F) -> F:
    """Add `-q`: results and errors only."""
    return click.option("-q", "--quiet", is_flag=True, help="Print results and errors only.")(function)


def verbose_option(function: F) -> F:
    """Add `-v`: details where something goes wrong."""
    return click.option("-v", "--verbose", is_flag=True, expose_value=False, help="Print details of errors.")(function)


def templates_option(function: F) -> F:
    """Add `--templates DIR`: an organisation's folder over the shipped one."""
    from pathlib import Path

    help_ = "A folder of your own words and looks, laid over ours."
    return click.option("--templates", metavar="DIR", type=click.Path(path_type=Path), help=help_)(function)


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


def in_words(key: str, value: Any, locale: Locale) -> str:
    """Put a person's typed answer into words; `None` is a spoken "none", and a goal is told with its parts."""
    from agreementgen.agreement import answer_in_words
    from agreementgen.interview.fields import FIELDS, SHORT_FORMS, Section
    from agreementgen.interview.model import question_key

    if value is None or value == ():
        words = answer_in_words(key, (), locale) if value == () else ""
        return words or locale.label("pair.nothing")
    if isinstance(value, tuple) and value and isinstance(value[0], Section):
        return "; ".join(in_words(key, item, locale) for item in value)
    if not isinstance(value, Section):
        return answer_in_words(key, value, locale)
    short = SHORT_FORMS[type(value)]
    parts = []
    for name, part in value:
        full = f"{question_key(key)}.*.{name}"
        if part is not None and name != short and full in FIELDS:
            topic, words = locale.question(full).label, answer_in_words(full, part, locale)
            parts.append(locale.label("pair.entry_part", topic=topic, words=words))
    title = str(getattr(value, short))
    return locale.label("pair.entry", title=title, parts="; ".join(parts)) if parts else title


def show_notices(notices: Iterable[Notice], locale: Locale, *, quiet: bool) -> None:
    """Tell what was decided while two files were put together, each with its place."""
    for each in notices:
        words = dict(each.words)
        words["person"] = locale.label(f"pair.people.{words['person']}") if "person" in words else ""
        place = f"{each.file}:{each.line}" if each.line else each.file
        text = locale.label(f"pair.notice.{each.kind}", **words)
        note(locale.label("pair.notice.line", place=place, full=each.key, text=text), quiet=quiet)
