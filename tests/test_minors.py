"""Where somebody is under 18, more people stand around the pair, and some answers cannot be given; in any kind."""

from __future__ import annotations

import re

import pytest

from agreementgen.agreement import compose_agenda
from agreementgen.agreement.text import plain
from agreementgen.documents import documents_for, kit, pages
from agreementgen.errors import Code, Level
from agreementgen.files import slug
from agreementgen.interview import Interview, advise, kinds, read_interview, what_blocks
from agreementgen.interview.fields import FIELDS, MINOR

from .conftest import EXAMPLES, example, pdf_text, read, settled_text
from .readability import grade
from .test_finisher import fields
from .test_golden import words
from .wording import LOCALE, clause_text, compose

MENTEE = "{name: Maya Okafor, minor: yes}"
MENTOR = "{name: Ben Lind, screened_on: 2025-11-10}"
LATER = "{name: Ben Lind, screened_on: 2025-11-10, to_be_named: yes}"
GUARDIAN = "{name: Ines Okafor, relationship: Mother}"
SAFE: dict[str, str] = {
    "people": f"{{mentee: {MENTEE}, mentor: {MENTOR}, guardian: {GUARDIAN}}}",
    "program": "{name: Bridge, coordinator: Lea Roth, safeguarding_lead: Rosa Lind}",
    "confidentiality": "{level: youth limited}",
    "boundaries": "{off_limits: none, transport: no, home_visits: no}",
}
"""What a settled interview needs besides where the mentee is under 18."""


def safe(**sections: str) -> Interview:
    return read(settled_text(**SAFE | sections))


def without(**sections: str) -> tuple[str, ...]:
    """Give the keys that keep an interview with a minor from being final."""
    spoken = safe(**sections)
    found = what_blocks(spoken, LOCALE)
    assert {problem.code for problem in found} == {Code.MINOR_LACKS}
    assert all("Maya Okafor is under 18" in problem.message for problem in found)
    assert any(each.code is Code.MINOR_UNPROTECTED for each in advise(spoken, LOCALE))
    return tuple(problem.key for problem in found)


@pytest.mark.parametrize("kind", [kind for kind in kinds() if FIELDS["people.mentee.name"].fits(kind)])
def test_a_minor_with_all_who_protect_them_can_be_final_in_any_kind(kind: str) -> None:
    research = "{authorship_rule: icmje}" if kind == "academic" else "none"
    venture = "{interests: none}" if kind == "entrepreneurship" else "none"
    relationship = f"{{kind: {kind}, mentor_has_say: none}}"
    spoken = safe(relationship=relationship, research=research, entrepreneurship=venture)
    assert spoken.is_settled
    assert not any(each.code.level is Level.WARNING for each in advise(spoken, LOCALE))


def test_a_minor_cannot_be_final_without_a_guardian() -> None:
    people = f"{{mentee: {MENTEE}, mentor: {MENTOR}}}"
    assert without(people=people) == ("people.guardian.name",)


def test_a_minor_cannot_be_final_without_a_screened_mentor() -> None:
    people = f"{{mentee: {MENTEE}, mentor: Ben Lind, guardian: {GUARDIAN}}}"
    assert without(people=people) == ("people.mentor.screened_on",)


def test_each_of_several_mentors_is_screened() -> None:
    people = f"{{mentee: {MENTEE}, mentor: [{MENTOR}, {{name: Cy Moss, covers: chess}}], guardian: {GUARDIAN}}}"
    assert without(people=people) == ("people.mentor-2.screened_on",)


def test_a_minor_cannot_be_final_without_a_coordinator_and_somebody_in_charge_of_safety() -> None:
    missing = ("program.coordinator.name", "program.safeguarding_lead.name")
    assert without(program="{name: Bridge}") == missing


def test_rides_and_visits_at_home_are_settled_where_somebody_is_a_minor() -> None:
    assert without(boundaries="{off_limits: none}") == ("boundaries.transport", "boundaries.home_visits")


