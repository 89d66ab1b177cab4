"""A typed answer → the text of it as a person would write it in a file: "every 2 weeks", `[chat, text]`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import yaml

from agreementgen.interview.answer import read_answer
from agreementgen.interview.canonical import as_typed
from agreementgen.interview.fields import FIELDS, Section
from agreementgen.interview.lines import in_quotes
from agreementgen.interview.log import Place, ProblemLog
from agreementgen.interview.model import question_key
from agreementgen.interview.values import Cadence, Duration
from agreementgen.interview.yamltext import Mapping, Scalar, read_yaml
from agreementgen.locales import Locale, load_locale

__all__ = ["flow", "in_one_line", "scalar", "words_of"]

Tree = str | list[Any] | dict[str, Any]


def words_of(key: str, value: Any, locale: Locale) -> Tree:
    """Give a typed answer as a person would write it: text, a list of texts, or a group; `None` is a spoken "none".

    What is given is read back as the same answer.
    """
    question = question_key(key)
    match value:
        case None:
            return "none"
        case Section():
            return {
                info.alias or name: words_of(f"{question}.*.{name}", part, locale)
                for name, info in type(value).model_fields.items()
                if (part := getattr(value, name)) is not None
            }
        case (only,) if FIELDS[question].is_choice:
            return words_of(key, only, locale)
        case tuple():
            return [words_of(key, item, locale) for item in value] or "none"
        case Duration() if not value.is_none:
            likely = locale.count(value.amount, value.unit)
        case Cadence() if value.every and value.times == 1 and not value.day:
            units = locale.count(value.every, value.unit)
            likely = locale.label("cadence.every", units=units)
            if value.every == 1:
                likely = locale.label(f"cadence.every_{value.unit}")
        case str() if FIELDS[question].is_choice:
            likely = value.replace("_", " ")
        case _:
            return str(as_typed(value))
    log = ProblemLog("", locale)
    read = read_answer(Scalar(likely, Place(0, 0)), key, log)
    is_same = read in (value, (value,)) and not log.problems
    return likely if is_same else str(as_typed(value))


def in_one_line(key: str, value: Any, locale: Locale) -> str:
    """Give a typed answer as it may be typed on one line; of a list of goals, their titles."""
    tree = words_of(key, value, locale)
    parts = tree if isinstance(tree, list) else [tree]
    return "; ".join(str(next(iter(part.values()))) if isinstance(part, dict) else str(part) for part in parts)


def flow(tree: Tree) -> str:
    """Write text, a list or a group on one line, as it stands in brackets."""
    if isinstance(tree, dict):
        return f"{{{', '.join(f'{scalar(name)}: {flow(part)}' for name, part in tree.items())}}}"
    if isinstance(tree, list):
        return f"[{', '.join(map(flow, tree))}]"
    return scalar(tree)


@lru_cache(maxsize=4096)
def scalar(text: str, *, in_flow: bool = True) -> str:
    """Write a text so that exactly it is read back: as it is where every reader of YAML takes it for text, else quoted.

    `no`, `0123` and `10:30` are quoted too: agreementgen takes them for text, other programs would not.
    """
    if "\n" not in text and "\t" not in text and _is_text_to_all(text) and _reads_as(text, text, in_flow):
        return text
    if "\n" not in text and "\t" not in text and _reads_as(quoted := in_quotes(text), text, in_flow):
        return quoted
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def _is_text_to_all(text: str) -> bool:
    # A day looks the same to a person, whatever a program makes of it, and a plain number stays the same number.
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?( [0-9]{2}:[0-9]{2})?|0|[1-9][0-9]{0,8}", text):
        return True
    resolver = yaml.SafeLoader("")
    try:
        tag = resolver.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    finally:
        resolver.dispose()
    return bool(tag == "tag:yaml.org,2002:str")


_PLAIN_WORDS = re.compile(r"[^\W\d_](?:[\w .'@/-]*[\w.])?")
"""Letters, digits, and between them signs that no YAML reader sees as more than that."""


def _reads_as(written: str, text: str, in_flow: bool) -> bool:
    if written == text and _PLAIN_WORDS.fullmatch(text) and text.isascii():
        return True
    log = ProblemLog("", load_locale("en"))
    line = f"k: {{k: {written}, l: m}}" if in_flow else f"k: {written}  # n"
    root = read_yaml(line.encode("utf-8", "surrogatepass"), log)
    if root is None or log.problems:
        return False
    node = root["k"]
    if in_flow:
        if not isinstance(node, Mapping) or list(node.entries) != ["k", "l"]:
            return False
        node = node["k"]
    return isinstance(node, Scalar) and node.text == text
