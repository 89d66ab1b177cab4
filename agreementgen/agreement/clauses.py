"""Clause files + `Scene` → text: choose the variant whose `when` holds, fill its placeholders, split it into blocks.

The one place where words meet answers. A filled placeholder stays marked until the text has been split into paragraphs
and list items; so no answer can ever turn into structure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from agreementgen.agreement.scene import UNDECIDED, Scene, Shown
from agreementgen.agreement.text import Block, Items, Paragraph, Run, RunKind, Runs
from agreementgen.errors import TemplateError
from agreementgen.resources import Data

if TYPE_CHECKING:
    from jinja2 import Environment, Template

__all__ = [
    "Placeholder",
    "PlaceholderError",
    "Wording",
    "fill",
    "fill_line",
    "marked",
    "placeholders",
    "unmarked",
    "wording_of",
]


@dataclass(frozen=True, slots=True)
class Wording:
    """A title and its text, chosen and filled; `blocks` may be empty where a variant prints nothing."""

    id: str
    title: str
    blocks: tuple[Block, ...]


def wording_of(
    data: Mapping[str, Data],
    scene: Scene,
    name: str,
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
        raise TemplateError(f'"{name}" needs a list of "variants".')
    title = str(data.get("title", ""))
    for variant in variants:
        if not isinstance(variant, dict):
            raise TemplateError(f'"{name}": a variant is a mapping with "when" and "text".')
        holds, undecided = _holds(variant.get("when", {}), variants, scene, name)
        if undecided:
            return Wording(name, title, (Paragraph(scene.shown[undecided].runs),))
        if holds:
            text = str(variant.get("text", ""))
            blocks = split(text) if split else fill(text, scene, name)
            return Wording(name, str(variant.get("title", title)), blocks)
    raise TemplateError(f'"{name}": the last variant must have no "when".')


def _holds(when: Data, variants: list[Data], scene: Scene, name: str) -> tuple[bool, str]:
    """Tell whether a condition holds; else name the open answer it cannot be judged without."""
    if not isinstance(when, dict):
        raise TemplateError(f'"{name}": "when" is a mapping from keys to values.')
    for key, wanted in when.items():
        if key not in scene.shown:
            raise TemplateError(f'"{name}": "when" names "{key}", which is no key.')
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


def fill(text: str, scene: Scene, name: str) -> tuple[Block, ...]:
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


def fill_line(text: str, scene: Scene, name: str) -> Runs:
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
    if not isinstance(value, Shown):
        return value
    if not value.runs:
        raise _AbsentError
    return "".join(f"{START}{run.kind}:{run.text.replace(chr(10), BREAK)}{END}" for run in value.runs)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    # Loaded when the first text is filled: a check fills none.
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    # Plain text comes out, for PDF, calendar and JSON alike; `typeset/html.py` escapes it once.
    return ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False, finalize=_mark, trim_blocks=True)


@lru_cache(maxsize=1024)
def _template(text: str) -> Template:
    return _environment().from_string(text)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A key that a text prints, or the list that it goes through, and the line of the text it stands in, from 1."""

    key: str
    line: int
    is_list: bool = False


class PlaceholderError(Exception):
    """A text holds more than placeholders and lists; `line` is the line of the text, from 1."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__()


def placeholders(text: str) -> tuple[Placeholder, ...]:
    """Give what a text prints, where it is made of placeholders and of lists with one line an item.

    Words that come from outside are held to that: nothing is worked out in them, so nothing in them can run for long.

    Raises:
        PlaceholderError: The text holds anything else.
    """
    if "{" not in text:
        return ()
    from jinja2 import TemplateSyntaxError

    try:
        return tuple(_asked(_environment().parse(text).body))
    except TemplateSyntaxError as error:
        raise PlaceholderError(error.lineno) from error


def _asked(body: Iterable[Any], item: str = "") -> Iterator[Placeholder]:
    from jinja2 import nodes

    for node in body:
        if isinstance(node, nodes.For) and not item and isinstance(node.target, nodes.Name):
            key = _dotted(node.iter)
            if not key.startswith("each.") or node.else_ or node.test or node.recursive:
                raise PlaceholderError(node.lineno)
            yield Placeholder(key, node.lineno, is_list=True)
            yield from _asked(node.body, node.target.name)
        elif isinstance(node, nodes.Output):
            for part in node.nodes:
                if not isinstance(part, nodes.TemplateData):
                    key = _dotted(part)
                    if key.split(".")[0] != item:
                        yield Placeholder(key, part.lineno)
        else:
            raise PlaceholderError(node.lineno)


def _dotted(node: Any) -> str:
    from jinja2 import nodes

    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_dotted(node.node)}.{node.attr}"
    raise PlaceholderError(node.lineno)


def marked(text: str, scene: Scene, name: str) -> tuple[str, tuple[Run, ...]]:
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


def _filled(text: str, scene: Scene, name: str) -> str:
    if "{" not in text:
        return text
    from jinja2 import TemplateError as JinjaError

    try:
        return _template(text).render(scene.tree)
    except JinjaError as error:
        raise TemplateError(f'"{name}": {error}') from error
    except _AbsentError:
        raise TemplateError(f'"{name}" prints an answer that may be absent; give it a variant with a "when".') from None
