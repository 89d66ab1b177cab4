"""Workers: losing one is one row's bad luck, and a run that was killed goes on as if it had not been."""

from __future__ import annotations

import json
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from agreementgen.cohort.run import HUNG, LOST, Stop, run
from agreementgen.cohort.worker import Job, Made, Settings, make
from agreementgen.errors import TemplateError
from agreementgen.resources import lay_over
from agreementgen.typeset.look import Look

from ..conftest import ROOT, Outcome, settled
from .rosters import contents, roster, row

Run = Callable[..., Outcome]
DOCS = ("--docs", "calendar")
CALENDAR = pickle.dumps(Settings(Look(), documents=("calendar",), seconds=20))


def jobs(count: int, **others: Any) -> list[Job]:
    interview = settled()
    return [Job(number, others.get(f"at_{number}", interview), CALENDAR) for number in range(1, count + 1)]


@dataclass
class Deadly:
    """An interview that does something to whoever unpacks it."""

    function: Callable[..., Any]
    argument: float

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[float]]:
        return self.function, (self.argument,)


def results(made: list[Made]) -> dict[int, str]:
    assert len({each.number for each in made}) == len(made)
    return {each.number: each.failure for each in sorted(made, key=lambda each: each.number)}


def test_a_pair_that_kills_its_worker_fails_and_all_others_are_made(tmp_path: Path) -> None:
    order = jobs(8, at_3=Deadly(os._exit, 9))
    made = list(run(order, 8, workers=2, folder=tmp_path, patience=60, stop=Stop()))
    assert results(made) == {n: LOST if n == 3 else "" for n in range(1, 9)}


def test_a_pair_that_hangs_fails_and_all_others_are_made(tmp_path: Path) -> None:
    order = jobs(6, at_2=Deadly(time.sleep, 3600))
    made = list(run(order, 6, workers=2, folder=tmp_path, patience=10, stop=Stop()))
    assert results(made) == {n: HUNG if n == 2 else "" for n in range(1, 7)}


def test_workers_that_somebody_kills_are_replaced_and_nothing_is_made_twice(tmp_path: Path) -> None:
    made = []
    for each in run(jobs(24), 24, workers=2, folder=tmp_path, patience=60, stop=Stop()):
        made.append(each)
        if len(made) == 5:
            for process in multiprocessing.active_children():
                process.kill()
    assert results(made) == dict.fromkeys(range(1, 25), "")


def test_workers_give_the_same_bytes_as_this_process(tmp_path: Path) -> None:
    settings = pickle.dumps(Settings(Look(), documents=("agreement",)))
    order = [replace(job, settings=settings) for job in jobs(4)]
    here, there = make(order[0]), list(run(order, 4, workers=2, folder=tmp_path, patience=120, stop=Stop()))
    assert {each.documents[0].data for each in there} == {here.documents[0].data}


def test_what_takes_too_long_is_broken_off() -> None:
    slow = pickle.dumps(Settings(Look(), documents=None, seconds=1))
    interview = settled(goals="\n".join(f"- {{title: Goal {n} {'word ' * 30}}}" for n in range(9)))
    long = replace(interview, answers=interview.answers.model_copy(update={"goals": interview.answers.goals * 40}))
    assert make(Job(1, long, slow)).failure == "it took more than 1 seconds"


def test_a_template_at_fault_stops_the_run_since_it_is_at_fault_for_all(tmp_path: Path) -> None:
    clause = tmp_path / "own/locales/en/clauses/cancel.yaml"
    clause.parent.mkdir(parents=True)
    clause.write_text(
        "id: cancel\nsource: ours\ntitle: T\nvariants:\n  - text: '{{ nothing.there }}'\n", encoding="utf-8"
    )
    own = replace(settled(), templates=lay_over(tmp_path / "own"))
    settings = pickle.dumps(Settings(Look(), documents=("agreement",)))
    order = [Job(n, own, settings) for n in range(1, 7)]
    with pytest.raises(TemplateError, match=r"cancel\.yaml"):
        list(run(order, 6, workers=2, folder=tmp_path, patience=60, stop=Stop()))
    assert not multiprocessing.active_children()


def test_after_ctrl_c_what_is_in_hand_is_finished_and_nothing_new_is_begun(tmp_path: Path) -> None:
    stop, made = Stop(), []
    for each in run(jobs(200), 200, workers=2, folder=tmp_path, patience=60, stop=stop):
        made.append(each)
        stop.is_wanted = True
    assert 1 <= len(made) <= 8
    assert set(results(made).values()) == {""}


def begun(*arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "agreementgen", *map(str, arguments)],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def until(is_so: Callable[[], object], seconds: int = 60) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.02)


