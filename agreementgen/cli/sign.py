"""`sign`: a final agreement becomes a signed one, in a file of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agreementgen.cli import console
from agreementgen.cli._given import refuse_same
from agreementgen.cli._password import password_file_option, password_of
from agreementgen.errors import Exit, FileError, GlyphError
from agreementgen.files import write_bytes
from agreementgen.locales import Locale, load_locale
from agreementgen.opening import read_fonts

if TYPE_CHECKING:
    from agreementgen import signing

__all__ = ["command"]


@click.command("sign")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "person", metavar="PERSON", required=True, help="Who signs: mentee, mentor, coordinator …")
@click.option("--key", metavar="KEY.p12", type=click.Path(path_type=Path), help="Your key, a PKCS#12 file.")
@password_file_option
@click.option("--typed", metavar="NAME", help='Sign without a key: your name, typed, is printed as "/s/ NAME".')
@console.font_option
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Where the signed file goes.")
@click.option("-f", "--force", is_flag=True, help="Overwrite a file of that name. Never a signed one.")
@console.plain_option
@console.quiet_option
@console.verbose_option
def command(
    file: Path,
    person: str,
    key: Path | None,
    password_file: Path | None,
    typed: str | None,
    font: tuple[Path, ...],
    output: Path | None,
    force: bool,
    quiet: bool,
) -> int:
    """Sign a final agreement in a person's place, by key or by typing a name.

    FILE stays as it is: without -o the signed agreement goes beside it, into NAME-signed-PERSON.pdf. Earlier signatures
    stay good. The date is filled in, by the clock of this machine.

    \b
    Example: agreementgen sign Ada-Ben-agreement.pdf --as mentee --key ada.p12
    """  # noqa: D301 - click keeps the lines after this mark apart
    locale = load_locale("en")
    if key is None and typed is None:
        raise click.UsageError(locale.signing("sign.with_what"))
    if key is not None and typed is not None:
        raise click.UsageError(locale.signing("sign.both"))
    if typed is not None and not typed.strip():
        raise click.UsageError(locale.signing("sign.typed_empty"))
    from agreementgen import signing

    data = signing.read_pdf(file)
    place = signing.place_for(person, signing.facts_of(data, str(file)), str(file), typed=typed is not None)
    output = output or file.with_name(f"{file.stem}-signed-{place.person}.pdf")
    refuse_same(output, file)
    now = datetime.now().astimezone()
    fonts = read_fonts(font)
    order = signing.Signing(place.person, place.name, place.capacity, now, place.locale, fonts)
    if key is not None:
        opened = _opened(key, password_file, now)
        _tell_other_name("certificate", opened.name, place.name, locale)
        if lacking := signing.shapeless_in(place.name, fonts):
            console.note(locale.signing("sign.no_shape", words=GlyphError(lacking)), quiet=quiet)
        with _unfit_is_told(file, locale):
            signed = signing.sign_by_key(data, order, opened)
    else:
        name = " ".join((typed or "").split())
        if lacking := signing.shapeless_in(name, fonts):
            raise GlyphError(lacking)
        _tell_other_name("typed", name, place.name, locale)
        with _unfit_is_told(file, locale):
            signed = signing.sign_by_typing(data, order, name)
    write_bytes(output, signed, force=force)
    click.echo(output)
    when = locale.signing(
        "verify.when", day=locale.day(now.date()), clock=locale.clock(now.time()), zone=signing.zone_of(now)
    )
    console.note(locale.signing(f"sign.done_{'key' if key else 'typed'}", name=place.name, when=when), quiet=quiet)
    shown = console.on_command_line(output)
    if place.left:
        console.next_step(locale.signing("sign.next_other", file=shown, name=place.left[0]), quiet=quiet)
    else:
        console.next_step(locale.signing("sign.next_last", file=shown), quiet=quiet)
    return Exit.DONE


@contextmanager
def _unfit_is_told(file: Path, locale: Locale) -> Iterator[None]:
    """Turn what a file raises that another program has broken, or locked, into words."""
    import zlib

    from pyhanko.pdf_utils.misc import PdfError

    try:
        yield
    except (PdfError, zlib.error, LookupError, TypeError, ValueError, AttributeError) as error:
        words = locale.signing("sign.unfit")
        raise FileError(locale.signing("read.line", file=str(file), words=words)) from error


def _opened(key: Path, password_file: Path | None, now: datetime) -> signing.Key:
    from agreementgen import signing
    from agreementgen.renewal import read_small

    content = read_small(key)
    password = password_of(key, password_file) if signing.needs_password(content) else ""
    return signing.open_key(content, str(key), password, now)


def _tell_other_name(what: str, given: str, printed: str, locale: Locale) -> None:
    """Say so where a name is not the one that is printed; people have several, so it is no more than a note."""
    from agreementgen.signing import same_name

    if not same_name(given, printed):
        named = locale.signing(f"sign.what.{what}")
        console.note(locale.signing("sign.other_name", what=named, given=given, printed=printed))
