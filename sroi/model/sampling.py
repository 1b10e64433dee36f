"""Which possible worlds are looked at: scrambled Sobol points, the same whoever draws them.

Draw i is point i // RANDOMISATIONS of randomisation i % RANDOMISATIONS. Every uncertain number
has a dimension (its place in the order of first appearance) and, in each randomisation, a
scramble of its own keyed by its path and the seed. So no chunking, no number of workers and no
further scenario changes a draw, and the randomisations give the standard error.
"""

from __future__ import annotations

import hashlib
import operator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sroi.arithmetic.copula import correlated
from sroi.errors import SroiError, Text, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sroi.arithmetic.copula import Pair
    from sroi.arithmetic.flows import Array
    from sroi.arithmetic.formulas import Flags
    from sroi.schema.numbers import Calculation, Number
    from sroi.schema.scenario import Scenario

Bits = NDArray[np.uint32]
RANDOMISATIONS = 8
LEAST_DRAWS, MOST_DRAWS = 1, 10_000_000
BLOCK = 8192  # draws made at a time: fits the processor's cache


@dataclass(frozen=True)
class Draws:
    """Possible worlds: uniforms by key of an uncertain number, or values by path.

    A number that is in neither takes its base value; so ``Draws()`` is the base case.
    """

    size: int = 1
    uniforms: Mapping[str, Array] = field(default_factory=dict)
    values: Mapping[str, Array] = field(default_factory=dict)
    calculated: dict[int, tuple[Number, Array]] = field(
        default_factory=dict, compare=False, repr=False
    )  # by the identity of a number: another scenario has others at the same paths

    def of(self, number: Number) -> Array:
        """Return the number's value in every draw, shape (size,), or (1,) where it is certain."""
        if number.path in self.values:
            return self.values[number.path]
        if not self.uniforms and not self.values:
            return np.array([number.base])
        if number.calculation is not None:
            return self._calculated(number, number.calculation)
        if number.distribution is None or number.certain or number.key not in self.uniforms:
            return np.array([number.base])
        return number.distribution.ppf(self.uniforms[number.key])

    def outside(self, number: Number) -> Flags:
        """Return the draws in which a calculated number is outside its domain."""
        assert number.calculation is not None
        values = number.calculation.value(list(map(self.of, number.calculation.parameters)))
        low, high = number.quantity.calculated
        return np.asarray((values < low) | (values > high))

    def _calculated(self, number: Number, calculation: Calculation) -> Array:
        """Return a calculated number: the nearest bound outside its domain, NaN where none is."""
        if id(number) not in self.calculated:
            values = calculation.value(list(map(self.of, calculation.parameters)))
            self.calculated[id(number)] = (number, calculation.settled(values, number.quantity))
        return self.calculated[id(number)][1]

    def part(self, start: int, stop: int) -> Draws:
        """Return the draws from ``start`` to ``stop``; what is the same in all stays so."""

        def cut(vectors: Mapping[str, Array]) -> dict[str, Array]:
            return {name: v if v.size == 1 else v[start:stop] for name, v in vectors.items()}

        return Draws(stop - start, cut(self.uniforms), cut(self.values))


