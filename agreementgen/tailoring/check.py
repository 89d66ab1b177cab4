"""An organisation's folder → everything that is wrong with it, each with file and line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from agreementgen import confinement
from agreementgen.agreement.kinds import load_kind
from agreementgen.agreement.wordcheck import Words
from agreementgen.documents import documents_for, kit
from agreementgen.errors import AgreementError, TemplateError, did_you_mean
from agreementgen.interview import kinds
from agreementgen.locales import Locale, available, load_locale
from agreementgen.opening import open_pair
from agreementgen.resources import SHIPPED, Data, Place, Templates, folder, read_own
from agreementgen.typeset import check_theme, document_fault, themes

__all__ = ["check_folder", "look_apart"]

CLAUSE = ("id", "source", "title", "note", "variants")
MOST_NAMED = 5
EXAMPLE = "workplace.yaml"
TABLES = ("calendar", "labels", "problems", "questions", "renewal", "roster", "signing", "spellings", "wordings")
"""Word files in which every key of ours must be, and no other."""
OPEN_ENDED = ("columns.", "dates.", "tools.", "values.commitments.", "values.relationship.kind.", "values.")
"""Keys in them of which there may be more than ours."""


def check_folder(place: Path) -> tuple[str, ...]:
    """Say all that is wrong with a folder, one line each, the file and its line first.

    The files are looked at in a process with little memory and time; where nothing is wrong with them, the shipped
    example is made with them.

    Raises:
        FileError: There is no such folder.
    """
    templates, faults = read_own(place)
    try:
        found = json.loads(confinement.work_on(f"{__name__}:look_apart", str(place).encode()))
    except TemplateError as error:
        return (*faults, str(error))
    faults = (*faults, *found)
    return faults or tuple(_faults_of_example(templates))


def look_apart(payload: bytes) -> bytes:
    """Look at the files of a folder; `check_folder` sends its name to another process, and reads the answer."""
    templates, _ = read_own(Path(payload.decode()))
    return json.dumps(list(dict.fromkeys(_faults(templates)))).encode()


def _faults(templates: Templates) -> Iterator[str]:
    broken = set()
    for name in templates.own:
        try:
            if name.endswith(".yaml"):
                templates.read_data(name)
            else:
                templates.read_text(name)
        except TemplateError as error:
            broken.add(name)
            yield str(error)
    if any(name.startswith("locales/") and "/clauses/" not in name and "/agendas/" not in name for name in broken):
        # Without these, no other word can be judged.
        return
    yield from _without_words(templates)
    words: dict[tuple[str, bool], Words] = {}
    for name in sorted(set(templates.own) - broken):
        top, *rest = name.split("/")
        if top == "locales" and rest[0] in available(templates):
            is_outline = not {"agendas", "sheets"}.isdisjoint(rest)
            if (rest[0], is_outline) not in words:
                words[rest[0], is_outline] = Words(load_locale(rest[0], templates), is_outline)
            yield from _word_file(name, words[rest[0], is_outline])
        elif top == "kinds":
            yield from _kind(name, templates)
        elif top == "documents" and (fault := document_fault(name, templates)):
            yield fault
    touched = {name.split("/")[1] for name in templates.own if name.startswith("themes/")}
    for theme in themes(templates):
        if touched & {theme, "base.css", "questions.css", "sheets.css"}:
            yield from check_theme(theme, templates)


def _without_words(templates: Templates) -> Iterator[str]:
    """Say what a language of one's own lacks."""
    tags = {name.split("/")[1] for name in templates.own if name.startswith("locales/")}
    for tag in sorted(tags - set(available())):
        root = f"locales/{tag}"
        lacking = [name for name in SHIPPED.files("locales/en", ".yaml") if not templates.has(_in(tag, name))]
        if lacking:
            yield f"{templates.root}/{root}: {_listed('these files are', lacking)} missing in this language."


def _in(tag: str, name: str) -> str:
    return name.replace("locales/en/", f"locales/{tag}/", 1)


def _word_file(name: str, words: Words) -> Iterator[str]:
    templates, data = words.locale.templates, words.locale.templates.read_data(name)
    place, stem = Place(templates, name), name.rpartition("/")[2].removesuffix(".yaml")
    if "/clauses/" in name:
        yield from _clause(stem, data, place, words)
    elif stem in TABLES:
        yield from _table(data, SHIPPED.read_data(re.sub("^locales/[a-z]+/", "locales/en/", name)), place)
    else:
        if not {"agendas", "sheets"} & set(name.split("/")):
            yield from _table(data, SHIPPED.read_data("locales/en/facts.yaml"), place, words_only=True)
        yield from _wordings(data, place, words)


