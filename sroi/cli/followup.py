"""sroi followup: what was observed, beside what it was before and what it should be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sroi.cli import options
from sroi.cli.request import answering

if TYPE_CHECKING:
    from sroi.cli.request import Request
    from sroi.questions.followup.compute import FollowUp
    from sroi.questions.followup.plan import PlanOutcome
    from sroi.questions.followup.visible import PartLevel
    from sroi.report.answer import CommandResult
    from sroi.wording import Wording


@click.command(
    "followup",
    epilog="Example: sroi followup scenarios/grastorp/as_reported.yaml "
    "scenarios/grastorp/observations.csv",
)
@click.argument("file", type=options.File)
@click.argument(
    "observations", type=options.File, nargs=-1, required=True, metavar="OBSERVATIONS..."
)
@click.option(
    "--by", type=click.Choice(["unit", "group"]), help="Show every unit, or every group, too."
)
@click.option(
    "--annualise", is_flag=True, help="Show counts and money of parts of a year as of a whole year."
)
@click.option(
    "--plan",
    "plans",
    type=options.File,
    multiple=True,
    help="Compare with another plan too, such as the revised budget; may be given several times.",
)
@options.settings
@answering
def command(
    request: Request,
    observations: tuple[Path, ...],
    by: PartLevel | None,
    annualise: bool,
    plans: tuple[Path, ...],
) -> CommandResult:
    """Say of each indicator whether it changed, and whether its target was met.

    FILE is the scenario with its indicators, OBSERVATIONS are tables of aggregates (CSV or
    Excel), never of single persons. Nothing here says that the programme caused a change. Rows
    about what was planned (costs, posts, participants) are compared with the plan.
    """
    from sroi.observations.reading import observations_in
    from sroi.questions.followup.compute import follow_up
    from sroi.questions.followup.plan import plan_outcome

    scenario = request.scenario
    rows = observations_in(observations, scenario)
    planned = (scenario, *options.scenarios_of(plans, {}))
    compared = [plan for each in planned if (plan := plan_outcome(each, rows)) is not None]
    return _answer(follow_up(scenario, rows), compared, by, annualise, request.wording)


def _answer(
    followed: FollowUp,
    plans: list[PlanOutcome],
    by: PartLevel | None,
    annualise: bool,
    wording: Wording,
) -> CommandResult:
    """Return what a follow-up says, in all its forms."""
    from sroi.questions.followup.findings import findings
    from sroi.questions.followup.record import followup_record, followup_rows
    from sroi.questions.followup.table import followup_page
    from sroi.report.answer import CommandResult, pictures

    notes = findings(followed, next(iter(plans), None))
    record = followup_record(followed, notes, by, annualise, wording, plans)
    page = followup_page(followed, notes, by, annualise, wording, plans)
    return CommandResult(
        page,
        record,
        lambda: followup_rows(record),
        figure=lambda: pictures("followup").followup_figure(followed, wording),
        wording=wording,
        figures=lambda: pictures("followup").followup_pictures(followed, wording),
    )
