"""The group of commands, and the one boundary at which errors become messages and exit codes."""

from __future__ import annotations

import ast
import errno
import os
import re
import sys
import traceback
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from agreementgen import __version__
from agreementgen.cli import console
from agreementgen.errors import AgreementError, Exit, did_you_mean

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

__all__ = ["command", "main", "run"]


class LazyGroup(click.Group):
    """Finds one module a command in this folder, and loads only the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order in which people need them."""
        here = Path(__file__).parent
        found = {path.stem for path in here.glob("[!_]*.py")} - {"app", "console"}
        steps = [name for name in ("new", "ask", "check", "render") if name in found]
        return steps + sorted(found - set(steps))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        if cmd_name not in self.list_commands(ctx):
            return None
        loaded: click.Command = import_module(f"agreementgen.cli.{cmd_name}").command
        return loaded

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with the first sentence of each one's help, without loading what they need."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _first_sentence(name)) for name in self.list_commands(ctx)])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete a command's name without loading any of them."""
        from click.shell_completion import CompletionItem

        names = [name for name in self.list_commands(ctx) if name.startswith(incomplete)]
        return [CompletionItem(name, help=_first_sentence(name)) for name in names] or super().shell_complete(
            ctx, incomplete
        )

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command for one that does not exist."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            hint = did_you_mean(args[0], self.list_commands(ctx))
            raise click.UsageError(f'There is no command "{args[0]}".{hint}', ctx) from error


def _first_sentence(name: str) -> str:
    tree = ast.parse(Path(__file__).with_name(f"{name}.py").read_bytes())
    function = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "command")
    sentence, *_ = re.split(r"(?<=[.:])\s", ast.get_docstring(function) or "", maxsplit=1)
    return sentence.rstrip(":.") + "."


def _print_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if not value or ctx.resilient_parsing:
        return
    click.echo(f"agreementgen {__version__}")
    try:
        from agreementgen.typeset import engine_versions

        click.echo(", ".join(f"{name} {version}" for name, version in engine_versions().items()))
    except AgreementError as error:
        click.echo(str(error).splitlines()[0])
    ctx.exit()


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "AGREEMENTGEN"},
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Show versions."
)
@console.plain_option
@click.pass_context
def command(ctx: click.Context) -> None:
    """Make a mentoring agreement and first-meeting agendas from one interview.

    \b
    From nothing to signed:
      1. agreementgen new interview.yaml      a starter with twelve questions
      2. fill it in, each alone or together; or be asked: agreementgen ask
      3. agreementgen check interview.yaml    what is wrong, what is still open
      4. agreementgen render interview.yaml   a draft, and outlines for the first meeting
      5. settle what is open, then: agreementgen render interview.yaml --final
      6. sign with a pen, or by a key: agreementgen sign AGREEMENT.pdf --as mentee --key KEY.p12
    """  # noqa: D301 - click keeps the lines after this mark apart
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main() -> None:
    """Run the command and end the process with its exit code."""
    console.use_utf8()
    # No plugin of pydantic's that happens to be installed reads along in a person's answers; to look for one is slow.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    try:
        code = run(sys.argv[1:])
    except (KeyboardInterrupt, OSError):
        # The last word itself was broken off: by a second Ctrl-C, or because the terminal is gone.
        code = Exit.INTERRUPTED
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run the command and give its exit code; every error has become a message by then."""
    console.set_plain(False)
    verbose = "-v" in arguments or "--verbose" in arguments
    try:
        code: Any = command.main(arguments, prog_name="agreementgen", standalone_mode=False)
        return int(code or 0)
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.Abort:
        console.note("Stopped. Nothing was written.")
        return Exit.INTERRUPTED
    except KeyboardInterrupt:
        console.note("Stopped.")
        return Exit.INTERRUPTED
    except click.ClickException as error:
        error.show()
        return Exit.USAGE
    except AgreementError as error:
        console.show_error(error)
        return error.exit_code
    except BrokenPipeError:
        return Exit.DONE
    except UnicodeEncodeError:
        console.fail("Something that was typed, or a name, is not text in UTF-8.")
        return Exit.USAGE
    except OSError as error:
        if error.errno == errno.EIO:
            raise
        console.fail(f'"{error.filename}": {error.strerror}.' if error.filename else f"{error.strerror}.")
        return Exit.USAGE
    except Exception as error:
        console.fail(f"This is a bug in agreementgen ({type(error).__name__}: {error}). Run again with -v for details.")
        if verbose:
            traceback.print_exc()
        return Exit.BUG
