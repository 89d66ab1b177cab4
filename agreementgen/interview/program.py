"""The bytes of a program's file → `ProgramFile`, with every problem at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from agreementgen.errors import Code, Problem
from agreementgen.interview.body import Body
from agreementgen.interview.colours import LEAST_CONTRAST, contrast_on_white, darkened
from agreementgen.interview.fields import PROGRAM_FIELDS, ProgramFile
from agreementgen.interview.fields.document import NEWEST_SCHEMA
from agreementgen.interview.log import ProblemLog
from agreementgen.interview.yamltext import read_yaml
from agreementgen.locales import Locale

__all__ = ["ProgramReading", "is_inside", "read_program"]


@dataclass(frozen=True, slots=True)
class ProgramReading:
    """What a program's file gave; with problems `program` is `None`."""

    program: ProgramFile | None
    problems: tuple[Problem, ...]


def read_program(data: bytes, file: str, locale: Locale, themes: Collection[str]) -> ProgramReading:
    """Read a program's file.

    Args:
        data: Its bytes.
        file: Its name, as problems shall show it.
        locale: Whose spellings are accepted and whose words the messages take.
        themes: Names of the themes there are.
    """
    log = ProblemLog(file, locale)
    root = read_yaml(data, log)
    if root is None:
        return ProgramReading(None, log.ordered())
    body = Body(log, fields=PROGRAM_FIELDS)
    body.take_section(root, ProgramFile, ())
    program = body.typed_as(ProgramFile)
    _check(program, body, themes)
    return ProgramReading(None if log.problems else program, log.ordered())


def _check(program: ProgramFile, body: Body, themes: Collection[str]) -> None:
    log, branding = body.log, program.branding
    if program.schema_version and program.schema_version > NEWEST_SCHEMA:
        words = {"version": program.schema_version, "known": NEWEST_SCHEMA}
        log.add(Code.SCHEMA_NEWER, body.places.get(("schema",)), key="schema", **words)
    if branding.theme and branding.theme not in themes:
        known = log.locale.joined(sorted(themes), "or")
        place = body.places.get(("branding", "theme"))
        log.add(Code.THEME_UNKNOWN, place, key="branding.theme", value=branding.theme, known=known)
    if branding.colour and contrast_on_white(branding.colour) < LEAST_CONTRAST:
        log.add(
            Code.COLOUR_TOO_LIGHT,
            body.places.get(("branding", "colour")),
            key="branding.colour",
            value=branding.colour,
            contrast=f"{contrast_on_white(branding.colour):.1f}",
            darker=darkened(branding.colour),
        )
    if branding.logo and not branding.logo_alt:
        log.add(Code.LOGO_ALT_MISSING, body.places.get(("branding", "logo")), key="branding.logo")
    for key, names in {"logo": (branding.logo,), "fonts": branding.fonts or ()}.items():
        for name in names:
            if name and not is_inside(name):
                log.add(Code.FILE_OUTSIDE, body.places.get(("branding", key)), key=f"branding.{key}", name=name)


def is_inside(name: str) -> bool:
    """Tell whether a file name stays in its folder or below: no root, no drive, no way up."""
    windows, posix = PureWindowsPath(name), PurePosixPath(name)
    parts = {*windows.parts, *posix.parts}
    return not (windows.is_absolute() or windows.drive or windows.root or posix.is_absolute() or ".." in parts)
