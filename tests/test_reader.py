"""From nodes to an interview: short forms, states, the open: block, defaults, and all problems at once."""

from __future__ import annotations

import textwrap

import pytest

from agreementgen.errors import Code, Problem
from agreementgen.interview import Interview, State, question_key, read_interview, what_blocks
from agreementgen.interview.body import slug_of
from agreementgen.interview.fields import FIELDS
from agreementgen.interview.layers import defaults_of
from agreementgen.interview.values import Duration
from agreementgen.locales import load_locale


def interview(text: str) -> Interview:
    reading = read_interview(textwrap.dedent(text).encode(), "x.yaml")
    assert reading.interview is not None, "\n".join(map(str, reading.problems))
    assert reading.problems == ()
    return reading.interview


def problems(text: str) -> tuple[Problem, ...]:
    reading = read_interview(textwrap.dedent(text).encode(), "x.yaml")
    assert reading.interview is None
    return reading.problems


def problem(text: str) -> Problem:
    (found,) = problems(text)
    return found


def said(text: str) -> dict[str, State]:
    """Give the states of what the text says, without what is left out."""
    standings = interview(text).standings
    left_out = (State.DEFAULTED, State.UNANSWERED)
    return {key: standing.state for key, standing in standings.items() if standing.state not in left_out}


# Short forms


def test_a_text_for_a_person_is_the_name() -> None:
    people = interview("people: {mentee: Ada, mentor: {name: Ben, title: Chair}}").answers.people
    assert (people.mentee.name, people.mentor.name, people.mentor.title) == ("Ada", "Ben", "Chair")


def test_a_text_for_the_purpose_is_the_statement() -> None:
    assert interview("purpose: By June, Ada chairs.").answers.purpose.statement == "By June, Ada chairs."
    assert said("purpose: By June, Ada chairs.") == {"purpose.statement": State.AGREED}


@pytest.mark.parametrize(
    "text",
    [
        "goals: Chair it",
        "goals: [Chair it]",
        "goals: {title: Chair it}",
        "goals:\n- Chair it",
        "goals: [{title: Chair it}]",
    ],
)
def test_a_text_for_a_goal_is_its_title_and_one_goal_needs_no_list(text: str) -> None:
    goals = interview(text).answers.goals
    assert goals is not None
    assert [goal.title for goal in goals] == ["Chair it"]


def test_a_text_for_a_third_person_or_coordinator_is_the_name() -> None:
    answers = interview("problems: {third_person: Rosa}\nprogram: {coordinator: Lea}").answers
    assert answers.problems.third_person.name == "Rosa"
    assert answers.program.coordinator.name == "Lea"


@pytest.mark.parametrize(
    "text", ["off_limits: money", "off_limits: [money]", "off_limits:\n- money\n-\n- ''", "off_limits: [[], money]"]
)
def test_a_single_value_stands_where_a_list_is_asked_and_empty_items_are_left_out(text: str) -> None:
    read = interview("boundaries:\n" + textwrap.indent(text, "  "))
    assert read.answers.boundaries.off_limits == ("money",)


def test_a_list_of_listed_values_splits_at_commas_and_semicolons_but_free_text_does_not() -> None:
    answers = interview(
        "confidentiality: {exceptions: 'policy reporting, program aggregate; mentoring team'}\n"
        "boundaries: {off_limits: 'family, money'}"
    ).answers
    assert answers.confidentiality.exceptions == ("policy_reporting", "program_aggregate", "mentoring_team")
    assert answers.boundaries.off_limits == ("family, money",)


# Per-person answers


def test_what_each_person_answers_is_a_map_from_person_to_answer() -> None:
    preference = interview(
        "feedback: {preference: {mentee: direct, mentor: [gentle, in writing]}}"
    ).answers.feedback.preference
    assert preference == {"mentee": ("direct",), "mentor": ("gentle_first", "in_writing")}


def test_one_person_may_answer_while_the_other_wants_to_discuss() -> None:
    text = "feedback: {preference: {mentee: direct, mentor: to discuss}}"
    assert said(text) == {"feedback.preference.mentee": State.AGREED, "feedback.preference.mentor": State.TO_DISCUSS}


def test_one_answer_for_both_is_offered_as_a_map() -> None:
    found = problem("feedback: {preference: direct}")
    assert (found.code, found.column) == (Code.PER_PERSON_EXPECTED, 24)
    assert found.help == "write {mentee: direct, mentor: …}"


@pytest.mark.parametrize(("name", "offer"), [("mentr", "mentor"), ("Mentee", "mentee"), ("Ada", "mentee or mentor")])
def test_an_unknown_person_is_reported_with_the_nearest_one(name: str, offer: str) -> None:
    found = problem(f"feedback: {{preference: {{{name}: direct}}}}")
    assert (found.code, found.column) == (Code.PERSON_UNKNOWN, 25)
    assert found.help == f"write {offer} instead"


# States


