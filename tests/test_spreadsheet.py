"""CSV for a spreadsheet: opened with Swedish settings, figures are figures and å is å."""

import csv
import io
import subprocess

import openpyxl
import pytest

from sroi.model.comparison import compare
from sroi.model.projection import simulate
from sroi.records.rows import COLUMNS, rows
from sroi.records.run import as_json, record
from sroi.report.exports import csv_file as csv_of
from sroi.report.formats import comparison_answer, run_answer
from sroi.report.spreadsheet import spreadsheet_csv, words_of
from sroi.wording import Wording
from tests.strategies import load
from tests.test_book import OFFICE, needs_office
from tests.test_cli import call
from tests.test_projection import DATA

SV, EN = Wording("sv", "SEK"), Wording("en", "SEK")
SWEDISH_SETTINGS = "CSV:59,34,76,1,,1053,false,true"  # semicolons, UTF-8, Swedish


@pytest.fixture(scope="module")
def made():
    return simulate(load(DATA | {"name": "Åtgärd; på försök", "language": "sv"}), 64, 1)


@pytest.fixture(scope="module")
def answer(made):
    return run_answer(made, SV)


def read(content, wording):
    text = content.decode("utf-8-sig")
    return list(
        csv.reader(
            io.StringIO(text, newline=""),
            delimiter=wording.locale.between_cells,
        )
    )


@needs_office
def test_a_swedish_spreadsheet_reads_every_figure_as_a_figure(answer, made, tmp_path):
    """LibreOffice with Swedish settings: columns, numbers as numbers, å ä ö, nothing shifted."""
    (tmp_path / "run.csv").write_bytes(csv_of(answer, None))
    subprocess.run(
        [OFFICE, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile",
         f"--infilter={SWEDISH_SETTINGS}", "--convert-to", "xlsx", "--outdir", str(tmp_path),
         str(tmp_path / "run.csv")],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    head, *table = openpyxl.load_workbook(tmp_path / "run.xlsx").active.iter_rows(values_only=True)
    expected = list(rows(record(made)))
    assert head == ("Scenario", "Slag", "Vad", "Mått", "År", "Siffra", "Värde", "Enhet")
    assert len(table) == len(expected)
    for cells, row in zip(table, expected, strict=True):
        assert cells[0] == "Åtgärd; på försök"
        if isinstance(row["value"], bool):
            assert cells[6] == ("ja" if row["value"] else "nej")
        elif row["value"] is None:
            assert cells[6] is None
        else:
            assert cells[6] == pytest.approx(row["value"], rel=1e-12)


@pytest.mark.parametrize("wording", [SV, EN])
def test_the_rows_are_those_of_the_tidy_file(made, wording):
    """One row per number, in the same order, with the reader's marks."""
    tidy = list(rows(record(made)))
    head, *table = read(spreadsheet_csv(tidy, wording), wording)
    assert len(head) == len(COLUMNS)
    mark = wording.locale.decimal
    for cells, row in zip(table, tidy, strict=True):
        if isinstance(row["value"], float):
            assert float(cells[6].replace(mark, ".")) == row["value"]


@pytest.mark.parametrize("wording", [SV, EN])
def test_every_name_of_ours_has_words(made, wording):
    """Parts, measures, statistics and units of runs and comparisons, with their headings."""
    compared = comparison_answer(compare([made.scenario, made.scenario], draws=64), wording)
    for row in (*rows(record(made)), *compared.rows()):
        for column in ("part", "measure", "statistic", "unit"):
            name = str(row[column])
            if not name.isdecimal() and name != row["unit"].upper():
                assert words_of(name, wording) != name or wording is EN, name
    assert all(wording.has(f"csv.column_{column}") for column in COLUMNS)


def test_swedish_is_for_a_spreadsheet_and_english_for_programs(made):
    """Either can be had in the other language."""
    swedish, english = run_answer(made, SV), run_answer(made, EN)
    assert csv_of(swedish, None) == csv_of(swedish, "excel")
    assert csv_of(english, None) == csv_of(swedish, "tidy") == csv_of(english, "tidy")
    assert csv_of(english, "excel").startswith("\ufeffScenario,".encode())


def test_items_are_called_what_the_scenario_calls_them(made):
    """A finance officer reads the board's name, not its id; programs read the id."""
    answer = run_answer(made, SV)
    table = read(csv_of(answer, "excel"), SV)
    payers = {name: payer.name or name for name, payer in made.scenario.payers.items()}
    assert set(payers.values()) <= {cells[2] for cells in table if cells[1] == "Betalare"}
    assert {o.name for o in made.scenario.outcomes.values()} <= {cells[2] for cells in table}
    assert set(payers) <= {row["item"] for row in answer.rows()}


def test_a_scenario_keeps_its_own_names():
    """An outcome called load, a payer called costs: only our own names have words."""
    row = {"part": "payer", "item": "costs", "measure": "costs", "value": 1.5}
    assert read(spreadsheet_csv([row], SV), SV)[1] == ["Betalare", "costs", "Kostnad", "1,5"]
    hostile = {"part": "outcome", "item": "=cmd", "value": -1}
    assert read(spreadsheet_csv([hostile], SV), SV)[1] == ["Utfall", "'=cmd", "-1"]


def test_the_questions_have_headings_in_words(tmp_path):
    """Each question's own rows; lists and intervals in one cell."""
    file = tmp_path / "s.yaml"
    file.write_text(as_json(DATA | {"language": "sv"}), encoding="utf-8")  # JSON is YAML
    for question, first in (
        (["sensitivity", file, "--variance", "16", "--draws", "64"], "Plats i filen"),
        (["breakeven", file], "Plats i filen"),
        (["waterfall", file, "--draws", "64"], "Perspektiv"),
        (["information", file, file, "--draws", "512"], "Om detta vore känt"),
    ):
        done = call(*question, "-o", tmp_path / "q.csv")
        assert done.returncode == 0, done.stderr
        head, *table = read((tmp_path / "q.csv").read_bytes(), SV)
        assert head[0] == first
        assert not any("_" in heading for heading in head)
        assert not any("{" in cell for row in table for cell in row)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["run", "docs/examples/by-hand.yaml", "--csv", "tidy"], "-o FILE.csv"),
        (["run", "docs/examples/by-hand.yaml", "-o", "x.md", "--csv", "excel"], "-o FILE.csv"),
        (["sweep", "docs/examples/by-hand.yaml", "--vary", "horizon=2,3", "-o", "x.csv", "--csv",
          "excel"], "for programs"),
    ],
)  # fmt: skip
def test_a_form_of_csv_is_of_a_csv_file(command, words):
    """Asked for where there is none, it is an error before anything is run."""
    done = call(*command)
    assert done.returncode == 2
    assert words in done.stderr


def test_the_sweep_of_a_swedish_scenario_is_for_programs(tmp_path):
    """Tidy in every language: it is read by programs, and goes on where it stopped."""
    call("sweep", "scenarios/stis/revised.yaml", "--vary", "discounting.rate=0,0.03",
         "--draws", "16", "-o", tmp_path / "s.csv")  # fmt: skip
    assert (tmp_path / "s.csv").read_text("utf-8").startswith("discounting.rate,perspective,")
