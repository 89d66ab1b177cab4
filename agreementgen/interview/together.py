"""What only several answers together can get wrong: a kind that there is not, dates out of order, nobody's answers."""

from __future__ import annotations

from collections.abc import Mapping

from agreementgen.errors import Code
from agreementgen.interview.body import Body, Path
from agreementgen.interview.fields import ANSWERING_IDS, FIELDS, Answers, core_of, people_for
from agreementgen.interview.fields.document import NEWEST_SCHEMA
from agreementgen.interview.layers import kinds
from agreementgen.interview.log import Place
from agreementgen.interview.model import OwnClauses, minors_in, person_of, question_key
from agreementgen.interview.reach import answer_at
from agreementgen.interview.schedule import end_of
from agreementgen.interview.values import not_a_choice

__all__ = ["REFUSED", "check_terms", "check_together"]


def check_together(answers: Answers, body: Body) -> None:
    """Report what the answers of a pair, or of its program alone, get wrong together."""
    log = body.log
    if answers.schema_version and answers.schema_version > NEWEST_SCHEMA:
        place = body.places.get(("schema",))
        log.add(Code.SCHEMA_NEWER, place, key="schema", version=answers.schema_version, known=NEWEST_SCHEMA)
    kind = answers.relationship.kind
    known = kinds(log.locale.templates)
    if kind and kind not in known:
        path: Path = ("relationship", "kind")
        refusal = not_a_choice(kind, known, log.locale)
        body.report(refusal.type, path, refusal.context or {})
    else:
        _check_kind(answers, body)
    _check_term(answers, body)
    _check_people(answers, body)
    _check_minors(answers, body)


REFUSED: Mapping[str, object] = {
    "confidentiality.level": "strict",
    "communication.social_media": "fine",
    "boundaries.overnight": True,
}
"""What is no answer where somebody is under 18; what to write instead stands in the labels under `instead`."""


def _check_minors(answers: Answers, body: Body) -> None:
    log = body.log
    names = [person_of(answers, id_).name or id_ for id_ in minors_in(answers)]
    for key, value in REFUSED.items() if names else ():
        if answer_at(answers, key) == value:
            words = {"young": log.locale.joined(names), "instead": log.locale.label(f"advice.for_minors.{key}")}
            log.add(Code.NOT_FOR_MINORS, body.settled.get(key), key=key, **words)


def check_terms(answers: Answers, own: OwnClauses, body: Body) -> None:
    """Report a fee or a share that no clause of the program's own has terms for: ours promise nobody any money."""
    asked = {
        ("relationship", "pay"): answers.relationship.pay == "fee",
        ("entrepreneurship", "equity"): answers.entrepreneurship.equity == "separate_written_agreement",
    }
    for path, needs_terms in asked.items():
        if needs_terms and not own.all:
            words = body.log.locale.question(key := ".".join(path)).label
            body.log.add(Code.TERMS_MISSING, body.places.get(path), key=key, topic=words)


def _check_kind(answers: Answers, body: Body) -> None:
    """Let nothing be answered that has no place in this kind of mentoring, so that no answer is lost."""
    log, kind = body.log, answers.relationship.kind
    for key, place in _places(body):
        field = FIELDS[question_key(key)]
        if not field.fits(kind):
            word = log.locale.value("relationship.kind", kind) if kind else ""
            log.add(Code.NOT_FOR_KIND, place, key=key, kind=word, full=key)
            continue
        value = answer_at(answers, key)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, str) and not field.asked.knows(each, kind):
                refusal = not_a_choice(each.replace("_", " "), field.of_kind(kind).values, log.locale)
                body.report(refusal.type, tuple(key.split(".")), refusal.context or {})


def _places(body: Body) -> list[tuple[str, Place | None]]:
    """Give every key that something is said under, with its place; `open:` too."""
    return [*body.settled.items(), *((key, standing.place) for key, standing in body.standings.items())]


def _check_people(answers: Answers, body: Body) -> None:
    """Let nobody answer who is not one of the people."""
    kind = answers.relationship.kind
    there = {key.split(".")[1] for key, _ in _places(body) if key.startswith("people.")}
    present = [id_ for id_ in people_for(kind) if id_ in core_of(kind) or id_ in there]
    for key, place in _places(body):
        name = key.rpartition(".")[2]
        if name in ANSWERING_IDS and name not in present and not key.startswith("people."):
            known = body.log.locale.joined(present, "or")
            body.log.add(Code.PERSON_UNKNOWN, place, key=key.rpartition(".")[0], name=name, nearest=known)


def _check_term(answers: Answers, body: Body) -> None:
    log, term, day = body.log, answers.term, body.log.locale.day
    end = term.end
    if term.start and end and end < term.start:
        log.add(Code.END_BEFORE_START, body.places.get(("term", "end")), key="term.end", start=day(term.start))
        return
    if term.start and term.length:
        reckoned = end_of(term.start, term.length)
        end = end or reckoned
        if end != reckoned:
            words = {"reckoned": day(reckoned), "iso": reckoned.isoformat()}
            log.add(Code.LENGTH_AND_END_DIFFER, body.places.get(("term", "end")), key="term.end", **words)
            return
    if not term.start or not end:
        return
    first = answers.meetings.first.day if answers.meetings.first else None
    for path, moment, earliest in (
        (("meetings", "first"), first, first),
        (("review", "mid_point"), answers.review.mid_point, term.start),
    ):
        if moment and earliest and not earliest <= moment <= end:
            words = {"day": day(moment), "start": day(term.start), "end": day(end)}
            log.add(Code.OUTSIDE_TERM, body.places.get(path), key=".".join(path), **words)
