"""The text of one answer, before its type is looked at: cleaned, compared with accepted spellings, or refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from pydantic import GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from agreementgen.errors import Code
from agreementgen.locales import Locale, fold

__all__ = [
    "ReadBy",
    "accepted",
    "amount_in",
    "cut",
    "folded",
    "is_none",
    "line_in",
    "locale_of",
    "meant",
    "nearest",
    "refuse",
    "spelled",
    "text_in",
]


LONGEST_WORD = 2000
"""Room for any address of a page; setting a page takes far longer with each further letter without a space."""


class ReadBy:
    """Reads a value by a function alone; put on a type.

    Pydantic's own `PlainValidator` looks at the function and at the type, too, which is most of the time that it takes
    to build all fields.
    """

    def __init__(self, read: Callable[[object, ValidationInfo], Any]) -> None:
        self._read = read

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self._read)


def refuse(code: Code, **values: object) -> PydanticCustomError:
    """Give the error by which a type refuses a text; its `values` fill the words of the problem."""
    return PydanticCustomError(code, "{code}", {"code": str(code), **{k: str(v) for k, v in values.items()}})


def locale_of(info: ValidationInfo) -> Locale:
    """Give the locale that an answer is read in."""
    locale: Locale = (info.context or {})["locale"]
    return locale


def text_in(value: object, info: ValidationInfo) -> str:
    """Give free text, in composed letters and without space around it."""
    if not isinstance(value, str):
        raise refuse(Code.TEXT_EXPECTED)
    if len(value) > LONGEST_WORD and (longest := max(map(len, value.split()), default=0)) > LONGEST_WORD:
        raise refuse(Code.WORD_TOO_LONG, length=longest, most=LONGEST_WORD)
    # Letters typed as base and accent are the same letters; fonts and file names want the composed form.
    return unicodedata.normalize("NFC", value).strip()


def line_in(value: object, info: ValidationInfo) -> str:
    """Give free text that stands on one line."""
    text = text_in(value, info)
    if "\n" in text:
        raise refuse(Code.ONE_LINE_ONLY)
    return text


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Give the known word closest to a misspelled one, empty where none is close."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word[:60], list(known), n=1, cutoff=cutoff)), "")


def folded(words: Any) -> set[str]:
    """Give spellings in the form in which they are compared."""
    return {fold(word) for word in words}


def cut(text: str) -> str:
    """Shorten a text for a message."""
    return text if len(text) <= 40 else text[:39] + "…"


def amount_in(text: str, locale: Locale) -> float | None:
    """Read a number in digits (`1.5`, `1,5`) or as a word up to twelve; `None` where it is neither."""
    if re.fullmatch(r"[0-9]{1,9}([.,][0-9]{1,3})?", text):
        return float(text.replace(",", "."))
    number = meant(locale, "numbers").get(fold(text))
    return None if number is None else float(number)


def spelled(locale: Locale, name: str) -> Mapping[str, Any]:
    """Give one section of the accepted spellings: `values`, `units`, `numbers`."""
    found = locale.spellings[name]
    assert isinstance(found, dict)
    return found


def is_none(text: str, locale: Locale) -> bool:
    """Tell whether a text says that there is nothing: `none`, in any accepted spelling."""
    return fold(text) in accepted(locale, "values", "none") or fold(text) == "none"


@lru_cache(maxsize=1024)
def accepted(locale: Locale, section: str, name: str = "") -> frozenset[str]:
    """Give the spellings of one name in a section, or of a section that is a list, folded; without any, none."""
    return frozenset(folded(spelled(locale, section).get(name, []) if name else locale.spellings[section]))


@lru_cache(maxsize=64)
def meant(locale: Locale, section: str) -> Mapping[str, str]:
    """Give by each spelling in a section, folded, the name that it stands for; of two, the first."""
    found: dict[str, str] = {}
    for name in spelled(locale, section):
        for spelling in accepted(locale, section, name):
            found.setdefault(spelling, name)
    return MappingProxyType(found)
