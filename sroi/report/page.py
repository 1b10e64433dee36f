"""An attachment as one HTML file: no script, nothing fetched, prints as A4."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import jinja2
from markupsafe import Markup, escape

from sroi.figures.style import figure_content
from sroi.report.plain import led, printable
from sroi.report.sheets import picture_sheet
from sroi.tables.cells import columns_of_words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sroi.report.blocks import Attachment


def html(attachment: Attachment) -> bytes:
    """Return the attachment as one HTML file in UTF-8."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("sroi", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_printable,
    )
    template = environment.get_template("report.html.j2")
    return template.render(
        attachment=attachment,
        svg=_Pictures().inline,
        sheet=picture_sheet,
        words=columns_of_words,
        led=led,
    ).encode()


def _printable(value: object) -> object:
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


class _Pictures:
    """Writes figures into the page; the ids of each are its own."""

    def __init__(self) -> None:
        self.count = 0

    def inline(self, figure: Figure) -> Markup:
        """Return a figure as an SVG element named by its alt text."""
        self.count += 1
        text = figure_content(figure, ".svg").decode()
        text = text[text.index("<svg") :]
        text = re.sub(r"<metadata>.*?</metadata>\s*|<!--.*?-->\s*", "", text, flags=re.DOTALL)
        text = re.sub(r"<title>.*?</title>\s*", "", text, count=1, flags=re.DOTALL)
        text = re.sub(r'\bid="', f'id="f{self.count}-', text)
        text = re.sub(r'(url\(#|xlink:href="#|href="#)', rf"\g<1>f{self.count}-", text)
        named = escape(printable(str(figure.get_label())))
        return Markup(text.replace("<svg", f'<svg role="img" aria-label="{named}"', 1))
