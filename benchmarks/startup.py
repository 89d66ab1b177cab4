"""What it costs to begin: two commands that set no page, beside importing the libraries they stand on.

    python benchmarks/startup.py
    python benchmarks/startup.py --rounds 21

* check: `agreementgen check examples/workplace.yaml` beside `import click, pydantic, yaml`.
* help: `agreementgen --help` beside `import click`.

What counts is CPU time, user and system, of whole fresh processes whose modules have been compiled before. The
candidates take turns, after one round that does not count. Shown are the medians, and of the ratios within each round:
compare the ratios, for the times are those of one machine on one day.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
COMMAND = ("-m", "agreementgen")
EXAMPLE = str(ROOT / "examples" / "workplace.yaml")
RACES = {
    "check": ((*COMMAND, "check", EXAMPLE), "import click, pydantic, yaml", 3.5),
    "help": ((*COMMAND, "--help"), "import click", 2.5),
}
"""Each command, the imports that it is measured against, and how many times as dear it may be."""


def cpu(arguments: tuple[str, ...]) -> float:
    """Run Python in a fresh process, and give the milliseconds of CPU time that it took."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, *arguments],
        env=environment | {"PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What it costs to begin, beside the imports alone.")
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds

    times: dict[str, list[tuple[float, float]]] = {name: [] for name in RACES}
    for turn in range(rounds + 1):
        for name, (arguments, imports, _) in RACES.items():
            pair = cpu(arguments), cpu(("-c", imports))
            if turn:
                times[name].append(pair)

    print("| command | CPU | imports | CPU | ratio | target | |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, (_, imports, target) in RACES.items():
        ours, theirs = (median(each) for each in zip(*times[name], strict=True))
        ratio = median(one / other for one, other in times[name])
        verdict = "met" if ratio <= target else "MISSED"
        print(f"| {name} | {ours:.0f} ms | `{imports}` | {theirs:.0f} ms | {ratio:.2f} | {target} | {verdict} |")


if __name__ == "__main__":
    main()
