"""What is wrong with a value that the schema refuses, and what to do: one row a kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sroi.errors import Message, Text, as_in_a_file, closest, nearest
from sroi.loader.advice import NUMBER_HINT, how_to_write
from sroi.schema.library import CURRENCY, ID
from sroi.schema.number_types import LIBRARY_ID, NAMED

if TYPE_CHECKING:
    from collections.abc import Callable

    from sroi.errors import Raw

ID_HINT = "an id has small letters a-z, digits and _, and starts with a letter"
EXPECTED = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "string_type": "text",
    "bool_type": "true or false",
    "dict_type": "a mapping of keys",
    "model_type": "a mapping of keys",
    "list_type": "a list, such as [a, b]",
}
NUMBERS = ("int_type", "float_type")
LENGTHS = {  # the key of the limit, and what to do
    "too_short": ("min_length", "write at least {n}"),
    "too_long": ("max_length", "write at most {n}"),
}
COUNTED = "write {n}, decimals with a point and thousands without a comma"
LIMITS = {
    "greater_than": ("gt", "write a value greater than {limit}"),
    "greater_than_equal": ("ge", "write a value greater than or equal to {limit}"),
    "less_than": ("lt", "write a value less than {limit}"),
    "less_than_equal": ("le", "write a value less than or equal to {limit}"),
}
Advised = tuple[Message, Message]  # what is wrong, what to do


@dataclass(frozen=True)
class Wrong:
    """A value that the schema refuses: the kind of fault, its limits, and the schema's words."""

    kind: str
    context: Mapping[str, Any]
    raw: Raw
    message: str

    @property
    def quoted(self) -> str:
        """Return the value as it is quoted back to the user."""
        return quoted(self.raw)


def advised(wrong: Wrong) -> Advised:
    """Return what is wrong with a value, and what to do."""
    return KINDS.get(wrong.kind, _otherwise)(wrong)


def _otherwise(wrong: Wrong) -> Advised:
    return Text("{given}: {reason}", given=wrong.quoted, reason=wrong.message), "correct it"


def _choice(wrong: Wrong) -> Advised:
    options = wrong.context["choices"]
    what = Text("{given} is none of {names}", given=wrong.quoted, names=", ".join(options))
    close = closest(str(wrong.raw), options)
    return what, Text("did you mean {name}?", name=close) if close else "write one of them"


def _too_long(wrong: Wrong) -> Advised:
    most = Text("write at most {limit} characters", limit=wrong.context["max_length"])
    return Text("{length} characters", length=len(wrong.raw)), most


def _length(wrong: Wrong) -> Advised:
    if not wrong.raw:
        return Text("{given} is empty", given=wrong.quoted), "write something"
    key, template = LENGTHS[wrong.kind]
    limit, n = wrong.context[key], len(wrong.raw)
    if all(isinstance(value, str) for value in wrong.raw):
        return Text("a list of {n}", n=n), Text(template, n=limit)
    return Text("{given} has {n} values", given=wrong.quoted, n=n), Text(COUNTED, n=limit)


def _formless(wrong: Wrong) -> Advised:
    """Return what is wrong with something that is a number in no form."""
    raw = wrong.raw
    if not isinstance(raw, Mapping):
        return _not_a_number(wrong), NUMBER_HINT
    if "dist" in raw:
        name = str(raw["dist"])
        return Text("no distribution {given}", given=name), nearest(name, NAMED)
    other = [key for key in raw if not isinstance(key, int)]
    if other and len(other) < len(raw):
        what = Text("{given} among years", given=other[0])
        return what, "write a number for each year, by year alone"
    return _not_a_number(wrong), NUMBER_HINT


def _not_a_number(wrong: Wrong) -> Text:
    return Text("{given} is not {expected}", given=wrong.quoted, expected=Text("a number"))


def _misplaced(wrong: Wrong) -> Advised:
    if isinstance(wrong.raw, Mapping) and "value" in wrong.raw:
        what = Text("{given}: a value inside a value", given=wrong.quoted)
        return what, "write value, times, source … once, outside"
    what = Text("{given}: this number is the same every year", given=wrong.quoted)
    return what, "write one number, without years"


def _pattern(wrong: Wrong) -> Advised:
    pattern = wrong.context["pattern"]
    if pattern == LIBRARY_ID:
        return _not_a_number(wrong), how_to_write(str(wrong.raw))
    if pattern == CURRENCY:
        what = Text("{given} is not a currency", given=wrong.quoted)
        return what, "write three capital letters, such as SEK"
    assert pattern == ID
    return Text("{given} is not an id", given=wrong.quoted), ID_HINT


def _expected(wrong: Wrong) -> Advised:
    expected = Text(EXPECTED[wrong.kind])
    what = Text("{given} is not {expected}", given=wrong.quoted, expected=expected)
    typed = wrong.kind in NUMBERS and isinstance(wrong.raw, str)
    hint = how_to_write(wrong.raw) if typed else NUMBER_HINT
    return what, Text("write {expected}", expected=expected) if hint == NUMBER_HINT else hint


def _limit(wrong: Wrong) -> Advised:
    key, template = LIMITS[wrong.kind]
    limit = as_in_a_file(float(wrong.context[key]))
    return Text("{given} is out of range", given=wrong.quoted), Text(template, limit=limit)


KINDS: Mapping[str, Callable[[Wrong], Advised]] = {
    "literal_error": _choice,
    "union_tag_invalid": _misplaced,
    "union_tag_not_found": _formless,
    "string_pattern_mismatch": _pattern,
    "string_too_short": _length,
    "string_too_long": _too_long,
    **dict.fromkeys(LENGTHS, _length),
    **dict.fromkeys(EXPECTED, _expected),
    **dict.fromkeys(LIMITS, _limit),
}


def quoted(raw: Raw) -> str:
    """Return a value as it is quoted back to the user, cut when long."""
    if isinstance(raw, Mapping):
        return "{" + ", ".join(map(str, list(raw)[:6])) + "}"
    if isinstance(raw, bool):
        return "true" if raw else "false"
    text = "null" if raw is None else repr(raw) if isinstance(raw, str) else str(raw)
    return text if len(text) <= 60 else text[:57] + "…"
