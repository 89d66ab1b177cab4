"""A roster → its kits: what is good is made, what is known is left, what fails is told, and nothing stops the rest."""

from __future__ import annotations

import hashlib
import pickle
import time
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import lru_cache

from agreementgen import __version__
from agreementgen.agreement import document_id
from agreementgen.cohort.kitfiles import STARTER, document_of
from agreementgen.cohort.manifest import DRAFT, FAILED, FINAL, Entry
from agreementgen.cohort.outfolder import CohortFolder
from agreementgen.cohort.preflight import Planned, Preflight, chosen_of
from agreementgen.cohort.roster import Roster
from agreementgen.cohort.run import Stop, run, run_on
from agreementgen.cohort.starting import pair_text
from agreementgen.cohort.worker import Job, Made, Settings, make
from agreementgen.errors import FileError, Problem
from agreementgen.interview import Interview, canonical_yaml
from agreementgen.interview.model import BLOCKING, State, minors_in
from agreementgen.interview.schedule import last_talk, sign_by

__all__ = ["Wanted", "make_cohort", "time_of_one"]

PATIENCE = 3
"""A worker that does not answer for so many times the longest that a kit may take is ended."""
WORDS = ("documents", "fonts", "kinds", "locales", "pages", "themes")
"""The templates that a kit may depend on."""
UNSETTLED = (State.DIFFERS, State.ONE_SIDED, State.TO_DISCUSS)


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a cohort is to be made.

    Attributes:
        settings: What all kits have in common.
        workers: How many processes.
        resume: Whether kits that are there and unchanged are left as they are.
        force: Whether files that were not made from the same agreement are overwritten.
        only: Pair ids, or names of people, of the pairs that are made; all of them where it is empty.
        limit: How many are made at most; 0 for all.
        executor: An executor of somebody else's; `None` for workers of our own.
    """

    settings: Settings
    workers: int = 1
    resume: bool = False
    force: bool = False
    only: Collection[str] = ()
    limit: int = 0
    executor: Executor | None = None


def make_cohort(
    roster: Roster,
    preflight: Preflight,
    wanted: Wanted,
    place: CohortFolder,
    stop: Stop,
    tell: Callable[[Entry, bool], None],
) -> tuple[Entry, ...]:
    """Make the kits of a roster.

    Args:
        roster: The roster.
        preflight: What a look over it found.
        wanted: How it is to be made.
        place: The cohort's folder, opened.
        stop: Whether Ctrl-C was pressed; what is in hand is finished then.
        tell: Is given each entry as it comes, and whether it was made anew.

    Returns:
        What became of every pair, in the roster's order. A pair that was not asked for, or not come to, is as an
        earlier run left it; where there was none, it is missing.

    Raises:
        TemplateError, EngineError: What is wrong with all kits.
        FileError: The folder cannot be written to.
    """
    return _Making(roster, preflight, wanted, place, stop, tell).entries()


def time_of_one(roster: Roster, preflight: Preflight, settings: Settings) -> float:
    """Make the first good kit, write nothing, and give the seconds that it took once the engine was loaded.

    Raises:
        TemplateError, EngineError: What is wrong with all kits.
    """
    first = preflight.good[0].number
    interview = next(pair.interview for pair in roster.pairs() if pair.number == first)
    if interview is None:
        return 0.0
    job = Job(first, interview, pickle.dumps(settings))
    make(job)
    began = time.monotonic()
    make(job)
    return time.monotonic() - began


@dataclass
class _Making:
    """One run over a roster; what it is given is as for `make_cohort`."""

    roster: Roster
    preflight: Preflight
    wanted: Wanted
    place: CohortFolder
    stop: Stop
    tell: Callable[[Entry, bool], None]

    def __post_init__(self) -> None:
        self.pickled = pickle.dumps(self.wanted.settings)
        self.settings_key = _settings_key(self.wanted.settings)
        self.known = self.place.known()
        self.notes: dict[int, list[str]] = {}
        for note in self.preflight.notes:
            self.notes.setdefault(note.line, []).append(str(note))
        self.owners = {pair.folder: pair.number for pair in self.preflight.good}
        self.found: dict[int, Entry] = {}
        self.under_way: dict[int, tuple[Planned, Interview, str]] = {}

    def entries(self) -> tuple[Entry, ...]:
        chosen = {pair.number for pair in chosen_of(self.preflight, self.wanted.only, self.wanted.limit)}
        for pair in self.preflight.pairs:
            if pair.problems and pair.number in chosen:
                self._settle(self._failed(pair, pair.problems), pair)
        count = sum(1 for pair in self.preflight.good if pair.number in chosen)
        for made in self._results(self._jobs(chosen), count):
            self._take(made)
        for pair in self.preflight.pairs:
            if pair.number not in self.found and (earlier := self.known.get(pair.folder)):
                self.found[pair.number] = _as_before(earlier, pair)
        return tuple(self.found[number] for number in sorted(self.found))

    def _results(self, jobs: Iterator[Job], count: int) -> Iterator[Made]:
        seconds = self.wanted.settings.seconds
        if self.wanted.executor:
            return run_on(self.wanted.executor, jobs, window=64, stop=self.stop)
        return run(
            jobs,
            count,
            workers=self.wanted.workers,
            folder=self.place.work,
            patience=seconds * PATIENCE,
            stop=self.stop,
        )

    def _jobs(self, chosen: set[int]) -> Iterator[Job]:
        """Read the good rows again, one after the other, and give what is to be made of them."""
        good = {pair.number: pair for pair in self.preflight.good if pair.number in chosen}
        last = max(good, default=0)
        for pair in self.roster.pairs():
            if pair.number > last:
                return
            if (planned := good.get(pair.number)) is None or pair.interview is None:
                continue
            key = self._key(pair.interview)
            earlier = self.known.get(planned.folder)
            if self.wanted.resume and earlier and earlier.key == key and self.place.holds(earlier):
                entry = _as_before(earlier, planned)
                self.found[planned.number] = entry
                self.tell(entry, False)
                continue
            self.under_way[pair.number] = (planned, pair.interview, key)
            yield Job(pair.number, pair.interview, self.pickled)

    def _key(self, interview: Interview) -> str:
        """Hash all that a kit's files depend on."""
        words = interview.templates.digest(*WORDS).encode()
        parts = (canonical_yaml(interview, {}), self.settings_key, _versions(), words)
        return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()

    def _take(self, made: Made) -> None:
        pair, interview, key = self.under_way.pop(made.number)
        if made.failure:
            at_cells = [self.roster.at_its_cell(problem, pair.line) for problem in made.problems]
            reasons = tuple(map(str, at_cells)) or (f"{pair.where}: {made.failure}",)
            self._settle(replace(self._failed(pair), reasons=reasons), pair)
            return
        own_id = document_id(interview)
        own = pair_text(interview, pair.where, self.roster.locale).encode()
        earlier = self.known.get(pair.folder)
        try:
            files = self.place.save(pair.folder, pair.slug, made, own, own_id, earlier, force=self.wanted.force)
        except FileError as error:
            self._settle(replace(self._failed(pair), reasons=(f"{pair.where}: {error}",)), pair)
            return
        status = DRAFT if pair.is_draft else FINAL
        differs = len(interview.keys(*UNSETTLED))
        dates = _dates(interview)
        entry = Entry(
            pair.number,
            pair.where,
            pair.line,
            pair.pair_id,
            own_id,
            pair.names,
            pair.folder,
            status,
            files,
            key,
            warnings=tuple(self.notes.get(pair.line, ())) if pair.line else (),
            differs=differs,
            dates=dates,
            open=len(interview.keys(*BLOCKING)),
            emails=pair.emails,
            minors=minors_in(interview.answers),
        )
        self._settle(entry, pair)

    def _failed(self, pair: Planned, problems: Collection[Problem] = ()) -> Entry:
        """Say why a pair was not made; what is known of its own interview stays known, since that still lies there."""
        reasons = tuple(f"{problem} ({problem.help})" for problem in problems)
        place = (pair.number, pair.where, pair.line, pair.pair_id)
        earlier = self._made_before(pair)
        own = tuple(file for file in earlier.files if document_of(file) == STARTER) if earlier else ()
        folder = earlier.folder if earlier else pair.folder
        return Entry(*place, "", pair.names, folder, FAILED, own, reasons=reasons)

    def _made_before(self, pair: Planned) -> Entry | None:
        """Find what an earlier run made of a row that fails now, and of no row that does not fail."""
        if pair.folder:
            is_anothers = self.owners.get(pair.folder, pair.number) != pair.number
            return None if is_anothers else self.known.get(pair.folder)
        # Of a row that cannot be read only its id is known, or where it stands.
        free = (entry for entry in self.known.values() if entry.folder not in self.owners)
        if pair.pair_id:
            return next((entry for entry in free if entry.pair_id == pair.pair_id), None)
        return next((entry for entry in free if not entry.pair_id and entry.line == pair.line > 0), None)

    def _settle(self, entry: Entry, pair: Planned) -> None:
        self.found[pair.number] = entry
        self.place.note(entry)
        self.tell(entry, True)


