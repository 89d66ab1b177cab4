"""The pages hold together: every link and anchor leads somewhere, and the site of them opens offline."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from .conftest import ROOT

PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
of_pages = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).with_suffix("").as_posix())


@lru_cache(maxsize=64)
def tokens(path: Path) -> tuple[Token, ...]:
    parsed = MarkdownIt("gfm-like", {"linkify": False}).parse(path.read_text(encoding="utf-8"))
    return tuple(each for token in parsed for each in (token, *(token.children or ())))


@lru_cache(maxsize=64)
def anchors(path: Path) -> frozenset[str]:
    """Give what the headings of a page are reached by, as GitHub makes it: small letters, hyphens for spaces."""
    found: dict[str, int] = {}
    every = tokens(path)
    for heading, inline in pairwise(every):
        if heading.type == "heading_open":
            said = "".join(part.content for part in inline.children or ())
            slug = re.sub(r"[^\w\- ]", "", said.lower()).replace(" ", "-")
            found[slug] = found.get(slug, -1) + 1
    return frozenset(
        slug if not number else f"{slug}-{number}" for slug, last in found.items() for number in range(last + 1)
    )


def links(path: Path) -> Iterator[str]:
    for token in tokens(path):
        yield from (str(token.attrs[name]) for name in ("href", "src") if name in token.attrs)
        if token.type in ("html_inline", "html_block"):
            yield from re.findall(r'(?:href|src)="([^"]*)"', token.content)


def test_there_are_pages_with_links() -> None:
    assert len(PAGES) > 12
    assert len(list(links(PAGES[0]))) > 12
    assert "from-nothing-to-the-first-pdf" in anchors(PAGES[0])


@of_pages
def test_every_link_leads_to_a_file_and_every_anchor_to_a_heading(path: Path) -> None:
    for link in links(path):
        if re.match(r"(https?|mailto):", link):
            continue
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        assert target.is_file(), link
        assert target.is_relative_to(ROOT), link
        if anchor:
            assert anchor in anchors(target), link


@of_pages
def test_every_picture_says_what_it_shows(path: Path) -> None:
    for token in tokens(path):
        if token.type == "image":
            assert token.content
        for picture in re.findall(r"<img [^>]*>", token.content if token.type.startswith("html") else ""):
            assert re.search(r'alt="[^"]{20,}"', picture)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built without a warning."""
    folder = tmp_path_factory.mktemp("site")
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_the_site_has_every_page(site: Path) -> None:
    named = {"README": "index", "CHANGELOG": "changelog"}
    pages = {
        path.relative_to(ROOT if path.parent == ROOT else ROOT / "docs").with_suffix("").as_posix() for path in PAGES
    }
    built = {path.relative_to(site).with_suffix("").as_posix() for path in site.rglob("*.html")}
    assert {named.get(page, page) for page in pages} == built - {"404"}


def test_whatever_a_page_of_the_site_needs_or_leads_to_is_in_its_folder(site: Path) -> None:
    for page in site.rglob("*.html"):
        if page.stem == "404":
            continue
        for tag, target in re.findall(r'<(\w+)[^>]*?\s(?:src|href)="([^"#]+)[^"]*"', page.read_text(encoding="utf-8")):
            if tag == "a" and target.startswith("http"):
                continue
            assert (page.parent / target).is_file(), f"{page.name}: {target}"
    styles = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.css"))
    assert not re.search(r"@import|url\(['\"]?(https?:)?//", styles)
