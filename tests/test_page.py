"""The three users' stories in a real browser, from the first page to the file they take away."""

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import docx
import openpyxl
import pytest
import yaml

from tests.filled import as_a_swede_does
from tests.served import browser, needs_chromium, programmes, serving

pytestmark = needs_chromium
OPEN = """element => {
  for (let d = element.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
}"""


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with serving(programmes(tmp_path_factory.mktemp("page"))) as running:
        yield running


def sroi(*arguments):
    """Run the command line and return what it prints."""
    command = [sys.executable, "-m", "sroi", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    return done.stdout


def figures(file, *more):
    """Return the JSON of a run of a file."""
    return json.loads(sroi("run", file, "--json", *more))


def opened(page, served, title):
    """Open a scenario from the list."""
    page.goto(served.url)
    page.locator("[aria-labelledby=own]").get_by_role("link", name=title, exact=True).click()
    page.locator("#result .headline").wait_for()
    settled(page)


def settled(page):
    """Wait until nothing is being counted, all draws are in and the figures are drawn."""
    page.locator("#counting").wait_for(state="hidden")
    page.locator("#figures img").first.wait_for()
    page.wait_for_load_state("networkidle")


def field(page, path, part=""):
    """Return the input of a field, its section opened as a reader would."""
    place = page.locator(f'[id="f-{path}{f"-{part}" if part else ""}"]')
    place.evaluate(OPEN)
    return place


def told(page, act):
    """Do something and wait for the answer to it."""
    with page.expect_response(lambda r: r.request.method == "POST") as answer:
        act()
    assert answer.value.status == 200, answer.value.text()
    page.locator("#counting").wait_for(state="hidden")


def added(page, section, name):
    """Add a part to a section."""
    page.locator(f"#add-{section}").evaluate(OPEN)
    page.locator(f"#add-{section}").fill(name)
    told(page, lambda: page.locator(f"#add-{section}").press("Enter"))


def choose(page, path, form):
    """Say in which way a number is known."""
    radio = page.locator(f'[name="{path}|form"][value="{form}"]')
    radio.evaluate(OPEN)
    told(page, radio.check)


def download(page, name):
    """Take something away and return its bytes."""
    page.locator(".menu > summary").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name=name).click()
    page.locator(".menu > summary").click()
    return Path(taken.value.path()).read_bytes()


def saved(page, served, name):
    """Save what is on the page as a variant and return its file."""
    page.locator("#save-variant").click()
    page.locator("#name").fill(name)
    page.locator("form[action$='/variant'] button").click()
    page.locator("#result .headline").wait_for()
    settled(page)
    shown = page.locator(".bar .quiet").inner_text().split(" · ")[0]
    return served.folder / shown.strip()


def amount(text):
    """Return an amount as it is shown, in thousands of kronor."""
    return float(text.split("\n")[0].replace("\u2212", "-").replace("\u00a0", "").replace(",", "."))


def shown_net(page):
    """Return the net of the public sector on the page, in thousands of kronor."""
    return amount(page.locator("#result tr.strong td").nth(2).inner_text())


