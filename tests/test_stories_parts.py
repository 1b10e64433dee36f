"""A story on the page, as a Swede types and clicks it: groups, home visits, what has no price.

A nurse at 600 000 kr a year, 60 % of whose time goes to home visits: 0.6 · 600 000 · 2 = 720 000 kr
in two years. The visits were counted, 90 in 18 months, so by Jeffreys' prior (90 + 1/2) / 1.5 a
year are expected, 121 in two years; one costs 720 000 / 120.67 = 5 967 kr and what has no price.
"""

import pytest

import sroi
from sroi.questions.budget.compute import budget
from tests.hands import added, answered, cells, chosen, click, saved, typed
from tests.served import born, browser, needs_chromium, serving

pytestmark = needs_chromium
VISITS = 2 * 90.5 / 1.5
OF_ONE = 0.6 * 600_000 * 2 / VISITS
GROUPS = (("Remitterade", "remitterade", "12"), ("Öppet", "oppet", "35"))


@pytest.fixture
def served(tmp_path):
    with serving(tmp_path) as running:
        yield running


def begun(page, served):
    """Begin a programme of two years that a board pays for."""
    born(page, served, "Tidigt stöd", "9")
    typed(page, "programme.years", "2027–2028")
    added(page, "payers", "Socialnämnden")
    chosen(page, "payers.socialnamnden.sector", "municipality")
    added(page, "staffing", "Sjuksköterska")
    typed(page, "staffing.sjukskoterska.fte", "1")
    typed(page, "staffing.sjukskoterska.annual_cost", "600 000 kr")


def grouped(page):
    """Say who starts in each of two groups, as counted in 62 months, and the risk of each."""
    for name, ident, events in GROUPS:
        added(page, "participants.groups", name)
        place = f"participants.groups.{ident}.per_year"
        chosen(page, f"{place}|form", "counts_over_time")
        typed(page, place, events)
        typed(page, f"{place}-months", "62")
    added(page, "outcomes", "Placeringar")
    typed(page, "outcomes.placeringar.unit_cost", "620 000 kr")
    for (_, ident, _), risk in zip(GROUPS, ("8 %", "0,2 %"), strict=True):
        typed(page, f"outcomes.placeringar.by_group.{ident}.baseline", risk)


def delivered(page):
    """Say what is delivered, what of the post goes to it, and what nobody has priced."""
    added(page, "services", "Hembesök")
    place = "services.hembesok.per_year"
    chosen(page, f"{place}|form", "counts_over_time")
    typed(page, place, "90")
    typed(page, f"{place}-months", "18")
    typed(page, "staffing.sjukskoterska.serves.hembesok", "60 %")
    added(page, "costs", "Lånad lokal")
    chosen(page, "costs.lanad_lokal.amount|form", "unpriced")
    chosen(page, "costs.lanad_lokal.per", "hembesok")


def told(page):
    """Say what parents say: who says it, and of how many."""
    added(page, "claims", "Föräldrar litar på teamet.")
    place = "claims.foraldrar_litar_pa_teamet"
    chosen(page, f"{place}.says", "participants")
    chosen(page, f"{place}.direction", "better")
    typed(page, f"{place}.of.events", "44")
    typed(page, f"{place}.of.of", "47")
    chosen(page, f"{place}.about.outcome", "placeringar")


def test_a_programme_with_groups_and_visits_is_filled_in_and_saved(served, tmp_path):
    """All of it without a key of the file, and the file says it as the command line reads it."""
    with browser() as page:
        begun(page, served)
        grouped(page)
        delivered(page)
        told(page)
        assert "Kostnaden är minst" in page.locator("#result .headline").inner_text()
        legends = page.locator("#s-costs legend").all_text_contents()
        assert any(text.startswith("Lånad lokal (utan pris)") for text in legends)
        table = page.locator("#result table", has_text="Vad som levereras, och vad ett kostar")
        one = cells(table)["Hembesök"][-1].split("\n")[0].replace("\u00a0", " ")
        assert one == f"minst {round(OF_ONE):,} kr".replace(",", " ")
        page.locator("#figures:not(.outdated) img[src*='/budget']").wait_for()
        beneath = page.locator("figure:has(img[src*='/budget'])")
        assert page.locator("#figures img[src*='/logic']").count() == 1
        click(page, beneath.locator("summary"))
        own = beneath.locator("table").first.locator("tbody tr").first.inner_text()
        assert own.replace("\u00a0", " ").split("\t")[:2] == ["2027", "600"]
        saved(page)
        remove = page.locator('[value="remove claims.foraldrar_litar_pa_teamet"]')
        answered(page, lambda: click(page, remove))
        answered(page, lambda: click(page, page.locator("#undo")))
    scenario = sroi.load(next(tmp_path.glob("*.yaml")))
    assert scenario.unpriced == ["costs.lanad_lokal"]
    assert [claim.says for claim in scenario.claims.values()] == ["participants"]
    assert list(scenario.groups) == [ident for _, ident, _ in GROUPS]
    assert list(scenario.outcomes["placeringar"].by_group) == [ident for _, ident, _ in GROUPS]
    assert budget(scenario, 16).payers["all"].base["cost"][0] == pytest.approx(600_000)
