"""A workbook as it was saved: its sheets, the part that each holds, and its language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sroi.errors import Mark, Problem, ScenarioError, SheetCell, Text
from sroi.intake.columns import PROGRAMME, TABLES, YOUNG
from sroi.intake.frame import PARTS, cells_of, sheet_parts
from sroi.intake.layout import header_of
from sroi.intake.questions import question_sheet
from sroi.intake.words import bare, choices, listed_words
from sroi.loader.sheets import cell_mark, filled, sheets
from sroi.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from sroi.errors import Message, Raw
    from sroi.languages import Language
    from sroi.loader.sheets import Rows

FEWEST = 5  # questions by which the sheet of the programme is known
START = Text("start with: {command}", command="sroi new FILE.xlsx")


@dataclass(frozen=True)
class Workbook:
    """A filled-in workbook: its sheets in order, and which of them hold which part."""

    path: Path
    sheets: Sequence[tuple[str, Rows]]

    @classmethod
    def at(cls, path: Path) -> Workbook:
        """Read a workbook; ``ScenarioError`` where there is none."""
        return cls(path, sheets(path))

    @cached_property
    def named(self) -> Mapping[str, str]:
        """Return the part, or the use, of each sheet that has the name of one."""
        names = (name for name, _ in self.sheets)
        return {name: sheet_parts()[bare(name)] for name in names if bare(name) in sheet_parts()}

    @cached_property
    def renamed(self) -> Mapping[str, str]:
        """Return the part of each other sheet that has the columns of one."""
        others = [(name, rows) for name, rows in self.sheets if name not in self.named]
        parts = {name: next(filter(_holding(rows), PARTS), "") for name, rows in others}
        return {name: part for name, part in parts.items() if part}

    @cached_property
    def parts(self) -> Mapping[str, tuple[str, Rows]]:
        """Return the name and the rows of the first sheet of every part."""
        of_sheet = {**self.renamed, **self.named}
        first: dict[str, tuple[str, Rows]] = {}
        for name, rows in sorted(self.sheets, key=lambda sheet: sheet[0] in self.renamed):
            if of_sheet.get(name) in PARTS:
                first.setdefault(of_sheet[name], (name, rows))
        return first

    @cached_property
    def language(self) -> Language:
        """Return the language it is filled in: what it says, else that of its sheets' names."""
        said = self.answer("language")
        column = next(column for column in PROGRAMME if column.key == "language")
        chosen = choices(column).get(bare(said)) if isinstance(said, str) else None
        return chosen or language_of_sheets(n for n, _ in self.sheets)

    def answer(self, key: str) -> Raw:
        """Return the answer to a question about the programme, as it stands in its cell."""
        if "programme" not in self.parts:
            return None
        sheet, rows = question_sheet(*self.parts["programme"])
        place = sheet.columns.get(key, {}).get("base")
        return None if place is None else sheet.cell(rows[key], place)

    def problems(self) -> Iterator[Problem]:
        """Yield the parts that no sheet holds, or more than one."""
        if not self.parts:
            raise ScenarioError([self._problem("", "this is not the fill-in workbook", START)])
        for part in PARTS:
            if part not in self.parts and part not in YOUNG:
                name = Wording(self.language, "").term(f"fill.{part}")
                what = Text("the sheet {name} is missing", name=name)
                yield self._problem(part, what, "keep it, even if empty")
        for name, part in {**self.renamed, **self.named}.items():
            first = self.parts.get(part, (name, []))[0]
            if first != name:
                what = Text("the sheets {one} and {other} are the same part", one=first, other=name)
                yield self._problem(part, what, "keep one of them")

    def notices(self) -> Iterator[Problem]:
        """Yield the sheets that are not read, or read under another name."""
        for name, part in self.renamed.items():
            known = Wording(self.language, "").term(f"fill.{part}")
            what = Text("the sheet {name} is read as {known}", name=name, known=known)
            yield self._problem("", what, "")
        for name, rows in self.sheets:
            if name not in self.named and name not in self.renamed and any(filled(rows)):
                what = Text("the sheet {name} is not the workbook’s and is not read", name=name)
                yield self._problem("", what, "")
            elif self.named.get(name) == "start":
                yield from self._unread(name, rows)

    def _unread(self, name: str, rows: Rows) -> Iterator[Problem]:
        """Yield what somebody has written on the sheet that says what to do."""
        guide = {bare(text) for text in listed_words("fill.guide")}
        for number, row in filled(rows):
            for place, cell in cells_of(row):
                if bare(str(cell)) not in guide:
                    what = Text("“{text}” is not read", text=str(cell))
                    yield Problem("", cell_mark(self.path, name, number, place), what)

    def _problem(self, path: str, what: Message, hint: Message) -> Problem:
        name = Wording(self.language, "").term(f"fill.{path}") if path else ""
        return Problem(path, Mark(str(self.path), cell=SheetCell(name, address=name)), what, hint)


def language_of_sheets(names: Iterable[str]) -> Language:
    """Return the language that sheets are named in, Swedish where that says nothing.

    >>> language_of_sheets(["Costs", "Mine"]), language_of_sheets(["Kostnader"])
    ('en', 'sv')
    """
    english = {bare(Wording("en", "SEK").term(f"fill.{part}")) for part in PARTS}
    return "en" if english & set(map(bare, names)) else "sv"


def _holding(rows: Rows) -> Raw:
    """Return what says whether these rows hold a part: its questions, or its usual columns."""

    def holds(part: str) -> bool:
        if part == "programme":
            return len(question_sheet("", rows)[1]) >= FEWEST
        present = header_of(part, rows).places
        usual = [c.key for c in TABLES[part] if c.kind != "id" and not c.seldom]
        return all(key in present for key in usual)

    return holds
