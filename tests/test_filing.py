"""Renaming, copying and throwing away: nothing is orphaned, and nothing is gone for good."""

import re
import shutil

import pytest
import yaml

import sroi
from sroi.web.catalogue import catalogue_rows, variants_of
from sroi.web.folder import Folder
from tests.served import ROOT
from tests.test_work import FILE, TOLD, client_of, opened, words

BASE = "sroi: 1\nname: {}\npayers: {{a: {{name: A}}}}\n"


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(ROOT / "scenarios" / "varvaderstorget", tmp_path / "programme")


@pytest.fixture
def client(folder, tmp_path):
    return client_of(folder, tmp_path / "state")


def small(folder, names):
    """Write scenarios, each with what it extends."""
    for name, extends in names.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        head = f"extends: {extends}\nname: {name}\n" if extends else BASE.format(name)
        path.write_text(head, encoding="utf-8")


def test_a_variant_stands_under_what_it_builds_on(tmp_path):
    """However deep, also in a folder inside; a circle and a lost base hide nothing."""
    small(tmp_path, {
        "b.yaml": "", "a.yaml": "b.yaml", "c.yaml": "a.yaml", "d.yaml": "", "lost.yaml": "x.yaml",
        "in/one.yaml": "two.yaml", "in/two.yaml": "", "p.yaml": "q.yaml", "q.yaml": "p.yaml",
    })  # fmt: skip
    listed = catalogue_rows(Folder(tmp_path))
    assert [(row.name, row.depth) for row in listed] == [
        ("b.yaml", 0), ("a.yaml", 1), ("c.yaml", 2), ("d.yaml", 0), ("lost.yaml", 0),
        ("in/two.yaml", 0), ("in/one.yaml", 1), ("p.yaml", 0), ("q.yaml", 0),
    ]  # fmt: skip
    assert [row.name for row in variants_of("b.yaml", listed)] == ["a.yaml", "c.yaml"]


def test_a_scenario_is_renamed_with_its_file_and_what_builds_on_it(client, folder):
    """Every variant gives the same figures as before, and every comment is where it was."""
    variants = [p for p in folder.glob("*.yaml") if f"extends: {FILE}" in p.read_text("utf-8")]
    assert len(variants) > 3
    before = {path: sroi.load(path).digest for path in folder.glob("*.yaml")}
    comments = {path: path.read_text("utf-8").count("#") for path in variants}
    answer = client.post("/file/rename", data={"file": FILE, "name": "Torget: nytt namn"})
    assert "Torget: nytt namn torget_nytt_namn.yaml" in re.sub(r"\s+", " ", words(answer))
    old, new = folder / FILE, folder / "torget_nytt_namn.yaml"
    assert not old.exists()
    assert sroi.load(new).name == "Torget: nytt namn"
    after = {old if path == new else path: sroi.load(path).digest for path in folder.glob("*.yaml")}
    assert after == before
    assert comments == {path: path.read_text("utf-8").count("#") for path in variants}


def test_drafts_follow_a_renamed_scenario(client, folder):
    """Of the file and of what builds on it; their changes stay on top and can be saved."""
    drafts = [opened(client), opened(client, "no_grant.yaml")]
    for draft in drafts:
        client.post(draft, data={"horizon": "9"}, headers=TOLD)
    client.post("/file/rename", data={"file": FILE, "name": "Nytt"})
    for draft in drafts:
        page = client.get(draft)
        assert "har ändrats på disken" not in words(page)
        assert "finns inte längre" not in words(page)
        assert 'value="9"' in page.text
    for draft, name in zip(reversed(drafts), ("no_grant.yaml", "nytt.yaml"), strict=True):
        assert client.post(f"{draft}/save").status_code == 200
        assert yaml.safe_load((folder / name).read_text("utf-8"))["horizon"] == 9


@pytest.mark.parametrize(
    ("name", "status", "told"),
    [("", 422, "Skriv ett namn"), ("No grant", 409, "no_grant.yaml finns redan")],
)
def test_a_name_that_cannot_be_given_changes_nothing(client, folder, name, status, told):
    """Nor does that of another scenario take its place."""
    before = {path: path.read_bytes() for path in folder.iterdir()}
    answer = client.post("/file/rename", data={"file": FILE, "name": name})
    assert answer.status_code == status
    assert told in words(answer)
    assert before == {path: path.read_bytes() for path in folder.iterdir()}


