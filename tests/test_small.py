"""No small number of people can be worked out from what is shown, whoever tries."""

import numpy as np
import pytest
from scipy.optimize import linprog

from sroi.errors import Mark
from sroi.observations.protection import CellTable, SumOfParts
from sroi.observations.rows import Observation
from sroi.observations.series import series_of
from sroi.observations.small import hidden_parts, too_few
from sroi.schema.periods import calendar_year

BELOW, YEAR = 5, calendar_year(2019)
ALL = ("", "")


def random_point(seed):
    """Return a period of a random table: units, some with groups, some with a total of its own."""
    rng = np.random.default_rng(seed)
    kind = ("count", "share")[seed % 2]
    units, groups = int(rng.integers(1, 7)), int(rng.integers(0, 4))
    rows = []
    for unit in range(units):
        for group in [f"g{i}" for i in range(groups)] or [""]:
            events = float(rng.choice([0, 1, 2, 3, 6, 9, 14, 30], p=[0.1] * 4 + [0.15] * 4))
            of = events + float(rng.choice([0, 2, 8, 20, 50])) if kind == "share" else None
            rows.append(row(f"u{unit}", group, kind, events, of))
    if seed % 5 == 0:
        events = sum(each.events for each in rows) + float(seed % 3)
        of = sum(each.of for each in rows) + 9.0 if kind == "share" else None
        rows.append(row("", "", kind, events, of))
    (point,) = series_of(rows, kind).points
    return point


def row(unit, group, kind, events, of):
    value = events / of if kind == "share" and of else None
    return Observation(Mark("t"), "x", YEAR, unit, group, "", events, of, value)


def attacked(point, hidden, part, number):
    """Return the least and greatest a number may be for who knows all that is shown.

    Written from the table alone: every total is the sum over units and over groups, where those
    are complete, every unit the sum over its groups.
    """
    cells = list(point.parts)
    known = {cell: number(point.parts[cell]) for cell in cells}
    sums = []
    for whole in cells:
        inside = [
            [c for c in cells if c[0] and not c[1]] if whole == ALL else [],
            [c for c in cells if c[1] and not c[0]] if whole == ALL else [],
            [c for c in cells if c[0] == whole[0] and c[1]] if whole[0] and not whole[1] else [],
            [c for c in cells if c[1] == whole[1] and c[0]] if whole[1] and not whole[0] else [],
        ]
        for parts in inside:
            if parts and abs(known[whole] - sum(known[c] for c in parts)) < 1e-9:
                sums.append([(c in parts) - (c == whole) for c in cells])
    bounds = [(0, None) if cell in hidden else (known[cell],) * 2 for cell in cells]
    ends = []
    for sign in (1, -1):
        aim = [sign * (cell == part) for cell in cells]
        equal = {"A_eq": sums, "b_eq": [0] * len(sums)} if sums else {}
        solved = linprog(aim, bounds=bounds, **equal)
        ends.append(sign * solved.fun if solved.status == 0 else sign * -np.inf)
    return ends


@pytest.mark.parametrize("seed", range(200))
def test_a_small_number_could_be_five_whole_ones(seed):
    """Of events, and of those without: 200 random tables."""
    point = random_point(seed)
    hidden = hidden_parts(point, BELOW)
    small = [part for part, tally in point.parts.items() if too_few(tally, BELOW)]
    assert set(small) <= hidden <= set(point.parts)
    numbers = [lambda t: t.events]
    if point.tally.kind == "share":
        numbers.append(lambda t: t.of - t.events)
    for part in small:
        for number in numbers:
            low, high = attacked(point, hidden, part, number)
            assert high - low >= BELOW - 1 - 1e-6, (part, low, high, hidden)


def table(numbers, below=BELOW):
    """Return a table of units and their total."""
    layer = {ALL: float(sum(numbers)), **{(f"u{i}", ""): float(x) for i, x in enumerate(numbers)}}
    small = frozenset(cell for cell, x in layer.items() if 0 < x < below)
    units = tuple(cell for cell in layer if cell != ALL)
    return CellTable([layer], [SumOfParts(ALL, units)], small, below)


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((30, 20), set()),  # nothing is small
        ((3, 30, 20), {"u0", "u2"}),  # the smallest beside it
        ((3, 3, 30), {"u0", "u1"}),  # 6 together: each from 0 to 6
        ((1, 1, 7, 30), {"u0", "u1", "u2"}),  # 2 together are too little to hide in
        ((3, 0, 0, 9), {"u0", "u3"}),  # a 0 cannot give way
    ],
)
def test_the_fewest_cells_are_hidden(numbers, expected):
    """Then those with the smallest sum, then the first of the table."""
    assert {unit for unit, _ in table(numbers).hidden()} == expected


def test_a_table_with_nothing_to_hide_in_is_hidden_whole():
    """2 and 1, together 3: the total goes too."""
    assert table((2, 1)).hidden() == {ALL, ("u0", ""), ("u1", "")}


def test_a_table_too_large_to_solve_is_hidden_whole():
    """Of more than 300 cells."""
    wide = table([3, *([10] * 400)])
    assert wide.hidden() == frozenset(wide.cells)


def test_what_is_in_a_total_and_in_no_part_bounds_it():
    """Total 31 of 3 and 27: the 3, with 1 that nobody counted, is from 0 to 4: five whole ones."""
    layer = {ALL: 31.0, ("u0", ""): 3.0, ("u1", ""): 27.0}
    known = CellTable([layer], [], frozenset({("u0", "")}), BELOW)
    known.add_rest(("", "rest"), [1.0])
    known.sums.append(SumOfParts(ALL, (("u0", ""), ("u1", ""), ("", "rest"))))
    assert known.hidden() == {("u0", "")}
    assert known.possible(("u0", ""), layer, known.hidden()) == (0.0, 4.0)


def test_of_tables_alike_the_first_cells_are_hidden():
    """Of three units of 40 the first goes with the small one; of 41, 40 and 40 the second."""
    assert {unit for unit, _ in table((3, 40, 40, 40)).hidden()} == {"u0", "u1"}
    assert {unit for unit, _ in table((3, 41, 40, 40)).hidden()} == {"u0", "u2"}
    large = table((3, 90_001, 90_000, 90_000))
    assert {unit for unit, _ in large.hidden()} == {"u0", "u2"}
