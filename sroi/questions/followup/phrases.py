"""What was observed in sentences, which never say that the programme did it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sroi.tables.cells import Cell

if TYPE_CHECKING:
    from sroi.arithmetic.intervals import Interval
    from sroi.observations.tallies import Tally
    from sroi.questions.followup.changes import ObservedChange
    from sroi.questions.followup.compute import Followed, FollowUp
    from sroi.questions.followup.verdicts import Judgement, Verdict
    from sroi.schema.indicators import Indicator
    from sroi.wording import Wording

HIDDEN = "·"
JUDGEMENTS: tuple[Judgement, ...] = ("met", "not_met", "cannot_tell", "protected")


def amount_text(indicator: Indicator, x: float, wording: Wording) -> str:
    """Return a value of an indicator as it is read: a share in per cent, an amount in money."""
    if indicator.kind == "share":
        return wording.percent(x)
    if indicator.kind == "money":
        return wording.money(x)
    if abs(x) >= 100 or x == int(x):
        return wording.number(x)
    return wording.number(x, 1) if abs(x) >= 1 else wording.short(x)


def amount_cell(
    indicator: Indicator, x: float | None, interval: Interval | None, wording: Wording
) -> Cell:
    """Return a cell with a value and its 90 % interval."""
    if x is None:
        return Cell("")
    ends = [amount_text(indicator, end, wording) for end in interval or ()]
    return Cell(amount_text(indicator, x, wording), wording.range(*ends) if ends else "", x)


def change_cell(indicator: Indicator, change: ObservedChange | None, wording: Wording) -> Cell:
    """Return a cell with a change: in points or units, or as a factor."""
    if change is None or change.value is None:
        return Cell("" if change is None else wording.term("followup.from_nothing"))
    low, high = change.interval or (None, None)
    ends = [change_text(indicator, end, wording) for end in (low, high) if end is not None]
    spread = wording.range(*ends) if ends else ""
    return Cell(change_text(indicator, change.value, wording), spread, change.value)


def change_text(indicator: Indicator, x: float, wording: Wording) -> str:
    """Return a change as it is read."""
    if indicator.kind == "count":
        infinite = x == float("inf")
        return wording.term(
            "followup.unbounded" if infinite else "followup.times", x=wording.ratio(x)
        )
    sign = "+" if x > 0 else ""
    if indicator.kind == "share":
        return sign + wording.term("followup.points", x=wording.short(round(100 * x, 1)))
    return sign + (wording.money(x) if indicator.kind == "money" else wording.ratio(x))


def verdict_text(verdict: Verdict | None, wording: Wording) -> str:
    """Return a verdict and why, empty where there is none."""
    if verdict is None:
        return ""
    words = wording.term(f"followup.{verdict.judgement}")
    if verdict.reason is not None:
        words = f"{words}: {wording.term(f'followup.{verdict.reason}')}"
    return f"{words} ({verdict.pool.period})" if verdict.pool else words


def followup_sentences(followed: FollowUp, wording: Wording) -> Iterator[str]:
    """Yield how many targets were met, and what became of each indicator."""
    verdicts = [one.verdict for one in followed.indicators.values() if one.verdict]
    counts = Counter(verdict.judgement for verdict in verdicts)
    if verdicts:
        parts = [
            wording.term(f"followup.n_{name}", n=counts[name])
            for name in JUDGEMENTS
            if counts[name]
        ]
        yield wording.term("followup.targets", n=len(verdicts), parts=", ".join(parts))
    for one in followed.indicators.values():
        yield " ".join([f"{one.indicator.name}:", *_sentences(one, wording)])


def _sentences(one: Followed, wording: Wording) -> Iterator[str]:
    if not one.series.points:
        yield wording.term("followup.not_observed")
        return
    if one.last is None:
        yield wording.term("followup.all_protected" if one.hidden else "followup.no_usable")
        return
    yield _became(one, wording)
    if one.first is not None and one.last.last < one.first.first:
        yield wording.term("followup.cannot_come", first=one.first)
    if verdict := verdict_text(one.verdict, wording):
        target = amount_text(one.indicator, one.verdict.target if one.verdict else 0, wording)
        yield wording.term("followup.target", target=target, verdict=verdict)


def _became(one: Followed, wording: Wording) -> str:
    """Return from what to what it went, and whether that is more than chance."""
    assert one.last is not None  # as there are usable periods
    now = side_cell(one, one.last.tally, wording).text
    if one.change is None or one.before is None:
        return wording.term("followup.only_now", now=now, to=one.last.period)
    told_apart = {True: "changed", False: "not_changed", None: "not_known"}
    return wording.term(
        f"followup.{told_apart[one.change.distinguishable]}",
        before=side_cell(one, one.before.tally, wording).text,
        since=f" ({one.before.name})" if one.before.name else "",
        now=now,
        to=one.last.period,
    )


def side_cell(one: Followed, tally: Tally, wording: Wording) -> Cell:
    """Return one side of a comparison, per year where it covers another time than a year."""
    compared = one.before is not None or one.verdict is not None
    x, interval = tally.value, tally.interval(one.indicator)
    if compared:
        x, interval = tally.level, tally.level_interval(one.indicator)
    cell = amount_cell(one.indicator, x, interval, wording)
    text = cell.text
    if compared and tally.yearly and tally.months != 12:
        text = wording.term("followup.per_year", x=text)
    return Cell(about_text(text, tally.about, wording), cell.range, cell.value)


def about_text(text: str, about: str, wording: Wording) -> str:
    """Return a value as its source has it: over, under or about so many."""
    return wording.term(f"followup.{about}", x=text) if about and text else text
