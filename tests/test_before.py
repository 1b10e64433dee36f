"""Files written before a key was added still give the numbers they gave.

``before/`` holds the shipped scenarios of November 2026 and what ``sroi run`` said of them then.
"""

import json
import math
from pathlib import Path

import pytest

import sroi
from sroi.records.run import record

BEFORE = Path(__file__).parent / "before"
RESULTS = json.loads((BEFORE / "results.json").read_text(encoding="utf-8"))
DRAWS = 1024


def results(path):
    """Return the digest, the dimensions and the headline numbers of a file."""
    scenario = sroi.load(path)
    run = record(sroi.simulate(scenario, draws=DRAWS))
    return {
        "digest": run["digest"],
        "parameters": list(scenario.dimensions),
        "base": run["base"]["perspectives"][scenario.headline],
        "outcomes": run["base"]["outcomes"],
        "simulation": run["simulation"]["perspectives"][scenario.headline],
        "last_year": run["base"]["years"][-1],
    }


def differences(before, now, path=""):
    """Yield where something that was there before is no longer the same; more may have come."""
    if isinstance(before, dict):
        for key, value in before.items():
            if not isinstance(now, dict) or key not in now:
                yield f"{path}.{key} is gone"
            else:
                yield from differences(value, now[key], f"{path}.{key}")
    elif isinstance(before, float) and isinstance(now, float):
        if not math.isclose(before, now, rel_tol=1e-12, abs_tol=1e-12):
            yield f"{path} was {before}, is {now}"
    elif before != now:
        yield f"{path} was {before}, is {now}"


@pytest.mark.parametrize("file", RESULTS)
def test_a_file_without_new_keys_keeps_its_digest_draws_and_numbers(file):
    assert list(differences(RESULTS[file], results(BEFORE / file))) == []


def test_every_file_of_then_is_held():
    """But the template, which waits for its numbers."""
    files = {str(path.relative_to(BEFORE)) for path in BEFORE.glob("*/*.yaml")}
    assert files - set(RESULTS) == {"norrkoping/template.yaml"}
