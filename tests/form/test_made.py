"""The page as it is made: by the command, from templates without words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from agreementgen.typeset.form import CODES, FOLDER, SCRIPTS, WORDS

from ..conftest import EXAMPLES, ROOT
from .conftest import Run, page_of


def test_the_same_form_has_the_same_bytes_and_no_name_ends_its_data() -> None:
    assert page_of("mentor") == page_of("mentor")
    page = page_of("mentor", file="<!--<script>'\".yaml")
    data = re.search(r'<script type="application/json" id="asked">(.*?)</script>', page, re.DOTALL)
    assert data is not None
    assert json.loads(data[1])["file"] == "<!--<script>'\".yaml"
    assert page.count("<!--") == 0


def test_template_and_scripts_hold_no_words_and_use_those_that_are_handed_over() -> None:
    sources = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "templates" / FOLDER).iterdir()}
    assert set(sources) == {"form.html", "form.css", *SCRIPTS}
    html = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", sources["form.html"], flags=re.DOTALL)
    assert re.sub(r"<[^>]*>|\s", "", html) == ""
    scripts = "".join(sources[name] for name in SCRIPTS)
    used = set(re.findall(r'word\(\s*(?:\w+ \? )?"(\w+)"', scripts)) | {"problem", "saved"}
    assert used == set(WORDS)
    assert set(re.findall(r"AG\d{3}", scripts)) == set(CODES)


@pytest.mark.parametrize(
    ("arguments", "told_there"),
    [
        (["--form", "a.html"], "A form asks one person."),
        (["a.yaml", "--form", "a.html", "--as", "mentor"], "A form is a file of its own."),
        (["--form", "a.yaml", "--as", "mentor"], "Let it end in .html"),
    ],
)
def test_a_form_of_nobody_or_beside_a_starter_is_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], told_there: str
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = run("new", *arguments)
    assert outcome.code == 2
    assert told_there in outcome.err
    assert list(tmp_path.iterdir()) == []


def test_a_form_is_written_once_and_named(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mentor.html"
    outcome = run("new", "--form", path, "--as", "mentor", "--kind", "academic")
    assert (outcome.code, outcome.out) == (0, f"{path}\n")
    assert "agreementgen check mentor.yaml" in outcome.err
    assert run("new", "--form", path, "--as", "mentor").code == 2
    assert EXAMPLES.is_dir()
