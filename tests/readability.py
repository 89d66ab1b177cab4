"""The Flesch-Kincaid grade of an English text: how many years of school it takes to read it."""

from __future__ import annotations

import re

from pyphen import Pyphen

WORD = re.compile(r"[^\W_]+(?:[’'\-][^\W_]+)*")
# A closing quote or bracket belongs to its sentence; a new line ends one, as an item of a list does.
SENTENCE_END = re.compile(r"(?<=[.?!])[”’)]*\s+|\n")
HYPHENS = Pyphen(lang="en_US")
# Letters at the end of a word that are written and not spoken: "time", "times", "moved", not "table" or "wanted".
SILENT = re.compile(r"(?<=[^aeiouyl])e$|(?<=[aeiouy]l)e$|(?<=[^aeiouytd])ed$|(?<=[^aeiouyscxzg])es$|[’']s$")


def words(text: str) -> list[str]:
    """Give the words of a text; "e-mail" and "mentee’s" are one each."""
    return WORD.findall(text)


def sentences(text: str) -> list[str]:
    """Give the sentences of a text; a line without a full stop, such as a title, is one as well."""
    return [part for part in SENTENCE_END.split(text) if words(part)]


def syllables(word: str) -> int:
    """Count the syllables of a word, rather one too many than one too few.

    Patterns for hyphenation know "cre-ate", but never part a single letter: "about" has no break for them. Groups of
    vowels know "about", but not "create". So the larger number counts, and no text is made out easier than it is.
    """
    return sum(max(1, _groups(part), HYPHENS.inserted(part).count("-") + 1) for part in word.lower().split("-"))


def _groups(part: str) -> int:
    return len(re.findall(r"[aeiouy]+", SILENT.sub("", part)))


def grade(text: str) -> float:
    """Give the grade of a text with at least one word.

    Source: Kincaid, Fishburne, Rogers and Chissom, Derivation of New Readability Formulas for Navy Enlisted Personnel
    (1975): 0.39 × words a sentence + 11.8 × syllables a word - 15.59.
    """
    found = words(text)
    return 0.39 * len(found) / len(sentences(text)) + 11.8 * sum(map(syllables, found)) / len(found) - 15.59
