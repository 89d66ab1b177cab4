"""`settle`: what two people agreed on is written into their file."""

from __future__ import annotations

from pathlib import Path

import click

from agreementgen.cli import console
from agreementgen.disk import read_bytes, replace_bytes
from agreementgen.errors import AgreementError, Exit, InterviewError
from agreementgen.interview import Change, Interview, Settled, State, asking, proposals, question_key, typed
from agreementgen.interview.fields import ANSWERING_IDS
from agreementgen.locales import Locale, load_locale
from agreementgen.opening import settle_in

__all__ = ["command"]


@click.command("settle")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.argument("answers", metavar="[KEY=VALUE]…", nargs=-1)
@click.option("--accept-proposed", is_flag=True, help="Take every answer that only one of you has given.")
@click.option("--later", metavar="KEY=DATE", multiple=True, help="Put a question off until a day.")
@click.option("--counter", metavar="KEY=VALUE", multiple=True, help="Change one person's view, with --by.")
@click.option(
    "--by",
    type=click.Choice(ANSWERING_IDS),
    help="Whose view --counter changes.",
)
@click.option("-n", "--dry-run", is_flag=True, help="Check everything, write nothing.")
@click.option("--no-input", is_flag=True, help="Never ask.")
@console.plain_option
@console.quiet_option
@console.verbose_option
def command(
    file: Path,
    answers: tuple[str, ...],
    accept_proposed: bool,
    later: tuple[str, ...],
    counter: tuple[str, ...],
    by: str | None,
    dry_run: bool,
    no_input: bool,
    quiet: bool,
) -> int:
    """Write down what you agreed on: it moves from "open:" into the body of FILE.

    KEY=@mentee takes what the mentee said. Everything else in the file stays as it is, notes and layout too. Without
    answers, on a terminal, it goes through what is open, and saves each answer at once.

    \b
    Example: agreementgen settle pair.yaml communication.reply="3 working days" meetings.cadence=@mentor
    """  # noqa: D301 - click keeps the lines after this mark apart
    locale = load_locale("en")
    if str(file) == "-":
        raise click.UsageError(locale.label("pair.settle.stdin"))
    data = read_bytes(file)
    interview = settle_in(data, file, []).interview
    changes = [_change("value", each, locale) for each in answers]
    changes += [_change("later", each, locale) for each in later]
    if counter and by is None:
        raise click.UsageError(locale.label("pair.settle.needs_by"))
    changes += [_change("counter", each, locale, by or "") for each in counter]
    if accept_proposed:
        given = {change.key for change in changes}
        found = [each for each in proposals(interview) if each.key not in given]
        if not found:
            console.note(locale.label("pair.settle.no_proposals"), quiet=quiet)
        changes += found
    elif not changes:
        if not console.can_ask() or no_input:
            raise click.UsageError(locale.label("pair.settle.nothing_given"))
        return _Talk(file, data, interview, locale, dry_run).hold(quiet)
    for number, change in enumerate(changes):
        if change.key in [other.key for other in changes[:number]]:
            raise click.UsageError(locale.label("pair.settle.twice", full=change.key))
    try:
        done = settle_in(data, file, changes)
    except InterviewError as error:
        console.show_error(error)
        console.note(locale.label("pair.settle.nothing_written", file=file), quiet=quiet)
        return error.exit_code
    if done.data != data and not dry_run:
        replace_bytes(file, data, done.data)
    for change in changes:
        click.echo(_told(change, done, locale))
    _say_next(done.interview, file, locale, quiet)
    return Exit.DONE


def _change(kind: str, text: str, locale: Locale, by: str = "") -> Change:
    key, is_given, value = text.partition("=")
    if not is_given or not key.strip():
        raise click.UsageError(locale.label("pair.settle.needs_pair", text=text))
    return Change(kind, key.strip(), value, by)


