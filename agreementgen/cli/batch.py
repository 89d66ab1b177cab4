"""`batch`: from a roster to every kit of a cohort."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from agreementgen.cli import console
from agreementgen.cli._batch import batch_options, redo_batch, run_batch
from agreementgen.cli._blank import template
from agreementgen.cli._status import show_status

__all__ = ["command"]


class _Batch(click.Group):
    """Takes a roster where the name of a command stands in other groups."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take whatever is no command of this group for a roster and its options."""
        is_help = args and args[0] in ctx.help_option_names
        if args and not is_help and args[0] not in self.commands:
            args = ["make", *args]
        return super().parse_args(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show what a roster can be given with, and then the further commands."""
        make = self.commands["make"]
        inner = click.Context(make, info_name=ctx.info_name, parent=ctx.parent)
        make.format_help(inner, formatter)
        self.format_commands(ctx, formatter)


@click.group("batch", cls=_Batch)
@console.plain_option
def command() -> None:
    """Make the kits of a whole cohort from its roster, and say what is wrong with which row."""


@command.command("make", hidden=True)
@batch_options
@console.plain_option
@console.quiet_option
@console.verbose_option
def make(**said: Any) -> int:
    """Make the kits of a whole cohort from its roster, and say what is wrong with which row.

    ROSTER is CSV, .xlsx, JSON Lines, or a folder of interviews; with MENTORS, ROSTER holds what the mentees answered,
    MENTORS what the mentors did, and "pair_id" tells who belongs together. "-" reads standard input. A row that is
    wrong stops no other; a column that nobody knows stops all, before anything is written.

    \b
    Example: agreementgen batch roster.xlsx --program program.yaml -o cohort
    """  # noqa: D301 - click keeps the lines after this mark apart
    return run_batch(**said)


@command.command("redo")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--jobs", metavar="N", type=click.IntRange(1), help="How many processes; one a core.")
@click.option("-f", "--force", is_flag=True, help="Overwrite files that are not ours. Never a signed one.")
@console.plain_option
@console.quiet_option
@console.verbose_option
def redo(folder: Path, jobs: int | None, force: bool, quiet: bool) -> int:
    """Make again what failed or has changed: the roster is read anew, and all is done as the first time.

    \b
    Example: agreementgen batch redo cohort
    """  # noqa: D301
    return redo_batch(folder, jobs=jobs, force=force, quiet=quiet)


@command.command("status")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--returned",
    metavar="PATH",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Files, or a folder of files, that have come back signed. May be given several times.",
)
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
@console.plain_option
@console.quiet_option
@console.verbose_option
def status(folder: Path, returned: tuple[Path, ...], form: str, quiet: bool) -> int:
    """Show how each pair stands: made, signed by whom, and what is still missing.

    A file that came back is known by the document id that it bears, whatever it is called now. Who only typed a name
    is told apart from who signed by key. Signatures in ink cannot be seen.

    \b
    Example: agreementgen batch status cohort --returned inbox
    """  # noqa: D301
    return show_status(folder, returned, form, quiet=quiet)


command.add_command(template)
