"""No more events than there can be: the risk with the programme in the base case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.arithmetic import formulas as f
from sroi.errors import Text
from sroi.schema.rules import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sroi.errors import KeyPath
    from sroi.schema.outcomes import Outcome
    from sroi.schema.scenario import ScenarioFile

TOO_MANY = "a probability is at most 1: change one of them, or write rate where events are counted"
TOO_FEW = "no more can be avoided than there is: change one of them"


def impossible_worlds(scenario: ScenarioFile) -> Iterator[Found]:
    """Yield the effects that take a baseline below 0, or a probability above 1."""
    stated = [one for name in scenario.of_groups for one in scenario.of_groups[name].values()]
    for outcome in stated:
        if outcome.greatest_risk is None or not outcome.at_work(scenario.horizon):
            continue
        risk = _risk(outcome)
        if risk > outcome.greatest_risk + f.TOLERANCE:
            yield _fault(outcome, risk, TOO_MANY)
        if risk < -f.TOLERANCE:
            yield _fault(outcome, risk, TOO_FEW)


def _risk(outcome: Outcome) -> float:
    """Return the events per person and year with the programme; NaN where a number is missing."""
    stated, effect = outcome.risk, outcome.effect
    assert stated is not None and effect is not None
    if effect.relative_risk is not None:
        return stated.base * effect.relative_risk.base
    if effect.relative_reduction is not None:
        return stated.base * (1.0 - effect.relative_reduction.base)
    assert effect.risk_difference is not None
    return stated.base - effect.risk_difference.base


def _fault(outcome: Outcome, risk: float, hint: str) -> Found:
    stated, effect = outcome.risk, outcome.effect
    assert stated is not None and effect is not None and effect.change is not None
    base, change = _key(stated.path), _key(effect.change.path)
    what = Text(
        "{one} {given} and {other} {value} make a risk of {risk} with the programme",
        one=base,
        given=stated.base,
        other=change,
        value=effect.change.base,
        risk=risk,
    )
    path: KeyPath = tuple(effect.change.path.split("."))
    return Found(path, what, hint)


def _key(path: str) -> str:
    return path.rpartition(".")[2]
