"""How the page looks and reads: for everybody, on every screen, in both languages, on paper."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.served import browser, needs_chromium, programmes, serving

pytestmark = needs_chromium
FILE = "varvaderstorget/what_if_middle.yaml"
PAIR = f"file={FILE}&file=varvaderstorget/grant_as_applied.yaml"
PAGES = ("list", "work", "wrong", "save", "library", "compare", "message")


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with serving(programmes(tmp_path_factory.mktemp("looks"))) as running:
        yield running


def shown(page, served, name):
    """Show one of the pages, everything that unfolds unfolded."""
    page.goto(served.url)
    if name == "list":
        page.locator(".files .line span").first.wait_for()
    if name in ("work", "wrong", "save", "library"):
        page.goto(f"{served.base}/open?file={FILE}")
        page.locator("#figures img").first.wait_for()
    if name == "wrong":
        page.locator('[id="f-horizon"]').fill("many")
        page.locator("#result .problems").wait_for()
    if name == "save":
        page.goto(page.url + "/save")
    if name == "library":
        page.goto(page.url + "/library?path=costs.lokal.amount")
    if name == "compare":
        page.goto(f"{served.base}/compare?{PAIR}")
        page.locator("#compared img").last.evaluate("i => i.decode()")
    if name == "message":
        page.goto(f"{served.base}/nowhere")
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    page.wait_for_load_state("networkidle")


def in_english(page, served):
    page.goto(served.url)
    page.get_by_role("button", name="In English").click()
    page.get_by_role("heading", name="Your scenarios").wait_for()


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(served, language, scheme):
    """No violation at all, serious or not, of WCAG 2.2 A and AA and of axe's best practices."""
    with browser(color_scheme=scheme) as page:
        if language == "en":
            in_english(page, served)
        for name in PAGES:
            shown(page, served, name)
            found = Axe().run(page)
            assert found.violations_count == 0, (name, found.generate_report())
            assert page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize(
    "screen", [(1366, 768), (683, 384), (360, 740)], ids=["office", "zoomed to 200 %", "phone"]
)
def test_no_page_scrolls_sideways(served, screen):
    """Tables scroll inside themselves; the page never does."""
    width, height = screen
    with browser(viewport={"width": width, "height": height}) as page:
        for name in PAGES:
            shown(page, served, name)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_english_pages_hold_no_swedish_and_swedish_no_english(served):
    """Every label of the form has words in both languages; only what the file says stays."""
    marks = {"sv": r"\b(the|and|with|share of|years)\b", "en": r"\b(och|som|för|andel|insatsen)\b"}
    for language, foreign in marks.items():
        with browser() as page:
            if language == "en":
                in_english(page, served)
            shown(page, served, "work")
            places = page.locator("label, legend:not(.group > legend), summary, .help")
            for text in places.all_text_contents():
                assert not re.search(foreign, text), text


def test_the_keyboard_is_enough(served):
    """Every control can be reached in order, shows that it is, and works without a mouse."""
    with browser() as page:
        page.goto(served.url)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.goto(f"{served.base}/open?file={FILE}")
        page.locator("#figures img").first.wait_for()
        seen = []
        for _ in range(400):
            page.keyboard.press("Tab")
            place = page.evaluate(
                "(() => { const e = document.activeElement, s = getComputedStyle(e);"
                " return [e.id || e.textContent.trim().slice(0, 40) || e.tagName,"
                " s.outlineStyle !== 'none', e === document.body] })()"
            )
            if place[2]:
                break
            seen.append(place)
        names = [name for name, *_ in seen]
        assert "save" in names
        assert "f-horizon" in names
        assert all(outlined for _, outlined, _ in seen)
        page.locator('[id="f-horizon"]').focus()
        page.keyboard.press("Control+A")
        page.keyboard.type("7")
        page.locator("#undo:not([disabled])").wait_for()
        page.locator("#undo").focus()
        page.keyboard.press("Enter")
        page.locator("#undo[disabled]").wait_for()
        assert page.locator('[id="f-horizon"]').input_value() == "10"


def test_on_paper_there_is_the_result_and_no_form(served):
    """Printing gives the answer, its tables and figures."""
    with browser() as page:
        shown(page, served, "work")
        page.emulate_media(media="print")
        assert not page.locator("#form").is_visible()
        assert not page.locator(".tools").is_visible()
        assert page.locator("#result table").first.is_visible()
        assert page.locator("#figures img").first.is_visible()


def test_every_figure_has_its_words_and_its_numbers(served):
    """What a picture shows is said in its text and stands in a table beneath it."""
    with browser() as page:
        shown(page, served, "work")
        for figure in page.locator("#figures figure").all():
            assert len(figure.locator("img").get_attribute("alt")) > 30
            assert figure.locator("table tbody tr").count() > 0


SMALLEST = 8 / 453.5  # of a figure's width: text of 8 points in a column of 16 cm
LYING = 7 / 756.9  # of 7 points on a page that lies, 26.7 cm; it is moved in a frame of its own


def test_the_text_of_figures_is_read_without_zooming(served):
    """On an office screen the smallest text is 11 pixels high or more, and nothing is cut."""
    with browser(viewport={"width": 1366, "height": 768}) as page:
        for name in ("work", "compare"):
            shown(page, served, name)
            for image in page.locator("#figures img, #compared img").all():
                box = image.bounding_box()
                lying = image.locator("xpath=ancestor::figure[@class='wide']").count()
                assert box["width"] * (LYING if lying else SMALLEST) >= 11, name
                frame = image.locator("xpath=..").bounding_box() if lying else box
                assert frame["x"] + frame["width"] <= 1366


def test_a_server_that_is_gone_is_told(served, tmp_path):
    """What was typed stays on the page, which says what to do."""
    with serving(programmes(tmp_path)) as short, browser() as page:
        page.goto(short.url)
        page.goto(f"{short.base}/open?file={FILE}")
        page.locator("#figures img").first.wait_for()
        page.route("**/work/*", lambda route: route.abort())
        page.locator('[id="f-horizon"]').fill("7")
        page.get_by_text("Servern svarar inte").wait_for()
        assert page.locator('[id="f-horizon"]').input_value() == "7"
        page.unroute("**/work/*")
        page.locator('[id="f-first_year"]').fill("2024")
        page.locator("#undo:not([disabled])").wait_for()
        assert "ändrat sedan filen: 2" in page.locator("#state").inner_text()


def test_a_busy_server_is_asked_again(served):
    """A 503 is told, and what was typed is sent again by itself."""
    with browser() as page:
        page.goto(served.url)
        page.goto(f"{served.base}/open?file={FILE}")
        page.locator("#figures img").first.wait_for()
        words = "<main><h1>Många räknar samtidigt</h1></main>"
        page.route("**/work/*", lambda route: route.fulfill(status=503, body=words), times=1)
        page.locator('[id="f-horizon"]').fill("7")
        page.get_by_text("Många räknar samtidigt").wait_for()
        page.locator("#undo:not([disabled])").wait_for()
        assert page.locator('[id="f-horizon"]').input_value() == "7"
        assert page.get_by_text("Många räknar samtidigt").count() == 0
