"""sroi budget: the table a board votes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sroi.cli import options
from sroi.cli.request import answering

if TYPE_CHECKING:
    from sroi.cli.request import Request
    from sroi.report.answer import CommandResult


@click.command(
    "budget", epilog="Example: sroi budget scenarios/varvaderstorget/grant_as_applied.yaml"
)
@click.argument("files", type=options.File, nargs=-1, required=True, metavar="FILE...")
@options.settings
@options.draws
@options.seed
@answering
def command(request: Request) -> CommandResult:
    """Show what each payer must find in its own budget, year by year.

    In the money of each year, undiscounted, in cash: cost, grants, own budget, savings, and what
    they cumulate to; the lowest point, and when ordinary budgets take over from grants.
    """
    from sroi.cli.terminal import progress
    from sroi.model.comparison import told_apart
    from sroi.questions.budget.compute import budgets
    from sroi.questions.budget.record import budget_rows, budgets_record
    from sroi.questions.budget.table import budget_page, budgets_page
    from sroi.report.answer import CommandResult, pictures
    from sroi.tables.cells import short

    wording, names = request.wording, told_apart(request.scenarios)
    with progress() as report:
        computed = budgets(request.scenarios, request.draws, request.seed, report)
    record = budgets_record(computed, names)
    several, one = len(computed) > 1, computed[0]
    return CommandResult(
        budgets_page(computed, short(names), wording) if several else budget_page(one, wording),
        record,
        lambda: budget_rows(record),
        figure=lambda: pictures("budget").budget_figure(one, wording),
        wording=wording,
    )
