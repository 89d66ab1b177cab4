"""What is laid, painted and tagged once looks everywhere as if the engine had set it there."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agreementgen.typeset import Look, pdf, render_pdf
from agreementgen.typeset import engine as engine_module
from agreementgen.typeset.memory import memory_of
from agreementgen.typeset.sites import OFTEN

from .conftest import settled
from .readers import differences
from .test_memory import made, own_look, page_of


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Forget what other tests have left."""
    pdf._typesetter.cache_clear()
    yield
    pdf._typesetter.cache_clear()


BLOCKS = """
<h1>Ada and Ben</h1>
<h2>Who</h2><p>Ada writes a paper. Ben reads it, and asks what it is for.</p>
<section class="clause long"><h3><span class="number">1 </span><span class="title">Meetings</span></h3>
<div class="body"><p>We meet on the first Monday of each month, in person where we can, and else online.</p>
<ul><li>Ada sends the topics.</li><li>Ben keeps the time, and says so.</li></ul><p>We end on time.</p></div></section>
<section class="slot"><p class="time">15:00</p>
<div class="body"><h2>Welcome</h2><p>What brings us here?</p></div></section>
<div class="part"><p>In a box</p><p>And a second line in the box</p></div>
<ol><li>One</li><li>Two</li></ol>
<p class="last">The end.</p>
"""
THEMES = {
    "nothing of its own": "",
    "what floats beside": "h2 { float: right; width: 4cm; height: 3cm }",
    "what clears": "h2 { float: left; height: 2cm } .part { clear: both }",
    "what breaks": ".part { break-before: page } .last { break-before: right }",
    "what breaks inside": ".part p { break-after: page }",
    "named pages": "@page wide { size: A4 landscape } .part { page: wide }",
    "counters": "body { counter-reset: n } p { counter-increment: n } p::before { content: counter(n) ' ' }",
    "counters of what is before": "h2 { counter-increment: n } .part::before { content: counters(n, '.') }",
    "quotes": "p::before { content: open-quote } p::after { content: close-quote }",
    "what lies over others": ".part { margin-top: -5mm; background: #ffa } ol { margin-bottom: -3mm }",
    "what sticks out": ".part { height: 2mm; background: #afa } ol { background: #aaf }",
    "what is moved": ".part { position: relative; top: 3mm } ul { transform: rotate(3deg) }",
    "what is taken out": ".part p + p { position: absolute; top: 1cm; right: 1cm } .last { position: fixed; top: 0 }",
    "columns": ".part { columns: 2 } body { column-count: 1 }",
    "a body in columns": "body { columns: 2 }",
    "a flexible body": "body { display: flex; flex-direction: column }",
    "a grid": ".part { display: grid; grid-template-columns: 1fr 2fr }",
    "first letters": "p::first-letter { font-size: 2em } .part::first-line { font-weight: bold }",
    "the first line of all": "body::first-line { color: red } body::first-letter { color: blue }",
    "what shines through": ".part { opacity: .5 } ol { visibility: hidden } h1 { color: rgba(9, 9, 9, .4) }",
    "grounds": ".part { background: linear-gradient(red, blue); border-radius: 3mm; border: 1mm dotted }",
    "shadows": "p { box-shadow: 1mm 1mm red; border-radius: 1mm } .part p { box-shadow: 0 0 2mm black }",
    "margins that meet": "section { margin: 7mm 0; padding: 0; border: 0 } .part, .part p { margin: 9mm 0 }",
    "a margin of the body": "body { margin: 1cm 2cm 1cm 3cm; padding: 2mm } html { padding: 3mm }",
    "what is cut off": ".part { overflow: hidden; max-height: 5mm }",
    "strings of the head": "@page { @top-center { content: string(head) } } h2 { string-set: head content() }",
    "large first page": "@page :first { margin-top: 15cm }",
    "small pages": "@page { size: 10cm 7cm; margin: 8mm }",
    "smaller pages": "@page { size: 10cm 5cm; margin: 6mm } * { orphans: 1; widows: 1 }",
    "from right to left": "html { direction: rtl } ",
    "by letters": "p { letter-spacing: .1em; text-decoration: underline; text-align: justify; hyphens: auto }",
    "in tables": ".part { display: table } .part p { display: table-cell; vertical-align: baseline }",
    "as wide as need be": "section { display: inline-block } .part { border: 1px solid }",
    "lines and outlines": ".part { outline: 1mm solid red; outline-offset: 2mm } ol { list-style: upper-roman inside }",
}


