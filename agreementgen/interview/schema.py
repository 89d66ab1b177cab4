"""Field declarations and their words → JSON Schema (draft 2020-12) of an interview and of a program's file.

For editors: what may stand where, why it is asked, an example. It never refuses a file that `check` accepts; what it
cannot say (that two answers contradict each other, or how the text of the file is laid out) is left to `check`.
"""

from __future__ import annotations

from typing import Any

from agreementgen.interview.fields import (
    ANSWERING_IDS,
    FIELDS,
    LISTED_IDS,
    MENTOR_IDS,
    PROGRAM_FIELDS,
    SHORT_FORMS,
    Answers,
    Field,
    People,
    ProgramFile,
    Section,
    section_of,
)
from agreementgen.interview.fields.document import NEWEST_SCHEMA
from agreementgen.interview.patterns import WORDS, Patterns, Schema, either, whole
from agreementgen.locales import Locale

__all__ = ["interview_schema", "program_schema"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SETTINGS = ("schema", "answered_by", "reveal", "share_scores")
"""How the files are to be read: no two people can differ about it."""
PAIRS_OWN = ("schema", "answered_by", "people")
"""What no program can answer for its pairs."""
OUTSIDE = r"(^|[\\/])\.\.([\\/]|$)|^\s*[\\/]|^\s*[A-Za-z]:"
FILES = ("branding.logo", "branding.fonts")


def interview_schema(locale: Locale) -> Schema:
    """Give the JSON Schema of an interview, in the words and accepted spellings of a locale."""
    made = _Maker(locale, FIELDS)
    whole_file = made.section(Answers, "")
    inside: Schema = {"type": WORDS, "not": {"pattern": OUTSIDE}}
    noted = {"type": "array", "items": {"type": "string"}}
    whole_file["properties"] |= {
        "open": {"title": locale.label("schema.open.title"), **_said(locale, "open"), **made.open_block()},
        "include": {**_said(locale, "include"), **_any_of(_ref("empty"), inside)},
        # What an agreement notes in the interview that it carries.
        "defaulted": noted,
        "from_program": noted,
        "made_with": {"type": "object"},
        "clauses": {"type": "object"},
    }
    return made.file(whole_file, locale.label("schema.interview"))


def program_schema(locale: Locale) -> Schema:
    """Give the JSON Schema of a program's file."""
    made = _Maker(locale, PROGRAM_FIELDS)
    whole_file = made.section(ProgramFile, "")
    pairs = _Maker(locale, FIELDS)
    given = pairs.section(Answers, "")
    given["properties"] = {name: each for name, each in given["properties"].items() if name not in PAIRS_OWN}
    texts = {"type": "array", "items": {"type": WORDS}}
    whole_file["properties"] |= {
        "defaults": {**_said(locale, "defaults"), **_any_of(_ref("empty"), given)},
        "locked": {**_said(locale, "locked"), **_any_of(_ref("empty"), given)},
        "clauses": {
            **_said(locale, "clauses"),
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "drop": _any_of(_ref("empty"), {"type": WORDS}, texts),
                "replace": {"type": "object", "additionalProperties": {"type": WORDS}},
                "add": _any_of(_ref("empty"), {"type": WORDS}, texts),
            },
        },
    }
    made.defined |= pairs.defined
    return made.file(whole_file, locale.label("schema.program"))


def _said(locale: Locale, name: str) -> Schema:
    return {"description": locale.label(f"schema.{name}.description")}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _any_of(*schemas: Schema) -> Schema:
    return {"anyOf": list(schemas)}


