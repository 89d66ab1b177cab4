"""The agreement carries the interview it was made from, and the same agreement can be made from it again."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pikepdf
import pytest
import yaml

from agreementgen.documents import Document, kit, pages
from agreementgen.interview import Interview, State, canonical_yaml, read_interview

from .conftest import INTERVIEWS, example, pdf_text, read, settled, sheets, squeezed
from .standards import problems


def attached(document: Document) -> dict[str, bytes]:
    with pikepdf.open(io.BytesIO(document.data)) as pdf:
        return {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()}


def again(spoken: Interview) -> Interview:
    return read(canonical_yaml(spoken, {"wording": "x"}).decode())


@pytest.mark.parametrize("path", INTERVIEWS, ids=lambda path: path.stem)
def test_only_the_agreement_carries_its_interview_and_its_foot_has_the_fingerprint(path: Path) -> None:
    for document in sheets(example(path)):
        files = attached(document)
        if document.name == "agreement":
            assert list(files) == ["interview.yaml"]
            digits = hashlib.sha256(files["interview.yaml"]).hexdigest()[:12]
            assert f"fingerprint{digits}" in squeezed(pdf_text(document.data))
            assert squeezed("carries our answers") in squeezed(pdf_text(document.data))
            assert problems(document.data, has_source=True) == []
        else:
            assert files == {}
            assert problems(document.data, has_source=False) == []


def test_without_a_source_nothing_is_attached_and_nothing_says_so() -> None:
    (document,) = kit(settled(), ["agreement"], source=False)
    assert attached(document) == {}
    assert "fingerprint" not in pdf_text(document.data)
    assert "carries our answers" not in pdf_text(document.data)


@pytest.mark.parametrize("path", INTERVIEWS, ids=lambda path: path.stem)
def test_the_attached_interview_gives_the_same_documents_and_the_same_interview_again(path: Path) -> None:
    spoken = example(path)
    (document,) = kit(spoken, ["agreement"])
    data = attached(document)["interview.yaml"]
    reading = read_interview(data)
    assert reading.problems == ()
    assert reading.interview is not None
    assert pages(reading.interview) == pages(spoken)
    assert kit(reading.interview, ["agreement"])[0].data == document.data


def test_every_spelling_comes_back_with_the_same_meaning() -> None:
    spoken = settled(
        meetings="""
        cadence: monthly on the 31st
        length: 1.5 h
        format: face to face
        first: 2026-01-31T09:05
        cancel_notice: none
        note: |
          One: two
          - three "four"
        """,
        goals="[{title: 'Ship: it', by: 2026-03, steps: [no, '10:30', 'yes']}]",
        boundaries="{off_limits: none}",
        also_agreed="['- a', '# b', '{{ c }}', 'NO', '0123', ' ~ ', 'null', 'é 山']",
        program="{name: none}",
    )
    back = again(spoken)
    assert back.answers == spoken.answers
    assert {key: s.state for key, s in back.standings.items()} == {key: s.state for key, s in spoken.standings.items()}


def test_what_stood_by_default_is_named_and_stays_a_default() -> None:
    data = yaml.load(canonical_yaml(settled(), {}), Loader=yaml.BaseLoader)
    assert "meetings.wait" in data["defaulted"]
    assert data["meetings"]["wait"] == "15 minute"
    assert again(settled()).state("meetings.wait") is State.DEFAULTED


def test_a_default_that_is_changed_in_what_was_carried_is_an_answer() -> None:
    data = canonical_yaml(settled(), {}).decode().replace("wait: 15 minute", "wait: 20 minute")
    assert read(data).state("meetings.wait") is State.AGREED


def test_a_draft_carries_what_is_open_with_its_views() -> None:
    spoken = settled(communication="{channel: email}", open="{communication.reply: {mentee: 2 days, mentor: 5 days}}")
    assert again(spoken).standings["communication.reply"].views == spoken.standings["communication.reply"].views


def test_under_topic_only_no_view_is_in_the_attachment() -> None:
    spoken = settled(
        reveal="topic only",
        communication="{channel: email}",
        open="{communication.reply: {mentee: 13 days, mentor: 17 days}}",
    )
    data = canonical_yaml(spoken, {}).decode()
    assert "communication.reply: {}" in data
    assert "13" not in data
    assert "17" not in data


def test_the_same_interview_in_another_order_and_spelling_has_the_same_fingerprint() -> None:
    one = settled(meetings="{cadence: every month, length: 60 minutes, format: video}")
    other = settled(meetings="{format: Online, length: 1 hour, cadence: Monthly}")
    assert canonical_yaml(one, {}) == canonical_yaml(other, {})


def test_answers_written_by_others_yaml_readers_stay_text() -> None:
    data = canonical_yaml(settled(also_agreed="['NO', '0123', '10:30', '2025-01-01', '1e3', '~']"), {})
    assert yaml.safe_load(data)["also_agreed"] == ["NO", "0123", "10:30", "2025-01-01", "1e3", "~"]
