"""Which placeholders a text asks for, which there are, and what is wrong with the way they are written.

Nothing is filled in here: `clauses.py` does that.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from agreementgen.errors import did_you_mean
from agreementgen.resources import Place

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from jinja2.nodes import Node

__all__ = [
    "Placeholder",
    "PlaceholderError",
    "asked_for",
    "compiled",
    "known_names",
    "placeholders",
    "syntax_fault",
    "unknown_names",
]


@lru_cache(maxsize=2)
def _language(finalize: Callable[[object], object] | None = None) -> Environment:
    """Give the language that texts are written in; `finalize` is what becomes of each value on its way out."""
    # Loaded when the first text is filled: a check fills none.
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, finalize=finalize, trim_blocks=True
    )


@lru_cache(maxsize=1024)
def compiled(text: str, finalize: Callable[[object], object]) -> Template:
    """Make a text ready to be filled."""
    return _language(finalize).from_string(text)


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
        return tuple(_asked(_language().parse(text).body))
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


def unknown_names(text: str, known: Collection[str], name: str | Place) -> Iterator[str]:
    """Say of each placeholder that there is not, where it stands and which one comes nearest."""
    for asked, line in asked_for(text):
        if asked not in known and asked not in _language().globals:
            yield f'{_line(name, line)}: there is no placeholder "{asked}".{did_you_mean(asked, known)}'


def syntax_fault(text: str, name: str | Place) -> str:
    """Say what is wrong with the way placeholders are written in a text, with its line; empty for nothing."""
    from jinja2 import TemplateSyntaxError

    try:
        _language().compile(text)
    except TemplateSyntaxError as error:
        return f"{_line(name, error.lineno)}: {(error.message or 'this cannot be read').rstrip('.')}."
    except (MemoryError, RecursionError) as error:
        return f"{name}: this cannot be read ({type(error).__name__})."
    return ""


def asked_for(text: str) -> list[tuple[str, int]]:
    """Name the placeholders of a text, each with its line in it from 1; names that the text itself gives are left out.

    The text must be free of `syntax_fault`.
    """
    from jinja2 import nodes

    tree = _language().parse(text)
    own = {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"} | {"loop"}

    def dotted(node: Node) -> str:
        if isinstance(node, nodes.Name):
            return node.name
        before = dotted(node.node) if isinstance(node, nodes.Getattr) else ""
        return f"{before}.{node.attr}" if before and isinstance(node, nodes.Getattr) else ""

    def walk(node: Node) -> Iterator[tuple[str, int]]:
        if name := dotted(node):
            if name.split(".")[0] not in own:
                yield name, node.lineno
            return
        for child in node.iter_child_nodes():
            yield from walk(child)

    return list(walk(tree))


def known_names(tree: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    """Name every placeholder there is: `meetings.cadence`, `each.exceptions`."""
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from known_names(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}"


def _line(name: str | Place, line: int) -> str | Place:
    return name if isinstance(name, str) else name.at(below=line - 1)
