"""The text of a file and one answer → the text with the answer in it; comments and layout stay as they were.

PyYAML says where each key and value stands; everything else is cut and put together as text. Where that went is read
again, so that an answer is never put where it means something else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.nodes import MappingNode, ScalarNode, SequenceNode
from yaml.nodes import Node as YamlNode

from agreementgen.interview.body import slug_of
from agreementgen.interview.fields import ANSWERING_IDS, FIELDS, LISTED_IDS, SHORT_FORMS, core_of, kind_of
from agreementgen.interview.fields.private import PrivateAnswers
from agreementgen.interview.nodes import (
    SHORT,
    NoPlaceError,
    composed,
    end_of,
    entry_of,
    inline,
    is_empty,
    leaves,
    line_end,
    scalar,
    start_of,
    title_of,
)
from agreementgen.locales import fold

__all__ = ["NoPlaceError", "Value", "top_keys", "with_answer"]

Value = str | list[str] | Mapping[str, str]
"""One text, a list of texts, or one item of a list of groups: `{"title": …, "by": …}`."""
Tree = str | list[Any] | Mapping[str, Any]
_GROUPS = frozenset(key.rpartition(".")[0] for key in FIELDS if "*" in key)
STEP = "  "


def with_answer(text: str, key: str, value: Value, *, add: bool = False) -> str:
    """Put one answer into the text of an interview or a private file, and leave all else as it is.

    An empty answer is filled in on its line, and one that is there is replaced. A missing key is added to its section,
    behind the one that comes before it in the order of the questions; a missing section likewise.

    Args:
        text: The file's text, without a problem in it; may be empty. Its line ends are kept.
        key: Full key, such as `people.mentee.name`, `feedback.preference.mentor`, `goals.run-a-review.by`.
        value: The answer as it is typed. A list becomes `[a, b]`.
        add: Add the value to the list that stands there, as its last item; a group can only be added.

    Raises:
        NoPlaceError: The key names an item that is not there, or the text is laid out in a way that leaves no place.
    """
    root = composed(text)
    if root is not None and not isinstance(root, MappingNode):
        raise NoPlaceError(key)
    edit = _Edit(text, "\r\n" if "\r\n" in text else "\n", key, value, add)
    new = edit.into(root) if root is not None and root.value else edit.at_the_end()
    if not _is_so((root, text), new, key, value, add):
        raise NoPlaceError(key)
    return new


def top_keys(text: str, section: str) -> frozenset[str]:
    """Name the keys that stand directly below a section, such as the questions under `open:`."""
    root = composed(text)
    entry = entry_of(root, section) if isinstance(root, MappingNode) else None
    inner = entry[1].value if entry and isinstance(entry[1], MappingNode) else []
    return frozenset(str(key.value) for key, _ in inner)


@dataclass(frozen=True, slots=True)
class _Edit:
    text: str
    newline: str
    key: str
    value: Value
    add: bool

    def at_the_end(self) -> str:
        before = self.text if not self.text or self.text.endswith("\n") else self.text + self.newline
        return before + self._lines(self._tree(0), "") + self.newline

    def into(self, root: MappingNode) -> str:
        return self._put(root, 0)

    def _parts(self) -> list[str]:
        return self.key.split(".")

    def _put(self, node: MappingNode, depth: int) -> str:
        """Put the answer below a group of keys that is there."""
        parts = self._parts()
        entry = entry_of(node, parts[depth])
        if depth == 1 and parts[0] == "people" and (edited := self._into_listed(node)) is not None:
            return edited
        if entry is None:
            return self._added(node, depth)
        key, found = entry
        if depth == len(parts) - 1:
            return self._set(key, found, node, depth)
        if isinstance(found, MappingNode) and found.value:
            return self._put(found, depth + 1)
        if isinstance(found, SequenceNode):
            names = [slug_of(title_of(item)) for item in found.value]
            if parts[depth + 1] not in names:
                raise NoPlaceError(self.key)
            return self._item(found, depth + 1, names.index(parts[depth + 1]))
        if is_empty(found):
            tree = self._tree(depth)
            inner = tree[parts[depth]] if isinstance(tree, Mapping) else tree
            if isinstance(inner, str) and isinstance(found, ScalarNode):
                return self._filled(key, found, scalar(inner, flow=bool(node.flow_style)))
            return self._under(key, found, self._tree(depth + 1), node)
        return self._widened(key, found, node, depth)

    def _into_listed(self, people: MappingNode) -> str | None:
        """Put the answer into a list of people, such as `members:`; `None` where the person is in none."""
        person, leaf = self._parts()[1], self._parts()[-1]
        name, ids = next(((name, ids) for name, ids in LISTED_IDS.items() if person in ids), ("", ()))
        listed = entry_of(people, name)
        if listed is None or entry_of(people, person) not in (None, listed):
            return None
        key, found = listed
        number = ids.index(person)
        if isinstance(found, SequenceNode) and found.value:
            is_next = number == len(found.value) and leaf == "name"
            return self._after_last(found) if is_next else self._item(found, 1, number)
        if isinstance(found, ScalarNode) and is_empty(found) and person != name and (number, leaf) == (0, "name"):
            return self._filled(key, found, f"[{inline(self.value, flow=True)}]")
        return None

    def _item(self, found: SequenceNode, depth: int, number: int) -> str:
        """Put the answer into one item of a list."""
        if number >= len(found.value):
            raise NoPlaceError(self.key)
        item, leaf = found.value[number], self._parts()[-1]
        short = "name" if self._parts()[0] == "people" else "title"
        if isinstance(item, MappingNode) and item.value:
            return self._put(item, depth + 1)
        if not isinstance(item, ScalarNode):
            raise NoPlaceError(self.key)
        if leaf == short:
            return self._cut(start_of(item), end_of(item), inline(self.value, flow=bool(found.flow_style)))
        if found.flow_style:
            inside = f"{{{short}: {scalar(item.value, flow=True)}, {leaf}: {inline(self.value, flow=True)}}}"
            return self._cut(start_of(item), end_of(item), inside)
        column = item.start_mark.column
        head = f"{short}: {self.text[start_of(item) : end_of(item)]}"
        if "\n" in head:
            head = f"{short}: {scalar(item.value)}"
        new = self._cut(start_of(item), end_of(item), head)
        at = line_end(new, start_of(item) + len(head))
        return new[:at] + self.newline + self._lines({leaf: self.value}, " " * column) + new[at:]

    def _set(self, key: YamlNode, found: YamlNode, node: MappingNode, depth: int) -> str:
        if self.add:
            return self._append(key, found, node, depth)
        if isinstance(self.value, Mapping):
            raise NoPlaceError(self.key)
        if not isinstance(found, ScalarNode) and not is_empty(found) and f"{self.key}.*" in _GROUPS:
            raise NoPlaceError(self.key)
        inside = inline(self.value, flow=bool(node.flow_style))
        if is_empty(found) and isinstance(found, ScalarNode):
            return self._filled(key, found, inside)
        if isinstance(found, ScalarNode) or getattr(found, "flow_style", False):
            return self._cut(start_of(found), end_of(found), inside)
        # Notes between the lines that go stay where they were.
        begin, end = key.end_mark.index + 1, line_end(self.text, end_of(found))
        kept = [line for line in self.text[begin:end].split("\n")[1:] if line.lstrip().startswith("#")]
        return self.text[:begin] + " " + inside + "".join(f"\n{line}" for line in kept) + self.text[end:]

    def _filled(self, key: YamlNode, found: ScalarNode, inside: str) -> str:
        """Write an answer behind its colon; a note on the same line keeps its column where there is room."""
        begin, end = found.start_mark.index, found.end_mark.index
        head = self.text[key.end_mark.index : begin]
        if ":" not in head:
            begin = end = key.end_mark.index + 1
        lead = "" if self.text[begin - 1 : begin] == " " else " "
        return self._cut(begin, end, lead + inside)

    def _append(self, key: YamlNode, found: YamlNode, node: MappingNode, depth: int) -> str:
        if isinstance(found, SequenceNode) and found.value:
            return self._after_last(found)
        if is_empty(found):
            if isinstance(self.value, Mapping):
                return self._under(key, found, [dict(self.value)], node)
            inside = f"[{inline(self.value, flow=True)}]"
            if isinstance(found, ScalarNode):
                return self._filled(key, found, inside)
            return self._cut(start_of(found), found.end_mark.index, inside)
        if isinstance(found, MappingNode) or (isinstance(found, ScalarNode) and found.style in ("|", ">")):
            raise NoPlaceError(self.key)
        assert isinstance(found, ScalarNode)
        both = f"[{scalar(found.value, flow=True)}, {inline(self.value, flow=True)}]"
        return self._cut(start_of(found), end_of(found), both)

    def _after_last(self, found: SequenceNode) -> str:
        last = found.value[-1]
        if is_empty(last) and isinstance(last, MappingNode) and isinstance(self.value, Mapping):
            return self._into_empty(last, self.value)
        if found.flow_style:
            at = end_of(last)
            return self._cut(at, at, f", {inline(self.value, flow=True)}")
        column = found.start_mark.column
        if is_empty(last) and isinstance(last, ScalarNode):
            at = last.start_mark.index
            lead = "" if self.text[at - 1 : at] == " " else " "
            return self._cut(at, at, lead + self._item_lines(self.value, column))
        at = line_end(self.text, end_of(last))
        return self._cut(at, at, f"{self.newline}{' ' * column}- {self._item_lines(self.value, column)}")

    def _into_empty(self, last: MappingNode, value: Mapping[str, str]) -> str:
        """Fill in the keys of an item that has no answers yet, from the last one up, so that places stay true."""
        text, missing = self.text, {name: said for name, said in value.items() if entry_of(last, name) is None}
        if missing and last.flow_style:
            raise NoPlaceError(self.key)
        if missing:
            at = line_end(text, end_of(last))
            column = " " * last.start_mark.column
            text = text[:at] + self.newline + self._lines(missing, column) + text[at:]
        for key, found in reversed(last.value):
            if said := value.get(str(key.value)):
                inside = scalar(said, flow=bool(last.flow_style))
                text = _Edit(text, self.newline, self.key, said, False)._filled(key, found, inside)
        return text

    def _item_lines(self, value: Value, column: int) -> str:
        if not isinstance(value, Mapping):
            return inline(value, flow=False)
        return self._lines(value, " " * (column + 2)).lstrip()

    def _under(self, key: YamlNode, found: YamlNode, tree: Tree, node: MappingNode) -> str:
        """Write a group, or the first item of a list, below a key that has nothing yet."""
        if node.flow_style or not isinstance(found, ScalarNode):
            inside = inline(tree, flow=True)
            if isinstance(found, ScalarNode):
                return self._filled(key, found, inside)
            return self._cut(start_of(found), found.end_mark.index, inside)
        at = line_end(self.text, key.end_mark.index)
        indent = " " * key.start_mark.column + STEP
        if isinstance(tree, list):
            first = tree[0]
            assert not isinstance(first, str)
            lines = f"{indent}- {self._item_lines(first, len(indent))}"
        else:
            assert not isinstance(tree, str)
            lines = self._lines(tree, indent)
        return self._cut(at, at, self.newline + lines)

    def _widened(self, key: YamlNode, found: YamlNode, node: MappingNode, depth: int) -> str:
        """Turn a text that stands for a group into the group: `purpose: …` → `purpose:`, `statement: …`."""
        parts = self._parts()
        here = ".".join(parts[: depth + 1])
        field = FIELDS.get(here)
        if field and field.asked.per_person and fold(str(found.value)) == "to_discuss":
            others = [id_ for id_ in core_of(kind_of(parts[-1])) if id_ != parts[-1]]
            tree = {parts[-1]: self.value} | dict.fromkeys(others, "to discuss")
            return self._cut(start_of(found), end_of(found), inline(tree, flow=True))
        section = next((f.section for f in FIELDS.values() if f.key.rpartition(".")[0] == here), None)
        short = SHORT_FORMS.get(section) if section else None
        if short is None or not isinstance(found, ScalarNode) or fold(found.value) in ("to_discuss", "none"):
            raise NoPlaceError(self.key)
        if parts[depth + 1 :] == [short] and not isinstance(self.value, Mapping):
            return self._cut(start_of(found), end_of(found), inline(self.value, flow=bool(node.flow_style)))
        rest = self._tree(depth + 1)
        assert isinstance(rest, Mapping)
        if node.flow_style:
            inside = inline({short: found.value, **rest}, flow=True)
            return self._cut(start_of(found), end_of(found), inside)
        indent = " " * key.start_mark.column + STEP
        source = self.text[start_of(found) : end_of(found)]
        if "\n" in source:
            source = scalar(found.value)
        head = f"{self.newline}{indent}{short}: {source}"
        begin = key.end_mark.index + 1
        new = self.text[:begin] + head + self.text[end_of(found) :]
        at = line_end(new, begin + len(head))
        return new[:at] + self.newline + self._lines(rest, indent) + new[at:]

    def _added(self, node: MappingNode, depth: int) -> str:
        """Add a key to a group that has others, at its place in the order of the questions."""
        name, tree = self._parts()[depth], self._tree(depth)
        if node.flow_style:
            last = node.value[-1]
            at = max(end_of(last[1]), last[0].end_mark.index)
            return self._cut(at, at, f", {inline(tree, flow=True)[1:-1]}")
        order = _order(self._parts()[:depth])
        rank = order.index(name) if name in order else len(order)
        names = [str(entry[0].value) for entry in node.value]
        earlier = [n for n, other in enumerate(names) if other in order and order.index(other) <= rank]
        before = node.value[earlier[-1]] if earlier else None
        column = node.value[0][0].start_mark.column
        lines = self._lines(tree, " " * column)
        if before is None:
            at = start_of(node.value[0][0])
            return self._cut(at, at, lines.lstrip() + self.newline + " " * column)
        key, found = before
        end = end_of(found) if not is_empty(found) or isinstance(found, MappingNode | SequenceNode) else 0
        at = line_end(self.text, max(end, key.end_mark.index))
        past = self._past_notes(at, name, column, depth)
        noted = self.text[at:past].rpartition("\n")[2].startswith(f"{' ' * column}#{name}:")
        has_gap = depth == 0 and not noted and name != "answered_by" and _has_gaps(self.text)
        at, gap = past, self.newline if has_gap else ""
        return self._cut(at, at, self.newline + gap + lines)

    def _past_notes(self, at: int, name: str, column: int, depth: int) -> int:
        """Go on past the notes that belong to what comes before, or to the noted default of the key itself."""
        spaces = " " * column
        own = re.compile(rf"(?:\r?\n(?!{spaces}\w)[ \t]*(?:#[^\n]*)?)*?\r?\n{spaces}#{re.escape(name)}:[^\r\n]*")
        if found := own.match(self.text, at):
            return found.end()
        if depth == 0 and (found := re.compile(r"(?:\r?\n[ \t]+#[^\r\n]*)+").match(self.text, at)):
            return found.end()
        return at

    def _tree(self, depth: int) -> Tree:
        """Give the answer with the keys above it, from one depth on; what may stand as text alone does."""
        parts = self._parts()[depth:]
        field = FIELDS.get(self.key)
        tree: Tree = dict(self.value) if isinstance(self.value, Mapping) else self.value
        if self.add:
            tree = [tree]
        if field and len(parts) > 1 and SHORT_FORMS.get(field.section) == parts[-1]:
            parts = parts[:-1]
        for part in reversed(parts):
            tree = {part: tree}
        return tree

    def _lines(self, tree: Tree, indent: str) -> str:
        """Write a group in block style, without a line end behind the last line."""
        assert isinstance(tree, Mapping)
        lines = []
        for name, inner in tree.items():
            if isinstance(inner, Mapping):
                lines += [f"{indent}{name}:", self._lines(inner, indent + STEP)]
            elif isinstance(inner, list) and inner and isinstance(inner[0], Mapping):
                lines += [f"{indent}{name}:", f"{indent}{STEP}- {self._item_lines(inner[0], len(indent) + 2)}"]
            else:
                lines.append(f"{indent}{name}: {inline(inner, flow=False)}")
        return self.newline.join(lines)

    def _cut(self, begin: int, end: int, inside: str) -> str:
        """Put something in the place of a part; a note behind it keeps its column where there is room."""
        rest = self.text[end:]
        if "\n" not in inside and (note := re.match(r"[ \t]+(?=#)", rest)):
            rest = " " * max(min(2, len(note[0])), len(note[0]) - len(inside) + end - begin) + rest[note.end() :]
        return self.text[:begin] + inside + rest


def _order(parents: list[str]) -> list[str]:
    """Name the keys below some parents, in the order of the questions."""
    if parents == ["private"]:
        return list(PrivateAnswers.model_fields)
    if ".".join(parents) in FIELDS and FIELDS[".".join(parents)].asked.per_person:
        return list(ANSWERING_IDS)
    depth = len(parents)
    found = []
    for key in FIELDS:
        parts = key.split(".")
        if len(parts) > depth and all(a in (b, "*") for a, b in zip(parts, parents, strict=False)):
            found.append(parts[depth])
    names = list(dict.fromkeys(found))
    return names if parents else ["schema", "include", *(n for n in names if n != "schema"), "private", "open"]


def _has_gaps(text: str) -> bool:
    """Tell whether the sections of a file have empty lines between them."""
    return bool(re.search(r"\n[ \t]*\r?\n(?:#[^\n]*\n)*\w", text))


def _is_so(old: tuple[YamlNode | None, str], new: str, key: str, value: Value, add: bool) -> bool:
    """Tell whether the new text says what the old one said, and the answer, and has all its notes."""
    root, text = old
    try:
        before, after = dict(leaves(root)), dict(leaves(composed(new)))
    except yaml.YAMLError:
        return False
    notes = [[line.rstrip() for line in t.split("\n") if line.lstrip().startswith("#")] for t in (text, new)]
    if notes[0] != notes[1]:
        return False
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    leaf = key.rpartition(".")[2]
    said = list(value.values()) if isinstance(value, Mapping) else value if isinstance(value, list) else [value]
    written = [after[path] for path in changed if path in after]
    if not add and all(path in after for path in changed):
        # An answer that stood there already in the same words changes nothing.
        return set(written) <= {*said, "to discuss"}
    lost = [path for path in changed if path not in after]
    was_open = all(fold(before[path]) == "to_discuss" for path in lost)
    kept = was_open or (not add and all(leaf in path or leaf in SHORT for path in lost))
    return kept and set(written) <= {*said, "to discuss"} and (not add or set(said) <= set(after.values()))
