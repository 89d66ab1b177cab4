"""Every answer is found whole in exactly the documents that its field names, and in no other."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from itertools import pairwise
from typing import Any

import pytest

from agreementgen.agreement import answer_in_words
from agreementgen.documents import documents_for, kit, pages
from agreementgen.interview import kinds
from agreementgen.interview.fields import FIELDS, Field
from agreementgen.interview.reach import answer_at
from agreementgen.locales import load_locale

from .answers import ALL_KEYS, Answers, base, interview, text
from .conftest import pdf_text, read, squeezed

OF_PAIRS = ("agreement", "agenda-1-mentee", "agenda-1-mentor", "agenda-1-shared", "skills")
OF_GROUPS = ("agreement", "agenda-1-members", "agenda-1-facilitator", "agenda-1-shared")
CHECKED = (*dict.fromkeys((*OF_PAIRS, *OF_GROUPS)),)
"""The documents that a field names; the later outlines and the calendar have tests of their own."""
SEVERAL = {"people.mentor-2.name": "Cy Moss"}
# Some answers are printed only where another one calls for them.
SAFE: Answers = {
    "people.mentee.minor": "yes",
    "people.mentor.screened_on": "2025-11-10",
    "people.guardian.name": "Ines Prado",
    "program.coordinator.name": "Lea Roth",
    "program.safeguarding_lead.name": "Rosa Lind",
    "boundaries.transport": "no",
    "boundaries.home_visits": "no",
}
EVERYONE = ("mentor-2", "mentor-3", "mentor-4", "mentor-5", "guardian")
SETTINGS: dict[str, Answers] = {
    "answered_by": {
        f"{key}{person}{end}": value
        for person in EVERYONE
        for key, end, value in (("people.", ".name", f"A {person}"), ("feedback.preference.", "", "direct"))
    },
    "people.mentee.minor": SAFE,
    "people.mentor.to_be_named": SAFE | {"people.mentor.name": ""},
    "people.guardian.time_zone": SAFE,
    "people.mentor-2.screened_on": SEVERAL,
    "relationship.overlap_note": {"relationship.mentor_has_say": "some"},
    "people.mentee.time_zone": {"people.mentor.time_zone": "America/New_York"},
    "people.mentor.time_zone": {"people.mentee.time_zone": "Asia/Tokyo"},
    "program.coordinator.email": {"program.coordinator.name": "Lea Roth"},
    "program.coordinator.phone": {"program.coordinator.name": "Lea Roth"},
    "problems.third_person.email": {"problems.third_person.name": "Rosa Lind"},
    "problems.third_person.phone": {"problems.third_person.name": "Rosa Lind"},
    "problems.first_step": {"program.coordinator.name": "Lea Roth"},
    "exit.tell": {"program.coordinator.name": "Lea Roth"},
    "confidentiality.exceptions": {"program.coordinator.name": "Lea Roth"},
    "signatures.signers": {
        "program.coordinator.name": "Lea Roth",
        "people.line_manager.name": "Petra Holm",
        "people.guardian.name": "Ines Prado",
        **{f"people.mentor-{number}.name": f"Mentor No. {number}" for number in (2, 3, 4, 5)},
    },
    "term.end": {"term.length": ""},
    "people.mentor-2.preferred_name": SEVERAL | {"people.mentor-2.covers": "methods"},
    "people.mentor-2.covers": SEVERAL,
    "people.mentor-2.time_zone": SEVERAL,
    "people.mentor-2.language": SEVERAL,
    "program.alternate_contact.email": {"program.alternate_contact.name": "Ines Prado"},
    "program.alternate_contact.phone": {"program.alternate_contact.name": "Ines Prado"},
    "program.reporting": {"program.coordinator.name": "Lea Roth"},
    "program.sign_by": {"program.coordinator.name": "Lea Roth"},
    "program.policies.*.url": {"program.policies.*.title": "Code"},
    "people.line_manager.email": {"people.line_manager.name": "Petra Holm"},
    "people.line_manager.phone": {"people.line_manager.name": "Petra Holm"},
    "resources.*.by": {"resources.*.need": "A course"},
    "skills.*.target": {"skills.*.name": "Statistics"},
    "skills.*.by": {"skills.*.name": "Statistics"},
    "share_scores": {"relationship.style.mentee": "1", "relationship.style.mentor": "5"},
    "relationship.manager_involvement": {},
}
# Values whose words can stand nowhere else; whatever is not here is text, and gets a word of its own.
UNIQUE: dict[str, Any] = {
    "people.mentor.screened_on": "2025-10-17",
    "people.mentor-2.screened_on": "2025-10-18",
    "people.guardian.time_zone": "Pacific/Tongatapu",
    "document.version": "73",
    "document.date": "2025-11-23",
    "people.mentee.time_zone": "Asia/Kathmandu",
    "people.mentor.time_zone": "America/Caracas",
    "goals.*.by": "2026-05-23",
    "meetings.cadence": "every 7 weeks",
    "meetings.length": "83 minutes",
    "meetings.first": "2026-01-14 16:37",
    "meetings.time_zone": "Pacific/Auckland",
    "meetings.agenda_lead": "37 hours",
    "meetings.cancel_notice": "41 hours",
    "meetings.wait": "19 minutes",
    "meetings.reschedule_within": "13 days",
    "meetings.missed_in_a_row": "8",
    "communication.reply": "17 working days",
    "term.start": "2025-12-29",
    "term.length": "29 weeks",
    "term.end": "2027-03-29",
    "term.trial_meetings": "9",
    "review.first_check": "20 weeks",
    "review.mid_point": "2026-04-27",
    "exit.notice": "23 days",
    "people.mentor-2.time_zone": "Asia/Katmandu".replace("Katmandu", "Thimphu"),
    "program.sign_by": "9 weeks",
    "meetings.minimum_meetings": "31",
    "meetings.material_lead": "43 hours",
    "feedback.draft_turnaround": "21 working days",
    "team.joint_meeting_every": "11 weeks",
    "research.letters_notice": "22 weeks",
    "data.keep": "27 months",
    "review.every": "17 weeks",
    "signatures.copies": "7",
    "open_source.review_turnaround": "29 days",
    "youth.coordinator_contact": "every 13 weeks",
    "youth.visit_length": "97 minutes",
    "resources.*.by": "2027-11-19",
    "skills.*.by": "2027-11-19",
}
# Dates that follow from an answer take its place in print.
PRINTED_AS = {
    "term.length": "22 July 2026",
    "document.version": "version 73",
    "meetings.missed_in_a_row": "8 meetings in a row",
    "review.first_check": "3 June 2026",
    "term.trial_meetings": "try it out for 9 meetings",
    "meetings.first": "14 January 2026",
    "meetings.length": "16:23",
    "meetings.cadence": "25 February 2026",
    "signatures.copies": "7 copies",
    "program.sign_by": "11 March 2026",
    "meetings.minimum_meetings": "at least 31 times",
}
IN_AGREEMENT_AS = {"meetings.cadence": "every 7 weeks", "meetings.length": "83 minutes"}
MAY_NAME_NO_DOCUMENT = {"schema", "answered_by", "program.max_mentees"}


def is_rating(field: Field) -> bool:
    return field.key in ("relationship.style", "skills.*.target") or (
        field.key.startswith("expectations.") and field.asked.per_person
    )


# The third mentor and those after are declared as the second is.
ONE_OF_EACH = {key: field for key, field in ALL_KEYS.items() if not re.search(r"mentor-[345]", key)}


def is_text(field: Field) -> bool:
    return field.item_is_text and field.key not in UNIQUE


def canary(key: str, field: Field) -> str:
    """Give a value that no other field has, with signs that are easily lost on the way."""
    return f"Qz{sum(map(ord, key))}x{len(key)} & Co <{key.replace('.', '/')}> it's 5 % 'so'"


def html_of(answers: Answers) -> dict[str, str]:
    """Set all documents of some answers as HTML, and take the marks out."""
    spoken = read(text({key: value for key, value in answers.items() if value != ""}))
    shown = pages(spoken, [name for name in CHECKED if name in documents_for(spoken)], source=False)
    return {name: squeezed(unescape(re.sub("<[^>]*>", "", page))) for name, page in shown.items()}


@lru_cache(maxsize=1)
def all_texts() -> dict[str, tuple[str, ...]]:
    """Print one interview in which every text field has its own canary."""
    answers = base() | {"relationship.mentor_has_say": "some"}
    for key, field in ONE_OF_EACH.items():
        if is_text(field) and field.key != "document.language":
            answers[key] = [canary(key, field)] if field.is_list else canary(key, field)
    documents = kit(interview(answers), OF_PAIRS)
    return {document.name: tuple(map(squeezed, pdf_text(document.data).split("\f"))) for document in documents}


def stands_in(wanted: str, pages: tuple[str, ...]) -> bool:
    """Tell whether a text is found whole: on one page, or going on at the top of the next."""
    if any(wanted in page for page in pages):
        return True
    return any(
        wanted[:cut] in page and following.startswith(wanted[cut:])
        for page, following in pairwise(pages)
        for cut in range(8, len(wanted))
    )


TEXT_KEYS = [key for key, field in ONE_OF_EACH.items() if is_text(field) and field.key != "document.language"]
CHOICE_KEYS = [
    key
    for key, field in ONE_OF_EACH.items()
    if not is_text(field) and key not in UNIQUE and field.key not in ("schema", "program.max_mentees")
]


def test_the_text_fields_are_found_by_their_type() -> None:
    assert {"people.note", "also_agreed", "purpose.statement", "boundaries.off_limits"} <= set(TEXT_KEYS)
    assert set(UNIQUE) <= set(ALL_KEYS)


@pytest.mark.parametrize("key", TEXT_KEYS)
def test_a_text_answer_is_found_whole_in_exactly_the_documents_its_field_names(key: str) -> None:
    field = ALL_KEYS[key]
    wanted = squeezed(canary(key, field))
    if key == "people.mentee.name" or key == "people.mentor.name":
        assert stands_in(wanted, all_texts()["agreement"])
        wanted = squeezed(canary(key.replace(".name", ".preferred_name"), field))
    found = {name for name, printed in all_texts().items() if stands_in(wanted, printed)}
    assert found == field.asked.printed_in & {*OF_PAIRS}


@pytest.mark.parametrize("key", UNIQUE)
def test_a_reckoned_answer_is_found_in_exactly_the_documents_its_field_names(key: str) -> None:
    answers = base() | SETTINGS.get(key, {}) | {key: UNIQUE[key]}
    spoken = interview({k: v for k, v in answers.items() if v != ""})
    locale = load_locale("en")
    value = answer_at(spoken.answers, key) if "*" not in key else answer_at(spoken.answers, key.split(".*.")[0])[0].by
    words = PRINTED_AS.get(key) or answer_in_words(key, value, locale)
    also = IN_AGREEMENT_AS.get(key, words)
    printed = html_of(answers)
    found = {name for name, content in printed.items() if squeezed(words) in content or squeezed(also) in content}
    assert found == ALL_KEYS[key].asked.printed_in & {*OF_PAIRS}
    before = html_of(base() | {k: v for k, v in SETTINGS.get(key, {}).items() if v != ""})
    assert not any(squeezed(words) in content for content in before.values())


@pytest.mark.parametrize("key", CHOICE_KEYS)
def test_a_listed_answer_changes_exactly_the_documents_its_field_names(key: str) -> None:
    field = ALL_KEYS[key]
    values = (
        ["1", "5"]
        if is_rating(field)
        else list(field.values) or {"schema": ["1"], "document.language": ["en", "en-US"]}.get(key) or ["yes", "no"]
    )
    if key == "answered_by":
        # Nobody of a group is one of a pair.
        values = [value for value in values if not value.startswith(("member", "facilitator"))]
    if key == "relationship.kind":
        values = [kind for kind in kinds() if FIELDS["people.mentee.name"].fits(kind)]
    settings = base() | SETTINGS.get(key, {})
    if field.asked.per_person and is_rating(field):
        other = key.replace("mentee", "mentor") if key.endswith("mentee") else key.replace("mentor", "mentee")
        settings |= {other: "3", "share_scores": "yes"}
    if key == "reveal":
        settings.pop("communication.reply")
        settings |= {"open": {"communication.reply": {"mentee": "2 working days", "mentor": "5 working days"}}}
    if key.startswith("confidentiality.third_party") or key == "relationship.visibility":
        settings |= {"confidentiality.third_party_answer": "existence_only"}
    versions = [html_of(settings | {key: [value] if field.is_list else value}) for value in values]
    changed = {name for name in CHECKED if len({version.get(name) for version in versions}) > 1}
    expected = field.asked.printed_in & {*OF_PAIRS}
    if key in ("document.language", "document.paper"):
        expected = frozenset()
        changed = set() if key == "document.paper" else changed & expected
    assert changed == expected
    if field.asked.printed_in and key not in ("reveal", "share_scores") and not is_rating(field):
        agreement = [version["agreement"] for version in versions]
        assert len(set(agreement)) == len(values), "two of its values print the same"


def test_only_settings_may_be_printed_nowhere() -> None:
    nowhere = {key for key, field in FIELDS.items() if not field.asked.printed_in}
    assert {key for key in nowhere if not key.startswith("document.")} <= MAY_NAME_NO_DOCUMENT


def test_every_document_that_a_field_names_exists() -> None:
    assert set().union(*(field.asked.printed_in for field in FIELDS.values())) == set(CHECKED)
