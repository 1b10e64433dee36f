"""An attachment as PDF, set by typst: tagged for screen readers, hyphenated in its language."""

from __future__ import annotations

import json
import tempfile
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sroi.figures.style import figure_content
from sroi.report.blocks import Bullets, Gap, Paragraph, Small
from sroi.report.plain import led, printable
from sroi.report.sheets import picture_sheet
from sroi.report.widths import fitted, room_shares
from sroi.tables.cells import Table, columns_of_words

if TYPE_CHECKING:
    from sroi.report.blocks import Attachment, Block, Front, Picture, Section
    from sroi.report.widths import Fitted


def pdf(attachment: Attachment) -> bytes:
    """Return the attachment as PDF/UA.

    The text reaches typst as data, never as markup, so that no name can be a command.
    """
    import typst

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        data = {
            "title": printable(attachment.title),
            "subtitle": printable(attachment.subtitle),
            "language": attachment.language,
            "front": _front(attachment.front, place) if attachment.front else None,
            "sections": [_section(section, place) for section in attachment.sections],
        }
        (place / "data.json").write_bytes(json.dumps(data).encode())
        for name in ("report.typ", "front.typ"):
            source = resources.files("sroi") / "templates" / name
            (place / name).write_bytes(source.read_bytes())
        return bytes(typst.compile(str(place / "report.typ"), pdf_standards=["ua-1"]))


def _front(front: Front, place: Path) -> dict[str, Any]:
    return {
        "title": printable(front.title),
        "facts": printable(front.facts),
        "sections": [
            {
                "heading": printable(section.heading),
                "blocks": [_front_block(block, place) for block in section.blocks],
            }
            for section in front.sections
        ],
        "signature": printable(front.signature),
    }


def _front_block(block: Block, place: Path) -> dict[str, Any]:
    if isinstance(block, Table):
        return _grid(block) | {"note": printable(block.note), "shares": room_shares(block)}
    return _block(block, place)


def _section(section: Section, place: Path) -> dict[str, Any]:
    return {
        "heading": printable(section.heading),
        "blocks": [data for block in section.blocks for data in _blocks(block, place)],
        "parts": [_section(part, place) for part in section.parts],
    }


def _blocks(block: Block, place: Path) -> list[dict[str, Any]]:
    """Return what a block is to typst; a table wider than a page is several."""
    if isinstance(block, Table):
        return [_table(part) for part in fitted(block)]
    return [_block(block, place)]


def _block(block: Paragraph | Small | Bullets | Gap | Picture, place: Path) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": printable(block.text)}
    if isinstance(block, Small):
        return {"kind": "small", "text": printable(block.text)}
    if isinstance(block, Bullets):
        points = [printable(point) for point in block.points]
        return {"kind": "bullets", "points": points, "led": [led(point) for point in points]}
    if isinstance(block, Gap):
        return {"kind": "gap", "text": printable(block.text)}
    name = f"figure{len(list(place.glob('*.svg')))}.svg"
    (place / name).write_bytes(figure_content(block.figure, ".svg"))
    alt = printable(str(block.figure.get_label()))
    sheet = picture_sheet(block.figure)
    size = {"width": sheet.width, "lying": sheet.lying} if sheet else {}
    return {"kind": "picture", "file": name, "alt": alt, "caption": printable(block.caption)} | size


def _table(fitted: Fitted) -> dict[str, Any]:
    caption = printable(f"{fitted.table.title}. {fitted.table.note}.")
    return _grid(fitted.table) | {"caption": caption, "widths": fitted.widths, "size": fitted.size}


def _grid(table: Table) -> dict[str, Any]:
    rows = [
        {
            "label": printable(row.label),
            "strong": row.strong,
            "cells": [printable(f"{c.text}\n{c.range}" if c.range else c.text) for c in row.cells],
        }
        for row in table.rows
    ]
    return {
        "kind": "table",
        "columns": ["", *map(printable, table.columns)],
        "words": [0, *(c + 1 for c in columns_of_words(table))],
        "rows": rows,
    }
