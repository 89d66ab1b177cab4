"""The outlines after the first meeting: dated by the schedule, fed by the answers, timed to the minute, on one page."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from agreementgen.agreement import MEETINGS, Agenda, compose_agenda, compose_agreement, kind_of
from agreementgen.agreement.agenda import MOST_ITEMS, Slot
from agreementgen.agreement.kinds import load_kind
from agreementgen.agreement.text import plain
from agreementgen.agreement.timing import share_time
from agreementgen.documents import kit
from agreementgen.interview import Interview, kinds
from agreementgen.interview.fields import FIELDS
from agreementgen.interview.schedule import plan
from agreementgen.locales import load_locale
from agreementgen.typeset import Look, themes

from .answers import ALL_KEYS, base, interview
from .conftest import HARDLY_ANYTHING, SHAPES, example, pdf_text, settled, squeezed
from .standards import problems
from .test_agenda import words
from .test_canary import canary, is_text

LOCALE = load_locale("en")
LATER = tuple(meeting for meeting in MEETINGS if meeting != "first")
NAMES = dict(zip(LATER, ("agenda-2", "agenda-3", "agenda-mid", "agenda-closing", "agenda-regular"), strict=True))
MEET = "cadence: every month, length: 60 minutes, format: video"
TERM = "start: 2026-01-01, length: 6 months"


def outline(spoken: Interview, meeting: str) -> Agenda:
    return compose_agenda(spoken, LOCALE, compose_agreement(spoken, LOCALE), "shared", meeting=meeting)


def slot(agenda: Agenda, name: str) -> Slot:
    return next(slot for slot in agenda.slots if slot.id == name)


def shares(agenda: Agenda) -> dict[str, int]:
    return {slot.id: slot.minutes for slot in agenda.slots}


SIXTY = {
    "second": {"checkin": 5, "actions": 5, "open": 10, "obstacle": 20, "goals": 12, "path": 5, "close": 3},
    "third": {"checkin": 5, "actions": 8, "topic": 22, "frank": 10, "people": 7, "close": 8},
    "mid": {"checkin": 5, "goals": 15, "rhythm": 8, "support": 10, "limits": 5, "change": 12, "close": 5},
    "closing": {
        "beginning": 10,
        "goals": 10,
        "learned": 12,
        "feedback": 8,
        "loose": 7,
        "contact": 8,
        "complete": 5,
    },
    "regular": {"checkin": 5, "actions": 8, "focus": 35, "people": 7, "close": 5},
}


@pytest.mark.parametrize("meeting", LATER)
def test_an_hour_is_shared_as_the_plan_has_it(meeting: str) -> None:
    assert (
        shares(outline(settled(feedback="{preference: {mentee: direct}, when: mid point}"), meeting)) == SIXTY[meeting]
    )


@pytest.mark.parametrize("kind", kinds())
@pytest.mark.parametrize("meeting", MEETINGS)
def test_at_any_length_the_minutes_add_up_and_no_block_is_under_its_least(kind: str, meeting: str) -> None:
    whole = load_kind(kind).agendas[meeting]
    for chosen in (whole, whole.without(["feedback"]) if "feedback" in whole.passes_on else whole):
        for minutes in range(15, 181):
            found = share_time(chosen, minutes)
            assert sum(found.values()) == minutes
            assert min(found.values()) >= 2
            assert [name for name, least in chosen.never_under.items() if found.get(name, 0) < least] == []
            assert list(found) == [name for name in chosen.blocks if name in found]


@pytest.mark.parametrize("minutes", [15, 30, 47, 60, 90, 180])
@pytest.mark.parametrize("meeting", LATER)
def test_the_clock_times_follow_each_other_to_the_end(minutes: int, meeting: str) -> None:
    agenda = outline(
        settled(meetings=f"{{cadence: every month, length: {minutes}, format: phone, first: 2026-01-07 09:50}}"),
        meeting,
    )
    assert sum(shares(agenda).values()) == minutes == agenda.length_minutes
    passed = 9 * 60 + 50
    for each in agenda.slots:
        assert each.clock == ("" if meeting == "regular" else f"{passed // 60:02}:{passed % 60:02}")
        passed += each.minutes


def test_five_minutes_for_feedback_are_kept_wherever_the_agreement_says_so() -> None:
    for meeting, heir in {"second": "obstacle", "regular": "focus"}.items():
        kept = shares(outline(settled(), meeting))
        given_away = shares(outline(settled(feedback="{preference: {mentee: direct}, when: on request}"), meeting))
        assert kept.pop("feedback") == 5
        assert given_away == kept | {heir: kept[heir] + 5}


@pytest.mark.parametrize("minutes", [15, 20, 30])
def test_even_a_short_meeting_keeps_its_five_minutes_for_feedback(minutes: int) -> None:
    spoken = settled(meetings=f"{{cadence: weekly, length: {minutes}, format: phone}}")
    assert shares(outline(spoken, "regular"))["feedback"] == 5


def test_feedback_half_way_is_on_the_outline_of_that_meeting_alone() -> None:
    spoken = settled(feedback="{preference: {mentee: direct}, when: mid point}")
    assert "the time you set for feedback" in words(slot(outline(spoken, "mid"), "support"))
    assert "until then" in words(slot(outline(spoken, "third"), "frank"))
    assert "the time you set for feedback" not in words(outline(settled(), "mid"))


def test_each_outline_bears_the_day_that_the_schedule_has() -> None:
    spoken = settled()
    schedule = plan(spoken.answers)
    days = {"second": schedule.meetings[1], "third": schedule.meetings[2], "mid": schedule.mid_point}
    for meeting, day in {**days, "closing": schedule.meetings[-1]}.items():
        assert day is not None
        where = [plain(part) for part in outline(spoken, meeting).where]
        assert where[:2] == [LOCALE.day(day, "weekday"), "15:00 to 16:00"]
    assert plain(outline(spoken, "regular").where[0]) == "Date: ________"


def test_the_close_names_the_day_of_the_next_meeting() -> None:
    days = plan(settled().answers).meetings
    for meeting, number in {"second": 2, "third": 3}.items():
        assert LOCALE.day(days[number], "weekday") in words(slot(outline(settled(), meeting), "close"))


def test_without_a_first_meeting_the_outlines_say_about_when_they_are_or_leave_a_line() -> None:
    spoken = settled(meetings=f"{{{MEET}}}")
    assert plain(outline(spoken, "second").where[0]) == "Date: ________"
    assert plain(outline(spoken, "mid").where[0]) == "about Wednesday 1 April 2026"
    assert plain(outline(spoken, "closing").where[0]) == "by Tuesday 30 June 2026"
    assert {slot.clock for slot in outline(spoken, "mid").slots} == {""}


def test_a_day_chosen_for_half_way_stands_as_it_is_and_has_no_clock() -> None:
    agenda = outline(settled(review="{mid_point: 2026-03-20}"), "mid")
    assert plain(agenda.where[0]) == "Friday 20 March 2026"
    assert {slot.clock for slot in agenda.slots} == {""}


@pytest.mark.parametrize("trial", range(10))
def test_the_try_out_is_decided_on_exactly_the_outline_of_the_meeting_where_it_ends(trial: int) -> None:
    spoken = settled(
        term=f"{{{TERM}, trial_meetings: {trial or 'none'}}}",
        meetings="{cadence: every 2 weeks, length: 60, format: phone, first: 2026-01-07 15:00}",
    )
    named = {meeting for meeting in LATER if re.search("try-out|try it out", words(outline(spoken, meeting)))}
    middle = plan(spoken.answers).meetings.index(plan(spoken.answers).mid_point or date.min) + 1
    expected = {2: {"second"}, 3: {"third"}, middle: {"mid"}}
    assert named == (expected.get(trial, {"regular"}) if trial > 1 else set())


def test_what_the_first_meeting_had_no_time_for_is_on_the_second_and_nothing_is_on_both() -> None:
    keys = ("wait", "notes_owner", "scheduler", "agenda_owner", "agenda_lead", "recording", "ai_notetaker")
    spoken = settled(open="\n".join(f"meetings.{key}: {{}}" for key in keys))
    first = slot(compose_agenda(spoken, LOCALE, compose_agreement(spoken, LOCALE), "shared"), "open")
    second = slot(outline(spoken, "second"), "open")
    on_first = [plain(item.topic) for item in first.items]
    assert len(on_first) == MOST_ITEMS
    assert [plain(topic) for topic in first.later[1]] == [plain(item.topic) for item in second.items]
    assert second.later == ("", ())
    assert "settled and signed" in words(second.blocks)
    assert "Is the agreement signed?" in words(slot(outline(settled(), "second"), "open"))


def test_more_open_items_than_two_meetings_have_time_for_are_named_as_a_rest() -> None:
    keys = [key for key in FIELDS if key.startswith("meetings.") and FIELDS[key].asked.default][:12]
    spoken = settled(meetings=f"{{{MEET}}}", open="\n".join(f"{key}: {{}}" for key in keys))
    second = slot(outline(spoken, "second"), "open")
    assert len(second.items) == MOST_ITEMS
    assert second.later[0].startswith("Also still open")
    assert len(second.later[1]) > 0


def test_who_said_what_stays_hidden_on_the_second_meeting_as_well() -> None:
    rest = "\n".join(f"meetings.{key}: {{}}" for key in ("notes_owner", "scheduler", "agenda_owner", "agenda_lead"))
    views = "communication.between_meetings: {mentee: any time, mentor: only to schedule}"
    late = "meetings.wait: {mentee: 13 minutes, mentor: 17 minutes}"
    later = "meetings.cancel_notice: {mentee: 11 hours, mentor: 3 days}"
    more = "term.trial_meetings: {mentee: 3, mentor: 4}\nboundaries.gifts: {mentee: none, mentor: token only}"
    exits = "exit.notice: {mentee: 2 weeks, mentor: 3 weeks}"
    for reveal in ("both", "topic only"):
        spoken = settled(reveal=reveal, open="\n".join((rest, views, late, later, more, exits)))
        second = slot(outline(spoken, "second"), "open")
        assert any(item.views for item in second.items) == (reveal == "both")


def test_what_a_goal_lacks_has_a_line_at_the_second_meeting() -> None:
    goals = "[{title: Whole, measure: seen, by: 2026-03}, {title: Half, measure: seen}, Bare]"
    found = slot(outline(settled(goals=goals), "second"), "goals").goals
    assert [(plain(goal.title), goal.lines) for goal in found] == [
        ("Half", ("By when:",)),
        ("Bare", ("How we will know:", "By when:")),
    ]


@pytest.mark.parametrize("meeting", ["mid", "closing"])
def test_every_goal_is_listed_with_words_to_circle(meeting: str) -> None:
    goals = "[First goal, Second goal, Third goal]"
    found = slot(outline(settled(goals=goals), meeting), "goals").goals
    assert [plain(goal.title) for goal in found] == ["First goal", "Second goal", "Third goal"]
    for goal in found:
        assert {"changed", "done", "dropped"} <= set(goal.lines[0].split(" · "))


def test_half_way_asks_the_four_questions_of_the_review() -> None:
    agenda = outline(settled(), "mid")
    titles = [slot.title for slot in agenda.slots]
    for question in (
        "Are these still the goals?",
        "Is the rhythm right?",
        "Does it help?",
        "What one thing do we change?",
    ):
        assert question in titles


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("new version signed", "a new version that both sign"),
        ("initialled note", "Both initial and date it"),
        ("email ok", "by e-mail"),
    ],
)
def test_half_way_says_how_the_agreement_is_changed(how: str, said: str) -> None:
    assert said in words(slot(outline(settled(amendments=f"{{how: {how}}}"), "mid"), "change"))


@pytest.mark.parametrize(
    ("renewal", "said"),
    [("by new agreement", "a new agreement"), ("automatic once", "goes on once"), ("none", "ends here, as agreed")],
)
def test_the_last_meeting_says_whether_it_may_go_on(renewal: str, said: str) -> None:
    assert said in words(slot(outline(settled(term=f"{{{TERM}, renewal: {renewal}}}"), "closing"), "contact"))


@pytest.mark.parametrize(
    ("rule", "said"),
    [("by request with notice", "in good time"), ("yes", "may name Ben Lind"), ("no", "writes no references")],
)
def test_the_last_meeting_keeps_to_what_was_agreed_on_references(rule: str, said: str) -> None:
    spoken = settled(boundaries=f"{{off_limits: none, references: {rule}}}")
    assert said in words(slot(outline(spoken, "closing"), "loose"))


@pytest.mark.parametrize("meeting", LATER)
def test_the_two_are_called_as_they_want_to_be(meeting: str) -> None:
    people = "{mentee: {name: Ada Okafor, preferred_name: Ada}, mentor: {name: Benjamin Lind, preferred_name: Ben}}"
    text = words(outline(settled(people=people), meeting))
    assert "Ada and Ben" in text
    assert "Okafor" not in text
    assert "Lind" not in text


@pytest.mark.parametrize("meeting", LATER)
def test_each_person_has_a_prompt_and_is_named_with_it(meeting: str) -> None:
    asides = [aside for slot in outline(settled(), meeting).slots for aside in slot.asides]
    assert {plain(who) for who, _ in asides} == {"Ada Okafor:", "Ben Lind:"}
    assert all(said for _, said in asides)


@pytest.mark.parametrize("meeting", LATER)
def test_whatever_is_open_an_outline_is_complete(meeting: str) -> None:
    # Every other question for each outline, so that each is open on at least two of them.
    for key, field in [*ALL_KEYS.items()][LATER.index(meeting) % 2 :: 2]:
        if field.asked.can_be_open and "*" not in key:
            spoken = interview({k: v for k, v in base().items() if k != key} | {"open": {key: {}}})
            agenda = outline(spoken, meeting)
            assert sum(shares(agenda).values()) == 60, key
            assert "None" not in words(agenda), key


def test_an_outline_can_be_made_of_hardly_anything() -> None:
    spoken = settled(**HARDLY_ANYTHING)
    for meeting in LATER:
        assert sum(shares(outline(spoken, meeting)).values()) == 60


# Pages.


@pytest.mark.parametrize("theme", themes())
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_an_hours_outline_of_a_usual_pair_is_one_page_and_keeps_both_standards(theme: str, paper: str) -> None:
    whole = "{title: Chair a practice meeting, measure: Two colleagues say it ended on time, by: 2026-03}"
    goals = f"[{whole}, {{title: Ask for decisions, measure: Two were taken, by: 2026-03}}, Know three people]"
    made = kit(settled(goals=goals), NAMES.values(), look=Look(theme=theme, paper=paper))
    for document in made:
        with pikepdf.open(io.BytesIO(document.data)) as pdf:
            assert len(pdf.pages) == 1, document.name
        assert problems(document.data, has_source=False) == []


@pytest.mark.parametrize("path", SHAPES, ids=lambda path: path.parent.name + path.stem)
def test_the_outlines_of_every_example_keep_both_standards_in_large_print_too(path: Path) -> None:
    for size in ("normal", "large"):
        for document in kit(example(path), NAMES.values(), look=Look(reading_size=size)):
            assert problems(document.data, has_source=False) == [], document.name


PRINTED_LATER = {
    "people.mentee.preferred_name": set(LATER),
    "people.mentor.preferred_name": set(LATER),
    "purpose.statement": {"closing"},
    "goals.*.title": {"second", "mid", "closing"},
    "meetings.place": set(LATER),
}
"""The only free texts on an outline after the first, by meeting."""


def test_no_free_text_but_names_purpose_and_goals_is_on_a_later_outline() -> None:
    answers = base() | {"relationship.mentor_has_say": "some"}
    texts = {key: field for key, field in ALL_KEYS.items() if is_text(field) and field.key != "document.language"}
    for key, field in texts.items():
        answers[key] = [canary(key, field)] if field.is_list else canary(key, field)
    answers.pop("goals.*.by")
    spoken = interview(answers)
    for meeting in LATER:
        printed = squeezed(words(outline(spoken, meeting)))
        found = {key for key, field in texts.items() if squeezed(canary(key, field)) in printed}
        assert found == {key for key, meetings in PRINTED_LATER.items() if meeting in meetings}, meeting


def test_a_long_name_and_a_long_goal_lose_nothing() -> None:
    name, goal = "Wolfeschlegelsteinhausenbergerdorff " * 3, "Understand " + "x" * 90 + " and the rest of it " * 5
    spoken = settled(people=f"{{mentee: {name}, mentor: Ben}}", goals=f"[{goal}]")
    for document in kit(spoken, NAMES.values()):
        text = squeezed(pdf_text(document.data))
        assert squeezed(name) in text
        assert problems(document.data) == []
    assert kind_of(spoken).name == "workplace"
