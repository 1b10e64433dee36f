"""What a table is made of: cells with text for the eye and the bare value for a spreadsheet."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from os.path import commonprefix
from typing import TYPE_CHECKING

import numpy as np

from sroi.arithmetic.flows import Array
from sroi.model import measures
from sroi.model.measures import MEASURES, unclaimed, unpriced_in
from sroi.model.statistics import summary
from sroi.model.totals import Totals
from sroi.schema.numbers import ByYear
from sroi.wording import capital, wordings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sroi.model.measures import Bound, MeasureKind
    from sroi.model.projection import Projection
    from sroi.model.statistics import Summary
    from sroi.schema.scenario import Scenario
    from sroi.wording import Wording

VISIBLE = 0.5  # units of the currency; less is rounding

ALWAYS = 0.9995  # share of the draws above which nothing needs to be said
PAID = {"pv_costs": "cost", "pv_benefits": "benefit", "npv": "net", "pv_cashable": "cashable"}


@dataclass(frozen=True)
class Cell:
    """What one cell says: text, the range below it, and the bare value."""

    text: str
    range: str = ""
    value: float | str | None = None


@dataclass(frozen=True)
class Row:
    """A label and its cells; ``strong`` rows are sums."""

    label: str
    cells: tuple[Cell, ...]
    strong: bool = False


@dataclass(frozen=True)
class Table:
    """A titled table; ``note`` says the unit, the price year and what the ranges are."""

    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def columns_of_words(table: Table) -> list[int]:
    """Return the columns that hold words and no number at all: they are read from the left."""
    columns = [[row.cells[c] for row in table.rows] for c in range(len(table.columns))]
    return [
        c
        for c, cells in enumerate(columns)
        if all(cell.value is None for cell in cells)
        and any(cell.text and cell.text not in _no_numbers() for cell in cells)
    ]


@lru_cache(maxsize=1)
def _no_numbers() -> frozenset[str]:
    """Return what stands in the place of a number, in any language."""
    words = ("unknown", "none", "never", "same")
    return frozenset(wording.term(f"word.{word}") for wording in wordings("") for word in words)


@dataclass(frozen=True)
class Page:
    """A title, the years and draws behind the figures, sentences, tables, and warnings by place."""

    title: str
    subtitle: str
    sentences: tuple[str, ...]
    tables: tuple[Table, ...]
    warnings_title: str = ""
    warnings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Money:
    """Writes amounts of one table in a common unit."""

    wording: Wording
    scale: float

    @property
    def unit(self) -> str:
        """Return the unit's name, such as tkr."""
        return self.wording.unit(self.scale)

    def cell(self, x: float, range: str = "") -> Cell:  # noqa: A002 - as Cell calls it
        """Return a cell with an amount, its bare value in the unit too."""
        return Cell(self.text(x), range, x / self.scale if math.isfinite(x) else None)

    def text(self, x: float) -> str:
        """Return an amount in the unit."""
        return self.wording.number(x / self.scale)


def common_money(projections: Iterable[Projection], wording: Wording) -> Money:
    """Return the unit that suits the greatest amount of some projections."""
    return money_for((x for p in projections for x in society_amounts(p.base_totals)), wording)


def society_amounts(totals: Totals) -> list[float]:
    """Return society's results in money, in the base case: what the unit of tables goes by."""
    of = [measure.of for measure in MEASURES.values() if measure.kind == "money"]
    return [float(amount(totals, "society")[0]) for amount in of]


def money_for(amounts: Iterable[float], wording: Wording) -> Money:
    """Return the unit that suits the greatest amount: currency units, or thousands of them."""
    return Money(wording, 1e3 if max(map(abs, amounts), default=0.0) >= 1e6 else 1)


# Views and rates in words --------------------------------------------------------------------


def view_name(scenario: Scenario, view: str, wording: Wording) -> str:
    """Return what a perspective is called."""
    return scenario.named_in_file(view) or wording.view(view)


def view_in_text(scenario: Scenario, view: str, wording: Wording) -> str:
    """Return what a perspective is called within a sentence."""
    name = view_name(scenario, view, wording)
    return name if scenario.named_in_file(view) else name[:1].lower() + name[1:]


