"""A program’s own clauses: dropped, replaced, added, carried along."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import agreementgen
from agreementgen.documents import kit, pages
from agreementgen.errors import ClauseError, Code, FileError
from agreementgen.interview import canonical_yaml
from agreementgen.opening import open_pair

from ..conftest import settled_text
from .conftest import BADGE, PROGRAM, Run, add, attached, own, printed, program


def test_a_further_clause_is_numbered_and_its_markdown_printed(pair: Path) -> None:
    page = printed(own(pair, "{add: badge.yaml}", badge=BADGE))
    assert "Badges" in page
    assert "<strong><bdi>Bridge</bdi></strong> asks for <em>no badge</em>." in page
    assert "See the rules (https://bridge.example/badges)." in page
    assert "asks https://bridge.example." in page
    assert "Nobody else does." in page.replace("<span> </span>", " ")


def test_an_answer_in_an_own_clause_is_never_markdown_nor_a_placeholder(pair: Path) -> None:
    name = "'*Ada* [x](y) {{ program.name }} <b> 1) & `z`'"
    pair.write_text(pair.read_text(encoding="utf-8").replace("Ada Okafor", name), encoding="utf-8")
    page = printed(own(pair, "{add: badge.yaml}", badge=BADGE))
    assert "<bdi>*Ada* [x](y) {{ program.name }} &lt;b&gt; 1) &amp; `z`</bdi> asks" in page


def test_a_dropped_clause_is_gone_and_a_replaced_one_keeps_its_place(pair: Path) -> None:
    usual = printed(agreementgen.load(pair))
    data = BADGE.replace("id: badge", "id: data").replace("Badges", "Our data")
    page = printed(own(pair, "{drop: [selling], replace: {data: data.yaml}}", data=data))
    assert "We sell each other nothing" in usual
    assert "We sell each other nothing" not in page
    assert page.count("Our data") == 1
    assert page.index("Our data") < page.index("What this paper is")


def test_what_a_pair_noted_under_a_dropped_clause_is_printed_all_the_same(pair: Path) -> None:
    add(pair, "data: {note: Ada keeps the drawings.}\n")
    assert "Ada keeps the drawings." in printed(own(pair, "{drop: [data]}"))


def test_what_always_stands_may_be_said_in_own_words(pair: Path) -> None:
    nature = BADGE.replace("id: badge", "id: nature").replace("Badges", "What it is")
    page = printed(own(pair, "{replace: {nature: nature.yaml}}", nature=nature))
    assert "What it is" in page
    assert "What this paper is" not in page


def test_an_agreement_carries_own_clauses_and_gives_the_same_words_again(pair: Path, tmp_path: Path) -> None:
    data = BADGE.replace("id: badge\n", "").replace("Badges", "Our data")
    interview = own(pair, "{drop: [selling], replace: {data: data.yaml}, add: [badge.yaml]}", data=data, badge=BADGE)
    carried = attached(kit(interview, ["agreement"])[0].data)
    assert set(yaml.safe_load(carried)["clauses"]) == {"drop", "replace", "add"}
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    again = open_pair(carried, "carried.yaml", elsewhere).interview
    assert printed(again) == printed(interview)
    assert canonical_yaml(again, {}) == canonical_yaml(interview, {})
    names = ["agenda-1-shared"]
    assert pages(again, names, source=False) == pages(interview, names, source=False)


def test_words_that_an_agreement_carries_can_do_no_more_than_a_programs(pair: Path) -> None:
    clause = BADGE.replace(
        "Nobody\n", "{% for i in range(99999) %}{% for j in range(99999) %}x{% endfor %}{% endfor %}\n"
    )
    text = "clauses:\n  add:\n    -" + "\n".join(f"      {line}" for line in clause.strip().splitlines())[5:] + "\n"
    opened = open_pair((settled_text(program="{name: Bridge}") + text).encode(), "x.yaml", pair.parent)
    assert [problem.code for problem in opened.reading.problems] == [Code.CLAUSE_PLACEHOLDER]
    with pytest.raises(ClauseError):
        _ = opened.interview


def test_a_fault_in_a_clause_is_not_the_pairs(run: Run, pair: Path) -> None:
    program(pair, PROGRAM + "clauses: {add: badge.yaml}\n", badge=BADGE.replace("title: Badges", "titel: Badges"))
    for command in ("check", "render"):
        outcome = run(command, pair)
        assert outcome.code == 4
        assert "badge.yaml:5:1: error[AG101]" in outcome.out + outcome.err
    add(pair, "meatings: {}\n")
    assert run("check", pair).code == 1


def test_a_clause_file_that_is_missing_or_elsewhere_is_named(pair: Path, tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"badge\.yaml"):
        own(pair, "{add: badge.yaml}")
    outside = tmp_path.parent / "outside-badge.yaml"
    outside.write_text(BADGE, encoding="utf-8")
    (pair.parent / "badge.yaml").symlink_to(outside)
    with pytest.raises(FileError, match="leads out"):
        own(pair, "{add: badge.yaml}")
