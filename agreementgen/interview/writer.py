"""Field declarations and their words → a commented starter interview, the twelve questions first in each section."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Collection, Iterator

from agreementgen.interview.asking import PRIVATELY, SETTINGS, is_asked_of, number_of, people_at_once, person_in
from agreementgen.interview.fields import (
    ANSWERING_IDS,
    FIELDS,
    GUARDIAN_ID,
    MEMBER_IDS,
    MINOR,
    SHORT_FORMS,
    Answers,
    Field,
    Section,
    core_of,
    kind_in,
    section_of,
)
from agreementgen.interview.given import Layer
from agreementgen.interview.layers import case_of_kind, defaults_of, suggestions_of
from agreementgen.interview.written import in_one_line, scalar
from agreementgen.locales import Locale

__all__ = ["private_starter", "starter"]

WIDTH = 96


def starter(kind: str, locale: Locale, person: str = "", *, program: Layer | None = None, include: str = "") -> str:
    """Write a starter interview of one kind, in YAML.

    With `program`, what it begins with is shown as what is usual, and what it locks is left out; `include` names its
    file, as it is named beside the interview.

    With `person`, a person id, it says whose it is, and leaves out what others answer alone.

    The twelve questions stand open, each with why it is asked and an example; every other field stands behind a `#`
    with the default that holds if nothing is changed. Where the `#` is taken away, the key is in the right column.
    Read as it is, the file is an interview with nothing answered.
    """
    locale = locale.of_kind(kind)
    lines = [f"# {line}".rstrip() for line in locale.label("starter.head").strip().split("\n")]
    lines += ["", "schema: 1"] + ([f"include: {scalar(include, in_flow=False)}"] if include else [])
    lines += [f"answered_by: {person}"] if person else []
    begins = {key: in_one_line(key, given.value, locale) for key, given in (program or Layer()).given.items()}
    locked = [key for key, given in (program or Layer()).given.items() if given.is_locked]
    if locked:
        lines += ["", *_comment(locale.label("starter.locked"))]
        lines += [f"#   {key}: {begins[key]}".replace("\n", " ") for key in locked]
    offered = suggestions_of(kind) | {"relationship.kind": kind} | begins
    defaults = {key: text for key, text in defaults_of(kind).items() if not person or person_in(key) in ("", person)}
    defaults |= {key: text for key, text in begins.items() if key in FIELDS and not FIELDS[key].asked.required}
    further = []
    case = case_of_kind(kind)
    for name, info in Answers.model_fields.items():
        section = section_of(info.annotation)
        fields = [field for field in _fields_of(name, kind, person) if field.key.replace(".*", "") not in locked]
        fields = [field for field in fields if field.key.split(".")[0] not in locked]
        if name in SETTINGS:
            fields = [field for field in fields if number_of(field, case, person)]
        if not fields:
            continue
        if section and any(number_of(field, case, person) or _default(field, defaults) for field in fields):
            lines += ["", *_section(name, section, fields, case, offered, defaults, locale, person)]
        else:
            further.append((name, fields))
    lines += ["", *_comment(locale.label("starter.further"))]
    for name, fields in further:
        lines += _further(name, fields, locale)
    return "\n".join([*lines, ""])


def private_starter(person: str, locale: Locale) -> str:
    """Write a starter for what one person, by person id, writes for their own eyes, with nothing answered."""
    lines = [f"# {line}" for line in locale.label("ask.private_starter.head").strip().split("\n")]
    lines += ["", f"answered_by: {person}", "private:"]
    for key in PRIVATELY:
        words = f"ask.privately.{key}"
        lines += ["", *_comment(locale.label(f"{words}.ask"), STEP)]
        lines += _comment(locale.label(f"{words}.why"), STEP, "   ")
        lines.append(_aligned(f"  {key}:", locale.label("starter.example", value=locale.label(f"{words}.example"))))
    return "\n".join([*lines, ""])


STEP = "  "


def _fields_of(name: str, kind: str, person: str) -> list[Field]:
    """Give the fields of a section that all of a kind, or one of them, answer; of the members, those of the first."""
    mine = (field for field in FIELDS.values() if field.key.split(".")[0] == name and field.fits(kind))
    there = [person] if person else [id_ for id_ in people_at_once(kind) if id_ not in MEMBER_IDS[1:]]
    known = tuple(f"people.{id_}." for id_ in (*there, "note"))
    mine = (field for field in mine if name != "people" or f"{field.key}.".startswith(known) or _is_guardians(field))
    return [field for field in mine if not person or field.asked.by == "program" or is_asked_of(field, person, kind)]


def _is_guardians(field: Field) -> bool:
    """Tell whether it is asked about the guardian, who writes no file as a rule."""
    return bool(field.asked.twelve) and field.key.startswith(f"people.{GUARDIAN_ID}.")


def _default(field: Field, defaults: dict[str, str]) -> str:
    """Give a field's default as it is typed in a file, empty where it has none."""
    if field.asked.per_person:
        said = {id_: defaults[f"{field.key}.{id_}"] for id_ in ANSWERING_IDS if f"{field.key}.{id_}" in defaults}
        return f"{{{', '.join(f'{id_}: {text}' for id_, text in said.items())}}}" if said else ""
    text = defaults.get(field.key, "")
    return f"[{text.replace(';', ',')}]" if text and field.is_list and field.item_is_text else text


