"""`verify`: who has signed what and when, and whether it still stands."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agreementgen.cli import console
from agreementgen.errors import Exit, FileError
from agreementgen.locales import load_locale

if TYPE_CHECKING:
    from agreementgen.signing import Verdict, Wording

__all__ = ["command"]


@dataclass(frozen=True, slots=True)
class Seen:
    """What there is to say of one file; `error` alone where it could not be read.

    Attributes:
        file: As it was given.
        code: The exit code that it alone would give.
        verdict: Who signed, and what was done to it since.
        wording: Its text beside what its own interview gives.
        against: Its text beside the interview that was given.
        error: Why it could not be read.
    """

    file: Path
    code: Exit
    verdict: Verdict | None = None
    wording: Wording | None = None
    against: Wording | None = None
    error: str = ""


@click.command("verify")
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--trust",
    metavar="CERT",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A certificate you trust: the signer's own, or one that vouches for it. May be given several times.",
)
@click.option(
    "--against", metavar="FILE", type=click.Path(path_type=Path), help="An interview to compare the text with."
)
@click.option("--program", metavar="FILE", type=click.Path(path_type=Path), help="The program's file of --against.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Form of result."
)
@console.plain_option
@console.quiet_option
@console.verbose_option
def command(
    files: tuple[Path, ...],
    trust: tuple[Path, ...],
    against: Path | None,
    program: Path | None,
    form: str,
    quiet: bool,
) -> int:
    """Say who has signed a PDF, when, and whether it was changed since.

    Exit code 1 tells that a file was changed after signing, says something else than its interview, was signed by
    nobody, or, with --trust, that a signer's key is not vouched for. Exit code 2 tells that a file cannot be read.

    \b
    Example: agreementgen verify Ada-Ben-agreement-signed-mentee.pdf
    """  # noqa: D301 - click keeps the lines after this mark apart
    from agreementgen import signing
    from agreementgen.cli import _verdict
    from agreementgen.renewal import read_small

    locale = load_locale("en")
    trusted = [der for path in trust for der in signing.read_certificates(read_small(path), str(path))]
    seen = [_look_at(file, trusted, against, program) for file in files]
    code = max(each.code for each in seen)
    if form == "json":
        click.echo(json.dumps(_verdict.as_data(seen, locale, bool(trust)), ensure_ascii=False, indent=2))
        return code
    for each in seen:
        if each.verdict is None:
            console.fail(each.error)
        else:
            for line in _verdict.lines(each, locale, has_trust=bool(trust), against=against):
                click.echo(line)
    if any(each.verdict for each in seen):
        console.note(locale.signing("verify.blind"), quiet=quiet)
    if len(seen) == 1 and (verdict := seen[0].verdict):
        is_doubtful = code != Exit.DONE and verdict.standing is signing.Standing.INTACT
        words = f"verify.next_{'doubt' if is_doubtful else verdict.standing}"
        console.next_step(locale.signing(words, file=console.on_command_line(files[0])), quiet=quiet)
    return code


def _look_at(file: Path, trusted: Sequence[bytes], against: Path | None, program: Path | None) -> Seen:
    from agreementgen import signing

    locale = load_locale("en")
    try:
        data = signing.read_pdf(file)
        facts = signing.facts_of(data, str(file), trusted)
        if not facts.is_ours:
            words = locale.signing("read.foreign")
            raise FileError(locale.signing("read.line", file=file, words=words))
    except signing.MeddledError as error:
        return Seen(file, Exit.FINDINGS, error=str(error))
    except FileError as error:
        return Seen(file, error.exit_code, error=str(error))
    verdict, wording = signing.judged(facts), signing.compared_with_itself(data, facts)
    beside = signing.compared_with_file(facts, against, program) if against else None
    is_well = (
        verdict.standing is signing.Standing.INTACT
        and wording.match is not signing.Match.DIFFERS
        and (beside is None or beside.match is signing.Match.SAME)
        and (not trusted or verdict.are_all_trusted())
    )
    return Seen(file, Exit.DONE if is_well else Exit.FINDINGS, verdict, wording, beside)
