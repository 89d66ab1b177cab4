"""Whatever is done to a signed file is found and said in one sentence, and nobody is accused who did nothing."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from agreementgen.errors import FileError
from agreementgen.signing import Facts, How, MeddledError, Standing, judged, sign_by_key
from agreementgen.signing.apart import TAMPERED

from ..conftest import Outcome
from .conftest import NAMES, Stages, opened_key, order, signed, typed

Read = Callable[..., Facts]
Change = Callable[[IncrementalPdfFileWriter], None]


def added(data: bytes, change: Change) -> bytes:
    """Add a revision that changes something, as any editor of PDFs does."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def field(writer: IncrementalPdfFileWriter, name: str) -> Any:
    fields = [each.get_object() for each in writer.root["/AcroForm"]["/Fields"]]
    return next(each for each in fields if each["/T"] == name)


def first_page(writer: IncrementalPdfFileWriter) -> Any:
    return writer.find_page_for_modification(0)[0].get_object()


def replaced(writer: IncrementalPdfFileWriter, reference: Any, data: bytes) -> None:
    """Put another stream into the place of one."""
    old = reference.get_object()
    entries = {key: value for key, value in old.items() if key not in ("/Filter", "/Length", "/DecodeParms")}
    writer.objects[0, reference.idnum] = generic.StreamObject(entries, stream_data=data)


def change_a_clause(writer: IncrementalPdfFileWriter) -> None:
    reference = first_page(writer).raw_get("/Contents")
    lines = reference.get_object().data.splitlines()
    shown = [number for number, line in enumerate(lines) if line.endswith((b"TJ", b"Tj"))]
    del lines[shown[len(shown) // 2]]
    replaced(writer, reference, b"\n".join(lines))


def swap_the_interview(writer: IncrementalPdfFileWriter) -> None:
    spec = writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1]
    reference = spec["/EF"].raw_get("/F")
    replaced(writer, reference, reference.get_object().data.replace(b"monthly", b"weekly") + b"\n")


def add_a_page(writer: IncrementalPdfFileWriter) -> None:
    page = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Page"),
            pdf_name("/MediaBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 595, 842))),
            pdf_name("/Resources"): generic.DictionaryObject(),
            pdf_name("/Contents"): writer.add_object(generic.StreamObject(stream_data=b"0 0 9 9 re f")),
        }
    )
    writer.insert_page(page)


def change_a_date(writer: IncrementalPdfFileWriter) -> None:
    found = field(writer, "date_mentee")
    found["/V"] = generic.TextStringObject("1 January 2020")
    writer.update_container(found)


def repaint_a_date(writer: IncrementalPdfFileWriter) -> None:
    found = field(writer, "date_mentee")
    old = found["/AP"]["/N"]
    entries = {key: value for key, value in old.items() if key not in ("/Filter", "/Length")}
    data = re.sub(rb"\(.*\)", b"(1 January 2020)", old.data)
    found["/AP"] = generic.DictionaryObject(
        {pdf_name("/N"): writer.add_object(generic.StreamObject(entries, stream_data=data))}
    )
    writer.update_container(found)


def hide_a_date(writer: IncrementalPdfFileWriter) -> None:
    found = field(writer, "date_mentee")
    found["/F"] = generic.NumberObject(2)
    writer.update_container(found)


def add_a_comment(writer: IncrementalPdfFileWriter) -> None:
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (100, 100, 300, 200))),
            pdf_name("/Contents"): generic.TextStringObject("and a fee of 1000"),
        }
    )
    page = first_page(writer)
    page["/Annots"] = generic.ArrayObject([*page.get("/Annots", ()), writer.add_object(note)])
    writer.update_container(page)


def fill_a_date(writer: IncrementalPdfFileWriter) -> None:
    found = field(writer, "date_mentor")
    found["/V"] = generic.TextStringObject("3 March 2026")
    writer.update_container(found)


def rewritten(data: bytes, **options: Any) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, **options)
    return out.getvalue()


def flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def with_the_signature_of_another(data: bytes, other: bytes) -> bytes:
    """Put the signature that stands in another file into the place of the one in this."""
    spans = [re.search(rb"/Contents <([0-9a-fA-F]+)>", each) for each in (data, other)]
    assert spans[0]
    assert spans[1]
    own, theirs = spans[0][1], spans[1][1]
    return data.replace(own, theirs[: len(own)].ljust(len(own), b"0"))


TAMPERINGS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "a byte": (lambda data: flipped(data, 5000), "What Ada Okafor signed was changed"),
    "a clause": (lambda data: added(data, change_a_clause), "The words on page 1 were changed after Ada Okafor signed"),
    "the interview": (lambda data: added(data, swap_the_interview), "The interview in the file was swapped"),
    "written anew": (rewritten, "written anew by some program after Ada Okafor signed"),
    "locked": (
        lambda data: rewritten(data, encryption=pikepdf.Encryption(owner="x", user="")),
        "locked with a password after Ada Okafor signed",
    ),
    "a page": (lambda data: added(data, add_a_page), "A page was added after Ada Okafor signed"),
    "a date": (lambda data: added(data, change_a_date), "The date of Ada Okafor was changed after Ada Okafor signed"),
    "a date to be seen": (lambda data: added(data, repaint_a_date), "What can be seen in the date field of Ada Okafor"),
    "a date hidden": (lambda data: added(data, hide_a_date), "What can be seen in the date field of Ada Okafor"),
    "a comment": (lambda data: added(data, add_a_comment), "other than a signature or a date"),
    "a typed name": (lambda data: typed(data, "mentor"), "The name of Ben Lind was typed in after Ada Okafor signed"),
    "a signature": (
        lambda data: with_the_signature_of_another(data, signed(typed(made_before(data), "mentor"), "mentee")),
        "What Ada Okafor signed was changed",
    ),
}


