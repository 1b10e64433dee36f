"""What is shown of a run or a comparison: sentences, tables and warnings, on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.tables import alternatives, compared, delivered, run
from sroi.tables.cells import Page, common_money, short, years_in_words
from sroi.tables.claims import claims_table
from sroi.tables.labels import notice_words, without_price
from sroi.tables.reached import reached
from sroi.tables.sentences import sentences
from sroi.wording import capital

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sroi.model.checks import Notice
    from sroi.model.comparison import Comparison
    from sroi.model.projection import Projection
    from sroi.tables.cells import Money
    from sroi.wording import Wording


def run_page(projection: Projection, notices: Sequence[Notice], wording: Wording) -> Page:
    """Return the page of one run."""
    money = common_money([projection], wording)
    tables = [run.headline(projection, money), run.money_by_year(projection, money)]
    tables.append(run.lines_by_year(projection, money))
    tables += delivered.tables_of_services(projection, money)
    if (gains := run.gains_by_year(projection, money)) is not None:
        tables.append(gains)
    if projection.scenario.outcomes:
        tables.append(run.outcomes(projection, money))
    if projection.scenario.groups:
        tables.append(reached(projection, money))
    if (said := claims_table(projection.scenario, wording)) is not None:
        tables.append(said)
    return Page(
        title=projection.scenario.name,
        subtitle=subtitle(projection, wording),
        sentences=tuple(sentences(projection, wording)),
        tables=tuple(tables),
        warnings_title=wording.term("table.warnings"),
        warnings=tuple(notice_words(projection.scenario, n, wording) for n in notices),
    )


def comparison_page(comparison: Comparison, notices: Sequence[Notice], wording: Wording) -> Page:
    """Return the page of a comparison."""
    money = common_money(comparison.projections.values(), wording)
    tables = [alternatives.cost_table(comparison, money)]
    if (savings := alternatives.savings_table(comparison, money)) is not None:
        tables.append(savings)
    tables.append(compared.comparison_table(comparison, money))
    if len(comparison.projections) > 1:
        tables.append(compared.differences(comparison, money))
    tables.append(compared.gains(comparison.projections, money))
    if (services := delivered.compared_services(comparison.projections, money)) is not None:
        tables.append(services)
    return Page(
        title=wording.term("table.comparison"),
        subtitle=_subtitle(comparison, wording),
        sentences=tuple(comparison_sentences(comparison, money)),
        tables=tuple(tables),
        warnings_title=wording.term("table.warnings"),
        warnings=tuple(compared_warnings(comparison, notices, wording)),
    )


def compared_warnings(
    comparison: Comparison, notices: Sequence[Notice], wording: Wording
) -> Iterator[tuple[str, str]]:
    """Yield what each warning is about and what it says, named by a scenario that has it."""
    scenarios = [projection.scenario for projection in comparison.projections.values()]
    for notice in notices:
        warnings = [notice_words(scenario, notice, wording) for scenario in scenarios]
        yield next((words for words in warnings if words[0]), warnings[0])


def comparison_sentences(comparison: Comparison, money: Money) -> list[str]:
    """Return whether the alternatives agree, what each comes to, and who pays more or less."""
    wording = money.wording
    scenarios = [projection.scenario for projection in comparison.projections.values()]
    unpriced = without_price(scenarios, comparison.perspective, wording)
    headlines: dict[str, list[str]] = {}
    for name, projection in zip(
        short(comparison.projections), comparison.projections.values(), strict=True
    ):
        headlines.setdefault(sentences(projection, wording)[0], []).append(name)
    agreement = alternatives.agreement(comparison, wording)
    if agreement and len(headlines) == 1:
        changes = alternatives.cost_changes(comparison, money)
        return [agreement, *headlines, *unpriced, *changes]
    lines = [f"{capital('; '.join(names))}: {text}" for text, names in headlines.items()]
    changes = alternatives.cost_changes(comparison, money)
    return [*filter(None, [agreement]), *lines, *unpriced, *changes]


def _subtitle(comparison: Comparison, wording: Wording) -> str:
    """Return the years, each scenario's own where they differ, and the draws of a comparison."""
    reference = comparison.projections[comparison.reference]
    years = [years_in_words(p.scenario, wording) for p in comparison.projections.values()]
    if len(set(years)) == 1:
        return subtitle(reference, wording)
    named = zip(short(comparison.projections), years, strict=True)
    return wording.term(
        "word.scenario_lines",
        years="; ".join(f"{name}: {timing}" for name, timing in named),
        draws=wording.number(reference.draws),
        seed=reference.seed,
    )


def subtitle(projection: Projection, wording: Wording) -> str:
    """Return the years and the draws behind the figures."""
    years = projection.scenario.years
    return wording.term(
        "word.scenario_line",
        first=years[0],
        last=years[-1],
        horizon=len(years),
        draws=wording.number(projection.draws),
        seed=projection.seed,
    )
