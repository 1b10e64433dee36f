"""One scenario on the page: whatever is typed is answered, and nobody's work is lost."""

import html
import re
import shutil
import subprocess
import sys

import pytest
import yaml
from starlette.testclient import TestClient

import sroi
from sroi.web.app import app, site_of
from sroi.web.buttons import every_year
from tests.browser import submitted
from tests.served import ROOT

TOKEN = "t" * 32
FILE = "grant_as_applied.yaml"
TOLD = {"accept": "application/json"}


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(ROOT / "tests" / "before" / "varvaderstorget", tmp_path / "programme")


@pytest.fixture
def client(folder, tmp_path):
    return client_of(folder, tmp_path / "state")


def client_of(folder, state):
    """Return a client of a folder's page, let in, with the drafts that are stored."""
    made = TestClient(app(site_of(folder, state), TOKEN, frozenset({"testserver"}), 80))
    made.headers["origin"] = "http://testserver"
    made.cookies.set("sroi-80", TOKEN)
    return made


@pytest.fixture
def draft(client):
    return opened(client)


def opened(client, name=FILE):
    """Return the address of a new draft."""
    return client.get("/open", params={"file": name}).url.path


def words(answer):
    """Return a page as it is read."""
    return html.unescape(re.sub(r"<[^>]*>|\s+", " ", answer.text))


TYPED = {
    "horizon": [("0", "utanför det tillåtna"), ("1e9", "inte ett heltal"), ("121", "högst 120")],
    "first_year": [("9" * 23, "inte ett heltal"), ("", "inte känt ännu")],
    "name": [("", "inte känt ännu")],
    "currency": [("kronor", "tre stora bokstäver")],
    "participants.per_year": [("-1", "inte ett antal"), ("ungefär tio", "inte ett tal")],
    "staffing.socionom.fte": [("1,5,5", "inte ett tal"), ("nan", "inte ett tal")],
    "staffing.socionom.monthly_salary": [("38.500", "menas 38 500?"), ("1e30", "går att räkna")],
    "discounting.rate": [("1e300", "går att räkna")],
    "programme.years": [
        ("2030-2020", "slutar innan det börjar"),
        ("snart", "inte ett eller flera år"),
    ],
    "outcomes.anmalan.rate": [("-0,1", "inte ett antal")],
    "outcomes.placering.profile": [("{0: 1", "är inte"), ("{0: 1, 2: x}", "inte ett tal")],
    "perspectives": [("3", "inom klamrar"), ("{a: [okänd]}", "okänd finns inte")],
    "correlations": [("[1]", "inom klamrar"), ("{a: {between: [x, y], rank: 2}}", "")],
    "uses": [("[se, norge]", "inget bibliotek norge"), ("{a: 1}", "inte en lista")],
    "simulation.draws": [("1", "minst 2"), ("1e12", "heltal")],
    "tax_factor": [("-1", "större än 0")],
}


@pytest.mark.parametrize(
    ("path", "typed", "expected"), [(p, t, e) for p, cases in TYPED.items() for t, e in cases]
)
def test_what_cannot_be_is_told_at_its_field(client, draft, path, typed, expected):
    """No traceback, no lost page: words at the field, and all as before when it is undone."""
    answer = client.post(draft, data={path: typed}, headers=TOLD)
    assert answer.status_code == 200
    told = [text for place, text in answer.json()["errors"].items() if place.startswith(path)]
    assert told
    assert expected in told[0]
    for address in (draft, f"{draft}/save", "/"):
        assert client.get(address).status_code == 200
    undone = client.post(draft, data={"action": "undo"}, headers=TOLD).json()
    assert undone["errors"] == {}


@pytest.mark.parametrize(
    "action",
    ["remove payers.social", "remove x.y", "remove ²", "add nothing", "years nothing", "redo",
     "years discounting.rate", "same participants.per_year", "bogus", ""],
)  # fmt: skip
def test_every_button_is_answered(client, draft, action):
    """A button that means nothing does nothing; one that breaks something says what."""
    answer = client.post(draft, data={"action": action}, headers=TOLD)
    assert answer.status_code == 200
    assert client.get(draft).status_code == 200


def test_what_grows_beyond_all_bounds_is_told(client, draft):
    """A growth of 900 % a year can be read, but not counted over 120 years."""
    grown = {"staffing.socionom.growth": "900 %", "horizon": "120", "programme.years": "2025-2144"}
    answer = client.post(draft, data=grown, headers=TOLD)
    assert "blir mer än vad som går att räkna med" in answer.json()["result"]


