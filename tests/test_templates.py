"""An organisation's own words and looks: laid over ours, checked with file and line, and kept from doing harm."""

from __future__ import annotations

import io
import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

import agreementgen
from agreementgen import confinement, resources
from agreementgen.agreement import all_wordings
from agreementgen.agreement.kinds import load_kind
from agreementgen.confinement import Limits
from agreementgen.documents import kit, made_apart, pages
from agreementgen.errors import FileError, TemplateError
from agreementgen.interview import Interview, kinds
from agreementgen.locales import load_locale
from agreementgen.opening import inputs_of
from agreementgen.resources import SHIPPED, lay_over
from agreementgen.tailoring import check_folder, eject, preview_text
from agreementgen.tailoring.check import look_apart
from agreementgen.typeset import wordings_html

from .conftest import EXAMPLES, Outcome, squeezed

WORKPLACE = EXAMPLES / "workplace.yaml"
CLAUSES = "locales/en/clauses"
FREEDOM = f"{CLAUSES}/freedom.yaml"
HEAD = "id: freedom\nsource: Legal office\ntitle: Free to speak\nvariants:\n"
Lay = Callable[..., Path]


@pytest.fixture
def lay(tmp_path: Path) -> Lay:
    """Give a way to write files into a folder of one's own: `lay({path: text})`."""

    def write(files: dict[str, str | bytes]) -> Path:
        for name, content in files.items():
            file = tmp_path / "own" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path / "own"

    return write


def changed(name: str, before: str, after: str) -> str:
    """Give a shipped file with a change."""
    text = SHIPPED.read_text(name)
    assert before in text
    return text.replace(before, after)


def changed_at(name: str, before: str, after: str, below: int = 0) -> tuple[str, str, int]:
    """Give a shipped file's name, its text with a change, and the line of the change, or one so many lines below."""
    return name, changed(name, before, after), 1 + SHIPPED.read_text(name).split(before)[0].count("\n") + below


def read_with(folder: Path, path: Path = WORKPLACE) -> Interview:
    return agreementgen.load(path, templates=folder)


def faults_in(folder: Path) -> list[str]:
    """Look at the files of a folder here, without the process that `check_folder` starts for it."""
    found: list[str] = json.loads(look_apart(str(folder).encode()))
    return found


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
    named = changed("locales/en/labels.yaml", "    workplace: ", "    peer: Peer mentoring\n    workplace: ")
    own = lay({"kinds/peer.yaml": kind, "locales/en/labels.yaml": named})
    assert faults_in(own) == []
    file = own.parent / "pair.yaml"
    file.write_text(WORKPLACE.read_text(encoding="utf-8").replace("kind: workplace", "kind: peer"), encoding="utf-8")
    interview = read_with(own, file)
    assert interview.answers.exit.notice is not None
    assert interview.answers.exit.notice.amount == 9
    assert "Peer mentoring" in pages(interview)["agreement"]
    assert kinds() == tuple(sorted(set(kinds(lay_over(own))) - {"peer"}))
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
    "kind that is incomplete": ("kinds/peer.yaml", "facts: []\n", 1, "incomplete"),
    "kind without a name": ("kinds/peer.yaml", "like: workplace\n", 1, "no name for this kind"),
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


