"""One locale folder → words, plurals, date and list formats.

Every floor above asks here for human words; none of them holds any.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property, lru_cache
from typing import Any

from agreementgen.errors import Code, TemplateError
from agreementgen.resources import SHIPPED, Data, Templates

__all__ = ["Locale", "Question", "available", "fold", "laid_over", "load_locale"]


@dataclass(frozen=True, slots=True)
class Question:
    """The words of one field, from `questions.yaml`.

    Attributes:
        label: The topic in a few words, as a heading: "How soon a reply is fair".
        ask: The question as it is put to a person.
        why: One line on why it is asked, empty where it explains itself.
        example: One answer as it may be typed, empty where the values say it all.
        opening: What to say first when the two talk about it; the question itself where none is given.
        low: What 1 stands for, of a pair of opposites; empty for anything else.
        high: What 5 stands for.
    """

    label: str
    ask: str
    why: str
    example: str
    opening: str
    low: str = ""
    high: str = ""


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Make spellings of a listed value equal: case, and space, hyphen and underscore do not matter.

    >>> fold("Gentle-first")
    'gentle_first'
    """
    return re.sub(r"[\s_\-\u2010-\u2015]+", "_", text.strip().casefold())


@lru_cache(maxsize=64)
def available(templates: Templates = SHIPPED) -> tuple[str, ...]:
    """Name the language tags there is a locale folder for, sorted."""
    labels = (name.split("/") for name in templates.files("locales", "/labels.yaml"))
    return tuple(sorted(parts[1] for parts in labels if len(parts) == 3))


@lru_cache(maxsize=32)
def load_locale(tag: str, templates: Templates = SHIPPED, kind: str = "") -> Locale:
    """Open the locale for a BCP 47 tag: `en-GB` takes the folder `en` with that region's date forms.

    The locale knows its templates, so that whoever has the words has the kinds and documents that go with them. With
    `kind`, what a folder of that name in it says goes before the rest: `en/group/labels.yaml` has only the labels
    that read otherwise in a group, and `en/group/clauses/exit.yaml` takes the place of the whole clause.

    Raises:
        TemplateError: There is no folder for the language.
    """
    language = tag.split("-")[0].lower()
    if language not in available(templates):
        raise TemplateError(f'There is no locale for "{tag}". There is: {", ".join(available(templates))}.')
    return Locale(tag, language, templates, kind)


@lru_cache(maxsize=64)
def _has_words(folder: str, templates: Templates) -> bool:
    return bool(templates.files(folder, ".yaml"))


