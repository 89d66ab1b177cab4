"""Who the two are, and the program they belong to."""

from __future__ import annotations

from typing import Annotated

from agreementgen.interview.fields.base import Asked, Contact, NotedSection, Person
from agreementgen.interview.values import Line

__all__ = ["People", "Program"]


class People(NotedSection):
    """The mentee and the mentor, by person id."""

    mentee: Person = Person()
    mentor: Person = Person()


class Program(NotedSection):
    """The program a pair belongs to, where there is one."""

    name: Annotated[Line | None, Asked(by="program", can_be_open=False)] = None
    organization: Annotated[Line | None, Asked(by="program", can_be_open=False)] = None
    coordinator: Contact = Contact()
