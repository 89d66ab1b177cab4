"""The words of a sheet + `Interview` → `Sheet`: what is read, and what is filled in by hand; no layout."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from agreementgen.agreement.compose import Agreement, kind_of
from agreementgen.agreement.occasions import why_none
from agreementgen.agreement.phrases import ABSENT, GIVEN, Shown, joined
from agreementgen.agreement.scene import Scene, scene_of
from agreementgen.agreement.text import Block, Run, RunKind, Runs, runs_of
from agreementgen.agreement.wordbook import Wordbook
from agreementgen.errors import TemplateError
from agreementgen.interview.fields import GUARDIAN_ID
from agreementgen.interview.model import Interview, is_to_be_named, person_of
from agreementgen.interview.reach import answer_at
from agreementgen.locales import Locale

__all__ = ["Part", "Row", "Sheet", "compose_sheet", "shares_scores", "why_no_sheet"]

MEETING_OF = {"midpoint": "mid", "closing": "closing"}
"""Sheets that go with a meeting: where there is none, there is no sheet either."""
DAY_OF = {"checkin": "dates.first_check", "midpoint": "dates.mid_point"}
"""The key that says when a review is."""
FILES = "sheets"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a part.

    Attributes:
        label: What stands before the text; empty for none.
        text: What is said or asked.
        choices: Words to tick one of.
        room: How many lines there are to write on.
    """

    label: str
    text: Runs
    choices: tuple[str, ...]
    room: int


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a sheet; any of title, text, points and rows may be empty."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    points: tuple[Runs, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to read or to fill in, in finished words; nobody's private answers are on it.

    Attributes:
        name: Name of the document, such as `guide-mentee`.
        people: Who may fill it in.
        words: Heads of columns and the like, by name.
    """

    name: str
    title: Runs
    eyebrow: Runs
    blocks: tuple[Block, ...]
    parts: tuple[Part, ...]
    people: tuple[Runs, ...]
    words: Mapping[str, str]
    footer: Runs

    def part(self, id_: str) -> Part:
        """Give the part of that id.

        Raises:
            TemplateError: The words of the sheet have none.
        """
        if found := next((part for part in self.parts if part.id == id_), None):
            return found
        raise TemplateError(f'The words of the document "{self.name}" have no part "{id_}".')


def compose_sheet(
    interview: Interview, locale: Locale, agreement: Agreement, name: str, fingerprints: tuple[str, str] = ("", "")
) -> Sheet:
    """Compose the sheet of that name from `sheets/<name>.yaml`; what is still open is a place to write.

    The file says `title`, `eyebrow` and `footer`, a wording `lede`, single `words`, and under `parts` what the page is
    made of: each part has a `title`, a wording, `points` that are read, and `rows` that may have `choices` to tick, or
    `room` to write, in lines.

    `fingerprints` are those of the agreement and of the version that takes its place, where a sheet is about both.

    Raises:
        TemplateError: The words of the sheet are at fault.
    """
    scene = scene_of(interview, locale)
    digits = {key: _given(text) for key, text in zip(("fingerprint", "next_fingerprint"), fingerprints, strict=True)}
    book = Wordbook(scene.with_extra(_extra(scene, agreement, name) | digits), name.replace("-", "_"), FILES)
    return Sheet(
        name,
        book.line("title"),
        _eyebrow(book),
        book.wording("lede").blocks,
        tuple(_part(id_, book) for id_ in book.at("parts")),
        tuple(scene.shown[f"people.{person}.name"].runs for person in _people(interview, name)),
        {str(key): str(text) for key, text in book.at("words").items()},
        book.line("footer"),
    )


def _people(interview: Interview, name: str) -> Iterator[str]:
    """Name who fills it in; a guardian looks back with the others, and rates no scale."""
    return (id_ for id_ in interview.people if id_ != GUARDIAN_ID or name != "expectations")


def _eyebrow(book: Wordbook) -> Runs:
    """Give the line above the title; it may be a wording, where not every case has the same."""
    if isinstance(book.at("eyebrow"), str):
        return book.line("eyebrow")
    return tuple(run for block in book.wording("eyebrow").blocks for line in runs_of(block) for run in line)


def why_no_sheet(interview: Interview, name: str) -> str:
    """Say why an interview has nothing for a sheet, by a label under `nothing`; empty where it has."""
    kind = kind_of(interview)
    if name in kind.without:
        return "plan"
    if meeting := MEETING_OF.get(name):
        return why_none(interview.answers, interview.schedule, kind, meeting)
    return REASONS[name](interview) if name in REASONS else ""


def _unasked(interview: Interview) -> str:
    """A letter is the mentee's: nothing that somebody else has said alone belongs into it."""
    if "mentee" in interview.minors:
        return "minor"
    return "request" if interview.written_by not in ("", "mentee") else ""


