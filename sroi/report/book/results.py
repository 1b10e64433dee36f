"""The results of every perspective and outcome, as formulas that lead back to the inputs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sroi.measures import MEASURES, ROWS, breakeven_views, unclaimed
from sroi.report.book.costs import Frame, Row
from sroi.report.book.formula import (
    NOTHING,
    ONE,
    ZERO,
    Answer,
    Condition,
    Term,
    above_zero,
    both,
    greatest,
    less,
    magnitude,
    number,
    product,
    ratio,
    settled,
    total,
    where,
)
from sroi.report.book.outcomes import Made
from sroi.report.book.sheet import AMOUNT, COUNT, FIRST_YEAR_COLUMN, FORMS, SHARE, Sheet
from sroi.schema.scenario import PUBLIC_SECTORS
from sroi.tables.cells import capital, view_name
from sroi.tables.labels import of_events, outcome_label
from sroi.wording import Wording

ByPayer = dict[str, Row]
Cells = dict[str, Term]
Results = dict[str, dict[str, Term | Answer]]  # by perspective, by measure


@dataclass
class Present:
    """Present values of the book, as cells."""

    frame: Frame
    factors: Row
    costs: dict[str, Term]  # by payer, after grants
    before: dict[str, Term]  # by payer, before grants
    benefits: dict[str, Term]
    cashable: dict[str, Term]
    late: dict[str, Term]  # benefits after the last year followed
    outcomes: dict[str, Term]  # actual value by outcome, to everybody
    units: dict[str, Term]  # with an effect of 1

    def cost(self, view: str) -> Term:
        """Return what a perspective's payers bear; in society grants count nothing."""
        return self.of(view, self.before if view == "society" else self.costs)

    def of(self, view: str, values: Mapping[str, Term]) -> Term:
        """Return the sum over a perspective's payers; public money at the tax factor in society."""
        payers = self.frame.scenario.views[view]
        return total(product(self._weight(view, payer), values[payer]) for payer in payers)

    def _weight(self, view: str, payer: str) -> Term:
        scenario = self.frame.scenario
        public = scenario.payers[payer].sector in PUBLIC_SECTORS
        taxed = view == "society" and public and scenario.tax_factor != 1.0
        return self.frame.inputs.cells["tax_factor"] if taxed else ONE

    def share(self, view: str, outcome: str) -> Term:
        """Return what share of an outcome's money counts in a perspective."""
        path = f"outcomes.{outcome}"
        return total(
            product(self._weight(view, payer), self.frame.inputs.share(path, payer))
            for payer in self.frame.scenario.views[view]
        )


def present_values(
    frame: Frame, sheet: Sheet, factors: Row, flows: Mapping[str, ByPayer], made: dict[str, Made]
) -> Present:
    """Write present values per payer and outcome; return them as cells."""
    wording, last = frame.wording, frame.scenario.last_followed
    sheet.line()
    sheet.headings(wording.term("book.present_values"), "", wording.term("column.total"))
    dated = zip(frame.years, factors, strict=True)
    late = [ZERO if year <= last else factor for year, factor in dated]
    payers = {payer: who.name or payer for payer, who in frame.scenario.payers.items()}
    names = {name: frame.scenario.outcomes[name].name for name in made}

    def summed(rows: Mapping[str, Row], weights: Row, of: Mapping[str, str], word: str) -> Cells:
        told = {key: f"{of[key]}{wording.term(word) if word else ''}" for key in rows}
        return {key: _summed(sheet, wording, told[key], row, weights) for key, row in rows.items()}

    costs = summed(flows["costs"], factors, payers, "book.of_costs")
    moving = frame.scenario.moving
    return Present(
        frame=frame,
        factors=factors,
        costs=costs,
        before=summed(flows["before"], factors, payers, "book.of_before") if moving else costs,
        benefits=summed(flows["benefits"], factors, payers, "book.of_benefits"),
        cashable=summed(flows["cashable"], factors, payers, "book.of_cashable"),
        late=summed(flows["benefits"], late, payers, "book.of_late"),
        outcomes=summed({n: m.actual.value for n, m in made.items()}, factors, names, ""),
        units=summed({n: m.unit.value for n, m in made.items()}, factors, names, "book.of_units"),
    )


def _summed(sheet: Sheet, wording: Wording, label: str, row: Row, weights: Row) -> Term:
    """Write a row's present value; return its cell, or nothing where nothing is."""
    term = total(product(x, v) for x, v in zip(row, weights, strict=True))
    sheet.text(f"{wording.term('book.present_value')}: {label}")
    cell = sheet.value(2, 0.0, AMOUNT) if term is ZERO else sheet.cell(2, term, AMOUNT)
    sheet.row += 1
    return ZERO if term is ZERO else cell


