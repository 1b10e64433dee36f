"""From a filled-in workbook to a scenario file: every problem at once, each with its cell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sroi.errors import Mark, Problem, ScenarioError
from sroi.loader.document import Document, written
from sroi.loader.reading import resolved
from sroi.loader.sheets import Rows, cell_mark, filled, not_a_number, number_in, sheets
from sroi.report.columns import PROGRAMME, TABLES, Column
from sroi.report.template import FIRST, KEYS
from sroi.wording import Wording

Spot = tuple[str | int, ...]


@dataclass
class Filled:
    """What a workbook says, as the data of a scenario file, with the cell of every value."""

    path: Path
    data: dict[str, Any] = field(default_factory=lambda: {"sroi": 1, "uses": ["se"]})
    marks: dict[Spot, Mark] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def put(self, spot: Spot, value: Any, mark: Mark) -> None:  # noqa: ANN401
        """Put a value at its place in the scenario."""
        inner = self.data
        for depth, key in enumerate(spot[:-1], start=1):
            inner = inner.setdefault(str(key), {})
            self.marks.setdefault(spot[:depth], mark)
        inner[str(spot[-1])] = value
        self.marks[spot] = mark


def scenario_in(path: Path) -> str:
    """Return the scenario a filled-in workbook describes, as the text of a YAML file.

    Raises ``ScenarioError`` with every problem, each at its sheet and cell.
    """
    read = sheets(path)
    made, found = Filled(path), dict(_known(read))
    if "programme" not in found:
        what, hint = "this is not the fill-in workbook", "start with: sroi new --xlsx FILE"
        raise ScenarioError([Problem("", Mark(str(path)), what, hint)])
    _programme(made, *found["programme"])
    made.problems += _sheets_amiss(path, read, found)
    for part, columns in TABLES.items():
        if part in found:
            _table(made, part, columns, *found[part])
    whole = Mark(str(path))
    marks = {(): whole, ("uses", 0): whole, **made.marks}
    try:
        resolved([Document(made.data, marks, dict(marks))], path, made.problems)
    except ScenarioError as error:
        raise ScenarioError(list(_once(error.problems, made.problems))) from None
    return f"# {path.name}\n{written(made.data)}"


def _once(found: Sequence[Problem], cells: Sequence[Problem]) -> Iterator[Problem]:
    """Yield the problems, without those that follow from a cell told already."""
    told = {problem.path for problem in cells}
    yield from (problem for problem in found if problem in cells or problem.path not in told)


def _sheets_amiss(
    path: Path, read: Sequence[tuple[str, Rows]], found: Mapping[str, Any]
) -> Iterator[Problem]:
    """Yield the sheets that are missing, and those that are not of the fill-in workbook."""
    known = {name for name, _ in found.values()}
    for name, rows in read:
        if name not in known and any(filled(rows, 0)):
            what = f"the sheet {name} is not one of the fill-in workbook's"
            yield Problem("", Mark(str(path)), what, "give it its name back, or delete it")
    for part in TABLES:
        if part not in found:
            yield Problem(part, Mark(str(path)), "the sheet is missing", "keep it, even if empty")


def _known(given: Sequence[tuple[str, Rows]]) -> Iterator[tuple[str, tuple[str, Rows]]]:
    """Yield the sheets of the workbook by the part they hold, whatever language they are in."""
    names = {
        Wording(language, "SEK").term(f"fill.{part}"): part
        for language in ("sv", "en")
        for part in ("programme", *TABLES)
    }
    for name, rows in given:
        if name in names:
            yield names[name], (name, rows)


def _programme(made: Filled, sheet: str, rows: Rows) -> None:
    asked = {column.key: column for column in PROGRAMME}
    for number, row in enumerate(rows):
        if row and row[0] in asked:
            column = asked[str(row[0])]
            cells = [(row[i] if i < len(row) else None, i) for i in (2, 3, 4)]
            _entry(made, tuple(column.key.split(".")), column, cells, sheet, number)


def _table(made: Filled, part: str, columns: Sequence[Column], sheet: str, rows: Rows) -> None:
    """Read the rows of a part; the effect of an outcome is one choice and its value."""
    places = {str(key): i for i, key in enumerate(rows[KEYS] if len(rows) > KEYS else [])}
    for number, row in filled(rows, FIRST):
        ident = row[places["id"]] if "id" in places else None
        mark = cell_mark(made.path, sheet, number, places.get("id", 0))
        if not ident:
            what = "this row has no id"
            made.problems.append(Problem(part, mark, what, "give it a short id, such as nurse"))
            continue
        if (part, str(ident)) in made.marks:
            what = f"the id {ident} stands on two rows"
            made.problems.append(Problem(f"{part}.{ident}", mark, what, "give one another id"))
            continue
        made.marks[part, str(ident)] = mark
        for column in columns[1:]:
            keys = (column.key, f"{column.key}.low", f"{column.key}.high")
            cells = [(row[places[key]], places[key]) for key in keys if key in places]
            spot = (part, str(ident), *column.key.split("."))
            _entry(made, spot, column, cells, sheet, number)
        if part == "outcomes":
            _effect(made, str(ident))


def _entry(
    made: Filled,
    spot: Spot,
    column: Column,
    cells: Sequence[tuple[Any, int]],
    sheet: str,
    row: int,
) -> None:
    """Put what one column says at its place, if it says anything."""
    given = [(value, place) for value, place in cells if value not in (None, "")]
    if not given:
        return
    marks = [cell_mark(made.path, sheet, row, place) for _, place in cells]
    value = cells[0][0]
    if column.kind in ("number", "plain"):
        for cell, place in given:
            is_word = isinstance(cell, str) and (cell.startswith("lib.") or cell == "missing")
            if number_in(cell) is None and not is_word:
                mark = cell_mark(made.path, sheet, row, place)
                made.problems.append(not_a_number(cell, ".".join(map(str, spot)), mark))
                return
        if isinstance(value, str) and len(given) > 1:
            what = f"low and high beside {value}"
            path = ".".join(map(str, spot))
            made.problems.append(Problem(path, marks[0], what, "empty the cells for low and high"))
            return
        values = [cell if isinstance(cell, str) else _whole(cell) for cell, _ in cells]
        if len(given) > 1:
            pairs = zip(("base", "low", "high"), values, strict=True)
            value = {key: values for key, values in pairs if values is not None}
        else:
            value = values[0] if values[0] is not None else given[0][0]
    elif not isinstance(value, str):
        value = _whole(value) if column.kind == "years" else str(value)
    made.put(spot, value, marks[0])


def _whole(value: Any) -> Any:  # noqa: ANN401 - a number or nothing
    """Return 3.0 as 3: spreadsheets keep every number as a decimal one."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _effect(made: Filled, name: str) -> None:
    """Turn the choice of an effect and its value into one way of stating it."""
    outcome: dict[str, Any] = made.data.get("outcomes", {}).get(name, {})
    given = outcome.pop("effect", None)
    if given is None:
        return
    parts: Mapping[str, Any] = given
    kind = parts.get("kind")
    stated: dict[str, Any] = {}
    if kind == "unknown":
        stated = {"unknown": True}
        if "value" in parts:
            at = made.marks["outcomes", name, "effect", "value"]
            what = "an effect is given, but stated as unknown"
            hint = "choose how it is stated, or empty the cell"
            made.problems.append(Problem(f"outcomes.{name}.effect", at, what, hint))
    elif kind:
        stated = {str(kind): parts["value"]} if "value" in parts else {}
        mark = made.marks.get(("outcomes", name, "effect", "value"))
        if mark is not None:
            made.marks["outcomes", name, "effect", str(kind)] = mark
    if "basis" in parts and kind != "unknown":
        stated["basis"] = parts["basis"]
    outcome["effect"] = stated
