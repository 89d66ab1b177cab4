"""How dear a kit is, beside WeasyPrint alone.

    python benchmarks/kit.py            # needs Linux or macOS; takes about a minute
    python benchmarks/kit.py --rounds 3

A kit is what `examples/workplace.yaml` gives: an agreement and three agendas. Three things are measured:

* warm: `agreementgen.kit` against the same HTML, stylesheet and fonts through WeasyPrint alone, as tagged PDF/A-3a with
  nothing composed, finished or attached. Both run in one process, when everything has been loaded and parsed before.
* one-shot: the command `render` against the script `bare.py`, which prints the same four pages, in fresh processes.
* page: a page of the warm kit against a page of `sample.py`, a plain document of block boxes and tables.

What counts is CPU time, user and system, of the process and all that it starts. The candidates take turns, after one
round that does not count. Shown are the medians of the rounds, and of the ratios within each: compare the ratios, for
the times are those of one machine on one day.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import sample  # noqa: E402
from bare import OPTIONS  # noqa: E402

import agreementgen  # noqa: E402
from agreementgen.documents import pages  # noqa: E402
from agreementgen.typeset import Look, engine_versions, fonts  # noqa: E402
from agreementgen.typeset.look import stylesheet  # noqa: E402

EXAMPLE = ROOT / "examples" / "workplace.yaml"
TARGETS = {"warm": 1.15, "one-shot": 1.3, "page": 1.2}

Times = Mapping[str, list[float]]


def take_turns(candidates: Mapping[str, Callable[[], object]], clock: Callable[[], float], rounds: int) -> Times:
    """Measure the candidates one after the other, round by round; the first round does not count."""
    times: dict[str, list[float]] = {name: [] for name in candidates}
    for turn in range(rounds + 1):
        # Every other round goes backwards, so that nobody always follows the same one.
        for name in list(candidates)[:: 1 if turn % 2 else -1]:
            gc.collect()
            start = clock()
            candidates[name]()
            if turn:
                times[name].append(clock() - start)
    return times


def cpu_of_children() -> float:
    """Give the CPU time of all processes that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Bare:
    """WeasyPrint alone, loaded and with its fonts and one stylesheet ready."""

    def __init__(self, css: str) -> None:
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration

        self.engine: Any = weasyprint
        with fonts.private_fontconfig():
            self.fonts = FontConfiguration()
        self.css = weasyprint.CSS(string=css, font_config=self.fonts)

    def render(self, html: str) -> Any:
        """Lay out one page."""
        document = self.engine.HTML(string=html)
        return document.render(stylesheets=[self.css], font_config=self.fonts, **OPTIONS)

    def print(self, htmls: list[str]) -> None:
        """Print pages as PDF bytes, and throw them away."""
        for html in htmls:
            self.render(html).write_pdf(**OPTIONS)

    def count(self, htmls: list[str]) -> int:
        """Count the printed pages."""
        return sum(len(self.render(html).pages) for html in htmls)


def warm(rounds: int) -> tuple[Times, int, int]:
    """Measure in one process; give also how many pages the kit and the sample have."""
    interview = agreementgen.load(EXAMPLE)
    agreementgen.kit(interview)
    htmls = list(pages(interview).values())
    bare, plain = Bare(stylesheet(Look())), Bare(sample.CSS)
    candidates = {
        "kit": lambda: agreementgen.kit(interview),
        "bare": lambda: bare.print(htmls),
        "sample": lambda: plain.print([sample.page()]),
    }
    times = take_turns(candidates, time.process_time, rounds)
    return times, bare.count(htmls), plain.count([sample.page()])


def one_shot(rounds: int) -> Times:
    """Measure whole processes."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = str(ROOT)
    with fonts.private_fontconfig():
        bare_environment = environment | {"FONTCONFIG_FILE": os.environ["FONTCONFIG_FILE"]}

    def run(arguments: list[str | Path], environment: Mapping[str, str]) -> None:
        subprocess.run([sys.executable, *arguments], env=environment, check=True, capture_output=True)

    def command() -> None:
        with tempfile.TemporaryDirectory() as out:
            run(["-m", "agreementgen", "render", EXAMPLE, "-o", out, "-q", "-f"], environment)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for page, html in pages(agreementgen.load(EXAMPLE)).items():
            (folder / f"{page}.html").write_text(html, encoding="utf-8")
        (folder / "look.css").write_text(stylesheet(Look()), encoding="utf-8")
        script = Path(__file__).with_name("bare.py")
        candidates = {"kit": command, "bare": lambda: run([script, folder], bare_environment)}
        return take_turns(candidates, cpu_of_children, rounds)


def line(name: str, ours: list[float], other: list[float], beside: str) -> str:
    """Say what was measured in one line."""
    ratio = median(one / two for one, two in zip(ours, other, strict=True))
    verdict = "met" if ratio <= TARGETS[name] else "MISSED"
    return (
        f"{name:9} kit {1000 * median(ours):7.1f} ms   {beside:6} {1000 * median(other):7.1f} ms   "
        f"ratio {ratio:.2f}   target {TARGETS[name]:.2f} {verdict}"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="How dear a kit is, beside WeasyPrint alone.")
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds

    times, kit_pages, sample_pages = warm(rounds)
    shots = one_shot(rounds)
    versions = ", ".join(f"{name} {version}" for name, version in engine_versions().items())
    from weasyprint.text.ffi import harfbuzz_subset

    print(f"Python {platform.python_version()}, {versions}; HarfBuzz subsets fonts: {bool(harfbuzz_subset)}")
    print(f"{rounds} rounds; the kit has {kit_pages} pages, the sample {sample_pages}")
    print(line("warm", times["kit"], times["bare"], "bare"))
    print(line("one-shot", shots["kit"], shots["bare"], "bare"))
    per_page = [one / kit_pages for one in times["kit"]], [one / sample_pages for one in times["sample"]]
    print(line("page", *per_page, "sample"))


if __name__ == "__main__":
    main()
