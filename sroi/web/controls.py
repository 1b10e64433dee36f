"""Fields complete with words, values and problems: all that a template puts on the page."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from sroi.loader.typed import text_of
from sroi.web.effect_ways import FIRST_WAYS
from sroi.web.entries import selected, ticked
from sroi.web.number_entry import HOW, LONE, NOTHING, PER_EVENT, PER_PART, NumberEntry
from sroi.web.number_forms import offered_forms, yearly
from sroi.web.sourced import entry_of, fitting, part_of_time

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sroi.web.field_words import FieldWords
    from sroi.web.fields import Field, FormSection, Group

GRADES = ("A", "B", "C", "D")
REDRAWN = ("payer", "effect", "several")  # kinds of field that change which fields there are
REDRAWN_KEYS = ("currency", "language", "sector", "per", "outcome")


@dataclass(frozen=True)
class SelectOption:
    """One thing to choose."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Box:
    """One box to type in."""

    name: str
    id: str
    label: str
    text: str


@dataclass(frozen=True)
class NumberBoxes:
    """What is typed of a number, and how it is known."""

    boxes: tuple[Box, ...]  # the values of its form; the lone value has the field's own label
    limits: tuple[Box, ...]  # low and high, under the value between them
    per: tuple[SelectOption, ...]  # what the price of an event is for
    times: Box | None  # how many days, say, of a price per day
    known: str
    library: str
    fits: bool  # the library has values for it
    ways: tuple[SelectOption, ...]
    source: Box
    grades: tuple[SelectOption, ...]
    about: tuple[Box, ...]
    yearly: bool
    empty: str  # what stands in a box without a number


@dataclass(frozen=True)
class Control:
    """A field of the form as the page shows it."""

    id: str
    kind: str
    label: str
    help: str
    unit: str
    was: str
    doubt: str
    error: str
    changed: bool
    usual: bool
    redraws: bool
    text: str = ""
    chosen: bool = False
    options: tuple[SelectOption, ...] = ()
    further: tuple[SelectOption, ...] = ()  # ways for researchers
    number: NumberBoxes | None = None
    years: tuple[Control, ...] = ()

    @property
    def uncommon(self) -> bool:
        """Return whether what is chosen is one of the further ways."""
        return any(option.chosen for option in self.further)


@dataclass(frozen=True)
class ControlGroup:
    """The controls of a part, such as a post, or of a whole section."""

    id: str
    title: str
    new: bool
    controls: tuple[Control, ...]
    unpriced: bool  # costs something that nobody has priced
    inner: tuple[ControlGroup, ...]  # of each group of participants

    @property
    def usual(self) -> list[Control]:
        """Return the controls shown at once."""
        return [c for c in self.controls if c.usual or c.error]

    @property
    def rest(self) -> list[Control]:
        """Return the controls that are unfolded."""
        return [c for c in self.controls if not (c.usual or c.error)]


@dataclass(frozen=True)
class ControlSection:
    """A section of the form."""

    name: str
    groups: tuple[ControlGroup, ...]
    adds: str

    @property
    def wrong(self) -> bool:
        """Return whether something in it is to be put right."""
        groups = [each for group in self.groups for each in (group, *group.inner)]
        controls = [c for group in groups for c in group.controls]
        return any(c.error for control in controls for c in (control, *control.years))


