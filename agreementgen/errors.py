"""What can go wrong: exit codes, the exceptions that carry them, and the problems of a person's file.

A problem in someone's file, and advice on it, is a value, gathered and shown with all others. A failed action is an
exception.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum, unique

__all__ = [
    "AgreementError",
    "ChangedError",
    "ClauseError",
    "Code",
    "EngineError",
    "Exit",
    "FileError",
    "GlyphError",
    "InterviewError",
    "Level",
    "NotReadyError",
    "NothingError",
    "Problem",
    "TemplateError",
    "did_you_mean",
]


@unique
class Exit(IntEnum):
    """Exit codes of the command; stable, listed in the README."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    SOME_FAILED = 3
    TEMPLATE = 4
    ENGINE = 5
    BUG = 70
    INTERRUPTED = 130


@unique
class Level(StrEnum):
    """How much a finding weighs; an error keeps the file from being used, the others are advice."""

    ERROR = "error"
    WARNING = "warning"
    NUDGE = "nudge"
    NOTE = "note"


@unique
class Code(StrEnum):
    """Every problem that can be reported; its words stand in the locale's `problems.yaml` under the same code.

    AG0xx text and YAML, AG1xx fields, AG2xx layers and program, AG3xx advice, AG4xx roster and batch, AG5xx templates
    and fonts. A code is never given a second meaning.
    """

    NOT_UTF8 = "AG001"
    FILE_TOO_LARGE = "AG002"
    NOT_YAML = "AG003"
    TAB_INDENTATION = "AG004"
    COLON_NEEDS_QUOTES = "AG005"
    START_NEEDS_QUOTES = "AG006"
    ANCHOR_OR_ALIAS = "AG007"
    TAG = "AG008"
    TOO_DEEP = "AG009"
    TOO_MANY_VALUES = "AG010"
    FORBIDDEN_CHARACTER = "AG011"
    KEY_TWICE = "AG012"
    KEY_NOT_TEXT = "AG013"
    TEXT_TOO_LONG = "AG014"
    EMPTY_FILE = "AG015"
    NOT_A_MAPPING = "AG016"
    SECOND_DOCUMENT = "AG017"
    QUOTE_NOT_CLOSED = "AG018"
    BRACKET_NOT_CLOSED = "AG019"
    QUOTE_INSIDE = "AG020"
    BACKSLASH = "AG021"
    FLOW_UNCLEAR = "AG022"
    DASH_AFTER_KEY = "AG023"
    SPACE_MISSING = "AG024"
    COLON_MISSING = "AG025"
    HASH_NEEDS_QUOTES = "AG026"
    COMMA_NEEDS_QUOTES = "AG027"
    ODD_SPACE = "AG028"
    ODD_SIGN = "AG029"
    PASTED_ALONG = "AG030"
    OTHER_FILE = "AG031"
    OTHER_ENCODING = "AG032"

    UNKNOWN_KEY = "AG101"
    NOT_A_CHOICE = "AG102"
    DATE_NOT_ISO = "AG103"
    DATE_IMPOSSIBLE = "AG104"
    DATE_UNREADABLE = "AG105"
    TIME_UNREADABLE = "AG106"
    DURATION_UNREADABLE = "AG107"
    CADENCE_UNREADABLE = "AG108"
    CADENCE_AMBIGUOUS = "AG109"
    NUMBER_UNREADABLE = "AG110"
    NUMBER_OUT_OF_RANGE = "AG111"
    YES_NO_UNREADABLE = "AG112"
    ZONE_UNKNOWN = "AG113"
    TEXT_EXPECTED = "AG114"
    MAP_EXPECTED = "AG115"
    PER_PERSON_EXPECTED = "AG116"
    PERSON_UNKNOWN = "AG117"
    NONE_NOT_POSSIBLE = "AG118"
    CANNOT_BE_OPEN = "AG119"
    SETTLED_AND_OPEN = "AG120"
    OPEN_SHAPE = "AG121"
    LIST_TOO_LONG = "AG122"
    TITLE_MISSING = "AG123"
    TITLE_TWICE = "AG124"
    END_BEFORE_START = "AG125"
    LENGTH_AND_END_DIFFER = "AG126"
    SCHEMA_NEWER = "AG127"
    ONE_LINE_ONLY = "AG128"
    OUTSIDE_TERM = "AG129"
    LANGUAGE_MISSING = "AG131"
    DURATION_UNIT = "AG132"
    NOT_BESIDE_OTHERS = "AG133"
    KEY_ELSEWHERE = "AG134"
    SAME_VIEWS = "AG135"
    NOT_KNOWN_YET = "AG136"
    PRIVATE_ANSWER = "AG137"
    PRIVATE_OF_NOBODY = "AG138"
    TERMS_MISSING = "AG139"
    UNANSWERED = "AG140"
    TO_DISCUSS = "AG141"
    ONE_SIDED = "AG142"
    DIFFERS = "AG143"
    WORD_TOO_LONG = "AG146"
    MINOR_LACKS = "AG144"
    NOT_FOR_MINORS = "AG145"
    NOT_FOR_KIND = "AG147"

    SAME_AUTHOR = "AG150"
    AUTHOR_MISSING = "AG151"
    IDS_DIFFER = "AG152"
    SCHEMAS_DIFFER = "AG153"
    NOT_OPEN = "AG154"
    VIEW_MISSING = "AG155"
    VIEW_HIDDEN = "AG156"
    VALUE_EXPECTED = "AG157"
    PROGRAMS_DIFFER = "AG158"
    NOT_OF_THE_PAIR = "AG159"

    INCLUDE_OUTSIDE = "AG201"
    INCLUDE_MISSING = "AG202"
    COLOUR_UNREADABLE = "AG203"
    COLOUR_TOO_LIGHT = "AG204"
    THEME_UNKNOWN = "AG205"
    FILE_OUTSIDE = "AG206"
    LOGO_ALT_MISSING = "AG207"
    LOCKED = "AG208"
    ONES_OWN = "AG209"
    LEFT_OPEN = "AG210"
    GIVEN_TWICE = "AG211"
    CLAUSES_SHAPE = "AG212"
    CLAUSE_UNKNOWN = "AG213"
    CLAUSE_STANDS = "AG214"
    CLAUSE_FILE_HERE = "AG215"
    CLAUSE_SHAPE = "AG216"
    CLAUSE_LACKS = "AG217"
    CLAUSE_ID = "AG218"
    CLAUSE_ID_TAKEN = "AG219"
    CLAUSE_NO_LAST = "AG220"
    CLAUSE_KEY = "AG221"
    CLAUSE_PLACEHOLDER = "AG222"
    CLAUSE_MAY_LACK = "AG223"
    CLAUSE_MARKUP = "AG224"
    PAIRS_ANSWER = "AG225"

    MENTOR_DECIDES = "AG301"
    STRICT_HAS_LIMITS = "AG302"
    GOAL_WITHOUT_MEASURE = "AG303"
    GOAL_WITHOUT_DATE = "AG304"
    MANY_GOALS = "AG305"
    GOAL_OUTSIDE_TERM = "AG306"
    FIRST_BEFORE_START = "AG307"
    START_PAST = "AG308"
    MIDDLE_PAST = "AG309"
    END_PAST = "AG310"
    REPORTER_UNKNOWN = "AG311"
    NO_THIRD_PERSON = "AG312"
    TIME_ASKED = "AG314"
    ABOUT_HEALTH = "AG315"
    MENTOR_IN_TWO_PARTS = "AG316"
    MINOR_UNPROTECTED = "AG317"

    ROSTER_ENCODING = "AG401"
    ROSTER_UNREADABLE = "AG402"
    ROSTER_EMPTY = "AG403"
    COLUMN_UNKNOWN = "AG404"
    COLUMN_TWICE = "AG405"
    COLUMN_MISSING = "AG406"
    COLUMN_KEY = "AG407"
    CELL_WITHOUT_COLUMN = "AG408"
    CELL_FORMULA = "AG409"
    CELL_ERROR = "AG410"
    CELL_NUMBER = "AG411"
    CELLS_MERGED = "AG412"
    SHEETS_HIDDEN = "AG413"
    NAME_MISSING = "AG420"
    PAIR_TWICE = "AG421"
    FOLDERS_COLLIDE = "AG422"
    EMAIL_OF_TWO = "AG423"
    MANY_MENTEES = "AG424"
    SIDE_MISSING = "AG425"
    PAIR_ID_MISSING = "AG426"
    EMAIL_UNREACHED = "AG427"

    NO_GLYPH = "AG501"

    @property
    def level(self) -> Level:
        """Tell how much it weighs: the codes of advice have a level of their own, all others are errors."""
        return _ADVICE.get(self, Level.ERROR)


