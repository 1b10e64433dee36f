"""Workbooks to read in, as people fill them in: the new one, and one of an earlier version."""

import io
import shutil
import subprocess
from datetime import datetime
from functools import cache

import openpyxl

from sroi.intake.template import KEYS, template
from sroi.wording import Wording

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
SHEETS = {
    "Betalare": "payers", "Personal": "staffing", "Kostnader": "costs", "Finansiering": "funding",
    "Utfall": "outcomes",
}  # fmt: skip
YOUNG = {"Insatsens delar": "services", "Grupper": "groups", "Påståenden": "claims"}
NB, NARROW = "\u00a0", "\u202f"
FIRST = 6  # the first row to fill in


def new(language="sv", **answers):
    """Return the workbook to fill in, open, with what is answered by default."""
    known = {"language": language, "currency": "SEK", "price_year": 2024, "first_year": 2027}
    known |= {"horizon": 8, "discounting.rate": 0.03, "programme.years": "2027-2029"}
    return openpyxl.load_workbook(io.BytesIO(_written(language, tuple((known | answers).items()))))


@cache
def _written(language, answers):
    return template(dict(answers), Wording(language, "SEK"))


def cell(sheet, row, key):
    """Return the cell of a column in a row to fill in, counted from 1."""
    place = next(c.column for c in sheet[KEYS + 1] if c.value == key)
    return sheet.cell(FIRST - 1 + row, place)


def fill(sheet, row, **values):
    """Fill in a row; two underscores stand for a point."""
    for key, value in values.items():
        cell(sheet, row, key.replace("__", ".")).value = value


def answer(book, key, value, place=3):
    """Answer a question about the programme."""
    sheet = book.worksheets[1]
    row = next(c.row for c in sheet["A"] if c.value == key)
    sheet.cell(row, place, value)
    return f"C{row}"


def as_a_swede_does():
    """Return a workbook filled in without a thought of formats, ids, or English."""
    book = new()
    for key, value in {
        "name": "Trygg start", "programme.years": "2027–2029", "participants.unit": "familj",
        "participants.per_year": "35", "participants.completion": "100 %", "first_year": "2027",
        "price_year": datetime(2024, 1, 1), "discounting.rate": "3 %",
    }.items():  # fmt: skip
        answer(book, key, value)
    for row, (name, sector) in enumerate(
        [("Socialnämnden", "kommunen"), ("Regionen", "Region"), ("Staten", "staten")], start=1
    ):
        fill(book["Betalare"], row, name=name, sector=sector)
    fill(book["Betalare"], 4, name="Arvsfonden", sector="fond")
    post = {"role": "Kurator", "oncost_rate": "44,5 %", "payer": "Socialnämnden"}
    fill(book["Personal"], 1, **post, fte="0,5", monthly_salary="41 500")
    fill(book["Personal"], 2, **post, fte="50 %", monthly_salary=f"41{NB}500 kr/mån")
    costs = [
        ("Lokal", "1 250", "per år"), ("Utbildning", f"1{NB}250{NARROW}000", "totalt"),
        ("Uppstart", "1 250 000 kr", "en gång"), ("Material", "12,5", "per deltagare"),
        ("Resor", "120 tkr", "PER ÅR"), ("Tolk", "inte känt", "per år"),
    ]  # fmt: skip
    for row, (name, amount, per) in enumerate(costs, start=1):
        fill(book["Kostnader"], row, name=name, amount=amount, per=per, payer="socialnamnden")
    fill(
        book["Finansiering"], 1, name="Bidrag", payer="Arvsfonden", amount="600 000 kr/år",
        years="2027—2028", status="sökt",
    )  # fmt: skip
    fill(
        book["Utfall"], 1, name="Placering", baseline="25 %", effect__kind="okänd", lasts="2 år",
        unit_cost="1,2 mkr", cashable__share=0.25, cashable__step="1", payer="Socialnämnden",
    )  # fmt: skip
    fill(
        book["Utfall"], 2, name="Ohälsa", baseline="0,3", effect__kind="andel som undviks",
        effect__value="20 %", effect__basis="jämförelsegrupp", unit_cost="5 000", payer="Regionen",
    )  # fmt: skip
    fill(
        book["Utfall"], 3, name="Vårddygn", follows__outcome="Ohälsa", follows__per_event="2,5",
        unit_cost=4_000, payer="regionen",
    )  # fmt: skip
    return book


