"""Hard content stays on its page, in its order and whole: long tables, long answers, many signers, mixed directions."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import combinations
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from agreementgen.agreement import Agreement, compose_agreement
from agreementgen.agreement.compose import GoalRow, Signer
from agreementgen.agreement.text import Paragraph, Run, RunKind
from agreementgen.documents import kit
from agreementgen.locales import load_locale
from agreementgen.typeset import Look, agreement_html, render_pdf, standalone_page

from .conftest import INTERVIEWS, PAIRWISE, ROOT, SHAPES, example, pdf_text, read, settled, sheets, squeezed
from .standards import problems
from .test_finisher import fields
from .test_html import seen

LOCALE = load_locale("en")
MANY_SCRIPTS = ROOT / "tests" / "data" / "many-scripts.yaml"
LOOKS = [Look(theme=theme, paper=paper, reading_size=size) for theme, paper, size in PAIRWISE]


def printed(agreement: Agreement, look: Look = Look()) -> bytes:  # noqa: B008 - a look cannot change
    return render_pdf(agreement_html(agreement, LOCALE, look), look)


def answer(text: str) -> tuple[Run, ...]:
    return (Run(text, RunKind.ANSWER),)


@lru_cache(maxsize=1)
def composed() -> Agreement:
    return compose_agreement(settled(), LOCALE)


def with_goals(count: int, words: int = 12) -> Agreement:
    rows = tuple(
        GoalRow(n, answer(f"Goal number {n}"), (), answer(f"begin{n} {'word ' * words}end{n}"), answer("May"))
        for n in range(1, count + 1)
    )
    return replace(composed(), goals=rows)


def with_signers(count: int) -> Agreement:
    names = ["mentee", "mentor", *(f"mentor-{number}" for number in range(2, count))]
    return replace(composed(), signers=tuple(Signer(name, answer(f"Person {name}"), "Co-mentor") for name in names))


def pages(data: bytes) -> list[str]:
    return pdf_text(data).split("\f")


def boxes(data: bytes) -> Iterator[tuple[int, str, tuple[float, float, float, float], tuple[float, float]]]:
    """Give each line of text with its page, its box from the bottom left in points, and the size of its page."""
    pdf = pypdfium2.PdfDocument(data)
    for number, page in enumerate(pdf):
        text = page.get_textpage()
        for index in range(text.count_rects()):
            rect = text.get_rect(index)
            yield number, text.get_text_bounded(*rect), rect, page.get_size()


def ink(data: bytes, number: int) -> tuple[float, float]:
    """Give how much of a page's height is used, and how many of its four edges have ink, both as a share of 1."""
    page = pypdfium2.PdfDocument(data)[number]
    image = page.render(scale=0.5).to_pil().convert("L")
    width, height = image.size
    rows = [y for y in range(int(height * 0.92)) if darkest(image, (0, y, width, y + 1)) < 200]
    sides = (0, 0, width, 6), (0, height - 6, width, height), (0, 0, 6, height), (width - 6, 0, width, height)
    return len(rows) / height, sum(darkest(image, side) < 200 for side in sides) / 4


def darkest(image: Image.Image, box: tuple[int, int, int, int]) -> int:
    return int(image.crop(box).getextrema()[0])


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.theme}-{look.paper}-{look.reading_size}")
def test_a_table_of_forty_goals_repeats_its_head_and_splits_no_row(look: Look) -> None:
    data = printed(with_goals(40), look)
    assert problems(data) == []
    found = pages(data)
    with_rows = [page for page in found if re.search(r"begin\d+ ", page)]
    assert len(with_rows) > 1
    for page in with_rows:
        assert "How we will know" in page
        starts = re.findall(r"\bbegin(\d+)\b", page)
        ends = re.findall(r"\bend(\d+)\b", page)
        assert starts == ends
    assert [int(n) for page in found for n in re.findall(r"\bend(\d+)\b", page)] == list(range(1, 41))


