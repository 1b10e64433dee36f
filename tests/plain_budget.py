"""The budget once more, as plain loops: what each payer pays in cash, in the money of each year.

Written from docs/reference/equations.md; only what a year costs and gives is asked of the plain
engine.
"""

import math


class PlainBudget:
    """The budget of one possible world; ``plain`` is the plain engine of it."""

    def __init__(self, plain):
        self.plain, self.s = plain, plain.s

    def year(self, year):
        """Return the cash of every payer in a year, real: cost, grants, applied, own_budget."""
        rows = {p: dict.fromkeys(("own_budget", "grants", "applied"), 0.0) for p in self.s.payers}
        unpaid = self.answers_for(year, rows)
        for funding in self.s.funding.values():
            self.paid(funding, year, unpaid, rows[funding.payer])
        for (path, payer), rest in unpaid.items():
            if not self.s.lines[path].in_kind:
                rows[payer]["own_budget"] += rest
        for payer, row in rows.items():
            row["cost"] = row["own_budget"] + row["grants"]
            for name, of in (("benefit", self.plain.benefit), ("cashable", self.plain.cashable)):
                outcomes = self.s.outcomes.items()
                row[name] = sum(o.shares.get(payer, 0.0) * of(n, year) for n, o in outcomes)
        return rows

    def answers_for(self, year, rows):
        """Return what is to be paid of each line by payer; a fee is its payer's own at once."""
        unpaid = {}
        for path, line in self.s.lines.items():
            cost = self.plain.cost(path, year)
            for payer, share in line.shares.items():
                if cost > 0:
                    unpaid[path, payer] = share * cost
                elif not line.in_kind:
                    rows[payer]["own_budget"] += share * cost
        return unpaid

    def paid(self, funding, year, unpaid, row):
        """Take what a funding pays off what is unpaid; what is cash is its payer's grant."""
        left, covered = self.plain.amount(funding, year), self.plain.covers(funding)
        for mine in (True, False):
            parts = [p for p in unpaid if p[0] in covered and (p[1] == funding.payer) == mine]
            whole = math.fsum(unpaid[part] for part in parts)
            pays = min(left, whole)
            left -= pays
            for part in parts:
                piece = unpaid[part] * pays / whole if whole > 0 else 0.0
                unpaid[part] -= piece
                if not self.s.lines[part[0]].in_kind and funding.status != "in_kind":
                    row["grants"] += piece
                    row["applied"] += piece * (funding.status == "applied")

    def table(self, payer):
        """Return a payer's rows by year, nominal and cumulated; ``all`` is their sum."""
        rows, cumulative = [], 0.0
        for year in self.plain.years:
            by_payer, level = self.year(year), self.plain.price_level(year)
            names = list(by_payer) if payer == "all" else [payer]
            row = {
                key: level * sum(by_payer[name][key] for name in names)
                for key in ("cost", "grants", "applied", "own_budget", "benefit", "cashable")
            }
            row["net"] = row["cashable"] - row["cost"]
            cumulative += row["net"]
            row["cumulative"] = cumulative
            rows.append(row)
        return rows
