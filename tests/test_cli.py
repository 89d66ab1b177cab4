"""The command: results on stdout, everything else on stderr, and the exit codes that are promised."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from agreementgen.cli.app import command

from .conftest import EXAMPLES, ROOT, SETTLED, Outcome, settled_text

Run = Callable[..., Outcome]
COMMANDS = (
    *("ask", "batch", "check", "compare", "completion", "diff", "doctor", "extract", "key", "merge", "new", "program"),
    *("render", "renew", "schema", "settle", "sign", "templates", "verify"),
)


@pytest.fixture
def interview(tmp_path: Path) -> Path:
    path = tmp_path / "interview.yaml"
    path.write_text(SETTLED, encoding="utf-8")
    return path


def test_the_bare_command_shows_the_steps_from_nothing_to_signed(run: Run) -> None:
    outcome = run()
    assert outcome.code == 0
    for step in ("agreementgen new", "agreementgen check", "agreementgen render", "--final"):
        assert step in outcome.out


def test_the_commands_are_found_by_folder() -> None:
    assert set(command.list_commands(None)) == set(COMMANDS)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_each_command_has_help_with_an_example(run: Run, name: str, option: str) -> None:
    outcome = run(name, option)
    assert outcome.code == 0
    assert f"\n  Example: agreementgen {name}" in outcome.out
    assert "\\b" not in outcome.out


def test_version_names_the_engines(run: Run) -> None:
    outcome = run("--version")
    assert outcome.code == 0
    assert outcome.out.startswith("agreementgen ")
    for engine in ("weasyprint", "pydyf", "pango"):
        assert engine in outcome.out


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["chek"], 'Did you mean "check"?'),
        (["render"], "Missing argument"),
        (["render", "x.yaml", "--docs", "agenda-1-mente"], 'Did you mean "agenda-1-mentee"?'),
        (["render", "no-such-file.yaml"], "There is no file"),
        (["check", "no-such-file.yaml"], "There is no file"),
        (["render", "-"], "-o DIR"),
        (["check", "--explain", "AG999"], "no problem code"),
    ],
)
def test_wrong_usage_is_exit_2_and_says_what_to_do(run: Run, arguments: list[str], hint: str) -> None:
    outcome = run(*arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert hint in outcome.err


def test_new_writes_a_starter_that_check_accepts(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "pair.yaml"
    outcome = run("new", path)
    assert (outcome.code, outcome.out) == (0, f"{path}\n")
    assert f"agreementgen check {path}" in outcome.err
    checked = run("check", path)
    assert checked.code == 0
    assert "people.mentee.name" in checked.out
    assert run("check", path, "--final").code == 1


def test_new_overwrites_only_with_force(run: Run, interview: Path) -> None:
    outcome = run("new", interview)
    assert outcome.code == 2
    assert "exists already" in outcome.err
    assert interview.read_text(encoding="utf-8") == SETTLED
    assert run("new", interview, "--force").code == 0
    assert interview.read_text(encoding="utf-8") != SETTLED


def test_new_writes_to_standard_output_for_a_dash(run: Run) -> None:
    outcome = run("new", "-")
    assert outcome.out.startswith("# A mentoring interview")
    assert outcome.err == ""


def test_check_of_a_settled_interview_says_that_nothing_is_open(run: Run, interview: Path) -> None:
    outcome = run("check", interview, "--final")
    assert outcome.code == 0
    assert "nothing is open" in outcome.out
    assert "Next: agreementgen render" in outcome.err


def test_check_lists_what_is_open_with_its_line_and_still_ends_well(run: Run) -> None:
    outcome = run("check", EXAMPLES / "unsettled.yaml")
    assert outcome.code == 0
    assert "How soon a reply is fair: you see it differently" in outcome.out
    assert "[communication.reply, line 31]" in outcome.out
    assert "term.length" in outcome.out


def test_check_shows_problems_with_place_line_caret_and_help(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(settled_text(term="{start: 05/04/2026, length: 6 months}"), encoding="utf-8")
    outcome = run("check", path)
    assert outcome.code == 1
    lines = outcome.out.splitlines()
    assert lines[0].startswith(f"{path}:11:15: error[AG103]: term.start: ")
    assert lines[1] == "   11 | term: {start: 05/04/2026, length: 6 months}"
    assert lines[2] == "                      ^^^^^^^^^^"
    assert "2026-04-05 (5 April 2026)" in lines[3]
    assert "2026-05-04 (4 May 2026)" in lines[3]


def test_check_gives_json_with_problems_and_open_answers(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(settled_text(term="{start: soon, length: 6 months}"), encoding="utf-8")
    outcome = run("check", bad, EXAMPLES / "unsettled.yaml", "--format", "json")
    assert outcome.code == 1
    first, second = json.loads(outcome.out)["files"]
    assert [(problem["code"], problem["line"]) for problem in first["problems"]] == [("AG105", 11)]
    assert {"key": "communication.reply", "state": "differs", "line": 31} in second["open"]


def test_check_reads_standard_input(run: Run) -> None:
    assert run("check", "-", stdin=SETTLED.encode()).code == 0
    bad = run("check", "-", stdin=b"people: {mentee: A")
    assert bad.code == 1
    assert bad.out.startswith("<stdin>:1:")


def test_check_explains_a_code(run: Run) -> None:
    outcome = run("check", "--explain", "ag103")
    assert outcome.code == 0
    assert outcome.out.startswith("AG103: ")


def test_render_final_prints_every_path_on_stdout_and_the_next_step_on_stderr(
    run: Run, interview: Path, tmp_path: Path
) -> None:
    outcome = run("render", interview, "--final", "-o", tmp_path / "out")
    assert outcome.code == 0
    paths = [Path(line) for line in outcome.out.splitlines()]
    assert [path.suffix for path in paths] == [".pdf"] * 4 + [".ics"]
    starts = {".pdf": b"%PDF", ".ics": b"BEGIN:VCALENDAR"}
    assert all(path.read_bytes().startswith(starts[path.suffix]) for path in paths)
    assert outcome.err.startswith("Next: ")


def test_render_writes_beside_the_interview_where_no_folder_is_given(run: Run, interview: Path) -> None:
    outcome = run("render", interview, "--docs", "agreement")
    assert outcome.out == f"{interview.parent}/Ada-Okafor-Ben-Lind/Ada-Okafor-Ben-Lind-agreement.pdf\n"


def test_render_without_final_makes_a_draft_and_names_what_is_open(run: Run, tmp_path: Path) -> None:
    outcome = run("render", EXAMPLES / "unsettled.yaml", "-o", tmp_path, "--docs", "agreement")
    assert outcome.code == 0
    assert outcome.out.endswith("-agreement-DRAFT.pdf\n")
    for key in ("relationship.mentor_has_say", "communication.reply", "term.length"):
        assert key in outcome.err


def test_render_final_refuses_with_every_open_key_its_place_and_reason_and_writes_nothing(
    run: Run, tmp_path: Path
) -> None:
    outcome = run("render", EXAMPLES / "unsettled.yaml", "-o", tmp_path / "out", "--final")
    assert (outcome.code, outcome.out) == (1, "")
    for expected in (
        "unsettled.yaml:9:19: error[AG141]: relationship.mentor_has_say",
        "unsettled.yaml:31:3: error[AG143]: communication.reply",
        "unsettled.yaml:32:3: error[AG142]: meetings.notes_owner",
        "unsettled.yaml:24:12: error[AG141]: communication.channel",
        "unsettled.yaml:27:46: error[AG141]: feedback.preference.mentor",
        "unsettled.yaml:29:1: error[AG140]: term.length",
    ):
        assert expected in outcome.err
    assert not (tmp_path / "out").exists()


def test_render_of_a_broken_interview_shows_the_problems_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(settled_text(term="{start: soon}", meetings="{cadance: weekly}"), encoding="utf-8")
    outcome = run("render", path, "-o", tmp_path / "out")
    assert (outcome.code, outcome.out) == (1, "")
    assert "error[AG105]" in outcome.err
    assert 'did you mean "cadence"' in outcome.err
    assert not (tmp_path / "out").exists()


def test_a_dry_run_writes_nothing(run: Run, interview: Path, tmp_path: Path) -> None:
    outcome = run("render", interview, "-o", tmp_path / "out", "--dry-run")
    assert (outcome.code, outcome.out) == (0, "")
    assert not (tmp_path / "out").exists()


def test_quiet_prints_paths_alone(run: Run, interview: Path, tmp_path: Path) -> None:
    outcome = run("render", interview, "-o", tmp_path, "-q", "--docs", "agenda-1-shared")
    assert outcome.err == ""
    assert len(outcome.out.splitlines()) == 1


def test_a_foreign_file_in_the_way_is_exit_2_and_force_overwrites_it(run: Run, interview: Path) -> None:
    place = interview.parent / "Ada-Okafor-Ben-Lind"
    place.mkdir()
    (place / "Ada-Okafor-Ben-Lind-agreement.pdf").write_bytes(b"a letter")
    outcome = run("render", interview, "--docs", "agreement", "--no-input")
    assert outcome.code == 2
    assert "--force" in outcome.err
    assert run("render", interview, "--docs", "agreement", "-f").code == 0


def test_a_source_date_epoch_that_is_no_number_is_exit_2(
    run: Run, interview: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    outcome = run("render", interview)
    assert outcome.code == 2
    assert "SOURCE_DATE_EPOCH" in outcome.err


def test_options_can_stand_in_the_environment(run: Run, interview: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGREEMENTGEN_RENDER_DOCS", "agenda-1-mentor")
    assert run("render", interview).out.endswith("-agenda-1-mentor.pdf\n")


def test_a_bug_is_exit_70_with_a_short_message_and_the_traceback_only_with_v(
    run: Run, interview: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agreementgen.cli.check.open_given", None)
    short = run("check", interview)
    assert short.code == 70
    assert "Traceback" not in short.err
    assert "Traceback" in run("check", interview, "-v").err


def test_on_a_terminal_a_file_in_the_way_is_asked_about_and_no_leaves_it(interview: Path) -> None:
    code, seen = on_a_terminal(["new", str(interview)], b"n\n")
    assert code == 130
    assert "Overwrite it?" in seen
    assert interview.read_text(encoding="utf-8") == SETTLED
    code, _ = on_a_terminal(["new", str(interview)], b"y\n")
    assert code == 0
    assert interview.read_text(encoding="utf-8") != SETTLED


def test_colour_is_for_terminals_and_off_with_no_color(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("people: 7\nx: y\n", encoding="utf-8")
    assert "\x1b[" in on_a_terminal(["check", str(path)], b"", NO_COLOR="")[1]
    assert "\x1b[" not in on_a_terminal(["check", str(path)], b"", NO_COLOR="1")[1]


def on_a_terminal(arguments: list[str], typed: bytes, **environment: str) -> tuple[int, str]:
    """Run the command on a real pseudo-terminal, and give its exit code and what it showed."""
    main, side = pty.openpty()
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", **environment}
    command_line = [sys.executable, "-m", "agreementgen", *arguments]
    process = subprocess.Popen(command_line, stdin=side, stdout=side, stderr=side, env=variables, close_fds=True)
    os.close(side)
    os.write(main, typed)
    shown = b""
    while True:
        try:
            part = os.read(main, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(main)
    return process.wait(), shown.decode()


def test_a_file_of_one_person_is_asked_only_for_what_is_theirs(run: Callable[..., Outcome], tmp_path: Path) -> None:
    path = tmp_path / "mentor.yaml"
    path.write_text(SETTLED.replace("{mentee: direct, mentor: time to think}", "{mentor: direct}"), encoding="utf-8")
    assert "feedback.preference.mentee" in run("check", path).out
    path.write_text("answered_by: mentor\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    outcome = run("check", path, "--final")
    assert outcome.code == 0
    assert "nothing is open" in outcome.out
    assert f"agreementgen compare THEIR-FILE {path}" in outcome.err
    assert json.loads(run("check", path, "--format", "json").out)["files"][0]["open"] == []


def test_of_very_many_problems_the_first_fifty_are_shown_and_the_rest_is_counted(
    run: Callable[..., Outcome], tmp_path: Path
) -> None:
    path = tmp_path / "interview.yaml"
    path.write_text("".join(f"key{number}: x\n" for number in range(60)), encoding="utf-8")
    outcome = run("check", path)
    assert outcome.out.count("error[") == 50
    assert "… and 10 more." in outcome.out
    assert "60 problems" in outcome.err
    assert run("render", path).err.count("error[") == 50
    assert len(json.loads(run("check", path, "--format", "json").out)["files"][0]["problems"]) == 60


@pytest.mark.parametrize("before", [True, False])
def test_plain_shows_a_problem_in_two_lines_without_caret_or_gutter(run: Run, before: bool, tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(settled_text(term="{start: 05/04/2026, length: 6 months}"), encoding="utf-8")
    outcome = run("--plain", "check", path) if before else run("check", "--plain", path)
    assert outcome.code == 1
    assert [line.split(": ")[0] for line in outcome.out.splitlines()] == [f"{path}:11:15", "help"]
    # It holds for one run, not for the next.
    assert "^^^" in run("check", path).out
    assert "^^^" not in run("render", path, "--plain", "-n").err


def test_plain_can_stand_in_the_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    pair = EXAMPLES / "pair"
    wide = run("compare", pair / "mentee.yaml", pair / "mentor.yaml").out
    monkeypatch.setenv("AGREEMENTGEN_PLAIN", "1")
    plain = run("compare", pair / "mentee.yaml", pair / "mentor.yaml").out
    # Side by side is told one after the other.
    assert len(plain.splitlines()) > len(wide.splitlines())
    assert not [line for line in plain.splitlines() if "   " in line.strip()]
    assert sorted(plain.split()) == sorted(wide.split())


def test_plain_uses_no_colour_even_on_a_terminal(tmp_path: Path) -> None:
    for option, is_coloured in (([], True), (["--plain"], False)):
        main, side = pty.openpty()
        done = subprocess.run(
            [sys.executable, "-m", "agreementgen", "render", "no-such-file.yaml", *option],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT), "TERM": "xterm", "NO_COLOR": ""},
            stdin=side,
            stdout=side,
            stderr=side,
            check=False,
        )
        os.close(side)
        assert done.returncode == 2
        assert (b"\x1b[" in os.read(main, 4096)) == is_coloured
        os.close(main)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_takes_plain(name: str) -> None:
    loaded = command.get_command(None, name)  # type: ignore[arg-type]
    assert loaded is not None
    assert "--plain" in [option for parameter in loaded.params for option in parameter.opts]


def test_where_only_topics_are_shown_no_line_with_the_views_is_shown_either(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "pair.yaml"
    views = "{mentee: 77 hours, mentor: 88 hours}"
    path.write_text(f"reveal: topic only\nopen: {{communication.reply: {views}}}\n", encoding="utf-8")
    for arguments in (["check", "--final", path], ["check", path], ["render", "--final", path]):
        outcome = run(*arguments)
        assert "77" not in outcome.out + outcome.err


@pytest.mark.parametrize("command_line", [["new"], ["check"], ["render"], ["settle"], ["ask"]])
def test_a_name_that_no_file_can_have_is_told_in_words(run: Run, command_line: list[str], tmp_path: Path) -> None:
    outcome = run(*command_line, str(tmp_path / ("x" * 300)))
    assert outcome.code == 2
    assert "bug" not in outcome.err


def test_what_is_typed_and_is_no_text_is_told_in_words(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "pair.yaml"
    path.write_text("open: {communication.reply: {}}\n", encoding="utf-8")
    outcome = run("settle", path, "communication.reply=3 days\udcff", "--no-input")
    assert outcome.code in (1, 2)
    assert "bug" not in outcome.err
