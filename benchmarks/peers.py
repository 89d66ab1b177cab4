"""How fast pages are set here, beside other ways to set the same words.

    python benchmarks/peers.py                  # whatever is installed; some three minutes
    python benchmarks/peers.py --rounds 3 --write

A kit is an agreement and three outlines. Every pair of `batch.py` gives other names, goals and dates, and so other
pages. Each engine sets the words of the same kits, in turn, round by round:

* ours: `render_pdf`, PDF/A-3a and PDF/UA-1, with its memory (`auto`) and without it (`full`).
* WeasyPrint as most scripts use it: HTML and linked stylesheet, fonts read anew for every document.
* Typst (its package from PyPI): a compiler that is kept, and one for every document; with tags and without.
* reportlab, python-docx with LibreOffice, Chromium from a shell.

The others are given the words as headings, paragraphs, lists and rows, in our fonts, on the same paper, set in their
own plain manner: no facts in columns, no signature fields, no attachment, and mostly no tags. So they do less. What is
measured is CPU time, user and system, of the process and all that it starts, the median over the rounds; ratios are
medians of the ratios within each round. Composing the words is left out for all.

`--write` puts the table into RESULTS.md beside this file. What is not installed is left out: `pip install typst
reportlab docxtpl`, and LibreOffice or Chromium from the system.
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bare import OPTIONS  # noqa: E402
from batch import roster  # noqa: E402
from kit import take_turns  # noqa: E402

from agreementgen.cohort import open_roster  # noqa: E402
from agreementgen.documents import pages  # noqa: E402
from agreementgen.locales import load_locale  # noqa: E402
from agreementgen.opening import OpenedProgram  # noqa: E402
from agreementgen.typeset import Look, fonts, render_pdf  # noqa: E402
from agreementgen.typeset.look import stylesheet  # noqa: E402

LOOK = Look(paper="letter")
FONTS = ROOT / "templates" / "fonts"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
OFFICE = shutil.which("soffice")
HEADINGS = {"h1": 1, "h2": 2, "h3": 3}
LINES = ("p", "dt", "dd", "li")

Block = tuple[str, Any]
"""What it is, and its text; of a row of a table, the texts of its cells."""


@dataclass(frozen=True, slots=True)
class Kit:
    """The documents of one pair: HTML for us, blocks for the others."""

    htmls: tuple[str, ...]
    blocks: tuple[tuple[Block, ...], ...]


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
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def ours(engine: str) -> Callable[[Kit], list[bytes]]:
    """Set a kit by the engine that the command uses."""
    return lambda kit: [render_pdf(html, LOOK, engine=engine) for html in kit.htmls]


def naive(folder: Path) -> Callable[[Kit], list[bytes]]:
    """Set a kit as a script of five lines does: nothing is kept from one document to the next."""
    import weasyprint

    (folder / "look.css").write_text(stylesheet(LOOK), encoding="utf-8")

    def one(html: str) -> bytes:
        linked = html.replace("</head>", '<link rel="stylesheet" href="look.css"></head>')
        with fonts.private_fontconfig():
            data: bytes = weasyprint.HTML(string=linked, base_url=f"{folder}/").write_pdf(**OPTIONS)
        return data

    return lambda kit: [one(html) for html in kit.htmls]


TYPST = """
#set page(paper: "us-letter", margin: (x: 19mm, top: 14mm, bottom: 18mm),
  footer: context [Page #counter(page).display() of #counter(page).final().first()])
#set text(font: "AG Text", size: 10.3pt, lang: "en")
#set document(title: "Agreement")
#show heading: set text(font: "AG Head")
#let said = json(bytes(sys.inputs.said))
#for (kind, words) in said {
  if kind.starts-with("h") { heading(level: int(kind.slice(1)), words) }
  else if kind == "item" { list(words) }
  else if kind == "row" { table(columns: words.len(), ..words) }
  else { par(words) }
}
"""


def typst(folder: Path, *, kept: bool, tags: bool) -> Callable[[Kit], list[bytes]]:
    """Set a kit by Typst."""
    import typst as engine

    source = folder / "peer.typ"
    source.write_text(TYPST, encoding="utf-8")
    here: dict[str, Any] = {"root": str(folder), "font_paths": [str(FONTS)], "ignore_system_fonts": True}
    compiler = engine.Compiler(str(source), **here) if kept else None

    def one(said: tuple[Block, ...]) -> bytes:
        given = {"said": json.dumps(said)}
        if compiler:
            return bytes(compiler.compile(format="pdf", sys_inputs=given, pdf_tags=tags))
        return bytes(engine.compile(str(source), **here, sys_inputs=given, pdf_tags=tags))

    return lambda kit: [one(said) for said in kit.blocks]


def reportlab(folder: Path) -> Callable[[Kit], list[bytes]]:
    """Set a kit by reportlab's page layout."""
    from reportlab.lib.pagesizes import LETTER
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    for name, file in (("AGText", "AGText-Regular"), ("AGHead", "AGHead-SemiBold")):
        pdfmetrics.registerFont(TTFont(name, FONTS / f"{file}.ttf"))
    text = ParagraphStyle("text", fontName="AGText", fontSize=10.3, leading=13.8, spaceAfter=3)
    heads = {
        name: ParagraphStyle(name, parent=text, fontName="AGHead", fontSize=26 - 6 * level, leading=32 - 6 * level)
        for name, level in HEADINGS.items()
    }

    def one(said: tuple[Block, ...]) -> bytes:
        from html import escape

        story: list[Any] = []
        for kind, words in said:
            if kind == "row":
                story.append(Table([[Paragraph(escape(cell), text) for cell in words]]))
            else:
                bullet = {"bulletText": "•"} if kind == "item" else {}
                story.append(Paragraph(escape(words), heads.get(kind, text), **bullet))
        output = io.BytesIO()
        SimpleDocTemplate(output, pagesize=LETTER, margin=54).build(story)
        return output.getvalue()

    return lambda kit: [one(said) for said in kit.blocks]