def shown_views(scenario: Scenario) -> list[str]:
    """Return the perspectives worth a column, headline first; those that count alike once."""
    wanted = [scenario.headline, "society", *scenario.perspectives, "public", *scenario.views]
    seen: dict[tuple[tuple[str, float], ...], str] = {}
    for view in wanted:
        counted = tuple(sorted(scenario.views[view].items()))
        if counted and view not in seen.values():
            seen.setdefault(counted, view)
    return list(seen.values())


def rate_in_words(scenario: Scenario, wording: Wording) -> str:
    """Return the discount rate, or the first of a schedule."""
    rate = scenario.discounting.yearly_rate
    if isinstance(rate, ByYear):
        return wording.term("word.schedule", rate=wording.percent(rate.numbers[0].base))
    return wording.percent(rate.base)


def present_value_note(scenario: Scenario, money: Money) -> str:
    """Return the unit, date, price year and rate behind present values."""
    wording = money.wording
    return wording.term(
        "unit.present_value",
        unit=money.unit,
        year=scenario.first_year,
        price_year=scenario.price_year,
        rate=rate_in_words(scenario, wording),
    )


def with_ranges(note: str, rows: Iterable[Row], wording: Wording) -> str:
    """Return a table's note, and what its ranges are where it has any."""
    ranged = any(cell.range for row in rows for cell in row.cells)
    return f"{note}. {wording.term('unit.range')}" if ranged else note


def years_in_words(scenario: Scenario, wording: Wording) -> str:
    """Return the years of the projection, as an answer's subtitle."""
    years = scenario.years
    return wording.term("word.years", first=years[0], last=years[-1], horizon=len(years))


# Cells ---------------------------------------------------------------------------------------


def measure_cell(projection: Projection, measure: str, view: str, money: Money) -> Cell:
    """Return a measure of a perspective: the base case and 90 % of the draws."""
    if unclaimed(projection.scenario, measure, view):
        return Cell(money.wording.term("word.unknown"))
    base = projection.base_value(measure, view)
    summary = projection.summary(measure, view)
    if MEASURES[measure].kind == "year":
        cell = _payback_cell(projection, view, money.wording)
    else:
        spread = range_text(summary, measure_text(measure, money), money.wording)
        cell = result_cell(measure, base, money, spread)
    bound = MEASURES[measure].unpriced
    return replace(cell, text=bounded(projection.scenario, view, bound, cell.text, money.wording))


def bounded(scenario: Scenario, view: str, bound: Bound, text: str, wording: Wording) -> str:
    """Return a figure as at least or at most, where a cost behind it has no price."""
    if not bound or not unpriced_in(scenario, view) or text in _words_for_nothing(wording):
        return text
    return wording.term(f"bound.{bound}", figure=text)


def _words_for_nothing(wording: Wording) -> list[str]:
    return [
        wording.term(f"word.{word}")
        for word in ("none", "unknown", "never", "no_payback", "no_cost")
    ]


def result_cell(measure: str, x: float, money: Money, range: str = "") -> Cell:  # noqa: A002
    """Return a cell with a measure's value; an amount's bare value is in the table's unit."""
    scale = money.scale if MEASURES[measure].is_amount else 1
    return Cell(measure_text(measure, money)(x), range, finite(x / scale))


def measure_text(measure: str, money: Money) -> Callable[[float], str]:
    """Return how a measure's values are written."""
    kind, wording = MEASURES[measure].kind, money.wording
    none = wording.term("word.no_payback" if kind == "year" else "word.none")
    write: dict[MeasureKind, Callable[[float], str]] = {
        "money": money.text,
        "money_each": money.text,
        "year": "{:.0f}".format,
        "share": wording.percent,
        "ratio": wording.ratio,
        "factor": wording.ratio,
    }
    return lambda x: write[kind](x) if math.isfinite(x) else none


def range_text(summary: Summary, write: Callable[[float], str], wording: Wording) -> str:
    """Return the 5th to the 95th percentile, empty where they read alike.

    Where the measure does not exist in every draw, it says in how many it does.
    """
    text = between(summary.percentiles[5], summary.percentiles[95], write, wording)
    return (
        text if not text or summary.exists > ALWAYS else f"{text}, {wording.exists(summary.exists)}"
    )


