"""Bytes → `Node`: line and column kept, every scalar the text that was typed, hostile input refused.

PyYAML scans and parses; its resolver and constructor are never used, so `NO`, `10:30`, `0123` and `3.10` stay text.
A mistake whose meaning is clear (a colon without quotes, a tab) is reported and mended in memory, so that one run
finds the mistakes behind it too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml
from yaml.nodes import MappingNode, ScalarNode, SequenceNode
from yaml.nodes import Node as YamlNode

from agreementgen.errors import Code
from agreementgen.interview.log import Place, ProblemLog

__all__ = ["Entry", "Listing", "Mapping", "Node", "Scalar", "read_yaml"]

MAX_BYTES = 256 * 1024
MAX_DEPTH = 24
MAX_NODES = 10_000
MAX_SCALAR = 20_000
MAX_REPAIRS = 200

# Controls but tab and line ends, bidi overrides and embeddings, invisible operators, tags, surrogates, private use,
# noncharacters: none of them can be seen in a text field, and some make a name look like another one.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2061-\u2069\ufff9-\ufffc\ufffe\uffff\ue000-\uf8ff\ud800-\udfff"
    "\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
INVISIBLE = re.compile("[\ufeff\u2060]")


@dataclass(frozen=True, slots=True)
class Scalar:
    """Text as it was typed; `is_quoted` tells `""` from nothing at all."""

    text: str
    place: Place
    is_quoted: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A list, in block or flow style."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a mapping with its value; `place` is the key's."""

    key: str
    place: Place
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping; keys in the order of the file, each once."""

    entries: dict[str, Entry] = field(default_factory=dict)
    place: Place = Place(1, 1)  # noqa: RUF009 - Place is frozen

    def __getitem__(self, key: str) -> Node:
        return self.entries[key].value

    def __contains__(self, key: object) -> bool:
        return key in self.entries


Node = Scalar | Listing | Mapping


def read_yaml(data: bytes, log: ProblemLog) -> Mapping | None:
    """Read a YAML file of one mapping.

    Args:
        data: The file's bytes: UTF-8, with or without a byte order mark.
        log: Takes every problem found.

    Returns:
        The mapping, also where `log` has problems that do not hide it; `None` where nothing could be read.
    """
    text = _decoded(data, log)
    if text is None or not _is_clean(text, log):
        return None
    lines = log.lines[:]
    for _ in range(MAX_REPAIRS):
        try:
            root = _compose("\n".join(lines))
        except _Refused as refusal:
            log.add(refusal.code, refusal.place, key="", **refusal.values)
            return None
        except yaml.MarkedYAMLError as error:
            if not _mend(lines, error, log):
                return None
            continue
        break
    else:
        return None
    if root is None:
        log.add(Code.EMPTY_FILE, Place(1, 1))
        return None
    node = _converted(root, log)
    if not isinstance(node, Mapping):
        log.add(Code.NOT_A_MAPPING, node.place)
        return None
    return node


class _Refused(Exception):
    """What cannot be read on from: anchors, tags, too much of anything."""

    def __init__(self, code: Code, mark: yaml.Mark, width: int = 1, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.place = Place(mark.line + 1, mark.column + 1, width)
        self.values = values


class _Composer(yaml.BaseLoader):
    """PyYAML's node composer with guards against what an interview never needs."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._depth = self._count = 0

    def compose_node(self, parent: YamlNode | None, index: int) -> YamlNode | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused(Code.ANCHOR_OR_ALIAS, event.start_mark, len(event.anchor) + 1, name=event.anchor)
        if getattr(event, "tag", None):
            raise _Refused(Code.TAG, event.start_mark, tag=event.tag)
        self._count += 1
        self._depth += 1
        if self._count > MAX_NODES:
            raise _Refused(Code.TOO_MANY_VALUES, event.start_mark, most=MAX_NODES)
        if self._depth > MAX_DEPTH:
            raise _Refused(Code.TOO_DEEP, event.start_mark, most=MAX_DEPTH)
        try:
            node: YamlNode | None = super().compose_node(parent, index)
            return node
        finally:
            self._depth -= 1


def _decoded(data: bytes, log: ProblemLog) -> str | None:
    if len(data) > MAX_BYTES:
        log.add(Code.FILE_TOO_LARGE, None, size=len(data) // 1024, most=MAX_BYTES // 1024)
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "replace")
        log.show(data.decode("cp1252", "replace"))
        place = Place(before.count("\n") + 1, len(before) - before.rfind("\n"))
        log.add(Code.NOT_UTF8, place, byte=f"{data[error.start]:02X}")
        return None
    # Pasted from word processors and chats; they carry no meaning and cannot be seen.
    text = INVISIBLE.sub("", text)
    log.show(text)
    return text


def _is_clean(text: str, log: ProblemLog) -> bool:
    found = False
    for number, line in enumerate(log.lines, 1):
        for match in FORBIDDEN.finditer(line):
            found = True
            name = unicodedata.name(match[0], "a control character").title()
            log.add(
                Code.FORBIDDEN_CHARACTER, Place(number, match.start() + 1), point=f"U+{ord(match[0]):04X}", name=name
            )
    return not found


