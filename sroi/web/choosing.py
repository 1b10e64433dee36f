"""The page that offers the library's sourced values for a number."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from sroi.loader.files import packaged
from sroi.schema.library import Entry
from sroi.web.folder import UnlistedError
from sroi.web.form import Form
from sroi.web.site import Site
from sroi.web.sourced import LIBRARY, fitting
from sroi.web.work import found, words
from sroi.wording import Wording


@dataclass(frozen=True)
class Offer:
    """A sourced value as it is read before it is chosen."""

    path: str  # lib.se.ID
    name: str
    value: str
    unit: str
    grade: str
    source: str


def offered(site: Site, request: Request) -> Response:
    """Return the values there are for a number of a draft."""
    ident, draft = found(site, request)
    wording = words(site, request, draft)
    form = Form(draft, wording)
    path = request.query_params.get("path", "")
    field = next((f for f in form.fields if f.id == path and f.quantity), None)
    if field is None:
        raise UnlistedError(path)
    offers = fitting(field, draft.currency)
    return site.page(
        request, "library", ident=ident, draft=draft, field=field,
        label=f"{form.part(field)}{form.label(field)}",
        offers=[_offer(key, entry, wording) for key, entry in offers.items()],
    )  # fmt: skip


def _offer(ident: str, entry: Entry, wording: Wording) -> Offer:
    unit = wording.published(entry.unit)
    low, value, high = (
        None if x is None else wording.significant(x) for x in (entry.low, entry.value, entry.high)
    )
    spread = f" ({wording.range(low or value or '', high or value or '')})" if low or high else ""
    return Offer(
        path=f"lib.{LIBRARY}.{ident}",
        name=entry.name.said_in(wording.language),
        value=f"{value}{spread}",
        unit=f"{unit}, {entry.price_year}" if entry.price_year else unit,
        grade=entry.grade,
        source=str(packaged(LIBRARY).sources[entry.source].title),
    )
