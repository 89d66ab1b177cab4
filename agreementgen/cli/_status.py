"""What `batch status` shows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from agreementgen.cli import console
from agreementgen.cohort import PairStatus, left_over, status_of
from agreementgen.errors import Exit
from agreementgen.locales import Locale, load_locale

__all__ = ["show_status"]

ORDER = ("partly", "final", "draft", "failed", "signed")
"""What needs somebody's hand first."""
UNSIGNED = ("partly", "final", "draft")


def show_status(folder: Path, returned: Sequence[Path], form: str, *, quiet: bool) -> int:
    """Show how each pair of a cohort stands, and give the exit code."""
    locale = load_locale("en")
    standing = status_of(folder, returned)
    found = standing.pairs
    if form == "json":
        click.echo(json.dumps([_as_data(each) for each in found], ensure_ascii=False, indent=2))
        return Exit.DONE
    steps = Counter(each.step for each in found)
    counts = {name: steps[name] for name in ORDER}
    click.echo(locale.roster("standing.head", pairs=locale.count(len(found), "pair"), **counts))
    for each in sorted(found, key=lambda each: (ORDER.index(each.step), _first_date(each), each.entry.number)):
        click.echo(_line(each, locale))
    if stale := left_over(folder, [each.entry for each in found]):
        console.note(locale.roster("standing.left_over", folders=", ".join(stale)), quiet=quiet)
    if standing.strangers:
        files = ", ".join(map(str, standing.strangers))
        console.note(locale.roster("standing.strangers", files=files), quiet=quiet)
    if any(each.step in UNSIGNED for each in found):
        words = locale.roster(f"standing.{'next' if returned else 'next_look'}", folder=folder)
        console.next_step(words, quiet=quiet)
    return Exit.DONE


def _first_date(status: PairStatus) -> str:
    return status.entry.dates.get("first") or status.entry.dates.get("start") or "9999"


def _line(status: PairStatus, locale: Locale) -> str:
    entry = status.entry
    more = ""
    if status.signed and status.unsigned:
        people = locale.joined([entry.names.get(id_, id_) for id_ in status.unsigned])
        more = locale.roster("standing.missing_from", people=people)
    if status.typed:
        people = locale.joined([entry.names.get(id_, id_) for id_ in status.typed])
        more += locale.roster("standing.by_typing", people=people)
    if status.step in UNSIGNED and (due := entry.dates.get("sign_by")):
        day = date.fromisoformat(due)
        more += locale.roster("standing.overdue" if day < console.today() else "standing.due", day=locale.day(day))
    if status.missing:
        more += locale.roster("standing.files_gone", count=len(status.missing))
    names = locale.joined(list(entry.names.values())) or entry.where
    step = locale.roster(f"standing.step.{status.step}")
    return locale.roster("standing.line", id=entry.pair_id or entry.document_id, names=names, step=step, more=more)


def _as_data(status: PairStatus) -> dict[str, object]:
    entry = status.entry
    return {
        "pair_id": entry.pair_id,
        "document_id": entry.document_id,
        "names": dict(entry.names),
        "step": status.step,
        "signed": list(status.signed),
        "typed": list(status.typed),
        "unsigned": list(status.unsigned),
        "files": [str(path) for path in status.files],
        "missing": list(status.missing),
        "sign_by": entry.dates.get("sign_by"),
        "reasons": list(entry.reasons),
    }
