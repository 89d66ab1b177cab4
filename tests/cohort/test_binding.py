"""All agreements as one file for printing: nothing of any of them is lost, and each begins on the right."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from agreementgen.cohort.binding import Leaf, bind
from agreementgen.documents import kit
from agreementgen.errors import FileError
from agreementgen.typeset.look import Look

from ..conftest import Outcome, pdf_text, settled
from ..standards import problems
from .rosters import contents, roster, row

STRANGE = 'Ada 12 0 R (Okafor) \\ <41> "x"'


@pytest.fixture(scope="module")
def single(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Make a draft, a final version, and one of a person with a strange name on other paper."""
    folder = tmp_path_factory.mktemp("single")
    made = [
        (settled(purpose=""), Look()),
        (settled(), Look()),
        (settled(people=f"{{mentee: {STRANGE!r}, mentor: Ben Lind}}"), Look(paper="letter")),
    ]
    for number, (interview, look) in enumerate(made):
        [document] = kit(interview, ["agreement"], look=look)
        (folder / f"{number}.pdf").write_bytes(document.data)
    return sorted(folder.iterdir())


def bound(paths: list[Path]) -> bytes:
    out = io.BytesIO()
    bind([Leaf(path, f"Pair {n} ({STRANGE})", f"P{n}, ") for n, path in enumerate(paths, 1)], out, "All agreements")
    return out.getvalue()


@pytest.fixture(scope="module")
def whole(single: list[Path]) -> bytes:
    return bound(single)


def told(path: Path) -> str:
    """Give the tags with their texts, without how deep they stand, and without numbers of objects."""
    text = subprocess.run(["pdfinfo", "-struct-text", path], capture_output=True, check=True, text=True).stdout
    lines = "\n".join(map(str.strip, text.splitlines()))
    return re.sub(r"(?<=[<(])(\d{6}-)?(\d+-\d+-\d+)(?=[>)])", r"\2", re.sub(r"Object \d+ 0", "Object", lines))


def test_the_whole_keeps_both_standards_and_every_single_one_does(whole: bytes, single: list[Path]) -> None:
    assert [problems(path.read_bytes()) for path in single] == [[], [], []]
    assert problems(whole, has_source=False) == []


def test_its_tags_read_as_those_of_the_single_ones_one_after_the_other(
    whole: bytes, single: list[Path], tmp_path: Path
) -> None:
    if not shutil.which("pdfinfo"):
        pytest.skip("there is no pdfinfo on this machine")
    (tmp_path / "whole.pdf").write_bytes(whole)
    expected = "\n".join(told(path) for path in single).replace("Document\n", "Part\n")
    assert told(tmp_path / "whole.pdf").removeprefix("Document\n") == expected


def test_each_begins_on_an_odd_page_and_only_empty_pages_are_added(whole: bytes, single: list[Path]) -> None:
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        starts, at = [], 0
        for path in single:
            with pikepdf.open(path) as one:
                starts.append(at + 1)
                for offset, page in enumerate(one.pages):
                    assert pdf.pages[at + offset].mediabox == page.mediabox
                at += len(one.pages)
            if at % 2 and path != single[-1]:
                assert "/Contents" not in pdf.pages[at]
                at += 1
        assert len(pdf.pages) == at
        assert all(start % 2 for start in starts)
        assert [page.label for page in pdf.pages][:2] == ["P1, 1", "P1, 2"]
        assert pdf.pages[starts[1] - 1].label == "P2, 1"
    assert pdf_text(whole).split() == [word for path in single for word in pdf_text(path.read_bytes()).split()]


def test_each_pair_has_a_bookmark_with_its_own_below_it(whole: bytes, single: list[Path]) -> None:
    with pikepdf.open(io.BytesIO(whole)) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == [f"Pair {n} ({STRANGE})" for n in (1, 2, 3)]
        assert all(item.is_closed for item in outline.root)
        pages = [pdf.pages.index(pikepdf.Page(item.destination[0])) for item in outline.root]
        for item, path in zip(outline.root, single, strict=True):
            with pikepdf.open(path) as one, one.open_outline() as own:
                assert [child.title for child in item.children] == [child.title for child in own.root]
                targets = [pdf.pages.index(pikepdf.Page(child.destination[0])) for child in item.children]
                assert min(targets) >= pages[outline.root.index(item)]


def test_fields_have_names_of_their_own_and_no_signature(single: list[Path], tmp_path: Path) -> None:
    with pikepdf.open(single[1]) as pdf:
        pdf.Root.AcroForm.Fields[0].V = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Sig))
        pdf.save(tmp_path / "signed.pdf")
    with pikepdf.open(io.BytesIO(bound([tmp_path / "signed.pdf", single[2]]))) as pdf:
        fields = list(pdf.Root.AcroForm.Fields)
        names = [str(field.T) for field in fields]
        assert names[:2] == ["1-sig_mentee", "1-date_mentee"]
        assert len(set(names)) == len(names) == 8
        assert not any("/V" in field for field in fields if str(field.FT) == "/Sig")
        on_pages = [widget.objgen for page in pdf.pages for widget in page.get("/Annots", [])]
        assert {field.objgen for field in fields} <= set(on_pages)


def test_the_same_files_give_the_same_bytes_and_what_is_the_same_is_there_once(
    whole: bytes, single: list[Path]
) -> None:
    assert bound(single) == whole
    assert len(bound([single[1]] * 6)) < len(bound([single[1]])) * 3


def test_a_file_that_is_no_agreement_is_named(single: list[Path], tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "foreign.pdf")
    for name in ("broken.pdf", "foreign.pdf", "missing.pdf"):
        with pytest.raises(FileError, match=name):
            bound([single[0], tmp_path / name])


def test_the_command_binds_what_it_made_and_refuses_to_bind_what_is_no_pdf(
    run: Callable[..., Outcome], tmp_path: Path
) -> None:
    sheet = roster(tmp_path / "roster.csv", [row(2), row(1, purpose="")])
    options = ("-o", tmp_path / "cohort", "--docs", "agreement", "--jobs", "1")
    made = run("batch", sheet, *options, "--print-ready")
    assert made.code == 0
    assert str(tmp_path / "cohort" / "print-ready.pdf") in made.out.splitlines()
    with pikepdf.open(tmp_path / "cohort" / "print-ready.pdf") as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == [
            "Ada Okafor 2 and Ben Lind 2 (P002)",
            "Ada Okafor 1 and Ben Lind 1 (P001), draft",
        ]
        assert str(pdf.docinfo.Title) == "Mentoring: all agreements"
    before = contents(tmp_path / "cohort")
    for refused in (("--format", "html"), ("--docs", "calendar")):
        outcome = run("batch", sheet, *options[:2], *refused, "--print-ready")
        assert outcome.code == 2
        assert "--print-ready wants PDFs" in outcome.err
    assert contents(tmp_path / "cohort") == before