def _clause(stem: str, data: dict[str, Data], place: Place, words: Words) -> Iterator[str]:
    for key in data:
        if key not in CLAUSE:
            yield f'{place.at(key)}: a clause has no "{key}".{did_you_mean(key, CLAUSE)}'
    if data.get("id") != stem:
        yield f'{place.at("id")}: the id is "{data.get("id", "")}", and must be the name of the file: "{stem}".'
    if not data.get("title") and stem != "goals":
        yield f'{place.at("title")}: "title" is missing; it is what the clause is called in print.'
    if not data.get("source"):
        yield f'{place.at("source")}: "source" is missing; say who wrote or approved these words.'
    if "note" in data and f"{data['note']}.note" not in words.names:
        yield f'{place.at("note")}: there is no section "{data["note"]}" with a note.'
    yield from words.faults(data, place)
    templates = words.locale.templates
    listed = set()
    for kind in kinds(templates):
        try:
            found = load_kind(kind, templates)
        except TemplateError:
            return  # said where the kind is looked at
        listed |= {*found.goals, *(id_ for ids in found.clauses for id_ in ids)}
    if stem not in listed:
        yield f'{place}: no kind prints this clause. Add "{stem}" to the "clauses" of a file in {templates.root}/kinds.'


def _wordings(data: Data, place: Place, words: Words) -> Iterator[str]:
    """Go through a file of words in sections: what has variants is a wording, all other text is filled as it is."""
    if isinstance(data, dict) and "variants" in data:
        yield from words.faults({key: value for key, value in data.items() if key == "variants"}, place)
        data = {key: value for key, value in data.items() if key != "variants"}
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _wordings(value, place.at(key), words)
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _wordings(value, place.at(number), words)
    else:
        yield from words.text_faults(data, place)


def _table(own: Data, ours: Data, place: Place, *, words_only: bool = False) -> Iterator[str]:
    """Say which keys are missing or left over, and which `{name}` a text asks for that it does not get."""
    mine, theirs = dict(_flat(own, ())), dict(_flat(ours, ()))
    if words_only:
        mine, theirs = {key[:1]: "" for key in mine}, {key[:1]: "" for key in theirs}
    if missing := [".".join(key) for key in theirs if key not in mine]:
        said = _listed("these words are", missing)
        yield f"{place}: {said} missing. Your file takes the place of ours whole: copy them from ours."
    for key, text in mine.items():
        dotted = ".".join(key)
        if key in theirs:
            asked = set(re.findall(r"\{([a-z_]+)\}", text)) - set(re.findall(r"\{([a-z_]+)\}", theirs[key]))
            for name in sorted(asked) if text != "{n}" else ():
                yield f'{place.at(*key)}: "{{{name}}}" is never filled in here.'
        elif not dotted.startswith(OPEN_ENDED):
            near = did_you_mean(dotted, map(".".join, theirs), cutoff=0.8)
            yield f'{place.at(*key)}: nothing asks for "{dotted}".{near}'


def _flat(data: Data, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _flat(value, (*keys, key))
    else:
        yield keys, data if isinstance(data, str) else ""


def _kind(name: str, templates: Templates) -> Iterator[str]:
    place, kind = Place(templates, name), name.removeprefix("kinds/").removesuffix(".yaml")
    try:
        load_kind(kind, templates)
    except TemplateError as error:
        yield f"{place}: {error}"
        return
    data: Any = templates.read_data(name)
    for tag in available(templates):
        locale = load_locale(tag, templates)
        if not locale.has_value("relationship.kind", kind):
            labels = f"{locale.folder}/labels.yaml"
            yield f'{place}: "{labels}" has no name for this kind: add "{kind}" under values: relationship.kind.'
        yield from _lacking(data, place, locale.of_kind(kind))


def _lacking(data: Any, place: Place, locale: Locale) -> Iterator[str]:
    """Name the clauses that a kind lists and that there are not."""
    known = locale.clause_names()
    lines = [("goals", number, id_) for number, id_ in enumerate(data.get("goals", ()))]
    lines += [("clauses", number, id_) for number, ids in enumerate(data.get("clauses", ())) for id_ in ids]
    for section, number, id_ in lines:
        if id_ not in known:
            hint = did_you_mean(id_, known)
            yield f'{place.at(section, number)}: there is no file "{locale.folder}/clauses/{id_}.yaml".{hint}'


def _listed(words: str, names: list[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"{words}{more and ', with others,'} ({', '.join(names[:MOST_NAMED])}{more})"


def _faults_of_example(templates: Templates) -> Iterator[str]:
    """Make the shipped example of each kind with the folder, as `render` would."""
    own_kinds = {name.removeprefix("kinds/").removesuffix(".yaml") for name in templates.own if "kinds/" in name}
    shipped = folder("examples")
    text = (shipped / EXAMPLE).read_text(encoding="utf-8")
    for kind in ["workplace", *sorted(own_kinds - {"workplace"})]:
        try:
            data = text.replace("kind: workplace", f"kind: {kind}").encode()
            interview = open_pair(data, EXAMPLE, shipped, templates=templates).interview
            kit(interview, documents_for(interview))
        except AgreementError as error:
            yield str(error)
