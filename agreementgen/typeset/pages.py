"""`Agreement`, `Agenda`, `SkillsPlan`, `TalkSheet`, `Sheet` → HTML, each by its own template."""

from __future__ import annotations

from agreementgen.agreement.agenda import Agenda
from agreementgen.agreement.compose import Agreement
from agreementgen.agreement.sheets import Sheet
from agreementgen.agreement.skills import SkillsPlan
from agreementgen.agreement.talk import TalkSheet
from agreementgen.agreement.text import plain
from agreementgen.locales import Locale
from agreementgen.typeset.asked import Item, asked_of
from agreementgen.typeset.html import rendered
from agreementgen.typeset.look import PLAIN, Look

__all__ = ["agenda_html", "agreement_html", "questions_html", "sheet_html", "skills_html", "talk_html"]


def agreement_html(agreement: Agreement, locale: Locale, look: Look = PLAIN, fingerprint: str = "") -> str:
    """Set an agreement as HTML; a `fingerprint` says that the file carries the interview it was made from."""
    names = agreement.names
    parts = [agreement.title, names, locale.label("agreement.version", version=agreement.version), agreement.id]
    parts += [locale.label("agreement.fingerprint", digits=fingerprint)] if fingerprint else []
    return rendered(
        "agreement.html",
        locale,
        agreement=agreement,
        look=look,
        carries_source=bool(fingerprint),
        kind="agreement draft" if agreement.is_draft else "agreement",
        mark=locale.label("draft.mark") if agreement.is_draft else "",
        title=f"{agreement.title}: {names}",
        footer=" · ".join(parts),
    )


def agenda_html(agenda: Agenda, agreement: Agreement, locale: Locale, look: Look = PLAIN) -> str:
    """Set an agenda as HTML."""
    return _sheet(
        "agenda",
        agreement,
        locale,
        look,
        agenda=agenda,
        title=f"{agenda.title}: {plain(agenda.label)}",
        footer=plain(agenda.footer),
    )


def skills_html(skills: SkillsPlan, agreement: Agreement, locale: Locale, look: Look = PLAIN) -> str:
    """Set a skills plan as HTML."""
    name = plain(skills.mentee)
    return _sheet(
        "skills",
        agreement,
        locale,
        look,
        skills=skills,
        title=f"{locale.label('skills.title')}: {name}",
        footer=locale.label("skills.footer", name=name),
    )


def talk_html(talk: TalkSheet, agreement: Agreement, locale: Locale, look: Look = PLAIN) -> str:
    """Set the page of what to talk about as HTML."""
    names = agreement.names
    return _sheet(
        "talk",
        agreement,
        locale,
        look,
        talk=talk,
        title=f"{locale.label('talk.title')}: {names}",
        footer=locale.label("talk.footer", names=names),
    )


def questions_html(kind: str, agreement: Agreement, locale: Locale, look: Look = PLAIN) -> str:
    """Set the blank question sheet of a kind of mentoring; nothing that the pair has answered is on it."""

    def hint(item: Item) -> str:
        if offer := item.offer.get(kind):
            return locale.label("sheet.usual", value=offer.words)
        return locale.label("sheet.example", value=item.example) if item.example else ""

    return _sheet(
        "questions",
        agreement,
        locale,
        look,
        asked=asked_of(kind, locale),
        hint=hint,
        heading=lambda group: " ".join(dict.fromkeys(item.ask for item in group.items)),
        eyebrow=locale.label("sheet.eyebrow", kind=locale.value("relationship.kind", kind)),
        title=locale.label("sheet.title"),
        footer=locale.label("sheet.footer"),
    )


TEMPLATES = {
    "guide-mentee": "guide",
    "guide-mentor": "guide",
    "checkin": "review",
    "midpoint": "review",
    "closing": "review",
}
"""Sheets that have a template in common; each of the others has one of its own name."""


def sheet_html(sheet: Sheet, agreement: Agreement, locale: Locale, look: Look = PLAIN, rows: object = ()) -> str:
    """Set a sheet to read or to fill in as HTML; `rows` are what some of them list beside their words."""
    return _sheet(
        TEMPLATES.get(sheet.name, sheet.name),
        agreement,
        locale,
        look,
        sheet=sheet,
        rows=rows,
        title=plain(sheet.footer),
        footer=plain(sheet.footer),
    )


def _sheet(document: str, agreement: Agreement, locale: Locale, look: Look, **values: object) -> str:
    """Set a page that nobody signs, and so bears no mark; its styles are called like its template."""
    return rendered(f"{document}.html", locale, agreement=agreement, look=look, kind=document, mark="", **values)
