"""Why two scenarios differ, as a page to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.model.comparison import told_apart
from sroi.model.measures import unknown_in
from sroi.tables.cells import (
    Cell,
    Page,
    Row,
    Table,
    money_for,
    view_in_text,
    view_name,
    years_in_words,
)
from sroi.tables.compared import present_value_notes
from sroi.tables.labels import (
    field_label,
    has_part,
    part_label,
    value_text,
    without_groups,
    without_price,
)
from sroi.wording import capital

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sroi.questions.difference.compute import Change, Explained, Share
    from sroi.schema.scenario import Scenario
    from sroi.wording import Wording

LISTED = 4  # changes told per part
# Parts that are whole sections; any other name of one word is the user's own.
SECTIONS = (
    "time",
    "participants",
    "services",
    "full_time_hours",
    "optimism",
    "discounting",
    "tax_factor",
    "payers",
    "perspectives",
)


def difference_page(
    before: Scenario, after: Scenario, explained: Explained, wording: Wording
) -> Page:
    """Return the page of what each part carries of the difference, and what differs in it."""
    first, second = told_apart([before, after])
    years = dict.fromkeys(years_in_words(scenario, wording) for scenario in (after, before))
    return Page(
        title=wording.term("word.against", one=second, other=first),
        subtitle=" / ".join(years),
        sentences=(
            *_sentences(before, after, explained, wording),
            *without_price([before, after], explained.view, wording),
        ),
        tables=(_table(before, after, explained, wording),),
    )


def _table(before: Scenario, after: Scenario, explained: Explained, wording: Wording) -> Table:
    """Return what each part carries, and the sum of them."""
    money = money_for([explained.before, explained.after], wording)
    first, second = told_apart([before, after])
    sampled = any(share.error for share in explained.shares)
    columns = ["column.share"] + ["column.error"] * sampled + ["column.differs"]
    rows = [
        Row(
            part_name(before, after, share, wording),
            (
                money.cell(share.value),
                *[money.cell(share.error)] * sampled,
                Cell(_changes(before, after, share, wording)),
            ),
        )
        for share in explained.shares
    ]
    filler = [Cell("")] * (len(columns) - 1)
    change = money.cell(explained.after - explained.before)
    return Table(
        f"{wording.term('table.explained')}: {view_name(after, explained.view, wording)}",
        present_value_notes({first: before, second: after}, money),
        tuple(wording.term(column) for column in columns),
        (*rows, Row(wording.term("column.total"), (change, *filler), strong=True)),
    )


def _sentences(
    before: Scenario, after: Scenario, explained: Explained, wording: Wording
) -> Iterator[str]:
    """Yield what differs, and first which unknown effects count as nothing here."""
    unknown = [s for s in (before, after) if unknown_in(s, explained.view)]
    if unknown:
        names = told_apart([before, after])
        which = "; ".join(dict.fromkeys(names[s is after] for s in unknown))
        yield wording.term("sentence.unknown_as_nothing", names=which)
    yield _sentence(before, after, explained, wording)
    each = (without_groups(s, explained.view, wording) for s in (before, after))
    yield from dict.fromkeys(sentence for sentences in each for sentence in sentences)


def _sentence(before: Scenario, after: Scenario, explained: Explained, wording: Wording) -> str:
    words = {
        "view": view_in_text(after, explained.view, wording),
        "before": wording.money(explained.before),
        "after": wording.money(explained.after),
        "difference": wording.money(explained.after - explained.before),
    }
    if not explained.shares:
        return wording.term("sentence.no_difference", **words)
    words["part"] = part_name(before, after, explained.shares[0], wording)
    return wording.term("sentence.difference", **words)


def part_name(before: Scenario, after: Scenario, share: Share, wording: Wording) -> str:
    """Return what a part is called in the scenario that has it."""
    for scenario in (after, before):
        if has_part(scenario, share.part):
            return part_label(scenario, share.part)
    known = share.part in SECTIONS
    return capital(wording.term(f"section.{share.part}")) if known else share.part


def _changes(before: Scenario, after: Scenario, share: Share, wording: Wording) -> str:
    present = [has_part(scenario, share.part) for scenario in (before, after)]
    if present == [True, False]:
        return wording.term("word.only_before")
    if present == [False, True]:
        return wording.term("word.only_after")
    changes = list(_told(before, after, share.changes, wording))
    more = [wording.term("word.more", n=len(changes) - LISTED)] if len(changes) > LISTED else []
    return "; ".join([*changes[:LISTED], *more])


def _told(
    before: Scenario, after: Scenario, changes: Sequence[Change], wording: Wording
) -> Iterator[str]:
    """Yield each change in words: ``cost per event SEK 6,000 → SEK 7,000``."""
    for change in changes:
        scenario = after if change.path in after.numbers else before
        label = change.path
        if change.path.endswith(".effect.unknown"):
            label = wording.term("word.effect")
        if payer := _sharer(change.path):
            name = view_name(after if payer in after.payers else before, payer, wording)
            label = wording.term("web.share_of_payers", name=name)
        if change.path in scenario.numbers:
            label = field_label(scenario, change.path, wording)
        yield f"{label} {_side(before, change.path, change.before, wording)} → " + _side(
            after, change.path, change.after, wording
        )


def _sharer(path: str) -> str:
    """Return the payer whose share of a cost or a benefit stands at a path, if one does."""
    part, _, payer = path.rpartition(".payers.")
    return payer if part else ""


def _side(scenario: Scenario, path: str, value: float | str | None, wording: Wording) -> str:
    if value is None:
        return wording.term("word.none")
    if path.endswith(".effect.unknown"):
        return wording.term("word.unknown")
    if _sharer(path):
        return wording.percent(float(value))
    if path in scenario.numbers and isinstance(value, int | float):
        return value_text(scenario.numbers[path], float(value), wording)
    return str(value)
