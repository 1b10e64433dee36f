"""The folder is a cage: what is not listed can be neither read nor written over."""

import os

import pytest

import sroi
from sroi.errors import UsageError
from sroi.web.folder import Folder, UnlistedError, examples

SCENARIO = "sroi: 1\nname: One\n"
VARIANT = "# a variant\nextends: one.yaml\n"


@pytest.fixture
def cage(tmp_path):
    """A folder with all sorts in it, beside a scenario that is outside."""
    root = tmp_path / "inside"
    (root / "grants" / "deep").mkdir(parents=True)
    (root / ".git").mkdir()
    (tmp_path / "outside.yaml").write_text(SCENARIO)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "two.yaml").write_text(SCENARIO)
    for name, text in {
        "one.yaml": SCENARIO,
        "notepad.yaml": "\ufeff" + SCENARIO,
        "old.yml": VARIANT,
        "grants/2026.yaml": VARIANT,
        "grants/deep/below.yaml": SCENARIO,
        ".hidden.yaml": SCENARIO,
        ".git/config.yaml": SCENARIO,
        "library.yaml": "library: se\nvalues: {a: 1}\n",
        "indented.yaml": "x:\n  sroi: 1\n",
        "notes.txt": SCENARIO,
        "empty.yaml": "",
    }.items():
        (root / name).write_text(text, encoding="utf-8")
    (root / "folder.yaml").mkdir()
    (root / "binary.yaml").write_bytes(bytes(range(256)))
    (root / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    (root / "inner.yaml").symlink_to(root / "one.yaml")
    (root / "dangling.yaml").symlink_to(root / "nothing.yaml")
    (root / "linked").symlink_to(tmp_path / "elsewhere")
    return Folder(root)


def test_scenarios_and_variants_are_listed_and_nothing_else(cage):
    """In the folder and in the folders right in it; no links, nothing hidden, no libraries."""
    assert set(cage.files()) == {"one.yaml", "notepad.yaml", "old.yml", "grants/2026.yaml"}


@pytest.mark.parametrize(
    "name",
    [
        "../outside.yaml", "grants/../one.yaml", "./one.yaml", "linked/two.yaml", "link.yaml",
        "inner.yaml", ".hidden.yaml", ".git/config.yaml", "library.yaml", "notes.txt",
        "folder.yaml", "grants/deep/below.yaml", "grants\\2026.yaml", "ONE.YAML", "one.yaml\x00",
        "", "/", "grants",
    ],
)  # fmt: skip
def test_what_is_not_listed_cannot_be_opened(cage, name):
    """Whether it exists or not."""
    with pytest.raises(UnlistedError):
        cage.path(name)


def test_a_name_of_no_encoding_is_not_listed(cage):
    """One file from an old disk does not hide the others."""
    path = os.fsencode(cage.root) + b"/\xff\xe5.yaml"
    with open(path, "w") as file:  # noqa: PTH123 - a Path cannot be made of it everywhere
        file.write(SCENARIO)
    assert "one.yaml" in cage.files()
    assert all(name.encode() for name in cage.files())


def test_every_scenario_is_listed_however_many_there_are(cage):
    """500 in the folder and one in each of 400 folders inside it."""
    before = len(cage.files())
    for number in range(500):
        (cage.root / f"a{number}.yaml").write_text(SCENARIO)
    for number in range(400):
        (cage.root / f"z{number}").mkdir()
        (cage.root / f"z{number}" / "one.yaml").write_text(SCENARIO)
    assert len(cage.files()) == before + 900
    assert cage.path("z399/one.yaml").name == "one.yaml"


def test_an_absolute_name_is_never_listed(cage):
    """Not even that of a file inside."""
    assert cage.path("one.yaml") == cage.root / "one.yaml"
    with pytest.raises(UnlistedError):
        cage.path(str(cage.root / "one.yaml"))


@pytest.mark.parametrize("stem", ["one", "library", "folder", "link", "dangling", "empty"])
def test_nothing_there_is_written_over(cage, stem):
    """Neither a file, a folder nor a link, even one that leads nowhere."""
    before = {path: path.is_file() and path.read_bytes() for path in cage.root.rglob("*")}
    with pytest.raises(UsageError, match=stem):
        cage.write(cage.root, stem, VARIANT)
    assert before == {path: path.is_file() and path.read_bytes() for path in cage.root.rglob("*")}


def test_what_is_written_is_listed_and_says_what_was_given(cage):
    """In a folder inside too, under the name returned."""
    name = cage.write(cage.root / "grants", "new", SCENARIO)
    assert cage.path(name).read_text() == SCENARIO
    assert [path.name for path in (cage.root / "grants").iterdir() if "new" in path.name] == [
        "new.yaml"
    ]


def test_the_shipped_programmes_are_found_and_load():
    """Every example that can be opened is a scenario without problems."""
    found = examples().files()
    assert found
    assert all(sroi.load(path).name for path in found.values())
