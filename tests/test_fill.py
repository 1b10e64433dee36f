"""The fill-in workbook: filled in, read back and run; and every mistake with its sheet and cell."""

import io
import random
import re
import zipfile
from contextlib import suppress
from datetime import date, time

import openpyxl
import pytest

import sroi
from sroi.errors import ScenarioError
from sroi.loader.document import parse
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
    assert "Kostnader!C4: costs.lokal.amount: the cell holds text, '120 000' -> set the" in message
    assert "Personal!" in message
    assert "did you mean social?" in message
    assert "Utfall!C4: outcomes.anmalan.baseline: 30 is not a probability" in message
    assert "Finansiering!A4: funding: this row has no id" in message


def test_a_formula_counts_as_the_value_last_shown(book, tmp_path):
    """It is never evaluated: without a stored value nobody knows what it says."""
    made, save = book
    fill(made["Kostnader"], 0, amount="=1000*120")
    message = told(save())
    assert "Kostnader!C4: costs.lokal.amount: the formula has no value yet" in message


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


SHEETS = {
    "Betalare": "payers", "Personal": "staffing", "Kostnader": "costs", "Finansiering": "funding",
    "Utfall": "outcomes",
}  # fmt: skip
ROWS = {"headings": 1, "keys": 2, "help": 3}


def complete(made):
    """Fill in one entry on every sheet, with a range where the template has none."""
    fill(made["Finansiering"], 0, id="bidrag", name="Bidrag", payer="social", amount=5000)
    fill(made["Kostnader"], 0, amount__low=100_000, amount__high=150_000)
    return made


def data_of(path):
    return parse(scenario_in(path), "").data


@pytest.fixture
def whole(book):
    """Return the completed template, what it says, and a function that saves it."""
    made, save = book
    complete(made)
    return made, data_of(save()), save


@pytest.mark.parametrize(
    "rows",
    [
        ("headings",),
        ("keys",),
        ("help",),
        ("headings", "help"),
        ("keys", "help"),
        ("headings", "keys"),
    ],
)
@pytest.mark.parametrize("sheet", SHEETS)
def test_rows_of_the_workbook_may_be_deleted(whole, sheet, rows):
    """The columns are known by keys or by headings; without both, the sheet is named."""
    made, said, save = whole
    for row in sorted((ROWS[name] for name in rows), reverse=True):
        made[sheet].delete_rows(row)
    if rows == ("headings", "keys"):
        assert f"{sheet}!A2: {SHEETS[sheet]}: the row of keys is missing above" in told(save())
    else:
        assert data_of(save()) == said


@pytest.mark.parametrize("sheet", SHEETS)
def test_rows_and_columns_may_be_moved(whole, sheet):
    """A title above, the help below the entries, the columns backwards: all is read."""
    made, said, save = whole
    rows = [list(row) for row in made[sheet].iter_rows(values_only=True)]
    made[sheet].delete_rows(1, len(rows))
    for row in ([], rows[1][::-1], rows[3][::-1], [], rows[2][::-1], rows[0][::-1]):
        made[sheet].append(row)
    assert data_of(save()) == said


@pytest.mark.parametrize("sheet", SHEETS)
def test_headings_may_be_translated(whole, sheet):
    """The keys are still there; a title above is no entry either."""
    made, said, save = whole
    for cell in made[sheet][1]:
        cell.value = cell.value and f"På mitt språk: {cell.value}"
    made[sheet].insert_rows(1, 2)
    made[sheet]["A1"] = "Min budget 2025"
    assert data_of(save()) == said


