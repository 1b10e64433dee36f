"""What numbers are called and how they are written, by their path and kind."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from sroi.arithmetic.quantities import RATE
from sroi.loader.files import PACKAGED, packaged
from sroi.model.measures import felt, unpriced_in
from sroi.wording import capital

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sroi.arithmetic.quantities import Quantity
    from sroi.model.checks import Notice
    from sroi.schema.numbers import Number
    from sroi.schema.scenario import Scenario
    from sroi.wording import Wording

PLACES = ("part.{}", "section.{}", "field.{}_long")  # words for places in the file, best first
PLACED = ("between", "other")  # values of warnings that are places in the file
ALONE = ("participants", "discounting", "inflation")  # sections with numbers of their own
FEW_EVENTS, MANY_EVENTS = 5.0, 100.0  # below, decimals matter; above, not even a whole one
DUST = 1e-9
WITH_PARTS = (
    "staffing",
    "costs",
    "funding",
    "outcomes",
    "payers",
    "services",
)  # sections of named parts


def number_label(scenario: Scenario, path: str, wording: Wording) -> str:
    """Return what a number is called: ``Placements: cost per event``."""
    label = field_label(scenario, path, wording)
    section, *rest = path.split(".")
    if section in ALONE or section == "parameters":
        return capital(label)
    return f"{part_label(scenario, f'{section}.{rest[0]}')}: {label}"


def field_label(scenario: Scenario, path: str, wording: Wording) -> str:
    """Return what a number is called without the part it belongs to: ``cost per event``."""
    section, *rest = path.split(".")
    if section == "parameters":
        return wording.term("word.parameter", name=rest[0].replace("_", " "))
    field = [section, *rest] if section in ALONE else rest[1:]
    year = field.pop() if field[-1].isdigit() else ""
    group = _without_group(field)
    outcomes = rest[:1] if section == "outcomes" else []
    kind = "service" if section == "services" else "field"
    label = of_events(f"{kind}.{'_'.join(field)}", scenario, outcomes, wording)
    of_group = f", {scenario.participants.group_name(group)}" if group else ""
    return f"{label} {year}".rstrip() + of_group


def _without_group(field: list[str]) -> str:
    """Take the group out of the keys of a field, and return it, empty where there is none."""
    for key in ("by_group", "groups"):
        if key in field[:-1]:
            at = field.index(key)
            group = field[at + 1]
            del field[at : at + 2]
            return group
    return ""


def of_events(
    key: str, scenario: Scenario, outcomes: Iterable[str], wording: Wording, **values: str | int
) -> str:
    """Return the words of a key that fit events of some outcomes: avoided, gained, or either."""
    kinds = {scenario.gained(name) for name in outcomes}
    ending = "_either" if len(kinds) > 1 else "_gained" if True in kinds else ""
    fitting = key + ending
    return wording.term(fitting if wording.has(fitting) else key, **values)


def outcome_label(scenario: Scenario, name: str, wording: Wording) -> str:
    """Return an outcome's name; a wanted one beside others that are not is marked as such."""
    label = scenario.outcomes[name].name
    mixed = len({scenario.gained(other) for other in scenario.outcomes}) > 1
    return f"{label} ({wording.term('word.gained')})" if mixed and scenario.gained(name) else label


def without_groups(scenario: Scenario, view: str, wording: Wording) -> list[str]:
    """Return the sentence on groups that are left out, as their effect is unknown, if any are."""
    parts = [
        wording.term("sentence.in_groups", outcome=scenario.outcomes[name].name, groups=groups)
        for name in felt(scenario, view)
        if (groups := left_out(scenario, name, wording))
    ]
    return [wording.term("sentence.without_groups", parts="; ".join(parts))] if parts else []


