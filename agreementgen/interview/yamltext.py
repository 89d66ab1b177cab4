"""Bytes → `Node`: line and column kept, every scalar the text that was typed, hostile input refused.

PyYAML scans and parses; its resolver and constructor are never used, so `NO`, `10:30`, `0123` and `3.10` stay text.
A syntax error is reported and mended in memory (`mending.py`), so that one run finds the mistakes behind it too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import yaml
from yaml.nodes import MappingNode, ScalarNode, SequenceNode
from yaml.nodes import Node as YamlNode

from agreementgen.errors import Code
from agreementgen.interview.lines import in_quotes
from agreementgen.interview.log import FORBIDDEN, Place, ProblemLog
from agreementgen.interview.mending import mend, quote_reference
from agreementgen.interview.pasted import encoding_of, mended_pastes, other_file, with_line_ends, without_unseen

__all__ = ["Entry", "Listing", "Mapping", "Node", "Scalar", "read_text", "read_yaml"]

MAX_BYTES = 256 * 1024
MAX_DEPTH = 24
MAX_NODES = 10_000
MAX_SCALAR = 20_000
MAX_REPAIRS = 100
MAX_READ_AGAIN = 1_000_000
MAX_FORBIDDEN = 20

INVISIBLE = re.compile("[\ufeff\u2060]")
_SUSPECT = re.compile(f"{FORBIDDEN.pattern}|[\u2066-\u2069]")
_SEPARATORS = re.compile("[\u2028\u2029]")
SEPARATOR = "\ue000"
"""Stands for U+2028 and U+2029 while PyYAML reads, which would end a line there; refused as a character by itself."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """Text as it was typed, without quotes."""

    text: str
    place: Place


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
    # What is reported already is read as a sign that can be seen, so that the mistakes behind it are found too.
    lines = [_SEPARATORS.sub(SEPARATOR, FORBIDDEN.sub("\ufffd", line)) for line in log.lines]
    root = _composed(mended_pastes(lines, log), log)
    if root is None:
        if not log.problems:
            log.add(Code.EMPTY_FILE, Place(1, 1))
        return None
    node = _converted(root, log)
    if not isinstance(node, Mapping):
        log.add(Code.EMPTY_FILE if isinstance(node, Scalar) and not node.text else Code.NOT_A_MAPPING, node.place)
        return None
    return node


def read_text(text: str, place: Place, log: ProblemLog) -> str:
    """Read a text that was typed elsewhere, such as into the cell of a sheet, as one in a file is read.

    Args:
        text: The text.
        place: Where it stands.
        log: Takes the problems: it is too long, or holds what cannot be seen and may deceive.
    """
    if len(text) > MAX_SCALAR:
        log.add(Code.TEXT_TOO_LONG, place, length=len(text), most=MAX_SCALAR)
        return text[:MAX_SCALAR]
    if text.isprintable() and "\ufffd" not in text:
        return text.strip()
    plain = re.sub(f"\r\n?|{_SEPARATORS.pattern}", "\n", without_unseen(INVISIBLE.sub("", text)))
    found = (spot for line in plain.split("\n") for spot in _forbidden(line))
    if character := next((character for _, character in found), "\ufffd" if "\ufffd" in plain else ""):
        _report_character(character, place, log)
    return plain.strip()


def _composed(lines: list[str], log: ProblemLog) -> YamlNode | None:
    """Compose the nodes; every syntax error on the way is reported, and its line mended before the next try."""
    read = 0
    for _ in range(MAX_REPAIRS):
        try:
            return _compose("\n".join(lines))
        except _Refused as refusal:
            if refusal.name and quote_reference(lines, refusal.code, refusal.mark, refusal.name, log):
                continue
            log.add(refusal.code, refusal.place, "", **refusal.values)
            return None
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            read += mark.index if mark else 0
            if not mend(lines, error, log) or read > MAX_READ_AGAIN:
                return None
    return None


class _Refused(Exception):
    """What cannot be read on from: anchors, tags, too much of anything."""

    def __init__(self, code: Code, mark: yaml.Mark, name: str = "", **values: object) -> None:
        super().__init__(code)
        self.code, self.mark, self.name = code, mark, name
        self.place = Place(mark.line + 1, mark.column + 1, max(1, len(name)))
        self.values = values | ({"name": name, "line": name} if name else {})


class _Composer(yaml.BaseLoader):
    """PyYAML's node composer with guards against what an interview never needs."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._depth = self._count = 0

    def compose_node(self, parent: YamlNode | None, index: int) -> YamlNode | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        begin: yaml.Mark = event.start_mark
        if getattr(event, "anchor", None):
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            raise _Refused(Code.ANCHOR_OR_ALIAS, begin, f"{sign}{event.anchor}")
        if tag := getattr(event, "tag", None):
            raise _Refused(Code.TAG, begin, tag.replace("tag:yaml.org,2002:", "!!"))
        self._count += 1
        self._depth += 1
        if self._count > MAX_NODES:
            raise _Refused(Code.TOO_MANY_VALUES, begin, most=MAX_NODES)
        if self._depth > MAX_DEPTH:
            raise _Refused(Code.TOO_DEEP, begin, most=MAX_DEPTH)
        try:
            node: YamlNode | None = super().compose_node(parent, index)
            return node
        finally:
            self._depth -= 1


