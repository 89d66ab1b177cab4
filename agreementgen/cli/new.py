"""`new`: write a commented starter interview."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click

from agreementgen.cli import console
from agreementgen.files import write_text
from agreementgen.interview import kinds, starter
from agreementgen.interview.asking import private_path
from agreementgen.interview.fields import PERSON_IDS
from agreementgen.interview.writer import private_starter
from agreementgen.locales import Locale, load_locale

__all__ = ["command"]

SCHEMA = "agreementgen.schema.json"
"""Where an editor's schema is looked for, beside the interview."""


@click.command("new")
@click.argument("file", type=click.Path(path_type=Path), default="interview.yaml")
@click.option("--kind", type=click.Choice(kinds()), default="workplace", show_default=True, help="Kind of mentoring.")
@click.option("--as", "person", type=click.Choice(PERSON_IDS), help="Only what mentee or mentor answers.")
@click.option(
    "--schema",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A JSON Schema for your editor; it is written if it is not there yet.",
)
@click.option("-f", "--force", is_flag=True, help="Overwrite a file of this name.")
@click.option("--no-input", is_flag=True, help="Never ask; refuse instead.")
@console.plain_option
@console.quiet_option
@console.verbose_option
def command(
    file: Path, kind: str, person: str | None, schema: Path | None, force: bool, no_input: bool, quiet: bool
) -> None:
    """Write a starter interview with the twelve questions, each explained.

    FILE is "interview.yaml" if none is given; "-" writes to standard output. With --as, each of you fills in a file of
    your own, and a second one for your own eyes is offered. With --schema, or where agreementgen.schema.json is in the
    same folder, the first line tells editors such as VS Code which schema to help by.

    \b
    Example: agreementgen new amara-and-jon.yaml --kind workplace
    """  # noqa: D301 - click keeps the lines after this mark apart
    locale = load_locale("en")
    text = _modeline(file, schema, locale) + starter(kind, locale, person or "")
    if not _write(file, text, force=force, no_input=no_input):
        return
    if schema and not schema.exists():
        from agreementgen.cli.schema import as_text

        write_text(schema, as_text())
        click.echo(schema)
    own = private_path(file)
    is_offered = person and not no_input and not own.exists() and console.can_ask()
    if person and is_offered and click.confirm(locale.label("ask.private_starter.offer", file=own), err=True):
        write_text(own, private_starter(person, locale))
        own.chmod(0o600)
        click.echo(own)
    console.next_step(f"answer the twelve questions in {file}, then run: agreementgen check {file}", quiet=quiet)


def _modeline(file: Path, schema: Path | None, locale: Locale) -> str:
    """Give the line by which an editor finds the schema, relative to the interview; empty where there is none."""
    is_stdout = str(file) == "-"
    home = Path() if is_stdout else file.parent
    found = schema or (home / SCHEMA if not is_stdout and (home / SCHEMA).is_file() else None)
    if found is None:
        return ""
    try:
        path = Path(os.path.relpath(found, home)).as_posix()
    except ValueError:
        # On another drive of Windows there is no way from one to the other.
        path = found.resolve().as_uri()
    if re.search(r"\s", path):
        raise click.UsageError(locale.label("schema.space", path=path))
    return f"# yaml-language-server: $schema={path}\n"


def _write(file: Path, text: str, *, force: bool, no_input: bool) -> bool:
    """Write a file and name it; tell whether there is one, since "-" is standard output."""
    if str(file) == "-":
        click.echo(text, nl=False)
        return False
    if file.exists() and not force and not no_input and console.can_ask():
        force = click.confirm(f'"{file}" exists already. Overwrite it?', err=True)
        if not force:
            raise click.Abort
    write_text(file, text, force=force)
    click.echo(file)
    return True
