"""A number of the scenario, brought to the scenario's unit and price year."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from sroi.arithmetic.distributions import Certain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sroi.arithmetic.distributions import Distribution
    from sroi.arithmetic.quantities import Quantity
    from sroi.schema.forms import Form

Grade = Literal["A", "B", "C", "D"]


@dataclass(frozen=True)
class Origin:
    """Where a number comes from, for those who ask."""

    source: str | None = None
    grade: Grade | None = None
    note: str | None = None
    library: str | None = None
    unit: str | None = None
    price_year: int | None = None
    index: str | None = None
    times: float = 1.0
    carried: tuple[int, int] | None = None  # last year of the index, and the year it stands for
    form: Form | None = None


@dataclass(frozen=True)
class Number:
    """One number at one path; ``key`` names its draws (the path, or the library id it shares).

    ``distribution`` is None while the value is still ``missing``; its base is then NaN.
    """

    path: str
    key: str
    quantity: Quantity
    base: float
    distribution: Distribution | None
    origin: Origin = field(default=Origin(), compare=False)
    unpriced: bool = False  # a cost that nobody has priced: counted as 0, and told

    @property
    def missing(self) -> bool:
        """Return whether the source does not give the value."""
        return self.distribution is None

    @property
    def certain(self) -> bool:
        """Return whether the number never varies."""
        return self.distribution is None or isinstance(self.distribution, Certain)

    def quantile(self, share: float) -> float:
        """Return the value below which this share of the draws falls."""
        if self.distribution is None or self.certain:
            return self.base
        return float(self.distribution.ppf(np.array([share]))[0])


@dataclass(frozen=True)
class ByYear:
    """One number per calendar year (or per year since start, in a rate schedule)."""

    numbers: Mapping[int, Number]


def each(number: Number | ByYear | None) -> Iterator[Number]:
    """Yield the single numbers of a number, of each year's number, or of nothing."""
    if isinstance(number, ByYear):
        yield from number.numbers.values()
    elif number is not None:
        yield number
