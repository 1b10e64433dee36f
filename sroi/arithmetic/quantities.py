"""The kinds of numbers: their domain, their natural scale, and the words for them."""

from dataclasses import dataclass

import numpy as np

OPEN = 1e-9  # how near a calculated value comes to a bound that it cannot reach


@dataclass(frozen=True)
class Quantity:
    """What kind of number a place in the file holds: its domain, natural scale and words for it."""

    words: str
    scale: str
    low: float
    high: float
    open_low: bool = False
    signed: bool = False  # a certain value may also be negative
    money: bool = False
    in_percent: bool = False
    greatest: float = (
        1e15  # beyond it, above or below 0, nothing is meant and little can be counted
    )

    def holds(self, value: float) -> bool:
        """Return whether the value lies in the domain."""
        above = value > self.low if self.open_low else value >= self.low
        return bool(np.isfinite(value)) and above and value <= self.high

    @property
    def calculated(self) -> tuple[float, float]:
        """Return the least and the greatest that a calculated value may be."""
        low = -self.greatest if self.signed else self.low + (OPEN if self.open_low else 0.0)
        return max(low, -self.greatest), min(self.high, self.greatest)

    def counts(self, value: float) -> bool:
        """Return whether the value is small enough to be counted with."""
        return not abs(value) > self.greatest


SHARE = Quantity("a probability or share from 0 to 1", "logit", 0.0, 1.0, in_percent=True)
AMOUNT = Quantity("an amount or rate of 0 or more", "log", 0.0, np.inf)
POSITIVE = Quantity("an amount above 0", "log", 0.0, np.inf, open_low=True)
ONCOST = Quantity(
    "an on-cost rate of 0 or more, such as 0.445", "log", 0.0, np.inf, in_percent=True
)
MONEY = Quantity("an amount of money of 0 or more", "log", 0.0, np.inf, money=True)
FEE = Quantity(
    "an amount of money (only a certain one may be negative)",
    "log",
    0.0,
    np.inf,
    signed=True,
    money=True,
)
RATIO = Quantity("a ratio of 0 or more (1 = no difference)", "ratio", 0.0, np.inf)
POSITIVE_RATIO = Quantity(
    "a ratio above 0 (1 = no difference)", "ratio", 0.0, np.inf, open_low=True
)
REDUCTION = Quantity("a relative reduction of at most 1", "identity", -np.inf, 1.0, in_percent=True)
DIFFERENCE = Quantity("a risk difference from -1 to 1", "identity", -1.0, 1.0, in_percent=True)
STANDARDISED = Quantity("a standardised difference from -10 to 10", "identity", -10.0, 10.0)
EFFECT = Quantity("a number, positive or negative", "identity", -np.inf, np.inf)
RATE = Quantity(
    "a yearly rate above -1, such as 0.03",
    "identity",
    -1.0,
    np.inf,
    open_low=True,
    in_percent=True,
    greatest=10.0,
)
