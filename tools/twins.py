"""Set pairs that are made up at random by two engines, and say where their pages differ.

    python tools/twins.py --pairs 300 [--seed 1] [--engine tiles]

Each pair takes an example of some kind, and other names, texts and goals, some of them long or in another script. Its
agreement and two other papers are set in some theme, paper and reading size, by `full` and by another engine. They are
compared as `tests/readers.py` does; what differs is written to `twins-<number>-…`. Exit code 1: something does.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import agreementgen  # noqa: E402
from agreementgen.documents import PAGES, documents_for, kit  # noqa: E402
from agreementgen.errors import AgreementError  # noqa: E402
from agreementgen.typeset import Look  # noqa: E402
from tests.readers import differences  # noqa: E402

EXAMPLES = sorted((ROOT / "examples").rglob("*.yaml"))
WORDS = (
    *("a", "to", "we", "plan", "lead", "board", "review", "paper", "colleagues", "responsibility", "hand-over"),
    *("Ångström", "Έλληνες", "Москва", "Nguyễn", "שלום", "السلام", "नमस्ते", "half–way", "“quite”", "ffi", "AVATAR"),
    *("Donaudampfschifffahrtsgesellschaft", "co-operate", "e.g.", "50 %", "&", "<b>", "→"),
)
FREE = ("name", "purpose", "title", "measure", "success", "also_agreed", "note", "why", "organization")
"""Keys of texts that say what people like."""


def made_up(chance: random.Random) -> dict[str, Any]:
    """Give the answers of an example with other texts."""
    answers: dict[str, Any] = yaml.safe_load(chance.choice(EXAMPLES).read_text(encoding="utf-8"))

    def text(least: int, most: int) -> str:
        return " ".join(chance.choices(WORDS, k=chance.randint(least, most)))

    def change(value: Any, key: str) -> Any:
        if isinstance(value, dict):
            return {name: change(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            return [change(inner, key) for inner in value]
        if isinstance(value, str) and key in FREE and chance.random() < 0.7:
            return text(1, 3) if key in ("name", "organization") else text(1, 25)
        return value

    answers = change(answers, "")
    if isinstance(goals := answers.get("goals"), list) and goals and chance.random() < 0.5:
        answers["goals"] = [{"title": text(1, 12)} for _ in range(chance.randint(1, 6))]
    return answers


def looks(chance: random.Random) -> Look:
    """Give some looks."""
    return Look(
        theme=chance.choice(("plain", "formal")),
        paper=chance.choice(("a4", "letter")),
        reading_size=chance.choice(("normal", "normal", "large")),
        colour=chance.choice(("", "#7a1f3d")),
    )


def main() -> None:
    """Compare pairs, and count."""
    parser = argparse.ArgumentParser(description="Compare the pages of two engines.")
    parser.add_argument("--pairs", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", default="tiles")
    said = parser.parse_args()
    chance = random.Random(said.seed)
    compared = differ = unread = 0
    for number in range(said.pairs):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "pair.yaml").write_text(yaml.safe_dump(made_up(chance), allow_unicode=True), encoding="utf-8")
            look = looks(chance)
            try:
                interview = agreementgen.load(folder / "pair.yaml")
                papers = [each for each in documents_for(interview) if each in PAGES]
                names = {papers[0], *chance.sample(papers, min(2, len(papers)))}
                by_engine = [kit(interview, names, engine=engine, look=look) for engine in ("full", said.engine)]
            except AgreementError:
                unread += 1
                continue
            for whole, other in zip(*by_engine, strict=True):
                compared += 1
                if found := differences(whole.data, other.data):
                    differ += 1
                    print(number, whole.name, look.theme, look.paper, look.reading_size, ", ".join(found), flush=True)
                    for engine, document in (("full", whole), (said.engine, other)):
                        Path(f"twins-{number}-{document.name}-{engine}.pdf").write_bytes(document.data)
    print(f"{said.pairs - unread} pairs, {compared} documents, {differ} differ; {unread} could not be read")
    sys.exit(bool(differ))


if __name__ == "__main__":
    main()