@pytest.mark.parametrize("sheet", SHEETS)
def test_an_entry_above_the_keys_is_an_entry(whole, sheet):
    """As after a sort: the row with the keys may stand below the entries."""
    made, said, save = whole
    rows = [list(row) for row in made[sheet].iter_rows(values_only=True)]
    made[sheet].delete_rows(1, len(rows))
    for row in (rows[3], rows[2], rows[0], rows[1]):
        made[sheet].append(row)
    assert data_of(save()) == said


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_column_deleted_is_an_empty_one(whole, sheet):
    """Or the first column that cannot do without it is refused, by its cell; nothing crashes."""
    made, said, save = whole
    keys = [cell.value for cell in made[sheet][2]]
    for place, key in reversed(list(enumerate(keys, start=1))):
        values = [made[sheet].cell(row, place).value for row in range(1, 6)]
        made[sheet].delete_cols(place)
        try:
            entry = next(iter(data_of(save()).get(SHEETS[sheet], {}).values()))
        except ScenarioError as error:
            assert sheet in str(error), key
        else:
            assert values[3] is None or key.split(".")[0] not in entry, key
        made[sheet].insert_cols(place)
        for row, value in enumerate(values, start=1):
            made[sheet].cell(row, place, value)
    assert data_of(save()) == said


@pytest.mark.parametrize(
    "damage",
    [
        lambda sheet: sheet.delete_rows(1),
        lambda sheet: sheet.delete_cols(1),
        lambda sheet: sheet.delete_cols(6),
        lambda sheet: sheet.delete_cols(2),
        lambda sheet: sheet.insert_rows(1, 3),
        lambda sheet: sheet.insert_cols(1, 2),
        lambda sheet: sheet.move_range("A5:F5", rows=15),
        lambda sheet: sheet.cell(5, 2, "Prisår"),
    ],
)
def test_the_questions_may_be_moved(whole, damage):
    """Headings, keys, help or questions deleted, rows and columns moved: the answers are read."""
    made, said, save = whole
    damage(made["Insatsen"])
    assert data_of(save()) == said


@pytest.mark.parametrize(
    ("sheet", "cell", "content", "words"),
    [
        ("Kostnader", "C2", "belopp", "Kostnader!C2: costs: belopp is not a key of this sheet"),
        ("Kostnader", "C2", None, "Kostnader!C4: costs: this column has no key"),
        ("Kostnader", "B2", "amount", "Kostnader!C2: costs: the column amount is here twice"),
        ("Personal", "A2", None, "Personal!A4: staffing: the column id is missing"),
        ("Utfall", "AT4", 5, "Utfall!AT4: outcomes: this column has no key"),
        ("Betalare", "B2", 5, "Betalare!B2: payers: an entry in a row of headings or keys"),
        ("Personal", "C3", 5, "Personal!A3: staffing.Ett kort id"),
        ("Insatsen", "A4", "valuta", "Insatsen!C4: programme: an answer to no question"),
        ("Insatsen", "A4", "name", "Insatsen!A4: programme: the column name is here twice"),
        ("Insatsen", "C30", 5, "Insatsen!C30: programme: an answer to no question"),
        ("Insatsen", "H4", "se nedan", "Insatsen!H4: programme: a cell beside the questions"),
        ("Insatsen", "F4", 5, "Insatsen!F4: programme: a cell beside the questions"),
        ("Insatsen", "D2", 5, "Insatsen!D2: name: low or high for name, which has none"),
        ("Kostnader", "E4", None, "Kostnader!D4: costs.lokal.amount: an uncertain number is"),
        ("Kostnader", "C4", None, "Kostnader!D4: costs.lokal.amount: an uncertain number is"),
        ("Kostnader", "A600", "x", "Kostnader!A600: contents beyond row 500"),
        ("Kostnader", "DZ4", "x", "Kostnader!DZ4: contents beyond row 500 or column DP"),
    ],
)  # fmt: skip
def test_nothing_is_dropped_that_has_no_place(whole, sheet, cell, content, words):
    """A key renamed, emptied or written twice, or a cell outside the columns: told by its cell."""
    made, _, save = whole
    made[sheet][cell] = content
    assert words in told(save())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (date(2027, 1, 1), "the cell is a date, 2027-01-01 -> set the cell's format to"),
        (time(12, 30), "the cell is a time of day, 12:30:00 -> set the cell's format to"),
        (True, "the cell holds TRUE, neither a number nor text -> set the cell's format to"),
        ("#N/A", "the cell shows an error, #N/A -> mend the formula, or type"),
        ("=A1+1", "the formula has no value yet -> open the workbook in Excel"),
    ],
)
@pytest.mark.parametrize(
    ("sheet", "cell", "path"),
    [
        ("Insatsen", "C2", "name"),
        ("Insatsen", "C3", "language"),
        ("Insatsen", "C7", "horizon"),
        ("Insatsen", "C10", "programme.years"),
        ("Insatsen", "D12", "participants.per_year"),
        ("Kostnader", "A4", "costs"),
        ("Kostnader", "C4", "costs.lokal.amount"),
        ("Kostnader", "H4", "costs.lokal.payer"),
    ],
)
def test_a_cell_that_is_neither_text_nor_number_is_told(whole, sheet, cell, path, content, words):
    """In words of a spreadsheet, once, wherever it stands; the words never name a type."""
    made, _, save = whole
    made[sheet][cell] = content
    message = told(save())
    assert f"{sheet}!{cell}: {path}: {words}" in message
    assert message.count(f"!{cell}: ") == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0,3", "'0,3' -> set the cell's format to Number"),
        ("0.3", "'0.3' -> set the cell's format to Number"),
        ("120000", "'120000' -> set the cell's format to Number"),
        ("12 kr", "'12 kr' -> set the cell's format to Number"),
        ("120,000", "'120,000' -> do you mean 120000 or 120,0?; set the cell's format to Number"),
        ("120.500", "'120.500' -> do you mean 120500 or 120.5?; set the cell's format to Number"),
    ],
)
def test_a_number_stored_as_text_is_told_in_words_of_a_spreadsheet(whole, text, words):
    """Not as a file is written: a Swedish Excel would store 0.3 as text again."""
    made, _, save = whole
    made["Utfall"]["C4"] = text
    message = told(save())
    assert f"Utfall!C4: outcomes.anmalan.baseline: the cell holds text, {words}" in message


