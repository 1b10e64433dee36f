"""The fill-in workbook: filled in, read back and run; and every mistake with its sheet and cell."""

import os
import random
import re
import zipfile
from contextlib import suppress
from datetime import date, datetime, time

import openpyxl
import pytest
from starlette.testclient import TestClient

import sroi
from sroi.errors import ScenarioError
from sroi.intake.columns import PROGRAMME, TABLES
from sroi.intake.fill import scenario_in
from sroi.intake.workbook import Workbook
from sroi.loader.document import parse
from sroi.loader.sheets import MAX_BYTES
from sroi.model.projection import simulate
from sroi.web.app import app, site_of
from sroi.wording import Wording
from tests.filled import (
    FIRST,
    NB,
    OFFICE,
    SHEETS,
    YOUNG,
    answer,
    as_a_swede_does,
    cell,
    earlier,
    fill,
    new,
    resaved,
)  # fmt: skip
from tests.test_cli import call

needs_office = pytest.mark.skipif(
    OFFICE is None and not os.environ.get("CI"), reason="no LibreOffice here to save it with"
)


def read(book):
    return scenario_in(book if isinstance(book, Workbook) else Workbook.at(book))


def data_of(book):
    return parse(read(book).text, "").data


def told(path, language="sv"):
    """Return every problem of a workbook as a line in a language, cells first."""
    wording = Wording(language, "SEK")
    with pytest.raises(ScenarioError) as caught:
        read(path)
    name = f"{path.path if isinstance(path, Workbook) else path}: "
    return [problem.line(wording.typed).removeprefix(name) for problem in caught.value.listed]


def noticed(path):
    """Return what a workbook is told not to be read, as lines in Swedish."""
    wording = Wording("sv", "SEK")
    return [each.line(wording.typed).removeprefix(f"{path}: ") for each in read(path).notices]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ifylld.xlsx"


@pytest.fixture
def book():
    """Return a workbook with one row on every sheet and nothing wrong."""
    made = new(name="Trygg start")
    answer(made, "participants.unit", "familj")
    answer(made, "participants.per_year", 20)
    fill(made["Betalare"], 1, name="Socialnämnden", sector="kommunen")
    fill(made["Betalare"], 2, name="Regionen", sector="regionen")
    fill(made["Personal"], 1, role="Kurator", fte=0.5, annual_cost=700_000, payer="Socialnämnden")
    fill(made["Kostnader"], 1, name="Lokal", amount=120_000, per="per år", payer="Socialnämnden")
    fill(made["Kostnader"], 1, amount__low=100_000, amount__high=150_000)
    fill(made["Finansiering"], 1, name="Bidrag", payer="Regionen", amount=5_000, status="sökt")
    fill(
        made["Utfall"], 1, name="Placering", baseline=0.3, effect__kind="relativ risk",
        effect__value=0.8, effect__basis="en bedömning", unit_cost=7_000, payer="Regionen",
    )  # fmt: skip
    return made


def held(book, path):
    """Return an open workbook as it would be read, without a file in between."""
    sheets = [(s.title, [list(r) for r in s.iter_rows(values_only=True)]) for s in book.worksheets]
    return Workbook(path, sheets)


def saved(book, path):
    book.save(path)
    return path


# As people fill it in ------------------------------------------------------------------------


def check_numbers_of_a_swede(scenario):
    """Check each number against what was typed."""
    numbers = {path: number.base for path, number in scenario.numbers.items()}
    numbers.pop("costs.tolk.amount")
    assert numbers == {
        "discounting.rate": 0.03, "participants.per_year": 35, "participants.completion": 1,
        "staffing.kurator.fte": 0.5, "staffing.kurator.monthly_salary": 41_500,
        "staffing.kurator.oncost_rate": 0.445, "staffing.kurator_2.fte": 0.5,
        "staffing.kurator_2.monthly_salary": 41_500, "staffing.kurator_2.oncost_rate": 0.445,
        "costs.lokal.amount": 1_250, "costs.utbildning.amount": 1_250_000,
        "costs.uppstart.amount": 1_250_000, "costs.material.amount": 12.5,
        "costs.resor.amount": 120_000, "funding.bidrag.amount": 600_000,
        "outcomes.placering.baseline": 0.25, "outcomes.placering.lasts": 2,
        "outcomes.placering.unit_cost": 1_200_000, "outcomes.placering.cashable.share": 0.25,
        "outcomes.ohalsa.baseline": 0.3, "outcomes.ohalsa.effect.relative_reduction": 0.2,
        "outcomes.ohalsa.unit_cost": 5_000, "outcomes.varddygn.follows.per_event": 2.5,
        "outcomes.varddygn.unit_cost": 4_000,
    }  # fmt: skip
    assert scenario.numbers["costs.tolk.amount"].missing
    assert [payer.sector for payer in scenario.payers.values()] == [
        "municipality", "region", "state", "other",
    ]  # fmt: skip
    assert (scenario.price_year, str(scenario.programme.years)) == (2024, "2027-2029")
    assert [cost.per for cost in scenario.costs.values()] == [
        "year", "total", "once", "participant", "year", "year",
    ]  # fmt: skip
    assert str(scenario.funding["bidrag"].years) == "2027-2028"
    assert scenario.outcomes["placering"].effect.unknown
    assert scenario.outcomes["placering"].cashable.step == 1
    assert scenario.outcomes["varddygn"].follows.outcome == "ohalsa"


@pytest.mark.parametrize("through_office", [False, pytest.param(True, marks=needs_office)])
def test_a_workbook_filled_in_by_a_swede_is_read(path, tmp_path, through_office):
    """Spaces, commas, kronor, per cent, Swedish words and names: every number is where it should
    be, also as a spreadsheet saves it; and it runs.
    """
    saved(as_a_swede_does(), path)
    if through_office:
        path = resaved(path)
    target = tmp_path / "insats.yaml"
    done = call("import", path, "-o", target)
    assert (done.returncode, done.stderr) == (0, "")
    assert "insats.yaml är skriven. Nästa steg: sroi check" in done.stdout
    check_numbers_of_a_swede(sroi.load(target))
    known = ("--set", "costs.tolk.amount=4 000")
    assert call("check", target, *known).returncode == 0
    assert call("run", target, "--draws", 64, *known).returncode == 0


