"""The house: every module on its floor, every library in its home, every function small."""

import ast
import subprocess
import sys
import tomllib
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "sroi").rglob("*.py"))
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "contracts"
]
PAGE = (ROOT / "docs" / "explanation" / "architecture.md").read_text(encoding="utf-8")

QUESTIONS = [  # their figures
    f"sroi.questions.{path.name}.figure"
    for path in (ROOT / "sroi/questions").iterdir()
    if path.is_dir()
]

# Where each third-party library is at home; lazy imports count.
HOMES = {
    "numpy": None,  # the language of arrays: anywhere below paper
    "yaml": {"sroi.loader.document", "sroi.loader.patch", "sroi.loader.scalars"},
    "pydantic": {"sroi.schema", "sroi.loader"},
    "pydantic_core": {"sroi.schema", "sroi.loader"},
    "scipy": {
        *(
            "sroi.arithmetic.distributions",
            "sroi.arithmetic.families",
            "sroi.arithmetic.copula",
            "sroi.arithmetic.intervals",
            "sroi.arithmetic.power",
            "sroi.observations.protection",
            "sroi.arithmetic.truncated",
        ),
        *(
            "sroi.questions.information.compute",
            "sroi.questions.breakeven.compute",
            "sroi.questions.sensitivity.drivers",
        ),
    },
    "SALib": {"sroi.questions.sensitivity.drivers"},
    "matplotlib": {
        *("sroi.figures", *QUESTIONS, "sroi.report.page"),
        # only the name of a type:
        *("sroi.report.answer", "sroi.report.blocks", "sroi.report.sheets"),
        "sroi.web.pictures",
    },
    "seaborn": {"sroi.figures"},
    "pandas": {"sroi.records.rows", "sroi.report"},
    "babel": {"sroi.wording"},
    "xlsxwriter": {
        *("sroi.report.workbook", "sroi.report.table_sheets"),
        *("sroi.report.book", "sroi.intake.template"),
    },
    "openpyxl": {"sroi.loader.sheets"},
    "docx": {"sroi.report.word"},
    "jinja2": {"sroi.report.page", "sroi.web.site"},
    "markupsafe": {"sroi.report.page", "sroi.web.site"},
    "starlette": {"sroi.web"},
    "uvicorn": {"sroi.web.server"},
    "typst": {"sroi.report.pdf"},
    "click": {"sroi.cli"},
    "rich": {"sroi.cli"},
}


def test_every_module_is_on_its_floor():
    """Imports go down, never to a neighbour; lazy ones count (pyproject.toml, import-linter)."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]


LONGEST_CHAIN = 18  # modules, of which each imports the next
MOST_IMPORTS = 4.0  # of our own modules, by a module on average


def imports():
    """Return what each module imports of our own, but for what annotations alone name."""
    graph = grimp.build_graph("sroi", exclude_type_checking_imports=True, cache_dir=None)
    return {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}


def test_no_chain_of_imports_is_long():
    """Who reads a module reads few others to understand it; lazy imports count.

    ``TopologicalSorter`` raises where modules import one another in a circle.
    """
    below, height = imports(), {}
    for module in TopologicalSorter(below).static_order():
        height[module] = 1 + max((height[other] for other in below[module]), default=0)
    highest = max(height, key=height.get)
    assert height[highest] <= LONGEST_CHAIN, highest


def test_a_module_imports_few_others():
    """Four on average: what belongs together stands together."""
    counts = [len(others) for others in imports().values()]
    assert sum(counts) / len(counts) <= MOST_IMPORTS


def test_every_library_has_one_home():
    """A third-party library is imported where it lives, and no unlisted one is imported."""
    graph = grimp.build_graph("sroi", include_external_packages=True)
    outside = {
        name for name in graph.modules
        if not name.startswith("sroi") and name not in sys.stdlib_module_names
    }  # fmt: skip
    assert outside <= set(HOMES), outside - set(HOMES)
    for library in outside:
        homes = HOMES[library]
        for importer in graph.find_modules_that_directly_import(library):
            at_home = homes is None or any(importer.startswith(home) for home in homes)
            assert at_home, f"{importer} imports {library}"


def test_the_page_starts_without_what_it_draws_with():
    """Figures and papers are drawn in a process of their own: their libraries wait till then."""
    heavy = ("matplotlib", "seaborn", "docx", "typst", "xlsxwriter", "pandas")
    program = f"import sys, sroi.web.app, sroi.web.server; print(set({heavy}) & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"


def test_the_page_shows_every_floor():
    """docs/explanation/architecture.md lists the modules of every floor, top to bottom."""
    floors = next(c["layers"] for c in CONTRACTS if c["id"] == "floors")
    for floor in floors:
        for module in floor.split(" | "):
            assert f"`{module}`" in PAGE, module


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_and_functions_are_small(path):
    """Modules of at most 400 lines, functions of at most 30 without their docstring."""
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            doc = ast.get_docstring(node, clean=False) or ""
            lines = node.end_lineno - node.lineno + 1 - doc.count("\n") - bool(doc)
            assert lines <= 30, f"{path.name}:{node.lineno} {node.name} has {lines} lines"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_code_is_packed(path):
    """The formatter lays out all of the package's code: nothing is squeezed to meet a cap."""
    assert "fmt: " + "skip" not in path.read_text(encoding="utf-8")


def test_the_median_function_is_short():
    """Most functions are under 10 lines."""
    lengths = sorted(
        node.end_lineno - node.lineno
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    )
    assert lengths[len(lengths) // 2] < 10


def test_the_top_level_is_the_agreed_one():
    """Exactly what was agreed, beside what git itself needs."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    top = {name.split("/")[0] for name in listed if name}
    assert top == {
        *("pyproject.toml", "sroi", "scenarios", "docs", "tests", "README.md"),
        *("CHANGELOG.md", "LICENSE", ".ci", ".gitignore"),
    }


PARTICIPLES = {"made", "told", "found", "kept", "given", "asked", "shown", "there", "own", "here"}


def bound_names(tree):
    """Yield every name that a module binds: variables, arguments, functions, classes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name


def test_a_name_is_a_noun_for_what_it_is():
    """``npv(made)`` says nothing where ``npv(totals)`` would."""
    for file in (ROOT / "sroi").rglob("*.py"):
        names = set(bound_names(ast.parse(file.read_text("utf-8"))))
        assert not names & PARTICIPLES, (file, names & PARTICIPLES)


def public_names(file):
    """Yield the functions, classes and types that a module defines for others."""
    for node in ast.parse(file.read_text("utf-8")).body:
        name = getattr(node, "name", "")
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
        if name and not name.startswith("_") and not name.isupper():
            yield name


def test_one_name_is_one_thing():
    """But for a command, which click finds by that name, and a form and what it becomes."""
    places = {}
    for file in (ROOT / "sroi").rglob("*.py"):
        for name in public_names(file):
            places.setdefault(name, []).append(file.stem)
    pairs = (["distributions", "forms"], ["forms", "distributions"])
    several = {name: stems for name, stems in places.items() if len(stems) > 1}
    assert {n for n, stems in several.items() if stems not in pairs} == {"command"}
