"""What became of each pair → a sheet for a mail merge: a row a person, with a ready text. Nothing is ever sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from agreementgen.cohort.kitfiles import document_of, files_for
from agreementgen.cohort.manifest import DRAFT, FAILED, Entry, csv_text
from agreementgen.cohort.roster import Roster
from agreementgen.interview.fields import GUARDIAN_ID
from agreementgen.locales import Locale

__all__ = ["Sender", "mail_csv", "sender_of"]

COLUMNS = ("pair_id", "person", "name", "email", "cc", "subject", "text", "attachments")


@dataclass(frozen=True, slots=True)
class Sender:
    """On whose behalf the coordinator writes; each part may be empty.

    Attributes:
        program: The program's name.
        coordinator: Who coordinates it.
        email: That person's address.
    """

    program: str = ""
    coordinator: str = ""
    email: str = ""


def sender_of(roster: Roster) -> Sender:
    """Give what a roster's program says of itself."""
    given = roster.program.layer.given
    keys = ("program.name", "program.coordinator.name", "program.coordinator.email")
    return Sender(*(str(given[key].value or "") if key in given else "" for key in keys))


def mail_csv(entries: Iterable[Entry], sender: Sender, locale: Locale) -> str:
    """Write the sheet, in the roster's order; a pair that failed has nothing to be sent.

    The attachments are paths below the cohort's folder, parted by semicolons. Nobody under 18 is written to alone: the
    letter is the guardian's, and goes to the young person as a copy.
    """
    return csv_text(_rows(entries, sender, locale))


def _rows(entries: Iterable[Entry], sender: Sender, locale: Locale) -> Iterator[list[str]]:
    yield [locale.roster(f"mail.columns.{name}") for name in COLUMNS]
    for entry in entries:
        if entry.status != FAILED:
            yield from (_row(entry, person, sender, locale) for person in _addressed(entry))


def _addressed(entry: Entry) -> list[str]:
    """Name whom the letters of a pair are for; a guardian has those for the minors."""
    has_theirs = any(person in entry.names for person in entry.minors)
    return [person for person in entry.names if not (person == GUARDIAN_ID and has_theirs)]


def _row(entry: Entry, person: str, sender: Sender, locale: Locale) -> list[str]:
    files = list(files_for(entry, person))
    called = f"pair.people.{person.partition('-')[0]}"
    program = sender.program or locale.roster("mail.our_program")
    is_minor = person in entry.minors
    email, own = (entry.emails.get(id_, "") for id_ in (GUARDIAN_ID if is_minor else person, person))
    return [
        entry.pair_id,
        locale.label(called) if locale.has_label(called) else person,
        _name(entry, person, locale),
        email,
        own if email and own != email else "",
        locale.roster(f"mail.subject.{entry.status}", program=program),
        "\n\n".join(_paragraphs(entry, person, [document_of(file) for file in files], sender, locale)),
        "; ".join(file.path for file in files),
    ]


def _name(entry: Entry, person: str, locale: Locale) -> str:
    """Give the name of whom a letter is for; before a minor's stands the guardian's."""
    name = entry.names[person]
    if person not in entry.minors:
        return name
    if GUARDIAN_ID not in entry.names:
        return locale.roster("mail.some_guardian", name=name)
    return locale.joined([entry.names[GUARDIAN_ID], name])


def _paragraphs(entry: Entry, person: str, documents: list[str], sender: Sender, locale: Locale) -> Iterator[str]:
    words = locale.roster
    is_minor = person in entry.minors
    others = [name for id_, name in entry.names.items() if id_ != person and not (is_minor and id_ == GUARDIAN_ID)]
    yield words("mail.dear", name=_name(entry, person, locale))
    count = locale.count(entry.open, "open_answer")
    # A family may have its papers before the mentor is named.
    yield words(f"mail.{'about' if others else 'about_alone'}.{entry.status}", others=locale.joined(others), open=count)
    if is_minor:
        yield words("mail.with_guardian")
    if documents:
        called = [DRAFT if (name, entry.status) == ("agreement", DRAFT) else name for name in documents]
        named = [f"- {words(f'documents.{name}')}" for name in called]
        yield "\n".join([words("mail.attached"), *named])
    steps = _steps(entry, documents, locale)
    yield "\n".join([words("mail.next"), *(f"{number}. {step}" for number, step in enumerate(steps, start=1))])
    if sender.email:
        yield words("mail.ask_me", email=sender.email)
    yield "\n".join(filter(None, [words("mail.wishes"), sender.coordinator, sender.program]))


def _steps(entry: Entry, documents: list[str], locale: Locale) -> Iterator[str]:
    """Say what to do, and by when as far as that is known."""
    words = locale.roster

    def dated(step: str, name: str) -> str:
        day = entry.dates.get(name)
        return words(f"mail.steps.{step}_by", day=_day(day, locale)) if day else words(f"mail.steps.{step}")

    if "calendar" in documents:
        yield words("mail.steps.calendar")
    if entry.status == DRAFT:
        yield dated("draft_read", "first")
        yield words("mail.steps.talk_outline" if any("agenda-1" in name for name in documents) else "mail.steps.talk")
        yield dated("settle", "sign_by")
    else:
        yield dated("read", "first")
        yield words("mail.steps.together")
        yield dated("sign", "sign_by")


@lru_cache(maxsize=4096)
def _day(day: str, locale: Locale) -> str:
    return locale.day(date.fromisoformat(day), "weekday")
