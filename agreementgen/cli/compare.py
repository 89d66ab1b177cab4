"""`compare`: where people's answers agree, and where they do not."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import indent, wrap
from typing import Any

import click

from agreementgen.cli import console
from agreementgen.errors import Exit
from agreementgen.interview import Compared, Comparison, State, compare, merged, talk
from agreementgen.interview.comparing import topic
from agreementgen.locales import Locale, load_locale
from agreementgen.opening import open_pair, open_sides

__all__ = ["command"]

COLUMN = 44
GROUPS = (State.DIFFERS, State.ONE_SIDED, State.TO_DISCUSS, State.UNANSWERED, State.LATER)


@click.command("compare")
@click.argument("mentee", metavar="MENTEE", type=click.Path(path_type=Path))
@click.argument("mentor", metavar="MENTOR", type=click.Path(path_type=Path))
@click.argument("others", metavar="[THIRD]…", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Form of result."
)
@click.option("--docs", type=click.Choice(["talk"]), help="Make a page to talk about, with a line for each answer.")
@click.option("-o", "--output", metavar="DIR", type=click.Path(path_type=Path), help="Folder for it.")
@click.option("-f", "--force", is_flag=True, help="Overwrite a file that is not ours.")
@console.plain_option
@console.quiet_option
@console.verbose_option
def command(
    mentee: Path,
    mentor: Path,
    others: tuple[Path, ...],
    form: str,
    docs: str | None,
    output: Path | None,
    force: bool,
    quiet: bool,
) -> int:
    """Show where people's answers agree, and where they do not.

    What is compared is what each typed, by its meaning: "fortnightly" is "every 2 weeks". Everyone speaks for
    themself, and a default is never compared. Exit code 1 tells that something differs. THIRD are files of further
    mentors; of a group, give the files of any two people or more.

    \b
    Example: agreementgen compare examples/pair/mentee.yaml examples/pair/mentor.yaml
    """  # noqa: D301 - click keeps the lines after this mark apart
    locale = load_locale("en")
    if output and not docs:
        raise click.UsageError(locale.label("pair.compare.needs_docs"))
    sides, includes = open_sides([mentee, mentor, *others], as_two=True)
    found = compare(sides)
    if form == "json":
        click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
    else:
        _show(found, locale)
    console.show_notices(found.notices, locale, quiet=quiet)
    if docs:
        text = merged(found, locale, include=next(filter(None, includes), ""))
        paths = _make_talk(text, mentee.parent, output or mentee.parent, force)
        for path in paths:
            click.echo(path, err=form == "json")
    files = console.on_command_line(mentee, mentor, *others)
    step = f"agreementgen merge {files} -o {locale.of_kind(found.kind).label('pair.together')}"
    console.next_step(locale.label("pair.next.compare", command=step), quiet=quiet)
    return Exit.FINDINGS if found.of(State.DIFFERS) else Exit.DONE


def _make_talk(text: str, home: Path, folder: Path, force: bool) -> tuple[Path, ...]:
    """Write the page of what two files leave open; nothing where they leave nothing."""
    from agreementgen.documents import documents_for, kit
    from agreementgen.files import save_kit

    opened = open_pair(text.encode(), "pair.yaml", home)
    if "talk" not in documents_for(opened.interview):
        return ()
    return save_kit(kit(opened.interview, ["talk"], look=opened.look), opened.interview, folder, force=force).paths


def _show(found: Comparison, locale: Locale) -> None:
    """Print the groups, what differs first; what needs no talk in one paragraph, and what nobody said by its number."""
    locale = locale.of_kind(found.kind)
    names = {side.person: _name(found, side.person, locale) for side in found.sides}
    click.echo(locale.joined(list(names.values())))
    if found.hides:
        click.echo(locale.label("pair.hidden"))
    items, to_talk = {item.key: item for item in found.items}, talk(found, locale)
    for state in GROUPS:
        topics = [each for each in to_talk if each.state is state]
        if not topics:
            continue
        click.echo("\n" + _heading(state, len(topics), locale))
        for each in topics:
            click.echo("  " + locale.label("pair.item", topic=each.topic, full=each.key))
            _show_views(items[each.key], each.views, names, locale)
    if agreed := [topic(item.key, found, locale) for item in found.of(State.AGREED)]:
        click.echo("\n" + _heading(State.AGREED, len(agreed), locale))
        lines = wrap(", ".join(dict.fromkeys(agreed)), 98, break_on_hyphens=False, break_long_words=False)
        click.echo(indent("\n".join(lines), "  "))
    if silent := found.of(State.DEFAULTED):
        click.echo("\n" + _heading(State.DEFAULTED, len(silent), locale))


def _heading(state: State, count: int, locale: Locale) -> str:
    return locale.label("pair.heading", group=locale.label(f"pair.groups.{state}"), count=count)


def _name(found: Comparison, person: str, locale: Locale) -> str:
    said = next((item.value for item in found.items if item.key == f"people.{person}.name"), None)
    return str(said or locale.label(f"pair.people.{person}"))


def _show_views(item: Compared, views: Any, names: dict[str, str], locale: Locale) -> None:
    """Print who said what, side by side where there is room, none of them first for being right."""
    if item.decide_by:
        click.echo("    " + locale.label("pair.by_day", day=locale.day(item.decide_by)))
    said = [
        locale.label(
            "pair.view", person=names[person], words=console.in_words(item.key, view, locale).replace("\n", " ")
        )
        for person, view in views.items()
    ]
    if not console.is_plain() and len(said) == 2 and all(len(each) <= COLUMN for each in said):
        click.echo(f"    {said[0]:<{COLUMN}}  {said[1]}")
        return
    for each in said:
        click.echo(click.wrap_text(each, 100, "    ", "      "))
