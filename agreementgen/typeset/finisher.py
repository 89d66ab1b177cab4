"""WeasyPrint's PDF objects → one file that is PDF/A-3a and PDF/UA-1, with signature fields that take signatures.

WeasyPrint writes either standard, and tags some things in ways that a strict reader, or the second signature, trips
over. Everything here works on its objects before they are written (`Document.write_pdf(finisher=…)`), so no second tool
has to rewrite the file. It leans on internals, so the versions in setup.cfg are pinned, and the checker in the tests
guards each upgrade.

Sources: ISO 19005-3 (PDF/A-3), ISO 14289-1 (PDF/UA-1), ISO 32000-1 chapters 12.7 and 14.8.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from typing import Any

from agreementgen.typeset.fonts import FormFont

__all__ = ["COMPRESSION", "Written", "declare_both_standards", "finish", "missing_characters", "repair_tags"]

# PDF/A demands a description of every foreign property in the XMP packet (ISO 19005-3, 6.6.2.3).
BOTH_STANDARDS = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 the file follows</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
COMPRESSION = 6
"""How hard streams are compressed, of 9."""
DATE_STYLE = "/AGF 10 Tf 0 g"
LONGEST_DATE = 20


class Written:
    """An object of a PDF that has been written already, to be put into the file as it is.

    For pydyf it is an object like all others, once it has been added to a PDF and has its number.
    """

    generation, free, offset, compressible = 0, "n", 0, True
    number: int

    def __init__(self, data: bytes) -> None:
        self.data = data

    @property
    def reference(self) -> bytes:
        """How others refer to it."""
        return b"%d 0 R" % self.number


def declare_both_standards(document: Any) -> None:
    """Make a rendered document name PDF/UA-1 in its metadata beside PDF/A-3a (Kozea/WeasyPrint #2783)."""
    original = document.metadata.generate_rdf_metadata

    def extended(*arguments: Any) -> bytes:
        packet: bytes = original(*arguments)
        return packet.removesuffix(b"</rdf:RDF>") + BOTH_STANDARDS + b"</rdf:RDF>"

    document.metadata.generate_rdf_metadata = extended


def missing_characters(document: Any) -> str:
    """Give the characters that no font has a shape for, sorted by code point, each once."""
    points = {point for font in document.fonts.values() for point in font.missing}
    return "".join(map(chr, sorted(points)))


def finish(document: Any, pdf: Any, form_font: FormFont) -> None:
    """Repair tags and form of a PDF that is about to be written.

    Args:
        document: The rendered WeasyPrint document, for the heights of its pages.
        pdf: The pydyf document; changed in place.
        form_font: What the dates are set in that people type into their fields.
    """
    _list_attachments_once(pdf)
    objects = repair_tags(pdf, heights=[page.height for page in document.pages])
    _make_artifacts(pdf, objects)
    if form := pdf.catalog.get("AcroForm"):
        _finish_form(pdf, objects, form, form_font)
    _write_once(pdf)


def _write_once(pdf: Any) -> None:
    """Write and compress all objects: for the identifier of the file, pydyf would do each a second time."""
    import pydyf

    for place, each in enumerate(pdf.objects):
        if isinstance(each, pydyf.Stream):
            if each.compress:
                plain = b"\n".join(map(pydyf._to_bytes, each.stream))
                each.stream, each.compress = [zlib.compress(plain, COMPRESSION)], False
                each.extra["Filter"] = "/FlateDecode"
        elif isinstance(each, (pydyf.Dictionary, pydyf.Array)):
            pdf.objects[place] = written = Written(each.data)
            written.number = each.number


def _list_attachments_once(pdf: Any) -> None:
    import pydyf

    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def repair_tags(pdf: Any, first: int = 0, heights: Sequence[float] = ()) -> dict[Any, Any]:
    """Repair the tags of a PDF.

    Args:
        pdf: The PDF; what has been repaired before stays as it is.
        first: The number of the first object that is looked at; its tags must not refer to those before.
        heights: The heights of its pages in CSS pixels, if there may be pictures on them.

    Returns:
        The objects that were looked at, by their references.
    """
    objects = {thing.reference: thing for thing in pdf.objects[first:]}
    page_numbers = {reference: number for number, reference in enumerate(pdf.page_references)}
    for element in [
        thing for thing in objects.values() if isinstance(thing, dict) and thing.get("Type") == "/StructElem"
    ]:
        match element["S"]:
            case "/Form" if len(element["K"]) == 1:
                # A signer's software looks for the field right under the element, not in a list of one; with the list
                # the second signature makes the first one look tampered with.
                element["K"] = element["K"][0]
            case "/TH" if "A" in element:
                row = objects[element["P"]]
                in_head = objects[row["P"]]["S"] == "/THead"
                element["A"]["Scope"] = "/Column" if in_head else "/Row"
            case "/Figure" if "A" in element:
                _turn_box_over(element, heights[page_numbers[element["Pg"]]])
            case "/L":
                _take_groups_out(element, objects)
    for element in [thing for thing in objects.values() if isinstance(thing, dict) and thing.get("S") == "/LI"]:
        _give_item_a_body(element, pdf, objects)
    return objects


def _turn_box_over(figure: Any, page_height: float) -> None:
    """Give a figure's box in points from the bottom; WeasyPrint writes CSS pixels from the top."""
    import pydyf

    left, top, right, bottom = figure["A"]["BBox"]
    corners = (left, page_height - bottom, right, page_height - top)
    figure["A"]["BBox"] = pydyf.Array([round(value * 0.75, 3) for value in corners])


def _take_groups_out(description_list: Any, objects: dict[Any, Any]) -> None:
    """Make each `<div>` of a `<dl>` one item with label and body: a list may hold items only (ISO 14289-1, 7.6).

    WeasyPrint gives the term and the description an item each, inside the group.
    """
    import pydyf

    items = pydyf.Array()
    for reference in description_list["K"]:
        group = objects.get(reference)
        if not isinstance(group, dict) or group.get("S") != "/Div":
            items.append(reference)
            continue
        members = [objects[member] for member in group["K"] if member in objects]
        parts = [part for member in members if member.get("S") == "/LI" for part in member["K"]]
        if not parts:
            items.append(reference)
            continue
        item = members[0]
        item["K"], item["P"] = pydyf.Array(parts), description_list.reference
        for part in parts:
            objects[part]["P"] = item.reference
        items.append(item.reference)
    description_list["K"] = items


def _give_item_a_body(item: Any, pdf: Any, objects: dict[Any, Any]) -> None:
    """Let a list item hold a label and one body only (ISO 14289-1, 7.2; Kozea/WeasyPrint #2482)."""
    import pydyf

    children = [objects[reference] for reference in item["K"]]
    bodies = [child for child in children if child["S"] == "/LBody"]
    if len(bodies) <= 1 and all(child["S"] in ("/Lbl", "/LBody") for child in children):
        return
    body = pydyf.Dictionary(
        {"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array(), "Pg": item["Pg"], "P": item.reference}
    )
    pdf.add_object(body)
    objects[body.reference] = body
    for child in children:
        if child["S"] == "/Lbl":
            continue
        moved = list(child["K"]) if child["S"] == "/LBody" else [child.reference]
        for reference in moved:
            body["K"].append(reference)
            if reference in objects:
                objects[reference]["P"] = body.reference
        if child["S"] == "/LBody":
            child["K"], child["S"] = pydyf.Array(), "/NonStruct"
    labels = [child.reference for child in children if child["S"] == "/Lbl"]
    item["K"] = pydyf.Array([*labels, body.reference])


def _make_artifacts(pdf: Any, objects: dict[Any, Any]) -> None:
    """Mark running heads and feet as artifacts: WeasyPrint tags them outside the tree (Kozea/WeasyPrint #1836)."""
    import pydyf

    root = objects[pdf.catalog["StructTreeRoot"]]
    numbers = objects[root["ParentTree"]]["Nums"]
    alive = _reachable(root["K"], objects)
    for page in (objects[reference] for reference in pdf.page_references):
        owners = numbers[numbers.index(page["StructParents"]) + 1]
        dead = {
            mark
            for mark, owner in enumerate(owners)
            # What was written before is part of the tree.
            if owner not in alive and not isinstance(objects[owner], Written)
        }
        stream = objects[page["Contents"]].stream
        for place, operator in enumerate(stream):
            properties = stream[place - 1] if place else None
            if operator == b"BDC" and isinstance(properties, dict) and properties.get("MCID") in dead:
                stream[place - 2 : place] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]
        for mark in dead:
            owners[mark] = "null"


def _reachable(children: Iterable[Any], objects: dict[Any, Any]) -> set[Any]:
    alive: set[Any] = set()
    waiting = list(children)
    while waiting:
        reference = waiting.pop()
        if isinstance(reference, int) or reference in alive or reference not in objects:
            continue
        alive.add(reference)
        inner = [] if isinstance(objects[reference], Written) else objects[reference].get("K", [])
        waiting += inner if isinstance(inner, list) else [inner]
    return alive


def _finish_form(pdf: Any, objects: dict[Any, Any], form: Any, form_font: FormFont) -> None:
    """Turn the check boxes that hold the places into signature fields (`sig_…`) and date fields (`date_…`)."""
    import pydyf

    form.pop("NeedAppearances", None)
    form.pop("DR", None)
    form["SigFlags"] = 0
    widgets = [thing for thing in objects.values() if isinstance(thing, dict) and thing.get("Subtype") == "/Widget"]
    for widget in widgets:
        left, one, right, other = widget["Rect"]
        widget["Rect"] = pydyf.Array((min(left, right), min(one, other), max(left, right), max(one, other)))
        appearance = objects[widget["AP"]["N"]["on"]]
        appearance.stream.clear()
        appearance.extra.pop("Resources", None)
        for name in ("AS", "V", "MK", "Border", "Ff"):
            widget.pop(name, None)
        widget["AP"] = pydyf.Dictionary({"N": appearance.reference})
        if widget["T"].string.startswith("sig_"):
            widget["FT"] = "/Sig"
            continue
        if "DR" not in form:
            form["DR"] = _form_font(pdf, form_font)
            form["DA"] = pydyf.String(DATE_STYLE)
        appearance.extra["Resources"] = form["DR"]
        widget.update({"FT": "/Tx", "V": pydyf.String(""), "DA": pydyf.String(DATE_STYLE), "MaxLen": LONGEST_DATE})


def _form_font(pdf: Any, font: FormFont) -> Any:
    """Embed one small font for typed dates, since no reader's own font would be part of the file."""
    import pydyf

    stream = pydyf.Stream([font.data], pydyf.Dictionary({"Length1": len(font.data)}), compress=True)
    pdf.add_object(stream)
    name = "/AGFORM+AG-Text"
    descriptor = pydyf.Dictionary(
        {
            "Type": "/FontDescriptor",
            "FontName": name,
            "Flags": 32,
            "FontBBox": pydyf.Array(font.box),
            "ItalicAngle": 0,
            "Ascent": font.ascent,
            "Descent": font.descent,
            "CapHeight": font.cap_height,
            "StemV": 80,
            "FontFile2": stream.reference,
        }
    )
    pdf.add_object(descriptor)
    simple = pydyf.Dictionary(
        {
            "Type": "/Font",
            "Subtype": "/TrueType",
            "BaseFont": name,
            "Encoding": "/WinAnsiEncoding",
            "FirstChar": 32,
            "LastChar": 255,
            "Widths": pydyf.Array(font.widths),
            "FontDescriptor": descriptor.reference,
        }
    )
    pdf.add_object(simple)
    return pydyf.Dictionary({"Font": pydyf.Dictionary({"AGF": simple.reference})})