@pytest.mark.parametrize("broken", ["simulate", "notices", "panel", "draw"])
def test_the_form_opens_whatever_its_counting_raises(client, draft, monkeypatch, capsys, broken):
    """The program's own mistakes, which nobody can make on purpose: said in place of the result."""

    def fail(*_):
        raise ZeroDivisionError("of the program")

    places = {"panel": "sroi.web.work.panel", "draw": "sroi.web.gate.Gate.draw"}
    monkeypatch.setattr(places.get(broken, f"sroi.web.answers.{broken}"), fail)
    client.post(draft, data={"horizon": "9"}, headers=TOLD)
    page = client.get(draft, params={"figures": "1"})
    assert page.status_code == 200
    assert re.search(r'name="horizon"[^>]*value="9"', page.text)
    assert "gick fel i programmet" in page.text
    assert "ZeroDivisionError: of the program" in capsys.readouterr().err
    monkeypatch.undo()
    assert "gick fel i programmet" not in client.get(draft, params={"figures": "1"}).text


def test_however_much_is_wrong_the_page_tells_little(client, folder):
    """200 problems and how many more, on the list, in the form and of a file that was sent."""
    many = "sroi: 1\nname: X\ncosts: [" + ",".join(["1234567890123456"] * 15_000) + "]\n"
    (folder / "many.yaml").write_text(many)
    assert re.search(r"1[45] ?\d{3}", client.get("/line?file=many.yaml").text)
    sent = client.post("/upload", files={"file": ("sent.yaml", many.encode())})
    for answer in (client.get("/open?file=many.yaml"), sent):
        assert re.search(r"och 1[45]\d{3} till", answer.text)
        assert len(answer.text) < 500_000
    parts = "".join(f"  c{i}: {{amount: 1, payer: a}}\n" for i in range(501))
    (folder / "parts.yaml").write_text(f"sroi: 1\nname: X\ncosts:\n{parts}")
    refused = client.get("/open?file=parts.yaml")
    assert refused.status_code == 422
    assert "mer än sidan kan visa" in refused.text


@pytest.mark.parametrize(
    "text",
    ["sroi:\n", "sroi: 1\npayers: [a]\nname: x\n", "sroi: 1\npayers:\n  5: {name: x}\n",
     "sroi: 1\nname: [1]\nstaffing: 3\noutcomes: [1]\nuses: {a: 1}\nperspective: 4\n",
     "sroi: 1\n- a\n", "sroi: 1\nname: [\n", "extends: nowhere.yaml\n"],
)  # fmt: skip
def test_any_file_in_the_folder_is_answered(client, folder, text):
    """The list shows it, opening it says what is wrong; nothing else is disturbed."""
    (folder / "odd.yaml").write_text(text)
    assert client.get("/line?file=odd.yaml").status_code == 200
    answer = client.get("/open?file=odd.yaml")
    assert answer.status_code in (200, 422)
    assert 'class="problems"' in answer.text
    assert client.get("/").status_code == 200


def test_an_emptied_year_is_not_counted_as_nothing(client, draft):
    """It is told to be given; a year without participants is typed as 0."""
    client.post(draft, data={"action": "years staffing.socionom.fte"})
    answer = client.post(draft, data={"staffing.socionom.fte.value.2025": ""}, headers=TOLD)
    assert answer.json()["errors"].keys() == {"staffing.socionom.fte.value.2025"}


def test_reading_the_file_again_keeps_both_peoples_changes(client, folder, draft):
    """What a colleague wrote on disk stays; one's own changes are laid on top."""
    client.post(draft, data={"participants.unit": "barn"})
    path = folder / FILE
    path.write_text(path.read_text().replace("horizon: 10", "horizon: 9"))
    assert "har ändrats på disken" in words(client.get(draft))
    assert "Läs om filen" in words(client.get(f"{draft}/save"))
    client.post(draft, data={"action": "reread"})
    client.post(f"{draft}/save")
    written = yaml.safe_load(path.read_text())
    assert (written["horizon"], written["participants"]["unit"]) == (9, "barn")


def test_a_file_that_is_gone_can_be_saved_as_a_copy(client, folder, draft):
    """No dead end: the draft holds everything the file and its bases said."""
    client.post(draft, data={"horizon": "7"})
    (folder / FILE).unlink()
    assert "finns inte längre på disken" in words(client.get(draft))
    assert client.post(f"{draft}/save").status_code == 409
    answer = client.post(f"{draft}/variant", data={"name": "Räddad"})
    assert answer.status_code == 200
    assert yaml.safe_load((folder / "raddad.yaml").read_text())["horizon"] == 7


