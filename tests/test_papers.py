"""Attachments: Word, HTML and PDF hold the same figures as the JSON, and any text stays text."""

import io
import math
import re
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import html5lib
import openpyxl
import pytest
from docx.oxml.ns import qn

import sroi
from sroi.arithmetic.families import exact_interval
from sroi.errors import UsageError
from sroi.loader.document import written
from sroi.model.checks import notices
from sroi.model.comparison import compare
from sroi.model.engine import results_of as flows_of
from sroi.model.measures import ROWS, cost_per_unit
from sroi.model.projection import summary
from sroi.model.totals import totals
from sroi.questions.breakeven.record import breakeven_record
from sroi.questions.waterfall.compute import base_waterfalls
from sroi.questions.waterfall.record import waterfall_record
from sroi.records.run import comparison_record, record
from sroi.report import text as texts
from sroi.report.blocks import Gap
from sroi.report.content import Content
from sroi.report.forms import attachment, forms
from sroi.report.page import html
from sroi.report.pdf import pdf
from sroi.report.widths import ROOM, fitted, width
from sroi.report.word import word
from sroi.report.workbook import workbook
from sroi.schema.counts import Counts
from sroi.tables.cells import Cell, Row, Table, shown_views
from sroi.tables.page import run_page
from sroi.wording import Wording
from tests.strategies import load
from tests.test_book import OFFICE, needs_office
from tests.test_cli import call
from tests.test_projection import DATA

FILES = ("docs/examples/home-visits.yaml", "docs/examples/home-visits-twice.yaml")
HOSTILE = "=cmd|'/C calc'!A1 <img src=x onerror=alert(1)> \u202eabc & {{7*7}} #eval 😀 \\input "
XHTML = "{http://www.w3.org/1999/xhtml}"


def content(scenarios, language="en"):
    made = compare(scenarios, draws=512)
    first = made.projections[made.reference]
    wording = Wording(language, first.scenario.currency)
    return Content(made, notices(first.scenario, first.base, first.totals), wording)


@pytest.fixture(scope="module")
def both():
    return content([sroi.load(file) for file in FILES])


@pytest.fixture(scope="module")
def paper(both):
    """Return the attachment without its first page, which tests/test_brief.py is about."""
    return replace(attachment(both, None), front=None)


@pytest.fixture(scope="module")
def document(paper):
    return docx.Document(io.BytesIO(word(paper)))


@pytest.fixture(scope="module")
def tree(paper):
    return html5lib.HTMLParser(strict=True).parse(html(paper))


def html_tables(tree):
    """Return every table as rows of text."""
    found = []
    for table in tree.iter(f"{XHTML}table"):
        rows = [
            ["".join(cell.itertext()) for cell in row]
            for row in table.iter(f"{XHTML}tr")
        ]  # fmt: skip
        found.append(rows)
    return found


def expected_headline(made):
    """Return the headline's cells as the JSON of the same run gives them, rounded."""
    projection, wording, money = made.projection, made.wording, made.money
    told = record(projection)["base"]["perspectives"]
    rows = []
    for measure in ROWS:
        cells = []
        for view in shown_views(projection.scenario):
            x = told[view][measure]
            if x is None:
                word = told[view]["payback"] if measure == "payback_year" else "none"
                cells.append(wording.term(f"word.{word}"))
            elif measure in ("bcr", "breakeven"):
                cells.append(wording.number(x, 2))
            elif measure == "payback_year":
                cells.append(str(x))
            elif measure == "extrapolated":
                cells.append(wording.percent(x))
            else:
                cells.append(wording.number(x / money.scale))
        rows.append(cells)
    return [list(row) for row in zip(*rows, strict=True)]


def headline_tables(tables):
    """Return the rows of perspectives of both tables of results, side by side."""
    first, second = ([row[1:] for row in rows[1:]] for rows in tables)
    return [one + other for one, other in zip(first, second, strict=True)]


def test_the_figures_in_word_are_the_json(both, document):
    """Every result of every perspective, after rounding: seven perspectives have a row each."""
    grids = [[[c.text for c in row.cells] for row in t.rows] for t in document.tables]
    found = headline_tables([rows for rows in grids if rows[1][0] == "Public sector"][:2])
    assert [[cell.split("\n")[0] for cell in row] for row in found] == expected_headline(both)


