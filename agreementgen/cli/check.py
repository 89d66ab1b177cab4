"""`check`: every problem of an interview at once, then what is still open."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from agreementgen.agreement import answer_in_words
from agreementgen.cli import console
from agreementgen.errors import Code, Exit, Problem
from agreementgen.files import read_bytes
from agreementgen.interview import Interview, Reading, what_blocks
from agreementgen.interview.reach import answer_at
from agreementgen.locales import Locale, load_locale
from agreementgen.opening import open_pair

__all__ = ["command"]


def _explain(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value is None or ctx.resilient_parsing:
        return
    if value.upper() not in {code.value for code in Code}:
        raise click.BadParameter(f'"{value}" is no problem code; they look like AG012.')
    click.echo(f"{value.upper()}: {load_locale('en').problem(Code(value.upper()), 'explain', {})}")
    ctx.exit()


@click.command("check")
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--final", is_flag=True, help="Fail while anything is still open.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Form of the result.",
)
@click.option("--program", metavar="FILE", type=click.Path(path_type=Path), help="The program's file.")
@console.set_option
@click.option("--origins", is_flag=True, help="Tell where each answer comes from.")
@click.option("--explain", metavar="CODE", is_eager=True, expose_value=False, callback=_explain, help="Explain a code.")
@console.quiet_option
@console.verbose_option
def command(
    files: tuple[Path, ...],
    final: bool,
    form: str,
    program: Path | None,
    sets: dict[str, str],
    origins: bool,
    quiet: bool,
) -> int:
    """Show every problem in an interview, with its place and what to write instead.

    An interview that is merely unfinished is fine: what is still open is listed. "-" reads standard input.

    \b
    Example: agreementgen check interview.yaml
    """  # noqa: D301 - click keeps the lines after this mark apart
    locale = load_locale("en")
    results = [_Result(path, locale, program, sets) for path in files]
    if form == "json":
        told = [result.as_json(with_origins=origins) for result in results]
        click.echo(json.dumps({"files": told}, ensure_ascii=False, indent=2))
    else:
        for result in results:
            result.show(quiet, final)
            if origins:
                result.show_origins()
    failed = [result for result in results if result.reading.problems or (final and result.open)]
    if failed and all(result.blames_clauses for result in failed):
        return Exit.TEMPLATE
    return Exit.FINDINGS if failed else Exit.DONE


class _Result:
    """One file, read and checked."""

    def __init__(self, path: Path, locale: Locale, program: Path | None, sets: dict[str, str]) -> None:
        self.path = path
        self.program = program
        self.sets = sets
        self.locale = locale
        is_stdin = str(path) == "-"
        data = sys.stdin.buffer.read() if is_stdin else read_bytes(path)
        folder = Path() if is_stdin else path.parent
        opened = open_pair(data, "<stdin>" if is_stdin else str(path), folder, program, sets)
        self.reading: Reading = opened.reading
        self.blames_clauses = opened.blames_clauses
        self.open: tuple[Problem, ...] = ()
        if interview := self.reading.interview:
            self.open = what_blocks(
                interview,
                locale,
                data.decode("utf-8-sig"),
                words=lambda key, value: answer_in_words(key, value, locale),
            )

    def show(self, quiet: bool, final: bool) -> None:
        """Print the problems, or what is still open."""
        for problem in self.reading.problems:
            console.show_problem(problem)
        name = self.path
        if self.reading.problems:
            count = len(self.reading.problems)
            console.note(f"{name}: {count} {'problem' if count == 1 else 'problems'}", quiet=quiet)
            return
        if final and self.open:
            for problem in self.open:
                console.show_problem(problem)
        elif self.open:
            click.echo(f"{name}: no problems. {self.locale.count(len(self.open), 'open_answer').capitalize()}:")
            for problem in self.open:
                place = f"line {problem.line}" if problem.line else "not in the file"
                click.echo(f"  {problem.message} [{problem.key}, {place}]")
        else:
            click.echo(f"{name}: no problems, nothing is open.")
        options = ("" if self.open else " --final") + console.said_options(self.program, self.sets)
        console.next_step(f"agreementgen render {name}{options}", quiet=quiet)

    def show_origins(self) -> None:
        """Tell of each answer what it is, in words, and where it comes from."""
        interview = self.reading.interview
        if interview is None:
            return
        click.echo(self.locale.label("origins.head"))
        for key in interview.standings:
            words = self._words(interview, key)
            said = {"full": key, "words": words.replace("\n", " "), "origin": self._origin(interview, key)}
            click.echo(self.locale.label("origins.line", **said))

    def _words(self, interview: Interview, key: str) -> str:
        if key not in interview.origins:
            return self.locale.label("origins.open")
        return console.in_words(key, answer_at(interview.answers, key), self.locale)

    def _origin(self, interview: Interview, key: str) -> str:
        origin = interview.origins.get(key)
        if origin is None:
            standing = interview.standings[key]
            line = standing.place.line if standing.place else 0
            return self.locale.label("origins.pair" if line else "origins.nowhere", line=line)
        name = origin.source
        if name == "program" and origin.is_locked:
            name = "program_locked"
        elif name in ("pair", "program") and not origin.line:
            name += "_somewhere"
        return self.locale.label(f"origins.{name}", name=origin.name, line=origin.line)

    def _origin_as_json(self, interview: Interview, key: str) -> dict[str, Any]:
        origin, is_there = interview.origins.get(key), key in interview.origins
        return {
            "key": key,
            "value": self._words(interview, key) if is_there else None,
            "from": origin.source if origin else None,
            "name": origin.name or None if origin else None,
            "line": origin.line or None if origin else None,
            "locked": bool(origin and origin.is_locked),
        }

    def as_json(self, *, with_origins: bool = False) -> dict[str, Any]:
        """Give the result for programs."""
        interview = self.reading.interview
        further = {}
        if with_origins and interview:
            further["origins"] = [self._origin_as_json(interview, key) for key in interview.standings]
        return {
            "file": str(self.path),
            "problems": [_as_json(problem) for problem in self.reading.problems],
            "open": [
                {"key": key, "state": str(standing.state), "line": standing.place.line if standing.place else None}
                for key, standing in (interview.blocking() if interview else ())
            ],
            **further,
        }


def _as_json(problem: Problem) -> dict[str, Any]:
    names = ("code", "line", "column", "key", "message", "help")
    return {name: getattr(problem, name) for name in names}