def _unnamed(interview: Interview) -> str:
    """A guide speaks of the mentor by name."""
    return "unnamed" if is_to_be_named(interview.answers) else ""


def _unsigned(interview: Interview) -> str:
    """What is still open is settled in the agreement itself, and no slip changes it."""
    return "" if interview.is_settled else "unsigned"


def _joined(interview: Interview) -> str:
    """A mentor joins by a paper of its own only where the others signed before; and then nothing is open any more."""
    mentor = interview.answers.people.mentor
    return "" if mentor.to_be_named and mentor.name and interview.is_settled else "addendum"


REASONS = {
    "request": _unasked,
    "guide-mentee": _unnamed,
    "guide-mentor": _unnamed,
    "addendum": _joined,
    "amendment": _unsigned,
}


def shares_scores(interview: Interview) -> bool:
    """Tell whether numbers of a scale may be printed: only if both agreed to that, and to show who said what."""
    return bool(interview.answers.share_scores) and interview.reveal == "both"


def _extra(scene: Scene, agreement: Agreement, name: str) -> dict[str, Shown]:
    """Give the keys that only the words of a sheet ask for."""
    interview, locale = scene.interview, scene.locale
    last = next(iter(scene.schedule.meetings[::-1]), scene.schedule.end)
    closing = locale.day(last, "weekday") if last else ""
    last_day = _given(closing) if closing else Shown((), ABSENT)
    other = "mentor" if name == "guide-mentee" else "mentee"
    return {
        "spoken": _given(str(agreement.spoken)),
        "version": _given(str(agreement.version)),
        "id": _given(agreement.id),
        "line": Shown((Run("", RunKind.BLANK),), GIVEN),
        "day": scene.shown[DAY_OF[name]] if name in DAY_OF else last_day,
        "settled": Shown((Run(""),), "yes" if interview.is_settled else "no"),
        "scores": Shown((Run(""),), "shared" if shares_scores(interview) else "hidden"),
        "closing_day": last_day,
        "other": scene.shown[other],
        "other_likes": scene.shown[f"feedback.preference.{other}"],
        "every_mentor": Shown(joined([scene.shown[person].runs for person in interview.mentors], locale), GIVEN),
        "is_named": Shown((Run(""),), "yes" if person_of(interview.answers, "mentor").name else "no"),
    }


def _given(text: str) -> Shown:
    return Shown((Run(text),), GIVEN if text else ABSENT)


def _part(id_: str, book: Wordbook) -> Part:
    said = book.at("parts", id_)
    wording = book.wording("parts", id_) if "variants" in said else None
    points = book.paragraphs("parts", id_, "points") if "points" in said else ()
    return Part(
        id_,
        wording.title if wording else str(said.get("title", "")),
        wording.blocks if wording else (),
        tuple(runs for block in points for runs in runs_of(block)),
        tuple(_rows(id_, book)) if "rows" in said else (),
    )


def _rows(id_: str, book: Wordbook) -> Iterator[Row]:
    """Give the rows that have words; one that goes through the list `each` is there once for every entry."""
    for number, entry in enumerate(book.at("parts", id_, "rows")):
        for filled in _each(str(entry.get("each", "")), book):
            wording = filled.entry(number, "parts", id_, "rows")
            choices, room = tuple(map(str, entry.get("choices", ()))), int(entry.get("room", 0))
            label = str(entry.get("label", ""))
            if wording.blocks or (label and room):
                runs = tuple(run for block in wording.blocks for line in runs_of(block) for run in line)
                yield Row(label, runs, choices, room)


def _each(name: str, book: Wordbook) -> Iterator[Wordbook]:
    if not name:
        yield book
        return
    for item in answer_at(book.scene.interview.answers, name) or ():
        yield book.having(goal=Shown((Run(item.title or "", RunKind.ANSWER),), GIVEN))
