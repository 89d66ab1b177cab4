"""What people see: problems with their lines, notes, and the options every command shares. Results go to stdout."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from agreementgen.errors import AgreementError, InterviewError, Level, Problem

if TYPE_CHECKING:
    # The help needs none of what these load.
    from pathlib import Path

    from agreementgen.interview import Interview, Notice
    from agreementgen.locales import Locale

__all__ = [
    "after_one",
    "can_ask",
    "engine_option",
    "epoch",
    "fail",
    "font_option",
    "in_words",
    "is_plain",
    "next_step",
    "note",
    "on_command_line",
    "plain_option",
    "quiet_option",
    "said_options",
    "set_option",
    "set_plain",
    "show_error",
    "show_notices",
    "show_problem",
    "show_problems",
    "templates_option",
    "today",
    "use_utf8",
    "verbose_option",
]

MOST_SHOWN = 50
"""More problems than that have one cause, or belong to another file."""
F = TypeVar("F", bound=Callable[..., Any])
_manner = {"plain": False}
"""How things are said in this run; kept apart from click's context, since errors are shown after that has ended."""


def is_plain() -> bool:
    """Tell whether everything is said in plain lines, for screen readers and logs."""
    return _manner["plain"]


def set_plain(plain: bool) -> None:
    """Say everything in plain lines from now on, or no longer."""
    _manner["plain"] = plain


