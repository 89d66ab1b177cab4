"""`Node` → nested text by field, with places and states: short forms undone, every wrong shape reported."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from dataclasses import field as made_by
from datetime import date
from typing import Any

from pydantic import ValidationError

from agreementgen.errors import Code
from agreementgen.interview.fields import FIELDS, PERSON_IDS, SHORT_FORMS, Answers, Field, Section, section_of
from agreementgen.interview.log import Place, ProblemLog
from agreementgen.interview.model import Standing, State
from agreementgen.interview.values import nearest
from agreementgen.interview.yamltext import Entry, Listing, Mapping, Node, Scalar
from agreementgen.locales import fold

__all__ = ["Body", "Path", "is_empty", "is_open", "slug_of"]

Path = tuple[str | int, ...]


@dataclass(slots=True)
class Body:
    """The answers of one file on their way from nodes to typed values."""

    log: ProblemLog
    data: dict[str, Any] = made_by(default_factory=dict)
    places: dict[Path, Place] = made_by(default_factory=dict)
    standings: dict[str, Standing] = made_by(default_factory=dict)
    settled: dict[str, Place] = made_by(default_factory=dict)

    def take_section(self, node: Mapping, section: type[Section], path: Path) -> None:
        """Take every answer of a section; keys that it does not know are reported with the nearest one."""
        fields = {info.alias or name: info.annotation for name, info in section.model_fields.items()}
        for entry in node.entries.values():
            here = (*path, entry.key)
            if entry.key not in fields:
                self._unknown(entry, path, tuple(fields))
                continue
            self.places[here] = entry.place
            key = _dotted(here)
            if field := FIELDS.get(_starred(here)):
                self.take_field(entry, field, here)
            elif inner := section_of(fields[entry.key]):
                self._take_inner(entry, inner, here, key)

    def _take_inner(self, entry: Entry, section: type[Section], path: Path, key: str) -> None:
        node = entry.value
        if isinstance(node, Mapping):
            self.take_section(node, section, path)
        elif isinstance(node, Listing):
            self.log.add(Code.MAP_EXPECTED, node.place, key=key, example=_example(section))
        elif is_empty(node):
            return
        elif is_open(node):
            required = [f.key for f in FIELDS.values() if f.section is section and f.asked.required]
            if not required:
                self.log.add(Code.CANNOT_BE_OPEN, node.place, key=key)
            for each in required:
                self.standings[each] = Standing(State.TO_DISCUSS, node.place)
        elif short := SHORT_FORMS.get(section):
            inner = (*path, short)
            self.places[inner] = node.place
            self.take_field(Entry(short, node.place, node), FIELDS[_starred(inner)], inner)
        elif fold(node.text) != "none":
            self.log.add(Code.MAP_EXPECTED, node.place, key=key, example=_example(section))

    def take_field(self, entry: Entry, field: Field, path: Path) -> None:
        """Take one answer: nothing said, a state, or a value."""
        node, key = entry.value, _dotted(path)
        if isinstance(node, Scalar):
            if is_empty(node):
                return
            if self._states(node, field, key):
                return
        if field.asked.per_person:
            self._take_per_person(node, field, path)
            return
        self.settled[key] = entry.place
        value = self.plain(node, field, path)
        if value is not None:
            self.put(path, value)

    def _states(self, node: Scalar, field: Field, key: str) -> bool:
        """Take what is a state and not a value; tell whether it was."""
        text = fold(node.text)
        if is_open(node) or (field.key == "relationship.mentor_has_say" and text in ("not_sure", "unsure")):
            if field.asked.can_be_open:
                self.standings[key] = Standing(State.TO_DISCUSS, node.place)
            else:
                self.log.add(Code.CANNOT_BE_OPEN, node.place, key=key)
            return True
        if text != "none" or field.takes_none or field.is_list:
            return False
        if field.asked.required and field.item_is_text:
            self.log.add(Code.NONE_NOT_POSSIBLE, node.place, key=key)
            return True
        if field.asked.default is None and not field.asked.required:
            self.standings[key] = Standing(State.AGREED, node.place)
            return True
        return False

    def _take_per_person(self, node: Node, field: Field, path: Path) -> None:
        key = _dotted(path)
        if not isinstance(node, Mapping):
            self.log.add(Code.PER_PERSON_EXPECTED, node.place, key=key, value=_shown(node))
            return
        for entry in node.entries.values():
            if entry.key not in PERSON_IDS:
                hint = nearest(fold(entry.key), PERSON_IDS, ", ".join(PERSON_IDS))
                self.log.add(Code.PERSON_UNKNOWN, entry.place, key=key, name=entry.key, nearest=hint)
                continue
            here = (*path, entry.key)
            self.places[here] = entry.place
            if isinstance(entry.value, Scalar) and (
                is_empty(entry.value) or self._states(entry.value, field, _dotted(here))
            ):
                continue
            self.settled[_dotted(here)] = entry.place
            value = self.plain(entry.value, field, here)
            if value is not None:
                self.put(here, value)

    def plain(self, node: Node, field: Field, path: Path) -> Any:
        """Turn a node into text, or lists and maps of text, as the field's type wants to read it."""
        key = _dotted(path)
        if isinstance(node, Scalar):
            self.places[path] = node.place
        section = section_of(field.type)
        if section and field.is_list:
            return self._items(node, field, section, path)
        if field.is_list:
            return self._texts(node, field, path)
        if not isinstance(node, Scalar):
            self.log.add(Code.TEXT_EXPECTED, node.place, key=key)
            return None
        return node.text

    def _texts(self, node: Node, field: Field, path: Path) -> list[str] | None:
        key = _dotted(path)
        if isinstance(node, Mapping):
            self.log.add(Code.TEXT_EXPECTED, node.place, key=key)
            return None
        if isinstance(node, Scalar) and fold(node.text) == "none":
            return []
        items = node.items if isinstance(node, Listing) else (node,)
        texts: list[str] = []
        for item in items:
            if not isinstance(item, Scalar):
                self.log.add(Code.TEXT_EXPECTED, item.place, key=key)
            elif not is_empty(item):
                # Listed values never hold a comma, so one line may hold several of them.
                parts = [item.text] if field.item_is_text else [p for p in re.split("[,;]", item.text) if p.strip()]
                for part in parts:
                    self.places[(*path, len(texts))] = item.place
                    texts.append(part)
        return texts

    def _items(self, node: Node, field: Field, section: type[Section], path: Path) -> list[dict[str, Any]] | None:
        key = _dotted(path)
        if isinstance(node, Scalar) and fold(node.text) == "none":
            self.log.add(Code.NONE_NOT_POSSIBLE, node.place, key=key)
            return None
        items = [item for item in (node.items if isinstance(node, Listing) else (node,)) if not is_empty(item)]
        if not items:
            self.settled.pop(key, None)
            return None
        if field.asked.most and len(items) > field.asked.most:
            self.log.add(Code.LIST_TOO_LONG, node.place, key=key, count=len(items), most=field.asked.most)
        taken: list[dict[str, Any]] = []
        slugs: dict[str, Place] = {}
        short = SHORT_FORMS[section]
        for index, item in enumerate(items):
            here = (*path, index)
            self.places[here] = item.place
            inner = Body(self.log, places=self.places, standings=self.standings, settled=self.settled)
            if isinstance(item, Mapping):
                inner.take_section(item, section, here)
            elif isinstance(item, Scalar):
                inner.take_field(Entry(short, item.place, item), FIELDS[f"{field.key}.*.{short}"], (*here, short))
            else:
                self.log.add(Code.MAP_EXPECTED, item.place, key=key, example=_example(section))
                continue
            values = inner.at(here) or {}
            title = values.get(short)
            if not title:
                self.log.add(Code.TITLE_MISSING, item.place, key=key)
            elif (slug := slug_of(title)) in slugs:
                self.log.add(Code.TITLE_TWICE, item.place, key=key, title=title, first=slugs[slug].line)
            else:
                slugs[slug] = item.place
                self._rename(_dotted(here), f"{key}.{slug}")
            taken.append(values)
        return taken

    def _rename(self, indexed: str, named: str) -> None:
        """Call the parts of a list item by the slug of its title: `goals.0.by` → `goals.run-a-review.by`."""
        for key in [key for key in self.standings if key.startswith(f"{indexed}.")]:
            self.standings[named + key.removeprefix(indexed)] = self.standings.pop(key)
        for key in [key for key in self.settled if key.startswith(f"{indexed}.")]:
            self.settled[named + key.removeprefix(indexed)] = self.settled.pop(key)

    def put(self, path: Path, value: Any) -> None:
        """Put a value, still text, at its path."""
        branch: Any = self.data
        for part in path[:-1]:
            branch = branch.setdefault(part, {})
        branch[path[-1]] = value

    def at(self, path: Path) -> Any:
        """Give what was taken at a path, or `None`."""
        branch: Any = self.data
        for part in path:
            if not isinstance(branch, dict) or part not in branch:
                return None
            branch = branch[part]
        return branch

    def _unknown(self, entry: Entry, path: Path, known: tuple[str, ...]) -> None:
        where = _dotted(path)
        known = (*known, "open") if not path else known
        close = nearest(entry.key, known, "").replace(" ", "_")
        # A key may be right and only stand in the wrong section.
        elsewhere = [key for key in FIELDS if key.rpartition(".")[2] == entry.key and "*" not in key]
        hint = close or (elsewhere[0] if elsewhere else "")
        self.log.add(
            Code.UNKNOWN_KEY,
            entry.place,
            key=f"{where}.{entry.key}" if where else entry.key,
            advice=self.log.locale.label("advice.did_you_mean", name=hint)
            if hint
            else self.log.locale.label("advice.known_keys", names=", ".join(known)),
        )

    def typed(self) -> Answers:
        """Read every value by its type; values that cannot be read are reported and left out."""
        data = self.data
        try:
            return self.validated(data)
        except ValidationError as error:
            for fault in error.errors(include_url=False, include_context=True):
                self.report(fault["type"], fault["loc"], fault.get("ctx", {}))
                _prune(data, fault["loc"])
        return self.validated(data)

    def validated(self, data: dict[str, Any]) -> Answers:
        """Read nested text into typed answers.

        Raises:
            ValidationError: Some value cannot be read.
        """
        return Answers.model_validate(data, context={"locale": self.log.locale})

    def report(self, kind: str, path: Path, values: MappingOf[str, Any]) -> None:
        """Report a value that its type refused, at the place of the innermost part that has one."""
        place = next((self.places[path[:n]] for n in range(len(path), 0, -1) if path[:n] in self.places), None)
        details = {name: value for name, value in values.items() if name != "code"}
        if "readings" in details:
            days = [date.fromisoformat(day) for day in str(details.pop("readings")).split("|")]
            wording = [f"{day.isoformat()} ({self.log.locale.day(day)})" for day in days]
            details["readings"] = self.log.locale.joined(wording, "or")
        self.log.add(Code(kind), place, key=self._key(path), **details)

    def _key(self, path: Path) -> str:
        """Give the full key of a path, with the slug of a list item for its number."""
        parts: list[str] = []
        for index, part in enumerate(path):
            if isinstance(part, str):
                parts.append(part)
                continue
            items: Any = self.at(path[:index])
            if isinstance(items, list) and isinstance(items[part], dict):
                parts.append(slug_of(str(items[part].get("title", ""))) or str(part + 1))
        return ".".join(parts)


