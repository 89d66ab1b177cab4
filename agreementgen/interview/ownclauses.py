"""What a program changes about the clauses, and its own clause files: their shape, with every problem at once.

Whether the words of a clause can be printed is looked at where words are composed, in `agreement/own.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from agreementgen.errors import Code, Problem
from agreementgen.interview.answer import validated
from agreementgen.interview.body import Body, is_empty
from agreementgen.interview.fields import FIELDS
from agreementgen.interview.layers import clause_ids, standing_clauses
from agreementgen.interview.log import Place, ProblemLog
from agreementgen.interview.model import OwnClause, OwnClauses
from agreementgen.interview.plain import nearest
from agreementgen.interview.yamltext import Entry, Listing, Mapping, Node, Scalar, read_yaml
from agreementgen.locales import Locale, fold

__all__ = ["ClausePlan", "read_clause_file", "read_clauses", "read_plan"]

PARTS = ("drop", "replace", "add")
MUST = ("title", "owner", "reviewed_on")
KNOWN = ("id", *MUST, "source", "variants")


@dataclass(frozen=True, slots=True)
class ClausePlan:
    """What a program's file says of clauses.

    Attributes:
        drop: Ids of the clauses it leaves out.
        files: Its own clause files, each with the id of the clause it replaces, empty for a further one.
        places: Where each of these files is named.
    """

    drop: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    places: tuple[Place, ...] = ()


def read_plan(entry: Entry, log: ProblemLog) -> ClausePlan:
    """Read `clauses:` of a program's file: `{drop: [ids], replace: {id: file}, add: [files]}`."""
    drop, own = _parts(entry, log)
    files, places = [], []
    for id_, node in own:
        if not isinstance(node, Scalar):
            log.add(Code.TEXT_EXPECTED, node.place, key=_key(id_))
        else:
            files.append((id_, node.text))
            places.append(node.place)
    return ClausePlan(drop, tuple(files), tuple(places))


def read_clauses(entry: Entry, log: ProblemLog) -> OwnClauses:
    """Read `clauses:` of an interview that an agreement carries: it holds the texts of own clauses, and no files."""
    drop, own = _parts(entry, log)
    replace, add = {}, []
    for id_, node in own:
        if isinstance(node, Scalar):
            log.add(Code.CLAUSE_FILE_HERE, node.place, key=_key(id_), name=node.text)
            continue
        clause = _clause(node, id_, log)
        if clause and id_:
            replace[id_] = clause
        elif clause:
            add.append(clause)
    return OwnClauses(drop, replace, tuple(add))


def read_clause_file(data: bytes, file: str, id_: str, locale: Locale) -> tuple[OwnClause | None, tuple[Problem, ...]]:
    """Read an own clause file.

    Args:
        data: Its bytes.
        file: Its name, as problems shall show it.
        id_: The id of the clause that it replaces, empty for a further one.
        locale: Whose words the problems take.

    Returns:
        The clause, `None` where it has problems, and these.
    """
    log = ProblemLog(file, locale)
    root = read_yaml(data, log)
    clause = _clause(root, id_, log) if root else None
    return (None if log.problems else clause), log.ordered()


def _key(id_: str) -> str:
    return f"clauses.replace.{id_}" if id_ else "clauses.add"


def _parts(entry: Entry, log: ProblemLog) -> tuple[tuple[str, ...], list[tuple[str, Node]]]:
    """Give what is dropped, and each own clause with the id of the one that it replaces."""
    if is_empty(entry.value):
        return (), []
    if not isinstance(entry.value, Mapping):
        log.add(Code.CLAUSES_SHAPE, entry.value.place, key="clauses")
        return (), []
    found = entry.value.entries
    for name, each in found.items():
        if name not in PARTS:
            _unknown(each, f"clauses.{name}", PARTS, log)
    drop = []
    for node in _items(found.get("drop"), log):
        if isinstance(node, Scalar) and _is_known(node.text, node.place, "clauses.drop", log):
            if node.text in standing_clauses(log.locale.templates):
                log.add(Code.CLAUSE_STANDS, node.place, key="clauses.drop", id=node.text)
            drop.append(node.text)
    own: list[tuple[str, Node]] = []
    replace = found["replace"].value if "replace" in found else None
    if isinstance(replace, Mapping):
        for id_, each in replace.entries.items():
            if id_ in drop:
                log.add(Code.GIVEN_TWICE, each.place, key=f"clauses.replace.{id_}", other="clauses.drop")
            elif _is_known(id_, each.place, "clauses.replace", log) and not is_empty(each.value):
                own.append((id_, each.value))
    elif replace is not None and not is_empty(replace):
        log.add(Code.CLAUSES_SHAPE, replace.place, key="clauses.replace")
    own += [("", node) for node in _items(found.get("add"), log)]
    return tuple(drop), own


