"""Who is called what: peers are not mentee and mentor, and in reverse mentoring the junior one has the manager."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from agreementgen.documents import documents_for, pages
from agreementgen.errors import Code
from agreementgen.interview import Interview, advise
from agreementgen.locales import load_locale
from agreementgen.opening import open_pair

from .conftest import EXAMPLES, example
from .test_golden import words
from .wording import clause_text, compose

ROLE = re.compile(r"\b[Tt]he (?:mentee|mentor)\b|^(?:Mentee|Mentor)$", re.MULTILINE)
EN = load_locale("en")


def having(name: str, sets: Mapping[str, str]) -> Interview:
    """Read an example with some answers of another kind."""
    path = EXAMPLES / f"{name}.yaml"
    return open_pair(path.read_bytes(), str(path), path.parent, None, sets).interview


def test_no_paper_of_peers_calls_one_of_them_the_mentee_or_the_mentor() -> None:
    peers = example(EXAMPLES / "peer.yaml")
    for name, page in pages(peers, documents_for(peers), source=False).items():
        assert not ROLE.findall(words(page)), name


@pytest.mark.parametrize(
    "answer",
    [
        *(f"relationship.manager_involvement={part}" for part in ("informed", "approves time", "signs")),
        *(
            f"meetings.{owner}={one}"
            for owner in ("scheduler", "agenda_owner", "notes_owner")
            for one in ("mentee", "mentor")
        ),
        "relationship.pay=stipend from program",
        "relationship.mentor_role_words=role model, skills coach",
        "confidentiality.exceptions=manager attendance, mentor supervision",
    ],
)
@pytest.mark.parametrize("manager", ["", "Petra Holm"])
def test_whatever_peers_settle_they_are_called_by_their_names(answer: str, manager: str) -> None:
    key, _, said = answer.partition("=")
    agreement = compose(having("peer", {key: said} | ({"people.line_manager.name": manager} if manager else {})))
    assert not ROLE.findall(clause_text(agreement))
    assert not any(ROLE.search(signer.capacity) for signer in agreement.signers)
    assert manager in clause_text(agreement)


@pytest.mark.parametrize("part", ["none", "informed", "approves time", "signs"])
@pytest.mark.parametrize("manager", ["", "Petra Holm"])
def test_in_reverse_mentoring_the_manager_is_that_of_the_mentor_who_is_the_junior(part: str, manager: str) -> None:
    sets = {"relationship.manager_involvement": part, "confidentiality.exceptions": "manager attendance"}
    agreement = compose(having("reverse", sets | ({"people.line_manager.name": manager} if manager else {})))
    said = clause_text(agreement) + "".join(signer.capacity for signer in agreement.signers)
    assert "the mentor’s manager" in said
    assert "mentee’s manager" not in said


def test_the_map_of_reverse_mentoring_asks_whom_the_mentee_decides_about() -> None:
    spoken = having("reverse", {"people.line_manager.name": "Petra Holm"})
    page = words(pages(spoken, ["map"])["map"])
    assert "The mentee’s say over them\nTunde Afolabi\nMentor, who leads\nsome say" in page
    assert "Petra Holm\nThe mentor’s manager\nnone some" in page
    assert "Someone whom Lakshmi decides nothing about:" in page


@pytest.mark.parametrize(
    ("name", "said"),
    [("peer", "one of you decides about the other’s"), ("reverse", "the mentee decides about the mentor’s")],
)
def test_advice_says_who_decides_about_whom(name: str, said: str) -> None:
    spoken = having(name, {"relationship.mentor_has_say": "direct", "relationship.overlap_note": "The leave forms."})
    (found,) = (each for each in advise(spoken, EN) if each.code is Code.MENTOR_DECIDES)
    assert said in found.message
