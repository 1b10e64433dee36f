"""Who starts and what is delivered each year, as formulas, and what one service costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sroi.report.book.formula import (
    ZERO,
    above_zero,
    least,
    less,
    number,
    product,
    quotient,
    ratio,
    total,
    twelfths,
    where,
)
from sroi.report.book.sheet import AMOUNT, COUNT
from sroi.tables.delivered import service_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sroi.report.book.costs import Frame
    from sroi.report.book.formula import Cells, Term
    from sroi.report.book.sheet import Sheet, TermRow


@dataclass
class StartRows:
    """Who starts each year, by group; one group of everybody where a file knows none."""

    by_group: Mapping[str, TermRow]
    total: Cells


def start_rows(frame: Frame, sheet: Sheet) -> StartRows:
    """Write who starts each year: as many as ask, in each group, and as there are places."""
    people, months = frame.scenario.participants, frame.scenario.programme.months
    term = frame.wording.term
    asking = {
        group: frame.active(per_year, months.share_of)
        for group, per_year in people.starting.items()
    }
    if frame.scenario.groups:
        asking = {
            group: sheet.years(f"  {people.group_name(group)}", row, COUNT)
            for group, row in asking.items()
        }
    demand = [total(row[t] for row in asking.values()) for t in range(len(frame.years))]
    if people.places is None:
        whole = sheet.years(term("column.participants"), demand, COUNT)
        return StartRows(asking if frame.scenario.groups else dict.fromkeys(asking, whole), whole)
    return _within_places(frame, sheet, asking, demand)


def _within_places(
    frame: Frame, sheet: Sheet, asking: Mapping[str, TermRow], demand: TermRow
) -> StartRows:
    """Write how many can start, who does, and who is turned away: all groups in proportion."""
    people, months = frame.scenario.participants, frame.scenario.programme.months
    term, inputs = frame.wording.term, frame.inputs
    assert people.places is not None
    wanting = sheet.years(term("book.asking"), demand, COUNT)
    stay = inputs.of(people.stay_months)
    places = frame.every_year(people.places)
    room = [
        product(twelfths(months.share_or_whole(year)), ratio(product(number(12.0), place), stay))
        for year, place in zip(frame.years, places, strict=True)
    ]
    ceiling = sheet.years(term("book.room"), room, COUNT)
    starting = [
        ZERO if ZERO in (x, y) else least(x, y) for x, y in zip(wanting, ceiling, strict=True)
    ]
    whole = sheet.years(term("column.participants"), starting, COUNT)
    left = [less(x, y) for x, y in zip(wanting, whole, strict=True)]
    sheet.years(term("csv.turned_away"), left, COUNT)
    if not frame.scenario.groups:
        return StartRows(dict.fromkeys(asking, whole), whole)
    shares = [quotient(x, y) for x, y in zip(whole, wanting, strict=True)]
    by_group: dict[str, TermRow] = {}
    for group, row in asking.items():
        starting = [product(x, share) for x, share in zip(row, shares, strict=True)]
        label = term("book.gets_place", group=people.group_name(group))
        by_group[group] = sheet.years(f"  {label}", starting, COUNT)
    return StartRows(by_group, whole)


def volume_rows(frame: Frame, sheet: Sheet, starts: TermRow) -> dict[str, Cells]:
    """Write and return how much of each service is delivered by year."""
    services, months = frame.scenario.services, frame.scenario.programme.months
    if services:
        sheet.line(frame.wording.term("table.services"), "heading")
    rows = {}
    for name, service in services.items():
        if service.per_year is not None:
            volume = frame.active(service.per_year, months.share_of)
        else:
            each = frame.inputs.of(service.per_participant)
            volume = [product(each, x) for x in starts]
        rows[name] = sheet.years(service.name or name, volume, COUNT)
    return rows


def service_rows(
    frame: Frame, sheet: Sheet, costs: Mapping[str, Cells], volumes: Mapping[str, Cells]
) -> None:
    """Write the volume of every service over the horizon, its cost, and what one costs."""
    wording = frame.wording
    if not volumes:
        return
    sheet.line()
    heads = ("volume", "cost", "cost_of_one")
    sheet.headings(
        wording.term("table.services"), *(wording.term(f"column.{key}") for key in heads)
    )
    for name, volume in volumes.items():
        sheet.text(service_label(frame.scenario, name))
        delivered = sheet.cell(1, volume.total, COUNT)
        cost = sheet.cell(2, total(_served(frame, costs, name)), AMOUNT)
        sheet.cell(3, where(above_zero(delivered), ratio(cost, delivered)), AMOUNT)
        sheet.book.name(f"cost_per_service_{name}", sheet.place(3))
        sheet.row += 1


def _served(frame: Frame, costs: Mapping[str, Cells], service: str) -> Iterator[Term]:
    """Yield what each line spends on a service over the horizon."""
    for path, line in frame.scenario.lines.items():
        if line.per_service == service:
            yield costs[path].total
        elif service in line.served:
            yield product(frame.inputs.cells[f"{path}.serves.{service}"], costs[path].total)
