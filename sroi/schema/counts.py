"""Events that were counted: among persons, or during a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from sroi.arithmetic import families
from sroi.errors import Text
from sroi.schema.forms import Factor, Form

if TYPE_CHECKING:
    from sroi.arithmetic.distributions import Distribution
    from sroi.arithmetic.quantities import Quantity
    from sroi.errors import Message
    from sroi.schema.forms import Fault


class Counts(Form):
    """Events counted among a number of persons: the range follows from the counts."""

    domain_keys = scaled_keys = ()
    events: Annotated[int, Field(ge=0)] = Field(description="how many it happened to")
    of: Annotated[int, Field(ge=1, le=10_000_000_000)] = Field(description="of how many")

    def base_value(self) -> float:
        """Return the posterior mean."""
        return (self.events + 0.5) / (self.of + 1.0)

    def distribution(self, quantity: Quantity) -> Distribution:
        """Return the posterior under Jeffreys' prior."""
        return families.beta_of_counts(self.events, self.of)

    def faults(self, quantity: Quantity) -> Iterator[Fault]:
        """Yield more events than persons, and counts where no share belongs."""
        if self.events > self.of:
            yield (
                Text("events: {events} is above of: {of}", events=self.events, of=self.of),
                "count events among the persons",
            )
        if quantity.scale not in ("logit", "log"):
            yield (
                "counts give a probability",
                Text("write {expected}", expected=Text(quantity.words)),
            )


YEAR = 12.0  # months
EXPOSURES = {"months": YEAR, "years": 1.0, "person_months": YEAR, "person_years": 1.0}


class CountsOverTime(Form):
    """Events counted during a time: the range of what happens in a year follows from the counts."""

    domain_keys = scaled_keys = ()
    events: Annotated[int, Field(ge=0, le=10_000_000_000)] = Field(
        description="how many times it happened"
    )
    months: Factor | None = Field(default=None, description="during how many months")
    years: Factor | None = Field(default=None, description="or during how many years")
    person_months: Factor | None = Field(
        default=None, description="of a rate: months at risk, of all persons together"
    )
    person_years: Factor | None = Field(
        default=None, description="of a rate: years at risk, of all persons together"
    )

    @property
    def exposures(self) -> dict[str, float]:
        """Return the years counted, by the key that says them."""
        stated = {key: getattr(self, key) for key in EXPOSURES}
        return {key: time / EXPOSURES[key] for key, time in stated.items() if time is not None}

    @property
    def exposure(self) -> float:
        """Return for how many years it was counted."""
        return next(iter(self.exposures.values()))

    @property
    def plain(self) -> float:
        """Return the events per year as they were counted."""
        return self.events / self.exposure

    def base_value(self) -> float:
        """Return the posterior mean."""
        return (self.events + 0.5) / self.exposure

    def distribution(self, quantity: Quantity) -> Distribution:
        """Return the posterior under Jeffreys' prior."""
        return families.gamma_of_counts(self.events, self.exposure)

    def faults(self, quantity: Quantity) -> Iterator[Fault]:
        """Yield a time that is not said once."""
        if len(self.exposures) != 1:
            both = Text("{one} and {other}", one="months", other="years")
            what: Message = both if self.exposures else "counted for how long is not said"
            yield what, "write the time once, in months or in years"
