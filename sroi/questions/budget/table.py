"""Budgets as a page that a board can vote on: a table per payer, and one for all together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sroi.model.measures import unknown_in
from sroi.questions.budget.cash import ALL
from sroi.questions.budget.compute import LATER
from sroi.tables.cells import (
    Cell,
    Page,
    Row,
    Table,
    between,
    bounded,
    money_for,
    view_name,
    with_ranges,
    years_in_words,
)
from sroi.tables.labels import without_price
from sroi.wording import spans

if TYPE_CHECKING:
    from sroi.questions.budget.compute import Budget, PayerBudget
    from sroi.schema.scenario import Scenario
    from sroi.tables.cells import Money
    from sroi.wording import Wording

ALWAYS_THERE = ("cost", "own_budget", "net", "cumulative")
TO_SUM = ("cost", "grants", "applied", "own_budget", "benefit", "cashable", "net")
BESIDE = ("own_budget", "grants")  # of several scenarios side by side
RECONCILED = ("nominal", "inflation", "real", "in_kind", "discounting", "pv")


def budget_page(budget: Budget, wording: Wording) -> Page:
    """Return the page of one scenario's budget: all payers together first, then each."""
    money = budget_money([budget], wording)
    return Page(
        title=budget.scenario.name,
        subtitle=years_in_words(budget.scenario, wording),
        sentences=tuple(budget_sentences(budget, wording)),
        tables=(*budget_tables(budget, money), _reconciliation(budget, money)),
    )


def budget_tables(budget: Budget, money: Money) -> list[Table]:
    """Return the budget by year of all together and of each who pays, then what marks them."""
    names = [ALL, *(name for name in budget.payers if name != ALL and _pays(budget.payers[name]))]
    return [*(_years(budget, name, money) for name in names), _marks(budget, names, money)]


def budgets_page(budgets: Sequence[Budget], names: Sequence[str], wording: Wording) -> Page:
    """Return several scenarios side by side: own budgets, grants, lowest points and hand-overs."""
    money = budget_money(budgets, wording)
    payers = dict.fromkeys(name for each in budgets for name in (ALL, *each.payers))
    first = budgets[0].scenario
    tables = [
        _beside(budgets, names, payer, column, money) for payer in payers for column in BESIDE
    ]
    return Page(
        title=wording.term("table.budgets"),
        subtitle=years_in_words(first, wording),
        sentences=tuple(
            f"{name}: {sentence}"
            for name, each in zip(names, budgets, strict=True)
            for sentence in budget_sentences(each, wording)
        ),
        tables=tuple(table for table in tables if table.rows)
        + tuple(_marks_beside(budgets, names, payer, money) for payer in payers),
    )


def budget_money(budgets: Sequence[Budget], wording: Wording) -> Money:
    """Return the unit that suits the greatest amount of some budgets."""
    return money_for(
        (
            float(abs(flow).max())
            for each in budgets
            for payer in each.payers.values()
            for flow in payer.base.values()
        ),
        wording,
    )


def payer_label(scenario: Scenario, payer: str, wording: Wording) -> str:
    """Return what a payer is called, or that it is all of them."""
    return wording.term("word.all_payers") if payer == ALL else view_name(scenario, payer, wording)


def _pays(payer: PayerBudget) -> bool:
    """Return whether there is anything to say of a payer: it pays, is granted or gains."""
    return any(abs(flow).max() >= 0.5 for flow in payer.base.values())


# What a reader must know ----------------------------------------------------------------------


