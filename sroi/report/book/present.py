"""Present values of the book by payer, perspective and outcome, and when each is paid back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sroi.report.book.formula import (
    ONE,
    ZERO,
    Cells,
    Term,
    above_zero,
    less,
    magnitude,
    number,
    product,
    total,
    weighted,
    where,
)
from sroi.report.book.sheet import AMOUNT, FIRST_YEAR_COLUMN, TOTAL_COLUMN, TermRow
from sroi.schema.scenario import PUBLIC_SECTORS
from sroi.tables.cells import view_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sroi.report.book.costs import Frame
    from sroi.report.book.formula import Answer
    from sroi.report.book.outcomes import Made
    from sroi.report.book.sheet import Sheet

RowsByPayer = Mapping[str, TermRow]
Sums = dict[str, Term]  # by payer or perspective
KINDS = ("costs", "before", "benefits", "cashable", "late")  # in the order of their columns


@dataclass
class Present:
    """Present values of the book, as cells."""

    frame: Frame
    factors: Cells
    sums: dict[str, Sums]  # by kind, of payers and perspectives
    outcomes: Sums  # actual value by outcome, to everybody
    units: Sums  # with an effect of 1


def weight(frame: Frame, view: str, payer: str) -> Term:
    """Return what a payer's money counts in a perspective: public money at the tax factor."""
    scenario = frame.scenario
    public = scenario.payers[payer].sector in PUBLIC_SECTORS
    taxed = view == "society" and public and scenario.tax_factor != 1.0
    return frame.inputs.cells["tax_factor"] if taxed else ONE


def summed(frame: Frame, view: str, values: Mapping[str, Term]) -> Term:
    """Return the sum over a perspective's payers of what each has."""
    by_weight: dict[str, list[Term]] = {}
    weights = {payer: weight(frame, view, payer) for payer in frame.scenario.views[view]}
    for payer, factor in weights.items():
        by_weight.setdefault(factor.text, []).append(values[payer])
    factors = {factor.text: factor for factor in weights.values()}
    return total(product(factors[text], total(terms)) for text, terms in by_weight.items())


def view_labels(frame: Frame, views: Sequence[str]) -> dict[str, str]:
    """Return the names of perspectives; of a payer and a sector with one name, the latter says so.

    A perspective of the scenario's own that shares a name is told apart by its number.
    """
    names: dict[str, str] = {}
    for view in sorted(views, key=lambda view: view not in frame.scenario.payers):
        name, count = view_name(frame.scenario, view, frame.wording), 2
        if name in names.values() and view not in frame.scenario.perspectives:
            name = frame.wording.term("book.sector", name=name)
        first = name
        while name in names.values():
            name, count = f"{first} ({count})", count + 1
        names[view] = name
    return {view: names[view] for view in views}


def present_values(
    frame: Frame,
    sheet: Sheet,
    factors: Cells,
    flows: Mapping[str, RowsByPayer],
    by_outcome: dict[str, Made],
) -> Present:
    """Write present values per payer, perspective and outcome; return them as cells."""
    term = frame.wording.term
    kinds = [kind for kind in KINDS if kind != "before" or frame.scenario.moving]
    sheet.line()
    heads = [term(f"book.pv_{kind}") for kind in kinds]
    sheet.headings(term("book.present_values"), "", *heads)
    sums: dict[str, Sums] = {kind: {} for kind in KINDS}
    for payer in frame.scenario.payers:
        values = {kind: _of_payer(frame, flows, factors, kind, payer) for kind in kinds}
        _row(sheet, frame.payer_name(payer), values, _forms(frame, payer), sums, payer)
    sums["before"] = sums["before"] or dict(sums["costs"])
    for view, label in view_labels(frame, list(frame.scenario.views)).items():
        if view not in frame.scenario.payers:
            values, forms = _of_view(frame, sums, view, kinds), _forms(frame, view)
            _row(sheet, label, values, forms, sums, view, "strong")
    return Present(frame, factors, sums, *_of_outcomes(frame, sheet, factors, by_outcome))


def _of_outcomes(
    frame: Frame, sheet: Sheet, factors: Cells, by_outcome: Mapping[str, Made]
) -> tuple[Sums, Sums]:
    """Write the present value of each outcome, as it is and with an effect of 1; return both."""
    term = frame.wording.term
    sheet.line()
    words = ("book.pv_value", "book.pv_unit")
    sheet.headings(term("book.present_values_outcomes"), "", *map(term, words))
    sums: dict[str, Sums] = {"value": {}, "unit": {}}
    for name, outcome in by_outcome.items():
        values = {
            "value": _weighted(outcome.actual.value, factors),
            "unit": _weighted(outcome.unit.value, factors),
        }
        forms = {"value": frame.form_of_outcome(name), "unit": AMOUNT}
        _row(sheet, frame.scenario.outcomes[name].name, values, forms, sums, name)
    return sums["value"], sums["unit"]