def test_a_row_taller_than_a_page_is_split_and_loses_nothing() -> None:
    text = pdf_text(printed(with_goals(1, words=1500)))
    assert text.count("word") >= 1500
    assert "begin1" in text
    assert "end1" in text


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.theme}-{look.paper}-{look.reading_size}")
def test_an_answer_of_three_thousand_words_loses_none_and_leaves_no_page_empty(look: Look) -> None:
    words = [f"w{number}" for number in range(3000)]
    spoken = settled(feedback=f"{{preference: {{mentee: direct}}, note: {' '.join(words)}}}")
    data = printed(compose_agreement(spoken, LOCALE), look)
    assert problems(data) == []
    assert re.findall(r"\bw\d+\b", pdf_text(data)) == words
    for number in range(len(pages(data))):
        used, edge = ink(data, number)
        assert used >= 0.05
        assert edge == 0


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.theme}-{look.paper}-{look.reading_size}")
@pytest.mark.parametrize("count", [3, 8])
def test_many_signers_each_have_their_fields_beside_their_name(look: Look, count: int) -> None:
    data = printed(with_signers(count), look)
    assert problems(data) == []
    found = fields(data)
    assert len(found) == 2 * count
    texts = list(boxes(data))
    for name, (page, rect, box, *_) in found.items():
        assert box[0] <= rect[0] < rect[2] <= box[2]
        assert box[1] <= rect[1] < rect[3] <= box[3]
        assert rect[2] - rect[0] >= 120
        assert rect[3] - rect[1] >= 18
        person = squeezed(f"Person {name.split('_', 1)[1]}")
        near = [text for number, text, where, _ in texts if number == page and abs(where[1] - rect[1]) < 60]
        assert any(person in squeezed(text) for text in near), f"{person} is not beside {name}"
    for (page, one, *_), (other_page, other, *_) in combinations(found.values(), 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert page != other_page or apart


@pytest.mark.parametrize("lines", range(14, 46, 2))
def test_the_signatures_of_four_stay_on_one_page_wherever_the_text_before_them_ends(lines: int) -> None:
    first, *rest = composed().clauses
    longer = replace(first, blocks=(*first.blocks, *(Paragraph(answer(f"Line {n}")) for n in range(lines))))
    found = pages(printed(replace(with_signers(4), clauses=(longer, *rest))))
    assert [page.count("Signature") for page in found if "Signature" in page] == [4]


@pytest.mark.parametrize("name", ["academic", "group", "workplace-rich", "youth"])
def test_a_long_agreement_fills_its_pages_before_the_next_one_begins(name: str) -> None:
    """Up to the last two: the last clause goes along with the signatures."""
    (document,) = kit(example(ROOT / "examples" / f"{name}.yaml"), ["agreement"], final=True)
    feet: dict[int, float] = {}
    for number, _, box, (_, height) in boxes(document.data):
        if box[1] > 52:
            feet[number] = min(feet.get(number, height), box[1])
    empty = [feet[number] - 52 for number in sorted(feet)[:-2]]
    assert len(empty) >= 2
    assert max(empty) < 100


@pytest.mark.parametrize("name", ["community", "peer", "reverse", "workplace"])
def test_a_usual_agreement_is_signed_on_its_third_page(name: str) -> None:
    (document,) = kit(example(ROOT / "examples" / f"{name}.yaml"), ["agreement"], final=True)
    assert len(pages(document.data)) == 3


@pytest.mark.parametrize("path", SHAPES, ids=lambda path: path.parent.name + path.stem)
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.theme}-{look.paper}-{look.reading_size}")
def test_no_page_is_empty_and_no_ink_is_at_the_edge(path: Path, look: Look) -> None:
    for document in sheets(example(path), look=look):
        for number in range(len(pages(document.data))):
            used, edge = ink(document.data, number)
            assert used >= 0.05, (document.name, number)
            assert edge == 0, (document.name, number)


@pytest.mark.parametrize("size", ["normal", "large"])
def test_no_text_is_smaller_than_nine_points(size: str) -> None:
    sizes = set()
    for document in sheets(settled(document=f"{{reading_size: {size}}}", program="{coordinator: Lea}")):
        for page in pypdfium2.PdfDocument(document.data):
            text = page.get_textpage()
            for index in range(text.count_chars()):
                if text.get_text_range(index, 1).strip():
                    sizes.add(round(font_size(text, index), 1))
    assert min(sizes) >= 9
    assert {"normal": 10.3, "large": 16}[size] in sizes


def font_size(text: pypdfium2.PdfTextPage, index: int) -> float:
    return float(pypdfium2.raw.FPDFText_GetFontSize(text, index)) * 0.75


def hard() -> dict[str, bytes]:
    return {document.name: document.data for document in sheets(read(MANY_SCRIPTS.read_text(encoding="utf-8")))}


def test_names_and_answers_in_many_scripts_keep_both_standards_and_their_letters() -> None:
    documents = hard()
    for data in documents.values():
        assert problems(data) == []
    text = squeezed(pdf_text(documents["agreement"]))
    for words in (
        "Nguyễn Thị Phương Thảo",
        "O'Brien & Søn <select>",
        "R&D <Bridge> {{ 2026 }}",
        "50 % more {{ 7*7 }}, <b>not bold</b>, it's “so”.",
        "10 👍 20",
        "Разобраться в договорах и сказать «нет» вовремя",
        "Ἓν οἶδα ὅτι οὐδὲν οἶδα",
        "# not a comment",
        "the second one & its <tag>.",
    ):
        assert squeezed(words) in text, words
    assert re.search("Grundstücksverkehrs.*durchführungsvorschrift", text)


@pytest.mark.parametrize("name", ["מיכל לוי", "محمد علي", "מיכל 7"])
def test_a_name_from_right_to_left_moves_nothing_of_the_line_it_stands_in(name: str) -> None:
    people, feedback = f"{{mentee: Ada, mentor: {name}}}", "{preference: {mentee: direct, mentor: direct}}"
    spoken = settled(people=people, feedback=feedback)
    (document,) = kit(spoken, ["agenda-1-mentee"])
    line = "Wednesday 7 January 2026", "15:00 to 16:00", "by video", "with"
    order = [position(document.data, words) for words in line]
    assert order == sorted(order)
    (document,) = kit(spoken, ["agreement"])
    assert position(document.data, "Ada likes") < position(document.data, "likes to hear things directly. We keep five")


