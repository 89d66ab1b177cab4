"""Write docs/reference/ anew: every command and option, every key, every problem code, from the code and its words.

    python tools/reference.py

A test compares what stands there with what this would write now. Examples of problems are those of tests/broken/.
"""

from __future__ import annotations

import inspect
import re
import typing
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click

from agreementgen.cli.app import command
from agreementgen.documents import DEFAULT_KIT, DOCUMENTS
from agreementgen.errors import Code, Level
from agreementgen.interview.dates import Day, MonthOrDay, Start, Zone
from agreementgen.interview.fields import FIELDS, MINOR, PROGRAM_FIELDS, SHORT_FORMS, Field, section_of
from agreementgen.interview.headings import short_of
from agreementgen.interview.layers import defaults_of, kinds, suggestions_of
from agreementgen.interview.private import PRIVATE_FIELDS
from agreementgen.interview.values import (
    CadenceText,
    ColourText,
    DurationIn,
    KindName,
    LanguageTag,
    Line,
    Number,
    Text,
    YesNo,
    offered,
)
from agreementgen.locales import Locale, available, load_locale

__all__ = ["pages"]

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "reference"
FURTHER = re.compile(r"-(\d+)(?=\.|$)")
"""What tells a further mentor, `people.mentor-2.name`, or a member, from the first."""

COMMANDS = """\
# Commands

Every command with every option, in the words of its `--help`.

Results go to standard output, all else to standard error. `-` in place of a file is standard input or output. Each
option can also stand in the environment: `AGREEMENTGEN_RENDER_OUTPUT=out` is `render --output out`, and
`AGREEMENTGEN_PLAIN=1` is `--plain` everywhere. `NO_COLOR=1` takes the colours away only. How a command ended is told by
its [exit code](exit-codes.md).
"""
KEYS = """\
# Keys

Every key of an interview, of a private file and of a program’s file: what it asks, what may be answered, what stands
where nothing is said, who is asked, and on which papers the answer is printed. [The interview](../interview.md) tells
how answers are written.

Kinds of mentoring: {kinds}. The papers that `render` makes by itself: {kit}.

`to discuss` is an answer wherever the key does not say otherwise. A `*` stands for the name of an entry of a list.

## open, include
"""
CARRIED = """
The interview that an agreement carries also notes what stood by itself: `defaulted`, `from_program`, `made_with` and
`clauses`. Nobody writes these.
"""
PRIVATE = """\
## private

These stand in a file of one’s own, which is printed on one’s own copy of the first meeting and nowhere else.
`answered_by` at its top says whose it is. `private.skills` is how one rates oneself, 1 to 5, by the skill’s name.
"""
PROGRAM = """
## A program’s file

It has `schema` and all of `program` as above, and:
"""
PROBLEMS = """\
# Problem codes

Each problem has a code that never changes its meaning: `interview.yaml:3:9: error[AG012]: …`. It is followed by the
line with a caret, and by what to write instead. `agreementgen check --explain AG012` tells more about one. Where a
message differs from case to case, … stands for what differs.

An error must be mended. A **warning** is worth a change, a **nudge** is worth a talk, a **note** is good to know; none
of these three keeps you from signing.
"""
GROUPS = {"AG0": "Text and YAML", "AG1": "Answers", "AG2": "Programs", "AG3": "Advice", "AG5": "Fonts"}
"""Titles by the first digit of a code."""


def pages() -> dict[str, str]:
    """Give every page by its name, as it should stand in docs/reference/."""
    locale = load_locale("en")
    made = {"commands.md": _commands(), "keys.md": _keys(locale), "problems.md": _problems(locale)}
    return {name: "\n".join(lines).rstrip() + "\n" for name, lines in made.items()}


def _text(words: str) -> str:
    """Give words so that Markdown changes nothing in them, in one paragraph."""
    return re.sub(r"[\\`*<>\[\]]", lambda sign: f"&#{ord(sign[0])};", " ".join(words.split()))


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _code(word: str) -> str:
    return f"`` {word} ``" if "`" in word else f"`{word}`"


def _codes(words: Iterable[str]) -> str:
    return ", ".join(map(_code, words))


def _commands() -> Iterator[str]:
    yield COMMANDS
    yield from _command("agreementgen", command, 2)


def _command(name: str, each: click.Command, depth: int) -> Iterator[str]:
    context = click.Context(each, info_name=name)
    yield f"{'#' * min(depth, 4)} {name}"
    yield ""
    yield "```text"
    arguments = [_argument(parameter) for parameter in each.params if isinstance(parameter, click.Argument)]
    yield " ".join([name, "[OPTIONS]", *arguments, *(["COMMAND"] if isinstance(each, click.Group) else [])])
    yield "```"
    yield ""
    yield from _help(each.help or "")
    for parameter in each.params:
        if isinstance(parameter, click.Option):
            yield f"- {_option(parameter)}"
    yield "- `-h`, `--help`: Show this and end."
    yield ""
    if isinstance(each, click.Group):
        for sub in each.list_commands(context):
            if loaded := each.get_command(context, sub):
                yield from _command(f"{name} {sub}", loaded, depth + (depth > 2))


