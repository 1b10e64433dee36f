"""Which kind of file a run or a comparison is written as, by the ending of its name."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from sroi import tidy
from sroi.errors import UsageError
from sroi.record import as_json
from sroi.report import text
from sroi.report.files import write_whole
from sroi.report.workbook import workbook
from sroi.tables.page import Page

Plain = Mapping[str, Any]
Writer = Callable[[Page, Plain], bytes]


def _frame(record: Plain) -> pd.DataFrame:
    runs = record["scenarios"].values() if "scenarios" in record else [record]
    rows = [row for run in runs for row in tidy.rows(run)]
    return pd.DataFrame([*rows, *tidy.difference_rows(record)], columns=list(tidy.COLUMNS))


RUN: dict[str, Writer] = {
    ".json": lambda page, record: as_json(dict(record)).encode(),
    ".csv": lambda page, record: text.csv(_frame(record)),
    ".md": lambda page, record: text.markdown(page),
    ".xlsx": lambda page, record: workbook(page),
}
COMPARE: dict[str, Writer] = RUN | {".tex": lambda page, record: text.latex(page)}


def write(path: Path, kinds: Mapping[str, Writer], page: Page, record: Plain) -> None:
    """Write a page or its record to a file of the kind its name ends in."""
    write_whole(path, kinds[kind(path, kinds)](page, record))


def kind(path: Path, kinds: Mapping[str, Writer]) -> str:
    """Return the ending of a file's name; ``UsageError`` for an unknown one or no such folder."""
    ending = path.suffix.lower()
    if ending not in kinds:
        raise UsageError(f"{path.name} ends in none of {', '.join(kinds)}")
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}")
    return ending
