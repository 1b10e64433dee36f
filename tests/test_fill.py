"""The fill-in workbook: filled in, read back and run; and every mistake with its sheet and cell."""

import io
import random
import zipfile
from contextlib import suppress

import openpyxl
import pytest

import sroi
from sroi.errors import ScenarioError
from sroi.loader.sheets import MAX_BYTES
from sroi.projection import simulate
from sroi.report.columns import PROGRAMME, TABLES
from sroi.report.fill import scenario_in
from sroi.report.template import FIRST, KEYS, template
from sroi.wording import Wording
from tests.test_cli import call

ANSWERS = {
    "name": "Familjestöd", "language": "sv", "currency": "SEK", "price_year": 2024,
    "first_year": 2025, "horizon": 8, "discounting.rate": 0.03, "programme.years": "2025-2026",
    "participants.unit": "familj", "participants.per_year": 20,
}  # fmt: skip


@pytest.fixture
def book(tmp_path):
    """Return the template as an open workbook, and a function that saves it."""
    made = openpyxl.load_workbook(io.BytesIO(template(ANSWERS, Wording("sv", "SEK"))))
    path = tmp_path / "ifylld.xlsx"

    def save():
        made.save(path)
        return path

    return made, save


def column_of(sheet, key):
    return next(cell.column for cell in sheet[KEYS + 1] if cell.value == key)


def fill(sheet, row, **values):
    for key, value in values.items():
        sheet.cell(FIRST + 1 + row, column_of(sheet, key.replace("__", ".")), value)


def told(path):
    with pytest.raises(ScenarioError) as caught:
        scenario_in(path)
    return str(caught.value)


def loaded(path, tmp_path):
    target = tmp_path / "made.yaml"
    target.write_text(scenario_in(path), encoding="utf-8")
    return sroi.load(target)


def test_the_template_round_trips_to_a_run(book, tmp_path):
    """Template to YAML to a projection: what was typed in is what is run."""
    made, save = book
    fill(
        made["Kostnader"], 1, id="start", name="Uppstart", amount=50_000, per="once", payer="social"
    )
    fill(
        made["Utfall"], 1, id="placering", name="Placeringar", follows__outcome="anmalan",
        follows__per_event=0.06, unit_cost="lib.se.plac_lagenhet_familj_dygn", payer="social",
    )  # fmt: skip
    sheet = made["Utfall"]
    fill(sheet, 0, effect__kind="relative_risk", effect__value=0.8, effect__basis="expert")
    sheet.cell(FIRST + 1, column_of(sheet, "effect.value.low"), 0.6)
    sheet.cell(FIRST + 1, column_of(sheet, "effect.value.high"), 1.0)
    scenario = loaded(save(), tmp_path)
    assert scenario.name == "Familjestöd"
    assert scenario.numbers["participants.per_year"].base == 20
    effect = scenario.numbers["outcomes.anmalan.effect.relative_risk"]
    assert (effect.base, effect.quantile(0.05), effect.quantile(0.95)) == pytest.approx(
        (0.8, 0.6, 1)
    )
    assert scenario.numbers["outcomes.placering.unit_cost"].origin.library
    made = simulate(scenario, 64)
    assert made.base_value("pv_costs", "public") > 0
    assert made.base_value("pv_benefits", "public") > 0


def test_every_column_is_a_place_of_the_scenario():
    """Labels in both languages; keys that the schema knows."""
    for language in ("sv", "en"):
        wording = Wording(language, "SEK")
        for column in (*PROGRAMME, *(c for columns in TABLES.values() for c in columns)):
            assert wording.term(column.term)


def test_all_problems_come_at_once_with_sheet_and_cell(book):
    """As Swedes write numbers, an unknown payer, a share above one, a row without id."""
    made, save = book
    fill(made["Kostnader"], 0, amount="120 000")
    fill(made["Personal"], 0, payer="sozial")
    fill(made["Utfall"], 0, baseline=30)
    fill(made["Finansiering"], 0, name="Bidrag", amount=5)
    message = told(save())
    assert "Kostnader!C4: costs.lokal.amount: '120 000' is not a number -> write 120000" in message
    assert "Personal!" in message
    assert "did you mean social?" in message
    assert "Utfall!C4: outcomes.anmalan.baseline: 30 is not a probability" in message
    assert "Finansiering!A4: funding: this row has no id" in message


