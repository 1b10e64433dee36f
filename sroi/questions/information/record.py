"""The worth of knowing more as plain data: the JSON, and rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.records.run import heading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sroi.questions.information.compute import Acceptability, Information
    from sroi.records.run import Record
    from sroi.schema.scenario import Scenario


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


def evppi_rows(record: Record) -> Iterator[Record]:
    """Yield the worth of knowing everything, then each number or group, one row each."""
    yield {"known": "everything", "value": record["evpi"], "se": record["evpi_se"]}
    yield from ({"known": name, **worth} for name, worth in record["evppi"].items())
