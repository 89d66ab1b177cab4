"""`Node` → `Interview`: states, the `open:` block, defaults, and all problems at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter, ValidationError

from agreementgen.errors import Code, Problem
from agreementgen.interview.body import Body, Path, is_empty, is_open
from agreementgen.interview.fields import FIELDS, PERSON_IDS, Answers, Field
from agreementgen.interview.layers import defaults_of, kinds
from agreementgen.interview.log import Place, ProblemLog
from agreementgen.interview.model import Interview, Standing, State, question_key
from agreementgen.interview.schedule import end_of
from agreementgen.interview.values import nearest
from agreementgen.interview.yamltext import Entry, Mapping, Scalar, read_yaml
from agreementgen.locales import Locale, available, fold, load_locale

__all__ = ["Reading", "read_interview"]

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file gave: the interview where it could be made, and every problem.

    With problems `interview` is `None`: nothing is ever rendered from a file that was only half understood.
    """

    interview: Interview | None
    problems: tuple[Problem, ...]


def read_interview(data: bytes, file: str = "interview.yaml", *, locale: Locale | None = None) -> Reading:
    """Read one interview.

    Args:
        data: The bytes of the file.
        file: Its name, as problems shall show it.
        locale: Whose spellings are accepted and whose words the messages take; English where none is given.
    """
    log = ProblemLog(file, locale or load_locale("en"))
    root = read_yaml(data, log)
    if root is None:
        return Reading(None, log.ordered())
    body = Body(log)
    body.take_section(Mapping({k: e for k, e in root.entries.items() if k != "open"}, root.place), Answers, ())
    answers = body.typed()
    if "open" in root:
        _take_open(root.entries["open"], body, answers)
    _check_together(answers, body)
    if log.problems:
        return Reading(None, log.ordered())
    return Reading(Interview(_with_defaults(answers, body), _standings(answers, body), file), ())


def _take_open(entry: Entry, body: Body, answers: Answers) -> None:
    log = body.log
    if not isinstance(entry.value, Mapping):
        if not is_empty(entry.value):
            log.add(Code.OPEN_SHAPE, entry.value.place, key="open")
        return
    for item in entry.value.entries.values():
        try:
            field = FIELDS[question_key(item.key)]
        except KeyError:
            plain = tuple(key for key in FIELDS if "*" not in key)
            close = nearest(item.key, plain, "").replace(" ", "_")
            hint = "advice.did_you_mean" if close else "advice.full_key"
            log.add(Code.UNKNOWN_KEY, item.place, key=item.key, advice=log.locale.label(hint, name=close))
            continue
        if item.key in body.settled or any(key.startswith(f"{item.key}.") for key in body.settled):
            first = body.settled.get(item.key) or next(
                p for k, p in body.settled.items() if k.startswith(f"{item.key}.")
            )
            log.add(Code.SETTLED_AND_OPEN, item.place, key=item.key, line=first.line)
        elif item.key in body.standings:
            log.add(Code.SETTLED_AND_OPEN, item.place, key=item.key, line=_line_of(body.standings[item.key]))
        elif not field.asked.can_be_open:
            log.add(Code.CANNOT_BE_OPEN, item.place, key=item.key)
        elif (standing := _open_standing(item, field, body)) is not None:
            body.standings[item.key] = standing


def _line_of(standing: Standing) -> int:
    return standing.place.line if standing.place else 0


def _open_standing(entry: Entry, field: Field, body: Body) -> Standing | None:
    log, node = body.log, entry.value
    if isinstance(node, Scalar) and (is_empty(node) or is_open(node)):
        return Standing(State.TO_DISCUSS, entry.place)
    if not isinstance(node, Mapping) or (len(node.entries) > 1 and "decide_by" in node):
        log.add(Code.OPEN_SHAPE, node.place, key=entry.key)
        return None
    views: dict[str, Any] = {}
    decide_by: date | None = None
    for view in node.entries.values():
        if view.key == "decide_by":
            decide_by = _value(view, date_field(), body, f"{entry.key}.decide_by")
        elif view.key not in PERSON_IDS:
            hint = nearest(fold(view.key), (*PERSON_IDS, "decide_by"), ", ".join((*PERSON_IDS, "decide_by")))
            log.add(Code.PERSON_UNKNOWN, view.place, key=entry.key, name=view.key, nearest=hint)
        elif isinstance(view.value, Scalar) and (is_empty(view.value) or is_open(view.value)):
            continue
        else:
            views[view.key] = _value(view, field, body, entry.key)
    if decide_by:
        return Standing(State.LATER, entry.place, decide_by=decide_by)
    states = (State.TO_DISCUSS, State.ONE_SIDED, State.DIFFERS)
    return Standing(states[min(len(views), 2)], entry.place, views=views)


