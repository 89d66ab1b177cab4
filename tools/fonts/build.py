r"""Build the bundled fonts: subset, rename and even out open fonts into the families of ``templates/fonts``.

The sources are npm packages, each a plain folder of static TTF files with its licence text::

    npm install --ignore-scripts --prefix DIR \
        @expo-google-fonts/source-sans-3@0.4.1 @expo-google-fonts/source-serif-4@0.4.1 \
        @expo-google-fonts/noto-sans@0.4.2 @expo-google-fonts/noto-sans-hebrew@0.4.1 \
        @expo-google-fonts/noto-sans-arabic@0.4.3 @expo-google-fonts/noto-sans-devanagari@0.4.1 \
        @expo-google-fonts/noto-emoji@0.4.7 dejavu-fonts-ttf@2.37.3
    python tools/fonts/build.py DIR/node_modules [templates/fonts]

Made with fonttools 4.68.0. The same packages and the same fonttools give the same bytes: the fonts are static and
keep the time stamp of their source. Written are the ``.ttf`` files, ``fonts.yaml`` (what the program reads to make its
@font-face rules) and ``licences/``. What is changed beside the choice of characters:

* own names, since a changed font must not bear a reserved name; copyright, trademark and licence entries stay;
* ascent and descent are those of AG Text everywhere, so that a line with fallback letters is as tall as any other;
* invisible characters (joiners, direction marks, variation selectors) are there in every font, as an empty glyph;
* no-break space and the hyphens get glyphs of their own, so that text copied from a PDF has the right characters;
* AG Text gets U+20E3, a frame around the digit before it, since AG Emoji must not have digits.
"""

from __future__ import annotations

import argparse
import copy
import re
from pathlib import Path
from typing import NamedTuple

from fontTools import subset
from fontTools.otlLib.optimize import compact
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

EXPO = "@expo-google-fonts/"
OFL, VERA = "OFL-1.1", "Bitstream-Vera, with Arev and public-domain additions (DejaVu)"
WEIGHTS = {400: "Regular", 600: "SemiBold"}
ASCENT, DESCENT = 1.024, -0.4  # of AG Text, in em
TEXT_FEATURES = frozenset(["kern", "liga", "mark", "mkmk", "ccmp", "locl", "calt", "tnum", "lnum", "case", "sups"])
DROPPED_TABLES = ["BASE", "DSIG", "FFTM", "MATH", "STAT", "gasp", "kern", "vhea", "vmtx"]
INVISIBLE = "034F 061C 200B-200F 202A-202E 2060-2064 2066-2069 FE0E-FE0F FEFF"
OWN_GLYPHS = {0xA0: 0x20, 0x202F: 0x20, 0x2010: 0x2D, 0x2011: 0x2010, 0xAD: 0x2010, 0x02BB: 0x2018, 0x02BC: 0x2019}

LETTERS = "0020-007E 00A0-052F 1E00-1FFF 2000-209F 20A0-20CF 2100-218F FB00-FB06 FFFD "
TEXT = LETTERS + "2190-22FF 25A0-25FF 2713-2714 2717-2718 2E00-2E7F"
SANS = LETTERS + "1AB0-1AFF 1C80-1C8F 1D00-1DFF 20F0 2C60-2C7F 2DE0-2E7F A640-A69F A700-A7FF AB30-AB6F FE20-FE2F "
SANS += "10780-107BF 1DF00-1DFFF"
HEBREW = "0020 00A0 0307-0308 0590-05FF 2010-2011 20AA 25CC FB1D-FB4F"
ARABIC = "0020 00A0 0600-06FF 0750-077F 0870-08FF 2010-2011 204F 2E41 25CC FB50-FDFF FE70-FEFF"
DEVANAGARI = "0020 00A0 0900-097F 1CD0-1CFF 2010-2011 20A8 20B9 20F0 25CC A830-A839 A8E0-A8FF 11B00-11B0F"
SYMBOLS = "0020 00A0 2010-205F 20A0-20FF 2100-218F 2190-2BFF 2E18-2E2E FFFC-FFFD"
# Shown as pictures unless told otherwise: left to AG Emoji, so that pictures are of one kind.
PICTURES = """231A-231B 23E9-23EC 23F0 23F3 25FD-25FE 2614-2615 2648-2653 267F 2693 26A1 26AA-26AB 26BD-26BE 26C4-26C5
    26CE 26D4 26EA 26F2-26F3 26F5 26FA 26FD 2705 270A-270B 2728 274C 274E 2753-2755 2757 2795-2797 27B0 27BF 2B1B-2B1C
    2B50 2B55"""
