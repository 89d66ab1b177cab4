"""Who stands at the top of the agreement, and who signs it in which capacity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from agreementgen.agreement.kinds import Kind
from agreementgen.agreement.scene import Scene
from agreementgen.agreement.text import Runs, plain
from agreementgen.interview.fields import MEMBER_IDS, PERSON_IDS
from agreementgen.interview.model import Interview, is_to_be_named, person_of

__all__ = ["Party", "Signer", "party_of", "present", "signers_of"]


@dataclass(frozen=True, slots=True)
class Party:
    """One of the people, as printed at the top."""

    id: str
    role: str
    name: Runs
    pronouns: str
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signer:
    """One signature block, by person id."""

    id: str
    name: Runs
    capacity: str


NAME_OF = {"coordinator": "program.coordinator.name", "line-manager": "people.line_manager.name"}
"""Where the name of somebody stands who answers nothing for themself."""


def present(groups: Iterable[str], scene: Scene) -> Iterator[str]:
    """Name those who are there, by person id; whoever has to be there and is not known yet counts as well."""
    for group in groups:
        for id_ in _in_group(group, scene.interview):
            if scene.shown[_name_of(id_)].runs:
                yield id_


def _in_group(name: str, interview: Interview) -> tuple[str, ...]:
    """Name those who are called by one word in a kind file: all mentors, all members, or one person alone."""
    of_several = {"mentors": interview.mentors, "members": interview.members}
    return of_several.get(name, (name.replace("_", "-"),))


def _name_of(person: str) -> str:
    return NAME_OF.get(person, f"people.{person}.name")


def party_of(person: str, scene: Scene, kind: Kind) -> Party:
    """Give one of the people by id, with how to reach them and what else is printed beside the name."""
    locale = scene.locale
    name, part = scene.shown[_name_of(person)].runs, _part(person, scene.interview)
    # Where a kind has a name of its own for one of the two, they sign under it as well.
    part = kind.signers.get({"mentor": "mentors"}.get(part, part), part) if part in PERSON_IDS else part
    role = locale.label(f"roles.{part}")
    if person in NAME_OF:
        contact = scene.interview.contact(person)
        return Party(person, role, name, "", tuple(filter(None, (contact.email, contact.phone))))
    answers = person_of(scene.interview.answers, person)
    work = locale.label("lists.between").join(filter(None, (answers.title, answers.organization)))
    details = [getattr(answers, "relationship", None), work, answers.email, answers.phone]
    if not (scene.interview.is_pair and person in scene.interview.core):
        # What the strip of facts and the outlines say of the two has no other place for anyone else.
        details += [plain(scene.shown[f"people.{person}.{name}"].runs) for name in ("time_zone", "language")]
    if day := getattr(answers, "screened_on", None):
        details.append(locale.label("agreement.screened", day=locale.day(day)))
    return Party(person, role, name, answers.pronouns or "", tuple(filter(None, details)))


def signers_of(scene: Scene, kind: Kind) -> Iterator[Signer]:
    """Give who signs: whom the interview names, else whom the kind does.

    Nobody signs for a mentor who is still to be named, or beside a guardian who signs alone. The mentee's manager signs
    where that is the manager's part, or the interview names them.
    """
    interview = scene.interview
    capacities = {id_: name for group, name in kind.signers.items() for id_ in present((group,), scene)}
    usual = [id_ for id_ in capacities if id_ != "line-manager" or _manager_signs(interview)]
    chosen = interview.answers.signatures.signers
    for id_ in usual if chosen is None else present(chosen, scene):
        speaks = interview.answers.youth.mentee_assent is not False or id_ not in interview.minors
        if not speaks or (id_ == "mentor" and is_to_be_named(interview.answers)):
            continue
        part = _part(id_, interview)
        if id_ in interview.minors:
            part = "minor"
        elif part in (id_, id_.replace("-", "_")):
            part = capacities.get(id_, part)
        yield Signer(id_, scene.shown[_name_of(id_)].runs, scene.locale.label(f"capacities.{part}"))


def _manager_signs(interview: Interview) -> bool:
    return interview.answers.relationship.manager_involvement == "signs"


def _part(person: str, interview: Interview) -> str:
    """Give the part a person plays: of several mentors the first leads, and `mentor-3` is a co-mentor."""
    if person == "mentor" and len(interview.mentors) > 1:
        return "lead_mentor"
    if person in MEMBER_IDS:
        return "member"
    return "co_mentor" if person.startswith("mentor-") else person.replace("-", "_")
