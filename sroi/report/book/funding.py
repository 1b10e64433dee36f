"""Who pays in the end: each funding's part of the cost, year by year, as formulas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sroi.model.payers import STATUSES
from sroi.report.book.costs import even_row, shared
from sroi.report.book.formula import (
    ONE,
    ZERO,
    least,
    less,
    magnitude,
    positive,
    product,
    quotient,
    ratio,
    settled_term,
    total,
)
from sroi.report.book.sheet import AMOUNT, SHARE, TOTAL_COLUMN, TermRow
from sroi.schema.numbers import ByYear
from sroi.tables.labels import part_label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sroi.report.book.costs import Frame
    from sroi.report.book.sheet import Sheet
    from sroi.schema.parts import Funding

LineAndPayer = tuple[str, str]  # a cost line, and a payer who answers for some of it
RowsByPart = dict[LineAndPayer, TermRow]
Moves = dict[str, list[TermRow]]


@dataclass
class BorneRows:
    """What each payer answers for before grants, and what it bears after them, by year."""

    before: dict[str, TermRow]
    after: dict[str, TermRow]
    sources: dict[str, dict[str, TermRow]]  # what each pays: of grants by status, of its own budget


def funding_rows(frame: Frame, sheet: Sheet, costs: Mapping[str, TermRow]) -> BorneRows:
    """Write what each payer answers for, what every funding pays, and what that leaves to each."""
    term = frame.wording.term
    sheet.line(term("book.before_grants"), "heading")
    moving = frame.scenario.moving
    words = {p: term("book.cost_before" if p in moving else "column.cost") for p in _payers(frame)}
    answered = {p: shared(frame, sheet, costs, p, word) for p, word in words.items()}
    before = {payer: whole for payer, (_, whole) in answered.items()}
    parts = {
        (path, payer): row for payer, (rows, _) in answered.items() for path, row in rows.items()
    }
    writer = _Writer(frame, sheet, parts)
    if frame.scenario.funding:
        sheet.line(term("sheet.funding"), "heading")
    for name in frame.scenario.funding:
        writer.write(name)
    sheet.line(term("book.after_grants"), "heading")
    borne = {payer: writer.borne(payer, before[payer]) for payer in _payers(frame)}
    sources = {payer: writer.sources(payer, cost) for payer, cost in borne.items()}
    return BorneRows(before, borne, sources)


def _payers(frame: Frame) -> list[str]:
    return list(frame.scenario.payers)


class _Writer:
    """Writes the fundings in order; knows what is unpaid, who pays and whose cost moves."""

    def __init__(self, frame: Frame, sheet: Sheet, parts: RowsByPart) -> None:
        self.frame, self.sheet, self.parts = frame, sheet, parts
        self.left: RowsByPart = {}  # of parts that a funding has paid some of
        self.waiting = list(frame.scenario.funding)  # to pay later
        self.paid: dict[tuple[str, str], list[TermRow]] = {}  # by payer and status
        self.taken: Moves = {payer: [] for payer in frame.scenario.payers}
        self.granted: Moves = {payer: [] for payer in frame.scenario.payers}

    def write(self, name: str) -> None:
        """Write one funding: its amount, what it pays of its payer's part and of others'."""
        funding = self.frame.scenario.funding[name]
        self.waiting.remove(name)
        label = part_label(self.frame.scenario, f"funding.{name}")
        stated = self.amount(name, funding)
        if funding.nominal and self.frame.levels:
            stated = [ratio(x, level) for x, level in zip(stated, self.frame.levels, strict=True)]
        amount = self.row(label, "funding_amount", stated)
        lines = self.frame.scenario.covered_by(funding)
        covered = [part for part in self.parts if part[0] in lines]
        funders = [part for part in covered if part[1] == funding.payer]
        others = [part for part in covered if part[1] != funding.payer]
        pays_own = self.pays(label, "own", funders, amount)
        left = [less(x, paid) for x, paid in zip(amount, pays_own, strict=True)]
        pays_others = self.pays(label, "others", others, left, funding.payer)
        rest = [less(x, paid) for x, paid in zip(left, pays_others, strict=True)]
        self.row(label, "funding_surplus", rest)
        self.paid.setdefault((funding.payer, funding.status), []).extend((pays_own, pays_others))

    def amount(self, name: str, funding: Funding) -> TermRow:
        """Return the amount by year; whether it is given in a year is an input of its own."""
        if isinstance(funding.amount, ByYear):
            return self.frame.every_year(funding.amount)
        months = funding.own_months or self.frame.scenario.programme.months
        if funding.per == "total":
            return even_row(self.frame, funding.amount, months)
        label = part_label(self.frame.scenario, f"funding.{name}")
        inputs = self.sheet.inputs(
            f"{label}: {self.frame.wording.term('book.funding_years')}",
            [months.share_of(year) for year in self.frame.years],
            f"funding_{name}_given",
        )
        return [product(self.frame.inputs.of(funding.amount), x) for x in inputs]

    def pays(
        self,
        label: str,
        whose: str,
        parts: Sequence[LineAndPayer],
        amount: TermRow,
        payer: str = "",
    ) -> TermRow:
        """Write what an amount pays of some parts, and take it off them; return it by year."""
        if not parts:
            return [ZERO] * len(self.frame.years)
        unpaid = self.row(label, f"funding_{whose}", self.unpaid(parts))
        least_of = [
            ZERO if ZERO in (x, y) else least(x, y) for x, y in zip(amount, unpaid, strict=True)
        ]
        paid = self.row(label, f"funding_pays_{whose}", least_of)
        later = [part for part in parts if self.covered_later(part)]
        if payer or later:
            shares = [quotient(x, y) for x, y in zip(paid, unpaid, strict=True)]
            written = self.row(label, "funding_share", shares, SHARE)
            if payer:
                self.move(payer, parts, written)
            for part in later:
                self.take(part, written)
        return paid

    def unpaid(self, parts: Sequence[LineAndPayer]) -> TermRow:
        """Return what is left to pay of some parts, by year; a fee is left alone."""
        untouched = [self.parts[part] for part in parts if part not in self.left]
        rests = [self.left[part] for part in parts if part in self.left]
        return [
            total([positive(row[t] for row in untouched), *(row[t] for row in rests)])
            for t in range(len(self.frame.years))
        ]

    def covered_later(self, part: LineAndPayer) -> bool:
        """Return whether a later funding covers a part."""
        scenario = self.frame.scenario
        later = (scenario.covered_by(scenario.funding[name]) for name in self.waiting)
        return any(part[0] in lines for lines in later)

    def take(self, part: LineAndPayer, shares: TermRow) -> None:
        """Write what is left to pay of a part."""
        path, payer = part
        label = f"{part_label(self.frame.scenario, path)}, {self.frame.payer_name(payer)}"
        left = zip(shares, self.unpaid([part]), strict=True)
        terms = [product(less(ONE, share), x) for share, x in left]
        self.left[part] = self.row(label, "funding_left", terms)

    def move(self, taker: str, parts: Sequence[LineAndPayer], shares: TermRow) -> None:
        """Note what goes from the cost of those who answer for some parts to another's."""
        for giver in dict.fromkeys(payer for _, payer in parts):
            theirs = self.unpaid([part for part in parts if part[1] == giver])
            moved = [product(share, x) for share, x in zip(shares, theirs, strict=True)]
            self.granted[giver].append(moved)
            self.taken[taker].append(moved)

    def borne(self, payer: str, before: TermRow) -> TermRow:
        """Write a payer's cost after what grants move; return it, as it was where none do."""
        if payer not in self.frame.scenario.moving:
            return before
        name, label = self.frame.payer_name(payer), self.frame.wording.term("book.pv_costs")
        moves = zip(self.sums(self.taken[payer]), self.sums(self.granted[payer]), strict=True)
        moved = self.row(name, "cost_moved", [less(x, y) for x, y in moves])
        after = [
            settled_term(total([x, y]), total([magnitude(x), magnitude(y)]))
            for x, y in zip(before, moved, strict=True)
        ]
        return self.sheet.years(f"{name}: {label}", after, AMOUNT, style="strong")

    def sums(self, rows: Sequence[TermRow]) -> TermRow:
        """Return the sum of some rows by year."""
        return [total(row[t] for row in rows) for t in range(len(self.frame.years))]

    def sources(self, payer: str, borne: TermRow) -> dict[str, TermRow]:
        """Write what a payer's grants pay, by status, and what its own budget must hold."""
        name, term = self.frame.payer_name(payer), self.frame.wording.term
        grants: dict[str, TermRow] = {}
        for status, word in STATUSES.items():
            if rows := self.paid.get((payer, status)):
                label = f"{name}: {term(f'column.{word}')}"
                grants[word] = self.sheet.years(label, self.sums(rows), AMOUNT)
        paid = self.sums(list(grants.values()))
        budget = [
            settled_term(less(x, y), total([magnitude(x), y]))
            for x, y in zip(borne, paid, strict=True)
        ]
        label = f"{name}: {term('column.own_budget')}"
        budget_row = self.sheet.years(label, budget, AMOUNT, style="strong")
        self.sheet.book.name(
            f"own_budget_{payer}", self.sheet.place(TOTAL_COLUMN, self.sheet.row - 1)
        )
        return {"own_budget": budget_row, **grants}

    def row(self, label: str, key: str, terms: TermRow, form: str = AMOUNT) -> TermRow:
        """Write a row of the fundings; return its cells. A share has no sum over the years."""
        text = f"{label}: {self.frame.wording.term(f'book.{key}')}"
        return self.sheet.years(text, terms, form, summed=form == AMOUNT)
