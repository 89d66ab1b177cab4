"""Listing, ejecting, previewing and checking own words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import agreementgen
from agreementgen import resources
from agreementgen.agreement import all_wordings
from agreementgen.agreement.kinds import load_kind
from agreementgen.documents import pages
from agreementgen.errors import TemplateError
from agreementgen.interview import kinds
from agreementgen.locales import load_locale
from agreementgen.resources import SHIPPED, lay_over
from agreementgen.tailoring import check_folder, preview_text
from agreementgen.typeset import wordings_html

from ..conftest import Outcome, squeezed
from .conftest import CLAUSES, FREEDOM, HEAD, WORKPLACE, Lay, changed


def test_list_marks_what_a_folder_takes_the_place_of(lay: Lay, run: Callable[..., Outcome]) -> None:
    own = lay({FREEDOM: SHIPPED.read_text(FREEDOM), "kinds/buddies.yaml": "like: workplace\n"})
    listed = run("templates", "list", "--templates", str(own)).out.splitlines()
    assert f"{FREEDOM}  (yours)" in listed
    assert "kinds/buddies.yaml  (new)" in listed
    assert f"{CLAUSES}/conf.yaml" in listed
    assert {line.split("  ")[0] for line in listed} - {"kinds/buddies.yaml"} == set(
        run("templates", "list").out.splitlines()
    )


def test_eject_never_overwrites_without_force(tmp_path: Path, run: Callable[..., Outcome]) -> None:
    own = tmp_path / "own"
    assert run("templates", "eject", str(own), FREEDOM).code == 0
    (own / FREEDOM).write_text("mine", encoding="utf-8")
    refused = run("templates", "eject", str(own), CLAUSES)
    assert refused.code == 2
    assert "--force" in refused.err
    assert [path.name for path in own.rglob("*.yaml")] == ["freedom.yaml"]
    assert (own / FREEDOM).read_text(encoding="utf-8") == "mine"
    assert run("templates", "eject", str(own), FREEDOM, "--force").code == 0
    assert (own / FREEDOM).read_text(encoding="utf-8") == SHIPPED.read_text(FREEDOM)
    missing = run("templates", "eject", str(own), f"{CLAUSES}/fredom.yaml")
    assert missing.code == 2
    assert f'Did you mean "{FREEDOM}"?' in missing.err


@pytest.mark.parametrize("kind", kinds())
def test_the_preview_has_every_variant_of_every_clause_with_its_source(kind: str) -> None:
    locale = load_locale("en").of_kind(kind)
    wordings = all_wordings(kind, locale)
    shown = {entry.id: entry for part in wordings.parts for entry in part.entries}
    plan = load_kind(kind)
    ids = [*plan.goals, *(id_ for ids in plan.clauses for id_ in ids)]
    assert set(ids) <= set(shown)
    page, text = wordings_html(wordings, locale), preview_text(wordings, locale)
    for id_ in ids:
        data = locale.clause(id_)
        variants: list[Any] = data["variants"]  # type: ignore[assignment]
        of_kind = [one for one in variants if kind in one.get("when", {}).get("relationship.kind", kind)]
        assert len(shown[id_].variants) == len(of_kind)
        assert f'id="{id_}"' in page
        for printed in (page, text):
            assert locale.file(f"clauses/{id_}.yaml") in printed
            assert squeezed(str(data["source"])) in squeezed(printed.replace("&#39;", "'").replace("&amp;", "&"))
    for printed in (page, text):
        assert "{{" not in printed
        assert "{%" not in printed


def test_the_preview_says_conditions_and_placeholders_in_words() -> None:
    text = preview_text(all_wordings("workplace", load_locale("en")), load_locale("en"))
    assert "If “Cancelling: notice”" in text or "none:" in text
    conditions = [line for line in text.splitlines() if line.startswith("  If ")]
    assert len(conditions) > 80
    assert not [line for line in conditions if re.search(r"\w+\.\w+|_", line)]


def test_the_preview_is_one_page_without_addresses_and_marks_own_wordings(
    lay: Lay, tmp_path: Path, run: Callable[..., Outcome]
) -> None:
    own = lay({FREEDOM: HEAD + "  - text: Speak <b>freely</b> & often.\n"})
    page = tmp_path / "w.html"
    assert run("templates", "preview", "--templates", str(own), "-o", str(page)).code == 0
    shown = page.read_text(encoding="utf-8")
    assert "Speak &lt;b&gt;freely&lt;/b&gt; &amp; often." in shown
    assert shown.count("Your own wording") == 1
    assert not re.search(r"(src|href)=|url\(|@import|https?:", re.sub(r"Source:[^<]*", "", shown))
    assert run("templates", "preview", "-o", str(page)).code == 2
    assert (
        "Speak <b>freely</b> & often." in run("templates", "preview", "--templates", str(own), "--format", "text").out
    )
    assert run("templates", "preview", "--kind", "unheard of").code == 4


# The page for who changes words


def test_check_folder_makes_the_example_with_a_folder_that_has_no_fault(lay: Lay) -> None:
    absent = lay({FREEDOM: HEAD + '  - text: "{{ program.name }}"\n'})
    (fault,) = check_folder(absent)
    assert "freedom.yaml:5" in fault
    assert "may be absent" in fault


def test_the_same_files_are_equal_and_other_ones_are_not(lay: Lay) -> None:
    own = lay({FREEDOM: "a: b"})
    assert lay_over(own) == lay_over(own)
    assert hash(lay_over(own)) == hash(lay_over(own))
    assert lay_over(own) != SHIPPED
    assert replace(agreementgen.load(WORKPLACE), templates=lay_over(own)).templates.has_own
    assert resources.SHIPPED.has_own is False


def test_a_folder_and_a_wording_have_a_greatest_size(lay: Lay, monkeypatch: pytest.MonkeyPatch) -> None:
    own = lay({FREEDOM: HEAD + "  - text: '" + "{{ " * 10_000 + "'\n"})
    with pytest.raises(TemplateError, match=r"freedom\.yaml:.*20,000"):
        all_wordings("workplace", load_locale("en", lay_over(own)))
    monkeypatch.setattr(resources, "MOST_BYTES_IN_ALL", 1000)
    with pytest.raises(TemplateError, match="more than"):
        lay_over(own)
    (own / FREEDOM).write_bytes(b"x" * (resources.MOST_BYTES + 1))
    with pytest.raises(TemplateError, match=r"freedom\.yaml: this has 1024 KB"):
        lay_over(own)


# Together with what else there is


def test_a_program_may_replace_a_clause_that_only_the_own_folder_has(lay: Lay) -> None:
    kind = SHIPPED.read_text("kinds/workplace.yaml").replace("clauses:\n", "clauses:\n  - [dress]\n", 1)
    clause = HEAD.replace("freedom", "dress").replace("Free to speak", "Dress") + "  - text: Come as you are.\n"
    own = lay({"kinds/workplace.yaml": kind, f"{CLAUSES}/dress.yaml": clause})
    words = "title: Dress\nowner: Bridge\nreviewed_on: 2026-01-05\nvariants:\n  - text: Overalls, always.\n"
    (own.parent / "dress.yaml").write_text(words, encoding="utf-8")
    program = own.parent / "program.yaml"
    program.write_text("program: {name: Bridge}\nclauses: {replace: {dress: dress.yaml}}\n", encoding="utf-8")
    with pytest.raises(agreementgen.InterviewError):
        agreementgen.load(WORKPLACE, program)
    page = squeezed(pages(agreementgen.load(WORKPLACE, program, own), ["agreement"])["agreement"])
    assert "Overalls,always." in page
    assert "Comeasyouare." not in page


def test_the_question_sheet_takes_the_kinds_of_the_own_folder(lay: Lay) -> None:
    labels = changed("locales/en/labels.yaml", "\n    workplace: ", "\n    buddies: among peers\n    workplace: ")
    own = lay({"kinds/buddies.yaml": "like: workplace\n", "locales/en/labels.yaml": labels})
    file = own.parent / "buddies.yaml"
    file.write_text("relationship: {kind: buddies}\npeople: {mentee: Amara, mentor: Ruth}\n", encoding="utf-8")
    sheet = squeezed(pages(agreementgen.load(file, templates=own), ["questions"])["questions"])
    assert "amongpeers" in sheet.casefold()


@pytest.mark.parametrize("name", ["documents/form/form.html", "pages/wordings.html"])
def test_what_is_no_part_of_a_kit_is_always_ours(lay: Lay, name: str, run: Callable[..., Outcome]) -> None:
    assert name not in run("templates", "list").out.splitlines()
    with pytest.raises(TemplateError, match="always ours"):
        lay_over(lay({name: SHIPPED.read_text(name)}))
