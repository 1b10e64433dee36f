"""What a reader should know before using the figures: warnings, each with its path and rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from sroi.arithmetic.families import exact_interval
from sroi.arithmetic.quantities import ONCOST, RATE
from sroi.errors import dotted
from sroi.loader.scalars import Doubtful
from sroi.model import payers
from sroi.model.measures import extrapolated
from sroi.model.totals import totals
from sroi.schema.counts import Counts
from sroi.schema.scenario import ROOT
from sroi.schema.year_rules import named_years
from sroi.wording import spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sroi.errors import KeyPath, Raw
    from sroi.model.comparison import Comparison
    from sroi.model.results import Results
    from sroi.model.totals import Totals
    from sroi.schema.numbers import Number
    from sroi.schema.outcomes import Outcome
    from sroi.schema.scenario import Scenario
    from sroi.wording import Wording

FEW = 100  # counts of fewer persons than this are shown with their interval
TIME_UNITS = ("day", "month", "h")
MUCH_EXTRAPOLATED = 0.5
HIGH_RATE = 0.2  # a year; 3 for 3 % is a common slip
MANY_POSTS = 10.0  # of one role; 50 for 50 % of a post is a common slip
LOW_ANNUAL_COST = 150_000.0  # SEK, below which it may be a month's salary
HIGH_MONTHLY_SALARY = 200_000.0  # SEK, above which it may be a year's
MONTHS = 12
LEAST_TURNED_AWAY = 1e-9  # of a participant, below which it is rounding


@dataclass(frozen=True)
class Notice:
    """One warning: where, which rule, and the values its words need."""

    path: str
    rule: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def message(self, wording: Wording) -> str:
        """Return the warning in words."""
        return wording.term(f"rule.{self.rule}", **wording.formatted(self.values))

    def statement(self, wording: Wording) -> str:
        """Return the warning to a reader who cannot change the file: no question, no advice."""
        stated = f"stated.{self.rule}"
        key = stated if wording.has(stated) else f"rule.{self.rule}"
        return wording.term(key, **wording.formatted(self.values))

    def plain(self, wording: Wording) -> dict[str, str]:
        """Return the warning as plain data."""
        return {"path": self.path, "rule": self.rule, "message": self.message(wording)}


def notices(
    scenario: Scenario, base: Results | None = None, drawn: Totals | None = None
) -> list[Notice]:
    """Return every warning about a scenario, its base case and its draws where they are given."""
    listed = [
        *_years(scenario),
        *_wider(scenario),
        *_numbers(scenario),
        *slips(scenario),
        *_carried_indices(scenario),
        *_shared_unit_costs(scenario),
        *_effects(scenario),
        *_optimism(scenario),
        *_timing(scenario),
        *_correlations(scenario),
        *_parameters(scenario),
        *_unsourced(scenario),
    ]
    if base is not None:
        with np.errstate(over="ignore", invalid="ignore"):
            listed += [
                *_funding(scenario, base),
                *_full(scenario, base),
                *_benefits(scenario, base),
            ]
    if drawn is not None:
        listed += _impossible_worlds(drawn)
    return list({(n.path, n.rule, str(n.values)): n for n in listed}.values())


def slips(scenario: Scenario) -> Iterator[Notice]:
    """Yield what is likely a slip of the pen; that can be asked while other numbers are missing."""
    yield from _thousands(scenario)
    yield from _rates(scenario)
    yield from _staffing(scenario)
    yield from _payers(scenario)


def comparison_notices(comparison: Comparison) -> list[Notice]:
    """Return the warnings of all scenarios compared, each once, and what sets them apart."""
    first = comparison.projections[comparison.reference].scenario
    by_place: dict[tuple[str, str], Notice] = {}
    for projection in comparison.projections.values():
        scenario = projection.scenario
        for notice in _unlike(scenario, first):
            by_place[notice.path, scenario.file] = notice
        for notice in notices(scenario, projection.base, projection.totals):
            about = str(notice.values.get("index", ""))
            by_place.setdefault((notice.path, notice.rule + about), notice)
    return list(by_place.values())


def _unlike(scenario: Scenario, reference: Scenario) -> Iterator[Notice]:
    """Yield what makes the present values of two scenarios unlike one another."""
    if scenario.first_year != reference.first_year:
        values = {"year": scenario.first_year, "reference": reference.first_year}
        yield Notice("first_year", "different_years", values)
    if scenario.horizon != reference.horizon:
        values = {"years": scenario.horizon, "reference": reference.horizon}
        yield Notice("horizon", "different_horizons", values)
    if scenario.unpriced != reference.unpriced:
        yield Notice("costs", "different_unpriced")
    rate, other = (s.discounting.first_rate.base for s in (scenario, reference))
    if rate != other:
        rates = {"rate_share": rate, "reference_share": other}
        yield Notice("discounting.rate", "different_rates", rates)


def _years(scenario: Scenario) -> Iterator[Notice]:
    last = scenario.years[-1]
    for path, year in named_years(scenario.merged):
        if year > last:
            yield Notice(dotted(path), "beyond_horizon", {"year": year, "last": last})


def _wider(scenario: Scenario) -> Iterator[Notice]:
    """Yield lines whose years cost a whole year of which the programme runs some months."""
    months = scenario.programme.months
    parts = scenario.lines | {f"funding.{name}": part for name, part in scenario.funding.items()}
    for path, part in parts.items():
        if part.years is None or getattr(part, "per", None) not in (None, "year"):
            continue
        whole = [year for year in part.years if 0.0 < months.share_of(year) < 1.0]
        if whole:
            yield Notice(f"{path}.years", "wider_than_programme", {"years": spans(whole)})


def _numbers(scenario: Scenario) -> Iterator[Notice]:
    for number in scenario.numbers.values():
        yield from _price_level(number, scenario.price_year)
        origin = number.origin
        if origin.library and origin.grade in ("C", "D"):
            graded = {"grade": origin.grade}
            yield Notice(number.path, "local_value", graded)
        per = (origin.unit or "").partition("/")[2]
        timeless = number.path.endswith(("unit_cost", "amount")) and origin.times == 1.0
        if timeless and per in TIME_UNITS:
            timed = {"unit": origin.unit}
            yield Notice(number.path, "unit_time", timed)
        if isinstance(origin.form, Counts) and origin.form.of < FEW:
            counts = {"events": origin.form.events, "of": origin.form.of}
            low, high = exact_interval(origin.form.events, origin.form.of)
            shares = {"low_share": low, "high_share": high}
            yield Notice(number.path, "few_events", counts | shares)


def _thousands(scenario: Scenario) -> Iterator[Notice]:
    """Yield the amounts whose point may stand between thousands."""
    for path, raw, node in ROOT.walk(scenario.merged):
        counted = node.number and (node.number.quantity.money or _starting(path))
        for number in _doubtful(raw) if counted else ():
            values = {"number": number.written, "read": f"{number:g}", "meant": number.thousands}
            yield Notice(dotted(path), "point_or_thousands", values)


def _starting(path: KeyPath) -> bool:
    """Return whether a path is that of how many start, also in one year."""
    keys = [key for key in path if not str(key).isdigit()]
    return keys[0] == "participants" and keys[-1] == "per_year"


def _doubtful(raw: Raw) -> Iterator[Doubtful]:
    if isinstance(raw, Doubtful):
        yield raw
    for inner in raw.values() if isinstance(raw, Mapping) else raw if isinstance(raw, list) else ():
        yield from _doubtful(inner)


def _carried_indices(scenario: Scenario) -> Iterator[Notice]:
    """Yield every index that ends before a price year, with how many numbers it concerns."""
    carried: dict[str, list[tuple[int, int]]] = {}
    for number in scenario.numbers.values():
        if number.origin.index and number.origin.carried:
            carried.setdefault(number.origin.index, []).append(number.origin.carried)
    for index, years in carried.items():
        last, price_year = max(years)
        values = {"index": index, "last": last, "price_year": price_year, "n": len(years)}
        yield Notice("price_year", "index_carried", values)


def _price_level(number: Number, price_year: int) -> Iterator[Notice]:
    origin = number.origin
    if origin.index == "none" and origin.price_year not in (None, price_year):
        values = {"price_year": origin.price_year, "to": price_year}
        yield Notice(number.path, "index_none", values)
    if number.quantity.money and origin.library and origin.price_year is None:
        yield Notice(number.path, "price_level_unknown")


def _shared_unit_costs(scenario: Scenario) -> Iterator[Notice]:
    first: dict[str, str] = {}
    for name, outcome in scenario.outcomes.items():
        library = outcome.unit_cost.origin.library if outcome.unit_cost else None
        if library and library in first:
            values = {"other": first[library]}
            yield Notice(f"outcomes.{name}.unit_cost", "same_money", values)
        elif library:
            first[library] = f"outcomes.{name}"


def _effects(scenario: Scenario) -> Iterator[Notice]:
    for name, outcome in scenario.outcomes.items():
        if outcome.note:
            yield Notice(f"outcomes.{name}", "note", {"note": outcome.note})
        for path, stated in scenario.effects(name).items():
            yield from _effect(path, stated)


def _effect(path: str, stated: Outcome) -> Iterator[Notice]:
    """Yield what an effect rests on that a reader should know."""
    effect = stated.effect
    assert effect is not None
    if effect.unknown:
        yield Notice(path, "unknown_effect")
    if effect.basis == "expert":
        yield Notice(path, "expert")
    if effect.basis == "before_after" and not (stated.deadweight and stated.deadweight.base):
        yield Notice(path, "before_after")


def _timing(scenario: Scenario) -> Iterator[Notice]:
    last = scenario.years[-1]
    for name, outcome in scenario.outcomes.items():
        if outcome.follows is not None:
            continue
        begins = outcome.starts_after or 0
        if outcome.profile is not None:
            begins = min((age for age, value in outcome.profile.items() if value), default=0)
        year = scenario.programme.months.first.year + begins
        if year > last:
            yield Notice(f"outcomes.{name}", "no_effect_in_time", {"year": year, "last": last})
        elif year > scenario.last_followed:
            values = {"year": year, "last": scenario.last_followed}
            yield Notice(f"outcomes.{name}", "effect_after_followup", values)


def _rates(scenario: Scenario) -> Iterator[Notice]:
    for number in scenario.numbers.values():
        if number.quantity is RATE and abs(number.base) > HIGH_RATE:
            yield Notice(number.path, "high_rate", {"rate_share": number.base})
        if number.quantity is ONCOST and number.base > 1.0:
            yield Notice(number.path, "high_oncost", {"rate_share": number.base})


def _staffing(scenario: Scenario) -> Iterator[Notice]:
    """Yield posts that may be per cent, and salaries that may be of a month or of a year."""
    for path, number in scenario.numbers.items():
        section, *rest = (part for part in path.split(".") if not part.isdigit())
        if section != "staffing":
            continue
        key = rest[-1]
        if key == "fte" and number.base >= MANY_POSTS:
            values = {"posts_number": number.base, "meant_number": number.base / 100}
            yield Notice(path, "many_posts", values)
        if scenario.currency != "SEK":
            continue
        if key == "annual_cost" and 0.0 < number.base < LOW_ANNUAL_COST:
            yield Notice(path, "low_annual_cost", {"cost_money": number.base})
        if key == "monthly_salary" and number.base > HIGH_MONTHLY_SALARY:
            values = {"salary_money": number.base, "meant_money": number.base / MONTHS}
            yield Notice(path, "high_monthly_salary", values)


def _correlations(scenario: Scenario) -> Iterator[Notice]:
    numbers = scenario.numbers
    for name, part in scenario.correlations.items():
        for between in part.between:
            number = numbers.get(between) or numbers.get(f"{between}.share")
            if number is None or number.certain:
                path = f"correlations.{name}.between"
                yield Notice(path, "correlation_unused", {"between": between})


def _payers(scenario: Scenario) -> Iterator[Notice]:
    for name, payer in scenario.payers.items():
        if "sector" not in payer.model_fields_set:
            yield Notice(f"payers.{name}.sector", "no_sector")


def _unsourced(scenario: Scenario) -> Iterator[Notice]:
    numbers = scenario.numbers.values()
    stated = [number for number in numbers if number.calculation is None]
    bare = [number for number in stated if number.origin.source is None]
    if bare:
        yield Notice("", "unsourced", {"n": len(bare), "of": len(stated)})


def _parameters(scenario: Scenario) -> Iterator[Notice]:
    for name in scenario.parameters:
        if name not in scenario.used_parameters:
            yield Notice(f"parameters.{name}", "parameter_unused")


def _funding(scenario: Scenario, base: Results) -> Iterator[Notice]:
    cost = sum(float(flow.total[0]) for flow in base.costs.values())
    funded = sum(float(flow.total[0]) for flow in base.funding.values())
    if base.funding and 0.0 < funded < 0.995 * cost:
        yield Notice("funding", "part_financing", {"funded_share": funded / cost})
    if scenario.inflation is None:
        for name, part in scenario.funding.items():
            if part.nominal:
                yield Notice(f"funding.{name}", "nominal_without_inflation")
    yield from _surplus(scenario, base)


def _surplus(scenario: Scenario, base: Results) -> Iterator[Notice]:
    for payer, surplus in payers.surplus(base).items():
        pairs = zip(scenario.years, surplus[0].tolist(), strict=True)
        over = {year: amount for year, amount in pairs if amount > 1.0}
        if over:
            name, whole = scenario.payers[payer].name or payer, sum(over.values())
            values = {"payer": name, "years": spans(over), "surplus_money": whole}
            yield Notice(f"payers.{payer}", "overfunded", values)


def _full(scenario: Scenario, base: Results) -> Iterator[Notice]:
    """Yield the years in which more ask than there are places for."""
    if base.starts.turned_away is None:
        return
    pairs = zip(scenario.years, base.starts.turned_away.values[0].tolist(), strict=True)
    over = {year: n for year, n in pairs if n > LEAST_TURNED_AWAY}
    if over:
        numbers = scenario.numbers.values()
        certain = all(n.certain for n in numbers if _starting(tuple(n.path.split("."))))
        rule = "full" if certain else "full_uncertain"
        values = {"years": spans(over), "turned_away_number": sum(over.values())}
        yield Notice("participants.places", rule, values)


def _optimism(scenario: Scenario) -> Iterator[Notice]:
    """Yield once per outcome how much smaller its effect is taken to be, and why."""
    if scenario.optimism is None:
        return
    for name in scenario.of_groups:
        effects = [one.effect for one in scenario.effects(name).values()]
        grades = sorted({effect.grade for effect in effects if effect and not effect.unknown})
        corrections = {grade: scenario.optimism.share(grade) for grade in grades}
        if any(corrections.values()):
            values = {"grades": ", ".join(grades), "most_share": max(corrections.values())}
            yield Notice(f"outcomes.{name}.effect", "optimism", values)


def _benefits(scenario: Scenario, base: Results) -> Iterator[Notice]:
    if not float(base.participants.total[0]) > 0.0:
        yield Notice("participants", "no_participants")
    late = float(extrapolated(totals(base, ()), scenario.headline)[0])
    if late > MUCH_EXTRAPOLATED:
        values: dict[str, Any] = {"late_share": late, "last": scenario.last_followed}
        values["view"] = scenario.named_in_file(scenario.headline) or scenario.headline
        yield Notice("followed_until", "extrapolated", values)


def _impossible_worlds(drawn: Totals) -> Iterator[Notice]:
    for name, flags in drawn.impossible.items():
        if flags.any():
            values = {"cut_share": float(flags.mean())}
            yield Notice(f"outcomes.{name}.effect", "impossible_worlds", values)
    for path, flags in drawn.outside.items():
        if flags.any():
            yield Notice(path, "clamped", {"cut_share": float(flags.mean())})
