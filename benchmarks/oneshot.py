"""How long one kit takes from a shell, beside other ways to get a PDF.

    python benchmarks/oneshot.py                             # whatever is installed; some two minutes
    python benchmarks/oneshot.py --rendercv PATH/TO/rendercv

Each candidate is a process of its own, and pays for its start. The kit is that of `examples/workplace.yaml`: an
agreement and three outlines.

* ours: the command `render`.
* WeasyPrint: a script of five lines, as most write it, over the same HTML; the stylesheet is linked, and nothing kept.
* Typst, reportlab, python-docx with LibreOffice, Chromium: the same words, as `others.py` sets them.
* RenderCV: the sample that it makes itself, a CV of two pages, as PDF alone. It wants the Typst package `fontawesome`
  from the network; an empty one in `~/.cache/typst/packages/preview/fontawesome/` does as well.

What counts is CPU time, user and system, of the process and all that it starts; ratios are medians of those within each
round.
"""

from __future__ import annotations

import argparse
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from kit import EXAMPLE, cpu_of_children, take_turns  # noqa: E402
from others import Kit, engines  # noqa: E402
from peers import LOOK, blocks, machine  # noqa: E402

import agreementgen  # noqa: E402
from agreementgen.documents import pages  # noqa: E402
from agreementgen.typeset.look import stylesheet  # noqa: E402

TARGETS = {"WeasyPrint": 0.75, "RenderCV": 0.9, "python-docx and LibreOffice": 0.65, "Chromium from a shell": 0.3}
NAIVE = """
import sys
from pathlib import Path
from weasyprint import HTML
for page in sorted(Path(sys.argv[1]).glob("*.html")):
    HTML(str(page)).write_pdf(page.with_suffix(".pdf"), pdf_variant="pdf/a-3a", pdf_tags=True)
"""
PEER = """
import pickle, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from others import engines
engines(Path(sys.argv[2]))[sys.argv[3]](pickle.loads(Path(sys.argv[2], "kit").read_bytes()))
"""


def run(arguments: list[str | Path]) -> None:
    """Run a process to its end."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(arguments, env=environment, check=True, capture_output=True, cwd=ROOT)


def candidates(folder: Path, rendercv: str) -> dict[str, Callable[[], None]]:
    """Give what can be run here."""
    htmls = pages(agreementgen.load(EXAMPLE))
    (folder / "look.css").write_text(stylesheet(LOOK), encoding="utf-8")
    for name, html in htmls.items():
        linked = html.replace("</head>", '<link rel="stylesheet" href="look.css"></head>')
        (folder / f"{name}.html").write_text(linked, encoding="utf-8")
    kit = Kit(tuple(htmls.values()), tuple(tuple(blocks(html)) for html in htmls.values()))
    (folder / "kit").write_bytes(pickle.dumps(kit))
    python = sys.executable
    render = [python, "-m", "agreementgen", "render", EXAMPLE, "-o", folder / "out", "-q", "-f"]
    found: dict[str, Callable[[], None]] = {
        "ours": lambda: run(render),
        "ours, `--engine full`": lambda: run([*render, "--engine", "full"]),
        "WeasyPrint": lambda: run([python, "-c", NAIVE, folder]),
    }
    for name in engines(folder):
        if "kept" not in name:
            peer = [python, "-c", PEER, ROOT / "benchmarks", folder, name]
            found[name] = lambda peer=peer: run(peer)
    if rendercv:
        subprocess.run([rendercv, "new", "A Person"], cwd=folder, check=True, capture_output=True)
        sample = folder / "A_Person_CV.yaml"
        found["RenderCV"] = lambda: run([rendercv, "render", sample, "-nohtml", "-nomd", "-nopng"])
    return found


def main() -> None:
    """Measure, and print one table."""
    parser = argparse.ArgumentParser(description="One kit from a shell.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rendercv", default="", help="The command of RenderCV, if it is to be measured.")
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        times = take_turns(candidates(Path(name), said.rendercv), cpu_of_children, said.rounds)
    rows = ["| command | CPU | ours beside it | target |", "| --- | ---: | ---: | ---: |"]
    for command, seconds in times.items():
        ratio = median(own / theirs for own, theirs in zip(times["ours"], seconds, strict=True))
        rows.append(f"| {command} | {1000 * median(seconds):.0f} ms | {ratio:.2f} | {TARGETS.get(command, '')} |")
    print(f"{machine()} {said.rounds} rounds.\n\n" + "\n".join(rows))


if __name__ == "__main__":
    main()