EMOJI = "0020 00A0 203C 2049 2139 2190-2BFF 3030 303D 3297 3299 1F000-1FAFF E0020-E007F"  # no digits, no # and *


class Family(NamedTuple):
    """One family to make; ``faces`` are (weight, italic), no ``features`` means all of the source."""

    name: str
    source: str
    package: str
    faces: tuple[tuple[int, bool], ...]
    wanted: str
    unwanted: str = ""
    features: frozenset[str] = frozenset()
    licence: str = OFL


R, IT, SB, SBI = (400, False), (400, True), (600, False), (600, True)
FAMILIES = (
    Family("AG Text", "Source Sans 3", EXPO + "source-sans-3", (R, IT, SB, SBI), TEXT, "", TEXT_FEATURES),
    Family("AG Head", "Source Serif 4", EXPO + "source-serif-4", (R, IT, SB), TEXT, "", TEXT_FEATURES),
    Family("AG Sans", "Noto Sans", EXPO + "noto-sans", (R, IT, SB), SANS, "", TEXT_FEATURES),
    Family("AG Hebrew", "Noto Sans Hebrew", EXPO + "noto-sans-hebrew", (R, SB), HEBREW),
    Family("AG Arabic", "Noto Sans Arabic", EXPO + "noto-sans-arabic", (R, SB), ARABIC),
    Family("AG Devanagari", "Noto Sans Devanagari", EXPO + "noto-sans-devanagari", (R, SB), DEVANAGARI),
    Family("AG Symbols", "DejaVu Sans", "dejavu-fonts-ttf", (R,), SYMBOLS, PICTURES, frozenset({"mark"}), VERA),
    Family("AG Emoji", "Noto Emoji", EXPO + "noto-emoji", (R,), EMOJI),
)


def code_points(ranges: str) -> set[int]:
    """Return the code points of hexadecimal ``ranges`` like ``0020-007E 00A0``."""
    pairs = [(part.split("-") * 2)[:2] for part in ranges.split()]
    return {code for first, last in pairs for code in range(int(first, 16), int(last, 16) + 1)}


def source_file(family: Family, weight: int, italic: bool) -> str:
    """Return the path of a source font inside the folder of packages."""
    if not family.package.startswith(EXPO):
        return f"{family.package}/ttf/{family.source.replace(' ', '')}.ttf"
    style = f"{weight}{WEIGHTS[weight]}{'_Italic' * italic}"
    return f"{family.package}/{style}/{family.source.replace(' ', '')}_{style}.ttf"


def cut(font: TTFont, family: Family) -> None:
    """Keep only the family's characters and layout features; drop the hinting, pack the kerning."""
    tables = [font[tag].table for tag in ("GSUB", "GPOS") if tag in font]
    features = family.features or {record.FeatureTag for table in tables for record in table.FeatureList.FeatureRecord}
    options = subset.Options(hinting=False, glyph_names=False, notdef_outline=True, layout_scripts=["*"])
    options.layout_features, options.name_IDs = sorted(features - {"aalt"}), ["*"]
    options.drop_tables += DROPPED_TABLES
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=code_points(family.wanted + " " + INVISIBLE) - code_points(family.unwanted))
    subsetter.subset(font)
    compact(font, 5)


def add_glyph(font: TTFont, name: str, codes: set[int], width: int, like: str = "") -> None:
    """Show ``codes`` by a new glyph: empty, or a copy of the glyph ``like``."""
    font["glyf"][name] = copy.deepcopy(font["glyf"][like]) if like else TTGlyphPen(None).glyph()
    font["hmtx"][name] = (width, font["hmtx"][like][1] if like else 0)
    for table in font["cmap"].tables:
        table.cmap.update({code: name for code in codes if code < 0x10000 or table.format == 12})


