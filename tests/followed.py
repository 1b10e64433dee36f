"""A scenario with indicators, and tables of what was observed, for the tests of follow-up."""

from pathlib import Path

from sroi.loader import load
from sroi.observations.reading import observations_in

SCENARIO = """\
sroi: 1
name: Follow-up
language: en
currency: SEK
price_year: 2019
first_year: 2018
horizon: 5
payers: {town: {sector: municipality}}
programme: {years: 2018-2020}
participants: {per_year: 40}
staffing:
  nurse: {fte: 1, annual_cost: 600000, payer: town}
costs:
  rent: {amount: 100000, payer: town}
outcomes:
  check: {name: Check at four, baseline: 0.4, effect: {unknown: true}, starts_after: 3}
indicators:
"""
INDICATORS = """\
  check4: {name: Not passed at four, kind: share, better: lower}
  courses: {name: Parents in courses, kind: count, better: higher}
  visits: {name: Visits, kind: count, people: false, better: higher}
  wellbeing: {name: Well-being, kind: mean, better: higher}
  spent: {name: Spent, kind: money, better: lower}
"""


def scenario_of(folder, indicators=INDICATORS, more=""):
    """Return a scenario with some indicators."""
    file = Path(folder) / "scenario.yaml"
    file.write_text(SCENARIO + indicators + more, encoding="utf-8")
    return load(file)


def table_of(folder, text, name="table.csv"):
    """Return the file of a table, its text in UTF-8 or its bytes as they are."""
    file = Path(folder) / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def read_rows(folder, text, scenario=None):
    """Return what a table says."""
    return observations_in([table_of(folder, text)], scenario or scenario_of(folder))
