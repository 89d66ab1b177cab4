"""The schema for editors: never against `check`, and as strict as JSON Schema can be."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator as Validator
from pydantic import TypeAdapter, ValidationError

from agreementgen.errors import Code
from agreementgen.interview import kinds, read_interview, read_program, starter
from agreementgen.interview.fields import FIELDS, PROGRAM_FIELDS, Field, section_of
from agreementgen.interview.schema import interview_schema, program_schema
from agreementgen.interview.values import DurationIn
from agreementgen.locales import load_locale
from agreementgen.typeset import themes

from .conftest import EXAMPLES, ROOT, SETTLED, Outcome, settled_text

LOCALE = load_locale("en")
BROKEN = sorted((ROOT / "tests" / "broken").glob("*.yaml"))
UNSAYABLE = {
    Code.WORD_TOO_LONG: "a pattern of two thousand letters would make an editor slow at every key",
    Code.OTHER_ENCODING: "it is how the file is saved",
    Code.CLAUSE_UNKNOWN: "it is about a folder",
    Code.CLAUSE_STANDS: "it is about a folder",
    Code.CLAUSE_FILE_HERE: "what an agreement carries is read as clause files are",
    Code.CLAUSE_LACKS: "what an agreement carries is read as clause files are",
    Code.TERMS_MISSING: "it is about a clause of the program’s own",
    Code.KEY_TWICE: "a parser has dropped one of the two before",
    Code.HASH_NEEDS_QUOTES: "it is a note for YAML",
    Code.FORBIDDEN_CHARACTER: "it is how the text is written, not what stands in it",
    Code.BACKSLASH: "it is how the text is written",
    Code.TITLE_TWICE: "two entries are compared",
    Code.SETTLED_AND_OPEN: "two places are compared",
    Code.SAME_VIEWS: "two views are compared",
    Code.END_BEFORE_START: "two answers are compared",
    Code.LENGTH_AND_END_DIFFER: "three answers are compared",
    Code.OUTSIDE_TERM: "several answers are compared",
    Code.INCLUDE_MISSING: "it is about another file",
    Code.THEME_UNKNOWN: "it is about a folder",
    Code.COLOUR_TOO_LIGHT: "it is reckoned",
    Code.LOGO_ALT_MISSING: "it is about a logo that is there, and two answers",
    # While something is open an interview is unfinished, not wrong.
    Code.UNANSWERED: "unfinished",
    Code.TO_DISCUSS: "unfinished",
    Code.ONE_SIDED: "unfinished",
    Code.DIFFERS: "unfinished",
}
WORDS_TO_TRY = """
yes No TRUE none Nothing nil to-discuss TO_DISCUSS tbd ??? unsure 0 1 2 3 5 6 007 15 60 99 180 181 1.0 1,5 2.5
-1 1e3 one two twelve half 2026-02-28 2026-02-29 2024-02-29 2100-02-29 2000-02-29 2026-04-31 2026-13-01
1899-01-01 2199-12-31 2026-02 2026-2 2026 05/04/2026 2026-02-28T15:00 Europe/Lisbon europe/lisbon UTC CET
Lisbon workplace Academic en en-GB en_us xx #125b50 125B50 #15b #12 mentee Mentor-2 mentor_2 coordinator
weekly biweekly Fortnightly monthly quarterly in-person In_Person video Zoom Every-Other-Week 0,5h 90min.
../up.yaml
"""
TEXTS = [
    *re.findall(r"\S+", WORDS_TO_TRY),
    "both either",
    "not sure",
    "IN PERSON",
    "2026-02-28 15:00",
    "2026-02-28, 9.30",
    "2026-02-28 3pm",
    "2026-02-28 24:00",
    "America/New York",
    "every 2 weeks",
    "every two months.",
    "every 53 weeks",
    "every 2 days",
    "monthly on the 15th",
    "monthly, on the 31",
    "once a month on day 32",
    "as needed",
    "half an hour",
    "one and a half hours",
    "1.5 h",
    "1.33 hours",
    "three working days",
    "3 Working-Days",
    "0 hours",
    "  2 weeks ",
    "two\nlines",
    "direct, in writing",
    "Gentle first; time to think",
    "direct, rudely",
    "A sentence: with a colon, and ünïcödé.",
]


@cache
def validator(name: str = "interview") -> Validator:
    schema = interview_schema(LOCALE) if name == "interview" else program_schema(LOCALE)
    return Validator(schema)


def loaded(data: bytes | str) -> Any:
    """Load YAML as our reader does: every scalar is the text that was typed."""
    return yaml.load(data, Loader=yaml.BaseLoader)


def refused(data: Any, name: str = "interview") -> list[str]:
    """Name the places that are refused, the innermost ones."""
    return [error.json_path for error in validator(name).iter_errors(data)]


@pytest.mark.parametrize("name", ["interview", "program"])
def test_the_schemas_are_json_schema_2020_12(name: str) -> None:
    schema = validator(name).schema
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Validator.check_schema(schema)


INTERVIEW_FILES = [path for path in sorted(EXAMPLES.rglob("*.yaml")) if path.parent.name != "words"]


@pytest.mark.parametrize("path", INTERVIEW_FILES, ids=lambda path: path.name)
def test_every_example_is_valid_as_our_reader_and_as_an_editor_reads_it(path: Path) -> None:
    name = "program" if path.stem == "program" else "interview"
    assert refused(loaded(path.read_bytes()), name) == []
    # An editor takes 2 for a number and yes for a word (YAML 1.2); a day stays text.
    assert refused(_numbers(loaded(path.read_bytes())), name) == []


def _numbers(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _numbers(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_numbers(value) for value in data]
    scalars = {"": None, "true": True, "false": False}
    return int(data) if data.isdecimal() else scalars.get(data, data)


@pytest.mark.parametrize("kind", kinds())
@pytest.mark.parametrize("person", ["", "mentee", "mentor"])
def test_every_starter_is_valid_before_anything_is_answered(kind: str, person: str) -> None:
    assert refused(loaded(starter(kind, LOCALE, person))) == []


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_file_is_refused_where_a_schema_can_tell(path: Path) -> None:
    # As an editor does, the schema sees what the YAML parser makes of the file; what it cannot parse has its own error.
    reading = read_interview(path.read_bytes(), include=lambda name: None)
    codes = {problem.code for problem in reading.problems} - {Code.INCLUDE_MISSING}
    try:
        data = loaded(path.read_bytes())
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError):
        return
    assert bool(refused(data)) == bool(codes - set(UNSAYABLE)), codes


@pytest.mark.parametrize("path", sorted((ROOT / "tests" / "broken" / "programs").glob("*.yaml")), ids=lambda p: p.stem)
def test_a_broken_program_file_is_refused_where_a_schema_can_tell(path: Path) -> None:
    codes = {problem.code for problem in read_program(path.read_bytes(), path.name, LOCALE, themes()).problems}
    # Without problems of its own it is about its pairs, or about the clause files that it names.
    assert bool(refused(loaded(path.read_bytes()), "program")) == bool(codes - set(UNSAYABLE)), codes


def test_every_problem_of_shape_or_value_in_one_file_is_found_at_its_place() -> None:
    base = loaded(SETTLED)
    assert refused(base) == []
    for section, wrong in (
        ("meetings", {"cadence": "biweekly"}),
        ("term", {"start": "05/04/2026"}),
        ("term", {"lenght": "6 months"}),
        ("communication", {"reply": "3 fortnights"}),
        ("feedback", {"preference": "direct"}),
        ("feedback", {"preference": {"boss": "direct"}}),
        ("goals", [{"measure": "no title"}]),
        ("goals", ["x"] * 10),
        ("people", {"mentee": {"time_zone": "Lisboa"}}),
        ("people", {"mentee": "to discuss"}),
        ("confidentiality", {"level": "none"}),
        ("open", {"meetings.cadence": "soon"}),
        ("open", {"cadence": {}}),
        ("term", {"lenght": ""}),
        ("open", {"people.mentee.name": {"mentee": "A"}}),
    ):
        assert refused(base | {section: wrong}) == [f"$.{section}"], (section, wrong)
    assert refused(base | {"wishes": "many"}) == ["$"]


@cache
def validator_of(key: str) -> Validator:
    """Give the validator of one field's answer."""
    field = (FIELDS | PROGRAM_FIELDS)[key]
    root = validator("interview" if field.key in FIELDS else "program").schema
    return Validator({**_answer(root, field), "$defs": root["$defs"]})


