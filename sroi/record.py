"""Runs and comparisons as plain data: the JSON defined in docs/reference/json.md."""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sroi import measures
from sroi.comparison import Comparison
from sroi.flows import Array, Flow
from sroi.measures import MEASURES, breakeven_views
from sroi.projection import Projection, Summary, summary
from sroi.schema.scenario import Scenario
from sroi.totals import Totals
from sroi.version import __version__

Plain = dict[str, Any]


def record(projection: Projection, warnings: Sequence[Plain] = ()) -> Plain:
    """Return everything a run gives, as plain data; what does not exist is None, never NaN."""
    scenario = projection.scenario
    return heading(scenario, scenario.headline) | {
        "base": {
            "perspectives": {view: _base_view(projection, view) for view in scenario.views},
            "outcomes": {name: _base_outcome(projection, name) for name in scenario.outcomes},
            "years": [_year(projection, t) for t in range(scenario.horizon)],
        },
        "simulation": _simulation(projection),
        "warnings": list(warnings),
    }


def heading(scenario: Scenario, view: str) -> Plain:
    """Return what every record of a scenario begins with."""
    return {
        "sroi": __version__,
        "name": scenario.name,
        "digest": scenario.digest,
        "currency": scenario.currency,
        "price_year": scenario.price_year,
        "perspective": view,
    }


def comparison_record(made: Comparison, warnings: Sequence[Plain] = ()) -> Plain:
    """Return everything a comparison gives, as plain data."""
    return {
        "sroi": __version__,
        "perspective": made.perspective,
        "reference": made.reference,
        "scenarios": {name: record(projection) for name, projection in made.projections.items()},
        "differences": {
            name: {measure: _difference(made, name, measure) for measure in MEASURES}
            for name in made.projections
            if name != made.reference
        },
        "warnings": list(warnings),
    }


def _difference(made: Comparison, name: str, measure: str) -> Plain:
    found = made.difference(name, measure)
    better = {"probability_better": found.probability_better}
    return {"base": number(found.base)} | figures(found.summary) | better


