"""Tables in files to observations, or every problem of all of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sroi.errors import Problem, ScenarioError, Text
from sroi.loader.sheets import Unusable
from sroi.observations.cells import RowReader
from sroi.observations.persons import tells_of_person
from sroi.observations.rows import Observation, observation
from sroi.observations.tables import MAX_ROWS, raw_table

if TYPE_CHECKING:
    from sroi.observations.tables import RawTable
    from sroi.schema.indicators import IndicatorKind
    from sroi.schema.scenario import Scenario

SINGLES, MANY_ROWS = 20, 200  # rows of one person each; rows of a table where a tenth is the limit


def observations_in(paths: Iterable[Path], scenario: Scenario) -> list[Observation]:
    """Return what some tables say of a scenario's indicators and lines.

    Raises ``ScenarioError`` with every problem of every table.
    """
    kinds, problems, known = kinds_of(scenario), list[Problem](), list[Observation]()
    for path in paths:
        table, faults = raw_table(path)
        problems += faults
        if table is not None:
            problems += _of_table(table, kinds, known)
    problems += [*_twice(known), *_overlaps(known)]
    if problems:
        raise ScenarioError(problems)
    return known


def kinds_of(scenario: Scenario) -> dict[str, IndicatorKind]:
    """Return the kind of everything that a table may be about: indicators, then lines."""
    kinds: dict[str, IndicatorKind] = {}
    kinds |= {name: indicator.kind for name, indicator in scenario.indicators.items()}
    for name in ("participants", *(f"services.{ident}" for ident in scenario.services)):
        kinds[name] = "count"
    posts = [f"staffing.{ident}" for ident in scenario.staffing]
    added = [f"{post}.{what}" for post in posts for what in ("fte", "hours")]
    for name in (*scenario.lines, *(f"funding.{ident}" for ident in scenario.funding), *added):
        kinds[name] = "money"  # one number, which is added up
    return kinds


def _of_table(
    table: RawTable, kinds: Mapping[str, IndicatorKind], known: list[Observation]
) -> Iterator[Problem]:
    """Yield what is wrong with the rows of a table; what they say is added to what is known."""
    singles = 0
    for row, cells in table.rows[:MAX_ROWS]:
        reader = RowReader(table, row, cells)
        persons = list(_persons(reader))
        yield from persons
        if persons:
            continue
        said = observation(reader, kinds)
        yield from reader.problems
        if said is not None and not reader.problems:
            known.append(said)
        singles += reader.table.cell(cells, "of") in (1, "1")
    most = len(table.rows) / 10 if len(table.rows) > MANY_ROWS else SINGLES
    if singles > most:
        what = Text("{n} rows are of one person each", n=singles)
        hint = "add up: a table of aggregates has rows of several people"
        yield Problem("", table.where(1, "of"), what, hint)


def _persons(reader: RowReader) -> Iterator[Problem]:
    """Yield the cells of a row that tell of one person."""
    for column in reader.table.places:
        raw = reader.table.cell(reader.cells, column)
        if raw is None or isinstance(raw, Unusable):
            continue
        text = f"{raw:.0f}" if isinstance(raw, float) else str(raw)
        if what := tells_of_person(text):
            hint = "take it away: only sums and shares of many belong in the table"
            where = reader.table.where(reader.row, column)
            yield Problem("", where, Text("what looks like {what}", what=what), hint)


def _by_indicator(known: Sequence[Observation]) -> Mapping[str, list[Observation]]:
    groups: dict[str, list[Observation]] = defaultdict(list)
    for each in known:
        groups[each.indicator].append(each)
    return groups


def _twice(known: Sequence[Observation]) -> Iterator[Problem]:
    seen = set()
    for each in known:
        key = (each.indicator, each.period, each.part)
        if key in seen:
            hint = "keep one of the rows, or say what tells them apart: unit, group or cohort"
            yield Problem("", each.where, "the same indicator, period and part twice", hint)
        seen.add(key)


def _overlaps(known: Sequence[Observation]) -> Iterator[Problem]:
    """Yield the first row of every period that overlaps another of the same indicator."""
    for rows in _by_indicator(known).values():
        first = {each.period: each for each in reversed(rows)}
        latest = None
        for period in sorted(first):
            if latest is not None and period.overlaps(latest):
                what = "a period that overlaps another of the same indicator"
                hint = "let periods follow one another; a total is an indicator of its own"
                yield Problem("", first[period].where, what, hint)
            if latest is None or period.last > latest.last:
                latest = period
