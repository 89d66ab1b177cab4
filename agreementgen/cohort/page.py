"""What became of each pair → one page of the whole cohort, for the browser and for paper, without the network.

It holds no answer: names, status, how many answers are open, dates, and links to the files beside it. The script hides
and sorts rows; without it, all of them are there in the order of the roster.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import quote

from agreementgen.cohort.kitfiles import document_of
from agreementgen.cohort.mailing import Sender
from agreementgen.cohort.manifest import DRAFT, FAILED, FINAL, Entry
from agreementgen.locales import Locale
from agreementgen.resources import SHIPPED
from agreementgen.typeset.html import shipped_page
from agreementgen.typeset.sealed import policy

__all__ = ["cohort_html"]

COLUMNS = ("pair", "status", "open", "dates", "files")
STATUSES = (FINAL, DRAFT, FAILED)
DATES = ("first", "sign_by", "half_way", "end")


def cohort_html(entries: Sequence[Entry], sender: Sender, locale: Locale) -> str:
    """Set the page.

    Args:
        entries: The pairs, in the roster's order.
        sender: The program.
        locale: Whose words to take.

    Returns:
        A whole page of HTML; the same on every day. Which date is next is found out by whoever opens it.
    """
    words = locale.roster
    counts = {status: sum(entry.status == status for entry in entries) for status in STATUSES}
    style, script = (SHIPPED.read_text(f"pages/cohort.{ending}") for ending in ("css", "js"))
    chosen = [(status, words(f"page.status_of.{status}"), counts[status]) for status in STATUSES]
    return shipped_page(
        "cohort.html",
        locale,
        title=words("page.title", program=sender.program or words("page.no_program")),
        lede=words("page.lede", pairs=locale.count(len(entries), "pair"), **counts),
        statuses=[("", words("page.all"), len(entries)), *chosen],
        shown=words("page.shown", shown="{shown}", all=len(entries)),
        columns=COLUMNS,
        rows=_rows(entries, locale),
        words=words,
        policy=policy(style, script),
        style=style,
        script=script,
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """One pair, in words."""

    names: Sequence[tuple[str, str]]
    about: str
    status: str
    status_words: str
    reasons: Sequence[str]
    open: int
    open_words: str
    differs: int
    differs_words: str
    dates: Sequence[tuple[str, str, str]]
    files: Sequence[tuple[str, str]]
    more: str


def _rows(entries: Sequence[Entry], locale: Locale) -> Iterator[_Row]:
    words = locale.roster
    said: Mapping[str, str] = {name: words(f"page.dates.{name}") for name in DATES}
    called: Callable[[str], str] = lru_cache(maxsize=64)(lambda name: words(f"page.files.{name}"))
    day: Callable[[str], str] = lru_cache(maxsize=4096)(lambda text: locale.day(date.fromisoformat(text)))
    for entry in entries:
        is_made = entry.status != FAILED
        files = [(_address(file.path), called(name)) for file in entry.files if (name := document_of(file))]
        yield _Row(
            names=_names(list(entry.names.values()), locale),
            about=" · ".join(filter(None, (entry.pair_id, entry.where))),
            status=entry.status,
            status_words=words(f"page.one.{entry.status}"),
            reasons=entry.reasons,
            open=entry.open,
            open_words=(words("page.open", open=entry.open) if entry.open else words("page.nothing_open"))
            if is_made
            else "",
            differs=entry.differs,
            differs_words=words("page.differs", differs=entry.differs) if entry.differs else "",
            dates=sorted(
                ((said[name], entry.dates[name], day(entry.dates[name])) for name in DATES if name in entry.dates),
                key=lambda one: one[1],
            ),
            files=files,
            more=_more(len(files) - 1, locale),
        )


def _names(names: Sequence[str], locale: Locale) -> tuple[tuple[str, str], ...]:
    """Give each name with what stands behind it: the names are set apart from each other, whatever script is theirs."""
    return tuple(zip(names, locale.joined(["\0"] * len(names)).split("\0")[1:], strict=True))


def _address(path: str) -> str:
    """Give a link to a file beside the page, whatever is in its name."""
    return f"./{quote(path)}"


def _more(count: int, locale: Locale) -> str:
    return locale.count(count, "further_file") if count > 0 else ""
