"""Entries of lists: asked for one by one, worded anew, taken out; and a private file that others write into."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from agreementgen.interview import read_private

from ..conftest import SETTLED, Outcome
from ..terminals import terminal
from .conftest import read

PAIR = SETTLED.replace(
    "  - {title", "  - title: Write the plan   # first\n    by: 2026-02\n  - {title"
).replace("off_limits: none", "off_limits: [pay, family]")  # fmt: skip


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    path = tmp_path / "pair.yaml"
    path.write_text(PAIR, encoding="utf-8")
    return path


def titles(path: Path) -> list[str]:
    return [goal.title or "" for goal in read(path).answers.goals or ()]


def test_an_entry_is_taken_out_and_another_one_worded_anew(ask: Callable[..., Outcome], pair: Path) -> None:
    skipped = "\n" * 14
    outcome = ask(f"{skipped}out 1\n1: Chair a real meeting\n\n", "pair.yaml", "--section", "goals")
    assert outcome.code == 0
    assert "There so far: 1 Write the plan, 2 Chair a practice meeting" in outcome.err
    assert "taken out: Write the plan" in outcome.err
    assert titles(pair) == ["Chair a real meeting"]
    assert read(pair).answers.goals[0].measure == "Two colleagues say it ended on time"  # type: ignore[index]


def test_an_entry_of_a_plain_list_is_taken_out_and_worded_anew(ask: Callable[..., Outcome], pair: Path) -> None:
    outcome = ask("out 2\n1: what Ada earns\nhealth\n\n" + "\n" * 20, "pair.yaml", "--section", "boundaries")
    assert outcome.code == 0
    assert read(pair).answers.boundaries.off_limits == ("what Ada earns", "health")


def test_a_number_that_no_entry_has_is_an_entry_of_its_own(ask: Callable[..., Outcome], pair: Path) -> None:
    ask("7: up\nout of office\n\n" + "\n" * 20, "pair.yaml", "--section", "boundaries")
    assert read(pair).answers.boundaries.off_limits == ("pay", "family", "7: up", "out of office")


def test_an_entry_that_is_still_spoken_of_under_open_is_not_taken_out(ask: Callable[..., Outcome], pair: Path) -> None:
    text = PAIR.replace("    by: 2026-02\n", "") + "open: {goals.write-the-plan.by: {mentee: 2026-02}}\n"
    pair.write_text(text, encoding="utf-8")
    outcome = ask("\n" * 14 + "out 1\n\n", "pair.yaml", "--section", "goals")
    assert "help:" in outcome.err
    assert titles(pair)[0] == "Write the plan"


@pytest.mark.parametrize(("again", "by"), [("2026-02", "2026-02"), ("", None), ("05/04/26\n2026-04", "2026-04")])
def test_a_refused_date_is_asked_for_again_and_the_rest_of_the_goal_is_kept(
    ask: Callable[..., Outcome], tmp_path: Path, again: str, by: str | None
) -> None:
    (tmp_path / "pair.yaml").write_text(SETTLED.partition("goals:")[0], encoding="utf-8")
    lines = f"Run a launch review; held with three teams; by March\n{again}\n\n"
    outcome = ask(lines, "pair.yaml", "--only-open")
    assert "once more, or Enter to leave it out" in outcome.err
    goal = yaml.load((tmp_path / "pair.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["goals"][0]
    assert goal == {"title": "Run a launch review", "measure": "held with three teams"} | ({"by": by} if by else {})


def test_what_somebody_else_writes_into_the_private_file_meanwhile_stays(tmp_path: Path) -> None:
    text = f"answered_by: mentee\n{SETTLED.replace(', mentor: time to think', '').replace(', mentor: Ben Lind', '')}"
    (tmp_path / "ada.yaml").write_text(text, encoding="utf-8")
    own = tmp_path / "ada.private.yaml"
    with terminal(tmp_path, "ask", "ada.yaml", "--plain") as seat:
        seat.answer(("only for you?", "yes"))
        seat.wait_for("Example:")
        own.write_text("answered_by: mentee\nprivate: {working_style: In the mornings.}  # hers\n", encoding="utf-8")
        seat.type("To be heard\n")
        seat.wait_for("was changed meanwhile")
        assert seat.interrupted() == 130
    said = read_private(own.read_bytes()).private
    assert said is not None
    assert said.texts == {"working_style": "In the mornings.", "most_wanted": "To be heard"}
    assert "# hers" in own.read_text(encoding="utf-8")
