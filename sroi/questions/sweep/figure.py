"""Every combination of some values, as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sroi.errors import UsageError
from sroi.figures import curves, grids, projections
from sroi.figures.projections import axis_title
from sroi.questions.sweep.table import axis_label, axis_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.figure import Figure

    from sroi.schema.scenario import Scenario
    from sroi.tables.cells import Money
    from sroi.wording import Wording


def sweep_figure(
    scenario: Scenario, paths: Sequence[str], rows: Sequence[Mapping[str, Any]], wording: Wording
) -> Figure:
    """Return npv along one path, or over two."""
    net = [row for row in rows if row["measure"] == "npv"]
    if any(row["base"] is None for row in net):
        raise UsageError(wording.term("figure.unknown"))
    money = projections.scenario_money(scenario, [row["base"] for row in net], wording)
    title = axis_title(scenario, "npv", str(net[0]["perspective"]), money)
    labels = [axis_label(scenario, path, wording) for path in paths]
    values = [list(dict.fromkeys(row[path] for row in net)) for path in paths]
    texts = [
        [axis_text(scenario, path, value, wording) for value in swept]
        for path, swept in zip(paths, values, strict=True)
    ]
    if len(paths) == 1:
        return _along(net, values[0], texts[0], (title, labels[0], money.unit), money)
    shape = np.array([row["base"] for row in net]).reshape(len(values[0]), len(values[1]))
    words, turn = (title, labels[1], labels[0]), wording.term("figure.turns")
    return grids.heat(shape, (texts[0], texts[1]), words, turn, money)


def _along(
    net: Sequence[Mapping[str, Any]],
    values: Sequence[Any],
    texts: Sequence[str],
    words: tuple[str, str, str],
    money: Money,
) -> Figure:
    """Return npv along one path; what is no number stands at even distances."""
    plain = all(isinstance(x, int | float) and not isinstance(x, bool) for x in values)
    x = sorted(values) if plain else list(range(len(values)))
    order = [values.index(value) for value in x] if plain else x
    base, low, high = ([net[i][name] for i in order] for name in ("base", "p5", "p95"))
    names = [
        money.wording.term(f"figure.{key}", x=money.text(ends[-1]))
        for key, ends in (("base_at", base), ("lowest", low), ("highest", high))
    ]
    named = ([texts[i] for i in order], names)
    return curves.band(x, base, (low, high), named, words, money)