_ADVICE = {
    **dict.fromkeys(
        (
            Code.MENTOR_DECIDES,
            Code.MANY_GOALS,
            Code.GOAL_OUTSIDE_TERM,
            Code.FIRST_BEFORE_START,
            Code.START_PAST,
            Code.MIDDLE_PAST,
            Code.END_PAST,
            Code.ABOUT_HEALTH,
            Code.MENTOR_IN_TWO_PARTS,
            Code.MINOR_UNPROTECTED,
            Code.ROSTER_ENCODING,
            Code.CELL_NUMBER,
            Code.CELLS_MERGED,
            Code.SHEETS_HIDDEN,
            Code.EMAIL_OF_TWO,
            Code.EMAIL_UNREACHED,
            Code.MANY_MENTEES,
        ),
        Level.WARNING,
    ),
    **dict.fromkeys(
        (Code.GOAL_WITHOUT_MEASURE, Code.GOAL_WITHOUT_DATE, Code.REPORTER_UNKNOWN, Code.NO_THIRD_PERSON), Level.NUDGE
    ),
    **dict.fromkeys((Code.STRICT_HAS_LIMITS, Code.TIME_ASKED), Level.NOTE),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend, or to think about, in a person's file, with its place and what to write instead.

    Attributes:
        code: Stable code, with its level; `check --explain CODE` says more.
        file: Name of the file as the person gave it.
        line: Line in that file, counted from 1; 0 where the file as a whole is meant.
        column: Column in that line in characters, counted from 1; 0 with line 0.
        key: Full key of the answer (`meetings.cadence`), empty where none is concerned.
        message: What is wrong, one sentence without a full stop.
        help: What to write instead; may be several lines.
        source: The line as the person wrote it, for the caret.
        width: How many characters the caret underlines, at least 1.
        cell: Where it stands in a roster, such as `sheet Pairs, cell F12`; empty in any other file.
    """

    code: Code
    file: str
    line: int
    column: int
    key: str
    message: str
    help: str
    source: str = ""
    width: int = 1
    cell: str = ""

    @property
    def where(self) -> str:
        """The place as a person looks for it: `cohort.xlsx, sheet Pairs, cell F12`, or `interview.yaml:12:3`."""
        if self.cell:
            return f"{self.file}, {self.cell}"
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file

    def __str__(self) -> str:
        key = f"{self.key}: " if self.key else ""
        return f"{self.where}: {self.code.level}[{self.code}]: {key}{self.message}"


def did_you_mean(name: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Give a question that names the nearest of some names, with a space before it; empty where none is near."""
    from difflib import get_close_matches

    near = get_close_matches(name, list(known), n=1, cutoff=cutoff)
    return f' Did you mean "{near[0]}"?' if near else ""


class AgreementError(Exception):
    """Something could not be done; the message ends in what to do about it."""

    exit_code: Exit = Exit.USAGE


class InterviewError(AgreementError):
    """A person's file has problems; all of them are in `problems`, in the order of the file."""

    exit_code = Exit.FINDINGS

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class ClauseError(InterviewError):
    """A program's own clauses cannot be printed, and nothing else is wrong; `problems` names each place."""

    exit_code = Exit.TEMPLATE


class NotReadyError(InterviewError):
    """A final version was asked for while something is still open; `problems` names each open answer."""


class NothingError(AgreementError):
    """A document was asked for that this interview has nothing for, such as an outline of a third meeting of two."""

    exit_code = Exit.FINDINGS


class FileError(AgreementError):
    """A file is missing, unreadable, unwritable, or in the way.

    Attributes:
        can_be_forced: Whether `--force`, or a yes, would overwrite what is in the way.
    """

    def __init__(self, message: str, *, can_be_forced: bool = False) -> None:
        super().__init__(message)
        self.can_be_forced = can_be_forced


class ChangedError(FileError):
    """A file no longer holds what was read from it."""


class GlyphError(AgreementError):
    """No font has a shape for some characters; `characters` holds each once, by code point."""

    exit_code = Exit.FINDINGS

    def __init__(self, characters: str) -> None:
        self.characters = characters
        points = ", ".join(f"U+{ord(character):04X}" for character in characters)
        super().__init__(f"No font has the characters {points}. Give one that does with --font FILE.")


class TemplateError(AgreementError):
    """A clause, label, document, theme or kind is at fault, not the person's answers."""

    exit_code = Exit.TEMPLATE


class EngineError(AgreementError):
    """The PDF engine or one of its libraries is missing or broken."""

    exit_code = Exit.ENGINE
