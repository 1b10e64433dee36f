"""Which values of the library may stand at a number of the form."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sroi.loader.files import packaged
from sroi.quantities import ONCOST, RATE, RATIO, REDUCTION, SHARE, Quantity
from sroi.schema.library import Entry
from sroi.web.fields import Field

LIBRARY = "se"
FITS = {  # the kind and the unit of what may stand for a number that is not money
    SHARE: ("rate", "share"),
    ONCOST: ("oncost", "share of salary"),
    RATE: ("discount", "per year, real"),
    RATIO: ("effect", "risk ratio"),
    REDUCTION: ("effect", "share"),
}


def fitting(field: Field, currency: str) -> Mapping[str, Entry]:
    """Return the values of the library that may stand at a number, by id."""
    if field.quantity is None:
        return {}
    kinds = ("wage",) if field.path[-1] == "monthly_salary" else ("price", "wage")
    return _fitting(field.quantity, kinds, currency)


def chosen(name: str, raw: Any) -> Any:  # noqa: ANN401 - a number as written
    """Return a value of the library in place of a number; how its unit is converted stays."""
    how = {key: raw[key] for key in ("times", "over") if key in raw} if _like(raw, name) else {}
    return {"value": name, **how} if how else name


def _like(raw: Any, name: str) -> bool:  # noqa: ANN401 - a number as written
    """Return whether a number is a value of the library in the same unit as another."""
    units = {_unit(raw.get("value")), _unit(name)} if isinstance(raw, Mapping) else {""}
    return len(units) == 1 and "" not in units


def _unit(name: Any) -> str:  # noqa: ANN401 - whatever the file holds
    entry = packaged(LIBRARY).entry(str(name).removeprefix(f"lib.{LIBRARY}."))
    return entry.unit if entry else ""


@lru_cache(maxsize=64)
def _fitting(quantity: Quantity, kinds: tuple[str, ...], currency: str) -> Mapping[str, Entry]:
    def fits(entry: Entry) -> bool:
        if quantity.money:
            return entry.currency == currency and entry.kind in kinds
        return FITS.get(quantity) == (entry.kind, entry.unit)

    entries = packaged(LIBRARY).values.items()
    return {ident: entry for ident, entry in entries if entry.value is not None and fits(entry)}