class _Maker:
    """Makes the schemas of sections and fields."""

    def __init__(self, locale: Locale, fields: dict[str, Field]) -> None:
        self.locale, self.fields, self.patterns = locale, fields, Patterns(locale)
        self.defined: dict[str, Schema] = {}

    def file(self, root: Schema, title: str) -> Schema:
        """Give the schema of a file: what its sections share stands under `$defs`."""
        return {"$schema": DIALECT, "title": title, **root, "$defs": self._shared()}

    def _shared(self) -> dict[str, Schema]:
        return {**_states(self.patterns), **self.patterns.definitions(), **self.defined}

    def _defined(self, name: str, schema: Schema) -> Schema:
        """Give a reference to a schema that is needed in several places; equal ones share one name."""
        known = next((each for each, other in self.defined.items() if other == schema), name)
        self.defined.setdefault(known, schema)
        return _ref(known)

    def section(self, section: type[Section], prefix: str) -> Schema:
        """Give the schema of a section as a map."""
        properties: dict[str, Any] = {}
        for name, info in section.model_fields.items():
            key = prefix + (info.alias or name)
            inner = section_of(info.annotation)
            if field := self.fields.get(key):
                properties[info.alias or name] = self.field(field)
            elif inner:
                properties[info.alias or name] = self.inner(inner, key)
        if section is People:
            properties["members"] = self._members()
        return {"type": "object", "properties": properties, "additionalProperties": False}

    def _members(self) -> Schema:
        listed = self._people(LISTED_IDS["members"])
        return {"title": self.locale.label("schema.members.title"), **_any_of(*listed["items"]["anyOf"], listed)}

    def inner(self, section: type[Section], key: str) -> Schema:
        """Give the schema of a section in all the ways in which it may stand in a file."""
        ways = [_ref("blank")]
        within = [field for full, field in self.fields.items() if full.startswith(f"{key}.")]
        own = [field for field in within if field.section is section and field.asked.can_be_open]
        if any(field.asked.required or field.asked.default for field in own):
            ways.append(_ref("to_discuss"))
        if short := SHORT_FORMS.get(section):
            ways += self.answer(self.fields[f"{key}.{short}"])
        elif not any(_must_be_said(field) for field in within if "*" not in field.key):
            ways.append(_ref("none"))
        ways.append(self.section(section, f"{key}."))
        if key == "people.mentor":
            ways.append(self._people(MENTOR_IDS, ways[-1]))
        name = f"ask.sections.{key}"
        title: Schema = {"title": self.locale.label(name)} if self.locale.has_label(name) else {}
        return {**title, **_any_of(*_without_doubles(ways))}

    def _people(self, ids: tuple[str, ...], *ways: Schema) -> Schema:
        """Give the schema of a list of people: the first of them in one of `ways`, or each like a further one."""
        further = f"people.{ids[-1]}"
        section = self.fields[f"{further}.name"].section
        items = _any_of(*ways, *self.inner(section, further)["anyOf"])
        return {"type": "array", "maxItems": len(ids), "items": items}

    def field(self, field: Field) -> Schema:
        """Give the schema of one field with its words."""
        words = self.locale.question(field.key)
        made: Schema = {"title": words.label, "description": " ".join(filter(None, (words.ask, words.why)))}
        if words.example and not field.asked.per_person and section_of(field.type) is None:
            made["examples"] = [words.example]
        if field.asked.default:
            made["default"] = field.asked.default
        if field.asked.per_person:
            each = self._answer(field)
            people = {"type": "object", "additionalProperties": False, "properties": dict.fromkeys(ANSWERING_IDS, each)}
            return made | _any_of(*self.answer(field, people))
        return made | _any_of(self._answer(field))

    def _answer(self, field: Field) -> Schema:
        return self._defined(field.key, _any_of(*self.answer(field)))

    def answer(self, field: Field, value: Schema | None = None) -> list[Schema]:
        """Give all that may stand for an answer: nothing, a state, or a value."""
        ways = [_ref("empty")]
        if field.asked.can_be_open:
            ways.append(_ref("to_discuss"))
            if field.key == "relationship.mentor_has_say":
                ways.append({"type": "string", "pattern": whole(either(["not sure", "unsure"]))})
        none_is_possible = not (field.asked.required or field.asked.default)
        if field.none_is_read:
            # The type decides: an answer of its own, or refused.
            ways += [_ref("nothing")] if value is None and field.is_list else []
            ways += [_ref("none")] if "none" in field.values and not field.is_list else []
        elif none_is_possible:
            ways.append(_ref("nothing" if field.is_list else "none"))
        return [*ways, *([value] if value else self._values(field))]

    def _values(self, field: Field) -> list[Schema]:
        if field.key == "schema":
            return [self.patterns.number(next(p for p in field.type.__metadata__), NEWEST_SCHEMA)]
        if field.key in FILES:
            inside: Schema = {"allOf": [self.patterns.of(field), {"not": {"pattern": OUTSIDE}}]}
            return [inside, self._list(field, inside)] if field.is_list else [inside]
        if (section := section_of(field.type)) and field.is_list:
            items = self._entries(section, field.key)
            return [*items, self._list(field, _any_of(*items))]
        one = self.patterns.of(field)
        if not field.is_list:
            return [one]
        inside = one
        if field.item_is_text:
            inside = _ref(one["$ref"].rpartition("/")[2].replace("text", "item").replace("line", "item_line"))
        return [one, self._list(field, _any_of(_ref("empty"), inside))]

    def _list(self, field: Field, items: Schema) -> Schema:
        longest: Schema = {"maxItems": field.asked.most} if field.asked.most else {}
        return {"type": "array", "items": items, **longest}

    def _entries(self, section: type[Section], key: str) -> list[Schema]:
        """Give the ways in which an entry of a list may stand: a title alone, or a map with one."""
        short = SHORT_FORMS[section]
        entry = self.section(section, f"{key}.*.")
        entry |= {"required": [short], "not": {"properties": {short: _ref("empty")}}}
        return [*self.answer(self.fields[f"{key}.*.{short}"]), entry]

    def open_block(self) -> Schema:
        """Give the schema of what stands under `open:`."""
        exact: dict[str, Schema] = {}
        patterns: dict[str, Schema] = {}
        for key, field in self.fields.items():
            standing = self._standing(field)
            if standing is None:
                continue
            if "*" in key:
                patterns["^" + key.replace(".", r"\.").replace("*", "[^.]+") + "$"] = standing
                continue
            exact[key] = standing
            if field.asked.per_person:
                exact |= {f"{key}.{person}": standing for person in ANSWERING_IDS}
            if section_of(field.type) and "." not in key:
                patterns[f"^{key}\\.[^.]+$"] = {"type": ["object", "string", "null"]}
        block = {"properties": exact, "patternProperties": patterns, "additionalProperties": False}
        return _any_of(_ref("blank"), _ref("none"), {"type": "object", **block})

    def _standing(self, field: Field) -> Schema | None:
        """Give the schema of how a question stands; `None` for one that cannot be open."""
        view = self._answer(field)
        if not field.asked.can_be_open:
            view = _any_of(_ref("to_discuss"), view)
        views: Schema = {
            "type": "object",
            "properties": dict.fromkeys(ANSWERING_IDS, view),
            "additionalProperties": False,
        }
        if not field.asked.can_be_open:
            is_fact = field.asked.by != "self" and field.key not in SETTINGS
            return self._defined(f"open:{field.key}", views | {"minProperties": 1}) if is_fact else None
        later = _any_of(_ref("empty"), _ref("day"))
        views["properties"]["decide_by"] = later
        return self._defined(f"open:{field.key}", _any_of(_ref("empty"), _ref("to_discuss"), views))


