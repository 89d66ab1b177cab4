"""`Node` → `Interview`: states, the `open:` block, defaults, and all problems at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from agreementgen.errors import Code, Problem
from agreementgen.interview.answer import covers, read_view
from agreementgen.interview.body import Body, is_empty, is_open
from agreementgen.interview.defaulting import is_default, with_defaults
from agreementgen.interview.elsewhere import places_of
from agreementgen.interview.fields import (
    ANSWERING_IDS,
    FIELDS,
    MEMBER_IDS,
    MENTOR_IDS,
    MINOR,
    SHORT_FORMS,
    Answers,
    Field,
)
from agreementgen.interview.given import Layer, fill_in, hold_locks, set_answers
from agreementgen.interview.layers import defaults_by_field, of_kind
from agreementgen.interview.log import Place, ProblemLog
from agreementgen.interview.model import (
    Interview,
    Origin,
    OwnClauses,
    Standing,
    State,
    case_of,
    is_to_be_named,
    must_say,
    question_key,
    rank,
    wholes_of,
)
from agreementgen.interview.ownclauses import read_clauses
from agreementgen.interview.plain import nearest
from agreementgen.interview.program import is_inside
from agreementgen.interview.reach import answer_at
from agreementgen.interview.together import check_terms, check_together
from agreementgen.interview.yamltext import Entry, Listing, Mapping, Scalar, read_yaml
from agreementgen.locales import Locale, fold, load_locale
from agreementgen.resources import Templates

__all__ = ["Reading", "included_by", "read_interview", "read_nodes"]

BESIDE = frozenset({"open", "include", "defaulted", "from_program", "made_with", "clauses"})
"""What stands beside the answers: open questions, and what an agreement notes in the interview it carries."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file gave: the interview where it could be made, and every problem.

    With problems `interview` is `None`: nothing is ever rendered from a file that was only half understood.
    """

    interview: Interview | None
    problems: tuple[Problem, ...]


def read_interview(
    data: bytes,
    file: str = "interview.yaml",
    *,
    program: Layer | None = None,
    include: Callable[[str], Layer | None] | None = None,
    sets: MappingOf[str, str] | None = None,
    locale: Locale | None = None,
) -> Reading:
    """Read one interview.

    Args:
        data: The bytes of the file.
        file: Its name, as problems shall show it.
        program: What the pair's program says, for what the pair left out.
        include: Opens the program's file that the interview names by `include:`; gives `None` where that cannot be
            read, which is then a problem of this file. Not asked where `program` is given.
        sets: Answers from the command line, as typed, by full key; they go before the file's, not before locks.
        locale: Whose spellings are accepted and whose words the messages take; English where none is given.
    """
    log = ProblemLog(file, locale or load_locale("en"))
    root = read_yaml(data, log)
    if root is None:
        return Reading(None, log.ordered())
    return read_nodes(root, log, program=program, include=include, sets=sets)


def read_nodes(
    root: Mapping,
    log: ProblemLog,
    *,
    program: Layer | None = None,
    include: Callable[[str], Layer | None] | None = None,
    sets: MappingOf[str, str] | None = None,
) -> Reading:
    """Read one interview from what a file, or one row of a roster, was composed to.

    Args:
        root: The answers, each with its place.
        log: Takes the problems; its file's name is the interview's, and its locale's spellings are accepted.
        program: As for `read_interview`, and so are the further ones.
        include: See there.
        sets: See there.
    """
    body = Body(log)
    if program is None and "include" in root:
        program = _included(root.entries["include"], include, log)
    layer = program or Layer()
    answered = {key: entry for key, entry in root.entries.items() if key not in BESIDE}
    body.take_section(Mapping(answered, root.place), Answers, ())
    if "open" in root:
        _take_open(root.entries["open"], body)
    if any(given.is_locked for given in layer.given.values()):
        hold_locks(layer, body, body.typed())
    from_program = fill_in(layer, body)
    if sets:
        set_answers(sets, body, layer)
        from_program = tuple(key for key in from_program if not any(covers(key, each) for each in sets))
    answers = _with_ages(body.typed(), body)
    check_together(answers, body)
    clauses = read_clauses(root.entries["clauses"], log) if "clauses" in root else OwnClauses()
    check_terms(answers, layer.clauses or clauses, body)
    if log.problems:
        return Reading(None, log.ordered())
    standings = _standings(answers, body)
    for key in _noted(root, "defaulted"):
        # Whoever goes on with what an agreement carried may have changed it: then it is an answer like any other.
        is_there = key in standings and standings[key].state is State.AGREED and key not in (sets or {})
        if is_there and is_default(key, answers, log.locale):
            standings[key] = _BY_DEFAULT
    noted = tuple(key for key in _noted(root, "from_program") if key in standings and key not in (sets or {}))
    from_program = from_program or noted
    origins = dict(_origins(standings, layer, from_program, sets or {}, answers, log))
    interview = Interview(
        with_defaults(answers, body),
        standings,
        log.file,
        from_program,
        origins,
        layer.clauses or clauses,
        log.locale.templates,
    )
    return Reading(interview, ())


def _origins(
    standings: MappingOf[str, Standing],
    layer: Layer,
    from_program: tuple[str, ...],
    sets: MappingOf[str, str],
    answers: Answers,
    log: ProblemLog,
) -> Iterator[tuple[str, Origin]]:
    """Tell of each key that has a value where it comes from; last wins, but for what a program locks."""
    kind = answers.relationship.kind
    of_its_kind = of_kind(kind, log.locale.templates)
    by_kind, by_field = Origin("kind", kind or ""), Origin("field")
    for key, standing in standings.items():
        if standing.state is State.DEFAULTED:
            yield key, by_kind if key in of_its_kind else by_field
        elif standing.state is not State.AGREED:
            continue
        elif (given := layer.giving(key)) and (given.is_locked or given.key in from_program):
            yield key, Origin("program", layer.file, given.place.line, given.is_locked)
        elif any(covers(each, key) for each in from_program):
            yield key, Origin("program")
        elif any(covers(each, key) for each in sets):
            yield key, Origin("set")
        else:
            yield key, Origin("pair", log.file, standing.place.line if standing.place else 0)


def included_by(data: bytes) -> str:
    """Give the name of the program's file that a file names by `include:`, empty where it names none."""
    root = read_yaml(data, ProblemLog("", load_locale("en")))
    node = root["include"] if root and "include" in root else None
    return node.text if isinstance(node, Scalar) else ""