def date_field() -> Field:
    """Give the field whose type reads a plain day."""
    return FIELDS["term.start"]


def _value(entry: Entry, field: Field, body: Body, key: str) -> Any:
    """Read one view by its field's type; what cannot be read is reported at its own place."""
    root: Path = ("open", key, entry.key)
    apart = Body(body.log)
    apart.places[root] = entry.place
    value = apart.plain(entry.value, field, root)
    if value is None:
        return None
    try:
        return TypeAdapter(field.type).validate_python(value, context={"locale": body.log.locale})
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            path = (*root, *fault["loc"])
            place = next(apart.places[path[:n]] for n in range(len(path), 0, -1) if path[:n] in apart.places)
            apart.places = {path: place}
            details = {name: v for name, v in fault.get("ctx", {}).items()}
            apart.report(fault["type"], path, details)
    return None


def _check_together(answers: Answers, body: Body) -> None:
    """Check what only several answers together can get wrong."""
    log, term = body.log, answers.term
    if answers.schema_version and answers.schema_version > SCHEMA:
        place = body.places.get(("schema",))
        log.add(Code.SCHEMA_NEWER, place, key="schema", version=answers.schema_version, known=SCHEMA)
    kind = answers.relationship.kind
    if kind and fold(kind) not in kinds():
        spelled = nearest(fold(kind), kinds(), ", ".join(kinds()))
        place = body.places.get(("relationship", "kind"))
        log.add(
            Code.NOT_A_CHOICE, place, key="relationship.kind", value=kind, allowed=", ".join(kinds()), nearest=spelled
        )
    language = answers.document.language
    if language and language.split("-")[0].lower() not in available():
        place = body.places.get(("document", "language"))
        log.add(Code.LANGUAGE_MISSING, place, key="document.language", value=language, known=", ".join(available()))
    if term.start and term.end:
        place = body.places.get(("term", "end"))
        if term.end < term.start:
            log.add(Code.END_BEFORE_START, place, key="term.end", start=log.locale.day(term.start))
        elif term.length and end_of(term.start, term.length) != term.end:
            reckoned = end_of(term.start, term.length)
            log.add(
                Code.LENGTH_AND_END_DIFFER,
                place,
                key="term.end",
                reckoned=log.locale.day(reckoned),
                iso=reckoned.isoformat(),
            )


def _standings(answers: Answers, body: Body) -> dict[str, Standing]:
    """Give every key's standing in the order of the questions."""
    stood = dict(body.standings)
    for key, place in body.settled.items():
        stood.setdefault(key, Standing(State.AGREED, place))
    defaults = defaults_of(_kind_of(answers))
    for key, field in FIELDS.items():
        if "*" in key or any(_covers(other, key) for other in stood):
            continue
        if key == "term.length" and "term.end" in stood:
            continue
        if key == "term.end":
            continue
        where = f"{key}.mentee" if field.asked.per_person else key
        needs_note = key == "relationship.overlap_note" and answers.relationship.mentor_has_say in ("some", "direct")
        if (field.asked.required or needs_note) and where not in stood:
            stood[where] = Standing(State.UNANSWERED, _section_place(key, body))
        elif key in defaults:
            stood[key] = Standing(State.DEFAULTED)
    order = {key: number for number, key in enumerate(FIELDS)}
    return dict(sorted(stood.items(), key=lambda item: order[question_key(item[0])]))


def _covers(other: str, key: str) -> bool:
    return other == key or key.startswith(f"{other}.")


def _section_place(key: str, body: Body) -> Place | None:
    parts = tuple(key.split("."))
    return next((body.places[parts[:n]] for n in range(len(parts), 0, -1) if parts[:n] in body.places), None)


def _with_defaults(answers: Answers, body: Body) -> Answers:
    """Fill in the default of each optional field that was left out and is not open."""
    for key, text in defaults_of(_kind_of(answers)).items():
        field = FIELDS[key]
        path: Path = tuple(key.split("."))
        if body.at(path) is None and not any(_covers(other, key) for other in body.standings):
            entry = Entry(str(path[-1]), Place(0, 0), Scalar(text, Place(0, 0)))
            value = body.plain(entry.value, field, path)
            body.put(path, value)
    return body.validated(body.data)


def _kind_of(answers: Answers) -> str | None:
    kind = answers.relationship.kind
    return fold(kind) if kind else None