@pytest.mark.parametrize("nothing", ["", "''", "{}", "[]", "[[], '']"])
@pytest.mark.parametrize("key", [key for key in FIELDS if "." in key and "*" not in key])
def test_empty_is_left_out(key: str, nothing: str) -> None:
    *sections, leaf = key.split(".")
    text = (
        "".join(f"{'  ' * n}{name}:\n" for n, name in enumerate(sections))
        + f"{'  ' * len(sections)}{leaf}: {nothing}\n"
    )
    assert said(text) == {}


def test_a_required_answer_that_is_left_out_is_unanswered_and_never_defaulted() -> None:
    read = interview("schema: 1")
    for key, field in FIELDS.items():
        if field.asked.required and "*" not in key:
            where = f"{key}.mentee" if field.asked.per_person else key
            assert read.state(where) == State.UNANSWERED
    assert not {key for key in read.keys(State.DEFAULTED) if FIELDS[key].asked.required}
    assert not read.is_settled


def test_an_optional_answer_that_is_left_out_takes_the_default_of_the_kind() -> None:
    read = interview("relationship: {kind: workplace}")
    assert set(read.keys(State.DEFAULTED)) == set(defaults_of("workplace")) - {"relationship.kind"}
    assert read.answers.meetings.cancel_notice == Duration(24, "hour")
    assert read.answers.confidentiality.exceptions == ("policy_reporting", "program_aggregate")


def test_a_default_never_stands_where_something_was_said() -> None:
    read = interview("meetings: {wait: to discuss, recording: none, cancel_notice: none}")
    assert read.state("meetings.wait") == State.TO_DISCUSS
    assert read.answers.meetings.wait is None
    assert read.state("meetings.recording") == read.state("meetings.cancel_notice") == State.AGREED


@pytest.mark.parametrize("words", ["to discuss", "To Discuss", "to-discuss", "'to discuss'", "[to discuss]"])
@pytest.mark.parametrize("key", ["meetings.cadence", "boundaries.off_limits", "meetings.place", "goals"])
def test_to_discuss_is_open_on_purpose(key: str, words: str) -> None:
    *section, leaf = key.split(".")
    text = f"{section[0]}:\n  {leaf}: {words}" if section else f"{leaf}: {words}"
    assert said(text) == {key: State.TO_DISCUSS}


@pytest.mark.parametrize("words", ["not sure", "Not-sure", "unsure"])
def test_not_sure_whether_the_mentor_has_a_say_counts_as_to_discuss(words: str) -> None:
    assert said(f"relationship: {{mentor_has_say: {words}}}") == {"relationship.mentor_has_say": State.TO_DISCUSS}


@pytest.mark.parametrize(
    ("section", "opened"),
    [
        ("meetings", {"meetings.cadence", "meetings.length", "meetings.format"}),
        ("relationship", {"relationship.mentor_has_say"}),
        ("purpose", {"purpose.statement"}),
        ("boundaries", {"boundaries.off_limits"}),
        ("review", {"review.first_check", "review.closing"}),
        ("amendments", {"amendments.how"}),
    ],
)
def test_to_discuss_on_a_section_opens_its_required_questions_else_those_with_a_default(
    section: str, opened: set[str]
) -> None:
    assert said(f"{section}: to discuss") == dict.fromkeys(opened, State.TO_DISCUSS)


@pytest.mark.parametrize(
    "text",
    [
        "people: to discuss",
        "people: {mentee: to discuss}",
        "people: {mentee: {name: to discuss}}",
        "schema: to discuss",
        "document: {language: to discuss}",
        "problems: {third_person: to discuss}",
        "program: to discuss",
        "relationship: {kind: to discuss}",
        "goals: [{title: to discuss}]",
        "goals: [to discuss, Ship it]",
    ],
)
def test_names_and_settings_cannot_be_left_to_discuss(text: str) -> None:
    assert problem(text).code == Code.CANNOT_BE_OPEN


@pytest.mark.parametrize("words", ["none", "None", "nothing", "[none]"])
@pytest.mark.parametrize("key", ["boundaries.off_limits", "boundaries.sensitive", "confidentiality.exceptions"])
def test_none_on_a_list_is_a_list_of_none(key: str, words: str) -> None:
    section, leaf = key.split(".")
    read = interview(f"{section}: {{{leaf}: {words}}}")
    assert read.state(key) == State.AGREED
    assert getattr(getattr(read.answers, section), leaf) in ((), None)


def test_none_on_an_optional_text_is_agreed_and_prints_nothing() -> None:
    read = interview("meetings: {place: none, first: none}\nproblems: {third_person: none}")
    assert read.state("meetings.place") == read.state("meetings.first") == State.AGREED
    assert read.answers.meetings.place is None
    assert read.answers.problems.third_person.name is None


@pytest.mark.parametrize(
    "key",
    [
        "purpose.statement",
        "people.mentee.name",
        "meetings.cadence",
        "meetings.length",
        "term.start",
        "term.length",
        "goals",
        "communication.reply",
        "meetings.wait",
        "feedback.preference",
        "review.first_check",
    ],
)
def test_none_where_an_answer_is_needed_is_refused_with_an_example(key: str) -> None:
    *sections, leaf = key.split(".")
    text = "".join(f"{'  ' * n}{name}:\n" for n, name in enumerate(sections)) + f"{'  ' * len(sections)}{leaf}: none\n"
    found = problem(text)
    assert (found.code, found.key) == (Code.NONE_NOT_POSSIBLE, key)
    assert load_locale("en").question(key).example in found.help