def _included(entry: Entry, include: Callable[[str], Layer | None] | None, log: ProblemLog) -> Layer | None:
    if not isinstance(entry.value, Scalar):
        log.add(Code.TEXT_EXPECTED, entry.value.place, key="include")
        return None
    name = entry.value.text
    if not is_inside(name):
        log.add(Code.INCLUDE_OUTSIDE, entry.value.place, key="include", name=name)
        return None
    program = include(name) if include else None
    if program is None:
        log.add(Code.INCLUDE_MISSING, entry.value.place, key="include", name=name)
    return program


def _noted(root: Mapping, name: str) -> list[str]:
    """Give the keys that an agreement's own interview notes, such as those that stood by default."""
    noted = root.entries[name].value if name in root else None
    items = noted.items if isinstance(noted, Listing) else ()
    return [item.text for item in items if isinstance(item, Scalar)]


def _take_open(entry: Entry, body: Body) -> None:
    log = body.log
    if not isinstance(entry.value, Mapping):
        if not is_empty(entry.value) and not (isinstance(entry.value, Scalar) and fold(entry.value.text) == "none"):
            log.add(Code.OPEN_SHAPE, entry.value.place, key="open")
        return
    for item in entry.value.entries.values():
        field = _field_of(item.key, body)
        if field is None:
            _report_key(item, body)
        elif not _is_title(item.key) and (line := _line_in_body(item.key, body)) is not None:
            log.add(Code.SETTLED_AND_OPEN, item.place, key=item.key, line=line)
        elif not field.asked.can_be_open and not _may_differ(item, field):
            log.add(Code.CANNOT_BE_OPEN, item.place, key=item.key)
        elif (standing := _open_standing(item, field, body)) is not None:
            body.standings[item.key] = standing