SENSIBLE = {  # what a Swede may type in each column, and what is then in the file
    "programme": {
        "name": ("Trygg start", "Trygg start"),
        "language": ("engelska", "en"),
        "currency": ("SEK", "SEK"),
        "price_year": ("2023", 2023),
        "first_year": (2026, 2026),
        "horizon": ("10 år", 10),
        "followed_until": ("2028", 2028),
        "discounting.rate": ("2,5 %", 0.025),
        "programme.years": ("2027 – 2028", "2027-2028"),
        "participants.unit": ("barn", "barn"),
        "participants.per_year": ("20", 20),
        "participants.completion": ("80 %", 0.8),
        "programme.from": ("sep 2027", "2027-09"),
        "programme.to": ("2029-04", "2029-04"),
        "participants.places": ("12", 12),
        "participants.stay_months": ("8 mån", 8),
        "full_time_hours": ("1 650 timmar", 1650),
    },
    "payers": {"name": ("Stiftelsen", "Stiftelsen"), "sector": ("övriga", "other")},
    "staffing": {
        "role": ("Psykolog", "Psykolog"),
        "fte": ("0,75", 0.75),
        "annual_cost": ("720 tkr", 720_000),
        "monthly_salary": ("41 500 kr/mån", 41_500),
        "oncost_rate": ("44,53 %", 0.4453),
        "years": ("2027-2028", "2027-2028"),
        "payer": ("regionen", "regionen"),
        "employer": ("Regionen", "Regionen"),
        "note": ("enligt avtal", "enligt avtal"),
        "hours": ("1 250 h", 1250),
        "per": ("Samtal", "samtal"),
        "hourly_cost": ("357 kr/timme", 357),
        "full_time_hours": ("1 700", 1700),
        "vacancy": ("20 %", 0.2),
        "from": ("2027/9", "2027-09"),
        "to": ("december 2028", "2028-12"),
        "serves": ("Samtal 25 %, Hembesök 12,5 %", {"samtal": 0.25, "hembesok": 0.125}),
    },
    "costs": {
        "name": ("Hyra", "Hyra"),
        "amount": ("-5 000 kr", -5_000),
        "per": ("per deltagare", "participant"),
        "years": (2028, 2028),
        "payer": ("Regionen", "regionen"),
        "note": (7, "7"),
        "from": ("09-2027", "2027-09"),
        "to": ("aug. 2028", "2028-08"),
        "serves": ("Samtal: 100 %", {"samtal": 1.0}),
    },
    "funding": {
        "name": ("Medel", "Medel"),
        "payer": ("socialnämnden", "socialnamnden"),
        "amount": ("1,5 mkr", 1_500_000),
        "years": ("2027", 2027),
        "status": ("beviljat", "granted"),
        "note": ("ja", "ja"),
        "per": ("totalt över åren", "total"),
        "from": ("2027-09", "2027-09"),
        "to": ("maj 2028", "2028-05"),
    },
    "outcomes": {
        "name": ("Anmälan", "Anmälan"),
        "baseline": ("12,5 %", 0.125),
        "effect.kind": ("antal undvikna", {"per_year": 0.8, "basis": "expert"}),
        "effect.value": ("0,9", {"relative_risk": 0.9, "basis": "expert"}),
        "effect.basis": ("Före/efter", {"relative_risk": 0.8, "basis": "before_after"}),
        "follows.outcome": ("PLACERING", "placering"),
        "follows.per_event": ("1,5", 1.5),
        "follows.after": ("1 år", 1),
        "persons": ("2", 2),
        "starts_after": (1, 1),
        "lasts": ("2,5", 2.5),
        "drop_off": ("10 %", 0.1),
        "deadweight": ("5 %", 0.05),
        "attribution": ("0,2", 0.2),
        "displacement": ("1 %", 0.01),
        "episode.years": ("1,5 år", 1.5),
        "unit_cost": ("650 000", 650_000),
        "cashable.share": ("25 %", 0.25),
        "cashable.after": ("2", 2),
        "cashable.step": ("0,5", 0.5),
        "payer": ("Socialnämnden", "socialnamnden"),
        "note": ("ur journaler", "ur journaler"),
        "rate": ("0,4", 0.4),
    },
    "services": {
        "name": ("Möten", "Möten"),
        "unit": ("möte", "möte"),
        "per_year": ("1 300", 1300),
        "per_participant": ("2", 2),
        "persons": ("850", 850),
        "note": ("räknat", "räknat"),
    },
    "groups": {
        "name": ("Genom bistånd", "Genom bistånd"),
        "per_year": ("2,3", 2.3),
        "completion": ("80 %", 0.8),
    },
    "claims": {
        "text": ("Det hjälpte.", "Det hjälpte."),
        "says": ("personal", "staff"),
        "direction": ("till det bättre", "better"),
        "of": ("44 av 47", {"events": 44, "of": 47}),
        "about.outcome": ("placering", "placering"),
        "note": ("enkät", "enkät"),
    },
}
COLUMNS = [
    (part, column.key)
    for part, columns in {"programme": PROGRAMME, **TABLES}.items()
    for column in columns
    if column.kind != "id"
]


def emptied(book, key, place=3):
    """Empty an answer about the programme."""
    address = answer(book, key, "x", place)
    row = int(address[1:])
    book.worksheets[1].cell(row, place).value = None