class _Talk:
    """Goes through what is open, as the file has it; each answer is in the file before the next question is put."""

    def __init__(self, file: Path, data: bytes, interview: Interview, locale: Locale, dry_run: bool) -> None:
        self.file, self.data, self.interview = file, data, interview
        self.locale, self.dry_run = locale, dry_run

    def hold(self, quiet: bool) -> int:
        """Put every question once, and give the exit code."""
        if not (keys := _left(self.interview)):
            console.note(self.locale.label("pair.settle.nothing_open"), quiet=quiet)
        try:
            for key in keys:
                # It may have gone with an earlier answer, or in the file meanwhile.
                if key in _left(self.interview):
                    self._ask(key)
        except click.Abort:
            click.echo(err=True)
            console.note(self.locale.label("pair.settle.stopped", file=self.file), quiet=quiet)
            return Exit.INTERRUPTED
        _say_next(self.interview, self.file, self.locale, quiet)
        return Exit.DONE

    def _ask(self, key: str) -> None:
        label, standing = self.locale.label, self.interview.standings[key]
        question = self.locale.of_kind(self.interview.answers.relationship.kind).question(question_key(key))
        console.note("\n" + label("pair.item", topic=question.label, full=key))
        console.note(question.ask)
        for person, view in standing.views.items() if self.interview.reveal == "both" else ():
            name = label(f"pair.people.{person}")
            console.note("  " + label("pair.view", person=name, words=console.in_words(key, view, self.locale)))
        field = asking.field_of(key).of_kind(self.interview.kind)
        known = typed.choices(field)
        if known:
            numbered = (label("ask.choice", number=number, value=value) for number, value in enumerate(known, 1))
            console.note(label("pair.settle.one_of", values=", ".join(numbered)))
        prompt = label("pair.settle.prompt")
        while text := click.prompt(prompt, default="", show_default=False, err=True).strip():
            if text == label("ask.words.explain"):
                console.note(label("pair.settle.explain", example=question.example or label("pair.settle.no_example")))
            elif text.isdecimal() and not known and key.count(".") == 1 and standing.views:
                # A number is no goal; it was most likely meant to choose between the two.
                console.note(label("pair.settle.no_number"))
            elif self._save(Change("value", key, typed.numbered(text, field))):
                return

    def _save(self, change: Change) -> bool:
        """Write one answer; tell whether it stands in the file."""
        try:
            self._take_in()
            done = settle_in(self.data, self.file, [change])
            if not self.dry_run:
                replace_bytes(self.file, self.data, done.data)
        except InterviewError as error:
            for problem in error.problems:
                console.show_problem(problem, err=True)
            return False
        except AgreementError as error:
            console.fail(str(error))
            return False
        self.data, self.interview = done.data, done.interview
        click.echo(_told(change, done, self.locale))
        return True

    def _take_in(self) -> None:
        """Read what somebody else has written into the file meanwhile, so that it stays."""
        if self.dry_run or (data := read_bytes(self.file)) == self.data:
            return
        self.interview = settle_in(data, self.file, []).interview
        self.data = data
        console.note(self.locale.label("ask.changed", file=self.file))


def _left(interview: Interview) -> list[str]:
    """Name what is open, as the file has it, and then what was put off."""
    return [*(key for key, _ in interview.blocking()), *interview.keys(State.LATER)]


def _told(change: Change, done: Settled, locale: Locale) -> str:
    """Say what was written."""
    value = done.said[change.key]
    if change.kind == "later":
        return locale.label("pair.settle.put_off", full=change.key, day=locale.day(value))
    words = console.in_words(change.key, value, locale)
    if change.kind == "counter":
        name = locale.label(f"pair.people.{change.by}")
        return locale.label("pair.settle.countered", full=change.key, person=name, words=words)
    return locale.label("pair.settle.done", full=change.key, words=words)


def _say_next(interview: Interview, file: Path, locale: Locale, quiet: bool) -> None:
    count, named = len(list(interview.blocking())), console.on_command_line(file)
    if count:
        words = locale.count(count, "open_answer")
        console.next_step(locale.label("pair.next.settle_more", count=words, file=named), quiet=quiet)
    else:
        console.next_step(locale.label("pair.next.settle_done", file=named), quiet=quiet)