def between(
    low: float | None, high: float | None, write: Callable[[float], str], wording: Wording
) -> str:
    """Return both ends of a range, empty where they read alike or do not exist."""
    if low is None or high is None or write(low) == write(high):
        return ""
    return wording.range(write(low), write(high))


def _payback_cell(projection: Projection, view: str, wording: Wording) -> Cell:
    """Return the payback year and those between which 90 % of all worlds are paid back."""
    base = float(measures.payback(projection.base_totals, view)[0])
    ordered = np.sort(measures.payback(projection.totals, view))
    low, high = (float(ordered[int(share * (ordered.size - 1))]) for share in (0.05, 0.95))
    spread = between(low, high, lambda year: _payback_text(year, wording), wording)
    return Cell(_payback_text(base, wording), spread, finite(base))


def _payback_text(year: float, wording: Wording) -> str:
    """Return a payback year in words, where it is none too."""
    words = {measures.NO_COST: "word.no_cost", measures.NEVER: "word.never"}
    return wording.term(words[year]) if year in words else f"{year:.0f}"


def finite(x: float) -> float | None:
    """Return a number, or None where it does not exist."""
    return x if math.isfinite(x) else None


TotalsVector = Callable[[Totals], Array | None]


def outcome_cell(
    projection: Projection, of: TotalsVector, write: Callable[[float], str], wording: Wording
) -> Cell:
    """Return what is asked of an outcome: the base case and 90 % of the draws."""
    vector, worlds = of(projection.base_totals), of(projection.totals)
    if vector is None or worlds is None or not math.isfinite(vector[0]):
        return Cell(wording.term("word.none"))
    x = float(vector[0])
    return Cell(write(x), range_text(summary(worlds), write, wording), x)


def breakeven_cells(
    projection: Projection, outcome: str, view: str, wording: Wording
) -> tuple[Cell, Cell]:
    """Return how many events must be avoided for npv to be 0, and which share of the baseline."""
    if projection.scenario.outcomes[outcome].follows is not None:
        return Cell(wording.term("word.none")), Cell(wording.term("word.none"))
    events = outcome_cell(
        projection,
        lambda totals: measures.breakeven_quantity(totals, outcome, view),
        wording.significant,
        wording,
    )
    share = outcome_cell(
        projection,
        lambda totals: measures.breakeven_reduction(totals, outcome, view),
        wording.percent,
        wording,
    )
    most = float(measures.attainable(projection.base_totals, outcome)[0])
    events, share = (
        replace(cell, text=bounded(projection.scenario, view, "least", cell.text, wording))
        for cell in (events, share)
    )
    if isinstance(share.value, float) and isinstance(events.value, float) and events.value > most:
        share = replace(share, text=wording.term("word.impossible", share=share.text))
    return events, share


def and_more(texts: Sequence[str], most: int, wording: Wording) -> list[str]:
    """Return texts, the last ones as how many they are.

    >>> from sroi.wording import Wording
    >>> and_more(["a", "b", "c"], 2, Wording("en", "SEK"))
    ['a', 'b', 'and 1 more']
    """
    rest = len(texts) - most
    return [*texts[:most], wording.term("word.more", n=rest)] if rest > 0 else list(texts)


def short(names: Iterable[str]) -> tuple[str, ...]:
    """Return names without the words they all begin with, up to the last comma of those.

    >>> short(["Infants, as applied", "Infants, without grant"])
    ('as applied', 'without grant')
    """
    full = tuple(names)
    common = commonprefix(full) if len(full) > 1 else ""  # noqa: RUF071 - not a path
    cut = common.rfind(", ") + 2 if ", " in common else 0
    return tuple(name[cut:] for name in full)


def name_of(scenario: Scenario, view: str, wording: Wording) -> str:
    """Return what a payer or a perspective is called; one without a name never by its key."""
    named = scenario.named_in_file(view)
    if named is None:
        return wording.view(view)
    return capital(view.replace("_", " ")) if named == view else named
