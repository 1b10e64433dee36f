"""The ways to write a number: each form is what the file says, and becomes a distribution."""

from __future__ import annotations

from abc import abstractmethod
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

import numpy as np
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from sroi.arithmetic import distributions as dist
from sroi.arithmetic import families
from sroi.errors import Message, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

    from sroi.arithmetic.distributions import Distribution
    from sroi.arithmetic.quantities import Quantity

Finite = Annotated[float, Field(allow_inf_nan=False)]
Bounded = Annotated[float, Field(ge=-1e15, le=1e15, allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, le=1e15, allow_inf_nan=False)]
LEAST_FACTOR = 1e-9
NARROWEST, WIDEST = 1e-5, 100.0  # standard deviations as shares of the mean that floats can hold
Fault = tuple[Message, Message]  # what is wrong, what to do
USE_PERT = "a percentile cannot be the limit itself; write {min: …, mode: …, max: …} instead"
WRITE_ALONE = "write the number alone"


def _not_tiny(factor: float) -> float:
    if factor < LEAST_FACTOR:
        what, hint = (
            Text("{given} is out of range", given=factor),
            Text("write a value greater than {limit}", limit=LEAST_FACTOR),
        )
        raise PydanticCustomError("sroi", "{what}", {"what": what, "hint": hint, "at": None})
    return factor


Factor = Annotated[Positive, AfterValidator(_not_tiny)]
ExclusiveKeys = tuple[tuple[frozenset[str], frozenset[str]], ...]


class Part(BaseModel):
    """A part of a file: nothing unknown, nothing converted, nothing changed afterwards.

    Of each pair of alternatives only one may be written; in a variant it replaces the other.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
    alternatives: ClassVar[ExclusiveKeys] = ()

    @classmethod
    def by_key(cls) -> dict[str, FieldInfo]:
        """Return every field by its key in the file, which may be a word that Python reserves."""
        return {field.alias or name: field for name, field in cls.model_fields.items()}


class Form(Part):
    """A number as written, and what it says about not knowing."""

    base_key: ClassVar[str]
    domain_keys: ClassVar[tuple[str, ...]]  # the keys whose values lie in the quantity's domain
    scaled_keys: ClassVar[tuple[str, ...]]  # the keys that carry the unit

    def base_value(self) -> float:
        """Return the value of the base case."""
        return float(getattr(self, self.base_key))

    def times(self, factor: float) -> Self:
        """Return the same form in another unit."""
        return self.model_copy(update={k: getattr(self, k) * factor for k in self.scaled_keys})

    @abstractmethod
    def distribution(self, quantity: Quantity) -> Distribution:
        """Return the distribution, inside the quantity's domain."""

    def faults(self, quantity: Quantity) -> Iterator[Fault]:
        """Yield the values outside the domain; forms add what they forbid themselves."""
        for key in dict.fromkeys(self.domain_keys + self.scaled_keys):
            value = getattr(self, key)
            if not quantity.counts(value):
                yield from uncounted(key, value, quantity)
            elif key in self.domain_keys and not quantity.holds(value):
                yield (
                    Text(
                        "{key}: {given} is not {expected}",
                        key=key,
                        given=value,
                        expected=Text(quantity.words),
                    ),
                    "correct it",
                )


def uncounted(key: str, value: float, quantity: Quantity) -> Iterator[Fault]:
    """Yield that a value is beyond what is counted; ``key`` is empty for a number alone."""
    percent = quantity.greatest < 100.0 and abs(value) <= 100.0
    most = Text("write at most {n}", n=float(quantity.greatest))
    alone = "{given} is beyond what can be counted"
    inside = "{key}: {given} is beyond what can be counted"
    what = Text(inside if key else alone, key=key, given=value)
    yield what, _as_a_share(value) if percent else most


def _as_a_share(percent: float) -> Text:
    return Text("write {given}: shares are fractions of one", given=percent / 100)


def disorder(form: Form, *keys: str) -> Iterator[Fault]:
    """Yield a fault for each pair of neighbouring keys whose values fall."""
    for one, other in pairwise(keys):
        if getattr(form, one) > getattr(form, other):
            low, high = getattr(form, one), getattr(form, other)
            what = Text(
                "{one}: {low} is above {other}: {high}", one=one, low=low, other=other, high=high
            )
            yield what, Text("write them in order: {order}", order=" <= ".join(keys))


