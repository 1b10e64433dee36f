"""What was observed as plain data: the JSON, and rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sroi.questions.followup.findings import finding_text
from sroi.questions.followup.visible import visible_parts, visible_series
from sroi.records.run import plain_number
from sroi.version import __version__

if TYPE_CHECKING:
    from sroi.questions.followup.changes import ObservedChange
    from sroi.questions.followup.compute import Followed, FollowUp
    from sroi.questions.followup.findings import Finding
    from sroi.questions.followup.plan import LineOutcome, PlanOutcome
    from sroi.questions.followup.pools import Before
    from sroi.questions.followup.verdicts import Verdict
    from sroi.questions.followup.visible import PartLevel, VisiblePoint
    from sroi.records.run import Record
    from sroi.wording import Wording


def followup_record(
    followed: FollowUp,
    findings: Sequence[Finding],
    level: PartLevel | None,
    annualise: bool,
    wording: Wording,
    plans: Sequence[PlanOutcome] = (),
) -> Record:
    """Return everything a follow-up gives, as plain data; what does not exist is None."""
    scenario, plan = followed.scenario, next(iter(plans), None)
    return {
        "sroi": __version__,
        "name": scenario.name,
        "digest": scenario.digest,
        "indicators": {
            name: _indicator(one, level, annualise) for name, one in followed.indicators.items()
        },
        "plan": {} if plan is None else _lines(plan),
        "plan_total": _total(plan.total) if plan and plan.costs else None,
        "plans": {
            other.scenario.name: {"plan": _lines(other), "plan_total": _total(other.total)}
            for other in plans[1:]
        },
        "protected_cells": followed.cells,
        "findings": [
            {"path": f.path, "rule": f.rule, "message": finding_text(f, wording)} for f in findings
        ],
    }


def _total(line: LineOutcome) -> Record:
    years = line.years.items()
    return {
        "planned": line.planned,
        "actual": line.actual,
        "used": line.used,
        "years": {name: {"planned": y.planned, "actual": y.actual} for name, y in years},
    }


def _lines(plan: PlanOutcome) -> Record:
    return {name: _planned(line) for name, line in plan.lines.items()}


def _planned(line: LineOutcome) -> Record:
    return _total(line) | {"posts": line.posts, "price": line.price}


def _indicator(one: Followed, level: PartLevel | None, annualise: bool) -> Record:
    record: Record = {
        "series": [_point(each) for each in visible_series(one, annualise)],
        "baseline": _baseline(one.before),
        "change": _change(one.change),
        "like_for_like": _change(one.like_for_like),
        "detectable": one.detectable,
        "detectable_ratio": one.detectable_ratio,
        "verdict": _verdict(one.verdict),
    }
    if level is not None:
        parts = visible_parts(one, level, annualise)
        record["parts"] = {name: [_point(each) for each in part] for name, part in parts.items()}
    return record


def _point(visible: VisiblePoint) -> Record:
    return {
        "period": str(visible.point.period),
        "value": visible.value,
        "low": visible.low,
        "high": visible.high,
        "events": visible.events,
        "of": visible.of,
        "coverage": visible.point.coverage,
        "mark": visible.point.mark or None,
        "protected": visible.protected,
        "annualised": visible.yearly,
    }


def _baseline(before: Before | None) -> Record | None:
    return None if before is None else {"value": before.tally.level, "of": before.tally.of}


def _change(change: ObservedChange | None) -> Record | None:
    if change is None:
        return None
    low, high = change.interval or (None, None)
    return {
        "from": change.before,
        "to": change.after,
        "scale": change.scale,
        "value": change.value,
        "low": low,
        "high": None if high is None else plain_number(high),
        "distinguishable": change.distinguishable,
    }


def _verdict(verdict: Verdict | None) -> Record | None:
    if verdict is None:
        return None
    return {
        "period": str(verdict.pool.period) if verdict.pool else None,
        "target": verdict.target,
        "verdict": verdict.judgement,
        "reason": verdict.reason,
    }


def followup_rows(record: Record) -> Iterator[Record]:
    """Yield a follow-up's record: a row a period and part, and a row a line and year planned."""
    for name, one in record["indicators"].items():
        series = {"": one["series"], **one.get("parts", {})}
        for part, points in series.items():
            for point in points:
                yield {"indicator": name, "unit_or_group": part} | _renamed(point)
    for name, line in record["plan"].items():
        for period, sides in line["years"].items():
            yield {"indicator": name, "unit_or_group": "", "period": period} | sides


def _renamed(point: Record) -> Record:
    """Return a period with the names of its columns: low and high are others' of an interval."""
    names = {"value": "observed", "low": "interval_low", "high": "interval_high"}
    return {names.get(name, name): value for name, value in point.items()}
