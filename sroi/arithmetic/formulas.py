"""The arithmetic of the model: one function per printed formula, arrays in and arrays out.

Legend
------
draw         a possible world; arrays that vary between draws have D rows, certain ones have 1
year         calendar year of the projection, index t = year - first_year
vector       array of shape (D,) or (1,)
flow         array of shape (D, Y) or (1, Y): axis order draw, year
share, risk  fraction of one
money        currency units of the price year
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from sroi.arithmetic.flows import by_year

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sroi.arithmetic.flows import Array

Flags = NDArray[np.bool_]
Indices = NDArray[np.int16]


class Algebra(Protocol):
    """What is calculated with: vectors of draws, or pieces of a spreadsheet's formulas."""

    def __add__(self, other: Any, /) -> Any:  # noqa: ANN401
        """Return a sum."""

    def __sub__(self, other: Any, /) -> Any:  # noqa: ANN401
        """Return a difference."""

    def __rsub__(self, other: Any, /) -> Any:  # noqa: ANN401
        """Return a number less itself."""

    def __mul__(self, other: Any, /) -> Any:  # noqa: ANN401
        """Return a product."""

    def __truediv__(self, other: Any, /) -> Any:  # noqa: ANN401
        """Return a quotient."""


X = TypeVar("X", bound=Algebra)
NEVER = -1
TOLERANCE = 1e-9  # a sum smaller than this share of its terms is 0
COX = 1.65  # Cox (1970): a standardised difference as a log odds ratio, over this

# Costs ---------------------------------------------------------------------------------------


def annual_cost(monthly_salary: Array, oncost_rate: Array) -> Array:
    """Return the yearly cost of one full-time post: monthly_salary * 12 * (1 + oncost_rate).

    >>> annual_cost(np.array([41_000.0]), np.array([0.5228])).round(0)
    array([749218.])
    """
    return monthly_salary * 12.0 * (1.0 + oncost_rate)


def growth_factors(growth: Array, years: Sequence[int], price_year: int) -> Array:
    """Return real price growth since the price year, (1 + growth)^(year - price_year), a flow.

    >>> growth_factors(np.array([0.05]), [2017, 2018], 2017).round(2)
    array([[1.  , 1.05]])
    """
    if not growth.any():
        return np.ones((1, len(years)))
    return by_year([(1.0 + growth) ** float(year - price_year) for year in years])


def price_levels(rise: Callable[[int], Array], years: Sequence[int], price_year: int) -> Array:
    """Return I(y), the product of 1 + rise(k) over price_year < k <= y, a flow.

    Before the price year it is 1 over the product over y < k <= price_year.

    >>> price_levels(lambda year: np.array([0.25]), [2024, 2025, 2027], 2025)
    array([[0.8   , 1.    , 1.5625]])
    """
    columns = []
    for year in years:
        level = np.ones(1)
        for k in range(price_year + 1, year + 1):
            level = level * (1.0 + rise(k))
        for k in range(year + 1, price_year + 1):
            level = level / (1.0 + rise(k))
        columns.append(level)
    return by_year(columns)


def even_share(years: float) -> Array:
    """Return the share of a total that falls in each of so many years, part of one too."""
    return np.array([1.0 / years])


def part_of_full_time(hours: float) -> Array:
    """Return what one hour is of a full-time post of so many hours a year."""
    return np.array([1.0 / hours])


# Grants --------------------------------------------------------------------------------------


def paid_from(amount: Array, cost: Array) -> tuple[Array, Array]:
    """Return what an amount pays of a cost, min(F, cost), and what is left of the amount.

    >>> paid_from(np.array([[500.0, 100.0]]), np.array([[300.0, 300.0]]))
    (array([[300., 100.]]), array([[200.,   0.]]))
    """
    paid = np.minimum(amount, cost)
    return paid, amount - paid


def share_paid(paid: Array, cost: Array) -> Array:
    """Return the share of every part of a cost that is paid, paid / cost; 0 where it is 0."""
    shape = np.broadcast_shapes(paid.shape, cost.shape)
    return np.divide(paid, cost, out=np.zeros(shape, order="F"), where=cost > 0.0)


# Events avoided per person and year ----------------------------------------------------------


def avoided_by_relative_risk(baseline: X, relative_risk: X) -> X:
    """Return b (1 - r): events avoided when the programme multiplies the risk by r."""
    events: X = baseline * (1.0 - relative_risk)
    return events


def avoided_by_relative_reduction(baseline: X, reduction: X) -> X:
    """Return b q: events avoided when the programme removes the share q of them."""
    events: X = baseline * reduction
    return events


def avoided_by_risk_difference(_: X, difference: X) -> X:
    """Return the risk without the programme less the risk with it, as stated."""
    return difference


def avoided_by_odds_ratio(baseline: X, odds_ratio: X) -> X:
    """Return b - b o / (1 - b + b o): events avoided when the odds are multiplied by o.

    >>> avoided_by_odds_ratio(np.array([0.1]), np.array([0.8])).round(4)
    array([0.0184])
    """
    odds: X = baseline * odds_ratio
    events: X = baseline - odds / (1.0 - baseline + odds)
    return events


