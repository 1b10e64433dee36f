"""What it is worth to know more, as a page to read: an evaluation plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.arithmetic.formulas import TOLERANCE
from sroi.model.comparison import told_apart
from sroi.model.measures import nothing_known_in
from sroi.tables.cells import Cell, Page, Row, Table, money_for, view_in_text, view_name
from sroi.tables.compared import present_value_notes
from sroi.tables.labels import has_part, of_events, part_label, shared_label, without_price

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sroi.questions.information.compute import Acceptability, Information, Worth
    from sroi.schema.scenario import Scenario
    from sroi.tables.cells import Money
    from sroi.wording import Wording

# What may be known as a whole; any other name of one word is the user's own.
SECTIONS = ("participants", "staffing", "costs", "outcomes", "discounting")
NAMED = 3  # how many numbers the plan names
NOTHING = 0.0005  # share of the amounts at stake that rounds to nothing in thousands
WORTH_TELLING = 0.01  # share of the value of knowing everything


def information_page(
    scenarios: Sequence[Scenario],
    information: Information,
    curve: Acceptability | None,
    wording: Wording,
) -> Page:
    """Return the page of what is known about the choice, and what it is worth to know more."""
    money = money_for([*information.expected.values(), information.evpi.value], wording)
    tables = [_options(scenarios, information, money)]
    if information.evppi:
        tables.append(_evppi(scenarios, information, money))
    if curve is not None:
        tables.append(_acceptability(scenarios[0], curve, wording))
    return Page(
        title=wording.term("table.information"),
        subtitle=wording.term("word.draws", draws=wording.number(information.draws)),
        sentences=(
            *_plan(scenarios, information, wording),
            *without_price(scenarios, information.view, wording),
        ),
        tables=tuple(tables),
    )


def knowledge_label(scenarios: Sequence[Scenario], name: str, wording: Wording) -> str:
    """Return what is known: a number, all numbers of a part, or of a named group."""
    for scenario in scenarios:
        if name in scenario.numbers:
            return shared_label(scenario, [name], wording)
    for scenario in scenarios:
        if has_part(scenario, name):
            return wording.term("word.all_of", part=part_label(scenario, name))
    if name in SECTIONS:
        return wording.term("word.all_of", part=wording.term(f"section.{name}"))
    return name


def worth_nothing(information: Information) -> bool:
    """Return whether knowing everything is worth nothing beside what is at stake.

    That is less than half a thousandth of the greatest amount, and never more than 500.
    """
    greatest = max(map(abs, information.expected.values()), default=0.0)
    return information.evpi.value <= NOTHING * min(greatest, 1e6)


def _plan(scenarios: Sequence[Scenario], information: Information, wording: Wording) -> list[str]:
    name = view_in_text(scenarios[0], information.view, wording)
    if _equal(scenarios, information):
        return [wording.term("sentence.equal_options", view=name)]
    best = max(information.expected, key=information.expected.__getitem__)
    sentences = [
        wording.term(
            "sentence.best",
            view=name,
            best=best,
            expected=wording.money(information.expected[best]),
            share=wording.percent(information.best[best]),
        )
    ]
    if information.expected[best] < 0.0:
        sentences.append(wording.term("sentence.none_pays", view=name))
    if all(nothing_known_in(scenario, information.view) for scenario in scenarios):
        return [*sentences, wording.term("sentence.unknown_information")]
    if _same_choice(scenarios):
        sentences.append(wording.term("sentence.same_choice"))
    if not information.evpi.value > 0.0:
        return [*sentences, wording.term("sentence.no_information")]
    if worth_nothing(information):
        return [*sentences, wording.term("sentence.evpi_nothing")]
    sentences.append(wording.term("sentence.evpi", value=wording.money(information.evpi.value)))
    return [*sentences, *_worth_of_numbers(scenarios, information, wording)]


def _worth_of_numbers(
    scenarios: Sequence[Scenario], information: Information, wording: Wording
) -> Iterator[str]:
    """Yield what it is worth to know the numbers that matter most, and how many do not."""
    least = WORTH_TELLING * information.evpi.value
    numbers = [n for n in _by_value(information.evppi) if any(n in s.numbers for s in scenarios)]
    for number in [n for n in numbers if information.evppi[n].value > least][:NAMED]:
        label = knowledge_label(scenarios, number, wording)
        value = wording.money(information.evppi[number].value)
        yield wording.term("sentence.evppi", number=label, value=value)
    if idle := sum(information.evppi[number].value <= least for number in numbers):
        yield wording.term("sentence.evppi_none", n=idle)


def _equal(scenarios: Sequence[Scenario], information: Information) -> bool:
    """Return whether several scenarios are worth the same in every draw: only who pays differs."""
    worths = information.expected.values()
    spread = max(worths) - min(worths)
    dust = TOLERANCE * max(map(abs, worths))
    return len(scenarios) > 1 and spread <= dust and information.evpi.value <= dust


def _same_choice(scenarios: Sequence[Scenario]) -> bool:
    """Return whether several scenarios cost the same for as many: beliefs, not alternatives."""
    first = scenarios[0]
    alike = all(
        (s.lines, s.participants, s.programme) == (first.lines, first.participants, first.programme)
        for s in scenarios
    )
    return len(scenarios) > 1 and alike


def _by_value(evppi: Mapping[str, Worth]) -> list[str]:
    return sorted(evppi, key=lambda name: -evppi[name].value)


def _note(scenarios: Sequence[Scenario], money: Money) -> str:
    return present_value_notes(dict(zip(told_apart(scenarios), scenarios, strict=True)), money)


def _options(scenarios: Sequence[Scenario], information: Information, money: Money) -> Table:
    wording = money.wording
    columns = ("expected", "best", "expected_loss")
    return Table(
        f"{wording.term('table.options')}: {view_name(scenarios[0], information.view, wording)}",
        _note(scenarios, money),
        tuple(wording.term(f"column.{column}") for column in columns),
        tuple(
            Row(
                name,
                (
                    money.cell(information.expected[name]),
                    Cell(wording.percent(information.best[name]), value=information.best[name]),
                    money.cell(information.expected_loss[name]),
                ),
            )
            for name in information.expected
        ),
    )


def _evppi(scenarios: Sequence[Scenario], information: Information, money: Money) -> Table:
    wording = money.wording
    rows = [("", information.evpi, True)]
    worthwhile = [
        name for name in _by_value(information.evppi) if information.evppi[name].value > 0.0
    ]
    rows += [(name, information.evppi[name], False) for name in worthwhile]
    return Table(
        wording.term("table.evppi"),
        f"{_note(scenarios, money)}. {wording.term('unit.evppi')}",
        (wording.term("column.worth"), wording.term("column.error")),
        tuple(
            Row(
                knowledge_label(scenarios, name, wording) if name else wording.term("word.evpi"),
                (
                    money.cell(worth.value),
                    money.cell(worth.error),
                ),
                strong,
            )
            for name, worth, strong in rows
        ),
    )


def _acceptability(scenario: Scenario, curve: Acceptability, wording: Wording) -> Table:
    name, of = scenario.outcomes[curve.outcome].name, [curve.outcome]
    return Table(
        of_events("table.acceptability", scenario, of, wording, outcome=name),
        of_events("unit.acceptability", scenario, of, wording, unit=wording.unit()),
        tuple(curve.best),
        tuple(
            Row(
                wording.number(float(price)),
                tuple(
                    Cell(wording.percent(float(shares[i])), value=float(shares[i]))
                    for shares in curve.best.values()
                ),
            )
            for i, price in enumerate(curve.prices)
        ),
    )
