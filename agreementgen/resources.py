"""Where the shipped folders are, and how a file in them is found; no path leaves its root.

In a checkout `templates/` and `examples/` lie beside the package, in an installed wheel inside it. An organisation's
own folder lies over the shipped templates file by file: `Templates` is both together, and is handed down as a value.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from agreementgen.errors import FileError, TemplateError, did_you_mean

__all__ = [
    "ALWAYS_OURS",
    "MOST_FILES",
    "SHIPPED",
    "Data",
    "Place",
    "Templates",
    "digest",
    "folder",
    "lay_over",
    "names",
    "path",
    "read_data",
    "read_own",
    "read_text",
]

Data = str | dict[str, "Data"] | list["Data"]
"""What our own YAML files hold: text, never numbers or dates, so that `no` and `1.10` stay as written."""

PACKAGE = Path(__file__).parent
DEEPEST = 20
MOST_BYTES = 1024 * 1024
MOST_FILES = 2000
MOST_BYTES_IN_ALL = 20 * MOST_BYTES
IGNORED = re.compile(
    r"(^|/)([.~].*|.*~|README[^/]*|LICENSE[^/]*|desktop\.ini|Thumbs\.db)($|/)|\.(bak|md|txt|orig|swp)$"
)
"""What may lie beside templates and is none."""
FURTHER = re.compile(
    r"locales/[a-z]{2,3}/(clauses|agendas|sheets)/\w+\.yaml|kinds/\w+\.yaml|themes/\w+/theme\.css|documents/(\w+/)*\w+\.html"
)
"""What can be added, where nothing of the name is shipped."""
ALWAYS_OURS = ("documents/form/", "fonts/", "form/", "pages/")
"""What no file of one's own takes the place of."""
_Loader: type[yaml.BaseLoader] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def folder(name: str) -> Path:
    """Give the shipped folder `templates` or `examples`.

    Raises:
        TemplateError: The folder is in neither place, so the installation is incomplete.
    """
    for parent in (PACKAGE, PACKAGE.parent):
        if (parent / name).is_dir():
            return parent / name
    raise TemplateError(f'The folder "{name}" is missing from the installation. Install agreementgen again.')


def path(name: str) -> Path:
    """Give the path of a shipped template file, such as `locales/en/labels.yaml`.

    Raises:
        TemplateError: There is no such file, or `name` points outside the templates.
    """
    root = folder("templates")
    # Not `resolve()`: in a strict editable install every file is a link to the checkout.
    found = Path(os.path.normpath(root / name))
    if not found.is_relative_to(root) or not found.is_file():
        raise TemplateError(f'There is no template file "{name}".')
    return found


