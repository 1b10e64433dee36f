"""Why two scenarios differ as plain data: the JSON, and rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.records.run import heading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sroi.questions.difference.compute import Explained
    from sroi.records.run import Record
    from sroi.schema.scenario import Scenario


def difference_record(before: Scenario, after: Scenario, difference: Explained) -> Record:
    """Return what each part carries of the difference, and what differs in it."""
    return heading(after, difference.view) | {
        "against": {"name": before.name, "digest": before.digest},
        "before": difference.before,
        "after": difference.after,
        "difference": difference.after - difference.before,
        "parts": [
            {
                "part": share.part,
                "value": share.value,
                "se": share.error,
                "changes": [
                    {"path": c.path, "before": c.before, "after": c.after} for c in share.changes
                ],
            }
            for share in difference.shares
        ],
    }


def part_rows(record: Record) -> Iterator[Record]:
    """Yield what each part carries of a difference, with one row per change in it."""
    for part in record["parts"]:
        head = {key: part[key] for key in ("part", "value", "se")}
        yield from ({**head, **change} for change in part["changes"])
