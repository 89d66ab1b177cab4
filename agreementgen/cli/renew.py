"""`renew`: from an agreement to the next version of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agreementgen.cli import console
from agreementgen.cli._given import refuse_same
from agreementgen.cli.diff import lines_of
from agreementgen.errors import Exit, FileError, NothingError
from agreementgen.files import save_kit, write_bytes
from agreementgen.locales import Locale, load_locale
from agreementgen.resources import lay_over

if TYPE_CHECKING:
    from agreementgen.documents import Document
    from agreementgen.renewal import Change, Renewed, Taken

__all__ = ["command"]


@click.command("renew")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="NEXT.yaml",
    type=click.Path(path_type=Path, allow_dash=True),
    help='The next version\'s file; without it, NAME-vN.yaml beside FILE. "-" writes to standard output.',
)
@console.set_option
@click.option("--done", metavar="GOAL", multiple=True, help="A goal that is reached. May be given several times.")
@click.option("--goal", "goals", metavar="TITLE", multiple=True, help="A new goal. May be given several times.")
@click.option("--amend", is_flag=True, help="Change it in its time: keep its dates, and make the amendment to sign.")
@click.option("--program", metavar="FILE", type=click.Path(path_type=Path), help="The program's file.")
@console.templates_option
@click.option("-f", "--force", is_flag=True, help="Overwrite a file of this name. Never a signed PDF.")
@click.option("--no-input", is_flag=True, help="Never ask: on a terminal, you may settle at once what is new.")
@console.plain_option
@console.quiet_option
@console.verbose_option
def command(
    file: Path,
    output: Path | None,
    sets: dict[str, str],
    done: tuple[str, ...],
    goals: tuple[str, ...],
    amend: bool,
    program: Path | None,
    templates: Path | None,
    force: bool,
    no_input: bool,
    quiet: bool,
) -> int:
    """Begin the next version of an agreement, and say what changes.

    FILE is an agreement as a PDF, signed or not, or its interview; it stays as it is. All answers are carried over. The
    dates of the last round are left open, and so is the day of each goal that is not done.

    \b
    Example: agreementgen renew Ada-Ben-agreement.pdf --set meetings.cadence="every 3 weeks"
    """  # noqa: D301 - click keeps the lines after this mark apart
    from agreementgen.renewal import Order, changes, renewed, take_up

    files = lay_over(templates)
    locale = load_locale("en", files)
    if amend and not (sets or done or goals):
        raise click.UsageError(locale.renewal("renew.amend_nothing"))
    taken = take_up(file, program, templates=files)
    version = taken.interview.version + 1
    output = output or file.with_name(f"{re.sub(r'-v[0-9]+$', '', file.stem)}-v{version}.yaml")
    is_printed = str(output) == "-"
    if not is_printed:
        refuse_same(output, file)
    folder = file.parent if is_printed else output.parent
    following = renewed(taken, Order(sets, done, goals, amend, console.today()), folder, str(output), program)
    found = changes(taken.interview, following.interview, locale)
    paper = _amendment(taken, following, found, locale) if amend else None
    if is_printed:
        click.echo(following.text, nl=False)
    else:
        if output.exists() and not force:
            raise FileError(locale.renewal("renew.exists", file=output))
        if paper:
            written = save_kit([paper], taken.interview, folder, force=force)
            click.echo("\n".join(map(str, written.paths)))
        write_bytes(output, following.text.encode(), force=force)
        click.echo(output)
    lines = lines_of(found, str(file), str(output), locale) or [locale.renewal("renew.same")]
    console.note("\n".join(lines), quiet=quiet)
    if is_printed:
        return Exit.DONE
    if not following.interview.is_settled:
        console.note(locale.renewal("renew.no_days"), quiet=quiet)
        if not no_input and console.can_ask() and click.confirm(locale.renewal("renew.now"), err=True):
            from agreementgen.cli.settle import command as settle

            return int(click.get_current_context().invoke(settle, file=output, quiet=quiet))
    step = "next_render" if following.interview.is_settled else "next_settle"
    said = console.said_options(program, {}, templates) if following.interview.is_settled else ""
    console.next_step(locale.renewal(f"renew.{step}", file=console.on_command_line(output) + said), quiet=quiet)
    return Exit.DONE


def _amendment(taken: Taken, following: Renewed, found: tuple[Change, ...], locale: Locale) -> Document:
    from agreementgen.documents import amendment, fingerprint_of

    for interview in (taken.interview, following.interview):
        if keys := [key for key, _ in interview.blocking()]:
            raise NothingError(locale.renewal("renew.amend_open", keys=", ".join(keys)))
    if not found:
        raise NothingError(locale.renewal("renew.amend_nothing"))
    rows = [(each.topic, *each.words) for each in found]
    digits = taken.fingerprint, fingerprint_of(following.interview, following.opened.look)
    return amendment(taken.interview, rows, digits, taken.opened.look)
