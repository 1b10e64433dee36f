"""The Excel book: recalculated by a real LibreOffice after its inputs change, it is the engine."""

import io
import math
import os
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings

import sroi
from sroi.model import measures, payers
from sroi.model.checks import notices
from sroi.model.comparison import compare
from sroi.model.engine import results_of as flows_of
from sroi.model.measures import MEASURES
from sroi.model.price_levels import price_levels_of
from sroi.model.projection import simulate
from sroi.model.sampling import Draws
from sroi.model.totals import totals
from sroi.questions.budget.cash import cash_flows
from sroi.records.run import record
from sroi.report.book.book import book, comparison_book
from sroi.report.book.names import sheet_names
from sroi.tables.page import comparison_page, run_page
from sroi.wording import Wording
from tests.strategies import (
    budgets,
    calculated_scenarios,
    delivering_scenarios,
    full_scenarios,
    funded_scenarios,
    load,
    scenarios,
)
from tests.test_projection import DATA

ROOT = Path(__file__).parent.parent
SHIPPED = [
    *(ROOT / "tests/before").glob("*/*.yaml"),
    *(ROOT / "scenarios").glob("*/*.yaml"),
    ROOT / "docs/examples/visits-and-talks.yaml",
    ROOT / "docs/examples/by-hand.yaml",
    ROOT / "docs/examples/home-visits.yaml",
]
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(
    OFFICE is None and not os.environ.get("CI"),
    reason="no LibreOffice here: install libreoffice-calc to recalculate the books",
)


def workbook(scenario, language="en"):
    made = simulate(scenario, 16)
    wording = Wording(language, scenario.currency)
    found = notices(scenario, made.base, made.totals)
    told = record(made, [notice.plain(wording) for notice in found])
    return book(made, told, run_page(made, found, wording), wording)


def moved(scenario):
    """Return other values within the domain of every number, by path."""
    values = {}
    stated = {p: n for p, n in scenario.numbers.items() if n.calculation is None}
    for turn, (path, number) in enumerate(stated.items()):
        factor = 1.0 + 0.03 * (turn % 5 - 2)
        value = number.base * factor if number.certain else number.quantile(0.3 + 0.1 * (turn % 5))
        values[path] = value if number.quantity.holds(value) else number.base
    return values


def written(scenario, path):
    """Write the book with other inputs and without any cached value; return the inputs."""
    path.write_bytes(workbook(scenario))
    file, values = openpyxl.load_workbook(path), moved(scenario)
    for name, value in values.items():
        sheet, cell = place(file, name.replace(".", "_"))
        file[sheet][cell].value = value
    file.save(path)
    return values


def place(file, name):
    (found,) = file.defined_names[name].destinations
    return found[0], found[1].replace("$", "")