def _answer(root: Any, field: Field) -> Any:
    node = root
    parts = field.key.split(".")
    for part in parts:
        node = _step(node, part)
    return node


def _step(node: Any, part: str) -> Any:
    ways = [node, *node.get("anyOf", ())]
    if part == "*":
        return next(way["items"] for way in ways if way.get("type") == "array")
    return next(way["properties"][part] for way in ways if part in way.get("properties", {}))


PLAIN = [
    field
    for field in (FIELDS | PROGRAM_FIELDS).values()
    if "*" not in field.key and not field.asked.per_person and section_of(field.type) is None
]
FIRSTS = {
    str((field.type, field.asked.required, field.asked.default is None, field.asked.can_be_open)): field
    for field in PLAIN
}


def taken_by_check(text: str, fields: dict[str, Field]) -> set[str]:
    """Tell for which fields `check` takes a text, each asked in one file together with all the others."""
    tree: dict[str, Any] = {}
    for key in fields:
        branch = tree
        *sections, name = key.split(".")
        for section in sections:
            branch = branch.setdefault(section, {})
        branch[name] = text
    data = yaml.safe_dump(tree, allow_unicode=True, default_style='"', width=1000).encode()
    problems = (
        read_interview(data).problems
        if "term.start" in fields
        else read_program(data, "program.yaml", LOCALE, themes()).problems
    )
    return set(fields) - {problem.key for problem in problems if problem.code not in UNSAYABLE}


