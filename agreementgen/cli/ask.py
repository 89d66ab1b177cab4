"""`ask`: a guided interview in the terminal; every answer is in the file before the next question is put."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from pathlib import Path

import click

from agreementgen.cli import console
from agreementgen.cli._lines import ENDING, EnoughError, HungUp, Lines, ignore_signals
from agreementgen.cli._sheet import Sheet
from agreementgen.cli._talk import Talk
from agreementgen.errors import Exit
from agreementgen.interview import asking, what_blocks
from agreementgen.interview.fields import ANSWERING_IDS, kind_of
from agreementgen.interview.plain import nearest
from agreementgen.locales import Locale, fold, load_locale

__all__ = ["command"]


@click.command("ask")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), default="interview.yaml")
@click.option(
    "--as",
    "person",
    metavar="PERSON",
    type=click.Choice(ANSWERING_IDS),
    help="Ask one person only, such as mentee or member-2.",
)
@click.option("--section", "names", metavar="NAME", multiple=True, help="Ask this section, answered or not.")
@click.option("--only-open", is_flag=True, help="Ask only what keeps the agreement from being final.")
@click.option("--program", metavar="FILE", type=click.Path(path_type=Path), help="The program's file.")
@click.option("--no-input", is_flag=True, help="Never ask; refuse instead.")
@console.plain_option
@console.quiet_option
@console.verbose_option
def command(
    file: Path,
    person: str | None,
    names: tuple[str, ...],
    only_open: bool,
    program: Path | None,
    no_input: bool,
    quiet: bool,
) -> int:
    """Ask the twelve questions one by one, and save every answer at once.

    Stop whenever you like: the next time it goes on with the first question that has no answer. FILE is
    "interview.yaml" if none is given; what else stands in it stays as it is.

    \b
    Example: agreementgen ask amara.yaml --as mentee
    """  # noqa: D301 - click keeps the lines after this mark apart
    locale = load_locale("en")
    if no_input:
        raise click.UsageError(locale.label("ask.no_input", file=console.on_command_line(file)))
    if str(file) == "-":
        raise click.UsageError(locale.label("ask.no_stdin"))
    sheet = Sheet(file, locale, program)
    if sheet.problems:
        for problem in sheet.problems:
            console.show_problem(problem)
        console.note(locale.label("ask.refused"), quiet=quiet)
        return Exit.FINDINGS
    written_by = sheet.interview.written_by
    if person and written_by and written_by != person:
        raise click.UsageError(locale.label("ask.other_person", file=file, person=written_by))
    sheet.person = person or written_by
    kind = kind_of(sheet.person, sheet.interview.kind)
    chosen = tuple(_section(name, sheet.person, kind, locale) for name in names)
    talk = Talk(sheet, Lines(console.is_plain(), locale), locale)
    with _ended_by_signals():
        try:
            talk.hold(chosen, only_open)
        except EnoughError:
            pass
        except HungUp:
            return Exit.INTERRUPTED
        except KeyboardInterrupt:
            ignore_signals()
            options = (f" --as {person}" if person else "") + console.said_options(program, {})
            click.echo(err=True)
            key = "stopped" if file.exists() else "stopped_early"
            console.note(
                locale.label(f"ask.{key}", file=file, typed=console.on_command_line(file), options=options), quiet=quiet
            )
            return Exit.INTERRUPTED
    _sum_up(sheet, locale, quiet)
    return Exit.DONE


def _section(name: str, person: str, kind: str | None, locale: Locale) -> str:
    known = asking.sections(person, kind)
    if fold(name) in known:
        return fold(name)
    near = nearest(fold(name), known)
    names = ", ".join(known)
    hint = locale.label("advice.did_you_mean", name=near) if near else locale.label("advice.known_keys", names=names)
    raise click.UsageError(locale.label("ask.unknown_section", name=name, hint=hint))


@contextlib.contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let a closed window or a kill end the interview as Ctrl-C does, so that no file is left half written."""

    def end(number: int, frame: object) -> None:
        ignore_signals()
        raise HungUp

    before = {}
    for number in ENDING:
        # Only the main thread may set what a signal does.
        with contextlib.suppress(ValueError):
            before[number] = signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            # What is ignored by now belongs to a process that ends.
            if signal.getsignal(number) is end:
                signal.signal(number, handler)


def _sum_up(sheet: Sheet, locale: Locale, quiet: bool) -> None:
    """Say what is still open and what comes next; the file's name is the result."""
    if sheet.text is None:
        console.note(locale.label("ask.stopped_early"), quiet=quiet)
        return
    interview, person = sheet.interview, sheet.person
    mine = [p for p in what_blocks(interview, locale, sheet.text) if asking.is_theirs(p.key, person, interview.kind)]
    if not quiet and mine:
        count = locale.count(len(mine), "open_answer").capitalize()
        console.note("\n" + locale.label("ask.summary", file=sheet.path, count=count))
        for problem in mine:
            console.note(locale.label("ask.open_answer", message=problem.message, full=problem.key))
    elif not quiet:
        console.note("\n" + locale.label("ask.complete", file=sheet.path))
    click.echo(sheet.path)
    if person:
        console.next_step(console.after_one(sheet.path, person, interview, locale), quiet=quiet)
    else:
        options = console.said_options(sheet.program, {})
        console.next_step(locale.label("ask.next", file=f"{console.on_command_line(sheet.path)}{options}"), quiet=quiet)
