"""What a line of YAML is made of, and a line put right: quotes around a text, brackets closed."""

from __future__ import annotations

import re

__all__ = [
    "CLOSING",
    "LINE",
    "balanced",
    "in_quotes",
    "indent",
    "is_deeper",
    "key_column",
    "last_written",
    "lead",
    "quoted",
]

# Indentation and list dashes, one key with its colon, a value, and a comment.
LINE = re.compile(
    r"""^(?P<lead>\s*(?:-\s+)*)(?P<key>(?:[^\s'"{\[#:][^:#]*?|'[^']*'|"[^"]*"):(?:\s+|$))?(?P<value>\S.*?)?(?P<rest>\s+#.*|\s*)$"""
)
CLOSING = {"{": "}", "[": "]"}


def lead(text: str) -> str:
    """Give the spaces and tabs at the start of a line."""
    return text[: len(text) - len(text.lstrip())]


def indent(text: str) -> int:
    """Give the column in which a line begins, counted from 0."""
    return len(lead(text))


def key_column(text: str) -> int | None:
    """Give the column of the key that a line begins with, counted from 0; `None` where it begins with none."""
    match = LINE.match(text)
    return match.start("key") if match and match["key"] else None


def last_written(lines: list[str], row: int) -> int:
    """Give the row itself, or the last one above it that says something."""
    row = min(row, len(lines) - 1)
    while row > 0 and (not lines[row].strip() or lines[row].lstrip().startswith("#")):
        row -= 1
    return max(row, 0)


def is_deeper(lines: list[str], row: int) -> bool:
    """Tell whether the next line that says something is indented further."""
    following = next((text for text in lines[row + 1 :] if text.strip()), "")
    return indent(following) > indent(lines[row])


def in_quotes(text: str) -> str:
    """Put quotes round a text, of the kind that leaves it readable."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    if "'" not in text:
        return f"'{text}'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def quoted(line: str) -> str:
    """Put quotes round the value of a line: `title: Launch: part 1` → `title: "Launch: part 1"`.

    An item that only looks as if it had a key is quoted whole: `- Year One: start: now`.
    """
    match = LINE.match(line)
    if not match or not match["value"] or match["value"].startswith('"'):
        return ""
    key, value = match["key"] or "", match["value"]
    if "-" in match["lead"] and key and not re.fullmatch(r"[a-z0-9_\-]+:\s+", key):
        key, value = "", key + value
    return f"{match['lead']}{key}{in_quotes(value)}{match['rest'].rstrip()}"


def balanced(text: str) -> str:
    """Close every bracket by its like: `{a: [b, c}` → `{a: [b, c]}`, `{a: b]` → `{a: b}`."""
    written: list[str] = []
    due: list[str] = []
    quote = ""
    for before, char in zip(" " + text, text, strict=False):
        if quote:
            quote = "" if char == quote else quote
        elif char in "'\"" and before in " [{,:":
            quote = char
        elif char in CLOSING:
            due.append(CLOSING[char])
        elif char in due:
            while (closing := due.pop()) != char:
                written.append(closing)
        elif char in CLOSING.values() and due:
            written.append(due.pop())
            continue
        written.append(char)
    return "".join(written + due[::-1])