def budget_sentences(budget: Budget, wording: Wording) -> Iterator[str]:
    """Yield the lowest point, the balance, the hand-over, and in whose money it all is."""
    everybody = budget.payers[ALL]
    yield _lowest_sentence(budget.scenario, everybody, wording)
    yield from without_price([budget.scenario], "society", wording)
    if (last := last_active(budget)) < everybody.years[-1]:
        yield wording.term("figure.nothing_after", year=last)
    yield from _handover_sentences(budget, wording)
    scenario = budget.scenario
    for payer, chances in ((p, each.over_budget) for p, each in budget.payers.items()):
        for year, chance in chances.items():
            yield wording.term(
                "budget.over",
                payer=payer_label(scenario, payer, wording),
                year=year,
                aside=wording.money((scenario.budgeted or {})[payer][year]),
                probability=wording.percent(chance),
            )
    if unknown := unknown_in(scenario, "society"):
        names = "; ".join(scenario.outcomes[name].name for name in unknown)
        yield wording.term("budget.unknown", outcomes=names)
    if _left_out(scenario):
        yield wording.term("budget.in_kind")


def price_level(scenario: Scenario, wording: Wording) -> str:
    """Return in whose money the amounts are: each year's own, or the price year's."""
    key = "budget.prices" if scenario.inflation is None else "budget.nominal"
    return wording.term(key, price_year=scenario.price_year)


def _left_out(scenario: Scenario) -> bool:
    """Return whether anything is in kind, which nobody has in cash."""
    lines = any(line.in_kind for line in scenario.lines.values())
    return lines or any(part.status == "in_kind" for part in scenario.funding.values())


def _lowest_sentence(scenario: Scenario, payer: PayerBudget, wording: Wording) -> str:
    if payer.lowest is None:
        return wording.term("budget.never_below")
    year, amount = payer.lowest
    at_most = bounded(scenario, "society", "most", wording.money(amount), wording)
    words = {"year": year, "amount": at_most}
    if payer.balanced_from is None:
        return wording.term("budget.lowest_never", last=payer.years[-1], **words)
    return wording.term("budget.lowest", balanced=payer.balanced_from, **words)


def _handover_sentences(budget: Budget, wording: Wording) -> Iterator[str]:
    month, scenario = budget.handover, budget.scenario
    if month is None:
        return
    yield wording.term("budget.handover", month=str(month))
    for payer, each in budget.payers.items():
        year, later = each.taken_over(month)
        last = min(month.year + LATER, each.years[-1])
        if payer != ALL and max(abs(year), abs(later)) >= 0.5:
            yield wording.term(
                "budget.takes_over" if last > month.year else "budget.takes_over_last",
                payer=payer_label(scenario, payer, wording),
                year=month.year,
                amount=wording.money(year),
                later=wording.money(later),
                years=spans(range(month.year + 1, last + 1)),
            )


# Tables ---------------------------------------------------------------------------------------


def _note(scenario: Scenario, money: Money) -> str:
    level = price_level(scenario, money.wording)
    return money.wording.term("budget.note", unit=money.unit, level=level)


def _years(budget: Budget, payer: str, money: Money) -> Table:
    """Return a payer's budget: a row per year, a column per kind of money, and their sums."""
    wording, each = money.wording, budget.payers[payer]
    columns = [name for name in each.base if _worth_a_column(budget, name)]
    rows = [
        Row(str(year), tuple(_amount(each, name, t, money) for name in columns))
        for t, year in enumerate(each.years)
        if year <= last_active(budget)
    ]
    sums = [
        money.cell(float(each.base[name].sum())) if name in TO_SUM else Cell("") for name in columns
    ]
    rows.append(Row(wording.term("column.total"), tuple(sums), strong=True))
    return Table(
        f"{wording.term('table.budget')}: {payer_label(budget.scenario, payer, wording)}",
        with_ranges(_note(budget.scenario, money), rows, wording),
        tuple(wording.term(f"budget_column.{name}") for name in columns),
        tuple(rows),
    )


def last_active(budget: Budget) -> int:
    """Return the last year in which anything is paid or gained; the first where nothing is."""
    years = budget.scenario.years
    flows = [each.base[name] for each in budget.payers.values() for name in TO_SUM]
    return max((years[t] for flow in flows for t in flow.nonzero()[0]), default=years[0])


def _worth_a_column(budget: Budget, name: str) -> bool:
    return name in ALWAYS_THERE or any(each.base[name].any() for each in budget.payers.values())


