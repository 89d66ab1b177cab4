"""A group: members and a facilitator answer, differ, settle, sign and meet, and nobody in it is called a pair."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from agreementgen.agreement import compose_agenda, compose_agreement, copies_for
from agreementgen.agreement.kinds import load_kind
from agreementgen.agreement.text import plain
from agreementgen.agreement.timing import share_time
from agreementgen.documents import documents_for, kit, pages
from agreementgen.errors import Code
from agreementgen.files import slug
from agreementgen.interview import Interview, State, asking, read_interview, read_private, starter
from agreementgen.interview.editing import with_answer
from agreementgen.interview.fields import FIELDS, MEMBER_IDS
from agreementgen.locales import load_locale

from .answers import ALL_KEYS, GROUP, GROUP_KEYS, Answers, base, interview, samples
from .conftest import EXAMPLES, Outcome, example, read, squeezed
from .test_canary import OF_GROUPS, canary, html_of, is_rating, is_text
from .test_golden import words

EN = load_locale("en")
OF_PAIR = re.compile(r"\b(mentees?|mentors?|either|neither|both|the two|the other)\b", re.IGNORECASE)
RUN = Callable[..., Outcome]
CIRCLE = example(EXAMPLES / "group.yaml")
TWO = """
answered_by: {person}
people: {{facilitator: Ada Okafor, {person}: {name}}}
relationship: {{kind: group, mentor_has_say: none}}
meetings: {{cadence: {cadence}}}
"""


def group(**answers: str) -> Interview:
    """Read the settled group with further answers by full key, `__` for a dot."""
    return interview(base("group") | {key.replace("__", "."): value for key, value in answers.items()})


def files(tmp_path: Path, *said: tuple[str, str, str]) -> list[Path]:
    paths = []
    for person, name, cadence in said:
        paths.append(tmp_path / f"{person}.yaml")
        paths[-1].write_text(TWO.format(person=person, name=name, cadence=cadence), encoding="utf-8")
    return paths


@pytest.mark.parametrize("spoken", [CIRCLE, group(), group(meetings__cadence="to discuss")])
def test_no_page_of_a_group_speaks_of_a_pair(spoken: Interview) -> None:
    for name, page in pages(spoken, [n for n in documents_for(spoken) if n != "calendar"], source=False).items():
        # The sheet of questions names every kind of mentoring, and one of its answers is a mixture.
        text = words(page) if name != "questions" else ""
        assert not OF_PAIR.search(text), (name, OF_PAIR.findall(text))


def test_a_group_needs_a_facilitator_and_two_members_with_their_way_to_get_feedback() -> None:
    spoken = read("relationship: {kind: group}")
    needed = [key for key in spoken.keys(State.UNANSWERED) if key.startswith(("people.", "feedback."))]
    assert needed == [
        *(f"people.{id_}.name" for id_ in ("facilitator", "member-1", "member-2")),
        "feedback.preference.member-1",
        "feedback.preference.member-2",
    ]
    three = interview(base("group") | {"people.member-3.name": "Dee"})
    assert [key for key, _ in three.blocking()] == ["feedback.preference.member-3"]
    assert group().is_settled


@pytest.mark.parametrize(
    "text",
    [
        "relationship: {kind: group}\npeople: {mentee: Ada}",
        "relationship: {kind: workplace}\npeople: {member-1: Ada}",
        "relationship: {kind: group, not_roles: therapist}",
        "relationship: {kind: academic}\ngroup: {airtime: rounds}",
        "relationship: {kind: group}\nopen: {purpose.mentor_hopes: {}}",
    ],
)
def test_what_has_no_place_in_a_kind_is_told(text: str) -> None:
    assert [problem.code for problem in read_interview(text.encode()).problems] == [Code.NOT_FOR_KIND]


def test_members_are_a_list_or_called_by_their_ids() -> None:
    listed = read("relationship: {kind: group}\npeople: {members: [Ada, {name: Ben, title: Cook}]}")
    called = read("relationship: {kind: group}\npeople: {member-1: Ada, member-2: {name: Ben, title: Cook}}")
    assert listed.answers == called.answers
    many = f"people: {{members: [{', '.join('abcdefghi')}]}}"
    assert [problem.code for problem in read_interview(many.encode()).problems] == [Code.LIST_TOO_LONG]


def test_a_member_is_put_into_the_list_that_is_there() -> None:
    text = "people:\n  members: [Ada]  # us\n"
    text = with_answer(text, "people.member-2.name", "Ben")
    assert text == "people:\n  members: [Ada, Ben]  # us\n"
    text = with_answer("people:\n  members:   # us\n", "people.member-1.name", "Ada")
    assert read(f"relationship: {{kind: group}}\n{text}").answers.people.member_1.name == "Ada"


def test_any_two_of_a_group_are_compared_and_merged_with_every_view(run: RUN, tmp_path: Path) -> None:
    said = ("member-1", "Ben", "every week"), ("member-2", "Cy", "every month"), ("member-4", "Dee", "every week")
    paths = files(tmp_path, *said)
    assert run("compare", *paths[:2]).code == 1
    shown = run("compare", *paths)
    assert "Ben, Cy and Dee" in shown.out
    out = tmp_path / "circle.yaml"
    assert run("merge", *paths, "-o", out).code == 0
    merged = read(out.read_text(encoding="utf-8"))
    views = merged.standings["meetings.cadence"].views
    assert list(views) == ["member-1", "member-2", "member-4"]
    assert merged.state("relationship.mentor_has_say") is State.AGREED
    assert run("settle", out, "meetings.cadence=@member-4").code == 0
    agenda = compose_agenda(merged, EN, compose_agreement(merged, EN), "shared")
    (item,) = [i for slot in agenda.slots for i in slot.items if i.key == "meetings.cadence"]
    assert [(plain(who), plain(view)) for who, view in item.views] == [
        ("Ben and Dee", "every week"),
        ("Cy", "every month"),
    ]


def test_what_not_all_of_them_answered_is_not_settled(run: RUN, tmp_path: Path) -> None:
    paths = files(tmp_path, ("member-1", "Ben", "every week"), ("member-2", "Cy", "every week"))
    quiet = files(tmp_path, ("member-3", "Dee", ""))
    out = tmp_path / "circle.yaml"
    assert run("merge", *paths, *quiet, "-o", out).code == 0
    assert read(out.read_text(encoding="utf-8")).state("meetings.cadence") is State.ONE_SIDED


def test_everyone_signs_and_the_file_is_called_after_the_facilitator() -> None:
    agreement = compose_agreement(group(), EN)
    assert [signer.id for signer in agreement.signers] == ["member-1", "member-2", "facilitator"]
    assert [signer.capacity for signer in agreement.signers] == ["Member", "Member", "Facilitator"]
    assert agreement.initials == 3
    assert slug(group()) == "Ada-Okafor"
    assert agreement.names == "Ada Okafor and the group"


def test_the_facilitator_has_a_copy_and_the_members_share_one() -> None:
    assert copies_for(group()) == ("members", "facilitator", "shared")
    own = read_private(b"answered_by: member-2\nprivate: {concerns: Qxprivate}").private
    assert own is not None
    made = {each.name: each.data.decode() for each in kit(group(), form="html", private=[own]) if each.form == "html"}
    assert [name for name, page in made.items() if "Qxprivate" in page] == ["agenda-1-members"]
    assert "Cy Moss’s copy" in made["agenda-1-members"]
    other = read_private(b"answered_by: member-1\nprivate: {concerns: No}").private
    assert other is not None
    with pytest.raises(ValueError, match="two members"):
        kit(group(), private=[own, other])


def test_a_first_meeting_of_ninety_minutes_with_nothing_open_is_shared_as_planned() -> None:
    shares = share_time(load_kind("group").agendas["first"].without(["open"]), 90)
    assert list(shares.values()) == [5, 20, 15, 15, 15, 10, 5, 5]


@pytest.mark.parametrize("person", ["", "facilitator", "member-2"])
def test_a_starter_asks_for_no_pair(person: str) -> None:
    text = starter("group", EN, person)
    asked = re.sub("mentor_has_say", "", text)
    assert not re.search(r"\b(mentee|either|neither|the two)\b", asked, re.IGNORECASE)
    assert [question.number for question in asking.twelve({"group"}, person)] == list(range(1, 13))


OWN_KEYS = [
    key
    for key in GROUP_KEYS
    if key not in ALL_KEYS and not re.search("member-[4-8]|reporter", key) and not is_rating(GROUP_KEYS[key])
]
SETTINGS: dict[str, Answers] = {
    "group.size": {"group.newcomers": "by agreement"},
    **{f"people.{id_}.time_zone": {} for id_ in MEMBER_IDS},
}


MORE = {"group.attendance_min": ["50"], "group.missed_limit": ["3"], "group.size": ["5"]}


@pytest.mark.parametrize("key", OWN_KEYS)
def test_what_only_a_group_answers_is_found_in_exactly_the_documents_its_field_names(key: str) -> None:
    field = FIELDS.get(key) or FIELDS[key.rpartition(".")[0]]
    settings = base("group") | SETTINGS.get(key, {})
    if key.startswith("people.member-3."):
        settings |= {"people.member-3.name": "Dee", "feedback.preference.member-3": "direct"}
    expected = field.asked.printed_in & {*OF_GROUPS}
    if is_text(field):
        wanted = canary(key, field)
        printed = html_of(settings | {key: [wanted] if field.is_list else wanted})
        found = {name for name, page in printed.items() if squeezed(wanted) in page}
    else:
        values = samples(GROUP_KEYS[key])
        values = [
            *values,
            *{"group.attendance_min": ["50"], "group.missed_limit": ["3"], "group.size": ["5"]}.get(key, []),
        ]
        if key.endswith("time_zone"):
            values = ["Europe/Lisbon", "Asia/Tokyo"]
        versions = [html_of(settings | {key: [value] if field.is_list else value}) for value in values]
        found = {name for name in OF_GROUPS if len({version.get(name) for version in versions}) > 1}
    assert found == expected


def test_the_group_in_the_tests_is_settled_and_so_is_the_example() -> None:
    assert read(GROUP).is_settled
    assert CIRCLE.is_settled