def test_a_number_by_year_has_the_years_of_the_programme_as_typed(client, draft):
    """Also those typed a moment ago, in the same breath."""
    given = {"programme.years": "2025-2027", "action": "years staffing.socionom.fte"}
    text = client.post(draft, data=given).text
    years = re.findall(r'name="staffing\.socionom\.fte\.value\.(\d+)"', text)
    assert years == ["2025", "2026", "2027"]
    text = client.post(draft, data={"action": "same staffing.socionom.fte"}).text
    assert re.search(r'name="staffing\.socionom\.fte" value="1"', text)


def test_years_are_those_of_the_programmes_months_too():
    """August 2016 to December 2018 are three calendar years."""
    data = {"programme": {"from": "2016-08", "to": "2018-12"}}
    assert every_year(data, 5) == {2016: 5, 2017: 5, 2018: 5}


def test_years_follow_the_programme_when_asked(client, draft):
    """Those there keep their numbers, a new one takes the last."""
    client.post(
        draft, data={"programme.years": "2025-2026", "action": "years participants.per_year"}
    )
    client.post(draft, data={"participants.per_year.value.2026": "20"})
    client.post(
        draft, data={"programme.years": "2025-2027", "action": "years participants.per_year"}
    )
    text = client.get(draft).text
    there = dict(re.findall(r'name="participants\.per_year\.value\.(\d+)" value="([^"]*)"', text))
    assert (there["2026"], there["2027"]) == ("20", "20")


def test_the_scenario_taken_away_needs_no_other_file(client, folder, tmp_path):
    """Not the one it extends, not the one it was changed from."""
    draft = opened(client, "municipal_takeover.yaml")
    alone = tmp_path / "alone.yaml"
    for given in ({}, {"horizon": "7"}):
        client.post(draft, data=given)
        alone.write_bytes(client.get(f"{draft}/take/scenario.yaml").content)
        assert sroi.load(alone).horizon == int(given.get("horizon", 10))


@pytest.mark.parametrize(
    "text",
    ["sroi: 1\nname: [\n", "", "- a\n", "sroi: 1\nname: Annan\n", b"sroi: 1\nname: \xe5\n"],
    ids=["no YAML", "empty", "a list", "another", "Latin-1"],
)
def test_work_is_saved_whatever_became_of_the_file(client, folder, text):
    """As a copy of its own; what was there is not written over."""
    draft = opened(client, "municipal_takeover.yaml")
    client.post(draft, data={"horizon": "7"})
    path = folder / "municipal_takeover.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    before = path.read_bytes()
    assert client.get(f"{draft}/save").status_code == 200
    assert client.post(f"{draft}/save").status_code == 409
    answer = client.post(f"{draft}/variant", data={"name": "Räddad"})
    assert answer.status_code == 200
    assert path.read_bytes() == before
    assert sroi.load(folder / "raddad.yaml").horizon == 7


def test_a_file_changed_on_disk_is_taken_as_it_is_shown(client, folder, draft):
    """What is taken away is what is on the page, not what somebody has written since."""
    path = folder / FILE
    path.write_text(path.read_text().replace("horizon: 10", "horizon: 5"))
    assert yaml.safe_load(client.get(f"{draft}/take/scenario.yaml").content)["horizon"] == 10


def test_scenarios_that_cannot_stand_beside_each_other_are_told_without_folders(client, folder):
    """And the book of such a comparison says the same, not that the page does not exist."""
    path = folder / "no_grant.yaml"
    path.write_text(path.read_text() + "\ncurrency: EUR\ndiscounting: {rate: 0.03}\n")
    query = "file=no_grant.yaml&file=example:varvaderstorget/grant_as_applied.yaml"
    for address in (f"/compare?{query}", f"/compare/take/book.xlsx?{query}"):
        answer = client.get(address)
        assert answer.status_code == 422
        assert str(folder) not in answer.text
        assert "/scenarios/" not in answer.text


def test_two_tabs_on_one_draft_do_not_lose_each_others_work(client, draft):
    """What is posted is what was typed beside what that tab showed; the rest stays."""
    form = client.get(draft).text
    both = [submitted(form, "form"), submitted(form, "form")]
    client.post(draft, data=both[0] | {"horizon": "8"})
    client.post(draft, data=both[1] | {"costs.lokal.amount": "130 000"})
    text = client.get(draft).text
    assert 'name="horizon" value="8"' in text
    assert 'name="costs.lokal.amount" value="130 000"' in text