def resaved(path):
    """Return the workbook as a spreadsheet saves it."""
    beside = path.parent / "resaved"
    command = [OFFICE, "--headless", f"-env:UserInstallation=file://{path.parent}/office"]
    command += ["--convert-to", "xlsx", "--outdir", beside, path]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return beside / path.name


EARLIER = {  # the keys of an earlier workbook, its headings, its help, and its one row
    "Betalare": ("id name sector", "Id|Namn|Sektor", ["social", "Socialnämnden", "municipality"]),
    "Personal": (
        "id role fte fte.low fte.high annual_cost payer",
        "Id|Yrke eller roll|Årsarbetare|Lågt (5 %)|Högt (95 %)|Kostnad för en heltid per år|"
        "Vem som svarar för kostnaden utan bidrag: betalarens id",
        ["socionom", "Socionom", 1, None, None, 700_000, "social"],
    ),
    "Kostnader": (
        "id name amount amount.low amount.high per years payer note",
        "Id|Namn|Belopp|Lågt (5 %)|Högt (95 %)|Per|År (annars insatsens)|"
        "Vem som svarar för kostnaden utan bidrag: betalarens id|Anteckning",
        ["lokal", "Lokal", 120_000, 100_000, 150_000, "year", None, "social", None],
    ),
    "Finansiering": (
        "id name payer amount status",
        "Id|Namn|Vem som ger pengarna: betalarens id|Belopp per år|Status",
        ["bidrag", "Bidrag", "social", 5_000, "granted"],
    ),
    "Utfall": (
        "id name baseline effect.kind effect.value effect.basis cashable cashable.low "
        "cashable.high unit_cost payer",
        "Id|Namn|Risk per person och år utan insatsen|Hur effekten anges|Effekten|Vad den vilar på|"
        "Andel som kan tas hem ur en budget|Lågt (5 %)|Högt (95 %)|Kostnad för en händelse|"
        "Vem som slipper kostnaden: betalarens id",
        ["anm", "Anmälan", 0.3, "relative_risk", 0.8, "expert", 0.5, 0.4, 0.6, 7_000, "social"],
    ),
}
QUESTIONS = {
    "name": ("Namn", "Tidigare"), "language": ("Språk", "sv"), "currency": ("Valuta", "SEK"),
    "price_year": ("Alla belopp är i priser för år", 2024),
    "first_year": ("Första år som räknas", 2025), "horizon": ("Antal år som räknas", 8),
    "discounting.rate": ("Diskonteringsränta (0,03 = 3 %)", 0.03),
    "programme.years": ("År som insatsen pågår", "2025-2026"),
    "participants.unit": ("Vad en deltagare är (familj, barn …)", "familj"),
    "participants.per_year": ("Hur många som börjar per år", 20),
}  # fmt: skip


def earlier():
    """Return a filled-in workbook of an earlier version: ids, keys in sight, English words."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Insatsen"
    page.append([None, "Fråga", "värde", "Lågt (5 %)", "Högt (95 %)", "Hjälp"])
    for key, (question, said) in QUESTIONS.items():
        page.append([key, question, said, None, None, "Text."])
    for name, (keys, headings, row) in EARLIER.items():
        page = book.create_sheet(name)
        page.append(headings.split("|"))
        page.append(keys.split(" "))
        page.append(["Ett kort id: a–z, siffror och _. Skriv över exemplet.", "Text."])
        page.append(row)
    return book
