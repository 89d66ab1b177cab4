"""The YAML floor: places kept, scalars as typed, hostile input refused, syntax mistakes told and read past."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from agreementgen.errors import Code, Problem
from agreementgen.interview import kinds, read_interview, starter, what_blocks
from agreementgen.interview.log import ProblemLog
from agreementgen.interview.yamltext import Entry, Listing, Mapping, Node, Scalar, read_yaml
from agreementgen.locales import load_locale

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.yaml"))
ENGLISH = load_locale("en")


def reading(text: str | bytes) -> tuple[Mapping | None, tuple[Problem, ...]]:
    log = ProblemLog("x.yaml", ENGLISH)
    root = read_yaml(text if isinstance(text, bytes) else text.encode(), log)
    return root, log.ordered()


def mapping(text: str | bytes) -> Mapping:
    root, problems = reading(text)
    assert root is not None
    assert problems == ()
    return root


def problem(text: str | bytes) -> Problem:
    _, (found, *others) = reading(text)
    assert others == []
    return found


def at(node: Node | Entry) -> tuple[int, int, int]:
    return node.place.line, node.place.column, node.place.width


def where(found: Problem) -> tuple[Code, int, int]:
    return found.code, found.line, found.column


# Places


def test_keys_and_values_of_a_block_know_their_places() -> None:
    root = mapping("people:\n  mentee: Ada\n\n  # a note\n  mentor: Ben Lind # here\n")
    people = root["people"]
    assert isinstance(people, Mapping)
    assert at(root.entries["people"]) == (1, 1, 6)
    assert at(people.entries["mentor"]) == (5, 3, 6)
    assert at(people["mentor"]) == (5, 11, 8)


def test_keys_and_values_in_brackets_know_their_places() -> None:
    people = mapping("people: {mentee: Ada, mentor: {name: Ben}}\n")["people"]
    assert isinstance(people, Mapping)
    assert at(people.entries["mentor"]) == (1, 23, 6)
    mentor = people["mentor"]
    assert isinstance(mentor, Mapping)
    assert at(mentor["name"]) == (1, 38, 3)


def test_items_of_lists_know_their_places() -> None:
    root = mapping("a:\n- one\n-   two\nb: [three, four]\n")
    first, second = root["a"], root["b"]
    assert isinstance(first, Listing)
    assert isinstance(second, Listing)
    assert [at(item)[:2] for item in first.items] == [(2, 3), (3, 5)]
    assert [at(item)[:2] for item in second.items] == [(4, 5), (4, 12)]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_move_no_place(newline: str, mark: str) -> None:
    root = mapping((mark + newline.join(["a: 1", "b:", "  c: Zoë and all", ""])).encode())
    inner = root["b"]
    assert isinstance(inner, Mapping)
    assert at(root.entries["a"])[:2] == (1, 1)
    assert at(inner["c"]) == (3, 6, 11)


def test_characters_beyond_the_basic_plane_count_as_one_column() -> None:
    inner = mapping("x: {a: 🚀🚀, b: c}\n")["x"]
    assert isinstance(inner, Mapping)
    assert at(inner.entries["b"])[:2] == (1, 12)


# Scalars


@pytest.mark.parametrize(
    "typed",
    [
        "NO",
        "yes",
        "on",
        "off",
        "y",
        "n",
        "True",
        "null",
        "~",
        "10:30",
        "0123",
        "0x1F",
        "0o17",
        "1_000",
        "3.10",
        "1e400",
        ".nan",
        ".inf",
        "-0",
        "2025-02-30",
        "2025-12-01",
        "=",
        "<<x",
        "12:30:45",
        "+33600000000",
        "1.",
    ],
)
def test_a_scalar_stays_the_text_that_was_typed(typed: str) -> None:
    for text in (f"a: {typed}\n", f"a: '{typed}'\n", f'a: "{typed}"\n'):
        value = mapping(text)["a"]
        assert isinstance(value, Scalar)
        assert value.text == typed


def test_a_5000_digit_number_stays_text() -> None:
    value = mapping(f"a: {'9' * 5000}\n")["a"]
    assert isinstance(value, Scalar)
    assert value.text == "9" * 5000


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a:\n", ""),
        ("a: ''\n", ""),
        ("a: |\n  one\n  two\n\n", "one\ntwo"),
        ("a: >\n  one\n  two\n\n  three\n", "one two\nthree"),
        ("a: one\n  two\n", "one two"),
        ('a: "one\\ntwo"\n', "one\ntwo"),
        ('a: "one\\r\\ntwo"\n', "one\ntwo"),
        ("a: 'it''s #1'\n", "it's #1"),
        ("a: C#, F# and a#b\n", "C#, F# and a#b"),
        ("a: one # two\n", "one"),
        ("a:\tone\n", "one"),
    ],
)
def test_quotes_blocks_folds_and_comments_are_read_as_yaml_means_them(text: str, value: str) -> None:
    found = mapping(text)["a"]
    assert isinstance(found, Scalar)
    assert found.text == value


@pytest.mark.parametrize("sign", ["\u2028", "\u2029"])
def test_a_line_separator_pasted_from_a_word_processor_is_a_line_break_in_the_text(sign: str) -> None:
    root = mapping(f"a: one{sign}two\nb: three\n")
    assert isinstance(root["a"], Scalar)
    assert root["a"].text == "one\ntwo"
    assert at(root.entries["b"])[:2] == (2, 1)


@pytest.mark.parametrize("sign", ["\u2060", "\ufeff"])
def test_a_joiner_pasted_from_a_word_processor_is_dropped(sign: str) -> None:
    value = mapping(f"a: o{sign}ne\n")["a"]
    assert isinstance(value, Scalar)
    assert value.text == "one"


@pytest.mark.parametrize("text", ["می\u200cخواهم", "क\u200dष", "\u2068Ada\u2069", "soft\u00adhyphen", "a\u200eb"])
def test_joiners_marks_and_closed_isolates_that_a_script_needs_are_kept(text: str) -> None:
    value = mapping(f"a: {text}\n")["a"]
    assert isinstance(value, Scalar)
    assert value.text == text


# Refusals


def test_a_key_that_stands_twice_is_reported_with_both_lines() -> None:
    found = problem("people:\n  mentee: Ada\n  mentor: Ben\n  mentee: Eve\n")
    assert where(found) == (Code.KEY_TWICE, 4, 3)
    assert "line 2" in found.message


def test_a_key_that_stands_twice_in_brackets_is_reported() -> None:
    assert where(problem("a: {b: 1, b: 2}\n")) == (Code.KEY_TWICE, 1, 11)


@pytest.mark.parametrize(
    ("text", "code", "column", "fixed"),
    [
        ("a: *bold\n", Code.ANCHOR_OR_ALIAS, 4, 'a: "*bold"'),
        ("a: &co\n", Code.ANCHOR_OR_ALIAS, 4, 'a: "&co"'),
        ("a:\n  - &co and more\n", Code.ANCHOR_OR_ALIAS, 5, '- "&co and more"'),
        ("a: !important\n", Code.TAG, 4, 'a: "!important"'),
        ("a: !!python/object/apply:os.system [ls]\n", Code.TAG, 4, 'a: "!!python/object/apply:os.system [ls]"'),
    ],
)
def test_what_yaml_takes_for_a_reference_is_offered_in_quotes(text: str, code: Code, column: int, fixed: str) -> None:
    root, (found, later) = reading(f"{text}b: 1\nb: 2\n")
    assert root is not None
    assert (found.code, found.column) == (code, column)
    assert found.help == f"write: {fixed}"
    assert later.code == Code.KEY_TWICE


def test_a_merge_key_is_a_key_like_any_other() -> None:
    assert list(mapping("<<: {a: 1}\n").entries) == ["<<"]


def test_a_billion_laughs_are_refused_in_no_time() -> None:
    text = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    text += "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    begun = time.monotonic()
    _, problems = reading(text)
    assert {found.code for found in problems} == {Code.ANCHOR_OR_ALIAS}
    assert time.monotonic() - begun < 2


def test_a_reference_inside_brackets_ends_the_reading() -> None:
    root, (found,) = reading("a: [x, *x, *x]\nb: 1\nb: 2\n")
    assert root is None
    assert where(found) == (Code.ANCHOR_OR_ALIAS, 1, 8)


@pytest.mark.parametrize("text", ["[" * 500, "[" * 100_000, "{a: " * 3000, "- " * 3000, "? " * 3000])
def test_what_is_nested_without_end_is_refused(text: str) -> None:
    assert problem(text).code == Code.TOO_DEEP


def test_what_is_nested_as_deep_as_an_interview_is_read() -> None:
    mapping("a: {b: {c: [{d: [e]}]}}\n")


def test_too_many_values_are_refused() -> None:
    assert problem("a: [" + "x, " * 10_001 + "]\n").code == Code.TOO_MANY_VALUES


def test_a_huge_file_is_refused_unread_and_as_a_whole() -> None:
    found = problem(b"a: " + b"x" * 300_000)
    assert where(found) == (Code.FILE_TOO_LARGE, 0, 0)
    assert "292 KB" in found.message


def test_a_huge_text_is_refused_at_its_place() -> None:
    found = problem(f"a: b\nc: {'x ' * 10_001}\n")
    assert where(found) == (Code.TEXT_TOO_LONG, 2, 4)


@pytest.mark.parametrize(
    "sign", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\u202e", "\u2066", "\u2069", "\ue000", "\ufffe", "\U000e0041"]
)
def test_a_character_that_cannot_be_seen_or_deceives_is_refused_at_its_place(sign: str) -> None:
    found = problem(f"a: b\nc: xy{sign}z\n")
    assert where(found) == (Code.FORBIDDEN_CHARACTER, 2, 6)
    assert f"U+{ord(sign):04X}" in found.message


@pytest.mark.parametrize("escape", [r"\0", r"\e", r"\x9b", r"\u202e", r"\ud800", r"\N", r"\u2066"])
def test_no_escape_brings_in_what_is_refused_when_typed(escape: str) -> None:
    assert where(problem(f'a: "x{escape}y"\n')) == (Code.FORBIDDEN_CHARACTER, 1, 4)
    assert where(problem(f'"x{escape}y": a\n')) == (Code.FORBIDDEN_CHARACTER, 1, 1)


def test_no_message_repeats_a_control_character_to_the_terminal() -> None:
    for text in ("a: \x1b[2J\n", '"\\e[2J": 1\n"\\e[2J": 2\n'):
        for found in reading(text)[1]:
            assert "\x1b" not in found.source + found.message + found.help


def test_a_file_of_nothing_but_control_characters_gives_a_short_list() -> None:
    assert len(reading("Ada\n".encode("utf-16-le") * 1000)[1]) <= 20


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        ("a: b\nc: Zoé\n".encode("latin-1"), 2, 6),
        ("é: ".encode() + b"\xe9\n", 1, 4),
        ("\ufeffa: ".encode() + b"\xff", 1, 4),
        ("a: b\r\nc: d\re: é".encode("cp1252"), 3, 4),
    ],
)
def test_other_encodings_are_refused_at_the_first_byte_that_is_not_utf8(data: bytes, line: int, column: int) -> None:
    found = problem(data)
    assert where(found) == (Code.NOT_UTF8, line, column)
    assert "UTF-8" in found.help
    assert found.source[column - 1] == "\ufffd"


@pytest.mark.parametrize("text", ["", "\n\n", "# only a note\n", "---\n", "\ufeff"])
def test_a_file_without_answers_is_called_empty(text: str) -> None:
    assert problem(text).code == Code.EMPTY_FILE


@pytest.mark.parametrize("text", ["- a\n", "hello\n", "~\n", "[a]\n", "12\n"])
def test_a_file_that_does_not_start_with_a_key_is_no_interview(text: str) -> None:
    assert where(problem(text)) == (Code.NOT_A_MAPPING, 1, 1)


@pytest.mark.parametrize("text", ["[a]: b\n", "{a: b}: c\n", "? [a]\n: b\n"])
def test_a_list_or_group_cannot_be_a_key(text: str) -> None:
    assert problem(text).code == Code.KEY_NOT_TEXT


@pytest.mark.parametrize(("text", "line"), [("a: b\n---\nc: d\n", 2), ("a: b\n...\nc: d\n", 2), ("a: b\n\n---\n", 3)])
def test_a_second_document_is_reported_where_the_first_ends(text: str, line: int) -> None:
    root, (found,) = reading(text)
    assert where(found) == (Code.SECOND_DOCUMENT, line, 1)
    assert root is not None
    assert list(root.entries) == ["a"]


def test_three_dashes_before_and_dots_behind_one_interview_are_fine() -> None:
    assert list(mapping("---\na: b\n...\n").entries) == ["a"]


# Syntax mistakes: place, the line as it should be, and what comes behind

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
