"""Who starts each year: as many as ask, in each group, and as there are places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sroi.arithmetic import formulas as f
from sroi.arithmetic.flows import Flow, flow_sum
from sroi.model.drawn_numbers import ONE, always

if TYPE_CHECKING:
    from sroi.arithmetic.flows import Array
    from sroi.model.drawn_numbers import DrawnNumbers


@dataclass(frozen=True)
class Starts:
    """The participants who start, by group; one group of everybody where a file knows none.

    ``turned_away`` are those who ask for a place and get none; None where nobody counts places.
    """

    by_group: Mapping[str, Flow]
    total: Flow
    turned_away: Flow | None = None


def starts(numbers: DrawnNumbers) -> Starts:
    """Return who starts in the given draws."""
    share, people = numbers.scenario.programme.months.share_of, numbers.scenario.participants
    asking = {group: numbers.active(per_year, share) for group, per_year in people.starting.items()}
    total = flow_sum(list(asking.values()))
    ceiling = _ceiling(numbers)
    return Starts(asking, total) if ceiling is None else _within(asking, total.values, ceiling)


def _ceiling(numbers: DrawnNumbers) -> Array | None:
    """Return how many can start each year; None where nobody counts places."""
    people, months = numbers.scenario.participants, numbers.scenario.programme.months
    if people.places is None or people.stay_months is None:
        return None
    places = numbers.active(people.places, always).values
    shares = numbers.shares(months.share_or_whole).values
    return f.places_ceiling(places, numbers.draws.of(people.stay_months), shares)


def _within(asking: Mapping[str, Flow], demand: Array, ceiling: Array) -> Starts:
    """Return who starts where there are so many places: every group cut in the same proportion."""
    total = np.asarray(np.minimum(demand, ceiling), order="F")
    share = np.divide(total, demand, out=np.zeros_like(total), where=demand > 0.0)
    if len(asking) == 1:
        by_group = dict.fromkeys(asking, Flow(total, ONE))
    else:
        by_group = {
            group: Flow(np.asarray(flow.values * share, order="F"), ONE)
            for group, flow in asking.items()
        }
    turned_away = Flow(np.asarray(demand - total, order="F"), ONE)
    return Starts(by_group, Flow(total, ONE), turned_away)
