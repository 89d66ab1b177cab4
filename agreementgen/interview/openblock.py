"""The text of a file → the text with one question less under `open:`, or with another view; all else stays."""

from __future__ import annotations

import re
from collections.abc import Mapping

from yaml.nodes import MappingNode, ScalarNode
from yaml.nodes import Node as YamlNode

from agreementgen.interview.editing import NoPlaceError
from agreementgen.interview.nodes import composed, end_of, entry_of, is_empty, line_end, start_of
from agreementgen.interview.written import Tree, flow, scalar

__all__ = ["emptied", "renamed", "with_standing", "without"]


def without(text: str, key: str, ours: frozenset[str] = frozenset()) -> str:
    """Take one question out from under `open:`; with the last one, `open:` goes too.

    Args:
        text: The file's text.
        key: Full key, as it stands there; a key that is not there changes nothing.
        ours: Notes that `merge` writes above a question, or above `open:`; they go along. Anybody's own notes stay.
    """
    root = composed(text)
    found = entry_of(root, "open") if isinstance(root, MappingNode) else None
    if not found or not isinstance(found[1], MappingNode) or not (entry := entry_of(found[1], key)):
        return text
    is_last = len(found[1].value) == 1
    if is_last and (not isinstance(root, MappingNode) or len(root.value) == 1):
        raise NoPlaceError(key)
    holder = root if is_last else found[1]
    assert isinstance(holder, MappingNode)
    if holder.flow_style:
        return _without_in_braces(text, holder, found if is_last else entry)
    if is_last and not found[1].flow_style:
        text = _without_lines(text, *entry, ours)
        return _without_lines(text, found[0], found[0], ours)
    return _without_lines(text, *(found if is_last else entry), ours)


def _without_lines(text: str, key: YamlNode, value: YamlNode, ours: frozenset[str]) -> str:
    """Take the lines of one key out; somebody's note on them becomes a line of its own."""
    begin = text.rfind("\n", 0, start_of(key)) + 1
    last = max(end_of(value), int(key.end_mark.index) + 1)
    end = line_end(text, last)
    indent = text[begin : start_of(key)]
    notes = [match[0].strip() for match in re.finditer(r"(?<=\s)#[^\r\n]*", _beside(text, key, value, end))]
    above = text[:begin].rstrip("\r\n").rpartition("\n")
    while above[2].strip().startswith("#") and above[2].strip().lstrip("# ") in ours:
        begin = len(above[0]) + len(above[1])
        above = above[0].rstrip("\r").rpartition("\n")
    newline = "\r\n" if text[end : end + 2] == "\r\n" or "\r\n" in text[:begin] else "\n"
    kept = newline.join(f"{indent}{note}" for note in notes)
    if kept:
        return text[:begin] + kept + text[end:]
    if end < len(text):
        return text[:begin] + text[re.compile(r"\r?\n|\Z").match(text, end).end() :]  # type: ignore[union-attr]
    # It was the last line, without a line end: so the one before it has none now.
    return re.sub(r"\r?\n\Z", "", text[:begin])


def _beside(text: str, key: YamlNode, value: YamlNode, end: int) -> str:
    """Give what stands on the lines of a key beside its answers: nothing but notes can."""
    spans = sorted((start_of(node), end_of(node)) for node in _texts(value))
    at, parts = int(key.end_mark.index), []
    for begin, until in spans:
        parts.append(text[at:begin])
        at = max(at, until)
    return " ".join([*parts, text[at:end]])


def _texts(node: YamlNode) -> list[YamlNode]:
    if isinstance(node, ScalarNode):
        return [node]
    inner = [part for entry in node.value for part in (entry if isinstance(entry, tuple) else (entry,))]
    return [text for part in inner for text in _texts(part)]


def _without_in_braces(text: str, holder: MappingNode, entry: tuple[YamlNode, YamlNode]) -> str:
    number = next(n for n, each in enumerate(holder.value) if each[0] is entry[0])
    begin, end = start_of(entry[0]), max(end_of(entry[1]), int(entry[0].end_mark.index))
    following = re.compile(r"\s*,[ \t]*").match(text, end)
    if number + 1 < len(holder.value) and following:
        return text[:begin] + text[following.end() :]
    before = holder.value[number - 1]
    # A comma may stand before the closing brace, so it goes only where nothing but space is around it.
    gap = text[max(end_of(before[1]), int(before[0].end_mark.index)) : begin]
    return text[: begin - len(gap) if not gap.strip(" \t\r\n,") else begin] + text[end:]


