"""One typed line → the answers it holds, and the text of a file with them in it, read again as `check` reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from agreementgen.errors import Problem
from agreementgen.interview.asking import Part
from agreementgen.interview.body import Body
from agreementgen.interview.comparing import topic_of
from agreementgen.interview.editing import Value, top_keys, with_answer
from agreementgen.interview.fields import Field
from agreementgen.interview.layers import kinds
from agreementgen.interview.log import FORBIDDEN, Place, ProblemLog
from agreementgen.interview.merging import opening_note
from agreementgen.interview.model import Interview
from agreementgen.interview.openblock import without
from agreementgen.interview.values import YesNo, offered
from agreementgen.interview.yamltext import INVISIBLE, Scalar, read_yaml
from agreementgen.locales import Locale, fold

__all__ = ["Answer", "Spread", "choices", "cleaned", "is_yes_no", "numbered", "put", "spread", "value_of"]

Answer = tuple[str, Value, bool]
"""Full key, value, and whether the value is added to a list."""


@dataclass(frozen=True, slots=True)
class Spread:
    """What a line says, by part; `beyond` is what it says more than was asked."""

    said: Mapping[Part, str]
    beyond: str = ""


def is_yes_no(field: Field) -> bool:
    """Tell whether a field is answered by yes or no."""
    return field.type is YesNo


def choices(field: Field) -> tuple[str, ...]:
    """Give the listed answers to a field as they may be typed, in the order of their numbers."""
    return offered(kinds() if field.key == "relationship.kind" else field.values)


def cleaned(line: str) -> str:
    """Give a typed line without space around it and without signs that nobody can see and nobody meant."""
    return re.sub("[\u2028\u2029\x85]", " ", INVISIBLE.sub("", line)).strip()


def spread(line: str, parts: Sequence[Part], locale: Locale) -> Spread:
    """Tell which part of a question each piece of a line answers.

    `every 2 weeks; 45 minutes` → the rhythm and the length. Semicolons part the pieces; commas do where every piece
    is an answer that cannot hold one. A piece goes to the first part that it can be read as; one that cannot be read
    goes to the first part that is left, whose type then says what is wrong with it.
    """
    if len(parts) == 1:
        return Spread({parts[0]: line})
    if fold(line) in ("to_discuss", "not_sure"):
        must = [part for part in parts if part.field.asked.required] or list(parts)
        return Spread(dict.fromkeys(must, line))
    pieces = [piece.strip() for piece in line.split(";")]
    if len(pieces) == 1 and (apart := _at_commas(line, parts, locale)):
        pieces = apart
    left, said, beyond = list(parts), {}, []
    for number, piece in enumerate(pieces):
        if not left:
            beyond += [piece] if piece else []
        elif not piece:
            # Nothing between two semicolons leaves that part out.
            left.pop(0)
        else:
            part = left[0] if not number and left[0].is_text else _reader_of(piece, left, locale)
            said[part] = piece
            left.remove(part)
    return Spread(said, "; ".join(beyond))


def _at_commas(line: str, parts: Sequence[Part], locale: Locale) -> list[str]:
    pieces = [piece.strip() for piece in line.split(",")]
    typed = [part for part in parts if not part.is_text and not part.field.is_list]
    for piece in pieces:
        part = next((part for part in typed if _reads(piece, part, locale)), None)
        if part is None:
            return []
        typed.remove(part)
    return pieces


def _reader_of(piece: str, left: Sequence[Part], locale: Locale) -> Part:
    typed = [part for part in left if not part.is_text and _reads(piece, part, locale)]
    # A date or a number that is written in another way is no free text.
    words = [part for part in left if part.is_text and not re.fullmatch(r"[\d./:\-\s]+", piece)]
    return next(iter([*typed, *words]), left[0])


def _reads(piece: str, part: Part, locale: Locale) -> bool:
    if part.field.key == "relationship.kind" or fold(piece) == "to_discuss":
        return fold(numbered(piece, part.field)) in map(fold, (*kinds(), "to discuss"))
    body = Body(ProblemLog("", locale))
    value = body.plain(Scalar(numbered(piece, part.field), Place(1, 1)), part.field, tuple(part.key.split(".")))
    try:
        TypeAdapter(part.field.type).validate_python(value, context={"locale": locale})
    except ValidationError:
        return False
    return not body.log.problems


def numbered(piece: str, field: Field) -> str:
    """Give the listed answers that numbers stand for, and everything else as it is: `1, 3` → `direct, in writing`."""
    known = choices(field)
    if not known:
        return piece
    picked = [part.strip() for part in re.split("[,;]", piece)] if field.is_list else [piece]
    return ", ".join(
        known[int(p) - 1] if p.isdecimal() and len(p) < 4 and 0 < int(p) <= len(known) else p for p in picked
    )


def value_of(piece: str, field: Field) -> Value:
    """Give the value that is written for a piece of a line: several listed answers are a list."""
    piece = numbered(piece, field)
    if field.is_list and not field.item_is_text:
        several = [text.strip() for text in piece.split(",") if text.strip()]
        return several if len(several) > 1 else piece
    return piece


def put(
    text: str,
    answers: Sequence[Answer],
    read: Callable[[str], tuple[Problem, ...]],
    *,
    interview: Interview,
    locale: Locale,
) -> tuple[str, tuple[Problem, ...]]:
    """Put answers into the text of a file, and read the whole again as `check` does; what was open is no longer.

    Args:
        text: The text, without a problem in it.
        answers: What is put in, in order.
        read: Gives the problems of a text.
        interview: What the text says.
        locale: Whose words the messages take.

    Returns:
        The new text and no problem, or the old text and what is wrong with the answers.

    Raises:
        NoPlaceError: The text is laid out in a way that leaves no place.
    """
    new = text
    for key, value, add in answers:
        for said in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else [value]:
            if FORBIDDEN.search(said):
                log = ProblemLog("", locale)
                read_yaml(f"k: {said}".encode("utf-8", "replace"), log)
                return text, log.ordered()
        if key in top_keys(new, "open"):
            new = without(new, key, frozenset([topic_of(key, interview, locale), *opening_note(locale).split("\n")]))
        new = with_answer(new, key, value, add=add)
    problems = read(new)
    return (text, problems) if problems else (new, ())
