"""Whether a PDF says what its interview says: its text beside that of a fresh rendering, word by word.

The rendering is made in a process of its own, since an embedded interview may have been written to harm.
"""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from agreementgen.confinement import Limits, work_on
from agreementgen.disk import read_bytes
from agreementgen.errors import AgreementError
from agreementgen.interview import migrated
from agreementgen.opening import open_pair
from agreementgen.signing.facts import Facts
from agreementgen.signing.judging import printed_name
from agreementgen.signing.reading import page_texts

__all__ = ["Difference", "Match", "Wording", "compared_with_file", "compared_with_itself", "render_apart"]

LIMITS = Limits(megabytes=560, seconds=20, patience=60)
CONTEXT = 3
MOST_DIFFERENCES = 20
ABOUT_THE_MAKING = ("made_with", "defaulted", "from_program")
"""Keys of an embedded interview that tell how it came about, and no answer."""


class Match(StrEnum):
    """How the text of a PDF stands to that of a rendering."""

    SAME = "same"
    DIFFERS = "differs"
    OTHER_WORDS = "other_words"
    NO_INTERVIEW = "no_interview"
    NOT_RENDERED = "not_rendered"


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two texts differ, with a few words before and after."""

    here: str
    there: str


@dataclass(frozen=True, slots=True)
class Wording:
    """How the text of a PDF stands to that of a rendering, and where they differ, the first twenty places.

    Attributes:
        match: How they stand to each other.
        differences: Where they differ.
        lacks_program: Whether the PDF was made with a program's file, and what it is compared with was not.
    """

    match: Match
    differences: tuple[Difference, ...] = ()
    lacks_program: bool = False


def compared_with_itself(data: bytes, facts: Facts) -> Wording:
    """Compare a PDF with a rendering of the interview that it carries, as it was when the first person signed.

    Words are those of this version of the program. Where the interview says that it was made with others, differences
    are shown and nobody is accused.
    """
    first = facts.revisions[0]
    if first.interview is None:
        return Wording(Match.NO_INTERVIEW)
    try:
        answer = json.loads(_rendered(first.interview))
    except AgreementError:
        return Wording(Match.NOT_RENDERED)
    # Signing adds behind what is there, so a rendering by the same versions is what the file begins with.
    is_untouched = data.startswith(b64decode(answer["pdf"])) and facts.now.pages == facts.revisions[0].pages
    if is_untouched:
        return Wording(Match.SAME)
    named = {name: printed_name(field.tooltip) for name, field in facts.now.fields.items()}
    differences = (*_other_names(named, answer["names"]), *_differences(facts.now.pages, answer["pages"]))
    if not differences:
        return Wording(Match.SAME)
    is_same_wording = _block(first.interview, "made_with") == _block(answer["interview"].encode(), "made_with")
    return Wording(Match.DIFFERS if is_same_wording else Match.OTHER_WORDS, differences)


@lru_cache(maxsize=8)
def _rendered(source: bytes) -> bytes:
    """Render once what several files carry, such as one agreement after each signature."""
    return work_on(f"{__name__}:render_apart", source, LIMITS)


def render_apart(payload: bytes) -> bytes:
    """Render an interview's agreement; `compared_with_itself` sends it to another process, and reads the answer."""
    from agreementgen.documents import kit
    from agreementgen.signing import apart

    with tempfile.TemporaryDirectory() as folder:
        # In an empty folder, so that a name in it leads nowhere.
        interview = open_pair(migrated(payload), "interview.yaml", Path(folder)).interview
    (document,) = kit(interview, ["agreement"])
    pages, source = apart.text_and_source(document.data)
    found: dict[str, Any] = {
        "pdf": b64encode(document.data).decode(),
        "pages": pages,
        "interview": (source or b"").decode(),
        "names": {name: printed_name(tooltip) for name, tooltip in apart.tooltips(document.data).items()},
    }
    return json.dumps(found).encode()


def compared_with_file(facts: Facts, file: Path, program: Path | None = None) -> Wording:
    """Compare a PDF with an interview in a file: first the answers it carries, and where these differ, the text.

    Raises:
        AgreementError: The interview cannot be read or printed.
    """
    from agreementgen.documents import kit

    opened = open_pair(read_bytes(file), str(file), file.parent, program)
    (document,) = kit(opened.interview, ["agreement"], look=opened.look)
    pages, source = page_texts(document.data)
    if facts.now.interview is not None and source and _answers(facts.now.interview) == _answers(source):
        return Wording(Match.SAME)
    differences = tuple(_differences(facts.now.pages, pages))
    had_program = bool(_block(facts.now.interview or b"", "from_program"))
    lacks_program = had_program and not opened.interview.from_program
    return Wording(Match.DIFFERS if differences else Match.SAME, differences, lacks_program)


def _blocks(source: bytes) -> dict[str, str]:
    """Take an embedded interview apart by its top-level keys."""
    parts = re.split(r"^(?=[a-z_]+:)", source.decode("utf-8", "replace"), flags=re.MULTILINE)
    return {part.partition(":")[0]: part for part in parts}


def _block(source: bytes, key: str) -> str:
    return _blocks(source).get(key, "")


def _answers(source: bytes) -> dict[str, str]:
    return {key: part for key, part in _blocks(source).items() if key not in ABOUT_THE_MAKING}


def _differences(here: Sequence[str], there: Sequence[str]) -> Iterator[Difference]:
    one, other = _words(here), _words(there)
    if "".join(one).casefold() == "".join(other).casefold():
        # The same letters in other lines, as other fonts or another engine break them.
        return
    matcher = SequenceMatcher(None, [w.casefold() for w in one], [w.casefold() for w in other], autojunk=False)
    changed = [block for block in matcher.get_opcodes() if block[0] != "equal"]
    for _, i1, i2, j1, j2 in changed[:MOST_DIFFERENCES]:
        yield Difference(_around(one, i1, i2), _around(other, j1, j2))


def _other_names(here: Mapping[str, str], there: Mapping[str, str]) -> Iterator[Difference]:
    """Name the fields that say that they are for somebody else: no text shows it, and a reader is told by them."""
    # What another program has added beside them is its own.
    for name, whose in there.items():
        if here.get(name) != whose:
            yield Difference(f"{name}: {here.get(name, '')}", f"{name}: {whose}")


def _around(words: Sequence[str], start: int, end: int) -> str:
    before, after = words[max(0, start - CONTEXT) : start], words[end : end + CONTEXT]
    return " ".join([*before, f"[{' '.join(words[start:end])}]", *after])


def _words(pages: Sequence[str]) -> list[str]:
    """Split pages into words, without their running feet: these move as soon as one line more fits a page."""
    lines = [[_line(line) for line in _joined(page).splitlines() if line.strip()] for page in pages]
    masked = Counter(each for page in lines for each in {re.sub(r"\d+", "0", line) for line in page})
    running = {each for each, count in masked.items() if count == len(pages) > 1}
    return [
        word for page in lines for line in page if re.sub(r"\d+", "0", line) not in running for word in line.split()
    ]


def _joined(page: str) -> str:
    """Put words together again that were parted at the end of a line, and leave out the marks of lists.

    PDFium gives U+FFFE for a hyphen at the end of a line, or U+0002 for one of the word itself, as in "e-mail". The
    marks of a list that goes on over the page it gives together, before or after their lines.
    """
    return re.sub("\ufffe\\s*", "", page).replace("\x02", "-").replace("•", " ")


def _line(line: str) -> str:
    return unicodedata.normalize("NFKC", line).strip()
