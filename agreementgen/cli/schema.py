"""`schema`: the JSON Schema of an interview or of a program's file, for editors."""

from __future__ import annotations

import json
from pathlib import Path

import click

from agreementgen.cli import console
from agreementgen.files import write_text
from agreementgen.interview.schema import interview_schema, program_schema
from agreementgen.locales import load_locale

__all__ = ["as_text", "command"]


@click.command("schema")
@click.option("--program", "for_program", is_flag=True, help="The schema of a program's file, not of an interview.")
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="Write it there.")
@click.option("-f", "--force", is_flag=True, help="Overwrite a file of this name.")
@console.plain_option
@console.quiet_option
@console.verbose_option
def command(for_program: bool, output: Path | None, force: bool, quiet: bool) -> None:
    """Write the JSON Schema of an interview, by which an editor helps while you type.

    It says what may stand where, why it is asked and an example; "check" finds what it cannot say. Without -o it goes
    to standard output.

    \b
    Example: agreementgen schema -o agreementgen.schema.json
    """  # noqa: D301 - click keeps the lines after this mark apart
    text = as_text(for_program=for_program)
    if output is None or str(output) == "-":
        click.echo(text, nl=False)
        return
    write_text(output, text, force=force)
    click.echo(output)
    if not for_program:
        console.next_step(load_locale("en").label("schema.next", file=console.on_command_line(output)), quiet=quiet)


def as_text(*, for_program: bool = False) -> str:
    """Give a schema as it is written into a file."""
    locale = load_locale("en")
    schema = program_schema(locale) if for_program else interview_schema(locale)
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