@pytest.fixture
def server() -> Iterator[tuple[int, list[bytes]]]:
    """Listen on a port of this machine, and note who comes."""
    came: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        done = threading.Event()

        def answer() -> None:
            while not done.is_set():
                try:
                    caller, _ = listening.accept()
                except TimeoutError:
                    continue
                came.append(caller.recv(100))
                caller.close()

        thread = threading.Thread(target=answer)
        thread.start()
        yield listening.getsockname()[1], came
        done.set()
        thread.join()


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make documents here, without the walls of a process of their own: what keeps them must hold without those."""
    monkeypatch.setattr(confinement, "work_on", lambda target, payload: made_apart(payload))


PAGE = "<html><head><title>x</title>{head}</head><body>{body}</body></html>"
REACHING = {
    "import": ("themes/plain/theme.css", "@import url({url});"),
    "font": ("themes/plain/theme.css", "@font-face {{ font-family: x; src: url({url}) }} body {{ font-family: x }}"),
    "background": ("themes/base.css", "body {{ background: url({url}) }}"),
    "picture": ("documents/layout/page.html", PAGE.format(head="", body='<img alt="x" src="{url}">')),
    "link": ("documents/layout/page.html", PAGE.format(head='<link rel="stylesheet" href="{url}">', body="")),
    "attachment": ("documents/layout/page.html", PAGE.format(head='<link rel="attachment" href="{url}">', body="")),
    "object": ("documents/layout/page.html", PAGE.format(head="", body='<object data="{url}">x</object>')),
    "style": ("documents/layout/page.html", PAGE.format(head="", body='<p style="background: url({url})">x</p>')),
    "svg": (
        "documents/layout/page.html",
        PAGE.format(head="", body='<svg><image href="{url}" width="9" height="9"/></svg>'),
    ),
}


@pytest.mark.parametrize("way", REACHING)
def test_no_template_reads_a_file_or_calls_the_network(
    lay: Lay, tmp_path: Path, server: tuple[int, list[bytes]], way: str, in_this_process: None
) -> None:
    port, came = server
    tripwire = tmp_path / "tripwire.css"
    tripwire.write_text("p { content: 'TRIPWIRE-4711' }", encoding="utf-8")
    name, text = REACHING[way]
    for url in (tripwire.as_uri(), f"http://127.0.0.1:{port}/x"):
        own = lay({name: text.replace("{{", "{").replace("}}", "}").replace("{url}", url)})
        with pytest.raises(TemplateError) as refused:
            kit(read_with(own), ["agreement"])
        assert "TRIPWIRE" not in str(refused.value)
    assert came == []


REFUSED = {
    "long range": (FREEDOM, HEAD + '  - text: "{% for i in range(10**9) %}x{% endfor %}"\n', "freedom.yaml:5"),
    "long text in pieces": (FREEDOM, HEAD + "  - text: '{{ \"a\" * 10**6 }}'\n", "freedom.yaml:5"),
    "itself": ("documents/agreement.html", '{% include "agreement.html" %}', "agreement.html"),
    "reaching into Python": (FREEDOM, HEAD + "  - text: '{{ mentee.__class__.__mro__ }}'\n", "freedom.yaml:5"),
    "reaching by format": (FREEDOM, HEAD + "  - text: '{{ \"{0.__class__}\".format(mentee) }}'\n", "freedom.yaml:5"),
    "dividing": ("documents/agreement.html", "{{ 1 / 0 }}", "agreement.html:1"),
}
GREEDY = {
    "long text": (FREEDOM, HEAD + "  - text: '{{ \"a\" * 10**9 }}'\n", "memory"),
    "long page": ("documents/agreement.html", '{{ "a" * 10**9 }}', "memory"),
    "loops": (
        FREEDOM,
        HEAD + "  - text: '{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}'\n",
        "seconds",
    ),
    "power": (FREEDOM, HEAD + "  - text: '{{ 9 ** (9 ** 9) }}'\n", "stopped"),
    "deep page": ("documents/agreement.html", "<div>" * 1200, "deep"),
    "doubling styles": (
        "themes/plain/theme.css",
        ":root { --a0: xxxxxxxxxx;"
        + "".join(f" --a{n + 1}: var(--a{n}) var(--a{n});" for n in range(40))
        + " }\nbody { font-family: var(--a40) }\n",
        "stopped",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_template_that_asks_for_too_much_is_refused_with_its_place(
    lay: Lay, case: str, in_this_process: None
) -> None:
    name, text, said = REFUSED[case]
    with pytest.raises(TemplateError) as refused:
        kit(read_with(lay({name: text})), ["agreement"], form="html")
    assert said in str(refused.value)


SECONDS = {"loops": (1, "html"), "power": (1, "html"), "doubling styles": (2, "pdf")}
"""Of those that only the clock stops: how much time they get, and the form that they are made in."""


@pytest.mark.parametrize("case", GREEDY)
def test_a_greedy_template_is_stopped_with_words(lay: Lay, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name, text, said = GREEDY[case]
    seconds, form = SECONDS.get(case, (60, "pdf"))
    monkeypatch.setattr(confinement, "LIMITS", Limits(megabytes=700, seconds=seconds))
    with pytest.raises(TemplateError) as stopped:
        kit(read_with(lay({name: text})), ["agreement"], form=form)
    assert said in str(stopped.value)


@pytest.mark.parametrize(("seconds", "form"), sorted(set(SECONDS.values())))
def test_what_stops_a_greedy_template_is_enough_for_an_honest_one(
    lay: Lay, seconds: int, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confinement, "LIMITS", Limits(megabytes=700, seconds=seconds))
    own = lay({FREEDOM: HEAD + "  - text: Other words.\n"})
    assert len(kit(read_with(own), ["agreement"], form=form)) == 1


def test_a_process_that_does_not_come_to_an_end_is_not_waited_for() -> None:
    with pytest.raises(TemplateError, match="more than 2 seconds"):
        confinement.work_on(f"{__name__}:run_code", b"import time; time.sleep(60)", Limits(patience=2))


def test_a_confined_process_starts_no_other_and_opens_no_socket() -> None:
    for call in (b"import socket; socket.create_connection(('127.0.0.1', 9))", b"import os; os.system('true')"):
        with pytest.raises(TemplateError, match="may not have"):
            confinement.work_on(f"{__name__}:run_code", call)


def run_code(payload: bytes) -> bytes:
    exec(payload.decode(), {})
    return b""


# Listing, copying, showing


def test_list_marks_what_a_folder_takes_the_place_of(lay: Lay, run: Callable[..., Outcome]) -> None:
    own = lay({FREEDOM: SHIPPED.read_text(FREEDOM), "kinds/peer.yaml": "like: workplace\n"})
    listed = run("templates", "list", "--templates", str(own)).out.splitlines()
    assert f"{FREEDOM}  (yours)" in listed
    assert "kinds/peer.yaml  (new)" in listed
    assert f"{CLAUSES}/conf.yaml" in listed
    assert {line.split("  ")[0] for line in listed} - {"kinds/peer.yaml"} == set(
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
    locale = load_locale("en")
    wordings = all_wordings(kind, locale)
    shown = {entry.id: entry for part in wordings.parts for entry in part.entries}
    plan = load_kind(kind)
    ids = [*plan.goals, *(id_ for ids in plan.clauses for id_ in ids)]
    assert set(ids) <= set(shown)
    page, text = wordings_html(wordings, locale), preview_text(wordings, locale)
    for id_ in ids:
        data = locale.clause(id_)
        assert len(shown[id_].variants) == len(data["variants"])
        assert f'id="{id_}"' in page
        for printed in (page, text):
            assert f"locales/en/clauses/{id_}.yaml" in printed
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
    labels = changed("locales/en/labels.yaml", "\n    workplace: ", "\n    peer: among peers\n    workplace: ")
    own = lay({"kinds/peer.yaml": "like: workplace\n", "locales/en/labels.yaml": labels})
    file = own.parent / "peer.yaml"
    file.write_text("relationship: {kind: peer}\npeople: {mentee: Amara, mentor: Ruth}\n", encoding="utf-8")
    sheet = squeezed(pages(agreementgen.load(file, templates=own), ["questions"])["questions"])
    assert "amongpeers" in sheet.casefold()


@pytest.mark.parametrize("name", ["documents/form/form.html", "pages/wordings.html"])
def test_what_is_no_part_of_a_kit_is_always_ours(lay: Lay, name: str, run: Callable[..., Outcome]) -> None:
    assert name not in run("templates", "list").out.splitlines()
    with pytest.raises(TemplateError, match="always ours"):
        lay_over(lay({name: SHIPPED.read_text(name)}))


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
