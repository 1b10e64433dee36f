"""The logic of a programme: what the file says, each part once, and nothing that overlaps."""

import io
from collections import Counter
from itertools import combinations

import docx
import pytest
from click.testing import CliRunner
from docx.enum.section import WD_ORIENT
from hypothesis import HealthCheck, given, settings
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

import sroi
from sroi.cli import main
from sroi.figures.chart import column_width, filled_lines, places
from sroi.figures.style import figure_content
from sroi.model.engine import results_of
from sroi.questions.logic.compute import logic
from sroi.questions.logic.figure import logic_chart, logic_figure
from sroi.questions.logic.record import logic_record, logic_rows
from sroi.questions.logic.table import logic_page
from sroi.questions.logic.words import logic_words
from sroi.report.answer import CommandResult
from sroi.report.exports import attached
from sroi.report.page import html
from sroi.report.sheets import picture_sheet
from sroi.report.word import word
from sroi.wording import Wording
from tests.drawn import misplaced
from tests.strategies import load, scenarios
from tests.test_figures import LONG, WORD
from tests.test_projection import DATA

EN, SV = Wording("en", "SEK"), Wording("sv", "SEK")
EXAMPLE = "docs/examples/home-visits.yaml"
SHIPPED = (
    "scenarios/grastorp/as_reported.yaml",
    "scenarios/norrkoping/illustration.yaml",
    "scenarios/norrkoping/template.yaml",
    "scenarios/stis/revised.yaml",
    "scenarios/varvaderstorget/grant_as_applied.yaml",
    "scenarios/varvaderstorget/what_if_middle.yaml",
)
EFFECT = {"effect": {"unknown": True}, "lasts": 2, "unit_cost": 10}
often = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def crowded(name):
    """Return twelve lines and 14 outcomes, of which nine follow each other, all of one name."""
    cost = {"name": name, "amount": 5, "payers": {"social": 0.4, "school": 0.6}}
    outcomes = {f"o{i}": EFFECT | {"name": name, "payer": "social"} for i in range(5)}
    for i in range(5, 14):
        follows = {"outcome": f"o{i - 1}", "per_event": 0.25}
        outcomes[f"o{i}"] = {"name": name, "follows": follows, "payers": {"health": 1}}
    data = DATA | {"name": name, "costs": {f"c{i}": cost for i in range(12)}, "outcomes": outcomes}
    return data | {"payers": {k: {**v, "name": name} for k, v in DATA["payers"].items()}}


def people(scenario):
    """Return the paths of the groups, or of all participants, by group."""
    groups = {name: f"participants.groups.{name}" for name in scenario.groups}
    return groups or {"": "participants"}


def deliveries(scenario):
    """Return the paths of the services, and of the programme where a line serves none in part."""
    rest = [1 - sum(line.served.values()) > 1e-6 for line in scenario.lines.values()]
    services = [f"services.{name}" for name in scenario.services]
    return [*services, "programme"] if any(rest) or not services else services


@often
@given(scenarios())
def test_every_part_of_the_file_is_there_once(data):
    """Lines, services, groups, outcomes, and payers on whom something falls."""
    scenario = load(data)
    gain = {p for o in scenario.outcomes.values() for p, share in o.shares.items() if share}
    expected = [*scenario.lines, *deliveries(scenario), *people(scenario).values()]
    expected += [f"outcomes.{name}" for name in scenario.outcomes]
    expected += [f"claims.{name}" for name in scenario.claims]
    expected += [f"payers.{p}" for p in gain]
    assert Counter(node.path for node in logic(scenario).nodes) == Counter(expected)


@often
@given(scenarios())
def test_every_arrow_is_something_the_file_says(data):
    """A line serves; a service reaches; an outcome has an effect or follows; a share falls on."""
    scenario = load(data)
    groups, said = people(scenario), set()
    for path, line in scenario.lines.items():
        said |= {(path, f"services.{name}") for name, share in line.served.items() if share}
        if 1 - sum(line.served.values()) > 1e-6:
            said.add((path, "programme"))
    said |= {(path, group) for path in deliveries(scenario) for group in groups.values()}
    for name, outcome in scenario.outcomes.items():
        sources = [groups[group] for group in outcome.groups or groups]
        if outcome.follows:
            sources = [f"outcomes.{outcome.follows.outcome}"]
        said |= {(source, f"outcomes.{name}") for source in sources}
        said |= {(f"outcomes.{name}", f"payers.{p}") for p, x in outcome.shares.items() if x}
    arrows = [(arrow.source, arrow.target) for arrow in logic(scenario).arrows]
    assert Counter(arrows) == Counter(said)


