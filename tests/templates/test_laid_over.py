"""An organisation's own words and looks: laid over ours, checked with file and line, and kept from doing harm."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

import agreementgen
from agreementgen.documents import kit, pages
from agreementgen.errors import FileError, TemplateError
from agreementgen.interview import Interview, kinds
from agreementgen.opening import inputs_of
from agreementgen.resources import SHIPPED, lay_over
from agreementgen.tailoring import eject

from ..conftest import Outcome
from .conftest import CLAUSES, FREEDOM, HEAD, WORKPLACE, Lay, changed, changed_at, faults_in, read_with

# What is laid over


def test_a_clause_of_ones_own_is_printed_and_all_other_words_stay_ours(lay: Lay) -> None:
    own = lay({FREEDOM: HEAD + "  - text: Nobody here keeps you from speaking.\n"})
    ours, theirs = pages(agreementgen.load(WORKPLACE)), pages(read_with(own))
    assert "Nobody here keeps you from speaking." in theirs["agreement"]
    assert "Free to speak" in theirs["agreement"]
    assert "Nobody here keeps you" not in ours["agreement"]
    assert ours["agenda-1-mentee"] == theirs["agenda-1-mentee"]


def test_nothing_of_a_folder_is_left_behind(lay: Lay) -> None:
    before = pages(agreementgen.load(WORKPLACE))
    pages(read_with(lay({FREEDOM: HEAD + "  - text: Other words.\n"})))
    assert pages(agreementgen.load(WORKPLACE)) == before


def test_a_folder_changed_between_two_readings_is_read_anew(lay: Lay) -> None:
    for words in ("First words.", "Second words."):
        own = lay({FREEDOM: HEAD + f"  - text: {words}\n"})
        assert words in pages(read_with(own))["agreement"]


@pytest.mark.parametrize(
    ("name", "before", "after", "seen"),
    [
        ("locales/en/labels.yaml", "Mentoring agreement", "Letter of mentoring", "Letter of mentoring"),
        ("locales/en/facts.yaml", "title: We meet", "title: Our rhythm", "Our rhythm"),
        ("locales/en/agendas/first.yaml", "title: ", "title: Now, ", "Now, "),
        ("documents/layout/page.html", "<body ", '<body id="house" ', 'id="house"'),
        ("kinds/workplace.yaml", "  - [freedom]\n", "", None),
    ],
)
def test_every_sort_of_file_can_be_ones_own(lay: Lay, name: str, before: str, after: str, seen: str | None) -> None:
    shown = "".join(pages(read_with(lay({name: changed(name, before, after)}))).values())
    if seen is None:
        assert SHIPPED.read_data(FREEDOM)["title"] not in shown
    else:
        assert seen in shown


def test_a_kind_of_ones_own_can_be_chosen_and_brings_its_defaults(lay: Lay) -> None:
    kind = "like: workplace\ndefaults: {exit: {notice: 9 days}}\nsuggest: {}\n"
    named = changed("locales/en/labels.yaml", "    workplace: ", "    buddies: Buddies\n    workplace: ")
    own = lay({"kinds/buddies.yaml": kind, "locales/en/labels.yaml": named})
    assert faults_in(own) == []
    file = own.parent / "pair.yaml"
    file.write_text(WORKPLACE.read_text(encoding="utf-8").replace("kind: workplace", "kind: buddies"), encoding="utf-8")
    interview = read_with(own, file)
    assert interview.answers.exit.notice is not None
    assert interview.answers.exit.notice.amount == 9
    assert "Buddies" in pages(interview)["agreement"]
    assert kinds() == tuple(sorted(set(kinds(lay_over(own))) - {"buddies"}))
    with pytest.raises(agreementgen.InterviewError):
        agreementgen.load(file)


def test_a_theme_of_ones_own_is_one_of_the_themes(lay: Lay, in_this_process: None) -> None:
    own = lay({"themes/house/theme.css": ":root { --brand: #123456 }\n"})
    program = own.parent / "program.yaml"
    program.write_text("program: {name: Bridge}\nbranding: {theme: house}\n", encoding="utf-8")
    opened = agreementgen.open_file(WORKPLACE, program, own)
    assert opened.look.theme == "house"
    (page,) = kit(opened.interview, ["agreement"], look=opened.look, form="html")
    assert b"#123456" in page.data


def test_the_hashes_in_the_agreement_follow_the_files_that_are_used(lay: Lay, in_this_process: None) -> None:
    def made_with(interview: Interview) -> list[str]:
        (document,) = kit(interview, ["agreement"])
        with pikepdf.open(io.BytesIO(document.data)) as pdf:
            source = pdf.attachments["interview.yaml"].get_file().read_bytes().decode()
        return re.findall(r"^ *(wording|theme): (\w+)", source, flags=re.MULTILINE)

    ours = made_with(agreementgen.load(WORKPLACE))
    own = lay({FREEDOM: SHIPPED.read_text(FREEDOM)})
    assert made_with(read_with(own)) == ours
    (own / FREEDOM).write_text(HEAD + "  - text: Other words.\n", encoding="utf-8")
    wording, theme = made_with(read_with(own))
    assert wording != ours[0]
    assert theme == ours[1]


def test_a_copy_of_all_our_templates_has_no_fault_and_gives_the_same_bytes(tmp_path: Path) -> None:
    written = eject(tmp_path / "own", [])
    assert len(written) > 100
    assert faults_in(tmp_path / "own") == []
    interview = agreementgen.load(WORKPLACE)
    names = ["agreement", "calendar"]
    assert kit(read_with(tmp_path / "own"), names) == kit(interview, names)


# What is wrong with a folder


WRONG = {
    "not YAML": (FREEDOM, HEAD + '  - text: "open\n', 5, "not valid YAML"),
    "a tab": (FREEDOM, "id: freedom\n\ttitle: x\n", 2, "not valid YAML"),
    "a list": (FREEDOM, "- a\n- b\n", 1, "mapping"),
    "not UTF-8": (FREEDOM, HEAD.encode() + b"  - text: caf\xe9\n", 5, "UTF-8"),
    "unknown key in when": (
        FREEDOM,
        HEAD + "  - when: {meetings.cadance: none}\n    text: x\n  - text: y\n",
        5,
        'Did you mean "meetings.cadence"?',
    ),
    "value that cannot be": (
        FREEDOM,
        HEAD + "  - when:\n      confidentiality.level: strikt\n    text: x\n  - text: y\n",
        6,
        'Did you mean "strict"?',
    ),
    "unknown placeholder": (
        FREEDOM,
        HEAD + "  - text: |\n      One.\n\n      Two {{ program.nmae }}.\n",
        8,
        'Did you mean "program.name"?',
    ),
    "a group as placeholder": (FREEDOM, HEAD + '  - text: "{{ program }}"\n', 5, 'no placeholder "program"'),
    "open placeholder": (FREEDOM, HEAD + "  - text: |\n      One.\n      {{ mentee }\n", 7, ""),
    "loop without end": (FREEDOM, HEAD + "  - text: |\n      {% for x in each.exceptions %}\n      - x\n", 7, "endfor"),
    "variant behind one without condition": (FREEDOM, HEAD + "  - text: x\n  - text: y\n", 6, "never be printed"),
    "variant covered by two": (
        FREEDOM,
        HEAD
        + "  - {when: {zones: same}, text: a}\n  - {when: {zones: differ}, text: b}\n"
        + "  - {when: {zones: [same, differ], mentors: one}, text: c}\n  - text: d\n",
        7,
        "never be printed",
    ),
    "last variant with condition": (FREEDOM, HEAD + "  - {when: {mentors: one}, text: x}\n", 5, 'no "when"'),
    "no variants": (FREEDOM, "id: freedom\nsource: x\ntitle: x\n", 1, '"variants"'),
    "misspelt part of a variant": (FREEDOM, HEAD + "  - txet: x\n", 5, 'Did you mean "text"?'),
    "misspelt part of a clause": (FREEDOM, HEAD + "  - text: x\nsuorce: y\n", 6, 'Did you mean "source"?'),
    "wrong id": (FREEDOM, HEAD.replace("id: freedom", "id: fredom") + "  - text: x\n", 1, '"freedom"'),
    "note of no section": (FREEDOM, HEAD + "  - text: x\nnote: meeting\n", 6, "no section"),
    "clause that no kind lists": (
        f"{CLAUSES}/badge.yaml",
        HEAD.replace("freedom", "badge") + "  - text: x\n",
        1,
        "no kind prints this",
    ),
    "kind with unknown clause": (
        *changed_at("kinds/workplace.yaml", "  - [freedom]\n", "  - [fredom]\n"),
        'Did you mean "freedom"?',
    ),
    "kind that is incomplete": ("kinds/buddies.yaml", "facts: []\n", 1, "incomplete"),
    "kind without a name": ("kinds/buddies.yaml", "like: workplace\n", 1, "no name for this kind"),
    "label missing": ("locales/en/facts.yaml", "from: {title: From, variants: [{text: x}]}\n", 1, "missing"),
    "label left over": (
        "locales/en/labels.yaml",
        SHIPPED.read_text("locales/en/labels.yaml") + "\npagge: x\n",
        2 + SHIPPED.read_text("locales/en/labels.yaml").count("\n"),
        "nothing asks for",
    ),
    "label with a name it does not get": (
        *changed_at("locales/en/labels.yaml", '\npage: "Page {page} of', '\npage: "Page {number} of', below=1),
        '"{number}"',
    ),
    "outline with an unknown placeholder": (
        *changed_at("locales/en/agendas/second.yaml", "“{{ first_goal }}”", "“{{ frist_goal }}”"),
        'Did you mean "first_goal"?',
    ),
    "document that cannot be read": ("documents/talk.html", "<p>\n{% if x %}\n", 2, "endif"),
    "document with an unknown filter": ("documents/talk.html", "<p>\n\n{{ talk | runz }}", 3, "runz"),
    "property that is none": ("themes/plain/theme.css", "p { color: red }\n\np { colr: red }\n", 3, "colr"),
    "file from the disk": ("themes/plain/theme.css", "p {}\n@import 'file:///etc/passwd';\n", 2, ""),
    "alias": (FREEDOM, HEAD.replace("Legal office", "&a [x]") + "  - text: *a\n", 5, "alias"),
    "deep nesting": (FREEDOM, "id: " + "[" * 30 + "]" * 30, 1, "nested"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_with_file_and_line(lay: Lay, case: str) -> None:
    name, content, line, said = WRONG[case]
    own = lay({name: content})
    found = [fault for fault in faults_in(own) if fault.startswith(f"{own.as_posix()}/{name}:{line}:")]
    assert found, faults_in(own)
    assert any(said in fault for fault in found), found


def test_all_faults_of_a_folder_are_told_at_once(lay: Lay, run: Callable[..., Outcome]) -> None:
    own = lay(
        {
            FREEDOM: HEAD + '  - text: "{{ program.nmae }}"\n',
            f"{CLAUSES}/cancel.yaml": "id: [",
            "documents/talk.html": "{% if %}",
            "themes/plain/theme.css": "p { colr: red }",
            "locales/en/labls.yaml": "x: y",
            "notes.md": "not a template",
        }
    )
    outcome = run("templates", "check", str(own))
    assert outcome.code == 4
    named = {line.removeprefix(f"{own.as_posix()}/").split(":")[0] for line in outcome.out.splitlines()}
    assert named == {
        FREEDOM,
        f"{CLAUSES}/cancel.yaml",
        "documents/talk.html",
        "themes/plain/theme.css",
        "locales/en/labls.yaml",
    }
    assert 'Did you mean "locales/en/labels.yaml"?' in outcome.out


@pytest.mark.parametrize("case", ["not YAML", "unknown placeholder", "document that cannot be read", "not UTF-8"])
def test_render_with_a_broken_template_ends_with_file_and_line_and_writes_nothing(
    lay: Lay, run: Callable[..., Outcome], tmp_path: Path, case: str
) -> None:
    name, content, line, said = WRONG[case]
    own = lay({name: content, "documents/agreement.html": '{% include "talk.html" %}'})
    outcome = run("render", str(WORKPLACE), "--templates", str(own), "-o", str(tmp_path / "out"), "--docs", "agreement")
    assert outcome.code == 4
    assert f"{own.as_posix()}/{name}:{line}" in outcome.err
    assert said in outcome.err
    assert "Traceback" not in outcome.err
    assert not (tmp_path / "out").exists()


def test_a_name_that_a_document_gets_wrong_is_told_with_the_nearest(lay: Lay) -> None:
    own = lay({"documents/agreement.html": "<p>\n{{ agreement.titel }}"})
    with pytest.raises(TemplateError, match=r'agreement\.html:2: .*Did you mean "title"\?'):
        kit(read_with(own), ["agreement"], form="html")


def test_a_folder_that_is_missing_empty_or_of_another_shape_is_refused(tmp_path: Path, lay: Lay) -> None:
    with pytest.raises(FileError, match="no folder"):
        lay_over(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(TemplateError, match="eject"):
        lay_over(tmp_path / "empty")
    with pytest.raises(TemplateError, match=r"clauses/conf\.yaml.*locales/en/clauses/conf\.yaml"):
        lay_over(lay({"clauses/conf.yaml": "id: conf"}))


def test_a_link_out_of_the_folder_is_not_followed(lay: Lay, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("id: secret words", encoding="utf-8")
    own = lay({f"{CLAUSES}/cancel.yaml": "id: cancel"})
    (own / FREEDOM).symlink_to(secret)
    with pytest.raises(TemplateError, match=r"freedom\.yaml"):
        lay_over(own)


def test_the_interview_and_its_answers_are_still_told_of_with_own_words(
    lay: Lay, run: Callable[..., Outcome], tmp_path: Path
) -> None:
    own = lay({FREEDOM: SHIPPED.read_text(FREEDOM)})
    file = tmp_path / "pair.yaml"
    text = WORKPLACE.read_text(encoding="utf-8").replace("Jon Reyes", "Jon \U00012000")
    file.write_text(text, encoding="utf-8")
    outcome = run("render", str(file), "--templates", str(own), "-o", str(tmp_path / "out"), "--docs", "agreement")
    assert outcome.code == 1
    assert "pair.yaml" in outcome.err
    assert "AG501" in outcome.err


# What a foreign template cannot do


# Listing, copying, showing


def test_watching_sees_every_file_of_the_own_folder_and_new_ones(lay: Lay) -> None:
    own = lay({FREEDOM: SHIPPED.read_text(FREEDOM), "themes/house/theme.css": ":root { --brand: #123456 }\n"})
    program = own.parent / "program.yaml"
    program.write_text("branding: {theme: house, fonts: [extra.ttf]}\n", encoding="utf-8")
    seen = inputs_of(WORKPLACE, program, own)
    assert {WORKPLACE, program, own.parent / "extra.ttf", own / FREEDOM, (own / FREEDOM).parent} <= set(seen)
    (own / FREEDOM).write_bytes(b"\xff")
    assert own / FREEDOM in inputs_of(WORKPLACE, program, own)


def test_the_next_step_names_the_own_folder(lay: Lay, run: Callable[..., Outcome]) -> None:
    own = lay({FREEDOM: SHIPPED.read_text(FREEDOM)})
    assert f"--templates {own}" in run("check", WORKPLACE, "--templates", own).err