def without_price(scenarios: Iterable[Scenario], view: str, wording: Wording) -> list[str]:
    """Return that a perspective bears something which nobody has priced, if it does."""
    lines = dict.fromkeys(
        part_label(scenario, line) for scenario in scenarios for line in unpriced_in(scenario, view)
    )
    return [wording.term("sentence.unpriced", lines="; ".join(lines))] if lines else []


def left_out(scenario: Scenario, name: str, wording: Wording) -> str:
    """Return the groups in which an outcome's effect is unknown, where it is known in others."""
    unknown = scenario.unknown_groups(name) if scenario.groups else []
    if not unknown or scenario.unknown(name):
        return ""
    return ", ".join(map(scenario.participants.group_name, unknown))


def has_part(scenario: Scenario, path: str) -> bool:
    """Return whether a path such as ``costs.rent`` is that of a part of the scenario."""
    section, _, name = path.partition(".")
    return section in WITH_PARTS and name in getattr(scenario, section)


def part_label(scenario: Scenario, path: str) -> str:
    """Return what a cost line, a funding, an outcome or a payer is called: name, else id."""
    section, _, name = path.partition(".")
    part = getattr(scenario, section)[name]
    named = part.role if section == "staffing" else getattr(part, "name", None)
    return str(named or name)


def item_names(scenarios: Iterable[Scenario]) -> dict[str, dict[str, str]]:
    """Return what scenarios call the items of the tidy rows, by part and id; the first wins."""
    names: dict[str, dict[str, str]] = {}
    for scenario in scenarios:
        views = {view: scenario.named_in_file(view) for view in scenario.views}
        viewed = {view: name for view, name in views.items() if name}
        labels = {
            "line": {path: part_label(scenario, path) for path in scenario.lines},
            "outcome": {name: outcome.name for name, outcome in scenario.outcomes.items()},
            "service": {name: one.name or name for name, one in scenario.services.items()},
            "group": {name: scenario.participants.group_name(name) for name in scenario.groups},
            **dict.fromkeys(("perspective", "payer", "difference"), viewed),
        }
        for part, of_part in labels.items():
            names[part] = of_part | names.get(part, {})
    return names


def shared_label(scenario: Scenario, paths: Sequence[str], wording: Wording) -> str:
    """Return what numbers that share one library value are called."""
    label = number_label(scenario, paths[0], wording)
    more = len(paths) - 1
    return f"{label} ({wording.term('word.more', n=more)})" if more else label


def value_text(number: Number, value: float, wording: Wording) -> str:
    """Return a value of a number as a reader of its kind writes it."""
    if number.unpriced and value == 0.0:
        return wording.term("word.unpriced")
    if number.quantity.in_percent:
        return wording.short_percent(value)
    if number.quantity.money:
        return wording.money(value)
    return wording.short(value)


def value_texts(number: Number, values: Iterable[float], wording: Wording) -> dict[str, int]:
    """Return values as text, each that reads alike once, with the first place it stands at."""
    texts = [value_text(number, float(value), wording) for value in values]
    return {text: texts.index(text) for text in texts}


def unit_text(number: Number, wording: Wording) -> str:
    """Return the unit of a number's value in the scenario."""
    return quantity_unit(number.quantity, wording)


def quantity_unit(quantity: Quantity, wording: Wording) -> str:
    """Return the unit of a kind of number."""
    if quantity.money:
        return wording.currency
    if quantity is RATE:
        return wording.term("unit_of.rate")
    if quantity.in_percent:
        return wording.term("unit_of.share")
    return wording.term("unit_of.ratio" if quantity.scale == "ratio" else "unit_of.number")


def source_of(number: Number, scenario: Scenario) -> str:
    """Return what a number's source is called, empty where it has none."""
    return source_named(scenario, number.origin.source or "")


def source_named(scenario: Scenario, source: str) -> str:
    """Return what a source is called: what the file says of an id, or the reference itself."""
    return str(scenario.sources[source]) if source in scenario.sources else source


