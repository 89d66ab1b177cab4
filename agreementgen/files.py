"""What a file is called, and what may be overwritten: a kit is written whole, and never over what is not ours."""

from __future__ import annotations

import contextlib
import os
import re
import unicodedata
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agreementgen.disk import told_in_words, write_all
from agreementgen.errors import FileError

if TYPE_CHECKING:
    # Whoever reads a file needs none of what sets pages.
    from agreementgen.documents import Document
    from agreementgen.interview import Interview

__all__ = [
    "InTheWay",
    "Written",
    "agreement_id",
    "file_name",
    "form_fields",
    "is_ours",
    "save_files",
    "save_kit",
    "slug",
    "write_bytes",
    "write_text",
]

LONGEST_SLUG = 60
MOST_SLUG_BYTES = 180
"""File systems count bytes, and stop at 255; a name of a document comes behind."""
DRAFT = "-DRAFT"
FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
SIGNED_BY_KEY = b"/ByteRange"
"""Stands in clear in every PDF that is signed by a key: what it says is needed before anything is unpacked."""
SIGNED_BY_TYPING = "/XXTypedSignature"
"""Where a signature field keeps the name that was typed into it; an entry of ours (ISO 32000-1, annex E)."""
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)( *\..*)?", re.IGNORECASE)


class InTheWay(StrEnum):
    """What already stands where a file is to be written."""

    NOTHING = "nothing"
    OURS = "ours"
    FOREIGN = "foreign"
    SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class Written:
    """What a run did.

    Attributes:
        paths: The files written, in the order of the documents.
        replaced: Those of them that took the place of an older one.
        removed: Left-overs of an earlier run of the same kit that were taken away.
    """

    paths: tuple[Path, ...]
    replaced: tuple[Path, ...]
    removed: tuple[Path, ...]


def slug(interview: Interview, *, ascii_only: bool = False) -> str:
    """Name the files of a pair: both names, `Amara-Diallo-Jon-Reyes`; of a group: the facilitator's.

    With a minor it is the document's id, which tells no name.


    Letters of any script stay (NFC); only what file systems forbid is dropped. At most 60 characters, never a reserved
    name of Windows, never a dot at either end, so that no name can leave its folder.

    Args:
        interview: The pair's interview; a name that is still missing is called by its part.
        ascii_only: Write other letters in Latin ones.
    """
    # Loaded where it is needed: whoever reads a file needs none of what composes pages.
    from agreementgen.agreement import document_id, kind_of
    from agreementgen.interview.model import person_of

    people = kind_of(interview).called_after
    names = " ".join(person_of(interview.answers, id_).name or id_ for id_ in people)
    if interview.minors:
        names = document_id(interview)
    if ascii_only:
        from anyascii import anyascii

        names = anyascii(names)
    plain = FORBIDDEN.sub("", unicodedata.normalize("NFC", names))
    plain = "".join(char for char in plain if unicodedata.category(char) not in ("Cf", "Cc", "Co", "Cs"))
    short = re.sub(r"[\s\-]+", "-", plain)[:LONGEST_SLUG].encode()[:MOST_SLUG_BYTES]
    joined = short.decode(errors="ignore").strip("-. ")
    if not joined or RESERVED.fullmatch(joined):
        return f"pair-{joined}".strip("-")
    return joined


def save_kit(
    documents: Sequence[Document],
    interview: Interview,
    folder: Path,
    *,
    force: bool = False,
    ascii_names: bool = False,
) -> Written:
    """Write a kit into its own folder below `folder`: all of it, or nothing.

    An unsigned PDF of ours with the same document id is replaced. Anything else in the way needs `force`. A PDF that
    bears a signature is never replaced.

    Raises:
        FileError: Something is in the way, or the folder cannot be written to.
    """
    from agreementgen.agreement import document_id

    name = slug(interview, ascii_only=ascii_names)
    try:
        os.fsencode(name)
    except UnicodeEncodeError as error:
        raise FileError(
            f'No file can be called "{name}" here: this system\'s names are in {error.encoding}. '
            "Use --ascii-names, which writes other letters in Latin ones."
        ) from error
    place = folder / name
    if place.is_symlink() and not place.resolve().is_relative_to(folder.resolve()):
        raise FileError(
            f'"{place}" is a link that leads out of "{folder}", and nothing is written there. '
            "Remove the link, or write to another folder with -o."
        )
    contents = [(place / file_name(name, document), document.data) for document in documents]
    return save_files(contents, document_id(interview), force=force)


