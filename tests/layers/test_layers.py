"""Kind, program, pair and command line: which answer stands, who may change it, and where it comes from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

import agreementgen
from agreementgen.documents import kit
from agreementgen.errors import Code, InterviewError
from agreementgen.interview import Origin, State, read_interview, settled
from agreementgen.locales import load_locale
from agreementgen.opening import inputs_of, open_pair, open_program

from ..conftest import SETTLED, pdf_text, settled_text, squeezed
from .conftest import BADGE, PROGRAM, Run, add, attached, codes, own, program


def test_what_a_program_gives_counts_as_agreed_and_makes_a_final_agreement(pair: Path) -> None:
    interview = agreementgen.load(pair)
    assert interview.is_settled
    assert interview.state("meetings.cadence") is State.AGREED
    assert interview.answers.meetings.length
    assert interview.answers.meetings.length.minutes == 45
    assert interview.answers.confidentiality.level == "strict"
    assert {"meetings.cadence", "term.length", "confidentiality.level"} <= set(interview.from_program)
    assert interview.state("boundaries.sensitive") is State.AGREED
    assert "by phone" in pdf_text(kit(interview, ["agreement"], final=True)[0].data)


def test_the_pair_goes_before_a_default_of_the_program(pair: Path) -> None:
    pair.write_text(
        pair.read_text(encoding="utf-8").replace("meetings: {", "meetings: {format: video, "), encoding="utf-8"
    )
    interview = agreementgen.load(pair)
    assert interview.answers.meetings.format == "video"
    assert "meetings.format" not in interview.from_program


def test_what_a_pair_leaves_open_is_not_filled_in_by_the_program(pair: Path) -> None:
    add(pair, "open: {meetings.cadence: {mentee: weekly, mentor: every month}, term.length: {decide_by: 2026-02-01}}\n")
    interview = agreementgen.load(pair)
    assert interview.state("meetings.cadence") is State.DIFFERS
    assert interview.state("term.length") is State.LATER
    assert interview.answers.meetings.cadence is None


def test_an_end_of_the_pairs_own_needs_no_length_of_the_program(pair: Path) -> None:
    text = pair.read_text(encoding="utf-8").replace("{start: 2026-01-01}", "{start: 2026-01-01, end: 2026-12-31}")
    pair.write_text(text, encoding="utf-8")
    assert agreementgen.load(pair).answers.term.length is None


@pytest.mark.parametrize("said", ["strict", "STRICT", ""])
def test_the_same_answer_as_a_locked_one_is_no_offence(pair: Path, said: str) -> None:
    add(pair, f"confidentiality: {{level: {said}}}\n")
    assert agreementgen.load(pair).is_locked("confidentiality.level")


@pytest.mark.parametrize(
    "said",
    ["confidentiality: {level: standard}", "confidentiality: {level: to discuss}", "open: {confidentiality.level: {}}"],
)
def test_another_answer_than_a_locked_one_is_a_problem_at_its_line(pair: Path, said: str) -> None:
    add(pair, said + "\n")
    line = len(pair.read_text(encoding="utf-8").splitlines())
    assert codes(pair) == [(Code.LOCKED, "confidentiality.level", line)]


def test_a_locked_list_of_goals_holds_as_a_whole(pair: Path) -> None:
    goals = "{title: Learn, measure: one launch, by: 2026-05}"
    program(pair, PROGRAM + f"  goals: [{goals}]\n")
    assert [code for code, *_ in codes(pair)] == [Code.LOCKED]
    pair.write_text(
        "include: program.yaml\n" + settled_text(goals=f"[{goals}]", meetings="", confidentiality="", term=""),
        encoding="utf-8",
    )
    assert codes(pair) == []
    assert codes(pair, goals__learn__by="2026-04")[0][0] is Code.LOCKED


def test_the_command_line_goes_before_the_pair(pair: Path) -> None:
    sets = {
        "communication.reply": "5 working days",
        "feedback.preference.mentor": "direct; in writing",
        "goals.chair-a-practice-meeting.by": "2026-04",
        "term.end": "2026-09-30",
    }
    interview = open_pair(pair.read_bytes(), "pair.yaml", pair.parent, sets=sets).interview
    assert interview.answers.communication.reply is not None
    assert interview.answers.communication.reply.amount == 5
    assert interview.answers.feedback.preference == {"mentee": ("direct",), "mentor": ("direct", "in_writing")}
    assert interview.answers.goals
    assert interview.answers.goals[0].by
    assert interview.answers.goals[0].by.month == 4
    assert interview.answers.term.length is None
    assert {interview.origins[key].source for key in sets} == {"set"}


def test_the_command_line_settles_what_is_open_and_opens_what_is_settled(pair: Path) -> None:
    add(pair, "open: {meetings.cadence: {mentee: weekly}}\n")
    sets = {"meetings.cadence": "weekly", "communication.reply": "to discuss", "boundaries.off_limits": "none"}
    interview = open_pair(pair.read_bytes(), "pair.yaml", pair.parent, sets=sets).interview
    assert interview.state("meetings.cadence") is State.AGREED
    assert interview.state("communication.reply") is State.TO_DISCUSS
    assert interview.answers.communication.reply is None
    assert interview.answers.boundaries.off_limits == ()


def test_a_goal_that_gets_another_title_is_called_by_it() -> None:
    reading = read_interview(SETTLED.encode(), sets={"goals.chair-a-practice-meeting.title": "Lead a meeting"})
    assert reading.interview is not None
    assert reading.interview.state("goals.lead-a-meeting.by") is State.AGREED
    assert reading.interview.state("goals.chair-a-practice-meeting.by") is not State.DEFAULTED


@pytest.mark.parametrize(
    ("key", "text", "code"),
    [
        ("confidentiality.level", "open", Code.LOCKED),
        ("confidentiality.level", "to discuss", Code.LOCKED),
        ("boundaries.gifts", "none", Code.LOCKED),
        ("term.lenght", "3 months", Code.UNKNOWN_KEY),
        ("goals.nothing.by", "2026-05", Code.UNKNOWN_KEY),
        ("schema", "1", Code.UNKNOWN_KEY),
        ("meetings.cadence", "sometimes", Code.CADENCE_UNREADABLE),
        ("meetings.cadence", "", Code.VALUE_EXPECTED),
        ("meetings.cadence", "none", Code.NONE_NOT_POSSIBLE),
        ("feedback.preference", "direct", Code.PER_PERSON_EXPECTED),
        ("people.mentee.name", "to discuss", Code.CANNOT_BE_OPEN),
        ("term.end", "2025-01-01", Code.END_BEFORE_START),
    ],
)
def test_what_cannot_be_set_is_told_and_changes_nothing(pair: Path, key: str, text: str, code: Code) -> None:
    reading = open_pair(pair.read_bytes(), "pair.yaml", pair.parent, sets={key: text}).reading
    assert [problem.code for problem in reading.problems] == [code]
    assert reading.interview is None


def test_what_is_set_is_in_the_agreement_and_in_what_it_carries(run: Run, pair: Path, tmp_path: Path) -> None:
    outcome = run(
        "render",
        pair,
        "--docs",
        "agreement",
        "-o",
        tmp_path / "out",
        "--set",
        "purpose.statement=Ada chairs it all.",
    )
    assert outcome.code == 0
    data = Path(outcome.out.strip()).read_bytes()
    assert "Ada chairs it all." in pdf_text(data)
    assert yaml.safe_load(attached(data))["purpose"]["statement"] == "Ada chairs it all."


@pytest.mark.parametrize("arguments", [["--set", "purpose"], ["--set", "=x"], ["--set", "a.b=1", "--set", "a.b=2"]])
def test_an_option_that_sets_nothing_is_a_wrong_call(run: Run, pair: Path, arguments: list[str]) -> None:
    assert run("check", pair, *arguments).code == 2


def test_each_value_knows_where_it_comes_from(pair: Path) -> None:
    interview = open_pair(pair.read_bytes(), "pair.yaml", pair.parent, sets={"communication.channel": "chat"}).interview
    file = str(pair.parent / "program.yaml")
    assert interview.origins["people.mentee.name"] == Origin("pair", "pair.yaml", 2)
    assert interview.origins["meetings.cadence"] == Origin("program", file, 4)
    assert interview.origins["confidentiality.level"] == Origin("program", file, 8, is_locked=True)
    assert interview.origins["program.name"] == Origin("program", file, 2)
    assert interview.origins["commitments.mentor"] == Origin("kind", "workplace")
    assert interview.origins["meetings.wait"] == Origin("field")
    assert interview.origins["communication.channel"] == Origin("set")
    assert set(interview.origins) == set(interview.standings)


def test_check_tells_the_origins_in_words_and_as_json(run: Run, pair: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(pair.parent)
    add(pair, "open: {meetings.format: {}}\n")
    told = run("check", "pair.yaml", "--origins", "--set", "communication.reply=1 day").out
    strict = load_locale("en").value("confidentiality.level", "strict")
    assert f"  confidentiality.level: {strict} (program program.yaml, line 8, locked)\n" in told
    assert "  communication.reply: 1 day (--set)\n" in told
    assert "  people.mentee.name: Ada Okafor (pair, line 2)\n" in told
    assert "  meetings.wait: 15 minutes (field)\n" in told
    assert "  meetings.format: still open (pair, line " in told
    (file,) = json.loads(run("check", "pair.yaml", "--origins", "--format", "json").out)["files"]
    by_key = {each["key"]: each for each in file["origins"]}
    assert by_key["confidentiality.level"]["locked"]
    where = {"from": "program", "name": "program.yaml", "line": 4, "locked": False}
    assert by_key["meetings.cadence"] == {"key": "meetings.cadence", "value": "every 2 weeks"} | where
    assert by_key["meetings.format"]["value"] is None


def test_what_the_program_gives_is_never_compared_and_a_lock_holds_in_what_is_merged(run: Run, pair: Path) -> None:
    home = pair.parent
    for person in ("mentee", "mentor"):
        said = "confidentiality: {level: strict}\n" if person == "mentee" else ""
        text = f"include: program.yaml\nanswered_by: {person}\n{said}" + settled_text(
            meetings="", confidentiality="", term=""
        )
        (home / f"{person}.yaml").write_text(text, encoding="utf-8")
    found = json.loads(run("compare", home / "mentee.yaml", home / "mentor.yaml", "--format", "json").out)
    assert "meetings.cadence" in found["defaulted"]
    assert "confidentiality.level" in found["agreed"]
    assert found["one_sided"] == found["differs"] == []
    assert run("merge", home / "mentee.yaml", home / "mentor.yaml", "-o", home / "both.yaml").code == 0
    both = agreementgen.load(home / "both.yaml")
    assert "cadence" not in (home / "both.yaml").read_text(encoding="utf-8")
    assert both.is_locked("confidentiality.level")
    assert both.state("meetings.cadence") is State.AGREED


def test_settling_goes_before_a_default_but_not_before_a_lock(run: Run, pair: Path) -> None:
    assert run("settle", pair, "meetings.cadence=weekly").code == 0
    assert agreementgen.load(pair).origins["meetings.cadence"].source == "pair"
    before = pair.read_bytes()
    outcome = run("settle", pair, "boundaries.gifts=none")
    assert outcome.code == 1
    assert "AG208" in outcome.err
    assert pair.read_bytes() == before


@pytest.mark.parametrize("kind", ["workplace", "academic"])
def test_the_starter_of_a_program_is_read_and_so_is_every_line_of_it(run: Run, pair: Path, kind: str) -> None:
    path = pair.parent / "new.yaml"
    assert run("program", "new", path, "--kind", kind).code == 0
    bare = "people: {mentee: Ada}\n"
    pair.write_text(bare, encoding="utf-8")
    assert run("check", pair, "--program", path).code == 0
    layer = open_program(path).layer
    assert layer.given == {}
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        taken = line.removeprefix("#") if line.startswith("#") and not line.startswith("# ") else line
        taken = line[1:] if line.startswith("#  ") else taken
        left, mark, note = taken.partition("  # ")
        example = note.partition("for example: ")[2]
        is_branding = "branding:" in lines
        lines.append(f"{left.rstrip()} {example}" if mark and example and not is_branding else left.rstrip())
    text = "\n".join(lines).split("clauses:")[0]
    path.write_text(text, encoding="utf-8")
    layer = open_program(path).layer
    assert layer.given["confidentiality.level"].is_locked
    assert layer.given["program.sign_by"].value.amount == 14
    assert {"meetings.cadence", "term.length", "program.coordinator.phone"} <= set(layer.given)


def test_the_starter_goes_over_no_file(run: Run, pair: Path) -> None:
    path = pair.parent / "program.yaml"
    assert run("program", "new", path).code == 2
    assert path.read_text(encoding="utf-8") == PROGRAM
    assert "defaults:" in run("program", "new", "-").out


def test_a_starter_interview_leaves_out_what_the_program_locks(run: Run, pair: Path) -> None:
    path = pair.parent / "new.yaml"
    assert run("new", path, "--program", pair.parent / "program.yaml").code == 0
    text = path.read_text(encoding="utf-8")
    assert "include: program.yaml" in text
    assert "\n  level:" not in text
    assert "not asked:\n#   confidentiality.level: strict\n#   boundaries.gifts: token only\n" in text
    assert "gifts:" not in text.replace("boundaries.gifts: token only", "")
    assert "usual: every 2 weeks" in text
    assert "confidentiality.level, not in the file]" not in run("check", path).out


def test_a_starter_says_nothing_of_a_program_that_lies_elsewhere(run: Run, pair: Path, tmp_path: Path) -> None:
    folder = tmp_path / "home"
    folder.mkdir()
    outcome = run("new", folder / "new.yaml", "--program", pair.parent / "program.yaml")
    assert "include:" not in (folder / "new.yaml").read_text(encoding="utf-8")
    assert "--program" in outcome.err


def test_ask_offers_what_the_program_begins_with_and_asks_nothing_that_it_locks(run: Run, pair: Path) -> None:
    path = pair.parent / "ask.yaml"
    outcome = run("ask", path, "--program", pair.parent / "program.yaml", "--plain", stdin=b"\n" * 40)
    assert "Enter keeps: every 2 weeks; 45 minutes\n" in outcome.err
    assert load_locale("en").question("confidentiality.level").ask not in outcome.err
    answers = run(
        "ask", path, "--program", pair.parent / "program.yaml", "--section", "confidentiality", stdin=b"\n" * 40
    )
    assert load_locale("en").question("confidentiality.level").ask not in answers.err
    assert load_locale("en").question("confidentiality.ask_first").ask in answers.err


def test_settling_reads_what_the_program_gives(pair: Path) -> None:
    layer = open_program(pair.parent / "program.yaml").layer
    done = settled(pair.read_bytes(), "pair.yaml", [], load_locale("en"), include=lambda name: layer)
    assert done.interview.is_settled


def test_what_is_carried_hides_nothing_of_the_pair_in_print(pair: Path) -> None:
    interview = own(pair, "{add: badge.yaml}", badge=BADGE)
    assert squeezed("Badges") in squeezed(pdf_text(kit(interview, ["agreement"])[0].data))


def test_a_program_with_problems_is_refused_alone(pair: Path) -> None:
    program(pair, "defaults: {meetings: {cadense: weekly}}\n")
    with pytest.raises(InterviewError) as error:
        open_program(pair.parent / "program.yaml")
    assert [problem.code for problem in error.value.problems] == [Code.UNKNOWN_KEY]


def test_whoever_watches_a_pair_sees_the_files_of_its_programs_clauses(pair: Path) -> None:
    program(pair, f"{PROGRAM}clauses: {{add: [badge.yaml], replace: {{cancel: words/cancel.yaml}}}}\n", badge=BADGE)
    seen = inputs_of(pair)
    assert {pair, *(pair.parent / name for name in ("program.yaml", "badge.yaml", "words/cancel.yaml"))} == {*seen}
