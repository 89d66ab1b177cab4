"""A signed agreement gives back its interview at each signature, is renewed from it, and is never written over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ..conftest import SETTLED, Outcome
from ..signing.conftest import made_stages

Run = Callable[..., Outcome]


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    path = tmp_path / "signed.pdf"
    path.write_bytes(made_stages().mentor)
    return path


def test_each_signature_has_a_revision_that_carries_the_same_interview(run: Run, signed: Path) -> None:
    unsigned = signed.with_name("unsigned.pdf")
    unsigned.write_bytes(made_stages().unsigned)
    before = run("extract", unsigned).out
    assert before
    for options in ((), ("--revision", "1"), ("--revision", "2")):
        outcome = run("extract", signed, *options)
        assert (outcome.code, outcome.out) == (0, before)
    refused = run("extract", signed, "--revision", "3")
    assert refused.code == 2
    assert "It has 2" in refused.err
    assert run("diff", unsigned, signed).code == 0


def test_no_command_here_writes_over_a_signed_agreement_forced_or_not(run: Run, signed: Path) -> None:
    before = signed.read_bytes()
    pair = signed.with_name("pair.yaml")
    pair.write_text(SETTLED, encoding="utf-8")
    other = signed.with_name("other.pdf")
    other.write_bytes(made_stages().unsigned)
    for arguments in (
        ("extract", signed, "-o", signed, "--force"),
        ("extract", other, "-o", signed, "--force"),
        ("renew", signed, "-o", signed, "--force"),
        ("renew", pair, "-o", signed, "--force"),
    ):
        assert run(*arguments).code == 2, arguments
        assert signed.read_bytes() == before


def test_a_signed_agreement_is_renewed_and_an_amendment_that_is_signed_stays(run: Run, signed: Path) -> None:
    change = ("--amend", "--set", "meetings.cadence=every week")
    outcome = run("renew", signed, *change)
    assert outcome.code == 0, outcome.err
    paper, following = map(Path, outcome.out.split())
    assert run("diff", signed, following).out.count("[") == 1
    paper.write_bytes(signed.read_bytes())
    assert run("renew", signed, *change, "--force").code == 2
    assert paper.read_bytes() == signed.read_bytes()
