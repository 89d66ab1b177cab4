"""`merge`: people's files become one interview."""

from __future__ import annotations

from pathlib import Path

import click

from agreementgen.cli import console
from agreementgen.errors import Exit
from agreementgen.files import write_text
from agreementgen.interview import Comparison, State, check_fit, compare, merged
from agreementgen.locales import Locale, load_locale
from agreementgen.opening import open_sides

__all__ = ["command"]


@click.command("merge")
@click.argument("mentee", metavar="MENTEE", type=click.Path(path_type=Path))
@click.argument("mentor", metavar="MENTOR", type=click.Path(path_type=Path))
@click.argument("others", metavar="[THIRD]…", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path, allow_dash=True),
    help='The file to write; "-" writes to standard output.',
)
@click.option("-f", "--force", is_flag=True, help="Overwrite a file of this name.")
@click.option("--no-input", is_flag=True, help="Never ask: everyone's own spelling of their name stands.")
@console.plain_option
@console.quiet_option
@console.verbose_option
def command(
    mentee: Path, mentor: Path, others: tuple[Path, ...], output: Path, force: bool, no_input: bool, quiet: bool
) -> int:
    """Put people's answers into one interview.

    What all answered alike is settled. What differs, or not all have answered, goes under "open:" with the views; the
    first meeting is about exactly that. THIRD are files of further mentors (answered_by: mentor-2); of a group, give
    the files of any two people or more (answered_by: facilitator, member-1).

    \b
    Example: agreementgen merge mentee.yaml mentor.yaml -o pair.yaml
    """  # noqa: D301 - click keeps the lines after this mark apart
    locale = load_locale("en")
    sides, includes = open_sides([mentee, mentor, *others])
    check_fit(sides, includes, locale)
    found = compare(sides)
    may_ask = not no_input and console.can_ask()
    names = _ask_names(found, locale) if may_ask else {}
    shown = [each for each in found.notices if not (may_ask and each.kind == "name")]
    console.show_notices(shown, locale, quiet=quiet)
    text = merged(found, locale, include=next(filter(None, includes), ""), names=names)
    if str(output) == "-":
        click.echo(text, nl=False)
        return Exit.DONE
    if output.exists() and not force and may_ask:
        force = click.confirm(locale.label("pair.merge.exists", file=output), err=True)
        if not force:
            raise click.Abort
    write_text(output, text, force=force)
    click.echo(output)
    settled, is_open = len(found.of(State.AGREED)), len(found.items) - len(found.of(State.AGREED, State.DEFAULTED))
    console.note(locale.label("pair.merge.sums", agreed=settled, open=is_open), quiet=quiet)
    console.next_step(locale.label("pair.next.merge", file=console.on_command_line(output)), quiet=quiet)
    return Exit.DONE


def _ask_names(found: Comparison, locale: Locale) -> dict[str, str]:
    """Ask, for each name that is spelled in two ways, which is to be printed."""
    names = {}
    for each in found.notices:
        if each.kind == "name" and "other" in each.words:
            person = each.words["person"]
            words = {**each.words, "person": locale.label(f"pair.people.{person}")}
            question = locale.label("pair.ask_name", **words)
            names[person] = click.prompt(
                question,
                default=each.words["own"],
                type=click.Choice([each.words["own"], each.words["other"]]),
                err=True,
            )
    return names