KINDS_OF_FIELDS = [
    {field.key: field for field in FIRSTS.values() if field.key in FIELDS},
    {field.key: field for field in PLAIN if field.key in PROGRAM_FIELDS},
]


@pytest.mark.parametrize("text", TEXTS, ids=repr)
def test_the_schema_takes_a_text_for_exactly_those_answers_that_check_takes_it_for(text: str) -> None:
    for fields in KINDS_OF_FIELDS:
        assert len(fields) > 8
        assert {key for key in fields if validator_of(key).is_valid(text)} == taken_by_check(text, fields)


@pytest.mark.parametrize("field", PLAIN, ids=lambda field: field.key)
def test_every_spelling_and_every_example_of_an_answer_is_valid(field: Field) -> None:
    values = LOCALE.spellings["values"]
    assert isinstance(values, dict)
    listed = [text for value in field.values for text in (value, value.upper(), *values.get(value, []))]
    checker = validator_of(field.key)
    for text in [*listed, *filter(None, [LOCALE.question(field.key).example])]:
        assert checker.is_valid(text), text


def durations() -> dict[str, Field]:
    return {
        field.key: field
        for field in PLAIN
        if any(isinstance(part, DurationIn) for part in getattr(field.item, "__metadata__", ()))
    }


@pytest.mark.parametrize("key", durations())
def test_a_length_ends_in_the_schema_where_it_ends_for_the_reader(key: str) -> None:
    field = durations()[key]
    checker, kind = validator_of(key), TypeAdapter(field.type)
    (duration,) = (part for part in field.item.__metadata__ if isinstance(part, DurationIn))
    for unit in duration.units:
        amounts = duration.whole_amounts(unit)
        for amount in (amounts.start - 1, amounts.start, amounts.stop - 1, amounts.stop, amounts.stop + 1):
            text = LOCALE.count(max(amount, 0), unit)
            try:
                kind.validate_python(text, context={"locale": LOCALE})
                is_read = True
            except ValidationError:
                is_read = False
            assert checker.is_valid(text) == is_read, text
            assert is_read == (amount in amounts or (duration.none and amount <= 0)), text


@pytest.mark.parametrize(
    "changes",
    [
        {"people": "{mentee: {name: Ada, pronouns: she/her}, mentor: [{name: Ben, covers: all}, Cy, {name: Di}]}"},
        {"goals": "Chair a meeting"},
        {"goals": "[to discuss]"},
        {"goals": "[Chair a meeting, {title: Write, steps: [one, two], by: 2026-03-01}]"},
        {"purpose": "{statement: A sentence., success: none, note: It depends.}"},
        {"meetings": "to discuss"},
        {"boundaries": "{off_limits: [Health, Family], gifts: none}"},
        {"feedback": "{preference: {mentee: [direct, in writing], mentor: 'gentle first, in writing'}}"},
        {"communication": "", "open": "{communication.reply: {mentee: 2 days}, communication.channel: {}}"},
        {"term": "{start: 2026-01-01}", "open": "{term.length: {decide_by: 2026-02-01}}"},
        {"confidentiality": "{level: STRICT, ask_first: 'No', reporter: {mentor: 'yes'}}"},
        {"research": "none", "also_agreed": "We speak English."},
        {"resources": "[A desk, {need: A badge, who: the office}]", "skills": "none"},
        {"feedback": "{preference: {mentee: direct}}", "open": "{feedback.preference.mentor: {}}"},
    ],
    ids=str,
)
def test_every_way_to_put_an_answer_is_valid(changes: dict[str, str]) -> None:
    text = settled_text(**changes)
    assert read_interview(text.encode()).problems == ()
    assert refused(loaded(text)) == []