def _field_of(key: str, body: Body) -> Field | None:
    """Give the field that a full key asks for; a goal must be in the file, a person one of the pair."""
    try:
        question = question_key(key)
    except KeyError:
        return None
    field = FIELDS[question]
    name, *rest = key.split(".")
    names = {each for path, each in body.names.items() if path[0] == name}
    if "*" in question:
        return field if rest[0] in names else None
    if rest and question == name and not field.asked.per_person:
        # An entry that only one of the two has: it is not in the body, and the names of its parts are no titles.
        return field if rest[0] not in names and f"{name}.*.{rest[0]}" not in FIELDS else None
    return field if key == question or key.rpartition(".")[2] in ANSWERING_IDS else None


def _is_title(key: str) -> bool:
    """Tell whether it is the title of an entry: it stands in the body, as the entry's name, and may be open as well."""
    parts = key.split(".")
    field = FIELDS.get(f"{parts[0]}.*.{parts[-1]}")
    return bool(field and len(parts) == 3 and SHORT_FORMS.get(field.section) == parts[-1])


def _may_differ(item: Entry, field: Field) -> bool:
    """Tell whether it is a fact that two people gave in two ways: they settle which, with nothing to discuss.

    What someone says of themself is no such fact, nor is how the files are to be read. Where nobody shall see who gave
    which, there are braces and nothing in them.
    """
    node = item.value
    if not isinstance(node, Mapping):
        return False
    said = [entry for entry in node.entries.values() if not is_empty(entry.value)]
    is_fact = field.asked.by != "self" and field.key not in ("schema", "answered_by", "reveal", "share_scores")
    is_hidden = not node.entries
    return is_fact and (is_hidden or bool(said)) and all(entry.key in ANSWERING_IDS for entry in said)


def _report_key(item: Entry, body: Body) -> None:
    log, label = body.log, body.log.locale.label
    items = [f"goals.{name}.{key.rpartition('.')[2]}" for name in body.names.values() for key in FIELDS if "*" in key]
    full = places_of(item.key)
    close = "" if item.key in full else nearest(item.key, [*items, *(key for key in FIELDS if "*" not in key)])
    hint = log.locale.joined([key for key in full if key in FIELDS], "or") or close
    if hint:
        advice = label("advice.did_you_mean", name=hint)
    elif item.key.startswith("goals."):
        advice = label("advice.known_keys", names=", ".join(["goals", *items]))
    else:
        advice = label("advice.full_key")
    log.add(Code.UNKNOWN_KEY, item.place, key=item.key, advice=advice)


def _line_in_body(key: str, body: Body) -> int | None:
    """Give the line on which the body of the file answers a key, or a part of it."""
    said = {k: standing.place for k, standing in body.standings.items()} | body.settled
    return next((place.line for k, place in said.items() if place and covers(key, k)), None)


def _open_standing(entry: Entry, field: Field, body: Body) -> Standing | None:
    log, node = body.log, entry.value
    if is_empty(node) or is_open(node):
        return Standing(State.TO_DISCUSS, entry.place)
    if not isinstance(node, Mapping):
        log.add(Code.OPEN_SHAPE, node.place, key=entry.key)
        return None
    views: dict[str, Any] = {}
    wants_talk, decide_by = False, None
    for view in node.entries.values():
        if is_empty(view.value) or is_open(view.value):
            wants_talk |= view.key in ANSWERING_IDS and not is_empty(view.value)
            continue
        if view.key == "decide_by":
            decide_by = read_view(view, FIELDS["term.start"], log, f"{entry.key}.decide_by")
            continue
        if view.key not in ANSWERING_IDS:
            body.unknown_person(view, (*ANSWERING_IDS, "decide_by"), entry.key)
            continue
        value = read_view(view, field, log, entry.key)
        if value is not None:
            views[view.key] = value
    said = list(views.values())
    if len(said) > 1 and all(one == said[0] for one in said):
        log.add(Code.SAME_VIEWS, entry.place, key=entry.key)
    if not _has_no_day(node):
        return Standing(State.LATER, entry.place, views=views, decide_by=decide_by)
    states = (State.TO_DISCUSS, State.ONE_SIDED, State.DIFFERS)
    # One has answered and the other asks for a talk: that is nothing to accept without one.
    count = 0 if wants_talk and len(views) == 1 else min(len(views), 2)
    return Standing(states[count], entry.place, views=views)


