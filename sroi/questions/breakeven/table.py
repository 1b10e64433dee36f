"""What would have to be true, as a page to read."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sroi.model import measures
from sroi.tables.cells import (
    Cell,
    Page,
    Row,
    Table,
    bounded,
    finite,
    money_for,
    present_value_note,
    result_cell,
    shown_views,
    view_in_text,
    view_name,
    years_in_words,
)
from sroi.tables.labels import (
    events_words,
    number_label,
    of_events,
    outcome_label,
    shared_label,
    value_text,
    value_texts,
    without_groups,
    without_price,
)
from sroi.wording import capital

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sroi.model.totals import Totals
    from sroi.questions.breakeven.compute import Flip, Switch
    from sroi.questions.breakeven.grid import TwoWay
    from sroi.schema.scenario import Scenario
    from sroi.wording import Wording

LEAST_MOVE = 0.1  # share of the whole way: what moves less is not told
NAMED = 4  # how many moves the sentence names


def breakeven_page(
    scenario: Scenario,
    totals: Totals,
    view: str,
    switches: Sequence[Switch],
    flip: Flip | None,
    grid: TwoWay | None,
    wording: Wording,
) -> Page:
    """Return the page of break-even by outcome, of switching values, and of what flips jointly."""
    name = view_in_text(scenario, view, wording)
    sentences = breakeven_lines(scenario, totals, view, wording)
    sentences += without_groups(scenario, view, wording)
    tables = [needed_table(scenario, totals, wording)] if sentences else []
    flipping = [switch for switch in switches if switch.value is not None]
    if flipping:
        tables.append(_switching(scenario, flipping, wording, name))
    sentences.append(wording.term("sentence.no_switch", n=len(switches) - len(flipping), view=name))
    sentences.append(_flip_sentence(scenario, flip, name, wording))
    if flip is not None:
        tables.append(_flip(scenario, flip, wording))
    if grid is not None:
        tables.append(_grid(scenario, grid, wording))
    return Page(
        title=scenario.name,
        subtitle=years_in_words(scenario, wording),
        sentences=(*sentences, *without_price([scenario], view, wording)),
        tables=tuple(tables),
    )


def breakeven_lines(scenario: Scenario, totals: Totals, view: str, wording: Wording) -> list[str]:
    """Return a line per outcome: what would have to be avoided, and whether it can be."""
    return [_line(scenario, totals, root, view, wording) for root in priced_roots(scenario)]


def priced_roots(scenario: Scenario) -> list[str]:
    """Return the outcomes on their own that are worth money, or that others follow which are."""
    return [
        name
        for name, outcome in scenario.outcomes.items()
        if outcome.follows is None and _priced(scenario, name)
    ]


def _priced(scenario: Scenario, root: str) -> bool:
    """Return whether the outcome, or one that follows it, is worth money."""
    return any(
        outcome.unit_cost is not None
        for name, outcome in scenario.outcomes.items()
        if scenario.root(name) == root
    )


def _line(scenario: Scenario, totals: Totals, root: str, view: str, wording: Wording) -> str:
    """Return in one line what an outcome would have to bring, and whether it can."""
    quantity = float(measures.breakeven_quantity(totals, root, view)[0])
    expected = float(measures.expected_without(totals, root)[0])
    most = float(measures.attainable(totals, root)[0])
    words = {
        "outcome": scenario.outcomes[root].name,
        "view": view_in_text(scenario, view, wording),
        "years": str(scenario.horizon),
        "most": wording.significant(most) if math.isfinite(most) else "",
    }
    words |= events_words(scenario, root, quantity, expected, wording)
    words["quantity"] = bounded(scenario, view, "least", words["quantity"], wording)
    key = f"needed.{_verdict(quantity, expected, most)}"
    return of_events(key, scenario, [root], wording, **words)


def _verdict(quantity: float, expected: float, most: float) -> str:
    if not math.isfinite(quantity):
        return "no_gain"
    if quantity == 0.0:
        return "already"
    if not math.isfinite(expected):
        return "unbounded"
    return "cannot" if quantity > most else "share"


def needed_table(scenario: Scenario, totals: Totals, wording: Wording) -> Table:
    """Return what would have to be avoided of each outcome in each perspective."""
    columns = ("breakeven_quantity", "expected_without", "breakeven_reduction")
    return Table(
        wording.term("table.needed"),
        wording.term("unit.needed", years=scenario.horizon),
        tuple(
            capital(of_events(f"outcome.{column}", scenario, priced_roots(scenario), wording))
            for column in columns
        ),
        tuple(
            Row(
                f"{outcome_label(scenario, root, wording)}: "
                f"{view_in_text(scenario, view, wording)}",
                tuple(_needed_cells(totals, root, view, wording)),
                strong=view == scenario.headline,
            )
            for root in priced_roots(scenario)
            for view in shown_views(scenario)
            if math.isfinite(float(measures.breakeven_quantity(totals, root, view)[0]))
        ),
    )


def _needed_cells(totals: Totals, root: str, view: str, wording: Wording) -> Iterator[Cell]:
    quantity = float(measures.breakeven_quantity(totals, root, view)[0])
    expected = float(measures.expected_without(totals, root)[0])
    share = float(measures.breakeven_reduction(totals, root, view)[0])
    for x in (quantity, expected):
        reachable = math.isfinite(x)
        yield Cell(
            wording.significant(x) if reachable else wording.term("word.none"), value=finite(x)
        )
    if not math.isfinite(share):
        yield Cell(wording.term("word.none"))
    elif quantity > float(measures.attainable(totals, root)[0]):
        text = wording.term("word.impossible", share=wording.percent(share))
        yield Cell(text, value=share)
    else:
        yield Cell(wording.percent(share), value=share)


def _switching(
    scenario: Scenario, switches: Sequence[Switch], wording: Wording, name: str
) -> Table:
    """Return the switching values, those least far into their own distribution first."""
    ordered = sorted(switches, key=_farness)
    columns = ("base_value", "switching_value", "percentile")
    return Table(
        wording.term("table.switching"),
        wording.term("unit.switching", view=name),
        tuple(wording.term(f"column.{column}") for column in columns),
        tuple(
            Row(
                shared_label(scenario, switch.paths, wording),
                (
                    Cell(
                        value_text(switch.number, switch.number.base, wording),
                        value=switch.number.base,
                    ),
                    Cell(
                        value_text(switch.number, switch.value or 0.0, wording), value=switch.value
                    ),
                    _percentile(switch, wording),
                ),
            )
            for switch in ordered
        ),
    )


def _farness(switch: Switch) -> tuple[bool, float]:
    """Return uncertain numbers before certain ones, then by how far the value is from the base."""
    if switch.value_share is not None and switch.base_share is not None:
        return False, abs(switch.value_share - switch.base_share)
    base = abs(switch.number.base) or 1.0
    return True, abs((switch.value or 0.0) - switch.number.base) / base


def _percentile(switch: Switch, wording: Wording) -> Cell:
    share = switch.value_share
    if share is None:
        return Cell(wording.term("word.certain"))
    if share < 0.001 or share > 0.999:
        return Cell(wording.term("word.outside"), value=share)
    return Cell(wording.percent(share), value=share)


def _flip_sentence(scenario: Scenario, flip: Flip | None, name: str, wording: Wording) -> str:
    if flip is None:
        return wording.term("sentence.no_flip", view=name)
    moved = [
        wording.term(
            "sentence.move",
            number=number_label(scenario, move.number.path, wording),
            base=value_text(move.number, move.number.base, wording),
            value=value_text(move.number, move.value, wording),
        )
        for move in flip.moves
        if abs(move.score) >= LEAST_MOVE * flip.distance
    ][:NAMED]
    distance = wording.number(flip.distance, 1)
    return wording.term("sentence.flip", view=name, distance=distance, moves="; ".join(moved))


def _flip(scenario: Scenario, flip: Flip, wording: Wording) -> Table:
    return Table(
        wording.term("table.flip"),
        wording.term("unit.flip", distance=wording.number(flip.distance, 2)),
        tuple(wording.term(f"column.{c}") for c in ("base_value", "flip_value", "score")),
        tuple(
            Row(
                number_label(scenario, move.number.path, wording),
                (
                    Cell(
                        value_text(move.number, move.number.base, wording), value=move.number.base
                    ),
                    Cell(value_text(move.number, move.value, wording), value=move.value),
                    Cell(wording.number(move.score, 2), value=move.score),
                ),
            )
            for move in flip.moves
            if abs(move.score) >= LEAST_MOVE * flip.distance
        ),
    )


def _grid(scenario: Scenario, grid: TwoWay, wording: Wording) -> Table:
    money = money_for(grid.results.ravel().tolist(), wording)
    names = [number_label(scenario, number.path, wording) for number in grid.numbers]
    rows, columns = (
        value_texts(number, values, wording)
        for number, values in zip(grid.numbers, grid.values, strict=True)
    )
    return Table(
        wording.term("table.grid", down=names[0], across=names[1]),
        f"{wording.term(f'measure.{grid.measure}')}, {view_name(scenario, grid.view, wording)}. "
        f"{present_value_note(scenario, money)}",
        tuple(columns),
        tuple(
            Row(
                text,
                tuple(
                    result_cell(grid.measure, float(grid.results[i, j]), money)
                    for j in columns.values()
                ),
            )
            for text, i in rows.items()
        ),
    )
