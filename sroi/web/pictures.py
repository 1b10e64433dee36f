"""The figures of a draft, each with its caption, its alt text and its tables."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from sroi.errors import UsageError
from sroi.model.balance import balance
from sroi.model.measures import nothing_known_in
from sroi.model.projection import simulate
from sroi.questions.breakeven.table import needed_table
from sroi.questions.budget.compute import budget
from sroi.questions.budget.table import budget_money, budget_sentences, budget_tables
from sroi.questions.logic.compute import logic
from sroi.questions.logic.table import logic_table
from sroi.questions.sensitivity.compute import one_way
from sroi.tables import run
from sroi.tables.cells import Table, common_money
from sroi.tables.labels import of_events
from sroi.web.answers import more_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.figure import Figure

    from sroi.model.comparison import Comparison
    from sroi.model.projection import Projection
    from sroi.schema.scenario import Scenario
    from sroi.wording import Wording

Drawn = tuple[str, str, str, tuple[Table, ...]]  # name, caption, text, tables
COMPARED = ("who_pays", "intervals", "gains")


def drawn_pictures(
    scenario: Scenario, draws: int, wording: Wording
) -> tuple[dict[str, bytes], list[Drawn], list[Table]]:
    """Return the figures of a scenario by name, what is said of each, and more tables."""
    from sroi.figures.style import figure_content

    projection = simulate(scenario, draws)
    pictures, failures = {}, []
    for name, caption, figure, tables in figures(projection, wording):
        pictures[name] = figure_content(figure, ".svg")
        failures.append((name, caption, str(figure.get_label()), tables))
    return pictures, failures, more_tables(projection, wording)


def compared(comparison: Comparison, name: str, wording: Wording) -> Figure:
    """Return one of the figures of a comparison."""
    from sroi.figures import alternatives, projections

    if name == "who_pays":
        return alternatives.who_pays(comparison, wording)
    if name == "intervals":
        return projections.intervals(comparison, wording)
    return projections.who_gains(comparison.projections, wording)


Told = tuple[str, str, "Figure", tuple[Table, ...]]


def figures(projection: Projection, wording: Wording) -> Iterator[Told]:
    """Yield the figures of a projection: name, caption, figure, and the same in tables.

    Of an unknown effect there is no balance and nothing that it depends on; there is what would
    have to be true. The budget follows, and the logic of the programme comes last.
    """
    if nothing_known_in(projection.scenario, projection.scenario.headline):
        yield from _needed(projection, wording)
        yield _payers(projection, wording)
    else:
        yield _fan(projection, wording)
        yield _payers(projection, wording)
        yield from _drivers(projection, wording)
    yield from _budget(projection, wording)
    yield _logic(projection.scenario, wording)


def _budget(projection: Projection, wording: Wording) -> Iterator[Told]:
    """Yield what a board votes on; nothing where nobody pays or gains anything in cash."""
    from sroi.questions.budget.figure import budget_figure

    whole = budget(projection.scenario, projection.draws, projection.seed)
    with suppress(UsageError):
        figure = budget_figure(whole, wording)
        tables = budget_tables(whole, budget_money([whole], wording))
        words = " ".join([wording.term("web.budget_caption"), *budget_sentences(whole, wording)])
        yield "budget", words, figure, tuple(tables)


def _logic(scenario: Scenario, wording: Wording) -> Told:
    from sroi.questions.logic.figure import logic_figure

    parts = logic(scenario)
    caption = f"{wording.term('logic.title')}. {wording.term('logic.caption')}"
    return "logic", caption, logic_figure(parts, wording), (logic_table(parts, wording),)


def _fan(projection: Projection, wording: Wording) -> Told:
    from sroi.figures import projections

    scenario = projection.scenario
    yearly = balance(projection, scenario.headline)
    table = run.balance_by_year(scenario, yearly, common_money([projection], wording))
    figure = projections.fan(projection, yearly, wording)
    return "fan", wording.term("report.fan_caption"), figure, (table,)


def _needed(projection: Projection, wording: Wording) -> Iterator[Told]:
    from sroi.questions.breakeven.figure import breakeven_figure

    scenario, totals = projection.scenario, projection.base_totals
    with suppress(UsageError):  # no outcome says what is expected without the programme
        figure = breakeven_figure(scenario, totals, scenario.headline, None, wording)
        table = needed_table(scenario, totals, wording)
        caption = of_events("report.needed_caption", scenario, scenario.outcomes, wording)
        yield "needed", caption, figure, (table,)


def _payers(projection: Projection, wording: Wording) -> Told:
    from sroi.figures import projections

    money = common_money([projection], wording)
    gains = run.gains_by_year(projection, money)
    tables = (gains,) if gains else ()  # who pays stands among the answers
    figure = projections.payers_by_year(projection, wording)
    return "payers", wording.term("report.payers_caption"), figure, tables


def _drivers(projection: Projection, wording: Wording) -> Iterator[Told]:
    from sroi.questions.sensitivity.drivers import drivers
    from sroi.questions.sensitivity.figure import sensitivity_figure
    from sroi.questions.sensitivity.table import sensitivity_page

    scenario = projection.scenario
    swings = one_way(scenario, "npv", scenario.headline)
    if any(swing.width > 0.0 for swing in swings.swings):
        indices = drivers(projection, "npv", swings.view, None)
        page = sensitivity_page(scenario, swings, indices, wording)
        figure = sensitivity_figure(scenario, swings, wording)
        yield "tornado", wording.term("report.tornado_caption"), figure, page.tables[:1]
