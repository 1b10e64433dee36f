"""Ids made of names."""

from __future__ import annotations

import re
import unicodedata
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


def slug(name: str) -> str:
    """Return a name as an id.

    >>> slug("Åtgärd, 2 dagar"), slug("2026")
    ('atgard_2_dagar', 'n2026')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    ident = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40].strip("_")
    return f"n{ident}" if ident[:1].isdigit() else ident


def unlike(ident: str, taken: Collection[str]) -> str:
    """Return an id that is not taken yet.

    >>> unlike("post", ["post", "post_2"])
    'post_3'
    """
    numbered = (f"{ident}_{n}" for n in count(2))
    return ident if ident not in taken else next(i for i in numbered if i not in taken)
