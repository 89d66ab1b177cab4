"""Interview → what the pair still has to settle, most pressing first, each with the question that opens the talk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from agreementgen.agreement.clauses import fill
from agreementgen.agreement.phrases import GIVEN, Shown, in_words
from agreementgen.agreement.scene import Scene
from agreementgen.agreement.text import Paragraph, Run, RunKind, Runs
from agreementgen.agreement.wordbook import Wordbook, named
from agreementgen.errors import Code
from agreementgen.interview import nudges
from agreementgen.interview.body import slug_of
from agreementgen.interview.fields import FIELDS
from agreementgen.interview.model import Interview, State, question_key
from agreementgen.interview.reach import answer_at
from agreementgen.interview.readiness import urgency

__all__ = ["OpenItem", "has_open_items", "open_items"]

SCALES = tuple(
    key
    for key, field in FIELDS.items()
    if field.asked.per_person and (key.startswith("expectations.") or key == "relationship.style")
)
"""Pairs of opposites that each of the two rates alone, from 1 to 5."""
GAPS = {
    Code.GOAL_WITHOUT_MEASURE: "goal_measure",
    Code.GOAL_WITHOUT_DATE: "goal_measure",
    Code.REPORTER_UNKNOWN: "reporter",
    Code.NO_THIRD_PERSON: "third_person",
}
"""What to talk about where `check` gives a nudge; what a goal lacks is one talk."""
FAR_APART = 2
MIDDLE = 3


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One thing to settle.

    Attributes:
        key: Full key of the answer; empty for a gap that no answer fills.
        views: Who said what, in the order of the people; none of them is marked as right.
        is_about_a_goal: Whether a goal's measure or day is missing.
    """

    key: str
    topic: Runs
    opening: Runs
    views: tuple[tuple[Runs, Runs], ...]
    is_about_a_goal: bool = False


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An item before it has words; `others` are the keys of those who have not answered the same question either."""

    rank: int
    key: str
    gap: str = ""
    about: str = ""
    others: tuple[str, ...] = ()

    def is_the_same_as(self, other: _Candidate, interview: Interview) -> bool:
        """Tell whether both are the same question to two people, and neither has answered it."""
        if not (other.key and FIELDS[question_key(self.key)].asked.per_person):
            return False
        is_one = self.key.rpartition(".")[0] == other.key.rpartition(".")[0]
        return is_one and all(interview.state(each.key) is State.UNANSWERED for each in (self, other))

    @property
    def is_about_a_goal(self) -> bool:
        return self.gap == "goal_measure" or (self.key.startswith("goals.") and self.key.count(".") > 1)


def open_items(book: Wordbook, copy: str) -> tuple[OpenItem, ...]:
    """Give everything that is open, ranked, in the words of one copy.

    Args:
        book: Words and scene; `gaps` in its file names what no answer fills.
        copy: `mentee`, `mentor` or `shared`, for whose reader views are called "yours".
    """
    return tuple(_worded(candidate, book, copy) for candidate in _candidates(book.scene.interview))


def has_open_items(interview: Interview) -> bool:
    """Tell whether an answer is open, or two people stand far apart; gaps that no answer fills do not count."""
    return any(candidate.key for candidate in _candidates(interview))


def _candidates(interview: Interview) -> list[_Candidate]:
    """Rank what is to be talked about: what is open by its urgency, then scales, goals and other gaps."""
    answers = interview.answers
    found: list[_Candidate] = []
    overlap_is_said = interview.state("relationship.overlap_note") in (None, State.AGREED)
    if answers.relationship.mentor_has_say in ("some", "direct") and overlap_is_said:
        found.append(_Candidate(1, "", "overlap"))
    for key, standing in interview.standings.items():
        if rank := urgency(key, standing.state):
            one = _Candidate(rank, key)
            same = next((each for each in found if one.is_the_same_as(each, interview)), None)
            if same:
                # What several people have not answered yet is one thing to ask all of them.
                found[found.index(same)] = replace(same, others=(*same.others, key))
            else:
                found.append(one)
    found += _nudged(interview)
    lead = "mentor" if interview.is_pair else "facilitator"
    if lead not in (answers.feedback.preference or {}) and interview.state(f"feedback.preference.{lead}") is None:
        found.append(_Candidate(10, "", "mentor_preference"))
    found += _apart(interview)
    return sorted(found, key=lambda candidate: candidate.rank)


def _nudged(interview: Interview) -> Iterator[_Candidate]:
    """Name each gap that a nudge is about, once; a goal of which something is to discuss anyway needs no more."""
    wanted: dict[_Candidate, None] = {}
    for each in nudges(interview):
        gap, about = GAPS[each.code], each.key.rpartition(".")[0]
        if gap != "goal_measure":
            wanted[_Candidate(10, "", gap, str(each.words.get("name", "")))] = None
        elif all(interview.state(f"{about}.{part}") in (None, State.AGREED) for part in ("measure", "by")):
            wanted[_Candidate(9, "", gap, each.words["title"])] = None
    yield from wanted


def _apart(interview: Interview) -> Iterator[_Candidate]:
    """Name the scales on which people stand far apart, or all in the middle with no word about it."""
    for key in SCALES:
        rated = answer_at(interview.answers, key) or {}
        said = [rated[id_] for id_ in interview.partners if id_ in rated]
        if len(said) < 2:
            continue
        if max(said) - min(said) >= FAR_APART:
            yield _Candidate(8, key)
        elif {*said} == {MIDDLE} and not interview.answers.expectations.note:
            yield _Candidate(8, key, "both_middle")


def _worded(candidate: _Candidate, book: Wordbook, copy: str) -> OpenItem:
    scene = book.scene
    if candidate.gap:
        label = scene.locale.question(candidate.key).label if candidate.key else ""
        book = book.having(
            about=Shown((Run(candidate.about, RunKind.ANSWER),), GIVEN), topic=Shown((Run(label),), GIVEN)
        )
        path = ("gaps", candidate.gap)
        topic, opening = book.line(*path, "label"), book.line(*path, "opening")
        return OpenItem("", topic, opening, (), candidate.is_about_a_goal)
    question = scene.locale.question(question_key(candidate.key))
    said = fill(question.opening, scene, candidate.key)
    opening = next((block.runs for block in said if isinstance(block, Paragraph)), ())
    views = _seen(candidate.key, scene.interview)
    silent = "wants_to_talk" if scene.interview.state(candidate.key) is State.TO_DISCUSS else "nothing_said"
    topic = _topic((candidate.key, *candidate.others), question.label, scene)
    shown = tuple(_views(candidate.key, views, scene, copy, silent))
    return OpenItem(candidate.key, topic, opening, shown, candidate.is_about_a_goal)


def _seen(key: str, interview: Interview) -> Mapping[str, Any]:
    """Give who said what, as far as the two want it to be seen; numbers of a scale only if both agreed to that."""
    if interview.reveal != "both":
        return {}
    if key in SCALES:
        return (answer_at(interview.answers, key) or {}) if interview.answers.share_scores else {}
    return interview.standings[key].views


def _topic(keys: tuple[str, ...], label: str, scene: Scene) -> Runs:
    """Name the topic, with the people or the goal it is about."""
    parts = keys[0].split(".")
    parent = FIELDS.get(".".join(parts[:-1]))
    if parent and parent.asked.per_person and parts[-1] in scene.shown:
        return (Run(f"{label}: "), *scene.names_of([key.rpartition(".")[2] for key in keys]))
    if parts[0] == "goals" and len(parts) == 3:
        titles = {slug_of(goal.title or ""): goal.title or "" for goal in scene.interview.answers.goals or ()}
        return (Run(f"{label}: "), Run(titles.get(parts[1], parts[1]), RunKind.ANSWER))
    return (Run(label),)


def _views(key: str, views: Mapping[str, Any], scene: Scene, copy: str, silent: str) -> Iterator[tuple[Runs, Runs]]:
    locale = scene.locale
    if not views:
        return
    if not scene.interview.is_pair:
        yield from _grouped(key, views, scene)
        return
    core = scene.interview.core
    for person in (*core, *(other for other in views if other not in core)):
        if person == copy:
            who: Runs = (Run(locale.label("agenda.wrote_self")),)
        else:
            who = named("agenda.wrote_other", scene.shown[person].runs, scene)
        said = in_words(views.get(person), FIELDS[question_key(key)], locale).runs
        yield who, said or (Run(locale.label(f"agenda.{silent}")),)


def _grouped(key: str, views: Mapping[str, Any], scene: Scene) -> Iterator[tuple[Runs, Runs]]:
    """Give each view once, with all who share it."""
    people: dict[Runs, list[str]] = {}
    for person, view in views.items():
        people.setdefault(in_words(view, FIELDS[question_key(key)], scene.locale).runs, []).append(person)
    for said, who in people.items():
        yield (
            named("agenda.wrote_other", scene.names_of(who), scene),
            said or (Run(scene.locale.label("pair.nothing")),),
        )