def test_the_figures_in_html_are_the_json(both, tree):
    """The same table, read from the page."""
    found = headline_tables([rows for rows in html_tables(tree) if rows[1][0] == "Public sector"])
    for row, wanted in zip(found, expected_headline(both), strict=True):
        assert all(cell.startswith(text) for cell, text in zip(row, wanted, strict=True))


@needs_office
def test_libreoffice_opens_the_document(paper, tmp_path):
    """As it stands, and prints it."""
    path = tmp_path / "paper.docx"
    path.write_bytes(word(paper))
    command = [OFFICE, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    command += ["--convert-to", "pdf", "--outdir", str(tmp_path / "out"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=200)
    assert (tmp_path / "out" / "paper.pdf").read_bytes().startswith(b"%PDF")


def test_word_has_real_parts(paper, document):
    """Headings, captions, alt texts, a language, the digest; header rows repeat."""
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [section.heading for section in paper.sections if section.heading]
    assert any(p.style.name == "Caption" for p in document.paragraphs)
    alts = re.findall(r'descr="([^"]+)"', document.element.xml)
    assert len(alts) >= 4
    assert all(len(alt) > 20 for alt in alts)
    assert document.core_properties.language == "en-GB"
    assert sroi.load(FILES[0]).digest in document.core_properties.keywords
    assert "w:tblHeader" in document.element.xml


def test_the_same_attachment_gives_the_same_bytes(both):
    """No dates inside."""
    assert word(attachment(both, None)) == word(attachment(both, None))
    assert html(attachment(both, None)) == html(attachment(both, None))


def test_html_stands_alone(paper, tree):
    """Valid, in its language, no script, nothing fetched, tables with headers and scope."""
    page = html(paper).decode()
    assert tree.get("lang") == "en"
    assert "<script" not in page
    fetched = re.findall(r'(?:src|href|url)\s*[=(]\s*["\']?(https?:[^"\')\s]+)', page)
    assert [x for x in fetched if "w3.org" not in x] == []
    for table in tree.iter(f"{XHTML}table"):
        assert table.find(f"{XHTML}caption") is not None
        assert {th.get("scope") for th in table.iter(f"{XHTML}th")} == {"row", "col"}
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    pictures = [svg for svg in tree.iter() if str(svg.tag).endswith("}svg")]
    assert len(pictures) >= 5
    assert all(svg.get("role") == "img" and svg.get("aria-label") for svg in pictures)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast_is_enough(paper, theme):
    """WCAG 2.2 AA: 4.5 to 1 for text, in both themes."""
    page = html(paper).decode()
    themes = re.findall(r":root \{([^}]*)\}", page)
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]+);", themes[0 if theme == "light" else 1]))
    for text in ("ink", "quiet", "mark"):
        for paper_colour in ("paper", "soft"):
            assert contrast(colours[text], colours[paper_colour]) >= 4.5, (text, paper_colour)


def contrast(one, other):
    def luminance(colour):
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_pdf_is_tagged(paper):
    """Typst refuses PDF/UA-1 for a document that is not accessible."""
    made = pdf(paper)
    assert made.startswith(b"%PDF")
    assert b"/StructTreeRoot" in made
    assert b"/Lang" in made


@pytest.mark.parametrize("form", ["goteborg", "vgr_final"])
def test_a_form_has_its_own_headings(both, form):
    """In the form's order, with gaps marked for what only the applicant can write."""
    made = attachment(both, form)
    headings = [part["heading"] for part in forms()[form]["headings"].values()]
    assert [section.heading for section in made.sections] == headings
    assert any(isinstance(block, Gap) for section in made.sections for block in section.blocks)
    placed = {part.heading for section in made.sections for part in section.parts}
    own = {section.heading for section in attachment(both, None).sections}
    assert placed == own


def test_an_unknown_form_is_named(both):
    """With the nearest one."""
    with pytest.raises(UsageError, match="did you mean goteborg"):
        attachment(both, "gøteborg")


def test_an_unknown_effect_is_said_and_only_its_cost_drawn():
    """No figure of a result that nobody knows, but one of who pays each year."""
    made = content([sroi.load("tests/before/varvaderstorget/grant_as_applied.yaml")], "sv")
    page = html(attachment(made, None)).decode()
    assert "Effekten är okänd: ingenting påstås." in page
    assert "Från bruttovärde" not in page
    captions = re.findall(r"<figcaption>(.*?)</figcaption>", page)
    logic = "Från resurser till vem som vinner, så som filen säger det."
    assert captions == ["Vem som betalar, per år.", logic]


