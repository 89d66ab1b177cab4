"""`program`: what a coordinator begins with."""

from __future__ import annotations

from pathlib import Path

import click

from agreementgen.cli import console
from agreementgen.cli.new import write
from agreementgen.interview import kinds, program_starter
from agreementgen.locales import load_locale

__all__ = ["command"]


@click.group("program")
@console.plain_option
def command() -> None:
    """Begin a program: what is the same for all of its pairs.

    \b
    Example: agreementgen program new program.yaml
    """  # noqa: D301 - click keeps the lines after this mark apart


@command.command("new")
@click.argument("file", type=click.Path(path_type=Path), default="program.yaml")
@click.option("--kind", type=click.Choice(kinds()), default="workplace", show_default=True, help="Kind of mentoring.")
@click.option("-f", "--force", is_flag=True, help="Overwrite a file of this name.")
@click.option("--no-input", is_flag=True, help="Never ask; refuse instead.")
@console.plain_option
@console.quiet_option
@console.verbose_option
def new(file: Path, kind: str, force: bool, no_input: bool, quiet: bool) -> None:
    """Write a starter for a program's file, with a note on each thing it can say.

    FILE is "program.yaml" if none is given; "-" writes to standard output.

    \b
    Example: agreementgen program new bridge.yaml
    """  # noqa: D301 - click keeps the lines after this mark apart
    locale = load_locale("en")
    if write(file, program_starter(kind, locale), force=force, no_input=no_input):
        console.next_step(locale.label("program_file.next", file=file, name=file.name), quiet=quiet)
