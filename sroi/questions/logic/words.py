"""What stands in each box of a programme's logic: its name, and what the file says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sroi.model.checks import spans
from sroi.questions.logic.compute import PARTICIPANTS, PROGRAMME
from sroi.schema.numbers import ByYear, Number, each
from sroi.tables.cells import view_name
from sroi.tables.labels import field_label, of_events, outcome_label, part_label, value_text
from sroi.wording import capital

if TYPE_CHECKING:
    from sroi.questions.logic.compute import Logic, Node
    from sroi.schema.claims import Claim
    from sroi.schema.scenario import Scenario
    from sroi.wording import Wording


@dataclass(frozen=True)
class NodeWords:
    """The name of a part and short lines on it."""

    name: str
    lines: tuple[str, ...]


def logic_words(logic: Logic, wording: Wording) -> dict[str, NodeWords]:
    """Return the words of every part by its path."""
    speaker = _Speaker(logic, wording)
    return {node.path: speaker.words(node) for node in logic.nodes}


@dataclass(frozen=True)
class _Speaker:
    """Says in a language what the file says of each part."""

    logic: Logic
    wording: Wording

    @property
    def scenario(self) -> Scenario:
        return self.logic.scenario

    def words(self, node: Node) -> NodeWords:
        """Return the name of a part and the lines on it."""
        by_column: Mapping[str, Callable[[Node], Iterator[str]]] = {
            "resources": self._resource,
            "delivered": self._delivery,
            "reached": self._participants,
            "changes": self._change,
            "gains": self._gain,
        }
        lines = [*by_column[node.column](node), *self._missing(node)]
        return NodeWords(self._name(node), tuple(filter(None, lines)))

    def _name(self, node: Node) -> str:
        section, _, ident = node.path.partition(".")
        if section == PROGRAMME:
            return self.wording.term("logic.programme")
        if section == PARTICIPANTS:
            return capital(self.scenario.participants.unit)
        if section == "outcomes":
            return outcome_label(self.scenario, ident, self.wording)
        if section == "claims":
            return self.scenario.claims[ident].text
        if section == "payers":
            return view_name(self.scenario, ident, self.wording)
        return capital(part_label(self.scenario, node.path))

    def _resource(self, node: Node) -> Iterator[str]:
        section, _, ident = node.path.partition(".")
        line = self.scenario.lines[node.path]
        amounts = [self.wording.term("status.in_kind")] if line.in_kind else []
        if section == "staffing" and (fte := self._span(self.scenario.staffing[ident].fte)):
            amounts.append(self.wording.term("logic.fte", n=fte))
        if node.path in self.logic.amounts:
            amounts.append(self.wording.money(self.logic.amounts[node.path]))
        yield ", ".join(amounts)
        yield self._payers(line.shares)

    def _delivery(self, node: Node) -> Iterator[str]:
        months = self.scenario.programme.months
        yield spans(months.years) if months.whole_years else str(months)
        yield self.wording.term("logic.no_services")

    def _participants(self, node: Node) -> Iterator[str]:
        if node.path in self.logic.amounts:
            count = self.wording.short(self.logic.amounts[node.path])
            yield self.wording.term("logic.starts", n=count)
        if completion := self._span(self.scenario.participants.completion):
            yield self.wording.term("logic.completion", share=completion)

    def _change(self, node: Node) -> Iterator[str]:
        section, _, name = node.path.partition(".")
        yield from self._claim(name) if section == "claims" else self._outcome(node, name)

    def _outcome(self, node: Node, name: str) -> Iterator[str]:
        outcome = self.scenario.outcomes[name]
        if "unknown" in node.states:
            yield self.wording.term("logic.unknown_effect")
        yield from self._effect(name)
        if outcome.effect is not None and outcome.effect.basis:
            basis = self.wording.term(f"option.basis_{outcome.effect.basis}")
            yield self.wording.term("logic.rests_on", basis=basis)
        if node.path in self.logic.amounts:
            yield self._events(name, self.logic.amounts[node.path])
        if "unpriced" in node.states:
            yield self.wording.term("logic.unpriced")
        if len(outcome.shares) > 1:
            yield self.wording.term("report.falls_on", payers=self._payers(outcome.shares))

    def _claim(self, name: str) -> Iterator[str]:
        """Yield that it is not counted, who says it, and of what where it is no outcome."""
        claim = self.scenario.claims[name]
        yield self.wording.term("logic.uncounted")
        yield f"{self.wording.term(f'says.{claim.says}')}: {', '.join(self._saying(claim))}"
        if isinstance(claim.about, str):
            yield self.wording.term("logic.about", text=claim.about)

    def _saying(self, claim: Claim) -> Iterator[str]:
        yield self.wording.term(f"direction.{claim.direction}")
        if claim.of is not None:
            events, of = (self.wording.number(n) for n in (claim.of.events, claim.of.of))
            yield self.wording.term("word.counted_of", events=events, of=of)
        if claim.strength:
            yield claim.strength

    def _effect(self, name: str) -> Iterator[str]:
        """Yield the numbers that state an effect, or how many events follow another."""
        outcome = self.scenario.outcomes[name]
        part = outcome.follows or outcome.effect
        for field in type(part).model_fields if part else ():
            value = getattr(part, field)
            if isinstance(value, Number | ByYear) and (text := self._span(value)):
                path = next(each(value)).path
                yield f"{capital(self._label(path))}: {text}"

    def _label(self, path: str) -> str:
        """Return what a number is called; one of several years without its year."""
        whole, _, last = path.rpartition(".")
        return field_label(self.scenario, whole if last.isdigit() else path, self.wording)

    def _events(self, name: str, events: float) -> str:
        key = "logic.more" if events < 0.0 else "logic.events"
        wording = self.wording
        years = len(self.scenario.years)
        number = wording.short(abs(events))
        return of_events(key, self.scenario, [name], wording, n=number, years=years)

    def _gain(self, node: Node) -> Iterator[str]:
        also = ""
        if "counted" in node.states and node.path in self.logic.amounts:
            gain = self.logic.amounts[node.path]
            key = "gain" if gain >= 0.0 else "loss"
            yield self.wording.term(f"logic.{key}", money=self.wording.money(abs(gain)))
            also = "also_"
        for state in node.states:
            if state != "counted":
                yield self.wording.term(f"logic.{also}{state}")

    def _payers(self, shares: Mapping[str, float]) -> str:
        """Return who bears or gains, each with its share where there are several."""
        names = [view_name(self.scenario, payer, self.wording) for payer in shares]
        if len(names) == 1:
            return names[0]
        parts = map(self.wording.percent, shares.values())
        return ", ".join(f"{name} {part}" for name, part in zip(names, parts, strict=True))

    def _span(self, number: Number | ByYear | None) -> str:
        """Return a number's base value, or the least and the greatest of several years."""
        numbers = sorted((n for n in each(number) if not n.missing), key=lambda n: n.base)
        texts = [value_text(n, n.base, self.wording) for n in (*numbers[:1], *numbers[-1:])]
        ends = list(dict.fromkeys(texts))
        return self.wording.range(*ends) if len(ends) == 2 else "".join(ends)

    def _missing(self, node: Node) -> Iterator[str]:
        numbers = self.scenario.numbers.items()
        if any(n.missing for path, n in numbers if path.startswith(f"{node.path}.")):
            yield self.wording.term("logic.missing")
