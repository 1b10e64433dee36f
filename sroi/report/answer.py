"""What a command says, before it is written anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import ModuleType

    from matplotlib.figure import Figure

    from sroi.tables.cells import Page
    from sroi.wording import Wording

ResultRecord = Mapping[str, Any]


def pictures(question: str) -> ModuleType:
    """Return the pictures of a question, imported only when one is drawn."""
    return import_module(f"sroi.questions.{question}.figure")


@dataclass(frozen=True)
class CommandResult:
    """What a command says: to read, to process, in rows for a spreadsheet, and as a picture.

    ``figure`` is drawn only when asked for, and may raise ``UsageError`` where there is nothing to
    draw. ``wording`` is that of the rows in a spreadsheet; without it they are for programs alone.
    ``book`` is an Excel book of its own, where the page's tables alone would not do. ``names`` is
    what the scenarios call the items of the rows, by part and id; ``figures`` are those of a paper
    where one picture would not have room on a page.
    """

    page: Page
    record: ResultRecord
    rows: Callable[[], Iterable[ResultRecord]]
    figure: Callable[[], Figure]
    wording: Wording | None = None
    book: Callable[[], bytes] | None = None
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    figures: Callable[[], Iterable[Figure]] | None = None
