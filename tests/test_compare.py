"""Two files compared: the seven states, by meaning and not by spelling; and laws that hold for every field."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agreementgen.errors import Code, InterviewError
from agreementgen.interview import Comparison, Interview, Side, State, compare, question_key, sides_of, talk
from agreementgen.interview.answer import read_answer
from agreementgen.interview.fields import FIELDS
from agreementgen.interview.likeness import means_the_same
from agreementgen.interview.log import Place, ProblemLog
from agreementgen.interview.yamltext import Scalar
from agreementgen.locales import load_locale

from .answers import ALL_KEYS, base, interview
from .conftest import EXAMPLES, Outcome, read, settled, settled_text

EN = load_locale("en")
PAIR = [EXAMPLES / "pair" / "mentee.yaml", EXAMPLES / "pair" / "mentor.yaml"]
SETTINGS = {"schema", "answered_by", "reveal", "share_scores"}
WORDS = [
    "yes", "no", "2", "3", "20 minutes", "60 minutes", "3 days", "5 days", "2 weeks", "3 weeks", "3 months", "4 months",
    "every week", "every month", "2026-02-03", "2026-02-24", "en", "en-US", "Europe/Paris", "Europe/Lisbon",
    "A tall ship", "Nine wet dogs",
]  # fmt: skip


def between(mentee: str | Interview, mentor: str | Interview) -> Comparison:
    files = [each if isinstance(each, Interview) else read(each) for each in (mentee, mentor)]
    return compare(sides_of(files, EN))


def states(mentee: str, mentor: str) -> dict[str, State]:
    """Give the states of what either typed."""
    silent = (State.DEFAULTED, State.UNANSWERED)
    return {item.key: item.state for item in between(mentee, mentor).items if item.state not in silent}


def two_answers(key: str) -> list[str]:
    """Give two answers to a question that mean different things."""
    field = ALL_KEYS.get(key) or FIELDS[question_key(key.replace("*", "x"))]
    if field.key == "relationship.kind":
        return ["workplace", "academic"]
    found: list[tuple[Any, str]] = []
    for word in [*field.values, *WORDS]:
        log = ProblemLog("", EN)
        value = read_answer(Scalar(word, Place(0, 0)), key.replace("*", "x"), log)
        if value is not None and not log.problems and not any(means_the_same(field.key, value, v) for v, _ in found):
            found.append((value, word))
    return [word for _, word in found[:2]]


# States


@pytest.mark.parametrize(
    ("mentee", "mentor", "state"),
    [
        ("3 working days", "3 business days", State.AGREED),
        ("3 working days", "5 working days", State.DIFFERS),
        ("3 working days", "", State.ONE_SIDED),
        ("", "3 working days", State.ONE_SIDED),
        ("3 working days", "to discuss", State.TO_DISCUSS),
        ("to discuss", "to discuss", State.TO_DISCUSS),
        ("to discuss", "", State.TO_DISCUSS),
        ("", "", State.UNANSWERED),
    ],
)
def test_two_answers_to_one_question_stand_in_one_state(mentee: str, mentor: str, state: State) -> None:
    found = between(*(f"communication: {{reply: {said}}}" for said in (mentee, mentor)))
    (item,) = (item for item in found.items if item.key == "communication.reply")
    assert item.state is state


def test_a_default_is_never_compared() -> None:
    assert states("meetings: {wait: 20 minutes}", "schema: 1")["meetings.wait"] is State.ONE_SIDED
    assert "meetings.wait" in [item.key for item in between("schema: 1", "schema: 1").of(State.DEFAULTED)]


def test_a_question_put_off_by_one_is_later_unless_the_other_has_answered() -> None:
    later = "open: {boundaries.gifts: {decide_by: 2026-02-01}}"
    assert states(later, "schema: 1")["boundaries.gifts"] is State.LATER
    assert states(later, "boundaries: {gifts: none}")["boundaries.gifts"] is State.TO_DISCUSS


def test_one_view_stands_beside_the_wish_to_discuss() -> None:
    found = between("meetings: {cadence: weekly}", "meetings: {cadence: to discuss}")
    (item,) = found.of(State.TO_DISCUSS)
    assert found.views(item) == {"mentee": "every 1 week"}


# Meaning, not spelling


@pytest.mark.parametrize(
    ("key", "one", "other"),
    [
        ("meetings.cadence", "fortnightly", "every 2 weeks"),
        ("meetings.length", "1 h", "60 minutes"),
        ("meetings.reschedule_within", "7 days", "1 week"),
        ("meetings.cancel_notice", "24 hours", "1 day"),
        ("term.length", "12 months", "1 year"),
        ("boundaries.off_limits", "[pay, family]", "[Family., pay]"),
        ("communication.also_ok", "[chat, phone]", "phone, chat"),
        ("commitments.mentee", "[comes prepared, be kind]", "[Be kind., comes_prepared]"),
        ("purpose.success", "She   runs it.", "she runs it"),
        ("purpose.success", "It’s hers", "It's hers."),
        ("boundaries.off_limits", "none", "nothing"),
        ("meetings.first", "2026-01-07 15:00", "2026-01-07T15:00"),
    ],
)
def test_two_spellings_of_one_answer_agree(key: str, one: str, other: str) -> None:
    section, name = key.split(".")
    assert states(*(f"{section}:\n  {name}: {said}" for said in (one, other)))[key] is State.AGREED


@pytest.mark.parametrize(
    ("key", "one", "other"),
    [
        ("meetings.cadence", "every 4 weeks", "every month"),
        ("term.length", "6 months", "26 weeks"),
        ("communication.reply", "3 days", "3 working days"),
        ("meetings.first", "2026-01-07", "2026-01-07 15:00"),
    ],
)
def test_what_only_looks_alike_differs(key: str, one: str, other: str) -> None:
    section, name = key.split(".")
    assert states(*(f"{section}:\n  {name}: {said}" for said in (one, other)))[key] is State.DIFFERS


def test_the_steps_of_a_goal_have_an_order() -> None:
    one, other = ("goals: [{title: Ship it, steps: [%s]}]" % steps for steps in ("a, b", "b, a"))  # noqa: UP031
    assert states(one, other)["goals.ship-it.steps"] is State.DIFFERS


@pytest.mark.parametrize("key", [key for key in ALL_KEYS if ALL_KEYS[key].values])
def test_every_accepted_spelling_of_a_listed_value_agrees_with_it(key: str) -> None:
    for value in ALL_KEYS[key].values:
        for spelling in EN.spellings["values"].get(value, []):  # type: ignore[union-attr]
            log = ProblemLog("", EN)
            one, other = (
                read_answer(Scalar(text, Place(0, 0)), key.replace("*", "x"), log) for text in (value, spelling)
            )
            assert log.problems or means_the_same(key.replace("*", "x"), one, other), spelling


def test_a_length_and_the_end_it_leads_to_agree() -> None:
    start = "term: {start: 2026-01-01, "
    assert states(start + "length: 6 months}", start + "end: 2026-06-30}")["term.end"] is State.AGREED
    found = between(start + "length: 6 months}", start + "end: 2026-07-31}")
    assert [found.views(item) for item in found.of(State.DIFFERS)] == [{"mentee": "2026-06-30", "mentor": "2026-07-31"}]


# Goals


def test_goals_are_matched_by_their_titles_and_not_by_their_place() -> None:
    mentee = "goals: [{title: Run a launch review, by: 2026-02}, {title: Rest more, by: 2026-03}]"
    mentor = "goals: [{title: rest more., by: 2026-03}, {title: Run a launch review, by: 2026-04}]"
    found = states(mentee, mentor)
    assert found["goals.rest-more.by"] is State.AGREED
    assert found["goals.run-a-launch-review.by"] is State.DIFFERS


def test_a_goal_of_one_person_only_is_one_sided_as_a_whole() -> None:
    found = between("goals: [Rest more, Learn to juggle]", "goals: [Rest more]")
    (item,) = found.of(State.ONE_SIDED)
    assert item.key == "goals.learn-to-juggle"
    assert found.views(item) == {"mentee": {"title": "Learn to juggle"}}


def test_titles_that_are_much_alike_are_one_goal_and_it_is_said() -> None:
    found = between("goals: [Run a launch review]", "goals: [Run the launch reviews]")
    assert [item.key for item in found.of(State.DIFFERS)] == ["goals.run-a-launch-review.title"]
    assert [notice.kind for notice in found.notices] == ["title"]


# Who speaks


def test_everyone_speaks_for_themself() -> None:
    found = between(
        "feedback: {preference: {mentee: direct, mentor: direct}}\nexpectations: {bluntness: {mentee: 1}}",
        "feedback: {preference: {mentor: in writing}}\nexpectations: {bluntness: {mentor: 5}}",
    )
    agreed = {item.key: item.value for item in found.of(State.AGREED)}
    assert agreed["feedback.preference.mentor"] == ("in_writing",)
    assert (agreed["expectations.bluntness.mentee"], agreed["expectations.bluntness.mentor"]) == (1, 5)
    assert [(notice.kind, notice.key) for notice in found.notices] == [("dropped", "feedback.preference.mentor")]


def test_a_word_about_the_other_alone_is_no_answer() -> None:
    found = between("feedback: {preference: {mentee: direct, mentor: direct}}", "schema: 1")
    assert "feedback.preference.mentor" not in [item.key for item in found.items]


def test_the_own_spelling_of_a_name_stands() -> None:
    found = between("people: {mentee: Ada, mentor: Jon}", "people: {mentee: A. Okafor, mentor: Jonathan Reyes}")
    names = {item.key: item.value for item in found.of(State.AGREED)}
    assert names["people.mentee.name"] == "Ada"
    assert names["people.mentor.name"] == "Jonathan Reyes"
    assert {notice.kind for notice in found.notices} == {"name"}


def test_a_question_to_one_person_is_agreed_when_that_one_answered() -> None:
    assert states("schema: 1", "purpose: {mentor_hopes: Fresh eyes}")["purpose.mentor_hopes"] is State.AGREED
    assert states("purpose: {mentor_hopes: Fresh eyes}", "schema: 1")["purpose.mentor_hopes"] is State.ONE_SIDED


def test_answered_by_says_whose_file_it_is_else_the_place_does() -> None:
    one, other = read("answered_by: mentor\nschema: 1"), read("schema: 1")
    for files in ([one, other], [other, one]):
        assert [side.person for side in sides_of(files, EN)] == ["mentee", "mentor"]
        assert sides_of(files, EN)[1].interview is one
    assert sides_of([other, read("schema: 1")], EN)[0].interview is other


def test_two_files_of_one_person_are_refused() -> None:
    with pytest.raises(InterviewError) as refusal:
        sides_of([read("answered_by: mentor"), read("answered_by: mentor", "two.yaml")], EN)
    assert {problem.code for problem in refusal.value.problems} == {Code.AUTHOR_MISSING, Code.SAME_AUTHOR}


# Topic only


@pytest.mark.parametrize("where", [0, 1])
@pytest.mark.parametrize("how", ["reveal: topic only\n", "relationship: {mentor_has_say: direct, overlap_note: x}\n"])
def test_where_only_topics_are_shown_no_view_is(
    where: int, how: str, run: Callable[..., Outcome], tmp_path: Path
) -> None:
    texts = [
        "boundaries: {off_limits: zebras}\npurpose: {success: giraffes}\ngoals: [Rest, Feed lions]\n",
        "boundaries: {off_limits: okapis}\ngoals: [Rest, Ride rhinos]\n",
    ]
    texts[where] += how
    for name, text in zip("ab", texts, strict=True):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    paths = [tmp_path / "a.yaml", tmp_path / "b.yaml"]
    plain, form = run("compare", *paths), run("compare", *paths, "--format", "json")
    assert (plain.code, form.code) == (1, 1)
    for word in ("zebra", "okapi", "giraffe", "lion", "rhino"):
        assert word not in (plain.out + form.out).lower()
    found = between(*texts)
    assert all(not item.views for item in talk(found, EN))
    assert {"key": "boundaries.off_limits"} in json.loads(form.out)["differs"]


# Laws


def test_a_file_never_differs_from_itself() -> None:
    for path in sorted(EXAMPLES.glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        found = compare([Side("mentee", read(text)), Side("mentor", read(text))])
        assert not found.of(State.ONE_SIDED, State.DIFFERS) or path.name == "unsettled.yaml", path.name
        assert not found.of(State.DIFFERS) or path.name == "unsettled.yaml"


@pytest.mark.parametrize("key", [key for key in ALL_KEYS if key != "schema"])
def test_changing_one_answer_is_told_as_exactly_that(key: str) -> None:
    asked, name = ALL_KEYS[key].asked, key.replace("goals.*", "goals.chair-a-practice-meeting")
    values = two_answers(key)
    assert len(values) == 2, values
    extra: dict[str, Any] = {}
    if key.startswith(("resources.*.", "skills.*.")):
        extra = {key.rpartition(".")[0] + (".need" if key[0] == "r" else ".name"): "A boat"}
    if key.startswith("program.policies"):
        extra = {"program.policies.*.title": "Conduct"}
    if key.startswith(("people.mentor-", "confidentiality.reporter.mentor-")):
        extra = {"people.mentor-2.name": "Cleo"}
    if key == "term.end":
        extra = {"term.start": "2026-01-01"}
    settings = base() | extra
    if key in ("term.end", "meetings.first", "review.mid_point"):
        settings |= {"term.start": "2026-01-01", "term.length": "", "meetings.first": ""}
    both = [interview(settings | {key: value}) for value in values]
    found, mirrored = between(*both), between(*both[::-1])
    differs = {item.key: found.views(item) for item in found.of(State.DIFFERS)}
    assert {k: dict(zip(v, list(v.values())[::-1], strict=True)) for k, v in differs.items()} == {
        item.key: mirrored.views(item) for item in mirrored.of(State.DIFFERS)
    }
    if key.endswith(("*.title", "*.need", "skills.*.name")) and not key.startswith("program"):
        assert not differs
        assert len(found.of(State.ONE_SIDED)) == 2
        return
    is_own = asked.by in ("self", "mentee", "mentor") or key in SETTINGS
    name = name.replace("skills.*", "skills.a-boat").replace("resources.*", "resources.a-boat")
    expected = set() if is_own else {"program.policies" if key.startswith("program.policies") else name}
    assert set(differs) == expected


def test_a_comparison_mirrors_the_one_the_other_way_round() -> None:
    texts = [path.read_text(encoding="utf-8") for path in PAIR]
    plain = [text.replace("answered_by: mentee", "").replace("answered_by: mentor", "") for text in texts]
    one, other = between(*plain), between(*plain[::-1])
    swap = {"mentee": "mentor", "mentor": "mentee"}
    for item in one.of(State.DIFFERS):
        (twin,) = (each for each in other.items if each.key == item.key)
        assert one.views(item) == {swap[person]: view for person, view in other.views(twin).items()}


# The command


def test_the_example_has_nine_differences_and_five_answers_of_one_person(run: Callable[..., Outcome]) -> None:
    outcome = run("compare", *PAIR, "--format", "json")
    found = json.loads(outcome.out)
    assert outcome.code == 1
    assert list(found) == ["agreed", "differs", "one_sided", "to_discuss", "unanswered", "defaulted", "later"]
    assert (len(found["differs"]), len(found["one_sided"])) == (9, 5)
    assert {"key": "meetings.cadence", "mentee": "every 2 week", "mentor": "every 1 month"} in found["differs"]
    assert not {"schema", "answered_by"} & set(found["agreed"])


def test_the_list_shows_the_views_side_by_side_and_what_to_do_next(run: Callable[..., Outcome]) -> None:
    outcome = run("compare", *PAIR)
    assert "You see it differently (9)" in outcome.out
    assert "How soon a reply is fair [communication.reply]" in outcome.out
    assert any("2 working days" in line and "5 working days" in line for line in outcome.out.splitlines())
    assert "Next: " in outcome.err
    assert '"Jonathan Reyes"' in outcome.err


def test_files_that_agree_end_with_0(run: Callable[..., Outcome], tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).write_text(settled_text(), encoding="utf-8")
    assert run("compare", tmp_path / "a", tmp_path / "b").code == 0


def test_the_problems_of_both_files_are_shown(run: Callable[..., Outcome], tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("meetings: {cadence: biweekly}\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("term: {start: soon}\n", encoding="utf-8")
    outcome = run("compare", tmp_path / "a.yaml", tmp_path / "b.yaml")
    assert (outcome.code, outcome.out) == (1, "")
    assert "AG109" in outcome.err
    assert "AG105" in outcome.err


def test_talk_is_ranked_and_has_a_question_for_each_topic() -> None:
    found = talk(between(*(path.read_text(encoding="utf-8") for path in PAIR)), EN)
    required = [FIELDS[question_key(item.key)].asked.required for item in found if item.state is State.DIFFERS]
    assert required == sorted(required, reverse=True)
    assert all(item.opening.endswith("?") for item in found)
    assert found[0].views


def test_what_two_see_differently_comes_before_what_only_one_has_said() -> None:
    first = settled(purpose="{statement: x, success: y}", boundaries="{off_limits: none, gifts: none}")
    second = settled(purpose="{statement: x}", boundaries="{off_limits: none, gifts: token only}")
    found = compare((Side("mentee", first), Side("mentor", second)))
    order = [item.key for item in talk(found, load_locale("en"))]
    assert order.index("boundaries.gifts") < order.index("purpose.success")


def test_titles_of_any_length_are_compared_at_once() -> None:
    goals = ["[{title: '" + letters * 900 + "1'}, {title: '" + letters * 900 + "2'}]" for letters in ("ab", "ba")]
    first, second = (settled(goals=text) for text in goals)
    compare((Side("mentee", first), Side("mentor", second)))