class Locale:
    """The words and formats of one language; made by `load_locale`."""

    def __init__(self, tag: str, language: str, templates: Templates = SHIPPED, kind: str = "") -> None:
        self.tag = tag
        self.templates = templates
        self.kind = kind
        self.folder = f"locales/{language}"
        self._tables: dict[str, Mapping[str, Data]] = {}
        self._labels = self.table("labels")

    def of_kind(self, kind: str | None) -> Locale:
        """Give the words for one kind of mentoring; the same ones where it has none of its own, or is not known."""
        own = kind if kind and _has_words(f"{self.folder}/{kind}", self.templates) else ""
        return self if own == self.kind else load_locale(self.tag, self.templates, own)

    def file(self, name: str) -> str:
        """Give the path of a file of words, such as `clauses/exit.yaml`: the kind's own, else the one for all kinds."""
        own = f"{self.folder}/{self.kind}/{name}"
        return own if self.kind and self.templates.has(own) else f"{self.folder}/{name}"

    def table(self, name: str) -> Mapping[str, Data]:
        """Give a whole file of words, such as `labels`, with those of the kind laid over."""
        if name not in self._tables:
            file, own = f"{self.folder}/{name}.yaml", self.file(f"{name}.yaml")
            words = self.templates.read_sections(file)
            if own != file:
                words = laid_over(words, self.templates.read_data(own))
            self._tables[name] = words
        return self._tables[name]

    def clause_names(self) -> tuple[str, ...]:
        """Name every clause that there are words for, sorted."""
        own = self.templates.names(f"{self.folder}/{self.kind}/clauses", ".yaml") if self.kind else ()
        return tuple(sorted({*own, *self.templates.names(f"{self.folder}/clauses", ".yaml")}))

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`, for the page as a whole."""
        return self.label("direction")

    def label(self, key: str, **values: object) -> str:
        """Give a label by dotted key, with `{name}` filled in.

        Raises:
            TemplateError: The label is missing, or wants a value that is not given.
        """
        return self._filled(_dig(self._labels, key, f"{self.folder}/labels.yaml"), key, values)

    def has_label(self, key: str) -> bool:
        """Tell whether there is such a label."""
        node: Any = self._labels
        for part in key.split("."):
            if not isinstance(node, Mapping) or part not in node:
                return False
            node = node[part]
        return isinstance(node, str)

    def value(self, key: str, token: str) -> str:
        """Give the words for a listed value in running text: `value("meetings.format", "video")` → "by video"."""
        words = self._labels["values"]
        entry = words.get(key) if isinstance(words, dict) else None
        if not isinstance(entry, dict) or not isinstance(entry.get(token), str):
            raise TemplateError(f'"{self.folder}/labels.yaml" has no words for the value "{token}" of "{key}".')
        return str(entry[token])

    def has_value(self, key: str, token: str) -> bool:
        """Tell whether there are words for a listed value."""
        words = self._labels["values"]
        entry = words.get(key) if isinstance(words, dict) else None
        return isinstance(entry, dict) and token in entry

    def count(self, number: int, word: str) -> str:
        """Give number and noun in the right plural (CLDR categories): `count(2, "meeting")` → "2 meetings"."""
        forms = _branch(self._labels, "counted", self.folder).get(word)
        if not isinstance(forms, dict):
            raise TemplateError(f'"{self.folder}/labels.yaml" has no plural forms for "{word}".')
        form = forms.get(self._plural(number), forms.get("other"))
        return str(form).replace("{n}", str(number))

    def hours(self, minutes: int) -> str:
        """Give a total time, to the nearest half hour in words: 270 minutes → "4 and a half hours"."""
        hours, rest = divmod(round(minutes / 30), 2)
        if hours == 0:
            return self.label("time.half_hour")
        return self.label("time.and_a_half", hours=hours) if rest else self.count(hours, "hour")

    def joined(self, items: Sequence[str], style: str = "standard") -> str:
        """Join a list in words: "a, b and c"; `style` `or` for a choice. An empty list gives an empty text."""
        if len(items) < 2:
            return "".join(items)
        last = self.label(f"lists.{style}")
        return self.label("lists.between").join(items[:-1]) + last + items[-1]

    def day(self, value: date, form: str = "day") -> str:
        """Format a day: `form` is `day`, `weekday` (with its name), `short` (no year) or `month` (no day)."""
        pattern = self._pattern(form)
        parts = {"d": value.day, "y": value.year, **self._month(value.month)}
        # Letters are what the CLDR fills in; a quote keeps letters as they are.
        if parts.keys() >= set(re.findall(r"[^\W\d_]+|'", pattern)):
            return re.sub(r"[^\W\d_]+", lambda letters: str(parts[letters[0]]), pattern)
        from babel.dates import format_date

        return format_date(value, pattern, locale=self.babel)

    def clock(self, value: time) -> str:
        """Format a time of day."""
        from babel.dates import format_time

        return format_time(value, self._pattern("clock"), locale=self.babel)

    def clause(self, name: str) -> Mapping[str, Data]:
        """Read the clause file of that id."""
        return self.templates.read_data(self.file(f"clauses/{name}.yaml"))

    def calendar(self, key: str, **values: object) -> str:
        """Give words of the calendar file by dotted key, with `{name}` filled in, as `label` does."""
        file = f"{self.folder}/calendar.yaml"
        return self._filled(_dig(self.table("calendar"), key, file), key, values)

    def renewal(self, key: str, /, **values: object) -> str:
        """Give words of taking an agreement up again by dotted key, with `{name}` filled in, as `label` does."""
        file = f"{self.folder}/renewal.yaml"
        return self._filled(_dig(self.table("renewal"), key, file), key, values)

    def signing(self, key: str, /, **values: object) -> str:
        """Give words of signing and verifying by dotted key, with `{name}` filled in."""
        file = f"{self.folder}/signing.yaml"
        return self._filled(_dig(self.table("signing"), key, file), key, values)

    def wordings(self, key: str, **values: object) -> str:
        """Give words of the page that shows every wording, by dotted key, with `{name}` filled in."""
        file = f"{self.folder}/wordings.yaml"
        return self._filled(_dig(self.table("wordings"), key, file), key, values)

    def roster(self, key: str, **values: object) -> str:
        """Give words about rosters and cohorts by dotted key, with `{name}` filled in."""
        return self._filled(_dig(self.rosters, key, f"{self.folder}/roster.yaml"), key, values)

    @property
    def rosters(self) -> Mapping[str, Data]:
        """All of `roster.yaml`: what columns are called, what form tools write around answers, words for cohorts."""
        return self.templates.read_sections(f"{self.folder}/roster.yaml")

    def question(self, key: str) -> Question:
        """Give the words of a field.

        Raises:
            TemplateError: The field has no entry, or the entry lacks `label` or `ask`; of a pair of opposites, `low`
                and `high` will do.
        """
        # Of several mentors, or members, each is asked the same.
        entry = self.questions.get(re.sub(r"^people\.(mentor|member)-\d", r"people.\1", key))
        if isinstance(entry, dict) and {"low", "high"} <= entry.keys():
            entry = {"ask": self.label("scale.ask", low=entry["low"], high=entry["high"]), **entry}
        if not isinstance(entry, dict) or not {"label", "ask"} <= entry.keys():
            raise TemplateError(f'"{self.folder}/questions.yaml" has no "label" and "ask" for "{key}".')
        words = {
            name: str(entry.get(name, "")) for name in ("label", "ask", "why", "example", "opening", "low", "high")
        }
        words["opening"] = words["opening"] or words["ask"]
        return Question(**words)

    @cached_property
    def questions(self) -> Mapping[str, Data]:
        """All of `questions.yaml`, by field key."""
        return self.table("questions")

    @cached_property
    def spellings(self) -> Mapping[str, Data]:
        """All of `spellings.yaml`: accepted ways to write values, units and cadences."""
        return self.templates.read_sections(f"{self.folder}/spellings.yaml")

    def problem(self, code: Code, part: str, values: Mapping[str, object]) -> str:
        """Give the words of a problem; `part` is `message`, `help` or `explain`."""
        file = f"{self.folder}/problems.yaml"
        return self._filled(_dig(self.table("problems"), f"{code}.{part}", file), f"{code}.{part}", values)

    @cached_property
    def babel(self) -> Any:
        """The CLDR data of the language, loaded when first needed."""
        from babel import Locale as BabelLocale

        return BabelLocale.parse(self.tag, sep="-")

    @cached_property
    def _plural(self) -> Any:
        """Which plural form a number takes; from our own file, since the CLDR data are slow to load."""
        from babel.plural import PluralRule

        rules = _branch(self._labels, "plurals", self.folder)
        return PluralRule({form: str(rule) for form, rule in rules.items()})

    def _month(self, number: int) -> Mapping[str, str]:
        """Give a month's name by its CLDR letters; from our own file where it has them, for the same reason."""
        names = _branch(self._labels, "dates", self.folder).get("months")
        return {"MMMM": str(names[number - 1])} if isinstance(names, list) and len(names) == 12 else {}

    def _pattern(self, form: str) -> str:
        regional = f"dates.{self.tag}.{form}"
        return self.label(regional if self.has_label(regional) else f"dates.{form}")

    def _filled(self, text: str, key: str, values: Mapping[str, object]) -> str:
        # Not str.format: it would follow attributes and indexes of the values.
        def put(match: re.Match[str]) -> str:
            if match[1] not in values:
                raise TemplateError(f'"{key}" in "{self.folder}" wants "{match[1]}", which is not given there.')
            return str(values[match[1]])

        return re.sub(r"\{([a-z_]+)\}", put, text)


def laid_over(base: Mapping[str, Data], own: Mapping[str, Data]) -> Mapping[str, Data]:
    """Lay words over others, section by section; lists and texts are taken whole."""
    found = dict(base)
    for key, value in own.items():
        below = base.get(key)
        both = isinstance(value, dict) and isinstance(below, dict)
        found[key] = dict(laid_over(below, value)) if both else value  # type: ignore[arg-type]
    return found


def _dig(data: Mapping[str, Data], key: str, file: str) -> str:
    *branches, leaf = key.split(".")
    for part in branches:
        data = _branch(data, part, file)
    found = data.get(leaf)
    if not isinstance(found, str):
        raise TemplateError(f'"{file}" has no words for "{key}".')
    return found


def _branch(data: Mapping[str, Data], part: str, file: str) -> Mapping[str, Data]:
    found = data.get(part)
    if not isinstance(found, dict):
        raise TemplateError(f'"{file}" has no section "{part}".')
    return found
