"""What claims demand of the rest of a scenario."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from sroi.errors import Text, nearest
from sroi.schema.rules import Found, mapping, parts, unknown_source

if TYPE_CHECKING:
    from sroi.schema.rules import Data


def claim_faults(data: Data) -> Iterator[Found]:
    """Yield what is wrong with what claims name and count."""
    outcomes = mapping(data, "outcomes")
    for path, claim in parts(data, "claims"):
        about = mapping(claim, "about").get("outcome")
        if isinstance(about, str) and about not in outcomes:
            unknown = Text("{given} is unknown", given=about)
            yield Found((*path, "about", "outcome"), unknown, partial(nearest, about, outcomes))
        yield from unknown_source(data, (*path, "source"), claim.get("source"))
        counts = claim.get("of")
        if isinstance(counts, Mapping):
            events, of = counts.get("events"), counts.get("of")
            if isinstance(events, int) and isinstance(of, int) and events > of:
                above = Text("events: {events} is above of: {of}", events=events, of=of)
                yield Found((*path, "of"), above, "count those who say it among those asked")
