"""Answers made from the field declarations, for tests that go over every field."""

from __future__ import annotations

from typing import Any

import yaml

from agreementgen.interview import Interview
from agreementgen.interview.fields import ANSWERING_IDS, FIELDS, Field, core_of
from agreementgen.locales import load_locale

from .conftest import SETTLED, read

Answers = dict[str, Any]
"""Full keys with answers as they may be typed; the one item of a list of goals stands under `goals.*`."""


GROUP = """
people: {facilitator: Ada Okafor, members: [Ben Lind, Cy Moss]}
relationship: {kind: group, mentor_has_say: none}
purpose: By June, each of us will be ready to chair a board meeting.
goals:
  - {title: Chair a practice meeting, measure: Two colleagues say it ended on time, by: 2026-03}
meetings: {cadence: every month, length: 90 minutes, format: video, first: 2026-01-07 15:00}
communication: {channel: email, reply: 5 working days}
confidentiality: {level: non attribution}
feedback: {preference: {member-1: direct, member-2: time to think}}
boundaries: {off_limits: none}
term: {start: 2026-01-01, length: 9 months}
"""
"""A settled interview of a group, with the fewest members there may be."""


def base(kind: str = "") -> Answers:
    """Give the settled interview of a pair, or of a group, flat by full key."""
    return flat(yaml.load(GROUP if kind == "group" else SETTLED, Loader=yaml.BaseLoader))


def settled_in(kind: str) -> Interview:
    """Read the settled interview of a kind of mentoring."""
    return interview(base(kind) | {"relationship.kind": kind})


def flat(data: Any, prefix: str = "") -> Answers:
    found: Answers = {}
    for key, value in data.items():
        full = f"{prefix}{key}"
        if isinstance(value, dict):
            found |= flat(value, f"{full}.")
        elif key == "goals":
            found |= flat(value[0], "goals.*.")
        else:
            found[full] = value
    for number, name in enumerate(found.pop("people.members", ()), 1):
        found[f"people.member-{number}"] = name
    shorts = {"purpose": "statement"} | {f"people.{id_}": "name" for id_ in ANSWERING_IDS}
    return {f"{key}.{shorts[key]}" if key in shorts else key: value for key, value in found.items()}


def interview(answers: Answers) -> Interview:
    """Read answers as one interview without problems."""
    return read(text(answers))


TERMS = {
    "id": "terms",
    "title": "What it costs",
    "owner": "Lea Roth",
    "reviewed_on": "2025-11-03",
    "variants": [{"text": "The terms stand on a paper that we have both signed."}],
}
"""A program's own clause, without which nobody is paid."""


def text(answers: Answers) -> str:
    """Write answers as the YAML of an interview; where money is spoken of, with a program's clause on it."""
    tree: dict[str, Any] = {}
    money = {answers.get("relationship.pay"), answers.get("entrepreneurship.equity")}
    if money & {"fee", "separate_written_agreement"}:
        tree["clauses"] = {"add": [TERMS]}
    for key, value in answers.items():
        *branches, leaf = key.split(".")
        branch = tree
        for part, following in zip(branches, key.split(".")[1:], strict=True):
            if part == "*":
                continue
            inner = branch.setdefault(part, [{}] if following == "*" else {})
            branch = inner[0] if isinstance(inner, list) else inner
        branch[leaf] = value
    written: str = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, default_style='"', width=1000)
    return written


def samples(field: Field) -> list[Any]:
    """Give answers to a field as they may be typed: every listed value, else its example and its default."""
    if field.values:
        return list(field.values)
    found = [field.asked.default, load_locale("en").question(field.key).example]
    if field.item_is_text and field.is_list:
        found.append("A word of our own")
    if field.item is bool or "bool" in str(field.item):
        found = ["yes", "no"]
    texts = [value for value in found if value]
    return texts or ["A word of our own"]


def keys(field: Field, kind: str) -> list[str]:
    """Give the full keys a field is answered under: one a person, for two of them, for a per-person answer."""
    return [f"{field.key}.{person}" for person in core_of(kind)[:2]] if field.asked.per_person else [field.key]


def keys_in(kind: str) -> dict[str, Field]:
    """Give every key that may be answered in a kind of mentoring, with its field."""
    known = (field.of_kind(kind) for field in FIELDS.values() if field.fits(kind) and field.key not in LISTS)
    return {key: field for field in known for key in keys(field, kind)}


LISTS = {field.key for field in FIELDS.values() if any(key.startswith(f"{field.key}.*.") for key in FIELDS)}
"""Lists of sections: the answers are those of their items."""
ALL_KEYS = keys_in("workplace")
"""What a pair answers; every kind but the group takes the same answers."""
GROUP_KEYS = keys_in("group")
