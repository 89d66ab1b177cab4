"""`settle`: what two people agreed on is written into their file."""

from __future__ import annotations

from pathlib import Path

import click

from agreementgen.cli import console
from agreementgen.errors import Exit, InterviewError
from agreementgen.files import read_bytes, replace_bytes
from agreementgen.interview import Change, Interview, Settled, Standing, State, proposals, question_key
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
    answers, on a terminal, it goes through what is open; Enter skips.

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
    asks = not (changes or accept_proposed)
    if accept_proposed:
        given = {change.key for change in changes}
        found = [each for each in proposals(interview) if each.key not in given]
        if not found:
            console.note(locale.label("pair.settle.no_proposals"), quiet=quiet)
        changes += found
    if asks:
        if not console.can_ask() or no_input:
            raise click.UsageError(locale.label("pair.settle.nothing_given"))
        changes = _ask(data, file, interview, locale)
    for number, change in enumerate(changes):
        if change.key in [other.key for other in changes[:number]]:
            raise click.UsageError(locale.label("pair.settle.twice", full=change.key))
    done = settle_in(data, file, changes)
    if done.data != data and not dry_run:
        replace_bytes(file, data, done.data)
    _show(changes, done, locale)
    _say_next(done.interview, file, locale, quiet)
    return Exit.DONE


def _change(kind: str, text: str, locale: Locale, by: str = "") -> Change:
    key, is_given, value = text.partition("=")
    if not is_given or not key.strip():
        raise click.UsageError(locale.label("pair.settle.needs_pair", text=text))
    return Change(kind, key.strip(), value, by)


def _ask(data: bytes, file: Path, interview: Interview, locale: Locale) -> list[Change]:
    """Go through what is open, most pressing first as the file has it; an answer that cannot be read is asked again."""
    changes: list[Change] = []
    for key, standing in [*interview.blocking(), *_put_off(interview)]:
        question = locale.question(question_key(key))
        console.note("\n" + locale.label("pair.item", topic=question.label, full=key))
        console.note(question.ask)
        for person, view in standing.views.items() if interview.reveal == "both" else ():
            name = locale.label(f"pair.people.{person}")
            console.note("  " + locale.label("pair.view", person=name, words=console.in_words(key, view, locale)))
        while text := click.prompt(locale.label("pair.settle.prompt"), default="", show_default=False, err=True):
            change = Change("value", key, text)
            try:
                settle_in(data, file, [*changes, change])
            except InterviewError as error:
                for problem in error.problems:
                    console.show_problem(problem, err=True)
                continue
            changes.append(change)
            break
    return changes


def _put_off(interview: Interview) -> list[tuple[str, Standing]]:
    return [(key, interview.standings[key]) for key in interview.keys(State.LATER)]


def _show(changes: list[Change], done: Settled, locale: Locale) -> None:
    for change in changes:
        value = done.said[change.key]
        if change.kind == "later":
            click.echo(locale.label("pair.settle.put_off", full=change.key, day=locale.day(value)))
            continue
        words = console.in_words(change.key, value, locale)
        if change.kind == "counter":
            name = locale.label(f"pair.people.{change.by}")
            click.echo(locale.label("pair.settle.countered", full=change.key, person=name, words=words))
        else:
            click.echo(locale.label("pair.settle.done", full=change.key, words=words))


def _say_next(interview: Interview, file: Path, locale: Locale, quiet: bool) -> None:
    count = len(list(interview.blocking()))
    if count:
        words = locale.count(count, "open_answer")
        console.next_step(locale.label("pair.next.settle_more", count=words, file=file), quiet=quiet)
    else:
        console.next_step(locale.label("pair.next.settle_done", file=file), quiet=quiet)