def office(folder: Path) -> Callable[[Kit], list[bytes]]:
    """Write a kit as .docx and let LibreOffice print it, all four files in one call."""
    from docx import Document

    def make(kit: Kit) -> list[bytes]:
        files = []
        for number, said in enumerate(kit.blocks):
            document = Document()
            for kind, words in said:
                if kind in HEADINGS:
                    document.add_heading(words, HEADINGS[kind])
                elif kind == "row":
                    row = document.add_table(rows=1, cols=len(words)).rows[0]
                    for cell, said_there in zip(row.cells, words, strict=True):
                        cell.text = said_there
                else:
                    document.add_paragraph(words, style="List Bullet" if kind == "item" else None)
            files.append(folder / f"{number}.docx")
            document.save(files[-1])
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *files]
        subprocess.run(command, check=True, capture_output=True)
        return [file.with_suffix(".pdf").read_bytes() for file in files]

    return make


def chromium(folder: Path) -> Callable[[Kit], list[bytes]]:
    """Print a kit by Chromium, once for each document, as from a shell."""
    (folder / "look.css").write_text(stylesheet(LOOK), encoding="utf-8")

    def one(html: str) -> bytes:
        page, pdf = folder / "page.html", folder / "page.pdf"
        page.write_text(html.replace("</head>", '<link rel="stylesheet" href="look.css"></head>'), encoding="utf-8")
        quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-pdf-header-footer"]
        subprocess.run([CHROMIUM, *quiet, f"--print-to-pdf={pdf}", page.as_uri()], check=True, capture_output=True)
        return pdf.read_bytes()

    return lambda kit: [one(html) for html in kit.htmls]


def engines(folder: Path) -> dict[str, Callable[[Kit], list[bytes]]]:
    """Give the engines that are installed."""

    def has(module: str) -> bool:
        return importlib.util.find_spec(module) is not None

    found: dict[str, Callable[[Kit], list[bytes]]] = {
        "ours": ours("auto"),
        "ours, `--engine full`": ours("full"),
        "WeasyPrint, nothing kept": naive(folder),
    }
    if has("typst"):
        found["Typst, compiler kept, tagged"] = typst(folder, kept=True, tags=True)
        found["Typst, compiler kept, untagged"] = typst(folder, kept=True, tags=False)
        found["Typst, anew each time, tagged"] = typst(folder, kept=False, tags=True)
    if has("reportlab"):
        found["reportlab, untagged"] = reportlab(folder)
    if has("docx") and OFFICE:
        found["python-docx and LibreOffice"] = office(folder)
    if CHROMIUM:
        found["Chromium from a shell"] = chromium(folder)
    return found


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
        given = kits(folder, said.rounds + 1)
        made: dict[str, list[bytes]] = {}
        turn = dict.fromkeys(found := engines(folder), 0)

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