def hostile():
    """Return a scenario with hostile text in every field that takes text."""
    data = dict(DATA)
    data["name"] = HOSTILE + "x" * 10_000
    data["note"] = HOSTILE
    data["payers"] = {
        k: v | {"name": HOSTILE + k, "note": HOSTILE} for k, v in DATA["payers"].items()
    }
    data["participants"] = DATA["participants"] | {"unit": HOSTILE, "note": HOSTILE}
    post = {"role": HOSTILE, "employer": HOSTILE, "fte": 1, "annual_cost": 5, "payer": "social"}
    data["staffing"] = {"p": post | {"note": HOSTILE}}
    data["costs"] = {"rent": DATA["costs"]["rent"] | {"name": HOSTILE, "note": HOSTILE}}
    data["funding"] = {"g": {"name": HOSTILE, "payer": "social", "amount": 9, "note": HOSTILE}}
    cost = {"value": 3000, "source": "s", "note": HOSTILE}
    outcome = {"name": HOSTILE, "unit_cost": cost, "note": HOSTILE}
    data["outcomes"] = {"a": DATA["outcomes"]["a"] | outcome}
    data["sources"] = {"s": {"title": HOSTILE, "year": 2020, "url": "javascript:alert(1)"}}
    return load(data)


def test_hostile_text_arrives_as_text():
    """HTML, formulas, marks that reverse, emoji and 10 000 characters, everywhere."""
    made = content([hostile()])
    paper = attachment(made, None)
    tree = html5lib.HTMLParser(strict=True).parse(html(paper))
    assert not list(tree.iter(f"{XHTML}img"))
    assert not [e for e in tree.iter() if any(str(k).startswith("on") for k in e.attrib)]
    assert not list(tree.iter(f"{XHTML}a"))
    shown = "".join(tree.itertext())
    assert "<img src=x onerror=alert(1)> abc & {{7*7}}" in shown
    assert "\u202e" not in shown
    read = docx.Document(io.BytesIO(word(paper)))
    assert "<img src=x onerror=alert(1)> abc & {{7*7}} #eval 😀" in read.paragraphs[0].text
    assert pdf(paper).startswith(b"%PDF")
    page = run_page(made.projection, made.notices, made.wording)
    assert b"<f>" not in workbook(page)
    assert rb"\input" not in texts.latex(page)
    assert not re.search(rb"(?<!\\)<img", texts.markdown(page))


def test_the_command_writes_each_kind(tmp_path):
    """Word, HTML and PDF from the command line; another ending is told."""
    for ending in ("docx", "html", "pdf"):
        path = tmp_path / f"out.{ending}"
        done = call("report", FILES[0], "-o", path, "--draws", "256", "--form", "goteborg")
        assert done.returncode == 0, done.stderr
        assert path.stat().st_size > 20_000
    done = call("report", FILES[0], "-o", tmp_path / "out.odt")
    assert done.returncode == 2
    assert "ends in none of .docx, .html, .pdf" in done.stderr


# Every number ----------------------------------------------------------------------------------


def plain_numbers(value):
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from plain_numbers(inner)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield value


def sums_over_years(run):
    """Yield what tables add up: rows of years, what grants pay, each payer's share of the cost."""
    years = run["base"]["years"]
    for key in ("costs", "funding", "own_budget", "lines", "benefits", "cashable"):
        for name in years[0][key]:
            yield sum(year[key][name] for year in years)
    for payer in years[0]["costs"]:
        granted = [year["costs"][payer] - year["own_budget"][payer] for year in years]
        yield from (*granted, sum(granted))
    yield from (sum(year["costs"].values()) for year in years)
    yield sum(sum(year["costs"].values()) for year in years)
    yield sum(year["participants"] for year in years)
    views = run["base"]["perspectives"]
    costs = [views[payer]["pv_costs"] for payer in years[0]["costs"]]
    yield from (cost / sum(costs) for cost in costs)