def position(data: bytes, words: str) -> float:
    """Give where a text begins on its first page, from the left in points."""
    for page in pypdfium2.PdfDocument(data):
        text = page.get_textpage()
        found = text.search(words).get_next()
        if found:
            return float(text.get_charbox(found[0])[0])
    raise AssertionError(f"{words} is not printed")


def test_a_page_from_right_to_left_is_mirrored_by_its_direction_alone() -> None:
    goals = "[{title: Gamma goal, measure: Mu measure, by: 2026-03}]"
    agreement = compose_agreement(settled(goals=goals, also_agreed="[Lambda]"), LOCALE)
    right = printed(agreement)
    left = printed(replace(agreement, direction="rtl"), Look(direction="rtl"))
    assert problems(left) == []
    beside = [
        ("Gamma goal", "March 2026"),
        ("Who decides what", "The mentor has no say"),
        ("Ada Okafor", "Ben Lind"),
        ("From", "Until"),
        ("Signature", "Date"),
    ]
    for one, other in beside:
        assert position(right, one) < position(right, other)
        assert position(left, one) > position(left, other), (one, other)
    assert position(right, "Page 1") > 400
    assert position(left, "Page 1") < 200


def test_printed_in_black_and_white_every_word_can_still_be_read() -> None:
    """The palest text has a contrast of 4.5 to paper and to the tint behind it."""
    from agreementgen import resources
    from agreementgen.interview.colours import contrast_on_white

    css = resources.read_text("themes/base.css") + resources.read_text("themes/formal/theme.css")
    for name in ("ink", "soft", "brand", "alert"):
        found = re.findall(rf"--{name}: (#[0-9a-f]{{6}})", css)
        assert found
        for colour in found:
            for tint in re.findall(r"--(?:tint|open): (#[0-9a-f]{6})", css):
                assert contrast_on_white(colour) / contrast_on_white(tint) >= 4.5
    assert "opacity" not in css


@pytest.mark.parametrize("path", [*INTERVIEWS, MANY_SCRIPTS], ids=lambda path: path.parent.name + path.stem)
def test_the_html_twin_has_every_word_of_the_pdf_and_needs_no_other_file(path: Path) -> None:
    spoken = example(path)
    twins = {document.name: document.data.decode() for document in sheets(spoken, form="html")}
    for document in sheets(spoken):
        twin = twins[document.name]
        body = squeezed(seen(re.sub(r"<(style|title)>.*?</\1>", "", twin, flags=re.DOTALL)))
        for line in pdf_text(document.data).splitlines():
            is_running = re.search(r"Page \d+ of|^Draft$", line.strip()) or "fingerprint" in line
            if path != MANY_SCRIPTS and not is_running:
                assert squeezed(line).strip("•") in body, line
        assert not re.search(r'(src|href)="(?!data:)|url\((?!["\']?data:)|@import|<script|asset:', twin)
        assert "<input" not in twin


def test_the_html_twin_carries_the_programs_logo_inside() -> None:
    from agreementgen import open_file

    opened = open_file(ROOT / "examples" / "bridge" / "pair.yaml")
    (twin,) = kit(opened.interview, ["agreement"], form="html", look=opened.look)
    assert b'src="data:image/svg+xml;base64,' in twin.data
    assert b'alt="Northwind"' in twin.data


def test_the_html_of_an_answer_can_run_nothing() -> None:
    spoken = settled(also_agreed="['<script>alert(1)</script>\"><img src=x onerror=y>']")
    (twin,) = kit(spoken, ["agreement"], form="html")
    assert b"<script>alert" not in twin.data
    assert b"<img src=x" not in twin.data


def test_an_unused_standalone_page_has_no_place_for_a_field() -> None:
    assert "<input" not in standalone_page(agreement_html(composed(), LOCALE), Look())


def test_a_file_with_fields_is_hardly_larger_than_one_without() -> None:
    final, draft = (len(printed(replace(composed(), open_count=count))) for count in (0, 1))
    assert final - draft < 20 * 1024


def test_a_date_field_can_show_the_letters_of_western_dates() -> None:
    with pikepdf.open(io.BytesIO(printed(composed()))) as pdf:
        font = pdf.Root.AcroForm.DR.Font.AGF
        assert font.Encoding == "/WinAnsiEncoding"
        widths = {code: int(width) for code, width in zip(range(32, 256), font.Widths, strict=True)}
        assert all(widths[ord(char)] > 0 for char in "0123456789./- JanuaryFévrierMärzaoût")


@pytest.mark.parametrize("path", sorted((ROOT / "templates" / "themes").rglob("*.css")), ids=lambda path: path.name)
def test_no_theme_names_a_side_that_a_right_to_left_page_would_have_to_turn(path: Path) -> None:
    physical = r"[^{};\s]*-(?:left|right)\b\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
    assert re.findall(physical, path.read_text(encoding="utf-8")) == []
