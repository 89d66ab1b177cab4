"""One page of what two people should talk about, with a line for what they agree on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from agreementgen.documents import documents_for, kit

from .conftest import EXAMPLES, Outcome, pdf_text, read, settled, settled_text, squeezed

Run = Callable[..., Outcome]
PAIR = EXAMPLES / "pair"
LONG = "a view that goes on for quite a while because there is much to be said about it and nobody has cut it short yet"


def made(text: str) -> bytes:
    (document,) = kit(read(text), ["talk"])
    return document.data


def many_open(extra: str = "") -> str:
    keys = ["meetings.cadence", "meetings.length", "communication.channel", "communication.reply", "meetings.wait"]
    keys += ["meetings.cancel_notice", "term.length", "exit.notice", "boundaries.gifts", "boundaries.references"]
    views = ("every 2 weeks", "every month"), ("45 minutes", "60 minutes"), ("chat", "email"), ("1 day", "4 days")
    said = [*views, ("5 minutes", "15 minutes"), ("24 hours", "3 days"), ("6 months", "12 months"), ("none", "2 weeks")]
    lines = [f"  {key}: {{mentee: {a}, mentor: {b}}}" for key, (a, b) in zip(keys, said, strict=False)]
    lines += [f"  {key}: {{mentee: {LONG}}}" for key in ("purpose.success", "purpose.mentor_hopes", "meetings.place")]
    lines += [f"  {key}: to discuss" for key in ("boundaries.gifts", "boundaries.references", "boundaries.socials")]
    body = settled_text(
        meetings="{format: video}", communication="", term="{start: 2026-01-01}", people="{mentee: Ada, mentor: Ben}"
    )
    return f"{extra}{body}open:\n" + "\n".join(lines) + "\n"


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("size", ["normal", "large"])
def test_all_that_is_open_is_on_one_page_and_nothing_is_left_out(paper: str, size: str) -> None:
    data = made(many_open(f"document: {{paper: {paper}, reading_size: {size}}}\n"))
    assert len(PdfDocument(data)) == 1
    text = squeezed(pdf_text(data))
    for topic in ("How often we meet", "How soon a reply is fair", "Gifts", "References", "How long it lasts"):
        assert squeezed(topic) in text
    assert text.count("Weagree:") >= (3 if size == "large" else 7)


def test_each_question_stands_with_both_views_and_a_line() -> None:
    text = pdf_text(made(many_open()))
    assert "How often we meet How often can we both really keep?" in " ".join(text.split())
    assert "Ada’s view every 2 weeks" in " ".join(text.split())
    assert "Ben’s view every month" in " ".join(text.split())


def test_where_only_topics_are_shown_no_view_is_on_it() -> None:
    text = pdf_text(made(many_open("reveal: topic only\n")))
    assert "How often we meet" in text
    assert "every 2 weeks" not in text
    assert "view" not in text.replace("another talk", "")


def test_a_pair_with_nothing_open_has_no_such_page() -> None:
    assert "talk" not in documents_for(settled())


def test_compare_makes_the_page_from_two_files(run: Run, tmp_path: Path) -> None:
    outcome = run("compare", PAIR / "mentee.yaml", PAIR / "mentor.yaml", "--docs", "talk", "-o", tmp_path)
    assert outcome.code == 1
    (path,) = tmp_path.glob("*/*.pdf")
    assert str(path) in outcome.out
    text = " ".join(pdf_text(path.read_bytes()).split())
    assert "Amara’s view every 2 weeks" in text
    assert "Also open, for another talk:" in text
    again = run("compare", PAIR / "mentee.yaml", PAIR / "mentor.yaml", "--docs", "talk", "-o", tmp_path)
    assert again.code == 1, again.err


def test_the_page_stays_out_of_what_programs_read(run: Run, tmp_path: Path) -> None:
    import json

    files = (PAIR / "mentee.yaml", PAIR / "mentor.yaml")
    outcome = run("compare", *files, "--docs", "talk", "-o", tmp_path, "--format", "json")
    assert json.loads(outcome.out)["differs"]
    assert ".pdf" in outcome.err


def test_a_folder_without_a_page_to_put_there_is_refused(run: Run, tmp_path: Path) -> None:
    outcome = run("compare", PAIR / "mentee.yaml", PAIR / "mentor.yaml", "-o", tmp_path)
    assert outcome.code == 2
    assert "--docs talk" in outcome.err


def test_one_persons_two_files_can_be_compared_and_the_same_one_does_not_differ(run: Run, tmp_path: Path) -> None:
    for name in ("mentee.yaml", "mentor.yaml"):
        outcome = run("compare", PAIR / name, PAIR / name, "--docs", "talk", "-o", tmp_path)
        assert outcome.code == 0, outcome.err
        assert "differently" not in outcome.out
    later = tmp_path / "later.yaml"
    text = (PAIR / "mentee.yaml").read_text(encoding="utf-8")
    later.write_text(text.replace("cadence: fortnightly", "cadence: every 3 weeks"), encoding="utf-8")
    outcome = run("compare", PAIR / "mentee.yaml", later)
    assert outcome.code == 1
    assert "every 3 weeks" in outcome.out