def test_an_applicant_claims_nothing_and_takes_away_word_and_excel(served):
    """A new scenario, a post, an unknown effect, then a guess: the papers say the same."""
    with browser() as page:
        page.goto(served.url)
        page.get_by_label("Vad heter insatsen").fill("Trygg start i Ekbacken")
        page.get_by_label("Hur många börjar per år").fill("20")
        page.get_by_role("button", name="Skapa").click()
        assert "Kvar att fylla i (3)" in page.locator("#result").inner_text()
        assert page.locator("#result table, #result [role=alert]").count() == 0
        added(page, "payers", "Socialnämnden")
        sector = field(page, "payers.socialnamnden.sector")
        told(page, lambda: sector.select_option("municipality"))
        page.get_by_role("link", name="Personal eller andra kostnader").click()
        added(page, "staffing", "Kurator")
        assert "inte känt ännu" in page.locator('[id="e-staffing.kurator.fte"]').inner_text()
        told(page, lambda: field(page, "staffing.kurator.fte").fill("0,5"))
        told(page, lambda: field(page, "staffing.kurator.monthly_salary").fill("41 500"))
        told(page, lambda: field(page, "staffing.kurator.oncost_rate").fill("44,53 %"))
        added(page, "outcomes", "Anmälan")
        told(page, lambda: field(page, "outcomes.anmalan.baseline").fill("0,3"))
        told(page, lambda: field(page, "outcomes.anmalan.unit_cost").fill("13 900"))
        assert page.locator(".problems").count() == 0
        assert "Effekten är okänd, så ingenting påstås" in page.locator(".headline").inner_text()
        settled(page)
        assert page.locator(".changed, #versus:visible").count() == 0  # nothing to differ from
        assert page.locator("#state").inner_text() == "inte sparat ännu"
        page.locator("#save").click()
        page.get_by_role("button", name="Spara").click()
        page.locator("#result .headline").wait_for()
        assert page.locator("#state").inner_text() == "sparat"

        told(page, lambda: field(page, "outcomes.anmalan.effect.kind", "believed").check())
        for part, value in (("low", "5 %"), ("", "15 %"), ("high", "30 %")):
            place = field(page, "outcomes.anmalan.effect.relative_reduction", part)
            told(page, lambda p=place, v=value: p.fill(v))
        assert "bedömning, inte en mätning" in page.locator("#result").inner_text()
        settled(page)

        file = saved(page, served, "Trygg start, med effekt")
        word, excel = download(page, "Bilaga till ansökan, Word"), download(page, "Excel")
    variant = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert variant["extends"] == "trygg_start_i_ekbacken.yaml"
    assert set(variant) == {"extends", "name", "outcomes"}
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(word)).paragraphs)
    assert "Trygg start, med effekt" in text
    npv = figures(file)["base"]["perspectives"]["public"]["npv"]
    book = openpyxl.load_workbook(io.BytesIO(excel), data_only=True)
    ((sheet, cell),) = book.defined_names["npv_public"].destinations
    assert book[sheet][cell.replace("$", "")].value == pytest.approx(npv, rel=1e-9)


def test_what_is_taken_away_is_what_the_command_line_writes(served, tmp_path):
    """Byte for byte: the book, the Word and HTML attachments; and a file that needs no other."""
    with browser() as page:
        opened(page, served, "Vårväderstorget, utan bidrag, förvaltningarna delar")
        taken = {
            ending: download(page, name)
            for ending, name in (
                ("xlsx", "Excel"),
                ("docx", "Bilaga till ansökan, Word"),
                ("html", "Bilaga till ansökan, HTML"),
                ("yaml", "YAML"),
            )
        }
        whole = download(page, "Det som visas på sidan, HTML").decode()
    file = served.folder.resolve() / "varvaderstorget/municipal_takeover.yaml"
    sroi("run", file, "-o", tmp_path / "x.xlsx")
    for ending in ("docx", "html"):
        sroi("report", file, "-o", tmp_path / f"x.{ending}")
    for ending in ("xlsx", "docx", "html"):
        assert taken[ending] == (tmp_path / f"x.{ending}").read_bytes(), ending
    (tmp_path / "x.yaml").write_bytes(taken["yaml"])  # alone, though the file extends another
    assert figures(tmp_path / "x.yaml")["digest"] == figures(file)["digest"]
    assert "Effekten är okänd" in whole
    assert not re.search(r"<script|href=\"http|src=\"http|<link", whole)


