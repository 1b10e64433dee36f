"""What the menu of the page offers to take away: every file of it, opened as its reader would."""

import io
import re
import shutil
from html import unescape

import docx
import html5lib
import openpyxl
import pytest
import yaml
from starlette.testclient import TestClient

from sroi.report.forms import forms
from sroi.web.app import app, site_of
from tests.served import ROOT

TOKEN = "t" * 32
FILES = ("grant_as_applied.yaml", "no_grant.yaml")
WORDS = {  # how the names of files differ: by paper, and by the language of the reader
    "sv": {"en-sida", "bilaga", "ansokan-goteborg", "slutredovisning-vgr", "sidan"},
    "en": {"one-page", "attachment", "application-gothenburg", "final-report-vgr", "page"},
}


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    inside = tmp_path_factory.mktemp("taking")
    folder, state = inside / "programme", inside / "state"
    shutil.copytree(ROOT / "scenarios" / "varvaderstorget", folder)
    client = TestClient(app(site_of(folder, state), TOKEN, frozenset({"testserver"}), 80))
    client.headers["origin"] = "http://testserver"
    client.cookies.set("sroi-80", TOKEN)
    return client


def text_in(content, ending):
    """Return what is read in a file, opened as its reader would."""
    if ending == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        return " ".join(str(c.value) for sheet in book for row in sheet for c in row if c.value)
    if ending == "docx":
        return "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)
    if ending == "pdf":
        assert content.startswith(b"%PDF-1.")
        assert content.rstrip().endswith(b"%%EOF")
        return ""
    if ending == "yaml":
        return str(yaml.safe_load(content))
    return "".join(html5lib.parse(content.decode(), namespaceHTMLElements=False).itertext())


def offered(client, address):
    """Return the address of every file that the menu of a page offers, with what it is called."""
    page = client.get(address).text
    menu = page[page.index('class="menu"') :]
    links = re.findall(r'<a href="([^"]*)"(?: aria-label="([^"]*)")?>', menu[: menu.index("</ul>")])
    return {unescape(link): unescape(label) for link, label in links}


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("several", [False, True], ids=["a scenario", "a comparison"])
def test_every_file_of_the_menu_opens_and_is_called_what_it_is(client, language, several):
    """Word, PDF and HTML of each paper, a funder's forms among them, and the book."""
    client.post("/language", data={"language": language})
    if several:
        address, stem = f"/compare?file={FILES[0]}&file={FILES[1]}", None
    else:
        address = client.get("/open", params={"file": FILES[0]}).url.path
        stem = "varvaderstorget_bidrag_som_sokt"
    stem = stem or {"sv": "jamforelse", "en": "comparison"}[language]
    names = {}
    for link, label in offered(client, address).items():
        answer = client.get(link)
        assert answer.status_code == 200, link
        (name,) = re.findall('filename="([ -~]+)"', answer.headers["content-disposition"])
        ending = name.rpartition(".")[2]
        assert label == "" or ending.upper() in label.replace("Word", "DOCX")
        text = text_in(answer.content, ending)
        assert "bidrag som sökt" in text.lower() or ending == "pdf", name
        names[name] = text
    papers = {f"{stem}-{word}.{e}" for word in WORDS[language] for e in ("docx", "pdf", "html")}
    assert set(names) == papers | {f"{stem}.xlsx"} | (set() if several else {f"{stem}.yaml"})


def test_every_form_of_a_funder_is_offered_under_its_own_headings(client):
    """A form that is added to the package is on the page; its headings are the file's."""
    client.post("/language", data={"language": "sv"})
    draft = client.get("/open", params={"file": FILES[0]}).url.path
    for form, said in forms().items():
        taken = client.get(f"{draft}/take/{form}.docx").content
        paragraphs = [p.text for p in docx.Document(io.BytesIO(taken)).paragraphs]
        headings = [part["heading"] for part in said["headings"].values()]
        assert [text for text in paragraphs if text in headings] == headings
        assert f"{draft}/take/{form}.docx" in offered(client, draft)


def test_the_comparison_in_word_says_who_pays_in_each_alternative(client):
    """The names of all that is compared, and what differs."""
    client.post("/language", data={"language": "sv"})
    query = "&".join(f"file={name}" for name in FILES)
    taken = client.get(f"/compare/take/page.docx?{query}").content
    tables = docx.Document(io.BytesIO(taken)).tables
    cells = {cell.text.strip() for table in tables for row in table.rows for cell in row.cells}
    assert any("bidrag som sökt" in text for text in cells)
    assert any("utan bidrag" in text for text in cells)


@pytest.mark.parametrize(
    "kind", ["docx", "brief", "brief.zip", "none.docx", "one.docx", "brief.docx.exe"]
)
def test_what_is_not_offered_is_not_there(client, kind):
    """The page says so, and nothing is written."""
    draft = client.get("/open", params={"file": FILES[0]}).url.path
    assert client.get(f"{draft}/take/{kind}").status_code == 404
    assert client.get(f"/compare/take/{kind}?file={FILES[0]}&file={FILES[1]}").status_code == 404
