"""`batch`: from a roster to every kit of a cohort."""

from __future__ import annotations

from typing import Any

import click

from agreementgen.cli import console
from agreementgen.cli._batch import FURTHER, batch_options, run_batch

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


for further in FURTHER:
    command.add_command(further)
