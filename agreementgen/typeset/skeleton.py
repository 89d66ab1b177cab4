"""HTML → its skeleton and the words on it: two pages of one skeleton differ in what they say, and in nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

__all__ = ["LOOKED_AT", "VARYING", "Words", "taken_apart"]

TAG = re.compile(r"<[^>]*>")
VARYING = ("title", "content", "data-footer")
"""Attributes that say something, and that no rule of a stylesheet may look at."""
SAYING = re.compile(rf' ({"|".join(VARYING)})="([^"]*)"')
OF_ITS_OWN_KIND = re.compile(
    r"<(?:!--|!\[|script|style|svg|math|textarea|pre|listing|plaintext|xmp|iframe|no(?:script|embed|frames))"
    r"|\sid=|\0|&(?!(?:amp|lt|gt|quot|nbsp|#3\d);)",
    re.I,
)
"""What is read by rules of its own, or can be pointed at: such a page is not taken apart."""
LOOKED_AT = re.compile(rf"\[[^\]]*(?:\\|{'|'.join(VARYING)})", re.I)
"""A rule of a stylesheet that may look at what varies, however it is spelled."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a page says, in the order in which it is written: its texts, none of them blank, and its attributes."""

    texts: tuple[str, ...]
    attributes: tuple[str, ...]


def taken_apart(html: str) -> tuple[str, Words] | None:
    """Take the words off a page; `None` for one that has parts which are not read as words and tags.

    The skeleton has all tags, and all blanks between them; where a word was, it has a NUL.
    """
    if OF_ITS_OWN_KIND.search(html):
        return None
    skeleton: list[str] = []
    texts: list[str] = []
    attributes: list[str] = []

    def without_saying(found: re.Match[str]) -> str:
        attributes.append(_read(found[2]))
        return f' {found[1]}="\0"'

    position = 0
    for tag in TAG.finditer(html):
        text = html[position : tag.start()]
        if text and not text.isspace():
            texts.append(_read(text))
            text = "\0"
        skeleton += (text, SAYING.sub(without_saying, tag[0]) if "=" in tag[0] else tag[0])
        position = tag.end()
    if html[position:].strip():
        return None
    return "".join(skeleton), Words(tuple(texts), tuple(attributes))


def _read(text: str) -> str:
    """Read a text as a parser of HTML does."""
    text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    return unescape(text) if "&" in text else text
