"""Whole stories on the page, as a Swede types and clicks: from nothing to the file one sends.

The programme is a family therapist at 41 500 kr a month with 45,26 % on top, and rooms at
120 000 kr a year, for three years: 41 500 · 12 · 1.4526 + 120 000 = 843 394.80 kr a year,
2 530 184 kr in all.
Eight children a year, of whom 25 % would be placed at 620 000 kr: 6 placements in three years.
"""

import pytest

from tests.served import browser, needs_chromium, serving

pytestmark = needs_chromium
YEARLY = 41_500 * 12 * 1.4526 + 120_000
TOTAL = 3 * YEARLY
PLACEMENT = 620_000
EXPECTED = 3 * 8 * 0.25
OPEN = """element => {
  for (let d = element.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
}"""


@pytest.fixture
def served(tmp_path):
    with serving(tmp_path) as running:
        yield running


def answered(page, act):
    """Do something and wait until its answer is on the page."""
    with page.expect_response(lambda r: r.request.method == "POST") as answer:
        act()
    assert answer.value.status == 200, answer.value.text()
    page.locator("#counting").wait_for(state="hidden")


def click(page, place):
    """Click in the middle of something with the mouse."""
    place.evaluate(OPEN)
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    page.mouse.click(box["x"] + min(box["width"] / 2, 40), box["y"] + box["height"] / 2, delay=60)


def typed(page, path, text):
    """Click in a field, and type over what stands there."""
    place = page.locator(f'[id="f-{path}"]')
    click(page, place)
    page.keyboard.press("Control+A")
    answered(page, lambda: page.keyboard.type(text))
    page.wait_for_load_state("networkidle")


def chosen(page, path, value):
    """Choose one of several, whichever way the page shows them."""
    places = page.locator(f'[name="{path}"]')
    if places.first.evaluate("e => e.type === 'radio'"):
        answered(page, lambda: click(page, page.locator(f'[name="{path}"][value="{value}"]')))
        return
    places.first.evaluate(OPEN)
    if places.first.input_value() != value:
        answered(page, lambda: places.first.select_option(value))


def added(page, section, name):
    """Type the name of a new part, and press Enter."""
    place = page.locator(f"#add-{section}")
    click(page, place)
    page.keyboard.type(name)
    answered(page, lambda: page.keyboard.press("Enter"))


def emptied(page):
    """Take away every part that a new scenario has, with the mouse."""
    for section in ("outcomes", "funding", "costs", "staffing", "payers"):
        remove = page.locator(f'#s-{section.replace("payers", "who")} button[value^="remove "]')
        while remove.count():
            answered(page, lambda first=remove.first: click(page, first))


def programme(page, served, name):
    """Make a programme that pays for a therapist and for rooms, with nothing from before."""
    page.goto(served.url)
    page.get_by_label("Vad heter insatsen").fill(name)
    page.get_by_role("button", name="Skapa").click()
    page.locator("#result").wait_for()
    emptied(page)
    typed(page, "programme.years", "2027–2029")
    typed(page, "participants.per_year", "8")
    for payer, sector in (("Socialnämnden", "municipality"), ("Länsstyrelsen", "state")):
        added(page, "payers", payer)
        chosen(
            page,
            f"payers.{'lansstyrelsen' if sector == 'state' else 'socialnamnden'}.sector",
            sector,
        )
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


def test_x(served):
    with browser() as page:
        programme(page, served, "Trygg hemma")
        page.wait_for_timeout(1500)
        page.screenshot(path="/tmp/hand/png/story.png")
        print(page.locator("#result").inner_text())