def test_a_finance_officer_compares_and_copies_a_table(served):
    """Choose three, a perspective, a reference; sort, hide a row, copy: the CLI's numbers."""
    names = ("grant_as_applied", "what_if_cautious", "what_if_middle")
    files = [served.folder / f"varvaderstorget/{name}.yaml" for name in names]
    with browser(permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto(served.url)
        page.get_by_role("link", name="Jämför").click()
        for name in names:
            page.locator(f'[value="varvaderstorget/{name}.yaml"]').check()
        page.get_by_role("button", name="Jämför").click()
        page.locator("#reference").select_option("varvaderstorget/what_if_middle.yaml")
        page.locator("#perspective").select_option("society")
        page.get_by_role("button", name="Jämför").click()
        page.locator("#compared img").last.evaluate("i => i.decode()")
        tables = page.locator(".sortable")
        results = tables.filter(has_text="Netto, bara hemtagbart").first
        heads = results.locator("thead th").all_inner_texts()
        net = results.locator("tr.strong td").all_inner_texts()
        gains = tables.last
        gains.locator("thead th button").first.click()
        texts = gains.locator("tbody td:nth-child(2)").all_inner_texts()
        column = [amount(text) for text in texts if text != "okänd"]
        gains.locator("tbody tr .hide").first.click()
        gains.get_by_role("button", name="Kopiera").click()
        page.get_by_role("button", name="Kopierad").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()").split("\n")
    asked = ("--reference", files[2], "--perspective", "society", "--json")
    made = json.loads(sroi("compare", *files, *asked))
    views = {
        name: run["base"]["perspectives"]["society"] for name, run in made["scenarios"].items()
    }
    assert column == sorted(column, reverse=True)
    assert len(copied) == 1 + 1 + 12 - 1  # caption, heads, three payers by four, one hidden
    assert "okänd" in net
    for head, text in zip(heads, net, strict=True):
        name = next(n for n in views if n.endswith(head))
        if text != "okänd":
            assert amount(text) == round(views[name]["npv"] / 1e3)


def test_a_researcher_sees_the_numbers_of_the_command_line(served):
    """Counts, years, a library value: what the page shows is what `sroi run` gives for the file."""
    with browser() as page:
        opened(page, served, "Vårväderstorget, tänk om som tidiga insatser i USA")
        choose(page, "outcomes.placering.baseline", "counts")
        told(page, lambda: field(page, "outcomes.placering.baseline").fill("7"))
        told(page, lambda: field(page, "outcomes.placering.baseline", "of").fill("60"))
        told(page, lambda: field(page, "discounting.rate").fill("5 %"))
        told(page, lambda: field(page, "programme.years").fill("2025-2026"))
        by_year = page.locator('[name="action"][value="years participants.per_year"]')
        by_year.evaluate(OPEN)
        told(page, by_year.click)
        told(page, lambda: field(page, "participants.per_year.value.2026").fill("10"))
        settled(page)
        net = shown_net(page)
        file = saved(page, served, "Forskarens variant")
        assert shown_net(page) == net
    written = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert written["outcomes"]["placering"]["baseline"]["value"] == {"events": 7, "of": 60}
    assert written["discounting"] == {"rate": 0.05}
    assert set(written["participants"]["per_year"]["value"]) == {2025, 2026}
    run = figures(file)
    assert net == round(run["base"]["perspectives"]["public"]["npv"] / 1e3)


def test_a_mistake_is_told_at_its_field_and_the_last_result_stays(served):
    """The loader's words, a link to the field, and numbers again when it is mended."""
    with browser() as page:
        opened(page, served, "Vårväderstorget, bidrag som sökt")
        before = page.locator("#result table").first.inner_text()
        told(page, lambda: field(page, "participants.completion").fill("25"))
        words = page.locator('[id="e-participants.completion"]').inner_text()
        assert "25 är inte en andel mellan 0 och 100\u00a0% → menar du 25\u00a0%?" in words
        assert field(page, "participants.completion").get_attribute("aria-invalid") == "true"
        assert page.locator("#result table").first.inner_text() == before
        page.locator("#result .problems a").click()
        assert page.evaluate("document.activeElement.id") == "f-participants.completion"
        told(page, lambda: field(page, "participants.completion").fill("25 %"))
        assert page.locator("#result .problems").count() == 0
        assert field(page, "participants.completion").get_attribute("aria-invalid") is None
        assert "I filen: inget" in page.locator('[data-was="participants.completion"]').inner_text()


def test_what_was_typed_can_be_undone_and_done_again(served):
    """Typing on in a field is one step; the field shows what the draft says."""
    with browser() as page:
        opened(page, served, "Vårväderstorget, bidrag som sökt")
        told(page, lambda: field(page, "horizon").fill("8"))
        told(page, lambda: field(page, "first_year").fill("2024"))
        told(page, lambda: page.locator("#undo").click())
        assert field(page, "first_year").input_value() == "2025"
        assert field(page, "horizon").input_value() == "8"
        told(page, lambda: page.locator("#undo").click())
        assert field(page, "horizon").input_value() == "10"
        assert page.locator("#undo").is_disabled()
        told(page, lambda: page.locator("#redo").click())
        assert field(page, "horizon").input_value() == "8"
        assert "ändrat sedan filen: 1" in page.locator("#state").inner_text()


def test_an_outdated_answer_is_never_shown(served):
    """Typing fast, the page ends at what was typed last."""
    with browser() as page:
        opened(page, served, "Vårväderstorget, bidrag som sökt")
        place = field(page, "staffing.socionom.fte")
        place.fill("")
        place.press_sequentially("1,2345", delay=15)
        settled(page)
        page.wait_for_timeout(800)
        settled(page)
        cost = amount(page.locator("#result tr.strong td").first.inner_text())
        file = saved(page, served, "Snabbt skrivet")
    assert yaml.safe_load(file.read_text())["staffing"]["socionom"]["fte"]["value"] == 1.2345
    assert cost == round(figures(file)["base"]["perspectives"]["public"]["pv_costs"] / 1e3)


@pytest.mark.parametrize("between", [30, 60, 90, 120, 150])
def test_no_key_is_lost_however_it_falls(served, between):
    """Also one pressed while an answer is on its way; leaving the page takes it along."""
    with browser() as page:
        opened(page, served, "Vårväderstorget, bidrag som sökt")
        place = field(page, "costs.lokal.amount")
        for number in ("111000", "222000", "333000"):
            place.fill("")
            place.press_sequentially(number, delay=between)
            page.wait_for_timeout(between)
        settled(page)
        assert page.locator("#versus").is_visible()
        page.reload()
        assert field(page, "costs.lokal.amount").input_value() == "333 000"
        place = field(page, "costs.lokal.amount")
        place.fill("444000")
        page.get_by_role("link", name="Scenarier").click()
        page.get_by_role("heading", name="Osparat arbete").wait_for()
        page.go_back()
        page.reload()
        assert field(page, "costs.lokal.amount").input_value() == "444 000"


def test_what_is_typed_while_a_part_is_added_stays_and_the_part_is_shown(served):
    """The answer to a button redraws the form around what is being typed."""
    with browser() as page:
        opened(page, served, "Vårväderstorget, bidrag som sökt")
        page.locator("#s-costs > summary").click()
        page.locator("#add-costs").fill("Material")
        page.locator("#add-costs").press("Enter")
        field(page, "horizon").fill("7")
        page.locator('[id="f-costs.material.amount"]').wait_for()
        page.locator("#undo:not([disabled])").wait_for()
        settled(page)
        assert field(page, "horizon").input_value() == "7"
        assert "ändrat sedan filen: 2" in page.locator("#state").inner_text()


def test_a_number_not_known_yet_is_typed_key_by_key(served):
    """Every key counts; what is said of the number follows."""
    with browser() as page:
        opened(page, served, "Vårväderstorget, bidrag som sökt")
        page.locator("#s-costs > summary").click()
        page.locator("#add-costs").fill("Fika")
        told(page, lambda: page.locator("#add-costs").press("Enter"))
        place = field(page, "costs.fika.amount")
        for key in "1250":
            told(page, lambda key=key: place.press_sequentially(key))
        settled(page)
        assert place.input_value() == "1250"
        assert page.locator("#result .problems").count() == 0
        assert page.locator('[id="k-costs.fika.amount"]').inner_text() == "inget intervall angivet"
        file = saved(page, served, "Med fika")
    assert yaml.safe_load(file.read_text("utf-8"))["costs"]["fika"]["amount"] == 1250


def test_a_draft_is_compared_with_its_file(served):
    """What was changed stands beside what the file says, before it is saved."""
    with browser() as page:
        opened(page, served, "Vårväderstorget, bidrag som sökt")
        told(page, lambda: field(page, "costs.lokal.amount").fill("0"))
        page.get_by_role("link", name="Jämför med filen").click()
        table = page.locator(".sortable").first
        heads = table.locator("thead th").all_inner_texts()
        costs = table.locator("tbody tr", has_text="Alla kostnader").locator("td")
        amounts = [amount(text) for text in costs.all_inner_texts()]
    assert "(inte sparat)" in heads[1]
    assert amounts[0] - amounts[1] == 125


def test_without_javascript_everything_can_still_be_done(served):
    """Change, count again, undo, add a post, save: plain forms."""
    with browser(java_script_enabled=False) as page:
        page.goto(served.url)
        page.goto(f"{served.base}/open?file=varvaderstorget/grant_as_applied.yaml")
        page.locator('[id="f-horizon"]').fill("6")
        page.get_by_role("button", name="Räkna om").last.click()
        assert page.locator('[id="f-horizon"]').input_value() == "6"
        assert "ändrat sedan filen: 1" in page.locator("#state").inner_text()
        assert page.locator("#result .problems").count() == 0
        page.get_by_role("button", name="Ångra").click()
        assert page.locator('[id="f-horizon"]').input_value() == "10"
        page.get_by_role("button", name="Gör om").click()
        page.get_by_role("link", name="Visa diagram").click()
        assert page.locator("#figures img").count() > 0
        page.get_by_role("link", name="Spara som en variant").click()
        page.locator("#name").fill("Utan skript")
        page.get_by_role("button", name="Spara varianten").click()
        assert page.locator('[id="f-horizon"]').input_value() == "6"
    written = yaml.safe_load((served.folder / "varvaderstorget/utan_skript.yaml").read_text())
    assert written == {"extends": "grant_as_applied.yaml", "name": "Utan skript", "horizon": 6}


def test_save_saves_and_the_file_keeps_its_comments(served):
    """One press, what was just typed goes along, and one line of the file is another."""
    path = served.folder / "grastorp/corrected_hours.yaml"
    before = path.read_text(encoding="utf-8")
    with browser() as page:
        opened(page, served, "Grästorp, rättade planeringstimmar")
        field(page, "tax_factor").fill("1,2")
        assert path.read_text(encoding="utf-8") == before
        page.get_by_role("button", name="Spara").click()
        page.locator("#state", has_text="sparat").wait_for()
        settled(page)
        assert page.locator("#state").inner_text() == "sparat"
    after = path.read_text(encoding="utf-8")
    assert [line for line in after.splitlines() if line not in before.splitlines()] == [
        "tax_factor: 1.2"
    ]
    assert set(before.splitlines()) <= set(after.splitlines())


def test_an_example_is_read_only_and_saved_as_a_copy(served):
    """The shipped file is not touched; the copy is whole and in one's own folder."""
    with browser() as page:
        page.goto(served.url)
        page.locator("details.examples > summary").click()
        page.locator("details.examples").get_by_role("link", name="STIS, ansökan").click()
        page.locator("#result .headline").wait_for()
        assert "bara för läsning" in page.locator(".bar").inner_text()
        page.get_by_role("link", name="Spara som …").click()
        page.locator("#name").fill("Vårt STIS")
        page.get_by_role("button", name="Spara").click()
        page.locator("#result .headline").wait_for()
    copy = yaml.safe_load((served.folder / "vart_stis.yaml").read_text(encoding="utf-8"))
    assert "extends" not in copy
    assert copy["name"] == "Vårt STIS"


def test_a_filled_in_workbook_and_a_scenario_can_be_read_in(served, tmp_path):
    """Upload opens what was sent; what is wrong in it is told with its cell or line."""
    as_a_swede_does().save(tmp_path / "book.xlsx")
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("sroi: 1\nname: [\n")
    with browser() as page:
        page.goto(served.url)
        page.locator("#file").set_input_files(tmp_path / "book.xlsx")
        page.get_by_role("button", name="Läs in").click()
        page.locator("#result").wait_for()
        assert page.locator("h1").inner_text() == "Trygg start"
        page.goto(served.base)
        page.locator("#file").set_input_files(wrong)
        with page.expect_response("**/upload"):
            page.get_by_role("button", name="Läs in").click()
        assert "wrong.yaml går inte att läsa" in page.locator("h1").inner_text()
        assert "wrong.yaml, rad 3:" in page.locator(".problems").inner_text()
        page.get_by_role("link", name="Till scenarierna").click()
        page.locator("#file").wait_for()
