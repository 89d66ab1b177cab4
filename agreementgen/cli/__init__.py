"""The command: arguments in, messages and exit code out; each subcommand is loaded when it is called."""

from agreementgen.cli.app import main

__all__ = ["main"]
