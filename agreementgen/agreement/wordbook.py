"""The words of one outline or sheet + `Scene` → finished texts, by their path in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from agreementgen.agreement.clauses import Wording, fill_line, wording_of
from agreementgen.agreement.phrases import Shown
from agreementgen.agreement.scene import Scene
from agreementgen.agreement.text import Block, Paragraph, Run, Runs
from agreementgen.errors import TemplateError
from agreementgen.locales import laid_over
from agreementgen.resources import Data, Place

__all__ = ["Wordbook", "named"]


@dataclass(frozen=True, slots=True)
class Wordbook:
    """The words of one file in `agendas/` or `sheets/`, filled from one scene.

    A file may begin with `like: later`: what it does not say itself, it then has from that other file.
    """

    scene: Scene
    name: str
    folder: str = "agendas"

    @property
    def file(self) -> str:
        """Give the file's name, for messages about it."""
        return self._files[0]

    @property
    def _files(self) -> tuple[str, ...]:
        """Name this file and those that it is like, the nearest first.

        What a kind of mentoring has in its own words may be like the file of the same name that is for all.
        """
        locale, found = self.scene.locale, [self.scene.locale.file(f"{self.folder}/{self.name}.yaml")]
        while name := str(self._read(found[-1]).get("like", "")):
            of_kind, for_all = locale.file(f"{self.folder}/{name}.yaml"), f"{locale.folder}/{self.folder}/{name}.yaml"
            if for_all in found:
                break
            found.append(for_all if of_kind in found else of_kind)
        return tuple(found)

    def _read(self, file: str) -> Mapping[str, Data]:
        return self.scene.locale.templates.read_data(file)

    def _place(self, *path: str | int) -> Place:
        """Give where a text stands: in this file, or in one that it is like."""
        file = next((file for file in self._files if _holds(self._read(file), path)), self._files[-1])
        return Place(self.scene.locale.templates, file, path)

    @property
    def _words(self) -> Mapping[str, Data]:
        found: Mapping[str, Data] = {}
        for file in reversed(self._files):
            found = laid_over(found, self._read(file))
        return found

    def having(self, **extra: Shown) -> Wordbook:
        """Give the same words with further keys to fill in."""
        return replace(self, scene=self.scene.with_extra(extra))

    def at(self, *path: str) -> Any:
        """Give what stands at a path of keys.

        Raises:
            TemplateError: There is nothing.
        """
        node: Any = self._words
        for part in path:
            if not isinstance(node, dict) or part not in node:
                raise TemplateError(f'"{self.file}" has no "{".".join(path)}".')
            node = node[part]
        return node

    def text(self, *path: str) -> str:
        """Give a text as it stands there."""
        node = self.at(*path)
        if not isinstance(node, str):
            raise TemplateError(f'"{self.file}": "{".".join(path)}" must be text.')
        return node

    def line(self, *path: str) -> Runs:
        """Give a text of one line, filled."""
        return fill_line(self.text(*path), self.scene, self._place(*path))

    def wording(self, *path: str) -> Wording:
        """Give the variant that fits, filled."""
        return wording_of(self.at(*path), self.scene, self._place(*path))

    def entry(self, number: int, *path: str) -> Wording:
        """Give the variant that fits of one entry, from 0, of a list of wordings."""
        return wording_of(self.at(*path)[number], self.scene, self._place(*path, number))

    def paragraphs(self, *path: str) -> Iterator[Block]:
        """Give the blocks of a list of wordings, one after the other; variants without text print nothing."""
        for number in range(len(self.at(*path))):
            yield from self.entry(number, *path).blocks

    def lines(self, *path: str) -> tuple[Runs, ...]:
        """Give the paragraphs of a list of wordings, each as one line."""
        return tuple(block.runs for block in self.paragraphs(*path) if isinstance(block, Paragraph))


def _holds(node: Any, path: tuple[str | int, ...]) -> bool:
    """Tell whether a file has something at a path, as far as it is made of keys."""
    for part in path:
        if isinstance(node, dict) and part not in node:
            return False
        node = node[part] if isinstance(node, dict) or isinstance(part, int) else node
    return True


def named(label: str, name: Runs, scene: Scene) -> Runs:
    """Give a label with a person's name in it; the name stays marked as that person's own words."""
    before, _, behind = scene.locale.label(label, name="\0").partition("\0")
    return tuple(run for run in (Run(before), *name, Run(behind)) if run.text)
