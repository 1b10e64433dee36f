"""The figures of a draft, each with its caption, its alt text and its tables."""

from collections.abc import Iterator
from threading import Lock
from typing import TYPE_CHECKING

from sroi.balance import balance
from sroi.measures import nothing_known_in
from sroi.projection import Projection
from sroi.sensitivity import one_way
from sroi.tables import run
from sroi.tables.cells import Table, common_money
from sroi.wording import Wording

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Drawn = tuple[str, str, str, tuple[Table, ...]]  # name, caption, text, tables
PENCIL = Lock()  # matplotlib's settings are shared by all threads


def drawn(projection: Projection, wording: Wording) -> tuple[dict[str, bytes], list[Drawn]]:
    """Return the figures of a projection by name, and what is said of each."""
    from sroi.figures.style import content

    kept, found = {}, []
    with PENCIL:
        for name, caption, figure, tables in figures(projection, wording):
            kept[name] = content(figure, ".svg")
            found.append((name, caption, str(figure.get_label()), tables))
    return kept, found


def figures(
    projection: Projection, wording: Wording
) -> Iterator[tuple[str, str, "Figure", tuple[Table, ...]]]:
    """Yield the figures of a projection: name, caption, figure, and the same in tables."""
    from sroi.figures import answers, projections
    from sroi.tables.sensitivity import sensitivity_page
    from sroi.variance import drivers

    scenario, term = projection.scenario, wording.term
    money = common_money([projection], wording)
    known = not nothing_known_in(scenario, scenario.headline)
    if known:
        made = balance(projection, scenario.headline)
        table = run.balance_by_year(scenario, made, money)
        yield (
            "fan",
            term("report.fan_caption"),
            projections.fan(projection, made, wording),
            (table,),
        )
    gains = run.gains_by_year(projection, money)
    tables = (run.money_by_year(projection, money), *([gains] if gains else []))
    figure = projections.payers_by_year(projection, wording)
    yield "payers", term("report.payers_caption"), figure, tables
    swings = one_way(scenario, "npv", scenario.headline)
    if known and any(swing.width > 0.0 for swing in swings.swings):
        page = sensitivity_page(
            scenario, swings, drivers(projection, "npv", swings.view, None), wording
        )
        figure = answers.sensitivity(scenario, swings, wording)
        yield "tornado", term("report.tornado_caption"), figure, page.tables[:1]
