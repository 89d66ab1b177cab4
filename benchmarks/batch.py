"""What a cohort costs: per kit, on two cores, in memory, and before the first page.

    python benchmarks/batch.py                       # Linux; some three minutes
    python benchmarks/batch.py kit                   # one part only: kit, cores, engines, memory, preflight, redo
    python benchmarks/batch.py memory --pairs 2000   # some fifteen minutes

* kit: CPU time of a kit in a serial run, beside the bare rendering of the same HTML by WeasyPrint (see `kit.py`).
* cores: wall time of the same run by one process and by two workers, start-up and reports with it.
* engines: wall time of a run by two workers with `--engine auto`, beside the same with `--engine full`.
* memory: the largest resident memory of any worker of a run of N pairs, beside that of a run of 100.
* preflight: CPU time and peak memory of looking over 20,000 rows.
* redo: a messy sheet of N rows with faults, mended and done again, equals a clean run byte for byte.

The rows are made from their number alone, so every machine measures the same pairs. Compare the ratios: the times are
those of one machine on one day.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from kit import Bare, take_turns  # noqa: E402

from agreementgen.cohort import (  # noqa: E402
    CohortFolder,
    Settings,
    Stop,
    Wanted,
    look_over,
    make_cohort,
    open_roster,
)
from agreementgen.documents import pages  # noqa: E402
from agreementgen.locales import load_locale  # noqa: E402
from agreementgen.opening import OpenedProgram  # noqa: E402
from agreementgen.typeset.look import Look, stylesheet  # noqa: E402

HEADER = (
    "pair_id,mentee_name,mentee_email,mentor_name,mentor_email,kind,relationship.mentor_has_say,purpose,goal1,"
    "goal1_measure,goal1_by,goal2,cadence,minutes,format,first_meeting,channel,reply,confidentiality,mentee_feedback,"
    "mentor_feedback,off_limits,start,months"
)
GOALS = ("Run a launch review", "Lead a project of three teams", "Write a paper of my own", "Say no to what can wait")
TARGETS = {"kit": 1.10, "cores": 1.8, "memory": 1.15, "preflight": 30.0}


def row(number: int, *, faulty: bool = False) -> str:
    """Write one row from its number."""
    goal, other = GOALS[number % 4], GOALS[(number + 1) % 4]
    start = "04/01/2027" if faulty else "2027-01-04"
    cells = [
        f"P{number:05}",
        f"Mentee {number}",
        f"mentee{number}@example.org",
        f"Mentor {number // 2}",
        f"mentor{number // 2}@example.org",
        "workplace",
        "none",
        f'"By June, Mentee {number} will be ready to lead a team of {3 + number % 9}, and to say so."',
        goal,
        "Two colleagues say that it ended on time",
        "2027-05",
        other,
        ("every month", "every 2 weeks", "every 3 weeks")[number % 3],
        ("60", "45", "90")[number % 3],
        ("video", "in person", "phone")[number % 3],
        "2027-01-06 15:00",
        "email",
        "3 working days",
        "standard",
        "direct",
        "time to think",
        "none",
        start,
        "6",
    ]
    return ",".join(cells)


def roster(path: Path, count: int, faults: int = 0) -> Path:
    """Write a roster; every so manieth row has a date that cannot be read, `faults` of them."""
    step = count // faults if faults else 0
    lines = (row(n, faulty=bool(step) and n % step == 0 and n // step <= faults) for n in range(1, count + 1))
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return path


def made(sheet: Path, out: Path, workers: int) -> None:
    """Make a cohort in this process and its workers."""
    opened = open_roster([sheet], OpenedProgram(), load_locale("en"))
    wanted = Wanted(Settings(Look(), seconds=600), workers)
    place = CohortFolder(out)
    with place.opened():
        make_cohort(opened, look_over(opened, final=False), wanted, place, Stop(), lambda entry, anew: None)


def of_kit(folder: Path, pairs: int) -> None:
    """Measure a kit beside the same pages bare, in one process."""
    sheet = roster(folder / "kit.csv", pairs)
    opened = open_roster([sheet], OpenedProgram(), load_locale("en"))
    htmls = [list(pages(pair.interview).values()) for pair in opened.pairs() if pair.interview]
    bare = Bare(stylesheet(Look()))
    turn = iter(range(99))
    candidates: dict[str, Callable[[], object]] = {
        "batch": lambda: made(sheet, folder / f"kit-{next(turn)}", 1),
        "bare": lambda: [bare.print(each) for each in htmls],
    }
    times = take_turns(candidates, time.process_time, 5)
    ratio = median(ours / other for ours, other in zip(times["batch"], times["bare"], strict=True))
    ours, other = (1000 * median(times[name]) / pairs for name in ("batch", "bare"))
    print(f"kit        batch {ours:.0f} ms, bare {other:.0f} ms a kit: ratio {ratio:.2f}, target {TARGETS['kit']}")


def of_cores(folder: Path, pairs: int) -> None:
    """Measure the same run by one process and by two workers, each from a shell, and give the ratio of wall times."""
    sheet = roster(folder / "cores.csv", pairs)
    walls: dict[int, list[float]] = {1: [], 2: []}
    for turn in range(3):
        for workers in (1, 2)[:: 1 if turn % 2 else -1]:
            code, wall = batch(sheet, "-o", folder / f"cores-{turn}-{workers}", "--jobs", str(workers))
            assert code == 0, code
            walls[workers].append(wall)
    ratio = median(one / two for one, two in zip(walls[1], walls[2], strict=True))
    rate = pairs / median(walls[2])
    print(f"cores      {rate:.1f} kits a second by two workers: {ratio:.2f} times one's, target {TARGETS['cores']}")


def of_engines(folder: Path, pairs: int) -> None:
    """Measure the same run by two workers, with the engine that is taken, and with the engine as it comes."""
    sheet = roster(folder / "engines.csv", pairs)
    walls = {}
    for engine in ("auto", "full"):
        code, walls[engine] = batch(sheet, "-o", folder / engine, "--jobs", "2", "--engine", engine)
        assert code == 0, code
    auto, full = walls["auto"], walls["full"]
    print(f"engines    {pairs} pairs: {auto:.0f} s with auto, {full:.0f} s with full: ratio {auto / full:.2f}")


def batch(*arguments: str | Path) -> tuple[int, float]:
    """Run the command, and give its exit code and its wall time in seconds."""
    start = time.monotonic()
    command = [sys.executable, "-m", "agreementgen", "batch", *arguments, "-q"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True)
    return done.returncode, time.monotonic() - start


def peak_of_workers(sheet: Path, out: Path) -> int:
    """Run a batch in a process of its own, and give the largest resident memory of any of its workers, in kB."""
    command = [sys.executable, "-m", "agreementgen", "batch", sheet, "-o", out, "--jobs", "2", "-q"]
    peak = 0
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max(peak, *peaks_below(process.pid).values(), 0)
            time.sleep(0.5)
    return peak


def peaks_below(parent: int) -> dict[int, int]:
    """Give the peak of resident memory, in kB, of all processes below another one."""
    facts: dict[int, dict[str, str]] = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            facts[int(status.parent.name)] = dict(re.findall(r"^(\w+):\s+(\d+)", status.read_text(), re.MULTILINE))
        except OSError:
            continue
    below = {parent}
    while more := {pid for pid, said in facts.items() if int(said["PPid"]) in below} - below:
        below |= more
    return {pid: int(facts[pid].get("VmHWM", 0)) for pid in below - {parent}}


def of_memory(folder: Path, pairs: int) -> None:
    """Measure how much a worker grows with the length of a run."""
    few, many = (roster(folder / f"memory-{count}.csv", count) for count in (100, pairs))
    small, large = peak_of_workers(few, folder / "few"), peak_of_workers(many, folder / "many")
    ratio = large / small
    print(
        f"memory     {small / 1024:.0f} MB at 100 pairs, {large / 1024:.0f} MB at {pairs}: "
        f"ratio {ratio:.2f}, target {TARGETS['memory']}"
    )


def of_preflight(folder: Path, pairs: int) -> None:
    """Measure a look over many rows, in a process of its own."""
    sheet = roster(folder / "preflight.csv", pairs)
    code = (
        "import resource, sys, time; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "from agreementgen.cohort import look_over, open_roster\n"
        "from agreementgen.locales import load_locale\n"
        "from agreementgen.opening import OpenedProgram\n"
        "opened = open_roster([Path(sys.argv[2])], OpenedProgram(), load_locale('en'))\n"
        "assert not look_over(opened, final=True).problems\n"
        "used = resource.getrusage(resource.RUSAGE_SELF)\n"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss)\n"
    )
    told = subprocess.run([sys.executable, "-c", code, ROOT, sheet], check=True, capture_output=True, text=True)
    seconds, memory = map(float, told.stdout.split())
    print(f"preflight  {pairs} rows: {seconds:.0f} s CPU (target {TARGETS['preflight']:.0f}), {memory / 1024:.0f} MB")


def of_redo(folder: Path, pairs: int) -> None:
    """Make a sheet with faults, mend it and do it again, and compare all with a clean run."""
    sheet, out = roster(folder / "redo.csv", pairs, faults=max(1, pairs // 33)), folder / "redo"
    first, wall = batch(sheet, "-o", out)
    roster(sheet, pairs)
    again, rest = batch("redo", out)
    clean, whole = batch(sheet, "-o", folder / "clean")
    assert (first, again, clean) == (3, 0, 0), (first, again, clean)
    assert hashes(out) == hashes(folder / "clean")
    print(
        f"redo       {pairs} rows: {wall:.0f} s with faults, {rest:.0f} s for the rest, {whole:.0f} s at once "
        f"({pairs / whole:.1f} kits a second); all bytes equal"
    )


def hashes(folder: Path) -> dict[str, str]:
    """Hash every file below a folder; how it was made is told by the roster's place, and left out."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "run.json")
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


PARTS: dict[str, tuple[Callable[[Path, int], None], int]] = {
    "kit": (of_kit, 12),
    "cores": (of_cores, 120),
    "engines": (of_engines, 60),
    "memory": (of_memory, 400),
    "preflight": (of_preflight, 20_000),
    "redo": (of_redo, 60),
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What a cohort costs.")
    parser.add_argument("parts", nargs="*", help=f"Of {', '.join(PARTS)}; all of them without it.")
    parser.add_argument("--pairs", type=int, help="How many pairs, instead of each part's own number.")
    said = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as name:
        for part in said.parts or PARTS:
            measure, pairs = PARTS[part]
            measure(Path(name), said.pairs or pairs)


if __name__ == "__main__":
    main()
