"""How what is written at a place of the file becomes a number of the scenario."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from sroi.arithmetic import derived, families
from sroi.arithmetic import distributions as dist
from sroi.arithmetic.formulas import yearly_risk
from sroi.arithmetic.quantities import SHARE
from sroi.errors import Text, joined, nearest
from sroi.schema.calculations import calculated_number, parameters_in, parsed, worst_grade
from sroi.schema.counts import CountsOverTime
from sroi.schema.faults import wrong
from sroi.schema.fields import COUNTED_BY_PERSON
from sroi.schema.forms import Certain, Form
from sroi.schema.number_types import Calculated, Sourced
from sroi.schema.numbers import ByYear, Calculation, Number, Origin

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sroi.arithmetic.quantities import Quantity
    from sroi.errors import Raw
    from sroi.schema.calculations import Parameters
    from sroi.schema.fields import NumberField
    from sroi.schema.forms import Fault
    from sroi.schema.library import Entry, Library

OTHER_INDEX = (
    "choose another price_year for the scenario, give an index of your own, or "
    "take it as it is: {what}"
)
MOST_YEARS = 999  # of a schedule, which may go on beyond the horizon; more is a calendar year


@dataclass(frozen=True)
class Context:
    """What the numbers of one scenario refer to."""

    price_year: int | None
    currency: str
    indices: Mapping[str, Mapping[int, float]]
    libraries: Mapping[str, Library]
    parameters: Parameters = field(default_factory=dict)

    def with_parameters(self, parameters: Parameters) -> Context:
        """Return the same with other parameters."""
        return replace(self, parameters=parameters)

    def number(self, field: NumberField, path: str, written: Raw) -> Number | ByYear:
        """Return the number, or the number of each year, that a validated form stands for."""
        return Resolving(field, self).number(path, written, Sourced())


@dataclass(frozen=True)
class Resolving:
    """Turns what is validly written at a place into a number."""

    field: NumberField
    context: Context

    def number(self, path: str, written: Raw, how: Sourced) -> Number | ByYear:
        """Return the number, or the number of each year, that a validated form stands for."""
        if isinstance(written, dict):
            return self._by_year(path, written, how)
        return self._once(path, written, how)

    def _once(self, path: str, written: Raw, how: Sourced) -> Number | ByYear:
        if isinstance(written, Sourced):
            if how != Sourced():
                raise wrong("a source inside a source", "give source, times, index once, outside")
            return self.number(path, written.value, written)  # type: ignore[attr-defined]
        if written == "missing":
            origin = self._origin(how)
            return Number(path, path, self.field.quantity, np.nan, None, origin)
        if written == "unpriced":
            raise wrong(
                "unpriced is said of a whole amount, annual_cost, monthly_salary or hourly_cost",
                "write unpriced alone in their place, or missing where the number is to come",
            )
        if isinstance(written, str):
            return self._from_library(path, written, how)
        if isinstance(written, Calculated):
            return self._calculated(path, written, how)
        form = written if isinstance(written, Form) else Certain(value=written)
        factor = how.times * self._price_factor(how)
        return self._made(path, path, form, factor, how.over, self._origin(how, form))

    def _by_year(self, path: str, written: Mapping[int, Any], how: Sourced) -> ByYear:
        numbers: dict[int, Number] = {}
        for year, once in sorted(written.items()):
            if self.field.schedule and not 0 <= year <= MOST_YEARS:
                what = Text("{given} is not a whole year since the start", given=year)
                raise wrong(what, "write 0 for the first year, 30 for the thirty-first", year)
            number = self._once(f"{path}.{year}", once, how)
            if isinstance(number, ByYear):
                raise wrong("years inside a year", "write one number per year", year)
            if self.field.schedule and not number.certain:
                raise wrong("a rate schedule holds certain numbers only", "write a number", year)
            numbers[year] = number
        if self.field.schedule and 0 not in numbers:
            raise wrong("a rate schedule starts at year 0", "add 0: the rate of the first year")
        return ByYear(numbers)

    def _from_library(self, path: str, name: str, how: Sourced) -> Number:
        _, library, ident = name.split(".")
        entry = self._entry(library, ident)
        if entry.form is None:
            raise wrong(_without_value(name, entry), "write your own number")
        self._check_unit(name, entry, how)
        if how.price_year is None and how.index is None and entry.price_year is not None:
            index = entry.index if entry.index == "none" else f"lib.{library}.{entry.index}"
            how = how.model_copy(update={"price_year": entry.price_year, "index": index})
        source = str(self.context.libraries[library].sources[entry.source])
        entry_origin = self._origin(how, entry.form)
        origin = Origin(
            source=entry_origin.source or source,
            grade=entry_origin.grade or entry.grade,
            note=entry_origin.note or entry.note,
            library=name,
            unit=entry.unit,
            price_year=entry_origin.price_year,
            index=entry_origin.index,
            times=entry_origin.times,
            carried=entry_origin.carried,
            form=entry.form,
        )
        factor = how.times * self._price_factor(how)
        return self._made(path, name, entry.form, factor, how.over, origin)

    def _calculated(self, path: str, written: Calculated, how: Sourced) -> Number:
        """Return a number calculated from parameters."""
        quantity = self.field.quantity
        if self.field.schedule:
            raise wrong("a rate schedule holds certain numbers only", "write a number")
        if how.over != 1.0 and quantity is not SHARE:
            raise wrong("over makes a yearly risk of a risk", "remove over")
        formula = parsed(written.calc)
        parameters = parameters_in(formula, self.context.parameters)
        if parameters is None:  # what is wrong is said of the parameter
            return Number(path, path, quantity, np.nan, None)
        beside = how.model_copy(update=written.model_dump(exclude={"calc"}, exclude_none=True))
        origin = self._origin(beside)
        origin = replace(origin, grade=origin.grade or worst_grade(parameters))
        factor = how.times * self._price_factor(how)
        return calculated_number(
            path, quantity, Calculation(formula, parameters, factor, how.over), origin
        )

    def _entry(self, library: str, ident: str) -> Entry:
        libraries = self.context.libraries
        if library not in libraries:
            add = Text("add uses: [{given}]", given=library)
            raise wrong(Text("no library {given} is in use", given=library), add)
        entry = libraries[library].entry(ident)
        if entry is None:
            raise wrong(
                Text("library {library} has no value {given}", library=library, given=ident),
                lambda: nearest(ident, libraries[library].entries()),
            )
        return entry

    def _check_unit(self, name: str, entry: Entry, how: Sourced) -> None:
        if how.times != 1.0:
            return
        if not self.field.quantity.money:
            if entry.currency:
                money = "{given} is money, {unit}; expected {expected}"
                expected = Text(self.field.quantity.words)
                raise wrong(Text(money, given=name, unit=entry.unit, expected=expected))
        elif entry.currency != self.context.currency:
            raise wrong(
                Text(
                    "{given} is in {unit}, the scenario in {currency}",
                    given=name,
                    unit=entry.unit,
                    currency=self.context.currency,
                ),
                Text(
                    "write {what} with the factor that converts it",
                    what=f"{{value: {name}, times: …}}",
                ),
            )

    def _price_factor(self, how: Sourced) -> float:
        if how.price_year is None and how.index is None:
            return 1.0
        if how.price_year is None or how.index is None:
            lone = "price_year" if how.index is None else "index"
            raise wrong(
                Text("{lone} stands alone", lone=lone), "write price_year and index together"
            )
        if not self.field.quantity.money:
            raise wrong("price_year and index belong to money", "remove them")
        to_year = self.context.price_year
        if how.index == "none":
            return 1.0
        if how.index not in self.context.indices:
            raise wrong(
                Text("no index {given}", given=how.index),
                partial(nearest, how.index, self.context.indices),
            )
        if to_year in (how.price_year, None):
            return 1.0
        series = self.context.indices[how.index]
        return self._level(how, to_year, series) / self._level(how, how.price_year, series)

    def _level(self, how: Sourced, year: int, series: Mapping[int, float]) -> float:
        """Return an index in a year; after its last year that of the last."""
        reached = min(year, max(series, default=year))
        if reached not in series:
            raise wrong(
                self._no_level(how, year, series),
                Text(OTHER_INDEX, what=f"{{value: …, price_year: {how.price_year}, index: none}}"),
            )
        return series[reached]

    def _no_level(self, how: Sourced, year: int, series: Mapping[int, float]) -> Text:
        if not series:
            return Text("index {index} has no value for any year", index=how.index)
        return Text(
            "index {index} has no value for {year} (it has {first} to {last})",
            index=how.index,
            year=year,
            first=min(series),
            last=max(series),
        )

    def _times(self, form: Form) -> Iterator[Fault]:
        """Yield events counted during a time, where no such number belongs."""
        if not isinstance(form, CountsOverTime):
            return
        for key in form.exposures:
            if not self.field.counted:
                yield (
                    Text("{key}: events counted during a time give an amount per year", key=key),
                    Text("write {expected}", expected=Text(self.field.quantity.words)),
                )
            elif key not in self.field.counted:
                per_person = self.field.counted == COUNTED_BY_PERSON
                what = "{key}: a rate is per person" if per_person else "{key}: nobody's own time"
                yield (
                    Text(what, key=key),
                    Text(
                        "write {one} or {other}",
                        one=self.field.counted[0],
                        other=self.field.counted[1],
                    ),
                )

    def _carried(self, how: Sourced) -> tuple[int, int] | None:
        """Return the last year of the number's index and the year it stands for, if later."""
        series = self.context.indices.get(how.index or "", {})
        years = {how.price_year, self.context.price_year} - {None}
        latest = max((year for year in years if year is not None), default=0)
        used = len(years) > 1 and bool(series) and latest > max(series)
        return (max(series), latest) if used else None

    def _origin(self, how: Sourced, form: Form | None = None) -> Origin:
        return Origin(
            source=how.source,
            grade=how.grade,
            note=how.note,
            price_year=how.price_year,
            index=how.index,
            times=how.times,
            carried=self._carried(how),
            form=form,
        )

    def _made(
        self, path: str, key: str, form: Form, factor: float, over: float, origin: Origin
    ) -> Number:
        """Return the number of a form: its unit first, then its natural scale, then ``over``."""
        quantity = self.field.quantity
        scaled = form.times(factor)
        faults: list[Fault] = [*scaled.faults(quantity), *self._times(form)]
        if over != 1.0 and quantity is not SHARE:
            faults.append(("over makes a yearly risk of a risk", "remove over"))
        if faults:
            raise wrong(joined(what for what, _ in faults), faults[0][1])
        distribution, base = _distribution(scaled, quantity), scaled.base_value()
        certain = distribution == dist.Certain(base)
        if factor != 1.0 and not form.scaled_keys:
            base *= factor
            if not quantity.holds(base):
                raise wrong(
                    Text("{given} is not {expected}", given=base, expected=Text(quantity.words)),
                    "check times",
                )
            distribution = families.within(derived.Times(distribution, factor), quantity)
        if over != 1.0:
            base = float(yearly_risk(np.array([base]), over)[0])
            distribution = derived.YearlyRisk(distribution, over)
        if certain:
            distribution = dist.Certain(base)
        return Number(path, key, quantity, base, distribution, origin)


def _distribution(form: Form, quantity: Quantity) -> dist.Distribution:
    """Return the distribution of a form, where floats can hold it."""
    with np.errstate(all="ignore"):
        try:
            distribution = form.distribution(quantity)
            held = isinstance(distribution, dist.Certain) or families.countable(distribution)
        except ArithmeticError:
            held = False
    if not held:
        raise wrong("a spread that cannot be counted with", "write a narrower one, or one number")
    return distribution


def _without_value(name: str, entry: Entry) -> Text:
    if entry.low is None:
        return Text("{given} has no value", given=name)
    only = "{given} has only a range, {low} to {high}"
    return Text(only, given=name, low=entry.low, high=entry.high)
