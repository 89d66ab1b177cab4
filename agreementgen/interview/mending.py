"""A syntax error of PyYAML → what a person would call it, and the line as it was most likely meant.

PyYAML stops at the first error and names it by its grammar. Here the error is told in the words of someone who wrote a
text, and its line is mended in memory, so that one run finds the mistakes behind it too. Nothing is ever mended in
silence but a tab between a key and its answer, which YAML itself allows.
"""

from __future__ import annotations

import re

import yaml

from agreementgen.errors import Code
from agreementgen.interview.lines import (
    CLOSING,
    LINE,
    balanced,
    in_quotes,
    indent,
    is_deeper,
    key_column,
    last_written,
    lead,
    quoted,
)
from agreementgen.interview.log import Place, ProblemLog

__all__ = ["mend", "quote_reference"]

OPENING = re.compile(r"[*&!%@`|>{\[\]},?]")


def mend(lines: list[str], error: yaml.MarkedYAMLError, log: ProblemLog) -> bool:
    """Report a syntax error and mend `lines` behind it; tell whether reading again makes sense."""
    mark = error.problem_mark or error.context_mark
    if mark is None or not lines:
        log.add(Code.NOT_YAML, None, columns="1")
        return False
    before = lines[:]
    _Repair(lines, error, mark, log).make()
    return lines != before


def quote_reference(lines: list[str], code: Code, mark: yaml.Mark, name: str, log: ProblemLog) -> bool:
    """Report an anchor, alias or tag where it is a whole answer, and read it as text; tell whether it was one.

    A hostile file uses them inside lists and maps; there nothing is mended, and reading ends.
    """
    row = mark.line
    match = LINE.match(lines[row])
    if not match or not match["value"] or match.start("value") != mark.column:
        return False
    if re.match(r"\S+(\s+[{\[|>]|$)", match["value"]) and match["value"][0] != "*" and is_deeper(lines, row):
        return False
    lines[row] = quoted(lines[row])
    log.add(code, Place(row + 1, mark.column + 1, len(name)), name=name, line=lines[row].strip())
    log.judged.add(row + 1)
    return True