def _has_no_day(node: Mapping) -> bool:
    """Tell whether no day is set by which it is to be decided."""
    return "decide_by" not in node or is_empty(node["decide_by"])


def _standings(answers: Answers, body: Body) -> dict[str, Standing]:
    """Give every key's standing in the order of the questions."""
    stood = dict(body.standings)
    for key, place in body.settled.items():
        stood.setdefault(key, Standing(State.AGREED, place))
    kind, templates = answers.relationship.kind, body.log.locale.templates
    begun = {whole for key in stood for whole in wholes_of(key)}
    case = case_of(answers)
    # Families may agree with the program before the mentor is known; no two adults do.
    is_named_later = MINOR in case and is_to_be_named(answers)
    for key, field in _expected(kind, templates):
        if not stood.keys().isdisjoint(wholes_of(key)):
            continue
        if key == "term.length" and "term.end" in stood:
            continue
        if key == "goals" and key in begun:
            continue
        if key == "term.end":
            continue
        where = [f"{key}.{id_}" for id_ in must_say(answers)] if field.asked.per_person else [key]
        needs_note = key == "relationship.overlap_note" and answers.relationship.mentor_has_say in ("some", "direct")
        is_further = key.startswith(("people.mentor-", "people.member-"))
        nameless = is_further and key.endswith(".name") and _is_begun(key, begun)
        required = field.is_required(case) and not (is_named_later and key.startswith("people.mentor."))
        unscreened = MINOR in case and key in SCREENED and _is_begun(key, begun)
        for each in where if required or needs_note or nameless or unscreened else ():
            if each not in stood:
                stood[each] = Standing(State.UNANSWERED, _section_place(key, body))
        for each in defaults_by_field(kind, templates).get(key, ()):
            if each not in stood:
                stood[each] = _BY_DEFAULT
    return dict(sorted(stood.items(), key=lambda item: rank(item[0])))


def _with_ages(answers: Answers, body: Body) -> Answers:
    """Fill in who is a minor by the kind of mentoring; all else that is required follows from it."""
    of_its_kind = of_kind(answers.relationship.kind, body.log.locale.templates)
    ages = {key: text for key, text in of_its_kind.items() if key.endswith(".minor")}
    missing = [key for key in ages if answer_at(answers, key) is None]
    for key in missing:
        body.put(tuple(key.split(".")), ages[key])
    return body.typed() if missing else answers


SCREENED = tuple(f"people.{id_}.screened_on" for id_ in MENTOR_IDS[1:])
"""What is required of a further mentor, where there is one and somebody is a minor."""


_BY_DEFAULT = Standing(State.DEFAULTED)


@lru_cache(maxsize=64)
def _expected(kind: str | None, templates: Templates) -> tuple[tuple[str, Field], ...]:
    """Give the fields that may stand in some way where nobody says anything: required in some case, or by default."""
    names = (f"people.{id_}.name" for id_ in (*MENTOR_IDS[1:], *MEMBER_IDS))
    further = {"relationship.overlap_note", *names, *SCREENED, *defaults_by_field(kind, templates)}
    return tuple(
        (key, field)
        for key, field in FIELDS.items()
        if "*" not in key and (field.asked.required or field.asked.required_for or key in further)
    )


def _is_begun(name: str, begun: set[str]) -> bool:
    """Tell whether anything is said about the person whose answer this is."""
    return name.rpartition(".")[0] in begun


def _section_place(key: str, body: Body) -> Place | None:
    parts = tuple(key.split("."))
    return next((body.places[parts[:n]] for n in range(len(parts), 0, -1) if parts[:n] in body.places), None)
