"""What is no interview but looks like one, and what comes along when text is pasted from a mail, a chat or an editor.

A pasted sign is reported once with its lines, and mended in memory, so that the mistakes behind it are found as well.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from agreementgen.errors import Code
from agreementgen.interview.fields import FIELDS, PROGRAM_FIELDS
from agreementgen.interview.lines import LINE, in_quotes, indent, last_written, quoted
from agreementgen.interview.log import Place, ProblemLog

__all__ = ["encoding_of", "mended_pastes", "other_file", "with_line_ends", "without_unseen"]

BEGINNINGS = (
    (rb"%PDF-", "pdf"),
    (rb"PK\x03\x04", "office"),
    (rb"\xd0\xcf\x11\xe0", "office"),
    (rb"\{\\rtf", "rich_text"),
    (rb"\s*<(?i:!doctype html|html|head|body)\b", "web_page"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|RIFF....WEBP", "picture"),
    (rb"\x1f\x8b|7z\xbc\xaf|Rar!", "archive"),
)
"""How files begin that people take for an interview, with the name of what they are."""
MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
BULLETS = "•·▪◦‣●○–—*"
_ODD_SPACE = re.compile(
    rf"^[ \t]*([{SPACES}])[\s{SPACES}]*(?:-\s|[\w-]+:)"
    rf"|^\s*(?:-\s+)?[\w-]+:[ \t]*([{SPACES}])"
    rf"|^[^\"'#]*[{{,]\s*[\w-]+:[ \t]*([{SPACES}])"
)
_LEADING = re.compile(rf"^[\s{SPACES}]+")
_AFTER_COLON = re.compile(rf"(?<=\w:)[\s{SPACES}]+")
_UNSEEN = re.compile(r"(?m)^([ \t]*)\u200b+|\u200b+(?=:[ \t]*)|(?<=: )\u200b+")
_BULLET = re.compile(rf"^(\s*)([{re.escape(BULLETS)}])(?=\s+\S)")
_WIDE_COLON = re.compile(r"^\s*(?:-\s+)?([A-Za-z_-]+)([：︓﹕]\s*)")
_PLACEHOLDER = re.compile(r"(?<=:\s)(\{\{.*?\}\}|\{%.*?%\})(?=\s*[,}]|\s*$)")
_FENCE = re.compile(r"^\s*(```|~~~)\s*\w*\s*$")
_QUOTED = re.compile(r"^\s*>")
_KEEPS_LINES = re.compile(r"(?:^|\s)[|>][-+\d]*\s*(?:#.*)?$")
_KEYS = frozenset(part for key in (*FIELDS, *PROGRAM_FIELDS) for part in key.split("."))


def other_file(data: bytes) -> str:
    """Tell what a file is that is no text, by how it begins: `pdf`, `office` …; empty where it may be an interview."""
    return next((name for pattern, name in BEGINNINGS if re.match(pattern, data, re.DOTALL)), "")


def encoding_of(data: bytes) -> str:
    """Name an encoding other than UTF-8 that a file is surely in; empty where there is no sign of one."""
    for mark, name in MARKS:
        if data.startswith(mark):
            return name
    # Latin letters take two bytes in UTF-16, one of them zero.
    head = data[:200]
    return "UTF-16" if len(head) > 3 and (not any(head[1::2]) or not any(head[0::2])) else ""


def with_line_ends(text: str) -> str:
    """Take the line separators of word processors for line ends in a text that has no others."""
    return text if "\n" in text or "\r" in text else re.sub("[\u2028\u2029\u0085]", "\n", text)


def without_unseen(text: str) -> str:
    """Take out the zero width spaces in front of a line, and beside a colon; inside words some scripts need them."""
    return _UNSEEN.sub(r"\1", text)


def mended_pastes(lines: list[str], log: ProblemLog) -> list[str]:
    """Report what was pasted along, and give the lines as they were meant.

    An answer that goes over several lines stays as it is, whatever signs its lines begin with.
    """
    lines = _without_quote_signs(lines, log)
    free = _outside_texts(lines)
    return _with_plain_signs(_with_plain_spaces(lines, free, log), free, log)


def _outside_texts(lines: list[str]) -> list[int]:
    """Name the rows, counted from 0, that are not part of a text whose lines are kept: `note: |`."""
    free, depth = [], -1
    for row, line in enumerate(lines):
        if depth >= 0 and (not line.strip() or indent(line) > depth):
            continue
        free.append(row)
        depth = indent(line) if _KEEPS_LINES.search(line) else -1
    return free


def _with_plain_spaces(lines: list[str], free: list[int], log: ProblemLog) -> list[str]:
    found = [(row, match) for row in free if (match := _ODD_SPACE.match(lines[row]))]
    if not found:
        return lines
    row, match = found[0]
    group = match.lastindex or 1
    words = {"point": f"U+{ord(match[group]):04X}", "name": unicodedata.name(match[group]).lower()}
    also = log.locale.count(len(found) - 1, "further_line") if len(found) > 1 else ""
    log.add(Code.ODD_SPACE, Place(row + 1, match.start(group) + 1), also=also, **words)
    mended = lines[:]
    for row, _ in found:
        line = _LEADING.sub(_plain, mended[row])
        mended[row] = _AFTER_COLON.sub(_plain, line)
    return mended


def _plain(match: re.Match[str]) -> str:
    return re.sub(f"[{SPACES}]", " ", match[0])


def _with_plain_signs(lines: list[str], free: list[int], log: ProblemLog) -> list[str]:
    mended = lines[:]
    begun = -1
    for row in free:
        line = lines[row]
        if _FENCE.match(line):
            log.add(Code.PASTED_ALONG, Place(row + 1, 1, len(line.rstrip())), text=line.strip())
            mended[row] = ""
        elif (match := _BULLET.match(line)) and (begun == indent(line) or _begins_a_list(lines, row)):
            begun = indent(line)
            mended[row] = line[: match.start(2)] + "-" + line[match.end(2) :]
            log.add(Code.ODD_SIGN, Place(row + 1, match.start(2) + 1), sign=match[2], line=mended[row].strip())
        elif (match := _WIDE_COLON.match(line)) and match[1] in _KEYS:
            mended[row] = f"{line[: match.end(1)]}: {line[match.end() :]}"
            log.moved.setdefault(row + 1, (match.end(1) + 2, 2 - len(match[2])))
            log.add(Code.ODD_SIGN, Place(row + 1, match.start(2) + 1), sign=match[2][0], line=mended[row].strip())
        elif match := _PLACEHOLDER.search(line):
            mended[row] = _PLACEHOLDER.sub(lambda match: in_quotes(match[1]), line)
            log.moved.setdefault(row + 1, (match.end() + 1, 2))
            log.add(Code.START_NEEDS_QUOTES, Place(row + 1, match.start() + 1, 2), line=mended[row].strip())
        elif (match := LINE.match(line)) and (match["value"] or "").startswith(("{{", "{%")):
            mended[row] = quoted(line)
            log.add(Code.START_NEEDS_QUOTES, Place(row + 1, match.start("value") + 1, 2), line=mended[row].strip())
        elif line.strip() and indent(line) < begun:
            begun = -1
    return mended


def _begins_a_list(lines: list[str], row: int) -> bool:
    """Tell whether the line above it that says something is a key without an answer."""
    above = last_written(lines, row - 1) if row else row
    match = LINE.match(lines[above])
    is_bare_key = bool(match and match["key"] and not match["value"])
    return above < row and is_bare_key and indent(lines[above]) <= indent(lines[row])


def _without_quote_signs(lines: list[str], log: ProblemLog) -> list[str]:
    """Take away the sign that mail programs put before each line of a quoted text."""
    written = [row for row, line in enumerate(lines) if line.strip()]
    signed = [row for row in written if _QUOTED.match(lines[row])]
    if len(signed) < 3 or len(signed) * 5 < len(written) * 4:
        return lines
    row = signed[0]
    log.add(Code.PASTED_ALONG, Place(row + 1, lines[row].index(">") + 1), text=">")
    # All of them move alike, so that what belongs together still starts in one column.
    return [line.replace(">", " ", 1) if _QUOTED.match(line) else line for line in lines]