def changes_over_years(runs, reference):
    """Yield what alternatives pay and gain more than the reference, by payer, in a year and in sum.

    Of grants too: what a payer's fundings pay is its cost less its own budget.
    """

    def amounts(run, key, payer):
        years = {year["year"]: year for year in run["base"]["years"]}
        if key == "granted":
            pairs = {y: (year["costs"], year["own_budget"]) for y, year in years.items()}
            return {y: cost[payer] - own[payer] for y, (cost, own) in pairs.items()}
        return {y: year[key][payer] for y, year in years.items()}

    for run in runs.values():
        for payer in run["base"]["years"][0]["costs"]:
            for key in ("own_budget", "granted", "benefits", "cashable", "costs"):
                ours, theirs = amounts(run, key, payer), amounts(runs[reference], key, payer)
                yield from (ours.get(y, 0.0) - theirs.get(y, 0.0) for y in {**ours, **theirs})
                yield sum(ours.values()) - sum(theirs.values())
        sums = [
            [sum(y["costs"].values()) for y in r["base"]["years"]] for r in (run, runs[reference])
        ]
        yield from (one - other for one, other in zip(*sums, strict=True))
        yield sum(sums[0]) - sum(sums[1])


def known_numbers(made):
    """Return every number of the JSON of the same runs, as any table would write it."""
    scenario, wording = made.scenario, made.wording
    base = base_waterfalls(scenario)
    records = [
        comparison_record(made.comparison),
        breakeven_record(scenario, totals(flows_of(scenario)), scenario.headline, [], None, None),
        waterfall_record(scenario, base, base, scenario.headline),
    ]
    found = list(plain_numbers(records))
    changes = changes_over_years(records[0]["scenarios"], records[0]["reference"])
    found += [x for change in changes for x in (change, abs(change))]
    for projection in made.comparison.projections.values():
        found += sums_over_years(record(projection))
        for name in projection.scenario.outcomes:  # the one range that the JSON leaves out
            found += summary(cost_per_unit(projection.totals, name)).percentiles.values()
            found.append(summary(cost_per_unit(projection.totals, name)).exists)
        for number in projection.scenario.numbers.values():
            found += [number.base, number.quantile(0.05), number.quantile(0.95)]
        counts = [n.origin.form for n in projection.scenario.numbers.values()]
        for form in counts:
            if isinstance(form, Counts):
                found += [form.events, form.of, *exact_interval(form.events, form.of)]
    whole = {wording.number(math.ceil(x)) for x in found if x is not None and 0.0 < x < 100.0}
    return {bare(text) for text in whole} | {
        bare(text)
        for x in found
        if x is not None
        for text in (
            wording.number(x), wording.number(x / made.money.scale), wording.number(x, 2),
            wording.percent(x), wording.significant(x), wording.short(x),
            wording.short_percent(x), wording.money(x),
        )
    }  # fmt: skip


def bare(text):
    return re.sub(r"[^\d.,%−]", "", text)


def unknown_numbers(text, known):
    """Return the numbers in a text that are in no JSON; years and the text's own words aside."""
    if text.startswith("sroi "):  # the line that says how the figures were made
        return []
    found = [token.rstrip(".,") for token in re.findall(r"−?\d[\d,.]*%?", text)]
    years = {str(year) for year in range(2020, 2041)}
    own_words = {"90%", "5%", "95%", "5", "95", "10", "1", "0.03", "3%", "3.0%"}
    return [token for token in found if token not in known | years | own_words]


def test_every_number_in_word_is_in_the_json(both, document):
    """Tables and text: nothing is typed in, nothing rounded otherwise."""
    known = known_numbers(both)
    told = [p.text for p in document.paragraphs]
    told += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    numbers = [n for text in told for n in re.findall(r"\d[\d,.]*", text)]
    assert len(numbers) > 600
    assert [unknown for text in told for unknown in unknown_numbers(text, known)] == []


def test_every_number_in_html_is_in_the_json(both, tree):
    """Tables and text of the page, pictures aside: they are drawn from the same tables."""
    known = known_numbers(both)
    parts = ("p", "li", "td", "th", "caption", "figcaption", "h1", "h2")
    told = [
        " ".join(element.itertext()) for part in parts for element in tree.iter(f"{XHTML}{part}")
    ]
    assert [unknown for text in told for unknown in unknown_numbers(text, known)] == []


