"""Small rosters for tests of batch: real rows, quickly made kits."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Sequence
from pathlib import Path

HEADER = (
    "pair_id;mentee_name;mentor_name;kind;relationship.mentor_has_say;purpose;goal1;goal1_by;cadence;minutes;format;"
    "first_meeting;channel;reply;confidentiality;mentee_feedback;off_limits;start;months"
)


def row(number: int, **changed: str) -> str:
    """Write one settled row; `changed` puts other text into its cells, by the header's name."""
    cells = {
        "pair_id": f"P{number:03}",
        "mentee_name": f"Ada Okafor {number}",
        "mentor_name": f"Ben Lind {number}",
        "kind": "workplace",
        "relationship.mentor_has_say": "none",
        "purpose": f"By June, Ada {number} will be ready to chair a meeting.",
        "goal1": "Chair a practice meeting",
        "goal1_by": "2027-03",
        "cadence": "every month",
        "minutes": "60",
        "format": "video",
        "first_meeting": "2027-01-06 15:00",
        "channel": "email",
        "reply": "3 working days",
        "confidentiality": "standard",
        "mentee_feedback": "direct",
        "off_limits": "none",
        "start": "2027-01-04",
        "months": "6",
    }
    assert set(changed) <= set(cells)
    return ";".join(f'"{cell}"' if ";" in cell else cell for cell in (cells | changed).values())


def roster(path: Path, rows: Sequence[str], *, above: Sequence[str] = ()) -> Path:
    """Write a roster as a German Excel does: semicolons, and a mark for UTF-8 at the start."""
    path.write_text("\r\n".join([*above, HEADER, *rows]) + "\r\n", encoding="utf-8-sig", newline="")
    return path


def contents(folder: Path) -> dict[str, str]:
    """Give a hash of every file below a folder, by its path there."""
    files = (path for path in folder.rglob("*") if path.is_file() or path.is_symlink())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def cells_of(path: Path, delimiter: str = ",") -> list[list[str]]:
    """Read a sheet that we wrote."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))
