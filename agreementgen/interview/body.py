"""`Node` → nested text by field, with places and states: short forms undone, every wrong shape reported."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from dataclasses import field as made_by
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import ValidationError

from agreementgen.errors import Code
from agreementgen.interview.elsewhere import places_of
from agreementgen.interview.fields import (
    ANSWERING_IDS,
    FIELDS,
    LISTED_IDS,
    SHORT_FORMS,
    Answers,
    Field,
    LeadMentor,
    People,
    Section,
    annotations_of,
    core_of,
    section_of,
)
from agreementgen.interview.fields.private import PRIVATE_NAMES
from agreementgen.interview.log import Place, ProblemLog
from agreementgen.interview.model import Standing, State
from agreementgen.interview.plain import accepted, is_none, nearest
from agreementgen.interview.yamltext import Entry, Listing, Mapping, Node, Scalar
from agreementgen.locales import fold

__all__ = ["Body", "Path", "is_empty", "is_open", "slug_of"]

Path = tuple[str | int, ...]
S = TypeVar("S", bound=Section)


@dataclass(slots=True)
class Body:
    """The answers of one file on their way from nodes to typed values.

    Attributes:
        names: What the items of lists are called in a full key, by their path: the slug of the title.
        beside: What may stand at the top of the file beside the fields.
    """

    log: ProblemLog
    fields: MappingOf[str, Field] = made_by(default_factory=lambda: FIELDS)
    data: dict[str, Any] = made_by(default_factory=dict)
    places: dict[Path, Place] = made_by(default_factory=dict)
    standings: dict[str, Standing] = made_by(default_factory=dict)
    settled: dict[str, Place] = made_by(default_factory=dict)
    names: dict[Path, str] = made_by(default_factory=dict)
    beside: tuple[str, ...] = ("open",)

    def take_section(self, node: Mapping, section: type[Section], path: Path) -> None:
        """Take every answer of a section; keys that it does not know are reported with the nearest one."""
        fields = annotations_of(section)
        for entry in node.entries.values():
            here = (*path, entry.key)
            if path == ("people",) and (ids := LISTED_IDS.get(entry.key)) and self._takes_list(entry, ids):
                continue
            if entry.key not in fields:
                self._unknown(entry, path, tuple(fields))
                continue
            self.places[here] = entry.place
            if field := self.fields.get(_starred(here)):
                self.take_field(entry, field, here)
            elif inner := section_of(fields[entry.key]):
                self._take_inner(entry, inner, here)

    def _take_inner(self, entry: Entry, section: type[Section], path: Path) -> None:
        node, key = entry.value, self.key(path)
        if isinstance(node, Mapping):
            self.take_section(node, section, path)
        elif is_empty(node):
            return
        elif isinstance(node, Listing):
            self.log.add(Code.MAP_EXPECTED, node.place, key=key, example=_example(section))
        elif section is LeadMentor and fold(node.text) in accepted(self.log.locale, "to_be_named"):
            self.put((*path, "to_be_named"), "yes")
            self.settled[f"{key}.to_be_named"] = node.place
        elif is_open(node):
            self._open_section(node, section, key)
        elif short := SHORT_FORMS.get(section):
            inner = (*path, short)
            self.places[inner] = node.place
            self.take_field(Entry(short, node.place, node), self.fields[_starred(inner)], inner)
        elif match := re.match(r"([a-z_-]+):(?=\S)", node.text):
            self.log.add(Code.SPACE_MISSING, node.place, line=f"{match[0]} {node.text[match.end() :]}")
        elif fold(node.text) != "none" or any(_must_be_said(f) for f in _parts_of(key) if "*" not in f.key):
            self.log.add(Code.MAP_EXPECTED, node.place, key=key, example=_example(section))

    def _takes_list(self, entry: Entry, ids: tuple[str, ...]) -> bool:
        """Take several people by their person ids, such as `mentor: [A, B]`; a single mentor is not one of several."""
        node = entry.value
        if not isinstance(node, Listing) and entry.key in ids:
            return False
        said = [item for item in (node.items if isinstance(node, Listing) else (node,)) if not is_empty(item)]
        if len(said) > len(ids):
            self.log.add(Code.LIST_TOO_LONG, node.place, key=f"people.{entry.key}", count=len(said), most=len(ids))
        entries = {id_: Entry(id_, item.place, item) for id_, item in zip(ids, said, strict=False)}
        self.take_section(Mapping(entries, node.place), People, ("people",))
        return True

    def _open_section(self, node: Scalar, section: type[Section], key: str) -> None:
        """Leave a whole section to discuss: its required questions, else those that have a default."""
        parts = [f for f in _parts_of(key) if f.section is section and f.asked.can_be_open]
        meant = [f for f in parts if f.asked.required] or [f for f in parts if f.asked.default]
        if not meant:
            self.log.add(Code.CANNOT_BE_OPEN, node.place, key=key)
        for each in meant:
            self.standings[each.key] = Standing(State.TO_DISCUSS, node.place)

    def take_field(self, entry: Entry, field: Field, path: Path) -> None:
        """Take one answer: nothing said, a state, or a value."""
        node = _alone(entry.value)
        if is_empty(node) or (isinstance(node, Scalar) and self.takes_state(node, field, self.key(path))):
            return
        if field.asked.per_person:
            self._take_per_person(node, field, path)
            return
        self.settled[self.key(path)] = entry.place
        value = self.plain(node, field, path)
        if value is not None:
            self.put(path, value)

    def takes_state(self, node: Scalar, field: Field, key: str) -> bool:
        """Take what is a state and not a value, or cannot be one; tell whether it was."""
        text = fold(node.text)
        if is_open(node) or (field.key == "relationship.mentor_has_say" and text in ("not_sure", "unsure")):
            if field.asked.can_be_open:
                self.standings[key] = Standing(State.TO_DISCUSS, node.place)
            else:
                self.log.add(Code.CANNOT_BE_OPEN, node.place, key=key)
            return True
        if text in accepted(self.log.locale, "unknown"):
            self.log.add(Code.NOT_KNOWN_YET, node.place, key=key)
            return True
        said_none = is_none(node.text, self.log.locale) if field.is_list else text == "none"
        if not said_none or field.none_is_read:
            return False
        if field.asked.required or field.asked.default:
            example = self.log.locale.question(field.key).example or "…"
            self.log.add(Code.NONE_NOT_POSSIBLE, node.place, key=key, example=example)
        else:
            self.standings[key] = Standing(State.AGREED, node.place)
        return True

    def _take_per_person(self, node: Node, field: Field, path: Path) -> None:
        if not isinstance(node, Mapping):
            value = node.text if isinstance(node, Scalar) else "…"
            self.log.add(Code.PER_PERSON_EXPECTED, node.place, key=self.key(path), value=value)
            return
        for entry in node.entries.values():
            if entry.key not in ANSWERING_IDS:
                self.unknown_person(entry, ANSWERING_IDS, self.key(path))
                continue
            here = (*path, entry.key)
            self.places[here] = entry.place
            said = _alone(entry.value)
            if is_empty(said) or (isinstance(said, Scalar) and self.takes_state(said, field, self.key(here))):
                continue
            self.settled[self.key(here)] = entry.place
            value = self.plain(said, field, here)
            if value is not None:
                self.put(here, value)

    def unknown_person(self, entry: Entry, known: tuple[str, ...], key: str) -> None:
        """Report a key that is no person id."""
        kind = self.at(("relationship", "kind"))
        core = core_of(fold(kind) if isinstance(kind, str) else None)
        likely = tuple(name for name in known if name in core or name not in ANSWERING_IDS)
        hint = nearest(fold(entry.key), known) or self.log.locale.joined(likely, "or")
        self.log.add(Code.PERSON_UNKNOWN, entry.place, key=key, name=entry.key, nearest=hint)

    def plain(self, node: Node, field: Field, path: Path) -> Any:
        """Turn a node into text, or lists and maps of text, as the field's type wants to read it."""
        node = _alone(node)
        if isinstance(node, Scalar):
            self.places[path] = node.place
        section = section_of(field.type)
        if section and field.is_list:
            return self._items(node, field, section, path)
        if field.is_list:
            return self._texts(node, field, path)
        if not isinstance(node, Scalar):
            self.log.add(Code.TEXT_EXPECTED, node.place, key=self.key(path))
            return None
        return node.text

    def _texts(self, node: Node, field: Field, path: Path) -> list[str] | None:
        key = self.key(path)
        if isinstance(node, Scalar) and is_none(node.text, self.log.locale):
            return []
        texts: list[str] = []
        for item in node.items if isinstance(node, Listing) else (node,):
            if is_empty(item):
                continue
            if not isinstance(item, Scalar):
                if not (isinstance(node, Listing) and self._took_colon(item, path, ())):
                    self.log.add(Code.TEXT_EXPECTED, item.place, key=key)
            elif is_open(item) or fold(item.text) == "none":
                self.log.add(Code.NOT_BESIDE_OTHERS, item.place, key=key, value=item.text)
            else:
                # Listed values never hold a comma, so one line may hold several of them.
                parts = [item.text] if field.item_is_text else [p for p in re.split("[,;]", item.text) if p.strip()]
                for part in parts:
                    self.places[(*path, len(texts))] = item.place
                    texts.append(part)
        self._limit(len(texts), field, node.place, key)
        return texts or None

    def _limit(self, count: int, field: Field, place: Place, key: str) -> None:
        if field.asked.most and count > field.asked.most:
            self.log.add(Code.LIST_TOO_LONG, place, key=key, count=count, most=field.asked.most)

    def _items(self, node: Node, field: Field, section: type[Section], path: Path) -> list[dict[str, Any]] | None:
        key = self.key(path)
        items = [item for item in (node.items if isinstance(node, Listing) else (node,)) if not is_empty(item)]
        self._limit(len(items), field, node.place, key)
        taken: list[dict[str, Any]] = []
        first: dict[str, Place] = {}
        short = SHORT_FORMS[section]
        for item in items:
            here = (*path, len(taken))
            self.places[here] = item.place
            title: Node | None = item if isinstance(item, Scalar) else None
            if isinstance(item, Mapping):
                if isinstance(node, Listing) and self._took_colon(item, path, tuple(section.model_fields)):
                    continue
                title = item.entries[short].value if short in item.entries else None
            if title is None and not isinstance(item, Mapping):
                self.log.add(Code.MAP_EXPECTED, item.place, key=key, example=_example(section))
                continue
            if title is None or is_empty(title):
                example = self.log.locale.question(f"{field.key}.*.{short}").example
                self.log.add(Code.TITLE_MISSING, item.place, key=key, name=short, example=example)
            elif isinstance(title, Scalar):
                slug = self.names[here] = slug_of(title.text)
                if slug in first:
                    self.log.add(Code.TITLE_TWICE, title.place, key=key, title=title.text, first=first[slug].line)
                first.setdefault(slug, title.place)
            inner = Body(self.log, self.fields, {}, self.places, self.standings, self.settled, self.names)
            whole = item if isinstance(item, Mapping) else Mapping({short: Entry(short, item.place, item)}, item.place)
            inner.take_section(whole, section, here)
            taken.append(inner.at(here) or {})
        return taken or None

    def _took_colon(self, item: Node, path: Path, known: tuple[str, ...]) -> bool:
        """Report a text with a colon in it that YAML reads as a key: `- Year one: find a topic`."""
        if not isinstance(item, Mapping) or len(item.entries) != 1:
            return False
        (entry,) = item.entries.values()
        if not isinstance(entry.value, Scalar) or nearest(fold(entry.key), known):
            return False
        line = f'- "{entry.key}: {entry.value.text}"'
        self.log.add(Code.COLON_NEEDS_QUOTES, entry.place, key=self.key(path), line=line)
        return True

    def put(self, path: Path, value: Any) -> None:
        """Put a value, still text, at its path; an item of a list that is there is called by its number."""
        branch: Any = self.data
        for part in path[:-1]:
            branch = branch[int(part)] if isinstance(branch, list) else branch.setdefault(part, {})
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
        key = self.key((*path, entry.key))
        label = self.log.locale.label
        if entry.key in PRIVATE_NAMES:
            self.log.add(Code.PRIVATE_ANSWER, entry.place, key=key)
            return
        if elsewhere := places_of(entry.key):
            self.log.add(Code.KEY_ELSEWHERE, entry.place, key=key, keys=self.log.locale.joined(elsewhere, "or"))
            return
        known = known if path else (*known, *self.beside)
        full = (name for name in self.fields if name.endswith(f".{entry.key}"))
        close = next(full, "") or nearest(fold(entry.key), known)
        advice = label("advice.did_you_mean", name=close) if close else ""
        advice = advice or label("advice.known_keys", names=", ".join(known))
        self.log.add(Code.UNKNOWN_KEY, entry.place, key=key, advice=advice)

    def typed(self) -> Answers:
        """Read every value by its type; values that cannot be read are reported and left out."""
        return self.typed_as(Answers)

    def typed_as(self, section: type[S]) -> S:
        """Read every value of another kind of file, likewise."""
        try:
            return self._validated(section)
        except ValidationError as error:
            for fault in error.errors(include_url=False, include_context=True):
                self.report(fault["type"], fault["loc"], fault.get("ctx", {}))
                _prune(self.data, fault["loc"])
        return self._validated(section)

    def _validated(self, section: type[S]) -> S:
        return section.model_validate(self.data, context={"locale": self.log.locale})

    def report(self, kind: str, path: Path, values: MappingOf[str, Any]) -> None:
        """Report a value that its type refused, at the place of the innermost part that has one."""
        place = next((self.places[path[:n]] for n in range(len(path), 0, -1) if path[:n] in self.places), None)
        details = {name: value for name, value in values.items() if name != "code"}
        if "readings" in details:
            days = [date.fromisoformat(day) for day in str(details.pop("readings")).split("|")]
            wording = [f"{day.isoformat()}{details['clock']} ({self.log.locale.day(day)})" for day in days]
            details["readings"] = self.log.locale.joined(wording, "or")
        self.log.add(Code(kind), place, key=self.key(path), **details)

    def key(self, path: Path) -> str:
        """Give the full key of a path; an entry goes by its title's slug or its number from 1, a mere text by none."""
        if int not in map(type, path):
            return ".".join(map(str, path))
        parts = (
            part if isinstance(part, str) else self.names.get(path[: n + 1], str(part + 1))
            for n, part in enumerate(path)
            if isinstance(part, str) or n < len(path) - 1 or path[: n + 1] in self.names
        )
        return ".".join(parts)


