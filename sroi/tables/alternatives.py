"""Who pays and who saves in each alternative, by board and year, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sroi.model import payers
from sroi.model.measures import felt, nothing_known_in, unclaimed
from sroi.model.payers import payments_by_source
from sroi.tables.cells import VISIBLE, Cell, Row, Table, and_more, short, view_in_text, view_name
from sroi.wording import capital

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sroi.arithmetic.flows import Array
    from sroi.model.comparison import Comparison
    from sroi.model.projection import Projection
    from sroi.model.results import Results
    from sroi.tables.cells import Money
    from sroi.wording import Wording
AmountsByYear = dict[int, float]  # by calendar year
Side = Mapping[str, AmountsByYear | None]  # by alternative; None where it is unknown


@dataclass(frozen=True)
class Alternatives:
    """The scenarios of a comparison in the base case, undiscounted, in the unit of one table."""

    comparison: Comparison
    money: Money

    @property
    def wording(self) -> Wording:
        """Return the words of the table."""
        return self.money.wording

    @property
    def projections(self) -> Mapping[str, Projection]:
        """Return the projections by name."""
        return self.comparison.projections

    @property
    def payers(self) -> dict[str, str]:
        """Return the name of everybody who pays or gains in some alternative, by id."""
        names: dict[str, str] = {}
        for projection in self.projections.values():
            for payer in projection.scenario.payers:
                names.setdefault(payer, view_name(projection.scenario, payer, self.wording))
        return names

    def feel(self, payer: str) -> bool:
        """Return whether some outcome would bring a payer money in some alternative."""
        scenarios = [projection.scenario for projection in self.projections.values()]
        return any(payer in s.payers and felt(s, payer) for s in scenarios)

    def side(self, amounts: Callable[[Projection], Array | None]) -> Side:
        """Return amounts by year of every alternative; nobody's are 0."""
        return {
            name: _by_calendar_year(projection, amounts(projection))
            for name, projection in self.projections.items()
        }

    def block(self, label: str, side: Side, strong: bool = False) -> Iterator[Row]:
        """Yield the sum of some amounts and a row for each year; one row where there is one."""
        years = sorted({y for amounts in side.values() for y in amounts or {} if _seen(amounts, y)})
        if len(years) > 1:
            yield Row(label, self.cells(side, years), strong=True)
        for year in years:
            head = f"{label}, {year}" if len(years) == 1 else f"  {year}"
            yield Row(head, self.cells(side, [year]), strong)

    def cells(self, side: Side, years: list[int]) -> tuple[Cell, ...]:
        """Return the sum of some years by alternative, with the difference to the reference."""
        sums = {name: _sum(amounts, years) for name, amounts in side.items()}
        reference = sums[self.comparison.reference]
        return tuple(self.cell(x, reference) for x in sums.values())

    def cell(self, x: float | None, reference: float | None) -> Cell:
        """Return an amount, and below it how much more or less it is than the reference's."""
        if x is None:
            return Cell(self.wording.term("word.unknown"))
        change = 0.0 if reference is None else x - reference
        return self.money.cell(x, signed(change, self.money) if abs(change) >= VISIBLE else "")

    def table(self, title: str, rows: Iterator[Row]) -> Table:
        """Return a table with a column for every alternative."""
        first = self.projections[self.comparison.reference].scenario
        names = dict(zip(self.projections, short(self.projections), strict=True))
        note = self.wording.term(
            "unit.alternatives",
            unit=self.money.unit,
            price_year=first.price_year,
            reference=names[self.comparison.reference],
        )
        return Table(self.wording.term(title), note, tuple(names.values()), tuple(rows))


def cost_table(comparison: Comparison, money: Money) -> Table:
    """Return who pays in each alternative: own budgets and grants by board and year, and all."""
    alternatives = Alternatives(comparison, money)
    return alternatives.table("table.who_pays", _cost_rows(alternatives))


def _cost_rows(of: Alternatives) -> Iterator[Row]:
    term = of.wording.term
    for payer, name in of.payers.items():
        for source in ("own_budget", "granted", "applied", "given_in_kind"):
            side = of.side(partial(_paid, payer, source))
            yield from of.block(f"{name}: {term(f'column.{source}')}", side)
    whole = of.side(lambda p: sum(payers.costs(p.base).values(), _nothing(p)))
    yield from of.block(term("word.all_costs"), whole, strong=True)


def _paid(payer: str, source: str, projection: Projection) -> Array:
    """Return what a payer pays from a source, nothing where the scenario does not know it."""
    if payer not in projection.scenario.payers:
        return _nothing(projection)
    return payments_by_source(projection.base, payer)[source]