class Certain(Form):
    """A number alone."""

    base_key = "value"
    domain_keys = ()
    scaled_keys = ("value",)
    value: float

    def distribution(self, quantity: Quantity) -> Distribution:
        """Return the one value."""
        return dist.Certain(self.value)

    def faults(self, quantity: Quantity) -> Iterator[Fault]:
        """Yield a value outside the domain; only a certain amount may be negative."""
        if not quantity.counts(self.value):
            yield from uncounted("", self.value, quantity)
        elif not quantity.holds(self.value) and not (quantity.signed and self.value < 0):
            share = quantity.scale == "logit" and 2.0 <= self.value <= 100.0
            hint = _as_a_share(self.value) if share else ""
            expected = Text(quantity.words)
            yield Text("{given} is not {expected}", given=self.value, expected=expected), hint


class Range(Form):
    """A base value with a low and a high: the 5th, 50th and 95th percentiles."""

    base_key = "base"
    domain_keys = scaled_keys = ("low", "base", "high")
    low: Finite = Field(description="5th percentile (10th with interval: 0.8)")
    base: Finite = Field(description="50th percentile, used in the base case")
    high: Finite = Field(description="95th percentile (90th with interval: 0.8)")
    interval: Annotated[float, Field(gt=0, lt=1)] = Field(
        default=0.9, description="share of the draws between low and high"
    )

    def distribution(self, quantity: Quantity) -> Distribution:
        """Return a two-piece normal on the natural scale."""
        if self.low == self.high:
            return dist.Certain(self.base)
        whole = dist.TwoPiece(self.low, self.base, self.high, self.interval, quantity.scale)
        return families.within(whole, quantity) if quantity.scale == "identity" else whole

    def faults(self, quantity: Quantity) -> Iterator[Fault]:
        """Yield wrong order, and percentiles that the natural scale cannot reach."""
        yield from super().faults(quantity)
        yield from disorder(self, "low", "base", "high")
        if quantity.scale != "identity" and self.low == 0:
            yield _at_the_limit("low", self.low), USE_PERT
        if quantity.scale == "logit" and self.high == 1:
            yield _at_the_limit("high", self.high), USE_PERT


def _at_the_limit(key: str, value: float) -> Text:
    return Text("{key}: {given} is the limit of what is possible", key=key, given=value)


class MinModeMax(Form):
    """A least, a most likely and a greatest value."""

    domain_keys = scaled_keys = ("min", "mode", "max")
    min: Finite = Field(description="least value possible")
    mode: Finite = Field(description="most likely value")
    max: Finite = Field(description="greatest value possible")

    def faults(self, quantity: Quantity) -> Iterator[Fault]:
        """Yield wrong order and no width."""
        yield from super().faults(quantity)
        yield from disorder(self, "min", "mode", "max")
        if self.min == self.max:
            yield "min and max are equal", WRITE_ALONE


class Pert(MinModeMax):
    """A least, a most likely (the base) and a greatest value: beta-PERT."""

    base_key = "mode"

    def distribution(self, quantity: Quantity) -> Distribution:
        """Return the beta-PERT."""
        return families.beta_pert(self.min, self.mode, self.max)


class Triangular(MinModeMax):
    """A triangle from min over mode to max; its mean is the base."""

    dist: Literal["triangular"]

    def base_value(self) -> float:
        """Return the mean of the triangle."""
        return (self.min + self.mode + self.max) / 3

    def distribution(self, quantity: Quantity) -> Distribution:
        """Return the triangular distribution."""
        return dist.Triangular(self.min, self.mode, self.max)


class Uniform(Form):
    """Every value from min to max equally likely; the middle is the base."""

    domain_keys = scaled_keys = ("min", "max")
    dist: Literal["uniform"]
    min: Finite = Field(description="least value possible")
    max: Finite = Field(description="greatest value possible")

    def base_value(self) -> float:
        """Return the middle."""
        return (self.min + self.max) / 2

    def distribution(self, quantity: Quantity) -> Distribution:
        """Return the uniform distribution."""
        return dist.Uniform(self.min, self.max)

    def faults(self, quantity: Quantity) -> Iterator[Fault]:
        """Yield wrong order and no width."""
        yield from super().faults(quantity)
        if self.min >= self.max:
            yield (
                Text("min: {low} is not below max: {high}", low=self.min, high=self.max),
                "write min < max",
            )


