"""Runs and comparisons as plain data: the JSON defined in docs/reference/json.md."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from sroi.model import measures, payers
from sroi.model.measures import MEASURES, breakeven_views, unclaimed, unknown_in, unpriced_in
from sroi.model.reached import base_by_group
from sroi.model.services import unallocated_cost
from sroi.model.statistics import summary
from sroi.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sroi.arithmetic.flows import Array
    from sroi.model.comparison import Comparison
    from sroi.model.projection import Projection
    from sroi.model.results import Results
    from sroi.model.statistics import Summary
    from sroi.model.totals import Totals
    from sroi.schema.scenario import Scenario

Record = dict[str, Any]


def record(projection: Projection, warnings: Sequence[Record] = ()) -> Record:
    """Return everything a run gives, as plain data; what does not exist is None, never NaN."""
    scenario = projection.scenario
    return heading(scenario, scenario.headline) | {
        "base": {
            "perspectives": {view: _base_view(projection, view) for view in scenario.views},
            "outcomes": _base_outcomes(projection),
            "years": _years(projection),
            **_services(projection),
        },
        "simulation": _simulation(projection),
        "claims": as_in_the_file(scenario, "claims"),
        "warnings": list(warnings),
    }


def heading(scenario: Scenario, view: str) -> Record:
    """Return what every record of a scenario begins with."""
    return {
        "sroi": __version__,
        "name": scenario.name,
        "digest": scenario.digest,
        "currency": scenario.currency,
        "price_year": scenario.price_year,
        "perspective": view,
    }


def as_in_the_file(scenario: Scenario, section: str) -> Record:
    """Return a section of a scenario as it is written, {} where it is not there."""
    return dict(scenario.merged.get(section) or {})


def comparison_record(comparison: Comparison, warnings: Sequence[Record] = ()) -> Record:
    """Return everything a comparison gives, as plain data."""
    return {
        "sroi": __version__,
        "perspective": comparison.perspective,
        "reference": comparison.reference,
        "scenarios": {
            name: record(projection) for name, projection in comparison.projections.items()
        },
        "differences": {
            name: {measure: _difference(comparison, name, measure) for measure in MEASURES}
            for name in comparison.projections
            if name != comparison.reference
        },
        "warnings": list(warnings),
    }


def _difference(comparison: Comparison, name: str, measure: str) -> Record | None:
    pair = (comparison.projections[name], comparison.projections[comparison.reference])
    if any(unclaimed(p.scenario, measure, comparison.perspective) for p in pair):
        return None
    change = comparison.difference(name, measure)
    better = {"probability_better": change.probability_better}
    return {"base": plain_number(change.base)} | summary_figures(change.summary) | better


def as_json(plain: Record) -> str:
    """Return plain data as JSON text; a number that does not exist is null."""
    return json.dumps(plain, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def plain_number(x: float | None) -> float | None:
    """Return a number, or None where it does not exist."""
    return None if x is None or not math.isfinite(x) else x + 0.0


def first(vector: Array) -> float | None:
    """Return the base case's number of a vector, or None where it does not exist."""
    return plain_number(float(vector[0]))


def _base_view(projection: Projection, view: str) -> Record:
    values: Record = {name: plain_number(projection.base_value(name, view)) for name in MEASURES}
    year = values["payback_year"]
    values["payback_year"] = None if year is None else int(year)
    return _with_unknown(projection.scenario, view, values) | {
        "unpriced": unpriced_in(projection.scenario, view),
        "payback": _payback(projection, view),
    }


def _with_unknown(scenario: Scenario, view: str, values: Record) -> Record:
    """Return a perspective's results with null for what is unknown, and what they would be."""
    unknown = [name for name in values if unclaimed(scenario, name, view)]
    return values | {
        **dict.fromkeys(unknown),
        "if_no_effect": {name: values[name] for name in unknown},
        "without": [] if unknown else unknown_in(scenario, view),
    }


