"""The command line, as its users meet it: real processes, exit codes, files, no traceback."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import sroi
from sroi.cli import options
from sroi.cli.main import COMMANDS
from sroi.loader.document import written
from tests.test_projection import DATA

ROOT = Path(__file__).parent.parent
STIS = "scenarios/stis/revised.yaml"


def call(*arguments, cwd=ROOT, **environment):
    """Run the command and return what it did."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "sroi", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=os.environ | {"COLUMNS": "80", "LC_ALL": "C.UTF-8"} | environment,
        check=False,
        timeout=120,
    )


@pytest.fixture
def scenario(tmp_path):
    path = tmp_path / "scenario.yaml"
    path.write_text(written(DATA), encoding="utf-8")
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_ends_with_a_real_example(command):
    """Sroi COMMAND --help ends with an example."""
    told = call(command, "--help")
    assert told.returncode == 0
    assert "Example: sroi " in " ".join(told.stdout.split())


def test_help_and_version_load_nothing_heavy():
    """Sroi --help needs no numpy, pandas, scipy or matplotlib."""
    for option in ("--help", "--version"):
        code = (
            "import sys; sys.argv = ['sroi', %r]\n"
            "from sroi.cli import main\n"
            "try: main()\n"
            "except SystemExit: pass\n"
            "big = {'numpy', 'pandas', 'scipy', 'matplotlib', 'pydantic', 'yaml'}\n"
            "heavy = big & set(sys.modules)\n"
            "assert not heavy, heavy"
        ) % option
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr


def test_run_loads_no_plotting_library(scenario):
    """Sroi run needs no matplotlib, seaborn or pandas."""
    code = (
        "import sys; sys.argv = ['sroi', 'run', %r]\n"
        "from sroi.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "assert not {'matplotlib', 'seaborn', 'pandas'} & set(sys.modules)"
    ) % str(scenario)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_run_prints_its_tables_without_colour_in_a_pipe(scenario):
    """Plain text, no escape codes, not wider than a page."""
    told = call("run", scenario)
    assert told.returncode == 0
    assert "\x1b" not in told.stdout
    assert max(map(len, told.stdout.splitlines())) <= 100
    assert "Result by perspective" in told.stdout
    assert told.stderr == ""


def test_run_speaks_the_language_asked_for(scenario):
    """--language, else the scenario's."""
    assert "Resultat per perspektiv" in call("run", scenario, "--language", "sv").stdout


def test_json_goes_to_standard_output(scenario):
    """The record, nothing else."""
    told = call("run", scenario, "--json", "--draws", 200, "--seed", 3)
    made = json.loads(told.stdout)
    assert (made["simulation"]["draws"], made["simulation"]["seed"]) == (200, 3)


def test_set_takes_numbers_as_they_are_typed():
    """5 % is 0.05, 120 tkr is 120 000, one by one or in a form; what is no number stays text."""
    typed = {
        "discounting.rate": "5 %",
        "costs.rent.amount": "120 tkr",
        "participants.per_year": "{low: 5, base: 7.5, high: 1 250 000}",
        "tax_factor": "1,3",
        "outcomes.x.cashable.step": "0,5",
        "outcomes.x.baseline.low": "5 %",
        "name": "5 %",
        "costs.rent.amount.source": "5 %",
        "participants.unit": "5 %",
    }
    written = {
        "discounting.rate": 0.05,
        "costs.rent.amount": 120_000,
        "participants.per_year": {"low": 5, "base": 7.5, "high": 1_250_000},
        "tax_factor": 1.3,
        "outcomes.x.cashable.step": 0.5,
        "outcomes.x.baseline.low": 0.05,
        "name": "5 %",
        "costs.rent.amount.source": "5 %",
        "participants.unit": "5 %",
    }
    assert options.values_set(tuple(f"{path}={text}" for path, text in typed.items())) == written


def test_set_replaces_values(scenario):
    """--set PATH=VALUE, several times, any form of number."""
    told = call(
        "run", scenario, "--json", "--draws", 50,
        "--set", "costs.rent.amount=1000",
        "--set", "participants.per_year={2025: 4}",
        "--set", "discounting.rate=0",
    )  # fmt: skip
    years = json.loads(told.stdout)["base"]["years"]
    assert [year["participants"] for year in years[:2]] == [4, 0]
    assert years[0]["lines"]["costs.rent"] == 1000


