"""A plan beside what it came to, as tables to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sroi.questions.followup.plan import HOURS, POSTS
from sroi.tables.cells import Cell, Row, Table, money_for
from sroi.tables.labels import part_label

if TYPE_CHECKING:
    from collections.abc import Callable

    from sroi.questions.followup.plan import LineOutcome, PlanOutcome
    from sroi.wording import Wording

PLAN = ("planned", "actual", "difference", "used")
SPLIT = ("posts", "price")


def plan_tables(plan: PlanOutcome, wording: Wording) -> Iterator[Table]:
    """Yield the money of a plan beside what it came to, then what is no money."""
    costs = plan.costs
    total = plan.total
    if costs:
        amounts = [x for line in (*costs.values(), total) for x in (line.planned, line.actual) if x]
        money = money_for(amounts, wording)
        title = wording.term("followup.plan_table", name=plan.scenario.name)
        unit = wording.term("followup.plan_unit", unit=money.unit, years=", ".join(total.years))
        rows = [(part_label(plan.scenario, name), line) for name, line in costs.items()]
        rows.append((wording.term("followup.plan_total"), total))
        split = any(line.posts is not None for line in costs.values())
        yield _table(title, unit, rows, money.cell, wording, split)
    others = {n: line for n, line in plan.lines.items() if n not in plan.scenario.lines}
    rows = [(_name(plan, name, wording), line) for name, line in others.items()]
    if rows:
        title = wording.term("followup.volumes")
        yield _table(title, wording.term("followup.volumes_note"), rows, _number(wording), wording)


def _number(wording: Wording) -> Callable[[float], Cell]:
    return lambda x: Cell(wording.short(x), "", x)


def _table(
    title: str,
    note: str,
    rows: list[tuple[str, LineOutcome]],
    cell: Callable[[float], Cell],
    wording: Wording,
    split: bool = False,
) -> Table:
    columns = (*PLAN, *SPLIT) if split else PLAN

    def cells(line: LineOutcome) -> Iterator[Cell]:
        planned, actual, used = line.planned, line.actual, line.used
        both = planned is not None and actual is not None
        difference = actual - planned if both else None  # type: ignore[operator]
        for value in (planned, actual, difference):
            yield Cell("·" if line.hidden else "") if value is None else cell(value)
        yield Cell("") if used is None else Cell(wording.percent(used), "", used)
        for value in (line.posts, line.price) if split else ():
            yield Cell("") if value is None else cell(value)

    last = wording.term("followup.plan_total")
    return Table(
        title,
        note,
        tuple(wording.term(f"followup.{column}") for column in columns),
        tuple(Row(label, tuple(cells(line)), strong=label == last) for label, line in rows),
    )


def _name(plan: PlanOutcome, name: str, wording: Wording) -> str:
    """Return what is planned in words: participants, a funding, posts or hours of a line."""
    if name == "participants":
        return wording.term("section.participants").capitalize()
    if name.startswith("services."):
        ident = name.removeprefix("services.")
        return plan.scenario.services[ident].name or ident
    if name.startswith("funding."):
        funding = plan.scenario.funding[name.removeprefix("funding.")]
        return funding.name or name
    for ending, key in ((POSTS, "posts_of"), (HOURS, "hours_of")):
        if name.endswith(ending):
            label = part_label(plan.scenario, name.removesuffix(ending))
            return wording.term(f"followup.{key}", name=label)
    return name
