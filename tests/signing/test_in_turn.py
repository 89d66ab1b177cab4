"""Three people sign one after the other: each signature stays good, by every tool, and the file keeps its standards."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from agreementgen.signing import Facts, How, Standing, judged, sign_by_typing

from ..standards import problems
from .conftest import NAMES, NOW, Stages, made_key, order, people, shown_in, signed, typed, unsigned

Read = Callable[..., Facts]
ORDER = list(NAMES)


def roots() -> list[x509.Certificate]:
    return [x509.Certificate.load(pem.unarmor(made_key(person).certificate)[2]) for person in NAMES]


@pytest.mark.parametrize("person", ORDER)
def test_after_each_signature_all_of_them_hold_and_the_file_keeps_both_standards(stages: Stages, person: str) -> None:
    data = stages.after(person)
    signatures = PdfFileReader(io.BytesIO(data)).embedded_signatures
    assert len(signatures) == ORDER.index(person) + 1
    for each in signatures:
        status = validate_pdf_signature(each, ValidationContext(trust_roots=roots(), allow_fetching=False))
        assert status.bottom_line
        assert status.modification_level in (ModificationLevel.NONE, ModificationLevel.FORM_FILLING)
    assert problems(data, has_source=True) == []


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="poppler-utils is not there")
def test_poppler_agrees(stages: Stages, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(stages.coordinator)
    done = subprocess.run(["pdfsig", "a.pdf"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.count("Signature is Valid") == 3
    assert done.stdout.count("ETSI.CAdES.detached") == 3


def test_a_signature_only_adds_to_what_is_there(stages: Stages) -> None:
    before = unsigned()
    for person in ORDER:
        after = stages.after(person)
        assert after.startswith(before)
        assert len(after) - len(before) < 40_000
        before = after


def test_each_field_shows_name_capacity_and_time_and_that_the_clock_is_the_signers_own(stages: Stages) -> None:
    for person, name in NAMES.items():
        text = shown_in(stages.coordinator, f"sig_{person}")
        assert text.startswith(f"{name}, Mentee")
        assert f"{NOW.day} {NOW:%B %Y}, {NOW:%H:%M} UTC+01:00, by the signer’s own clock" in text
        assert f"with a certificate of {name}, made by the signer" in text


def test_the_date_is_filled_in_as_value_and_as_it_is_seen(stages: Stages, read: Read) -> None:
    fields = read(stages.mentee).now.fields
    assert fields["date_mentee"].value == f"{NOW.day} {NOW:%B %Y}"
    assert fields["date_mentor"].value == ""
    assert fields["date_mentee"].shown
    assert shown_in(stages.mentee, "date_mentee") == fields["date_mentee"].value


def test_what_each_one_signed_is_told_apart(stages: Stages, read: Read) -> None:
    verdict = judged(read(stages.coordinator))
    assert verdict.standing is Standing.INTACT
    assert [each.name for each in verdict.signed] == list(NAMES.values())
    for place, person in enumerate(ORDER):
        found = people(verdict)[person]
        assert (found.how, found.is_intact) == (How.KEY, True)
        # Whoever signed later saw the dates of all before.
        assert [name for name, _ in found.dates] == [NAMES[each] for each in ORDER[: place + 1]]
        assert found.interview == people(verdict)["mentee"].interview != ""


def test_a_typed_name_is_seen_and_read_aloud_and_says_that_there_is_no_key(read: Read) -> None:
    data = typed(unsigned(), "mentee")
    assert problems(data, has_source=True) == []
    assert shown_in(data, "sig_mentee").startswith("/s/ Ada Okafor Mentee. Typed on")
    assert shown_in(data, "sig_mentee").endswith("without a key")
    facts = read(data)
    assert "/s/ Ada Okafor, typed, without a key" in facts.now.fields["sig_mentee"].tooltip
    found = people(judged(facts))
    assert (found["mentee"].how, found["mentee"].typed, found["mentee"].name) == (How.TYPED, "Ada Okafor", "Ada Okafor")
    assert found["mentor"].how is How.NOT


def test_after_a_typed_name_others_sign_by_key(read: Read) -> None:
    data = signed(typed(unsigned(), "mentee"), "mentor")
    assert judged(read(data)).standing is Standing.INTACT
    assert problems(data, has_source=True) == []


@pytest.mark.parametrize("name", ["Łukasz Árvore", "Nguyễn Thị Ánh", "Ἀλέξανδρος", "דנה לוי", "سلمى", "山田", "Zoë 🌱"])
def test_a_stamp_in_any_script_keeps_both_standards(name: str) -> None:
    data = sign_by_typing(unsigned(), replace(order("mentee"), name=name), name)
    assert problems(data, has_source=True) == []
    if name[0] in "ŁNἈ":
        assert name.split()[0] in shown_in(data, "sig_mentee")


def test_a_long_name_is_set_smaller_and_stays_in_its_field() -> None:
    name = "Maximiliana Theodora Wolkenstein-Ploschnitznigg of Upper Lower Middle Hamlet"
    data = sign_by_typing(unsigned(), replace(order("mentee"), name=name), name)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (field,) = (each for each in pdf.Root.AcroForm.Fields if str(each.T) == "sig_mentee")
        width = float(field.Rect[2] - field.Rect[0])
        assert float(field.AP.N.BBox[2]) == pytest.approx(width, abs=0.1)
    assert name in shown_in(data, "sig_mentee")
