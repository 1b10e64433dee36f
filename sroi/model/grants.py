"""How grants take over cost: each funding pays what it covers, in file order, year by year.

A funding first pays what its payer answers for itself, then what others answer for; what is left
of the amount is surplus. Lines whose cost is not positive in a year are left alone. Amounts are
in currency units of the price year, undiscounted; arrays have shape (draws or 1, years).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sroi.arithmetic import formulas as f
from sroi.arithmetic.flows import Array

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sroi.arithmetic.flows import Flow
    from sroi.schema.parts import Funding
    from sroi.schema.scenario import Scenario

LineOfPayer = tuple[str, str]  # a cost line, and a payer who answers for some of it
Payment = tuple[LineOfPayer, Array]  # what a funding pays of it


@dataclass(frozen=True)
class Grant:
    """What one funding pays: of its payer's own part, of others' parts, and what is left over.

    ``payments`` are the same by cost line, each with the payer who answered for it.
    """

    own_part: Array
    moved: Array
    surplus: Array
    payments: Sequence[Payment] = ()

    @property
    def paid(self) -> Array:
        """Return what the funding pays in all."""
        return self.own_part + self.moved


@dataclass(frozen=True)
class Grants:
    """What every funding pays, and the cost that it moves to each payer (away: negative)."""

    fundings: Mapping[str, Grant]
    moved: Mapping[str, Array]


def grants(scenario: Scenario, costs: Mapping[str, Flow], amounts: Mapping[str, Flow]) -> Grants:
    """Return what the fundings pay of the cost lines, and whose cost they move."""
    bill = _Bill(scenario, costs)
    moved = dict.fromkeys(scenario.moving, bill.nothing)
    fundings = {}
    for name, funding in scenario.funding.items():
        bearers, others = bill.covered_by(funding)
        amount = amounts[name].values
        pays_own, left = f.paid_from(amount, bill.sum(bearers))
        pays_others, rest = f.paid_from(left, bill.sum(others))
        surplus = f.settled(rest, amount)
        to_own, to_others = bill.pay(bearers, pays_own), bill.pay(others, pays_others)
        fundings[name] = Grant(pays_own, pays_others, surplus, (*to_own, *to_others))
        for (_, payer), amount in to_others:
            moved[payer] = moved[payer] - amount
            moved[funding.payer] = moved[funding.payer] + amount
    return Grants(fundings, moved)


class _Bill:
    """What each payer answers for of each covered line, as far as no funding has paid for it."""

    def __init__(self, scenario: Scenario, costs: Mapping[str, Flow]) -> None:
        self.scenario = scenario
        self.nothing = np.zeros((1, scenario.horizon))
        covered = {name for part in scenario.funding.values() for name in scenario.covered_by(part)}
        self.unpaid: dict[LineOfPayer, Array] = {
            (name, payer): share * np.maximum(costs[name].values, 0.0)
            for name, line in scenario.lines.items()
            for payer, share in line.shares.items()
            if name in covered and share
        }

    def covered_by(self, funding: Funding) -> tuple[list[LineOfPayer], list[LineOfPayer]]:
        """Return the parts a funding covers: its payer's own, and others'."""
        lines = self.scenario.covered_by(funding)
        parts = [part for part in self.unpaid if part[0] in lines]
        funders = [part for part in parts if part[1] == funding.payer]
        return funders, [part for part in parts if part[1] != funding.payer]

    def sum(self, parts: Iterable[LineOfPayer]) -> Array:
        """Return what is unpaid of some parts."""
        return sum((self.unpaid[part] for part in parts), self.nothing)

    def pay(self, parts: Iterable[LineOfPayer], paid: Array) -> list[Payment]:
        """Take what is paid off the parts in the same proportion; return it by part."""
        share = f.share_paid(paid, self.sum(parts))
        amounts = [(part, share * self.unpaid[part]) for part in parts]
        self.unpaid |= {part: (1.0 - share) * self.unpaid[part] for part in parts}
        return amounts
