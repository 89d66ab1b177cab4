"""Two files become one: it reads back, holds every word that was said, and leads to a final agreement."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from agreementgen.documents import pages
from agreementgen.interview import Interview, State, compare, merged, read_interview, sides_of
from agreementgen.interview.fields import FIELDS
from agreementgen.interview.reach import answer_at
from agreementgen.locales import load_locale

from .answers import ALL_KEYS, base, interview
from .conftest import EXAMPLES, Outcome, pdf_text, read, settled_text
from .test_compare import PAIR, two_answers

EN = load_locale("en")
Run = Callable[..., Outcome]


def together(*files: str | Interview) -> str:
    sides = sides_of([each if isinstance(each, Interview) else read(each) for each in files], EN)
    return merged(compare(sides), EN)


def facts(found: Interview) -> dict[str, object]:
    silent = (State.DEFAULTED, State.UNANSWERED)
    return {
        key: (each.state, dict(each.views), each.decide_by, answer_at(found.answers, key))
        for key, each in found.standings.items()
        if each.state not in silent
    }


def written(folder: Path, **texts: str) -> list[Path]:
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return [folder / f"{name}.yaml" for name in texts]


def test_what_is_equal_is_settled_and_what_is_not_stands_open_with_the_views() -> None:
    found = read(
        together("meetings: {cadence: fortnightly, wait: 20 min}", "meetings: {cadence: every 2 weeks, length: 1 h}")
    )
    assert found.state("meetings.cadence") is State.AGREED
    assert found.standings["meetings.wait"].views.keys() == {"mentee"}
    assert found.standings["meetings.length"].views.keys() == {"mentor"}


def test_every_open_item_has_its_topic_on_a_line_above_it() -> None:
    text = together("communication: {reply: 2 days}", "communication: {reply: 5 days}")
    assert "  # How soon a reply is fair\n  communication.reply: {mentee: 2 days, mentor: 5 days}\n" in text


def test_sections_stand_in_the_order_of_the_questions_and_open_at_the_end() -> None:
    text = together(*(path.read_text(encoding="utf-8") for path in PAIR))
    keys = re.findall(r"^(\w+):", text, flags=re.MULTILINE)
    order = ["schema", *dict.fromkeys(key.split(".")[0] for key in FIELDS if key != "schema"), "open"]
    assert keys == sorted(keys, key=order.index)
    assert keys[-1] == "open"


@pytest.mark.parametrize("key", [key for key in ALL_KEYS if key != "schema"])
def test_a_merged_file_of_two_that_differ_in_one_answer_reads_back(key: str) -> None:
    extra = {}
    if key.startswith(("resources.*.", "skills.*.")):
        extra = {key.rpartition(".")[0] + (".need" if key[0] == "r" else ".name"): "A boat"}
    if key.startswith("program.policies"):
        extra = {"program.policies.*.title": "Conduct"}
    if "mentor-" in key:
        extra = {"people.mentor-2.name": "Cleo"}
    settings = base() | extra
    if key in ("term.end", "meetings.first", "review.mid_point"):
        settings |= {"term.start": "2026-01-01", "term.length": "", "meetings.first": ""}
    if key == "answered_by":
        return
    both = [interview(settings | {key: value}) for value in two_answers(key)]
    comparison = compare(sides_of(both, EN))
    found = read(merged(comparison, EN))
    if not comparison.hides:
        assert set(found.keys(State.DIFFERS)) == {item.key for item in comparison.of(State.DIFFERS)}
        assert set(found.keys(State.ONE_SIDED)) == {item.key for item in comparison.of(State.ONE_SIDED)}
        for item in comparison.of(State.DIFFERS):
            assert found.standings[item.key].views == item.views


def test_a_file_merged_with_itself_says_the_same() -> None:
    for path in sorted(EXAMPLES.glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        if path.name == "unsettled.yaml":
            continue
        own = {key: each for key, each in facts(read(text)).items() if key not in ("schema", "reveal")}
        others = {
            key: each for key, each in facts(read(together(text, text))).items() if key not in ("schema", "reveal")
        }
        # Each speaks for themself, so a second mentor's own answers come from a file of theirs, or from either.
        assert {key: each for key, each in own.items() if others.get(key) != each} == {}


def test_the_order_of_the_files_does_not_matter() -> None:
    one, other = (path.read_text(encoding="utf-8") for path in PAIR)
    assert together(one, other) == together(other, one)


def test_where_only_topics_are_shown_the_file_holds_no_view() -> None:
    text = together(
        "reveal: topic only\nboundaries: {off_limits: zebras}\npurpose: {success: giraffes}\ngoals: [Rest, Feed lions]",
        "boundaries: {off_limits: okapis}\ngoals: [Rest, Ride rhinos]",
    )
    assert not re.search("zebra|giraffe|lion|okapi|rhino", text, flags=re.IGNORECASE)
    found = read(text)
    assert found.reveal == "topic_only"
    assert found.state("boundaries.off_limits") is State.TO_DISCUSS
    assert {key for key in found.standings if key.startswith("goals.another")} == {"goals.another", "goals.another-2"}


@pytest.mark.parametrize("kind", ["academic", "reverse"])
def test_where_power_is_unequal_by_kind_the_views_stay_hidden_unless_both_want_them(kind: str) -> None:
    def files(reveal: str) -> list[str]:
        said = ("zebras", "okapis")
        return [f"{reveal}relationship: {{kind: {kind}}}\nboundaries: {{off_limits: {topic}}}" for topic in said]

    hidden, shown, half = files(""), files("reveal: both\n"), [files("reveal: both\n")[0], files("")[1]]
    assert read(together(*shown)).standings["boundaries.off_limits"].views.keys() == {"mentee", "mentor"}
    for each in (hidden, half):
        assert not re.search("zebra|okapi", together(*each), flags=re.IGNORECASE)
        assert read(together(*each)).reveal == "topic_only"


def test_two_who_name_two_kinds_get_a_file_that_can_be_read_and_settled() -> None:
    text = together("relationship: {kind: workplace}", "relationship: {kind: reverse}")
    assert "relationship.kind: {}" in text
    assert read(text).state("relationship.kind") is State.TO_DISCUSS


def test_two_ids_are_two_agreements(run: Callable[..., Outcome], tmp_path: Path) -> None:
    paths = written(tmp_path, a="document: {id: NW-1}\n", b="document: {id: NW-2}\n")
    outcome = run("merge", *paths, "-o", tmp_path / "out.yaml")
    assert outcome.code == 1
    assert "AG152" in outcome.err
    assert not (tmp_path / "out.yaml").exists()
    paths = written(tmp_path, a="document: {id: NW-1}\n", b="schema: 1\n")
    assert run("merge", *paths, "-o", tmp_path / "out.yaml").code == 0
    assert read((tmp_path / "out.yaml").read_text(encoding="utf-8")).answers.document.id == "NW-1"


def test_a_co_mentors_file_comes_along(run: Callable[..., Outcome], tmp_path: Path) -> None:
    people = "people: {mentee: Ada, mentor: [Ben, Cleo]}\n"
    paths = written(
        tmp_path,
        a="answered_by: mentee\ncommunication: {reply: 2 days}\n" + people,
        b="answered_by: mentor\ncommunication: {reply: 3 days}\n" + people,
        c="answered_by: mentor-2\ncommunication: {reply: 4 days}\nfeedback: {preference: {mentor-2: direct}}\n"
        + people,
    )
    outcome = run("merge", *paths, "-o", "-")
    found = read(outcome.out)
    assert list(found.standings["communication.reply"].views) == ["mentee", "mentor", "mentor-2"]
    assert found.answers.feedback.preference == {"mentor-2": ("direct",)}


def test_two_files_of_one_person_are_refused(run: Callable[..., Outcome], tmp_path: Path) -> None:
    paths = written(tmp_path, a="answered_by: mentor\n", b="answered_by: mentor\n")
    outcome = run("merge", *paths, "-o", "-")
    assert (outcome.code, outcome.out) == (1, "")
    assert "AG150" in outcome.err


def test_an_existing_file_is_never_overwritten_by_itself(run: Callable[..., Outcome], tmp_path: Path) -> None:
    target = tmp_path / "out.yaml"
    target.write_text("mine", encoding="utf-8")
    assert run("merge", *PAIR, "-o", target).code == 2
    assert target.read_text(encoding="utf-8") == "mine"
    assert run("merge", *PAIR, "-o", target, "--force").code == 0


def test_a_program_that_both_name_is_kept(run: Callable[..., Outcome], tmp_path: Path) -> None:
    (tmp_path / "program.yaml").write_text("program: {name: Bridge}\n", encoding="utf-8")
    paths = written(tmp_path, a="include: program.yaml\n", b="include: program.yaml\n")
    assert run("merge", *paths, "-o", tmp_path / "out.yaml", "-q").code == 0
    assert "include: program.yaml\n" in (tmp_path / "out.yaml").read_text(encoding="utf-8")
    assert "program:" not in (tmp_path / "out.yaml").read_text(encoding="utf-8")


def test_two_people_get_from_two_files_to_a_final_agreement(run: Callable[..., Outcome], tmp_path: Path) -> None:
    pair, out = tmp_path / "pair.yaml", tmp_path / "out"
    assert run("compare", *PAIR).code == 1
    assert run("merge", *PAIR, "-o", pair, "--no-input").code == 0
    assert run("render", pair, "-o", out, "--final").code == 1
    draft = run("render", pair, "-o", out)
    assert draft.code == 0
    assert "DRAFT" in draft.out
    (agenda,) = out.glob("*/*agenda-1-mentee.pdf")
    text = pdf_text(agenda.read_bytes())
    first_lone = text.find("How you would know it worked")
    assert 0 < text.find("How soon a reply is fair") < (first_lone if first_lone > 0 else len(text))
    views = ["meetings.cadence=@mentor", "meetings.notes_owner=@mentor", "meetings.cancel_notice=@mentee"]
    values = ["communication.reply=3 working days", "communication.channel=chat", "term.length=@mentor"]
    rest = ["boundaries.off_limits=@mentee", "boundaries.gifts=none", "goals.run-a-launch-review.by=2026-03"]
    assert run("settle", pair, *views, *values, *rest, "--accept-proposed").code == 0
    settled = pair.read_text(encoding="utf-8")
    assert "open:" not in settled
    final = run("render", pair, "-o", out, "--final")
    assert final.code == 0, final.err


def test_nothing_is_open_once_every_view_of_the_mentee_is_taken(run: Callable[..., Outcome], tmp_path: Path) -> None:
    pair = tmp_path / "pair.yaml"
    one = settled_text(boundaries="{off_limits: '[a: b]'}", also_agreed="[No, 'x # y', '0123', 'a\\b']")
    two = settled_text(boundaries="{off_limits: none}", meetings="{cadence: weekly, length: 45 min, format: phone}")
    paths = written(tmp_path, a=one, b=two)
    run("merge", *paths, "-o", pair, "-q")
    found = read(pair.read_text(encoding="utf-8"))
    takes = [f"{key}=@{next(iter(each.views))}" for key, each in found.blocking() if each.views]
    outcome = run("settle", pair, *takes)
    assert outcome.code == 0, outcome.err
    text = pair.read_text(encoding="utf-8")
    assert "open:" not in text
    assert read(text).is_settled
    assert read(text).answers.also_agreed == ("No", "x # y", "0123", "a\\b")


def test_one_answer_and_a_wish_to_talk_are_nothing_to_accept(run: Run, tmp_path: Path) -> None:
    first, second, pair = (tmp_path / f"{name}.yaml" for name in ("a", "b", "pair"))
    first.write_text(settled_text(communication="{channel: email, reply: 3 days}"), encoding="utf-8")
    second.write_text(settled_text(communication="{channel: to discuss, reply: 3 days}"), encoding="utf-8")
    assert run("merge", first, second, "-o", pair, "--no-input").code == 0
    text = pair.read_text(encoding="utf-8")
    assert "communication.channel: {mentee: email, mentor: to discuss}" in text
    run("settle", pair, "--accept-proposed", "--no-input")
    merged = read_interview(pair.read_bytes()).interview
    assert merged is not None
    assert merged.state("communication.channel") is State.TO_DISCUSS
    outline = pages(merged, ["agenda-1-shared"])["agenda-1-shared"]
    assert "wants to talk about it first" in outline
    assert run("settle", pair, "communication.channel=@mentee", "--no-input").code == 0


def test_files_without_names_are_called_by_their_parts(run: Run, tmp_path: Path) -> None:
    for person in ("mentee", "mentor"):
        (tmp_path / f"{person}.yaml").write_text(f"answered_by: {person}\n", encoding="utf-8")
    outcome = run("merge", tmp_path / "mentee.yaml", tmp_path / "mentor.yaml", "-o", "-")
    assert "None" not in outcome.out
    assert "the answers of mentee and mentor" in outcome.out.casefold()


def test_goals_that_only_one_has_named_are_a_blank_in_the_draft(run: Run, tmp_path: Path) -> None:
    first, second, pair = (tmp_path / f"{name}.yaml" for name in ("a", "b", "pair"))
    first.write_text(settled_text(goals="[Learn to say no]"), encoding="utf-8")
    second.write_text(settled_text(goals="[Chair a meeting]"), encoding="utf-8")
    assert run("merge", first, second, "-o", pair, "--no-input").code == 0
    merged = read_interview(pair.read_bytes()).interview
    assert merged is not None
    assert "We have not settled our goals yet" in pages(merged, ["agreement"])["agreement"]
