"""What is asked → one HTML page that asks it in a browser, without a server and without the network.

Styles and scripts are written into the page, and its policy allows nothing else: nothing can be fetched or sent.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from markupsafe import Markup

from agreementgen import resources
from agreementgen.interview import Layer, asking
from agreementgen.interview.colours import darkened, lightened
from agreementgen.interview.yamltext import MAX_BYTES
from agreementgen.locales import Locale
from agreementgen.resources import Data
from agreementgen.typeset.asked import NO_PROGRAM, Item, asked_of
from agreementgen.typeset.html import rendered
from agreementgen.typeset.look import PLAIN, Logo, Look
from agreementgen.typeset.rules import rules
from agreementgen.typeset.sealed import policy

__all__ = ["form_html"]

FOLDER = "documents/form"
SCRIPTS = ("checks.js", "yaml.js", "file.js", "form.js")
CODES = (
    *("AG002", "AG010", "AG011", "AG014", "AG103", "AG104", "AG105", "AG106", "AG107", "AG108", "AG109", "AG110"),
    *("AG111", "AG113", "AG118", "AG119", "AG122", "AG123", "AG125", "AG126", "AG127", "AG128", "AG129", "AG132"),
    *("AG133", "AG136"),
)
"""The problems that the page finds by itself, and says in the words of `check`."""
WORDS = (
    *("added", "answered", "cleared", "clear_sure", "load_sure", "loaded", "no_place", "not_loaded", "offer"),
    *("not_loaded_lead", "not_ours", "not_yaml", "other_person", "problem", "progress", "remove", "remove_sure"),
    *("removed", "row", "saved", "saved_private", "settled_otherwise", "to_mend", "to_mend_lead", "too_large", "twice"),
    *("unanswered", "unanswered_lead"),
)
"""The words that the page puts together by itself."""
PURPOSES = {
    "name": "name",
    "email": "email",
    "phone": "tel",
    "organization": "organization",
    "title": "organization-title",
}
"""What a browser may fill in of what it knows about its owner (WCAG 2.2, 1.3.5)."""


LIGHT, DARK = "#f3f6f5", "#1d2629"
"""The tints that the page's colour is read on, as `form.css` has them: on a light screen, and on a dark one."""


@dataclass(frozen=True, slots=True)
class Host:
    """The program on whose behalf a page asks, as the page tells of it.

    Attributes:
        name: Its name; what we call a program that has none.
        organization: Whose program it is; may be empty.
        coordinator: Who coordinates it, and their address; may be empty.
        email: That person's address for mail.
        file: The name of its file, without the folders.
        logo: Its logo.
    """

    name: str
    organization: str
    coordinator: str
    email: str
    file: str
    logo: Logo | None

    @property
    def logo_source(self) -> str:
        """The logo's content, as an address."""
        return f"data:{self.logo.media_type};base64,{base64.b64encode(self.logo.data).decode()}" if self.logo else ""