@often
@given(scenarios())
def test_what_the_parts_come_to_is_what_the_engine_says(data):
    """Resources sum to all costs, groups to all who start, and nobody gains by the unknown."""
    scenario = load(data)
    amounts, results = logic(scenario).amounts, results_of(scenario)
    costs = sum(float(flow.values.sum()) for flow in results.costs.values())
    assert sum(amounts.get(line, 0.0) for line in scenario.lines) == pytest.approx(costs)
    starting = sum(amounts[path] for path in people(scenario).values())
    assert starting == pytest.approx(float(results.starts.total.values.sum()))
    unknown = {f"outcomes.{name}" for name in scenario.outcomes if scenario.unknown(name)}
    assert not unknown & set(amounts)


SERVED = {
    "participants": {
        "unit": "family",
        "groups": {
            "referred": {"name": "Referred", "per_year": 3, "completion": 0.8},
            "open": {"name": "Through family centres", "per_year": 7},
        },
    },
    "services": {
        "visit": {"name": "Home visit", "unit": "visit", "per_participant": 2},
        "talk": {"name": "Advice talk", "unit": "talk", "per_year": 100, "persons": 65},
    },
    "staffing": {
        "nurse": {
            "role": "Nurse", "hours": 2.5, "per": "visit", "hourly_cost": 400, "payer": "health",
        },
        "adviser": {
            "role": "Adviser", "fte": 7, "annual_cost": 600_000, "payer": "social",
            "serves": {"talk": 0.6, "visit": 0.2}, "vacancy": 0.1,
        },
    },
    "outcomes": {
        "a": {
            "name": "A", "payer": "social", "unit_cost": 10, "baseline": 0.1,
            "effect": {"relative_risk": 0.7, "basis": "comparative"},
            "by_group": {"open": {"effect": {"unknown": True}}},
        },
        "b": EFFECT | {"name": "B", "payer": "social", "groups": ["referred"]},
    },
}  # fmt: skip


DRAWN = {
    **{file: (lambda file=file: sroi.load(file)) for file in (EXAMPLE, *SHIPPED)},
    "long names": lambda: load(crowded(LONG)),
    "a long word": lambda: load(crowded(WORD)),
    "short names": lambda: load(crowded("A")),
    "services and groups": lambda: load(DATA | SERVED),
    "no outcomes, no costs": lambda: load(DATA | {"costs": {}, "outcomes": {}}),
}


@pytest.fixture(params=DRAWN, scope="module")
def scenario(request):
    return DRAWN[request.param]()


def test_services_and_groups_take_their_place():
    """10 families a year for two years get 2 visits each: 40. The rest of the adviser, 20 %."""
    drawn = logic(load(DATA | SERVED))
    words = logic_words(drawn, EN)
    arrows = {(a.source, a.target): (a.share, a.state) for a in drawn.arrows}
    assert drawn.amounts["services.visit"] == pytest.approx(10 * 2 * 2)
    assert words["services.visit"].lines == ("40 (visit)", "2 per family")
    assert words["services.talk"].lines == ("200 (talk)", "Reaches 65 people a year")
    assert arrows["staffing.nurse", "services.visit"] == (1.0, "counted")
    assert arrows["staffing.adviser", "programme"][0] == pytest.approx(0.2)
    assert words["staffing.adviser"].lines[-1] == "For: Advice talk 60%, Home visit 20%"
    assert words["staffing.adviser"].lines[0].startswith("7 FTE, 10% vacant, SEK")
    assert words["staffing.nurse"].lines[0].startswith("2.5 hours per visit, SEK")
    assert words["participants.groups.referred"].lines == ("6 start", "80% complete")
    assert arrows["participants.groups.open", "outcomes.a"] == (1.0, "unknown")
    assert arrows["participants.groups.referred", "outcomes.a"] == (1.0, "counted")
    assert ("participants.groups.open", "outcomes.b") not in arrows
    assert "Effect unknown for: Through family centres" in words["outcomes.a"].lines


def test_the_example_reads_as_its_file():
    """30 families a year for 3 years are 90; 1.5 posts at 39 000 kr a month, with on-costs."""
    drawn = logic(sroi.load(EXAMPLE))
    words = logic_words(drawn, EN)
    assert words["participants"].lines == ("90 start", "80% complete")
    cost = 1.5 * 3 * 12 * 39_000 * 1.4453
    assert drawn.amounts["staffing.visitor"] == pytest.approx(cost)
    assert words["staffing.visitor"].lines[0] == "1.5 FTE, SEK\u00a03.04\u00a0million"
    assert "Relative risk: 0.72" in words["outcomes.report"].lines


