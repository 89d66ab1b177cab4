"""The YAML floor: places kept, scalars as typed, hostile input refused, syntax mistakes told and read past."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from agreementgen.errors import Code, Problem
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


def test_a_note_behind_a_text_with_a_number_sign_stays_a_note() -> None:
    found = problem(b"meetings: {}\nplace: my office, #3 # where we are\n")
    assert found.code == Code.HASH_NEEDS_QUOTES
    assert 'place: "my office, #3" # where we are' in found.help
