"""Other ways to set the words of a kit, each in its own plain manner; they import nothing of ours."""

from __future__ import annotations

import importlib.util
import io
import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent.parent / "templates" / "fonts"
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
    """Print a kit by Chromium, once for each document, as from a shell; its looks are `look.css` in the folder."""

    def one(html: str) -> bytes:
        page, pdf = folder / "page.html", folder / "page.pdf"
        page.write_text(html.replace("</head>", '<link rel="stylesheet" href="look.css"></head>'), encoding="utf-8")
        quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-pdf-header-footer"]
        subprocess.run([CHROMIUM, *quiet, f"--print-to-pdf={pdf}", page.as_uri()], check=True, capture_output=True)
        return pdf.read_bytes()

    return lambda kit: [one(html) for html in kit.htmls]


def engines(folder: Path) -> dict[str, Callable[[Kit], list[bytes]]]:
    """Give those that are installed."""

    def has(module: str) -> bool:
        return importlib.util.find_spec(module) is not None

    found: dict[str, Callable[[Kit], list[bytes]]] = {}
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