def workers_in(folder: Path) -> list[int]:
    """Give the processes that work for a run: they have its folder for what they need for a while."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if str(folder).encode() in (place / "environ").read_bytes() or any(
                str(folder) in str(link.readlink()) for link in (place / "fd").iterdir()
            ):
                found.append(int(place.name))
        except OSError:
            continue
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked for in /proc")
def test_killed_in_the_middle_and_resumed_it_is_the_same_and_nothing_is_left_lying_about(
    run: Run, tmp_path: Path
) -> None:
    sheet = roster(tmp_path / "roster.csv", [row(n) for n in range(1, 41)])
    process = begun("batch", sheet, "-o", tmp_path / "killed", *DOCS, "--jobs", "2")
    until(lambda: len(list((tmp_path / "killed").glob("P*/shared/*.ics"))) >= 5)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    until(lambda: not workers_in(tmp_path / "killed"))
    made = len(list((tmp_path / "killed").glob("P*/shared/*.ics")))
    assert 5 <= made < 40

    resumed = run("batch", sheet, "-o", tmp_path / "killed", *DOCS, "--resume", "--jobs", "1")
    assert resumed.code == 0
    assert " left unchanged" in resumed.err
    assert " 0 left unchanged" not in resumed.err
    assert run("batch", sheet, "-o", tmp_path / "undisturbed", *DOCS, "--jobs", "1").code == 0
    assert contents(tmp_path / "killed") == contents(tmp_path / "undisturbed")


def test_ctrl_c_leaves_whole_files_says_how_to_go_on_and_ends_with_130(run: Run, tmp_path: Path) -> None:
    sheet = roster(tmp_path / "roster.csv", [row(n) for n in range(1, 41)])
    process = begun("batch", sheet, "-o", tmp_path / "cohort", *DOCS, "--jobs", "1")
    until(lambda: len(list((tmp_path / "cohort").glob("P*/shared/*.ics"))) >= 2)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "--resume" in err
    entries = [json.loads(line) for line in (tmp_path / "cohort/manifest.jsonl").read_text().splitlines()]
    assert 2 <= len(entries) < 40
    files = {file["path"] for entry in entries for file in entry["files"]}
    assert {path for path in contents(tmp_path / "cohort") if path.startswith("P")} == files
    assert run("batch", "redo", tmp_path / "cohort").code == 0
    assert len(list((tmp_path / "cohort").glob("P*/shared/*.ics"))) == 40


def test_a_folder_that_another_run_writes_to_is_left_alone(run: Run, tmp_path: Path) -> None:
    sheet = roster(tmp_path / "roster.csv", [row(1)])
    staging = tmp_path / "cohort/.agreementgen"
    staging.mkdir(parents=True)
    (staging / "pid").write_text(str(os.getppid()))
    told = run("batch", sheet, "-o", tmp_path / "cohort", *DOCS)
    assert told.code == 2
    assert "Another run is writing" in told.err
    (staging / "pid").write_text("999999999")
    assert run("batch", sheet, "-o", tmp_path / "cohort", *DOCS).code == 0
    assert not staging.exists()


@pytest.mark.parametrize("found", ["99999999999999999999999", "", "-1", "no number"])
def test_a_note_of_another_run_that_is_none_is_swept_away(run: Run, tmp_path: Path, found: str) -> None:
    sheet = roster(tmp_path / "roster.csv", [row(1)])
    staging = tmp_path / "cohort/.agreementgen"
    staging.mkdir(parents=True)
    (staging / "pid").write_text(found)
    assert run("batch", sheet, "-o", tmp_path / "cohort", *DOCS).code == 0
    assert not staging.exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes that are files")
@pytest.mark.parametrize("name", ["manifest.jsonl", ".agreementgen/pid", ".agreementgen/manifest.jsonl"])
def test_nobody_waits_for_a_pipe_in_the_folder_of_a_cohort(run: Run, tmp_path: Path, name: str) -> None:
    sheet = roster(tmp_path / "roster.csv", [row(1)])
    pipe = tmp_path / "cohort" / name
    pipe.parent.mkdir(parents=True)
    os.mkfifo(pipe)
    assert run("batch", sheet, "-o", tmp_path / "cohort", *DOCS).code == 0
    assert (tmp_path / "cohort/manifest.jsonl").is_file()


def test_a_run_writes_nothing_where_a_link_leads(run: Run, tmp_path: Path) -> None:
    sheet = roster(tmp_path / "roster.csv", [row(1)])
    elsewhere, cohort = tmp_path / "elsewhere", tmp_path / "cohort"
    for folder in (elsewhere, cohort):
        folder.mkdir()
    (cohort / ".agreementgen").symlink_to(elsewhere)
    told = run("batch", sheet, "-o", cohort, *DOCS)
    assert told.code == 2
    assert "leads out of" in told.err
    assert not list(elsewhere.iterdir())
