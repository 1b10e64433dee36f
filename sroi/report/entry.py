"""What the cells of one column say of one entry, and what is wrong with them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sroi.loader.advice import readings
from sroi.loader.sheets import Unusable
from sroi.report.columns import Column
from sroi.report.frame import ENDS, has_ends

Cells = Mapping[str, Any]  # by "base", "low" and "high", where there is such a column
NUMBERS = ("number", "plain")
AS_NUMBER = "set the cell's format to Number and type the number again, without spaces or units"
AS_YEARS = "set the cell's format to Text and type the years again, such as 2027 or 2027-2029"
AS_TEXT = "set the cell's format to Text and type it again"


@dataclass(frozen=True)
class Fault:
    """One cell that cannot be read: which of the three, what is wrong, and what to do."""

    end: str
    what: str
    hint: str


def faults(column: Column, cells: Cells) -> Iterator[Fault]:
    """Yield the cells that cannot be read; where each can, what does not fit together."""
    alone = [fault for end, cell in cells.items() for fault in _of_one(column, end, cell)]
    yield from alone or _together(column, cells)


def _of_one(column: Column, end: str, cell: Any) -> Iterator[Fault]:  # noqa: ANN401 - a cell
    if isinstance(cell, Unusable):
        yield Fault(end, cell.what, cell.hint or _format(column))
    elif isinstance(cell, str) and column.kind in NUMBERS and not _is_word(cell):
        both = readings(cell.strip())
        doubt = f"do you mean {both[0]} or {both[1]}?; " if both else ""
        yield Fault(end, f"the cell holds text, {cell!r}", doubt + AS_NUMBER)


def _format(column: Column) -> str:
    """Return how a cell of a column is typed again so that it holds what it should."""
    if column.kind in NUMBERS:
        return AS_NUMBER
    return AS_YEARS if column.kind == "years" else AS_TEXT


def _is_word(text: str) -> bool:
    """Return whether a text may stand where a number belongs."""
    return text.startswith("lib.") or text == "missing"


def _together(column: Column, cells: Cells) -> Iterator[Fault]:
    ends = [end for end in ENDS[1:] if cells.get(end) is not None]
    if not ends:
        return
    base = cells.get("base")
    if not has_ends(column):
        yield Fault(ends[0], f"low or high for {column.key}, which has none", "empty the cell")
    elif isinstance(base, str):
        yield Fault("base", f"low and high beside {base}", "empty the cells for low and high")
    elif absent := [end for end in ENDS if end not in cells]:
        key = column.key if absent[0] == "base" else f"{column.key}.{absent[0]}"
        yield Fault(ends[0], f"the column {key} is missing", "put it back, or empty this cell")
    elif base is None or len(ends) < 2:
        what = "an uncertain number is a value with both low and high"
        yield Fault(ends[0], what, "fill in all three cells, or the value alone")


def value(column: Column, cells: Cells) -> Any:  # noqa: ANN401 - what a scenario file may hold
    """Return what cells without faults say, None where they are empty."""
    base = cells.get("base")
    if column.kind in NUMBERS and cells.get("low") is not None:
        return {end: whole(cells[end]) for end in ENDS}
    if base is None or column.kind in (*NUMBERS, "years"):
        return whole(base)
    return str(whole(base))


def whole(number: Any) -> Any:  # noqa: ANN401 - whatever a cell holds
    """Return 3.0 as 3: spreadsheets keep every number as a decimal one."""
    return int(number) if isinstance(number, float) and number.is_integer() else number