def _amount(payer: PayerBudget, name: str, t: int, money: Money) -> Cell:
    low, high = float(payer.p5[name][t]), float(payer.p95[name][t])
    spread = between(low, high, money.text, money.wording)
    return money.cell(float(payer.base[name][t]), spread)


def _marks(budget: Budget, names: Sequence[str], money: Money) -> Table:
    """Return lowest point, balance and hand-over: a row per payer."""
    wording = money.wording
    rows = [
        Row(
            payer_label(budget.scenario, name, wording),
            _mark_cells(budget, name, money),
            strong=name == ALL,
        )
        for name in names
    ]
    title = wording.term("table.budget_marks")
    return Table(title, _note(budget.scenario, money), _mark_columns(wording), tuple(rows))


def _mark_columns(wording: Wording) -> tuple[str, ...]:
    keys = ("lowest", "lowest_year", "balanced_from", "handover", "own_budget_then", "later")
    return tuple(wording.term(f"budget_column.{key}", n=LATER) for key in keys)


def _mark_cells(budget: Budget, name: str, money: Money) -> tuple[Cell, ...]:
    payer, month = budget.payers[name], budget.handover
    none = Cell(money.wording.term("word.none"))
    lowest = [none, none]
    if payer.lowest is not None:
        year, amount = payer.lowest
        lowest = [money.cell(amount), Cell(str(year), value=year)]
    since = payer.balanced_from
    balance = none if since is None else Cell(str(since), value=since)
    if month is None:
        return (*lowest, balance, none, none, none)
    at_handover = (money.cell(amount) for amount in payer.taken_over(month))
    return (*lowest, balance, Cell(str(month)), *at_handover)


def _reconciliation(budget: Budget, money: Money) -> Table:
    """Return the steps from the sums of the budget to the present values of a run."""
    wording = money.wording
    rows = [
        Row(
            f"{payer_label(budget.scenario, payer, wording)}: {wording.term(f'column.{name}')}",
            tuple(money.cell(steps[step]) if step in steps else Cell("") for step in RECONCILED),
            strong=payer == ALL,
        )
        for payer, by_name in budget.reconciliation.items()
        for name, steps in by_name.items()
        if any(abs(x) >= 0.5 for x in steps.values())
    ]
    columns = tuple(wording.term(f"budget_step.{step}") for step in RECONCILED)
    return Table(wording.term("table.reconciliation"), money.unit, columns, tuple(rows))


def _beside(
    budgets: Sequence[Budget], names: Sequence[str], payer: str, column: str, money: Money
) -> Table:
    """Return one kind of money of a payer: a row per year, a column per scenario."""
    wording = money.wording
    years = sorted({year for each in budgets for year in each.scenario.years})
    having = [each.payers.get(payer) for each in budgets]
    rows = [
        Row(str(year), tuple(_in(each, column, year, money) for each in having)) for year in years
    ]
    rows = [row for row in rows if any(cell.value for cell in row.cells)]
    label = wording.term(f"budget_column.{column}")
    title = f"{label}: {payer_label(budgets[0].scenario, payer, wording)}"
    note = with_ranges(_note(budgets[0].scenario, money), rows, wording)
    return Table(title, note, tuple(names), tuple(rows))


def _in(payer: PayerBudget | None, column: str, year: int, money: Money) -> Cell:
    if payer is None or year not in payer.years:
        return Cell(money.wording.term("word.none"))
    return _amount(payer, column, list(payer.years).index(year), money)


def _marks_beside(
    budgets: Sequence[Budget], names: Sequence[str], payer: str, money: Money
) -> Table:
    """Return lowest point, balance and hand-over of a payer: a row per scenario."""
    wording = money.wording
    rows = [
        Row(name, _mark_cells(each, payer, money))
        for name, each in zip(names, budgets, strict=True)
        if payer in each.payers
    ]
    label = payer_label(budgets[0].scenario, payer, wording)
    title = f"{wording.term('table.budget_marks')}: {label}"
    return Table(title, _note(budgets[0].scenario, money), _mark_columns(wording), tuple(rows))
