"""The text of a file and one item of a list → the text without that item; comments and layout of the rest stay."""

from __future__ import annotations

import re

import yaml
from yaml.nodes import MappingNode, SequenceNode
from yaml.nodes import Node as YamlNode

from agreementgen.interview.nodes import NoPlaceError, composed, end_of, entry_of, line_end, start_of

__all__ = ["without_item"]


def without_item(text: str, key: str, number: int) -> str:
    """Take one item out of a list; a list that had no other stands empty then.

    Args:
        text: The file's text, without a problem in it.
        key: Full key of the list: `goals`, `boundaries.off_limits`.
        number: Which item, from 0. An answer that stands without a list is item 0.

    Raises:
        NoPlaceError: There is no such item, or the text is laid out in a way in which something else would go with it.
    """
    key_node, found = _entry(text, key)
    if not isinstance(found, SequenceNode):
        if number:
            raise NoPlaceError(key)
        new = _emptied(text, key_node, found)
    elif number >= len(found.value):
        raise NoPlaceError(key)
    elif found.flow_style:
        new = _from_brackets(text, found, number)
    else:
        new = _from_lines(text, found, number)
    if not _is_so(text, new, key, number):
        raise NoPlaceError(key)
    return new


def _entry(text: str, key: str) -> tuple[YamlNode, YamlNode]:
    node: YamlNode | None = composed(text)
    entry = None
    for part in key.split("."):
        entry = entry_of(node, part) if isinstance(node, MappingNode) else None
        if entry is None:
            raise NoPlaceError(key)
        node = entry[1]
    assert entry is not None
    return entry


def _emptied(text: str, key: YamlNode, found: YamlNode) -> str:
    begin = start_of(found) if found.start_mark.line == key.start_mark.line else int(key.end_mark.index) + 1
    return text[:begin].rstrip(" ") + text[end_of(found) :]


def _from_brackets(text: str, found: SequenceNode, number: int) -> str:
    begin, end = start_of(found.value[number]), end_of(found.value[number])
    if number + 1 < len(found.value):
        return text[:begin] + text[start_of(found.value[number + 1]) :]
    if number:
        begin = end_of(found.value[number - 1])
    return text[:begin] + text[end:]


def _from_lines(text: str, found: SequenceNode, number: int) -> str:
    """Take out the lines from the item's dash to its last answer; notes on lines of their own stay."""
    item = found.value[number]
    begin = text.rfind("\n", 0, text.rindex("-", 0, start_of(item) + 1)) + 1
    end = line_end(text, end_of(item))
    kept = "".join(re.findall(r"(?m)^[ \t]*#[^\n]*\n?", text[begin:end]))
    following = re.compile(r"\r?\n|\Z").match(text, end)
    assert following
    return text[:begin] + kept + text[following.end() :]


def _is_so(text: str, new: str, key: str, number: int) -> bool:
    """Tell whether the new text says what the old one said, but for the item."""
    try:
        before, after = (yaml.load(each, Loader=yaml.BaseLoader) or {} for each in (text, new))
    except yaml.YAMLError:
        return False
    *above, name = key.split(".")
    holders = []
    for whole in (before, after):
        for part in above:
            whole = whole.get(part) or {}
        holders.append(whole)
    said = holders[0][name]
    left = [*said[:number], *said[number + 1 :]] if isinstance(said, list) else []
    is_so = (holders[1].pop(name, None) or []) == left
    holders[0].pop(name)
    return is_so and before == after
