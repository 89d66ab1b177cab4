"""`settle` under hard conditions: any layout, a full disk, a file that may not be written, a person who stops."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreementgen.interview import Change, State, read_interview, settled
from agreementgen.locales import load_locale

from .conftest import ROOT, Outcome, settled_text
from .terminals import terminal

Run = Callable[..., Outcome]
ENGLISH = load_locale("en")
OPEN: dict[str, tuple[str, str, list[str]]] = {
    # Key: view of the mentee, view of the mentor, what may be settled.
    "communication.reply": ("2 working days", "5 working days", ["3 working days", "@mentee", "@mentor"]),
    "meetings.cadence": ("every 2 weeks", "every month", ["every 3 weeks", "@mentor"]),
    "boundaries.gifts": ("none", "token only", ["none", "@mentor"]),
    "purpose.statement": ("By June: 'chair' a # meeting", "Ada leads, calmly", ["Ask: why? # and how", "@mentee"]),
    "feedback.preference.mentee": ("direct", "gentle first", ["direct, in writing", "@mentee"]),
    "goals.chair-a-meeting.by": ("2026-03", "2026-04", ["2026-05", "@mentor"]),
}
BODY = (
    ("people", ["mentee: Ada Okafor", "mentor: Ben Lind"]),
    ("relationship", ["kind: workplace", "mentor_has_say: none"]),
    ("goals", ["- {title: Chair a meeting, measure: It ended on time}"]),
    ("meetings", ["length: 60 minutes", "format: video"]),
    ("communication", ["channel: 'email'"]),
    ("confidentiality", ['level: "standard"']),
    ("boundaries", ["off_limits: none"]),
    ("term", ["start: 2026-01-01", "length: 6 months"]),
)


@st.composite
def layouts(draw: st.DrawFn) -> tuple[bytes, tuple[str, ...]]:
    """Lay an open interview out in one of many ways; give its bytes and the keys under `open:`."""
    keys = tuple(draw(st.permutations(list(OPEN)))[: draw(st.integers(1, len(OPEN)))])
    blocks = []
    for name, lines in draw(st.permutations(BODY)):
        note = draw(st.sampled_from(["", "  # as we said"]))
        if lines[0][0] != "-" and draw(st.booleans()):
            blocks.append([f"{name}: {{{', '.join(lines)}}}{note}"])
        else:
            indent = draw(st.sampled_from(["  ", "    ", " "]))
            gap = draw(st.sampled_from([[], [""], [f"{indent}# in between"]]))
            blocks.append([f"{name}:{note}", *gap, *(indent + line for line in lines)])
    still = ["open:" + draw(st.sampled_from(["", " # talk"]))]
    for key in keys:
        mentee, mentor, _ = OPEN[key]
        quoted = [text.replace("'", "''") for text in (mentee, mentor)]
        if draw(st.booleans()):
            still.append(f"  {key}: {{mentee: '{quoted[0]}', mentor: '{quoted[1]}'}}")
        else:
            still += [f'  "{key}":', f"    mentee: '{quoted[0]}'", f"    mentor: '{quoted[1]}'"]
        still += draw(st.sampled_from([[], ["  # soon?"], [""]]))
    blocks.insert(draw(st.integers(0, len(blocks))), still)
    lines = draw(st.sampled_from([[], ["# Ours", ""], ["---"]]))
    for block in blocks:
        lines = [*lines, *block, *draw(st.sampled_from([[], [""]]))]
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    text = newline.join(lines) + draw(st.sampled_from([newline, ""]))
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + text.encode(), keys


@settings(max_examples=40, deadline=None, derandomize=True)
@given(layouts(), st.data())
def test_in_any_layout_the_rest_stays_and_what_was_said_is_read(
    laid_out: tuple[bytes, tuple[str, ...]], data: st.DataObject
) -> None:
    before, keys = laid_out
    chosen = keys[: data.draw(st.integers(1, len(keys)))]
    changes = [Change("value", key, data.draw(st.sampled_from(OPEN[key][2]))) for key in chosen]
    done = settled(before, "pair.yaml", changes, ENGLISH)
    after = read_interview(done.data, "pair.yaml").interview
    assert after is not None
    assert {key for key, each in after.standings.items() if each.state is State.DIFFERS} == {*keys} - {*chosen}
    assert all(after.state(key) is State.AGREED for key in chosen)
    assert done.data[:3] == before[:3] or before[:3] != b"\xef\xbb\xbf"
    assert (b"\r\n" in before) == (b"\r\n" in done.data)
    assert (b"\n" in done.data.replace(b"\r\n", b"")) == (b"\n" in before.replace(b"\r\n", b""))
    # A line outside the block of open questions that takes no answer stays, in its order, with its note.
    changed = {key.split(".")[0] for key in chosen}
    there = iter(done.data.decode("utf-8-sig").splitlines())
    for line in _outside(before.decode("utf-8-sig").splitlines()):
        takes_one = "{" in line and (line.split(":")[0] in changed or ("goals" in changed and "title" in line))
        assert takes_one or any(line == other for other in there), line


def _outside(lines: list[str]) -> list[str]:
    """Give the lines that do not belong to `open:`; empty ones aside."""
    start = next(number for number, line in enumerate(lines) if line.startswith("open:"))
    after = next((n for n, line in enumerate(lines) if n > start and line[:1].strip()), len(lines))
    return [line for line in (*lines[:start], *lines[after:]) if line.strip()]


@settings(max_examples=12, deadline=None, derandomize=True)
@given(layouts())
def test_in_any_layout_everything_settled_leaves_no_open_block(laid_out: tuple[bytes, tuple[str, ...]]) -> None:
    before, keys = laid_out
    data = before
    for key in keys:
        data = settled(data, "pair.yaml", [Change("value", key, "@mentor")], ENGLISH).data
    at_once = settled(before, "pair.yaml", [Change("value", key, "@mentor") for key in keys], ENGLISH)
    assert data == at_once.data
    assert not any(line.startswith("open:") for line in data.decode("utf-8-sig").splitlines())


MORE = "says more): "
FILE = f"""# Ours
{settled_text(communication="{channel: email}", meetings="{length: 60 minutes, format: video}")}open:
  communication.reply: {{mentee: 2 working days, mentor: 5 working days}}
  boundaries.gifts: {{mentee: none}}
  meetings.cadence: {{mentee: every 2 weeks, mentor: every month}}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "pair.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_a_full_disk_leaves_the_file_as_it_was_and_says_so(file: Path) -> None:
    # No file may grow: what a full disk does to a program that writes.
    def fill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    done = subprocess.run(
        [sys.executable, "-m", "agreementgen", "settle", file, "boundaries.gifts=@mentee"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        preexec_fn=fill,
    )
    assert done.returncode == 2
    assert "cannot be written to" in done.stderr
    assert "Traceback" not in done.stderr
    assert file.read_text(encoding="utf-8") == FILE
    assert [path.name for path in file.parent.iterdir()] == ["pair.yaml"]


def test_a_file_that_may_not_be_written_stays(run: Run, file: Path) -> None:
    file.chmod(0o444)
    outcome = run("settle", file, "boundaries.gifts=@mentee", "--no-input")
    assert outcome.code == 2
    assert "read-only" in outcome.err
    assert file.read_text(encoding="utf-8") == FILE


def test_a_link_stays_a_link_and_permissions_stay(run: Run, file: Path, tmp_path: Path) -> None:
    file.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(file)
    assert run("settle", link, "boundaries.gifts=@mentee", "--no-input").code == 0
    assert link.is_symlink()
    assert file.stat().st_mode & 0o777 == 0o640
    assert "boundaries.gifts" not in file.read_text(encoding="utf-8")


def test_a_key_both_settled_and_open_is_refused_with_both_lines(run: Run, file: Path) -> None:
    file.write_text(FILE.replace("off_limits: none", "off_limits: none, gifts: token only"), encoding="utf-8")
    before = file.read_bytes()
    outcome = run("settle", file, "boundaries.gifts=@mentee", "--no-input")
    assert outcome.code == 1
    assert "boundaries.gifts" in outcome.out + outcome.err
    assert file.read_bytes() == before


def test_on_a_terminal_every_answer_is_in_the_file_before_the_next_question(file: Path, tmp_path: Path) -> None:
    with terminal(tmp_path, "settle", file.name) as seat:
        seat.wait_for("meetings.cadence", MORE)
        seat.type("soon\n")
        seat.wait_for("error[AG1", MORE)
        seat.type("?\n")
        seat.wait_for("@mentee or @mentor", MORE)
        seat.type("@mentor\n")
        seat.wait_for("communication.reply", MORE)
        assert "meetings.cadence" not in file.read_text(encoding="utf-8")
        file.write_text(file.read_text(encoding="utf-8") + "# and another thing\n", encoding="utf-8")
        seat.type("3 working days\n")
        seat.wait_for("boundaries.gifts", MORE)
        assert "communication.reply" not in file.read_text(encoding="utf-8")
        assert seat.interrupted() == 130
    assert "What you settled is in pair.yaml" in seat.shown
    text = file.read_text(encoding="utf-8")
    assert "# and another thing\n" in text
    reading = read_interview(text.encode())
    assert reading.interview is not None
    assert [key for key, _ in reading.interview.blocking()] == ["boundaries.gifts"]


def test_on_a_terminal_enter_leaves_a_question_open_and_a_dry_run_writes_nothing(file: Path, tmp_path: Path) -> None:
    with terminal(tmp_path, "settle", "--dry-run", file.name) as seat:
        for key, said in (("meetings.cadence", "@mentor"), ("communication.reply", ""), ("boundaries.gifts", "none")):
            seat.wait_for(key, MORE)
            seat.type(f"{said}\n")
        assert seat.ended() == 0
    assert "agreementgen settle pair.yaml" in seat.shown
    assert file.read_text(encoding="utf-8") == FILE


@pytest.mark.parametrize(
    "text",
    [
        "people: {mentee: Ada, mentor: Ben}\nmeetings:\n  length:\t\nopen:\n  boundaries.gifts:\t{mentee: none}\n",
        "people:\n\u200b  mentee: Ada\nopen: {boundaries.gifts: {mentee: none}}\n",
        "people: {mentee: Ada}\u2028open: {boundaries.gifts: {mentee: none}}\u2028",
        "people\u200b: {mentee: Ada}\nopen: {boundaries.gifts: {mentee: none}}\n",
    ],
)
def test_what_only_reading_gets_along_with_is_settled_or_refused_in_words(run: Run, tmp_path: Path, text: str) -> None:
    path = tmp_path / "pair.yaml"
    path.write_text(text, encoding="utf-8")
    assert read_interview(text.encode()).problems == ()
    outcome = run("settle", path, "boundaries.gifts=none", "--no-input")
    if outcome.code == 0:
        after = read_interview(path.read_bytes()).interview
        assert after is not None
        assert after.state("boundaries.gifts") is State.AGREED
    else:
        assert outcome.code == 2
        assert "by hand" in outcome.err
        assert path.read_text(encoding="utf-8") == text
