"""Cut the font of the date fields out of AG Text: letters, digits and signs of WinAnsi, which a typed date is made of.

Run it after tools/fonts/build.py, with the same fonttools::

    python tools/fonts/form.py [templates]

Written are ``form/AGForm-Regular.ttf`` and, beside it, ``form/AGForm-Regular.yaml`` with what a PDF says of a font, in
thousandths of an em; the widths are those of the codes 32 to 255. Both stand outside ``fonts/``, where a page would
take the font for AG Text, whose names it bears.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont


def western(code: int) -> int | None:
    """Return the code point of a code of WinAnsi, if it has one."""
    try:
        return ord(bytes([code]).decode("cp1252"))
    except UnicodeDecodeError:
        return None


def build(templates: Path) -> None:
    """Write the font and its facts into the folder ``templates``."""
    font = TTFont(templates / "fonts" / "AGText-Regular.ttf", recalcTimestamp=False)
    points = [western(code) for code in range(32, 256)]
    options = subset.Options(
        hinting=False, layout_features=[], name_IDs=[1, 2, 4, 6], notdef_outline=True, glyph_names=False
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted({point for point in points if point is not None} & set(font.getBestCmap())))
    cutter.subset(font)
    target = templates / "form" / "AGForm-Regular.ttf"
    target.parent.mkdir(exist_ok=True)
    font.save(target)

    scale = 1000 / font["head"].unitsPerEm
    cmap, metrics, head = font.getBestCmap(), font["hmtx"], font["head"]
    widths = [str(round(metrics[cmap.get(point, ".notdef")][0] * scale)) for point in points]
    lines = [
        "# Made by tools/fonts/form.py from AG Text, under the licence of that: fonts/licences/source-sans-3.txt",
        f"box: [{', '.join(str(round(value * scale)) for value in (head.xMin, head.yMin, head.xMax, head.yMax))}]",
        f"ascent: {round(font['hhea'].ascent * scale)}",
        f"descent: {round(font['hhea'].descent * scale)}",
        f"cap_height: {round(font['OS/2'].sCapHeight * scale)}",
        "widths: [",
        *(f"  {', '.join(widths[start : start + 16])}," for start in range(0, len(widths), 16)),
        "]",
    ]
    target.with_suffix(".yaml").write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Cut the font of the date fields out of AG Text.")
    parser.add_argument("templates", type=Path, nargs="?", default=Path(__file__).parents[2] / "templates")
    build(**vars(parser.parse_args()))
