"""The figures of a run in tidy form: one row per number, the same numbers as the JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sroi.model.measures import MEASURES
from sroi.records.run import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from sroi.errors import Raw
    from sroi.model.projection import Projection

ReadRecord = Mapping[str, Any]
TidyRow = dict[str, Any]
COLUMNS = ("scenario", "part", "item", "measure", "year", "statistic", "value", "unit")
UNITS = {
    "payback": "share",
    "breakeven_quantity": "events",
    "breakeven_reduction": "share",
    "probability_npv_positive": "share",
    "quantity": "events",
    "load": "event-years",
    "participants": "participants",
    "participants_by_group": "participants",
    "turned_away": "participants",
    "services": "units",
    "persons_reached": "persons",
    "volume": "units",
    "unknown": "yes or no",
}
PARTS = {
    "lines": "line",
    "quantity": "outcome",
    "participants_by_group": "group",
    "services": "service",
    "persons_reached": "service",
}
SECTIONS = (("perspective", "perspectives"), ("outcome", "outcomes"), ("service", "services"))
NOTES = (
    "if_no_effect",
    "without",
    "unknown_groups",
    "unpriced",
)  # about the figures, none to add up


def rows(record: ReadRecord) -> Iterator[TidyRow]:
    """Yield every number of a run's record as a row with the columns ``COLUMNS``."""
    for part, section in SECTIONS:
        for statistics, run in (("base", record["base"]), ("", record["simulation"])):
            for item, values in run.get(section, {}).items():
                for measure, statistic, value in _flat(values, statistics):
                    yield _row(record, part, item, measure, statistic, value)
    for year in record["base"]["years"]:
        yield from _year_rows(record, year)


def _year_rows(record: ReadRecord, year: ReadRecord) -> Iterator[TidyRow]:
    """Yield the numbers of one year; ``without`` is a remark on them."""
    for measure, value in year.items():
        if isinstance(value, Mapping) and measure != "without":
            for item, number in value.items():
                part = PARTS.get(measure, "payer")
                yield _row(record, part, item, measure, "base", number, year["year"])
        elif measure not in ("year", "without"):
            yield _row(record, "total", "", measure, "base", value, year["year"])


def comparison_rows(record: ReadRecord) -> Iterator[TidyRow]:
    """Yield every number of a comparison's record as a row: the runs', then the differences."""
    for run in record["scenarios"].values():
        yield from rows(run)
    for name, measures in record["differences"].items():
        run = record["scenarios"][name]
        for measure, statistics in measures.items():
            for statistic, value in (statistics or {"base": None}).items():
                view = record["perspective"]
                yield _row(run, "difference", view, measure, statistic, value)


def _flat(values: ReadRecord, statistic: str) -> Iterator[tuple[str, str, Any]]:
    """Yield measure, statistic and value of nested figures."""
    for measure, inner in values.items():
        as_year = measure == "payback" and not isinstance(inner, Mapping)  # as payback_year
        if measure in NOTES or as_year:
            continue
        if not isinstance(inner, Mapping):
            yield measure, statistic or "probability", inner
        elif measure == "payback":
            yield measure, "never", inner["never"]
            yield measure, "no_cost", inner["no_cost"]
            yield from ((measure, year, share) for year, share in inner["years"].items())
        elif measure == "breakeven" and "mean" not in inner:
            for view, needed in inner.items():
                named = {f"breakeven_{kind}:{view}": x for kind, x in needed.items()}
                yield from _flat(named, statistic)
        elif measure == "groups":
            yield from (
                (f"{kind}:{group}", statistic, x)
                for group, figures in inner.items()
                for kind, x in figures.items()
            )
        else:
            yield from ((measure, name, x) for name, x in inner.items())


def _row(
    values: ReadRecord,
    part: str,
    item: str,
    measure: str,
    statistic: str,
    value: Raw,
    year: int | None = None,
) -> TidyRow:
    unit = _unit(measure.partition(":")[0], values["currency"])
    unit = "share" if statistic in ("exists", "probability_better") else unit
    cells = (values["name"], part, item, measure, year, statistic, value, unit)
    return dict(zip(COLUMNS, cells, strict=True))


def _unit(measure: str, currency: str) -> str:
    """Return the unit of a measure of a perspective, or of another number of the record."""
    if measure not in MEASURES:
        return UNITS.get(measure, currency)
    return currency if MEASURES[measure].is_amount else MEASURES[measure].kind


def frame(projection: Projection) -> pd.DataFrame:
    """Return every figure of a projection as a tidy DataFrame.

    Columns: scenario, part (perspective, outcome, payer, line or total), item, measure, year,
    statistic (base, mean, sd, se, p5 … p95, exists, probability), value, unit.
    """
    import pandas as pd

    return pd.DataFrame(rows(record(projection)), columns=list(COLUMNS))
