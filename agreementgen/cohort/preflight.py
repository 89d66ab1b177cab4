"""All rows of a roster, before the first page: what is wrong with which, and where each pair's files will lie."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from agreementgen.agreement import answer_in_words
from agreementgen.cohort.roster import Roster
from agreementgen.cohort.rows import Pair
from agreementgen.errors import Code, Problem
from agreementgen.files import slug
from agreementgen.interview import Interview, State, what_blocks
from agreementgen.interview.fields import GUARDIAN_ID
from agreementgen.interview.model import person_of

__all__ = ["Planned", "Preflight", "chosen_of", "look_over", "named_by_id"]

ADDRESS = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>.]+")
"""One address and nothing else; whether anybody reads what is sent there, nobody can tell from how it is written."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One pair of a roster, as it will be made.

    Attributes:
        number: Its number in the roster's order, from 1.
        where: Its place, as a person looks for it.
        line: The number of its row; 0 where it is a file of its own.
        pair_id: What the roster calls it; empty where it says nothing.
        slug: What the names of its files begin with; empty where it cannot be made.
        folder: The folder of its files, below that of the cohort.
        names: Names of its people, by person id.
        emails: Their addresses, by person id.
        is_draft: Whether answers are still open.
        problems: Why it cannot be made.
    """

    number: int
    where: str
    line: int
    pair_id: str
    slug: str
    folder: str
    names: Mapping[str, str]
    emails: Mapping[str, str]
    is_draft: bool
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Preflight:
    """What a look over the whole roster found.

    Attributes:
        pairs: Every pair, in the roster's order.
        notes: What may be wrong, and keeps nothing from being made.
    """

    pairs: tuple[Planned, ...]
    notes: tuple[Problem, ...]

    @property
    def good(self) -> tuple[Planned, ...]:
        """The pairs that can be made."""
        return tuple(pair for pair in self.pairs if not pair.problems)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that is wrong, in the roster's order."""
        return tuple(problem for pair in self.pairs for problem in pair.problems)


def look_over(roster: Roster, *, final: bool, ascii_names: bool = False) -> Preflight:
    """Read every row, and compare the rows with each other.

    Args:
        roster: The roster.
        final: Whether what is still open keeps a pair from being made.
        ascii_names: Whether file names are written in Latin letters.
    """
    planned = [_planned(pair, roster, final, ascii_names) for pair in roster.pairs()]
    planned = list(_apart(planned, roster))
    notes = (*roster.notes, *_notes(planned, roster))
    return Preflight(tuple(planned), notes)


def chosen_of(preflight: Preflight, only: Collection[str], limit: int = 0) -> tuple[Planned, ...]:
    """Give the pairs that are asked for.

    Args:
        preflight: The pairs of a roster.
        only: Pair ids, folders, or names of people; all pairs where it is empty.
        limit: How many at most; 0 for all.
    """
    names = {text.casefold() for text in only}
    found = [
        pair
        for pair in preflight.pairs
        if not names
        or names & {pair.pair_id.casefold(), pair.folder.casefold(), *(name.casefold() for name in pair.names.values())}
    ]
    return tuple(found[: limit or None])


def named_by_id(interview: Interview) -> dict[str, str]:
    """Give the names of everyone the agreement is between, by person id."""
    found = {id_: person_of(interview.answers, id_).name or "" for id_ in interview.people}
    return {id_: " ".join(name.split()) for id_, name in found.items() if name}


def _planned(pair: Pair, roster: Roster, final: bool, ascii_names: bool) -> Planned:
    interview = pair.interview
    if interview is None:
        return Planned(pair.number, pair.where, pair.line, pair.pair_id, "", "", {}, {}, False, pair.problems)
    problems = [*_nameless(pair, interview, roster)]
    if final and not problems:
        words = roster.locale
        found = what_blocks(interview, words, words=lambda key, value: answer_in_words(key, value, words))
        problems += [roster.at_its_cell(problem, pair.line) for problem in found]
    names = named_by_id(interview)
    mails = {id_: person_of(interview.answers, id_).email or "" for id_ in names}
    emails = {id_: mail for id_, mail in mails.items() if mail}
    name = slug(interview, ascii_only=ascii_names)
    folder = f"{_safe(pair.pair_id)}-{name}" if _safe(pair.pair_id) else name
    place = (pair.number, pair.where, pair.line, pair.pair_id)
    return Planned(*place, name, folder, names, emails, not interview.is_settled, tuple(problems))