def _row(
    sheet: Sheet,
    label: str,
    values: Mapping[str, Term],
    forms: Mapping[str, str],
    sums: dict[str, Sums],
    key: str,
    style: str = "label",
) -> None:
    """Write present values beside each other; note their cells, or nothing where nothing is."""
    sheet.text(label, style)
    for column, (kind, value) in enumerate(values.items(), start=TOTAL_COLUMN):
        if value is ZERO:
            sheet.value(column, 0.0, forms[kind], style)
            sums[kind][key] = ZERO
        else:
            sums[kind][key] = sheet.cell(column, value, forms[kind], style)
    sheet.row += 1


def _forms(frame: Frame, view: str) -> dict[str, str]:
    """Return the formats of a perspective's present values: what effects decide may be unknown."""
    known = {"costs": AMOUNT, "before": AMOUNT}
    return {kind: known.get(kind) or frame.form_of(view) for kind in KINDS}


def _of_payer(
    frame: Frame, flows: Mapping[str, RowsByPayer], factors: Cells, kind: str, payer: str
) -> Term:
    if kind != "late":
        return _weighted(flows[kind][payer], factors)
    later = [t for t, year in enumerate(frame.years) if year > frame.scenario.last_followed]
    return _weighted(flows["benefits"][payer], factors, later[0]) if later else ZERO


def _of_view(frame: Frame, sums: dict[str, Sums], view: str, kinds: Sequence[str]) -> Sums:
    """Return a perspective's sums over its payers; in society grants count nothing."""
    before = {"costs": "before"} if view == "society" else {}
    return {kind: summed(frame, view, sums[before.get(kind, kind)]) for kind in kinds}


def _weighted(row: TermRow, factors: Cells, start: int = 0) -> Term:
    return weighted(row, factors, start) if isinstance(row, Cells) else ZERO


def write_paybacks(
    present: Present, sheet: Sheet, views: Sequence[str], flows: Mapping[str, RowsByPayer]
) -> tuple[dict[str, Answer], dict[str, Cells]]:
    """Write the cumulative discounted net of each perspective; return its payback year and it."""
    wording = present.frame.wording
    sheet.line()
    sheet.year_headings(wording.term("book.cumulative"), wording.term("column.total"))
    labels = view_labels(present.frame, views)
    paybacks = {view: _payback(present, sheet, view, labels[view], flows) for view in views}
    paid = {view: year for view, (year, _) in paybacks.items()}
    return paid, {view: cumulated for view, (_, cumulated) in paybacks.items()}


def _payback(
    present: Present, sheet: Sheet, view: str, name: str, flows: Mapping[str, RowsByPayer]
) -> tuple[Answer, Cells]:
    frame, word = present.frame, present.frame.wording.term
    borne = flows["before" if view == "society" else "costs"]
    nets = []
    for t, factor in enumerate(present.factors):
        gain = summed(frame, view, {p: row[t] for p, row in flows["benefits"].items()})
        cost = summed(frame, view, {p: row[t] for p, row in borne.items()})
        nets.append(product(less(gain, cost), factor))
    form = frame.form_of(view)
    cells = sheet.years(f"{name}: {word('book.discounted_net')}", nets, form)
    cumulative = word("book.cumulative")
    label = f"{name}: {cumulative[:1].lower()}{cumulative[1:]}"
    cumulated = _cumulated(sheet, label, cells, form)
    costs = present.sums["costs"][view]
    size = total([magnitude(costs), magnitude(present.sums["benefits"][view])])
    whole = "0" if form == AMOUNT else form
    stays = _stays(sheet, f"{name}: {word('book.stays')}", cumulated, size, whole)
    year = less(number(float(frame.years[0] + len(cells))), stays.total)
    paid = where(above_zero(stays.total), year, word("word.never"))
    return where(above_zero(costs), paid, word("word.no_cost")), cumulated


def _cumulated(sheet: Sheet, label: str, cells: Cells, form: str) -> Cells:
    row = Cells([], sheet.place(FIRST_YEAR_COLUMN))
    sheet.text(label, "strong")
    for t, cell in enumerate(cells):
        so_far = total([*row[-1:], cell])
        row.append(sheet.cell(FIRST_YEAR_COLUMN + t, so_far, form, "strong"))
    sheet.row += 1
    return row


def _stays(sheet: Sheet, label: str, cumulated: Cells, size: Term, form: str) -> Cells:
    """Write 1 in each year from which the sum never falls below 0, but for rounding dust."""
    sheet.text(label)
    low, later = product(number(-1e-9), size), ONE
    row = Cells([], sheet.place(FIRST_YEAR_COLUMN))
    for t in reversed(range(len(cumulated))):
        holds = cumulated[t].value >= low.value and later.value == 1.0
        after = "" if later is ONE else f",{later.text}=1"
        text = f"{cumulated[t].text}>={low.text}"
        text = f"AND({text}{after})" if after else text
        later = sheet.cell(FIRST_YEAR_COLUMN + t, Term(f"IF({text},1,0)", float(holds)), form)
        row.insert(0, later)
    row.total = sheet.summed(row, form)
    sheet.row += 1
    return row
