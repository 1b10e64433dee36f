"""The first page of a document in Word: compact, with margins and text that do not shrink."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Length, Pt, RGBColor

from sroi.figures.style import figure_content
from sroi.report.blocks import Bullets, Gap, Paragraph, Picture, Small
from sroi.report.plain import led, printable
from sroi.report.widths import ACROSS, room_shares
from sroi.tables.cells import columns_of_words

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table as Grid
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph as Line

    from sroi.report.blocks import Block, Front
    from sroi.tables.cells import Table

FONT, TEXT, HEADING, TITLE, NONE = "Arial", Pt(10), Pt(11), Pt(16), Pt(0)
MARGIN, WIDTH, FIGURE = Cm(2), Cm(17), Cm(16)
INK, QUIET, GAP = RGBColor(0x1D, 0x1D, 0x1F), RGBColor(0x4A, 0x50, 0x56), RGBColor(0x8A, 0x3B, 0x00)


def write_front(document: Document, front: Front) -> None:
    """Write the first page."""
    page = document.sections[-1]
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN
    _line(document.add_paragraph(style="Title"), front.title, TITLE, bold=True)
    _line(document.add_paragraph(), front.facts, colour=QUIET)
    for section in front.sections:
        heading = document.add_paragraph(style="Heading 2")
        _line(heading, section.heading, HEADING, before=Pt(4), bold=True)
        heading.paragraph_format.keep_with_next = True
        for block in section.blocks:
            _block(document, block)
    _line(document.add_paragraph(), front.signature, before=Pt(5))


def _line(
    paragraph: Line,
    text: str,
    size: Length = TEXT,
    before: Length = NONE,
    bold: bool = False,
    colour: RGBColor = INK,
) -> None:
    """Write a paragraph with nothing of the template's own sizes, colours and spaces."""
    run = paragraph.add_run(printable(text))
    run.font.name, run.font.size, run.font.color.rgb, run.bold = FONT, size, colour, bold
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:cs"), FONT)
    shape = paragraph.paragraph_format
    shape.space_before, shape.space_after, shape.line_spacing = before, Pt(0.5), 1.0
    for border in paragraph._p.get_or_add_pPr().findall(qn("w:pBdr")):
        border.getparent().remove(border)


def _block(document: Document, block: Block) -> None:
    if isinstance(block, Paragraph | Small):
        _line(document.add_paragraph(), block.text)
    elif isinstance(block, Gap):
        _line(document.add_paragraph(), f"[{block.text}]", colour=GAP)
    elif isinstance(block, Bullets):
        for point in block.points:
            line = document.add_paragraph(style="List Bullet")
            lead, rest = led(point)
            _line(line, lead, bold=True)
            _line(line, rest)
    elif isinstance(block, Picture):
        _picture(document, block)
    else:
        _table(document, block)


def _picture(document: Document, picture: Picture) -> None:
    """Draw the figure; its heading says what it is."""
    paragraph = document.add_paragraph()
    shape = paragraph.add_run().add_picture(
        io.BytesIO(figure_content(picture.figure, ".png")), FIGURE
    )
    shape._inline.docPr.set("descr", printable(str(picture.figure.get_label())))
    paragraph.paragraph_format.space_after = Pt(0)


def _table(document: Document, table: Table) -> None:
    if table.note:
        _line(document.add_paragraph(), f"{table.note}.", colour=QUIET)
    grid = document.add_table(rows=1, cols=1 + len(table.columns))
    grid.autofit, words = False, columns_of_words(table)
    _flush(grid)
    for _ in table.rows:
        grid.add_row()
    lines = [(("", *table.columns), True)]
    lines += [((row.label, *(cell.text for cell in row.cells)), row.strong) for row in table.rows]
    for docx_row, (texts, strong) in zip(grid.rows, lines, strict=True):
        for column, (cell, text) in enumerate(zip(docx_row.cells, texts, strict=True)):
            _write(cell, text, strong, right=column > 0 and column - 1 not in words)
    for column, share in zip(grid.columns, room_shares(table), strict=True):
        for part in (column, *column.cells):
            part.width = Length(WIDTH * share // ACROSS)
    _repeated(grid.rows[0]._tr)


def _flush(grid: Grid) -> None:
    """Let a table begin where the text does."""
    margins, left = OxmlElement("w:tblCellMar"), OxmlElement("w:left")
    left.set(qn("w:w"), "0")
    left.set(qn("w:type"), "dxa")
    margins.append(left)
    grid._tbl.tblPr.append(margins)


def _write(cell: _Cell, text: str, strong: bool, right: bool) -> None:
    _line(cell.paragraphs[0], text, bold=strong)
    cell.paragraphs[0].paragraph_format.space_after = Pt(0)
    if right:
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    borders = OxmlElement("w:tcBorders")
    below = OxmlElement("w:bottom")
    for key, value in {"val": "single", "sz": "4", "color": "B0B5BA"}.items():
        below.set(qn(f"w:{key}"), value)
    borders.append(below)
    cell._tc.get_or_add_tcPr().append(borders)


def _repeated(row: object) -> None:
    """Mark a row as one of headings."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row.get_or_add_trPr().append(mark)  # type: ignore[attr-defined]
