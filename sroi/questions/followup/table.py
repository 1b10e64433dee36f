"""What was observed as a page to read: every indicator on a row, then each over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sroi.questions.followup.findings import finding_text
from sroi.questions.followup.phrases import (
    HIDDEN,
    about_text,
    amount_cell,
    amount_text,
    change_cell,
    change_text,
    followup_sentences,
    side_cell,
    verdict_text,
)
from sroi.questions.followup.plan_table import plan_tables
from sroi.questions.followup.visible import visible_parts, visible_series
from sroi.tables.cells import Cell, Page, Row, Table, years_in_words

if TYPE_CHECKING:
    from sroi.questions.followup.compute import Followed, FollowUp
    from sroi.questions.followup.findings import Finding
    from sroi.questions.followup.plan import PlanOutcome
    from sroi.questions.followup.visible import PartLevel, VisiblePoint
    from sroi.wording import Wording

COLUMNS = ("before", "now", "change", "detectable", "target_column", "verdict")
SERIES = ("value", "of", "coverage", "remark")


def followup_page(
    followed: FollowUp,
    findings: Sequence[Finding],
    level: PartLevel | None,
    annualise: bool,
    wording: Wording,
    plans: Sequence[PlanOutcome] = (),
) -> Page:
    """Return the page of a follow-up, with the plans beside what they came to."""
    observed = [one for one in followed.indicators.values() if one.series.points]
    overview = [_overview(followed, wording)] if followed.indicators else []
    series = [
        _series(one, one.indicator.name, visible_series(one, annualise), wording)
        for one in observed
    ]
    if level is not None:
        series += [
            _series(one, f"{one.indicator.name}: {part}", points, wording)
            for one in observed
            for part, points in visible_parts(one, level, annualise).items()
        ]
    return Page(
        title=followed.scenario.name,
        subtitle=years_in_words(followed.scenario, wording),
        sentences=tuple(followup_sentences(followed, wording)),
        tables=(*overview, *(t for plan in plans for t in plan_tables(plan, wording)), *series),
        warnings_title=wording.term("followup.findings"),
        warnings=tuple((_place(followed, f), finding_text(f, wording)) for f in findings),
    )


def _place(followed: FollowUp, finding: Finding) -> str:
    """Return the name of the indicator that a finding is about."""
    one = followed.indicators.get(finding.path.rpartition(".")[2])
    return one.indicator.name if one else ""


def _overview(followed: FollowUp, wording: Wording) -> Table:
    return Table(
        wording.term("followup.table"),
        wording.term("followup.note"),
        tuple(wording.term(f"followup.{column}") for column in COLUMNS),
        tuple(
            Row(one.indicator.name, _cells(one, wording)) for one in followed.indicators.values()
        ),
    )


def _cells(one: Followed, wording: Wording) -> tuple[Cell, ...]:
    indicator, target = one.indicator, one.indicator.target
    return (
        _side(one, "before", wording),
        _side(one, "last", wording),
        change_cell(indicator, one.change, wording),
        _detectable(one, wording),
        Cell("") if target is None else amount_cell(indicator, target.value, None, wording),
        Cell(verdict_text(one.verdict, wording)),
    )


def _side(one: Followed, side: str, wording: Wording) -> Cell:
    """Return what it was before, or is now, with its interval and when it was."""
    if side == "before":
        name, tally = (one.before.name, one.before.tally) if one.before else (None, None)
    else:
        name, tally = (str(one.last.period), one.last.tally) if one.last else (None, None)
    if tally is None:
        return Cell(HIDDEN if one.hidden else "")
    cell = side_cell(one, tally, wording)
    return Cell(f"{cell.text} ({name})" if name else cell.text, cell.range, cell.value)


def _detectable(one: Followed, wording: Wording) -> Cell:
    if one.change is None or one.change.interval is None:
        return Cell("")
    if one.detectable is None:
        return Cell(wording.term("followup.not_even_none"))
    if one.indicator.kind == "count" and one.detectable_ratio is not None:
        return Cell(change_text(one.indicator, one.detectable_ratio, wording), "", one.detectable)
    if one.indicator.kind == "share":
        text = wording.term("followup.points", x=wording.short(round(100 * one.detectable, 1)))
        return Cell(text, "", one.detectable)
    return Cell(wording.ratio(one.detectable), "", one.detectable)


def _series(one: Followed, title: str, points: Sequence[VisiblePoint], wording: Wording) -> Table:
    note = one.indicator.definition or wording.term(f"followup.kind_{one.indicator.kind}")
    reference = one.indicator.reference
    if reference is not None:
        value = amount_text(one.indicator, reference.value, wording)
        where = reference.where or wording.term("followup.elsewhere")
        note = f"{note}. {wording.term('followup.reference', where=where, value=value)}"
    return Table(
        title,
        note.removesuffix("."),
        tuple(wording.term(f"followup.{column}") for column in SERIES),
        tuple(Row(str(each.point.period), _point(one, each, wording)) for each in points),
    )


def _point(one: Followed, visible: VisiblePoint, wording: Wording) -> tuple[Cell, ...]:
    remark = Cell("; ".join(_remarks(one, visible, wording)))
    coverage = visible.point.coverage
    covered = Cell("" if coverage is None else wording.percent(coverage), "", coverage)
    if visible.protected:
        return Cell(HIDDEN), Cell(HIDDEN), covered, remark
    interval = None
    if visible.low is not None and visible.high is not None:
        interval = (visible.low, visible.high)
    value = amount_cell(one.indicator, visible.value, interval, wording)
    value = Cell(about_text(value.text, visible.about, wording), value.range, value.value)
    return value, _of(visible, wording), covered, remark


def _of(visible: VisiblePoint, wording: Wording) -> Cell:
    """Return how many of how many, or how many."""
    if visible.of is None:
        return Cell("")
    of = wording.short(visible.of)
    if visible.events is None:
        return Cell(of, "", visible.of)
    return Cell(wording.term("followup.of_all", events=wording.short(visible.events), of=of))


def _remarks(one: Followed, visible: VisiblePoint, wording: Wording) -> list[str]:
    """Return what to know of a period: marks, cohorts, what it cannot show."""
    point, keys = visible.point, []
    if visible.protected:
        keys.append("protected")
    if point.mark:
        keys.append(f"mark_{point.mark}")
    if point.breaks and point.mark != "break":
        keys.append("mark_break")
    if one.early(point) and point.tally is not None:
        keys.append("early")
    if visible.yearly:
        keys.append("annualised")
    if visible.value is None and not visible.protected:
        keys.append("no_value")
    cohorts = (
        [wording.term("followup.cohort", name=", ".join(point.cohorts))] if point.cohorts else []
    )
    return [*(wording.term(f"followup.{key}") for key in keys), *cohorts]
