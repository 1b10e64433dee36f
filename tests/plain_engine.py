"""The model once more, as plain loops over years and cohorts for one draw: slow and obvious.

Written from docs/reference/equations.md, with no array and no function of the package's own
arithmetic, so that the two can be held against one another.
"""

import math
from itertools import pairwise

from sroi.schema.numbers import ByYear


class Plain:
    """One possible world of a scenario; ``value`` gives each number's value in it."""

    def __init__(self, scenario, value):
        self.s, self.value = scenario, value
        self.years = list(scenario.years)

    def number(self, number, default=0.0):
        return default if number is None else self.value(number)

    def in_year(self, number, year, years):
        if isinstance(number, ByYear):
            return self.value(number.numbers[year]) if year in number.numbers else 0.0
        return self.value(number) if year in years else 0.0

    def n(self, year):
        if year not in self.years:
            return 0.0
        return self.in_year(self.s.participants.per_year, year, self.s.programme.years)

    def growth(self, line, year):
        return (1 + self.number(line.growth)) ** (year - self.s.price_year)

    # costs

    def cost(self, path, year):
        line = self.s.lines[path]
        if path.startswith("staffing."):
            return self.staffing(line, year) * self.growth(line, year)
        return self.other(line, year) * self.growth(line, year)

    def staffing(self, line, year):
        always = range(10_000)
        years = line.years or self.s.programme.years
        given_by_year = [line.fte, line.annual_cost, line.monthly_salary]
        if any(isinstance(number, ByYear) for number in given_by_year):
            years = always
        posts = self.in_year(line.fte, year, years)
        if line.annual_cost is not None:
            return posts * self.in_year(line.annual_cost, year, always)
        salary = self.in_year(line.monthly_salary, year, always)
        return posts * salary * 12 * (1 + self.number(line.oncost_rate))

    def other(self, line, year):
        programme = self.s.programme.years
        if line.per == "participant":
            return self.in_year(line.amount, year, line.years or self.years) * self.n(year)
        if line.per == "once":
            return self.value(line.amount) if year == (line.year or programme.first) else 0.0
        years = line.years or programme
        amount = self.in_year(line.amount, year, years)
        return amount / len(years) if line.per == "total" else amount

    # prices

    def rise(self, year):
        inflation = self.s.inflation
        if not isinstance(inflation, ByYear):
            return self.value(inflation)
        years = sorted(inflation.numbers)
        held = [y for y in years if y <= year]
        return self.value(inflation.numbers[held[-1] if held else years[0]])

    def price_level(self, year):
        level = 1.0
        if self.s.inflation is None:
            return level
        for k in range(self.s.price_year + 1, year + 1):
            level *= 1 + self.rise(k)
        for k in range(year + 1, self.s.price_year + 1):
            level /= 1 + self.rise(k)
        return level

    # who pays in the end

    def covers(self, funding):
        if funding.covers:
            return funding.covers
        return [path for path, line in self.s.lines.items() if not line.in_kind]

    def amount(self, funding, year):
        amount = self.in_year(funding.amount, year, funding.years or self.s.programme.years)
        return amount / self.price_level(year) if funding.nominal else amount

    def grants(self, year):
        """Return what each payer bears, what each funding pays and what it has left, in a year."""
        borne = dict.fromkeys(self.s.payers, 0.0)
        unpaid = {}
        for path, line in self.s.lines.items():
            cost = self.cost(path, year)
            for payer, share in line.shares.items():
                borne[payer] += share * cost
                if cost > 0:
                    unpaid[path, payer] = share * cost
        paid, surplus = {}, {}
        for name, funding in self.s.funding.items():
            left, lines = self.amount(funding, year), self.covers(funding)
            paid[name] = 0.0
            for mine in (True, False):
                parts = [p for p in unpaid if p[0] in lines and (p[1] == funding.payer) == mine]
                whole = math.fsum(unpaid[part] for part in parts)
                pays = min(left, whole)
                for part in parts:
                    piece = unpaid[part] * pays / whole if whole > 0 else 0.0
                    unpaid[part] -= piece
                    borne[part[1]] -= piece
                    borne[funding.payer] += piece
                paid[name] += pays
                left -= pays
            surplus[name] = left
        return borne, paid, surplus

    def own_budget(self, payer, year):
        borne, paid, _ = self.grants(year)
        mine = [name for name, funding in self.s.funding.items() if funding.payer == payer]
        return borne[payer] - sum(paid[name] for name in mine)

    # quantities

    def x(self, outcome):
        e = outcome.effect
        b = self.number(outcome.baseline, None)
        b = self.number(outcome.rate, 0.0) if b is None else b
        if e.unknown:
            x = 0.0
        elif e.relative_risk is not None:
            x = b * (1 - self.value(e.relative_risk))
        elif e.relative_reduction is not None:
            x = b * self.value(e.relative_reduction)
        elif e.risk_difference is not None:
            x = self.value(e.risk_difference)
        elif e.programme is not None:
            x = self.value(e.comparison) - self.value(e.programme)
        else:
            if e.odds_ratio is not None:
                o = self.value(e.odds_ratio)
            else:
                o = math.exp(1.65 * self.value(e.standardised_mean_difference))
            odds = b / (1 - b) * o if b < 1 else math.inf
            x = b - (odds / (1 + odds) if math.isfinite(odds) else 1.0)
        x = self.possible(outcome, x)
        return -x if outcome.desired else x

    def possible(self, outcome, x):
        """No more events than there can be: b - x, the risk with the programme, has bounds."""
        e, (probability, rate) = outcome.effect, (outcome.baseline, outcome.rate)
        if e.unknown or e.programme is not None or (probability is None and rate is None):
            return x
        if not any(self.f(outcome, age) > 0 for age in range(len(self.years))):
            return x
        if probability is None:
            return min(x, self.value(rate))
        risk = min(max(self.value(probability) - x, 0.0), 1.0)
        return self.value(probability) - risk

    def f(self, outcome, age):
        if age < 0:
            return 0.0
        if outcome.profile is not None:
            ages = sorted(outcome.profile)
            for left, right in pairwise(ages):
                if left <= age <= right:
                    low, high = outcome.profile[left], outcome.profile[right]
                    return low + (high - low) * (age - left) / (right - left)
            return outcome.profile[ages[0]] if age == ages[0] else 0.0
        k = age - (outcome.starts_after or 0)
        if k < 0:
            return 0.0
        lasts = self.number(outcome.lasts, 1.0)
        return min(max(lasts - k, 0.0), 1.0) * (1 - self.number(outcome.drop_off)) ** k

    def kept(self, outcome):
        return (
            (1 - self.number(outcome.deadweight))
            * (1 - self.number(outcome.attribution))
            * (1 - self.number(outcome.displacement))
        )

    def quantity(self, name, year, unit=False):
        outcome = self.s.outcomes[name]
        if outcome.follows is not None:
            before = year - outcome.follows.after
            parent = self.starred(outcome.follows.outcome, before, unit)
            return self.value(outcome.follows.per_event) * parent
        total = 0.0
        for c in self.years:
            if c > year or not self.n(c) > 0:
                continue
            if outcome.effect.per_year is not None:
                k = self.in_year(outcome.effect.per_year, c, self.years)
                taken = 1.0 if unit else k
            else:
                taken = self.n(c) * self.number(self.s.participants.completion, 1.0)
                taken *= self.number(outcome.persons, 1.0) * (1.0 if unit else self.x(outcome))
            total += taken * self.f(outcome, year - c)
        return total * self.kept(outcome)

    def starred(self, name, year, unit=False):
        if year < self.years[0]:
            return 0.0
        again = self.s.outcomes[name].recurrence
        first = self.quantity(name, year, unit)
        if again is None:
            return first
        probability = self.value(again.probability)
        return first + probability * self.starred(name, year - again.after, unit)

    def load(self, name, year, unit=False):
        episode = self.s.outcomes[name].episode
        if episode is None:
            return self.starred(name, year, unit) if year in self.years else 0.0
        lasts, total = self.value(episode.years), 0.0
        for j in range(len(self.years)):
            weight = min(max(lasts - j, 0.0), 1.0)
            total += weight * self.starred(name, year - j, unit) if weight else 0.0
        return total

    # money

    def price(self, outcome, year):
        return self.value(outcome.unit_cost) * self.growth(outcome, year)

    def benefit(self, name, year, unit=False):
        outcome = self.s.outcomes[name]
        if outcome.unit_cost is None:
            return 0.0
        return self.load(name, year, unit) * self.price(outcome, year)

    def cashable(self, name, year):
        outcome = self.s.outcomes[name]
        if outcome.unit_cost is None or outcome.cashable is None:
            return 0.0
        before = year - outcome.cashable.after
        load = self.load(name, before) if before in self.years else 0.0
        step = outcome.cashable.step
        if step is not None:
            load = math.copysign(step * math.floor(abs(load) / step + 1e-9), load)
        return self.value(outcome.cashable.share) * self.price(outcome, year) * load

    def v(self, year):
        t, factor = year - self.years[0], 1.0
        for k in range(t):
            factor /= 1 + self.r(k)
        h = {"start": 0.0, "mid": 0.5, "end": 1.0}[self.s.discounting.timing]
        return factor * (1 + self.r(t)) ** -h

    def r(self, t):
        rate = self.s.discounting.yearly_rate
        if isinstance(rate, ByYear):
            return self.value(rate.numbers[max(k for k in rate.numbers if k <= t)])
        return self.value(rate)

    # results

    def perspective(self, view):
        weight = self.s.views[view]

        def part(shares):
            return sum(share * weight.get(payer, 0.0) for payer, share in shares.items())

        costs, benefits, cashable = [], [], []
        for year in self.years:
            lines = self.s.lines.items()
            outcomes = self.s.outcomes.items()
            v = self.v(year)
            if view == "society":  # before grants: what one pays, another does not
                cost = sum(part(li.shares) * self.cost(n, year) for n, li in lines)
            else:
                cost = part(self.grants(year)[0])
            costs.append(v * cost)
            benefits.append(v * sum(part(o.shares) * self.benefit(n, year) for n, o in outcomes))
            cashable.append(v * sum(part(o.shares) * self.cashable(n, year) for n, o in outcomes))
        return self._results(costs, benefits, cashable)

    def _results(self, costs, benefits, cashable):
        pv_costs, pv_benefits, pv_cashable = sum(costs), sum(benefits), sum(cashable)
        people = sum(self.n(year) for year in self.years)
        net = [b - c for b, c in zip(benefits, costs, strict=True)]
        payback = None
        for t in range(len(net)):
            if all(sum(net[: later + 1]) >= 0 for later in range(t, len(net))):
                payback = self.years[t]
                break
        late = sum(b for b, y in zip(benefits, self.years, strict=True) if y > self.s.last_followed)
        return {
            "pv_costs": pv_costs,
            "pv_benefits": pv_benefits,
            "pv_cashable": pv_cashable,
            "npv": pv_benefits - pv_costs,
            "npv_cashable": pv_cashable - pv_costs,
            "bcr": pv_benefits / pv_costs if pv_costs > 0 else None,
            "payback_year": payback if pv_costs > 0 else None,
            "cost_per_participant": pv_costs / people if people > 0 else None,
            "breakeven": pv_costs / pv_benefits if pv_costs > 0 and pv_benefits > 0 else None,
            "extrapolated": late / pv_benefits if pv_benefits > 0 else None,
        }

    def outcome_breakeven(self, root, view):
        """Return the quantity and the share of the baseline at which npv is 0."""
        weight = self.s.views[view]

        def pv(name, unit):
            shares = self.s.outcomes[name].shares
            counted = sum(share * weight.get(payer, 0.0) for payer, share in shares.items())
            return counted * sum(self.v(y) * self.benefit(name, y, unit) for y in self.years)

        tree = [name for name in self.s.outcomes if self.s.root(name) == root]
        rest = sum(pv(name, False) for name in self.s.outcomes if name not in tree)
        gained = sum(pv(name, True) for name in tree)
        costs = self.perspective(view)["pv_costs"]
        if not gained > 0:
            return None, None
        x = max(costs - rest, 0.0) / gained
        outcome = self.s.outcomes[root]
        given = outcome.baseline or outcome.rate
        baseline = None if given is None else self.value(given)
        quantity = x * sum(self.quantity(root, y, True) for y in self.years)
        return quantity, x / baseline if baseline else None
