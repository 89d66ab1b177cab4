"""An organisation’s own words and kinds when an agreement is renewed, amended, or compared with another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from agreementgen import confinement
from agreementgen.confinement import Limits

from ..conftest import Outcome, pdf_text, squeezed
from .conftest import WORKPLACE, Lay, changed

Run = Callable[..., Outcome]
AMENDED = "locales/en/sheets/amendment.yaml"
CHANGE = ("--set", "communication.reply=2 working days")


@pytest.fixture
def buddies(lay: Lay) -> Path:
    """A pair of a kind that only a folder of one's own has; the folder lies beside it."""
    named = changed("locales/en/labels.yaml", "    workplace: ", "    buddies: Buddies\n    workplace: ")
    lay(
        {"kinds/buddies.yaml": "like: workplace\ndefaults: {exit: {notice: 9 days}}\n", "locales/en/labels.yaml": named}
    )
    pair = lay({}).parent / "pair.yaml"
    pair.write_text(WORKPLACE.read_text(encoding="utf-8").replace("kind: workplace", "kind: buddies"), encoding="utf-8")
    return pair


def test_a_pair_of_ones_own_kind_is_renewed_and_compared(run: Run, buddies: Path, lay: Lay) -> None:
    following = buddies.with_name("next.yaml")
    call = ("renew", buddies, *CHANGE, "-o", following)
    assert run(*call).code == 1
    outcome = run(*call, "--templates", lay({}))
    assert outcome.code == 0, outcome.err
    assert "kind: buddies" in following.read_text(encoding="utf-8")
    assert run("diff", buddies, following).code == 1
    told = run("diff", buddies, following, "--templates", lay({}))
    assert (told.code, told.err) == (1, "")
    assert "2 working days" in told.out


def test_what_is_different_is_said_in_ones_own_words(run: Run, tmp_path: Path, lay: Lay) -> None:
    pair = tmp_path / "pair.yaml"
    pair.write_text(WORKPLACE.read_text(encoding="utf-8"), encoding="utf-8")
    run("renew", pair, *CHANGE, "-o", tmp_path / "next.yaml")
    own = lay({"locales/en/renewal.yaml": changed("locales/en/renewal.yaml", '  line: "', '  line: "Our way: ')})
    told = run("diff", pair, tmp_path / "next.yaml", "--templates", own)
    assert "Our way: " in told.out


def test_an_amendment_has_ones_own_words_and_the_next_step_names_the_folder(run: Run, tmp_path: Path, lay: Lay) -> None:
    own = lay({AMENDED: changed(AMENDED, "title: ", "title: Our ")})
    pair = tmp_path / "pair.yaml"
    pair.write_text(WORKPLACE.read_text(encoding="utf-8"), encoding="utf-8")
    outcome = run("renew", pair, "--amend", *CHANGE, "--templates", own, "-o", tmp_path / "next.yaml")
    assert outcome.code == 0, outcome.err
    page, _ = outcome.out.splitlines()
    assert "Our" in squeezed(pdf_text(Path(page).read_bytes()))
    assert f"next.yaml --templates {own} --final" in outcome.err


def test_the_fingerprint_of_a_file_is_what_its_agreement_prints_with_the_same_folder(
    run: Run, tmp_path: Path, lay: Lay
) -> None:
    from agreementgen.documents import kit
    from agreementgen.renewal import take_up
    from agreementgen.resources import lay_over

    own = lay_over(lay({AMENDED: changed(AMENDED, "title: ", "title: Our ")}))
    taken = take_up(WORKPLACE, templates=own)
    (document,) = kit(taken.interview, ["agreement"])
    assert taken.fingerprint in squeezed(pdf_text(document.data))


def test_an_amendment_with_greedy_templates_is_stopped_with_words(
    run: Run, tmp_path: Path, lay: Lay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confinement, "LIMITS", Limits(megabytes=700, seconds=60))
    own = lay({"documents/amendment.html": '{{ "a" * 10**9 }}'})
    pair = tmp_path / "pair.yaml"
    pair.write_text(WORKPLACE.read_text(encoding="utf-8"), encoding="utf-8")
    outcome = run("renew", pair, "--amend", *CHANGE, "--templates", own, "-o", tmp_path / "next.yaml")
    assert outcome.code == 4
    assert "memory" in outcome.err
    assert not (tmp_path / "next.yaml").exists()


@pytest.mark.parametrize("call", [("renew",), ("diff", WORKPLACE)])
def test_a_folder_that_is_not_there_is_told(run: Run, tmp_path: Path, call: tuple[str, ...]) -> None:
    outcome = run(*call, WORKPLACE, "--templates", tmp_path / "none")
    assert outcome.code in (2, 4)
    assert "none" in outcome.err