def complete(font: TTFont, family: Family) -> None:
    """Add the characters that must never be missing, and give some of them their own glyph."""
    cmap, widths = font.getBestCmap(), font["hmtx"]
    if family.name in ("AG Symbols", "AG Emoji"):  # spaces after a symbol take that symbol's font
        widths[cmap[0x20]] = (round(font["head"].unitsPerEm * 0.2), 0)
    missing = {code for code in code_points(INVISIBLE) if code not in cmap or widths[cmap[code]][0]}
    add_glyph(font, "ag.empty", missing | {0xAD} - set(cmap), 0)
    for code, model in OWN_GLYPHS.items():
        cmap = font.getBestCmap()
        shared = list(cmap.values()).count(cmap.get(code)) > 1
        if model in cmap and (shared or code not in cmap):
            width = widths[cmap[model]][0]
            add_glyph(font, f"ag.{code:04X}", {code}, round(width * 0.6) if code == 0x202F else width, cmap[model])
    if family.name == "AG Text":
        add_glyph(font, "ag.keycap", {0x20E3}, 90)
        pen, digit = TTGlyphPen(None), widths[cmap[ord("0")]][0]
        for left, bottom, right, top in ((-digit - 50, -130, 50, 790), (10, -90, -digit - 10, 750)):
            pen.moveTo((left, bottom))
            for corner in ((left, top), (right, top), (right, bottom)):
                pen.lineTo(corner)
            pen.closePath()
        font["glyf"]["ag.keycap"] = pen.glyph()
        widths["ag.keycap"] = (90, -digit - 50)


def rename(font: TTFont, family: Family, weight: int, italic: bool) -> str:
    """Give the font its own names and the common line height; return the version of its source."""
    name, os2, hhea, em = font["name"], font["OS/2"], font["hhea"], font["head"].unitsPerEm
    version = re.match(r"Version ([\d.]+)", name.getDebugName(5)).group(1)
    kept = {number: name.getDebugName(number) for number in (0, 7, 13, 14)}
    style = f"{WEIGHTS[weight]} {'Italic' * italic}".strip().replace("Regular Italic", "Italic")
    post_script = f"{family.name}-{style}".replace(" ", "")
    names = {
        1: family.name if weight == 400 else f"{family.name} {WEIGHTS[weight]}",
        2: "Italic" if italic else "Regular",
    }
    names |= {3: f"{version};{post_script}", 4: f"{family.name} {style}", 5: f"Version {version}", 6: post_script}
    names |= {10: f"A changed subset of {family.source} {version}"}
    names |= {16: family.name, 17: style} if weight != 400 else {}
    name.names = []
    for number, text in sorted((kept | names).items()):
        if text:
            name.setName(text, number, 3, 1, 0x409)
    os2.achVendID, os2.usWeightClass = "AGEN", weight
    os2.sTypoAscender = hhea.ascent = round(ASCENT * em)
    os2.sTypoDescender = hhea.descent = round(DESCENT * em)
    os2.sTypoLineGap = hhea.lineGap = 0
    return version


def build(packages: Path, target: Path) -> None:
    """Build every family from the folder ``packages`` into the folder ``target``."""
    (target / "licences").mkdir(parents=True, exist_ok=True)
    rest = ", ".join(family.name for family in FAMILIES[2:])
    listing = ["# Made by tools/fonts/build.py. Stacks and families stand in fallback order.", "stacks:"]
    listing += [f"  text: [AG Text, {rest}]", f"  head: [AG Head, AG Text, {rest}]", "families:"]
    for family in FAMILIES:
        faces, licence = [], f"licences/{family.package.removeprefix(EXPO)}.txt"
        for weight, italic in family.faces:
            font = TTFont(packages / source_file(family, weight, italic), recalcTimestamp=False, lazy=False)
            cut(font, family)
            complete(font, family)
            version = rename(font, family, weight, italic)
            file = f"{font['name'].getDebugName(6)}.ttf"
            font.save(target / file)
            faces.append(f"      - {{file: {file}, weight: {weight}, style: {'italic' if italic else 'normal'}}}")
        text = (packages / family.package / ("LICENSE_FONT" if family.licence == OFL else "LICENSE")).read_text("utf-8")
        if family.licence == OFL:  # under the copyright line that stands in the font itself
            text = f"{font['name'].getDebugName(0)}\n{text.split(chr(10), 1)[1]}"
        (target / licence).write_text(text, "utf-8", newline="\n")
        listing += [f"  - name: {family.name}", f"    source: {family.source}, version {version}, {family.licence}"]
        listing += [f"    licence: {licence}", "    faces:", *faces]
    (target / "fonts.yaml").write_text("\n".join(listing) + "\n", "utf-8", newline="\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Build the bundled fonts.")
    parser.add_argument("packages", type=Path, help="the node_modules folder with the source packages")
    parser.add_argument("target", type=Path, nargs="?", default=Path(__file__).parents[2] / "templates" / "fonts")
    build(**vars(parser.parse_args()))
