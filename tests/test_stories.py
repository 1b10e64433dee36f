"""Whole stories on the page, as a Swede types and clicks: from nothing to the file one sends.

The programme is a family therapist at 41 500 kr a month with 45,26 % on top, and rooms at
120 000 kr a year: 41 500 · 12 · 1.4526 + 120 000 = 843 394.80 kr a year, 2 530 184 kr in three.
Eight children a year, of whom 25 % would be placed at 620 000 kr: 6 placements in three years.
"""

import math

import docx
import pytest

from tests.hands import added, answered, cells, chosen, click, saved, typed
from tests.served import born, browser, needs_chromium, serving

pytestmark = needs_chromium
YEARLY = 41_500 * 12 * 1.4526 + 120_000
TOTAL = 3 * YEARLY
PLACEMENT = 620_000
EXPECTED = 3 * 8 * 0.25
PAYERS = (
    ("Socialnämnden", "socialnamnden", "municipality"),
    ("Länsstyrelsen", "lansstyrelsen", "state"),
)


@pytest.fixture
def served(tmp_path):
    with serving(tmp_path) as running:
        yield running


def programme(page, served, name):
    """Make a programme that pays for a therapist and for rooms, with nothing from before."""
    born(page, served, name, "8")
    typed(page, "programme.years", "2027–2029")
    for payer, ident, sector in PAYERS:
        added(page, "payers", payer)
        chosen(page, f"payers.{ident}.sector", sector)
    post = "staffing.familjebehandlare"
    added(page, "staffing", "Familjebehandlare")
    typed(page, f"{post}.fte", "1,0")
    typed(page, f"{post}.monthly_salary", "41 500 kr")
    typed(page, f"{post}.oncost_rate", "45,26 %")
    chosen(page, f"{post}.payer", "socialnamnden")
    added(page, "costs", "Lokal")
    typed(page, "costs.lokal.amount", "120 000 kr")
    chosen(page, "costs.lokal.payer", "socialnamnden")
    outcome = "outcomes.placeringar"
    added(page, "outcomes", "Placeringar")
    typed(page, f"{outcome}.baseline", "25 %")
    chosen(page, f"{outcome}.effect.kind", "unknown")
    typed(page, f"{outcome}.lasts", "1")
    typed(page, f"{outcome}.unit_cost", "620 000 kr")
    chosen(page, f"{outcome}.payer", "socialnamnden")


def granted(page, amount):
    """Ask the county board for an amount a year towards the therapist's salary."""
    added(page, "funding", "Föräldrastöd")
    chosen(page, "funding.foraldrastod.payer", "lansstyrelsen")
    typed(page, "funding.foraldrastod.amount", amount)
    covers = page.locator('[name="funding.foraldrastod.covers"][value*="familjebehandlare"]')
    answered(page, lambda: click(page, covers))


def tkr(text):
    """Return an amount in thousands of kronor as it is read."""
    digits = text.split("\n")[0].replace("\u2212", "-")
    return int("".join(c for c in digits if c in "-0123456789"))


def test_three_alternatives_of_who_pays_are_told_apart(served):
    """Grants in kronor: the board bears the cost less the grant, and the first table says so."""
    names = ["Utan bidrag", "Med 600 000", "Med 300 000"]
    with browser() as page:
        programme(page, served, names[0])
        saved(page)
        granted(page, "600 000")
        saved(page, names[1])
        typed(page, "funding.foraldrastod.amount", "300 000 kr")
        saved(page, names[2])
        page.get_by_role("link", name="Jämför", exact=True).click()
        for file in ("utan_bidrag.yaml", "med_600_000.yaml", "med_300_000.yaml"):
            click(page, page.locator(f'[name="file"][value="{file}"]'))
        click(page, page.get_by_role("button", name="Jämför"))
        first = page.locator("#compared table").first
        first.wait_for()
        heads, rows = first.locator("thead th").all_inner_texts(), cells(first)
        sentences = page.locator("#compared li").all_inner_texts()
    grants = {"Utan bidrag": 0, "Med 600 000": 600_000, "Med 300 000": 300_000}
    columns = [
        grants[name] for head in heads for name in names if name.casefold() in head.casefold()
    ]
    assert sorted(columns) == [0, 300_000, 600_000]
    board = next(cells for row, cells in rows.items() if row.startswith("Socialnämnden"))
    every = next(cells for row, cells in rows.items() if row.startswith("Alla kostnader"))
    assert [tkr(text) for text in board] == [round((TOTAL - 3 * g) / 1e3) for g in columns]
    assert [tkr(text) for text in every] == [round(TOTAL / 1e3)] * 3
    fund = next(cells for row, cells in rows.items() if row.startswith("Länsstyrelsen"))
    assert [tkr(text) for text in fund] == [round(3 * g / 1e3) for g in columns]
    assert any("betalar" in sentence for sentence in sentences)


def test_an_applicant_goes_from_nothing_to_a_word_file(served):
    """What is typed is what stands in the attachment: cost, who pays, unknown, break-even."""
    with browser() as page:
        programme(page, served, "Trygg hemma")
        granted(page, "600 000 kr")
        page.locator("#figures:not(.outdated) img").last.wait_for()
        click(page, page.locator("#tools .menu > summary"))
        with page.expect_download() as taken:
            click(page, page.get_by_role("link", name="Bilaga till ansökan, Word"))
        assert taken.value.suggested_filename == "trygg_hemma-bilaga.docx"
        document = docx.Document(taken.value.path())
    tables = [[[c.text for c in row.cells] for row in table.rows] for table in document.tables]
    rows = [" ".join(row) for table in tables for row in table]
    text = "\n".join([*(p.text for p in document.paragraphs), *rows])
    plain = text.replace("\u00a0", " ")
    for words in ("Trygg hemma", "Familjebehandlare", "Socialnämnden", "Länsstyrelsen", "okänd"):
        assert words in plain, words
    assert "2027–2029" in plain
    assert "41 500" in plain
    assert "45,3 %" in plain or "45,26 %" in plain
    assert f"{round(TOTAL / 1e3):,}".replace(",", " ") in plain
    assert f"{round((TOTAL - 1_800_000) / 1e3)}" in plain
    needed = math.ceil(TOTAL / PLACEMENT)
    assert f"{needed} av de {EXPECTED:g} som väntas" in plain
