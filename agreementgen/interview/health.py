"""A text → the words in it that speak of somebody's health, which is nobody's business but theirs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from agreementgen.interview.plain import spelled
from agreementgen.locales import Locale

__all__ = ["HealthWords"]

MOST_BETWEEN = 2
"""How many words may stand between the person and the word: "Ada’s long and severe migraine" has three."""


class HealthWords:
    """Finds where a text speaks of a person's own health, by the word lists of `spellings.yaml`.

    A word such as "diabetes" or "health" is found only where a person stands before it: one of the pair by name, or
    "my", "her", "his": "Ada’s migraine", "she has dyslexia". Health as a subject of work stays silent, since many
    mentees work in it: "a health care project", "publish on diabetes", "lead her first cancer trial".

    Deliberately not found: "their", which is most often said of patients and teams; an illness that is not on the list
    or is misspelled; a person who stands more than two words before, or is not named at all ("migraine at times");
    faith, family and money, of which mentoring may well speak.

    Args:
        locale: Whose words to look for.
        names: What the people are called.
    """

    def __init__(self, locale: Locale, names: Iterable[str]) -> None:
        self._words = spelled(locale, "health")
        self._firsts = {word.casefold().split()[0] for word in self._words["words"]}
        self._called = [part for name in names for part in (name, name.split()[0])]

    def find(self, text: str) -> str:
        """Give the first such words as they stand in the text, "her severe migraine"; empty where there are none."""
        # Hardly any text holds one of the words, and the pattern is slow to build.
        if self._firsts.isdisjoint(re.findall(r"[\w-]+", text.casefold())):
            return ""
        match = self._pattern.search(text)
        return match[0] if match else ""

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words, called = self._words, self._called
        owners = [_any(words["owners"]), *(f"{_any(called)}['’]s?" for _ in called[:1])]
        holder = _any([*words["holders"], *called])
        whose = rf"(?:{'|'.join(owners)}|{holder}\s+{_any(words['verbs'])})"
        between = rf"(?:(?!{_any(words['stops'])}\b)[\w-]+\s+){{0,{MOST_BETWEEN}}}"
        behind = rf"(?![\w-])(?!\s+{_any(words['work'])}\b)"
        return re.compile(rf"(?<![\w-]){whose}\s+{between}{_any(words['words'])}{behind}", re.IGNORECASE)


def _any(words: Iterable[str]) -> str:
    longest_first = sorted(dict.fromkeys(words), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(re.escape(word) for word in longest_first)})"
