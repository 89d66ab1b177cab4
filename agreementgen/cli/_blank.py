"""`batch template`: the sheet that a coordinator fills in."""

from __future__ import annotations

from pathlib import Path

import click

from agreementgen.cli import console
from agreementgen.files import write_bytes
from agreementgen.interview import kinds
from agreementgen.locales import load_locale
from agreementgen.opening import OpenedProgram, open_program

__all__ = ["template"]

USUAL = "workplace"


@click.command("template")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    default="roster.xlsx",
    show_default=True,
    help="The sheet: .xlsx, or .csv.",
)
@click.option("--kind", type=click.Choice(kinds()), help="Kind of mentoring; workplace, if the program says none.")
@click.option("--program", metavar="FILE", type=click.Path(path_type=Path), help="The program's file.")
@click.option("-f", "--force", is_flag=True, help="Overwrite a file of this name.")
@console.plain_option
@console.quiet_option
@console.verbose_option
def template(output: Path, kind: str | None, program: Path | None, force: bool, quiet: bool) -> None:
    """Write a sheet to fill in: a column for all that a pair needs, with help, an example, and lists to choose from.

    What the program has answered has no column. The rows marked (help) and (example) are no pairs.

    \b
    Example: agreementgen batch template -o roster.xlsx --program program.yaml
    """  # noqa: D301 - click keeps the lines after this mark apart
    from agreementgen.cohort.blanksheet import blank_csv, blank_workbook
    from agreementgen.cohort.sheetcolumns import settled_of, sheet_columns

    locale = load_locale("en")
    form = output.suffix.lower()
    if form not in (".xlsx", ".csv"):
        raise click.UsageError(locale.roster("sheet.kind_of_file", file=output))
    opened = open_program(program) if program else OpenedProgram()
    given = opened.layer.given.get("relationship.kind")
    if kind is None or (given and given.is_locked):
        kind = str(given.value) if given else USUAL
    columns = sheet_columns(kind, locale, opened.layer)
    if form == ".csv":
        data = blank_csv(columns, locale).encode("utf-8")
    else:
        # The notes go where the sheet goes; there a program beside it is found by its name.
        beside = program.name if program and program.parent == output.parent else program
        said = f"{output.name}{console.said_options(beside, {})}"
        data = blank_workbook(columns, settled_of(kind, locale, opened.layer), said, locale)
    write_bytes(output, data, force=force)
    click.echo(output)
    options = console.said_options(program, {})
    console.next_step(locale.roster("sheet.next", file=output, options=options), quiet=quiet)