class _Repair:
    """One error: what was most likely meant is tried in the order of how sure it is."""

    def __init__(self, lines: list[str], error: yaml.MarkedYAMLError, mark: yaml.Mark, log: ProblemLog) -> None:
        self.lines, self.log = lines, log
        self.problem, self.context = error.problem or "", error.context or ""
        self.row = last_written(lines, mark.line)
        self.column = mark.column if self.row == mark.line else len(lines[self.row])
        start = error.context_mark or mark
        self.start_row = min(start.line, self.row)
        self.start_column = min(start.column, len(lines[self.start_row]))
        self.line = LINE.match(lines[self.row])
        self.value = (self.line["value"] if self.line else None) or ""

    def make(self) -> None:
        """Report the error and mend its line; a line that makes no sense is left out, with what is indented below."""
        begun = self.start_row if "flow" in self.context else self.row
        if {begun + 1, self.row + 1} & self.log.judged:
            # It was mended already and still makes no sense; so it goes, lest two repairs undo each other.
            self._leave_out(begun if begun + 1 in self.log.judged else self.row)
            return
        for attempt in (
            self._second_document,
            self._tab,
            self._quote,
            self._opening,
            self._bracket,
            self._colon,
            self._key_alone,
            self._indentation,
        ):
            if attempt():
                return
        # The lines right below one that was left out often make no sense because of it.
        if self.row - 1 not in self.log.left_out:
            self._report(Code.NOT_YAML, self.row, indent(self.lines[self.row]), columns=self._columns())
        self._leave_out(self.row)

    def _report(self, code: Code, row: int, column: int, *, judged: bool = True, **values: str) -> None:
        """Report at a row and column counted from 0; a judged line gets no further problems from the floors above."""
        self.log.add(code, Place(row + 1, column + 1), **values)
        if judged:
            self.log.judged.add(row + 1)

    def _move(self, row: int, column: int) -> None:
        """Let a line begin in another column; its problems are still told at the place where it was written."""
        by = column - indent(self.lines[row]) + self.log.moved.get(row + 1, (1, 0))[1]
        self.lines[row] = " " * column + self.lines[row].lstrip()
        self.log.moved[row + 1] = (1, by)

    def _leave_out(self, row: int) -> None:
        depth = indent(self.lines[row])
        end = row + 1
        while end < len(self.lines) and (not self.lines[end].strip() or indent(self.lines[end]) > depth):
            end += 1
        self.log.left_out.update(range(row, end))
        self.lines[row:end] = [""] * (end - row)

    def _second_document(self) -> bool:
        if "<document start>" in self.problem:
            for row, text in enumerate(self.lines[: self.row + 1]):
                if text.startswith("%"):
                    self._report(Code.START_NEEDS_QUOTES, row, 0, line=in_quotes(text.strip()))
                    self.lines[row] = ""
                    return True
            found = next((row for row, text in enumerate(self.lines) if re.match(r"\.\.\.(\s|$)", text)), None)
        else:
            found = self.row if "single document" in self.context else None
        if found is None:
            return False
        self._report(Code.SECOND_DOCUMENT, found, 0)
        self.lines[found:] = [""] * (len(self.lines) - found)
        return True

    def _tab(self) -> bool:
        """Read the tabs at the start of all lines as the steps in which the file is indented."""
        if "\t" not in lead(self.lines[self.row]):
            at = self.lines[self.row]
            if "'\\t'" not in self.problem or at[self.column : self.column + 1] != "\t":
                return False
            self.lines[self.row] = f"{at[: self.column]} {at[self.column + 1 :]}"
            return True
        step = min((n for text in self.lines if "\t" not in lead(text) and (n := indent(text))), default=2)
        for row, text in enumerate(self.lines):
            begin = lead(text)
            if "\t" in begin and text.strip():
                spaces = begin.expandtabs(step)
                self.lines[row] = spaces + text.lstrip()
                self._report(Code.TAB_INDENTATION, row, begin.index("\t"), judged=False, line=self.lines[row].rstrip())
                self.log.moved[row + 1] = (1, len(spaces) - len(begin))
        return True

    def _quote(self) -> bool:
        if "quoted scalar" in self.context:
            if "escape" in self.problem and (match := LINE.match(self.lines[self.start_row])):
                inner = (match["value"] or "").strip('"')
                spot = match.string.rfind("\\", 0, self.column + 1)
                return self._requote(Code.BACKSLASH, self.row, max(spot, 0), match, inner)
            row = self._unclosed_above(self.start_row)
            return self._close_quote(self.start_row if row is None else row)
        if "<block end>" not in self.problem and "flow" not in self.context:
            return False
        if self.value[:1] in ("'", '"') and self.line and self.column > self.line.start("value"):
            sign = self.value[0]
            inner = self.value[1:-1] if self.value.endswith(sign) else self.value
            if (row := self._unclosed_above(self.row)) is not None:
                return self._close_quote(row)
            ended = self.line.string.rfind(sign, 0, self.column)
            return self._requote(Code.QUOTE_INSIDE, self.row, ended, self.line, inner)
        row = self._unclosed_above(self.row)
        return row is not None and self._close_quote(row)

    def _requote(self, code: Code, row: int, column: int, match: re.Match[str], inner: str) -> bool:
        self.lines[row] = f"{match['lead']}{match['key'] or ''}{in_quotes(inner)}{match['rest'].rstrip()}"
        self._report(code, row, column, line=self.lines[row].strip())
        return True

    def _unclosed_above(self, row: int) -> int | None:
        """Find a quote that stays open on its line although the next line begins with a key again."""
        for above in range(row, max(-1, row - 30), -1):
            match = LINE.match(self.lines[above])
            value = (match["value"] if match else None) or ""
            if not match or value[:1] not in ("'", '"') or value[0] in value[1:]:
                continue
            following = next((text for text in self.lines[above + 1 :] if text.strip()), "")
            if above == row or (key_column(following) is not None and indent(following) <= indent(match[0])):
                return above
        return None

    def _close_quote(self, row: int) -> bool:
        match = LINE.match(self.lines[row])
        if match and match["value"] and match["value"][0] in "'\"":
            return self._requote(
                Code.QUOTE_NOT_CLOSED, row, match.start("value"), match, match["value"].strip(match["value"][0])
            )
        self._report(Code.QUOTE_NOT_CLOSED, row, self.start_column, line=self.lines[row].strip())
        self._leave_out(row)
        return True

    def _opening(self) -> bool:
        """Take signs that YAML keeps for itself as the start of a text."""
        if not self.line or not self.value:
            return False
        at = self.line.start("value")
        if self.column < at or (self.start_row != self.row and self.problem.endswith(("'?'", "'-'"))):
            return False
        if "sequence entries" in self.problem and self.line["key"] and self.value.startswith("- "):
            self.lines[self.row] = f"{self.line['lead']}{self.line['key']}{self.value[2:].lstrip()}{self.line['rest']}"
            self._report(Code.DASH_AFTER_KEY, self.row, at, line=self.lines[self.row].strip())
            return True
        closer = CLOSING.get(self.value[0])
        if closer and closer not in self.value:
            return False
        if closer and (self.value[-1] in "]}" or "flow" in self.context):
            return False
        if not OPENING.match(self.value) and not self.value.startswith("- "):
            return False
        self.lines[self.row] = quoted(self.lines[self.row])
        self._report(Code.START_NEEDS_QUOTES, self.row, at, line=self.lines[self.row].strip())
        return True

    def _bracket(self) -> bool:
        """Close a bracket at the end of its answer, or leave out a list or map that lacks a comma or a quote."""
        match = LINE.match(self.lines[self.start_row])
        value = (match["value"] if match else None) or ""
        if "flow" not in self.context:
            if not value or self.value[:1] not in CLOSING or self.value[-1] not in "]}":
                return False
            self._report(Code.FLOW_UNCLEAR, self.row, self.column)
            self._leave_out(self.row)
            return True
        end = self.start_row + 1
        depth = indent(self.lines[self.start_row])
        while end < len(self.lines) and (key_column(self.lines[end]) is None or indent(self.lines[end]) > depth):
            end += 1
        end = last_written(self.lines, end - 1)
        last = LINE.match(self.lines[end])
        text = (last["lead"] + (last["key"] or "") + (last["value"] or "")) if last else self.lines[end]
        whole = "\n".join([*self.lines[self.start_row : end], text])
        begin = match.start("value") if match and value[:1] in CLOSING else self.start_column
        head, tail = whole[:begin], whole[begin:]
        rest = (last["rest"] if last else "").rstrip()
        if re.match(r"\s+#[^\s#]", rest):
            self._report(Code.HASH_NEEDS_QUOTES, end, len(text) + rest.index("#"), line=_hash_in_quotes(text + rest))
        elif balanced(tail) == tail:
            self._report(Code.FLOW_UNCLEAR, self.row, self.column)
        else:
            is_text = value == tail and not re.search("[,:]", tail)
            fixed = quoted(self.lines[end]) if is_text else head + balanced(tail)
            self._report(Code.BRACKET_NOT_CLOSED, self.start_row, self.start_column, line=fixed.split("\n")[-1].strip())
            self.lines[self.start_row : end + 1] = fixed.split("\n")
            self.log.judged.update(range(self.start_row + 1, end + 2))
            return True
        self.log.judged.update(range(self.start_row + 1, end + 2))
        self._leave_out(self.start_row)
        return True

    def _colon(self) -> bool:
        """Tell a colon inside a text from a key that is out of place because of the line before it."""
        if "mapping values are not allowed" not in self.problem:
            return False
        at = self.lines[self.row]
        if not self.line or not self.line["key"] or self.line.end("key") <= self.column:
            fixed = quoted(at)
            if not fixed:
                return False
            self._report(Code.COLON_NEEDS_QUOTES, self.row, self.column, line=fixed.strip())
            self.lines[self.row] = fixed
            return True
        above = last_written(self.lines, self.row - 1)
        if above == self.row or self.row == 0:
            return False
        column = key_column(self.lines[above])
        if column is None:
            if (begun := self._text_begun_above(above)) is not None:
                return self._join_text(begun)
            return self._no_colon(above)
        if indent(at) <= column:
            return False
        if not re.fullmatch(r"[\w\-]+", self.line["key"].rstrip(": ")):
            return self._join_text(above)
        self._report(Code.NOT_YAML, self.row, indent(at), judged=False, columns=str(column + 1))
        self._move(self.row, column)
        return True

    def _text_begun_above(self, row: int) -> int | None:
        """Find the answer that a line without a key goes on with."""
        depth = indent(self.lines[row])
        while row > 0 and key_column(self.lines[row]) is None:
            row -= 1
        match = LINE.match(self.lines[row])
        return row if match and match["key"] and match["value"] and indent(match[0]) < depth else None

    def _join_text(self, begun: int) -> bool:
        match = LINE.match(self.lines[begun])
        assert match
        words = [match["value"], *(text.strip() for text in self.lines[begun + 1 : self.row + 1])]
        fixed = f"{match['lead']}{match['key'] or ''}{in_quotes(' '.join(filter(None, words)))}"
        self._report(Code.COLON_NEEDS_QUOTES, self.row, self.column, line=fixed.strip())
        self.log.judged.add(begun + 1)
        self.lines[begun : self.row + 1] = [fixed, *[""] * (self.row - begun)]
        return True

    def _key_alone(self) -> bool:
        if "could not find expected ':'" not in self.problem:
            return False
        return self._no_colon(self.start_row)

    def _no_colon(self, row: int) -> bool:
        """Mend a key whose colon, or the space behind it, is missing."""
        text = self.lines[row]
        if match := re.match(r"(\s*(?:-\s+)*[\w\-]+):(?=[^\s:/])", text):
            self.lines[row] = f"{match[1]}: {text[match.end() :]}"
            self._report(Code.SPACE_MISSING, row, match.end() - 1, judged=False, line=self.lines[row].strip())
            self.log.moved.setdefault(row + 1, (match.end() + 1, 1))
            return True
        word = text.strip()
        is_name = re.fullmatch(r"[\w\-]+", word)
        self._report(Code.COLON_MISSING, row, indent(text))
        if is_name and is_deeper(self.lines, row):
            self.lines[row] = f"{text.rstrip()}:"
        else:
            self.lines[row] = ""
        return True

    def _indentation(self) -> bool:
        """Move a line that starts in no column of the lines above to the nearest one, with what is below it."""
        if "found '<block mapping start>'" not in self.problem and "found '<block sequence start>'" not in self.problem:
            return False
        depth = indent(self.lines[self.row])
        columns = self._open_columns()
        if not columns or depth in columns:
            return False
        self._report(Code.NOT_YAML, self.row, depth, judged=False, columns=self._columns())
        to = min(columns, key=lambda column: (abs(column - depth), -column))
        row = self.row
        while True:
            self._move(row, max(0, indent(self.lines[row]) - depth + to))
            row += 1
            if row >= len(self.lines) or (self.lines[row].strip() and indent(self.lines[row]) <= depth):
                return True

    def _columns(self) -> str:
        return self.log.locale.joined([str(column + 1) for column in self._open_columns()], "or") or "1"

    def _open_columns(self) -> list[int]:
        """Give the columns in which a line may start here, counted from 0, the outermost first."""
        columns: list[int] = []
        for text in reversed(self.lines[: self.row]):
            column = indent(text)
            if text.strip() and not text.lstrip().startswith("#") and (not columns or column < columns[0]):
                key = key_column(text)
                columns = [column, *([key] if key is not None and key != column and not columns else []), *columns]
        return columns


def _hash_in_quotes(line: str) -> str:
    """Put quotes round the text in brackets that holds a number sign: `[team #2]` → `["team #2"]`."""
    return re.sub(r"([\[{,:]\s*)([^\[\]{},:\"']*\s#[^\s#][^\[\]{},]*)", r'\1"\2"', line.strip(), count=1)
