"""Mistakes in YAML are told at their place and read past; no bytes at all make the reader fail."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from agreementgen.errors import Code
from agreementgen.interview import kinds, read_interview, starter, what_blocks

from .test_yamltext import ENGLISH, EXAMPLES, reading, where

MENDED = {
    "colon in an answer": ("p: Ready: to lead\n", Code.COLON_NEEDS_QUOTES, 1, 9, 'p: "Ready: to lead"'),
    "colon in a list": ("p:\n  - t: One: two\n", Code.COLON_NEEDS_QUOTES, 2, 11, '- t: "One: two"'),
    "two colons in a text of a list": ("p:\n  - A b: c: d\n", Code.COLON_NEEDS_QUOTES, 2, 11, '- "A b: c: d"'),
    "colon and quotes": ('p: Say "no": now\n', Code.COLON_NEEDS_QUOTES, 1, 12, "p: 'Say \"no\": now'"),
    "colon before a note": ("p: a: b # note\n", Code.COLON_NEEDS_QUOTES, 1, 5, 'p: "a: b" # note'),
    "colon in the second line of a text": ("p: We meet\n  at home: b\n", Code.COLON_NEEDS_QUOTES, 2, 10, None),
    "star": ("p:\n  - **bold** text\n", Code.START_NEEDS_QUOTES, 2, 5, '- "**bold** text"'),
    "ampersand": ("p: & more\n", Code.START_NEEDS_QUOTES, 1, 4, 'p: "& more"'),
    "percent": ("p: %100\n", Code.START_NEEDS_QUOTES, 1, 4, 'p: "%100"'),
    "percent at the start of a line": ("%100\np: b\n", Code.START_NEEDS_QUOTES, 1, 1, '"%100"'),
    "at": ("p: @home\n", Code.START_NEEDS_QUOTES, 1, 4, 'p: "@home"'),
    "backtick": ("p: `code`\n", Code.START_NEEDS_QUOTES, 1, 4, 'p: "`code`"'),
    "bar": ("p: | text\n", Code.START_NEEDS_QUOTES, 1, 4, 'p: "| text"'),
    "greater": ("p: > 5 days\n", Code.START_NEEDS_QUOTES, 1, 4, 'p: "> 5 days"'),
    "question mark": ("p: ? no idea\n", Code.START_NEEDS_QUOTES, 1, 4, 'p: "? no idea"'),
    "comma": ("p: , then\n", Code.START_NEEDS_QUOTES, 1, 4, 'p: ", then"'),
    "closing bracket": ("p: ] text\n", Code.START_NEEDS_QUOTES, 1, 4, 'p: "] text"'),
    "text behind brackets": ("p: [home] sweet\n", Code.START_NEEDS_QUOTES, 1, 4, 'p: "[home] sweet"'),
    "text behind braces": ("p: {home} sweet\n", Code.START_NEEDS_QUOTES, 1, 4, 'p: "{home} sweet"'),
    "brace in a text": ("p: {home\n", Code.BRACKET_NOT_CLOSED, 1, 4, 'p: "{home"'),
    "bracket in a text": ("p: [home\n", Code.BRACKET_NOT_CLOSED, 1, 4, 'p: "[home"'),
    "list not closed": ("p: [a, b\n", Code.BRACKET_NOT_CLOSED, 1, 4, "p: [a, b]"),
    "group not closed": ("p: {a: b, c: d\n", Code.BRACKET_NOT_CLOSED, 1, 4, "p: {a: b, c: d}"),
    "group closed by the other bracket": ("p: {a: b]\n", Code.BRACKET_NOT_CLOSED, 1, 4, "p: {a: b}"),
    "list of several lines not closed": ("p: [a,\n   b\n", Code.BRACKET_NOT_CLOSED, 1, 4, "b]"),
    "comma missing": ("p: {a: b c: d}\n", Code.FLOW_UNCLEAR, 1, 11, None),
    "bracket too many": ("p: {a: b}}\n", Code.FLOW_UNCLEAR, 1, 10, None),
    "tab": ("p:\n\ta: b\n", Code.TAB_INDENTATION, 2, 1, "  a: b"),
    "tab among four spaces": ("p:\n    a: b\n\tc: d\n", Code.TAB_INDENTATION, 3, 1, "    c: d"),
    "tab behind spaces": ("p:\n  a: b\n \tc: d\n", Code.TAB_INDENTATION, 3, 2, "  c: d"),
    "double quote not closed": ('p: "never\n', Code.QUOTE_NOT_CLOSED, 1, 4, 'p: "never"'),
    "single quote not closed": ("p: 'never\n", Code.QUOTE_NOT_CLOSED, 1, 4, 'p: "never"'),
    "quote not closed before a quoted line": ('p: "never\nq: "x"\n', Code.QUOTE_NOT_CLOSED, 1, 4, 'p: "never"'),
    "quote not closed far above": ("p: 'never\nq: x\nr: 'y'\n", Code.QUOTE_NOT_CLOSED, 1, 4, 'p: "never"'),
    "apostrophe in single quotes": ("p: 'It's fine'\n", Code.QUOTE_INSIDE, 1, 7, 'p: "It\'s fine"'),
    "quotes in quotes": ('p: "Say "no" now"\n', Code.QUOTE_INSIDE, 1, 9, "p: 'Say \"no\" now'"),
    "quote at the start": ('p: "No" is fine\n', Code.QUOTE_INSIDE, 1, 7, "p: '\"No\" is fine'"),
    "backslash": ('p: "C:\\users"\n', Code.BACKSLASH, 1, 7, "p: 'C:\\users'"),
    "number sign": ("p: Be #1 in sales\n", Code.HASH_NEEDS_QUOTES, 1, 7, None),
    "number sign in a list": ("p:\n  - team #2\n", Code.HASH_NEEDS_QUOTES, 2, 10, None),
    "dash behind a key": ("p: - text\n", Code.DASH_AFTER_KEY, 1, 4, "p: text"),
    "no space behind the colon": ("p:\n  a:b\n  c: d\n", Code.SPACE_MISSING, 2, 4, "a: b"),
    "no space behind the last colon": ("p:\n  c: d\n  a:b\n", Code.SPACE_MISSING, 3, 4, "a: b"),
    "section without colon": ("people\n  a: b\n", Code.COLON_MISSING, 1, 1, None),
    "key without colon": ("p:\n  mentee Ada\n  mentor: Ben\n", Code.COLON_MISSING, 2, 3, None),
    "line without key": ("p: b\nHello there\n", Code.COLON_MISSING, 2, 1, None),
    "text that goes on at the margin": ("p: long\nand on\n", Code.COLON_MISSING, 2, 1, None),
    "one space too few": ("p:\n  a: b\n c: d\n", Code.NOT_YAML, 3, 2, None),
    "one space too many": ("p:\n  a: b\n   c: d\n", Code.NOT_YAML, 3, 4, None),
    "too far in below a list": ("p:\n  - a: b\n      c: d\n", Code.NOT_YAML, 3, 7, None),
    "dash one column off": ("p:\n  - a\n - b\n", Code.NOT_YAML, 3, 2, None),
}


@pytest.mark.parametrize("name", MENDED)
def test_a_syntax_mistake_is_told_at_its_place_and_read_past(name: str) -> None:
    text, code, line, column, fixed = MENDED[name]
    root, problems = reading(f"{text}z: 1\nz: 2\n")
    assert root is not None
    assert [found.code for found in problems] == [code, Code.KEY_TWICE]
    assert where(problems[0]) == (code, line, column)
    assert problems[1].line == text.count("\n") + 2
    if fixed:
        assert problems[0].help.endswith(f": {fixed}")


@pytest.mark.parametrize("name", [name for name, case in MENDED.items() if case[4]])
def test_the_line_that_is_offered_mends_the_mistake(name: str) -> None:
    text, _, line, _, fixed = MENDED[name]
    lines = text.splitlines()
    row = line - 1 if name != "list of several lines not closed" else line
    lead = lines[row][: len(lines[row]) - len(lines[row].lstrip())]
    lines[row] = fixed if lead.count("\t") else lead + str(fixed)
    if name == "percent at the start of a line":
        lines[row] += ": x"
    problems = reading("\n".join(lines))[1]
    assert problems == ()


def test_the_places_behind_a_moved_line_are_those_of_the_file() -> None:
    _, problems = reading("p:\n\ta: b\n\ta: c\nq:\n    d: e\n  d: f\n")
    assert [where(found)[1:] for found in problems] == [(2, 1), (3, 1), (3, 2), (6, 3), (6, 3)]


def test_many_mistakes_are_told_in_one_run() -> None:
    text = "".join(f"a{number}: b: c\n" for number in range(40))
    assert [found.line for found in reading(text)[1]] == list(range(1, 41))


def test_a_guess_is_not_judged_a_second_time() -> None:
    found = read_interview(b"meetings:\n  cadence: sometimes: maybe\n").problems
    assert [problem.code for problem in found] == [Code.COLON_NEEDS_QUOTES]


def test_a_line_that_makes_no_sense_is_left_out_with_what_hangs_on_it() -> None:
    root, (found,) = reading("p:\n  - a\n  b: c\n    d: e\n      f: g\nq: r\n")
    assert root is not None
    assert where(found) == (Code.NOT_YAML, 3, 3)
    assert list(root.entries) == ["p", "q"]


@pytest.mark.parametrize("name", MENDED)
def test_no_message_speaks_the_language_of_the_parser(name: str) -> None:
    for found in reading(MENDED[name][0])[1]:
        words = f"{found.message} {found.help}".lower()
        assert not [
            word for word in ("scalar", "mapping", "token", "block", "flow", "expected", "parse") if word in words
        ]


@pytest.mark.parametrize(
    "text",
    [
        "a: b: c\n" * 30_000,
        "people:\n" + "\ta: b\n" * 30_000,
        'p: "x\n' + "a: b\n" * 40_000,
        "p: [x\n" + "a: b\n" * 40_000,
        "a:\n" + "   b: c\n  d: e\n" * 15_000,
        "abc\n" * 60_000,
        "a: '" * 60_000,
        "a: " + "b: " * 80_000,
        "also_agreed:\n" + "  - *a\n" * 30_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_no_file_keeps_the_reader_busy_for_long(text: str) -> None:
    begun = time.monotonic()
    assert reading(text[: 256 * 1024])[1]
    assert time.monotonic() - begun < 10


# Whatever comes


def check_whatever(data: bytes) -> None:
    result = read_interview(data, "x.yaml")
    lines = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert (result.interview is None) == bool(result.problems)
    for found in result.problems:
        if found.line:
            assert found.line <= len(lines)
            assert 1 <= found.column <= len(lines[found.line - 1]) + 1
        assert found.message
        assert found.help
    if result.interview:
        what_blocks(result.interview, ENGLISH)


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_bytes_make_the_reader_fail(data: bytes) -> None:
    check_whatever(data)


@given(st.text(st.sampled_from("ab:- \n\t'\"{}[]#&*!|>%@`,?~0\\."), max_size=60))
@settings(max_examples=300, deadline=None)
@example("a: 'b\nc: d\n")
@example("[\n#0")
@example("? a\n- b")
@example("a: {b\n  - c")
def test_no_mixture_of_the_signs_of_yaml_makes_the_reader_fail(text: str) -> None:
    check_whatever(text.encode())


def sources() -> list[str]:
    starters = [starter(kind, ENGLISH) for kind in kinds()]
    assert EXAMPLES
    return [path.read_text(encoding="utf-8") for path in EXAMPLES] + starters


@given(
    st.sampled_from(sources()),
    st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 4), st.text(": -\t'\"{}[]*&!#\n|>%,\\aé", max_size=3)), max_size=6
    ),
)
@settings(max_examples=150, deadline=None)
def test_no_slip_in_an_interview_makes_the_reader_fail(text: str, slips: list[tuple[float, int, str]]) -> None:
    for share, gone, typed in slips:
        spot = int(share * len(text))
        text = text[:spot] + typed + text[spot + gone :]
    check_whatever(text.encode())


@given(st.sampled_from(sources()), st.integers(0, 200), st.integers(0, 9))
@settings(max_examples=60, deadline=None)
def test_no_line_moved_aside_makes_the_reader_fail(text: str, row: int, spaces: int) -> None:
    lines = text.split("\n")
    lines[row % len(lines)] = " " * spaces + lines[row % len(lines)].lstrip()
    check_whatever("\n".join(lines).encode())
