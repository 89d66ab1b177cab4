"""The guided interview: on a real terminal and from a pipe, and never an answer lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from agreementgen.interview import Interview, State, asking, kinds, read_interview, read_private, starter, typed
from agreementgen.interview.fields import core_of
from agreementgen.typeset.asked import Item, asked_of, ordered

from ..answers import base, samples
from ..answers import text as written
from ..conftest import EXAMPLES, ROOT, SETTLED, Outcome
from ..terminals import terminal
from .conftest import ENGLISH, LINES, TWELVE, Run, read


def test_the_twelve_questions_on_a_terminal_give_a_settled_interview(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with terminal(tmp_path, "ask", "--plain") as seat:
        seat.answer(*TWELVE)
        assert seat.ended() == 0
    written = (tmp_path / "interview.yaml").read_text(encoding="utf-8")
    assert read(tmp_path / "interview.yaml").is_settled
    path = ROOT / "tests" / "data" / "ask-transcript.txt"
    text = f"{seat.shown}\n{'-' * 20} interview.yaml\n{written}"
    if request.config.getoption("--update-golden"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_the_twelve_take_at_most_fourteen_prompts_and_six_hundred_words(ask: Callable[..., Outcome]) -> None:
    outcome = ask(LINES)
    assert outcome.code == 0
    assert len(re.findall(r"^(?:\S.* )?> ?", outcome.err, flags=re.MULTILINE)) <= 14
    assert len(outcome.err.split()) <= 600


def test_a_pipe_gives_what_a_terminal_gives(ask: Callable[..., Outcome], tmp_path: Path) -> None:
    outcome = ask(LINES)
    assert (outcome.code, outcome.out) == (0, "interview.yaml\n")
    transcript = (ROOT / "tests" / "data" / "ask-transcript.txt").read_text(encoding="utf-8")
    assert (tmp_path / "interview.yaml").read_text(encoding="utf-8") == transcript.partition("- interview.yaml\n")[2]
    assert outcome.err.endswith("Next: agreementgen check interview.yaml\n")


def test_a_wrong_answer_is_told_in_the_words_of_check_and_asked_again(tmp_path: Path) -> None:
    with terminal(tmp_path, "ask", "--plain") as seat:
        seat.answer(
            ("printed", "to discuss"),
            ("cannot be left to discuss", "Ada; Ben"),
            ("What kind", "99"),
            ("not one of the answers to choose from", "workplace"),
        )
        seat.answer(("any say", "?"), ("direct say", "4"), ("In one sentence", "tbd"), ("not known yet", "x"))
        seat.answer(("Goal 1", "Review; soon; 05/04/2026"), ("2026-04-05 (5 April 2026)", "2026-05"))
        seat.answer(("Goal 2", "review"), ("another goal has the same title", ""))
        seat.answer(
            ("How often", "biweekly; 60 minutes"), ("two ways", "weekly; 9 hours"), ("180 minutes", "weekly, 1 h")
        )
        seat.answer(("How do you meet", "video; at noon; 2026-01-07 15:00; x"), ("too many: x", ""))
        seat.wait_for("reach each other")
        assert seat.interrupted() == 130
    interview = read(tmp_path / "interview.yaml")
    assert interview.state("relationship.mentor_has_say") is State.TO_DISCUSS
    assert [str(goal.by.month) for goal in interview.answers.goals or () if goal.by] == ["5"]
    assert interview.answers.meetings.length is not None
    assert interview.answers.meetings.format is None


@pytest.mark.parametrize("kind", kinds())
@pytest.mark.parametrize("is_begun", [False, True])
def test_check_finds_no_problem_in_what_was_saved_and_every_note_stays(
    ask: Callable[..., Outcome], run: Run, tmp_path: Path, kind: str, is_begun: bool
) -> None:
    path = tmp_path / "pair.yaml"
    lines = LINES.replace("\nworkplace\nnone", f"\n{kind}\nnone")
    before = ""
    if is_begun:
        before = starter(kind, ENGLISH)
        path.write_text(before, encoding="utf-8")
        lines = lines.replace(f"{kind}\n", "")
    if kind == "group":
        # Whose answers they are is asked with the kind known; so the file has to say it first.
        path.write_text(before or f"relationship: {{kind: {kind}}}\n", encoding="utf-8")
        before = path.read_text(encoding="utf-8")
        lines = lines.replace("Amara Diallo; Jon Reyes", "Priya Raman; Ana Lopes; Ben Okoro").replace(f"{kind}\n", "")
        lines = lines.replace("\n1; 6\n", "\n1; 6; 1\n")
    if kind in ("academic", "entrepreneurship"):
        lines = lines.removesuffix("\n") + {"academic": "1", "entrepreneurship": "none"}[kind] + "\n\n"
    if kind == "youth":
        guardian = "Ines Prado; Mother; no; no\nLea Roth; Rosa Lind; 2025-11-10\n"
        lines = lines.replace("standard\n", "youth limited\n").removesuffix("\n") + guardian + "\n"
    assert ask(lines, "pair.yaml").code == 0
    assert run("check", "pair.yaml", "--final").code == 0
    after = path.read_text(encoding="utf-8")
    notes = [re.findall(r"#[^\n]*", text) for text in (before, after)]
    assert notes[0] == notes[1]


@pytest.mark.parametrize("kind", kinds())
def test_every_question_of_every_section_takes_an_answer_that_check_accepts(kind: str) -> None:
    text = written(base(kind) | {"relationship.kind": kind})
    interview = read_text(text)
    assert interview
    count = 0
    for section in asking.sections("", kind):
        for question in asking.further(section, interview):
            key = question.list_of or question.parts[0].key
            value = {part.key.rpartition(".")[2]: str(samples(part.field)[0]) for part in question.parts}
            is_group = "*" in question.parts[0].key
            said = value if is_group else str(samples(question.parts[0].field)[0])
            if key in ("term.end", "review.mid_point"):
                continue
            _, problems = typed.put(
                text,
                [(key, said, bool(question.list_of))],
                lambda new: read_interview(new.encode(), locale=ENGLISH).problems,
                interview=interview,
                locale=ENGLISH,
            )
            assert problems == (), key
            count += 1
    assert count > 90


def read_text(text: str) -> Interview:
    interview = read_interview(text.encode(), locale=ENGLISH).interview
    assert interview is not None
    return interview


def test_one_person_is_asked_for_their_own_and_the_file_says_whose_it_is(
    ask: Callable[..., Outcome], tmp_path: Path
) -> None:
    lines = LINES.replace("Amara Diallo; Jon Reyes", "Amara Diallo").replace("\n1; 6\n", "\n1, 6\n")
    private = "y\nA person who listens.\n\n\nCaptions: on\n\n"
    outcome = ask(lines.removesuffix("\n") + private + "\n", "amara.yaml", "--as", "mentee")
    assert outcome.code == 0
    assert "mentor’s name" not in outcome.err
    assert "send amara.yaml to the mentor, then: agreementgen compare amara.yaml THEIR-FILE" in outcome.err
    interview = read(tmp_path / "amara.yaml")
    assert interview.answers.answered_by == "mentee"
    assert interview.answers.feedback.preference == {"mentee": ("direct", "time_to_think")}
    own = tmp_path / "amara.private.yaml"
    assert own.stat().st_mode & 0o077 == 0
    private_reading = read_private(own.read_bytes()).private
    assert private_reading is not None
    assert private_reading.person == "mentee"
    assert private_reading.texts == {"most_wanted": "A person who listens.", "access_needs": "Captions: on"}
    assert "listens" not in (tmp_path / "amara.yaml").read_text(encoding="utf-8")


def test_the_file_says_who_is_asked_and_is_no_one_elses(ask: Callable[..., Outcome], tmp_path: Path) -> None:
    path = tmp_path / "jon.yaml"
    path.write_text("answered_by: mentor\n", encoding="utf-8")
    outcome = ask("Jon Reyes\n", "jon.yaml")
    assert "What is the mentee’s name" not in outcome.err
    assert read(path).answers.people.mentor.name == "Jon Reyes"
    refused = ask("", "jon.yaml", "--as", "mentee")
    assert refused.code == 2
    assert "was written by the mentor" in refused.err


def test_somebody_elses_private_file_is_left_alone(ask: Callable[..., Outcome], tmp_path: Path) -> None:
    own = tmp_path / "interview.private.yaml"
    own.write_text("answered_by: mentor\nprivate: {concerns: x}\n", encoding="utf-8")
    (tmp_path / "interview.yaml").write_text(SETTLED, encoding="utf-8")
    assert "is left alone" in ask("\n", "--as", "mentee").err
    assert own.read_text(encoding="utf-8") == "answered_by: mentor\nprivate: {concerns: x}\n"


def test_more_is_asked_by_topic_with_its_default_and_enter_keeps_it(
    ask: Callable[..., Outcome], tmp_path: Path
) -> None:
    (tmp_path / "interview.yaml").write_text(SETTLED, encoding="utf-8")
    outcome = ask("?\nnonsense, initial topics\nFirst: one\nSecond, two\n\nending early\n2 weeks\n\n")
    assert outcome.code == 0
    assert 'there is no topic "nonsense"' in outcome.err
    assert "Enter keeps: none" in outcome.err
    interview = read(tmp_path / "interview.yaml")
    assert interview.answers.initial_topics == ("First: one", "Second, two")
    assert interview.standings["exit.notice"].state is State.AGREED
    assert interview.standings["exit.tell"].state is State.DEFAULTED


def test_a_section_that_is_named_is_asked_again_and_enter_leaves_it(
    ask: Callable[..., Outcome], tmp_path: Path
) -> None:
    path = tmp_path / "interview.yaml"
    before = SETTLED.replace("3 working days}", "3 working days}  # as ever")
    path.write_text(before, encoding="utf-8")
    outcome = ask("\n2 days\n", "--section", "communication")
    assert "Now: by e-mail" in outcome.err
    assert path.read_text(encoding="utf-8") == before.replace("3 working days}", "2 days}")
    assert "More?" not in outcome.err
    unknown = ask("", "--section", "comunication")
    assert (unknown.code, unknown.out) == (2, "")
    assert 'did you mean "communication"?' in unknown.err


def test_only_open_asks_what_keeps_the_agreement_from_being_final(ask: Callable[..., Outcome], tmp_path: Path) -> None:
    path = tmp_path / "pair.yaml"
    before = (EXAMPLES / "unsettled.yaml").read_text(encoding="utf-8")
    path.write_text(before, encoding="utf-8")
    outcome = ask("none\n\nemail\n4 working days\n", "pair.yaml", "--only-open")
    asked = ("any say", "three lines", "reach each other", "How soon", "get feedback")
    places = [outcome.err.index(words) for words in asked]
    assert places == sorted(places)
    assert "What is the mentee" not in outcome.err
    assert "Now: mentee: 2 working days; mentor: 5 working days" in outcome.err
    assert "\nMentor > " in outcome.err
    after = before.replace("not sure", "none").replace(
        "  channel: to discuss", "  channel: email\n  reply: 4 working days"
    )
    after = after.replace("\n  communication.reply: {mentee: 2 working days, mentor: 5 working days}", "")
    assert path.read_text(encoding="utf-8") == after


def test_who_answers_alone_is_not_asked_what_both_have_to_settle(ask: Callable[..., Outcome], tmp_path: Path) -> None:
    path = tmp_path / "pair.yaml"
    path.write_text((EXAMPLES / "unsettled.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    outcome = ask("", "pair.yaml", "--only-open", "--as", "mentor")
    assert "How soon" not in outcome.err.partition("still open")[0]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["--no-input"], "--no-input forbids it"), (["-"], "needs the name of one"), (["--as", "boss"], "boss")],
)
def test_wrong_usage_is_exit_2_and_says_why(ask: Callable[..., Outcome], arguments: list[str], words: str) -> None:
    outcome = ask("", *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert words in outcome.err


def test_a_file_with_problems_is_shown_like_check_and_left_as_it_is(
    ask: Callable[..., Outcome], run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "interview.yaml"
    path.write_text(SETTLED.replace("every month", "biweekly"), encoding="utf-8")
    before = path.read_bytes()
    outcome, checked = ask("x\n"), run("check", "interview.yaml")
    assert outcome.code == 1
    assert outcome.out == checked.out
    assert path.read_bytes() == before


def test_who_answers_nothing_leaves_no_file(ask: Callable[..., Outcome], tmp_path: Path) -> None:
    outcome = ask("")
    assert (outcome.code, outcome.out) == (0, "")
    assert list(tmp_path.iterdir()) == []


def test_every_section_has_words_and_every_private_question_too() -> None:
    for section in asking.sections():
        assert ENGLISH.label(f"ask.sections.{section}")
    for key in asking.PRIVATELY:
        assert ENGLISH.label(f"ask.privately.{key}.ask").endswith("?")


@pytest.mark.parametrize(("kind", "person"), [(kind, person) for kind in kinds() for person in core_of(kind)])
def test_new_for_one_person_leaves_out_what_the_other_answers(run: Run, tmp_path: Path, kind: str, person: str) -> None:
    path = tmp_path / "own.yaml"
    assert run("new", path, "--kind", kind, "--as", person).code == 0
    others = [other for other in core_of(kind) if other != person]
    text = path.read_text(encoding="utf-8")
    assert not re.search(rf"^ *({'|'.join(others)}):", text, flags=re.MULTILINE)
    assert read(path).written_by == person
    unanswered = read(path).keys(State.UNANSWERED)
    assert f"people.{person}.name" in unanswered


def test_new_for_one_person_offers_a_file_for_their_own_eyes(tmp_path: Path) -> None:
    with terminal(tmp_path, "new", "own.yaml", "--as", "mentor") as seat:
        while "[y/N]" not in seat.shown:
            assert seat._read(10)
        seat.type("y\n")
        assert seat.ended() == 0
    own = read_private((tmp_path / "own.private.yaml").read_bytes()).private
    assert own is not None
    assert (own.person, own.texts) == ("mentor", {})


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("every month; 60 minutes", ["every month", "60 minutes"]),
        ("60 minutes; every month", ["60 minutes", "every month"]),
        ("every month, 60 minutes", ["every month", "60 minutes"]),
        ("; 60 minutes", ["60 minutes"]),
        ("every month", ["every month"]),
        ("60 minutes", ["60 minutes"]),
        ("evry month; 60 minutes", ["evry month", "60 minutes"]),
        ("to discuss", ["to discuss", "to discuss"]),
    ],
)
def test_a_line_is_taken_apart_by_what_its_pieces_can_be(line: str, said: list[str]) -> None:
    (question,) = [question for question in asking.twelve({"workplace"}) if question.number == 6]
    spread = typed.spread(line, question.parts, ENGLISH)
    assert list(spread.said.values()) == said
    for part, piece in spread.said.items():
        if piece.endswith("minutes"):
            assert part.key == "meetings.length"


def test_what_looks_like_a_date_is_never_taken_for_a_place() -> None:
    (question,) = [question for question in asking.twelve({"workplace"}) if question.number == 7]
    spread = typed.spread("in person; the café; 3.12.2025", question.parts, ENGLISH)
    assert {part.key: piece for part, piece in spread.said.items()}["meetings.first"] == "3.12.2025"


def test_two_names_on_one_line_are_not_one_name(tmp_path: Path) -> None:
    with terminal(tmp_path, "ask", "--plain", "--as", "mentee") as seat:
        seat.answer(("printed", "Lena Hofer; Marco Bianchi"), ("too many: Marco Bianchi", "Lena Hofer"))
        seat.wait_for("What kind")
    assert read(tmp_path / "interview.yaml").answers.people.mentee.name == "Lena Hofer"


def test_a_further_mentor_gives_a_name_and_is_asked_like_a_mentor(ask: Callable[..., Outcome], tmp_path: Path) -> None:
    outcome = ask("Tom Adeyemi\nworkplace\n", "--as", "mentor-2")
    assert outcome.code == 0
    assert "people:\n  mentor-2: Tom Adeyemi\n" in (tmp_path / "interview.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("person", "said", "needed"),
    [
        ("", "", "mentee"),
        ("", "{mentor: direct}", "mentee"),
        ("", "{mentee: direct}", ""),
        ("mentee", "", "mentee"),
        ("mentor", "", "mentor"),
        ("mentor", "{mentor: direct}", ""),
    ],
)
def test_check_ask_and_the_page_need_the_same_persons_preference(person: str, said: str, needed: str) -> None:
    author = f"answered_by: {person}\n" if person else ""
    interview = read_text(f"{author}feedback: {{preference: {said}}}\n" if said else author or "schema: 1\n")
    by_check = [key for key, _ in interview.blocking() if key.startswith("feedback.preference")]
    question = next(each for each in asking.twelve({"workplace"}, person) if each.number == 10)
    by_ask = asking.needed(question, interview)
    assert by_check == ([f"feedback.preference.{needed}"] if needed else [])
    assert bool(by_ask) == bool(needed)
    if person:
        items = ordered(asked_of("workplace", ENGLISH, person))
        (mine,) = (item for item in items if item.key.startswith("feedback.preference"))
        assert (mine.key, isinstance(mine, Item) and "workplace" in mine.required_for) == (
            f"feedback.preference.{person}",
            True,
        )
