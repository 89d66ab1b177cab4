"""What other forms ask for has a field of its own here, and is found again in the agreement that is printed.

Each form is an interview in tests/forms. Its table says, item by item: what the form asks, under which key it is
answered, and words that the agreement must then have. At most two items of a form may be notes or promises of its own.
"""

from __future__ import annotations

from functools import cache

import pytest

from agreementgen.agreement import compose_agenda
from agreementgen.documents import pages
from agreementgen.interview import Interview
from agreementgen.interview.model import State

from .conftest import ROOT, example
from .test_golden import words
from .wording import LOCALE, compose, lines

FORMS = ROOT / "tests" / "forms"
FREE = ("note", "also_agreed")
Items = tuple[tuple[str, str, str], ...]
TABLES: dict[str, Items] = {
    "uk-scheme": (
        ("who the two are, and where they work", "people.mentee.organization", "University of Hexdale"),
        (
            "the scheme is told how often, never what",
            "program.reporting",
            "that we meet, and how often, and nothing else",
        ),
        ("both are here by choice", "relationship.voluntary", "Each of us is here by choice."),
        ("what the mentee hopes to reach", "purpose.statement", "ready to apply for a senior lectureship"),
        ("goals, with a date", "goals", "A research plan for three years"),
        ("what the mentee will do", "commitments.mentee", "comes with two or three topics"),
        ("what the mentor will do", "commitments.mentor", "tells how other universities do it"),
        ("how often and how long", "meetings.cadence", "every 6 weeks, 60 minutes"),
        ("where", "meetings.place", "half way, at the station in Leeds"),
        ("the mentee makes the appointments", "meetings.scheduler", "The mentee books the meetings."),
        ("notice if one cannot come", "meetings.cancel_notice", "at least 48 hours before"),
        ("who pays the fares", "meetings.costs", "Each of us pays their own way."),
        ("contact in between", "communication.channel", "by e-mail"),
        ("what is said stays private, also afterwards", "confidentiality.survives", "All this still holds after"),
        ("no topic is ruled out", "boundaries.off_limits", "Nobody has named a topic that is off limits."),
        ("the mentor writes no references", "boundaries.references", "The mentor writes no references for the mentee."),
        (
            "the mentor sits on no panel",
            "boundaries.decisions_recusal",
            "on a panel or in a review, says so and steps aside",
        ),
        ("no joint papers", "research.note", "We write nothing together while this lasts."),
        ("twelve months", "term.length", "31 January 2027"),
        ("it may be renewed once", "term.renewal", "it goes on once for the same time"),
        ("either may stop without blame, and tells the scheme", "exit.tell", "Whoever ends it tells Priya Nair."),
        ("two signed copies", "signatures.copies", "We sign 2 copies. Each of us keeps one."),
        ("the scheme keeps a scan", "data.holder", "The program keeps this signed paper"),
    ),
    "outreachy": (
        ("the project", "open_source.project", "We work on this project: Lantern, a reader for e-books"),
        ("hours a week of each", "open_source.weekly_time", "Ruta 30 hours, Diego at least five"),
        ("the mentor is unpaid", "relationship.pay", "Diego Farias does this without pay."),
        ("the mentor's say in payments", "relationship.overlap_note", "whether the intern is paid on"),
        ("how soon the mentor answers", "commitments.mentor", "answers within a day on workdays"),
        ("a weekly talk", "meetings.cadence", "every week, 30 minutes"),
        ("hours in two time zones", "communication.hours", "between nine and six, each on their own clock"),
        ("absences are announced", "communication.absence_notice", "We say early when we will be away for long."),
        ("public channels first", "open_source.public_channel_first", "go to the public channel first"),
        ("how soon a change is reviewed", "open_source.review_turnaround", "gets a review within 2 working days"),
        ("the evaluation at the middle", "open_source.mid_evaluation", "By 10 July; Diego sends it"),
        ("the code of conduct of the project", "open_source.code_of_conduct_url", "lantern.example/conduct"),
        ("the code of conduct of the program", "program.policies", "opendoor.example/conduct"),
        ("what must be reported", "confidentiality.exceptions", "what the rules at work or in the program oblige"),
        ("whom to tell when it goes wrong", "program.coordinator.email", "organizers@opendoor.example"),
        ("three months", "term.length", "24 August 2026"),
        ("signed by a typed name", "signatures.method", "Each of us signs by typing their own name."),
    ),
    "startup": (
        ("interests of money", "entrepreneurship.interests", "Sunita owns shares in Grundholm Pumps."),
        ("competing ventures", "entrepreneurship.competing_ventures", "Stillwater, a start-up that Sunita mentors"),
        ("new interests are named at once", "entrepreneurship.program_to_notify", "we say so before we talk on"),
        ("who in the program is told", "entrepreneurship.program_to_notify", "Anneke Visser, before the next meeting"),
        ("no equity", "entrepreneurship.equity", "gets no share of the venture for mentoring"),
        ("no pay", "relationship.pay", "does this without pay"),
        ("a wish to invest", "entrepreneurship.investment_interest", "says so at once, and the mentoring pauses"),
        ("the founder decides", "relationship.kind", "decides about the venture"),
        ("opinions, no legal or financial advice", "relationship.not_roles", "lawyer or financial adviser"),
        ("who owns what is made", "entrepreneurship.ip", "stays theirs"),
        ("no non-disclosure paper", "entrepreneurship.nda", "We have no non-disclosure paper, and this is none."),
        ("secrets of employers", "confidentiality.employer_information", "follows the rules of their own employer"),
        ("how long it stays private", "confidentiality.survives", "until two years after the mentoring ends"),
        (
            "no selling, no recruiting",
            "boundaries.selling",
            "We sell each other nothing, and we do not recruit each other.",
        ),
        ("introductions", "commitments.introductions", "When asked, the mentor introduces the mentee"),
        ("the program's rules for mentors", "program.policies", "harbour.example/mentors"),
    ),
    "biology-compact": (
        ("who is an author", "research.authorship_rule", "follows the custom of our field"),
        ("when authors are talked about", "research.authorship_discussed_at", "as soon as there is an outline"),
        ("hours and presence", "research.working_hours", "Forty hours a week, at the bench from ten to three."),
        ("holidays", "research.leave_notice", "Four weeks a year, said a month before."),
        ("where the money comes from", "research.funding_note", "A grant pays until June 2027"),
        ("conferences", "research.conferences", "One a year with a talk; the lab pays."),
        ("data", "research.data_ownership", "The lab keeps the raw data"),
        ("leaving with projects", "research.leaving_with_projects", "the mentee’s own project goes along"),
        ("a second mentor", "research.second_mentor", "Haruto Mori"),
        ("duties for the lab", "research.lab_duties", "Callum orders the enzymes."),
        ("letters", "research.letters_notice", "at least 3 weeks before it is due"),
        ("comments on drafts", "feedback.draft_turnaround", "come within 10 working days"),
        ("drafts before a meeting", "meetings.material_lead", "at least 7 days before"),
        ("AI tools", "research.ai_tools_policy", "For code, and said so in the text."),
        ("milestones", "research.milestones", "General exam in spring 2027"),
        ("how to reach each other, and when it is urgent", "communication.urgent", "Ring the lab."),
        ("how each likes feedback", "feedback.preference.mentee", "to have it in writing"),
        (
            "culture and background",
            "working_together.difference_conversation",
            "We make time early on to talk about it.",
        ),
        ("what it takes", "resources", "A month at the marine station"),
        ("whom to turn to", "problems.third_person.name", "Beatriz Sol"),
        ("no fixed end", "term.ends", "The mentoring has no fixed end."),
        ("it is looked at again every year", "review.every", "we look at it again every 12 months"),
    ),
}
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
ROWS = [(form, item, key, said) for form, items in TABLES.items() for item, key, said in items]


