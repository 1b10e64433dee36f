"""One page, always the same: what is asked, who pays, what must be true; never a second page."""

import io
import math
import os
import re
import shutil
import subprocess
from functools import cache
from itertools import chain
from pathlib import Path

import docx
import html5lib
import pytest
from docx.shared import Cm, Pt
from matplotlib.font_manager import findSystemFonts

import sroi
from sroi.model.comparison import compare
from sroi.model.measures import breakeven_quantity, expected_without
from sroi.records.run import record
from sroi.report.blocks import Bullets, Gap, Paragraph
from sroi.report.boards import needed_words
from sroi.report.brief import brief, front_page
from sroi.report.formats import PAPERS
from sroi.tables.cells import Table
from sroi.tables.labels import part_label
from sroi.wording import Wording
from tests.drawn import misplaced
from tests.served import CHROMIUM, needs_chromium
from tests.strategies import load
from tests.test_book import OFFICE, needs_office
from tests.test_cli import call
from tests.test_papers import plain_numbers
from tests.test_projection import DATA

ROOT = Path(__file__).parent.parent
SHIPPED = sorted(p for p in ROOT.glob("scenarios/*/*.yaml") if p.name != "template.yaml")
PROGRAMMES = [p for p in SHIPPED if "extends:" not in p.read_text(encoding="utf-8")]
PROGRAMMES.append(ROOT / "scenarios/norrkoping/illustration.yaml")
GOTEBORG = ROOT / "tests/before/varvaderstorget/grant_as_applied.yaml"
POPPLER = shutil.which("pdfinfo")
AS_WIDE_AS_ARIAL = {"arial", "arimo-regular", "liberationsans-regular"} & {
    Path(font).stem.lower() for font in findSystemFonts()
}
needs_poppler = pytest.mark.skipif(
    not (POPPLER and AS_WIDE_AS_ARIAL) and not os.environ.get("CI"),
    reason="install poppler-utils and fonts-liberation to count the pages of what is printed",
)

# Eight payers, four boards of several, the longest names a Swedish municipality has.
NAMES = (
    "Arbetsmarknads- och vuxenutbildningsförvaltningen",
    "Kultur-, idrotts- och föreningsförvaltningen Hisingen",
    "Socialförvaltningen Nordost och Centrum",
    "Västra Götalandsregionen (barnhälsovården)",
    "Förskole- och grundskoleförvaltningen Sydväst",
    "Försäkringskassan och Arbetsförmedlingen",
    "Individ- och familjeomsorgsnämnden i Lidköping",
    "Länsstyrelsen i Västra Götalands län",
)
OUTCOMES = (
    "Placeringar i familjehem eller på institution",
    "Orosanmälningar från förskola och barnhälsovård",
    "Barnavårdsutredningar enligt socialtjänstlagen",
    "Elever utan gymnasiebehörighet efter årskurs nio",
    "Vårddygn på barn- och ungdomspsykiatrisk klinik",
    "År med ekonomiskt bistånd i unga hushåll",
)
VIEWS = ("Göteborgs Stads socialförvaltningar", "Regionens förskolor", "Staten", "De sökande")


def outcome(i):
    """Return one of many outcomes; every other effect is unknown."""
    guess = {"relative_risk": {"low": 0.6, "base": 0.8, "high": 1.1}, "basis": "expert"}
    shares = {f"payer_{j}": 0.25 for j in range(i, i + 4)} if i < 5 else {"payer_5": 1.0}
    return {
        "name": OUTCOMES[i],
        "baseline": 0.05 * (i + 1),
        "effect": {"unknown": True} if i % 2 else guess,
        "lasts": 5,
        "unit_cost": 700_000 / (i + 1),
        "payers": shares,
    }


