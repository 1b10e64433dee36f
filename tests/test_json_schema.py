"""The JSON Schema says what the loader says: broken files fail it, random ones pass."""

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from sroi.loader.document import parse, written
from sroi.schema.json_schema import json_schema
from tests.strategies import scenarios
from tests.test_explain import BROKEN
from tests.test_scenarios import text_keys

SCHEMA = json_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
# What a schema can see: keys, kinds and words; not how parts relate to one another.
VISIBLE = [
    "unknown_key",
    "unknown_inner_key",
    "missing_key",
    "swedish_thousands",
    "quoted_number",
    "yes_is_text",
    "unknown_distribution",
    "range_without_high",
    "sector_misspelt",
    "bad_grade",
    "by_year_where_not_allowed",
    "wrong_version",
    "section_as_list",
    "horizon_too_long",
    "bad_id",
]


def test_the_schema_is_a_schema():
    """Valid JSON Schema, draft 2020-12."""
    VALIDATOR.check_schema(SCHEMA)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(scenarios())
def test_what_loads_validates(data):
    """Every way to write a scenario is in the schema."""
    VALIDATOR.validate(text_keys(parse(written(data), "f").data))


@pytest.mark.parametrize("name", VISIBLE)
def test_what_an_editor_can_see_is_seen(name):
    """A misspelt key is underlined while it is typed."""
    data = parse((BROKEN / f"{name}.yaml").read_text(encoding="utf-8"), "f").data
    assert not VALIDATOR.is_valid(text_keys(data))


def test_a_variant_may_leave_out_and_remove():
    """With extends nothing is required, and null removes."""
    VALIDATOR.validate({"extends": "base.yaml", "costs": {"rent": None}})
    VALIDATOR.validate({"extends": "base.yaml", "outcomes": {"a": {"cashable": 0.5}}})
    assert not VALIDATOR.is_valid({"extends": "base.yaml", "costs": {"rent": {"amonut": 1}}})
    assert not VALIDATOR.is_valid({"costs": {"rent": None}})


def test_every_key_is_described():
    """Editors show what a key means, and its unit."""
    keys = SCHEMA["$defs"]["ScenarioFile"]["properties"]
    plain = {"note", "programme", "participants", "simulation"}
    assert [
        key for key, value in keys.items() if "description" not in value and key not in plain
    ] == []