class Templates:
    """The shipped templates, with files of one's own in place of those of the same path.

    The own files are held as they were when they were read, so that words, hashes and pages always go together. Two
    with the same own files are equal.

    Args:
        root: The own folder as it was given, for messages; empty where there is none.
        own: Content of the own files by path, such as `locales/en/clauses/conf.yaml`.
    """

    __slots__ = ("_hash", "_parsed", "_parted", "own", "root")

    def __init__(self, root: str = "", own: Mapping[str, bytes] | None = None) -> None:
        self.root = root
        self.own = dict(own or {})
        self._parsed: dict[str, dict[str, Data]] = {}
        self._parted: dict[str, Mapping[str, Data]] = {}
        self._hash = hash((root, *sorted(self.own.items())))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Templates) and (self is other or (self.root, self.own) == (other.root, other.own))

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> Any:
        return Templates, (self.root, self.own)

    @property
    def has_own(self) -> bool:
        """Tell whether any file is not a shipped one."""
        return bool(self.own)

    def has(self, name: str) -> bool:
        """Tell whether there is a file, own or shipped."""
        if name in self.own:
            return True
        root = folder("templates")
        found = Path(os.path.normpath(root / name))
        return found.is_relative_to(root) and found.is_file()

    def files(self, subfolder: str, suffix: str) -> tuple[str, ...]:
        """Give the paths below a folder that end so, own and shipped, sorted."""
        root = folder("templates")
        shipped = {file.relative_to(root).as_posix() for file in (root / subfolder).rglob(f"*{suffix}")}
        own = {name for name in self.own if name.startswith(f"{subfolder}/") and name.endswith(suffix)}
        return tuple(sorted(shipped | own))

    def names(self, subfolder: str, suffix: str) -> tuple[str, ...]:
        """Name what a folder itself holds, without suffix, sorted: `names("kinds", ".yaml")`."""
        place = folder("templates") / subfolder
        found = {entry.name for entry in place.glob(f"*{suffix}")}
        if self.own:
            below = f"{subfolder}/"
            rests = {name.removeprefix(below) for name in self.own if name.startswith(below)}
            found |= {rest for rest in rests if "/" not in rest and rest.endswith(suffix)}
        return tuple(sorted(name.removesuffix(suffix) for name in found))

    def read_bytes(self, name: str) -> bytes:
        """Read a file.

        Raises:
            TemplateError: There is no such file.
        """
        return self.own[name] if name in self.own else path(name).read_bytes()

    def read_text(self, name: str) -> str:
        """Read a file as UTF-8 text.

        Raises:
            TemplateError: There is no such file, or it is not UTF-8.
        """
        try:
            return self.read_bytes(name).decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = self.read_bytes(name)[: error.start].count(b"\n") + 1
            raise TemplateError(f"{self.shown(name)}:{line}: this is not UTF-8. Save the file as UTF-8.") from error

    def read_data(self, name: str) -> dict[str, Data]:
        """Read a YAML file; every scalar is text. The result is shared: do not change it.

        Raises:
            TemplateError: The file is missing, is not YAML, or is not a mapping.
        """
        if name not in self.own and self is not SHIPPED:
            return SHIPPED.read_data(name)
        if name not in self._parsed:
            self._parsed[name] = self._read_yaml(name)
        return self._parsed[name]

    def read_sections(self, name: str) -> Mapping[str, Data]:
        """Read a large YAML file of words likewise, but each section of a shipped one only when it is asked for.

        Raises:
            TemplateError: As `read_data`; of a section, when it is asked for.
        """
        if name in self.own or self is not SHIPPED:
            return self.read_data(name) if name in self.own else SHIPPED.read_sections(name)
        if name not in self._parted:
            texts = _sections_of(self.read_text(name))
            self._parted[name] = _Sections(name, texts) if texts else self.read_data(name)
        return self._parted[name]

    def _read_yaml(self, name: str) -> dict[str, Data]:
        try:
            text = self.read_text(name)
            if name in self.own:
                self._refuse_bombs(name, text)
            data = yaml.load(text, Loader=_Loader)  # BaseLoader builds text only
        except yaml.YAMLError as error:
            # Of a quote that is never closed, the engine names the end of the file; what helps is where it begins.
            begins = "quoted scalar" in (getattr(error, "context", None) or "")
            mark = getattr(error, "context_mark" if begins else "problem_mark", None)
            where = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
            what = getattr(error, "problem", None) or str(error)
            advice = "Look at this line and the one before: a quote, a colon, or the spaces in front."
            raise TemplateError(f"{self.shown(name)}{where}: this is not valid YAML: {what}. {advice}") from error
        if not isinstance(data, dict):
            raise TemplateError(f"{self.shown(name)}:1: the file must hold a mapping of names to words.")
        return data

    def _refuse_bombs(self, name: str, text: str) -> None:
        """Refuse what makes a small file a large tree, before a tree is built."""
        depth, texts = 0, set()
        for event in yaml.parse(text, Loader=_Loader):
            where = f"{self.shown(name)}:{event.start_mark.line + 1 if event.start_mark else 1}"
            if isinstance(event, yaml.ScalarEvent) and getattr(event, "anchor", None):
                texts.add(event.anchor)
            elif isinstance(event, yaml.CollectionStartEvent) and event.anchor:
                texts.discard(event.anchor)
            if isinstance(event, yaml.AliasEvent) and event.anchor not in texts:
                raise TemplateError(f"{where}: an alias (*…) may stand for a text only. Write out what it stands for.")
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                raise TemplateError(f"{where}: this is nested more than {DEEPEST} deep.")

    def digest(self, *names: str) -> str:
        """Give a short hash of files and folders: 12 hex digits of a SHA-256 over names and contents."""
        return _digest(self, names)

    def shown(self, name: str) -> str:
        """Give a file's path as a person knows it."""
        return f"{self.root.rstrip('/')}/{name}" if name in self.own else f"templates/{name}"

    def line(self, name: str, *keys: str | int) -> int:
        """Give the line, from 1, of what stands at a path of keys in a YAML file, or of the last key that is there.

        For a text that begins below its key, it is that line. Slow: it reads the file again. For messages only.
        """
        try:
            node: Any = yaml.compose(self.read_text(name), Loader=_Loader)
        except (yaml.YAMLError, TemplateError):
            return 1
        line = 1
        for key in keys:
            found = node
            if isinstance(node, yaml.MappingNode):
                found = next(((own, value) for own, value in node.value if own.value == str(key)), None)
            elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
                found = (node.value[key], node.value[key])
            if not isinstance(found, tuple):
                break
            line, node = found[0].start_mark.line + 1, found[1]
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            return node.start_mark.line + 2
        return line


def lay_over(place: str | Path | None) -> Templates:
    """Lay an organisation's folder over the shipped templates; where there is none, give these.

    Raises:
        FileError: There is no such folder.
        TemplateError: It holds what no document would use; each such file is named, with the nearest that would be.
    """
    templates, faults = read_own(place) if place else (SHIPPED, ())
    if faults:
        raise TemplateError("\n".join(faults))
    return templates


