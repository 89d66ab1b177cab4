"""A file that takes one answer after the other: read anew before each, written whole after each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from agreementgen.disk import read_bytes, replace_bytes
from agreementgen.errors import Exit, FileError, InterviewError, Problem
from agreementgen.files import write_text
from agreementgen.interview import Interview, Private, read_interview, read_private, typed
from agreementgen.interview.removing import without_item
from agreementgen.locales import Locale
from agreementgen.opening import open_pair

__all__ = ["BrokenError", "Pages", "PrivateSheet", "Sheet"]


class BrokenError(InterviewError):
    """A file was changed by somebody else while it was filled in, and cannot be read any more."""

    exit_code = Exit.FINDINGS


class Pages:
    """What every such file does.

    Attributes:
        mode: Who may read a new file, as Unix says it; 0 for whoever may read new files as a rule.
        path: Where it is; a link is followed, and stays one.
        text: What stands in it, `None` where there is no file yet.
        problems: What was wrong with it when it was opened.
    """

    mode = 0

    def __init__(self, path: Path, locale: Locale, begin: str) -> None:
        self.interview = _empty(locale)
        self.path, self.locale, self._begin = path, locale, begin
        self.problems: tuple[Problem, ...] = ()
        self._before = b""
        self.text = self._take() if path.exists() else None
        if self.text is None and not self.problems:
            self._read(begin.encode())

    def refresh(self) -> bool:
        """Take in what somebody else has written meanwhile; tell whether anyone has.

        A file that was taken away meanwhile is written again, with all that was in it.

        Raises:
            BrokenError: What is there now has problems.
        """
        if not self.path.exists():
            return False
        data = self._bytes()
        if data == (self.text or "").encode() or (self.text is None and not data.strip()):
            return False
        found = self._read(data)
        if found:
            raise BrokenError(found)
        was_there, self.text = self.text is not None, data.decode()
        return was_there or bool(self.text.strip())

    def save(self, answers: Sequence[typed.Answer]) -> tuple[Problem, ...]:
        """Put answers into the file; with problems nothing is written.

        Raises:
            NoPlaceError: They cannot be put in without changing something else.
            FileError: The file cannot be written.
        """
        text = self.text if self.text is not None else self._begin
        known = self.interview
        new, problems = typed.put(
            text, answers, lambda text: self._read(text.encode()), interview=known, locale=self.locale
        )
        if problems:
            self._read(text.encode())
            return problems
        self._write(new)
        self.text = new
        return ()

    def take_out(self, key: str, number: int) -> tuple[Problem, ...]:
        """Take one item, by its number from 0, out of a list in the file; with problems nothing is written.

        Raises:
            NoPlaceError: It cannot be taken out without changing something else.
            FileError: The file cannot be written.
        """
        text = self.text or ""
        new = without_item(text, key, number)
        if problems := self._read(new.encode()):
            self._read(text.encode())
            return problems
        self._write(new)
        self.text = new
        return ()

    def _write(self, text: str) -> None:
        path = self.path.resolve()
        if not path.exists():
            write_text(path, text, force=True)
            if self.mode:
                path.chmod(self.mode)
        elif path.stat().st_mode & 0o200:
            replace_bytes(path, self._before, text.encode())
        else:
            raise FileError(self.locale.label("ask.read_only", file=self.path))
        self._before = text.encode()

    def _bytes(self) -> bytes:
        """Read the file, and keep what was in it: it is written only if that is still so."""
        if self.path.exists() and not self.path.is_file():
            raise FileError(self.locale.label("ask.no_file", file=self.path))
        self._before = read_bytes(self.path)
        return self._before

    def _take(self) -> str | None:
        data = self._bytes()
        if not data.strip():
            # An empty file is a fresh one.
            return None
        self.problems = self._read(data)
        return None if self.problems else data.decode()

    def _read(self, data: bytes) -> tuple[Problem, ...]:
        raise NotImplementedError


class Sheet(Pages):
    """An interview that is being filled in.

    Attributes:
        interview: What stands in it.
        person: Who fills it in, by person id; empty where both do.
    """

    def __init__(self, path: Path, locale: Locale, program: Path | None = None) -> None:
        self.person = ""
        self.program = program
        super().__init__(path, locale, "schema: 1\n")

    def save(self, answers: Sequence[typed.Answer]) -> tuple[Problem, ...]:
        """Put answers into the file, and whose they are; with problems nothing is written."""
        if self.person and self.interview.answers.answered_by is None:
            answers = [("answered_by", self.person, False), *answers]
        return super().save(answers)

    def _read(self, data: bytes) -> tuple[Problem, ...]:
        reading = open_pair(data, str(self.path), self.path.parent, self.program).reading
        if reading.interview:
            self.interview = reading.interview
        return reading.problems


class PrivateSheet(Pages):
    """What one person writes for their own eyes; `private` is what stands in it."""

    mode = 0o600

    def __init__(self, path: Path, person: str, locale: Locale) -> None:
        self.private = Private(person)
        super().__init__(path, locale, f"answered_by: {person}\n")

    def _read(self, data: bytes) -> tuple[Problem, ...]:
        reading = read_private(data, str(self.path), self.locale)
        if reading.private:
            self.private = reading.private
        return reading.problems


def _empty(locale: Locale) -> Interview:
    interview = read_interview(b"schema: 1\n", locale=locale).interview
    assert interview is not None
    return interview
