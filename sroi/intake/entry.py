"""What the cells of one column say of one entry, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sroi.arithmetic.quantities import ONCOST, RATE
from sroi.errors import Text
from sroi.intake.frame import ENDS, has_ends
from sroi.intake.words import (
    APART,
    MISSING,
    UNPRICED,
    bare,
    choices,
    closest_words,
    is_example,
    not_known,
    offered_word,
    unpriced,
)
from sroi.loader.advice import readings
from sroi.loader.sheets import Day, Unusable
from sroi.loader.typed import raw_of, text_of, units_of
from sroi.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sroi.arithmetic.quantities import Quantity
    from sroi.errors import Message, Raw
    from sroi.intake.columns import Column
    from sroi.languages import Language
    from sroi.loader.typed import Units

EntryCells = Mapping[str, Any]  # by "base", "low" and "high", where there is such a column
COUNTED = re.compile(r"(\d+)\s+(?:av|of)\s+(\d+)", re.IGNORECASE)
MONTH = re.compile(r"(\d{4})[-/. ]?(\d{1,2})|(\d{1,2})[-/. ](\d{4})|([^\W\d]+)\.? +(\d{4})")
SHARE = re.compile(r"\s*(\D.*?)\s*[:=]?\s*(\d+(?:[.,]\d+)?)\s*%\s*(?:[;,+]|$)")
DASHES = re.compile(r"\s*(?:[-\u2010-\u2015\u2212]|\btill\b|\bto\b)\s*")
SERIALS = range(1990, 2101)  # a date that a cell shows for a year typed where dates belong
AS_NUMBER = "set the format of the cell to Number and type the number again"
AS_YEARS = "set the format of the cell to Text and type the years again, such as 2027-2029"
AS_TEXT = "set the format of the cell to Text and type it again"
AMOUNT_TYPED = re.compile(r"([-+]?[\d.,]+)(?:kr|sek)?\.?", re.IGNORECASE)
EMPTY_ENDS = "empty the cells for low and high"


@dataclass(frozen=True)
class CellFault:
    """One cell that cannot be read: which of the three, what is wrong, and what to do."""

    end: str
    what: Message
    hint: Message


@dataclass(frozen=True)
class Reader:
    """How cells are read: the language and currency of the workbook, and the names in it.

    ``names`` has, by sheet, the id that each name stands for, and ``shown`` the names as written.
    """

    language: Language
    currency: str = "SEK"
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def wording(self) -> Wording:
        """Return the words of the workbook's language."""
        return Wording(self.language, self.currency)

    def number(self, value: float) -> str:
        """Return a number as it is typed, every digit of it."""
        return text_of(value, None, self.language)

    def sheet(self, part: str) -> str:
        """Return what the sheet of a part is called."""
        return self.wording.term(f"fill.{part}")

    def heading(self, column: Column) -> str:
        """Return what a column is called."""
        return self.wording.term(column.term)


class UnreadableError(Exception):
    """A cell that cannot be read, with what is wrong and what to do."""

    def __init__(self, what: Message, hint: Message) -> None:
        """Keep the two messages."""
        super().__init__(what, hint)
        self.what, self.hint = what, hint


def entry_content(
    column: Column, cells: EntryCells, quantity: Quantity, reader: Reader
) -> tuple[Any, Sequence[CellFault]]:
    """Return what the cells of a column say, None where they are empty; and what is wrong."""
    values: dict[str, Any] = {}
    faults: list[CellFault] = []
    for end, cell in cells.items():
        try:
            values[end] = None if cell is None else _read(column, cell, quantity, reader)
        except UnreadableError as error:
            faults.append(CellFault(end, error.what, error.hint))
    faults += [] if faults else _together(column, values, reader)
    if faults:
        return None, faults
    uncertain = values.get("low") is not None
    return ({end: values[end] for end in ENDS} if uncertain else values.get("base")), ()


def _read(column: Column, cell: Raw, quantity: Quantity, reader: Reader) -> Raw:
    """Return what one cell says; ``UnreadableError`` where that cannot be told."""
    if isinstance(cell, str) and is_example(cell):
        what = Text("{given} is an example of the workbook's", given=cell)
        raise UnreadableError(what, "write over it, or empty the cell")
    if isinstance(cell, Day) and column.kind in ("year", "years"):
        return _year_of(cell)
    if isinstance(cell, Day) and column.kind == "month":
        return _month(column, cell, quantity, reader)
    if isinstance(cell, Unusable):
        raise UnreadableError(cell.what, cell.hint or _format(column))
    read = READERS.get(column.kind, _text)
    return read(column, cell, quantity, reader)


def _format(column: Column) -> str:
    """Return how a cell of a column is typed again so that it holds what it should."""
    if column.kind in ("number", "whole", "year"):
        return AS_NUMBER
    return AS_YEARS if column.kind == "years" else AS_TEXT