def _must_be_said(field: Field) -> bool:
    return field.asked.required or (bool(field.asked.default) and field.asked.by != "program")


def _without_doubles(ways: list[Schema]) -> list[Schema]:
    return [way for number, way in enumerate(ways) if way not in ways[:number]]


def _states(patterns: Patterns) -> dict[str, Schema]:
    """Give what may stand in place of an answer, alone or as the only item of a list."""

    def alone(pattern: str) -> Schema:
        text: Schema = {"type": "string", "pattern": whole(pattern)}
        return _any_of(text, {"type": "array", "minItems": 1, "maxItems": 1, "items": text})

    nothing: list[Schema] = [{"type": "null"}, {"type": "string", "pattern": r"^\s*$"}]
    dashes: Schema = {"type": "array", "items": _ref("empty")}
    return {
        # A section that is a map has its keys looked at, even where they have no answers.
        "blank": _any_of(*nothing, dashes),
        "empty": _any_of(*nothing, dashes, {"type": "object", "additionalProperties": _ref("empty")}),
        "to_discuss": _any_of({"enum": ["to discuss"]}, alone(either(["to discuss"]))),
        "none": _any_of({"enum": ["none"]}, alone(either(["none"]))),
        "nothing": _any_of({"enum": ["none"]}, alone(patterns.none)),
    }