def place_label(scenario: Scenario, path: str, wording: Wording) -> str:
    """Return what a place in the file is called: a number, a part, or its section; else nothing."""
    if path in scenario.numbers:
        return number_label(scenario, path, wording)
    section, *rest = path.split(".")
    part = f"{section}.{rest[0]}" if rest else section
    if has_part(scenario, part):
        group = rest[2] if rest[1:2] == ["by_group"] and len(rest) > 2 else ""
        named = f", {scenario.participants.group_name(group)}" if group else ""
        return part_label(scenario, part) + named
    keys = (kind.format(key) for key in (path.replace(".", "_"), section) for kind in PLACES)
    return next((capital(wording.term(key)) for key in keys if wording.has(key)), "")


def notice_words(scenario: Scenario, notice: Notice, wording: Wording) -> tuple[str, str]:
    """Return what a warning is about and what it says, with names for places in the file."""
    message = _with_names(scenario, notice, wording).message(wording)
    return place_label(scenario, notice.path, wording), message


def notice_statement(scenario: Scenario, notice: Notice, wording: Wording) -> tuple[str, str]:
    """Return what a warning is about and what it states to a reader of a paper."""
    message = _with_names(scenario, notice, wording).statement(wording)
    return place_label(scenario, notice.path, wording), message


def _with_names(scenario: Scenario, notice: Notice, wording: Wording) -> Notice:
    places = {key: notice.values[key] for key in PLACED if key in notice.values}
    named = {key: place_label(scenario, path, wording) for key, path in places.items()}
    if "index" in notice.values:
        named["index"] = index_label(notice.values["index"], wording)
    return replace(notice, values={**notice.values, **named})


def index_label(index: str, wording: Wording) -> str:
    """Return what a price index of the package's libraries is called; else its id.

    >>> from sroi.wording import Wording
    >>> index_label("lib.se.kpi", Wording("sv", "SEK")), index_label("own", Wording("sv", "SEK"))
    ('konsumentprisindex', 'own')
    """
    library, _, ident = index.removeprefix("lib.").partition(".")
    series = packaged(library).series.get(ident) if library in PACKAGED else None
    if series is None:
        return index
    name = series.name.said_in(wording.language).partition(",")[0]
    return name[:1].lower() + name[1:]


def events_needed(needed: float, expected: float, wording: Wording) -> tuple[str, str]:
    """Return how many events are needed, and how many are expected where that is said.

    Whole ones, rounded up as nobody avoids a part of a placement; in decimals where events are so
    few that rounding would change what it says.

    >>> from sroi.wording import Wording
    >>> events_needed(3.57, 7.9, Wording("en", "SEK")), events_needed(0.64, 1.39, Wording("sv", ""))
    (('4', '8'), ('0,64', '1,39'))
    """
    most = needed if math.isnan(expected) else expected
    whole = math.ceil(needed - DUST) if needed < MANY_EVENTS else round(needed)
    rounded = round(most)
    if most >= FEW_EVENTS and (needed >= most or whole <= rounded):
        return wording.number(whole), wording.number(rounded)
    return wording.short(needed), wording.short(most)


def events_words(
    scenario: Scenario, outcome: str, needed: float, expected: float, wording: Wording
) -> dict[str, str]:
    """Return the words for how many events are needed and expected, empty where it is not said.

    Of events to avoid, whole ones of those expected; of wanted ones, how many more.
    """
    if not math.isfinite(needed):
        return {"quantity": "", "expected": ""}
    if not scenario.gained(outcome):
        quantity, most = events_needed(needed, expected, wording)
        return {"quantity": quantity, "expected": most}
    most = wording.significant(expected) if math.isfinite(expected) else ""
    return {"quantity": wording.significant(needed), "expected": most}


def readable(scenario: Scenario, path: str) -> str:
    """Return what a part of the file is called; one without a name never by its key."""
    label = part_label(scenario, path)
    return capital(label.replace("_", " ")) if label == path.rpartition(".")[2] else label