def test_an_editor_is_told_title_question_reason_example_and_meanings() -> None:
    schema = validator().schema
    level = _answer(schema, FIELDS["confidentiality.level"])
    words = LOCALE.question("confidentiality.level")
    assert level["title"] == words.label
    assert level["description"].startswith(words.ask)
    listed = next(way for way in schema["$defs"]["confidentiality.level"]["anyOf"] if "anyOf" in way)["anyOf"][0]
    assert listed["enum"] == ["standard", "strict", "non attribution", "open", "youth limited"]
    assert len(listed["enumDescriptions"]) == 5
    assert _answer(schema, FIELDS["meetings.length"])["examples"] == [LOCALE.question("meetings.length").example]


def test_the_patterns_are_those_that_javascript_reads_as_well() -> None:
    patterns = [*_patterns(validator().schema), *_patterns(validator("program").schema)]
    assert len(patterns) > 100
    for pattern in patterns:
        # With the flag `u`, which editors set, a needless backslash is an error there, and flags inside do not exist.
        assert not set(re.findall(r"\\(.)", pattern)) - set("sSnu^$\\.*+?()[]{}|/"), pattern
        assert not re.search(r"\(\?[^:]", pattern), pattern


def _patterns(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["pattern"]] if isinstance(node.get("pattern"), str) else []
        own += list(node.get("patternProperties", {}))
        return own + [pattern for value in node.values() for pattern in _patterns(value)]
    return [pattern for value in node for pattern in _patterns(value)] if isinstance(node, list) else []


Run = Callable[..., Outcome]


def test_schema_writes_to_standard_output_or_a_file_and_overwrites_only_with_force(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    shown = run("schema")
    assert (shown.code, json.loads(shown.out)["title"]) == (0, "A mentoring interview")
    assert "program" in run("schema", "--program").out[:200]
    written = run("schema", "-o", path)
    assert (written.code, written.out) == (0, f"{path}\n")
    assert path.read_text(encoding="utf-8") == shown.out
    assert f"--schema {path}" in written.err
    assert run("schema", "-o", path).code == 2
    assert run("schema", "-o", path, "--force").code == 0


def test_new_names_the_schema_in_its_first_line_where_one_is_asked_for_or_near(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "pairs"
    folder.mkdir()
    assert run("new", folder / "plain.yaml").code == 0
    assert "yaml-language-server" not in (folder / "plain.yaml").read_text(encoding="utf-8")
    outcome = run("new", folder / "a.yaml", "--schema", tmp_path / "agreementgen.schema.json")
    assert outcome.out.splitlines() == [str(folder / "a.yaml"), str(tmp_path / "agreementgen.schema.json")]
    first, *rest = (folder / "a.yaml").read_text(encoding="utf-8").splitlines()
    assert first == "# yaml-language-server: $schema=../agreementgen.schema.json"
    assert rest == (folder / "plain.yaml").read_text(encoding="utf-8").splitlines()
    assert json.loads((tmp_path / "agreementgen.schema.json").read_bytes()) == validator().schema
    assert run("new", tmp_path / "b.yaml").code == 0
    assert (
        (tmp_path / "b.yaml")
        .read_text(encoding="utf-8")
        .startswith("# yaml-language-server: $schema=agreementgen.schema.json\n")
    )
    assert run("check", tmp_path / "b.yaml").code == 0


def test_a_schema_whose_path_has_a_space_is_refused_before_anything_is_written(run: Run, tmp_path: Path) -> None:
    outcome = run("new", tmp_path / "a.yaml", "--schema", tmp_path / "my schema.json")
    assert outcome.code == 2
    assert "space" in outcome.err
    assert list(tmp_path.iterdir()) == []
