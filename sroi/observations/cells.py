"""RawCells of a table as numbers, periods and words; what is refused is never quoted."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sroi.errors import Problem, Text
from sroi.loader.sheets import NO_VALUE, Day, Unusable
from sroi.observations.tables import meanings
from sroi.schema.periods import HOW_TO_WRITE, period_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sroi.errors import Message, Raw
    from sroi.observations.tables import RawCells, RawTable
    from sroi.schema.periods import Period

GREATEST = 1e15
NUMBER = {  # by the marks that may stand before decimals
    marks: re.compile(rf"([-+]?)(\d{{1,3}}(?:[ ]\d{{3}})+|\d+)(?:[{marks}](\d+))?")
    for marks in (",", ".", ",.")
}
MADE_BY_SPREADSHEET = re.compile(  # 2-feb, maj-24, or a whole date
    r"\d{1,2}[-/.][a-zåäö]{3,}|[a-zåäö]{3,}[- ]\d{2,4}|\d{4}-\d\d-\d\d.*", re.IGNORECASE
)
AS_TEXT = "format the column as text and write it anew: the spreadsheet has made a date of it"
DAMAGED = "a date where a number belongs"


@dataclass
class RowReader:
    """Reads the cells of one row, and keeps what is wrong with them."""

    table: RawTable
    row: int
    cells: RawCells
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, column: str, what: Message, hint: Message) -> None:
        """Keep what is wrong with a cell."""
        self.problems.append(Problem("", self.table.where(self.row, column), what, hint))

    def text(self, column: str) -> str:
        """Return the text in a cell; a number as it would be typed."""
        raw = self._usable(column)
        if isinstance(raw, float) and raw.is_integer():
            raw = int(raw)
        return "" if raw is None else " ".join(str(raw).split())

    def number(self, column: str) -> float | None:
        """Return the number in a cell, None where it is empty or wrong."""
        raw = self._usable(column)
        if isinstance(raw, str):
            return self._typed(column, " ".join(unicodedata.normalize("NFKC", raw).split()))
        if raw is not None and not abs(raw) <= GREATEST:
            self.wrong(column, "a number beyond counting", "check it")
            return None
        return None if raw is None else float(raw)

    def whole(self, column: str) -> float | None:
        """Return the whole number in a cell, 0 or more."""
        number = self.size(column)
        if number is not None and number != int(number):
            self.wrong(column, "not a whole number", "write how many, as a whole number")
            return None
        return number

    def size(self, column: str) -> float | None:
        """Return the number in a cell, 0 or more."""
        number = self.number(column)
        if number is not None and number < 0:
            self.wrong(column, "a number below 0", "write 0 or more; leave empty what is not known")
            return None
        return number

    def period(self) -> Period | None:
        """Return the period of the row."""
        raw = self._usable("period")
        period = period_in(raw)
        if period is None and not self._is_wrong("period"):
            what = "no period" if raw is None else "not a period"
            self.wrong("period", what, HOW_TO_WRITE)
        return period

    def word(self, column: str, known: Iterable[str]) -> str:
        """Return one of some words, written in any language; empty where there is none."""
        raw = self.text(column).casefold()
        if not raw:
            return ""
        name = meanings("observation_word").get(raw, raw)
        if name in known:
            return name
        listed = ", ".join(known)
        self.wrong(column, "not one of the words", Text("write one of {names}", names=listed))
        return ""

    def _is_wrong(self, column: str) -> bool:
        where = self.table.where(self.row, column)
        return any(problem.where == where for problem in self.problems)

    def _usable(self, column: str) -> Raw:
        raw = self.table.cell(self.cells, column)
        if not isinstance(raw, Unusable):
            return raw
        if raw is NO_VALUE:
            self.wrong(column, raw.what, raw.hint)
        elif isinstance(raw, Day):
            self.wrong(column, "a date where a number or text belongs", AS_TEXT)
        else:
            hint = "mend it, or type what belongs here"
            self.wrong(column, "the cell holds neither a number nor text", hint)
        return None

    def _typed(self, column: str, text: str) -> float | None:
        """Return the number that text is, after its own file's marks."""
        plain = re.sub(r"^[\u2212\u2013\u2012]", "-", text)
        marks = self.table.decimal or ",."
        match = NUMBER[marks].fullmatch(plain)
        if match is None:
            self.wrong(column, *self._advice(plain, marks[0]))
            return None
        sign, whole, decimals = match.groups()
        number = float(f"{sign}{whole.replace(' ', '')}.{decimals or 0}")
        if abs(number) > GREATEST:
            self.wrong(column, "a number beyond counting", "check it")
            return None
        return number

    def _advice(self, text: str, mark: str) -> tuple[Message, Message]:
        """Return what is wrong with text where a number belongs, and how to write it."""
        if "%" in text:
            hint = Text("write {given} for 25 per cent", given=f"0{mark}25")
            return "a per cent sign in a number", hint
        if text.startswith(("=", "@")):
            return "a formula where a number belongs", "write the number that it gives"
        if MADE_BY_SPREADSHEET.fullmatch(text):
            return DAMAGED, AS_TEXT
        if re.search(r"[^\W\d_]", text):
            return "words in a number", "write digits alone, and the words in note"
        return "not a number", Text("write digits, with {mark} before decimals", mark=f"»{mark}«")