def save_files(
    contents: Sequence[tuple[Path, bytes]], own_id: str, *, force: bool = False, staging: Path | None = None
) -> Written:
    """Write files that belong to one agreement: all of them, or nothing. What is in the way, is as for `save_kit`.

    Args:
        contents: Where each file goes, and what it holds.
        own_id: The agreement's document id.
        force: Whether what was not made from this agreement is overwritten, too.
        staging: A folder of the same file system, in which files are written before they take their places; each one's
            own folder where none is given.

    Raises:
        FileError: Something is in the way, or a folder cannot be written to.
    """
    standing = {path: what_is_in_the_way(path, own_id) for path, _ in contents}
    _refuse(standing, force)
    for place in dict.fromkeys(path.parent for path, _ in contents):
        with told_in_words(place):
            place.mkdir(parents=True, exist_ok=True)
    with told_in_words(contents[0][0].parent if contents else Path()):
        write_all(contents, staging)
    replaced = tuple(path for path, found in standing.items() if found is not InTheWay.NOTHING)
    return Written(tuple(standing), replaced, tuple(_tidy(tuple(standing), own_id)))


def file_name(name: str, document: Document) -> str:
    """Name the file of a document, behind its pair's name: `Amara-Diallo-Jon-Reyes-agreement-v2-DRAFT.pdf`."""
    version = f"-v{document.version}" if document.version > 1 else ""
    return f"{name}-{document.name}{version}{DRAFT if document.is_draft else ''}.{document.form}"


def what_is_in_the_way(path: Path, own_id: str) -> InTheWay:
    """Tell what stands at a path: nothing, a PDF of ours for the same agreement, a signed one, or something else.

    A PDF that somebody has signed is told whatever it is called, and however broken it may be.
    """
    if not path.exists():
        return InTheWay.NOTHING
    if path.is_dir():
        return InTheWay.FOREIGN
    try:
        with path.open("rb") as file:
            # A reader looks for the mark of a PDF in the first 1024 bytes (ISO 32000-1, annex H).
            if b"%PDF-" in file.read(1024):
                return InTheWay.SIGNED if SIGNED_BY_KEY in file.read() else _pdf_in_the_way(path, own_id)
    except OSError:
        return InTheWay.FOREIGN
    if path.suffix == ".html":
        return _html_in_the_way(path, own_id)
    return _calendar_in_the_way(path, own_id) if path.suffix == ".ics" else InTheWay.FOREIGN


def _pdf_in_the_way(path: Path, own_id: str) -> InTheWay:
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            places = [field for field in form_fields(pdf) if field.get("/FT") == "/Sig"]
            if any("/V" in place or SIGNED_BY_TYPING in place for place in places):
                return InTheWay.SIGNED
            return InTheWay.OURS if is_ours(pdf) and agreement_id(pdf) == own_id else InTheWay.FOREIGN
    except (pikepdf.PdfError, OSError):
        return InTheWay.FOREIGN


def form_fields(pdf: Any) -> tuple[Any, ...]:
    """Give the fields of the form of an opened PDF, as its objects; none where it has no form."""
    form = pdf.Root.get("/AcroForm")
    return tuple(form.get("/Fields", ())) if form is not None else ()


def is_ours(pdf: Any) -> bool:
    """Tell whether an opened PDF says that we have made it."""
    return str(pdf.docinfo.get("/Creator", "")).startswith("agreementgen ")


def agreement_id(pdf: Any) -> str:
    """Give the document id that an opened PDF bears; empty where it bears none."""
    return str(pdf.docinfo.get("/agreementid", ""))


