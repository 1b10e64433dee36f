"""Which kind of file an answer is written as, by the ending of its name."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sroi.errors import UsageError
from sroi.record import as_json
from sroi.report import text
from sroi.report.files import write_whole
from sroi.report.workbook import workbook
from sroi.tables.cells import Page

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Plain = Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    """What a command says: to read, to process, in rows for a spreadsheet, and as a picture.

    ``figure`` is drawn only when asked for; None where there is nothing to draw.
    """

    page: Page
    record: Plain
    rows: Callable[[], Iterable[Plain]]
    figure: "Callable[[], Figure] | None" = None

    @property
    def frame(self) -> pd.DataFrame:
        """Return the rows as a table."""
        return pd.DataFrame(list(self.rows()))


KINDS: dict[str, Callable[[Answer], bytes]] = {
    ".json": lambda answer: as_json(dict(answer.record)).encode(),
    ".csv": lambda answer: text.csv(answer.frame),
    ".md": lambda answer: text.markdown(answer.page),
    ".xlsx": lambda answer: workbook(answer.page),
    ".tex": lambda answer: text.latex(answer.page),
}
FIGURES = (".svg", ".png", ".pdf")


def write(path: Path, answer: Answer) -> None:
    """Write an answer to a file of the kind its name ends in."""
    write_whole(path, KINDS[kind(path, KINDS)](answer))


def draw(path: Path, answer: Answer) -> None:
    """Write an answer's figure to a file; ``UsageError`` where there is nothing to draw."""
    from sroi.figures.style import content

    if answer.figure is None:
        raise UsageError("there is nothing to draw here")
    write_whole(path, content(answer.figure(), kind(path, FIGURES)))


def kind(path: Path, kinds: Iterable[str]) -> str:
    """Return the ending of a file's name; ``UsageError`` for an unknown one or no such folder."""
    ending = path.suffix.lower()
    if ending not in kinds:
        raise UsageError(f"{path.name} ends in none of {', '.join(kinds)}")
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}")
    return ending