def _compose(text: str) -> YamlNode | None:
    composer = _Composer(text)
    try:
        root: YamlNode | None = composer.get_single_node()
        return root
    except RecursionError:
        # PyYAML's parser recurses before a node is complete; a depth guard of ours stops most, not all of it.
        raise _Refused(Code.TOO_DEEP, composer.get_mark(), most=MAX_DEPTH) from None
    finally:
        composer.dispose()


def _converted(root: YamlNode, log: ProblemLog) -> Node:
    if isinstance(root, MappingNode):
        entries: dict[str, Entry] = {}
        for key, value in root.value:
            if not isinstance(key, ScalarNode):
                log.add(Code.KEY_NOT_TEXT, _place(key))
            elif key.value in entries:
                first = entries[key.value].place
                log.add(Code.KEY_TWICE, _place(key), name=key.value[:40], first=first.line)
            else:
                entries[key.value] = Entry(key.value, _place(key), _converted(value, log))
        return Mapping(entries, _place(root))
    if isinstance(root, SequenceNode):
        return Listing(tuple(_converted(item, log) for item in root.value), _place(root))
    if len(root.value) > MAX_SCALAR:
        log.add(Code.TEXT_TOO_LONG, _place(root), length=len(root.value), most=MAX_SCALAR)
    return Scalar(root.value.rstrip("\n"), _place(root), isinstance(root, ScalarNode) and root.style in ("'", '"'))


def _place(node: YamlNode) -> Place:
    start, end = node.start_mark, node.end_mark
    width = end.column - start.column if end.line == start.line else 1
    return Place(start.line + 1, start.column + 1, max(1, width))


# What may stand before a value on its line: indentation, list dashes, and one key with its colon.
_VALUE = re.compile(
    r"""^(?P<lead>\s*(?:-\s+)*)(?P<key>(?:[^\s'"{\[#:][^:#]*?|'[^']*'|"[^"]*"):\s+)?(?P<value>\S.*?)(?P<rest>\s+#.*|\s*)$"""
)
_NEEDS_QUOTES = re.compile(r"[*&!%@`|>{\[\]}]")


def _mend(lines: list[str], error: yaml.MarkedYAMLError, log: ProblemLog) -> bool:
    """Report a syntax error, and mend its line in `lines` where its meaning is clear; tell whether it was."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        log.add(Code.NOT_YAML, None, reason=error.problem or "")
        return False
    for code, at, line in _repairs(lines, error, mark):
        place = Place(at.line + 1, at.column + 1)
        log.add(code, place, line=line.strip() or lines[at.line].strip(), reason=error.problem or "")
        if not line or line == lines[at.line]:
            return False
        lines[at.line] = line
        return True
    return False


def _repairs(lines: list[str], error: yaml.MarkedYAMLError, mark: yaml.Mark) -> Iterator[tuple[Code, yaml.Mark, str]]:
    """Offer the code, the place and the mended line for an error, the likeliest first; an empty line mends nothing."""
    context = error.context_mark or mark
    at = lines[min(mark.line, len(lines) - 1)]
    begun = lines[min(context.line, len(lines) - 1)]
    lead = at[: len(at) - len(at.lstrip())]
    if "\t" in lead and mark.line < len(lines):
        mark.column = lead.index("\t")
        yield Code.TAB_INDENTATION, mark, lead.replace("\t", "  ") + at.lstrip()
    if "mapping values are not allowed" in (error.problem or ""):
        yield Code.COLON_NEEDS_QUOTES, mark, _quoted(at)
    if "quoted scalar" in (error.context or ""):
        yield Code.QUOTE_NOT_CLOSED, context, ""
    if (match := _VALUE.match(at)) and _NEEDS_QUOTES.match(match["value"]) and mark.line == context.line:
        mark.column = match.start("value")
        yield Code.START_NEEDS_QUOTES, mark, _quoted(at)
    if "flow" in (error.context or ""):
        match = _VALUE.match(begun)
        closes = match and match["value"][0] in "{[" and match["value"][-1] in "}]"
        yield Code.BRACKET_NOT_CLOSED, context, _quoted(begun) if match and not closes and match["key"] else ""
    if isinstance(error, yaml.composer.ComposerError) and "single document" in (error.context or ""):
        yield Code.SECOND_DOCUMENT, mark, ""
    yield Code.NOT_YAML, mark, ""


def _quoted(line: str) -> str:
    """Put quotes round the value of a line: `title: Launch: part 1` → `title: "Launch: part 1"`."""
    match = _VALUE.match(line)
    if not match or match["value"].startswith(('"', "{", "[")):
        return ""
    value = match["value"].replace("\\", "\\\\").replace('"', '\\"')
    return f'{match["lead"]}{match["key"] or ""}"{value}"{match["rest"].rstrip()}'