def odds_ratio_of_difference(difference: X) -> X:
    """Return exp(1.65 d), the odds ratio of a standardised mean difference d (Cox 1970).

    >>> odds_ratio_of_difference(np.array([-0.135])).round(2)
    array([0.8])
    """
    odds_ratio: X = np.exp(difference * COX)
    return odds_ratio


def avoided_by_comparison(_: X, programme: X, comparison: X) -> X:
    """Return p0 - p1: the comparison group's risk less the programme group's."""
    events: X = comparison - programme
    return events


def possible(avoided: Array, baseline: Array, most: float) -> Array:
    """Return the events avoided, cut so that the risk with the programme stays within 0 to most.

    The risk with the programme is b - x; ``most`` is 1 for a probability, infinite for a rate.

    >>> possible(np.array([-0.5, 0.9]), np.array([0.7]), 1.0).round(1)
    array([-0.3,  0.7])
    """
    return np.clip(avoided, baseline - most, baseline)


def corrected(effect: Array, share: float) -> Array:
    """Return an effect with a share taken off where it is good: x (1 - h) for x > 0.

    >>> corrected(np.array([0.4, -0.2]), 0.25)
    array([ 0.3, -0.2])
    """
    return effect if share == 0.0 else np.where(effect > 0.0, effect * (1.0 - share), effect)


def places_ceiling(places: Array, stay_months: Array, shares_of_year: Array) -> Array:
    """Return how many can start in a year: places * 12 / stay_months * share of the year, a flow.

    >>> places_ceiling(np.array([[6.0, 6.0]]), np.array([8.0]), np.array([[1.0, 0.5]]))
    array([[9. , 4.5]])
    """
    per_place = 12.0 / stay_months[:, np.newaxis]
    return np.asarray(places * per_place * shares_of_year, order="F")


def yearly_risk(risk: Array, years: float) -> Array:
    """Return the yearly risk that adds up to a risk over P years: 1 - (1 - risk)^(1/P).

    >>> yearly_risk(np.array([0.143]), 7).round(4)
    array([0.0218])
    """
    return 1.0 - (1.0 - risk) ** (1.0 / years)


# Quantities over time ------------------------------------------------------------------------


def effect_profile(lasts: Array, drop_off: Array, starts_after: int, horizon: int) -> Array:
    """Return how much of the effect is left a years after start, f(a), shape (D, horizon).

    f(a) = 0 before starts_after, then clip(lasts - k, 0, 1) (1 - drop_off)^k with
    k = a - starts_after.

    >>> effect_profile(np.array([2.5]), np.array([0.2]), 1, 5).round(2)
    array([[0.  , 1.  , 0.8 , 0.32, 0.  ]])
    """
    ages = range(-starts_after, horizon - starts_after)
    longest = lasts.max()
    return by_year(
        [
            np.clip(lasts - k, 0.0, 1.0) * (1.0 - drop_off) ** k if 0 <= k < longest else 0.0
            for k in ages
        ]
    )


def drawn_profile(points: Mapping[int, float], horizon: int) -> Array:
    """Return an effect profile drawn by hand: linear between the points, 0 outside, (1, horizon).

    >>> drawn_profile({0: 1.0, 2: 0.5, 5: 0.0}, 4).round(3)
    array([[1.   , 0.75 , 0.5  , 0.333]])
    """
    ages = sorted(points)
    values = [points[age] for age in ages]
    return np.interp(np.arange(horizon), ages, values, left=0.0, right=0.0)[np.newaxis, :]


def own_share(deadweight: X, attribution: X, displacement: X) -> X:
    """Return the share of the change that is the programme's own: (1 - w)(1 - a)(1 - d).

    Deadweight would have happened anyway, attribution is due to others, displacement is moved
    elsewhere (A Guide to Social Return on Investment, 2012).

    >>> own_share(np.array([0.4]), np.array([0.3]), np.array([0.0])).round(2)
    array([0.42])
    """
    share: X = (1.0 - deadweight) * (1.0 - attribution) * (1.0 - displacement)
    return share


def summed_over_cohorts(starts: Array, profile: Array) -> Array:
    """Return the sum over start years c of starts(c) f(y - c), a flow.

    >>> summed_over_cohorts(np.array([[10.0, 20.0, 0.0]]), np.array([[1.0, 0.5, 0.0]]))
    array([[10., 25., 10.]])
    """
    years = starts.shape[1]
    cohorts = [c for c in range(years) if starts[:, c].any()]
    ages = [a for a in range(years) if profile[:, a].any()]
    columns: list[Array | float] = [0.0] * years
    for c in cohorts:
        for a in ages:
            if c + a < years:
                columns[c + a] = columns[c + a] + starts[:, c] * profile[:, a]
    return by_year(columns)


