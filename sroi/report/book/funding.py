"""Who pays in the end: each funding's part of the cost, year by year, as formulas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sroi.report.book.costs import Frame, Row, shared
from sroi.report.book.formula import (
    ONE,
    ZERO,
    greatest,
    least,
    less,
    magnitude,
    product,
    quotient,
    settled,
    total,
)
from sroi.report.book.sheet import AMOUNT, Sheet
from sroi.schema.numbers import ByYear
from sroi.schema.parts import Funding
from sroi.tables.labels import part_label

Part = tuple[str, str]  # a cost line, and a payer who answers for some of it
Parts = dict[Part, Row]


@dataclass
class Borne:
    """What each payer answers for before grants, and what it bears after them, by year."""

    before: dict[str, Row]
    after: dict[str, Row]


def funding_rows(frame: Frame, sheet: Sheet, costs: Mapping[str, Row]) -> Borne:
    """Write what every funding pays, and what that leaves to each payer."""
    writer = _Writer(frame, sheet, _parts(frame, costs))
    for name in frame.scenario.funding:
        writer.write(name)
    borne = Borne({}, {})
    for payer in frame.scenario.payers:
        before = shared(frame, dict(costs), payer)
        borne.before[payer] = borne.after[payer] = before
        if payer in frame.scenario.moving:
            borne.before[payer], borne.after[payer] = writer.moved_cost(payer, before)
        writer.own_budget(payer, borne.after[payer])
    return borne


def _parts(frame: Frame, costs: Mapping[str, Row]) -> Parts:
    """Return what each payer answers for of each line that costs something; a fee is left alone."""
    return {
        (path, payer): [
            greatest(ZERO, product(frame.inputs.share(path, payer), x)) if x is not ZERO else ZERO
            for x in costs[path]
        ]
        for path, line in frame.scenario.lines.items()
        for payer in line.shares
    }


class _Writer:
    """Writes the fundings in order; knows what is unpaid, who pays and whose cost moves."""

    def __init__(self, frame: Frame, sheet: Sheet, unpaid: Parts) -> None:
        self.frame, self.sheet, self.unpaid = frame, sheet, unpaid
        self.waiting = list(frame.scenario.funding)  # to pay later
        nothing = [ZERO] * len(frame.years)
        self.paid = dict.fromkeys(frame.scenario.payers, nothing)
        self.moved = dict.fromkeys(frame.scenario.payers, nothing)

    def write(self, name: str) -> None:
        """Write one funding: its amount, what it pays of its payer's part and of others'."""
        funding = self.frame.scenario.funding[name]
        self.waiting.remove(name)
        label = part_label(self.frame.scenario, f"funding.{name}")
        amount = self.row(label, "funding_amount", self.amount(name, funding))
        lines = self.frame.scenario.covered_by(funding)
        covered = [part for part in self.unpaid if part[0] in lines]
        own = [part for part in covered if part[1] == funding.payer]
        others = [part for part in covered if part[1] != funding.payer]
        pays_own = self.pays(label, "own", own, amount)
        left = [less(x, paid) for x, paid in zip(amount, pays_own, strict=True)]
        pays_others = self.pays(label, "others", others, left, funding.payer)
        rest = [less(x, paid) for x, paid in zip(left, pays_others, strict=True)]
        self.row(label, "funding_surplus", rest)
        paid = zip(self.paid[funding.payer], pays_own, pays_others, strict=True)
        self.paid[funding.payer] = [total(terms) for terms in paid]

    def amount(self, name: str, funding: Funding) -> Row:
        """Return the amount by year; whether it is given in a year is an input of its own."""
        if isinstance(funding.amount, ByYear):
            return self.frame.active(funding.amount, self.frame.years)
        years = funding.years or self.frame.scenario.programme.years
        label = part_label(self.frame.scenario, f"funding.{name}")
        given = self.sheet.inputs(
            f"{label}: {self.frame.wording.term('book.funding_years')}",
            [1.0 if year in years else 0.0 for year in self.frame.years],
            f"funding_{name}_given",
        )
        return [product(self.frame.inputs.of(funding.amount), x) for x in given]

    def pays(
        self, label: str, whose: str, parts: Sequence[Part], amount: Row, payer: str = ""
    ) -> Row:
        """Write what an amount pays of some parts, and take it off them; return it by year."""
        if not parts:
            return [ZERO] * len(self.frame.years)
        sums = [total(self.unpaid[part][t] for part in parts) for t in range(len(amount))]
        unpaid = self.row(label, f"funding_{whose}", sums)
        least_of = [least(x, y) for x, y in zip(amount, unpaid, strict=True)]
        paid = self.row(label, f"funding_pays_{whose}", least_of)
        shares = [quotient(x, y) for x, y in zip(paid, unpaid, strict=True)]
        for part in parts:
            pieces = [product(s, x) for s, x in zip(shares, self.unpaid[part], strict=True)]
            if payer:
                self.move(part[1], payer, pieces)
            self.take(part, shares)
        return paid

    def take(self, part: Part, shares: Row) -> None:
        """Write what is left to pay of a part, where a later funding covers it."""
        scenario = self.frame.scenario
        later = [scenario.covered_by(scenario.funding[name]) for name in self.waiting]
        if any(part[0] in lines for lines in later):
            left = zip(shares, self.unpaid[part], strict=True)
            owner = scenario.payers[part[1]].name or part[1]
            label = f"{part_label(scenario, part[0])}, {owner}"
            terms = [product(less(ONE, share), x) for share, x in left]
            self.unpaid[part] = self.row(label, "funding_left", terms)

    def move(self, giver: str, taker: str, pieces: Row) -> None:
        """Note what goes from one payer's cost to another's."""
        lowered = [less(x, y) for x, y in zip(self.moved[giver], pieces, strict=True)]
        raised = [total([x, y]) for x, y in zip(self.moved[taker], pieces, strict=True)]
        self.moved |= {giver: lowered, taker: raised}

    def moved_cost(self, payer: str, before: Row) -> tuple[Row, Row]:
        """Write a payer's cost before grants and what they move; return it before and after."""
        name = self.frame.scenario.payers[payer].name or payer
        first = self.row(name, "cost_before", before)
        moved = self.row(name, "cost_moved", self.moved[payer])
        after = [
            settled(total([x, y]), total([magnitude(x), magnitude(y)]))
            for x, y in zip(first, moved, strict=True)
        ]
        return first, after

    def own_budget(self, payer: str, borne: Row) -> None:
        """Write what a payer bears, and what its own budget must hold of it."""
        name, term = self.frame.scenario.payers[payer].name or payer, self.frame.wording.term
        cost = self.sheet.years(f"{name}: {term('column.cost')}", borne, AMOUNT)
        budget = [
            settled(less(x, y), total([magnitude(x), y]))
            for x, y in zip(cost, self.paid[payer], strict=True)
        ]
        label = f"{name}: {term('column.own_budget')}"
        self.sheet.years(label, budget, AMOUNT, style="strong")
        total_cell = self.sheet.place(self.sheet.row - 1, 2)
        self.sheet.book.name(f"own_budget_{payer}", total_cell)

    def row(self, label: str, key: str, terms: Row) -> Row:
        """Write a row of the funding sheet; return its cells."""
        return self.sheet.years(f"{label}: {self.frame.wording.term(f'book.{key}')}", terms, AMOUNT)
