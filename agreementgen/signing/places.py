"""Where a person may sign, or why nobody may."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from agreementgen.errors import AgreementError, FileError, did_you_mean
from agreementgen.interview import migrated
from agreementgen.locales import Locale, available, load_locale
from agreementgen.opening import open_pair
from agreementgen.signing.facts import Facts
from agreementgen.signing.judging import How, Standing, Verdict, judged

__all__ = ["Place", "place_for"]


@dataclass(frozen=True, slots=True)
class Place:
    """A free place for a signature.

    Attributes:
        person: By id, such as `mentee`.
        name: As printed.
        capacity: In which they sign; empty where the PDF does not carry its interview.
        locale: The words of the agreement.
        left: The names of those who sign after this, in the order of the page.
    """

    person: str
    name: str
    capacity: str
    locale: Locale
    left: tuple[str, ...]


def place_for(person: str, facts: Facts, file: str, *, typed: bool) -> Place:
    """Find a person's place in an agreement.

    Args:
        person: By id: `mentee`, `mentor-2`; an underscore does as well.
        facts: What the PDF says of itself.
        file: Its name, for messages.
        typed: Whether the name is to be typed.

    Raises:
        FileError: The PDF is not ours, or a draft; it was changed after it was signed; nobody signs as that person;
            they have signed; or a name is to be typed after somebody signed by key.
    """
    locale = load_locale("en")
    verdict = judged(facts)
    if reason := _why_not(person.replace("_", "-"), facts, verdict, locale, typed):
        raise FileError(locale.signing("read.line", file=file, words=reason))
    signed = {each.person: each for each in verdict.signed}
    own = signed[person.replace("_", "-")]
    language = facts.language if facts.language.split("-")[0].lower() in available() else "en"
    words = load_locale(language)
    left = tuple(each.name for each in verdict.signed if each.how is How.NOT and each is not own)
    return Place(own.person, own.name, _capacities(facts, words).get(own.person, ""), words, left)


def _why_not(person: str, facts: Facts, verdict: Verdict, locale: Locale, typed: bool) -> str:
    if not facts.is_ours:
        return locale.signing("read.foreign")
    if not facts.signers:
        return locale.signing("sign.no_place")
    if verdict.standing is Standing.CHANGED:
        return locale.signing("sign.meddled")
    if person not in facts.signers:
        hint = did_you_mean(person, facts.signers)
        return locale.signing("sign.no_person", person=person, hint=hint, people=", ".join(facts.signers))
    own = next(each for each in verdict.signed if each.person == person)
    if own.how is not How.NOT:
        return locale.signing("sign.signed", name=own.name)
    if typed and facts.signatures:
        names = locale.joined([each.name for each in verdict.signed if each.how is How.KEY])
        return locale.signing("sign.typed_late", names=names, name=own.name)
    return ""


def _capacities(facts: Facts, locale: Locale) -> Mapping[str, str]:
    """Say in which capacity each person signs, from the interview in the file; nothing where there is none."""
    from agreementgen.agreement import compose_agreement

    if facts.now.interview is None:
        return {}
    try:
        with tempfile.TemporaryDirectory() as folder:
            interview = open_pair(migrated(facts.now.interview), "interview.yaml", Path(folder)).interview
        return {each.id: each.capacity for each in compose_agreement(interview, locale).signers}
    except (AgreementError, ValueError):
        return {}
