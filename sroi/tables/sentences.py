"""A run in plain words: what it costs, and what it gives or would have to give."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sroi.model import measures
from sroi.tables.cells import bounded, view_in_text
from sroi.tables.labels import events_words, of_events, part_label, without_groups, without_price

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sroi.model.projection import Projection
    from sroi.schema.scenario import Scenario
    from sroi.wording import Wording


def sentences(projection: Projection, wording: Wording) -> list[str]:
    """Return the headline in plain words: what it costs, and what it gives or would have to."""
    scenario, totals = projection.scenario, projection.base_totals
    view = scenario.headline
    name = view_in_text(scenario, view, wording)
    cost = bounded(
        scenario, view, "least", wording.money(projection.base_value("pv_costs", view)), wording
    )
    if not _anything(projection):
        years = scenario.years
        return [wording.term("sentence.nothing", first=years[0], last=years[-1])]
    if not totals.benefits:
        costs_only = wording.term("sentence.no_outcomes", cost=cost, view=name)
        return [costs_only, *without_price([scenario], view, wording)]
    if measures.nothing_known_in(scenario, view):
        lines = [wording.term("sentence.unknown", cost=cost, view=name)]
    else:
        net = " ".join([_net(projection, name, wording), *without_groups(scenario, view, wording)])
        lines = [net, *_on_effects(scenario, name, wording)]
    return [
        *lines,
        *_breakevens(projection, name, wording),
        *without_price([scenario], view, wording),
    ]


def _on_effects(scenario: Scenario, name: str, wording: Wording) -> Iterator[str]:
    """Yield what a reader must know of the effects behind a net: guessed, unvaried, left out."""
    view, outcomes = scenario.headline, scenario.outcomes
    if scenario.guessed:
        yield wording.term("sentence.guess")
    unvaried = measures.unvaried_in(scenario, view)
    if unvaried and not measures.none_varies_in(scenario, view):
        names = "; ".join(outcomes[root].name for root in unvaried)
        yield wording.term("sentence.partly_unvaried", outcomes=names)
    if unknown := measures.unknown_in(scenario, view):
        names = "; ".join(outcomes[outcome].name for outcome in unknown)
        yield wording.term("sentence.partly_unknown", view=name, outcomes=names)


def _anything(projection: Projection) -> bool:
    """Return whether anything falls within the years projected."""
    totals = projection.base_totals
    return any(float(v[0]) for v in (*totals.costs.values(), *totals.unit_benefits.values()))


def _net(projection: Projection, name: str, wording: Wording) -> str:
    view = projection.scenario.headline
    cuts = projection.summary("npv", view).percentiles
    positive = float((projection.values("npv", view) > 0.0).mean())
    npv = wording.money(projection.base_value("npv", view))
    npv = bounded(projection.scenario, view, "most", npv, wording)
    low, high = wording.money(cuts[5] or 0.0), wording.money(cuts[95] or 0.0)
    words = {"view": name, "npv": npv, "low": low, "high": high}
    words["probability"] = wording.percent(positive)
    unvaried = "_unvaried" if measures.none_varies_in(projection.scenario, view) else ""
    return wording.term(f"sentence.{'certain' if low == high else 'known'}{unvaried}", **words)


def _breakevens(projection: Projection, name: str, wording: Wording) -> Iterator[str]:
    """Yield what would have to happen of each outcome, and without which it pays anyway."""
    totals, view = projection.base_totals, projection.scenario.headline
    needed = {
        root: float(measures.breakeven_quantity(totals, root, view)[0])
        for root, outcome in projection.scenario.outcomes.items()
        if outcome.follows is None
    }
    for root, quantity in needed.items():
        if math.isfinite(quantity) and quantity > 0.0:
            yield _breakeven(projection, root, name, quantity, wording)
    spared = [root for root, quantity in needed.items() if quantity == 0.0]
    if spared:
        names = "; ".join(projection.scenario.outcomes[root].name for root in spared)
        yield wording.term("sentence.already", view=name, outcome=names)


def _breakeven(
    projection: Projection, root: str, name: str, quantity: float, wording: Wording
) -> str:
    totals, view = projection.base_totals, projection.scenario.headline
    share = float(measures.breakeven_reduction(totals, root, view)[0])
    scenario = projection.scenario
    words = {"view": name, "outcome": scenario.outcomes[root].name}
    expected = float(measures.expected_without(totals, root)[0])
    words |= events_words(scenario, root, quantity, expected, wording)
    words["quantity"] = bounded(scenario, view, "least", words["quantity"], wording)
    key = "sentence.need"
    if math.isfinite(share):
        possible = quantity <= float(measures.attainable(totals, root)[0])
        key = "sentence.need_share" if possible else "sentence.cannot"
        words["share"] = wording.percent(share)
    return of_events(key, scenario, [root], wording, **words)


def grant_sentences(projection: Projection, wording: Wording) -> list[str]:
    """Return what each funding pays in all, undiscounted, and what is left of it."""
    lines = []
    for name, grant in projection.base.grants.fundings.items():
        paid, surplus = float(grant.paid.sum()), float(grant.surplus.sum())
        words = {"name": part_label(projection.scenario, f"funding.{name}")}
        words |= {"paid": wording.money(paid), "surplus": wording.money(surplus)}
        key = "sentence.grant_surplus" if surplus >= 1.0 else "sentence.grant"
        lines.append(wording.term(key, **words))
    return lines
