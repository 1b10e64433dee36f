"""The way from a file to a scenario: read the chain, lay it together, check, resolve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from sroi.arithmetic import copula
from sroi.errors import Problem, ScenarioError, Text, dotted, nearest
from sroi.loader.digest import digest
from sroi.loader.document import Document, written
from sroi.loader.explain import mark_at, problems_of
from sroi.loader.files import chain, libraries, library
from sroi.loader.merge import assignment, merged, value_at
from sroi.schema import (
    claim_rules,
    delivery_rules,
    indicator_rules,
    outcome_rules,
    possible,
    rules,
    year_rules,
)
from sroi.schema.number_types import Once, Yearly
from sroi.schema.numbers import each
from sroi.schema.parameters import ParameterField, calculated_there, parameters_of
from sroi.schema.resolve import Context
from sroi.schema.rules import Found, mapping
from sroi.schema.scenario import ROOT, Scenario, ScenarioFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sroi.errors import Mark, Raw
    from sroi.schema.fields import NumberField
    from sroi.schema.library import Library
    from sroi.schema.numbers import Number

EMPTY = Document({})
RULES = (
    rules.scenario_faults,
    year_rules.year_faults,
    delivery_rules.delivery_faults,
    outcome_rules.outcome_faults,
    outcome_rules.participant_faults,
    claim_rules.claim_faults,
    indicator_rules.indicator_faults,
)


def load(path: str | Path, set: Mapping[str, Any] | None = None) -> Scenario:  # noqa: A002
    """Return the scenario in a file, with everything it extends and uses.

    ``set`` maps dotted paths to values that replace what the file says, such as
    ``{"discounting.rate": 0.05}``. Raises ``ScenarioError`` with every problem found, or
    ``UsageError`` for a path in ``set`` that no scenario has.
    """
    return Chain.of(Path(path)).scenario(set or {})


@dataclass(frozen=True)
class Chain:
    """A scenario's files read once, so that scenarios made of it later are of the same files."""

    path: Path
    levels: Sequence[Document]
    problems: Sequence[Problem]
    library: Callable[[Path], Library]

    @classmethod
    def of(cls, path: Path) -> Chain:
        """Read a file and everything it extends; libraries are read when they are first used."""
        levels, problems = laid(path)
        return cls(path, levels, problems, cache(library))

    def scenario(self, values: Mapping[str, Any]) -> Scenario:
        """Return the scenario with some values set, by dotted path."""
        levels, problems = list(self.levels), list(self.problems)
        for place, value in values.items():
            _lay(levels, assignment(levels[-1], place, value), problems)
        return resolved(levels, self.path, problems, self.library)


def each_of(readings: Iterable[Callable[[], Scenario]]) -> list[Scenario]:
    """Return several scenarios; ``ScenarioError`` with the problems of all of them at once."""
    problems: list[Problem] = []  # one of a file that several extend stands once
    scenarios: list[Scenario] = []
    for one in readings:
        try:
            scenarios.append(one())
        except ScenarioError as error:
            known = set(map(_identity, problems))
            problems += [each for each in error.problems if _identity(each) not in known]
    if problems:
        raise ScenarioError(problems)
    return scenarios


def _identity(problem: Problem) -> tuple[str, Mark, str]:
    return problem.path, problem.where, str(problem.what)


def laid(path: Path) -> tuple[list[Document], list[Problem]]:
    """Return what the files of a chain say together, level by level, and what could not be laid.

    Raises ``ScenarioError`` where a file cannot be read at all.
    """
    levels, problems = [EMPTY], list[Problem]()
    for document in chain(path):
        problems.extend(document.problems)
        _lay(levels, document, problems)
    return levels[1:], problems


def _lay(levels: list[Document], document: Document, problems: list[Problem]) -> None:
    level, faults = merged(levels[-1], document)
    levels.append(level)
    problems.extend(faults)


def resolved(
    levels: list[Document],
    path: Path,
    problems: list[Problem],
    read: Callable[[Path], Library] = library,
) -> Scenario:
    """Return the scenario of the last level; the levels before it decide the order of draws."""
    document = levels[-1]
    used, unusable = libraries(document, path, read)
    context = _context(document, used)
    faults = [fault for faults_in in RULES for fault in faults_in(document.data)]
    faults += _unknown_between(levels, context)
    problems = [*problems, *unusable, *(_problem(fault, document) for fault in faults)]
    try:
        content = ScenarioFile.model_validate(ROOT.located(document.data), context=context)
    except ValidationError as error:
        located_document = Document(ROOT.located(document.data), document.marks, document.key_marks)
        raise ScenarioError([*problems, *problems_of(error, located_document, ROOT)]) from None
    impossible = [*_calculated_between(content), *_impossible_correlations(content)]
    impossible += [*possible.impossible_worlds(content)]
    problems += [_problem(fault, document) for fault in impossible]
    if problems:
        raise ScenarioError(problems)
    return _finished(content, levels, path, context)


