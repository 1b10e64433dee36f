"""Pages on a terminal: tables that fit its width, and a progress bar for what takes long."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table as RichTable
from rich.text import Text

from sroi.tables.cells import Table, columns_of_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import JustifyMethod

    from sroi.model.projection import Progress as Report
    from sroi.tables.cells import Cell, Page

PIPE_WIDTH = 100
LABEL_WIDTH = 34
TEXT_WIDTH = 44  # longer text in a cell goes on below
HEADER_WIDTH = 18  # narrower than this, a heading becomes a tower of words
SECONDS_UNTIL_SHOWN = 1.0


def console() -> Console:
    """Return the console of standard output; a pipe is as wide as a page."""
    width = None if sys.stdout.isatty() else PIPE_WIDTH
    return Console(width=width, highlight=False, soft_wrap=False)


def show(page: Page) -> None:
    """Print a page."""
    out = console()
    out.print(Text(page.title, style="bold"))
    out.print(Text(page.subtitle, style="dim"))
    out.print()
    for sentence in page.sentences:
        out.print(Text(sentence))
    for table in page.tables:
        out.print()
        out.print(Text(table.title, style="bold"))
        out.print(Text(table.note, style="dim"))
        for part in _parts(table, out.width):
            out.print(_rich(part, out.width))
    if page.warnings:
        out.print()
        out.print(Text(page.warnings_title, style="bold"))
        for path, message in page.warnings:
            out.print(Text(f"- {path}: {message}" if path else f"- {message}"))


def _parts(table: Table, width: int) -> Iterator[Table]:
    """Yield the table in parts whose columns fit the width."""
    left = _beside_labels(table, width)
    start, used = 0, 0
    for index in range(len(table.columns)):
        wide = _column_width(table, index, width) + 2
        if index > start and used + wide > left:
            yield _columns(table, start, index)
            start, used = index, 0
        used += wide
    yield _columns(table, start, len(table.columns))


def _beside_labels(table: Table, width: int) -> int:
    """Return how much of a line is left for the columns."""
    return width - min(_least_label(width), _label_width(table)) - 4


def _least_label(width: int) -> int:
    """Return how much of a line labels get at least: a third of a narrow terminal's."""
    return min(LABEL_WIDTH, width // 3)


def _label_width(table: Table) -> int:
    return max((len(row.label) for row in table.rows), default=0)


def _column_width(table: Table, index: int, width: int) -> int:
    words = table.columns[index].split() or [""]
    lines = [len(row.cells[index].text) for row in table.rows]
    lines += [len(line) for row in table.rows for line in _range_lines(row.cells[index])]
    header = min(len(table.columns[index]), HEADER_WIDTH)
    return min(max(*lines, header, *map(len, words)), _text_width(table, width))


def _text_width(table: Table, width: int) -> int:
    """Return how wide text may be: columns that all hold words share the line."""
    if not _only_words(table):
        return TEXT_WIDTH
    return max(LABEL_WIDTH // 2, _beside_labels(table, width) // len(table.columns) - 2)


def _only_words(table: Table) -> bool:
    return len(columns_of_words(table)) == len(table.columns)


def _range_lines(cell: Cell) -> list[str]:
    """Return a range, and in how many draws it exists on a line of its own."""
    return cell.range.split(", ")


def _columns(table: Table, start: int, stop: int) -> Table:
    rows = tuple(type(row)(row.label, row.cells[start:stop], row.strong) for row in table.rows)
    return Table(table.title, table.note, table.columns[start:stop], rows)


def _rich(table: Table, width: int) -> RichTable:
    grid = RichTable(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    widths = [_column_width(table, index, width) for index in range(len(table.columns))]
    needed = sum(widths) + 2 * len(widths)
    justify: JustifyMethod = "left" if _only_words(table) else "right"
    label = min(_label_width(table), max(_least_label(width), width - needed - 2))
    grid.add_column("", width=label, overflow="fold")
    for column, wide in zip(table.columns, widths, strict=True):
        grid.add_column(column, justify=justify, width=wide)
    for row in table.rows:
        style = "bold" if row.strong else ""
        grid.add_row(Text(row.label), *map(_cell, row.cells), style=style)
    return grid


def _cell(cell: Cell) -> Text:
    text = Text(cell.text)
    if cell.range:
        text.append("\n" + "\n".join(_range_lines(cell)), style="dim")
    return text


@contextmanager
def progress() -> Iterator[Report]:
    """Give a report of draws done that becomes a bar on stderr after a second, on a terminal."""
    err = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=err, transient=True)
    task = bar.add_task("sroi", total=None)
    began, visible = time.monotonic(), False

    def report(done: int, total: int) -> None:
        nonlocal visible
        if err.is_terminal and not visible and time.monotonic() - began > SECONDS_UNTIL_SHOWN:
            bar.start()
            visible = True
        bar.update(task, completed=done, total=total)

    try:
        yield report
    finally:
        if visible:
            bar.stop()