def test_of_adults_none_of_that_is_asked() -> None:
    spoken = read(settled_text())
    assert spoken.is_settled
    young = {key for key, field in FIELDS.items() if MINOR in field.asked.required_for}
    assert not young & set(spoken.standings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("confidentiality", "{level: strict}"),
        ("communication", "{channel: email, reply: 2 days, social_media: fine}"),
        ("boundaries", "{off_limits: none, transport: no, home_visits: no, overnight: yes}"),
    ],
)
def test_some_answers_cannot_be_given_with_a_minor(name: str, value: str) -> None:
    reading = read_interview(settled_text(**SAFE | {name: value}).encode())
    (problem,) = reading.problems
    assert problem.code is Code.NOT_FOR_MINORS
    assert problem.line
    assert problem.help
    adults = read_interview(settled_text(**{name: value}).encode())
    assert not adults.problems


def test_rides_that_nobody_agreed_to_are_no_answer() -> None:
    boundaries = "{off_limits: none, transport: yes, home_visits: no}"
    (problem,) = read_interview(settled_text(**SAFE | {"boundaries": boundaries}).encode()).problems
    assert (problem.code, problem.key) == (Code.NOT_A_CHOICE, "boundaries.transport")


def test_the_day_of_screening_is_never_a_programs_to_give() -> None:
    assert FIELDS["people.mentor.screened_on"].asked.by == "self"
    assert FIELDS["people.mentor.screened_on"].asked.default is None


def test_a_file_with_a_minor_is_called_by_the_documents_id() -> None:
    assert slug(safe(document="{id: BR-2026-014}")) == "BR-2026-014"
    assert "Maya" not in slug(safe())
    assert slug(read(settled_text())) == "Ada-Okafor-Ben-Lind"


def test_the_young_person_assents_the_guardian_consents_and_the_coordinator_receives() -> None:
    signers = {signer.id: signer.capacity for signer in compose(safe()).signers}
    assert tuple(signers) == ("mentee", "guardian", "mentor", "coordinator")
    assert signers["mentee"] == LOCALE.label("capacities.minor")
    assert signers["guardian"].startswith("Guardian")
    assert signers["mentor"] == "Mentor"
    assert "received" in signers["coordinator"]


def test_everyone_who_takes_part_puts_initials_and_who_receives_it_does_not() -> None:
    assert compose(safe()).initials == 3
    assert compose(read(settled_text())).initials == 2
    team = "{mentee: Ada, mentor: [{name: Ben}, {name: Cy, covers: chess}]}"
    agreement = compose(read(settled_text(people=team, program="{coordinator: Lea Roth}")))
    assert agreement.initials == 3
    assert agreement.names == "Ada, Ben and Cy"


def test_a_family_may_sign_before_the_mentor_is_named() -> None:
    spoken = safe(people=f"{{mentee: {MENTEE}, mentor: TBD, guardian: {GUARDIAN}}}")
    assert spoken.is_settled
    agreement = compose(spoken)
    assert [signer.id for signer in agreement.signers] == ["mentee", "guardian", "coordinator"]
    mentor = next(party for party in agreement.parties if party.id == "mentor")
    assert plain(mentor.name) == "to be named later"
    said = clause_text(agreement)
    assert "do not meet one to one" in said
    assert "may say no" in said
    assert "is not promised" in said


def test_two_adults_do_not_sign_before_the_mentor_is_named() -> None:
    spoken = read(settled_text(people="{mentee: Ada, mentor: tbd}"))
    assert [problem.key for problem in what_blocks(spoken, LOCALE)] == ["people.mentor.name"]


def test_the_id_of_the_paper_stays_when_the_mentor_is_named() -> None:
    before, after = (
        compose(safe(people=f"{{mentee: {MENTEE}, mentor: {mentor}, guardian: {GUARDIAN}}}"))
        for mentor in ("TBD", LATER)
    )
    assert before.id == after.id


def test_the_guardian_speaks_for_themself() -> None:
    spoken = safe(
        answered_by="guardian",
        feedback="{preference: {mentee: direct, mentor: direct, guardian: in writing}}",
    )
    assert spoken.people == ("mentee", "mentor", "guardian")
    assert spoken.written_by == "guardian"
    assert "Ines Okafor likes to have it in writing." in clause_text(compose(spoken))


PAIRS_ONLY = ("either", "neither", "both of us", "the other", "two of us", "the two")


