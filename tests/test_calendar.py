"""The calendar holds the dates that the paper prints, at the hour on the wall, in a form that every calendar reads."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject

import agreementgen
from agreementgen.agreement import compose_agreement
from agreementgen.agreement.calendar import compose_calendar, has_dates
from agreementgen.interview import Interview
from agreementgen.interview.schedule import plan
from agreementgen.locales import load_locale

from .conftest import INTERVIEWS, example, pdf_text, settled, squeezed

LOCALE = load_locale("en")
FORM = "length: 60 minutes, format: video"
AMSTERDAM = settled(people="{mentee: {name: Ada Okafor, time_zone: Europe/Amsterdam}, mentor: Ben Lind}")


def made(interview: Interview, when: datetime | None = None) -> bytes:
    data = compose_calendar(interview, LOCALE, compose_agreement(interview, LOCALE), when=when)
    assert data is not None
    return data


def events(interview: Interview) -> list[Any]:
    return list(icalendar.Calendar.from_ical(made(interview)).walk("VEVENT"))


def day_of(event: Any, name: str = "DTSTART") -> date:
    found = event[name].dt
    return found.date() if isinstance(found, datetime) else found


def told(interview: Interview) -> list[tuple[str, str]]:
    """Give day and title of every event, without the names."""
    return [(day_of(event).isoformat(), re.sub(r" \(.*", "", str(event["SUMMARY"]))) for event in events(interview)]


def unfolded(data: bytes) -> list[str]:
    return data.replace(b"\r\n ", b"").decode().split("\r\n")


# What is in it


def test_every_meeting_is_an_event_and_a_review_on_its_day_is_that_event() -> None:
    assert told(settled()) == [
        ("2026-01-07", "First mentoring meeting"),
        ("2026-02-04", "Mentoring meeting: first check"),
        ("2026-03-04", "Mentoring meeting"),
        ("2026-04-01", "Mentoring meeting: half-way review"),
        ("2026-05-06", "Mentoring meeting"),
        ("2026-06-03", "Mentoring meeting: the last one"),
    ]


def test_a_review_on_a_day_without_a_meeting_is_a_whole_day() -> None:
    interview = settled(review="{mid_point: 2026-04-15}")
    assert ("2026-04-15", "Mentoring: half-way review") in told(interview)
    event = next(event for event in events(interview) if day_of(event) == date(2026, 4, 15))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 4, 15), date(2026, 4, 16))
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["TRANSP"] == "TRANSPARENT"
    assert "LOCATION" not in event


def test_two_reviews_at_one_meeting_share_its_event_and_ask_once() -> None:
    interview = settled(meetings=f"{{cadence: quarterly, first: 2026-01-07 15:00, {FORM}}}")
    assert told(interview) == [
        ("2026-01-07", "First mentoring meeting"),
        ("2026-04-01", "Mentoring meeting: first check, half-way review and the last one"),
    ]
    assert str(events(interview)[1]["DESCRIPTION"]).count("Is the rhythm right?") == 1


def test_as_needed_has_the_first_meeting_the_reviews_and_the_end() -> None:
    assert told(settled(meetings=f"{{cadence: as needed, first: 2026-01-07 15:00, {FORM}}}")) == [
        ("2026-01-07", "First mentoring meeting"),
        ("2026-02-04", "Mentoring: first check"),
        ("2026-04-01", "Mentoring: half-way review"),
        ("2026-06-30", "Mentoring: last day of the time we agreed on"),
    ]


def test_without_a_first_meeting_there_are_only_whole_days() -> None:
    interview = settled(meetings=f"{{cadence: every month, {FORM}}}")
    assert told(interview) == [
        ("2026-01-29", "Mentoring: first check"),
        ("2026-04-01", "Mentoring: half-way review"),
        ("2026-06-30", "Mentoring: last day of the time we agreed on"),
    ]
    assert all(not isinstance(event["DTSTART"].dt, datetime) for event in events(interview))


def test_without_a_closing_talk_the_last_meeting_is_a_meeting_and_the_end_a_day() -> None:
    assert told(settled(review="{closing: no}"))[-2:] == [
        ("2026-06-03", "Mentoring meeting"),
        ("2026-06-30", "Mentoring: last day of the time we agreed on"),
    ]


def test_what_is_open_has_no_event() -> None:
    interview = settled(
        people="{mentor: Ben Lind}",
        meetings=f"{{cadence: to discuss, first: to discuss, {FORM}}}",
        review="{first_check: to discuss}",
        term="{start: 2026-01-01}",
    )
    assert compose_calendar(interview, LOCALE, compose_agreement(interview, LOCALE)) is None
    assert not has_dates(interview.answers, plan(interview.answers))
    assert has_dates(settled().answers, plan(settled().answers))


def test_names_that_are_open_are_left_out_of_titles() -> None:
    interview = settled(people="{mentor: Ben Lind}")
    assert {str(event["SUMMARY"]) for event in events(interview)} >= {"First mentoring meeting", "Mentoring meeting"}
    assert "X-WR-CALNAME:Mentoring" in unfolded(made(interview))
    assert "____" not in made(interview).decode()


def test_the_calendar_and_its_events_bear_the_names_that_the_two_go_by() -> None:
    interview = settled(people="{mentee: {name: Adaeze Okafor, preferred_name: Ada}, mentor: Ben Lind}")
    assert "X-WR-CALNAME:Mentoring: Ada and Ben Lind" in unfolded(made(interview))
    assert str(events(interview)[0]["SUMMARY"]) == "First mentoring meeting (Ada, Ben Lind)"


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ("format: video", "We meet by video"),
        ("format: in person, place: 'Café Ö; 2nd floor, left'", "Café Ö; 2nd floor, left"),
    ],
)
def test_the_place_is_named_and_where_there_is_none_the_form(more: str, place: str) -> None:
    interview = settled(meetings=f"{{cadence: every month, length: 60 minutes, first: 2026-01-07 15:00, {more}}}")
    assert {str(event["LOCATION"]) for event in events(interview)} == {place}


def test_a_pair_that_keeps_to_itself_that_it_meets_has_private_events() -> None:
    private = settled(relationship="{kind: workplace, mentor_has_say: none, visibility: private}")
    assert {str(event["CLASS"]) for event in events(private)} == {"PRIVATE"}
    assert not any("CLASS" in event for event in events(settled()))


def test_reviews_ask_the_four_questions_that_the_agreement_asks() -> None:
    clause = str(LOCALE.clause("review")["variants"]).lower()
    check = str(events(settled())[1]["DESCRIPTION"])
    questions = re.findall(r"^- (.+)\?$", check, re.M)
    assert len(questions) == 4
    assert all(question.lower() in clause for question in questions)


# The dates that the paper prints


@pytest.mark.parametrize("path", INTERVIEWS, ids=lambda path: path.parent.name + "-" + path.stem)
def test_every_example_has_a_calendar_that_two_parsers_read_alike(path: Any) -> None:
    data = made(example(path))
    one = [(str(e["UID"]), e["DTSTART"].dt, e["DTEND"].dt, str(e["SUMMARY"])) for e in events(example(path))]
    other = [
        (e.uid.value, e.dtstart.value, e.dtend.value, e.summary.value)
        for e in vobject.readOne(data.decode()).vevent_list
    ]
    assert one == other
    assert one


@pytest.mark.parametrize("document", ["agreement", "agenda-1-shared"])
def test_the_dates_are_those_printed(document: str) -> None:
    interview = settled(document="{date: 2026-01-02}")
    (pdf,) = agreementgen.kit(interview, [document])
    printed = squeezed(pdf_text(pdf.data))
    days = {title: day_of(event) for event, (_, title) in zip(events(interview), told(interview), strict=True)}
    if document == "agreement":
        for title in ("Mentoring meeting: first check", "Mentoring meeting: half-way review"):
            assert squeezed(LOCALE.day(days[title], "weekday")) in printed
        assert squeezed("7 January 2026, 15:00") in printed
        assert squeezed("about 6 meetings") in printed
        assert len(days) >= 4
        assert len(events(interview)) == 6
    else:
        first = events(interview)[0]
        assert squeezed(LOCALE.day(days["First mentoring meeting"], "weekday")) in printed
        assert f"{first['DTSTART'].dt:%H:%M}to{first['DTEND'].dt:%H:%M}" in printed
        assert squeezed(f"Next meeting: {LOCALE.day(day_of(events(interview)[1]), 'weekday')}") in printed


def test_the_end_is_the_one_printed_in_the_agreement() -> None:
    interview = settled(review="{closing: no}")
    (pdf,) = agreementgen.kit(interview, ["agreement"])
    assert squeezed(LOCALE.day(day_of(events(interview)[-1]))) in squeezed(pdf_text(pdf.data))


@pytest.mark.parametrize("cadence", ["every month", "monthly on the 31st"])
def test_twelve_meetings_from_the_31st_stay_twelve(cadence: str) -> None:
    interview = settled(
        meetings=f"{{cadence: {cadence}, first: 2025-12-31 15:00, {FORM}}}",
        term="{start: 2025-12-31, length: 12 months}",
        goals="[{title: Chair a meeting, measure: It ends on time, by: 2026-03}]",
    )
    days = [day_of(event) for event in events(interview)]
    assert len(days) == len({(day.year, day.month) for day in days}) == 12


# Hours


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Sydney"])
@pytest.mark.parametrize("clock", ["15:00", "00:30", "23:30"])
def test_the_hour_on_the_wall_stays_over_both_changes_of_the_clock(zone: str, clock: str) -> None:
    interview = settled(
        meetings=f"{{cadence: weekly, first: 2026-01-07 {clock}, time_zone: {zone}, {FORM}}}",
        term="{start: 2026-01-01, length: 12 months}",
    )
    data = made(interview)
    begun = [event["DTSTART"].dt for event in events(interview)]
    assert len(begun) == 52
    assert {f"{moment.astimezone(ZoneInfo(zone)):%A %H:%M}" for moment in begun} == {f"Wednesday {clock}"}
    # Both changes were among them, and yet no zone has to be known to read the times.
    assert len({moment.hour for moment in begun}) == 2
    assert re.search(rb"DTSTART:2026[0-9]{4}T[0-9]{6}Z\r\n", data)
    assert b"TZID" not in data
    assert b"VTIMEZONE" not in data


def test_the_zone_of_the_meetings_goes_before_the_mentees() -> None:
    assert events(AMSTERDAM)[0]["DTSTART"].dt == datetime(2026, 1, 7, 14, tzinfo=UTC)
    both = settled(
        people="{mentee: {name: Ada Okafor, time_zone: Europe/Amsterdam}, mentor: Ben Lind}",
        meetings=f"{{cadence: every month, first: 2026-01-07 15:00, time_zone: Asia/Kathmandu, {FORM}}}",
    )
    assert events(both)[0]["DTSTART"].dt == datetime(2026, 1, 7, 9, 15, tzinfo=UTC)


def test_without_a_zone_times_float() -> None:
    assert "DTSTART:20260107T150000" in unfolded(made(settled()))
    assert all(event["DTSTART"].dt.tzinfo is None for event in events(settled()))


def test_without_a_time_of_day_meetings_are_whole_days() -> None:
    interview = settled(meetings=f"{{cadence: every month, first: 2026-01-07, time_zone: Europe/Berlin, {FORM}}}")
    assert {event["DTEND"].dt - event["DTSTART"].dt for event in events(interview)} == {timedelta(days=1)}
    assert "DTSTART;VALUE=DATE:20260107" in unfolded(made(interview))
    assert "DTEND;VALUE=DATE:20260108" in unfolded(made(interview))


@pytest.mark.parametrize(
    ("first", "begin"),
    [
        ("2026-03-29 02:30", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # left out: as if the clocks had not changed
        ("2026-10-25 02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # comes twice: the first of the two
    ],
)
def test_an_hour_that_is_missing_or_comes_twice_is_read_as_rfc_5545_says(first: str, begin: datetime) -> None:
    interview = settled(
        meetings=f"{{cadence: as needed, first: {first}, time_zone: Europe/Berlin, length: 45 minutes, format: video}}",
        term="{start: 2026-01-01, length: 12 months}",
    )
    event = next(event for event in events(interview) if isinstance(event["DTSTART"].dt, datetime))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (begin, begin + timedelta(minutes=45))


def test_a_meeting_may_go_on_past_midnight() -> None:
    interview = settled(meetings="{cadence: every month, length: 90 minutes, format: video, first: 2026-01-07 23:15}")
    assert events(interview)[0]["DTEND"].dt == datetime(2026, 1, 8, 0, 45)


def test_a_length_that_is_open_is_that_of_the_outline() -> None:
    interview = settled(meetings="{cadence: every month, format: video, first: 2026-01-07 15:00}")
    assert events(interview)[0]["DTEND"].dt == datetime(2026, 1, 7, 16)


# Names of events


def test_a_series_that_moves_keeps_the_names_of_its_events() -> None:
    before = [str(event["UID"]) for event in events(settled())]
    moved = settled(meetings=f"{{cadence: every month, first: 2026-01-15 09:00, {FORM}}}", document="{version: 3}")
    assert [str(event["UID"]) for event in events(moved)] == before
    assert len(set(before)) == len(before) == 6
    assert {event["SEQUENCE"] for event in events(moved)} == {2}
    assert {event["SEQUENCE"] for event in events(settled())} == {0}


def test_two_pairs_share_no_event() -> None:
    other = settled(people="{mentee: Ada Okafor, mentor: Bea Lind}")
    assert not {str(event["UID"]) for event in events(settled())} & {str(event["UID"]) for event in events(other)}


def test_any_document_id_gives_a_plain_name() -> None:
    interview = settled(document="{id: 'P 14; Frühling, \\ 2'}")
    assert all(re.fullmatch(r"[0-9a-f-]{36}", str(event["UID"])) for event in events(interview))
