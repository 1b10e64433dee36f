"""Months, hours and services: against plain loops, the laws they obey, and pencil sums."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from sroi.model.engine import results_of
from sroi.model.projection import simulate
from sroi.model.sampling import drawn, sampler
from sroi.model.services import service_costs, unallocated_cost
from sroi.model.totals import totals
from sroi.records.run import record as run_record
from sroi.schema.months import Month, Months
from sroi.schema.years import Years
from tests.plain_engine import Plain
from tests.strategies import delivering_scenarios, load, scenarios

FILE = {
    "sroi": 1,
    "name": "Delivery",
    "currency": "SEK",
    "price_year": 2016,
    "first_year": 2016,
    "horizon": 5,
    "payers": {"city": {"sector": "municipality"}},
    "programme": {"from": "2016-08", "to": "2019-08"},
    "participants": {"per_year": 12},
}
often = settings(
    max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
seldom = settings(often, max_examples=60)


def by_year(flow):
    """Return a flow of the base case, by year."""
    return [round(float(x), 9) for x in flow.values[0]]


def close(actual, expected, scale):
    assert actual == pytest.approx(expected, rel=1e-9, abs=1e-9 * (scale + 1.0))


def test_the_share_of_a_year_counts_its_months():
    """2016-08 to 2019-08 are 5 months of 2016, two whole years and 8 months of 2019: 37."""
    months = Months(Month(2016, 8), Month(2019, 8))
    shares = [months.share_of(year) for year in range(2015, 2021)]
    assert shares == [0.0, 5 / 12, 1.0, 1.0, 8 / 12, 0.0]
    assert months.in_years == 37 / 12
    assert str(months) == "2016-08 – 2019-08"
    assert str(Months.of(Years(2017, 2019))) == "2017-2019"


def test_what_is_per_year_is_counted_by_the_month():
    """120 a year is 50 in five months and 80 in eight; a total of 370 is 10 a month."""
    line = {"amount": 120, "payer": "city"}
    costs = {
        "rent": line,
        "total": {"amount": 370, "per": "total", "payer": "city"},
        "once": {"amount": 60, "per": "once", "from": "2017-03", "to": "2017-06", "payer": "city"},
        "lunch": {"amount": 10, "per": "participant", "from": "2017-03", "to": "2017-06"}
        | {"payer": "city"},
        "whole": line | {"years": 2016},
    }
    results = results_of(load(FILE | {"costs": costs}))
    made = {name: by_year(flow) for name, flow in results.costs.items()}
    assert by_year(results.participants) == [5, 12, 12, 8, 0]
    assert made["costs.rent"] == [50, 120, 120, 80, 0]
    assert made["costs.total"] == [50, 120, 120, 80, 0]
    assert made["costs.once"] == [0, 60, 0, 0, 0]
    assert made["costs.lunch"] == [0, 40, 0, 0, 0]  # 4 of 12 months: 10 * 12 * 4 / 12
    assert made["costs.whole"] == [120, 0, 0, 0, 0]


def test_a_total_counts_the_months_beyond_the_horizon():
    """24 months of which 12 are counted: half of the total."""
    data = FILE | {"horizon": 1, "programme": {"from": "2016-01", "to": "2017-12"}}
    data |= {"costs": {"a": {"amount": 100, "per": "total", "payer": "city"}}}
    assert by_year(results_of(load(data)).costs["costs.a"]) == [50]


def test_hours_become_posts_and_money():
    """269 hours at 400 kr are 107,600; 850 of 1,700 hours are half a post of 600,000."""
    staffing = {
        "visits": {"hours": {2016: 269, 2017: 180}, "hourly_cost": 400, "payer": "city"},
        "planning": {"hours": 4300, "per": "total", "hourly_cost": {2016: 100, 2017: 200}}
        | {"payer": "city", "from": "2016-01", "to": "2017-12"},
        "half": {"hours": 850, "annual_cost": 600_000, "payer": "city", "years": 2017},
        "vacant": {"fte": 1, "annual_cost": 600_000, "payer": "city", "years": 2017}
        | {"vacancy": 0.2},
    }
    results = results_of(load(FILE | {"full_time_hours": 1700, "staffing": staffing}))
    made = {name: by_year(flow) for name, flow in results.costs.items()}
    assert made["staffing.visits"] == [107_600, 72_000, 0, 0, 0]
    assert made["staffing.planning"] == [215_000, 430_000, 0, 0, 0]
    assert made["staffing.half"] == [0, 300_000, 0, 0, 0]
    assert made["staffing.vacant"] == [0, 480_000, 0, 0, 0]


def test_a_service_costs_what_serves_it():
    """Ten start: 20 visits of 2.5 hours at 400 kr and 180 kr each, 1,180 kr a visit.

    A fifth of 100,000 is 1,000 a visit more; four fifths serve nothing.
    """
    data = FILE | {
        "programme": {"years": 2016},
        "participants": {"per_year": 10},
        "services": {"visit": {"name": "Visit", "per_participant": 2}},
        "staffing": {
            "nurse": {"hours": 2.5, "per": "visit", "hourly_cost": 400, "payer": "city"},
            "adviser": {"fte": 1, "annual_cost": 100_000, "serves": {"visit": 0.2}}
            | {"payer": "city"},
        },
        "costs": {"travel": {"amount": 180, "per": "visit", "payer": "city"}},
    }
    record = run_record(simulate(load(data), 2))
    results = results_of(load(data))
    assert float(service_costs(results)["visit"][0]) == pytest.approx(20 * (1000 + 180 + 1000))
    assert float(unallocated_cost(results)[0]) == pytest.approx(80_000)
    visit = record["base"]["services"]["visit"]
    assert visit == {"volume": 20, "cost": 43_600, "cost_per_unit": 2180}
    assert record["base"]["years"][0]["services"] == {"visit": 20}


@often
@given(delivering_scenarios())
def test_the_base_case_of_what_is_delivered_equals_plain_loops(data):
    """Every line, volume and service's cost, worked out again month by month."""
    scenario = load(data)
    plain, results = Plain(scenario, lambda number: number.base), results_of(scenario)
    costs = service_costs(results)
    whole = sum(abs(float(flow.total[0])) for flow in results.costs.values())
    for t, year in enumerate(scenario.years):
        for path, flow in results.costs.items():
            close(float(flow.values[0, t]), plain.cost(path, year), whole)
        for name, flow in results.volumes.items():
            close(float(flow.values[0, t]), plain.volume(name, year), float(flow.total[0]))
        for name, flow in results.funding.items():
            expected = plain.amount(scenario.funding[name], year)
            close(float(flow.values[0, t]), expected, float(flow.total[0]))
    for name, cost in costs.items():
        close(float(cost[0]), plain.service_cost(name), whole)
    rest = float(unallocated_cost(results)[0])
    every = sum(float(flow.total[0]) for flow in results.costs.values())
    close(sum(float(cost[0]) for cost in costs.values()) + rest, every, whole)


