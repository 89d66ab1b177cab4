"""The report about this machine: true where all is there, useful where something is not, and never a traceback."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agreementgen.cli import doctor
from agreementgen.locales import load_locale

from .conftest import ROOT, Outcome

Run = Callable[..., Outcome]
WORKPLACE = ROOT / "examples" / "workplace.yaml"
HIDDEN = """
import cffi
load = cffi.FFI.dlopen
def dlopen(self, name, flags=0):
    if {name!r} in str(name):
        raise OSError(f"cannot load library '{{name}}'")
    return load(self, name, flags)
cffi.FFI.dlopen = dlopen
"""
CRASHING = """
import os, sys
if any("_probe" in argument for argument in sys.orig_argv):
    os.abort()
"""


def examined(
    folder: Path, startup: str, *arguments: str, command: tuple[str, ...] = ("doctor",)
) -> subprocess.CompletedProcess[str]:
    """Run a command in a fresh process, and those it starts, with some lines of Python run at their start."""
    (folder / "sitecustomize.py").write_text(startup, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}
    return subprocess.run(
        [sys.executable, "-m", "agreementgen", *command, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def checks(text: str) -> dict[str, dict[str, Any]]:
    return {check["name"]: check for check in json.loads(text)["checks"]}


def test_where_everything_is_there_all_is_well(run: Run) -> None:
    outcome = run("doctor", "--format", "json")
    assert outcome.code == 0
    assert json.loads(outcome.out)["engine"] is True
    found = checks(outcome.out)
    assert found["python"]["detail"].startswith(platform.python_version())
    for name in ("click", "jinja2", "weasyprint", "pyyaml", "pikepdf", "pango", "harfbuzz", "fontconfig"):
        assert found[name]["status"] == "ok"
        assert found[name]["detail"][0].isdigit()
    assert "read back" in found["page"]["detail"]
    assert "AG Text" in found["fonts"]["detail"]
    assert found["folder"]["status"] == "ok"
    assert {check["status"] for check in found.values()} <= {"ok", "warning"}


@pytest.mark.parametrize("name", ["pango-1.0", "fontconfig", "harfbuzz-subset"])
def test_without_a_library_of_the_engine_it_says_what_to_install_and_ends_with_5(tmp_path: Path, name: str) -> None:
    done = examined(tmp_path, HIDDEN.format(name=name))
    assert done.returncode == 5
    assert "missing: engine: " in done.stdout
    assert name in done.stdout
    install = load_locale("en").label(f"doctor.install.{doctor._system()}")
    assert f"\n  {install}\n" in done.stdout
    assert "missing: page: no test page could be made" in done.stdout
    assert "Next: install what is missing" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize("name", ["pango-1.0", "harfbuzz-subset"])
def test_render_without_a_library_ends_with_5_and_blames_no_theme(tmp_path: Path, name: str) -> None:
    done = examined(tmp_path, HIDDEN.format(name=name), command=("render", str(WORKPLACE), "-o", str(tmp_path / "out")))
    assert done.returncode == 5
    assert name in done.stderr
    assert "apt-get install" in done.stderr
    assert "theme" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_library_that_ends_the_process_is_a_finding_too(tmp_path: Path) -> None:
    done = examined(tmp_path, CRASHING, "--format", "json")
    assert done.returncode == 5
    assert json.loads(done.stdout)["engine"] is False
    assert "without a word" in checks(done.stdout)["engine"]["detail"]
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["weasyprint", "pikepdf"])
def test_a_package_that_is_missing_is_named_without_a_traceback(tmp_path: Path, name: str) -> None:
    hidden = f"""
import importlib.metadata as metadata, sys
sys.modules[{name!r}] = None
known = metadata.version
def version(package):
    if package == {name!r}:
        raise metadata.PackageNotFoundError(package)
    return known(package)
metadata.version = version
"""
    done = examined(tmp_path, hidden)
    assert done.returncode == 5
    assert f"missing: {name}: is not installed" in done.stdout
    assert "pip install agreementgen" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("release", "command"),
    [
        ("ID=debian", "apt-get install"),
        ("ID=ubuntu\nID_LIKE=debian", "apt-get install"),
        ('ID="linuxmint"\nID_LIKE="ubuntu debian"', "apt-get install"),
        ("ID=fedora", "dnf install"),
        ('ID="rocky"\nID_LIKE="rhel centos fedora"', "dnf install"),
        ("ID=arch", "pacman -S pango"),
        ("ID=manjaro\nID_LIKE=arch", "pacman -S pango"),
        ("ID=alpine", "apk add"),
        ("ID=nixos", "with the package manager"),
    ],
)
def test_each_linux_is_told_its_own_command(monkeypatch: pytest.MonkeyPatch, release: str, command: str) -> None:
    facts = dict(line.replace('"', "").split("=") for line in release.splitlines())
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(platform, "freedesktop_os_release", lambda: facts)
    assert command in load_locale("en").label(f"doctor.install.{doctor._system()}")


@pytest.mark.parametrize(("system", "command"), [("darwin", "brew install pango"), ("win32", "MSYS2")])
def test_other_systems_are_told_theirs(monkeypatch: pytest.MonkeyPatch, system: str, command: str) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert command in load_locale("en").label(f"doctor.install.{doctor._system()}")


def test_a_folder_that_cannot_be_written_to_is_a_warning_and_no_more(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **named: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("agreementgen.cli.doctor.tempfile.TemporaryFile", refuse)
    monkeypatch.setattr(
        doctor, "_probed", lambda locale: {"libraries": {"pango": "1"}, "page": {"pages": 2, "bytes": 1}}
    )
    outcome = run("doctor", "-q")
    assert outcome.code == 0
    assert "warning: folder: " in outcome.out
    assert "Permission denied" in outcome.out
    assert "ok: " not in outcome.out