# Wanted outcomes -----------------------------------------------------------------------------

JOBS = {
    "sroi": 1,
    "name": "Jobs",
    "currency": "SEK",
    "price_year": 2025,
    "first_year": 2025,
    "horizon": 4,
    "payers": {"town": {"sector": "municipality"}},
    "programme": {"years": 2025},
    "participants": {"per_year": 10},
    "costs": {"run": {"amount": 100_000, "payer": "town"}},
    "outcomes": {
        "work": {
            "name": "In work",
            "desired": True,
            "baseline": 0.2,
            "effect": {
                "relative_risk": {"low": 1.1, "base": 1.3, "high": 1.6},
                "basis": "comparative",
            },
            "unit_cost": 200_000,
            "payer": "town",
            "cashable": 0.5,
        },
        "flat": {
            "name": "A home of their own",
            "follows": {"outcome": "work", "per_event": 0.5},
            "recurrence": {"probability": 0.1},
            "episode": {"years": 2},
        },
    },
}


def everything_said(folder, language):
    """Return what commands, an attachment, a book and figures say of a wanted outcome."""
    file = folder / "jobs.yaml"
    file.write_text(written(JOBS | {"language": language}), encoding="utf-8")
    few, worth = ["--draws", "512"], folder / "worth.svg"
    commands = [
        ["breakeven", file, "--figure", folder / "needed.svg"],
        ["information", file, "--outcome", "work", "--figure", worth, *few],
        ["report", file, "-o", folder / "paper.html", *few],
        ["run", file, *few],
        ["run", file, "-o", folder / "book.xlsx", *few],
        ["sensitivity", file, *few],
        ["compare", file, file, *few],
    ]
    for command in commands:
        done = call(*command, COLUMNS="1000")
        assert done.returncode == 0, done.stderr
        yield done.stdout
    for name in ("needed.svg", "worth.svg", "paper.html"):
        yield re.sub("<style.*?</style>", "", (folder / name).read_text("utf-8"), flags=re.DOTALL)
    cells = openpyxl.load_workbook(folder / "book.xlsx")
    yield from (str(cell.value) for sheet in cells for row in sheet.rows for cell in row)


@pytest.mark.parametrize(("language", "gained"), [("en", "gained"), ("sv", "vunn")])
def test_what_is_wanted_is_gained(language, gained, tmp_path):
    """People gain work: no table, sentence, figure, attachment or book speaks of avoiding it."""
    said = list(everything_said(tmp_path, language))
    avoided = re.compile(".*(?:avoid|undvik|undvek).*", re.IGNORECASE)
    assert not [found for text in said for found in avoided.findall(text)]
    assert sum(gained in text.lower() for text in said) > 5


# As a person would have made it ----------------------------------------------------------------

SHIPPED = sorted(Path("scenarios").glob("*/*.yaml"))
MACHINE = r"lib\.|[a-z0-9]_[a-z0-9]|\b[0-9a-f]{12,}|digest|yaml|missing|\{|\w+\.\w+\.\w+"
LONG = {
    "a": "Barn- och utbildningsnämnden",
    "b": "Arbetsmarknads- och socialförvaltningen",
    "c": "Individ- och familjeomsorgsnämnden",
    "d": "Barnhälsovårdssjuksköterskeorganisationen",
    "e": "Försäkringskassan och Arbetsförmedlingen",
    "f": "Folktandvården och specialisttandvården",
    "g": "Kultur- och fritidsförvaltningen",
    "social": "Överförmyndarnämnden",
}


def long_names():
    """Return eight payers with long names, who all pay, over ten years, and four perspectives."""
    payers = {key: {"name": name, "sector": "municipality"} for key, name in LONG.items()}
    posts = {
        key: {
            "role": "Barnhälsovårdssjuksköterska", "employer": name, "fte": 1,
            "annual_cost": {"low": 9_000_000, "base": 12_345_678, "high": 23_456_789},
            "payers": {key: 0.5, "social": 0.5}, "years": "2025-2034",
        }
        for key, name in LONG.items()
        if key != "social"
    }  # fmt: skip
    views = {"namnderna": ["a", "b"], "de_andra": ["c", "d"], "alla_tre": ["e", "f", "g"]}
    more = {"payers": payers, "staffing": posts, "perspectives": views, "horizon": 10}
    costs = {"rent": DATA["costs"]["rent"] | {"payer": "social"}}
    return load({**DATA, **more, "costs": costs})


