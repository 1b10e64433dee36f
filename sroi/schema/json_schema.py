"""The JSON Schema of a scenario file, for editors: whole files, and variants that extend one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sroi.schema.scenario import ScenarioFile
from sroi.schema.tree import nodes_of

if TYPE_CHECKING:
    from sroi.errors import Raw
    from sroi.schema.forms import Part
    from sroi.schema.tree import Node

JsonSchema = dict[str, Any]
VARIANT = "InVariant"


def json_schema() -> JsonSchema:
    """Return the JSON Schema (draft 2020-12).

    A file that extends another may leave out what is required, and write null to remove.
    """
    whole = _closed(ScenarioFile.model_json_schema())
    definitions: JsonSchema = whole.pop("$defs")
    definitions[ScenarioFile.__name__] = whole
    mergeable = {part.__name__ for part in _merged_parts(ScenarioFile)}
    variants = {
        name + VARIANT: _partial(schema, mergeable)
        for name, schema in definitions.items()
        if name in mergeable
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "sroi scenario",
        "description": whole["description"],
        "type": "object",
        "if": {"required": ["extends"]},
        "then": {"$ref": f"#/$defs/{ScenarioFile.__name__}{VARIANT}"},
        "else": {"$ref": f"#/$defs/{ScenarioFile.__name__}"},
        "$defs": definitions | variants,
    }


def _merged_parts(part: type[Part]) -> set[type[Part]]:
    """Return the parts a variant merges into, rather than replacing them whole."""
    merged = {part}
    for node in nodes_of(part).values():
        inner: Node | None = node
        while inner is not None and inner.part is None:
            inner = inner.each
        if inner is not None and inner.part is not None and not node.whole:
            merged |= _merged_parts(inner.part)
    return merged


def _partial(schema: JsonSchema, mergeable: set[str]) -> JsonSchema:
    properties = {
        key: {"anyOf": [_renamed(value, mergeable), {"type": "null"}]}
        | {word: value[word] for word in ("description",) if word in value}
        for key, value in schema.get("properties", {}).items()
    }
    optional = {
        key: value for key, value in schema.items() if key not in ("required", "properties")
    }
    return optional | {"properties": properties}


def _closed(schema: Raw) -> Raw:
    """Return a schema in which a mapping from ids has no keys that are not ids."""
    if isinstance(schema, list):
        return [_closed(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {"additionalProperties": False} if "patternProperties" in schema else {}
    return {key: _closed(inner) for key, inner in schema.items()} | closed


def _renamed(schema: Raw, mergeable: set[str]) -> Raw:
    """Return a schema whose references lead to the variants' definitions, null allowed by id."""
    if isinstance(schema, list):
        return [_renamed(inner, mergeable) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    renamed = {key: _renamed(value, mergeable) for key, value in schema.items()}
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    if name in mergeable:
        renamed["$ref"] = f"#/$defs/{name}{VARIANT}"
    if "patternProperties" in renamed:
        by_id = renamed["patternProperties"].items()
        renamed["patternProperties"] = {k: {"anyOf": [v, {"type": "null"}]} for k, v in by_id}
    return renamed
