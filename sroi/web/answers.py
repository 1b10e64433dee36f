"""What is shown of a draft: the answer in plain words, its tables, its figures, its warnings."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sroi.errors import Mark, MissingValueError, Problem, ScenarioError, SroiError, Text, UsageError
from sroi.model.checks import notices, slips
from sroi.model.projection import simulate
from sroi.tables import run
from sroi.tables.cells import common_money
from sroi.tables.claims import claims_table
from sroi.tables.delivered import tables_of_services
from sroi.tables.labels import notice_words
from sroi.tables.reached import reached
from sroi.tables.sentences import grant_sentences, sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sroi.model.checks import Notice
    from sroi.model.projection import Projection
    from sroi.schema.scenario import Scenario
    from sroi.tables.cells import Table
    from sroi.wording import Wording

QUICK, FULL = 4_096, 16_384
MOST = 10_000_000  # draws times lines and outcomes: about a gigabyte


TOO_MUCH = (
    "{n} draws of {parts} lines and outcomes are more than the page can hold: "
    "choose fewer draws, or write the file with sroi run"
)


def refuse_huge(scenarios: Iterable[Scenario]) -> None:
    """Raise ``UsageError`` where a scenario's own draws are more than a page can hold."""
    for scenario in scenarios:
        parts, draws = len(scenario.lines) + len(scenario.outcomes), scenario.simulation.draws
        if parts * draws > MOST:
            raise UsageError(Text(TOO_MUCH, n=draws, parts=parts))


@dataclass(frozen=True)
class DraftResult:
    """What follows from a draft, or what is wrong with it."""

    projection: Projection | None = None
    notices: Sequence[Notice] = ()
    problems: Sequence[Problem] = ()
    more: int = 0  # problems that are not told
    missing: bool = False  # the problems are only numbers still to be given


def answer(scenario_of: Callable[[], Scenario], draws: int) -> DraftResult:
    """Return what follows from a scenario, on at most so many draws."""
    doubts: Sequence[Notice] = ()
    try:
        scenario = scenario_of()
        doubts = list(slips(scenario))
        projection = simulate(scenario, min(draws, scenario.simulation.draws))
        return DraftResult(projection, notices(scenario, projection.base, projection.totals))
    except ScenarioError as error:
        missing = isinstance(error, MissingValueError)
        return DraftResult(None, doubts, error.listed, error.more, missing)
    except SroiError as error:  # what can be read, but not counted
        return DraftResult(problems=[Problem("", Mark(""), error.text)])
    except Exception:  # ours: what was typed must still be within reach
        return failure()


def failure() -> DraftResult:
    """Return that the program failed; the terminal gets the exception being handled."""
    traceback.print_exc()
    what, hint = "something went wrong in the program", "undo what was typed last"
    return DraftResult(problems=[Problem("", Mark(""), what, hint)])


@dataclass(frozen=True)
class Panel:
    """The answer as it is read: the headline first, then tables, and warnings by place."""

    sentences: tuple[str, ...]
    tables: tuple[Table, ...]
    warnings: tuple[tuple[str, str], ...]  # path, message
    draws: str


def panel(projection: Projection, warnings: Sequence[Notice], wording: Wording) -> Panel:
    """Return what is shown of a projection."""
    money = common_money([projection], wording)
    return Panel(
        sentences=(*sentences(projection, wording), *grant_sentences(projection, wording)),
        tables=(
            run.payers(projection, money),
            run.money_by_year(projection, money),
            run.other_results(projection, money),
            *tables_of_services(projection, money)[:1],
        ),
        warnings=tuple(
            (notice.path, notice_words(projection.scenario, notice, wording)[1])
            for notice in warnings
        ),
        draws=wording.term("word.draws", draws=wording.number(projection.draws)),
    )


def more_tables(projection: Projection, wording: Wording) -> list[Table]:
    """Return what is read by those who want to know more: every perspective, outcome and line."""
    money = common_money([projection], wording)
    outcomes = [run.outcomes(projection, money)] if projection.scenario.outcomes else []
    groups = [reached(projection, money)] if projection.scenario.groups else []
    services = tables_of_services(projection, money)[1:]  # what one costs is among the answers
    claims = claims_table(projection.scenario, wording)
    lines = run.lines_by_year(projection, money)
    tables = [run.headline(projection, money), *outcomes, *groups, *services, lines]
    return tables if claims is None else [*tables, claims]
