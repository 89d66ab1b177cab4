"""What PDF/A-3a and PDF/UA-1 demand, looked up in a file with pikepdf: a check that needs no Java.

Covers what a full validator found in samples of our own kind of file, and what it lets pass: scopes of table heads,
running feet as artifacts, and ink outside the page.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import pikepdf
from pikepdf import Dictionary, Name

A = "{http://www.aiim.org/pdfa/ns/id/}"
U = "{http://www.aiim.org/pdfua/ns/id/}"
DC = "{http://purl.org/dc/elements/1.1/}"
SCHEMA = "{http://www.aiim.org/pdfa/ns/schema#}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


def problems(data: bytes, *, has_source: bool | None = None) -> list[str]:
    """Name everything in a PDF that one of the two standards forbids; an empty list is a good file.

    Args:
        data: The file.
        has_source: Whether the interview must be attached, must not be, or (`None`) may be.
    """
    found: list[str] = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found += _file(pdf, has_source)
        found += _metadata(pdf)
        found += _tags(pdf)
        found += _annotations(pdf)
        found += _objects(pdf)
        found += _content(pdf)
    return sorted(set(found))


def _file(pdf: pikepdf.Pdf, has_source: bool | None) -> Iterator[str]:
    root = pdf.Root
    if pdf.is_encrypted:
        yield "encrypted"
    if pdf.check_pdf_syntax():
        yield "syntax"
    if "/ID" not in pdf.trailer:
        yield "no /ID"
    if not str(root.get("/Lang", "")):
        yield "no language"
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "not tagged"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "title not shown"
    if not any(intent.S == Name.GTS_PDFA1 for intent in root.get("/OutputIntents", [])):
        yield "no output intent"
    if "/OpenAction" in root or "/AA" in root or "/JavaScript" in root.get("/Names", {}):
        yield "actions"
    attached = [str(file.get("/AFRelationship")) for file in root.get("/AF", [])]
    if has_source is not None and attached != (["/Source"] if has_source else []):
        yield f"attached files: {attached}"


def _metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    packet = bytes(pdf.Root.Metadata.read_bytes()) if "/Metadata" in pdf.Root else b"<x/>"
    xmp = ET.fromstring(packet)

    def value(name: str) -> str | None:
        attribute = next((element.attrib[name] for element in xmp.iter() if name in element.attrib), None)
        return attribute or xmp.findtext(f".//{name}")

    if (value(f"{A}part"), value(f"{A}conformance")) != ("3", "A"):
        yield "XMP does not say PDF/A-3a"
    described = [e.text or e.get(f"{RDF}resource") for e in xmp.iter(f"{SCHEMA}namespaceURI")]
    if value(f"{U}part") != "1" or U[1:-1] not in described:
        yield "XMP does not say PDF/UA-1, or does not describe it"
    if xmp.find(f".//{DC}title") is None:
        yield "XMP has no title"


def elements(children: Any, parent: Any = None) -> Iterator[tuple[Any, Any]]:
    """Walk the tag tree: each element, and each reference to an annotation, with its parent."""
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if not isinstance(child, pikepdf.Dictionary):
            continue
        if "/S" in child:
            yield child, parent
            yield from elements(child.get("/K", pikepdf.Array([])), child)
        elif child.get("/Type") == Name.OBJR:
            yield child, parent


def _tree(pdf: pikepdf.Pdf) -> list[tuple[Any, Any]]:
    return list(elements(pdf.Root.StructTreeRoot.K)) if "/StructTreeRoot" in pdf.Root else []


def _tags(pdf: pikepdf.Pdf) -> Iterator[str]:
    level = 0
    for element, parent in _tree(pdf):
        tag = str(element.get("/S", ""))
        if tag == "/Figure" and not str(element.get("/Alt", "")):
            yield "a figure has no alternative text"
        if tag == "/TH" and str(element.get("/A", {}).get("/Scope", "")) not in ("/Column", "/Row", "/Both"):
            yield "a table head has no scope"
        inside = str(parent.get("/S", "")) if parent is not None else ""
        if inside == "/LI" and tag not in ("/Lbl", "/LBody"):
            yield f"a list item holds {tag}"
        if (tag == "/LI" and inside != "/L") or (inside == "/L" and tag not in ("/LI", "/L", "/Caption")):
            yield f"{tag} stands in {inside}"
        if heading := re.fullmatch(r"/H([1-6])", tag):
            if int(heading[1]) > level + 1:
                yield f"heading {tag} follows level {level}"
            level = int(heading[1])


def _annotations(pdf: pikepdf.Pdf) -> Iterator[str]:
    owners = {e.Obj.objgen: p for e, p in _tree(pdf) if e.get("/Type") == Name.OBJR}
    if pdf.Root.get("/AcroForm", {}).get("/NeedAppearances"):
        yield "NeedAppearances"
    for number, page in enumerate(pdf.pages, 1):
        if page.get("/Tabs") != Name.S:
            yield f"page {number}: tab order"
        for annotation in page.get("/Annots", []):
            is_field = annotation.Subtype == Name.Widget
            is_hidden = annotation.Rect[0] == annotation.Rect[2]
            owner = owners.get(annotation.objgen)
            if not is_hidden and (owner is None or (Name.Form if is_field else Name.Link) != owner.S):
                yield f"page {number}: {annotation.Subtype} is not tagged"
            if not int(annotation.get("/F", 0)) & 4:
                yield f"page {number}: an annotation is not printed"
            if is_field and not is_hidden:
                if "/AP" not in annotation or "/TU" not in annotation:
                    yield f"page {number}: a field has no appearance or no tooltip"
                if isinstance(owner.K, pikepdf.Array):
                    yield f"page {number}: a field stands in a list under its tag"


def _objects(pdf: pikepdf.Pdf) -> Iterator[str]:
    for thing in [*pdf.objects, *_resources(pdf)]:
        if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            continue
        if thing.get("/Subtype") == Name.Image and thing.get("/Interpolate"):
            yield "an image is interpolated"
        if thing.get("/ColorSpace") == Name.DeviceCMYK:
            yield "DeviceCMYK"
        for state in thing.get("/ExtGState", {}).values() if isinstance(thing.get("/ExtGState"), Dictionary) else ():
            if any(_opacity(state, name) != 1 for name in ("/ca", "/CA")):
                yield "something is see-through"
        if thing.get("/Type") == Name.FontDescriptor and not {"/FontFile2", "/FontFile3"} & set(thing.keys()):
            yield f"font {thing.FontName} is not embedded"
        if thing.get("/Type") == Name.Font:
            yield from _font(thing)


def _resources(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Give the resources of pages and of what is painted as a whole; they may stand inside their owner."""
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream) and "/Resources" in thing:
            yield thing.Resources