@dataclass(frozen=True)
class Sampler:
    """Draws for scenarios that are looked at together, the reference first."""

    parameters: tuple[str, ...]
    draws: int
    seed: int

    def blocks(self) -> Iterator[dict[str, Array]]:
        """Yield the uniforms of one block of draws after another, by key of the number."""
        count = BLOCK // RANDOMISATIONS
        for start in range(0, self.draws, BLOCK):
            points = reversed_points(len(self.parameters), start // RANDOMISATIONS, count)
            size = min(BLOCK, self.draws - start)
            yield {
                key: self._uniform(key, points[d])[:size] for d, key in enumerate(self.parameters)
            }

    def _uniform(self, key: str, points: Bits) -> Array:
        keys = [scramble_key(key, self.seed, r) for r in range(RANDOMISATIONS)]
        scrambled = owen_scrambled(points, np.array(keys, dtype=np.uint32)[:, np.newaxis])
        return np.asarray((scrambled.T.ravel() + 0.5) * 2.0**-32)


def simulation_of(scenario: Scenario, draws: int | None, seed: int | None) -> tuple[int, int]:
    """Return how many draws, and the seed: the scenario's own where none is given.

    Raises ``UsageError`` for what cannot be a number of draws or a seed.
    """
    simulation = scenario.simulation
    return (
        simulation.draws if draws is None else _counted("draws", draws, LEAST_DRAWS, MOST_DRAWS),
        simulation.seed if seed is None else _counted("seed", seed, 0, None),
    )


def _counted(name: str, number: int, least: int, most: int | None) -> int:
    """Return a whole number, also one of numpy's; ``UsageError`` for any other."""
    try:
        whole = operator.index(number)
    except TypeError:
        raise UsageError(
            Text("{name}: {number} is not a whole number", name=name, number=repr(number))
        ) from None
    if whole < least or (most is not None and whole > most):
        least_only = "{name}: {whole} is not a number of {least} or more"
        both = "{name}: {whole} is not a number from {least} to {most}"
        template = least_only if most is None else both
        raise UsageError(Text(template, name=name, whole=whole, least=least, most=most or 0))
    return whole


def sampler(scenarios: Sequence[Scenario], draws: int, seed: int) -> Sampler:
    """Return the sampler for scenarios compared, the reference first."""
    keys = dict.fromkeys(key for scenario in scenarios for key in scenario.dimensions)
    return Sampler(tuple(keys), draws, seed)


def drawn(scenario: Scenario, uniforms: Mapping[str, Array], size: int) -> Draws:
    """Return the draws of one scenario: the common uniforms under its own correlations."""
    ranks: Mapping[Pair, float] = scenario.ranks
    keys = {number.key for number in scenario.numbers.values()}
    varying = {key: uniform for key, uniform in uniforms.items() if key in keys}
    return Draws(size, correlated(varying, ranks))


def worlds(scenarios: Sequence[Scenario], draws: int, seed: int) -> Iterator[list[Draws]]:
    """Yield the draws of every scenario, one block after another, the reference first."""
    for number, uniforms in enumerate(sampler(scenarios, draws, seed).blocks()):
        size = min(BLOCK, draws - number * BLOCK)
        yield [drawn(scenario, uniforms, size) for scenario in scenarios]


def scramble_key(key: str, seed: int, randomisation: int) -> int:
    """Return 32 bits that depend on the number, the seed and the randomisation alone."""
    text = f"{seed}|{randomisation}|{key}".encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=4).digest(), "little")


@lru_cache(maxsize=1)
def direction_numbers() -> Bits:
    """Return the direction numbers of 1 024 dimensions, bits reversed, shape (1024, 21).

    Those of Joe & Kuo (2008), SIAM Journal on Scientific Computing 30(5), criterion D(6), as
    scipy.stats.qmc.Sobol has them; importing that would double the start-up time.
    """
    with resources.as_file(resources.files("sroi") / "sobol.npy") as file:
        return reversed_bits(np.load(file))


def reversed_points(dimensions: int, start: int, count: int) -> Bits:
    """Return ``count`` Sobol points from ``start`` on, bits reversed, shape (dimensions, count).

    ``count`` is a power of two and ``start`` a multiple of it: point i is the exclusive or of
    the direction numbers of the bits set in i.
    """
    table = direction_numbers()
    if dimensions > len(table):
        raise SroiError(
            Text("more than {n} uncertain numbers; make some of them certain", n=len(table))
        )
    points = np.zeros((dimensions, 1), dtype=np.uint32)
    for bit in range(count.bit_length() - 1):
        points = np.hstack([points, points ^ table[:dimensions, bit : bit + 1]])
    for bit in range(table.shape[1]):
        if start >> bit & 1:
            points ^= table[:dimensions, bit : bit + 1]
    return points


def owen_scrambled(reversed_points: Bits, keys: Bits) -> Bits:
    """Return points under the nested uniform scramble of each key, by hashing.

    Every bit is flipped or not depending on the bits above it: Laine and Karras' permutation of
    the reversed bits, with the constants of Burley (2020), Journal of Computer Graphics
    Techniques 9(4).
    """
    x = reversed_points + keys
    for constant in (0x6C50B47C, 0xB82F1E52, 0xC7AFE638, 0x8D22F6E6):
        x ^= x * np.uint32(constant)
    return reversed_bits(x)


def reversed_bits(x: Bits) -> Bits:
    """Return 32-bit numbers with their bits in reverse order.

    >>> reversed_bits(np.array([1], dtype=np.uint32))
    array([2147483648], dtype=uint32)
    """
    x = x.byteswap()
    for shift, mask in ((4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        low = np.uint32(mask)
        x = ((x >> np.uint32(shift)) & low) | ((x & low) << np.uint32(shift))
    return x
