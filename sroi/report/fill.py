"""From a filled-in workbook to a scenario file: every problem at once, each with its cell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sroi.errors import Mark, Message, Problem, ScenarioError
from sroi.loader.document import Document, written
from sroi.loader.reading import resolved
from sroi.loader.sheets import Rows, Unusable, cell_mark, filled, sheets
from sroi.report.columns import PROGRAMME, TABLES, Column
from sroi.report.entry import AS_TEXT, faults, value, whole
from sroi.report.frame import part_names
from sroi.report.layout import Sheet, table_sheet
from sroi.report.questions import question_sheet
from sroi.schema.forms import USE_PERT
from sroi.schema.outcome_rules import IF_UNKNOWN

Spot = tuple[str | int, ...]
IN_CELLS = {  # what to do in a workbook, where the file's own way cannot be typed in a cell
    USE_PERT: "write a value just inside the limit, or leave low and high empty",
    IF_UNKNOWN: "choose unknown for effect.kind if nothing is known",
}


@dataclass
class Filled:
    """What a workbook says, as the data of a scenario file, with the cell of every value."""

    path: Path
    data: dict[str, Any] = field(default_factory=lambda: {"sroi": 1, "uses": ["se"]})
    marks: dict[Spot, Mark] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def put(self, spot: Spot, content: Any, mark: Mark) -> None:  # noqa: ANN401
        """Put a value at its place in the scenario."""
        inner = self.data
        for depth, key in enumerate(spot[:-1], start=1):
            inner = inner.setdefault(str(key), {})
            self.marks.setdefault(spot[:depth], mark)
        inner[str(spot[-1])] = content
        self.marks[spot] = mark

    def refuse(self, spot: Spot, mark: Mark, what: Message, hint: Message) -> None:
        """Note a problem and go on."""
        self.problems.append(Problem(".".join(map(str, spot)), mark, what, hint))


def scenario_in(path: Path) -> str:
    """Return the scenario a filled-in workbook describes, as the text of a YAML file.

    Raises ``ScenarioError`` with every problem, each at its sheet and cell.
    """
    filled_in, read = Filled(path), sheets(path)
    for part, (name, rows) in _parts(filled_in, read).items():
        if part == "programme":
            _programme(filled_in, name, rows)
        else:
            _table(filled_in, part, name, rows)
    book = Mark(str(path))
    marks = {(): book, ("uses", 0): book, **filled_in.marks}
    try:
        resolved([Document(filled_in.data, marks, dict(marks))], path, filled_in.problems)
    except ScenarioError as error:
        raise ScenarioError(list(_of_cells(filled_in, error.problems))) from None
    return f"# {path.name}\n{written(filled_in.data)}"


def _of_cells(filled_in: Filled, problems: Sequence[Problem]) -> Iterator[Problem]:
    """Yield the problems, without those that follow from a cell or a sheet already refused."""
    refused = {problem.path for problem in filled_in.problems}
    filled_at = {".".join(map(str, spot)) for spot in filled_in.marks}
    for problem in problems:
        inside = problem.path not in filled_at and f"{problem.path}."
        follows = (
            problem.path in refused
            or (inside and any(path.startswith(inside) for path in refused))
            or ("programme" in refused and problem.where == Mark(str(filled_in.path)))
        )
        if problem in filled_in.problems or not follows:
            yield replace(problem, advice=IN_CELLS.get(str(problem.hint), problem.hint))


def _parts(filled_in: Filled, read: Sequence[tuple[str, Rows]]) -> dict[str, tuple[str, Rows]]:
    """Return the sheets of the workbook by the part they hold, whatever language they are in."""
    book = Mark(str(filled_in.path))
    parts: dict[str, tuple[str, Rows]] = {}
    for name, rows in read:
        part = part_names().get(name, "")
        if part in parts:
            what = f"the sheets {parts[part][0]} and {name} are the same part"
            filled_in.refuse((part,), book, what, "keep one of them")
        elif part:
            parts[part] = name, rows
        elif any(filled(rows)):
            what = f"the sheet {name} is not one of the fill-in workbook's"
            filled_in.refuse((), book, what, "give it its name back, or delete it")
    if not parts:
        what, hint = "this is not the fill-in workbook", "start with: sroi new --xlsx FILE"
        raise ScenarioError([Problem("", book, what, hint)])
    for part in ("programme", *TABLES):
        if part not in parts:
            filled_in.refuse((part,), book, "the sheet is missing", "keep it, even if empty")
    return parts


def _refuse_strays(filled_in: Filled, part: str, sheet: Sheet) -> None:
    for stray in sheet.strays:
        mark = cell_mark(filled_in.path, sheet.name, stray.row, stray.place)
        filled_in.refuse((part,), mark, stray.what, stray.hint)


def _programme(filled_in: Filled, name: str, rows: Rows) -> None:
    """Read the answers to the questions about the programme."""
    sheet, numbers = question_sheet(name, rows)
    _refuse_strays(filled_in, "programme", sheet)
    for column in PROGRAMME:
        if column.key in numbers:
            spot = tuple(column.key.split("."))
            _entry(filled_in, spot, column, sheet, numbers[column.key])


def _table(filled_in: Filled, part: str, name: str, rows: Rows) -> None:
    """Read the rows of a part; the effect of an outcome is one choice and its value."""
    sheet = table_sheet(part, name, rows)
    _refuse_strays(filled_in, part, sheet)
    for number in sheet.entries if "id" in sheet.columns else ():
        ident = _id(filled_in, part, sheet, number)
        for column in TABLES[part][1:] if ident else ():
            _entry(filled_in, (part, ident, *column.key.split(".")), column, sheet, number)
        if ident and part == "outcomes":
            _effect(filled_in, ident)


def _id(filled_in: Filled, part: str, sheet: Sheet, number: int) -> str:
    """Return the id of an entry; nothing where it has none of its own."""
    place = sheet.columns["id"]["base"]
    mark = cell_mark(filled_in.path, sheet.name, number, place)
    cell = sheet.cell(number, place)
    if isinstance(cell, Unusable):
        filled_in.refuse((part,), mark, cell.what, cell.hint or AS_TEXT)
        return ""
    if cell is None:
        what = "this row has no id"
        filled_in.refuse((part,), mark, what, "give it a short id, such as nurse")
        return ""
    ident = str(whole(cell))
    if (part, ident) in filled_in.marks:
        what = f"the id {ident} stands on two rows"
        filled_in.refuse((part, ident), mark, what, "give one another id")
        return ""
    filled_in.marks[part, ident] = mark
    return ident


def _entry(filled_in: Filled, spot: Spot, column: Column, sheet: Sheet, number: int) -> None:
    """Put what the cells of one column say at its place, if they say anything."""
    places = sheet.columns.get(column.key, {})
    cells = {end: sheet.cell(number, place) for end, place in places.items()}
    marks = {
        end: cell_mark(filled_in.path, sheet.name, number, place) for end, place in places.items()
    }
    refused = list(faults(column, cells))
    for fault in refused:
        filled_in.refuse(spot, marks[fault.end], fault.what, fault.hint)
    content = None if refused else value(column, cells)
    if content is not None:
        filled_in.put(spot, content, marks["base"])


def _effect(filled_in: Filled, name: str) -> None:
    """Turn the choice of an effect and its value into one way of stating it."""
    outcome: dict[str, Any] = filled_in.data.get("outcomes", {}).get(name, {})
    parts: Mapping[str, Any] | None = outcome.pop("effect", None)
    if parts is None:
        return
    kind, marks = parts.get("kind"), filled_in.marks
    at = marks.get(("outcomes", name, "effect", "value"))
    stated: dict[str, Any] = {}
    if kind == "unknown":
        stated = {"unknown": True}
        if at is not None:
            what = "an effect is given, but stated as unknown"
            hint = "choose how it is stated, or empty the cell"
            filled_in.refuse(("outcomes", name, "effect"), at, what, hint)
    elif kind and at is not None:
        stated = {str(kind): parts["value"]}
        marks["outcomes", name, "effect", str(kind)] = at
    if "basis" in parts and kind != "unknown":
        stated["basis"] = parts["basis"]
    outcome["effect"] = stated