def with_what_else(book, part, key):
    """Fill in what a column needs beside it, and empty what it stands in place of."""
    for row, name in enumerate(("Samtal", "Hembesök"), start=1):
        fill(book["Insatsens delar"], row, name=name, per_year=100)
    if key in ("from", "to", "programme.from", "programme.to"):
        beside = {"from": "2027-02", "to": "2029-12"}
        if part == "programme":
            emptied(book, "programme.years")
            for end, month in beside.items():
                answer(book, f"programme.{end}", month)
        else:
            fill(book[SHEET_OF[part]], 1, years=None, **beside)
    if key.startswith("participants."):
        answer(book, "participants.places", 10)
        answer(book, "participants.stay_months", 6)
    if part == "staffing" and key in ("hours", "per", "hourly_cost", "full_time_hours"):
        more = {"fte": None, "fte__low": None, "fte__high": None, "hours": 100}
        fill(book["Personal"], 1, **more, full_time_hours=1700)
    if key == "hourly_cost":
        fill(book["Personal"], 1, annual_cost=None, monthly_salary=None, oncost_rate=None)
    if key == "rate":
        fill(book["Utfall"], 1, baseline=None, baseline__low=None, baseline__high=None)
    if key == "per_participant":
        fill(book["Insatsens delar"], 1, per_year=None)
    if part == "groups":
        for place in (3, 4, 5):
            emptied(book, "participants.per_year", place)
        fill(book["Grupper"], 1, name="Alla", per_year=20)
    if part == "claims":
        fill(book["Påståenden"], 1, text="Bra.", says="personal", direction="åt båda håll")


SHEET_OF = {part: name for name, part in {**SHEETS, **YOUNG}.items()}


@pytest.mark.parametrize(("part", "key"), COLUMNS)
def test_what_is_typed_in_every_column_lands_in_the_scenario(book, path, part, key):
    """No column asks for what cannot be given: each is walked."""
    typed, expected = SENSIBLE[part][key]
    sheet = SHEET_OF.get(part, "Insatsen")
    if part == "programme":
        with_what_else(book, part, key)
        answer(book, key, typed)
    elif key.startswith("follows"):
        other = {"name": "Vård", "follows.outcome": "Placering", "follows.per_event": 1, key: typed}
        for column, value in other.items():
            cell(book[sheet], 2, column).value = value
    else:
        if key in ("monthly_salary", "oncost_rate"):
            fill(book[sheet], 1, annual_cost=None, monthly_salary=40_000, oncost_rate=0.4)
        if key == "cashable.after" or key == "cashable.step":
            fill(book[sheet], 1, cashable__share=0.5)
        if key == "name" and part == "payers":
            fill(book["Personal"], 1, payer="Regionen")
            fill(book["Kostnader"], 1, payer="Regionen")
        with_what_else(book, part, key)
        cell(book[sheet], 1, key).value = typed
        for end in ("low", "high"):
            with suppress(StopIteration):
                cell(book[sheet], 1, f"{key}.{end}").value = None
    data = data_of(held(book, path))
    if part != "programme":
        of = data["participants"] if part == "groups" else data
        entries = list(of[part].values())
        data = entries[1] if key.startswith("follows") else entries[0]
    for inner in key.split(".")[:1] if key.startswith("effect.") else key.split("."):
        data = data[inner]
    assert data == expected


@pytest.mark.parametrize("column", [c for c in COLUMNS if c[0] in TABLES and c[1] == "baseline"])
def test_low_and_high_stand_beside_a_number(book, path, column):
    """Typed as any number."""
    fill(book["Utfall"], 1, baseline="30 %", baseline__low="25 %", baseline__high="0,4")
    outcome = data_of(saved(book, path))["outcomes"]["placering"]
    assert outcome["baseline"] == {"low": 0.25, "base": 0.3, "high": 0.4}


@pytest.mark.parametrize(
    ("key", "typed", "read"),
    [
        ("price_year", datetime(2023, 1, 1), 2023),
        ("first_year", datetime(2026, 1, 1), 2026),
        ("programme.years", datetime(2027, 1, 1), 2027),
        ("programme.years", "2027—2028", "2027-2028"),
        ("programme.years", "2027 till 2028", "2027-2028"),
        ("programme.years", "2027\u22122028", "2027-2028"),
        ("programme.years", 2027.0, 2027),
        ("horizon", "8,0", 8),
    ],
)
def test_years_are_read_however_they_are_typed(book, path, key, typed, read):
    """Any dash; and a date that says no more than its year."""
    answer(book, key, typed)
    data = data_of(saved(book, path))
    for inner in key.split("."):
        data = data[inner]
    assert data == read


def test_a_date_that_shows_its_year_alone_is_that_year(book, path):
    """Whatever day it is: the cell says 2024 to who typed it. Another day is asked about."""
    spot = answer(book, "price_year", datetime(2024, 5, 3))
    assert told(saved(book, path)) == [
        f"Insatsen!{spot} (Alla belopp är i priser för år): cellen är ett datum, 2024-05-03"
        " -> skriv bara året, såsom 2024"
    ]
    book["Insatsen"][spot].number_format = "yyyy"
    assert data_of(saved(book, path))["price_year"] == 2024
    answer(book, "price_year", datetime(1905, 7, 16))  # 2024 typed where the format is a date
    book["Insatsen"][spot].number_format = "yyyy-mm-dd"
    assert told(saved(book, path))[0].endswith("ställ cellens format på Allmänt: då visar den 2024")


@pytest.mark.parametrize("word", ["inte känt", "Okänt", "vet ej", "?", "missing", "not known"])
def test_what_is_not_known_can_be_said_in_a_number_cell(book, path, word):
    """And is missing in the file."""
    fill(book["Kostnader"], 1, amount=word, amount__low=None, amount__high=None)
    assert data_of(held(book, path))["costs"]["lokal"]["amount"] == "missing"


def test_an_effect_not_known_is_unknown(book, path):
    """Said of the effect, or of how it is stated."""
    fill(book["Utfall"], 1, effect__kind=None, effect__value="vet inte", effect__basis=None)
    assert data_of(saved(book, path))["outcomes"]["placering"]["effect"] == {"unknown": True}
    fill(book["Utfall"], 1, effect__kind="inte känt", effect__value=None)
    assert data_of(saved(book, path))["outcomes"]["placering"]["effect"] == {"unknown": True}


def test_ids_are_made_of_names(book, path):
    """Also where two are alike, where a name begins with a digit, and where a view has it."""
    fill(book["Betalare"], 3, name="Region", sector="regionen")
    for row, name in enumerate(["Lokal", "LOKAL", "1:a året", "Åäö & é", "???"], start=1):
        fill(book["Kostnader"], row, name=name, amount=5, per="per år", payer="Region")
    fill(book["Kostnader"], 1, amount__low=None, amount__high=None)
    data = data_of(saved(book, path))
    assert list(data["costs"]) == ["lokal", "lokal_2", "n1_a_aret", "aao_e", "costs"]
    assert data["payers"]["region_2"]["name"] == "Region"
    assert data["costs"]["lokal_2"]["payer"] == "region_2"


