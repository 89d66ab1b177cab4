"""The words of every example's documents, as text, so that a changed word is seen in review."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from agreementgen.documents import PAGES, documents_for, pages

from .conftest import EXAMPLES, INTERVIEWS, ROOT, example

GOLDEN = ROOT / "tests" / "golden"


def title(path: Path) -> str:
    return path.stem if path.parent == EXAMPLES else path.parent.name


def words(page: str) -> str:
    """Give a page's words, one block a line."""
    body = page.split("<body", 1)[1].split(">", 1)[1]
    body = re.sub(r"</(h\d|p|li|dt|dd|td|th|tr|div)>|<br>", "\n", body)
    lines = (" ".join(unescape(re.sub("<[^>]*>", "", line)).split()) for line in body.split("\n"))
    return "\n".join(line for line in lines if line) + "\n"


DOCUMENTS = [(path, name) for path in INTERVIEWS for name in documents_for(example(path)) if name in PAGES]


@pytest.mark.parametrize(("path", "document"), DOCUMENTS, ids=lambda part: getattr(part, "stem", part))
def test_the_words_are_those_that_were_read_and_approved(
    path: Path, document: str, golden: Callable[[str, str], None]
) -> None:
    golden(f"{title(path)}-{document}.txt", words(pages(example(path), [document], source=False)[document]))


def test_no_golden_text_is_without_its_document() -> None:
    expected = {f"{title(path)}-{document}.txt" for path, document in DOCUMENTS}
    assert {path.name for path in GOLDEN.iterdir()} == expected