def test_what_builds_on_a_scenario_must_be_readable_for_it_to_be_renamed(client, folder):
    """Else it would be orphaned: refused in words, nothing is changed."""
    (folder / "odd.yaml").write_text(f"extends: {FILE}\nname: [\n", "utf-8")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    answer = client.post("/file/rename", data={"file": FILE, "name": "Nytt"})
    assert answer.status_code == 409
    assert "går inte att läsa" in words(answer)
    assert before == {path: path.read_bytes() for path in folder.iterdir()}


def test_a_copy_says_the_same_under_its_own_name(client, folder):
    """Of a scenario and of a variant; a second copy gets a name of its own."""
    for name in (FILE, "no_grant.yaml"):
        before = {path.name for path in folder.iterdir()}
        for _ in range(2):
            client.post("/file/copy", data={"file": name})
        new = sorted({path.name for path in folder.iterdir()} - before)
        assert len(new) == 2
        original = sroi.load(folder / name)
        for copy in new:
            made = sroi.load(folder / copy)
            assert (made.name, made.digest) == (f"{original.name}, kopia", original.digest)


def test_a_scenario_thrown_away_comes_back_as_it_was(client, folder, tmp_path):
    """At once by undo, or later from the bin, also after the server was started again."""
    path = folder / "no_grant.yaml"
    before = path.read_bytes()
    answer = client.post("/file/throw", data={"file": "no_grant.yaml"})
    assert not path.exists()
    assert "no_grant.yaml är slängd" in words(answer)
    later = client_of(folder, tmp_path / "state")
    page = later.get("/")
    assert "Papperskorgen (1)" in words(page)
    back = re.search(r'action="(/bin/[^"]+/back)"', page.text)[1]
    path.write_text("mine")
    taken = later.post(back)
    assert (taken.status_code, path.read_text()) == (409, "mine")
    path.unlink()
    assert later.post(back).status_code == 200
    assert path.read_bytes() == before
    assert "Papperskorgen" not in words(later.get("/"))
    assert later.post(back).status_code == 404


def test_what_others_build_on_is_not_thrown_away(client, folder):
    """Those that build on it are named."""
    answer = client.post("/file/throw", data={"file": FILE})
    assert answer.status_code == 409
    assert "bygger på den" in words(answer)
    assert "Vårväderstorget, utan bidrag" in words(answer)
    assert (folder / FILE).exists()


@pytest.mark.parametrize("action", ["rename", "copy", "throw"])
@pytest.mark.parametrize("name", ["../outside.yaml", "", "/etc/passwd", "notes.txt"])
def test_only_what_is_listed_can_be_changed(client, folder, tmp_path, action, name):
    """The folder is a cage here too."""
    (tmp_path / "outside.yaml").write_text(BASE.format("Outside"))
    (folder / "notes.txt").write_text(BASE.format("Notes"))
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*") if path.is_file()}
    answer = client.post(f"/file/{action}", data={"file": name, "name": "Nytt"})
    assert answer.status_code == 404
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*.*") if path.is_file()}


def test_500_scenarios_can_all_be_reached(tmp_path):
    """Page by page, each once; and by a word of their name, file or folder."""
    folder = tmp_path / "many"
    small(folder.parent, {"many/x.yaml": ""})
    small(folder, {f"s{n:03}.yaml": "" for n in range(449)})
    small(folder, {f"in{n}/s.yaml": "" for n in range(50)})
    client = client_of(folder, tmp_path / "state")
    page, reached = client.get("/"), []
    assert "500 scenarier · Sida 1 av 10" in re.sub(r"\s+", " ", words(page))
    while True:
        reached += re.findall(r'/open\?file=([^&]+)&amp;example="', page.text)
        following = re.search(r'rel="next" href="([^"]+)"', page.text)
        if not following:
            break
        page = client.get(following[1].replace("&amp;", "&"))
    assert len(reached) == len(set(reached)) == 500
    for sought, count in (("s44", 9), ("in7/", 1), ("S123.YAML", 1), ("s in3", 11)):
        found = client.get("/", params={"q": sought})
        assert f"{count} av 500 scenarier" in words(found)
        assert len(re.findall(r'/open\?file=[^&]+&amp;example="', found.text)) == count
    assert "Inget scenario har de orden" in words(client.get("/", params={"q": "zzz"}))
    for odd in ("-1", "0", "99", "x", "²", "9" * 30):
        assert client.get("/", params={"page": odd}).status_code == 200
