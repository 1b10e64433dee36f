"""What the loader finds wrong in a filled-in workbook, at its cell and in words of a workbook."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sroi.errors import Problem, SheetCell, Text
from sroi.intake.columns import EFFECTS, TABLES
from sroi.intake.effects import EMPTY
from sroi.intake.frame import columns_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sroi.errors import Mark, Message, Raw
    from sroi.intake.columns import Column
    from sroi.wording import Wording

CHANGE = "change what stands in the cell, or empty it"
BOTH_SALARIES = "fill in the monthly salary and the on-costs, or the cost of a whole year"


@dataclass(frozen=True)
class Remedy:
    """What is said of a problem in a workbook: at which column, what is wrong, what to do."""

    hint: str
    what: str = ""  # as the loader says it
    at: str = ""  # the column below the path of the problem


# By the template of what is wrong.
REMEDIES = {
    "the key {key} is missing": Remedy("fill it in", EMPTY),
    "nobody is named as payer ({who})": Remedy("choose somebody from the list", EMPTY, "payer"),
    "{key} is missing": Remedy(BOTH_SALARIES, EMPTY, "monthly_salary"),
    "neither effect nor follows": Remedy(
        "choose how the effect is stated: unknown, if nothing is known", EMPTY, "effect"
    ),
    "what the effect rests on is missing": Remedy(
        "choose what the effect rests on", EMPTY, "basis"
    ),
    "{way} needs a baseline": Remedy("fill in the risk that the effect changes", EMPTY),
    "{key} in an outcome that follows another": Remedy(
        "empty the cell: what follows another outcome has no effect of its own"
    ),
    "deadweight beside a comparative effect, which has already removed it": Remedy(
        "empty the cell, or choose that the effect rests on before and after",
        "what would have happened anyway is already taken off by a comparison group",
    ),
    "{year} is before first_year, {first}": Remedy(
        "change one of them", "{year} is before the first year that is counted, {first}"
    ),
    "{one} {given} and {other} {value} make a risk of {risk} with the programme": Remedy(
        "change one of them: a risk lies between 0 % and 100 %"
    ),
    "{one} and {other}": Remedy("keep one way to say it"),
    "{name} is the name of a view": Remedy("give it another name", at="id"),
    "no payer can be called {name}": Remedy("give it another name", at="id"),
    "a circle: {circle}": Remedy("choose another outcome to follow", "a circle of outcomes"),
    "{key}: {given} is the limit of what is possible": Remedy(
        "write a value just inside the limit, or leave low and high empty"
    ),
    "{given} is not a currency": Remedy("write three capital letters, such as SEK"),
    "{given} is not an id": Remedy(
        "write small letters a-z, digits and _, or empty the cell", at="id"
    ),
    "{length} characters": Remedy("write less", "the text is too long"),
}
# Advice of the loader's that can be followed in a cell.
GOOD = (
    "did you mean {name}?",
    "known: {names}",
    "write a whole number",
    "write a value greater than {limit}",
    "write a value greater than or equal to {limit}",
    "write a value less than {limit}",
    "write a value less than or equal to {limit}",
    "write at most {n}",
    "write your own number",
)
WITHOUT_POINTS = {  # what a kind of number is called where it is not written with a point
    "an on-cost rate of 0 or more, such as 0.445": "an on-cost rate of 0 or more",
    "a yearly rate above -1, such as 0.03": "a yearly rate",
}


@dataclass(frozen=True)
class Remedies:
    """Finds the cell and the words for what the loader says of a workbook's data."""

    cells: Mapping[str, Mark]  # by dotted path
    wording: Wording

    def of(self, problems: Iterable[Problem], refused: Iterable[str]) -> Iterator[Problem]:
        """Yield the problems in words of a workbook, without those that follow from others."""
        before = {path for path in refused if path}
        for problem in problems:
            remedy = REMEDIES.get(_template(problem.what), Remedy(""))
            path = self._aimed(problem, remedy)
            if not any(_within(path, one) or _within(one, path) for one in before):
                yield self._told(problem, remedy, path)

    def _aimed(self, problem: Problem, remedy: Remedy) -> str:
        """Return the path of the column that a problem is about."""
        key = str(_values(problem.what).get("key", ""))
        if remedy.at == "monthly_salary" and key == "oncost_rate":
            return f"{problem.path}.{key}"
        if remedy.at:
            return f"{problem.path}.{remedy.at}"
        if _template(problem.what) == "{way} needs a baseline":
            return f"{problem.path.rpartition('.effect.')[0]}.baseline"
        return problem.path

    def _told(self, problem: Problem, remedy: Remedy, path: str) -> Problem:
        mark = self._cell(path)
        what, hint = self._words(problem.what), remedy.hint
        if remedy.what:
            what = Text(remedy.what, **_values(problem.what))
        column = self._column(path)
        if mark is None and column is not None:
            heading = self.wording.term(column.term)
            what, hint = Text("the column {heading} is missing", heading=heading), "put it back"
        elif mark is None and path in TABLES:
            sheet = self.wording.term(f"fill.{path}")
            what = Text("nothing is filled in on the sheet {sheet}", sheet=sheet)
            hint, mark = (
                "write one row at least",
                replace(problem.where, cell=SheetCell(sheet, address=sheet)),
            )
        advice: Message = hint or (problem.hint if _template(problem.hint) in GOOD else CHANGE)
        return Problem(problem.path, mark or self._around(path, problem.where), what, advice)

    def _cell(self, path: str) -> Mark | None:
        """Return the cell of a path, or the first of those below it."""
        below = (mark for cell, mark in self.cells.items() if _within(cell, path))
        return self.cells.get(path) or next(below, None)

    def _around(self, path: str, other: Mark) -> Mark:
        """Return the nearest cell around a path that has none of its own."""
        while path := path.rpartition(".")[0]:
            if mark := self._cell(path):
                return mark
        return other

    def _column(self, path: str) -> Column | None:
        """Return the column a path is asked for in."""
        section, *rest = path.split(".")
        part = section if section in TABLES else "programme"
        key = ".".join(rest[1:]) if part == section else path
        return next((column for column in columns_of(part) if column.key == key), None)

    def _words(self, message: Message) -> Message:
        """Return what is wrong with the headings of columns in place of keys."""
        values = {name: self._word(value) for name, value in _values(message).items()}
        return Text(_template(message), **values)

    def _word(self, value: Raw) -> Raw:
        if isinstance(value, Text):
            return Text(WITHOUT_POINTS.get(value.template, value.template), **value.values)
        if value in ("low", "high", "base"):
            return Text(value)
        key = "effect.value" if value in EFFECTS else value
        columns = (column for part in ("programme", *TABLES) for column in columns_of(part))
        named = next((c for c in columns if key in (c.key, c.key.rpartition(".")[2])), None)
        return self.wording.term(named.term) if named else value


def _within(path: str, other: str) -> bool:
    return path == other or path.startswith(f"{other}.")


def _template(message: Message) -> str:
    return message.template if isinstance(message, Text) else message


def _values(message: Message) -> Mapping[str, Any]:
    return message.values if isinstance(message, Text) else {}
