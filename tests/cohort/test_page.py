"""The page of a cohort: read, filtered, sorted and printed in a browser, without the network."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from agreementgen.cohort.mailing import Sender
from agreementgen.cohort.manifest import DRAFT, FAILED, FINAL, Entry
from agreementgen.cohort.page import cohort_html
from agreementgen.locales import load_locale

from .entries import entry

ENGLISH = load_locale("en")
SENDER = Sender("Bridge 2026", "Leila Haddad", "leila@northwind.example")
HOSTILE = "</script><script>document.title='ran'</script><img src=x onerror=alert(1)>"
PAIRS = (
    entry(1),
    entry(2, DRAFT, differs=2, names={"mentee": "Zoë Ångström", "mentor": "Ben 2"}),
    entry(3, FAILED),
    entry(4, names={"mentee": HOSTILE, "mentor": "\u202eאבי\u202c"}, folder="P04-#?%", dates={}),
    *(entry(number) for number in range(5, 12)),
)
Open = Callable[..., Any]


def page_of(entries: Sequence[Entry] = PAIRS) -> str:
    return cohort_html(entries, SENDER, ENGLISH)


def names(page: Any) -> list[str]:
    """Give the ids of the pairs that are shown, in order."""
    return [
        text[:3] for text in page.locator("tbody small:first-of-type").all_inner_texts() if re.match(r"P\d\d", text)
    ]


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Open a page of pairs on a day in January 2026."""
    contexts, wires = [], []

    def opening(entries: Sequence[Entry] = PAIRS, day: str = "2026-01-20", **looks: Any) -> Any:
        path = tmp_path / "cohort.html"
        path.write_text(page_of(entries), encoding="utf-8")
        contexts.append(browser.new_context(**looks))
        page = contexts[-1].new_page()
        page.clock.set_fixed_time(f"{day}T12:00:00")
        page.on("request", lambda request: wires.append(request.url))
        page.on("pageerror", lambda error: wires.append(str(error)))
        page.on("console", lambda message: wires.append(message.text))
        page.goto(path.as_uri())
        page.wait_for_selector("html.ready")
        return page

    yield opening
    for context in contexts:
        context.close()
    assert all(url.startswith("file:") for url in wires), wires


def test_it_counts_and_names_all_pairs_with_their_next_date_first(opened: Open) -> None:
    page = opened()
    assert page.inner_text(".lede") == "11 pairs: 9 ready to sign, 1 still in draft, 1 not made."
    assert names(page) == [f"P{number:02}" for number in range(1, 12)]
    rows = page.locator("tbody tr")
    dates = rows.nth(0).locator(".dates span").all_inner_texts()
    assert dates == [
        "Sign by: 21 January 2026",
        "Half way: 1 April 2026",
        "End: 4 July 2026",
        "First meeting: 7 January 2026",
    ]
    assert "3 open" in rows.nth(1).inner_text()
    assert "2 of them seen differently" in rows.nth(1).inner_text()
    assert "cell F4: a bad date" in rows.nth(2).inner_text()


def test_it_is_filtered_by_words_in_any_spelling_by_status_and_by_what_differs(opened: Open) -> None:
    page = opened()
    page.fill("#find", "ANGSTROM zoe")
    page.wait_for_selector("#shown.some")
    assert (names(page), page.inner_text("#shown")) == (["P02"], "1 of 11 shown")
    page.fill("#find", "nobody")
    page.wait_for_selector("tbody:empty", state="attached")
    assert page.inner_text("#shown") == "No pair is like that."
    page.fill("#find", "")
    page.wait_for_selector("#shown:not(.some)")
    page.check(f"[value={FAILED}]")
    page.wait_for_selector("#shown.some")
    assert names(page) == ["P03"]
    page.check("[name=status][value='']")
    page.check("#differing")
    page.wait_for_selector("tbody tr.draft:only-child")
    assert names(page) == ["P02"]


def test_it_is_used_by_keyboard_alone(opened: Open) -> None:
    page = opened()
    keys = page.keyboard
    keys.press("Tab")
    assert page.evaluate("document.activeElement.id") == "find"
    keys.press("Tab")
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    page.wait_for_selector("tbody tr:only-child")
    assert names(page) == ["P02"]
    keys.press("ArrowLeft")
    keys.press("ArrowLeft")
    page.wait_for_selector("#shown:not(.some)")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Enter")
    keys.press("Enter")
    assert page.get_attribute("thead .status", "aria-sort") == "descending"
    assert names(page)[-1] == "P02"
    keys.press("Enter")
    assert names(page)[:4] == ["P01", "P02", "P03", "P04"]


def test_dates_are_sorted_by_what_comes_next(opened: Open) -> None:
    page = opened(day="2026-01-10")
    page.click("[data-sort=dates] button")
    assert names(page) == ["P05", "P06", "P07", "P08", "P09", "P10", "P11", "P01", "P02", "P03", "P04"]


def test_of_many_pairs_some_are_drawn_at_once_and_all_are_found_and_printed(opened: Open) -> None:
    page = opened([entry(number) for number in range(1, 1203)])
    assert page.locator("tbody tr").count() == 500
    page.click("#more")
    assert page.locator("tbody tr").count() == 1000
    assert page.inner_text("#more") == "Show 202 more"
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 501
    page.fill("#find", "P1201")
    page.wait_for_selector("#shown.some")
    assert page.locator("tbody tr").count() == 1
    page.fill("#find", "")
    page.wait_for_selector("#shown:not(.some)")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("tbody tr").count() == 1202
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("tbody tr").count() == 500


def test_on_paper_stands_what_was_found_and_no_control(opened: Open) -> None:
    page = opened()
    page.check(f"[value={FINAL}]")
    page.wait_for_selector("#shown.some")
    with pikepdf.open(io.BytesIO(page.pdf(format="A4"))) as pdf:
        assert len(pdf.pages) == 1
    page.emulate_media(media="print")
    assert page.is_visible("#shown")
    for hidden in ("#find", "fieldset", "details", "td:last-child", ".note"):
        assert not page.locator(hidden).first.is_visible()


def test_a_name_is_text_whatever_is_in_it_and_its_files_are_found(opened: Open) -> None:
    page = opened()
    assert page.title() == "Bridge 2026: all pairs"
    row = page.locator("tbody tr").nth(3)
    assert HOSTILE in row.inner_text()
    assert page.locator("script, img").count() == 1
    assert row.locator("bdi").count() == 2
    entries = [entry(1, folder="a #?%:x"), entry(2, folder="javascript:alert(1)")]
    for each, link in zip(entries, re.findall(r'<a href="([^"]*)">Agreement', page_of(entries)), strict=True):
        assert link.startswith("./")
        assert "#" not in link
        assert page.evaluate("(link) => decodeURIComponent(new URL(link, 'file:///here/').pathname)", link) == (
            f"/here/{each.files[0].path}"
        )


def test_without_the_script_all_pairs_are_there_in_order(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "cohort.html").write_text(page_of(), encoding="utf-8")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((tmp_path / "cohort.html").as_uri())
    assert len(names(page)) == len(PAIRS)
    assert not page.is_visible("form")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 360])
def test_everyone_can_use_it(opened: Open, scheme: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = opened(color_scheme=scheme, viewport={"width": width, "height": 800})
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.click("[data-sort=dates] button")
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]][:3]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_same_cohort_gives_the_same_page_and_its_template_holds_no_words() -> None:
    assert page_of() == page_of()
    from agreementgen.resources import SHIPPED

    html = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]*>|\s", "", SHIPPED.read_text("pages/cohort.html"))
    assert html == ""