def _year_of(day: Day) -> int:
    """Return the year of a date that says nothing more than its year."""
    if day.only_year:
        return day.date.year
    if day.serial in SERIALS:
        hint = Text(
            "set the format of the cell to General: it then shows {year}", year=int(day.serial)
        )
    else:
        hint = Text("write the year alone, such as {year}", year=day.date.year)
    raise UnreadableError(day.what, hint)


def _text(_: Column, cell: Raw, __: Quantity, reader: Reader) -> str:
    return cell.strip() if isinstance(cell, str) else reader.number(whole_number(cell))


def _number(column: Column, cell: Raw, quantity: Quantity, reader: Reader) -> Raw:
    """Return a number, that it is missing, or the name of a value of a library."""
    if isinstance(cell, str):
        if bare(cell) in not_known():
            return MISSING
        if bare(cell) in unpriced():
            return UNPRICED
        if counted := COUNTED.fullmatch(cell.strip()):
            return {"events": int(counted[1]), "of": int(counted[2])}
        if cell.strip().startswith("lib."):
            return cell.strip()
        units = {**units_of(quantity, reader.currency), **_unchanging(column)}
        value = _typed(cell, units, reader)
        if "%" in cell:
            return value
    else:
        value = whole_number(cell)
    most = 1.0 if quantity in (RATE, ONCOST) else 1.0 + 1e-9
    if quantity.in_percent and most <= abs(value) <= 100.0:
        percent = f"{reader.number(value)} %"
        what = Text("{given} is {share}", given=reader.number(value), share=_percent(value, reader))
        raise UnreadableError(what, Text("do you mean {share}? Write it so", share=percent))
    return value


def _percent(value: float, reader: Reader) -> str:
    return f"{reader.number(round(100.0 * value, 6))} %"


def _unchanging(column: Column) -> Units:
    """Return the units of a column that are those it is asked for in."""
    return dict.fromkeys(column.units, Decimal(1))


def _typed(cell: str, units: Units, reader: Reader) -> int | float:
    """Return the number that text is; a question where it may be two."""
    value = raw_of(cell, reader.language, units)
    amount = AMOUNT_TYPED.fullmatch("".join(cell.split()))
    if amount and (both := readings(amount[1])):
        thousands, decimals = both
        one, other = reader.number(int(thousands)), reader.number(_decimal(decimals))
        hint = Text("do you mean {one} or {other}? Write it so", one=one, other=other)
        raise UnreadableError(Text("{given} can be read in two ways", given=cell), hint)
    if isinstance(value, str):
        example = Text("{one} or {other}", one=reader.number(1250), other=reader.number(12.5))
        hint = Text(
            "write the number alone, such as {example}; or that it is not known: {word}",
            example=example,
            word=reader.wording.term("fill.not_known"),
        )
        raise UnreadableError(Text("“{given}” is not a number", given=cell), hint)
    return float(value) if isinstance(value, float) else int(value)


def _decimal(text: str) -> float:
    return float(text.replace(",", "."))


def _whole(column: Column, cell: Raw, _: Quantity, reader: Reader) -> int:
    """Return a whole number, such as a year."""
    value = _typed(cell, _unchanging(column), reader) if isinstance(cell, str) else cell
    if not float(value).is_integer():
        what = Text("{given} is not a whole number", given=reader.number(value))
        raise UnreadableError(what, "write a whole number")
    return int(value)


def _years(_: Column, cell: Raw, __: Quantity, reader: Reader) -> Raw:
    """Return a year, or years with a plain hyphen between them."""
    if not isinstance(cell, str):
        return whole_number(cell)
    plain = DASHES.sub("-", cell.strip())
    if not re.fullmatch(r"\d{4}(-\d{4})?", plain):
        what = Text("“{given}” is not a year or years", given=cell)
        raise UnreadableError(what, "write 2027, or 2027-2029")
    return plain if "-" in plain else int(plain)


def _month(_: Column, cell: Raw, __: Quantity, reader: Reader) -> str:
    """Return a month as a file writes it, of 2017-09, 09/2017, sep 2017, or a date in it."""
    if isinstance(cell, Day):
        return f"{cell.date.year}-{cell.date.month:02}"
    match = MONTH.fullmatch(str(whole_number(cell)).strip())
    year, number = _year_and_month(match, reader) if match else ("", 0)
    if not 1 <= number <= 12:
        what = Text("“{given}” is not a month", given=str(cell))
        raise UnreadableError(what, "write 2017-09, or sep 2017")
    return f"{year}-{number:02}"


def _year_and_month(match: re.Match[str], reader: Reader) -> tuple[str, int]:
    """Return the year and the number of a month that is typed; 0 for a name of none."""
    if match[5]:
        names = reader.wording.term("fill.months").split(APART)
        begun = [n for n, name in enumerate(names, 1) if name.startswith(bare(match[5])[:3])]
        return match[6], begun[0] if len(bare(match[5])) > 2 and begun else 0
    return (match[1], int(match[2])) if match[1] else (match[4], int(match[3]))