def test_a_tab_that_is_behind_is_shown_the_whole_form(client, draft):
    """What another tab changed is seen with the next answer; one's own fields are left alone."""
    told = client.post(draft, data={"horizon": "8", "seen": "0", "tab": "a"}, headers=TOLD).json()
    assert "form" not in told
    given = {"first_year": "2024", "seen": "0", "tab": "b"}
    other = client.post(draft, data=given, headers=TOLD).json()
    assert 'name="horizon" value="8"' in other["form"]
    given = {"price_year": "2023", "seen": str(other["seen"]), "tab": "b"}
    assert "form" not in client.post(draft, data=given, headers=TOLD).json()


def test_more_draws_than_a_page_can_hold_are_told(client, draft):
    """While numbers still follow what is typed: those are counted on fewer."""
    given = {"simulation.draws": "5000000"}
    told = client.post(draft, data=given, headers=TOLD).json()
    assert told["errors"] == {}
    for kind in ("book.xlsx", "attachment.docx", "brief.pdf", "goteborg.html"):
        answer = client.get(f"{draft}/take/{kind}")
        assert answer.status_code == 422
        assert "mer än sidan rymmer" in answer.text


def test_what_was_typed_comes_back_with_its_way_of_saying_it(client, draft):
    """A look at another choice costs nothing: neither of a number nor of an effect."""
    path = "participants.per_year"
    for given in ({f"{path}|form": "certain"}, {path: "10"}, {f"{path}|form": "range"}):
        client.post(draft, data=given)
    text = client.get(draft).text
    values = {
        n: re.search(rf'name="{re.escape(f"{path}|{n}")}" value="([^"]*)"', text)[1]
        for n in ("low", "high")
    }
    assert values == {"low": "7", "high": "11,6"}
    effect = "outcomes.placering.effect"
    client.post(draft, data={f"{effect}.kind": "relative_risk"})
    client.post(draft, data={f"{effect}.relative_risk": "0,8", f"{effect}.basis": "expert"})
    client.post(draft, data={f"{effect}.kind": "risk_difference"})
    client.post(draft, data={f"{effect}.kind": "relative_risk"})
    text = client.get(draft).text
    assert f'name="{effect}.relative_risk" value="0,8"' in text


def test_per_cent_without_its_sign_is_asked_about_at_its_field(client, draft):
    """45 for 45 % would make a post cost forty times as much."""
    path = "staffing.socionom.oncost_rate"
    told = client.post(draft, data={path: "45,53"}, headers=TOLD).json()
    assert "är det rätt" in told["doubts"][path]
    assert told["errors"] == {}
    assert "är det rätt" in client.get(draft).text
    told = client.post(draft, data={path: "45,53 %"}, headers=TOLD).json()
    assert told["doubts"] == {}


def test_one_language_types_and_another_reads(client, draft):
    """A form shown in Swedish is read as Swedish, whatever another tab has chosen since."""
    client.post("/language", data={"language": "en"})
    client.post(draft, data={"tax_factor": "1,250", "typed-in": "sv"})
    assert 'name="tax_factor" value="1.25"' in client.get(draft).text


def test_several_payers_share_a_cost_and_must_sum_to_one(client, draft):
    """0.99 is told where the shares are typed."""
    client.post(draft, data={"costs.lokal.payer": "several"})
    shared = {"costs.lokal.payers.social": "0,59", "costs.lokal.payers.temagrupp": ""}
    client.post(draft, data=shared)
    answer = client.post(draft, data={"costs.lokal.payers.forskola": "0,4"}, headers=TOLD)
    assert "99\u00a0%" in answer.json()["errors"]["costs.lokal.payer"]
    answer = client.post(draft, data={"costs.lokal.payers.forskola": "0,41"}, headers=TOLD)
    assert answer.json()["errors"] == {}


def test_every_address_on_the_page_leads_to_its_field(client, draft):
    """Warnings and problems point at something that is there."""
    client.post(draft, data={"costs.lokal.amount": "x", "action": "remove payers.social"})
    text = client.get(draft).text
    places = set(re.findall(r'id="([^"]+)"', text))
    targets = re.findall(r'href="#(at-[^"]+)"', text)
    assert len(targets) > 3
    assert set(targets) <= places


