"""`templates`: an organisation's own words and looks, from the first copy to the last check."""

from __future__ import annotations

from pathlib import Path

import click

from agreementgen.cli import console
from agreementgen.errors import Exit

__all__ = ["command"]


@click.group("templates")
@console.plain_option
def command() -> None:
    """Change the words and the looks: see what there is, copy it, check your changes, show them to who must approve.

    Your folder lies over ours, file by file: "render" and "check" take it by --templates DIR.

    \b
    Example: agreementgen templates eject my-words locales/en/clauses/cancel.yaml
    """  # noqa: D301 - click keeps the lines after this mark apart


@command.command("list")
@console.templates_option
@console.plain_option
def list_(templates: Path | None) -> int:
    """Name every template, and those that your folder takes the place of.

    \b
    Example: agreementgen templates list --templates my-words
    """  # noqa: D301
    from agreementgen.resources import lay_over
    from agreementgen.tailoring import listing

    for name, whose in listing(lay_over(templates)):
        click.echo(name if whose == "ours" else f"{name}  ({whose})")
    return Exit.DONE


@command.command("check")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@console.plain_option
@console.quiet_option
@console.verbose_option
def check(folder: Path, quiet: bool) -> int:
    """Show everything that is wrong with your folder, each with its file and line, and make the example with it.

    \b
    Example: agreementgen templates check my-words
    """  # noqa: D301
    from agreementgen.tailoring import check_folder

    faults = check_folder(folder)
    for fault in faults:
        click.echo(fault)
    if faults:
        console.note(f"{folder}: {len(faults)} {'fault' if len(faults) == 1 else 'faults'}", quiet=quiet)
        return Exit.TEMPLATE
    click.echo(f"{folder}: no faults. The example was made with it.")
    console.next_step(f"agreementgen render interview.yaml --templates {console.on_command_line(folder)}", quiet=quiet)
    return Exit.DONE


@command.command("eject")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("paths", metavar="[PATH…]", nargs=-1)
@click.option("-f", "--force", is_flag=True, help="Overwrite files that are there.")
@console.plain_option
@console.quiet_option
@console.verbose_option
def eject(folder: Path, paths: tuple[str, ...], force: bool, quiet: bool) -> int:
    """Copy our templates into DIR, to change them there: those you name, or all of them.

    Copy only what you want to change. What you leave out stays ours, and is renewed with each version.

    \b
    Example: agreementgen templates eject my-words locales/en/clauses/cancel.yaml
    """  # noqa: D301
    from agreementgen.tailoring import eject as copy

    for path in copy(folder, paths, force=force):
        click.echo(path)
    console.next_step(f"change them, then: agreementgen templates check {console.on_command_line(folder)}", quiet=quiet)
    return Exit.DONE


@command.command("preview")
@click.option("--kind", default="workplace", show_default=True, help="Kind of mentoring.")
@click.option("-o", "--output", metavar="FILE.html", type=click.Path(path_type=Path), help="Write to this file.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["html", "text"]),
    default="html",
    show_default=True,
    help="A page, or plain text.",
)
@click.option("-f", "--force", is_flag=True, help="Overwrite the file.")
@console.templates_option
@console.plain_option
@console.quiet_option
@console.verbose_option
def preview(kind: str, output: Path | None, form: str, force: bool, templates: Path | None, quiet: bool) -> int:
    """Show every wording that an agreement can have, each with its condition in plain words, for who must approve it.

    Without -o it is written to standard output.

    \b
    Example: agreementgen templates preview --kind academic -o wordings.html
    """  # noqa: D301
    from agreementgen.agreement import all_wordings
    from agreementgen.files import write_text
    from agreementgen.locales import load_locale
    from agreementgen.resources import lay_over
    from agreementgen.tailoring import preview_text
    from agreementgen.typeset import wordings_html

    locale = load_locale("en", lay_over(templates))
    wordings = all_wordings(kind, locale)
    text = preview_text(wordings, locale) if form == "text" else wordings_html(wordings, locale)
    if output is None:
        click.echo(text, nl=False)
        return Exit.DONE
    write_text(output, text, force=force)
    click.echo(output)
    console.next_step(
        "have it read; what is approved is what the fingerprint of each agreement stands for.", quiet=quiet
    )
    return Exit.DONE