def slug_of(title: str) -> str:
    """Give the name by which an item of a list is called: "Run a launch review" → `run-a-launch-review`."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", title).casefold())
    return "-".join(words)


def _prune(data: Any, path: Path) -> None:
    """Take the value at `path` out of nested data; a list item takes its whole list with it."""
    for part in path[:-1]:
        inner = data[int(part)] if isinstance(data, list) else data.get(part)
        if not isinstance(inner, dict | list) or (isinstance(inner, list) and inner and isinstance(inner[0], str)):
            data.pop(part, None)
            return
        data = inner
    if isinstance(data, dict):
        data.pop(path[-1], None)


def is_empty(node: Node) -> bool:
    """Tell whether nothing was said: no text, or nothing but keys without answers."""
    if isinstance(node, Mapping):
        return all(is_empty(entry.value) for entry in node.entries.values())
    return isinstance(node, Scalar) and not node.text.strip()


def is_open(node: Node) -> bool:
    """Tell whether it was left open on purpose."""
    return isinstance(node, Scalar) and fold(node.text) == "to_discuss"


def _shown(node: Node) -> str:
    return node.text[:40] if isinstance(node, Scalar) else "…"


def _dotted(path: Path) -> str:
    return ".".join(map(str, path))


def _starred(path: Path) -> str:
    return ".".join("*" if isinstance(part, int) else part for part in path)


def _example(section: type[Section]) -> str:
    names = [info.alias or name for name, info in section.model_fields.items() if name != "note"]
    return ", ".join(f"{name}: …" for name in names[:3])
