"""The one page: what is asked, who pays, what would have to be true, what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sroi.figures.stacks import stacks
from sroi.report.bars import bars_by_alternative, bars_by_year
from sroi.report.blocks import Attachment, Bullets, Front, Gap, Paragraph, Picture, Section
from sroi.report.boards import boards, needed_by_board, only_paying, roots_shown
from sroi.report.knowledge import known_sentences, unknown
from sroi.report.room import LIMITS, lines
from sroi.report.sought import own_budgets, sought
from sroi.tables import alternatives
from sroi.tables.cells import and_more, common_money, name_of
from sroi.tables.paid import paid_by_year
from sroi.wording import cut_name, spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sroi.model.comparison import Comparison
    from sroi.model.projection import Projection
    from sroi.report.blocks import Block
    from sroi.schema.scenario import Scenario
    from sroi.tables.cells import Money
    from sroi.tables.paid import Limits
    from sroi.wording import Wording

TITLE, UNIT, NAME, SENTENCE = 100, 40, 46, 320  # characters
PAYERS = 5  # of whom a sentence says that they pay more or less
PAGE = 65.1  # lines of text on a page


def brief(compared: Comparison, wording: Wording) -> Attachment:
    """Return the one page about the reference of a comparison, as a document of its own."""
    front = front_page(compared, wording)
    digests = " ".join(p.scenario.digest for p in compared.projections.values())
    return Attachment(front.title, front.facts, wording.language, (), digests, front)


def front_page(compared: Comparison, wording: Wording) -> Front:
    """Return the one page: the roomiest that is no longer than a page."""
    money = common_money(compared.projections.values(), wording)
    pages = (_Page(compared, money, limits).front() for limits in LIMITS)
    page = next(pages)
    while lines(page) > PAGE and (tighter := next(pages, None)):
        page = tighter
    return page


@dataclass(frozen=True)
class _Page:
    """The first scenario of a comparison, told with so much room."""

    compared: Comparison
    money: Money
    limits: Limits

    @cached_property
    def projection(self) -> Projection:
        return self.compared.projections[self.compared.reference]

    @property
    def scenario(self) -> Scenario:
        return self.projection.scenario

    @property
    def wording(self) -> Wording:
        return self.money.wording

    def front(self) -> Front:
        """Return the page; its places are the same whatever it says."""
        parts = ("what", "asked", "pays", "needed", "known", "picture")
        return Front(
            cut_name(self.scenario.name, TITLE),
            self._facts(),
            tuple(
                Section(self._heading(part), tuple(getattr(self, f"_{part}")())) for part in parts
            ),
            self._signature(),
        )

    def _heading(self, part: str) -> str:
        several = part == "picture" and len(self.compared.projections) > 1
        key = f"brief.{part}{'_alternatives' if several else ''}"
        return self.wording.term(key, unit=self.money.unit, price_year=self.scenario.price_year)

    def _facts(self) -> str:
        scenario, starts = self.scenario, self.projection.base.participants.values[0]
        count, each = float(starts.sum()), float(starts.max())
        number = self.wording.number if count >= 1 else self.wording.short
        key = "facts_one" if abs(count - each) < 1e-9 else "facts"
        return self.wording.term(
            f"brief.{key}",
            count=number(count),
            most=number(each),
            unit=cut_name(scenario.participants.unit, UNIT),
            years=spans(scenario.programme.months.years),
            last=scenario.years[-1],
        )

    def _signature(self) -> str:
        by, date = self.scenario.by, self.scenario.date
        blank = "_" * 30
        return self.wording.term(
            "brief.made",
            by=cut_name(by or "", NAME) or blank,
            date=cut_name(date or "", NAME) or blank[:14],
        )

    def _what(self) -> Iterator[Block]:
        about = " ".join((self.scenario.about or "").split())
        yield Paragraph(about) if about else Gap(self.wording.term("brief.no_about"))

    def _asked(self) -> Iterator[Block]:
        points = sought(self.projection, self.limits.covered, self.wording) or [
            self.wording.term("brief.nothing_asked")
        ]
        points = and_more(points, self.limits.points, self.wording)
        yield Bullets((*points, *own_budgets(self.projection, self.wording)))

    def _pays(self) -> Iterator[Block]:
        yield paid_by_year(self.projection, self.limits, self.money)

    def _needed(self) -> Iterator[Block]:
        roots, more = roots_shown(self.projection, self.limits.outcomes)
        if not roots:
            yield Paragraph(self.wording.term("brief.no_price"))
            return
        yield needed_by_board(self.projection, self.limits, self.wording)
        sentences = list(self._beside_needed(roots, more))
        if sentences:
            yield Paragraph(" ".join(sentences))

    def _beside_needed(self, roots: list[str], more: int) -> Iterator[str]:
        """Yield who only pays, and what there was no room for."""
        term, name = self.wording.term, self._name
        if paying := [name(payer) for payer in only_paying(self.projection)]:
            names = and_more(paying, self.limits.boards - 1, self.wording)
            yield term("brief.only_paying", names=", ".join(names))
        if more:
            yield term("brief.more_outcomes", n=more)
        rest = len(boards(self.projection, roots)) - self.limits.boards
        if rest > 0:
            yield term("brief.more_boards", n=rest)

    def _name(self, view: str) -> str:
        return cut_name(name_of(self.scenario, view, self.wording), NAME)

    def _known(self) -> Iterator[Block]:
        sentences = [
            *known_sentences(self.projection, self.wording),
            *unknown(self.projection, self.wording),
        ]
        yield Bullets(tuple(sentences[: self.limits.known]))

    def _picture(self) -> Iterator[Block]:
        changes = [
            cut_name(text, SENTENCE)
            for text in alternatives.cost_changes(self.compared, self.money, PAYERS)
        ]
        if changes:
            yield Bullets(tuple(and_more(changes, self.limits.points, self.wording)))
        if changes:
            bars = bars_by_alternative(self.compared, self.limits, self.wording)
        else:
            bars = bars_by_year(self.projection, self.limits, self.wording)
        if any(parts for _, parts in bars):
            title = self._heading("picture")
            yield Picture(stacks(bars, title, self.money), title)
        else:
            yield Paragraph(self.wording.term("brief.no_cost"))
