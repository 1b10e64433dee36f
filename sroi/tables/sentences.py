"""A run in plain words: what it costs, and what it gives or would have to give."""

import math

from sroi import measures
from sroi.projection import Projection
from sroi.tables.cells import view_in_text
from sroi.tables.labels import of_events, part_label
from sroi.wording import Wording


def sentences(projection: Projection, wording: Wording) -> list[str]:
    """Return the headline in plain words: what it costs, and what it gives or would have to."""
    scenario, made = projection.scenario, projection.base_totals
    view = scenario.headline
    name = view_in_text(scenario, view, wording)
    cost = wording.money(projection.base_value("pv_costs", view))
    if not _anything(projection):
        years = scenario.years
        return [wording.term("sentence.nothing", first=years[0], last=years[-1])]
    if not made.benefits:
        return [wording.term("sentence.no_outcomes", cost=cost, view=name)]
    if measures.nothing_known_in(scenario, view):
        told = [wording.term("sentence.unknown", cost=cost, view=name)]
    else:
        told = [_net(projection, name, wording)]
        if any(
            o.effect is not None and o.effect.basis == "expert" for o in scenario.outcomes.values()
        ):
            told.append(wording.term("sentence.guess"))
        if unknown := measures.unknown_in(scenario, view):
            names = "; ".join(scenario.outcomes[outcome].name for outcome in unknown)
            told.append(wording.term("sentence.partly_unknown", view=name, outcomes=names))
    roots = [n for n, o in scenario.outcomes.items() if o.follows is None]
    return told + [text for root in roots if (text := _breakeven(projection, root, name, wording))]


def _anything(projection: Projection) -> bool:
    """Return whether anything falls within the years projected."""
    made = projection.base_totals
    return any(float(v[0]) for v in (*made.costs.values(), *made.unit_benefits.values()))


def _net(projection: Projection, name: str, wording: Wording) -> str:
    view = projection.scenario.headline
    cuts = projection.summary("npv", view).percentiles
    positive = float((projection.values("npv", view) > 0.0).mean())
    npv = wording.money(projection.base_value("npv", view))
    low, high = wording.money(cuts[5] or 0.0), wording.money(cuts[95] or 0.0)
    if low == high:
        return wording.term("sentence.certain", view=name, npv=npv)
    chance = wording.percent(positive)
    return wording.term(
        "sentence.known", view=name, npv=npv, low=low, high=high, probability=chance
    )


def _breakeven(projection: Projection, root: str, name: str, wording: Wording) -> str | None:
    made, view = projection.base_totals, projection.scenario.headline
    quantity = float(measures.breakeven_quantity(made, root, view)[0])
    share = float(measures.breakeven_reduction(made, root, view)[0])
    if not math.isfinite(quantity):
        return None
    scenario = projection.scenario
    words = {"view": name, "outcome": scenario.outcomes[root].name}
    if quantity == 0.0:
        return wording.term("sentence.already", **words)
    words |= {"quantity": wording.significant(quantity), "share": ""}
    key = "sentence.need"
    if math.isfinite(share):
        possible = quantity <= float(measures.attainable(made, root)[0])
        key = "sentence.need_share" if possible else "sentence.cannot"
        words["share"] = wording.percent(share)
    return of_events(key, scenario, [root], wording, **words)


def grants(projection: Projection, wording: Wording) -> list[str]:
    """Return what each funding pays in all, undiscounted, and what is left of it."""
    told = []
    for name, grant in projection.base.grants.fundings.items():
        paid, surplus = float(grant.paid.sum()), float(grant.surplus.sum())
        words = {"name": part_label(projection.scenario, f"funding.{name}")}
        words |= {"paid": wording.money(paid), "surplus": wording.money(surplus)}
        key = "sentence.grant_surplus" if surplus >= 1.0 else "sentence.grant"
        told.append(wording.term(key, **words))
    return told
