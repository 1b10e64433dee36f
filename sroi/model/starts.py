"""Who starts each year: as many as ask, in each group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sroi.arithmetic.flows import flow_sum

if TYPE_CHECKING:
    from sroi.arithmetic.flows import Flow
    from sroi.model.drawn import DrawnNumbers


@dataclass(frozen=True)
class Starts:
    """The participants who start, by group; one group of everybody where a file knows none."""

    by_group: Mapping[str, Flow]
    total: Flow


def starts(numbers: DrawnNumbers) -> Starts:
    """Return who starts in the given draws."""
    programme = numbers.scenario.programme.years
    asking = numbers.scenario.participants.starting.items()
    by_group = {group: numbers.active(per_year, programme) for group, per_year in asking}
    return Starts(by_group, flow_sum(list(by_group.values())))
