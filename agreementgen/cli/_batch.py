"""What `batch` does with what was said on the command line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import click

from agreementgen.cli import console
from agreementgen.cli._documents import chosen_documents, complete_documents
from agreementgen.cli._progress import Progress, in_minutes
from agreementgen.cohort import (
    DRAFT,
    FAILED,
    CohortFolder,
    Entry,
    Preflight,
    Roster,
    Settings,
    Stop,
    Wanted,
    chosen_of,
    cores,
    look_over,
    make_cohort,
    mapping_lines,
    open_roster,
    remembered,
    time_of_one,
    write_reports,
)
from agreementgen.documents import DEFAULT_KIT, FORMS
from agreementgen.errors import Code, Exit, FileError
from agreementgen.locales import Locale, load_locale
from agreementgen.opening import OpenedProgram, open_program, with_fonts
from agreementgen.resources import lay_over

__all__ = ["batch_options", "redo_batch", "run_batch"]

F = TypeVar("F", bound=Callable[..., Any])
STDIN = "-"


def batch_options(function: F) -> F:
    """Add what a roster can be given with."""
    here = click.Path(path_type=Path)
    for add in reversed(
        (
            click.argument("roster", type=click.Path(path_type=Path, allow_dash=True)),
            click.argument("mentors", metavar="[MENTORS]", required=False, type=here),
            click.option("-o", "--output", metavar="DIR", type=here, help="The cohort's folder."),
            click.option("--program", metavar="FILE", type=here, help="The program's file."),
            click.option("--final", is_flag=True, help="Final versions only; a row with anything open fails."),
            click.option(
                "--docs",
                metavar="NAME,…|all",
                default="",
                callback=chosen_documents,
                shell_complete=complete_documents,
                help=f"Which documents, as for render. Without it, {', '.join(DEFAULT_KIT)}.",
            ),
            click.option("--sheet", default="", help="The sheet of a workbook; the first without it."),
            click.option("--columns", is_flag=True, help="Show what each column was taken for, and write nothing."),
            click.option("-n", "--dry-run", is_flag=True, help="Show what is wrong with which row, and write nothing."),
            click.option("--only", metavar="ID,…", default="", help="Only pairs of these ids or names."),
            click.option("--limit", metavar="N", type=click.IntRange(1), help="Only the first N of them."),
            click.option("--resume", is_flag=True, help="Leave kits as they are that are there and unchanged."),
            click.option("--jobs", metavar="N", type=click.IntRange(1), help="How many processes; one a core."),
            click.option(
                "--executor",
                metavar="dask://HOST:PORT",
                default="",
                help="Make the kits on a Dask cluster; the files are written here.",
            ),
            click.option(
                "--time-limit",
                metavar="SECONDS",
                type=click.IntRange(1),
                default=60,
                show_default=True,
                help="The longest that one kit may take.",
            ),
            click.option("--print-ready", is_flag=True, help="All agreements as one PDF, too, for printing."),
            click.option(
                "--format", "form", type=click.Choice(FORMS), default="pdf", show_default=True, help="PDF, or HTML."
            ),
            console.font_option,
            console.templates_option,
            console.engine_option,
            click.option("--no-source", is_flag=True, help="Do not put the interviews into the agreements."),
            click.option("--ascii-names", is_flag=True, help="File names in Latin letters only."),
            click.option("-f", "--force", is_flag=True, help="Overwrite files that are not ours. Never a signed one."),
        )
    ):
        function = add(function)
    return function


@dataclass(frozen=True, slots=True)
class _Said:
    """What was said on the command line."""

    roster: Path
    mentors: Path | None
    output: Path | None
    program: Path | None
    final: bool
    docs: tuple[str, ...]
    sheet: str
    columns: bool
    dry_run: bool
    only: str
    limit: int | None
    resume: bool
    jobs: int | None
    executor: str
    time_limit: int
    print_ready: bool
    form: str
    font: tuple[Path, ...]
    templates: Path | None
    engine: str
    no_source: bool
    ascii_names: bool
    force: bool
    quiet: bool

    @property
    def paths(self) -> tuple[Path, ...]:
        return (self.roster, self.mentors) if self.mentors else (self.roster,)

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.only.split(",") if part.strip())

    def remembered(self) -> dict[str, Any]:
        """Give what it takes to make the cohort again, with paths that hold from anywhere."""
        paths = [str(path.resolve()) for path in self.paths]
        return {
            "roster": paths,
            "program": str(self.program.resolve()) if self.program else None,
            "templates": str(self.templates.resolve()) if self.templates else None,
            "font": [str(path.resolve()) for path in self.font],
            "final": self.final,
            "docs": list(self.docs),
            "sheet": self.sheet,
            "form": self.form,
            "no_source": self.no_source,
            "ascii_names": self.ascii_names,
            "print_ready": self.print_ready,
            "time_limit": self.time_limit,
        }


def run_batch(**given: Any) -> int:
    """Make a cohort, or only look it over, and give the exit code."""
    said = _Said(**given)
    if said.output is None and not (said.dry_run or said.columns):
        raise click.UsageError(load_locale("en").roster("say_where"))
    if said.print_ready and (said.form != "pdf" or (said.docs and not {"agreement", "all"} & set(said.docs))):
        raise click.UsageError(load_locale("en").roster("print_ready.only_pdf"))
    templates = lay_over(said.templates)
    locale = load_locale("en", templates)
    program = open_program(said.program, templates) if said.program else OpenedProgram()
    data = sys.stdin.buffer.read() if str(said.roster) == STDIN else None
    roster = open_roster(said.paths, program, locale, sheet=said.sheet, data=data)
    if said.columns:
        click.echo("\n".join(mapping_lines(roster.tables, locale)))
        return Exit.USAGE if roster.problems else Exit.DONE
    if roster.problems:
        console.show_problems(roster.problems, err=True)
        is_blank = all(problem.code is Code.ROSTER_EMPTY for problem in roster.problems)
        options = console.said_options(said.program, {})
        options += f" --sheet {console.on_command_line(said.sheet)}" if said.sheet else ""
        step = "next_fill_in" if is_blank else "next_columns"
        words = locale.roster(step, roster=console.on_command_line(*said.paths), options=options)
        console.next_step(words, quiet=said.quiet)
        return Exit.USAGE
    preflight = look_over(roster, final=said.final, ascii_names=said.ascii_names)
    for note in preflight.notes:
        console.show_problem(note, err=True)
    settings = Settings(
        with_fonts(program.look, said.font),
        said.docs or None,
        said.final,
        said.form,
        not said.no_source,
        console.epoch(),
        said.time_limit,
        said.engine,
    )
    if said.dry_run:
        return _only_look(said, roster, preflight, settings, locale)
    return _make(said, roster, preflight, settings, locale)


def redo_batch(folder: Path, *, jobs: int | None, force: bool, quiet: bool) -> int:
    """Make a cohort again as it was made before, but for what is there and unchanged.

    Raises:
        FileError: The folder is none of a cohort, or its roster is not where it was.
    """
    known = remembered(folder)
    roster, *mentors = (Path(path) for path in known["roster"])
    given = {name: known[name] for name in ("final", "sheet", "form", "no_source", "ascii_names", "print_ready")}
    return run_batch(
        **given,
        roster=roster,
        mentors=mentors[0] if mentors else None,
        output=folder,
        program=Path(known["program"]) if known["program"] else None,
        templates=Path(known["templates"]) if known["templates"] else None,
        font=tuple(Path(path) for path in known["font"]),
        docs=tuple(known["docs"]),
        columns=False,
        dry_run=False,
        only="",
        limit=None,
        resume=True,
        jobs=jobs,
        executor="",
        engine="auto",
        time_limit=known["time_limit"],
        force=force,
        quiet=quiet,
    )


def _only_look(said: _Said, roster: Roster, preflight: Preflight, settings: Settings, locale: Locale) -> int:
    preflight = replace(preflight, pairs=chosen_of(preflight, said.chosen, said.limit or 0))
    console.show_problems(preflight.problems, err=True)
    good, bad = len(preflight.good), len(preflight.pairs) - len(preflight.good)
    drafts = sum(pair.is_draft for pair in preflight.good)
    words = {"pairs": locale.count(len(preflight.pairs), "pair"), "good": good, "bad": bad, "drafts": drafts}
    click.echo(locale.roster("looked_over", **words))
    if good:
        seconds = time_of_one(roster, preflight, settings) * good / (said.jobs or cores())
        click.echo(locale.roster("estimate", time=in_minutes(seconds, locale)))
    return Exit.SOME_FAILED if bad else Exit.DONE


def _make(said: _Said, roster: Roster, preflight: Preflight, settings: Settings, locale: Locale) -> int:
    assert said.output
    place = CohortFolder(said.output)
    stop = Stop()
    entries: list[Entry] = []
    made: list[Entry] = []
    with _executor(said.executor, locale) as executor, place.opened(), stop.listening():
        wanted = Wanted(settings, said.jobs or cores(), said.resume, said.force, said.chosen, said.limit or 0, executor)
        place.remember(said.remembered())
        with Progress(len(preflight.pairs), locale, quiet=said.quiet) as progress:

            def tell(entry: Entry, anew: bool) -> None:
                entries.append(entry)
                if anew and entry.status != FAILED:
                    made.append(entry)
                progress.step(anew=anew, failed=entry.status == FAILED)

            whole = make_cohort(roster, preflight, wanted, place, stop, tell)
        written = write_reports(place, roster, whole, locale, print_ready=said.print_ready)
    theirs = [entry.pair_id or entry.folder for entry in whole if place.is_written_in(entry)]
    return _say(said, entries, made, written, theirs, stop, locale)


@contextmanager
def _executor(address: str, locale: Locale) -> Iterator[Executor | None]:
    """Open the executor that was named; `None` where none was.

    Raises:
        FileError: There is none at that address.
    """
    if not address:
        yield None
        return
    scheme, _, place = address.partition("://")
    if scheme != "dask" or not place:
        raise click.UsageError(locale.roster("no_executor", address=address))
    try:
        import distributed
    except ImportError as error:
        raise click.UsageError(locale.roster("dask_missing")) from error
    try:
        # Its own types are not checked.
        client: Any = getattr(distributed, "Client")(f"tcp://{place}", timeout=10)  # noqa: B009
    except OSError as error:
        raise FileError(locale.roster("no_cluster", address=address)) from error
    with client:
        yield client.get_executor()


def _say(
    said: _Said,
    entries: Sequence[Entry],
    made: Sequence[Entry],
    written: Sequence[Path],
    theirs: Sequence[str],
    stop: Stop,
    locale: Locale,
) -> int:
    """Tell what became of the cohort, and give the exit code."""
    failed = [entry for entry in entries if entry.status == FAILED]
    for entry in failed[: console.MOST_SHOWN]:
        for reason in entry.reasons:
            console.fail(reason)
    if len(failed) > console.MOST_SHOWN:
        console.note(locale.roster("more_failed", count=len(failed) - console.MOST_SHOWN), quiet=said.quiet)
    for path in written:
        click.echo(path)
    drafts = sum(entry.status == DRAFT for entry in made)
    kept = len(entries) - len(made) - len(failed)
    counts = {"kits": locale.count(len(made), "kit"), "drafts": drafts, "failed": len(failed), "kept": kept}
    console.note(locale.roster("done", **counts), quiet=said.quiet)
    if theirs:
        console.note(locale.roster("written_in", pairs=", ".join(theirs)), quiet=said.quiet)
    if stop.is_wanted:
        console.next_step(locale.roster("next_resume", folder=said.output), quiet=said.quiet)
        return Exit.INTERRUPTED
    if failed:
        console.next_step(locale.roster("next_redo", folder=said.output), quiet=said.quiet)
        return Exit.SOME_FAILED
    console.next_step(locale.roster("next_done", folder=said.output), quiet=said.quiet)
    return Exit.DONE