def test_the_language_of_the_workbook_says_how_numbers_are_read(path):
    """What it says of itself, else that of its sheets' names: 1,250.5 is English."""
    made = new("en", name="Programme")
    answer(made, "participants.per_year", "1,250.5")
    fill(made["Payers"], 1, name="Council", sector="municipality")
    fill(made["Costs"], 1, name="Rent", amount="1,250,000", per="Once", payer="council")
    data = data_of(saved(made, path))
    assert data["participants"]["per_year"] == 1250.5
    assert data["costs"]["rent"]["amount"] == 1_250_000
    answer(made, "language", None)
    assert Workbook.at(saved(made, path)).language == "en"
    answer(made, "language", "svenska")
    assert Workbook.at(saved(made, path)).language == "sv"


# The workbook as it is new -----------------------------------------------------------------------


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_new_workbook_holds_nobody_elses_numbers(path, language):
    """Its examples begin with t.ex. and are not read: what is missing is told, and no more."""
    made = new(language)
    wording = Wording(language, "SEK")
    lines = told(saved(made, path), language)
    assert len(lines) == 3
    assert any(wording.term("fill.payers") in line for line in lines)
    for sheet in made.worksheets[2:-1]:
        examples = [c.value for c in sheet[FIRST - 1] if c.value is not None]
        assert examples
        assert all(text.startswith(wording.term("fill.example")) for text in examples)
        assert not any(c.value for row in sheet.iter_rows(min_row=FIRST) for c in row)


def test_an_english_workbook_has_no_swedish_in_it():
    """Nor a Swedish one English, but for the hidden keys."""
    said = {}
    for language in ("sv", "en"):
        sheets = new(language).worksheets
        cells = (c.value for sheet in sheets for row in sheet.iter_rows() for c in row)
        said[language] = {text for text in cells if isinstance(text, str)}
    keys = {column.key for columns in (PROGRAMME, *TABLES.values()) for column in columns}
    keys |= {f"{key}.{end}" for key in keys for end in ("low", "high")}
    both = said["sv"] & said["en"] - keys
    assert both <= {"SEK", "2027-2029", "Status", "status"} | {t for t in both if "2027" in t}
    assert not any(re.search("[åäö]", text) for text in said["en"])


def test_lists_offer_the_names_that_are_filled_in():
    """Payers from the sheet of payers, outcomes from that of outcomes, words from a hidden one."""
    made = new()
    sources = {
        name: [rule.formula1 for rule in made[name].data_validations.dataValidation]
        for name in SHEETS
    }
    for name in ("Personal", "Kostnader", "Finansiering", "Utfall"):
        assert any("'Betalare'!$A$6" in source for source in sources[name])
    assert any("'Utfall'!$A$6" in source for source in sources["Utfall"])
    assert made["Listor"].sheet_state == "hidden"
    words = [c.value for c in made["Listor"]["B"] if c.value]
    assert words == ["kommunen", "regionen", "staten", "hushåll", "annan"]


def test_an_example_that_is_left_is_never_read(book, path):
    """A row of examples is none; one that somebody has begun to fill in is asked about."""
    fill(book["Kostnader"], 0, amount=5_000)
    assert (
        "Kostnader!B5: en uppgift i en rad med rubriker eller hjälp -> ge den en egen rad"
        in (told(saved(book, path))[0])
    )
    fill(book["Kostnader"], 0, amount="t.ex. 120 000")
    fill(book["Kostnader"], 1, payer="t.ex. Socialnämnden")
    assert told(saved(book, path)) == [
        "Kostnader!F6 (Vem som svarar för kostnaden utan bidrag): t.ex. Socialnämnden är"
        " arbetsbokens exempel -> skriv över det, eller töm cellen"
    ]


# What is wrong -----------------------------------------------------------------------------------


def with_ten_mistakes(book):
    """Return a workbook with ten mistakes, and the line that tells each."""
    answer(book, "participants.per_year", "ungefär 20")
    answer(book, "discounting.rate", 3)
    fill(book["Betalare"], 1, sector="komunen")
    fill(book["Personal"], 1, annual_cost=None, monthly_salary="41.500", oncost_rate="44 %")
    fill(book["Kostnader"], 1, payer="Sosialnämnden", amount=None)
    fill(book["Kostnader"], 2, amount=500, payer="Regionen", per="per år")
    fill(book["Finansiering"], 1, amount=-5_000)
    fill(book["Utfall"], 1, baseline=50, effect__basis=None)
    return [
        "Betalare!B6 (Sektor): ”komunen” finns inte i listan -> menar du kommunen?",
        "Finansiering!C6 (Belopp per år): −5 000 är inte ett belopp, 0 eller mer -> ändra det som"
        " står i cellen, eller töm den",
        "Insatsen!C6 (Hur många som börjar per år): ”ungefär 20” är inget tal -> skriv bara talet,"
        " såsom 1250 eller 12,5; eller inte känt, om det inte är känt",
        "Insatsen!C12 (Diskonteringsränta): 3 är 300 % -> menar du 3 %? Skriv så",
        "Kostnader!C6 (Belopp, lågt): ett osäkert tal är ett värde med både lågt och högt -> fyll"
        " i alla tre cellerna, eller bara värdet",
        "Kostnader!F6 (Vem som svarar för kostnaden utan bidrag): ”Sosialnämnden” finns inte på"
        " bladet Betalare -> menar du Socialnämnden?",
        "Kostnader!A7 (Namn): raden har inget namn -> ge den ett namn, eller töm hela raden",
        "Personal!E6 (Månadslön): 41.500 kan läsas på två sätt -> menar du 41 500 eller 41,5?"
        " Skriv så",
        "Utfall!B6 (Risk per person och år utan insatsen): 50 är 5000 % -> menar du 50 %? Skriv så",
        "Utfall!I6 (Vad den vilar på): cellen är tom -> välj vad effekten vilar på",
    ]


