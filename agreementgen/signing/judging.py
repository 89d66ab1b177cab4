"""Facts → what can be said of them: who signed what, whether it still stands, and each tampering in one sentence.

Integrity and trust are told apart. That nobody changed what was signed, the mathematics show; whose key it was, only
somebody who is trusted can say.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from agreementgen.locales import Locale, available, load_locale
from agreementgen.signing.facts import Breach, Certificate, Facts, Field, Revision, Signature, person_of_field

__all__ = ["How", "Signed", "Standing", "Verdict", "judged", "printed_name", "same_name"]


class How(StrEnum):
    """In which way somebody has signed."""

    KEY = "key"
    TYPED = "typed"
    NOT = "not"


class Standing(StrEnum):
    """What is to be said of a file as a whole."""

    INTACT = "intact"
    CHANGED = "changed"
    UNSIGNED = "unsigned"


@dataclass(frozen=True, slots=True)
class Signed:
    """One person's signature, or the place for it.

    Attributes:
        person: By id, such as `mentee`; the field's name where it is none of ours.
        name: As printed; that of the certificate where the field is none of ours.
        how: By key, by typing, or not at all.
        is_ours: Whether the field is one that we made.
        when: By the signer's own clock; of a key alone.
        certificate: Of a key alone.
        is_intact: Whether what was signed is unchanged, and nothing was added that should not be; of a key alone.
        is_trusted: Whether a certificate that was given as trusted vouches for this one.
        date: What stood in the date field when they signed, or stands in it now, where they have not.
        interview: Fingerprint of the interview as it was embedded then, in full; empty where there was none.
        typed: The name that was typed.
        dates: All dates that could be read in the file when they signed, by person.
    """

    person: str
    name: str
    how: How
    is_ours: bool = True
    when: datetime | None = None
    certificate: Certificate | None = None
    is_intact: bool = True
    is_trusted: bool = False
    date: str = ""
    interview: str = ""
    typed: str = ""
    dates: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be said of a PDF.

    Attributes:
        standing: As a whole.
        signed: Everyone who has a place to sign, in the order of the page, then signatures in other fields.
        tampering: One plain sentence for each thing that was done to the file.
    """

    standing: Standing
    signed: tuple[Signed, ...]
    tampering: tuple[str, ...]

    def are_all_trusted(self) -> bool:
        """Tell whether somebody trusted vouches for each signature that there is."""
        return all(each.is_trusted for each in self.signed if each.how is not How.NOT)


def judged(facts: Facts) -> Verdict:
    """Judge a PDF; the wording is looked at elsewhere (`wording.py`)."""
    locale = load_locale("en")
    names = {name: printed_name(field.tooltip) for name, field in facts.now.fields.items()}
    by_field = {each.field: each for each in facts.signatures}
    signed = [
        _signed(field, by_field.pop(name, None), facts, names[name])
        for name, field in facts.now.fields.items()
        if person_of_field(name)
    ]
    signed += [
        _signed(None, each, facts, each.certificate.name if each.certificate else each.field)
        for each in by_field.values()
    ]
    tampering = tuple(dict.fromkeys(_tampering(facts, {**names, **_foreign_names(facts, names)}, locale)))
    if tampering:
        standing = Standing.CHANGED
    else:
        standing = Standing.INTACT if any(each.how is not How.NOT for each in signed) else Standing.UNSIGNED
    return Verdict(standing, tuple(signed), tampering)


def printed_name(tooltip: str) -> str:
    """Take the name out of what a signature or date field says of itself, in whatever language that is."""
    # A typed name stands behind the tooltip as we made it.
    tooltip = tooltip.split(": /s/ ")[0]
    for tag in available():
        for key in ("signature_of", "date_of"):
            before, _, after = load_locale(tag).label(f"agreement.{key}", name="\0").partition("\0")
            if tooltip.startswith(before) and tooltip.endswith(after) and len(tooltip) > len(before + after):
                return tooltip[len(before) : len(tooltip) - len(after)]
    return tooltip


def same_name(one: str, other: str) -> bool:
    """Tell whether two names are written alike, but for case, spaces and ways to encode a letter."""
    plain = [unicodedata.normalize("NFKC", name).casefold().split() for name in (one, other)]
    return plain[0] == plain[1]