def _opacity(thing: Any, name: str) -> float:
    value = thing.get(name, 1)
    return float(value) if isinstance(value, int | float | Decimal) else 1


def _font(font: Any) -> Iterator[str]:
    is_composite = font.get("/Subtype") == Name.Type0
    if is_composite and ("/ToUnicode" not in font or isinstance(font.Encoding, pikepdf.Stream)):
        yield f"font {font.BaseFont}: a glyph is missing, or text cannot be read out"
    if not is_composite and font.get("/Subtype") != Name.CIDFontType2 and "/FontDescriptor" not in font:
        yield f"font {font.BaseFont} is not embedded"


def _numbers(tree: Any) -> Iterator[tuple[int, Any]]:
    for kid in tree.get("/Kids", []):
        yield from _numbers(kid)
    flat = tree.get("/Nums", [])
    yield from ((int(flat[i]), flat[i + 1]) for i in range(0, len(flat), 2))


def _content(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Look at what is painted: colours, and that everything painted is tagged or an artifact in the tree."""
    owners = dict(_numbers(pdf.Root.StructTreeRoot.ParentTree)) if "/StructTreeRoot" in pdf.Root else {}
    alive = {element.objgen for element, _ in _tree(pdf)}
    for number, page in enumerate(pdf.pages, 1):
        marks = owners.get(int(page.get("/StructParents", -1)))
        inside: list[str] = []
        for instruction in pikepdf.parse_content_stream(page):
            operator = str(instruction.operator)
            if operator in ("BDC", "BMC"):
                tag = str(instruction.operands[0])
                inside.append(tag)
                mark = instruction.operands[1].get("/MCID") if operator == "BDC" else None
                if mark is not None and tag != "/Artifact":
                    owner = marks[int(mark)] if marks is not None and int(mark) < len(marks) else None
                    if owner is None or owner.objgen not in alive:
                        yield f"page {number}: content is tagged outside the tree"
            elif operator == "EMC":
                inside.pop()
            elif operator in ("Tj", "TJ", "'", '"') and not inside:
                yield f"page {number}: text is neither tagged nor an artifact"
            elif operator in ("k", "K") or (operator in ("cs", "CS") and instruction.operands[0] == Name.DeviceCMYK):
                yield f"page {number}: DeviceCMYK"
