"""The bytes of a private file → `Private`: what one person wrote for their own eyes, with every problem at once.

It is never part of the interview, so that nothing made of the interview can hold it.
"""

from __future__ import annotations

import typing
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field

from pydantic import TypeAdapter, ValidationError

from agreementgen.errors import Code, Problem
from agreementgen.interview.body import Body, is_empty
from agreementgen.interview.fields import Field
from agreementgen.interview.fields.private import Holder, PrivateAnswers, Rating
from agreementgen.interview.log import Place, ProblemLog
from agreementgen.interview.plain import nearest
from agreementgen.interview.values import Text
from agreementgen.interview.yamltext import Entry, Mapping, Node, Scalar, read_yaml
from agreementgen.locales import Locale, fold, load_locale

__all__ = ["HOLDERS", "PRIVATE_KEYS", "Private", "PrivateReading", "read_private", "who_holds_privately"]

PRIVATE_FIELDS = {
    f"private.{name}": Field(f"private.{name}", info.metadata[-1], Text, PrivateAnswers)
    for name, info in PrivateAnswers.model_fields.items()
}
PRIVATE_KEYS = tuple(PrivateAnswers.model_fields)
"""The texts of a private file, in the order in which they are printed."""
HOLDERS = tuple(name.replace("_", "-") for name in typing.get_args(typing.get_args(Holder)[0]))
"""Who may have such a file, by person id."""
TOP = ("answered_by", "private")


@dataclass(frozen=True, slots=True)
class Private:
    """What one person wrote for their own eyes.

    Attributes:
        person: Whose it is, by person id.
        texts: Answers by key, such as `concerns`; what was left out is not among them.
        skills: How they rate themself, 1 to 5, by the skill's name.
        file: Name of the file it was read from.
        places: Where each answer stands in it, by full key.
    """

    person: str
    texts: MappingOf[str, str] = field(default_factory=dict)
    skills: MappingOf[str, int] = field(default_factory=dict)
    file: str = "private.yaml"
    places: MappingOf[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PrivateReading:
    """What a private file gave; with problems `private` is `None`."""

    private: Private | None
    problems: tuple[Problem, ...]


def read_private(data: bytes, file: str = "private.yaml", locale: Locale | None = None) -> PrivateReading:
    """Read one person's private file: `answered_by: mentee`, then `private:` with what is theirs alone.

    Args:
        data: The bytes of the file.
        file: Its name, as problems shall show it.
        locale: Whose spellings are accepted and whose words the messages take; English where none is given.
    """
    log = ProblemLog(file, locale or load_locale("en"))
    root = read_yaml(data, log)
    if root is None:
        return PrivateReading(None, log.ordered())
    body = Body(log, fields=PRIVATE_FIELDS)
    for entry in root.entries.values():
        if entry.key not in (*TOP, "schema"):
            _report_key(entry, log)
    person = _person(root, log)
    node: Node = root["private"] if "private" in root else Mapping()
    skills: dict[str, int] = {}
    if isinstance(node, Mapping):
        texts = {key: entry for key, entry in node.entries.items() if key != "skills"}
        body.take_section(Mapping(texts, node.place), PrivateAnswers, ("private",))
        if "skills" in node:
            skills = _skills(node.entries["skills"], body)
    elif not is_empty(node):
        log.add(Code.MAP_EXPECTED, node.place, key="private", example="concerns: …, most_wanted: …")
    if log.problems:
        return PrivateReading(None, log.ordered())
    said = {key: text for key in PRIVATE_KEYS if (text := _text(body, key))}
    places = {".".join(map(str, path)): place for path, place in body.places.items()}
    return PrivateReading(Private(person, said, skills, file, places), ())


def _person(root: Mapping, log: ProblemLog) -> str:
    """Read whose file it is; a file that does not say so is nobody's."""
    entry = root.entries.get("answered_by")
    if entry is None or is_empty(node := entry.value):
        log.add(Code.PRIVATE_OF_NOBODY, entry.place if entry else Place(1, 1), key="answered_by")
        return ""
    if not isinstance(node, Scalar):
        log.add(Code.TEXT_EXPECTED, node.place, key="answered_by")
        return ""
    body = Body(log, places={("answered_by",): node.place})
    try:
        person: str = TypeAdapter(Holder).validate_python(node.text, context={"locale": log.locale})
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            body.report(fault["type"], ("answered_by",), fault.get("ctx", {}))
        return ""
    return person.replace("_", "-")


def _text(body: Body, key: str) -> str:
    found = TypeAdapter(Text).validate_python(body.at(("private", key)) or "", context={"locale": body.log.locale})
    return str(found)


def _skills(entry: Entry, body: Body) -> dict[str, int]:
    """Read the self-ratings: `skills: {storytelling: 3}`."""
    log, node = body.log, entry.value
    if is_empty(node):
        return {}
    if not isinstance(node, Mapping):
        log.add(Code.MAP_EXPECTED, node.place, key="private.skills", example="storytelling: 3")
        return {}
    found: dict[str, int] = {}
    for item in node.entries.values():
        path = ("private", "skills", item.key)
        body.places[path] = item.value.place
        if is_empty(item.value):
            continue
        if not isinstance(item.value, Scalar):
            log.add(Code.TEXT_EXPECTED, item.value.place, key=body.key(path))
            continue
        try:
            found[item.key] = TypeAdapter(Rating).validate_python(item.value.text, context={"locale": log.locale})
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                body.report(fault["type"], path, fault.get("ctx", {}))
    return found


def _report_key(entry: Entry, log: ProblemLog) -> None:
    label = log.locale.label
    if entry.key in (*PRIVATE_KEYS, "skills"):
        log.add(Code.KEY_ELSEWHERE, entry.place, key=entry.key, keys=f"private.{entry.key}")
        return
    close = nearest(fold(entry.key), TOP)
    advice = label("advice.did_you_mean", name=close) if close else label("advice.known_keys", names=", ".join(TOP))
    log.add(Code.UNKNOWN_KEY, entry.place, key=entry.key, advice=advice)


def who_holds_privately(private: Private, characters: str, locale: Locale) -> tuple[Problem, ...]:
    """Give one problem for each character without a shape and each private answer that holds it."""
    log = ProblemLog(private.file, locale)
    texts = {f"private.{key}": text for key, text in private.texts.items()}
    texts |= {f"private.skills.{name}": name for name in private.skills}
    for key, text in texts.items():
        for character in dict.fromkeys(text):
            if character in characters:
                point = f"U+{ord(character):04X}"
                log.add(Code.NO_GLYPH, private.places.get(key), key=key, character=character, point=point)
    return log.ordered()
