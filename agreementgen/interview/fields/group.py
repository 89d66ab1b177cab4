"""What only a group needs to settle: how it shares the time, who comes, who joins, and what the facilitator does."""

from typing import Annotated, Literal

from agreementgen.interview.fields.base import GROUP, Asked, NotedSection
from agreementgen.interview.values import Choice, Number

__all__ = ["Group"]

Airtime = Annotated[Literal["rounds", "one_case_each_time", "open_talk"], Choice]
FacilitatorRole = Annotated[
    Literal[
        "keeps_the_time", "lets_everyone_speak", "holds_to_what_we_agreed", "asks_questions", "follows_up", "takes_part"
    ],
    Choice,
]
Newcomers = Annotated[Literal["by_agreement", "at_the_middle", "never"], Choice]
OneToOne = Annotated[Literal["ok_by_request", "ok", "not_for_now"], Choice]
AbsentMember = Annotated[Literal["not_discussed", "only_what_they_said_yes_to"], Choice]


class Group(NotedSection):
    """A group of equals with a facilitator."""

    only_in = GROUP

    size: Annotated[Annotated[int, Number(2, 8)] | None, Asked()] = None
    facilitator_role: Annotated[tuple[FacilitatorRole, ...] | None, Asked()] = None
    airtime: Annotated[Airtime | None, Asked(default="rounds")] = None
    attendance_min: Annotated[Annotated[int, Number(1, 100)] | None, Asked(default="75")] = None
    missed_limit: Annotated[Annotated[int, Number(1, 9)] | None, Asked(default="2")] = None
    newcomers: Annotated[Newcomers | None, Asked(default="by agreement")] = None
    one_to_one_outside: Annotated[OneToOne | None, Asked(default="ok by request")] = None
    absent_member_rule: Annotated[AbsentMember | None, Asked(default="not discussed")] = None
