"""One file or several on disk: read whole, and written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from agreementgen.errors import ChangedError, FileError

__all__ = ["read_bytes", "replace_bytes", "told_in_words", "write_all"]


def write_all(contents: Sequence[tuple[Path, bytes]], staging: Path | None = None, mode: int | None = None) -> None:
    """Write every file beside its place first; only when all are written do they take their places."""
    ready: list[tuple[Path, Path]] = []
    try:
        for path, data in contents:
            handle, temporary = tempfile.mkstemp(dir=staging or path.parent, prefix=".agreementgen-", suffix=".tmp")
            ready.append((Path(temporary), path))
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(temporary).chmod(0o666 & ~_umask() if mode is None else mode)
        for temporary_path, path in ready:
            temporary_path.replace(path)
    finally:
        for temporary_path, _ in ready:
            temporary_path.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def replace_bytes(path: Path, before: bytes, after: bytes) -> None:
    """Write a file anew in its place: all of it, or nothing. Permissions stay, and a link stays a link.

    Raises:
        FileError: It no longer holds `before`, is read-only, or cannot be written.
    """
    place = path.resolve()
    changed = f'"{path}" has changed since it was read. Nothing was written; run the command again.'
    if read_bytes(place) != before:
        raise ChangedError(changed)
    mode = place.stat().st_mode
    if not mode & 0o222 or not os.access(place, os.W_OK):
        raise FileError(f'"{path}" is read-only. Nothing was written. Allow writing to it, or work on a copy.')
    with told_in_words(path):
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=".agreementgen-", suffix=".tmp")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(after)
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(mode & 0o7777)
            with _in_turn(place.parent):
                if place.read_bytes() != before:
                    raise ChangedError(changed)
                temporary.replace(place)
        finally:
            temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def _in_turn(folder: Path) -> Iterator[None]:
    """Let two who write in one folder in the same moment do so one after the other, where the system can.

    The folder itself is locked, so no file is left behind, and a process that is killed holds up nobody.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        # A file system without locks, such as some shared ones, still has what is in the file compared.
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def read_bytes(path: Path) -> bytes:
    """Read a file.

    Raises:
        FileError: It is missing, a folder, or unreadable.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FileError(f'There is no file "{path}". Check the name, or start one with: agreementgen new') from error
    except IsADirectoryError as error:
        raise FileError(f'"{path}" is a folder. Name the interview file in it.') from error
    except OSError as error:
        raise FileError(f'"{path}" cannot be read: {error.strerror or error}.') from error


@contextlib.contextmanager
def told_in_words(place: Path) -> Iterator[None]:
    """Turn what the system says when a file cannot be written into an error of ours."""
    try:
        yield
    except PermissionError as error:
        which = error.filename2 or error.filename or place
        raise FileError(
            f'"{which}" cannot be written. Is the file open in another program, or the folder read-only? '
            "Choose another folder."
        ) from error
    except OSError as error:
        raise FileError(f'"{place}" cannot be written to: {error.strerror or error}.') from error
