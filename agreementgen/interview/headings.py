"""What stands above a column → the question that it answers: by key, by short name, by the question's own words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from agreementgen.interview.answer import key_advice
from agreementgen.interview.fields import ANSWERING_IDS, FIELDS, PERSON_IDS
from agreementgen.interview.model import question_key
from agreementgen.locales import Locale, fold

__all__ = [
    "CO_MENTORS",
    "LEFT_OUT",
    "PAIR_ID",
    "Known",
    "is_target",
    "said_advice",
    "short_of",
    "target_of",
    "words_of",
]

LEFT_OUT = "none"
"""What a column is said to be that holds no answer."""
PAIR_ID = "pair_id"
CO_MENTORS = "co_mentors"
LIKE_ENOUGH = 0.72
MOST_PROPOSED = 200


class Known:
    """What a header may say.

    Args:
        given: What the program says of columns: the header's text → a key, a short name, or `none`.
        locale: Whose questions and short names are known.
        person: Whose own answers the whole table holds, by person id; empty for a table of pairs.
    """

    def __init__(self, given: Mapping[str, str], locale: Locale, person: str) -> None:
        self.given = {words_of(name): target for name, target in given.items()}
        self.locale = locale
        self.person = person
        self._proposed = 0

    def is_said(self, names: Iterable[str]) -> bool:
        """Tell whether the program says what any of some names stands for."""
        return any(words_of(name) in self.given for name in names)

    def look_up(self, names: Sequence[str]) -> tuple[str, str, str]:
        """Give what the first known of some names stands for, by what it was known, and that name."""
        for name in names:
            if (said := self.given.get(words_of(name))) is not None:
                return target_of(said, self.locale, self.person), "program", name
        for name in names:
            if target := target_of(name, self.locale, self.person):
                return target, "key" if target == name.strip().casefold() else "short", name
        for name in names:
            if target := _for(_asked(self.locale).get(words_of(name), ""), self.person):
                return target, "question", name
        return "", "", ""

    def propose(self, names: Iterable[str], taken: Collection[str]) -> str:
        """Give what an unknown column may be, by the likeness of its words with a question's that no other one answers.

        After many columns that nobody knows it gives nothing: no roster has so many, and likeness takes time.
        """
        from difflib import SequenceMatcher

        self._proposed += 1
        if self._proposed > MOST_PROPOSED:
            return ""
        best, found = LIKE_ENOUGH, ""
        for name in map(words_of, names):
            for words, target in _asked(self.locale).items():
                matcher = SequenceMatcher(None, name, words)
                if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and matcher.ratio() > best:
                    proposed = _for(target, self.person or "mentee")
                    best, found = (best, found) if proposed in taken else (matcher.ratio(), proposed)
        return found


def target_of(name: str, locale: Locale, person: str = "") -> str:
    """Give what a key or a short name stands for; empty for a name that nobody knows.

    Args:
        name: Such as `people.mentee.name`, `goals.2.by`, `Goal 2 by`, `goal2_by` or `none`, in whatever case.
        locale: Whose short names are known.
        person: Who is meant where a key is answered by each person for themself.
    """
    if fold(name) == LEFT_OUT:
        return LEFT_OUT
    number = re.search(r"\d+", name)
    target = _short(locale).get(_squeezed(name)) or (_one(locale).get(_squeezed(name)) if person else None)
    if target is None and number:
        target = _short(locale).get(_squeezed(re.sub(r"\d+", "#", name, count=1)))
    if target is None:
        target = _key(name.strip().casefold())
    return _for(target.replace("#", number[0]) if number else target.replace("@", person), person)


def is_target(name: str, locale: Locale) -> bool:
    """Tell whether a key or a short name stands for anything, in a table of pairs or of what one person answered."""
    return any(target_of(name, locale, person) for person in ("", *PERSON_IDS))


def said_advice(said: str, locale: Locale) -> str:
    """Say what something may have meant that stands for no question."""
    if fold(said) in FIELDS and FIELDS[fold(said)].asked.per_person:
        return locale.label("advice.did_you_mean", name=f"{fold(said)}.mentee")
    return key_advice(said, _short_names(locale), locale)


def words_of(text: str) -> str:
    """Give the words of a question or a header, by which it is known whatever its signs, spaces and capitals are."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _squeezed(name: str) -> str:
    """Give the letters of a short name: neither case nor what stands between its words counts."""
    return re.sub(r"[^\w#]|_", "", name.casefold())


def _listed(locale: Locale, name: str) -> Mapping[str, str]:
    listed = locale.rosters[name]
    assert isinstance(listed, dict)
    return {key: str(target) for key, target in listed.items()}


@lru_cache(maxsize=8)
def _short_names(locale: Locale) -> tuple[str, ...]:
    return tuple(_listed(locale, "columns"))


@lru_cache(maxsize=8)
def _short(locale: Locale) -> Mapping[str, str]:
    return {_squeezed(name): target for name, target in _listed(locale, "columns").items()}


@lru_cache(maxsize=8)
def _one(locale: Locale) -> Mapping[str, str]:
    return {_squeezed(name): target for name, target in _listed(locale, "columns_of_one").items()}


def _key(name: str) -> str:
    """Give a full key that there is; an entry of a list is called by its number from 1."""
    starred = re.sub(r"\.\d+(?=\.|$)", ".*", name)
    if name in FIELDS or starred in FIELDS or name in (PAIR_ID, CO_MENTORS):
        return name
    # Text alone stands for the whole: people.mentee is a name, goals.1 a title.
    for part in ("name", "title"):
        if f"{starred}.{part}" in FIELDS:
            return f"{name}.{part}"
    if starred.endswith(".*") and starred[:-2] in FIELDS:
        return name
    try:
        question = question_key(name)
    except KeyError:
        return ""
    return name if FIELDS[question].asked.per_person and name.rpartition(".")[2] in ANSWERING_IDS else ""


def _for(key: str, person: str) -> str:
    """Give the key under which one person answers; where nobody is meant, a personal question has no answer here."""
    is_personal = key in FIELDS and FIELDS[key].asked.per_person
    return (f"{key}.{person}" if person else "") if is_personal else key


@lru_cache(maxsize=8)
def _asked(locale: Locale) -> Mapping[str, str]:
    """Give the key of every question by its words; of two that are asked alike, neither.

    A label of one word, such as "Title", says too little of what is asked.
    """
    found: dict[str, set[str]] = {}
    for key in FIELDS:
        # What is asked of every mentor is asked of the first one here.
        if "*" in key or key.endswith(".note") or key.startswith("people.mentor-"):
            continue
        question = locale.question(key)
        for words in map(words_of, (question.ask, question.label)):
            if " " in words:
                found.setdefault(words, set()).add(key)
    return {words: next(iter(keys)) for words, keys in found.items() if len(keys) == 1}


def short_of(key: str, locale: Locale) -> str:
    """Give the first short name that stands for a full key, such as `goal2_by`; empty where none does."""
    number = re.search(r"(?<=[.-])\d+(?=\.|$)", key)
    starred = re.sub(r"(?<=[.-])\d+(?=\.|$)", "#", key, count=1)
    listed = locale.rosters["columns"]
    assert isinstance(listed, dict)
    name = next((name for name, target in listed.items() if target == starred), "")
    return name.replace("#", number[0]) if number else name