CROWDED = {
    "sroi": 1,
    "name": "Samordnade familjebehandlings- och föräldrastödsinsatser i utsatta områden",
    "language": "sv",
    "about": ("Åtta förvaltningar ger familjer stöd innan barnet har fyllt sex år. " * 10)[:600],
    "by": "Utvecklingsledare Anna-Karin Lindström-Åkerberg",
    "date": "den 25 november 2026",
    "currency": "SEK",
    "price_year": 2024,
    "first_year": 2026,
    "horizon": 12,
    "perspectives": {
        f"view_{i}": {"name": name, "payers": [f"payer_{i}", f"payer_{i + 1}"]}
        for i, name in enumerate(VIEWS)
    },
    "payers": {f"payer_{i}": {"name": n, "sector": "municipality"} for i, n in enumerate(NAMES)},
    "programme": {"years": "2026-2032"},
    "participants": {"unit": "familj med barn under sex år i området", "per_year": 120},
    "costs": {
        f"line_{i}": {"name": n, "amount": 1_234_567 * (i + 1), "payer": f"payer_{i}"}
        for i, n in enumerate(NAMES)
    },
    "funding": {
        "grant_a": {"payer": "payer_7", "amount": 2_500_000, "covers": ["costs.line_0"]},
        "grant_b": {"payer": "payer_3", "amount": 1_250_000, "status": "granted"},
        "grant_c": {"payer": "payer_5", "amount": 500_000, "status": "in_kind"},
    },
    "outcomes": {f"outcome_{i}": outcome(i) for i in range(6)},
}  # fmt: skip


def page_of(*scenarios, language="sv"):
    """Return the one page of some scenarios, on few draws."""
    return brief(compare(list(scenarios), draws=64), Wording(language, "SEK"))


@cache
def shipped(path, language="sv"):
    return page_of(sroi.load(path), language=language)


@cache
def crowded():
    return page_of(load(CROWDED))


def pages(pdf):
    """Return how many pages a PDF has."""
    told = subprocess.run([POPPLER, "-"], input=pdf, capture_output=True, check=True).stdout
    return int(re.search(rb"Pages:\s+(\d+)", told)[1])


