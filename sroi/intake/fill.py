"""From a filled-in workbook to a scenario file: every problem at once, each with its cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sroi.errors import Mark, Problem, ScenarioError, Text, dotted
from sroi.intake.columns import PROGRAMME, TABLES, column_path, entry_path, quantity_of
from sroi.intake.effects import stated
from sroi.intake.entry import Reader, entry_content
from sroi.intake.frame import ENDS
from sroi.intake.layout import table_sheet
from sroi.intake.naming import names_on, references
from sroi.intake.questions import question_sheet
from sroi.intake.remedies import Remedies
from sroi.loader.document import Document, written
from sroi.loader.reading import resolved
from sroi.loader.sheets import cell_mark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sroi.errors import KeyPath, Message, Raw
    from sroi.intake.columns import Column
    from sroi.intake.layout import FilledSheet
    from sroi.intake.naming import Names
    from sroi.intake.workbook import Workbook
    from sroi.loader.sheets import Rows


@dataclass(frozen=True)
class Transcript:
    """A workbook as the text of a scenario file, and what of it was not read."""

    text: str
    notices: Sequence[Problem] = ()


@dataclass
class Filled:
    """What a workbook says, as the data of a scenario file, with the cell of every value.

    ``cells`` has the cell of whatever is asked for, by dotted path, filled in or not.
    """

    book: Workbook
    reader: Reader
    data: dict[str, Any] = field(
        default_factory=lambda: {"sroi": 1, "uses": ["se"], "programme": {}, "participants": {}}
    )
    marks: dict[KeyPath, Mark] = field(default_factory=dict)
    cells: dict[str, Mark] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)

    def put(self, path: KeyPath, value: Raw, mark: Mark) -> None:
        """Put a value at its place in the scenario."""
        inner = self.data
        for depth, key in enumerate(path[:-1], start=1):
            inner = inner.setdefault(str(key), {})
            self.marks.setdefault(path[:depth], mark)
        inner[str(path[-1])] = value
        self.marks[path] = mark

    def refuse(self, path: KeyPath, mark: Mark, what: Message, hint: Message) -> None:
        """Note a problem and go on."""
        self.problems.append(Problem(dotted(path), mark, what, hint))

    def mark(
        self, sheet: FilledSheet, row: int, place: int, column: Column, end: str = "base"
    ) -> Mark:
        """Return where a cell is, with the heading of its column."""
        heading = self.reader.heading(column)
        if end != "base":
            heading += f", {self.reader.wording.term(f'field.{end}')}"
        return cell_mark(self.book.path, sheet.name, row, place, heading)

    def note_strays(self, part: str, sheet: FilledSheet) -> None:
        """Note what stands on a sheet and belongs nowhere, or is not read."""
        for stray in sheet.strays:
            mark = cell_mark(self.book.path, sheet.name, stray.row, stray.place)
            to = self.problems if stray.hint else self.notices
            to.append(Problem("", mark, stray.what, stray.hint))


def scenario_in(book: Workbook) -> Transcript:
    """Return the scenario a filled-in workbook describes, as the text of a YAML file.

    Raises ``ScenarioError`` with every problem, each at its sheet and cell.
    """
    problems = list(book.problems())
    tables = {
        part: table_sheet(part, *book.parts[part], Reader(book.language).wording)
        for part in TABLES
        if part in book.parts
    }
    reader = _reader(book)
    names = {part: names_on(part, sheet, reader) for part, sheet in tables.items()}
    known, labels = references(names)
    filled_in = Filled(book, _reader(book, known, labels), problems=problems)
    if "programme" in book.parts:
        _programme(filled_in, *book.parts["programme"])
    for part, sheet in tables.items():
        _table(filled_in, part, sheet, names[part])
    _resolve(filled_in)
    text = f"# {book.path.name}\n{written(filled_in.data)}"
    return Transcript(text, [*book.notices(), *filled_in.notices])


def _reader(book: Workbook, *names: Mapping[str, Any]) -> Reader:
    currency = book.answer("currency")
    return Reader(book.language, currency if isinstance(currency, str) else "SEK", *names)


def _resolve(filled_in: Filled) -> None:
    """Raise ``ScenarioError`` where the scenario is wrong, in words of the workbook."""
    book, ours = Mark(str(filled_in.book.path)), filled_in.problems
    marks = {(): book, ("uses", 0): book, **filled_in.marks}
    document = Document(filled_in.data, marks, dict(marks))
    try:
        resolved([document], filled_in.book.path, ours)
    except ScenarioError as error:
        later = [problem for problem in error.problems if problem not in ours]
        remedies = Remedies(filled_in.cells, filled_in.reader.wording)
        refused = [problem.path for problem in ours]
        raise ScenarioError([*ours, *remedies.of(later, refused)]) from None


def _programme(filled_in: Filled, name: str, rows: Rows) -> None:
    """Read the answers to the questions about the programme."""
    sheet, numbers = question_sheet(name, rows)
    filled_in.note_strays("programme", sheet)
    for column in PROGRAMME:
        if column.key in numbers:
            _entry(filled_in, "programme", "", column, sheet, numbers[column.key])


def _table(filled_in: Filled, part: str, sheet: FilledSheet, names: Names) -> None:
    """Read the rows of a part; the effect of an outcome is one choice and its value."""
    filled_in.note_strays(part, sheet)
    for row, key, what, hint in names.faults:
        column = next(column for column in TABLES[part] if column.key == key)
        place = sheet.columns.get(key, {}).get("base", 0)
        filled_in.refuse(
            entry_path(part, f"row {row}"), filled_in.mark(sheet, row, place, column), what, hint
        )
    for row, ident in names.ids.items():
        for column in TABLES[part]:
            if column.kind == "id":
                _note_id(filled_in, part, ident, column, sheet, row)
            else:
                _entry(filled_in, part, ident, column, sheet, row)
        _arrange(filled_in, part, ident)


def _note_id(
    filled_in: Filled, part: str, ident: str, column: Column, sheet: FilledSheet, row: int
) -> None:
    """Note the cell of an id, where there is one."""
    place = sheet.columns.get("id", {}).get("base")
    if place is not None and sheet.cell(row, place) is not None:
        mark = filled_in.mark(sheet, row, place, column)
        path = entry_path(part, ident)
        filled_in.marks[path] = filled_in.cells[dotted((*path, "id"))] = mark


def _entry(
    filled_in: Filled, part: str, ident: str, column: Column, sheet: FilledSheet, row: int
) -> None:
    """Put what the cells of one column say at its place, if they say anything."""
    places, path = sheet.columns.get(column.key, {}), column_path(part, column, ident)
    if "base" in places:
        mark = filled_in.mark(sheet, row, places["base"], column)
        filled_in.cells[dotted(path)] = mark
        if column.kind == "name":
            filled_in.marks.setdefault(entry_path(part, ident), mark)
    cells = {end: sheet.cell(row, places[end]) for end in ENDS if end in places}
    way = _way(filled_in, ident) if column.key == "effect.value" else ""
    value, faults = entry_content(column, cells, quantity_of(part, column, way), filled_in.reader)
    for fault in faults:
        at = filled_in.mark(sheet, row, places[fault.end], column, fault.end)
        filled_in.refuse(path, at, fault.what, fault.hint)
    if value is not None:
        filled_in.put(path, value, mark)


def _way(filled_in: Filled, ident: str) -> str:
    """Return how the effect of an outcome is stated, as far as its cells have been read."""
    outcome = filled_in.data.get("outcomes", {}).get(ident, {})
    return str(outcome.get("effect", {}).get("kind", ""))


def _arrange(filled_in: Filled, part: str, ident: str) -> None:
    """Say what a row says as a scenario file says it."""
    path = entry_path(part, ident)
    section = filled_in.data["participants"] if len(path) > len((part, ident)) else filled_in.data
    entry: dict[str, Any] | None = section.get(part, {}).get(ident)
    if entry is None:
        if path in filled_in.marks:  # a name alone is an entry too
            filled_in.put(path, {}, filled_in.marks[path])
    elif part == "outcomes" and "effect" in entry:
        _state(filled_in, ident, entry)
    elif part == "costs":
        _once(filled_in, ident, entry)


def _state(filled_in: Filled, ident: str, outcome: dict[str, Any]) -> None:
    """Say the effect of an outcome in one way; what is refused already is not told again."""
    effect, fault = stated(outcome.pop("effect"))
    path = ("outcomes", ident, "effect")
    if effect is not None:
        outcome["effect"] = effect
    at = filled_in.cells.get(dotted((*path, "value")))
    for way in effect or ():
        if at and way not in ("basis", "unknown"):
            filled_in.cells[dotted((*path, way))] = at
    if fault and not any(p.path.startswith(f"{dotted(path)}.") for p in filled_in.problems):
        key, what, hint = fault
        mark = filled_in.cells.get(dotted((*path, key)), filled_in.marks[path])
        filled_in.refuse((*path, key), mark, what, hint)


def _once(filled_in: Filled, ident: str, cost: dict[str, Any]) -> None:
    """Say the year of a cost borne once."""
    years = cost.get("years")
    if cost.get("per") != "once" or years is None:
        return
    if not isinstance(years, int):
        path = ("costs", ident, "years")
        what = Text("{years} for a cost borne once", years=str(years))
        filled_in.refuse(path, filled_in.marks[path], what, "write the one year, such as 2027")
        return
    cost["year"] = cost.pop("years")
    filled_in.marks["costs", ident, "year"] = filled_in.marks["costs", ident, "years"]
    filled_in.cells[dotted(("costs", ident, "year"))] = filled_in.marks["costs", ident, "years"]
