"""Clause files + `Scene` → text: choose the variant whose `when` holds, fill its placeholders, split it into blocks.

The one place where words meet answers. A filled placeholder stays marked until the text has been split into paragraphs
and list items; so no answer can ever turn into structure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from agreementgen.agreement.phrases import UNDECIDED, Shown
from agreementgen.agreement.placeholders import compiled, known_names, syntax_fault, unknown_names
from agreementgen.agreement.scene import Scene
from agreementgen.agreement.text import Block, Items, Paragraph, Run, RunKind, Runs
from agreementgen.errors import AgreementError, TemplateError, did_you_mean
from agreementgen.resources import Data, Place

__all__ = ["Wording", "fill", "fill_line", "marked", "unmarked", "wording_of"]

LONGEST = 200_000
"""Characters that one wording may come to; no clause is as long as a book."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A title and its text, chosen and filled; `blocks` may be empty where a variant prints nothing."""

    id: str
    title: str
    blocks: tuple[Block, ...]


def wording_of(
    data: Mapping[str, Data],
    scene: Scene,
    name: str | Place,
    split: Callable[[str], tuple[Block, ...]] | None = None,
) -> Wording:
    """Choose and fill one wording: `{title:, variants: [{when:, text:}, …]}`.

    The first variant whose `when` holds is taken; the last one has none. Where choosing needs an answer that is still
    open, and no variant speaks of that (`undecided`), a line to write on with the topic's name takes its place.

    Args:
        data: The wording as its file gives it.
        scene: Whose answers to fill in.
        name: Where it stands, for messages about it.
        split: Fills the chosen text and splits it into blocks, where that is not done as `fill` does.

    Raises:
        TemplateError: The file has a wrong shape, names an unknown key, or prints an answer that is absent.
    """
    variants = data.get("variants")
    if not isinstance(variants, list) or not variants:
        raise TemplateError(f'{name}: a list of "variants" is needed.')
    id_ = name if isinstance(name, str) else name.file
    title = str(data.get("title", ""))
    for number, variant in enumerate(variants):
        here = _further(name, "variants", number)
        if not isinstance(variant, dict):
            raise TemplateError(f'{here}: a variant is a mapping with "when" and "text".')
        holds, undecided = _holds(variant.get("when", {}), variants, scene, _further(here, "when"))
        if undecided:
            return Wording(id_, title, (Paragraph(scene.shown[undecided].runs),))
        if holds:
            text = str(variant.get("text", ""))
            blocks = split(text) if split else fill(text, scene, _further(here, "text"))
            return Wording(id_, str(variant.get("title", title)), blocks)
    raise TemplateError(f'{_further(name, "variants", len(variants) - 1)}: the last variant must have no "when".')


def _further(name: str | Place, *keys: str | int) -> str | Place:
    return name if isinstance(name, str) else name.at(*keys)


def _holds(when: Data, variants: list[Data], scene: Scene, name: str | Place) -> tuple[bool, str]:
    """Tell whether a condition holds; else name the open answer it cannot be judged without."""
    if not isinstance(when, dict):
        raise TemplateError(f'{name}: "when" is a mapping from keys to values.')
    for key, wanted in when.items():
        if key not in scene.shown:
            near = did_you_mean(key, scene.shown)
            raise TemplateError(f'{_further(name, key)}: "when" names "{key}", which is no key.{near}')
        shown = scene.shown[key]
        values = wanted if isinstance(wanted, list) else [wanted]
        if shown.token == UNDECIDED and not _speaks_of(UNDECIDED, key, variants):
            return False, key
        if shown.token not in values and not set(shown.tokens) & set(map(str, values)):
            return False, ""
    return True, ""


def _speaks_of(token: str, key: str, variants: Iterable[Data]) -> bool:
    for variant in variants:
        when = variant.get("when", {}) if isinstance(variant, dict) else {}
        wanted = when.get(key, []) if isinstance(when, dict) else []
        if token == wanted or (isinstance(wanted, list) and token in wanted):
            return True
    return False


# A filled placeholder is `START kind text END` with line breaks as `BREAK`. Private-use characters can never be part of
# an answer: the reader refuses them.
START, END, BREAK = "\ue000", "\ue001", "\ue002"
_MARKED = re.compile(f"{START}([a-z]+):([^{END}]*){END}")


