"""`renew`: the next version carries over what was agreed, takes what is new, and no date of the last round."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreementgen.agreement import compose_agreement
from agreementgen.documents import kit
from agreementgen.errors import FileError, InterviewError
from agreementgen.interview import State, canonical_yaml
from agreementgen.locales import load_locale
from agreementgen.renewal import Order, Renewed, changes, renewed, take_up

from ..conftest import EXAMPLES, INTERVIEWS, SETTLED, Outcome, example, pdf_text, read, settled, settled_text, squeezed
from ..standards import problems
from ..terminals import terminal

Run = Callable[..., Outcome]
EN = load_locale("en")
TODAY = date(2026, 8, 1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "pair.yaml"
    path.write_text(SETTLED, encoding="utf-8")
    return path


def following(path: Path, **order: object) -> Renewed:
    order.setdefault("today", TODAY)
    return renewed(take_up(path), Order(**order), path.parent, "next.yaml")  # type: ignore[arg-type]


def keys(path: Path, done: Renewed) -> set[str]:
    return {each.key for each in changes(take_up(path).interview, done.interview, EN)}


def test_the_next_version_has_the_next_number_the_same_id_and_names_what_it_replaces(file: Path) -> None:
    taken, done = take_up(file), following(file)
    document = done.interview.answers.document
    assert document.version == 2
    assert document.supersedes == f"{document.id}, version 1, fingerprint {taken.fingerprint}"
    (before,) = kit(settled(), ["agreement"])
    assert f"fingerprint{taken.fingerprint}" in squeezed(pdf_text(before.data))
    assert str(document.id) in pdf_text(before.data)


def test_no_date_of_the_last_round_is_in_the_next(file: Path) -> None:
    done = following(file)
    assert keys(file, done) == {"term.start", "meetings.first", "goals.chair-a-practice-meeting.by"}
    for key in keys(file, done):
        assert done.interview.state(key) is State.TO_DISCUSS
    assert "2026-0" not in done.text


def test_the_end_the_middle_and_days_that_cannot_be_open_go_too(tmp_path: Path) -> None:
    path = tmp_path / "pair.yaml"
    text = settled_text(
        term="{start: 2026-01-01, end: 2026-06-30}",
        review="{mid_point: 2026-04-01}",
        skills="[{name: Chairing, target: 4, by: 2026-05}, {name: Writing, target: 4, by: 2027-05}]",
        document="{date: 2025-12-20}",
    )
    path.write_text(text, encoding="utf-8")
    answers = following(path).interview.answers
    assert [skill.by is None for skill in answers.skills or ()] == [True, False]
    assert (answers.term.end, answers.review.mid_point, answers.document.date) == (None, None, None)
    assert following(path).interview.state("term.end") is State.TO_DISCUSS


def test_a_goal_that_is_done_is_left_out_and_a_later_one_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "pair.yaml"
    goals = "- {title: Chair a meeting, by: 2026-03}\n- {title: Say no, by: 2027-02}\n- Write"
    path.write_text(settled_text(goals=goals), encoding="utf-8")
    done = following(path, done=["chair a meeting"], goals=["Lead a launch"])
    assert [goal.title for goal in done.interview.answers.goals or ()] == ["Say no", "Write", "Lead a launch"]
    assert done.interview.state("goals.say-no.by") is State.AGREED
    assert done.interview.state("goals.write.by") is State.TO_DISCUSS
    with pytest.raises(FileError, match=r'no goal "Sing".*Say no'):
        following(path, done=["Sing"])


def test_what_is_set_is_taken_and_ends_what_was_said_in_another_way(file: Path) -> None:
    done = following(
        file,
        sets={"term.start": "2026-09-01", "term.end": "2027-01-31", "goals.chair-a-practice-meeting.by": "2026-12"},
    )
    term = done.interview.answers.term
    assert (term.start, term.end, term.length) == (date(2026, 9, 1), date(2027, 1, 31), None)
    assert done.interview.state("goals.chair-a-practice-meeting.by") is State.AGREED
    with pytest.raises(InterviewError, match=r"--set meetings\.cadence=now and then"):
        following(file, sets={"meetings.cadence": "now and then"})
    with pytest.raises(FileError, match="--goal TITLE"):
        following(file, sets={"goals": "One; Two"})


def test_notes_and_layout_of_a_file_stay(tmp_path: Path) -> None:
    path = tmp_path / "pair.yaml"
    path.write_text(SETTLED.replace("boundaries:", "# Ask Ben again.\nboundaries:"), encoding="utf-8")
    done = following(path, sets={"communication.reply": "a week"})
    assert "# Ask Ben again.\nboundaries: {off_limits: none}" in done.text
    assert "communication: {channel: email, reply: a week}" in done.text


@pytest.mark.parametrize("path", INTERVIEWS, ids=lambda path: path.stem)
def test_every_example_and_what_its_agreement_carries_can_be_renewed(path: Path, tmp_path: Path) -> None:
    carried = tmp_path / "carried.yaml"
    carried.write_bytes(canonical_yaml(example(path), {"wording": "x"}))
    for each in (path, carried):
        done = following(each, sets={"communication.reply": "9 days"})
        assert done.interview.answers.document.version == 2
        touched = {key.rpartition(".")[2] for key in keys(each, done)}
        assert touched <= {"start", "end", "first", "mid_point", "by", "date", "reply"}


CHANGED = {
    "meetings.cadence": ["every week", "every 3 weeks", "twice a month"],
    "meetings.length": ["30 minutes", "90 minutes"],
    "communication.channel": ["chat", "phone"],
    "communication.reply": ["1 day", "a week"],
    "feedback.preference.mentee": ["in writing", "gentle first"],
    "boundaries.off_limits": ["my family", "pay; the merger"],
    "purpose.statement": ["Ada will chair the board.", "We look for a board seat."],
    "goals.chair-a-practice-meeting.measure": ["Nobody looks at a phone"],
}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.sampled_from(sorted(CHANGED)), st.integers(0, 2), max_size=5),
    st.booleans(),
)
def test_what_was_changed_is_named_and_nothing_else(tmp_path: Path, picked: dict[str, int], amends: bool) -> None:
    path, carried = tmp_path / "pair.yaml", tmp_path / "carried.yaml"
    path.write_text(SETTLED, encoding="utf-8")
    sets = {key: CHANGED[key][number % len(CHANGED[key])] for key, number in picked.items()}
    done = following(path, sets=sets, is_amendment=amends)
    # What the next agreement will carry, and what comes out of it again.
    carried.write_bytes(canonical_yaml(done.interview, {"wording": "x"}))
    days = set() if amends else {"term.start", "meetings.first", "goals.chair-a-practice-meeting.by"}
    found = changes(take_up(path).interview, read(carried.read_text(encoding="utf-8")), EN)
    assert {each.key for each in found} == {*sets, *days}


def test_the_command_writes_beside_the_file_and_says_what_changes(run: Run, file: Path) -> None:
    outcome = run("renew", file, "--set", "meetings.cadence=every 3 weeks")
    path = file.with_name("pair-v2.yaml")
    assert (outcome.code, outcome.out) == (0, f"{path}\n")
    assert "You met every month; from now on every 3 weeks." in outcome.err
    assert f"agreementgen settle {path}" in outcome.err
    assert file.read_text(encoding="utf-8") == SETTLED
    again = run("renew", path, "-o", "-")
    assert "version: 3" in again.out
    assert run("renew", file).code == 2
    assert run("renew", file, "-o", file, "--force").code == 2
    assert file.read_text(encoding="utf-8") == SETTLED


def test_a_pdf_is_renewed_from_what_it_carries(run: Run, file: Path) -> None:
    path = Path(run("render", file, "--final", "--docs", "agreement", "-o", file.parent).out.strip())
    before = path.read_bytes()
    outcome = run("renew", path, "-o", file.with_name("next.yaml"))
    assert outcome.code == 0
    assert run("diff", path, file.with_name("next.yaml")).out.count("[") == 3
    assert "defaulted" not in file.with_name("next.yaml").read_text(encoding="utf-8")
    assert path.read_bytes() == before


def test_an_amendment_names_old_and_new_and_both_fingerprints_and_is_signed_by_all(run: Run, file: Path) -> None:
    outcome = run("renew", file, "--amend", "--set", "communication.reply=2 working days")
    assert outcome.code == 0, outcome.err
    paper, following_path = map(Path, outcome.out.split())
    data = paper.read_bytes()
    text = squeezed(pdf_text(data))
    assert squeezed("How soon a reply is fair 3 working days 2 working days") in text
    assert take_up(file).fingerprint in text
    assert take_up(following_path).fingerprint in text
    with pikepdf.open(io.BytesIO(data)) as pdf:
        names = {str(field.T) for field in pdf.Root.AcroForm.Fields}
        assert {"sig_mentee", "sig_mentor", "date_mentee", "date_mentor"} <= names
        assert len(pdf.pages) == 1
    assert problems(data, has_source=False) == []
    assert "2026-01-01" in following_path.read_text(encoding="utf-8")


SETTLED_EXAMPLES = sorted(path.name for path in EXAMPLES.glob("*.yaml") if path.name != "unsettled.yaml")


@pytest.mark.parametrize("name", SETTLED_EXAMPLES)
def test_an_agreement_of_every_kind_can_be_amended_and_the_page_names_who_agreed(
    run: Run, tmp_path: Path, name: str
) -> None:
    path = Path(shutil.copy(EXAMPLES / name, tmp_path))
    outcome = run("renew", path, "--amend", "--set", "communication.reply=6 working days")
    assert outcome.code == 0, outcome.err
    data = Path(outcome.out.split()[0]).read_bytes()
    assert problems(data, has_source=False) == []
    text = squeezed(pdf_text(data))
    for person in compose_agreement(example(path), EN).signers:
        assert squeezed("".join(run.text for run in person.name)) in text


def test_an_amendment_needs_a_change_and_a_settled_agreement(run: Run, file: Path) -> None:
    assert run("renew", file, "--amend").code == 2
    file.write_text(settled_text(communication="{channel: email}"), encoding="utf-8")
    outcome = run("renew", file, "--amend", "--set", "meetings.cadence=every week")
    assert outcome.code == 1
    assert "communication.reply" in outcome.err
    assert sorted(each.name for each in file.parent.iterdir()) == ["pair.yaml"]


def test_at_a_terminal_what_is_new_can_be_settled_at_once(file: Path) -> None:
    with terminal(file.parent, "renew", "pair.yaml", "--plain") as person:
        person.wait_for("Settle what is open now?", "[y/N]:")
        person.type("y\n")
        days = {"goals.chair": "2026-12", "meetings.first": "2026-09-09 15:00", "term.start": "2026-09-07"}
        for shown, day in days.items():
            person.wait_for(shown, "): ")
            person.type(f"{day}\n")
        assert person.ended() == 0
    term = read(file.with_name("pair-v2.yaml").read_text(encoding="utf-8"))
    assert term.answers.term.start == date(2026, 9, 7)
    assert term.is_settled
