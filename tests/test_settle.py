"""What two people settle is written into their file, and nothing else in it changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from agreementgen.interview import read_interview

from .conftest import EXAMPLES, Outcome

Run = Callable[..., Outcome]
PAIR = EXAMPLES / "pair"
FILE = """# Ours
people: {mentee: Ada, mentor: Ben}   # as printed
communication:
  channel: 'email'
  reply:
open:
  # how soon?
  communication.reply: {mentee: 2 working days, mentor: 5 working days}
  boundaries.gifts: {mentee: none}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "pair.yaml"
    path.write_bytes(FILE.replace("\n", "\r\n").encode())
    return path


def states(path: Path) -> dict[str, str]:
    reading = read_interview(path.read_bytes())
    assert reading.problems == ()
    assert reading.interview is not None
    return {key: str(standing.state) for key, standing in reading.interview.standings.items()}


@pytest.mark.parametrize(("said", "days"), [("3 working days", 3), ("@mentee", 2), ("@mentor", 5)])
def test_an_answer_moves_into_the_body_and_every_other_line_stays(run: Run, file: Path, said: str, days: int) -> None:
    outcome = run("settle", file, f"communication.reply={said}", "--no-input")
    assert outcome.code == 0, outcome.err
    assert states(file)["communication.reply"] == "agreed"
    text = file.read_bytes().decode()
    assert f"{days} working days" in text
    for line in ("# Ours\r\n", "people: {mentee: Ada, mentor: Ben}   # as printed\r\n", "  channel: 'email'\r\n"):
        assert line in text
    assert "boundaries.gifts: {mentee: none}" in text


def test_what_cannot_be_read_is_told_and_nothing_is_written(run: Run, file: Path) -> None:
    before = file.read_bytes()
    outcome = run("settle", file, "communication.reply=soon", "boundaries.gifts=whatever", "--no-input")
    assert outcome.code == 1
    assert "AG107" in outcome.out + outcome.err
    assert "AG102" in outcome.out + outcome.err
    assert file.read_bytes() == before


def test_a_proposal_is_taken_and_a_question_put_off(run: Run, file: Path) -> None:
    assert run("settle", file, "--accept-proposed", "--no-input").code == 0
    assert states(file)["boundaries.gifts"] == "agreed"
    assert run("settle", file, "--later", "communication.reply=2026-01-15", "--no-input").code == 0
    assert states(file)["communication.reply"] == "later"


def test_an_unknown_key_is_told_with_the_nearest_one(run: Run, file: Path) -> None:
    outcome = run("settle", file, "communication.replay=3 days", "--no-input")
    assert outcome.code in (1, 2)
    assert "communication.reply" in outcome.out + outcome.err


def test_a_pair_goes_from_two_files_to_a_final_agreement(run: Run, tmp_path: Path) -> None:
    pair, out = tmp_path / "pair.yaml", tmp_path / "out"
    assert run("compare", PAIR / "mentee.yaml", PAIR / "mentor.yaml").code == 1
    assert run("merge", PAIR / "mentee.yaml", PAIR / "mentor.yaml", "-o", pair, "--no-input").code == 0
    assert run("render", pair, "--final", "-o", out).code == 1
    still_open = yaml.safe_load(pair.read_text(encoding="utf-8"))["open"]
    assert len(still_open) == 14
    draft = run("render", pair, "-o", out, "--format", "html")
    assert draft.code == 0
    shared = next(out.glob("*/*agenda-1-shared.html")).read_text(encoding="utf-8")
    assert "How often we meet" in shared
    assert run("settle", pair, "--accept-proposed", "--no-input").code == 0
    rest = yaml.safe_load(pair.read_text(encoding="utf-8"))["open"]
    taken = [f"{key}=@mentor" for key in rest]
    assert run("settle", pair, *taken, "--no-input").code == 0
    assert "open" not in yaml.safe_load(pair.read_text(encoding="utf-8"))
    outcome = run("render", pair, "--final", "-o", out)
    assert outcome.code == 0, outcome.err
    assert "-DRAFT" not in outcome.out


def test_a_question_that_is_put_off_keeps_its_notes_and_what_each_has_said(run: Run, file: Path) -> None:
    said = b"{mentee: 2 working days, mentor: 5 working days}"
    file.write_bytes(
        file.read_bytes().replace(
            said, b"\r\n    # Ada first\r\n    mentee: 2 working days   # hers\r\n    mentor: 5 working days"
        )
    )
    assert run("settle", file, "--later", "communication.reply=2026-01-15", "--no-input").code == 0
    text = file.read_bytes().decode()
    for line in (
        "  # how soon?",
        "    # Ada first",
        "    mentee: 2 working days   # hers",
        "    mentor: 5 working days",
    ):
        assert f"{line}\r\n" in text
    assert "    decide_by: 2026-01-15\r\n" in text
    assert states(file)["communication.reply"] == "later"
    assert run("settle", file, "communication.reply=@mentor", "--no-input").code == 0
    assert states(file)["communication.reply"] == "agreed"


def test_a_day_is_changed_and_a_view_beside_it_too(run: Run, file: Path) -> None:
    for day in ("2026-01-15", "2026-02-01"):
        assert run("settle", file, "--later", f"communication.reply={day}", "--no-input").code == 0
    assert (
        run("settle", file, "--counter", "communication.reply=3 working days", "--by", "mentee", "--no-input").code == 0
    )
    line = "communication.reply: {mentee: 3 working days, mentor: 5 working days, decide_by: 2026-02-01}"
    assert line in file.read_text(encoding="utf-8")
    assert states(file)["communication.reply"] == "later"


def test_nobody_who_is_not_of_the_pair_has_a_view(run: Run, file: Path) -> None:
    before = file.read_bytes()
    outcome = run("settle", file, "--counter", "communication.reply=1 working day", "--by", "mentor-3", "--no-input")
    assert outcome.code == 1
    assert "there is no third mentor in this pair" in outcome.err
    assert file.read_bytes() == before


@pytest.mark.parametrize("key", ["communication.note", "people.note", "term.note"])
def test_a_note_may_be_said_to_be_none(run: Run, file: Path, key: str) -> None:
    outcome = run("settle", file, f"{key}=none", "--no-input")
    assert outcome.code == 0, outcome.err
    assert states(file)[key] == "agreed"