def recalculated(paths, folder):
    """Return the books as LibreOffice recalculates them, all in one run of it."""
    command = [OFFICE, "--headless", f"-env:UserInstallation=file://{folder}/profile"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out")]
    subprocess.run([*command, *map(str, paths)], check=True, capture_output=True, timeout=500)
    out = [folder / "out" / path.name for path in paths]
    return [openpyxl.load_workbook(path, data_only=True) for path in out]


def assert_same(scenario, values, file):
    """Every result of every perspective and outcome equals the engine's, to 1e-9."""
    draws = Draws(1, {}, {path: np.array([value]) for path, value in values.items()})
    made = totals(flows_of(scenario, draws))
    for view in scenario.views:
        costs, gained = (float(MEASURES[m].of(made, view)[0]) for m in ("pv_costs", "pv_benefits"))
        scale = abs(costs) + abs(gained) + sum(abs(float(v[0])) for v in made.benefits.values())
        dusty = min(abs(costs), abs(gained), abs(gained - costs)) < 1e-7 * scale
        for measure, function in MEASURES.items():
            expected, (sheet, cell) = (
                float(function.of(made, view)[0]),
                place(file, f"{measure}_{view}"),
            )
            if not (dusty and measure in ("bcr", "breakeven", "extrapolated", "payback_year")):
                same(expected, file[sheet][cell].value, scale, (view, measure))
    for name in scenario.outcomes:
        results = {
            "quantity": made.quantity[name],
            "load": made.load[name],
            "cost_per_unit": measures.cost_per_unit(made, name),
        }
        if scenario.outcomes[name].follows is None:
            for key in ("quantity", "reduction"):
                function = getattr(measures, f"breakeven_{key}")
                results[f"breakeven_{key}"] = function(made, name, scenario.headline)
        for key, vector in results.items():
            sheet, cell = place(file, f"outcome_{key}_{name}")
            terms = float(np.abs(simulate_terms(scenario, draws, name)).sum())
            same(float(vector[0]), file[sheet][cell].value, terms, (name, key))

    for name in scenario.services:
        sheet, cell = place(file, f"cost_per_service_{name}")
        expected = float(measures.cost_per_service(made, name)[0])
        costs = sum(abs(float(x[0])) for x in made.costs.values())
        volume = abs(float(made.volume[name][0])) or 1.0
        same(expected, file[sheet][cell].value, costs / volume, name)

    assert_same_budget(scenario, values, file)


def assert_same_budget(scenario, values, file):
    """The sums and the last cumulated net of every payer are those of ``sroi budget``."""
    if "budget_cost_all" not in file.defined_names:
        return
    draws = Draws(1, {}, {path: np.array([value]) for path, value in values.items()})
    flows, levels = cash_flows(flows_of(scenario, draws)), price_levels_of(scenario, draws)
    scale = float(np.abs(flows["all"]["cost"] * levels).sum()) + 1.0
    for payer, columns in flows.items():
        nominal = {name: float((flow * levels).sum()) for name, flow in columns.items()}
        net = nominal["cashable"] - nominal["cost"]
        for name, expected in (nominal | {"net": net, "cumulative": net}).items():
            sheet, cell = place(file, f"budget_{name}_{payer}")
            size = scale + abs(nominal["cashable"])
            same(expected, file[sheet][cell].value or 0.0, size, ("budget", payer, name))


def simulate_terms(scenario, draws, name):
    return flows_of(scenario, draws).outcomes[name].actual.load.values


def same(expected, found, scale, where):
    if math.isnan(expected):
        assert not isinstance(found, float | int), (where, found)
    else:
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-9 * scale + 1e-12), where


@needs_office
def test_every_shipped_scenario_recalculates(tmp_path):
    """Change every input, and LibreOffice gives what the engine gives."""
    made, paths, inputs = [], [], []
    for file in SHIPPED:
        scenario = sroi.load(file)
        if not any(number.missing for number in scenario.numbers.values()):
            made.append(scenario)
            paths.append(tmp_path / f"{len(paths)}-{file.stem}.xlsx")
            inputs.append(written(scenario, paths[-1]))
    assert len(made) >= 30
    for scenario, values, file in zip(made, inputs, recalculated(paths, tmp_path), strict=True):
        assert_same(scenario, values, file)


