"""What one person wrote for their own eyes is on that person's own outline, and nowhere else."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

import agreementgen
from agreementgen import resources
from agreementgen.documents import Document, documents_for, kit, pages
from agreementgen.errors import Code, InterviewError
from agreementgen.interview import Private, read_interview, read_private
from agreementgen.interview.private import PRIVATE_KEYS

from .conftest import SETTLED, Outcome, pdf_text, settled, settled_text, sheets, squeezed
from .standards import problems

OWN = {key: f"Qx{key[::-1]}zq & <b>{number}</b>" for number, key in enumerate(PRIVATE_KEYS)}
SKILL = "Qxlliksyrevzq"
LOUD = [*(f"Qx{key[::-1]}zq" for key in PRIVATE_KEYS), SKILL]


def text(person: str) -> str:
    lines = [f"answered_by: {person}", "private:", *(f"  {key}: '{said}'" for key, said in OWN.items())]
    return "\n".join([*lines, f"  skills: {{{SKILL}: 4}}"]) + "\n"


def read(content: str) -> Private:
    reading = read_private(content.encode())
    assert reading.private is not None, "\n".join(map(str, reading.problems))
    return reading.private


def codes(content: str) -> list[tuple[str, int, str]]:
    return [(p.code.name, p.line, p.key) for p in read_private(content.encode(), "mine.private.yaml").problems]


def everything(document: Document) -> str:
    """Give all that a file holds: its text, its attachments, its metadata, and its bytes as they are."""
    if document.form != "pdf":
        return squeezed(document.data.decode("utf-8", "replace"))
    found = [pdf_text(document.data), document.data.decode("latin-1")]
    with pikepdf.open(io.BytesIO(document.data)) as pdf:
        found += [file.get_file().read_bytes().decode("utf-8") for file in pdf.attachments.values()]
        found += [str(pdf.docinfo), bytes(pdf.Root.Metadata.read_bytes()).decode("utf-8")]
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") != "/Image":
                found.append(thing.read_bytes().decode("latin-1"))
            elif isinstance(thing, pikepdf.String):
                found.append(str(thing))
            elif isinstance(thing, pikepdf.Dictionary):
                found += [str(value) for value in thing.values() if isinstance(value, pikepdf.String)]
    return squeezed(" ".join(found))


SPOKEN = settled(strengths="[Patience]", open="{boundaries.gifts: {mentee: none}}")
"""An interview that has something for every document of a pair."""
ALL = documents_for(SPOKEN)


@pytest.mark.parametrize("person", ["mentee", "mentor"])
@pytest.mark.parametrize("form", ["pdf", "html"])
def test_a_private_answer_is_on_that_persons_first_outline_and_in_no_other_file(person: str, form: str) -> None:
    made = kit(SPOKEN, ALL, form=form, private=[read(text(person))])
    assert {document.name for document in made} == set(ALL)
    for document in made:
        held = everything(document)
        found = [word for word in LOUD if word in held]
        assert found == (LOUD if document.name == f"agenda-1-{person}" else []), document.name


def test_every_private_answer_is_printed_whole_under_its_label() -> None:
    (document,) = kit(settled(), ["agenda-1-mentee"], private=[read(text("mentee"))])
    printed = squeezed(pdf_text(document.data))
    assert "Foryoureyesonly" in printed
    for said in OWN.values():
        assert squeezed(said) in printed
    assert squeezed(f"{SKILL} 4") in printed
    assert problems(document.data, has_source=False) == []


def test_nothing_but_that_one_outline_changes_by_a_byte() -> None:
    plain = {document.name: document.data for document in kit(SPOKEN, ALL)}
    for document in kit(SPOKEN, ALL, private=[read(text("mentor"))]):
        assert (document.data == plain[document.name]) == (document.name != "agenda-1-mentor"), document.name


def test_each_of_two_has_their_own_and_not_the_others() -> None:
    own = [Private("mentee", {"concerns": "Qxone"}), Private("mentor", {"concerns": "Qxtwo"})]
    texts = {document.name: pdf_text(document.data) for document in sheets(settled(), private=own)}
    assert {name for name, printed in texts.items() if "Qxone" in printed} == {"agenda-1-mentee"}
    assert {name for name, printed in texts.items() if "Qxtwo" in printed} == {"agenda-1-mentor"}


def test_two_files_of_one_person_are_refused() -> None:
    with pytest.raises(ValueError, match="two private files of the mentee"):
        kit(settled(), private=[Private("mentee"), Private("mentee")])


def test_without_private_answers_there_is_no_box() -> None:
    assert 'class="private"' not in "".join(pages(SPOKEN, ALL).values())
    (document,) = kit(settled(), ["agenda-1-mentee"], form="html", private=[Private("mentee")])
    assert b'class="private"' not in document.data


# On the command line.


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pair.yaml").write_text(SETTLED, encoding="utf-8")
    for person in ("mentee", "mentor"):
        (tmp_path / f"{person}.private.yaml").write_text(text(person), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("verbose", [[], ["-v"], ["-q"], ["-n"]])
def test_the_command_adds_it_and_says_none_of_it(run: Callable[..., Outcome], folder: Path, verbose: list[str]) -> None:
    options = [part for person in ("mentee", "mentor") for part in ("--private", folder / f"{person}.private.yaml")]
    outcome = run("render", folder / "pair.yaml", "--docs", "all", *options, *verbose)
    assert outcome.code == 0
    assert [word for word in LOUD if word in outcome.out + outcome.err] == []
    for path in folder.rglob("*.pdf"):
        held = everything(Document(path.stem, path.read_bytes(), False, 1))
        assert any(word in held for word in LOUD) == bool(re.search(r"agenda-1-ment(ee|or)\.pdf$", path.name)), (
            path.name
        )
    if "-n" not in verbose:
        attached = next(folder.rglob("*agreement.pdf"))
        with pikepdf.open(attached) as pdf:
            assert list(pdf.attachments) == ["interview.yaml"]


def test_a_refused_final_version_and_a_draft_say_none_of_it(run: Callable[..., Outcome], folder: Path) -> None:
    (folder / "pair.yaml").write_text(settled_text(communication="{channel: to discuss}"), encoding="utf-8")
    for arguments, code in ((["--final"], 1), (["--docs", "agreement"], 0)):
        outcome = run("render", folder / "pair.yaml", "--private", folder / "mentee.private.yaml", *arguments)
        assert outcome.code == code
        assert [word for word in LOUD if word in outcome.out + outcome.err] == []


def test_a_private_file_that_no_document_takes_is_said(run: Callable[..., Outcome], folder: Path) -> None:
    own = folder / "mentee.private.yaml"
    outcome = run("render", folder / "pair.yaml", "--private", own, "--docs", "agreement", "-n")
    assert "was not used" in outcome.err
    assert "was not used" not in run("render", folder / "pair.yaml", "--private", own, "-n").err


def test_two_files_of_one_person_are_wrong_usage(run: Callable[..., Outcome], folder: Path) -> None:
    own = folder / "mentee.private.yaml"
    outcome = run("render", folder / "pair.yaml", "--private", own, "--private", own)
    assert (outcome.code, outcome.out) == (2, "")
    assert "both answered by the mentee" in outcome.err


def test_problems_of_both_files_are_shown_at_once_and_nothing_is_made(
    run: Callable[..., Outcome], folder: Path
) -> None:
    (folder / "pair.yaml").write_text(settled_text(meetings="{cadence: now and then}"), encoding="utf-8")
    (folder / "mentee.private.yaml").write_text("private: {concerns: x}\n", encoding="utf-8")
    outcome = run("render", folder / "pair.yaml", "--private", folder / "mentee.private.yaml")
    assert (outcome.code, outcome.out) == (1, "")
    assert "pair.yaml" in outcome.err
    assert "mentee.private.yaml:1:1: error[AG138]: answered_by" in outcome.err
    assert list(folder.rglob("*.pdf")) == []


def test_a_missing_private_file_is_said(run: Callable[..., Outcome], folder: Path) -> None:
    outcome = run("render", folder / "pair.yaml", "--private", folder / "nobody.yaml")
    assert outcome.code == 2
    assert "nobody.yaml" in outcome.err


# Reading.


def test_a_private_file_is_read_as_it_was_typed() -> None:
    own = read(
        "answered_by: Mentor\nprivate:\n  concerns: NO\n  languages:\n  skills: {public speaking: 2, SQL: '5'}\n"
    )
    assert (own.person, own.texts, own.skills) == ("mentor", {"concerns": "NO"}, {"public speaking": 2, "SQL": 5})
    assert read("answered_by: mentee\n").texts == {}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("private: {concerns: x}\n", [("PRIVATE_OF_NOBODY", 1, "answered_by")]),
        ("answered_by:\nprivate: {concerns: x}\n", [("PRIVATE_OF_NOBODY", 1, "answered_by")]),
        ("private: {concerns: x}\nanswered_by: Ada\n", [("NOT_A_CHOICE", 2, "answered_by")]),
        ("answered_by: [mentee, mentor]\n", [("TEXT_EXPECTED", 1, "answered_by")]),
        ("answered_by: mentee\nconcerns: x\n", [("KEY_ELSEWHERE", 2, "concerns")]),
        ("answered_by: mentee\npurpose: x\n", [("UNKNOWN_KEY", 2, "purpose")]),
        ("answered_by: mentee\nprivate: worries\n", [("MAP_EXPECTED", 2, "private")]),
        ("answered_by: mentee\nprivate: {concern: x}\n", [("UNKNOWN_KEY", 2, "private.concern")]),
        ("answered_by: mentee\nprivate: {concerns: [x, y]}\n", [("TEXT_EXPECTED", 2, "private.concerns")]),
        ("answered_by: mentee\nprivate: {concerns: to discuss}\n", [("CANNOT_BE_OPEN", 2, "private.concerns")]),
        ("answered_by: mentee\nprivate: {skills: good}\n", [("MAP_EXPECTED", 2, "private.skills")]),
        (
            "answered_by: mentee\nprivate:\n  skills: {a: 6, b: much, c: 3}\n",
            [("NUMBER_OUT_OF_RANGE", 3, "private.skills.a"), ("NUMBER_UNREADABLE", 3, "private.skills.b")],
        ),
        ("answered_by: mentee\nprivate: {concerns: &a x, most_wanted: *a}\n", [("ANCHOR_OR_ALIAS", 2, "")]),
        ("", [("EMPTY_FILE", 1, "")]),
    ],
)
def test_what_is_wrong_is_said_with_its_place(content: str, expected: list[tuple[str, int, str]]) -> None:
    assert codes(content)[: len(expected)] == expected


def test_all_problems_of_a_private_file_are_reported_at_once() -> None:
    found = codes("answered_by: Ada\nconcerns: x\nprivate: {skills: {a: 9}, concern: y}\n")
    assert [code for code, *_ in found] == ["NOT_A_CHOICE", "KEY_ELSEWHERE", "NUMBER_OUT_OF_RANGE", "UNKNOWN_KEY"]


@pytest.mark.parametrize("key", [*(key for key in PRIVATE_KEYS if key != "languages"), "private"])
@pytest.mark.parametrize("section", ["", "working_together", "purpose"])
def test_a_private_answer_in_the_interview_is_sent_to_its_own_file(key: str, section: str) -> None:
    block = f"{key}: x\n" if not section else f"{section}:\n  {key}: x\n"
    content = settled_text(purpose="") + block
    found = [problem for problem in read_interview(content.encode()).problems if problem.key.endswith(key)]
    assert [problem.code for problem in found] == [Code.PRIVATE_ANSWER]
    assert "answered_by" in found[0].help
    assert found[0].line > 0


def test_a_character_without_a_shape_is_named_with_its_place_in_the_private_file() -> None:
    own = read("answered_by: mentee\nprivate:\n  concerns: \U00012000\n")
    with pytest.raises(InterviewError) as caught:
        kit(settled(), private=[own])
    assert [(p.code, p.line, p.key) for p in caught.value.problems] == [(Code.NO_GLYPH, 3, "private.concerns")]


def test_every_private_key_has_its_label() -> None:
    labels = resources.read_data("locales/en/labels.yaml")["private"]
    assert isinstance(labels, dict)
    assert {*PRIVATE_KEYS, "skills"} <= set(labels)


def test_the_public_names_load_a_private_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.private.yaml"
    path.write_text(text("mentor"), encoding="utf-8")
    own = agreementgen.load_private(path)
    assert own.person == "mentor"
    path.write_text("private: {}\n", encoding="utf-8")
    with pytest.raises(InterviewError):
        agreementgen.load_private(path)
