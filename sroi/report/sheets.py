"""On what kind of page a picture stands that is wider than a column of text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INCH = 2.54  # centimetres
COLUMN = 17.0  # a picture that is no wider stands among the text
LONG, SHORT = 26.5, 17.8  # of a page of A4 within margins of 1.6
CAPTION = 1.5  # beneath the picture


@dataclass(frozen=True)
class PictureSheet:
    """A page of its own, lying or standing, and how wide the picture is on it in centimetres."""

    lying: bool
    width: float

    @property
    def name(self) -> str:
        """Return what the page is called in a stylesheet."""
        return "lying" if self.lying else "standing"


def picture_sheet(figure: Figure) -> PictureSheet | None:
    """Return the page on which a wide picture is largest; None for one that needs none.

    A picture 26.7 cm wide and 11 high lies, nearly as large as drawn; one 40 high stands, at 0.62
    of its size: 25 cm high.
    """
    width, height = (float(side) * INCH for side in figure.get_size_inches())
    if width <= COLUMN:
        return None
    lying = min(1.0, LONG / width, (SHORT - CAPTION) / height)
    standing = min(1.0, SHORT / width, (LONG - CAPTION) / height)
    return PictureSheet(lying >= standing, width * max(lying, standing))
