"""A file rewritten only where it changed, so that its comments stay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import yaml

from sroi.errors import ScenarioError
from sroi.loader.document import inline, parse, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sroi.errors import Raw

Edit = tuple[int, int, str]  # from, to, and what is written there instead


def patched(text: str, data: Mapping[str, Any]) -> str:
    """Return the text of a file that says ``data``: edited in place where that is possible.

    Where it is not, the file is written anew and its comments are lost.
    """
    result = text
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return written(data)
    for start, end, new in sorted(_edits(node, parse(text, "").data, data, text), reverse=True):
        result = result[:start] + new + result[end:]
    try:
        says = parse(result, "").sound.data
    except ScenarioError:
        return written(data)
    return result if says == data else written(data)


def _edits(node: Raw, old: Raw, new: Raw, text: str) -> Iterator[Edit]:
    """Yield what to write where; incomplete where the text is written in another way."""
    if old == new:
        return
    block = isinstance(node, yaml.MappingNode) and not node.flow_style
    if not block or not isinstance(new, Mapping) or not new:
        start = node.start_mark.index
        yield start, _end(node, text), inline(new)
        return
    for (key, value), name in zip(node.value, old, strict=False):
        if name in new:
            yield from _edits(value, old[name], new[name], text)
        else:
            start = text.rfind("\n", 0, key.start_mark.index)
            yield max(start, 0), _line_end(value, text), ""
    indent = "\n" + " " * node.start_mark.column
    added = "".join(f"{indent}{inline(k)}: {inline(v)}" for k, v in new.items() if k not in old)
    if added:
        yield _line_end(node, text), _line_end(node, text), added


def _line_end(node: Raw, text: str) -> int:
    """Return where the last line of a node ends; a trailing comment belongs to the line."""
    end = text.find("\n", _end(node, text))
    return end if end >= 0 else len(text)


def _end(node: Raw, text: str) -> int:
    """Return where what a node says ends, without the blank lines and comments after it."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    start: int = node.start_mark.index
    return start + len(text[start : node.end_mark.index].rstrip())
