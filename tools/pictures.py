"""Make the pictures in docs/pictures/ anew: pages of an example, and `ask` on a terminal.

    python tools/pictures.py

Needs pdftoppm (poppler-utils) beside the package; the words of `ask` are those of its tested transcript.
"""

from __future__ import annotations

import subprocess
import tempfile
from html import escape
from pathlib import Path

from PIL import Image
from weasyprint import HTML

import agreementgen
from agreementgen.documents import kit

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
TERMINAL = """
@page { size: 200mm 140mm; margin: 0; background: #1b2225 }
pre { font: 8.6pt/1.5 "DejaVu Sans Mono", monospace; color: #d5dcdf; margin: 6mm 8mm; white-space: pre-wrap }
b { color: #fff } i { color: #8fd3c7; font-style: normal } s { color: #93a1a7; text-decoration: none }
"""


def picture(pdf: bytes, name: str, width: int) -> None:
    """Write the first page of a PDF as a picture of so many dots across."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.pdf"
        path.write_bytes(pdf)
        options = ["-png", "-scale-to-x", str(width), "-scale-to-y", "-1", "-f", "1", "-singlefile"]
        subprocess.run(["pdftoppm", *options, path, path.with_name(name)], check=True)
        with Image.open(path.with_name(f"{name}.png")) as image:
            image.quantize(256, Image.Quantize.MAXCOVERAGE).save(PICTURES / f"{name}.png", optimize=True)


def terminal() -> bytes:
    """Set the first questions of the tested transcript as a terminal shows them."""
    transcript = (ROOT / "tests" / "data" / "ask-transcript.txt").read_text(encoding="utf-8")
    lines = ["$ agreementgen ask", *transcript.split("\n5. ")[0].rstrip().splitlines()]
    content = "\n".join(map(_line, lines))
    return HTML(string=f"<style>{TERMINAL}</style><pre>{content}</pre>").write_pdf() or b""


def _line(line: str) -> str:
    text = escape(line)
    if line.startswith(("> ", "$ ")):
        return f"{text[:5] if line[0] == '>' else '$ '}<i>{escape(line[2:])}</i>"
    return f"<s>{text}</s>" if line.startswith("   ") else f"<b>{text}</b>" if line[:1].isdigit() else text


def main() -> None:
    """Make every picture."""
    interview = agreementgen.open_file(ROOT / "examples" / "workplace.yaml").interview
    for document in kit(interview, ["agreement", "agenda-1-mentee"], final=True):
        picture(document.data, document.name, 682)
    picture(terminal(), "ask", 900)


if __name__ == "__main__":
    main()
