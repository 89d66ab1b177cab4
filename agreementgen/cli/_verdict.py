"""What `verify` says of a file, as lines to read and as data for other programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agreementgen.locales import Locale
from agreementgen.signing import Certificate, How, Match, Signed, Wording, same_name, zone_of

if TYPE_CHECKING:
    from agreementgen.cli.verify import Seen

__all__ = ["as_data", "lines"]

SHORT = 12
"""Hex digits that the agreement prints of a fingerprint in its footer."""


def lines(seen: Seen, locale: Locale, *, has_trust: bool, against: Path | None) -> Iterator[str]:
    """Say all that there is to say of a file that could be read."""
    assert seen.verdict
    assert seen.wording
    yield locale.signing(f"verify.standing.{seen.verdict.standing}", file=seen.file)
    for sentence in seen.verdict.tampering:
        yield locale.signing("verify.tampering", words=sentence)
    for each in seen.verdict.signed:
        yield from _person(each, locale, has_trust)
    yield from _wording(locale.signing(f"verify.wording.{seen.wording.match}"), seen.wording, locale)
    if seen.against:
        yield from _wording(
            locale.signing(f"verify.against.{seen.against.match}", against=against), seen.against, locale
        )
        if seen.against.lacks_program:
            yield locale.signing("verify.against.lacks_program", against=against)


def _person(each: Signed, locale: Locale, has_trust: bool) -> Iterator[str]:
    words = {"name": each.name, "person": each.person}
    who = locale.signing("verify.person" if each.is_ours else "verify.person_of_other_field", **words)
    if each.how is not How.KEY:
        yield locale.signing(f"verify.{each.how}", who=who, typed=each.typed)
        if each.date:
            yield locale.signing("verify.own_date", date=each.date)
        return
    if each.when:
        yield locale.signing("verify.key", who=who, when=_moment(each.when, locale))
    else:
        yield locale.signing("verify.key_no_time", who=who)
    yield locale.signing("verify.intact" if each.is_intact else "verify.broken")
    yield from _certificate(each, locale)
    if each.is_intact:
        trust = ("trusted" if each.is_trusted else "untrusted") if has_trust else "unknown"
        yield locale.signing(f"verify.{trust}")
    if each.dates:
        dates = (locale.signing("verify.one_date", name=name, date=date) for name, date in each.dates)
        yield locale.signing("verify.dates", dates="; ".join(dates))
    if each.interview:
        yield locale.signing("verify.interview", fingerprint=each.interview[:SHORT])


def _certificate(each: Signed, locale: Locale) -> Iterator[str]:
    found = each.certificate
    if found is None:
        yield locale.signing("verify.no_certificate")
        return
    by = "made_by" if found.is_self_made else "issued_by"
    short = " ".join(found.fingerprint[place : place + 4] for place in range(0, 16, 4))
    yield locale.signing(f"verify.{by}", name=found.name, issuer=found.issuer, fingerprint=short)
    if not same_name(found.name, each.name):
        yield locale.signing("verify.other_name", given=found.name, printed=each.name)
    if found.ends < datetime.now(found.ends.tzinfo):
        yield locale.signing("verify.run_out", day=locale.day(found.ends.date()))


def _moment(when: datetime, locale: Locale) -> str:
    day, clock = locale.day(when.date()), locale.clock(when.time())
    return locale.signing("verify.when", day=day, clock=clock, zone=zone_of(when))


def _wording(head: str, wording: Wording, locale: Locale) -> Iterator[str]:
    yield head
    for each in wording.differences:
        yield locale.signing("verify.difference", here=each.here)
        yield locale.signing("verify.difference_there", there=each.there)


def as_data(seen: Sequence[Seen], locale: Locale, has_trust: bool) -> dict[str, Any]:
    """Give the same as data: one entry a file, and what this cannot see."""
    return {"files": [_file(each, has_trust) for each in seen], "cannot_see": locale.signing("verify.blind")}


def _file(seen: Seen, has_trust: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"file": str(seen.file), "exit_code": int(seen.code)}
    if seen.verdict is None:
        return {**found, "standing": "unreadable", "error": seen.error}
    assert seen.wording
    found["standing"] = str(seen.verdict.standing)
    found["tampering"] = list(seen.verdict.tampering)
    found["signers"] = [_signer(each, has_trust) for each in seen.verdict.signed]
    found["wording"] = _as_data(seen.wording)
    if seen.against:
        found["against"] = _as_data(seen.against)
    return found


def _signer(each: Signed, has_trust: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "person": each.person if each.is_ours else None,
        "name": each.name,
        "signed": str(each.how),
        "date": each.date,
    }
    if each.how is How.TYPED:
        found["typed"] = each.typed
    if each.how is How.KEY:
        found |= {
            "when": each.when.isoformat() if each.when else None,
            "clock": "signer",
            "intact": each.is_intact,
            "trusted": each.is_trusted if has_trust else None,
            "certificate": _certificate_data(each.certificate) if each.certificate else None,
            "then": {"dates": dict(each.dates), "interview": each.interview or None},
        }
    return found


def _certificate_data(found: Certificate) -> dict[str, Any]:
    return {
        "name": found.name,
        "issuer": found.issuer,
        "self_made": found.is_self_made,
        "from": found.begins.isoformat(),
        "until": found.ends.isoformat(),
        "sha256": found.fingerprint,
    }


def _as_data(wording: Wording) -> dict[str, Any]:
    differences = [{"here": each.here, "there": each.there} for each in wording.differences]
    return {"match": str(wording.match), "differences": differences if wording.match is not Match.SAME else []}