def as_json(plain: Plain) -> str:
    """Return plain data as JSON text; a number that does not exist is null."""
    return json.dumps(plain, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def number(x: float | None) -> float | None:
    """Return a number, or None where it does not exist."""
    return None if x is None or not math.isfinite(x) else x + 0.0


def first(vector: Array) -> float | None:
    """Return the base case's number of a vector, or None where it does not exist."""
    return number(float(vector[0]))


def _base_view(projection: Projection, view: str) -> Plain:
    values: Plain = {name: number(projection.base_value(name, view)) for name in MEASURES}
    year = values["payback_year"]
    return values | {
        "payback_year": None if year is None else int(year),
        "payback": _payback(projection, view),
    }


def _payback(projection: Projection, view: str) -> int | str | None:
    """Return the base case's payback year, or in a word why there is none."""
    if measures.nothing_known_in(projection.scenario, view):
        return None
    year = float(measures.payback(projection.base_totals, view)[0])
    words = {measures.NO_COST: "no_cost", measures.NEVER: "never"}
    return words.get(year) or int(year)


def _paybacks(projection: Projection, view: str) -> Plain | None:
    """Return the share of the draws by payback year, without a cost, and never paid back."""
    if measures.nothing_known_in(projection.scenario, view):
        return None
    years = measures.payback(projection.totals, view)
    return {
        "never": float((years == measures.NEVER).mean()),
        "no_cost": float((years == measures.NO_COST).mean()),
        "years": {
            f"{year:.0f}": float((years == year).mean())
            for year in np.unique(years[np.isfinite(years)])
        },
    }


def _base_outcome(projection: Projection, name: str) -> Plain:
    made, scenario = projection.base_totals, projection.scenario
    outcome: Plain = {
        "quantity": first(made.quantity[name]),
        "load": first(made.load[name]),
        "pv": first(made.benefits[name]) if name in made.benefits else None,
        "cost_per_unit": first(measures.cost_per_unit(made, name)),
        "unknown": scenario.outcomes[scenario.root(name)].unknown,
    }
    if scenario.outcomes[name].follows is None:
        outcome["breakeven"] = {
            view: {
                "quantity": first(measures.breakeven_quantity(made, name, view)),
                "reduction": first(measures.breakeven_reduction(made, name, view)),
            }
            for view in breakeven_views(projection.scenario)
        }
    return outcome


def _year(projection: Projection, t: int) -> Plain:
    base, scenario = projection.base, projection.scenario
    lines, outcomes = scenario.lines, scenario.outcomes
    costs = {name: _amount(flow, t) for name, flow in base.costs.items()}
    values = {name: _amount(flows.actual.value, t) for name, flows in base.outcomes.items()}
    cashable = {name: _amount(flows.cashable, t) for name, flows in base.outcomes.items()}
    return {
        "year": scenario.years[t],
        "participants": _amount(base.participants, t),
        "costs": _by_payer(projection, costs, {n: line.shares for n, line in lines.items()}),
        "lines": costs,
        "in_kind": sum((cost for name, cost in costs.items() if lines[name].in_kind), 0.0),
        "funding": _by_payer(
            projection,
            {name: _amount(flow, t) for name, flow in base.funding.items()},
            {name: {part.payer: 1.0} for name, part in scenario.funding.items()},
        ),
        "benefits": _by_payer(projection, values, {n: o.shares for n, o in outcomes.items()}),
        "cashable": _by_payer(projection, cashable, {n: o.shares for n, o in outcomes.items()}),
        "quantity": {
            name: _amount(flows.actual.quantity, t) for name, flows in base.outcomes.items()
        },
    }


def _amount(flow: Flow | None, t: int) -> float:
    """Return a base case flow in one year, 0 where there is none."""
    return 0.0 if flow is None else float(flow.values[0, t])


def _by_payer(
    projection: Projection,
    amounts: Mapping[str, float],
    shares: Mapping[str, Mapping[str, float]],
) -> dict[str, float]:
    sums = dict.fromkeys(projection.scenario.payers, 0.0)
    for name, amount in amounts.items():
        for payer, share in shares[name].items():
            sums[payer] += share * amount
    return sums


def _simulation(projection: Projection) -> Plain:
    scenario, made = projection.scenario, projection.totals
    return {
        "draws": projection.draws,
        "seed": projection.seed,
        "perspectives": {view: _drawn_view(projection, view) for view in scenario.views},
        "outcomes": {name: _drawn_outcome(projection, made, name) for name in scenario.outcomes},
    }


def _drawn_view(projection: Projection, view: str) -> Plain:
    results: Plain = {name: figures(projection.summary(name, view)) for name in MEASURES}
    return results | {
        "probability_npv_positive": float((projection.values("npv", view) > 0.0).mean()),
        "payback": _paybacks(projection, view),
    }


def _drawn_outcome(projection: Projection, made: Totals, name: str) -> Plain:
    outcome: Plain = {
        "quantity": figures(summary(made.quantity[name])),
        "load": figures(summary(made.load[name])),
        "pv": figures(summary(made.benefits[name])) if name in made.benefits else None,
    }
    if projection.scenario.outcomes[name].follows is None:
        outcome["breakeven"] = {
            view: {
                "quantity": figures(summary(measures.breakeven_quantity(made, name, view))),
                "reduction": figures(summary(measures.breakeven_reduction(made, name, view))),
            }
            for view in breakeven_views(projection.scenario)
        }
    return outcome


def figures(made: Summary) -> Plain:
    """Return a summary as plain data."""
    cuts = {f"p{percent}": cut for percent, cut in made.percentiles.items()}
    return {"mean": made.mean, "sd": made.sd, "se": made.se, **cuts, "exists": made.exists}
