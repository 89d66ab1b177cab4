"""Where the shipped folders are, and how a file in them is found; no path leaves its root.

In a checkout `templates/` and `examples/` lie beside the package, in an installed wheel inside it.
"""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from pathlib import Path

import yaml

from agreementgen.errors import TemplateError

__all__ = ["Data", "digest", "folder", "names", "path", "read_data", "read_text"]

Data = str | dict[str, "Data"] | list["Data"]
"""What our own YAML files hold: text, never numbers or dates, so that `no` and `1.10` stay as written."""

PACKAGE = Path(__file__).parent
_Loader: type[yaml.BaseLoader] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def folder(name: str) -> Path:
    """Give the shipped folder `templates` or `examples`.

    Raises:
        TemplateError: The folder is in neither place, so the installation is incomplete.
    """
    for parent in (PACKAGE, PACKAGE.parent):
        if (parent / name).is_dir():
            return parent / name
    raise TemplateError(f'The folder "{name}" is missing from the installation. Install agreementgen again.')


def path(name: str) -> Path:
    """Give the path of a shipped template file, such as `locales/en/labels.yaml`.

    Raises:
        TemplateError: There is no such file, or `name` points outside the templates.
    """
    root = folder("templates")
    # Not `resolve()`: in a strict editable install every file is a link to the checkout.
    found = Path(os.path.normpath(root / name))
    if not found.is_relative_to(root) or not found.is_file():
        raise TemplateError(f'There is no template file "{name}".')
    return found


def names(subfolder: str, suffix: str) -> tuple[str, ...]:
    """Name what a templates folder holds, without suffix, sorted: `names("kinds", ".yaml")`."""
    place = folder("templates") / subfolder
    return tuple(sorted(entry.name.removesuffix(suffix) for entry in place.glob(f"*{suffix}")))


def read_text(name: str) -> str:
    """Read a template file as UTF-8 text."""
    return path(name).read_text(encoding="utf-8")


@lru_cache(maxsize=64)
def digest(*names: str) -> str:
    """Give a short hash of template files and folders: 12 hex digits of a SHA-256 over names and contents."""
    seen = hashlib.sha256()
    root = folder("templates")
    for name in names:
        place = root / name
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if file.is_file():
                seen.update(f"{file.relative_to(root).as_posix()}\0".encode())
                seen.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return seen.hexdigest()[:12]


@lru_cache(maxsize=256)
def read_data(name: str) -> dict[str, Data]:
    """Read one of our YAML files; every scalar is text. The result is shared: do not change it.

    Raises:
        TemplateError: The file is missing, is not YAML, or is not a mapping.
    """
    try:
        data = yaml.load(read_text(name), Loader=_Loader)  # BaseLoader builds text only
    except yaml.YAMLError as error:
        raise TemplateError(f'The template file "{name}" is not valid YAML: {error}') from error
    if not isinstance(data, dict):
        raise TemplateError(f'The template file "{name}" must hold a mapping of names to words.')
    return data