def with_standing(text: str, key: str, standing: Mapping[str, Tree], newline: str = "\n") -> str:
    """Write how a question stands under `open:`: `{decide_by: 2026-01-15}`, or who says what.

    Args:
        text: The file's text.
        key: Full key; where it is not under `open:` yet, it is added as the last one.
        standing: Person ids with their views, or `decide_by`. What is there already is changed, what is not is added.
        newline: Line end of the file.
    """
    root = composed(text)
    if not isinstance(root, MappingNode):
        raise NoPlaceError(key)
    found = entry_of(root, "open")
    inside = f"{scalar(key)}: {flow(dict(standing))}"
    if found is None:
        if root.flow_style:
            at = end_of(root.value[-1][1])
            return f"{text[:at]}, open: {{{inside}}}{text[at:]}"
        has_end = text.endswith("\n")
        return f"{text}{'' if has_end else newline}open:{newline}  {inside}{newline if has_end else ''}"
    entry = entry_of(found[1], key) if isinstance(found[1], MappingNode) else None
    if entry:
        return _changed(text, entry, standing)
    return _added(text, found, inside, newline, is_flow=bool(root.flow_style))


def _added(text: str, found: tuple[YamlNode, YamlNode], inside: str, newline: str, *, is_flow: bool) -> str:
    key, node = found
    if isinstance(node, MappingNode) and node.value:
        last = node.value[-1]
        at = max(end_of(last[1]), int(last[0].end_mark.index) + (0 if node.flow_style else 1))
        if node.flow_style:
            return f"{text[:at]}, {inside}{text[at:]}"
        at = line_end(text, at)
        return f"{text[:at]}{newline}{' ' * node.value[0][0].start_mark.column}{inside}{text[at:]}"
    if isinstance(node, ScalarNode) and not node.value and not is_flow:
        at = line_end(text, int(key.end_mark.index))
        return f"{text[:at]}{newline}{' ' * key.start_mark.column}  {inside}{text[at:]}"
    begin = start_of(node)
    lead = "" if text[begin - 1] == " " else " "
    return f"{text[:begin]}{lead}{{{inside}}}{text[end_of(node) :]}"


def _changed(text: str, entry: tuple[YamlNode, YamlNode], standing: Mapping[str, Tree]) -> str:
    key, node = entry
    if not isinstance(node, MappingNode) or is_empty(node):
        begin = start_of(node)
        if _is_block(node):
            # A block begins on the line below its key.
            begin = int(key.end_mark.index) + 1
        lead = "" if text[begin - 1] == " " else " "
        return f"{text[:begin]}{lead}{flow(dict(standing))}{text[max(begin, end_of(node)) :]}"
    for person, view in standing.items():
        if own := entry_of(node, person):
            begin = start_of(own[1])
            lead = "" if text[begin - 1] == " " else " "
            if _is_block(own[1]):
                begin, lead = int(own[0].end_mark.index) + 1, " "
            text = text[:begin] + lead + flow(view) + text[max(begin, end_of(own[1])) :]
        else:
            last = node.value[-1]
            at = max(end_of(last[1]), int(last[0].end_mark.index))
            if node.flow_style:
                text = f"{text[:at]}, {person}: {flow(view)}{text[at:]}"
            else:
                at = line_end(text, at)
                newline = "\r\n" if "\r\n" in text else "\n"
                column = " " * last[0].start_mark.column
                text = f"{text[:at]}{newline}{column}{person}: {flow(view)}{text[at:]}"
    return text


def _is_block(node: YamlNode) -> bool:
    """Tell whether it is a list or a group on lines of its own, below its key."""
    return not isinstance(node, ScalarNode) and not getattr(node, "flow_style", False)


def emptied(text: str, key: str) -> str:
    """Leave the line of a question in the body empty, as it has to be where the question stands under `open:`."""
    node: YamlNode | None = composed(text)
    for part in key.split("."):
        entry = entry_of(node, part) if isinstance(node, MappingNode) else None
        if entry is None:
            return text
        node = entry[1]
    assert node is not None
    if is_empty(node):
        return text
    inside = '""' if not isinstance(node, ScalarNode) and not _is_block(node) else ""
    return text[: start_of(node)] + inside + text[end_of(node) :]


def renamed(text: str, old: str, new: str) -> str:
    """Call an entry by another name in the keys under `open:`: `goals.old.by` → `goals.new.by`."""
    root = composed(text)
    found = entry_of(root, "open") if isinstance(root, MappingNode) else None
    entries = found[1].value if found and isinstance(found[1], MappingNode) else []
    for key, _ in reversed(entries):
        name = str(key.value)
        if name.startswith(f"{old}."):
            text = text[: start_of(key)] + scalar(new + name[len(old) :]) + text[end_of(key) :]
    return text