def printed_from_word(made, folder):
    (folder / "page.docx").write_bytes(PAPERS[".docx"](made))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [OFFICE, "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder)]
    command.append(str(folder / "page.docx"))
    subprocess.run(command, check=True, capture_output=True, timeout=200)
    return (folder / "page.pdf").read_bytes()


def printed_from_browser(made, folder):
    (folder / "page.html").write_bytes(PAPERS[".html"](made))
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    command += [f"--print-to-pdf={folder}/page.pdf", f"--user-data-dir={folder}/user"]
    command.append(f"file://{folder}/page.html")
    subprocess.run(command, check=True, capture_output=True, timeout=200)
    return (folder / "page.pdf").read_bytes()


def several():
    """Return a page with all the ways in which one programme may be funded."""
    names = ("grant_as_applied", "without_grant", "municipal_takeover", "region_keeps_nurse")
    return page_of(*(sroi.load(GOTEBORG.with_name(f"{name}.yaml")) for name in names))


def endless():
    """Return a page about names that never end, of many payers over many years."""
    long = "Nämnden för allt som kan tänkas " * 40
    payers = {f"payer_{i}": {"name": f"{i} {long}", "sector": "state"} for i in range(30)}
    costs = {f"line_{i}": {"name": long, "amount": 1e6, "payer": f"payer_{i}"} for i in range(30)}
    outcomes = {k: v | {"name": long} for k, v in CROWDED["outcomes"].items()}
    grants = {f"g_{i}": {"payer": f"payer_{i}", "amount": 1e5, "name": long} for i in range(30)}
    more = {"payers": payers, "costs": costs, "outcomes": outcomes, "funding": grants}
    more |= {"name": long, "by": long, "date": long, "horizon": 100, "perspectives": {}}
    return page_of(load(CROWDED | more | {"programme": {"years": "2026-2099"}}))


CASES = {path.parent.name: lambda path=path: shipped(path) for path in PROGRAMMES}
CASES |= {"crowded": crowded, "several": several, "endless": cache(endless)}


# One page ---------------------------------------------------------------------------------------


@needs_poppler
@needs_office
@pytest.mark.parametrize("case", CASES)
def test_word_is_one_page(case, tmp_path):
    """As LibreOffice prints it: with eight payers, four boards and long names too."""
    assert pages(printed_from_word(CASES[case](), tmp_path)) == 1


@needs_poppler
@needs_chromium
@pytest.mark.parametrize("case", CASES)
def test_html_prints_as_one_page(case, tmp_path):
    """As Chromium prints it."""
    assert pages(printed_from_browser(CASES[case](), tmp_path)) == 1


@needs_poppler
@pytest.mark.parametrize("case", CASES)
def test_pdf_is_one_page(case):
    """As typst sets it."""
    assert pages(PAPERS[".pdf"](CASES[case]())) == 1


@pytest.mark.parametrize("case", CASES)
def test_word_keeps_its_margins_and_its_letters(case):
    """A4, at least 2 cm around it, no text under 10 points."""
    document = docx.Document(io.BytesIO(PAPERS[".docx"](CASES[case]())))
    page = document.sections[0]
    assert page.page_width / Cm(1) == pytest.approx(21, abs=0.01)
    assert page.page_height / Cm(1) == pytest.approx(29.7, abs=0.01)
    margins = (page.left_margin, page.right_margin, page.top_margin, page.bottom_margin)
    assert min(margins) >= Cm(2)
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    lines = chain(document.paragraphs, *(cell.paragraphs for cell in cells))
    sizes = [run.font.size for line in lines for run in line.runs if run.text]
    assert len(sizes) > 40
    assert min(sizes) >= Pt(10)


@pytest.mark.parametrize("case", CASES)
def test_letters_in_the_picture_are_as_large_as_the_text(case):
    """It is drawn as wide as it stands on the page: 16 cm, letters of 10 points or more."""
    figure = CASES[case]().front.sections[-1].blocks[-1].figure
    texts = [t for ax in figure.axes for t in (*ax.texts, *ax.get_yticklabels())]
    texts += figure.legends[0].get_texts()
    assert min(text.get_fontsize() for text in texts if text.get_text()) >= 10
    assert figure.get_size_inches()[0] == pytest.approx(16 / 2.54)


@pytest.mark.parametrize("case", CASES)
def test_nothing_in_the_picture_is_cut_or_lies_on_something_else(case):
    """Names and amounts have their room, and can be read on their bars."""
    assert misplaced(CASES[case]().front.sections[-1].blocks[-1].figure) == []


# The same places --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}-{path.stem}")
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_places_are_the_same_on_every_page(path, language):
    """What it is, what is asked, who pays, what must be true, what is known, a picture."""
    page, first = shipped(path, language).front, shipped(GOTEBORG, language).front
    kinds = [[type(block).__name__ for block in section.blocks][:1] for section in page.sections]
    assert [section.heading.split(",")[0] for section in page.sections] == [
        section.heading.split(",")[0] for section in first.sections
    ]
    assert kinds[1:3] + kinds[4:] == [["Bullets"], ["Table"], ["Bullets"], ["Picture"]]


def words_of(made):
    """Return all text of a page as HTML shows it, names of figures too, but not its keywords."""
    tree = html5lib.parse(PAPERS[".html"](made))
    body = tree.find("{http://www.w3.org/1999/xhtml}body")
    named = [e.get("aria-label") or "" for e in body.iter()]
    styles = [t for e in body.iter() if str(e.tag).endswith("}style") for t in e.itertext()]
    told = " ".join([*body.itertext(), *named])
    for style in styles:
        told = told.replace(style, "")
    return told


def keys_of(scenario):
    """Return ids that no name of the scenario holds."""
    named = " ".join(
        part.name or ""
        for parts in (scenario.payers, scenario.costs, scenario.funding, scenario.outcomes)
        for part in parts.values()
    )
    named += " ".join(post.role or "" for post in scenario.staffing.values())
    parts = ("payers", "staffing", "costs", "funding", "outcomes", "perspectives", "sources")
    ids = {name for part in parts for name in getattr(scenario, part)}
    return {name for name in ids if name not in named and name.capitalize() not in named}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}-{path.stem}")
@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_key_id_or_digest_is_in_the_text(path, language):
    """A board reads names; keys, ids and digests are for the machine."""
    scenario, text = sroi.load(path), words_of(shipped(path, language))
    words = set(re.findall(r"[\w.]+", text))
    assert not {word for word in words if "_" in word.strip("_") or word.startswith("lib.")}
    assert scenario.digest[:8] not in text
    assert scenario.digest[:8] not in text
    assert not words & {key for key in keys_of(scenario) if "_" in key}


def test_what_has_no_name_is_still_never_an_id():
    """Payers and lines without a name are told as words."""
    made = page_of(load(DATA | {"payers": {"social_board": {"sector": "municipality"}},
        "costs": {"rent_of_rooms": {"amount": 5e5, "payer": "social_board"}},
        "staffing": {}, "funding": {}, "outcomes": {}}))  # fmt: skip
    text = words_of(made)
    assert "Social board" in text
    assert not [word for word in re.findall(r"\w+", text) if "_" in word.strip("_")]


