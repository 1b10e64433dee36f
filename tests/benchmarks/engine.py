"""The engine alone against a hand-written loop over years, for the same numbers of the same draws.

Both get the same uniforms, turn them into the same eight inputs, and give npv, bcr, payback and
the quantiles of the public perspective. Run: python -m tests.benchmarks
"""

import subprocess
import sys
import time
from pathlib import Path

import numpy as np

import sroi
from sroi.model import measures
from sroi.model.engine import results_of
from sroi.model.sampling import BLOCK, drawn, sampler
from sroi.model.totals import totals

DRAWS = 1_000_000
SHARES = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)


def scenario():
    return sroi.load(Path(__file__).parent / "engine.yaml")


def by_engine(made, blocks):
    """Return npv, bcr and payback of every draw, block by block, and their quantiles."""
    npv, bcr = np.empty(DRAWS), np.empty(DRAWS)
    payback = np.empty(DRAWS, dtype=np.int16)
    for number, uniforms in enumerate(blocks):
        at = slice(number * BLOCK, min((number + 1) * BLOCK, DRAWS))
        draws = drawn(made, uniforms, at.stop - at.start)
        kept = totals(results_of(made, draws), views=["public"])
        npv[at] = measures.npv(kept, "public")
        bcr[at] = measures.bcr(kept, "public")
        payback[at] = kept.payback["public"]
    return summary(npv, bcr, payback)


def summary(npv, bcr, payback):
    years, counts = np.unique(payback, return_counts=True)
    shares = dict(zip(years.tolist(), (counts / DRAWS).tolist(), strict=True))
    return np.quantile(npv, SHARES), np.quantile(bcr, SHARES), shares


def inputs(made, uniforms):
    """Return the eight inputs, whole arrays."""
    numbers = [number for number in made.numbers.values() if not number.certain]
    return {number.path: number.distribution.ppf(uniforms[number.key]) for number in numbers}


def by_hand(x):
    """Return the same by a plain loop over years on whole arrays."""
    n, staff = x["participants.per_year"], x["costs.staff.amount"]
    risk, ratio = x["outcomes.one.baseline"], x["outcomes.one.effect.relative_risk"]
    price, per_event = x["outcomes.one.unit_cost"], x["outcomes.two.follows.per_event"]
    difference, k = x["outcomes.three.effect.risk_difference"], x["outcomes.four.effect.per_year"]
    costs, benefits = np.zeros(DRAWS), np.zeros(DRAWS)
    cumulative, payback = np.zeros(DRAWS), np.full(DRAWS, -1, dtype=np.int16)
    before = np.zeros(DRAWS)
    avoided = n * risk * (1 - ratio)
    for t in range(20):
        v = 1.03**-t
        one = avoided * sum(0.9 ** (t - c) for c in range(3) if 0 <= t - c < 8)
        two = per_event * before
        three = n * difference * sum(1 for c in range(3) if 0 <= t - c < 5)
        four = k * sum(1 for c in range(3) if 0 <= t - c < 12)
        before = one
        gained = (one * price + two * 400_000 + three * 60_000 + four * 25_000) * v
        cost = (staff + 125_000) * v if t < 3 else 0.0
        benefits += gained
        costs += cost
        cumulative += gained - cost
        even = cumulative >= -1e-9 * (costs + np.abs(benefits))
        payback = np.where(even, np.where(payback == -1, np.int16(t), payback), np.int16(-1))
    return summary(benefits - costs, benefits / costs, payback)


def by_hand_npv(x):
    """Return npv alone, by matrix product over the years that are the same in every draw."""
    n, risk = x["participants.per_year"], x["outcomes.one.baseline"]
    ratio, price = x["outcomes.one.effect.relative_risk"], x["outcomes.one.unit_cost"]
    v = 1.03 ** -np.arange(20.0)
    one = np.array([sum(0.9 ** (t - c) for c in range(3) if 0 <= t - c < 8) for t in range(20)])
    lagged = np.concatenate([[0.0], one[:-1]])
    three = np.array([sum(1.0 for c in range(3) if 0 <= t - c < 5) for t in range(20)])
    four = np.array([sum(1.0 for c in range(3) if 0 <= t - c < 12) for t in range(20)])
    avoided = n * risk * (1 - ratio)
    gained = avoided * price * (one @ v)
    gained += avoided * x["outcomes.two.follows.per_event"] * 400_000 * (lagged @ v)
    gained += n * x["outcomes.three.effect.risk_difference"] * 60_000 * (three @ v)
    gained += x["outcomes.four.effect.per_year"] * 25_000 * (four @ v)
    return gained - (x["costs.staff.amount"] + 125_000) * v[:3].sum()


def compare():
    """Return seconds of both (best of three, in turn) after checking that they agree."""
    made = scenario()
    blocks = list(sampler([made], DRAWS, 1).blocks())
    whole = {key: np.concatenate([b[key] for b in blocks])[:DRAWS] for key in blocks[0]}
    times = {"engine": [], "by hand": []}
    for _ in range(3):
        began = time.perf_counter()
        one = by_engine(made, blocks)
        times["engine"].append(time.perf_counter() - began)
        began = time.perf_counter()
        other = by_hand(inputs(made, whole))
        times["by hand"].append(time.perf_counter() - began)
    assert np.allclose(one[0], other[0], rtol=1e-9)
    assert np.allclose(one[1], other[1], rtol=1e-9)
    assert one[2] == other[2]
    return {name: min(found) for name, found in times.items()}


def peak_of_engine():
    """Return the peak memory of a process that runs the engine alone, in MB."""
    code = (
        "from tests.benchmarks import engine as e; import sroi\n"
        "from sroi.model.sampling import sampler\n"
        "made = e.scenario()\n"
        "e.by_engine(made, sampler([made], e.DRAWS, 1).blocks())\n"
        "print(open('/proc/self/status').read())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    peak = next(line for line in done.stdout.splitlines() if line.startswith("VmHWM"))
    return int(peak.split()[1]) / 1024


def main():
    """Print the comparison."""
    seconds = compare()
    ratio = seconds["engine"] / seconds["by hand"]
    print(
        f"engine alone, {DRAWS:,} draws: {seconds['engine']:.2f} s;"
        f" by hand {seconds['by hand']:.2f} s"
    )
    print(f"  ratio {ratio:.2f} (at most 2)")
    print(f"  peak memory {peak_of_engine():.0f} MB (at most 300)")