def drawn_data(count, strategy):
    """Return random scenarios that use every part of the file format, as data."""
    found = []

    @settings(
        max_examples=count, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(strategy)
    def collect(data):
        found.append(data)

    collect()
    return found


@needs_office
@pytest.mark.parametrize(
    ("kind", "count"),
    [
        (scenarios, 40),
        (delivering_scenarios, 30),
        (full_scenarios, 30),
        (budgets, 20),
        (calculated_scenarios, 20),
    ],
    ids=lambda kind: getattr(kind, "__name__", ""),
)
def test_random_scenarios_recalculate(tmp_path, kind, count):
    """Many books in one run of LibreOffice: as files began, and with all that they may hold now."""
    made = [load(data) for data in drawn_data(count, kind())]
    paths = [tmp_path / f"random{i}.xlsx" for i in range(len(made))]
    inputs = [written(scenario, path) for scenario, path in zip(made, paths, strict=True)]
    for scenario, values, file in zip(made, inputs, recalculated(paths, tmp_path), strict=True):
        assert_same(scenario, values, file)


@needs_office
def test_grants_recalculate_after_their_amounts_and_years_change(tmp_path):
    """Thirty books with overlapping grants: other inputs, and other years in the yellow cells."""
    made, paths, inputs = [], [], []
    for number, data in enumerate(drawn_data(30, funded_scenarios())):
        paths.append(tmp_path / f"funded{number}.xlsx")
        inputs.append(written(load(data), paths[-1]))
        made.append(load(moved_years(data, paths[-1])))
    for scenario, values, file in zip(made, inputs, recalculated(paths, tmp_path), strict=True):
        assert_same(scenario, values, file)
        draws = Draws(1, {}, {path: np.array([value]) for path, value in values.items()})
        results = flows_of(scenario, draws)
        scale = sum(float(np.abs(flow.values).sum()) for flow in results.costs.values())
        for payer, budget in payers.own_budget(results).items():
            sheet, cell = place(file, f"own_budget_{payer}")
            same(float(budget.sum()), file[sheet][cell].value, scale, payer)


def moved_years(data, path):
    """Give the grants of a book only in 2026 and 2027; return the data that says the same."""
    file, last = openpyxl.load_workbook(path), 2024 + data["horizon"]
    parts = data["funding"].items()
    with_years = {name: part for name, part in parts if not by_calendar_year(part["amount"])}
    for name in with_years:
        for year in range(2025, last + 1):
            sheet, cell = place(file, f"funding_{name}_given_{year}")
            file[sheet][cell].value = 1 if year in (2026, 2027) else 0
    file.save(path)
    changed = {name: part | {"years": "2026-2027"} for name, part in with_years.items()}
    return data | {"funding": data["funding"] | changed}


def by_calendar_year(amount):
    return isinstance(amount, dict) and all(isinstance(key, int) for key in amount)


@pytest.mark.parametrize("file", SHIPPED[:6], ids=lambda f: f.stem)
def test_cached_values_are_the_base_case(file, tmp_path):
    """Viewers that do not calculate show the run's own numbers."""
    scenario = sroi.load(file)
    if any(number.missing for number in scenario.numbers.values()):
        return
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook(scenario))
    base = {path: number.base for path, number in scenario.numbers.items()}
    assert_same(scenario, base, openpyxl.load_workbook(path, data_only=True))


def test_every_result_is_a_formula():
    """Nothing on the summary's tables is typed in but the run's own net."""
    scenario = load(DATA)
    made = open_bytes(workbook(scenario))
    for view in scenario.views:
        for measure in MEASURES:
            sheet, cell = place(made, f"{measure}_{view}")
            assert str(made[sheet][cell].value).startswith("=")