# What it says -----------------------------------------------------------------------------------


def blocks(page, kind):
    return [
        block for section in page.sections for block in section.blocks if isinstance(block, kind)
    ]


def test_a_board_finds_what_is_asked_what_it_costs_and_what_must_be_true():
    """The application's own sums: 500 000 kr of 1 992 tkr; 44 of 12 reports is impossible."""
    page = shipped(GOTEBORG).front
    asked = page.sections[1].blocks[0].points
    assert asked[0].replace("\xa0", " ") == (
        "Söks: 500 000 kr (2025) av Temagrupp Barn och unga, till "
        "Barnhälsovårdssjuksköterska 50 %, Lokalhyra Vårväderstorget 4."
    )
    pays, needed = blocks(page, Table)
    assert pays.columns == ("2025", "kr per deltagare")
    assert [row.cells[0].text.replace("\xa0", " ") for row in pays.rows] == [
        "699", "793", "500", "1 992",
    ]  # fmt: skip
    social = next(row for row in needed.rows if row.label == "Socialförvaltningen Hisingen")
    assert [cell.text for cell in social.cells] == [
        "1 av de 1,4 som väntas", "Omöjligt: 44 av 12 väntade",
    ]  # fmt: skip


def test_break_even_is_whole_events_rounded_up():
    """Half a child is no child: 3.57 needed of 7.9 expected is 4 of the 8."""
    made = compare([load(DATA)], draws=64)
    projection = made.projections[made.reference]
    needed = float(breakeven_quantity(projection.base_totals, "a", "public")[0])
    told = needed_words(projection, "a", "public", Wording("en", "SEK"))
    whole = int(re.search(r"\d[\d,]*", told)[0].replace(",", ""))
    assert needed <= whole < needed + 1


def test_without_a_description_it_says_what_to_add():
    """In plain words, and marked; with one it stands there whole."""
    page = page_of(load(DATA)).front
    (gap,) = page.sections[0].blocks
    assert isinstance(gap, Gap)
    assert "about" not in gap.text
    (told,) = page_of(load(DATA | {"about": "Stöd till familjer."})).front.sections[0].blocks
    assert told == Paragraph("Stöd till familjer.")


def test_every_table_of_the_page_is_named():
    """For those who hear it: a caption, and headings with their scope."""
    tree = html5lib.HTMLParser(strict=True).parse(PAPERS[".html"](shipped(GOTEBORG)))
    xhtml = "{http://www.w3.org/1999/xhtml}"
    tables = list(tree.iter(f"{xhtml}table"))
    assert len(tables) == 2
    for table in tables:
        assert "".join(table.find(f"{xhtml}caption").itertext()).strip()
        assert {th.get("scope") for th in table.iter(f"{xhtml}th")} == {"row", "col"}


def test_who_made_it_is_told_or_left_to_sign():
    """Never the clock."""
    assert page_of(load(DATA)).front.signature.count("____") > 2
    signed = load(DATA | {"by": "Anna Åberg", "date": "våren 2026"})
    assert page_of(signed).front.signature == "Gjord av: Anna Åberg    Datum: våren 2026"


def test_all_payers_and_all_that_is_asked_are_there_however_crowded():
    """The smallest may be summed; the whole cost is never less than its parts."""
    page = crowded().front
    asked = [
        p for p in page.sections[1].blocks[0].points if p.startswith(("Söks", "Bevil", "Bidr"))
    ]
    assert len(asked) == 3
    pays = blocks(page, Table)[0]
    *parts, whole = [[cell.value for cell in row.cells] for row in pays.rows]
    for column, total in enumerate(whole):
        assert sum(row[column] for row in parts) == pytest.approx(total)


def test_several_files_say_who_pays_more_and_who_less():
    """A bar for each, and a sentence for each beside the first."""
    points, picture = several().front.sections[-1].blocks
    assert isinstance(points, Bullets)
    assert len(points.points) == 3
    assert "mer" in points.points[0]
    assert picture.figure.get_label().count("utan bidrag") >= 3