@pytest.mark.parametrize("word", PAIRS_ONLY)
def test_no_clause_speaks_as_if_there_were_two_of_us_only(word: str) -> None:
    several = "{mentee: Ada, mentor: [{name: Ben}, {name: Cy, covers: chess}]}"
    for spoken in (safe(), read(settled_text(people=several))):
        lines = clause_text(compose(spoken)).lower().splitlines()
        assert not [line for line in lines if f"{word} " in line and "the other mentors" not in line]


def test_a_mentor_who_is_named_later_joins_by_an_addendum_that_the_mentor_and_the_program_sign() -> None:
    spoken = safe(people=f"{{mentee: {MENTEE}, mentor: {LATER}, guardian: {GUARDIAN}}}")
    (document,) = kit(spoken, ["addendum"])
    assert not document.is_draft
    assert sorted(fields(document.data)) == ["date_coordinator", "date_mentor", "sig_coordinator", "sig_mentor"]
    said = pdf_text(document.data)
    assert compose(spoken).id in said
    assert "may still say no" in said


@pytest.mark.parametrize("mentor", ["TBD", MENTOR])
def test_there_is_no_addendum_without_a_mentor_or_without_need(mentor: str) -> None:
    spoken = safe(people=f"{{mentee: {MENTEE}, mentor: {mentor}, guardian: {GUARDIAN}}}")
    assert "addendum" not in documents_for(spoken)


def test_before_the_mentor_is_named_there_is_no_outline_of_a_meeting() -> None:
    spoken = safe(people=f"{{mentee: {MENTEE}, mentor: TBD, guardian: {GUARDIAN}}}")
    assert not [name for name in documents_for(spoken) if name.startswith("agenda")]
    assert "agreement" in documents_for(spoken)


def test_in_youth_mentoring_the_mentee_is_a_minor_unless_they_say_otherwise() -> None:
    kind = "{kind: youth, mentor_has_say: none}"
    assert read(settled_text(relationship=kind)).minors == ("mentee",)
    grown = read(settled_text(relationship=kind, people="{mentee: {name: Ada, minor: no}, mentor: Ben}"))
    assert grown.minors == ()
    assert grown.is_settled


def test_a_guardian_may_sign_alone_for_a_child_who_cannot() -> None:
    agreement = compose(safe(youth="{mentee_assent: no}"))
    assert [signer.id for signer in agreement.signers] == ["guardian", "mentor", "coordinator"]
    assert "The guardian signs for the mentee" in clause_text(agreement)


def test_what_the_young_person_signs_is_read_at_twelve() -> None:
    assert grade(LOCALE.label("capacities.minor")) <= 5


@pytest.mark.parametrize("level", ["standard", "non attribution", "open", "youth limited"])
def test_what_can_never_stay_secret_is_printed_for_a_minor_at_every_level(level: str) -> None:
    said = clause_text(compose(safe(confidentiality=f"{{level: {level}, exceptions: none}}")))
    for exception in ("harm", "law", "safeguarding"):
        assert LOCALE.value("confidentiality.exceptions", exception) in said


def test_a_young_person_may_tell_anyone_and_need_not_ask_the_mentor_first() -> None:
    said = clause_text(compose(safe()))
    assert "The mentee may tell anyone all that happens here" in said
    assert "we talk to each other before we tell anyone" not in said
    assert "we talk to each other before we tell anyone" in clause_text(compose(read(settled_text())))


@pytest.mark.parametrize("meeting", ["agenda-2", "agenda-3", "agenda-mid", "agenda-closing", "agenda-regular"])
def test_a_later_outline_of_a_match_is_plain_and_names_the_guardian_and_the_coordinator(meeting: str) -> None:
    match = example(EXAMPLES / "youth.yaml")
    page = words(pages(match, [meeting])[meeting])
    assert grade(page) < 5
    assert "the guardian" in page
    assert "Lena Ortiz" in page
    assert "Ben writes the" in page
    assert "log" in page
    assert not re.search(r"\b(?:case|obstacle|path|frank|doors|reference)\b", page)


@pytest.mark.parametrize("meeting", ["second", "third", "regular"])
def test_most_of_a_visit_is_for_what_the_two_do_together(meeting: str) -> None:
    match = example(EXAMPLES / "youth.yaml")
    agenda = compose_agenda(match, LOCALE, compose(match), "shared", meeting=meeting)
    (doing,) = (slot.minutes for slot in agenda.slots if slot.id == "activity")
    assert doing > agenda.length_minutes / 2
