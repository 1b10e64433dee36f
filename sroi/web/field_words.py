"""What a field is called, what it is for, and what it says, in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from sroi.arithmetic.quantities import RATE
from sroi.loader.merge import value_at
from sroi.loader.typed import text_of
from sroi.schema.counts import EXPOSURES
from sroi.tables.labels import quantity_unit, value_text
from sroi.web.drafts import NAMES
from sroi.web.entries import SEVERAL, selected, ticked
from sroi.web.fields import PARTS, parts_of
from sroi.web.number_entry import NOTHING, NumberEntry
from sroi.web.sourced import entry_of, library_name, part_of_time, source_title
from sroi.wording import capital

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sroi.errors import Raw
    from sroi.schema.library import Entry
    from sroi.web.drafts import Draft
    from sroi.web.fields import Field, Group
    from sroi.wording import Wording

YEARS = ("lasts", "episode_years")  # numbers that count years
LONGEST = 80  # characters of what the file says
# What a section calls a field that others call something else.
OWN_WORDS = {
    "funding": {"payer": "giver", "amount": "given_yearly"},
    "outcomes": {"payer": "gainer"},
}
NEEDED = ("kind", "language")  # of these something is always chosen


@dataclass(frozen=True)
class FieldWords:
    """The words of the fields of a draft in one language."""

    draft: Draft
    wording: Wording

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Return the name of every part, by its id and by its path."""
        names = part_names(self.draft.data)
        ids = {str(ident): name for (_, ident), name in names.items()}
        return ids | {f"{section}.{ident}": name for (section, ident), name in names.items()}

    def label(self, field: Field) -> str:
        """Return what a field is called."""
        if is_share(field):
            payer = self.named("payers", field.path[-1])
            return capital(self.wording.term("web.share_of", payer=payer))
        year = next((str(key) for key in field.path if str(key).isdigit()), "")
        return f"{self.wording.term(f'field.{key_of(field)}_long')} {year}".rstrip()

    def part(self, field: Field) -> str:
        """Return the name of the part a field is of, before its label."""
        inside = field.path[0] in PARTS
        return f"{self.named(str(field.path[0]), field.path[1])}: " if inside else ""

    def help(self, field: Field) -> str:
        """Return why a field is asked for."""
        return self.wording.term(f"help.{'payers' if is_share(field) else key_of(field)}")

    def of_value(self, name: str) -> str:
        """Return what one value of a number is called, such as the time something was counted."""
        counted = f"web.counted_{name}"
        return self.wording.term(counted if self.wording.has(counted) else f"field.{name}")

    def unit(self, field: Field) -> str:
        """Return the unit of a number."""
        if field.quantity is None:
            return ""
        if entry := self.price_of(field):
            return self.wording.published(entry.unit)
        if field.term in YEARS:
            return self.wording.term("web.years")
        if field.quantity.in_percent:
            return self.wording.term("web.rate" if field.quantity is RATE else "web.share")
        if field.quantity.money:
            return self.wording.unit()
        return quantity_unit(field.quantity, self.wording)

    def price_of(self, field: Field) -> Entry | None:
        """Return the value of the library that is a number's, where it is per hour or so."""
        entry = entry_of(NumberEntry.from_raw(field.raw).get("base"))
        return entry if entry and part_of_time(entry) else None

    def known(self, field: Field) -> str:
        """Return in a few words how sure a number is, and where it comes from."""
        entry, term = NumberEntry.from_raw(field.raw), self.wording.term
        texts = [term("web.unset" if field.raw is None else f"form.{entry.form}")]
        if entry.get("source"):
            texts.append(term("web.has_source"))
        if entry.get("grade"):
            texts.append(term("web.has_grade", grade=entry.get("grade")))
        return " · ".join(texts)

    def library(self, field: Field) -> str:
        """Return which value of the library a number is, and what it counts as; else nothing."""
        entry = entry_of(NumberEntry.from_raw(field.raw).get("base"))
        if entry is None:
            return ""
        term = self.wording.term
        name = library_name(NumberEntry.from_raw(field.raw).get("base"), self.wording.language)
        texts = [
            term(
                "web.from_library",
                name=name,
                source=shorten(source_title(entry), LONGEST, placeholder="…"),
            )
        ]
        if entry.price_year:
            texts.append(term("web.prices_of", year=entry.price_year))
        return " · ".join([*texts, *self._counted(field, entry)])

    def _counted(self, field: Field, entry: Entry) -> list[str]:
        """Return what a value of the library counts as, where that is another than it says."""
        projection = self.draft.valid.projection if self.draft.valid else None
        number = projection.scenario.numbers.get(field.id) if projection else None
        if number is None or number.origin.library is None or number.base == entry.value:
            return []
        value = value_text(number, number.base, self.wording)
        return [self.wording.term("web.counted_as", value=value)]

    def was(self, field: Field) -> str:
        """Return what the file says where the draft differs; nothing where there is no file."""
        if self.draft.new:
            return ""
        value = self.text(field.saved, field) or self.wording.term("web.nothing")
        return self.wording.term("web.was", value=value)

    def text(self, raw: Raw, field: Field) -> str:
        """Return a value in a few words."""
        if field.kind in ("choice", "payer") and isinstance(raw, str):
            return dict(self.options(field)).get(str(raw), str(raw))
        if field.kind == "several" and isinstance(raw, list):
            return ", ".join(self.option(field, str(value)) for value in raw)
        if field.kind == "yes" and isinstance(raw, bool):
            return self.wording.term("web.yes" if raw else "web.no")
        if field.kind != "number":
            return text_of(raw, field.quantity, self.wording.language)[:LONGEST]
        return self._number_text(NumberEntry.from_raw(raw), field)

    def _number_text(self, entry: NumberEntry, field: Field) -> str:
        names = entry.names
        stated = [name for name in names if entry.get(name) is not None]
        texts = {n: entry.text(n, field.quantity, self.wording.language) for n in stated}
        key = f"web.as_{next(filter(EXPOSURES.__contains__, names), entry.form)}"
        if self.wording.has(key) and len(texts) == len(names):
            return self.wording.term(key, **texts)
        if texts:
            return " – ".join(texts.values())
        return self.wording.term(f"form.{entry.form}") if entry.form in NOTHING else ""

    def options(self, field: Field) -> list[tuple[str, str]]:
        """Return what there is to choose from, with its name."""
        options = [(value, self.option(field, value)) for value in field.choices]
        if field.kind == "effect":
            return options
        if field.kind == "several":
            return options + [(v, v) for v in ticked(field) if v not in field.choices]
        now = selected(field, self.draft.data)
        if now not in ("", SEVERAL, *field.choices):
            options.append((now, now))  # a mistake in the file stays until another is chosen
        if field.kind == "payer":
            options.append((SEVERAL, self.wording.term("web.several")))
        needed = field.path[-1] in NEEDED or field.path == ("perspective",)
        return options if needed and field.raw else [("", self._unchosen(field)), *options]

    def _unchosen(self, field: Field) -> str:
        """Return what holds where nothing is chosen."""
        if field.default and field.path[-1] != "sector":
            return self.wording.term("web.otherwise", value=self.option(field, field.default))
        empty = "web.headline" if field.path == ("perspective",) else "web.not_chosen"
        return self.wording.term(empty)

    def option(self, field: Field, value: str) -> str:
        """Return what a choice is called."""
        if field.path[-1] in ("payer", "outcome"):
            return self.named("outcomes" if field.path[-1] == "outcome" else "payers", value)
        if field.kind == "several":
            return self.named(*value.partition(".")[::2])
        if field.path == ("perspective",):
            return self._perspective(value)
        key = f"option.{field.path[-1]}_{value}"
        return self.wording.term(key) if self.wording.has(key) else value

    def _perspective(self, value: str) -> str:
        sections = [s for s in ("payers", "perspectives") if value in parts_of(self.draft.data, s)]
        return self.named(sections[0], value) if sections else self.wording.view(value)

    def named(self, section: str, ident: Raw) -> str:
        """Return what a part is called: its name, else its id."""
        name = value_at(self.draft.data, (section, ident, NAMES.get(section, "name")))
        return str(name or ident)

    def title(self, group: Group) -> str:
        """Return what a group of fields is called: as its part, nothing for a whole section."""
        return self.named(str(group.path[0]), group.path[1]) if group.path else ""


def key_of(field: Field) -> str:
    """Return the key of a field's words, its section's own where it has some."""
    return OWN_WORDS.get(str(field.path[0]), {}).get(field.term, field.term)


def is_share(field: Field) -> bool:
    """Return whether a field is what one of several payers bears."""
    return field.kind == "plain" and "payers" in field.path[1:]


def part_names(data: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """Return the name of every part by its place."""
    return {
        (section, ident): str(value_at(part, (NAMES.get(section, "name"),)) or ident)
        for section in PARTS
        for ident, part in parts_of(data, section).items()
    }