def test_ten_mistakes_are_told_at_ten_cells_in_swedish(book, path, tmp_path):
    """All at once, at the command line."""
    lines = with_ten_mistakes(book)
    done = call("import", saved(book, path), "-o", tmp_path / "x.yaml")
    assert done.returncode == 1
    shown = done.stderr.replace(NB, " ").splitlines()
    assert [line.removeprefix(f"{path}: ") for line in shown[:-1]] == lines
    assert shown[-1] == "10 fel; ingenting är skrivet."
    assert not (tmp_path / "x.yaml").exists()


@pytest.fixture
def client(tmp_path):
    token = "t" * 32
    (tmp_path / "folder").mkdir()
    site = site_of(tmp_path / "folder", tmp_path / "state")
    made = TestClient(app(site, token, frozenset({"testserver"}), 80))
    made.headers["origin"] = "http://testserver"
    made.cookies.set("sroi-80", token)
    return made


def sent(client, path):
    """Return the page that answers a workbook that is sent, as it is read."""
    return client.post("/upload", files={"file": (path.name, path.read_bytes())})


def text_of(page):
    return re.sub(r"<[^>]*>|\s+", " ", page.text).replace(NB, " ").replace("  ", " ")


def test_the_page_tells_the_same_of_a_workbook_that_is_sent(book, path, client):
    """Sheet, cell and heading; nothing of the folder it was kept in meanwhile."""
    lines = with_ten_mistakes(book)
    page = sent(client, saved(book, path))
    assert page.status_code == 422
    shown = re.sub(r"\s+", " ", text_of(page))
    for line in lines:
        where, _, rest = line.partition(": ")
        assert where in shown
        assert rest.replace("->", "→") in shown
    assert "/tmp" not in page.text
    assert "outcomes." not in shown


def test_the_page_tells_what_it_does_not_read(book, path, client, tmp_path):
    """And goes on from there."""
    book.create_sheet("Anteckningar")["A1"] = "fråga Anna"
    page = sent(client, saved(book, path))
    assert "bladet Anteckningar hör inte till arbetsboken och läses inte" in text_of(page)
    assert 'href="/open?file=ifylld.yaml"' in page.text
    assert sroi.load(tmp_path / "folder" / "ifylld.yaml").name == "Trygg start"


WRONG = [
    (
        "Kostnader",
        "amount",
        "120,000",
        "120,000 kan läsas på två sätt -> menar du 120 000 eller 120?",
    ),
    ("Kostnader", "amount", "41.500 kr", "kan läsas på två sätt -> menar du 41 500 eller 41,5?"),
    ("Kostnader", "amount", "20 st", "”20 st” är inget tal -> skriv bara talet, såsom 1250"),
    ("Kostnader", "amount", "5 %", "”5 %” är inget tal"),
    ("Kostnader", "amount", "500 EUR", "”500 EUR” är inget tal"),
    ("Kostnader", "amount", date(2027, 3, 1), "cellen är ett datum, 2027-03-01 -> ställ cellens"),
    ("Kostnader", "amount", time(12, 30), "cellen är ett klockslag, 12:30:00 -> ställ cellens"),
    ("Kostnader", "amount", True, "cellen innehåller SANT, varken tal eller text -> ställ"),
    ("Kostnader", "amount", "#N/A", "cellen visar ett fel, #N/A -> rätta formeln, eller skriv"),
    ("Kostnader", "amount", "=A1+1", "formeln har inget värde ännu -> öppna arbetsboken"),
    ("Kostnader", "years", "2027, 2028", "”2027, 2028” är inte ett eller flera år -> skriv 2027,"),
    ("Kostnader", "years", "2029-2027", "2029-2027 slutar innan det börjar"),
    ("Kostnader", "years", 2020, "2020 är före det första året som räknas, 2027 -> ändra ett av"),
    ("Kostnader", "per", "per månad", "”per månad” finns inte i listan -> menar du per år?"),
    ("Kostnader", "name", date(2027, 1, 1), "cellen är ett datum, 2027-01-01 -> ställ cellens"),
    ("Kostnader", "payer", None, "cellen är tom -> välj någon ur listan"),
    ("Personal", "fte", None, "cellen är tom -> fyll i den"),
    ("Personal", "fte", "-1", "−1 är inte ett antal eller en mängd, 0 eller mer -> ändra det"),
    ("Personal", "monthly_salary", 40_000, "både Kostnad för en heltid per år och Månadslön"),
    ("Personal", "annual_cost", "41 500 kr/mån", "”41 500 kr/mån” är inget tal"),
    ("Utfall", "baseline", 12.5, "12,5 är 1250 % -> menar du 12,5 %? Skriv så"),
    ("Utfall", "baseline", "150 %", "1,5 är inte en sannolikhet eller andel mellan 0 och 1"),
    ("Utfall", "baseline", None, "cellen är tom -> fyll i risken som effekten ändrar"),
    ("Utfall", "effect.kind", None, "cellen är tom -> välj hur effekten anges"),
    ("Utfall", "effect.kind", "okänd", "en effekt är angiven, men som okänd -> välj hur den"),
    ("Utfall", "effect.value", None, "cellen är tom -> fyll i effekten, eller välj att den är"),
    ("Utfall", "effect.value", 4, "ger risken 1,2 med insatsen -> ändra ett av dem"),
    ("Utfall", "cashable.after", "1,5", "1,5 är inget heltal -> skriv ett heltal"),
    ("Utfall", "cashable.after", 2, "cellen är tom -> fyll i den"),
    ("Utfall", "lasts", "lib.se.finns_ej", "biblioteket se har inget värde finns_ej -> "),
    ("Utfall", "follows.outcome", "Placerig", "”Placerig” finns inte på bladet Utfall -> menar"),
    ("Utfall", "name", None, "raden har inget namn -> ge den ett namn, eller töm hela raden"),
]


