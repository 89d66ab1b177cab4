"""Many agreements → one PDF to be printed on both sides: still tagged, with bookmarks, each from a right-hand page on.

File by file, everything that its pages, tags and bookmarks reach is copied under new numbers. What is unique within a
file only, such as the ids of tags and the names of form fields, gets the file's number before it.

Sources: ISO 32000-1, 7.9.6 and 7.9.7 (trees of names and numbers), 12.3.3 (bookmarks), 12.4.2 (page labels), 12.7.3
(names of fields), 14.7 (tags).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from agreementgen.cohort.pdfstream import PdfStream
from agreementgen.errors import FileError

__all__ = ["Leaf", "bind"]

REFERENCE = re.compile(rb"\((?:[^\\()]|\\.)*\)|<[0-9A-Fa-f]*>|(\d+) (\d+) R", re.DOTALL)
"""A reference; what is inside of texts is passed over."""
WORTH_SHARING = 1000
"""Streams from so many bytes on are written once where they are the same: logos, and the font of form fields."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One file to be bound.

    Attributes:
        path: The file.
        name: What its bookmark is called.
        label: What stands before its own page numbers where a viewer shows the number of a page.
    """

    path: Path
    name: str
    label: str


def bind(leaves: Iterable[Leaf], out: BinaryIO, title: str) -> None:
    """Bind files into one.

    Attached files are left out, and so are signatures, which would be broken: a signed paper is printed from its own
    file. The same files give the same bytes. Memory does not grow with their number, but for some bytes each.

    Args:
        leaves: At least one, in order; all of them made here.
        out: Where it is written.
        title: Its title.

    Raises:
        OSError: A file cannot be written.
        FileError: One cannot be read, or is no tagged PDF.
    """
    binding = _Binding(PdfStream(out), title)
    for leaf in leaves:
        try:
            source = pikepdf.open(leaf.path)
        except (OSError, pikepdf.PdfError) as error:
            raise FileError(f'"{leaf.path}" is no PDF that can be read. Make it again.') from error
        with source:
            if "/StructTreeRoot" not in source.Root or "/Metadata" not in source.Root:
                raise FileError(f'"{leaf.path}" is no agreement of ours. Make it again.')
            binding.add(source, leaf)
    binding.finish()


class _Binding:
    """A file that others are added to."""

    def __init__(self, target: PdfStream, title: str) -> None:
        self.target, self.title = target, title
        names = ("catalog", "pages", "tags", "whole", "owners", "outlines", "info")
        self.numbers = {name: target.number() for name in names}
        self.catalog: dict[str, bytes] = {}
        self.language = ""
        self.count = self.pages = self.key = 0
        self.shared: dict[bytes, int] = {}
        self.page_nodes: list[int] = []
        self.tag_tops: list[int] = []
        self.owner_nodes: list[int] = []
        self.id_nodes: list[int] = []
        self.fields: list[int] = []
        self.labels: list[bytes] = []
        self.marks: list[tuple[int, bytes]] = []
        self.last: tuple[int, list[int], bytes] = (0, [], b"")

    def add(self, source: Pdf, leaf: Leaf) -> None:
        """Add one file."""
        self.count += 1
        if self.count == 1:
            self._be_like(source)
        else:
            self._close(turned_over=True)
        tags, pages = source.Root.StructTreeRoot, list(source.pages)
        copy = _Copy(source, self.target, self.shared)
        node, mark = self.target.number(), self.target.number()
        copy.stands_for(source.Root.Pages, node)
        copy.stands_for(tags, self.numbers["whole"])
        self._prepare(source, pages)
        if self.count == 1:
            self._take_catalog(source, copy)
        self.tag_tops += [copy.number(top) for top in _listed(tags.K)]
        self._take_owners(tags, copy)
        self._take_ids(tags, copy)
        self._take_form(source, copy)
        numbers = [copy.number(page.obj) for page in pages]
        self._take_marks(source, leaf, copy, mark, numbers[0])
        copy.write()
        self.labels.append(b"%d << /P %s /S /D >>" % (self.pages, String(leaf.label).unparse()))
        self.last = (node, numbers, pages[-1].mediabox.unparse())
        self.pages += len(numbers)

    def _close(self, *, turned_over: bool) -> None:
        """Put the pages of the last file together; what follows begins on the right."""
        node, numbers, size = self.last
        if turned_over and self.pages % 2:
            numbers.append(self.target.number())
            blank = b"<< /Type /Page /Parent %d 0 R /MediaBox %s /Resources << >> /Tabs /S >>" % (node, size)
            self.target.put(numbers[-1], blank)
            self.pages += 1
        kids = (_references(numbers), len(numbers), self.numbers["pages"])
        self.target.put(node, b"<< /Type /Pages /Kids [ %s ] /Count %d /Parent %d 0 R >>" % kids)
        self.page_nodes.append(node)

    def _be_like(self, source: Pdf) -> None:
        """Take what the first file says of itself, but for its title and its own number."""
        self.language = str(source.Root.Lang)
        with source.open_metadata(set_pikepdf_as_editor=False) as packet:
            packet["dc:title"] = self.title
        info = {name: value for name, value in source.docinfo.items() if not name.startswith("/agreement")}
        self.target.put(self.numbers["info"], Dictionary(info).unparse())

    def _take_catalog(self, source: Pdf, copy: _Copy) -> None:
        for name in ("/Lang", "/MarkInfo", "/ViewerPreferences", "/OutputIntents", "/Metadata"):
            self.catalog[name] = copy.written(source.Root[name])

    def _prepare(self, source: Pdf, pages: list[pikepdf.Page]) -> None:
        """Make unique what is unique in this file only, and let its pages have one parent."""
        for page in pages:
            page.obj.Parent = source.Root.Pages
            for each in (page.obj, *page.get("/Annots", ()), *page.resources.get("/XObject", {}).values()):
                for name in ("/StructParent", "/StructParents"):
                    if name in each:
                        each[name] = self.key + int(each[name])
        for top in _listed(source.Root.StructTreeRoot.K):
            # One file is one document: each agreement is a part of it.
            top.S = Name.Part
            if str(source.Root.Lang) != self.language and "/Lang" not in top:
                top.Lang = source.Root.Lang
        for element in _elements(source.Root.StructTreeRoot.K):
            if "/ID" in element:
                element.ID = self._own(element.ID)
            for attributes in _listed(element.get("/A")):
                if "/Headers" in attributes:
                    attributes.Headers = Array([self._own(id_) for id_ in attributes.Headers])

    def _own(self, text: Any) -> String:
        # With zeros, so that the ids of all files are sorted as the files are.
        return String(b"%06d-%s" % (self.count, bytes(text)))

    def _take_owners(self, tags: Any, copy: _Copy) -> None:
        """Take over which tag owns which content."""
        entries = list(_numbers(tags.ParentTree))
        if not entries:
            return
        keys = [self.key + key for key, _ in entries]
        listed = b" ".join(b"%d %s" % (k, copy.written(owner)) for k, (_, owner) in zip(keys, entries, strict=True))
        self.owner_nodes.append(self.target.number())
        self.target.put(self.owner_nodes[-1], b"<< /Limits [ %d %d ] /Nums [ %s ] >>" % (keys[0], keys[-1], listed))
        self.key = keys[-1] + 1

    def _take_ids(self, tags: Any, copy: _Copy) -> None:
        found = sorted((bytes(each.ID), copy.number(each)) for each in _elements(tags.K) if "/ID" in each)
        if not found:
            return
        names = b" ".join(b"%s %d 0 R" % (String(id_).unparse(), number) for id_, number in found)
        ends = (String(found[0][0]).unparse(), String(found[-1][0]).unparse())
        self.id_nodes.append(self.target.number())
        self.target.put(self.id_nodes[-1], b"<< /Limits [ %s %s ] /Names [ %s ] >>" % (*ends, names))

    def _take_form(self, source: Pdf, copy: _Copy) -> None:
        form = source.Root.get("/AcroForm", Dictionary())
        for field in form.get("/Fields", ()):
            field.T = String(f"{self.count}-{field.T}")
            if field.get("/FT") == Name.Sig and "/V" in field:
                del field["/V"]
            self.fields.append(copy.number(field))
        for name in ("/DR", "/DA"):
            if name in form and name not in self.catalog:
                self.catalog[name] = copy.written(form[name])

    def _take_marks(self, source: Pdf, leaf: Leaf, copy: _Copy, mark: int, page: int) -> None:
        """Put the file's own bookmarks, closed, under one that bears its name."""
        body = b"/Title %s /Dest [ %d 0 R /Fit ]" % (String(leaf.name).unparse(), page)
        outlines = source.Root.get("/Outlines", Dictionary())
        if "/First" in outlines:
            copy.stands_for(outlines, mark)
            ends = copy.number(outlines.First), copy.number(outlines.Last)
            shown = abs(int(outlines.get("/Count", 1)))
            body += b" /First %d 0 R /Last %d 0 R /Count %d" % (*ends, -shown)
        self.marks.append((mark, body))

    def finish(self) -> None:
        """Put together what was gathered."""
        self._close(turned_over=False)
        put, numbers = self.target.put, self.numbers
        put(numbers["pages"], b"<< /Type /Pages /Kids [ %s ] /Count %d >>" % (_references(self.page_nodes), self.pages))
        whole = (numbers["tags"], _references(self.tag_tops))
        put(numbers["whole"], b"<< /Type /StructElem /S /Document /P %d 0 R /K [ %s ] >>" % whole)
        put(numbers["owners"], b"<< /Kids [ %s ] >>" % _references(self.owner_nodes))
        ids = b" /IDTree << /Kids [ %s ] >>" % _references(self.id_nodes) if self.id_nodes else b""
        tags = (numbers["whole"], numbers["owners"], self.key, ids)
        put(
            numbers["tags"],
            b"<< /Type /StructTreeRoot /K [ %d 0 R ] /ParentTree %d 0 R /ParentTreeNextKey %d%s >>" % tags,
        )
        top = numbers["outlines"]
        for place, (mark, body) in enumerate(self.marks):
            before = b" /Prev %d 0 R" % self.marks[place - 1][0] if place else b""
            behind = b" /Next %d 0 R" % self.marks[place + 1][0] if place + 1 < len(self.marks) else b""
            put(mark, b"<< /Parent %d 0 R %s%s%s >>" % (top, body, before, behind))
        ends = (self.marks[0][0], self.marks[-1][0], len(self.marks))
        put(top, b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>" % ends)
        if self.fields:
            form = b" ".join(b"%s %s" % (name.encode(), self.catalog[name]) for name in ("/DR", "/DA"))
            self.catalog["/AcroForm"] = b"<< /Fields [ %s ] /SigFlags 0 %s >>" % (_references(self.fields), form)
        for name in ("/DR", "/DA"):
            self.catalog.pop(name, None)
        self.catalog["/PageLabels"] = b"<< /Nums [ %s ] >>" % b" ".join(self.labels)
        for name, number in (("/Pages", "pages"), ("/StructTreeRoot", "tags"), ("/Outlines", "outlines")):
            self.catalog[name] = b"%d 0 R" % numbers[number]
        entries = b" ".join(b"%s %s" % (name.encode(), value) for name, value in self.catalog.items())
        put(numbers["catalog"], b"<< /Type /Catalog /PageMode /UseOutlines %s >>" % entries)
        self.target.end(numbers["catalog"], numbers["info"])


class _Copy:
    """The objects of one file on their way into another, with the numbers that they get there."""

    def __init__(self, source: Pdf, target: PdfStream, shared: dict[bytes, int]) -> None:
        self.source, self.target, self.shared = source, target, shared
        self.known: dict[tuple[int, int], int] = {}
        self.waiting: list[tuple[int, int]] = []

    def stands_for(self, thing: Any, number: int) -> None:
        """Let references to an object lead to another one; it is not copied."""
        self.known[thing.objgen] = number

    def number(self, thing: Any) -> int:
        """Give the new number of an object, which is copied with all that it leads to."""
        return self._number(thing.objgen)

    def _number(self, id_: tuple[int, int]) -> int:
        if id_ not in self.known:
            thing = self.source.get_object(id_)
            digest = _digest(thing) if _is_worth_sharing(thing) else b""
            if digest in self.shared:
                self.known[id_] = self.shared[digest]
            else:
                self.known[id_] = self.target.number()
                self.waiting.append(id_)
                if digest:
                    self.shared[digest] = self.known[id_]
        return self.known[id_]

    def written(self, thing: Any) -> bytes:
        """Write a value with its references renumbered; what they lead to is copied."""
        if thing.is_indirect:
            return b"%d 0 R" % self.number(thing)
        return self._renumbered(thing.unparse())

    def _renumbered(self, text: bytes) -> bytes:
        def put(match: re.Match[bytes]) -> bytes:
            if match[1] is None:
                return match[0]
            return b"%d 0 R" % self._number((int(match[1]), int(match[2])))

        return REFERENCE.sub(put, text)

    def write(self) -> None:
        """Write all objects that are waited for, and what they lead to."""
        while self.waiting:
            id_ = self.waiting.pop()
            number, thing = self.known[id_], self.source.get_object(id_)
            if not isinstance(thing, Stream):
                self.target.put(number, self._renumbered(thing.unparse(resolved=True)))
                continue
            head = self._renumbered(thing.stream_dict.unparse(resolved=True))
            self.target.put_stream(number, head, thing.read_raw_bytes())


def _is_worth_sharing(thing: Any) -> bool:
    """Tell whether a stream is large, and leads to nothing else: then the same bytes are the same thing."""
    if not isinstance(thing, Stream) or int(thing.stream_dict.get("/Length", 0)) < WORTH_SHARING:
        return False
    return not any(match[1] for match in REFERENCE.finditer(thing.stream_dict.unparse()))


def _digest(thing: Any) -> bytes:
    return hashlib.sha256(thing.stream_dict.unparse() + thing.read_raw_bytes()).digest()


def _references(numbers: Iterable[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)


def _numbers(tree: Any) -> Iterator[tuple[int, Any]]:
    """Give every entry of a tree of numbers, in order."""
    for kid in tree.get("/Kids", ()):
        yield from _numbers(kid)
    pairs = tree.get("/Nums", ())
    for place in range(0, len(pairs), 2):
        yield int(pairs[place]), pairs[place + 1]


def _elements(kids: Any) -> Iterator[Any]:
    """Walk the tags below."""
    waiting = _listed(kids)
    while waiting:
        each = waiting.pop()
        if isinstance(each, Dictionary) and "/S" in each:
            yield each
            waiting += _listed(each.get("/K"))


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]
