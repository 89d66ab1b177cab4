"""Mentoring agreements and first-meeting agendas from one interview.

>>> import agreementgen
>>> interview = agreementgen.load("interview.yaml")            # doctest: +SKIP
>>> documents = agreementgen.kit(interview, final=True)        # doctest: +SKIP
>>> agreementgen.save_kit(documents, interview, Path("out"))   # doctest: +SKIP
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from agreementgen.documents import Document, documents_for, kit
    from agreementgen.errors import AgreementError, InterviewError, NothingError, NotReadyError, Problem
    from agreementgen.files import save_kit
    from agreementgen.interview import Interview, Private
    from agreementgen.opening import Opened

__all__ = [
    "AgreementError",
    "Document",
    "Interview",
    "InterviewError",
    "NotReadyError",
    "NothingError",
    "Opened",
    "Private",
    "Problem",
    "__version__",
    "documents_for",
    "kit",
    "load",
    "load_private",
    "loads",
    "open_file",
    "save_kit",
]

_HOMES = {
    "AgreementError": "errors",
    "Document": "documents",
    "Interview": "interview",
    "InterviewError": "errors",
    "NotReadyError": "errors",
    "NothingError": "errors",
    "Opened": "opening",
    "Private": "interview",
    "Problem": "errors",
    "documents_for": "documents",
    "kit": "documents",
    "save_kit": "files",
}


def load(path: str | Path, program: str | Path | None = None, templates: str | Path | None = None) -> Interview:
    """Read the interview in a file.

    Args:
        path: A YAML file in UTF-8.
        program: The file of its program, where the interview does not name it by `include:`.
        templates: A folder of your own words, kinds, documents and themes, laid over the shipped ones; the interview
            knows it from then on, and `kit` makes its documents with it.

    Raises:
        FileError: The file or the folder is missing or unreadable.
        TemplateError: The folder, or words in it, are at fault.
        InterviewError: It has problems; `problems` holds all of them, with places and what to write instead.
    """
    return open_file(path, program, templates).interview


def open_file(path: str | Path, program: str | Path | None = None, templates: str | Path | None = None) -> Opened:
    """Read the interview in a file together with the look that its program gives it, as `kit` takes it.

    The arguments are those of `load`.

    Raises:
        FileError: A file is missing or unreadable.
        TemplateError: The folder of templates, or words in it, are at fault.
    """
    from agreementgen.disk import read_bytes
    from agreementgen.opening import open_pair
    from agreementgen.resources import lay_over

    place, own = Path(path), lay_over(templates)
    return open_pair(read_bytes(place), str(path), place.parent, Path(program) if program else None, templates=own)


def load_private(path: str | Path) -> Private:
    """Read what one person wrote for their own eyes, as `kit` takes it by `private`.

    Raises:
        FileError: The file is missing or unreadable.
        InterviewError: It has problems, as for `load`; a file that does not say whose it is has one.
    """
    from agreementgen.disk import read_bytes
    from agreementgen.errors import InterviewError
    from agreementgen.interview import read_private

    reading = read_private(read_bytes(Path(path)), str(path))
    if reading.private is None:
        raise InterviewError(reading.problems)
    return reading.private


def loads(text: str, name: str = "interview.yaml") -> Interview:
    """Read an interview from text; `name` is what its problems call it.

    Raises:
        InterviewError: It has problems, as for `load`.
    """
    from agreementgen.errors import InterviewError
    from agreementgen.interview import read_interview

    reading = read_interview(text.encode("utf-8", "surrogatepass"), name)
    if reading.interview is None:
        raise InterviewError(reading.problems)
    return reading.interview


def __getattr__(name: str) -> Any:
    """Load the rest of the public names when they are first asked for, as `lending` does; not even that is loaded."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"agreementgen.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'agreementgen' has no attribute {name!r}")
