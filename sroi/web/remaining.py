"""What is left to fill in before a draft can be counted, beside what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sroi.web.parts import parts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sroi.errors import Problem
    from sroi.web.answers import DraftResult
    from sroi.web.form import DraftForm

PARTS = {"payers": ("payers",), "lines": ("staffing", "costs"), "outcomes": ("outcomes",)}


@dataclass(frozen=True)
class Left:
    """Something left to fill in: what it is called, and where on the page."""

    anchor: str
    text: str


def left(form: DraftForm, answer: DraftResult) -> list[Left]:
    """Return what is left to fill in: kinds of parts that there are none of, then numbers."""
    term, data = form.wording.term, form.draft.data
    none = [k for k, sections in PARTS.items() if not any(parts_of(data, s) for s in sections)]
    if not form.draft.new and len(none) < 2 and "payers" not in none:
        none = []  # whoever leaves one of them out of a file has chosen to
    parts = [Left(f"s-{PARTS[kind][0]}", term(f"web.left_{kind}")) for kind in none]
    numbers = answer.problems if answer.missing else ()
    return parts + [Left(f"at-{form.place(one.path)}", form.where(one)) for one in numbers]


def wrong_fields(answer: DraftResult) -> Sequence[Problem]:
    """Return what is wrong rather than not filled in yet."""
    return () if answer.missing else [one for one in answer.problems if one.path != "payers"]


def counts_something(answer: DraftResult | None) -> bool:
    """Return whether an answer is about anything that costs or changes."""
    if answer is None or answer.projection is None:
        return False
    scenario = answer.projection.scenario
    return bool(scenario.lines or scenario.outcomes)
