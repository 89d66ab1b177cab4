"""Bundled fonts → a private fontconfig, so that no font of the machine ever reaches a page.

WeasyPrint reads it whenever it makes a font configuration, so both the loading and the making happen under it.
"""

from __future__ import annotations

import atexit
import io
import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from agreementgen import resources
from agreementgen.errors import TemplateError
from agreementgen.resources import Data

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["FormFont", "face_files", "families", "folder", "form_font", "is_font", "private_fontconfig", "stack"]

FILE = "fonts/fonts.yaml"
FORM = "form/AGForm-Regular"

# Pango asks for the generic family "emoji" for every emoji sequence; keycap digits must stay in the text font.
CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <alias binding="same"><family>emoji</family><prefer><family>AG Emoji</family><family>AG Text</family></prefer></alias>
</fontconfig>
"""


@dataclass(frozen=True, slots=True)
class FormFont:
    """The small font of the date fields, made by `tools/fonts/form.py`, and what a PDF says of it, in 1/1000 em.

    Attributes:
        data: The TrueType file.
        box: Left, bottom, right and top of all glyphs.
        ascent: Top of a line.
        descent: Bottom of a line.
        cap_height: Height of capitals.
        widths: Those of the codes 32 to 255 of WinAnsi.
    """

    data: bytes
    box: tuple[int, ...]
    ascent: int
    descent: int
    cap_height: int
    widths: tuple[int, ...]


@lru_cache(maxsize=1)
def form_font() -> FormFont:
    """Read the font of the date fields."""
    facts = resources.read_data(f"{FORM}.yaml")

    def numbers(name: str) -> tuple[int, ...]:
        listed = facts[name]
        return tuple(int(str(number)) for number in (listed if isinstance(listed, list) else [listed]))

    return FormFont(
        data=resources.path(f"{FORM}.ttf").read_bytes(),
        box=numbers("box"),
        ascent=numbers("ascent")[0],
        descent=numbers("descent")[0],
        cap_height=numbers("cap_height")[0],
        widths=numbers("widths"),
    )


def folder() -> Path:
    """Give the folder of the bundled fonts."""
    return resources.path(FILE).parent


@lru_cache(maxsize=1)
def families() -> tuple[str, ...]:
    """Name the bundled families, in fallback order.

    Raises:
        TemplateError: A font file that `fonts.yaml` names is missing.
    """
    found = []
    listed = resources.read_data(FILE)["families"]
    for family in listed if isinstance(listed, list) else []:
        assert isinstance(family, dict)
        for face in _faces(family):
            if not (folder() / str(face["file"])).is_file():
                raise TemplateError(f'The font file "{face["file"]}" is missing from the installation.')
        found.append(str(family["name"]))
    return tuple(found)


def _faces(family: Mapping[str, Data]) -> list[Mapping[str, Data]]:
    faces = family["faces"]
    return [face for face in faces if isinstance(face, dict)] if isinstance(faces, list) else []


def face_files(stack_name: str, *, weight: int = 400, style: str = "normal") -> tuple[Path, ...]:
    """Give the font files of a stack in fallback order: of each family the face asked for, or else its first one."""
    listed = {str(each["name"]): _faces(each) for each in _listed("families") if isinstance(each, dict)}
    stacks = resources.read_data(FILE)["stacks"]
    assert isinstance(stacks, dict)
    names = stacks[stack_name]
    found = []
    for name in names if isinstance(names, list) else []:
        faces = listed[str(name)]
        wanted = (face for face in faces if (face["weight"], face["style"]) == (str(weight), style))
        found.append(folder() / str(next(wanted, faces[0])["file"]))
    return tuple(found)


def _listed(name: str) -> list[Data]:
    found = resources.read_data(FILE)[name]
    return found if isinstance(found, list) else []


def stack(name: str) -> str:
    """Give the CSS font stack `text` or `head`: every bundled family, the named one first."""
    stacks = resources.read_data(FILE)["stacks"]
    assert isinstance(stacks, dict)
    listed = stacks[name]
    assert isinstance(listed, list)
    return ", ".join(f'"{family}"' for family in listed)


def is_font(data: bytes) -> bool:
    """Tell whether a file is a TrueType or OpenType font with a character map; the engine only says that it is not."""
    import struct

    from fontTools.ttLib import TTFont, TTLibError

    if data[:4] not in (b"\x00\x01\x00\x00", b"OTTO", b"true"):
        return False
    try:
        with TTFont(io.BytesIO(data), lazy=True) as font:
            return bool(font.getBestCmap())
    except (TTLibError, struct.error, KeyError, ValueError, IndexError, AssertionError, OverflowError, EOFError):
        return False


@lru_cache(maxsize=1)
def _config_file() -> Path:
    """Write the private configuration, once in a process; it goes when the process ends."""
    families()
    private = Path(tempfile.mkdtemp(prefix="agreementgen-fonts-"))
    atexit.register(shutil.rmtree, private, ignore_errors=True)
    text = CONFIG.format(fonts=escape(str(folder())), cache=escape(str(private / "cache")))
    config = private / "fonts.conf"
    config.write_text(text, encoding="utf-8")
    return config


@contextmanager
def private_fontconfig() -> Iterator[None]:
    """Make fontconfig see the bundled fonts alone, while the engine or a font configuration of it is being made.

    Never an empty set: without any font Pango crashes the process (Kozea/WeasyPrint #2334).
    """
    before = {name: os.environ.get(name) for name in ("FONTCONFIG_FILE", "FONTCONFIG_PATH", "FONTCONFIG_SYSROOT")}
    os.environ["FONTCONFIG_FILE"] = str(_config_file())
    for name in ("FONTCONFIG_PATH", "FONTCONFIG_SYSROOT"):
        os.environ.pop(name, None)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
