"""The bytes of a program's file → `ProgramFile`, with every problem at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from pathlib import PurePosixPath, PureWindowsPath

from agreementgen.errors import Code, Problem
from agreementgen.interview.answer import covers
from agreementgen.interview.body import Body, is_empty
from agreementgen.interview.colours import LEAST_CONTRAST, contrast_on_white, darkened
from agreementgen.interview.elsewhere import places_of
from agreementgen.interview.fields import ANSWERING_IDS, FIELDS, PROGRAM_FIELDS, Answers, ProgramFile
from agreementgen.interview.fields.document import NEWEST_SCHEMA
from agreementgen.interview.given import ELSEWHERE, Given, Layer, given_by
from agreementgen.interview.headings import is_target, said_advice
from agreementgen.interview.log import Place, ProblemLog
from agreementgen.interview.model import State, question_key, rank
from agreementgen.interview.ownclauses import ClausePlan, read_plan
from agreementgen.interview.together import check_together
from agreementgen.interview.yamltext import Mapping, Node, Scalar, read_yaml
from agreementgen.locales import Locale

__all__ = ["ProgramReading", "is_inside", "read_program"]


BESIDE = ("defaults", "locked", "clauses", "columns")
"""What stands in a program's file beside the program itself and its looks."""
ONES_OWN = ("schema", "answered_by", "document.id", "people")
"""What each pair, or each person, says for itself; and so do answers per person, and what one of the two is asked."""


@dataclass(frozen=True, slots=True)
class ProgramReading:
    """What a program's file gave; with problems `program` is `None`.

    Attributes:
        program: Its own fields.
        layer: What it gives its pairs; the words of its own clauses are yet to be read.
        plan: What it says of clauses.
        columns: What it says of a roster's columns: the header's text → what was typed behind it.
    """

    program: ProgramFile | None
    problems: tuple[Problem, ...]
    layer: Layer = Layer()  # noqa: RUF009 - Layer is frozen
    plan: ClausePlan = ClausePlan()  # noqa: RUF009 - ClausePlan is frozen
    columns: MappingOf[str, str] = field(default_factory=dict)


def read_program(data: bytes, file: str, locale: Locale, themes: Collection[str]) -> ProgramReading:
    """Read a program's file.

    Args:
        data: Its bytes.
        file: Its name, as problems shall show it.
        locale: Whose spellings are accepted and whose words the messages take.
        themes: Names of the themes there are.
    """
    log = ProblemLog(file, locale)
    root = read_yaml(data, log)
    if root is None:
        return ProgramReading(None, log.ordered())
    body = Body(log, fields=PROGRAM_FIELDS, beside=BESIDE)
    misplaced = _misplaced(root, log)
    body.take_section(_without(root, *BESIDE, *misplaced), ProgramFile, ())
    program = body.typed_as(ProgramFile)
    _check(program, body, themes)
    plan = read_plan(root.entries["clauses"], log) if "clauses" in root else ClausePlan()
    _check_files([name for _, name in plan.files], plan.places, "clauses", log)
    layer = _layer(root, file, log)
    columns = _columns(root.entries["columns"].value, log) if "columns" in root else {}
    return ProgramReading(None if log.problems else program, log.ordered(), layer, plan, columns)


def _columns(node: Node, log: ProblemLog) -> dict[str, str]:
    """Read what the program says of a roster's columns."""
    if is_empty(node):
        return {}
    entries = node.entries.values() if isinstance(node, Mapping) else ()
    if not isinstance(node, Mapping) or not all(isinstance(entry.value, Scalar) for entry in entries):
        log.add(Code.MAP_EXPECTED, node.place, key="columns", example='"What is your name?": people.mentee.name')
        return {}
    said = {
        entry.key: entry.value for entry in entries if isinstance(entry.value, Scalar) and not is_empty(entry.value)
    }
    for name, value in said.items():
        if not is_target(value.text, log.locale):
            advice = said_advice(value.text, log.locale)
            log.add(Code.COLUMN_KEY, value.place, name=name, full=value.text, advice=advice)
    return {name: value.text for name, value in said.items()}


def _misplaced(root: Mapping, log: ProblemLog) -> list[str]:
    """Report the answers of a pair that stand beside what a program says, with their place, and name them."""
    beside = {*BESIDE, *(info.alias or name for name, info in ProgramFile.model_fields.items())}
    found = []
    for name, entry in root.entries.items():
        full = () if name in beside else tuple(each for each in places_of(name) if each != "document")
        if not full:
            continue
        found.append(name)
        if all(any(covers(own, key) for own in ONES_OWN) for key in full):
            log.add(Code.ONES_OWN, entry.place, key=name)
        else:
            log.add(Code.PAIRS_ANSWER, entry.place, key=name, keys=log.locale.joined(full, "or"))
    return found