NEW = {
    "name": "Ny", "unit": "familj", "per_year": "20", "first_year": "2027",
    "programme_years": "3", "horizon": "10",
}  # fmt: skip


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"per_year": "-5"}, {"per_year": "1 till 9999"}),
        ({"first_year": "27"}, {"first_year": "1000 till 9999"}),
        ({"horizon": "121"}, {"horizon": "1 till 120"}),
        ({"horizon": "tio"}, {"horizon": "1 till 120"}),
        ({"horizon": "2"}, {"horizon": "pågår i 3 år"}),
        ({"name": " "}, {"name": "Skriv något"}),
        (
            {"name": "", "per_year": "0", "first_year": "²", "horizon": "1e1"},
            {"name": "Skriv", "per_year": "1 till", "first_year": "1000", "horizon": "1 till 120"},
        ),
    ],
)
def test_what_cannot_begin_a_scenario_is_told_at_each_field(client, given, told):
    """All at once; what was typed stays in the form, and no draft is opened."""
    answer = client.post("/new", data=NEW | given)
    assert answer.status_code == 422
    shown = dict(re.findall(r'id="e-new-(\w+)">([^<]*)<', answer.text))
    assert shown.keys() == told.keys()
    assert all(words in shown[key] for key, words in told.items())
    assert answer.text.count("aria-invalid") == len(told)
    for key, value in given.items():
        assert submitted(answer.text)[key][-1] == value.strip()
    assert "Osparat arbete" not in words(answer)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_new_scenario_has_nobody_elses_numbers(client, folder, language):
    """Only what was answered, and a discount rate with its source; no file until it is saved."""
    client.cookies.set("sroi-language", language)
    before = sorted(folder.rglob("*"))
    page = client.post("/new", data=NEW | {"per_year": "1 200"})
    assert sorted(folder.rglob("*")) == before
    data = yaml.safe_load(client.get(f"{page.url.path}/take/scenario.yaml").text)
    assert data == {
        "sroi": 1, "name": "Ny", "language": language, "currency": "SEK", "price_year": 2024,
        "first_year": 2027, "horizon": 10, "discounting": {"rate": "lib.se.disk_tlv"},
        "uses": ["se"], "programme": {"years": "2027-2029"},
        "participants": {"unit": "familj", "per_year": 1200},
    }  # fmt: skip


def test_a_new_scenario_says_what_is_left_and_leads_there(client):
    """Each with a link to a place on the page; nothing is called wrong, and no 0 is claimed."""
    page = client.post("/new", data=NEW)
    result = page.text.partition('id="result"')[2]
    places = re.findall(r'<a href="#([^"]+)"', result)
    assert places == ["s-payers", "s-staffing", "s-outcomes"]
    assert all(f'id="{place}"' in page.text for place in places)
    assert "<table" not in result
    for section, name in (("payers", "Vi"), ("staffing", "Kurator"), ("outcomes", "Anmälan")):
        client.post(page.url.path, data={"action": f"add {section}", f"add-{section}": name})
    page = client.get(page.url.path)
    result = page.text.partition('id="result"')[2]
    places = re.findall(r'<a href="#([^"]+)"', result)
    assert places == [
        "at-staffing.kurator.fte",
        "at-staffing.kurator.monthly_salary",
        "at-staffing.kurator.oncost_rate",
        "at-outcomes.anmalan.baseline",
        "at-outcomes.anmalan.unit_cost",
    ]
    assert all(f'id="{place}"' in page.text for place in places)
    assert "<table" not in result
    assert 'role="alert"' not in result


def test_save_asks_for_a_name_once_and_then_saves(client, folder):
    """The name is proposed from what the scenario is called; no variant, no diff, no comments."""
    page = client.post("/new", data=NEW | {"name": "Åtgärd för barn"})
    draft = page.url.path
    asked = client.get(f"{draft}/save")
    assert submitted(asked.text)["file"] == ["atgard_for_barn.yaml"]
    assert not re.search("variant|skiljer|[Kk]ommentar", words(asked))
    taken = client.post(f"{draft}/save", data={"file": FILE})
    assert taken.status_code == 409
    assert "finns redan" in words(taken)
    for given, name in (("Mitt program", "mitt_program.yaml"), (None, "mitt_program.yaml")):
        answer = client.post(f"{draft}/save", data={"file": given} if given else {})
        assert answer.url.path == draft
        assert f"{name} · sparat" in " ".join(words(answer).split())
        assert yaml.safe_load((folder / name).read_text("utf-8"))["name"] == "Åtgärd för barn"
        client.post(draft, data={"horizon": "9"})
    client.post(f"{draft}/save")
    assert yaml.safe_load((folder / "mitt_program.yaml").read_text("utf-8"))["horizon"] == 9
    client.post(draft, data={"action": "undo"})
    assert 'value="10"' in client.get(draft).text  # also what was done before it was saved


