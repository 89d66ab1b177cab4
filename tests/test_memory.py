"""What the engine remembers from page to page changes no byte of any page."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from agreementgen.documents import kit, pages
from agreementgen.errors import GlyphError, TemplateError
from agreementgen.resources import lay_over, read_text
from agreementgen.typeset import Look, pdf, render_pdf
from agreementgen.typeset import engine as engine_module
from agreementgen.typeset.memory import Kept
from agreementgen.typeset.skeleton import Words, taken_apart

from .conftest import INTERVIEWS, Outcome, example, settled

NAMES = ("Ada Okafor", "Ada-Sophie Okafor-Lindqvist of the Northern Hills", "Åsa Ó Briain", "أمينة الحسن", "Yì")


def of_pairs() -> list[Any]:
    """Give pairs that differ in what they are called and in what they want, so that lines break elsewhere."""
    return [
        settled(people=f"{{mentee: {name}, mentor: Ben Lind}}", purpose=f"By June, {name} will lead {number} teams.")
        for number, name in enumerate(NAMES, 3)
    ]


def made(interview: Any, engine: str, **options: Any) -> list[bytes]:
    return [document.data for document in kit(interview, engine=engine, **options)]


def made_alone(interview: Any, engine: str, **options: Any) -> list[bytes]:
    """Make a kit as the first of a process."""
    pdf._typesetter.cache_clear()
    return made(interview, engine, **options)


@pytest.fixture(autouse=True)
def fresh() -> Any:
    """Forget what other tests have left."""
    pdf._typesetter.cache_clear()
    yield
    pdf._typesetter.cache_clear()


@pytest.mark.parametrize("path", INTERVIEWS, ids=lambda path: path.stem)
def test_every_example_has_the_same_bytes_with_a_memory_and_without(path: Path) -> None:
    interview = example(path)
    expected = made(interview, "full")
    assert made(interview, "lines") == expected
    assert made(interview, "lines") == expected


@pytest.mark.parametrize("engine", ["lines", "tiles"])
def test_whatever_came_before_a_pair_its_bytes_are_the_same(engine: str) -> None:
    pairs = of_pairs()
    expected = [made_alone(pair, engine) for pair in pairs]
    # What comes often is recorded, see `OFTEN`.
    for order in (pairs, pairs[::-1], pairs[:2] * 5):
        pdf._typesetter.cache_clear()
        assert [made(pair, engine) for pair in order] == [expected[pairs.index(pair)] for pair in order]


@pytest.mark.parametrize("engine", ["lines", "tiles"])
@pytest.mark.parametrize("look", [Look(theme="formal"), Look(paper="letter", colour="#7a1f3d")])
def test_looks_have_each_a_memory_of_their_own(look: Look, engine: str) -> None:
    pairs = of_pairs()[:2]
    expected = [made_alone(pair, engine, look=look) for pair in pairs]
    pdf._typesetter.cache_clear()
    for pair, bytes_ in zip(pairs, expected, strict=True):
        made(pair, engine)
        assert made(pair, engine, look=look) == bytes_


def test_a_second_pair_is_neither_parsed_nor_shaped_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    weasyprint = engine_module.load()
    count = {"parsed": 0, "shaped": 0}

    def counting(name: str, function: Any) -> Any:
        def counted(*arguments: Any, **named: Any) -> Any:
            count[name] += 1
            return function(*arguments, **named)

        return counted

    line_break = weasyprint.text.line_break
    monkeypatch.setattr(weasyprint, "HTML", counting("parsed", weasyprint.HTML))
    monkeypatch.setattr(line_break, "create_layout", counting("shaped", line_break.create_layout))
    first, second = (settled(people=f"{{mentee: {name}, mentor: Ben Lind}}") for name in ("Ada Okafor", "Eva Okafor"))
    made(first, "auto")
    of_the_first = dict(count)
    made(second, "auto")
    assert of_the_first["parsed"] == 4
    assert count["parsed"] == of_the_first["parsed"]
    assert count["shaped"] - of_the_first["shaped"] < of_the_first["shaped"] / 3


def test_a_drawing_is_not_used_where_a_font_has_other_widths(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = of_pairs()[0]
    expected = made(pair, "full")
    made(pair, "lines")
    # The same line in a document that first needed its glyphs at another size, whose widths are rounded otherwise.
    weasyprint = engine_module.load()
    first = weasyprint.pdf.stream.Stream.add_font

    def with_other_widths(stream: Any, pango_font: Any) -> Any:
        font, size = first(stream, pango_font)
        font.widths = font.widths or {glyph: 1 for glyph in range(60, 90)}
        return font, size

    monkeypatch.setattr(weasyprint.pdf.stream.Stream, "add_font", with_other_widths)
    odd = made(pair, "full")
    assert odd != expected
    assert made(pair, "lines") == odd


def test_a_character_without_a_shape_is_told_every_time() -> None:
    pair = of_pairs()[0]
    page = pages(pair)["agreement"].replace("Ben Lind", "Ben 林")
    for _ in range(3):
        with pytest.raises(GlyphError, match=r"U\+6797"):
            render_pdf(page, Look())


def test_what_depends_on_the_size_of_the_page_is_not_remembered() -> None:
    weasyprint = engine_module.load()
    plain, by_page = (weasyprint.text.fonts.FontConfiguration() for _ in range(2))
    engine_module.memory.remember(plain, "p { width: 3mm }")
    engine_module.memory.remember(by_page, "p { width: 3vw }")
    assert hasattr(plain, "memory")
    assert not hasattr(by_page, "memory")


@pytest.mark.parametrize("length", ["3vw", "3VW", "calc(2em + 3dvmin)", "3v\\77", "3\\76w"])
def test_lengths_of_the_page_are_known_however_they_are_spelled(length: str) -> None:
    assert engine_module.memory.OF_THE_PAGE.search(f"p {{ width: {length} }}")


OWN_THEMES = {
    "what flows over the body": ("body { overflow: hidden }", "<p>Ada</p>", "<p>Ben</p><p>Ben</p>"),
    "what flows over the root": ("html { overflow: hidden }", "<p>Ada</p>", "<p>Ben</p><p>Ben</p>"),
    "a text that is cut off": (
        "p { width: 3cm; line-clamp: 1 }",
        "<p>Ada and Ben meet every month.</p>",
        "<p>Ada and Ben meet every month.</p><p>Eve",
    ),
    "an attribute in capitals": ('p[TITLE="a"] { color: red }', '<p title="a">Ada</p>', '<p title="b">Ada</p>'),
    "an attribute after a line": ('p[\ntitle="a"] { color: red }', '<p title="a">Ada</p>', '<p title="b">Ada</p>'),
    "an attribute of no namespace": ('p[|title="a"] { color: red }', '<p title="a">Ada</p>', '<p title="b">Ada</p>'),
    "an attribute that is escaped": ('p[\\74itle="a"] { color: red }', '<p title="a">Ada</p>', '<p title="b">Ada</p>'),
    "a length of the page on a tag": (
        "@page wide { size: A4 landscape } .wide { page: wide }",
        '<p class="wide">Ada</p><p style="width: 50vw; border: 1px solid">Ada</p>',
        '<p style="width: 50vw; border: 1px solid">Ada</p>',
    ),
    "a reference that an attribute does not know": (
        "p::before { content: attr(title) }",
        '<p title="a">Ada</p>',
        '<p title="a&copy=1">Ada</p>',
    ),
    "words that are read by rules of their own": (
        "noembed { display: block }",
        "<noembed>Ada</noembed>",
        "<noembed>Ada &amp; Ben</noembed>",
    ),
}


@pytest.mark.parametrize(("css", "one", "other"), OWN_THEMES.values(), ids=OWN_THEMES)
def test_a_theme_of_ones_own_has_the_same_bytes_in_any_order(tmp_path: Path, css: str, one: str, other: str) -> None:
    look = own_look(tmp_path, css)
    bodies = [page_of(one), page_of(other)]
    expected = {}
    for engine in pdf.ENGINES:
        expected[engine] = []
        for body in bodies:
            pdf._typesetter.cache_clear()
            expected[engine].append(render_pdf(body, look, engine=engine))
        for order in ([0, 1, 0, 1], [1, 0, 1, 0]):
            pdf._typesetter.cache_clear()
            made_now = [render_pdf(bodies[number], look, engine=engine) for number in order]
            assert made_now == [expected[engine][number] for number in order]
    assert expected["lines"] == expected["full"]


@pytest.mark.parametrize("engine", pdf.ENGINES)
@pytest.mark.parametrize(
    ("css", "body"),
    [("", '<p style="colour: red">Ada</p>'), (":root { --wide: 3mm } p { color: var(--wide) }", "<p>Ada</p>")],
)
def test_a_fault_is_told_at_every_page_that_has_it(tmp_path: Path, engine: str, css: str, body: str) -> None:
    look = own_look(tmp_path, css)
    for _ in range(3):
        with pytest.raises(TemplateError, match="Ignored"):
            render_pdf(page_of(body), look, engine=engine)


def test_pairs_that_are_set_at_the_same_time_do_not_get_each_others_words() -> None:
    pairs = of_pairs()
    expected = [made_alone(pair, "auto") for pair in pairs]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda pair: made(pair, "auto"), pairs * 3)) == expected * 3


@pytest.mark.parametrize("css", ["p { width: calc(50% - 3deg) }", 'p[*|title="a"] { color: red }'])
def test_a_theme_at_which_the_engine_breaks_down_is_told_as_a_fault_of_the_theme(tmp_path: Path, css: str) -> None:
    with pytest.raises(TemplateError, match='The theme "own" or a document asks for something'):
        render_pdf(page_of("<p>Ada</p>"), own_look(tmp_path, css))


def test_a_selector_that_is_none_is_told_with_the_theme_it_stands_in(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"themes/own/theme\.css: Invalid or unsupported selector"):
        render_pdf(page_of("<p>Ada</p>"), own_look(tmp_path, "p[/**/title] { color: red }"))


def own_look(folder: Path, css: str) -> Look:
    """Give the plain theme with rules of one's own after it."""
    theme = folder / "themes" / "own" / "theme.css"
    theme.parent.mkdir(parents=True)
    theme.write_text(f"{read_text('themes/plain/theme.css')}\n{css}\n", encoding="utf-8")
    return Look(theme="own", templates=lay_over(folder))


