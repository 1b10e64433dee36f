"""How the fields of the form are worded: labels, help, units, choices, what the file says."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sroi.errors import Problem
from sroi.loader.merge import value_at
from sroi.loader.typed import POINTED, text_of
from sroi.quantities import PERCENT, RATE
from sroi.schema.spots import description_at, spot_at
from sroi.tables.cells import capital
from sroi.tables.labels import quantity_unit, value_text
from sroi.web.answers import Answer
from sroi.web.drafts import NAMES, Draft
from sroi.web.entries import SEVERAL, cells, selected, typed, values_of
from sroi.web.fields import PARTS, Field, Group, fields, nearest, parts_of, sections, yearly
from sroi.web.sourced import fitting
from sroi.wording import Wording

NOTHING = Answer()
UNGIVEN = ("'' is not", "the key ")  # how the loader's words begin where nothing is given
YEARS = ("lasts", "episode_years")  # numbers that count years
# Warnings that are said at their field too:
SLIPS = ("point_or_thousands", "high_rate", "high_oncost", "unit_time")
SHOWN = 80  # characters of what the file says
# What a section calls a field that others call something else.
OWN_WORDS = {
    "funding": {"payer": "giver", "amount": "given_yearly"},
    "outcomes": {"payer": "gainer"},
}


@dataclass(frozen=True)
class Form:
    """The form of a draft in one language, with the problems at their fields."""

    draft: Draft
    wording: Wording
    answer: Answer = NOTHING

    @cached_property
    def fields(self) -> list[Field]:
        """Return every field of the form."""
        return list(fields(self.draft.data, self.draft.saved))

    @cached_property
    def ids(self) -> set[str]:
        """Return the path of every field."""
        return {field.id for field in self.fields}

    def place(self, path: str) -> str:
        """Return the field or part that something said of a path belongs to, the first of many."""
        found = nearest(path, self.ids)
        parts = {f"{section}.{ident}" for section, ident in _parts(self.draft.data)}
        if found in self.ids or found in parts:
            return found
        return next((f.id for f in self.fields if f.id.startswith(f"{found}.")), found)

    def context(self) -> dict[str, Any]:
        """Return what the template of the form needs."""
        made = sections(self.draft.data, self.draft.saved)
        errors = self.errors()
        wrong = {s.name for s in made for g in s.groups for f in g.fields if _near(f, errors)}
        names = ("label", "help", "unit", "typed", "known", "was", "options", "selected", "title")
        own = {name: getattr(self, name) for name in (*names, "by_year", "part", "shown")}
        sources = parts_of(self.draft.data, "sources")
        return own | {
            "sections": made, "errors": errors, "doubts": self.doubts(), "wrong": wrong,
            "sources": sources,
            "cells": cells, "values_of": values_of, "grades": _grades, "ticked": ticked,
            "offers": lambda field: fitting(field, self.draft.currency),
            "asks": asks, "plain": lambda raw: text_of(raw, None, "en"),
        }  # fmt: skip

    def errors(self) -> dict[str, str]:
        """Return what is wrong by the field nearest to it."""
        found: dict[str, str] = {}
        for problem in self.answer.problems:
            text = self.told(problem)
            place = self.place(problem.path)
            told = found.setdefault(place, text)
            if text not in told:
                found[place] = f"{told}; {text}"
        return found

    def doubts(self) -> dict[str, str]:
        """Return what is likely a slip of the pen, by the field it is in."""
        found = (notice for notice in self.answer.notices if notice.rule in SLIPS)
        return {self.place(notice.path): notice.message(self.wording) for notice in found}

    def told(self, problem: Problem) -> str:
        """Return what is wrong: the loader's words, or that a number is still to be given."""
        given = str(problem.what)[1:].partition("'")[0]
        if POINTED.fullmatch(given):
            return self.wording.term("web.pointed", one=given.replace(".", " "))
        last = problem.path.rpartition(".")[2]
        part = "" if problem.path in self.ids or not self.wording.has(f"field.{last}") else last
        told = self._told(problem)
        return f"{self.wording.term(f'field.{part}')}: {told}" if part else told

    def _told(self, problem: Problem) -> str:
        if self.answer.missing or str(problem.what).startswith(UNGIVEN):
            return self.wording.term("web.give_it")
        told = [self.wording.typed(text) for text in (problem.what, problem.hint) if text]
        return " → ".join(told)

    def where(self, problem: Problem) -> str:
        """Return what the field of a problem is called."""
        return self.named(problem.path) or self.draft.name

    def named(self, path: str) -> str:
        """Return what stands at a path is called: a field, a part, a section, or the path."""
        field = next((f for f in self.fields if f.id == nearest(path, self.ids)), None)
        if field:
            return f"{self.part(field)}{self.label(field)}"
        section, _, ident = path.partition(".")
        if ident and (name := _parts(self.draft.data).get((section, ident))):
            return name
        known = self.wording.has(f"part.{section}")
        return self.wording.term(f"part.{section}") if known else path

    def parts(self) -> tuple[list[str], list[str]]:
        """Return the names of the parts that are new, and of those taken away."""
        now, saved = _parts(self.draft.data), _parts(self.draft.saved)
        return [n for p, n in now.items() if p not in saved], [
            n for p, n in saved.items() if p not in now
        ]

    def changed(self) -> list[Field]:
        """Return the fields that say something else than the file."""
        return [field for field in self.fields if field.changed and not field.years]

    def label(self, field: Field) -> str:
        """Return what a field is called."""
        year = next((str(key) for key in field.path if str(key).isdigit()), "")
        if field.kind == "plain" and "payers" in field.path[1:]:
            payer = self._named("payers", field.path[-1])
            return capital(self.wording.term("web.share_of", payer=payer))
        return f"{self.wording.term(f'field.{_key(field)}_long')} {year}".rstrip()

    def help(self, field: Field) -> str:
        """Return what a field is for: the schema's words, or ours in Swedish."""
        shares = field.kind == "plain" and "payers" in field.path[1:]
        key = "payers" if shares else _key(field)
        if self.wording.has(f"help.{key}"):
            return self.wording.term(f"help.{key}")
        if self.wording.language == "sv":
            return ""
        path = field.path[:-1] if shares or field.kind == "effect" else field.path
        while spot_at(path[:-1]).place is not None:
            path = path[:-1]  # of a year: what is said of all of them
        return capital(description_at(path))

    def unit(self, field: Field) -> str:
        """Return the unit of a number."""
        if field.quantity is None:
            return ""
        if field.term in YEARS:
            return self.wording.term("web.years")
        if field.quantity in PERCENT:
            return self.wording.term("web.rate" if field.quantity is RATE else "web.share")
        return (
            self.wording.unit()
            if field.quantity.money
            else quantity_unit(field.quantity, self.wording)
        )

    def typed(self, raw: Any, field: Field, name: str = "base") -> str:  # noqa: ANN401
        """Return a value as it is typed."""
        return typed(name, raw, field.quantity, self.wording.language)

    def known(self, field: Field) -> str:
        """Return in a few words how sure a number is, and where it comes from."""
        now = cells(field.raw)
        form = "certain" if now["form"] == "library" else now["form"]
        told = [self.wording.term("web.unset" if field.raw is None else f"form.{form}")]
        if now["form"] == "library":
            told.append(self._library(field))
        if now.get("source"):
            told.append(self.wording.term("web.has_source"))
        if now.get("grade"):
            told.append(self.wording.term("web.has_grade", grade=now["grade"]))
        return " · ".join(told)

    def _library(self, field: Field) -> str:
        """Return that a number is the library's, and what it is there."""
        kept = self.draft.valid.projection if self.draft.valid else None
        number = kept.scenario.numbers.get(field.id) if kept else None
        told = self.wording.term("form.library")
        return f"{told}: {value_text(number, number.base, self.wording)}" if number else told

    def was(self, field: Field) -> str:
        """Return what the file says where the draft differs."""
        return self.wording.term(
            "web.was", value=self.shown(field.saved, field) or self.wording.term("web.nothing")
        )

    def shown(self, raw: Any, field: Field) -> str:  # noqa: ANN401
        """Return a value in a few words."""
        if field.kind in ("choice", "payer") and isinstance(raw, str):
            return dict(self.options(field)).get(str(raw), str(raw))
        if field.kind == "several" and isinstance(raw, list):
            options = dict(self.options(replace(field, raw=raw)))
            return ", ".join(options.get(str(one), str(one)) for one in raw)
        if field.kind != "number":
            return str(text_of(raw, None, self.wording.language))[:SHOWN]
        now = cells(raw)
        names = [name for name in values_of(now["form"]) if now.get(name) is not None]
        told = {name: self.typed(now[name], field, name) for name in names if name != "dist"}
        key = f"web.as_{now['form']}"
        if self.wording.has(key) and len(told) == len(values_of(now["form"])):
            return self.wording.term(key, **told)
        return " – ".join(told.values()) if told else self._unstated(now["form"])

    def _unstated(self, form: str) -> str:
        return self.wording.term("form.missing") if form == "missing" else ""

    def options(self, field: Field) -> list[tuple[str, str]]:
        """Return what there is to choose from, with its name."""
        found = [(value, self._option(field, value)) for value in field.choices]
        if field.kind == "several":
            return found + [(v, v) for v in ticked(field) if v not in field.choices]
        now = self.selected(field)
        if now not in ("", SEVERAL, *field.choices):
            found.append((now, now))  # a mistake in the file stays until another is chosen
        if field.kind == "payer":
            found.append((SEVERAL, self.wording.term("web.several")))
        needed = field.path[-1] in ("kind", "language") or field.path == ("perspective",)
        return found if needed and field.raw else [("", self._unchosen(field)), *found]

    def _unchosen(self, field: Field) -> str:
        """Return what holds where nothing is chosen."""
        if field.default:
            return self.wording.term("web.otherwise", value=self._option(field, field.default))
        empty = "web.headline" if field.path == ("perspective",) else "web.not_chosen"
        return self.wording.term(empty)

    def _option(self, field: Field, value: str) -> str:
        if field.path[-1] in ("payer", "outcome"):
            return self._named("outcomes" if field.path[-1] == "outcome" else "payers", value)
        if field.kind == "several":
            return self._named(*value.split(".", 1))
        if field.path == ("perspective",):
            for section in ("payers", "perspectives"):
                if value in parts_of(self.draft.data, section):
                    return self._named(section, value)
            return self.wording.view(value)
        return self.wording.term(f"option.{field.path[-1]}_{value}")

    def _named(self, section: str, ident: Any) -> str:  # noqa: ANN401
        """Return what a part is called: its name, else its id."""
        name = value_at(self.draft.data, (section, ident, NAMES.get(section, "name")))
        return str(name or ident)

    def selected(self, field: Field) -> str:
        """Return which choice the draft says."""
        return selected(field, self.draft.data)

    def title(self, group: Group) -> str:
        """Return what a part is called."""
        return self._named(str(group.path[0]), group.path[1])

    def part(self, field: Field) -> str:
        """Return the name of the part a field is of, before its label."""
        inside = field.path[0] in PARTS
        return f"{self._named(str(field.path[0]), field.path[1])}: " if inside else ""

    def by_year(self, field: Field) -> bool:
        """Return whether a number may be made to differ by year."""
        return yearly(field.path) and not isinstance(field.path[-1], int)


def _key(field: Field) -> str:
    """Return the key of a field's words, its section's own where it has some."""
    return OWN_WORDS.get(str(field.path[0]), {}).get(field.term, field.term)


def _parts(data: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """Return the name of every part by its place."""
    return {
        (section, ident): str(value_at(part, (NAMES.get(section, "name"),)) or ident)
        for section in PARTS
        for ident, part in parts_of(data, section).items()
    }


def asks(field: Field) -> tuple[str, ...]:
    """Return what is asked of where a number comes from, besides source and grade."""
    if field.quantity is None or not field.quantity.money:
        return ()
    return ("times",) if cells(field.raw)["form"] == "library" else ("price_year", "index")


def ticked(field: Field) -> list[str]:
    """Return what is chosen of several, nothing where the file has something else there."""
    return [str(value) for value in field.raw] if isinstance(field.raw, list) else []


def _grades(now: Any) -> tuple[str, ...]:  # noqa: ANN401
    """Return the grades to choose from, and what stands in the file instead of one."""
    known = ("A", "B", "C", "D")
    return known if now is None or now in known else (*known, text_of(now, None, "en"))


def _near(field: Field, errors: Mapping[str, str]) -> bool:
    return any(f.id in errors for f in (field, *field.years))
