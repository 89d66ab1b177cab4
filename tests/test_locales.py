"""The words: complete, without markup, each value sayable, each spelling of one meaning."""

from __future__ import annotations

import re
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from babel.dates import format_date

from agreementgen import resources
from agreementgen.errors import Code, TemplateError
from agreementgen.interview import kinds
from agreementgen.interview.fields import FIELDS, PROGRAM_FIELDS
from agreementgen.interview.values import Unit
from agreementgen.locales import available, fold, load_locale

LOCALES = [load_locale(tag) for tag in available()]
FILES = sorted(
    path.relative_to(resources.folder("templates")).as_posix()
    for path in (resources.folder("templates") / "locales").rglob("*.yaml")
)


def strings(data: Any) -> list[str]:
    if isinstance(data, dict):
        return [text for value in data.values() for text in strings(value)]
    if isinstance(data, list):
        return [text for value in data for text in strings(value)]
    return [data]


def test_there_is_english() -> None:
    assert "en" in available()
    assert len(FILES) > 40


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.tag)
def test_every_field_has_its_words_and_no_words_are_without_a_field(locale: Any) -> None:
    for key in FIELDS | PROGRAM_FIELDS:
        question = locale.question(key)
        assert question.label
        assert question.ask.endswith("?") or key == "goals.*.by"
    # Of several mentors, each is asked what the first one is, and of the members, each the same.
    asked = {re.sub("^people\\.member-\\d", "people.member", key) for key in FIELDS if "people.mentor-" not in key}
    assert set(locale.questions) == asked | set(PROGRAM_FIELDS)


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.tag)
def test_every_listed_value_has_words_and_no_raw_value_is_among_them(locale: Any) -> None:
    for key, field in (FIELDS | PROGRAM_FIELDS).items():
        for value in field.values:
            words = locale.value(key, value)
            assert words
            assert "_" not in words
    for kind in kinds():
        assert locale.value("relationship.kind", kind)


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.tag)
def test_every_problem_has_message_help_and_explanation(locale: Any) -> None:
    words = resources.read_data(f"{locale.folder}/problems.yaml")
    assert set(words) == {code.value for code in Code}
    for code, entry in words.items():
        assert isinstance(entry, dict)
        assert set(entry) == {"message", "help", "explain"}, code
        assert not str(entry["message"]).endswith("."), code


@pytest.mark.parametrize("file", FILES)
def test_words_hold_no_markup(file: str) -> None:
    for text in strings(resources.read_data(file)):
        assert not re.search(r"</?[a-z]+[ >]|&[a-z]+;|\*\*|^# ", text), text


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.tag)
def test_a_spelling_means_one_value_only_among_those_of_any_field(locale: Any) -> None:
    for key, field in FIELDS.items():
        seen: dict[str, str] = {}
        for value in field.values:
            for spelled in {value, *map(fold, locale.spellings["values"].get(value, []))}:
                assert seen.setdefault(spelled, value) == value, f"{key}: {spelled}"


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.tag)
def test_units_and_numbers_are_those_the_model_knows(locale: Any) -> None:
    assert set(locale.spellings["units"]) == set(Unit.__args__)  # type: ignore[attr-defined]
    for unit in locale.spellings["units"]:
        assert "1" in locale.count(1, unit)
        assert locale.count(2, unit) != locale.count(1, unit)


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.tag)
def test_a_number_takes_the_plural_form_that_the_cldr_gives_it(locale: Any) -> None:
    forms = {"one", "two", "few", "many", "other", "zero"}
    for word, given in resources.read_data(f"{locale.folder}/labels.yaml")["counted"].items():  # type: ignore[union-attr]
        assert set(given) <= forms
        for number in range(201):
            form = locale.babel.plural_form(number)
            assert locale.count(number, word) == given.get(form, given["other"]).replace("{n}", str(number))


@pytest.mark.parametrize("locale", [*LOCALES, load_locale("en-US"), load_locale("en-GB")], ids=lambda each: each.tag)
def test_a_month_is_called_what_the_cldr_calls_it(locale: Any) -> None:
    for month in range(1, 13):
        for form in ("day", "month", "weekday", "brief", "short"):
            for day in (date(2026, month, 9), date(1999, month, 28)):
                pattern = locale.label(f"dates.{'en-US.' if locale.tag == 'en-US' else ''}{form}")
                assert locale.day(day, form) == format_date(day, pattern, locale=locale.babel)


@pytest.mark.parametrize("tag", available())
def test_words_that_are_read_by_section_are_those_of_the_file(tag: str) -> None:
    for name in ("labels", "questions", "problems", "spellings", "roster"):
        file = f"locales/{tag}/{name}.yaml"
        sections = resources.SHIPPED.read_sections(file)
        assert sections is not resources.SHIPPED.read_data(file)
        assert dict(sections) == resources.SHIPPED.read_data(file)


@pytest.mark.parametrize(
    "text",
    [
        "a: &b c\nd: *b\n",
        'a: "one\nb: two"\n',
        "{a: b,\nc: d}\n",
        "a: {b: c,\nd: e}\n",
        "a: |\n  b\n\n  c: d\n# e\nf: g\n",
    ],
)
def test_a_section_that_does_not_stand_for_itself_is_read_with_its_file(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "words.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(resources, "PACKAGE", tmp_path)
    monkeypatch.setattr(resources, "SHIPPED", resources.Templates())
    sections, whole = resources.SHIPPED.read_sections("words.yaml"), resources.SHIPPED.read_data("words.yaml")
    assert {key: sections[key] for key in whole} == whole


def test_a_fault_in_a_section_is_shown_at_its_line_in_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "words.yaml").write_text('a: b\nc:\n  d: "e" f\n', encoding="utf-8")
    monkeypatch.setattr(resources, "PACKAGE", tmp_path)
    monkeypatch.setattr(resources, "SHIPPED", resources.Templates())
    sections = resources.SHIPPED.read_sections("words.yaml")
    assert sections["a"] == "b"
    with pytest.raises(TemplateError, match=r"words\.yaml:3"):
        _ = sections["c"]


def test_dates_and_times_are_written_in_the_order_of_the_region() -> None:
    day, clock = date(2026, 4, 5), time(15, 5)
    british, american = load_locale("en-GB"), load_locale("en-US")
    assert (british.day(day), british.clock(clock)) == ("5 April 2026", "15:05")
    assert (american.day(day), squash(american.clock(clock))) == ("April 5, 2026", "3:05 PM")
    assert british.day(day, "weekday") == "Sunday 5 April 2026"
    assert british.day(day, "month") == "April 2026"


def squash(text: str) -> str:
    return text.replace("\u202f", " ")


def test_a_list_is_joined_in_words() -> None:
    locale = load_locale("en")
    assert [locale.joined(items) for items in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_a_missing_label_names_file_and_key() -> None:
    with pytest.raises(TemplateError, match=r"labels\.yaml.*agreement\.tilte"):
        load_locale("en").label("agreement.tilte")


def test_a_language_without_words_is_named_with_those_there_are() -> None:
    with pytest.raises(TemplateError, match=r'"xx-YY".*en'):
        load_locale("xx-YY")


def test_a_template_path_cannot_leave_its_folder() -> None:
    for name in ("../setup.cfg", "/etc/passwd", "locales/../../setup.cfg"):
        with pytest.raises(TemplateError):
            resources.path(name)
