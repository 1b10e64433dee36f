"""Runs and comparisons as plain data: the JSON defined in docs/reference/json.md."""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from sroi import measures, payers
from sroi.comparison import Comparison
from sroi.flows import Array
from sroi.measures import MEASURES, breakeven_views
from sroi.projection import Projection
from sroi.schema.scenario import Scenario
from sroi.statistics import Summary, summary
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
            "years": _years(projection),
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
    return values | {"payback_year": None if year is None else int(year)}


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


def _years(projection: Projection) -> list[Plain]:
    """Return what happens each year in the base case, undiscounted."""
    base, scenario = projection.base, projection.scenario
    lines = {name: flow.values[0] for name, flow in base.costs.items()}
    in_kind = [values for name, values in lines.items() if scenario.lines[name].in_kind]
    quantities = {name: o.actual.quantity.values[0] for name, o in base.outcomes.items()}
    participants = base.participants.values[0]
    by_payer = {
        "costs": payers.costs(base),
        "funding": payers.funding(base),
        "benefits": payers.benefits(base),
        "cashable": payers.cashable(base),
    }
    sums = {key: {p: values[0] for p, values in rows.items()} for key, rows in by_payer.items()}
    return [
        {
            "year": year,
            "participants": float(participants[t]),
            "costs": _in_year(sums["costs"], t),
            "lines": _in_year(lines, t),
            "in_kind": sum((float(values[t]) for values in in_kind), 0.0),
            "funding": _in_year(sums["funding"], t),
            "benefits": _in_year(sums["benefits"], t),
            "cashable": _in_year(sums["cashable"], t),
            "quantity": _in_year(quantities, t),
        }
        for t, year in enumerate(scenario.years)
    ]


def _in_year(values: Mapping[str, Array], t: int) -> dict[str, float]:
    return {name: float(array[t]) for name, array in values.items()}


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
    years = projection.values("payback_year", view)
    paid = years[~(years != years)]
    found = {int(year) for year in paid}
    return results | {
        "probability_npv_positive": float((projection.values("npv", view) > 0.0).mean()),
        "payback": {
            "never": 1.0 - paid.size / years.size,
            "years": {str(year): float((years == year).mean()) for year in sorted(found)},
        },
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