def test_what_is_unknown_or_without_a_price_is_said_and_drawn():
    """In words, and by an outline that is told beneath; never by a colour alone."""
    drawn = logic(sroi.load("scenarios/varvaderstorget/grant_as_applied.yaml"))
    words = logic_words(drawn, SV)
    chart = logic_chart(drawn, SV)
    outlines = {box.ident: box.outline for boxes in chart.columns.values() for box in boxes}
    for node in drawn.nodes:
        if node.column == "changes":
            said = " ".join(words[node.path].lines)
            assert ("okänd" in said) == ("unknown" in node.states)
            assert ("utan pris" in said) == ("unpriced" in node.states)
            assert outlines[node.path] == {"unknown": "--", "unpriced": "-."}[node.states[0]]
    assert "Streckad ram: effekten är okänd. Streck och punkt: utan pris." in chart.notes


def test_a_payer_on_whom_only_the_unknown_falls_gains_what_is_unknown():
    """Its box says so, and no amount: 0 kr would be a claim."""
    data = DATA | {"outcomes": {"a": EFFECT | {"name": "A", "payer": "social"}}}
    words = logic_words(logic(load(data)), EN)
    assert words["payers.social"].lines == ("unknown",)
    both = data["outcomes"] | {"b": {**DATA["outcomes"]["a"], "name": "B"}}
    words = logic_words(logic(load(data | {"outcomes": both})), EN)
    assert words["payers.social"].lines[1:] == ("and what is unknown",)


def test_a_cost_that_nobody_has_priced_is_drawn_as_such():
    """Its box says so and no amount: 0 kr would be a claim."""
    costs = {"rent": {"amount": "unpriced", "payer": "social"}}
    drawn = logic(load(DATA | {"costs": costs}))
    assert logic_words(drawn, EN)["costs.rent"].lines == ("without a price", "Social")
    chart = logic_chart(drawn, EN)
    outlines = {box.ident: box.outline for boxes in chart.columns.values() for box in boxes}
    arrows = {link.source: link.outline for link in chart.links}
    assert outlines["costs.rent"] == arrows["costs.rent"] == "-."
    assert "Without a price: Rent." in logic_page(drawn, EN).sentences


def test_what_is_only_said_is_drawn_beneath_its_outcome_as_not_counted():
    """With who says it; no arrow leads to it or from it, and nothing else changes."""
    said = {"text": "It is calmer", "says": "staff", "direction": "better"}
    claims = {"calm": said | {"about": {"outcome": "a"}}, "trust": said | {"about": "trust"}}
    drawn = logic(load(DATA | {"claims": claims}))
    nodes = {node.path: node for node in drawn.nodes}
    assert nodes["claims.calm"].under == "outcomes.a"
    assert nodes["claims.trust"].under is None
    assert logic_words(drawn, EN)["claims.trust"].lines == (
        "not counted",
        "staff: for the better",
        "Of: trust",
    )
    assert drawn.arrows == logic(load(DATA)).arrows
    chart = logic_chart(drawn, EN)
    outlines = {box.ident: box.outline for boxes in chart.columns.values() for box in boxes}
    assert outlines["claims.calm"] == outlines["claims.trust"] == ":"
    assert "Dotted: said, and not counted." in chart.notes


def test_a_file_with_missing_numbers_is_drawn_without_amounts():
    """A template shows how the programme is thought, and where numbers are wanting."""
    drawn = logic(sroi.load("scenarios/norrkoping/template.yaml"))
    words = logic_words(drawn, SV)
    assert not drawn.amounts
    assert words["participants"].lines == ("tal saknas",)
    assert not any("kr" in line.split() for part in words.values() for line in part.lines)
    assert "Tal saknas" in " ".join(logic_page(drawn, SV).sentences)


@pytest.mark.parametrize("wording", [EN, SV], ids=["en", "sv"])
def test_nothing_overlaps_and_nothing_is_cut_off(scenario, wording):
    """Measured on what is drawn: boxes apart from boxes, words in their box, all on the page."""
    figure = logic_figure(logic(scenario), wording)
    assert not misplaced(figure)
    boxes = patches(figure, FancyBboxPatch)
    frames = [box.get_window_extent() for box in boxes]
    assert not [1 for one, other in combinations(frames, 2) if one.overlaps(other)]
    for text in figure.axes[0].texts:
        extent = text.get_window_extent()
        touching = [frame for frame in frames if frame.overlaps(extent)]
        assert len(touching) <= 1
        for frame in touching:
            assert frame.x0 <= extent.x0 and extent.x1 <= frame.x1, text.get_text()
            assert frame.y0 <= extent.y0 and extent.y1 <= frame.y1, text.get_text()


