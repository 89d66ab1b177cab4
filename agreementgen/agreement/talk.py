"""Interview → `TalkSheet`: on one page what people should talk about, with a line for what they agree on."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from agreementgen.agreement.open_items import OpenItem, open_items
from agreementgen.agreement.scene import scene_of
from agreementgen.agreement.text import Runs, plain
from agreementgen.agreement.wordbook import Wordbook
from agreementgen.interview.model import Interview
from agreementgen.locales import Locale

__all__ = ["TalkSheet", "compose_talk"]

LINES = {"normal": 42.0, "large": 24.0}
"""Lines of text that one page holds below its head, by reading size; measured on Letter, the shorter paper."""
WIDTH = {"normal": 98, "large": 62}
"""Letters in a line across the page."""
AROUND = 2.6
"""What an item takes beside its words, in lines: the gap before it and the line to write on."""


@dataclass(frozen=True, slots=True)
class TalkSheet:
    """What to talk about, in finished words.

    Attributes:
        items: What fits on the page, most pressing first, as on the first outline.
        later: Topics of what does not.
    """

    items: tuple[OpenItem, ...]
    later: tuple[Runs, ...]


def compose_talk(interview: Interview, locale: Locale) -> TalkSheet:
    """Compose the page for one pair or group: who said what stands side by side, as far as all want that seen."""
    scene = scene_of(interview, locale)
    items = open_items(Wordbook(scene, "first"), "shared")
    count = _fitting(items, interview.answers.document.reading_size or "normal")
    later = tuple(item.topic for item in items[count:])
    return TalkSheet(items[:count], later)


def _fitting(items: tuple[OpenItem, ...], size: str) -> int:
    """Count the items, from the first, that one page holds together with the topics of the rest; at least one."""
    width = WIDTH[size]
    for count in range(len(items), 1, -1):
        rest = sum(len(plain(item.topic)) + 2 for item in items[count:])
        if sum(_lines(item, width) for item in items[:count]) + ceil(rest / width) <= LINES[size]:
            return count
    return 1


def _lines(item: OpenItem, width: int) -> float:
    head = ceil((len(plain(item.topic)) + len(plain(item.opening)) + 1) / width)
    views = (ceil((len(plain(who)) + len(plain(view)) + 1) / (width * 0.46)) for who, view in item.views)
    return AROUND + head + max(views, default=0)
