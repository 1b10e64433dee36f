"""Which form a number in the file is written in, and what may stand beside its value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Discriminator, Field, Tag

from sroi.schema import counts, forms
from sroi.schema.numbers import Grade

if TYPE_CHECKING:
    from sroi.errors import Raw

FORMS: dict[str, type[forms.Form]] = {
    "range": forms.Range,
    "pert": forms.Pert,
    "moments": forms.Moments,
    "counts": counts.Counts,
    "estimate": forms.Estimate,
    "counts_over_time": counts.CountsOverTime,
}
NAMED = ("normal", "lognormal", "uniform", "triangular")


class Calculated(forms.Part):
    """A number calculated from parameters."""

    calc: str = Field(description="such as 1 - p_return, of ids in parameters")
    source: str | None = Field(default=None, description="id in sources, or a reference in words")
    grade: Grade | None = Field(default=None, description="trust: A (best) to D")
    note: str | None = None


def form_tag(raw: Raw) -> str | None:
    """Return which form a number is written in, or None where no form fits."""
    if isinstance(raw, int | float):
        return None if isinstance(raw, bool) else "certain"
    if isinstance(raw, str):
        return raw if raw in ("missing", "unpriced") else "library"
    if not isinstance(raw, Mapping) or not raw:
        return None
    if "calc" in raw:
        return "calc"
    if "value" in raw:
        return "sourced"
    if "dist" in raw:
        return raw["dist"] if raw["dist"] in NAMED else None
    if all(isinstance(key, int) for key in raw):
        return "by_year"
    shared = {tag: len(raw.keys() & form.model_fields.keys()) for tag, form in FORMS.items()}
    best = max(shared, key=lambda tag: shared[tag])
    return best if shared[best] else None


LIBRARY_ID = r"^lib\.[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$"
LibraryId = Annotated[str, Field(pattern=LIBRARY_ID, examples=["lib.se.po_kommun"])]
PlainNumber = (
    Annotated[float, Tag("certain")]
    | Annotated[forms.Range, Tag("range")]
    | Annotated[forms.Pert, Tag("pert")]
    | Annotated[forms.Moments, Tag("moments")]
    | Annotated[counts.Counts, Tag("counts")]
    | Annotated[forms.Estimate, Tag("estimate")]
    | Annotated[counts.CountsOverTime, Tag("counts_over_time")]
    | Annotated[forms.Normal, Tag("normal")]
    | Annotated[forms.Lognormal, Tag("lognormal")]
    | Annotated[forms.Uniform, Tag("uniform")]
    | Annotated[forms.Triangular, Tag("triangular")]
    | Annotated[Calculated, Tag("calc")]
    | Annotated[LibraryId, Tag("library")]
    | Annotated[Literal["missing"], Tag("missing")]
    | Annotated[Literal["unpriced"], Tag("unpriced")]
)


class Sourced(forms.Part):
    """How a value is brought to this scenario's unit and price year, and where it comes from."""

    price_year: int | None = Field(default=None, description="price level of the value")
    index: str | None = Field(
        default=None, description="price index that moves it to the scenario's price year, or none"
    )
    times: forms.Factor = Field(default=1.0, description="multiplied by this")
    over: forms.Factor = Field(
        default=1.0, description="the risk is over this many years; made a yearly one"
    )
    source: str | None = Field(default=None, description="id in sources, or a reference in words")
    grade: Grade | None = Field(default=None, description="trust: A (best) to D")
    note: str | None = None


class SourcedOnce(Sourced):
    """A number with its source."""

    value: Annotated[PlainNumber, Discriminator(form_tag)]


Once = Annotated[PlainNumber | Annotated[SourcedOnce, Tag("sourced")], Discriminator(form_tag)]
NumberByYear = Annotated[
    dict[int, Once],
    Field(min_length=1, json_schema_extra={"propertyNames": {"pattern": "^[0-9]+$"}}),
    Tag("by_year"),
]


class SourcedYearly(Sourced):
    """A number, or one number per calendar year, with its source."""

    value: Annotated[PlainNumber | NumberByYear, Discriminator(form_tag)]


Yearly = Annotated[
    PlainNumber | NumberByYear | Annotated[SourcedYearly, Tag("sourced")], Discriminator(form_tag)
]