@pytest.mark.parametrize("section", ["people", "meetings", "boundaries", "review", "confidentiality"])
def test_none_for_a_whole_section_is_refused_and_never_swallowed(section: str) -> None:
    assert problem(f"{section}: none").code == Code.MAP_EXPECTED


def test_none_for_a_section_without_any_needed_answer_says_that_there_is_none() -> None:
    assert said("program: none") == {}


@pytest.mark.parametrize("item", ["none", "to discuss"])
def test_none_or_to_discuss_beside_other_answers_of_a_list_is_refused(item: str) -> None:
    found = problem(f"boundaries:\n  off_limits:\n    - money\n    - {item}")
    assert (found.code, found.line, found.column) == (Code.NOT_BESIDE_OTHERS, 4, 7)


def test_what_the_mentor_decides_must_be_said_where_there_is_a_say() -> None:
    assert interview("relationship: {mentor_has_say: some}").state("relationship.overlap_note") == State.UNANSWERED
    assert interview("relationship: {mentor_has_say: none}").state("relationship.overlap_note") is None


def test_an_end_makes_a_length_needless() -> None:
    assert interview("term: {end: 2026-05-31}").state("term.length") is None
    assert interview("term: {start: 2025-12-01}").state("term.length") == State.UNANSWERED


def test_an_unanswered_question_is_placed_at_its_section() -> None:
    read = interview("schema: 1\nmeetings:\n  cadence: monthly\n")
    place = read.standings["meetings.length"].place
    assert place is not None
    assert place.line == 2
    assert read.standings["term.start"].place is None


# The open: block


# Goals


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Run a launch review", "run-a-launch-review"),
        ("  Run: a LAUNCH—review! ", "run-a-launch-review"),
        ("C++", "c++"),
        ("3.10 is out", "3-10-is-out"),
        ("हिन्दी सीखना", "हिन्दी-सीखना"),
        ("Zoe\u0308", "zoë"),
        ("🚀", "🚀"),
        ("?!", "?!"),
    ],
)
def test_a_goal_is_called_by_the_words_of_its_title(title: str, slug: str) -> None:
    assert slug_of(title) == slug
    assert question_key(f"goals.{slug}.by") == "goals.*.by"


@pytest.mark.parametrize(
    ("text", "line"),
    [("- {measure: x}", 2), ("- title:\n    measure: x", 2), ("- Rest\n  - measure: x", 3)],
)
def test_a_goal_without_a_title_is_reported_once(text: str, line: int) -> None:
    found = problem(f"goals:\n  {text}\n")
    assert (found.code, found.line, found.column) == (Code.TITLE_MISSING, line, 5)


def test_two_goals_of_one_title_are_reported_with_the_line_of_the_first() -> None:
    found = problem("goals:\n  - Rest\n  - title: rest!\n")
    assert (found.code, found.line, found.column) == (Code.TITLE_TWICE, 3, 12)
    assert "line 2" in found.message


def test_c_plus_plus_and_c_sharp_are_two_goals() -> None:
    goals = interview("goals:\n  - Learn C++\n  - 'Learn C#'\n").answers.goals
    assert goals is not None
    assert len(goals) == 2


def test_ten_goals_are_too_many() -> None:
    assert problem("goals:\n" + "".join(f"  - goal {n}\n" for n in range(10))).code == Code.LIST_TOO_LONG


@pytest.mark.parametrize("section", ["goals", "also_agreed"])
def test_a_text_with_a_colon_in_a_list_is_offered_in_quotes(section: str) -> None:
    found = problem(f"{section}:\n  - Year one: find a topic\n")
    assert (found.code, found.line, found.column) == (Code.COLON_NEEDS_QUOTES, 2, 5)
    assert found.help == 'write: - "Year one: find a topic"'


def test_a_misspelled_key_in_a_goal_is_reported_under_the_goals_name() -> None:
    found = problem("goals:\n  - title: Rest\n    mesure: x\n")
    assert (found.code, found.key, found.help) == (Code.UNKNOWN_KEY, "goals.rest.mesure", 'did you mean "measure"?')


def test_a_list_in_a_list_of_goals_is_no_goal() -> None:
    assert problem("goals: [[a]]").code == Code.MAP_EXPECTED


# Keys and shapes


def test_what_blocks_has_a_place_a_question_and_the_views() -> None:
    text = "schema: 1\nopen:\n  meetings.cadence: {mentee: monthly, mentor: weekly}\n"
    blocks = {problem.key: problem for problem in what_blocks(interview(text), load_locale("en"), text)}
    assert (blocks["meetings.cadence"].code, blocks["meetings.cadence"].line) == (Code.DIFFERS, 3)
    assert (blocks["term.start"].code, blocks["term.start"].line) == (Code.UNANSWERED, 0)
    assert blocks["term.start"].help == "When does it start?"
    assert blocks["meetings.cadence"].source == "  meetings.cadence: {mentee: monthly, mentor: weekly}"
