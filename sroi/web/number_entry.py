"""A number as it is typed: its form, the values of the form, and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sroi.loader.typed import raw_of, text_of, yaml_of
from sroi.report.plain import printable
from sroi.schema.counts import EXPOSURES
from sroi.schema.number_types import FORMS, NAMED, form_tag
from sroi.web.sourced import entry_of

if TYPE_CHECKING:
    from sroi.arithmetic.quantities import Quantity
    from sroi.errors import Raw
    from sroi.languages import Language

HOW = ("source", "grade", "note", "price_year", "index", "times", "over")
TEXTS = ("source", "grade", "note", "index")
UNITLESS = ("events", "of", *EXPOSURES, *HOW)  # what is typed of a number without its unit
OVER_TIME, OVER_PERSONS = "counts_over_time", "counts_over_persons"  # how many, during how long
NOTHING = ("missing", "unpriced")  # forms of number in which there is no number
LONE = ("certain", "library", *NOTHING)  # forms of number that have one value
FORM_NAMES = (*LONE, *FORMS, OVER_PERSONS, *NAMED)
DEFAULTS = {
    "range": ("low", "base", "high"),
    "counts": ("events", "of"),
    OVER_TIME: ("events", "months", "years"),
    OVER_PERSONS: ("events", "person_years", "person_months"),
}
SHAPES = {"triangular": ("min", "mode", "max"), "uniform": ("min", "max")}
MIDDLES = ("base", "mode", "mean", "estimate")  # the lone number that each form is nearest to
PER_EVENT, PER_PART = "event", "part"  # of what a price is: an event, or a day or so of one
LATER = ""  # what is still to be typed


@dataclass(frozen=True)
class NumberEntry:
    """What is typed of a number; the value of a lone number is its ``base``."""

    form: str
    values: Mapping[str, Any]
    how: Mapping[str, Any]

    @classmethod
    def from_raw(cls, raw: Raw) -> NumberEntry:
        """Return what is typed of a number in a file, whatever stands there."""
        how: Mapping[str, Any] = {}
        if isinstance(raw, Mapping) and "value" in raw:
            how, raw = {key: value for key, value in raw.items() if key != "value"}, raw["value"]
        form = form_of(raw)
        if isinstance(raw, Mapping) and form != "certain":
            return _entry(form, {**raw, **how})
        return _entry(form, {"base": None if form in NOTHING else raw, **how})

    def to_raw(self) -> Raw:
        """Return the number as the file has it, None where nothing is typed."""
        value = self._value()
        alone = value in (None, "unpriced")  # what has no price has no source either
        return {"value": value, **self.how} if self.how and not alone else value

    def _value(self) -> Raw:
        if self.form in NOTHING:
            return self.form
        if self.form in ("certain", "library"):
            return self.values.get("base")
        return dict(self.values) or None

    def get(self, name: str) -> Raw:
        """Return a value of the form, or one of where it comes from; None where there is none."""
        return self.values.get(name, self.how.get(name))

    def text(self, name: str, quantity: Quantity | None, language: Language) -> str:
        """Return one value as it is typed; a library's value is its number."""
        raw = self.get(name)
        if name == "base" and (entry := entry_of(raw)) and entry.value is not None:
            raw = entry.value
        return text_of(raw, None if name in UNITLESS else quantity, language)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the values to type; a time is typed once, in one of its units."""
        names = [name for name in values_of(self.form) if name != "dist"]
        stated = [name for name in names if name in EXPOSURES and name in self.values]
        time = stated or [name for name in names if name in EXPOSURES][:1]
        return tuple(name for name in names if name not in EXPOSURES or name in time)

    @property
    def per(self) -> str:
        """Return of what a price is."""
        return PER_EVENT if self.how.get("times") is None else PER_PART

    def typed_over(
        self, typed_parts: Mapping[str, str], quantity: Quantity | None, language: Language
    ) -> NumberEntry:
        """Return the entry with what is typed in its place; itself where nothing is new."""
        form = typed_parts.get("form") or self.form
        new = {
            key: _typed(key, text, language)
            for key, text in typed_parts.items()
            if key not in ("form", "per") and not same(text, self.text(key, quantity, language))
        }
        new |= self._priced(typed_parts.get("per"), new.get("times", self.how.get("times")))
        if not new and form == self.form:
            return self
        if form in NOTHING and new.get("base") is not None:
            form = "certain"  # what was not known, or had no price, has been typed
        return self._in_form(form, new)

    def _priced(self, per: str | None, times: Raw) -> Mapping[str, Raw]:
        """Return how many parts an event has, where it was chosen what the price is of."""
        if per == PER_PART and times is None:
            return {"times": LATER}
        return {"times": None} if per == PER_EVENT and times is not None else {}

    def _in_form(self, form: str, new: Mapping[str, Any]) -> NumberEntry:
        """Return the entry in another form, or with other values."""
        before = self._published() if form not in ("library", self.form) else self.values
        now = {k: v for k, v in {**before, **self.how, **new}.items() if v is not None}
        how = {key: now[key] for key in HOW if key in now}
        if how.get("times") == LATER and "base" not in now and form == "certain":
            form = "missing"  # of what the price is has been chosen before it is typed
        return NumberEntry(form, _values(form, now, self.form), how)

    def _published(self) -> Mapping[str, Any]:
        """Return the values with those of the library in place of its name."""
        entry = entry_of(self.values.get("base"))
        if entry is None or entry.value is None:
            return self.values
        ends = {"low": entry.low, "high": entry.high}
        return {"base": entry.value, **{k: v for k, v in ends.items() if v is not None}}


def form_of(raw: Raw) -> str:
    """Return the form a number is typed in: ``certain`` for all that is none.

    >>> form_of("lib.se.po_kommun"), form_of("about ten"), form_of({"events": 3, "of": 12})
    ('library', 'certain', 'counts')
    >>> form_of("unpriced"), form_of({"events": 3, "person_years": 40})
    ('unpriced', 'counts_over_persons')
    """
    form = "certain" if raw is None else form_tag(raw)
    if form == "library" and not raw.startswith("lib."):
        return "certain"
    if form == OVER_TIME and any(time in raw for time in DEFAULTS[OVER_PERSONS][1:]):
        return OVER_PERSONS
    return form if form in FORM_NAMES else "certain"


def values_of(form: str) -> tuple[str, ...]:
    """Return the names of the values a form of number is written with.

    >>> values_of("range"), values_of("uniform"), values_of("library")
    (('low', 'base', 'high'), ('dist', 'min', 'max'), ('base',))
    """
    if form in DEFAULTS:
        return DEFAULTS[form]
    if form in FORMS:
        return tuple(FORMS[form].model_fields)
    return ("dist", *SHAPES.get(form, ("mean", "sd"))) if form in NAMED else ("base",)


def same(text: str, before: str) -> bool:
    """Return whether what came back is what was shown; browsers drop line breaks and the like."""
    return _bare(text) == _bare(printable(before))


def _bare(text: str) -> str:
    return text.translate(dict.fromkeys(map(ord, "\r\n"))).strip()


def _entry(form: str, stated: Mapping[str, Any]) -> NumberEntry:
    values = {key: value for key, value in stated.items() if key not in HOW}
    return NumberEntry(form, values, {key: stated[key] for key in HOW if key in stated})


def _values(form: str, now: Mapping[str, Any], before: str) -> Mapping[str, Any]:
    """Return the values that a form has, of those there are now."""
    if form in NOTHING:
        return {}
    if form in LONE:
        return {"base": next((now[key] for key in MIDDLES if key in now), None)}
    values = {key: now[key] for key in values_of(form) if key in now}
    if form == "range" and "base" not in values and before != "range" and "mode" in now:
        values["base"] = now["mode"]
    if not values:  # still to be typed; emptied altogether, the number goes
        return {} if form == before else dict.fromkeys(NumberEntry(form, {}, {}).names, LATER)
    if form in (OVER_TIME, OVER_PERSONS):
        return _over_time(form, values, before)
    return values | ({"interval": now["interval"]} if form == "range" and "interval" in now else {})


def _over_time(form: str, values: Mapping[str, Any], before: str) -> Mapping[str, Any]:
    """Return what was counted during a time, which is still to be typed where it is not said."""
    times = {key: values[key] for key in values if key in EXPOSURES}
    if "events" not in values and form == before and all(x == LATER for x in times.values()):
        return {}
    return {**values, **(times or {values_of(form)[1]: LATER})}


def _typed(key: str, text: str, language: Language) -> Raw:
    if key in TEXTS:
        return text.strip() or None
    return yaml_of(text) if key == "ci95" else raw_of(text, language)