def _safe(pair_id: str) -> str:
    """Give the letters and digits of a pair id, by which no name can leave its folder: 40 at most, in 60 bytes."""
    plain = "".join(char if char.isalnum() else "-" for char in unicodedata.normalize("NFC", pair_id))
    return "-".join(filter(None, plain.split("-")))[:40].encode()[:60].decode(errors="ignore")


def _nameless(pair: Pair, interview: Interview, roster: Roster) -> Iterator[Problem]:
    """Report everyone without a name: with nobody there is nothing to agree on, but a guardian may come later."""
    open_keys = (key for key in interview.keys(State.UNANSWERED) if key != f"people.{GUARDIAN_ID}.name")
    nobody = (key for key in open_keys if key.startswith("people.") and key.endswith(".name"))
    return (roster.problem(Code.NAME_MISSING, pair.where, pair.line, key) for key in nobody)


def _apart(planned: Iterable[Planned], roster: Roster) -> Iterator[Planned]:
    """Let no two pairs write the same files: a pair that is there twice, and folders that are one on some systems."""
    pairs: dict[str, Planned] = {}
    folders: dict[str, Planned] = {}
    for pair in planned:
        if pair.problems:
            yield pair
            continue
        folder = unicodedata.normalize("NFKD", pair.folder).casefold()
        people = "|".join(name.casefold() for name in pair.names.values())
        same = pairs.get(f"id {pair.pair_id.casefold()}") if pair.pair_id else pairs.get(f"names {people}")
        if same:
            yield replace(pair, problems=(roster.problem(Code.PAIR_TWICE, pair.where, pair.line, other=same.where),))
            continue
        if other := folders.get(folder):
            words = {"folder": pair.folder, "other": other.where}
            yield replace(pair, problems=(roster.problem(Code.FOLDERS_COLLIDE, pair.where, pair.line, **words),))
            continue
        pairs[f"id {pair.pair_id.casefold()}" if pair.pair_id else f"names {people}"] = pair
        folders[folder] = pair
        yield pair


def _notes(planned: Iterable[Planned], roster: Roster) -> Iterator[Problem]:
    """Point out addresses that reach nobody or have two names, and mentors with more mentees than was agreed on."""
    owners: dict[str, tuple[str, Planned]] = {}
    mentees: dict[tuple[str, str], list[Planned]] = {}
    for pair in planned:
        for id_, mail in pair.emails.items():
            name = pair.names[id_]
            if not ADDRESS.fullmatch(mail):
                key = f"people.{id_}.email"
                yield roster.problem(Code.EMAIL_UNREACHED, pair.where, pair.line, key=key, value=mail)
            known, first = owners.setdefault(mail.casefold(), (name, pair))
            if known.casefold() != name.casefold():
                words = {"value": mail, "other": first.where, "name": known}
                yield roster.problem(Code.EMAIL_OF_TWO, pair.where, pair.line, key=f"people.{id_}.email", **words)
        if mentor := pair.names.get("mentor"):
            mentees.setdefault((mentor.casefold(), pair.emails.get("mentor", "").casefold()), []).append(pair)
    most = roster.program.most_mentees
    for pairs in mentees.values():
        if most and len(pairs) > most:
            words = {"name": pairs[0].names["mentor"], "count": str(len(pairs)), "most": str(most)}
            yield roster.problem(
                Code.MANY_MENTEES, pairs[most].where, pairs[most].line, key="people.mentor.name", **words
            )
