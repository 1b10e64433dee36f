"""Which cells of a table are hidden, so that no small number of people can be worked out.

Small cells are hidden, and with them the fewest others with which every small one could still be
at least ``below`` whole numbers, for somebody who knows all that is shown, and that no number is
below 0 (complementary suppression; Fischetti and Salazar 2001).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize, sparse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sroi.observations.series import CellPart

MOST_CELLS, SECONDS = 300, 10.0  # of what is sought exactly; of more, all cells are hidden
DUST = 1e-6


@dataclass(frozen=True)
class SumOfParts:
    """That one cell is the sum of others."""

    whole: CellPart
    parts: tuple[CellPart, ...]


@dataclass
class CellTable:
    """The cells of one period: by layer (events, and the others) their numbers, and the sums."""

    layers: Sequence[dict[CellPart, float]]
    sums: list[SumOfParts]
    small: frozenset[CellPart]
    below: int
    rest: frozenset[CellPart] = frozenset()  # what is in a total and in no part: nobody knows it
    cells: list[CellPart] = field(init=False)

    def __post_init__(self) -> None:
        """Number the cells in the order of the table."""
        self.cells = list(self.layers[0])

    def add_rest(self, rest: CellPart, numbers: Sequence[float]) -> None:
        """Add what is in a total and in no part."""
        for layer, number in zip(self.layers, numbers, strict=True):
            layer[rest] = number
        self.cells.append(rest)
        self.rest |= {rest}

    def hidden(self) -> frozenset[CellPart]:
        """Return the cells that are hidden: none without small ones, all where it is too hard."""
        if not self.small:
            return frozenset()
        everything = frozenset(self.cells) - self.rest
        if not self.sums or len(self.cells) > MOST_CELLS:
            return everything if self.sums else self.small
        chosen = self._fewest()
        return everything if chosen is None or not self.safe(chosen) else chosen

    def _fewest(self) -> frozenset[CellPart] | None:
        """Return the fewest cells, then the smallest numbers; None where none are found in time."""
        n = len(self.cells)
        free = [cell not in self.small and cell not in self.rest for cell in self.cells]
        pairs = [(cell, layer) for cell in self._in_order(self.small) for layer in self.layers]
        moved = [layer for _, layer in pairs for _ in range(2)]  # up, and down
        size = n * (1 + len(moved))
        weights = np.zeros(size)
        weights[:n] = self._weights()
        constraints = [
            *(self._moves(place, layer, size) for place, layer in enumerate(moved)),
            *(self._apart(place, cell, size) for place, (cell, _) in enumerate(pairs)),
            *(self._balanced(place, size) for place in range(len(moved))),
        ]
        low = np.concatenate([1.0 - np.array(free), np.full(size - n, -np.inf)])
        high = np.concatenate([np.ones(n), np.full(size - n, np.inf)])
        integral = np.concatenate([np.ones(n), np.zeros(size - n)])
        solved = optimize.milp(
            weights,
            constraints=[each for pair in constraints for each in pair],
            bounds=optimize.Bounds(low, high),
            integrality=integral,
            options={"mip_rel_gap": 0, "time_limit": SECONDS},
        )
        if not solved.success:
            return None
        chosen = (cell for cell, x in zip(self.cells, solved.x[:n], strict=True) if x > 0.5)
        return frozenset(chosen) - self.rest

    def _in_order(self, cells: frozenset[CellPart]) -> list[CellPart]:
        return [cell for cell in self.cells if cell in cells]

    def _weights(self) -> np.ndarray:
        """Return what hiding each cell costs: one cell more than any numbers, these than order."""
        numbers = np.array([sum(layer[cell] for layer in self.layers) for cell in self.cells])
        order = np.arange(len(self.cells)) / len(self.cells) ** 2
        weights: np.ndarray = numbers.sum() + 1.0 + numbers + order
        return weights

    def _moves(
        self, place: int, layer: Mapping[CellPart, float], size: int
    ) -> tuple[optimize.LinearConstraint, ...]:
        """Return that only what is hidden moves, and nothing below 0."""
        n = len(self.cells)
        move = _block(n, place, size)
        chosen = sparse.eye_array(n, size, format="csr")
        moving = [float(self.below * (not self._fixed(cell, layer))) for cell in self.cells]
        most = sparse.diags_array(np.array(moving)) @ chosen
        least = sparse.diags_array(np.array([layer[cell] for cell in self.cells])) @ chosen
        return (
            optimize.LinearConstraint(move - most, -np.inf, 0.0),
            optimize.LinearConstraint(move + least, 0.0, np.inf),
        )

    def _fixed(self, cell: CellPart, layer: Mapping[CellPart, float]) -> bool:
        """Return whether a layer's parts are all of a total: then nothing is left to vary."""
        return cell in self.rest and layer[cell] <= DUST

    def _apart(
        self, place: int, cell: CellPart, size: int
    ) -> tuple[optimize.LinearConstraint, ...]:
        """Return that a small number can be moved up and down by ``below`` - 1 together."""
        n, row = len(self.cells), np.zeros((1, size))
        at = self.cells.index(cell)
        row[0, n * (1 + 2 * place) + at] = 1.0
        row[0, n * (2 + 2 * place) + at] = -1.0
        return (optimize.LinearConstraint(row, self.below - 1.0, np.inf),)

    def _balanced(self, place: int, size: int) -> tuple[optimize.LinearConstraint, ...]:
        """Return that every sum stays one."""
        matrix = self._sums() @ _block(len(self.cells), place, size)
        return (optimize.LinearConstraint(matrix, 0.0, 0.0),)

    def _sums(self) -> sparse.csr_array:
        """Return a row a sum: the parts less the whole."""
        matrix = sparse.lil_array((len(self.sums), len(self.cells)))
        for row, each in enumerate(self.sums):
            matrix[row, self.cells.index(each.whole)] = -1.0
            for part in each.parts:
                matrix[row, self.cells.index(part)] = 1.0
        return matrix.tocsr()

    def safe(self, hidden: frozenset[CellPart]) -> bool:
        """Return whether every small number could still be ``below`` whole ones."""
        spans = (self.possible(cell, layer, hidden) for cell in self.small for layer in self.layers)
        return all(high - low >= self.below - 1 - DUST for low, high in spans)

    def possible(
        self, cell: CellPart, layer: Mapping[CellPart, float], hidden: frozenset[CellPart]
    ) -> tuple[float, float]:
        """Return the least and the greatest that a hidden number may be, from what is shown."""
        unknown = hidden | self.rest
        free = [each in unknown and not self._fixed(each, layer) for each in self.cells]
        bounds = [
            (0.0, None) if moves else (layer[each], layer[each])
            for each, moves in zip(self.cells, free, strict=True)
        ]
        ends = []
        for sign in (1.0, -1.0):
            aim = np.zeros(len(self.cells))
            aim[self.cells.index(cell)] = sign
            zeros = np.zeros(len(self.sums))
            sums = self._sums().toarray()
            solved = optimize.linprog(aim, A_eq=sums, b_eq=zeros, bounds=bounds)
            ends.append(sign * float(solved.fun or 0.0) if solved.status == 0 else -sign * np.inf)
        return ends[0], ends[1]


def _block(n: int, place: int, size: int) -> sparse.csr_array:
    """Return what takes one move out of all that is sought."""
    rows = np.arange(n)
    return sparse.csr_array((np.ones(n), (rows, n * (1 + place) + rows)), shape=(n, size))