def _further(name: str, fields: list[Field], locale: Locale) -> Iterator[str]:
    """Name a section that is there for those who need it, with the keys it takes."""
    keys = [field.key.rpartition(".")[2] for field in fields if field.key != name]
    if keys:
        yield from textwrap.wrap(f"{name}: {', '.join(keys)}", WIDTH, initial_indent="# ", subsequent_indent="#     ")
    else:
        question = locale.question(name)
        yield from (_aligned(f"#{name}:", question.ask), f"#  - {question.example}")


def _section(
    name: str,
    section: type[Section],
    fields: list[Field],
    case: Collection[str],
    offered: dict[str, str],
    defaults: dict[str, str],
    locale: Locale,
    person: str,
) -> Iterator[str]:
    asked = [field for field in fields if number_of(field, case, person)]
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
    people = Counter(_person_in(field) for field in asked)
    whose = ""
    for field in asked:
        holder = _person_in(field) if people[_person_in(field)] > 1 else ""
        indent = STEP * 2 if holder and holder == whose else STEP if numbers else ""
        is_next = field.asked.twelve not in numbers
        yield from _comment(_numbered(field, locale) if is_next else locale.question(field.key).ask, indent)
        yield from _why(field, locale, indent)
        if not numbers:
            yield f"{name}:"
        numbers.add(field.asked.twelve)
        if holder:
            if holder != whose:
                yield f"  {holder}:"
            whose = holder
            yield _aligned(f"    {field.key.rpartition('.')[2]}:", _example(field, locale))
            continue
        yield from _answer(field, offered, locale, kind_in(case), person)
    for field in fields:
        is_own = field.asked.by == "self" and not field.asked.per_person
        if field not in asked and "." not in field.key.removeprefix(f"{name}.") and not is_own:
            key = field.key.rpartition(".")[2]
            question, usual = locale.question(field.key), _default(field, defaults)
            example = f" ({_example(field, locale)})" if question.example and not usual else ""
            left = f"  #{key}: {usual}".rstrip()
            if len(left) > 60:
                # A long default keeps its line to itself.
                yield from _comment(question.ask, "  ")
                yield left
            else:
                yield _aligned(left, question.ask + example)


def _person_in(field: Field) -> str:
    """Name the person about whom a field says more than one thing; empty for any other field."""
    parts = field.key.split(".")
    return parts[1] if len(parts) == 3 and "*" not in parts else ""


def _answer(field: Field, offered: dict[str, str], locale: Locale, kind: str | None, person: str) -> Iterator[str]:
    parts = field.key.split(".")
    if parts[-1] == "name":
        name = "members" if parts[-2] in MEMBER_IDS and not person else parts[-2]
        example = (
            f"[{locale.question(field.key).example}, …]" if name == "members" else locale.question(field.key).example
        )
        yield _aligned(f"  {name}:", locale.label("starter.example", value=example))
    elif field.asked.per_person:
        yield f"  {parts[-1]}:"
        yield from _comment(locale.label("starter.choices", values=_choices(field, kind)), "    ")
        yield from (f"    {id_}:" for id_ in ((person,) if person else core_of(kind)))
    elif field.key == "relationship.kind":
        yield f"  kind: {offered[field.key]}"
    else:
        usual = offered.get(field.key)
        hint = locale.label("starter.usual", value=usual) if usual else _example(field, locale)
        yield _aligned(f"  {parts[-1]}:", f"{hint} ({_choices(field, kind)})" if field.is_choice else hint)


def _choices(field: Field, kind: str | None) -> str:
    return ", ".join(value.replace("_", " ") for value in field.of_kind(kind).values)


def _example(field: Field, locale: Locale) -> str:
    return locale.label("starter.example", value=locale.question(field.key).example)


def _numbered(field: Field, locale: Locale) -> str:
    ask = locale.question(field.key).ask
    # What a minor adds stands with the people it is about, and so among lower numbers.
    return ask if MINOR in (field.asked.only_for or field.asked.required_for) else f"{field.asked.twelve or 1}. {ask}"


def _why(field: Field, locale: Locale, indent: str = "") -> list[str]:
    why = locale.question(field.key).why
    return _comment(why, indent, "   ") if why else []


def _comment(text: str, indent: str = "", hang: str = "") -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=f"{indent}# {hang}", subsequent_indent=f"{indent}# {hang or '   '}"
    )


def _aligned(left: str, note: str) -> str:
    return f"{left:<30}  # {note}"