def page_of(body: str) -> str:
    return f'<!DOCTYPE html><html lang="en"><head><title>A page</title></head><body>{body}</body></html>'


def test_what_is_asked_for_again_is_kept_longest() -> None:
    kept = Kept(3)
    for number in range(7):
        kept.keep(number, str(number))
        assert kept.get(0) == "0"
    assert kept.get(1) is None
    assert kept.get(6) == "6"
    assert len(kept) <= 6


def apart(page: str) -> tuple[str, Words]:
    """Give the skeleton and the words of a page that can be taken apart."""
    parts = taken_apart(page)
    assert parts is not None
    return parts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>Ada</p>", "<p>Ben &amp; Eva</p>"),
        ('<meta name="id" content="A">', '<meta name="id" content="B &#34;C&#34;">'),
        ("<p> <b>Ada</b> meets</p>", "<p> <b>Ben</b> goes</p>"),
    ],
)
def test_pages_that_differ_in_words_have_one_skeleton(one: str, other: str) -> None:
    first, second = apart(one), apart(other)
    assert first[0] == second[0]
    assert first[1] != second[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>Ada</p>", "<p></p>"),
        ("<p>Ada</p>", "<p> </p>"),
        ("<p>Ada</p>", "<p><b>Ada</b></p>"),
        ('<p class="a">Ada</p>', '<p class="b">Ada</p>'),
    ],
)
def test_pages_that_rules_could_tell_apart_have_two(one: str, other: str) -> None:
    first, second = apart(one), apart(other)
    assert first[0] != second[0]


