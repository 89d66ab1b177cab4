"""An agreement as a PDF, or an interview as a file → the interview, and what it was printed with."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from agreementgen.documents import fingerprint_of, wording_of
from agreementgen.interview import Interview
from agreementgen.locales import load_locale
from agreementgen.opening import Opened, open_pair
from agreementgen.renewal.carried import carried, is_pdf, read_small
from agreementgen.resources import SHIPPED, Templates

__all__ = ["Taken", "take_up"]


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file gave.

    Attributes:
        file: Its name, for messages.
        data: The interview, as it stands in the file or as the agreement carries it.
        opened: The same, read; without problems.
        fingerprint: What the agreement prints as its fingerprint; of a file, what it would print now.
        wording: The hash of the words that the agreement was printed with; of a file, of those there are now.
        is_pdf: Whether it is an agreement.
    """

    file: str
    data: bytes
    opened: Opened
    fingerprint: str
    wording: str
    is_pdf: bool

    @property
    def interview(self) -> Interview:
        """Give the interview."""
        return self.opened.interview


def take_up(
    path: Path,
    program: Path | None = None,
    sets: Mapping[str, str] | None = None,
    templates: Templates = SHIPPED,
) -> Taken:
    """Take up an agreement that carries its interview, or a file that holds one.

    Args:
        path: The file; by what is in it, not by its name, it is a PDF or an interview.
        program: The program's file, where an interview does not name it.
        sets: Answers that go before the file's, as typed, by full key.
        templates: Whose words and kinds.

    Raises:
        FileError: The file, or its program's, cannot be read.
        InterviewError: The interview has problems.
    """
    data, file = read_small(path), str(path)
    found = carried(data, file) if is_pdf(data) else None
    opened = open_pair(found.newest if found else data, file, path.parent, program, sets, templates=templates)
    interview = opened.interview
    if found:
        fingerprint = hashlib.sha256(found.data).hexdigest()[:12]
        wording = str((yaml.load(found.data, Loader=yaml.BaseLoader).get("made_with") or {}).get("wording", ""))
        return Taken(file, found.newest, opened, fingerprint, wording, True)
    locale = load_locale(interview.answers.document.language or "en", templates)
    return Taken(file, data, opened, fingerprint_of(interview, opened.look), wording_of(interview, locale), False)