def test_advice_that_cannot_be_followed_in_a_cell_is_not_given(whole):
    """A low of 0 cannot be written as a mapping in a cell."""
    made, _, save = whole
    made["Kostnader"]["D4"] = 0
    message = told(save())
    assert "Kostnader!C4: costs.lokal.amount: low: 0 is the limit" in message
    assert "leave low and high empty" in message
    assert "{" not in message


def test_a_formula_that_shows_nothing_is_an_empty_cell(whole, tmp_path):
    """=IF(…; ""; …) has a value, which is no text at all."""
    made, said, save = whole
    made["Kostnader"]["I4"] = '=IF(TRUE,"","x")'
    target = tmp_path / "shown.xlsx"
    with zipfile.ZipFile(save()) as source, zipfile.ZipFile(target, "w") as packed:
        for name in source.namelist():
            content = source.read(name)
            if b"IF(TRUE" in content:
                content = re.sub(rb'(r="I4"[^>]*?)( t="\w+")?>', rb'\1 t="str">', content)
            packed.writestr(name, content)
    assert data_of(target) == said


def test_a_part_stands_on_one_sheet(whole):
    """Both a Swedish and an English sheet of costs: neither is dropped."""
    made, _, save = whole
    copy = made.copy_worksheet(made["Kostnader"])
    copy.title = "Costs"
    assert "the sheets Kostnader and Costs are the same part -> keep one of them" in told(save())


def test_every_problem_of_a_cell_has_swedish_words(whole):
    """The page speaks its reader's language."""
    made, _, save = whole
    made["Kostnader"]["C4"] = "120,000"
    made["Kostnader"]["D4"] = date(2027, 1, 1)
    made["Kostnader"]["K4"] = 5
    made["Personal"]["C4"] = "=A1"
    made["Personal"]["B2"] = "rol"
    made["Utfall"]["C4"] = True
    made["Insatsen"]["C10"] = "#N/A"
    made["Insatsen"]["C30"] = "#N/A"
    with pytest.raises(ScenarioError) as caught:
        scenario_in(save())
    assert len(caught.value.problems) >= 8
    for problem in caught.value.problems:
        for text in (problem.what, problem.hint):
            assert Wording("sv", "SEK").said(text) != str(text), text