def _as_before(earlier: Entry, pair: Planned) -> Entry:
    """Give an earlier run's entry the place that its pair has in the roster now."""
    return replace(earlier, number=pair.number, where=pair.where, line=pair.line)


def _dates(interview: Interview) -> dict[str, str]:
    schedule, term = interview.schedule, interview.answers.term
    first = interview.answers.meetings.first
    days = {
        "start": term.start,
        "first": first.day if first else None,
        "sign_by": sign_by(interview.answers),
        "first_check": schedule.first_check,
        "half_way": schedule.mid_point,
        "closing": last_talk(interview.answers, schedule),
        "end": schedule.end,
    }
    return {name: day.isoformat() for name, day in days.items() if day}


def _settings_key(settings: Settings) -> bytes:
    """Hash what all kits have in common; how long one may take changes none of them."""
    look = settings.look
    logo = (look.logo.data, look.logo.media_type, look.logo.alt) if look.logo else None
    looks = (look.theme, look.paper, look.reading_size, look.colour, logo, look.fonts)
    said = (settings.documents, settings.final, settings.form, settings.source, settings.epoch)
    return hashlib.sha256(repr((looks, said)).encode()).digest()


@lru_cache(maxsize=1)
def _versions() -> bytes:
    from agreementgen.typeset import engine_versions

    return repr((__version__, sorted(engine_versions().items()))).encode()
