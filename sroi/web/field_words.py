"""What a field is called, what it is for, and what it says, in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from textwrap import shorten
from typing import TYPE_CHECKING

from sroi.arithmetic.quantities import RATE
from sroi.loader.typed import text_of
from sroi.schema.counts import EXPOSURES
from sroi.schema.fields import GROUPS
from sroi.tables.labels import quantity_unit, value_text
from sroi.web.entries import SEVERAL, selected, ticked
from sroi.web.number_entry import NOTHING, NumberEntry
from sroi.web.parts import (
    LONGEST,
    SHARED,
    group_of,
    label_of_part,
    part_names,
    part_of,
    parts_of,
    section_of,
)
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
# What a section calls a field that others call something else.
OWN_WORDS = {
    "funding": {"payer": "giver", "amount": "given_yearly"},
    "outcomes": {"payer": "gainer"},
    "staffing": {"per": "hours_per"},
    GROUPS: {"per_year": "group_per_year", "completion": "group_completion"},
    "services": {
        key: f"service_{key}" for key in ("unit", "per_year", "per_participant", "persons")
    },
    "claims": {
        **{key: f"claim_{key}" for key in ("text", "says", "direction", "about", "strength")},
        "about_outcome": "claim_outcome",
        "of_events": "claim_events",
        "of_of": "claim_of",
    },
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
            section = SHARED[str(field.path[-2])]
            name = self.named(section, field.path[-1])
            return capital(self.wording.term(f"web.share_of_{section}", name=name))
        year = next((str(key) for key in field.path if str(key).isdigit()), "")
        return f"{self.wording.term(f'field.{key_of(field)}_long')} {year}".rstrip()

    def part(self, field: Field) -> str:
        """Return the name of the part a field is of, before its label."""
        part, group = part_of(field.path), group_of(field.path)
        names = [self.named(section_of(part), part[-1])] if part else []
        names += [self.named(GROUPS, group)] if group else []
        return "".join(f"{name}: " for name in names)

    def help(self, field: Field) -> str:
        """Return why a field is asked for."""
        return self.wording.term(f"help.{field.path[-2] if is_share(field) else key_of(field)}")

    def of_value(self, name: str, form: str) -> str:
        """Return what one value of a number is called, in the words of its form if it has some."""
        key = f"web.{form}_{name}"
        return self.wording.term(key if self.wording.has(key) else f"field.{name}")

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
            of_group = field.path[-1] == "groups"
            return self.named(*((GROUPS, value) if of_group else value.partition(".")[::2]))
        if field.path == ("perspective",):
            return self._perspective(value)
        if field.path[-1] == "per" and value in parts_of(self.draft.data, "services"):
            return self.wording.term("web.per_service", name=self.named("services", value))
        keys = (f"option.{field.path[-1]}_{value}", f"{field.path[-1]}.{value}")
        return next((self.wording.term(key) for key in keys if self.wording.has(key)), value)

    def _perspective(self, value: str) -> str:
        sections = [s for s in ("payers", "perspectives") if value in parts_of(self.draft.data, s)]
        return self.named(sections[0], value) if sections else self.wording.view(value)

    def named(self, section: str, ident: Raw) -> str:
        """Return what a part is called: its name, else its id."""
        return label_of_part(self.draft.data, section, ident)

    def title(self, group: Group) -> str:
        """Return what a group of fields is called: as its part, nothing for a whole section."""
        if group_of(group.path):
            return self.wording.term("web.in_group", name=self.named(GROUPS, group.path[-1]))
        return self.named(section_of(group.path), group.path[-1]) if group.path else ""


def key_of(field: Field) -> str:
    """Return the key of a field's words, its section's own where it has some."""
    return OWN_WORDS.get(section_of(field.path), {}).get(field.term, field.term)


def is_share(field: Field) -> bool:
    """Return whether a field is what one of several payers bears, or what goes to a service."""
    return field.kind == "plain" and len(field.path) > 2 and field.path[-2] in SHARED