def _html_in_the_way(path: Path, own_id: str) -> InTheWay:
    head = path.read_bytes()[:4096].decode("utf-8", "replace")
    mine = f'<meta name="agreement-id" content="{escape(own_id, quote=True)}">'
    is_ours = '<meta name="generator" content="agreementgen ' in head and mine in head
    return InTheWay.OURS if is_ours else InTheWay.FOREIGN


def _calendar_in_the_way(path: Path, own_id: str) -> InTheWay:
    content = path.read_bytes().decode("utf-8", "replace")
    # Events are named after the agreement's id (`agreement/calendar.py`); one of these five is in every calendar.
    names = ("meeting-1", "first_check", "mid_point", "closing", "end")
    mine = {str(uuid.uuid5(uuid.NAMESPACE_URL, f"agreementgen:{own_id}:{name}")) for name in names}
    is_ours = "PRODID:-//agreementgen//" in content and any(f"UID:{uid}" in content for uid in mine)
    return InTheWay.OURS if is_ours else InTheWay.FOREIGN


def _refuse(standing: dict[Path, InTheWay], force: bool) -> None:
    signed = [path for path, found in standing.items() if found is InTheWay.SIGNED]
    foreign = [path for path, found in standing.items() if found is InTheWay.FOREIGN]
    if signed:
        raise FileError(
            f"{_listed(signed)} bears a signature and is never overwritten. "
            "Move it away, or write to another folder with -o."
        )
    if folders := [path for path in foreign if path.is_dir()]:
        raise FileError(f"{_listed(folders)} is a folder; a file is to be written there. Move it away.")
    if foreign and not force:
        raise FileError(
            f"{_listed(foreign)} is in the way and was not made from this agreement. "
            "Move it away, write to another folder with -o, or overwrite it with --force.",
            can_be_forced=True,
        )


def _listed(paths: Iterable[Path]) -> str:
    return ", ".join(f'"{path}"' for path in paths)


def _tidy(written: Sequence[Path], own_id: str) -> Iterable[Path]:
    """Take away what an earlier run of the same kit left over: the draft beside the final version, or the reverse."""
    for target in written:
        stem = target.stem.removesuffix(DRAFT)
        path = target.with_name(f"{stem}{'' if target.stem.endswith(DRAFT) else DRAFT}{target.suffix}")
        if path not in written and what_is_in_the_way(path, own_id) is InTheWay.OURS:
            with contextlib.suppress(OSError):
                path.unlink()
                yield path


def write_text(path: Path, text: str, *, force: bool = False) -> None:
    """Write a text file as UTF-8; one that exists needs `force`.

    Raises:
        FileError: The file exists, or cannot be written.
    """
    write_bytes(path, text.encode("utf-8"), force=force)


def write_bytes(path: Path, data: bytes, *, force: bool = False, for_me_alone: bool = False) -> None:
    """Write a file, all of it or nothing; one that exists needs `force`, and a signed PDF stays whatever is said.

    Args:
        path: Where to.
        data: What.
        force: Overwrite what is there.
        for_me_alone: Let nobody else on this machine read it.

    Raises:
        FileError: The file exists, or cannot be written.
    """
    if RESERVED.fullmatch(path.name) or path.name.endswith((".", " ")):
        # Windows writes to a device instead, or drops the dot; and a file goes from one system to the other.
        raise FileError(f'"{path}" has a name that no file can have on Windows. Give another name.')
    if path.exists():
        if path.is_dir():
            raise FileError(f'"{path}" is a folder; a file is to be written there. Give another name.')
        if what_is_in_the_way(path, "") is InTheWay.SIGNED:
            raise FileError(f'"{path}" bears a signature and is never overwritten. Give another name.')
        if not force:
            raise FileError(f'"{path}" exists already. Give another name, or overwrite it with --force.')
    with told_in_words(path.parent):
        write_all([(path, data)], mode=0o600 if for_me_alone else None)
