"""The first meeting's outline: timed to the minute, what is open first, and nothing on it that is not its reader's."""

from __future__ import annotations

import re
from typing import Any

import pytest

from agreementgen.agreement import Agenda, compose_agenda, compose_agreement
from agreementgen.agreement.agenda import MOST_ITEMS, GoalLines, OpenItem, Slot
from agreementgen.agreement.kinds import load_kind
from agreementgen.agreement.text import Block, Items, plain
from agreementgen.agreement.timing import share_time
from agreementgen.interview import Interview, kinds
from agreementgen.locales import load_locale

from .conftest import settled

LOCALE = load_locale("en")

COPIES = ("mentee", "mentor", "shared")


def agenda(spoken: Interview, copy: str = "shared") -> Agenda:
    return compose_agenda(spoken, LOCALE, compose_agreement(spoken, LOCALE), copy)


def slot(outline: Agenda, name: str) -> Slot:
    return next(slot for slot in outline.slots if slot.id == name)


def items(spoken: Interview, copy: str = "shared") -> tuple[OpenItem, ...]:
    return slot(agenda(spoken, copy), "open").items


def topics(spoken: Interview) -> list[str]:
    return [plain(item.topic) for item in items(spoken)]


def words(value: Any) -> str:
    """Give every word of an outline."""
    if isinstance(value, str):
        return value
    if isinstance(value, Items):
        return " ".join(words(item) for item in value.items)
    if isinstance(value, tuple) and value and hasattr(value[0], "kind"):
        return plain(value)
    if isinstance(value, tuple):
        return " ".join(words(part) for part in value)
    if isinstance(value, Block | Slot | OpenItem | GoalLines | Agenda):
        return " ".join(words(getattr(value, name)) for name in value.__slots__)
    return ""


TABLE = {
    30: {"welcome": 3, "introductions": 6, "purpose": 5, "open": 6, "confidentiality": 4, "terms": 3, "close": 3},
    45: {"welcome": 4, "introductions": 8, "purpose": 7, "open": 10, "confidentiality": 6, "terms": 5, "close": 5},
    60: {
        "welcome": 5,
        "introductions": 10,
        "purpose": 10,
        "open": 12,
        "confidentiality": 8,
        "terms": 7,
        "sign": 5,
        "close": 3,
    },
    90: {
        "welcome": 5,
        "introductions": 15,
        "hopes": 10,
        "purpose": 15,
        "pause": 5,
        "open": 15,
        "confidentiality": 10,
        "terms": 8,
        "sign": 5,
        "close": 2,
    },
}


@pytest.mark.parametrize("minutes", TABLE)
def test_the_usual_lengths_are_shared_as_the_plan_has_them(minutes: int) -> None:
    assert share_time(load_kind("workplace").agendas["first"], minutes) == TABLE[minutes]


@pytest.mark.parametrize("kind", kinds())
@pytest.mark.parametrize("minutes", range(15, 181))
def test_any_length_is_shared_without_a_rest(kind: str, minutes: int) -> None:
    plan = load_kind(kind).agendas["first"]
    shares = share_time(plan, minutes)
    assert sum(shares.values()) == minutes
    assert shares["confidentiality"] >= 3
    assert min(shares.values()) >= 2
    assert list(shares)[-1] == list(plan.blocks)[-1]


@pytest.mark.parametrize("minutes", [30, 45, 60, 90, 50, 120])
@pytest.mark.parametrize("copy", COPIES)
def test_the_slots_add_up_and_their_clock_times_follow_each_other(minutes: int, copy: str) -> None:
    outline = agenda(
        settled(meetings=f"{{cadence: weekly, length: {minutes}, format: phone, first: 2026-01-07 09:50}}"), copy
    )
    assert sum(slot.minutes for slot in outline.slots) == minutes == outline.length_minutes
    passed = 9 * 60 + 50
    for each in outline.slots:
        assert each.clock == f"{passed // 60:02}:{passed % 60:02}"
        passed += each.minutes


def test_the_three_copies_differ_and_the_shared_one_has_no_asides() -> None:
    copies = [agenda(settled(), copy) for copy in COPIES]
    assert len({words(copy) for copy in copies}) == 3
    assert [any(slot.asides for slot in copy.slots) for copy in copies] == [True, True, False]
    assert copies[2].before[1] == ()


def test_without_a_first_meeting_the_outline_has_minutes_but_no_clock() -> None:
    outline = agenda(settled(meetings="{cadence: weekly, length: 60, format: phone}"))
    assert {slot.clock for slot in outline.slots} == {""}
    assert "The date is still to be fixed" in words(outline.where)


