"""Pages as Markdown and LaTeX, and figures as CSV."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from sroi.report.files import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sroi.tables.cells import Cell, Page, Row, Table

LATEX = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\u2212": "$-$",
    "\u00a0": "~",
    "\u2013": "--",
}


def csv(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return rows as CSV in UTF-8; text that looks like a formula is quoted."""
    frame = pd.DataFrame(list(rows))
    safe = frame.map(lambda cell: harmless(cell) if isinstance(cell, str) else cell)
    text = io.StringIO()
    safe.to_csv(text, index=False, lineterminator="\n")
    return text.getvalue().encode()


def markdown(page: Page) -> bytes:
    """Return a page as Markdown."""
    parts = [f"# {_md(page.title)}", _md(page.subtitle), *map(_md, page.sentences)]
    parts += [_markdown_table(table) for table in page.tables]
    if page.warnings:
        lines = [f"- {_md(f'{place}: {text}' if place else text)}" for place, text in page.warnings]
        parts += [f"## {page.warnings_title}", "\n".join(lines)]
    return ("\n\n".join(parts) + "\n").encode()


def _markdown_table(table: Table) -> str:
    columns = [_md(column) for column in table.columns]
    lines = [
        "| | " + " | ".join(columns) + " |",
        "|---|" + "---:|" * len(columns),
        *(_markdown_row(row) for row in table.rows),
    ]
    return f"## {_md(table.title)}\n\n{_md(table.note)}.\n\n" + "\n".join(lines)


def _markdown_row(row: Row) -> str:
    mark = "**" if row.strong else ""
    cells = [f"{mark}{_md(one_line(cell))}{mark}" for cell in row.cells]
    return f"| {mark}{_md(row.label.strip())}{mark} | " + " | ".join(cells) + " |"


def one_line(cell: Cell) -> str:
    """Return a cell's text with its range on the same line."""
    return f"{cell.text} ({cell.range})" if cell.range else cell.text


def _md(text: str) -> str:
    """Return text that Markdown shows as it stands: nothing in it is a mark, or a link."""
    escaped = re.sub(r"([\\`*_{}\[\]<>#|$])", r"\\\1", text).replace("\n", " ")
    return escaped.replace("](", "]\\(")


def latex(page: Page) -> bytes:
    """Return a page's tables as LaTeX tabulars (package booktabs) that need no editing."""
    head = "% needs \\usepackage{booktabs}\n"
    return (head + "\n".join(_latex_table(table) for table in page.tables)).encode()


def _latex_table(table: Table) -> str:
    def line(cells: tuple[str, ...]) -> str:
        return " & ".join(map(_tex, cells)) + r" \\"

    rows = [line((row.label.strip(), *map(one_line, row.cells))) for row in table.rows]
    return "\n".join(
        [
            r"\begin{table}[htbp]",
            r"\caption{" + _tex(f"{table.title}. {table.note}.") + "}",
            r"\begin{tabular}{l" + "r" * len(table.columns) + "}",
            r"\toprule",
            line(("", *table.columns)),
            r"\midrule",
            *rows,
            r"\bottomrule",
            r"\end{tabular}",
            r"\end{table}",
            "",
        ]
    )


def _tex(text: str) -> str:
    return "".join(LATEX.get(character, character) for character in text)
