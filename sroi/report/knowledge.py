"""What is known of a programme and what is not, in a few lines that a board reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.model.measures import nothing_known_in
from sroi.tables.cells import and_more
from sroi.tables.labels import field_label, has_part, readable, without_price
from sroi.tables.sentences import sentences
from sroi.wording import cut_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sroi.model.projection import Projection
    from sroi.schema.numbers import Number
    from sroi.schema.scenario import Scenario
    from sroi.wording import Wording

NAMED, NAME = 2, 60  # numbers in a line, and characters of each
SENTENCE = 240  # characters
WEAK = ("C", "D")


def known_sentences(projection: Projection, wording: Wording) -> Iterator[str]:
    """Yield how many numbers have a source and a range, and the result where there is one."""
    scenario = projection.scenario
    numbers = [n for n in scenario.numbers.values() if n.calculation is None]
    yield wording.term(
        "brief.sourced",
        all=len(numbers),
        sourced=sum(bool(number.origin.source) for number in numbers),
        ranged=sum(not number.certain for number in numbers),
    )
    yield from without_price([scenario], scenario.headline, wording)
    if projection.base_totals.benefits and not nothing_known_in(scenario, scenario.headline):
        yield wording.term(
            "brief.result", result=cut_name(sentences(projection, wording)[0], SENTENCE)
        )


def unknown(projection: Projection, wording: Wording) -> Iterator[str]:
    """Yield whose effect is unknown or guessed, and the weakest numbers."""
    scenario = projection.scenario
    roots = {name: o for name, o in scenario.outcomes.items() if o.follows is None}
    unmeasured = [o.name for name, o in roots.items() if scenario.unknown(name)]
    if unmeasured:
        yield wording.term("brief.effect_unknown", outcomes=_listed(unmeasured, wording))
    if scenario.guessed:
        yield wording.term("brief.effect_guessed")
    yield from _weak(scenario, list(scenario.numbers.values()), wording)


def _weak(scenario: Scenario, numbers: Sequence[Number], wording: Wording) -> Iterator[str]:
    groups = {
        "unsourced": [number for number in numbers if not number.origin.source],
        "doubtful": [number for number in numbers if number.origin.grade in WEAK],
    }
    for key, notices in groups.items():
        if notices:
            names = [_named(scenario, number, wording) for number in notices]
            yield wording.term(f"brief.{key}", numbers=_listed(names, wording))


def _named(scenario: Scenario, number: Number, wording: Wording) -> str:
    """Return what a number is, and of what."""
    field = field_label(scenario, number.path, wording)
    part = ".".join(number.path.split(".")[:2])
    return f"{field} ({readable(scenario, part)})" if has_part(scenario, part) else field


def _listed(names: Sequence[str], wording: Wording) -> str:
    short = [cut_name(name, NAME) for name in names]
    return "; ".join(and_more(short, NAMED, wording))
