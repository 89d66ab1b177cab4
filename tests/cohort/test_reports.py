"""What a coordinator finds beside the kits: a sheet for a mail merge, and a calendar of all pairs."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from agreementgen.cohort.dates import MOST_LISTED, cohort_calendar
from agreementgen.cohort.kitfiles import agreement_of, document_of, files_for
from agreementgen.cohort.mailing import Sender, mail_csv
from agreementgen.cohort.manifest import DRAFT, FAILED, Entry, File, from_lines, to_lines
from agreementgen.documents import DOCUMENTS
from agreementgen.locales import load_locale

from ..conftest import EXAMPLES, Outcome
from .entries import entry
from .rosters import cells_of, contents, roster, row

ENGLISH = load_locale("en")
SENDER = Sender("Bridge 2026", "Leila Haddad", "leila@northwind.example")
PAIRS = (entry(1), entry(2, DRAFT), entry(3, FAILED))


def mails(entries: Sequence[Entry], sender: Sender = SENDER) -> list[dict[str, str]]:
    text = mail_csv(entries, sender, ENGLISH)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def events(entries: Sequence[Entry], sender: Sender = SENDER) -> list[Any]:
    data = cohort_calendar(entries, sender, ENGLISH)
    assert data is not None
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


# Whose each file is


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("A-B-agreement.pdf", "agreement"),
        ("A-B-agreement-v2-DRAFT.pdf", "agreement"),
        ("A-agreement-agenda-1-mentor.pdf", "agenda-1-mentor"),
        ("A-B-calendar.ics", "calendar"),
        ("A-B-interview.yaml", "interview"),
        ("agreement.pdf", ""),
        ("A-B-agreement.pdf.exe.txt", ""),
    ],
)
def test_a_document_is_known_by_its_files_name(name: str, document: str) -> None:
    assert document_of(File(f"P1-A-B/shared/{name}", "")) == document


def test_each_person_has_their_own_copies_and_nobody_the_interview() -> None:
    kit = entry(1)
    for person, other in (("mentee", "mentor"), ("mentor", "mentee"), ("mentor-2", "mentee")):
        paths = [file.path for file in files_for(kit, person)]
        assert len(paths) == 4
        assert not any(f"for-{other}" in path or path.endswith(".yaml") for path in paths)
    found = agreement_of(kit)
    assert found is not None
    assert found.path.endswith("-agreement.pdf")
    assert agreement_of(entry(1, FAILED)) is None


# The sheet for a mail merge


def test_every_document_there_is_has_a_name_in_a_letter() -> None:
    assert [name for name in DOCUMENTS if not ENGLISH.roster(f"documents.{name}")] == []


def test_each_person_of_each_pair_that_was_made_has_a_row() -> None:
    rows = mails(PAIRS)
    assert [(each["pair_id"], each["person"], each["name"], each["email"]) for each in rows] == [
        ("P01", "mentee", "Ada 1", "ada1@x.example"),
        ("P01", "mentor", "Ben 1", "ben1@x.example"),
        ("P02", "mentee", "Ada 2", "ada2@x.example"),
        ("P02", "mentor", "Ben 2", "ben2@x.example"),
    ]
    assert rows[0]["subject"] == "Bridge 2026: your agreement is ready to sign"
    assert rows[1]["attachments"].split("; ") == [file.path for file in files_for(PAIRS[0], "mentor")]


def test_the_text_says_what_is_attached_what_to_do_and_by_when() -> None:
    final, _, draft, _ = (each["text"] for each in mails(PAIRS))
    assert "mentoring agreement with Ben 1. It is ready to be signed." in final
    assert "- Outline of your first meeting, your own copy\n" in final
    assert "2. Read the agreement before you meet on Wednesday 7 January 2026.\n" in final
    assert "send it back to me by Wednesday 21 January 2026." in final
    assert final.endswith("With best wishes\nLeila Haddad\nBridge 2026")
    assert "You cannot sign it yet: 3 answers are still open." in draft
    assert "the outline of your first meeting lists it" in draft
    assert "Sign it" not in draft
    assert "- The draft of the agreement\n" in draft
    assert "- The agreement\n" in final


def test_what_is_not_known_is_not_spoken_of() -> None:
    bare = entry(1, files=(File("P01-Ada-1-Ben-1/shared/Ada-1-Ben-1-agreement.pdf", ""),), dates={}, emails={})
    first, _ = mails([bare], Sender())
    assert first["email"] == ""
    assert first["subject"] == "Mentoring: your agreement is ready to sign"
    assert first["text"].endswith("With best wishes")
    for unknown in ("calendar", "2026", "Write to me", "None", "Outline"):
        assert unknown not in first["text"]


YOUNG = {"mentee": "Maya Torres", "mentor": "Ben Adler", "guardian": "Elena Torres"}
ADDRESSES = {"mentee": "maya@x.example", "mentor": "ben@x.example", "guardian": "elena@x.example"}


def test_nobody_under_18_is_written_to_alone() -> None:
    child, mentor = mails([entry(1, names=YOUNG, emails=ADDRESSES, minors=("mentee",))])
    assert (child["person"], child["name"]) == ("mentee", "Elena Torres and Maya Torres")
    assert (child["email"], child["cc"]) == ("elena@x.example", "maya@x.example")
    assert child["text"].startswith("Dear Elena Torres and Maya Torres,")
    assert "agreement with Ben Adler." in child["text"]
    assert "goes to both of you" in child["text"]
    assert "for-mentee" in child["attachments"]
    assert (mentor["email"], mentor["cc"]) == ("ben@x.example", "")
    assert "goes to both of you" not in mentor["text"]


@pytest.mark.parametrize("guardian", ["", "Elena Torres"])
def test_where_no_guardian_can_be_reached_no_address_of_a_minor_is_given(guardian: str) -> None:
    names = {name: said for name, said in {**YOUNG, "guardian": guardian}.items() if said}
    emails = {"mentee": "maya@x.example", "mentor": "ben@x.example"}
    child, _ = mails([entry(1, names=names, emails=emails, minors=("mentee",))])
    assert (child["email"], child["cc"]) == ("", "")
    assert "maya@" not in child["text"]
    assert child["text"].startswith(f"Dear {guardian or 'parent or guardian of Maya Torres'}")


def test_of_two_minors_each_is_written_to_with_the_guardian_and_sees_no_copy_of_the_other() -> None:
    mentee, mentor = mails([entry(1, names=YOUNG, emails=ADDRESSES, minors=("mentee", "mentor"))])
    assert {mentee["email"], mentor["email"]} == {"elena@x.example"}
    assert (mentee["cc"], mentor["cc"]) == ("maya@x.example", "ben@x.example")
    assert "for-mentor" not in mentee["attachments"]
    assert "for-mentee" not in mentor["attachments"]


def test_a_guardian_is_written_to_where_the_minor_has_no_name_yet() -> None:
    names = {"mentor": "Ben Adler", "guardian": "Elena Torres"}
    rows = mails([entry(1, DRAFT, names=names, emails=ADDRESSES, minors=("mentee",))])
    assert [(each["person"], each["email"]) for each in rows] == [
        ("mentor", "ben@x.example"),
        ("guardian", "elena@x.example"),
    ]


def test_a_roster_says_who_is_a_minor(run: Callable[..., Outcome], tmp_path: Path) -> None:
    sheet = tmp_path / "roster.csv"
    sheet.write_text(
        "pair_id,mentee_name,mentee_email,guardian_name,guardian_email,mentor_name,mentor_email,kind\n"
        "P1,Maya Torres,maya@x.example,Elena Torres,elena@x.example,Ben Adler,ben@x.example,youth\n"
        "P2,Ada Okafor,ada@x.example,,,Ben Lind,lind@x.example,workplace\n",
        encoding="utf-8",
    )
    quick = ("--docs", "agenda-1-shared", "--format", "html", "--jobs", "1")
    assert run("batch", sheet, "-o", tmp_path / "cohort", *quick).code == 0
    rows = [cells[:5] for cells in cells_of(tmp_path / "cohort/mail.csv")]
    assert rows == [
        ["pair_id", "person", "name", "email", "cc"],
        ["P1", "mentee", "Elena Torres and Maya Torres", "elena@x.example", "maya@x.example"],
        ["P1", "mentor", "Ben Adler", "ben@x.example", ""],
        ["P2", "mentee", "Ada Okafor", "ada@x.example", ""],
        ["P2", "mentor", "Ben Lind", "lind@x.example", ""],
    ]


def test_no_cell_is_a_formula() -> None:
    [hostile, _] = mails([entry(1, pair_id="@P", names={"mentee": "=HYPERLINK(1)", "mentor": "Ben"})])
    assert (hostile["name"], hostile["pair_id"]) == ("'=HYPERLINK(1)", "'@P")


# The calendar


def test_pairs_with_the_same_day_share_an_event_that_lists_them() -> None:
    same = entry(1).dates
    found = events([entry(number, dates=same) for number in range(1, 201)])
    assert [str(event["SUMMARY"]) for event in found] == [
        "To be signed by today: 200 pairs",
        "First check: 200 pairs",
        "Half way: 200 pairs",
        "Closing: 200 pairs",
    ]
    assert "- P200: Ada 200 and Ben 200" in str(found[0]["DESCRIPTION"])
    assert found[0]["DTSTART"].dt == date(2026, 1, 21)
    assert found[0]["DTEND"].dt - found[0]["DTSTART"].dt == timedelta(days=1)


def test_a_pair_alone_is_named_in_the_title_and_one_without_a_closing_meeting_closes_on_its_last_day() -> None:
    [closing] = events([entry(1, dates={"end": "2026-07-04"}), PAIRS[2]])
    assert (str(closing["SUMMARY"]), closing["DTSTART"].dt) == ("Closing: Ada 1 and Ben 1", date(2026, 7, 4))


def test_thousands_of_pairs_make_no_endless_event() -> None:
    same = entry(1).dates
    found = events([entry(number, dates=same) for number in range(1, MOST_LISTED + 8)])
    assert str(found[0]["DESCRIPTION"]).endswith("… and 7 more; cohort.html lists them all.")


def test_an_event_keeps_its_uid_when_pairs_join_it_and_two_programs_share_none() -> None:
    alone, both = events([entry(1)]), events([entry(1), entry(2, dates=entry(1).dates)])
    assert [event["UID"] for event in alone] == [event["UID"] for event in both]
    assert len({str(event["UID"]) for event in both}) == 4
    other = events([entry(1)], Sender("Another program"))
    assert not {str(event["UID"]) for event in other} & {str(event["UID"]) for event in alone}
    assert all(event["DTSTAMP"].dt.year == 2000 for event in alone)


def test_without_any_date_there_is_no_calendar() -> None:
    assert cohort_calendar([entry(1, dates={})], SENDER, ENGLISH) is None


# All of it, as the command leaves it


def test_what_is_known_of_a_pair_is_read_back_as_it_was_written() -> None:
    assert from_lines(to_lines(PAIRS)) == list(PAIRS)


def test_the_command_writes_page_mails_and_calendar_and_without_dates_takes_the_calendar_away(
    run: Callable[..., Outcome], tmp_path: Path
) -> None:
    program = EXAMPLES / "bridge" / "program.yaml"
    changed = {"confidentiality": "", "minutes": ""}
    options = ("--program", program, "-o", tmp_path / "cohort", "--docs", "calendar", "--jobs", "1")
    sheet = roster(tmp_path / "roster.csv", [row(1, **changed), row(2, **changed, mentor_name="")])
    assert run("batch", sheet, *options).code == 3
    written = contents(tmp_path / "cohort")
    assert {"cohort.html", "mail.csv", "cohort.ics"} <= set(written)
    assert [cells[1:3] for cells in cells_of(tmp_path / "cohort/mail.csv")[1:]] == [
        ["mentee", "Ada Okafor 1"],
        ["mentor", "Ben Lind 1"],
    ]
    for name in ("cohort.html", "mail.csv", "cohort.ics"):
        assert "ready to chair" not in (tmp_path / "cohort" / name).read_text(encoding="utf-8")
    calendar = (tmp_path / "cohort/cohort.ics").read_text(encoding="utf-8")
    # The program of the example wants it signed two weeks after the first meeting.
    assert "DTSTART;VALUE=DATE:20270120" in calendar
    roster(sheet, [row(1, **changed, first_meeting="", start="", months="")])
    assert run("batch", sheet, *options[:-2], "--docs", "agenda-1-shared", "--format", "html").code == 0
    assert "cohort.ics" not in contents(tmp_path / "cohort")


MENTEES = """\
pair_id,mentee_name,cadence,minutes
P1,Ada,monthly,60
P2,Cy,now and then,60
P3,Eve,monthly,60
P4,Gil,monthly,60
"""
MENTORS = """\
pair_id;mentor_name;cadence
p3;Finn;whenever
p2;Dee;monthly
P1;Ben;monthly
P5;Hal;monthly
"""


def test_of_two_rosters_both_sheets_come_back_with_the_rows_whose_pairs_failed(
    run: Callable[..., Outcome], tmp_path: Path
) -> None:
    mentees, mentors, cohort = tmp_path / "mentees.csv", tmp_path / "mentors.csv", tmp_path / "cohort"
    mentees.write_text(MENTEES, encoding="utf-8")
    mentors.write_text(MENTORS, encoding="utf-8")
    quick = ("--docs", "agenda-1-shared", "--format", "html", "--jobs", "1")
    assert run("batch", mentees, mentors, "-o", cohort, *quick).code == 3
    header, *first = cells_of(cohort / "failed.csv")
    assert header == ["pair_id", "mentee_name", "cadence", "minutes", "What is wrong"]
    assert [cells[0] for cells in first] == ["P2", "P3", "P4"]
    header, *second = cells_of(cohort / "failed-mentors.csv", ";")
    assert header == ["pair_id", "mentor_name", "cadence", "What is wrong"]
    assert [cells[0] for cells in second] == ["p3", "p2", "P5"]
    # Whose row it is that is wrong, both are told.
    for cells in (first[1], second[0]):
        assert f"{mentors}, cell C2: error[AG108]" in cells[-1]
    assert "only the mentor" in second[2][-1]
    # What came back can be given again.
    again = run("batch", cohort / "failed.csv", cohort / "failed-mentors.csv", "-n")
    assert "4 pairs: 0 can be made" in again.out
    assert "AG404" not in again.err

    mentees.write_text(MENTEES.replace("now and then", "monthly").replace("P4,Gil,monthly,60\n", ""), encoding="utf-8")
    mentors.write_text(MENTORS.replace("whenever", "monthly").replace("P5;Hal;monthly\n", ""), encoding="utf-8")
    assert run("batch", "redo", cohort, "--jobs", "1").code == 0
    assert not list(cohort.glob("failed*"))


def test_every_document_there_is_has_a_name_on_the_page_of_the_cohort() -> None:
    assert [name for name in DOCUMENTS if not ENGLISH.roster(f"page.files.{name}")] == []
