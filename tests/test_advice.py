"""Advice: each rule speaks where it should and is silent beside it, at its line, in order, on any day."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from agreementgen.agreement import compose_agenda, compose_agreement
from agreementgen.agreement.open_items import GAPS
from agreementgen.agreement.text import plain
from agreementgen.errors import Code, Level, Problem
from agreementgen.interview import Interview, advise, nudges
from agreementgen.interview.health import HealthWords
from agreementgen.locales import load_locale

from .conftest import EXAMPLES, INTERVIEWS, ROOT, Outcome, example, read, settled, settled_text

Run = Callable[..., Outcome]
LOCALE = load_locale("en")
ADVICE = [code for code in Code if code.level is not Level.ERROR]
BEFORE = date(2025, 12, 1)
EPOCH = {BEFORE: "1764547200", date(2026, 2, 15): "1771113600"}
TEXTS = ROOT / "tests" / "data" / "advice.txt"
GOAL = "- {title: Chair a practice meeting, measure: It ends on time, by: 2026-03}\n"
MEET = "cadence: every month, length: 60 minutes, format: video"
HELP = "{third_person: Rosa Lind}"
ACADEMIC = {"relationship": "{kind: academic, mentor_has_say: none}", "research": "{authorship_rule: icmje}"}


def goal(**parts: str) -> str:
    whole = {"title": "Chair a practice meeting", "measure": "It ends on time", "by": "2026-03"} | parts
    return f"[{{{', '.join(f'{name}: {text}' for name, text in whole.items() if text)}}}]"


def further(count: int) -> str:
    return GOAL + "".join(f"- {{title: Goal {number}, measure: x, by: 2026-04}}\n" for number in range(2, count + 1))


def has_say(say: str) -> str:
    return f"{{kind: workplace, mentor_has_say: {say}, overlap_note: He signs the leave forms.}}"


Sections = dict[str, str]
Case = tuple[Code, Sections, Sections, date]
CASES: list[Case] = [
    (Code.MENTOR_DECIDES, {"relationship": has_say("direct")}, {"relationship": has_say("some")}, BEFORE),
    (
        Code.MENTOR_DECIDES,
        {"relationship": has_say("direct")},
        {"relationship": has_say("direct"), "people": "{mentee: Ada Okafor, mentor: [Ben Lind, Cleo Hart]}"},
        BEFORE,
    ),
    (Code.STRICT_HAS_LIMITS, {"confidentiality": "{level: strict}"}, {"confidentiality": "{level: open}"}, BEFORE),
    (
        Code.STRICT_HAS_LIMITS,
        {"confidentiality": "{level: strict}"},
        {"confidentiality": "{level: to discuss}"},
        BEFORE,
    ),
    (Code.GOAL_WITHOUT_MEASURE, {"goals": goal(measure="")}, {}, BEFORE),
    (Code.GOAL_WITHOUT_MEASURE, {"goals": goal(measure="")}, {"goals": goal(measure="none")}, BEFORE),
    (Code.GOAL_WITHOUT_MEASURE, {"goals": goal(measure="")}, {"goals": goal(measure="to discuss")}, BEFORE),
    (Code.GOAL_WITHOUT_DATE, {"goals": goal(by="")}, {}, BEFORE),
    (Code.GOAL_WITHOUT_DATE, {"goals": goal(by="")}, {"goals": goal(by="to discuss")}, BEFORE),
    (Code.MANY_GOALS, {"goals": further(4)}, {"goals": further(3)}, BEFORE),
    (Code.GOAL_OUTSIDE_TERM, {"goals": goal(by="2026-07")}, {"goals": goal(by="2026-06")}, BEFORE),
    (Code.GOAL_OUTSIDE_TERM, {"goals": goal(by="2026-07-01")}, {"goals": goal(by="2026-06-30")}, BEFORE),
    (Code.GOAL_OUTSIDE_TERM, {"goals": goal(by="2025-12-31")}, {"goals": goal(by="2026-01-01")}, BEFORE),
    (
        Code.GOAL_OUTSIDE_TERM,
        {"goals": goal(by="2026-07"), "term": "{start: 2026-01-15, length: 5 months}"},
        {"goals": goal(by="2026-06"), "term": "{start: 2026-01-15, length: 5 months}"},
        BEFORE,
    ),
    (
        Code.GOAL_OUTSIDE_TERM,
        {"goals": goal(by="2030-01")},
        {"goals": goal(by="2030-01"), "term": "{start: 2026-01-01, length: to discuss}"},
        BEFORE,
    ),
    (
        Code.FIRST_BEFORE_START,
        {"meetings": f"{{{MEET}, first: 2025-12-31}}"},
        {"meetings": f"{{{MEET}, first: 2026-01-01}}"},
        BEFORE,
    ),
    (
        Code.REPORTER_UNKNOWN,
        ACADEMIC | {"confidentiality": "{level: open, reporter: {mentor: unknown}}"},
        ACADEMIC,
        BEFORE,
    ),
    (
        Code.REPORTER_UNKNOWN,
        ACADEMIC | {"confidentiality": "{level: open, reporter: {mentor: unknown}}"},
        {"confidentiality": "{level: open, reporter: {mentor: unknown}}"},
        BEFORE,
    ),
    (Code.NO_THIRD_PERSON, {}, {"problems": HELP}, BEFORE),
    (Code.NO_THIRD_PERSON, {}, {"program": "{coordinator: Leila Haddad}"}, BEFORE),
    (Code.NO_THIRD_PERSON, {}, {"problems": "{third_person: none}"}, BEFORE),
    (Code.TIME_ASKED, {}, {"meetings": "{cadence: as needed, length: 60 minutes, format: video}"}, BEFORE),
    (Code.TIME_ASKED, {}, {"term": "{start: 2026-01-01, length: to discuss}", "meetings": f"{{{MEET}}}"}, BEFORE),
    (
        Code.ABOUT_HEALTH,
        {"also_agreed": "[Ada’s migraine comes first.]"},
        {"also_agreed": "[Ada’s team comes first.]"},
        BEFORE,
    ),
    (
        Code.ABOUT_HEALTH,
        {"goals": goal(measure="her anxiety is gone")},
        {"goals": goal(measure="her health care project is done")},
        BEFORE,
    ),
    (
        Code.ABOUT_HEALTH,
        {"meetings": f"{{{MEET}, place: near her therapist}}"},
        {"boundaries": "{off_limits: [her health], sensitive: [his health]}"},
        BEFORE,
    ),
    (
        Code.MENTOR_IN_TWO_PARTS,
        {"program": "{coordinator: ben  LIND}"},
        {"program": "{coordinator: Bena Lind}"},
        BEFORE,
    ),
    (
        Code.MENTOR_IN_TWO_PARTS,
        {"program": "{coordinator: Ben Lind}"},
        {"program": "{coordinator: Ben Lind}", "problems": HELP},
        BEFORE,
    ),
    (
        Code.MENTOR_IN_TWO_PARTS,
        {
            "program": "{coordinator: {name: B. L., email: BEN@x.example}}",
            "people": "{mentee: Ada Okafor, mentor: {name: Ben Lind, email: ben@x.example}}",
        },
        {
            "program": "{coordinator: {name: B. L., email: b@x.example}}",
            "people": "{mentee: Ada Okafor, mentor: {name: Ben Lind, email: ben@x.example}}",
        },
        BEFORE,
    ),
    (
        Code.MENTOR_IN_TWO_PARTS,
        {"people": "{mentee: Ada Okafor, mentor: Ben Lind, line_manager: Ben Lind}", "problems": HELP},
        {
            "people": "{mentee: Ada Okafor, mentor: Ben Lind, line_manager: Ben Lind}",
            "problems": HELP,
            "relationship": has_say("direct"),
        },
        BEFORE,
    ),
    (Code.MENTOR_IN_TWO_PARTS, {"problems": "{third_person: Ben Lind}"}, {"problems": HELP}, BEFORE),
    (
        Code.MINOR_UNPROTECTED,
        {"people": "{mentee: {name: Ada Okafor, minor: yes}, mentor: Ben Lind}"},
        {"people": "{mentee: {name: Ada Okafor, minor: no}, mentor: Ben Lind}"},
        BEFORE,
    ),
    (
        Code.START_PAST,
        {"meetings": f"{{{MEET}}}"},
        {"meetings": f"{{{MEET}}}", "term": "{start: 2026-01-02, length: 6 months}"},
        date(2026, 1, 2),
    ),
    (Code.START_PAST, {}, {"meetings": f"{{{MEET}, first: 2026-01-20}}"}, date(2026, 1, 22)),
    (Code.MIDDLE_PAST, {}, {"term": "{start: 2026-01-01, length: 9 months}"}, date(2026, 4, 2)),
    (Code.MIDDLE_PAST, {}, {"review": "{mid_point: 2026-04-02}"}, date(2026, 4, 2)),
    (Code.END_PAST, {}, {"term": "{start: 2026-01-01, end: 2026-07-01}"}, date(2026, 7, 1)),
]


def advice(sections: Sections, today: date | None = BEFORE) -> tuple[Problem, ...]:
    text = settled_text(**sections)
    return advise(read(text), LOCALE, text, today=today)


def codes(sections: Sections, today: date | None = BEFORE) -> list[Code]:
    return [each.code for each in advice(sections, today)]


@pytest.mark.parametrize(
    ("code", "there", "not_there", "today"), CASES, ids=lambda value: str(getattr(value, "name", ""))
)
def test_a_rule_speaks_where_it_should_and_is_silent_beside_it(
    code: Code, there: Sections, not_there: Sections, today: date
) -> None:
    assert codes(there, today).count(code) == 1
    assert code not in codes(not_there, today)


def test_every_advice_has_a_case_above() -> None:
    # What is odd about a roster is told of its sheet, and tried with the sheets.
    assert {code for code, *_ in CASES} == {code for code in ADVICE if not code.startswith("AG4")}


def test_of_start_middle_and_end_only_the_last_that_is_past_is_named() -> None:
    past = {Code.START_PAST, Code.MIDDLE_PAST, Code.END_PAST}
    found = {day: past & set(codes({}, day)) for day in (date(2026, 1, 21), date(2026, 1, 22), date(2026, 7, 1))}
    assert list(found.values()) == [set(), {Code.START_PAST}, {Code.END_PAST}]
    assert past & set(codes({}, date(2026, 5, 1))) == {Code.MIDDLE_PAST}
    assert past & set(codes({}, None)) == set()


def test_a_middle_that_is_still_open_is_never_past() -> None:
    assert codes({"review": "{mid_point: to discuss}"}, date(2026, 6, 1)).count(Code.START_PAST) == 1


SPOKEN_OF = [
    ("Because of her severe migraine, we take breaks.", "her severe migraine"),
    ("Ada has dyslexia, so nothing by chat.", "Ada has dyslexia"),
    ("Ada Okafor's ADHD means short meetings", "Ada Okafor's ADHD"),
    ("We go by how BEN LIVES WITH diabetes.", "BEN LIVES WITH diabetes"),
    ("She was diagnosed in May", "She was diagnosed"),
    ("My mental health comes first.", "My mental health"),
    ("I am burnt out.", "I am burnt out"),
    ("Bo is pregnant", "Bo is pregnant"),
]
NOT_SPOKEN_OF = [
    "Lead a health care project",
    "Ada leads her first health care project",
    "her health-care project",
    "Publish two papers on diabetes and depression",
    "Ada has a talk on autism in May",
    "Present his cancer research to the board",
    "Improve her knowledge of epilepsy",
    "Mental health first aid for the ward",
    "her healthy team, and her illustrations",
    "Ada still checks the disease registry of the clinic",
    "She is illustrating her portfolio",
    "Adam has dyslexia",
    "her team's health",
    "their health",
    "",
]


@pytest.mark.parametrize(("text", "quote"), SPOKEN_OF)
def test_words_about_a_persons_own_health_are_found(text: str, quote: str) -> None:
    assert HealthWords(LOCALE, ["Ada Okafor", "Ben", "Bo"]).find(text) == quote


@pytest.mark.parametrize("text", NOT_SPOKEN_OF)
def test_health_as_a_subject_of_work_is_not(text: str) -> None:
    assert HealthWords(LOCALE, ["Ada Okafor", "Ben", "Bo"]).find(text) == ""


def test_without_names_the_words_still_work() -> None:
    assert HealthWords(LOCALE, []).find("her migraine") == "her migraine"


def test_the_place_is_the_line_where_the_answer_stands() -> None:
    text = settled_text(
        goals=GOAL + "- Say no\n- title: Ask\n  by: 2026-03\n- {title: More, measure: x, by: 2027-01}\n",
        purpose="statement: By June, Ada will chair.\nsuccess: |\n  A meeting.\n  In spite of her migraine.\n",
        relationship=has_say("direct"),
    )
    lines = text.splitlines()
    found = {(each.code, each.key): each for each in advise(read(text), LOCALE, text, today=date(2026, 8, 1))}
    for code, key, part in [
        (Code.MENTOR_DECIDES, "relationship.mentor_has_say", "mentor_has_say: direct"),
        (Code.GOAL_WITHOUT_MEASURE, "goals.say-no.measure", "Say no"),
        (Code.GOAL_WITHOUT_DATE, "goals.say-no.by", "Say no"),
        (Code.GOAL_WITHOUT_MEASURE, "goals.ask.measure", "title: Ask"),
        (Code.MANY_GOALS, "goals", "title: More"),
        (Code.GOAL_OUTSIDE_TERM, "goals.more.by", "by: 2027-01"),
        (Code.ABOUT_HEALTH, "purpose.success", "her migraine"),
        (Code.END_PAST, "term.end", "length: 6 months"),
        (Code.TIME_ASKED, "meetings.cadence", "cadence: every month"),
    ]:
        each = found.pop((code, key))
        assert lines[each.line - 1][each.column - 1 :].startswith(part), (code, key)
    assert [(each.code, each.line, each.source) for each in found.values()] == [(Code.NO_THIRD_PERSON, 0, "")]


def test_what_a_program_says_has_no_line_in_the_pairs_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "program.yaml").write_text("program: {name: Bridge, coordinator: Ben Lind}\n")
    pair = tmp_path / "pair.yaml"
    pair.write_text(settled_text(people="{mentee: Ada Okafor, mentor: Ben Lind}") + "include: program.yaml\n")
    found = [each for each in told(run, pair) if each["code"] == Code.MENTOR_IN_TWO_PARTS]
    assert [(each["line"], each["key"]) for each in found] == [(1, "program.coordinator.name")]


def told(run: Run, path: Path, *options: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(run("check", path, "--format", "json", *options).out)["files"][0][
        "advice"
    ]
    return found


def test_warnings_come_first_then_nudges_then_notes_each_in_the_order_of_the_file() -> None:
    found = advice(
        {"goals": further(4) + "- Say no\n", "confidentiality": "{level: strict}", "relationship": has_say("direct")}
    )
    levels = [each.code.level for each in found]
    assert levels == sorted(levels, key=list(Level).index)
    for level in set(levels):
        lines = [each.line or 999 for each in found if each.code.level is level]
        assert lines == sorted(lines)
    assert set(levels) == {Level.WARNING, Level.NUDGE, Level.NOTE}


@pytest.mark.parametrize("path", INTERVIEWS, ids=lambda path: path.stem)
def test_the_examples_have_no_warning_before_they_begin(path: Path) -> None:
    spoken = example(path)
    start = spoken.answers.term.start
    assert start
    found = [each for each in advise(spoken, LOCALE, today=start) if each.code.level is Level.WARNING]
    assert found == []


@pytest.mark.parametrize("path", sorted((EXAMPLES / "pair").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_two_files_of_the_example_have_none_either(path: Path) -> None:
    spoken = read(path.read_text(encoding="utf-8"))
    assert [each for each in advise(spoken, LOCALE, today=BEFORE) if each.code.level is Level.WARNING] == []


def test_all_advice_reads_as_it_was_approved(request: pytest.FixtureRequest) -> None:
    parts = []
    for code, sections, _, today in CASES:
        for each in advice(sections, today):
            if each.code is code:
                parts.append(f"{each.code} {each.code.level} {each.key}\n  {each.message}\n  {each.help}\n")
    text = "\n".join(dict.fromkeys(parts))
    if request.config.getoption("--update-golden"):
        TEXTS.write_text(text, encoding="utf-8", newline="\n")
    assert text == TEXTS.read_text(encoding="utf-8")


@pytest.mark.parametrize("code", ADVICE)
def test_every_advice_is_explained(code: Code, run: Run) -> None:
    outcome = run("check", "--explain", code.value)
    assert outcome.code == 0
    assert outcome.out.startswith(f"{code}: ")
    assert outcome.out.endswith(".\n")


# What the command does with it.


# What the outlines do with it.


def topics(spoken: Interview) -> list[str]:
    outline = compose_agenda(spoken, LOCALE, compose_agreement(spoken, LOCALE), "shared")
    return [plain(item.topic) for slot in outline.slots for item in slot.items]


@pytest.mark.parametrize(
    ("sections", "topic"),
    [
        ({"goals": goal(measure="")}, "How we will know: Chair a practice meeting"),
        ({"goals": goal(by="")}, "How we will know: Chair a practice meeting"),
        ({"goals": "[Say no]"}, "How we will know: Say no"),
        ({}, "Who helps us"),
        (
            ACADEMIC | {"confidentiality": "{level: open, reporter: {mentor: unknown}}"},
            "A duty to report: Ben Lind",
        ),
    ],
)
def test_every_nudge_is_one_topic_of_the_first_outline(sections: Sections, topic: str) -> None:
    spoken = settled(**sections)
    assert nudges(spoken)
    assert topics(spoken).count(topic) == 1


def test_what_is_said_to_be_none_is_no_topic() -> None:
    spoken = settled(goals=goal(measure="none", by="none"), problems="{third_person: none}")
    assert nudges(spoken) == ()
    assert topics(spoken) == []


def test_where_the_mentor_decides_the_outline_begins_with_it_and_the_agreement_says_so() -> None:
    spoken = settled(relationship=has_say("direct"), goals="[Say no]")
    assert topics(spoken)[0] == "Who decides what"
    clauses = compose_agreement(spoken, LOCALE)
    assert "He signs the leave forms." in str(clauses)


def test_every_nudge_has_its_topic_and_no_other_advice_has() -> None:
    assert set(GAPS) == {code for code in ADVICE if code.level is Level.NUDGE}
