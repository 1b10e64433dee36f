"""One row of a table as an observation: what its kind asks for, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sroi.errors import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sroi.errors import Mark
    from sroi.observations.cells import RowReader
    from sroi.schema.indicators import IndicatorKind
    from sroi.schema.periods import Period

About = Literal["over", "under", "circa", ""]
SeriesMark = Literal["disrupted", "partial", "break", ""]  # strongest first
ABOUT: tuple[About, ...] = ("over", "under", "circa")
MARKS: tuple[SeriesMark, ...] = ("disrupted", "partial", "break")
TOLERANCE = 0.005  # between a share as printed and events / of
FORBIDDEN: Mapping[IndicatorKind, tuple[str, ...]] = {
    "share": ("sd",),
    "count": ("sd",),
    "mean": ("events",),
    "money": ("events", "of", "sd"),
}


@dataclass(frozen=True)
class Observation:
    """What a row says: of a count, ``events`` is the count and ``of`` its exposure."""

    where: Mark
    indicator: str
    period: Period
    unit: str = ""
    group: str = ""
    cohort: str = ""
    events: float | None = None
    of: float | None = None
    value: float | None = None
    sd: float | None = None
    about: str = ""
    reporting: float | None = None
    expected: float | None = None
    mark: str = ""
    source: str = ""
    note: str = ""

    @property
    def known(self) -> bool:
        """Return whether it has a value: 0 is one, an empty cell is none."""
        return self.value is not None or self.events is not None

    @property
    def part(self) -> tuple[str, str, str]:
        """Return what the row is of: a unit, a group and a cohort, each empty for all."""
        return self.unit, self.group, self.cohort


def observation(reader: RowReader, kinds: Mapping[str, IndicatorKind]) -> Observation | None:
    """Return what a row says, None where it does not say of what or when."""
    name, period = _name(reader, kinds), reader.period()
    if not name:
        return None
    numbers = _numbers(reader, kinds[name], negative=name.startswith("costs."))
    reported = _reporting(reader)
    words = reader.word("about", ABOUT), reader.word("mark", MARKS)
    if period is None:
        return None
    where, (reporting, expected), (about, mark) = reader.table.where, reported, words
    return Observation(
        where=where(reader.row, "indicator"),
        indicator=name,
        period=period,
        unit=reader.text("unit"),
        group=reader.text("group"),
        cohort=reader.text("cohort"),
        events=numbers.get("events"),
        of=numbers.get("of"),
        value=numbers.get("value"),
        sd=numbers.get("sd"),
        about=about,
        reporting=reporting,
        expected=expected,
        mark=mark,
        source=reader.text("source"),
        note=reader.text("note"),
    )


def _name(reader: RowReader, kinds: Mapping[str, IndicatorKind]) -> str:
    """Return the indicator or line that a row is about, empty where there is no such thing."""
    name = reader.text("indicator")
    if name in kinds:
        return name
    what = "no such indicator or line" if name else "no indicator"
    reader.wrong("indicator", what, Text("write one of {names}", names=", ".join(kinds)))
    return ""


def _reporting(reader: RowReader) -> tuple[float | None, float | None]:
    """Return how many reported, and how many should have."""
    reporting, expected = reader.size("reporting"), reader.size("expected")
    if (reporting is None) != (expected is None):
        missing = "expected" if expected is None else "reporting"
        hint = "write both reporting and expected, or neither"
        reader.wrong(missing, "reporting and expected go together", hint)
    elif reporting is not None and expected is not None and reporting > expected:
        reader.wrong("reporting", "more reporting than expected", "check both")
    return reporting, expected


def _numbers(reader: RowReader, kind: IndicatorKind, negative: bool) -> dict[str, float | None]:
    """Return events, of, value and sd of a row, as its kind has them."""
    for column in FORBIDDEN[kind]:
        if reader.table.cell(reader.cells, column) is not None:
            what = Text("{name} is not of this kind of indicator", name=column)
            reader.wrong(column, what, "leave the cell empty")
    if kind == "share":
        return _share(reader)
    if kind == "count":
        return _count(reader)
    if kind == "mean":
        of, sd = reader.whole("of"), reader.size("sd")
        return {"value": reader.number("value"), "of": of, "sd": sd}
    value = reader.number("value") if negative else reader.size("value")
    return {"value": value}


def _share(reader: RowReader) -> dict[str, float | None]:
    events, of, value = reader.whole("events"), reader.whole("of"), reader.size("value")
    if value is not None and value > 1:
        reader.wrong("value", "a share above 1", "write 0.25 for 25 per cent")
        value = None
    if events is not None and reader.table.cell(reader.cells, "of") is None:
        reader.wrong("of", "events without of", "write how many they are of")
    if events is None or of is None:
        if value is not None and of is not None:
            events = value * of
        return {"events": events, "of": of, "value": value}
    if events > of:
        reader.wrong("events", "more events than of", "write how many of them it was")
    elif value is not None and of and abs(value - events / of) > TOLERANCE:
        hint = "probably the share is of others: leave out value, or events and of"
        reader.wrong("value", "another share than events of all", hint)
    return {"events": events, "of": of, "value": events / of if of else None}


def _count(reader: RowReader) -> dict[str, float | None]:
    """Return a count, which may also stand under events, and its exposure."""
    count, also, of = reader.size("value"), reader.size("events"), reader.size("of")
    if count is not None and also is not None and count != also:
        reader.wrong("events", "another count than value", "keep one of them")
    if of == 0:
        reader.wrong("of", "an exposure of 0", "leave the row out, or write the exposure")
        of = None
    return {"events": also if count is None else count, "of": of}
