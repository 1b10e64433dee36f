"""An attachment as a Word document: real headings, tables, captions and alt texts."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt, RGBColor

from sroi.figures.style import figure_content
from sroi.languages import language_of
from sroi.loader.terms import locale
from sroi.report.blocks import Bullets, Gap, Paragraph, Picture, Small
from sroi.report.files import FIXED
from sroi.report.plain import printable
from sroi.report.sheets import picture_sheet
from sroi.report.widths import fitted
from sroi.report.word_front import write_front
from sroi.tables.cells import columns_of_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.section import Section as Sheet
    from docx.table import _Cell, _Row

    from sroi.report.blocks import Attachment, Block, Section
    from sroi.report.sheets import PictureSheet
    from sroi.report.widths import Fitted

FONT, TABLE = "Arial", "Light List Accent 1"
UNUSED = ("stylesWithEffects", "customXml", "thumbnail")  # parts of the template of python-docx
GREY, RUST = RGBColor(0x6B, 0x6B, 0x6B), RGBColor(0xA0, 0x40, 0x00)


def word(attachment: Attachment) -> bytes:
    """Return the attachment as .docx."""
    document = docx.Document()
    _lighten(document)
    _prepare(document, attachment)
    if attachment.front:
        write_front(document, attachment.front)
        if attachment.sections:
            _lay_out(document.add_section())
    else:
        document.add_heading(printable(attachment.title), 0)
        document.add_paragraph(printable(attachment.subtitle), style="Subtitle")
    for section in attachment.sections:
        _section(document, section, 1)
    buffer = io.BytesIO()
    document.save(buffer)
    return _fixed(buffer.getvalue())


def _lighten(document: Document) -> None:
    """Drop what the template brings and nothing here uses: four fifths of the file."""
    for relations in (document.part.rels, document.part.package.rels):
        for name in [n for n, r in relations.items() if r.reltype.endswith(UNUSED)]:
            del relations[name]
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in (TABLE, "Normal Table"):
            style.delete()


def _prepare(document: Document, attachment: Attachment) -> None:
    _lay_out(document.sections[0])
    about = document.core_properties
    about.title, about.keywords = printable(attachment.title)[:250], attachment.keywords[:250]
    about.author, about.language = "sroi", locale(language_of(attachment.language)).tag
    about.created = about.modified = FIXED
    normal = document.styles["Normal"]
    normal.font.size = Pt(9.5)
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        fonts.attrib.clear()  # the template's fonts, by theme
        for name in ("w:ascii", "w:hAnsi", "w:cs"):
            fonts.set(qn(name), FONT)
    for style in ("Normal", "List Bullet", "Caption"):
        document.styles[style].paragraph_format.space_after = Pt(3)
    language = _element("w:lang", locale(language_of(attachment.language)).tag)
    normal.element.get_or_add_rPr().append(language)
    stop = document.settings.element.find(qn("w:defaultTabStop"))
    stop.addnext(_element("w:autoHyphenation", "true"))


def _element(name: str, value: str) -> BaseOxmlElement:
    element = OxmlElement(name)
    element.set(qn("w:val"), value)
    return element


def _lay_out(page: Sheet) -> None:
    page.orientation = WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.2)
    page.top_margin = page.bottom_margin = Cm(1.6)


def _lay_out_for(page: Sheet, sheet: PictureSheet) -> None:
    """Give a page of its own to a picture that is wider than the text."""
    _lay_out(page)
    page.left_margin = page.right_margin = Cm(1.6)
    if sheet.lying:
        page.orientation = WD_ORIENT.LANDSCAPE
        page.page_width, page.page_height = page.page_height, page.page_width


def _section(document: Document, section: Section, level: int) -> None:
    if section.heading:
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
        run.italic, run.font.color.rgb = True, RUST
    elif isinstance(block, Small):
        run = document.add_paragraph().add_run(printable(block.text))
        run.font.size, run.font.color.rgb = Pt(7), GREY
    elif isinstance(block, Picture):
        _picture_in_place(document, block)
    else:
        for part in fitted(block):
            _table(document, part)


def _picture_in_place(document: Document, picture: Picture) -> None:
    """Write a picture among the text, or on a page of its own."""
    sheet = picture_sheet(picture.figure)
    if sheet is None:
        _picture(document, picture, 12.5)
        return
    _lay_out_for(document.add_section(), sheet)
    _picture(document, picture, sheet.width)
    _lay_out(document.add_section())


def _picture(document: Document, picture: Picture, width: float) -> None:
    paragraph = document.add_paragraph()
    image = io.BytesIO(figure_content(picture.figure, ".png"))
    shape = paragraph.add_run().add_picture(image, width=Cm(width))
    shape._inline.docPr.set("descr", printable(str(picture.figure.get_label())))
    paragraph.paragraph_format.keep_with_next = True
    document.add_paragraph(printable(picture.caption), style="Caption")


def _table(document: Document, fitted: Fitted) -> None:
    table = fitted.table
    caption = document.add_paragraph(printable(f"{table.title}. {table.note}."), style="Caption")
    caption.paragraph_format.keep_with_next = True
    grid = document.add_table(rows=1, cols=1 + len(table.columns))
    grid.style, grid.autofit = document.styles[TABLE], False
    words, size = columns_of_words(table), Pt(fitted.size)
    _texts(grid.rows[0], ["", *table.columns], words, size, bold=True)
    _mark(grid.rows[0], "w:tblHeader")  # repeated on every page
    for row in table.rows:
        texts = [f"{cell.text}\n{cell.range}" if cell.range else cell.text for cell in row.cells]
        _texts(grid.add_row(), [row.label, *texts], words, size, bold=row.strong)
    for row_made in grid.rows:
        _mark(row_made, "w:cantSplit")
    for column, width in zip(grid.columns, fitted.widths, strict=True):
        column.width = Pt(width)
        for cell in column.cells:
            cell.width = Pt(width)
    document.add_paragraph()


def _texts(row: _Row, texts: Sequence[str], words: Sequence[int], size: Pt, bold: bool) -> None:
    """Write a row: its label and columns of words from the left, numbers to the right."""
    for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True), start=-1):
        _write(cell, text, size, bold)
        if column >= 0 and column not in words:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _write(cell: _Cell, text: str, size: Pt, bold: bool) -> None:
    run = cell.paragraphs[0].add_run(printable(text))
    run.font.size, run.bold = size, bold


def _mark(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(_element(name, "true"))


def _fixed(content: bytes) -> bytes:
    """Return the file compressed, with fixed times inside."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, FIXED.timetuple()[:6])
            target.writestr(entry, source.read(name), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