def test_saving_a_new_scenario_changes_no_draw(client, folder):
    """The same figures before and after, with uncertain numbers in several parts."""
    draft = client.post("/new", data=NEW).url.path
    for section, name in (("payers", "Vi"), ("costs", "Hyra"), ("outcomes", "Anmälan")):
        client.post(draft, data={"action": f"add {section}", f"add-{section}": name})
    numbers = {"costs.hyra.amount": "1000", "outcomes.anmalan.baseline": "0,3"}
    client.post(draft, data=numbers | {"outcomes.anmalan.unit_cost": "50 000"})
    for path in ("participants.per_year", "costs.hyra.amount"):
        client.post(draft, data={f"{path}|form": "range", path: "20", f"{path}|low": "10",
                                 f"{path}|high": "40"})  # fmt: skip
    before = client.get(f"{draft}/result").text
    assert "till" in before
    client.post(f"{draft}/save", data={"file": "ny.yaml"})
    assert client.get(f"{draft}/result").text == before


@pytest.mark.parametrize("lost", [False, True])
def test_comments_that_would_be_lost_are_asked_about_and_no_others(client, folder, lost):
    """One press where every comment stays; a question where one would go, then as one says."""
    path = folder / "own.yaml"
    twice = "horizon: 4\n" if lost else ""  # a file that has to be written anew
    path.write_text(f"# first\nsroi: 1\nname: Own\nhorizon: 3 # years\n{twice}")
    draft = opened(client, "own.yaml")
    client.post(draft, data={"tax_factor": "1,2"})
    before = path.read_text()
    answer = client.post(f"{draft}/save")
    assert ("Några kommentarer i own.yaml" in words(answer)) is lost
    assert (path.read_text() == before) is lost
    assert path.read_text().count("#") == 2
    client.post(f"{draft}/save", data={"anyway": "yes"})
    assert "tax_factor: 1.2" in path.read_text()
    assert ("#" in path.read_text()) is not lost


def test_a_changed_file_is_saved_over_in_its_own_words(client, folder, draft):
    """Not where somebody else changed it meanwhile, and no example ever."""
    client.post(draft, data={"horizon": "9"})
    (folder / FILE).write_text((folder / FILE).read_text("utf-8") + "\n# theirs\n", "utf-8")
    answer = client.post(f"{draft}/save")
    assert answer.status_code == 409
    assert "har ändrats på disken" in words(answer)
    assert (folder / FILE).read_text("utf-8").endswith("# theirs\n")


def test_work_is_offered_after_the_server_is_started_again(client, folder, tmp_path, draft):
    """The address of an old tab leads to it, and the list says when it was changed."""
    client.post(draft, data={"horizon": "9"}, headers=TOLD)
    later = client_of(folder, tmp_path / "state")
    listed = words(later.get("/"))
    assert re.search(r"Osparat arbete .* i dag \d\d\.\d\d · grant_as_applied.yaml", listed)
    assert 'value="9"' in later.get(draft).text
    answer = later.post(draft, data={"action": "undo"}, headers=TOLD).json()
    assert answer["undo"] is False


def test_an_old_tab_types_on_after_the_server_is_started_again(client, folder, tmp_path, draft):
    """What it shows is newer than nothing: only the field typed in changes."""
    first = client.post(draft, data={"horizon": "9"}, headers=TOLD).json()
    later = client_of(folder, tmp_path / "state")
    typed = {"tax_factor": "1,2", "seen": first["seen"], "tab": "0.5"}
    assert later.post(draft, data=typed, headers=TOLD).json()["errors"] == {}
    page = later.get(draft).text
    assert 'value="9"' in page
    assert 'value="1,2"' in page


def test_a_draft_is_thrown_away_and_taken_back(client, draft):
    """From the list, with a way back."""
    client.post(draft, data={"horizon": "9"}, headers=TOLD)
    answer = client.post(f"/draft/{draft.rpartition('/')[2]}/drop")
    assert "är slängd" in words(answer)
    assert client.get(draft).status_code == 404
    back = re.search(r'action="(/draft/[^"]+/back)"', answer.text)[1]
    assert 'value="9"' in client.post(back).text
    assert client.get(draft).status_code == 200


def test_work_that_cannot_be_stored_is_said_to_be_so(folder, tmp_path):
    """Once in the list and on the page; everything else works."""
    (tmp_path / "state").write_text("")
    client = client_of(folder, tmp_path / "state" / "sroi")
    assert "går inte att skriva i" in words(client.get("/"))
    page = client.get("/open", params={"file": FILE})
    assert "så länge servern är igång" in words(page)
    answer = client.post(page.url.path, data={"horizon": "9"}, headers=TOLD)
    assert answer.json()["errors"] == {}