def test_no_word_of_a_table_is_wider_than_its_column():
    """With a hyphen where a word is longer than any column."""
    for table in every_table(attachment(content([long_names()], "sv"), None)):
        for part in fitted(table):
            assert sum(part.widths) <= ROOM + 0.01
            texts = [part.table.columns, *([c.text for c in r.cells] for r in part.table.rows)]
            columns = [[r.label for r in part.table.rows], *zip(*texts, strict=True)]
            for column, room in zip(columns, part.widths, strict=True):
                words = [word for text in column for word in re.split("[ \n\u00ad]", text)]
                assert max(width(word) * part.size for word in words) < room - 10, words


def every_table(paper):
    def of(section):
        yield from (block for block in section.blocks if isinstance(block, Table))
        for inner in section.parts:
            yield from of(inner)

    return [table for section in paper.sections for table in of(section)]


def test_a_table_wider_than_a_page_continues_below():
    """Thirty years of millions: every part has the labels, and no column is lost."""
    columns = tuple(str(year) for year in range(2025, 2055))
    row = Row("Barnhälsovårdssjuksköterska", tuple(Cell("12 345 678", value=1.0) for _ in columns))
    parts = fitted(Table("T", "n", columns, (row,)))
    assert len(parts) > 1
    assert tuple(c for part in parts for c in part.table.columns) == columns
    labels = {part.table.rows[0].label.replace("\u00ad", "") for part in parts}
    assert labels == {row.label}


def test_many_perspectives_are_rows():
    """Eight payers and three more: no table has a column for each."""
    made = content([long_names()], "sv")
    tables = every_table(attachment(made, None))
    names = set(LONG.values())
    assert not [table.title for table in tables if len(names & set(table.columns)) > 4]
    heads = [table for table in tables if table.title == "Resultat per perspektiv"]
    assert [len(table.columns) for table in heads] == [5, 5]
    labels = [row.label for row in heads[0].rows]
    assert len(labels) == len(set(labels)) == len(shown_views(made.scenario))


@pytest.mark.parametrize("file", SHIPPED, ids=str)
def test_a_paper_has_no_word_of_the_machine(file):
    """No key, path, id of the library or digest in its text, but for the last line."""
    scenario = sroi.load(file)
    if any(number.missing for number in scenario.numbers.values()):
        return
    read = docx.Document(io.BytesIO(word(attachment(content([scenario], "sv"), None))))
    told = [p.text for p in read.paragraphs]
    told += [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    body = [re.sub(r"https?://\S+|www\.\S+|\S+\.(se|com)\b", "", text) for text in told]
    last = next(p.text for p in reversed(read.paragraphs) if p.text)
    assert re.fullmatch(r"sroi [\d.]+ · 512 dragningar, frö \d+ · indata [0-9a-f]{8}", last)
    assert [text for text in body if text != last and re.search(MACHINE, text)] == []


@pytest.mark.parametrize("file", SHIPPED, ids=str)
def test_every_paper_has_a_figure(file):
    """Also where no effect is known."""
    scenario = sroi.load(file)
    if not any(number.missing for number in scenario.numbers.values()):
        read = docx.Document(io.BytesIO(word(attachment(content([scenario]), None))))
        assert len(read.inline_shapes) >= 1


def test_word_hyphenates_in_its_language(document):
    """Automatic hyphenation is on, and the text says which language it is in."""
    assert document.settings.element.find(qn("w:autoHyphenation")).get(qn("w:val")) == "true"
    normal = document.styles["Normal"].element
    assert normal.find(f"{qn('w:rPr')}/{qn('w:lang')}").get(qn("w:val")) == "en-GB"


def test_word_is_small_and_compressed(paper):
    """Without the parts of the template that nothing uses; figures are nearly all of it."""
    with zipfile.ZipFile(io.BytesIO(word(paper))) as file:
        entries = file.infolist()
    assert not [e for e in entries if re.search("WithEffects|customXml", e.filename)]
    assert all(entry.compress_type == zipfile.ZIP_DEFLATED for entry in entries)
    besides = sum(e.compress_size for e in entries if not e.filename.startswith("word/media"))
    assert besides < 60_000
