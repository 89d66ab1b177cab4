"""How fast pages are set here, beside other ways to set the same words.

    python benchmarks/peers.py                  # whatever is installed; some three minutes
    python benchmarks/peers.py --rounds 3 --write

A kit is an agreement and three outlines. Every pair of `batch.py` gives other names, goals and dates, and so other
pages. Each engine sets the words of the same kits, in turn, round by round:

* ours: `render_pdf`, PDF/A-3a and PDF/UA-1, with tiles (`auto`), with remembered lines alone, and as it comes (`full`).
* WeasyPrint as most scripts use it: HTML and linked stylesheet, fonts read anew for every document.
* Typst (its package from PyPI): a compiler that is kept, and one for every document; with tags and without.
* reportlab, python-docx with LibreOffice, Chromium from a shell.

The others are given the words as headings, paragraphs, lists and rows, in our fonts, on the same paper, set in their
own plain manner: no facts in columns, no signature fields, no attachment, and mostly no tags. So they do less. What is
measured is CPU time, user and system, of the process and all that it starts, the median over the rounds; ratios are
medians of the ratios within each round. Composing the words is left out for all.

Those that keep something from one kit to the next have set some before. `--write` puts the table into RESULTS.md
beside this file. What is not installed is left out: `pip install typst reportlab python-docx`, and LibreOffice or
Chromium from the system.
"""

from __future__ import annotations

import argparse
import io
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import others  # noqa: E402
from bare import OPTIONS  # noqa: E402
from batch import roster  # noqa: E402
from kit import cpu_of_children, take_turns  # noqa: E402
from others import HEADINGS, LINES, Block, Kit  # noqa: E402

from agreementgen.cohort import open_roster  # noqa: E402
from agreementgen.documents import pages  # noqa: E402
from agreementgen.locales import load_locale  # noqa: E402
from agreementgen.opening import OpenedProgram  # noqa: E402
from agreementgen.typeset import Look, fonts, render_pdf  # noqa: E402
from agreementgen.typeset.look import stylesheet  # noqa: E402

LOOK = Look(paper="letter")
WARM = 8
"""Kits that an engine which keeps something sets before it is measured: a cohort has many."""


def kits(folder: Path, count: int) -> list[Kit]:
    """Give kits of different pairs."""
    sheet = roster(folder / "peers.csv", count)
    opened = open_roster([sheet], OpenedProgram(), load_locale("en"))
    made = [tuple(pages(pair.interview).values()) for pair in opened.pairs() if pair.interview]
    return [Kit(htmls, tuple(tuple(blocks(html)) for html in htmls)) for htmls in made]


def blocks(html: str) -> Iterator[Block]:
    """List what a page says, in order, without its looks."""
    from tinyhtml5 import parse

    body = parse(html, namespace_html_elements=False).find("body")

    def words(element: Any) -> str:
        return " ".join("".join(element.itertext()).split())

    def walk(element: Any) -> Iterator[Block]:
        for child in element:
            if child.tag in HEADINGS:
                yield child.tag, words(child)
            elif child.tag == "tr":
                yield "row", [words(cell) for cell in child]
            elif child.tag in LINES:
                if said := words(child):
                    yield "item" if child.tag == "li" else "line", said
            elif child.tag != "footer":
                yield from walk(child)

    return walk(body)


def cpu() -> float:
    """Give the CPU time of this process and of all that it started and that has ended."""
    return time.process_time() + cpu_of_children()


def ours(engine: str) -> Callable[[Kit], list[bytes]]:
    """Set a kit by the engine that the command uses."""
    return lambda kit: [render_pdf(html, LOOK, engine=engine) for html in kit.htmls]


def naive(folder: Path) -> Callable[[Kit], list[bytes]]:
    """Set a kit as a script of five lines does: nothing is kept from one document to the next."""
    import weasyprint

    def one(html: str) -> bytes:
        linked = html.replace("</head>", '<link rel="stylesheet" href="look.css"></head>')
        with fonts.private_fontconfig():
            data: bytes = weasyprint.HTML(string=linked, base_url=f"{folder}/").write_pdf(**OPTIONS)
        return data

    return lambda kit: [one(html) for html in kit.htmls]


def engines(folder: Path) -> dict[str, Callable[[Kit], list[bytes]]]:
    """Give the engines that are installed."""
    (folder / "look.css").write_text(stylesheet(LOOK), encoding="utf-8")
    return {
        "ours": ours("auto"),
        "ours, `--engine lines`": ours("lines"),
        "ours, `--engine full`": ours("full"),
        "WeasyPrint, nothing kept": naive(folder),
        **others.engines(folder),
    }


def table(times: Mapping[str, list[float]], made: Mapping[str, list[bytes]]) -> str:
    """Write the figures as a table."""
    import pikepdf

    def page_count(data: bytes) -> int:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return len(pdf.pages)

    rows = ["| engine | CPU a kit | beside ours | pages | kB |", "| --- | ---: | ---: | ---: | ---: |"]
    for name, seconds in times.items():
        ratio = median(theirs / own for theirs, own in zip(seconds, times["ours"], strict=True))
        files = made[name]
        rows.append(
            f"| {name} | {1000 * median(seconds):.0f} ms | {ratio:.2f} | {sum(map(page_count, files))} "
            f"| {sum(map(len, files)) / 1000:.0f} |"
        )
    return "\n".join(rows)


@lru_cache(maxsize=1)
def machine() -> str:
    """Name what was measured on."""
    from agreementgen.typeset import engine_versions

    versions = ", ".join(f"{name} {version}" for name, version in engine_versions().items())
    return f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}; {versions}."


def main() -> None:
    """Measure in turn, and print or write the table."""
    parser = argparse.ArgumentParser(description="Our pages beside others.")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--write", action="store_true", help="Write RESULTS.md.")
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        given = kits(folder, WARM + said.rounds + 1)
        made: dict[str, list[bytes]] = {}
        turn = dict.fromkeys(found := engines(folder), WARM)
        for engine, make in found.items():
            if engine.startswith("ours") or "kept" in engine:
                for kit in given[:WARM]:
                    make(kit)

        def next_kit(engine: str) -> None:
            made[engine] = found[engine](given[turn[engine]])
            turn[engine] += 1

        candidates = {engine: (lambda engine=engine: next_kit(engine)) for engine in found}
        times = take_turns(candidates, cpu, said.rounds)
    told = f"{machine()} {said.rounds} rounds, {time.strftime('%Y-%m-%d')}.\n\n{table(times, made)}\n"
    print(told)
    if said.write:
        (Path(__file__).parent / "RESULTS.md").write_text(f"# Our pages beside others\n\n{told}", encoding="utf-8")


if __name__ == "__main__":
    main()
