"""A kind file → facts, clauses, agendas and signers of one kind of mentoring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from agreementgen.errors import TemplateError
from agreementgen.interview.layers import kind_file, kinds
from agreementgen.resources import SHIPPED, Data, Templates

__all__ = ["AgendaPlan", "Kind", "load_kind"]

PAIR = ("mentee", "mentor")
"""Whose copies and names a kind has that says nothing else."""


@dataclass(frozen=True, slots=True)
class AgendaPlan:
    """How the time of a meeting is shared.

    Attributes:
        lengths: The meeting lengths that `blocks` gives minutes for, in minutes, rising.
        blocks: Minutes of each block at each of these lengths, in the order of the meeting; 0 leaves a block out.
        never_under: Minutes that a block gets at least, however short the meeting.
        passes_on: Which blocks take the minutes of one that has nothing to say, and in what parts; without an entry all
            others share them.
        lasts: How long this meeting is, in minutes; 0 for as long as the pair's meetings are.
    """

    lengths: tuple[int, ...]
    blocks: Mapping[str, tuple[int, ...]]
    never_under: Mapping[str, int]
    passes_on: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    lasts: int = 0

    def without(self, names: Iterable[str]) -> AgendaPlan:
        """Give the plan without some blocks; where `passes_on` says so, their minutes go to some of the others."""
        blocks = dict(self.blocks)
        for name in names:
            minutes = blocks.pop(name)
            heirs = {heir: parts for heir, parts in self.passes_on.get(name, {}).items() if heir in blocks}
            for number, total in enumerate(minutes if heirs else ()):
                for heir, more in _shared(total, heirs).items():
                    own = blocks[heir]
                    blocks[heir] = (*own[:number], own[number] + more, *own[number + 1 :])
        never_under = {name: least for name, least in self.never_under.items() if name in blocks}
        return AgendaPlan(self.lengths, blocks, never_under, lasts=self.lasts)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of mentoring.

    Attributes:
        name: Its name in the interview.
        facts: Names of the facts in the strip, in order.
        goals: Ids of the files whose text stands under the goals, without a number.
        parties: Who stands at the top, in order, as far as there is such a person; `mentors` are all of them.
        signers: Who signs, likewise, and in which capacity: a name under `capacities` in the labels.
        initials: Who puts initials under what cannot stay secret, likewise.
        clauses: Numbered clauses in order, each the ids of the files that print as one.
        own_after: Id of the clause behind which a program's further clauses stand.
        spoken: Id of the clause whose exceptions are said aloud at the first meeting.
        agendas: Time plans by meeting.
        scales: Names of the pairs of opposites that each of the two may rate, in order.
        without: Documents that make no sense in this kind.
        copies: Who has a copy of the first meeting's outline of their own: `mentee`, `mentor`; in a group `members`,
            of whom any one takes it, and `facilitator`.
        called_after: Whose names the files bear, by person id.
    """

    name: str
    facts: tuple[str, ...]
    goals: tuple[str, ...]
    parties: tuple[str, ...]
    signers: Mapping[str, str]
    initials: tuple[str, ...]
    clauses: tuple[tuple[str, ...], ...]
    own_after: str
    spoken: str
    agendas: Mapping[str, AgendaPlan]
    scales: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    called_after: tuple[str, ...] = ()


def load_kind(name: str, templates: Templates = SHIPPED) -> Kind:
    """Read a kind file.

    Raises:
        TemplateError: There is none of that name, or it has a wrong shape.
    """
    if name not in kinds(templates):
        raise TemplateError(f'There is no kind "{name}". There is: {", ".join(kinds(templates))}.')
    data = kind_file(name, templates)
    try:
        return Kind(
            name,
            _names(data["facts"]),
            _names(data["goals"]),
            _names(data["parties"]),
            {who: str(capacity) for who, capacity in _mapping(data["signers"]).items()},
            _names(data["initials"]),
            tuple(_names(ids) for ids in _list(data["clauses"])),
            str(data["own_after"]),
            str(data["spoken"]),
            {meeting: _plan(plan) for meeting, plan in _mapping(data["agendas"]).items()},
            _names(data.get("scales", [])),
            _names(data.get("without", [])),
            _names(data.get("copies", list(PAIR))),
            _names(data.get("called_after", list(PAIR))),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise TemplateError(f'The kind file "kinds/{name}.yaml" is incomplete: {error}.') from error


def _plan(data: Data) -> AgendaPlan:
    plan = _mapping(data)
    lengths = tuple(map(int, _names(plan["lengths"])))
    blocks = {name: tuple(map(int, _names(minutes))) for name, minutes in _mapping(plan["blocks"]).items()}
    for column, length in enumerate(lengths):
        if sum(minutes[column] for minutes in blocks.values()) != length:
            raise ValueError(f"the blocks do not add up to {length} minutes")
    never_under = {name: int(str(least)) for name, least in _mapping(plan["never_under"]).items()}
    passes_on = {name: _heirs(heirs) for name, heirs in _mapping(plan.get("passes_on", {})).items()}
    if unknown := {*never_under, *passes_on, *(heir for heirs in passes_on.values() for heir in heirs)} - set(blocks):
        raise ValueError(f"there is no block {', '.join(sorted(unknown))}")
    return AgendaPlan(lengths, blocks, never_under, passes_on, int(str(plan.get("lasts", 0))))


def _heirs(data: Data) -> Mapping[str, int]:
    """Read who takes the minutes of a block: one other, or several with their parts."""
    return {data: 1} if isinstance(data, str) else {heir: int(str(parts)) for heir, parts in _mapping(data).items()}


def _shared(total: int, parts: Mapping[str, int]) -> dict[str, int]:
    """Share whole minutes in parts; what is left over by rounding goes to the first ones."""
    found = {heir: total * part // sum(parts.values()) for heir, part in parts.items()}
    for heir in list(found)[: total - sum(found.values())]:
        found[heir] += 1
    return found


def _mapping(data: Data) -> Mapping[str, Data]:
    if not isinstance(data, dict):
        raise TypeError(f"a mapping is needed, not {data!r}")
    return data


def _list(data: Data) -> list[Data]:
    if not isinstance(data, list):
        raise TypeError(f"a list is needed, not {data!r}")
    return data


def _names(data: Data) -> tuple[str, ...]:
    return tuple(str(item) for item in _list(data))
