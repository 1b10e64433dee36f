"""The numbers of a scenario as the reader of a paper sees them: range, grade and source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.schema.counts import Counts, CountsOverTime
from sroi.tables.cells import Cell, Row, Table
from sroi.tables.labels import number_label, source_of, value_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sroi.schema.numbers import Number
    from sroi.schema.scenario import Scenario
    from sroi.wording import Wording

COLUMNS = ("value", "range", "grade", "source")


def assumptions(scenario: Scenario, wording: Wording) -> Table:
    """Return every number with its range, its grade and which of the sources it has."""
    sources = numbered_sources(scenario)
    rows = [
        Row(
            number_label(scenario, number.path, wording),
            tuple(_cells(number, sources, scenario, wording)),
        )
        for number in scenario.numbers.values()
    ]
    note = wording.term("report.price_level", price_year=scenario.price_year)
    heads = tuple(wording.term(f"report.column_{column}") for column in COLUMNS)
    return Table(wording.term("table.assumptions"), note, heads, tuple(rows))


def with_range(number: Number, wording: Wording) -> str:
    """Return a number's value, with its 5th and 95th percentile where it is uncertain."""
    if number.missing:
        return wording.term("report.missing")
    text = value_text(number, number.base, wording)
    if isinstance(form := number.origin.form, Counts):
        text = wording.term("report.counted", events=form.events, of=form.of, value=text)
    if isinstance(form, CountsOverTime):
        plain = wording.short(form.plain)
        text = wording.term("report.counted_in_time", events=form.events, plain=plain, value=text)
    if number.calculation is not None:
        return f"{text} = {number.calculation.expression.text}"
    if number.certain:
        return text
    low, high = (value_text(number, number.quantile(share), wording) for share in (0.05, 0.95))
    return wording.term("report.with_range", value=text, low=low, high=high)


def numbered_sources(scenario: Scenario) -> dict[str, int]:
    """Return the sources of a scenario's numbers, each once, with the number it goes by."""
    texts = dict.fromkeys(source_of(number, scenario) for number in scenario.numbers.values())
    return {text: n for n, text in enumerate(filter(None, texts), start=1)}


def _cells(
    number: Number, sources: Mapping[str, int], scenario: Scenario, wording: Wording
) -> Iterator[Cell]:
    """Yield value, range, grade and the number of the source."""
    yield Cell(value_text(number, number.base, wording), value=number.base)
    if number.calculation is not None:
        yield Cell(f"= {number.calculation.expression.text}")
    elif number.certain:
        yield Cell(wording.term("word.certain"))
    else:
        ends = (value_text(number, number.quantile(share), wording) for share in (0.05, 0.95))
        yield Cell(wording.range(*ends))
    yield Cell(number.origin.grade or "")
    source = source_of(number, scenario)
    yield Cell(f"[{sources[source]}]" if source else wording.term("report.no_source"))