def test_differences_come_before_the_undecided_and_required_ones_first() -> None:
    spoken = settled(
        communication="{channel: to discuss}",
        relationship="{kind: workplace, mentor_has_say: not sure}",
        goals="[Chair a meeting]",
        open="""
        meetings.wait: {mentee: 5 minutes, mentor: 20 minutes}
        communication.reply: {mentee: 2 days, mentor: 5 days}
        """,
    )
    assert topics(spoken) == [
        "Whether the mentor has a say",
        "How soon a reply is fair",
        "How long we wait",
        "How we reach each other",
        "How we will know: Chair a meeting",
    ]
    assert [plain(topic) for topic in slot(agenda(spoken), "open").later[1]] == ["Who helps us"]
    assert MOST_ITEMS == 5


def test_a_say_of_the_mentor_is_talked_about_first() -> None:
    spoken = settled(relationship="{kind: workplace, mentor_has_say: some, overlap_note: Sits on the panel}")
    assert topics(spoken)[0] == "Who decides what"


def test_both_views_are_shown_side_by_side_and_called_by_their_reader() -> None:
    spoken = settled(communication="{channel: email}", open="{communication.reply: {mentee: 2 days, mentor: 5 days}}")
    for copy, names in {
        "mentee": ["Your view", "Ben Lind’s view"],
        "mentor": ["Ada Okafor’s view", "Your view"],
        "shared": ["Ada Okafor’s view", "Ben Lind’s view"],
    }.items():
        views = items(spoken, copy)[0].views
        assert [plain(who) for who, _ in views] == names
        assert [plain(said) for _, said in views] == ["2 days", "5 days"]


@pytest.mark.parametrize(
    "sections",
    [
        {"reveal": "topic only"},
        {"relationship": "{kind: workplace, mentor_has_say: direct, overlap_note: Is the manager}"},
    ],
)
@pytest.mark.parametrize("copy", COPIES)
def test_under_topic_only_no_view_of_either_is_on_any_copy(sections: dict[str, str], copy: str) -> None:
    spoken = settled(
        communication="{channel: email}", open="{communication.reply: {mentee: 13 days, mentor: 17 days}}", **sections
    )
    outline = words(agenda(spoken, copy))
    assert "How soon a reply is fair" in outline
    assert "13 days" not in outline
    assert "17 days" not in outline


def test_the_mentor_may_be_asked_to_show_views_even_where_they_decide() -> None:
    spoken = settled(
        reveal="both",
        relationship="{kind: workplace, mentor_has_say: direct, overlap_note: Is the manager}",
        communication="{channel: email}",
        open="{communication.reply: {mentee: 13 days, mentor: 17 days}}",
    )
    assert "13 days" in words(agenda(spoken))


def test_with_nothing_open_the_pair_says_it_back_in_own_words() -> None:
    spoken = settled(problems="{third_person: Rosa Lind}")
    assert items(spoken) == ()
    assert slot(agenda(spoken), "open").title == "In your own words"


def test_defaults_are_confirmed_in_one_line_and_only_those_nobody_changed() -> None:
    line = words(slot(agenda(settled()), "terms").blocks)
    assert "notice to cancel: 24 hours" in line
    changed = settled(meetings="{cadence: weekly, length: 60, format: phone, cancel_notice: 24 hours}")
    assert "notice to cancel" not in words(slot(agenda(changed), "terms").blocks)


@pytest.mark.parametrize(
    ("trial", "said"),
    [("none", ""), ("1", "The try-out ends with this meeting"), ("4", "We try it out for 4 meetings first")],
)
def test_a_try_out_is_named_at_the_close_of_the_first_meeting(trial: str, said: str) -> None:
    spoken = settled(term=f"{{start: 2026-01-01, length: 6 months, trial_meetings: {trial}}}")
    close = words(slot(agenda(spoken), "close").blocks)
    assert said in close
    assert bool(re.search("try-out|try it out", close)) == bool(said)


@pytest.mark.parametrize(
    ("mentee", "mentor", "said"),
    [
        ("French", "English", "Languages: French, English. Speak slowly"),
        ("French", "", "Languages: French. Speak slowly"),
        ("French", "french", "We both feel at home in French"),
        ("", "", ""),
    ],
)
def test_two_languages_ask_for_a_slower_pace_and_one_does_not(mentee: str, mentor: str, said: str) -> None:
    people = f"{{mentee: {{name: Ada, language: {mentee}}}, mentor: {{name: Ben, language: {mentor}}}}}"
    outline = words(slot(agenda(settled(people=people)), "introductions").blocks)
    assert said in outline
    assert ("Speak slowly" in outline) == said.startswith("Languages")


SCALES = "{bluntness: {mentee: 5, mentor: 3}, reply_speed: {mentee: 2, mentor: 3}, tracking: {mentee: 3, mentor: 3}}"