def made_before(data: bytes) -> bytes:
    """Give the file as it was before the first signature."""
    return data[: data.index(b"%%EOF") + 6]


@pytest.mark.parametrize("name", TAMPERINGS)
def test_each_tampering_is_found_and_said_in_one_sentence(stages: Stages, read: Read, name: str) -> None:
    tamper, sentence = TAMPERINGS[name]
    verdict = judged(read(tamper(stages.mentee)))
    assert verdict.standing is Standing.CHANGED
    assert len(verdict.tampering) == 1
    assert sentence in verdict.tampering[0]


@pytest.mark.parametrize("name", ["a clause", "the interview", "a page", "a date"])
def test_a_change_between_two_signatures_is_found_as_well(stages: Stages, read: Read, name: str) -> None:
    tamper, sentence = TAMPERINGS[name]
    verdict = judged(read(signed(tamper(stages.mentee), "mentor")))
    assert verdict.standing is Standing.CHANGED
    assert sentence in " ".join(verdict.tampering)
    # Whoever signed afterwards has signed the changed file, and that one stands.
    assert [each.is_intact for each in verdict.signed if each.person == "mentor"] == [True]


@pytest.mark.parametrize("share", range(0, 100, 7))
def test_a_byte_changed_anywhere_is_found(stages: Stages, read: Read, share: int) -> None:
    data = stages.mentor
    assert found_in(flipped(data, len(data) * share // 100), read) != ""


def found_in(data: bytes, read: Read) -> str:
    """Give what is found, also where the file can no longer be read."""
    try:
        return " ".join(judged(read(data)).tampering)
    except FileError as error:
        return str(error).partition(TAMPERED)[2]


UNTOUCHED: dict[str, Callable[[bytes], bytes]] = {
    "as signed": lambda data: data,
    "signed by another": lambda data: signed(data, "mentor"),
    "a date filled in later": lambda data: added(data, fill_a_date),
    "signed by another whose date was filled in": lambda data: signed(added(data, fill_a_date), "mentor"),
    "a line end behind it, as mail programs leave it": lambda data: data + b"\r\n",
}


@pytest.mark.parametrize("name", UNTOUCHED)
def test_nobody_is_accused_who_did_nothing(stages: Stages, read: Read, name: str) -> None:
    verdict = judged(read(UNTOUCHED[name](stages.mentee)))
    assert verdict.tampering == ()
    assert verdict.standing is Standing.INTACT


def test_a_signature_in_a_field_of_another_program_is_named_with_its_own_name(stages: Stages, read: Read) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(stages.mentee))
    append_signature_field(writer, SigFieldSpec("sig_office"))
    out = io.BytesIO()
    writer.write(out)
    data = sign_by_key(out.getvalue(), replace(order("mentor"), person="office"), opened_key("mentor"))
    verdict = judged(read(data))
    assert verdict.standing is Standing.INTACT
    assert [(each.person, each.how) for each in verdict.signed][-1] == ("office", How.KEY)


@pytest.mark.parametrize("name", ["a byte", "a clause", "locked", "a date"])
def test_the_command_says_it_and_gives_1(run: Callable[..., Outcome], stages: Stages, home: Path, name: str) -> None:
    tamper, sentence = TAMPERINGS[name]
    (home / "b.pdf").write_bytes(tamper(stages.mentee))
    outcome = run("verify", "b.pdf")
    assert outcome.code == 1
    assert "b.pdf: CHANGED after signing." in outcome.out
    assert sentence in outcome.out
    assert "do not rely on this file" in outcome.err


def test_a_signed_file_that_was_locked_so_that_it_cannot_be_read_is_a_changed_one(
    run: Callable[..., Outcome], stages: Stages, home: Path
) -> None:
    (home / "b.pdf").write_bytes(rewritten(stages.mentee, encryption=pikepdf.Encryption(owner="x", user="y")))
    outcome = run("verify", "b.pdf")
    assert outcome.code == 1
    assert "locked with a password" in outcome.err


def test_nothing_is_added_to_a_changed_file(run: Callable[..., Outcome], stages: Stages, home: Path) -> None:
    (home / "b.pdf").write_bytes(added(stages.mentee, change_a_clause))
    outcome = run("sign", "b.pdf", "--as", "mentor", "--key", "mentor.p12")
    assert outcome.code == 2
    assert "changed after it was signed" in outcome.err
    assert not (home / "b-signed-mentor.pdf").exists()


def test_the_names_of_all_signers_whom_it_concerns_are_in_the_sentence(stages: Stages, read: Read) -> None:
    verdict = judged(read(rewritten(stages.coordinator)))
    assert verdict.tampering[0].startswith("The whole file was written anew")
    assert all(name in verdict.tampering[0] for name in NAMES.values())


def test_a_meddled_file_is_a_finding_and_no_broken_one() -> None:
    assert MeddledError.exit_code == 1