@cache
def made(form: str) -> tuple[Interview, str]:
    """Read a form's interview, and set its agreement in text."""
    spoken = example(FORMS / f"{form}.yaml")
    return spoken, words(pages(spoken, ["agreement"], source=False)["agreement"])


def test_every_form_has_a_table() -> None:
    assert {path.stem for path in FORMS.glob("*.yaml")} == {*TABLES, *PRINTED}


@pytest.mark.parametrize(("form", "item", "key", "said"), ROWS, ids=lambda part: part if " " not in part else "")
def test_an_item_of_a_form_is_answered_in_its_field_and_printed(form: str, item: str, key: str, said: str) -> None:
    spoken, page = made(form)
    whole = key if key in ("goals", "resources", "program.policies") else ""
    answered = {key for key, standing in spoken.standings.items() if standing.state is State.AGREED}
    assert any(name == key or (whole and name.startswith(f"{whole}.")) for name in answered), item
    assert said in page, item


@pytest.mark.parametrize("form", [*TABLES, *PRINTED])
def test_a_form_is_final_and_needs_no_more_than_two_words_of_its_own(form: str) -> None:
    spoken, _ = made(form)
    assert spoken.is_settled
    free = [key for key in spoken.standings if key.rpartition(".")[2] in FREE and spoken.state(key) is State.AGREED]
    assert len(free) + max(0, len(spoken.answers.also_agreed or ()) - 1) <= 2


@pytest.mark.parametrize("form", PRINTED)
def test_all_that_a_form_asks_for_is_printed(form: str) -> None:
    _, page = made(form)
    assert [line for line in PRINTED[form] if line not in page] == []


def test_the_match_meeting_is_an_hour_with_the_coordinator_and_the_guardian() -> None:
    spoken = made("big-brothers")[0]
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
    assert "Dana Cole" in made("big-brothers")[1]


def test_four_sign_a_match_and_each_in_their_own_capacity() -> None:
    signers = compose(made("big-brothers")[0]).signers
    assert [signer.id for signer in signers] == ["mentee", "guardian", "mentor", "coordinator"]
    assert len({signer.capacity for signer in signers}) == 4