def fill(text: str, scene: Scene, name: str | Place) -> tuple[Block, ...]:
    """Fill a text and split it: blank lines between paragraphs, lines that begin with `- ` are list items."""
    blocks: list[Block] = []
    for part in re.split(r"\n\s*\n", _filled(text, scene, name).strip("\n")):
        lines = [line.strip() for line in part.split("\n") if line.strip()]
        prose = [line for line in lines if not line.startswith("- ")]
        items = [line[2:] for line in lines if line.startswith("- ")]
        if prose:
            blocks.extend(_paragraphs(_runs(" ".join(prose))))
        if items:
            blocks.append(Items(tuple(map(_runs, items))))
    return tuple(blocks)


def fill_line(text: str, scene: Scene, name: str | Place) -> Runs:
    """Fill a text of one line."""
    return _runs(" ".join(_filled(text, scene, name).split("\n")).strip())


def _paragraphs(runs: Runs) -> list[Paragraph]:
    """Give a person's text that stands alone its own paragraphs at blank lines."""
    if len(runs) == 1 and runs[0].kind is RunKind.ANSWER:
        return [Paragraph((Run(part, RunKind.ANSWER),)) for part in re.split(r"\n\s*\n", runs[0].text)]
    return [Paragraph(runs)]


def _runs(text: str) -> Runs:
    found: list[Run] = []
    end = 0
    for match in _MARKED.finditer(text):
        if own := text[end : match.start()]:
            found.append(Run(own))
        found.append(Run(match[2].replace(BREAK, "\n"), RunKind(match[1])))
        end = match.end()
    if own := text[end:]:
        found.append(Run(own))
    return tuple(found)


class _AbsentError(Exception):
    """A text prints an answer that is not there."""


def _mark(value: object) -> object:
    """Turn a key's words into marks on their way out of Jinja."""
    if isinstance(value, dict | list):
        raise TypeError("this is a group of answers; name one of them")
    if not isinstance(value, Shown):
        return value
    if not value.runs:
        raise _AbsentError
    return "".join(f"{START}{run.kind}:{run.text.replace(chr(10), BREAK)}{END}" for run in value.runs)


def marked(text: str, scene: Scene, name: str | Place) -> tuple[str, tuple[Run, ...]]:
    """Fill a text; each answer is left as a number between two private-use signs, with the runs that these stand for.

    Raises:
        TemplateError: It prints an answer that is absent, or names an unknown key.
    """
    runs: list[Run] = []

    def number(match: re.Match[str]) -> str:
        runs.append(Run(match[2].replace(BREAK, "\n"), RunKind(match[1])))
        return f"{START}{len(runs) - 1}{END}"

    return _MARKED.sub(number, _filled(text, scene, name)), tuple(runs)


def unmarked(text: str, runs: tuple[Run, ...], mark: str) -> Iterator[Run]:
    """Put the answers back into a stretch of marked text that is said in one way, as `Run.mark` tells."""
    for index, part in enumerate(re.split(f"{START}([0-9]+){END}", text)):
        if index % 2:
            yield replace(runs[int(part)], mark=mark)
        elif part:
            yield Run(part, mark=mark)


def _filled(text: str, scene: Scene, name: str | Place) -> str:
    if "{" not in text:
        return text
    try:
        # Plain text comes out, for PDF, calendar and JSON alike; `typeset/html.py` escapes it once.
        filled = compiled(text, _mark).render(scene.tree)
    except _AbsentError:
        advice = 'give it a variant with a "when"'
        raise TemplateError(f"{name}: this prints an answer that may be absent; {advice}.") from None
    except AgreementError:
        raise
    except MemoryError as error:
        raise TemplateError(f"{name}: this asks for more memory than it may have.") from error
    except Exception as error:
        # A template can make Python itself raise anything: a division by nothing, a number where text is wanted.
        raise TemplateError(_fault(text, scene, name, error)) from error
    if len(filled) > LONGEST:
        raise TemplateError(f"{name}: this comes to {len(filled):,} characters; {LONGEST:,} is the most.")
    return filled


def _fault(text: str, scene: Scene, name: str | Place, error: Exception) -> str:
    if said := syntax_fault(text, name):
        return said
    for fault in unknown_names(text, set(known_names(scene.tree)), name):
        return fault
    return f"{name}: {str(error) or type(error).__name__}"
