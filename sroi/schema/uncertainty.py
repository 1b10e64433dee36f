"""What a file says of not knowing: numbers that go together, draws, optimism."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from sroi.schema.forms import Part

if TYPE_CHECKING:
    from sroi.schema.numbers import Grade

Correction = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
MOST_TOGETHER = 50  # numbers of one correlation; every pair of them is one


class Correlation(Part):
    """Numbers that tend to be high together, or one high when the other is low."""

    between: Annotated[list[str], Field(min_length=2, max_length=MOST_TOGETHER)] = Field(
        description="paths of numbers"
    )
    rank: Annotated[float, Field(gt=-1, lt=1)] = Field(description="rank correlation")


class Simulation(Part):
    """How many draws, and which."""

    draws: Annotated[int, Field(ge=2, le=10_000_000)] = Field(
        default=16_384, description="number of draws"
    )
    seed: Annotated[int, Field(ge=0)] = Field(default=1, description="chooses the draws")


class Optimism(Part):
    """How much smaller an effect is taken to be than its evidence says, by the grade of that."""

    A: Correction = Field(description="share taken off an effect of grade A")
    B: Correction = Field(description="share taken off an effect of grade B")
    C: Correction = Field(description="share taken off an effect of grade C")
    D: Correction = Field(description="share taken off an effect of grade D, or of none")

    def share(self, grade: Grade) -> float:
        """Return the share taken off an effect whose worst number has a grade."""
        return float(getattr(self, grade))
