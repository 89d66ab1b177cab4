"""`new`: write a commented starter interview."""

from __future__ import annotations

from pathlib import Path

import click

from agreementgen.cli import console
from agreementgen.files import write_text
from agreementgen.interview import kinds, starter
from agreementgen.locales import load_locale

__all__ = ["command"]


@click.command("new")
@click.argument("file", type=click.Path(path_type=Path), default="interview.yaml")
@click.option("--kind", type=click.Choice(kinds()), default="workplace", show_default=True, help="Kind of mentoring.")
@click.option("-f", "--force", is_flag=True, help="Overwrite a file of this name.")
@click.option("--no-input", is_flag=True, help="Never ask; refuse instead.")
@console.quiet_option
@console.verbose_option
def command(file: Path, kind: str, force: bool, no_input: bool, quiet: bool) -> None:
    """Write a starter interview with the twelve questions, each explained.

    FILE is "interview.yaml" if none is given; "-" writes to standard output.

    \b
    Example: agreementgen new amara-and-jon.yaml --kind workplace
    """  # noqa: D301 - click keeps the lines after this mark apart
    text = starter(kind, load_locale("en"))
    if str(file) == "-":
        click.echo(text, nl=False)
        return
    if file.exists() and not force and not no_input and console.can_ask():
        force = click.confirm(f'"{file}" exists already. Overwrite it?', err=True)
        if not force:
            raise click.Abort
    write_text(file, text, force=force)
    click.echo(file)
    console.next_step(f"answer the twelve questions in {file}, then run: agreementgen check {file}", quiet=quiet)
