"""What stands in each box of a programme's logic: its name, and what the file says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sroi.questions.logic.compute import PARTICIPANTS, PROGRAMME
from sroi.schema.numbers import ByYear, Number, each
from sroi.tables.cells import view_name
from sroi.tables.labels import (
    field_label,
    left_out,
    of_events,
    outcome_label,
    part_label,
    value_text,
)
from sroi.wording import capital, spans

if TYPE_CHECKING:
    from sroi.questions.logic.compute import Logic, LogicNode
    from sroi.schema.claims import Claim
    from sroi.schema.outcomes import Effect, Follows
    from sroi.schema.parts import Line, Staffing
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


def grant_lines(logic: Logic, wording: Wording) -> Iterator[str]:
    """Yield who gives money for it, and whether it is granted."""
    scenario = logic.scenario
    for name, funding in scenario.funding.items():
        payer = view_name(scenario, funding.payer, wording)
        giver = f"{payer} ({funding.name})" if funding.name else payer
        status = wording.term(f"status.{funding.status}")
        amount = logic.amounts.get(f"funding.{name}")
        money = [] if amount is None else [wording.money(amount)]
        words = ", ".join((giver, status, *money))
        yield wording.term("logic.grant", words=words)


def logic_note(logic: Logic, wording: Wording) -> str:
    """Return what the amounts are, or that there are none."""
    years = logic.scenario.years
    return wording.term(
        "logic.note" if logic.amounts else "logic.note_missing",
        first=years[0],
        last=years[-1],
        price_year=logic.scenario.price_year,
    )


@dataclass(frozen=True)
class _Speaker:
    """Says in a language what the file says of each part."""

    logic: Logic
    wording: Wording

    @property
    def scenario(self) -> Scenario:
        return self.logic.scenario

    def words(self, node: LogicNode) -> NodeWords:
        """Return the name of a part and the lines on it."""
        by_column: Mapping[str, Callable[[LogicNode], Iterator[str]]] = {
            "resources": self._resource,
            "delivered": self._delivery,
            "reached": self._participants,
            "changes": self._change,
            "gains": self._gain,
        }
        lines = [*by_column[node.column](node), *self._missing(node)]
        return NodeWords(self._name(node), tuple(filter(None, lines)))

    def _name(self, node: LogicNode) -> str:
        section, _, ident = node.path.partition(".")
        if section == PROGRAMME:
            return self.wording.term("logic.programme")
        if section == PARTICIPANTS:
            people = self.scenario.participants
            return people.group_name(ident.removeprefix("groups.")) if ident else self._unit()
        if section == "outcomes":
            return outcome_label(self.scenario, ident, self.wording)
        if section == "claims":
            return self.scenario.claims[ident].text
        if section == "payers":
            return view_name(self.scenario, ident, self.wording)
        return capital(part_label(self.scenario, node.path))

    def _unit(self) -> str:
        return capital(self.scenario.participants.unit)

    def _resource(self, node: LogicNode) -> Iterator[str]:
        section, _, ident = node.path.partition(".")
        line = self.scenario.lines[node.path]
        amounts = [self.wording.term("status.in_kind")] if line.in_kind else []
        if section == "staffing":
            amounts += self._work(self.scenario.staffing[ident])
        if node.path in self.logic.amounts:
            amounts.append(self.wording.money(self.logic.amounts[node.path]))
        if "unpriced" in node.states:
            amounts.append(self.wording.term("logic.unpriced"))
        yield ", ".join(amounts)
        yield self._payers(line.shares)
        yield self._served(line)

    def _work(self, post: Staffing) -> Iterator[str]:
        """Yield the posts or hours of a line, as the file states them."""
        if fte := self._span(post.fte):
            yield self.wording.term("logic.fte", n=fte)
        if hours := self._span(post.hours):
            yield self.wording.term("logic.hours", n=hours, per=self._per(post.per or "year"))
        if vacancy := self._span(post.vacancy):
            yield self.wording.term("logic.vacancy", share=vacancy)

    def _per(self, per: str) -> str:
        if per in self.scenario.services:
            return self.wording.term("logic.per", unit=self._service_unit(per))
        return self.wording.term(f"option.per_{per}")

    def _service_unit(self, name: str) -> str:
        service = self.scenario.services[name]
        return service.unit or service.name or name

    def _served(self, line: Line) -> str:
        """Return the shares spent on services, where a line serves several or one in part."""
        if all(share == 1.0 for share in line.served.values()):
            return ""
        parts = (
            f"{part_label(self.scenario, f'services.{name}')} {self.wording.percent(share)}"
            for name, share in line.served.items()
        )
        return self.wording.term("logic.serves", parts=", ".join(parts))

    def _delivery(self, node: LogicNode) -> Iterator[str]:
        if node.path != PROGRAMME:
            yield from self._service(node, node.path.partition(".")[2])
            return
        months = self.scenario.programme.months
        yield spans(months.years) if months.whole_years else str(months)
        key = "unallocated" if self.scenario.services else "no_services"
        yield self.wording.term(f"logic.{key}")

    def _service(self, node: LogicNode, name: str) -> Iterator[str]:
        """Yield how much is delivered, of what, to how many each, and whom it reaches."""
        service, wording = self.scenario.services[name], self.wording
        if node.path in self.logic.amounts:
            volume = wording.short(self.logic.amounts[node.path])
            yield wording.term("logic.volume", n=volume, unit=self._service_unit(name))
        if each_one := self._span(service.per_participant):
            yield wording.term("logic.each", n=each_one, unit=self.scenario.participants.unit)
        if persons := self._span(service.persons):
            yield wording.term("logic.persons", n=persons)

    def _participants(self, node: LogicNode) -> Iterator[str]:
        if node.path in self.logic.amounts:
            count = self.wording.short(self.logic.amounts[node.path])
            yield self.wording.term("logic.starts", n=count)
        completing = self.scenario.participants.completing
        if completion := self._span(completing(node.path.removeprefix(f"{PARTICIPANTS}.groups."))):
            yield self.wording.term("logic.completion", share=completion)

    def _change(self, node: LogicNode) -> Iterator[str]:
        section, _, name = node.path.partition(".")
        yield from self._claim(name) if section == "claims" else self._outcome(node, name)

    def _outcome(self, node: LogicNode, name: str) -> Iterator[str]:
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
        parts: list[Follows | Effect | None] = [outcome.follows]
        for stated in self.scenario.of_groups.get(name, {}).values():
            parts += [stated.effect] if stated.effect not in parts else []
        for part in filter(None, parts):
            for field in type(part).model_fields:
                value = getattr(part, field)
                if isinstance(value, Number | ByYear) and (text := self._span(value)):
                    yield f"{capital(self._label(next(each(value)).path))}: {text}"
        if groups := left_out(self.scenario, name, self.wording):
            yield self.wording.term("logic.unknown_for", groups=groups)

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

    def _gain(self, node: LogicNode) -> Iterator[str]:
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

    def _missing(self, node: LogicNode) -> Iterator[str]:
        numbers = self.scenario.numbers.items()
        if any(n.missing for path, n in numbers if path.startswith(f"{node.path}.")):
            yield self.wording.term("logic.missing")