def _plainly(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        set_plain(True)


def plain_option(function: F) -> F:
    """Add `--plain`: no colours, carets, columns or lists to choose from; `AGREEMENTGEN_PLAIN` says the same."""
    return click.option(
        "--plain",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_plainly,
        envvar="AGREEMENTGEN_PLAIN",
        help="Plain lines only, for screen readers and logs.",
    )(function)


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


def engine_option(function: F) -> F:
    """Add `--engine NAME`: how pages are set."""
    from agreementgen.typeset.pdf import ENGINES

    help_ = "full sets each page as if it were the first: slower, and looks the same."
    return click.option("--engine", type=click.Choice(ENGINES), default=ENGINES[0], show_default=True, help=help_)(
        function
    )


def font_option(function: F) -> F:
    """Add `--font FILE`, which may be given several times; the command gets `font`, a tuple of paths."""
    from pathlib import Path

    help_ = "A font for further scripts. May be given several times."
    return click.option("--font", metavar="FILE", multiple=True, type=click.Path(path_type=Path), help=help_)(function)


def set_option(function: F) -> F:
    """Add `--set KEY=VALUE`, which may be given several times; the command gets `sets`, text by full key."""
    return click.option(
        "--set",
        "sets",
        metavar="KEY=VALUE",
        multiple=True,
        callback=_by_key,
        help="An answer that goes before the file's, such as term.start=2026-01-05. May be given several times.",
    )(function)


def _by_key(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> dict[str, str]:
    from agreementgen.locales import load_locale

    found: dict[str, str] = {}
    for text in value:
        key, is_given, said = text.partition("=")
        key = key.strip()
        if not is_given or not key:
            raise click.BadParameter(load_locale("en").label("set.needs_pair", text=text))
        if key in found:
            raise click.BadParameter(load_locale("en").label("set.twice", full=key))
        found[key] = said
    return found


def said_options(program: object, sets: dict[str, str], templates: object = None) -> str:
    """Give what was said of program, answers and own words as it is said again on the next command line."""
    words = ["--program", str(program)] if program else []
    words += ["--templates", str(templates)] if templates else []
    for key, text in sets.items():
        words += ["--set", f"{key}={text}"]
    return f" {on_command_line(*words)}" if words else ""


def on_command_line(*words: object) -> str:
    """Give words as they are typed on a command line: in quotes where they hold a space, or a sign of the shell."""
    return " ".join(_in_double_quotes(str(word)) if os.name == "nt" else shlex.quote(str(word)) for word in words)


def _in_double_quotes(word: str) -> str:
    """Quote a word as cmd and PowerShell both read it."""
    escaped = word.replace('"', '\\"')
    return word if re.fullmatch(r"[\w.,:\\/@+=~-]+", word) else f'"{escaped}"'


def use_utf8() -> None:
    """Write UTF-8 whatever the terminal's code page is, so that no name breaks a message."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def can_ask() -> bool:
    """Tell whether a person sits at the terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def epoch() -> int | None:
    """Read `SOURCE_DATE_EPOCH` (reproducible-builds.org), seconds since 1970; `None` where it is not set.

    Raises:
        click.UsageError: It is no such number.
    """
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > 11:
        raise click.UsageError(f'SOURCE_DATE_EPOCH must be whole seconds since 1970, not "{text}".')
    return int(text)


def today() -> date:
    """Give the day it is here, or the one that `SOURCE_DATE_EPOCH` sets."""
    seconds = epoch()
    return date.today() if seconds is None else datetime.fromtimestamp(seconds, UTC).date()


def _styled(text: str, *, err: bool, **style: Any) -> str:
    stream = sys.stderr if err else sys.stdout
    in_colour = (
        not is_plain() and stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )
    return click.style(text, **style) if in_colour else text


def note(text: str, *, quiet: bool = False) -> None:
    """Tell a person something beside the result."""
    if not quiet:
        click.echo(text, err=True)


def next_step(text: str, *, quiet: bool = False) -> None:
    """Say what to do next."""
    note(f"Next: {text}", quiet=quiet)


def after_one(path: Path, person: str, interview: Interview, locale: Locale) -> str:
    """Say what comes next for a file that one person has filled in: those of the others, and all side by side."""
    from agreementgen.interview.fields import core_of, kind_of
    from agreementgen.interview.model import person_of

    kind = kind_of(person, interview.kind)
    first, second = core_of(kind)[:2]
    other = second if person == first else first
    name = person_of(interview.answers, other).name or locale.label(f"values.answered_by.{other.replace('-', '_')}")
    files = [on_command_line(path), locale.label("ask.theirs")]
    pair = " ".join(files if person == first else files[::-1])
    return locale.of_kind(kind).label("ask.next_with", file=path, other=name, files=pair)


def fail(text: str) -> None:
    """Say what could not be done."""
    click.echo(_styled("error: ", err=True, fg="red", bold=True) + text, err=True)


def show_error(error: AgreementError) -> None:
    """Print what could not be done; for a person's file, every problem of it."""
    if isinstance(error, InterviewError):
        show_problems(error.problems, err=True)
    else:
        fail(str(error))


def show_problems(problems: Sequence[Problem], *, err: bool = False) -> None:
    """Print the first fifty problems, and how many more there are."""
    for problem in problems[:MOST_SHOWN]:
        show_problem(problem, err=err)
    if len(problems) > MOST_SHOWN:
        click.echo(f"… and {len(problems) - MOST_SHOWN} more.", err=err)


def show_problem(problem: Problem, *, err: bool = False) -> None:
    """Print one problem, or one advice: place, message, the line with a caret, and what to write instead.

    Plainly, there is no line and no caret.
    """
    mark = f"{problem.code.level}[{problem.code}]"
    colour = "red" if problem.code.level is Level.ERROR else "yellow"
    head, _, rest = str(problem).partition(mark)
    click.echo(head + _styled(mark, err=err, fg=colour, bold=True) + rest, err=err)
    if problem.source.strip() and not is_plain():
        shown = problem.source.replace("\t", "→")
        gutter = f"{problem.line:>5} | "
        click.echo(gutter + shown, err=err)
        width = min(problem.width, max(1, len(shown) - problem.column + 1))
        click.echo(" " * (len(gutter) + problem.column - 1) + _styled("^" * width, err=err, fg=colour), err=err)
    click.echo(("" if is_plain() else "  ") + _styled("help: ", err=err, fg="cyan") + problem.help, err=err)


def in_words(key: str, value: Any, locale: Locale) -> str:
    """Put a person's typed answer into words, as `view_in_words` does, which is loaded when it is first asked."""
    from agreementgen.agreement import view_in_words

    return view_in_words(key, value, locale)


def show_notices(notices: Iterable[Notice], locale: Locale, *, quiet: bool) -> None:
    """Tell what was decided while two files were put together, each with its place."""
    for each in notices:
        words = dict(each.words)
        words["person"] = locale.label(f"pair.people.{words['person']}") if "person" in words else ""
        place = f"{each.file}:{each.line}" if each.line else each.file
        text = locale.label(f"pair.notice.{each.kind}", **words)
        note(locale.label("pair.notice.line", place=place, full=each.key, text=text), quiet=quiet)