@pytest.mark.parametrize("ending", ["json", "csv", "md", "xlsx"])
def test_run_writes_files(scenario, tmp_path, ending):
    """Each kind by its ending; a sentence on the terminal."""
    told = call("run", scenario, "-o", tmp_path / f"out.{ending}", "--draws", 100)
    assert told.returncode == 0, told.stderr
    assert (tmp_path / f"out.{ending}").stat().st_size > 500
    assert "out" in told.stdout


@pytest.mark.parametrize("ending", ["json", "csv", "md", "xlsx", "tex"])
def test_compare_writes_files(scenario, tmp_path, ending):
    """Each kind by its ending."""
    told = call("compare", scenario, scenario, "-o", tmp_path / f"out.{ending}", "--draws", 100)
    assert told.returncode == 0, told.stderr
    assert (tmp_path / f"out.{ending}").stat().st_size > 500


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["run", "nowhere.yaml"], 1, "nowhere.yaml"),
        (["run", "tests/broken/unknown_key.yaml"], 1, "horizon"),
        (["run", "scenarios/norrkoping/template.yaml"], 1, "tal saknas"),
        (["run"], 2, "FILE"),
        (["rum", STIS], 2, "run"),
        (["run", STIS, "--draws", "0"], 2, "--draws"),
        (["run", STIS, "--draws", "many"], 2, "--draws"),
        (["run", STIS, "--seed", "-1"], 2, "--seed"),
        (["run", STIS, "--language", "da"], 2, "--language"),
        (["run", STIS, "--set", "horizont=5"], 2, "horizon"),
        (["run", STIS, "--set", "horizon"], 2, "PLATS=VÄRDE"),
        (["run", STIS, "--set", "horizon=[1"], 2, "--set"),
        (["run", STIS, "--set", "horizon=many"], 1, "set horizon"),
        (["run", STIS, "--set", "discounting.rate=100,000"], 1, "skriv 100000, eller 100.0"),
        (["run", STIS, "-o", "out.doc"], 2, ".xlsx"),
        (["run", STIS, "-o", "nowhere/out.csv"], 2, "nowhere"),
        (["compare", STIS, "--perspective", "boards"], 2, "boards"),
        (["compare", STIS, "scenarios/grastorp/as_reported.yaml"], 2, "prisår"),
        (["compare", "nowhere.yaml", "tests/broken/empty.yaml"], 1, "2 problems"),
        (["check", "tests/broken/empty.yaml", STIS], 1, "empty"),
        (["library", "no_such_value_at_all"], 2, "nothing contains"),
        (["library", "--name", "no"], 2, "no library"),
        (["new", "README.md"], 2, "exists"),
        (["new", "nowhere/new.yaml", "--yes"], 2, "nowhere"),
        (["run", STIS, "--set", "horizon={a: 1,5}"], 2, "skriv 1.5, med punkt"),
        (["run", STIS, "--set", "costs="], 2, "skriv null för att ta bort"),
        (["new", "new.docx", "--yes"], 2, "does not end in .yaml, or .xlsx"),
        (["new", "new.yaml", "--yes", "--xlsx"], 2, "does not end in .xlsx"),
    ],
)
def test_mistakes_are_told_in_words(arguments, code, words):
    """0 fine, 1 the file is wrong, 2 the command line is wrong; never a traceback."""
    told = call(*arguments)
    assert told.returncode == code, told.stderr
    assert words in told.stderr
    assert "Traceback" not in told.stderr


def test_nothing_is_written_on_failure(tmp_path, scenario):
    """A failed run leaves the old file and no litter."""
    out = tmp_path / "out.csv"
    out.write_text("old")
    assert call("run", scenario, "--set", "horizon=x", "-o", out).returncode == 1
    assert out.read_text() == "old"
    assert sorted(os.listdir(tmp_path)) == ["out.csv", "scenario.yaml"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_an_unwritable_folder_is_told(tmp_path, scenario):
    """Permission denied, in words."""
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    told = call("run", scenario, "-o", folder / "out.csv")
    assert told.returncode == 1
    assert "permission denied" in told.stderr


def test_a_full_disk_is_told(scenario):
    """No space left, in words: /dev/full takes nothing."""
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "sroi", "schema"],
            stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT, check=False,
        )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert done.returncode != 0


def test_check_lists_what_is_missing_and_warns():
    """Missing numbers and warnings do not make a file wrong."""
    told = call("check", "scenarios/norrkoping/template.yaml")
    assert told.returncode == 0
    assert "participants.per_year" in told.stdout
    assert "template.yaml:" in told.stdout


