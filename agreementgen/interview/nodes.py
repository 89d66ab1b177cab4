"""Where the nodes of a YAML text begin and end, and what they say: what it takes to change a text in place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml
from yaml.nodes import MappingNode, ScalarNode, SequenceNode
from yaml.nodes import Node as YamlNode

from agreementgen.errors import AgreementError
from agreementgen.interview.fields import SHORT_FORMS
from agreementgen.interview.lines import in_quotes
from agreementgen.interview.log import ProblemLog
from agreementgen.interview.pasted import with_line_ends, without_unseen
from agreementgen.interview.yamltext import Mapping as Read
from agreementgen.interview.yamltext import Scalar, read_yaml
from agreementgen.locales import load_locale

__all__ = [
    "SHORT",
    "NoPlaceError",
    "composed",
    "end_of",
    "entry_of",
    "inline",
    "is_empty",
    "leaves",
    "line_end",
    "scalar",
    "start_of",
    "title_of",
]

SHORT = frozenset(SHORT_FORMS.values())
"""Names under which a text that stands for a whole group is understood."""


_UNSEEN_BEFORE = re.compile("(?<=[\n\r])[ \t]*[\ufeff\u2060]")
"""What reading takes away, and what would move the start of a line if it stayed."""


class NoPlaceError(AgreementError):
    """An answer cannot be put into a file without changing something else in it; `key` names the answer."""

    def __init__(self, key: str) -> None:
        super().__init__(f'The answer to "{key}" cannot be put into this file. Write it in by hand.')
        self.key = key


def composed(text: str) -> YamlNode | None:
    """Compose a text that could be read as an interview; every mark counts the characters of this very text.

    Raises:
        NoPlaceError: It is laid out in a way that only reading gets along with, not changing.
    """
    if without_unseen(text) != text or _UNSEEN_BEFORE.search(text):
        raise NoPlaceError("")
    # PyYAML ends a line at these two signs, which are text to us.
    plain = re.sub("[\u2028\u2029]", "\ue000", with_line_ends(text))
    while True:
        try:
            root: YamlNode | None = yaml.compose(plain, Loader=yaml.BaseLoader)
            return root
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            if mark is None or plain[mark.index : mark.index + 1] != "\t":
                raise NoPlaceError("") from error
            # YAML allows a tab behind a colon, and PyYAML does not.
            plain = f"{plain[: mark.index]} {plain[mark.index + 1 :]}"


def entry_of(node: MappingNode, name: str) -> tuple[YamlNode, YamlNode] | None:
    """Give the key and the value of that name; `None` where there is none."""
    return next((entry for entry in node.value if entry[0].value == name), None)


def title_of(item: YamlNode) -> str:
    """Give the text by which an item of a list is called, empty where it has none."""
    if isinstance(item, MappingNode):
        entries = (entry_of(item, name) for name in ("title", "name", "need"))
        return next((str(entry[1].value) for entry in entries if entry), "")
    return str(item.value)


def is_empty(node: YamlNode) -> bool:
    """Tell whether nothing was said: no text, or keys and dashes alone."""
    if isinstance(node, ScalarNode):
        return not node.value.strip()
    items = [inner for entry in node.value for inner in (entry[1:] if isinstance(entry, tuple) else (entry,))]
    return all(map(is_empty, items))


def start_of(node: YamlNode) -> int:
    """Give where a node begins, in characters from 0."""
    return int(node.start_mark.index)


def end_of(node: YamlNode) -> int:
    """Give where a node ends, behind its last character.

    PyYAML's own mark of a block lies behind the notes that follow it.
    """
    if isinstance(node, ScalarNode):
        return start_of(node) + len(_source(node).rstrip())
    if getattr(node, "flow_style", False) or not node.value:
        return int(node.end_mark.index)
    last: Any = list(node.value)[-1]
    if not isinstance(last, tuple):
        return end_of(last)
    key, value = last
    return max(end_of(value), int(key.end_mark.index) + 1)


def _source(node: YamlNode) -> str:
    mark = node.start_mark
    return str(mark.buffer or "")[mark.pointer : mark.pointer + node.end_mark.index - mark.index]


def line_end(text: str, at: int) -> int:
    """Give where the line that holds a place ends, before its line end."""
    found = re.compile(r"\r?\n|\Z").search(text, at)
    assert found
    return found.start()


def inline(tree: object, *, flow: bool) -> str:
    """Write a value on one line, as it stands behind its key; `flow` where it stands in brackets."""
    if isinstance(tree, Mapping):
        inner = (f"{name}: {inline(value, flow=True)}" for name, value in tree.items())
        return f"{{{', '.join(inner)}}}"
    if isinstance(tree, list):
        return f"[{', '.join(inline(item, flow=True) for item in tree)}]"
    return scalar(str(tree), flow=flow)


def scalar(text: str, *, flow: bool = False) -> str:
    """Write a text so that exactly it is read back: as it is where it can be, else in quotes."""
    single = "'" + text.replace("'", "''") + "'"
    escaped = '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    for written in (text, in_quotes(text), single):
        if "\n" not in written and _reads_as(f"k: {{k: [{written}]}}" if flow else f"k: {written}  # n", text):
            return written
    return escaped


def _reads_as(line: str, text: str) -> bool:
    log = ProblemLog("", load_locale("en"))
    root = read_yaml(line.encode("utf-8", "surrogatepass"), log)
    if root is None or log.problems:
        return False
    node = root["k"]
    while not isinstance(node, Scalar):
        inner = [entry.value for entry in node.entries.values()] if isinstance(node, Read) else list(node.items)
        if len(inner) != 1:
            return False
        node = inner[0]
    return node.text == text


def leaves(node: YamlNode | None, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Give every answer with the keys above it; a text that stands for a group is its first key, or its first item."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            name = str(key.value)
            yield from leaves(value, path if name in SHORT else (*path, name))
    elif isinstance(node, SequenceNode):
        for number, item in enumerate(node.value):
            yield from leaves(item, (*path, f"#{number}") if number else path)
    elif isinstance(node, ScalarNode) and node.value.strip():
        yield path, str(node.value)
