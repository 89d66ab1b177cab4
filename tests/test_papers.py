"""What stands on which sheet of a kit, for whom there is none, and that nothing private is on any."""

from __future__ import annotations

import re
from functools import lru_cache

import pytest

from agreementgen.documents import DOCUMENTS, documents_for, kit, pages
from agreementgen.errors import NothingError
from agreementgen.interview.private import PRIVATE_KEYS, Private
from agreementgen.interview.schedule import plan

from .answers import base, interview
from .conftest import EXAMPLES, example, settled, squeezed
from .test_canary import ONE_OF_EACH, canary, is_text
from .test_finisher import fields
from .test_sheets import SHEETS, there, words
from .wording import LOCALE

REVIEWS = ("checkin", "midpoint", "closing")


def of(*people: str, parts: str = "name") -> set[str]:
    return {f"{person}.{part}" for person in people for part in parts.split()}


PAIR = ("people.mentee", "people.mentor", "people.mentor-2")
PREFERRED = of(*PAIR, parts="preferred_name")
CALLED = of(
    "problems.third_person",
    "program.coordinator",
    "program.alternate_contact",
    "program.safeguarding_lead",
    parts="name email phone",
)
GUIDE = PREFERRED | CALLED | {"boundaries.off_limits", "commitments.both", "people.guardian.preferred_name"}
REVIEWED = PREFERRED | of(*PAIR, "people.guardian", "program.coordinator") | {"document.id", "review.survey_url"}
PRINTED: dict[str, set[str]] = {
    "summary": PREFERRED
    | CALLED
    | of("goals.*", parts="title measure")
    | {"boundaries.off_limits", "document.id", "meetings.place", "purpose.statement"},
    "guide-mentee": GUIDE | {"commitments.mentee"},
    "guide-mentor": GUIDE | {"commitments.mentor"},
    "request": of("people.mentee", parts="name title organization email phone")
    | {"people.mentor.name", "program.name", "purpose.statement", "purpose.why_this_mentor", "goals.*.title"},
    "reflection": set(),
    "map": of("people.mentor", "people.mentor-2", parts="name covers")
    | of("people.guardian", "people.line_manager", "problems.third_person", "program.coordinator")
    | of("goals.*", parts="title mentor_help resources")
    | of("resources.*", parts="need who")
    | {"people.mentee.preferred_name", "research.second_mentor"},
    "checkin": REVIEWED,
    "midpoint": REVIEWED | {"goals.*.title"},
    "closing": REVIEWED | {"goals.*.title"},
    "addendum": of("people.mentee", "people.mentor", parts="name preferred_name")
    | {"document.id", "program.coordinator.name"},
    "amendment": REVIEWED - {"review.survey_url"},
    "expectations": PREFERRED | of(*PAIR),
    "contacts": PREFERRED
    | of(*PAIR, "people.guardian", parts="name email phone")
    | CALLED
    | of("communication", parts="hours urgent"),
}
"""The only free texts on each sheet: on the letter there is nothing of the mentor but the name."""


@lru_cache(maxsize=1)
def found() -> dict[str, set[str]]:
    """Name the text answers that are found on each sheet, of an interview in which each has a word of its own."""
    answers = base() | {"relationship.mentor_has_say": "some", "people.mentor.to_be_named": "yes"}
    marks = {}
    for key, field in ONE_OF_EACH.items():
        if is_text(field) and field.key != "document.language":
            marks[key] = squeezed(canary(key, field))
            answers[key] = [canary(key, field)] if field.is_list else canary(key, field)
    spoken = interview(answers)
    texts = {name: squeezed(words(spoken, name)) for name in there(spoken)}
    return {name: {key for key, mark in marks.items() if mark in text} for name, text in texts.items()}


@pytest.mark.parametrize("name", SHEETS)
def test_no_other_free_text_is_on_a_sheet_than_what_belongs_there(name: str) -> None:
    assert found()[name] == PRINTED[name]


def test_what_someone_wrote_for_their_own_eyes_is_on_no_sheet() -> None:
    texts = {key: f"Secret {key}" for key in PRIVATE_KEYS}
    own = tuple(Private(person, texts, {"Statistics": 4}) for person in ("mentee", "mentor"))
    for document in kit(settled(), there(settled()), private=own, form="html"):
        assert b"Secret" not in document.data, document.name


def test_sheets_come_in_one_order_between_calendar_and_talk() -> None:
    order = [*SHEETS[:11], "talk", "questions", "skills", *SHEETS[11:]]
    assert list(DOCUMENTS[DOCUMENTS.index("calendar") + 1 :]) == order


# For whom there is none.


def refused(name: str, said: str, **sections: str) -> None:
    spoken = settled(**sections)
    assert name not in documents_for(spoken)
    with pytest.raises(NothingError, match=said):
        kit(spoken, [name])


