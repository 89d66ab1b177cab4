"""What a program's file says: the program itself, and how its papers look."""

from typing import Annotated

from pydantic import Field as Alias

from agreementgen.interview.fields.base import NOWHERE, Asked, Section
from agreementgen.interview.fields.document import Paper, Schema
from agreementgen.interview.fields.people import Program
from agreementgen.interview.values import ColourText, Line

__all__ = ["Branding", "ProgramFile"]

_LOOKS = Asked(NOWHERE, by="program", can_be_open=False)


class Branding(Section):
    """Looks only: nothing here changes a word. Files lie in the program's own folder or below."""

    logo: Annotated[Line | None, _LOOKS] = None
    logo_alt: Annotated[Line | None, _LOOKS] = None
    colour: Annotated[ColourText | None, _LOOKS] = None
    theme: Annotated[Line | None, _LOOKS] = None
    paper: Annotated[Paper | None, _LOOKS] = None
    fonts: Annotated[tuple[Line, ...] | None, _LOOKS] = None


class ProgramFile(Section):
    """The whole of a program's file."""

    schema_version: Annotated[Schema | None, Asked(NOWHERE, default="1", can_be_open=False)] = Alias(
        default=None, alias="schema"
    )
    program: Program = Program.model_construct()
    branding: Branding = Branding.model_construct()
