"""An agreement says what was answered, in words, with dates that follow from it."""

from __future__ import annotations

import unicodedata

import pytest

from agreementgen.agreement import Agreement, compose_agreement, document_id
from agreementgen.agreement.text import RunKind, plain
from agreementgen.locales import load_locale

from .conftest import settled


def composed(tag: str = "en", **sections: str) -> Agreement:
    return compose_agreement(settled(**sections), load_locale(tag))


def facts(agreement: Agreement) -> dict[str, str]:
    return {fact.label: plain(fact.runs) for fact in agreement.facts}


def test_the_facts_strip_reckons_end_mid_point_and_effort() -> None:
    assert facts(composed()) == {
        "From": "1 January 2026",
        "Until": "30 June 2026",
        "Half way": "Wed 1 April 2026",
        "We meet": "every month, 60 minutes",
        "First meeting": "Wed 7 January 2026, 15:00",
        "Where": "by video",
        "Between meetings": "by e-mail, a reply within 3 working days",
        "Time it takes": "about 6 meetings, 6 hours in all, plus preparation",
    }


def test_dates_take_the_order_of_the_region() -> None:
    assert facts(composed("en-US"))["From"] == "January 1, 2026"


def test_a_fact_that_nobody_gave_is_left_out() -> None:
    found = facts(composed(meetings="{cadence: as needed, length: 45, format: in person, place: the café}"))
    assert "First meeting" not in found
    assert "Time it takes" not in found
    assert found["Where"] == "in person: the café"
    assert found["We meet"] == "as needed, 45 minutes"


def test_a_half_hour_is_said_in_words() -> None:
    found = facts(composed(meetings="{cadence: every month, length: 45, format: phone, first: 2026-01-07}"))
    assert found["Time it takes"] == "about 6 meetings, 4 and a half hours in all, plus preparation"


@pytest.mark.parametrize(
    ("language", "paper"),
    [("en", "a4"), ("en-GB", "a4"), ("en-US", "letter"), ("en-CA", "letter")],
)
def test_the_paper_is_that_of_the_region(language: str, paper: str) -> None:
    assert composed(language).paper == paper
    assert composed(language, document="{paper: letter}").paper == "letter"


def test_the_document_id_follows_from_the_names_and_from_nothing_else() -> None:
    ids = {
        document_id(settled(**sections))
        for sections in ({}, {"term": "{start: 2030-01-01, length: 3 months}"}, {"goals": "[Another goal]"})
    }
    assert len(ids) == 1
    assert document_id(settled(people="{mentee: Ada Okafor, mentor: Bea Lind}")) not in ids
    assert document_id(settled(document="{id: NW-7}")) == "NW-7"


def test_the_same_name_typed_in_two_forms_of_unicode_gives_the_same_id() -> None:
    one, two = (
        settled(people=f"{{mentee: {unicodedata.normalize(form, 'Zoë')}, mentor: Ben}}") for form in ("NFC", "NFD")
    )
    assert document_id(one) == document_id(two)


def test_the_coordinator_signs_as_having_received_it_and_only_where_there_is_one() -> None:
    assert [signer.id for signer in composed().signers] == ["mentee", "mentor"]
    signers = composed(program="{coordinator: Lea Roth}").signers
    assert [(signer.id, plain(signer.name)) for signer in signers][2:] == [("coordinator", "Lea Roth")]
    assert "received" in signers[2].capacity


def test_an_open_goal_part_is_a_blank_in_its_row() -> None:
    agreement = composed(goals="[{title: Speak up, measure: to discuss}]")
    assert plain(agreement.goals[0].measure) == "________"
    assert agreement.open_count == 1


def test_a_settled_interview_is_no_draft() -> None:
    assert not composed().is_draft
    assert composed(communication="{channel: email}").is_draft


def test_a_persons_contact_is_printed_only_where_it_was_given() -> None:
    party = composed(people="{mentee: {name: Ada, title: Nurse, email: ada@example.org}, mentor: Ben}").parties[0]
    assert party.details == ("Nurse", "ada@example.org")
    assert composed().parties[0].details == ()


def test_an_undecided_mid_point_is_a_blank_and_not_the_reckoned_day() -> None:
    agreement = compose_agreement(settled(review="{mid_point: to discuss}"), load_locale("en"))
    facts = {fact.label: plain(fact.runs) for fact in agreement.facts}
    assert facts["Half way"] == "________"
    assert any(run.kind is RunKind.BLANK for fact in agreement.facts for run in fact.runs)
