"""Own templates do no harm: they read nothing, call nobody, and come to an end."""

from __future__ import annotations

from pathlib import Path

import pytest

from agreementgen import confinement
from agreementgen.confinement import Limits
from agreementgen.documents import kit
from agreementgen.errors import TemplateError

from .conftest import FREEDOM, HEAD, Lay, read_with

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