def open_bytes(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def test_the_sheets_and_properties():
    """Six sheets, landscape A4 with frozen panes, the digest in the properties."""
    scenario = load(DATA)
    made = open_bytes(workbook(scenario))
    names = ["Summary", "Budget", "Assumptions", "Calculation", "Who pays", "Values from the run"]
    assert made.sheetnames == names
    assert scenario.digest in made.properties.description
    for sheet in made.worksheets:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert made["Assumptions"].freeze_panes
    assert len(made["Summary"]._charts) == 2


def formulas(file):
    return {
        f"{sheet.title}!{cell.coordinate}": cell.value
        for sheet in file.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


@pytest.mark.parametrize("file", SHIPPED, ids=lambda f: f"{f.parent.name}-{f.stem}")
def test_formulas_read_as_a_person_writes_them(file):
    """Many cells in SUM, nothing decided by numbers alone, no 2035.0, nothing long."""
    scenario = sroi.load(file)
    if any(number.missing for number in scenario.numbers.values()):
        return
    found = formulas(open_bytes(workbook(scenario, "sv")))
    cell = r"('[^']+'!)?\$?[A-Z]{1,2}\$?\d+"
    for place, text in found.items():
        plain = re.sub(r'"[^"]*"', "", text)
        assert not re.search(rf"{cell}\+{cell}\+{cell}", plain), (place, text)
        assert not re.search(r"IF\(\d|\d\.0(?!\d)|\b0/|/0\b", plain), (place, text)
        assert len(plain) < 200, (place, text)
    assert sum("SUM(" in text for text in found.values()) > 5


def test_an_unknown_net_is_not_drawn_as_its_cost():
    """One chart, of who pays each year; a line of the net would say that there is no effect."""
    made = open_bytes(workbook(sroi.load(ROOT / "tests/before/stis/application.yaml"), "sv"))
    (chart,) = made.worksheets[0]._charts
    assert {type(chart).__name__, chart.grouping} == {"BarChart", "stacked"}
    rows = [made["Vem som betalar"][s.tx.strRef.f.split("!")[1].replace("$", "")].value
            for s in chart.series]  # fmt: skip
    assert rows
    assert all("kostnad" in row.lower() for row in rows)


def assumption(file, name):
    """Return the row of an input as text, value and format."""
    sheet, cell = place(file, name)
    row = file[sheet][cell].row
    return [file[sheet].cell(row, column) for column in range(1, 11)]


def test_assumptions_begin_with_words_and_end_with_the_path():
    """Description, unit, value, low, high, source; shares in per cent, money with few decimals."""
    made = open_bytes(
        workbook(sroi.load(ROOT / "tests/before/varvaderstorget/grant_as_applied.yaml"))
    )
    rate = assumption(made, "discounting_rate")
    assert [rate[0].value, rate[1].value] == ["Discount rate", "per cent a year"]
    assert (rate[2].value, rate[2].number_format) == (0.03, "0.0##%")
    price = assumption(made, "outcomes_utredning_unit_cost")
    assert price[2].number_format == "#,##0.00"  # 40 489.55
    assert assumption(made, "costs_lokal_amount")[2].number_format == "#,##0"
    path = assumption(made, "outcomes_placering_baseline")[9]
    assert path.value == "outcomes.placering.baseline"
    assert (path.font.size, path.font.color.rgb) == (8, "FF8C8C8C")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_book_has_no_word_of_the_machine(language):
    """Outside the grey columns of names and paths, and the checksum of the run."""
    made = open_bytes(workbook(sroi.load(ROOT / "tests/before/stis/revised.yaml"), language))
    for sheet in made.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                grey = cell.font.color is not None and cell.font.color.rgb == "FF8C8C8C"
                text = str(cell.value) if cell.data_type == "s" and not grey else ""
                assert not re.search(r"lib\.|\w_\w|^(mean|sd|se|p5|digest)$", text), text


def test_sheets_of_a_comparison_are_called_by_their_alternative():
    """Five for each and two more, 31 characters, whole words, all different."""
    files = ("grant_as_applied", "half_nurse_longer", "what_if_meta_analysis", "what_if_middle")
    loaded = [sroi.load(ROOT / f"tests/before/varvaderstorget/{file}.yaml") for file in files]
    made, wording = compare(loaded, draws=16), Wording("sv", "SEK")
    names = open_bytes(
        comparison_book(made, comparison_page(made, [], wording), wording)
    ).sheetnames
    assert len(names) == len({name.lower() for name in names}) == 2 + 5 * len(files)
    assert all(len(name) <= 31 for name in names)
    assert names[0] == "Jämförelse"
    kinds = ("resultat", "budget", "antaganden", "beräkning", "betalare")
    assert names[1:6] == [f"bidrag som sökt, {kind}" for kind in kinds]
    words = {word for scenario in loaded for word in re.findall(r"\w+", scenario.name)}
    for name in names[1:-1]:
        assert set(re.findall(r"\w+", name.rpartition(", ")[0])) <= words


@pytest.mark.parametrize("names", [["a" * 60] * 3, ["x", "X"], ["[:]*?/'", ""], ["om i"] * 12])
def test_any_names_give_sheets_that_excel_takes(names):
    """Too long, alike, forbidden or empty."""
    sheets = [name for kinds in sheet_names(names, ["resultat", "betalare"]) for name in kinds]
    assert len({name.lower() for name in sheets}) == 2 * len(names)
    assert not [name for name in sheets if len(name) > 31 or re.search(r"[\[\]:*?/\\']", name)]


def test_inputs_have_the_names_of_their_paths():
    """With _ for the points, as the documentation says."""
    made = open_bytes(workbook(load(DATA | {"discounting": {"rate": 0.03}})))
    for name in ("outcomes_a_unit_cost", "discounting_rate", "participants_per_year", "tax_factor"):
        assert name in made.defined_names


def test_the_same_run_gives_the_same_bytes():
    """Dates are fixed."""
    scenario = load(DATA)
    assert workbook(scenario) == workbook(scenario)


def test_hostile_names_are_text():
    """A name that looks like a formula is written as a string, and names stay valid."""
    outcome = DATA["outcomes"]["a"] | {"name": "=cmd|'/C calc'!A1"}
    data = DATA | {"name": "=1+1", "outcomes": {"a": outcome}}
    made = open_bytes(workbook(load(data), "sv"))
    assert made.worksheets[0]["A1"].value == "=1+1"
    assert made.worksheets[0]["A1"].data_type == "s"
    for sheet in made.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert "cmd" not in str(cell.value)


@needs_office
def test_a_comparison_recalculates(tmp_path):
    """Change an input of one scenario: its column and its difference follow, the other stays."""
    files = ("home-visits", "home-visits-twice")
    loaded = [sroi.load(ROOT / f"docs/examples/{file}.yaml") for file in files]
    made = compare(loaded, draws=64)
    wording = Wording("en", "SEK")
    path = tmp_path / "compared.xlsx"
    path.write_bytes(comparison_book(made, comparison_page(made, [], wording), wording))
    cached = front_of(openpyxl.load_workbook(path, data_only=True))
    file = openpyxl.load_workbook(path)
    sheet, cell = place(file, "outcomes_placement_unit_cost_2")
    file[sheet][cell].value = 2_000_000
    file.save(path)
    (found,) = recalculated([path], tmp_path)
    values = {"outcomes.placement.unit_cost": np.array([2_000_000.0])}
    changed = totals(flows_of(loaded[1], Draws(1, {}, values)))
    front = front_of(found)
    npv = [made.projections[made.reference].base_value("npv", "public")]
    npv.append(float(MEASURES["npv"].of(changed, "public")[0]))
    result, net = front["Net (benefit less cost)"]
    assert result[:2] == pytest.approx(npv, rel=1e-9)
    assert front["Paid back in"][0][0] == "never"
    assert cached["Paid back in"][0][:2] == ["never", "never"]
    assert cached["Cost"][0][:2] == pytest.approx(
        [p.base_value("pv_costs", "public") for p in made.projections.values()]
    )
    assert net[1] == pytest.approx(npv[1] - npv[0], rel=1e-9)


def front_of(file):
    """Return the numbers of the first sheet by label, each time the label stands there."""
    rows = {}
    for label, *numbers in file.worksheets[0].iter_rows(values_only=True):
        rows.setdefault(label, []).append(numbers)
    return rows


@needs_office
def test_the_front_of_a_comparison_says_who_pays_and_recalculates(tmp_path):
    """A grant of 2 000 in the place of 1 000: its payer, the board and the difference follow.

    A rent of 5 000 in each of two years.
    """
    grant = {"g": {"name": "Grant", "payer": "health", "amount": 1000}}
    data = [DATA | {"name": "Alone"}, DATA | {"name": "Granted", "funding": grant}]
    made = compare([load(each) for each in data], draws=16)
    path, wording = tmp_path / "compared.xlsx", Wording("en", "SEK")
    path.write_bytes(comparison_book(made, comparison_page(made, [], wording), wording))
    cached = front_of(openpyxl.load_workbook(path, data_only=True))
    file = openpyxl.load_workbook(path)
    sheet, cell = place(file, "funding_g_amount")
    file[sheet][cell].value = 2000
    file.save(path)
    (found,) = recalculated([path], tmp_path)
    front = front_of(found)
    assert cached["Social: from own budget"][0][:3] == pytest.approx([10_000, 8_000, -2_000])
    assert front["Social: from own budget"][0][:3] == pytest.approx([10_000, 6_000, -4_000])
    assert front["Health: applied for"][0][:3] == pytest.approx([0, 4_000, 4_000])
    assert front["All costs"][0][:3] == pytest.approx([10_000, 10_000, 0])
    assert front["  2025"][0][:3] == pytest.approx([5_000, 3_000, -2_000])