def read_own(place: str | Path) -> tuple[Templates, tuple[str, ...]]:
    """Read an organisation's folder, and say of each file in it that can be no template why.

    Raises:
        FileError: There is no such folder, or a file in it cannot be read.
    """
    root = Path(place)
    if not root.is_dir():
        raise FileError(f'There is no folder "{place}".')
    own: dict[str, bytes] = {}
    faults, size = [], 0
    for file in sorted(root.rglob("*"))[: MOST_FILES + 1]:
        name = file.relative_to(root).as_posix()
        if IGNORED.search(name) or file.is_dir():
            continue
        if said := _unfit(name, file, root):
            faults.append(f"{root.as_posix()}/{name}: {said}")
            continue
        if (size := size + file.stat().st_size) > MOST_BYTES_IN_ALL:
            faults.append(f"{root.as_posix()}: the files in it have more than {MOST_BYTES_IN_ALL >> 20} MB.")
            break
        try:
            own[name] = file.read_bytes()
        except OSError as error:
            raise FileError(f'"{file}" cannot be read: {error.strerror}.') from error
    if len(own) + len(faults) > MOST_FILES:
        faults.append(f"{root.as_posix()}: there are more than {MOST_FILES} files in it.")
    if not own and not faults:
        faults.append(f'{root.as_posix()}: there is no template in it. Copy some with "agreementgen templates eject".')
    return Templates(root.as_posix(), own), tuple(faults)


def _unfit(name: str, file: Path, root: Path) -> str:
    """Say why a file can be no template of one's own; empty where it can."""
    if name.startswith("fonts/"):
        return "fonts are no templates. Give one with --font FILE, or in the program's file."
    if name.startswith(ALWAYS_OURS):
        return "this is always ours: it is no part of a kit. Take the file out."
    if not SHIPPED.has(name) and not FURTHER.fullmatch(name) and not SHIPPED.has(_in_english(name)):
        known = [each for suffix in (".yaml", ".html") for each in SHIPPED.files("", suffix)]
        ours = [each for each in known if not each.startswith(ALWAYS_OURS)]
        return "nothing uses a file of this name." + did_you_mean(name, ours, cutoff=0.75)
    if not file.is_file() or not file.resolve().is_relative_to(root.resolve()):
        return "this is no file in the folder itself. Put a copy here."
    if file.stat().st_size > MOST_BYTES:
        return f"this has {file.stat().st_size // 1024} KB; {MOST_BYTES // 1024} KB is the most."
    return ""


def _in_english(name: str) -> str:
    """Give the path that a file of another language has in English."""
    return re.sub(r"^locales/[a-z]{2,3}/", "locales/en/", name)


@lru_cache(maxsize=64)
def _digest(templates: Templates, names: tuple[str, ...]) -> str:
    seen = hashlib.sha256()
    root = folder("templates")
    for name in names:
        files = sorted(_below(root / name, templates, name) or {name}, key=lambda file: file.split("/"))
        for file in files:
            if templates.has(file):
                seen.update(f"{file}\0".encode())
                seen.update(templates.read_bytes(file).replace(b"\r\n", b"\n"))
    return seen.hexdigest()[:12]


def _below(place: Path, templates: Templates, name: str) -> set[str]:
    found = {f"{name}/{file.relative_to(place).as_posix()}" for file in place.rglob("*") if file.is_file()}
    return found | {own for own in templates.own if own.startswith(f"{name}/")}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text of a YAML template stands: its file, and the keys that lead to it.

    As text it is `file:line`, which is worked out only then.

    Attributes:
        below: How many lines further down than the text begins.
    """

    templates: Templates
    file: str
    keys: tuple[str | int, ...] = ()
    below: int = 0

    def at(self, *keys: str | int, below: int = 0) -> Place:
        """Give a place further in."""
        return Place(self.templates, self.file, (*self.keys, *keys), below)

    def __str__(self) -> str:
        return f"{self.templates.shown(self.file)}:{self.templates.line(self.file, *self.keys) + self.below}"


class _Sections(Mapping[str, Data]):
    """The sections of a shipped file, each read once it is asked for: no command needs all words."""

    def __init__(self, name: str, texts: Mapping[str, str]) -> None:
        self._name, self._texts = name, texts
        self._read: dict[str, Data] = {}

    def __getitem__(self, key: str) -> Data:
        if key not in self._read:
            try:
                self._read.update(yaml.load(self._texts[key], Loader=_Loader))
            except yaml.YAMLError:
                # It does not stand for itself; where the file as a whole is at fault, this says where.
                self._read.update(SHIPPED.read_data(self._name))
        return self._read[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


def _sections_of(text: str) -> Mapping[str, str]:
    """Part a YAML mapping at its top keys; empty where anything else stands at the start of a line."""
    starts = list(re.finditer(r"^(?:([\"']?)([\w.*-]+)\1:(?=\s|$)|[^\s#])", text, re.MULTILINE))
    ends = [*(start.start() for start in starts[1:]), len(text)]
    if not all(start[2] for start in starts):
        return {}
    return {start[2]: text[start.start() : end] for start, end in zip(starts, ends, strict=True)}


SHIPPED = Templates()
"""The templates as they come with the package."""
names = SHIPPED.names
read_text = SHIPPED.read_text
read_data = SHIPPED.read_data
digest = SHIPPED.digest