def test_a_formula_counts_as_the_value_last_shown(book, tmp_path):
    """It is never evaluated: without a stored value there is nothing in the cell."""
    made, save = book
    fill(made["Kostnader"], 0, amount="=1000*120")
    message = told(save())
    assert "costs.lokal" in message
    assert "amount is missing" in message


def test_what_is_no_workbook_is_told(tmp_path):
    """Text, a folder, nothing there, another workbook."""
    text = tmp_path / "a.xlsx"
    text.write_text("not a workbook")
    assert "save it as .xlsx" in told(text)
    assert "cannot be read" in told(tmp_path / "nothing.xlsx")
    other = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(other)
    assert "sroi new --xlsx" in told(other)


def test_a_zip_bomb_is_refused(tmp_path):
    """By what it would unpack to, before anything is unpacked; and by its size."""
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 80_000_000)
    assert "unpacks to 80000000 bytes" in told(bomb)
    large = tmp_path / "large.xlsx"
    large.write_bytes(b"0" * (MAX_BYTES + 1))
    assert "a filled-in workbook is smaller" in told(large)


def test_entities_are_not_expanded(book, tmp_path):
    """XML that defines entities is refused, not read."""
    source, target = book[1](), tmp_path / "entities.xlsx"
    with zipfile.ZipFile(source) as given, zipfile.ZipFile(target, "w") as packed:
        for name in given.namelist():
            content = given.read(name)
            if name.endswith("sheet1.xml"):
                head, _, rest = content.partition(b"?>")
                evil = b'<!DOCTYPE x [<!ENTITY a "boom">]>'
                content = (head + b"?>" if rest else b"") + evil + (rest or head)
            packed.writestr(name, content)
    assert "not a workbook" in told(target)


def test_the_commands(tmp_path):
    """New, import, check, run: real processes from an empty folder."""
    assert call("new", "--xlsx", "t.xlsx", "--yes", cwd=tmp_path).returncode == 0
    done = call("import", "t.xlsx", "-o", "t.yaml", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert call("run", "t.yaml", "--draws", "64", cwd=tmp_path).returncode == 0
    again = call("import", "t.xlsx", "-o", "t.yaml", cwd=tmp_path)
    assert again.returncode == 2
    assert "exists already" in again.stderr


def test_nothing_is_lost_silently(book):
    """An id on two rows, a renamed sheet, an effect beside unknown, a range beside missing."""
    made, save = book
    fill(made["Kostnader"], 1, id="lokal", amount=5, payer="social")
    fill(made["Utfall"], 0, effect__value=0.8, unit_cost="missing")
    made["Finansiering"].title = "Finansiering 2"
    fill(made["Finansiering 2"], 0, id="g", amount=5, payer="social")
    message = told(save())
    assert "Kostnader!A5: costs.lokal: the id lokal stands on two rows" in message
    assert "the sheet Finansiering 2 is not one of the fill-in workbook's" in message
    assert "funding: the sheet is missing" in message
    assert "an effect is given, but stated as unknown" in message
    assert "low and high beside missing -> empty the cells for low and high" in message


def test_a_cell_is_told_once(book):
    """Not also as a missing key."""
    made, save = book
    fill(made["Kostnader"], 0, amount="120 000")
    assert told(save()).count("costs.lokal") == 1


@pytest.mark.parametrize("seed", range(25))
def test_a_damaged_workbook_is_told_wherever_it_is_damaged(book, seed):
    """Never a traceback: it can be read all the same, or it is no workbook any more."""
    path = book[1]()
    content = bytearray(path.read_bytes())
    for place in random.Random(seed).sample(range(len(content)), 40):
        content[place] ^= 0xFF
    path.write_bytes(content)
    with suppress(ScenarioError):
        scenario_in(path)
