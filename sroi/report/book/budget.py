"""The budget a board votes on, as formulas: cash by year, in the money of each year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.model.measures import unknown_in
from sroi.report.book.formula import less, product, total
from sroi.report.book.sheet import AMOUNT, FIRST_YEAR_COLUMN, TOTAL_COLUMN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sroi.report.book.costs import Frame
    from sroi.report.book.funding import BorneRows
    from sroi.report.book.sheet import Sheet, TermRow

Columns = dict[str, "list[TermRow]"]  # rows to be summed, by column
IN_CASH = ("granted", "applied")
COLUMNS = ("cost", "grants", "applied", "own_budget", "benefit", "cashable")
OF_EFFECT = ("benefit", "cashable")


def in_cash(frame: Frame) -> bool:
    """Return whether cash can be told: no funding pays for a line in kind."""
    scenario = frame.scenario
    return not any(
        scenario.lines[line].in_kind
        for funding in scenario.funding.values()
        for line in scenario.covered_by(funding)
    )


def write_budget(
    frame: Frame,
    sheet: Sheet,
    borne: BorneRows,
    costs: Mapping[str, TermRow],
    flows: Mapping[str, Mapping[str, TermRow]],
) -> None:
    """Write the budget of all payers together, and of each: what ``sroi budget`` says."""
    scenario, term = frame.scenario, frame.wording.term
    key = "budget.prices" if scenario.inflation is None else "budget.nominal"
    level = term(key, price_year=scenario.price_year)
    sheet.line(term("sheet.budget"), "title")
    sheet.line(term("budget.note", unit=frame.wording.unit(), level=level), "note")
    if unknown := unknown_in(scenario, "society"):
        names = "; ".join(scenario.outcomes[name].name for name in unknown)
        sheet.line(term("budget.unknown", outcomes=names), "note")
    if not in_cash(frame):
        sheet.line(term("book.no_cash"))
        return
    by_payer = {payer: _columns(frame, payer, borne, costs, flows) for payer in scenario.payers}
    everybody = {
        name: [row for columns in by_payer.values() for row in columns[name]] for name in COLUMNS
    }
    sheet.year_headings("", term("column.total"))
    _write(frame, sheet, "society", "all", term("word.all_payers"), everybody)
    for payer, columns in by_payer.items():
        _write(frame, sheet, payer, payer, frame.payer_name(payer), columns)


def _columns(
    frame: Frame,
    payer: str,
    borne: BorneRows,
    costs: Mapping[str, TermRow],
    flows: Mapping[str, Mapping[str, TermRow]],
) -> Columns:
    """Return the rows that make up a payer's cash, by column; what is in kind is left out."""
    sources = borne.sources[payer]
    in_kind = _sum(
        frame,
        [
            [product(frame.inputs.share(path, payer), x) for x in costs[path]]
            for path, line in frame.scenario.lines.items()
            if line.in_kind
        ],
    )
    pairs = zip(sources["own_budget"], in_kind, strict=True)
    remaining = [less(x, y) for x, y in pairs]
    granted = [sources[status] for status in IN_CASH if status in sources]
    return {
        "cost": [remaining, *granted],
        "grants": granted,
        "applied": [sources["applied"]] if "applied" in sources else [],
        "own_budget": [remaining],
        "benefit": [flows["benefits"][payer]],
        "cashable": [flows["cashable"][payer]],
    }


def _sum(frame: Frame, rows: list[TermRow]) -> TermRow:
    return [total(row[t] for row in rows) for t in range(len(frame.years))]


def _write(frame: Frame, sheet: Sheet, view: str, ident: str, name: str, real: Columns) -> None:
    """Write the rows of one payer, in the money of each year."""
    sheet.line()
    sheet.line(name, "heading")
    cells: dict[str, TermRow] = {}
    for key, rows in real.items():
        cash = _sum(frame, rows)
        if frame.levels:
            cash = [product(x, level) for x, level in zip(cash, frame.levels, strict=True)]
        cells[key] = _row(frame, sheet, view, ident, key, cash)
    net = [less(x, y) for x, y in zip(cells["cashable"], cells["cost"], strict=True)]
    _cumulate(frame, sheet, ident, _row(frame, sheet, view, ident, "net", net))


def _row(frame: Frame, sheet: Sheet, view: str, ident: str, key: str, terms: TermRow) -> TermRow:
    """Write a row with its sum, and name the sum."""
    form = frame.form_of(view) if key in OF_EFFECT else AMOUNT
    style = "strong" if key == "net" else "label"
    label = frame.wording.term(f"budget_column.{key}")
    cells = sheet.years(label, terms, form, style=style)
    sheet.book.name(f"budget_{key}_{ident}", sheet.place(TOTAL_COLUMN, sheet.row - 1))
    return cells


def _cumulate(frame: Frame, sheet: Sheet, ident: str, net: TermRow) -> None:
    """Write what the net comes to year by year, and name the last."""
    sheet.text(frame.wording.term("budget_column.cumulative"))
    cells: TermRow = []
    for t, x in enumerate(net):
        cells.append(sheet.year(t, total([cells[-1], x]) if cells else x, AMOUNT))
    last = sheet.place(FIRST_YEAR_COLUMN + len(net) - 1)
    sheet.book.name(f"budget_cumulative_{ident}", last)
    sheet.row += 1
