"""What is wrong with a value, said in our own words while pydantic reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic_core import PydanticCustomError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sroi.errors import Message


def wrong(
    what: Message, hint: Message | Callable[[], Message] = "", at: str | int | None = None
) -> PydanticCustomError:
    """Return an error in our own words; ``at`` names a key inside the number."""
    return PydanticCustomError("sroi", "{what}", {"what": what, "hint": hint, "at": at})
