"""A cohort's folder, and what has come back → how each pair stands: made, signed by whom, by which files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Any

from agreementgen.cohort.manifest import FAILED, FINAL, Entry, from_lines
from agreementgen.cohort.outfolder import LINES, PRINT_READY
from agreementgen.errors import FileError
from agreementgen.files import SIGNED_BY_TYPING, agreement_id, form_fields

__all__ = ["PairStatus", "Standing", "left_over", "status_of"]


@dataclass(frozen=True, slots=True)
class PairStatus:
    """How one pair stands.

    Attributes:
        entry: What was made.
        signed: Who has signed, by person id, in the order of the fields.
        unsigned: Whose signature is still missing; nobody's where no agreement to sign is there.
        files: The signed files.
        missing: Files of the pair that are not there any more.
        typed: Who of those that have signed only typed a name.
    """

    entry: Entry
    signed: tuple[str, ...] = ()
    unsigned: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()
    missing: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()

    @property
    def step(self) -> str:
        """How far it has come: `failed`, `draft`, `final`, `partly` signed, or `signed` by all."""
        if self.entry.status == FAILED:
            return FAILED
        if self.signed:
            return "partly" if self.unsigned else "signed"
        return self.entry.status


@dataclass(frozen=True, slots=True)
class Standing:
    """How a cohort stands.

    Attributes:
        pairs: Its pairs, in the roster's order.
        strangers: Files that came back, and belong to no pair.
    """

    pairs: tuple[PairStatus, ...]
    strangers: tuple[Path, ...] = ()


class _How(IntEnum):
    """What stands in a signature field; of two files, the one with more counts."""

    NOTHING = 0
    TYPED = 1
    KEY = 2


@dataclass(slots=True)
class _Found:
    """The signature fields of all files of one agreement: what stands in each, and in which file."""

    fields: dict[str, tuple[_How, Path]] = field(default_factory=dict)

    def add(self, person: str, how: _How, path: Path) -> None:
        """Take a field of a file; of two alike, the first file stays."""
        if person not in self.fields or how > self.fields[person][0]:
            self.fields[person] = how, path

    def who(self, *ways: _How) -> tuple[str, ...]:
        """Name whose fields hold one of these."""
        return tuple(person for person, (how, _) in self.fields.items() if how in ways)


def status_of(place: Path, returned: Iterable[Path] = ()) -> Standing:
    """Tell how each pair of a cohort stands.

    A file belongs to the pair whose document id it bears, whatever it is called, and wherever in the folder it lies.

    Args:
        place: The cohort's folder.
        returned: Further files, or folders of files, that have come back.

    Raises:
        FileError: There is no manifest in the folder, or what was returned is not there.
    """
    try:
        text = (place / LINES).read_text(encoding="utf-8")
    except OSError as error:
        raise FileError(f'"{place}" is no folder of a cohort: there is no "{LINES}" in it that can be read.') from error
    entries = from_lines(text)
    ids = {entry.document_id for entry in entries}
    found: dict[str, _Found] = {}
    strangers = []
    here, came = tuple(_agreements_in(place, entries)), dict.fromkeys(_files_in(returned))
    for path in dict.fromkeys((*here, *came)):
        of_whom = dict(_signatures(path))
        if path in came and not ids & of_whom.keys():
            strangers.append(path)
        for own_id, fields in of_whom.items():
            one = found.setdefault(own_id, _Found())
            for person, how in fields.items():
                one.add(person, how, path)
    pairs = tuple(_status(entry, found.get(entry.document_id), place) for entry in entries)
    return Standing(pairs, tuple(strangers))


def _agreements_in(place: Path, entries: Iterable[Entry]) -> Iterator[Path]:
    """Give the agreements of a cohort, and then every PDF in its folder that no run has made."""
    made = [place / file.path for entry in entries for file in entry.files]
    yield from (path for path in made if "-agreement" in path.name)
    known = {*made, place / PRINT_READY}
    yield from (path for path in _files_in([place]) if path not in known)


def _status(entry: Entry, found: _Found | None, place: Path) -> PairStatus:
    missing = tuple(file.path for file in entry.files if not (place / file.path).exists())
    if found is None or entry.status == FAILED:
        return PairStatus(entry, missing=missing)
    signed, unsigned = found.who(_How.TYPED, _How.KEY), found.who(_How.NOTHING)
    is_final = entry.status == FINAL
    files = tuple(dict.fromkeys(path for how, path in found.fields.values() if how))
    return PairStatus(entry, signed, unsigned if is_final or signed else (), files, missing, found.who(_How.TYPED))


def left_over(place: Path, entries: Iterable[Entry]) -> tuple[str, ...]:
    """Name folders of kits to which no row belongs any more, such as after a mentor was replaced."""
    kept = {entry.folder for entry in entries}
    folders = (path for path in place.iterdir() if path.is_dir() and not path.name.startswith("."))
    return tuple(sorted(path.name for path in folders if path.name not in kept and (path / "shared").is_dir()))


def _files_in(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(each for each in path.rglob("*") if each.suffix.lower() == ".pdf" and each.is_file())
        elif path.exists():
            yield path
        else:
            raise FileError(f'There is no file or folder "{path}".')


def _signatures(path: Path) -> Iterator[tuple[str, Mapping[str, _How]]]:
    """Give an agreement's document id, and what stands in its signature fields; nothing for any other file."""
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            found = {
                str(each.get("/T", "")).removeprefix("sig_"): _how(each)
                for each in form_fields(pdf)
                if each.get("/FT") == "/Sig" and str(each.get("/T", "")).startswith("sig_")
            }
            if own_id := agreement_id(pdf):
                yield own_id, found
    except (pikepdf.PdfError, OSError, ValueError):
        return


def _how(field: Any) -> _How:
    if "/V" in field:
        return _How.KEY
    return _How.TYPED if SIGNED_BY_TYPING in field else _How.NOTHING
