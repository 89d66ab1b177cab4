"""Files on disk → a pair: its interview, and the look that its program gives it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from agreementgen.disk import read_bytes
from agreementgen.errors import ClauseError, FileError, InterviewError, Problem, TemplateError
from agreementgen.interview import (
    Interview,
    Layer,
    OwnClauses,
    ProgramReading,
    Reading,
    included_by,
    read_clause_file,
    read_interview,
    read_program,
)
from agreementgen.interview.fields import Branding
from agreementgen.interview.program import is_inside
from agreementgen.locales import Locale, load_locale
from agreementgen.resources import MOST_FILES, SHIPPED, Templates, read_own
from agreementgen.typeset.fonts import is_font
from agreementgen.typeset.look import PLAIN, Look, themes

if TYPE_CHECKING:
    from agreementgen.interview import Change, Settled, Side

__all__ = [
    "Opened",
    "OpenedProgram",
    "inputs_of",
    "open_pair",
    "open_program",
    "open_sides",
    "read_fonts",
    "settle_in",
    "with_fonts",
]

MOST_FONT_BYTES = 40 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Opened:
    """What the files of a pair gave.

    Attributes:
        reading: The interview, or its problems; those of the program's file come first.
        look: Theme, logo, colour and fonts of the program.
        text: The interview's text, for showing its lines.
        blames_clauses: Whether the only problems are those of a program's own clauses.
    """

    reading: Reading
    look: Look
    text: str
    blames_clauses: bool = False

    @property
    def interview(self) -> Interview:
        """Give the interview.

        Raises:
            InterviewError: It has problems.
            ClauseError: Its program's own clauses have, and nothing else has.
        """
        if self.reading.interview is None:
            raise (ClauseError if self.blames_clauses else InterviewError)(self.reading.problems)
        return self.reading.interview


def open_pair(
    data: bytes,
    name: str,
    folder: Path,
    program: Path | None = None,
    sets: Mapping[str, str] | None = None,
    *,
    otherwise: Layer | None = None,
    templates: Templates = SHIPPED,
) -> Opened:
    """Open an interview, and the program's file that it names by `include:` or that is given.

    Args:
        data: The interview.
        name: Its name, as problems shall show it.
        folder: Its folder, in which an included file is looked for.
        program: The program's file, where the interview does not name it.
        sets: Answers from the command line, as typed, by full key.
        otherwise: What a program gives that has been opened already, where the interview names none.
        templates: Whose words and kinds; the interview knows them from then on.

    Raises:
        FileError: The program's file, its logo, a font or a clause file of it cannot be read.
    """
    locale = load_locale("en", templates)
    opener = _Opener(folder, locale)
    given = opener.read(program, str(program)) or Layer() if program else None
    if given is None and otherwise and not (b"include" in data and included_by(data)):
        given = otherwise
    reading = read_interview(data, name, program=given, include=opener.include, sets=sets, locale=locale)
    of_clauses = opener.of_clauses
    if reading.interview and not opener.problems and not of_clauses and not opener.has_clauses:
        # An agreement carries the words of its program's clauses along, and these are anybody's by now.
        of_clauses = _of_own_clauses(reading.interview, locale)
    blames_clauses = bool(of_clauses) and not opener.problems and not reading.problems
    if opener.problems or of_clauses:
        reading = Reading(None, (*opener.problems, *of_clauses, *reading.problems))
    look = _look_of(opener.branding, opener.home) if reading.interview else PLAIN
    return Opened(reading, look, data.decode("utf-8-sig", "replace"), blames_clauses)


@dataclass(frozen=True, slots=True)
class OpenedProgram:
    """What a program's file gave.

    Attributes:
        layer: What it gives its pairs.
        look: How its papers look.
        columns: What it says of the columns of a roster: the header's text → what was typed behind it.
        most_mentees: How many mentees a mentor has at most; 0 where it says nothing.
    """

    layer: Layer = Layer()  # noqa: RUF009 - Layer is frozen
    look: Look = PLAIN
    columns: Mapping[str, str] = field(default_factory=dict)
    most_mentees: int = 0


def open_program(path: Path, templates: Templates = SHIPPED) -> OpenedProgram:
    """Open a program's file alone.

    Args:
        path: The file.
        templates: Whose words and kinds.

    Raises:
        InterviewError: It has problems, or its own clauses have.
        FileError: It, its logo, a font or a clause file of it cannot be read.
    """
    opener = _Opener(path.parent, load_locale("en", templates))
    layer = opener.read(path, str(path))
    if layer is None:
        raise InterviewError(opener.problems)
    if opener.of_clauses:
        raise ClauseError(opener.of_clauses)
    look = _look_of(opener.branding, opener.home)
    return OpenedProgram(layer, look, opener.columns, opener.most_mentees)


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
    from agreementgen.interview import sides_of

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
    from agreementgen.interview import settled

    opener = _Opener(path.parent, load_locale("en"))
    done = settled(data, str(path), changes, opener.locale, include=opener.include)
    if opener.problems or opener.of_clauses:
        raise InterviewError((*opener.problems, *opener.of_clauses))
    return done


def inputs_of(file: Path, program: Path | None = None, templates: Path | None = None) -> tuple[Path, ...]:
    """Name the files that a pair's documents are made from: the interview, its program's file, and what that names.

    Of a folder of own templates, it is all that is in it, and the folders themselves, so that a new file is seen.
    What is missing or broken is named all the same, as far as the others tell of it.
    """
    found = [file]
    try:
        own = SHIPPED
        if templates is not None:
            found += [templates, *sorted(templates.rglob("*"))[:MOST_FILES]]
            own, _ = read_own(templates)
        if program is None and (name := included_by(read_bytes(file))) and is_inside(name):
            program = file.parent / name
        if program is not None:
            found.append(program)
            said = read_program(read_bytes(program), str(program), load_locale("en", own), themes(own))
            looks = said.program.branding if said.program else Branding.model_construct()
            named = (looks.logo, *(looks.fonts or ()), *(name for _, name in said.plan.files))
            found += [program.parent / name for name in named if name and is_inside(name)]
    except (FileError, TemplateError):
        pass
    return tuple(found)


class _Opener:
    """Reads the one program file of a pair, and keeps where it was and what is wrong with it."""

    def __init__(self, folder: Path, locale: Locale) -> None:
        self.folder = folder
        self.locale = locale
        self.home = folder
        self.branding = Branding.model_construct()
        self.columns: Mapping[str, str] = {}
        self.most_mentees = 0
        self.problems: tuple[Problem, ...] = ()
        self.of_clauses: tuple[Problem, ...] = ()
        self.has_clauses = False

    def include(self, name: str) -> Layer | None:
        path = self.folder / name
        if not path.is_file() or not path.resolve().is_relative_to(self.folder.resolve()):
            return None
        return self.read(path, str(path)) or Layer()

    def read(self, path: Path, name: str) -> Layer | None:
        found: ProgramReading = read_program(read_bytes(path), name, self.locale, themes(self.locale.templates))
        self.home = path.parent
        self.problems = found.problems
        if found.program is None:
            return None
        self.branding, self.columns = found.program.branding, found.columns
        self.most_mentees = found.program.program.max_mentees or 0
        return self._with_clauses(found)

    def _with_clauses(self, found: ProgramReading) -> Layer:
        """Read the program's own clause files, and look whether their words can be printed."""
        replaced, added = {}, []
        for id_, name in found.plan.files:
            place = self.home / name
            clause, problems = read_clause_file(_beside(self.home, name, "clause"), str(place), id_, self.locale)
            self.of_clauses += problems
            if clause and id_:
                replaced[id_] = clause
            elif clause:
                added.append(clause)
        layer = replace(found.layer, clauses=OwnClauses(found.plan.drop, replaced, tuple(added)))
        self.has_clauses = bool(layer.clauses)
        # What the program itself gives is there for each of its pairs; of the rest, nothing is sure.
        if layer.clauses and (blank := read_interview(b"schema: 1\n", program=layer, locale=self.locale).interview):
            self.of_clauses += _of_own_clauses(blank, self.locale)
        return layer


def _of_own_clauses(interview: Interview, locale: Locale) -> tuple[Problem, ...]:
    """Give what cannot be printed in a program's own clauses; without any, nothing that prints is loaded."""
    if not interview.clauses.all:
        return ()
    from agreementgen.agreement import own_problems

    return own_problems(interview, locale)


def _look_of(branding: Branding, folder: Path) -> Look:
    logo = None
    if branding.logo:
        from agreementgen.typeset.logos import checked_logo

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


def with_fonts(look: Look, paths: Sequence[Path]) -> Look:
    """Add font files to a look; they come after the bundled fonts.

    Raises:
        FileError: As for `read_fonts`.
    """
    return replace(look, fonts=(*look.fonts, *read_fonts(paths)))


def read_fonts(paths: Sequence[Path]) -> tuple[bytes, ...]:
    """Read font files.

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
    return tuple(found)
