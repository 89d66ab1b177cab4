"""What a form in use asks its people to settle can be said in fields of its own, and all of it is printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from agreementgen.agreement import compose_agenda
from agreementgen.interview import Interview
from agreementgen.interview.reach import texts_of

from .conftest import ROOT, example
from .test_golden import words
from .wording import LOCALE, compose, lines

FORMS = ROOT / "tests" / "forms"
IN_FREE_TEXT = 2
"""How much of a form may be said in a note, or among what is also agreed; all else has a field."""

PRINTED: dict[str, tuple[str, ...]] = {
    "big-brothers": (
        "The coordinator is there when we first meet, and the guardian, too.",
        "Dana Cole talks every month with the mentee, the mentor and the guardian, each alone.",
        "Mina Park may at any time see the mentor’s log, sit in, ask for another mentor and end the match.",
        "Screened on 2 March 2026",
        "Grandmother",
        "The guardian books the meetings.",
        "We do what is on the program’s list. For anything else the guardian says yes first.",
        "The pool on Third Street",
        "others can see us and come in at any time",
        "An outing lasts 4 hours at most.",
        "The mentor gives rides only with a yes in writing from the guardian",
        "We do not visit each other at home.",
        "We never stay anywhere overnight.",
        "The mentor does not punish, and takes no parent’s place.",
        "The mentor teaches no faith and nothing about sex.",
        "Nobody else joins a meeting unless each of us has said yes.",
        "The landline of Theo’s home",
        "No messages that vanish, and no private accounts.",
        "We do not connect on social media.",
        "Small gifts are fine. Loans are not.",
        "Each of us pays their own way.",
        "tickets over 15 dollars only after Dana has said yes",
        "the mentor writes a short log for the program",
        "No adult asks a young person to keep one.",
        "A worry about a young person’s safety goes to Iris Bell (555 0111) on the same day.",
        "Who to call and what to know in an emergency stands on a sheet of its own.",
        "a summary of progress that each of us has seen",
        "Nobody shows photos of us to others.",
        "The mentee or the guardian may end it at once",
        "Nobody just stays away: we say goodbye.",
        "The program may pause or end it",
        "Whoever ends it tells Dana Cole.",
        "until 10 April 2027",
        "The mentee’s name below says “I want this”. It binds the mentee to nothing.",
        "Theo Park",
        "Mina Park",
        "Carl Webb",
        "Dana Cole",
    ),
}
"""By form, in the order of the agreement: what is printed for each thing that it asks for."""


def form(name: str) -> Interview:
    return example(FORMS / f"{name}.yaml")


def printed(spoken: Interview) -> str:
    from agreementgen.documents import pages

    return words(pages(spoken, ["agreement"], source=False)["agreement"])


@pytest.mark.parametrize("name", PRINTED)
def test_all_that_a_form_asks_for_is_printed_in_a_final_agreement(name: str) -> None:
    spoken = form(name)
    assert spoken.is_settled
    said = printed(spoken)
    assert [line for line in PRINTED[name] if line not in said] == []


@pytest.mark.parametrize("path", sorted(FORMS.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_form_needs_hardly_any_free_text(path: Path) -> None:
    free = [key for key, _ in texts_of(form(path.stem).answers) if key.endswith(".note") or key == "also_agreed"]
    assert len(free) <= IN_FREE_TEXT


def test_the_match_meeting_is_an_hour_with_the_coordinator_and_the_guardian() -> None:
    spoken = form("big-brothers")
    agenda = compose_agenda(spoken, LOCALE, compose(spoken), "shared")
    assert {slot.id: slot.minutes for slot in agenda.slots} == {
        "welcome": 5,
        "introductions": 10,
        "open": 10,
        "confidentiality": 10,
        "activities": 10,
        "terms": 10,
        "sign": 5,
    }
    said = "\n".join(lines(agenda))
    assert "The guardian stays for the first half" in said
    assert "Dana Cole" in printed(spoken)


def test_four_sign_a_match_and_each_in_their_own_capacity() -> None:
    signers = compose(form("big-brothers")).signers
    assert [signer.id for signer in signers] == ["mentee", "guardian", "mentor", "coordinator"]
    assert len({signer.capacity for signer in signers}) == 4
