"""The documentation: its examples run, its tables are the program's, its figures the engine's."""

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import sroi
from sroi.cli.main import COMMANDS
from sroi.loader.terms import terms
from sroi.model.measures import MEASURES
from sroi.model.projection import simulate
from sroi.schema.scenario import ScenarioFile
from sroi.schema.tree import nodes_of
from tests.served import serving

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
WITH_CONSOLE = [page for page in PAGES if "```console" in page.read_text(encoding="utf-8")]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def name(path):
    return str(path.relative_to(ROOT))


def run(command, cwd):
    """Run a command line of a page and return what it prints, errors last."""
    _, *arguments = shlex.split(command)
    done = subprocess.run(
        [sys.executable, "-m", "sroi", *arguments],
        capture_output=True, text=True, cwd=cwd, check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "100", "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    return done.stdout + done.stderr


def matches(expected, printed):
    """Return whether lines are as printed; a line … stands for any number of lines."""
    pattern = "\n".join(".*" if line == "…" else re.escape(narrow(line)) for line in expected)
    plain = "\n".join(map(narrow, printed.rstrip("\n").split("\n")))
    return re.fullmatch(pattern, plain, re.DOTALL) is not None


def narrow(line):
    """Return a line with every run of spaces as one."""
    return " ".join(line.split())


@pytest.mark.parametrize("page", WITH_CONSOLE, ids=name)
def test_console_examples_print_what_they_show(page, tmp_path):
    """Each page is followed from top to bottom in a folder of its own."""
    for folder in ("scenarios", "docs"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    for block in re.findall(r"```console\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        command, *expected = block.rstrip("\n").split("\n")
        printed = run(command.removeprefix("$ "), tmp_path)
        assert matches(expected, printed), f"{command}\n{printed}"


def windows_commands(page):
    """Return the command lines that a page gives a user of Windows."""
    blocks = re.findall(r"```bat\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    return [line.strip() for block in blocks for line in block.strip().split("\n")]


WITH_WINDOWS = [page for page in (*PAGES, ROOT / "README.md") if windows_commands(page)]


@pytest.mark.parametrize("page", WITH_WINDOWS, ids=name)
def test_windows_commands_are_real(page, tmp_path):
    """Each page is followed from top to bottom in a folder of its own, with Python for ``py``."""
    for line in windows_commands(page):
        launcher, option, program, *arguments = shlex.split(line)
        assert (launcher, option) == ("py", "-m")
        assert program in ("pip", "sroi")
        if program == "pip":
            knows_pip(*arguments)
        elif arguments == ["serve"]:
            with serving(tmp_path) as page_served:
                page_served.client().close()
        else:
            done = run(f"sroi {shlex.join(arguments)}", tmp_path)
            assert "Error" not in done
            assert str(tmp_path) in done


def knows_pip(command, *arguments):
    """Assert that pip has a command and its options; what it installs is the CI's to try."""
    asked = [sys.executable, "-m", "pip", command, "--help"]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    assert all(word in told for word in arguments if word.startswith("-"))


def test_the_first_thing_a_newcomer_reads_is_for_windows():
    """Who most need the page have Windows: before any other system, and before any text file."""
    for page in (DOCS / "how-to/kom-igang.md", DOCS / "how-to/oppna-sidan.md", ROOT / "README.md"):
        text = page.read_text(encoding="utf-8")
        assert "```bat" in text
        first = text.index("Windows")
        assert all(first < text.find(word) for word in (".venv", "macOS", "```") if word in text)


@pytest.mark.parametrize("page", [p for p in PAGES if ">>> " in p.read_text("utf-8")], ids=name)
def test_python_examples_print_what_they_show(page, monkeypatch):
    """Doctests of the pages."""
    monkeypatch.chdir(ROOT)
    found = doctest.testfile(
        str(page), module_relative=False,
        optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS,
    )  # fmt: skip
    assert found.attempted
    assert not found.failed


def number(text):
    """Return the number a reader sees: 1 182 524, −11 481, 0.9903."""
    return float(text.replace(" ", "").replace("−", "-"))


def table(page, heading):
    """Return the rows of the first table whose first line holds the heading, by their label."""
    lines = page.split("\n")
    start = next(i for i, line in enumerate(lines) if line.startswith("|") and heading in line)
    columns = [cell.strip() for cell in lines[start].strip("|").split("|")][1:]
    rows = {}
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        label, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        rows[label] = dict(zip(columns, map(number, cells), strict=True))
    return rows


def test_the_programme_worked_by_hand_equals_the_engine():
    """Every number of docs/explanation/by-hand.md, worked out by pencil, is the engine's."""
    page = (DOCS / "explanation" / "by-hand.md").read_text(encoding="utf-8")
    made = simulate(sroi.load(DOCS / "examples" / "by-hand.yaml"), 16)
    views = {"town": "town", "region": "region", "public": "public"}
    for measure, row in table(page, "town | region | public").items():
        assert measure in MEASURES
        for column, written in row.items():
            digits = 0.5 if abs(written) > 100 else 0.00005
            expected = made.base_value(measure, views[column])
            assert written == pytest.approx(expected, abs=digits), (measure, column)
    years = [str(year) for year in made.scenario.years]
    events = table(page, "| 2025 | 2026 | 2027 | 2028 | total")
    flow = made.base.outcomes["placement"].actual.quantity.values[0]
    assert [events["placements avoided"][year] for year in years] == pytest.approx(list(flow))
    for words in ("0.970874", "1.3127", "0.2188", "**2027**"):
        assert words in page
    outcome = sroi.frame(made).query("item == 'placement' and statistic == 'base'")
    needed = outcome.set_index("measure")["value"]
    assert needed["breakeven_quantity:public"] == pytest.approx(1.3127, abs=5e-5)
    assert needed["breakeven_reduction:public"] == pytest.approx(0.2188, abs=5e-5)


def test_money_by_year_of_the_programme_worked_by_hand():
    """The second table: cost, benefit and cashable by payer and year."""
    page = (DOCS / "explanation" / "by-hand.md").read_text(encoding="utf-8")
    page = page[page.index("**Money by year**") :]
    made = sroi.frame(simulate(sroi.load(DOCS / "examples" / "by-hand.yaml"), 16))
    words = {"cost": "costs", "benefit": "benefits", "cashable": "cashable"}
    for label, row in table(page, "2025").items():
        kind, payer = label.split(", ")
        chosen = made[(made["item"] == payer) & (made["measure"] == words[kind])]
        for year, written in row.items():
            value = chosen[chosen["year"] == int(year)]["value"].item()
            assert written == pytest.approx(value)


# Pages written by the program; rewrite with SROI_GOLDEN=1 ------------------------------------


CSV = """\
## CSV

`-o FILE.csv` writes one row per number: whose, which measure, which year, base case or statistic,
value, unit. The `.xlsx` file is the one to read and to calculate in; CSV is for what takes no
workbook.

| | `--csv tidy` (default in English) | `--csv excel` (default in Swedish) |
|---|---|---|
| for | R, Python, databases | a double click in Excel or LibreOffice |
| headings and names | as in JSON | in words, in the language of `--language` |
| between cells, decimals | `,` and `.` | in Swedish `;` and `,`; in English `,` and `.` |
| encoding | UTF-8 | UTF-8 with a byte order mark, so that å, ä and ö are read as such |

The CSV of `sweep` is tidy in every language.

## Language of messages

Problems, hints, warnings and wrong calls are told in the language of `--language` or `--set
language=…`, else of the first file of the command that says one (its `language:` line, or that of
what it extends; also where the rest cannot be read; of a workbook its sheets), else in English.
Without any file it is the machine's: `LC_ALL`, `LC_MESSAGES`, `LANG`, or the language of Windows.
`--help` is in English.
"""


def commands_page():
    """Return the page of the commands: what each prints for --help."""
    parts = ["# Commands", "", "What `sroi COMMAND --help` prints.", ""]
    for command in ("", *COMMANDS):
        title = f"sroi {command}".strip()
        parts += [f"## {title}", "", "```text", run(f"{title} --help", ROOT).rstrip(), "```", ""]
    return "\n".join([*parts, CSV])


def warnings_page():
    """Return the page of the warnings: every rule, in both languages."""
    parts = [
        "# Warnings",
        "",
        "`sroi check` and every run list them. They do not stop anything; they say what a reader",
        "should know. Values in braces are put in.",
        "",
        "| rule | English | svenska |",
        "|---|---|---|",
    ]
    english, swedish = terms("en")["rule"], terms("sv")["rule"]
    parts += [f"| {rule} | {english[rule]} | {swedish[rule]} |" for rule in english]
    return "\n".join(parts) + "\n"


def scenario_page():
    """Return the page of the file format: every key of every part, with its meaning."""
    parts = [
        "# Scenario file",
        "",
        "One YAML file is one programme under one funding arrangement. What is repeated is keyed",
        "by a short id (`a-z`, digits and `_`). A file that `extends` another says only what",
        "differs: parts merge, numbers are replaced whole, `null` removes, and a key with nothing",
        "after it is an error. Required keys are marked. Kinds of numbers are explained in",
        "[Numbers](numbers.md).",
        "",
    ]
    for title, part in parts_of(ScenarioFile, "The file"):
        parts += [f"## {title}", "", part.__doc__.split("\n")[0], ""]
        parts += ["| key | | meaning |", "|---|---|---|"]
        parts += [row(key, part) for key in part.by_key()] + [""]
    return "\n".join(parts)


def parts_of(part, title):
    """Yield every part below a part, with its title."""
    yield title, part
    for key, node in nodes_of(part).items():
        inner, below = node, key
        while inner is not None and inner.part is None:
            inner, below = inner.each, f"{below}.ID"
        if inner is not None:
            path = below if title == "The file" else f"{title}.{below}"
            yield from parts_of(inner.part, path)


def row(key, part):
    """Return the table row of one key."""
    field, node = part.by_key()[key], nodes_of(part)[key]
    kind = node.number.quantity.words if node.number else ""
    if node.number and node.number.yearly:
        kind += ", or one per year"
    required = "**required** " if field.is_required() else ""
    return f"| `{key}` | {required}{kind} | {field.description or ''} |"


GENERATED = {
    "reference/commands.md": commands_page,
    "reference/warnings.md": warnings_page,
    "reference/scenario-file.md": scenario_page,
}


@pytest.mark.parametrize("page", GENERATED)
def test_generated_pages_are_up_to_date(page):
    """What the program says of itself has not drifted from the page."""
    made = GENERATED[page]()
    if os.environ.get("SROI_GOLDEN"):
        (DOCS / page).write_text(made, encoding="utf-8")
    assert made == (DOCS / page).read_text(encoding="utf-8")


# Links, glossary, README ---------------------------------------------------------------------


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.md"], ids=name)
def test_links_lead_somewhere(page):
    """Every relative link of a page is a file."""
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_the_glossary_names_every_result_and_part():
    """What stands in JSON and files is in the glossary."""
    page = (DOCS / "reference" / "glossary.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| ([a-z_-]+) \|", page, re.MULTILINE))
    wanted = {"npv", "bcr", "payback_year", "extrapolated", "cashable", "deadweight", "attribution"}
    wanted |= {
        "displacement",
        "drop_off",
        "baseline",
        "horizon",
        "recurrence",
        "episode",
        "profile",
    }
    assert wanted <= named


def test_ci_runs_the_test_command_of_the_readme():
    """The command a newcomer types is the one that is tested."""
    command = next(line for line in README.split("\n") if "-m pytest" in line)
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").split("\n")


def test_the_readme_shows_real_output():
    """The table in the README is what its command prints."""
    command = re.search(r"<!-- output of: (.*) -->", README).group(1)
    shown = re.search(r"<!-- output of: .* -->\n```text\n(.*?)```", README, re.DOTALL).group(1)
    printed = run(command, ROOT)
    if os.environ.get("SROI_GOLDEN"):
        kept = printed[: printed.index("\n\nWho saves")].replace("\u00a0", " ")
        kept = "\n".join(line.rstrip() for line in kept.split("\n"))
        (ROOT / "README.md").write_text(README.replace(shown, kept + "\n…\n"), encoding="utf-8")
        shown = kept + "\n…\n"
    assert matches(shown.rstrip("\n").split("\n"), printed)