def _foreign_names(facts: Facts, names: dict[str, str]) -> dict[str, str]:
    found = {each.field: each.certificate.name for each in facts.signatures if each.certificate}
    return {field: name for field, name in found.items() if field not in names}


def _signed(field: Field | None, signature: Signature | None, facts: Facts, name: str) -> Signed:
    revision = _revision_of(signature, facts) if signature else facts.now
    person = person_of_field(field.name) if field else signature.field if signature else ""
    dates = tuple(
        (printed_name(each.tooltip), each.value)
        for each in (revision.fields.values() if revision else ())
        if each.name.startswith("date_") and each.value
    )
    own = revision.fields.get(f"date_{person}") if revision else None
    interview = hashlib.sha256(revision.interview).hexdigest() if revision and revision.interview else ""
    if signature is None:
        typed = field.value if field else ""
        how = How.TYPED if typed else How.NOT
        date = own.value if own else ""
        return Signed(person, name, how, date=date, interview=interview if typed else "", typed=typed)
    return Signed(
        person=person,
        name=name,
        how=How.KEY,
        is_ours=field is not None,
        when=signature.when,
        certificate=signature.certificate,
        is_intact=signature.breach is Breach.NONE,
        is_trusted=signature.is_trusted,
        date=own.value if own else "",
        interview=interview,
        dates=dates,
    )


def _revision_of(signature: Signature, facts: Facts) -> Revision | None:
    return next((each for each in facts.revisions if each.end == signature.end), None)


def _tampering(facts: Facts, names: dict[str, str], locale: Locale) -> Iterator[str]:
    def said(key: str, who: list[Signature], **values: object) -> str:
        people = locale.joined([names.get(each.field) or each.field for each in who])
        return locale.signing(f"tampering.{key}", names=people, **values)

    for breach in (Breach.REWRITTEN, Breach.BYTES, Breach.FORGED):
        if broken := [each for each in facts.signatures if each.breach is breach]:
            is_locked = facts.is_encrypted and breach is not Breach.FORGED
            yield said("locked" if is_locked else str(breach), broken)
    later = [each for each in facts.signatures if each.breach is Breach.ADDED]
    if later:
        # Whatever was added after the last of these was added after the others as well.
        revision = _revision_of(later[0], facts)
        found = list(_differences(revision, facts.now)) if revision else []
        for key, values in found or [("added", {})]:
            yield said(key, later, **values)
    for each in facts.signatures:
        revision = _revision_of(each, facts)
        if each.breach is Breach.NONE and revision:
            for key, values in _fields_changed(revision, facts.now):
                yield said(key, [each], **values)


def _differences(then: Revision, now: Revision) -> Iterator[tuple[str, dict[str, object]]]:
    """Name what is different from an earlier revision, where more than a form was filled in."""
    if len(then.pages) != len(now.pages):
        yield ("page_added" if len(now.pages) > len(then.pages) else "page_lost"), {}
    else:
        for number, (before, after) in enumerate(zip(then.pages, now.pages, strict=True), 1):
            if before != after:
                yield "words", {"page": number}
    if then.interview != now.interview:
        yield "interview", {}
    typed = (field for name, field in now.fields.items() if field.name.startswith("sig_") and field.value)
    for field in typed:
        if field.name in then.fields and not then.fields[field.name].value:
            yield "typed", {"name": printed_name(field.tooltip)}
    yield from _fields_changed(then, now)


def _fields_changed(then: Revision, now: Revision) -> Iterator[tuple[str, dict[str, object]]]:
    """Name each field that said something when it was signed, and says or shows something else now.

    A date that was empty may be filled in later: another person's always is.
    """
    for name, before in then.fields.items():
        after = now.fields.get(name)
        if name.startswith("sig_"):
            continue
        who = printed_name(before.tooltip)
        if after is None:
            yield "field_lost", {"name": who}
        elif before.value and after.value != before.value:
            yield "value", {"name": who, "before": before.value, "after": after.value}
        elif before.value == after.value and before.shown != after.shown:
            yield "shown", {"name": who}
