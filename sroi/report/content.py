"""The content of an attachment: what is applied for, who pays, what follows, what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sroi.figures import projections
from sroi.figures.alternatives import who_pays
from sroi.model import payers
from sroi.model.balance import balance
from sroi.model.measures import ROWS, nothing_known_in
from sroi.questions.breakeven.table import breakeven_lines, needed_table
from sroi.questions.logic.compute import logic
from sroi.questions.logic.figure import logic_figure
from sroi.questions.logic.table import logic_table
from sroi.questions.sensitivity.compute import one_way
from sroi.questions.sensitivity.figure import sensitivity_figure
from sroi.questions.waterfall.compute import base_waterfalls
from sroi.questions.waterfall.figure import waterfall_figure
from sroi.questions.waterfall.table import waterfall_sentence
from sroi.report.blocks import Bullets, Paragraph, Picture, Section, Small
from sroi.report.evidence import assumptions, numbered_sources, with_range
from sroi.tables import alternatives, compared, delivered, run
from sroi.tables.cells import Cell, Row, Table, bounded, common_money, shown_views
from sroi.tables.claims import claims_table
from sroi.tables.labels import field_label, notice_statement, number_label, of_events
from sroi.tables.reached import reached
from sroi.tables.sentences import sentences
from sroi.version import __version__
from sroi.wording import capital, spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sroi.model.checks import Notice
    from sroi.model.comparison import Comparison
    from sroi.model.projection import Projection
    from sroi.report.blocks import Block
    from sroi.schema.outcomes import Effect
    from sroi.schema.scenario import Scenario
    from sroi.tables.cells import Money
    from sroi.wording import Wording

SECTIONS = (
    "summary",
    "applied",
    "others",
    "target",
    "logic",
    "projection",
    "breakeven",
    "cashable",
    "drivers",
    "unknown",
    "claims",
    "comparison",
    "assumptions",
    "record",
)
DOUBTFUL = ("C", "D")
ACROSS = 4  # perspectives that have a column each; more have a row each


@dataclass(frozen=True)
class Content:
    """The sections of an attachment about the first scenario compared, by name."""

    comparison: Comparison
    notices: Sequence[Notice]
    wording: Wording

    @cached_property
    def projection(self) -> Projection:
        """Return the scenario the attachment is about."""
        return self.comparison.projections[self.comparison.reference]

    @property
    def scenario(self) -> Scenario:
        """Return the scenario the attachment is about."""
        return self.projection.scenario

    @cached_property
    def money(self) -> Money:
        """Return the unit of all tables."""
        return common_money(self.comparison.projections.values(), self.wording)

    def section(self, name: str) -> Section:
        """Return a section, empty where the scenario has nothing for it."""
        blocks = tuple(getattr(self, f"_{name}")())
        heading = "" if name == "record" else self.wording.term(f"report.{name}")
        return Section(heading, blocks)

    def _summary(self) -> Iterator[Block]:
        for sentence in sentences(self.projection, self.wording):
            yield Paragraph(sentence)

    def _applied(self) -> Iterator[Block]:
        yield Paragraph(self.wording.term("report.applied_text"))
        table = run.lines_by_year(self.projection, self.money)
        yield with_employers(table, self.scenario, self.wording)
        yield run.money_by_year(self.projection, self.money)
        figure = projections.payers_by_year(self.projection, self.wording)
        gained = any(flow.any() for flow in payers.benefits(self.projection.base).values())
        caption = "payers_caption" if gained else "costs_caption"
        yield Picture(figure, self.wording.term(f"report.{caption}"))

    def _others(self) -> Iterator[Block]:
        scenario, wording = self.scenario, self.wording
        points = []
        for name, funding in scenario.funding.items():
            status = wording.term(f"status.{funding.status}")
            who = scenario.payers[funding.payer].name or funding.payer
            flow = self.projection.base.funding[name].values[0]
            years = spans(y for y, x in zip(scenario.years, flow, strict=True) if x)
            amount = wording.money(float(flow.sum()))
            points.append(f"{funding.name or who}: {who}, {status}, {amount} ({years})")
        if points:
            yield Bullets(tuple(points))
        borne = {p: self.projection.base_value("pv_costs", p) for p in scenario.payers}
        whole = sum(borne.values())
        shares = [
            wording.term(
                "report.bears",
                payer=scenario.payers[payer].name or payer,
                money=bounded(scenario, payer, "least", wording.money(cost), wording),
                share=wording.percent(cost / whole),
            )
            for payer, cost in borne.items()
            if whole > 0.0 and cost
        ]
        yield Bullets(tuple(shares))

    def _target(self) -> Iterator[Block]:
        scenario, starts = self.scenario, self.projection.base.participants.values[0]
        years = [y for y, n in zip(scenario.years, starts, strict=True) if n]
        cells = [Cell(self.wording.short(float(n)), value=float(n)) for n in starts if n]
        cells.append(Cell(self.wording.short(float(starts.sum())), value=float(starts.sum())))
        yield Table(
            self.wording.term("report.volumes"),
            self.wording.term("report.unit", unit=scenario.participants.unit),
            (*map(str, years), self.wording.term("column.total")),
            (Row(self.wording.term("column.participants"), tuple(cells)),),
        )
        yield from delivered.tables_of_services(self.projection, self.money)
        yield from self._numbers_of("participants.", "services.")

    def _logic(self) -> Iterator[Block]:
        parts = logic(self.scenario)
        yield logic_table(parts, self.wording)
        for name, outcome in self.scenario.outcomes.items():
            yield Paragraph(f"{outcome.name}. {self._rests_on(name)}")
            yield from self._numbers_of(f"outcomes.{name}.")
            if settings := tuple(self._settings_of(name)):
                yield Bullets(settings)
        yield Picture(logic_figure(parts, self.wording), self.wording.term("logic.caption"))

    def _settings_of(self, name: str) -> Iterator[str]:
        """Yield what is certain of an outcome: delays, whole steps, and who gains."""
        outcome, term = self.scenario.outcomes[name], self.wording.term
        if outcome.starts_after:
            yield term("report.starts_after", years=outcome.starts_after)
        if outcome.cashable is not None and outcome.cashable.after:
            yield term("report.cashable_after", years=outcome.cashable.after)
        if outcome.cashable is not None and outcome.cashable.step:
            yield term("report.cashable_step", step=self.wording.short(outcome.cashable.step))
        payers = {self.scenario.payers[p].name or p: x for p, x in outcome.shares.items()}
        if payers and outcome.unit_cost is not None:
            shares = ", ".join(f"{p} {self.wording.percent(x)}" for p, x in payers.items())
            yield term("report.falls_on", payers=shares)

    def _rests_on(self, name: str) -> str:
        outcome, wording = self.scenario.outcomes[name], self.wording
        if outcome.follows is not None:
            parent = self.scenario.outcomes[outcome.follows.outcome].name
            return of_events("report.follows", self.scenario, [name], wording, outcome=parent)
        bases = {
            f"report.basis_{stated.effect.basis or 'unknown'}": None
            for stated in self.scenario.effects(name).values()
            if stated.effect is not None
        }
        effects = [stated.effect for stated in self.scenario.effects(name).values()]
        evidence = dict.fromkeys(map(self._evidence, effects))
        return " ".join(filter(None, [*map(wording.term, bases), *evidence]))

    def _evidence(self, effect: Effect | None) -> str:
        """Return how good the evidence of an effect is, where that is said."""
        if effect is None or effect.evidence is None:
            return ""
        scale = self.wording.term(f"report.scale_{effect.evidence.scale}")
        return self.wording.term("report.evidence", scale=scale, level=str(effect.evidence.level))

    def _numbers_of(self, *prefixes: str) -> Iterator[Block]:
        numbers = [n for path, n in self.scenario.numbers.items() if path.startswith(prefixes)]
        points = [
            f"{capital(field_label(self.scenario, n.path, self.wording))}: "
            f"{with_range(n, self.wording)}"
            for n in numbers
        ]
        if points:
            yield Bullets(tuple(points))

    def _projection(self) -> Iterator[Block]:
        yield from self._results()
        if not nothing_known_in(self.scenario, self.scenario.headline):
            yearly = balance(self.projection, self.scenario.headline)
            figure = projections.fan(self.projection, yearly, self.wording)
            yield Picture(figure, self.wording.term("report.fan_caption"))
        if (gains := run.gains_by_year(self.projection, self.money)) is not None:
            yield gains
        if self.scenario.outcomes:
            yield run.outcomes(self.projection, self.money)
        if self.scenario.groups:
            yield reached(self.projection, self.money)

    def _results(self) -> Iterator[Table]:
        """Yield the results: a column for each perspective, or a row where they are many."""
        if len(shown_views(self.scenario)) <= ACROSS:
            yield run.headline(self.projection, self.money)
            return
        half = len(ROWS) // 2
        for measures in (ROWS[:half], ROWS[half:]):
            yield run.results_by_view(self.projection, self.money, measures)

    def _breakeven(self) -> Iterator[Block]:
        totals = self.projection.base_totals
        lines = breakeven_lines(self.scenario, totals, self.scenario.headline, self.wording)
        if lines:
            yield Bullets(tuple(lines))
            yield needed_table(self.scenario, totals, self.wording)

    def _cashable(self) -> Iterator[Block]:
        if nothing_known_in(self.scenario, self.scenario.headline):
            return
        waterfall = base_waterfalls(self.scenario)[self.scenario.headline]
        yield Paragraph(waterfall_sentence(self.scenario, waterfall, self.wording))
        if waterfall.gross:
            figure = waterfall_figure(self.scenario, waterfall, self.wording)
            yield Picture(figure, self.wording.term("report.waterfall_caption"))

    def _drivers(self) -> Iterator[Block]:
        if nothing_known_in(self.scenario, self.scenario.headline):
            return
        sensitivity = one_way(self.scenario, "npv", self.scenario.headline)
        if any(swing.width > 0.0 for swing in sensitivity.swings):
            figure = sensitivity_figure(self.scenario, sensitivity, self.wording)
            yield Picture(figure, self.wording.term("report.tornado_caption"))
            figure = projections.spread(self.projection, self.scenario.headline, self.wording)
            yield Picture(figure, self.wording.term("report.spread_caption"))

    def _unknown(self) -> Iterator[Block]:
        numbers = self.scenario.numbers.values()
        doubtful = [
            number_label(self.scenario, number.path, self.wording)
            for number in numbers
            if number.origin.grade in DOUBTFUL
        ]
        if doubtful:
            yield Paragraph(self.wording.term("report.doubtful", numbers="; ".join(doubtful)))
        yield Bullets(tuple(self._statements()))
        yield Paragraph(self.wording.term("report.range"))

    def _statements(self) -> Iterator[str]:
        """Yield each warning once, with everything it is about; low grades are told above."""
        places: dict[str, list[str]] = {}
        for notice in self.notices:
            if notice.rule != "local_value":
                place, message = notice_statement(self.scenario, notice, self.wording)
                places.setdefault(message, []).append(place)
        for message, names in places.items():
            about = "; ".join(filter(None, dict.fromkeys(names)))
            yield f"{about}: {message}" if about else message

    def _claims(self) -> Iterator[Block]:
        if (table := claims_table(self.scenario, self.wording)) is not None:
            yield Table("", table.note, table.columns, table.rows)

    def _comparison(self) -> Iterator[Block]:
        if len(self.comparison.projections) < 2:
            return
        yield alternatives.cost_table(self.comparison, self.money)
        figure = who_pays(self.comparison, self.wording)
        yield Picture(figure, self.wording.term("report.who_pays_caption"))
        if (savings := alternatives.savings_table(self.comparison, self.money)) is not None:
            yield savings
        yield compared.comparison_table(self.comparison, self.money)
        yield compared.differences(self.comparison, self.money)
        yield compared.gains(self.comparison.projections, self.money)
        services = delivered.compared_services(self.comparison.projections, self.money)
        if services is not None:
            yield services
        matrix = projections.who_gains(self.comparison.projections, self.wording)
        yield Picture(matrix, self.wording.term("report.gains_caption"))
        figure = projections.intervals(self.comparison, self.wording)
        yield Picture(figure, self.wording.term("report.intervals_caption"))

    def _assumptions(self) -> Iterator[Block]:
        yield assumptions(self.scenario, self.wording)
        if sources := numbered_sources(self.scenario):
            yield Paragraph(self.wording.term("report.sources"))
            yield Bullets(tuple(f"[{n}] {text}" for text, n in sources.items()))

    def _record(self) -> Iterator[Block]:
        first, projections = self.projection, self.comparison.projections
        digests = [projection.scenario.digest[:8] for projection in projections.values()]
        yield Small(
            self.wording.term(
                "report.record",
                version=__version__,
                draws=self.wording.number(first.draws),
                seed=first.seed,
                digests=", ".join(digests),
            )
        )


def with_employers(table: Table, scenario: Scenario, wording: Wording) -> Table:
    """Return the cost lines with who pays each, and who employs where anybody is named."""
    lines = list(scenario.lines.values())
    employers = [getattr(line, "employer", None) or "" for line in lines] + [""]
    payers = [", ".join(scenario.payers[p].name or p for p in line.shares) for line in lines]
    column = {wording.term("report.employer"): employers} if any(employers) else {}
    column[wording.term("column.payer")] = [*payers, ""]
    rows = [
        Row(row.label, (*(Cell(texts[i]) for texts in column.values()), *row.cells), row.strong)
        for i, row in enumerate(table.rows)
    ]
    return Table(table.title, table.note, (*column, *table.columns), tuple(rows))