def slug_of(title: str) -> str:
    """Give the name by which an item of a list is called: "Run a launch review" → `run-a-launch-review`.

    Case and punctuation do not count; signs such as those of "C++" do. What is punctuation only is called by itself.
    """
    text = unicodedata.normalize("NFC", title).casefold()
    plain = "".join(" " if unicodedata.category(char)[0] in "PZC" else char for char in text)
    return "-".join(plain.split() or text.replace(".", "").split())


def _parts_of(key: str) -> list[Field]:
    return [field for full, field in FIELDS.items() if full.startswith(f"{key}.")]


def _must_be_said(field: Field) -> bool:
    """Tell whether "none" for its whole section would leave the pair without an answer it needs."""
    return field.asked.required or (bool(field.asked.default) and field.asked.by != "program")


def _alone(node: Node) -> Node:
    """Take `[none]` and `[to discuss]` for `none` and `to discuss`."""
    if isinstance(node, Listing):
        said = [item for item in node.items if not is_empty(item)]
        if len(said) == 1 and (is_open(said[0]) or (isinstance(said[0], Scalar) and fold(said[0].text) == "none")):
            return said[0]
    return node


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
    """Tell whether nothing was said: no text, or nothing but keys and dashes without answers."""
    if isinstance(node, Mapping):
        return all(is_empty(entry.value) for entry in node.entries.values())
    if isinstance(node, Listing):
        return all(map(is_empty, node.items))
    return not node.text.strip()


def is_open(node: Node) -> bool:
    """Tell whether it was left open on purpose."""
    return isinstance(node, Scalar) and fold(node.text) == "to_discuss"


@lru_cache(maxsize=4096)
def _starred(path: Path) -> str:
    return ".".join("*" if isinstance(part, int) else part for part in path)


def _example(section: type[Section]) -> str:
    names = [info.alias or name for name, info in section.model_fields.items() if name != "note"]
    return ", ".join(f"{name}: …" for name in names[:3])
