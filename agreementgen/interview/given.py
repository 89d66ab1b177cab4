"""One layer of answers over another: what a program gives, and what `--set` gives, laid into the answers of a pair."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from agreementgen.errors import Code
from agreementgen.interview.answer import covers, key_advice, node_of, validated
from agreementgen.interview.body import Body, Path, slug_of
from agreementgen.interview.fields import ANSWERING_IDS, FIELDS, SHORT_FORMS, Answers
from agreementgen.interview.log import Place, ProblemLog
from agreementgen.interview.model import OwnClauses, Standing, State, question_key
from agreementgen.interview.reach import answer_at
from agreementgen.interview.written import in_one_line
from agreementgen.interview.yamltext import Scalar

__all__ = ["ELSEWHERE", "Given", "Layer", "fill_in", "given_by", "hold_locks", "set_answers"]

ELSEWHERE = Place(0, 0)
"""The place of an answer that is in another file."""
OTHER_END = {"term.length": "term.end", "term.end": "term.length"}
"""Two ways to say how long something lasts: whoever gives one needs no other."""


@dataclass(frozen=True, slots=True)
class Given:
    """One answer of a layer.

    Attributes:
        key: Its full key; a list of goals is one answer.
        text: What was typed, as nested text; `None` is a spoken "none".
        value: The typed answer.
        place: Where it stands in the layer's file.
        is_locked: Whether the pair cannot change it.
        settled: The keys that it settles: its own, and those of the entries of a list.
        names: What the entries are called, by their path.
    """

    key: str
    text: Any
    value: Any
    place: Place
    is_locked: bool
    settled: tuple[str, ...]
    names: Mapping[Path, str]


@dataclass(frozen=True, slots=True)
class Layer:
    """What a program gives its pairs.

    Attributes:
        file: The name of its file, as problems show it.
        given: Its answers, by full key.
        clauses: What it changes about the clauses.
    """

    file: str = ""
    given: Mapping[str, Given] = field(default_factory=dict)
    clauses: OwnClauses = OwnClauses()  # noqa: RUF009 - OwnClauses is frozen

    def giving(self, key: str) -> Given | None:
        """Give the answer that a full key, or the list it is a part of, has in this layer."""
        return next((given for name, given in self.given.items() if covers(name, key)), None)


def given_by(body: Body, answers: Answers, *, is_locked: bool) -> Iterator[Given]:
    """Give every answer that a body holds, in the order of the questions."""
    for key, question in FIELDS.items():
        if "*" in key or question.asked.per_person:
            continue
        standing = body.standings.get(key)
        if key in body.settled:
            settled = tuple(each for each in body.settled if covers(key, each))
            path: Path = tuple(key.split("."))
            names = {each: name for each, name in body.names.items() if each[: len(path)] == path}
            place, text = body.settled[key], body.at(path)
            if text is not None:
                yield Given(key, text, answer_at(answers, key), place, is_locked, settled, names)
        elif standing and standing.state is State.AGREED:
            yield Given(key, None, None, standing.place or ELSEWHERE, is_locked, (), {})


def fill_in(layer: Layer, body: Body) -> tuple[str, ...]:
    """Lay what a program gives under what the pair says: it stands where they said nothing. Give the keys that do."""
    added = []
    for key, given in layer.given.items():
        is_free = given.is_locked or not _said(OTHER_END.get(key, key), body)
        if is_free and not _said(key, body):
            _lay(given, body, ELSEWHERE)
            added.append(key)
    return tuple(added)


def _said(key: str, body: Body) -> dict[str, Place]:
    """Give where a body says something about a key, about a part of it, or about a whole that holds it."""
    said = {name: standing.place or ELSEWHERE for name, standing in body.standings.items()} | body.settled
    return {name: place for name, place in said.items() if _meet(name, key)}


def _lay(given: Given, body: Body, place: Place) -> None:
    if given.text is None:
        body.standings[given.key] = Standing(State.AGREED, place)
        return
    body.put(tuple(given.key.split(".")), deepcopy(given.text))
    body.settled |= dict.fromkeys(given.settled, place)
    body.names |= given.names


def hold_locks(layer: Layer, body: Body, answers: Answers) -> None:
    """Report what a pair says otherwise than the program does for all of its pairs; the same answer is no offence."""
    for key, given in layer.given.items():
        said = _said(key, body)
        if not given.is_locked or not said:
            continue
        open_there = [name for name in said if name not in body.settled and not _is_none(name, body)]
        value = answer_at(answers, key)
        if not open_there and (value == given.value or (value is None and not _is_none(key, body))):
            # Nothing at all is a value that could not be read: that is told already.
            continue
        name = open_there[0] if open_there else next(iter(said))
        _refuse(body.log, given, layer, key, said[name])


def _is_none(key: str, body: Body) -> bool:
    standing = body.standings.get(key)
    return bool(standing and standing.state is State.AGREED)


def _refuse(log: ProblemLog, given: Given, layer: Layer, key: str, place: Place | None) -> None:
    words = in_one_line(given.key, given.value, log.locale)
    log.add(Code.LOCKED, place, key=key, value=words, program=layer.file, line=given.place.line)


def set_answers(pairs: Mapping[str, str], body: Body, layer: Layer) -> None:
    """Lay answers from the command line over everything else, but for what the program locks.

    Args:
        pairs: What was typed, by full key; `none` and `to discuss` are what they are in a file.
        body: The pair's answers, which take them in. Problems are told as of `--set KEY=VALUE`, without a line.
        layer: The program, whose locks hold.
    """
    for key, text in pairs.items():
        log = ProblemLog(f"--set {key}={text}", body.log.locale)
        _set(key, text.strip(), body, layer, log)
        body.log.problems += log.problems


def _set(key: str, text: str, body: Body, layer: Layer, log: ProblemLog) -> None:
    path = _path_of(key, body)
    if path is None:
        log.add(Code.UNKNOWN_KEY, None, key=key, advice=key_advice(key, [*body.settled, *body.standings], log.locale))
        return
    field_, node = FIELDS[question_key(key)], node_of(key, text, log.locale)
    if not text:
        log.add(Code.VALUE_EXPECTED, None, key=key, full=key)
        return
    if field_.asked.per_person and key == field_.key:
        log.add(Code.PER_PERSON_EXPECTED, None, key=key, value=text)
        return
    apart = Body(log)
    locked = next((given for name, given in layer.given.items() if given.is_locked and _meet(name, key)), None)
    if isinstance(node, Scalar) and apart.takes_state(node, field_, key):
        if locked and not log.problems and not (locked.value is None and _is_none(key, apart)):
            _refuse(log, locked, layer, key, None)
        elif not log.problems:
            _clear(key, path, body)
            body.standings[key] = apart.standings[key]
        return
    said = apart.plain(node, field_, path)
    value = validated(said, field_, apart, path)
    if said is None or log.problems:
        return
    if locked and (locked.key != key or locked.value != value):
        _refuse(log, locked, layer, key, None)
        return
    _clear(key, path, body)
    body.put(path, said)
    body.settled |= {key: ELSEWHERE} | apart.settled
    body.names |= apart.names
    other = OTHER_END.get(key, "")
    if other and not (other in layer.given and layer.given[other].is_locked):
        _clear(other, tuple(other.split(".")), body)
    if "*" in field_.key and path[-1] == SHORT_FORMS.get(field_.section):
        _rename(path, text, body)


def _meet(name: str, key: str) -> bool:
    return covers(name, key) or covers(key, name)


def _path_of(key: str, body: Body) -> Path | None:
    """Give where a full key's answer is in a body; `None` for a key that there is not."""
    try:
        question = question_key(key)
    except KeyError:
        return None
    parts = key.split(".")
    if "*" in question:
        here = (path for path, name in body.names.items() if path[0] == parts[0] and name == parts[1])
        return next(((*path, *parts[2:]) for path in here), None)
    is_one = key == question or (FIELDS[question].asked.per_person and parts[-1] in ANSWERING_IDS)
    return tuple(parts) if is_one and key not in ("schema", "answered_by") else None


def _clear(key: str, path: Path, body: Body) -> None:
    """Take out everything that was said about a key, and about the whole that it is a part of, where that is open."""
    wholes = [name for name in body.standings if covers(name, key) and not _is_none(name, body)]
    for name in [*wholes, *(name for name in body.standings if covers(key, name))]:
        body.standings.pop(name, None)
    for name in [name for name in body.settled if covers(key, name)]:
        del body.settled[name]
    if "*" not in question_key(key):
        for each in [each for each in body.names if each[: len(path)] == path]:
            del body.names[each]
    branch: Any = body.data
    for part in path[:-1]:
        branch = branch[int(part)] if isinstance(branch, list) else branch.get(part, {})
    branch.pop(path[-1], None)


def _rename(path: Path, title: str, body: Body) -> None:
    """Let an entry be called by its new title."""
    old, new = body.names[path[:2]], slug_of(title)
    body.names[path[:2]] = new
    base, own = f"{path[0]}.{old}", f"{path[0]}.{new}"
    body.settled = {name.replace(base, own, 1) if covers(base, name) else name: p for name, p in body.settled.items()}
