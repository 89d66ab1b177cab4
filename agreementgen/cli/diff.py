"""`diff`: what is different between two agreements, or two interviews."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agreementgen.cli import console
from agreementgen.errors import Exit
from agreementgen.locales import Locale, load_locale
from agreementgen.resources import lay_over

if TYPE_CHECKING:
    from agreementgen.renewal import Change

__all__ = ["command", "lines_of"]


@click.command("diff")
@click.argument("old", metavar="OLD", type=click.Path(path_type=Path))
@click.argument("new", metavar="NEW", type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Form of result."
)
@console.templates_option
@console.plain_option
@console.quiet_option
@console.verbose_option
def command(old: Path, new: Path, form: str, templates: Path | None, quiet: bool) -> int:
    """Say in plain words what is different in a later version.

    Each file is an agreement as a PDF, or an interview. Answers go by their meaning; what means the same in other words
    is told apart. Exit code 1 tells that something is different.

    \b
    Example: agreementgen diff Ada-Ben-agreement.pdf interview.yaml
    """  # noqa: D301 - click keeps the lines after this mark apart
    from agreementgen.renewal import changes, take_up

    files = lay_over(templates)
    locale = load_locale("en", files)
    one, other = (take_up(path, templates=files) for path in (old, new))
    found = changes(one.interview, other.interview, locale, (one.wording, other.wording))
    if form == "json":
        click.echo(json.dumps(_as_data(old, new, found), ensure_ascii=False, indent=2))
    elif found:
        click.echo("\n".join(lines_of(found, str(old), str(new), locale)))
    else:
        console.note(locale.renewal("diff.same", old=old, new=new), quiet=quiet)
    return Exit.FINDINGS if found else Exit.DONE


def lines_of(found: Sequence[Change], old: str, new: str, locale: Locale) -> list[str]:
    """Give changes as lines: first what is different, then what is only worded differently."""
    groups = ([each for each in found if each.kind != "wording"], [each for each in found if each.kind == "wording"])
    lines = []
    for name, group in zip(("heading", "reworded"), groups, strict=True):
        if group:
            lines += [locale.renewal(f"diff.{name}", old=old, new=new, count=len(group))]
            lines += [locale.renewal("diff.line", says=each.says, full=each.key) for each in group]
    return lines


def _as_data(old: Path, new: Path, found: Sequence[Change]) -> dict[str, object]:
    return {
        "old": str(old),
        "new": str(new),
        "changes": [
            {
                "kind": str(each.kind),
                "key": each.key,
                "topic": each.topic,
                "before": each.before,
                "after": each.after,
                "says": each.says,
            }
            for each in found
        ],
    }
