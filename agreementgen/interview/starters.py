"""Field declarations and their words → a commented starter for a program's file."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from agreementgen.interview.fields import PROGRAM_FIELDS
from agreementgen.interview.layers import suggestions_of
from agreementgen.interview.written import scalar
from agreementgen.locales import Locale

__all__ = ["program_starter"]

WIDTH = 96
LOCKED = ("confidentiality.level", "boundaries.gifts")
"""What programs lock as a rule."""
EACH_THEIR_OWN = ("relationship.mentor_has_say",)
"""What a program could answer for its pairs, and should ask each of them."""
DROPPED, REPLACED = "gifts", "data"


def program_starter(kind: str, locale: Locale) -> str:
    """Write a starter for a program's file, in YAML.

    The program's own fields stand open; what may be given to the pairs, the looks, and what changes about the clauses
    stand behind a `#`, with an example. Where the `#` is taken away, the key is in the right column. Read as it is, the
    file is a program that says nothing.
    """
    label = locale.label
    lines = [f"# {line}" for line in label("program_file.head").strip().split("\n")]
    lines += [
        "",
        "schema: 1",
        "",
        *_comment(label("program_file.program")),
        "program:",
        *_fields("program", locale, ""),
    ]
    for name in ("defaults", "locked"):
        lines += ["", *_comment(label(f"program_file.{name}")), f"#{name}:"]
        lines += _answers(suggestions_of(kind), LOCKED, locale, is_locked=name == "locked")
    lines += ["", *_comment(label("program_file.branding")), "#branding:", *_fields("branding", locale, "#")]
    lines += ["", *(each for line in label("program_file.clauses").strip().split("\n") for each in _comment(line))]
    lines += ["#clauses:", f"#  drop: [{DROPPED}]", f"#  replace: {{{REPLACED}: {label('program_file.replaced')}}}"]
    return "\n".join([*lines, f"#  add: [{label('program_file.added')}]", ""])


def _fields(section: str, locale: Locale, mark: str) -> Iterator[str]:
    """Give one line for each field of a section, and two levels where it is a person's."""
    group = ""
    for key in PROGRAM_FIELDS:
        name, *parts = key.split(".")
        if name != section or "*" in parts or parts[0] == "note":
            continue
        if len(parts) == 2 and parts[0] != group:
            yield f"{mark}  {parts[0]}:"
        group = parts[0]
        words = locale.question(key)
        left = f"{mark}{'  ' * len(parts)}{parts[-1]}:"
        yield f"{left:<24}  # {words.ask} {locale.label('starter.example', value=scalar(words.example, in_flow=False))}"


def _answers(suggested: dict[str, str], locked: tuple[str, ...], locale: Locale, *, is_locked: bool) -> Iterator[str]:
    group = ""
    keys = locked if is_locked else tuple(key for key in suggested if key not in (*locked, *EACH_THEIR_OWN))
    for key in keys:
        section, name = key.split(".")
        if section != group:
            yield f"#  {section}:"
        group = section
        words = locale.question(key)
        yield f"{f'#    {name}: {suggested.get(key) or words.example}':<36}  # {words.ask}"


def _comment(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="# ", subsequent_indent="# ")
