"""Files: whole or not there, text as text, and every figure where it belongs."""

import csv
import io
import os
import re
import time

import openpyxl
import pytest

from sroi.intake.starter import starter
from sroi.model.projection import simulate
from sroi.records.rows import rows
from sroi.records.run import record
from sroi.report import text
from sroi.report.files import harmless, write_whole
from sroi.report.workbook import workbook
from sroi.tables.cells import Cell, Page, Row, Table
from sroi.tables.page import run_page
from sroi.wording import Wording
from tests.strategies import load
from tests.test_projection import DATA

HOSTILE = '=cmd|"/c calc"!A1 <b>&amp; | ` _x_ \u202e {}%$#\\ 😀'


@pytest.fixture(scope="module")
def made():
    return simulate(load(DATA | {"name": HOSTILE}), 64, 1)


@pytest.fixture(scope="module")
def page(made):
    return run_page(made, [], Wording("sv", "SEK"))


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    """Nothing half-written: what stood there still stands, and no litter is left."""
    path = tmp_path / "out.csv"
    path.write_text("old")
    with pytest.raises(TypeError):
        write_whole(path, "not bytes")
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["out.csv"]


def test_what_a_killed_process_left_is_tidied_up(tmp_path):
    """Once it is old; what another process may be writing now stays."""
    for name, age in ((".out.csv.abc.unfinished", 7200), (".out.csv.def.unfinished", 10)):
        (tmp_path / name).write_text("half")
        os.utime(tmp_path / name, (time.time() - age, time.time() - age))
    write_whole(tmp_path / "out.csv", b"whole")
    assert sorted(os.listdir(tmp_path)) == [".out.csv.def.unfinished", "out.csv"]


def test_a_written_file_has_ordinary_rights(tmp_path):
    """Readable as any file made here, not as a temporary one."""
    (tmp_path / "plain").write_text("x")
    write_whole(tmp_path / "made", b"x")
    assert (tmp_path / "made").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_who_may_read_a_file_stays_as_it_was(tmp_path):
    """A private file is not opened to others by writing it anew."""
    path = tmp_path / "private"
    path.write_bytes(b"old")
    path.chmod(0o600)
    write_whole(path, b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o600)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_is_never_a_formula_in_csv(start):
    """A leading sign is put behind an apostrophe."""
    assert harmless(f"{start}1+1") == f"'{start}1+1"


def test_csv_keeps_numbers_and_disarms_names(made):
    """Negative numbers are numbers; a hostile name is text."""
    read = list(csv.DictReader(io.StringIO(text.csv(rows(record(made))).decode())))
    assert read[0]["scenario"] == "'" + HOSTILE
    npv = next(r for r in read if (r["item"], r["measure"]) == ("social", "npv"))
    assert float(npv["value"]) == made.base_value("npv", "social")


def test_markdown_escapes_what_would_be_markup(page):
    """The name arrives as text in a heading, and tables keep their columns."""
    told = text.markdown(page).decode()
    assert told.splitlines()[0].startswith(r"# =cmd\|")
    assert r"\$" in told.splitlines()[0]  # no mathematics where the reader knows some
    widths = {line.count("|") - line.count(r"\|") for line in told.splitlines() if line[:1] == "|"}
    assert len(widths) <= 4


@pytest.mark.parametrize("name", ["[x](javascript:alert(1))", "![x](//evil)", "[x]: //evil"])
def test_no_name_is_a_link_in_markdown(name):
    """Neither the brackets nor what follows them."""
    assert not re.search(r"(?<!\\)[\[\]]|\]\(", text._md(name))


def test_latex_escapes_what_would_be_commands(page):
    """Every special character of TeX is written out."""
    told = text.latex(page).decode()
    assert r"\begin{tabular}" in told
    assert text._tex(r"50 % & \x_{1}") == r"50 \% \& \textbackslash{}x\_\{1\}"
    assert text._tex("$5 <|> ^") == r"\$5 \textless{}\textbar{}\textgreater{} \textasciicircum{}"


def test_the_workbook_opens_and_holds_numbers(page, made):
    """Re-read by openpyxl: text as text, figures as numbers, nothing a formula."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(page)))
    assert book.worksheets[0]["A1"].value == HOSTILE
    assert book.worksheets[0]["A1"].data_type == "s"
    values = {row[0].value: row for row in book.worksheets[1].iter_rows(min_row=4)}
    assert values["Kostnad"][1].value == pytest.approx(made.base_value("pv_costs", "public"))


def test_the_workbook_is_the_same_bytes_every_time(page):
    """Two runs of the same figures give the same file."""
    assert workbook(page) == workbook(page)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_starter_takes_any_name(language, tmp_path):
    """A name with a colon or a quote is quoted."""
    import sroi

    answers = {
        "name": 'Family: "early" help',
        "unit": "family",
        "per_year": 20,
        "first_year": 2025,
        "years": "2025-2027",
        "price_year": 2024,
        "horizon": 10,
    }
    path = tmp_path / "new.yaml"
    path.write_text(starter(language, answers), encoding="utf-8")
    scenario = sroi.load(path)
    assert scenario.name == answers["name"]
    assert len(scenario.programme.years) == 3


def test_the_column_beside_the_numbers_says_what_it_holds():
    """90 % of the draws, or the difference to another: never one called the other."""
    ranged = Table("A", "n", ("x",), (Row("r", (Cell("5", "4 till 6", 5.0),)),))
    differing = Table("B", "n", ("x",), (Row("r", (Cell("5", "+1\u00a0617", 5.0),)),))
    book = openpyxl.load_workbook(io.BytesIO(workbook(Page("P", "", (), (ranged, differing)))))
    assert [sheet["C3"].value for sheet in book.worksheets[1:]] == ["90 %", "+/\u2212"]


def test_sheets_are_named_in_whole_words(page):
    """Thirty-one characters at most, and none of them half a word."""
    titles = {word for table in page.tables for word in table.title.split()}
    for sheet in openpyxl.load_workbook(io.BytesIO(workbook(page))).worksheets[1:]:
        number, *words = sheet.title.split()
        assert number.isdigit()
        assert words
        assert set(words) <= titles