def test_there_is_no_map_without_goals_and_people() -> None:
    refused("map", "neither a goal nor anybody", goals="")
    assert "map" in documents_for(settled(goals="", people="{mentee: Ada, mentor: Ben, line_manager: Petra}"))


def test_there_is_no_slip_for_a_change_while_something_is_open() -> None:
    refused("amendment", "still open", communication="{channel: email}")


def test_a_letter_is_the_mentees_and_is_not_made_of_what_the_mentor_wrote() -> None:
    refused("request", "somebody else’s", answered_by="mentor")
    assert "request" in documents_for(settled(answered_by="mentee"))


def test_there_is_no_sheet_for_a_review_that_is_not_planned() -> None:
    refused("closing", r"review\.closing", review="{closing: no}")
    refused("midpoint", "2 meetings planned", term="{start: 2026-01-01, length: 2 months}")


MINOR = {
    "people": """
        mentee: {name: Noa, minor: yes}
        mentor: {name: Jo, screened_on: 2026-01-02}
        guardian: {name: Ruth, phone: 1}
    """,
    "program": "{coordinator: {name: Lea, phone: 2}, safeguarding_lead: {name: Sam, phone: 3}}",
    "confidentiality": "{level: youth limited}",
    "boundaries": "{off_limits: none, transport: no, home_visits: no}",
}


def test_for_somebody_under_18_the_program_asks_and_the_sheets_name_guardian_and_safety() -> None:
    refused("request", "under 18", **MINOR)
    spoken = settled(**MINOR)
    assert "Tell Ruth when and where you meet." in words(spoken, "guide-mentee")
    assert "Meet where others can see you. Tell Ruth when and where." in words(spoken, "guide-mentor")
    for name in ("guide-mentee", "guide-mentor", "summary"):
        assert re.search(r"A worry about a young person’s safety.*: Sam \(3\)", words(spoken, name)), name
    card = words(spoken, "contacts")
    assert "Guardian\nRuth\n1\n" in card
    assert "A worry about a young person’s safety\nSam\n3\n" in card
    assert "Filled in by\nNoa Jo Ruth" in words(spoken, "checkin")


def test_there_is_no_guide_while_the_mentor_is_to_be_named() -> None:
    refused("guide-mentee", "to be named", people="{mentee: Ada, mentor: {to_be_named: yes}}")
    refused("guide-mentor", "to be named", people="{mentee: Ada, mentor: {to_be_named: yes}}")


# The letter.


def test_a_letter_works_whether_the_mentor_is_named_or_not() -> None:
    assert "Dear Ben Lind," in words(settled(), "request")
    page = pages(settled(people="{mentee: Ada}"), ["request"])["request"]
    assert re.search(r'Dear<span> </span><span class="blank"></span>,', page)


def test_a_letter_says_what_it_would_take_in_all() -> None:
    said = words(settled(), "request")
    assert "60 minutes, every month, by video. It would go from 1 January 2026 until 30 June 2026." in said
    assert "about 6 meetings, 6 hours in all" in said
    assert "a short “no” is all I need" in said


# Reviews and changes.


@pytest.mark.parametrize("name", REVIEWS)
def test_each_review_bears_its_real_day_and_a_slip_with_everyones_initials(name: str) -> None:
    schedule = plan(settled().answers)
    days = {"checkin": schedule.first_check, "midpoint": schedule.mid_point, "closing": schedule.meetings[-1]}
    said = words(settled(), name)
    day = days[name]
    assert day is not None
    assert said.startswith(LOCALE.day(day, "weekday"))
    for asked in ("I have looked at the agreement since", "chang", "From when", "Initials"):
        assert asked in said
    assert said.split("Initials")[1].split("\n")[1:3] == ["Ada Okafor", "Ben Lind"]


def test_half_way_asks_ten_questions_and_one_more_for_each_further_goal() -> None:
    def asked(goals: str) -> int:
        page = pages(settled(goals=goals), ["midpoint"])["midpoint"]
        return page.split('class="slip"')[0].count('class="fill')

    assert asked("[One]") == 11
    assert asked("[One, Two, Three]") == 13


def test_a_review_without_a_day_has_a_line_for_it() -> None:
    spoken = settled(meetings="", term="", review="{first_check: to discuss}")
    for name in REVIEWS:
        assert pages(spoken, [name])[name].split('<p class="eyebrow">')[1].startswith("Date:"), name


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("new version signed", "a new version"),
        ("initialled note", "Keep it with the agreement"),
        ("email ok", "by e-mail"),
    ],
)
def test_a_slip_says_how_the_two_change_their_agreement(how: str, said: str) -> None:
    spoken = settled(amendments=f"{{how: {how}}}")
    assert said in words(spoken, "amendment")
    assert said.lower() in words(spoken, "checkin").lower()


