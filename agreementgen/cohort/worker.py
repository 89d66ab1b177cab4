"""What a worker does: one pair's interview → the bytes of its kit. It writes nothing, and knows no roster."""

from __future__ import annotations

import pickle
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from types import FrameType

from agreementgen.documents import Document, kit
from agreementgen.errors import EngineError, InterviewError, NothingError, Problem, TemplateError
from agreementgen.interview import Interview
from agreementgen.typeset.look import Look

__all__ = ["Job", "Made", "Settings", "make"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What all pairs of a run have in common.

    Attributes:
        look: Theme, logo, colour and fonts.
        documents: Names of the documents wanted; `None` for the usual kit, `("all",)` for all that a pair has
            something for.
        final: Whether what is still open keeps a kit from being made.
        form: `pdf` or `html`.
        source: Whether an agreement carries its interview.
        epoch: `SOURCE_DATE_EPOCH`.
        seconds: The longest that one kit may take; 0 for no limit.
        engine: How pages are set; it changes none of their bytes.
    """

    look: Look
    documents: tuple[str, ...] | None = None
    final: bool = False
    form: str = "pdf"
    source: bool = True
    epoch: int | None = None
    seconds: int = 60
    engine: str = "auto"


@dataclass(frozen=True, slots=True)
class Job:
    """One pair's kit to make.

    Attributes:
        number: The pair's number in the roster's order, from 1.
        interview: Its interview.
        settings: `Settings`, pickled once for all jobs of a run: a worker reads them once.
    """

    number: int
    interview: Interview
    settings: bytes


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a job.

    Attributes:
        number: The pair's number.
        documents: Its documents; none where it failed.
        pages: How many pages each PDF has, by the document's name.
        failure: Why it failed, in words; empty where it did not.
        problems: What is wrong with its answers, where that is why.
    """

    number: int
    documents: tuple[Document, ...] = ()
    pages: Mapping[str, int] = field(default_factory=dict)
    failure: str = ""
    problems: tuple[Problem, ...] = ()


class _TooLongError(Exception):
    """A kit took more time than it may."""


def make(job: Job) -> Made:
    """Make one kit.

    Whatever is the matter with this pair is told in the result. What is the matter with all of them is raised.

    Raises:
        TemplateError: A clause, document or theme is at fault.
        EngineError: The PDF engine is missing or broken.
    """
    settings = _settings(job.settings)
    try:
        with _limited(settings.seconds):
            documents = kit(
                job.interview,
                _wanted(settings, job.interview),
                final=settings.final,
                form=settings.form,
                engine=settings.engine,
                look=settings.look,
                source=settings.source,
                epoch=settings.epoch,
            )
            pages = {each.name: _pages_of(each.data) for each in documents if each.form == "pdf"}
    except (TemplateError, EngineError):
        raise
    except InterviewError as error:
        return Made(job.number, failure=str(error), problems=error.problems)
    except _TooLongError:
        return Made(job.number, failure=f"it took more than {settings.seconds} seconds")
    except NothingError as error:
        return Made(job.number, failure=str(error))
    except Exception as error:  # one pair's bad luck is not the cohort's
        return Made(job.number, failure=f"this is a bug of agreementgen: {type(error).__name__}: {error}"[:500])
    return Made(job.number, documents, pages)


@lru_cache(maxsize=2)
def _settings(pickled: bytes) -> Settings:
    settings: Settings = pickle.loads(pickled)
    return settings


def _wanted(settings: Settings, interview: Interview) -> tuple[str, ...] | None:
    if settings.documents == ("all",):
        from agreementgen.documents import documents_for

        return documents_for(interview)
    return settings.documents


def _pages_of(data: bytes) -> int:
    """Open a PDF and count its pages: what cannot be opened was not made."""
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


@contextmanager
def _limited(seconds: int) -> Iterator[None]:
    """Break off what takes too long, where the system can; whoever waits for a worker has a limit, too."""
    can = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not seconds or not can:
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise _TooLongError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
