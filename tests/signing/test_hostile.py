"""PDFs that are broken, foreign, or built to harm: a clear message, exit code 2, little time and memory."""

from __future__ import annotations

import io
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from ..conftest import ROOT, Outcome
from .conftest import Stages, unsigned

Run = Callable[..., Outcome]


def foreign() -> bytes:
    out = io.BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(out)
    return out.getvalue()


def locked(user: str = "y") -> bytes:
    """Give an agreement that may not be changed, and opens with a password; without one, where that is empty."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(unsigned())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="x", user=user))
    return out.getvalue()


def objects(*bodies: bytes) -> bytes:
    """Write a PDF by hand, with a table of its objects; the first is the catalog."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    end = b"trailer\n<</Size %d/Root 1 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return out + head + table + end % (len(bodies) + 1, len(bodies), len(out))


INFO = b"<</Creator (agreementgen 0.1.0)>>"


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


def packed_twice() -> bytes:
    """An interview that unfolds into a thousand million letters."""
    bomb = zlib.compress(zlib.compress(b"a" * (1 << 28), 9), 9)
    return objects(
        b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(interview.yaml) 4 0 R]>>>>>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        b"<</Type/Filespec/UF(interview.yaml)/EF<</F 5 0 R>>>>",
        stream(bomb, b"/Filter[/FlateDecode/FlateDecode]"),
        INFO,
    )


def pages_in_a_ring() -> bytes:
    return objects(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 9/Kids[3 0 R]>>", b"<</Type/Pages/Kids[2 0 R]>>", INFO
    )


def nested() -> bytes:
    return objects(b"<</Type/Catalog/Pages 2 0 R/X " + b"[" * 50_000 + b"]" * 50_000 + b">>", b"<<>>", INFO)


def many_pages() -> bytes:
    kids = b" ".join(b"3 0 R" for _ in range(5000))
    return objects(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 5000/Kids[%s]>>" % kids,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        INFO,
    )


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "is empty"),
    "no PDF": (lambda: b"PK\x03\x04 a document", "is no PDF"),
    "only a head": (lambda: b"%PDF-1.7\n", "damaged or cut off"),
    "cut off": (lambda: unsigned()[:20_000], ""),
    "foreign": (foreign, "was not made by agreementgen"),
    "locked": (locked, "locked with a password"),
    "unfolding": (packed_twice, ""),
    "pages in a ring": (pages_in_a_ring, ""),
    "nested": (nested, ""),
    "many pages": (many_pages, "more than 60 pages"),
    "noise": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 400 + b"%%EOF", ""),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_pdf_that_cannot_be_read_is_named_and_gives_2(run: Run, home: Path, name: str) -> None:
    make, words = HOSTILE[name]
    (home / "x.pdf").write_bytes(make())
    outcome = run("verify", "x.pdf")
    assert outcome.code == 2, outcome
    assert 'error: "x.pdf"' in outcome.err
    assert words in outcome.err
    assert "bug" not in outcome.err


@pytest.mark.parametrize("name", ["empty", "cut off", "foreign", "locked", "nested"])
def test_such_a_pdf_is_not_signed_either(run: Run, home: Path, name: str) -> None:
    (home / "x.pdf").write_bytes(HOSTILE[name][0]())
    outcome = run("sign", "x.pdf", "--as", "mentee", "--typed", "Ada Okafor")
    assert outcome.code == 2
    assert sorted(path.name for path in home.glob("x*")) == ["x.pdf"]


def without(name: str, part: str) -> bytes:
    """Give an agreement whose fields of a name lack a part."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(unsigned())) as pdf:
        for field in (each for each in pdf.Root.AcroForm.Fields if str(each.T).startswith(name)):
            del field[part]
        pdf.save(out)
    return out.getvalue()


UNFIT: dict[str, Callable[[], bytes]] = {
    "a place without a size": lambda: without("sig_", "/Rect"),
    "a place without words": lambda: without("sig_", "/TU"),
    "a date without a size": lambda: without("date_", "/Rect"),
    "not to be changed": lambda: locked(user=""),
    "words in front": lambda: b"sent by mail\n" * 10 + unsigned(),
    "words at the end": lambda: unsigned() + b"sent by mail\n" * 300,
}


@pytest.mark.parametrize("name", UNFIT)
def test_a_file_that_another_program_has_changed_is_not_signed(run: Run, home: Path, name: str) -> None:
    (home / "x.pdf").write_bytes(UNFIT[name]())
    outcome = run("sign", "x.pdf", "--as", "mentee", "--typed", "Ada Okafor")
    assert outcome.code == 2
    assert "another program has changed or locked this file" in outcome.err
    assert not (home / "x-signed-mentee.pdf").exists()


def test_a_signed_file_that_is_cut_off_is_a_broken_one(run: Run, stages: Stages, home: Path) -> None:
    (home / "x.pdf").write_bytes(stages.mentee[:-3000])
    outcome = run("verify", "x.pdf")
    assert outcome.code in (1, 2)
    assert "traceback" not in outcome.err.lower()


def test_a_folder_and_a_missing_file_are_named(run: Run, home: Path) -> None:
    assert run("verify", ".").code == 2
    assert 'no file "none.pdf"' in run("verify", "none.pdf").err


@pytest.mark.parametrize("name", ["a hundred megabytes", "unfolding"])
def test_it_takes_little_memory(home: Path, name: str) -> None:
    if name == "unfolding":
        (home / "x.pdf").write_bytes(packed_twice())
    else:
        with (home / "x.pdf").open("wb") as file:
            file.write(b"%PDF-1.7\n")
            file.truncate(100 << 20)
    # Of itself the highest mark of what it runs, since `ru_maxrss` begins with that of the process that started it.
    code = (
        "import re, resource; from agreementgen.cli.app import run; code = run(['verify', 'x.pdf']); "
        "own = int(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1]); "
        "print(code, max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024)"
    )
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    exit_code, megabytes = map(int, done.stdout.splitlines()[-1].split())
    assert exit_code == 2
    assert megabytes <= 500
