"""Cost-benefit modelling of social investments.

>>> import sroi
>>> scenario = sroi.load("scenarios/varvaderstorget/grant_as_applied.yaml")
>>> result = sroi.simulate(scenario, draws=1024, seed=1)
>>> round(result.base_value("pv_costs", "public"), -3)
1992000.0
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sroi.errors import MissingValueError, ScenarioError, SroiError, UsageError
from sroi.version import __version__

if TYPE_CHECKING:
    from sroi.loader import dump, load
    from sroi.model.comparison import Comparison, compare
    from sroi.model.projection import Projection, simulate
    from sroi.records.rows import frame
    from sroi.schema.scenario import Scenario

HOMES = {
    "Comparison": "sroi.model.comparison",
    "Projection": "sroi.model.projection",
    "Scenario": "sroi.schema.scenario",
    "compare": "sroi.model.comparison",
    "dump": "sroi.loader",
    "frame": "sroi.records.rows",
    "load": "sroi.loader",
    "simulate": "sroi.model.projection",
}

__all__ = [
    "Comparison",
    "MissingValueError",
    "Projection",
    "Scenario",
    "ScenarioError",
    "SroiError",
    "UsageError",
    "__version__",
    "compare",
    "dump",
    "frame",
    "load",
    "simulate",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Import what is asked for when it is asked for: ``sroi --help`` needs no numpy."""
    if name not in HOMES:
        raise AttributeError(f"module sroi has no attribute {name}")
    return getattr(import_module(HOMES[name]), name)