def test_new_writes_a_scenario_that_runs(tmp_path):
    """--yes takes the defaults; the file is valid and runs."""
    for language in ("sv", "en"):
        path = tmp_path / f"{language}.yaml"
        assert call("new", path, "--yes", "--language", language).returncode == 0
        assert call("check", path).returncode == 0
        assert call("run", path, "--draws", 100).returncode == 0
        assert sroi.load(path).outcomes


def test_new_writes_what_the_name_says(tmp_path):
    """A name that ends in .xlsx is a workbook, with or without the option; never YAML."""
    done = call("new", "FYLL.XLSX", "--yes", cwd=tmp_path)
    assert "sroi import FYLL.XLSX -o FYLL.yaml" in done.stdout
    assert (tmp_path / "FYLL.XLSX").read_bytes().startswith(b"PK")


def test_new_asks_on_a_terminal(tmp_path):
    """Answers become the scenario's name, participants and years."""
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "sroi", "new", "asked.yaml"],
        stdin=follower, stdout=follower, stderr=follower, cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    ) as process:  # fmt: skip
        os.close(follower)
        for answer in ("Fäder i grupp", "pappa", "12", "2030", "2", "8"):
            os.write(leader, f"{answer}\n".encode())
            time.sleep(0.1)
        while process.poll() is None:
            try:
                os.read(leader, 1024)
            except OSError:
                break
    scenario = sroi.load(tmp_path / "asked.yaml")
    assert (scenario.name, scenario.participants.unit) == ("Fäder i grupp", "pappa")
    assert (str(scenario.programme.years), scenario.horizon) == ("2030-2031", 8)


def test_library_lists_and_shows():
    """A search lists; an id shows the source, the grade, and another price year."""
    listed = call("library", "placering")
    assert "plac_familjehem_egen_dygn" in call("library", "familjehem").stdout
    assert listed.returncode == 0
    shown = call("library", "plac_familjehem_egen_dygn", "--price-year", "2024").stdout
    assert "592 kr/dygn, 2017" in shown
    assert "763 kr/dygn, 2024" in shown  # 592 x 415.15 / 322.11
    assert "ersätt med eget värde" in shown
    assert "https://" in shown


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "cp437", "cp850", "latin-1"])
def test_no_sign_is_lost_on_a_terminal_without_a_minus(tmp_path, scenario, encoding, language):
    """A minus is a hyphen there; nothing becomes a question mark, in tables and in one line."""
    values = ["--draws", "50", "--set", "outcomes.a.unit_cost=1", "--language", language]
    for further in ((), ("-o", str(tmp_path / "out.md"))):
        done = subprocess.run(
            [sys.executable, "-m", "sroi", "run", str(scenario), *values, *further], cwd=ROOT,
            capture_output=True, env=os.environ | {"PYTHONIOENCODING": encoding}, check=True,
        )  # fmt: skip
        told = done.stdout.decode(encoding)
        assert re.search(r"-\d", told)
        assert "?" not in told


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_json_is_whole_in_any_encoding(scenario, encoding):
    """JSON is UTF-8 (RFC 8259), whatever the letters of the terminal."""
    command = [sys.executable, "-m", "sroi", "run", str(scenario), "--json", "--draws", "8"]
    done = subprocess.run(
        [*command, "--set", "name=Łódź \u2212 😀"], cwd=ROOT, capture_output=True, check=True,
        env=os.environ | {"PYTHONIOENCODING": encoding},
    )  # fmt: skip
    assert json.loads(done.stdout.decode("utf-8"))["name"] == "Łódź \u2212 😀"


def test_colour_is_for_terminals_that_want_it(scenario):
    """On a terminal there is bold text; NO_COLOR and a narrow window are respected."""

    def on_terminal(**environment):
        leader, follower = pty.openpty()
        done = []
        with subprocess.Popen(
            [sys.executable, "-m", "sroi", "run", str(scenario), "--draws", "50"],
            stdout=follower, stderr=follower, cwd=ROOT,
            env=os.environ | {"TERM": "xterm"} | environment,
        ):  # fmt: skip
            os.close(follower)
            while True:
                try:
                    chunk = os.read(leader, 65536)
                except OSError:
                    break
                if not chunk:
                    break
                done.append(chunk)
        return b"".join(done).decode()

    assert "\x1b[1m" in on_terminal(COLUMNS="120")
    narrow = on_terminal(COLUMNS="60", NO_COLOR="1")
    assert "\x1b[3" not in narrow
    plain = re.sub(r"\x1b\[[0-9;]*m", "", narrow)
    assert max(len(line.rstrip("\r")) for line in plain.split("\n")) <= 60
    tiny = re.sub(r"\x1b\[[0-9;]*m", "", on_terminal(COLUMNS="40", NO_COLOR="1"))
    cost = sroi.simulate(sroi.load(scenario), 50).base_value("pv_costs", "public")
    assert f"{cost:,.0f}" in tiny  # no digit is cut


