"""One wording as its file gives it → everything that is wrong with it, each with file and line.

What a wording may ask for and print follows from the fields and from what is worked out of them; no answers are needed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod
from typing import Any

from agreementgen.agreement.agenda import COPIES
from agreementgen.agreement.phrases import ABSENT, GIVEN, UNDECIDED
from agreementgen.agreement.placeholders import known_names, syntax_fault, unknown_names
from agreementgen.agreement.scene import Scene, scene_of
from agreementgen.errors import did_you_mean
from agreementgen.interview import kinds, read_interview
from agreementgen.interview.fields import FIELDS
from agreementgen.interview.model import question_key
from agreementgen.locales import Locale
from agreementgen.resources import Data, Place

__all__ = ["Words"]

ANY = frozenset({GIVEN, ABSENT, UNDECIDED, "none"})
WORKED_OUT = {
    "zones": {"same", "differ"},
    "mentors": {"one", "several"},
    "minors": {"some", "none"},
    "others": {"some", "none"},
    "signed.copies": {"absent", "one", "several"},
    "power": {"yes", "no"},
    "has_program": {"yes", "no"},
    "promises.mentee": {"library", "own"},
    "promises.mentor": {"library", "own"},
    "promises.both": {"library", "own"},
    "promises.everyone": {"library", "own"},
}
"""What is worked out from answers, where it can be something else than given or absent."""
OUTLINES = {
    "copy": {*COPIES},
    "settled": {"yes", "no"},
    "languages": {"one", "absent", "same", "differ"},
    "goals_are": {"whole", "lacking"},
    "trial_ends": {"here", "elsewhere"},
    "scores": {"shared", "hidden"},
    "is_named": {"yes", "no"},
    **dict.fromkeys(("fingerprint", "next_fingerprint"), ANY),
    **dict.fromkeys(("spoken", "first_goal", "line", "following", "day", "defaults", "dropped", "label"), ANY),
    **dict.fromkeys(
        ("about", "goal", "topic", "version", "id", "closing_day", "every_mentor", "other", "other_likes", "holder"),
        ANY,
    ),
}
"""What only the words of an outline or a sheet can ask for."""
MOST_CASES = 50_000
VARIANT = ("when", "text", "title")


@dataclass(frozen=True)
class Words:
    """What the wordings of one locale may ask for.

    Attributes:
        locale: Whose words, with its templates.
        outline: Whether they are those of an outline or a sheet, which knows more.
    """

    locale: Locale
    outline: bool = False

    @cached_property
    def scene(self) -> Scene:
        """A scene with no answers; it has every key."""
        interview = read_interview(b"people: {mentee: A, mentor: B}", locale=self.locale).interview
        assert interview is not None
        return scene_of(interview, self.locale)

    @cached_property
    def names(self) -> frozenset[str]:
        """Name every placeholder."""
        return frozenset(known_names(self.scene.tree)) | (set(OUTLINES) if self.outline else set())

    @cached_property
    def keys(self) -> Mapping[str, Collection[str]]:
        """Give every key that a condition can ask for, with what it can be."""
        found: dict[str, Collection[str]] = {key: self._tokens(key) for key in self.scene.shown}
        return found | (OUTLINES if self.outline else {})

    def _tokens(self, key: str) -> Collection[str]:
        if key in WORKED_OUT:
            return WORKED_OUT[key]
        try:
            field = FIELDS[question_key(key)]
        except KeyError:
            return ANY
        known: Any = self.locale.table("labels").get("values", {})
        words = known.get(field.key, {})
        named = kinds(self.locale.templates) if field.key == "relationship.kind" else ()
        return {*ANY, "yes", "no", *field.values, *named, *(words if isinstance(words, dict) else ())}

    def faults(self, data: Data, place: Place) -> Iterator[str]:
        """Say all that is wrong with one wording: `{title:, variants: [{when:, text:}, …]}`."""
        variants = data.get("variants") if isinstance(data, dict) else None
        if not isinstance(variants, list) or not variants:
            yield f'{place}: a list of "variants" is needed, each with "text".'
            return
        whens: list[dict[str, Data]] = []
        for number, variant in enumerate(variants):
            here = place.at("variants", number)
            if not isinstance(variant, dict):
                yield f'{here}: a variant is a mapping with "when" and "text".'
                return
            for name in variant:
                if name not in VARIANT:
                    yield f'{here.at(name)}: a variant has no "{name}".{did_you_mean(name, VARIANT)}'
            if "text" not in variant:
                yield f'{here}: "text" is missing. Write text: "" where nothing is to be printed.'
            when = variant.get("when", {})
            if not isinstance(when, dict):
                yield f'{here.at("when")}: "when" is a mapping from keys to values.'
                return
            whens.append(when)
            yield from self._condition(when, here.at("when"))
            yield from self.text_faults(variant.get("text", ""), here.at("text"))
        # An outline lists its cases where each of them has words of its own.
        if whens[-1] and not self.outline:
            last = place.at("variants", len(variants) - 1)
            yield f'{last}: the last variant must have no "when", so that something is said in every case.'
        for number in self._unreached(whens):
            here = place.at("variants", number)
            yield f"{here}: this variant can never be printed: those before it take every case."

    def _condition(self, when: dict[str, Data], place: Place) -> Iterator[str]:
        for key, wanted in when.items():
            if key not in self.keys:
                yield f'{place.at(key)}: "when" names "{key}", which is no key.{did_you_mean(key, self.keys)}'
                continue
            for value in _values(wanted):
                if value not in self.keys[key]:
                    near = did_you_mean(value, self.keys[key])
                    known = ", ".join(sorted(self.keys[key]))
                    yield f'{place.at(key)}: "{key}" is never "{value}".{near} It can be: {known}.'

    def text_faults(self, text: Data, place: Place) -> Iterator[str]:
        """Say what is wrong with the placeholders of a text."""
        if not isinstance(text, str):
            yield f"{place}: this must be text."
        elif "{" in text:
            if fault := syntax_fault(text, place):
                yield fault
            else:
                yield from unknown_names(text, self.names, place)

    def _unreached(self, whens: list[dict[str, Data]]) -> list[int]:
        """Number the variants that no answers can lead to."""
        keys = sorted({key for when in whens for key in when})
        options = []
        for key in keys:
            asked = {value for when in whens for value in _values(when.get(key, []))}
            # All that no variant asks for is one case.
            options.append([*(asked & set(self.keys.get(key, asked))), ""])
        if prod(map(len, options)) > MOST_CASES:
            return []
        reached = set()
        for case in product(*options):
            given = dict(zip(keys, case, strict=True))
            reached.add(
                next(
                    (n for n, when in enumerate(whens) if all(given[k] in _values(v) for k, v in when.items())),
                    len(whens),
                )
            )
        # One with a value that cannot be has been named for that.
        unfit = {
            n
            for n, when in enumerate(whens)
            for k, v in when.items()
            if not set(_values(v)) & set(self.keys.get(k, ()))
        }
        return [number for number in range(len(whens)) if number not in reached | unfit]


def _values(wanted: Data) -> list[str]:
    return [str(value) for value in (wanted if isinstance(wanted, list) else [wanted])]