def _argument(argument: click.Argument) -> str:
    listed = f"[{'|'.join(map(str, argument.type.choices))}]" if isinstance(argument.type, click.Choice) else ""
    word = argument.metavar or listed or (argument.name or "").upper()
    several = "…" if argument.nargs != 1 and "…" not in word else ""
    return f"{word}{several}" if argument.required or word.startswith("[") else f"[{word}]{several}"


def _help(words: str) -> Iterator[str]:
    """Give the paragraphs of a help text; lines that are kept apart there are an example, or a list of steps."""
    for paragraph in re.split(r"\n\s*\n", inspect.cleandoc(words)):
        if not paragraph.startswith("\b"):
            yield from (_text(paragraph), "")
            continue
        lines = paragraph.removeprefix("\b").strip("\n").splitlines()
        yield "```text"
        yield from (line.removeprefix("Example: ") for line in lines)
        yield "```"
        yield ""


def _option(option: click.Option) -> str:
    value = ""
    if not option.is_flag:
        listed = "|".join(map(str, option.type.choices)) if isinstance(option.type, click.Choice) else ""
        value = f" {option.metavar or listed or option.type.name.upper()}"
    names = [*option.opts, *option.secondary_opts]
    said = ", ".join([*map(_code, names[:-1]), _code(names[-1] + value)])
    usual = f" Usual: {_code(str(option.default))}." if option.show_default else ""
    return f"{said}: {_text(option.help or '')}{usual}"


def _keys(locale: Locale) -> Iterator[str]:
    yield KEYS.format(kinds=_codes(kinds()), kit=_codes(DEFAULT_KIT))
    for name in ("open", "include"):
        yield f"- `{name}`: {_text(locale.label(f'schema.{name}.description'))}"
    yield CARRIED
    yield from _fields(FIELDS, locale)
    yield PRIVATE
    for key in PRIVATE_FIELDS:
        yield f"- {_code(key)}: {_text(_private_words(key.removeprefix('private.'), locale))}"
    yield PROGRAM
    for name in ("defaults", "locked", "clauses", "columns"):
        yield f"- `{name}`: {_text(locale.label(f'schema.{name}.description'))}"
    yield ""
    yield from _fields({key: field for key, field in PROGRAM_FIELDS.items() if key not in FIELDS}, locale)


def _private_words(name: str, locale: Locale) -> str:
    asked = [f"{where}.privately.{name}" for where in ("ask", "form")]
    parts = [f"{label}.{part}" for label in asked for part in ("ask", "why")]
    said = [locale.label(part) for part in parts if locale.has_label(part)]
    return " ".join(said) or f"{locale.label(f'private.{name}')}."


def _first(key: str, fields: Mapping[str, Field]) -> str:
    """Give the key of the first of several like people: `people.mentor.name`, `people.member-1.name`."""
    plain = FURTHER.sub("", key)
    return plain if plain in fields else FURTHER.sub("-1", key)


def _fields(fields: Mapping[str, Field], locale: Locale) -> Iterator[str]:
    section = ""
    for key, field in fields.items():
        if _first(key, fields) != key:
            continue
        top = key.split(".")[0]
        if top != section:
            section = top
            title = f"ask.sections.{top}"
            yield f"## {top}"
            yield ""
            if locale.has_label(title) and key != top:
                yield from (f"{_sentence(locale.label(title))}", "")
        if key != top:
            yield f"### {key.replace('*', chr(92) + '*')}"
            yield ""
        others = [other for other in fields if _first(other, fields) == key and other != key]
        yield from _field(field, others, locale)


def _field(field: Field, others: list[str], locale: Locale) -> Iterator[str]:
    words, asked = locale.question(field.key), field.asked
    yield " ".join([f"**{_text(words.label)}.**", _text(words.ask), _text(words.why)]).rstrip()
    yield ""
    example = f", such as {_code(words.example)}" if words.example and not field.is_choice else ""
    each = "for each person by name of their part: " if asked.per_person else ""
    yield f"- Answer: {each}{_kind_of_value(field, locale)}{example}"
    for number, typed in enumerate(offered(field.values)):
        value = (*field.values, "")[number]
        meaning = f": {_text(locale.value(field.key, value))}" if locale.has_value(field.key, value) else ""
        yield f"    - {_code(typed)}{meaning}"
    yield from (f"- {line}" for line in _facts(field, others, locale))
    yield ""


