"""What a reader must know of what was observed, before the numbers are believed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING, Any

from sroi.questions.followup.changes import comparable

if TYPE_CHECKING:
    from sroi.observations.series import PeriodPoint
    from sroi.questions.followup.compute import Followed, FollowUp
    from sroi.questions.followup.plan import PlanOutcome
    from sroi.wording import Wording

CHANCE = 0.1  # of a change where there is none to be told all the same
GREW = 1e-9


@dataclass(frozen=True)
class Finding:
    """Something odd, or something to hold in mind: where, which rule, and what it says."""

    path: str
    rule: str
    values: Mapping[str, Any]


def findings(followed: FollowUp, plan: PlanOutcome | None = None) -> list[Finding]:
    """Return everything to know of a follow-up, of all, indicator by indicator, of the plan."""
    start = followed.scenario.programme.months.first.index
    return [
        *_of_all(followed),
        *(
            Finding(f"indicators.{name}", finding.rule, finding.values)
            for name, one in followed.indicators.items()
            for finding in _of_one(one, start)
        ),
        *([] if plan is None else _of_plan(plan)),
    ]


def _of_plan(plan: PlanOutcome) -> Iterator[Finding]:
    if plan.costs and plan.scenario.inflation is None:
        yield Finding("plan", "price_year", {"price_year": plan.scenario.price_year})
    lines = {name: plan.lines[name] for name in plan.observed}
    partly = [name for name, line in lines.items() if not line.years and not line.hidden]
    if partly:
        yield Finding("plan", "not_whole", {"lines": ", ".join(partly)})


def finding_text(finding: Finding, wording: Wording) -> str:
    """Return what a finding says, in a language."""
    return wording.term(f"finding.{finding.rule}", **wording.formatted(finding.values))


def _of_all(followed: FollowUp) -> Iterator[Finding]:
    cells = followed.scenario.small_cells
    if not cells.below:
        yield Finding("small_cells", "unprotected", {"because": cells.because})
    if followed.cells:
        hidden: dict[str, Any] = {"n": followed.cells, "below": cells.below}
        yield Finding("small_cells", "protected", hidden)
    if followed.tested > 1:
        expected = {"n": followed.tested, "chance_number": CHANCE * followed.tested}
        yield Finding("indicators", "chance", expected)


def _of_one(one: Followed, start: int) -> Iterator[Finding]:
    if not one.series.points:
        yield _finding("not_observed")
        return
    yield from _of_rows(one)
    yield from _of_target(one)
    yield from _of_baseline(one, start)
    yield from _of_change(one)


def _of_rows(one: Followed) -> Iterator[Finding]:
    if early := [point for point in one.series.points if point.tally and one.early(point)]:
        yield _finding("before_effect", periods=_periods(early), first=str(one.first))
    if sums := [point for point in one.series.points if point.sums]:
        yield _finding("sums", periods=_periods(sums))
    if mixed := [point for point in one.series.points if point.tally and point.tally.mixed]:
        yield _finding("mixed", periods=_periods(mixed))


def _of_target(one: Followed) -> Iterator[Finding]:
    if one.indicator.target and one.indicator.better == "neither":
        yield _finding("target_unused")


def _of_baseline(one: Followed, start: int) -> Iterator[Finding]:
    before = one.before
    if before is None:
        return
    if not before.comparable:
        yield _finding("broken", period=str(before.name))
    if any(point.period.last >= start for point in before.points):
        yield _finding("late_baseline", period=str(before.name))


def _of_change(one: Followed) -> Iterator[Finding]:
    before, last, change = one.before, one.last, one.change
    if before is None or last is None:
        return
    if not comparable(before.tally, last.tally):
        yield _finding("exposure")
    if change is None:
        return
    if one.indicator.chosen_high:
        yield _finding("chosen_high")
    if one.indicator.same_people:
        yield _finding("same_people")
    old, new = _coverage(before.points), _coverage(last.points)
    if old is not None and new is not None and new > old + GREW:
        yield _finding("coverage", before_share=old, after_share=new)


def _coverage(points: Sequence[PeriodPoint]) -> float | None:
    known = [point.coverage for point in points if point.coverage is not None]
    return fmean(known) if known else None


def _periods(points: Sequence[PeriodPoint]) -> str:
    return ", ".join(str(point.period) for point in points)


def _finding(rule: str, **values: Any) -> Finding:  # noqa: ANN401
    return Finding("", rule, values)