def test_ctrl_c_leaves_nothing_behind(tmp_path, scenario):
    """Interrupted in the middle: no file, no traceback."""
    process = subprocess.Popen(
        [sys.executable, "-m", "sroi", "run", scenario, "--draws", "9000000",
         "-o", tmp_path / "o.csv"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    time.sleep(4)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "Traceback" not in stderr
    assert os.listdir(tmp_path) == ["scenario.yaml"]


def shell(line, **environment):
    """Run a line of the shell in which "sroi" is this one."""
    return subprocess.run(
        ["sh", "-c", line.replace("sroi ", f"{sys.executable} -W error -m sroi ", 1)],
        capture_output=True, cwd=ROOT, env=os.environ | {"LC_ALL": "C.UTF-8"} | environment,
        check=False, timeout=120,
    )  # fmt: skip


def test_a_closed_stdout_is_no_trouble(tmp_path):
    """Files are written all the same."""
    out = tmp_path / "x.json"
    done = shell(f"sroi run {STIS} --draws 64 -o {out} >&-")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(out.read_text())


@pytest.mark.parametrize("line", ["--help", "schema", f"run {STIS} --draws 64", "library"])
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Error: what was to be printed: no space left on device\n"),
        ("sv", "Fel: det som skulle skrivas ut: disken är full\n"),
    ],
)
def test_a_full_disk_is_told_in_words(line, language, words):
    """Also of help, which is printed before any command runs; in the language of the machine."""
    done = shell(f"sroi {line.replace(STIS, STIS + ' --language ' + language)} > /dev/full",
                 LC_ALL=f"{language}_XX.UTF-8")  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.decode() == words


def test_a_full_disk_names_the_file():
    """What was to be written is named."""
    from sroi.errors import SroiError
    from sroi.report.files import write_whole

    with pytest.raises(SroiError, match="/proc/x.json cannot be written"):
        write_whole(Path("/proc/x.json"), b"x")


def test_what_cannot_be_read_is_one_kind_of_mistake(tmp_path):
    """A folder, a missing file: told with the file, exit code 1."""
    for name in (str(tmp_path), str(tmp_path / "nowhere.yaml")):
        done = call("run", name)
        assert done.returncode == 1
        assert done.stderr.startswith(f"{name}: ")


def test_json_and_csv_are_utf_8_on_any_machine():
    """RFC 8259; a terminal of Windows in cp1252 does not change that."""
    for line in (f"run {STIS} --json", "schema", f"sweep {STIS} --vary horizon=5,6"):
        plain, other = (
            shell(f"sroi {line}", PYTHONIOENCODING=encoding) for encoding in ("utf-8", "cp1252")
        )
        assert plain.stdout == other.stdout
        assert plain.stdout.decode("utf-8")


def test_a_home_that_cannot_be_written_is_no_matter(tmp_path):
    """No other program's complaints on stderr."""
    nowhere = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), "/dev/null")
    done = call("run", STIS, "--draws", "64", "--figure", tmp_path / "x.svg", **nowhere)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_long_setting_is_told_shortly():
    """The whole of it is not the name of a file in every problem."""
    done = call("run", STIS, "--set", "costs=[" + "!!p a, " * 10_000 + "]")
    assert done.returncode == 2
    assert len(done.stderr) < 1000


def test_a_decimal_comma_is_no_list_of_values():
    """0,03 would be 0 and 3, that is 0 % and 300 %, without a word."""
    done = call("sweep", STIS, "--vary", "discounting.rate=0,03")
    assert done.returncode == 2
    assert "kommat skiljer värden åt" in done.stderr


@pytest.mark.parametrize("command", ["breakeven", "run", "sensitivity"])
def test_no_column_of_a_table_is_cut(command):
    """A line is at most as wide as a page, and every heading of the text stands whole in it."""
    done = call(command, "scenarios/varvaderstorget/what_if_middle.yaml")
    assert max(map(len, done.stdout.splitlines())) <= 100
    if command == "breakeven":
        assert "fördelning (percentil)" in done.stdout


def test_a_workbook_is_not_read_as_a_scenario(tmp_path):
    """It is told how it becomes one, and never to be saved as text."""
    call("new", tmp_path / "f.xlsx", "--yes")
    done = call("run", tmp_path / "f.xlsx")
    assert "sroi import" in done.stderr