def _items(entry: Entry | None, log: ProblemLog) -> Iterator[Node]:
    node = entry.value if entry else None
    if node is None or is_empty(node) or (isinstance(node, Scalar) and fold(node.text) == "none"):
        return
    yield from (item for item in (node.items if isinstance(node, Listing) else (node,)) if not is_empty(item))


def _is_known(id_: str, place: Place, key: str, log: ProblemLog) -> bool:
    known = clause_ids(log.locale.templates)
    if id_ in known:
        return True
    close = nearest(fold(id_), sorted(known))
    advice = log.locale.label("advice.did_you_mean", name=close) if close else ""
    log.add(Code.CLAUSE_UNKNOWN, place, key=key, id=id_, advice=advice or ", ".join(sorted(known)))
    return False


def _unknown(entry: Entry, key: str, known: tuple[str, ...], log: ProblemLog) -> None:
    close = nearest(fold(entry.key), known)
    label = log.locale.label
    advice = label("advice.did_you_mean", name=close) if close else label("advice.known_keys", names=", ".join(known))
    log.add(Code.UNKNOWN_KEY, entry.place, key=key, advice=advice)


def _clause(node: Node, id_: str, log: ProblemLog) -> OwnClause | None:
    """Read one own clause; what it lacks, and what nobody would read, is reported."""
    before = len(log.problems)
    if not isinstance(node, Mapping):
        log.add(Code.CLAUSE_SHAPE, node.place, key=_key(id_))
        return None
    data: dict[str, Any] = {}
    for name, entry in node.entries.items():
        if name not in KNOWN:
            _unknown(entry, name, KNOWN, log)
        elif name != "variants" and not is_empty(entry.value):
            if isinstance(entry.value, Scalar):
                data[name] = entry.value.text.strip()
            else:
                log.add(Code.TEXT_EXPECTED, entry.value.place, key=name)
    lacking = [name for name in (*MUST, *(() if id_ else ("id",))) if name not in data]
    for name in lacking:
        log.add(Code.CLAUSE_LACKS, node.place, key=name, name=name)
    own = data.setdefault("id", id_)
    if id_ and own != id_:
        log.add(Code.CLAUSE_ID, node.entries["id"].value.place, key="id", id=own, right=id_)
    elif not id_ and own in clause_ids(log.locale.templates):
        log.add(Code.CLAUSE_ID_TAKEN, node.entries["id"].value.place, key="id", id=own)
    if "reviewed_on" in data:
        place = node.entries["reviewed_on"].value.place
        body = Body(log, places={("reviewed_on",): place})
        validated(data["reviewed_on"], FIELDS["term.start"], body, ("reviewed_on",))
    variants, places = [], []
    for when, text, place in _variants(node, log):
        variants.append({"when": when, "text": text} if when else {"text": text})
        places.append(place)
        if id_ in standing_clauses(log.locale.templates) and not text.strip():
            log.add(Code.CLAUSE_STANDS, place, key=_key(id_), id=id_)
    if variants and "when" in variants[-1]:
        log.add(Code.CLAUSE_NO_LAST, places[-1], key="variants")
    data["variants"] = variants
    return None if len(log.problems) > before else OwnClause(own, data, log.file, tuple(places), "\n".join(log.lines))


def _variants(node: Mapping, log: ProblemLog) -> Iterator[tuple[dict[str, Any], str, Place]]:
    """Give the condition and the text of each variant, and where the text stands."""
    listed = node.entries["variants"].value if "variants" in node else None
    if not isinstance(listed, Listing) or not listed.items:
        log.add(Code.CLAUSE_SHAPE, listed.place if listed else node.place, key="variants")
        return
    for item in listed.items:
        entries = item.entries if isinstance(item, Mapping) else {}
        text, when = entries.get("text"), entries.get("when")
        if text is None or not isinstance(text.value, Scalar) or set(entries) - {"text", "when"}:
            log.add(Code.CLAUSE_SHAPE, item.place, key="variants")
            continue
        conditions: dict[str, Any] = {}
        if when and not isinstance(when.value, Mapping):
            log.add(Code.CLAUSE_SHAPE, when.value.place, key="when")
            continue
        for key, each in when.value.entries.items() if when and isinstance(when.value, Mapping) else ():
            said = each.value.items if isinstance(each.value, Listing) else (each.value,)
            values = [fold(value.text) for value in said if isinstance(value, Scalar)]
            conditions[key] = values if len(values) != 1 else values[0]
        yield conditions, text.value.text, text.value.place