@pytest.mark.parametrize(
    "page",
    [
        *("<style>p{}</style>", "<!-- Ada -->", '<p id="a">Ada</p>', "<svg></svg>", "a\0b<p>"),
        *("<noembed>a&amp;b</noembed>", '<p title="a&copy=1">', "<p>a&#1;b</p>"),
    ],
)
def test_what_is_read_by_rules_of_its_own_is_not_taken_apart(page: str) -> None:
    assert taken_apart(page) is None


def test_words_are_read_as_a_parser_reads_them() -> None:
    assert apart("<p>a &lt;b&gt; &amp;amp;\r\nc</p>")[1].texts == ("a <b> &amp;\nc",)


def test_each_engine_is_there_to_be_asked_for(run: Callable[..., Outcome], tmp_path: Path) -> None:
    (tmp_path / "interview.yaml").write_text(INTERVIEWS[0].read_text(encoding="utf-8"), encoding="utf-8")
    for engine in pdf.ENGINES:
        assert run("render", tmp_path / "interview.yaml", "-o", tmp_path / engine, "--engine", engine).code == 0
    made_by = {
        engine: {path.name: path.read_bytes() for path in (tmp_path / engine).rglob("*.pdf")} for engine in pdf.ENGINES
    }
    assert made_by["lines"] == made_by["full"]
    assert made_by["auto"] == made_by["tiles"] != made_by["full"]
    with pytest.raises(ValueError, match="there is no engine fast, only auto, full, lines, tiles"):
        made(example(INTERVIEWS[0]), "fast")
    refused = run("render", tmp_path / "interview.yaml", "--engine", "fast")
    assert refused.code == 2
    assert "'auto', 'full', 'lines', 'tiles'" in refused.err
