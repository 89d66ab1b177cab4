"""Every PDF keeps both standards, and the check that says so sees what breaks them."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from agreementgen.agreement import compose_agenda, compose_agreement, copies_for
from agreementgen.errors import GlyphError
from agreementgen.interview import Interview
from agreementgen.locales import load_locale
from agreementgen.typeset import Look, agenda_html, agreement_html, render_pdf, themes

from .conftest import PAIRWISE, SHAPES, example, pdf_text, settled
from .standards import problems

LOCALE = load_locale("en")


def printed(spoken: Interview, look: Look) -> dict[str, bytes]:
    agreement = compose_agreement(spoken, LOCALE)
    pages = {"agreement": agreement_html(agreement, LOCALE, look)}
    for copy in copies_for(spoken):
        pages[copy] = agenda_html(compose_agenda(spoken, LOCALE, agreement, copy), agreement, LOCALE, look)
    return {name: render_pdf(html, look) for name, html in pages.items()}


@lru_cache(maxsize=1)
def agreement() -> bytes:
    return printed(settled(), Look())["agreement"]


def changed(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """Give the agreement with something broken."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(agreement())) as pdf:
        change(pdf)
        pdf.save(buffer)
    return buffer.getvalue()


def first(pdf: pikepdf.Pdf, **wanted: Any) -> Any:
    """Give the first object with these entries."""
    for thing in pdf.objects:
        if isinstance(thing, Dictionary) and all(thing.get(f"/{key}") == value for key, value in wanted.items()):
            return thing
    raise AssertionError(f"there is no object with {wanted}")


def fields(data: bytes) -> dict[str, Any]:
    found = {}
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for number, page in enumerate(pdf.pages):
            for widget in page.get("/Annots", []):
                rect = [float(value) for value in widget.Rect]
                box = [float(value) for value in page.MediaBox]
                found[str(widget.T)] = (number, rect, box, str(widget.FT), str(widget.TU), int(widget.F))
    return found


@pytest.mark.parametrize("path", SHAPES, ids=lambda path: path.stem)
@pytest.mark.parametrize(("theme", "paper", "size"), PAIRWISE)
def test_every_example_in_every_look_keeps_both_standards(path: Any, theme: str, paper: str, size: str) -> None:
    spoken = example(path)
    for name, data in printed(spoken, Look(theme=theme, paper=paper, reading_size=size)).items():
        assert problems(data) == [], name
        assert len(data) <= 120 * 1024, name
        with pikepdf.open(io.BytesIO(data)) as pdf:
            width = float(pdf.pages[0].MediaBox[2])
            assert round(width) == {"a4": 595, "letter": 612}[paper]


def test_there_are_two_themes() -> None:
    assert set(themes()) == {"plain", "formal"}


@pytest.mark.parametrize("size", ["normal", "large"])
def test_every_signer_has_a_signature_and_a_date_field_on_the_page_with_their_name(size: str) -> None:
    data = printed(settled(program="{coordinator: Lea Roth}"), Look(reading_size=size))["agreement"]
    found = fields(data)
    people = {"mentee": "Ada Okafor", "mentor": "Ben Lind", "coordinator": "Lea Roth"}
    assert list(found) == [f"{kind}_{person}" for person in people for kind in ("sig", "date")]
    pages = pdf_text(data).split("\f")
    for name, (number, rect, box, kind, tooltip, flags) in found.items():
        assert kind == ("/Sig" if name.startswith("sig_") else "/Tx")
        assert rect[2] - rect[0] >= 120
        assert rect[3] - rect[1] >= 18
        assert box[0] <= rect[0] < rect[2] <= box[2]
        assert box[1] <= rect[1] < rect[3] <= box[3]
        assert flags & 4
        assert people[name.split("_")[1]] in tooltip
        assert people[name.split("_")[1]] in pages[number].split("We agree")[1]


def test_a_draft_and_an_agenda_have_no_fields() -> None:
    assert fields(printed(settled(communication="{channel: email}"), Look())["agreement"]) == {}
    assert fields(printed(settled(), Look())["mentee"]) == {}


def test_no_two_fields_lie_on_each_other() -> None:
    rects = [(number, rect) for number, rect, *_ in fields(agreement()).values()]
    for index, (page, one) in enumerate(rects):
        for other_page, other in rects[index + 1 :]:
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert page != other_page or apart


def test_the_running_foot_is_no_part_of_the_text_that_is_read_aloud() -> None:
    with pikepdf.open(io.BytesIO(agreement())) as pdf:
        for page in pdf.pages:
            tags = [str(i.operands[0]) for i in pikepdf.parse_content_stream(page) if str(i.operator) == "BDC"]
            assert "/Artifact" in tags


