"""What is wrong with a field, in words for one who types on a page and sees no file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sroi.errors import Message, Problem, Text
from sroi.web.field_words import FieldWords, part_names
from sroi.web.fields import Field
from sroi.web.sourced import entry_of, part_of_time
from sroi.web.typed import POINTED

NAMING = ("key", "name", "names", "one", "other", "number", "lone", "circle", "index")
NOT_ONE, NO_KEY = "{given} is not {expected}", "the key {key} is missing"
EMPTY = repr("")  # how a message quotes a box with nothing in it
NAME = re.compile(r"[A-Za-z_][\w.]*")
TRIED = ("field.{}", "part.{}", "option.basis_{}", "option.kind_{}", "option.per_{}")


@dataclass(frozen=True)
class ProblemWords:
    """Problems in the page's own words; where it has none, in those of the file."""

    words: FieldWords

    def text(self, problem: Problem, field: Field | None, part: str) -> str:
        """Return what is wrong and what to do; ``part`` is which box of the field is meant."""
        if grouped := _grouped(problem.what):
            return self.words.wording.term("web.pointed", one=grouped)
        if question := self._times_question(field, part):
            return question
        if ungiven(problem.what):
            text = self.words.wording.term("web.give_it")
        else:
            texts = [self.said(message) for message in (problem.what, problem.hint) if message]
            text = " → ".join(filter(None, texts))
        return f"{self.words.wording.term(f'field.{part}_long')}: {text}" if part else text

    def said(self, message: Message) -> str:
        """Return a message in the page's words, with names for keys and per cent for shares."""
        text = message if isinstance(message, Text) else Text(message)
        values = {name: self._value(name, value) for name, value in text.values.items()}
        shares = {
            f"{name}_share": self.words.wording.short_percent(value)
            for name, value in text.values.items()
            if isinstance(value, float)
        }
        return self.words.wording.on_page(text.template).format(**values, **shares)

    def _value(self, name: str, value: Any) -> str:  # noqa: ANN401 - of a message
        if isinstance(value, Text):
            return self.said(value)
        if isinstance(value, float):
            return self.words.wording.short(value)
        text = str(value)
        if name in NAMING:
            return NAME.sub(lambda found: self.name(found.group()), text)
        return text[1:-1] if text[:1] == text[-1:] == "'" else self._reference(text)

    def _reference(self, text: str) -> str:
        """Return the name of a part or of a value of the library; other text as it is."""
        known = entry_of(text) or text in self._parts
        return self.name(text) if known else text

    def name(self, key: str) -> str:
        """Return what a key, an id, a path or a value of the library is called."""
        wording, entry = self.words.wording, entry_of(key)
        if entry:
            return entry.name.sv if wording.language == "sv" else entry.name.en
        if key in self._parts:
            return self._parts[key]
        last = key.rpartition(".")[2]
        terms = [form.format(k) for k in (key.replace(".", "_"), last) for form in TRIED]
        return next((wording.term(term) for term in terms if wording.has(term)), key)

    @cached_property
    def _parts(self) -> Mapping[str, str]:
        """Return the name of every part, by its id and by its path."""
        names = part_names(self.words.draft.data)
        ids = {str(ident): name for (_, ident), name in names.items()}
        return ids | {f"{section}.{ident}": name for (section, ident), name in names.items()}

    def _times_question(self, field: Field | None, part: str) -> str:
        """Return the question of how many parts an event has, where a price is for a part."""
        price = self.words.price_of(field) if field and part == "times" else None
        if field is None or price is None:
            return ""
        key = f"{part_of_time(price)}_{'event' if field.path[-1] == 'unit_cost' else 'amount'}"
        return self.words.wording.term(f"web.ask_{key}")


def ungiven(message: Message) -> bool:
    """Return whether a problem is only that nothing has been typed yet."""
    if not isinstance(message, Text):
        return False
    empty = message.template == NOT_ONE and message.values["given"] == EMPTY
    return empty or message.template == NO_KEY


def _grouped(message: Message) -> str:
    """Return a number typed with points between its thousands, with spaces; else nothing."""
    given = str(message.values.get("given", "")) if isinstance(message, Text) else ""
    plain = given.strip("'")
    return plain.replace(".", " ") if POINTED.fullmatch(plain) else ""
