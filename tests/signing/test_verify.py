"""`verify`: integrity and trust apart, what each one signed, and whether the text is what the interview gives."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import Encoding

import agreementgen
from agreementgen.documents import kit
from agreementgen.opening import open_pair
from agreementgen.signing import Facts, How, Match, compared_with_itself, judged, open_key, sign_by_key
from agreementgen.signing.wording import compared_with_file

from ..conftest import EXAMPLES, Outcome, settled, settled_text
from .conftest import NAMES, NOW, PASSWORD, Stages, chain_link, order, own_key, typed, unsigned

Run = Callable[..., Outcome]
Read = Callable[..., Facts]
PROGRAM = {"program": "{coordinator: Lea Roth}"}


def as_json(run: Run, *arguments: str) -> tuple[int, Any]:
    outcome = run("verify", *arguments, "--format", "json")
    return outcome.code, json.loads(outcome.out)


def test_it_says_who_signed_what_and_when_and_what_it_cannot_see(run: Run, stages: Stages, home: Path) -> None:
    (home / "b.pdf").write_bytes(stages.mentor)
    outcome = run("verify", "b.pdf")
    assert outcome.code == 0
    assert outcome.out.startswith("b.pdf: nothing was changed after signing.\n")
    assert "Ada Okafor (mentee): signed by key on" in outcome.out
    assert "by their own clock" in outcome.out
    assert "nobody we know vouches for" in outcome.out
    assert "Lea Roth (coordinator): has not signed." in outcome.out
    assert "word by word" in outcome.out
    assert "cannot see ink" in outcome.err


def test_with_trust_everyone_must_be_vouched_for(run: Run, stages: Stages, home: Path) -> None:
    (home / "b.pdf").write_bytes(stages.mentor)
    code, found = as_json(run, "b.pdf", "--trust", "mentee.crt")
    assert code == 1
    assert [each.get("trusted") for each in found["files"][0]["signers"]] == [True, False, None]
    assert [each.get("intact") for each in found["files"][0]["signers"]] == [True, True, None]
    code, found = as_json(run, "b.pdf", "--trust", "mentee.crt", "--trust", "mentor.crt")
    assert code == 0


def test_the_data_have_all_that_the_lines_have(run: Run, stages: Stages, home: Path) -> None:
    (home / "b.pdf").write_bytes(stages.mentor)
    code, found = as_json(run, "b.pdf")
    (file,) = found["files"]
    assert (code, file["standing"], file["exit_code"], file["tampering"]) == (0, "intact", 0, [])
    mentee, mentor, coordinator = file["signers"]
    assert (mentee["person"], mentee["name"], mentee["signed"], mentee["clock"]) == (
        "mentee",
        "Ada Okafor",
        "key",
        "signer",
    )
    assert mentee["certificate"]["self_made"] is True
    assert len(mentee["certificate"]["sha256"]) == 64
    assert mentee["then"]["interview"] == mentor["then"]["interview"]
    assert set(mentee["then"]["dates"]) == {"Ada Okafor"}
    assert set(mentor["then"]["dates"]) == {"Ada Okafor", "Ben Lind"}
    assert coordinator["signed"] == "not"
    assert file["wording"] == {"match": "same", "differences": []}
    assert "ink" in found["cannot_see"]


def test_a_certificate_of_an_authority_is_trusted_through_it_also_after_it_has_run_out(read: Read) -> None:
    root = chain_link("A Registry", NOW - timedelta(days=9), NOW + timedelta(days=900), is_root=True)
    short = NOW + timedelta(seconds=2)
    content = own_key("Ada Okafor", NOW - timedelta(days=1), short, issuer=root)
    key = open_key(content, "ada.p12", PASSWORD, NOW)
    assert (key.name, key.issuer, key.is_self_made) == ("Ada Okafor", "A Registry", False)
    data = sign_by_key(unsigned(), order("mentee"), key)
    trusted = judged(read(data, root[1].public_bytes(Encoding.DER))).signed[0]
    other = judged(read(data)).signed[0]
    assert (trusted.is_intact, other.is_intact) == (True, True)
    assert other.is_trusted is False
    assert trusted.certificate is not None
    assert trusted.certificate.issuer == "A Registry"


def test_nobody_has_signed_is_a_finding_and_a_typed_name_is_told_for_what_it_is(run: Run, home: Path) -> None:
    outcome = run("verify", "a.pdf")
    assert outcome.code == 1
    assert "a.pdf: nobody has signed." in outcome.out
    (home / "b.pdf").write_bytes(typed(unsigned(), "mentee"))
    outcome = run("verify", "b.pdf")
    assert outcome.code == 0
    assert "signed by typing “/s/ Ada Okafor”. Anyone can type a name" in outcome.out
    assert run("verify", "b.pdf", "--trust", "mentee.crt").code == 1


def test_another_name_in_the_certificate_is_noted(run: Run, home: Path) -> None:
    run("sign", "a.pdf", "--as", "mentee", "--key", "mentor.p12")
    outcome = run("verify", "a-signed-mentee.pdf")
    assert outcome.code == 0
    assert "the certificate says “Ben Lind”, and the agreement says “Ada Okafor”" in outcome.out


def test_several_files_are_looked_at_and_the_worst_one_decides(run: Run, stages: Stages, home: Path) -> None:
    (home / "b.pdf").write_bytes(stages.mentee)
    (home / "c.pdf").write_bytes(b"nothing of the kind")
    code, found = as_json(run, "b.pdf", "a.pdf", "c.pdf")
    assert code == 2
    assert [file["standing"] for file in found["files"]] == ["intact", "unsigned", "unreadable"]
    assert [file["exit_code"] for file in found["files"]] == [0, 1, 2]


def other_text(**sections: str) -> bytes:
    (document,) = kit(settled(**{**PROGRAM, **sections}), ["agreement"])
    return document.data


def test_a_text_that_is_not_what_the_interview_gives_is_found_word_by_word(read: Read) -> None:
    data = other_text(communication="{channel: email, reply: 5 working days}")
    facts = read(unsigned())
    forged = Facts(
        **{
            **{name: getattr(facts, name) for name in ("is_ours", "id", "title", "language", "is_encrypted")},
            "signatures": (),
            "revisions": (type(facts.now)(**{**fields_of(read(data).now), "interview": facts.now.interview}),),
        }
    )
    wording = compared_with_itself(data, forged)
    assert wording.match is Match.DIFFERS
    said = [(each.here, each.there) for each in wording.differences]
    assert any("5" in here and "3" in there for here, there in said), said


def fields_of(revision: Any) -> dict[str, Any]:
    return {name: getattr(revision, name) for name in ("end", "pages", "fields", "interview")}


def test_a_file_made_with_other_words_is_not_accused(read: Read) -> None:
    facts = read(unsigned())
    source = (facts.now.interview or b"").decode()
    old = source.replace("wording: ", "wording: 0", 1)
    pages = tuple(page.replace("good faith", "good will") for page in facts.now.pages)
    revision = type(facts.now)(**{**fields_of(facts.now), "interview": old.encode(), "pages": pages})
    made_then = Facts(True, facts.id, facts.title, facts.language, False, (), (revision,))
    wording = compared_with_itself(b"", made_then)
    assert wording.match is Match.OTHER_WORDS
    assert [(each.here, each.there) for each in wording.differences] == [
        ("made in good [will.] It is not", "made in good [faith.] It is not")
    ]


def test_a_field_that_says_it_is_for_somebody_else_is_found(read: Read) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(unsigned())) as pdf:
        pdf.Root.AcroForm.Fields[0].TU = "Signature of Somebody Else"
        pdf.save(out)
    wording = compared_with_itself(out.getvalue(), read(out.getvalue()))
    assert wording.match is Match.DIFFERS
    assert [(each.here, each.there) for each in wording.differences] == [
        ("sig_mentee: Somebody Else", "sig_mentee: Ada Okafor")
    ]


def test_an_agreement_with_the_looks_and_clauses_of_a_program_says_what_its_interview_gives(read: Read) -> None:
    opened = agreementgen.open_file(EXAMPLES / "bridge" / "pair.yaml")
    (document,) = kit(opened.interview, ["agreement"], look=opened.look)
    assert compared_with_itself(document.data, read(document.data)).match is Match.SAME


@pytest.mark.parametrize("name", ["open_source", "youth", "workplace-rich"])
def test_the_same_words_on_other_paper_are_the_same_words(read: Read, name: str) -> None:
    """Lines end elsewhere, in the middle of "e-mail" too, and lists go on over the page elsewhere."""
    path = EXAMPLES / f"{name}.yaml"
    for paper in ("a4", "letter"):
        other = open_pair(path.read_bytes(), name, EXAMPLES, None, {"document.paper": paper}).interview
        (document,) = kit(other, ["agreement"])
        found = compared_with_file(read(document.data), path)
        assert (found.match, found.differences) == (Match.SAME, ())


def test_a_file_is_held_against_an_interview(read: Read, tmp_path: Path) -> None:
    facts = read(unsigned())
    same, other = tmp_path / "same.yaml", tmp_path / "other.yaml"
    same.write_text(settled_text(**PROGRAM), encoding="utf-8")
    other.write_text(settled_text(**PROGRAM, communication="{channel: phone, reply: 1 day}"), encoding="utf-8")
    assert compared_with_file(facts, same).match is Match.SAME
    found = compared_with_file(facts, other)
    assert found.match is Match.DIFFERS
    assert found.differences


def test_against_another_interview_the_command_gives_1(run: Run, stages: Stages, home: Path) -> None:
    (home / "b.pdf").write_bytes(stages.mentee)
    (home / "other.yaml").write_text(settled_text(communication="{channel: phone, reply: 1 day}"), encoding="utf-8")
    code, found = as_json(run, "b.pdf", "--against", "other.yaml")
    assert code == 1
    assert found["files"][0]["against"]["match"] == "differs"
    assert found["files"][0]["against"]["differences"]


def test_who_forgot_the_programs_file_is_told_so_before_they_ask_a_signer(run: Run, home: Path) -> None:
    program = EXAMPLES / "bridge" / "program.yaml"
    pair = (EXAMPLES / "bridge" / "pair.yaml").read_text(encoding="utf-8").replace("include: program.yaml\n", "")
    (home / "pair.yaml").write_text(pair, encoding="utf-8")
    opened = open_pair(pair.encode(), "pair.yaml", home, program)
    (document,) = kit(opened.interview, ["agreement"], look=opened.look)
    (home / "b.pdf").write_bytes(document.data)
    without = run("verify", "b.pdf", "--against", "pair.yaml")
    assert "Name it with --program before you ask anyone" in without.out
    told = run("verify", "b.pdf", "--against", "pair.yaml", "--program", program)
    assert "Against pair.yaml: the answers are the same." in told.out
    assert "--program" not in told.out


def test_every_name_is_known_from_the_field_alone(read: Read) -> None:
    assert [each.name for each in judged(read(unsigned())).signed] == list(NAMES.values())
    assert {each.how for each in judged(read(unsigned())).signed} == {How.NOT}


@pytest.mark.parametrize("content", [b"", b"x", b"-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n"])
def test_what_is_no_certificate_is_named(run: Run, home: Path, content: bytes) -> None:
    (home / "x.crt").write_bytes(content)
    outcome = run("verify", "a.pdf", "--trust", "x.crt")
    assert outcome.code == 2
    assert "x.crt" in outcome.err