def test_a_character_that_no_font_has_is_an_error_that_holds_it() -> None:
    with pytest.raises(GlyphError) as error:
        render_pdf('<html lang="en"><title>x</title><p>山田 and 𓀀', Look())
    assert error.value.characters == "山田𓀀"


def remove_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def remove_scope(pdf: pikepdf.Pdf) -> None:
    del first(pdf, S=Name.TH).A.Scope


def put_paragraph_into_item(pdf: pikepdf.Pdf) -> None:
    body = first(pdf, S=Name.LBody)
    body.S = Name.P


def put_a_group_into_a_list(pdf: pikepdf.Pdf) -> None:
    first(pdf, S=Name.LI).S = Name.Div


def skip_a_heading(pdf: pikepdf.Pdf) -> None:
    first(pdf, S=Name.H2).S = Name.H4


def untag_a_field(pdf: pikepdf.Pdf) -> None:
    first(pdf, S=Name.Form).S = Name.Div


def list_under_a_field(pdf: pikepdf.Pdf) -> None:
    form = first(pdf, S=Name.Form)
    form.K = pikepdf.Array([form.K])


def unprintable_field(pdf: pikepdf.Pdf) -> None:
    first(pdf, Subtype=Name.Widget).F = 0


def nameless_field(pdf: pikepdf.Pdf) -> None:
    del first(pdf, Subtype=Name.Widget).TU


def see_through(pdf: pikepdf.Pdf) -> None:
    state = Dictionary(Type=Name.ExtGState, ca=0.5)
    pdf.pages[0].Resources.ExtGState = Dictionary(G0=pdf.make_indirect(state))


def cmyk(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b"0 0 0 1 k", prepend=True)


def untagged_text(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b"BT (x) Tj ET", prepend=True)


def foot_in_the_text(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    found = []
    for instruction in pikepdf.parse_content_stream(page):
        if str(instruction.operator) == "BDC" and str(instruction.operands[0]) == "/Artifact":
            instruction = pikepdf.ContentStreamInstruction([Name.P, Dictionary(MCID=9999)], pikepdf.Operator("BDC"))
        found.append(instruction)
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(found))


def lose_a_font(pdf: pikepdf.Pdf) -> None:
    del first(pdf, Type=Name.FontDescriptor).FontFile2


def add_an_action(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def ask_for_appearances(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.NeedAppearances = True


def forget_the_standard(pdf: pikepdf.Pdf) -> None:
    packet = bytes(pdf.Root.Metadata.read_bytes())
    pdf.Root.Metadata.write(packet.replace(b"pdfuaid:part=", b"pdfuaid:other="))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (remove_language, "no language"),
        (remove_scope, "scope"),
        (put_paragraph_into_item, "list item holds"),
        (put_a_group_into_a_list, "/Div stands in /L"),
        (skip_a_heading, "heading /H4"),
        (untag_a_field, "is not tagged"),
        (list_under_a_field, "list under its tag"),
        (unprintable_field, "not printed"),
        (nameless_field, "no tooltip"),
        (see_through, "see-through"),
        (cmyk, "DeviceCMYK"),
        (untagged_text, "neither tagged"),
        (foot_in_the_text, "outside the tree"),
        (lose_a_font, "not embedded"),
        (add_an_action, "actions"),
        (ask_for_appearances, "NeedAppearances"),
        (forget_the_standard, "PDF/UA-1"),
    ],
)
def test_the_check_sees_what_breaks_a_standard(change: Callable[[pikepdf.Pdf], None], said: str) -> None:
    assert problems(agreement()) == []
    assert any(said in problem for problem in problems(changed(change)))


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("<ul><li><p>One</p><p>Two</p></li><li><div>Three</div></li></ul>", ""),
        ("<dl><div><dt>One</dt><dd>1</dd></div><div><dt>Two</dt><dd>2</dd></div></dl>", ""),
        ("<dl><dt>One</dt><dd>1</dd></dl>", ""),
        ("<ol><li>One<ul><li>inner</li></ul></li></ol>", ""),
        ("<table><thead><tr><th>A</th></tr></thead><tbody><tr><th>B</th><td>C</td></tr></tbody></table>", ""),
        ('<p style="opacity: .5">faint</p>', "see-through"),
        ('<p style="color: device-cmyk(0 0 0 1)">ink</p>', "DeviceCMYK"),
        ("<h3>Too deep</h3>", "heading"),
    ],
)
def test_markup_is_repaired_or_found_out(markup: str, said: str) -> None:
    html = f'<html lang="en"><head><title>Title</title></head><body><h1>Head</h1>{markup}</body></html>'
    found = problems(render_pdf(html, Look()))
    assert any(said in problem for problem in found) if said else found == []