def _facts(field: Field, others: list[str], locale: Locale) -> Iterator[str]:
    asked, all_kinds = field.asked, kinds()
    must = [kind for kind in all_kinds if asked.is_required({kind})]
    if must:
        yield "Required" if len(must) == len(all_kinds) else f"Required for {_codes(must)}"
    if MINOR in asked.required_for:
        yield "Required where somebody is under 18"
    if asked.twelve:
        number = f"Question {asked.twelve} of the twelve" if asked.twelve <= 12 else "A question beyond the twelve"
        fitting = [kind for kind in all_kinds if asked.is_for({kind})]
        if asked.is_for({MINOR}) and not fitting:
            yield f"{number}, where somebody is under 18"
        else:
            yield number if len(fitting) == len(all_kinds) else f"{number}, for {_codes(fitting)}"
    for title, given in (("Where nothing is said", defaults_of), ("Suggested", suggestions_of)):
        by_kind = {kind: given(kind)[field.key] for kind in all_kinds if given(kind).get(field.key)}
        alike = len(by_kind) == len(all_kinds) and len(set(by_kind.values())) == 1
        if by_kind:
            said = (f"{_code(value)} ({kind})" for kind, value in by_kind.items())
            yield f"{title}: {_code(next(iter(by_kind.values()))) if alike else ', '.join(said)}"
    who = {"both": "both", "self": "each for themself", "program": "the program"}.get(asked.by, f"the {asked.by}")
    yield f"Asked: {who}" + ("" if asked.can_be_open else "; cannot stay `to discuss`")
    printed = [name for name in DOCUMENTS if name in asked.printed_in]
    yield f"Printed: {', '.join(printed) or 'nowhere'}"
    parts = [field.key.replace("*", "1"), *(f"{field.key}.{side}" for side in ("mentee", "mentor") if asked.per_person)]
    if columns := [name for part in parts if (name := short_of(part, locale))]:
        yield f"Column of a roster: {_codes(columns)}"
    if others:
        yield f"Also as {_codes(others)}"


def _kind_of_value(field: Field, locale: Locale) -> str:
    item = field.item
    several = f" (up to {field.asked.most})" if field.asked.most else ""
    if section := section_of(field.type):
        short = SHORT_FORMS.get(section, "")
        return f"one or several entries{several}, each with the keys below" + (
            f"; text alone is its `{short}`" if short else ""
        )
    if field.is_choice:
        return "one or several of these" if field.is_list else "one of these"
    named = {
        Day: "a day",
        MonthOrDay: "a month or a day",
        Start: "a day, or a day and a time",
        Zone: "a time zone by its city",
        CadenceText: "a rhythm in words",
        ColourText: "a colour",
        Text: "text",
        Line: "text on one line",
        KindName: f"one of {_codes(kinds())}",
        LanguageTag: f"a language there are words for: {_codes(available())}",
    }
    if item == YesNo:
        return "`yes` or `no`"
    said = next((words for known, words in named.items() if item == known), "")
    for part in typing.get_args(item):
        if isinstance(part, Number):
            said = f"a whole number from {part.least} to {part.most}"
        if isinstance(part, DurationIn):
            longest = locale.count(part.most, part.units[0])
            nothing = ", or `none`" if part.none else ""
            units = " or ".join(part.units_in_words(locale).rsplit(", ", 1))
            said = f"a length of time in {units}, {longest} at most{nothing}"
    return f"{said}; one or several{several}" if field.is_list else said


def _problems(locale: Locale) -> Iterator[str]:
    examples = _examples()
    yield PROBLEMS
    group = ""
    for code in Code:
        if code[:3] != group:
            group = code[:3]
            yield f"## {GROUPS.get(group, f'{group}xx')}"
            yield ""
        level = "" if code.level is Level.ERROR else f" ({code.level})"
        entry = locale.templates.read_data(f"{locale.folder}/problems.yaml")[code]
        assert isinstance(entry, dict)
        message, advice, reason = (_blank(str(entry[part])) for part in ("message", "help", "explain"))
        yield f"### {code}{level}"
        yield ""
        yield f"**{_sentence(message)}**"
        yield ""
        if advice:
            yield f"- Help: {advice}"
        yield f"- Why: {reason}"
        yield ""
        if code in examples:
            yield from ("```text", *examples[code].splitlines(), "```", "")


def _blank(words: str) -> str:
    return _text(re.sub(r"\{[a-z_]+\}", "…", words))


def _examples() -> dict[str, str]:
    """Give the shortest example of each code among the broken files."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "tests" / "broken").glob("*.txt")):
        for block in re.split(r"^(?=\S+: \w+\[AG\d+\])", path.read_text(encoding="utf-8"), flags=re.MULTILINE):
            if match := re.match(r"\S+: \w+\[(AG\d+)\].*\n(?:[ ].*\n?)*", block):
                found.setdefault(match[1], []).append(match[0].rstrip())
    return {code: min(blocks, key=lambda block: (len(block), block)) for code, blocks in found.items()}


def main() -> None:
    """Write the pages that are not yet what they should be, and name them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        path = FOLDER / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
