"""Calculations as text: what Python would give, and nothing of Python."""

import math
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sroi.arithmetic.expressions import ExpressionError, expression

VALUES = {"a": np.array([1.7]), "b": np.array([-0.3])}


def value(text):
    return float(expression(text).value(VALUES)[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-2**2", -4.0),
        ("2**3**2", 512.0),
        ("2**-1", 0.5),
        ("--2", 2.0),
        ("2 * -3", -6.0),
        ("8 / 4 / 2", 1.0),
        ("7 - 2 - 1", 4.0),
        ("1_000 * .5", 500.0),
        ("1e3", 1000.0),
        ("min(3)", 3.0),
        ("max(1, 2, 5)", 5.0),
        ("exp(0) + log(1) + sqrt(4)", 3.0),
        ("(((a)))", 1.7),
    ],
)
def test_signs_bind_as_in_mathematics(text, expected):
    """A power binds tighter than a minus before it, and from the right; the rest from the left."""
    assert value(text) == expected


def joined(parts):
    """Texts made of other texts."""
    signs = st.sampled_from(["+", "-", "*", "/", "**"])
    return st.one_of(
        st.tuples(parts, signs, parts).map("{0[0]} {0[1]} {0[2]}".format),
        parts.map("({})".format),
        parts.map("-{}".format),
        st.tuples(st.sampled_from(["min", "max"]), parts, parts).map(
            "{0[0]}({0[1]}, {0[2]})".format
        ),
    )


TEXTS = st.recursive(st.sampled_from(["a", "b", "2.0", "0.5", "3.0"]), joined, max_leaves=12)
PYTHON = {"a": np.float64(1.7), "b": np.float64(-0.3), "min": np.minimum, "max": np.maximum}


@settings(max_examples=300, deadline=None, derandomize=True)
@given(TEXTS)
def test_it_is_what_python_would_give(text):
    """Wherever Python itself gives a number and does not overflow."""
    with np.errstate(all="ignore"):
        try:
            expected = eval(text, {"__builtins__": {}}, PYTHON)  # the test's own text
        except (ZeroDivisionError, OverflowError):
            return
    if isinstance(expected, complex) or not math.isfinite(expected):
        return
    assert value(text) == pytest.approx(float(expected), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    "text",
    [
        "", "+1", "1 +", "(1", "1)", "1 2", "a b", "min", "min()", "exp(1, 2)", "f(2)", "1, 2",
        "__import__('os')", "a.real", "a.__class__", "'x'", '"x"', "[1]", "{1}", "a[0]", "1 // 2",
        "1 % 2", "a == b", "a if b else a", "lambda: 1", "[x for x in a]", "a; b", "a = 1", "a@b",
        "1__0", "1_", "0x1F", "1j", "é", "a\nb", "\\u0061", "a and b", "not a", "~a", "`a`", "2(3)",
    ],
)  # fmt: skip
def test_what_is_no_calculation_is_refused(text):
    """Whatever of Python it is: told what is wrong and what to do, never a traceback."""
    with pytest.raises(ExpressionError) as caught:
        expression(text)
    assert caught.value.what
    assert caught.value.hint


def test_limits():
    """At most 500 characters and 20 open parentheses."""
    assert value("(" * 20 + "1" + ")" * 20) == 1.0
    with pytest.raises(ExpressionError, match="20 parentheses"):
        expression("(" * 21 + "1" + ")" * 21)
    assert value("1" + "+1" * 249) == 250.0
    assert value("2" + "**1" * 166) == 2.0
    assert value("-" * 499 + "1") == -1.0
    with pytest.raises(ExpressionError, match="501 characters"):
        expression("1" * 501)


def test_a_huge_power_is_no_number_at_once():
    """Floats overflow; nothing is counted for hours."""
    with np.errstate(all="ignore"):
        assert value("9**9**9**9") == math.inf


def test_refusing_takes_no_longer_than_reading():
    """In processor time, of texts of the same length; a median of many."""
    texts = {"good": "a + b * 2 - " * 41 + "1", "bad": "a + b * 2 - " * 41 + "'"}
    spent = {name: [] for name in texts}
    for _ in range(60):
        for name, text in texts.items():
            began = time.process_time_ns()
            try:
                expression(text)
            except ExpressionError:
                assert name == "bad"
            spent[name].append(time.process_time_ns() - began)
    assert np.median(spent["bad"]) <= 1.5 * np.median(spent["good"])