@pytest.mark.parametrize(("sheet", "key", "typed", "words"), WRONG)
def test_a_mistake_is_told_in_words_of_a_workbook(book, path, sheet, key, typed, words):
    """At its cell, with its heading, in Swedish; never as a file is written."""
    if key in ("amount", "baseline"):
        fill(book[sheet], 1, **{f"{key}__low": None, f"{key}__high": None})
    cell(book[sheet], 1, key).value = typed
    lines = [line.replace(NB, " ") for line in told(saved(book, path))]
    assert any(words in line for line in lines), lines
    for line in lines:
        assert re.match(r"\w+![A-Z]+\d+ \(.+?\): ", line), line
        assert "lib.se" in str(typed) or not re.search(
            r"missing|\{|with a point|med punkt|citattecken|[a-z]_[a-z]+ ", line
        )


ODD = [date(2027, 3, 1), time(12, 30), True, "#N/A", "=A1+1", "ångest 5", -7, 1e30, "{a: 1}"]


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("turn", range(len(ODD)))
def test_no_cell_crashes_whatever_it_holds(book, path, sheet, turn):
    """It is read, or told at its cell."""
    columns = [column for column in TABLES[SHEETS[sheet]] if column.kind != "id"]
    for place, column in enumerate(columns):
        cell(book[sheet], 1, column.key).value = ODD[(place + turn) % len(ODD)]
    lines = told(saved(book, path))
    assert all(re.match(r"\w+![A-Z]+\d+ \(.+?\): ", line) for line in lines), lines


def test_a_cell_is_told_once(book, path):
    """Not also for what follows from it."""
    fill(book["Betalare"], 2, name=None)
    fill(book["Kostnader"], 1, amount="mycket", amount__low=None, amount__high=None)
    lines = told(saved(book, path))
    assert sum("Kostnader!" in line for line in lines) == 1
    assert len({line.partition(" ")[0] for line in lines}) == len(lines)


def test_two_payers_of_one_name_are_told_apart(book, path):
    """Nobody knows which of them another sheet means."""
    fill(book["Betalare"], 3, name="socialnämnden")
    assert told(saved(book, path)) == [
        "Betalare!A8 (Namn): ”socialnämnden” står på två rader -> ge en av dem ett annat namn"
    ]


# What stands elsewhere, or nowhere ----------------------------------------------------------------


ROWS = {"title": 1, "headings": 2, "keys": 3, "help": 4, "examples": 5}