class Moments(Form):
    """A mean (the base) and a standard deviation, matched by the quantity's own family."""

    base_key = "mean"
    domain_keys = ("mean",)
    scaled_keys = ("mean", "sd")
    mean: Finite = Field(description="mean, used in the base case")
    sd: Positive = Field(description="standard deviation")

    def distribution(self, quantity: Quantity) -> Distribution:
        """Return a beta, gamma, lognormal or normal distribution."""
        if quantity.scale == "logit":
            return families.beta_of_moments(self.mean, self.sd)
        if quantity.scale == "log":
            return families.gamma_of_moments(self.mean, self.sd)
        if quantity.scale == "ratio":
            return families.lognormal_of_moments(self.mean, self.sd)
        return families.normal_of_moments(self.mean, self.sd, quantity)

    def faults(self, quantity: Quantity) -> Iterator[Fault]:
        """Yield moments no distribution of the family can have."""
        yield from super().faults(quantity)
        widest = families.widest_sd(self.mean, quantity)
        narrowest = NARROWEST * (widest if quantity.scale == "logit" else abs(self.mean))
        if quantity.scale in ("log", "ratio"):
            widest = min(widest, WIDEST * self.mean)
        yield from self.misfits(narrowest, widest)

    def misfits(self, narrowest: float, widest: float) -> Iterator[Fault]:
        """Yield a standard deviation too small for floats, or for which the mean leaves no room."""
        if not widest:
            yield Text("mean: {given} leaves no room to vary", given=self.mean), WRITE_ALONE
        elif self.sd < narrowest:
            yield Text("sd: {given} is too narrow", given=self.sd), WRITE_ALONE
        elif self.sd >= widest * (1.0 - families.CLOSEST):
            yield (
                Text("sd: {given} is too wide", given=self.sd),
                Text("with this mean write less than {limit}", limit=widest),
            )


class Normal(Moments):
    """A normal distribution; cut to the domain it keeps its mean, which is the base, and sd."""

    dist: Literal["normal"]

    def distribution(self, quantity: Quantity) -> Distribution:
        """Return the normal distribution."""
        return families.normal_of_moments(self.mean, self.sd, quantity)

    def faults(self, quantity: Quantity) -> Iterator[Fault]:
        """Yield a mean outside the domain, and a spread the domain has no room for."""
        yield from Form.faults(self, quantity)
        widest = families.widest_normal_sd(self.mean, quantity)
        yield from self.misfits(NARROWEST * abs(self.mean), widest)


class Lognormal(Moments):
    """A lognormal distribution by its own mean and standard deviation, cut to the domain."""

    dist: Literal["lognormal"]

    def distribution(self, quantity: Quantity) -> Distribution:
        """Return the lognormal distribution."""
        return families.within(families.lognormal_of_moments(self.mean, self.sd), quantity)

    def faults(self, quantity: Quantity) -> Iterator[Fault]:
        """Yield a mean a lognormal cannot have."""
        yield from Form.faults(self, quantity)
        if self.mean <= 0:
            yield (
                Text("mean: {given} is not above 0, as a lognormal's is", given=self.mean),
                "write dist: normal",
            )
        else:
            yield from self.misfits(NARROWEST * self.mean, WIDEST * self.mean)


class Estimate(Form):
    """A published estimate (the base) with its 95 % confidence interval."""

    base_key = "estimate"
    domain_keys = scaled_keys = ("estimate",)
    estimate: Finite = Field(description="point estimate, used in the base case")
    ci95: Annotated[list[Finite], Field(min_length=2, max_length=2)] = Field(
        description="lower and upper 95 % confidence limit"
    )

    def times(self, factor: float) -> Self:
        """Return the estimate and its limits in another unit."""
        limits = [limit * factor for limit in self.ci95]
        return super().times(factor).model_copy(update={"ci95": limits})

    def distribution(self, quantity: Quantity) -> Distribution:
        """Return a lognormal for ratios, else a normal; sd = width / (2 * 1.959964)."""
        ratio = quantity.scale == "ratio"
        middle, low, high = (float(np.log(x)) if ratio else x for x in (self.estimate, *self.ci95))
        sd = (high - low) / (2 * dist.Z_95)
        if ratio:
            return dist.Lognormal(middle, sd)
        return families.within(dist.Normal(middle, sd), quantity)

    def faults(self, quantity: Quantity) -> Iterator[Fault]:
        """Yield limits in the wrong order or off the scale."""
        yield from super().faults(quantity)
        low, high = self.ci95
        for limit in (low, high):
            if not quantity.counts(limit):
                yield from uncounted("ci95", limit, quantity)
        if not low < high or not low <= self.estimate <= high:
            what = Text(
                "ci95: [{low}, {high}] does not enclose the estimate {estimate}",
                low=low,
                high=high,
                estimate=self.estimate,
            )
            yield what, "write [lower, upper] around the estimate"
        if quantity.scale == "ratio" and low <= 0:
            yield Text("ci95: {given} is not above 0, as a ratio's limit is", given=low), USE_PERT