@pytest.mark.parametrize("css", THEMES.values(), ids=THEMES)
def test_a_theme_of_ones_own_looks_the_same_with_tiles_and_without(tmp_path: Path, css: str) -> None:
    look, page = own_look(tmp_path, css), page_of(BLOCKS)
    whole = render_pdf(page, look, engine="full")
    tiled = {render_pdf(page, look, engine="tiles") for _ in range(OFTEN + 2)}
    assert len(tiled) == 1
    assert not differences(tiled.pop(), whole)


@pytest.mark.parametrize("lines", range(0, 60, 7))
def test_a_page_breaks_where_it_would_without_tiles(tmp_path: Path, lines: int) -> None:
    look = own_look(tmp_path, "@page { size: A5; margin: 1cm }")
    page = page_of("<p>One line.</p>" * lines + BLOCKS * 2)
    assert not differences(render_pdf(page, look, engine="tiles"), render_pdf(page, look, engine="full"))


def test_the_second_pair_is_not_laid_out_where_it_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    weasyprint = engine_module.load()
    lines = 0
    iterate = weasyprint.layout.block.iter_line_boxes

    def counting(*arguments: Any) -> Any:
        nonlocal lines
        for line in iterate(*arguments):
            lines += 1
            yield line

    monkeypatch.setattr(weasyprint.layout.block, "iter_line_boxes", counting)
    first, second = (settled(people=f"{{mentee: {name}, mentor: Ben Lind}}") for name in ("Ada Okafor", "Eva Okafor"))
    made(first, "tiles")
    of_the_first = lines
    for _ in range(OFTEN):
        made(first, "tiles")
    lines = 0
    made(second, "tiles")
    assert 0 < lines < of_the_first / 2


def test_where_a_font_has_other_widths_a_tile_is_drawn_anew() -> None:
    letters = "".join(map(chr, range(33, 127))).replace("<", "").replace("&", "") + "’•"
    # A link is no part of a tile, so these letters are painted first, and by the engine.
    first = "".join(f"<{tag}><a>{letters}</a></{tag}>" for tag in ("h1", "h2", "h3", "p", "h4", "h5", "h6"))
    page = page_of(first + '<p class="time"><a>15:0</a></p>' + BLOCKS)
    whole = render_pdf(page, Look(), engine="full")
    # What comes for the first few times is not recorded.
    for _ in range(OFTEN + 1):
        tiled = render_pdf(page, Look(), engine="tiles")
    memory = memory_of(pdf._typesetter(Look(), "tiles").__self__._fonts)
    recorded = [getattr(tile, "replay", None) for tile in memory.tiles._new.values()]
    fonts = [font for each in recorded if hasattr(each, "fonts") for font in each.fonts]
    assert fonts
    for font in fonts:
        # As if each glyph had first been seen at a size at which its width is rounded otherwise.
        font.widths.update({glyph: width + 1 for glyph, width in font.widths.items()})
    assert render_pdf(page, Look(), engine="tiles") == tiled
    assert not differences(tiled, whole)


@pytest.mark.parametrize("engine", ["auto", "tiles"])
def test_a_version_that_the_tiles_do_not_know_is_set_without_them(engine: str) -> None:
    script = f"""
import agreementgen.typeset.engine as engine
engine.KNOWN = ("69.9", "0.1.0")
from agreementgen.typeset import Look, render_pdf
page = {page_of("<p>Ada</p>")!r}
whole = render_pdf(page, Look(), engine="full")
print(render_pdf(page, Look(), engine={engine!r}) == whole)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    told = "the faster engines know WeasyPrint 69.9 with pydyf 0.1.0"
    assert done.stderr.count(told) == 1
    if engine == "auto":
        assert done.stdout == "True\n"
    else:
        assert 'The engine "tiles" does not know this version of WeasyPrint' in done.stderr
