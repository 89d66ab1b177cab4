"""What was left out → the default that stands for it, read once for all interviews."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from agreementgen.interview.answer import validated
from agreementgen.interview.body import Body
from agreementgen.interview.fields import FIELDS, Answers, Section
from agreementgen.interview.layers import defaults_of
from agreementgen.interview.log import Place, ProblemLog
from agreementgen.interview.model import question_key, wholes_of
from agreementgen.interview.reach import answer_at
from agreementgen.interview.yamltext import Listing, Node, Scalar
from agreementgen.locales import Locale

__all__ = ["is_default", "with_defaults"]


def with_defaults(answers: Answers, body: Body) -> Answers:
    """Fill in the default of each optional field that was left out and is not open."""
    left_out: dict[str, Any] = {}
    for key, path, value in _defaults(answers.relationship.kind, body.log.locale):
        if body.at(path) is None and body.standings.keys().isdisjoint(wholes_of(key)):
            branch = left_out
            for part in path[:-1]:
                branch = branch.setdefault(part, {})
            branch[path[-1]] = value
    filled: Answers = _filled(answers, left_out)
    return filled


def is_default(key: str, answers: Answers, locale: Locale) -> bool:
    """Tell whether the answer under a full key is the one that stands where nobody says anything."""
    value = answer_at(answers, key)
    return any(each == key and default == value for each, _, default in _defaults(answers.relationship.kind, locale))


def _filled(whole: Any, values: Mapping[str, Any]) -> Any:
    """Put values, nested by their keys, into a section, or into what each person answers for themself."""
    if not isinstance(whole, Section):
        return {**(whole or {}), **values}
    update = {}
    for key, value in values.items():
        name = "schema_version" if key == "schema" else key.replace("-", "_")
        update[name] = _filled(getattr(whole, name), value) if isinstance(value, dict) else value
    return whole.model_copy(update=update)


@lru_cache(maxsize=64)
def _defaults(kind: str | None, locale: Locale) -> tuple[tuple[str, tuple[str, ...], Any], ...]:
    """Read every default of a kind: its full key, the same in parts, and its value."""
    texts = defaults_of(kind, locale.templates)
    return tuple((key, tuple(key.split(".")), _default(key, text, locale)) for key, text in texts.items())


def _default(key: str, text: str, locale: Locale) -> Any:
    """Read a default, which stands in no file; free texts are parted by semicolons."""
    field, nowhere = FIELDS[question_key(key)], Place(0, 0)
    node: Node = Scalar(text, nowhere)
    if field.is_list and field.item_is_text:
        node = Listing(tuple(Scalar(part.strip(), nowhere) for part in text.split(";")), nowhere)
    body, path = Body(ProblemLog("", locale)), tuple(key.split("."))
    return validated(body.plain(node, field, path), field, body, path)
