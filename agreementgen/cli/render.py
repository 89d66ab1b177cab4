"""`render`: one interview becomes its kit of documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from agreementgen.agreement import copy_of
from agreementgen.cli import console
from agreementgen.cli._documents import chosen_documents, complete_documents
from agreementgen.cli._given import open_given
from agreementgen.disk import read_bytes
from agreementgen.documents import DEFAULT_KIT, DOCUMENTS, FORMS, Document, documents_for, kit
from agreementgen.errors import ClauseError, Exit, FileError, InterviewError, NotReadyError, Problem
from agreementgen.files import save_kit
from agreementgen.interview import Interview, Private, read_private
from agreementgen.locales import load_locale
from agreementgen.opening import inputs_of, with_fonts
from agreementgen.resources import Templates, lay_over

__all__ = ["command"]


@click.command("render")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("-o", "--output", metavar="DIR", type=click.Path(path_type=Path), help="Folder for the kit.")
@click.option("--final", is_flag=True, help="Make the final version; refuse while anything is open.")
@click.option(
    "--docs",
    metavar="NAME,…|all",
    default="",
    callback=chosen_documents,
    shell_complete=complete_documents,
    help=f"Which documents: {', '.join(DOCUMENTS)}. Without it, {', '.join(DEFAULT_KIT)}.",
)
@click.option(
    "--private",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A private file; it is on that person's own agenda only. May be given once for each.",
)
@click.option("-f", "--force", is_flag=True, help="Overwrite files that are not ours. Never a signed one.")
@click.option("-n", "--dry-run", is_flag=True, help="Make everything, write nothing.")
@click.option(
    "--format", "form", type=click.Choice(FORMS), default="pdf", show_default=True, help="PDF, or HTML for the screen."
)
@click.option("--program", metavar="FILE", type=click.Path(path_type=Path), help="The program's file.")
@console.set_option
@console.font_option
@console.templates_option
@console.engine_option
@click.option("--no-source", is_flag=True, help="Do not put the interview into the agreement.")
@click.option("--ascii-names", is_flag=True, help="File names in Latin letters only.")
@click.option("--watch", is_flag=True, help="Render again whenever one of the files changes; Ctrl-C ends it.")
@click.option("--no-input", is_flag=True, help="Never ask; refuse instead.")
@console.plain_option
@console.quiet_option
@console.verbose_option
def command(
    file: Path,
    output: Path | None,
    final: bool,
    docs: tuple[str, ...],
    force: bool,
    dry_run: bool,
    form: str,
    program: Path | None,
    sets: dict[str, str],
    font: tuple[Path, ...],
    engine: str,
    no_source: bool,
    ascii_names: bool,
    no_input: bool,
    private: tuple[Path, ...],
    templates: Path | None,
    watch: bool,
    quiet: bool,
) -> int:
    """Render the agreement, and three agendas for the first meeting: the mentee's, the mentor's and a shared one.

    Without --final an unsettled interview gives a DRAFT with its open places marked. The files go into a folder named
    after the two, or after a group's facilitator, beside FILE or in DIR; each path is printed. "-" reads standard
    input, and needs -o.

    \b
    Example: agreementgen render interview.yaml --final -o out
    """  # noqa: D301 - click keeps the lines after this mark apart
    is_stdin = str(file) == "-"
    if is_stdin and output is None:
        raise click.UsageError('The interview comes from standard input: say with "-o DIR" where the kit goes.')
    wanted = _Wanted(
        file=file,
        output=output,
        final=final,
        docs=docs,
        force=force,
        dry_run=dry_run,
        form=form,
        program=program,
        sets=sets,
        templates=templates,
        fonts=font,
        engine=engine,
        with_source=not no_source,
        ascii_names=ascii_names,
        private=private,
        may_ask=not (force or no_input or is_stdin or watch) and console.can_ask(),
        quiet=quiet,
    )
    if not watch:
        return wanted.render()
    from agreementgen.cli._watch import keep_doing

    locale = load_locale("en")
    if is_stdin:
        raise click.UsageError(locale.label("watch.no_stdin"))
    keep_doing(wanted.render, lambda: (*inputs_of(file, program, templates), *private, *font), locale, quiet)
    return Exit.DONE


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What was asked for on the command line."""

    file: Path
    output: Path | None
    final: bool
    docs: tuple[str, ...]
    force: bool
    dry_run: bool
    form: str
    program: Path | None
    sets: dict[str, str]
    templates: Path | None
    fonts: tuple[Path, ...]
    engine: str
    with_source: bool
    ascii_names: bool
    private: tuple[Path, ...]
    may_ask: bool
    quiet: bool

    @property
    def again(self) -> str:
        """Give the command to run next, with what was said of folder, program, answers and own words."""
        parts = [self.file, *(["-o", self.output] if self.output else [])]
        return f"agreementgen render {console.on_command_line(*parts)}" + console.said_options(
            self.program, self.sets, self.templates
        )

    def render(self) -> int:
        """Make the kit once, and give the exit code."""
        files = lay_over(self.templates)
        opened = open_given(self.file, self.program, self.sets, files)
        if opened.blames_clauses:
            raise ClauseError(opened.reading.problems)
        own = _private(self.private, opened.reading.problems, files)
        interview = opened.interview
        try:
            documents = kit(
                interview,
                documents_for(interview) if self.docs == ("all",) else self.docs or None,
                final=self.final,
                form=self.form,
                engine=self.engine,
                look=with_fonts(opened.look, self.fonts),
                source=self.with_source,
                epoch=console.epoch(),
                private=own,
            )
        except NotReadyError as refusal:
            console.show_error(refusal)
            count = load_locale("en").count(len(refusal.problems), "open_answer")
            console.note(f"There is no final version yet: {count}.", quiet=self.quiet)
            console.next_step(f"settle what is open, or make a draft with: {self.again}", quiet=self.quiet)
            return Exit.FINDINGS
        for each in own:
            outline = f"agenda-1-{copy_of(each.person)}"
            if outline not in {document.name for document in documents}:
                unused = f'"{each.file}" was not used: {outline} is not among the documents.'
                console.note(unused, quiet=self.quiet)
        if self.dry_run:
            console.note(f"{len(documents)} documents can be made. Nothing was written.", quiet=self.quiet)
            return Exit.DONE
        self._save(documents, interview)
        if {document.name for document in documents} == {"questions"}:
            words = load_locale("en").label("sheet.next", file=console.on_command_line(self.file))
            console.next_step(words, quiet=self.quiet)
        else:
            _say_next(interview, self.again, self.quiet)
        return Exit.DONE

    def _save(self, documents: Sequence[Document], interview: Interview) -> None:
        folder = self.output or self.file.parent
        try:
            written = save_kit(documents, interview, folder, force=self.force, ascii_names=self.ascii_names)
        except FileError as refusal:
            if not (self.may_ask and refusal.can_be_forced):
                raise
            if not click.confirm(f"{refusal} Overwrite now?", err=True):
                raise click.Abort from refusal
            written = save_kit(documents, interview, folder, force=True, ascii_names=self.ascii_names)
        for path in written.paths:
            click.echo(path)
        for path in written.replaced:
            console.note(f'Replaced "{path}".', quiet=self.quiet)
        for path in written.removed:
            console.note(f'Removed "{path}", which an earlier run had left.', quiet=self.quiet)


