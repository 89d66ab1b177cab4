"""How each document is made, and why an interview may have nothing for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from agreementgen.agreement import (
    COPIES,
    compose_agenda,
    compose_calendar,
    compose_contacts,
    compose_map,
    compose_scales,
    compose_sheet,
    compose_skills,
    compose_talk,
    copies_for,
    copy_of,
    has_dates,
    has_map,
    has_open_items,
    has_skills,
    kind_of,
    why_no_sheet,
    why_none,
)
from agreementgen.documents.document import Document
from agreementgen.documents.press import Press
from agreementgen.interview import Interview

__all__ = ["DEFAULT_KIT", "DOCUMENTS", "MAKERS", "PAGES", "Page"]


def _never(interview: Interview) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Page:
    """A document that is set as a page.

    Attributes:
        page: Sets it as HTML for the engine.
        lacks: Says why an interview has nothing for it, by a label under `nothing`; empty where it has.
        is_signed: Whether it is to be signed, and so may be a draft and carries the interview.
    """

    page: Callable[[Press], str]
    lacks: Callable[[Interview], str] = _never
    is_signed: bool = False

    def make(self, name: str, press: Press) -> Document:
        """Make the file."""
        data = press.typeset(self.page(press), press.source if self.is_signed else None)
        return Document(name, data, self.is_signed and press.agreement.is_draft, press.agreement.version, press.form)


@dataclass(frozen=True, slots=True)
class File:
    """A document of a form of its own, whatever form was asked for.

    Attributes:
        data: Makes its bytes.
        form: The ending of its name, such as `ics`.
        lacks: As for a page.
    """

    data: Callable[[Press], bytes]
    form: str
    lacks: Callable[[Interview], str] = _never

    def make(self, name: str, press: Press) -> Document:
        """Make the file."""
        return Document(name, self.data(press), False, press.agreement.version, self.form)


def _agreement(press: Press) -> str:
    from agreementgen.typeset import agreement_html

    return agreement_html(press.agreement, press.locale, press.look, press.fingerprint)


def _agenda(press: Press, meeting: str, copy: str) -> str:
    from agreementgen.typeset import agenda_html

    own = next((one for person, one in press.private.items() if copy_of(person) == copy), None)
    agenda = compose_agenda(press.interview, press.locale, press.agreement, copy, meeting=meeting, private=own)
    return agenda_html(agenda, press.agreement, press.locale, press.look)


def _calendar(press: Press) -> bytes:
    return compose_calendar(press.interview, press.locale, press.agreement, when=press.when) or b""


def _has_no_dates(interview: Interview) -> str:
    return "" if has_dates(interview.answers, interview.schedule) else "dates"


def _skills(press: Press) -> str:
    from agreementgen.typeset import skills_html

    return skills_html(compose_skills(press.interview, press.locale), press.agreement, press.locale, press.look)


def _talk(press: Press) -> str:
    from agreementgen.typeset import talk_html

    return talk_html(compose_talk(press.interview, press.locale), press.agreement, press.locale, press.look)


def _questions(press: Press) -> str:
    from agreementgen.typeset import questions_html

    return questions_html(kind_of(press.interview).name, press.agreement, press.locale, press.look)


def _sheet(press: Press, name: str) -> str:
    from agreementgen.typeset import sheet_html

    sheet = compose_sheet(press.interview, press.locale, press.agreement, name)
    rows: object = ()
    match name:
        case "map":
            rows = compose_map(press.interview, press.locale, press.agreement, sheet)
        case "expectations":
            rows = compose_scales(press.interview, press.locale)
        case "contacts":
            rows = compose_contacts(press.interview, press.agreement, sheet)
    return sheet_html(sheet, press.agreement, press.locale, press.look, rows=rows)


def _paper(name: str) -> Page:
    """A sheet to read or to fill in, made from `sheets/<name>.yaml`."""

    def lacks(interview: Interview) -> str:
        return why_no_sheet(interview, name) or ("map" if name == "map" and not has_map(interview) else "")

    return Page(partial(_sheet, name=name), lacks)


def _outline(meeting: str, copy: str = "shared") -> Page:
    def lacks(interview: Interview) -> str:
        if copy not in copies_for(interview):
            return "copy"
        return why_none(interview.answers, interview.schedule, kind_of(interview), meeting)

    return Page(partial(_agenda, meeting=meeting, copy=copy), lacks)


MAKERS: Mapping[str, Page | File] = {
    "agreement": Page(_agreement, is_signed=True),
    **{f"agenda-1-{copy}": _outline("first", copy) for copy in COPIES},
    "agenda-2": _outline("second"),
    "agenda-3": _outline("third"),
    "agenda-mid": _outline("mid"),
    "agenda-closing": _outline("closing"),
    "agenda-regular": _outline("regular"),
    "calendar": File(_calendar, "ics", _has_no_dates),
    **{name: _paper(name) for name in ("summary", "guide-mentee", "guide-mentor", "request", "reflection", "map")},
    **{name: _paper(name) for name in ("checkin", "midpoint", "closing", "addendum", "amendment")},
    "talk": Page(_talk, lambda interview: "" if has_open_items(interview) else "talk"),
    "questions": Page(_questions),
    "skills": Page(_skills, lambda interview: "" if has_skills(interview.answers) else "skills"),
    "expectations": _paper("expectations"),
    "contacts": _paper("contacts"),
}
"""How each document is made. A new one is one entry here."""
DOCUMENTS = tuple(MAKERS)
"""Every document there is, by name, in the order in which a kit gives them."""
PAGES = tuple(name for name, maker in MAKERS.items() if isinstance(maker, Page))
"""Those that are set as pages; the rest has a form of its own."""
DEFAULT_KIT = ("agreement", *(f"agenda-1-{copy}" for copy in COPIES), "calendar")
"""What is made where nobody says which documents: those of these that the interview has something for."""
