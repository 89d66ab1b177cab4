"""One row of a roster → an interview, read like a pair's own file, with every problem at its cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from agreementgen.agreement import document_id
from agreementgen.cohort.columns import NAMES, Column, Layout
from agreementgen.cohort.table import BETWEEN, Row, Table
from agreementgen.errors import Code, Problem
from agreementgen.interview import Interview, Layer, question_key
from agreementgen.interview.answer import node_of
from agreementgen.interview.fields import FIELDS, MENTOR_IDS
from agreementgen.interview.headings import CO_MENTORS, LEFT_OUT, PAIR_ID
from agreementgen.interview.log import Place, ProblemLog
from agreementgen.interview.plain import accepted
from agreementgen.interview.reader import read_nodes
from agreementgen.interview.values import Line
from agreementgen.interview.yamltext import Entry, Listing, Node, Scalar, read_text
from agreementgen.interview.yamltext import Mapping as Group
from agreementgen.locales import Locale, fold

__all__ = ["Pair", "pair_from_row", "with_id"]

FIRST_FURTHER = 2
LATER = "people.mentor.name"
"""Who may be named later, by a word in place of the name."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What a roster says of one pair.

    Attributes:
        number: Its number in the roster's order, from 1.
        where: Its place, as a person looks for it: `sheet Pairs, row 12`.
        pair_id: What the roster calls it; empty where it says nothing.
        interview: Its interview; `None` where it has problems.
        problems: What is wrong with it.
        row: Its row in the sheet; `None` where it is a file of its own.
    """

    number: int
    where: str
    pair_id: str
    interview: Interview | None
    problems: tuple[Problem, ...] = ()
    row: Row | None = None

    @property
    def line(self) -> int:
        """The number of its row; 0 where it is a file of its own."""
        return self.row.number if self.row else 0


def pair_from_row(
    row: Row, number: int, table: Table, layout: Layout, program: Layer, locale: Locale, person: str = ""
) -> Pair:
    """Read one row.

    Args:
        row: The row.
        number: Its number in the roster's order, from 1.
        table: Where it stands.
        layout: What its columns are.
        program: What the program gives.
        locale: Whose spellings are accepted.
        person: Whose own answers it holds, by person id; empty for a pair's.
    """
    where = table.place(row.number, 0, locale)
    log = ProblemLog(table.file, locale)
    named_in = layout.number_of(PAIR_ID)
    pair_id = read_text(row.cells.get(named_in, ""), Place(row.number, named_in), log)
    own = layout.faults.get(row.number, ())
    if not row.cells and own:
        return Pair(number, where, pair_id, None, tuple(own), row)
    tree: dict[str, Any] = {}
    for column in layout.columns:
        text = row.cells.get(column.number, "")
        if text and column.target not in (PAIR_ID, LEFT_OUT):
            place = Place(row.number, column.number)
            _put(tree, column, text, place, log)
    if person:
        tree.setdefault("answered_by", Scalar(person, Place(row.number, 0)))
    reading = read_nodes(_group(tree, row.number), log, program=program)
    found = [*own, *(table.placed(problem, locale) for problem in reading.problems)]
    if found:
        # What could not be read says nothing of what is missing beside it.
        told = {*row.cells, *(problem.column for problem in found)}
        nameless = ((key, layout.by_target[key]) for key in NAMES if key in layout.by_target)
        found += [
            table.problem(Code.NAME_MISSING, row.number, column, locale, key)
            for key, column in nameless
            if column not in told
        ]
    interview = None if found or reading.interview is None else with_id(reading.interview, pair_id)
    return Pair(number, where, pair_id, interview, tuple(sorted(found, key=_by_column)), row)


def _by_column(problem: Problem) -> int:
    return problem.column


def with_id(interview: Interview, pair_id: str) -> Interview:
    """Let a pair that has an id in the roster have a document id that tells it from others of like names."""
    if not pair_id or interview.answers.document.id:
        return interview
    document = interview.answers.document.model_copy(update={"id": document_id(interview, pair_id)})
    return replace(interview, answers=interview.answers.model_copy(update={"document": document}))


def _put(tree: dict[str, Any], column: Column, cell: str, place: Place, log: ProblemLog) -> None:
    texts = [read_text(text, place, log) for text in cell.removesuffix(BETWEEN).split(BETWEEN)]
    text = "; ".join(texts)
    if column.target == CO_MENTORS:
        listed = list(filter(None, map(str.strip, text.split(";"))))
        if len(listed) >= len(MENTOR_IDS):
            log.add(Code.LIST_TOO_LONG, place, key=CO_MENTORS, count=len(listed), most=len(MENTOR_IDS) - 1)
        for number, each in enumerate(listed[: len(MENTOR_IDS) - 1], start=FIRST_FURTHER):
            name, _, covers = each.partition(":")
            branch = _branch(tree, ["people", f"mentor-{number}"])
            branch["name"] = Scalar(name.strip(), place)
            if covers.strip():
                branch["covers"] = Scalar(covers.strip(), place)
        return
    *path, last = column.target.split(".")
    branch = _branch(tree, path)
    if column.target == LATER and fold(text) in accepted(log.locale, "to_be_named"):
        branch["to_be_named"] = Scalar("yes", place)
        return
    node = _node(column.target, text, place, log.locale)
    if cell.endswith(BETWEEN) and isinstance(node, Listing):
        node = Listing(tuple(Scalar(each, place) for each in texts), place)
    earlier = branch.get(last)
    if column.is_part and earlier is not None:
        items = (*(earlier.items if isinstance(earlier, Listing) else (earlier,)), node)
        node = Listing(items, earlier.place)
    branch[last] = node


def _branch(tree: dict[str, Any], path: Iterable[str]) -> dict[str, Any]:
    for part in path:
        tree = tree.setdefault(part, {})
    return tree


def _node(target: str, text: str, place: Place, locale: Locale) -> Node:
    """Give a cell's text as it would stand in a file."""
    key = _question(target)
    if not key:
        return Scalar(text, place)
    if FIELDS[key].item is Line:
        # Whoever typed a line break into a sheet's cell meant a space.
        text = " ".join(text.split())
    node = node_of(key, text, locale)
    if isinstance(node, Listing):
        return Listing(tuple(Scalar(item.text, place) for item in node.items if isinstance(item, Scalar)), place)
    return Scalar(text, place)