def view_results(
    present: Present, view: str, starts: Term, payback: Answer
) -> dict[str, Answer | Term]:
    """Return the formulas of a perspective's results, by measure."""
    costs, benefits = present.cost(view), present.of(view, present.benefits)
    cashable, late = present.of(view, present.cashable), present.of(view, present.late)
    return {
        "pv_costs": costs,
        "pv_benefits": benefits,
        "pv_cashable": cashable,
        "npv": less(benefits, costs),
        "npv_cashable": less(cashable, costs),
        "bcr": where(above_zero(costs), ratio(benefits, costs)),
        "payback_year": payback,
        "cost_per_participant": where(above_zero(starts), ratio(costs, starts)),
        "breakeven": where(both(above_zero(costs), above_zero(benefits)), ratio(costs, benefits)),
        "extrapolated": where(above_zero(benefits), ratio(late, benefits)),
    }


def _none() -> Answer:
    return Answer(f'"{NOTHING}"', NOTHING)


def write_results(
    present: Present, sheet: Sheet, views: Sequence[str], starts: Row, paybacks: dict[str, Answer]
) -> Results:
    """Write the results of all perspectives, measures down; name every cell."""
    frame, wording = present.frame, present.frame.wording
    sheet.headings(wording.term("table.headline"), *_told_apart(frame, views))
    people = total(starts)
    made = {view: view_results(present, view, people, paybacks[view]) for view in views}
    cells: Results = {view: {} for view in views}
    for measure in ROWS:
        style = "strong" if measure == "npv" else "label"
        sheet.text(wording.term(f"measure.{measure}"), style)
        for column, view in enumerate(views, start=1):
            result = made[view][measure]
            form = FORMS[MEASURES[measure].kind]
            if unclaimed(frame.scenario, measure, view):
                form = unknown_form(wording)
            cell = sheet.cell(column, result, form, style)
            answered = isinstance(result, Answer)
            cells[view][measure] = Answer(cell.text, result.value) if answered else cell
            sheet.book.name(f"{measure}_{view}", sheet.place(sheet.row, column))
        sheet.row += 1
    return cells


def _told_apart(frame: Frame, views: Sequence[str]) -> list[str]:
    """Return the names of perspectives, with the id where a payer and a sector share one."""
    names = [view_name(frame.scenario, view, frame.wording) for view in views]
    return [
        f"{name} ({view})" if names.count(name) > 1 else name
        for name, view in zip(names, views, strict=True)
    ]


def unknown_form(wording: Wording) -> str:
    """Return a format that shows any number or text as unknown; the formula is still there."""
    return ";".join([f'"{wording.term("word.unknown")}"'] * 4)


def write_paybacks(
    frame: Frame, sheet: Sheet, views: Sequence[str], flows: Mapping[str, ByPayer], present: Present
) -> dict[str, Answer]:
    """Write the cumulative discounted net of each perspective; return its payback year."""
    wording = frame.wording
    sheet.line()
    sheet.year_headings(wording.term("book.cumulative"), wording.term("column.total"))
    return {view: _payback(frame, sheet, view, flows, present) for view in views}


def _payback(
    frame: Frame, sheet: Sheet, view: str, flows: Mapping[str, ByPayer], present: Present
) -> Answer:
    name, years = view_name(frame.scenario, view, frame.wording), len(frame.years)
    costs_by_payer = flows["before" if view == "society" else "costs"]
    nets: Row = []
    for t in range(years):
        gained = present.of(view, {p: row[t] for p, row in flows["benefits"].items()})
        borne = present.of(view, {p: row[t] for p, row in costs_by_payer.items()})
        nets.append(product(less(gained, borne), present.factors[t]))
    cells = sheet.years(f"{name}: {frame.wording.term('book.discounted_net')}", nets, AMOUNT)
    row, cumulated = sheet.row, list[Term]()
    sheet.text(f"{name}: {frame.wording.term('book.cumulative')}", "strong")
    for t, cell in enumerate(cells):
        before = cumulated[-1] if cumulated else ZERO
        term = total([before, cell])
        term = number(0.0) if term is ZERO else term
        cumulated.append(sheet.cell(FIRST_YEAR_COLUMN + t, term, AMOUNT, "strong"))
    sheet.row = row + 1
    costs = present.cost(view)
    size = total([magnitude(costs), magnitude(present.of(view, present.benefits))])
    sheet.text(f"{name}: {frame.wording.term('book.stays')}")
    stays: list[Term] = [ONE] * years
    for t in reversed(range(years)):
        after = stays[t + 1] if t + 1 < years else ONE
        low = product(number(-1e-9), size)
        holds = cumulated[t].value >= low.value and after.value == 1.0
        text = f"IF(AND({cumulated[t].text}>={low.text},{after.text}=1),1,0)"
        stays[t] = sheet.cell(FIRST_YEAR_COLUMN + t, Term(text, float(holds)), "0")
    sheet.row += 1
    count = total(stays)
    year = less(number(float(frame.years[0] + years)), count)
    never = Condition(f"{count.text}>0", count.value > 0)
    paid = where(never, year, frame.wording.term("word.never"))
    return where(above_zero(costs), paid, frame.wording.term("word.no_cost"))


