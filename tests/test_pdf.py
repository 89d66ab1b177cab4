"""What comes off the press: whole answers, blocks that hold together, the same bytes every time."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from agreementgen import open_file
from agreementgen.documents import DEFAULT_KIT, Document, kit
from agreementgen.errors import NotReadyError, TemplateError
from agreementgen.interview.model import person_of
from agreementgen.typeset import Look, render_pdf
from agreementgen.typeset.assets import closed_fetcher
from agreementgen.typeset.fonts import families

from .conftest import EXAMPLES, INTERVIEWS, ROOT, example, pdf_text, read, settled, sheets, squeezed


@lru_cache(maxsize=8)
def documents(path: Path) -> dict[str, Document]:
    return {document.name: document for document in sheets(example(path))}


def pages(data: bytes) -> list[str]:
    return pdf_text(data).split("\f")


def test_there_are_examples() -> None:
    assert {path.stem for path in INTERVIEWS} >= {"workplace", "unsettled"}


def test_the_kit_has_the_agreement_three_agendas_and_a_calendar() -> None:
    of_a_pair = [name for name in DEFAULT_KIT if not name.endswith(("-members", "-facilitator"))]
    assert [*documents(EXAMPLES / "workplace.yaml"), "calendar"] == of_a_pair


def test_a_twelve_answer_agreement_has_three_pages_at_most_and_its_agendas_one() -> None:
    made = documents(EXAMPLES / "workplace.yaml")
    assert len(pages(made["agreement"].data)) <= 3
    assert [len(pages(made[name].data)) for name in made if name.startswith("agenda")] == [1, 1, 1]


def test_even_a_rich_pairs_first_outlines_have_one_page_each_and_its_agreement_four() -> None:
    made = documents(EXAMPLES / "workplace-rich.yaml")
    assert [len(pages(made[name].data)) for name in made if name.startswith("agenda")] == [1, 1, 1]
    assert len(pages(made["agreement"].data)) == 4


def test_the_agreement_of_a_programs_pair_with_three_goals_has_three_pages_on_its_programs_paper() -> None:
    opened = open_file(EXAMPLES / "bridge" / "pair.yaml")
    (agreement,) = kit(opened.interview, ["agreement"], look=opened.look)
    assert len(opened.interview.answers.goals or ()) == 3
    assert len(pages(agreement.data)) == 3


@pytest.mark.parametrize("path", INTERVIEWS, ids=lambda path: path.stem)
def test_every_page_of_every_document_counts_itself(path: Path) -> None:
    for document in documents(path).values():
        printed = pages(document.data)
        for number, page in enumerate(printed, 1):
            assert f"Page {number} of {len(printed)}" in page


@pytest.mark.parametrize("path", INTERVIEWS, ids=lambda path: path.stem)
def test_the_signatures_are_on_one_page_with_a_clause_and_each_has_its_printed_name(path: Path) -> None:
    document = documents(path)["agreement"]
    printed = pages(document.data)
    signed = [page for page in printed if "Signature" in page]
    assert len(signed) == 1
    before = signed[0].split("We agree")[0]
    assert "What this paper is" in before
    spoken = example(path)
    after = signed[0].split("We agree")[1]
    assert len(spoken.people) > 1
    for person in spoken.people:
        assert str(person_of(spoken.answers, person).name) in after


@pytest.mark.parametrize("signers", ["", "{coordinator: Lea Roth}"])
@pytest.mark.parametrize("extra", [0, 3, 6, 9, 12, 15, 18])
def test_the_signature_block_is_never_split_and_never_alone_however_long_the_agreement(
    signers: str, extra: int
) -> None:
    promises = "\n".join(f"- Promise {number} that takes a line of its own" for number in range(extra)) or "none"
    sections = {"also_agreed": promises} | ({"program": signers} if signers else {})
    (document,) = kit(settled(**sections), ["agreement"])
    signed = [page for page in pages(document.data) if "Signature" in page]
    assert len(signed) == 1
    assert signed[0].count("Signature") == (3 if signers else 2)
    assert "What this paper is" in signed[0].split("We agree")[0]


def test_a_draft_says_so_on_every_page_and_in_text_and_a_final_version_nowhere() -> None:
    draft = documents(EXAMPLES / "unsettled.yaml")["agreement"]
    assert draft.is_draft
    assert all("Draft" in page for page in pages(draft.data))
    assert "This is a draft, not for signing yet" in pdf_text(draft.data)
    final = documents(EXAMPLES / "workplace.yaml")["agreement"]
    assert not final.is_draft
    assert "raft" not in pdf_text(final.data)


def test_an_open_answer_is_a_visible_blank_that_names_its_topic() -> None:
    printed = squeezed(pdf_text(documents(EXAMPLES / "unsettled.yaml")["agreement"].data))
    for topic in ("Whether the mentor has a say", "How soon a reply is fair", "How we reach each other"):
        assert squeezed(topic) in printed


def test_a_final_version_is_refused_while_anything_is_open_and_every_key_is_named() -> None:
    spoken = read((EXAMPLES / "unsettled.yaml").read_text(encoding="utf-8"))
    with pytest.raises(NotReadyError) as refusal:
        kit(spoken, final=True)
    assert [problem.key for problem in refusal.value.problems] == [key for key, _ in spoken.blocking()]
    assert all(problem.line and problem.message for problem in refusal.value.problems)


@pytest.mark.parametrize("path", INTERVIEWS, ids=lambda path: path.stem)
def test_only_bundled_fonts_are_used_and_all_are_embedded(path: Path) -> None:
    names = {family.replace(" ", "-") for family in families()}
    for document in documents(path).values():
        with pikepdf.open(_stream(document.data)) as pdf:
            fonts = [
                o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"
            ]
            assert fonts
            for font in fonts:
                assert "/FontFile2" in font or "/FontFile3" in font
                assert any(str(font.FontName).split("+")[1].startswith(name) for name in names)


def _stream(data: bytes) -> object:
    import io

    return io.BytesIO(data)


@pytest.mark.parametrize("path", INTERVIEWS, ids=lambda path: path.stem)
def test_every_document_is_tagged_and_has_title_language_and_id(path: Path) -> None:
    for document in documents(path).values():
        with pikepdf.open(_stream(document.data)) as pdf:
            assert pdf.Root.MarkInfo.Marked
            assert str(pdf.Root.Lang) in ("en", "en-US")
            assert str(pdf.docinfo["/Title"])
            assert str(pdf.docinfo["/agreementid"])


def test_the_same_interview_gives_the_same_bytes_in_another_zone_folder_and_hash_seed(tmp_path: Path) -> None:
    script = (
        "import hashlib, sys\nfrom pathlib import Path\nimport agreementgen\n"
        "made = agreementgen.kit(agreementgen.loads(Path(sys.argv[1]).read_text(encoding='utf-8')))\n"
        "print([hashlib.sha256(document.data).hexdigest() for document in made])"
    )
    seen = set()
    for number, (zone, seed) in enumerate([("UTC", "0"), ("Asia/Tokyo", "77"), ("America/New_York", "random")]):
        folder = tmp_path / str(number)
        folder.mkdir()
        environment = os.environ | {"TZ": zone, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "LC_ALL": "C"}
        command = [sys.executable, "-c", script, str(EXAMPLES / "workplace.yaml")]
        done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=True)
        seen.add(done.stdout)
    assert len(seen) == 1
    here = kit(example(EXAMPLES / "workplace.yaml"))
    assert seen == {f"{[hashlib.sha256(document.data).hexdigest() for document in here]}\n"}


def test_the_metadata_has_the_documents_date_else_the_epoch_else_the_start_never_today() -> None:
    def created(document: Document) -> str:
        with pikepdf.open(_stream(document.data)) as pdf:
            return str(pdf.docinfo.get("/CreationDate", ""))

    assert created(kit(settled(document="{date: 2025-11-20}"), ["agreement"], epoch=0)[0]).startswith("D:20251120")
    assert created(kit(settled(), ["agreement"], epoch=86400)[0]).startswith("D:19700102")
    assert created(kit(settled(), ["agreement"])[0]).startswith("D:20260101")
    assert created(kit(settled(term=""), ["agreement"])[0]) == ""


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "https://example.org/x.png", "data:text/plain,x", "asset:/../x", "x.png"]
)
def test_a_page_can_fetch_nothing_from_outside(address: str) -> None:
    render_pdf('<html lang="en"><title>x</title><p>x', Look())
    with pytest.raises(ValueError, match="not allowed"):
        closed_fetcher({}).fetch(address)
    with pytest.raises(TemplateError):
        render_pdf(f'<html lang="en"><title>x</title><p><img alt="x" src="{address}">', Look())


def test_a_theme_that_the_engine_warns_about_is_an_error() -> None:
    with pytest.raises(TemplateError, match="nonsense"):
        render_pdf('<html lang="en"><title>x</title><style>p { nonsense: 1 }</style><p>x', Look())


@pytest.mark.parametrize("letters", range(3, 24, 2))
def test_no_line_breaks_after_its_first_word_because_a_name_follows_later(letters: int) -> None:
    name = "Lea " + "n" * letters
    (document,) = kit(settled(program=f"{{coordinator: {name}}}", document="{paper: letter}"), ["agreement"])
    lines = [line.strip() for page in pages(document.data) for line in page.splitlines()]
    for beginning in ("We raise it early", "The mentor has no say"):
        assert any(beginning in line for line in lines)


def test_nothing_is_painted_outside_the_page_for_a_long_word_and_a_long_address() -> None:
    word, address = "Donaudampfschifffahrt" * 5, "https://example.org/" + "a" * 200
    spoken = settled(
        purpose=word,
        goals=f"[{{title: {word}, measure: {address}}}]",
        people=f"{{mentee: {{name: {word}, email: {address}}}, mentor: Ben}}",
        also_agreed=f"[{address}, {word}]",
    )
    for document in sheets(spoken):
        pdf = pypdfium2.PdfDocument(document.data)
        for page in pdf:
            width, height = page.get_size()
            text = page.get_textpage()
            for index in range(text.count_rects()):
                left, bottom, right, top = text.get_rect(index)
                assert 0 <= left <= right <= width
                assert 0 <= bottom <= top <= height
        printed = squeezed(pdf_text(document.data))
        assert word in printed
        if document.name == "agreement":
            assert address in printed
