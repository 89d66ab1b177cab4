"""`extract`: the interview that an agreement carries becomes a file to go on with."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click

from agreementgen.cli import console
from agreementgen.errors import Exit
from agreementgen.files import write_bytes
from agreementgen.locales import load_locale

__all__ = ["command"]


@click.command("extract")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path, allow_dash=True), help="Where to.")
@click.option(
    "--revision",
    metavar="N",
    type=click.IntRange(min=1),
    help="What the file was at its Nth signature; without it, what it is now.",
)
@click.option("-f", "--force", is_flag=True, help="Overwrite a file of this name. Never a signed PDF.")
@console.plain_option
@console.quiet_option
@console.verbose_option
def command(file: Path, output: Path | None, revision: int | None, force: bool, quiet: bool) -> int:
    """Take the interview out of an agreement, signed or not.

    It holds every answer, and what stood by default. Rendered again, it gives the same agreement. Without -o it goes to
    standard output.

    \b
    Example: agreementgen extract Ada-Ben-agreement.pdf -o interview.yaml
    """  # noqa: D301 - click keeps the lines after this mark apart
    from agreementgen.cli._given import refuse_same
    from agreementgen.renewal import carried, read_small

    locale = load_locale("en")
    found = carried(read_small(file), str(file), revision or 0)
    digits = hashlib.sha256(found.data).hexdigest()[:12]
    if output is None or str(output) == "-":
        click.echo(found.newest, nl=False)
        return Exit.DONE
    refuse_same(output, file)
    write_bytes(output, found.newest, force=force)
    click.echo(output)
    console.note(locale.renewal("extract.done", digits=digits), quiet=quiet)
    console.next_step(locale.renewal("extract.next", file=console.on_command_line(output)), quiet=quiet)
    return Exit.DONE
