"""`check`: every problem of an interview at once, then what is still open, then advice."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from agreementgen.cli import console
from agreementgen.cli._given import open_given
from agreementgen.cli._origins import origins_as_json, told_origins
from agreementgen.errors import Code, Exit, Level, Problem
from agreementgen.interview import Reading, advise, asking, what_blocks
from agreementgen.locales import Locale, load_locale
from agreementgen.resources import lay_over

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
@click.option("--strict", is_flag=True, help="Fail on a warning, too.")
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
@console.templates_option
@console.plain_option
@console.quiet_option
@console.verbose_option
def command(
    files: tuple[Path, ...],
    final: bool,
    strict: bool,
    form: str,
    program: Path | None,
    sets: dict[str, str],
    origins: bool,
    templates: Path | None,
    quiet: bool,
) -> int:
    """Show every problem in an interview, with its place and what to write instead.

    An interview that is merely unfinished is fine: what is still open is listed. Then comes advice: a warning is worth
    a change, the rest is worth a thought. "-" reads standard input.

    \b
    Example: agreementgen check interview.yaml
    """  # noqa: D301 - click keeps the lines after this mark apart
    locale = load_locale("en", lay_over(templates))
    today = console.today()
    results = [_Result(path, locale, program, sets, today) for path in files]
    if form == "json":
        told = [result.as_json(with_origins=origins) for result in results]
        click.echo(json.dumps({"files": told}, ensure_ascii=False, indent=2))
    else:
        for result in results:
            result.show(quiet, final, strict)
            if origins and result.reading.interview:
                for line in told_origins(result.reading.interview, locale):
                    click.echo(line)
    failed = [
        result
        for result in results
        if result.reading.problems or (final and result.open) or (strict and result.warnings)
    ]
    if failed and all(result.blames_clauses for result in failed):
        return Exit.TEMPLATE
    return Exit.FINDINGS if failed else Exit.DONE


class _Result:
    """One file, read and checked."""

    def __init__(self, path: Path, locale: Locale, program: Path | None, sets: dict[str, str], today: date) -> None:
        self.path = path
        self.program = program
        self.sets = sets
        self.locale = locale
        opened = open_given(path, program, sets, locale.templates)
        self.reading: Reading = opened.reading
        self.blames_clauses = opened.blames_clauses
        self.person = ""
        self.open: tuple[Problem, ...] = ()
        self.advice: tuple[Problem, ...] = ()
        if interview := self.reading.interview:
            text = opened.text
            blocking = what_blocks(interview, locale, text, words=lambda key, value: _in_words(key, value, locale))
            self.person = interview.written_by
            self.open = tuple(each for each in blocking if asking.is_theirs(each.key, self.person, interview.kind))
            self.advice = advise(interview, locale, text, today=today)

    @property
    def warnings(self) -> list[Problem]:
        """The advice that is worth a change."""
        return self._advice(Level.WARNING)

    def _advice(self, level: Level) -> list[Problem]:
        return [each for each in self.advice if each.code.level is level]

    def show(self, quiet: bool, final: bool, strict: bool) -> None:
        """Print the problems, or what is still open and what is worth a thought."""
        console.show_problems(self.reading.problems)
        name = self.path
        if self.reading.problems:
            count = len(self.reading.problems)
            console.note(f"{name}: {count} {'problem' if count == 1 else 'problems'}", quiet=quiet)
            return
        if final and self.open:
            console.show_problems(self.open)
        elif self.open:
            click.echo(f"{name}: no problems. {self.locale.count(len(self.open), 'open_answer').capitalize()}:")
            for problem in self.open:
                click.echo(f"  {problem.message} [{problem.key}, {_place(problem)}]")
        else:
            click.echo(f"{name}: no problems, nothing is open.")
        self._show_advice(quiet, strict)
        if self.person and self.reading.interview:
            words = console.after_one(name, self.person, self.reading.interview, self.locale)
            console.next_step(words, quiet=quiet)
            return
        options = ("" if self.open else " --final") + console.said_options(
            self.program, self.sets, self.locale.templates.root
        )
        console.next_step(f"agreementgen render {console.on_command_line(name)}{options}", quiet=quiet)

    def _show_advice(self, quiet: bool, strict: bool) -> None:
        """Print warnings as errors are printed, then nudges and notes in short."""
        if strict or not quiet:
            for warning in self.warnings:
                console.show_problem(warning)
        for level in () if quiet else (Level.NUDGE, Level.NOTE):
            if found := self._advice(level):
                click.echo(self.locale.label(f"advice.{level}s"))
            for each in found:
                click.echo(f"  {each.message} [{each.key}, {_place(each)}, {each.code}]")
                if level is Level.NUDGE:
                    click.echo(f"    {each.help}")

    def as_json(self, *, with_origins: bool = False) -> dict[str, Any]:
        """Give the result for programs."""
        interview, keys = self.reading.interview, {each.key for each in self.open}
        return {
            "file": str(self.path),
            "problems": [_as_json(problem) for problem in self.reading.problems],
            "open": [
                {"key": key, "state": str(standing.state), "line": standing.place.line if standing.place else None}
                for key, standing in (interview.blocking() if interview else ())
                if key in keys
            ],
            **({"origins": origins_as_json(interview, self.locale)} if with_origins and interview else {}),
            "advice": [{"level": str(each.code.level), **_as_json(each)} for each in self.advice],
        }


def _place(problem: Problem) -> str:
    return f"line {problem.line}" if problem.line else "not in the file"


def _in_words(key: str, value: Any, locale: Locale) -> str:
    # Loaded where something is open: a settled interview is checked without any of it.
    from agreementgen.agreement import answer_in_words

    return answer_in_words(key, value, locale)


def _as_json(problem: Problem) -> dict[str, Any]:
    names = ("code", "line", "column", "key", "message", "help")
    return {name: getattr(problem, name) for name in names}