def test_a_damaged_draft_is_told_of_in_the_list(client, folder, tmp_path, draft):
    """Which file, and where; it is left as it is."""
    client.post(draft, data={"horizon": "9"}, headers=TOLD)
    (stored,) = (tmp_path / "state").rglob("*.draft")
    stored.write_text("{")
    later = client_of(folder, tmp_path / "state")
    assert f"Ett utkast går inte att läsa och hoppas över: {stored.name}" in words(later.get("/"))
    assert later.get(draft).status_code == 404
    assert stored.read_text() == "{"


EXTREME = ["1e300", "-1e300", "1e-300", "5e-324", "0", "99999999999999", "1e15", "1e14"]


@pytest.mark.parametrize("value", EXTREME)
def test_the_form_opens_whatever_number_is_typed(client, draft, value):
    """Each number of the form in turn made extreme, and then all of them at once."""
    page = client.get(draft).text
    numbers = sorted({name.removesuffix("|form") for name in submitted(page, "form")
                      if name.endswith("|form")})  # fmt: skip
    assert len(numbers) > 20
    for typed in [numbers[n::7] for n in range(7)] + [numbers]:
        answer = client.post(draft, data=dict.fromkeys(typed, value), headers=TOLD)
        assert answer.status_code == 200
        page = client.get(draft)
        assert page.status_code == 200
        assert 'id="form"' in page.text
        assert client.get("/").status_code == 200
        client.post(draft, data={"action": "undo"}, headers=TOLD)


@pytest.mark.parametrize(
    ("language", "more"),
    [("sv", {}), ("en", {"reference": "no_grant.yaml", "perspective": "society"})],
)
def test_a_comparison_taken_away_is_what_the_command_writes(
    client, folder, tmp_path, language, more
):
    """Byte for byte, in either language, whatever the reference and the perspective."""
    client.post("/language", data={"language": language})
    files = [FILE, "no_grant.yaml"]
    taken = client.get("/compare/take/book.xlsx", params={"file": files, **more})
    options = [f"--{key}={value}" for key, value in more.items()]
    command = [sys.executable, "-m", "sroi", "compare", *files, *options, "--language", language]
    subprocess.run([*command, "-o", str(tmp_path / "x.xlsx")], cwd=folder, check=True)
    assert taken.content == (tmp_path / "x.xlsx").read_bytes()


def test_a_changed_draft_taken_away_is_what_its_own_file_gives(client, folder, draft, tmp_path):
    """The attachment of what is on the page is that of the YAML taken beside it."""
    client.post(draft, data={"participants.per_year": "11", "costs.lokal.amount": "99 000"})
    variant = folder / "taken.yaml"
    variant.write_bytes(client.get(f"{draft}/take/scenario.yaml").content)
    command = [sys.executable, "-m", "sroi", "report", variant.name, "-o", str(tmp_path / "x.docx")]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    assert client.get(f"{draft}/take/attachment.docx").content == (tmp_path / "x.docx").read_bytes()


@pytest.mark.parametrize("ending", ["docx", "html", "pdf"])
def test_the_one_page_taken_away_is_what_the_command_writes(
    client, folder, draft, tmp_path, ending
):
    """And it is called what it is."""
    variant, kept = folder / "taken.yaml", tmp_path / f"x.{ending}"
    variant.write_bytes(client.get(f"{draft}/take/scenario.yaml").content)
    command = [sys.executable, "-m", "sroi", "brief", variant.name, "-o", str(kept)]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    answer = client.get(f"{draft}/take/brief.{ending}")
    assert answer.content == kept.read_bytes()
    assert f"-en-sida.{ending}" in answer.headers["content-disposition"]


def test_the_page_as_one_file_holds_every_table_on_the_screen(client, draft):
    """Also those beneath the figures, in the same words."""
    screen = client.get(f"{draft}?figures=1").text + client.get(f"{draft}/figures").text
    file = client.get(f"{draft}/take/page.html").text
    caption = r"<caption>.*?</caption>"
    assert set(re.findall(caption, screen)) == set(re.findall(caption, file))
    assert len(set(re.findall(caption, file))) > 5
    headline = re.search(r'class="headline">(.*?)<', screen)
    assert headline
    assert headline[1] in file


