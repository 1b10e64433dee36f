"""What each outcome gives, and what would have to be true of it, as formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.model.measures import breakeven_views
from sroi.report.book.formula import (
    NOTHING,
    ZERO,
    Answer,
    Condition,
    Term,
    above_zero,
    both,
    greatest,
    less,
    product,
    ratio,
    settled_term,
    sizes,
    total,
    where,
)
from sroi.report.book.present import view_labels, weight
from sroi.report.book.sheet import AMOUNT, COUNT, SHARE, TOTAL_COLUMN, unknown_form
from sroi.tables.labels import of_events, outcome_label
from sroi.wording import capital

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sroi.report.book.outcomes import Made
    from sroi.report.book.present import Present
    from sroi.report.book.sheet import Sheet

EFFECT = "0.000000"
Needed = dict[str, dict[str, Term]]  # the effect needed, by perspective and outcome


def needed_effects(present: Present, sheet: Sheet) -> Needed:
    """Write the effect at which each perspective's net is 0, by outcome; return the cells."""
    labels = view_labels(present.frame, breakeven_views(present.frame.scenario))
    return {view: _needed(present, sheet, view, label) for view, label in labels.items()}


def _needed(present: Present, sheet: Sheet, view: str, label: str) -> dict[str, Term]:
    frame, term = present.frame, present.frame.wording.term
    keys = ("share", "value", "unit", "others", "effect")
    sheet.line()
    heads = [term(f"book.needed_{key}") for key in keys]
    sheet.headings(f"{term('book.needed')}: {label}", "", *heads)
    first, values, units = sheet.row, dict[str, Term](), dict[str, Term]()
    for name, outcome in frame.scenario.outcomes.items():
        sheet.text(outcome.name)
        share = _written(sheet, 0, _share(present, view, name), SHARE)
        value = product(share, present.outcomes[name])
        values[name] = _written(sheet, 1, value, frame.form_of_outcome(name))
        units[name] = _written(sheet, 2, product(share, present.units[name]), AMOUNT)
        sheet.row += 1
    last, rows_by_name = sheet.row, {}
    for row, (name, outcome) in enumerate(frame.scenario.outcomes.items(), start=first):
        sheet.row = row
        if outcome.follows is None:
            rows_by_name[name] = _effect(present, sheet, view, name, values, units)
    sheet.row = last
    return rows_by_name


def _written(sheet: Sheet, place: int, value: Term, form: str) -> Term:
    """Write a value in its column, empty where it is nothing."""
    return value if value is ZERO else sheet.cell(TOTAL_COLUMN + place, value, form)


def _share(present: Present, view: str, outcome: str) -> Term:
    """Return what share of an outcome's money counts in a perspective."""
    frame, path = present.frame, f"outcomes.{outcome}"
    return total(
        product(weight(frame, view, payer), frame.inputs.share(path, payer))
        for payer in frame.scenario.views[view]
    )


def _effect(
    present: Present,
    sheet: Sheet,
    view: str,
    root: str,
    values: dict[str, Term],
    units: dict[str, Term],
) -> Term:
    """Write the effect at which npv is 0, (pv_costs - R) / B, at least 0; ZERO if B is nothing."""
    scenario = present.frame.scenario
    tree = {name for name in scenario.outcomes if scenario.root(name) == root}
    gained = total(x for name, x in units.items() if name in tree)
    if gained is ZERO:
        return ZERO
    rest = total(x for name, x in values.items() if name not in tree)
    rest = _written(sheet, 3, rest, AMOUNT)
    lacking = greatest(ZERO, less(present.sums["costs"][view], rest))
    return sheet.cell(
        TOTAL_COLUMN + 4, where(above_zero(gained), ratio(lacking, gained)), EFFECT, "strong"
    )


def write_outcome_results(
    present: Present,
    sheet: Sheet,
    by_outcome: dict[str, Made],
    needed: Needed,
    society: Term | Answer,
) -> None:
    """Write what happens of each outcome, what it is worth, and what would have to happen."""
    frame, wording = present.frame, present.frame.wording
    keys = ("quantity", "load", "pv", "cost_per_unit", "breakeven_quantity", "breakeven_reduction")
    outcomes = frame.scenario.outcomes
    heads = [
        capital(of_events(f"outcome.{key}", frame.scenario, outcomes, wording)) for key in keys
    ]
    labels = list(view_labels(frame, list(needed)).values())
    sheet.line()
    more = [f"{head}: {label}" for label in labels[1:] for head in heads[4:]]
    sheet.headings(wording.term("table.outcomes"), *heads, *more)
    for name in outcomes:
        sheet.text(outcome_label(frame.scenario, name, wording))
        unknown = frame.scenario.unknown(name)
        form = unknown_form(wording) if unknown else COUNT
        events = sheet.cell(1, _events(by_outcome[name]), form)
        sheet.book.name(f"outcome_quantity_{name}", sheet.place(1))
        worth = _worth(present, by_outcome, name, events, society)
        answers = [*worth, *_breakeven(by_outcome, name, needed)]
        _write_answers(sheet, name, answers, unknown_form(wording) if unknown else "")


Formula = tuple[str, Term | Answer, str]  # key, formula, format


def _write_answers(sheet: Sheet, name: str, answers: Iterable[Formula], instead: str) -> None:
    """Write the answers of an outcome in a row; one that its effect decides may be unknown."""
    for column, (key, answer, written) in enumerate(answers, start=2):
        decided = instead and not key.startswith("breakeven")
        sheet.cell(column, answer, instead if decided else written)
        sheet.book.name(f"outcome_{key}_{name}", sheet.place(column))
    sheet.row += 1


def _events(outcome: Made) -> Term:
    """Return the events of all years, 0 where they are rounding dust."""
    quantity = outcome.actual.quantity
    return settled_term(quantity.total, sizes(quantity))


def _worth(
    present: Present, outcomes: dict[str, Made], name: str, events: Term, society: Term | Answer
) -> Iterator[Formula]:
    """Yield the load, the value, and the cost of each event."""
    priced = present.frame.scenario.outcomes[name].unit_cost is not None
    nobody = outcomes[name].actual.quantity.total is ZERO
    assert isinstance(society, Term)
    each = where(above_zero(events), ratio(society, events))
    yield "load", outcomes[name].actual.load.total, COUNT
    yield "pv", present.outcomes[name] if priced else _none(), AMOUNT
    yield "cost_per_unit", _none() if nobody else each, AMOUNT


def _breakeven(outcomes: dict[str, Made], name: str, needed: Needed) -> Iterator[Formula]:
    """Yield how many events each perspective needs, and which share of those expected."""
    views: Sequence[str] = list(needed)
    base = outcomes[name].baseline
    for view in views:
        label = "" if view == views[0] else f"_{view}"
        if name not in needed[view]:
            continue
        effect = needed[view][name]
        exists = Condition(f"ISNUMBER({effect.text})", _is_number(effect), effect is ZERO)
        quantity = where(exists, product(effect, outcomes[name].unit.quantity.total))
        yield f"breakeven_quantity{label}", quantity, COUNT
        share = _none()
        if base is not None:
            share = where(both(exists, above_zero(base)), ratio(effect, base))
        yield f"breakeven_reduction{label}", share, SHARE


def _is_number(effect: Term) -> bool:
    return effect is not ZERO and effect.value == effect.value


def _none() -> Answer:
    return Answer(f'"{NOTHING}"', NOTHING)