def _decoded(data: bytes, log: ProblemLog) -> str | None:
    if len(data) > MAX_BYTES:
        log.add(Code.FILE_TOO_LARGE, None, size=len(data) // 1024, most=MAX_BYTES // 1024)
        return None
    if name := other_file(data):
        log.add(Code.OTHER_FILE, None, what=log.locale.label(f"pasted.files.{name}"))
        return None
    if name := encoding_of(data):
        log.add(Code.OTHER_ENCODING, None, encoding=name)
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = ProblemLog("", log.locale, error.object[: error.start].decode("utf-8", "replace")).lines
        log.show(data.decode("utf-8-sig", "replace"))
        log.add(Code.NOT_UTF8, Place(len(before), len(before[-1]) + 1), byte=f"{error.object[error.start]:02X}")
        return None
    # Pasted from word processors and chats; they carry no meaning and cannot be seen.
    text = without_unseen(INVISIBLE.sub("", with_line_ends(text)))
    log.show(text)
    return text


def _is_clean(text: str, log: ProblemLog) -> bool:
    found = ((number, spot) for number, line in enumerate(log.lines, 1) for spot in _forbidden(line))
    for number, (column, character) in islice(found, MAX_FORBIDDEN):
        _report_character(character, Place(number, column + 1), log)
    return len(log.problems) < MAX_FORBIDDEN


def _forbidden(line: str) -> Iterator[tuple[int, str]]:
    """Give the column and character of what cannot be seen and may deceive; isolates are fine where they are closed."""
    open_at: list[int] = []
    for match in _SUSPECT.finditer(line):
        if FORBIDDEN.match(match[0]):
            yield match.start(), match[0]
        elif match[0] != "\u2069":
            open_at.append(match.start())
        elif open_at:
            open_at.pop()
        else:
            yield match.start(), match[0]
    yield from ((column, line[column]) for column in open_at)


def _report_character(character: str, place: Place, log: ProblemLog) -> None:
    name = unicodedata.name(character, "").lower() or "control character"
    log.add(Code.FORBIDDEN_CHARACTER, place, point=f"U+{ord(character):04X}", name=name)


def _compose(text: str) -> YamlNode | None:
    composer = _Composer(text)
    try:
        root: YamlNode | None = composer.get_single_node()
        return root
    except RecursionError:
        # PyYAML's parser recurses before a node is complete; a depth guard of ours stops most, not all of it.
        mark = composer.get_mark()
        assert isinstance(mark, yaml.Mark)
        raise _Refused(Code.TOO_DEEP, mark, most=MAX_DEPTH) from None
    finally:
        composer.dispose()


def _converted(root: YamlNode, log: ProblemLog) -> Node:
    if isinstance(root, MappingNode):
        entries: dict[str, Entry] = {}
        for key, value in root.value:
            if not isinstance(key, ScalarNode):
                log.add(Code.KEY_NOT_TEXT, _place(key))
                continue
            name = _text(key, log)
            if _has_no_colon(key, value, log):
                log.add(Code.COMMA_NEEDS_QUOTES, _place(key), text=name)
                continue
            _look_for_lost_text(key, value, log)
            if name in entries:
                log.add(Code.KEY_TWICE, _place(key), name=name, first=entries[name].place.line)
            else:
                entries[name] = Entry(name, _place(key), _converted(value, log))
        return Mapping(entries, _place(root))
    if isinstance(root, SequenceNode):
        return Listing(tuple(_converted(item, log) for item in root.value), _place(root))
    if len(root.value) > MAX_SCALAR:
        log.add(Code.TEXT_TOO_LONG, _place(root), length=len(root.value), most=MAX_SCALAR)
    _look_for_hash(root, log)
    return Scalar(_text(root, log), _place(root))


def _has_no_colon(key: YamlNode, value: YamlNode, log: ProblemLog) -> bool:
    """Tell whether this is no key at all, but what stands behind a comma in braces: `{reply: 2 days, it depends}`."""
    row = key.end_mark.line
    if value.value or value.start_mark.index != value.end_mark.index or row >= len(log.lines) or (row + 1) in log.moved:
        return False
    return log.lines[row][key.end_mark.column :].lstrip()[:1] in (",", "}")


def _look_for_lost_text(key: YamlNode, value: YamlNode, log: ProblemLog) -> None:
    """Report an answer that YAML takes for a note as a whole: `colour: #ffcc00`."""
    row = key.end_mark.line
    if value.value or row >= len(log.lines) or (row + 1) in log.moved:
        return
    line = log.lines[row]
    if match := re.match(r":\s+#(?=[^\s#])", line[key.end_mark.column :]):
        begin = key.end_mark.column + match.end()
        fixed = line[: begin - 1].lstrip() + in_quotes(line[begin - 1 :].rstrip())
        log.add(Code.HASH_NEEDS_QUOTES, Place(row + 1, begin), line=fixed)


def _look_for_hash(node: YamlNode, log: ProblemLog) -> None:
    """Report a text that ends at a sign like that of "#1", which YAML takes for the start of a note."""
    row, column = node.end_mark.line, node.end_mark.column
    if not isinstance(node, ScalarNode) or node.style or not node.value or row >= len(log.lines):
        return
    line = log.lines[row]
    if (row + 1) not in log.moved and (match := re.match(r"\s+#(?=[^\s#])", line[column:])):
        begin = node.start_mark.column if node.start_mark.line == row else len(line) - len(line.lstrip())
        answer = line[begin:].rstrip()
        noted = note.start() if (note := re.search(r"\s+#(?=\s|$)", answer)) else len(answer)
        fixed = line[:begin].lstrip() + in_quotes(answer[:noted]) + answer[noted:]
        log.add(Code.HASH_NEEDS_QUOTES, Place(row + 1, column + match.end()), line=fixed)


def _text(node: YamlNode, log: ProblemLog) -> str:
    """Give a scalar's text with plain line ends; what an escape in double quotes makes is looked at like the rest."""
    text = re.sub(f"\r\n?|{SEPARATOR}|{_SEPARATORS.pattern}", "\n", INVISIBLE.sub("", str(node.value)))
    if isinstance(node, ScalarNode) and node.style == '"':
        for _, character in islice((spot for line in text.split("\n") for spot in _forbidden(line)), 1):
            _report_character(character, _place(node), log)
    return text.rstrip("\n")


def _place(node: YamlNode) -> Place:
    start, end = node.start_mark, node.end_mark
    width = end.column - start.column if end.line == start.line else 1
    return Place(start.line + 1, start.column + 1, max(1, width))