def write_outcome_results(present: Present, sheet: Sheet, made: dict[str, Made]) -> None:
    """Write what happens of each outcome, what it is worth, and what would have to happen."""
    frame, wording = present.frame, present.frame.wording
    keys = ("quantity", "load", "pv", "cost_per_unit", "breakeven_quantity", "breakeven_reduction")
    outcomes = frame.scenario.outcomes
    heads = [
        capital(of_events(f"outcome.{key}", frame.scenario, outcomes, wording)) for key in keys
    ]
    views = breakeven_views(frame.scenario)
    sheet.line()
    more = [f"{h}: {view_name(frame.scenario, v, wording)}" for v in views[1:] for h in heads[4:]]
    sheet.headings(wording.term("table.outcomes"), *heads, *more)
    society = present.cost("society")
    for name, outcome in frame.scenario.outcomes.items():
        sheet.text(outcome_label(frame.scenario, name, wording))
        quantity = total(made[name].actual.quantity)
        size = total(magnitude(x) for x in made[name].actual.quantity)
        events = settled(quantity, size) if quantity is not ZERO else ZERO
        answers: list[tuple[str, Term | Answer, str]] = [
            ("quantity", events, COUNT),
            ("load", total(made[name].actual.load), COUNT),
            ("pv", present.outcomes[name] if outcome.unit_cost is not None else _none(), AMOUNT),
            ("cost_per_unit", _per_unit(society, events), AMOUNT),
        ]
        for view in views if outcome.follows is None else ():
            needed = _needed(present, name, view)
            unit, base = total(made[name].unit.quantity), made[name].baseline
            label = "" if view == views[0] else f"_{view}"
            exists = above_zero(_gained(present, name, view))
            answers += [
                (f"breakeven_quantity{label}", where(exists, product(needed, unit)), COUNT),
                (f"breakeven_reduction{label}", _reduction(exists, needed, base), SHARE),
            ]
        unknown = frame.scenario.unknown(name)
        for column, (key, answer, form) in enumerate(answers, start=1):
            hidden = unknown and not key.startswith("breakeven")
            sheet.cell(column, answer, unknown_form(wording) if hidden else form)
            sheet.book.name(f"outcome_{key}_{name}", sheet.place(sheet.row, column))
        sheet.row += 1


def _per_unit(costs: Term, events: Term) -> Answer:
    return _none() if events is ZERO else where(above_zero(events), ratio(costs, events))


def _tree(present: Present, root: str) -> set[str]:
    scenario = present.frame.scenario
    return {name for name in scenario.outcomes if scenario.root(name) == root}


def _gained(present: Present, root: str, view: str) -> Term:
    """Return B: the perspective's benefit of an outcome and its followers, with an effect of 1."""
    tree = [name for name in present.units if name in _tree(present, root)]
    return total(product(present.share(view, name), present.units[name]) for name in tree)


def _needed(present: Present, root: str, view: str) -> Term:
    """Return the effect at which npv is 0, (pv_costs - R) / B, at least 0."""
    gained = _gained(present, root, view)
    if gained is ZERO:
        return ZERO
    others = [name for name in present.outcomes if name not in _tree(present, root)]
    rest = total(product(present.share(view, name), present.outcomes[name]) for name in others)
    lacking = less(present.cost(view), rest)
    return ratio(greatest(ZERO, lacking), gained)


def _reduction(exists: Condition, needed: Term, baseline: Term | None) -> Answer:
    if baseline is None:
        return _none()
    return where(both(exists, above_zero(baseline)), ratio(needed, baseline))
