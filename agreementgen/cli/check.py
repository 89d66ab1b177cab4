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
from agreementgen.interview import Reading, what_blocks
from agreementgen.locales import Locale, load_locale
from agreementgen.opening import open_pair
from agreementgen.resources import SHIPPED, lay_over

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
@click.option("--explain", metavar="CODE", is_eager=True, expose_value=False, callback=_explain, help="Explain a code.")
@console.templates_option
@console.quiet_option
@console.verbose_option
def command(
    files: tuple[Path, ...], final: bool, form: str, program: Path | None, templates: Path | None, quiet: bool
) -> int:
    """Show every problem in an interview, with its place and what to write instead.

    An interview that is merely unfinished is fine: what is still open is listed. "-" reads standard input.

    \b
    Example: agreementgen check interview.yaml
    """  # noqa: D301 - click keeps the lines after this mark apart
    locale = load_locale("en", lay_over(templates) if templates else SHIPPED)
    results = [_Result(path, locale, program) for path in files]
    if form == "json":
        click.echo(json.dumps({"files": [result.as_json() for result in results]}, ensure_ascii=False, indent=2))
    else:
        for result in results:
            result.show(quiet, final)
    failed = any(result.reading.problems or (final and result.open) for result in results)
    return Exit.FINDINGS if failed else Exit.DONE


class _Result:
    """One file, read and checked."""

    def __init__(self, path: Path, locale: Locale, program: Path | None) -> None:
        self.path = path
        self.program = program
        self.locale = locale
        is_stdin = str(path) == "-"
        data = sys.stdin.buffer.read() if is_stdin else read_bytes(path)
        folder = Path() if is_stdin else path.parent
        self.reading: Reading = open_pair(
            data, "<stdin>" if is_stdin else str(path), folder, program, templates=locale.templates
        ).reading
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
        options = ("" if self.open else " --final") + (f" --program {self.program}" if self.program else "")
        options += f" --templates {root}" if (root := self.locale.templates.root) else ""
        console.next_step(f"agreementgen render {name}{options}", quiet=quiet)

    def as_json(self) -> dict[str, Any]:
        """Give the result for programs."""
        interview = self.reading.interview
        return {
            "file": str(self.path),
            "problems": [_as_json(problem) for problem in self.reading.problems],
            "open": [
                {"key": key, "state": str(standing.state), "line": standing.place.line if standing.place else None}
                for key, standing in (interview.blocking() if interview else ())
            ],
        }


def _as_json(problem: Problem) -> dict[str, Any]:
    names = ("code", "line", "column", "key", "message", "help")
    return {name: getattr(problem, name) for name in names}
