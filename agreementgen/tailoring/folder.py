"""What templates there are, and copies of them to start from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from agreementgen.errors import FileError, did_you_mean
from agreementgen.files import write_text
from agreementgen.resources import ALWAYS_OURS, SHIPPED, Templates

__all__ = ["eject", "listing"]

SUFFIXES = (".yaml", ".html", ".css")
TOPS = ("documents", "kinds", "locales", "themes")


def listing(templates: Templates) -> Iterator[tuple[str, str]]:
    """Give every template by path, with whose it is: `ours`, `yours` in place of ours, or `new`."""
    for name in _all(templates):
        yield name, "ours" if name not in templates.own else "yours" if SHIPPED.has(name) else "new"


def _all(templates: Templates) -> list[str]:
    found = (name for top in TOPS for suffix in SUFFIXES for name in templates.files(top, suffix))
    return [name for name in found if not name.startswith(ALWAYS_OURS)]


def eject(place: Path, wanted: Sequence[str], *, force: bool = False) -> tuple[Path, ...]:
    """Copy shipped templates into a folder, to be changed there.

    Args:
        place: The folder; it is made where there is none.
        wanted: Paths of files or folders, such as `locales/en/clauses`; all of them where none are named.
        force: Whether files that are there may be overwritten.

    Returns:
        The files written.

    Raises:
        FileError: There is no such template, or a file is in the way; then nothing is written.
    """
    known = _all(SHIPPED)
    names: dict[str, None] = {}
    for path in wanted or TOPS:
        asked = path.replace("\\", "/").removeprefix("templates/").rstrip("/")
        found = [name for name in known if name == asked or name.startswith(f"{asked}/")]
        if not found:
            hint = did_you_mean(asked, known) or ' "agreementgen templates list" names them all.'
            raise FileError(f'There is no template "{path}".{hint}')
        names.update(dict.fromkeys(found))
    targets = {name: place / name for name in names}
    in_way = [str(target) for target in targets.values() if target.exists()]
    if in_way and not force:
        more = f" and {len(in_way) - 1} more" if len(in_way) > 1 else ""
        raise FileError(f'"{in_way[0]}"{more} exists, and is kept. Overwrite with --force.', can_be_forced=True)
    for name, target in targets.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        write_text(target, SHIPPED.read_text(name), force=force)
    return tuple(targets.values())