def lagged(flow: Array, after: int) -> Array:
    """Return the flow moved ``after`` whole years later; what falls beyond the horizon is cut.

    >>> lagged(np.array([[1.0, 2.0, 3.0]]), 1)
    array([[0., 1., 2.]])
    """
    if after == 0:
        return flow
    moved = np.zeros_like(flow)
    moved[:, after:] = flow[:, : flow.shape[1] - after] if after < flow.shape[1] else 0.0
    return moved


def with_recurrence(quantity: Array, probability: Array, after: int) -> Array:
    """Return quantity*(y) = sum over k >= 0 of p^k quantity(y - k after): events and their returns.

    >>> with_recurrence(np.array([[8.0, 0.0, 0.0]]), np.array([0.25]), 1)
    array([[8. , 2. , 0.5]])
    """
    columns: list[Array] = []
    for t in range(quantity.shape[1]):
        returning = probability * columns[t - after] if t >= after else 0.0
        columns.append(quantity[:, t] + returning)
    return by_year(columns)


def caseload(quantity: Array, years: Array) -> Array:
    """Return the events under way, load(y) = sum over j >= 0 of clip(L - j, 0, 1) quantity(y - j).

    >>> caseload(np.array([[1.0, 0.0, 0.0, 0.0]]), np.array([2.5]))
    array([[1. , 1. , 0.5, 0. ]])
    """
    horizon = quantity.shape[1]
    weights = [np.clip(years - j, 0.0, 1.0) for j in range(horizon) if j < years.max()]
    columns: list[Array | float] = [0.0] * horizon
    for t in range(horizon):
        for j in range(min(len(weights), t + 1)):
            columns[t] = columns[t] + weights[j] * quantity[:, t - j]
    return by_year(columns)


def whole_steps(load: Array, step: float) -> Array:
    """Return the load rounded towards zero to whole steps: sign(l) s floor(|l| / s + 1e-9).

    >>> whole_steps(np.array([[2.9, -1.2, 3.0]]), 1.0)
    array([[ 2., -1.,  3.]])
    """
    return np.asarray(np.sign(load) * step * np.floor(np.abs(load) / step + TOLERANCE))


# Value in money ------------------------------------------------------------------------------


def discount_factors(rates: Array, timing: float) -> Array:
    """Return v(t) = product over k < t of 1 / (1 + r(k)), times 1 / (1 + r(t))^timing, a flow.

    ``rates`` has the rate of every year, shape (D, Y); ``timing`` is 0 for flows at the start of
    the year, 0.5 for the middle and 1 for the end. Present value is at the start of year 0.

    >>> discount_factors(np.array([[0.035, 0.035, 0.035]]), 0.0).round(4)
    array([[1.    , 0.9662, 0.9335]])
    """
    columns: list[Array] = []
    opening = np.ones(rates.shape[0])
    for t in range(rates.shape[1]):
        columns.append(opening * (1.0 + rates[:, t]) ** -timing)
        opening = opening / (1.0 + rates[:, t])
    return by_year(columns)


def present_value(flow: Array, factors: Array) -> Array:
    """Return the sum over years of flow(y) v(y), added in calendar order, a vector.

    >>> flow = np.array([[-15000.0, 1500, 2500, 3500, 4500, 6000]])
    >>> present_value(flow, discount_factors(np.full((1, 6), 0.05), 0.0)).round(2)
    array([122.89])
    """
    result = np.zeros(max(flow.shape[0], factors.shape[0]))
    for t in range(flow.shape[1]):
        result += flow[:, t] * factors[:, t]
    return result


# Measures ------------------------------------------------------------------------------------


def settled(value: Array, magnitude: Array) -> Array:
    """Return the value, or exactly 0 where it is rounding dust beside its terms' magnitude."""
    return np.where(np.abs(value) < TOLERANCE * magnitude, 0.0, value)


def ratio_where(numerator: Array, denominator: Array, exists: Flags) -> Array:
    """Return numerator / denominator, NaN where it does not exist or is too large to count.

    >>> ratio_where(np.array([6.0, 1.0]), np.array([3.0, 0.0]), np.array([True, False]))
    array([ 2., nan])
    """
    shape = np.broadcast_shapes(numerator.shape, denominator.shape, exists.shape)
    ratio: Array = np.full(shape, np.nan)
    with np.errstate(over="ignore"):
        np.divide(numerator, denominator, out=ratio, where=exists)
    return np.where(np.isinf(ratio), np.nan, ratio)


def first_year_that_stays(balance: Callable[[int], Flags], years: int, draws: int) -> Indices:
    """Return the index of the first year from which a condition holds to the end, or ``NEVER``.

    ``balance(t)`` says for every draw whether the condition holds in year t; the years are asked
    for in order.
    """
    first = np.full(draws, NEVER, dtype=np.int16)
    for t in range(years):
        holds = balance(t)
        first[holds & (first == NEVER)] = t
        first[~holds] = NEVER
    return first