def test_page_one_of_every_report_is_that_page(tmp_path):
    """Word, HTML and PDF, under a form's headings too; the logic has a page of its own."""
    for ending in ("docx", "html", "pdf"):
        path = tmp_path / f"paper.{ending}"
        done = call("report", GOTEBORG, "-o", path, "--draws", "64", "--form", "goteborg")
        assert done.returncode == 0, done.stderr
    document = docx.Document(tmp_path / "paper.docx")
    assert len(document.sections) == 4  # the page, the report, the logic, the report
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings[:6] == [section.heading for section in shipped(GOTEBORG).front.sections]
    page = (tmp_path / "paper.html").read_text(encoding="utf-8")
    assert page.count("<h1") == 1
    assert '<article class="front">' in page


def test_the_command_writes_each_kind(tmp_path):
    """Another language and another value; a file is asked for, and its ending told."""
    for ending in ("docx", "html", "pdf"):
        path = tmp_path / f"page.{ending}"
        done = call("brief", GOTEBORG, "-o", path, "--draws", "64", "--language", "en")
        assert done.returncode == 0, done.stderr
    assert "What would have to be true" in (tmp_path / "page.html").read_text(encoding="utf-8")
    assert call("brief", GOTEBORG).returncode == 2
    refused = call("brief", GOTEBORG, "-o", tmp_path / "page.odt")
    assert refused.returncode == 2
    assert "slutar inte på något av .docx, .html, .pdf" in refused.stderr


def test_the_same_page_gives_the_same_bytes():
    """No dates inside."""
    for write in PAPERS.values():
        assert write(page_of(load(DATA))) == write(page_of(load(DATA)))


def test_nothing_at_all_is_still_a_page():
    """No outcome, no funding, no cost: each place says so."""
    bare = {"costs": {}, "staffing": {}, "funding": {}, "outcomes": {}}
    page = front_page(compare([load(DATA | bare)], draws=64), Wording("sv", "SEK"))
    assert len(page.sections) == 6
    assert all(section.blocks for section in page.sections)


# Every number -----------------------------------------------------------------------------------


def numbers_known(made, wording):
    """Return every number that the JSON of the same run gives, as the page may write it."""
    projection = made.projections[made.reference]
    scenario, run = projection.scenario, record(projection)
    found = list(plain_numbers(run))
    years, starts = run["base"]["years"], sum(y["participants"] for y in run["base"]["years"])
    for key in ("costs", "own_budget", "funding"):
        sums = [sum(year[key][p] for year in years) for p in years[0][key]]
        found += [x for total in (*sums, sum(sums)) for x in (total, total / starts)]
    found += [sum(year["costs"].values()) for year in years]
    found += [starts, len(scenario.numbers), scenario.horizon]
    found += [sum(bool(n.origin.source) for n in scenario.numbers.values())]
    found += [sum(not n.certain for n in scenario.numbers.values())]
    totals = projection.base_totals
    for root, outcome in scenario.outcomes.items():
        if outcome.follows is None:
            found.append(float(expected_without(totals, root)[0]))
            views = (float(breakeven_quantity(totals, root, view)[0]) for view in scenario.views)
            for x in (x for x in views if math.isfinite(x)):
                found += [x, math.ceil(x - 1e-9)]
    return {
        re.sub(r"[^\d,]", "", text)
        for x in found
        if x is not None and math.isfinite(x)
        for text in (
            wording.number(x), wording.number(x / 1e3), wording.money(x), wording.percent(x),
            wording.short(round(x, 1)), wording.short(x),
        )
    }  # fmt: skip


@pytest.mark.parametrize("path", PROGRAMMES, ids=lambda path: path.parent.name)
def test_every_number_on_the_page_is_in_the_json(path):
    """Nothing is typed in: years, and what names and the description say, aside."""
    made = compare([sroi.load(path)], draws=64)
    wording = Wording("sv", "SEK")
    scenario, page = made.projections[made.reference].scenario, front_page(made, wording)
    known = numbers_known(made, wording) | {str(year) for year in range(2010, 2040)} | {"90"}
    names = [o.name for o in scenario.outcomes.values()] + [
        part_label(scenario, line) for line in scenario.lines
    ]
    told = [page.facts, *(p for b in blocks(page, Bullets) for p in b.points)]
    for table in blocks(page, Table):
        told += [cell.text for row in table.rows for cell in row.cells]
    for text in told:
        bare = re.sub("|".join(map(re.escape, names)), "", text.replace("\xa0", ""))
        bare = re.sub(r"(och|De övriga) \d+ (till|tillsammans)", "", bare)
        numbers = re.findall(r"\d[\d,]*", bare)
        assert [n for n in numbers if n.rstrip(",") not in known] == [], text
