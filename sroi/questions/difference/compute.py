"""Why two scenarios differ: what each part carries of the difference in npv."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

from sroi.errors import Text, UsageError, nearest
from sroi.loader.digest import plain
from sroi.model.projection import evaluated, refuse_missing, refuse_unlike
from sroi.model.sampling import Draws

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sroi.errors import Raw
    from sroi.model.projection import Progress
    from sroi.schema.scenario import Scenario

EXACT = 8  # up to so many parts every order is taken into account
ORDERS = 256  # sampled above that, half of them the other half reversed
TIME = ("first_year", "horizon", "programme")  # years that only mean something together
SETTINGS = (
    "participants",
    "services",
    "full_time_hours",
    "optimism",
    "discounting",
    "tax_factor",
    "payers",
    "perspectives",
)
PARTS = ("staffing", "costs", "funding", "outcomes")  # sections whose parts differ one by one
SILENT = ("role", "employer", "unit", "basis", "status")  # npv does not hear of them
NEEDED = ("payers", "services", "full_time_hours")  # by lines: what only one has stays in both
Coalition = frozenset[str]
CoalitionWorth = Callable[[Coalition], float]


@dataclass(frozen=True)
class Change:
    """One number or setting that differs; None where a scenario does not have it."""

    path: str
    before: float | str | None
    after: float | str | None


@dataclass(frozen=True)
class Share:
    """What one part carries of the difference, and what differs in it.

    ``error`` is the standard error from sampling orders, 0 where all were taken.
    """

    part: str
    value: float
    error: float
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Explained:
    """The difference in npv of a perspective, base case: shares sum to ``after - before``."""

    view: str
    before: float
    after: float
    shares: tuple[Share, ...]  # greatest first


def explained(
    before: Scenario,
    after: Scenario,
    view: str,
    groups: Mapping[str, Sequence[str]] = {},
    progress: Progress | None = None,
) -> Explained:
    """Return what each part that differs carries of npv's change, by Shapley's value.

    A part is a cost line, a funding, an outcome (with those that follow it) or a setting;
    ``groups`` names parts to be taken as one. Shapley (1953): a part's share is what it changes,
    on average over every order in which the parts could be exchanged.
    """
    refuse_unlike([before, after], view)
    for scenario in (before, after):
        refuse_missing(scenario)
    changes = resolved_changes(before, after)
    parts = {
        name: places
        for name, places in _parts(before, after, groups).items()
        if any(_in(change.path, places) for change in changes)
    }

    @cache
    def worth(swapped: Coalition) -> float:
        places = [place for name in parts if name in swapped for place in parts[name]]
        return float(evaluated(_hybrid(before, after, places), Draws(), "npv", view)[0])

    contributions = shapley(list(parts), worth, progress)
    shares = [
        Share(name, value, error, tuple(c for c in changes if _in(c.path, parts[name])))
        for name, (value, error) in contributions.items()
    ]
    ordered = sorted(shares, key=lambda share: -abs(share.value))
    return Explained(view, worth(frozenset()), worth(frozenset(parts)), tuple(ordered))


# Shapley's value -----------------------------------------------------------------------------


def shapley(
    names: Sequence[str], worth: CoalitionWorth, progress: Progress | None = None
) -> dict[str, tuple[float, float]]:
    """Return each name's share of worth(all) - worth(none), with its standard error.

    >>> shapley(["a", "b"], lambda there: 3.0 * ("a" in there) + 1.0 * (len(there) == 2))
    {'a': (3.5, 0.0), 'b': (0.5, 0.0)}
    """
    if len(names) <= EXACT:
        return {name: (_exact(name, names, worth), 0.0) for name in names}
    return _sampled(names, worth, progress)


def _exact(name: str, names: Sequence[str], worth: CoalitionWorth) -> float:
    others = [other for other in names if other != name]
    share = 0.0
    for size in range(len(others) + 1):
        weight = 1.0 / (len(names) * math.comb(len(others), size))
        for chosen in combinations(others, size):
            coalition = frozenset(chosen)
            share += weight * (worth(coalition | {name}) - worth(coalition))
    return share


def _sampled(
    names: Sequence[str], worth: CoalitionWorth, progress: Progress | None
) -> dict[str, tuple[float, float]]:
    """Return the shares over random orders, each followed by its reverse."""
    draw, gains = random.Random(1), {name: list[float]() for name in names}
    for count in range(ORDERS // 2):
        order = draw.sample(list(names), len(names))
        pairs = zip(_gains(order, worth), _gains(order[::-1], worth)[::-1], strict=True)
        for name, pair in zip(order, pairs, strict=True):
            gains[name].append(sum(pair) / 2.0)
        if progress:
            progress(count + 1, ORDERS // 2)
    return {name: _mean_and_error(values) for name, values in gains.items()}


def _gains(order: Sequence[str], worth: CoalitionWorth) -> list[float]:
    steps = [worth(frozenset(order[:count])) for count in range(len(order) + 1)]
    return [later - earlier for earlier, later in pairwise(steps)]


def _mean_and_error(values: Sequence[float]) -> tuple[float, float]:
    mean = math.fsum(values) / len(values)
    spread = math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1)
    return mean, math.sqrt(spread / len(values))


# Parts and hybrids ---------------------------------------------------------------------------


def _parts(
    before: Scenario, after: Scenario, groups: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    """Return the parts by name: the places each takes along."""
    lines = dict.fromkeys([*before.lines, *after.lines])
    fundings = dict.fromkeys(f"funding.{name}" for name in [*before.funding, *after.funding])
    places = [(name,) for name in [*lines, *fundings]] + _bound_outcomes(before, after)
    parts = {group[0]: tuple(group) for group in places}
    parts |= {"time": TIME} | {name: (name,) for name in SETTINGS}
    for name in _bound_to_groups(before, after, parts):
        parts["participants"] += parts.pop(name)
    for name, wanted in groups.items():
        taken = [part for part in parts if _in(part, wanted)]
        if not taken:
            raise UsageError(
                Text(
                    "group {name}: no part {names}; {advice}",
                    name=name,
                    names=", ".join(wanted),
                    advice=nearest("", parts),
                )
            )
        parts[name] = tuple(place for part in taken for place in parts.pop(part))
    return parts


def _bound_to_groups(
    before: Scenario, after: Scenario, parts: Mapping[str, Sequence[str]]
) -> list[str]:
    """Return the parts that mean nothing without the groups of their own scenario."""
    if before.groups.keys() == after.groups.keys():
        return []
    bound = {
        f"outcomes.{name}"
        for scenario in (before, after)
        for name, outcome in scenario.outcomes.items()
        if outcome.groups is not None or outcome.by_group or outcome.by_intake
    }
    return [name for name, places in parts.items() if bound & set(places)]


def _bound_outcomes(before: Scenario, after: Scenario) -> list[tuple[str, ...]]:
    """Return the outcomes in sets bound by one following another in either scenario."""
    sets: dict[str, set[str]] = {}
    for scenario in (before, after):
        for name in scenario.outcomes:
            bound = {name, scenario.root(name)}
            bound |= set().union(*(sets.get(member, set()) for member in bound))
            sets |= dict.fromkeys(sorted(bound), bound)
    roots = {before.root(n) for n in before.outcomes} | {after.root(n) for n in after.outcomes}
    unique = {
        id(bound): sorted(bound, key=lambda name: (name not in roots, name))
        for bound in sets.values()
    }
    return [tuple(f"outcomes.{name}" for name in bound) for bound in unique.values()]


def _in(path: str, places: Sequence[str]) -> bool:
    return any(path == place or path.startswith(f"{place}.") for place in places)


def _hybrid(before: Scenario, after: Scenario, places: Sequence[str]) -> Scenario:
    """Return the first scenario with the places of the second put in."""
    mixed: dict[str, Any] = {"payers": {**after.payers, **before.payers}}
    for section in PARTS:
        one, other = getattr(before, section), getattr(after, section)
        swapped = {n for n in {**one, **other} if _in(f"{section}.{n}", places)}
        unswapped = {n: part for n, part in one.items() if n not in swapped}
        mixed[section] = unswapped | {n: part for n, part in other.items() if n in swapped}
    mixed["services"] = {**after.services, **before.services}
    mixed["full_time_hours"] = before.full_time_hours or after.full_time_hours
    fields = [place for place in places if "." not in place and place not in NEEDED]
    mixed |= {field: getattr(after, field) for field in fields}
    if "full_time_hours" in places:
        mixed["full_time_hours"] = after.full_time_hours or before.full_time_hours
    for section in {"payers", "services"} & set(places):
        mixed[section] = {**getattr(before, section), **getattr(after, section)}
    return before.changed(**mixed)


# What differs --------------------------------------------------------------------------------


def resolved_changes(before: Scenario, after: Scenario) -> list[Change]:
    """Return every number and setting that differs and that npv may depend on."""
    one, other = _settings(before), _settings(after)
    return [
        Change(path, one.get(path), other.get(path))
        for path in dict.fromkeys([*one, *other])
        if one.get(path) != other.get(path)
    ]


def _settings(scenario: Scenario) -> dict[str, float | str]:
    """Return what stands at every path, resolved, of all that npv may depend on."""
    settings = {name: plain(getattr(scenario, name)) for name in (*TIME, *SETTINGS, *PARTS)}
    settings["programme"] = {"years": _span(scenario)}
    return dict(_leaves(settings, ()))


def _span(scenario: Scenario) -> str:
    """Return when the programme runs, as one thing."""
    return str(scenario.programme.years or scenario.programme.months)


def _leaves(value: Raw, path: tuple[str, ...]) -> Iterator[tuple[str, Raw]]:
    """Yield every value by its path; of an uncertain number its base."""
    if isinstance(value, Mapping) and "is" in value:
        yield ".".join(path), value["base"]
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in SILENT:
                yield from _leaves(inner, (*path, key))
    elif isinstance(value, list):
        yield ".".join(path), ", ".join(map(str, value))
    elif value is not None:
        yield ".".join(path), value
