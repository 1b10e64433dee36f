"""The ways to state an effect: each has a row, and none is counted as nothing by mistake."""

import numpy as np
import pytest

from sroi.schema.outcomes import Effect
from sroi.schema.ways import ALL, avoided


def test_every_way_of_the_file_has_a_row():
    """What an effect may say, but for what it rests on and how it is noted."""
    beside = {"comparison", "basis", "note", "evidence"}  # the comparison stands with the programme
    assert set(Effect.model_fields) - beside == set(ALL)


def test_a_way_without_a_row_is_an_error_and_never_no_effect():
    """A way that the schema allows and nobody counts must not read as 0 events."""
    effect = Effect.model_construct()
    with pytest.raises(LookupError, match="no row of WAYS"):
        avoided(effect, np.array([0.2]), float, np.zeros(1))