def _without(root: Mapping, *names: str) -> Mapping:
    return Mapping({key: entry for key, entry in root.entries.items() if key not in names}, root.place)


def _layer(root: Mapping, file: str, log: ProblemLog) -> Layer:
    """Read what the program gives its pairs: what is locked, its defaults, and the program itself."""
    given: dict[str, Given] = {}
    whole = Body(log)
    for name in ("locked", "defaults", "program"):
        node = root.entries[name].value if name in root else None
        if name == "program":
            node = Mapping({"program": root.entries["program"]}, root.place) if node else None
        if node is None or is_empty(node):
            continue
        if not isinstance(node, Mapping):
            log.add(Code.MAP_EXPECTED, node.place, key=name, example="meetings: …, confidentiality: …")
            continue
        # The program's own fields have been read, and what is wrong with them has been told.
        own = ProblemLog(file, log.locale) if name == "program" else log
        body = Body(own, beside=())
        body.take_section(node, Answers, ())
        answers = body.typed()
        if name != "program":
            _refuse(body)
        for each in given_by(body, answers, is_locked=name == "locked"):
            if (other := given.get(each.key)) is None:
                given[each.key] = each
                _lay(each, body, whole)
            else:
                log.add(
                    Code.GIVEN_TWICE,
                    each.place,
                    key=each.key,
                    other=f"locked.{each.key}" if other.is_locked else f"defaults.{each.key}",
                )
    check_together(whole.typed(), whole)
    return Layer(file, dict(sorted(given.items(), key=lambda item: rank(item[0]))))


def _lay(given: Given, body: Body, whole: Body) -> None:
    """Put an answer into the body that holds all that a program gives, with its place."""
    if given.text is not None:
        whole.put(tuple(given.key.split(".")), given.text)
        whole.places |= body.places


def _refuse(body: Body) -> None:
    """Report what no program can answer for its pairs, and what it leaves open."""
    for key, standing in body.standings.items():
        if standing.state is State.TO_DISCUSS:
            body.log.add(Code.LEFT_OPEN, standing.place, key=key)
    said = dict(body.settled) | {key: standing.place or ELSEWHERE for key, standing in body.standings.items()}
    for key, place in said.items():
        asked = FIELDS[question_key(key)].asked
        is_own = asked.per_person or asked.by in ("self", *ANSWERING_IDS)
        if is_own or any(covers(own, key) for own in ONES_OWN):
            body.log.add(Code.ONES_OWN, place, key=key)


def _check(program: ProgramFile, body: Body, themes: Collection[str]) -> None:
    log, branding = body.log, program.branding
    if program.schema_version and program.schema_version > NEWEST_SCHEMA:
        words = {"version": program.schema_version, "known": NEWEST_SCHEMA}
        log.add(Code.SCHEMA_NEWER, body.places.get(("schema",)), key="schema", **words)
    if branding.theme and branding.theme not in themes:
        known = log.locale.joined(sorted(themes), "or")
        place = body.places.get(("branding", "theme"))
        log.add(Code.THEME_UNKNOWN, place, key="branding.theme", value=branding.theme, known=known)
    if branding.colour and contrast_on_white(branding.colour) < LEAST_CONTRAST:
        log.add(
            Code.COLOUR_TOO_LIGHT,
            body.places.get(("branding", "colour")),
            key="branding.colour",
            value=branding.colour,
            contrast=f"{contrast_on_white(branding.colour):.1f}",
            darker=darkened(branding.colour),
        )
    if branding.logo and not branding.logo_alt:
        log.add(Code.LOGO_ALT_MISSING, body.places.get(("branding", "logo")), key="branding.logo")
    for key, names in {"logo": (branding.logo,), "fonts": branding.fonts or ()}.items():
        place = body.places.get(("branding", key))
        _check_files([name for name in names if name], [place] * len(names), f"branding.{key}", log)


def _check_files(names: Sequence[str], places: Sequence[Place | None], key: str, log: ProblemLog) -> None:
    """Report files that do not lie in the program's own folder or below."""
    for name, place in zip(names, places, strict=False):
        if not is_inside(name):
            log.add(Code.FILE_OUTSIDE, place, key=key, name=name)


def is_inside(name: str) -> bool:
    """Tell whether a file name stays in its folder or below: no root, no drive, no way up."""
    windows, posix = PureWindowsPath(name), PurePosixPath(name)
    parts = {*windows.parts, *posix.parts}
    return not (windows.is_absolute() or windows.drive or windows.root or posix.is_absolute() or ".." in parts)
