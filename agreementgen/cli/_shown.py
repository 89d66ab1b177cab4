"""A question in the words of the locale: what is asked, why, what is usual, what stands now, and an example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agreementgen.interview import Interview, asking, question_key, typed
from agreementgen.interview.asking import Part, Question
from agreementgen.interview.body import slug_of
from agreementgen.interview.editing import Value
from agreementgen.interview.fields import FIELDS
from agreementgen.locales import Locale, fold

__all__ = ["Shown"]


class Shown:
    """Puts questions into lines of text."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale

    def question(self, question: Question, parts: Sequence[Part], interview: Interview, now: str = "") -> list[str]:
        """Give the lines of a question.

        Args:
            question: The question.
            parts: Those of its parts that are asked.
            interview: What is known already.
            now: What stands there, in words; empty where nothing does.
        """
        label, fields = self.locale.label, list(dict.fromkeys(part.field for part in parts))
        heads = [FIELDS[question.list_of]] if "*" in parts[0].key else fields
        locale = self.locale.of_kind(interview.answers.relationship.kind)
        words = [locale.question(field.key) for field in heads]
        ask = " ".join(dict.fromkeys(one.ask for one in words))
        if goal := self._goal(parts[0], interview):
            ask = label("ask.about", title=goal, ask=ask)
        lines = [label("ask.number", number=question.number, ask=ask) if question.number else ask]
        lines += [label("ask.why", why=one.why) for one in words if one.why]
        lines += self.choices(parts)
        offered = self.usual(parts, interview)
        if now:
            lines.append(label("ask.now", value=now))
        elif offered:
            stands = all(asking.is_kept(part, interview) for part in offered)
            lines.append(label("ask.keeps" if stands else "ask.usual", value="; ".join(offered.values())))
        if len(offered) < len(parts) and not all(typed.choices(field) for field in fields):
            examples = dict.fromkeys(self.locale.question(field.key).example for field in fields)
            lines.append(label("ask.example", value="; ".join(filter(None, examples))))
        return lines

    def _goal(self, part: Part, interview: Interview) -> str:
        """Give the title of the goal that a part asks about."""
        if not part.field.key.startswith("goals.*.") or "*" in part.key:
            return ""
        titles = (goal.title or "" for goal in interview.answers.goals or ())
        return next((title for title in titles if slug_of(title) == part.key.split(".")[1]), "")

    def usual(self, parts: Sequence[Part], interview: Interview) -> dict[Part, str]:
        """Give what is usual, for those parts that something is usual for."""
        return {part: text for part in parts if (text := asking.usual(part, interview, self.locale))}

    def choices(self, parts: Sequence[Part]) -> list[str]:
        """Give the listed answers with their numbers, and what they mean where they do not say it themselves."""
        lines = []
        for field in dict.fromkeys(part.field for part in parts):
            known = typed.choices(field)
            if typed.is_yes_no(field):
                lines.append(self.locale.label("ask.yes_no"))
            elif known and self._explain_themselves(field.key, known):
                listed = [self.locale.label("ask.choice", number=n, value=value) for n, value in enumerate(known, 1)]
                lines.append(
                    self.locale.label("ask.several" if field.is_list else "ask.choices", values=", ".join(listed))
                )
            else:
                lines += self._meanings(field.key, known)
        return lines

    def label(self, key: str) -> str:
        """Give the topic of a full key; the key itself where nothing is asked under it."""
        try:
            return self.locale.question(question_key(key)).label
        except KeyError:
            return key

    def taken(self, said: Mapping[Part, Value]) -> str:
        """Give the line that says which piece was taken for which part of a question, or for whom."""
        pieces = []
        for part, value in said.items():
            label = self.locale.question(part.field.key).label
            if part.person:
                label = self.locale.label(f"ask.roles.{part.person}")
            text = ", ".join(value) if isinstance(value, list) else str(value)
            pieces.append(self.locale.label("ask.taken_one", label=label, value=text))
        return self.locale.label("ask.taken", answers="; ".join(pieces))

    def more(self, parts: Sequence[Part]) -> list[str]:
        """Give what a person sees who asks for more: examples, meanings, and what can be typed anywhere."""
        lines = []
        for field in dict.fromkeys(part.field for part in parts):
            if example := self.locale.question(field.key).example:
                lines.append(self.locale.label("ask.example", value=example))
            lines += self._meanings(field.key, typed.choices(field))
        return [*lines, self.locale.label("ask.explain")]

    def _meanings(self, key: str, known: Sequence[str]) -> list[str]:
        numbered = [(number, value) for number, value in enumerate(known, 1) if self.locale.has_value(key, fold(value))]
        return [
            self.locale.label("ask.meaning", number=number, value=value, words=self.locale.value(key, fold(value)))
            for number, value in numbered
        ]

    def _explain_themselves(self, key: str, known: Sequence[str]) -> bool:
        """Tell whether the words for at least half of the listed answers are the answers themselves, or nearly."""
        tokens = [fold(value) for value in known]
        if not all(self.locale.has_value(key, token) for token in tokens):
            return True
        said = [(token.split("_"), self.locale.value(key, token).casefold()) for token in tokens]
        plain = sum(all(part[:5] in words for part in parts) for parts, words in said)
        return plain * 2 >= len(tokens)
