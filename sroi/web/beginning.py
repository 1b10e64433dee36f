"""A new scenario as the page begins it: what was answered, and nobody else's numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sroi.intake.starter import answers, limits, questions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sroi.wording import Wording

RATE = "lib.se.disk_tlv"  # of the library, with its source


def answer_faults(typed: Mapping[str, str], wording: Wording) -> dict[str, str]:
    """Return what is wrong with the answers to the questions, by question."""
    faulty: dict[str, str] = {}
    for key, default in questions(wording).items():
        text = typed.get(key, "")
        if not isinstance(default, int):
            if not text:
                faulty[key] = wording.term("web.new_empty")
        elif typed_whole(text) not in range(limits(key)[0], limits(key)[1] + 1):
            words = {"low": str(limits(key)[0]), "high": str(limits(key)[1])}
            faulty[key] = wording.term("web.new_whole", **words)
    years, horizon = (
        typed_whole(typed.get("programme_years", "")),
        typed_whole(typed.get("horizon", "")),
    )
    if not faulty and years > horizon:
        faulty["horizon"] = wording.term("web.new_horizon", years=str(years))
    return faulty


def typed_whole(text: str) -> int:
    """Return a whole number as it is typed, with spaces between thousands; -1 for anything else.

    >>> typed_whole("1 200"), typed_whole("27,5"), typed_whole("")
    (1200, -1, -1)
    """
    digits = "".join(text.split())
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else -1


def beginning(typed: Mapping[str, str], wording: Wording) -> dict[str, Any]:
    """Return a scenario that says what was answered, and asks for the rest."""
    defaults = questions(wording)
    said = answers(
        {k: typed_whole(typed[k]) if isinstance(defaults[k], int) else typed[k] for k in defaults}
    )
    return {
        "sroi": 1,
        "name": said["name"],
        "language": wording.language,
        "currency": "SEK",
        "price_year": said["price_year"],
        "first_year": said["first_year"],
        "horizon": said["horizon"],
        "discounting": {"rate": RATE},
        "uses": ["se"],
        "programme": {"years": said["years"]},
        "participants": {"unit": said["unit"], "per_year": said["per_year"]},
    }
