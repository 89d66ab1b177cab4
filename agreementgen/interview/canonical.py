"""Resolved `Interview` → the YAML that travels inside the agreement.

It holds every answer with the defaults that stood, in the order of the questions, so that the agreement can be made
again from it. Where only topics are shown, no view of either person is in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import yaml

from agreementgen.interview.fields import Section
from agreementgen.interview.model import Interview, OwnClauses, Standing, State, question_key
from agreementgen.interview.values import Cadence, DayOrMonth, Duration, Moment

__all__ = ["as_typed", "as_yaml", "canonical_yaml"]

SCHEMA = 1


def canonical_yaml(interview: Interview, made_with: Mapping[str, str]) -> bytes:
    """Write the resolved interview: UTF-8, the same bytes for the same interview and wording.

    Args:
        interview: The interview.
        made_with: Hashes of the files that the agreement was made with, by what they are; may be empty.
    """
    body: dict[str, Any] = {"schema": str(SCHEMA)}
    body |= _section(interview.answers)
    for key, standing in interview.standings.items():
        if standing.state is State.AGREED and _at(body, key) is None and "*" not in question_key(key):
            _put(body, key, "none")
    if still_open := _open(interview):
        body["open"] = still_open
    body["from_program"] = list(interview.from_program)
    body["defaulted"] = list(interview.keys(State.DEFAULTED))
    if made_with:
        body["made_with"] = dict(made_with)
    if interview.clauses:
        body["clauses"] = _clauses(interview.clauses)
    return as_yaml(body)


def as_yaml(body: Mapping[str, Any]) -> bytes:
    """Write answers that are all text: UTF-8, in the order given, each read as text by every reader of YAML."""
    text = yaml.dump(
        body, Dumper=_Writer, allow_unicode=True, sort_keys=False, default_flow_style=False, width=100, line_break="\n"
    )
    return text.encode("utf-8")


def _clauses(clauses: OwnClauses) -> dict[str, Any]:
    """Give a program's own clauses in their own words: the files they came from are not at hand where this is read."""
    found = {
        "drop": list(clauses.drop),
        "replace": {id_: dict(clause.data) for id_, clause in clauses.replace.items()},
        "add": [dict(clause.data) for clause in clauses.add],
    }
    return {name: part for name, part in found.items() if part}


class _Writer(yaml.SafeDumper):
    """Quotes whatever another YAML reader could take for a number, a date or a truth value."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(writer: _Writer, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text and text == text.strip() and all(map(str.isprintable, text.split("\n"))) else None
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Writer.add_representer(str, _text)


def as_typed(value: Any) -> Any:
    """Give a typed value as a person could have typed it: `Duration(3, "working_day")` → "3 working_day"."""
    match value:
        case Section():
            return _section(value)
        case tuple():
            return [as_typed(item) for item in value] or "none"
        case dict():
            return {person: as_typed(item) for person, item in value.items()}
        case bool():
            return "yes" if value else "no"
        case Duration():
            return "none" if value.is_none else f"{value.amount} {value.unit.replace('_', ' ')}"
        case Cadence():
            return _cadence(value)
        case Moment():
            return value.day.isoformat() + (f" {value.clock:%H:%M}" if value.clock else "")
        case DayOrMonth():
            return f"{value.year:04}-{value.month:02}" + (f"-{value.day:02}" if value.day else "")
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _cadence(cadence: Cadence) -> str:
    if cadence.every == 0:
        return "as needed"
    if cadence.times == 2:
        return "twice a month"
    if cadence.day:
        return f"monthly on the {cadence.day}"
    return f"every {cadence.every} {cadence.unit}"


def _section(section: Section) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, info in type(section).model_fields.items():
        value = getattr(section, name)
        if value is None or name == "schema_version":
            continue
        written = as_typed(value)
        if written != {}:
            found[info.alias or name] = written
    return found


def _open(interview: Interview) -> dict[str, Any]:
    hides = interview.reveal == "topic_only"
    return {
        key: _standing(standing, hides)
        for key, standing in interview.standings.items()
        if standing.state not in (State.AGREED, State.DEFAULTED, State.UNANSWERED)
    }


def _standing(standing: Standing, hides: bool) -> dict[str, Any]:
    views = {} if hides else {person: as_typed(view) for person, view in standing.views.items()}
    return views | ({"decide_by": standing.decide_by.isoformat()} if standing.decide_by else {})


def _at(body: dict[str, Any], key: str) -> Any:
    branch: Any = body
    for part in key.split("."):
        branch = branch.get(part) if isinstance(branch, dict) else None
    return branch


def _put(body: dict[str, Any], key: str, value: str) -> None:
    *branches, leaf = key.split(".")
    for part in branches:
        body = body.setdefault(part, {})
    body[leaf] = value
