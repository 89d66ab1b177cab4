"""`--docs NAME,…|all`: read, and completed."""

from __future__ import annotations

import click

from agreementgen.documents import DOCUMENTS
from agreementgen.errors import did_you_mean

__all__ = ["chosen_documents", "complete_documents"]


def chosen_documents(ctx: click.Context, param: click.Parameter, value: str) -> tuple[str, ...]:
    """Read the names of documents; `("all",)` where all are wanted, nothing where nothing was said."""
    names = [name.strip().lower() for name in value.split(",") if name.strip()]
    if "all" in names:
        return ("all",)
    for name in names:
        if name not in DOCUMENTS:
            hint = did_you_mean(name, DOCUMENTS)
            raise click.BadParameter(f'There is no document "{name}".{hint} There is: {", ".join(DOCUMENTS)}, all.')
    return tuple(names)


def complete_documents(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Complete the last of several names; one that is there already is not offered again."""
    said, comma, last = incomplete.rpartition(",")
    left = [name for name in (*DOCUMENTS, "all") if name not in said.split(",") and not (said and name == "all")]
    return [said + comma + name for name in left if name.startswith(last.lower())]
