"""Who takes part: how many start each year, in one group or several, and the places there are."""

from typing import Annotated

from pydantic import Field

from sroi.arithmetic.quantities import AMOUNT
from sroi.schema.fields import ShareNumber
from sroi.schema.forms import Part
from sroi.schema.numbers import ByYear, Number
from sroi.schema.places import COUNTED_BY_YEAR, NumberField

Starting = NumberField(AMOUNT, yearly=True, counted=COUNTED_BY_YEAR)


class Participants(Part):
    """Who takes part."""

    unit: str = Field(default="participant", description="what one participant is called")
    per_year: Annotated[Number | ByYear, Starting] = Field(
        description="participants who start, per year"
    )
    completion: ShareNumber | None = Field(
        default=None, description="share who complete; default 1"
    )
    note: str | None = None