def _shares(column: Column, cell: Raw, quantity: Quantity, reader: Reader) -> dict[str, float]:
    """Return the share of each that is named: Samtal 25 %, Hembesök 12,5 %."""
    text = str(cell).strip()
    pairs = SHARE.findall(text)
    if not pairs or SHARE.sub("", text).strip():
        what = Text("“{given}” is not names with shares", given=text)
        raise UnreadableError(what, "write such as: Samtal 25 %, Hembesök 12,5 %")
    return {
        _reference(column, name, quantity, reader): _decimal(share) / 100 for name, share in pairs
    }


def _count(_: Column, cell: Raw, __: Quantity, ___: Reader) -> dict[str, int]:
    """Return how many of how many: 44 av 47."""
    counted = COUNTED.fullmatch(str(cell).strip())
    if counted is None:
        what = Text("“{given}” is not how many of how many", given=str(cell))
        raise UnreadableError(what, "write such as: 44 av 47")
    return {"events": int(counted[1]), "of": int(counted[2])}


def _choice(column: Column, cell: Raw, _: Quantity, reader: Reader) -> str:
    """Return the key of a word of a list, in any language, or the id of what else may stand."""
    typed = cell if isinstance(cell, str) else reader.number(whole_number(cell))
    others = reader.names.get(column.refers, {})
    choice = choices(column).get(bare(typed)) or others.get(bare(typed))
    if choice is None:
        words = [offered_word(column, key, reader.wording) for key in column.choices]
        words += reader.labels.get(column.refers, {}).values()
        raise UnreadableError(
            Text("“{given}” is not in the list", given=typed), _nearest(typed, words)
        )
    return choice


def _reference(column: Column, cell: Raw, _: Quantity, reader: Reader) -> str:
    """Return the id of what is named on another sheet."""
    typed = cell.strip() if isinstance(cell, str) else reader.number(whole_number(cell))
    ident = reader.names.get(column.refers, {}).get(bare(typed))
    if ident is None:
        sheet = reader.sheet(column.refers)
        what = Text("“{given}” is not on the sheet {sheet}", given=typed, sheet=sheet)
        names = list(reader.labels.get(column.refers, {}).values())
        none = Text("write it on the sheet {sheet} first", sheet=sheet)
        raise UnreadableError(what, _nearest(typed, names) if names else none)
    return ident


READERS: Mapping[str, Callable[[Column, Raw, Quantity, Reader], Raw]] = {
    "number": _number,
    "whole": _whole,
    "year": _whole,
    "years": _years,
    "month": _month,
    "shares": _shares,
    "count": _count,
    "choice": _choice,
    "reference": _reference,
}


def _nearest(typed: str, names: list[str]) -> Text:
    """Return which of the names is meant, or all of them."""
    if close := closest_words(typed, names):
        return Text("do you mean {name}?", name=close)
    return Text("choose one: {names}", names=", ".join(names[:12]))


def _together(column: Column, values: EntryCells, reader: Reader) -> Iterator[CellFault]:
    """Yield what does not fit together in a number and its low and high."""
    ends = [end for end in ENDS[1:] if values.get(end) is not None]
    if not ends:
        return
    base, heading = values.get("base"), reader.heading(column)
    if not has_ends(column):
        what = Text("{heading} takes one value, without low and high", heading=heading)
        yield CellFault(ends[0], what, "empty the cell")
    elif words := [end for end in ENDS if isinstance(values.get(end), str)]:
        unknown = values[words[0]] == MISSING
        said = reader.wording.term("fill.not_known") if unknown else values[words[0]]
        yield CellFault(words[0], Text("low and high beside {given}", given=said), EMPTY_ENDS)
    elif absent := [end for end in ENDS if end not in values]:
        beside = Text("{heading}: {end}", heading=heading, end=Text(absent[0]))
        named = heading if absent[0] == "base" else beside
        gone = Text("the column {heading} is missing", heading=named)
        yield CellFault(ends[0], gone, "put it back, or empty this cell")
    elif base is None or len(ends) < 2:
        lone = "an uncertain number is a value with both low and high"
        yield CellFault(ends[0], lone, "fill in all three cells, or the value alone")
    elif not values["low"] <= base <= values["high"]:
        low, high = reader.number(values["low"]), reader.number(values["high"])
        template = "low {low}, value {base} and high {high} do not rise"
        fall = Text(template, low=low, base=reader.number(base), high=high)
        yield CellFault("base", fall, "put the least in low and the greatest in high")


def whole_number(number: Raw) -> Raw:
    """Return 3.0 as 3: spreadsheets keep every number as a decimal one."""
    return int(number) if isinstance(number, float) and number.is_integer() else number
