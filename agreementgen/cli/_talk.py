"""One interview as it is held: which question is put, and what becomes of each line that is typed."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Sequence

from agreementgen.agreement import answer_in_words
from agreementgen.cli import console
from agreementgen.cli._lines import EnoughError, Lines
from agreementgen.cli._sheet import BrokenError, Pages, PrivateSheet, Sheet
from agreementgen.cli._shown import Shown
from agreementgen.errors import ChangedError, FileError, Problem
from agreementgen.interview import Interview, State, asking, typed
from agreementgen.interview.answer import TITLED
from agreementgen.interview.asking import Part, Question
from agreementgen.interview.body import slug_of
from agreementgen.interview.editing import NoPlaceError, Value, top_keys
from agreementgen.interview.fields import SHORT_FORMS, Section, kind_of
from agreementgen.interview.plain import folded, spelled
from agreementgen.interview.private import HOLDERS
from agreementgen.interview.reach import answer_at
from agreementgen.locales import Locale, fold

__all__ = ["Talk"]


class Talk:
    """One interview: which question is put, and what becomes of each line."""

    def __init__(self, sheet: Sheet, lines: Lines, locale: Locale) -> None:
        self.sheet, self.lines, self.general = sheet, lines, locale
        self.again = False
        self.refused: tuple[Problem, ...] = ()

    @property
    def locale(self) -> Locale:
        """The words for the kind of mentoring, as far as that is known by now."""
        return self.general.of_kind(kind_of(self.sheet.person, self.interview.kind))

    @property
    def shown(self) -> Shown:
        """Questions in those words."""
        return Shown(self.locale)

    @property
    def interview(self) -> Interview:
        """The interview as it stands in the file."""
        return self.sheet.interview

    def hold(self, chosen: tuple[str, ...], only_open: bool) -> None:
        """Ask the twelve questions and then what else is wanted; or some sections; or what is open."""
        label, person = self.locale.label, self.sheet.person
        self.lines.say(label("ask.go_on" if self.sheet.text is not None else "ask.head", file=self.sheet.path))
        if only_open:
            # What stands under open: is for both to settle, not for one of them.
            apart = top_keys(self.sheet.text or "", "open") if person else frozenset()
            self.again = True
            for question in asking.open_questions(self.interview, apart, person):
                self.ask(question, question.parts)
            return
        for name in chosen:
            self.again = True
            self._section(name)
        if chosen:
            return
        is_asked = False
        for number in range(1, asking.LAST + 1):
            # The kind may have been answered just now, and brings a question of its own.
            for question in asking.twelve(self.interview.case, person, self.interview.partners):
                if question.number == number and (parts := asking.needed(question, self.interview)):
                    is_asked = True
                    self.ask(question, parts)
        if not is_asked:
            self.lines.say("\n" + label("ask.nothing_left"))
        self._privately()
        self._more()

    def _more(self) -> None:
        person = self.sheet.person
        while True:
            known = [
                name
                for name in asking.sections(person, self.interview.kind)
                if asking.further(name, self.interview, person)
            ]
            names = [self.locale.label(f"ask.sections.{name}") for name in known]
            numbered = [self.locale.label("ask.choice", number=n, value=name) for n, name in enumerate(names, 1)]
            self.lines.say("\n" + self.locale.label("ask.more"))
            line = self.lines.read(self.locale.label("ask.prompt"))
            if not line:
                return
            if line == self.locale.label("ask.words.explain"):
                self.lines.say(self.locale.label("ask.topics", sections=", ".join(numbered)))
                continue
            for piece in (piece.strip() for piece in line.split(",")):
                number = int(piece) if piece.isdecimal() and len(piece) < 4 else 0
                if 0 < number <= len(known):
                    self._section(known[number - 1])
                elif fold(piece) in (folded := [*map(fold, known), *map(fold, names)]):
                    self._section(known[folded.index(fold(piece)) % len(known)])
                elif piece:
                    self.lines.say(self.locale.label("ask.no_section", name=piece))

    def _section(self, name: str) -> None:
        for question in asking.further(name, self.interview, self.sheet.person, again=self.again):
            self.ask(question, question.parts)

    def _privately(self) -> None:
        """Offer the questions whose answers go into a file of their own."""
        label, path = self.locale.label, self.sheet.path
        if self.sheet.person not in HOLDERS:
            return
        own = PrivateSheet(asking.private_path(path), self.sheet.person, self.locale)
        if own.problems or own.private.person != self.sheet.person:
            self.lines.say(label("ask.private_of_other", file=own.path))
            return
        left = [key for key in asking.PRIVATELY if key not in own.private.texts]
        if not left:
            return
        self.lines.say("\n" + label("ask.private", file=own.path))
        if fold(self.lines.read(label("ask.prompt"))) not in folded(spelled(self.locale, "yes_no")["yes"]):
            return
        self.lines.say(label("ask.private_head", file=own.path))
        for key in left:
            words = f"ask.privately.{key}"
            self.lines.say(f"\n{label(f'{words}.ask')}\n" + label("ask.why", why=label(f"{words}.why")))
            self.lines.say(label("ask.example", value=label(f"{words}.example")))
            while line := self.lines.read(label("ask.prompt")):
                if self._save_privately(own, key, line):
                    break
        self.lines.say(label("ask.private_saved", file=own.path))

    def ask(self, question: Question, parts: tuple[Part, ...]) -> None:
        """Put one question until it has an answer, or is left for later."""
        interview = self.interview
        parts = asking.unlocked(parts, interview)
        if not parts:
            return
        now = "; ".join(filter(None, (self._now(part.key) for part in parts))) if self.again else ""
        self.lines.say("\n" + "\n".join(self.shown.question(question, parts, interview, now)))
        if question.list_of:
            self._ask_list(question, parts)
        else:
            is_one_persons = len(parts) == 1 and parts[0].person and not self.sheet.person
            prompt = self._name(parts[0].person) if is_one_persons else self.locale.label("ask.prompt")
            self._ask_parts(question, parts, prompt)

    def _ask_parts(self, question: Question, parts: tuple[Part, ...], prompt: str) -> None:
        left, is_first = list(parts), True
        while left:
            known = typed.choices(left[0].field) if len(left) == 1 and not left[0].field.is_list else ()
            line = self.lines.choose(prompt, known, can_be_open=left[0].field.asked.can_be_open)
            if line == self.locale.label("ask.words.explain"):
                self.lines.say("\n".join(self.shown.more(left)))
                continue
            if not line and is_first:
                return
            if not line:
                ends = left.pop(0).key.startswith("people.")
                # Who names no further person has named all of them.
                left = [part for part in left if not ends or part.field.is_required(self.interview.case)]
            else:
                said = self._said(line, left if is_first else left[:1])
                if said is None or not self._save([(part.key, value, False) for part, value in said.items()]):
                    continue
                self._repeat(said, left)
                left = [part for part in left if part not in said]
                if is_first and len(said) > 1:
                    left = [part for part in left if part.field.is_required(self.interview.case)]
                left = [part for part in left if not asking.is_needless(part, self.interview)]
            is_first = False
            if left:
                prompt = self._follow_up(left[0], question)

    def _follow_up(self, part: Part, question: Question) -> str:
        label = self.locale.label
        if part.person or part.field.key.endswith(".name"):
            return self._name(part.person or part.key.split(".")[1])
        self.lines.say(self.locale.question(part.field.key).ask)
        if len({p.field for p in question.parts}) == 1:
            self.lines.say("\n".join(self.shown.choices([part])))
        return label("ask.prompt")

    def _name(self, person: str) -> str:
        """Give the prompt for what one person answers alone."""
        return self.locale.label("ask.named", name=self.locale.label(f"ask.roles.{person}"))

    def _said(self, line: str, parts: Sequence[Part]) -> dict[Part, Value] | None:
        """Give what a line answers; `None` where it says more than was asked."""
        offered = self.shown.usual(parts, self.interview)
        usual = fold(self.locale.label("ask.words.usual"))
        if fold(line) == usual and offered:
            return {part: typed.value_of(text, part.field) for part, text in offered.items()}
        beyond = line.partition(";")[2]
        if len(parts) == 1 and beyond.strip() and parts[0].key.endswith(".name"):
            self.lines.say(self.locale.label("ask.too_much", beyond=beyond.strip()))
            return None
        spread = typed.spread(line, parts, self.locale)
        if spread.beyond:
            self.lines.say(self.locale.label("ask.too_much", beyond=spread.beyond))
            return None
        pieces = {part: offered.get(part, said) if fold(said) == usual else said for part, said in spread.said.items()}
        return {part: typed.value_of(piece, part.field) for part, piece in pieces.items()}

    def _ask_list(self, question: Question, parts: tuple[Part, ...]) -> None:
        """Take the items of a list one by one; an empty line ends it."""
        key = parts[0].key if "*" not in parts[0].key else question.list_of
        while True:
            titles = self._titles(key)
            count = len(titles)
            if self.again and titles:
                numbered = (self.locale.label("ask.choice", number=n, value=said) for n, said in enumerate(titles, 1))
                self.lines.say(self.locale.label("ask.listed", values=", ".join(numbered)))
            name = self.locale.question(parts[0].field.key).label
            prompt = self.locale.label("ask.another" if count else "ask.prompt")
            if "*" in parts[0].key:
                prompt = self.locale.label("ask.item", label=name, number=count + 1)
            line = self.lines.read(prompt)
            if not line:
                return
            if line == self.locale.label("ask.words.explain"):
                self.lines.say("\n".join(self.shown.more(parts)))
                continue
            if self.again and self._changed_item(line, key, titles):
                continue
            whole: Value | None = line if fold(line) in ("none", "to_discuss") else None
            usual = self.shown.usual(parts, self.interview)
            if usual and fold(line) == fold(self.locale.label("ask.words.usual")):
                whole = [text.strip() for text in usual[parts[0]].split(";")]
            if whole and not count:
                if self._save([(key, whole, False)]):
                    return
                continue
            said = self._said(line, parts)
            if said is None:
                continue
            item: Value = line
            if "*" in parts[0].key:
                item = {part.key.rpartition(".")[2]: str(value) for part, value in said.items()}
            if not self._save_item(key, item, parts):
                continue
            self._repeat(said, parts)
            if len(parts) > 1 and len(said) == 1:
                slug = slug_of(line)
                rest = tuple(Part(part.key.replace("*", slug), part.field) for part in parts[1:])
                for part in rest if key == "goals" else ():
                    self._ask_parts(question, (part,), self._follow_up(part, question))

    def _titles(self, key: str) -> list[str]:
        """Give what the entries of a list are called."""
        items = answer_at(self.interview.answers, key) or ()
        return [str(getattr(item, SHORT_FORMS[type(item)]) if isinstance(item, Section) else item) for item in items]

    def _changed_item(self, line: str, key: str, titles: list[str]) -> bool:
        """Take an entry out, or word it anew, where a line asks for that; tell whether it did."""
        out = re.fullmatch(rf"{self.locale.label('ask.words.out')}\s+([0-9]{{1,2}})", line, re.IGNORECASE)
        anew = re.fullmatch(r"([0-9]{1,2}):\s*(\S.*)", line)
        number = int((out or anew or ["", "0"])[1])
        if not 0 < number <= len(titles):
            return False
        if out:
            keep = titles[number - 1]

            def take_out() -> tuple[Problem, ...]:
                if self._titles(key)[number - 1 : number] != [keep]:
                    return ()
                return self.sheet.take_out(key, number - 1)

            if self._kept(self.sheet, take_out, key, line) and keep not in self._titles(key):
                self.lines.say(self.locale.label("ask.taken_out", value=keep))
            return True
        assert anew
        if key in TITLED:
            short = SHORT_FORMS[type((answer_at(self.interview.answers, key) or ())[number - 1])]
            self._save([(f"{key}.{slug_of(titles[number - 1])}.{short}", anew[2], False)])
        else:
            self._save([(key, [*titles[: number - 1], anew[2], *titles[number:]], False)])
        return True

    def _save_item(self, key: str, item: Value, parts: tuple[Part, ...]) -> bool:
        """Add an entry to a list; a part of it that cannot be read is asked for again, and the rest is kept."""
        while not self._save([(key, item, True)]):
            wrong = {problem.key.rpartition(".")[2] for problem in self.refused}
            names = [part.key.rpartition(".")[2] for part in parts]
            again = next((part for part, name in zip(parts, names, strict=True) if name in wrong), None)
            if not isinstance(item, dict) or again is None or again is parts[0]:
                return False
            name = again.key.rpartition(".")[2]
            line = self.lines.read(self.locale.label("ask.part_again", label=self.shown.label(again.field.key)))
            item = {each: said for each, said in item.items() if each != name} | ({name: line} if line else {})
        return True

    def _save(self, answers: list[typed.Answer]) -> bool:
        """Put answers into the file; tell whether they are in it."""
        keys = [key for key, _, _ in answers]
        before = {key: self.interview.state(key) for key in keys}

        def taken() -> list[tuple[str, str]]:
            return [(key, self._now(key)) for key in keys if self._was_answered(key, before[key])]

        said = "; ".join(f"{key}: {value}" for key, value, _ in answers)
        return self._kept(self.sheet, lambda: self.sheet.save(answers), keys[0], said, taken)

    def _save_privately(self, own: PrivateSheet, name: str, line: str) -> bool:
        """Put an answer into somebody's private file; tell whether it is in it."""
        key = f"private.{name}"

        def taken() -> list[tuple[str, str]]:
            return [(key, own.private.texts[name])] if name in own.private.texts else []

        return self._kept(own, lambda: own.save([(key, line, False)]), key, f"{key}: {line}", taken)

    def _kept(
        self,
        sheet: Pages,
        change: Callable[[], tuple[Problem, ...]],
        key: str,
        said: str,
        taken: Callable[[], list[tuple[str, str]]] = list,
    ) -> bool:
        """Change a file that somebody else may write into meanwhile; tell whether it is as it was meant.

        Args:
            sheet: The file.
            change: Changes it, or gives what is wrong with that.
            key: What the change is about.
            said: The change in words, for who has to write it in by hand.
            taken: Gives what was answered by somebody else meanwhile: keys and their answers.
        """
        label, self.refused = self.locale.label, ()
        while True:
            try:
                if sheet.refresh():
                    self.lines.say(label("ask.changed", file=sheet.path))
                    if others := taken():
                        for other, value in others:
                            words = {"label": self.shown.label(other), "value": value}
                            self.lines.say(label("ask.answered_meanwhile", **words))
                        return False
                self.refused = change()
                return not self._tell(self.refused, key)
            except NoPlaceError:
                self.lines.say(label("ask.no_place", file=sheet.path, answer=said))
                return True
            except ChangedError:
                # Somebody else has written in this very moment; theirs stays, and ours is put to it.
                continue
            except (BrokenError, FileError) as error:
                self._wait_for_the_file(error, said, sheet)

    def _wait_for_the_file(self, error: BrokenError | FileError, said: str, sheet: Pages) -> None:
        """Let a person mend what keeps an answer from being saved; who stops instead is told what was not."""
        label = self.locale.label
        if isinstance(error, BrokenError):
            for problem in error.problems:
                console.show_problem(problem, err=True)
            self.lines.say(label("ask.broken", file=sheet.path, answer=said))
        else:
            self.lines.say(label("ask.cannot_write", error=error, answer=said))
        try:
            self.lines.read(label("ask.mend"))
        except (KeyboardInterrupt, EnoughError) as stop:
            with contextlib.suppress(OSError):
                self.lines.say(label("ask.unsaved", answer=said))
            raise error from stop

    def _was_answered(self, key: str, before: State | None) -> bool:
        now = self.interview.state(key)
        return now != before and now not in asking.LACKING

    def _now(self, key: str) -> str:
        """Give what stands under a key, in words: an answer, or what each of the two has said."""
        value, standing = answer_at(self.interview.answers, key), self.interview.standings.get(key)
        if value is not None:
            return answer_in_words(key, value, self.locale)
        if standing and standing.views and self.interview.reveal != "topic_only":
            said = [
                self.locale.label("ask.taken_one", label=person, value=answer_in_words(key, view, self.locale))
                for person, view in standing.views.items()
            ]
            return "; ".join(said)
        return self.locale.label("ask.open") if self.interview.state(key) is State.TO_DISCUSS else ""

    def _tell(self, problems: tuple[Problem, ...], key: str) -> bool:
        """Say what is wrong with an answer, in the words of `check`; tell whether anything is."""
        for problem in problems:
            about = problem.key and not (key.startswith(problem.key) or problem.key.startswith(key))
            words = {"label": self.shown.label(problem.key)} if about else {}
            name = "ask.problem_of" if about else "ask.problem"
            self.lines.say(self.locale.label(name, message=problem.message, **words))
            self.lines.say(self.locale.label("ask.help", help=problem.help))
        return bool(problems)

    def _repeat(self, said: dict[Part, Value], parts: Sequence[Part]) -> None:
        """Say which piece of a line was taken for what, where that is not the order in which it was asked."""
        if len(said) < 2 or list(said) == list(parts[: len(said)]):
            return
        self.lines.say(self.shown.taken(said))
