"""Sampling: the same draws whoever makes them, and far more even than chance."""

import numpy as np
import pytest
from scipy import stats

import sroi
from sroi.arithmetic.copula import correlation_matrix, mixing
from sroi.model.sampling import (
    BLOCK,
    RANDOMISATIONS,
    Sampler,
    drawn,
    owen_scrambled,
    reversed_bits,
    reversed_points,
    sampler,
)
from tests.strategies import PAYERS, load

NAMES = ("a", "b", "c")


def uniforms(draws, names=NAMES, seed=1):
    blocks = list(Sampler(names, draws, seed).blocks())
    return {name: np.concatenate([block[name] for block in blocks]) for name in names}


def test_fewer_draws_are_the_first_of_more():
    """However chunked: 100 draws are the first 100 of 20 000."""
    few, many = uniforms(100), uniforms(20_000)
    assert all((few[name] == many[name][:100]).all() for name in NAMES)


def test_a_further_parameter_changes_no_draw():
    """Adding a number at the end leaves the others' draws."""
    alone, more = uniforms(64), uniforms(64, (*NAMES, "d"))
    assert all((alone[name] == more[name]).all() for name in NAMES)


def test_a_seed_changes_every_draw():
    """Another seed, other draws."""
    assert (uniforms(64)["a"] != uniforms(64, seed=2)["a"]).all()


def test_no_draw_is_0_or_1():
    """Quantile functions are finite."""
    u = uniforms(BLOCK * 2)["a"]
    assert 0 < u.min() < u.max() < 1


def test_each_randomisation_is_stratified():
    """Among the first 1024 points of a randomisation one falls in each 1024th."""
    u = uniforms(1024 * RANDOMISATIONS)["b"]
    for start in range(RANDOMISATIONS):
        cells = np.floor(u[start::RANDOMISATIONS] * 1024).astype(int)
        assert sorted(cells) == list(range(1024))


def test_pairs_are_stratified_too():
    """Among 256 points of the first two dimensions one falls in each 16th by 16th."""
    made = uniforms(256 * RANDOMISATIONS)
    x, y = (np.floor(made[name][::RANDOMISATIONS] * 16).astype(int) for name in ("a", "b"))
    assert len(set(zip(x.tolist(), y.tolist(), strict=True))) == 256


def test_scrambling_keeps_the_nesting():
    """Points that share their first k bits share the first k bits of their image (Owen 1995)."""
    rng = np.random.default_rng(0)
    points = rng.integers(0, 2**32, 2000, dtype=np.uint32)
    other = points ^ rng.integers(0, 2**16, 2000, dtype=np.uint32)
    key = np.full(2000, 12345, dtype=np.uint32)
    one, two = (owen_scrambled(reversed_bits(p), key) for p in (points, other))
    assert (one >> 16 == two >> 16).all()


def test_the_points_are_scipys():
    """The same Sobol points in 1 024 dimensions, in natural instead of Gray order."""
    points = reversed_bits(reversed_points(1024, 0, 4096))
    gray = np.arange(4096) ^ (np.arange(4096) >> 1)
    scipys = stats.qmc.Sobol(1024, scramble=False, bits=32).random(4096)
    assert (scipys * 2.0**32 == points[:, gray].T).all()


def test_points_may_be_taken_up_anywhere():
    """Points 3 072 to 4 095 are the last of the first 4 096."""
    whole = reversed_points(7, 0, 4096)
    assert (reversed_points(7, 3072, 1024) == whole[:, 3072:]).all()


def test_more_numbers_than_dimensions_are_refused():
    """1 024 uncertain numbers are enough for anybody."""
    with pytest.raises(sroi.SroiError, match="1024"):
        reversed_points(1025, 0, 8)


def test_means_are_hundreds_of_times_better_than_chance():
    """A smooth mean over 16 384 draws errs less than a tenth of what random draws would."""
    made = uniforms(16_384)
    values = np.prod([1 + (made[name] - 0.5) for name in NAMES], axis=0)
    assert abs(values.mean() - 1) < 0.1 * values.std() / np.sqrt(values.size)


def scenario(**parts):
    data = {
        "sroi": 1,
        "name": "S",
        "currency": "SEK",
        "price_year": 2024,
        "first_year": 2025,
        "horizon": 2,
        "payers": PAYERS,
        "programme": {"years": 2025},
        "participants": {"per_year": {"low": 5, "base": 9, "high": 12}},
        "costs": {
            "x": {"amount": {"low": 5, "base": 9, "high": 12}, "payer": "social"},
            "y": {"amount": {"low": 50, "base": 90, "high": 120}, "payer": "social"},
        },
    }
    return load(data | parts)


def test_correlated_numbers_have_their_rank_correlation():
    """A Gaussian copula with normal correlation 2 sin(pi rho / 6)."""
    between = ["costs.x.amount", "costs.y.amount"]
    made = scenario(correlations={"c": {"between": between, "rank": 0.6}})
    blocks = list(sampler([made], 16_384, 1).blocks())
    draws = [drawn(made, block, BLOCK) for block in blocks]
    x, y = (np.concatenate([d.uniforms[key] for d in draws]) for key in between)
    assert stats.spearmanr(x, y).statistic == pytest.approx(0.6, abs=0.005)


def test_the_first_of_correlated_numbers_keeps_its_draws():
    """And so does every number that is not correlated."""
    between = ["costs.x.amount", "costs.y.amount"]
    made = scenario(correlations={"c": {"between": between, "rank": 0.6}})
    block = next(iter(sampler([made], 64, 1).blocks()))
    mixed = drawn(made, block, 64).uniforms
    assert (mixed["costs.x.amount"] == block["costs.x.amount"]).all()
    assert (mixed["participants.per_year"] == block["participants.per_year"]).all()
    assert (mixed["costs.y.amount"] != block["costs.y.amount"]).all()


def test_a_matrix_that_cannot_be_has_no_mixing():
    """Three numbers cannot each be 0.9 from the next and -0.9 from the last."""
    ranks = {frozenset("ab"): 0.9, frozenset("bc"): 0.9, frozenset("ac"): -0.9}
    assert mixing(correlation_matrix(list("abc"), ranks)) is None


def test_a_number_has_the_same_draws_in_base_and_variant(tmp_path):
    """Parameters take dimensions in order of first appearance, the base file's first."""
    base = "sroi: 1\nname: B\ncurrency: SEK\nprice_year: 2024\nfirst_year: 2025\nhorizon: 2\n"
    base += "payers: {social: {sector: municipality}}\nprogramme: {years: 2025}\n"
    base += "participants: {per_year: {low: 1, base: 2, high: 3}}\n"
    base += "costs:\n  b: {amount: {low: 1, base: 2, high: 3}, payer: social}\n"
    (tmp_path / "base.yaml").write_text(base)
    variant = "extends: base.yaml\nparticipants: {completion: {mean: 0.5, sd: 0.1}, per_year: 4}\n"
    (tmp_path / "variant.yaml").write_text(variant)
    one, other = sroi.load(tmp_path / "base.yaml"), sroi.load(tmp_path / "variant.yaml")
    assert other.dimensions == (
        "participants.per_year",
        "costs.b.amount",
        "participants.completion",
    )
    alone = next(iter(sampler([one], 64, 1).blocks()))
    both = next(iter(sampler([other], 64, 1).blocks()))
    assert (alone["costs.b.amount"] == both["costs.b.amount"]).all()
