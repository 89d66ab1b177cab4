"""What a person writes for their own eyes; none of it is part of the interview."""

from typing import Annotated, Literal

from agreementgen.interview.fields.base import PERSONAL, Asked, Section
from agreementgen.interview.fields.document import Members
from agreementgen.interview.values import Choice, Number, Text

__all__ = ["PRIVATE_NAMES", "Holder", "PrivateAnswers", "Rating"]

_OWN = Asked(PERSONAL, by="self", can_be_open=False)
Holder = Annotated[Literal["mentee", "mentor", "facilitator", Members], Choice]
Rating = Annotated[int, Number(1, 5)]


class PrivateAnswers(Section):
    """The texts of a private file, in the order in which they are printed; self-ratings stand beside them."""

    most_wanted: Annotated[Text | None, _OWN] = None
    concerns: Annotated[Text | None, _OWN] = None
    tell_me_straight: Annotated[Text | None, _OWN] = None
    access_needs: Annotated[Text | None, _OWN] = None
    languages: Annotated[Text | None, _OWN] = None
    time_limits: Annotated[Text | None, _OWN] = None
    observances: Annotated[Text | None, _OWN] = None
    working_style: Annotated[Text | None, _OWN] = None


PRIVATE_NAMES = frozenset({*PrivateAnswers.model_fields, "private", "self_rating"}) - {"languages"}
"""Keys that belong into a private file wherever they stand; languages may be spoken of by both."""
