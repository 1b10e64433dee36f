"""The page that offers the library's sourced values for a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sroi.loader.ids import slug
from sroi.web.folder import UnlistedError
from sroi.web.form import DraftForm
from sroi.web.site import draft_of, words
from sroi.web.sourced import PREFIX, best_first, fitting, source_title

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from sroi.schema.library import Entry
    from sroi.web.fields import Field
    from sroi.web.site import Site
    from sroi.wording import Wording


@dataclass(frozen=True)
class Offer:
    """A sourced value as it is read before it is chosen."""

    path: str  # lib.se.ID
    name: str
    value: str
    unit: str
    price_year: str
    source: str
    grade: str


def offers(site: Site, request: Request) -> Response:
    """Return the values there are for a number of a draft, those that fit best first."""
    ident, draft = draft_of(site, request)
    wording = words(site, request, draft)
    form = DraftForm(draft, wording)
    path = request.query_params.get("path", "")
    field = next((f for f in form.fields if f.id == path and f.kind == "number"), None)
    if field is None:
        raise UnlistedError(path)
    offers = _offers(field, form, wording)
    sought = request.query_params.get("q", "").strip()
    return site.page(
        request,
        "library",
        ident=ident,
        field=field,
        label=form.named(field.id),
        sought=sought,
        any=bool(offers),
        offers=[offer for offer in offers if _holds(offer, sought)],
    )


def _offers(field: Field, form: DraftForm, wording: Wording) -> list[Offer]:
    entries = best_first(field, fitting(field, form.draft.currency), _topic(field, form))
    return [_offer(ident, entry, wording) for ident, entry in entries.items()]


def _topic(field: Field, form: DraftForm) -> str:
    """Return the words of what the number is of: ``placering av barn``."""
    part = form.words.part(field)
    return slug_of(f"{part} {field.path[1]}") if part else ""


def _holds(offer: Offer, sought: str) -> bool:
    """Return whether every word sought stands in an offer, whatever its case and accents."""
    text = slug_of(f"{offer.name} {offer.source} {offer.unit}")
    return all(word in text for word in slug_of(sought).split())


def slug_of(text: str) -> str:
    """Return the words of a text in small letters without accents.

    >>> slug_of("Orosanmälan, SÖK!")
    'orosanmalan sok'
    """
    words = (slug(word).replace("_", " ") for word in text.split())
    return " ".join(filter(None, words))


def _offer(ident: str, entry: Entry, wording: Wording) -> Offer:
    low, value, high = (
        None if x is None else wording.significant(x) for x in (entry.low, entry.value, entry.high)
    )
    spread = f" ({wording.range(low or value or '', high or value or '')})" if low or high else ""
    return Offer(
        path=f"{PREFIX}{ident}",
        name=entry.name.said_in(wording.language),
        value=f"{value}{spread}",
        unit=wording.published(entry.unit),
        price_year=str(entry.price_year or ""),
        source=source_title(entry),
        grade=wording.term(f"web.grade_{entry.grade}"),
    )
