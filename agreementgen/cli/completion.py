"""`completion`: the script by which a shell completes commands, options and their values."""

from __future__ import annotations

import os
import shutil

import click
from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

from agreementgen.cli import console
from agreementgen.locales import load_locale

__all__ = ["command"]

SHELLS: dict[str, type[ShellComplete]] = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}
VARIABLE = "_AGREEMENTGEN_COMPLETE"


@click.command("completion")
@click.argument("shell", type=click.Choice(list(SHELLS)))
@console.plain_option
@console.quiet_option
@console.verbose_option
@click.pass_context
def command(ctx: click.Context, shell: str, quiet: bool) -> None:
    """Print the script by which your shell completes commands, options and values with the Tab key.

    Where to put it is said on standard error.

    \b
    Example: agreementgen completion bash
    """  # noqa: D301 - click keeps the lines after this mark apart
    made = SHELLS[shell](ctx.find_root().command, {}, "agreementgen", VARIABLE)
    # Not `source()`: for bash it looks for the version of whatever bash is on the PATH here.
    click.echo(made.source_template % made.source_vars())
    locale = load_locale("en")
    home = os.environ.get("XDG_CONFIG_HOME", "~/.config")
    console.note(locale.label(f"completion.{shell}", config=home), quiet=quiet)
    if shutil.which("agreementgen") is None:
        console.note(locale.label("completion.not_found"), quiet=quiet)