def _finished(
    content: ScenarioFile, levels: list[Document], path: Path, context: Context
) -> Scenario:
    """Return what a file says as a scenario that knows its file, places, draws and digest."""
    document, used = levels[-1], content.numbers
    uncertain = [
        (place.last, number.key)
        for level in levels
        for place, number in _placed_numbers(level, context)
        if number.drawn and (number.path in used or not isinstance(place, ParameterField))
    ]
    keys = [key for _, key in sorted(uncertain, key=itemgetter(0))]
    return Scenario.model_construct(
        **{name: getattr(content, name) for name in ScenarioFile.model_fields},
        file=str(path),
        dimensions=tuple(dict.fromkeys(keys)),
        merged=document.data,
        marks={dotted(path): mark for path, mark in document.marks.items()},
        digest=digest(content),
    )


def _problem(fault: Found, document: Document) -> Problem:
    whole = isinstance(value_at(document.data, fault.path), Mapping)
    mark = mark_at(fault.path, document, key=whole)
    return Problem(dotted(fault.path), mark, fault.what, fault.hint)


def _context(document: Document, used: Mapping[str, Library]) -> Context:
    data = document.data
    indices: dict[str, Mapping[int, float]] = {}
    for name, one in used.items():
        for ident, series in one.series.items():
            indices[ident] = indices[f"lib.{name}.{ident}"] = series.years
    for ident, years in mapping(data, "indices").items():
        indices[ident] = {
            year: float(value)
            for year, value in mapping(years).items()
            if isinstance(year, int) and isinstance(value, int | float) and value > 0
        }
    price_year = data.get("price_year")
    context = Context(
        price_year=price_year if isinstance(price_year, int) else None,
        currency=str(data.get("currency")),
        indices=indices,
        libraries=used,
    )
    return context.with_parameters(parameters_of(data.get("parameters"), context))


@lru_cache(maxsize=4)
def _adapter(yearly: bool) -> TypeAdapter[Any]:
    return TypeAdapter(Yearly if yearly else Once)


def _placed_numbers(level: Document, context: Context) -> Iterator[tuple[NumberField, Number]]:
    """Yield every single number of a level with the field it stands in, in file order."""
    for path, raw, node in ROOT.walk(level.data):
        if node.number is not None:
            field = replace(node.number, last=True) if "by_group" in path else node.number
            for number in each(_number(field, dotted(path), raw, context)):
                yield field, number


def _number(place: NumberField, path: str, raw: Raw, context: Context) -> Raw:
    try:
        if isinstance(place, ParameterField):
            return place.resolved(path, raw, context)
        written = _adapter(place.yearly or place.schedule).validate_python(raw)
        return context.number(place, path, written)
    except (KeyError, ValidationError, PydanticCustomError):
        return None


def _unknown_between(levels: list[Document], context: Context) -> Iterator[Found]:
    correlations = mapping(levels[-1].data, "correlations")
    if not correlations:
        return
    known = {number.path for level in levels for _, number in _placed_numbers(level, context)}
    known |= {dotted(path) for path, _, node in ROOT.walk(levels[-1].data) if node.number}
    for name, part in correlations.items():
        between = mapping(part).get("between")
        for index, path in enumerate(between if isinstance(between, list) else []):
            if isinstance(path, str) and path not in known and f"{path}.share" not in known:
                what = Text("no file of the chain has a number {given}", given=path)
                yield Found(
                    ("correlations", name, "between", index), what, partial(nearest, path, known)
                )


def _calculated_between(content: ScenarioFile) -> Iterator[Found]:
    """Yield the correlated numbers that are calculated, and so have no draws of their own."""
    for name, part in content.correlations.items():
        for index, path in enumerate(part.between):
            number = content.numbers.get(path)
            if number is not None and number.calculation is not None:
                place = ("correlations", name, "between", index)
                yield Found(place, *calculated_there(number))


def _impossible_correlations(content: ScenarioFile) -> Iterator[Found]:
    ranks = content.ranks
    keys = list(dict.fromkeys(key for pair in ranks for key in sorted(pair)))
    if keys and copula.mixing(copula.correlation_matrix(keys, ranks)) is None:
        what = "these correlations cannot all hold together (not positive definite)"
        yield Found(("correlations",), what, "bring the ranks closer to 0, or leave one out")


def dump(scenario: Scenario) -> str:
    """Return the scenario as one YAML file, with everything it extends written out."""
    return written(scenario.merged)
