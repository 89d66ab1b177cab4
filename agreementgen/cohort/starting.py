"""A row of a roster → the interview file that its pair goes on with."""

from __future__ import annotations

from collections.abc import Iterator

from agreementgen.interview import Compared, Comparison, Interview, State, merged
from agreementgen.interview.answer import TITLED, covers
from agreementgen.interview.reach import answer_at
from agreementgen.locales import Locale

__all__ = ["pair_text"]


def pair_text(interview: Interview, where: str, locale: Locale) -> str:
    """Write a pair's own answers as an interview file: what is open stands under `open:`, to be settled.

    What the program gives is left out, so that it goes on holding for the pair; so is what stands by default.

    Args:
        interview: The pair's interview.
        where: Its place in the roster, for the comment at the top.
        locale: Whose words the comments take.
    """
    hides = interview.reveal == "topic_only"
    comparison = Comparison((), tuple(_own(interview)), (), hides)
    return merged(comparison, locale, head=locale.roster("starter", where=where))


def _own(interview: Interview) -> Iterator[Compared]:
    if interview.answers.document.id and "document.id" not in interview.standings:
        # It was made of the pair's id in the roster, which the pair's own file does not know.
        yield Compared("document.id", State.AGREED, interview.answers.document.id)
    for key, standing in interview.standings.items():
        if any(covers(each, key) for each in interview.from_program):
            continue
        is_part = key.split(".")[0] in TITLED and "." in key
        if standing.state is State.AGREED and is_part:
            # The list as a whole brings its entries along.
            continue
        if standing.state is State.AGREED:
            yield Compared(key, State.AGREED, answer_at(interview.answers, key))
        elif standing.state not in (State.DEFAULTED, State.UNANSWERED):
            yield Compared(key, standing.state, views=standing.views, decide_by=standing.decide_by)