def test_every_box_and_arrow_is_drawn_once(scenario):
    """And the arrows begin and end at the sides of their boxes, or pass below one to another."""
    drawn = logic(scenario)
    figure = logic_figure(drawn, SV)
    boxes = [p.get_gid() for p in patches(figure, FancyBboxPatch) if p.get_gid()[:3] != "no "]
    assert boxes == [node.path for node in drawn.nodes]
    arrows = [patch.get_gid() for patch in patches(figure, FancyArrowPatch)]
    assert arrows == [f"{arrow.source} -> {arrow.target}" for arrow in drawn.arrows]


def test_every_name_is_drawn_in_full(scenario):
    """On as many lines as it takes; a word wider than its box goes on after a hyphen."""
    chart = logic_chart(logic(scenario), SV)
    stood, _ = places(chart, 0.0)
    for place in stood.values():
        assert bare("".join(place.name)) == bare(place.box.name)
    alt = str(logic_figure(logic(scenario), SV).get_label())
    assert all(place.box.name in alt for place in stood.values())


def bare(text):
    """Return text without what may be added where a line ends."""
    return "".join(text.replace("-", "").split())


def patches(figure: Figure, kind):
    figure.draw_without_rendering()
    return [patch for patch in figure.axes[0].patches if isinstance(patch, kind)]


def test_the_same_file_gives_the_same_picture():
    """Byte for byte."""
    drawn = logic(sroi.load(EXAMPLE))
    one, two = (figure_content(logic_figure(drawn, SV), ".svg") for _ in range(2))
    assert one == two


def test_lines_are_filled_as_far_as_the_box_reaches():
    """A long word is divided where a syllable may begin."""
    width = column_width(5) - 0.3
    lines = filled_lines(f"kort {WORD}", width, 8.0)
    assert lines[0] == "kort"
    assert all(line.endswith("-") for line in lines[1:-1])
    assert filled_lines("kort kort", width, 8.0) == ("kort kort",)
    assert filled_lines("", width, 8.0) == ()


def test_a_wide_picture_has_a_page_of_its_own():
    """26.7 cm wide and 11 high: it lies, 26.5 wide. 40 high: it stands, at 25 / 40 of its size."""
    inch = 2.54
    lying = picture_sheet(Figure((26.7 / inch, 11 / inch)))
    assert (lying.name, lying.width) == ("lying", pytest.approx(26.5))
    standing = picture_sheet(Figure((26.7 / inch, 40 / inch)))
    assert (standing.name, standing.width) == ("standing", pytest.approx(26.7 * 25 / 40))
    assert picture_sheet(Figure((16 / inch, 30 / inch))) is None


def test_the_page_lies_in_word_and_in_print():
    """The page of the picture lies; those before and after it stand."""
    drawn = logic(sroi.load(EXAMPLE))
    page, picture = logic_page(drawn, EN), logic_figure(drawn, EN)
    paper = attached(CommandResult(page, {}, lambda: (), lambda: picture, EN))
    sheets = docx.Document(io.BytesIO(word(paper))).sections
    assert [sheet.orientation for sheet in sheets] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]
    assert '<figure class="lying"><svg role="img"' in html(paper).decode()


def test_the_table_tells_what_the_picture_shows(scenario):
    """Every part has a row, and every arrow is among what its part leads to."""
    drawn = logic(scenario)
    words = logic_words(drawn, EN)
    rows = [row for row in logic_page(drawn, EN).tables[0].rows if not row.strong and row.label]
    names = [words[node.path].name for node in drawn.nodes]
    assert [row.label.strip() for row in rows] == names
    for node, row in zip(drawn.nodes, rows, strict=True):
        targets = [words[a.target].name for a in drawn.arrows if a.source == node.path]
        assert row.cells[1].text == "; ".join(targets)


def test_the_record_has_a_row_for_each_part():
    """With the paths of the file, so that a program finds them."""
    drawn = logic(sroi.load(EXAMPLE))
    record = logic_record(drawn, EN)
    rows = {row["path"]: row for row in logic_rows(record)}
    assert list(rows) == [node.path for node in drawn.nodes]
    assert rows["outcomes.placement"]["follows"] == "outcomes.report"
    assert rows["programme"]["leads_to"] == "participants"
    assert {arrow["share"] for arrow in record["arrows"]} == {1.0}


@pytest.mark.parametrize("ending", ["svg", "png", "docx", "html", "md", "json", "csv", "xlsx"])
def test_the_command_writes_it_as(ending, tmp_path):
    """The picture by -o, as the issue asks, and the papers with picture and table."""
    file = tmp_path / f"logik.{ending}"
    done = CliRunner().invoke(main, ["logic", EXAMPLE, "-o", str(file)])
    assert done.exit_code == 0, done.output
    assert file.stat().st_size > 500
