"""Do something again whenever one of some files changes, until Ctrl-C."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from agreementgen.cli import console
from agreementgen.errors import AgreementError
from agreementgen.locales import Locale

__all__ = ["keep_doing"]

LOOK_EVERY = 1000
"""Milliseconds between two looks at the files themselves, where the system tells of no change (network folders)."""
SETTLED = 0.15
"""Seconds without a further change after which a file counts as saved."""
LONGEST_SAVE = 3.0

State = dict[Path, tuple[int, int, int] | None]


def keep_doing(job: Callable[[], object], inputs: Callable[[], tuple[Path, ...]], locale: Locale, quiet: bool) -> None:
    """Do a job now, and again after each change; only Ctrl-C ends it.

    Args:
        job: What is done. Its `AgreementError` or usage error is shown, and the next change is waited for.
        inputs: Names the files it depends on. Files that were named before stay watched: while a file is broken, it
            cannot tell which others it names.
        locale: Whose words are used.
        quiet: Show results and errors only.

    Raises:
        UsageError: The library that watches files is missing.
        KeyboardInterrupt: Ctrl-C.
    """
    try:
        library = import_module("watchfiles")
    except ImportError as error:
        raise click.UsageError(locale.label("watch.missing")) from error
    files: tuple[Path, ...] = ()
    while True:
        # Looked at before they are read: a change while the job is done is seen afterwards.
        files = tuple(dict.fromkeys((*files, *inputs())))
        seen = _state(files)
        try:
            job()
        except AgreementError as error:
            console.show_error(error)
        except click.ClickException as error:
            error.show()
        console.note(locale.label("watch.waiting", files=locale.count(len(files), "file")), quiet=quiet)
        for _ in _ticks(library, files):
            if _state(files) != seen:
                break
        _wait_until_saved(files)
        console.note(locale.label("watch.again"), quiet=quiet)


def _state(files: tuple[Path, ...]) -> State:
    """Tell which files are there, and in which version; editors put a new file in place of the old one."""
    found: State = {}
    for file in files:
        try:
            facts = file.stat()
            found[file] = (facts.st_mtime_ns, facts.st_size, facts.st_ino)
        except OSError:
            found[file] = None
    return found


def _ticks(library: Any, files: tuple[Path, ...]) -> Iterator[None]:
    """Give a tick whenever something changes in a folder of the files, and every second."""
    # Folders and not files: a file that is saved by renaming is another file.
    folders = sorted({str(file.absolute().parent) for file in files if file.absolute().parent.is_dir()})
    try:
        if folders:
            options = {"recursive": False, "watch_filter": None, "debounce": 200, "step": 50}
            for _ in library.watch(*folders, rust_timeout=LOOK_EVERY, yield_on_timeout=True, **options):
                yield
    except (OSError, RuntimeError):
        # The system gives no more watches, or a folder went away: the looks every second are enough.
        pass
    while True:
        yield
        time.sleep(LOOK_EVERY / 1000)


def _wait_until_saved(files: tuple[Path, ...]) -> None:
    """Let an editor finish: one that saves by renaming has no file there for a moment."""
    end = time.monotonic() + LONGEST_SAVE
    before: State = {}
    while time.monotonic() < end:
        now = _state(files)
        if now == before and None not in now.values():
            return
        before = now
        time.sleep(SETTLED)