def _payback(projection: Projection, view: str) -> int | str | None:
    """Return the base case's payback year, or in a word why there is none."""
    if measures.nothing_known_in(projection.scenario, view):
        return None
    year = float(measures.payback(projection.base_totals, view)[0])
    words = {measures.NO_COST: "no_cost", measures.NEVER: "never"}
    return words.get(year) or int(year)


def _paybacks(projection: Projection, view: str) -> Record:
    """Return the share of the draws by payback year, without a cost, and never paid back."""
    years = measures.payback(projection.totals, view)
    return {
        "never": float((years == measures.NEVER).mean()),
        "no_cost": float((years == measures.NO_COST).mean()),
        "years": {
            f"{year:.0f}": float((years == year).mean())
            for year in np.unique(years[np.isfinite(years)])
        },
    }


def _services(projection: Projection) -> Record:
    """Return what services cost in the base case, in a file with services; else nothing."""
    totals, scenario = projection.base_totals, projection.scenario
    if not scenario.services:
        return {}
    return {
        "services": {
            name: {
                "volume": first(totals.volume[name]),
                "cost": first(totals.service_cost[name]),
                "cost_per_unit": first(measures.cost_per_service(totals, name)),
            }
            for name in scenario.services
        },
        "unallocated_cost": first(unallocated_cost(projection.base)),
    }


def _drawn_services(projection: Projection) -> Record:
    totals, scenario = projection.totals, projection.scenario
    each = {
        name: {
            "volume": summary_figures(summary(totals.volume[name])),
            "cost_per_unit": summary_figures(summary(measures.cost_per_service(totals, name))),
        }
        for name in scenario.services
    }
    return {"services": each} if each else {}


def _delivered_in_year(base: Results, t: int) -> Record:
    """Return what is delivered in a year and who is reached, in a file with services."""
    flows = {"services": base.volumes, "persons_reached": base.reached}
    return {
        key: {name: float(flow.values[0][t]) for name, flow in by_service.items()}
        for key, by_service in flows.items()
        if base.volumes
    }


def _base_outcomes(projection: Projection) -> Record:
    scenario, by_group = projection.scenario, base_by_group(projection.scenario)
    outcomes = {name: _base_outcome(projection, name) for name in scenario.outcomes}
    if not by_group:
        return outcomes
    return {
        name: outcome
        | {
            "groups": {
                group: _in_group(by_group[group], name, group) for group in scenario.counting(name)
            },
            "unknown_groups": scenario.unknown_groups(name),
        }
        for name, outcome in outcomes.items()
    }


def _in_group(totals: Totals, name: str, group: str) -> Record:
    """Return what an outcome comes to in one group; None where that is unknown."""
    unknown = group in totals.scenario.unknown_groups(name)
    priced = not unknown and name in totals.benefits
    return {
        "quantity": None if unknown else first(totals.quantity[name]),
        "pv": first(totals.benefits[name]) if priced else None,
    }


def _base_outcome(projection: Projection, name: str) -> Record:
    totals, scenario = projection.base_totals, projection.scenario
    unknown = scenario.unknown(name)
    outcome: Record = {
        "quantity": None if unknown else first(totals.quantity[name]),
        "load": None if unknown else first(totals.load[name]),
        "pv": None if unknown or name not in totals.benefits else first(totals.benefits[name]),
        "cost_per_unit": None if unknown else first(measures.cost_per_unit(totals, name)),
        "unknown": unknown,
    }
    if scenario.outcomes[name].follows is None:
        outcome["breakeven"] = {
            view: {
                "quantity": first(measures.breakeven_quantity(totals, name, view)),
                "reduction": first(measures.breakeven_reduction(totals, name, view)),
            }
            for view in breakeven_views(projection.scenario)
        }
    return outcome


