"""`key`: a key to sign with, for trying out."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from agreementgen.cli import console
from agreementgen.cli._password import new_password, password_file_option
from agreementgen.errors import Exit, FileError
from agreementgen.files import write_bytes
from agreementgen.locales import load_locale

__all__ = ["command"]


@click.group("key")
@console.plain_option
def command() -> None:
    """Make a key to sign with, for trying out.

    \b
    Example: agreementgen key new --name "Ada Okafor" --out ada.p12
    """  # noqa: D301 - click keeps the lines after this mark apart


@command.command("new")
@click.option("--name", required=True, help="Whose key it is, as the agreement prints the name.")
@click.option(
    "-o",
    "--out",
    metavar="FILE.p12",
    required=True,
    type=click.Path(path_type=Path),
    help="Where the key goes; its certificate goes beside it, into FILE.crt.",
)
@password_file_option
@click.option("-f", "--force", is_flag=True, help="Overwrite files of these names.")
@console.plain_option
@console.quiet_option
@console.verbose_option
def new(name: str, out: Path, password_file: Path | None, force: bool, quiet: bool) -> int:
    """Make a key that vouches for itself, and its certificate to hand out.

    It shows that nothing changed after you signed. It does not show who you are: anyone can make one in any name.

    \b
    Example: agreementgen key new --name "Ada Okafor" --out ada.p12
    """  # noqa: D301 - click keeps the lines after this mark apart
    from agreementgen.signing import make_key

    locale, certificate = load_locale("en"), out.with_suffix(".crt")
    if certificate == out:
        raise FileError(locale.signing("key.two_files", secret=out, certificate=certificate))
    if not force and (there := [path for path in (out, certificate) if path.exists()]):
        raise FileError(locale.signing("key.exists", file=there[0]))
    made = make_key(name, new_password(password_file), datetime.now(UTC))
    write_bytes(out, made.secret, force=force, for_me_alone=True)
    write_bytes(certificate, made.certificate, force=force)
    click.echo(out)
    click.echo(certificate)
    console.note(locale.signing("key.worth", secret=out), quiet=quiet)
    console.note(locale.signing("key.until", certificate=certificate, day=locale.day(made.ends.date())), quiet=quiet)
    key = console.on_command_line(out)
    console.next_step(locale.signing("key.next", certificate=certificate, key=key), quiet=quiet)
    return Exit.DONE
