"""The form of a draft: its fields, what is wrong with them, and what was changed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sroi.loader.merge import path_of
from sroi.web.answers import DraftResult
from sroi.web.controls import Controls
from sroi.web.field_words import FieldWords
from sroi.web.fields import fields, nearest_field, sections
from sroi.web.parts import part_names, part_of, parts_of, section_of
from sroi.web.problem_words import ProblemWords

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sroi.errors import KeyPath, Problem
    from sroi.web.drafts import Draft
    from sroi.web.fields import Field
    from sroi.wording import Wording

NOTHING = DraftResult()
# Warnings that are said at their field too:
SLIPS = (
    "point_or_thousands",
    "high_rate",
    "high_oncost",
    "unit_time",
    "many_posts",
    "low_annual_cost",
    "high_monthly_salary",
)


@dataclass(frozen=True)
class FieldChange:
    """A field that says something else than the file."""

    label: str
    now: str
    was: str


@dataclass(frozen=True)
class DraftForm:
    """The form of a draft in one language, with the problems at their fields."""

    draft: Draft
    wording: Wording
    answer: DraftResult = NOTHING

    @cached_property
    def words(self) -> FieldWords:
        """Return the words of the fields."""
        return FieldWords(self.draft, self.wording)

    @cached_property
    def fields(self) -> list[Field]:
        """Return every field of the form."""
        return list(fields(self.draft.data, self.draft.saved))

    @cached_property
    def _by_id(self) -> dict[str, Field]:
        return {field.id: field for field in self.fields}

    @cached_property
    def ids(self) -> set[str]:
        """Return the path of every field."""
        return set(self._by_id)

    def context(self) -> dict[str, Any]:
        """Return what the template of the form needs."""
        controls = Controls(self.words, self.errors(), self.doubts())
        sections_of = sections(self.draft.data, self.draft.saved)
        return {
            "sections": [controls.section(section) for section in sections_of],
            "sources": list(parts_of(self.draft.data, "sources")),
        }

    def place(self, path: str) -> str:
        """Return the field or part that something said of a path belongs to, the first of many."""
        field = nearest_field(path, self.ids)
        parts = {f"{section}.{ident}" for section, ident in part_names(self.draft.data)}
        if field in self.ids or field in parts:
            return field
        return next((f.id for f in self.fields if f.id.startswith(f"{field}.")), field)

    def errors(self) -> dict[str, str]:
        """Return what is wrong by the field nearest to it, the same of several boxes once."""
        by_place: dict[str, dict[str, list[str]]] = {}
        for problem in self.answer.problems:
            box, text = self._of_box(problem)
            by_place.setdefault(self.place(problem.path), {}).setdefault(text, []).append(box)
        return {
            place: "; ".join(_said(text, boxes) for text, boxes in texts.items())
            for place, texts in by_place.items()
        }

    def doubts(self) -> dict[str, str]:
        """Return what is likely a slip of the pen, by the field it is in."""
        slips = (notice for notice in self.answer.notices if notice.rule in SLIPS)
        doubts = {self.place(notice.path): notice.message(self.wording) for notice in slips}
        return doubts | {f.id: self.wording.term("rule.no_sector") for f in self._sectorless()}

    def _sectorless(self) -> Iterator[Field]:
        """Yield the sectors still to be chosen: each decides in whose sums a payer is."""
        for field in self.fields:
            if field.path[0] == "payers" and field.path[-1] == "sector" and field.raw is None:
                yield field

    def sentence(self, problem: Problem) -> str:
        """Return what is wrong, or that a number is still to be given."""
        box, text = self._of_box(problem)
        return _said(text, [box])

    def _of_box(self, problem: Problem) -> tuple[str, str]:
        """Return which box of its field a problem is about, if not the whole, and what it is."""
        if self.answer.missing:
            return "", self.wording.term("web.give_it")
        words = ProblemWords(self.words, self._by_id.get(nearest_field(problem.path, self.ids)))
        last = problem.path.rpartition(".")[2]
        if last == "times" and (question := words.times_question()):
            return "", question
        inside = problem.path not in self.ids and self.wording.has(f"field.{last}_long")
        return self.wording.term(f"field.{last}_long") if inside else "", words.text(problem)

    def where(self, problem: Problem) -> str:
        """Return what the field of a problem is called."""
        return self.named(problem.path) or self.draft.name

    def named(self, path: str) -> str:
        """Return what stands at a path is called: a field, a part, a section, or the path."""
        if field := self._by_id.get(nearest_field(path, self.ids)):
            return f"{self.words.part(field)}{self.words.label(field)}"
        place = path_of(path)
        if part_of(place) and (name := self._part_name(place)):
            return name
        section = path.partition(".")[0]
        known = self.wording.has(f"part.{section}")
        return self.wording.term(f"part.{section}") if known else path

    def _part_name(self, place: KeyPath) -> str:
        return part_names(self.draft.data).get((section_of(place), str(place[-1])), "")

    def parts(self) -> tuple[list[str], list[str]]:
        """Return the names of the parts that are new, and of those taken away."""
        now, saved = part_names(self.draft.data), part_names(self.draft.saved)
        new = [name for place, name in now.items() if place not in saved]
        return new, [name for place, name in saved.items() if place not in now]

    def changed(self) -> list[Field]:
        """Return the fields that say something else than the file."""
        return [f for f in self.fields if f.changed and not any(y.changed for y in f.years)]

    def changes(self) -> list[FieldChange]:
        """Return what is changed, as it is read."""
        return [
            FieldChange(self.named(f.id), self.words.text(f.raw, f), self.was(f))
            for f in self.changed()
        ]

    def was(self, field: Field) -> str:
        """Return what the file says where the draft differs."""
        return self.words.was(field)

    def known(self, field: Field) -> str:
        """Return in a few words how sure a number is, and where it comes from."""
        return self.words.known(field)


def _said(text: str, boxes: Sequence[str]) -> str:
    """Return what is wrong with some boxes of a field, or with the whole.

    >>> _said("fill it in", ["Low", "High"]), _said("fill it in", [""])
    ('Low, High: fill it in', 'fill it in')
    """
    names = ", ".join(dict.fromkeys(filter(None, boxes)))
    return f"{names}: {text}" if names else text
