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

    # months

    def months(self, part):
        """Return the first and last month of a part, counted from year 0; None where none."""
        if part.years is not None:
            return part.years.first * 12, part.years.last * 12 + 11
        if part.from_ is None:
            return None
        return tuple(month.year * 12 + month.number - 1 for month in (part.from_, part.to))

    def m(self, months, year):
        first, last = months
        return sum(first <= month <= last for month in range(year * 12, year * 12 + 12)) / 12

    def programme(self, year):
        return self.m(self.months(self.s.programme), year)

    def over(self, part, year):
        return self.m(self.months(part) or self.months(self.s.programme), year)

    def plainly(self, number, year, share):
        """Return a number times a share of the year, or by itself if it is given by year."""
        if isinstance(number, ByYear):
            return self.value(number.numbers[year]) if year in number.numbers else 0.0
        return self.value(number) * share

    def of_total(self, number, part, year):
        first, last = self.months(part) or self.months(self.s.programme)
        return self.value(number) * self.m((first, last), year) / ((last - first + 1) / 12)

    def covered(self, line, year):
        """Return the share of the programme's months of a year that a line covers."""
        own = self.months(line)
        if own is None:
            return 1.0
        begins, ends = self.months(self.s.programme)
        of_year = range(year * 12, year * 12 + 12)
        runs = [month for month in of_year if begins <= month <= ends]
        if not runs:
            return self.m(own, year)
        return sum(own[0] <= month <= own[1] for month in runs) / len(runs)

    # who starts: in groups, or all alike (the group None)

    def groups(self, name=None):
        """The groups of a file, or those that count for an outcome."""
        if not self.s.participants.groups:
            return [None]
        named = None if name is None else self.s.outcomes[name].groups
        return [g for g in self.s.participants.groups if named is None or g in named]

    def asked(self, group, year):
        people = self.s.participants
        per_year = people.per_year if group is None else people.groups[group].per_year
        return self.plainly(per_year, year, self.programme(year))

    def n_of(self, group, year):
        if year not in self.years:
            return 0.0
        asked = self.asked(group, year)
        people = self.s.participants
        if people.places is None:
            return asked
        everybody = sum(self.asked(one, year) for one in self.groups())
        places = self.plainly(people.places, year, 1.0)
        ceiling = places * 12 / self.value(people.stay_months) * (self.programme(year) or 1.0)
        return asked * min(everybody, ceiling) / everybody if everybody > 0 else 0.0

    def n(self, year):
        return sum(self.n_of(group, year) for group in self.groups())

    def completion(self, group):
        people = self.s.participants
        own = None if group is None else people.groups[group].completion
        return self.number(own or people.completion, 1.0)

    def told(self, name, group, key):
        """What the outcome says in a group: the group's own, else the outcome's."""
        outcome = self.s.outcomes[name]
        own = (outcome.by_group or {}).get(group)
        if key in ("baseline", "rate") and own is not None and (own.baseline or own.rate):
            return getattr(own, key)
        stated = None if own is None else getattr(own, key)
        return getattr(outcome, key) if stated is None else stated

    def b(self, name, group):
        """The risk or rate without the programme, None where it is not said."""
        given = self.told(name, group, "baseline") or self.told(name, group, "rate")
        return None if given is None else self.value(given)

    def volume(self, name, year):
        service = self.s.services[name]
        if service.per_year is not None:
            return self.plainly(service.per_year, year, self.programme(year))
        return self.value(service.per_participant) * self.n(year)

    def units(self, per, year):
        return self.n(year) if per == "participant" else self.volume(per, year)

    def service_cost(self, name):
        total = 0.0
        for path, line in self.s.lines.items():
            share = 1.0 if line.per == name else (line.serves or {}).get(name, 0.0)
            total += share * sum(self.cost(path, year) for year in self.years)
        return total

    def growth(self, line, year):
        return (1 + self.number(line.growth)) ** (year - self.s.price_year)

    # costs

    def cost(self, path, year):
        line = self.s.lines[path]
        if path.startswith("staffing."):
            return self.staffing(line, year) * self.growth(line, year)
        return self.other(line, year) * self.growth(line, year)

    def staffing(self, line, year):
        work = self.work(line, year) * (1 - self.number(line.vacancy))
        if line.hourly_cost is not None:
            return work * self.plainly(line.hourly_cost, year, 1.0)
        if line.fte is None:
            work /= line.full_time_hours or self.s.full_time_hours
        if line.annual_cost is not None:
            return work * self.plainly(line.annual_cost, year, 1.0)
        salary = self.plainly(line.monthly_salary, year, 1.0)
        return work * salary * 12 * (1 + self.number(line.oncost_rate))

    def work(self, line, year):
        """Return the posts or hours of a year."""
        if line.hours is not None and line.per == "total":
            return self.of_total(line.hours, line, year)
        if line.hours is not None and line.per not in (None, "year"):
            return self.plainly(line.hours, year, self.covered(line, year)) * self.units(
                line.per, year
            )
        share = self.over(line, year)
        priced = [line.annual_cost, line.monthly_salary, line.hourly_cost]
        if any(isinstance(price, ByYear) for price in priced) and self.months(line) is None:
            share = 1.0
        return self.plainly(line.hours if line.fte is None else line.fte, year, share)

    def other(self, line, year):
        if line.per == "once":
            first, _ = self.months(line) or self.months(self.s.programme)
            return self.value(line.amount) if year == (line.year or first // 12) else 0.0
        if line.per == "total":
            return self.of_total(line.amount, line, year)
        if line.per == "year":
            return self.plainly(line.amount, year, self.over(line, year))
        return self.plainly(line.amount, year, self.covered(line, year)) * self.units(
            line.per, year
        )

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
        total = funding.per == "total"
        amount = (
            self.of_total(funding.amount, funding, year)
            if total
            else self.plainly(funding.amount, year, self.over(funding, year))
        )
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

    def x(self, name, group):
        outcome, e = self.s.outcomes[name], self.told(name, group, "effect")
        b = self.b(name, group) or 0.0
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
        x = self.possible(name, group, x)
        return self.corrected(e, -x if outcome.desired else x)

    def corrected(self, effect, x):
        """A good effect less what its worst grade takes off."""
        if self.s.optimism is None or x <= 0:
            return x
        stated = [getattr(effect, key) for key in type(effect).model_fields]
        stated = [one for part in stated for one in getattr(part, "numbers", {0: part}).values()]
        grades = [one.origin.grade or "D" for one in stated if hasattr(one, "origin")]
        return x * (1 - getattr(self.s.optimism, max(grades)))

    def possible(self, name, group, x):
        """No more events than there can be: b - x, the risk with the programme, has bounds."""
        outcome, e = self.s.outcomes[name], self.told(name, group, "effect")
        probability, rate = self.told(name, group, "baseline"), self.told(name, group, "rate")
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

    def kept(self, name, group):
        return (
            (1 - self.number(self.told(name, group, "deadweight")))
            * (1 - self.number(self.told(name, group, "attribution")))
            * (1 - self.number(self.told(name, group, "displacement")))
        )

    def in_common(self, name):
        """Whether break-even asks for the same share of every group's baseline."""
        groups = self.groups(name)
        baselines = [self.base_b(name, group) for group in groups]
        by_intake = {self.told(name, group, "effect").per_year is not None for group in groups}
        known = all(b is not None for b in baselines)
        return groups != [None] and known and any(baselines) and len(by_intake) == 1

    def base_b(self, name, group):
        given = self.told(name, group, "baseline") or self.told(name, group, "rate")
        return None if given is None else given.base

    def quantity(self, name, year, unit=False):
        outcome = self.s.outcomes[name]
        if outcome.follows is not None:
            before = year - outcome.follows.after
            parent = self.starred(outcome.follows.outcome, before, unit)
            return self.value(outcome.follows.per_event) * parent
        return sum(self.quantity_of(name, group, year, unit) for group in self.groups(name))

    def quantity_of(self, name, group, year, unit):
        outcome, effect = self.s.outcomes[name], self.told(name, group, "effect")
        needed = self.b(name, group) if unit and self.in_common(name) else 1.0
        total = 0.0
        for c in self.years:
            if c > year or not self.n_of(group, c) > 0:
                continue
            if effect.per_year is not None:
                k = self.plainly(effect.per_year, c, self.programme(c) or 1.0)
                taken = needed if unit else self.corrected(effect, k)
            else:
                taken = self.n_of(group, c) * self.completion(group)
                taken *= self.number(self.told(name, group, "persons"), 1.0)
                taken *= needed if unit else self.x(name, group)
            total += taken * self.f(outcome, year - c)
        return total * self.kept(name, group)

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
        if self.in_common(root):
            baseline = 1.0  # of each group, of which x is the share
        else:
            baseline = None if self.s.participants.groups else self.b(root, None)
        quantity = x * sum(self.quantity(root, y, True) for y in self.years)
        return quantity, x / baseline if baseline else None
