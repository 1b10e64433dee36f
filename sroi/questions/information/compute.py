"""What it is worth to know more before choosing: EVPI, EVPPI, and who is best at which price."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import interpolate, special

from sroi.arithmetic.formulas import settled
from sroi.errors import Text, UsageError, nearest
from sroi.model.projection import Projection
from sroi.model.sampling import RANDOMISATIONS, worlds
from sroi.model.statistics import by_randomisation, standard_error

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sroi.arithmetic.flows import Array
    from sroi.schema.scenario import Scenario

KNOTS = np.array([0.1, 0.3, 0.5, 0.7, 0.9])  # shares of the draws at which the splines are joined
PRICES = 11  # steps of the acceptability curve
FEWEST = 512  # draws
RIDGE = 1e-9  # keeps the regression solvable where two columns say the same


Option = Projection | None  # None is doing nothing, worth 0


@dataclass(frozen=True)
class Worth:
    """The value of knowing something, in currency units, with its standard error."""

    value: float
    error: float


@dataclass(frozen=True)
class Information:
    """What is known about a choice between options, by the options' names.

    ``evppi`` holds the value of knowing one number, or all numbers of a group, by name.
    """

    view: str
    draws: int
    seed: int
    expected: Mapping[str, float]  # net benefit
    best: Mapping[str, float]  # share of the draws in which the option is best
    expected_loss: Mapping[str, float]  # of choosing it, against the best in each draw
    evpi: Worth
    evppi: Mapping[str, Worth]


@dataclass(frozen=True)
class Acceptability:
    """Which option is best at each willingness to pay per event avoided of an outcome."""

    outcome: str
    prices: Array  # currency units per event
    best: Mapping[str, Array]  # share of the draws
    expected: Mapping[str, Array]  # net benefit


def information(
    options: Mapping[str, Option], view: str, groups: Mapping[str, Sequence[str]]
) -> Information:
    """Return the value of knowing more before choosing one of the options.

    The projections share their draws. ``groups`` maps names to keys of uncertain numbers.
    Raises ``UsageError`` if the draws are too few.
    """
    net = net_benefits(options, view)
    if net.shape[1] < FEWEST:
        raise UsageError(Text("the value of information needs at least {n} draws", n=FEWEST))
    names, expected = list(options), net.mean(axis=1)
    perfect, projected = evpi(net), [p for p in options.values() if p is not None]
    scores = standard_scores(projected)
    return Information(
        view=view,
        draws=projected[0].draws,
        seed=projected[0].seed,
        expected=dict(zip(names, map(float, expected), strict=True)),
        best=dict(zip(names, map(float, probability_best(net)), strict=True)),
        expected_loss={
            name: float(net.max(axis=0).mean() - mean)
            for name, mean in zip(names, expected, strict=True)
        },
        evpi=perfect,
        evppi=_nested(
            groups, {name: evppi(net, _of(keys, scores)) for name, keys in groups.items()}
        ),
    )


def _of(keys: Sequence[str], scores: Mapping[str, Sequence[Array]]) -> list[Array]:
    return [score for key in keys for score in scores.get(key, [])]


def _nested(groups: Mapping[str, Sequence[str]], values: Mapping[str, Worth]) -> dict[str, Worth]:
    """Return worths in which knowing more is never worth less: all are estimated from below."""
    return {
        name: max(
            (values[other] for other, keys in groups.items() if set(keys) <= set(groups[name])),
            key=lambda worth: worth.value,
        )
        for name in groups
    }


def net_benefits(options: Mapping[str, Option], view: str) -> Array:
    """Return the net benefit of every option in every draw, shape (options, draws)."""
    draws = next(p.draws for p in options.values() if p is not None)
    rows = [np.zeros(1) if p is None else p.values("npv", view) for p in options.values()]
    return np.stack([np.broadcast_to(row, (draws,)) for row in rows])


def probability_best(net: Array) -> Array:
    """Return the share of draws in which each option is best; a tie is shared, dust or not."""
    behind = settled(net.max(axis=0) - net, np.abs(net).max(axis=0))
    winners = behind == 0.0
    return np.asarray((winners / winners.sum(axis=0)).mean(axis=1))


def evpi(net: Array) -> Worth:
    """Return the expected value of perfect information: E max - max E (Raiffa & Schlaifer 1961).

    >>> evpi(np.array([[0.0] * 8, [-1.0, 3.0] * 4])).value
    0.5
    """
    return _worth(net.max(axis=0) - net[int(net.mean(axis=1).argmax())])


def evppi(net: Array, scores: Sequence[Array]) -> Worth:
    """Return the expected value of knowing some numbers perfectly, between 0 and the EVPI.

    Net benefits are regressed on the numbers' standard scores with cubic B-splines, and, for
    several numbers, their pairwise products (after Strong, Oakley & Brennan 2014, Medical
    Decision Making 34). Each randomisation of the draws is decided by the regression on the
    others, so that chance in the fit is not counted as knowledge.
    """
    best = int(net.mean(axis=1).argmax())
    if not scores or len(net) < 2:
        return Worth(0.0, 0.0)
    columns, gained = _columns(scores), np.zeros(net.shape[1])
    parts = [slice(r, None, RANDOMISATIONS) for r in range(RANDOMISATIONS)]
    squares = [columns[part].T @ columns[part] for part in parts]
    products = [columns[part].T @ (net[:, part] - net[best, part]).T for part in parts]
    for part, square, product in zip(parts, squares, products, strict=True):
        others = sum(squares) - square
        others[np.diag_indices_from(others)] += RIDGE * np.trace(others) / len(others)
        fitted = columns[part] @ np.linalg.solve(others, sum(products) - product)
        chosen = fitted.argmax(axis=1)
        net_in_part = net[:, part]
        gained[part] = (
            np.take_along_axis(net_in_part, chosen[np.newaxis], axis=0)[0] - net_in_part[best]
        )
    value, most = _worth(gained), evpi(net).value
    return Worth(min(max(value.value, 0.0), most), value.error)


def _worth(gained: Array) -> Worth:
    """Return the mean gain and the standard error between independent randomisations."""
    return Worth(float(gained.mean()), standard_error(by_randomisation(gained)) or 0.0)


def _columns(scores: Sequence[Array]) -> Array:
    """Return the regressors of some scores, shape (draws, columns), a constant included."""
    columns = [np.ones((scores[0].size, 1))]
    for score in scores:
        inner = np.quantile(score, KNOTS)
        ends = [score.min() - 1e-9] * 4, [score.max() + 1e-9] * 4
        knots = np.concatenate([ends[0], inner, ends[1]])
        columns.append(interpolate.BSpline.design_matrix(score, knots, 3).toarray()[:, 1:])
    pairs = [(a, b) for i, a in enumerate(scores) for b in scores[i + 1 :]]
    columns += [(a * b)[:, np.newaxis] for a, b in pairs]
    return np.hstack(columns)


def standard_scores(projections: Sequence[Projection]) -> dict[str, list[Array]]:
    """Return the standard scores of every uncertain number's draws, by its key.

    A number has several vectors where scenarios correlate it differently.
    """
    first, scenarios = projections[0], [projection.scenario for projection in projections]
    scores: dict[str, dict[int, list[Array]]] = {}
    for block in worlds(scenarios, first.draws, first.seed):
        for index, values in enumerate(block):
            for key, uniform in values.uniforms.items():
                scores.setdefault(key, {}).setdefault(index, []).append(special.ndtri(uniform))
    return {
        key: _distinct([np.concatenate(parts) for parts in vectors.values()])
        for key, vectors in scores.items()
    }


def _distinct(vectors: Sequence[Array]) -> list[Array]:
    distinct: list[Array] = []
    for vector in vectors:
        if not any(np.array_equal(vector, other) for other in distinct):
            distinct.append(vector)
    return distinct


def groups_of(
    scenarios: Sequence[Scenario], named: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    """Return what may be known, as keys by name: each number, each part, and the named groups.

    A part is an outcome or a section such as ``staffing``, if several of its numbers vary.
    Raises ``UsageError`` for a path in ``named`` at which nothing varies.
    """
    keys = {
        path: number.key
        for scenario in scenarios
        for path, number in scenario.numbers.items()
        if number.drawn and not path.startswith("funding.")
    }
    parts: dict[str, list[str]] = {}
    for path, key in keys.items():
        section, name, *_ = path.split(".")
        part = f"{section}.{name}" if section == "outcomes" else section
        parts.setdefault(part, []).append(key)
    several = {part: inside for part, inside in parts.items() if len(set(inside)) > 1}
    return (
        {path: [key] for path, key in keys.items()}
        | several
        | {name: _keys_below(name, paths, keys) for name, paths in named.items()}
    )


def _keys_below(name: str, paths: Sequence[str], keys: Mapping[str, str]) -> list[str]:
    below: list[str] = []
    for path in paths:
        at_path = [key for each, key in keys.items() if each == path or each.startswith(f"{path}.")]
        if not at_path:
            raise UsageError(
                Text(
                    "group {name}: nothing uncertain at {path}; {advice}",
                    name=name,
                    path=path,
                    advice=nearest(path, keys),
                )
            )
        below += at_path
    return list(dict.fromkeys(below))


def acceptability(
    options: Mapping[str, Option], view: str, outcome: str, most: float | None = None
) -> Acceptability:
    """Return which option is best if an avoided event of an outcome is worth each price.

    The price is paid on top of what the event saves the perspective already; it goes from 0 to
    ``most`` (default: twice the highest price at which an option breaks even on average). Raises
    ``UsageError`` if no option has the outcome.
    """
    outcomes_of = [p.scenario.outcomes for p in options.values() if p is not None]
    if not any(outcome in outcomes for outcomes in outcomes_of):
        known = {name for outcomes in outcomes_of for name in outcomes}
        raise UsageError(
            Text("no outcome {outcome}; {advice}", outcome=outcome, advice=nearest(outcome, known))
        )
    net, avoided = net_benefits(options, view), _avoided(options, outcome)
    prices = np.linspace(0.0, most or _price_that_decides(net, avoided), PRICES)
    worth = [net + price * avoided for price in prices]
    best = np.stack([probability_best(priced) for priced in worth])
    expected = np.stack([priced.mean(axis=1) for priced in worth])
    return Acceptability(
        outcome,
        prices,
        {name: best[:, index] for index, name in enumerate(options)},
        {name: expected[:, index] for index, name in enumerate(options)},
    )


def _avoided(options: Mapping[str, Option], outcome: str) -> Array:
    """Return the events avoided of an outcome, shape (options, draws); none where it is not."""
    none, draws = np.zeros(1), next(p.draws for p in options.values() if p is not None)
    rows = [none if p is None else p.totals.quantity.get(outcome, none) for p in options.values()]
    return np.stack([np.broadcast_to(row, (draws,)) for row in rows])


def _price_that_decides(net: Array, avoided: Array) -> float:
    """Return twice the highest price at which an option breaks even, in two digits."""
    means, events = net.mean(axis=1), avoided.mean(axis=1)
    prices = [-n / q for n, q in zip(means, events, strict=True) if q > 0.0 and n < 0.0]
    return float(f"{2.0 * max(prices, default=50_000.0):.1e}")