@pytest.mark.parametrize(
    "rows",
    [
        ("title",), ("headings",), ("keys",), ("help",), ("examples",),
        ("title", "keys", "help"), ("headings", "help"), ("headings", "keys"),
        ("title", "keys", "help", "examples"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("sheet", SHEETS)
def test_rows_of_the_workbook_may_be_deleted(book, path, sheet, rows):
    """The columns are known by keys or by headings; without both, the sheet is named."""
    said = data_of(held(book, path))
    for row in sorted((ROWS[name] for name in rows), reverse=True):
        book[sheet].delete_rows(row)
    if "headings" in rows and "keys" in rows:
        assert f"{sheet}!A4: rubrikerna saknas ovanför" in " ".join(told(held(book, path)))
    else:
        assert data_of(held(book, path)) == said


@pytest.mark.parametrize("sheet", SHEETS)
def test_rows_and_columns_may_be_moved(book, path, sheet):
    """A title above, the help below the entries, the columns backwards: all is read."""
    said = data_of(held(book, path))
    rows = [list(row) for row in book[sheet].iter_rows(max_row=8, values_only=True)]
    book[sheet].delete_rows(1, 60)
    order = ([], rows[2], rows[5], rows[6], [], rows[3], rows[4], rows[1])
    for row in order:
        book[sheet].append(row[::-1])
    assert data_of(held(book, path)) == said


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("keys", [True, False])
def test_a_sheet_may_be_sorted(book, path, sheet, keys):
    """The entries above the headings, with the keys or without."""
    said = data_of(held(book, path))
    rows = [list(row) for row in book[sheet].iter_rows(max_row=8, values_only=True)]
    book[sheet].delete_rows(1, 60)
    for row in (rows[5], rows[6], rows[3], rows[4], rows[1], *([rows[2]] if keys else [])):
        book[sheet].append(row)
    assert data_of(held(book, path)) == said


@pytest.mark.parametrize("sheet", SHEETS)
def test_headings_may_be_translated(book, path, sheet):
    """The keys are still there; a title above is no entry, and is named."""
    said = data_of(saved(book, path))
    for heading in book[sheet][2]:
        heading.value = heading.value and f"På mitt språk: {heading.value}"
    book[sheet].insert_rows(1, 2)
    book[sheet]["A1"] = "Min budget 2025"
    assert data_of(saved(book, path)) == said
    assert f"{sheet}!A1: ”Min budget 2025” läses inte" in noticed(path)


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_column_deleted_is_an_empty_one(book, path, sheet):
    """Or the first column that cannot do without it is refused, by its cell; nothing crashes."""
    said = data_of(held(book, path))
    keys = [c.value for c in book[sheet][3]]
    for place, key in reversed(list(enumerate(keys, start=1))):
        values = [book[sheet].cell(row, place).value for row in range(1, 8)]
        book[sheet].delete_cols(place)
        try:
            entry = next(iter(data_of(held(book, path)).get(SHEETS[sheet], {}).values()))
        except ScenarioError as error:
            assert sheet in str(error), key
        else:
            assert values[5] is None or key.split(".")[0] not in entry, key
        book[sheet].insert_cols(place)
        for row, value in enumerate(values, start=1):
            book[sheet].cell(row, place, value)
    assert data_of(held(book, path)) == said


@pytest.mark.parametrize(
    "damage",
    [
        lambda sheet: sheet.delete_rows(1),
        lambda sheet: sheet.delete_rows(1, 2),
        lambda sheet: sheet.delete_cols(1),
        lambda sheet: sheet.delete_cols(6),
        lambda sheet: sheet.delete_cols(2),
        lambda sheet: sheet.insert_rows(1, 3),
        lambda sheet: sheet.insert_cols(1, 2),
        lambda sheet: sheet.move_range("A5:F5", rows=25),
    ],
)
def test_the_questions_may_be_moved(book, path, damage):
    """Headings, keys, help or questions deleted, rows and columns moved: the answers are read."""
    said = data_of(held(book, path))
    damage(book["Insatsen"])
    assert data_of(held(book, path)) == said


@pytest.mark.parametrize(
    ("sheet", "at", "content", "words"),
    [
        ("Kostnader", "B3", "belopp", None),
        ("Kostnader", "B3", None, None),
        ("Kostnader", "B2", "Kostnad", None),
        ("Kostnader", "B2", "Namn", "Kostnader!B2: rubriken passar inte kolumnens nyckel, amount"),
        ("Kostnader", "A3", "amount", "Kostnader!B2: kolumnen Belopp finns två gånger"),
        ("Kostnader", "R9", 5, "Kostnader!R9: kolumnen har ingen rubrik -> ge den en rubrik"),
        ("Betalare", "B2", 5, "Betalare!B2 (Sektor): ”5” finns inte i listan"),
        ("Personal", "C4", 5, "Personal!C4: en uppgift i en rad med rubriker eller hjälp"),
        ("Insatsen", "B4", "Vilka år?", None),
        ("Insatsen", "A4", "name", "Insatsen!C4: frågan finns två gånger, också på rad 3"),
        ("Insatsen", "C40", 5, "Insatsen!C40: ett svar utan fråga på detta blad"),
        ("Insatsen", "H4", "se nedan", "Insatsen!H4: en cell bredvid frågorna och svaren"),
        ("Insatsen", "F4", 5, "Insatsen!F4: en cell bredvid frågorna och svaren"),
        ("Insatsen", "D3", 5, "Insatsen!D3 (Namn, lågt): Namn har ett enda värde, utan lågt och"),
        ("Kostnader", "D6", None, "Kostnader!C6 (Belopp, lågt): ett osäkert tal är ett värde"),
        ("Kostnader", "A600", "x", "Kostnader!A600: innehåll bortom rad 500"),
        ("Kostnader", "DZ4", "x", "Kostnader!DZ4: innehåll bortom rad 500 eller kolumn DP"),
    ],
)  # fmt: skip
def test_nothing_is_dropped_that_has_no_place(book, path, sheet, at, content, words):
    """A key or a heading changed, emptied or written twice, or a cell outside: read, or told."""
    said = data_of(saved(book, path))
    book[sheet][at] = content
    saved(book, path)
    if words is None:
        assert data_of(path) == said
    else:
        assert any(words in line for line in told(path)), told(path)


def test_a_column_renamed_altogether_is_asked_about(book, path):
    """Neither its key nor its heading is known, and a column of the workbook's is missing."""
    book["Kostnader"]["B2"], book["Kostnader"]["B3"] = "Kronor", "kronor"
    lines = told(saved(book, path))
    assert any(
        "ingen kolumn på bladet heter ”Kronor” -> ge den rubriken tillbaka" in x for x in lines
    )
    assert any("kolumnen Belopp saknas -> sätt tillbaka den" in line for line in lines)


def test_what_is_somebodys_own_is_named_and_left(book, path, tmp_path):
    """A sheet, a column, a note where nothing is read: one line each, and the rest is read."""
    said = data_of(saved(book, path))
    book.create_sheet("Anteckningar")["A1"] = "fråga Anna"
    book.create_sheet("Tomt")
    book["Kostnader"]["Q2"], book["Kostnader"]["Q6"] = "Konto", 4410
    book["Kostnader"]["Q9"] = "att göra"
    book["Börja här"]["A30"] = "klart till fredag"
    book["Insatsen"]["B30"] = "Beslut i maj"
    assert data_of(saved(book, path)) == said
    lines = [
        "bladet Anteckningar hör inte till arbetsboken och läses inte",
        "Börja här!A30: ”klart till fredag” läses inte",
        "Insatsen!B30: ”Beslut i maj” läses inte",
        "Kostnader!Q2: kolumnen Konto hör inte till arbetsboken och läses inte",
    ]
    assert sorted(noticed(path)) == sorted(lines)
    done = call("import", path, "-o", tmp_path / "x.yaml")
    assert done.returncode == 0
    assert all(line in done.stderr for line in lines)


def test_a_sheet_renamed_is_known_by_its_headings(book, path):
    """And named; a copy of it is refused, and so is one deleted."""
    said = data_of(saved(book, path))
    book["Kostnader"].title = "Kostnader 2027"
    assert data_of(saved(book, path)) == said
    assert noticed(path) == ["bladet Kostnader 2027 läses som Kostnader"]
    copy = book.copy_worksheet(book["Kostnader 2027"])
    copy.title = "Costs"
    same = "Kostnader: bladen Costs och Kostnader 2027 är samma del -> behåll en av dem"
    assert same in told(saved(book, path))
    del book["Costs"], book["Kostnader 2027"]
    assert told(saved(book, path)) == [
        "Kostnader: bladet Kostnader saknas -> behåll det, även tomt"
    ]


# Workbooks of an earlier version ------------------------------------------------------------------


def test_an_earlier_workbook_is_read(path):
    """Ids, keys in sight, English words, a cashable share alone."""
    data = data_of(saved(earlier(), path))
    assert data["costs"]["lokal"]["amount"] == {"low": 100_000, "base": 120_000, "high": 150_000}
    assert data["staffing"]["socionom"] == {
        "role": "Socionom", "fte": 1, "annual_cost": 700_000, "payer": "social",
    }  # fmt: skip
    assert data["outcomes"]["anm"]["cashable"] == {"share": {"low": 0.4, "base": 0.5, "high": 0.6}}
    assert data["outcomes"]["anm"]["effect"] == {"relative_risk": 0.8, "basis": "expert"}
    assert data["payers"]["social"]["sector"] == "municipality"


@pytest.mark.parametrize("row", [1, 2, 3])
@pytest.mark.parametrize("sheet", SHEETS)
def test_an_earlier_workbook_is_read_without_headings_keys_or_help(path, sheet, row):
    """One of them is enough."""
    made = earlier()
    said = data_of(held(made, path))
    made[sheet].delete_rows(row)
    assert data_of(held(made, path)) == said


def test_an_id_on_two_rows_is_refused(path):
    """As it always was."""
    made = earlier()
    made["Kostnader"].append(["lokal", "Annat", 5, None, None, "year", None, "social"])
    assert told(saved(made, path)) == [
        "Kostnader!A5 (Id): id lokal står på två rader -> ge en av dem ett annat id"
    ]
    made["Kostnader"]["A5"] = "Annan lokal"
    assert told(saved(made, path))[0].startswith("Kostnader!A5 (Id): 'Annan lokal' är inget id")


# The file -----------------------------------------------------------------------------------------


def test_a_formula_counts_as_the_value_last_shown(book, path):
    """It is never evaluated: without a stored value nobody knows what it says."""
    fill(book["Kostnader"], 1, amount="=1000*120")
    assert "Kostnader!B6 (Belopp): formeln har inget värde ännu" in told(saved(book, path))[0]


def test_a_formula_that_shows_nothing_is_an_empty_cell(book, path, tmp_path):
    """=IF(…; ""; …) has a value, which is no text at all."""
    said = data_of(saved(book, path))
    cell(book["Kostnader"], 1, "note").value = '=IF(TRUE,"","x")'
    spot = cell(book["Kostnader"], 1, "note").coordinate.encode()
    target = tmp_path / "shown.xlsx"
    with zipfile.ZipFile(saved(book, path)) as source, zipfile.ZipFile(target, "w") as packed:
        for name in source.namelist():
            content = source.read(name)
            if b"IF(TRUE" in content:
                found = rb'(r="' + spot + rb'"[^>]*?)( t="\w+")?>'
                content = re.sub(found, rb'\1 t="str">', content)
            packed.writestr(name, content)
    assert data_of(target) == said


def refused(path):
    with pytest.raises(ScenarioError) as caught:
        read(path)
    return str(caught.value)


def test_what_is_no_workbook_is_told(tmp_path):
    """Nothing in it, text, nothing there, another workbook."""
    text = tmp_path / "a.xlsx"
    text.write_bytes(b"")
    assert "the file is empty" in refused(text)
    text.write_text("not a workbook")
    assert "save it as .xlsx" in refused(text)
    assert "cannot be read" in refused(tmp_path / "nothing.xlsx")
    other = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(other)
    assert "start with: sroi new FILE.xlsx" in refused(other)


def test_a_zip_bomb_is_refused(tmp_path):
    """By what it would unpack to, before anything is unpacked; and by its size."""
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 80_000_000)
    assert "unpacks to 80000000 bytes" in refused(bomb)
    large = tmp_path / "large.xlsx"
    large.write_bytes(b"0" * (MAX_BYTES + 1))
    assert "a filled-in workbook is smaller" in refused(large)


def test_entities_are_not_expanded(book, path, tmp_path):
    """XML that defines entities is refused, not read."""
    source, target = saved(book, path), tmp_path / "entities.xlsx"
    with zipfile.ZipFile(source) as given, zipfile.ZipFile(target, "w") as packed:
        for name in given.namelist():
            content = given.read(name)
            if name.endswith("sheet1.xml"):
                head, _, rest = content.partition(b"?>")
                evil = b'<!DOCTYPE x [<!ENTITY a "boom">]>'
                content = (head + b"?>" if rest else b"") + evil + (rest or head)
            packed.writestr(name, content)
    assert "not a workbook" in refused(target)


@pytest.mark.parametrize("seed", range(25))
def test_a_damaged_workbook_is_told_wherever_it_is_damaged(book, path, seed):
    """Never a traceback: it can be read all the same, or it is no workbook any more."""
    content = bytearray(saved(book, path).read_bytes())
    for place in random.Random(seed).sample(range(len(content)), 40):
        content[place] ^= 0xFF
    path.write_bytes(content)
    with suppress(ScenarioError):
        read(path)


def test_the_commands(book, tmp_path):
    """New, import, check, run: real processes from an empty folder."""
    assert call("new", "t.xlsx", "--yes", cwd=tmp_path).returncode == 0
    empty = call("import", "t.xlsx", "-o", "t.yaml", cwd=tmp_path)
    assert empty.returncode == 1
    assert "t.xlsx: Insatsen!C3 (Namn): cellen är tom -> fyll i den" in empty.stderr
    saved(book, tmp_path / "t.xlsx")
    done = call("import", "t.xlsx", "-o", "t.yaml", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    made = simulate(sroi.load(tmp_path / "t.yaml"), 64)
    assert made.base_value("pv_costs", "public") > 0
    assert made.base_value("pv_benefits", "public") > 0
    again = call("import", "t.xlsx", "-o", "t.yaml", cwd=tmp_path)
    assert again.returncode == 2
    assert "t.yaml finns redan; välj ett annat namn" in again.stderr


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("14 av 47", {"events": 14, "of": 47}),
        ("14 of 47", {"events": 14, "of": 47}),
    ],
)
def test_counts_are_typed_as_they_are_said(book, path, typed, read):
    """So many of so many."""
    fill(book["Utfall"], 1, baseline=typed, baseline__low=None, baseline__high=None)
    assert data_of(saved(book, path))["outcomes"]["placering"]["baseline"] == read


def test_a_cost_may_be_without_a_price(book, path):
    """In the words of the page."""
    fill(book["Kostnader"], 1, amount="Utan pris", amount__low=None, amount__high=None)
    assert "unpriced" in [cost["amount"] for cost in data_of(saved(book, path))["costs"].values()]


def test_mistakes_in_the_younger_columns_are_told_at_their_cells(book, path):
    """Months, shares, counts, services and choices, each at its cell, in Swedish."""
    fill(book["Insatsens delar"], 1, name="Samtal", per_year="många")
    fill(book["Påståenden"], 1, text="Bra.", says="grannar", direction="bättre", of="nästan alla")
    fill(book["Kostnader"], 1, to="hösten 2028", serves="Samtal mest", per="per hembesök")
    fill(book["Personal"], 1, vacancy="20", hours="ett par")
    lines = told(saved(book, path))
    expected = {
        "Insatsens delar!C6": "inget tal",
        "Påståenden!B6": "inte i listan",
        "Påståenden!D6": "44 av 47",
        "Kostnader!J6": "ingen månad",
        "Kostnader!K6": "namn med andelar",
        "Kostnader!E6": "inte i listan",
        "Personal!R6": "inget tal",
        "Personal!Z6": "menar du 20",
    }
    for place, words in expected.items():
        assert any(place in line and words in line for line in lines), (place, lines)
