"""What all tests share: small interviews, a way to run the command, and golden texts."""

from __future__ import annotations

import io
import os
import shutil
import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import agreementgen
from agreementgen.cli.app import run as run_command
from agreementgen.documents import DEFAULT_KIT, PAGES, Document, documents_for, kit
from agreementgen.interview import Interview, read_interview

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
INTERVIEWS = sorted([*EXAMPLES.glob("*.yaml"), *EXAMPLES.glob("*/pair.yaml")])

SHAPES = [
    path
    for path in INTERVIEWS
    if path.stem in ("academic", "pair", "reverse", "unsettled", "workplace", "workplace-rich")
]
"""Those whose pages differ in shape; the others only have other words, and costly tests go without them."""


PAIRWISE = [
    ("plain", "a4", "normal"),
    ("formal", "letter", "normal"),
    ("formal", "a4", "large"),
    ("plain", "letter", "large"),
]
"""Theme, paper and reading size, so that every two of their values meet once; all eight would take twice the time."""


def example(path: Path) -> Interview:
    """Read an example together with its program."""
    return agreementgen.open_file(path).interview


def sheets(interview: Interview, names: Iterable[str] = DEFAULT_KIT, **options: Any) -> tuple[Document, ...]:
    """Make those of some documents that are pages and that the interview has something for."""
    there_are = [name for name in documents_for(interview) if name in PAGES and name in set(names)]
    return kit(interview, there_are, **options)


SETTLED = """
people: {mentee: Ada Okafor, mentor: Ben Lind}
relationship: {kind: workplace, mentor_has_say: none}
purpose: By June, Ada will be ready to chair a board meeting.
goals:
  - {title: Chair a practice meeting, measure: Two colleagues say it ended on time, by: 2026-03}
meetings: {cadence: every month, length: 60 minutes, format: video, first: 2026-01-07 15:00}
communication: {channel: email, reply: 3 working days}
confidentiality: {level: standard}
feedback: {preference: {mentee: direct, mentor: time to think}}
boundaries: {off_limits: none}
term: {start: 2026-01-01, length: 6 months}
"""


HARDLY_ANYTHING = {
    "people": "{mentee: Ada}",
    "relationship": "{kind: workplace}",
    **dict.fromkeys(("goals", "purpose", "meetings", "term", "feedback"), ""),
}
"""What the settled interview is changed by, for one that says little more than who asks."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--brief", action="store_true", help="Of costly tests with many cases, run every third case.")
    parser.addoption("--update-golden", action="store_true", help="Write the golden texts anew.")


WAITING = ("packaging", "watch", "docs", "site", "run", "kept", "settling", "lists")
"""Files whose tests wait for other programs, for long."""
COSTLY = (
    *("canary", "words", "schema", "layout", "finisher", "source", "later", "editing", "private", "sheets"),
    *("tampering", "hostile", "in_turn", "papers", "pdf", "twins"),
)
"""Files whose tests have many cases that each take a while."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With `--brief`, leave out two of three cases of the costly tests; the first of each is always run."""
    # What takes long goes first, so that no worker waits for it alone at the end.
    slow_first = (WAITING, COSTLY)
    items.sort(key=lambda item: [item.path.stem.removeprefix("test_") not in names for names in slow_first])
    if not config.getoption("--brief"):
        return
    count: dict[str, int] = {}
    kept, left_out = [], []
    for item in items:
        name, is_case, _ = item.nodeid.partition("[")
        count[name] = count.get(name, 0) + 1
        is_costly = item.path.stem.removeprefix("test_") in COSTLY
        (left_out if is_case and is_costly and count[name] % 3 != 1 else kept).append(item)
    config.hook.pytest_deselected(items=left_out)
    items[:] = kept


def read(text: str, name: str = "interview.yaml") -> Interview:
    """Read an interview that must be without problems."""
    reading = read_interview(textwrap.dedent(text).encode(), name)
    assert reading.interview is not None, "\n".join(map(str, reading.problems))
    return reading.interview


def settled(**sections: str) -> Interview:
    """Read the settled interview with whole top-level sections replaced or added, as YAML text."""
    return read(settled_text(**sections))


def settled_text(**sections: str) -> str:
    """Give the settled interview as text, with whole top-level sections replaced, added, or left out by ''."""
    blocks: dict[str, str] = {}
    for line in SETTLED.strip().splitlines():
        if line[0] != " ":
            blocks[key := line.split(":")[0]] = line
        else:
            blocks[key] += f"\n{line}"
    for name, value in sections.items():
        body = textwrap.dedent(value).strip("\n")
        blocks[name] = (
            f"{name}:\n{textwrap.indent(body, '  ')}" if "\n" in body or body[:2] == "- " else f"{name}: {body}"
        )
        if not value:
            del blocks[name]
    return "\n".join(blocks.values()) + "\n"


@dataclass(frozen=True)
class Outcome:
    """What a command did: exit code, and what it wrote to either stream."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Run the command in this process, without a terminal."""

    def call(*arguments: str | Path, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capsys.readouterr()
        code = run_command([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return call


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Open a browser for one file of tests: as long as it is driven, nothing else can open an event loop."""
    if CHROMIUM is None:
        assert not os.environ.get("CI"), "where all tests run there is a Chromium: see tools/system-libraries.sh"
        pytest.skip("there is no Chromium on this machine")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is in the dev extra")
    with playwright.sync_playwright() as engine:
        # Root, as in containers, may not use the sandbox; nothing but our own page is opened.
        opened = engine.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield opened
        opened.close()


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the one in tests/golden; `--update-golden` writes it anew."""

    def compare(name: str, text: str) -> None:
        path = ROOT / "tests" / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.is_file(), f"there is no golden text {name}; run with --update-golden"
        assert text == path.read_text(encoding="utf-8")

    return compare


def pdf_text(data: bytes) -> str:
    """Give the text of a PDF as a second tool reads it, pages apart by form feeds."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    try:
        pages = []
        for page in pdf:
            text_page = page.get_textpage()
            text = text_page.get_text_bounded().replace("\r\n", "\n")
            # So PDFium gives a hyphen at the end of a line: one that hyphenates, and one of the word itself.
            pages.append(text.replace("\ufffe", "").replace("\x02", "-"))
            text_page.close()
            page.close()
        return "\f".join(pages)
    finally:
        pdf.close()


def squeezed(text: str) -> str:
    """Take every space out, so that a line break in a narrow column hides nothing."""
    return "".join(text.split())
