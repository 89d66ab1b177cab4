"""`diff`: what is different in a later version, in plain words, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from agreementgen.interview import Interview, canonical_yaml
from agreementgen.locales import load_locale
from agreementgen.renewal import changes

from ..conftest import INTERVIEWS, SETTLED, Outcome, example, read, settled

Run = Callable[..., Outcome]
GOALS = """
- {title: Chair a practice meeting, measure: Two colleagues say it ended on time, by: 2026-03}
"""


def told(old: Interview, new: Interview, wording: tuple[str, str] = ("", "")) -> list[tuple[str, str, str]]:
    return [(each.key, str(each.kind), each.says) for each in changes(old, new, load_locale("en"), wording)]


@pytest.mark.parametrize("path", INTERVIEWS, ids=lambda path: path.stem)
def test_what_an_agreement_carries_says_the_same_as_what_it_was_made_from(path: Path) -> None:
    spoken = example(path)
    assert told(spoken, read(canonical_yaml(spoken, {}).decode())) == []


def test_a_change_is_told_in_a_sentence_and_another_spelling_is_none() -> None:
    spelled = "{cadence: monthly, length: 1 h, format: Online, first: 2026-01-07 15:00}"
    assert told(settled(), settled(meetings=spelled)) == []
    assert told(settled(), settled(meetings=spelled.replace("monthly", "fortnightly"))) == [
        ("meetings.cadence", "changed", "You met every month; from now on every 2 weeks."),
    ]


def test_what_means_the_same_in_other_words_comes_last_and_is_told_apart() -> None:
    new = settled(
        purpose="by June, Ada will be ready to chair a board meeting",
        communication="{channel: chat, reply: 3 working days}",
    )
    assert [(key, kind) for key, kind, _ in told(settled(), new)] == [
        ("communication.channel", "changed"),
        ("purpose.statement", "wording"),
    ]


def test_goals_go_by_their_titles_whatever_their_order() -> None:
    other = "- {title: Say no, by: 2026-05}\n"
    assert told(settled(goals=GOALS + other), settled(goals=other + GOALS)) == []
    assert told(settled(goals=GOALS), settled(goals=GOALS + other)) == [
        ("goals.say-no", "added", "A new goal: Say no (By when: May 2026).")
    ]
    assert told(settled(goals=GOALS + other), settled(goals=GOALS)) == [
        ("goals.say-no", "dropped", "No longer a goal: Say no (By when: May 2026).")
    ]


def test_a_goal_that_is_called_otherwise_is_the_same_goal() -> None:
    renamed = GOALS.replace("Chair a practice", "Chair two practice").replace("2026-03", "2026-04")
    assert told(settled(), settled(goals=renamed)) == [
        (
            "goals.chair-a-practice-meeting.title",
            "renamed",
            "Goal: Chair a practice meeting: it is called “Chair two practice meeting” now.",
        ),
        (
            "goals.chair-two-practice-meeting.by",
            "changed",
            "By when: Chair two practice meeting: until now, March 2026; from now on, April 2026.",
        ),
    ]


def test_what_is_open_or_put_off_is_told_as_such() -> None:
    channel = "{channel: email}"
    open_one = settled(communication=channel, open="{communication.reply: {mentee: 2 days, mentor: 5 days}}")
    later = settled(communication=channel, open="{communication.reply: {decide_by: 2026-03-01}}")
    topic = "How soon a reply is fair"
    assert told(settled(), open_one) == [
        ("communication.reply", "opened", f"{topic}: until now, 3 working days; you decide it anew.")
    ]
    undated = settled(goals="[{title: Say no, by: to discuss}]")
    assert told(settled(goals="[Say no]"), undated) == [
        ("goals.say-no.by", "opened", "By when: Say no: you decide it now.")
    ]
    assert told(open_one, settled()) == [
        ("communication.reply", "settled", f"{topic}: it was open; from now on, 3 working days.")
    ]
    assert told(open_one, later) == [("communication.reply", "later", f"{topic}: you decide it by 1 March 2026.")]


def test_who_said_what_is_never_shown() -> None:
    one, other = (
        settled(
            reveal="topic only",
            communication="{channel: email}",
            open=f"{{communication.reply: {{mentee: 13 days, mentor: {days} days}}}}",
        )
        for days in (17, 19)
    )
    (only,) = changes(one, other, load_locale("en"))
    assert only.kind == "views"
    assert not {"13", "17", "19"} & {
        word for part in (only.says, str(only.before), str(only.after)) for word in part.split()
    }


def test_a_default_that_gives_way_to_the_same_answer_is_no_change() -> None:
    spoken = "{cadence: every month, length: 60 minutes, format: video, first: 2026-01-07 15:00, wait: 15 minutes}"
    assert told(settled(), settled(meetings=spoken)) == []


def test_other_printed_words_are_told_and_unknown_ones_are_not() -> None:
    assert [(key, kind) for key, kind, _ in told(settled(), settled(), ("a", "b"))] == [("clauses", "wording")]
    assert told(settled(), settled(), ("", "b")) == told(settled(), settled(), ("a", "a")) == []


def test_the_command_says_by_its_exit_code_whether_anything_is_different(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(SETTLED, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(SETTLED.replace("every month", "every week"), encoding="utf-8")
    same = run("diff", tmp_path / "a.yaml", tmp_path / "a.yaml")
    assert (same.code, same.out) == (0, "")
    assert "says the same" in same.err
    other = run("diff", tmp_path / "a.yaml", tmp_path / "b.yaml")
    assert other.code == 1
    assert "You met every month; from now on every week. [meetings.cadence]" in other.out
    data = json.loads(run("diff", tmp_path / "a.yaml", tmp_path / "b.yaml", "--format", "json").out)
    assert [(each["key"], each["before"], each["after"]) for each in data["changes"]] == [
        ("meetings.cadence", "every 1 month", "every 1 week")
    ]


def test_an_agreement_is_compared_by_what_it_carries(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(SETTLED, encoding="utf-8")
    path = run("render", tmp_path / "a.yaml", "--final", "--docs", "agreement", "-o", tmp_path).out.strip()
    outcome = run("diff", path, tmp_path / "a.yaml")
    assert (outcome.code, outcome.out) == (0, "")


def test_what_cannot_be_read_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(SETTLED, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(SETTLED.replace("every month", "now and then"), encoding="utf-8")
    assert run("diff", tmp_path / "a.yaml", tmp_path / "none.yaml").code == 2
    outcome = run("diff", tmp_path / "a.yaml", tmp_path / "b.yaml")
    assert outcome.code == 1
    assert "b.yaml:" in outcome.err
