"""`doctor`: what there is of all that is needed, and what to install where something is missing."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal

import click

from agreementgen import __version__
from agreementgen.cli import console
from agreementgen.errors import AgreementError, Exit
from agreementgen.locales import Locale, load_locale

__all__ = ["command"]

OLDEST_PYTHON = (3, 11)
NEEDED = ("click", "jinja2", "pyyaml", "pydantic", "babel", "icalendar", "anyascii", "weasyprint", "pydyf", "pikepdf")
SIGNING = ("pyhanko", "cryptography", "pypdfium2")
ENGINE = frozenset({"weasyprint", "pydyf", "pikepdf"})
OPTIONAL = ("questionary", "watchfiles")
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at; `advice` says what to do about it, empty where nothing is to be done."""

    name: str
    status: Literal["ok", "warning", "missing"]
    detail: str
    advice: str = ""
    breaks_engine: bool = False


@click.command("doctor")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Form of result."
)
@console.plain_option
@console.quiet_option
@console.verbose_option
def command(form: str, quiet: bool) -> int:
    """Look at everything agreementgen needs on this machine, and say what to install where something is missing.

    A test page is really made and read back. Exit code 5 tells that the PDF engine is missing or broken.

    \b
    Example: agreementgen doctor
    """  # noqa: D301 - click keeps the lines after this mark apart
    locale = load_locale("en")
    lines = tuple(_looked_at(locale))
    is_broken = any(line.breaks_engine for line in lines)
    if form == "json":
        shown = [{name: value for name, value in asdict(line).items() if name != "breaks_engine"} for line in lines]
        click.echo(json.dumps({"engine": not is_broken, "checks": shown}, ensure_ascii=False, indent=2))
    else:
        for line in lines:
            if line.status == "ok" and quiet:
                continue
            status = locale.label(f"doctor.status.{line.status}")
            click.echo(locale.label("doctor.line", status=status, name=line.name, detail=line.detail))
            if line.advice:
                click.echo(locale.label("doctor.advice", advice=line.advice))
    words = "doctor.broken" if is_broken else "doctor.well"
    console.next_step(locale.label(words), quiet=quiet)
    return Exit.ENGINE if is_broken else Exit.DONE


def _looked_at(locale: Locale) -> Iterator[Line]:
    yield _python(locale)
    yield Line("agreementgen", "ok", __version__)
    yield from _packages(locale)
    yield from _engine(locale)
    yield _fonts(locale)
    yield _folder(locale)


def _python(locale: Locale) -> Line:
    detail = f"{platform.python_version()} ({sys.executable})"
    if sys.version_info < OLDEST_PYTHON:
        return Line("python", "missing", detail, locale.label("doctor.python"), breaks_engine=True)
    return Line("python", "ok", detail)


def _packages(locale: Locale) -> Iterator[Line]:
    for name in (*NEEDED, *SIGNING, *OPTIONAL):
        try:
            yield Line(name, "ok", version(name))
        except PackageNotFoundError:
            if name in OPTIONAL:
                yield Line(name, "warning", *_words(locale, "optional", library=name))
            else:
                detail, advice = _words(locale, "package")
                yield Line(name, "missing", detail, advice, breaks_engine=name in ENGINE)


def _words(locale: Locale, name: str, **values: object) -> tuple[str, str]:
    return locale.label(f"doctor.{name}.detail", **values), locale.label(f"doctor.{name}.advice", **values)


def _engine(locale: Locale) -> Iterator[Line]:
    found = _probed(locale)
    libraries, fault = found.get("libraries", {}), found.get("fault", "")
    install = locale.label(f"doctor.install.{_system()}")
    yield from (Line(name, "ok", number) for name, number in libraries.items())
    if not libraries:
        yield Line("engine", "missing", fault, install, breaks_engine=True)
        yield Line("page", "missing", locale.label("doctor.no_page"), breaks_engine=True)
    elif page := found.get("page"):
        yield Line("page", "ok", locale.label("doctor.page", pages=page["pages"], kilobytes=page["bytes"] // 1024))
    else:
        yield Line("page", "missing", fault, locale.label("doctor.again"), breaks_engine=True)


def _probed(locale: Locale) -> dict[str, Any]:
    """Try the engine in a process of its own; whatever becomes of that is a finding, not an end."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "agreementgen.cli._probe"],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=LONGEST,
            check=False,
        )
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found
    except subprocess.TimeoutExpired:
        return {"fault": locale.label("doctor.too_long", seconds=LONGEST)}
    except (OSError, ValueError, IndexError):
        return {"fault": locale.label("doctor.crashed")}


def _system() -> str:
    """Name the kind of system, by what installs libraries on it."""
    if sys.platform in ("darwin", "win32", "cygwin"):
        return "macos" if sys.platform == "darwin" else "windows"
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return "other"
    names = [release.get("ID", ""), *release.get("ID_LIKE", "").split()]
    families = {"debian": "debian", "ubuntu": "debian", "fedora": "fedora", "rhel": "fedora", "centos": "fedora"}
    families |= {"arch": "arch", "alpine": "alpine"}
    return next((families[name] for name in names if name in families), "other")


def _fonts(locale: Locale) -> Line:
    from agreementgen.typeset import fonts

    try:
        names = fonts.families()
        for path in sorted(fonts.folder().glob("*.?tf")):
            if not fonts.is_font(path.read_bytes()):
                return Line("fonts", "missing", locale.label("doctor.font", name=path.name), *_again(locale))
    except (AgreementError, OSError, ImportError) as error:
        return Line("fonts", "missing", str(error), *_again(locale))
    return Line("fonts", "ok", locale.label("doctor.fonts", names=", ".join(names)))


def _again(locale: Locale) -> tuple[str]:
    return (locale.label("doctor.again"),)


def _folder(locale: Locale) -> Line:
    here = Path.cwd()
    try:
        with tempfile.TemporaryFile(dir=here):
            return Line("folder", "ok", locale.label("doctor.writable", folder=here))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return Line("folder", "warning", locale.label("doctor.not_writable", folder=here, reason=reason))
