"""`new`: write a commented starter interview."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click
from click.core import ParameterSource

from agreementgen.cli import console
from agreementgen.files import write_bytes, write_text
from agreementgen.interview import Layer, kinds, read_interview, starter
from agreementgen.interview.asking import private_path
from agreementgen.interview.fields import ANSWERING_IDS, kind_of, people_for
from agreementgen.interview.private import HOLDERS
from agreementgen.interview.writer import private_starter
from agreementgen.locales import Locale, load_locale
from agreementgen.opening import OpenedProgram, open_program
from agreementgen.typeset import form_html

__all__ = ["command", "write"]

USUAL = "workplace"

SCHEMA = "agreementgen.schema.json"
"""Where an editor's schema is looked for, beside the interview."""


@click.command("new")
@click.argument("file", type=click.Path(path_type=Path), default="interview.yaml")
@click.option("--kind", type=click.Choice(kinds()), help="Kind of mentoring; workplace, if the program says none.")
@click.option("--as", "person", type=click.Choice(ANSWERING_IDS), help="Only what one of you answers.")
@click.option(
    "--form",
    metavar="FILE.html",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a page that asks in a browser, instead.",
)
@click.option(
    "--sheet",
    metavar="FILE.pdf",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the questions on a blank sheet for pen and paper, instead.",
)
@click.option("--program", metavar="FILE", type=click.Path(path_type=Path), help="The program's file.")
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
@click.pass_context
def command(
    context: click.Context,
    file: Path,
    kind: str | None,
    person: str | None,
    form: Path | None,
    sheet: Path | None,
    program: Path | None,
    schema: Path | None,
    force: bool,
    no_input: bool,
    quiet: bool,
) -> None:
    """Write a starter interview with the twelve questions, each explained.

    FILE is "interview.yaml" if none is given; "-" writes to standard output. With --as, each of you fills in a file of
    your own, and a second one for your own eyes is offered. With --form, one of you answers in a browser: the page
    needs no network, and saves such a file. With --sheet, the questions are printed to be answered by hand. With
    --program, what the program has settled is left out. With --schema, or where agreementgen.schema.json is in the same
    folder, the first line tells editors such as VS Code how to help.

    \b
    Example: agreementgen new amara-and-jon.yaml --kind workplace
    """  # noqa: D301 - click keeps the lines after this mark apart
    locale = load_locale("en")
    opened = open_program(program) if program else OpenedProgram()
    given = opened.layer.given.get("relationship.kind")
    if kind is None or (given and given.is_locked):
        kind = str(given.value) if given else kind_of(person or "") or USUAL
    if person and person not in people_for(kind):
        words = {"person": person, "kind": locale.value("relationship.kind", kind)}
        raise click.UsageError(locale.label("starter.no_such_person", people=", ".join(people_for(kind)), **words))
    if form is not None and sheet is None:
        _check_form(context, form, person, locale)
        own = form.with_suffix(".yaml")
        page = form_html(kind, person or "", own.name, locale, program=opened.layer, look=opened.look)
        if write(form, page, force=force, no_input=no_input):
            words = {
                "file": str(form),
                "person": locale.label(f"pair.people.{person}"),
                "saved": own.name,
                "typed": console.on_command_line(own.name),
            }
            words |= {"options": console.said_options(program, {})}
            console.next_step(locale.label("form.next", **words), quiet=quiet)
        return
    if sheet is not None:
        _check_sheet(context, sheet, form, person, locale)
        if write(sheet, _sheet(kind, sheet.suffix.lower()[1:], opened), force=force, no_input=no_input):
            console.next_step(locale.label("sheet.next_new"), quiet=quiet)
        return
    include = _include(file, program) if program else ""
    text = _modeline(file, schema, locale) + starter(kind, locale, person or "", program=opened.layer, include=include)
    if not write(file, text, force=force, no_input=no_input):
        return
    if schema and not schema.exists():
        from agreementgen.cli.schema import as_text

        write_text(schema, as_text())
        click.echo(schema)
    own = private_path(file)
    is_offered = person in HOLDERS and not no_input and not own.exists() and console.can_ask()
    if person and is_offered and click.confirm(locale.label("ask.private_starter.offer", file=own), err=True):
        write_text(own, private_starter(person, locale))
        own.chmod(0o600)
        click.echo(own)
    options = console.said_options(None if include else program, {})
    step = (
        f"answer the twelve questions in {file}, then run: agreementgen check {console.on_command_line(file)}{options}"
    )
    console.next_step(step, quiet=quiet)


def _check_form(context: click.Context, form: Path, person: str | None, locale: Locale) -> None:
    """Refuse a form of nobody, one beside a starter, and a name that the answers would have as well."""
    if context.get_parameter_source("file") is not ParameterSource.DEFAULT:
        raise click.UsageError(locale.label("form.alone"))
    if person not in HOLDERS:
        raise click.UsageError(locale.label("form.whose"))
    if form.suffix.lower() not in (".html", ".htm"):
        raise click.UsageError(locale.label("form.ending", file=form))


def _check_sheet(context: click.Context, sheet: Path, form: Path | None, person: str | None, locale: Locale) -> None:
    """Refuse a sheet beside a starter or a form, and one for one person: it has room for both."""
    if context.get_parameter_source("file") is not ParameterSource.DEFAULT or form or person:
        raise click.UsageError(locale.label("sheet.alone"))
    if sheet.suffix.lower() not in (".pdf", ".html"):
        raise click.UsageError(locale.label("sheet.ending", file=sheet))


def _sheet(kind: str, form: str, opened: OpenedProgram) -> bytes:
    """Set the blank question sheet of a kind, with the looks of the program."""
    from agreementgen.documents import kit

    reading = read_interview(f"relationship: {{kind: {kind}}}\n".encode(), program=Layer(opened.layer.file))
    assert reading.interview is not None
    return kit(reading.interview, ["questions"], form=form, look=opened.look)[0].data


def _include(file: Path, program: Path) -> str:
    """Give what the interview calls its program's file; empty where that is not beside it, or below."""
    home, place = file.parent.resolve(), program.resolve()
    return place.relative_to(home).as_posix() if place.is_relative_to(home) and str(file) != "-" else ""


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


def write(file: Path, content: str | bytes, *, force: bool, no_input: bool) -> bool:
    """Write a file and name it; tell whether there is one, since "-" is standard output."""
    if str(file) == "-":
        click.echo(content, nl=False)
        return False
    if file.exists() and not force and not no_input and console.can_ask():
        force = click.confirm(f'"{file}" exists already. Overwrite it?', err=True)
        if not force:
            raise click.Abort
    write_bytes(file, content.encode() if isinstance(content, str) else content, force=force)
    click.echo(file)
    return True
