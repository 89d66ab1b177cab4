"""A file's bytes and what was agreed → the bytes with it settled; comments, order and layout stay as they were.

Values are read by the types of their questions before anything is changed, with the words of `check`. The result is
read again, and must say exactly what was asked for and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agreementgen.errors import AgreementError, Code, InterviewError
from agreementgen.interview.answer import covers, key_advice, node_of, pieces_of, read_answer
from agreementgen.interview.body import slug_of
from agreementgen.interview.comparing import topic_of
from agreementgen.interview.editing import NoPlaceError, with_answer
from agreementgen.interview.fields import ANSWERING_IDS, FIELDS, SHORT_FORMS, Section
from agreementgen.interview.joining import TITLED
from agreementgen.interview.log import Place, ProblemLog
from agreementgen.interview.merging import opening_note
from agreementgen.interview.model import Interview, Standing, State, question_key
from agreementgen.interview.openblock import emptied, renamed, with_standing, without
from agreementgen.interview.plain import is_none
from agreementgen.interview.reach import answer_at
from agreementgen.interview.reader import read_interview
from agreementgen.interview.written import Tree, words_of
from agreementgen.interview.yamltext import Scalar
from agreementgen.locales import Locale, fold

__all__ = ["Change", "Kind", "NotSettledError", "Settled", "proposals", "settled"]

Kind = str
"""`value`, `later` or `counter`."""


class NotSettledError(AgreementError):
    """A file is laid out in a way in which an answer cannot be changed without changing something else."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing to write into a file.

    Attributes:
        kind: `value` settles the question, `later` puts it off, `counter` changes one person's view.
        text: What was typed: an answer, `@mentee` for that person's view, or a day.
        by: Whose view it is, for `counter`.
    """

    kind: Kind
    key: str
    text: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """The new bytes of the file, and each changed key with its typed answer, or day; `None` is a spoken "none"."""

    data: bytes
    said: Mapping[str, Any]
    interview: Interview


def proposals(interview: Interview) -> tuple[Change, ...]:
    """Give the changes that take every answer of one person alone, as far as it is shown who said what."""
    if interview.reveal == "topic_only":
        return ()
    lone = ((key, standing) for key, standing in interview.standings.items() if standing.state is State.ONE_SIDED)
    return tuple(Change("value", key, f"@{next(iter(standing.views))}") for key, standing in lone)


def settled(data: bytes, file: str, changes: Sequence[Change], locale: Locale, **reading: Any) -> Settled:
    """Write what was agreed into the text of an interview.

    Args:
        data: The file's bytes, as they were read.
        file: Its name, for messages.
        changes: What to write, each key once.
        locale: Whose spellings are accepted and whose words the messages take.
        reading: How to read the file, as for `read_interview`: `program`, `include`.

    Raises:
        InterviewError: The file has problems, or one of the values; all of them are told.
        NotSettledError: The text leaves no place for an answer, or something else would change with it.
    """
    before = read_interview(data, file, locale=locale, **reading)
    if before.interview is None:
        raise InterviewError(before.problems)
    problems, meant = [], {}
    for change in changes:
        log = ProblemLog(f"{change.key}={change.text}", locale)
        meant[change.key] = _Meant.read(change, before.interview, log)
        problems += log.problems
    if problems:
        raise InterviewError(problems)
    mark = "\ufeff" if data.startswith(b"\xef\xbb\xbf") else ""
    text = data.decode("utf-8-sig")
    for change in changes:
        try:
            text = _written(text, change, meant[change.key], before.interview, locale)
        except NoPlaceError as error:
            words = {"full": change.key, "file": file, "text": change.text}
            raise NotSettledError(locale.label("pair.settle.no_place", **words)) from error
    new = (mark + text).encode("utf-8")
    after = read_interview(new, file, locale=locale, **reading)
    if after.interview is None and all(problem.key for problem in after.problems):
        # Each answer can be read, and yet they do not go together, such as an end before the start.
        raise InterviewError(after.problems)
    if after.interview is None or not _is_so(before.interview, after.interview, changes, meant):
        raise NotSettledError(locale.label("pair.settle.unsafe", file=file))
    return Settled(new, {key: each.value for key, each in meant.items()}, after.interview)


@dataclass(frozen=True, slots=True)
class _Meant:
    """What a change comes to: the typed answer, and the words in which it is written."""

    value: Any = None
    tree: Tree = "none"

    @classmethod
    def read(cls, change: Change, interview: Interview, log: ProblemLog) -> _Meant:
        key = change.key
        if not _is_known(key, interview):
            log.add(Code.UNKNOWN_KEY, None, key=key, advice=key_advice(key, interview.standings, log.locale))
            return cls()
        standing = interview.standings.get(key) or Standing(State.DEFAULTED)
        is_program = key in interview.from_program
        if standing.state is State.AGREED and not is_program:
            log.add(Code.NOT_OPEN, None, key=key, line=standing.place.line if standing.place else 0)
            return cls()
        if change.kind == "counter" and change.by not in interview.people:
            name = log.locale.label(f"pair.people.{change.by}")
            log.add(Code.NOT_OF_THE_PAIR, None, key=key, person=name, id=change.by)
            return cls()
        if change.kind == "counter" and interview.reveal == "topic_only":
            log.add(Code.VIEW_HIDDEN, None, key=key, full=key)
            return cls()
        if change.kind == "value" and change.text.startswith("@"):
            return cls._view(change, standing, interview, log)
        if change.kind == "later":
            day = read_answer(Scalar(change.text.strip(), Place(0, 0)), "term.start", log)
            if day is None and not log.problems:
                log.add(Code.VALUE_EXPECTED, None, key=key, full=key)
            return cls(day, day.isoformat() if day else "")
        return cls._typed(change, log)

    @classmethod
    def _view(cls, change: Change, standing: Standing, interview: Interview, log: ProblemLog) -> _Meant:
        person = change.text[1:].strip().replace("_", "-")
        if interview.reveal == "topic_only":
            log.add(Code.VIEW_HIDDEN, None, key=change.key, full=change.key)
        elif person not in standing.views:
            name = log.locale.label(f"pair.people.{person}") if person in ANSWERING_IDS else person
            log.add(Code.VIEW_MISSING, None, key=change.key, person=name, full=change.key)
        else:
            view = standing.views[person]
            return cls(view, words_of(change.key, view, log.locale))
        return cls()

    @classmethod
    def _typed(cls, change: Change, log: ProblemLog) -> _Meant:
        key = change.key
        field = FIELDS[question_key(key)]
        text = change.text.strip()
        if not text or fold(text) == "to_discuss":
            log.add(Code.VALUE_EXPECTED, None, key=key, full=key)
            return cls()
        if field.asked.per_person and key == field.key:
            log.add(Code.PER_PERSON_EXPECTED, None, key=key, value=text)
            return cls()
        if _is_entry(key) and is_none(text, log.locale):
            return cls(None, "none")
        parts, node = pieces_of(key, text, log.locale), node_of(key, text, log.locale)
        value = read_answer(node, key, log)
        says_none = fold(text) == "none" and not field.none_is_read and not field.asked.required
        if value is None and not log.problems:
            log.add(Code.VALUE_EXPECTED, None, key=key, full=key)
        if says_none and not log.problems:
            if field.asked.default:
                example = log.locale.question(field.key).example or "…"
                log.add(Code.NONE_NOT_POSSIBLE, None, key=key, example=example)
            return cls(None, "none")
        if value and isinstance(value, tuple) and isinstance(value[0], Section):
            return cls(value, words_of(key, value, log.locale))
        return cls(value, parts if len(parts) > 1 else parts[0])


def _is_entry(key: str) -> bool:
    """Tell whether it is a whole entry of a list that only one of the two has: `goals.say-no`."""
    return key.count(".") == 1 and key.split(".")[0] in TITLED


def _is_known(key: str, interview: Interview) -> bool:
    if key in interview.standings:
        return True
    try:
        question = question_key(key)
    except KeyError:
        return False
    if "*" in question:
        return answer_at(interview.answers, key.rpartition(".")[0]) is not None
    if _is_entry(key) or question in ("schema", "answered_by"):
        return False
    return key == question or key.rpartition(".")[2] in ANSWERING_IDS


def _written(text: str, change: Change, meant: _Meant, interview: Interview, locale: Locale) -> str:
    """Make one change in the text."""
    key, newline = change.key, "\r\n" if "\r\n" in text else "\n"
    if change.kind in ("later", "counter"):
        name = "decide_by" if change.kind == "later" else change.by
        return with_standing(emptied(text, key), key, {name: meant.tree}, newline)
    ours = frozenset([topic_of(key, interview, locale), *opening_note(locale).split("\n")])
    parts = key.split(".")
    text = without(text, key, ours)
    if _is_entry(key) or (key in TITLED and not isinstance(meant.tree, str)):
        return _with_entries(text, parts[0], meant.tree)
    if "*" in question_key(key) and parts[-1] in SHORT_FORMS.values():
        text = renamed(text, f"{parts[0]}.{parts[1]}", f"{parts[0]}.{slug_of(str(meant.value))}")
    tree = meant.tree
    return with_answer(text, key, tree if isinstance(tree, str) else [str(part) for part in tree])


def _with_entries(text: str, name: str, tree: Tree) -> str:
    """Add entries to a list of goals, resources or skills; "none" adds nothing."""
    entries = tree if isinstance(tree, list) else [] if tree == "none" else [tree]
    for entry in entries:
        group = entry if isinstance(entry, dict) else {"title": entry}
        plain = {part: said for part, said in group.items() if isinstance(said, str)}
        text = with_answer(text, name, plain, add=True)
        slug = slug_of(next(iter(plain.values())))
        for part, said in group.items():
            if not isinstance(said, str):
                text = with_answer(text, f"{name}.{slug}.{part}", said)
    return text


def _facts(interview: Interview) -> dict[str, Any]:
    """Give everything that a file itself says, by full key."""
    return {
        key: (standing.state, dict(standing.views), standing.decide_by)
        + ((answer_at(interview.answers, key),) if standing.state is State.AGREED and key not in TITLED else ())
        for key, standing in interview.standings.items()
        if standing.state not in (State.DEFAULTED, State.UNANSWERED)
    }


def _is_so(before: Interview, after: Interview, changes: Sequence[Change], meant: Mapping[str, _Meant]) -> bool:
    """Tell whether the new file says what was asked for, and else what the old one said."""
    old, new = _facts(before), _facts(after)
    for change in changes:
        value, key = meant[change.key].value, change.key
        if change.kind == "later":
            is_so = after.standings[key].decide_by == value
        elif change.kind == "counter":
            is_so = key in after.standings and after.standings[key].views.get(change.by) == value
        elif _is_entry(key):
            items = value if isinstance(value, tuple) else () if value is None else (value,)
            there = getattr(after.answers, key.split(".")[0]) or ()
            is_so = key not in after.standings and all(item in there for item in items)
        elif "*" in question_key(key) and key.rpartition(".")[2] in SHORT_FORMS.values():
            name, slug, _ = key.split(".")
            base, own = f"{name}.{slug}", f"{name}.{slug_of(str(value))}"
            new = {k.replace(own, base, 1) if covers(own, k) else k: each for k, each in new.items()}
            is_so = answer_at(after.answers, f"{own}.{key.rpartition('.')[2]}") == value
        else:
            is_so = after.state(key) is State.AGREED and answer_at(after.answers, key) == value
        if not is_so:
            return False
    touched = [change.key.split(".")[0] if _is_entry(change.key) else change.key for change in changes]
    entries = {key.split(".")[0] for key in touched if key.split(".")[0] in TITLED and key in TITLED}

    def rest(facts: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
        return {
            key: each
            for key, each in facts.items()
            if not any(key == one for one in touched)
            and not any(change.key == key for change in changes)
            and not (key.split(".")[0] in entries and key not in other and facts is new)
        }

    return rest(old, new) == rest(new, old)