@seldom
@given(delivering_scenarios())
def test_every_draw_of_what_is_delivered_equals_plain_loops(data):
    """The costs of services are the same sums in every possible world."""
    scenario, size = load(data), 4
    uniforms = next(iter(sampler([scenario], size, 1).blocks()))
    draws = drawn(scenario, {key: u[:size] for key, u in uniforms.items()}, size)
    made = totals(results_of(scenario, draws))
    for draw in range(size):
        plain = Plain(scenario, lambda n, i=draw: float(np.broadcast_to(draws.of(n), size)[i]))
        for name, cost in made.service_cost.items():
            expected = plain.service_cost(name)
            close(float(np.broadcast_to(cost, size)[draw]), expected, abs(expected))


def in_months(data):
    """Return the same data with every stretch of years written in months."""
    if isinstance(data, dict):
        spelt = {key: in_months(value) for key, value in data.items() if key != "years"}
        years = data.get("years")
        if isinstance(years, int | str):
            first, last = str(years)[:4], str(years)[-4:]
            return spelt | {"from": f"{first}-01", "to": f"{last}-12"}
        return data if years is not None else spelt
    return data


@seldom
@given(scenarios())
def test_years_in_months_are_the_same_years(data):
    """January to December is the year: every measure is the same to the last bit."""
    years, months = totals(results_of(load(data))), totals(results_of(load(in_months(data))))
    for name, vector in years.costs.items():
        assert np.array_equal(vector, months.costs[name])
    for name, vector in years.benefits.items():
        assert np.array_equal(vector, months.benefits[name])
