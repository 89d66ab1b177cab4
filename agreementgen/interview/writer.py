"""Field declarations and their words → a commented starter interview, the twelve questions first in each section."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from agreementgen.interview.fields import FIELDS, PERSON_IDS, SHORT_FORMS, Answers, Field, Section, section_of
from agreementgen.interview.layers import defaults_of, suggestions_of
from agreementgen.locales import Locale

__all__ = ["starter"]

WIDTH = 96


def starter(kind: str, locale: Locale) -> str:
    """Write a starter interview of one kind, in YAML.

    The twelve questions stand open, each with why it is asked and an example; every other field stands behind a `#`
    with the default that holds if nothing is changed. Where the `#` is taken away, the key is in the right column.
    Read as it is, the file is an interview with nothing answered.
    """
    lines = [f"# {line}".rstrip() for line in locale.label("starter.head").strip().split("\n")]
    lines += ["", "schema: 1"]
    offered = suggestions_of(kind) | {"relationship.kind": kind}
    defaults = defaults_of(kind)
    for name, info in Answers.model_fields.items():
        section = section_of(info.annotation)
        if section and name not in ("document", "program", "signatures"):
            lines += ["", *_section(name, section, offered, defaults, locale)]
    also = locale.question("also_agreed")
    lines += ["", *_comment(also.ask), "#also_agreed:", f"#  - {also.example}", ""]
    return "\n".join(lines)


def _section(
    name: str, section: type[Section], offered: dict[str, str], defaults: dict[str, str], locale: Locale
) -> Iterator[str]:
    fields = [field for field in FIELDS.values() if field.key.split(".")[0] == name]
    asked = [field for field in fields if field.asked.twelve]
    if name == "goals":
        yield from _comment(_numbered(FIELDS["goals"], locale))
        yield from _why(FIELDS["goals"], locale)
        yield "goals:"
        for index, field in enumerate(field for field in asked if field.key != "goals"):
            key = field.key.rpartition(".")[2]
            yield _aligned(f"  {'- ' if index == 0 else '  '}{key}:", _example(field, locale))
        return
    if short := SHORT_FORMS.get(section):
        field = FIELDS[f"{name}.{short}"]
        yield from _comment(_numbered(field, locale))
        yield from _why(field, locale)
        yield _aligned(f"{name}:", _example(field, locale))
        return
    if not asked:
        yield f"#{name}:"
    numbers: set[int] = set()
    for field in asked:
        indent = "  " if numbers else ""
        is_next = field.asked.twelve not in numbers
        yield from _comment(_numbered(field, locale) if is_next else locale.question(field.key).ask, indent)
        yield from _why(field, locale, indent)
        if not numbers:
            yield f"{name}:"
        numbers.add(field.asked.twelve)
        yield from _answer(field, offered, locale)
    for field in fields:
        if not field.asked.twelve and "." not in field.key.removeprefix(f"{name}.") and field.asked.by != "self":
            key = field.key.rpartition(".")[2]
            question = locale.question(field.key)
            example = f" ({_example(field, locale)})" if question.example and field.key not in defaults else ""
            yield _aligned(f"  #{key}: {defaults.get(field.key, '')}".rstrip(), question.ask + example)


def _answer(field: Field, offered: dict[str, str], locale: Locale) -> Iterator[str]:
    parts = field.key.split(".")
    if parts[-1] == "name":
        yield _aligned(f"  {parts[-2]}:", _example(field, locale))
    elif field.asked.per_person:
        yield f"  {parts[-1]}:"
        yield from _comment(locale.label("starter.choices", values=_choices(field)), "    ")
        yield from (f"    {person}:" for person in PERSON_IDS)
    elif field.key == "relationship.kind":
        yield f"  kind: {offered[field.key]}"
    else:
        usual = offered.get(field.key)
        hint = locale.label("starter.usual", value=usual) if usual else _example(field, locale)
        yield _aligned(f"  {parts[-1]}:", f"{hint} ({_choices(field)})" if field.is_choice else hint)


def _choices(field: Field) -> str:
    return ", ".join(value.replace("_", " ") for value in field.values)


def _example(field: Field, locale: Locale) -> str:
    return locale.label("starter.example", value=locale.question(field.key).example)


def _numbered(field: Field, locale: Locale) -> str:
    return f"{field.asked.twelve}. {locale.question(field.key).ask}"


def _why(field: Field, locale: Locale, indent: str = "") -> list[str]:
    why = locale.question(field.key).why
    return _comment(why, indent, "   ") if why else []


def _comment(text: str, indent: str = "", hang: str = "") -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=f"{indent}# {hang}", subsequent_indent=f"{indent}# {hang or '   '}"
    )


def _aligned(left: str, note: str) -> str:
    return f"{left:<30}  # {note}"
