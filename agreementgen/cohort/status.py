"""A cohort's folder, and what has come back → how each pair stands: made, signed by whom, by which files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from agreementgen.cohort.manifest import FAILED, FINAL, Entry, from_lines
from agreementgen.cohort.outfolder import LINES
from agreementgen.errors import FileError
from agreementgen.files import agreement_id, form_fields

__all__ = ["PairStatus", "left_over", "status_of"]


@dataclass(frozen=True, slots=True)
class PairStatus:
    """How one pair stands.

    Attributes:
        entry: What was made.
        signed: Who has signed, by person id, in the order of the fields.
        unsigned: Whose signature is still missing; nobody's where no agreement to sign is there.
        files: The signed files.
        missing: Files of the pair that are not there any more.
    """

    entry: Entry
    signed: tuple[str, ...] = ()
    unsigned: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def step(self) -> str:
        """How far it has come: `failed`, `draft`, `final`, `partly` signed, or `signed` by all."""
        if self.entry.status == FAILED:
            return FAILED
        if self.signed:
            return "partly" if self.unsigned else "signed"
        return self.entry.status


@dataclass(slots=True)
class _Found:
    """The signature fields of all files of one agreement."""

    signed: dict[str, Path] = field(default_factory=dict)
    fields: dict[str, None] = field(default_factory=dict)


def status_of(place: Path, returned: Iterable[Path] = ()) -> tuple[PairStatus, ...]:
    """Tell how each pair of a cohort stands, in the roster's order.

    Args:
        place: The cohort's folder.
        returned: Files, or folders of files, that have come back; a file belongs to the pair whose document id it
            bears, whatever it is called.

    Raises:
        FileError: There is no manifest in the folder, or what was returned is not there.
    """
    try:
        text = (place / LINES).read_text(encoding="utf-8")
    except OSError as error:
        raise FileError(f'"{place}" is no folder of a cohort: there is no "{LINES}" in it that can be read.') from error
    entries = from_lines(text)
    agreements = [
        place / file.path for entry in entries for file in entry.files if "-agreement" in Path(file.path).name
    ]
    found: dict[str, _Found] = {}
    for path in (*agreements, *_files_in(returned)):
        for own_id, fields in _signatures(path):
            one = found.setdefault(own_id, _Found())
            for person, is_signed in fields.items():
                one.fields.setdefault(person)
                if is_signed:
                    one.signed.setdefault(person, path)
    return tuple(_status(entry, found.get(entry.document_id), place) for entry in entries)


def _status(entry: Entry, found: _Found | None, place: Path) -> PairStatus:
    missing = tuple(file.path for file in entry.files if not (place / file.path).exists())
    if found is None or entry.status == FAILED:
        return PairStatus(entry, missing=missing)
    signed = tuple(person for person in found.fields if person in found.signed)
    unsigned = tuple(person for person in found.fields if person not in found.signed)
    is_final = entry.status == FINAL
    files = tuple(dict.fromkeys(found.signed.values()))
    return PairStatus(entry, signed, unsigned if is_final or signed else (), files, missing)


def left_over(place: Path, entries: Iterable[Entry]) -> tuple[str, ...]:
    """Name folders of kits to which no row belongs any more, such as after a mentor was replaced."""
    kept = {entry.folder for entry in entries}
    folders = (path for path in place.iterdir() if path.is_dir() and not path.name.startswith("."))
    return tuple(sorted(path.name for path in folders if path.name not in kept and (path / "shared").is_dir()))


def _files_in(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(path.rglob("*.pdf"))
        elif path.exists():
            yield path
        else:
            raise FileError(f'There is no file or folder "{path}".')


def _signatures(path: Path) -> Iterator[tuple[str, Mapping[str, bool]]]:
    """Give an agreement's document id, and which of its signature fields are signed; nothing for any other file."""
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            found = {
                str(each.get("/T", "")).removeprefix("sig_"): "/V" in each
                for each in form_fields(pdf)
                if each.get("/FT") == "/Sig" and str(each.get("/T", "")).startswith("sig_")
            }
            if own_id := agreement_id(pdf):
                yield own_id, found
    except (pikepdf.PdfError, OSError, ValueError):
        return
