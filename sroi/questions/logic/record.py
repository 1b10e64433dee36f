"""The logic of a programme as plain data: the JSON, and rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sroi.questions.logic.words import logic_words
from sroi.records.run import heading

if TYPE_CHECKING:
    from sroi.questions.logic.compute import Logic
    from sroi.records.run import Record
    from sroi.wording import Wording


def logic_record(logic: Logic, wording: Wording) -> Record:
    """Return every part with what it comes to, and every arrow."""
    words = logic_words(logic, wording)
    return heading(logic.scenario, logic.scenario.headline) | {
        "parts": [
            {
                "path": node.path,
                "column": node.column,
                "name": words[node.path].name,
                "says": list(words[node.path].lines),
                "states": list(node.states),
                "follows": node.under,
                "amount": logic.amounts.get(node.path),
            }
            for node in logic.nodes
        ],
        "arrows": [
            {"from": arrow.source, "to": arrow.target, "share": arrow.share, "state": arrow.state}
            for arrow in logic.arrows
        ],
    }


def logic_rows(record: Record) -> Iterator[Record]:
    """Yield the parts of a record, one row each, with what each leads to."""
    for part in record["parts"]:
        targets = [arrow["to"] for arrow in record["arrows"] if arrow["from"] == part["path"]]
        yield {
            "path": part["path"],
            "column": part["column"],
            "name": part["name"],
            "says": "; ".join(part["says"]),
            "state": ", ".join(part["states"]),
            "follows": part["follows"],
            "leads_to": ", ".join(targets),
            "amount": part["amount"],
        }