def _private(paths: tuple[Path, ...], problems: tuple[Problem, ...], templates: Templates) -> list[Private]:
    """Read the private files; their problems are shown together with those of the interview."""
    locale = load_locale("en", templates)
    readings = [read_private(read_bytes(path), str(path), locale) for path in paths]
    if found := (*problems, *(problem for reading in readings for problem in reading.problems)):
        raise InterviewError(found)
    own = [reading.private for reading in readings if reading.private]
    for outline in {copy_of(each.person) for each in own}:
        people = [each.person for each in own if copy_of(each.person) == outline]
        files = " and ".join(f'"{each.file}"' for each in own if copy_of(each.person) == outline)
        if len({*people}) > 1:
            raise click.UsageError(f"{files} are for one and the same outline. Render it for one member at a time.")
        if len(people) > 1:
            raise click.UsageError(f"{files} are both answered by the {people[0]}. Give one file for each.")
    return own


def _say_next(interview: Interview, command_line: str, quiet: bool) -> None:
    if interview.is_settled:
        console.next_step("read the agreement together, say the exceptions aloud, and sign.", quiet=quiet)
        return
    open_keys = [key for key, _ in interview.blocking()]
    count = load_locale("en").count(len(open_keys), "open_answer")
    console.note(f"The agreement is a draft, {count}: {', '.join(open_keys)}.", quiet=quiet)
    console.next_step(f"talk, write down what you agree, then: {command_line} --final", quiet=quiet)
