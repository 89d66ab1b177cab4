"""Throw broken interviews at reading, checking and setting, and say what broke.

    python tools/fuzz.py --seconds 600 [--seed 1] [--render]

Each round takes an example or a broken file of the tests and cuts, doubles, mixes and spoils its bytes, or gives one of
its answers to another question. Where the result can be read, an answer is settled and the pair is set as HTML; with
--render as PDF. Any other exception than our own, or a round over the limit, is written to `fuzz-<number>.yaml` with a
trace. Exit code 1 tells that something broke.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import re
import sys
import time
import traceback
from pathlib import Path

from agreementgen.documents import documents_for, kit
from agreementgen.errors import AgreementError
from agreementgen.interview import advise, read_interview, settled, what_blocks
from agreementgen.interview.settle import Change
from agreementgen.locales import load_locale

ROOT = Path(__file__).parent.parent
SLOW = 20.0
LOCALE = load_locale("en")
TOKENS = (
    b": ", b":", b"- ", b"\n", b"\r\n", b"\t", b"  ", b"{", b"}", b"[", b"]", b",", b"#", b"'", b'"', b"|", b">", b"*",
    b"&a", b"!!python/object:os.system", b"%", b"@", b"`", b"?", b"---", b"...", b"<<: *a", b"\x00", b"\xff",
    "\u202e".encode(), "\u2028".encode(), "\u200b".encode(), "\u00a0".encode(), "：".encode(), "🙂".encode(),
    b"open:\n", b"none", b"to discuss", b"2026-02-30", b"99999999999", b"-1", b"1e400", b"every 0 weeks", b"0 minutes",
    b"{{ 7*7 }}", b"{% for x in y %}", b"<script>", b"../../etc/passwd", b"schema: 1\n", b"answered_by: mentor\n",
    b"mentee", b"mentor-2", b"goals", b"decide_by", b"include: program.yaml\n", b"A" * 5000, b"[" * 50, b"{a: " * 30,
)  # fmt: skip


def corpus() -> list[bytes]:
    """Give every interview there is to start from."""
    folders = (ROOT / "examples", ROOT / "tests" / "broken", ROOT / "tests" / "data")
    return [path.read_bytes() for folder in folders for path in sorted(folder.rglob("*.yaml"))]


def spoiled(chance: random.Random, files: list[bytes]) -> bytes:
    """Give one file, spoiled at a few places."""
    data = bytearray(chance.choice(files))
    for _ in range(chance.randint(1, 8)):
        at, end = sorted(chance.randint(0, len(data)) for _ in range(2))
        end = min(end, at + chance.choice((1, 4, 40, 400)))
        match chance.randrange(7):
            case 0:
                data[at:at] = chance.choice(TOKENS)
            case 1:
                del data[at:end]
            case 2:
                data[at:at] = data[at:end]
            case 3:
                other = chance.choice(files)
                begin = chance.randrange(len(other) + 1)
                data[at:end] = other[begin : begin + chance.choice((10, 100, 1000))]
            case 4:
                data[at:end] = chance.choice(TOKENS)
            case 5 if data:
                data[min(at, len(data) - 1)] = chance.randrange(256)
            case _:
                lines = bytes(data).split(b"\n")
                chance.shuffle(lines)
                data = bytearray(b"\n".join(lines))
    return bytes(data)


def reworded(chance: random.Random, files: list[bytes]) -> bytes:
    """Give one file with some answers taken from other questions, or taken away."""
    lines = chance.choice(files).split(b"\n")
    answers = [match[1] for file in files for match in re.finditer(rb"[\w\]]: +([^{\n#]+)", file)]
    for _ in range(chance.randint(1, 5)):
        row = chance.randrange(len(lines))
        answer: bytes = chance.choice((chance.choice(answers), b"", b"none", b"to discuss", chance.choice(TOKENS)))
        lines[row] = re.sub(rb"(?<=: )[^{},#]+", lambda _, answer=answer: answer, lines[row], count=1)
    return b"\n".join(lines)


def tried(data: bytes, chance: random.Random, *, as_pdf: bool) -> bool:
    """Read, check, settle and set one file; tell whether it could be read."""
    reading = read_interview(data, "fuzz.yaml", locale=LOCALE)
    assert (reading.interview is None) == bool(reading.problems)
    if reading.interview is None:
        return False
    interview = reading.interview
    what_blocks(interview, LOCALE, data.decode("utf-8-sig"))
    advise(interview, LOCALE, data.decode("utf-8-sig"))
    keys = [key for key, _ in interview.blocking()]
    if keys:
        change = Change("value", chance.choice(keys), chance.choice(("none", "@mentee", "60 minutes", "x: #y", "🙂")))
        with contextlib.suppress(AgreementError):
            settled(data, "fuzz.yaml", [change], LOCALE)
    names = [name for name in documents_for(interview) if as_pdf or name != "skills"]
    with contextlib.suppress(AgreementError):
        kit(interview, names, form="pdf" if as_pdf else "html")
    return True


def main() -> int:
    """Run for some seconds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--render", action="store_true")
    options = parser.parse_args()
    chance, files = random.Random(options.seed), corpus()
    end, rounds, read, broken = time.monotonic() + options.seconds, 0, 0, 0
    while time.monotonic() < end:
        make = reworded if rounds % 2 else spoiled
        data, begun, fault = make(chance, files), time.process_time(), ""
        rounds += 1
        try:
            read += tried(data, chance, as_pdf=options.render)
        except Exception:
            fault = traceback.format_exc()
        if (took := time.process_time() - begun) > SLOW:
            fault = f"took {took:.1f} s\n{fault}"
        if fault:
            broken += 1
            Path(f"fuzz-{rounds}.yaml").write_bytes(data)
            print(f"round {rounds}:\n{fault}", file=sys.stderr)
    print(f"{rounds} rounds, {read} could be read, {broken} broke")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
