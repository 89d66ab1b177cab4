"""The calendar as a file: its text as RFC 5545 asks for it, and the same bytes wherever it is made."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import vobject

import agreementgen
from agreementgen.agreement import compose_agenda, compose_agreement
from agreementgen.agreement.calendar import compose_calendar
from agreementgen.agreement.text import plain

from .conftest import ROOT, example, settled
from .test_calendar import LOCALE, events, made, unfolded

# The text of the file

NAME = f"Ọmọ́tọ́lá; \\, {'日本語' * 8}, עִבְרִית 👩‍🔬"
HARD = {
    "people": f"{{mentee: {{name: '{NAME}'}}, mentor: 'Zoë \"Z\" O''Neil: #1'}}",
    "meetings": "cadence: every month\nlength: 60 minutes\nformat: in person\nfirst: 2026-01-07 15:00\n"
    f"place: 'C:\\new; 2, {'बैठक कक्ष ' * 6}: DTSTART:x {{name}} {{{{ 7*7 }}}}'",
}


@pytest.mark.parametrize("sections", [{}, HARD], ids=["plain", "hard"])
def test_the_text_is_what_rfc_5545_asks_for(sections: dict[str, str]) -> None:
    data = made(settled(**sections))
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", data)
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no letter is cut in two
    lines = unfolded(data)[:-1]
    assert lines[:3] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//agreementgen//agreementgen {agreementgen.__version__}//EN",
    ]
    assert "CALSCALE:GREGORIAN" in lines
    assert not any(line.startswith(("METHOD", "RRULE", "ORGANIZER", "ATTENDEE")) for line in lines)
    assert "BEGIN:VALARM" not in lines
    stack: list[str] = []
    for line in lines:
        assert re.match(r"[A-Z-]+(;[A-Z-]+=[^:]+)?:", line), line
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", line)
        name, _, value = line.partition(":")
        if name == "BEGIN":
            stack.append(value)
        if name == "END":
            assert stack.pop() == value
        if name in ("SUMMARY", "LOCATION", "DESCRIPTION", "X-WR-CALNAME"):
            assert not re.search(r"(?<!\\)[,;]", value.replace("\\\\", "")), line
    assert stack == []
    for block in re.findall(r"BEGIN:VEVENT\n(.*?)END:VEVENT", "\n".join(lines), re.S):
        for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "DESCRIPTION", "TRANSP"):
            assert len(re.findall(rf"^{name}[:;]", block, re.M)) == 1, name


def test_what_was_typed_comes_back_from_either_parser() -> None:
    interview = settled(**HARD)
    answers = interview.answers
    people = answers.people
    names = f"({people.mentee.name}, {people.mentor.name})"
    for event, other in zip(events(interview), vobject.readOne(made(interview).decode()).vevent_list, strict=True):
        assert str(event["SUMMARY"]).endswith(names)
        assert other.summary.value.endswith(names)
        assert str(event["LOCATION"]) == other.location.value == answers.meetings.place
        assert str(event["DESCRIPTION"]) == other.description.value
    (line,) = (line for line in unfolded(made(interview)) if line.startswith("X-WR-CALNAME:"))
    name = re.sub(r"\\(.)", r"\1", line.partition(":")[2])
    assert name == f"Mentoring: {people.mentee.name} and {people.mentor.name}"


# The same bytes


@pytest.mark.parametrize(
    ("when", "stamp"),
    [
        (None, "20000101T000000Z"),
        (datetime(2026, 2, 3, tzinfo=UTC), "20260203T000000Z"),
        (datetime(2026, 2, 3, 1, tzinfo=ZoneInfo("Asia/Tokyo")), "20260202T160000Z"),
    ],
)
def test_the_file_counts_as_made_when_it_is_told_and_never_today(when: datetime | None, stamp: str) -> None:
    assert {line for line in unfolded(made(settled(), when)) if line.startswith("DTSTAMP")} == {f"DTSTAMP:{stamp}"}


def test_the_bytes_are_the_same_in_any_process_zone_and_hash_order() -> None:
    code = (
        "import sys, agreementgen\n"
        "from agreementgen.agreement import compose_agreement\n"
        "from agreementgen.agreement.calendar import compose_calendar\n"
        "from agreementgen.locales import load_locale\n"
        "interview, locale = agreementgen.load('examples/bridge/pair.yaml'), load_locale('en')\n"
        "sys.stdout.buffer.write(compose_calendar(interview, locale, compose_agreement(interview, locale)))\n"
    )
    found = set()
    for zone, seed in (("UTC", "0"), ("Australia/Lord_Howe", "1"), ("America/St_Johns", "2")):
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, env=environment, check=True)
        found.add(done.stdout)
    assert found == {made(example(ROOT / "examples" / "bridge" / "pair.yaml"))}


@pytest.mark.parametrize("state", ["{}", "{decide_by: 2026-02-01}"])
def test_a_half_way_day_that_is_undecided_is_in_no_calendar_and_on_no_outline(state: str) -> None:
    spoken = settled(open=f"{{review.mid_point: {state}}}")
    agreement = compose_agreement(spoken, LOCALE)
    data = compose_calendar(spoken, LOCALE, agreement)
    assert data is not None
    assert b"half" not in data
    outline = compose_agenda(spoken, LOCALE, agreement, "shared", meeting="mid")
    assert "2026" not in plain(outline.where[0])
