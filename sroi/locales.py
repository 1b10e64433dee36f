"""How each language writes its numbers, money and lists: one row a language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Language = Literal["sv", "en"]


@dataclass(frozen=True)
class Locale:
    """What is the language's own in how numbers are written."""

    tag: str  # as documents name it, sv-SE
    decimal: str  # before decimals
    between_thousands: str  # as they are typed
    percent: str  # after a share
    between_cells: str  # in a file of comma-separated values
    csv: Literal["excel", "tidy"]  # which such file its readers open
    scales: Mapping[float, str]  # the money unit of so many currency units
    kronor: Mapping[float, str]  # the same of Swedish kronor
    amounts: Mapping[float, str]  # an amount with its unit, by how many currency units it is

    @property
    def babel(self) -> str:
        """Return the name by which Babel knows it."""
        return self.tag.replace("-", "_")


LOCALES: Mapping[Language, Locale] = {
    "sv": Locale(
        tag="sv-SE",
        decimal=",",
        between_thousands=" ",
        percent="\u00a0%",
        between_cells=";",
        csv="excel",
        scales={1: "{}", 1e3: "tusen {}", 1e6: "miljoner {}"},
        kronor={1: "kr", 1e3: "tkr", 1e6: "mkr"},
        amounts={1: "{amount}\u00a0{unit}", 1e6: "{amount}\u00a0{unit}"},
    ),
    "en": Locale(
        tag="en-GB",
        decimal=".",
        between_thousands=",",
        percent="%",
        between_cells=",",
        csv="tidy",
        scales={1: "{}", 1e3: "{} thousand", 1e6: "{} million"},
        kronor={1: "SEK", 1e3: "SEK thousand", 1e6: "SEK million"},
        amounts={1: "{currency}\u00a0{amount}", 1e6: "{currency}\u00a0{amount}\u00a0million"},
    ),
}


def language_of(text: str | None) -> Language:
    """Return the language a reader chose; Swedish where none is known."""
    return "en" if text == "en" else "sv"
