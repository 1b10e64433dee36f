"""What unquoted text in a file stands for: a number, true, false, nothing, or itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from sroi.loader.advice import DOUBTFUL

if TYPE_CHECKING:
    from sroi.errors import Raw

MAX_DIGITS = 15
INTEGER = re.compile(r"[-+]?[0-9]+(_[0-9]+)*")
DECIMAL = re.compile(r"[-+]?([0-9]+(_[0-9]+)*)?\.?[0-9]*([0-9][eE][-+]?[0-9]+)?")
SPECIAL = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
DIGITS = re.compile(r"[-+]?[0-9][0-9_ ]*")
PIECE = re.compile(r"[0-9][0-9 ]*(\.[0-9]+)?\s*%?")
CONSTANTS = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "~", ""), None),
}


class TooManyDigitsError(ValueError):
    """A whole number has more digits than are counted with."""


class Doubtful(float):
    """A number with a point and three decimals, 100.000, which may mean a thousand times more."""

    @property
    def written(self) -> str:
        """Return it as it was written."""
        return f"{self:.3f}"

    @property
    def thousands(self) -> int:
        """Return what it would be with a point between thousands."""
        return round(self * 1000)


def plain_value(text: str) -> Raw:
    """Return what unquoted text stands for; ``TooLongError`` for a number of too many digits."""
    if text in CONSTANTS:
        return CONSTANTS[text]
    if INTEGER.fullmatch(text):
        if sum(map(str.isdigit, text)) > MAX_DIGITS:
            raise TooManyDigitsError
        return int(text.replace("_", ""))
    if SPECIAL.fullmatch(text):
        return float(text.replace(".", ""))
    if DOUBTFUL.fullmatch(text) and "." in text:
        return Doubtful(text)
    if len(text) < 400 and DECIMAL.fullmatch(text) and any(map(str.isdigit, text)):
        return float(text.replace("_", ""))
    return text


def cut_by_comma(before: yaml.Event, key: yaml.Event, value: yaml.Event) -> bool:
    """Return whether a key without a value is the rest of the number before it: 100,000."""
    return (
        isinstance(before, yaml.ScalarEvent)
        and isinstance(key, yaml.ScalarEvent)
        and isinstance(value, yaml.ScalarEvent)
        and not value.value
        and all(scalar.implicit[0] for scalar in (before, key, value))
        and bool(DIGITS.fullmatch(before.value) and PIECE.fullmatch(key.value))
        and key.start_mark is not None
        and before.end_mark is not None
        and before.end_mark.index + 1 == key.start_mark.index
    )
