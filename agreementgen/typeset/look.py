"""How documents look: theme, paper, reading size, and what a program's branding adds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agreementgen.resources import SHIPPED, Templates
from agreementgen.typeset import fonts

__all__ = ["PLAIN", "Logo", "Look", "place_in_theme", "screen_stylesheet", "stylesheet", "themes"]

PAPERS = {"a4": "A4", "letter": "Letter"}
READING_SIZES = {"normal": ("10.3pt", "9pt"), "large": ("16pt", "12pt")}
"""Size of the running text, and of the running foot."""
SHEETS = ("themes/questions.css", "themes/sheets.css")
"""The looks of what nobody signs; no part of `base.css`, so that an agreement's fingerprint does not follow them."""


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture that has been checked: its content, its media type, and what it shows, for who cannot see it."""

    data: bytes
    media_type: str
    alt: str


@dataclass(frozen=True, slots=True)
class Look:
    """How a document looks.

    Attributes:
        theme: Name of a theme folder.
        paper: `a4` or `letter`; empty for that of the language.
        reading_size: `normal` (10.3 pt) or `large` (16 pt).
        direction: `ltr` or `rtl`.
        colour: The program's colour as `#rrggbb`; empty for the theme's own.
        logo: The program's logo.
        fonts: Further font files, TrueType or OpenType, that come after the bundled ones.
        templates: Whose themes.
    """

    theme: str = "plain"
    paper: str = ""
    reading_size: str = "normal"
    direction: str = "ltr"
    colour: str = ""
    logo: Logo | None = None
    fonts: tuple[bytes, ...] = ()
    templates: Templates = SHIPPED

    @property
    def logo_alt(self) -> str:
        """What the logo shows; empty where there is none."""
        return self.logo.alt if self.logo else ""


PLAIN = Look()


def themes(templates: Templates = SHIPPED) -> tuple[str, ...]:
    """Name the themes there are, sorted."""
    parts = (name.split("/") for name in templates.files("themes", "/theme.css"))
    return tuple(sorted(part[1] for part in parts if len(part) == 3))


def stylesheet(look: Look) -> str:
    """Write the whole stylesheet of a look for print.

    Raises:
        TemplateError: There is no such theme.
    """
    return "\n".join(text for _, text in _sheets(look))


def place_in_theme(look: Look, line: int) -> str:
    """Give `file:line` of a line, from 1, of what `stylesheet` wrote; the theme alone where it is none, or 0."""
    for name, text in _sheets(look):
        lines = text.count("\n") + 1
        if 0 < line <= lines and name:
            return f"{look.templates.shown(name)}:{line}"
        line -= lines
    return look.templates.shown(f"themes/{look.theme}/theme.css")


def _sheets(look: Look) -> list[tuple[str, str]]:
    """Give the parts of the stylesheet, each with the file it comes from, empty for what is written here."""
    start, end = ("left", "right") if look.direction == "ltr" else ("right", "left")
    reading, foot = READING_SIZES[look.reading_size]
    own = "".join(f', "{family}"' for family in own_families(look))
    variables = [
        f"--text: {fonts.stack('text')}{own}",
        f"--head: {fonts.stack('head')}{own}",
        f"--reading: {reading}",
        f"--foot: {foot}",
    ]
    faces = "".join(
        f'@font-face {{ font-family: "{family}"; src: url(asset:/font-{number}) }}\n'
        for number, family in enumerate(own_families(look))
    )
    base = look.templates.read_text("themes/base.css").replace("@bottom-start", f"@bottom-{start}")
    base = base.replace("@bottom-end", f"@bottom-{end}").replace("@top-end", f"@top-{end}")
    theme = f"themes/{look.theme}/theme.css"
    colour = f":root {{ --brand: {look.colour} }}\n" if look.colour else ""
    root = f"@page {{ size: {PAPERS[look.paper or 'a4']} }}\n:root {{ {'; '.join(variables)} }}\n"
    return [
        ("", faces),
        ("", root),
        ("themes/base.css", base),
        *((sheet, look.templates.read_text(sheet)) for sheet in SHEETS),
        (theme, look.templates.read_text(theme)),
        ("", colour),
    ]


def screen_stylesheet(look: Look) -> str:
    """Write the stylesheet of a look for the screen, with the reader's own fonts and no page boxes."""
    base = look.templates.read_text("themes/base.css")
    without_pages = re.sub(r"@page\s*\{(?:[^{}]|\{[^{}]*\})*\}", "", base)
    theme = look.templates.read_text(f"themes/{look.theme}/theme.css")
    colour = f":root {{ --brand: {look.colour} }}\n" if look.colour else ""
    size = {"normal": "1rem", "large": "1.5rem"}[look.reading_size]
    root = f":root {{ --text: system-ui, sans-serif; --head: Georgia, serif; --reading: {size}; --foot: .9rem }}\n"
    sheets = (look.templates.read_text(sheet) for sheet in SHEETS)
    screen = look.templates.read_text("themes/screen.css")
    return "\n".join((root, without_pages, *sheets, theme, colour, screen))


def own_families(look: Look) -> tuple[str, ...]:
    """Name the families of the fonts that were brought along; our own names, so that none can hide a bundled one."""
    return tuple(f"AG Own {number + 1}" for number in range(len(look.fonts)))
