"""Numbers beyond what a reader can use: shown as such, or refused in words."""

import warnings

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import stats
from starlette.testclient import TestClient

from sroi.errors import SroiError
from sroi.loader.document import written
from sroi.model.checks import notices
from sroi.model.comparison import compare
from sroi.model.projection import simulate, summary
from sroi.records.run import as_json, record
from sroi.report.exports import KINDS
from sroi.report.formats import PAPERS, comparison_answer, run_answer
from sroi.report.forms import attachment_of
from sroi.web.app import app, site_of
from sroi.wording import Wording
from tests.strategies import load
from tests.test_projection import DATA

# A mean and an sd of individuals, taken for those of the mean: the gamma of shape 0.04 has draws
# of 1e-30, so that the break-even is beyond what can be written out.
SKEWED = {
    "sroi": 1,
    "name": "Skewed",
    "currency": "SEK",
    "price_year": 2025,
    "first_year": 2025,
    "horizon": 1,
    "payers": {"town": {"sector": "municipality"}},
    "programme": {"years": 2025},
    "participants": {"per_year": 10},
    "costs": {"run": {"amount": 1000, "payer": "town"}},
    "outcomes": {
        "place": {
            "name": "Placements",
            "effect": {"per_year": 1, "basis": "expert"},
            "unit_cost": {"mean": 1000, "sd": 5000},
            "payer": "town",
        }
    },
}
RISK = {"name": "R", "effect": {"relative_risk": 0.5, "basis": "expert"}, "unit_cost": 1000}
RISK |= {"payer": "town"}
CASES = {
    "a unit cost": SKEWED,
    "a baseline": SKEWED | {"outcomes": {"r": RISK | {"baseline": {"mean": 0.05, "sd": 0.2}}}},
    "participants": SKEWED
    | {
        "participants": {"per_year": {"mean": 10, "sd": 50}},
        "outcomes": {"r": RISK | {"baseline": 0.5}},
    },
}
OVER = {"sv": "över 10^15", "en": "over 10^15"}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_is_beyond_writing_out_is_said_so(case, language):
    """Every output of run, compare and report; warnings are errors here."""
    scenario, wording = load(CASES[case]), Wording(language, "SEK")
    made = compare([scenario, load(CASES[case] | {"name": "Twin"})], draws=4096)
    projection = made.projections["Skewed"]
    answer = run_answer(projection, wording)
    outputs = {kind: write(answer) for kind, write in KINDS.items()}
    assert OVER[language] in outputs[".md"].decode()
    for write in KINDS.values():
        assert write(comparison_answer(made, wording))
    attachment = attachment_of(made, None, wording)
    for ending in (".docx", ".html"):
        assert PAPERS[ending](attachment)


def test_the_skewed_benefit_is_the_gammas():
    """Mean 1000, and the 95th percentile of scipy's gamma(0.04, scale 25 000), 4 797."""
    made = simulate(load(SKEWED), 65_536).summary("pv_benefits", "town")
    assert stats.gamma(0.04, scale=25_000).ppf(0.95) == pytest.approx(4797, abs=1)
    assert made.percentiles[95] == pytest.approx(4797, rel=0.02)
    assert made.mean == pytest.approx(1000, rel=0.05)


@pytest.mark.parametrize("case", CASES)
def test_the_page_opens_it(case, tmp_path):
    """The form, the result and the line of the list."""
    (tmp_path / "skewed.yaml").write_text(written(CASES[case]), encoding="utf-8")
    client = TestClient(
        app(site_of(tmp_path, tmp_path / ".state"), "t" * 32, frozenset({"testserver"}), 80)
    )
    client.cookies.set("sroi-80", "t" * 32)
    assert client.get("/line", params={"file": "skewed.yaml"}).status_code == 200
    page = client.get("/open", params={"file": "skewed.yaml"})
    assert page.status_code == 200
    assert OVER["sv"] in page.text


def test_a_mean_beyond_counting_is_not_there():
    """Its percentiles are; JSON holds no infinity."""
    made = summary(np.array([1.0, 1e200, 1.7e308, 1.7e308, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]))
    assert made.mean is None
    assert made.sd is None
    assert made.percentiles[50] == 5.5


SIZES = st.sampled_from(
    [5e-324, 1e-200, 1e-15, 1e-9, 1e-5, 0.2, 5.0, 1e6, 1e15, 1e16, 1e200, 1e300]
)
NUMBERS = st.one_of(
    SIZES,
    SIZES.map(lambda x: -x),
    st.fixed_dictionaries({"mean": SIZES, "sd": SIZES}),
    st.tuples(SIZES, SIZES).map(lambda x: {"dist": "normal", "mean": x[0], "sd": x[1]}),
    st.tuples(SIZES, SIZES).map(lambda x: {"dist": "lognormal", "mean": x[0], "sd": x[1]}),
    st.lists(SIZES, min_size=3, max_size=3).map(
        lambda x: dict(zip(("low", "base", "high"), sorted(x), strict=True))
    ),
    st.lists(SIZES, min_size=3, max_size=3).map(
        lambda x: {"estimate": sorted(x)[1], "ci95": [min(x), max(x)]}
    ),
    st.tuples(SIZES, SIZES).map(lambda x: {"value": x[0], "times": x[1]}),
    st.tuples(SIZES, SIZES).map(lambda x: {"value": {"events": 1, "of": 3}, "over": x[0]}),
)
PLACES = (
    *("participants.per_year", "discounting.rate", "costs.rent.amount", "costs.rent.growth"),
    *("outcomes.a.baseline", "outcomes.a.effect.relative_risk", "outcomes.a.lasts"),
    *("outcomes.a.persons", "outcomes.a.unit_cost", "outcomes.a.growth", "tax_factor"),
    "outcomes.a.cashable.step",
)


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(changes=st.dictionaries(st.sampled_from(PLACES), NUMBERS, min_size=1, max_size=3))
def test_any_size_is_counted_or_refused_in_words(changes):
    """Whatever the sizes: a record and a text, or an error of ours; no warning of numpy's."""
    share = DATA | {"outcomes": {"a": DATA["outcomes"]["a"] | {"cashable": {"share": 0.5}}}}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            made = simulate(load(share, **changes), 32)
        except SroiError as error:
            assert "\n" in str(error) or str(error)
            return
        as_json(record(made))
        KINDS[".md"](run_answer(made, Wording("sv", "SEK")))
        notices(made.scenario, made.base)