def form_html(
    kind: str, person: str, file: str, locale: Locale, *, program: Layer = NO_PROGRAM, look: Look = PLAIN
) -> str:
    """Set the page that asks one person.

    What the program begins with is shown as its answer, and stands where the person leaves the question empty; it is
    not written to the file, so that the pair keeps what the program says. What it locks is shown and not asked.

    Args:
        kind: Kind of mentoring that is chosen at first.
        person: Who is asked, by person id.
        file: Name under which the answers are saved, such as `mentor.yaml`.
        locale: Whose words the page takes.
        program: What the pair's program gives.
        look: The program's colour and logo.

    Returns:
        A whole page of HTML; the same on every day.
    """
    private_file = asking.private_path(Path(file)).name
    locale = locale.of_kind(kind)
    asked = asked_of(kind, locale, person, program)
    host = _host(program, look, locale)
    facts = rules(asked, locale, program) | {
        "file": file,
        "private_file": private_file,
        "program": host.name if host else "",
        "head": locale.label("form.head", program=host.name, file=host.file) if host else "",
        # By the name of the file: two forms on one machine are mostly two people, or two pairs.
        "store": f"agreementgen form 1: {person}, {file}{f', {host.name}' if host else ''}",
        "largest": MAX_BYTES // 1024,
        "problems": {code: _problem(code, locale) for code in CODES},
        "words": {name: _raw(locale, name) for name in WORDS},
    }
    data = _as_json(facts)
    style = resources.read_text(f"{FOLDER}/form.css") + _colours(look)
    head = '"use strict";\nconst asked = JSON.parse(document.getElementById("asked").textContent);\n'
    script = head + "\n".join(resources.read_text(f"{FOLDER}/{name}") for name in SCRIPTS)
    said: dict[str, object] = {"asked": asked, "file": file, "private_file": private_file, "language": locale.tag}
    return rendered(
        "form/form.html",
        locale,
        **said,
        direction=locale.direction,
        title=locale.label("form.title", person=locale.label(f"pair.people.{person}")),
        eyebrow=locale.label(
            "form.eyebrow",
            kind=locale.value("relationship.kind", kind),
            person=locale.label(f"pair.people.{person}"),
        ),
        purposes={f"people.{person}.{name}": purpose for name, purpose in PURPOSES.items()},
        host=host,
        # Another kind than the program's was asked for.
        chosen="" if _begins(program, "relationship.kind") == kind else kind,
        usual=lambda item: _by_kind(item, "form.usual", "", locale),
        empty=lambda item: _by_kind(item, "form.as_usual", _nothing_said(item), locale),
        offer=lambda item: {kind: [choice.value, choice.words] for kind, choice in item.offer.items()},
        data=Markup(data),
        style=Markup(style),
        script=Markup(script),
        policy=policy(style, script, "img-src data:"),
    )


def _host(program: Layer, look: Look, locale: Locale) -> Host | None:
    if not program.file:
        return None
    names = ("name", "organization", "coordinator.name", "coordinator.email")
    name, organization, coordinator, email = (_begins(program, f"program.{part}") for part in names)
    return Host(
        name or locale.label("form.nameless_program"),
        organization,
        coordinator,
        email,
        PurePath(program.file).name,
        look.logo,
    )


def _begins(program: Layer, key: str) -> str:
    """Give the text that a program answers a question with; empty for none."""
    return str(program.given[key].value or "") if key in program.given else ""


def _colours(look: Look) -> str:
    """Let the page have the program's colour; on a dark screen, a tone of it that can be read there."""
    if not look.colour:
        return ""
    dark = f":root {{ --brand: {lightened(look.colour, DARK)}; --on-brand: {DARK} }}"
    light = f":root {{ --brand: {darkened(look.colour, LIGHT)} }}"
    return f"{light}\n@media screen and (prefers-color-scheme: dark) {{ {dark} }}\n"


def _as_json(facts: Mapping[str, Any]) -> str:
    """Write data so that nothing in it can end the element it stands in."""
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _problem(code: str, locale: Locale) -> dict[str, Data]:
    words = locale.table("problems")[code]
    assert isinstance(words, dict)
    return {part: words[part] for part in ("message", "help")}


def _raw(locale: Locale, name: str) -> Data:
    """Give a label with its places still open: the page fills them in."""
    words = locale.table("labels")["form"]
    assert isinstance(words, dict)
    return words[name]


def _nothing_said(item: Item) -> str:
    return "form.no_answer" if item.required_for else "form.left_out"


def _by_kind(item: Item, label: str, otherwise: str, locale: Locale) -> dict[str, str]:
    """Say for each kind what stands where nothing is said; under an empty name, for those that have no default."""
    said = {kind: locale.label(label, value=item.usual[kind]) for kind in item.kinds if kind in item.usual}
    return said | {"": locale.label(otherwise) if otherwise else ""}
