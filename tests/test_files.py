"""Files are named so they can be found, never overwritten silently, and written whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from agreementgen.disk import read_bytes, replace_bytes
from agreementgen.documents import Document, kit
from agreementgen.errors import FileError
from agreementgen.files import save_kit, slug, write_text
from agreementgen.interview import Interview

from .conftest import ROOT, Outcome, settled

SETTLED = settled()
DRAFT = settled(communication="{channel: email}")


@pytest.fixture(scope="module")
def made() -> tuple[Document, ...]:
    return kit(SETTLED, ["agreement", "agenda-1-shared"])


def named(mentee: str, mentor: str) -> Interview:
    return settled(people=f'{{mentee: "{mentee}", mentor: "{mentor}"}}')


@pytest.mark.parametrize(
    ("mentee", "mentor", "expected"),
    [
        ("Amara Diallo", "Jon Reyes", "Amara-Diallo-Jon-Reyes"),
        ("Mai Nguyễn", "Łukasz Árvore", "Mai-Nguyễn-Łukasz-Árvore"),
        ("山田", "Олена О'Коннор", "山田-Олена-О'Коннор"),
        ("../../x", "a/b|c", "x-abc"),
        ("Dr. A: B?", "C* <D>", "Dr.-A-B-C-D"),
        ("CON", "", "CON-mentor"),
        (".", "..", "pair"),
        ("Anna\u200e", "Ben", "Anna-Ben"),
        ("x" * 100, "y", "x" * 60),
    ],
)
def test_a_slug_keeps_letters_and_drops_what_file_systems_forbid(mentee: str, mentor: str, expected: str) -> None:
    assert slug(named(mentee, mentor)) == expected


def test_a_slug_is_never_a_reserved_name_of_windows() -> None:
    spoken = named("Con", "x")
    assert slug(spoken) == "Con-x"
    assert slug(named("\u200e", "nul")).lower() not in {"nul", "con"}


def test_names_can_be_written_in_latin_letters() -> None:
    assert slug(named("Олена", "山田"), ascii_only=True).isascii()


def test_a_kit_goes_into_its_own_folder(made: tuple[Document, ...], tmp_path: Path) -> None:
    written = save_kit(made, SETTLED, tmp_path)
    names = [str(path.relative_to(tmp_path)) for path in written.paths]
    folder = "Ada-Okafor-Ben-Lind"
    assert names == [f"{folder}/{folder}-agreement.pdf", f"{folder}/{folder}-agenda-1-shared.pdf"]
    assert sorted(tmp_path.rglob("*.*")) == sorted(written.paths)


def test_a_version_from_the_second_on_stands_in_the_name(tmp_path: Path) -> None:
    spoken = settled(document="{version: 2}")
    written = save_kit(kit(spoken, ["agreement"]), spoken, tmp_path)
    assert written.paths[0].name == "Ada-Okafor-Ben-Lind-agreement-v2.pdf"


def test_an_unsigned_file_of_ours_is_replaced_and_said_to_be(made: tuple[Document, ...], tmp_path: Path) -> None:
    assert save_kit(made, SETTLED, tmp_path).replaced == ()
    again = save_kit(made, SETTLED, tmp_path)
    assert again.replaced == again.paths


@pytest.mark.parametrize("content", [b"a letter to my aunt", b"%PDF-1.7 broken", b""])
def test_anything_else_in_the_way_needs_force(made: tuple[Document, ...], tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "Ada-Okafor-Ben-Lind" / "Ada-Okafor-Ben-Lind-agenda-1-shared.pdf"
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(FileError, match="in the way"):
        save_kit(made, SETTLED, tmp_path)
    assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]
    save_kit(made, SETTLED, tmp_path, force=True)
    assert path.read_bytes().startswith(b"%PDF")


def test_the_agreement_of_another_pair_is_in_the_way(tmp_path: Path) -> None:
    other = settled(document="{id: another}")
    save_kit(kit(other, ["agreement"]), other, tmp_path)
    with pytest.raises(FileError, match="not made from this agreement"):
        save_kit(kit(SETTLED, ["agreement"]), SETTLED, tmp_path)


def test_a_signed_pdf_is_never_overwritten_force_or_not(made: tuple[Document, ...], tmp_path: Path) -> None:
    path = save_kit(made, SETTLED, tmp_path).paths[0]
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        field = next(field for field in pdf.Root.AcroForm.Fields if field.T == "sig_mentee")
        field.V = pikepdf.Dictionary(Type=pikepdf.Name.Sig, Contents=b"signed")
        pdf.save(path)
    before = path.read_bytes()
    for force in (False, True):
        with pytest.raises(FileError, match="signature"):
            save_kit(made, SETTLED, tmp_path, force=force)
    assert path.read_bytes() == before


def test_the_final_version_takes_an_old_draft_away(tmp_path: Path) -> None:
    draft = save_kit(kit(DRAFT, ["agreement"]), DRAFT, tmp_path)
    assert draft.paths[0].name.endswith("-DRAFT.pdf")
    final = save_kit(kit(SETTLED, ["agreement"]), SETTLED, tmp_path)
    assert final.removed == draft.paths
    assert not draft.paths[0].exists()


def test_a_foreign_file_of_a_drafts_name_is_left_alone(made: tuple[Document, ...], tmp_path: Path) -> None:
    foreign = tmp_path / "Ada-Okafor-Ben-Lind" / "Ada-Okafor-Ben-Lind-agreement-DRAFT.pdf"
    foreign.parent.mkdir()
    foreign.write_bytes(b"notes")
    assert save_kit(made, SETTLED, tmp_path).removed == ()
    assert foreign.read_bytes() == b"notes"


def test_a_folder_that_is_a_file_is_said_in_words_and_nothing_is_left(
    made: tuple[Document, ...], tmp_path: Path
) -> None:
    place = tmp_path / "out"
    place.write_text("a file")
    with pytest.raises(FileError, match="cannot be written"):
        save_kit(made, SETTLED, place)
    assert place.read_text() == "a file"


def test_a_text_file_is_not_overwritten_without_force(tmp_path: Path) -> None:
    path = tmp_path / "interview.yaml"
    write_text(path, "one")
    with pytest.raises(FileError, match="exists already"):
        write_text(path, "two")
    assert path.read_text() == "one"
    write_text(path, "two", force=True)
    assert path.read_text() == "two"


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no file"):
        read_bytes(tmp_path / "x.yaml")
    with pytest.raises(FileError, match="folder"):
        read_bytes(tmp_path)


@pytest.mark.parametrize("target", ["outside", "missing"])
def test_a_kit_folder_that_leads_elsewhere_is_not_followed(
    made: tuple[Document, ...], tmp_path: Path, target: str
) -> None:
    out, outside = tmp_path / "out", tmp_path / "outside"
    out.mkdir()
    outside.mkdir()
    (out / "Ada-Okafor-Ben-Lind").symlink_to(tmp_path / target)
    with pytest.raises(FileError, match="leads out of"):
        save_kit(made, SETTLED, out, force=True)
    assert list(outside.iterdir()) == []
    assert not (tmp_path / "missing").exists()


def test_a_kit_folder_that_leads_to_another_one_in_the_same_place_is_followed(
    made: tuple[Document, ...], tmp_path: Path
) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "Ada-Okafor-Ben-Lind").symlink_to(tmp_path / "kept")
    save_kit(made, SETTLED, tmp_path)
    assert len(list((tmp_path / "kept").iterdir())) == 2


def test_a_file_that_is_a_link_is_replaced_and_what_it_names_is_not_touched(
    made: tuple[Document, ...], tmp_path: Path
) -> None:
    paths = save_kit(made, SETTLED, tmp_path / "out").paths
    outside = tmp_path / "outside.pdf"
    paths[0].rename(outside)
    before = outside.read_bytes()
    paths[0].symlink_to(outside)
    save_kit(made, SETTLED, tmp_path / "out", force=True)
    assert not paths[0].is_symlink()
    assert outside.read_bytes() == before


@pytest.mark.parametrize("name", ["CON", "nul.yaml", "Aux.html", "com1.yaml", "lpt9.pdf", "interview.", "interview "])
def test_a_name_that_no_file_can_have_on_windows_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileError, match="on Windows"):
        write_text(tmp_path / name, "x", force=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["console.yaml", "a.con", "auxiliary", "com.yaml", ".nul"])
def test_a_name_that_only_begins_like_one_is_fine(tmp_path: Path, name: str) -> None:
    write_text(tmp_path / name, "x")
    assert (tmp_path / name).read_text(encoding="utf-8") == "x"


def test_a_file_that_is_open_elsewhere_is_named_and_nothing_is_left_behind(
    made: tuple[Document, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = save_kit(made, SETTLED, tmp_path).paths
    before = [path.read_bytes() for path in paths]

    def refuse(self: Path, target: Path) -> None:
        # What Windows answers where another program holds the file.
        raise PermissionError(13, "Access is denied", str(self), 5, str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(FileError, match=r"agreement\.pdf.*open in another program"):
        save_kit(made, SETTLED, tmp_path)
    with pytest.raises(FileError, match="open in another program"):
        replace_bytes(paths[0], before[0], b"x")
    with pytest.raises(FileError, match="open in another program"):
        write_text(tmp_path / "x.yaml", "x")
    assert [path.read_bytes() for path in paths] == before
    assert sorted(tmp_path.rglob("*.*")) == sorted(paths)


HARD = {"PYTHONUTF8": "0", "LC_ALL": "C", "LANG": "", "PYTHONIOENCODING": "cp1252"}
"""A console of Windows, and a system whose file names hold nothing but ASCII."""


def hard(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "agreementgen", *arguments]
    return subprocess.run(command, cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT), **HARD}, capture_output=True)


def test_what_is_said_is_utf8_on_a_console_that_has_few_letters(tmp_path: Path) -> None:
    (tmp_path / "pair.yaml").write_text("people: {mentee: 山田, mentor: Łukasz}\nterm: 山\n", encoding="utf-8")
    told = hard(tmp_path, "check", "pair.yaml")
    assert told.returncode == 1
    assert "term: 山" in told.stdout.decode("utf-8")
    assert b"Traceback" not in told.stderr
    starter = hard(tmp_path, "new", "-")
    assert "’" in starter.stdout.decode("utf-8") or "…" in starter.stdout.decode("utf-8")


def test_where_no_file_can_have_the_pairs_name_it_is_said_and_ascii_names_help(tmp_path: Path) -> None:
    (tmp_path / "pair.yaml").write_text("people: {mentee: 山田, mentor: Łukasz}\n", encoding="utf-8")
    render = ("render", "pair.yaml", "--docs", "questions", "--format", "html", "-o", "out")
    told = hard(tmp_path, *render)
    assert told.returncode == 2
    assert "Use --ascii-names" in told.stderr.decode("utf-8")
    assert hard(tmp_path, *render, "--ascii-names").returncode == 0
    assert [path.name.isascii() for path in (tmp_path / "out").rglob("*.html")] == [True]


LONG = "x" * 300
DEEP = "/".join(["d" * 200] * 25)


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", f"{LONG}.yaml"),
        ("check", f"{DEEP}/a.yaml"),
        ("new", f"{LONG}.yaml", "--no-input"),
        ("new", "--form", f"{DEEP}/a.html", "--as", "mentor"),
        ("ask", f"{LONG}.yaml"),
        ("render", "pair.yaml", "--format", "html", "-o", LONG),
        ("render", "pair.yaml", "--format", "html", "-o", DEEP),
        ("render", "pair.yaml", "--templates", DEEP),
        ("render", "pair.yaml", "--program", f"{LONG}.yaml"),
        ("render", "pair.yaml", "--font", LONG),
        ("merge", "pair.yaml", "pair.yaml", "-o", f"{LONG}.yaml"),
        ("settle", f"{DEEP}/a.yaml", "a=b"),
        ("schema", "-o", f"{LONG}.json"),
        ("templates", "eject", DEEP, "locales/en/labels.yaml"),
    ],
    ids=lambda arguments: f"{arguments[0]} {arguments[-1][:3]}",
)
def test_a_path_that_is_too_long_is_told_in_words(
    run: Callable[..., Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "pair.yaml").write_text("people: {mentee: Ada, mentor: Ben}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    outcome = run(*arguments)
    assert outcome.code in (1, 2), outcome
    assert "error" in outcome.err
    assert "bug" not in outcome.err
    assert [path.name for path in tmp_path.iterdir()] == ["pair.yaml"]


def test_of_many_who_write_in_the_same_moment_none_writes_over_another(tmp_path: Path) -> None:
    path = tmp_path / "interview.yaml"
    path.write_bytes(b"0")
    code = (
        "import sys; from pathlib import Path; from agreementgen.disk import ChangedError, replace_bytes\n"
        "path, done = Path(sys.argv[1]), 0\n"
        "while done < 25:\n"
        "    before = path.read_bytes()\n"
        "    try:\n"
        "        replace_bytes(path, before, before + b'x')\n"
        "        done += 1\n"
        "    except ChangedError:\n"
        "        pass\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    writers = [subprocess.Popen([sys.executable, "-c", code, path], env=environment) for _ in range(4)]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0, 0]
    assert path.read_bytes() == b"0" + 100 * b"x"
