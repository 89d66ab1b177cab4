"""The folder of a cohort: every file whole or not there, what is made already known again, nothing left lying about."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, BinaryIO

from agreementgen.cohort.manifest import FAILED, Entry, File, from_lines, to_lines
from agreementgen.cohort.worker import Made
from agreementgen.errors import FileError
from agreementgen.files import file_name, save_files

__all__ = ["PRINT_READY", "CohortFolder", "remembered", "role_of"]

PAIRS_OWN = "-interview.yaml"
"""The pair goes on with this file: once they have written in it, it is theirs."""
STAGING = ".agreementgen"
LINES = "manifest.jsonl"
RUN = "run.json"
PRINT_READY = "print-ready.pdf"
"""All agreements in one file: it is none of them."""
SIDES = ("mentee", "mentor", "members", "facilitator")
"""Whose own copy of a document its name may end in."""


def role_of(document: str) -> str:
    """Give the folder below a pair's that a document lies in: the mentee's copies, the mentor's, or what is for all."""
    side = document.rpartition("-")[2]
    return f"for-{side}" if side in SIDES else "shared"


class CohortFolder:
    """A cohort's folder while a run writes to it.

    Args:
        place: The folder; it is made if it is not there.
    """

    def __init__(self, place: Path) -> None:
        self.place = place
        self.staging = place / STAGING
        self._journal: IO[str] | None = None

    @contextlib.contextmanager
    def opened(self) -> Iterator[CohortFolder]:
        """Take the folder for this run, sweep what a run that was killed has left, and leave nothing oneself.

        Raises:
            FileError: It cannot be written to, or another run is writing to it.
        """
        try:
            self.place.mkdir(parents=True, exist_ok=True)
            self._take()
            self._journal = (self.staging / LINES).open("a", encoding="utf-8")
            yield self
        except OSError as error:
            which = error.filename or self.place
            raise FileError(f'"{which}" cannot be written to: {error.strerror or error}.') from error
        finally:
            if self._journal:
                self._journal.close()
        # Only here, when all has ended well: after an accident the journal is what is known.
        shutil.rmtree(self.staging, ignore_errors=True)

    def _take(self) -> None:
        if self.staging.is_symlink():
            raise FileError(f'"{self.staging}" leads out of "{self.place}". Take that link away.')
        owner = self.staging / "pid"
        if owner.is_file() and _is_running(owner.read_text(encoding="ascii", errors="replace")):
            raise FileError(f'Another run is writing to "{self.place}". Wait for it, or choose another folder.')
        journal = self.staging / LINES
        kept = journal.read_text(encoding="utf-8", errors="replace") if journal.is_file() else ""
        shutil.rmtree(self.staging, ignore_errors=True)
        (self.staging / "work").mkdir(parents=True)
        owner.write_text(str(os.getpid()), encoding="ascii")
        journal.write_text(to_lines(from_lines(kept)), encoding="utf-8")

    @property
    def work(self) -> Path:
        """A folder for what workers need for a while."""
        return self.staging / "work"

    def known(self) -> dict[str, Entry]:
        """Give what earlier runs made, by the pair's folder; the later run counts."""
        found: dict[str, Entry] = {}
        for path in (self.place / LINES, self.staging / LINES):
            if path.is_file():
                entries = from_lines(path.read_text(encoding="utf-8", errors="replace"))
                # A second row of a pair fails, and takes nothing away from the first.
                entries = sorted(entries, key=lambda entry: entry.status != FAILED)
                found |= {entry.folder: entry for entry in entries if entry.folder}
        return found

    def holds(self, entry: Entry) -> bool:
        """Tell whether all files of an entry are there, with the content that they were written with."""
        return entry.status != FAILED and all(self._is_as_written(file) for file in entry.files)

    def _is_as_written(self, file: File) -> bool:
        path = self.place / file.path
        if file.path.endswith(PAIRS_OWN):
            return path.is_file()
        return self._has_content(file)

    def _has_content(self, file: File) -> bool:
        path = self.place / file.path
        # The manifest is a file as any other: it leads nowhere outside.
        if not path.resolve().is_relative_to(self.place.resolve()):
            return False
        try:
            return _hash(path) == file.sha256
        except OSError:
            return False

    def is_written_in(self, entry: Entry) -> bool:
        """Tell whether a pair's own interview says something else than the one that was last made for it."""
        own = (file for file in entry.files if file.path.endswith(PAIRS_OWN))
        return any((self.place / file.path).is_file() and not self._has_content(file) for file in own)

    def save(
        self, folder: str, name: str, made: Made, interview: bytes, own_id: str, earlier: Entry | None, *, force: bool
    ) -> tuple[File, ...]:
        """Write a kit into its pair's folder: all of it, or nothing.

        Args:
            folder: The pair's folder below the cohort's.
            name: What its files' names begin with.
            made: Its documents.
            interview: The interview that the pair goes on with; where they have written in theirs, that stays.
            own_id: Its document id.
            earlier: What was made of this pair before.
            force: Whether what was not made from the same agreement is overwritten.

        Raises:
            FileError: Something is in the way, or cannot be written to.
        """
        place = self.place / folder
        if not place.resolve().is_relative_to(self.place.resolve()):
            raise FileError(f'"{place}" leads out of "{self.place}". Take that link away.')
        contents = [(place / role_of(each.name) / file_name(name, each), each.data) for each in made.documents]
        save_files(contents, own_id, force=force, staging=self.work)
        own = place / "shared" / f"{name}{PAIRS_OWN}"
        if not own.exists() or _hash(own) in {file.sha256 for file in (earlier.files if earlier else ())}:
            self.write(own.relative_to(self.place).as_posix(), interview)
        pages = [*(made.pages.get(each.name, 0) for each in made.documents), 0]
        return tuple(
            File(path.relative_to(self.place).as_posix(), hashlib.sha256(data).hexdigest(), count)
            for (path, data), count in zip([*contents, (own, interview)], pages, strict=True)
        )

    def note(self, entry: Entry) -> None:
        """Write down at once what became of a pair, so that it is known if the run is ended."""
        assert self._journal
        self._journal.write(to_lines([entry]))
        self._journal.flush()

    def write(self, name: str, data: bytes) -> Path:
        """Write a file, named by its path below the cohort's folder, in place of an older one.

        Raises:
            FileError: It cannot be written, or is open elsewhere.
        """
        return self.write_with(name, lambda file: file.write(data))

    def write_with(self, name: str, write: Callable[[BinaryIO], object]) -> Path:
        """Let a file of the whole cohort be written bit by bit; as `write` does, all of it or nothing.

        Raises:
            FileError: It cannot be written, or is open elsewhere.
        """
        path, temporary = self.place / name, self.work / Path(name).name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with temporary.open("wb") as file:
                write(file)
            temporary.replace(path)
        except OSError as error:
            raise FileError(
                f'"{path}" cannot be written: {error.strerror or error}. Is the file open in another program?'
            ) from error
        return path

    def take_away(self, name: str) -> None:
        """Take away a file of the whole cohort that an earlier run has left, where there is one.

        Raises:
            FileError: It cannot be taken away.
        """
        path = self.place / name
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise FileError(f'"{path}" cannot be taken away: {error.strerror}.') from error

    def remember(self, run: dict[str, Any]) -> None:
        """Write down how the cohort was made, for doing it again."""
        self.write(RUN, (json.dumps(run, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode())


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _is_running(pid: str) -> bool:
    if not pid.isdigit() or int(pid) == os.getpid():
        return False
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def remembered(place: Path) -> dict[str, Any]:
    """Read how a cohort was made.

    Raises:
        FileError: There is no such note in the folder, or it cannot be read.
    """
    try:
        found = json.loads((place / RUN).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FileError(f'"{place}" is no folder of a cohort: it has no "{RUN}" that can be read.') from error
    if not isinstance(found, dict):
        raise FileError(f'"{place / RUN}" does not say how the cohort was made.')
    return found