def _years(projection: Projection) -> list[Record]:
    """Return what happens each year in the base case, undiscounted."""
    base, scenario = projection.base, projection.scenario
    lines = {name: flow.values[0] for name, flow in base.costs.items()}
    in_kind = [values for name, values in lines.items() if scenario.lines[name].in_kind]
    quantities = {name: o.actual.quantity.values[0] for name, o in base.outcomes.items()}
    participants = base.participants.values[0]
    unknown = dict.fromkeys(name for name in scenario.outcomes if scenario.unknown(name))
    without = {payer: unknown_in(scenario, payer) for payer in scenario.payers}
    sums = _sums(base)
    return [
        {
            "year": year,
            "participants": float(participants[t]),
            **_in_groups(base, t),
            "costs": _in_year(sums["costs"], t),
            "lines": _in_year(lines, t),
            "in_kind": sum((float(values[t]) for values in in_kind), 0.0),
            "funding": _in_year(sums["funding"], t),
            "own_budget": _in_year(sums["own_budget"], t),
            "benefits": _in_year(sums["benefits"], t),
            "cashable": _in_year(sums["cashable"], t),
            "without": without,
            "quantity": _in_year(quantities, t) | unknown,
            **_delivered_in_year(base, t),
        }
        for t, year in enumerate(scenario.years)
    ]


def _in_groups(base: Results, t: int) -> Record:
    """Return a year's participants by group, and who got no place, where the file tells them."""
    by_group = base.starts.by_group if base.scenario.groups else {}
    starting = {group: float(flow.values[0][t]) for group, flow in by_group.items()}
    turned_away = base.starts.turned_away
    return ({"participants_by_group": starting} if starting else {}) | (
        {} if turned_away is None else {"turned_away": float(turned_away.values[0][t])}
    )


def _sums(base: Results) -> dict[str, dict[str, Array]]:
    """Return what each payer bears, funds and gains by year, by kind and payer."""
    by_payer = {
        "costs": payers.costs(base),
        "funding": payers.funding(base),
        "own_budget": payers.own_budget(base),
        "benefits": payers.benefits(base),
        "cashable": payers.cashable(base),
    }
    return {key: {p: values[0] for p, values in rows.items()} for key, rows in by_payer.items()}


def _in_year(values: Mapping[str, Array], t: int) -> dict[str, float]:
    return {name: float(array[t]) for name, array in values.items()}


def _simulation(projection: Projection) -> Record:
    scenario, totals = projection.scenario, projection.totals
    return {
        "draws": projection.draws,
        "seed": projection.seed,
        "perspectives": {view: _drawn_view(projection, view) for view in scenario.views},
        "outcomes": {name: _drawn_outcome(projection, totals, name) for name in scenario.outcomes},
        **_drawn_services(projection),
    }


def _drawn_view(projection: Projection, view: str) -> Record:
    scenario = projection.scenario
    results: Record = {name: summary_figures(projection.summary(name, view)) for name in MEASURES}
    figures_of = _with_unknown(scenario, view, results)
    if unclaimed(scenario, "npv", view):
        return figures_of | {"probability_npv_positive": None, "payback": None}
    return figures_of | {
        "probability_npv_positive": float((projection.values("npv", view) > 0.0).mean()),
        "payback": _paybacks(projection, view),
    }


def _drawn_outcome(projection: Projection, totals: Totals, name: str) -> Record:
    vectors = {"quantity": totals.quantity, "load": totals.load, "pv": totals.benefits}
    unknown = projection.scenario.unknown(name)
    outcome: Record = {
        key: None if unknown or name not in of else summary_figures(summary(of[name]))
        for key, of in vectors.items()
    }
    if projection.scenario.outcomes[name].follows is None:
        outcome["breakeven"] = {
            view: {
                "quantity": summary_figures(
                    summary(measures.breakeven_quantity(totals, name, view))
                ),
                "reduction": summary_figures(
                    summary(measures.breakeven_reduction(totals, name, view))
                ),
            }
            for view in breakeven_views(projection.scenario)
        }
    return outcome


def summary_figures(summary: Summary) -> Record:
    """Return a summary as plain data."""
    cuts = {f"p{percent}": cut for percent, cut in summary.percentiles.items()}
    return {
        "mean": summary.mean,
        "sd": summary.sd,
        "se": summary.se,
        **cuts,
        "exists": summary.exists,
    }
