"""Files on disk → a pair: its interview, and the look that its program gives it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from agreementgen.errors import FileError, InterviewError, Problem
from agreementgen.files import read_bytes
from agreementgen.interview import (
    Change,
    Interview,
    ProgramReading,
    Reading,
    Settled,
    Side,
    included_by,
    read_interview,
    read_program,
    settled,
    sides_of,
)
from agreementgen.interview.fields import Branding, ProgramFile
from agreementgen.locales import Locale, load_locale
from agreementgen.resources import SHIPPED, Templates
from agreementgen.typeset.fonts import is_font
from agreementgen.typeset.logos import checked_logo
from agreementgen.typeset.look import PLAIN, Look, themes

__all__ = ["Opened", "open_pair", "open_sides", "settle_in", "with_fonts"]

MOST_FONT_BYTES = 40 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Opened:
    """What the files of a pair gave.

    Attributes:
        reading: The interview, or its problems; those of the program's file come first.
        look: Theme, logo, colour and fonts of the program.
        text: The interview's text, for showing its lines.
    """

    reading: Reading
    look: Look
    text: str

    @property
    def interview(self) -> Interview:
        """Give the interview.

        Raises:
            InterviewError: It has problems.
        """
        if self.reading.interview is None:
            raise InterviewError(self.reading.problems)
        return self.reading.interview


def open_pair(
    data: bytes, name: str, folder: Path, program: Path | None = None, *, templates: Templates = SHIPPED
) -> Opened:
    """Open an interview, and the program's file that it names by `include:` or that is given.

    Args:
        data: The interview.
        name: Its name, as problems shall show it.
        folder: Its folder, in which an included file is looked for.
        program: The program's file, where the interview does not name it.
        templates: Whose words and kinds; the interview knows them from then on.

    Raises:
        FileError: The program's file, its logo or one of its fonts cannot be read.
    """
    locale = load_locale("en", templates)
    opener = _Opener(folder, locale)
    given = opener.read(program, str(program)) if program else None
    reading = read_interview(data, name, program=given, include=opener.include, locale=locale)
    if opener.problems:
        reading = Reading(None, (*opener.problems, *reading.problems))
    look = _look_of(opener.branding, opener.home) if reading.interview else PLAIN
    return Opened(reading, look, data.decode("utf-8-sig", "replace"))


def open_sides(paths: Sequence[Path], *, as_two: bool = False) -> tuple[tuple[Side, ...], tuple[str, ...]]:
    """Open the files of the mentee, the mentor and perhaps further mentors.

    Args:
        paths: The files, the mentee's first where they do not say whose they are.
        as_two: Take two files of one person, such as an earlier and a later one, for the mentee's and the mentor's.

    Returns:
        Whose file each one is, in the order of the people, and what each names by `include:`, empty for nothing.

    Raises:
        InterviewError: With the problems of all files at once, or those of whose they are.
        FileError: A file cannot be read.
    """
    contents = [read_bytes(path) for path in paths]
    readings = [open_pair(data, str(path), path.parent).reading for path, data in zip(paths, contents, strict=True)]
    if problems := [problem for reading in readings for problem in reading.problems]:
        raise InterviewError(problems)
    interviews = [reading.interview for reading in readings if reading.interview]
    sides = sides_of(interviews, load_locale("en"), as_two=as_two)
    order = [next(n for n, each in enumerate(interviews) if each is side.interview) for side in sides]
    return sides, tuple(included_by(contents[number]) for number in order)


def settle_in(data: bytes, path: Path, changes: Sequence[Change]) -> Settled:
    """Write what was agreed into the text of a pair's interview; nothing is written to the disk.

    Raises:
        InterviewError: The file, its program's file or a value has problems.
        NotSettledError: The text leaves no place for an answer.
    """
    opener = _Opener(path.parent, load_locale("en"))
    done = settled(data, str(path), changes, opener.locale, include=opener.include)
    if opener.problems:
        raise InterviewError(opener.problems)
    return done


class _Opener:
    """Reads the one program file of a pair, and keeps where it was and what is wrong with it."""

    def __init__(self, folder: Path, locale: Locale) -> None:
        self.folder = folder
        self.locale = locale
        self.home = folder
        self.branding = Branding()
        self.problems: tuple[Problem, ...] = ()

    def include(self, name: str) -> ProgramFile | None:
        path = self.folder / name
        if not path.is_file() or not path.resolve().is_relative_to(self.folder.resolve()):
            return None
        return self.read(path, str(path)) or ProgramFile()

    def read(self, path: Path, name: str) -> ProgramFile | None:
        found: ProgramReading = read_program(read_bytes(path), name, self.locale, themes(self.locale.templates))
        self.home = path.parent
        self.problems = found.problems
        if found.program:
            self.branding = found.program.branding
        return found.program


def _look_of(branding: Branding, folder: Path) -> Look:
    logo = None
    if branding.logo:
        logo = checked_logo(_beside(folder, branding.logo, "logo"), branding.logo, branding.logo_alt or "")
    look = Look(
        theme=branding.theme or PLAIN.theme,
        paper=branding.paper or "",
        colour=branding.colour or "",
        logo=logo,
    )
    return with_fonts(look, [folder / name for name in branding.fonts or ()])


def _beside(folder: Path, name: str, what: str) -> bytes:
    path = folder / name
    if not path.is_file():
        raise FileError(f'The {what} "{name}" that the program\'s file names is not beside that file, in "{folder}".')
    if not path.resolve().is_relative_to(folder.resolve()):
        raise FileError(f'"{name}" leads out of the folder of the program\'s file. Put it beside that file.')
    return read_bytes(path)


def with_fonts(look: Look, paths: list[Path]) -> Look:
    """Add font files to a look; they come after the bundled fonts.

    Raises:
        FileError: A file is missing, too large, or no TrueType or OpenType font.
    """
    found = []
    for path in paths:
        data = read_bytes(path)
        if len(data) > MOST_FONT_BYTES:
            raise FileError(f'The font "{path}" has {len(data) >> 20} MB; {MOST_FONT_BYTES >> 20} MB is the most.')
        if not is_font(data):
            raise FileError(f'"{path}" is no TrueType or OpenType font (.ttf or .otf) that can be read.')
        found.append(data)
    return replace(look, fonts=(*look.fonts, *found))
