"""A `Comparison` → one commented interview: what is agreed in the body, what is not under `open:` with the views.

The text is made of typed answers, so it is the same whichever file is named first. Where only topics are shown, no
view of anybody is in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from agreementgen.errors import Code, InterviewError
from agreementgen.interview.comparing import Comparison, topic
from agreementgen.interview.fields import ANSWERING_IDS, SHORT_FORMS
from agreementgen.interview.joining import TITLED, Compared, Side
from agreementgen.interview.log import ProblemLog
from agreementgen.interview.model import State, rank
from agreementgen.interview.written import Tree, flow, scalar, words_of
from agreementgen.locales import Locale

__all__ = ["check_fit", "merged", "opening_note"]

WIDTH = 110
OPEN = (State.TO_DISCUSS, State.ONE_SIDED, State.DIFFERS, State.LATER)
LONE = frozenset({"schema", "answered_by"})
"""What one person's file says of itself."""


def check_fit(sides: Sequence[Side], includes: Sequence[str], locale: Locale) -> None:
    """Refuse files that do not belong together: of two agreements, two shapes or two programs.

    Args:
        sides: The files.
        includes: What each names by `include:`, in the same order; empty where it names nothing.
        locale: Whose words the refusal takes.

    Raises:
        InterviewError: With one problem for each file that does not fit the first one that says something.
    """
    found = []
    ids = [side.interview.answers.document.id or "" for side in sides]
    shapes = [str(side.interview.answers.schema_version or 1) for side in sides]
    for code, key, said, name in (
        (Code.IDS_DIFFER, "document.id", ids, "id"),
        (Code.SCHEMAS_DIFFER, "schema", shapes, "shape"),
        (Code.PROGRAMS_DIFFER, "include", list(includes), "include"),
    ):
        first = next((number for number, each in enumerate(said) if each), 0)
        for side, each in zip(sides, said, strict=True):
            if each and each != said[first]:
                log = ProblemLog(side.interview.file, locale)
                standing = side.interview.standings.get(key)
                words = {"own": each, "other": sides[first].interview.file, name: said[first]}
                log.add(code, standing.place if standing else None, key=key, **words)
                found += log.problems
    if found:
        raise InterviewError(found)


def merged(
    comparison: Comparison, locale: Locale, *, include: str = "", names: dict[str, str] | None = None, head: str = ""
) -> str:
    """Write the interview that two files make.

    Args:
        comparison: What they agree on, and what not.
        locale: Whose words the comments and the answers take.
        include: The program's file, as both name it.
        names: Names by person id that are to be printed, where they are not the persons' own spellings.
        head: What stands at the top; that it was made of two files where nothing is given.

    Returns:
        YAML with a comment at the top and one for each open question; sections in the order of the questions.
    """
    body = _body(comparison, locale, names or {})
    locale = locale.of_kind(comparison.kind)
    people = [
        _name(comparison, side.person, names or {}) or locale.label(f"pair.people.{side.person}")
        for side in comparison.sides
    ]
    lines = [*_comments(head or locale.label("pair.merged.head", names=locale.joined(people))), "schema: 1"]
    lines += [f"include: {scalar(include, in_flow=False)}"] if include else []
    for name, tree in body.items():
        lines += _lines(name, tree, "")
    items = comparison.of(*OPEN)
    if items:
        lines += ["", *_comments(opening_note(locale)), "open:"]
        for item in items:
            lines += [f"  # {topic(item.key, comparison, locale)}", *_open(item, comparison, locale)]
    return "\n".join([*lines, ""])


def opening_note(locale: Locale) -> str:
    """Give what stands above `open:` in a merged file."""
    return locale.label("pair.merged.open").strip()


def _comments(text: str) -> list[str]:
    return [f"# {line}".rstrip() for line in text.strip().split("\n")]


def _name(comparison: Comparison, person: str, names: dict[str, str]) -> str:
    key = f"people.{person}.name"
    return names.get(person) or next(
        (str(item.value) for item in comparison.items if item.key == key and item.value), ""
    )


def _body(comparison: Comparison, locale: Locale, names: dict[str, str]) -> dict[str, Any]:
    """Give what is settled as nested text; a list of goals is a list of groups."""
    body: dict[str, Any] = {}
    entries: dict[tuple[str, str], dict[str, Any]] = {}
    for item in sorted(comparison.items, key=lambda item: rank(item.key)):
        parts = item.key.split(".")
        is_entry = parts[0] in TITLED and len(parts) == 3
        is_title = is_entry and parts[2] in SHORT_FORMS.values()
        if item.key in LONE or (item.state is not State.AGREED and not is_title):
            continue
        if (
            item.key in TITLED
            and item.value is None
            and any(i.key.startswith(f"{item.key}.") for i in comparison.items)
        ):
            continue
        value = item.value if item.state is State.AGREED else next(iter(item.views.values()))
        tree = words_of(item.key, value, locale)
        if is_entry:
            entry = entries.setdefault((parts[0], parts[1]), {})
            if not entry:
                body.setdefault(parts[0], []).append(entry)
            entry[parts[2]] = tree
            continue
        if parts[0] == "people" and parts[-1] == "name" and parts[1] in names:
            tree = names[parts[1]]
        branch = body
        for part in parts[:-1]:
            branch = branch.setdefault(part, {})
        branch[parts[-1]] = tree
    return body


def _lines(name: str, tree: Tree, indent: str) -> Iterator[str]:
    """Write one key with its answer, in one line where that is short, else below it."""
    if isinstance(tree, dict) and set(tree) == {"name"} and indent:
        tree = tree["name"]
    if not isinstance(tree, dict | list):
        yield f"{indent}{scalar(name)}: {scalar(str(tree), in_flow=False)}"
        return
    line = f"{indent}{scalar(name)}: {flow(tree)}"
    is_section = isinstance(tree, dict) and not indent and len(tree) > 1
    has_groups = any(isinstance(part, dict) for part in (tree.values() if isinstance(tree, dict) else tree))
    if len(line) <= WIDTH and not is_section and not has_groups:
        yield line
        return
    yield f"{indent}{scalar(name)}:"
    if isinstance(tree, dict):
        for key, part in tree.items():
            yield from _lines(key, part, f"{indent}  ")
        return
    for part in tree:
        if not isinstance(part, dict):
            yield f"{indent}  - {scalar(str(part), in_flow=False)}"
            continue
        first, *rest = (line for key, inner in part.items() for line in _lines(key, inner, f"{indent}    "))
        yield f"{indent}  - {first.lstrip()}"
        yield from rest


def _open(item: Compared, comparison: Comparison, locale: Locale) -> Iterator[str]:
    key = scalar(item.key)
    if item.decide_by:
        yield f"  {key}: {{decide_by: {item.decide_by.isoformat()}}}"
        return
    said = {} if comparison.hides else item.views
    views = {id_: words_of(item.key, said[id_], locale) for id_ in ANSWERING_IDS if id_ in said}
    if views:
        views |= dict.fromkeys(item.undecided, locale.label("ask.open"))
    line = f"  {key}: {flow(views)}"
    if len(line) <= WIDTH:
        yield line
        return
    yield f"  {key}:"
    for person, view in views.items():
        yield from _view(person, view)


def _view(person: str, view: Tree) -> Iterator[str]:
    line = f"    {person}: {scalar(view, in_flow=False) if isinstance(view, str) else flow(view)}"
    if len(line) <= WIDTH or isinstance(view, str):
        yield line
    else:
        yield from _lines(person, view, "    ")
