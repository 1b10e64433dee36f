"""The ways to state an effect: one row a way, for the file's rules, the engine and the book."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from sroi.arithmetic import formulas as f
from sroi.arithmetic.formulas import Algebra

if TYPE_CHECKING:
    from collections.abc import Callable

    from sroi.schema.numbers import Number
    from sroi.schema.outcomes import Effect

X = TypeVar("X", bound=Algebra)  # vectors of draws, or pieces of a spreadsheet's formulas


@dataclass(frozen=True)
class Way:
    """One way to state an effect as numbers, and the events that are avoided then.

    ``avoided`` takes the baseline and the numbers of ``keys``; ``odds_ratio`` makes an odds
    ratio of the number first, where that is not what is stated.
    """

    keys: tuple[str, ...]
    avoided: Callable[..., Any]
    needs: Literal["", "baseline", "probability"] = ""
    odds_ratio: Callable[[Any], Any] | None = None

    def numbers(self, effect: Effect) -> list[Number]:
        """Return the numbers that state the effect."""
        return [getattr(effect, key) for key in self.keys]


WAYS = {
    "relative_risk": Way(("relative_risk",), f.avoided_by_relative_risk, "baseline"),
    "relative_reduction": Way(("relative_reduction",), f.avoided_by_relative_reduction, "baseline"),
    "odds_ratio": Way(("odds_ratio",), f.avoided_by_odds_ratio, "probability"),
    "standardised_mean_difference": Way(
        ("standardised_mean_difference",),
        f.avoided_by_odds_ratio,
        "probability",
        f.odds_ratio_of_difference,
    ),
    "risk_difference": Way(("risk_difference",), f.avoided_by_risk_difference),
    "programme": Way(("programme", "comparison"), f.avoided_by_comparison),
}
BY_INTAKE, UNKNOWN = "per_year", "unknown"  # ways that state no risk of a person
ALL = (*WAYS, BY_INTAKE, UNKNOWN)


def avoided(
    effect: Effect,
    baseline: X,
    value: Callable[[Number], X],
    nothing: X,
    written: Callable[[X], X] = lambda odds_ratio: odds_ratio,
) -> X:
    """Return x, the events avoided per person and year; ``nothing`` of an unknown effect.

    ``value`` gives the numbers as vectors of shape (D,) or as cells, ``written`` may put an odds
    ratio in a cell of its own. Raises ``LookupError`` for a way that has no row.
    """
    if effect.unknown:
        return nothing
    for way in WAYS.values():
        if getattr(effect, way.keys[0]) is not None:
            numbers = [value(number) for number in way.numbers(effect)]
            if way.odds_ratio is not None:
                numbers = [written(way.odds_ratio(number)) for number in numbers]
            events: X = way.avoided(baseline, *numbers)
            return events
    raise LookupError(f"no row of WAYS states {effect}")