@dataclass(frozen=True)
class Controls:
    """Makes the controls of a form from its fields, their words, and what is wrong with them."""

    words: FieldWords
    errors: Mapping[str, str] = field(default_factory=dict)
    doubts: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _language(self) -> str:
        return self.words.wording.language

    def section(self, section: FormSection) -> ControlSection:
        """Return a section of the form."""
        return ControlSection(section.name, tuple(map(self._group, section.groups)), section.adds)

    def _group(self, group: Group) -> ControlGroup:
        ident, controls = ".".join(map(str, group.path)), tuple(map(self.control, group.fields))
        unpriced = any(field.raw == "unpriced" for field in group.fields)
        inner = tuple(map(self._group, group.inner))
        return ControlGroup(ident, self.words.title(group), group.new, controls, unpriced, inner)

    def control(self, field: Field) -> Control:
        """Return a field as the page shows it."""
        words, first = self.words, self._options(field)
        further = [option for option in first if option.value not in ("", *FIRST_WAYS)]
        effect = field.kind == "effect"
        return Control(
            id=field.id,
            kind=field.kind,
            label=words.label(field),
            help=words.help(field),
            unit=words.unit(field),
            was=words.was(field) if field.changed else "",
            doubt=self.doubts.get(field.id, ""),
            error=self.errors.get(field.id, ""),
            changed=field.changed,
            usual=field.usual,
            redraws=field.kind in REDRAWN or field.path[-1] in REDRAWN_KEYS,
            text=self._text(field),
            chosen=bool(field.raw),
            options=tuple(o for o in first if not effect or o not in further),
            further=tuple(further) if effect else (),
            number=self._number(field) if field.kind == "number" and not field.years else None,
            years=tuple(map(self._year, field.years)),
        )

    def _year(self, field: Field) -> Control:
        """Return one year of a number: the year alone is its label."""
        control = self.control(field)
        return replace(control, label=str(field.path[-1]), number=self._number(field), years=())

    def _text(self, field: Field) -> str:
        language = "en" if field.kind in ("long", "yaml") else self.words.wording.language
        return text_of(field.raw, field.quantity, language) if field.kind != "number" else ""

    def _options(self, field: Field) -> list[SelectOption]:
        if not (field.choices or field.kind in ("choice", "payer", "several")):
            return []
        chosen = ticked(field) if field.kind == "several" else [self._selected(field)]
        return [SelectOption(v, label, v in chosen) for v, label in self.words.options(field)]

    def _selected(self, field: Field) -> str:
        return selected(field, self.words.draft.data)

    def _number(self, field: Field) -> NumberBoxes:
        entry, term = NumberEntry.from_raw(field.raw), self.words.wording.term
        ways = offered_forms(field)
        grade = entry.get("grade")
        grades = GRADES if grade in (None, *GRADES) else (*GRADES, text_of(grade, None, "en"))
        return NumberBoxes(
            boxes=tuple(self._boxes(field, entry)),
            limits=tuple(self._limits(field, entry)),
            per=tuple(self._per(field, entry)),
            times=self._times(field, entry),
            known=self.words.known(field),
            library=self.words.library(field),
            fits=bool(fitting(field, self.words.draft.currency)),
            ways=tuple(SelectOption(way, self._way(way), way == entry.form) for way in ways),
            source=self._box(field, entry, "source"),
            grades=tuple(SelectOption(g, g, g == str(grade)) for g in grades),
            about=tuple(self._about(field, entry)),
            yearly=yearly(field.path) and not isinstance(field.path[-1], int),
            empty=term(f"form.{entry.form}") if entry.form in NOTHING else "",
        )

    def _way(self, form: str) -> str:
        """Return what choosing a form says: one that needs it says what follows."""
        wording = self.words.wording
        choice = f"web.choose_{form}"
        return wording.term(choice if wording.has(choice) else f"form.{form}")

    def _box(self, field: Field, entry: NumberEntry, name: str, label: str = "") -> Box:
        text = entry.text(name, field.quantity, self.words.wording.language)
        label = label or self.words.wording.term(f"field.{name}_long")
        return Box(f"{field.id}|{name}", f"f-{field.id}-{name}", label, text)

    def _boxes(self, field: Field, entry: NumberEntry) -> Iterator[Box]:
        """Yield a box for each value of a number's form; the first has the id of the field."""
        if entry.form in LONE or entry.form == "range":
            base = self._box(field, entry, "base", self.words.label(field))
            yield Box(field.id, f"f-{field.id}", base.label, base.text)
            return
        for place, name in enumerate(entry.names):
            box = self._box(field, entry, name, self.words.of_value(name, entry.form))
            yield box if place else Box(box.name, f"f-{field.id}", box.label, box.text)

    def _limits(self, field: Field, entry: NumberEntry) -> Iterator[Box]:
        for name in ("low", "high") if entry.form == "range" else ():
            yield self._box(field, entry, name, self.words.of_value(name, entry.form))

    def _per(self, field: Field, entry: NumberEntry) -> Iterator[SelectOption]:
        """Yield what the price of an event may be for; a library's value says it itself."""
        if field.path[-1] != "unit_cost" or entry_of(entry.get("base")):
            return
        for per in (PER_EVENT, PER_PART):
            yield SelectOption(
                per, self.words.wording.term(f"web.price_per_{per}"), per == entry.per
            )

    def _times(self, field: Field, entry: NumberEntry) -> Box | None:
        """Return the box for how many parts an event has, where a price is for a part of it."""
        library = entry_of(entry.get("base"))
        part = part_of_time(library) if library else ""
        if not part and (field.path[-1] != "unit_cost" or entry.per == PER_EVENT):
            return None
        whole = "event" if field.path[-1] == "unit_cost" else "amount"
        label = self.words.wording.term(f"web.times_{part or 'part'}_{whole}")
        return self._box(field, entry, "times", label)

    def _about(self, field: Field, entry: NumberEntry) -> Iterator[Box]:
        """Yield what is asked of where a number comes from, besides source and grade."""
        library = entry_of(entry.get("base"))
        money = field.quantity is not None and field.quantity.money
        usual = () if not money else ("times",) if library else ("price_year", "index")
        for name in HOW:
            known = entry.get(name) is not None or name in usual
            if name in ("source", "grade") or not known:
                continue
            if name == "times" and self._times(field, entry):
                continue
            short = {"price_year": self.words.wording.term("field.price_year")}
            yield self._box(field, entry, name, short.get(name, ""))