def test_a_value_of_the_library_can_be_chosen_by_its_name(client, draft):
    """Only such as fit the number; it stands in the file by its id, and can be undone."""
    page = client.get(f"{draft}/library", params={"path": "costs.lokal.amount"}).text
    assert "Riskkvot" not in page
    assert "lib.se.disk_tlv" not in page
    assert "kr/dygn" in page
    assert "SEK/" not in page
    offers = re.findall(r'value="(choose costs\.lokal\.amount lib\.se\.\w+)"', page)
    assert len(offers) > 20
    action = "choose costs.lokal.amount lib.se.plac_institution_familj_dygn"
    assert action in offers
    answer = client.post(draft, data={"action": action}, follow_redirects=False)
    assert answer.headers["location"] == f"{draft}#at-costs.lokal.amount"
    page = client.get(draft).text
    assert re.search(r'name="costs\.lokal\.amount" value="4728"', page)
    assert "ur biblioteket: Institutionsvård" in page
    assert "lib.se." not in page.replace("choose", "")
    client.post(draft, data={"action": "undo"})
    assert 'name="costs.lokal.amount" value="125 000"' in client.get(draft).text
    for path in ("nowhere", "name", ""):
        assert client.get(f"{draft}/library", params={"path": path}).status_code == 404


def test_the_library_is_searched_by_words_and_shows_what_fits_first(client, draft):
    """A price of a placement before that of an interpreter; accents and case do not matter."""
    address, path = f"{draft}/library", {"path": "outcomes.placering.unit_cost"}
    names = re.findall(r'<th scope="row">([^<]*)', client.get(address, params=path).text)
    assert names.index("Familjehem, kommunens eget") < names.index("Tolk")
    found = client.get(address, params={**path, "q": "FORHANDSBEDOMNING oros"}).text
    assert re.findall(r'<th scope="row">([^<]*)', found) == ["Förhandsbedömning av orosanmälan"]
    assert "0 värden" in client.get(address, params={**path, "q": "finns inte"}).text


def test_slips_are_asked_about_at_their_fields_while_other_numbers_are_missing(client, draft):
    """Half a post typed as 50, and a payer whose sector nobody has chosen."""
    given = {"staffing.socionom.fte": "50", "participants.per_year|form": "missing"}
    told = client.post(draft, data=given, headers=TOLD).json()
    assert told["errors"].keys() == {"participants.per_year"}
    assert "skriv 0,5" in told["doubts"]["staffing.socionom.fte"]
    new = client.post(draft, data={"action": "add payers", "add-payers": "Fond"}, headers=TOLD)
    assert "är det kommunen" in new.json()["doubts"]["payers.fond.sector"]
    assert '<option value="" selected>– inget valt –</option>' in new.json()["form"]


def test_a_new_post_asks_for_a_monthly_salary(client, draft):
    """The same questions as the first post, so that 43 500 is never a year's cost."""
    form = client.post(draft, data={"action": "add staffing"}, headers=TOLD).json()["form"]
    asked = set(re.findall(r'name="staffing\.ny_tjanst\.(\w+)"', form))
    assert {"fte", "monthly_salary", "oncost_rate"} <= asked


def test_a_price_per_day_asks_for_the_days_before_it_counts(client, draft):
    """At the field, in a box of its own; what is typed over the price stays per day."""
    price = "outcomes.placering.unit_cost"
    client.post(draft, data={price: "1000", f"{price}|form": "certain"}, headers=TOLD)
    client.post(draft, data={f"{price}|per": "event"}, headers=TOLD)
    chosen = {"action": f"choose {price} lib.se.plac_familjehem_konsulent_dygn"}
    asked = client.post(draft, data=chosen, headers=TOLD).json()
    assert asked["errors"][price] == "värdet är per dygn. Hur många dygn är en händelse?"
    assert "Hur många dygn är en händelse?</label>" in asked["form"]
    answer = client.post(draft, data={f"{price}|times": "200"}, headers=TOLD).json()
    assert answer["errors"] == {}


def test_every_value_offered_may_stand_where_it_is_offered(client, draft):
    """Nobody is led to choose what is an error in the next breath."""
    for path in ("discounting.rate", "staffing.socionom.oncost_rate", "outcomes.placering.baseline",
                 "staffing.socionom.monthly_salary", "costs.lokal.amount"):  # fmt: skip
        page = client.get(f"{draft}/library", params={"path": path}).text
        offers = re.findall(r'value="(choose [^"]*)"', page)
        assert offers
        for action in offers:
            told = client.post(draft, data={"action": action}, headers=TOLD).json()
            assert told["errors"].get(path, "värdet är per").startswith("värdet är per")
