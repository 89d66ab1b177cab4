"""The files of a kit, by their names → which document each one is, and who is to have it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from agreementgen.cohort.manifest import Entry, File
from agreementgen.documents import DOCUMENTS

__all__ = ["STARTER", "agreement_of", "document_of", "files_for"]

STARTER = "interview"
"""What the pair's own interview is called among its files."""


def document_of(file: File) -> str:
    """Give a document's name, such as `agenda-1-mentee`; empty for a file that is none of ours."""
    found = _ending().search(file.path)
    return found[1] if found else ""


@lru_cache(maxsize=1)
def _ending() -> re.Pattern[str]:
    names = "|".join(sorted((*DOCUMENTS, STARTER), key=len, reverse=True))
    return re.compile(rf"-({names})(?:-v\d+)?(?:-DRAFT)?\.\w+$")


def agreement_of(entry: Entry) -> File | None:
    """Give the PDF of a pair's agreement; `None` where it has none."""
    found = (file for file in entry.files if file.path.endswith(".pdf") and document_of(file) == "agreement")
    return next(found, None)


def files_for(entry: Entry, person: str) -> Iterator[File]:
    """Give the files that one person is to have: their own copies and what is for all, but not the interview.

    Args:
        entry: The pair.
        person: A person id; further mentors have the mentor's copies, and all members of a group the members'.
    """
    part = re.sub(r"-\d+$", "", person)
    own = f"{entry.folder}/for-{'members' if part == 'member' else part}/"
    for file in entry.files:
        if file.path.startswith((own, f"{entry.folder}/shared/")) and document_of(file) not in ("", STARTER):
            yield file