@pytest.mark.parametrize("share", ["", "yes"])
def test_far_apart_on_a_scale_is_worth_a_talk_and_numbers_are_shown_only_where_both_agreed(share: str) -> None:
    spoken = settled(expectations=SCALES, problems="{third_person: Rosa Lind}", share_scores=share)
    apart, middle = items(spoken)
    question = LOCALE.question("expectations.bluntness")
    assert (plain(apart.topic), plain(apart.opening)) == (question.label, question.opening)
    assert [plain(said) for _, said in apart.views] == (["5", "3"] if share else [])
    assert plain(middle.topic) == LOCALE.question("expectations.tracking").label
    assert "the middle of the scale" in plain(middle.opening)
    assert middle.views == ()
    assert spoken.is_settled


def test_numbers_stay_hidden_under_topic_only_whatever_was_agreed() -> None:
    spoken = settled(expectations=SCALES, share_scores="yes", reveal="topic only")
    assert all(item.views == () for item in items(spoken))


def test_the_middle_with_a_word_about_it_needs_no_talk() -> None:
    scales = "{tracking: {mentee: 3, mentor: 3}, note: The middle means we take turns.}"
    assert items(settled(expectations=scales, problems="{third_person: Rosa Lind}")) == ()


@pytest.mark.parametrize(
    ("mentor", "own", "others"),
    [
        ("yes", "You have a duty to report", "Ben Lind has a duty to report"),
        ("no", "Decide what you cannot offer", "Ask about each exception"),
        ("unknown", "Find out what you must report", "what are you obliged to report"),
    ],
)
def test_a_duty_to_report_is_prepared_by_who_has_it_and_asked_about_by_the_other(
    mentor: str, own: str, others: str
) -> None:
    spoken = settled(confidentiality=f"{{level: standard, reporter: {{mentor: {mentor}}}}}")
    assert own in words(agenda(spoken, "mentor"))
    assert others in words(agenda(spoken, "mentee"))
    assert "duty to report" not in words(agenda(spoken, "shared"))


def test_the_mentor_has_words_to_pause_before_something_grave() -> None:
    assert "“Please pause." in words(agenda(settled(), "mentor"))


@pytest.mark.parametrize(
    ("chosen", "said"), [("wanted", "What do we see differently"), ("invite", "If you like"), ("skip", "")]
)
def test_difference_is_talked_about_as_the_two_want(chosen: str, said: str) -> None:
    spoken = settled(working_together=f"{{difference_conversation: {chosen}}}")
    text = words(slot(agenda(spoken), "introductions").blocks)
    assert said in text
    assert ("different" in text) == bool(said)


def test_why_this_mentor_is_on_the_two_personal_copies_alone() -> None:
    spoken = settled(purpose="{statement: Ada will chair, why_this_mentor: Ben never rushes}")
    assert ["Ben never rushes" in words(agenda(spoken, copy)) for copy in COPIES] == [True, True, False]


def test_a_mentor_with_a_say_is_told_to_name_it_first_and_only_the_mentor() -> None:
    spoken = settled(relationship="{kind: workplace, mentor_has_say: direct, overlap_note: Is the manager}")
    for copy in COPIES:
        assert ("Say first what you decide" in words(slot(agenda(spoken, copy), "welcome"))) == (copy == "mentor")


def test_two_time_zones_ask_for_a_look_at_the_clock() -> None:
    zones = "{mentee: {name: Ada, time_zone: Asia/Tokyo}, mentor: {name: Ben, time_zone: Europe/Berlin}}"
    assert "Tokyo and Berlin" in words(agenda(settled(people=zones)))
    assert "Tokyo" not in words(agenda(settled()))


def test_what_a_short_meeting_has_no_time_for_is_said() -> None:
    outline = agenda(settled(meetings="{cadence: weekly, length: 30, format: phone}"))
    assert "meeting 2: Read and sign" in words(outline.notes)
    assert "meeting 2" not in words(agenda(settled()).notes)


def test_an_unsettled_pair_reads_a_draft_and_a_settled_one_signs() -> None:
    assert "sign" in words(slot(agenda(settled()), "sign").blocks)
    draft = settled(communication="{channel: to discuss, reply: 2 days}")
    assert "Read the draft" in words(slot(agenda(draft), "sign").blocks)


def test_the_agenda_names_the_number_that_the_confidentiality_clause_has() -> None:
    spoken = settled()
    agreement = compose_agreement(spoken, LOCALE)
    number = next(clause.number for clause in agreement.clauses if "conf" in clause.ids)
    assert agreement.spoken == number
    assert f"clause {number} aloud" in words(slot(agenda(spoken), "confidentiality").blocks)
