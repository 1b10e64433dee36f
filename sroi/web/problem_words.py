"""What is wrong with a field, in words for one who types on a page and sees no file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sroi.errors import Text
from sroi.loader.typed import POINTED
from sroi.web.sourced import library_name, part_of_time

if TYPE_CHECKING:
    from sroi.errors import Message, Problem, Raw
    from sroi.web.field_words import FieldWords
    from sroi.web.fields import Field

NAMING = (
    "key",
    "name",
    "names",
    "one",
    "other",
    "number",
    "lone",
    "circle",
    "index",
    "per",
    "order",
)
NOT_ONE, NO_KEY = "{given} is not {expected}", "the key {key} is missing"
EMPTY = repr("")  # how a message quotes a box with nothing in it
NAME = re.compile(r"[A-Za-z_][\w.]*")
CHOICES = ("basis", "kind", "language", "per", "sector", "status", "timing")
TRIED = ("field.{}", "part.{}", "form.{}", "view.{}", *(f"option.{key}_{{}}" for key in CHOICES))
WHOLE = 1.0  # a share above this was typed without its per cent sign


@dataclass(frozen=True)
class ProblemWords:
    """The problems of a field, or of what is none, in the page's own words.

    Where the page has none they are those of the file.
    """

    words: FieldWords
    field: Field | None = None

    def text(self, problem: Problem) -> str:
        """Return what is wrong and what to do."""
        term = self.words.wording.term
        if grouped := _grouped(problem.what):
            return term("web.pointed", one=grouped)
        if ungiven(problem.what):
            return term("web.give_it")
        texts = [self.said(message) for message in (problem.what, problem.hint) if message]
        return " → ".join(filter(None, texts))

    def said(self, message: Message) -> str:
        """Return a message in the page's words, with names for keys and per cent for shares."""
        text = message if isinstance(message, Text) else Text(message)
        values = {name: self._value(name, value) for name, value in text.values.items()}
        shares = {
            f"{name}_share": self.words.wording.short_percent(value)
            for name, value in text.values.items()
            if isinstance(value, float)
        }
        template = self.words.wording.on_page(text.template)
        return template.format(**values, **shares) if isinstance(message, Text) else template

    def _value(self, name: str, value: Raw) -> str:
        if isinstance(value, Text):
            return self.said(value)
        if isinstance(value, float):
            return self._number(value)
        text = str(value)
        if name in NAMING:
            return NAME.sub(lambda word: self.name(word.group()), text)
        return text[1:-1] if text[:1] == text[-1:] == "'" else self._reference(text)

    def _number(self, value: float) -> str:
        """Return a number as it is typed in the field: a share with its per cent sign."""
        quantity = self.field.quantity if self.field else None
        share = quantity is not None and quantity.in_percent and abs(value) <= WHOLE
        wording = self.words.wording
        return wording.short_percent(value) if share else wording.short(value)

    def _reference(self, text: str) -> str:
        """Return the name of a part or of a value of the library; other text as it is."""
        known = text in self.words.names or library_name(text, self.words.wording.language)
        return self.name(text) if known else text

    def name(self, key: str) -> str:
        """Return what a key, an id, a path or a value of the library is called."""
        wording = self.words.wording
        if name := library_name(key, wording.language):
            return name
        if key in self.words.names:
            return self.words.names[key]
        last = key.rpartition(".")[2]
        terms = [form.format(k) for k in (key.replace(".", "_"), last) for form in TRIED]
        return next((wording.term(term) for term in terms if wording.has(term)), key)

    def times_question(self) -> str:
        """Return the question of how many days, say, an event has; nothing of what is no price."""
        if self.field is None or not (self.field.quantity and self.field.quantity.money):
            return ""
        price, event = self.words.price_of(self.field), self.field.path[-1] == "unit_cost"
        if price is None:
            return self.words.wording.term("web.times_part_event") if event else ""
        return self.words.wording.term(
            f"web.ask_{part_of_time(price)}_{'event' if event else 'amount'}"
        )


def ungiven(message: Message) -> bool:
    """Return whether a problem is only that nothing has been typed yet."""
    if not isinstance(message, Text):
        return False
    empty = message.template == NOT_ONE and message.values["given"] == EMPTY
    return empty or message.template == NO_KEY


def _grouped(message: Message) -> str:
    """Return a number typed with points between its thousands, with spaces; else nothing."""
    typed = str(message.values.get("given", "")) if isinstance(message, Text) else ""
    plain = typed.strip("'")
    return plain.replace(".", " ") if POINTED.fullmatch(plain) else ""
