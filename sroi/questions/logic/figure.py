"""The logic of a programme as a picture: five columns of boxes, and arrows between them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sroi.figures.boxes import boxes
from sroi.figures.chart import DASH_DOT, DASHED, DOTTED, SOLID, Chart, ChartBox, Link
from sroi.questions.logic.compute import COLUMNS
from sroi.questions.logic.words import grant_lines, logic_note, logic_words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sroi.questions.logic.compute import Logic
    from sroi.wording import Wording

STATES = ("unknown", "unpriced", "uncounted")  # that have an outline of their own
OUTLINES = {"counted": SOLID, "unknown": DASHED, "unpriced": DASH_DOT, "uncounted": DOTTED}


def logic_figure(logic: Logic, wording: Wording) -> Figure:
    """Return the picture, with everything in it told as its alt text."""
    chart = logic_chart(logic, wording)
    return boxes(chart, _in_words(chart))


def logic_chart(logic: Logic, wording: Wording) -> Chart:
    """Return the boxes and arrows of a programme's logic."""
    title = f"{wording.term('logic.title')}: {logic.scenario.name}"
    columns = {wording.term(f"logic.{c}"): _boxes(logic, c, wording) for c in COLUMNS}
    links = [Link(arrow.source, arrow.target, OUTLINES[arrow.state]) for arrow in logic.arrows]
    return Chart(title, columns, links, tuple(_notes(logic, wording)))


def _boxes(logic: Logic, column: str, wording: Wording) -> list[ChartBox]:
    """Return the boxes of a column; one that says so where the file says nothing."""
    words = logic_words(logic, wording)
    return [
        ChartBox(
            node.path,
            words[node.path].name,
            words[node.path].lines,
            OUTLINES[node.states[0]],
            node.under,
        )
        for node in logic.nodes
        if node.column == column
    ] or [ChartBox(f"no {column}", "", (wording.term("logic.nothing"),), DOTTED)]


def _notes(logic: Logic, wording: Wording) -> Iterator[str]:
    """Yield what the amounts are, and what the outlines mean that are drawn."""
    yield f"{logic_note(logic, wording)}. {wording.term('logic.reading')}."
    yield from grant_lines(logic, wording)
    outlines = {node.states[0] for node in logic.nodes}
    keys = [wording.term(f"logic.key_{s}") for s in STATES if s in outlines]
    if keys:
        yield f"{'. '.join(keys)}."


def _in_words(chart: Chart) -> str:
    """Return every box, what is in it and what it leads to."""
    columns = chart.columns.items()
    names = {box.ident: box.name for _, boxes_of in columns for box in boxes_of}
    targets: dict[str, list[str]] = {}
    for link in chart.links:
        targets.setdefault(link.source, []).append(names[link.target])
    lines = [chart.title]
    for heading, boxes_of in columns:
        parts = [_box_in_words(box, targets.get(box.ident, [])) for box in boxes_of]
        lines.append(f"{heading}: {'; '.join(parts)}")
    return ". ".join(lines)


def _box_in_words(box: ChartBox, targets: list[str]) -> str:
    says = ", ".join(box.lines)
    said = f"{box.name} ({says})" if box.name and says else box.name or says
    return f"{said} → {', '.join(targets)}" if targets else said
