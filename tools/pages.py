"""Lets mkdocs take README.md as the first page, CHANGELOG.md as a page, and the examples as files to read.

A link in a page is written for the place where the page lies in the checkout; here it is turned to where its target
lies on the site. mkdocs loads this by `hooks:` in mkdocs.yml.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parent.parent
PAGES = {"README.md": "index.md", "CHANGELOG.md": "changelog.md"}
BESIDE = ("LICENSE", "examples/**/*")
LINK = re.compile(r'(\]\(|src=")([^)"#:]+)(?=[)"#])')


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what lies outside docs/."""
    for source, place in PAGES.items():
        files.append(File.generated(config, place, abs_src_path=str(ROOT / source)))
    for path in sorted(path for pattern in BESIDE for path in ROOT.glob(pattern) if path.is_file()):
        files.append(File.generated(config, path.relative_to(ROOT).as_posix(), abs_src_path=str(path)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Turn the links of a page."""
    here = page.file.src_uri
    home = next((source for source, place in PAGES.items() if place == here), f"docs/{here}")

    def turned(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(home), match[2]))
        on_site = PAGES.get(target, target.removeprefix("docs/"))
        return match[1] + posixpath.relpath(on_site, posixpath.dirname(here) or ".")

    return LINK.sub(turned, markdown)