def savings_table(comparison: Comparison, money: Money) -> Table | None:
    """Return who saves in each alternative: what is cashable, and all benefit, by year.

    None where nobody's savings are priced.
    """
    alternatives = Alternatives(comparison, money)
    rows = list(_savings_rows(alternatives))
    return alternatives.table("table.who_saves", iter(rows)) if rows else None


def _savings_rows(of: Alternatives) -> Iterator[Row]:
    kinds = {"cashable": payers.cashable, "benefit": payers.benefits}
    for payer, name in of.payers.items():
        for kind, sums in kinds.items():
            label = f"{name}: {of.wording.term(f'column.{kind}')}"
            side = of.side(partial(_gained, payer, sums))
            rows = list(of.block(label, side))
            if rows or of.feel(payer):
                yield from rows or [Row(label, of.cells(side, []))]


def _gained(
    payer: str, sums: Callable[[Results], Mapping[str, Array]], projection: Projection
) -> Array | None:
    """Return what a payer gains; None where the effects that it feels are all unknown."""
    if payer not in projection.scenario.payers:
        return _nothing(projection)
    if nothing_known_in(projection.scenario, payer):
        return None
    return sums(projection.base)[payer]


# In words ------------------------------------------------------------------------------------


def agreement(comparison: Comparison, wording: Wording) -> str | None:
    """Return in a sentence that all alternatives cost and give the same; None where they do not."""
    view, projections = comparison.perspective, comparison.projections.values()
    measures = ("pv_costs", "pv_benefits", "pv_cashable")
    if len(comparison.projections) < 2 or not all(_alike(comparison, m) for m in measures):
        return None
    scenario = comparison.projections[comparison.reference].scenario
    unknown = any(unclaimed(p.scenario, "npv", view) for p in projections)
    key = "sentence.same_cost" if unknown else "sentence.same_totals"
    return wording.term(key, view=view_in_text(scenario, view, wording))


def _alike(comparison: Comparison, measure: str) -> bool:
    """Return whether a measure is the same, or unknown, in every alternative."""
    view, projections = comparison.perspective, comparison.projections.values()
    values = [
        None if unclaimed(p.scenario, measure, view) else p.base_value(measure, view)
        for p in projections
    ]
    known = [x for x in values if x is not None]
    if len(known) < len(values):
        return not known
    return max(known) - min(known) <= 1e-9 * max(map(abs, known))


def cost_changes(comparison: Comparison, money: Money, most: int | None = None) -> list[str]:
    """Return in a sentence for each alternative who pays more and who less than the reference.

    Of more than ``most`` payers the last are told as how many they are.
    """
    of, wording = Alternatives(comparison, money), money.wording
    names = dict(zip(of.projections, short(of.projections), strict=True))
    costs = {
        name: {payer: float(cost.sum()) for payer, cost in payers.costs(p.base).items()}
        for name, p in of.projections.items()
    }
    reference = costs[comparison.reference]
    sentences = []
    for name in (n for n in costs if n != comparison.reference):
        moved = {p: costs[name].get(p, 0.0) - reference.get(p, 0.0) for p in of.payers}
        parts = [
            wording.term(
                "word.pays_more" if change > 0 else "word.pays_less",
                payer=of.payers[payer],
                money=wording.money(abs(change)),
            )
            for payer, change in moved.items()
            if abs(change) >= VISIBLE
        ]
        words = {"name": names[name], "reference": names[comparison.reference]}
        key = "sentence.who_pays" if parts else "sentence.same_payers"
        sentences.append(
            capital(
                wording.term(
                    key, **words, changes=", ".join(and_more(parts, most or len(parts), wording))
                )
            )
        )
    return sentences


# Amounts -------------------------------------------------------------------------------------


def signed(x: float, money: Money) -> str:
    """Return a difference with its sign."""
    return f"+{money.text(x)}" if x > 0 else money.text(x)


def _nothing(projection: Projection) -> Array:
    return 0.0 * projection.base.participants.values


def _by_calendar_year(projection: Projection, amounts: Array | None) -> AmountsByYear | None:
    if amounts is None:
        return None
    return dict(zip(projection.scenario.years, map(float, amounts[0]), strict=True))


def _seen(amounts: AmountsByYear | None, year: int) -> bool:
    return amounts is not None and abs(amounts[year]) >= VISIBLE


def _sum(amounts: AmountsByYear | None, years: list[int]) -> float | None:
    return None if amounts is None else sum(amounts.get(year, 0.0) for year in years)
