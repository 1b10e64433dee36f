"""An attachment as a Word document: real headings, tables, captions and alt texts."""

import io
import zipfile

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.section import Section as Sheet
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell, _Row

from sroi.figures.style import content as drawn
from sroi.report.blocks import Attachment, Block, Bullets, Gap, Paragraph, Picture, Section
from sroi.report.files import FIXED
from sroi.report.plain import printable
from sroi.report.word_front import write_front
from sroi.tables.cells import Table, columns_of_words

LOCALES = {"sv": "sv-SE", "en": "en-GB"}
WIDTH, LABEL, NARROW = Cm(16.6), Cm(4.6), Cm(3.2)  # of a table and its first column
NUMBERS = 6  # columns of numbers beyond which the text is smaller


def word(made: Attachment) -> bytes:
    """Return the attachment as .docx."""
    document = docx.Document()
    _prepare(document, made)
    if made.front:
        write_front(document, made.front)
        if made.sections:
            _lay_out(document.add_section())
    else:
        document.add_heading(printable(made.title), 0)
        document.add_paragraph(printable(made.subtitle), style="Subtitle")
    for section in made.sections:
        _section(document, section, 1)
    buffer = io.BytesIO()
    document.save(buffer)
    return _fixed(buffer.getvalue())


def _prepare(document: Document, made: Attachment) -> None:
    _lay_out(document.sections[0])
    about = document.core_properties
    about.title, about.keywords = printable(made.title)[:250], made.keywords[:250]
    about.author, about.language = "sroi", LOCALES[made.language]
    about.created = about.modified = FIXED
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10)
    for style in ("Normal", "List Bullet", "Caption"):
        document.styles[style].paragraph_format.space_after = Pt(3)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LOCALES[made.language])
    normal.element.get_or_add_rPr().append(language)


def _lay_out(page: Sheet) -> None:
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.2)
    page.top_margin = page.bottom_margin = Cm(1.6)


def _section(document: Document, section: Section, level: int) -> None:
    document.add_heading(printable(section.heading), level)
    for block in section.blocks:
        _block(document, block)
    for part in section.parts:
        _section(document, part, level + 1)


def _block(document: Document, block: Block) -> None:
    if isinstance(block, Paragraph):
        document.add_paragraph(printable(block.text))
    elif isinstance(block, Bullets):
        for point in block.points:
            document.add_paragraph(printable(point), style="List Bullet")
    elif isinstance(block, Gap):
        run = document.add_paragraph().add_run(f"[{printable(block.text)}]")
        run.italic, run.font.color.rgb = True, RGBColor(0xA0, 0x40, 0x00)
    elif isinstance(block, Picture):
        _picture(document, block)
    else:
        _table(document, block)


def _picture(document: Document, picture: Picture) -> None:
    paragraph = document.add_paragraph()
    image = io.BytesIO(drawn(picture.figure, ".png"))
    shape = paragraph.add_run().add_picture(image, width=Cm(12.5))
    shape._inline.docPr.set("descr", printable(str(picture.figure.get_label())))
    paragraph.paragraph_format.keep_with_next = True
    document.add_paragraph(printable(picture.caption), style="Caption")


def _table(document: Document, table: Table) -> None:
    caption = document.add_paragraph(printable(f"{table.title}. {table.note}."), style="Caption")
    caption.paragraph_format.keep_with_next = True
    grid = document.add_table(rows=1, cols=1 + len(table.columns))
    grid.style = document.styles["Light List Accent 1"]
    grid.autofit, words = False, columns_of_words(table)
    size = Pt(7.5 if len(table.columns) > NUMBERS else 8.5)
    for column, text in enumerate(("", *table.columns), start=-1):
        cell = grid.rows[0].cells[column + 1]
        _write(cell, text, size, bold=True)
        if column >= 0 and column not in words:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _repeat(grid.rows[0])
    for row in table.rows:
        cells = grid.add_row().cells
        _write(cells[0], row.label, size, bold=row.strong)
        for column, (cell, given) in enumerate(zip(cells[1:], row.cells, strict=True)):
            text = f"{given.text}\n{given.range}" if given.range else given.text
            _write(cell, text, size, bold=row.strong)
            if column not in words:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    label = LABEL if len(table.columns) <= NUMBERS else NARROW
    widths = [label, *[(WIDTH - label) // len(table.columns)] * len(table.columns)]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
    document.add_paragraph()


def _write(cell: _Cell, text: str, size: Pt, bold: bool) -> None:
    run = cell.paragraphs[0].add_run(printable(text))
    run.font.size, run.bold = size, bold


def _repeat(row: _Row) -> None:
    """Mark a row as a heading that is repeated on every page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _fixed(content: bytes) -> bytes:
    """Return the file with fixed times inside."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as kept,
    ):
        for name in given.namelist():
            kept.writestr(zipfile.ZipInfo(name, FIXED.timetuple()[:6]), given.read(name))
    return buffer.getvalue()
