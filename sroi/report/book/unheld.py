"""Which keys of a scenario the books with formulas cannot hold yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sroi.errors import Text, UsageError, dotted
from sroi.schema.rules import parts

if TYPE_CHECKING:
    from sroi.schema.scenario import Scenario

MOST = 5  # paths named in the message
MONTHS = ("from", "to")
HOURS = ("hours", "per", "hourly_cost", "full_time_hours", "vacancy")
PEOPLE = ("groups", "places")
KEYS = {  # by section, of each of its parts; "" is the file itself
    "": ("full_time_hours", "optimism", "services"),
    "staffing": (*MONTHS, *HOURS, "serves"),
    "costs": (*MONTHS, "serves"),
    "funding": (*MONTHS, "per"),
}


def not_in_book(scenario: Scenario) -> list[str]:
    """Return the paths of a scenario that no book with formulas holds yet."""
    return list(_unheld(scenario))


def _unheld(scenario: Scenario) -> Iterator[str]:
    data = scenario.merged
    yield from (key for key in KEYS[""] if key in data)
    yield from (f"programme.{key}" for key in MONTHS if key in data["programme"])
    yield from (f"participants.{key}" for key in PEOPLE if key in data["participants"])
    for section, keys in KEYS.items():
        for path, part in parts(data, section):
            yield from (dotted((*path, key)) for key in keys if key in part)
    yield from (path for path, number in scenario.numbers.items() if number.unpriced)
    if scenario.inflation is not None:  # without it the money of the day is that of the price year
        yield from (f"funding.{name}.nominal" for name, g in scenario.funding.items() if g.nominal)
    yield from (number.path for number in scenario.calculated)
    lines = scenario.costs.items()
    yield from (f"costs.{name}.per" for name, line in lines if line.per_service)


def refuse_unheld(scenarios: Iterable[Scenario]) -> None:
    """Raise ``UsageError`` where a scenario says what no book with formulas can calculate yet."""
    paths = list(dict.fromkeys(path for one in scenarios for path in not_in_book(one)))
    if paths:
        named = ", ".join(paths[:MOST]) + (" …" if len(paths) > MOST else "")
        raise UsageError(
            Text(
                "the workbook with formulas does not hold {names} yet; "
                "write .md, .csv, .json or .docx instead",
                names=named,
            )
        )
