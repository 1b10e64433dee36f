"""Answers to questions as plain data: what docs/reference/json.md defines for each command."""

from collections.abc import Iterator, Mapping, Sequence

from sroi.difference import Explained
from sroi.information import Acceptability, Information
from sroi.model.measures import breakeven_quantity, breakeven_reduction, expected_without, unclaimed
from sroi.model.totals import Totals
from sroi.records.run import Record, heading, plain_number
from sroi.schema.scenario import Scenario
from sroi.sensitivity import Choice, OneWay, Swing, TwoWay
from sroi.switching import Flip, Switch
from sroi.variance import Driver
from sroi.waterfall import Waterfall


def sensitivity_record(
    scenario: Scenario, sensitivity: OneWay, drivers: Mapping[str, Driver]
) -> Record:
    """Return one-way ranges, with variance shares by path where they were asked for."""
    return heading(scenario, sensitivity.view) | {
        "measure": sensitivity.measure,
        "base": plain_number(sensitivity.base),
        "swings": [_swing(swing, drivers.get(swing.number.key)) for swing in sensitivity.swings],
        "choices": [_choice(choice) for choice in sensitivity.choices],
    }


def _swing(swing: Swing, driver: Driver | None) -> Record:
    plain: Record = {
        "path": swing.paths[0],
        "paths": list(swing.paths),
        "base_value": swing.number.base,
        "low_value": swing.low_value,
        "high_value": swing.high_value,
        "low": plain_number(swing.low),
        "high": plain_number(swing.high),
    }
    if driver is None:
        return plain
    plain["rank_correlation"] = driver.rank
    if driver.index is not None:
        index = driver.index
        plain["first_order"] = {"value": index.first, "ci95": index.first_error}
        plain["total"] = {"value": index.total, "ci95": index.total_error}
    return plain


def _choice(choice: Choice) -> Record:
    return {
        "choice": choice.choice,
        "setting": choice.setting,
        "result": plain_number(choice.result),
    }


def breakeven_record(
    scenario: Scenario,
    totals: Totals,
    view: str,
    switches: Sequence[Switch],
    flip: Flip | None,
    grid: TwoWay | None,
) -> Record:
    """Return what would have to be true, by perspective and outcome, number, and together."""
    roots = [name for name, outcome in scenario.outcomes.items() if outcome.follows is None]
    return heading(scenario, view) | {
        "perspectives": {
            each: {root: _needed(totals, root, each) for root in roots} for each in scenario.views
        },
        "switching": [_switch(switch) for switch in switches],
        "flip": None if flip is None else _flip(flip),
        "grid": None if grid is None else _grid(grid),
    }


def _needed(totals: Totals, root: str, view: str) -> Record:
    return {
        "quantity": plain_number(float(breakeven_quantity(totals, root, view)[0])),
        "reduction": plain_number(float(breakeven_reduction(totals, root, view)[0])),
        "expected_without": plain_number(float(expected_without(totals, root)[0])),
    }


def _switch(switch: Switch) -> Record:
    return {
        "path": switch.paths[0],
        "paths": list(switch.paths),
        "base": switch.number.base,
        "value": plain_number(switch.value),
        "base_percentile": switch.base_share,
        "value_percentile": switch.value_share,
    }


def _flip(flip: Flip) -> Record:
    moves = {
        move.number.path: {"base": move.number.base, "value": move.value, "score": move.score}
        for move in flip.moves
    }
    return {"distance": flip.distance, "moves": moves}


def _grid(grid: TwoWay) -> Record:
    return {
        "measure": grid.measure,
        "paths": [plain_number.path for plain_number in grid.numbers],
        "values": [values.tolist() for values in grid.values],
        "results": [[plain_number(x) for x in row] for row in grid.results.tolist()],
    }


def waterfall_record(
    scenario: Scenario, base: Mapping[str, Waterfall], mean: Mapping[str, Waterfall], view: str
) -> Record:
    """Return the steps from gross to cashable by perspective, base case and simulated mean."""
    return heading(scenario, view) | {
        "followed_until": scenario.last_followed,
        "perspectives": {
            name: {"base": None, "mean": None}
            if unclaimed(scenario, "npv", name)
            else {"base": _steps(base[name]), "mean": _steps(mean[name])}
            for name in base
        },
    }


def _steps(waterfall: Waterfall) -> Record:
    sides = {"gross": waterfall.gross, "steps": waterfall.steps}
    return sides | {"cashable": waterfall.cashable, "pv_costs": waterfall.costs}


def information_record(
    scenario: Scenario, information: Information, curve: Acceptability | None
) -> Record:
    """Return the value of knowing more, and who is best at which willingness to pay."""
    errors = {name: {"value": w.value, "se": w.error} for name, w in information.evppi.items()}
    return heading(scenario, information.view) | {
        "draws": information.draws,
        "seed": information.seed,
        "evpi": information.evpi.value,
        "evpi_se": information.evpi.error,
        "best": dict(information.best),
        "expected_net_benefit": dict(information.expected),
        "expected_loss": dict(information.expected_loss),
        "evppi": errors,
        "acceptability": None if curve is None else _curve(curve),
    }


def _curve(curve: Acceptability) -> Record:
    return {
        "outcome": curve.outcome,
        "willingness_to_pay": curve.prices.tolist(),
        "best": {name: shares.tolist() for name, shares in curve.best.items()},
        "expected_net_benefit": {name: x.tolist() for name, x in curve.expected.items()},
    }


def difference_record(before: Scenario, after: Scenario, difference: Explained) -> Record:
    """Return what each part carries of the difference, and what differs in it."""
    return heading(after, difference.view) | {
        "against": {"name": before.name, "digest": before.digest},
        "before": difference.before,
        "after": difference.after,
        "difference": difference.after - difference.before,
        "parts": [
            {
                "part": share.part,
                "value": share.value,
                "se": share.error,
                "changes": [
                    {"path": c.path, "before": c.before, "after": c.after} for c in share.changes
                ],
            }
            for share in difference.shares
        ],
    }


# Rows for a spreadsheet ----------------------------------------------------------------------


def waterfall_rows(record: Record) -> Iterator[Record]:
    """Yield the amounts of a waterfall's record, one row each."""
    for view, sides in record["perspectives"].items():
        for statistic, figures in sides.items():
            if figures is None:
                yield {"perspective": view, "statistic": statistic, "step": "gross", "value": None}
                continue
            amounts = {
                "gross": figures["gross"],
                **figures["steps"],
                "cashable": figures["cashable"],
            }
            for step, value in (amounts | {"pv_costs": figures["pv_costs"]}).items():
                yield {"perspective": view, "statistic": statistic, "step": step, "value": value}


def evppi_rows(record: Record) -> Iterator[Record]:
    """Yield the worth of knowing everything, then each number or group, one row each."""
    yield {"known": "everything", "value": record["evpi"], "se": record["evpi_se"]}
    yield from ({"known": name, **worth} for name, worth in record["evppi"].items())


def part_rows(record: Record) -> Iterator[Record]:
    """Yield what each part carries of a difference, with one row per change in it."""
    for part in record["parts"]:
        head = {key: part[key] for key in ("part", "value", "se")}
        yield from ({**head, **change} for change in part["changes"])
