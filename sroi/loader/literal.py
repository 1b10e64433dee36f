"""Values from Python as the plain data a file would hold: numpy's numbers, tuples, quoted years."""

from __future__ import annotations

import numbers
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from sroi.loader.scalars import INTEGER, MAX_DIGITS

if TYPE_CHECKING:
    from sroi.errors import Raw


def as_written(value: Raw) -> Raw:
    """Return a value as a file would hold it.

    >>> as_written({"2025": np.int64(5), "ci95": (np.float32(0.5), 1)})
    {2025: 5, 'ci95': [0.5, 1]}
    """
    if isinstance(value, np.generic | np.ndarray):
        return value.tolist()
    if isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, numbers.Real):
        return int(value) if isinstance(value, numbers.Integral) else float(value)
    if isinstance(value, Mapping):
        return {literal_key(key): as_written(inner) for key, inner in value.items()}
    return list(map(as_written, value)) if isinstance(value, list | tuple | range) else value


def literal_key(key: Raw) -> Raw:
    """Return the key of a mapping: a whole number where it is one, quoted or not.

    >>> literal_key("2025"), literal_key(np.int64(0)), literal_key("nurse")
    (2025, 0, 'nurse')
    """
    if isinstance(key, numbers.Integral):
        return int(key)
    is_year = isinstance(key, str) and len(key) <= MAX_DIGITS and INTEGER.fullmatch(key)
    return int(key) if is_year else key