def test_a_slip_for_a_change_names_agreement_and_version_and_has_fields_for_every_signer() -> None:
    spoken = settled(document="{id: 1234-abcd, version: 3}", program="{coordinator: Lea Roth}")
    said = words(spoken, "amendment")
    assert "Agreement\n1234-abcd\nVersion\n3\n" in said
    (document,) = kit(spoken, ["amendment"])
    people = ("mentee", "mentor", "coordinator")
    assert list(fields(document.data)) == [f"{kind}_{person}" for person in people for kind in ("sig", "date")]


# Guides, scale, map and contacts.


def test_each_guide_says_what_its_own_side_promised_and_how_the_other_likes_to_hear_things() -> None:
    promised = settled(commitments="{mentee: [comes prepared], mentor: [protects the time], both: [be on time]}")
    mentee, mentor = words(promised, "guide-mentee"), words(promised, "guide-mentor")
    assert "comes prepared" in mentee
    assert "protects the time" not in mentee
    assert "protects the time" in mentor
    assert "comes prepared" not in mentor
    assert "Ben Lind likes to have time to think before answering." in mentee
    assert "Ada Okafor likes to hear things directly." in mentor
    for said in (mentee, mentor):
        assert "both of you are on time" in said


@pytest.mark.parametrize("duty", ["yes", "no"])
def test_a_mentor_with_a_duty_to_report_has_the_words_for_it(duty: str) -> None:
    said = words(settled(confidentiality=f"{{level: standard, reporter: {{mentor: '{duty}'}}}}"), "guide-mentor")
    assert ("I have a duty to report" in said) == (duty == "yes")
    assert "“Please pause." in said


def test_whom_to_call_is_the_go_between_then_the_coordinator_then_a_line() -> None:
    third, program = "{third_person: {name: Rosa Lind, phone: '123'}}", "{coordinator: {name: Lea Roth, phone: '456'}}"
    both = words(settled(problems=third, program=program), "guide-mentee")
    assert "If the two of you are stuck: Rosa Lind (123)" in both
    assert "go straight to Lea Roth (456)" in both
    assert "If the two of you are stuck: Lea Roth (456)" in words(settled(program=program), "guide-mentee")
    assert "ask someone you both trust" in words(settled(), "guide-mentee")


RATED = "{bluntness: {mentee: 4, mentor: 2}}"


@pytest.mark.parametrize("shared", ["yes", "no"])
@pytest.mark.parametrize("reveal", ["both", "topic only"])
def test_numbers_of_the_scale_are_printed_only_where_both_want_that(shared: str, reveal: str) -> None:
    style = "{kind: workplace, mentor_has_say: none, style: {mentee: 1, mentor: 5}}"
    spoken = settled(expectations=RATED, relationship=style, share_scores=shared, reveal=reveal)
    may = shared == "yes" and reveal == "both"
    assert ("Ada Okafor: 4 · Ben Lind: 2" in words(spoken, "expectations")) == may
    assert ("Ben Lind chose 5." in words(spoken, "guide-mentee")) == may
    assert ("Ada Okafor chose 1." in words(spoken, "guide-mentor")) == may


def test_a_kind_has_its_own_scale_and_what_was_rated_beside_it_is_there_too() -> None:
    academic = words(example(EXAMPLES / "academic.yaml"), "expectations")
    assert "Who is an author" in academic
    assert "Who is an author" not in words(settled(), "expectations")
    assert "Who is an author" in words(settled(expectations="{authorship: {mentee: 4}}"), "expectations")


def test_the_map_names_everyone_once_and_says_who_decides_about_the_mentee() -> None:
    spoken = settled(
        people="{mentee: Ada, mentor: [Ben, {name: Cy, covers: methods}], line_manager: Petra}",
        feedback="{preference: {mentee: direct, mentor-2: direct}}",
        resources="[{need: A desk, who: Petra}, {need: A badge, who: Petra}]",
    )
    said = words(spoken, "map")
    people = said.split("People")[1]
    assert people.count("Petra") == 1
    assert "Petra\nManager\nA desk, A badge\na direct say" in people
    assert "Ben\nLead mentor\nno say" in people
    assert "Cy\nCo-mentor\nmethods\nnone some" in people


def test_a_contact_card_has_only_what_was_given_and_else_a_line() -> None:
    spoken = settled(people="{mentee: {name: Ada, email: ada@a.example}, mentor: Ben}")
    page = pages(spoken, ["contacts"])["contacts"]
    ada, ben = page.split('<div class="card">')[1:3]
    assert "ada@a.example" in ada
    assert "ruled" not in ada
    assert "ruled" in ben
    assert "A reply is fair within 3 working days." in words(spoken, "contacts")
