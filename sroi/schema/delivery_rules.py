"""What posts, hours and services demand of one another, read off the data as written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sroi.errors import Text
from sroi.schema.parts import COST_PER, HOURS_PER
from sroi.schema.rules import Found, mapping, parts, two_at_once

if TYPE_CHECKING:
    from sroi.errors import KeyPath
    from sroi.schema.rules import Data

SALARY = ("monthly_salary", "oncost_rate")
FULL_TIME = (
    "add full_time_hours, the hours really worked in a year by one full-time post: usually "
    "1600 to 1750 (1980 holds holidays and illness), or write hourly_cost"
)
KEEP_ONE = "keep one way to say it"


def delivery_faults(data: Data) -> Iterator[Found]:
    """Yield what is wrong with the posts and hours of a scenario, and with what they serve."""
    for path, part in parts(data, "staffing"):
        yield from _work(path, part)
        yield from _price(path, part)
        yield from _post_of_hours(path, part, data)
    for path, part in parts(data, "services"):
        yield from _volume(path, part)
    yield from _per(data)
    yield from _serves(data)


def _work(path: KeyPath, part: Mapping[str, Any]) -> Iterator[Found]:
    """Yield how much is worked said twice or never, and what belongs to hours alone."""
    if "fte" in part and "hours" in part:
        yield Found((*path, "hours"), two_at_once("fte", "hours"), KEEP_ONE)
    if "fte" not in part and "hours" not in part:
        what = Text("the key {key} is missing", key="fte")
        yield Found((*path, "fte"), what, "add fte: full-time equivalents, or hours")
    if "per" in part and "hours" not in part:
        yield Found((*path, "per"), "per without hours", "write hours, or remove per")
    if "fte" in part and "hourly_cost" in part:
        hint = "write hours, or the cost of a post: annual_cost, or monthly_salary with oncost_rate"
        yield Found((*path, "hourly_cost"), two_at_once("fte", "hourly_cost"), hint)
    if "vacancy" in part and part.get("per", "year") not in ("year", "total"):
        what = Text("vacancy beside hours per {per}", per=part["per"])
        hint = "remove vacancy: what is delivered has been worked"
        yield Found((*path, "vacancy"), what, hint)


def _price(path: KeyPath, part: Mapping[str, Any]) -> Iterator[Found]:
    """Yield what work costs said twice, half or never."""
    annual, monthly = "annual_cost" in part, [key for key in SALARY if key in part]
    if annual and monthly:
        yield Found((*path, monthly[0]), two_at_once("annual_cost", monthly[0]), KEEP_ONE)
    for key in ("annual_cost", *monthly) if "hourly_cost" in part else ():
        if key in part:
            yield Found((*path, "hourly_cost"), two_at_once(key, "hourly_cost"), KEEP_ONE)
            return
    if not annual and "hourly_cost" not in part and len(monthly) < len(SALARY):
        missing = "annual_cost" if not monthly else None
        lacking = "oncost_rate" if monthly == ["monthly_salary"] else "monthly_salary"
        what = Text("{key} is missing", key=missing or lacking)
        yield Found(path, what, "write annual_cost, or monthly_salary with oncost_rate")


def _post_of_hours(path: KeyPath, part: Mapping[str, Any], data: Data) -> Iterator[Found]:
    """Yield hours priced by the post where nobody says how many a post has."""
    by_post = "annual_cost" in part or any(key in part for key in SALARY)
    known = part.get("full_time_hours") is not None or data.get("full_time_hours") is not None
    if "hours" in part and by_post and not known:
        yield Found((*path, "hours"), "hours of a post whose full time is not known", FULL_TIME)


def _volume(path: KeyPath, part: Mapping[str, Any]) -> Iterator[Found]:
    stated = [key for key in ("per_year", "per_participant") if key in part]
    if len(stated) == 2:
        yield Found((*path, "per_participant"), two_at_once(*stated), "keep the one that is known")
    if not stated:
        hint = "add per_year, or per_participant"
        yield Found(path, "how much is delivered is missing", hint)
    if path[-1] in COST_PER:
        what = Text("no service can be called {name}", name=path[-1])
        yield Found(path, what, "rename it")


def _per(data: Data) -> Iterator[Found]:
    """Yield what a line is counted per that is neither one of the words nor a service."""
    services = mapping(data, "services")
    for path, part in parts(data, "staffing", "costs"):
        words, per = HOURS_PER if path[0] == "staffing" else COST_PER, part.get("per")
        if isinstance(per, str) and per not in words and per not in services:
            options = ", ".join((*words, *map(str, services)))
            what = Text("{given} is none of {names}", given=repr(per), names=options)
            yield Found(
                (*path, "per"),
                what,
                "write one of them, or add the service; null removes what is inherited",
            )


def _serves(data: Data) -> Iterator[Found]:
    """Yield shares that sum to more than the line, and shares beside a service it is per."""
    for path, part in parts(data, "staffing", "costs"):
        shares, per = part.get("serves"), part.get("per")
        if not isinstance(shares, Mapping):
            continue
        numbers = [x for x in shares.values() if isinstance(x, int | float)]
        if sum(numbers) > 1 + 1e-6:
            what = Text("the shares sum to {sum}", sum=float(sum(numbers)))
            hint = "make them sum to at most 1: the rest serves no one service"
            yield Found((*path, "serves"), what, hint)
        if isinstance(per, str) and per not in COST_PER:
            what = Text("serves beside per: {per}", per=per)
            hint = "remove serves, in a variant with null: the whole line serves what it is per"
            yield Found((*path, "serves"), what, hint)
