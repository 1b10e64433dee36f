"""Workbooks to read in, as people fill them in: the new one, and one of an earlier version."""

import io
import shutil
import subprocess

import openpyxl

from sroi.report.template import KEYS, template
from sroi.wording import Wording

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
SHEETS = {
    "Betalare": "payers", "Personal": "staffing", "Kostnader": "costs", "Finansiering": "funding",
    "Utfall": "outcomes",
}  # fmt: skip
FIRST = 6  # the first row to fill in


def new(language="sv", **answers):
    """Return the workbook to fill in, open, with what is answered by default."""
    known = {"language": language, "currency": "SEK", "price_year": 2024, "first_year": 2027}
    known |= {"horizon": 8, "discounting.rate": 0.03, "programme.years": "2027-2029"}
    content = template(known | answers, Wording(language, "SEK"))
    return openpyxl.load_workbook(io.BytesIO(content))


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
