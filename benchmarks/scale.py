"""How the cost of an agreement grows: with its pages, its goals and its signers, and with what was made before.

    python benchmarks/scale.py                       # some three minutes
    python benchmarks/scale.py --documents 2000      # memory over as many documents

Each agreement is set for the first time, and again when all that it says is known, by the engine that is taken and by
the engine as it comes. What counts is CPU time, the median of three. Memory is the resident memory of one process that
sets the kits of different pairs, document after document, from the 200th on, and its slope by least squares.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import linear_regression, median
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from batch import roster  # noqa: E402
from kit import EXAMPLE  # noqa: E402
from peers import LOOK, machine  # noqa: E402

import agreementgen  # noqa: E402
from agreementgen.cohort import open_roster  # noqa: E402
from agreementgen.documents import pages  # noqa: E402
from agreementgen.interview import Interview  # noqa: E402
from agreementgen.locales import load_locale  # noqa: E402
from agreementgen.opening import OpenedProgram  # noqa: E402
from agreementgen.typeset import render_pdf  # noqa: E402

PROMISE = "We tell each other early when a date cannot be kept, and we find another one within the same week."
GROUP = EXAMPLE.with_name("group.yaml")
TARGET = 15.0
"""Kilobytes of resident memory a document."""


def interviews(folder: Path) -> Iterator[tuple[str, Interview]]:
    """Give interviews that grow, each with what it has."""

    def read(name: str, answers: dict[str, Any]) -> tuple[str, Interview]:
        (folder / "scale.yaml").write_text(yaml.safe_dump(answers, allow_unicode=True), encoding="utf-8")
        return name, agreementgen.load(folder / "scale.yaml")

    pair = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    for count in (1, 3, 6, 9):
        goals = [{"title": f"Lead review {number}", "measure": "It ended on time"} for number in range(count)]
        yield read(f"{count} goals", pair | {"goals": goals})
    for count in (0, 40, 80, 160):
        promises = [f"{PROMISE} This is the {number}th time." for number in range(count)]
        yield read(f"{count} promises", pair | {"also_agreed": promises or ["We speak English."]})
    group = yaml.safe_load(GROUP.read_text(encoding="utf-8"))
    for count in (2, 4, 8):
        members = [f"Member {number}" for number in range(count)]
        likes = {"facilitator": "direct"} | {f"member-{number}": "direct" for number in range(1, count + 1)}
        changed = {"people": group["people"] | {"members": members}, "feedback": {"preference": likes}}
        yield read(f"{count + 1} signers", group | changed)


def growth() -> Iterator[str]:
    """Measure, and give the rows of a table."""
    import pikepdf

    yield "| agreement with | pages | with tiles, first | with tiles, again | `--engine full` |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    with tempfile.TemporaryDirectory() as name:
        for what, interview in interviews(Path(name)):
            html = pages(interview, ["agreement"])["agreement"]

            def seconds(engine: str, html: str = html) -> float:
                start = time.process_time()
                render_pdf(html, LOOK, engine=engine)
                return time.process_time() - start

            full = [seconds("full") for _ in range(4)][1:]
            first, *again = [seconds("auto") for _ in range(8)]
            (Path(name) / "it.pdf").write_bytes(render_pdf(html, LOOK))
            with pikepdf.open(Path(name) / "it.pdf") as pdf:
                count = len(pdf.pages)
            times = (first, median(again[-3:]), median(full))
            yield f"| {what} | {count} | " + " | ".join(f"{1000 * each:.0f} ms" for each in times) + " |"


def resident() -> int:
    """Give the resident memory of this process in kilobytes."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0])


def memory(documents: int) -> str:
    """Set as many documents of different pairs, and say what that leaves in memory."""
    with tempfile.TemporaryDirectory() as name:
        sheet = roster(Path(name) / "scale.csv", documents // 4)
        pairs = open_roster([sheet], OpenedProgram(), load_locale("en")).pairs()
        counts, sizes = [], []
        made = 0
        for pair in pairs:
            for html in pages(pair.interview).values() if pair.interview else ():
                render_pdf(html, LOOK)
                made += 1
                if made % 100 == 0 and made >= 200:
                    counts.append(made)
                    sizes.append(resident())
    slope, _ = linear_regression(counts, sizes)
    return (
        f"{made} documents in one process: {sizes[0] / 1000:.0f} MB after {counts[0]}, {sizes[-1] / 1000:.0f} MB "
        f"in the end; {slope:.1f} kB a document, target {TARGET:.0f}."
    )


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description="How the cost of an agreement grows.")
    parser.add_argument("--documents", type=int, default=800)
    said = parser.parse_args()
    print(f"{machine()}\n")
    for row in growth():
        print(row, flush=True)
    print(f"\n{memory(said.documents)}")


if __name__ == "__main__":
    main()