@lru_cache(maxsize=1024)
def _question(target: str) -> str:
    """Give the key of a column's question; empty for an entry of a list, called by its number."""
    try:
        return question_key(re.sub(r"\.\d+(?=\.)", ".*", target))
    except KeyError:
        return ""


def _group(tree: dict[str, Any], row: int) -> Group:
    return Group(dict(_entries(tree, row)), Place(row, 0))


def _entries(tree: dict[str, Any], row: int) -> Iterator[tuple[str, Entry]]:
    for name, inner in tree.items():
        node = _listing(inner, row) if isinstance(inner, dict) and all(map(str.isdigit, inner)) else inner
        node = _group(node, row) if isinstance(node, dict) else node
        place = node.place if node.place.column else _first(node)
        yield name, Entry(name, place, node)


def _listing(tree: dict[str, Any], row: int) -> Listing:
    """Make a list of entries that are called by their numbers; a number that is left out leaves no hole."""
    items = [tree[number] for number in sorted(tree, key=int)]
    nodes = tuple(_at_its_first(_group(item, row)) if isinstance(item, dict) else item for item in items)
    return Listing(nodes, Place(row, 0))


def _at_its_first(group: Group) -> Group:
    return replace(group, place=_first(group))


def _first(node: Node) -> Place:
    """Give the place of the first cell of a group."""
    inner: Iterable[Node] = ()
    if isinstance(node, Group):
        inner = (entry.value for entry in node.entries.values())
    elif isinstance(node, Listing):
        inner = node.items
    return next((place for place in map(_first, inner) if place.column), node.place)
