"""Pairs as a run leaves them, made by hand: no kit is behind them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from agreementgen.cohort.manifest import DRAFT, FAILED, FINAL, Entry, File

FIRST = date(2026, 1, 7)
PARTS = ("for-mentee/{}-agenda-1-mentee.pdf", "for-mentor/{}-agenda-1-mentor.pdf", "shared/{}-agenda-1-shared.pdf")


def entry(number: int, status: str = FINAL, **changed: Any) -> Entry:
    """Give a pair whose first meeting is as many days after 6 January 2026 as its number says."""
    folder, name = f"P{number:02}-Ada-{number}-Ben-{number}", f"Ada-{number}-Ben-{number}"
    draft = "-DRAFT" if status == DRAFT else ""
    parts = (f"shared/{{}}-agreement{draft}.pdf", *PARTS, "shared/{}-calendar.ics", "shared/{}-interview.yaml")
    first = FIRST + timedelta(days=number - 1)
    after = {"first": 0, "sign_by": 14, "first_check": 28, "half_way": 84, "closing": 168, "end": 178}
    made: dict[str, Any] = {
        "number": number,
        "where": f"row {number + 1}",
        "line": number + 1,
        "pair_id": f"P{number:02}",
        "document_id": f"id-{number}",
        "names": {"mentee": f"Ada {number}", "mentor": f"Ben {number}"},
        "folder": folder,
        "status": status,
        "files": tuple(File(f"{folder}/{part.format(name)}", "0" * 64) for part in parts),
        "dates": {name: (first + timedelta(days=days)).isoformat() for name, days in after.items()},
        "emails": {"mentee": f"ada{number}@x.example", "mentor": f"ben{number}@x.example"},
        "open": 3 if status == DRAFT else 0,
    }
    if status == FAILED:
        made |= {"files": (), "dates": {}, "emails": {}, "reasons": (f"roster.csv, cell F{number + 1}: a bad date",)}
    return Entry(**(made | changed))
