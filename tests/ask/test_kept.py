"""Whatever happens while `ask` runs: never an answer lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ..conftest import ROOT, Outcome
from ..terminals import terminal
from .conftest import LINES, TWELVE, Run, read


@pytest.mark.parametrize(("key", "code"), [("", 130), ("\x04", 0)], ids=["Ctrl-C", "Ctrl-D"])
def test_who_stops_keeps_every_answer_and_goes_on_at_the_first_question_without_one(
    tmp_path: Path, key: str, code: int
) -> None:
    with terminal(tmp_path, "ask", "--plain") as seat:
        seat.answer(*TWELVE[:6], ("How often", "every month"))
        seat.wait_for("How long is a meeting")
        if key:
            seat.type(key)
        assert (seat.ended() if key else seat.interrupted()) == code
    assert "interview.yaml" in seat.shown
    assert "Traceback" not in seat.shown
    assert read(tmp_path / "interview.yaml").answers.meetings.cadence is not None
    with terminal(tmp_path, "ask", "--plain") as seat:
        seat.answer(("6. How long is a meeting", "usual"), *TWELVE[7:])
        assert seat.ended() == 0
    assert "How often" not in seat.shown
    assert read(tmp_path / "interview.yaml").is_settled
    assert not list(tmp_path.glob(".agreementgen*"))


def test_a_closed_window_keeps_every_answer(tmp_path: Path) -> None:
    with terminal(tmp_path, "ask", "--plain") as seat:
        seat.answer(*TWELVE[:3])
        seat.wait_for("In one sentence")
        assert seat.hang_up() == 130
    assert read(tmp_path / "interview.yaml").answers.relationship.mentor_has_say == "none"
    assert [path.name for path in tmp_path.iterdir()] == ["interview.yaml"]


@pytest.mark.parametrize("second", ["\x03", "closed"])
def test_who_stops_twice_is_told_of_no_bug(tmp_path: Path, second: str) -> None:
    """The second news comes at any moment, also while the last word is said."""
    for wait in (0, 0.001):
        path = tmp_path / "interview.yaml"
        with terminal(tmp_path, "ask", "--plain", path.name) as seat:
            seat.answer(("printed", "Amara Diallo; Jon Reyes"))
            seat.wait_for("What kind")
            seat.type("\x03")
            time.sleep(wait)
            if second == "closed":
                assert seat.hang_up() in (130, -signal.SIGHUP)
            else:
                seat.type(second)
                assert seat.ended() in (130, -signal.SIGINT)
                assert "Traceback" not in seat.shown
        assert read(path).answers.people.mentee.name == "Amara Diallo"
        path.unlink()


def test_a_kill_keeps_every_answer(tmp_path: Path) -> None:
    with terminal(tmp_path, "ask", "--plain") as seat:
        seat.answer(*TWELVE[:2])
        seat.wait_for("any say")
        seat.process.send_signal(signal.SIGTERM)
        assert seat.ended() == 130
    assert read(tmp_path / "interview.yaml").answers.relationship.kind == "workplace"


def test_what_somebody_else_writes_meanwhile_stays(tmp_path: Path) -> None:
    path = tmp_path / "interview.yaml"
    with terminal(tmp_path, "ask", "--plain") as seat:
        seat.answer(*TWELVE[:2])
        seat.wait_for("any say")
        path.write_text(
            f"# by hand\n{path.read_text(encoding='utf-8')}also_agreed: [We walk.]  # yes\n", encoding="utf-8"
        )
        seat.type("none\n")
        seat.wait_for("was changed meanwhile")
        text = path.read_text(encoding="utf-8").replace("  mentor_has_say: none", "  mentor_has_say: direct")
        path.write_text(f"{text}purpose: Theirs.\n", encoding="utf-8")
        seat.type("Mine.\n")
        seat.wait_for("was answered in the file meanwhile: Theirs.")
        seat.type("Mine.\n")
        seat.wait_for("Goal 1")
        path.unlink()
        seat.type("One; told\n")
        seat.wait_for("Goal 2")
        seat.type("\x04")
        assert seat.ended() == 0
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# by hand\n")
    assert "also_agreed: [We walk.]  # yes\n" in text
    interview = read(path)
    assert interview.answers.relationship.mentor_has_say == "direct"
    assert interview.answers.purpose.statement == "Mine."
    assert [goal.title for goal in interview.answers.goals or ()] == ["One"]


def test_a_file_that_is_broken_meanwhile_is_waited_for_and_the_answer_is_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "interview.yaml"
    with terminal(tmp_path, "ask", "--plain") as seat:
        seat.answer(*TWELVE[:2])
        seat.wait_for("any say")
        whole = path.read_text(encoding="utf-8")
        path.write_text(f"{whole}x: y\n", encoding="utf-8")
        seat.type("none\n")
        seat.wait_for("your answer is not saved yet: relationship.mentor_has_say: none")
        path.write_text(whole, encoding="utf-8")
        seat.type("\n")
        seat.wait_for("In one sentence")
        assert read(path).answers.relationship.mentor_has_say == "none"
        path.write_text(f"{whole}x: y\n", encoding="utf-8")
        seat.type("Mine.\n")
        seat.wait_for("Mend it")
        seat.type("\x04")
        assert seat.ended() == 1
    assert "Not saved: purpose.statement: Mine." in seat.shown
    assert path.read_text(encoding="utf-8") == f"{whole}x: y\n"


def test_a_read_only_file_is_waited_for(ask: Callable[..., Outcome], tmp_path: Path) -> None:
    path = tmp_path / "interview.yaml"
    path.write_text("schema: 1\n", encoding="utf-8")
    path.chmod(0o444)
    outcome = ask("Ada; Ben\n")
    assert outcome.code == 2
    assert "Not saved: people.mentee.name: Ada; people.mentor.name: Ben" in outcome.err
    assert path.read_text(encoding="utf-8") == "schema: 1\n"


def test_a_link_and_the_rights_of_a_file_stay(ask: Callable[..., Outcome], tmp_path: Path) -> None:
    real = tmp_path / "real.yaml"
    real.write_bytes(b"\xef\xbb\xbfschema: 1\r\n")
    real.chmod(0o640)
    (tmp_path / "interview.yaml").symlink_to(real)
    assert ask("Ada; Ben\n").code == 0
    assert (tmp_path / "interview.yaml").is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert real.read_bytes() == b"\xef\xbb\xbfschema: 1\r\npeople:\r\n  mentee: Ada\r\n  mentor: Ben\r\n"


NAMES = "Мария Лопес; 山田 太郎 (أمينة)"


def test_names_in_any_script_are_kept_whatever_the_locale_of_the_terminal(tmp_path: Path) -> None:
    with terminal(tmp_path, "ask", LC_ALL="C", LANG="", PYTHONUTF8="0", PYTHONIOENCODING="ascii") as seat:
        seat.answer(("printed", NAMES))
        seat.wait_for("What kind", ">")
        seat.type("\x04")
        assert seat.ended() == 0
    people = read(tmp_path / "interview.yaml").answers.people
    assert f"{people.mentee.name}; {people.mentor.name}" == NAMES


@pytest.mark.parametrize("options", [(), ("--plain",)])
def test_a_line_can_be_edited_and_hung_up_on_in_a_locale_with_utf8(tmp_path: Path, options: tuple[str, ...]) -> None:
    with terminal(tmp_path, "ask", *options, LC_ALL="C.UTF-8") as seat:
        seat.answer(("printed", f"x\x15{NAMES}x\x7f"))
        seat.wait_for("What kind", ">")
        assert seat.hang_up() == 130
    people = read(tmp_path / "interview.yaml").answers.people
    assert f"{people.mentee.name}; {people.mentor.name}" == NAMES


def test_a_line_that_is_not_utf8_or_hides_a_sign_is_refused(
    ask: Callable[..., Outcome], run: Run, tmp_path: Path
) -> None:
    outcome = run("ask", stdin=b"Ren\xe9\nA\x1b[31m; B\n\xef\xbb\xbfAda; Ben\n")
    assert "not in UTF-8" in outcome.err
    assert "U+001B" in outcome.err
    assert "\x1b" not in outcome.err.replace("A\x1b[31m; B", "")
    assert read(tmp_path / "interview.yaml").answers.people.mentee.name == "Ada"


def test_no_colour_is_ever_shown(tmp_path: Path) -> None:
    with terminal(tmp_path, "ask", "--plain", NO_COLOR="1") as seat:
        seat.answer(("printed", "to discuss"))
        seat.wait_for("help:")
        seat.type("\x04")
        assert seat.ended() == 0
    assert "\x1b" not in seat.shown


@pytest.mark.parametrize("content", ["", "\n", "   \n"])
def test_an_empty_file_is_a_fresh_one(ask: Callable[..., Outcome], tmp_path: Path, content: str) -> None:
    (tmp_path / "interview.yaml").write_text(content, encoding="utf-8")
    assert ask(LINES).code == 0
    assert read(tmp_path / "interview.yaml").is_settled


def test_two_who_write_in_the_same_moment_both_keep_their_answers(tmp_path: Path) -> None:
    path = tmp_path / "interview.yaml"
    path.write_text("people: {mentee: Ada, mentor: Ben}\n", encoding="utf-8")
    with (
        terminal(tmp_path, "ask", "--plain", "--section", "communication") as one,
        terminal(tmp_path, "ask", "--plain", "--section", "boundaries") as other,
    ):
        one.wait_for("reach each other")
        other.wait_for("off limits")
        one.type("email\n")
        other.type("salaries\n")
        one.wait_for("How soon")
        other.wait_for("Another")
        for seat in (one, other):
            seat.type("\x04")
            seat.ended()
    interview = read(path)
    assert interview.answers.communication.channel == "email"
    assert interview.answers.boundaries.off_limits == ("salaries",)


def test_a_thousand_lines_that_are_no_text_are_each_asked_again(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "agreementgen", "ask", "x.yaml"],
        input=b"\xff\n" * 1500,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert b"bug" not in done.stderr
